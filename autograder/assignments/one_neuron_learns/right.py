"""Right answers other than the reference."""

import numpy as np

from autograder.authoring.variants import right
from solutions.activations import sigmoid, slope, slope_from_output
from solutions.losses import half_sse
from solutions.neuron_training import neuron_gradient


@right("sigmoid")
def masks_for_both_signs(z):
    z = np.array(z, dtype=float)
    a = np.empty_like(z)
    positive = z >= 0
    a[positive] = 1 / (1 + np.exp(-z[positive]))
    power = np.exp(z[~positive])
    a[~positive] = power / (1 + power)
    return a


@right("sigmoid")
def minus_a_logarithm(z):
    z = np.asarray(z, dtype=float)
    return np.exp(-np.logaddexp(0.0, -z))


@right("sigmoid")
def one_number_at_a_time(z):
    def one(t):
        power = np.exp(-abs(t))
        return (1.0 if t > 0 else power) / (1 + power)

    if np.ndim(z) == 0:
        return float(one(float(z)))
    return np.array([one(float(t)) for t in np.ravel(z)]).reshape(np.shape(z))


@right("sigmoid")
def keeps_single_precision(z):
    z = np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    power = np.exp(-np.abs(z))
    return np.where(z > 0, z.dtype.type(1), power) / (1 + power)


@right("slope_from_output")
def output_minus_its_square(a):
    a = np.array(a, dtype=float)
    if a.min() < 0 or a.max() > 1:
        raise ValueError("this is not the output of a sigmoid")
    return a - a**2


@right("slope_from_output")
def quarter_minus_a_square(a):
    if np.any(np.less(a, 0)) or np.any(np.greater(a, 1)):
        raise ValueError("output outside 0 to 1")
    return 0.25 - (np.asarray(a) - 0.5) ** 2


@right("slope")
def output_once(z):
    a = sigmoid(z)
    return a * (1 - a)


@right("slope")
def product_of_both_sides(z):
    return sigmoid(z) * sigmoid(-np.asarray(z, dtype=float))


@right("slope")
def one_power(z):
    power = np.exp(-np.abs(np.asarray(z, dtype=float)))
    return power / (1 + power) ** 2


@right("slope")
def through_the_other_function(z):
    outputs = sigmoid(z)
    slopes = slope_from_output(outputs)
    return slopes


@right("half_sse")
def one_pair_at_a_time(y, yhat):
    import math

    if np.shape(y) != np.shape(yhat):
        raise ValueError(f"shapes {np.shape(y)} and {np.shape(yhat)} differ")
    total = 0.0
    for label, output in zip(np.ravel(y), np.ravel(yhat)):
        error = float(label) - float(output)
        total += error * error
    if math.isnan(total) or math.isinf(total):
        raise ValueError("not finite")
    return total / 2


@right("half_sse")
def error_with_itself(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError(f"{np.shape(y)} is not {np.shape(yhat)}")
    error = (np.asarray(yhat, dtype=float) - np.asarray(y, dtype=float)).ravel()
    if not np.isfinite(error).all():
        raise ValueError("not finite")
    return np.dot(error, error) / 2


@right("numerical_gradient")
def with_unit_steps(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h must be above 0")
    theta = np.array(theta, dtype=float)
    flat = theta.ravel()
    slopes = []
    for step in h * np.eye(theta.size):
        above = f((flat + step).reshape(theta.shape))
        below = f((flat - step).reshape(theta.shape))
        if np.size(above) != 1 or not np.isfinite(above - below):
            raise ValueError("f must return one finite number")
        slopes.append((above - below) / (2 * h))
    return np.array(slopes).reshape(theta.shape)


@right("numerical_gradient")
def puts_each_entry_back(f, theta, h=1e-6):
    if h <= 0:
        raise ValueError(f"h is {h}")
    point = np.array(theta, dtype=float)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        old = point[index]
        point[index] = old + h
        above = np.array(f(point))
        point[index] = old - h
        below = np.array(f(point))
        point[index] = old
        if above.ndim > 0:
            raise ValueError(f"f returned {above.size} numbers")
        if np.isnan(above) or np.isnan(below):
            raise ValueError("f returned nan")
        gradient[index] = (above - below) / (2 * h)
    return gradient


@right("relative_error")
def norms_of_numpy(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} and {b.shape}")
    if not np.isfinite(a).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    largest = np.abs([a, b]).max()
    if largest == 0:
        return 0.0
    a, b = a.ravel() / largest, b.ravel() / largest
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))


@right("relative_error")
def hypotenuse_of_python(a, b):
    import math

    if np.shape(a) != np.shape(b):
        raise ValueError(f"{np.shape(a)}, {np.shape(b)}")
    a, b = np.ravel(a).tolist(), np.ravel(b).tolist()
    if not all(math.isfinite(number) for number in a + b):
        raise ValueError("not finite")
    lengths = math.hypot(*a) + math.hypot(*b)
    if lengths == 0:
        return 0.0
    return math.hypot(*[p - q for p, q in zip(a, b)]) / lengths


