"""Checks of the assignment mnist_perceptron."""

import functools
import math

import numpy as np

from autograder.checking import Callback, Exercise, Rng

parse_line = Exercise(
    "parse_line",
    minutes=15,
    difficulty=2,
    hints=(
        "How many numbers are on a line, and which one is not a pixel?",
        "Cut the text at its commas and count the pieces before you do anything "
        "else. Then look at one piece after the other: is it a whole number, and is "
        "it in the range for its place? Scale the pixels last.",
        "The line 5,0,255,51 followed by 781 zeros has 785 entries. Its label is 5, "
        "and its first pixels become 0.01, 1.0 and 0.01 + 0.99 * 0.2 = 0.208. With "
        "780 zeros the message says 784. int(' 7 ') is 7, and int('2.5') raises "
        "a ValueError.",
    ),
)


@parse_line.public(points=1)
def reads_the_label_and_scales_the_pixels(answer, rng):
    outcome = answer("7,0,255,51" + ",102" * 781)
    pair = type(outcome.value) is tuple and len(outcome.value) == 2
    outcome.satisfies(pair, "a pair: the label and the pixels")
    label, pixels = outcome.value
    whole = np.ndim(label) == 0 and np.asarray(label).dtype.kind in "iu"
    outcome.satisfies(whole and label == 7, "the whole number 7 as label")
    outcome.satisfies(np.shape(pixels) == (784,), "pixels of shape (784,)")
    first = np.asarray(pixels)[:4]
    why = "0 becomes 0.01, 255 becomes 1, a fifth of 255 becomes 0.01 + 0.99 / 5"
    fits = np.allclose(first, [0.01, 1.0, 0.208, 0.406])
    outcome.satisfies(fits, "0.01, 1.0, 0.208 and 0.406 as first pixels", why)


@parse_line.public(points=1)
def refuses_a_line_that_was_cut(answer, rng):
    answer("7" + ",0" * 784).succeeds()
    why = "a label and 783 pixels are 784 entries"
    answer("7" + ",0" * 783).raises("ValueError", "784", why=why)


def line_of(label, pixels):
    """Write a line with blanks and a line break, as some files have them."""
    return " " + ", ".join(str(int(n)) for n in [label, *pixels]) + "\n"


@parse_line.hidden(points=2, looks_at="the order of the pixels, blanks and line breaks")
def keeps_the_order_of_the_pixels(answer, rng):
    pixels = rng.integers(0, 256, size=784)
    expected = [0.01 + 0.99 * n / 255 for n in pixels.tolist()]
    for label in (int(rng.integers(1, 9)), 9, 0):
        outcome = answer(line_of(label, pixels))
        found, scaled = outcome.value
        outcome.satisfies(found == label, f"the label {label}")
        same = np.shape(scaled) == (784,) and np.allclose(scaled, expected)
        outcome.satisfies(same, "each pixel scaled, in the order of the line")


@parse_line.hidden(points=1, looks_at="the kinds of the label and of the pixels")
def returns_a_whole_label_and_an_array(answer, rng):
    outcome = answer(line_of(int(rng.integers(10)), rng.integers(2, size=784)))
    label, pixels = outcome.value
    whole = np.ndim(label) == 0 and np.asarray(label).dtype.kind in "iu"
    outcome.satisfies(whole, "a whole number as label")
    is_array = isinstance(pixels, np.ndarray) and pixels.dtype.kind == "f"
    outcome.satisfies(is_array, "an array of floating point numbers")


@parse_line.hidden(points=1, looks_at="lines that are too long, or empty")
def refuses_other_lengths(answer, rng):
    more = int(rng.integers(2, 9))
    answer("3" + ",0" * (784 + more)).raises("ValueError", str(785 + more))
    answer("").raises("ValueError", "1")


@parse_line.hidden(points=1, looks_at="entries that are no whole numbers")
def refuses_what_is_no_whole_number(answer, rng):
    for bad in ("x4", "2.5"):
        entries = ["1"] * 785
        entries[int(rng.integers(1, 785))] = bad
        answer(",".join(entries)).raises("ValueError", bad)


@parse_line.hidden(points=1, looks_at="pixels and labels outside of their ranges")
def refuses_numbers_out_of_range(answer, rng):
    for bad in (256, -3):
        pixels = rng.integers(0, 9, size=784)
        pixels[int(rng.integers(784))] = bad
        answer(line_of(1, pixels)).raises("ValueError", str(bad))
    answer(line_of(10, np.zeros(784))).raises("ValueError", "10")
    answer(line_of(-7, np.zeros(784))).raises("ValueError", "-7")


targets = Exercise(
    "targets",
    minutes=8,
    difficulty=1,
    hints=(
        "A sigmoid never reaches 0 or 1. What should the ten outputs be for a 3?",
        "Fill a table with one value first. Then one assignment with two lists of "
        "places, rows and columns, puts the other value in. Look at the labels "
        "before: NumPy takes -1 for the last column.",
        "targets([1, 0], k=2) is [[0.01, 0.99], [0.99, 0.01]]. The label 2 has no "
        "column there, and the message gives 2 twice: as the label and as k.",
    ),
)


@targets.public(points=1)
def marks_the_place_of_each_label(answer, rng):
    expected = np.array([[0.01, 0.01, 0.99], [0.99, 0.01, 0.01], [0.01, 0.99, 0.01]])
    answer(np.array([2, 0, 1]), k=3).equals(expected, "0.99 for the label's output")
    answer(np.array([2, 0]), k=3).equals(expected[:2], "two labels, two rows")


@targets.public(points=1)
def takes_other_numbers(answer, rng):
    expected = np.array([[-1.0, 2.0], [2.0, -1.0], [-1.0, 2.0]])
    answer(np.array([1, 0, 1]), k=2, low=-1.0, high=2.0).equals(expected)


@targets.hidden(points=1, looks_at="ten classes, lists, and labels that repeat")
def works_for_ten_classes(answer, rng):
    for highest in (8, 9):
        labels = [highest, *(int(n) for n in rng.integers(0, highest, size=12))]
        expected = [[0.99 if c == n else 0.01 for c in range(10)] for n in labels]
        answer(labels).equals(np.array(expected))
        answer(np.array(labels, dtype=np.uint8)).equals(np.array(expected))


