"""Checks of the assignment capstone."""

import functools
import math

import numpy as np

from autograder.checking import Callback, Exercise, Rng

# Which baseline a classifier has to beat: "constant", "nearest mean",
# "softmax layer" or "sigmoid perceptron", see solutions/baselines.py.
BASELINE = "nearest mean"
N_TRAIN, N_NEW = 800, 800

prepare = Exercise(
    "prepare",
    minutes=10,
    difficulty=1,
    hints=(
        "What may one picture's numbers depend on? Not on which other pictures were "
        "handed over with it.",
        "Look at dtype and shape before anything else. Then turn the bytes into "
        "floating point numbers before you calculate, with constants that you write "
        "down and do not measure.",
        "Bytes run round: in uint8, 200 + 100 is 44, and 3 - 5 is 254. In floating "
        "point they are 300 and -2. Whole-number division of a byte by 255 leaves "
        "only 0 and 1.",
    ),
)


@prepare.public(points=1)
def gives_small_floating_numbers(answer, rng):
    images = np.zeros((3, 28, 28), dtype=np.uint8)
    images[0, 5:20, 14] = 255
    images[1] = np.arange(28, dtype=np.uint8) * 9
    outcome = answer(images).has_shape((3, 28, 28)).is_floating()
    x = outcome.value
    if x.dtype != np.float64:
        outcome.fail("numbers of type float64", f"numbers of type {x.dtype}")
    small = np.all(np.isfinite(x)) and np.abs(x).max() <= 3
    outcome.satisfies(small, "finite numbers from -3 to 3")
    contrast = abs(x[0, 10, 14] - x[0, 10, 0])
    outcome.satisfies(contrast >= 0.5, "ink and paper at least 0.5 apart")


@prepare.public(points=1)
def takes_a_single_picture(answer, rng):
    picture = np.zeros((28, 28), dtype=np.uint8)
    picture[4:24, 10:13] = 200
    answer(picture).has_shape((1, 28, 28), "a single picture counts as n = 1")


@prepare.hidden(points=1, looks_at="whether all 256 greys stay different, in order")
def keeps_greys_apart(answer, rng):
    images = rng.integers(0, 256, size=(2, 28, 28)).astype(np.uint8)
    images[0].flat[:256] = np.arange(256)
    outcome = answer(images)
    steps = np.diff(outcome.value[0].flat[:256])
    in_order = np.all(steps > 0) or np.all(steps < 0)
    outcome.satisfies(in_order, "different numbers for different greys, in order")


@prepare.hidden(points=2, looks_at="pictures alone and with others, and blank paper")
def depends_on_the_picture_alone(answer, rng):
    images = rng.integers(0, 120, size=(4, 28, 28)).astype(np.uint8)
    images[1:3] *= 2
    together = answer(images).value
    for i in (2, 0, 3):
        why = "the same picture alone must give the same numbers"
        answer(images[i : i + 1]).equals(together[i : i + 1], why).is_silent()
    blank = answer(np.zeros((2, 28, 28), dtype=np.uint8)).is_silent()
    blank.satisfies(np.all(np.isfinite(blank.value)), "finite numbers for paper")


@prepare.hidden(points=1, looks_at="pictures that are scaled already, or cut wrongly")
def refuses_other_pictures(answer, rng):
    n = int(rng.integers(2, 9))
    scaled = rng.uniform(size=(n, 28, 28))
    answer(scaled).raises("ValueError", "float64")
    answer(scaled.astype(np.float32)).raises("ValueError", "float32")
    answer((scaled * 255).astype(int)).raises("ValueError", "int64")
    answer(scaled > 0.5).raises("ValueError", "bool")
    for shape in (
        (n, 784),
        (n, 30, 28),
        (28, 28, n),
        (n, 28, 28, 1),
        (28,),
        (n, 28, 27),
    ):
        outcome = answer(np.zeros(shape, dtype=np.uint8))
        # Whoever added an axis first may name it, too.
        outcome.raises("ValueError", str(shape)[1:])


@prepare.hidden(points=1, looks_at="whether the pictures are unchanged")
def leaves_pictures_unchanged(answer, rng):
    images = rng.integers(1, 256, size=(5, 28, 28)).astype(np.uint8)
    answer(images).has_shape((5, 28, 28)).keeps_arguments()


network = Exercise(
    "Network",
    minutes=60,
    difficulty=3,
    hints=(
        "Which functions of chapters 6 to 10 do you own already? Paste them into "
        "cells above. What is left is to hand each result to the next function.",
        "Write the way forward on paper with the shape of each array, starting with "
        "(n, 28, 28). loss_and_gradients walks the same way, keeps what its way back "
        "needs in plain variables, and ends with a nest of the form of build.",
        "A layer of two units behind a picture of 784 numbers has 784 * 2 weights and "
        "2 biases: {'W': (784, 2), 'b': (2,)}. Its gradients are {'W': (784, 2), "
        "'b': (2,)} as well. The slope of the average over n pictures has the 1 / n "
        "in it once.",
    ),
)


@network.public(points=1)
def builds_a_nest_of_arrays(answer, rng):
    def ends(nest):
        if isinstance(nest, dict):
            nest = list(nest.values())
        if isinstance(nest, (list, tuple)):
            return [end for part in nest for end in ends(part)]
        return [nest]

    one = answer().named("network")
    outcome = one.method("build", Rng(1))
    arrays = ends(outcome.value)
    for array in arrays:
        is_array = isinstance(array, np.ndarray) and array.dtype == np.float64
        outcome.satisfies(is_array, "dicts, lists and tuples with float64 arrays")
    size = sum(array.size for array in arrays)
    outcome.satisfies(100 <= size <= 200_000, "100 to 200,000 numbers in all")
    again = ends(one.method("build", Rng(1)).value)
    other = one.method("build", Rng(2))
    same = all(np.array_equal(a, b) for a, b in zip(arrays, again, strict=True))
    outcome.satisfies(same, "the same parameters for the same seed")
    pairs = list(zip(arrays, ends(other.value), strict=True))
    same = all(np.array_equal(a, b) for a, b in pairs)
    other.satisfies(not same, "other parameters for another seed")


@network.public(points=1)
def gives_ten_logits(answer, rng):
    one = answer().named("network")
    parameters = one.method("build", Rng(3)).value
    x = rng.uniform(size=(5, 28, 28))
    outcome = one.method("logits", parameters, x).has_shape((5, 10))
    outcome.satisfies(np.all(np.isfinite(outcome.value)), "finite numbers")
    outcome.keeps_arguments()


