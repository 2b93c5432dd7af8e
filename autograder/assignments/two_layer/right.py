"""Other right answers to the exercises of two_layer."""

import numpy as np

from autograder.authoring.variants import right
from solutions.two_layer import backward, forward, init_params, update


@right("init_params")
def uniform_with_that_deviation(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must all be at least 1")
    limit = scale * 3**0.5
    return dict(
        W1=rng.uniform(-limit, limit, size=(d, h)),
        b1=np.zeros((h,)),
        W2=rng.uniform(-limit, limit, size=(h, k)),
        b2=np.zeros((k,)),
    )


@right("init_params")
def loop_over_pairs_of_layers(d, h, k, rng, scale=1.0):
    params = {}
    for i, (n_in, n_out) in enumerate(zip([d, h], [h, k]), 1):
        if n_in < 1 or n_out < 1:
            raise ValueError(f"a layer of {min(n_in, n_out)} units: pass 1 or more")
        params[f"W{i}"] = rng.normal(0.0, scale, (n_in, n_out))
        params[f"b{i}"] = np.full(n_out, 0.0)
    return params


@right("forward")
def split_sigmoid(X, params):
    def sigmoid(z):
        small = np.exp(-abs(z))
        return np.where(z < 0, small, 1.0) / (1 + small)

    X = np.array(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != len(params["W1"]):
        raise ValueError(f"shape {X.shape}, but {len(params['W1'])} inputs")
    if np.isnan(X).any() or np.isinf(X).any():
        raise ValueError("X has numbers that are not finite")
    z1 = np.dot(X, params["W1"]) + params["b1"]
    a1 = sigmoid(z1)
    z2 = np.dot(a1, params["W2"]) + params["b2"]
    a2 = sigmoid(z2)
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@right("forward")
def one_row_at_a_time(X, params):
    X = np.asarray(X) * 1.0
    d = params["W1"].shape[0]
    if X.ndim < 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.isfinite(X.sum()):
        raise ValueError("nan or infinity in X")
    rows = {"z1": [], "a1": [], "z2": [], "a2": []}
    for x in X:
        z1 = params["b1"] + sum(x[i] * params["W1"][i] for i in range(d))
        a1 = (1 + np.tanh(z1 / 2)) / 2
        z2 = params["b2"] + sum(a1[j] * params["W2"][j] for j in range(len(a1)))
        a2 = (1 + np.tanh(z2 / 2)) / 2
        for name, row in (("z1", z1), ("a1", a1), ("z2", z2), ("a2", a2)):
            rows[name].append(row)
    cache = {name: np.array(table) for name, table in rows.items()}
    cache["X"] = X
    return cache["a2"], cache


@right("backward")
def sums_of_outer_products(y, params, cache):
    y = np.asarray(y, dtype=float)
    if y.shape != cache["a2"].shape:
        raise ValueError(f"labels {y.shape}, outputs {cache['a2'].shape}")
    if not np.isfinite(y).all():
        raise ValueError("labels that are not finite")
    grads = {name: np.zeros(array.shape) for name, array in params.items()}
    for x, a1, a2, label in zip(cache["X"], cache["a1"], cache["a2"], y):
        d2 = (a2 - label) * a2 * (1 - a2)
        d1 = (params["W2"] @ d2) * a1 * (1 - a1)
        grads["W2"] += np.outer(a1, d2)
        grads["b2"] += d2
        grads["W1"] += np.outer(x, d1)
        grads["b1"] += d1
    return grads


@right("backward")
def einstein_sums(y, params, cache):
    X, a1, a2 = cache["X"], cache["a1"], cache["a2"]
    if np.shape(y) != a2.shape:
        raise ValueError(f"y is {np.shape(y)} and should be {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    z1, z2 = cache["z1"], cache["z2"]
    d2 = (a2 - np.asarray(y)) / (2 + np.exp(z2) + np.exp(-z2))
    d1 = np.einsum("nk,hk,nh->nh", d2, params["W2"], 1 / (2 + 2 * np.cosh(z1)))
    return {
        "W2": np.einsum("nh,nk->hk", a1, d2),
        "b2": np.einsum("nk->k", d2),
        "W1": np.einsum("nd,nh->dh", X, d1),
        "b1": np.einsum("nh->h", d1),
    }


@right("update")
def loop_over_names(params, grads, lr):
    if params.keys() != grads.keys():
        odd = [
            name
            for name in {**params, **grads}
            if not (name in params and name in grads)
        ]
        raise ValueError(f"only one of the two has {odd}")
    new = {}
    for name, array in params.items():
        new[name] = np.array(array, dtype=float)
        new[name] -= lr * grads[name]
    return new


@right("update")
def copy_then_move(params, grads, lr):
    for name in grads:
        if name not in params:
            raise ValueError("no parameter " + name)
    try:
        return {name: np.add(params[name], -lr * grads[name]) for name in params}
    except KeyError as error:
        raise ValueError(f"no gradient {error}") from None


@right("TwoLayerNet")
class LossFromPredict:
    """Ask predict for the loss, and keep sizes."""

    def __init__(self, d, h, k, rng):
        self.sizes = d, h, k
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        while len(losses) < steps:
            error = self.predict(X) - np.array(y, dtype=float)
            _, cache = forward(X, self.params)
            losses.append(0.5 * float((error * error).sum()))
            self.params = update(self.params, backward(y, self.params, cache), lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@right("TwoLayerNet")
class LocalParameters:
    """Train on a local name and store it at the end."""

    def __init__(self, d, h, k, rng):
        self.params = dict(init_params(d, h, k, rng, scale=1.0))

    def fit(self, X, y, lr, steps):
        params, losses = self.params, [0.0] * steps
        for step in range(steps):
            output, cache = forward(X, params)
            losses[step] = np.square(output - y).sum().item() / 2
            params = update(params, backward(y, params, cache), lr)
        self.params = params
        return losses

    def predict(self, X):
        return forward(X, self.params)[1]["a2"]


@right("symmetry_breaks")
def compare_all_pairs(params, X, y, lr=1.0, steps=50):
    now = dict(params)
    for _ in range(steps):
        now = update(now, backward(y, now, forward(X, now)[1]), lr)
    units = [np.append(column, bias) for column, bias in zip(now["W1"].T, now["b1"])]
    for first in units:
        for second in units:
            if np.any(np.abs(first - second) > 1e-6):
                return True
    return False


@right("symmetry_breaks")
def compare_with_the_first_unit(params, X, y, lr=1.0, steps=50):
    step = 0
    while step < steps:
        output, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
        step += 1
    weights = np.allclose(params["W1"], params["W1"][:, :1], rtol=0, atol=1e-6)
    biases = np.allclose(params["b1"], params["b1"][0], rtol=0, atol=1e-6)
    return not (weights and biases)


@right("find_broken")
def measures_for_each_candidate(backwards, loss, params):
    def slope(name, i, h=1e-5):
        values = []
        for sign in (1, -1):
            nearby = {key: np.array(array) for key, array in params.items()}
            nearby[name].reshape(-1)[i] += sign * h
            values.append(loss(nearby))
        return (values[0] - values[1]) / (2 * h)

    found = []
    for number in range(len(backwards)):
        grads = backwards[number](params)
        good = set(grads) == set(params)
        good = good and all(grads[k].shape == params[k].shape for k in params)
        if good:
            for name in params:
                flat = grads[name].ravel()
                slopes = [slope(name, i) for i in range(flat.size)]
                size = np.abs(flat).max() + np.abs(slopes).max()
                if not np.abs(flat - slopes).max() <= 1e-4 * size:
                    good = False
        if not good:
            found.append(number)
    return found


@right("find_broken")
def one_long_vector_each(backwards, loss, params):
    h = 1e-6
    parts = {}
    for name in params:
        parts[name] = []
        for place, value in np.ndenumerate(params[name]):
            probe = params[name].copy()
            probe[place] = value + h
            above = loss({**params, name: probe})
            probe[place] = value - h
            below = loss({**params, name: probe})
            parts[name].append((above - below) / h / 2)

    def is_right(grads):
        for name, slopes in parts.items():
            if name not in grads or grads[name].shape != params[name].shape:
                return False
            a, b = grads[name].ravel(), np.array(slopes)
            size = np.linalg.norm(a) + np.linalg.norm(b)
            error = np.linalg.norm(a - b) / size if size != 0 else 0.0
            if np.isnan(error) or error > 1e-4:
                return False
        return True

    return [i for i, one in enumerate(backwards) if not is_right(one(params))]


@right("hidden_map")
def point_by_point(params, x1, x2):
    if params["W1"].shape[0] != 2:
        raise ValueError(f"2 inputs are needed, there are {params['W1'].shape[0]}")
    picture = np.empty((len(x2), len(x1), len(params["b1"])))
    for i, second in enumerate(x2):
        for j, first in enumerate(x1):
            picture[i, j] = forward([[first, second]], params)[1]["a1"][0]
    return picture


@right("hidden_map")
def repeat_and_tile(params, x1, x2):
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    if params["W1"].shape[0] != 2:
        raise ValueError(f"inputs: {len(params['W1'])}")
    table = np.column_stack([np.tile(x1, x2.size), np.repeat(x2, x1.size)])
    hidden = forward(table, params)[1]["a1"]
    return hidden.reshape(x2.size, x1.size, hidden.shape[1])
