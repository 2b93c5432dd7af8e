"""Checks of the assignment convolution."""

import numpy as np

from autograder.checking import Callback, Exercise

conv_size = Exercise(
    "conv_size",
    minutes=10,
    difficulty=1,
    hints=(
        "Lay a ruler of length k along n squares. How often can it move on by the "
        "stride before its end passes the last square?",
        "Zeros come to both ends. The ruler starts at one place, and each whole "
        "stride that fits into the rest adds another one.",
        "8 squares, a ruler of 3, stride 2: it starts at 0, 2 and 4. At 6 it would "
        "stick out by one. 3 places, and one square is left over.",
    ),
)


@conv_size.public(points=2)
def follows_28_to_26_to_24(answer, rng):
    why = "the first pixel of the window is at 0, 1, ..., 25"
    answer(28, 3).equals(26, why).is_integer()
    answer(26, 3).equals(24)
    answer(5, 5).equals(1, "it fits once")


@conv_size.public(points=1)
def counts_a_stride_and_a_frame(answer, rng):
    answer(8, 3, stride=2).equals(3, "it begins at 0, 2 and 4").is_integer()
    answer(28, 3, pad=1).equals(28, "28 pixels and a zero at each end make 30")


@conv_size.hidden(points=2, looks_at="strides above 1")
def counts_with_strides(answer, rng):
    for n in range(5, 14):
        k, stride = int(rng.integers(1, 5)), int(rng.integers(2, 5))
        places = len([s for s in range(0, n, stride) if s + k <= n])
        answer(n, k, stride=stride).equals(places).is_integer()


@conv_size.hidden(points=2, looks_at="padding, with and without strides")
def counts_with_padding(answer, rng):
    for n in range(2, 9):
        k, stride = int(rng.integers(2, 5)), int(rng.integers(1, 4))
        for pad in (1, 2):
            length = n + 2 * pad
            places = len([s for s in range(0, length, stride) if s + k <= length])
            if places:
                answer(n, k, stride, pad).equals(places).is_integer()
    answer(3, 5, pad=1).equals(1)
    answer(6, 3, 2, 1).equals(3)


@conv_size.hidden(points=1, looks_at="kernels that do not fit, and bad numbers")
def refuses_what_does_not_fit(answer, rng):
    n = int(rng.integers(11, 17))
    answer(n, n + 1).raises("ValueError", str(n), str(n + 1))
    answer(n, n + 3).raises("ValueError", str(n), str(n + 3))
    answer(n, n + 3, 1, 1).raises("ValueError", str(n + 2), str(n + 3))
    answer(n, n + 10, 20).raises("ValueError", str(n + 10))
    answer(n, 3, 0).raises("ValueError", "0")
    answer(n, 0).raises("ValueError", "0")
    answer(n, 3, 1, -1).raises("ValueError", "-1")


pad2d = Exercise(
    "pad2d",
    minutes=10,
    difficulty=1,
    hints=(
        "Of the four axes, which two are space?",
        "Make zeros in the shape that shall come out, then put the pictures into "
        "the middle. For p = 0 the middle is everything.",
        "A picture of 2 by 3 pixels with a frame of 1 has 4 by 5. Its pixel (0, 0) "
        "moves to (1, 1).",
    ),
)


@pad2d.public(points=2)
def puts_a_frame_round_a_picture(answer, rng):
    x = np.array([[1, 2, 3], [4, 5, 6]]).reshape(1, 2, 3, 1)
    expected = np.array(
        [[0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]]
    )
    answer(x, 1).equals(expected.reshape(1, 4, 5, 1), "1 more on every side")


@pad2d.hidden(points=1, looks_at="batches of pictures with channels")
def leaves_batch_and_channels_alone(answer, rng):
    for n, h, w, c, p in ((5, 3, 2, 4, 2), (1, 1, 1, 1, 3), (3, 3, 3, 3, 1)):
        x = rng.normal(size=(n, h, w, c))
        expected = np.zeros((n, h + 2 * p, w + 2 * p, c))
        for i, j in np.ndindex(h, w):
            expected[:, i + p, j + p] = x[:, i, j]
        answer(x, p).equals(expected).keeps_arguments()


@pad2d.hidden(points=1, looks_at="p = 0, and the dtype")
def copies_for_0_and_keeps_the_dtype(answer, rng):
    x = rng.integers(0, 255, size=(2, 3, 4, 1)).astype(np.uint8)
    kept = answer.keep(x, "x")
    framed = answer(kept, 0).equals(x)
    framed.satisfies(framed.value.dtype == np.uint8, "the dtype uint8")
    framed = answer(x, 1)
    framed.satisfies(framed.value.dtype == np.uint8, "the dtype uint8")


