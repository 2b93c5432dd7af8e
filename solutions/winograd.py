"""Winograd's convolution: 4 by 4 outputs of a 3 by 3 kernel from 36 products.

Multiplying one by one would take 144. Inputs, weights and outputs are transformed,
and the transforms are matrices too: one for each axis, which treats several tiles of
4 outputs at once. So the way back is the same with every matrix transposed.

A large picture is cut into pieces of a few tiles, since matrices for few tiles hold
fewer zeros. Pieces of several pictures lie side by side, as if they were channels,
until the products have enough rows to keep the processor busy.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .convolution import conv_size

__all__ = ["winograd_backward", "winograd_forward"]

TILES_OF_A_PIECE = 3
TILES_AT_ONCE = 72

# For 4 outputs y, 3 weights k and 6 inputs x: y = OUT [(WEIGHTS k) * (INTO x)].
# Lavin and Gray, "Fast algorithms for convolutional neural networks", CVPR 2016.
INTO = np.array(
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ]
)
WEIGHTS = (
    np.array([[6, 0, 0], [-4, -4, -4], [-4, 4, -4], [1, 2, 4], [1, -2, 4], [0, 0, 24]])
    / 24
)
OUT = np.array(
    [
        [1, 1, 1, 1, 1, 0],
        [0, 1, -1, 2, -2, 0],
        [0, 1, 1, 4, 4, 0],
        [0, 1, -1, 8, -8, 1],
    ]
)


class _Axis(NamedTuple):
    """How one axis is cut into pieces, and the matrices for one of them."""

    n_out: int
    pieces: int
    inputs: int
    outputs: int
    into: np.ndarray
    out: np.ndarray
    pad: int

    @property
    def framed(self):
        """Pixels that all pieces cover together; neighbours share two."""
        return (self.pieces - 1) * self.outputs + self.inputs


def winograd_forward(X, W, b, pad=0):
    """Compute the feature maps of 3 by 3 kernels with stride 1.

    Parameters
    ----------
    X : ndarray of shape (n, h, w, c)
    W : ndarray of shape (3, 3, c, f)
    b : ndarray of shape (f,)
        All three of one dtype, float32 or float64.
    pad : int
        Thickness of the frame of zeros.

    Returns
    -------
    Y : ndarray of shape (n, h + 2 * pad - 2, w + 2 * pad - 2, f)
    V : list of ndarray
        The transformed inputs, which `winograd_backward` needs.

    Notes
    -----
    With 32 bits an output is off by up to 1e-5 of the largest. Where the sum is
    exactly 0, as on blank paper, it may come out as 1e-9 or -1e-9.

    Examples
    --------
    >>> X, W = np.ones((1, 6, 6, 1)), np.ones((3, 3, 1, 1))
    >>> Y, V = winograd_forward(X, W, np.zeros(1))
    >>> Y[0, 0, :, 0].round(12)
    array([9., 9., 9., 9.])
    """
    (n, h, w, c), f = X.shape, W.shape[3]
    down, across = _axis(h, pad, X.dtype), _axis(w, pad, X.dtype)
    U = (_both_axes(W.dtype) @ W.reshape(9, -1)).reshape(36, c, f)
    P = _framed(X, down, across)
    size = (down.inputs, across.inputs)
    x = sliding_window_view(P, size, axis=(1, 2))
    x = x[:, :: down.outputs, :: across.outputs].transpose(0, 1, 2, 4, 5, 3)
    Y = np.empty(_outputs(n, down, across, f), X.dtype)
    b = np.tile(b, across.outputs)
    kept = []
    for block in _blocks(n, down, across):
        V = _transform(x[block], down.into, across.into)
        y = _transform_back(V @ U, down.out, across.out)
        y = y.reshape(-1, down.pieces, across.pieces, down.outputs, len(b))
        lines = Y[block].reshape(*Y[block].shape[:4], len(b))
        np.add(y.swapaxes(2, 3), b, out=lines)
        kept.append(V)
    return _cropped(Y, down, across), kept


def winograd_backward(dY, V, W, shape, pad=0):
    """Send slopes back through `winograd_forward`.

    Parameters
    ----------
    dY : ndarray of shape (n, h_out, w_out, f)
        Slope of the loss along each output.
    V : list of ndarray
        What `winograd_forward` returned.
    W : ndarray of shape (3, 3, c, f)
    shape : tuple (n, h, w, c)
        Shape of the pictures that went forward.
    pad : int

    Returns
    -------
    dX, dW, db : ndarray
        Slopes in the shapes of X, W and b, summed over places and examples.
    """
    (n, h, w, c), f = shape, W.shape[3]
    down, across = _axis(h, pad, dY.dtype), _axis(w, pad, dY.dtype)
    both = _both_axes(W.dtype)
    U = (both @ W.reshape(9, -1)).reshape(36, c, f)
    U = np.ascontiguousarray(U.swapaxes(1, 2))
    dy = _filled(dY, down, across)
    dP = np.zeros((n, down.framed, across.framed, c), dY.dtype)
    dU = np.zeros((36, c, f), dY.dtype)
    for block, v in zip(_blocks(n, down, across), V, strict=True):
        dM = _transform(dy[block].swapaxes(2, 3), down.out.T, across.out.T)
        dU += v.swapaxes(1, 2) @ dM
        dx = _transform_back(dM @ U, down.into.T, across.into.T)
        _add_pieces(dP[block], dx, down, across)
    dW = (both.T @ dU.reshape(36, -1)).reshape(W.shape)
    dX = dP[:, down.pad : down.pad + h, across.pad : across.pad + w]
    dY = dY.reshape(-1, f)
    # A product with ones is much faster than a sum over the first axes.
    return dX, dW, np.ones(len(dY), dY.dtype) @ dY


@lru_cache(maxsize=64)
def _axis(n, pad, dtype):
    """Plan the cuts of an axis of n pixels."""
    n_out = conv_size(n, 3, 1, pad)
    tiles = -(-n_out // 4)
    pieces = max(1, round(tiles / TILES_OF_A_PIECE))
    tiles = -(-tiles // pieces)
    # Row (a, t) of `into` takes coordinate a of tile t from the pixels of a piece.
    pixels = 4 * tiles + 2 if pieces > 1 else max(4 * tiles + 2, n + pad)
    into = np.zeros((6, tiles, pixels), dtype)
    out = np.zeros((4 * tiles, 6, tiles), dtype)
    for t in range(tiles):
        into[:, t, 4 * t : 4 * t + 6] = INTO
        out[4 * t : 4 * t + 4, :, t] = OUT
    if pieces == 1:
        # One piece needs no frame: its zeros are columns that are left away.
        into, out, pad = into[:, :, pad : pad + n], out[:n_out], 0
    into = np.ascontiguousarray(into).reshape(6 * tiles, -1)
    out = out.reshape(-1, 6 * tiles)
    return _Axis(n_out, pieces, into.shape[1], len(out), into, out, pad)


@lru_cache(maxsize=2)
def _both_axes(dtype):
    """Return the transform of the weights for both axes at once, (36, 9)."""
    both = np.einsum("yj,xi->yxij", WEIGHTS, WEIGHTS)
    return both.reshape(36, 9).astype(dtype)


def _blocks(n, down, across):
    """Cut n examples into slices that have enough tiles together."""
    tiles = down.pieces * len(down.into) * across.pieces * len(across.into) // 36
    step = max(1, TILES_AT_ONCE // tiles)
    return [slice(start, start + step) for start in range(0, n, step)]


def _framed(X, down, across):
    """Add zeros round the pictures until the pieces cover them."""
    n, h, w, c = X.shape
    if (h, w) == (down.framed, across.framed):
        return X
    P = np.zeros((n, down.framed, across.framed, c), X.dtype)
    P[:, down.pad : down.pad + h, across.pad : across.pad + w] = X
    return P


def _outputs(n, down, across, f):
    """Return the shape of all outputs of all pieces."""
    return (n, down.pieces, down.outputs, across.pieces, across.outputs, f)


def _cropped(Y, down, across):
    """Join the outputs of the pieces and leave away those beyond the picture."""
    n, f = len(Y), Y.shape[-1]
    Y = Y.reshape(n, down.pieces * down.outputs, across.pieces * across.outputs, f)
    return Y[:, : down.n_out, : across.n_out]


def _filled(dY, down, across):
    """Undo `_cropped`: outputs beyond the picture have no slope."""
    shape = _outputs(len(dY), down, across, dY.shape[3])
    if dY.size == np.prod(shape):
        return dY.reshape(shape)
    dy = np.zeros(shape, dY.dtype)
    _cropped(dy, down, across)[...] = dY
    return dy


def _add_pieces(dP, dx, down, across):
    """Add the slopes of pieces to those of the pictures; neighbours overlap."""
    dx = dx.reshape(len(dP), down.pieces, across.pieces, *dx.shape[1:])
    for a, b in np.ndindex(down.pieces, across.pieces):
        top, left = a * down.outputs, b * across.outputs
        dP[:, top : top + down.inputs, left : left + across.inputs] += dx[:, a, b]


def _transform(x, rows, columns):
    """Go from pieces (..., h, w, d) to coordinates (36, tiles, d)."""
    d = x.shape[-1]
    x = columns @ x
    x = x.reshape(-1, x.shape[-3], 6, len(columns) // 6 * d)
    V = np.empty((6, len(rows), len(x), x.shape[3]), x.dtype)
    np.matmul(rows, x.swapaxes(1, 2), out=V.transpose(2, 0, 1, 3))
    return V.reshape(36, -1, d)


def _transform_back(V, rows, columns):
    """Go from coordinates (36, tiles, d) to pieces (m, h, w, d)."""
    d, across = V.shape[2], columns.shape[1] // 6 * V.shape[2]
    V = V.reshape(6, rows.shape[1], -1, across)
    y = np.empty((V.shape[2], len(rows), 6, across), V.dtype)
    np.matmul(rows, V.transpose(2, 0, 1, 3), out=y.swapaxes(1, 2))
    return columns @ y.reshape(*y.shape[:2], -1, d)
