"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong
from solutions.convolution import conv_size, pad2d

# 10.1 conv_size ----------------------------------------------------------------


@wrong(
    "conv_size",
    fails={
        "counts_a_stride_and_a_frame",
        "counts_with_padding",
        "counts_with_strides",
        "follows_28_to_26_to_24",
    },
    because="The first place is not counted: a kernel that is as long as the axis "
    "fits once.",
)
def forgets_the_first_place(n, k, stride=1, pad=0):
    if k < 1 or stride < 1 or pad < 0 or k > n + 2 * pad:
        raise ValueError(f"{k} on {n + 2 * pad}, {stride}, {pad}")
    return (n + 2 * pad - k) // stride


@wrong(
    "conv_size",
    fails={
        "counts_a_stride_and_a_frame",
        "counts_with_padding",
    },
    because="Zeros are added at one end only.",
)
def pads_one_end(n, k, stride=1, pad=0):
    if k < 1 or stride < 1 or pad < 0 or k > n + 2 * pad:
        raise ValueError(f"{k} on {n + 2 * pad}, {stride}, {pad}")
    return max(1, (n + pad - k) // stride + 1)


@wrong(
    "conv_size",
    fails={
        "counts_a_stride_and_a_frame",
        "counts_with_padding",
        "counts_with_strides",
    },
    because="You count a last place at which the kernel sticks out.",
)
def rounds_up(n, k, stride=1, pad=0):
    if k < 1 or stride < 1 or pad < 0 or k > n + 2 * pad:
        raise ValueError(f"{k} on {n + 2 * pad}, {stride}, {pad}")
    return -(-(n + 2 * pad - k) // stride) + 1


@wrong(
    "conv_size",
    fails={
        "counts_a_stride_and_a_frame",
        "counts_with_padding",
        "counts_with_strides",
        "follows_28_to_26_to_24",
    },
    because="The result is not a whole number, so no array can have that length.",
)
def divides_without_rounding(n, k, stride=1, pad=0):
    if k < 1 or stride < 1 or pad < 0 or k > n + 2 * pad:
        raise ValueError(f"{k} on {n + 2 * pad}, {stride}, {pad}")
    return (n + 2 * pad - k) / stride + 1


@wrong(
    "conv_size",
    fails={
        "counts_a_stride_and_a_frame",
        "counts_with_padding",
        "counts_with_strides",
    },
    because="The stride is ignored.",
)
def ignores_the_stride(n, k, stride=1, pad=0):
    if k < 1 or stride < 1 or pad < 0 or k > n + 2 * pad:
        raise ValueError(f"{k} on {n + 2 * pad}, {stride}, {pad}")
    return n + 2 * pad - k + 1


@wrong(
    "conv_size",
    fails={
        "refuses_what_does_not_fit",
    },
    because="A kernel that does not fit gets a number of places all the same.",
)
def refuses_nothing(n, k, stride=1, pad=0):
    return (n + 2 * pad - k) // stride + 1


@wrong(
    "conv_size",
    fails={
        "counts_with_padding",
    },
    because="Whether the kernel fits is decided without the added zeros.",
)
def forgets_the_zeros_when_refusing(n, k, stride=1, pad=0):
    if k < 1 or stride < 1 or pad < 0 or k > n:
        raise ValueError(f"{k} on {n + 2 * pad}, {stride}, {pad}")
    return (n + 2 * pad - k) // stride + 1


@wrong(
    "conv_size",
    fails={
        "follows_28_to_26_to_24",
        "counts_a_stride_and_a_frame",
        "counts_with_strides",
        "counts_with_padding",
    },
    because="The kernel moves on by its own length. It moves on by the stride.",
)
def moves_by_its_own_length(n, k, stride=1, pad=0):
    if k < 1 or stride < 1 or pad < 0 or k > n + 2 * pad:
        raise ValueError(f"{k} on {n + 2 * pad}, {stride}, {pad}")
    return (n + 2 * pad) // k


# 10.2 pad2d --------------------------------------------------------------------


@wrong(
    "pad2d",
    fails={
        "puts_a_frame_round_a_picture",
        "leaves_batch_and_channels_alone",
    },
    because="All four axes grow. Two of them are not space.",
)
def pads_every_axis(x, p):
    x = np.asarray(x)
    if x.ndim != 4 or p < 0:
        raise ValueError(f"{x.shape}, {p}")
    return np.pad(x, p)


@wrong(
    "pad2d",
    fails={
        "puts_a_frame_round_a_picture",
        "leaves_batch_and_channels_alone",
    },
    because="The frame repeats pixels of the border; it has to be zeros.",
)
def repeats_the_border(x, p):
    x = np.asarray(x)
    if x.ndim != 4 or p < 0:
        raise ValueError(f"{x.shape}, {p}")
    return np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)), mode="edge")