@right("neuron_gradient")
def one_row_at_a_time(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    n, d = X.shape
    if y.shape != (n,) or w.shape != (d,):
        raise ValueError(f"shapes {y.shape} and {w.shape} for {n} rows of {d}")
    if np.isnan(w).any() or np.isnan(X).any() or np.isnan(y).any():
        raise ValueError("nan")
    gradient = np.zeros(d)
    for row, label in zip(X, y):
        a = sigmoid(np.sum(row * w))
        gradient += (a - label) * a * (1 - a) * row
    return gradient


@right("neuron_gradient")
def product_in_columns(X, y, w):
    X, y, w = np.array(X, float), np.array(y, float), np.array(w, float)
    if y.ndim != 1 or w.ndim != 1 or len(y) != len(X) or len(w) != X.shape[1]:
        raise ValueError(f"y has shape {y.shape}, w has shape {w.shape}")
    if not np.isfinite(w).all():
        raise ValueError("w is not finite")
    a = sigmoid(X @ w)[:, None]
    return np.sum((a - y[:, None]) * (a - a**2) * X, axis=0)


@right("neuron_gradient")
def with_slope_from_output(X, y, w):
    X = np.asarray(X, dtype=float)
    n, d = X.shape
    if np.shape(y) != (n,) or np.shape(w) != (d,):
        raise ValueError(f"labels {np.shape(y)}, weights {np.shape(w)}")
    if not np.isfinite(np.sum(w) + np.sum(X) + np.sum(y)):
        raise ValueError("not finite")
    a = sigmoid(np.dot(X, w))
    return np.dot((a - np.array(y)) * slope_from_output(a), X)


@right("neuron_gradient")
def with_slope_of_the_sum(X, y, w):
    X, y, w = np.array(X), np.array(y), np.array(w)
    if (len(y), len(w)) != X.shape or y.ndim != 1 or w.ndim != 1:
        raise ValueError(f"{X.shape}, {y.shape}, {w.shape}")
    if np.isnan(w).any():
        raise ValueError("w holds nan")
    z = X @ w
    return (sigmoid(z) - y) * slope(z) @ X


@right("train_neuron")
def a_list_of_all_weights(X, y, w0, lr, steps):
    if steps < 0:
        raise ValueError("steps is negative")
    if not 0 <= lr < np.inf:
        raise ValueError("lr is no rate")
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * neuron_gradient(X, y, path[-1]))
    losses = [half_sse(y, sigmoid(np.dot(X, w))) for w in path[:-1]]
    return path[-1], losses


@right("train_neuron")
def without_its_helpers(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr cannot be used")
    X, y = np.array(X, dtype=float), np.array(y, dtype=float)
    w, losses = np.array(w0, dtype=float), []
    for _ in range(steps):
        a = sigmoid(X @ w)
        losses.append(float(np.sum((a - y) ** 2) / 2))
        w += lr * (X.T @ ((y - a) * a * (1 - a)))
    return w, losses


@right("read_curve")
def other_limits(losses):
    import math

    losses = [float(loss) for loss in losses] if np.ndim(losses) == 1 else losses
    if np.ndim(losses) != 1 or len(losses) < 10:
        raise ValueError(f"shape {np.shape(losses)}")
    if not all(math.isfinite(loss) for loss in losses) or losses[-1] > losses[0]:
        return "diverged"
    height = max(losses) - min(losses)
    pairs = list(zip(losses, losses[1:]))
    if sum(after > before + 0.05 * height for before, after in pairs) > len(pairs) / 6:
        return "too large"
    rest = losses[len(losses) // 2] - losses[-1]
    return "good" if rest < 0.1 * height else "too small"


@right("read_curve")
def quarters_of_the_curve(losses):
    losses = np.array(losses, dtype=float)
    if losses.ndim != 1:
        raise ValueError(f"losses has shape {losses.shape}")
    if losses.size < 10:
        raise ValueError(f"{losses.size} losses are too few")
    if np.isnan(losses).any() or np.isinf(losses).any() or losses[0] < losses[-1]:
        return "diverged"
    changes = np.diff(losses)
    up, down = changes[changes > 0].sum(), -changes[changes < 0].sum()
    if up > 0.5 * down:
        return "too large"
    quarter = len(losses) // 4
    early, late = losses[0] - losses[quarter], losses[-quarter] - losses[-1]
    return "too small" if late >= 0.2 * early else "good"


@right("examples_for_half_sse")
def one_example_for_each_mistake():
    return [
        ([0.0, 0.0], [2.0, 4.0], 10.0),
        ([1, 2, 3], [[1], [2], [3]], "ValueError"),
        (3.0, 0.0, 4.5),
        [[1.0], [-1.0], 2.0],
    ]


@right("examples_for_half_sse")
def tables_of_errors():
    return [
        ([[1, 0], [0, 3]], [[0, 0], [2, 0]], 7),
        ([[1.0], [2.0]], [1.0, 2.0], "ValueError"),
        ([0.5], [0.5], 0),
    ]
