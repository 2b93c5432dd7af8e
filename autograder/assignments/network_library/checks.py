"""Checks of the assignment network_library."""

import math

import numpy as np

from autograder.checking import Callback, CheckFailedError, Exercise, Rng

supervised_data_set = Exercise(
    "SupervisedDataSet",
    minutes=20,
    difficulty=2,
    hints=(
        "Change your own array after you have added it, then look into the data set. "
        "Did the data set change, too? And what do two data sets share?",
        "In `__init__`, give each object lists of its own. In `add_sample`, make new "
        "arrays first, compare their shapes with what was promised, and only then "
        "store both. In `__getitem__`, think of the shape for no example at all.",
        "After SupervisedDataSet(2, 1) and add_sample([5, 6], [1]), data['input'] is "
        "[[5.0, 6.0]] with shape (1, 2), data['target'] is [[1.0]] with shape (1, 1). "
        "After clear() they have the shapes (0, 2) and (0, 1), and len(data) is 0.",
    ),
)


@supervised_data_set.public(points=1)
def stacks_its_samples_in_rows(answer, rng):
    data = answer(2, 1).named("data")
    why = "a new data set is empty; does it share a list with another one?"
    data.length().equals(0, why)
    for x, target in [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1])]:
        data.method(
            "add_sample", np.array(x, float), np.array(target, float)
        ).succeeds()
    data.length().equals(3, "one for each add_sample")
    inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    data.entry("input").equals(inputs, "one example in each row")
    targets = np.array([[0.0], [1.0], [1.0]])
    data.entry("target").equals(targets, "one target in each row")


@supervised_data_set.public(points=1)
def can_be_iterated_more_than_once(answer, rng):
    data = answer(1, 2).named("data")
    why = "a new data set is empty; does it share a list with another one?"
    data.length().equals(0, why)
    data.method("add_sample", np.array([3.0]), np.array([1.0, 0.0])).succeeds()
    data.method("add_sample", np.array([4.0]), np.array([0.0, 1.0])).succeeds()
    pairs = [
        (np.array([3.0]), np.array([1.0, 0.0])),
        (np.array([4.0]), np.array([0.0, 1.0])),
    ]
    data.items().equals(pairs, "pairs in the order in which they were added")
    data.items().equals(pairs, "a second loop sees the same pairs")


@supervised_data_set.hidden(
    points=1, looks_at="whether a data set keeps copies of its own"
)
def keeps_copies(answer, rng):
    x, target = rng.uniform(1, 2, size=3), rng.uniform(1, 2, size=2)
    data = answer(3, 2).named("data")
    data.length().equals(0)
    kept_x, kept_target = answer.keep(x, "x"), answer.keep(target, "target")
    data.method("add_sample", kept_x, kept_target).succeeds()
    kept_x.method("fill", 0.0).succeeds()
    kept_target.method("fill", 0.0).succeeds()
    data.items().equals([(x, target)], "the caller's arrays changed, not the data")


@supervised_data_set.hidden(points=1, looks_at="a data set without examples")
def is_empty_at_first(answer, rng):
    n_inputs, n_targets = (int(n) for n in rng.permutation(np.arange(2, 7))[:2])
    data = answer(n_inputs, n_targets).named("data")
    data.length().equals(0)
    data.entry("input").has_shape((0, n_inputs))
    data.entry("target").has_shape((0, n_targets))


@supervised_data_set.hidden(points=1, looks_at="samples of a wrong length")
def refuses_wrong_lengths(answer, rng):
    data = answer(2, 3).named("data")
    data.length().equals(0)
    x, target = rng.normal(size=2), rng.normal(size=3)
    data.method("add_sample", x, target).succeeds()
    data.method("add_sample", np.ones(4), target).raises("ValueError", "4", "2")
    data.method("add_sample", x, np.ones(5)).raises("ValueError", "5", "3")
    data.method("add_sample", np.ones(1), target).raises("ValueError", "1", "2")
    data.method("add_sample", x, np.ones(1)).raises("ValueError", "1", "3")
    why = "a sample that is refused leaves nothing behind"
    data.items().equals([(x, target)], why)
    data.entry("input").equals(x[None], why)


@supervised_data_set.hidden(points=1, looks_at="numbers that are not finite")
def refuses_what_is_not_finite(answer, rng):
    data = answer(2, 1).named("data")
    data.length().equals(0)
    x, target = rng.normal(size=2), rng.normal(size=1)
    data.method("add_sample", x, target).succeeds()
    for bad in (math.nan, math.inf, -math.inf):
        spoiled = np.array([x[0], bad])
        data.method("add_sample", spoiled, target).raises("ValueError", "finite")
        spoiled = np.array([bad])
        data.method("add_sample", x, spoiled).raises("ValueError", "finite")
    data.items().equals([(x, target)], "a sample that is refused leaves nothing behind")


@supervised_data_set.hidden(points=1, looks_at="clearing, and adding after it")
def clears_itself(answer, rng):
    rows = rng.normal(size=(3, 2))
    data = answer(2, 2).named("data")
    for row in rows:
        data.method("add_sample", row, -row).succeeds()
    data.method("clear").succeeds()
    data.length().equals(0)
    data.items().equals([])
    data.entry("input").has_shape((0, 2))
    data.method("add_sample", rows[2], -rows[2]).succeeds()
    data.length().equals(1)
    data.entry("target").equals(-rows[2:])


@supervised_data_set.hidden(points=1, looks_at="two data sets side by side")
def keeps_two_data_sets_apart(answer, rng):
    first, second = answer(1, 1).named("first"), answer(1, 1).named("second")
    first.length().equals(0)
    x = rng.normal(size=(3, 1))
    for row in x[:2]:
        first.method("add_sample", row, row).succeeds()
    second.method("add_sample", x[2], x[2]).succeeds()
    first.length().equals(2)
    second.length().equals(1)
    first.entry("input").equals(x[:2])
    second.entry("input").equals(x[2:])