@targets.hidden(points=1, looks_at="labels without an output")
def refuses_labels_out_of_range(answer, rng):
    k = int(rng.integers(3, 9))
    answer(np.array([0, k - 1]), k=k).has_shape((2, k))
    answer(np.array([0, k]), k=k).raises("ValueError", str(k))
    answer(np.array([1, -2]), k=k).raises("ValueError", "-2", str(k))


@targets.hidden(points=1, looks_at="labels that are no whole numbers")
def refuses_labels_that_are_not_whole(answer, rng):
    answer(np.array([1.0, 2.5]), k=4).raises("ValueError", "2.5")
    answer(["1", "2"], k=4).raises("ValueError")


@targets.hidden(points=1, looks_at="a single label, and tables of labels")
def refuses_other_shapes(answer, rng):
    answer(np.array(3)).raises("ValueError", "()")
    answer(np.zeros((3, 1), dtype=int)).raises("ValueError", "(3, 1)")


init_perceptron = Exercise(
    "init_perceptron",
    minutes=10,
    difficulty=2,
    hints=(
        "784 inputs of size 1 meet weights of size 1. How large is their sum, "
        "typically?",
        "The spread of a sum of d independent numbers is the root of d times their "
        "own spread. Which spread of the weights makes that 1? Each matrix has "
        "another number of inputs.",
        "A unit with 25 inputs gets weights with standard deviation 1 / 5, whatever "
        "the number of units beside it. For d = 25, h = 4, k = 2 that is 0.2 in W1, "
        "and 0.5 in W2. Evenly drawn numbers between -r and r have the standard "
        "deviation r / 1.732.",
    ),
)


@init_perceptron.public(points=1)
def has_two_arrays_of_the_right_shapes(answer, rng):
    outcome = answer(5, 3, 2, Rng(1))
    is_dict = type(outcome.value) is dict and set(outcome.value) == {"W1", "W2"}
    outcome.satisfies(is_dict, "a dict with W1 and W2")
    shapes = {name: np.shape(array) for name, array in outcome.value.items()}
    expected = {"W1": (5, 3), "W2": (3, 2)}
    outcome.satisfies(shapes == expected, f"the shapes {expected}, not {shapes}")


@init_perceptron.public(points=1)
def gives_the_same_for_the_same_seed(answer, rng):
    first = answer(4, 3, 2, Rng(7))
    why = "two calls with equal generators must agree: draw from rng, not np.random"
    answer(4, 3, 2, Rng(7)).equals(first.value, why)
    other = answer(4, 3, 2, Rng(8))
    differs = not np.allclose(other.value["W1"], first.value["W1"])
    other.satisfies(differs, "other weights from another generator")


@init_perceptron.public(points=1)
def first_matrix_has_a_fitting_spread(answer, rng):
    outcome = answer(100, 40, 10, Rng(2))
    spread = float(np.std(outcome.value["W1"]))
    why = "100 inputs: the root is 10, and numbers that were drawn may be 20 % off"
    fits = abs(spread / 0.1 - 1) < 0.2
    expected = f"a standard deviation of about 0.1 in W1, not {spread:.4f}"
    outcome.satisfies(fits, expected, why)


@init_perceptron.hidden(points=2, looks_at="the spread of both matrices")
def spread_follows_the_number_of_inputs(answer, rng):
    outcome = answer(64, 150, 30, Rng(int(rng.integers(1000))))
    for name, inputs in (("W1", 64), ("W2", 150)):
        spread = float(np.std(outcome.value[name]))
        fits = abs(spread * math.sqrt(inputs) - 1) < 0.1
        expected = f"standard deviation {1 / math.sqrt(inputs):.4f} in {name}"
        outcome.satisfies(fits, f"{expected}, not {spread:.4f}")


@init_perceptron.hidden(points=1, looks_at="the mean of many weights")
def weights_lie_around_zero(answer, rng):
    outcome = answer(60, 70, 50, Rng(int(rng.integers(1000))))
    for name in ("W1", "W2"):
        W = np.asarray(outcome.value[name], dtype=float)
        centred = np.std(W) > 0 and abs(np.mean(W)) < 0.25 * np.std(W)
        outcome.satisfies(centred, f"weights {name} with mean 0")


@init_perceptron.hidden(points=1, looks_at="layers of one unit, and of none")
def refuses_an_empty_layer(answer, rng):
    outcome = answer(1, 1, 1, Rng(0))
    outcome.satisfies(np.shape(outcome.value["W2"]) == (1, 1), "W2 of shape (1, 1)")
    answer(0, 3, 2, Rng(0)).raises("ValueError", "0")
    answer(2, 3, -4, Rng(0)).raises("ValueError", "-4")


query = Exercise(
    "query",
    minutes=10,
    difficulty=1,
    hints=(
        "Write the shape beside every product.",
        "Two products with a sigmoid behind each, the hidden one included. The "
        "examples stay on the left. exp(1000) overflows; the sigmoid that you wrote "
        "in the exercises of chapter 2 does not.",
        "With x = [1, 2], W1 = [[2], [-1]] and W2 = [[4, 0]] the hidden sum is 0, its "
        "activation 0.5, and the output sums are 2 and 0: the outputs are 0.8808 and "
        "0.5. One row in gives one row out.",
    ),
)


@query.public(points=1)
def answers_as_worked_by_hand(answer, rng):
    params = {
        "W1": np.array([[2.0, 1.0], [-1.0, 30.0], [0.0, 60.0]]),
        "W2": np.array([[4.0, 2.0, 0.0], [-2.0, -3.0, 0.0]]),
    }
    X = np.array([[1.0, 2.0, 0.0], [0.0, 0.0, -1.0]])
    why = "hidden 0.5, 1 and 0.5, 0; output sums 0, -2, 0 and 2, 1, 0"
    sums = np.array([[0.0, -2.0, 0.0], [2.0, 1.0, 0.0]])
    answer(params, X).equals(1 / (1 + np.exp(-sums)), why)