@wrong(
    "pad2d",
    fails={
        "puts_a_frame_round_a_picture",
        "leaves_batch_and_channels_alone",
    },
    because="Zeros come to one side of each axis only.",
)
def pads_one_side(x, p):
    x = np.asarray(x)
    if x.ndim != 4 or p < 0:
        raise ValueError(f"{x.shape}, {p}")
    return np.pad(x, ((0, 0), (p, 0), (p, 0), (0, 0)))


@wrong(
    "pad2d",
    fails={
        "puts_a_frame_round_a_picture",
        "leaves_batch_and_channels_alone",
    },
    because="The last two axes grow. The last one holds the channels here.",
)
def takes_channels_for_width(x, p):
    x = np.asarray(x)
    if x.ndim != 4 or p < 0:
        raise ValueError(f"{x.shape}, {p}")
    return np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))


@wrong(
    "pad2d",
    fails={
        "copies_for_0_and_keeps_the_dtype",
    },
    because="For p = 0 nothing comes out, because a slice that ends at -0 is empty.",
)
def slices_up_to_minus_p(x, p):
    x = np.asarray(x)
    if x.ndim != 4 or p < 0:
        raise ValueError(f"{x.shape}, {p}")
    n, h, w, c = x.shape
    framed = np.zeros((n, h + 2 * p, w + 2 * p, c), x.dtype)
    if p == 0:
        return framed
    framed[:, p:-p, p:-p] = x
    return framed


@wrong(
    "pad2d",
    fails={
        "copies_for_0_and_keeps_the_dtype",
    },
    because="The numbers change their type on the way.",
)
def makes_floats(x, p):
    x = np.asarray(x)
    if x.ndim != 4 or p < 0:
        raise ValueError(f"{x.shape}, {p}")
    n, h, w, c = x.shape
    framed = np.zeros((n, h + 2 * p, w + 2 * p, c))
    framed[:, p : p + h, p : p + w] = x
    return framed


@wrong(
    "pad2d",
    fails={
        "refuses_other_arrays",
    },
    because="Arrays with another number of axes get a frame all the same, and so "
    "does a negative thickness.",
)
def frames_whatever_comes(x, p):
    x = np.asarray(x)
    if p <= 0:
        return x.copy()
    frame = [(0, 0)] * x.ndim
    frame[1:3] = [(p, p)] * len(frame[1:3])
    return np.pad(x, frame)


# 10.3 cross_correlate ----------------------------------------------------------


@wrong(
    "cross_correlate",
    fails={
        "a_single_1_shifts_the_picture",
        "adds_up_all_products",
        "works_for_any_sizes",
        "takes_integers",
    },
    because="The kernel is turned round before it is laid on. That is the "
    "convolution of mathematics.",
)
def turns_the_kernel_round(x, k):
    x, k = np.asarray(x, dtype=float), np.asarray(k, dtype=float)[::-1, ::-1]
    (h, w), (kh, kw) = x.shape, k.shape
    if kh > h or kw > w:
        raise ValueError(f"{k.shape} on {x.shape}")
    y = np.zeros((h - kh + 1, w - kw + 1))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[i : i + kh, j : j + kw] * k)
    return y


@wrong(
    "cross_correlate",
    fails={
        "a_single_1_shifts_the_picture",
        "adds_up_all_products",
        "works_for_any_sizes",
        "takes_integers",
    },
    because="The last row and the last column of places are missing.",
)
def loses_the_last_places(x, k):
    x, k = np.asarray(x, dtype=float), np.asarray(k, dtype=float)
    (h, w), (kh, kw) = x.shape, k.shape
    if kh > h or kw > w:
        raise ValueError(f"{k.shape} on {x.shape}")
    y = np.zeros((h - kh, w - kw))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[i : i + kh, j : j + kw] * k)
    return y


@wrong(
    "cross_correlate",
    fails={
        "takes_integers",
    },
    because="The output keeps the whole-number type of the picture, so it is cut "
    "off or overflows.",
)
def keeps_the_type_of_the_picture(x, k):
    x, k = np.asarray(x), np.asarray(k)
    (h, w), (kh, kw) = x.shape, k.shape
    if kh > h or kw > w:
        raise ValueError(f"{k.shape} on {x.shape}")
    y = np.zeros((h - kh + 1, w - kw + 1), x.dtype)
    for i, j in np.ndindex(y.shape):
        total = float(np.sum(x[i : i + kh, j : j + kw].astype(float) * k))
        y[i, j] = total if y.dtype.kind == "f" else int(total) % 256
    return y


@wrong(
    "cross_correlate",
    fails={
        "a_single_1_shifts_the_picture",
        "adds_up_all_products",
        "works_for_any_sizes",
        "takes_integers",
    },
    because="Height and width of the kernel are mixed up in the window.",
)
def swaps_height_and_width(x, k):
    x, k = np.asarray(x, dtype=float), np.asarray(k, dtype=float)
    (h, w), (kh, kw) = x.shape, k.shape
    if kh > h or kw > w:
        raise ValueError(f"{k.shape} on {x.shape}")
    k = k.T
    y = np.zeros((max(h - kw + 1, 0), max(w - kh + 1, 0)))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[i : i + kw, j : j + kh] * k)
    return y