@network.public(points=2)
def has_slopes_that_can_be_measured(answer, rng):
    def ends(nest, place=""):
        if isinstance(nest, dict):
            parts = nest.items()
        elif isinstance(nest, (list, tuple)):
            parts = enumerate(nest)
        else:
            return [(place, nest)]
        return [end for key, part in parts for end in ends(part, f"{place}[{key!r}]")]

    def moved(nest, ways, place=""):
        if isinstance(nest, dict):
            return {k: moved(nest[k], ways, f"{place}[{k!r}]") for k in nest}
        if isinstance(nest, (list, tuple)):
            parts = enumerate(nest)
            return type(nest)([moved(one, ways, f"{place}[{k}]") for k, one in parts])
        return nest + ways[place] if place in ways else nest

    def kind(nest):
        if isinstance(nest, dict):
            return f"a dict with the keys {', '.join(sorted(map(repr, nest)))}"
        if isinstance(nest, (list, tuple)):
            return f"a list or tuple of {len(nest)}"
        if isinstance(nest, (np.ndarray, np.number, float, int)):
            return f"an array of shape {np.shape(nest)}"
        return "nothing (None)" if nest is None else f"a {type(nest).__name__}"

    def first_other_form(nest, other, place=""):
        if kind(nest) != kind(other):
            return place, kind(nest), kind(other)
        keys = nest if isinstance(nest, dict) else range(len(nest))
        if not isinstance(nest, (dict, list, tuple)):
            keys = ()
        for key in keys:
            found = first_other_form(nest[key], other[key], f"{place}[{key!r}]")
            if found:
                return found
        return None

    one = answer().named("network")
    parameters = one.method("build", Rng(4)).value
    noise = {place: rng.normal(size=np.shape(a)) for place, a in ends(parameters)}
    parameters = moved(parameters, {place: 0.02 * a for place, a in noise.items()})
    n, labels = 3, np.array([7, 0, 2])
    x = rng.uniform(size=(n, 28, 28))
    outcome = one.method("loss_and_gradients", parameters, x, labels)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "a pair: loss and gradients")
    if kind(outcome.value[0]) != "an array of shape ()":
        outcome.fail("one number as loss", kind(outcome.value[0]))
    found = first_other_form(parameters, outcome.value[1])
    if found:
        place, wanted, got = found
        why = "gradients have the form of the parameters, and arrays of the same shapes"
        outcome.fail(f"gradients{place} to be {wanted}", got, why)

    # Each array by itself, in two directions; a kink may lie in the way of a step.
    slopes, wrong = dict(ends(outcome.value[1])), []
    for place, claimed in slopes.items():
        pairs, fits = [], True
        for way in (claimed, rng.normal(size=np.shape(claimed))):
            way = way / (np.sqrt(np.sum(np.square(way))) or 1.0)
            promised = float(np.sum(claimed * way))
            for h in (1e-5, 1e-6):
                losses = [
                    one.method(
                        "loss_and_gradients",
                        moved(parameters, {place: step}),
                        x,
                        labels,
                    ).value[0]
                    for step in (h * way, -h * way)
                ]
                measured = float(losses[0] - losses[1]) / (2 * h)
                if abs(measured - promised) <= 1e-4 * abs(measured) + 1e-8:
                    break
            else:
                fits = False
            pairs.append((promised, measured))
        if not fits:
            wrong.append((place, pairs))
    if not wrong:
        return
    again = one.method("loss_and_gradients", parameters, x, labels)
    before, after = float(outcome.value[0]), float(again.value[0])
    if abs(after - before) > 1e-12 * abs(before):
        why = "nothing is kept between calls"
        again.fail(
            f"the loss {before:.10g}, as for the first call", f"{after:.10g}", why
        )

    def is_multiple(pairs, factor):
        def close(promised, measured):
            return abs(promised - factor * measured) <= 1e-3 * abs(promised) + 1e-7

        return all(close(*pair) for pair in pairs)

    def in_words(pairs):
        promised, measured = max(pairs, key=lambda pair: abs(pair[1]))
        if not any(promised for promised, _ in pairs):
            return f"{promised:.6g}: all its slopes are 0"
        if measured and is_multiple(pairs, promised / measured):
            return f"{promised:.6g}, {promised / measured:.4g} times as much"
        return f"{promised:.6g}"

    def largest(pairs):
        return max((measured for _, measured in pairs), key=abs)

    expected = [f"{largest(pairs):.6g} along parameters{p}" for p, pairs in wrong]
    got = [f"{in_words(pairs)}, along parameters{p}" for p, pairs in wrong]
    all_wrong = len(wrong) == len(slopes)
    why = "each array was moved a little by itself, and "
    why += "none is right" if all_wrong else "the others are right"
    pairs = [pair for _, some in wrong for pair in some]
    if is_multiple(pairs, n):
        why += f"; there are n = {n} pictures, so 1 / n seems to be missing"
    elif is_multiple(pairs, 1 / n):
        why += f"; there are n = {n} pictures, so 1 / n seems to come in twice"
    elif is_multiple(pairs, -1):
        why += "; the sign is the wrong way round"
    elif all_wrong:
        why += "; look first at the slope along the logits, where the way back begins"
    outcome.fail(
        f"slopes as measured: {'; '.join(expected)}",
        f"gradients that promise {'; '.join(got)}",
        why,
    )


def ends_of(nest, path=()):
    """List the paths and arrays at the ends of a nest."""
    if isinstance(nest, dict):
        return [end for key in nest for end in ends_of(nest[key], (*path, key))]
    if isinstance(nest, (list, tuple)):
        parts = enumerate(nest)
        return [end for i, part in parts for end in ends_of(part, (*path, i))]
    return [(path, nest)]


def mapped(nest, change, path=()):
    """Return a nest of the same form whose ends are ``change(path, array)``."""
    if isinstance(nest, dict):
        return {key: mapped(nest[key], change, (*path, key)) for key in nest}
    if isinstance(nest, (list, tuple)):
        parts = [mapped(part, change, (*path, i)) for i, part in enumerate(nest)]
        return type(nest)(parts)
    return change(path, np.asarray(nest))


def outline_of(nest):
    """Return the kinds, keys, lengths and shapes of a nest, as text."""
    if isinstance(nest, dict):
        return {key: outline_of(nest[key]) for key in sorted(nest, key=repr)}
    if isinstance(nest, (list, tuple)):
        return [outline_of(part) for part in nest]
    return np.shape(nest)


def somewhere(network, rng):
    """Return parameters at which no sum stands at a kink, not even on paper."""
    parameters = network.method("build", Rng(int(rng.integers(2**31)))).value
    return mapped(parameters, lambda path, a: a + rng.normal(scale=0.03, size=a.shape))


def mean_cross_entropy(logits, labels):
    """Compute the loss from logits, one row at a time."""
    costs = []
    for row, label in zip(np.asarray(logits).tolist(), labels, strict=True):
        top = max(row)
        total = math.fsum(math.exp(number - top) for number in row)
        costs.append(math.log(total) + top - row[label])
    return math.fsum(costs) / len(costs)


@network.hidden(points=1, looks_at="whether the loss is that of the logits")
def loss_is_that_of_its_logits(answer, rng):
    one = answer().named("network")
    parameters = somewhere(one, rng)
    for n in (1, 7):
        x, labels = rng.uniform(size=(n, 28, 28)), rng.integers(10, size=n)
        logits = one.method("logits", parameters, x).has_shape((n, 10)).value
        outcome = one.method("loss_and_gradients", parameters, x, labels)
        expected = mean_cross_entropy(logits, labels.tolist())
        close = math.isclose(outcome.value[0], expected, rel_tol=1e-7, abs_tol=1e-9)
        outcome.satisfies(close, f"{expected:.7g} as loss", "from your own logits")


@network.hidden(points=1, looks_at="logits of many thousands")
def survives_large_logits(answer, rng):
    one = answer().named("network")
    parameters = one.method("build", Rng(int(rng.integers(2**31)))).value
    x, labels = rng.uniform(size=(4, 28, 28)), np.arange(4)
    far = parameters
    for _ in range(16):
        if np.abs(one.method("logits", far, x).value).max() > 1500:
            break
        far = mapped(far, lambda path, a: 2 * a)
    outcome = one.method("loss_and_gradients", far, x, labels).is_silent()
    finite = math.isfinite(outcome.value[0])
    outcome.satisfies(finite, "a finite loss")
    fine = all(np.all(np.isfinite(a)) for _, a in ends_of(outcome.value[1]))
    outcome.satisfies(fine, "finite gradients")


@network.hidden(points=1, looks_at="whether gradients have the form of the parameters")
def gradients_have_the_form_of_parameters(answer, rng):
    one = answer().named("network")
    parameters = one.method("build", Rng(int(rng.integers(2**31)))).value
    x, labels = rng.uniform(size=(2, 28, 28)), np.array([9, 4])
    outcome = one.method("loss_and_gradients", parameters, x, labels)
    same = outline_of(outcome.value[1]) == outline_of(parameters)
    outcome.satisfies(same, f"gradients of the form {outline_of(parameters)}")