@pad2d.hidden(points=1, looks_at="what is no batch of pictures, and p below 0")
def refuses_other_arrays(answer, rng):
    n = int(rng.integers(3, 9))
    answer(np.ones((n, 7)), 1).raises("ValueError", f"({n}, 7)")
    answer(np.ones((n, 7, 2)), 0).raises("ValueError", f"({n}, 7, 2)")
    answer(np.ones((1, n, n, 1)), -2).raises("ValueError", "-2")
    answer(np.ones((1, n, n, 1)), -1).raises("ValueError", "-1")


cross_correlate = Exercise(
    "cross_correlate",
    minutes=15,
    difficulty=2,
    hints=(
        "Take a kernel that is 0 except for a single 1, not in its middle. What does "
        "it do to a picture?",
        "Two loops over the places, or two loops over the weights of the kernel, "
        "each of which adds a shifted part of the picture.",
        "The picture [[1, 2, 4]] and the kernel [[-1, 1]]: at the first place "
        "-1*1 + 1*2 = 1, at the second -1*2 + 1*4 = 2. There is no third.",
    ),
)


@cross_correlate.public(points=1)
def a_single_1_shifts_the_picture(answer, rng):
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    k = np.array([[0.0, 1.0], [0.0, 0.0]])
    expected = np.array([[2.0, 3.0], [5.0, 6.0]])
    answer(x, k).equals(expected, "the 1 meets the second pixel of each window's top")


@cross_correlate.public(points=1)
def adds_up_all_products(answer, rng):
    x = np.array([[1.0, 2.0, 4.0, 0.0], [0.0, 3.0, 5.0, 1.0]])
    # 1*1 + 2*2 + 1*0 + 3*3, then 1*2 + 2*4 + 1*3 + 3*5, then 1*4 + 2*0 + 1*5 + 3*1
    expected = np.array([[14.0, 28.0, 12.0]])
    why = "the first place gives 1*1 + 2*2 + 1*0 + 3*3"
    answer(x, np.array([[1.0, 2.0], [1.0, 3.0]])).equals(expected, why)


def correlated(x, k):
    """Correlate with a loop over every product."""
    (h, w), (kh, kw) = x.shape, k.shape
    y = np.zeros((h - kh + 1, w - kw + 1))
    for i, j, a, b in np.ndindex(*y.shape, kh, kw):
        y[i, j] += x[i + a, j + b] * k[a, b]
    return y


@cross_correlate.hidden(points=2, looks_at="any sizes that are not square")
def works_for_any_sizes(answer, rng):
    for h, w, kh, kw in ((7, 5, 3, 2), (4, 6, 2, 3), (3, 3, 3, 3), (5, 4, 1, 4)):
        x, k = rng.normal(size=(h, w)), rng.normal(size=(kh, kw))
        answer(x, k).equals(correlated(x, k)).keeps_arguments()


@cross_correlate.hidden(points=1, looks_at="integers, also small ones")
def takes_integers(answer, rng):
    x = rng.integers(100, 256, size=(3, 5)).astype(np.uint8)
    k = rng.normal(size=(2, 2))
    answer(x, k).equals(correlated(x.astype(float), k)).is_floating()
    k = rng.integers(1, 5, size=(2, 1))
    answer(x, k).equals(correlated(x.astype(float), k)).is_floating()


@cross_correlate.hidden(points=1, looks_at="kernels larger than the picture")
def refuses_larger_kernels(answer, rng):
    n = int(rng.integers(3, 7))
    answer(np.ones((n, 9)), np.ones((n + 1, 2))).raises("ValueError", f"({n + 1}, 2)")
    answer(np.ones((9, n)), np.ones((2, n + 1))).raises("ValueError", f"(9, {n})")
    answer(np.ones((9, n)), np.ones((2, n + 2))).raises("ValueError", f"(9, {n})")
    answer(np.ones((n, 9)), np.ones((n + 2, 2))).raises("ValueError", f"({n}, 9)")


kernel_for = Exercise(
    "kernel_for",
    minutes=15,
    difficulty=2,
    hints=(
        "What does the kernel do on a picture of a single grey? For each feature "
        "the answer decides the sum of the weights.",
        "Bright on the right shall count plus: which column of the kernel then has "
        "to be positive, and which one negative? Try it on a window by hand.",
        "The kernel [[-1, 1]] on the window [[0, 5]] gives 5, on [[5, 0]] -5, on "
        "[[5, 5]] 0. Yours has three rows and three columns.",
    ),
)


@kernel_for.public(points=1)
def the_four_have_3_by_3_weights(answer, rng):
    for feature in ("left-right", "top-bottom", "spot", "blur"):
        answer(feature).has_shape((3, 3)).is_floating()


@kernel_for.public(points=1)
def left_right_answers_to_an_upright_edge(answer, rng):
    outcome = answer("left-right")
    window = np.array([[0.0, 0.0, 9.0], [0.0, 0.0, 9.0], [0.0, 0.0, 9.0]])
    for sign, seen in (("more", window), ("less", window[:, ::-1])):
        output = float(np.sum(outcome.value * seen))
        right = output > 0 if sign == "more" else output < 0
        text = f"{sign} than 0 on the window {seen.tolist()}, not {output:g}"
        outcome.satisfies(right, text)


