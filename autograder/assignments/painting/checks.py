"""Checks of the assignment painting."""

import math

import numpy as np

from autograder.assignments.students_examples import (
    demand_a_catch,
    demand_agreement,
)
from autograder.checking import Exercise, Rng

predict_then_run = Exercise(
    "predict_then_run",
    minutes=10,
    difficulty=1,
    hints=(
        "A prediction is a number that you are willing to be wrong about. For the "
        "parameters: how many matrices does such a network have?",
        "Open the picture, add up the three channels of each pixel as ordinary whole "
        "numbers, compare, and take an average. A layer with 50 units behind 2 "
        "inputs has 2 * 50 weights and 50 biases.",
        "A picture of four pixels with the sums 90, 300, 600 and 690 has a blue share "
        "of 3 / 4, and who says grey everywhere is right in 1 / 4. A network with 2 "
        "inputs, two hidden layers of 5 and 3 outputs has 15 + 30 + 18 = 63 "
        "parameters.",
    ),
)


@predict_then_run.public(points=1)
def records_three_predictions(answer, rng):
    outcome = answer()
    log = outcome.value
    names = {"blue_share", "grey_everywhere", "parameters"}
    outcome.satisfies(
        type(log) is dict and set(log) == names,
        "a dict with the keys blue_share, grey_everywhere and parameters",
    )
    for pair in log.values():
        fits = type(pair) in (tuple, list) and len(pair) == 2
        outcome.satisfies(fits, "a pair of predicted and measured for each key")
        numbers = all(np.asarray(part).dtype.kind in "iuf" for part in pair)
        single = numbers and all(np.ndim(part) == 0 for part in pair)
        outcome.satisfies(single, "two numbers in each pair")
        outcome.satisfies(min(pair) >= 0, "numbers that are not negative")
    for name in ("blue_share", "grey_everywhere"):
        why = "a part of all pixels is a number from 0 to 1, not a percentage"
        outcome.satisfies(max(log[name]) <= 1, f"at most 1 for {name}", why)


@predict_then_run.public(points=1)
def measures_beside_each_prediction(answer, rng):
    outcome = answer()
    measured = {name: pair[1] for name, pair in outcome.value.items()}
    total = measured["blue_share"] + measured["grey_everywhere"]
    why = "a pixel is blue or grey, so the two measured parts add up to 1"
    outcome.satisfies(abs(total - 1) < 1e-9, "parts that add up to 1", why)


def blue_pixels():
    """Count the blue pixels of the bird one by one, and all pixels."""
    from datasets import painting_picture

    rows = painting_picture(24).tolist()
    sums = [sum(pixel) for row in rows for pixel in row]
    return sum(total <= 600 for total in sums), len(sums)


@predict_then_run.hidden(points=1, looks_at="the part of the pixels that is blue")
def measured_the_blue_share(answer, rng):
    blue, n = blue_pixels()
    outcome = answer()
    measured = outcome.value["blue_share"][1]
    outcome.satisfies(abs(measured - blue / n) < 1e-3, "the measured share")


@predict_then_run.hidden(points=1, looks_at="what saying grey everywhere scores")
def measured_grey_everywhere(answer, rng):
    blue, n = blue_pixels()
    outcome = answer()
    measured = outcome.value["grey_everywhere"][1]
    outcome.satisfies(abs(measured - (n - blue) / n) < 1e-3, "the measured share")


@predict_then_run.hidden(points=2, looks_at="the number of parameters")
def counted_the_parameters(answer, rng):
    sizes = [2, *[50] * 10, 3]
    arrays = [np.zeros((n + 1, m)) for n, m in zip(sizes, sizes[1:], strict=False)]
    outcome = answer()
    measured = outcome.value["parameters"][1]
    outcome.satisfies(measured == sum(a.size for a in arrays), "the counted number")


pixel_table = Exercise(
    "pixel_table",
    minutes=15,
    difficulty=2,
    hints=(
        "Draw a picture of 2 rows and 3 columns and number its pixels from 0 to 5 in "
        "reading order. In which row and column is pixel number 4?",
        "One division by the width, with its remainder, turns the number of a pixel "
        "into its row and its column; other ways give every row number w times and "
        "all columns h times. The colours need one reshape and one division.",
        "In 2 rows of 3 columns the pairs are (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), "
        "(1, 2). A pixel of 0, 51, 255 becomes 0.0, 0.2, 1.0. A picture of shape "
        "(2, 3, 4) has a fourth channel and is refused.",
    ),
)


@pixel_table.public(points=1)
def lists_pixels_in_reading_order(answer, rng):
    img = np.zeros((2, 3, 3), dtype=np.uint8)
    outcome = answer(img)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "two tables, X and Y")
    X = outcome.value[0]
    expected = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
    same = np.shape(X) == (6, 2) and np.array_equal(X, expected)
    outcome.satisfies(same, f"{expected} as X", "row and column, line after line")


@pixel_table.public(points=1)
def scales_colours_to_0_and_1(answer, rng):
    img = np.array([[[0, 51, 255], [102, 204, 153]]], dtype=np.uint8)
    expected = [[0.0, 0.2, 1.0], [0.4, 0.8, 0.6]]
    outcome = answer(img)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "two tables, X and Y")
    Y = outcome.value[1]
    same = np.shape(Y) == (2, 3) and np.allclose(Y, expected)
    outcome.satisfies(same, f"{expected} as Y", "each number divided by 255")


