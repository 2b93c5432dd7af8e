"""A network without biases: ReLU between its layers, softmax behind the last one."""

import numpy as np

__all__ = [
    "cross_entropy",
    "descend",
    "first_weights",
    "forward_pass",
    "shrink_effect",
    "softmax_ce_gradients",
]


def forward_pass(weights, X, activation):
    """Return the outputs of a network that has weights and no biases.

    Parameters
    ----------
    weights : list or tuple of ndarray
        One matrix for each layer, of shape (d_in, d_out). The columns of one
        are as many as the rows of the next.
    X : ndarray of shape (n, d)
        Examples as rows.
    activation : callable
        Takes an array of sums and returns an array of the same shape. It is
        called once for each layer except the last, with the sums of all n
        examples. The last layer returns its sums as they are.

    Returns
    -------
    ndarray of shape (n, k)
        One score for each example and class. ``weights`` and ``X`` are left
        unchanged.

    Raises
    ------
    ValueError
        If ``X`` does not have as many columns as the first matrix has rows.
        The message names both numbers.

    Examples
    --------
    >>> forward_pass([np.array([[2.0, -1.0]]), np.eye(2)], np.array([[3.0]]), np.abs)
    array([[6., 3.]])
    """
    X = np.asarray(X)
    if X.shape[1] != len(weights[0]):
        message = (
            f"X has {X.shape[1]} columns but the first matrix has {len(weights[0])} "
            "rows; pass one column per row."
        )
        raise ValueError(message)
    a = X
    for W in weights[:-1]:
        a = activation(a @ W)
    return a @ weights[-1]


def shrink_effect(weights, X, lr, steps, biases=None):
    """Count the predictions that change when every weight shrinks and shrinks.

    The update is ``W = W - lr * W`` for every matrix, ``steps`` times.

    Parameters
    ----------
    weights : list of ndarray of shape (d_in, d_out)
        A network with ReLU behind every layer except the last. They are left
        unchanged.
    X : ndarray of shape (n, d)
        Examples as rows.
    lr : float
        Learning rate, at least 0 and below 1.
    steps : int
        Number of updates, from 0. ``(1 - lr) ** steps`` stays above 1e-40.
    biases : list of ndarray of shape (d_out,), optional
        Added to the sums of each layer. They do not shrink. None: there are
        none.

    Returns
    -------
    int
        For how many examples the largest of the last layer's sums is in
        another column after the updates than before.

    Examples
    --------
    One weight and one bias for each of two classes. At first the first class
    has the larger sum, 2 + 0; when the weights are halved, 1 + 0 is less than
    0 + 1.5.

    >>> shrink_effect([np.array([[2.0, 0.0]])], np.ones((1, 1)), 0.5, 1)
    0
    >>> biases = [np.array([0.0, 1.5])]
    >>> shrink_effect([np.array([[2.0, 0.0]])], np.ones((1, 1)), 0.5, 1, biases)
    1
    """
    if biases is None:
        biases = [0.0] * len(weights)
    answers = []
    for factor in (1.0, (1.0 - lr) ** steps):
        a = np.asarray(X, dtype=float)
        for W, b in zip(weights[:-1], biases[:-1], strict=True):
            a = np.maximum(a @ (factor * W) + b, 0)
        scores = a @ (factor * weights[-1]) + biases[-1]
        answers.append(scores.argmax(axis=1))
    return int(np.sum(answers[0] != answers[1]))


def softmax_ce_gradients(weights, X, y):
    """Return the gradient of the mean cross-entropy along every weight.

    Parameters
    ----------
    weights : list of ndarray of shape (d_in, d_out)
        A network of any number of layers, at least one, with ReLU behind every
        layer except the last and no biases. They are left unchanged.
    X : ndarray of shape (n, d)
        Examples as rows.
    y : ndarray of shape (n,)
        The class of each example, a whole number from 0 to k - 1.

    Returns
    -------
    list of ndarray
        One array for each matrix of ``weights``, in its shape. The loss is the
        mean over the examples of ``-log(p)``, where p is the probability that
        the softmax of the last sums gives to the right class. The slope of
        ReLU at 0 counts as 0. Sums of a thousand cause neither a warning nor a
        result that is not finite.

    Notes
    -----
    The slope of the loss along the last sums is (p - t) / n, with p the
    probabilities and t the one-hot rows of the right classes.

    Examples
    --------
    >>> softmax_ce_gradients([np.zeros((1, 2))], np.array([[3.0]]), np.array([1]))
    [array([[ 1.5, -1.5]])]
    """
    a = [np.asarray(X, dtype=float)]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a[-1] @ weights[-1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), y] -= 1
    dz = p / len(z)
    gradients = []
    for W, inputs in zip(weights[::-1], a[::-1], strict=True):
        gradients.append(inputs.T @ dz)
        dz = (dz @ W.T) * (inputs > 0)
    return gradients[::-1]


def cross_entropy(weights, X, y):
    """Return the mean cross-entropy of a network without biases.

    Parameters
    ----------
    weights, X, y
        As for `softmax_ce_gradients`.

    Returns
    -------
    float

    Examples
    --------
    >>> round(cross_entropy([np.zeros((1, 4))], np.ones((2, 1)), np.array([3, 0])), 4)
    1.3863
    """
    z = forward_pass(weights, X, lambda z: np.maximum(z, 0))
    z = z - z.max(axis=1, keepdims=True)
    right = z[np.arange(len(z)), y]
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - right))


def first_weights(sizes, rng):
    """Draw the first weights of a network without biases.

    Parameters
    ----------
    sizes : sequence of int
        Units in each layer, inputs first, outputs last.
    rng : numpy.random.Generator

    Returns
    -------
    list of ndarray of shape (d_in, d_out)
        Normal with mean 0 and variance 2 / d_in.

    Notes
    -----
    He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015.
    """
    return [
        rng.normal(scale=np.sqrt(2 / d_in), size=(d_in, d_out))
        for d_in, d_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def descend(weights, X, y, lr, epochs, rng, batch_size=32):
    """Train with gradient descent on mini-batches.

    Parameters
    ----------
    weights : list of ndarray
        First weights; they are left unchanged.
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
    lr : float
        Learning rate.
    epochs : int
        How many times every example is used.
    rng : numpy.random.Generator
        Shuffles the examples in each epoch.
    batch_size : int, default 32

    Returns
    -------
    weights : list of ndarray
    losses : list of float
        Mean cross-entropy on ``X`` before the first epoch and after each.
    """
    weights, losses = list(weights), [cross_entropy(weights, X, y)]
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            gradients = softmax_ce_gradients(weights, X[rows], y[rows])
            weights = [W - lr * dW for W, dW in zip(weights, gradients, strict=True)]
        losses.append(cross_entropy(weights, X, y))
    return weights, losses