@query.public(points=1)
def takes_one_example(answer, rng):
    params = {"W1": np.zeros((3, 2)), "W2": np.array([[1.0], [-1.0]])}
    answer(params, np.array([1.0, 2.0, 3.0])).equals(np.array([0.5]))


def sigmoid_of(z):
    """Compute a sigmoid of one moderate number."""
    return 1 / (1 + math.exp(-float(z)))


def layer_in_loops(X, W):
    """Compute a layer of sigmoids, one number at a time."""
    return np.array(
        [[sigmoid_of(math.fsum(row * column)) for column in W.T] for row in X]
    )


def random_net(rng, d, h, k):
    """Draw a net with weights that differ from 0."""
    return {"W1": rng.normal(size=(d, h)), "W2": rng.normal(size=(h, k))}


@query.hidden(points=2, looks_at="other sizes, and batches of one")
def computes_both_layers(answer, rng):
    for n, d, h, k in ((5, 3, 4, 2), (1, 7, 2, 3), (3, 1, 1, 1)):
        params, X = random_net(rng, d, h, k), rng.normal(size=(n, d))
        expected = layer_in_loops(layer_in_loops(X, params["W1"]), params["W2"])
        answer(params, X).equals(expected).keeps_arguments()
        answer(params, X[0]).equals(expected[0])


@query.hidden(points=1, looks_at="sums of 1000 and -1000")
def survives_large_sums(answer, rng):
    sign = float(rng.choice([-1, 1]))
    params = {"W1": np.array([[1000.0 * sign, -1000.0 * sign]]), "W2": np.eye(2)}
    params["W2"] = 2000.0 * (params["W2"] - 0.5)
    high = 1.0 if sign > 0 else 0.0
    answer(params, np.array([[1.0]])).is_silent().equals(np.array([[high, 1.0 - high]]))


@query.hidden(points=1, looks_at="examples of another length")
def refuses_other_lengths_of_examples(answer, rng):
    params = random_net(rng, 4, 3, 2)
    answer(params, np.zeros((4, 5))).raises("ValueError", "(4, 5)", "4")
    answer(params, np.zeros(3)).raises("ValueError", "(3,)", "4")
    answer(params, np.zeros((2, 2, 4))).raises("ValueError", "(2, 2, 4)")


hidden_delta = Exercise(
    "hidden_delta",
    minutes=20,
    difficulty=3,
    hints=(
        "Run a gradient check on the rule that you have in mind. Where does the loss "
        "pass on its way from a hidden sum, and which of these stations has a slope?",
        "Walk back from the loss: the error of an output, then the slope of that "
        "output's sigmoid, then the weights from the hidden unit to the outputs, then "
        "the slope of the hidden sigmoid. Both slopes are computed from outputs.",
        "One output 0.8 with target 1, one hidden unit 0.5, weight 10: the error is "
        "-0.2, times 0.8 * 0.2 is -0.032, times 10 is -0.32, times 0.5 * 0.5 is "
        "-0.08. With two outputs the parts that come back are added before the last "
        "factor.",
    ),
)


@hidden_delta.public(points=1)
def walks_back_through_two_outputs(answer, rng):
    t = np.array([[0.0, 1.0]])
    output = np.array([[0.5, 0.8]])
    a1 = np.array([[0.5, 0.2, 1.0]])
    W2 = np.array([[8.0, 0.0], [8.0, -10.0], [3.0, 5.0]])
    why = (
        "errors 0.5 and -0.2, with slopes 0.125 and -0.032; back through the weights "
        "1.0, 1.32 and 0.215; times 0.25, 0.16 and 0"
    )
    expected = np.array([[0.25, 0.2112, 0.0]])
    answer(t, output, a1, W2).equals(expected, why)


@hidden_delta.public(points=1)
def treats_each_example_by_itself(answer, rng):
    t = np.array([[1.0], [0.0], [0.5]])
    output = np.array([[0.5], [0.5], [0.5]])
    a1 = np.array([[0.5], [0.5], [0.5]])
    why = "the first output is too low, the second too high, the third right"
    expected = np.array([[-0.03125], [0.03125], [0.0]])
    answer(t, output, a1, np.array([[1.0]])).equals(expected, why)


def measured_delta(t, z1, W2):
    """Measure how the loss rises with each hidden sum, by nudging it."""
    slopes = np.zeros(z1.shape)
    h = 1e-5
    for i, j in np.ndindex(z1.shape):
        losses = []
        for step in (h, -h):
            nudged = z1[i].copy()
            nudged[j] += step
            a1 = [sigmoid_of(z) for z in nudged]
            a2 = [sigmoid_of(math.fsum(a1 * column)) for column in W2.T]
            losses.append(
                math.fsum((a - b) ** 2 for a, b in zip(a2, t[i], strict=True))
            )
        slopes[i, j] = (losses[0] - losses[1]) / (4 * h)
    return slopes


def demand_measured(answer, rng, n, h, k):
    """Demand the slope that nudging finds, for a random net."""
    z1, W2 = rng.normal(size=(n, h)), 2 * rng.normal(size=(h, k))
    t = rng.uniform(0.01, 0.99, size=(n, k))
    a1 = np.vectorize(sigmoid_of)(z1)
    output = layer_in_loops(a1, W2)
    outcome = answer(t, output, a1, W2)
    outcome.equals(measured_delta(t, z1, W2), "nudge each sum", rtol=1e-5, atol=1e-8)
    return outcome


@hidden_delta.hidden(points=3, looks_at="central differences")
def agrees_with_central_differences(answer, rng):
    demand_measured(answer, rng, 5, 4, 3).keeps_arguments()


@hidden_delta.hidden(points=1, looks_at="one example, one unit, one output")
def works_for_sizes_of_one(answer, rng):
    demand_measured(answer, rng, 1, 3, 2)
    demand_measured(answer, rng, 3, 1, 2)
    demand_measured(answer, rng, 2, 3, 1)


