"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong

# 1.1 leaky_relu -------------------------------------------------------------


@wrong(
    "leaky_relu",
    fails={
        "works_on_a_table_of_numbers",
        "works_for_a_slope_above_1",
        "takes_single_numbers",
        "takes_integers",
        "scales_with_its_input",
        "leaves_its_input_unchanged",
    },
    because="The two branches have changed places: positive numbers are shrunk and "
    "the others are kept.",
)
def swaps_the_branches(z, slope=0.1):
    z = np.asarray(z, dtype=float)
    return np.where(z > 0, slope * z, z)


@wrong(
    "leaky_relu",
    fails={
        "works_on_a_table_of_numbers",
        "works_for_a_slope_above_1",
        "takes_integers",
        "scales_with_its_input",
        "leaves_its_input_unchanged",
    },
    because="This is what Python's max(slope * z, z) gives. On an array, max needs "
    "one yes or no for all numbers together; on a single number, the larger of the "
    "two is not always the right branch.",
)
def takes_the_max_of_python(z, slope=0.1):
    return max(slope * z, z)


@wrong(
    "leaky_relu",
    fails={
        "works_for_a_slope_above_1",
    },
    because="This is what max(slope * z, z) gives: the larger of the two is not "
    "always the right branch.",
)
def takes_the_larger_of_the_two(z, slope=0.1):
    z = np.asarray(z, dtype=float)
    return np.maximum(slope * z, z)


@wrong(
    "leaky_relu",
    fails={
        "works_on_a_table_of_numbers",
        "takes_integers",
        "scales_with_its_input",
        "leaves_its_input_unchanged",
    },
    because="An `if` decides once, and an array needs one decision for each of its "
    "numbers.",
)
def asks_one_question_for_all_numbers(z, slope=0.1):
    if z > 0:
        return 1.0 * z
    return slope * z


@wrong(
    "leaky_relu",
    fails={
        "works_on_a_table_of_numbers",
        "works_for_a_slope_above_1",
        "takes_single_numbers",
        "takes_integers",
        "scales_with_its_input",
        "leaves_its_input_unchanged",
    },
    because="This is plain ReLU: numbers below 0 become 0, and nothing leaks through.",
)
def cuts_off_below_zero(z, slope=0.1):
    z = np.asarray(z, dtype=float)
    return np.maximum(z, 0.0)


@wrong(
    "leaky_relu",
    fails={
        "works_for_a_slope_above_1",
        "scales_with_its_input",
    },
    because="Your function always uses the factor 0.1. The caller may ask for "
    "another slope.",
)
def ignores_the_slope(z, slope=0.1):
    z = np.asarray(z, dtype=float)
    return np.where(z > 0, z, 0.1 * z)


@wrong(
    "leaky_relu",
    fails={
        "takes_integers",
    },
    because="The array for the results has the type of z. If z holds integers, a "
    "fraction that is put into it loses everything after the point.",
)
def fills_an_array_of_integers(z, slope=0.1):
    z = np.asarray(z)
    a = np.zeros_like(z)
    a[z > 0] = z[z > 0]
    a[z <= 0] = slope * z[z <= 0]
    return a


@wrong(
    "leaky_relu",
    fails={
        "leaves_its_input_unchanged",
    },
    because="Your function writes its results into the caller's array. The numbers "
    "that came in are lost.",
)
def writes_into_the_input(z, slope=0.1):
    z = np.asarray(z, dtype=float)
    z[z < 0] *= slope
    return z


# 1.2 neuron_output ----------------------------------------------------------


@wrong(
    "neuron_output",
    fails={
        "gives_the_worked_example",
        "works_for_one_input",
        "works_for_seven_inputs",
        "calls_the_activation_once",
        "refuses_a_wrong_number_of_weights",
        "leaves_its_inputs_unchanged",
    },
    because="The products are there, but they are not added up: one number per "
    "input comes out where a single one is wanted.",
)
def keeps_the_products_apart(x, w, b, activation):
    x, w = np.asarray(x, dtype=float), np.asarray(w, dtype=float)
    if len(x) != len(w):
        raise ValueError(f"{len(x)} inputs but {len(w)} weights")
    return activation(x * w + b)


