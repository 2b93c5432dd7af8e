"""Checks of the assignment one_neuron."""

import math

import numpy as np

from autograder.assignments.students_examples import (
    demand_a_catch,
    demand_agreement,
)
from autograder.checking import Callback, Exercise, Rng

leaky_relu = Exercise(
    "leaky_relu",
    minutes=8,
    difficulty=1,
    hints=(
        "Some numbers are kept and some are shrunk. Choose for each element: what "
        "does a condition such as z > 0 give for a whole array?",
        "z > 0 is an array of True and False in the shape of z. NumPy has a function "
        "that takes such an array and two alternatives, and picks one of the two at "
        "each place. Turn z into floating point numbers first.",
        "Take z = [-2, 0, 3] and slope = 0.5. The condition is [False, False, True]. "
        "Where it is True take from z, which gives 3. Elsewhere take from 0.5 * z, "
        "which gives -1 and 0. The result is [-1.0, 0.0, 3.0], and z is still "
        "[-2, 0, 3].",
    ),
)


@leaky_relu.public(points=1)
def works_on_a_table_of_numbers(answer, rng):
    z = np.array([[-2.0, 0.0], [3.0, -10.0], [0.5, -0.5]])
    expected = np.array([[-0.2, 0.0], [3.0, -1.0], [0.5, -0.05]])
    answer(z).equals(expected, "each number is decided by itself")


@leaky_relu.public(points=1)
def works_for_a_slope_above_1(answer, rng):
    answer(-2.0, slope=2.0).equals(-4.0, "slope * z, because z is negative")


@leaky_relu.hidden(points=1, looks_at="single numbers")
def takes_single_numbers(answer, rng):
    z = -float(rng.uniform(1, 5))
    answer(z).equals(z / 10)
    answer(-z).equals(-z)


@leaky_relu.hidden(points=1, looks_at="integers and lists")
def takes_integers(answer, rng):
    z = rng.integers(-9, -1, size=5)
    answer(z).is_floating().equals(z / 10)
    answer(z.tolist()).equals(z / 10)


@leaky_relu.hidden(points=1, looks_at="other slopes on arrays with three axes")
def scales_with_its_input(answer, rng):
    z = rng.normal(size=(5, 3, 2))
    slope = float(rng.uniform(0.2, 0.8))
    outcome = answer(z, slope)
    outcome.has_shape(z.shape)
    outcome.satisfies(np.allclose(outcome.value[z > 0], z[z > 0]), "z where positive")
    outcome.satisfies(np.any(outcome.value < 0), "something below 0")
    ratio = outcome.value[z < 0] / z[z < 0]
    outcome.satisfies(np.allclose(ratio, slope), "slope * z elsewhere")
    answer(4 * z, slope).equals(4 * outcome.value)
    answer(z[:1, :1, :1], 0.0).equals(np.maximum(z[:1, :1, :1], 0))


@leaky_relu.hidden(points=1, looks_at="whether your input is unchanged")
def leaves_its_input_unchanged(answer, rng):
    z = np.array([-4.0, 2.0, -8.0, 1.0, 0.0]) * rng.integers(1, 5)
    answer(z).equals(np.array([-0.4, 2, -0.8, 1, 0]) * z[3]).keeps_arguments()


neuron_output = Exercise(
    "neuron_output",
    minutes=10,
    difficulty=1,
    hints=(
        "Write the three numbers of the worked example on paper first. In which order "
        "do you multiply, add and apply the activation?",
        "First make one number: all products added up, plus the bias once. Then give "
        "that one number to the activation, once. Compare len(x) with len(w) before "
        "you begin.",
        "Take x = [2, 3], w = [10, -1] and b = 5. The products are 20 and -3, their "
        "sum is 17, with the bias 22. An activation that halves its input then gives "
        "11. With w = [10, -1, 7] there is a weight too many: 3 weights for 2 inputs.",
    ),
)


