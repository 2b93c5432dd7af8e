"""Other right answers to the exercises of start_here."""

import numpy as np

from autograder.authoring.variants import right


@right("the_answer")
def adds_step_by_step():
    total = 0
    for x, w in [(3, 4), (1, 5)]:
        total += x * w
    return total


@right("the_answer")
def lets_numpy_add():
    return np.dot([3, 1], [4, 5])


@right("row_means")
def loop_over_rows(X):
    means = []
    for row in X:
        means.append(sum(float(x) for x in row) / len(row))
    return np.array(means)


@right("row_means")
def product_with_ones(X):
    X = np.array(X, dtype=np.float64)
    d = X.shape[1]
    return X @ np.ones(d) / d


@right("centre_columns")
def loop_over_columns(X):
    result = np.array(X, dtype=float)
    for j in range(result.shape[1]):
        column = result[:, j]
        result[:, j] = column - sum(column) / len(column)
    return result


@right("centre_columns")
def kept_axis(X):
    means = np.mean(X, axis=0, keepdims=True)
    return np.subtract(X, means)


@right("differences")
def sum_with_the_negative(p, y):
    shapes = np.shape(p), np.shape(y)
    if shapes[0] != shapes[1]:
        raise ValueError(f"{shapes[0]} is not {shapes[1]}")
    return np.array(p, dtype=float) + -1.0 * np.asarray(y)


@right("differences")
def lengths_of_all_axes(p, y):
    p, y = np.array(p) * 1.0, np.array(y) * 1.0
    if not (p.ndim == y.ndim and all(a == b for a, b in zip(p.shape, y.shape))):
        raise ValueError(f"predictions {p.shape}, labels {y.shape}")
    return np.subtract(p, y)


@right("images_to_rows")
def one_picture_after_the_other(images):
    if len(np.shape(images)) != 3:
        raise ValueError(f"expected (n, h, w), got {np.shape(images)}")
    return np.array([image.flatten() / 255.0 for image in images])


@right("images_to_rows")
def lengths_written_out(images):
    try:
        n, h, w = images.shape
    except ValueError:
        raise ValueError(f"shape {images.shape} is not (n, h, w)") from None
    return np.reshape(images.astype(float), (n, h * w)) * (1 / 255)