@wrong(
    "neuron_output",
    fails={
        "gives_the_worked_example",
        "works_for_seven_inputs",
        "calls_the_activation_once",
    },
    because="The bias is added once for every input. A neuron has one bias, and it "
    "is added once.",
)
def adds_the_bias_to_every_product(x, w, b, activation):
    if len(x) != len(w):
        raise ValueError(f"{len(x)} inputs but {len(w)} weights")
    total = 0.0
    for i in range(len(x)):
        total += x[i] * w[i] + b
    return activation(total)


@wrong(
    "neuron_output",
    fails={
        "gives_the_worked_example",
        "works_for_one_input",
        "calls_the_activation_once",
    },
    because="The activation is called before the bias is added, so it does not see "
    "the whole sum.",
)
def activates_before_the_bias(x, w, b, activation):
    if len(x) != len(w):
        raise ValueError(f"{len(x)} inputs but {len(w)} weights")
    return activation(np.dot(x, w)) + b


@wrong(
    "neuron_output",
    fails={
        "gives_the_worked_example",
        "works_for_one_input",
        "calls_the_activation_once",
    },
    because="The sum is right, and `activation` is never called.",
)
def never_calls_the_activation(x, w, b, activation):
    if len(x) != len(w):
        raise ValueError(f"{len(x)} inputs but {len(w)} weights")
    return np.dot(x, w) + b


@wrong(
    "neuron_output",
    fails={
        "gives_the_worked_example",
        "works_for_seven_inputs",
    },
    because="The sign of the weights is lost. A negative weight is allowed, and it "
    "counts against the neuron's yes.",
)
def drops_the_signs_of_the_weights(x, w, b, activation):
    if len(x) != len(w):
        raise ValueError(f"{len(x)} inputs but {len(w)} weights")
    return activation(np.dot(x, np.abs(w)) + b)


@wrong(
    "neuron_output",
    fails={
        "refuses_a_wrong_number_of_weights",
    },
    because="If there are more inputs than weights, or the reverse, the ones left "
    "over are silently forgotten.",
)
def forgets_what_is_left_over(x, w, b, activation):
    total = b
    for x_i, w_i in zip(x, w):
        total += x_i * w_i
    return activation(total)


@wrong(
    "neuron_output",
    fails={
        "leaves_its_inputs_unchanged",
    },
    because="The products are written into the caller's inputs.",
)
def multiplies_in_place(x, w, b, activation):
    if len(x) != len(w):
        raise ValueError(f"{len(x)} inputs but {len(w)} weights")
    x = np.asarray(x, dtype=float)
    x *= w
    return activation(x.sum() + b)


# 1.3 Neuron -----------------------------------------------------------------


@wrong(
    "Neuron",
    fails={
        "takes_weights_as_an_array",
        "keeps_weights_of_zero",
        "keeps_a_copy_of_its_weights",
    },
    because="Your code asks whether the weights are true. The question is whether "
    "they were given: an array of several weights is neither true nor false, and "
    "a single weight of 0 counts as false.",
)
class AsksWhetherWeightsAreTrue:
    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if weights:
            self.weights = np.array(weights, dtype=float)
        else:
            rng = rng or np.random.default_rng()
            self.weights = rng.normal(size=n_inputs)
        if len(self.weights) != n_inputs:
            raise ValueError(f"{len(self.weights)} weights for {n_inputs} inputs")
        self.bias = bias

    def __call__(self, x):
        return np.asarray(x) @ self.weights + self.bias


@wrong(
    "Neuron",
    fails={
        "keeps_weights_of_zero",
    },
    because="Weights that are all 0 are replaced by random ones. Zeros are weights "
    "like any others.",
)
class ReplacesZeros:
    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if rng is None:
            rng = np.random.default_rng()
        if weights is None or not np.any(weights):
            weights = rng.normal(size=n_inputs)
        self.weights = np.array(weights, dtype=float)
        if len(self.weights) != n_inputs:
            raise ValueError(f"{len(self.weights)} weights for {n_inputs} inputs")
        self.bias = bias

    def __call__(self, x):
        return np.dot(x, self.weights) + self.bias


