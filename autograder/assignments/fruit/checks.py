"""Checks of the assignment fruit."""

import colorsys
import io
import math
import zipfile

import numpy as np

from autograder.assignments.students_examples import (
    demand_a_catch,
    demand_agreement,
)
from autograder.checking import Callback, Exercise, Rng

rgb_to_hue = Exercise(
    "rgb_to_hue",
    minutes=20,
    difficulty=2,
    hints=(
        "Grey has no hue. Decide what happens to it before you divide by the "
        "difference of the largest and the smallest number.",
        "Calculate with floating point numbers: bytes cannot be negative. Compute "
        "all three formulas for the whole picture and choose between them pixel by "
        "pixel. Only the formula for red can give a negative number.",
        "The pixel (200, 100, 150) has d = 100 and red as its largest number: "
        "(100 - 150) / 100 = -0.5 sixths. A full turn more is 5.5 sixths, and 5.5 / 6 "
        "is about 0.917.",
    ),
)


@rgb_to_hue.public(points=1)
def knows_the_six_pure_colours(answer, rng):
    img = np.array(
        [
            [[255, 0, 0], [255, 255, 0], [0, 255, 0]],
            [[0, 255, 255], [0, 0, 255], [255, 0, 255]],
        ],
        dtype=np.uint8,
    )
    expected = np.array([[0, 1, 2], [3, 4, 5]]) / 6
    why = "red, yellow, green, cyan, blue, magenta are a sixth of a turn apart"
    answer(img).equals(expected, why, rtol=1e-5, atol=1e-6)


@rgb_to_hue.public(points=1)
def gives_grey_the_hue_of_red(answer, rng):
    greys = [[0, 0, 0], [77, 77, 77], [255, 255, 255]]
    img = np.array([greys], dtype=np.uint8)
    answer(img).is_silent().equals(np.zeros((1, 3)), "grey has the hue 0")


@rgb_to_hue.public(points=1)
def keeps_hues_from_0_to_1(answer, rng):
    img = np.array([[[200, 100, 150]], [[200, 150, 100]]], dtype=np.uint8)
    expected = np.array([[5.5], [0.5]]) / 6
    why = "-0.5 sixths and a full turn are 5.5 sixths"
    answer(img).equals(expected, why, rtol=1e-5, atol=1e-6)


def hues_one_by_one(img):
    """Return the hues of a picture, pixel by pixel, by Python's own library."""
    rows = [[colorsys.rgb_to_hsv(*map(int, pixel))[0] for pixel in row] for row in img]
    return np.array(rows)


@rgb_to_hue.hidden(points=2, looks_at="pictures of many colours that are not square")
def agrees_with_another_library(answer, rng):
    for h, w in ((7, 5), (3, 11), (1, 1)):
        img = rng.integers(0, 256, size=(h, w, 3)).astype(np.uint8)
        outcome = answer(img).has_shape((h, w)).is_floating()
        outcome.equals(hues_one_by_one(img), rtol=1e-5, atol=1e-6)