@kernel_for.public(points=1)
def a_single_grey_gives_0_or_stays(answer, rng):
    wanted = {"left-right": 0.0, "top-bottom": 0.0, "spot": 0.0, "blur": 2.0}
    outcomes = [answer(feature) for feature in wanted]
    for outcome, expected in zip(outcomes, wanted.values(), strict=True):
        output = float(np.sum(outcome.value) * 2.0)
        text = f"{expected:g} on a window of nine 2, not {output:g}"
        outcome.satisfies(abs(output - expected) < 1e-9, text)


def ranked(outcome, pictures):
    """Return the smallest and the largest output on each picture."""
    k = np.asarray(outcome.value, dtype=float)
    maps = [correlated(picture, k) for picture in pictures]
    return [(float(y.min()), float(y.max())) for y in maps]


def demand_an_edge(answer, rng, feature, turn):
    """Demand what is promised of edges, on pictures that are turned or not."""
    dark_to_bright = np.repeat([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]], 6, axis=0)
    dark_to_bright *= rng.uniform(1, 5)
    along = np.repeat(rng.uniform(size=(6, 1)), 6, axis=1)
    if turn:
        dark_to_bright, along = dark_to_bright.T, along.T
    outcome = answer(feature)
    pictures = (dark_to_bright, dark_to_bright.max() - dark_to_bright, along)
    (low, high), (other_low, other_high), (least, most) = ranked(outcome, pictures)
    outcome.satisfies(high > 1e-6 and low > -1e-9, "outputs above 0 at the edge")
    fine = other_low < -1e-6 and other_high < 1e-9
    outcome.satisfies(fine, "outputs below 0 at the opposite edge")
    level = abs(least) < 1e-9 and abs(most) < 1e-9
    outcome.satisfies(level, "0 where brightness changes only along the edge")
    k = np.asarray(outcome.value, dtype=float)
    windows = [np.repeat([row], 3, axis=0) for row in ([0, 0, 1.0], [0, 1.0, 1.0])]
    for window in windows:
        value = float(np.sum(k * (window.T if turn else window)))
        outcome.satisfies(value > 1e-6, "more than 0 at every place of the edge")


@kernel_for.hidden(points=1, looks_at="upright edges")
def left_right_keeps_its_promises(answer, rng):
    demand_an_edge(answer, rng, "left-right", False)


@kernel_for.hidden(points=1, looks_at="level edges")
def top_bottom_keeps_its_promises(answer, rng):
    demand_an_edge(answer, rng, "top-bottom", True)


@kernel_for.hidden(points=2, looks_at="spots, edges and lines, ranked")
def ranks_a_spot_first(answer, rng):
    grey = rng.uniform(1, 5)
    spot, edge, line = np.zeros((7, 7)), np.zeros((7, 7)), np.zeros((7, 7))
    spot[3, 3], edge[:, 4:], line[:, 3] = grey, grey, grey
    others = (edge, edge.T, edge[:, ::-1], edge.T[::-1], line, line.T)
    outcome = answer("spot")
    (_, best), *rest = ranked(outcome, (spot, *others))
    first = all(best > high + 1e-9 for _, high in rest)
    outcome.satisfies(first, "a spot that gives more than edges and lines")
    ((least, most),) = ranked(outcome, (np.full((5, 5), grey),))
    outcome.satisfies(max(abs(least), abs(most)) < 1e-9, "0 on a single grey")


@kernel_for.hidden(points=2, looks_at="averages")
def blur_is_an_average(answer, rng):
    outcome = answer("blur")
    k = np.asarray(outcome.value, dtype=float)
    outcome.satisfies(np.all(k > 0), "nine weights above 0")
    outcome.satisfies(abs(k.sum() - 1) < 1e-9, "a single grey that keeps its grey")
    outcome.satisfies(np.allclose(k, np.rot90(k)), "no change by a quarter turn")


@kernel_for.hidden(points=1, looks_at="unknown features")
def refuses_unknown_features(answer, rng):
    known = ("left-right", "top-bottom", "spot", "blur")
    answer("diagonal").raises("ValueError", *known)
    answer("").raises("ValueError", *known)


conv_forward = Exercise(
    "conv_forward",
    minutes=25,
    difficulty=3,
    uses=("conv_size", "pad2d"),
    hints=(
        "One filter, two channels, every number 1, a kernel of 3 by 3 and the bias "
        "10: what comes out at each place?",
        "Loop over the places of the output. A window has shape (n, kh, kw, c): "
        "multiply with the filters and add up three axes at once, then the bias.",
        "In the question of the first hint each output is 3 * 3 * 2 + 10 = 28: "
        "channels are added up, and the bias comes once.",
    ),
)