@wrong(
    "Neuron",
    fails={
        "keeps_a_copy_of_its_weights",
    },
    because="The neuron shares its weights with the caller. When the caller's "
    "array changes later, the neuron changes with it.",
)
class SharesTheCallersArray:
    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if weights is None:
            if rng is None:
                rng = np.random.default_rng()
            weights = rng.normal(size=n_inputs)
        self.weights = np.asarray(weights, dtype=float)
        if len(self.weights) != n_inputs:
            raise ValueError(f"{len(self.weights)} weights for {n_inputs} inputs")
        self.bias = bias

    def __call__(self, x):
        return np.dot(x, self.weights) + self.bias


@wrong(
    "Neuron",
    fails={
        "draws_weights_from_its_generator",
    },
    because="The random weights come from NumPy's global generator and not from "
    "`rng`, so the same seed does not give the same neuron.",
)
class DrawsFromTheGlobalGenerator:
    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if weights is None:
            weights = np.random.normal(size=n_inputs)
        self.weights = np.array(weights, dtype=float)
        if len(self.weights) != n_inputs:
            raise ValueError(f"{len(self.weights)} weights for {n_inputs} inputs")
        self.bias = bias

    def __call__(self, x):
        return np.dot(x, self.weights) + self.bias


@wrong(
    "Neuron",
    fails={
        "draws_weights_from_its_generator",
    },
    because="Every neuron without weights gets the same random ones, whichever "
    "`rng` it is given.",
)
class DrawsTheSameWeightsEveryTime:
    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if weights is None:
            rng = np.random.default_rng(42)
            weights = rng.normal(size=n_inputs)
        self.weights = np.array(weights, dtype=float)
        if len(self.weights) != n_inputs:
            raise ValueError(f"{len(self.weights)} weights for {n_inputs} inputs")
        self.bias = bias

    def __call__(self, x):
        return np.dot(x, self.weights) + self.bias


@wrong(
    "Neuron",
    fails={
        "answers_many_examples_at_once",
        "works_for_one_input_and_one_row",
    },
    because="All rows are added up into a single number. With rows as examples, "
    "each row has a sum of its own.",
)
class AddsAllRowsTogether:
    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if weights is None:
            if rng is None:
                rng = np.random.default_rng()
            weights = rng.normal(size=n_inputs)
        self.weights = np.array(weights, dtype=float)
        if len(self.weights) != n_inputs:
            raise ValueError(f"{len(self.weights)} weights for {n_inputs} inputs")
        self.bias = bias

    def __call__(self, x):
        return np.sum(self.weights * np.asarray(x)) + self.bias


@wrong(
    "Neuron",
    fails={
        "uses_the_weights_it_is_given",
        "answers_many_examples_at_once",
        "keeps_weights_of_zero",
        "keeps_a_copy_of_its_weights",
        "works_for_one_input_and_one_row",
    },
    because="The weighted sum is right, and the bias is never added to it.",
)
class ForgetsTheBias:
    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if weights is None:
            if rng is None:
                rng = np.random.default_rng()
            weights = rng.normal(size=n_inputs)
        self.weights = np.array(weights, dtype=float)
        if len(self.weights) != n_inputs:
            raise ValueError(f"{len(self.weights)} weights for {n_inputs} inputs")
        self.bias = bias

    def __call__(self, x):
        return np.asarray(x) @ self.weights


@wrong(
    "Neuron",
    fails={
        "refuses_a_wrong_number_of_weights_in_a_neuron",
    },
    because="Nobody compares the number of weights with the number of inputs. The "
    "mistake shows only later, somewhere else.",
)
class TakesAnyNumberOfWeights:
    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if weights is None:
            if rng is None:
                rng = np.random.default_rng()
            weights = rng.normal(size=n_inputs)
        self.weights = np.array(weights, dtype=float)
        self.bias = bias

    def __call__(self, x):
        return np.dot(x, self.weights) + self.bias


# 1.4 activation -------------------------------------------------------------


@wrong(
    "activation",
    fails={
        "copes_with_large_sums",
    },
    because="For a large negative sum the formula of the sigmoid computes e to a "
    "large positive power, and that overflows.",
)
def lets_the_sigmoid_overflow(name):
    functions = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
        "linear": lambda z: 1.0 * z,
        "sigmoid": lambda z: 1 / (1 + np.exp(-1.0 * z)),
        "tanh": lambda z: np.tanh(z),
        "relu": lambda z: np.maximum(z, 0.0),
    }
    if name not in functions:
        raise ValueError(f"unknown name {name}, use one of {list(functions)}")
    return functions[name]


