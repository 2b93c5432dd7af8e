"""Other right answers to the exercises of capstone."""

import numpy as np

from autograder.authoring.variants import right
from solutions.classifier_parts import Network, prepare, update_nest
from solutions.classifier_training import keep_best


@right("prepare")
def inverted_and_centred(images):
    kind, shape = np.asarray(images).dtype, np.shape(images)
    if kind != np.dtype("uint8"):
        raise ValueError(f"I want uint8 and not {kind}")
    if shape == (28, 28):
        images = [images]
    elif len(shape) != 3 or shape[1:] != (28, 28):
        raise ValueError(f"no pictures of 28 by 28 have the shape {shape}")
    ink = np.array(images, dtype=float)
    return 1.5 - ink / 127.5


@right("prepare")
def one_picture_after_the_other(images):
    if images.dtype.name != "uint8":
        raise ValueError(f"{images.dtype.name} instead of bytes")
    if images.ndim == 2:
        images = images[None]
    if images.ndim != 3 or images.shape[1] != 28 or images.shape[2] != 28:
        raise ValueError(str(images.shape))
    rows = [(picture.astype(float) - 33.3) / 78.6 for picture in images]
    return np.array(rows).reshape(-1, 28, 28)


@right("Network")
class ConvolutionAndPooling:
    def patches(self, x):
        """Return (n, 8, 8, 25): windows of 5 by 5, three pixels apart."""
        windows = np.lib.stride_tricks.sliding_window_view(x, (5, 5), axis=(1, 2))
        return windows[:, ::3, ::3].reshape(len(x), 8, 8, 25)

    def build(self, rng):
        K = rng.normal(size=(25, 8)) * np.sqrt(2 / 25)
        W = rng.normal(size=(4, 4, 8, 10)) * np.sqrt(1 / 128)
        return {"kernel": (K, np.zeros(8)), "dense": [W, np.zeros(10)]}

    def forward(self, parameters, x):
        (K, c), (W, b) = parameters["kernel"], parameters["dense"]
        maps = self.patches(x) @ K + c
        blocks = np.maximum(maps, 0).reshape(len(x), 4, 2, 4, 2, 8)
        blocks = blocks.transpose(0, 1, 3, 5, 2, 4).reshape(len(x), 4, 4, 8, 4)
        pooled = blocks.max(axis=-1)
        logits = np.tensordot(pooled, W, axes=3) + b
        return maps, blocks, pooled, logits

    def logits(self, parameters, x):
        return self.forward(parameters, x)[-1]

    def loss_and_gradients(self, parameters, x, labels):
        n = len(x)
        maps, blocks, pooled, z = self.forward(parameters, x)
        W = parameters["dense"][0]
        logs = z - np.logaddexp.reduce(z, axis=1)[:, None]
        loss = -np.mean([logs[i, label] for i, label in enumerate(labels)])
        dz = np.exp(logs)
        for i, label in enumerate(labels):
            dz[i, label] -= 1
        dz /= n
        dW = np.tensordot(pooled, dz, axes=(0, 0))
        d_pooled = np.tensordot(dz, W, axes=(1, 3))
        d_blocks = np.zeros_like(blocks)
        first = blocks.argmax(axis=-1)[..., None]
        np.put_along_axis(d_blocks, first, d_pooled[..., None], axis=-1)
        d_maps = d_blocks.reshape(n, 4, 4, 8, 2, 2).transpose(0, 1, 4, 2, 5, 3)
        d_maps = d_maps.reshape(n, 8, 8, 8) * (maps > 0)
        dK = np.tensordot(self.patches(x), d_maps, axes=([0, 1, 2], [0, 1, 2]))
        kernel = (dK, d_maps.sum(axis=(0, 1, 2)))
        return float(loss), {"kernel": kernel, "dense": [dW, dz.sum(axis=0)]}