@neuron_output.public(points=1)
def gives_the_worked_example(answer, rng):
    x, w = np.array([1.0, 0.5, -1.0]), np.array([0.7, 0.6, 1.4])
    same = Callback(lambda z: z, "same")
    tenth = Callback(lambda z: z / 10, "a_tenth")
    answer(x, w, -0.1, same).equals(-0.5, "0.7 + 0.3 - 1.4 - 0.1")
    answer(w, x, -0.1, same).equals(-0.5, "inputs and weights may change places")
    answer(x, w, -0.1, tenth).equals(-0.05, "a tenth of -0.5")


@neuron_output.public(points=1)
def works_for_one_input(answer, rng):
    double = Callback(lambda z: 2 * z, "double")
    answer([2.0], [3.0], 1.0, double).equals(14.0, "twice 2 * 3 + 1")


@neuron_output.hidden(points=1, looks_at="seven inputs with weights of both signs")
def works_for_seven_inputs(answer, rng):
    x, w = rng.normal(size=7), -np.abs(rng.normal(size=7))
    w[2] *= -1
    expected = math.fsum(a * b for a, b in zip(x, w, strict=True)) + 0.25
    answer(x, w, 0.25, Callback(lambda z: z, "same")).equals(expected)


@neuron_output.hidden(points=1, looks_at="how often the activation is called")
def calls_the_activation_once(answer, rng):
    x, w = rng.uniform(1, 2, size=3), rng.uniform(1, 2, size=3)
    activation = Callback(lambda z: z + 1, "add_one")
    expected = math.fsum(a * b for a, b in zip(x, w, strict=True)) - 2
    outcome = answer(x, w, -2.0, activation).equals(expected + 1)
    once = len(activation.calls) == 1
    outcome.satisfies(once, "one call of the activation")
    [[seen]] = activation.calls
    outcome.satisfies(np.allclose(seen, expected), "a call with the whole sum")


@neuron_output.hidden(points=1, looks_at="what happens when a weight is missing")
def refuses_a_wrong_number_of_weights(answer, rng):
    same = Callback(lambda z: z, "same")
    answer([1.0] * 784, [2.0] * 784, 0.0, same).equals(1568.0)
    answer([1.0] * 5, [2.0] * 4, 0.0, same).raises("ValueError", "5", "4")
    answer(np.ones(3), np.ones(1), 0.0, same).raises("ValueError", "3", "1")
    answer([1.0] * 2, [2.0] * 7, 0.0, same).raises("ValueError", "2", "7")


@neuron_output.hidden(points=1, looks_at="whether inputs and weights are unchanged")
def leaves_its_inputs_unchanged(answer, rng):
    x = rng.integers(2, 9, size=3).astype(float)
    w = np.array([1.0, 10.0, 100.0])
    outcome = answer(x, w, 0.0, Callback(lambda z: z, "same"))
    outcome.equals(x[0] + 10 * x[1] + 100 * x[2]).keeps_arguments()


neuron = Exercise(
    "Neuron",
    minutes=15,
    difficulty=2,
    hints=(
        "How do you find out whether weights were given at all? An array of zeros "
        "was given too. Compare with None.",
        "In `__init__`: draw from rng if weights is None; otherwise make an array of "
        "your own from them and look at its shape. In `__call__`: one matrix product "
        "serves one example and many.",
        "Neuron(2, bias=1.0, weights=[0, 0]) keeps both zeros and answers 1.0 for "
        "every x. With weights=[3, 4] the table [[1, 0], [0, 1], [1, 1]] gives "
        "[4, 5, 8]: one number for each row. If the list [3, 4] changes later, the "
        "neuron still answers the same.",
    ),
)


@neuron.public(points=1)
def uses_the_weights_it_is_given(answer, rng):
    made = answer(3, bias=-0.1, weights=[0.7, 0.6, 1.4]).named("neuron")
    made([1.0, 0.5, -1.0]).equals(-0.5, "the worked example of the chapter")


@neuron.public(points=1)
def answers_many_examples_at_once(answer, rng):
    made = answer(2, bias=1.0, weights=[3.0, 4.0]).named("neuron")
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    made(X).equals(np.array([4.0, 5.0, 8.0]), "one number for each row")