@supervised_data_set.hidden(points=1, looks_at="lists, integers and unknown names")
def takes_lists_and_knows_its_names(answer, rng):
    whole = [int(n) for n in rng.integers(1, 9, size=3)]
    data = answer(3, 1).named("data")
    data.length().equals(0)
    data.method("add_sample", whole, [1]).succeeds()
    data.entry("input").is_floating().equals(np.array([whole], dtype=float))
    data.entry("target").is_floating().equals(np.array([[1.0]]))
    for unknown in ("inputs", "examples", "targets"):
        data.entry(unknown).raises("KeyError", "input", "target")


build_network = Exercise(
    "build_network",
    minutes=20,
    difficulty=2,
    hints=(
        "Which of the numbers in (2, 3, 1) are layers, and which say how large a layer "
        "is? Draw the network before you write.",
        "Make the list of names first: in, then one name for each size between the "
        "first and the last, then out. Walk over neighbouring names: each pair gives "
        "one array, and with a bias one more for the second of the two.",
        "build_network(4, 2) has no hidden layer: the layers are in (4), out (2) and "
        "bias (1), and the arrays are ('in', 'out') of shape (4, 2) and "
        "('bias', 'out') of shape (2,). build_network(4, 5, 6, 2) has hidden0 with 5 "
        "units and hidden1 with 6.",
    ),
)


def shapes(outcome):
    """Return the shapes of a network's weights by name."""
    weights = outcome.value["weights"]
    return {name: np.shape(array) for name, array in weights.items()}


def all_weights(outcome):
    """Return all numbers of a network in one row."""
    arrays = outcome.value["weights"].values()
    return np.concatenate([np.ravel(array) for array in arrays])


def is_standard(numbers):
    """Say whether many numbers may come from the standard normal distribution."""
    return abs(np.mean(numbers)) < 0.2 and abs(np.std(numbers) - 1) < 0.2


@build_network.public(points=1)
def names_the_layers_of_2_3_1(answer, rng):
    outcome = answer(2, 3, 1)
    layers = outcome.value["layers"]
    expected = {"in": 2, "hidden0": 3, "out": 1, "bias": 1}
    if layers != expected or list(layers) != list(expected):
        outcome.fail(f"the layers {expected}", f"the layers {layers}")


@build_network.public(points=1)
def has_arrays_of_the_right_shapes(answer, rng):
    outcome = answer(2, 3, 1)
    expected = {
        ("in", "hidden0"): (2, 3),
        ("hidden0", "out"): (3, 1),
        ("bias", "hidden0"): (3,),
        ("bias", "out"): (1,),
    }
    found = {k: np.shape(array) for k, array in outcome.value["weights"].items()}
    if found != expected:
        outcome.fail(f"weights of the shapes {expected}", f"the shapes {found}")


@build_network.hidden(points=1, looks_at="the activations, chosen or not")
def stores_the_activations(answer, rng):
    for hidden, out in [("tanh", "softmax"), ("softmax", "tanh")]:
        outcome = answer(5, 3, 4, 2, hidden=hidden, out=out)
        expected = {"hidden0": hidden, "hidden1": hidden, "out": out}
        found = outcome.value["activations"]
        outcome.satisfies(found == expected, f"the activations {expected}")
    outcome = answer(2, 3, 1)
    expected = {"hidden0": "sigmoid", "out": "linear"}
    found = outcome.value["activations"]
    outcome.satisfies(found == expected, f"the activations {expected}")


@build_network.hidden(points=1, looks_at="networks with no, one and four hidden layers")
def builds_any_depth(answer, rng):
    for depth in (0, 1, 4):
        sizes = [int(n) for n in rng.permutation(np.arange(1, 9))[: depth + 2]]
        outcome = answer(*sizes)
        names = ["in", *(f"hidden{i}" for i in range(depth)), "out"]
        expected = dict(zip([*names, "bias"], [*sizes, 1], strict=True))
        found = outcome.value["layers"]
        outcome.satisfies(found == expected, f"the layers {expected}")
        pairs = {}
        for i in range(len(sizes) - 1):
            pairs[names[i], names[i + 1]] = (sizes[i], sizes[i + 1])
            pairs["bias", names[i + 1]] = (sizes[i + 1],)
        outcome.satisfies(shapes(outcome) == pairs, f"weights of the shapes {pairs}")


@build_network.hidden(points=1, looks_at="networks without a bias")
def leaves_the_bias_out(answer, rng):
    outcome = answer(3, 5, 2, bias=False)
    expected = {"in": 3, "hidden0": 5, "out": 2}
    layers = outcome.value["layers"]
    outcome.satisfies(layers == expected, f"the layers {expected}")
    pairs = {("in", "hidden0"): (3, 5), ("hidden0", "out"): (5, 2)}
    outcome.satisfies(shapes(outcome) == pairs, f"weights of the shapes {pairs}")


@build_network.hidden(points=1, looks_at="where weights and biases come from")
def draws_its_weights(answer, rng):
    seed = int(rng.integers(1000))
    # Each mistake ends after another number of calls, which tells them apart.
    first, again = answer(60, 10, rng=Rng(seed)), answer(60, 10, rng=Rng(seed))
    same = np.array_equal(all_weights(first), all_weights(again))
    again.satisfies(same, "the same weights from one seed", "rng decides them")
    other = answer(60, 10, rng=Rng(seed + 1))
    differ = not np.allclose(all_weights(first), all_weights(other))
    other.satisfies(differ, "other weights from another seed", "rng decides them")
    fresh = [answer(60, 10), answer(60, 10)]
    differ = not np.allclose(all_weights(fresh[0]), all_weights(fresh[1]))
    fresh[1].satisfies(differ, "new weights for each network if no rng is given")
    outcome = answer(40, 30)
    drawn = outcome.value["weights"]["in", "out"]
    outcome.satisfies(drawn.dtype.kind == "f", "floating point numbers")
    outcome.satisfies(is_standard(drawn), "weights with mean 0 and deviation 1")
    for outcome in [answer(1, 800), answer(1, 800, rng=Rng(seed))]:
        drawn = outcome.value["weights"]["bias", "out"]
        outcome.satisfies(is_standard(drawn), "biases with mean 0 and deviation 1")


