"""Other right answers to the exercises of cats."""

import numpy as np

from autograder.authoring.variants import right
from solutions.logistic_regression import log_loss_from_logits, propagate


@right("load_cats")
def asks_h5py_first(path):
    import os

    import h5py

    name = os.path.basename(str(path))
    try:
        file = h5py.File(path, "r")
    except FileNotFoundError:
        raise
    except OSError:
        text = open(path, "rb").read(300).decode("latin-1").lower()
        kind = "damaged"
        if "<html" in text or "<!doctype" in text:
            kind = "an html page"
        elif "git-lfs" in text:
            kind = "an lfs pointer"
        raise ValueError(f"{name} is {kind}, not HDF5")
    with file:
        keys = list(file.keys())
        for end in ["_set_x", "_set_y", "list_classes"]:
            if not [key for key in keys if key.endswith(end)]:
                raise ValueError(f"{name} lacks {end}")
        x = np.array(file[[key for key in keys if key.endswith("_set_x")][0]])
        y = np.array(file[[key for key in keys if key.endswith("_set_y")][0]])
        classes = [str(c, "utf-8") for c in file["list_classes"][()]]
    if len(x) != len(y):
        raise ValueError(f"{name}: {len(x)} pictures, {len(y)} labels")
    return {"classes": classes, "labels": y, "images": x}


@right("load_cats")
def finds_the_part_first(path):
    import h5py

    with open(path, "rb") as file:
        first = file.read(1000).lower()
    if b"<html" in first:
        raise ValueError(f"{path}: HTML")
    if b"git-lfs" in first:
        raise ValueError(f"{path}: git-LFS")
    try:
        with h5py.File(path) as file:
            part = ""
            for key in file:
                if "_set_" in key:
                    part = key.split("_set_")[0]
            for key in (f"{part}_set_x", f"{part}_set_y", "list_classes"):
                if key not in file:
                    raise ValueError(f"{path} has no {key}")
            images = file[f"{part}_set_x"][...]
            labels = file[f"{part}_set_y"][...].astype(int)
            names = [bytes(name).decode("ascii") for name in file["list_classes"]]
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error}")
    if images.shape[0] != labels.size:
        raise ValueError(f"{path}: {labels.size} labels, {images.shape[0]} images")
    return {"images": images, "labels": labels, "classes": names}


@right("flatten_images")
def four_loops(images):
    if len(images.shape) != 4:
        raise ValueError("not four axes: " + str(images.shape))
    n, h, w, c = images.shape
    rows = np.zeros((n, h * w * c), dtype=images.dtype)
    for i in range(n):
        k = 0
        for y in range(h):
            for x in range(w):
                for channel in range(c):
                    rows[i, k] = images[i, y, x, channel]
                    k += 1
    return rows


@right("flatten_images")
def one_picture_at_a_time(images):
    if np.ndim(images) != 4:
        raise ValueError(f"shape {np.shape(images)}")
    return np.stack([np.ravel(picture) for picture in images])


@right("flatten_images")
def through_columns_and_back(images):
    if images.ndim != 4:
        raise ValueError(f"{images.shape} is not (n, h, w, c)")
    return images.reshape(images.shape[0], -1).T.T.copy()


@right("scale_pixels")
def in_float32(train, test, centre=False):
    if train.shape[1] != test.shape[1]:
        raise ValueError(f"{train.shape} against {test.shape}")
    train = train.astype(np.float32) / np.float32(255)
    test = test.astype(np.float32) / np.float32(255)
    if centre:
        middle = np.mean(train, axis=0, keepdims=True)
        return train - middle, test - middle
    return train, test


@right("scale_pixels")
def centres_bytes_first(train, test, centre=False):
    if len(train[0]) != len(test[0]):
        raise ValueError(f"shapes {train.shape}, {test.shape}")
    average = train.astype(float).mean(axis=0) if centre else 0.0
    return [(part.astype(float) - average) / 255 for part in (train, test)]


@right("log_loss_from_logits")
def with_logaddexp(z, y):
    z, y = np.array(z, dtype=float), np.array(y)
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} and {y.shape}")
    return np.mean(np.logaddexp(0, np.where(y == 1, -z, z)))


@right("log_loss_from_logits")
def one_example_at_a_time(z, y):
    import math

    if np.shape(z) != np.shape(y):
        raise ValueError(f"shapes {np.shape(z)}, {np.shape(y)}")
    total = 0.0
    for s, label in zip(z, y):
        s = float(s)
        s = -s if label else s
        total += s + math.log1p(math.exp(-s)) if s > 0 else math.log1p(math.exp(s))
    return total / len(z)