@neuron.hidden(points=1, looks_at="weights that come as an array")
def takes_weights_as_an_array(answer, rng):
    weights = rng.normal(size=5)
    made = answer(5, weights=weights).named("neuron")
    made.attribute("weights").equals(weights)
    made(np.ones(5)).equals(math.fsum(weights))


@neuron.hidden(points=1, looks_at="weights that are all zero")
def keeps_weights_of_zero(answer, rng):
    bias = float(rng.uniform(1, 2))
    for weights in ([0.0, 0.0, 0.0], np.zeros(1)):
        made = answer(len(weights), bias, weights).named("neuron")
        made(np.ones(len(weights))).equals(bias)


@neuron.hidden(points=1, looks_at="whether the neuron keeps a copy of its own")
def keeps_a_copy_of_its_weights(answer, rng):
    weights = rng.uniform(1, 2, size=3)
    kept = answer.keep(weights, "weights")
    made = answer(3, 0.5, kept).named("neuron")
    made(np.ones(3)).equals(math.fsum(weights) + 0.5)
    kept.method("fill", 0.0)
    made(np.ones(3)).equals(math.fsum(weights) + 0.5)


@neuron.hidden(points=1, looks_at="random weights from the generator")
def draws_weights_from_its_generator(answer, rng):
    seed = int(rng.integers(1000))
    first, again, other = (
        answer(5, rng=Rng(s)).named("neuron").attribute("weights")
        for s in (seed, seed, seed + 1)
    )
    first.has_shape((5,)).is_floating()
    first.satisfies(np.ptp(first.value) > 0, "weights that differ")
    again.equals(first.value, "the same generator gives the same weights")
    differs = not np.allclose(other.value, first.value)
    other.satisfies(differs, "other weights from another generator")


@neuron.hidden(points=1, looks_at="a wrong number of weights")
def refuses_a_wrong_number_of_weights_in_a_neuron(answer, rng):
    answer(3, weights=[1.0, 2.0, 3.0, 4.0]).raises("ValueError", "4", "3")
    answer(5, weights=[1.0, 2.0]).raises("ValueError", "2", "5")


@neuron.hidden(points=1, looks_at="one input and a table with one row")
def works_for_one_input_and_one_row(answer, rng):
    w, b, x = (float(number) for number in rng.uniform(1, 9, size=3))
    made = answer(1, bias=b, weights=[w]).named("neuron")
    made([x]).equals(x * w + b)
    made(np.array([[x]])).equals(np.array([x * w + b]))


activation = Exercise(
    "activation",
    minutes=20,
    difficulty=2,
    hints=(
        "Write the five functions first, each for an array. For the sigmoid, treat "
        "positive and negative z differently: which power of e cannot overflow?",
        "exp of a negative number is never too large. Where z is negative, multiply "
        "numerator and denominator of the sigmoid by exp(z). Mind that `np.where` "
        "computes both alternatives for every z: neither may overflow. Return the "
        "function itself: the one who asked calls it later.",
        "sigmoid(-2): with t = exp(-2) = 0.135 it is t / (1 + t) = 0.119. "
        "sigmoid(2): with the same t it is 1 / (1 + t) = 0.881. Both use a power "
        "that is not positive, and they add up to 1. For -1000 the power is 0.0 and "
        "so is the result.",
    ),
)


@activation.public(points=1)
def returns_a_function(answer, rng):
    linear = answer("linear").function()
    linear(np.array([-3.0, 0.0, 2.5])).equals(np.array([-3.0, 0.0, 2.5]))


@activation.public(points=1)
def gives_values_that_are_known_by_hand(answer, rng):
    z = np.array([-0.5, 0.0, 2.0])
    step = answer("step").function()
    step(z).equals(np.array([0.0, 1.0, 1.0]), "the step is 1 at 0")
    answer("relu").function()(z).equals(np.array([0.0, 0.0, 2.0]))
    sigmoid = answer("sigmoid").function()
    sigmoid(0.0).equals(0.5, "1 / (1 + 1)")
    sigmoid(100.0).equals(1.0, "1 / (1 + almost nothing)")
    answer("tanh").function()(0.0).equals(0.0)