@build_network.hidden(points=1, looks_at="calls that make no sense")
def refuses_what_makes_no_sense(answer, rng):
    answer(2, 3, 1).succeeds()
    answer(int(rng.integers(1, 9))).raises("ValueError", "two")
    answer().raises("ValueError", "two")
    answer(2, 0, 1).raises("ValueError", "0")
    wrong = "tahn"
    known = ("linear", "sigmoid", "tanh", "softmax")
    answer(2, 3, 1, hidden=wrong).raises("ValueError", *known)
    answer(2, 3, 1, out=wrong).raises("ValueError", *known)
    answer(2, 3, 1, biass=False).raises("TypeError", "biass")


softmax = Exercise(
    "softmax",
    minutes=12,
    difficulty=2,
    hints=(
        "Try two rows. Does each add up to 1, or do all numbers together?",
        "A row's shares stay as they are when the same number is subtracted from all "
        "of its sums. Which number makes the largest power of e equal to 1? Take it "
        "for each row, and keep the axis so that the shapes fit.",
        "For [[1000, 1001], [0, 0]] subtract 1001 from the first row and 0 from the "
        "second: [[-1, 0], [0, 0]]. The powers are [[0.37, 1], [1, 1]], the sums of "
        "the rows 1.37 and 2, the shares [[0.27, 0.73], [0.5, 0.5]].",
    ),
)


@softmax.public(points=1)
def gives_shares_of_one_row(answer, rng):
    answer(np.zeros(4)).equals(np.full(4, 0.25), "four equal sums")
    z = np.log(np.array([1.0, 3.0, 6.0]))
    answer(z).equals(np.array([0.1, 0.3, 0.6]), "the powers of e are 1, 3 and 6")


@softmax.public(points=1)
def gives_shares_of_each_row(answer, rng):
    Z = np.log(np.array([[1.0, 3.0], [2.0, 2.0], [9.0, 1.0]]))
    expected = np.array([[0.25, 0.75], [0.5, 0.5], [0.9, 0.1]])
    answer(Z).equals(expected, "each row adds up to 1 by itself")


@softmax.hidden(points=1, looks_at="sums of 1000 and -1000")
def copes_with_large_sums_in_softmax(answer, rng):
    large = float(rng.integers(800, 2000))
    z = np.array([large, large + math.log(3.0)])
    answer(z).equals(np.array([0.25, 0.75])).is_silent()
    answer(-z).equals(np.array([0.75, 0.25])).is_silent()
    answer(np.array([-large, large])).equals(np.array([0.0, 1.0])).is_silent()


@softmax.hidden(points=1, looks_at="rows that lie far from each other")
def treats_each_row_by_itself(answer, rng):
    large = float(rng.integers(800, 2000))
    Z = np.array([[large, large], [0.0, math.log(4.0)], [-large, -large]])
    expected = np.array([[0.5, 0.5], [0.2, 0.8], [0.5, 0.5]])
    answer(Z).equals(expected).is_silent()


@softmax.hidden(points=1, looks_at="adding a number to a whole row")
def does_not_see_a_shift(answer, rng):
    Z = rng.normal(size=(5, 3))
    outcome = answer(Z).has_shape((5, 3))
    ratio = outcome.value[:, 1:] / outcome.value[:, :1]
    right_ratio = np.allclose(ratio, np.exp(Z[:, 1:] - Z[:, :1]))
    outcome.satisfies(right_ratio, "shares in the ratio of the powers of e")
    answer(Z + rng.uniform(-50, 50, size=(5, 1))).equals(outcome.value)


@softmax.hidden(points=1, looks_at="one row as a table, lists and single sums")
def works_for_tables_of_one(answer, rng):
    odds = float(rng.uniform(1.5, 9))
    shares = np.array([[odds, 1.0]]) / (odds + 1)
    answer([[math.log(odds), 0.0]]).equals(shares)
    answer([0, 0]).is_floating().equals(np.array([0.5, 0.5]))
    answer(np.array([[3.0], [-7.0]])).equals(np.ones((2, 1)))
    answer(2.0).raises("ValueError", "axes")


@softmax.hidden(points=1, looks_at="whether your input is unchanged")
def leaves_its_sums_unchanged(answer, rng):
    Z = np.log(rng.integers(1, 9) * np.array([[1.0, 3.0], [4.0, 1.0]]))
    expected = np.array([[0.25, 0.75], [0.8, 0.2]])
    answer(Z).equals(expected).keeps_arguments()


activate = Exercise(
    "activate",
    minutes=20,
    difficulty=2,
    uses=("softmax",),
    hints=(
        "Follow one example through the network: which array does it meet first, and "
        "what does the next layer receive?",
        "Keep one array with the outputs of the layer before, and the name of that "
        "layer. For each layer in net['activations']: product with the array of the "
        "connection, plus the biases if there are any, then the activation. Collect "
        "nothing in net.",
        "Two inputs [1, 2] with ('in', 'out') = [[3], [4]] and ('bias', 'out') = "
        "[0.5]: the sum is 1 * 3 + 2 * 4 + 0.5 = 11.5. A linear output answers "
        "[11.5], one number in an array of shape (1,).",
    ),
)

XOR_NETWORK = {
    "layers": {"in": 2, "hidden0": 2, "out": 1, "bias": 1},
    "activations": {"hidden0": "sigmoid", "out": "linear"},
    "weights": {
        ("in", "hidden0"): np.array([[40.0, 40.0], [40.0, 40.0]]),
        ("bias", "hidden0"): np.array([-20.0, -60.0]),
        ("hidden0", "out"): np.array([[1.0], [-1.0]]),
        ("bias", "out"): np.array([0.0]),
    },
}


def random_network(rng, sizes, kinds, bias=True):
    """Make a network of plain data."""
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers = dict(zip(names, sizes, strict=True)) | ({"bias": 1} if bias else {})
    weights = {}
    for i, (before, after) in enumerate(zip(names, names[1:], strict=False)):
        weights[before, after] = rng.uniform(-2, 2, size=sizes[i : i + 2])
        if bias:
            weights["bias", after] = rng.uniform(1, 2, size=sizes[i + 1])
    activations = dict(zip(names[1:], kinds, strict=True))
    return {"layers": layers, "activations": activations, "weights": weights}


