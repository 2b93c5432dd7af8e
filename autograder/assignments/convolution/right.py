"""Other right answers to the exercises of convolution."""

import numpy as np

from autograder.authoring.variants import right
from solutions.convolution import conv_size, pad2d


@right("conv_size")
def moves_a_ruler(n, k, stride=1, pad=0):
    length = n + 2 * pad
    if k < 1 or stride < 1 or pad < 0 or length < k:
        raise ValueError(f"n={n}, k={k}, stride={stride}, pad={pad}, length={length}")
    places, start = 0, 0
    while start + k <= length:
        places, start = places + 1, start + stride
    return np.int64(places)


@right("conv_size")
def counts_a_range(n, k, stride=1, pad=0):
    if min(k, stride) < 1 or pad < 0:
        raise ValueError(f"{k} {stride} {pad}")
    places = len(range(0, n + 2 * pad - k + 1, stride))
    if places == 0:
        raise ValueError(f"a kernel of {k} on {n + 2 * pad} pixels")
    return places


@right("pad2d")
def lets_numpy_pad(x, p):
    if np.ndim(x) != 4 or p < 0:
        raise ValueError(f"{np.shape(x)} and {p}")
    return np.pad(x, [(0, 0), (p, p), (p, p), (0, 0)])


@right("pad2d")
def joins_strips(x, p):
    x = np.asarray(x)
    if x.ndim != 4 or p < 0:
        raise ValueError(f"{x.shape} and {p}")
    n, h, w, c = x.shape
    side = np.zeros((n, h, p, c), x.dtype)
    x = np.concatenate([side, x, side], axis=2)
    strip = np.zeros((n, p, w + 2 * p, c), x.dtype)
    return np.concatenate([strip, x, strip], axis=1)


@right("cross_correlate")
def adds_shifted_pictures(x, k):
    x, k = np.asarray(x, float), np.asarray(k, float)
    h, w = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    if h < 1 or w < 1:
        raise ValueError(f"{k.shape} is larger than {x.shape}")
    return sum(
        k[a, b] * x[a : a + h, b : b + w]
        for a in range(k.shape[0])
        for b in range(k.shape[1])
    )


@right("cross_correlate")
def looks_through_windows(x, k):
    x, k = np.asarray(x, np.float64), np.asarray(k, np.float64)
    if any(small < large for small, large in zip(x.shape, k.shape)):
        raise ValueError(f"x {x.shape}, k {k.shape}")
    windows = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    return np.einsum("ijab,ab->ij", windows, k)


@right("conv_forward")
def loops_over_weights(X, W, b, stride=1, pad=0):
    X, W, b = np.asarray(X, float), np.asarray(W, float), np.asarray(b, float)
    kh, kw, c, f = W.shape
    if X.shape[3] != c or b.shape != (f,):
        raise ValueError(f"{X.shape}, {W.shape}, {b.shape}")
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), h, w, f)) + b
    for a in range(kh):
        for e in range(kw):
            rows = slice(a, a + stride * (h - 1) + 1, stride)
            columns = slice(e, e + stride * (w - 1) + 1, stride)
            Y += P[:, rows, columns] @ W[a, e]
    return Y


