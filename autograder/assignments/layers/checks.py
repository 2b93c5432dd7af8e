"""Checks of the assignment layers."""

import io
import math

import numpy as np

from autograder.assignments.students_examples import (
    demand_a_catch,
    demand_agreement,
)
from autograder.checking import Callback, Exercise, Rng

activation_slope = Exercise(
    "activation_slope",
    minutes=12,
    difficulty=1,
    hints=(
        "A kink has a slope on its left and another one on its right. State which "
        "number you give in between, then keep to it.",
        "Return a function, not a number, and mind what it is fed with: sums. "
        "Compute the output first where a formula needs it. For large sums use a "
        "power of e that gets small and not one that gets large.",
        "Measure one on paper: tanh(0.01) is 0.0099997 and tanh(-0.01) is "
        "-0.0099997, the rise of 0.0199993 over a distance of 0.02 is a slope of "
        "nearly 1. At 2 the output of tanh is 0.964 and the slope 0.071.",
    ),
)


@activation_slope.public(points=1)
def says_how_steep_each_one_is(answer, rng):
    z = np.array([-2.0, 0.0, 3.0])
    tanh = answer("tanh").function()
    expected = np.array([0.07065082, 1.0, 0.00986604])
    tanh(z).equals(expected, "1 minus the squared output", rtol=1e-6)
    sigmoid = answer("sigmoid").function()
    expected = np.array([0.10499359, 0.25, 0.04517666])
    sigmoid(z).equals(expected, "output times what is missing to 1", rtol=1e-6)
    answer("linear").function()(z).equals(np.ones(3))
    relu = answer("relu").function()
    relu(np.array([-2.0, 0.5, 3.0])).equals(np.array([0.0, 1.0, 1.0]))


@activation_slope.public(points=1)
def is_0_at_a_kink_and_at_a_jump(answer, rng):
    answer("relu").function()(np.array([-1.0, 0.0])).equals(np.zeros(2))
    answer("step").function()(np.array([-1.0, 0.0, 1.0])).equals(np.zeros(3))


@activation_slope.hidden(points=1, looks_at="measured slopes, in three dimensions")
def agrees_with_measured_slopes(answer, rng):
    functions = {
        "linear": lambda x: x,
        "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
        "tanh": math.tanh,
        "relu": lambda x: max(x, 0.0),
        "step": lambda x: float(x >= 0),
    }
    z = rng.uniform(0.1, 3, size=(5, 3, 2)) * rng.choice([-1, 1], size=(5, 3, 2))
    for name, f in functions.items():
        rises = [f(x + 1e-5) - f(x - 1e-5) for x in z.ravel().tolist()]
        measured = np.reshape(rises, z.shape) / 2e-5
        answer(name).function()(z).equals(measured, rtol=1e-5, atol=1e-8)


@activation_slope.hidden(points=1, looks_at="sums of 1000 and -1000")
def is_level_far_out(answer, rng):
    z = np.array([-1000.0, 1000.0])
    for name in ("sigmoid", "tanh", "step"):
        answer(name).function()(z).equals(np.zeros(2)).is_silent()
    answer("relu").function()(z).equals(np.array([0.0, 1.0])).is_silent()
    small = float(rng.uniform(20, 30))
    outcome = answer("sigmoid").function()(np.array([-small, small]))
    expected = math.exp(-small)
    outcome.equals(np.full(2, expected), rtol=1e-6, atol=0).is_silent()


@activation_slope.hidden(points=1, looks_at="integers and single numbers")
def works_for_integers_and_single_numbers(answer, rng):
    z = int(rng.integers(1, 4))
    expected = {"linear": 1.0, "relu": 1.0, "step": 0.0, "tanh": 1 / math.cosh(z) ** 2}
    for name, number in expected.items():
        answer(name).function()(z).equals(number).is_floating()
        outcome = answer(name).function()(np.array([[z], [-z]]))
        outcome.has_shape((2, 1)).is_floating().keeps_arguments()


@activation_slope.hidden(points=1, looks_at="names that have no slope")
def refuses_softmax(answer, rng):
    known = ("step", "linear", "sigmoid", "tanh", "relu")
    answer("softmax").raises("ValueError", *known)
    answer("swish").raises("ValueError", *known)


cross_entropy = Exercise(
    "cross_entropy",
    minutes=20,
    difficulty=2,
    hints=(
        "If all k logits of a row are equal, each class gets the share 1 / k. What "
        "must the loss be then, whatever the label is?",
        "Take the largest logit of each row off that row first. Then the logarithm "
        "of a sum of powers, minus one logit, chosen by the label. Nowhere do you "
        "need the logarithm of a share.",
        "A row with the logits 5, 5 and 3 and the label 2: after taking 5 off, 0, 0 "
        "and -2. The powers of e are 1, 1 and 0.135, their sum 2.135, its logarithm "
        "0.759. The loss is 0.759 - (-2) = 2.759.",
    ),
)


@cross_entropy.public(points=1)
def equal_logits_give_log_k(answer, rng):
    why = "four equal shares of 1/4, whatever the labels"
    answer(np.zeros((3, 4)), np.array([0, 3, 1])).equals(np.log(4), why)
    answer(np.full((2, 3), 7.0), np.array([2, 0])).equals(np.log(3))


@cross_entropy.public(points=1)
def averages_over_the_examples(answer, rng):
    logits = np.log([[1.0, 3.0], [1.0, 3.0], [8.0, 2.0]])
    expected = -(np.log(0.75) + np.log(0.25) + np.log(0.8)) / 3
    why = "the right classes have the shares 3/4, 1/4 and 8/10"
    answer(logits, np.array([1, 0, 0])).equals(expected, why)


@cross_entropy.public(points=1)
def takes_a_logit_of_1000(answer, rng):
    why = "the first example costs 0 and the second 1000"
    logits = np.array([[0.0, 1000.0], [1000.0, 0.0]])
    answer(logits, np.array([1, 1])).equals(500.0, why)


@cross_entropy.hidden(points=2, looks_at="logits of 1000 and -1000")
def survives_large_logits(answer, rng):
    size = float(rng.integers(800, 5000))
    wrong = answer(np.array([[size, -size]]), np.array([1]))
    wrong.equals(2 * size).is_silent()
    right = answer(np.array([[size, -size], [-size, size]]), np.array([0, 1]))
    right.equals(0.0).is_silent()
    far_below = answer(np.array([[-size, -size, -size]]), np.array([1]))
    far_below.equals(math.log(3)).is_silent()
    apart = answer(np.array([[size, size, 0.0], [0.0, 1.0, -size]]), np.array([0, 0]))
    expected = (math.log(2) + math.log(1 + math.e)) / 2
    apart.equals(expected, "a row's largest logit is not that of the table").is_silent()


@cross_entropy.hidden(points=2, looks_at="any number of rows and classes")
def agrees_with_shares(answer, rng):
    for n, k in ((7, 5), (5, 7), (1, 3), (3, 1), (4, 4)):
        logits = rng.normal(size=(n, k))
        y = rng.integers(k, size=n)
        total = 0.0
        for row, label in zip(logits.tolist(), y.tolist(), strict=True):
            powers = [math.exp(number) for number in row]
            total -= math.log(powers[label] / math.fsum(powers))
        answer(logits, y).equals(total / n).keeps_arguments()


@cross_entropy.hidden(points=1, looks_at="integers and lists")
def takes_integers_and_lists(answer, rng):
    a = int(rng.integers(1, 5))
    expected = math.log(1 + math.exp(a))
    outcome = answer(np.array([[a, 0], [0, a]]), [1, 0])
    outcome.equals(expected).is_floating()
    answer([[a, 0]], (1,)).equals(expected)