@hidden_delta.hidden(points=1, looks_at="targets that do not fit the outputs")
def refuses_targets_of_another_shape(answer, rng):
    n = int(rng.integers(2, 6))
    output, a1, W2 = np.full((n, 3), 0.5), np.full((n, 2), 0.5), np.ones((2, 3))
    answer(np.zeros((n, 1)), output, a1, W2).raises("ValueError", f"({n}, 1)")
    answer(np.zeros(3), output, a1, W2).raises("ValueError", "(3,)", f"({n}, 3)")
    tall = answer(np.zeros((n, 3)), output[:1], a1[:1], W2)
    tall.raises("ValueError", f"({n}, 3)", "(1, 3)")


train_step = Exercise(
    "train_step",
    minutes=15,
    difficulty=2,
    hints=(
        "Take both gradients before you change either matrix.",
        "The slope of a weight is what enters it times the delta behind it, so a whole "
        "matrix of slopes is one outer product. For W2 the delta is the error times "
        "the slope of the output; for W1 your hidden_delta knows it, if it gets rows.",
        "x = [2], t = [0], W1 = [[0, 0]], W2 = [[8], [-8]]: both hidden units give "
        "0.5, the output is 0.5. Its delta is 0.5 * 0.25 = 0.125, so both slopes of "
        "W2 are 0.0625. The hidden deltas are 0.25 and -0.25, so the slopes of W1 "
        "are 0.5 and -0.5.",
    ),
    uses=("hidden_delta",),
)


@train_step.public(points=1)
def takes_the_step_worked_by_hand(answer, rng):
    params = {"W1": np.array([[0.0, 0.0]]), "W2": np.array([[8.0], [-8.0]])}
    outcome = answer(params, np.array([2.0]), np.array([0.0]), 4.0)
    why = (
        "both hidden units give 0.5, the output is 0.5, its delta 0.125; slopes "
        "0.0625 twice in W2, and 0.5 and -0.5 in W1; the rate is 4"
    )
    expected = {
        "W1": np.array([[-2.0, 2.0]]),
        "W2": np.array([[7.75], [-8.25]]),
    }
    outcome.equals(expected, why)


@train_step.public(points=1)
def comes_closer_to_its_target(answer, rng):
    W1 = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, -0.5]])
    params = {"W1": W1, "W2": np.array([[1.0], [1.0]])}
    outcome = answer(params, np.array([1.0, 1.0, 1.0]), np.array([0.01]), 0.5)
    fits = type(outcome.value) is dict and set(outcome.value) == {"W1", "W2"}
    outcome.satisfies(fits, "a dict with W1 and W2")
    shapes = [np.shape(outcome.value[name]) for name in ("W1", "W2")]
    outcome.satisfies(shapes == [(3, 2), (2, 1)], "W1 (3, 2) and W2 (2, 1)")
    lower = np.all(outcome.value["W2"] < params["W2"])
    outcome.satisfies(lower, "smaller weights W2, because the output is too high")


def loss_of(params, x, t):
    """Compute half of the sum of squared errors for one example."""
    output = layer_in_loops(layer_in_loops(x[np.newaxis], params["W1"]), params["W2"])
    return math.fsum(((output[0] - t) ** 2).tolist()) / 2


def measured_step(params, x, t, lr):
    """Take a step of gradient descent with slopes that were measured."""
    moved = {}
    for name, W in params.items():
        moved[name] = W.copy()
        for index in np.ndindex(W.shape):
            losses = []
            for step in (1e-5, -1e-5):
                nudged = {**params, name: W.copy()}
                nudged[name][index] += step
                losses.append(loss_of(nudged, x, t))
            moved[name][index] -= lr * (losses[0] - losses[1]) / 2e-5
    return moved


@train_step.hidden(points=3, looks_at="slopes that were measured")
def moves_against_the_measured_slopes(answer, rng):
    for d, h, k in ((3, 4, 2), (2, 1, 3)):
        params, x = random_net(rng, d, h, k), rng.uniform(0.5, 1, size=d)
        t, lr = rng.uniform(0.01, 0.99, size=k), float(rng.uniform(2, 3))
        expected = measured_step(params, x, t, lr)
        answer(params, x, t, lr).equals(expected, rtol=1e-6, atol=1e-7)


@train_step.hidden(points=1, looks_at="whether params, x and t are unchanged")
def leaves_the_old_weights_alone(answer, rng):
    params, x = random_net(rng, 3, 2, 2), rng.uniform(size=3)
    outcome = answer(params, x, np.array([0.01, 0.99]), 1.0)
    outcome.keeps_arguments("the caller may want the old weights")
    moved = not np.allclose(outcome.value["W2"], params["W2"])
    outcome.satisfies(moved, "new weights that differ from the old ones")


@train_step.hidden(points=1, looks_at="the learning rate")
def listens_to_the_learning_rate(answer, rng):
    params, x = random_net(rng, 2, 3, 2), rng.uniform(0.5, 1, size=2)
    t = np.array([0.99, 0.01])
    answer(params, x, t, 0.0).equals(params)
    small, large = answer(params, x, t, 0.05), answer(params, x, t, 0.1)
    for name, W in params.items():
        step = 2 * (small.value[name] - W)
        off = np.abs(large.value[name] - W - step).max()
        same = 0 < np.abs(step).max() and off <= 0.1 * np.abs(step).max()
        large.satisfies(same, f"twice the step in {name} for twice the rate")


minibatches = Exercise(
    "minibatches",
    minutes=12,
    difficulty=2,
    hints=(
        "Mark every row with its label and look at what comes out.",
        "Draw one order of the numbers from 0 to n - 1. Cut that order into pieces, "
        "and use each piece for X and for y alike.",
        "With n = 5, size = 2 and the order 3, 0, 4, 1, 2 the batches hold the "
        "examples 3 and 0, then 4 and 1, then 2 alone.",
    ),
)


@minibatches.public(points=1)
def cuts_batches_and_keeps_the_rest(answer, rng):
    X, y = np.arange(14.0).reshape(7, 2), np.arange(7)
    outcome = answer(X, y, 3, Rng(1))
    is_list = type(outcome.value) is list
    outcome.satisfies(is_list, "a list of pairs")
    lengths = [(len(X_batch), len(y_batch)) for X_batch, y_batch in outcome.value]
    why = "7 examples in threes: two whole batches, and one example is left"
    outcome.satisfies(lengths == [(3, 3), (3, 3), (1, 1)], "batches of 3, 3 and 1", why)