@right("conv_forward")
def lays_windows_in_rows(X, W, b, stride=1, pad=0):
    X, W, b = np.asarray(X, float), np.asarray(W, float), np.asarray(b, float)
    if X.shape[-1] != W.shape[2] or b.shape != (W.shape[3],):
        raise ValueError(f"shapes {X.shape}, {W.shape}, {b.shape}")
    P = np.pad(X, [(0, 0), (pad, pad), (pad, pad), (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(P, W.shape[:2], axis=(1, 2))
    windows = windows[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, W) + b


@right("maxpool")
def loops_over_windows(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if not 1 <= size <= min(h, w):
        raise ValueError(f"size {size}")
    y = np.empty((n, h // size, w // size, c), x.dtype)
    mask = np.full(x.shape, False)
    for m, i, j, k in np.ndindex(y.shape):
        best = None
        for a in range(i * size, (i + 1) * size):
            for b in range(j * size, (j + 1) * size):
                if best is None or x[m, a, b, k] > x[(m, *best, k)]:
                    best = (a, b)
        y[m, i, j, k] = x[(m, *best, k)]
        mask[(m, *best, k)] = True
    return y, mask


@right("maxpool")
def sorts_windows_out(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if size < 1 or size > h or size > w:
        raise ValueError(f"size {size}")
    h, w = h // size, w // size
    t = x[:, : h * size, : w * size].reshape(n, h, size, w, size, c)
    t = t.transpose(0, 1, 3, 5, 2, 4).reshape(n, h, w, c, size * size)
    one = np.arange(size * size) == t.argmax(axis=-1)[..., None]
    one = one.reshape(n, h, w, c, size, size).transpose(0, 1, 4, 2, 5, 3)
    mask = np.zeros(x.shape, bool)
    mask[:, : h * size, : w * size] = one.reshape(n, h * size, w * size, c)
    return [t.max(axis=-1), mask]


@right("shape_chain")
def counts_layer_by_layer(layers, input_shape):
    shapes, parameters, now = [], 0, list(input_shape)
    for layer in layers:
        kind = layer["kind"]
        if kind in ("conv", "pool"):
            if len(now) != 3:
                raise ValueError(f"{kind} needs a picture, not {now}")
            h, w, c = now
            k = layer["size"]
            p = layer.get("pad", 0)
            try:
                if kind == "pool":
                    now = [conv_size(h, k, k), conv_size(w, k, k), c]
                else:
                    s, f = layer.get("stride", 1), layer["filters"]
                    now = [conv_size(h, k, s, p), conv_size(w, k, s, p), f]
                    parameters += f + f * c * k**2
            except ValueError:
                raise ValueError(f"{kind} is too large for {h} by {w}")
        elif kind == "flatten":
            length = 1
            for number in now:
                length *= number
            now = [length]
        elif kind == "dense" and len(now) == 1:
            parameters += layer["units"] + now[0] * layer["units"]
            now = [layer["units"]]
        else:
            raise ValueError(f"{kind} cannot take {now}")
        shapes.append(tuple(now))
    return shapes, parameters


@right("shape_chain")
def one_function_per_kind(layers, input_shape):
    def picture(shape):
        if len(shape) != 3:
            raise TypeError
        return shape

    def conv(shape, size, filters, stride=1, pad=0):
        h, w, c = picture(shape)
        if min(h, w) + 2 * pad < size:
            raise TypeError
        height = len(range(0, h + 2 * pad - size + 1, stride))
        width = len(range(0, w + 2 * pad - size + 1, stride))
        return (height, width, filters), size**2 * c * filters + filters

    def pool(shape, size):
        h, w, c = picture(shape)
        if h // size == 0 or w // size == 0:
            raise TypeError
        return (h // size, w // size, c), 0

    def flatten(shape):
        return (int(np.prod(shape)),), 0

    def dense(shape, units):
        (numbers,) = shape if len(shape) == 1 else (None,)
        return (units,), units * numbers + units

    kinds = {"conv": conv, "pool": pool, "flatten": flatten, "dense": dense}
    shapes, counts = [tuple(input_shape)], []
    for layer in layers:
        settings = {key: value for key, value in layer.items() if key != "kind"}
        try:
            shape, count = kinds[layer["kind"]](shapes[-1], **settings)
        except (KeyError, TypeError):
            raise ValueError(f"{layer['kind']} after {shapes[-1]}") from None
        shapes.append(shape)
        counts.append(count)
    return shapes[1:], sum(counts)


@right("conv_backward")
def loops_over_weights_going_back(dY, X, W, stride=1, pad=0):
    dY, X, W = np.asarray(dY, float), np.asarray(X, float), np.asarray(W, float)
    P = pad2d(X, pad)
    kh, kw, _, f = W.shape
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    if dY.shape != (len(X), h, w, f):
        raise ValueError(f"{dY.shape} and not {(len(X), h, w, f)}")
    dP, dW = np.zeros_like(P), np.empty_like(W)
    for a in range(kh):
        for e in range(kw):
            rows = slice(a, a + stride * (h - 1) + 1, stride)
            columns = slice(e, e + stride * (w - 1) + 1, stride)
            dP[:, rows, columns] += dY @ W[a, e].T
            dW[a, e] = np.einsum("nijc,nijf->cf", P[:, rows, columns], dY)
    return [
        dP[:, pad : pad + X.shape[1], pad : pad + X.shape[2]],
        dW,
        dY.sum((0, 1, 2)),
    ]


@right("conv_backward")
def turns_the_kernel_on_purpose(dY, X, W, stride=1, pad=0):
    dY, X, W = np.asarray(dY, float), np.asarray(X, float), np.asarray(W, float)
    (n, h, w, _), (kh, kw, _, f) = X.shape, W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}; expected {(n, h_out, w_out, f)}")
    H, B = h + 2 * pad, w + 2 * pad
    # Slopes with zeros between and round them, then a full convolution.
    spread = np.zeros((n, H + kh - 1, B + kw - 1, f))
    down = slice(kh - 1, kh - 1 + stride * (h_out - 1) + 1, stride)
    across = slice(kw - 1, kw - 1 + stride * (w_out - 1) + 1, stride)
    spread[:, down, across] = dY
    look = np.lib.stride_tricks.sliding_window_view
    dP = np.einsum("nijfab,abcf->nijc", look(spread, (kh, kw), (1, 2)), W[::-1, ::-1])
    P = np.pad(X, [(0, 0), (pad, pad), (pad, pad), (0, 0)])
    windows = look(P, (kh, kw), (1, 2))[:, ::stride, ::stride]
    dW = np.einsum("nijcab,nijf->abcf", windows, dY)
    return dP[:, pad : pad + h, pad : pad + w], dW, np.einsum("nijf->f", dY)


@right("equivariant")
def cuts_both_pictures(f, x, shift, margin=2):
    x = np.asarray(x, float)
    (a, b), (h, w) = shift, x.shape
    big = np.pad(x, ((abs(a), abs(a)), (abs(b), abs(b))))
    moved = big[abs(a) - a : abs(a) - a + h, abs(b) - b : abs(b) - b + w]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    top, bottom = margin + max(0, -a), h - margin - max(0, a)
    left, end = margin + max(0, -b), w - margin - max(0, b)
    if top >= bottom or left >= end:
        raise ValueError("the margin leaves nothing")
    one = Y[top:bottom, left:end]
    other = Z[top + a : bottom + a, left + b : end + b]
    return bool(np.allclose(one, other, rtol=0, atol=1e-9 * np.max(np.abs(Y))))


@right("equivariant")
def moves_the_answer_too(f, x, shift, margin=2):
    def moved(picture):
        result = picture
        for axis, step in enumerate(shift):
            length = picture.shape[axis]
            result = np.roll(result, step, axis)
            lost = np.arange(length) - step
            lost = np.flatnonzero((lost < 0) | (lost >= length))
            result = np.delete(result, lost, axis)
            at = 0 if step > 0 else result.shape[axis]
            for _ in lost:
                result = np.insert(result, at, 0.0, axis)
        return result

    x = np.array(x, dtype=float)
    before, after = np.array(f(x)), np.array(f(moved(x)))
    seen = np.zeros(before.shape)
    seen[margin : len(seen) - margin, margin : seen.shape[1] - margin] = 1
    seen = (seen * moved(seen)).astype(bool)
    if not seen.any():
        raise ValueError(f"no output is left with margin = {margin}")
    gap = np.abs(after - moved(before))[seen].max()
    return gap <= 1e-9 * np.abs(before).max()


@right("kernel_for")
def sobel_and_friends(feature):
    if feature == "left-right":
        return np.outer([1.0, 2.0, 1.0], [-1.0, 0.0, 1.0])
    if feature == "top-bottom":
        return np.outer([-3.0, 0.0, 3.0], [1.0, 1.0, 1.0])
    if feature == "spot":
        return np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]) / 4
    if feature == "blur":
        return np.outer([1, 2, 1], [1, 2, 1]) / 16
    raise ValueError("known are left-right, top-bottom, spot and blur")


@right("kernel_for")
def small_numbers(feature):
    ramp = np.array([[-1, 0, 1]], dtype=np.float32)
    kernels = {
        "left-right": np.repeat(ramp, 3, axis=0),
        "top-bottom": np.repeat(ramp.T, 3, axis=1),
        "spot": 9 * np.eye(3)[1][:, None] * np.eye(3)[1] - 1,
        "blur": np.ones((3, 3)) / 9,
    }
    try:
        return kernels[feature]
    except KeyError:
        raise ValueError(", ".join(kernels)) from None