@rgb_to_hue.hidden(points=1, looks_at="dark and pale pixels, and ties")
def finds_faint_colours(answer, rng):
    level = int(rng.integers(1, 254))
    steps = [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    img = np.array([[np.add(level, step) for step in steps]], dtype=np.uint8)
    outcome = answer(img).is_silent()
    outcome.equals(hues_one_by_one(img), rtol=1e-5, atol=1e-6)
    values = np.asarray(outcome.value)
    outcome.satisfies(np.all((values >= 0) & (values < 1)), "hues from 0 to below 1")


@rgb_to_hue.hidden(points=1, looks_at="whether your input is unchanged")
def leaves_the_picture_unchanged(answer, rng):
    img = rng.integers(0, 256, size=(3, 5, 3)).astype(np.uint8)
    outcome = answer(img).keeps_arguments().is_silent()
    outcome.equals(hues_one_by_one(img), rtol=1e-5, atol=1e-6)


@rgb_to_hue.hidden(points=1, looks_at="other shapes and other kinds of numbers")
def refuses_other_pictures(answer, rng):
    n = int(rng.integers(4, 9))
    answer(np.zeros((n, 5), np.uint8)).raises("ValueError", f"({n}, 5)")
    answer(np.zeros((2, n, 4), np.uint8)).raises("ValueError", f"(2, {n}, 4)")
    answer(np.zeros((2, n, 2), np.uint8)).raises("ValueError", f"(2, {n}, 2)")
    answer(np.zeros((2, n, 3))).raises("ValueError", "float64")
    answer(np.zeros((2, n, 3), dtype=bool)).raises("ValueError", "bool")
    stack = np.zeros((2, n, 3, 3), np.uint8)
    answer(stack).raises("ValueError", f"(2, {n}, 3, 3)")


hue_histogram = Exercise(
    "hue_histogram",
    minutes=12,
    difficulty=2,
    uses=("rgb_to_hue",),
    hints=(
        "Make the histogram of a picture that is red all over, and of one that is "
        "green all over. Are they different?",
        "Which part a pixel belongs to depends on its hue and on nothing else: not on "
        "the smallest or the largest hue of the picture. Multiply, cut off what is "
        "behind the point, and count how often each number occurs.",
        "With 6 parts the hues 0.0, 0.4 and 0.9 give 0, 2.4 and 5.4, so places 0, 2 "
        "and 5 count one pixel each: [1, 0, 1, 0, 0, 1].",
    ),
)


@hue_histogram.public(points=1)
def tells_pictures_of_one_colour_apart(answer, rng):
    colours = {0: (250, 12, 10), 57: (250, 240, 10), 119: (12, 250, 10)}
    for place, colour in colours.items():
        img = np.empty((2, 5, 3), dtype=np.uint8)
        img[:] = colour
        expected = np.zeros(360, dtype=int)
        expected[place] = 10
        why = f"{colour} has a hue between {place} and {place + 1} 360ths"
        answer(img).equals(expected, why)


@hue_histogram.public(points=1)
def counts_each_pixel_once(answer, rng):
    reds = [[250, 20, 10], [9, 9, 9], [250, 10, 20]]
    others = [[10, 250, 20], [20, 10, 250], [250, 10, 240]]
    img = np.array([reds, others], dtype=np.uint8)
    why = "hues of about 0.007, 0 (grey), 0.993, 0.340, 0.674 and 0.840"
    answer(img, 4).equals(np.array([2, 1, 1, 2]), why)


def parts_one_by_one(img, bins):
    """Count hues with whole numbers; None if one is on or near a border."""
    counts = np.zeros(bins, dtype=int)
    for pixel in img.reshape(-1, 3).tolist():
        place = colorsys.rgb_to_hsv(*pixel)[0] * bins
        if place and abs(place - round(place)) < 1e-3:
            return None
        counts[int(place)] += 1
    return counts


def random_picture(rng, h, w, bins, green=0):
    """Draw a picture whose hues are inside of the parts, and count them."""
    while True:
        img = rng.integers(0, 256 - green, size=(h, w, 3))
        img[:, :, 1] += green
        img = img.astype(np.uint8)
        counts = parts_one_by_one(img, bins)
        if counts is not None:
            return img, counts


@hue_histogram.hidden(points=1, looks_at="other numbers of parts")
def counts_into_any_number_of_parts(answer, rng):
    for h, w, bins, green in ((3, 5, 7, 0), (2, 7, 13, 200), (1, 1, 1, 0)):
        img, counts = random_picture(rng, h, w, bins, green)
        answer(img, bins).has_shape((bins,)).equals(counts)
        answer(img, bins=bins).equals(counts)


@hue_histogram.hidden(points=1, looks_at="pictures with few hues")
def ignores_which_hues_a_picture_has(answer, rng):
    for green in (200, 230):
        img, counts = random_picture(rng, 5, 3, 37, green)
        answer(img, 37).has_shape((37,)).equals(counts)


@hue_histogram.hidden(points=1, looks_at="hues close to a full turn")
def keeps_the_last_part(answer, rng):
    img = np.empty((3, 7, 3), dtype=np.uint8)
    img[:] = 255, 0, int(rng.integers(1, 4))
    expected = np.zeros(5, dtype=int)
    expected[4] = 21
    answer(img, 5).equals(expected)
    img[0] = int(rng.integers(60, 200))
    expected[[0, 4]] = 7, 14
    answer(img, 5).equals(expected)


@hue_histogram.hidden(points=1, looks_at="whether counts are whole numbers")
def returns_whole_numbers(answer, rng):
    img, counts = random_picture(rng, 3, 5, 11, 150)
    outcome = answer(img, 11).equals(counts).keeps_arguments()
    whole = np.asarray(outcome.value).dtype.kind in "iu"
    outcome.satisfies(whole, "whole numbers")


@hue_histogram.hidden(points=1, looks_at="no parts, and what is no picture")
def refuses_no_parts(answer, rng):
    n = int(rng.integers(4, 9))
    answer(np.zeros((2, n, 3), np.uint8), 0).raises("ValueError", "0")
    answer(np.zeros((2, n, 3), np.uint8), -n).raises("ValueError", str(-n))
    answer(np.zeros((n, 5), np.uint8)).raises("ValueError", f"({n}, 5)")
    answer(np.zeros((2, n, 4), np.uint8)).raises("ValueError", f"(2, {n}, 4)")
    answer(np.zeros((2, n, 3)), 5).raises("ValueError", "float64")


feature_mask = Exercise(
    "feature_mask",
    minutes=6,
    difficulty=1,
    hints=(
        "How many answers does a table of 3 rows and 5 columns need?",
        "One standard deviation for each column, then one comparison for all of "
        "them. Which axis disappears?",
        "The columns (4, 4), (1, 3) and (0, 10) have the deviations 0, 1 and 5. With "
        "the threshold 1 only the last is kept: 1 is not above 1.",
    ),
)


@feature_mask.public(points=1)
def keeps_columns_that_differ(answer, rng):
    train = np.array([[7.0, 0.0, 30.0, 20.0], [7.0, 10.0, 10.0, 12.0]])
    why = "the columns have the deviations 0, 5, 10 and 4"
    answer(train, 2.0).equals(np.array([False, True, True, True]), why)
    answer(train, 6.0).equals(np.array([False, False, True, False]), why)


@feature_mask.public(points=1)
def leaves_out_what_is_at_the_threshold(answer, rng):
    train = np.array([[1.0, 0.0], [5.0, 6.0], [1.0, 6.0], [5.0, 0.0]])
    why = "the columns have the deviations 2 and 3; 2 is not above 2"
    answer(train, 2.0).equals(np.array([False, True]), why)


@feature_mask.hidden(points=1, looks_at="by which number the squares are divided")
def divides_by_the_number_of_rows(answer, rng):
    width = rng.uniform(2, 9, size=5)
    train = np.stack([-width, width, 0 * width]) + rng.normal(size=5)
    deviation = width * math.sqrt(2 / 3)
    for j in range(5):
        mask = deviation > 1.1 * deviation[j]
        answer(train, 1.1 * deviation[j]).equals(mask)


@feature_mask.hidden(points=1, looks_at="tables of other sizes, and a single row")
def looks_at_each_column_by_itself(answer, rng):
    for n, d in ((11, 3), (2, 7), (1, 5)):
        width = rng.permutation(d) + 1.0
        sign = np.where(np.arange(n) % 2, 1.0, -1.0)[:, None]
        train = 100 * rng.normal(size=d) + width * sign
        expected = [
            np.sqrt(np.mean((c - np.mean(c)) ** 2)) > d / 2 - 0.2 for c in train.T
        ]
        outcome = answer(train, d / 2 - 0.2).has_shape((d,)).keeps_arguments()
        outcome.equals(np.array(expected))


@feature_mask.hidden(points=1, looks_at="whether the result can be used as a mask")
def returns_true_and_false(answer, rng):
    train = rng.integers(0, 50, size=(7, 3))
    train[:, 1] = int(rng.integers(5, 50))
    outcome = answer(train.tolist(), 1.0).equals(np.array([True, False, True]))
    is_mask = np.asarray(outcome.value).dtype == bool
    outcome.satisfies(is_mask, "an array of dtype bool")


@feature_mask.hidden(points=1, looks_at="what is no table, or has no rows")
def refuses_what_is_no_table(answer, rng):
    n = int(rng.integers(4, 9))
    answer(np.zeros(n), 1.0).raises("ValueError", f"({n},)")
    answer(np.zeros((2, n, 3)), 1.0).raises("ValueError", f"(2, {n}, 3)")
    answer(np.zeros((0, n)), 1.0).raises("ValueError", f"(0, {n})")


encode_labels = Exercise(
    "encode_labels",
    minutes=8,
    difficulty=1,
    hints=(
        "Somebody renames a folder, and the files come in another order. May the "
        "number of a class change?",
        "Only `classes` decides the numbers. A dictionary from name to number says "
        "the same for every example, and a name that is not in it is an error.",
        "With the classes ['b', 'c', 'a'], the names ['a', 'a', 'b'] give [2, 2, 0], "
        "and ['d'] is an error that names d.",
    ),
)


@encode_labels.public(points=1)
def takes_the_order_of_the_classes(answer, rng):
    classes = ["mango", "apple", "lemon"]
    names = ["lemon", "mango", "apple", "lemon"]
    why = "mango is class 0, apple class 1, lemon class 2"
    answer(names, classes).equals(np.array([2, 0, 1, 2]), why)


@encode_labels.public(points=1)
def names_what_is_unknown(answer, rng):
    answer(["pear", "fig"], ["fig", "plum"]).raises("ValueError", "pear")


@encode_labels.hidden(points=1, looks_at="classes that do not occur")
def leaves_numbers_for_absent_classes(answer, rng):
    classes = [f"fruit{k}" for k in rng.permutation(9)]
    numbers = rng.choice(9, size=3, replace=False)
    names = [classes[k] for k in numbers]
    answer(names, classes).equals(numbers).keeps_arguments()
    answer(names[::-1], tuple(classes)).equals(numbers[::-1])


@encode_labels.hidden(points=1, looks_at="arrays of names, and no names")
def takes_arrays_of_names(answer, rng):
    classes = np.array(["fig", "watermelon", "pear"])
    numbers = np.append([2, 0], rng.integers(0, 3, size=9))
    outcome = answer(classes[numbers], classes).equals(numbers)
    whole = np.asarray(outcome.value).dtype.kind in "iu"
    outcome.satisfies(whole, "whole numbers")
    answer([], ["fig", "pear"]).has_shape((0,))


@encode_labels.hidden(points=1, looks_at="names that are close to a class")
def refuses_names_that_are_nearly_a_class(answer, rng):
    classes = ["apple", "pineapple", "Fig", "plum tomato"]
    for name in ("Apple", "fig", "plum", "nana", ""):
        answer(["apple", name], classes).raises("ValueError", name)


@encode_labels.hidden(points=1, looks_at="a class that is listed twice")
def refuses_a_class_twice(answer, rng):
    answer(["fig"], ["fig", "pear", "fig"]).raises("ValueError", "fig")
    answer([], ["pear", "lime", "lime"]).raises("ValueError", "lime")


forward_pass = Exercise(
    "forward_pass",
    minutes=12,
    difficulty=2,
    hints=(
        "Draw the layers as arrows: which arrows end in an activation, and which one "
        "ends in a score?",
        "A loop over all matrices except the last one multiplies and activates; the "
        "last one only multiplies. The list of matrices stays a list: they have "
        "different shapes.",
        "With the matrices [[2, -1]] and [[1], [1]] and ReLU, the row [3] gives the "
        "sums (6, -3), after ReLU (6, 0), and the score 6.",
    ),
)


@forward_pass.public(points=1)
def leaves_the_last_layer_as_it_is(answer, rng):
    relu = Callback(lambda z: np.maximum(z, 0), "relu")
    weights = [np.array([[2.0, -1.0]]), np.array([[1.0, -1.0], [1.0, 5.0]])]
    X = np.array([[3.0], [-2.0]])
    expected = np.array([[6.0, -6.0], [2.0, 10.0]])
    why = "sums (6, -3) and (-4, 2), after relu (6, 0) and (0, 2); scores stay as is"
    answer(weights, X, relu).equals(expected, why, rtol=1e-5)


@forward_pass.public(points=1)
def has_one_score_for_each_class(answer, rng):
    relu = Callback(lambda z: np.maximum(z, 0), "relu")
    sizes = [80, 30, 20, 4]
    weights = [np.full((a, b), 0.01) for a, b in zip(sizes, sizes[1:], strict=False)]
    expected = np.full((1, 4), 80 * 0.01 * 30 * 0.01 * 20 * 0.01)
    answer(weights, np.ones((1, 80)), relu).equals(expected, rtol=1e-5)


@forward_pass.hidden(points=2, looks_at="other depths, sizes and activations")
def agrees_with_sums_one_by_one(answer, rng):
    for sizes, n in (([3, 5, 2], 7), ([2, 7, 3, 5], 1), ([5, 3], 4)):
        pairs = zip(sizes, sizes[1:], strict=False)
        weights = [rng.normal(size=pair) for pair in pairs]
        X = rng.normal(size=(n, sizes[0]))
        expected = []
        for row in X.tolist():
            for number, W in enumerate(weights):
                row = [math.fsum(map(math.prod, zip(row, c, strict=True))) for c in W.T]
                if number < len(weights) - 1:
                    row = [math.tanh(z) + 0.5 for z in row]
            expected.append(row)
        shifted = Callback(lambda z: np.tanh(z) + 0.5, "activation")
        outcome = answer(weights, X, shifted).has_shape((n, sizes[-1]))
        outcome.equals(np.array(expected), rtol=1e-5, atol=1e-6)


@forward_pass.hidden(
    points=1, looks_at="how often the activation is called, and with what"
)
def calls_the_activation_once_for_each_hidden_layer(answer, rng):
    weights = [rng.normal(size=pair) for pair in ((301, 5), (5, 2), (2, 4))]
    X = rng.normal(size=(7, 301))
    seen = Callback(np.abs, "activation")
    outcome = answer(weights, X, seen).succeeds()
    shapes = [np.shape(call[0]) for call in seen.calls]
    outcome.satisfies(shapes == [(7, 5), (7, 2)], "one call for each hidden layer")
    first = np.allclose(seen.calls[0][0], X @ weights[0], rtol=1e-4, atol=1e-5)
    outcome.satisfies(first, "the sums of the first layer in the first call")


@forward_pass.hidden(points=1, looks_at="whether your inputs are unchanged")
def leaves_inputs_unchanged(answer, rng):
    relu = Callback(lambda z: np.maximum(z, 0), "relu")
    weights = [rng.normal(size=(4, 3)), rng.normal(size=(3, 2))]
    weights[1][:, 1] = -weights[1][:, 0]
    X = rng.normal(size=(11, 4))
    outcome = answer(weights, X, relu).keeps_arguments()
    expected = np.maximum(X @ weights[0], 0) @ weights[1]
    outcome.equals(expected, rtol=1e-5, atol=1e-6)
    answer(tuple(weights), X, relu).equals(expected, rtol=1e-5, atol=1e-6)


@forward_pass.hidden(points=1, looks_at="the wrong number of columns")
def refuses_another_number_of_columns(answer, rng):
    relu = Callback(lambda z: np.maximum(z, 0), "relu")
    weights = [np.ones((13, 3)), np.ones((3, 2))]
    columns = int(rng.integers(14, 19))
    answer(weights, np.ones((5, columns)), relu).raises(
        "ValueError", f"{columns}", "13"
    )


shrink_effect = Exercise(
    "shrink_effect",
    minutes=20,
    difficulty=2,
    hints=(
        "What does multiplying a whole row of scores by one positive number do to "
        "the place of the largest?",
        "Take the predictions before, shrink copies of the matrices, take the "
        "predictions after, and count where the two differ. Many equal updates are "
        "one multiplication by one number.",
        "The update W - 0.1 * W is 0.9 * W, and two of them are 0.81 * W. With the "
        "scores (3, 5) and no bias, all scores are multiplied by 0.81, and column 1 "
        "stays the largest. With scores 1 + 0 and 0 + 0.9 where 0.9 is a bias, "
        "shrinking changes the winner: 0.81 is less than 0.9.",
    ),
)


@shrink_effect.public(points=1)
def changes_nothing_without_biases(answer, rng):
    weights = [
        np.array([[1.0, -2.0, 0.5], [-1.0, 1.0, 2.0]]),
        np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]]),
    ]
    X = np.array([[1.0, 0.5], [0.2, 3.0], [2.0, -1.0], [-1.0, 1.0]])
    why = "every score of an example is multiplied by the same positive number"
    answer(weights, X, 0.1, 3).equals(0, why)
    answer(weights, X, 0.001, 1000).equals(0, why)