@activation.hidden(points=1, looks_at="sums of 1000 and -1000")
def copes_with_large_sums(answer, rng):
    large = float(rng.integers(800, 2000))
    z = np.array([-large, large])
    sigmoid = answer("sigmoid").function()
    sigmoid(z[1:]).equals(np.array([1.0])).is_silent()
    sigmoid(z).equals(np.array([0.0, 1.0])).is_silent()
    sigmoid(np.array([-30.0])).equals(np.array([math.exp(-30)]), rtol=1e-3, atol=0)
    answer("tanh").function()(z).equals(np.array([-1.0, 1.0])).is_silent()


@activation.hidden(points=1, looks_at="the sigmoid between its ends")
def sigmoid_is_a_sigmoid(answer, rng):
    odds = rng.uniform(1.5, 30, size=(5, 3))
    odds[2, 1] = rng.uniform(1.1, 2)  # a sum near 0
    sigmoid = answer("sigmoid").function()
    above = sigmoid(np.log(odds)).equals(odds / (odds + 1), rtol=1e-5)
    sigmoid(-np.log(odds)).equals(1 - above.value, rtol=1e-5)


@activation.hidden(points=1, looks_at="the hyperbolic tangent")
def tanh_is_a_tanh(answer, rng):
    z = rng.uniform(-3, 3, size=7)
    expected = np.array([math.tanh(number) for number in z])
    answer("tanh").function()(z).equals(expected, rtol=1e-5)


@activation.hidden(points=1, looks_at="integers, shapes and your input unchanged")
def keeps_shapes_and_returns_floats(answer, rng):
    z = np.array([[-2, 3, 0]]) * int(rng.integers(1, 9))
    expected = {
        "step": [[0, 1, 1]],
        "linear": [[float(n) for n in z[0]]],
        "relu": [[0, float(z[0, 1]), 0]],
    }
    for name, values in expected.items():
        function = answer(name).function()
        outcome = function(z).is_floating()
        outcome.equals(np.array(values, dtype=float)).keeps_arguments()
        floats = z.astype(float)
        function(floats).equals(np.array(values, dtype=float)).keeps_arguments()


@activation.hidden(points=1, looks_at="an unknown name")
def lists_the_names_that_it_knows(answer, rng):
    known = ("step", "linear", "sigmoid", "tanh", "relu")
    answer("soft" + str(rng.integers(9))).raises("ValueError", *known)


boundary_x2 = Exercise(
    "boundary_x2",
    minutes=10,
    difficulty=1,
    hints=(
        "The neuron is undecided where its sum is 0. Write that as an equation.",
        "w[0] * x1 + w[1] * x2 + b = 0 has one unknown. Bring everything without x2 "
        "to the other side, mind the signs, then divide. What must not be 0 then?",
        "With w = [3, 2] and b = -12 the equation is 3 * x1 + 2 * x2 - 12 = 0. For "
        "x1 = 2 it says 2 * x2 = 6, so x2 = 3. With w = [3, 0] the equation is "
        "3 * x1 - 12 = 0: x1 is 4 whatever x2 is, a vertical line.",
    ),
)


@boundary_x2.public(points=1)
def finds_a_point_on_paper(answer, rng):
    answer([3.0, 2.0], -14.0, 2.0).equals(4.0, "3 * 2 + 2 * 4 - 14 is 0")
    answer([1.0, -2.0], 4.0, 0.0).equals(2.0, "1 * 0 - 2 * 2 + 4 is 0")


@boundary_x2.public(points=1)
def says_that_a_line_is_vertical(answer, rng):
    answer([3.0, 0.0], -12.0, 1.0).raises("ValueError", "vertical")


