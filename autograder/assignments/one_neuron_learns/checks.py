"""Checks of the assignment one_neuron_learns."""

import math

import numpy as np

from autograder.checking import Callback, Exercise


def sigmoid_on_paper(z):
    """Return the sigmoid of each number, one Python number at a time."""
    values = [
        1 / (1 + math.exp(-t)) if t > 0 else math.exp(t) / (1 + math.exp(t))
        for t in np.ravel(z).tolist()
    ]
    return np.array(values).reshape(np.shape(z))


def gradient_on_paper(X, y, w, h=1e-5):
    """Measure the gradient of half the sum of squared errors, weight by weight."""

    def loss(weights):
        sums = [math.fsum(row * weights) for row in X]
        errors = sigmoid_on_paper(np.array(sums)) - y
        return math.fsum(errors**2) / 2

    steps = h * np.eye(len(w))
    return np.array([(loss(w + step) - loss(w - step)) / (2 * h) for step in steps])


def train_on_paper(X, y, w, lr, steps):
    """Follow gradient descent with Python numbers, one weight at a time."""
    w, losses = [float(number) for number in w], []
    for _ in range(steps):
        a = sigmoid_on_paper(np.array([math.fsum(row * np.array(w)) for row in X]))
        losses.append(math.fsum((a - y) ** 2) / 2)
        pull = [float((t - o) * o * (1 - o)) for t, o in zip(y, a, strict=True)]
        for j in range(len(w)):
            w[j] += lr * math.fsum(
                p * float(row[j]) for p, row in zip(pull, X, strict=True)
            )
    return np.array(w), losses


sigmoid = Exercise(
    "sigmoid",
    minutes=12,
    difficulty=2,
    hints=(
        "Write e to a power that is never positive. Then nothing can overflow.",
        "The power -abs(z) is never positive. For z at or above 0 it is the -z of "
        "the formula. What is it for z below 0, and how can the formula be written "
        "with that power?",
        "For z below 0 multiply numerator and denominator by exp(z). Take z = -2 and "
        "z = 2: in both cases t = exp(-2) = 0.135. For 2 the answer is 1 / 1.135 = "
        "0.881, for -2 it is 0.135 / 1.135 = 0.119. For -1000 the power is 0.0 and "
        "so is the answer. np.where chooses between two results for each number.",
    ),
)


@sigmoid.public(points=1)
def gives_values_known_by_hand(answer, rng):
    z = np.log(np.array([[1.0, 3.0, 4.0], [0.25, 9.0, 1 / 9]]))
    expected = np.array([[0.5, 0.75, 0.8], [0.2, 0.9, 0.1]])
    answer(z).equals(expected, "for z = log 3 it is 1 / (1 + 1/3), which is 3/4")


@sigmoid.public(points=1)
def copes_with_a_sum_of_minus_1000(answer, rng):
    z = np.array([-1000.0, 1000.0])
    answer(z).equals(np.array([0.0, 1.0])).is_silent("no power may overflow")


@sigmoid.hidden(points=1, looks_at="single numbers, large ones included")
def takes_single_sums(answer, rng):
    large = float(rng.integers(800, 2000))
    answer(-large).equals(0.0).is_silent()
    answer(large).equals(1.0).is_silent()
    answer(math.log(large)).equals(large / (large + 1))


@sigmoid.hidden(points=1, looks_at="the digits of very small results")
def keeps_small_results(answer, rng):
    z = -rng.uniform(30, 700, size=5)
    expected = np.array([math.exp(number) for number in z])
    answer(z).equals(expected, rtol=1e-6, atol=0)


@sigmoid.hidden(points=1, looks_at="whether it rises, and its symmetry")
def rises_and_is_symmetric(answer, rng):
    z = np.sort(rng.normal(scale=5, size=11))
    outcome = answer(z).equals(sigmoid_on_paper(z))
    outcome.satisfies(np.all(np.diff(outcome.value) > 0), "values that rise")
    answer(-z).equals(1 - outcome.value)


@sigmoid.hidden(points=1, looks_at="integers, lists and numbers of type float32")
def takes_integers_lists_and_float32(answer, rng):
    z = rng.integers(-9, 9, size=(5, 3, 1))
    answer(z).is_floating().equals(sigmoid_on_paper(z))
    answer(z[:, 0, 0].tolist()).is_floating().equals(sigmoid_on_paper(z[:, 0, 0]))
    small = np.array([[-200.0, -1.0, 200.0]], dtype=np.float32)
    outcome = answer(small).is_floating().is_silent()
    outcome.equals(sigmoid_on_paper(small), rtol=1e-5)


@sigmoid.hidden(points=1, looks_at="whether your input is unchanged")
def leaves_z_unchanged(answer, rng):
    z = rng.normal(size=(3, 2))
    outcome = answer(z).succeeds().keeps_arguments()
    outcome.satisfies(not np.array_equal(outcome.value, z), "outputs and not sums")


slope_from_output = Exercise(
    "slope_from_output",
    minutes=6,
    difficulty=1,
    hints=(
        "Which variable does the formula on the page expect: the sum or the output?",
        "The argument has already been through the sigmoid. Use it as it is, and "
        "first refuse whatever a sigmoid cannot have returned. Is 0 allowed? Is 1?",
        "An output of 0.9 is 0.1 away from 1, and 0.9 times 0.1 is 0.09. At the "
        "output 0.1 the slope is 0.09 as well. 1.5 is refused: no sigmoid is ever "
        "above 1.",
    ),
)