@wrong(
    "cross_correlate",
    fails={
        "a_single_1_shifts_the_picture",
        "adds_up_all_products",
        "works_for_any_sizes",
        "takes_integers",
    },
    because="The products are averaged. They have to be added up.",
)
def averages_the_products(x, k):
    x, k = np.asarray(x, dtype=float), np.asarray(k, dtype=float)
    (h, w), (kh, kw) = x.shape, k.shape
    if kh > h or kw > w:
        raise ValueError(f"{k.shape} on {x.shape}")
    y = np.zeros((h - kh + 1, w - kw + 1))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.mean(x[i : i + kh, j : j + kw] * k)
    return y


@wrong(
    "cross_correlate",
    fails={
        "a_single_1_shifts_the_picture",
        "adds_up_all_products",
        "works_for_any_sizes",
        "takes_integers",
    },
    because="The output is as large as the picture: places count at which the "
    "kernel sticks out.",
)
def keeps_the_size_of_the_picture(x, k):
    x, k = np.asarray(x, dtype=float), np.asarray(k, dtype=float)
    (h, w), (kh, kw) = x.shape, k.shape
    if kh > h or kw > w:
        raise ValueError(f"{k.shape} on {x.shape}")
    x = np.pad(x, ((0, kh - 1), (0, kw - 1)))
    y = np.zeros((h, w))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[i : i + kh, j : j + kw] * k)
    return y


@wrong(
    "cross_correlate",
    fails={
        "refuses_larger_kernels",
    },
    because="A kernel that does not fit gets an output without numbers. It has to "
    "be refused.",
)
def gives_nothing_for_larger_kernels(x, k):
    x, k = np.asarray(x, dtype=float), np.asarray(k, dtype=float)
    (h, w), (kh, kw) = x.shape, k.shape
    y = np.zeros((max(h - kh + 1, 0), max(w - kw + 1, 0)))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[i : i + kh, j : j + kw] * k)
    return y


@wrong(
    "cross_correlate",
    fails={
        "a_single_1_shifts_the_picture",
        "adds_up_all_products",
        "works_for_any_sizes",
        "takes_integers",
    },
    because="There is a place too many along each axis: at the last ones the window is "
    "cut off by the border.",
)
def visits_places_beyond_the_border(x, k):
    x, k = np.asarray(x, dtype=float), np.asarray(k, dtype=float)
    (h, w), (kh, kw) = x.shape, k.shape
    if kh > h or kw > w:
        raise ValueError(f"{k.shape} on {x.shape}")
    y = np.zeros((h - kh + 2, w - kw + 2))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[i : i + kh, j : j + kw] * k)
    return y


# 10.4 conv_forward -------------------------------------------------------------


@wrong(
    "conv_forward",
    fails={
        "adds_up_channels_and_the_bias_once",
        "works_for_layers_of_any_size",
        "moves_on_by_the_stride",
        "works_with_padding",
        "takes_whole_numbers",
    },
    because="The bias is added once for each channel. A filter has one bias.",
)
def adds_the_bias_for_each_channel(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), h, w, f))
    for i, j in np.ndindex(h, w):
        win = P[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[:, i, j] = np.tensordot(win, W, axes=3) + c * b
    return Y


@wrong(
    "conv_forward",
    fails={
        "adds_up_channels_and_the_bias_once",
        "works_for_layers_of_any_size",
        "moves_on_by_the_stride",
        "works_with_padding",
        "takes_whole_numbers",
    },
    because="The channels are averaged. They have to be added up.",
)
def averages_the_channels(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), h, w, f))
    for i, j in np.ndindex(h, w):
        win = P[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[:, i, j] = np.tensordot(win, W, axes=3) / c + b
    return Y


@wrong(
    "conv_forward",
    fails={
        "adds_up_channels_and_the_bias_once",
        "stacks_the_filters_last",
        "works_for_layers_of_any_size",
        "moves_on_by_the_stride",
        "works_with_padding",
        "takes_whole_numbers",
    },
    because="Filters come before height and width in your output. They belong last.",
)
def puts_filters_second(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), f, h, w))
    for i, j in np.ndindex(h, w):
        win = P[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[:, :, i, j] = np.tensordot(win, W, axes=3) + b
    return Y


@wrong(
    "conv_forward",
    fails={
        "moves_on_by_the_stride",
        "works_with_padding",
    },
    because="There are as many places as the stride allows, but the windows move on "
    "by one pixel.",
)
def moves_on_by_one(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), h, w, f))
    for i, j in np.ndindex(h, w):
        Y[:, i, j] = np.tensordot(P[:, i : i + kh, j : j + kw], W, axes=3) + b
    return Y