@boundary_x2.hidden(points=1, looks_at="whether the points make the sum 0")
def points_lie_on_the_line(answer, rng):
    w, b = rng.uniform(0.5, 2, size=2) * np.array([1, -1]), float(rng.uniform(1, 3))
    x1 = rng.normal(size=7)
    outcome = answer(w, b, x1).has_shape((7,))
    sums = w[0] * x1 + w[1] * outcome.value + b
    outcome.satisfies(np.allclose(sums, 0), "points where the sum is 0")


@boundary_x2.hidden(points=1, looks_at="a level line")
def a_level_line_is_level(answer, rng):
    b = float(rng.integers(1, 9))
    answer(np.array([0.0, -2.0]), b, np.arange(5.0)).equals(np.full(5, b / 2))


@boundary_x2.hidden(points=1, looks_at="tables of values, unchanged")
def leaves_x1_unchanged(answer, rng):
    x1 = rng.integers(1, 9, size=(3, 2)).astype(float)
    outcome = answer(np.array([2.0, -1.0]), 0.0, x1)
    outcome.equals(x1 + x1).keeps_arguments()


count_parameters = Exercise(
    "count_parameters",
    minutes=8,
    difficulty=1,
    hints=(
        "There is one weight matrix between each pair of neighbouring layers. How "
        "many are there for three layers?",
        "Walk over neighbouring pairs of sizes. Each pair adds its product and, with "
        "biases, the size of the later layer. The first layer only holds inputs.",
        "[2, 5, 3] has two pairs. Between 2 and 5 there are 10 weights, and the 5 "
        "units have 5 biases. Between 5 and 3 there are 15 weights and 3 biases. "
        "Together 10 + 5 + 15 + 3 = 33, or 25 without biases.",
    ),
)


@count_parameters.public(points=1)
def counts_one_neuron(answer, rng):
    answer([3, 1]).equals(4, "three weights and one bias")
    answer([3, 1], bias=False).equals(3, "three weights")


@count_parameters.public(points=1)
def counts_a_network_for_digits(answer, rng):
    answer([784, 100, 10]).equals(79510, "78,400 + 100 + 1,000 + 10")


@count_parameters.hidden(points=1, looks_at="networks without biases")
def counts_without_biases(answer, rng):
    answer([102, 150, 60, 4], bias=False).equals(24540)
    n = int(rng.integers(2, 9))
    answer([n, 5, 1], False).equals(5 * n + 5)


@count_parameters.hidden(points=1, looks_at="networks of any depth")
def counts_deep_networks(answer, rng):
    answer([2, 10, 20, 1]).equals(271)
    sizes = [int(n) for n in rng.integers(2, 12, size=int(rng.integers(5, 8)))]
    arrays = [np.zeros((n + 1, m)) for n, m in zip(sizes, sizes[1:], strict=False)]
    answer(sizes).equals(sum(array.size for array in arrays))


@count_parameters.hidden(points=1, looks_at="tuples, and sizes left unchanged")
def returns_a_whole_number(answer, rng):
    n = int(rng.integers(2, 9))
    answer((n, 1)).equals(n + 1).is_integer()
    answer([n, 1]).equals(n + 1).is_integer().keeps_arguments()


perceptron_train = Exercise(
    "perceptron_train",
    minutes=25,
    difficulty=3,
    hints=(
        "Print the mistakes per epoch on AND. They must fall to 0. When does the rule "
        "change the weights, and when not?",
        "Two loops: over epochs, and inside over rng.permutation(len(X)). In the "
        "inner loop compute the answer with the weights of that moment. The error is "
        "the label minus the answer: 0, 1 or -1. Only a mistake changes w and b.",
        "Start with w = [0], b = 0 and the examples x = 0 with label 0 and x = 1 with "
        "label 1. First x = 0: the sum is 0, the answer 1, the error -1, so b becomes "
        "-1 and w stays 0. Then x = 1: the sum is -1, the answer 0, the error 1, so w "
        "becomes 1 and b becomes 0. That epoch had 2 mistakes.",
    ),
)