@cross_entropy.hidden(points=1, looks_at="labels that are one-hot, or out of range")
def refuses_other_labels(answer, rng):
    n, k = int(rng.integers(3, 6)), int(rng.integers(6, 9))
    logits = np.zeros((n, k))
    answer(logits, np.eye(k, dtype=int)[:n]).raises("ValueError", f"({n}, {k})")
    answer(logits, np.zeros(n + 1, dtype=int)).raises("ValueError", f"({n + 1},)")
    answer(logits, np.zeros(1, dtype=int)).raises("ValueError", "(1,)")
    answer(logits, np.full(n, k)).raises("ValueError", str(k))
    y = np.zeros(n, dtype=int)
    y[int(rng.integers(n))] = -1
    answer(logits, y).raises("ValueError", "-1")
    answer(logits, np.zeros(n)).raises("ValueError", "float64")
    answer(logits, np.full(n, 3 * k)).raises("ValueError", str(3 * k))
    answer(np.zeros(k), np.zeros(k, dtype=int)).raises("ValueError", f"({k},)")
    cube = np.zeros((n, k, 2))
    answer(cube, np.zeros(n, dtype=int)).raises("ValueError", f"({n}, {k}, 2)")
    answer(np.zeros((0, k)), np.zeros(0, dtype=int)).raises("ValueError", f"(0, {k})")


dense_forward = Exercise(
    "dense_forward",
    minutes=10,
    difficulty=1,
    hints=(
        "Write the shapes of X, W and b beside each other. Which axis of which array "
        "has to fit which?",
        "The computation is one line. The refusal needs three conditions: two tables, "
        "one common length, and a bias with exactly one number for each unit.",
        "With the example [1, 2], the weights [[1, 0, 2], [3, 1, 0]] and the biases "
        "[0.5, 0, 0] the sums are `1*1 + 2*3 + 0.5`, 7.5, then 2, then 2. A bias of "
        "shape (3, 1) is refused, although NumPy could stretch it.",
    ),
)


@dense_forward.public(points=1)
def adds_up_inputs_times_weights(answer, rng):
    W = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0]])
    b = np.array([0.5, 0.0, -1.0])
    expected = np.array([[7.5, 2.0, 1.0]])
    answer(np.array([[1.0, 2.0]]), W, b).equals(expected, "1*1 + 2*3 + 0.5 is 7.5")


@dense_forward.public(points=1)
def gives_a_row_for_each_example(answer, rng):
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    W, b = np.array([[2.0], [5.0]]), np.array([10.0])
    answer(X, W, b).equals(np.array([[12.0], [15.0], [17.0]]))


@dense_forward.hidden(points=1, looks_at="any sizes, also of 1, and integers")
def works_for_any_sizes(answer, rng):
    sizes = (
        (5, 3, 2),
        (2, 5, 7),
        (1, 3, 4),
        (4, 1, 3),
        (3, 4, 1),
        (3, 3, 3),
        (1, 300, 2),
    )
    for n, d, k in sizes:
        X = rng.integers(-5, 6, size=(n, d))
        W, b = rng.normal(size=(d, k)), rng.normal(size=k)
        expected = np.zeros((n, k))
        for i, j in np.ndindex(n, k):
            products = [float(X[i, m] * W[m, j]) for m in range(d)]
            expected[i, j] = math.fsum([*products, float(b[j])])
        answer(X, W, b).equals(expected).keeps_arguments()


@dense_forward.hidden(points=1, looks_at="biases that NumPy would stretch")
def refuses_other_biases(answer, rng):
    n = int(rng.integers(3, 7))
    X, W = np.ones((n, 2)), np.ones((2, n))
    for b in (np.ones(1), np.ones((n, 1)), np.ones((1, n)), np.ones(())):
        answer(X, W, b).raises("ValueError", str(b.shape), f"(2, {n})")


@dense_forward.hidden(points=1, looks_at="tables that do not fit")
def refuses_tables_that_do_not_fit(answer, rng):
    n = int(rng.integers(4, 8))
    answer(np.ones((n, 2)), np.ones((3, n)), np.ones(n)).raises(
        "ValueError", f"({n}, 2)", f"(3, {n})"
    )
    answer(np.ones(n), np.ones((n, 3)), np.ones(3)).raises("ValueError", f"({n},)")
    answer(np.ones((2, n)), np.ones(n), np.ones(())).raises("ValueError", f"({n},)")
    answer(np.ones((n, 4)), np.ones((3, 5)), np.ones(5)).raises("ValueError", "(3, 5)")
    cube = np.ones((n, 2, 3))
    for rows in (2, 3):
        outcome = answer(cube, np.ones((rows, 5)), np.ones(5))
        outcome.raises("ValueError", f"({n}, 2, 3)")
    outcome = answer(np.ones((5, n)), cube, np.ones((2, 3)))
    outcome.raises("ValueError", f"({n}, 2, 3)")


dense_backward = Exercise(
    "dense_backward",
    minutes=20,
    difficulty=2,
    hints=(
        "Each slope has the shape of what it belongs to. Write down the shapes of dZ, "
        "X and W, and the three that have to come out.",
        "Two of the three are a product with one factor transposed; the shapes leave "
        "one way each. The third is a sum over one axis. Do not divide by n.",
        "One example [2, 3], one unit with weights 10 and 20, dZ = [[4]]: a weight "
        "collects input times slope, so dW is [[8], [12]]; db is [4]; an input gets "
        "slope times weight, so dX is [[40, 80]].",
    ),
)


@dense_backward.public(points=1)
def sends_slopes_to_all_three(answer, rng):
    dZ, X = np.array([[4.0], [1.0]]), np.array([[2.0, 3.0], [0.0, 5.0]])
    outcome = answer(dZ, X, np.array([[10.0], [20.0]]))
    triple = type(outcome.value) in (tuple, list) and len(outcome.value) == 3
    outcome.satisfies(triple, "three arrays: dX, dW and db")
    dX, dW, db = outcome.value
    right = np.array_equal(dX, [[40.0, 80.0], [10.0, 20.0]])
    outcome.satisfies(right, "[[40, 80], [10, 20]] as dX", "slope times weight")
    right = np.array_equal(dW, [[8.0], [17.0]])
    outcome.satisfies(right, "[[8], [17]] as dW", "4*2 + 1*0 and 4*3 + 1*5")
    outcome.satisfies(np.array_equal(db, [5.0]), "[5] as db", "4 + 1, added up")


@dense_backward.public(points=1)
def gives_each_slope_its_shape(answer, rng):
    outcome = answer(np.ones((5, 2)), np.ones((5, 3)), np.ones((3, 2)))
    shapes = [np.shape(part) for part in outcome.value]
    why = "the shapes of X, W and b"
    outcome.satisfies(shapes == [(5, 3), (3, 2), (2,)], "(5, 3), (3, 2) and (2,)", why)


def demand_slopes(answer, rng, which):
    """Demand that one of the three slopes agrees with sums written out."""
    for n, d, k in ((5, 3, 2), (1, 4, 3), (3, 1, 2), (4, 3, 1), (3, 3, 3), (300, 1, 1)):
        dZ, X = rng.normal(size=(n, k)), rng.normal(size=(n, d))
        W = rng.normal(size=(d, k))
        loops = {
            0: np.array([[dZ[i] @ W[m] for m in range(d)] for i in range(n)]),
            1: np.array([[X[:, m] @ dZ[:, j] for j in range(k)] for m in range(d)]),
            2: np.array([math.fsum(dZ[:, j].tolist()) for j in range(k)]),
        }
        outcome = answer(dZ, X, W)
        outcome.satisfies(len(outcome.value) == 3, "three arrays")
        got, expected = np.asarray(outcome.value[which]), loops[which]
        fits = got.shape == expected.shape and np.allclose(got, expected)
        name = ("dX", "dW", "db")[which]
        outcome.satisfies(fits, f"{expected.tolist()} as {name}")


