"""A property test: is a function of pictures one that follows a shift."""

import numpy as np

__all__ = ["equivariant"]


def equivariant(f, x, shift, margin=2):
    """Say whether shifting, then applying f, equals applying f, then shifting.

    Parameters
    ----------
    f : callable
        Takes a picture of shape (h, w) and returns one of shape (h_out, w_out),
        the same shape for pictures of the same shape.
    x : array_like of shape (h, w)
        The picture. It is not changed.
    shift : tuple (down, right) of int
        How far pixels move, up or left if negative: the pixel at (i, j) goes to
        (i + down, j + right). What leaves the picture is lost, and zeros come in
        on the other side; nothing comes in again from the other side.
    margin : int, default 2
        Outputs with fewer than ``margin`` rows or columns between them and the
        border are not looked at, before as well as after they move.

    Returns
    -------
    bool
        True if, for the outputs Y of the picture and Z of the shifted picture,
        ``Z[i + down, j + right]`` equals ``Y[i, j]`` for all (i, j) that are
        looked at. Equal means: not further apart than 1e-9 times the largest
        absolute number of Y.

    Raises
    ------
    ValueError
        If no output is left to look at. The message says "margin".

    Examples
    --------
    >>> x = np.arange(42.0).reshape(6, 7)
    >>> equivariant(lambda x: x[:, 1:] - x[:, :-1], x, (1, 0))
    True
    >>> equivariant(lambda x: x[::-1], x, (1, 0))
    False
    """
    x = np.asarray(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i, j in np.ndindex(h, w):
        if 0 <= i + down < h and 0 <= j + right < w:
            moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x.copy())), np.asarray(f(moved))
    h, w = Y.shape
    rows = [i for i in range(margin, h - margin) if margin <= i + down < h - margin]
    columns = [j for j in range(margin, w - margin) if margin <= j + right < w - margin]
    if not rows or not columns:
        message = f"margin {margin} and shift {shift} leave nothing of {Y.shape}."
        raise ValueError(message)
    tolerance = 1e-9 * np.max(np.abs(Y))
    for i in rows:
        for j in columns:
            if abs(Z[i + down, j + right] - Y[i, j]) > tolerance:
                return False
    return True
