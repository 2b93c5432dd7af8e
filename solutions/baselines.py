"""Four classifiers of digits that a network has to beat, from a constant to a net."""

import numpy as np

from .mnist_perceptron import init_perceptron, query
from .nearest_neighbours import centroids, nearest

__all__ = ["BASELINES", "baseline_guesses"]

BASELINES = ("constant", "nearest mean", "softmax layer", "sigmoid perceptron")


def baseline_guesses(name, images, labels, new_images, rng):
    """Fit a baseline to pictures and let it guess what others show.

    Parameters
    ----------
    name : {"constant", "nearest mean", "softmax layer", "sigmoid perceptron"}
        The most frequent label for everything; the label whose average picture is
        nearest; one layer of ten units with softmax and cross-entropy, 100 steps of
        gradient descent on all pictures at the rate 0.5; the perceptron 784-100-10
        with the popular rule for its hidden layer, which is not a gradient, 3
        epochs picture by picture at the rate 0.2.
    images : ndarray of shape (n, 28, 28), dtype uint8
        For fitting. Each of the ten labels must occur.
    labels : ndarray of int, shape (n,)
    new_images : ndarray of shape (m, 28, 28), dtype uint8
    rng : numpy.random.Generator
        Used by the perceptron alone.

    Returns
    -------
    ndarray of int, shape (m,)

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> images = np.zeros((11, 28, 28), dtype=np.uint8)
    >>> images[range(11), range(11)] = 255
    >>> labels = np.arange(11) % 10
    >>> rng = np.random.default_rng(0)
    >>> baseline_guesses("nearest mean", images, labels, images[3:6], rng)
    array([3, 4, 5])
    """
    rules = dict(
        zip(BASELINES, (_constant, _nearest_mean, _softmax, _perceptron), strict=True)
    )
    if name not in rules:
        message = f"there is no baseline {name!r}; choose one of {', '.join(rules)}."
        raise ValueError(message)
    X, new = (pixels.reshape(len(pixels), -1) / 255 for pixels in (images, new_images))
    return rules[name](X, np.asarray(labels), new, rng)


def _constant(X, y, new, rng):
    return np.full(len(new), np.bincount(y).argmax())


def _nearest_mean(X, y, new, rng):
    return nearest(new, centroids(X, y, 10))


def _softmax(X, y, new, rng):
    W, b, targets = np.zeros((X.shape[1], 10)), np.zeros(10), np.eye(10)[y]
    for _ in range(100):
        z = X @ W + b
        shares = np.exp(z - z.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = (shares - targets) / len(X)
        W -= 0.5 * X.T @ slope
        b -= 0.5 * slope.sum(axis=0)
    return (new @ W + b).argmax(axis=1)


def _perceptron(X, y, new, rng):
    net = init_perceptron(X.shape[1], 100, 10, rng)
    W1, W2 = net["W1"], net["W2"]
    targets = 0.01 + 0.98 * np.eye(10)[y]
    for _ in range(3):
        for i in rng.permutation(len(X)):
            x = 0.01 + 0.99 * X[i]
            a1 = 1 / (1 + np.exp(-(x @ W1)))
            output = query({"W1": W1, "W2": W2}, x)
            error = targets[i] - output
            # The popular rule sends the bare error back, without the output's slope.
            sent_back = W2 @ error
            W2 += 0.2 * np.outer(a1, error * output * (1 - output))
            W1 += 0.2 * np.outer(x, sent_back * a1 * (1 - a1))
    return query(net, 0.01 + 0.99 * new).argmax(axis=1)
