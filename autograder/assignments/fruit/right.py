"""Other right answers to the exercises of fruit."""

import numpy as np

from autograder.authoring.variants import right
from solutions.hue import rgb_to_hue


@right("rgb_to_hue")
def hue_of_each_pixel(img):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[-1] != 3 or img.dtype != np.uint8:
        raise ValueError(f"expected (h, w, 3) of uint8, got {img.shape} {img.dtype}")
    hues = np.zeros(img.shape[:2])
    for i in range(img.shape[0]):
        for j in range(img.shape[1]):
            r, g, b = (int(n) for n in img[i, j])
            d = max(r, g, b) - min(r, g, b)
            if d == 0:
                continue
            if b == max(r, g, b):
                sixths = 4 + (r - g) / d
            elif g == max(r, g, b):
                sixths = 2 + (b - r) / d
            else:
                sixths = (g - b) / d
            hues[i, j] = (sixths + 6 if sixths < 0 else sixths) / 6
    return hues


@right("rgb_to_hue")
def library_of_matplotlib(img):
    from matplotlib.colors import rgb_to_hsv

    if np.ndim(img) != 3 or np.shape(img)[2] != 3 or img.dtype != "uint8":
        raise ValueError(f"not a picture: {img.shape}, {img.dtype}")
    return rgb_to_hsv(img / 255)[:, :, 0] % 1


@right("rgb_to_hue")
def single_precision(img):
    if len(img.shape) != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError("img is " + str(img.shape) + " of " + str(img.dtype))
    r, g, b = (img[:, :, k].astype(np.float32) for k in range(3))
    top = np.maximum(np.maximum(r, g), b)
    d = top - np.minimum(np.minimum(r, g), b)
    hue = np.zeros_like(r)
    some = d > 0
    rows = some & (top == b)
    hue[rows] = 4 + (r - g)[rows] / d[rows]
    rows = some & (top == g)
    hue[rows] = 2 + (b - r)[rows] / d[rows]
    rows = some & (top == r)
    hue[rows] = (g - b)[rows] / d[rows]
    hue[hue < 0] += 6
    return hue / np.float32(6)


@right("hue_histogram")
def counts_in_a_loop(img, bins=360):
    if bins <= 0:
        raise ValueError(f"bins is {bins}")
    counts = [0] * bins
    for hue in rgb_to_hue(img).ravel().tolist():
        counts[int(hue * bins)] += 1
    return np.array(counts)


@right("hue_histogram")
def library_with_a_fixed_range(img, bins=360):
    hue = rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"{bins} parts")
    return np.histogram(hue, bins=bins, range=(0, 1))[0]


@right("feature_mask")
def column_by_column(train, threshold):
    train = np.array(train, dtype=float)
    if len(train.shape) != 2 or train.shape[0] == 0:
        raise ValueError(f"train is {train.shape}")
    keep = []
    for column in train.T:
        mean = sum(column) / len(column)
        variance = sum((value - mean) ** 2 for value in column) / len(column)
        keep.append(variance**0.5 > threshold)
    return np.array(keep)


@right("feature_mask")
def variance_and_square(train, threshold):
    if np.ndim(train) != 2 or np.shape(train)[0] < 1:
        raise ValueError(f"no table of rows: {np.shape(train)}")
    return np.var(train, axis=0) > threshold**2


@right("encode_labels")
def place_in_a_list(names, classes):
    classes = [str(name) for name in classes]
    for name in classes:
        if classes.count(name) > 1:
            raise ValueError(f"{name} is there twice")
    labels = []
    for name in names:
        if name not in classes:
            raise ValueError(f"{name} is not one of {classes}")
        labels.append(classes.index(name))
    return np.array(labels).astype(int)


@right("encode_labels")
def compares_whole_arrays(names, classes):
    names, classes = np.array(names, dtype=str), np.array(classes, dtype=str)
    kinds, counts = np.unique(classes, return_counts=True)
    if np.any(counts > 1):
        raise ValueError(f"listed twice: {kinds[counts > 1]}")
    fits = names.reshape(-1, 1) == classes
    if not fits.any(axis=1).all():
        raise ValueError(f"unknown: {names[~fits.any(axis=1)]}")
    return fits.argmax(axis=1)


@right("forward_pass")
def one_matrix_after_the_other(weights, X, activation):
    if X.shape[1] != weights[0].shape[0]:
        raise ValueError(f"{X.shape[1]} columns for {weights[0].shape[0]} rows")
    a = np.array(X)
    for number, W in enumerate(weights):
        z = np.dot(a, W)
        last = number == len(weights) - 1
        a = z if last else activation(z)
    return a


@right("forward_pass")
def from_layer_to_layer(weights, X, activation):
    if len(X[0]) != len(weights[0]):
        raise ValueError(f"X: {X.shape}, W: {weights[0].shape}")

    def behind(layer):
        if layer < 0:
            return X
        return activation(np.einsum("ij,jk->ik", behind(layer - 1), weights[layer]))

    return behind(len(weights) - 2) @ weights[-1]


@right("shrink_effect")
def updates_one_by_one(weights, X, lr, steps, biases=None):
    def winners(weights):
        a = X
        for number, W in enumerate(weights):
            a = a @ W
            if biases is not None:
                a = a + biases[number]
            if number < len(weights) - 1:
                a = a * (a > 0)
        return np.argmax(a, axis=1)

    before = winners(weights)
    small = [W.copy() for W in weights]
    for _ in range(steps):
        for W in small:
            W -= lr * W
    return int((before != winners(small)).sum())