def outputs_by_hand(net, x):
    """Follow one example with Python numbers, one unit at a time."""
    values, before = [float(v) for v in x], "in"
    for layer, kind in net["activations"].items():
        W = net["weights"][before, layer]
        b = net["weights"].get(("bias", layer), np.zeros(W.shape[1]))
        sums = [
            math.fsum([*(v * w for v, w in zip(values, W[:, j], strict=True)), b[j]])
            for j in range(W.shape[1])
        ]
        if kind == "sigmoid":
            values = [1 / (1 + math.exp(-z)) for z in sums]
        elif kind == "tanh":
            values = [math.tanh(z) for z in sums]
        elif kind == "softmax":
            total = math.fsum(math.exp(z) for z in sums)
            values = [math.exp(z) / total for z in sums]
        else:
            values = sums
        before = layer
    return np.array(values)


@activate.public(points=1)
def gives_the_sum_of_a_flat_network(answer, rng):
    net = {
        "layers": {"in": 2, "out": 1, "bias": 1},
        "activations": {"out": "linear"},
        "weights": {
            ("in", "out"): np.array([[3.0], [4.0]]),
            ("bias", "out"): np.array([0.5]),
        },
    }
    answer(net, np.array([1.0, 2.0])).equals(np.array([11.5]), "3 + 8 + 0.5")


@activate.public(points=1)
def passes_through_a_hidden_layer(answer, rng):
    net = {
        "layers": {"in": 1, "hidden0": 2, "out": 2},
        "activations": {"hidden0": "tanh", "out": "sigmoid"},
        "weights": {
            ("in", "hidden0"): np.array([[0.0, 50.0]]),
            ("hidden0", "out"): np.array([[7.0, 7.0], [0.0, 80.0]]),
        },
    }
    expected = np.array([0.5, 1.0])
    answer(net, [1.0]).equals(expected, "the hidden units are 0 and 1, no bias here")


@activate.hidden(points=1, looks_at="deep networks with different activations")
def follows_deep_networks(answer, rng):
    kinds = ("sigmoid", "tanh", "linear", "softmax")
    net = random_network(rng, (3, 5, 2, 4, 7), kinds)
    x = rng.normal(size=3)
    answer(net, x).equals(outputs_by_hand(net, x))


@activate.hidden(points=1, looks_at="a hidden layer that learned XOR")
def computes_xor(answer, rng):
    for x, target in [((0, 0), 0.0), ((0, 1), 1.0), ((1, 0), 1.0), ((1, 1), 0.0)]:
        answer(XOR_NETWORK, list(x)).equals(np.array([target]), atol=1e-6)


@activate.hidden(points=1, looks_at="networks without a bias")
def works_without_a_bias(answer, rng):
    for kind in ("tanh", "sigmoid", "softmax", "linear"):
        net = random_network(rng, (2, 3, 2), ("tanh", kind), bias=False)
        x = rng.normal(size=2)
        answer(net, x).equals(outputs_by_hand(net, x))


@activate.hidden(points=1, looks_at="inputs of a wrong length")
def refuses_a_wrong_number_of_inputs(answer, rng):
    net = random_network(rng, (3, 2, 1), ("tanh", "linear"))
    x = rng.normal(size=3)
    answer(net, x).equals(outputs_by_hand(net, x))
    answer(net, np.ones(4)).raises("ValueError", "4", "3")
    answer(net, np.ones(1)).raises("ValueError", "1", "3")
    # A table of two examples: its shape or its six numbers may be named.
    answer(net, np.ones((2, 3))).raises("ValueError", "3")


@activate.hidden(points=1, looks_at="whether the network and x are unchanged")
def leaves_the_network_unchanged(answer, rng):
    net = random_network(rng, (2, 5, 1), ("sigmoid", "tanh"))
    x, other = rng.normal(size=2), rng.normal(size=2)
    first = answer(net, x).equals(outputs_by_hand(net, x)).keeps_arguments()
    answer(net, other).equals(outputs_by_hand(net, other)).keeps_arguments()
    answer(net, x).equals(first.value, "the same example, the same outputs")


train_epoch = Exercise(
    "train_epoch",
    minutes=20,
    difficulty=2,
    hints=(
        "Do two examples by hand, in the order that rng gives. At which weights is the "
        "gradient of the second one taken?",
        "One loop over rng.permutation(len(data)). In it: ask gradients, add the error "
        "to a total, make a new dict of new weights, and put it into a new network "
        "that the next turn uses. Divide the total once, at the end.",
        "Let w be 1, lr 0.5, and let both examples have the gradient w and the error "
        "w. The first error is 1, then w is 1 - 0.5 * 1 = 0.5. The second error is "
        "0.5, then w is 0.25. The mean error is 0.75. If your w ends at 0, you took "
        "both gradients before any step.",
    ),
)


def half_square(net, x, target):
    """Compute error and gradient of a linear neuron, half the squared error."""
    difference = float(x @ net["weights"]["w"] + net["weights"]["b"] - target)
    return difference**2 / 2, {"w": difference * x, "b": np.array(difference)}


def epoch_by_hand(net, data, lr, seed):
    """Follow an epoch of `half_square` with Python numbers."""
    w = [float(v) for v in net["weights"]["w"]]
    b, errors = float(net["weights"]["b"]), []
    for i in np.random.default_rng(seed).permutation(len(data)):
        x, target = data[i]
        terms = [v * u for v, u in zip(w, x, strict=True)]
        difference = math.fsum([*terms, b, -float(target)])
        errors.append(difference**2 / 2)
        w = [v - lr * difference * u for v, u in zip(w, x, strict=True)]
        b -= lr * difference
    return np.array(w), b, math.fsum(errors) / len(errors)


def linear_task(rng, n, d):
    """Draw a linear neuron and examples for it."""
    weights = {"w": rng.normal(size=d), "b": np.array(float(rng.normal()))}
    net = {"layers": {"in": d, "out": 1}, "weights": weights}
    return net, [(rng.normal(size=d), float(rng.normal())) for _ in range(n)]