@pixel_table.hidden(points=1, looks_at="pictures that are not square")
def puts_each_colour_beside_its_place(answer, rng):
    for h, w in ((7, 5), (3, 11), (1, 1)):
        img = rng.integers(0, 256, size=(h, w, 3)).astype(np.uint8)
        outcome = answer(img)
        X, Y = outcome.value
        fits = np.shape(X) == (h * w, 2) and np.shape(Y) == (h * w, 3)
        outcome.satisfies(fits, f"shapes ({h * w}, 2) and ({h * w}, 3)")
        places = [(int(row), int(column)) for row, column in X]
        inside = all(0 <= r < h and 0 <= c < w for r, c in places)
        outcome.satisfies(inside, "rows below h and columns below w")
        outcome.satisfies(len(set(places)) == h * w, "each place once")
        for (row, column), colour in zip(places, Y, strict=True):
            fits = np.allclose(colour, img[row, column] / 255)
            outcome.satisfies(fits, "beside each place the colour that is there")


@pixel_table.hidden(points=1, looks_at="the order of the pixels")
def keeps_the_reading_order(answer, rng):
    h, w = int(rng.integers(2, 5)), int(rng.integers(5, 9))
    outcome = answer(np.zeros((h, w, 3), dtype=np.uint8))
    X = outcome.value[0]
    expected = [(r, c) for r in range(h) for c in range(w)]
    same = np.shape(X) == (h * w, 2) and np.array_equal(X, expected)
    outcome.satisfies(same, "line after line, from left to right")


@pixel_table.hidden(points=1, looks_at="whether both tables are floating point")
def returns_floating_point_numbers(answer, rng):
    img = rng.integers(0, 255, size=(2, 5, 3)).astype(np.uint8)
    outcome = answer(img)
    X, Y = (np.asarray(part) for part in outcome.value)
    both = X.dtype.kind == "f" and Y.dtype.kind == "f"
    outcome.satisfies(both, "two tables of floating point numbers")


@pixel_table.hidden(points=1, looks_at="pictures with transparency or other numbers")
def refuses_other_pictures(answer, rng):
    n = int(rng.integers(2, 6))
    img = np.zeros((n, 7, 4), dtype=np.uint8)
    answer(img).raises("ValueError", f"({n}, 7, 4)")
    answer(img[:, :, 0]).raises("ValueError", f"({n}, 7)")
    answer(img[:, :, :2]).raises("ValueError", f"({n}, 7, 2)")
    answer(np.zeros((n, 5, 3, 3), np.uint8)).raises("ValueError", f"({n}, 5, 3, 3)")
    answer(np.zeros((n, 7, 3))).raises("ValueError", "float64")
    answer(np.zeros((n, 7, 3), dtype=bool)).raises("ValueError", "bool")


rebuild = Exercise(
    "rebuild",
    minutes=12,
    difficulty=2,
    hints=(
        "What is 256 as uint8? And 254.7? Do the arithmetic with floating point "
        "numbers, and turn them into bytes at the very end.",
        "Four steps in this order: bring everything into the range from 0 to 1, "
        "multiply, take the nearest whole number, change the dtype and the shape. "
        "What happens in the last step to a number that is not yet whole?",
        "The colours -0.2, 0.5 and 1.3 become 0, 128 (127.5 lies in the middle, 128 "
        "or 127 would be near enough) and 255. The number 0.9999 becomes 255, because "
        "254.97 is nearer to 255 than to 254.",
    ),
)


@rebuild.public(points=1)
def cuts_off_what_is_no_colour(answer, rng):
    rgb = np.array([[-0.2, 0.2, 1.3], [0.0, 1.0, 0.4]])
    expected = np.array([[[0, 51, 255], [0, 255, 102]]], dtype=np.uint8)
    why = "below 0 counts as 0, above 1 counts as 1"
    answer(rgb, 1, 2).equals(expected, why)


@rebuild.public(points=1)
def takes_the_nearest_whole_number(answer, rng):
    rgb = np.array([[0.9999, 0.103, 0.0015]])
    expected = np.array([[[255, 26, 0]]], dtype=np.uint8)
    outcome = answer(rgb, 1, 1)
    outcome.equals(expected, "254.97, 26.27 and 0.38 are near these")
    is_bytes = np.asarray(outcome.value).dtype == np.uint8
    outcome.satisfies(is_bytes, "an array of dtype uint8")


@rebuild.hidden(points=1, looks_at="whether a picture survives the round trip")
def undoes_the_table(answer, rng):
    for h, w in ((5, 3), (2, 7), (1, 1)):
        img = rng.integers(0, 256, size=(h, w, 3)).astype(np.uint8)
        rgb = [[n / 255 for n in pixel] for row in img.tolist() for pixel in row]
        answer(np.array(rgb), h, w).equals(img)