def demand_slopes(answer, rng, is_wanted):
    """Demand the slopes along those arrays that are wanted, each by itself."""
    one = answer().named("network")
    parameters, n = somewhere(one, rng), 3
    x, labels = rng.uniform(size=(n, 28, 28)), rng.integers(10, size=n)
    outcome = one.method("loss_and_gradients", parameters, x, labels)
    gradients = dict(ends_of(outcome.value[1]))
    labels = labels.tolist()

    def loss(path, way, h):
        def step(at, a):
            return a + h * way if at == path else a

        logits = one.method("logits", mapped(parameters, step), x).value
        return mean_cross_entropy(logits, labels)

    for path, array in ends_of(parameters):
        if not is_wanted(array):
            continue
        got = np.asarray(gradients[path], dtype=float)
        fits = got.shape == array.shape
        outcome.satisfies(fits, f"gradients of shape {array.shape} at {path}")
        largest, some = np.zeros(array.size), np.zeros(array.size)
        largest[np.abs(got).argmax()] = some[rng.integers(array.size)] = 1.0
        ways = [rng.normal(size=array.shape), got.copy()]
        ways += [single.reshape(array.shape) for single in (largest, some)]
        for way in ways:
            way = way / (np.linalg.norm(way) or 1.0)
            promised = float(np.sum(got * way))
            for h in (1e-5, 1e-6, 1e-4):
                measured = (loss(path, way, h) - loss(path, way, -h)) / (2 * h)
                if abs(measured - promised) <= 1e-4 * abs(measured) + 1e-8:
                    break
            else:
                expected = f"the slope {measured:.6g} along {path}, not {promised:.6g}"
                outcome.satisfies(False, expected)


@network.hidden(points=3, looks_at="measured slopes of tables and kernels, in place")
def slopes_of_weights_in_place(answer, rng):
    demand_slopes(answer, rng, lambda array: array.ndim >= 2)


@network.hidden(points=2, looks_at="measured slopes of biases and other vectors")
def slopes_of_vectors_in_place(answer, rng):
    demand_slopes(answer, rng, lambda array: array.ndim < 2)


@network.hidden(points=1, looks_at="whether a picture's logits depend on the others")
def treats_each_picture_by_itself(answer, rng):
    one = answer().named("network")
    parameters = somewhere(one, rng)
    x = rng.uniform(size=(4, 28, 28)) * np.array([0.2, 1, 0.5, 0.1])[:, None, None]
    together = one.method("logits", parameters, x).has_shape((4, 10)).value
    for i in (3, 0, 2):
        outcome = one.method("logits", parameters, x[i : i + 1])
        outcome.equals(together[i : i + 1], rtol=1e-6)


@network.hidden(points=1, looks_at="calls that are repeated, and unchanged arguments")
def remembers_nothing(answer, rng):
    one = answer().named("network")
    parameters, other = somewhere(one, rng), somewhere(one, rng)
    x, labels = rng.uniform(size=(3, 28, 28)), rng.integers(10, size=3)
    first = one.method("logits", parameters, x).value
    outcome = one.method("loss_and_gradients", parameters, x, labels)
    outcome.keeps_arguments()
    changed = outline_of(outcome.value[1]) and outcome._reply.arguments[0]
    pairs = zip(ends_of(parameters), ends_of(changed), strict=True)
    same = all(np.array_equal(a, b) for (_, a), (_, b) in pairs)
    outcome.satisfies(same, "that the parameters stay as they are")
    one.method("loss_and_gradients", other, 1 - x, labels).succeeds()
    again = one.method("loss_and_gradients", parameters, x, labels)
    again.satisfies(again.value[0] == outcome.value[0], "the same loss as before")
    one.method("logits", parameters, x).equals(first, "the same logits as before")


@network.hidden(points=1, looks_at="whether a fresh network is unsure, and can learn")
def can_start_to_learn(answer, rng):
    one = answer().named("network")
    parameters = one.method("build", Rng(int(rng.integers(2**31)))).value
    x = np.kron(rng.random(size=(10, 7, 7)) < 0.3, np.ones((4, 4))).astype(float)
    labels = rng.permutation(10)
    outcome = one.method("loss_and_gradients", parameters, x, labels)
    first = outcome.value[0]
    outcome.satisfies(1 <= first <= 6, f"a first loss from 1 to 6, not {first:.3g}")
    for _ in range(40):
        gradients = dict(ends_of(outcome.value[1]))
        parameters = mapped(parameters, lambda path, a, g=gradients: a - 0.05 * g[path])
        outcome = one.method("loss_and_gradients", parameters, x, labels)
    last = outcome.value[0]
    expected = f"less than half of {first:.3g} after 40 steps, not {last:.3g}"
    outcome.satisfies(last < first / 2, expected)


update_nest = Exercise(
    "update_nest",
    minutes=20,
    difficulty=2,
    hints=(
        "What can stand at a place of a nest? A dict, a list or tuple, or an array. "
        "For each of the three say what to do; two of them contain smaller nests.",
        "A function may call itself for the parts of a nest. The memory of an array "
        "can lie at the same place of a second nest, which is what you return as the "
        "state. For the first step, None stands for a memory of zeros.",
        "Plain descent, rate 0.1: {'a': [4.0]} with slopes {'a': [20.0]} gives "
        "{'a': [2.0]}, and a list of two such dicts gives a list of two such dicts.",
    ),
)


@update_nest.public(points=1)
def moves_against_the_slopes(answer, rng):
    old = {"W": np.array([[1.0, -2.0, 0.5]]), "b": np.array([3.0, 4.0])}
    slopes = {"W": np.array([[2.0, -1.0, 0.0]]), "b": np.array([-4.0, 0.5])}
    outcome = answer(old, slopes, None, 0.1)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "parameters and state")
    new = outcome.value[0]
    keys = type(new) is dict and set(new) == {"W", "b"}
    outcome.satisfies(keys, "a dict with the keys W and b as parameters")
    for name in old:
        fits = np.shape(new[name]) == old[name].shape
        outcome.satisfies(fits, f"shape {old[name].shape} of {name}")
        signs, wanted = np.sign(new[name] - old[name]), -np.sign(slopes[name])
        why = ""
        if np.array_equal(signs, -wanted):
            why = "it moved with them: the sign of the step is the wrong way round"
        against = np.array_equal(signs, wanted)
        outcome.satisfies(against, f"{name} to move against its slopes", why)
    why = "a step in place would also move the best parameters that keep_best remembers"
    outcome.keeps_arguments(why)


@update_nest.public(points=1)
def keeps_the_form_of_a_nest(answer, rng):
    old = [(np.ones((3, 2)), np.zeros(2)), {"deep": [np.array([5.0])]}]
    slopes = [(np.ones((3, 2)), np.ones(2)), {"deep": [np.array([1.0])]}]
    outcome = answer(old, slopes)
    new = outcome.value[0]
    fits = type(new) is list and len(new) == 2 and type(new[0]) is tuple
    why = "a list stays a list, and a tuple a tuple"
    outcome.satisfies(fits, "a list of a tuple and a dict", why)
    fits = type(new[1]) is dict and type(new[1].get("deep")) is list
    outcome.satisfies(fits, "a dict with a list under 'deep' in the list")
    shapes = [np.shape(new[0][0]), np.shape(new[0][1]), np.shape(new[1]["deep"][0])]
    outcome.satisfies(shapes == [(3, 2), (2,), (1,)], "arrays of the same shapes")


def a_nest(rng):
    """Draw a nest of any form, with two arrays of one shape."""
    return {
        "front": [(rng.normal(size=(2, 3)), rng.normal(size=3)), rng.normal(size=3)],
        "back": ({"W": rng.normal(size=(3, 5, 1))}, rng.normal(size=())),
    }


def parameters_of(outcome, old):
    """Return the arrays by their paths, if they have the form of the old ones."""
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "parameters and state")
    fits = outline_of(outcome.value[0]) == outline_of(old)
    outcome.satisfies(fits, f"parameters of the form {outline_of(old)}")
    return dict(ends_of(outcome.value[0]))