@conv_forward.public(points=1)
def adds_up_channels_and_the_bias_once(answer, rng):
    X, W, b = np.ones((1, 3, 4, 2)), np.ones((3, 3, 2, 1)), np.array([10.0])
    ones = answer(X, W, b)
    X[..., 1] = 2
    twos = answer(X, W, b)
    ones.equals(
        np.full((1, 1, 2, 1), 28.0), "3 * 3 * 2 products of 1 * 1, and the bias"
    )
    why = "9 products of 1 * 1, 9 of 2 * 1, and the bias"
    twos.equals(np.full((1, 1, 2, 1), 37.0), why)


@conv_forward.public(points=1)
def stacks_the_filters_last(answer, rng):
    X = np.array([[1.0, 2.0, 4.0], [0.0, 3.0, 5.0]]).reshape(1, 2, 3, 1)
    W = np.array([[-1.0, 1.0], [1.0, 0.0]]).reshape(1, 2, 1, 2)
    expected = np.array([[[1.0, 1.0], [2.0, 2.0]], [[3.0, 0.0], [2.0, 3.0]]])
    answer(X, W, np.zeros(2)).equals(expected[None])


def convolved(X, W, b, stride, pad):
    """Compute a layer with a loop over every output."""
    P = np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    kh, kw, _, f = W.shape
    h = (P.shape[1] - kh) // stride + 1
    w = (P.shape[2] - kw) // stride + 1
    Y = np.zeros((len(X), h, w, f))
    for m, i, j, g in np.ndindex(Y.shape):
        window = P[m, i * stride : i * stride + kh, j * stride : j * stride + kw]
        Y[m, i, j, g] = np.sum(window * W[..., g]) + b[g]
    return Y


def layer(rng, n, h, w, c, f, kh, kw):
    """Draw the inputs, kernels and biases of a layer."""
    X, W = rng.normal(size=(n, h, w, c)), rng.normal(size=(kh, kw, c, f))
    return X, W, rng.normal(size=f)


@conv_forward.hidden(points=2, looks_at="any sizes, batches, channels and filters")
def works_for_layers_of_any_size(answer, rng):
    for sizes in ((2, 5, 4, 3, 2, 3, 2), (3, 4, 3, 1, 4, 2, 3), (1, 3, 3, 2, 2, 2, 2)):
        X, W, b = layer(rng, *sizes)
        answer(X, W, b).equals(convolved(X, W, b, 1, 0)).keeps_arguments()


@conv_forward.hidden(points=1, looks_at="strides")
def moves_on_by_the_stride(answer, rng):
    X, W, b = layer(rng, 2, 8, 7, 2, 3, 3, 2)
    for stride in (2, 3):
        answer(X, W, b, stride=stride).equals(convolved(X, W, b, stride, 0))


@conv_forward.hidden(points=1, looks_at="padding, also with a stride")
def works_with_padding(answer, rng):
    X, W, b = layer(rng, 2, 4, 5, 2, 3, 2, 3)
    for stride, pad in ((1, 1), (1, 2), (2, 1), (3, 2)):
        answer(X, W, b, stride, pad).equals(convolved(X, W, b, stride, pad))


@conv_forward.hidden(points=1, looks_at="integers")
def takes_whole_numbers(answer, rng):
    X = rng.integers(100, 256, size=(1, 3, 4, 2)).astype(np.uint8)
    W, b = rng.integers(-3, 4, size=(2, 2, 2, 1)), np.array([7])
    expected = convolved(X.astype(float), W, b, 1, 0)
    answer(X, W, b).equals(expected).is_floating()


@conv_forward.hidden(points=1, looks_at="shapes that do not fit")
def refuses_shapes_that_do_not_fit(answer, rng):
    c = int(rng.integers(3, 7))
    X, b = np.ones((1, 4, 4, c)), np.ones(2)
    W = np.ones((3, 3, 1, 2))
    answer(X, W, b).raises("ValueError", f"(1, 4, 4, {c})", "(3, 3, 1, 2)")
    W = np.ones((3, 3, c, 2))
    for wrong in (np.ones(1), np.ones(3), np.ones((1, 2)), np.ones(())):
        answer(X, W, wrong).raises("ValueError", str(wrong.shape))


maxpool = Exercise(
    "maxpool",
    minutes=20,
    difficulty=2,
    hints=(
        "What must come out of a window in which all four numbers are negative? And "
        "how many True may it have if all four are equal?",
        "Cut off what belongs to no window first. For the mask, go through the "
        "places of a window in reading order, and skip windows with a True.",
        "The window [[2, 7], [7, 1]] gives 7, and its mask is [[False, True], [False, "
        "False]]: the second 7 comes later.",
    ),
)