@rebuild.hidden(points=1, looks_at="the dtype of the picture")
def returns_bytes(answer, rng):
    outcome = answer(rng.uniform(size=(15, 3)), 3, 5).has_shape((3, 5, 3))
    is_bytes = np.asarray(outcome.value).dtype == np.uint8
    outcome.satisfies(is_bytes, "an array of dtype uint8")


@rebuild.hidden(points=1, looks_at="tables with another number of rows")
def refuses_another_number_of_rows(answer, rng):
    answer(np.zeros((7, 3)), 3, 4).raises("ValueError", "(7, 3)", "12")
    answer(np.zeros((6, 4)), 2, 3).raises("ValueError", "(6, 4)")
    answer(np.zeros((2, 3, 3)), 2, 3).raises("ValueError", "(2, 3, 3)")


@rebuild.hidden(points=1, looks_at="numbers that are not finite")
def refuses_what_is_not_finite(answer, rng):
    for bad in (np.nan, np.inf):
        rgb = rng.uniform(size=(4, 3))
        rgb[int(rng.integers(4)), 1] = bad
        answer(rgb, 2, 2).raises("ValueError")


@rebuild.hidden(points=1, looks_at="whether the table is unchanged")
def leaves_the_table_unchanged(answer, rng):
    rgb = np.array([[-0.6, 0.2, 1.6], [1.0, 0.4, 0.0]]) * int(rng.integers(1, 3))
    outcome = answer(rgb, 2, 1).keeps_arguments()
    expected = [[[int(255 * min(max(n, 0), 1) + 0.5) for n in row]] for row in rgb]
    outcome.equals(np.array(expected, dtype=np.uint8))


scale_coordinates = Exercise(
    "scale_coordinates",
    minutes=10,
    difficulty=1,
    hints=(
        "The last pixel must land on +1 exactly. Which number has the last of 5 rows?",
        "Between the first and the last of h rows there are h - 1 steps. Map 0 to -1 "
        "and that many steps to 1, with a straight line. Which division goes wrong "
        "when there is a single row?",
        "With 5 rows, row 0 goes to -1, row 1 to -0.5, row 2 to 0, row 4 to 1. With "
        "5 rows and 1 column, the pixel (3, 0) goes to (0.5, 0). Two pixels of a "
        "picture are scaled as they would be among all others.",
    ),
)


@scale_coordinates.public(points=1)
def puts_the_corners_at_1(answer, rng):
    X = np.array([[0.0, 0.0], [0.0, 4.0], [2.0, 0.0], [2.0, 4.0]])
    expected = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    answer(X, 3, 5).equals(expected, "the corners of 3 rows and 5 columns")


@scale_coordinates.public(points=1)
def scales_a_piece_like_the_whole(answer, rng):
    X = np.array([[1.0, 2.0], [2.0, 3.0], [2.0, 4.0]])
    expected = np.array([[-0.5, 0.0], [0.0, 0.5], [0.0, 1.0]])
    why = "the picture has 5 rows and 5 columns, whichever pixels are asked for"
    answer(X, 5, 5).equals(expected, why)


@scale_coordinates.hidden(points=1, looks_at="equal steps between rows and columns")
def takes_equal_steps(answer, rng):
    wide = int(rng.integers(10, 20))
    for h, w in ((int(rng.integers(3, 9)), wide), (2, wide)):
        X = np.array([(r, c) for r in range(h) for c in range(w)], dtype=float)
        outcome = answer(X, h, w).has_shape((h * w, 2)).keeps_arguments()
        rows = outcome.value[:, 0].reshape(h, w)
        columns = outcome.value[:, 1].reshape(h, w)
        steps = np.diff(rows, axis=0)
        outcome.satisfies(np.allclose(steps, 2 / (h - 1)), "equal steps")
        outcome.satisfies(np.allclose(np.diff(columns), 2 / (w - 1)), "equal steps")
        outcome.satisfies(np.allclose([rows[0, 0], rows[-1, 0]], [-1, 1]), "-1 and 1")
        outcome.satisfies(np.allclose(columns[0, [0, -1]], [-1, 1]), "-1 and 1")


@scale_coordinates.hidden(points=1, looks_at="a single row or column")
def puts_an_only_row_at_0(answer, rng):
    n = int(rng.integers(3, 9))
    answer(np.array([[0.0, n - 1.0]]), 1, n).is_silent().equals(np.array([[0.0, 1.0]]))
    answer(np.array([[0.0, 0.0]]), n, 1).is_silent().equals(np.array([[-1.0, 0.0]]))
    answer(np.array([[0.0, 0.0]]), 1, 1).is_silent().equals(np.zeros((1, 2)))


@scale_coordinates.hidden(points=1, looks_at="integers and lists")
def takes_whole_numbers(answer, rng):
    row = int(rng.integers(1, 8))
    expected = np.array([[row / 4 - 1, -0.75]])
    answer(np.array([[row, 1]]), 9, 9).is_floating().equals(expected)
    answer([[row, 1]], 9, 9).is_floating().equals(expected)


@scale_coordinates.hidden(points=1, looks_at="what is not a table with two columns")
def refuses_three_columns(answer, rng):
    n = int(rng.integers(4, 9))
    answer(np.zeros((n, 3)), 5, 5).raises("ValueError", f"({n}, 3)")
    answer(np.zeros((n, 1)), 5, 5).raises("ValueError", f"({n}, 1)")
    answer(np.zeros((n, 2, 2)), 5, 5).raises("ValueError", f"({n}, 2, 2)")
    answer(np.zeros(2), 5, 5).raises("ValueError", "(2,)")