@slope_from_output.public(points=1)
def gives_slopes_known_by_hand(answer, rng):
    a = np.array([[0.5, 0.2], [0.9, 1.0], [0.0, 0.6]])
    expected = np.array([[0.25, 0.16], [0.09, 0.0], [0.0, 0.24]])
    answer(a).equals(expected, "the steepest slope is 0.25, at the output 0.5")


@slope_from_output.public(points=1)
def refuses_what_is_no_output(answer, rng):
    why = "both numbers are outputs, so there is nothing to refuse"
    answer(np.array([0.5, 0.25])).has_shape((2,), why)
    why = "a sigmoid never returns such a number; perhaps it is a sum"
    answer(np.array([0.5, 2.0])).raises("ValueError", "output", why=why)
    answer(-0.5).raises("ValueError", "output", why=why)


@slope_from_output.hidden(points=1, looks_at="slopes measured on the sigmoid")
def agrees_with_measured_slopes(answer, rng):
    z = rng.uniform(-4, 4, size=7)
    h = 1e-5
    measured = (sigmoid_on_paper(z + h) - sigmoid_on_paper(z - h)) / (2 * h)
    answer(sigmoid_on_paper(z)).equals(measured, rtol=1e-6)


@slope_from_output.hidden(points=1, looks_at="single numbers, integers and lists")
def takes_outputs_of_any_kind(answer, rng):
    a = float(rng.uniform(0.1, 0.4))
    one = answer(a)
    one.satisfies(np.ndim(one.value) == 0, "a single number")
    answer(1 - a).equals(one.value)
    answer(np.array([[0], [1], [1]])).is_floating().equals(np.zeros((3, 1)))
    answer([0.5, a]).equals(np.array([0.25, one.value]))


@slope_from_output.hidden(points=1, looks_at="numbers a little outside 0 to 1")
def refuses_numbers_near_the_ends(answer, rng):
    little = float(rng.uniform(0.001, 0.01))
    answer([0.0, 1.0]).equals(np.zeros(2))
    answer([0.5, 1 + little]).raises("ValueError", "output")
    answer(np.array([[-little, 0.5]])).raises("ValueError", "output")


@slope_from_output.hidden(points=1, looks_at="whether your input is unchanged")
def leaves_a_unchanged(answer, rng):
    a = rng.uniform(0.1, 0.4, size=5)
    outcome = answer(a).succeeds().keeps_arguments()
    outcome.satisfies(not np.array_equal(outcome.value, a), "slopes and not outputs")


slope = Exercise(
    "slope",
    minutes=3,
    difficulty=1,
    uses=("sigmoid", "slope_from_output"),
    hints=(
        "What does the caller hand over here, and what does slope_from_output "
        "want to have?",
        "Two steps: turn the sum into an output, then the output into a slope. You "
        "have written a function for each.",
        "For z = log 3 = 1.0986 the output is 0.75, and 0.75 times 0.25 gives "
        "0.1875. Putting 1.0986 itself into the formula would give -0.108: a "
        "negative slope, although the sigmoid rises everywhere.",
    ),
)


@slope.public(points=1)
def is_a_quarter_at_0(answer, rng):
    answer(0.0).equals(0.25, "the sigmoid is steepest at 0, and rises by a quarter")


@slope.public(points=1)
def gives_slopes_for_a_row_of_sums(answer, rng):
    z = np.log(np.array([3.0, 4.0, 1 / 9]))
    expected = np.array([0.1875, 0.16, 0.09])
    answer(z).equals(expected, "for z = log 3 the output is 3/4")


@slope.hidden(points=1, looks_at="slopes measured on the sigmoid")
def agrees_with_differences(answer, rng):
    z, h = rng.normal(scale=3, size=7), 1e-5
    measured = (sigmoid_on_paper(z + h) - sigmoid_on_paper(z - h)) / (2 * h)
    answer(z).equals(measured, rtol=1e-6)


@slope.hidden(points=1, looks_at="the same slope on both sides")
def is_the_same_on_both_sides(answer, rng):
    z = rng.uniform(1, 5, size=5)
    outcome = answer(z)
    outcome.satisfies(np.all(np.diff(outcome.value[np.argsort(z)]) < 0), "smaller ones")
    answer(-z).equals(outcome.value)


@slope.hidden(points=1, looks_at="sums of 1000 and -1000")
def is_0_far_out(answer, rng):
    large = float(rng.integers(800, 2000))
    answer(np.array([large, -large])).equals(np.zeros(2)).is_silent()
    answer(-large).equals(0.0).is_silent()


@slope.hidden(points=1, looks_at="integers, shapes and your input unchanged")
def keeps_the_shape_of_z(answer, rng):
    z = rng.integers(-3, 4, size=(3, 1, 2))
    outcome = answer(z).is_floating().keeps_arguments()
    outcome.equals(1 / (2 + np.exp(z) + np.exp(-z.astype(float))))
    floats = rng.normal(size=(2, 5))
    answer(floats).has_shape((2, 5)).keeps_arguments()