@minibatches.public(points=1)
def keeps_examples_and_labels_together(answer, rng):
    y = np.arange(20)
    X = np.column_stack([10 * y, 10 * y + 1])
    outcome = answer(X, y, 4, Rng(3))
    for X_batch, y_batch in outcome.value:
        together = np.array_equal(np.asarray(X_batch)[:, 0], 10 * np.asarray(y_batch))
        why = "each row of X starts with ten times its label"
        outcome.satisfies(together, "rows beside their own labels", why)
    labels = [int(label) for _, y_batch in outcome.value for label in y_batch]
    once = sorted(labels) == list(range(20))
    outcome.satisfies(once, "each of the 20 examples once", "nobody is left out")


def demand_every_example_once(outcome, X, y):
    """Demand that the batches hold each example once, beside its label."""
    found = [
        (np.asarray(x).tolist(), np.asarray(label).tolist())
        for X_batch, y_batch in outcome.value
        for x, label in zip(X_batch, y_batch, strict=True)
    ]
    expected = list(zip(X.tolist(), y.tolist(), strict=True))
    same = sorted(map(repr, found)) == sorted(map(repr, expected))
    outcome.satisfies(same, "each example once, beside what belongs to it")


@minibatches.hidden(points=1, looks_at="whether each example comes once")
def uses_each_example_once(answer, rng):
    n = int(rng.integers(4, 8))
    X, y = rng.normal(size=(3 * n + 1, 2)), rng.integers(0, 3, size=3 * n + 1)
    outcome = answer(X, y, n, Rng(int(rng.integers(1000)))).keeps_arguments()
    demand_every_example_once(outcome, X, y)


@minibatches.hidden(points=1, looks_at="batches of one, and larger than the data")
def takes_any_size(answer, rng):
    X, y = rng.normal(size=(5, 3)), np.arange(5)
    for size, lengths in ((1, [1] * 5), (5, [5]), (8, [5]), (4, [4, 1])):
        outcome = answer(X, y, size, Rng(int(rng.integers(1000))))
        found = [len(batch) for batch, _ in outcome.value]
        outcome.satisfies(found == lengths, f"batches of {lengths} examples")
        demand_every_example_once(outcome, X, y)


@minibatches.hidden(points=1, looks_at="the order, from generators that differ")
def draws_another_order_each_time(answer, rng):
    X, y = np.arange(40.0).reshape(40, 1), np.arange(40)
    seeds = [int(seed) for seed in rng.choice(1000, size=3, replace=False)]
    orders = []
    for seed in [seeds[0], *seeds]:
        outcome = answer(X, y, 7, Rng(seed))
        orders.append([int(n) for _, batch in outcome.value for n in batch])
    outcome.satisfies(orders[0] == orders[1], "the same order for the same seed")
    different = len({tuple(order) for order in orders}) == 3
    outcome.satisfies(different, "another order for another seed")
    mixed = all(sorted(order) != order for order in orders)
    outcome.satisfies(mixed, "an order that is mixed")


@minibatches.hidden(points=1, looks_at="pictures, and rows of targets")
def takes_arrays_with_more_axes(answer, rng):
    X, y = rng.normal(size=(13, 3, 2)), rng.normal(size=(13, 4))
    outcome = answer(X, y, 5, Rng(int(rng.integers(1000))))
    shapes = [(np.shape(a), np.shape(b)) for a, b in outcome.value]
    expected = [((m, 3, 2), (m, 4)) for m in (5, 5, 3)]
    outcome.satisfies(shapes == expected, f"batches of the shapes {expected[0]}")
    demand_every_example_once(outcome, X, y)


@minibatches.hidden(points=1, looks_at="lengths that differ, and a size of 0")
def refuses_what_does_not_fit(answer, rng):
    n = int(rng.integers(5, 9))
    X = np.zeros((n, 2))
    answer(X, np.zeros(n + 2), 2, Rng(0)).raises("ValueError", str(n), str(n + 2))
    answer(X, np.zeros(n - 1), 2, Rng(0)).raises("ValueError", str(n), str(n - 1))
    answer(X, np.zeros(n), 0, Rng(0)).raises("ValueError", "0")


batches_are_sound = Exercise(
    "batches_are_sound",
    minutes=18,
    difficulty=3,
    hints=(
        "Which mistakes can a function that makes batches have? Your test must see "
        "each of them, and must not complain about a mixed order.",
        "Two questions: do the lengths fit, and are the rows the same rows as before, "
        "each beside its own label and each once? No two rows of X are equal, so a "
        "row tells which example it is; a label does not.",
        "Of the rows 1, 2, 3 with the labels 0, 1, 0 and size 2, the batches (3, 1) "
        "and (2) are sound. (3, 1) alone loses a row, (3, 1) and (3) repeats one, "
        "(3) and (1, 2) has a short batch in front, and rows 3, 1 beside the labels "
        "0, 1 have a label changed.",
    ),
)


@batches_are_sound.public(points=1)
def accepts_sound_batches(answer, rng):
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([0, 1, 0])
    batches = [
        (np.array([[3.0], [1.0]]), np.array([0, 0])),
        (np.array([[2.0]]), np.array([1])),
    ]
    answer(X, y, 2, batches).equals(True, "each row once, beside its label")


@batches_are_sound.public(points=1)
def sees_that_the_rest_was_dropped(answer, rng):
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([0, 1, 0])
    batches = [(np.array([[3.0], [1.0]]), np.array([0, 0]))]
    answer(X, y, 2, batches).equals(False, "the row 2 is missing")


def sound_batches(rng, X, y, size):
    """Make sound batches in a random order."""
    order = rng.permutation(len(X))
    pieces = np.split(order, range(size, len(X), size))
    return [(X[rows], y[rows]) for rows in pieces]


def labelled_rows(rng, n):
    """Draw n different rows with labels that repeat, and one that does not."""
    X = rng.permutation(100 * n)[: 2 * n].reshape(n, 2) / 4
    y = np.arange(n) % 3
    y[0] = 9
    return X, y


