"""Convolution for reading: sizes, padding, one kernel, a layer and its way back.

Deep learning says convolution and means cross-correlation: the kernel is laid on the
picture as it is, not turned round. Batches of pictures have the shape (n, height,
width, channels), the kernels of a layer (height, width, channels, filters).
"""

import numpy as np

__all__ = ["conv_backward", "conv_forward", "conv_size", "cross_correlate", "pad2d"]


def conv_size(n, k, stride=1, pad=0):
    """Count the places where a kernel fits along one axis.

    Parameters
    ----------
    n : int
        Pixels along the axis.
    k : int
        Length of the kernel along it, at least 1.
    stride : int, default 1
        Pixels from one place to the next, at least 1.
    pad : int, default 0
        Zeros added at each of both ends, at least 0.

    Returns
    -------
    int
        Places at which the whole kernel lies on pixels or on added zeros. The
        first place is the very beginning. Pixels left over at the end, fewer
        than the stride, are not used.

    Raises
    ------
    ValueError
        If the kernel is longer than the axis with its added zeros; the message
        holds both lengths. Also if ``k`` or ``stride`` is below 1 or ``pad``
        below 0; the message holds the number.

    Examples
    --------
    >>> conv_size(28, 3), conv_size(26, 3), conv_size(28, 3, pad=1)
    (26, 24, 28)
    >>> conv_size(8, 3, stride=2)
    3
    """
    for name, number, least in [("k", k, 1), ("stride", stride, 1), ("pad", pad, 0)]:
        if number < least:
            message = f"{name} is {number}; pass a whole number of at least {least}."
            raise ValueError(message)
    if k > n + 2 * pad:
        message = (
            f"a kernel of length {k} does not fit on {n + 2 * pad} pixels; pass a "
            "shorter kernel or more padding."
        )
        raise ValueError(message)
    return (n + 2 * pad - k) // stride + 1


def pad2d(x, p):
    """Put a frame of zeros round every picture of a batch.

    Parameters
    ----------
    x : array_like of shape (n, h, w, c)
        Pictures. Neither their number nor their channels change.
    p : int
        Thickness of the frame, at least 0.

    Returns
    -------
    ndarray of shape (n, h + 2 * p, w + 2 * p, c)
        A new array, also for ``p = 0``, of the dtype of ``x``.

    Raises
    ------
    ValueError
        If ``x`` has not four axes; the message holds its shape. If ``p`` is
        negative; the message holds ``p``.

    Examples
    --------
    >>> pad2d(np.full((1, 1, 2, 1), 7), 1)[0, :, :, 0]
    array([[0, 0, 0, 0],
           [0, 7, 7, 0],
           [0, 0, 0, 0]])
    """
    x = np.asarray(x)
    if x.ndim != 4:
        message = f"x has shape {x.shape}; pass pictures of shape (n, h, w, c)."
        raise ValueError(message)
    if p < 0:
        message = f"p is {p}; pass a whole number of at least 0."
        raise ValueError(message)
    n, h, w, c = x.shape
    framed = np.zeros((n, h + 2 * p, w + 2 * p, c), x.dtype)
    framed[:, p : p + h, p : p + w] = x
    return framed


def cross_correlate(x, k):
    """Slide one kernel over one picture.

    Parameters
    ----------
    x : array_like of shape (h, w)
        Grey values. Integers are accepted.
    k : array_like of shape (kh, kw)
        The kernel, laid on as it is: its first weight meets the first pixel of
        the window. It is not turned round.

    Returns
    -------
    ndarray of shape (h - kh + 1, w - kw + 1)
        Floating point numbers. Entry (i, j) is the sum of the products of the
        kernel and the window that begins at row i and column j. Neither argument
        is changed.

    Raises
    ------
    ValueError
        If the kernel is higher or wider than the picture. The message holds
        both shapes.

    Examples
    --------
    >>> cross_correlate([[1, 2, 4], [0, 3, 5]], [[-1, 1]])
    array([[1., 2.],
           [3., 2.]])
    """
    x, k = np.asarray(x, dtype=float), np.asarray(k, dtype=float)
    (h, w), (kh, kw) = x.shape, k.shape
    if kh > h or kw > w:
        message = (
            f"a kernel of shape {k.shape} does not fit on a picture of shape "
            f"{x.shape}; pass a smaller kernel."
        )
        raise ValueError(message)
    y = np.zeros((h - kh + 1, w - kw + 1))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[i : i + kh, j : j + kw] * k)
    return y