@maxpool.public(points=2)
def keeps_the_largest_of_each_window(answer, rng):
    x = np.array([[1.0, 5.0, -2.0, -3.0], [4.0, 0.0, -1.0, -9.0]])
    outcome = answer(x.reshape(1, 2, 4, 1), 2)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "a pair (y, mask)")
    y, mask = np.asarray(outcome.value[0]), np.asarray(outcome.value[1])
    right = np.array_equal(y, np.array([5.0, -1.0]).reshape(1, 1, 2, 1))
    outcome.satisfies(right, "y of shape (1, 1, 2, 1): 5 and -1")
    places = np.array([[0, 1, 0, 0], [0, 0, 1, 0]], dtype=bool)
    right = mask.dtype == bool and np.array_equal(mask, places.reshape(1, 2, 4, 1))
    outcome.satisfies(right, f"the mask {places.tolist()}, as (1, 2, 4, 1)")


@maxpool.public(points=1)
def marks_one_of_a_tie_and_leaves_out_the_rest(answer, rng):
    x = np.array([[1.0, 5.0, -2.0], [5.0, 0.0, -1.0]])
    outcome = answer(x.reshape(1, 2, 3, 1), 2)
    y, mask = (np.asarray(part) for part in outcome.value)
    right = y.shape == (1, 1, 1, 1) and y.ravel()[0] == 5
    outcome.satisfies(right, "y of shape (1, 1, 1, 1): 5; the last column is left over")
    places = np.array([[0, 1, 0], [0, 0, 0]], dtype=bool)
    right = np.array_equal(mask, places.reshape(1, 2, 3, 1))
    text = f"the mask {places.tolist()}, as (1, 2, 3, 1): one True, at the first 5"
    outcome.satisfies(right, text)