@batches_are_sound.hidden(points=2, looks_at="sound batches of many sizes")
def accepts_what_right_functions_make(answer, rng):
    for n, size in ((12, 4), (11, 4), (5, 1), (3, 7), (1, 1)):
        X, y = labelled_rows(rng, n)
        answer(X, y, size, sound_batches(rng, X, y, size)).equals(True)


@batches_are_sound.hidden(points=1, looks_at="labels beside other examples")
def sees_labels_that_moved(answer, rng):
    X, y = labelled_rows(rng, 8)
    batches = sound_batches(rng, X, y, 3)
    changed = [(part, labels.copy()) for part, labels in batches]
    changed[0][1][int(rng.integers(3))] += 1
    answer(X, y, 3, changed).equals(False)
    everything = np.concatenate([labels for _, labels in batches])
    moved = np.split(np.roll(everything, 1), [3, 6])
    turned = [(part, labels) for (part, _), labels in zip(batches, moved, strict=True)]
    answer(X, y, 3, turned).equals(False)


@batches_are_sound.hidden(points=1, looks_at="an example that comes twice")
def sees_an_example_that_comes_twice(answer, rng):
    X, y = labelled_rows(rng, 7)
    rows = rng.permutation(7)
    for twice in ([*rows[:6], rows[0]], [*rows, rows[3]]):
        pieces = np.split(np.array(twice), range(3, len(twice), 3))
        answer(X, y, 3, [(X[part], y[part]) for part in pieces]).equals(False)


@batches_are_sound.hidden(points=1, looks_at="batches of a wrong length")
def sees_wrong_lengths(answer, rng):
    X, y = labelled_rows(rng, 7)
    rows = rng.permutation(7)
    for cuts in ([1, 4], [4], [3], [3, 5], []):
        pieces = np.split(rows, cuts)
        answer(X, y, 3, [(X[part], y[part]) for part in pieces]).equals(False)
    X, y = labelled_rows(rng, 6)
    pieces = np.split(rng.permutation(6), [3, 6])
    why = "a last batch without any example"
    answer(X, y, 3, [(X[part], y[part]) for part in pieces]).equals(False, why)


@batches_are_sound.hidden(points=1, looks_at="rows that nobody handed in, or none")
def sees_rows_that_were_changed(answer, rng):
    X, y = labelled_rows(rng, 6)
    batches = sound_batches(rng, X, y, 4)
    batches[0][0][int(rng.integers(4)), 1] += 0.5
    answer(X, y, 4, batches).equals(False)
    answer(X, y, 4, []).equals(False)


accuracy = Exercise(
    "accuracy",
    minutes=6,
    difficulty=1,
    hints=(
        "Compare label with label. How many agree, and of how many?",
        "A comparison of two arrays gives True and False, and their mean is a part. "
        "Compare the shapes first: NumPy would stretch a column against a row.",
        "For y = [1, 2, 3] and p = [1, 3, 3] two of three agree: 0.6667. For y of "
        "shape (3,) and p of shape (3, 1) NumPy makes nine comparisons.",
    ),
)


@accuracy.public(points=1)
def counts_right_predictions(answer, rng):
    y, p = np.array([7, 2, 1, 0, 4]), np.array([7, 2, 7, 0, 9])
    answer(y, p).equals(0.6, "three of five are right")


@accuracy.public(points=1)
def refuses_a_column(answer, rng):
    y = np.array([1, 2, 3])
    why = "a row against a column would be nine comparisons"
    answer(y, y.reshape(3, 1)).raises("ValueError", "(3,)", "(3, 1)", why=why)


@accuracy.hidden(points=1, looks_at="many labels, and lists")
def agrees_with_counting(answer, rng):
    n = int(rng.integers(20, 40))
    y, p = rng.integers(0, 3, size=(2, n))
    right = sum(a == b for a, b in zip(y.tolist(), p.tolist(), strict=True))
    answer(y, p).equals(right / n).is_floating().keeps_arguments()
    answer(y.tolist(), p.tolist()).equals(right / n)
    answer(y, y + 1).equals(0.0)
    answer([4], [4]).equals(1.0)


@accuracy.hidden(points=1, looks_at="labels and predictions of other lengths, or none")
def refuses_what_cannot_be_compared(answer, rng):
    n = int(rng.integers(3, 9))
    y = np.zeros(n)
    answer(y, np.zeros(n + 1)).raises("ValueError", f"({n},)", f"({n + 1},)")
    answer(y, np.zeros(1)).raises("ValueError", "(1,)")
    answer(np.zeros(0), np.zeros(0)).raises("ValueError", "empty")


confusion = Exercise(
    "confusion",
    minutes=12,
    difficulty=2,
    hints=(
        "Rows are the truth: fill a table of 2 by 2 by hand.",
        "Start with zeros of the final size, then count one example after the other "
        "into the place (truth, prediction). If you want to do it without a loop: "
        "what does table[rows, columns] += 1 do when a place comes twice?",
        "y = [0, 0, 0, 1] and p = [1, 1, 0, 1] give [[1, 2], [0, 1]]: two of the "
        "three zeros were taken for ones. With k = 3 there is a row of zeros below, "
        "and a column of zeros on the right.",
    ),
)


@confusion.public(points=1)
def has_the_truth_in_its_rows(answer, rng):
    y, p = np.array([0, 0, 0, 1]), np.array([1, 1, 0, 1])
    why = "two of the three zeros were taken for ones"
    answer(y, p, 2).equals(np.array([[1, 2], [0, 1]]), why)


@confusion.public(points=1)
def has_a_row_for_a_class_that_is_missing(answer, rng):
    y, p = np.array([0, 2]), np.array([2, 2])
    expected = np.array([[0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]])
    answer(y, p, 4).equals(expected, "classes 1 and 3 do not occur")


@confusion.hidden(points=2, looks_at="many examples")
def agrees_with_counting_one_by_one(answer, rng):
    k = int(rng.integers(4, 8))
    y, p = rng.integers(0, k - 1, size=(2, 60))
    pairs = list(zip(y.tolist(), p.tolist(), strict=True))
    expected = [[pairs.count((i, j)) for j in range(k)] for i in range(k)]
    outcome = answer(y, p, k).equals(np.array(expected)).keeps_arguments()
    whole = np.asarray(outcome.value).dtype.kind in "iu"
    outcome.satisfies(whole, "whole numbers")
    answer(y.tolist(), p.tolist(), k).equals(np.array(expected))