@update_nest.hidden(points=1, looks_at="the first step for other rates, also 0")
def moves_in_proportion_to_the_rate(answer, rng):
    old, slopes = a_nest(rng), a_nest(rng)
    lr = float(rng.uniform(0.01, 0.1))
    steps = []
    for rate in (0.0, lr, 2 * lr):
        outcome = answer(old, slopes, lr=rate)
        new = parameters_of(outcome, old)
        steps.append([new[path] - array for path, array in ends_of(old)])
    for none, once, twice in zip(*steps, strict=True):
        outcome.satisfies(np.all(np.abs(none) < 1e-12), "no step at the rate 0")
        outcome.satisfies(np.all(once != 0), "a step wherever there is a slope")
        same = np.allclose(twice, 2 * once, rtol=1e-6)
        outcome.satisfies(same, "twice the step for twice the rate")


@update_nest.hidden(points=2, looks_at="100 steps down a bowl")
def descends_a_bowl(answer, rng):
    def apart(path, a):
        return a + rng.uniform(-2, 2, size=a.shape)

    goal = a_nest(rng)
    where, goals = mapped(goal, apart), dict(ends_of(goal))
    state = None
    for _ in range(100):
        slopes = mapped(where, lambda path, a: a - goals[path])
        outcome = answer(where, slopes, state, lr=0.05)
        parameters_of(outcome, goal)
        where, state = outcome.value
    far = max(np.abs(a - goals[path]).max() for path, a in ends_of(where))
    outcome.satisfies(far < 0.2, f"to be within 0.2 of the goal, not {far:.3g} away")


@update_nest.hidden(
    points=1, looks_at="whether each array moves by its own slopes alone"
)
def moves_each_array_by_itself(answer, rng):
    old, state = a_nest(rng), None
    alone = {path: (array, None) for path, array in ends_of(old)}
    for _ in range(3):
        slopes = mapped(old, lambda path, a: rng.normal(size=a.shape))
        outcome = answer(old, slopes, state, 0.05)
        together = parameters_of(outcome, old)
        for path, slope in ends_of(slopes):
            array, memory = alone[path]
            single = answer([array], [slope], memory, 0.05)
            new = parameters_of(single, [array])[(0,)]
            close = np.allclose(new, together[path], rtol=1e-6, atol=1e-12)
            outcome.satisfies(close, f"the array at {path} to move as if it were alone")
            alone[path] = new, single.value[1]
        old, state = outcome.value


@update_nest.hidden(
    points=1, looks_at="trainings that take turns, and an old state again"
)
def keeps_all_memory_in_the_state(answer, rng):
    old, slopes, others = a_nest(rng), a_nest(rng), a_nest(rng)
    first = answer(old, slopes, None, 0.05)
    where, state = first.value
    second = answer(where, others, state, 0.05)
    expected = parameters_of(second, old)
    answer(others, slopes, None, 0.05).succeeds()
    for _ in range(2):
        again = answer(where, others, state, 0.05)
        new = parameters_of(again, old)
        same = all(np.array_equal(new[path], expected[path]) for path in new)
        again.satisfies(same, "the same step from the same state")


@update_nest.hidden(
    points=1, looks_at="whether the arguments are unchanged, so no step in place"
)
def changes_no_argument(answer, rng):
    for old, slopes in (
        (a_nest(rng), a_nest(rng)),
        ({"W": np.ones(3)}, {"W": np.ones(3)}),
    ):
        outcome = answer(old, slopes, None, 0.05)
        parameters_of(outcome, old)
        for name, before, after in zip(
            ("parameters", "gradients"),
            (old, slopes),
            outcome._reply.arguments[:2],
            strict=True,
        ):
            pairs = zip(ends_of(before), ends_of(after), strict=True)
            same = all(np.array_equal(a, b) for (_, a), (_, b) in pairs)
            outcome.satisfies(same, f"that the {name} stay as they are")


keep_best = Exercise(
    "keep_best",
    minutes=15,
    difficulty=2,
    hints=(
        "Two things have to be remembered beside the latest parameters. Which?",
        "Score the start before the loop. In the loop: one epoch from the latest, one "
        "score, compare. Comparisons with nan are always False; think about a start "
        "whose score is nan.",
        "Scores 5, 3, 4, 6 with patience 2: after 3 and 4 two epochs in a row brought "
        "no new best score, so 6 is never seen, and the start is the best.",
    ),
)


@keep_best.public(points=1)
def returns_the_best_and_all_scores(answer, rng):
    ladder = [0.2, 0.5, 0.9, 0.7, 0.8]
    epoch = Callback(lambda p: p + 1, "epoch")
    score = Callback(lambda p: ladder[p], "score")
    outcome = answer(0, epoch, score, 4)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "the best parameters and the scores")
    best, scores = outcome.value
    outcome.satisfies(list(scores) == ladder, f"the scores {ladder}")
    outcome.satisfies(best == 2, "the parameters 2", "their score is 0.9")


@keep_best.public(points=1)
def takes_the_earliest_of_equal_scores(answer, rng):
    ladder = [0.2, 0.9, 0.5, 0.9]
    epoch = Callback(lambda p: p + 1, "epoch")
    score = Callback(lambda p: ladder[p], "score")
    outcome = answer(0, epoch, score, 3)
    outcome.satisfies(outcome.value[0] == 1, "the parameters 1, scored 0.9 first")


def demand_best(answer, ladder, n_epochs, patience, best, seen):
    """Demand the best place on a ladder of scores, and how many were seen."""
    asked = []

    def look(place):
        asked.append(int(place))
        return ladder[int(place)]

    epoch = Callback(lambda p: p + 1, "epoch")
    outcome = answer(0, epoch, Callback(look, "score"), n_epochs, patience)
    got, scores = outcome.value
    outcome.satisfies(len(scores) == seen, f"{seen} scores")
    same = np.array_equal(scores, ladder[:seen], equal_nan=True)
    outcome.satisfies(same, f"the scores {ladder[:seen]}")
    outcome.satisfies(got == best, f"the parameters {best}")
    return asked, outcome


@keep_best.hidden(points=1, looks_at="whether each epoch goes on from the latest")
def goes_on_from_the_latest(answer, rng):
    ladder = [float(x) for x in rng.permutation(9)]
    ladder[3] = 20.0
    demand_best(answer, ladder, 8, None, 3, 9)
    falling = [-float(i) for i in range(6)]
    demand_best(answer, falling, 5, None, 0, 6)


@keep_best.hidden(points=2, looks_at="patience")
def stops_when_nothing_gets_better(answer, rng):
    a = float(rng.uniform(1, 2))
    demand_best(answer, [a, a - 1, a - 1, a + 1, a, a, a + 5], 6, 3, 6, 7)
    long = [a, a - 1, a + 1, a, a + 0.5, a - 1, a - 2, a - 3, a - 4]
    demand_best(answer, long, 8, 2, 2, 5)
    demand_best(answer, [a, a, a - 1, a + 1], 3, 2, 0, 3)
    demand_best(answer, [a, a - 1, a + 1], 2, 1, 0, 2)


@keep_best.hidden(points=1, looks_at="scores of nan, and negative ones")
def takes_nan_for_the_worst(answer, rng):
    low = -float(rng.uniform(100, 1000))
    demand_best(answer, [low, math.nan, low + 1, math.nan], 3, None, 2, 4)
    demand_best(answer, [math.nan, low, math.nan, low - 1], 3, None, 1, 4)
    demand_best(answer, [low - 2, low - 3], 1, None, 0, 2)