@dense_backward.hidden(points=1, looks_at="the slopes along the inputs")
def slopes_along_the_inputs(answer, rng):
    demand_slopes(answer, rng, 0)


@dense_backward.hidden(points=1, looks_at="along the weights")
def slopes_along_the_weights(answer, rng):
    demand_slopes(answer, rng, 1)


@dense_backward.hidden(points=1, looks_at="along the biases")
def slopes_along_the_biases(answer, rng):
    demand_slopes(answer, rng, 2)


@dense_backward.hidden(points=1, looks_at="whether all arguments are unchanged")
def leaves_all_arguments_unchanged(answer, rng):
    dZ, X, W = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
    outcome = answer(dZ, X, W).keeps_arguments()
    dX = outcome.value[0]
    outcome.satisfies(np.allclose(dX, dZ @ W.T), "dX from the weights that came in")


@dense_backward.hidden(points=1, looks_at="shapes that do not fit")
def refuses_shapes_that_do_not_fit(answer, rng):
    n = int(rng.integers(4, 8))
    W = np.ones((3, 2))
    answer(np.ones((n, 2)), np.ones((n + 1, 3)), W).raises(
        "ValueError", f"({n}, 2)", f"({n + 1}, 3)"
    )
    answer(np.ones((n + 1, 2)), np.ones((n, 3)), W).raises("ValueError", f"({n}, 3)")
    answer(np.ones((1, 2)), np.ones((n, 3)), W).raises("ValueError", "(1, 2)")
    answer(np.ones((n, 1)), np.ones((n, 3)), W).raises("ValueError", f"({n}, 1)")
    answer(np.ones((n, 2)), np.ones((n, 5)), W).raises("ValueError", f"({n}, 5)")
    answer(np.ones(n), np.ones((n, 3)), np.ones((3, 1))).raises("ValueError", f"({n},)")
    answer(np.ones((3, 2)), np.ones(3), W).raises("ValueError", "(3,)")
    cube = np.ones((1, 3, 2))
    answer(np.ones((n, 2)), np.ones((n, 3)), cube).raises("ValueError", "(1, 3, 2)")


dense_model = Exercise(
    "DenseModel",
    minutes=35,
    difficulty=3,
    uses=("activation_slope", "dense_backward", "dense_forward"),
    hints=(
        "Count one layer by hand, then the sum. For the way back, ask what a layer "
        "needs that only the way forward knew.",
        "Going forward, note for each layer its inputs and its sums. Going back, start "
        "with the last layer: slope of the outputs times slope of the activation, "
        "then dense_backward, whose dX is the dA of the layer before. Bring the pairs "
        "into the order of the layers at the end.",
        "Two layers of one unit, weights 3 and 0.5, biases -1 and 0, relu and linear; "
        "the input 2 gives 5, then 2.5. With dA = [[4]] the last layer has dW [[20]] "
        "and db [4], and sends 4 * 0.5 = 2 back; the first has dW [[4]] and db [2]. "
        "The pairs come out as (4, 2), then (20, 4).",
    ),
)


@dense_model.public(points=1)
def counts_271_parameters(answer, rng):
    layers = [
        {"name": name, "W": np.zeros((d, k)), "b": np.zeros(k), "activation": "relu"}
        for name, d, k in (("first", 2, 10), ("second", 10, 20), ("third", 20, 1))
    ]
    rows = [("first", 10, 30), ("second", 20, 220), ("third", 1, 21)]
    why = "2*10 + 10, then 10*20 + 20, then 20*1 + 1"
    model = answer(layers).named("model")
    outcome = model.method("summary")
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "rows and total")
    got = [tuple(row) for row in outcome.value[0]]
    outcome.satisfies(got == rows, f"the rows {rows}", why)
    outcome.satisfies(outcome.value[1] == 271, "the total 271", "30 + 220 + 21")


@dense_model.public(points=1)
def goes_forward_through_two_layers(answer, rng):
    layers = [
        {"name": "a", "W": np.eye(2), "b": np.array([0.0, 1.0]), "activation": "relu"},
        {
            "name": "b",
            "W": np.array([[1.0], [10.0]]),
            "b": np.array([5.0]),
            "activation": "linear",
        },
    ]
    model = answer(layers).named("model")
    outcome = model.method("forward", np.array([[3.0, 1.0], [-3.0, -2.0]]))
    why = "relu gives [3, 2] and [0, 0]; the rest is 3 + 20 + 5 and 5"
    outcome.equals(np.array([[28.0], [5.0]]), why)


@dense_model.public(points=2)
def goes_back_through_two_layers(answer, rng):
    layers = [
        {
            "name": "a",
            "W": np.array([[3.0]]),
            "b": np.array([-1.0]),
            "activation": "relu",
        },
        {
            "name": "b",
            "W": np.array([[0.5]]),
            "b": np.array([0.0]),
            "activation": "linear",
        },
    ]
    model = answer(layers).named("model")
    model.method("forward", np.array([[2.0], [-1.0]])).succeeds()
    outcome = model.method("backward", np.array([[4.0], [8.0]]))
    expected = [(4.0, 2.0), (20.0, 12.0)]
    pairs = len(outcome.value) == 2 and all(len(pair) == 2 for pair in outcome.value)
    outcome.satisfies(pairs, "a pair (dW, db) for each of the two layers")
    shapes = [(np.shape(dW), np.shape(db)) for dW, db in outcome.value]
    outcome.satisfies(shapes == [((1, 1), (1,))] * 2, "shapes (1, 1) and (1,)")
    got = [(float(dW[0, 0]), float(db[0])) for dW, db in outcome.value]
    why = "2 and 4 come back to the relu; its sums are 5 and -4, its slopes 1 and 0"
    outcome.satisfies(np.allclose(got, expected), f"{expected}, first layer first", why)


def random_layers(rng, sizes, activations):
    """Draw layers, biases away from 0 so that no ReLU stands at its kink."""
    layers = []
    for i, activation in enumerate(activations):
        W = rng.normal(size=(sizes[i], sizes[i + 1]))
        b = rng.uniform(0.2, 0.6, size=sizes[i + 1])
        names = ("entrance", "middle", "exit")
        layers.append({"name": names[i], "W": W, "b": b, "activation": activation})
    return layers


def outputs_of(layers, X):
    """Compute a model's outputs one example at a time."""
    functions = {
        "linear": lambda z: z,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "relu": lambda z: np.where(z > 0, z, 0.0),
    }
    rows = []
    for row in X:
        for layer in layers:
            sums = layer["b"] + sum(row[i] * layer["W"][i] for i in range(len(row)))
            row = functions[layer["activation"]](sums)
        rows.append(row)
    return np.array(rows)


@dense_model.hidden(points=1, looks_at="all four activations, in chains of any length")
def computes_all_activations(answer, rng):
    chains = [((3, 5, 4, 2), ("tanh", "relu", "sigmoid")), ((3, 2), ("relu",))]
    chains.append(((3, 300, 2), ("sigmoid", "linear")))
    for sizes, kinds in chains:
        layers = random_layers(rng, sizes, kinds)
        X = rng.normal(size=(7, 3))
        outcome = answer(layers).named("model").method("forward", X)
        outcome.equals(outputs_of(layers, X)).keeps_arguments()