@right("shrink_effect")
def knows_that_nothing_changes(weights, X, lr, steps, biases=None):
    if biases is None:
        return 0
    labels = []
    for power in (0, steps):
        a = np.array(X, dtype=float)
        for W, b in zip(weights, biases):
            a = a @ (W * (1 - lr) ** power) + b
            if W is not weights[-1]:
                a = np.where(a > 0, a, 0)
        labels.append([int(np.argmax(row)) for row in a])
    return sum(one != other for one, other in zip(*labels))


@right("softmax_ce_gradients")
def one_hot_rows(weights, X, y):
    inputs, sums = [X], []
    for W in weights:
        sums.append(inputs[-1] @ W)
        inputs.append(np.maximum(sums[-1], 0))
    z = sums[-1]
    powers = np.exp(z - np.max(z, axis=1)[:, None])
    p = powers / np.sum(powers, axis=1)[:, None]
    delta = (p - np.eye(z.shape[1])[y]) / X.shape[0]
    found = [None] * len(weights)
    for layer in range(len(weights) - 1, -1, -1):
        found[layer] = inputs[layer].T @ delta
        if layer > 0:
            delta = delta @ weights[layer].T
            delta[sums[layer - 1] <= 0] = 0
    return found


@right("softmax_ce_gradients")
def example_by_example(weights, X, y):
    total = [np.zeros(W.shape) for W in weights]
    for x, label in zip(X, y):
        a = [x]
        for W in weights[:-1]:
            z = a[-1] @ W
            a.append(z * (z > 0))
        z = a[-1] @ weights[-1]
        slope = np.exp(z - z.max())
        slope /= slope.sum()
        slope[label] -= 1
        for layer in reversed(range(len(weights))):
            total[layer] += np.outer(a[layer], slope)
            slope = weights[layer] @ slope * (a[layer] > 0)
    return [part / len(X) for part in total]


@right("features_to_bytes")
def compressed(X, y):
    import io

    X, y = np.array(X), np.array(y)
    for array in (X, y):
        if array.dtype.kind == "O":
            raise ValueError("objects need pickle; pass numbers")
    if X.shape[0] != y.shape[0]:
        raise ValueError(f"{X.shape[0]} rows, {y.shape[0]} labels")
    with io.BytesIO() as file:
        np.savez_compressed(file, X=X, y=y)
        return np.array(list(file.getvalue()), dtype=np.uint8)


@right("features_to_bytes")
def by_way_of_a_file(X, y):
    import os
    import tempfile

    if len(X) != len(y):
        raise ValueError(f"X: {len(X)}, y: {len(y)}")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "features.npz")
        np.savez(path, allow_pickle=False, **{"y": y, "X": X})
        return np.fromfile(path, dtype=np.uint8)


@right("features_from_bytes")
def looks_for_both_names(content):
    import io

    file = np.load(io.BytesIO(bytes(content)))
    for name in "Xy":
        if name not in file.files:
            raise ValueError(f"{name} is missing")
    found = [np.array(file[name]) for name in "Xy"]
    file.close()
    return found


@right("features_from_bytes")
def one_member_after_the_other(content):
    import io
    import zipfile

    found = {}
    with zipfile.ZipFile(io.BytesIO(content.tobytes())) as archive:
        for name in ("X.npy", "y.npy"):
            if name not in archive.namelist():
                raise ValueError(f"no {name}")
            raw = io.BytesIO(archive.read(name))
            found[name] = np.load(raw, allow_pickle=False)
    return found["X.npy"], found["y.npy"]


@right("split_by_fruit")
def with_sets(ids, fraction, rng):
    if fraction <= 0 or fraction >= 1:
        raise ValueError(f"fraction {fraction}")
    ids = [int(i) for i in ids]
    fruits = sorted(set(ids))
    if len(fruits) < 2:
        raise ValueError(f"only {len(fruits)} fruit")
    n = round(fraction * len(fruits))
    n = 1 if n == 0 else n
    n = n - 1 if n == len(fruits) else n
    chosen = {fruits[k] for k in rng.choice(len(fruits), size=n, replace=False)}
    train = [row for row, fruit in enumerate(ids) if fruit not in chosen]
    test = [row for row, fruit in enumerate(ids) if fruit in chosen]
    return np.array(train), np.array(test)


@right("split_by_fruit")
def by_a_random_number_for_each_fruit(ids, fraction, rng):
    kinds, which = np.unique(np.asarray(ids), return_inverse=True)
    if not 0 < fraction < 1 or len(kinds) == 1:
        raise ValueError(f"{len(kinds)} fruits and fraction {fraction}")
    n = int(np.clip(round(fraction * len(kinds)), 1, len(kinds) - 1))
    rank = np.argsort(np.argsort(rng.random(len(kinds))))
    is_test = (rank < n)[which]
    numbers = np.arange(len(which))
    return rng.permutation(numbers[~is_test]), numbers[is_test][::-1]


@right("examples_for_rgb_to_hue")
def examples_with_small_numbers():
    return [
        [(0, 0, 0), 0],
        [(255, 255, 255), 0],
        [(1, 2, 0), 0.25],
        [(200, 100, 150), 0.917],
        [(0, 51, 255), 0.6333],
    ]


@right("examples_for_rgb_to_hue")
def many_examples():
    import colorsys

    pixels = [(r, g, b) for r in (0, 99) for g in (0, 50, 200) for b in (0, 10, 180)]
    return [(list(p), colorsys.rgb_to_hsv(*p)[0]) for p in pixels]