half_sse = Exercise(
    "half_sse",
    minutes=10,
    difficulty=1,
    hints=(
        "Print the shape of the difference. Is it the shape that you expect?",
        "Before you subtract, compare the two shapes; if they differ, say both in "
        "the message. Then square, add up over all entries, and halve once.",
        "Labels 1 and 0, outputs 0.8 and 0.4: the errors are 0.2 and -0.4, their "
        "squares 0.04 and 0.16, the sum 0.2, half of it 0.1. If one of the two "
        "stands in a column, NumPy subtracts each from each and makes four "
        "differences where there are two.",
    ),
)


@half_sse.public(points=1)
def adds_up_four_examples(answer, rng):
    y, yhat = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.1, 0.2, 0.8, 0.9])
    why = "half of 0.01 + 0.04 + 0.04 + 0.01"
    answer(y, yhat).equals(0.05, why)


@half_sse.public(points=1)
def refuses_a_row_and_a_column(answer, rng):
    y, yhat = np.array([0.0, 0.0, 1.0]), np.array([[0.1], [0.2], [0.8]])
    why = "NumPy would subtract each from each and make 9 differences out of 3"
    answer(y, yhat).raises("ValueError", "(3,)", "(3, 1)", why=why)


@half_sse.hidden(points=1, looks_at="tables and single columns")
def adds_up_over_all_axes(answer, rng):
    for shape in [(5, 1), (1, 3), (7, 2), (2, 3, 5)]:
        errors = rng.integers(1, 5, size=shape)
        y = rng.normal(size=shape)
        total = sum(int(error) ** 2 for error in errors.ravel())
        outcome = answer(y, y - errors).equals(total / 2)
        outcome.satisfies(np.ndim(outcome.value) == 0, "a single number")


@half_sse.hidden(points=1, looks_at="errors of both signs and no error at all")
def treats_both_signs_alike(answer, rng):
    y, error = rng.normal(size=5), rng.uniform(1, 2, size=5)
    above = answer(y, y + error).equals(math.fsum(error**2) / 2)
    answer(y, y - error).equals(above.value)
    answer(y, y + 3 * error).equals(9 * above.value)
    answer(y, y).equals(0.0)


@half_sse.hidden(points=1, looks_at="single numbers, integers and lists")
def takes_labels_of_any_kind(answer, rng):
    n = int(rng.integers(2, 9))
    answer(float(n), 0.0).equals(n * n / 2)
    answer([0, 1], [float(n), 1.0]).equals(n * n / 2)
    small = np.array([0, n], dtype=np.uint8)
    answer(small, np.array([n, 0], dtype=np.uint8)).equals(float(n * n))


@half_sse.hidden(points=1, looks_at="other pairs of shapes that differ")
def refuses_shapes_that_differ(answer, rng):
    n = int(rng.integers(2, 6))
    answer(np.zeros(n), np.zeros(n + 1)).raises("ValueError", f"({n + 1},)", f"({n},)")
    answer(np.zeros((n, 2)), np.zeros((1, 2))).raises("ValueError", f"({n}, 2)")
    answer(np.zeros((n, 1)), np.zeros(n)).raises("ValueError", f"({n}, 1)")
    answer(0.0, np.ones(n)).raises("ValueError", f"({n},)")


@half_sse.hidden(points=1, looks_at="nan, infinity, and arguments left unchanged")
def refuses_nan_and_infinity(answer, rng):
    fine, bad = rng.normal(size=3), np.array([0.0, math.nan, 1.0])
    answer(fine, bad).raises("ValueError")
    answer(bad, fine).raises("ValueError")
    answer(fine, [0.0, math.inf, 1.0]).raises("ValueError")
    answer(fine, fine + 1).equals(1.5).keeps_arguments()


numerical_gradient = Exercise(
    "numerical_gradient",
    minutes=20,
    difficulty=3,
    hints=(
        "One entry at a time: a little to the right, a little to the left. Go back "
        "to the point after each probe.",
        "Make a floating point copy of theta for each probe and change one entry of "
        "it. `np.ndindex(theta.shape)` walks over the entries of an array of any "
        "shape. The difference of two values belongs to a distance of 2 h.",
        "f is the square of t, the point is 3 and h = 0.1. To the right f is 9.61, "
        "to the left 8.41. The difference 1.2 over the distance 0.2 gives 6. Going "
        "to one side only would give (9.61 - 9) / 0.1 = 6.1.",
    ),
)


@numerical_gradient.public(points=1)
def measures_the_slope_of_a_square(answer, rng):
    square = Callback(lambda t: float(np.sum(np.square(t))), "square")
    why = "the slope of t squared is 2 t"
    answer(square, np.array([3.0, -1.0])).equals(np.array([6.0, -2.0]), why, 1e-6, 1e-8)


@numerical_gradient.public(points=1)
def keeps_the_shape_of_theta(answer, rng):
    second = Callback(lambda t: float(5 * np.asarray(t)[1, 2]), "five_times_one_entry")
    expected = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 5.0]])
    why = "only the entry at index (1, 2) matters"
    answer(second, np.ones((2, 3))).equals(expected, why, 1e-6, 1e-6)