@dense_model.hidden(points=2, looks_at="measured slopes of all weights and biases")
def agrees_with_measured_slopes_of_a_model(answer, rng):
    for kinds, n in ((("tanh", "sigmoid", "linear"), 5), (("relu", "tanh"), 1)):
        layers = random_layers(rng, (3, 4, 2, 3), kinds)
        X = rng.normal(size=(n, 3))
        dA = rng.normal(size=(n, layers[-1]["b"].size))
        model = answer(layers).named("model")
        model.method("forward", X).succeeds()
        outcome = model.method("backward", dA)
        outcome.satisfies(len(outcome.value) == len(layers), "a pair for each layer")
        for i, pair in enumerate(outcome.value):
            for name, got in zip(("W", "b"), pair, strict=True):
                array = layers[i][name]
                measured = np.zeros(array.shape)
                for place in np.ndindex(array.shape):
                    sums = []
                    for step in (1e-6, -1e-6):
                        nudged = array.copy()
                        nudged[place] += step
                        changed = [*layers]
                        changed[i] = {**layers[i], name: nudged}
                        sums.append(np.sum(dA * outputs_of(changed, X)))
                    measured[place] = (sums[0] - sums[1]) / 2e-6
                fits = np.shape(got) == array.shape
                close = fits and np.allclose(got, measured, rtol=1e-5, atol=1e-6)
                expected = f"the measured slopes along {name} of layer {i}"
                outcome.satisfies(close, expected)


@dense_model.hidden(points=1, looks_at="several models, and forward called again")
def keeps_models_apart(answer, rng):
    layers = random_layers(rng, (3, 3), ("tanh",))
    others = random_layers(rng, (3, 3), ("tanh",))
    model, other = answer(layers).named("model"), answer(others).named("other")
    X, dA = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    model.method("forward", 2 * X).succeeds()
    model.method("forward", X).succeeds()
    other.method("forward", -X).succeeds()
    outcome = model.method("backward", dA)
    dZ = dA * (1 - outputs_of(layers, X) ** 2)
    dW, db = outcome.value[0]
    fits = np.allclose(dW, X.T @ dZ) and np.allclose(db, dZ.sum(axis=0))
    outcome.satisfies(fits, "the slopes at the last forward of this model")


@dense_model.hidden(points=1, looks_at="whether it keeps copies of the arrays")
def keeps_copies(answer, rng):
    layers = random_layers(rng, (3, 2), ("linear",))
    X = rng.normal(size=(4, 3))
    kept_W = answer.keep(layers[0]["W"], "W")
    kept_b = answer.keep(layers[0]["b"], "b")
    model = answer([{**layers[0], "W": kept_W._target, "b": kept_b._target}])
    model = model.named("model")
    kept_W.method("fill", 0.0).succeeds()
    kept_b.method("fill", 0.0).succeeds()
    model.method("forward", X).equals(outputs_of(layers, X))
    model.method("backward", np.ones((4, 2))).succeeds()
    model.method("forward", X).equals(outputs_of(layers, X), "backward only measures")


@dense_model.hidden(points=1, looks_at="layers that do not fit")
def names_the_layer_that_does_not_fit(answer, rng):
    n = int(rng.integers(5, 9))
    layers = random_layers(rng, (3, n, 4, 2), ("relu", "relu", "linear"))
    first, second, third = layers
    answer([first, {**second, "W": np.ones((n - 1, 4))}, third]).raises(
        "ValueError", "middle"
    )
    answer([first, {**second, "b": np.ones(1)}, third]).raises("ValueError", "middle")
    answer([first, second, {**third, "b": np.ones(3)}]).raises("ValueError", "exit")
    answer([first, {**second, "W": np.ones((n + 1, 4))}]).raises("ValueError", "middle")
    answer([{**first, "b": np.ones((n, 1))}]).raises("ValueError", "entrance")
    flat = {**first, "W": np.ones(n), "b": np.ones(())}
    answer([flat]).raises("ValueError", "entrance")
    cube = {**first, "W": np.ones((3, n, 2)), "b": np.ones((n, 2))}
    answer([cube]).raises("ValueError", "entrance")
    answer([first, {**second, "activation": "swish"}]).raises("ValueError", "middle")
    answer([first, third]).raises("ValueError", "exit")
    answer([]).raises("ValueError", "layer")


@dense_model.hidden(points=1, looks_at="backward without a forward before")
def refuses_backward_without_forward(answer, rng):
    layers = random_layers(rng, (2, 3), ("relu",))
    model = answer(layers).named("model")
    outcome = model.method("backward", np.ones((int(rng.integers(1, 5)), 3)))
    outcome.raises("ValueError", "forward")


@dense_model.hidden(points=1, looks_at="the summary of other models")
def counts_any_model(answer, rng):
    sizes = [int(n) for n in rng.permutation([3, 5, 7, 11])]
    layers = random_layers(rng, sizes, ("relu", "tanh", "linear"))
    outcome = answer(layers).named("model").method("summary")
    rows, total = outcome.value
    names = ("entrance", "middle", "exit")
    counts = [d * k + k for d, k in zip(sizes[:-1], sizes[1:], strict=True)]
    expected = list(zip(names, sizes[1:], counts, strict=True))
    got = [tuple(row) for row in rows]
    outcome.satisfies(got == expected, f"the rows {expected}")
    outcome.satisfies(total == sum(counts), f"the total {sum(counts)}")


batches = Exercise(
    "batches",
    minutes=8,
    difficulty=1,
    hints=(
        "200 examples in batches of 64: how many are left after three? The last batch "
        "is allowed to be short.",
        "Let start run through the numbers 0, size, 2 * size and so on below n. "
        "Each stop is start + size, except where that would be too far.",
        "7 examples in batches of 3: (0, 3), (3, 6), (6, 7). 6 examples: (0, 3), "
        "(3, 6), and no empty batch behind them.",
    ),
)


@batches.public(points=1)
def cuts_200_into_four(answer, rng):
    outcome = answer(200, 64)
    pairs = [tuple(int(number) for number in pair) for pair in outcome.value]
    expected = [(0, 64), (64, 128), (128, 192), (192, 200)]
    why = "64, 64, 64 and the 8 that are left"
    outcome.satisfies(pairs == expected, str(expected), why)


@batches.public(points=1)
def makes_no_empty_batch(answer, rng):
    outcome = answer(6, 3)
    pairs = [tuple(int(number) for number in pair) for pair in outcome.value]
    outcome.satisfies(pairs == [(0, 3), (3, 6)], "[(0, 3), (3, 6)]")


@batches.hidden(points=2, looks_at="any numbers, also fewer examples than a batch")
def uses_every_example_once(answer, rng):
    numbers = [(1, 1), (1, 9), (5, 7), (7, 7), (8, 7), (99, 100), (101, 100)]
    numbers += [(int(rng.integers(20, 300)), int(rng.integers(1, 20))) for _ in "abc"]
    for n, size in numbers:
        outcome = answer(n, size)
        found, batch = [], []
        for i in range(n):
            batch.append(i)
            if len(batch) == size or i == n - 1:
                found.append((batch[0], batch[-1] + 1))
                batch = []
        outcome.equals(found)


@batches.hidden(points=1, looks_at="no example at all")
def gives_no_batch_for_nothing(answer, rng):
    answer(0, int(rng.integers(1, 9))).equals([])


