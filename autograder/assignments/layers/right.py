"""Other right answers to the exercises of layers."""

import numpy as np

from autograder.authoring.variants import right
from solutions.activation_slopes import activation_slope
from solutions.dense import dense_backward, dense_forward


@right("activation_slope")
def one_function_for_each(name):
    def step(z):
        return 0.0 * np.asarray(z, dtype=float)

    def linear(z):
        return step(z) + 1.0

    def sigmoid(z):
        a = (1 + np.tanh(np.asarray(z, dtype=float) / 2)) / 2
        b = (1 + np.tanh(-np.asarray(z, dtype=float) / 2)) / 2
        return np.where(np.abs(z) < 15, a * b, np.exp(-np.abs(z)))

    def tanh(z):
        return 4 * sigmoid(2 * np.asarray(z, dtype=float))

    def relu(z):
        return (np.sign(z) + np.abs(np.sign(z))) / 2.0

    table = dict(step=step, linear=linear, sigmoid=sigmoid, tanh=tanh, relu=relu)
    try:
        return table[name]
    except KeyError:
        raise ValueError("choose step, linear, sigmoid, tanh or relu")


@right("activation_slope")
def one_function_that_asks_for_the_name(name):
    if name not in ["relu", "tanh", "sigmoid", "linear", "step"]:
        raise ValueError(f"{name}: known are relu, tanh, sigmoid, linear, step")

    def slope(z):
        z = np.array(z, dtype=np.float64)
        if name == "relu":
            return (z > 0).astype(float)
        if name == "tanh":
            return 1.0 - np.square(np.tanh(z))
        if name == "sigmoid":
            small = np.exp(-np.abs(z))
            return small / (1 + small) / (1 + small)
        return np.full(z.shape, 1.0 if name == "linear" else 0.0)

    return slope


@right("cross_entropy")
def row_by_row(logits, y):
    logits = np.asarray(logits, dtype=float)
    if np.ndim(logits) != 2 or logits.shape[0] < 1 or np.shape(y) != (len(logits),):
        raise ValueError(f"shapes {np.shape(logits)} and {np.shape(y)}")
    if not np.issubdtype(np.asarray(y).dtype, np.integer):
        raise ValueError(f"labels of type {np.asarray(y).dtype}")
    losses = []
    for row, label in zip(logits, y):
        if label < 0 or label > len(row) - 1:
            raise ValueError(f"label {label}")
        losses.append(np.logaddexp.reduce(row) - row[label])
    return np.mean(losses)