@right("propagate")
def sums_in_loops(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(f"y has shape {np.shape(y)}, X {X.shape}")
    n, d = X.shape
    dw, db, z = np.zeros(d), 0.0, np.zeros(n)
    for i in range(n):
        z[i] = X[i] @ w + b
        small = np.exp(-abs(z[i]))
        p = 1 / (1 + small) if z[i] >= 0 else small / (1 + small)
        for k in range(d):
            dw[k] += (p - y[i]) * X[i, k] / n
        db += (p - y[i]) / n
    return {"db": db, "dw": dw}, log_loss_from_logits(z, y)


@right("propagate")
def bias_as_a_weight(w, b, X, y):
    if y.shape != (X.shape[0],):
        raise ValueError(str(y.shape))
    A = np.column_stack([X, np.ones(len(X))])
    z = A @ np.append(w, b)
    error = 0.5 * (1 + np.tanh(z / 2)) - y
    gradient = error @ A / len(A)
    signs = np.where(y == 1, -1.0, 1.0)
    cost = np.logaddexp(0.0, signs * z).mean()
    return {"dw": gradient[:-1], "db": gradient[-1]}, cost


@right("fit")
def keeps_arrays_of_costs(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"{steps} steps")
    costs = np.zeros(steps)
    for i in range(steps):
        grads, costs[i] = propagate(w, b, X, y)
        w, b = w - lr * grads["dw"], b - lr * grads["db"]
    return np.array(w), b, costs


@right("fit")
def copies_first_and_then_subtracts_in_place(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps={steps}")
    w = np.array(w, dtype=float, copy=True)
    costs = []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w -= lr * grads["dw"]
        b -= lr * grads["db"]
        costs.append(cost)
    return w, b, costs


@right("predict")
def compares_the_sums(w, b, X, threshold=0.5):
    if threshold < 0 or threshold > 1:
        raise ValueError(f"{threshold} is no probability")
    if threshold in (0, 1):
        return np.full(len(X), 1 - int(threshold))
    cut = np.log(threshold / (1 - threshold))
    return np.where(np.dot(X, w) + b > cut, 1, 0)


@right("predict")
def example_by_example(w, b, X, threshold=0.5):
    if not (0 <= threshold <= 1):
        raise ValueError(f"threshold={threshold}")
    labels = []
    for row in X:
        z = float(row @ w) + b
        p = 0.5 + 0.5 * np.tanh(z / 2)
        labels.append(1 if p > threshold else 0)
    return np.array(labels)


@right("report")
def counts_one_by_one(y_train, y_test, p_test):
    y_train, y_test, p_test = list(y_train), np.array(y_test), np.array(p_test)
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    m = len(y_test)
    ones = sum(1 for label in y_train if label == 1)
    majority = 1 if ones > len(y_train) - ones else 0
    result = {
        "accuracy": sum(int(a == b) for a, b in zip(y_test, p_test)) / m,
        "always 1": sum(int(a == 1) for a in y_test) / m,
        "train majority": sum(int(a == majority) for a in y_test) / m,
    }
    for label in [1, 0]:
        there = [int(b == label) for a, b in zip(y_test, p_test) if a == label]
        result[f"recall {label}"] = sum(there) / len(there) if there else np.nan
    return result


@right("report")
def with_bincount(y_train, y_test, p_test):
    y_test, p_test = np.asarray(y_test), np.asarray(p_test)
    if len(y_test) != len(p_test) or p_test.ndim != y_test.ndim:
        raise ValueError(f"{y_test.shape} vs {p_test.shape}")
    majority = np.bincount(y_train, minlength=2).argmax()
    table = np.zeros((2, 2))
    for truth, said in zip(y_test, p_test):
        table[truth, said] += 1
    sizes = table.sum(axis=1)
    recalls = [table[k, k] / sizes[k] if sizes[k] > 0 else np.nan for k in range(2)]
    return {
        "accuracy": np.trace(table) / table.sum(),
        "always 1": sizes[1] / table.sum(),
        "train majority": sizes[majority] / table.sum(),
        "recall 0": recalls[0],
        "recall 1": recalls[1],
    }


@right("duplicates")
def all_pairs(train, test):
    if train[0].shape != test[0].shape:
        raise ValueError(f"{train.shape}, {test.shape}")
    pairs = []
    for i in range(len(train)):
        for j in range(len(test)):
            if np.array_equal(train[i], test[j]):
                pairs.append((i, j))
    return pairs


@right("duplicates")
def in_one_comparison(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} and {test.shape}")
    a = train.reshape(len(train), 1, -1)
    b = test.reshape(1, len(test), -1)
    same = (a == b).all(axis=2)
    return [(int(i), int(j)) for i, j in np.argwhere(same)]


@right("to_columns")
def stacks_columns(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.ndim != 1 or len(w) != X.shape[1]:
        raise ValueError(f"{X.shape}, {w.shape}")
    return np.column_stack(list(X)), w[:, np.newaxis]


@right("to_columns")
def transposes_both(X, w):
    if np.ndim(X) != 2 or np.shape(w) != (np.shape(X)[1],):
        raise ValueError(f"{np.shape(X)}, {np.shape(w)}")
    return np.transpose(X), np.array([w]).T


@right("to_rows")
def collects_rows(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != (X.shape[0], 1):
        raise ValueError(f"{X.shape}, {w.shape}")
    return np.array([X[:, i] for i in range(X.shape[1])]), w[:, 0]


@right("to_rows")
def swaps_axes(X, w):
    if len(np.shape(X)) != 2 or np.shape(w) != (np.shape(X)[0], 1):
        raise ValueError(f"X is {np.shape(X)}, w is {np.shape(w)}")
    return np.swapaxes(X, 0, 1), np.squeeze(w, axis=1)


@right("examples_for_flatten_images")
def several_small_examples():
    pictures = [[[[9, 4, 7], [2, 5, 8]], [[1, 3, 6], [0, 10, 11]]]]
    row = [9, 4, 7, 2, 5, 8, 1, 3, 6, 0, 10, 11]
    pair = [[[[1], [2]]], [[[3], [4]]], [[[5], [6]]]]
    return [(pictures, [row]), (pair, [[1, 2], [3, 4], [5, 6]])]


@right("examples_for_flatten_images")
def made_by_numpy():
    images = np.arange(3 * 2 * 4 * 3).reshape(3, 2, 4, 3)
    rows = [[int(v) for v in picture.ravel()] for picture in images]
    return [[images.tolist(), rows]]
