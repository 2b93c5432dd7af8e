"""Other right answers to the exercises of mnist_perceptron."""

import numpy as np

from autograder.authoring.variants import right


@right("parse_line")
def reads_with_a_loop(text):
    pieces = text.strip().split(",")
    if len(pieces) != 785:
        raise ValueError(f"expected 785 numbers, found {len(pieces)}")
    label = None
    pixels = np.empty(784)
    for i, piece in enumerate(pieces):
        piece = piece.strip()
        if not piece.isdigit():
            raise ValueError("not a whole number from 0 on: " + piece)
        number = int(piece)
        if number > (9 if i == 0 else 255):
            raise ValueError(f"too large: {number}")
        if i == 0:
            label = number
        else:
            pixels[i - 1] = number * 0.99 / 255 + 0.01
    return label, pixels


@right("parse_line")
def reads_all_at_once_in_float32(text):
    pieces = text.split(",")
    if len(pieces) != 785:
        raise ValueError(f"a line of {len(pieces)} entries")
    numbers = np.array([int(piece) for piece in pieces])
    limits = np.full(785, 255)
    limits[0] = 9
    bad = np.flatnonzero((numbers < 0) | (numbers > limits))
    if len(bad):
        raise ValueError(f"out of range: {numbers[bad[0]]}")
    return numbers[0], (numbers[1:] / 255 * 0.99 + 0.01).astype(np.float32)


@right("targets")
def two_loops(labels, k=10, low=0.01, high=0.99):
    if np.ndim(labels) != 1:
        raise ValueError(f"labels of shape {np.shape(labels)}")
    rows = []
    for label in np.asarray(labels).tolist():
        if isinstance(label, str) or label != int(label) or not 0 <= label < k:
            raise ValueError(f"no place for {label} among {k}")
        rows.append([high if place == label else low for place in range(k)])
    return np.array(rows)


@right("targets")
def compares_with_all_places(labels, k=10, low=0.01, high=0.99):
    labels = np.array(labels)
    if len(labels.shape) != 1:
        raise ValueError("one label for each example, not " + str(labels.shape))
    places = np.arange(k)
    for label in labels:
        if label not in places:
            raise ValueError(f"label {label} and k {k}")
    return np.where(labels[:, None] == places, high, low)


@right("init_perceptron")
def draws_evenly(d, h, k, rng):
    import math

    for size in (d, h, k):
        if size <= 0:
            raise ValueError(f"a layer of {size}")
    params = {}
    for name, rows, columns in (("W2", h, k), ("W1", d, h)):
        r = math.sqrt(3 / rows)
        params[name] = rng.uniform(-r, r, size=(rows, columns))
    return params


@right("init_perceptron")
def draws_with_a_scale(d, h, k, rng):
    if d < 1 or h < 1 or k < 1:
        raise ValueError(f"sizes {d}, {h} and {k} must be 1 or more")
    W1 = rng.normal(0.0, d**-0.5, (d, h))
    W2 = rng.normal(loc=0.0, scale=1 / np.sqrt(h), size=(h, k))
    return dict(W1=W1, W2=W2.astype(np.float32))


@right("query")
def with_tanh(params, X):
    X = np.asarray(X)
    d = params["W1"].shape[0]
    if X.ndim > 2 or X.ndim == 0 or X.shape[-1] != d:
        raise ValueError(f"rows of {d} numbers expected, got {X.shape}")
    for name in ("W1", "W2"):
        X = (np.tanh((X @ params[name]) / 2) + 1) / 2
    return X


@right("query")
def one_example_after_the_other(params, X):
    import math

    d, k = len(params["W1"]), params["W2"].shape[1]
    if np.ndim(X) not in (1, 2) or np.shape(X)[-1] != d:
        raise ValueError(f"{np.shape(X)} does not fit {d} inputs")

    def sigmoid(z):
        power = math.exp(-abs(z))
        return 1 / (1 + power) if z >= 0 else power / (1 + power)

    outputs = []
    for x in np.atleast_2d(X):
        a1 = np.array([sigmoid(z) for z in params["W1"].T @ x])
        outputs.append([sigmoid(z) for z in params["W2"].T @ a1])
    outputs = np.array(outputs).reshape(-1, k)
    return outputs[0] if np.ndim(X) == 1 else outputs


