"""Other right answers: another algebra, a loop, another kind of number."""

import numpy as np

from autograder.authoring.variants import right
from solutions.activations import softmax


@right("SupervisedDataSet")
class GrowingArrays:
    """Keep two arrays and stack each sample under them."""

    def __init__(self, n_inputs, n_targets):
        self.parts = {
            "input": np.zeros((0, n_inputs)),
            "target": np.zeros((0, n_targets)),
        }

    def add_sample(self, x, target):
        rows = {"input": np.array(x, float), "target": np.array(target, float)}
        for name, row in rows.items():
            width = self.parts[name].shape[1]
            if row.ndim != 1 or len(row) != width:
                raise ValueError(f"{name} has length {row.size}, expected {width}")
            if np.isnan(row).any() or np.isinf(row).any():
                raise ValueError(f"{name} holds a number that is not finite")
        for name, row in rows.items():
            self.parts[name] = np.vstack([self.parts[name], row])
        return self

    def __len__(self):
        return self.parts["input"].shape[0]

    def __iter__(self):
        return zip(self.parts["input"], self.parts["target"])

    def __getitem__(self, name):
        if name not in self.parts:
            raise KeyError(f"only input and target, not {name}")
        return self.parts[name].copy()

    def clear(self):
        for name in self.parts:
            self.parts[name] = self.parts[name][:0]


@right("SupervisedDataSet")
class PairsInOneList:
    """Keep a list of pairs and yield them."""

    def __init__(self, n_inputs, n_targets):
        self.sizes = (n_inputs, n_targets)
        self.samples = []

    def add_sample(self, x, target):
        pair = (np.asarray(x).astype(float), np.asarray(target).astype(float))
        for array, size in zip(pair, self.sizes):
            if array.shape != (size,):
                raise ValueError(f"got shape {array.shape}, expected {(size,)}")
            if not np.isfinite(array).all():
                raise ValueError("all numbers must be finite")
        self.samples.append(pair)

    def __len__(self):
        return len(self.samples)

    def __iter__(self):
        yield from self.samples

    def __getitem__(self, name):
        try:
            column = ["input", "target"].index(name)
        except ValueError:
            raise KeyError("choose input or target") from None
        rows = np.empty((len(self.samples), self.sizes[column]))
        for i, pair in enumerate(self.samples):
            rows[i] = pair[column]
        return rows

    def clear(self):
        self.samples.clear()


