"""Max-pooling: keep the largest number of each window, and remember where it was."""

import numpy as np

__all__ = ["maxpool", "maxpool_backward"]


def maxpool(x, size=2):
    """Keep the largest number of each window of each channel.

    Parameters
    ----------
    x : array_like of shape (n, h, w, c)
        Finite numbers, also negative ones.
    size : int, default 2
        Height and width of a window, and the way from one window to the next:
        windows do not overlap. Rows and columns left over at the bottom and on
        the right, fewer than ``size``, belong to no window.

    Returns
    -------
    y : ndarray of shape (n, h // size, w // size, c)
        The largest number of each window, in the dtype of ``x``.
    mask : ndarray of bool in the shape of ``x``
        True where the number of ``y`` came from: exactly one True for each
        window of each channel. Of several equal largest numbers it is the first
        one, read row by row. ``x`` is not changed.

    Raises
    ------
    ValueError
        If ``size`` is below 1, or larger than the height or the width. The
        message holds ``size``.

    Examples
    --------
    >>> x = np.array([[1, 5, -2], [5, 0, -1]]).reshape(1, 2, 3, 1)
    >>> y, mask = maxpool(x)
    >>> y.ravel(), mask[0, :, :, 0]
    (array([5]), array([[False,  True, False],
           [False, False, False]]))
    """
    x = np.asarray(x)
    h, w = x.shape[1] // max(size, 1), x.shape[2] // max(size, 1)
    if size < 1 or h == 0 or w == 0:
        message = (
            f"size is {size} for pictures of {x.shape[1]} by {x.shape[2]}; pass a "
            "whole number from 1 to the shorter side."
        )
        raise ValueError(message)
    windows = x[:, : h * size, : w * size]
    y = windows[:, ::size, ::size].copy()
    for i, j in np.ndindex(size, size):
        np.maximum(y, windows[:, i::size, j::size], out=y)
    mask = np.zeros(x.shape, dtype=bool)
    places = mask[:, : h * size, : w * size]
    open_windows = np.ones(y.shape, dtype=bool)
    for i, j in np.ndindex(size, size):
        first = (windows[:, i::size, j::size] == y) & open_windows
        places[:, i::size, j::size] = first
        open_windows ^= first
    return y, mask


def maxpool_backward(dY, mask, size=2):
    """Send the slope of each window to the number that was kept.

    Parameters
    ----------
    dY : ndarray of shape (n, h // size, w // size, c)
        Slope of the loss along each number that was kept.
    mask : ndarray of bool, shape (n, h, w, c)
        As `maxpool` returned it.
    size : int, default 2

    Returns
    -------
    ndarray of shape (n, h, w, c)
        Slopes along the inputs: those of ``dY`` where ``mask`` is True, else 0.

    Examples
    --------
    >>> mask = np.array([[False, True], [False, False]]).reshape(1, 2, 2, 1)
    >>> maxpool_backward(np.full((1, 1, 1, 1), 7.0), mask)[0, :, :, 0]
    array([[0., 7.],
           [0., 0.]])
    """
    dX = np.zeros(mask.shape, dY.dtype)
    h, w = dY.shape[1] * size, dY.shape[2] * size
    for i, j in np.ndindex(size, size):
        here = (slice(None), slice(i, h, size), slice(j, w, size))
        np.multiply(dY, mask[here], out=dX[here])
    return dX