@perceptron_train.public(points=1)
def learns_the_and_gate(answer, rng):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([0, 0, 0, 1])
    outcome = answer(X, y, 20, Rng(1))
    outcome.satisfies(len(outcome.value) == 3, "w, b and mistakes")
    w, b, mistakes = outcome.value
    answers = [1 if x[0] * w[0] + x[1] * w[1] + b >= 0 else 0 for x in X]
    outcome.satisfies(answers == list(y), "1 for [1, 1] and 0 for the other rows")
    outcome.satisfies(mistakes[-1] == 0, "no mistake in the last epoch")


@perceptron_train.public(points=1)
def counts_mistakes_in_each_epoch(answer, rng):
    X, y = np.array([[0.0], [0.0]]), np.array([0, 1])
    outcome = answer(X, y, 3, Rng(4))
    outcome.satisfies(len(outcome.value) == 3, "w, b and mistakes")
    mistakes = outcome.value[2]
    outcome.satisfies(type(mistakes) is list, "mistakes as a list")
    why = "the two examples contradict each other, so at least one is answered wrongly"
    fits = len(mistakes) == 3 and min(mistakes) >= 1
    outcome.satisfies(fits, "three numbers of at least 1 as mistakes", why)


@perceptron_train.hidden(points=1, looks_at="OR and a vote of three inputs")
def learns_or_and_a_vote(answer, rng):
    X = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)], float)
    for y in (X.any(axis=1).astype(int), (X.sum(axis=1) >= 2).astype(int)):
        outcome = answer(X, y, 60, Rng(int(rng.integers(1000))))
        w, b, mistakes = outcome.value
        outcome.satisfies(np.array_equal(X @ w + b >= 0, y == 1), "right answers")
        outcome.satisfies(mistakes[-1] == 0, "no mistake in the end")


@perceptron_train.hidden(points=1, looks_at="XOR, which it cannot learn")
def never_learns_xor(answer, rng):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    outcome = answer(X, np.array([0, 1, 1, 0]), 500, Rng(int(rng.integers(1000))))
    mistakes = outcome.value[2]
    outcome.satisfies(len(mistakes) == 500 and min(mistakes) >= 1, "mistakes for ever")


def train_on_paper(X, y, epochs, seed):
    """Follow the rule with Python numbers, one at a time."""
    order = np.random.default_rng(seed)
    w, b, mistakes = [0.0] * X.shape[1], 0.0, [0] * epochs
    for epoch in range(epochs):
        for i in order.permutation(len(X)):
            total = math.fsum([*(X[i] * w), b])
            change = int(y[i]) - int(total >= 0)
            w = [old + change * float(x) for old, x in zip(w, X[i], strict=True)]
            b += change
            mistakes[epoch] += abs(change)
    return w, b, mistakes


@perceptron_train.hidden(points=2, looks_at="each step, in the order of the generator")
def follows_the_rule_step_by_step(answer, rng):
    expected = 0, 0, 0
    while expected[1] == 0:  # a bias of 0 would not show whether it is learned
        X, y = rng.normal(size=(11, 3)), rng.integers(0, 2, size=11)
        seed = int(rng.integers(1000))
        expected = train_on_paper(X, y, 4, seed)
    outcome = answer(X, y, 4, Rng(seed))
    outcome.satisfies(len(outcome.value) == 3, "w, b and mistakes")
    w, b, mistakes = outcome.value
    same_weights = np.shape(w) == (3,) and np.allclose(w, expected[0])
    outcome.satisfies(same_weights, "these weights")
    outcome.satisfies(np.allclose(b, expected[1]), "this bias")
    outcome.satisfies(list(mistakes) == expected[2], "these mistakes")


@perceptron_train.hidden(points=1, looks_at="training for no epoch at all")
def starts_from_zero(answer, rng):
    outcome = answer(rng.normal(size=(3, 5)), np.array([0, 1, 1]), 0, Rng(0))
    w, b, mistakes = outcome.value
    at_zero = np.shape(w) == (5,) and not np.any(w) and b == 0
    outcome.satisfies(at_zero and list(mistakes) == [], "zeros and an empty list")