@numerical_gradient.hidden(points=1, looks_at="single numbers and three axes")
def works_from_0_to_3_dimensions(answer, rng):
    for shape in [(), (1,), (5,), (3, 1, 2)]:
        theta, c = rng.normal(size=shape), rng.normal(size=shape)
        f = Callback(lambda t, c=c: float(np.sum(c * np.asarray(t) ** 2)), "f")
        answer(f, theta).equals(2 * c * theta, rtol=1e-4, atol=1e-5)


@numerical_gradient.hidden(points=1, looks_at="the error for other values of h")
def has_the_error_of_central_differences(answer, rng):
    cube = Callback(lambda t: float(np.sum(np.asarray(t) ** 3)), "cube")
    theta = rng.uniform(1, 2, size=3)
    for h in (0.1, 0.25):
        # ((t + h)**3 - (t - h)**3) / 2h is 3 t**2 + h**2, exactly.
        answer(cube, theta, h).equals(3 * theta**2 + h**2, rtol=1e-9)
    answer(cube, theta, h=0.5).equals(3 * theta**2 + 0.25, rtol=1e-9)


@numerical_gradient.hidden(points=1, looks_at="a theta of integers, and lists")
def measures_at_integers(answer, rng):
    square = Callback(lambda t: float(np.sum(np.square(t))), "square")
    theta = rng.integers(1, 9, size=(2, 1))
    answer(square, theta).equals(2.0 * theta, rtol=1e-6)
    answer(square, theta[:, 0].tolist()).equals(2.0 * theta[:, 0], rtol=1e-6)


@numerical_gradient.hidden(points=1, looks_at="which points f is called with")
def moves_one_entry_at_a_time(answer, rng):
    f = Callback(lambda t: float(np.sum(t)), "sum")
    theta, h = rng.integers(1, 9, size=(3, 2)), 0.125
    outcome = answer(f, theta, h).equals(np.ones((3, 2)))
    for call in f.calls:
        seen = np.asarray(call[0])
        fits = len(call) == 1 and seen.shape == (3, 2) and seen.dtype.kind == "f"
        outcome.satisfies(fits, "floating point arrays in the shape of theta for f")
        moved = np.sort(np.abs(seen - theta).ravel())
        alone = not np.any(moved[:-1]) and moved[-1] in (0, h)
        outcome.satisfies(alone, "one entry moved by h at a time")


@numerical_gradient.hidden(points=1, looks_at="whether theta is unchanged")
def leaves_theta_unchanged(answer, rng):
    theta = rng.normal(size=5)
    f = Callback(lambda t: float(np.sum(np.sin(t))), "sum_of_sines")
    outcome = answer(f, theta).succeeds().keeps_arguments()
    outcome.satisfies(not np.array_equal(outcome.value, theta), "slopes and not theta")


@numerical_gradient.hidden(points=1, looks_at="f of several numbers, nan, a bad h")
def refuses_what_has_no_gradient(answer, rng):
    several = Callback(lambda t: np.square(t), "square_without_a_sum")
    answer(several, rng.normal(size=3)).raises("ValueError")
    nothing = Callback(lambda t: math.nan, "nan")
    answer(nothing, np.ones(2)).raises("ValueError")
    total = Callback(lambda t: float(np.sum(t)), "sum")
    answer(total, np.ones(2), 0.0).raises("ValueError", "h")
    answer(total, np.ones(2), -0.1).raises("ValueError", "h")


relative_error = Exercise(
    "relative_error",
    minutes=12,
    difficulty=2,
    hints=(
        "What if both gradients are tiny? What if both are 0?",
        "Find the largest number, without its sign, in both. What does it mean if "
        "it is 0? And if it is 1e-200: what becomes of it when you square it?",
        "For [3, 4] and [0, 0] the distance is 5, the lengths are 5 and 0, and 5 / "
        "(5 + 0) is 1. For [3, 4] and [6, 8] it is 5 / (5 + 10), one third. For "
        "[3e-200, 4e-200] and [6e-200, 8e-200] it is one third again, and so it is "
        "for [0.375, 0.5] and [0.75, 1]: each number divided by 8e-200.",
    ),
)


@relative_error.public(points=1)
def gives_errors_known_by_hand(answer, rng):
    a = np.array([3.0, 4.0])
    answer(a, np.zeros(2)).equals(1.0, "5 / (5 + 0)")
    answer(a, np.array([6.0, 8.0])).equals(1 / 3, "5 / (5 + 10)")
    why = "5 / (3 + 4), because the distance of (3, 0) and (0, 4) is 5"
    answer(np.array([3.0, 0.0]), np.array([0.0, 4.0])).equals(5 / 7, why)
    answer(a, a).equals(0.0, "there is no difference")


@relative_error.public(points=1)
def says_0_for_two_zeros(answer, rng):
    zeros = np.zeros((2, 3))
    answer(zeros, np.zeros((2, 3))).equals(0.0, "they are equal").is_silent()


@relative_error.hidden(points=1, looks_at="which of the two comes first")
def does_not_mind_the_order(answer, rng):
    a, b = rng.normal(size=(2, 7))
    b = 3 * b
    length = [math.sqrt(math.fsum(v**2)) for v in (a - b, a, b)]
    forward = answer(a, b).equals(length[0] / (length[1] + length[2]))
    answer(b, a).equals(forward.value)


