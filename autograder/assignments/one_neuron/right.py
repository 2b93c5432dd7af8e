"""Other right answers to the exercises of one_neuron."""

import numpy as np

from autograder.authoring.variants import right


@right("leaky_relu")
def loop_over_elements(z, slope=0.1):
    z = np.asarray(z, dtype=float)
    result = np.empty_like(z)
    for index in np.ndindex(z.shape):
        value = z[index]
        result[index] = value if value > 0 else slope * value
    return result


@right("leaky_relu")
def mask_and_product(z, slope=0.1):
    z = np.array(z, dtype=float)
    factor = slope + (1 - slope) * (z > 0)
    return z * factor


@right("leaky_relu")
def sum_of_two_parts(z, slope=0.1):
    z = np.asarray(z) * 1.0
    return np.maximum(z, 0) + slope * np.minimum(z, 0)


@right("neuron_output")
def loop_over_inputs(x, w, b, activation):
    if len(w) != len(x):
        raise ValueError(f"{len(w)} weights for {len(x)} inputs")
    total = b
    for one_input, weight in zip(x, w):
        total = total + one_input * weight
    return activation(total)


@right("neuron_output")
def strict_pairs(x, w, b, activation):
    if np.shape(x) != np.shape(w):
        message = f"x has shape {np.shape(x)} and w has shape {np.shape(w)}"
        raise ValueError(message)
    return activation(float(np.sum(np.asarray(x) * np.asarray(w)) + b))


@right("neuron_output")
def bias_as_one_more_weight(x, w, b, activation):
    if len(x) != len(w):
        message = f"there are {len(x)} inputs and {len(w)} weights."
        raise ValueError(message)
    return activation(np.append(x, 1.0) @ np.append(w, b))


@right("Neuron")
class WeightsInAList:
    """Keep the weights as an array and add products in a loop."""

    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if rng is None:
            rng = np.random.default_rng()
        if weights is None:
            weights = [rng.uniform(-1, 1) for _ in range(n_inputs)]
        if len(weights) != n_inputs:
            message = f"{len(weights)} weights for {n_inputs} inputs"
            raise ValueError(message)
        self.weights = np.array([float(weight) for weight in weights])
        self.bias = float(bias)

    def __call__(self, x):
        x = np.asarray(x)
        if x.ndim == 1:
            return self._sum(x)
        return np.array([self._sum(row) for row in x])

    def _sum(self, row):
        return float(sum(a * b for a, b in zip(row, self.weights))) + self.bias


@right("Neuron")
class MatrixProduct:
    """Copy with copy() and multiply with np.dot."""

    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        if weights is not None:
            self.weights = np.asarray(weights, dtype=float).copy()
            if self.weights.size != n_inputs:
                message = f"expected {n_inputs} weights, got {self.weights.size}"
                raise ValueError(message)
        else:
            generator = rng or np.random.default_rng()
            self.weights = generator.standard_normal(n_inputs)
        self.bias = bias

    def __call__(self, x):
        return np.dot(x, self.weights) + self.bias


@right("activation")
def written_as_functions(name):
    def step(z):
        return (np.asarray(z) >= 0).astype(float)

    def linear(z):
        return np.asarray(z) * 1.0

    def sigmoid(z):
        return (1 + np.tanh(np.asarray(z) / 2)) / 2

    def tanh(z):
        return np.tanh(z)

    def relu(z):
        z = np.asarray(z, dtype=float)
        return z * (z > 0)

    table = dict(step=step, linear=linear, sigmoid=sigmoid, tanh=tanh, relu=relu)
    try:
        return table[name]
    except KeyError:
        raise ValueError("known: " + " ".join(table)) from None


@right("activation")
def chain_of_conditions(name):
    if name == "step":
        return lambda z: np.heaviside(np.asarray(z, dtype=float), 1.0)
    if name == "linear":
        return lambda z: np.array(z, dtype=float)
    if name == "tanh":
        return lambda z: np.tanh(np.array(z, dtype=float))
    if name == "relu":
        return lambda z: np.where(np.asarray(z) > 0, z, 0.0)
    if name == "sigmoid":

        def sigmoid(z):
            z = np.asarray(z, dtype=float)
            return np.exp(-np.logaddexp(0, -z))

        return sigmoid
    message = f"{name} is not one of step, linear, sigmoid, tanh, relu"
    raise ValueError(message)


@right("boundary_x2")
def slope_and_intercept(w, b, x1):
    w1, w2 = w
    if w2 == 0.0:
        message = "vertical line"
        raise ValueError(message)
    slope, intercept = -w1 / w2, -b / w2
    return slope * x1 + intercept


@right("boundary_x2")
def all_signs_turned(w, b, x1):
    if not w[1]:
        raise ValueError("the line is vertical: it has no x2")
    return (b + np.multiply(w[0], x1)) / (-w[1])


@right("count_parameters")
def index_in_a_loop(sizes, bias=True):
    count = 0
    for i in range(1, len(sizes)):
        count += (sizes[i - 1] + (1 if bias else 0)) * sizes[i]
    return count


@right("count_parameters")
def vectorised(sizes, bias=True):
    sizes = np.array(sizes)
    weights = np.sum(sizes[:-1] * sizes[1:])
    return int(weights + bias * np.sum(sizes[1:]))


@right("perceptron_train")
def bias_inside_the_weights(X, y, epochs, rng):
    table = np.hstack([X, np.ones((len(X), 1))])
    weights = np.zeros(table.shape[1])
    mistakes = []
    for _ in range(epochs):
        count = 0
        for i in rng.permutation(len(X)):
            error = y[i] - (table[i] @ weights >= 0)
            weights += error * table[i]
            count += int(error != 0)
        mistakes.append(count)
    return weights[:-1], float(weights[-1]), mistakes


@right("perceptron_train")
def add_or_subtract(X, y, epochs, rng):
    n, d = X.shape
    w, b = [0.0] * d, 0
    mistakes = [0] * epochs
    for epoch in range(epochs):
        for i in rng.permutation(n):
            total = b + sum(w[j] * X[i, j] for j in range(d))
            if total >= 0 and y[i] == 0:
                w, b = [w[j] - X[i, j] for j in range(d)], b - 1
                mistakes[epoch] += 1
            elif total < 0 and y[i] == 1:
                w, b = [w[j] + X[i, j] for j in range(d)], b + 1
                mistakes[epoch] += 1
    return np.array(w), b, mistakes


@right("examples_for_leaky_relu")
def many_short_examples():
    return [
        (-1, 2, -2),
        (1, 2, 1),
        (0, 3, 0),
        ([-3], 0.5, [-1.5]),
        ([4, -8, 6], 0.25, [4, -2, 6]),
        [-10.0, 0.1, -1.0],
    ]


@right("examples_for_leaky_relu")
def one_table():
    z = [[-1, 2], [3, -4]]
    return [
        (z, 3.0, [[-3.0, 2.0], [3.0, -12.0]]),
        (z, 0.5, [[-0.5, 2.0], [3.0, -2.0]]),
        (z, 0.1, [[-0.1, 2.0], [3.0, -0.4]]),
    ]
