"""Checks of the assignment two_layer."""

import math

import numpy as np

from autograder.checking import Callback, Exercise, Rng

init_params = Exercise(
    "init_params",
    minutes=8,
    difficulty=1,
    hints=(
        "Why must hidden units start different? Two that start alike stay alike.",
        "`rng.normal(size=(rows, columns))` draws a whole matrix with mean 0 and "
        "standard deviation 1. What turns a standard deviation of 1 into `scale`? "
        "Write the shapes of all four arrays beside their names first.",
        "For d = 2, h = 5, k = 3 the shapes are W1 (2, 5), b1 (5,), W2 (5, 3) and b2 "
        "(3,): 10 + 5 + 15 + 3 = 33 numbers, of which 8 are 0. With scale = 10 about "
        "two of three weights lie between -10 and 10.",
    ),
)


@init_params.public(points=1)
def has_four_arrays_of_the_right_shapes(answer, rng):
    outcome = answer(3, 4, 1, Rng(1))
    is_dict = isinstance(outcome.value, dict)
    outcome.satisfies(is_dict, "a dict with W1, b1, W2 and b2")
    names = sorted(map(str, outcome.value)) == ["W1", "W2", "b1", "b2"]
    outcome.satisfies(names, "a dict with W1, b1, W2 and b2")
    shapes = {name: np.shape(array) for name, array in outcome.value.items()}
    expected = {"W1": (3, 4), "b1": (4,), "W2": (4, 1), "b2": (1,)}
    outcome.satisfies(shapes == expected, f"the shapes {expected}, not {shapes}")


@init_params.public(points=1)
def gives_the_same_for_the_same_seed(answer, rng):
    first = answer(2, 3, 2, Rng(7))
    why = "two calls with equal generators must agree: draw from rng, not np.random"
    again = answer(2, 3, 2, Rng(7)).equals(first.value, why)
    again.satisfies(not np.any(again.value["b1"]), "biases of 0 in b1")
    again.satisfies(not np.any(again.value["b2"]), "biases of 0 in b2")
    other = answer(2, 3, 2, Rng(8))
    differs = not np.allclose(other.value["W1"], first.value["W1"])
    other.satisfies(differs, "other weights from another generator")


@init_params.hidden(points=1, looks_at="other sizes, 1 included")
def follows_its_sizes(answer, rng):
    d, h, k = (int(size) for size in rng.permutation([1, 2, 5, 7])[:3])
    outcome = answer(d, h, k, Rng(1))
    for name, shape in (("W1", (d, h)), ("b1", (h,)), ("W2", (h, k)), ("b2", (k,))):
        fits = np.shape(outcome.value[name]) == shape
        outcome.satisfies(fits, f"{name} of shape {shape}")


@init_params.hidden(points=1, looks_at="the mean of many weights")
def weights_lie_around_zero(answer, rng):
    outcome = answer(80, 60, 80, Rng(int(rng.integers(1000))))
    for name in ("W1", "W2"):
        W = np.asarray(outcome.value[name], dtype=float)
        spread = np.std(W)
        centred = spread > 0 and abs(np.mean(W)) < 0.25 * spread
        outcome.satisfies(centred, f"weights {name} with mean 0")


@init_params.hidden(points=1, looks_at="the spread of many weights")
def weights_have_the_wanted_spread(answer, rng):
    for scale in (0.01, float(rng.uniform(2, 3))):
        outcome = answer(40, 60, 50, Rng(3), scale=scale)
        for name in ("W1", "W2"):
            spread = np.std(outcome.value[name])
            fits = abs(spread / scale - 1) < 0.1
            outcome.satisfies(fits, f"standard deviation {scale:.3g} in {name}")


@init_params.hidden(points=1, looks_at="whether hidden units start different")
def units_start_different(answer, rng):
    outcome = answer(3, 5, 2, Rng(int(rng.integers(1000))))
    W1, W2 = (np.asarray(outcome.value[name]) for name in ("W1", "W2"))
    all_differ = all(np.ptp(row) > 0 for row in W1)
    outcome.satisfies(all_differ, "columns of W1 that differ")
    outcome.satisfies(all(np.ptp(column) > 0 for column in W2.T), "rows of W2 differ")


@init_params.hidden(points=1, looks_at="a layer without units")
def refuses_an_empty_layer(answer, rng):
    outcome = answer(2, 3, 2, Rng(0))
    outcome.satisfies(len(outcome.value) == 4, "four arrays")
    answer(2, 0, 2, Rng(0)).raises("ValueError", "0")
    answer(2, 3, -4, Rng(0)).raises("ValueError", "-4")


forward = Exercise(
    "forward",
    minutes=15,
    difficulty=2,
    hints=(
        "Name every array with its shape, in the order in which you compute them.",
        "Four lines, one for each of z1, a1, z2 and a2; two of them have the same "
        "pattern. Where does a bias join, before or after the sigmoid? Look at the "
        "shape and the contents of X before anything else.",
        "One example x = [2, 1], W1 = [[1], [-2]], b1 = [0], W2 = [[6]], b2 = [-3]. "
        "z1 is 2 - 2 + 0 = 0 and a1 is 0.5. z2 is 3 - 3 = 0 and a2 is 0.5. The cache "
        "holds X, both sums and both activations, all with one row.",
    ),
)


@forward.public(points=1)
def gives_outputs_worked_by_hand(answer, rng):
    X = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]])
    params = {
        "W1": np.array([[2.0, 1.0], [0.0, -60.0], [-1.0, 30.0]]),
        "b1": np.array([0.0, -1.0]),
        "W2": np.array([[4.0], [2.0]]),
        "b2": np.array([-2.0]),
    }
    outcome = answer(X, params)
    pair = isinstance(outcome.value, tuple) and len(outcome.value) == 2
    outcome.satisfies(pair, "the outputs and the cache")
    why = "hidden 0.5, 1 and 0.5, 0; sums 4 * 0.5 + 2 * 1 - 2 = 2 and 0"
    output = outcome.value[0]
    expected = np.array([[1 / (1 + np.exp(-2.0))], [0.5]])
    fits = np.shape(output) == (2, 1) and np.allclose(output, expected)
    outcome.satisfies(fits, "the outputs [[0.880797], [0.5]]", why)