def conv_forward(X, W, b, stride=1, pad=0):
    """Compute the feature maps of a convolutional layer.

    Parameters
    ----------
    X : array_like of shape (n, h, w, c)
        Pictures, or the feature maps of the layer before.
    W : array_like of shape (kh, kw, c, f)
        One kernel of shape (kh, kw, c) for each of f filters.
    b : array_like of shape (f,)
        One bias for each filter.
    stride : int, default 1
        Pixels from one place of the kernel to the next, down and across.
    pad : int, default 0
        Thickness of the frame of zeros round each picture.

    Returns
    -------
    ndarray of shape (n, h_out, w_out, f)
        Floating point numbers. Along each axis, (h + 2 * pad - kh) // stride + 1
        places. Entry (m, i, j, g) is the sum of all products of filter g and the
        window of picture m that begins at row i * stride and column j * stride of
        the framed picture, over all c channels, plus b[g] once. No argument is
        changed.

    Raises
    ------
    ValueError
        If the channels of ``X`` and ``W`` differ in number, or if ``b`` has not
        the shape (f,). The message holds the shapes that do not fit.

    Examples
    --------
    >>> X = np.array([[1, 2, 4], [0, 3, 5]]).reshape(1, 2, 3, 1)
    >>> W = np.array([-1, 1]).reshape(1, 2, 1, 1)
    >>> conv_forward(X, W, [10])[0, :, :, 0]
    array([[11., 12.],
           [13., 12.]])
    """
    X, W, b = (np.asarray(array, dtype=float) for array in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        message = (
            f"X, W and b have the shapes {X.shape}, {W.shape} and {b.shape}; pass "
            "(n, h, w, c), (kh, kw, c, f) and (f,)."
        )
        raise ValueError(message)
    kh, kw = W.shape[:2]
    P = pad2d(X, pad)
    h_out = conv_size(X.shape[1], kh, stride, pad)
    w_out = conv_size(X.shape[2], kw, stride, pad)
    Y = np.zeros((len(X), h_out, w_out, len(b)))
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        windows = P[:, top : top + kh, left : left + kw]
        Y[:, i, j] = np.tensordot(windows, W, axes=3) + b
    return Y


def conv_backward(dY, X, W, stride=1, pad=0):
    """Send slopes back through a convolutional layer.

    Parameters
    ----------
    dY : array_like of shape (n, h_out, w_out, f)
        Slope of the loss along each output of `conv_forward`.
    X : array_like of shape (n, h, w, c)
        What went forward.
    W : array_like of shape (kh, kw, c, f)
        The kernels, likewise.
    stride, pad : int, defaults 1 and 0
        Likewise.

    Returns
    -------
    dX : ndarray of shape (n, h, w, c)
        Slope along each input. A pixel that no window used has the slope 0.
    dW : ndarray of shape (kh, kw, c, f)
        Slope along each weight: the sum over all places and examples, not the
        mean.
    db : ndarray of shape (f,)
        Slope along each bias, likewise. No argument is changed.

    Raises
    ------
    ValueError
        If ``dY`` has another shape than the outputs of `conv_forward`. The
        message holds the shape it has and the shape it should have.

    Notes
    -----
    Where the window at a place met pixel x with weight w, that output holds the
    product w x. So x receives the slope of the output times w, and w the slope
    times x. LeCun and others, "Handwritten digit recognition with a
    back-propagation network", NIPS 1989.

    Examples
    --------
    >>> X = np.array([1.0, 2.0, 4.0]).reshape(1, 1, 3, 1)
    >>> W = np.array([-1.0, 3.0]).reshape(1, 2, 1, 1)
    >>> dX, dW, db = conv_backward(np.array([[[[1.0], [10.0]]]]), X, W)
    >>> dX.ravel(), dW.ravel(), db
    (array([-1., -7., 30.]), array([21., 42.]), array([11.]))
    """
    dY, X, W = (np.asarray(array, dtype=float) for array in (dY, X, W))
    n, h, w, _ = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        message = (
            f"dY has shape {dY.shape}, but the outputs have shape "
            f"{(n, h_out, w_out, f)}; pass one slope for each output."
        )
        raise ValueError(message)
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W, axes=(1, 3))
        dW += np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    return dP[:, pad : pad + h, pad : pad + w], dW, dY.sum(axis=(0, 1, 2))