@train_epoch.public(points=1)
def learns_two_examples_one_after_the_other(answer, rng):
    def gradients(net, x, target):
        return float(net["weights"]["w"]), {"w": net["weights"]["w"]}

    net = {"weights": {"w": np.array(1.0)}}
    data = [(0.0, 0.0), (0.0, 0.0)]
    outcome = answer(net, data, 0.5, Rng(1), Callback(gradients, "gradients"))
    is_pair = type(outcome.value) is tuple and len(outcome.value) == 2
    outcome.satisfies(is_pair, "a pair: the network and the mean error")
    trained, error = outcome.value
    why = (
        "here error and gradient are both w: w is 1, then 1 - 0.5 * 1 = 0.5, then "
        "0.5 - 0.5 * 0.5 = 0.25"
    )
    outcome.satisfies(np.isclose(trained["weights"]["w"], 0.25), "the weight 0.25", why)
    why = "here the error is w: it is 1, then 0.5"
    outcome.satisfies(np.isclose(error, 0.75), "the mean error 0.75", why)


@train_epoch.public(points=1)
def asks_once_for_each_example(answer, rng):
    net = {"weights": {"w": np.array(0.0)}}
    gradients = Callback(lambda net, x, t: (t, {"w": np.array(x)}), "gradients")
    data = [(1.0, 10.0), (2.0, 20.0), (3.0, 60.0)]
    outcome = answer(net, data, 0.1, Rng(5), gradients)
    seen = sorted((float(x), float(t)) for _, x, t in gradients.calls)
    outcome.satisfies(seen == data, "one call of gradients for each example")
    error = outcome.value[1]
    why = "here the error is the target: (10 + 20 + 60) / 3"
    outcome.satisfies(np.isclose(error, 30.0), "the error 30.0", why)


@train_epoch.hidden(points=2, looks_at="each step, in the order of the generator")
def follows_the_order_step_by_step(answer, rng):
    net, data = linear_task(rng, 7, 3)
    seed, lr = int(rng.integers(1000)), float(rng.uniform(0.05, 0.2))
    gradients = Callback(half_square, "gradients")
    outcome = answer(net, data, lr, Rng(seed), gradients)
    trained, error = outcome.value
    w, b, mean = epoch_by_hand(net, data, lr, seed)
    right_weights = np.shape(trained["weights"]["w"]) == (3,) and np.allclose(
        [*trained["weights"]["w"], trained["weights"]["b"]], [*w, b]
    )
    outcome.satisfies(right_weights, f"the weights {np.round(w, 4)} and {b:.4f}")
    outcome.satisfies(np.isclose(error, mean), f"the mean error {mean:.6f}")


@train_epoch.hidden(points=1, looks_at="one example, and several epochs in a row")
def starts_anew_with_each_call(answer, rng):
    net, data = linear_task(rng, 1, 5)
    expected = epoch_by_hand(net, data, 0.1, 3)
    for _ in range(2):
        outcome = answer(net, data, 0.1, Rng(3), Callback(half_square, "gradients"))
        trained, error = outcome.value
        outcome.satisfies(np.isclose(error, expected[2]), "the error of this call only")
        same = np.allclose(trained["weights"]["w"], expected[0])
        outcome.satisfies(same, "the same weights from the same start")


@train_epoch.hidden(points=1, looks_at="whether net and data are unchanged")
def leaves_the_network_that_came_in(answer, rng):
    net, data = linear_task(rng, 3, 2)
    outcome = answer(net, data, 0.1, Rng(8), Callback(half_square, "gradients"))
    outcome.keeps_arguments("the caller may want to go back to the network")
    trained = outcome.value[0]
    moved = not np.allclose(trained["weights"]["w"], net["weights"]["w"])
    outcome.satisfies(moved, "other weights in the network that is returned")


@train_epoch.hidden(points=1, looks_at="the other parts of the network")
def keeps_the_other_parts(answer, rng):
    net, data = linear_task(rng, 2, 3)
    net["activations"] = {"out": "linear"}
    outcome = answer(net, data, 0.1, Rng(2), Callback(half_square, "gradients"))
    trained = outcome.value[0]
    outcome.satisfies(set(trained) == set(net), "a network with the same parts")
    same = all(trained[part] == net[part] for part in ("layers", "activations"))
    outcome.satisfies(same, "layers and activations as they were")


@train_epoch.hidden(points=1, looks_at="a data set without examples")
def refuses_an_empty_epoch(answer, rng):
    net, data = linear_task(rng, 1, 2)
    gradients = Callback(half_square, "gradients")
    answer(net, data, 0.1, Rng(0), gradients).succeeds()
    answer(net, [], 0.1, Rng(0), gradients).raises("ValueError", "empty")


train_until_convergence = Exercise(
    "train_until_convergence",
    minutes=20,
    difficulty=3,
    hints=(
        "What do you have to remember besides the present network? Write down the "
        "three things that change from epoch to epoch.",
        "Before the loop: the error of the network that came in is the lowest so far. "
        "In the loop: train on data, measure on validation, and either remember the "
        "network and set a counter back to 0, or add 1 to the counter. Return what you "
        "remembered.",
        "With patience 2 and the errors 5, 3, 4, 2, 6, 7: after 4 the counter is 1, 2 "
        "is a new lowest error and sets it back to 0, after 6 it is 1, after 7 it is "
        "2: stop. The network that gave 2 is returned, with all six errors.",
    ),
)


def scripted(errors):
    """Make callbacks whose validation errors follow a script.

    The network counts its epochs; its training errors fall for ever.
    """

    def train(net, data):
        return {"weights": {"epochs": net["weights"]["epochs"] + 1}}

    def error(net, examples):
        epoch = int(net["weights"]["epochs"])
        held_out = [x for x, _ in examples] == [1.0]
        return float(errors[min(epoch, len(errors) - 1)]) if held_out else -epoch

    return Callback(train, "train"), Callback(error, "error")


FRESH = {"weights": {"epochs": np.array(0)}}
TRAINING, VALIDATION = [(0.0, 0.0), (2.0, 2.0)], [(1.0, 1.0)]


def demand_run(outcome, errors, best):
    """Demand these errors, and the network after so many epochs."""
    is_pair = type(outcome.value) is tuple and len(outcome.value) == 2
    outcome.satisfies(is_pair, "a pair: the best network and the errors")
    network, found = outcome.value
    same = type(found) is list and found == [float(e) for e in errors]
    outcome.satisfies(same, f"the validation errors {errors}")
    epochs = int(network["weights"]["epochs"])
    outcome.satisfies(epochs == best, f"the network after {best} epochs", "it is best")