@right("hidden_delta")
def three_loops(t, output, a1, W2):
    if np.shape(t) != np.shape(output):
        raise ValueError(f"shapes {np.shape(t)} and {np.shape(output)}")
    n, h = np.shape(a1)
    delta = np.zeros((n, h))
    for i in range(n):
        for j in range(h):
            for o in range(len(W2[j])):
                error = output[i][o] - t[i][o]
                slope = output[i][o] * (1 - output[i][o])
                delta[i, j] += error * slope * W2[j][o]
            delta[i, j] *= a1[i][j] * (1 - a1[i][j])
    return delta


@right("hidden_delta")
def with_other_algebra(t, output, a1, W2):
    t, output = np.array(t, dtype=float), np.array(output, dtype=float)
    a1, W2 = np.array(a1, dtype=float), np.array(W2, dtype=float)
    if t.shape != output.shape:
        raise ValueError("targets " + str(t.shape) + ", outputs " + str(output.shape))
    downhill = (t - output) * (output - output**2)
    return -np.einsum("ik,jk,ij->ij", downhill, W2, a1 - a1**2)


@right("train_step")
def with_columns_and_rows(params, x, t, lr):
    x, t = np.reshape(x, (1, -1)), np.reshape(t, (1, -1))
    a1 = (1 + np.tanh(x @ params["W1"] / 2)) / 2
    a2 = (1 + np.tanh(a1 @ params["W2"] / 2)) / 2
    delta2 = (t - a2) * a2 * (1 - a2)
    delta1 = delta2 @ params["W2"].T * a1 * (1 - a1)
    return {
        "W2": params["W2"] + lr * a1.T @ delta2,
        "W1": params["W1"] + lr * x.T @ delta1,
    }


@right("train_step")
def with_copies(params, x, t, lr):
    new = {name: np.array(W, dtype=float) for name, W in params.items()}
    a1 = 1 / (1 + np.exp(-np.asarray(x) @ params["W1"]))
    a2 = 1 / (1 + np.exp(-a1 @ params["W2"]))
    delta2 = [(o - g) * o * (1 - o) for o, g in zip(a2, t)]
    for j in range(len(a1)):
        back = sum(w * d for w, d in zip(params["W2"][j], delta2))
        new["W1"][:, j] -= lr * back * a1[j] * (1 - a1[j]) * np.asarray(x)
        for o in range(len(a2)):
            new["W2"][j, o] -= lr * a1[j] * delta2[o]
    return new


@right("minibatches")
def shuffles_a_list(X, y, size, rng):
    if size < 1:
        raise ValueError(f"a batch of {size}")
    if len(X) != len(y):
        raise ValueError(f"{len(X)} examples, {len(y)} labels")
    order = list(range(len(X)))
    rng.shuffle(order)
    batches = []
    while order:
        rows, order = order[:size], order[size:]
        batches.append((np.asarray(X)[rows], np.asarray(y)[rows]))
    return batches


@right("minibatches")
def cuts_shuffled_copies(X, y, size, rng):
    n = len(X)
    if n != len(y):
        raise ValueError(f"X has {n}, y has {len(y)}")
    if size <= 0:
        raise ValueError(f"size {size} is not positive")
    order = np.argsort(rng.random(n))
    cuts = np.arange(size, n, size)
    X_parts = np.split(np.asarray(X)[order], cuts)
    y_parts = np.split(np.asarray(y)[order], cuts)
    return list(zip(X_parts, y_parts))