@shrink_effect.public(points=1)
def counts_predictions_that_biases_change(answer, rng):
    weights = [np.array([[1.0, 0.0]])]
    X = np.array([[1.5], [3.0], [9.0], [0.5]])
    biases = [np.array([0.0, 1.0])]
    why = (
        "the first scores 1.5, 3, 9, 0.5 become 0.75, 1.5, 4.5, 0.25; the others stay 1"
    )
    answer(weights, X, 0.5, 1, biases).equals(1, why)
    why = "after two updates they are 0.375, 0.75, 2.25, 0.125"
    answer(weights, X, 0.5, 2, biases).equals(2, why)


@shrink_effect.public(points=1)
def leaves_the_biases_of_all_layers_as_they_are(answer, rng):
    weights = [np.array([[1.0]]), np.array([[1.0, 0.0]])]
    biases = [np.array([1.0]), np.array([0.0, 2.0])]
    X = np.array([[0.5, 1.5, 1.8, 3.0, 5.0, 6.5, 8.0, 20.0, 30.0, 40.0]]).T
    why = "the first scores x + 1 become (x / 4 + 1) / 4; the others stay 2"
    answer(weights, X, 0.5, 2, biases).equals(7, why)


def network_with_margins(rng, lr, steps):
    """Draw a network with biases and examples whose scores are never near a tie."""
    while True:
        sizes = [3, 7, 5, 4]
        weights = [rng.normal(size=p) for p in zip(sizes, sizes[1:], strict=False)]
        biases = [rng.normal(size=k) for k in sizes[1:]]
        X = 2 * rng.normal(size=(301, 3))
        shrunk = weights
        for _ in range(steps):
            shrunk = [W - lr * W for W in shrunk]
        winners, margins = [], []
        for matrices in (weights, shrunk):
            a = X
            for number, (W, b) in enumerate(zip(matrices, biases, strict=True)):
                a = a @ W + b
                a = a * (a > 0) if number < 2 else a
            ordered = np.sort(a, axis=1)
            margins.append(np.min(ordered[:, -1] - ordered[:, -2]))
            winners.append(np.argmax(a, axis=1))
        changed = int(np.sum(winners[0] != winners[1]))
        if min(margins) > 1e-6 and changed:
            return weights, biases, X, changed