label_pixels = Exercise(
    "label_pixels",
    minutes=10,
    difficulty=2,
    hints=(
        "Add 200 and 200 as uint8. What comes out, and why?",
        "Say in which kind of number the sum over the last axis is to be taken. Then "
        "one comparison for all pixels, and one change of shape.",
        "The pixel (200, 200, 200) adds up to 600 and is blue, because 600 or less is "
        "blue. As bytes the same sum is 600 - 512 = 88. The pixel (201, 200, 200) is "
        "grey. With the threshold 100, (30, 30, 30) is blue and (40, 40, 40) grey.",
    ),
)


@label_pixels.public(points=1)
def tells_blue_from_grey(answer, rng):
    pixels = [[40, 40, 40], [20, 200, 150], [0, 120, 30], [30, 40, 20]]
    why = "120, 370 and 150 are above the threshold 100, and 90 is not"
    answer(np.array([pixels], dtype=np.uint8), 100).equals(np.array([0, 0, 0, 1]), why)
    img = np.array([[[30, 90, 200], [230, 230, 232]]], dtype=np.uint8)
    answer(img).equals(np.array([1, 0]), "320 is at most 600, 692 is not")


@label_pixels.public(points=1)
def counts_the_threshold_as_blue(answer, rng):
    img = np.array([[[200, 200, 200]], [[201, 200, 200]]], dtype=np.uint8)
    answer(img).equals(np.array([1, 0]), "600 or less is blue")


@label_pixels.hidden(points=1, looks_at="sums that no byte can hold")
def adds_up_beyond_255(answer, rng):
    img = rng.integers(201, 256, size=(3, 5, 3)).astype(np.uint8)
    answer(img).equals(np.zeros(15, dtype=int))
    answer(img, 765).equals(np.ones(15, dtype=int))