@relative_error.hidden(points=1, looks_at="gradients of any size, even 1e-200")
def does_not_depend_on_the_scale(answer, rng):
    a = rng.uniform(1, 2, size=5)
    for scale in (1.0, 1e-12, 1e-200, 1e200):
        answer(scale * a, 3 * scale * a).equals(0.5).is_silent()


@relative_error.hidden(points=1, looks_at="other shapes and opposite signs")
def takes_arrays_of_any_shape(answer, rng):
    for shape in [(), (1,), (3, 5), (2, 1, 3)]:
        a = rng.uniform(1, 2, size=shape)
        answer(a, -a).equals(1.0)
        c = float(rng.uniform(2, 9))
        answer(a, c * a).equals((c - 1) / (c + 1)).keeps_arguments()
    answer([1, 0], [0, 1]).equals(math.sqrt(0.5))


@relative_error.hidden(points=1, looks_at="shapes that differ")
def refuses_gradients_of_other_shapes(answer, rng):
    n = int(rng.integers(2, 6))
    a = rng.normal(size=n)
    answer(a, a[:, None]).raises("ValueError", f"({n},)", f"({n}, 1)")
    answer(np.ones((n, 2)), np.ones(2)).raises("ValueError", f"({n}, 2)", "(2,)")


@relative_error.hidden(points=1, looks_at="nan and infinity")
def refuses_nan_in_a_gradient(answer, rng):
    a = rng.normal(size=3)
    answer(a, [0.0, math.nan, 1.0]).raises("ValueError")
    answer([math.inf, 0.0, 1.0], a).raises("ValueError")


neuron_gradient = Exercise(
    "neuron_gradient",
    minutes=15,
    difficulty=2,
    uses=("sigmoid", "slope", "slope_from_output"),
    hints=(
        "A chain of three factors leads from a weight to the loss. Which three?",
        "For each example: how the loss changes with the output, times how the "
        "output changes with the sum, gives one number per row, shape (n,). The "
        "third factor is the input. One matrix product adds up over the rows, and "
        "its result has one number per weight.",
        "One example x = [2, 1] with label 1 and weights [0, 0]: the output is 0.5. "
        "The factors are -0.5 (output minus label) and 0.25 (slope), together "
        "-0.125. Times the inputs: [-0.25, -0.125]. Both weights should grow, so "
        "both entries are negative.",
    ),
)


@neuron_gradient.public(points=1)
def gives_the_gradient_of_one_example(answer, rng):
    X, y, w = np.array([[2.0, 1.0]]), np.array([1.0]), np.array([0.0, 0.0])
    why = "-0.5 times 0.25 times each input"
    answer(X, y, w).equals(np.array([-0.25, -0.125]), why)


@neuron_gradient.public(points=1)
def adds_up_over_examples(answer, rng):
    X, y = np.array([[1.0], [1.0], [3.0]]), np.array([1.0, 1.0, 0.0])
    why = "-0.125 twice, and 0.375 for the third, whose output is above its label"
    answer(X, y, np.array([0.0])).equals(np.array([0.125]), why)


@neuron_gradient.hidden(points=2, looks_at="slopes measured weight by weight")
def agrees_with_the_measured_gradient(answer, rng):
    for n, d in [(7, 3), (2, 5), (1, 3), (5, 1)]:
        X, w = rng.normal(size=(n, d)), rng.normal(size=d)
        y = rng.uniform(size=n)
        measured = gradient_on_paper(X, y, w)
        answer(X, y, w).equals(measured, rtol=1e-5, atol=1e-8)


@neuron_gradient.hidden(points=1, looks_at="labels that are met exactly")
def is_zero_without_an_error(answer, rng):
    X, w = rng.normal(size=(5, 3)), rng.normal(size=3)
    y = sigmoid_on_paper(X @ w)
    answer(X, y, w).equals(np.zeros(3), atol=1e-12)
    first = answer(X, y - 0.5, w).value
    last = answer(X, y + 0.5, w)
    last.equals(-first)
    last.satisfies(np.any(first), "a gradient that is not 0")


@neuron_gradient.hidden(points=1, looks_at="very large sums, integers and lists")
def copes_with_a_saturated_neuron(answer, rng):
    large = float(rng.integers(800, 2000))
    X, y = np.array([[large, 0.0], [-large, 0.0]]), np.array([1.0, 1.0])
    answer(X, y, np.array([1.0, 5.0])).equals(np.zeros(2)).is_silent()
    answer([[2, 0, 2]], [1], [0, 7, 0]).equals(np.array([-0.25, 0.0, -0.25]))


@neuron_gradient.hidden(points=1, looks_at="labels and weights of other shapes")
def refuses_shapes_that_do_not_fit(answer, rng):
    n = int(rng.integers(2, 6))
    X, y, w = rng.normal(size=(n, 3)), np.ones(n), np.zeros(3)
    answer(X, y[:, None], w).raises("ValueError", f"({n}, 1)")
    answer(X, y, w[:, None]).raises("ValueError", "(3, 1)")
    answer(X, y, np.zeros(4)).raises("ValueError", "(4,)")
    answer(X, y, np.zeros(2)).raises("ValueError", "(2,)")
    answer(X, np.ones(n + 1), w).raises("ValueError", f"({n + 1},)")
    answer(X, np.ones(1), w).raises("ValueError", "(1,)")


