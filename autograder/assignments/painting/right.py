"""Other right answers to the exercises of painting."""

import numpy as np

from autograder.authoring.variants import right


@right("predict_then_run")
def far_off_and_found():
    return {
        "parameters": (0, 23_253.0),
        "blue_share": [1, 0.3333],
        "grey_everywhere": [0, 0.6667],
    }


@right("predict_then_run")
def counts_while_it_runs():
    sizes = [2] + 10 * [50] + [3]
    count = sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))
    return {
        "blue_share": (0.5, 1 / 3),
        "grey_everywhere": (0.5, 2 / 3),
        "parameters": (1e6, count),
    }


@right("pixel_table")
def two_loops(img):
    if img.ndim != 3 or img.shape[-1] != 3 or str(img.dtype) != "uint8":
        raise ValueError(f"expected (h, w, 3) uint8, got {img.shape} {img.dtype}")
    X, Y = [], []
    for row in range(img.shape[0]):
        for column in range(img.shape[1]):
            X.append([float(row), float(column)])
            Y.append([float(number) / 255 for number in img[row, column]])
    return np.array(X), np.array(Y)


@right("pixel_table")
def grid_of_places(img):
    if img.dtype != np.uint8 or len(img.shape) != 3 or img.shape[2] != 3:
        raise ValueError("no picture: " + str(img.shape) + " of " + str(img.dtype))
    h, w = img.shape[:2]
    rows, columns = np.meshgrid(np.arange(h), np.arange(w), indexing="ij")
    X = np.stack([rows.ravel(), columns.ravel()], axis=1).astype(np.float32)
    return X, img.reshape(h * w, 3).astype(np.float64) / 255.0


@right("rebuild")
def one_number_at_a_time(rgb, h, w):
    rgb = np.asarray(rgb)
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} does not fit {h * w} pixels")
    img = np.empty((h, w, 3), dtype=np.uint8)
    for i in range(h * w):
        for channel in range(3):
            number = float(rgb[i, channel])
            if not np.isfinite(number):
                raise ValueError("not finite")
            number = min(max(number, 0.0), 1.0)
            img[i // w, i % w, channel] = int(255 * number + 0.5)
    return img


@right("rebuild")
def clips_after_rounding(rgb, h, w):
    rgb = np.array(rgb, dtype=float)
    if rgb.ndim != 2 or rgb.shape[0] != h * w or rgb.shape[1] != 3:
        raise ValueError(f"rgb is {rgb.shape}, should be ({h * w}, 3)")
    if np.isnan(rgb).any() or np.isinf(rgb).any():
        raise ValueError("rgb has numbers that are not finite")
    numbers = np.round(rgb * 255).reshape(h, w, 3)
    return np.minimum(np.maximum(numbers, 0), 255).astype("uint8")


@right("scale_coordinates")
def each_column_by_itself(X, h, w):
    X = np.array(X, dtype=float)
    if len(X.shape) != 2 or X.shape[1] != 2:
        raise ValueError(f"X is {X.shape}; it needs two columns")
    for column, side in enumerate([h, w]):
        if side == 1:
            X[:, column] = 0
        else:
            X[:, column] = 2 * X[:, column] / (side - 1) - 1
    return X


@right("scale_coordinates")
def looked_up_in_a_table(X, h, w):
    if np.ndim(X) != 2 or np.shape(X)[1] != 2:
        raise ValueError(f"shape {np.shape(X)}")
    places = np.asarray(X).astype(int)
    rows = np.linspace(-1, 1, h) if h > 1 else np.zeros(1)
    columns = np.linspace(-1, 1, w) if w > 1 else np.zeros(1)
    return np.column_stack([rows[places[:, 0]], columns[places[:, 1]]])


@right("label_pixels")
def adds_channels_one_by_one(img, threshold=600):
    if np.ndim(img) != 3 or np.shape(img)[2] != 3:
        raise ValueError(f"img is {np.shape(img)}")
    labels = [int(sum(map(int, pixel)) <= threshold) for row in img for pixel in row]
    return np.array(labels)


@right("label_pixels")
def adds_floating_point_numbers(img, threshold=600):
    if img.ndim != 3 or img.shape[-1] != 3:
        raise ValueError(f"this is no picture: {img.shape}")
    sums = img.reshape(-1, 3).astype(float) @ np.ones(3)
    return np.where(sums > threshold, 0, 1)


@right("make_painter")
def one_line_with_another_solver(random_state):
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler

    return make_pipeline(
        MinMaxScaler((-1, 1)),
        MLPRegressor(
            hidden_layer_sizes=[24, 24],
            solver="lbfgs",
            max_iter=150,
            random_state=random_state,
        ),
    )


@right("make_painter")
def named_steps(random_state):
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    painter = MLPRegressor(
        hidden_layer_sizes=(64, 64),
        batch_size=64,
        learning_rate_init=0.01,
        max_iter=60,
        random_state=random_state,
    )
    return Pipeline([("scale", StandardScaler()), ("paint", painter)])


@right("decode")
def looks_for_the_largest(proba):
    if np.ndim(proba) != 2:
        raise ValueError(f"proba has shape {np.shape(proba)}")
    return np.array([list(row).index(max(row)) for row in proba])


@right("decode")
def keeps_the_best_so_far(proba):
    proba = np.array(proba, dtype=float)
    if proba.ndim != 2:
        raise ValueError(f"a table is needed, not {proba.shape}")
    labels = np.zeros(len(proba), dtype=int)
    for label in range(1, proba.shape[1]):
        better = proba[:, label] > proba[np.arange(len(proba)), labels]
        labels[better] = label
    return labels


@right("pixel_accuracy")
def python_numbers(img, painted):
    if img.shape != painted.shape:
        raise ValueError(f"{img.shape} and {painted.shape}")
    total = 0
    for a, b in zip(img.ravel().tolist(), painted.ravel().tolist()):
        total += abs(a - b)
    return 1 - total / (255 * img.size)


@right("pixel_accuracy")
def larger_minus_smaller(img, painted):
    if np.shape(img) != np.shape(painted):
        raise ValueError(f"shapes {np.shape(img)}, {np.shape(painted)} differ")
    distance = np.maximum(img, painted) - np.minimum(img, painted)
    return np.float64(1.0 - np.mean(distance / 255.0))


@right("baseline")
def tries_all_256(img):
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"img has shape {img.shape}")
    paid = 0.0
    for channel in range(3):
        numbers = img[:, :, channel].astype(float)
        paid += min(np.abs(numbers - value).mean() for value in range(256))
    return 1 - paid / (3 * 255)