@right("batches_are_sound")
def compares_sorted_lists(X, y, size, batches):
    n = len(X)
    expected = [size] * (n // size) + ([n % size] if n % size else [])
    if [len(part) for part, _ in batches] != expected:
        return False
    pairs = []
    for rows, labels in batches:
        pairs += [(list(row), int(label)) for row, label in zip(rows, labels)]
    return sorted(pairs) == sorted((list(row), int(n)) for row, n in zip(X, y))


@right("batches_are_sound")
def looks_each_row_up(X, y, size, batches):
    if sum(len(rows) for rows, _ in batches) != len(X):
        return False
    if len(batches) != int(np.ceil(len(X) / size)):
        return False
    used = np.zeros(len(X), dtype=int)
    for number, (rows, labels) in enumerate(batches, 1):
        if number < len(batches) and len(rows) != size:
            return False
        for row, label in zip(rows, labels):
            place = np.flatnonzero(np.all(X == row, axis=1))
            if len(place) != 1 or y[place[0]] != label:
                return False
            used[place[0]] += 1
    return np.all(used == 1)


@right("accuracy")
def counts_in_a_loop(y, p):
    if np.shape(y) != np.shape(p):
        raise ValueError(f"{np.shape(y)} and {np.shape(p)}")
    if len(y) == 0:
        raise ValueError("an empty list of labels")
    right_ones = 0
    for truth, guess in zip(y, p):
        if truth == guess:
            right_ones += 1
    return right_ones / len(y)


@right("accuracy")
def subtracts_the_errors(y, p):
    y, p = np.array(y), np.array(p)
    if y.shape != p.shape:
        raise ValueError("shapes " + str(y.shape) + " and " + str(p.shape))
    if not y.size:
        raise ValueError("Empty")
    return 1 - np.count_nonzero(y - p) / y.size


@right("confusion")
def counts_pairs(y, p, k):
    if len(y) != len(p):
        raise ValueError(f"lengths {len(y)} and {len(p)}")
    table = np.zeros((k, k), dtype=np.int32)
    for truth, guess in zip(y, p):
        for label in (truth, guess):
            if label < 0 or label >= k:
                raise ValueError(f"{label} with k = {k}")
        table[truth][guess] += 1
    return table


@right("confusion")
def counts_numbers_of_two_digits(y, p, k):
    y, p = np.array(y), np.array(p)
    if y.shape != p.shape:
        raise ValueError(f"{y.size} labels, {p.size} predictions")
    both = np.concatenate([y, p])
    if both.min() < 0 or both.max() >= k:
        raise ValueError(f"labels {both.min()} to {both.max()} for k = {k}")
    return np.bincount(k * y + p, minlength=k * k).reshape(k, k)


@right("choose_hidden")
def goes_through_once(results):
    best = None
    for one in results:
        if one["validation"] != one["validation"]:
            continue
        if best is None or one["validation"] > best["validation"]:
            best = one
        elif one["validation"] == best["validation"]:
            best = min(best, one, key=lambda each: each["hidden"])
    if best is None:
        raise ValueError("no usable result")
    return best["hidden"]


@right("choose_hidden")
def sorts(results):
    usable = [one for one in results if one["validation"] >= 0]
    usable.sort(key=lambda one: (-one["validation"], one["hidden"]))
    if len(usable) == 0:
        raise ValueError("There is no network to choose from.")
    return np.int64(usable[0]["hidden"])


@right("same_score_wrong_gradient")
def fills_tables(score, error, rules, seeds):
    scores = np.zeros((len(rules), len(seeds)))
    errors = np.zeros((len(rules), len(seeds)))
    for j, seed in enumerate(seeds):
        for i, rule in enumerate(rules):
            errors[i, j] = error(rule, seed)
            scores[i, j] = score(rule, seed)
    means, largest = scores.mean(axis=1), errors.max(axis=1)
    return {
        "claim": "c",
        "gradients": [rules[i] for i in np.flatnonzero(largest <= 1e-6)],
        "winner": rules[int(np.argmax(means))],
        "score": dict(zip(rules, means)),
        "error": dict(zip(rules, largest)),
    }


@right("same_score_wrong_gradient")
def goes_rule_by_rule(score, error, rules, seeds):
    found = {"score": {}, "error": {}, "gradients": [], "claim": "C"}
    for rule in rules:
        found["score"][rule] = sum(score(rule, s) for s in seeds) / len(seeds)
        found["error"][rule] = max(error(rule, s) for s in seeds)
        if found["error"][rule] < 1.5e-6:
            found["gradients"].append(rule)
        best = found.get("winner", rules[0])
        if found["score"][rule] > found["score"][best]:
            best = rule
        found["winner"] = best
    return found