@perceptron_train.hidden(points=1, looks_at="whether X and y are unchanged")
def leaves_its_data_unchanged(answer, rng):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([0, 0, 0, 1])
    outcome = answer(X, y, 20, Rng(int(rng.integers(1000)))).keeps_arguments()
    w, b, _ = outcome.value
    outcome.satisfies(np.array_equal(X @ w + b >= 0, y == 1), "right answers")


examples_for_leaky_relu = Exercise(
    "examples_for_leaky_relu",
    minutes=15,
    difficulty=2,
    hints=(
        "Which input tells leaky ReLU from plain ReLU? Which slope tells a function "
        "that listens to slope from one that does not?",
        "Go through the mistakes that you could have made in the first exercise, one "
        "by one, and write down an input for which that mistake shows; try lists and "
        "whole numbers too. Work out the "
        "expected value on paper, never with a function that might be wrong.",
        "To catch a function that always uses 0.1 you need a negative number and "
        "another slope: for z = -6 and slope = 0.5 the right value is -3, and the "
        "mistake gives -0.6. An example such as (6.0, 0.5, 6.0) catches nothing: "
        "every one of the wrong functions gives 6.",
    ),
)


@examples_for_leaky_relu.public(points=1)
def has_three_examples_or_more(answer, rng):
    outcome = answer()
    examples = outcome.value
    is_list = type(examples) is list and 3 <= len(examples) <= 50
    outcome.satisfies(is_list, "a list of 3 to 50 examples")
    for example in examples:
        fits = type(example) in (tuple, list) and len(example) == 3
        outcome.satisfies(fits, "three parts in each example: z, slope, expected")
        z, slope, expected = example
        numbers = [np.asarray(part) for part in (z, slope, expected)]
        plain = all(n.dtype.kind in "iuf" and n.size <= 100 for n in numbers)
        outcome.satisfies(plain, "numbers, or lists of numbers, in each part")
        same = numbers[0].shape == numbers[2].shape
        outcome.satisfies(same, "an expected value in the shape of z")


@examples_for_leaky_relu.public(points=1)
def tells_leaky_from_plain(answer, rng):
    outcome = answer()
    leaks = [
        np.any((np.asarray(z) < 0) & (np.asarray(expected) < 0))
        for z, slope, expected in outcome.value
        if slope > 0
    ]
    outcome.satisfies(
        any(leaks),
        "an example with a negative number that leaks through",
        "plain ReLU gives 0 for every negative number",
    )


def agrees(function, example):
    """Tell whether a function does what an example says."""
    z, slope, expected = example
    z = np.array(z) if isinstance(z, (list, tuple)) else z
    try:
        got = np.asarray(function(z, slope))
        same_shape = got.shape == np.shape(expected)
        return same_shape and np.allclose(got, expected, rtol=0, atol=1e-9)
    except Exception:
        return False


def right_functions():
    from autograder.assignments.one_neuron import right
    from solutions.activations import leaky_relu

    return leaky_relu, right.loop_over_elements, right.mask_and_product


def catches(answer, mistake):
    from autograder.assignments.one_neuron import wrong

    function = getattr(wrong, mistake)
    demand_a_catch(answer(), agrees, right_functions(), function)


@examples_for_leaky_relu.hidden(points=1, looks_at="whether right functions agree")
def right_functions_agree(answer, rng):
    demand_agreement(answer(), agrees, right_functions())


@examples_for_leaky_relu.hidden(points=1, looks_at="a function that ignores the slope")
def catches_an_ignored_slope(answer, rng):
    catches(answer, "ignores_the_slope")


@examples_for_leaky_relu.hidden(points=1, looks_at="a function that takes a maximum")
def catches_a_maximum(answer, rng):
    catches(answer, "takes_the_larger_of_the_two")


@examples_for_leaky_relu.hidden(points=1, looks_at="one that cuts off fractions")
def catches_fractions_cut_off(answer, rng):
    catches(answer, "fills_an_array_of_integers")


@examples_for_leaky_relu.hidden(points=1, looks_at="one that fails on several numbers")
def catches_a_function_of_a_single_number(answer, rng):
    catches(answer, "asks_one_question_for_all_numbers")