@wrong(
    "conv_forward",
    fails={
        "works_with_padding",
    },
    because="The frame of zeros is never added.",
)
def forgets_the_frame(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    h, w = (X.shape[1] - kh) // stride + 1, (X.shape[2] - kw) // stride + 1
    Y = np.zeros((len(X), h, w, f))
    for i, j in np.ndindex(h, w):
        win = X[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[:, i, j] = np.tensordot(win, W, axes=3) + b
    return Y


@wrong(
    "conv_forward",
    fails={
        "adds_up_channels_and_the_bias_once",
        "works_for_layers_of_any_size",
        "moves_on_by_the_stride",
        "works_with_padding",
        "takes_whole_numbers",
    },
    because="The bias is forgotten.",
)
def forgets_the_bias(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), h, w, f))
    for i, j in np.ndindex(h, w):
        win = P[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[:, i, j] = np.tensordot(win, W, axes=3)
    return Y


@wrong(
    "conv_forward",
    fails={
        "stacks_the_filters_last",
        "works_for_layers_of_any_size",
        "moves_on_by_the_stride",
        "works_with_padding",
        "takes_whole_numbers",
    },
    because="Each filter is turned round before it is laid on.",
)
def turns_the_filters_round(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    W = W[::-1, ::-1]
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), h, w, f))
    for i, j in np.ndindex(h, w):
        win = P[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[:, i, j] = np.tensordot(win, W, axes=3) + b
    return Y


@wrong(
    "conv_forward",
    fails={
        "refuses_shapes_that_do_not_fit",
    },
    because="NumPy stretches a bias that does not fit, and nobody notices.",
)
def refuses_no_bias(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), h, w, f))
    for i, j in np.ndindex(h, w):
        win = P[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[:, i, j] = np.tensordot(win, W, axes=3) + b
    return Y


@wrong(
    "conv_forward",
    fails={
        "adds_up_channels_and_the_bias_once",
        "works_for_layers_of_any_size",
        "moves_on_by_the_stride",
        "works_with_padding",
        "takes_whole_numbers",
    },
    because="Only the first channel counts. All of them have to be added up.",
)
def uses_the_first_channel(X, W, b, stride=1, pad=0):
    X, W, b = (np.asarray(a, dtype=float) for a in (X, W, b))
    if X.shape[3] != W.shape[2] or b.shape != W.shape[3:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    kh, kw, c, f = W.shape
    P = pad2d(X, pad)
    h, w = conv_size(P.shape[1], kh, stride), conv_size(P.shape[2], kw, stride)
    Y = np.zeros((len(X), h, w, f))
    for i, j in np.ndindex(h, w):
        win = P[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[:, i, j] = np.tensordot(win[..., 0], W[:, :, 0], axes=2) + b
    return Y


# 10.5 maxpool ------------------------------------------------------------------


@wrong(
    "maxpool",
    fails={
        "keeps_the_largest_of_each_window",
        "leaves_out_what_is_left_over",
        "marks_one_of_a_tie_and_leaves_out_the_rest",
        "pools_any_pictures",
        "takes_other_sizes",
    },
    because="The average of each window comes out, not its largest number.",
)
def averages_the_windows(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if size < 1 or size > min(h, w):
        raise ValueError(f"{size}")
    h, w = h // size, w // size
    t = x[:, : h * size, : w * size].reshape(n, h, size, w, size, c)
    y = t.mean(axis=(2, 4))
    mask = np.zeros(x.shape, bool)
    for m, i, j, k in np.ndindex(n, h, w, c):
        win = t[m, i, :, j, :, k]
        a, b = np.unravel_index(win.argmax(), win.shape)
        mask[m, i * size + a, j * size + b, k] = True
    return y, mask


@wrong(
    "maxpool",
    fails={
        "keeps_the_largest_of_each_window",
        "pools_any_pictures",
        "leaves_out_what_is_left_over",
        "takes_other_sizes",
    },
    because="You start from 0, so a window of negative numbers gives 0.",
)
def starts_from_zero(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if size < 1 or size > min(h, w):
        raise ValueError(f"{size}")
    y = np.zeros((n, h // size, w // size, c), x.dtype)
    mask = np.zeros(x.shape, bool)
    for m, i, j, k in np.ndindex(y.shape):
        for a, b in np.ndindex(size, size):
            y[m, i, j, k] = max(y[m, i, j, k], x[m, i * size + a, j * size + b, k])
        win = x[m, i * size : (i + 1) * size, j * size : (j + 1) * size, k]
        a, b = np.unravel_index(win.argmax(), win.shape)
        mask[m, i * size + a, j * size + b, k] = True
    return y, mask


@wrong(
    "maxpool",
    fails={
        "marks_one_of_a_tie_and_leaves_out_the_rest",
        "marks_the_first_of_equal_ones",
    },
    because="All equal largest numbers are marked. Then one slope would be sent "
    "back several times.",
)
def marks_all_ties(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if size < 1 or size > min(h, w):
        raise ValueError(f"{size}")
    y = np.zeros((n, h // size, w // size, c), x.dtype)
    mask = np.zeros(x.shape, bool)
    for m, i, j, k in np.ndindex(y.shape):
        here = (m, slice(i * size, (i + 1) * size), slice(j * size, (j + 1) * size), k)
        y[m, i, j, k] = x[here].max()
        mask[here] = x[here] == x[here].max()
    return y, mask


@wrong(
    "maxpool",
    fails={
        "marks_one_of_a_tie_and_leaves_out_the_rest",
        "marks_the_first_of_equal_ones",
    },
    because="Of equal largest numbers you mark the last one, or the first one "
    "column by column.",
)
def reads_column_by_column(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if size < 1 or size > min(h, w):
        raise ValueError(f"{size}")
    y = np.zeros((n, h // size, w // size, c), x.dtype)
    mask = np.zeros(x.shape, bool)
    for m, i, j, k in np.ndindex(y.shape):
        win = x[m, i * size : (i + 1) * size, j * size : (j + 1) * size, k]
        y[m, i, j, k] = win.max()
        b, a = np.unravel_index(win.T.argmax(), win.shape)
        mask[m, i * size + a, j * size + b, k] = True
    return y, mask


@wrong(
    "maxpool",
    fails={
        "keeps_the_largest_of_each_window",
        "leaves_out_what_is_left_over",
        "marks_one_of_a_tie_and_leaves_out_the_rest",
        "marks_the_first_of_equal_ones",
        "pools_any_pictures",
        "takes_other_sizes",
    },
    because="Your windows overlap: they move on by one pixel.",
)
def lets_windows_overlap(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if size < 1 or size > min(h, w):
        raise ValueError(f"{size}")
    y = np.zeros((n, h - size + 1, w - size + 1, c), x.dtype)
    mask = np.zeros(x.shape, bool)
    for m, i, j, k in np.ndindex(y.shape):
        win = x[m, i : i + size, j : j + size, k]
        y[m, i, j, k] = win.max()
        a, b = np.unravel_index(win.argmax(), win.shape)
        mask[m, i + a, j + b, k] = True
    return y, mask


@wrong(
    "maxpool",
    fails={
        "leaves_out_what_is_left_over",
        "marks_one_of_a_tie_and_leaves_out_the_rest",
        "takes_other_sizes",
    },
    because="Rows and columns that are left over get windows of their own.",
)
def pools_what_is_left_over(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if size < 1 or size > min(h, w):
        raise ValueError(f"{size}")
    y = np.zeros((n, -(-h // size), -(-w // size), c), x.dtype)
    mask = np.zeros(x.shape, bool)
    for m, i, j, k in np.ndindex(y.shape):
        win = x[m, i * size : (i + 1) * size, j * size : (j + 1) * size, k]
        y[m, i, j, k] = win.max()
        a, b = np.unravel_index(win.argmax(), win.shape)
        mask[m, i * size + a, j * size + b, k] = True
    return y, mask


@wrong(
    "maxpool",
    fails={
        "leaves_out_what_is_left_over",
        "marks_the_first_of_equal_ones",
        "takes_other_sizes",
    },
    because="Windows are always 2 by 2, whatever size is asked for.",
)
def pools_by_2_always(x, size=2):
    x = np.asarray(x)
    n, h, w, c = x.shape
    if size < 1 or size > min(h, w):
        raise ValueError(f"{size}")
    y = np.zeros((n, h // 2, w // 2, c), x.dtype)
    mask = np.zeros(x.shape, bool)
    for m, i, j, k in np.ndindex(y.shape):
        win = x[m, i * 2 : (i + 1) * 2, j * 2 : (j + 1) * 2, k]
        y[m, i, j, k] = win.max()
        a, b = np.unravel_index(win.argmax(), win.shape)
        mask[m, i * 2 + a, j * 2 + b, k] = True
    return y, mask


# 10.7 conv_backward ------------------------------------------------------------


@wrong(
    "conv_backward",
    fails={
        "sends_slopes_to_all_three",
        "slopes_along_the_inputs",
        "follows_strides",
        "follows_padding",
    },
    because="On its way back a slope meets the wrong weight: the kernel is turned "
    "round within the window.",
)
def turns_the_kernel_round_going_back(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}, not {(n, h_out, w_out, f)}")
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W[::-1, ::-1], axes=(1, 3))
        dW += np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    return dP[:, pad : pad + h, pad : pad + w], dW, dY.sum(axis=(0, 1, 2))


@wrong(
    "conv_backward",
    fails={
        "slopes_along_the_weights",
        "slopes_along_the_biases",
        "follows_strides",
        "follows_padding",
    },
    because="The slopes along weights and biases are averaged over the examples. "
    "They have to be added up.",
)
def averages_over_the_batch(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}, not {(n, h_out, w_out, f)}")
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W, axes=(1, 3))
        dW += np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    return dP[:, pad : pad + h, pad : pad + w], dW / n, dY.sum(axis=(0, 1, 2)) / n


@wrong(
    "conv_backward",
    fails={
        "follows_strides",
        "follows_padding",
    },
    because="Going back, windows move on by one pixel whatever the stride is.",
)
def ignores_the_stride_going_back(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}, not {(n, h_out, w_out, f)}")
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i, j
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W, axes=(1, 3))
        dW += np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    return dP[:, pad : pad + h, pad : pad + w], dW, dY.sum(axis=(0, 1, 2))


@wrong(
    "conv_backward",
    fails={
        "follows_padding",
    },
    because="The slopes along the frame of zeros are handed back too.",
)
def leaves_the_frame_on(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}, not {(n, h_out, w_out, f)}")
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W, axes=(1, 3))
        dW += np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    return dP, dW, dY.sum(axis=(0, 1, 2))


@wrong(
    "conv_backward",
    fails={
        "sends_slopes_to_all_three",
        "slopes_along_the_inputs",
        "follows_strides",
        "follows_padding",
    },
    because="Where windows overlap, the later slope replaces the earlier one. A "
    "pixel collects from all its windows.",
)
def overwrites_the_slopes(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}, not {(n, h_out, w_out, f)}")
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] = np.tensordot(dY[:, i, j], W, axes=(1, 3))
        dW += np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    return dP[:, pad : pad + h, pad : pad + w], dW, dY.sum(axis=(0, 1, 2))


@wrong(
    "conv_backward",
    fails={
        "sends_slopes_to_all_three",
        "slopes_along_the_weights",
        "follows_strides",
        "follows_padding",
    },
    because="Only the last place counts for the slopes along the weights. Each "
    "weight collects from all places.",
)
def uses_the_last_window_for_the_weights(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}, not {(n, h_out, w_out, f)}")
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W, axes=(1, 3))
        dW = np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    return dP[:, pad : pad + h, pad : pad + w], dW, dY.sum(axis=(0, 1, 2))


@wrong(
    "conv_backward",
    fails={
        "follows_padding",
    },
    because="The slopes along the weights are computed from pixels without their "
    "frame.",
)
def forgets_the_frame_of_the_inputs(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}, not {(n, h_out, w_out, f)}")
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W, axes=(1, 3))
        a, b = max(top - pad, 0), max(left - pad, 0)
        win = np.zeros((n, kh, kw, c))
        part = X[:, a : a + kh, b : b + kw]
        win[:, : part.shape[1], : part.shape[2]] = part
        dW += np.tensordot(win, dY[:, i, j], axes=(0, 0))
    return dP[:, pad : pad + h, pad : pad + w], dW, dY.sum(axis=(0, 1, 2))


@wrong(
    "conv_backward",
    fails={
        "refuses_other_slopes",
    },
    because="Slopes of another shape than the outputs are taken without a word.",
)
def accepts_any_slopes(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    dY = (
        np.broadcast_to(dY[:1, :1, :1, :1], (n, h_out, w_out, f))
        if dY.shape != (n, h_out, w_out, f)
        else dY
    )
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W, axes=(1, 3))
        dW += np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    return dP[:, pad : pad + h, pad : pad + w], dW, dY.sum(axis=(0, 1, 2))


@wrong(
    "conv_backward",
    fails={
        "sends_slopes_to_all_three",
        "gives_each_slope_its_shape",
        "slopes_along_the_biases",
    },
    because="The slopes along the biases keep axes that were added up: their shape is "
    "not that of b.",
)
def keeps_the_axes_of_the_biases(dY, X, W, stride=1, pad=0):
    dY, X, W = (np.asarray(a, dtype=float) for a in (dY, X, W))
    n, h, w, c = X.shape
    kh, kw, _, f = W.shape
    h_out, w_out = conv_size(h, kh, stride, pad), conv_size(w, kw, stride, pad)
    if dY.shape != (n, h_out, w_out, f):
        raise ValueError(f"{dY.shape}, not {(n, h_out, w_out, f)}")
    P = pad2d(X, pad)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    for i, j in np.ndindex(h_out, w_out):
        top, left = i * stride, j * stride
        here = (slice(None), slice(top, top + kh), slice(left, left + kw))
        dP[here] += np.tensordot(dY[:, i, j], W, axes=(1, 3))
        dW += np.tensordot(P[here], dY[:, i, j], axes=(0, 0))
    db = dY.sum(axis=(0, 1, 2), keepdims=True)
    return dP[:, pad : pad + h, pad : pad + w], dW, db


# 10.6 shape_chain ------------------------------------------------------------


@wrong(
    "shape_chain",
    fails={
        "counts_203434_parameters",
        "follows_pooling",
        "follows_strides_and_padding",
    },
    because="A filter is counted as if it saw one channel. It has a kernel for each.",
)
def forgets_the_channels_of_the_input(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k + 1) * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "counts_203434_parameters",
        "follows_pooling",
        "follows_strides_and_padding",
    },
    because="Biases are counted for each channel of the input. A filter has one.",
)
def gives_each_channel_a_bias(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k + 1) * shape[2] * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "counts_203434_parameters",
        "follows_pooling",
        "follows_strides_and_padding",
    },
    because="Filters are counted without their biases.",
)
def forgets_the_biases_of_filters(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += k * k * shape[2] * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "follows_pooling",
    },
    because="Pooling divides the number of channels too. It looks at each channel "
    "by itself.",
)
def pools_the_channels(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k * shape[2] + 1) * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, -(-shape[2] // k))
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "counts_203434_parameters",
        "follows_pooling",
        "works_without_pictures",
    },
    because="Flatten counts places and forgets the channels.",
)
def flattens_without_channels(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k * shape[2] + 1) * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape[:2])),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "follows_pooling",
    },
    because="What is left over at the border gets a window of its own.",
)
def rounds_pooling_up(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k * shape[2] + 1) * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (-(-shape[0] // k), -(-shape[1] // k), shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "counts_203434_parameters",
        "follows_pooling",
        "follows_strides_and_padding",
    },
    because="A convolution is taken to keep height and width, as if it were padded.",
)
def keeps_the_size_behind_a_kernel(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k * shape[2] + 1) * f
            h, w = (-(-n // stride) for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "follows_strides_and_padding",
    },
    because="Stride and padding are not read from the layers.",
)
def ignores_stride_and_padding(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = 1, 0
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k * shape[2] + 1) * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "refuses_layers_that_do_not_fit",
    },
    because="A dense layer is put on a picture that nobody flattened.",
)
def accepts_dense_on_pictures(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": len(shape)}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k * shape[2] + 1) * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


@wrong(
    "shape_chain",
    fails={
        "counts_203434_parameters",
        "follows_pooling",
        "works_without_pictures",
    },
    because="Dense layers are counted without their biases.",
)
def forgets_the_biases_of_units(layers, input_shape):
    shape, shapes, total = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            raise ValueError(f"{kind} after {shape}")
        if kind == "conv":
            k, f = layer["size"], layer["filters"]
            stride, pad = layer.get("stride", 1), layer.get("pad", 0)
            if k > min(shape[:2]) + 2 * pad:
                raise ValueError(f"{kind} on {shape}")
            total += (k * k * shape[2] + 1) * f
            h, w = ((n + 2 * pad - k) // stride + 1 for n in shape[:2])
            shape = (h, w, f)
        elif kind == "pool":
            k = layer["size"]
            if k > min(shape[:2]):
                raise ValueError(f"{kind} on {shape}")
            shape = (shape[0] // k, shape[1] // k, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            total += shape[0] * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, total


# 10.8 equivariant ------------------------------------------------------------


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "accepts_what_follows",
        "heeds_the_margin",
    },
    because="Outputs near the border are compared too, whatever the margin is.",
)
def compares_the_borders(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same, margin = 0, True, 0
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "rejects_what_does_not_follow",
    },
    because="Your comparison is so tolerant that small differences pass.",
)
def tolerates_a_difference_of_1(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1:
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "accepts_what_follows",
        "heeds_the_margin",
    },
    because="Both outputs are compared at the same place. The output has to have "
    "moved with the picture.",
)
def compares_without_moving_back(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[i, j] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "loses_what_leaves",
    },
    because="What leaves the picture comes in again on the other side.",
)
def wraps_the_picture_round(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    moved = np.roll(x, (down, right), axis=(0, 1))
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "accepts_what_follows",
        "rejects_what_does_not_follow",
        "heeds_the_margin",
    },
    because="The picture is shifted the wrong way round, or its output is.",
)
def moves_the_other_way(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i - down, j - right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "rejects_what_does_not_follow",
        "loses_what_leaves",
        "heeds_the_margin",
    },
    because="The second number of the shift is ignored.",
)
def shifts_down_only(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift[0], 0
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "accepts_what_follows",
        "heeds_the_margin",
    },
    because="An output may move into the margin in your comparison. There it does "
    "not count either.",
)
def looks_at_the_margin_before_only(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if 0 <= p < h and 0 <= q < w:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "heeds_the_margin",
    },
    because="If nothing is left to compare you give a verdict all the same.",
)
def says_true_when_nothing_is_left(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        return True
    return same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "rejects_what_does_not_follow",
        "loses_what_leaves",
        "heeds_the_margin",
    },
    because="The two numbers of the shift are swapped: the first one is down.",
)
def swaps_both_numbers_of_the_shift(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    right, down = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "rejects_what_does_not_follow",
        "loses_what_leaves",
        "heeds_the_margin",
    },
    because="Every function passes your test.",
)
def always_says_true(f, x, shift, margin=2):
    return True


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "accepts_what_follows",
        "rejects_what_does_not_follow",
        "loses_what_leaves",
        "heeds_the_margin",
    },
    because="You say True where an output differs, and False where none does.",
)
def says_the_opposite(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return not same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "accepts_what_follows",
        "heeds_the_margin",
        "loses_what_leaves",
    },
    because="f is asked about the same picture twice: the shifted one is not used.",
)
def never_asks_about_the_shifted_picture(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = shift
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(x))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