@keep_best.hidden(points=1, looks_at="how often score is called, and no epoch at all")
def scores_each_version_once(answer, rng):
    ladder, best = [float(x) for x in rng.permutation(5)], int(rng.integers(1, 4))
    ladder.insert(best, 9.0)
    asked, outcome = demand_best(answer, ladder, 5, None, best, 6)
    once = asked == list(range(6))
    outcome.satisfies(once, "one call of score for the start and one for each epoch")
    demand_best(answer, ladder, 0, None, 0, 1)


train = Exercise(
    "train",
    minutes=40,
    difficulty=3,
    uses=("prepare", "Network", "update_nest", "keep_best"),
    hints=(
        "Draw the flow on paper: pictures, prepare, what is held out, an epoch of "
        "mini-batches, score, keep_best, classify. Which function of yours does which "
        "arrow?",
        "Shuffle once with rng before you hold anything out, since the pictures may "
        "come sorted. Define epoch, score and classify inside of train, so that they "
        "see its variables; epoch calls loss_and_gradients and update_nest for each "
        "mini-batch.",
        "80 pictures: hold out 10 of a shuffled order, train on 70 in batches of 20: "
        "20, 20, 20, 10. classify turns (n, 28, 28) into n numbers by argmax along "
        "axis 1, and (28, 28) into one number.",
    ),
)


@train.public(points=2)
def learns_ten_drawings(answer, rng):
    drawings = np.kron(rng.random(size=(10, 7, 7)) < 0.4, np.ones((4, 4))) * 200
    labels = rng.integers(10, size=240)
    labels[:10] = np.arange(10)
    images = drawings[labels] + rng.integers(0, 56, size=(240, 28, 28))
    images = images.astype(np.uint8)
    classify = answer(images[:160], labels[:160], Rng(1)).function()
    outcome = classify(images[160:])
    guesses = np.asarray(outcome.value)
    fits = guesses.shape == (80,) and guesses.dtype.kind in "iu"
    outcome.satisfies(fits, "80 whole numbers for 80 pictures")
    right = int(np.sum(guesses == labels[160:]))
    most = int(np.bincount(labels[160:]).max())
    why = f"always the same answer gets at most {most}"
    outcome.satisfies(right >= 72, f"at least 72 of 80 right, not {right}", why)


@train.public(points=1)
def reads_a_single_picture(answer, rng):
    images = rng.integers(0, 256, size=(60, 28, 28)).astype(np.uint8)
    classify = answer(images, np.arange(60) % 10, Rng(2)).function()
    outcome = classify(images[0]).is_integer("one number for one picture")
    outcome.satisfies(0 <= outcome.value <= 9, "a digit from 0 to 9")


@train.public(points=1)
def gives_the_same_classifier_for_the_same_seed(answer, rng):
    images = rng.integers(0, 256, size=(60, 28, 28)).astype(np.uint8)
    noise = rng.integers(0, 256, size=(100, 28, 28)).astype(np.uint8)
    labels = np.arange(60) % 10
    first = answer(images, labels, Rng(6)).function()(noise)
    again = answer(images, labels, Rng(6)).function()(noise)
    differ = int(np.sum(np.asarray(first.value) != np.asarray(again.value)))
    if differ:
        why = "all chance comes from rng, and nothing is kept from an earlier training"
        got = f"other guesses about {differ} of 100 pictures"
        again.fail("the same guesses for the same seed", got, why)


def drawn(rng, n, noise=56):
    """Draw ten patterns many times, with noise."""
    drawings = np.kron(rng.random(size=(10, 7, 7)) < 0.4, np.ones((4, 4))) * 190
    labels = rng.permutation(np.arange(n) % 10)
    images = drawings[labels] + rng.integers(0, noise, size=(n, 28, 28))
    return images.astype(np.uint8), labels


@functools.lru_cache(maxsize=4)
def real_digits(seed, n_train, n_new, name):
    """Return digits to train on, new ones, and what a baseline says about these."""
    from datasets import mnist
    from solutions.baselines import baseline_guesses

    digits, rng = mnist(), np.random.default_rng(seed)
    rows = rng.permutation(len(digits.train_labels))[:n_train]
    new = rng.permutation(len(digits.test_labels))[:n_new]
    images, labels = digits.train_images[rows], digits.train_labels[rows]
    new_images, new_labels = digits.test_images[new], digits.test_labels[new]
    guesses = baseline_guesses(name, images, labels, new_images, rng)
    return images, labels, new_images, new_labels, int(np.sum(guesses == new_labels))


def demand_more_than(answer, rng, n_train, n_new, name, times=1):
    """Demand more right answers on new digits than a baseline gives, or a multiple."""
    seed = int(rng.integers(2**31))
    images, labels, new, expected, least = real_digits(seed, n_train, n_new, name)
    least *= times
    classify = answer(images, labels, Rng(seed)).function()
    outcome = classify(new)
    guesses = np.asarray(outcome.value)
    outcome.satisfies(guesses.shape == (n_new,), f"{n_new} guesses")
    right = int(np.sum(guesses == expected))
    as_many = "" if times == 1 else f"{times} times "
    better = f"more than {least} of {n_new} new digits, {as_many}what {name!r} gets"
    outcome.satisfies(right > least, f"{better}, not {right}")


@train.hidden(points=1, looks_at="real digits, beside twice what a constant gets")
def beats_a_constant_answer(answer, rng):
    demand_more_than(answer, rng, 150, 300, "constant", times=2)


@train.hidden(
    points=4,
    looks_at=f"whether {N_TRAIN} real digits to learn from give more right answers on "
    f"{N_NEW} new ones than the baseline, {BASELINE}",
)
def beats_the_stated_baseline(answer, rng):
    demand_more_than(answer, rng, N_TRAIN, N_NEW, BASELINE)


@train.hidden(points=1, looks_at="pictures that come sorted by label")
def takes_sorted_pictures(answer, rng):
    images, labels = drawn(rng, 200)
    order = np.argsort(labels[:150], kind="stable")
    images_in_order, labels_in_order = images[:150][order], labels[:150][order]
    classify = answer(images_in_order, labels_in_order, Rng(3)).function()
    outcome = classify(images[150:])
    right = int(np.sum(np.asarray(outcome.value) == labels[150:]))
    outcome.satisfies(right >= 43, f"at least 43 of 50 right, not {right}")


@train.hidden(points=1, looks_at="the same seed twice, and another seed")
def is_the_same_for_the_same_seed(answer, rng):
    images, labels = drawn(rng, 60, noise=60)
    noise = rng.integers(0, 256, size=(150, 28, 28)).astype(np.uint8)
    seed = int(rng.integers(2**31))
    said = []
    for number in (seed, seed, seed + 1):
        outcome = answer(images, labels, Rng(number)).function()(noise)
        said.append(np.asarray(outcome.value))
    same = np.array_equal(said[0], said[1])
    outcome.satisfies(same, "the same guesses for the same seed")
    other = not np.array_equal(said[0], said[2])
    outcome.satisfies(other, "other guesses on noise for another seed")