@batches.hidden(points=1, looks_at="whether all numbers are whole, also NumPy's")
def returns_whole_numbers(answer, rng):
    n = 7 * int(rng.integers(1, 3)) + int(rng.integers(1, 7))
    outcome = answer(np.int64(n), np.int32(7))
    numbers = [number for pair in outcome.value for number in pair]
    whole = all(np.asarray(number).dtype.kind in "iu" for number in numbers)
    outcome.satisfies(whole, "pairs of whole numbers")
    outcome.satisfies(numbers[-1] == n, f"{n} as the last stop")


@batches.hidden(points=1, looks_at="sizes that are no sizes")
def refuses_what_is_no_size(answer, rng):
    half = int(rng.integers(2, 9)) + 0.5
    answer(20, half).raises("ValueError", str(half))
    answer(20, 64.0).raises("ValueError", "64.0")
    answer(20, 0).raises("ValueError", "0")
    answer(20, -3).raises("ValueError", "-3")
    answer(-2, 5).raises("ValueError", "-2")
    answer(-1, 5).raises("ValueError", "-1")
    answer(20.5, 5).raises("ValueError", "20.5")


adam_step = Exercise(
    "adam_step",
    minutes=25,
    difficulty=2,
    hints=(
        "Do the first step with a pencil: m and v start at 0. What is m-hat for the "
        "slope 4?",
        "Count the step before you divide by `1 - beta**t`. Build new arrays for m, v "
        "and theta, and a new dict; the old ones belong to the caller.",
        "Slopes 2, then -1, with the usual betas: m is 0.2, then 0.08; v is 0.004, "
        "then 0.004996. In the second step m-hat is 0.08 / 0.19 = 0.421 and v-hat "
        "0.004996 / 0.001999 = 2.499, so the parameter moves down by 0.266 times lr.",
    ),
)


@adam_step.public(points=1)
def makes_the_first_step_on_paper(answer, rng):
    theta, g = np.array([1.0, 1.0, 1.0]), np.array([4.0, -0.5, 2000.0])
    outcome = answer(theta, g, lr=0.1)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "theta and state")
    new, state = outcome.value
    why = "m-hat is the slope and v-hat its square, so all move by lr"
    close = np.shape(new) == (3,) and np.allclose(new, [0.9, 1.1, 0.9], atol=1e-7)
    outcome.satisfies(close, "[0.9, 1.1, 0.9] as theta", why)
    keys = type(state) is dict and set(state) == {"t", "m", "v"}
    outcome.satisfies(keys, "a dict with t, m and v as state")
    outcome.satisfies(state["t"] == 1, "t = 1 after the first step")
    m, v = np.array([0.4, -0.05, 200.0]), np.array([0.016, 0.00025, 4000.0])
    close = np.allclose(state["m"], m) and np.allclose(state["v"], v)
    outcome.satisfies(close, f"m = {m.tolist()}, v = {v.tolist()}", "not corrected")


@adam_step.public(points=1)
def makes_the_second_step_on_paper(answer, rng):
    state = {"t": 1, "m": np.array([0.2]), "v": np.array([0.004])}
    outcome = answer(np.array([5.0]), np.array([-1.0]), state, 0.1)
    new, after = outcome.value
    expected = 5.0 - 0.1 * (0.08 / 0.19) / np.sqrt(0.004996 / 0.001999)
    why = "m is 0.9 * 0.2 - 0.1, v is 0.999 * 0.004 + 0.001, and t is 2"
    close = np.shape(new) == (1,) and np.allclose(new, expected)
    outcome.satisfies(close, f"[{expected:.6f}] as theta", why)
    outcome.satisfies(after["t"] == 2, "t = 2 after the second step")


@adam_step.hidden(points=2, looks_at="several steps with other betas")
def agrees_with_five_steps(answer, rng):
    beta1, beta2 = (float(beta) for beta in rng.uniform(0.25, 0.45, size=2))
    lr, m, v, x = float(rng.uniform(0.01, 0.3)), 0.0, 0.0, float(rng.normal())
    theta, state = np.array([[x]]), None
    for t in range(1, 6):
        g = float(rng.uniform(0.5, 2) * rng.choice([-1, 1]))
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        x -= lr * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + 1e-8)
        outcome = answer(theta, np.array([[g]]), state, lr, beta1, beta2)
        theta, state = outcome.value
        close = np.shape(theta) == (1, 1) and abs(theta[0, 0] - x) < 1e-6
        outcome.satisfies(close, f"[[{x:.8g}]] after {t} steps")


@adam_step.hidden(points=1, looks_at="a large eps")
def adds_eps_outside_the_root(answer, rng):
    g = float(rng.uniform(0.5, 2))
    eps = float(rng.uniform(0.2, 0.9))
    outcome = answer(np.zeros(3), np.full(3, g), lr=1.0, eps=eps)
    close = np.allclose(outcome.value[0], -g / (g + eps))
    outcome.satisfies(close, f"steps of {-g / (g + eps):.6g}")


@adam_step.hidden(points=1, looks_at="slopes of 0")
def stays_where_the_slope_is_0(answer, rng):
    theta = rng.normal(size=(2, 3))
    outcome = answer(theta, np.zeros((2, 3))).is_silent()
    same = np.array_equal(outcome.value[0], theta)
    outcome.satisfies(same, "parameters that stay where they are")


@adam_step.hidden(points=1, looks_at="whether states are kept apart and unchanged")
def keeps_states_apart(answer, rng):
    theta, g = rng.normal(size=4), rng.normal(size=4)
    state = {"t": 3, "m": rng.normal(size=4), "v": rng.uniform(1, 2, size=4)}
    answer(theta, g, state).keeps_arguments().succeeds()
    first = answer(theta, g).keeps_arguments()
    again = answer(theta, g)
    same = np.allclose(first.value[0], again.value[0]) and again.value[1]["t"] == 1
    again.satisfies(same, "a fresh start whenever no state is given")


@adam_step.hidden(points=1, looks_at="float32 and single numbers")
def keeps_shape_and_dtype(answer, rng):
    theta, g = rng.normal(size=(3, 2)).astype("f4"), rng.normal(size=(3, 2))
    outcome = answer(theta, g.astype("f4"))
    new = np.asarray(outcome.value[0])
    fits = new.dtype == np.float32 and new.shape == (3, 2)
    outcome.satisfies(fits, "float32 of shape (3, 2) as theta")
    outcome = answer(np.array(1.5), np.array(-2.0), lr=0.5)
    outcome.satisfies(np.shape(outcome.value[0]) == (), "a single number")
    close = np.isclose(outcome.value[0], 2.0)
    outcome.satisfies(close, "2.0, one lr uphill of the slope")


@adam_step.hidden(points=1, looks_at="slopes of another shape")
def refuses_slopes_of_another_shape(answer, rng):
    n = int(rng.integers(2, 7))
    answer(np.zeros((n, 1)), np.zeros(n)).raises("ValueError", f"({n}, 1)", f"({n},)")
    answer(np.zeros(n), np.zeros(1)).raises("ValueError", f"({n},)", "(1,)")
    answer(np.zeros(1), np.zeros(n)).raises("ValueError", f"({n},)", "(1,)")


settle = Exercise(
    "settle",
    minutes=25,
    difficulty=3,
    hints=(
        "Feed-back is not back-propagation: no slope, no label, no learning. What "
        "does the second unit of a sweep see of the first one's change?",
        "One copy of s, changed in place unit by unit. At the start of a sweep "
        "remember the state; after the sweep note the energy and compare. Treat a sum "
        "of exactly 0 by doing nothing.",
        "Two units with the weight 1 between them, state 1 and -1, energy 1. Visit "
        "unit 1 first: its sum is 1, so it becomes 1; unit 0 stays. Energy -1. The "
        "next sweep changes nothing and is the last: energies 1, -1, -1.",
    ),
)