@wrong(
    "activation",
    fails={
        "copes_with_large_sums",
    },
    because="Both halves of the sigmoid are computed for every number before "
    "np.where chooses, so the half that is thrown away still overflows.",
)
def computes_the_half_that_is_thrown_away(name):
    functions = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
        "linear": lambda z: 1.0 * z,
        "sigmoid": lambda z: np.where(
            np.asarray(z) >= 0,
            1 / (1 + np.exp(-1.0 * z)),
            np.exp(1.0 * z) / (1 + np.exp(1.0 * z)),
        ),
        "tanh": lambda z: np.tanh(z),
        "relu": lambda z: np.maximum(z, 0.0),
    }
    if name not in functions:
        raise ValueError(f"unknown name {name}, use one of {list(functions)}")
    return functions[name]


@wrong(
    "activation",
    fails={
        "copes_with_large_sums",
    },
    because="Your tanh divides two powers of e that have both become infinite, and "
    "infinity divided by infinity is not a number.",
)
def divides_infinity_by_infinity(name):
    def sigmoid(z):
        power = np.exp(-np.abs(z))
        return np.where(np.asarray(z) >= 0, 1 / (1 + power), power / (1 + power))

    functions = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
        "linear": lambda z: 1.0 * z,
        "sigmoid": sigmoid,
        "tanh": lambda z: (
            (np.exp(1.0 * z) - np.exp(-1.0 * z)) / (np.exp(1.0 * z) + np.exp(-1.0 * z))
        ),
        "relu": lambda z: np.maximum(z, 0.0),
    }
    if name not in functions:
        raise ValueError(f"unknown name {name}, use one of {list(functions)}")
    return functions[name]


@wrong(
    "activation",
    fails={
        "tanh_is_a_tanh",
    },
    because="Your tanh is a straight line that is cut off at -1 and 1. The real "
    "one bends smoothly and only comes close to them.",
)
def clips_at_one(name):
    def sigmoid(z):
        power = np.exp(-np.abs(z))
        return np.where(np.asarray(z) >= 0, 1 / (1 + power), power / (1 + power))

    functions = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
        "linear": lambda z: 1.0 * z,
        "sigmoid": sigmoid,
        "tanh": lambda z: np.clip(z, -1.0, 1.0),
        "relu": lambda z: np.maximum(z, 0.0),
    }
    if name not in functions:
        raise ValueError(f"unknown name {name}, use one of {list(functions)}")
    return functions[name]


@wrong(
    "activation",
    fails={
        "gives_values_that_are_known_by_hand",
        "keeps_shapes_and_returns_floats",
    },
    because="Your step is 0 at exactly 0. The description says what it is there.",
)
def steps_up_only_above_zero(name):
    def sigmoid(z):
        power = np.exp(-np.abs(z))
        return np.where(np.asarray(z) >= 0, 1 / (1 + power), power / (1 + power))

    functions = {
        "step": lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
        "linear": lambda z: 1.0 * z,
        "sigmoid": sigmoid,
        "tanh": lambda z: np.tanh(z),
        "relu": lambda z: np.maximum(z, 0.0),
    }
    if name not in functions:
        raise ValueError(f"unknown name {name}, use one of {list(functions)}")
    return functions[name]


@wrong(
    "activation",
    fails={
        "gives_values_that_are_known_by_hand",
        "copes_with_large_sums",
        "tanh_is_a_tanh",
    },
    because="Under the name tanh you return the sigmoid. They have the same shape; "
    "tanh runs from -1 to 1 and the sigmoid from 0 to 1.",
)
def returns_sigmoid_for_tanh(name):
    def sigmoid(z):
        power = np.exp(-np.abs(z))
        return np.where(np.asarray(z) >= 0, 1 / (1 + power), power / (1 + power))

    functions = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
        "linear": lambda z: 1.0 * z,
        "sigmoid": sigmoid,
        "tanh": sigmoid,
        "relu": lambda z: np.maximum(z, 0.0),
    }
    if name not in functions:
        raise ValueError(f"unknown name {name}, use one of {list(functions)}")
    return functions[name]