@right("Network")
class ThreeTanhLayersInAList:
    def build(self, rng):
        sizes = [784, 20, 15, 10]
        pairs = []
        for d, k in zip(sizes[:-1], sizes[1:]):
            pairs.append(
                (rng.uniform(-1, 1, size=(d, k)) * np.sqrt(3 / d), np.zeros(k))
            )
        return pairs

    def activations(self, parameters, x):
        layers = [x.reshape(-1, 784)]
        for i, (W, b) in enumerate(parameters):
            z = layers[-1] @ W + b
            layers.append(z if i == 2 else np.tanh(z))
        return layers

    def logits(self, parameters, x):
        return self.activations(parameters, x)[-1]

    def loss_and_gradients(self, parameters, x, labels):
        layers = self.activations(parameters, x)
        z = layers.pop()
        z = z - np.max(z, axis=1)[:, np.newaxis]
        shares = np.exp(z)
        sums = shares.sum(axis=1)
        picked = z[np.arange(len(x)), labels]
        loss = np.mean(np.log(sums) - picked)
        dZ = (shares / sums[:, None] - np.eye(10)[labels]) / len(x)
        gradients = []
        for (W, b), inputs in zip(parameters[::-1], layers[::-1]):
            gradients.append((inputs.T @ dZ, np.ones(len(x)) @ dZ))
            dZ = dZ @ W.T * (1 - inputs**2)
        return loss, gradients[::-1]


@right("Network")
class LayersThatKnowTheirWayBack:
    """Objects are made for one call; parameters travel as one flat array."""

    class Dense:
        def __init__(self, W, b):
            self.W, self.b = W, b

        def forward(self, X):
            self.X = X
            return X @ self.W + self.b

        def backward(self, dZ):
            self.slopes = [self.X.T @ dZ, dZ.sum(axis=0)]
            return dZ @ self.W.T

    class LeakyRelu:
        slopes = ()

        def forward(self, Z):
            self.factor = np.where(Z > 0, 1.0, 0.1)
            return Z * self.factor

        def backward(self, dA):
            return dA * self.factor

    def chain(self, parameters):
        theta = parameters["theta"]
        W1, b1, W2, b2 = np.split(theta, [7840, 7850, 7950])
        first = self.Dense(W1.reshape(784, 10), b1)
        return [first, self.LeakyRelu(), self.Dense(W2.reshape(10, 10), b2)]

    def build(self, rng):
        theta = np.zeros(7960)
        theta[:7840] = rng.normal(size=7840) * 0.05
        theta[7850:7950] = rng.normal(size=100) * 0.3
        return {"theta": theta}

    def logits(self, parameters, x):
        out = np.reshape(x, (len(x), 784))
        for layer in self.chain(parameters):
            out = layer.forward(out)
        return out

    def loss_and_gradients(self, parameters, x, labels):
        chain = self.chain(parameters)
        out = np.reshape(x, (len(x), 784))
        for layer in chain:
            out = layer.forward(out)
        loss, slope = 0.0, np.zeros(out.shape)
        for i, label in enumerate(labels):
            row = out[i] - out[i].max()
            loss += np.log(np.exp(row).sum()) - row[label]
            slope[i] = np.exp(row) / np.exp(row).sum()
            slope[i, label] -= 1
        slope = slope / len(x)
        for layer in reversed(chain):
            slope = layer.backward(slope)
        parts = [np.ravel(part) for layer in chain for part in layer.slopes]
        return loss / len(x), {"theta": np.concatenate(parts)}


@right("update_nest")
def plain_descent(parameters, gradients, state=None, lr=0.01):
    def step(p, g):
        if type(p) is dict:
            return {key: step(p[key], g[key]) for key in p}
        if type(p) in (list, tuple):
            return type(p)(map(step, p, g))
        return np.asarray(p) - lr * np.asarray(g)

    return step(parameters, gradients), "nothing"


@right("update_nest")
def adam_with_flat_memory(parameters, gradients, state=None, lr=0.001):
    arrays, slopes = [], []

    def collect(p, g):
        if isinstance(p, dict):
            for key in p:
                collect(p[key], g[key])
        elif isinstance(p, (list, tuple)):
            for one, other in zip(p, g):
                collect(one, other)
        else:
            arrays.append(p)
            slopes.append(g)

    collect(parameters, gradients)
    t, m, v = state or (0, [0.0] * len(arrays), [0.0] * len(arrays))
    m = [0.9 * a + 0.1 * g for a, g in zip(m, slopes)]
    v = [0.99 * a + 0.01 * g**2 for a, g in zip(v, slopes)]
    t += 1
    moved = []
    for a, b, p in zip(m, v, arrays):
        size = np.sqrt(b / (1 - 0.99**t)) + 1e-12
        moved.append(p - lr * (a / (1 - 0.9**t)) / size)
    rest = iter(moved)

    def rebuild(p):
        if isinstance(p, dict):
            return {key: rebuild(p[key]) for key in p}
        if isinstance(p, (list, tuple)):
            return type(p)([rebuild(part) for part in p])
        return next(rest)

    return rebuild(parameters), (t, m, v)