@wrong(
    "equivariant",
    fails={
        "accepts_a_slope_and_rejects_a_mirror",
        "heeds_the_margin",
        "loses_what_leaves",
        "rejects_what_does_not_follow",
    },
    because="The first number of the shift is ignored.",
)
def shifts_sideways_only(f, x, shift, margin=2):
    x = np.array(x, dtype=float)
    h, w = x.shape
    down, right = 0, shift[1]
    moved = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            if 0 <= i + down < h and 0 <= j + right < w:
                moved[i + down, j + right] = x[i, j]
    Y, Z = np.asarray(f(x)), np.asarray(f(moved))
    h, w = Y.shape
    seen, same = 0, True
    for i in range(margin, h - margin):
        for j in range(margin, w - margin):
            p, q = i + down, j + right
            if margin <= p < h - margin and margin <= q < w - margin:
                seen += 1
                if abs(Z[p, q] - Y[i, j]) > 1e-9 * np.abs(Y).max():
                    same = False
    if not seen:
        raise ValueError("margin")
    return same


# 10.9 kernel_for ------------------------------------------------------------


@wrong(
    "kernel_for",
    fails={
        "left_right_answers_to_an_upright_edge",
        "left_right_keeps_its_promises",
        "top_bottom_keeps_its_promises",
    },
    because="Bright on the right, or below, gives a negative number: the signs are "
    "the wrong way round.",
)
def turns_the_signs(feature):
    edge = np.array([[-1.0, 0.0, 1.0]] * 3)
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
        "blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    kernel = kernels[feature]
    return -kernel if feature in ("left-right", "top-bottom") else kernel