@wrong(
    "activation",
    fails={
        "returns_a_function",
        "gives_values_that_are_known_by_hand",
        "copes_with_large_sums",
        "sigmoid_is_a_sigmoid",
        "tanh_is_a_tanh",
        "keeps_shapes_and_returns_floats",
    },
    because="You return a number. Return the function itself, without calling it; "
    "whoever asked for it passes z later.",
)
def returns_a_value_instead_of_a_function(name, z=0.0):
    if name == "step":
        return 1.0 if z >= 0 else 0.0
    if name == "linear":
        return z
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if name == "tanh":
        return np.tanh(z)
    if name == "relu":
        return max(z, 0.0)
    raise ValueError("choose one of step, linear, sigmoid, tanh, relu")


@wrong(
    "activation",
    fails={
        "lists_the_names_that_it_knows",
    },
    because="An unknown name ends in a KeyError, which does not tell the reader "
    "which names there are.",
)
def leaves_unknown_names_to_the_dictionary(name):
    def sigmoid(z):
        power = np.exp(-np.abs(z))
        return np.where(np.asarray(z) >= 0, 1 / (1 + power), power / (1 + power))

    functions = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
        "linear": lambda z: 1.0 * z,
        "sigmoid": sigmoid,
        "tanh": lambda z: np.tanh(z),
        "relu": lambda z: np.maximum(z, 0.0),
    }
    return functions[name]


@wrong(
    "activation",
    fails={
        "keeps_shapes_and_returns_floats",
    },
    because="Some of your functions hand back integers when they are given integers.",
)
def passes_integers_through(name):
    def sigmoid(z):
        power = np.exp(-np.abs(z))
        return np.where(np.asarray(z) >= 0, 1 / (1 + power), power / (1 + power))

    functions = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1, 0),
        "linear": lambda z: z,
        "sigmoid": sigmoid,
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0),
    }
    if name not in functions:
        raise ValueError(f"unknown name {name}, use one of {list(functions)}")
    return functions[name]


# 1.5 boundary_x2 ------------------------------------------------------------


@wrong(
    "boundary_x2",
    fails={
        "finds_a_point_on_paper",
        "points_lie_on_the_line",
        "a_level_line_is_level",
    },
    because="The bias is missing: the line runs through the origin whatever the bias "
    "is.",
)
def forgets_the_bias(w, b, x1):
    if w[1] == 0:
        raise ValueError("the boundary is vertical")
    return -w[0] * x1 / w[1]


@wrong(
    "boundary_x2",
    fails={
        "finds_a_point_on_paper",
        "points_lie_on_the_line",
        "a_level_line_is_level",
    },
    because="The bias has the wrong sign: it was moved to the other side of the "
    "equation and kept its sign.",
)
def flips_the_sign_of_the_bias(w, b, x1):
    if w[1] == 0:
        raise ValueError("the boundary is vertical")
    return (b - w[0] * x1) / w[1]


@wrong(
    "boundary_x2",
    fails={
        "finds_a_point_on_paper",
        "points_lie_on_the_line",
        "a_level_line_is_level",
        "leaves_x1_unchanged",
    },
    because="The whole equation lost a minus sign: what moves to the other side "
    "changes its sign.",
)
def forgets_the_minus(w, b, x1):
    if w[1] == 0:
        raise ValueError("the boundary is vertical")
    return (w[0] * x1 + b) / w[1]


@wrong(
    "boundary_x2",
    fails={
        "finds_a_point_on_paper",
        "points_lie_on_the_line",
        "a_level_line_is_level",
        "leaves_x1_unchanged",
    },
    because="You divide by the weight of the first input. Which weight stands with "
    "the number that you are looking for?",
)
def divides_by_the_first_weight(w, b, x1):
    if w[1] == 0:
        raise ValueError("the boundary is vertical")
    return -(w[0] * np.asarray(x1, dtype=float) + b) / np.float64(w[0])


@wrong(
    "boundary_x2",
    fails={
        "finds_a_point_on_paper",
        "says_that_a_line_is_vertical",
        "points_lie_on_the_line",
        "a_level_line_is_level",
        "leaves_x1_unchanged",
    },
    because="You return a value of the first input, for which your argument was "
    "taken as the second. It is the other way round.",
)
def solves_for_the_first_input(w, b, x1):
    if w[0] == 0:
        raise ValueError("the boundary is horizontal, not vertical")
    return -(w[1] * x1 + b) / w[0]