@right("keep_best")
def with_a_list_of_all_versions(parameters, epoch, score, n_epochs, patience=None):
    def key(i):
        return (-np.inf if np.isnan(scores[i]) else scores[i], -i)

    versions, scores = [parameters], [score(parameters)]
    while len(scores) <= n_epochs:
        best = max(range(len(scores)), key=key)
        if patience is not None and len(scores) - 1 - best >= patience:
            break
        versions.append(epoch(versions[-1]))
        scores.append(score(versions[-1]))
    return versions[max(range(len(scores)), key=key)], scores


@right("keep_best")
def remembers_the_place(parameters, epoch, score, n_epochs, patience=None):
    latest, scores = parameters, [float(score(parameters))]
    best, place = latest, 0
    for number in range(1, n_epochs + 1):
        if patience is not None and number - place > patience:
            break
        latest = epoch(latest)
        scores.append(float(score(latest)))
        old, new = scores[place], scores[number]
        if new > old or (np.isnan(old) and not np.isnan(new)):
            best, place = latest, number
    return best, scores


@right("train")
def convolution_with_its_own_loop(images, labels, rng):
    """Six kernels of 5 by 5, ReLU and a dense layer, written out."""
    n = len(images)
    if n != len(labels):
        raise ValueError(f"{n} pictures but {len(labels)} labels")

    def patches(pictures):
        x = np.reshape(pictures, (-1, 28, 28)) / 255.0
        windows = np.lib.stride_tricks.sliding_window_view(x, (5, 5), axis=(1, 2))
        return windows[:, ::3, ::3].reshape(len(x), 64, 25)

    def logits(p, rows):
        return np.maximum(rows @ p[0] + p[1], 0).reshape(len(rows), -1) @ p[2] + p[3]

    X, y = patches(images), np.asarray(labels)
    p = [rng.normal(size=(25, 6)) * 0.28, np.zeros(6)]
    p += [rng.normal(size=(384, 10)) * 0.05, np.zeros(10)]
    speed = [0.0] * 4
    order = rng.permutation(n)
    held, rest = order[: n // 8], order[n // 8 :]
    best, top = p, -1.0
    for _ in range(10):
        shuffled = rng.permutation(rest)
        for start in range(0, len(rest), 16):
            rows = shuffled[start : start + 16]
            z = X[rows] @ p[0] + p[1]
            a = np.maximum(z, 0).reshape(len(rows), -1)
            out = a @ p[2] + p[3]
            out = np.exp(out - out.max(axis=1, keepdims=True))
            out = out / out.sum(axis=1, keepdims=True)
            out[np.arange(len(rows)), y[rows]] -= 1
            out = out / len(rows)
            dz = (out @ p[2].T).reshape(z.shape) * (z > 0)
            dK = np.tensordot(X[rows], dz, axes=([0, 1], [0, 1]))
            slopes = [dK, dz.sum(axis=(0, 1)), a.T @ out, out.sum(axis=0)]
            speed = [0.9 * v - 0.02 * s for v, s in zip(speed, slopes)]
            p = [one + v for one, v in zip(p, speed)]
        right_ones = np.mean(logits(p, X[held]).argmax(axis=1) == y[held])
        if right_ones > top:
            best, top = p, right_ones

    def classify(pictures):
        digits = logits(best, patches(pictures)).argmax(axis=1)
        return digits if np.ndim(pictures) == 3 else int(digits[0])

    return classify


@right("train")
def with_an_object_and_plain_batches(images, labels, rng):
    if np.shape(labels) != (np.shape(images)[0],):
        raise ValueError(f"{np.shape(images)[0]} pictures and {len(labels)} labels")

    class Reader:
        def __init__(self):
            self.network = Network()

        def __call__(self, images):
            z = self.network.logits(self.parameters, prepare(images))
            guesses = np.array([int(np.argmax(row)) for row in z])
            return guesses if np.ndim(images) == 3 else int(guesses[0])

        def fit(self, x, y):
            held = rng.random(len(x)) < 0.15
            xs, ys, state = x[~held], y[~held], None
            versions = []
            parameters = self.network.build(rng)
            for _ in range(12):
                for rows in np.array_split(rng.permutation(len(xs)), len(xs) // 20 + 1):
                    _, slopes = self.network.loss_and_gradients(
                        parameters, xs[rows], ys[rows]
                    )
                    parameters, state = update_nest(parameters, slopes, state, 0.02)
                versions.append(parameters)

            def score(i):
                z = self.network.logits(versions[i], x[held])
                return float(np.sum(z.argmax(axis=1) == y[held]))

            chosen, _ = keep_best(0, lambda i: i + 1, score, len(versions) - 1)
            self.parameters = versions[chosen]
            return self

    return Reader().fit(prepare(images), np.array(labels))


@right("honest_report")
def with_loops(labels, guesses, baselines):
    labels = [int(label) for label in labels]
    n = len(labels)
    if n == 0:
        raise ValueError("labels is empty")
    if len(guesses) != n:
        raise ValueError(f"guesses: {np.shape(guesses)}")
    mistakes, right_ones = {}, []
    for label, guess in zip(labels, guesses):
        right_ones.append(int(label == guess))
        if label != guess:
            key = (label, int(guess))
            mistakes[key] = mistakes.get(key, 0) + 1
    beaten = {}
    for name in baselines:
        if len(baselines[name]) != n:
            raise ValueError(f"{name}: {np.shape(baselines[name])}")
        gains = [
            mine - int(label == guess)
            for mine, label, guess in zip(right_ones, labels, baselines[name])
        ]
        mean = sum(gains) / n
        spread = (sum((gain - mean) ** 2 for gain in gains) / n) ** 0.5
        beaten[name] = mean > 2 * spread / n**0.5
    p = sum(right_ones) / n
    ordered = sorted(mistakes.items(), key=lambda item: item[0])
    ordered = sorted(ordered, key=lambda item: item[1], reverse=True)
    return {
        "accuracy": p,
        "standard_error": (p * (1 - p) / n) ** 0.5,
        "confusions": [(a, b, count) for (a, b), count in ordered],
        "beaten": beaten,
    }


@right("gradient_is_right")
def one_array_at_a_time(loss_and_gradients, parameters):
    arrays = []

    def frozen(nest):
        if isinstance(nest, dict):
            return {k: frozen(nest[k]) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(frozen(part) for part in nest)
        arrays.append(np.array(nest, dtype=float))
        return len(arrays) - 1

    form = frozen(parameters)

    def filled(nest):
        if isinstance(nest, dict):
            return {k: filled(nest[k]) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(filled(part) for part in nest)
        return arrays[nest].copy()

    def fits(nest, gradients):
        if isinstance(nest, dict):
            return (
                isinstance(gradients, dict)
                and sorted(nest) == sorted(gradients)
                and all(fits(nest[k], gradients[k]) for k in nest)
            )
        if isinstance(nest, (list, tuple)):
            return (
                isinstance(gradients, (list, tuple))
                and len(nest) == len(gradients)
                and all(fits(one, other) for one, other in zip(nest, gradients))
            )
        if isinstance(gradients, (dict, list, tuple)):
            return False
        if np.shape(gradients) != arrays[nest].shape:
            return False
        found[nest] = np.asarray(gradients, dtype=float)
        return True

    found = {}
    if not fits(form, loss_and_gradients(filled(form))[1]):
        return False
    for number in range(len(arrays)):
        numerical = np.zeros(arrays[number].size)
        for i in range(arrays[number].size):
            saved = arrays[number].flat[i]
            arrays[number].flat[i] = saved + 2e-5
            above = loss_and_gradients(filled(form))[0]
            arrays[number].flat[i] = saved - 2e-5
            numerical[i] = (above - loss_and_gradients(filled(form))[0]) / 4e-5
            arrays[number].flat[i] = saved
        gap = np.abs(numerical - found[number].ravel())
        if (gap > 0.003 * np.abs(numerical).max()).any():
            return False
    return True


@right("depends_on_company")
def keeps_a_table(classify, images):
    n = len(images)
    table = np.full((n + 3, n), -1)
    table[n] = classify(images)
    for i in range(n):
        table[i, i] = classify(images[i : i + 1])[0]
    table[n + 1, ::-1] = classify(images[::-1])
    table[n + 2] = classify(images)
    for i in range(n):
        others = [j for j in range(n) if j != i]
        if others:
            guesses = classify(images[others])
            if any(guesses[k] != table[n, j] for k, j in enumerate(others)):
                return True
    for column in table.T:
        if len(set(column[column >= 0].tolist())) > 1:
            return True
    return False


@right("honest_report")
def with_a_confusion_table(labels, guesses, baselines):
    labels = np.array(labels)
    if labels.size == 0:
        raise ValueError("there are no labels")

    def is_right(name, said):
        if np.shape(said) != labels.shape:
            raise ValueError(f"{name} has the shape {np.shape(said)}")
        return np.asarray(said) == labels

    mine = is_right("guesses", guesses)
    classes = np.unique(np.concatenate([labels, guesses]))
    table = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(
        table,
        (np.searchsorted(classes, labels), np.searchsorted(classes, guesses)),
        1,
    )
    np.fill_diagonal(table, 0)
    order = np.argsort(-table.ravel(), kind="stable")[: np.count_nonzero(table)]
    confusions = [
        [int(classes[i]), int(classes[j]), int(table[i, j])]
        for i, j in zip(*np.unravel_index(order, table.shape))
    ]
    beaten = {}
    for name, said in baselines.items():
        theirs = is_right(name, said)
        # The mean square of differences of 1, 0 and -1 is how often they are not 0.
        only_mine, only_theirs = np.mean(mine & ~theirs), np.mean(theirs & ~mine)
        gain = only_mine - only_theirs
        variance = only_mine + only_theirs - gain**2
        beaten[name] = gain > 2 * np.sqrt(variance / labels.size)
    return {
        "beaten": beaten,
        "confusions": confusions,
        "standard_error": mine.std() / np.sqrt(labels.size),
        "accuracy": np.mean(mine),
    }


@right("gradient_is_right")
def one_long_vector(loss_and_gradients, parameters):
    def leaves(nest, path=()):
        if isinstance(nest, dict):
            parts = sorted(nest.items(), key=lambda item: str(item[0]))
        elif isinstance(nest, (list, tuple)):
            parts = list(enumerate(nest))
        else:
            return [(path, np.array(nest, dtype=float))]
        found = [(path + (len(parts),), None)]
        for key, part in parts:
            found += leaves(part, path + (key,))
        return found

    def with_number(nest, path, place, value):
        if isinstance(nest, dict):
            return {
                key: with_number(
                    part, path[1:] if path[:1] == (key,) else (), place, value
                )
                for key, part in nest.items()
            }
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                with_number(part, path[1:] if path[:1] == (key,) else (), place, value)
                for key, part in enumerate(nest)
            )
        changed = np.array(nest, dtype=float)
        if path == ("here",):
            changed[place] = value
        return changed

    mine = leaves(parameters)
    theirs = leaves(loss_and_gradients(with_number(parameters, (), (), 0))[1])
    if [path for path, _ in mine] != [path for path, _ in theirs]:
        return False
    for (path, array), (_, slopes) in zip(mine, theirs):
        if array is None or slopes is None:
            if array is not slopes:
                return False
            continue
        if array.shape != slopes.shape:
            return False
        measured = np.empty(array.shape)
        for place in np.ndindex(array.shape):
            around = [
                loss_and_gradients(
                    with_number(parameters, (*path, "here"), place, array[place] + step)
                )[0]
                for step in (-1e-5, 1e-5)
            ]
            measured[place] = (around[1] - around[0]) / 2e-5
        largest = np.max(np.abs(slopes), initial=0)
        if not np.allclose(slopes, measured, rtol=0, atol=0.002 * largest):
            return False
    return True


@right("depends_on_company")
def compares_with_each_alone(classify, images):
    def asked(rows):
        return list(classify(np.array([images[i] for i in rows])))

    rows = list(range(len(images)))
    alone = [asked([i])[0] for i in rows]
    groups = [rows, rows[::-1], rows]
    if len(rows) > 1:
        groups += [rows[:i] + rows[i + 1 :] for i in rows]
    groups += [[i] for i in rows[::-1]]
    return any(asked(group) != [alone[i] for i in group] for group in groups)