@settle.public(points=1)
def two_units_come_to_agree(answer, rng):
    W = np.array([[0.0, 1.0], [1.0, 0.0]])
    outcome = answer(W, np.array([1.0, -1.0]), 10, Rng(0))
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "the state and the list of energies")
    s, energies = outcome.value
    agree = np.shape(s) == (2,) and abs(s[0]) == 1 and s[0] == s[1]
    outcome.satisfies(agree, "two units that agree", "the weight between them is 1")
    same = type(energies) is list and np.array_equal(energies, [1.0, -1.0, -1.0])
    why = "one sweep that changes a unit, one that changes nothing"
    outcome.satisfies(same, "the energies [1.0, -1.0, -1.0]", why)


@settle.public(points=1)
def a_sum_of_0_changes_nothing(answer, rng):
    s = np.array([-1.0, 1.0, -1.0])
    outcome = answer(np.zeros((3, 3)), s, 10, Rng(0))
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "the state and the list of energies")
    why = "without weights every sum is 0"
    outcome.satisfies(np.array_equal(outcome.value[0], s), f"{s.tolist()}", why)
    outcome.satisfies(outcome.value[1] == [0.0, 0.0], "two energies of 0", why)


def random_net(rng, n):
    """Draw symmetric weights without self-weights, and a state."""
    half = np.triu(rng.normal(size=(n, n)), 1)
    return half + half.T, rng.choice([-1.0, 1.0], size=n)


def energy_of(W, s):
    """Add the energy up over pairs."""
    n = len(s)
    return -math.fsum(
        float(W[i, j] * s[i] * s[j]) for i in range(n) for j in range(i + 1, n)
    )


def sweep(W, s, order):
    """Visit all units once."""
    s = list(s)
    for i in order:
        total = math.fsum(float(W[i, j] * s[j]) for j in range(len(s)))
        s[i] = s[i] if total == 0 else math.copysign(1.0, total)
    return s


@settle.hidden(points=2, looks_at="the energy, and where the net comes to rest")
def comes_to_rest_downhill(answer, rng):
    for n in (2, 5, 11):
        W, s = random_net(rng, n)
        seed = int(rng.integers(1000))
        outcome = answer(W, s, 60, Rng(seed))
        end, energies = outcome.value
        falls = all(b <= a + 1e-9 for a, b in zip(energies, energies[1:], strict=False))
        outcome.satisfies(falls, "energies that never rise")
        first = math.isclose(energies[0], energy_of(W, s), abs_tol=1e-9)
        last = math.isclose(energies[-1], energy_of(W, end), abs_tol=1e-9)
        outcome.satisfies(first and last, "the energies of the first and last state")
        at_rest = sweep(W, end, range(n)) == [float(x) for x in end]
        outcome.satisfies(at_rest, "a state in which no unit wants to change")


@settle.hidden(points=1, looks_at="the order in which units are visited")
def visits_in_the_order_of_the_generator(answer, rng):
    for n in (7, 30):
        W, s = random_net(rng, n)
        seed = int(rng.integers(1000))
        order, now, energies = np.random.default_rng(seed), list(s), [energy_of(W, s)]
        for _ in range(40):
            before = now
            now = sweep(W, now, order.permutation(n))
            energies.append(energy_of(W, now))
            if now == before:
                break
        outcome = answer(W, s, 40, Rng(seed))
        end, got = outcome.value
        outcome.satisfies(np.array_equal(end, now), f"{now}")
        same = len(got) == len(energies) and np.allclose(got, energies)
        outcome.satisfies(same, f"the energies {energies}")


@settle.hidden(points=1, looks_at="at most max_sweeps sweeps")
def stops_after_the_last_sweep_allowed(answer, rng):
    W, s = random_net(rng, 9)
    outcome = answer(W, s, 0, Rng(0))
    same = np.array_equal(outcome.value[0], s) and len(outcome.value[1]) == 1
    outcome.satisfies(same, "the state that came in, and one energy")
    strong = -np.ones((9, 9)) + np.eye(9)
    outcome = answer(strong, np.ones(9), 1, Rng(int(rng.integers(99))))
    outcome.satisfies(len(outcome.value[1]) == 2, "one sweep and two energies")


@settle.hidden(points=1, looks_at="whether W and s are unchanged")
def leaves_weights_and_state_unchanged(answer, rng):
    n = int(rng.integers(4, 8))
    W = np.ones((n, n)) - np.eye(n)
    s = np.ones(n)
    s[int(rng.integers(n))] = -1
    outcome = answer(W, s, 9, Rng(0)).keeps_arguments()
    outcome.satisfies(np.array_equal(outcome.value[0], np.ones(n)), "all units at 1")


@settle.hidden(points=1, looks_at="weights and states that are refused")
def refuses_self_weights_and_other_states(answer, rng):
    n = int(rng.integers(4, 7))
    W, s = random_net(rng, n)
    own = W.copy()
    own[int(rng.integers(n)), :] = 0
    own = np.triu(own, 1) + np.triu(own, 1).T
    place = int(rng.integers(n))
    own[place, place] = 0.5
    answer(own, s, 5, Rng(0)).raises("ValueError", "itself")
    own[place, place] = -0.5
    answer(own, s, 5, Rng(0)).raises("ValueError", "itself")
    one_way = W.copy()
    one_way[0, n - 1] += 0.1
    answer(one_way, s, 5, Rng(0)).raises("ValueError", "symmetric")
    zero = s.copy()
    zero[place] = 0
    answer(W, zero, 5, Rng(0)).raises("ValueError", "-1")
    zero[place] = 2
    answer(W, zero, 5, Rng(0)).raises("ValueError", "-1")
    answer(W, s[:-1], 5, Rng(0)).raises("ValueError", f"({n}, {n})", f"({n - 1},)")
    answer(W[:-1], s, 5, Rng(0)).raises("ValueError", f"({n - 1}, {n})")
    answer(W[:-1], s[:-1], 5, Rng(0)).raises("ValueError", f"({n - 1}, {n})")
    answer(W[:, :-1], s, 5, Rng(0)).raises("ValueError", f"({n}, {n - 1})")
    answer(W, s[:, None], 5, Rng(0)).raises("ValueError", f"({n}, 1)")
    cube = np.zeros((n, n, 2))
    answer(cube, s, 5, Rng(0)).raises("ValueError", f"({n}, {n}, 2)")
    answer(W[0], s, 5, Rng(0)).raises("ValueError", f"({n},)")


judge_claims = Exercise(
    "judge_claims",
    minutes=20,
    difficulty=2,
    hints=(
        "For each sentence look for a counter-example of two numbers. If you find "
        "one, it is false, and the example tells you the reason.",
        "Try in a cell: the tanh of -2, the softmax of ten equal numbers, two "
        "matrices multiplied before or after an example is. For the words: what does "
        "a network need to deserve the name, and what could be missing?",
        "A sentence that is not among the nine, as a pattern: 'A bias is never "
        "negative.' Chapter 1's neuron has the bias -0.1 and works, so the entry "
        'would be (False, "any number").',
    ),
)