@right("cross_entropy")
def differences_to_the_right_logit(logits, y):
    logits, y = np.array(logits, dtype=float), np.array(y)
    if logits.ndim != 2 or logits.size == 0 or y.shape != (logits.shape[0],):
        raise ValueError(f"logits {logits.shape}, labels {y.shape}")
    if y.dtype.kind not in ("i", "u"):
        raise ValueError(f"dtype {y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"no class has the number {label}")
    gaps = logits - np.take_along_axis(logits, y[:, None], axis=1)
    top = gaps.max(axis=1)
    return (top + np.log(np.exp(gaps - top[:, None]).sum(axis=1))).sum() / len(y)


@right("dense_forward")
def with_einsum(X, W, b):
    shapes = np.shape(X), np.shape(W), np.shape(b)
    if len(shapes[0]) != 2 or len(shapes[1]) != 2:
        raise ValueError(f"shapes {shapes}")
    if shapes[0][1] != shapes[1][0] or shapes[2] != (shapes[1][1],):
        raise ValueError(f"shapes {shapes}")
    return np.einsum("ij,jk->ik", np.asarray(X, dtype=float), W) + b


@right("dense_forward")
def one_example_at_a_time(X, W, b):
    X, W, b = np.array(X, dtype=float), np.array(W), np.array(b)
    if X.ndim != 2 or W.ndim != 2 or b.ndim != 1:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    if X.shape[1] != W.shape[0] or W.shape[1] != b.shape[0]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    Z = np.zeros((len(X), len(b)))
    for i, x in enumerate(X):
        for j in range(len(b)):
            Z[i, j] = np.sum(x * W[:, j]) + b[j]
    return Z


@right("dense_backward")
def sums_of_outer_products(dZ, X, W):
    shapes = f"{np.shape(dZ)} {np.shape(X)} {np.shape(W)}"
    if np.ndim(dZ) != 2 or np.ndim(X) != 2 or np.ndim(W) != 2:
        raise ValueError(shapes)
    if len(dZ) != len(X) or (X.shape[1], dZ.shape[1]) != W.shape:
        raise ValueError(shapes)
    dW, db = np.zeros(W.shape), np.zeros(W.shape[1])
    dX = np.zeros(X.shape)
    for i in range(len(X)):
        dW += np.outer(X[i], dZ[i])
        db += dZ[i]
        dX[i] = W @ dZ[i]
    return dX, dW, db


@right("dense_backward")
def bias_as_an_input_of_1(dZ, X, W):
    if not (dZ.ndim == X.ndim == W.ndim == 2):
        raise ValueError(f"{dZ.shape}, {X.shape}, {W.shape}")
    n, d = X.shape
    if dZ.shape[0] != n or W.shape[0] != d or W.shape[1] != dZ.shape[1]:
        raise ValueError(f"{dZ.shape}, {X.shape}, {W.shape}")
    both = np.column_stack([X, np.ones(n)]).T @ dZ
    return [(W @ dZ.T).T, both[:-1], both[-1]]


@right("DenseModel")
class ListsOfArrays:
    """Keep names, weights, biases and kinds in four lists."""

    def __init__(self, layers):
        if not layers:
            raise ValueError("a model needs a layer")
        self.names, self.W, self.b, self.kinds = [], [], [], []
        d = None
        for layer in layers:
            W, b = np.copy(layer["W"]), np.copy(layer["b"])
            fits = W.ndim == 2 and b.ndim == 1 and W.shape[1] == b.shape[0]
            if not fits or (d is not None and W.shape[0] != d):
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in ("linear", "sigmoid", "tanh", "relu"):
                raise ValueError(f"{layer['name']}: {layer['activation']}")
            d = W.shape[1]
            self.names.append(layer["name"])
            self.W.append(W)
            self.b.append(b)
            self.kinds.append(layer["activation"])

    def forward(self, X):
        self.inputs, self.sums = [], []
        for W, b, kind in zip(self.W, self.b, self.kinds):
            self.inputs.append(X)
            Z = dense_forward(X, W, b)
            self.sums.append(Z)
            if kind == "sigmoid":
                X = 1 / (1 + np.exp(-Z))
            elif kind == "tanh":
                X = np.tanh(Z)
            elif kind == "relu":
                X = np.where(Z > 0, Z, 0.0)
            else:
                X = Z
        return X

    def backward(self, dA):
        if not hasattr(self, "inputs"):
            raise ValueError("call forward before backward")
        pairs = [None] * len(self.W)
        for i in range(len(self.W) - 1, -1, -1):
            dZ = activation_slope(self.kinds[i])(self.sums[i]) * dA
            dA, dW, db = dense_backward(dZ, self.inputs[i], self.W[i])
            pairs[i] = [dW, db]
        return pairs

    def summary(self):
        rows, total = [], 0
        for name, W in zip(self.names, self.W):
            count = (W.shape[0] + 1) * W.shape[1]
            rows.append([name, W.shape[1], count])
            total += count
        return rows, total


@right("DenseModel")
class SlopesNotedOnTheWay:
    """Compute the slopes of the activations while going forward."""

    def __init__(self, layers):
        if len(layers) < 1:
            raise ValueError("no layer")
        self.layers = [dict(layer) for layer in layers]
        units = np.shape(layers[0]["W"])[0]
        for layer in self.layers:
            layer["W"] = np.array(layer["W"]) * 1.0
            layer["b"] = np.array(layer["b"]) * 1.0
            try:
                dense_forward(np.zeros((1, units)), layer["W"], layer["b"])
                activation_slope(layer["activation"])
            except ValueError as problem:
                raise ValueError(f"{layer['name']}: {problem}")
            units = len(layer["b"])

    def forward(self, X):
        for layer in self.layers:
            layer["X"] = X
            Z = dense_forward(X, layer["W"], layer["b"])
            kind = layer["activation"]
            layer["slope"] = activation_slope(kind)(Z)
            if kind == "tanh":
                Z = np.tanh(Z)
            if kind == "sigmoid":
                Z = np.exp(-np.logaddexp(0, -Z))
            if kind == "relu":
                Z = Z * (Z > 0)
            X = Z
        return X

    def backward(self, dA):
        pairs = []
        for layer in reversed(self.layers):
            if "slope" not in layer:
                raise ValueError("there was no forward")
            dA, dW, db = dense_backward(dA * layer["slope"], layer["X"], layer["W"])
            pairs.insert(0, (dW, db))
        return pairs

    def summary(self):
        rows = []
        for layer in self.layers:
            d, k = layer["W"].shape
            rows.append((layer["name"], k, d * k + k))
        return rows, sum(row[2] for row in rows)


@right("batches")
def collects_row_by_row(n, size):
    if isinstance(size, float) or size < 1:
        raise ValueError(f"size {size}")
    if isinstance(n, float) or n < 0:
        raise ValueError(f"n {n}")
    found = []
    for i in range(n):
        if i % size == 0:
            found.append((i, i + 1))
        else:
            found[-1] = (found[-1][0], i + 1)
    return found


@right("batches")
def borders_first(n, size):
    if np.asarray(n).dtype.kind not in "iu" or np.asarray(size).dtype.kind not in "iu":
        raise ValueError(f"{n} and {size} must be whole numbers")
    if n < 0 or size <= 0:
        raise ValueError(f"{n} and {size} are too small")
    borders = np.append(np.arange(0, n, size), n)
    return [(int(a), int(b)) for a, b in zip(borders[:-1], borders[1:])]


@right("adam_step")
def efficient_form(theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if np.shape(theta) != np.shape(g):
        raise ValueError(f"theta {np.shape(theta)} but g {np.shape(g)}")
    old = state or {"t": 0, "m": 0 * theta, "v": 0 * theta}
    t = old["t"] + 1
    m = old["m"] + (1 - beta1) * (g - old["m"])
    v = old["v"] + (1 - beta2) * (g * g - old["v"])
    root = (1 - beta2**t) ** 0.5
    rate = lr * root / (1 - beta1**t)
    return theta - rate * m / (np.sqrt(v) + eps * root), dict(t=t, m=m, v=v)


@right("adam_step")
def copies_then_in_place(
    theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    if theta.shape != g.shape:
        raise ValueError(f"{theta.shape} != {g.shape}")
    theta = np.array(theta)
    if state is None:
        t, m, v = 0, np.zeros(theta.shape, theta.dtype), np.zeros(g.shape, theta.dtype)
    else:
        t, m, v = state["t"], np.array(state["m"]), np.array(state["v"])
    t += 1
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * np.square(g)
    theta -= lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta, {"m": m, "v": v, "t": t}


@right("settle")
def sums_kept_up_to_date(W, s, max_sweeps, rng):
    W, s = np.array(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape != W.T.shape or s.shape != (len(W),):
        raise ValueError(f"W {W.shape}, s {s.shape}")
    if np.any(W != W.T):
        raise ValueError("W must be symmetric")
    if W.diagonal().any():
        raise ValueError("a unit must not have a weight to itself")
    if not np.isin(s, [-1, 1]).all():
        raise ValueError("states are 1 or -1")
    energies = [float(-np.sum(np.triu(W * np.outer(s, s))))]
    changed, done = True, 0
    while changed and done < max_sweeps:
        changed, done = False, done + 1
        for i in rng.permutation(len(s)):
            total = float(np.sum(W[i] * s))
            if total * s[i] < 0:
                s[i] = -s[i]
                changed = True
        energies.append(float(-np.sum(np.triu(W * np.outer(s, s)))))
    return s, energies


@right("settle")
def plain_loops(W, s, max_sweeps, rng):
    n = len(s)
    if np.shape(W) != (n, n) or np.shape(s) != (n,):
        raise ValueError(f"W has shape {np.shape(W)} and s {np.shape(s)}")
    state = [float(x) for x in s]
    for i in range(n):
        if state[i] not in (1.0, -1.0):
            raise ValueError("only 1 and -1 are states")
        for j in range(n):
            if W[i][j] != W[j][i]:
                raise ValueError("not symmetric")
        if W[i][i] != 0:
            raise ValueError(f"unit {i} has a weight to itself")

    def energy():
        pairs = [(i, j) for i in range(n) for j in range(n)]
        return float(-sum(W[i][j] * state[i] * state[j] for i, j in pairs) / 2)

    energies = [energy()]
    for _ in range(max_sweeps):
        before = list(state)
        for i in rng.permutation(n):
            total = sum(W[i][j] * state[j] for j in range(n))
            if total > 0:
                state[i] = 1.0
            if total < 0:
                state[i] = -1.0
        energies.append(energy())
        if state == before:
            break
    return np.array(state), energies


@right("judge_claims")
def lists_of_two():
    return {
        "adam": [np.bool_(True), "own size"],
        "equal": [True, "same share"],
        "linear": [True, "chain"],
        "count": [True, "pairs and units"],
        "deep": [False, "layers"],
        "feedback": [False, "two directions"],
        "step": [False, "gap"],
        "activation": [False, "range differs"],
        "weights": [False, "any number"],
    }


@right("judge_claims")
def true_ones_by_reason():
    false = {
        "weights": "any number",
        "activation": "range differs",
        "step": "gap",
        "feedback": "two directions",
        "deep": "layers",
    }
    true = {
        "count": "pairs and units",
        "linear": "chain",
        "equal": "same share",
        "adam": "own size",
    }
    judged = {name: (False, reason) for name, reason in false.items()}
    judged.update({name: (True, reason) for name, reason in true.items()})
    return judged


@right("ModelFile")
class EverythingInAttributesAndNumbers:
    """Keep each array's name beside it, and write to memory first."""

    def __init__(self, path):
        self.path = str(path)

    def save(self, settings, arrays):
        import io
        import json
        import os

        import h5py

        content = io.BytesIO()
        try:
            with h5py.File(content, "w") as file:
                file.attrs["version"] = np.int32(1)
                text = json.dumps(settings).encode()
                file["settings"] = np.frombuffer(text, dtype="u1")
                for i, (name, array) in enumerate(arrays.items()):
                    array = np.array(array)
                    if array.dtype.kind in "OUS":
                        raise TypeError(f"{name} holds no numbers")
                    dataset = file.create_dataset(f"{i:06d}", data=array)
                    dataset.attrs["name"] = name
        except TypeError as problem:
            raise ValueError(str(problem))
        with open(self.path + ".new", "wb") as target:
            target.write(content.getvalue())
        os.replace(self.path + ".new", self.path)

    def load(self):
        import io
        import json

        import h5py

        with open(self.path, "rb") as source:
            content = io.BytesIO(source.read())
        try:
            with h5py.File(content, "r") as file:
                version = int(file.attrs.get("version", -1))
                if version != 1:
                    raise ValueError(f"{self.path} is of version {version}")
                settings = json.loads(bytes(file["settings"][()]).decode())
                arrays = {}
                for key in sorted(file):
                    if key != "settings":
                        arrays[file[key].attrs["name"]] = np.array(file[key][()])
        except (KeyError, OSError, TypeError) as problem:
            raise ValueError(f"{self.path} cannot be read: {problem}")
        return settings, arrays


@right("ModelFile")
class EscapesNames:
    """Turn names into safe ones, with their position in front."""

    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os
        from urllib.parse import quote

        import h5py

        def plain(value):
            if isinstance(value, dict):
                return all(map(plain, value.values()))
            if isinstance(value, list):
                return all(map(plain, value))
            return value is None or type(value) in (bool, int, float, str)

        if not plain(settings):
            raise ValueError("settings are not plain")
        checked = {name: np.asarray(array) for name, array in arrays.items()}
        for name, array in checked.items():
            if not np.issubdtype(array.dtype, np.number) and array.dtype != bool:
                raise ValueError(f"{name} is of dtype {array.dtype}")
        new = f"{self.path}~"
        file = h5py.File(new, "w")
        file.attrs.create("version", 1)
        file.create_dataset("text", data=json.dumps(settings))
        group = file.create_group("arrays", track_order=True)
        for i, (name, array) in enumerate(checked.items()):
            group[f"{i:05} " + quote(name, safe="")] = array
        file.close()
        os.replace(new, self.path)

    def load(self):
        import json
        import os
        from urllib.parse import unquote

        import h5py

        if not os.path.exists(self.path):
            raise FileNotFoundError(self.path)
        try:
            file = h5py.File(self.path, "r")
        except Exception:
            raise ValueError(f"{self.path} is no HDF5 file")
        with file:
            if "version" not in file.attrs:
                raise ValueError(f"{self.path} has no version")
            if file.attrs["version"] != 1:
                raise ValueError(f"{self.path}: version {file.attrs['version']}")
            if "text" not in file or "arrays" not in file:
                raise ValueError(f"{self.path} is not complete")
            settings = json.loads(file["text"].asstr()[()])
            arrays = {}
            for key in sorted(file["arrays"]):
                value = file["arrays"][key][...]
                arrays[unquote(key[6:])] = value
        return settings, arrays


@right("examples_for_batches")
def one_for_each_situation():
    return [
        (10, 4, [(0, 4), (4, 8), (8, 10)]),
        (8, 4, [(0, 4), (4, 8)]),
        (3, 4, [(0, 3)]),
        (1, 1, [(0, 1)]),
        (4, 1, [(0, 1), (1, 2), (2, 3), (3, 4)]),
    ]


@right("examples_for_batches")
def lists_and_large_numbers():
    return [
        [200, 64, [[0, 64], [64, 128], [128, 192], [192, 200]]],
        [np.int64(128), 64, [[0, 64], [64, 128]]],
        (1000, 999, [(0, 999), (999, 1000)]),
    ]
