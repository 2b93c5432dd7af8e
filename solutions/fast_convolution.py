"""Convolution as a product of matrices, a few pictures at a time.

The pixels under the kernel are copied into rows, which are multiplied with the
weights. Done for a whole batch at once, the copies would not fit into the processor's
cache; for a few pictures at a time they do. Any kernel, stride and padding will do.
With many channels `solutions.winograd` needs fewer products.

Pictures are (n, height, width, channels), kernels (height, width, channels, filters).
"""

import numpy as np

from .convolution import conv_size, pad2d

__all__ = ["direct_backward", "direct_forward", "uses_winograd"]

# So many numbers in 32 bits fill half a megabyte.
BLOCK_NUMBERS = 1 << 17
# With fewer channels, transforms cost more than the products that Winograd saves.
LEAST_CHANNELS = 32
# A row of the kernel with fewer weights is too small for a product of its own.
LEAST_WEIGHTS = 32


def uses_winograd(size, stride, channels, filters):
    """Say whether Winograd's form is the faster one for such a layer.

    Parameters
    ----------
    size, stride, channels, filters : int

    Returns
    -------
    bool

    Examples
    --------
    >>> uses_winograd(3, 1, 64, 32), uses_winograd(3, 1, 8, 16)
    (True, False)
    """
    return (size, stride) == (3, 1) and min(channels, filters) >= LEAST_CHANNELS


def direct_forward(X, W, b, stride=1, pad=0):
    """Compute all feature maps from rows of pixels.

    Parameters
    ----------
    X : ndarray of shape (n, h, w, c)
    W : ndarray of shape (kh, kw, c, f)
    b : ndarray of shape (f,)
    stride, pad : int

    Returns
    -------
    ndarray of shape (n, h_out, w_out, f)
    """
    X = pad2d(X, pad) if pad else X
    kernel = _merged(W)
    sizes = _sizes(X, W, stride)
    Y = np.empty((len(X), *sizes, W.shape[3]), np.result_type(X, W))
    for block in _blocks(X, W, sizes):
        columns = _columns(X[block], W, sizes, stride)
        Z = columns[0] @ kernel[0]
        for part, weights in zip(columns[1:], kernel[1:], strict=True):
            Z += part @ weights
        Z += b
        shape = (sizes[0], -1, sizes[1], W.shape[3])
        Y[block] = Z.reshape(shape).swapaxes(0, 1)
    return Y


def direct_backward(dY, X, W, stride=1, pad=0):
    """Send slopes back through `direct_forward`.

    Parameters
    ----------
    dY : ndarray of shape (n, h_out, w_out, f)
        Slope of the loss along each output.
    X, W, stride, pad
        As they went forward.

    Returns
    -------
    dX, dW, db : ndarray
        Slopes in the shapes of X, W and b, summed over the examples.
    """
    P = pad2d(X, pad) if pad else X
    kernel = _merged(W)
    sizes = _sizes(P, W, stride)
    dP, d_kernel = np.zeros_like(P), np.zeros_like(kernel)
    for block in _blocks(P, W, sizes):
        columns = _columns(P[block], W, sizes, stride)
        dZ = np.ascontiguousarray(dY[block].swapaxes(0, 1)).reshape(-1, W.shape[3])
        for i, part in enumerate(columns):
            d_kernel[i] += part.T @ dZ
            _add_back(dP[block], dZ @ kernel[i].T, i, W, sizes, stride)
    dX = dP[:, pad : pad + X.shape[1], pad : pad + X.shape[2]]
    dY = dY.reshape(-1, W.shape[3])
    # A product with ones is much faster than a sum over the first axes.
    return dX, d_kernel.reshape(W.shape), np.ones(len(dY), dY.dtype) @ dY


def _merged(W):
    """Cut the kernel into matrices: one for a row of it, or one in all if small."""
    kh, kw, c, f = W.shape
    return W.reshape(1 if kw * c < LEAST_WEIGHTS else kh, -1, f)


def _sizes(P, W, stride):
    return tuple(conv_size(P.shape[i + 1], W.shape[i], stride) for i in (0, 1))


def _blocks(P, W, sizes):
    """Cut the examples into slices whose rows fit into the cache."""
    numbers = P.shape[1] * sizes[1] * W.shape[1] * W.shape[2]
    step = max(1, BLOCK_NUMBERS // numbers)
    return [slice(start, start + step) for start in range(0, len(P), step)]


def _columns(P, W, sizes, stride):
    """Return one matrix for each matrix of `_merged`: pixels under it, in rows."""
    kh, kw, c, _ = W.shape
    h, w = sizes
    P = P.swapaxes(0, 1)
    parts = len(_merged(W))
    if parts == 1:
        rows = np.empty((h, P.shape[1], w, kh, kw, c), P.dtype)
        for i, j in np.ndindex(kh, kw):
            rows[:, :, :, i, j] = P[_steps(i, h, stride), :, _steps(j, w, stride)]
        return [rows.reshape(-1, kh * kw * c)]
    rows = np.empty((*P.shape[:2], w, kw, c), P.dtype)
    for j in range(kw):
        rows[:, :, :, j] = P[:, :, _steps(j, w, stride)]
    return [rows[_steps(i, h, stride)].reshape(-1, kw * c) for i in range(kh)]


def _add_back(dP, d_rows, i, W, sizes, stride):
    """Add the slopes of a matrix of `_columns` to those of its pixels."""
    kh, kw, c, _ = W.shape
    h, w = sizes
    lines = kh if len(_merged(W)) == 1 else 1
    d_rows = d_rows.reshape(h, -1, w, lines, kw, c).swapaxes(0, 1)
    for line, j in np.ndindex(lines, kw):
        place = (slice(None), _steps(i + line, h, stride), _steps(j, w, stride))
        dP[place] += d_rows[:, :, :, line, j]


def _steps(start, count, stride):
    return slice(start, start + stride * (count - 1) + 1, stride)