@train.hidden(points=1, looks_at="whether a guess depends on other pictures")
def guesses_about_each_picture_alone(answer, rng):
    images, labels = drawn(rng, 70)
    classify = answer(images, labels, Rng(4)).function()
    dim = images[60:] // np.arange(1, 11, dtype=np.uint8)[:, None, None]
    noise = rng.integers(0, 256, size=(40, 28, 28)).astype(np.uint8)
    asked = np.concatenate([dim, noise // 4, noise])
    together = np.asarray(classify(asked).value)
    # Dim noise alone: close calls, and nothing bright beside them.
    outcome = classify(asked[10:50])
    same = np.array_equal(together[10:50], np.asarray(outcome.value))
    outcome.satisfies(same, "the same guesses without the other pictures")
    for i in (9, 55, 0):
        outcome = classify(asked[i])
        outcome.satisfies(outcome.value == together[i], "the same guess alone")


@train.hidden(points=1, looks_at="numbers of labels that do not fit, and arguments")
def refuses_labels_that_do_not_fit(answer, rng):
    n = int(rng.integers(61, 69))
    images, labels = drawn(rng, n)
    answer(images, labels, Rng(5)).keeps_arguments().function()
    answer(images, labels[:-1], Rng(5)).raises("ValueError", str(n), str(n - 1))
    longer = np.append(labels, 0)
    answer(images, longer, Rng(5)).raises("ValueError", str(n), str(n + 1))


honest_report = Exercise(
    "honest_report",
    minutes=20,
    difficulty=2,
    hints=(
        "Two classifiers were asked about the same pictures. On how many of them do "
        "they differ in being right? The others say nothing about which is better.",
        "Make an array with one number for each picture: right minus right of the "
        "baseline. Its mean is the gain; its spread, divided by the root of n, says "
        "how sure that is.",
        "Four pictures, gains 1, 1, 0, 0: the mean is 0.5, the distances 0.5 each, so "
        "the standard error is 0.5 / 2 = 0.25. Twice that is 0.5, and 0.5 is not more.",
    ),
)


@honest_report.public(points=1)
def states_accuracy_and_its_error(answer, rng):
    labels, guesses = np.array([3, 1, 4, 1, 5]), np.array([3, 1, 4, 2, 5])
    outcome = answer(labels, guesses, {})
    report = outcome.value
    keys = {"accuracy", "standard_error", "confusions", "beaten"}
    fits = type(report) is dict and set(report) == keys
    outcome.satisfies(fits, f"a dict with the keys {', '.join(sorted(keys))}")
    close = abs(report["accuracy"] - 0.8) < 1e-12
    outcome.satisfies(close, "the accuracy 0.8", "four of five")
    close = abs(report["standard_error"] - 0.1788854) < 1e-6
    outcome.satisfies(close, "the standard error 0.1788854", "the root of 0.16 / 5")


@honest_report.public(points=1)
def lists_mistakes_by_frequency(answer, rng):
    labels = np.array([4, 4, 9, 9, 9, 4, 2])
    guesses = np.array([9, 9, 4, 9, 5, 9, 2])
    outcome = answer(labels, guesses, {})
    got = [tuple(int(x) for x in triple) for triple in outcome.value["confusions"]]
    expected = [(4, 9, 3), (9, 4, 1), (9, 5, 1)]
    why = "a 4 was taken for a 9 three times"
    outcome.satisfies(got == expected, f"{expected}", why)


@honest_report.public(points=1)
def tells_luck_from_a_better_classifier(answer, rng):
    labels = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 8])

    def without(*wrong):
        guesses = labels.copy()
        guesses[list(wrong)] = 0
        return guesses

    # On how many pictures the classifier alone is right, and the baseline alone.
    baselines = {
        "3 to 0": without(0, 1, 2, 3, 4),
        "5 to 0": without(0, 1, 2, 3, 4, 5, 6),
        "3 to 1": without(1, 2, 3, 4),
        "3 to 2": without(2, 3, 4),
        "4 to 2": without(2, 3, 4, 5),
        "7 to 2": without(2, 3, 4, 5, 6, 7, 8),
    }
    nothing_or_half = {"none": [0, 0, 0, 0], "half": [7, 0, 7, 0]}
    even = answer([7, 7, 7, 7], [7, 7, 7, 7], nothing_or_half)
    outcome = answer(labels, without(0, 1), baselines)
    beaten = outcome.value["beaten"]
    fits = type(beaten) is dict and set(beaten) == set(baselines)
    outcome.satisfies(fits, "a dict under 'beaten', with the names of the baselines")
    for name in baselines:
        verdict = name in ("3 to 0", "5 to 0")
        if bool(beaten[name]) != verdict:
            ours, theirs = name.split(" to ")
            why = f"of 10 pictures the classifier alone is right on {ours}, and the "
            why += f"baseline alone on {theirs}"
            expected = f"{verdict} for the baseline {name!r}"
            said = {name: bool(verdict) for name, verdict in beaten.items()}
            outcome.fail(expected, f"{said}", why)
    why = "the gain is 1 and its standard error 0"
    even.satisfies(even.value["beaten"]["none"], "True for 'none'", why)
    why = "the gain is 0.5 and its standard error 0.25: exactly twice is not more"
    even.satisfies(not even.value["beaten"]["half"], "False for 'half'", why)


def some_guesses(rng, n):
    """Draw labels, and guesses of which about three quarters are right."""
    labels = rng.integers(10, size=n)
    wrong = rng.random(n) < 0.25
    return labels, np.where(wrong, rng.integers(10, size=n), labels)


@honest_report.hidden(points=1, looks_at="the error of any accuracy, also of 1")
def computes_any_standard_error(answer, rng):
    for n in (1, 7, 200):
        labels, guesses = some_guesses(rng, n)
        right = sum(int(a == b) for a, b in zip(labels, guesses, strict=True))
        p = right / n
        outcome = answer(labels.tolist(), guesses.tolist(), {}).is_silent()
        got = outcome.value["accuracy"], outcome.value["standard_error"]
        expected = p, math.sqrt(p * (1 - p) / n)
        close = np.allclose(got, expected, atol=1e-12)
        outcome.satisfies(close, f"accuracy and standard error {expected}")
    poor = np.where(np.arange(200) < 50, labels, (labels + 1) % 10)
    outcome = answer(labels, poor, {})
    error = math.sqrt(0.25 * 0.75 / 200)
    close = abs(outcome.value["standard_error"] - error) < 1e-12
    outcome.satisfies(close, f"the standard error {error} for 50 of 200")
    perfect = answer(labels, labels, {"same": labels})
    got = perfect.value["standard_error"]
    perfect.satisfies(abs(got) < 1e-12, "the standard error 0")
    perfect.satisfies(perfect.value["confusions"] == [], "no confusions")


@honest_report.hidden(points=1, looks_at="the order of mistakes that are equally many")
def orders_equal_mistakes(answer, rng):
    labels, guesses = some_guesses(rng, 150)
    counts = {}
    for pair in zip(labels.tolist(), guesses.tolist(), strict=True):
        if pair[0] != pair[1]:
            counts[pair] = counts.get(pair, 0) + 1
    expected = []
    for count in sorted(set(counts.values()), reverse=True):
        pairs = sorted(pair for pair in counts if counts[pair] == count)
        expected += [(*pair, count) for pair in pairs]
    outcome = answer(labels, guesses, {}).keeps_arguments()
    got = [tuple(int(x) for x in triple) for triple in outcome.value["confusions"]]
    outcome.satisfies(got == expected, f"{expected}")


@honest_report.hidden(points=2, looks_at="which baselines are beaten for certain")
def compares_picture_by_picture(answer, rng):
    labels = np.zeros(100, dtype=int)

    def said(*wrong):
        guesses = labels.copy()
        guesses[list(wrong)] = 1
        return guesses

    ours = said(*range(10))
    baselines = {
        # Six more mistakes, in addition to ours: the gain is 6 +- 2.4 in a hundred.
        "nearly the same": said(*range(16)),
        # Ten more mistakes, but on other pictures: 10 +- 5.4 in a hundred.
        "quite different": said(*range(20, 40)),
        # Two more mistakes, on other pictures: 2 +- 4.7 in a hundred.
        "hardly": said(*range(20, 32)),
        "far below": said(*range(20, 60)),
        "equal": ours,
        # Exactly four more: 4 +- 1.96, twice of which is a little less than 4.
        "four": said(*range(14)),
        "three": said(*range(13)),
        "better": said(0),
    }
    expected = dict.fromkeys(baselines, False)
    expected |= {"nearly the same": True, "far below": True, "four": True}
    order = rng.permutation(100)
    shuffled = {name: guesses[order] for name, guesses in baselines.items()}
    outcome = answer(labels[order], ours[order], shuffled)
    beaten = outcome.value["beaten"]
    outcome.satisfies(type(beaten) is dict, "a dict under 'beaten'")
    for name, verdict in expected.items():
        right = name in beaten and bool(beaten[name]) == verdict
        outcome.satisfies(right, f"{verdict} for the baseline {name!r}")
    # Gains of exactly 1 everywhere: certain, with an error of 0.
    certain = answer([1, 2], [1, 2], {"none": [0, 0]})
    certain.satisfies(certain.value["beaten"]["none"] is not False, "True")
    # A gain of exactly two errors is not more than two.
    edge = answer([1, 1, 1, 1], [1, 1, 1, 1], {"half": [1, 1, 0, 0]})
    edge.satisfies(not edge.value["beaten"]["half"], "False for exactly two errors")