@train_until_convergence.public(points=1)
def keeps_the_best_network(answer, rng):
    def count_epochs(net, data):
        if len(train.calls) > 10_000:
            message = "train was called 10,000 times, patience is 2"
            raise RuntimeError(message)
        return {"epochs": net["epochs"] + 1}

    script = [5.0, 3.0, 4.0, 2.0, 6.0, 7.0, 1.0]
    train = Callback(count_epochs, "train")
    error = Callback(lambda net, _: script[min(net["epochs"], 6)], "error")
    net, data, validation = {"epochs": 0}, [(0.0, 0.0)], [(1.0, 1.0)]
    outcome = answer(net, data, validation, train, error, patience=2)
    is_pair = type(outcome.value) is tuple and len(outcome.value) == 2
    outcome.satisfies(is_pair, "a pair: the best network and the errors")
    best, errors = outcome.value
    why = "after the error 2 come two epochs that are not better, and patience is 2"
    outcome.satisfies(errors == script[:6], f"the errors {script[:6]}", why)
    why = "the errors are 5, 3, 4, 2, 6, 7, and 2 is the lowest"
    outcome.satisfies(best == {"epochs": 3}, "the network after 3 epochs", why)


@train_until_convergence.public(points=1)
def stops_after_the_last_epoch(answer, rng):
    def count_epochs(net, data):
        if len(train.calls) > 10_000:
            message = "train was called 10,000 times, max_epochs is 4"
            raise RuntimeError(message)
        return {"epochs": net["epochs"] + 1}

    train = Callback(count_epochs, "train")
    error = Callback(lambda net, examples: 9.0 - min(net["epochs"], 50), "error")
    net, data, validation = {"epochs": 0}, [(0.0, 0.0)], [(1.0, 1.0)]
    outcome = answer(net, data, validation, train, error, 5, max_epochs=4)
    why = "max_epochs is 4, and each error is lower than the one before"
    outcome.equals(({"epochs": 4}, [9.0, 8.0, 7.0, 6.0, 5.0]), why)
    outcome = answer(net, data, validation, train, error, max_epochs=0)
    outcome.equals(({"epochs": 0}, [9.0]), "no epoch at all")


@train_until_convergence.hidden(points=1, looks_at="patience of different length")
def waits_as_long_as_it_is_told(answer, rng):
    patience = int(rng.integers(3, 7))
    script = [9, 7, *range(8, 8 + patience - 1), 6, *range(20, 20 + patience), 1, 1]
    train, error = scripted(script)
    outcome = answer(FRESH, TRAINING, VALIDATION, train, error, patience)
    demand_run(outcome, script[: 2 * patience + 2], patience + 1)
    train, error = scripted([3, 4, 1, 1])
    outcome = answer(FRESH, TRAINING, VALIDATION, train, error, patience=1)
    demand_run(outcome, [3, 4], 0)


@train_until_convergence.hidden(points=1, looks_at="errors that stay equal, or creep")
def compares_with_the_lowest_error(answer, rng):
    level = float(rng.integers(2, 9))
    train, error = scripted([level] * 9)
    outcome = answer(FRESH, TRAINING, VALIDATION, train, error, patience=3)
    demand_run(outcome, [level] * 4, 0)
    script = [level, level + 9, level + 8, level + 7, level + 6, 0]
    train, error = scripted(script)
    outcome = answer(FRESH, TRAINING, VALIDATION, train, error, patience=3)
    demand_run(outcome, script[:4], 0)
    script = [level + 9, level + 8, level, level + 2, level + 1, level + 3, 0]
    train, error = scripted(script)
    outcome = answer(FRESH, TRAINING, VALIDATION, train, error, patience=3)
    demand_run(outcome, script[:6], 2)


@train_until_convergence.hidden(points=1, looks_at="what the held-out examples are for")
def leaves_the_held_out_examples_alone(answer, rng):
    n = int(rng.integers(2, 6))
    train, error = scripted([9, 8, 7, 6, 5, 4, 3, 2, 1])
    outcome = answer(FRESH, TRAINING, VALIDATION, train, error, 3, n)
    trained = [data for _, data in train.calls]
    outcome.satisfies(trained == [TRAINING] * n, "train(net, data), once an epoch")
    asked = [int(net["weights"]["epochs"]) for net, data in error.calls]
    looked = all(examples == VALIDATION for _, examples in error.calls)
    outcome.satisfies(looked, "errors of the validation examples only")
    outcome.satisfies(asked == list(range(n + 1)), "one error for each network")


@train_until_convergence.hidden(points=1, looks_at="a network that only gets worse")
def may_return_the_network_that_came_in(answer, rng):
    patience = int(rng.integers(2, 5))
    script = [1, *range(2, 9)]
    for _ in range(2):
        train, error = scripted(script)
        outcome = answer(FRESH, TRAINING, VALIDATION, train, error, patience)
        demand_run(outcome, script[: patience + 1], 0)
        outcome.keeps_arguments()


@train_until_convergence.hidden(points=1, looks_at="no held-out examples at all")
def refuses_to_stop_without_validation(answer, rng):
    train, error = scripted([3, 2, 1])
    answer(FRESH, TRAINING, VALIDATION, train, error, 1, 1).succeeds()
    outcome = answer(FRESH, TRAINING, [], train, error, 1, 1)
    outcome.raises("ValueError", "validation")


recurrent_forward = Exercise(
    "recurrent_forward",
    minutes=15,
    difficulty=2,
    hints=(
        "Feed the pair 0, 1 and then the pair 1, 0. May the last states be equal? "
        "Which value has to travel from one turn of the loop to the next?",
        "Before the loop the state is h0, or an array of zeros of your own. In each "
        "turn compute the new state from the row of xs and the state so far, and store "
        "it in the row of the result.",
        "With Wx = [[1]], Wh = [[2]], b = [0] and h0 = [0.5], the inputs 0, 0 give "
        "tanh(2 * 0.5) = 0.762 and then tanh(2 * 0.762) = 0.909. If your second state "
        "is 0.762, too, the state did not travel.",
    ),
)