@wrong(
    "kernel_for",
    fails={
        "left_right_answers_to_an_upright_edge",
        "left_right_keeps_its_promises",
        "top_bottom_keeps_its_promises",
    },
    because="The two kernels for edges stand at each other's place.",
)
def swaps_both_edges(feature):
    edge = np.array([[-1.0, 0.0, 1.0]] * 3)
    kernels = {
        "left-right": edge.T,
        "top-bottom": edge,
        "spot": np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
        "blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    return kernels[feature]


@wrong(
    "kernel_for",
    fails={
        "a_single_grey_gives_0_or_stays",
        "left_right_keeps_its_promises",
        "top_bottom_keeps_its_promises",
    },
    because="Your kernels for edges answer to a single grey: their weights do not "
    "add up to 0.",
)
def writes_rows_of_ones(feature):
    edge = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
        "blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    return kernels[feature]


@wrong(
    "kernel_for",
    fails={
        "a_single_grey_gives_0_or_stays",
        "ranks_a_spot_first",
    },
    because="Your kernel for spots is a blur. It answers most to a large bright area.",
)
def takes_a_blur_for_a_spot(feature):
    edge = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[0.0, 1.0, 0.0], [1.0, 4.0, 1.0], [0.0, 1.0, 0.0]]) / 8,
        "blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    return kernels[feature]


