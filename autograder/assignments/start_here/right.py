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


@right("row_means")
def half_as_many_digits(X):
    return np.array(X, dtype=np.float32).mean(axis=1)


@right("centre_columns")
def half_as_many_digits_in_columns(X):
    X = np.array(X, dtype=np.float32)
    return X - X.mean(axis=0)


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


@right("differences")
def half_as_many_digits_and_no_blanks(p, y):
    p, y = np.array(p, dtype=np.float32), np.array(y, dtype=np.float32)
    if p.shape != y.shape:
        message = f"{p.shape} / {y.shape}".replace(" ", "")
        raise ValueError(message)
    return p - y


@right("images_to_rows")
def half_as_many_digits_in_pictures(images):
    if np.ndim(images) != 3:
        message = str(np.shape(images)).replace(" ", "")
        raise ValueError(message)
    rows = images.reshape(len(images), -1)
    return rows.astype(np.float32) * np.float32(1 / 255)


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