@forward.public(points=1)
def keeps_every_step_in_the_cache(answer, rng):
    X = np.array([[1.0, 2.0]])
    params = {
        "W1": np.array([[2.0, 50.0, 0.0], [-1.0, 0.0, -30.0]]),
        "b1": np.array([0.0, 10.0, 0.0]),
        "W2": np.array([[2.0], [1.0], [3.0]]),
        "b2": np.array([-2.0]),
    }
    outcome = answer(X, params)
    cache = outcome.value[1]
    keys = isinstance(cache, dict) and sorted(cache) == ["X", "a1", "a2", "z1", "z2"]
    outcome.satisfies(keys, "a cache with X, z1, a1, z2 and a2")
    expected = {
        "X": X,
        "z1": np.array([[0.0, 60.0, -60.0]]),
        "a1": np.array([[0.5, 1.0, 0.0]]),
        "z2": np.array([[0.0]]),
        "a2": np.array([[0.5]]),
    }
    for name, array in expected.items():
        same = np.shape(cache[name]) == array.shape
        same = same and np.allclose(cache[name], array, atol=1e-12)
        outcome.satisfies(same, f"{array.tolist()} as {name}")


def random_params(rng, d, h, k):
    """Draw a net whose parameters differ from 0, biases included."""
    shapes = {"W1": (d, h), "b1": (h,), "W2": (h, k), "b2": (k,)}
    return {
        name: rng.choice([-1, 1], size=shape) * rng.uniform(0.3, 1.5, size=shape)
        for name, shape in shapes.items()
    }


def sigmoid_of(z):
    """Compute a sigmoid of one moderate number."""
    return 1 / (1 + math.exp(-float(z)))