@wrong(
    "kernel_for",
    fails={
        "a_single_grey_gives_0_or_stays",
        "blur_is_an_average",
    },
    because="Your blur adds nine pixels up, so the picture gets brighter.",
)
def adds_the_blur_up(feature):
    edge = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
        "blur": np.ones((3, 3)),
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    return kernels[feature]


@wrong(
    "kernel_for",
    fails={
        "blur_is_an_average",
    },
    because="Your blur is stronger in one direction: a quarter turn changes it.",
)
def blurs_one_way(feature):
    edge = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
        "blur": np.outer([1, 1, 1], [1, 2, 1]) / 12,
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    return kernels[feature]


@wrong(
    "kernel_for",
    fails={
        "ranks_a_spot_first",
    },
    because="Your kernel for spots is one for lines: a line gives as much as a "
    "spot, or more.",
)
def takes_a_line_for_a_spot(feature):
    edge = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[-1.0, 2.0, -1.0], [-1.0, 2.0, -1.0], [-1.0, 2.0, -1.0]]),
        "blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    return kernels[feature]


@wrong(
    "kernel_for",
    fails={
        "refuses_unknown_features",
    },
    because="An unknown feature gets a kernel all the same.",
)
def returns_blur_for_the_rest(feature):
    edge = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
        "blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    }
    if feature not in kernels:
        return kernels["blur"]
    return kernels[feature]


@wrong(
    "kernel_for",
    fails={
        "left_right_answers_to_an_upright_edge",
        "left_right_keeps_its_promises",
        "top_bottom_keeps_its_promises",
    },
    because="An edge that lies at the other of its two places in the window gets no "
    "answer.",
)
def answers_at_the_middle_only(feature):
    edge = np.array([[-1.0, 1.0, 0.0], [-1.0, 1.0, 0.0], [-1.0, 1.0, 0.0]])
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
        "blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    return kernels[feature]


@wrong(
    "kernel_for",
    fails={
        "the_four_have_3_by_3_weights",
    },
    because="The weights are whole numbers: a kernel holds floating point numbers.",
)
def returns_whole_numbers(feature):
    edge = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T,
        "spot": np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
        "blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    }
    if feature not in kernels:
        raise ValueError(f"choose one of {list(kernels)}")
    return kernels[feature]