@confusion.hidden(points=1, looks_at="labels out of range")
def refuses_labels_without_a_row(answer, rng):
    k = int(rng.integers(3, 9))
    answer([0, k], [0, 0], k).raises("ValueError", str(k))
    answer([0, 0], [0, k + 2], k).raises("ValueError", str(k + 2), str(k))
    answer([0, -1], [0, 0], k).raises("ValueError", "-1", str(k))


@confusion.hidden(points=1, looks_at="labels and predictions of other lengths")
def refuses_lengths_that_differ(answer, rng):
    n = int(rng.integers(3, 9))
    answer([0] * n, [0] * (n + 2), 2).raises("ValueError", str(n), str(n + 2))
    answer([0] * n, [0], 2).raises("ValueError", str(n), "1")


choose_hidden = Exercise(
    "choose_hidden",
    minutes=8,
    difficulty=1,
    hints=(
        "The test set may be looked at once. Which of the three accuracies may decide?",
        "Compare pairs: the accuracy that decides, and for equal ones the size. Leave "
        "out what failed before you compare, because every comparison with nan is "
        "False.",
        "With (hidden 30, validation 0.9), (hidden 20, validation 0.9) and (hidden "
        "10, validation 0.8) the answer is 20: as good as 30, and smaller.",
    ),
)


@choose_hidden.public(points=1)
def listens_to_the_validation_set(answer, rng):
    results = [
        {"hidden": 50, "train": 0.97, "validation": 0.95, "test": 0.93},
        {"hidden": 20, "train": 0.95, "validation": 0.92, "test": 0.96},
        {"hidden": 200, "train": 1.00, "validation": 0.94, "test": 0.94},
        {"hidden": 300, "train": 0.98, "validation": 0.91, "test": 0.92},
    ]
    answer(results).equals(50, "0.95 is the best validation accuracy")


@choose_hidden.public(points=1)
def prefers_the_smaller_of_equals(answer, rng):
    results = [
        {"hidden": 30, "train": 0.95, "validation": 0.9, "test": 0.9},
        {"hidden": 20, "train": 0.94, "validation": 0.9, "test": 0.8},
        {"hidden": 10, "train": 0.99, "validation": 0.8, "test": 0.85},
        {"hidden": 15, "train": 0.93, "validation": 0.85, "test": 0.95},
        {"hidden": 40, "train": 0.96, "validation": 0.9, "test": 0.9},
        {"hidden": 60, "train": 0.92, "validation": 0.7, "test": 0.7},
    ]
    answer(results).equals(20, "as good as 30 and 40, and smaller")


@choose_hidden.hidden(points=2, looks_at="results in any order")
def chooses_from_any_order(answer, rng):
    sizes = rng.choice(200, size=7, replace=False) + 1
    scores = np.array([0.91, 0.93, 0.93, 0.92, 0.9, 0.93, 0.89])
    results = [
        {
            "hidden": int(h),
            "train": float(1 - score / 2),
            "validation": float(score),
            "test": float(1 - score / 3),
        }
        for h, score in zip(sizes, scores, strict=True)
    ]
    results = [results[i] for i in rng.permutation(7)]
    best = min(int(h) for h, s in zip(sizes, scores, strict=True) if s == 0.93)
    answer(results).equals(best).keeps_arguments()


@choose_hidden.hidden(points=1, looks_at="trainings that failed")
def passes_over_trainings_that_failed(answer, rng):
    failed = dict.fromkeys(("train", "validation", "test"), math.nan)
    fine = {"train": 0.9, "validation": 0.7, "test": 0.6}
    size = int(rng.integers(20, 90))
    results = [{"hidden": 9, **failed}, {"hidden": size, **fine}]
    answer(results).equals(size)
    answer(results[::-1]).equals(size)
    answer([results[0]]).raises("ValueError", "no")


@choose_hidden.hidden(points=1, looks_at="an empty list, and a single training")
def refuses_an_empty_list(answer, rng):
    size = int(rng.integers(20, 90))
    one = {"hidden": size, "train": 0.2, "validation": 0.0, "test": 0.0}
    answer([one]).equals(size)
    answer([]).raises("ValueError", "no")


same_score_wrong_gradient = Exercise(
    "same_score_wrong_gradient",
    minutes=20,
    difficulty=2,
    hints=(
        "Two things are measured for each rule and each seed, and they are summed up "
        "in two ways. Which one is an average, and why is the other one not?",
        "Two loops, over rules and over seeds, fill both tables. Then go through the "
        "rules once more for the winner and for the gradients. For the claim, ask of "
        "each letter whether the table in the chapter contradicts it.",
        "Scores 0.9 and 0.8 have the mean 0.85. Errors 1e-9 and 0.3 count as 0.3: one "
        "bad seed is enough to show that a rule is not the gradient. In the chapter, "
        "the rule with the best mean was not the gradient of the squared error, and "
        "it scored more than 0.9.",
    ),
)


@same_score_wrong_gradient.public(points=1)
def sums_up_scores_and_errors(answer, rng):
    scores = {("chain", 1): 0.9, ("chain", 2): 0.8, ("short", 1): 0.95}
    errors = {("chain", 1): 1e-9, ("chain", 2): 1e-8, ("short", 1): 1e-9}
    scores["short", 2], errors["short", 2] = 0.85, 0.5
    score = Callback(lambda rule, seed: scores[rule, seed], "score")
    error = Callback(lambda rule, seed: errors[rule, seed], "error")
    outcome = answer(score, error, ["chain", "short"], [1, 2])
    found = outcome.value
    keys = {"score", "error", "winner", "gradients", "claim"}
    fits = type(found) is dict and set(found) == keys
    outcome.satisfies(fits, f"a dict with the keys {sorted(keys)}")
    fits = type(found["score"]) is dict and set(found["score"]) == {"chain", "short"}
    outcome.satisfies(fits, "a dict of rules under 'score'")
    means = [found["score"]["chain"], found["score"]["short"]]
    outcome.satisfies(np.allclose(means, [0.85, 0.9]), "the mean scores 0.85 and 0.9")
    fits = type(found["error"]) is dict and set(found["error"]) == {"chain", "short"}
    outcome.satisfies(fits, "a dict of rules under 'error'")
    largest = [found["error"]["chain"], found["error"]["short"]]
    same = np.allclose(largest, [1e-8, 0.5], rtol=1e-6, atol=0)
    outcome.satisfies(same, "the largest errors 1e-8 and 0.5")