@shrink_effect.hidden(points=2, looks_at="networks with biases and hidden layers")
def agrees_with_updates_one_by_one(answer, rng):
    for lr, steps in ((0.3, 1), (0.1, 7), (0.02, 60), (0.05, 20)):
        weights, biases, X, changed = network_with_margins(rng, lr, steps)
        answer(weights, X, lr, steps, biases).is_integer().equals(changed)
        answer(weights, X, lr, steps, biases=biases).equals(changed)


@shrink_effect.hidden(points=1, looks_at="thousands of updates without biases")
def thousands_of_updates_change_nothing(answer, rng):
    weights = [
        rng.normal(size=(5, 11)),
        rng.normal(size=(11, 7)),
        rng.normal(size=(7, 3)),
    ]
    X = rng.normal(size=(53, 5))
    answer(weights, X, 0.001, 14_790).is_silent().is_integer().equals(0)
    weights = [np.eye(2), np.diag([1.0, 2.0])]
    X = np.array([[rng.uniform(8, 9), 0.1], [0.1, rng.uniform(8, 9)]])
    answer(weights, X, 0.001, 14_790).equals(0)


@shrink_effect.hidden(points=1, looks_at="a learning rate of 0, and no updates")
def does_nothing_in_no_steps(answer, rng):
    weights, biases, X, _ = network_with_margins(rng, 0.9, 1)
    answer(weights, X, 0.9, 0, biases).equals(0)
    answer(weights, X, 0.0, 9, biases).equals(0)