@neuron_gradient.hidden(points=1, looks_at="nan, and arguments left unchanged")
def leaves_its_arrays_unchanged(answer, rng):
    X, y, w = rng.normal(size=(5, 2)), np.zeros(5), rng.normal(size=2)
    answer(X, y, w).succeeds().keeps_arguments()
    answer(X, y, [0.0, math.nan]).raises("ValueError")


train_neuron = Exercise(
    "train_neuron",
    minutes=15,
    difficulty=2,
    uses=("half_sse", "neuron_gradient", "sigmoid", "slope", "slope_from_output"),
    hints=(
        "Test 0 steps first: what comes back when nothing has happened yet?",
        "Start from a copy of w0. In each step, three lines in this order: the loss "
        "with the weights of this moment, the gradient with the same weights, new "
        "weights. Uphill is where the gradient points.",
        "X = [[1]], y = [1], w0 = [0], lr = 8. Step 1: the output is 0.5, the loss "
        "0.125, the gradient -0.125, so w becomes 0 + 8 * 0.125 = 1. Step 2: the "
        "output is 0.731, the loss 0.036, and so on. After one step the list is "
        "[0.125]: the loss before the step.",
    ),
)


@train_neuron.public(points=1)
def takes_no_step_at_all(answer, rng):
    X, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 0.0])
    outcome = answer(X, y, np.array([0.5, -2.0]), 1.0, 0)
    outcome.satisfies(len(outcome.value) == 2, "w and losses")
    w, losses = outcome.value
    fits = np.array_equal(w, [0.5, -2.0]) and type(losses) is list and not losses
    outcome.satisfies(fits, "the weights of the start and an empty list")


@train_neuron.public(points=1)
def takes_two_steps_on_paper(answer, rng):
    X, y = np.array([[1.0], [1.0]]), np.array([1.0, 1.0])
    outcome = answer(X, y, np.array([0.0]), 4.0, 2)
    outcome.satisfies(len(outcome.value) == 2, "w and losses")
    w, losses = outcome.value
    why = "half of 0.5 squared for each row; then the same with the output 0.731"
    fits = type(losses) is list and len(losses) == 2
    fits = fits and np.allclose(losses, [0.25, 0.07232949])
    outcome.satisfies(fits, "losses = [0.25, 0.0723]", why)
    why = "4 times 0.25 leads from 0 to 1, and 4 times 0.1058 from 1 to 1.423"
    fits = np.shape(w) == (1,) and np.allclose(w, 1.42301674)
    outcome.satisfies(fits, "w = [1.423]", why)


@train_neuron.hidden(points=2, looks_at="several steps, weight by weight")
def follows_gradient_descent_step_by_step(answer, rng):
    for n, d, steps in [(5, 3, 2), (7, 2, 11), (1, 1, 3)]:
        X, y = rng.normal(size=(n, d)), rng.integers(0, 2, size=n).astype(float)
        w0, lr = rng.normal(size=d), float(rng.uniform(0.5, 1.5))
        outcome = answer(X, y, w0, lr, steps)
        outcome.satisfies(len(outcome.value) == 2, "w and losses")
        expected = train_on_paper(X, y, w0, lr, steps)
        w, losses = outcome.value
        same = np.shape(w) == (d,) and np.allclose(w, expected[0], rtol=1e-6)
        outcome.satisfies(same, "these weights")
        same = len(losses) == steps and np.allclose(losses, expected[1], rtol=1e-6)
        outcome.satisfies(same, "the loss before each of the steps")


@train_neuron.hidden(points=1, looks_at="the four rows of the chapter")
def learns_the_four_rows(answer, rng):
    X = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    w0 = np.array([-0.16595599, 0.44064899, -0.99977125])
    y = X[:, int(rng.integers(2))]
    outcome = answer(X, y, w0, 1.0, 2000)
    w, losses = outcome.value
    fits = len(losses) == 2000 and losses[-1] < 0.01 and np.all(np.diff(losses) < 0)
    outcome.satisfies(fits, "2,000 losses that fall below 0.01")
    right = np.array_equal(sigmoid_on_paper(X @ w) > 0.9, y == 1)
    outcome.satisfies(right, "weights that answer all rows rightly")


@train_neuron.hidden(points=1, looks_at="whether w0, X and y are unchanged")
def leaves_w0_unchanged(answer, rng):
    X, y, w0 = rng.normal(size=(3, 2)), np.array([0.0, 1.0, 1.0]), rng.normal(size=2)
    outcome = answer(X, y, w0, 0.5, 5).succeeds().keeps_arguments()
    outcome.satisfies(len(outcome.value) == 2, "w and losses")
    moved = not np.array_equal(outcome.value[0], w0)
    outcome.satisfies(moved, "weights that have moved")


@train_neuron.hidden(points=1, looks_at="a learning rate of 0, and whole numbers")
def stands_still_at_rate_0(answer, rng):
    X, y = rng.integers(-2, 3, size=(5, 2)), np.array([0, 1, 1, 0, 1])
    w0 = rng.integers(1, 4, size=2)
    outcome = answer(X, y, w0, 0, 3)
    w, losses = outcome.value
    still = np.array_equal(w, w0) and np.ptp(losses) == 0 and len(losses) == 3
    outcome.satisfies(still, "the weights of the start, and one loss three times")
    moved = answer(X.tolist(), y.tolist(), w0.tolist(), 1, 2)
    same = np.allclose(moved.value[0], train_on_paper(X, y, w0, 1, 2)[0])
    moved.satisfies(same, "weights after two steps")