@wrong(
    "boundary_x2",
    fails={
        "says_that_a_line_is_vertical",
    },
    because="If the second weight is 0, your code divides by it and returns "
    "infinity or an error about division. Say what is the matter instead.",
)
def divides_by_zero(w, b, x1):
    w = np.asarray(w, dtype=float)
    return -(w[0] * x1 + b) / w[1]


# 1.6 count_parameters -------------------------------------------------------


@wrong(
    "count_parameters",
    fails={
        "counts_one_neuron",
        "counts_a_network_for_digits",
        "counts_deep_networks",
        "returns_a_whole_number",
    },
    because="You count the weights and leave the biases out.",
)
def forgets_the_biases(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 1):
        total += sizes[i] * sizes[i + 1]
    return total


@wrong(
    "count_parameters",
    fails={
        "counts_one_neuron",
        "counts_without_biases",
    },
    because="The biases are counted even if the caller says `bias=False`.",
)
def always_counts_biases(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 1):
        total += (sizes[i] + 1) * sizes[i + 1]
    return total


@wrong(
    "count_parameters",
    fails={
        "counts_one_neuron",
        "counts_a_network_for_digits",
        "counts_deep_networks",
        "returns_a_whole_number",
    },
    because="You count biases for the inputs too. Inputs compute nothing and have "
    "no bias.",
)
def gives_the_inputs_biases(sizes, bias=True):
    total = sum(n_in * n_out for n_in, n_out in zip(sizes, sizes[1:]))
    if bias:
        total += sum(sizes)
    return total


@wrong(
    "count_parameters",
    fails={
        "counts_a_network_for_digits",
        "counts_deep_networks",
    },
    because="You count one bias for each layer. Each unit of a layer has a bias of "
    "its own.",
)
def counts_one_bias_per_layer(sizes, bias=True):
    total = 0
    for n_in, n_out in zip(sizes, sizes[1:]):
        total += n_in * n_out
        if bias:
            total += 1
    return total


@wrong(
    "count_parameters",
    fails={
        "counts_a_network_for_digits",
        "counts_without_biases",
        "counts_deep_networks",
    },
    because="All sizes are multiplied with each other. Each pair of neighbouring "
    "layers has a matrix of its own, and the matrices are counted separately.",
)
def multiplies_all_sizes(sizes, bias=True):
    total = 1
    for size in sizes:
        total *= size
    if bias:
        total += sum(sizes[1:])
    return total


@wrong(
    "count_parameters",
    fails={
        "counts_one_neuron",
        "counts_a_network_for_digits",
        "counts_without_biases",
        "counts_deep_networks",
        "returns_a_whole_number",
    },
    because="One matrix is missing: your loop ends before the last pair of layers.",
)
def stops_one_layer_early(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 2):
        total += sizes[i] * sizes[i + 1]
        if bias:
            total += sizes[i + 1]
    return total


@wrong(
    "count_parameters",
    fails={
        "returns_a_whole_number",
    },
    because="The count is right and comes back as a floating point number. A count "
    "is a whole number.",
)
def counts_in_floating_point(sizes, bias=True):
    total = 0.0
    for n_in, n_out in zip(sizes, sizes[1:]):
        total += n_in * n_out
        if bias:
            total += n_out
    return total


# 1.7 perceptron_train -------------------------------------------------------