@honest_report.hidden(points=1, looks_at="guesses that are too few or too many")
def refuses_guesses_that_do_not_fit(answer, rng):
    n = int(rng.integers(3, 20))
    labels = np.zeros(n, dtype=int)
    shape = f"({n - 1},)"
    answer(labels, labels[:-1], {}).raises("ValueError", "guesses", shape)
    answer(labels, labels[:1], {}).raises("ValueError", "guesses", "(1,)")
    baselines = {"fine": labels, "longer": np.zeros(n + 1, dtype=int)}
    answer(labels, labels, baselines).raises("ValueError", "longer", f"({n + 1},)")
    answer(labels[:0], labels[:0], {}).raises("ValueError", "labels")


gradient_is_right = Exercise(
    "gradient_is_right",
    minutes=30,
    difficulty=3,
    hints=(
        "Measure each slope yourself: what does the loss say a little to the right "
        "and a little to the left, and what do the gradients claim?",
        "Compare the form first: keys, lengths, shapes. Then nudge one number at a "
        "time in a copy of the parameters. Judge the distance by the largest slope "
        "of the array and not by a fixed number.",
        "The loss 3 * w at w = 2: at 2.00001 it is 6.00003, at 1.99999 it is 5.99997, "
        "so the slope is 0.00006 / 0.00002 = 3. A claim of 3.03 is off by one part in "
        "a hundred and wrong; 3.0000001 is right.",
    ),
)


@gradient_is_right.public(points=1)
def accepts_a_right_gradient(answer, rng):
    def bowl(parameters):
        w, b = parameters["w"], parameters["b"]
        loss = float(np.sum(w**2) + np.sum(b * w[0]))
        dw = 2 * w
        dw[0] += b.sum()
        return loss, {"w": dw, "b": np.full(b.shape, w[0])}

    parameters = {"w": np.array([1.0, -2.0, 0.5]), "b": np.array([0.25, 3.0])}
    outcome = answer(Callback(bowl, "right"), parameters)
    is_bool = isinstance(outcome.value, (bool, np.bool_))
    outcome.satisfies(is_bool and bool(outcome.value), "True")


@gradient_is_right.public(points=1)
def rejects_half_of_a_gradient(answer, rng):
    def half(parameters):
        return float(np.sum(parameters[0] ** 2)), [parameters[0]]

    outcome = answer(Callback(half, "half"), [np.array([1.0, -2.0])])
    why = "the slopes of w**2 are 2 * w, and not w"
    is_bool = isinstance(outcome.value, (bool, np.bool_))
    outcome.satisfies(is_bool and not outcome.value, "False", why)


def softmax_net(parameters, x, labels):
    """Compute loss and gradients of a small network with parameters in a nest."""
    (W1, b1), last = parameters
    a1 = np.tanh(x @ W1 + b1)
    z2 = a1 @ last["W"] + last["b"]
    shares = np.exp(z2) / np.exp(z2).sum(axis=1, keepdims=True)
    n = len(x)
    loss = -np.log(shares[np.arange(n), labels]).mean()
    dz2 = (shares - np.eye(z2.shape[1])[labels]) / n
    dz1 = dz2 @ last["W"].T * (1 - a1**2)
    gradients = [
        (x.T @ dz1, dz1.sum(axis=0)),
        {"W": a1.T @ dz2, "b": dz2.sum(axis=0)},
    ]
    return float(loss), gradients


def a_problem(rng):
    """Draw a small network, and return its right function and its parameters."""
    d, h, k, n = 2, 3, 3, 5
    x, labels = rng.normal(size=(n, d)), rng.integers(k, size=n)
    parameters = [
        (rng.normal(size=(d, h)), rng.normal(size=h)),
        {"W": rng.normal(size=(h, k)), "b": rng.normal(size=k)},
    ]
    return lambda p: softmax_net(p, x, labels), parameters


def demand_verdict(answer, function, parameters, verdict, name):
    """Demand a verdict on a function, and that it is not called too often."""
    callback = Callback(function, name)
    outcome = answer(callback, parameters)
    is_bool = isinstance(outcome.value, (bool, np.bool_))
    outcome.satisfies(is_bool, "True or False")
    outcome.satisfies(bool(outcome.value) == verdict, f"{verdict} for {name}")
    outcome.satisfies(len(callback.calls) <= 300, "at most 300 calls")


@gradient_is_right.hidden(
    points=1, looks_at="right gradients of nests, and slopes of 0"
)
def accepts_right_gradients_of_nests(answer, rng):
    function, parameters = a_problem(rng)
    demand_verdict(answer, function, parameters, True, "a right network")

    def idle(p):
        slopes = {"a": np.zeros(2), "c": (4 * p["c"][0],)}
        return float(np.sum(2 * p["c"][0] ** 2)), slopes

    nest = {"a": rng.normal(size=2), "c": (rng.normal(size=(1, 2)),)}
    demand_verdict(answer, idle, nest, True, "a loss that does not look at a")
    flat = {"a": rng.normal(size=2), "c": (np.zeros(3),)}
    demand_verdict(answer, idle, flat, True, "slopes of 0")


def scaled(function, loss_factor, slope_factor):
    """Multiply the loss and the gradients of a function."""

    def run(p):
        loss, gradients = function(p)
        return loss * loss_factor, mapped(gradients, lambda path, a: a * slope_factor)

    return run


@gradient_is_right.hidden(points=2, looks_at="losses of a millionth, and of a million")
def judges_by_the_size_of_the_slopes(answer, rng):
    function, parameters = a_problem(rng)
    for size in (1e-6, 1e6):
        right = scaled(function, size, size)
        demand_verdict(answer, right, parameters, True, f"a loss of about {size:g}")
        wrong = scaled(function, size, 1.015 * size)
        name = f"slopes off by 1.5 % at a loss of about {size:g}"
        demand_verdict(answer, wrong, parameters, False, name)
    nothing = scaled(function, 1e-6, 0.0)
    demand_verdict(answer, nothing, parameters, False, "slopes of 0, and a loss that")


def changed(function, change):
    """Change the gradients of a function, ``change(path, array)`` at each end."""

    def run(p):
        loss, gradients = function(p)
        return loss, mapped(gradients, change)

    return run


@gradient_is_right.hidden(points=2, looks_at="mistakes in a single array or number")
def finds_a_single_mistake(answer, rng):
    function, parameters = a_problem(rng)
    paths = [path for path, _ in ends_of(parameters)]
    for wrong in paths:

        def nudge(path, a, wrong=wrong):
            if path != wrong:
                return a
            a = a.copy()
            a.flat[int(rng.integers(a.size))] += 0.02 * np.abs(a).max()
            return a

        def flip(path, a, wrong=wrong):
            return -a if path == wrong else a

        name = f"a network with a mistake at {wrong}"
        demand_verdict(answer, changed(function, nudge), parameters, False, name)
    demand_verdict(answer, changed(function, flip), parameters, False, name)
    turned = changed(function, lambda path, a: a.T if a.shape == (3, 3) else a)
    demand_verdict(answer, turned, parameters, False, "a square that is turned")