@same_score_wrong_gradient.public(points=1)
def asks_for_every_rule_and_seed(answer, rng):
    score = Callback(lambda rule, seed: 0.5, "score")
    error = Callback(lambda rule, seed: 0.5, "error")
    outcome = answer(score, error, ["this", "that"], [5, 7, 9])
    _ = outcome.value
    pairs = [(rule, seed) for rule in ("that", "this") for seed in (5, 7, 9)]
    for name, calls in (("score", score.calls), ("error", error.calls)):
        asked = sorted((str(rule), int(seed)) for rule, seed in calls)
        outcome.satisfies(asked == pairs, f"one call of {name} for each rule and seed")


@same_score_wrong_gradient.hidden(points=2, looks_at="which rules are gradients")
def names_all_gradients(answer, rng):
    rules = [f"rule {n}" for n in rng.choice(100, size=4, replace=False)]
    limits = [1e-7, 2e-6, 1e-6, 0.4]
    seeds = [int(seed) for seed in rng.choice(1000, size=3, replace=False)]
    bad = seeds[int(rng.integers(1, 3))]
    errors = {rule: limits[i] for i, rule in enumerate(rules)}
    error = Callback(lambda r, seed: errors[r] if seed == bad else 1e-9, "error")
    score = Callback(lambda rule, seed: 0.9, "score")
    outcome = answer(score, error, rules, seeds)
    expected = [rules[0], rules[2]]
    found = outcome.value["gradients"]
    outcome.satisfies(found == expected, f"{expected} as gradients")


@same_score_wrong_gradient.hidden(points=1, looks_at="which rule wins, and ties")
def names_the_winner(answer, rng):
    rules = [f"rule {n}" for n in rng.choice(100, size=4, replace=False)]
    scores = dict(zip(rules, [0.5, 0.75, 0.25, 0.75], strict=True))
    lucky = rules[2]
    error = Callback(lambda rule, seed: 1e-9 if rule == lucky else 0.5, "error")

    def score(rule, seed):
        # One lucky start makes no winner.
        return 0.99 if (rule, seed) == (lucky, 4) else scores[rule]

    outcome = answer(Callback(score, "score"), error, rules, [4, 5, 6, 8])
    fits = outcome.value["winner"] == rules[1]
    outcome.satisfies(fits, "the first of those with the highest mean as winner")


@same_score_wrong_gradient.hidden(points=1, looks_at="the letter of the claim")
def claims_what_holds(answer, rng):
    score = Callback(lambda rule, seed: 0.9, "score")
    error = Callback(lambda rule, seed: 1e-9, "error")
    outcome = answer(score, error, ["a", "b"], [1])
    claim = outcome.value["claim"]
    outcome.satisfies(isinstance(claim, str) and claim.strip().upper() == "C", "C")


@functools.cache
def small_digits():
    """Return 120 small digits to learn and 200 to be tested on."""
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    X = np.column_stack([X / 16, np.ones(len(X))])
    return X[:120], y[:120], X[-200:], y[-200:]


def train_on_digits(rule, seed):
    """Train 65-12-10 in batches of ten, with or without the output slope."""
    X, y, X_test, y_test = small_digits()
    rng = np.random.default_rng(seed)
    W1, W2 = rng.normal(size=(65, 12)) / 4, rng.normal(size=(12, 10)) / 4
    T = np.where(np.arange(10) == y[:, np.newaxis], 0.99, 0.01)
    for rows in np.split(rng.permutation(np.tile(np.arange(120), 10)), 120):
        a1 = 1 / (1 + np.exp(-X[rows] @ W1))
        a2 = 1 / (1 + np.exp(-a1 @ W2))
        delta2 = (a2 - T[rows]) * a2 * (1 - a2)
        back = delta2 if rule == "chain rule" else a2 - T[rows]
        delta1 = back @ W2.T * a1 * (1 - a1)
        W1 -= 0.2 * X[rows].T @ delta1
        W2 -= 0.2 * a1.T @ delta2
    guess = np.argmax(1 / (1 + np.exp(-X_test @ W1)) @ W2, axis=1)
    return float(np.mean(guess == y_test))


def error_on_digits(rule, seed):
    """Compare a rule with slopes measured at a small random net."""
    rng = np.random.default_rng(seed)
    z1, W2 = rng.normal(size=(1, 3)), rng.normal(size=(3, 2))
    t = rng.uniform(0.01, 0.99, size=(1, 2))
    a1 = 1 / (1 + np.exp(-z1))
    a2 = 1 / (1 + np.exp(-a1 @ W2))
    delta2 = (a2 - t) * a2 * (1 - a2)
    back = delta2 if rule == "chain rule" else a2 - t
    delta1, measured = back @ W2.T * a1 * (1 - a1), measured_delta(t, z1, W2)
    norms = np.linalg.norm(delta1) + np.linalg.norm(measured)
    return float(np.linalg.norm(delta1 - measured) / norms)


@same_score_wrong_gradient.hidden(points=1, looks_at="real digits, from secret seeds")
def holds_on_real_digits(answer, rng):
    rules = ["popular rule", "chain rule"]
    seeds = [int(seed) for seed in rng.choice(1000, size=2, replace=False)]
    score = Callback(train_on_digits, "score")
    outcome = answer(score, Callback(error_on_digits, "error"), rules, seeds)
    found = outcome.value
    outcome.satisfies(found["gradients"] == ["chain rule"], "the chain rule alone")
    outcome.satisfies(found["error"]["popular rule"] > 0.1, "an error above 0.1")
    means = {rule: found["score"][rule] for rule in rules}
    fits = found["winner"] == max(rules, key=lambda rule: means[rule])
    outcome.satisfies(fits, "a winner that fits the mean scores")