@right("build_network")
def index_by_index(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    if len(sizes) < 2:
        raise ValueError("a network needs two sizes or more")
    for size in sizes:
        if size != int(size) or size <= 0:
            raise ValueError(f"{size} is no number of units")
    known = ["linear", "sigmoid", "tanh", "softmax"]
    if hidden not in known or out not in known:
        raise ValueError("the activations are " + ", ".join(known))
    rng = rng or np.random.default_rng()
    net = {"layers": {"in": sizes[0]}, "activations": {}, "weights": {}}
    before = "in"
    for i in range(1, len(sizes)):
        is_last = i == len(sizes) - 1
        name = "out" if is_last else "hidden" + str(i - 1)
        net["layers"][name] = int(sizes[i])
        net["activations"][name] = out if is_last else hidden
        matrix = rng.standard_normal((sizes[i - 1], sizes[i]))
        net["weights"][(before, name)] = matrix
        before = name
    if bias:
        net["layers"]["bias"] = 1
        for name in net["activations"]:
            biases = rng.standard_normal(net["layers"][name])
            net["weights"][("bias", name)] = biases
    return net


@right("build_network")
def one_draw_cut_into_pieces(
    *sizes, hidden="sigmoid", out="linear", bias=True, rng=None
):
    if len(sizes) in (0, 1):
        raise ValueError(f"{len(sizes)} sizes are not enough; pass two or more")
    if min(sizes) < 1:
        raise ValueError(f"a layer of {min(sizes)} units is no layer")
    for option in (hidden, out):
        if option not in {"linear", "sigmoid", "tanh", "softmax"}:
            raise ValueError(f"{option}: use linear, sigmoid, tanh or softmax")
    depth = len(sizes) - 2
    names = ["in"] + [f"hidden{i}" for i in range(depth)] + ["out"]
    shapes = {}
    for i in range(depth + 1):
        shapes[names[i], names[i + 1]] = (sizes[i], sizes[i + 1])
        if bias:
            shapes["bias", names[i + 1]] = (sizes[i + 1],)
    total = sum(int(np.prod(shape)) for shape in shapes.values())
    if rng is None:
        rng = np.random.default_rng()
    numbers = rng.normal(0.0, 1.0, total)
    weights = {}
    for key, shape in shapes.items():
        n = int(np.prod(shape))
        weights[key], numbers = numbers[:n].reshape(shape), numbers[n:]
    layers = {name: size for name, size in zip(names, sizes)}
    if bias:
        layers["bias"] = 1
    kinds = {name: hidden for name in names[1:-1]}
    kinds["out"] = out
    return {"layers": layers, "activations": kinds, "weights": weights}


@right("softmax")
def row_by_row(Z):
    Z = np.array(Z, dtype=float)
    if Z.ndim == 1:
        powers = np.exp(Z - max(Z))
        return powers / sum(powers)
    if Z.ndim != 2:
        raise ValueError(f"{Z.ndim} axes are too many or too few")
    shares = np.zeros(Z.shape)
    for i, row in enumerate(Z):
        powers = np.exp(row - row.max())
        shares[i] = powers / powers.sum()
    return shares


@right("softmax")
def by_logarithms(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim == 0 or Z.ndim > 2:
        raise ValueError("one or two axes, please")
    total = np.logaddexp.reduce(Z, axis=-1)
    return np.exp(Z - total[..., None])


@right("activate")
def a_table_with_one_row(net, x):
    x = np.array(x, dtype=float)
    n = net["layers"]["in"]
    if x.ndim != 1 or x.size != n:
        raise ValueError(f"{x.size} numbers came, but {n} inputs are expected")
    A = x.reshape(1, n)
    previous = "in"
    for name, kind in net["activations"].items():
        Z = A @ net["weights"][(previous, name)]
        Z = Z + net["weights"].get(("bias", name), 0.0)
        if kind == "tanh":
            A = np.tanh(Z)
        elif kind == "sigmoid":
            A = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
        elif kind == "softmax":
            A = softmax(Z)
        else:
            A = Z
        previous = name
    return A[0]


@right("activate")
def bias_as_one_more_input(net, x):
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {a.shape} for {net['layers']['in']} inputs")
    names = [name for name in net["layers"] if name != "bias"]
    for before, after in zip(names, names[1:]):
        W = net["weights"][before, after]
        if "bias" in net["layers"]:
            W = np.vstack([W, net["weights"]["bias", after]])
            a = np.append(a, 1.0)
        z = np.dot(a, W)
        kind = net["activations"][after]
        if kind == "softmax":
            a = softmax(z)
        else:
            a = {
                "linear": z,
                "tanh": np.tanh(z),
                "sigmoid": np.exp(-np.logaddexp(0, -z)),
            }[kind]
    return a


@right("train_epoch")
def copies_and_then_subtracts_in_place(net, data, lr, rng, gradients):
    if not data:
        raise ValueError("an empty data set teaches nothing")
    weights = {name: np.array(w, dtype=float) for name, w in net["weights"].items()}
    trained = dict(net, weights=weights)
    errors = []
    for i in rng.permutation(len(data)):
        error, slopes = gradients(trained, *data[i])
        for name in weights:
            weights[name] -= lr * slopes[name]
        errors.append(error)
    return trained, float(np.mean(errors))


@right("train_epoch")
def keeps_a_running_mean(net, data, lr, rng, gradients):
    n = len(data)
    if n < 1:
        raise ValueError("data is empty")
    weights, mean = dict(net["weights"]), 0.0
    for position in list(rng.permutation(n)):
        present = {key: value for key, value in net.items() if key != "weights"}
        present["weights"] = weights
        error, slopes = gradients(present, data[position][0], data[position][1])
        mean = mean + error / n
        weights = {k: weights[k] - lr * slopes[k] for k in weights}
    result = {key: value for key, value in net.items() if key != "weights"}
    result["weights"] = weights
    return result, mean


@right("train_until_convergence")
def loop_over_epochs(net, data, validation, train, error, patience=10, max_epochs=1000):
    if not validation:
        raise ValueError("validation must not be empty")
    networks = [net]
    errors = [error(net, validation)]
    for _ in range(max_epochs):
        networks.append(train(networks[-1], data))
        errors.append(error(networks[-1], validation))
        since_best = len(errors) - 1 - errors.index(min(errors))
        if since_best >= patience:
            break
    return networks[errors.index(min(errors))], errors


@right("train_until_convergence")
def while_true(net, data, validation, train, error, patience=10, max_epochs=1000):
    if len(validation) < 1:
        raise ValueError("nothing is held out for validation")
    record = {"net": net, "error": error(net, validation), "epoch": 0}
    errors = [record["error"]]
    epoch = 0
    while True:
        if epoch - record["epoch"] == patience or epoch == max_epochs:
            return record["net"], errors
        epoch += 1
        net = train(net, data)
        errors.append(error(net, validation))
        if errors[-1] < record["error"]:
            record = {"net": net, "error": errors[-1], "epoch": epoch}


@right("recurrent_forward")
def a_list_of_states(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh = np.array(xs, float), np.array(Wx, float), np.array(Wh, float)
    m = Wx.shape[1]
    state = np.zeros(m) if h0 is None else np.array(h0, float)
    wanted = {
        "Wx": (Wx, (xs.shape[1], m)),
        "Wh": (Wh, (m, m)),
        "b": (b, (m,)),
        "h0": (state, (m,)),
    }
    for name, (array, shape) in wanted.items():
        if np.shape(array) != shape:
            raise ValueError(f"{name}: got {np.shape(array)}, expected {shape}")
    states = []
    for x in xs:
        state = np.tanh(np.dot(x, Wx) + np.dot(state, Wh) + b)
        states.append(state)
    return np.array(states).reshape(len(xs), m)


@right("recurrent_forward")
def one_product_for_both(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh = np.asarray(xs), np.asarray(Wx), np.asarray(Wh)
    d, m = Wx.shape
    if xs.shape[1:] != (d,):
        raise ValueError(f"xs has shape {xs.shape}, expected (T, {d})")
    if Wh.shape != (m, m):
        raise ValueError(f"Wh is {Wh.shape} and should be {(m, m)}")
    if np.shape(b) != (m,):
        raise ValueError(f"b is {np.shape(b)} and should be {(m,)}")
    if h0 is not None and np.shape(h0) != (m,):
        raise ValueError(f"h0 is {np.shape(h0)} and should be {(m,)}")
    W = np.concatenate([Wx, Wh])
    hs = np.zeros((len(xs) + 1, m))
    if h0 is not None:
        hs[0] = h0
    for t in range(len(xs)):
        hs[t + 1] = np.tanh(np.concatenate([xs[t], hs[t]]) @ W + b)
    return hs[1:]


@right("bptt")
def products_at_the_end(xs, hs, dhs, Wh, h0):
    T, m = hs.shape
    if dhs.shape != (T, m) or xs.shape[0] != T:
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape} differ")
    dzs = np.zeros((T, m))
    for t in range(T - 1, -1, -1):
        dh = dhs[t].copy()
        if t + 1 < T:
            dh += dzs[t + 1] @ Wh.T
        dzs[t] = dh * (1 - hs[t] * hs[t])
    previous = np.vstack([h0, hs[:-1]])
    return xs.T @ dzs, previous.T @ dzs, dzs.sum(axis=0)


@right("bptt")
def every_path_by_itself(xs, hs, dhs, Wh, h0):
    if np.shape(dhs) != np.shape(hs) or len(xs) != len(hs):
        raise ValueError(f"{np.shape(xs)}, {np.shape(hs)} and {np.shape(dhs)}")
    m = Wh.shape[0]
    dWx, dWh, db = np.zeros((xs.shape[1], m)), np.zeros((m, m)), np.zeros(m)
    for end in range(len(xs)):
        back = dhs[end]
        for t in range(end, -1, -1):
            dz = back * (1 - hs[t] ** 2)
            before = hs[t - 1] if t >= 1 else h0
            for j in range(m):
                dWx[:, j] += xs[t] * dz[j]
                dWh[:, j] += before * dz[j]
            db = db + dz
            back = np.array([Wh[i] @ dz for i in range(m)])
    return dWx, dWh, db