@wrong(
    "perceptron_train",
    fails={
        "learns_the_and_gate",
        "learns_or_and_a_vote",
        "follows_the_rule_step_by_step",
        "leaves_its_data_unchanged",
    },
    because="The weights change at every visit, right answers included. A "
    "perceptron learns from its mistakes only.",
)
def changes_the_weights_every_time(X, y, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong_answers = 0
        for i in rng.permutation(len(X)):
            answer = 1 if X[i] @ w + b >= 0 else 0
            if answer != y[i]:
                wrong_answers += 1
            direction = 1 if y[i] == 1 else -1
            w = w + direction * X[i]
            b = b + direction
        mistakes.append(wrong_answers)
    return w, float(b), mistakes


@wrong(
    "perceptron_train",
    fails={
        "learns_the_and_gate",
        "learns_or_and_a_vote",
        "follows_the_rule_step_by_step",
        "leaves_its_data_unchanged",
    },
    because="You add label times example, where label minus answer is asked for. "
    "With the label 0 that adds nothing, so a wrong yes is never mended.",
)
def adds_the_label_instead_of_the_error(X, y, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong_answers = 0
        for i in rng.permutation(len(X)):
            answer = 1 if X[i] @ w + b >= 0 else 0
            if answer != y[i]:
                w = w + y[i] * X[i]
                b = b + y[i]
                wrong_answers += 1
        mistakes.append(wrong_answers)
    return w, float(b), mistakes


@wrong(
    "perceptron_train",
    fails={
        "learns_the_and_gate",
        "learns_or_and_a_vote",
        "follows_the_rule_step_by_step",
        "leaves_its_data_unchanged",
    },
    because="The bias stays at 0, so the boundary always runs through the origin. "
    "A mistake changes the bias too.",
)
def leaves_the_bias_at_zero(X, y, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong_answers = 0
        for i in rng.permutation(len(X)):
            answer = 1 if X[i] @ w + b >= 0 else 0
            if answer != y[i]:
                w = w + (y[i] - answer) * X[i]
                wrong_answers += 1
        mistakes.append(wrong_answers)
    return w, float(b), mistakes


@wrong(
    "perceptron_train",
    fails={
        "learns_the_and_gate",
        "learns_or_and_a_vote",
        "follows_the_rule_step_by_step",
        "leaves_its_data_unchanged",
    },
    because="Your neuron answers -1 or 1, and the labels are 0 or 1. A right no "
    "then looks like a mistake.",
)
def answers_minus_one_for_no(X, y, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong_answers = 0
        for i in rng.permutation(len(X)):
            answer = 1 if X[i] @ w + b >= 0 else -1
            if answer != y[i]:
                w = w + (y[i] - answer) * X[i]
                b = b + (y[i] - answer)
                wrong_answers += 1
        mistakes.append(wrong_answers)
    return w, float(b), mistakes


@wrong(
    "perceptron_train",
    fails={
        "learns_the_and_gate",
        "learns_or_and_a_vote",
        "never_learns_xor",
        "follows_the_rule_step_by_step",
        "leaves_its_data_unchanged",
    },
    because="The examples are shuffled and the labels are not, so an example meets "
    "the label of another one.",
)
def shuffles_only_the_examples(X, y, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong_answers = 0
        for x, label in zip(X[rng.permutation(len(X))], y):
            answer = 1 if x @ w + b >= 0 else 0
            if answer != label:
                w = w + (label - answer) * x
                b = b + (label - answer)
                wrong_answers += 1
        mistakes.append(wrong_answers)
    return w, float(b), mistakes


@wrong(
    "perceptron_train",
    fails={
        "learns_the_and_gate",
        "learns_or_and_a_vote",
        "follows_the_rule_step_by_step",
        "leaves_its_data_unchanged",
    },
    because="Your neuron says no when the sum is exactly 0. The description says "
    "what an undecided neuron answers.",
)
def says_no_at_zero(X, y, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong_answers = 0
        for i in rng.permutation(len(X)):
            answer = 1 if X[i] @ w + b > 0 else 0
            if answer != y[i]:
                w = w + (y[i] - answer) * X[i]
                b = b + (y[i] - answer)
                wrong_answers += 1
        mistakes.append(wrong_answers)
    return w, float(b), mistakes


@wrong(
    "perceptron_train",
    fails={
        "follows_the_rule_step_by_step",
    },
    because="The examples are always visited from first to last. The description "
    "says where the order of an epoch comes from.",
)
def ignores_rng(X, y, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong_answers = 0
        for i in range(len(X)):
            answer = 1 if X[i] @ w + b >= 0 else 0
            if answer != y[i]:
                w = w + (y[i] - answer) * X[i]
                b = b + (y[i] - answer)
                wrong_answers += 1
        mistakes.append(wrong_answers)
    return w, float(b), mistakes


@wrong(
    "perceptron_train",
    fails={
        "learns_the_and_gate",
        "counts_mistakes_in_each_epoch",
        "learns_or_and_a_vote",
        "never_learns_xor",
        "follows_the_rule_step_by_step",
        "starts_from_zero",
    },
    because="You count the mistakes of all epochs together. One number per epoch "
    "shows whether the neuron gets better.",
)
def counts_all_epochs_together(X, y, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        for i in rng.permutation(len(X)):
            answer = int(X[i] @ w + b >= 0)
            w = w + (y[i] - answer) * X[i]
            b = b + (y[i] - answer)
            mistakes += int(answer != y[i])
    return w, float(b), [mistakes]


@wrong(
    "perceptron_train",
    fails={
        "follows_the_rule_step_by_step",
        "starts_from_zero",
    },
    because="The weights start at random values. The description says where they "
    "start.",
)
def starts_at_random_weights(X, y, epochs, rng):
    w, b, mistakes = np.random.default_rng(0).normal(size=X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong_answers = 0
        for i in rng.permutation(len(X)):
            error = y[i] - (1 if X[i] @ w + b >= 0 else 0)
            w, b = w + error * X[i], b + error
            wrong_answers += abs(error)
        mistakes.append(int(wrong_answers))
    return w, float(b), mistakes


# 1.8 examples_for_leaky_relu ------------------------------------------------


@wrong(
    "examples_for_leaky_relu",
    fails={
        "tells_leaky_from_plain",
        "catches_an_ignored_slope",
        "catches_fractions_cut_off",
    },
    because="All your inputs are positive. There every activation of this family "
    "returns its input, so almost no mistake can show.",
)
def tries_only_positive_numbers():
    return [
        (1.0, 0.1, 1.0),
        (2.5, 0.5, 2.5),
        (7, 2.0, 7.0),
        ([1.0, 2.0, 3.0], 0.1, [1.0, 2.0, 3.0]),
    ]


@wrong(
    "examples_for_leaky_relu",
    fails={
        "tells_leaky_from_plain",
        "catches_an_ignored_slope",
        "catches_a_maximum",
        "catches_fractions_cut_off",
        "catches_a_function_of_a_single_number",
    },
    because="At 0 right and wrong functions agree: 0 times anything is 0. Your "
    "examples are true and cannot reject anything.",
)
def tries_only_zeros():
    return [(0.0, 0.1, 0.0), (0.0, 0.5, 0.0), (0.0, 2.0, 0.0)]


@wrong(
    "examples_for_leaky_relu",
    fails={
        "right_functions_agree",
        "catches_an_ignored_slope",
        "catches_a_maximum",
        "catches_fractions_cut_off",
        "catches_a_function_of_a_single_number",
    },
    because="For a slope above 1 you expect what max(slope * z, z) gives. Take "
    "expected values from the definition, not from a function that may be wrong.",
)
def copies_from_the_larger_of_the_two():
    return [
        (4.0, 0.1, 4.0),
        (-2.0, 0.5, -1.0),
        (-2.0, 2.0, -2.0),
        ([-1, 0, 4], 0.5, [-0.5, 0.0, 4.0]),
    ]


@wrong(
    "examples_for_leaky_relu",
    fails={
        "has_three_examples_or_more",
        "catches_an_ignored_slope",
        "catches_a_maximum",
        "catches_fractions_cut_off",
        "catches_a_function_of_a_single_number",
    },
    because="One example can be for one mistake only. People make more than one.",
)
def gives_one_example():
    return [(-2.0, 0.1, -0.2)]


@wrong(
    "examples_for_leaky_relu",
    fails={
        "catches_an_ignored_slope",
        "catches_a_maximum",
    },
    because="Every example has the slope 0.1. A function that never looks at its "
    "slope agrees with all of them.",
)
def never_changes_the_slope():
    return [
        (3.0, 0.1, 3.0),
        (-2.0, 0.1, -0.2),
        ([-10, 5, 0], 0.1, [-1.0, 5.0, 0.0]),
        ([-1, -3], 0.1, [-0.1, -0.3]),
    ]


@wrong(
    "examples_for_leaky_relu",
    fails={
        "catches_a_function_of_a_single_number",
    },
    because="Every example has a single number. A function that cannot take "
    "several at once passes all of them.",
)
def never_gives_a_list():
    return [
        (3.0, 0.1, 3.0),
        (-2.0, 0.5, -1.0),
        (-2.0, 3.0, -6.0),
        (-1, 0.25, -0.25),
    ]