@train_neuron.hidden(points=1, looks_at="negative numbers of steps, a bad rate")
def refuses_a_bad_plan(answer, rng):
    X, y, w0 = rng.normal(size=(3, 2)), np.array([0.0, 1.0, 1.0]), np.zeros(2)
    answer(X, y, w0, 1.0, -1).raises("ValueError", "steps")
    answer(X, y, w0, math.nan, 2).raises("ValueError", "lr")
    answer(X, y, w0, -0.5, 2).raises("ValueError", "lr")


read_curve = Exercise(
    "read_curve",
    minutes=25,
    difficulty=3,
    hints=(
        "Three features are enough: does it end lower than it began, how often does "
        "it rise, and is it still falling at the end?",
        "Compare features with the height of the curve itself, never with fixed "
        "numbers. Look for nan first: nan compares false with everything. For the "
        "last question, compare what the second half brings with the whole fall.",
        "The curve 8, 7, 6, 5, 4, 3 never rises; the second half brings 2 of 5: "
        "still falling. 8, 2, 1, 1, 1, 1: the second half brings 0 of 7, it has "
        "come to rest. 8, 2, 6, 1, 5, 2: two of five steps go up, by 4 where the "
        "curve is 7 high. (These have 6 entries, to be short.)",
    ),
)


@read_curve.public(points=1)
def reads_four_curves(answer, rng):
    falling = [100.0 - 2 * step for step in range(20)]
    resting = [3.0 + 0.5**step for step in range(20)]
    jumping = [4.0, 1.0] * 9 + [3.0, 2.0]
    rising = [2.0**step for step in range(20)]
    answer(falling).equals("too small", "the fall goes on to the end")
    answer(resting).equals("good", "a fast fall, then rest, here at 3")
    answer(jumping).equals("too large", "every second step goes up")
    answer(rising).equals("diverged", "it ends far above where it began")


@read_curve.public(points=1)
def sees_nan(answer, rng):
    losses = np.array([1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.3, 0.3, np.nan, np.nan])
    answer(losses).equals("diverged", "nan is no number any more")


def smooth_curve(rng, number, pace):
    """Draw a curve that falls by a factor of ``exp(-pace)`` towards a floor."""
    n = int(rng.integers(20, 200))
    fall = np.exp(-pace * np.arange(n) / (n - 1))
    return any_scale(rng, number) * (fall + [0.0, 0.1, 3.0][number % 3])


def any_scale(rng, number):
    """Draw a factor, far below 1 for even numbers and far above 1 for odd ones."""
    return float(10 ** (rng.uniform(2, 6) * (-1) ** (number + 1)))


def demand_most(answer, curves, expected):
    """Demand the right word for nine of ten curves."""
    wrong = [outcome for outcome in map(answer, curves) if outcome.value != expected]
    if 10 * len(wrong) > len(curves):
        wrong[0].equals(expected)


@read_curve.hidden(points=1, looks_at="ten curves that still fall, one that is flat")
def knows_slow_curves(answer, rng):
    curves = [smooth_curve(rng, i, rng.uniform(0.05, 0.6)) for i in range(10)]
    demand_most(answer, curves, "too small")
    answer(np.full(int(rng.integers(12, 50)), 0.25)).equals("too small")


@read_curve.hidden(points=1, looks_at="ten curves that come to rest")
def knows_good_curves(answer, rng):
    curves = []
    for number in range(10):
        curve = smooth_curve(rng, number, rng.uniform(9, 30) if number >= 5 else 60)
        if number >= 5:  # a few small rises do not count
            place = rng.choice(np.arange(5, len(curve) - 3), 2, replace=False)
            curve[place] += 0.03 * np.ptp(curve)
        else:  # nor do rises in the last digits
            curve *= 1 + 1e-9 * rng.normal(size=len(curve))
        curves.append(curve)
    demand_most(answer, curves, "good")


@read_curve.hidden(points=1, looks_at="ten curves that go up and down")
def knows_jumping_curves(answer, rng):
    curves = []
    for number in range(10):
        curve = smooth_curve(rng, number, rng.uniform(1, 4))
        n, height = len(curve), np.ptp(curve)
        jumps = height * rng.uniform(0.3, 0.9, size=n) * (np.arange(n) % 2)
        jumps[0] = jumps[-1] = 0
        curves.append(curve + jumps)
    demand_most(answer, curves, "too large")