def pooled(x, size):
    """Pool with a loop over the windows."""
    n, h, w, c = x.shape
    y = np.zeros((n, h // size, w // size, c), x.dtype)
    mask = np.zeros(x.shape, bool)
    for m, i, j, k in np.ndindex(y.shape):
        window = x[m, i * size : (i + 1) * size, j * size : (j + 1) * size, k]
        a, b = np.unravel_index(np.argmax(window), window.shape)
        y[m, i, j, k] = window[a, b]
        mask[m, i * size + a, j * size + b, k] = True
    return y, mask


def demand_pooling(answer, x, size, which, **keywords):
    """Demand that y, or the mask, is what a loop gives."""
    arguments = (x,) if keywords else (x, size)
    outcome = answer(*arguments, **keywords)
    expected = pooled(x, size)[which]
    got = np.asarray(outcome.value[which])
    same = got.dtype.kind == expected.dtype.kind and np.array_equal(got, expected)
    outcome.satisfies(same, f"{expected.tolist()} as {('y', 'mask')[which]}")
    return outcome


@maxpool.hidden(points=2, looks_at="any sizes, channels and negative numbers")
def pools_any_pictures(answer, rng):
    for n, h, w, c in ((2, 4, 6, 3), (3, 2, 2, 1), (1, 8, 4, 2)):
        x = rng.normal(size=(n, h, w, c)) - 3
        demand_pooling(answer, x, 2, 0).keeps_arguments()
        demand_pooling(answer, x, 2, 1)


@maxpool.hidden(points=1, looks_at="rows and columns that are left over")
def leaves_out_what_is_left_over(answer, rng):
    for h, w, size in ((5, 4, 2), (4, 7, 2), (7, 8, 3), (3, 3, 2)):
        x = rng.normal(size=(2, h, w, 2))
        demand_pooling(answer, x, size, 0)
        demand_pooling(answer, x, size, 1)


@maxpool.hidden(points=2, looks_at="equal largest numbers")
def marks_the_first_of_equal_ones(answer, rng):
    x = rng.integers(-2, 0, size=(2, 6, 6, 2))
    demand_pooling(answer, x, 2, 1)
    demand_pooling(answer, x, 3, 1)
    demand_pooling(answer, np.zeros((1, 4, 4, 1)), 2, 1)


@maxpool.hidden(points=1, looks_at="other sizes of windows, and integers")
def takes_other_sizes(answer, rng):
    x = rng.integers(-90, 90, size=(2, 7, 6, 2))
    for size in (1, 3, 4, 6):
        demand_pooling(answer, x, size, 0)
    answer(np.ones((1, 5, 3, 1)), 4).raises("ValueError", "4")
    answer(np.ones((1, 3, 5, 1)), 4).raises("ValueError", "4")
    answer(np.ones((1, 3, 5, 1)), 0).raises("ValueError", "0")


shape_chain = Exercise(
    "shape_chain",
    minutes=20,
    difficulty=2,
    uses=("conv_size",),
    hints=(
        "Carry (height, width, channels) along as a triple, and change what the "
        "layer changes. Which layers change which of the three?",
        "A kernel sees all channels of its input, and each filter has one bias. A "
        "pooling window moves by its own size. Neither pool nor flatten has "
        "parameters.",
        "Behind (5, 4, 3), two filters of size 2 give (4, 3, 2) and have "
        "(2*2*3 + 1) * 2 = 26 parameters; flatten gives (24,).",
    ),
)


@shape_chain.public(points=3)
def counts_203434_parameters(answer, rng):
    layers = [
        {"kind": "conv", "filters": 64, "size": 3},
        {"kind": "conv", "filters": 32, "size": 3},
        {"kind": "flatten"},
        {"kind": "dense", "units": 10},
    ]
    shapes = [(26, 26, 64), (24, 24, 32), (18432,), (10,)]
    why = "640 + 18,464 + 184,330"
    answer(layers, (28, 28, 1)).equals((shapes, 203434), why)


@shape_chain.hidden(points=2, looks_at="pooling")
def follows_pooling(answer, rng):
    f, u = int(rng.integers(3, 9)), int(rng.integers(2, 6))
    layers = [
        {"kind": "pool", "size": 2},
        {"kind": "conv", "filters": f, "size": 3},
        {"kind": "pool", "size": 3},
        {"kind": "flatten"},
        {"kind": "dense", "units": u},
    ]
    shapes = [(8, 6, 5), (6, 4, f), (2, 1, f), (2 * f,), (u,)]
    total = (3 * 3 * 5 + 1) * f + (2 * f + 1) * u
    answer(layers, (17, 13, 5)).equals((shapes, total)).keeps_arguments()


@shape_chain.hidden(points=1, looks_at="strides and padding")
def follows_strides_and_padding(answer, rng):
    f = int(rng.integers(2, 7))
    layers = [
        {"kind": "conv", "filters": f, "size": 5, "stride": 2, "pad": 1},
        {"kind": "conv", "filters": 2, "size": 3, "pad": 1},
        {"kind": "conv", "filters": 3, "size": 2, "stride": 3},
    ]
    shapes = [(4, 3, f), (4, 3, 2), (1, 1, 3)]
    total = (25 * 3 + 1) * f + (9 * f + 1) * 2 + (4 * 2 + 1) * 3
    answer(layers, (10, 8, 3)).equals((shapes, total))
    small = [{"kind": "conv", "filters": 1, "size": 5, "pad": 1}]
    answer(small, (3, 4, 1)).equals(([(1, 2, 1)], 26))


@shape_chain.hidden(points=1, looks_at="dense layers alone, and no layer at all")
def works_without_pictures(answer, rng):
    layers = [{"kind": "dense", "units": u} for u in (10, 20, 1)]
    answer(layers, (2,)).equals(([(10,), (20,), (1,)], 271))
    answer([], (4, 4, 1)).equals(([], 0))
    answer([{"kind": "flatten"}], (4, 3, 2)).equals(([(24,)], 0))
    answer([{"kind": "flatten"}], (7,)).equals(([(7,)], 0))


@shape_chain.hidden(points=1, looks_at="layers that cannot stand where they do")
def refuses_layers_that_do_not_fit(answer, rng):
    n = int(rng.integers(2, 5))
    conv = {"kind": "conv", "filters": 2, "size": 3}
    answer([{"kind": "dense", "units": n}], (n, n, 1)).raises("ValueError", "dense")
    answer([conv], (9,)).raises("ValueError", "conv")
    answer([{"kind": "pool", "size": 2}], (9,)).raises("ValueError", "pool")
    answer([conv], (2, 9, 1)).raises("ValueError", "conv")
    answer([conv], (9, 2, 1)).raises("ValueError", "conv")
    answer([{"kind": "pool", "size": 5}], (4, 9, 1)).raises("ValueError", "pool")
    answer([{"kind": "pool", "size": 5}], (9, 4, 1)).raises("ValueError", "pool")
    answer([{"kind": "swirl"}], (9, 9, 1)).raises("ValueError", "swirl")


conv_backward = Exercise(
    "conv_backward",
    minutes=35,
    difficulty=3,
    uses=("conv_size", "pad2d"),
    hints=(
        "Nudge one pixel: which outputs move, and with which weight? All of them "
        "send a slope back to it.",
        "Loop over the places as on the way forward. Each place adds something to "
        "the window of dX that it looked at, and something to dW. Work on the framed "
        "pictures, and cut the frame off at the end.",
        "One row [1, 2, 4], the kernel [-1, 3], the slopes [1, 10]. dX collects "
        "[-1, 3, 0] and 10 * [0, -1, 3], together [-1, -7, 30]. dW is "
        "1 * [1, 2] + 10 * [2, 4] = [21, 42], and db is 11.",
    ),
)


@conv_backward.public(points=3)
def sends_slopes_to_all_three(answer, rng):
    X = np.array([1.0, 2.0, 4.0]).reshape(1, 1, 3, 1)
    W = np.array([-1.0, 3.0]).reshape(1, 2, 1, 1)
    outcome = answer(np.array([2.0, 10.0]).reshape(1, 1, 2, 1), X, W)
    triple = type(outcome.value) in (tuple, list) and len(outcome.value) == 3
    outcome.satisfies(triple, "three arrays: dX, dW and db")
    dX, dW, db = (np.asarray(part) for part in outcome.value)
    same = dX.shape == X.shape and np.allclose(dX.ravel(), [-2, -4, 30])
    outcome.satisfies(same, "[-2, -4, 30] as dX, in the shape of X")
    same = dW.shape == W.shape and np.allclose(dW.ravel(), [22, 44])
    outcome.satisfies(same, "[22, 44] as dW, in the shape of W")
    same = db.shape == (1,) and np.allclose(db, [12])
    outcome.satisfies(same, "[12] as db")


@conv_backward.public(points=1)
def gives_each_slope_its_shape(answer, rng):
    X, W = np.ones((2, 4, 5, 3)), np.ones((2, 3, 3, 4))
    outcome = answer(np.ones((2, 3, 3, 4)), X, W)
    shapes = [np.shape(part) for part in outcome.value]
    expected = [(2, 4, 5, 3), (2, 3, 3, 4), (4,)]
    outcome.satisfies(shapes == expected, f"the shapes {expected}")


def demand_slopes(answer, rng, which, stride=1, pad=0):
    """Demand that one of the three slopes agrees with a measured one.

    The layer is linear in each of its arguments, so a difference quotient is
    exact, and a random direction sees all entries at once.
    """
    for sizes in ((2, 5, 4, 3, 2, 3, 2), (1, 7, 6, 1, 3, 2, 3), (3, 4, 4, 2, 1, 2, 2)):
        X, W, b = layer(rng, *sizes)
        shape = convolved(X, W, b, stride, pad).shape
        dY = rng.normal(size=shape)
        outcome = answer(dY, X, W, stride, pad).keeps_arguments()
        got = np.asarray(outcome.value[which])
        name, parts = ("dX", "dW", "db")[which], [X, W, b]
        right = got.shape == parts[which].shape
        outcome.satisfies(right, f"{name} of shape {parts[which].shape}")
        for _ in range(2):
            nudge = rng.normal(size=parts[which].shape)
            nudged = list(parts)
            nudged[which] = parts[which] + nudge
            rise = convolved(*nudged, stride, pad) - convolved(*parts, stride, pad)
            measured = float(np.sum(rise * dY))
            right = abs(np.sum(got * nudge) - measured) < 1e-8 * (1 + abs(measured))
            outcome.satisfies(right, f"{name} that agrees with measured slopes")


@conv_backward.hidden(points=2, looks_at="the slopes along the inputs")
def slopes_along_the_inputs(answer, rng):
    demand_slopes(answer, rng, 0)


@conv_backward.hidden(points=2, looks_at="along the weights")
def slopes_along_the_weights(answer, rng):
    demand_slopes(answer, rng, 1)


@conv_backward.hidden(points=1, looks_at="along the biases")
def slopes_along_the_biases(answer, rng):
    demand_slopes(answer, rng, 2)


@conv_backward.hidden(points=2, looks_at="strides")
def follows_strides(answer, rng):
    for which in (0, 1):
        demand_slopes(answer, rng, which, stride=2)


@conv_backward.hidden(points=2, looks_at="padding, also with a stride")
def follows_padding(answer, rng):
    for which in (0, 1):
        demand_slopes(answer, rng, which, pad=1)
        demand_slopes(answer, rng, which, stride=2, pad=2)


@conv_backward.hidden(points=1, looks_at="slopes of another shape than the outputs")
def refuses_other_slopes(answer, rng):
    n = int(rng.integers(5, 9))
    X, W = np.ones((n, 4, 4, 2)), np.ones((3, 3, 2, 3))
    for shape in ((n, 4, 4, 3), (1, 2, 2, 3), (n, 2, 2, 1), (n, 2, 3, 3)):
        outcome = answer(np.ones(shape), X, W)
        outcome.raises("ValueError", str(shape), f"({n}, 2, 2, 3)")


equivariant = Exercise(
    "equivariant",
    minutes=25,
    difficulty=3,
    hints=(
        "Shift, then apply, must equal apply, then shift. Which two pictures do you "
        "compare, and which pixel of the one with which of the other?",
        "Make zeros and copy each pixel that stays inside to its new place. Call f "
        "twice. Then compare Z at the new place with Y at the old one, only where "
        "both are far enough from the border.",
        "Shift (1, 0), outputs of 4 rows, margin 1: rows 1 and 2 count. Row 1 of Y "
        "is compared with row 2 of Z. Row 2 would go to row 3, which is in the "
        "margin.",
    ),
)


@equivariant.public(points=2)
def accepts_a_slope_and_rejects_a_mirror(answer, rng):
    x = np.arange(56.0).reshape(7, 8) ** 1.5
    slope = Callback(lambda x: x[:, 1:] - x[:, :-1], "slope")
    mirror = Callback(lambda x: x[:, ::-1], "mirror_left_right")
    upside_down = Callback(lambda x: x[::-1], "upside_down")

    def topped_by_7(x):
        y = np.array(x)
        y[:2] = 7
        return y

    topped = Callback(topped_by_7, "first_two_rows_7")
    shaded = Callback(lambda x: x * np.arange(8), "shaded")
    total = Callback(lambda x: x * 0 + np.sum(x), "total")
    moved = "the slope of a shifted picture is the slope, shifted"
    wanted = [
        (slope, (1, 0), True, moved),
        (slope, (0, -1), True, moved),
        (mirror, (0, 1), False, "in this mirror, what goes right goes left"),
        (mirror, (1, 0), True, "in this mirror, what goes down goes down"),
        (upside_down, (1, 0), False, "upside down, what goes down goes up"),
        (shaded, (0, 1), False, "a pixel moves to a column with another factor"),
        (total, (0, 1), False, "the sum changes when pixels leave"),
        (topped, (-1, 0), True, "two rows lie in the margin, after the move too"),
        (topped, (1, 0), True, "two rows lie in the margin"),
    ]
    outcomes = [answer(f, x, shift) for f, shift, _, _ in wanted]
    for outcome, (_, _, expected, why) in zip(outcomes, wanted, strict=True):
        outcome.equals(expected, why)


@equivariant.hidden(points=2, looks_at="functions that follow, in all directions")
def accepts_what_follows(answer, rng):
    x, k = rng.normal(size=(9, 8)), rng.normal(size=(3, 2))
    kept = [
        Callback(lambda x: correlated(np.asarray(x), k), "correlate"),
        Callback(lambda x: correlated(np.pad(x, 1), k) * 1e6 + 3, "padded"),
        Callback(lambda x: np.maximum(x, 0), "relu"),
    ]
    for f in kept:
        for shift in ((1, 0), (0, 2), (-1, 1), (2, -1)):
            answer(f, x, shift).equals(True).keeps_arguments()


@equivariant.hidden(points=2, looks_at="functions that do not follow")
def rejects_what_does_not_follow(answer, rng):
    x = rng.normal(size=(9, 8))
    A, place = rng.normal(size=(9, 9)), rng.normal(size=(9, 8))
    broken = [
        (Callback(lambda x: A @ x, "mixed_rows"), (1, 0)),
        (Callback(lambda x: x[::-1], "upside_down"), (-1, 0)),
        (Callback(lambda x: x[:, ::-1], "mirror"), (0, 1)),
        (Callback(lambda x: x * place, "weighted"), (0, -2)),
        (Callback(lambda x: x + 1e-4 * place, "slightly"), (1, 1)),
    ]
    for f, shift in broken:
        answer(f, x, shift).equals(False)


@equivariant.hidden(points=1, looks_at="that nothing comes in from the other side")
def loses_what_leaves(answer, rng):
    x = rng.uniform(1, 2, size=(7, 6))
    total = Callback(lambda x: np.asarray(x) * 0 + np.sum(x), "total")
    for shift in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        answer(total, x, shift).equals(False, "the sum falls when pixels leave")
    roll = Callback(lambda x: np.asarray(x) + np.asarray(x)[:, :1], "with_first")
    answer(roll, x, (0, 1)).equals(False)


@equivariant.hidden(points=2, looks_at="the margin, and its absence")
def heeds_the_margin(answer, rng):
    x = rng.uniform(1, 2, size=(8, 9))
    padded = Callback(lambda x: correlated(np.pad(x, 1), np.ones((3, 3))), "padded")
    for shift in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        answer(padded, x, shift, margin=1).equals(True)
    answer(padded, x, (-1, 0), margin=0).equals(False)

    def bordered(x, d):
        y = np.array(x, dtype=float)
        y[d, :] = y[-1 - d, :] = y[:, d] = y[:, -1 - d] = 7
        return y

    for d in (0, 1):
        border = Callback(lambda x, d=d: bordered(x, d), "bordered")
        for shift in ((2, 0), (0, -2), (-1, 1)):
            answer(border, x, shift, margin=d + 1).equals(True)
            answer(border, x, shift, margin=d).equals(False)

    def with_a_line(x, line):
        y = np.array(x, dtype=float)
        y[line] = 7
        return y

    every = slice(None)
    left, right, top, bottom = (every, 0), (every, -1), (0,), (-1,)
    shifts = ((0, -1), (0, 1), (-1, 0), (1, 0))
    for line, shift in zip((left, right, top, bottom), shifts, strict=True):
        one = Callback(lambda x, line=line: with_a_line(x, line), "one_line")
        answer(one, x, shift, margin=0).equals(False)
        answer(one, x, shift, margin=1).equals(True)
    zeros = Callback(lambda x: np.asarray(x) * 0.0, "zeros")
    answer(zeros, x, (4, 0), margin=2).raises("ValueError", "margin")
    answer(zeros, x, (0, 0), margin=4).raises("ValueError", "margin")