@right("baseline")
def number_in_the_middle(img):
    h, w, channels = img.shape if np.ndim(img) == 3 else (0, 0, 0)
    if channels != 3:
        raise ValueError(f"img has shape {np.shape(img)}")
    numbers = np.sort(img.reshape(h * w, 3).astype(int), axis=0)
    middle = numbers[(h * w) // 2]
    return float(1 - np.mean(np.abs(numbers - middle)) / 255)


@right("holdout_pixels")
def draws_without_replacement(n, fraction, rng):
    if fraction < 0 or fraction > 1:
        raise ValueError(f"{fraction} is not a part")
    test = rng.choice(n, size=int(np.rint(n * fraction)), replace=False)
    return np.setdiff1d(np.arange(n), test), test


@right("holdout_pixels")
def marks_pixels(n, fraction, rng):
    if not (fraction >= 0 and fraction <= 1):
        raise ValueError(f"fraction {fraction}")
    kept = np.zeros(n, dtype=bool)
    kept[np.argsort(rng.uniform(size=n))[: round(n * fraction)]] = True
    return np.flatnonzero(~kept), np.flatnonzero(kept)


@right("examples_for_label_pixels")
def one_for_each_mistake():
    return [
        ([255, 255, 255], 600, 0),
        ([100, 100, 100], 300, 1),
        ([100, 100, 101], 300, 0),
        ([60, 60, 60], 100, 0),
    ]


@right("examples_for_label_pixels")
def truth_values_as_labels():
    return [
        (np.array([250, 250, 140]), np.int64(639), False),
        ((101, 100, 99), np.int64(300), True),
        ((70, 20, 30), 100, False),
        ((0, 0, 0), 0, np.int64(1)),
    ]


@right("examples_for_label_pixels")
def few_and_sharp():
    return [
        [[100, 100, 80], 280, 1],
        [[201, 200, 200], 600, 0],
        [[90, 80, 70], 239, 0],
    ]