@gradient_is_right.hidden(points=1, looks_at="gradients of another form")
def refuses_another_form(answer, rng):
    function, parameters = a_problem(rng)

    def with_gradients(change):
        def run(p):
            loss, gradients = function(p)
            return loss, change(gradients)

        return run

    forms = {
        "a missing array": lambda g: g[:1],
        "an array too many": lambda g: [*g, np.zeros(2)],
        "a missing key": lambda g: [g[0], {"W": g[1]["W"]}],
        "another key": lambda g: [g[0], {"W": g[1]["W"], "c": g[1]["b"]}],
        "a key too many": lambda g: [g[0], {**g[1], "c": np.zeros(1)}],
        "biases as a row": lambda g: [(g[0][0], g[0][1][None]), g[1]],
        "a bias too many": lambda g: [(g[0][0], np.append(g[0][1], 0.0)), g[1]],
        "a list for a dict": lambda g: [g[0], [g[1]["W"], g[1]["b"]]],
        "one array": lambda g: g[0][0],
    }
    for name, change in forms.items():
        demand_verdict(answer, with_gradients(change), parameters, False, name)
    single = scaled(lambda p: (float(p["b"].sum()), {"b": np.ones(1)}), 1, 1)
    demand_verdict(answer, single, {"b": np.ones(3)}, False, "one slope for three")


@gradient_is_right.hidden(points=1, looks_at="whether the parameters are unchanged")
def leaves_parameters_unchanged(answer, rng):
    function, parameters = a_problem(rng)
    outcome = answer(Callback(function, "a right network"), parameters)
    outcome.satisfies(outcome.value is not None, "True or False")
    after = outcome._reply.arguments[1]
    pairs = zip(ends_of(parameters), ends_of(after), strict=True)
    same = all(np.array_equal(a, b) for (_, a), (_, b) in pairs)
    outcome.satisfies(same, "that the parameters stay as they are")


depends_on_company = Exercise(
    "depends_on_company",
    minutes=20,
    difficulty=2,
    hints=(
        "Ask about the same picture in different company. Which groups would show a "
        "classifier that divides by the largest number of a batch? Which would not?",
        "Remember for each picture the first guess about it. Then go through many "
        "groups: all, all in another order, each one alone, all but one. Put the "
        "guesses beside the right pictures.",
        "Three pictures with the numbers 1, 2 and 9, and a classifier that says "
        "whether a picture is above the average of its batch: together 0, 0, 1. The "
        "last one alone gets 0. Reversing the order shows nothing.",
    ),
)


@depends_on_company.public(points=1)
def trusts_a_classifier_that_looks_at_one_picture(answer, rng):
    images = rng.integers(0, 256, size=(4, 28, 28)).astype(np.uint8)
    images[2] = 9
    one_by_one = Callback(lambda x: (x.mean(axis=(1, 2)) > 100).astype(int), "fair")
    outcome = answer(one_by_one, images)
    is_bool = isinstance(outcome.value, (bool, np.bool_))
    outcome.satisfies(is_bool and not outcome.value, "False")


@depends_on_company.public(points=1)
def sees_a_scale_from_the_batch(answer, rng):
    images = np.zeros((3, 28, 28), dtype=np.uint8)
    images[0], images[1], images[2] = 60, 100, 240

    def bright(x):
        return (x.mean(axis=(1, 2)) > x.max() / 2).astype(int)

    outcome = answer(Callback(bright, "bright"), images)
    why = "the picture of 60 counts as bright alone, and as dark beside that of 240"
    is_bool = isinstance(outcome.value, (bool, np.bool_))
    outcome.satisfies(is_bool and bool(outcome.value), "True", why)


def levels(*numbers):
    """Return pictures that are grey all over."""
    return np.stack([np.full((28, 28), number, dtype=np.uint8) for number in numbers])


def means(x):
    return np.asarray(x, dtype=float).reshape(len(x), -1).mean(axis=1)


def demand_suspicion(answer, make, images, verdict, name):
    """Demand a verdict on a fresh classifier."""
    callback = Callback(make(), name)
    outcome = answer(callback, images).keeps_arguments()
    is_bool = isinstance(outcome.value, (bool, np.bool_))
    outcome.satisfies(is_bool, "True or False")
    outcome.satisfies(bool(outcome.value) == verdict, f"{verdict} for {name}")
    outcome.satisfies(len(callback.calls) <= 100, "at most 100 calls")
    for (asked,) in callback.calls:
        outcome.satisfies(len(asked) > 0, "at least one picture in each call")


@depends_on_company.hidden(points=1, looks_at="fair classifiers, also for one picture")
def trusts_fair_classifiers(answer, rng):
    images = rng.integers(0, 256, size=(7, 28, 28)).astype(np.uint8)
    table = rng.normal(size=(784, 10))
    for pictures in (images, images[:1], images[:2]):
        demand_suspicion(
            answer,
            lambda: lambda x: (x.reshape(len(x), 784) @ table).argmax(axis=1),
            pictures,
            False,
            "a linear classifier",
        )
    ladder = images // np.array([5, 2, 9, 1, 3, 7, 4], dtype=np.uint8)[:, None, None]
    demand_suspicion(
        answer, lambda: lambda x: means(x).astype(int) // 9, ladder, False, "a scale"
    )
    constant = rng.integers(10)
    demand_suspicion(
        answer, lambda: lambda x: np.full(len(x), constant), images, False, "a constant"
    )


@depends_on_company.hidden(points=1, looks_at="averages that are taken off a batch")
def sees_an_average_of_the_batch(answer, rng):
    images = levels(10, *rng.permutation([20, 200, 190, 30]))
    demand_suspicion(
        answer,
        lambda: lambda x: (means(x) > means(x).mean()).astype(int),
        images,
        True,
        "a classifier that subtracts the average of a batch",
    )


@depends_on_company.hidden(points=1, looks_at="one picture that changes a single guess")
def sees_a_single_guess_that_changes(answer, rng):
    # The darkest picture lets one other cross the line, at any place among them.
    for place in (0, 2, 5):
        numbers = [150, 160, 170, 180, 190]
        numbers.insert(place, 250)
        demand_suspicion(
            answer,
            lambda: lambda x: ((means(x) == 150) & (means(x).max() == 250)).astype(int),
            levels(*numbers),
            True,
            f"a classifier misled by picture {place}",
        )
    # Two guesses of which one changes alone, the other if one picture is missing.
    images = levels(10, 150, 250, 160, 170)
    demand_suspicion(
        answer,
        lambda: lambda x: ((means(x) == 10) & (len(x) == 1)).astype(int),
        images,
        True,
        "a classifier that is misled by a picture alone",
    )
    demand_suspicion(
        answer,
        lambda: (
            lambda x: (
                (means(x) == 150) & (len(x) == 4) & (means(x).max() < 250)
            ).astype(int)
        ),
        images,
        True,
        "a classifier that misses one picture",
    )


@depends_on_company.hidden(points=1, looks_at="guesses by place, and by earlier calls")
def sees_order_and_memory(answer, rng):
    images = levels(*rng.permutation([20, 60, 120, 180, 240]))
    demand_suspicion(
        answer,
        lambda: lambda x: np.arange(len(x)) % 10,
        images,
        True,
        "a classifier that counts",
    )

    # Falling levels, all of them, in any order but this one.
    demand_suspicion(
        answer,
        lambda: lambda x: means(x) * 0 + (len(x) == 5 and np.diff(means(x)).max() > 0),
        levels(240, 180, 120, 60, 20),
        True,
        "a classifier that minds the order of many",
    )

    def by_first():
        return lambda x: (means(x) >= means(x)[0]).astype(int)

    demand_suspicion(
        answer, by_first, images, True, "a classifier that compares with the first"
    )

    def remembers():
        scale = []

        def classify(x):
            scale.append(float(means(x).max()))
            return (means(x) > scale[0] / 2 + 3 * len(scale)).astype(int)

        return classify

    demand_suspicion(
        answer, remembers, levels(20, 125, 240), True, "one that drifts with each call"
    )