@label_pixels.hidden(points=1, looks_at="other thresholds")
def listens_to_the_threshold(answer, rng):
    threshold = int(rng.integers(90, 120))
    values = [threshold // 3 + step for step in (-9, 9, -1, 5, 40, -20)]
    img = np.array([[[v, v, v] for v in values]], dtype=np.uint8)
    expected = np.array([int(3 * v <= threshold) for v in values])
    answer(img, threshold).equals(expected)
    answer(img, threshold=threshold).equals(expected)


@label_pixels.hidden(
    points=1,
    looks_at="pictures that are not square, and whether labels are whole numbers",
)
def labels_in_reading_order(answer, rng):
    h, w = int(rng.integers(2, 5)), int(rng.integers(5, 9))
    img = rng.integers(0, 256, size=(h, w, 3)).astype(np.uint8)
    img[1, 1] = 100, 90, 210
    flat = [pixel for row in img.tolist() for pixel in row]
    expected = np.array([1 if sum(pixel) <= 400 else 0 for pixel in flat])
    outcome = answer(img, 400).has_shape((h * w,)).equals(expected)
    whole = np.asarray(outcome.value).dtype.kind in "iu"
    outcome.satisfies(whole, "whole numbers").keeps_arguments()


@label_pixels.hidden(points=1, looks_at="pictures of another shape")
def refuses_other_shapes(answer, rng):
    n = int(rng.integers(4, 9))
    answer(np.zeros((n, 5), np.uint8)).raises("ValueError", f"({n}, 5)")
    answer(np.zeros((2, n, 4), np.uint8)).raises("ValueError", f"(2, {n}, 4)")
    answer(np.zeros((2, n, 2), np.uint8)).raises("ValueError", f"(2, {n}, 2)")
    stack = np.zeros((2, n, 3, 3), np.uint8)
    answer(stack).raises("ValueError", f"(2, {n}, 3, 3)")


make_painter = Exercise(
    "make_painter",
    minutes=20,
    difficulty=2,
    hints=(
        "Name every argument of MLPRegressor: its first one is not what old pages "
        "say. Time your painter on 24 by 24 pixels before you make it larger.",
        "make_pipeline from sklearn.pipeline puts a scaler from sklearn.preprocessing "
        "before the network. 576 pixels in batches of 200 are three steps an epoch. "
        "If the error stays large, take more steps or larger ones: smaller batches, "
        "a larger learning_rate_init, a larger max_iter.",
        "For another task: make_pipeline(MinMaxScaler(), MLPClassifier("
        "hidden_layer_sizes=(8,), max_iter=30, random_state=5)). A learning rate of "
        "0.001 moves a weight by about 0.001 in a step, so 100 steps move it by "
        "about 0.1 at most; a network that must learn in 200 steps wants ten times "
        "that.",
    ),
)


@make_painter.public(points=1)
def scales_before_a_small_network(answer, rng):
    painter = answer(1).named("painter")
    kind = painter.attribute("__class__").named("its type").attribute("__name__")
    kind.satisfies(kind.value == "Pipeline", "a Pipeline, which scales first")
    steps = painter.attribute("steps")
    why = "a scaler and a network make a pipeline of at least two steps"
    fits = type(steps.value) is list and len(steps.value) >= 2
    steps.satisfies(fits, "at least two steps", why)
    network = painter.method("__getitem__", -1).named("the last step")
    sizes = network.attribute("hidden_layer_sizes")
    why = "ten layers take many times as long and are not needed"
    layers = [int(n) for n in np.ravel(sizes.value)]
    sizes.satisfies(1 <= len(layers) <= 3, "one, two or three hidden layers", why)
    sizes.satisfies(max(layers) <= 100, "layers of at most 100 units")
    most = network.attribute("max_iter")
    most.satisfies(most.value <= 500, "max_iter of at most 500")


@make_painter.public(points=2)
def paints_better_than_one_colour(answer, rng):
    from time import process_time

    row, column = np.divmod(np.arange(24 * 24), 24)
    X = np.column_stack([row, column]).astype(float)
    Y = np.full((24 * 24, 3), 0.9)
    Y[(row - 9) ** 2 + (column - 13) ** 2 < 45] = 0.1, 0.4, 0.8
    Y[row > 19] = 0.4, 0.3, 0.1
    for number in (1, 2):
        painter = answer(number).named(f"make_painter({number})")
        settings = painter.method("get_params")
        pairs = settings.value.items()
        losses = [value for key, value in pairs if key.split("__")[-1] == "loss"]
        why = "an argument without a name goes to the first parameter, the loss"
        a_name = type(losses[0]) is str
        settings.satisfies(a_name, f"a name as loss, not {losses[0]}", why)
        started = process_time()
        fitted = painter.method("fit", X, Y).named(f"make_painter({number})")
        seconds = process_time() - started
        outcome = fitted.method("predict", X).has_shape((576, 3))
        share = np.mean((outcome.value - Y) ** 2) / np.mean((Y - Y.mean(axis=0)) ** 2)
        why = f"its error is {share:.0%} of the error of the average colour"
        outcome.satisfies(share <= 0.4, "at most 40% of that error", why)
        why = f"fit took {seconds:.1f} s of processor time"
        outcome.satisfies(seconds <= 1.5, "a painter that learns in a second", why)


def patches(rng, first_row, first_column):
    """Draw three patches of colour, with places far from the corner."""
    row, column = np.divmod(np.arange(24 * 24), 24)
    Y = np.empty((24 * 24, 3))
    Y[:] = rng.uniform(0.7, 1, size=3)
    middle = rng.uniform(8, 14, size=2)
    inside = (row - middle[0]) ** 2 + (column - middle[1]) ** 2 < 49
    Y[inside] = rng.uniform(0, 0.3, size=3)
    Y[row > 18] = rng.uniform(0.3, 0.5, size=3)
    return np.column_stack([row + first_row, column + first_column]).astype(float), Y


def paint(answer, number, X, Y):
    """Make a painter, let it learn, and return how it paints."""
    painter = answer(number).named("painter")
    settings = painter.method("get_params")
    losses = [v for k, v in settings.value.items() if k.split("__")[-1] == "loss"]
    settings.satisfies(type(losses[0]) is str, "the name of a loss")
    fitted = painter.method("fit", X, Y).named("painter")
    return fitted.method("predict", X).has_shape((len(X), 3))


@make_painter.hidden(points=2, looks_at="other patches, also far from the corner")
def paints_a_piece_far_from_the_corner(answer, rng):
    for place in ((2000, 700), (5000, 9000)):
        X, Y = patches(rng, *place)
        outcome = paint(answer, int(rng.integers(1000)), X, Y)
        error = np.mean((outcome.value - Y) ** 2)
        one_colour = np.mean((Y - Y.mean(axis=0)) ** 2)
        few = error <= 0.4 * one_colour
        outcome.satisfies(few, "at most two fifths of the error of one colour")


@make_painter.hidden(points=1, looks_at="painters made with the same number")
def paints_the_same_with_the_same_number(answer, rng):
    X, Y = patches(rng, 0, 0)
    seed = int(rng.integers(1000))
    paintings = []
    for number in (seed, seed, seed + 1):
        outcome = paint(answer, number, X[::12], Y[::12])
        paintings.append(outcome.value)
    same = np.array_equal(paintings[0], paintings[1])
    outcome.satisfies(same, "the same painting for the same random_state")
    other = not np.allclose(paintings[0], paintings[2])
    outcome.satisfies(other, "another painting for another random_state")


decode = Exercise(
    "decode",
    minutes=6,
    difficulty=1,
    hints=(
        "Give it two rows and look at the shape of what comes out.",
        "NumPy has a function for the place of the largest number. Without being told "
        "along which axis, it looks at the whole table as one long list.",
        "The rows [0.1, 0.9] and [0.8, 0.2] give the labels 1 and 0. The row "
        "[0.4, 0.4, 0.2] gives 0: two labels are equally likely, and 0 is smaller.",
    ),
)


@decode.public(points=1)
def gives_one_label_for_each_row(answer, rng):
    proba = np.array([[0.1, 0.9], [0.8, 0.2], [0.4, 0.6]])
    answer(proba).equals(np.array([1, 0, 1]), "three rows, three labels")


@decode.public(points=1)
def takes_the_smaller_of_two_labels(answer, rng):
    proba = np.array([[0.4, 0.4, 0.2], [0.2, 0.4, 0.4]])
    answer(proba).equals(np.array([0, 1]), "if two are equal, the smaller label")


@decode.hidden(points=1, looks_at="more labels than rows")
def finds_any_number_of_labels(answer, rng):
    for n, k in ((3, 7), (11, 4), (1, 5), (4, 1)):
        labels = rng.integers(k, size=n)
        proba = rng.uniform(0, 0.4, size=(n, k))
        proba[np.arange(n), labels] = 0.5
        answer(proba).equals(labels)


@decode.hidden(points=1, looks_at="whether labels are whole numbers")
def returns_whole_numbers(answer, rng):
    proba = rng.uniform(size=(5, 3))
    outcome = answer(proba).has_shape((5,)).keeps_arguments()
    whole = np.asarray(outcome.value).dtype.kind in "iu"
    outcome.satisfies(whole, "whole numbers")


@decode.hidden(points=1, looks_at="lists of rows")
def takes_lists(answer, rng):
    label = int(rng.integers(1, 3))
    row = [0.1, 0.1, 0.1]
    row[label] = 0.8
    answer([row, [0.7, 0.2, 0.1]]).equals(np.array([label, 0]))


@decode.hidden(points=1, looks_at="what is not a table")
def refuses_what_is_not_a_table(answer, rng):
    n = int(rng.integers(3, 9))
    answer(np.full(n, 1 / n)).raises("ValueError", f"({n},)")
    answer(np.zeros((2, n, 3))).raises("ValueError", f"(2, {n}, 3)")


pixel_accuracy = Exercise(
    "pixel_accuracy",
    minutes=10,
    difficulty=1,
    hints=(
        "What is 100 - 150 in uint8? Which sign should a distance have?",
        "Turn both pictures into floating point numbers before you subtract. Then "
        "take distances, average once over everything, divide, subtract from 1.",
        "The pictures [[[0, 0, 255]]] and [[[51, 0, 0]]] differ by 51, 0 and 255. The "
        "average is 102, which is 0.4 of 255, so the accuracy is 0.6.",
    ),
)


@pixel_accuracy.public(points=1)
def gives_the_worked_example(answer, rng):
    img = np.array([[[0, 0, 255], [102, 153, 0]]], dtype=np.uint8)
    painted = np.array([[[51, 0, 0], [0, 51, 102]]], dtype=np.uint8)
    why = "distances 51, 0, 255, and three times 102, on average 102"
    answer(img, painted).equals(0.6, why)


@pixel_accuracy.public(points=1)
def finds_equal_pictures_equal(answer, rng):
    img = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
    answer(img, img).equals(1.0)
    one = np.full((2, 3, 3), 90, dtype=np.uint8)
    answer(one, one).equals(1.0, "a picture of one colour, painted without a flaw")


@pixel_accuracy.hidden(points=1, looks_at="pictures of which half is wrong")
def half_of_the_pixels_wrong(answer, rng):
    img = np.zeros((4, 5, 3), dtype=np.uint8)
    painted = img.copy()
    painted.reshape(-1, 3)[rng.permutation(20)[:10]] = 255
    answer(img, painted).equals(0.5)
    answer(painted, img).equals(0.5)


@pixel_accuracy.hidden(points=1, looks_at="channels that do not change")
def survives_a_constant_channel(answer, rng):
    img = rng.integers(0, 100, size=(5, 7, 3)).astype(np.uint8)
    img[:, :, 1] = 200
    step = int(rng.integers(1, 50))
    answer(img, img + np.uint8(step)).equals(1 - step / 255)


@pixel_accuracy.hidden(points=1, looks_at="distances in both directions")
def measures_distances_in_bytes(answer, rng):
    img, painted = rng.integers(0, 256, size=(2, 3, 5, 3)).astype(np.uint8)
    pairs = zip(img.ravel().tolist(), painted.ravel().tolist(), strict=True)
    total = math.fsum(abs(a - b) for a, b in pairs)
    expected = 1 - total / (45 * 255)
    answer(img, painted).equals(expected).keeps_arguments()
    answer(painted, img).equals(expected).is_floating()


@pixel_accuracy.hidden(points=1, looks_at="pictures of two sizes")
def refuses_two_sizes(answer, rng):
    n = int(rng.integers(2, 9))
    img = np.zeros((n, 1, 3), dtype=np.uint8)
    painted = np.zeros((1, 1, 3), dtype=np.uint8)
    answer(img, painted).raises("ValueError", f"({n}, 1, 3)", "(1, 1, 3)")
    answer(painted, img).raises("ValueError", f"({n}, 1, 3)", "(1, 1, 3)")


baseline = Exercise(
    "baseline",
    minutes=15,
    difficulty=3,
    hints=(
        "Four pixels have the brightness 0, 0, 0 and 100. You paint all four with "
        "one brightness and pay for each step of distance. What do you choose?",
        "Think of each channel by itself, with all its numbers in a row from small to "
        "large. Moving your choice a step up brings it nearer to those above and "
        "farther from those below. Where does it stop to pay off?",
        "For 0, 0, 0 and 100, the average 25 pays 25 + 25 + 25 + 75 = 150, and 0 pays "
        "100. In a picture with these four numbers in every channel the best is "
        "1 - (100 / 4) / 255, about 0.902.",
    ),
)


@baseline.public(points=1)
def beats_the_average_colour(answer, rng):
    img = np.zeros((2, 2, 3), dtype=np.uint8)
    img[1, 1] = 102
    answer(img).equals(0.9, "black pays 102 in one pixel of four: 25.5 is 0.1 of 255")


@baseline.public(points=1)
def knows_pictures_of_one_colour(answer, rng):
    img = np.empty((3, 2, 3), dtype=np.uint8)
    img[:] = 10, 200, 90
    answer(img).equals(1.0, "one colour paints this picture without a flaw")


@baseline.hidden(points=2, looks_at="whether any other colour would score more")
def no_colour_scores_more(answer, rng):
    img = (255 * rng.uniform(size=(3, 5, 3)) ** 3).astype(np.uint8)
    best = 0.0
    for channel in range(3):
        values = img[:, :, channel].ravel().tolist()
        best += min(math.fsum(abs(v - c) for v in values) for c in range(256))
    answer(img).equals(1 - best / (45 * 255)).is_floating().keeps_arguments()


@baseline.hidden(points=1, looks_at="channels that differ")
def chooses_each_channel_by_itself(answer, rng):
    img = np.empty((5, 3, 3), dtype=np.uint8)
    img[:] = rng.permutation([0, 120, 250])
    img[int(rng.integers(5)), 1] = 255
    flat = img.reshape(-1, 3).tolist()
    common = max(flat, key=flat.count)
    paid = sum(abs(a - b) for p in flat for a, b in zip(p, common, strict=True))
    answer(img).equals(1 - paid / (45 * 255))


@baseline.hidden(points=1, looks_at="an even number of pixels")
def works_for_an_even_number_of_pixels(answer, rng):
    low, high = sorted(int(n) for n in rng.choice(256, size=2, replace=False))
    img = np.full((2, 3, 3), low, dtype=np.uint8)
    img[1] = high
    answer(img).equals(1 - (high - low) / 2 / 255)


@baseline.hidden(points=1, looks_at="pictures of another shape")
def refuses_a_picture_without_channels(answer, rng):
    n = int(rng.integers(4, 9))
    answer(np.zeros((n, 5), np.uint8)).raises("ValueError", f"({n}, 5)")
    answer(np.zeros((2, n, 4), np.uint8)).raises("ValueError", f"(2, {n}, 4)")
    answer(np.zeros((2, n, 2), np.uint8)).raises("ValueError", f"(2, {n}, 2)")
    stack = np.zeros((2, n, 3, 3), np.uint8)
    answer(stack).raises("ValueError", f"(2, {n}, 3, 3)")


holdout_pixels = Exercise(
    "holdout_pixels",
    minutes=10,
    difficulty=1,
    hints=(
        "Intersect the two sets of numbers. What must come out, and what must their "
        "union be?",
        "Shuffle the numbers from 0 to n - 1 once, with the generator that you are "
        "given, and cut the result in two.",
        "For n = 5 and fraction 0.4, two pixels are kept away. If the shuffled "
        "numbers are 3, 0, 4, 1, 2, then test can be [3, 0] and train [4, 1, 2].",
    ),
)


@holdout_pixels.public(points=1)
def keeps_the_right_number_away(answer, rng):
    outcome = answer(10, 0.3, Rng(1))
    outcome.satisfies(len(outcome.value) == 2, "train and test")
    train, test = outcome.value
    fits = np.shape(train) == (7,) and np.shape(test) == (3,)
    outcome.satisfies(fits, "7 numbers to train and 3 to test")
    outcome = answer(10, 0.0, Rng(1))
    train, test = outcome.value
    fits = np.shape(train) == (10,) and np.shape(test) == (0,)
    outcome.satisfies(fits, "10 numbers to train and none to test")
    outcome = answer(100, 0.29, Rng(1))
    why = "0.29 * 100 is 28.999999999999996 in floating point numbers"
    fits = np.shape(outcome.value[1]) == (29,)
    outcome.satisfies(fits, "29 numbers to test", why)


@holdout_pixels.public(points=1)
def uses_each_pixel_once(answer, rng):
    outcome = answer(20, 0.25, Rng(3))
    both = [int(i) for part in outcome.value for i in part]
    why = "a pixel in both parts would be judged by what was learned by heart"
    outcome.satisfies(sorted(both) == list(range(20)), "each of 0 to 19 once", why)


@holdout_pixels.public(points=1)
def draws_from_the_generator(answer, rng):
    seeds = [int(seed) for seed in rng.choice(1000, size=4, replace=False)]
    tests = []
    for seed in [seeds[0], *seeds]:
        outcome = answer(101, 0.2, Rng(seed))
        tests.append(sorted(int(i) for i in outcome.value[1]))
    outcome.satisfies(tests[0] == tests[1], "the same split for the same seed")
    different = len({tuple(test) for test in tests}) == 4
    outcome.satisfies(different, "another split for another seed")


@holdout_pixels.hidden(points=1, looks_at="other sizes, and parts of 0 and 1")
def splits_any_number(answer, rng):
    n = 10 * int(rng.integers(3, 9))
    parts = [(0.0, 0), (0.29, round(29 * n / 100)), (7.75 / n, 8), (1.0, n)]
    for fraction, size in parts:
        outcome = answer(n, fraction, Rng(int(rng.integers(1000))))
        train, test = outcome.value
        outcome.satisfies(len(test) == size, f"{size} numbers to test")
        numbers = sorted(int(i) for i in [*train, *test])
        outcome.satisfies(numbers == list(range(n)), "each number once")


@holdout_pixels.hidden(points=1, looks_at="whether every pixel has the same chance")
def gives_each_pixel_the_same_chance(answer, rng):
    first = int(rng.integers(1000))
    count = np.zeros(10)
    for seed in range(first, first + 100):
        outcome = answer(10, 0.5, Rng(seed))
        count[np.asarray(outcome.value[1], dtype=int)] += 1
    fair = count.min() >= 20 and count.max() <= 80
    outcome.satisfies(fair, "each pixel in about half of a hundred splits")


@holdout_pixels.hidden(points=1, looks_at="parts below 0 or above 1")
def refuses_other_parts(answer, rng):
    percent = int(rng.integers(2, 99))
    answer(50, percent, Rng(0)).raises("ValueError", str(percent))
    answer(50, 1.5, Rng(0)).raises("ValueError", "1.5")
    answer(50, -0.25, Rng(0)).raises("ValueError", "-0.25")


examples_for_label_pixels = Exercise(
    "examples_for_label_pixels",
    minutes=12,
    difficulty=2,
    hints=(
        "Which pixel does a function that adds up in bytes label wrongly? One whose "
        "sum is above the threshold, and small after 256 is taken off.",
        "Go through the mistakes one by one: the sum in bytes, < in place of <=, the "
        "labels exchanged, a threshold that is never looked at, the mean in place of "
        "the sum. For each find a pixel and a threshold for which it shows.",
        "To catch a function that takes the smallest channel in place of the sum: "
        "([100, 10, 10], 50, 0). The sum 120 is above 50, so 0 is right, and the "
        "smallest channel is 10, so the mistake says 1.",
    ),
)


@examples_for_label_pixels.public(points=1)
def has_three_examples_or_more(answer, rng):
    outcome = answer()
    examples = outcome.value
    is_list = type(examples) is list and 3 <= len(examples) <= 50
    outcome.satisfies(is_list, "a list of 3 to 50 examples")
    for example in examples:
        fits = type(example) in (tuple, list) and len(example) == 3
        outcome.satisfies(fits, "three parts in each: pixel, threshold, expected")
        pixel, threshold, expected = example
        plain = np.shape(pixel) == (3,) and np.asarray(pixel).dtype.kind in "iu"
        outcome.satisfies(plain, "three whole numbers as pixel")
        fits = 0 <= min(pixel) and max(pixel) <= 255
        outcome.satisfies(fits, "numbers from 0 to 255 in the pixel")
        single = np.ndim(threshold) == 0 and np.asarray(threshold).dtype.kind in "iu"
        whole = single and 0 <= threshold <= 765
        outcome.satisfies(whole, "a whole number from 0 to 765 as threshold")
        single = np.ndim(expected) == 0 and np.asarray(expected).dtype.kind in "iub"
        label = single and int(expected) in (0, 1)
        outcome.satisfies(label, "0 or 1 as expected label")


@examples_for_label_pixels.public(points=1)
def expects_both_labels(answer, rng):
    outcome = answer()
    labels = {int(example[2]) for example in outcome.value}
    why = "a function that always gives the same label must fail somewhere"
    outcome.satisfies(labels == {0, 1}, "an example for each of the labels", why)


def agrees(function, example):
    """Tell whether a function does what an example says."""
    pixel, threshold, expected = example
    img = np.array([[pixel]], dtype=np.uint8)
    try:
        return np.array_equal(function(img, threshold), [expected])
    except Exception:
        return False


def right_functions():
    from autograder.assignments.painting import right
    from solutions.painting import label_pixels

    return label_pixels, right.adds_channels_one_by_one


def catches(answer, mistake):
    from autograder.assignments.painting import wrong

    function = getattr(wrong, mistake)
    demand_a_catch(answer(), agrees, right_functions(), function)


@examples_for_label_pixels.hidden(points=1, looks_at="whether right functions agree")
def right_functions_agree(answer, rng):
    demand_agreement(answer(), agrees, right_functions())


@examples_for_label_pixels.hidden(points=1, looks_at="a function that adds in bytes")
def catches_a_sum_in_bytes(answer, rng):
    catches(answer, "adds_up_in_bytes")


@examples_for_label_pixels.hidden(points=1, looks_at="one that has < for <=")
def catches_a_strict_comparison(answer, rng):
    catches(answer, "leaves_the_threshold_out")


@examples_for_label_pixels.hidden(points=1, looks_at="one that ignores its threshold")
def catches_an_ignored_threshold(answer, rng):
    catches(answer, "always_compares_with_600")


@examples_for_label_pixels.hidden(points=1, looks_at="one that takes the mean")
def catches_a_mean(answer, rng):
    catches(answer, "compares_the_mean")