@read_curve.hidden(points=1, looks_at="ten curves that diverge")
def knows_diverging_curves(answer, rng):
    curves = []
    for number in range(10):
        n = int(rng.integers(20, 200))
        growth = np.exp(rng.uniform(1, 9) * np.arange(n) / n)
        curve = any_scale(rng, number) * growth
        if number % 3 == 0:  # it ends above the start, and falls on the way
            curve[n // 3 : n // 2] *= 0.1
        if number % 3 == 1:
            curve[-int(rng.integers(1, 9)) :] = rng.choice([math.nan, math.inf])
        if number % 3 == 2:  # nan comes after a good beginning
            curve = smooth_curve(rng, number, 9.0)
            curve[-1] = math.nan
        curves.append(curve)
    demand_most(answer, curves, "diverged")


@read_curve.hidden(points=1, looks_at="too few losses, tables, and lists")
def refuses_what_is_no_curve(answer, rng):
    for n in (int(rng.integers(2, 9)), 9):
        answer([0.5] * n).raises("ValueError", str(n))
    answer(np.ones((3, 10))).raises("ValueError", "(3, 10)")
    answer(np.ones((12, 3))).raises("ValueError", "(12, 3)")
    curve = [0.5**step for step in range(19)]
    answer(curve).equals("good").keeps_arguments()


examples_for_half_sse = Exercise(
    "examples_for_half_sse",
    minutes=12,
    difficulty=2,
    hints=(
        "Which example tells a sum from a mean? Which tells a square from a size "
        "without its sign?",
        "Name a mistake, then look for the smallest example in which it shows. "
        "Errors of 0 and 1 hide much, because their squares are 0 and 1 too. For a "
        "pair that must be refused, the expected value is the text 'ValueError'.",
        "To catch a function that leaves the square out you need an error above 1: "
        "an error of 6 costs 18, half of 36, and the mistake gives 3. An example "
        "in which all errors are 0 catches nothing: half of 0 is 0, and so is the "
        "mean.",
    ),
)


@examples_for_half_sse.public(points=1)
def has_three_parts_in_each_example(answer, rng):
    outcome = answer()
    examples = outcome.value
    is_list = type(examples) is list and 3 <= len(examples) <= 50
    outcome.satisfies(is_list, "a list of 3 to 50 examples")
    for number, example in enumerate(examples, 1):
        fits = type(example) in (tuple, list) and len(example) == 3
        text = f"three parts in example {number}: y, yhat, expected"
        outcome.satisfies(fits, text)
        for name, part in zip(("y", "yhat"), example[:2], strict=True):
            try:
                numbers = np.asarray(part)
            except ValueError:
                text = f"rows of the same length in {name} of example {number}"
                outcome.satisfies(False, text)
            plain = numbers.dtype.kind in "iuf" and numbers.size <= 100
            text = f"numbers, or lists of numbers, as {name} of example {number}"
            outcome.satisfies(plain, text)
        expected = example[2]
        if not isinstance(expected, str):
            fits = np.shape(expected) == () and np.asarray(expected).dtype.kind in "iuf"
        else:
            fits = expected == "ValueError"
        text = f"a number or 'ValueError' as the expected value of example {number}"
        outcome.satisfies(fits, text)


@examples_for_half_sse.public(points=1)
def shows_an_error_above_1(answer, rng):
    outcome = answer()
    shown = []
    for example in outcome.value:
        try:
            y, yhat, expected = example
            size = np.max(np.abs(np.subtract(y, yhat)), initial=0)
        except (TypeError, ValueError):
            continue  # the other public check says what is wrong with it
        shown.append(size > 1 and not isinstance(expected, str))
    why = "the square of 1 is 1, so an error of 1 hides a missing square"
    outcome.satisfies(any(shown), "an example with an error above 1", why)


def agrees(function, example):
    """Tell whether a function does what an example says."""
    y, yhat, expected = example
    try:
        got = function(np.array(y), np.array(yhat))
    except ValueError:
        return expected == "ValueError"
    except Exception:
        return False
    if expected == "ValueError" or np.ndim(got) != 0:
        return False
    return bool(np.isclose(got, expected, rtol=0, atol=1e-9))


def right_examples(examples):
    """Keep the examples with which every right function agrees."""
    from autograder.assignments.one_neuron_learns import right
    from solutions.losses import half_sse

    functions = (half_sse, right.one_pair_at_a_time, right.error_with_itself)
    return [e for e in examples if all(agrees(function, e) for function in functions)]


def demand_a_catch(answer, mistake):
    """Demand a right example with which a known wrong answer does not agree."""
    from autograder.assignments.one_neuron_learns import wrong

    outcome = answer()
    function = getattr(wrong, mistake)
    agree = [agrees(function, example) for example in right_examples(outcome.value)]
    outcome.satisfies(not all(agree), "a right example that catches it")


@examples_for_half_sse.hidden(points=1, looks_at="whether right functions agree")
def right_losses_agree(answer, rng):
    outcome = answer()
    outcome.satisfies(outcome.value, "examples")
    for number, example in enumerate(outcome.value, 1):
        text = f"an expected value in example {number} that right functions give"
        outcome.satisfies(right_examples([example]), text)


@examples_for_half_sse.hidden(points=1, looks_at="a function that takes the mean")
def catches_a_mean(answer, rng):
    demand_a_catch(answer, "takes_the_mean")


@examples_for_half_sse.hidden(points=1, looks_at="one that forgets the half")
def catches_a_missing_half(answer, rng):
    demand_a_catch(answer, "forgets_the_half")


@examples_for_half_sse.hidden(points=1, looks_at="one that leaves out the square")
def catches_a_missing_square(answer, rng):
    demand_a_catch(answer, "takes_errors_without_squares")


@examples_for_half_sse.hidden(points=1, looks_at="one that lets NumPy stretch shapes")
def catches_stretched_shapes(answer, rng):
    demand_a_catch(answer, "lets_numpy_stretch")