@judge_claims.public(points=1)
def judges_each_of_nine(answer, rng):
    names = {
        "weights",
        "activation",
        "step",
        "feedback",
        "deep",
        "count",
        "linear",
        "equal",
        "adam",
    }
    reasons = {
        "any number",
        "range differs",
        "gap",
        "two directions",
        "layers",
        "pairs and units",
        "chain",
        "same share",
        "own size",
        "convention",
        "rounding",
        "on average",
    }
    outcome = answer()
    log = outcome.value
    fits = type(log) is dict and set(log) == names
    outcome.satisfies(fits, f"a dict with the keys {', '.join(sorted(names))}")
    for name, pair in log.items():
        fits = type(pair) in (tuple, list) and len(pair) == 2
        outcome.satisfies(fits, f"a pair (True or False, reason) for {name}")
        verdict = isinstance(pair[0], (bool, np.bool_))
        outcome.satisfies(verdict, f"True or False for {name}")
        known = type(pair[1]) is str and pair[1] in reasons
        outcome.satisfies(known, f"one of the twelve reasons for {name}")
    used = [pair[1] for pair in log.values()]
    outcome.satisfies(len(set(used)) == 9, "nine different reasons")


@judge_claims.public(points=1)
def refutes_with_a_number(answer, rng):
    outcome = answer()
    tanh_goes_below_0 = bool(np.tanh(-2.0) < 0)
    why = "the tanh of -2 is -0.96, and tanh is an activation"
    verdict = outcome.value["activation"][0]
    outcome.satisfies(verdict != tanh_goes_below_0, "False for activation", why)


def demand_verdicts(answer, **expected):
    """Demand these verdicts with these reasons."""
    outcome = answer()
    for name, (verdict, reason) in expected.items():
        got = outcome.value[name]
        outcome.satisfies(bool(got[0]) == verdict, f"another verdict on {name}")
        outcome.satisfies(got[1] == reason, f"another reason for {name}")


@judge_claims.hidden(points=1, looks_at="the sentences on weights and deep networks")
def judges_weights_and_depth(answer, rng):
    demand_verdicts(answer, weights=(False, "any number"), deep=(False, "layers"))


@judge_claims.hidden(points=1, looks_at="on activations and the step function")
def judges_activations(answer, rng):
    expected = {"activation": (False, "range differs"), "step": (False, "gap")}
    demand_verdicts(answer, **expected)


@judge_claims.hidden(points=1, looks_at="on feed-back networks")
def judges_feedback(answer, rng):
    demand_verdicts(answer, feedback=(False, "two directions"))


@judge_claims.hidden(points=1, looks_at="on counting and on layers without activation")
def judges_counting_and_chains(answer, rng):
    expected = {"count": (True, "pairs and units"), "linear": (True, "chain")}
    demand_verdicts(answer, **expected)


@judge_claims.hidden(points=1, looks_at="on cross-entropy and Adam")
def judges_loss_and_optimiser(answer, rng):
    expected = {"equal": (True, "same share"), "adam": (True, "own size")}
    demand_verdicts(answer, **expected)


model_file = Exercise(
    "ModelFile",
    minutes=40,
    difficulty=3,
    hints=(
        "Train 3 epochs, save, load, train 3 more: what must be in the file so that "
        "nobody can tell it from 6? And what happens to the old file if saving "
        "breaks off in the middle?",
        "Text can hold the settings. Check everything before you open a file, and "
        "spoil nothing old while you write. Names of arrays may be stored as text, "
        "too. What do you look at first when loading, and who closes the file?",
        'Arrays named "a" and "a/b" are a dataset and a group of the same name for '
        'HDF5, which is refused, and "x10" comes before "x2" when names are sorted. '
        'With the names ["a", "a/b"] as text, and datasets "0" and "1", neither '
        "happens.",
    ),
)


@model_file.public(points=1)
def gives_back_what_was_saved(answer, rng):
    settings = {"layers": ["dense", "relu"], "lr": 0.01, "step": 3, "note": None}
    arrays = {"W": np.array([[1.5, -2.0, 0.25]]), "b": np.array([3, 4])}
    file = answer("check_model.h5").named("file")
    file.method("save", settings, arrays).succeeds()
    outcome = file.method("load")
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "settings and arrays")
    outcome.satisfies(outcome.value[0] == settings, f"the settings {settings}")
    got = outcome.value[1]
    same = type(got) is dict and list(got) == ["W", "b"]
    outcome.satisfies(same, "the arrays W and b, in this order")
    for name, array in arrays.items():
        fits = isinstance(got[name], np.ndarray) and np.array_equal(got[name], array)
        outcome.satisfies(fits, f"{array.tolist()} as {name}")


@model_file.public(points=1)
def keeps_order_and_names(answer, rng):
    names = [f"layer {i}" for i in range(12)] + ["z/W", "z", "a/W", "m/z/W"]
    arrays = {name: np.full(2, i) for i, name in enumerate(names)}
    file = answer("check_names.h5").named("file")
    file.method("save", {}, arrays).succeeds()
    outcome = file.method("load")
    got = outcome.value[1]
    why = "HDF5 sorts names, and takes '/' for the border between two folders"
    outcome.satisfies(list(got) == names, f"the names {names}", why)
    right = all(np.array_equal(got[name], arrays[name]) for name in names)
    outcome.satisfies(right, "each array under its own name")


@model_file.public(points=1)
def another_file_has_another_content(answer, rng):
    first = answer("check_model.h5").named("first")
    second = answer("check_second.h5").named("second")
    first.method("save", {"n": 1}, {"W": np.ones(1)}).succeeds()
    second.method("save", {"n": 2}, {"W": np.ones(2)}).succeeds()
    again = answer("check_model.h5").named("again")
    outcome = again.method("load")
    why = "check_model.h5 was saved by another object; load must read the file"
    outcome.satisfies(outcome.value[0] == {"n": 1}, "{'n': 1}", why)


@model_file.hidden(points=1, looks_at="shapes, dtypes and the last bit")
def keeps_every_bit(answer, rng):
    arrays = {
        "float32": rng.normal(size=(3, 2)).astype("f4"),
        "float64": rng.normal(size=(2, 1, 3)) * 10.0 ** rng.integers(-300, 300),
        "int64": rng.integers(-(2**62), 2**62, size=5),
        "uint8": rng.integers(0, 256, size=(4, 4, 3)).astype("u1"),
        "bool": rng.integers(2, size=7).astype(bool),
        "number": np.array(rng.normal()),
        "nothing": np.zeros((0, 3)),
        "special": np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324]),
    }
    file = answer("check_bits.h5").named("file")
    file.method("save", {}, arrays).keeps_arguments().succeeds()
    outcome = file.method("load")
    for name, array in arrays.items():
        got = np.asarray(outcome.value[1][name])
        same = got.dtype == array.dtype and got.shape == array.shape
        outcome.satisfies(same, f"{array.dtype} of shape {array.shape} as {name}")
        outcome.satisfies(got.tobytes() == array.tobytes(), f"each bit of {name}")


@model_file.hidden(points=1, looks_at="settings within settings, and large numbers")
def keeps_all_settings(answer, rng):
    settings = {
        "rng": {"state": int(rng.integers(2**62)) ** 2 + 2**126, "has": 0},
        "layers": [{"kind": "Dense", "units": 10}, {"kind": "Activation"}, []],
        "lr": 0.1 + float(rng.uniform()),
        "text": "d\u00e9j\u00e0 / vu \u043d",
        "flags": [True, False, None, -3],
        "long": "x" * 70_000,
    }
    file = answer("check_settings.h5").named("file")
    file.method("save", settings, {}).succeeds()
    outcome = file.method("load")
    outcome.satisfies(outcome.value[0] == settings, f"the settings {settings}")
    flags = outcome.value[0]["flags"]
    outcome.satisfies(flags[0] is True and flags[2] is None, "True and None as such")