def states_by_hand(xs, Wx, Wh, b, h0):
    """Follow a recurrent layer with Python numbers, one unit at a time."""
    state, rows = [float(v) for v in h0], []
    for x in xs:
        new = []
        for j in range(len(state)):
            terms = [x[i] * Wx[i][j] for i in range(len(x))]
            terms += [state[i] * Wh[i][j] for i in range(len(state))]
            new.append(math.tanh(math.fsum([*terms, b[j]])))
        state = new
        rows.append(state)
    return np.array(rows)


def recurrent_task(rng, T, d, m):
    """Draw inputs and weights of a recurrent layer."""
    xs, Wx = rng.normal(size=(T, d)), rng.normal(size=(d, m))
    Wh, b = rng.normal(size=(m, m)), rng.normal(size=m)
    return xs, Wx, Wh, b, rng.uniform(-1, 1, size=m)


@recurrent_forward.public(points=1)
def passes_the_state_on(answer, rng):
    one = np.array([[1.0]])
    xs, Wh = np.array([[0.0], [0.0]]), np.array([[2.0]])
    outcome = answer(xs, one, Wh, np.zeros(1), np.array([0.5]))
    expected = np.tanh([[1.0], [2 * np.tanh(1.0)]])
    outcome.equals(expected, "tanh(2 * 0.5), then tanh(2 * that)")


@recurrent_forward.public(points=1)
def starts_at_zero_without_h0(answer, rng):
    xs = np.array([[1.0], [0.0], [0.0]])
    Wh, b = np.array([[0.0, 50.0], [0.0, 0.0]]), np.array([0.0, -25.0])
    outcome = answer(xs, np.array([[50.0, 0.0]]), Wh, b)
    expected = np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]])
    why = (
        "unit 0 shows the input, unit 1 shows unit 0 one moment later; its bias is -25"
    )
    outcome.equals(expected, why)


@recurrent_forward.hidden(points=2, looks_at="longer sequences with several units")
def agrees_with_loops(answer, rng):
    xs, Wx, Wh, b, h0 = recurrent_task(rng, 7, 2, 3)
    answer(xs, Wx, Wh, b, h0).equals(states_by_hand(xs, Wx, Wh, b, h0))
    xs, Wx, Wh, b, _ = recurrent_task(rng, 5, 3, 2)
    answer(xs, Wx, Wh, b).equals(states_by_hand(xs, Wx, Wh, b, np.zeros(2)))


@recurrent_forward.hidden(points=1, looks_at="whether every call starts anew")
def does_not_remember_the_last_call(answer, rng):
    xs, Wx, Wh, b, _ = recurrent_task(rng, 5, 1, 3)
    expected = states_by_hand(xs, Wx, Wh, b, np.zeros(3))
    for _ in range(3):
        why = "the same arguments give the same states"
        answer(xs, Wx, Wh, b).equals(expected, why)


@recurrent_forward.hidden(points=1, looks_at="one moment, no moment, one unit")
def works_for_short_sequences(answer, rng):
    xs, Wx, Wh, b, h0 = recurrent_task(rng, 1, 2, 1)
    answer(xs, Wx, Wh, b, h0).equals(states_by_hand(xs, Wx, Wh, b, h0))
    answer(np.zeros((0, 2)), Wx, Wh, b, h0).has_shape((0, 1))


@recurrent_forward.hidden(points=1, looks_at="shapes that do not fit")
def refuses_shapes_that_do_not_fit(answer, rng):
    xs, Wx, Wh, b, h0 = recurrent_task(rng, 5, 2, 3)
    answer(xs, Wx, Wh, b, h0).equals(states_by_hand(xs, Wx, Wh, b, h0))
    answer(xs, Wx, Wh, b, np.zeros(1)).raises("ValueError", "(1,)", "(3,)")
    answer(xs, Wx, Wh, b, np.zeros(4)).raises("ValueError", "(4,)", "(3,)")
    answer(xs, Wx, Wh[:1], b, h0).raises("ValueError", "(1, 3)", "(3, 3)")
    answer(xs, Wx, Wh, b[:1], h0).raises("ValueError", "(1,)", "(3,)")
    outcome = answer(xs[:, :1], Wx, Wh, b, h0)
    try:
        outcome.raises("ValueError", "(5, 1)")
    except CheckFailedError:
        outcome.raises("ValueError", "(2, 3)", why="the shape of Wx, or (5, 1) of xs")


@recurrent_forward.hidden(points=1, looks_at="whether your arguments are unchanged")
def leaves_its_arguments_unchanged(answer, rng):
    xs, Wx, Wh, b, h0 = recurrent_task(rng, 3, 1, 2)
    outcome = answer(xs, Wx, Wh, b, h0)
    outcome.equals(states_by_hand(xs, Wx, Wh, b, h0)).keeps_arguments()


bptt = Exercise(
    "bptt",
    minutes=30,
    difficulty=3,
    hints=(
        "A weight that is used at every moment collects a part of its gradient at "
        "every moment. In which direction does the effect on later moments travel?",
        "One loop from the last moment to the first. The slope by a state is its row "
        "of dhs plus what came back from the moment after it. Times the slope of tanh "
        "it becomes the slope by the sum. Add to the three gradients, then work out "
        "what goes back to the moment before.",
        "One unit, Wh = 2, all states 0, h0 = 0, and dhs = [0, 1]. The slope of tanh "
        "is 1. Last moment: 1 for the sum, and 2 * 1 goes back. First moment: 0 + 2. "
        "So db is 1 + 2 = 3. If yours is 1, nothing went back.",
    ),
)


def gradients_by_differences(xs, Wx, Wh, b, h0, dhs):
    """Change each weight a little and see what the loss sum(dhs * hs) does."""
    arrays = [Wx.copy(), Wh.copy(), b.copy()]
    found, step = [np.zeros_like(array) for array in arrays], 1e-6
    for array, gradient in zip(arrays, found, strict=True):
        for i in np.ndindex(array.shape):
            kept, losses = array[i], []
            for move in (step, -step):
                array[i] = kept + move
                hs = states_by_hand(xs, arrays[0], arrays[1], arrays[2], h0)
                losses.append(math.fsum((dhs * hs).ravel()))
            array[i] = kept
            gradient[i] = (losses[0] - losses[1]) / (2 * step)
    return found