@shrink_effect.hidden(points=1, looks_at="whether your inputs are unchanged")
def leaves_the_weights_unchanged(answer, rng):
    bias = float(rng.integers(1, 9))
    weights, biases = [np.array([[bias, 0.0]])], [np.array([0.0, bias])]
    # 1.5 and 2 fall below 1 when they are multiplied by 0.75 three times.
    X = rng.permutation([0.5, 1.5, 2.0, 3.0, 9.0])[:, None]
    answer(weights, X, 0.25, 3, biases).equals(2).keeps_arguments()


softmax_ce_gradients = Exercise(
    "softmax_ce_gradients",
    minutes=30,
    difficulty=3,
    hints=(
        "At the last layer the slope along the sums is probability minus one-hot, "
        "divided once by the number of examples. From there, walk back.",
        "Keep the input of every layer on the way forward. Backwards: input "
        "transposed times slope gives a matrix's gradient; slope times matrix "
        "transposed, and 0 where the unit was off, gives the slope one layer earlier.",
        "One matrix of zeros for 1 input and 2 classes: the probabilities are 0.5 and "
        "0.5. For the input 3 and class 1 the slope along the sums is (0.5, -0.5), "
        "so the gradient is (1.5, -1.5).",
    ),
)


@softmax_ce_gradients.public(points=1)
def gives_the_hand_worked_gradient(answer, rng):
    weights = [np.zeros((2, 2))]
    X = np.array([[3.0, 0.0], [0.0, 5.0]])
    expected = [np.array([[0.75, -0.75], [-1.25, 1.25]])]
    why = "probabilities 0.5; minus one-hot; divided by 2 examples"
    answer(weights, X, np.array([1, 0])).equals(expected, why, rtol=1e-5)


@softmax_ce_gradients.public(points=2)
def agrees_with_finite_differences(answer, rng):
    draw = np.random.default_rng(4)
    weights = [draw.normal(size=(3, 5)), draw.normal(size=(5, 4))]
    X, y = draw.normal(size=(7, 3)), np.array([0, 3, 1, 1, 2, 0, 3])

    def loss(weights):
        z = np.maximum(X @ weights[0], 0) @ weights[1]
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return -np.mean(np.log(p[np.arange(7), y]))

    numeric = [np.zeros_like(W) for W in weights]
    for part, W in zip(numeric, weights, strict=True):
        for place in np.ndindex(W.shape):
            value = W[place]
            W[place] = value + 1e-5
            up = loss(weights)
            W[place] = value - 1e-5
            part[place] = (up - loss(weights)) / 2e-5
            W[place] = value
    why = "each weight moved a little to both sides"
    answer(weights, X, y).equals(numeric, why, rtol=1e-4, atol=1e-6)


def mean_cross_entropy(weights, X, y):
    """Return the loss, example by example."""
    losses = []
    for row, label in zip(X, y, strict=True):
        for W in weights[:-1]:
            row = row @ W
            row = row * (row > 0)
        z = row @ weights[-1]
        losses.append(math.log(np.sum(np.exp(z - z[label]))))
    return math.fsum(losses) / len(losses)


def demand_gradient(answer, weights, X, y):
    """Demand the gradient that finite differences give."""
    numeric = [np.zeros_like(W) for W in weights]
    for part, W in zip(numeric, weights, strict=True):
        for place in np.ndindex(W.shape):
            losses = []
            for step in (1e-6, -1e-6):
                nearby = [np.array(one) for one in weights]
                nearby[[W is one for one in weights].index(True)][place] += step
                losses.append(mean_cross_entropy(nearby, X, y))
            part[place] = (losses[0] - losses[1]) / 2e-6
    outcome = answer(weights, X, y)
    return outcome.equals(numeric, rtol=1e-4, atol=1e-6)


@softmax_ce_gradients.hidden(points=2, looks_at="three layers, and units that are off")
def goes_through_three_layers(answer, rng):
    weights = [
        rng.normal(size=(3, 5)),
        rng.normal(size=(5, 4)),
        rng.normal(size=(4, 3)),
    ]
    X = rng.uniform(0.5, 2, size=(5, 3))
    weights[0][:, 1] = -abs(weights[0][:, 1])
    weights[2][:, 0] = -abs(weights[2][:, 0])
    demand_gradient(answer, weights, X, rng.permutation([0, 1, 2, 2, 0]))


@softmax_ce_gradients.hidden(points=1, looks_at="a single layer and a single example")
def works_for_one_layer_and_one_row(answer, rng):
    label = int(rng.integers(4))
    X = rng.normal(size=(1, 3))
    demand_gradient(answer, [rng.normal(size=(3, 4))], X, np.array([label]))
    weights = [rng.normal(size=(3, 2)), rng.normal(size=(2, 5))]
    weights[0][:, 0] = X[0]
    weights[0][:, 1] = -X[0]
    demand_gradient(answer, weights, X, np.array([label]))