@model_file.hidden(points=2, looks_at="training that goes on after loading")
def goes_on_as_if_nothing_had_happened(answer, rng):
    def train(w, m, steps, generator):
        for _ in range(steps):
            m = 0.9 * m + generator.normal(size=w.shape) + w
            w = w - 0.01 * m
        return w, m

    seed = int(rng.integers(1000))
    start, zeros = rng.normal(size=(3, 2)), np.zeros((3, 2))
    six, _ = train(start, zeros, 6, np.random.default_rng(seed))
    generator = np.random.default_rng(seed)
    w, m = train(start, zeros, 3, generator)
    file = answer("check_resumed.h5").named("file")
    state = generator.bit_generator.state
    file.method("save", {"rng": state}, {"m/w": m, "w": w}).succeeds()
    outcome = file.method("load")
    settings, arrays = outcome.value
    generator = np.random.default_rng()
    generator.bit_generator.state = settings["rng"]
    resumed, _ = train(arrays["w"], arrays["m/w"], 3, generator)
    same = resumed.tobytes() == six.tobytes()
    outcome.satisfies(same, "3 steps, saving, loading and 3 steps to equal 6")


def place(answer, name, content):
    """Put a file beside the answer."""
    kept = answer.keep(np.frombuffer(content, dtype=np.uint8), "content")
    kept.method("tofile", name).succeeds()


def hdf5(**attributes):
    """Return the bytes of an HDF5 file with these attributes at its root."""
    import h5py

    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        for name, value in attributes.items():
            file.attrs[name] = value
        file["data"] = np.arange(5000.0)
    return content.getvalue()


@model_file.hidden(points=1, looks_at="files of another version, or of none")
def refuses_another_version(answer, rng):
    version = int(rng.integers(2, 100))
    place(answer, "check_newer.h5", hdf5(version=version))
    file = answer("check_newer.h5").named("file")
    file.method("load").raises("ValueError", "version", str(version))
    place(answer, "check_none.h5", hdf5(size=version))
    answer("check_none.h5").named("file").method("load").raises("ValueError", "version")


@model_file.hidden(points=1, looks_at="web pages, cut files, and no file at all")
def refuses_what_is_no_model_file(answer, rng):
    whole = hdf5(version=1)
    cut = whole[: int(rng.integers(600, len(whole) - 600))]
    page = b"<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n" * 20
    for name, content in (("page", page), ("cut", cut), ("empty", b"")):
        place(answer, f"check_{name}.h5", content)
        file = answer(f"check_{name}.h5").named("file")
        file.method("load").raises("ValueError", f"check_{name}.h5")
    place(answer, "check_part.h5", whole)
    file = answer("check_part.h5").named("file")
    file.method("load").raises("ValueError", "check_part.h5")
    missing = answer("check_missing.h5").named("file")
    missing.method("load").raises("FileNotFoundError")


@model_file.hidden(points=1, looks_at="settings that hold a function")
def refuses_functions(answer, rng):
    file = answer("check_function.h5").named("file")
    activation = {"activation": Callback(lambda z: z, "relu")}
    file.method("save", activation, {"W": np.ones(2)}).raises("ValueError")


@model_file.hidden(points=1, looks_at="saving over an older file")
def keeps_the_old_file_if_saving_fails(answer, rng):
    n = int(rng.integers(2, 9))
    file = answer("check_old.h5").named("file")
    file.method("save", {"n": n}, {"W": np.ones(n), "old": np.ones(2)}).succeeds()
    file.method("save", {"n": n + 1}, {"W": np.zeros(n)}).succeeds()
    file.method("save", {"f": Callback(len, "f")}, {"W": np.ones(1)}).raises(
        "ValueError"
    )
    # A list of texts becomes an array that holds no numbers.
    file.method("save", {}, {"V": np.ones(1), "W": ["a", "b"]}).raises("ValueError")
    outcome = file.method("load")
    settings, arrays = outcome.value
    right = settings == {"n": n + 1} and list(arrays) == ["W"]
    right = right and np.array_equal(arrays["W"], np.zeros(n))
    outcome.satisfies(right, "what was saved the last time that saving worked")


examples_for_batches = Exercise(
    "examples_for_batches",
    minutes=10,
    difficulty=1,
    hints=(
        "For which numbers do a right function and one that forgets the last batch "
        "give the same? Do not take only such numbers.",
        "Three situations: something is left over; nothing is left over; there are "
        "fewer examples than fit into one batch. For each write the pairs down on "
        "paper.",
        "To catch a function whose stop is included: (4, 2, [(0, 2), (2, 4)]). It "
        "would say (0, 1) and (2, 3).",
    ),
)


@examples_for_batches.public(points=1)
def has_three_examples_or_more(answer, rng):
    outcome = answer()
    examples = outcome.value
    is_list = type(examples) is list and 3 <= len(examples) <= 50
    outcome.satisfies(is_list, "a list of 3 to 50 examples")
    for example in examples:
        fits = type(example) in (tuple, list) and len(example) == 3
        outcome.satisfies(fits, "three parts in each: n, size, expected")
        n, size, expected = example
        whole = all(np.asarray(x).dtype.kind in "iu" for x in (n, size))
        outcome.satisfies(whole, "whole numbers n and size")
        inside = 0 <= n <= 1000 and 1 <= size <= 1000
        outcome.satisfies(inside, "n from 0 to 1000 and size from 1 to 1000")
        outcome.satisfies(type(expected) is list, "a list of pairs as expected")
        for pair in expected:
            fits = type(pair) in (tuple, list) and len(pair) == 2
            outcome.satisfies(fits, "pairs (start, stop)")


@examples_for_batches.public(points=1)
def expects_every_example_once(answer, rng):
    outcome = answer()
    for n, size, expected in outcome.value:
        rows = [i for start, stop in expected for i in range(start, stop)]
        why = "each example belongs to one batch"
        all_rows = rows == list(range(n))
        outcome.satisfies(all_rows, f"0 to {n - 1} once each for {n}, {size}", why)


def agrees(function, example):
    """Tell whether a function does what an example says."""
    n, size, expected = example
    try:
        got = function(int(n), int(size))
        return [tuple(pair) for pair in got] == [tuple(pair) for pair in expected]
    except Exception:
        return False


def right_functions():
    from autograder.assignments.layers import right
    from solutions.models import batches

    return batches, right.collects_row_by_row


def catches(answer, mistake):
    from autograder.assignments.layers import wrong

    function = getattr(wrong, mistake)
    demand_a_catch(answer(), agrees, right_functions(), function)


@examples_for_batches.hidden(points=1, looks_at="whether right functions agree")
def right_functions_agree(answer, rng):
    demand_agreement(answer(), agrees, right_functions())


@examples_for_batches.hidden(points=1, looks_at="a function that drops the rest")
def catches_a_dropped_rest(answer, rng):
    catches(answer, "drops_what_is_left_over")


@examples_for_batches.hidden(points=1, looks_at="one that adds an empty batch")
def catches_an_empty_batch(answer, rng):
    catches(answer, "adds_an_empty_batch")


@examples_for_batches.hidden(points=1, looks_at="one that runs past the end")
def catches_a_stop_past_the_end(answer, rng):
    catches(answer, "runs_past_the_end")


@examples_for_batches.hidden(points=1, looks_at="one that makes batches equal")
def catches_equal_batches(answer, rng):
    catches(answer, "makes_batches_about_equal")