def demand_gradients(outcome, expected, which="dWx dWh db"):
    """Demand that gradients agree with finite differences."""
    is_triple = type(outcome.value) is tuple and len(outcome.value) == 3
    outcome.satisfies(is_triple, "three gradients: dWx, dWh and db")
    names = ("dWx", "dWh", "db")
    for name, found, wanted in zip(names, outcome.value, expected, strict=True):
        if name in which:
            fits = np.shape(found) == wanted.shape
            outcome.satisfies(fits, f"{name} of shape {wanted.shape}")
            close = np.linalg.norm(found - wanted) <= 1e-6 * np.linalg.norm(wanted)
            outcome.satisfies(close, f"{name} that agrees with finite differences")


def bptt_task(rng, T, d, m):
    """Draw a task and its gradients by finite differences."""
    xs, Wx, Wh, b, h0 = recurrent_task(rng, T, d, m)
    dhs = rng.normal(size=(T, m))
    expected = gradients_by_differences(xs, Wx, Wh, b, h0, dhs)
    return (xs, states_by_hand(xs, Wx, Wh, b, h0), dhs, Wh, h0), expected


@bptt.public(points=1)
def collects_from_two_moments(answer, rng):
    xs, hs = np.array([[1.0], [10.0]]), np.array([[0.0], [0.5]])
    dhs, Wh, h0 = np.array([[0.0], [4.0]]), np.array([[2.0]]), np.array([5.0])
    outcome = answer(xs, hs, dhs, Wh, h0)
    is_triple = type(outcome.value) is tuple and len(outcome.value) == 3
    outcome.satisfies(is_triple, "three gradients: dWx, dWh and db")
    dWx, dWh, db = outcome.value
    why = "4 * (1 - 0.5 * 0.5) = 3 at the last moment, 2 * 3 at the first"
    outcome.satisfies(np.allclose(db, [9.0]), "db = [9.0]", why)
    why = "10 * 3 at the last moment, 1 * 6 at the first"
    outcome.satisfies(np.allclose(dWx, [[36.0]]), "dWx = [[36.0]]", why)
    why = "0 * 3 at the last moment, 5 * 6 from h0 at the first"
    outcome.satisfies(np.allclose(dWh, [[30.0]]), "dWh = [[30.0]]", why)


@bptt.public(points=1)
def uses_the_slope_of_tanh(answer, rng):
    xs, hs = np.array([[1.0]]), np.array([[0.5]])
    outcome = answer(xs, hs, np.array([[4.0]]), np.array([[2.0]]), np.array([0.1]))
    is_triple = type(outcome.value) is tuple and len(outcome.value) == 3
    outcome.satisfies(is_triple, "three gradients: dWx, dWh and db")
    dWx, dWh, db = outcome.value
    outcome.satisfies(np.allclose(db, [3.0]), "db = [3.0]", "4 * (1 - 0.5 * 0.5)")
    outcome.satisfies(np.allclose(dWx, [[3.0]]), "dWx = [[3.0]]", "1 * 3")
    outcome.satisfies(np.allclose(dWh, [[0.3]]), "dWh = [[0.3]]", "0.1 * 3, from h0")


@bptt.public(points=1)
def reaches_the_first_of_three_moments(answer, rng):
    xs, hs = np.array([[1.0], [10.0], [100.0]]), np.zeros((3, 2))
    dhs = np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 1.0]])
    Wh, h0 = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([5.0, 0.0])
    outcome = answer(xs, hs, dhs, Wh, h0)
    is_triple = type(outcome.value) is tuple and len(outcome.value) == 3
    outcome.satisfies(is_triple, "three gradients: dWx, dWh and db")
    dWx, dWh, db = outcome.value
    why = "(0, 1) at the last moment, (2, 1) before it, (4, 1) at the first"
    outcome.satisfies(np.allclose(db, [6.0, 3.0]), "db = [6.0, 3.0]", why)
    why = "100 * (0, 1), 10 * (2, 1) and 1 * (4, 1)"
    right = np.allclose(dWx, [[24.0, 111.0]])
    outcome.satisfies(right, "dWx = [[24.0, 111.0]]", why)
    why = "all states are 0, so only h0 counts: 5 * (4, 1)"
    right = np.allclose(dWh, [[20.0, 5.0], [0.0, 0.0]])
    outcome.satisfies(right, "dWh = [[20.0, 5.0], [0.0, 0.0]]", why)


@bptt.hidden(points=1, looks_at="sequences of one moment")
def is_right_for_one_moment(answer, rng):
    task, expected = bptt_task(rng, 1, 2, 3)
    demand_gradients(answer(*task), expected)


@bptt.hidden(points=1, looks_at="sequences of two moments")
def is_right_for_two_moments(answer, rng):
    task, expected = bptt_task(rng, 2, 3, 2)
    demand_gradients(answer(*task), expected)


@bptt.hidden(points=1, looks_at="the weights from the inputs over five moments")
def input_weights_agree_with_differences(answer, rng):
    task, expected = bptt_task(rng, 5, 2, 3)
    demand_gradients(answer(*task), expected, "dWx db")


@bptt.hidden(points=1, looks_at="the recurrent weights over five moments")
def recurrent_weights_agree_with_differences(answer, rng):
    task, expected = bptt_task(rng, 5, 1, 3)
    demand_gradients(answer(*task), expected, "dWh")


@bptt.hidden(points=1, looks_at="arguments: wrong shapes refused, others unchanged")
def refuses_wrong_shapes_and_changes_nothing(answer, rng):
    task, expected = bptt_task(rng, 3, 2, 2)
    demand_gradients(answer(*task).keeps_arguments(), expected)
    xs, hs, dhs, Wh, h0 = task
    answer(xs, hs, dhs[:2], Wh, h0).raises("ValueError", "(2, 2)", "(3, 2)")
    longer = np.ones((4, 2))
    answer(xs, hs, longer, Wh, h0).raises("ValueError", "(4, 2)", "(3, 2)")
    answer(xs[:1], hs, dhs, Wh, h0).raises("ValueError", "(1, 2)", "(3, 2)")
    answer(longer, hs, dhs, Wh, h0).raises("ValueError", "(4, 2)", "(3, 2)")