@softmax_ce_gradients.hidden(points=1, looks_at="large sums")
def survives_large_sums(answer, rng):
    scale = rng.uniform(800, 1200)
    X = np.array([[scale, 0.0], [0.0, scale]])
    outcome = answer([np.eye(2)], X, np.array([0, 0])).is_silent()
    outcome.equals([np.array([[0.0, 0.0], [-scale / 2, scale / 2]])], rtol=1e-5)


@softmax_ce_gradients.hidden(points=1, looks_at="whether your inputs are unchanged")
def leaves_its_inputs_unchanged(answer, rng):
    weights = [rng.normal(size=(2, 5)), rng.normal(size=(5, 3))]
    weights[1][:, 1] = -weights[1][:, 0]
    X, y = rng.normal(size=(7, 2)), rng.permutation([0, 1, 2, 2, 1, 0, 0])
    outcome = answer(weights, X, y).keeps_arguments()
    fits = type(outcome.value) is list and len(outcome.value) == 2
    outcome.satisfies(fits, "a list of two arrays")
    shapes = [np.shape(part) for part in outcome.value]
    outcome.satisfies(shapes == [(2, 5), (5, 3)], "arrays in the shapes of the weights")
    total = np.abs(np.sum(outcome.value[1], axis=1)).max()
    outcome.satisfies(total < 1e-6, "rows that add up to 0 at the last layer")


features_to_bytes = Exercise(
    "features_to_bytes",
    minutes=10,
    difficulty=2,
    hints=(
        "NumPy writes several arrays into one file under names of your choice. Where "
        "does it write if it is handed something that only looks like a file?",
        "np.savez takes io.BytesIO() in place of a name, and getvalue() gives what was "
        "written; np.frombuffer makes numbers of it. Look at lengths and dtypes "
        "before anything is written.",
        "np.asarray([1, None]).dtype is object: only pickle could store that. "
        "np.frombuffer(b'PK', dtype=np.uint8) is array([80, 75]).",
    ),
)


@features_to_bytes.public(points=1)
def writes_an_archive_of_two_arrays(answer, rng):
    import io

    X = np.array([[1.5, 0.0], [2.0, -3.0], [0.25, 8.0]])
    y = np.array([2, 0, 2])
    outcome = answer(X, y)
    value = outcome.value
    is_bytes = type(value) is np.ndarray and value.dtype == np.uint8
    outcome.satisfies(is_bytes and value.ndim == 1, "an array of bytes, dtype uint8")
    starts = value[:4].tobytes() == b"PK\x03\x04"
    outcome.satisfies(starts, "an .npz archive, which starts with the bytes PK")
    with np.load(io.BytesIO(value.tobytes()), allow_pickle=False) as file:
        names = set(file.files)
        outcome.satisfies(names == {"X", "y"}, "arrays called X and y", f"{names}")
        same = np.array_equal(file["X"], X) and np.array_equal(file["y"], y)
        outcome.satisfies(same, "the X and the y that were handed in")


@features_to_bytes.public(points=1)
def refuses_tables_of_two_lengths(answer, rng):
    answer(np.zeros((5, 2)), np.zeros(4)).raises("ValueError", "5", "4")
    answer(np.zeros((3, 2)), np.zeros(7)).raises("ValueError", "3", "7")


def demand_arrays(outcome, X, y):
    """Demand the bytes of a file with exactly these two arrays."""
    with np.load(io.BytesIO(outcome.value.tobytes()), allow_pickle=False) as file:
        outcome.satisfies(set(file.files) == {"X", "y"}, "two arrays, X and y")
        for name, want in (("X", X), ("y", y)):
            same = file[name].shape == want.shape and np.array_equal(file[name], want)
            outcome.satisfies(same, f"the same {name}")
            kept = file[name].dtype == want.dtype
            outcome.satisfies(kept, f"{name} of dtype {want.dtype}")


@features_to_bytes.hidden(points=1, looks_at="the dtypes of the arrays")
def keeps_dtypes_in_the_file(answer, rng):
    kinds = (("float32", "int64"), ("int32", "uint8"), ("float64", "<U9"))
    for first, second in kinds:
        X = rng.integers(0, 99, size=(5, 3)).astype(first)
        y = rng.integers(0, 3, size=5).astype(second)
        demand_arrays(answer(X, y).succeeds(), X, y)


@features_to_bytes.hidden(points=1, looks_at="lists, and a table without rows")
def takes_lists_and_no_rows(answer, rng):
    X, y = rng.normal(size=(301, 2)), rng.integers(0, 4, size=301)
    demand_arrays(answer(X.tolist(), y.tolist()).succeeds(), X, y)
    demand_arrays(answer(X[:0], y[:0]).succeeds(), X[:0], y[:0])


@features_to_bytes.hidden(points=1, looks_at="what only pickle could write")
def writes_no_pickle(answer, rng):
    X = rng.normal(size=(3, 2))
    answer(X, [0, None, 1]).raises("ValueError")
    answer([[1, 2], [3, None]], [0, 1]).raises("ValueError")


features_from_bytes = Exercise(
    "features_from_bytes",
    minutes=8,
    difficulty=2,
    hints=(
        "Who wrote the file? What may a file do to you that you only want to read?",
        "np.load takes io.BytesIO(...) in place of a name, and it has a setting for "
        "pickled arrays. What it returns knows the names of its arrays.",
        "Inside of `with np.load('a.npz') as file:`, 'p' in file says whether there is "
        "an array p, and file['p'] reads it. An array of bytes becomes bytes with its "
        "method tobytes().",
    ),
)


@features_from_bytes.public(points=1)
def reads_features_and_labels(answer, rng):
    import io

    X = np.array([[1.5, 0.0], [2.0, -3.0], [0.25, 8.0]])
    y = np.array([2, 0, 2])
    file = io.BytesIO()
    np.savez(file, classes=np.array(["fig", "pear", "plum"]), y=y, X=X)
    outcome = answer(np.frombuffer(file.getvalue(), dtype=np.uint8))
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "two arrays, X and y")
    for name, got, want in zip("Xy", outcome.value, (X, y), strict=True):
        same = type(got) is np.ndarray and np.array_equal(got, want)
        why = "X comes first, then y; other arrays are not looked at"
        outcome.satisfies(same, f"the {name} of the file", why)