def steps_in_loops(X, params):
    """Compute the activations of both layers, one number at a time."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    a1 = [
        [sigmoid_of(math.fsum([*(x * W1[:, j]), b1[j]])) for j in range(W1.shape[1])]
        for x in X
    ]
    a2 = [
        [
            sigmoid_of(math.fsum([*(np.array(row) * W2[:, j]), b2[j]]))
            for j in range(W2.shape[1])
        ]
        for row in a1
    ]
    return np.array(a1), np.array(a2)


def demand_pair(outcome):
    """Demand the outputs and the cache, and return both."""
    pair = isinstance(outcome.value, tuple) and len(outcome.value) == 2
    outcome.satisfies(pair, "the outputs and the cache")
    output, cache = outcome.value
    complete = isinstance(cache, dict) and {"z1", "a1", "z2", "a2"} <= set(cache)
    outcome.satisfies(complete, "a cache with z1, a1, z2 and a2")
    return output, cache


def demand_steps(outcome, X, params):
    """Demand the activations that loops give, and the sums that belong to them."""
    a1, a2 = steps_in_loops(X, params)
    output, cache = demand_pair(outcome)
    same = np.shape(output) == a2.shape and np.allclose(output, a2)
    outcome.satisfies(same, "the outputs that loops give")
    for name, wanted in (("a1", a1), ("a2", a2)):
        same = np.shape(cache[name]) == wanted.shape
        outcome.satisfies(same and np.allclose(cache[name], wanted), f"this {name}")
        z = np.asarray(cache["z" + name[1]])
        odds = np.shape(z) == wanted.shape and np.allclose(
            np.exp(z), wanted / (1 - wanted), rtol=1e-6
        )
        outcome.satisfies(odds, f"sums z{name[1]} of these activations")


@forward.hidden(points=1, looks_at="several outputs, sizes that all differ")
def agrees_with_loops(answer, rng):
    X, params = rng.normal(size=(5, 3)), random_params(rng, 3, 4, 2)
    demand_steps(answer(X, params), X, params)


@forward.hidden(points=1, looks_at="one example, and layers of one unit")
def works_for_one_of_everything(answer, rng):
    for n, d, h, k in ((1, 3, 5, 2), (7, 1, 1, 1), (1, 1, 1, 1)):
        X, params = rng.uniform(0.5, 2, size=(n, d)), random_params(rng, d, h, k)
        demand_steps(answer(X, params), X, params)
    answer(X.tolist(), params)
    demand_steps(answer(X.tolist(), params), X, params)


@forward.hidden(points=1, looks_at="sums of 1000 and -1000")
def copes_with_large_sums(answer, rng):
    large = float(rng.integers(800, 2000))
    params = {
        "W1": np.array([[large, -large]]),
        "b1": np.zeros(2),
        "W2": np.array([[large, 0.0], [0.0, -large]]),
        "b2": np.array([0.0, large / 2]),
    }
    outcome = answer(np.array([[1.0], [-1.0]]), params)
    output, cache = demand_pair(outcome)
    fits = np.allclose(cache["a1"], [[1, 0], [0, 1]])
    outcome.satisfies(fits, "1 for large sums and 0 for very negative ones")
    outcome.satisfies(np.allclose(output, [[1, 1], [0.5, 0]]), "[[1, 1], [0.5, 0]]")
    outcome.is_silent()


@forward.hidden(points=1, looks_at="a wrong number of columns, and nan")
def refuses_what_is_no_input(answer, rng):
    params = random_params(rng, 3, 4, 2)
    outcome = answer(np.ones((5, 3)), params)
    outcome.satisfies(len(outcome.value) == 2, "the outputs and the cache")
    answer(np.ones((5, 7)), params).raises("ValueError", "5", "7", "3")
    answer(np.ones((5, 2)), params).raises("ValueError", "5", "2", "3")
    answer(np.ones(3), params).raises("ValueError", "3")
    answer(np.ones((2, 5, 3)), params).raises("ValueError", "2", "5", "3")
    for bad in (math.nan, math.inf):
        answer(np.array([[1.0, bad, 2.0]]), params).raises("ValueError")


@forward.hidden(points=1, looks_at="whether X and the parameters are unchanged")
def leaves_its_inputs_unchanged(answer, rng):
    X, params = rng.uniform(1, 2, size=(2, 3)), random_params(rng, 3, 5, 1)
    outcome = answer(X, params).keeps_arguments()
    output, _ = demand_pair(outcome)
    a2 = steps_in_loops(X, params)[1]
    outcome.satisfies(np.allclose(output, a2), "the outputs of loops")


backward = Exercise(
    "backward",
    minutes=35,
    difficulty=3,
    hints=(
        "Check W2 first, then walk back. Each gradient has the shape of what it "
        "belongs to.",
        "Make one array of shape (n, k) for the output layer: error times slope. Send "
        "it back through W2 and multiply by the hidden slopes: an array of shape "
        "(n, h). Each of the two then gives the gradient of a weight matrix and of a "
        "bias. What does a bias multiply, and over what do you add up?",
        "One example with X = [[1]], w1 = 2, b1 = -2, w2 = 4, b2 = -2 and y = 1: both "
        "activations are 0.5 and both slopes 0.25. Output layer: -0.5 * 0.25 = -0.125; "
        "times the activation 0.5 that is -0.0625 for w2, and -0.125 for b2. Hidden "
        "layer: -0.125 * 4 * 0.25 = -0.125; times the input 1 that is -0.125 for w1, "
        "and -0.125 for b1. Two equal examples give twice as much.",
    ),
)


@backward.public(points=1)
def gives_slopes_worked_by_hand(answer, rng):
    params = {
        "W1": np.array([[2.0]]),
        "b1": np.array([-6.0]),
        "W2": np.array([[-4.0]]),
        "b2": np.array([2.0]),
    }
    half = np.array([[0.5]])
    zero = np.array([[0.0]])
    cache = {"X": np.array([[3.0]]), "z1": zero, "a1": half, "z2": zero, "a2": half}
    expected = {
        "W1": np.array([[-0.375]]),
        "b1": np.array([-0.125]),
        "W2": np.array([[0.0625]]),
        "b2": np.array([0.125]),
    }
    why = "output layer 0.5 * 0.25, hidden layer 0.125 * -4 * 0.25"
    answer(np.array([[0.0]]), params, cache).equals(expected, why)


@backward.public(points=1)
def adds_up_over_examples(answer, rng):
    params = {
        "W1": np.array([[1.0, 2.0, -1.0], [2.0, 4.0, -2.0]]),
        "b1": np.array([-5.0, -10.0, 5.0]),
        "W2": np.array([[4.0, 12.0], [-4.0, 4.0], [8.0, -4.0]]),
        "b2": np.array([-4.0, -6.0]) + np.log(4),
    }
    cache = {
        "X": np.array([[1.0, 2.0], [3.0, 1.0]]),
        "z1": np.zeros((2, 3)),
        "a1": np.full((2, 3), 0.5),
        "z2": np.full((2, 2), np.log(4)),
        "a2": np.full((2, 2), 0.8),
    }
    expected = {
        "W1": np.array([[0.224, -0.352, 0.672], [0.048, -0.304, 0.544]]),
        "b1": np.array([0.064, -0.192, 0.352]),
        "W2": np.array([[0.08, -0.016]] * 3),
        "b2": np.array([0.16, -0.032]),
    }
    why = "output layer (0.08, -0.032) in the first row, (0.08, 0) in the second"
    answer(np.array([[0.3, 1.0], [0.3, 0.8]]), params, cache).equals(expected, why)


def cache_of(X, params):
    """Make the cache of a forward pass from loops."""
    a1, a2 = steps_in_loops(X, params)
    sums = {"z1": np.log(a1 / (1 - a1)), "z2": np.log(a2 / (1 - a2))}
    return {"X": X, "a1": a1, "a2": a2} | sums


def half_sum_of_squares(X, y, params):
    """Compute the loss from loops."""
    a2 = steps_in_loops(X, params)[1]
    return math.fsum(((a2 - y) ** 2).ravel()) / 2


def central_differences(loss, params, name, h=1e-5):
    """Measure the slope of a loss for every entry of one array."""
    slopes = np.zeros(params[name].shape)
    for place in np.ndindex(slopes.shape):
        up, down = params[name].copy(), params[name].copy()
        up[place] += h
        down[place] -= h
        rise = loss(params | {name: up}) - loss(params | {name: down})
        slopes[place] = rise / (2 * h)
    return slopes


def demand_gradient(answer, rng, name, sizes=(5, 3, 4, 2)):
    """Demand the gradient of one array that central differences give."""
    n, d, h, k = sizes
    X, params = rng.uniform(0.5, 2, size=(n, d)), random_params(rng, d, h, k)
    y = rng.integers(0, 2, size=(n, k)) + rng.uniform(0.1, 0.4, size=(n, k))
    outcome = answer(y, params, cache_of(X, params))
    slopes = central_differences(
        lambda nearby: half_sum_of_squares(X, y, nearby), params, name
    )
    named = isinstance(outcome.value, dict) and name in outcome.value
    outcome.satisfies(named, f"a dict with a gradient of {name}")
    got = outcome.value[name]
    shape = np.shape(got) == slopes.shape
    outcome.satisfies(shape, f"{name} in the shape {slopes.shape}")
    close = np.linalg.norm(got - slopes) <= 1e-6 * np.linalg.norm(slopes)
    outcome.satisfies(close, f"the slopes of {name} that differences give")


@backward.hidden(points=1, looks_at="the gradient of W2")
def slopes_of_the_output_weights(answer, rng):
    demand_gradient(answer, rng, "W2")


@backward.hidden(points=1, looks_at="the gradient of b2")
def slopes_of_the_output_biases(answer, rng):
    demand_gradient(answer, rng, "b2")


@backward.hidden(points=1, looks_at="the gradient of W1")
def slopes_of_the_hidden_weights(answer, rng):
    demand_gradient(answer, rng, "W1")


@backward.hidden(points=1, looks_at="the gradient of b1")
def slopes_of_the_hidden_biases(answer, rng):
    demand_gradient(answer, rng, "b1")


@backward.hidden(points=1, looks_at="labels in another shape, and nan")
def refuses_labels_in_another_shape(answer, rng):
    X, params = rng.normal(size=(5, 3)), random_params(rng, 3, 4, 1)
    cache = cache_of(X, params)
    outcome = answer(np.ones((5, 1)), params, cache)
    outcome.satisfies(len(outcome.value) == 4, "four gradients")
    answer(np.ones(5), params, cache).raises("ValueError", "(5,)", "(5, 1)")
    answer(np.ones((1, 5)), params, cache).raises("ValueError", "(1, 5)")
    answer(np.ones((5, 2)), params, cache).raises("ValueError", "(5, 2)", "(5, 1)")
    answer(np.full((5, 1), math.nan), params, cache).raises("ValueError")


@backward.hidden(points=1, looks_at="one example, and y, params and cache unchanged")
def leaves_everything_unchanged(answer, rng):
    X, params = rng.uniform(0.5, 2, size=(1, 2)), random_params(rng, 2, 3, 1)
    y = np.array([[1.0]])
    outcome = answer(y, params, cache_of(X, params)).keeps_arguments()
    slopes = central_differences(
        lambda nearby: half_sum_of_squares(X, y, nearby), params, "W2"
    )
    outcome.satisfies(np.allclose(outcome.value["W2"], slopes), "the slopes of W2")


update = Exercise(
    "update",
    minutes=8,
    difficulty=1,
    hints=(
        "Build a new dictionary, key by key. In which direction does the loss fall?",
        "`W = W - step` makes a new array; `W -= step` writes into the old one, which "
        "the caller still holds. Compare the names of both dictionaries first.",
        "`params = {'a': np.array([5., 5.])}`, `grads = {'a': np.array([1., -2.])}` "
        "and `lr = 2` give `{'a': np.array([3., 9.])}`, and params still holds 5 and "
        "5. With `grads = {'c': np.array([1., -2.])}` there is no gradient for 'a', "
        "and somebody made a mistake.",
    ),
)


@update.public(points=1)
def moves_against_the_gradient(answer, rng):
    params = {"W1": np.array([[1.0, 2.0]]), "b1": np.array([4.0])}
    grads = {"W1": np.array([[10.0, -10.0]]), "b1": np.array([2.0])}
    expected = {"W1": np.array([[0.0, 3.0]]), "b1": np.array([3.8])}
    answer(params, grads, 0.1).equals(expected, "each minus 0.1 times its gradient")


@update.public(points=1)
def says_which_gradient_is_missing(answer, rng):
    params = {"W1": np.array([1.0]), "b1": np.array([2.0])}
    grads = {"W1": np.array([1.0])}
    answer(params, grads, 0.1).raises("ValueError", "b1")


@update.hidden(points=1, looks_at="all four arrays and other learning rates, 0 too")
def moves_every_array(answer, rng):
    params, grads = random_params(rng, 3, 5, 2), random_params(rng, 3, 5, 2)
    lr = float(rng.uniform(1.5, 3))
    expected = {
        name: np.array(
            [
                p - lr * g
                for p, g in zip(params[name].flat, grads[name].flat, strict=True)
            ]
        ).reshape(params[name].shape)
        for name in params
    }
    answer(params, grads, lr).equals(expected)
    answer(params, grads, 0.0).equals(params, "with a rate of 0 nothing moves")


@update.hidden(points=1, looks_at="other names")
def takes_any_names(answer, rng):
    a, b = rng.uniform(1, 2, size=3), rng.uniform(3, 4, size=(2, 2))
    params = {"kernel": a, "offset": b}
    grads = {"offset": np.full((2, 2), 8.0), "kernel": np.full(3, -4.0)}
    answer(params, grads, 0.25).equals({"kernel": a + 1, "offset": b - 2})


@update.hidden(points=1, looks_at="whether old parameters and gradients stay")
def leaves_the_old_parameters(answer, rng):
    params, grads = random_params(rng, 2, 3, 1), random_params(rng, 2, 3, 1)
    outcome = answer(params, grads, 1.0).keeps_arguments()
    moved = params["W1"] - outcome.value["W1"]
    outcome.satisfies(np.allclose(moved, grads["W1"]), "W1 moved by its gradient")


@update.hidden(points=1, looks_at="a gradient without a parameter")
def says_which_parameter_is_missing(answer, rng):
    params, grads = random_params(rng, 2, 3, 1), random_params(rng, 2, 3, 1)
    extra = grads | {"W3": np.ones(2)}
    answer(params, extra, 0.5).raises("ValueError", "W3")


two_layer_net = Exercise(
    "TwoLayerNet",
    minutes=20,
    difficulty=2,
    uses=("init_params", "forward", "backward", "update"),
    hints=(
        "A net that stores X in `__init__` can answer for what? Which of the three "
        "methods need data at all, and does one of them need the data of another?",
        "`__init__` is one line, `predict` two. In `fit`, each step asks forward, then "
        "backward, notes the loss of that moment, and replaces self.params by what "
        "update returns.",
        "Half of the sum of squared errors: outputs [[0.5], [0.25]] for labels "
        "[[1], [0]] have the errors -0.5 and 0.25, the squares 0.25 and 0.0625, so the "
        "loss is 0.15625. fit with steps=3 returns three losses; the first belongs to "
        "the parameters before any step, the third to those after two.",
    ),
)


@two_layer_net.public(points=1)
def answers_for_other_examples(answer, rng):
    net = answer(2, 3, 1, Rng(1)).named("net")
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    losses = net.method("fit", X, y, 0.5, 10)
    numbers = isinstance(losses.value, list) and len(losses.value) == 10
    losses.satisfies(numbers, "a list of ten losses")
    why = "the net is asked about two examples, not about the four of its training"
    output = net.method("predict", np.array([[1.0, 0.5], [-0.5, 1.0]]))
    is_array = isinstance(output.value, np.ndarray)
    output.satisfies(is_array, "an array of shape (2, 1)", why).has_shape((2, 1), why)
    between = np.all((output.value > 0) & (output.value < 1))
    output.satisfies(between, "what the sigmoid says, between 0 and 1")


@two_layer_net.public(points=1)
def loss_falls(answer, rng):
    net = answer(3, 4, 1, Rng(2)).named("net")
    X = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [1.0]])
    before = net.method("predict", X)
    outcome = net.method("fit", X, y, 0.5, 200)
    after = net.method("predict", X)
    for output in (before, after):
        is_array = isinstance(output.value, np.ndarray)
        output.satisfies(is_array, "an array of shape (4, 1)").has_shape((4, 1))
        between = np.all((output.value > 0) & (output.value < 1))
        output.satisfies(between, "what the sigmoid says, between 0 and 1")
    losses = outcome.value
    numbers = isinstance(losses, list) and len(losses) == 200
    outcome.satisfies(numbers, "a list of 200 losses")
    errors = np.ravel(before.value - y)
    why = "half of the sum of squared errors of predict(X) before any step"
    first = np.allclose(losses[0], errors @ errors / 2)
    outcome.satisfies(first, f"a first loss of {errors @ errors / 2:.6g}", why)
    why = "if init_params, forward, backward and update pass, look at fit"
    fell = losses[-1] < losses[0] / 3
    outcome.satisfies(fell, "a loss that falls below a third", why)
    answers = (np.asarray(after.value) > 0.5).astype(int).ravel().tolist()
    after.satisfies(answers == [0, 1, 1, 1], "outputs on the right side of 0.5")


@two_layer_net.hidden(points=1, looks_at="the first parameters and their generator")
def starts_from_its_generator(answer, rng):
    seed = int(rng.integers(1000))
    first, again, other = (
        answer(3, 5, 2, Rng(s)).named("net").attribute("params")
        for s in (seed, seed, seed + 1)
    )
    shapes = {name: np.shape(array) for name, array in first.value.items()}
    expected = {"W1": (3, 5), "b1": (5,), "W2": (5, 2), "b2": (2,)}
    first.satisfies(shapes == expected, f"parameters of the shapes {expected}")
    again.equals(first.value, "the same generator gives the same parameters")
    differs = not np.allclose(other.value["W1"], first.value["W1"])
    other.satisfies(differs, "other weights from another generator")


def small_task(rng):
    """Draw five examples with labels for two outputs."""
    return rng.uniform(0.5, 2, size=(5, 3)), rng.uniform(0, 1, size=(5, 2))


@two_layer_net.hidden(points=1, looks_at="one step, compared with finite differences")
def one_step_follows_the_slope(answer, rng):
    (X, y), lr = small_task(rng), float(rng.uniform(0.2, 0.6))
    net = answer(3, 4, 2, Rng(int(rng.integers(1000)))).named("net")
    before = net.attribute("params").value
    net.method("fit", X, y, lr, 1)
    after = net.attribute("params")
    for name in before:
        slopes = central_differences(
            lambda nearby: half_sum_of_squares(X, y, nearby), before, name
        )
        moved = np.allclose(before[name] - after.value[name], lr * slopes, atol=1e-8)
        after.satisfies(moved, f"{name} moved by lr times its slope")


@two_layer_net.hidden(points=1, looks_at="which losses are recorded")
def records_the_loss_before_each_step(answer, rng):
    X, y = small_task(rng)
    net = answer(3, 4, 2, Rng(int(rng.integers(1000)))).named("net")
    for _ in range(3):
        expected = half_sum_of_squares(X, y, net.attribute("params").value)
        net.method("fit", X, y, 0.5, 1).equals([expected], rtol=1e-6)
    net.method("fit", X, y, 0.5, 0).equals([], "no step, no loss")


@two_layer_net.hidden(points=1, looks_at="training in two parts")
def goes_on_where_it_stopped(answer, rng):
    (X, y), seed = small_task(rng), int(rng.integers(1000))
    whole = answer(3, 4, 2, Rng(seed)).named("net")
    parts = answer(3, 4, 2, Rng(seed)).named("net")
    losses = whole.method("fit", X, y, 0.5, 3)
    first = parts.method("fit", X, y, 0.5, 1)
    rest = parts.method("fit", X, y, 0.5, 2)
    rest.satisfies(
        np.allclose(first.value + rest.value, losses.value),
        "the losses of one call with three steps",
    )
    fell = losses.value[0] > losses.value[1] > losses.value[2]
    losses.satisfies(fell, "losses that differ from step to step")


@two_layer_net.hidden(points=1, looks_at="predictions before and after training")
def predicts_from_its_parameters(answer, rng):
    X, y = small_task(rng)
    net = answer(3, 4, 2, Rng(int(rng.integers(1000)))).named("net")
    for steps in (0, 4):
        net.method("fit", X, y, 1.0, steps)
        params = net.attribute("params").value
        new = rng.uniform(-1, 1, size=(7, 3))
        for _ in range(2):
            output = net.method("predict", new)
            output.equals(steps_in_loops(new, params)[1], rtol=1e-6)
        net.attribute("params").equals(params, "predicting changes nothing")


@two_layer_net.hidden(points=1, looks_at="XOR from several starts")
def learns_xor_from_most_starts(answer, rng):
    X = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    learned = 0
    for start in range(5):
        net = answer(3, 4, 1, Rng(start)).named("net")
        net.method("fit", X, y, 4.0, 600)
        output = net.method("predict", X)
        is_array = isinstance(output.value, np.ndarray)
        output.satisfies(is_array, "an array of shape (4, 1)").has_shape((4, 1))
        learned += bool(np.max(np.abs(output.value - y)) < 0.3)
    output.satisfies(learned >= 3, "at least three of five starts that learn XOR")


symmetry_breaks = Exercise(
    "symmetry_breaks",
    minutes=15,
    difficulty=2,
    uses=("forward", "backward", "update"),
    hints=(
        "What belongs to one hidden unit: a row or a column of W1? Which entry of b1?",
        "Train first: one forward, one backward and one update for each step, with a "
        "name of your own for the changing parameters. Then look at each row of W1 "
        "and at b1: how far is its largest entry from its smallest?",
        "With W1 = [[1, 1, 4], [2, 2, 2]] and b1 = [0, 0, 0] the units 0 and 1 are "
        "alike and unit 2 is not: the answer for steps=0 is True. With "
        "W1 = [[1, 1], [2, 2]] and b1 = [0, 0] all are alike, although the rows "
        "differ: False, whatever W2 holds.",
    ),
)


@symmetry_breaks.public(points=1)
def units_that_start_alike_stay_alike(answer, rng):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [1.0]])
    start = {
        "W1": np.array([[0.5, 0.5, 0.5], [0.2, 0.2, 0.2]]),
        "b1": np.zeros(3),
        "W2": np.full((3, 1), 0.5),
        "b2": np.zeros(1),
    }
    why = "equal units get equal slopes, so they move together"
    answer(start, X, y).equals(False, why)


@symmetry_breaks.public(points=1)
def different_output_weights_break_symmetry(answer, rng):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [1.0]])
    start = {
        "W1": np.array([[0.5, 0.5, 0.5], [0.2, 0.2, 0.2]]),
        "b1": np.zeros(3),
        "W2": np.array([[0.5], [-0.5], [1.0]]),
        "b2": np.zeros(1),
    }
    why = "what comes back through W2 differs from unit to unit"
    answer(start, X, y).equals(True, why)


@symmetry_breaks.hidden(points=1, looks_at="no step at all, and small differences")
def judges_the_start_without_steps(answer, rng):
    X, y = rng.normal(size=(5, 3)), rng.uniform(0, 1, size=(5, 2))
    alike = random_params(rng, 3, 4, 2)
    alike["W1"] = np.repeat(alike["W1"][:, :1], 4, axis=1)
    alike["b1"] = np.full(4, 0.5)
    answer(alike, X, y, 1.0, 0).equals(False, "only W2 differs, and no step is taken")
    noise = {"W1": alike["W1"] + 1e-9 * rng.uniform(0, 1, size=(3, 4))}
    answer(alike | noise, X, y, 1.0, 0).equals(False, "within 1e-6")
    answer(alike, X, y, 1.0, 1).equals(True, "after one step")


@symmetry_breaks.hidden(points=1, looks_at="biases that differ")
def looks_at_the_biases(answer, rng):
    X, y = rng.normal(size=(5, 3)), rng.uniform(0, 1, size=(5, 2))
    start = random_params(rng, 3, 4, 2)
    start["W1"] = np.repeat(start["W1"][:, :1], 4, axis=1)
    start["b1"] = np.array([0.5, 0.5, 0.5, 0.75])
    answer(start, X, y, 1.0, 0).equals(True, "one bias differs")


@symmetry_breaks.hidden(points=1, looks_at="a single unit that differs from the rest")
def finds_one_unit_that_differs(answer, rng):
    X, y = rng.uniform(0.5, 2, size=(5, 3)), rng.uniform(0, 1, size=(5, 2))
    start = random_params(rng, 3, 5, 2)
    start["W1"] = np.repeat(start["W1"][:, :1], 5, axis=1)
    start["b1"] = np.full(5, 0.5)
    start["W2"] = np.repeat(start["W2"][:1], 5, axis=0)
    answer(start, X, y).equals(False, "all units are alike")
    start["W2"][3] += 1.0
    answer(start, X, y).equals(True, "unit 3 differs from the others")


@symmetry_breaks.hidden(points=1, looks_at="one hidden unit, and the learning rate")
def one_unit_has_no_other(answer, rng):
    X, y = rng.uniform(0.5, 2, size=(5, 3)), rng.uniform(0, 1, size=(5, 1))
    answer(random_params(rng, 3, 1, 1), X, y).equals(False, "one unit only")
    start = random_params(rng, 3, 3, 1)
    start["W1"] = np.repeat(start["W1"][:, :1], 3, axis=1)
    start["b1"] = np.zeros(3)
    start["W2"] = np.array([[0.5], [-0.5], [-0.5]])
    answer(start, X, y, lr=0.0).equals(False, "with a rate of 0 nothing moves")
    answer(start, X, y, lr=0.5).equals(True, "two of three units are alike")


@symmetry_breaks.hidden(points=1, looks_at="whether the start is unchanged")
def leaves_the_start_unchanged(answer, rng):
    X, y = rng.uniform(0.5, 2, size=(5, 3)), rng.uniform(0, 1, size=(5, 2))
    start = random_params(rng, 3, 4, 2)
    answer(start, X, y, 0.5, 3).equals(True).keeps_arguments()


find_broken = Exercise(
    "find_broken",
    minutes=30,
    difficulty=3,
    hints=(
        "You already own a gradient check. Which number does it compare with which, "
        "and for which arrays?",
        "First measure: for every entry of every array, nudge it up and down by a "
        "small step in a copy, call loss both times, and divide the rise by twice the "
        "step. Then ask each candidate and compare array by array. Mind that a "
        "comparison with nan is always false.",
        "loss(params) = w * w at w = 3, step 0.001: the loss is 9.006001 above and "
        "8.994001 below, the rise 0.012, the slope 0.012 / 0.002 = 6. A candidate "
        "that says 6 is right. One that says 12 is broken: |12 - 6| / (12 + 6) is "
        "0.33. One that says nan gives nan, which is not below any threshold.",
    ),
)


@find_broken.public(points=1)
def finds_the_broken_ones_of_a_small_loss(answer, rng):
    def half_squares(params):
        return float(sum(np.sum(array**2) for array in params.values()) / 2)

    def scaled(**factors):
        return lambda params: {
            name: factors.get(name, 1.0) * array for name, array in params.items()
        }

    params = {
        "W1": np.array([[1.0, -2.0], [0.5, 3.0]]),
        "b1": np.array([2.0, 1.0]),
        "W2": np.array([[-1.5], [2.5]]),
        "b2": np.array([1.0]),
    }
    backwards = [
        Callback(scaled(), "right"),
        Callback(scaled(W1=1.02), "W1_a_little_too_large"),
        Callback(scaled(b1=-1.0), "sign_of_b1_turned"),
        Callback(scaled(), "right_again"),
        Callback(scaled(W2=2.0), "W2_twice_as_large"),
        Callback(scaled(W1=-1.0), "sign_of_W1_turned"),
    ]
    why = "the slope of half of w * w is w: all others give something else"
    answer(backwards, Callback(half_squares, "loss"), params).equals([1, 2, 4, 5], why)


@find_broken.public(points=1)
def finds_none_where_all_are_right(answer, rng):
    def line(params):
        return float(3 * params["w"][0] - 5 * params["w"][1])

    right = Callback(lambda params: {"w": np.array([3.0, -5.0])}, "right")
    loss = Callback(line, "loss")
    answer([right], loss, {"w": np.array([1.0, 1.0])}).equals([], "3 and -5")


def seven_backwards(rng):
    """Mix two right backward passes with five wrong ones.

    Returns the callbacks, the positions of the wrong ones by name, the loss and
    the point.
    """
    from autograder.assignments.two_layer import right, wrong
    from solutions.two_layer import backward

    error = 0.0
    while not 0.004 < error < 0.05:  # small, and far above what rounding does
        X, params = rng.uniform(0.5, 2, size=(5, 3)), random_params(rng, 3, 4, 2)
        y, cache = rng.uniform(0, 1, size=(5, 2)), cache_of(X, params)
        ours = backward(y, params, cache)["W1"]
        theirs = wrong.changes_W2_first(y, params, cache)["W1"]
        error = np.linalg.norm(ours - theirs)
        error /= np.linalg.norm(ours) + np.linalg.norm(theirs)
    functions = [
        backward,
        right.sums_of_outer_products,
        wrong.forgets_the_output_slope_on_the_way_back,
        wrong.forgets_the_hidden_slope,
        wrong.changes_W2_first,
        wrong.averages_the_biases_only,
        wrong.goes_downhill,
    ]
    order = [int(i) for i in rng.permutation(len(functions))]
    callbacks = [
        Callback(
            lambda point, i=i: functions[i](y, point, cache_of(X, point)),
            f"backward_{position}",
        )
        for position, i in enumerate(order)
    ]
    loss = Callback(lambda point: half_sum_of_squares(X, y, point), "loss")
    places = {functions[i].__name__: position for position, i in enumerate(order)}
    return callbacks, places, loss, params


@find_broken.hidden(points=2, looks_at="seven backward passes of a two-layer net")
def finds_the_five_of_seven(answer, rng):
    for _ in range(2):
        callbacks, places, loss, params = seven_backwards(rng)
        right = {places["backward"], places["sums_of_outer_products"]}
        answer(callbacks, loss, params).equals(sorted(set(range(7)) - right))


@find_broken.hidden(points=1, looks_at="one that is almost right")
def finds_a_small_mistake(answer, rng):
    callbacks, places, loss, params = seven_backwards(rng)
    names = ("backward", "changes_W2_first", "sums_of_outer_products")
    answer([callbacks[places[name]] for name in names], loss, params).equals([1])


@find_broken.hidden(points=1, looks_at="nan, missing arrays and wrong shapes")
def finds_what_is_no_gradient(answer, rng):
    w, b = np.full(3, rng.uniform(1, 2)), rng.uniform(1, 2, size=1)
    backwards = [
        Callback(lambda p: {"w": 2 * p["w"], "b": p["b"] * math.nan}, "nan_in_b"),
        Callback(lambda p: {"w": 2 * p["w"], "b": 2 * p["b"]}, "right"),
        Callback(lambda p: {"w": 2 * p["w"]}, "without_b"),
        Callback(lambda p: {"w": 2 * p["w"][:, None], "b": 2 * p["b"]}, "column"),
        Callback(lambda p: {"w": 2 * p["w"][:1], "b": 2 * p["b"]}, "one_entry"),
    ]
    loss = Callback(lambda p: float(np.sum(p["w"] ** 2) + p["b"][0] ** 2), "loss")
    answer(backwards, loss, {"w": w, "b": b}).equals([0, 2, 3, 4])


@find_broken.hidden(points=1, looks_at="losses and slopes of any size")
def judges_each_array_by_its_own_size(answer, rng):
    w = rng.uniform(1, 2, size=(2, 3))
    for size in (1e8, 1e-7):
        loss = Callback(lambda p, c=size: float(c * np.sum(p["w"] ** 2)), "loss")
        backwards = [
            Callback(lambda p, c=size: {"w": 2.02 * c * p["w"]}, "too_large"),
            Callback(lambda p, c=size: {"w": 2 * c * p["w"]}, "right"),
        ]
        answer(backwards, loss, {"w": w}).equals([0], f"a loss times {size:g}")
    start = {"W1": np.full(2, rng.uniform(1, 2)), "b2": rng.uniform(1, 2, size=1)}
    steep = np.array([1e8, -1e8])
    backwards = [
        Callback(lambda p: {"W1": steep, "b2": 2 * p["b2"]}, "right"),
        Callback(lambda p: {"W1": steep, "b2": 3 * p["b2"]}, "wrong_in_b2"),
    ]

    def loss_of_both(p):
        return float(1e8 * (p["W1"][0] - p["W1"][1]) + p["b2"][0] ** 2)

    why = "the slopes of W1 are huge and right, the one of b2 is small and wrong"
    answer(backwards, Callback(loss_of_both, "loss"), start).equals([1], why)


@find_broken.hidden(points=1, looks_at="an array whose slopes are all 0")
def lets_slopes_of_zero_pass(answer, rng):
    w, b = rng.uniform(1, 2, size=3), rng.uniform(1, 2, size=2)
    loss = Callback(lambda p: float(np.sum(p["w"] ** 2)), "loss")
    backwards = [
        Callback(lambda p: {"w": 2 * p["w"], "b": 0 * p["b"]}, "right"),
        Callback(lambda p: {"w": 2 * p["w"], "b": p["b"]}, "wrong_in_b"),
    ]
    why = "the loss does not depend on b"
    answer(backwards, loss, {"w": w, "b": b}).equals([1], why)


@find_broken.hidden(
    points=1, looks_at="tuples, no candidate at all, and params unchanged"
)
def leaves_the_parameters_unchanged(answer, rng):
    params = {"w": rng.uniform(1, 2, size=(2, 3))}
    loss = Callback(lambda p: float(np.sum(p["w"] ** 3)), "loss")
    right = Callback(lambda p: {"w": 3 * p["w"] ** 2}, "right")
    half = Callback(lambda p: {"w": 1.5 * p["w"] ** 2}, "half")
    answer((right, half, right), loss, params).equals([1]).keeps_arguments()
    answer((), loss, params).equals([]).keeps_arguments()


hidden_map = Exercise(
    "hidden_map",
    minutes=12,
    difficulty=2,
    uses=("forward",),
    hints=(
        "Colour one corner of the grid and see where it lands.",
        "Make a table with one row for each point, two columns wide; ask forward "
        "once; take the right entry of the cache; fold it back. Which of the two "
        "inputs must change fastest from row to row of the table?",
        "x1 = [0, 1, 2] and x2 = [5, 6] give six points in this order: (0, 5), (1, 5), "
        "(2, 5), (0, 6), (1, 6), (2, 6). Folded into shape (2, 3), the first row "
        "belongs to x2 = 5 and the last column to x1 = 2.",
    ),
)


@hidden_map.public(points=1)
def first_input_runs_along_the_rows(answer, rng):
    params = {
        "W1": np.array([[50.0], [0.0]]),
        "b1": np.array([-25.0]),
        "W2": np.array([[2.0]]),
        "b2": np.array([0.0]),
    }
    x1, x2 = np.array([0.0, 0.5, 1.0]), np.array([7.0, 8.0])
    expected = np.array([[[0.0], [0.5], [1.0]], [[0.0], [0.5], [1.0]]])
    why = "the unit looks at the first input: 0, 0.5 and 1 in each row"
    answer(params, x1, x2).equals(expected, why)


@hidden_map.public(points=1)
def second_input_runs_down_the_columns(answer, rng):
    params = {
        "W1": np.array([[0.0, 0.0], [50.0, -50.0]]),
        "b1": np.array([-25.0, 25.0]),
        "W2": np.array([[2.0], [1.0]]),
        "b2": np.array([0.0]),
    }
    x1, x2 = np.array([3.0, 4.0, 5.0]), np.array([0.0, 1.0])
    expected = np.array([[[0.0, 1.0]] * 3, [[1.0, 0.0]] * 3])
    why = "two pictures of two rows and three columns, one for each unit"
    answer(params, x1, x2).equals(expected, why)


@hidden_map.hidden(points=2, looks_at="each value on a grid of odd sizes")
def agrees_with_single_points(answer, rng):
    params = random_params(rng, 2, 3, 2)
    x1, x2 = rng.uniform(-2, 2, size=5), rng.uniform(-2, 2, size=7)
    points = np.array([[first, second] for second in x2 for first in x1])
    expected = np.array(steps_in_loops(points, params)[0]).reshape(7, 5, 3)
    answer(params, x1, x2).equals(expected)


@hidden_map.hidden(points=1, looks_at="a single point, and lists")
def works_for_one_point(answer, rng):
    params = random_params(rng, 2, 5, 1)
    first, second = (float(number) for number in rng.uniform(0.5, 2, size=2))
    a1 = steps_in_loops(np.array([[first, second]]), params)[0]
    answer(params, [first], [second]).equals(np.array([a1]))


@hidden_map.hidden(points=1, looks_at="a net that does not have two inputs")
def refuses_other_nets(answer, rng):
    outcome = answer(random_params(rng, 2, 3, 1), np.zeros(3), np.zeros(2))
    outcome.has_shape((2, 3, 3))
    answer(random_params(rng, 3, 5, 1), np.zeros(4), np.zeros(2)).raises(
        "ValueError", "3"
    )
    answer(random_params(rng, 1, 5, 1), np.zeros(4), np.zeros(2)).raises("ValueError")


@hidden_map.hidden(points=1, looks_at="whether its arguments are unchanged")
def leaves_the_net_unchanged(answer, rng):
    params = random_params(rng, 2, 2, 1)
    x1, x2 = rng.uniform(1, 2, size=2), rng.uniform(3, 4, size=3)
    outcome = answer(params, x1, x2).keeps_arguments()
    corner = steps_in_loops(np.array([[x1[1], x2[2]]]), params)[0][0]
    fits = np.shape(outcome.value) == (3, 2, 2)
    fits = fits and np.allclose(outcome.value[2, 1], corner)
    outcome.satisfies(fits, "the point (x1[1], x2[2]) at [2, 1]")