@features_from_bytes.public(points=1)
def names_what_is_missing(answer, rng):
    import io

    file = io.BytesIO()
    np.savez(file, X=np.zeros((3, 2)))
    content = np.frombuffer(file.getvalue(), dtype=np.uint8)
    answer(content).raises("ValueError", "y", why="there is no y in this file")


@features_from_bytes.public(points=1)
def refuses_a_pickled_array(answer, rng):
    import io

    file = io.BytesIO()
    np.savez(file, X=np.zeros((3, 2)), y=np.array([0, None, 1]))
    content = np.frombuffer(file.getvalue(), dtype=np.uint8)
    why = "y holds None, which only pickle can store: this file must not be trusted"
    answer(content).raises("ValueError", why=why)


def npz(allow_pickle=False, **arrays):
    """Return the bytes of a file with these arrays."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.save(member, array, allow_pickle=allow_pickle)
            info = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, member.getvalue())
    return np.frombuffer(file.getvalue(), dtype=np.uint8)


@features_from_bytes.hidden(points=1, looks_at="the dtypes of the arrays")
def keeps_dtypes_of_the_file(answer, rng):
    kinds = (("float32", "int64"), ("int32", "uint8"), ("float64", "<U9"))
    for first, second in kinds:
        X = rng.integers(0, 99, size=(5, 3)).astype(first)
        y = rng.integers(0, 3, size=5).astype(second)
        outcome = answer(npz(X=X, y=y))
        for got, want in zip(outcome.value, (X, y), strict=True):
            same = type(got) is np.ndarray and np.array_equal(got, want)
            outcome.satisfies(same and got.dtype == want.dtype, "the array of the file")


@features_from_bytes.hidden(points=2, looks_at="files with pickled arrays")
def unpickles_nothing(answer, rng):
    X, y = rng.normal(size=(3, 2)), np.array([0, 1, int(rng.integers(9))], object)
    answer(npz(allow_pickle=True, X=X, y=y)).raises("ValueError")
    answer(npz(allow_pickle=True, X=X.astype(object), y=y * 1)).raises("ValueError")


@features_from_bytes.hidden(points=1, looks_at="files that lack the other array")
def names_a_missing_table(answer, rng):
    y = rng.integers(0, 4, size=5)
    answer(npz(y=y, Z=rng.normal(size=(5, 2)))).raises("ValueError", "X")


split_by_fruit = Exercise(
    "split_by_fruit",
    minutes=15,
    difficulty=2,
    hints=(
        "Photographs of the same fruit are nearly copies. Which of the two is drawn "
        "at random, the photographs or the fruits?",
        "Find the different fruits, shuffle those with the generator, and cut that "
        "list. Each photograph then goes where its fruit went.",
        "With ids [4, 4, 8, 8, 8, 6] and a third of the fruits for the test, one of "
        "the three fruits is drawn. If it is 8, test is [2, 3, 4] and train is "
        "[0, 1, 5].",
    ),
)


@split_by_fruit.public(points=1)
def keeps_each_fruit_on_one_side(answer, rng):
    ids = np.array([3, 3, 3, 8, 8, 5, 5, 5, 1, 1])
    for seed in (1, 2, 3):
        outcome = answer(ids, 0.5, Rng(seed))
        outcome.satisfies(len(outcome.value) == 2, "train and test")
        train, test = (np.asarray(part, dtype=int) for part in outcome.value)
        numbers = sorted([*train.tolist(), *test.tolist()])
        outcome.satisfies(numbers == list(range(10)), "each photograph once")
        both = set(ids[train].tolist()) & set(ids[test].tolist())
        why = f"fruits on both sides: {sorted(both)}"
        outcome.satisfies(not both, "no fruit on both sides", why)


@split_by_fruit.public(points=1)
def takes_its_part_of_the_fruits(answer, rng):
    ids = np.repeat(np.arange(10), [1, 9, 2, 8, 3, 7, 4, 6, 5, 5])
    for fraction, size in ((0.3, 3), (0.5, 5), (0.29, 3)):
        outcome = answer(ids, fraction, Rng(5))
        test = np.asarray(outcome.value[1], dtype=int)
        fruits = len(set(ids[test].tolist()))
        why = f"{fraction} of 10 fruits, rounded; the test has {fruits}"
        outcome.satisfies(fruits == size, f"{size} fruits to test", why)


@split_by_fruit.hidden(points=2, looks_at="ids in any order, and lists")
def sends_photographs_where_their_fruit_goes(answer, rng):
    for n_fruits in (7, 11, 11, 13, 13):
        known = rng.choice(1000, size=n_fruits, replace=False)
        ids = rng.permutation(np.concatenate([known, [known[0]] * 30]))
        fraction = float(rng.uniform(0.3, 0.6))
        outcome = answer(ids, fraction, Rng(int(rng.integers(99)))).keeps_arguments()
        train, test = (np.asarray(part, dtype=int) for part in outcome.value)
        numbers = sorted([*train.tolist(), *test.tolist()])
        outcome.satisfies(numbers == list(range(len(ids))), "each photograph once")
        both = set(ids[train].tolist()) & set(ids[test].tolist())
        outcome.satisfies(not both, "no fruit on both sides")
        size = len(set(ids[test].tolist()))
        outcome.satisfies(size == round(fraction * n_fruits), "the part that was asked")
    outcome = answer([2, 9, 2, 9], 0.5, Rng(3))
    sides = sorted(sorted(int(i) for i in part) for part in outcome.value)
    outcome.satisfies(sides == [[0, 2], [1, 3]], "photographs 0 and 2 on one side")


@split_by_fruit.hidden(points=1, looks_at="the generator")
def draws_fruits_from_the_generator(answer, rng):
    ids = np.repeat(np.arange(40), 2)
    seeds = [int(seed) for seed in rng.choice(1000, size=4, replace=False)]
    tests = []
    for seed in [seeds[0], *seeds]:
        outcome = answer(ids, 0.5, Rng(seed))
        tests.append(sorted(int(i) for i in outcome.value[1]))
    outcome.satisfies(tests[0] == tests[1], "the same split for the same seed")
    different = len({tuple(test) for test in tests}) == 4
    outcome.satisfies(different, "another split for another seed")


@split_by_fruit.hidden(points=1, looks_at="whether each fruit has the same chance")
def gives_each_fruit_the_same_chance(answer, rng):
    ids = np.repeat(np.arange(6), [1, 20, 2, 3, 1, 9])
    first = int(rng.integers(1000))
    count = np.zeros(6)
    for seed in range(first, first + 80):
        outcome = answer(ids, 0.5, Rng(seed))
        count[np.unique(ids[np.asarray(outcome.value[1], dtype=int)])] += 1
    fair = count.min() >= 18 and count.max() <= 62
    outcome.satisfies(fair, "each fruit in about half of eighty tests")


@split_by_fruit.hidden(points=1, looks_at="parts that round to none or to all")
def leaves_no_side_empty(answer, rng):
    ids = np.repeat(np.arange(4), int(rng.integers(2, 5)))
    for fraction, size in ((0.05, 1), (0.97, 3)):
        outcome = answer(ids, fraction, Rng(int(rng.integers(99))))
        fruits = [
            len(set(ids[np.asarray(p, dtype=int)].tolist())) for p in outcome.value
        ]
        outcome.satisfies(fruits == [4 - size, size], f"{size} of 4 fruits to test")


@split_by_fruit.hidden(points=1, looks_at="a single fruit, and impossible parts")
def refuses_what_cannot_be_split(answer, rng):
    n = int(rng.integers(3, 9))
    answer(np.full(n, 7), 0.5, Rng(1)).raises("ValueError", "1")
    for fraction in (0.0, 1.0, -0.25, 1.5, 30):
        answer([1, 2, 3], fraction, Rng(1)).raises("ValueError", f"{fraction}")


examples_for_rgb_to_hue = Exercise(
    "examples_for_rgb_to_hue",
    minutes=15,
    difficulty=2,
    hints=(
        "Five mistakes are listed under the function. For each of them, look for a "
        "pixel whose hue it gets wrong.",
        "A grey, a red with more blue than green, a colour whose hue is no tie and not "
        "0: do the arithmetic on paper before you write the number.",
        "Suppose a function always divides by 255 and not by d. For (255, 51, 0) d is "
        "255, and nothing shows. For (100, 75, 50) d is 50: the hue is 0.083, and the "
        "mistake says 0.016.",
    ),
)


@examples_for_rgb_to_hue.public(points=1)
def has_three_examples_or_more(answer, rng):
    outcome = answer()
    examples = outcome.value
    is_list = type(examples) is list and 3 <= len(examples) <= 50
    outcome.satisfies(is_list, "a list of 3 to 50 examples")
    for example in examples:
        fits = type(example) in (tuple, list) and len(example) == 2
        outcome.satisfies(fits, "two parts in each: pixel and expected hue")
        pixel, expected = example
        plain = np.shape(pixel) == (3,) and np.asarray(pixel).dtype.kind in "iu"
        outcome.satisfies(plain, "three whole numbers as pixel")
        fits = 0 <= min(pixel) and max(pixel) <= 255
        outcome.satisfies(fits, "numbers from 0 to 255 in the pixel")
        single = np.ndim(expected) == 0 and np.asarray(expected).dtype.kind in "iuf"
        outcome.satisfies(single and 0 <= expected < 1, "a hue from 0 to below 1")


@examples_for_rgb_to_hue.public(points=1)
def expects_different_hues(answer, rng):
    outcome = answer()
    hues = {round(float(expected), 3) for _, expected in outcome.value}
    why = "a function that always gives the same hue must fail somewhere"
    outcome.satisfies(len(hues) >= 2, "examples with different hues", why)


def agrees(function, example):
    """Tell whether a function does what an example says."""
    pixel, expected = example
    img = np.array([[pixel]], dtype=np.uint8)
    try:
        with np.errstate(all="ignore"):
            return abs(float(function(img)[0, 0]) - expected) <= 1e-3
    except Exception:
        return False


def right_functions():
    from autograder.assignments.fruit import right
    from solutions.hue import rgb_to_hue

    return rgb_to_hue, right.hue_of_each_pixel


def catches(answer, mistake):
    from autograder.assignments.fruit import wrong

    function = getattr(wrong, mistake)
    demand_a_catch(answer(), agrees, right_functions(), function)


@examples_for_rgb_to_hue.hidden(points=1, looks_at="whether right functions agree")
def right_functions_agree(answer, rng):
    demand_agreement(answer(), agrees, right_functions())


@examples_for_rgb_to_hue.hidden(points=1, looks_at="a function that divides by 0")
def catches_a_division_by_zero(answer, rng):
    catches(answer, "divides_grey_by_zero")


@examples_for_rgb_to_hue.hidden(points=1, looks_at="one that leaves hues negative")
def catches_a_negative_hue(answer, rng):
    catches(answer, "leaves_hues_negative")


@examples_for_rgb_to_hue.hidden(points=1, looks_at="one that subtracts bytes")
def catches_bytes(answer, rng):
    catches(answer, "subtracts_bytes")


@examples_for_rgb_to_hue.hidden(points=1, looks_at="one that exchanges two colours")
def catches_exchanged_colours(answer, rng):
    catches(answer, "exchanges_green_and_blue")


@examples_for_rgb_to_hue.hidden(points=1, looks_at="one that counts degrees")
def catches_degrees(answer, rng):
    catches(answer, "counts_degrees")
