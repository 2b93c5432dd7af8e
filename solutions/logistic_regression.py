"""Logistic regression: one sigmoid neuron, the log loss and its gradient."""

import numpy as np

__all__ = ["fit", "log_loss_from_logits", "predict", "propagate"]


def log_loss_from_logits(z, y):
    """Compute the mean log loss from weighted sums.

    Parameters
    ----------
    z : array_like of shape (n,)
        Weighted sums (logits), finite, one for each example. The probability
        that example i has the label 1 is the sigmoid of ``z[i]``.
    y : array_like of shape (n,)
        Labels, 0 or 1.

    Returns
    -------
    float
        The **mean** over the examples of ``-log(p)`` where the label is 1 and
        ``-log(1 - p)`` where it is 0, with p the sigmoid of z and the natural
        logarithm. It is right to nine digits for sums such as 1000 and -1000
        as well, and for small losses: the loss of z = 50 and y = 1 is 1.9e-22
        and not 0. No warning is given.

    Raises
    ------
    ValueError
        If the shapes differ, even if NumPy could stretch one to fit the other.
        The message names both.

    Notes
    -----
    With p = 1 / (1 + exp(-z)) the loss is ``log(1 + exp(z))`` for the label 0
    and the same with -z in place of z for the label 1. Choose the sign first.
    Written like that it still overflows; find a form in which the exponent is
    never positive. ``np.log1p(u)`` is log(1 + u) with the digits of a small u.

    Examples
    --------
    >>> round(log_loss_from_logits([0.0], [1]), 6)
    0.693147
    >>> log_loss_from_logits([1000.0, -1000.0], [0, 0])
    500.0
    """
    z = np.asarray(z, dtype=float)
    y = np.asarray(y, dtype=float)
    if z.shape != y.shape:
        message = (
            f"z has shape {z.shape} and y has shape {y.shape}; "
            "give both the same shape."
        )
        raise ValueError(message)
    # log(1 + exp(s)) with s = -z for the label 1 and s = z for the label 0.
    s = np.where(y == 1, -z, z)
    return float(np.mean(np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))))


def propagate(w, b, X, y):
    """Compute the cost of a logistic neuron and its gradient.

    Parameters
    ----------
    w : ndarray of shape (d,)
        Weights.
    b : float
        Bias.
    X : ndarray of shape (n, d)
        Examples as rows.
    y : ndarray of shape (n,)
        Labels, 0 or 1.

    Returns
    -------
    grads : dict
        ``"dw"``: ndarray of shape (d,), how much the cost rises for each unit
        that a weight rises. ``"db"``: float, the same for the bias.
    cost : float
        The mean log loss over the examples, right for sums such as 1000 and
        -1000 as well. No warning is given, and no argument is changed.

    Raises
    ------
    ValueError
        If ``y`` is not one row with a label for each example. The message names
        the shape of ``y``.

    Notes
    -----
    With p = sigmoid(X w + b): dw = X^T (p - y) / n and db = mean(p - y).

    Examples
    --------
    >>> X, y = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1, 0])
    >>> grads, cost = propagate(np.zeros(2), 0.0, X, y)
    >>> grads["dw"], grads["db"]
    (array([ 0.5 , -0.75]), 0.0)
    >>> round(cost, 6)
    0.693147
    """
    z = X @ w + b
    cost = log_loss_from_logits(z, y)
    p = np.exp(-np.logaddexp(0, -z))
    error = p - y
    return {"dw": X.T @ error / len(y), "db": float(np.mean(error))}, cost


def fit(w, b, X, y, lr, steps):
    """Train a logistic neuron with full-batch gradient descent.

    Parameters
    ----------
    w : ndarray of shape (d,)
        Weights to start from. They are the same after the call as before it.
    b : float
        Bias to start from.
    X : ndarray of shape (n, d)
        Examples as rows.
    y : ndarray of shape (n,)
        Labels, 0 or 1.
    lr : float
        Learning rate.
    steps : int
        How many steps to take, 0 or more.

    Returns
    -------
    w : ndarray of shape (d,)
        Weights after the last step, floating point numbers.
    b : float
        Bias after the last step.
    costs : list of float
        One entry for each step: the cost with the weights as they were
        **before** that step.

    Raises
    ------
    ValueError
        If ``steps`` is below 0. The message names it.

    Examples
    --------
    >>> w, b, costs = fit(np.zeros(1), 0.0, np.array([[2.0]]), np.array([1]), 0.5, 1)
    >>> w, b, round(costs[0], 6)
    (array([0.5]), 0.25, 0.693147)
    """
    if steps < 0:
        message = f"steps is {steps} but must be 0 or more; try 100."
        raise ValueError(message)
    w, b = np.array(w, dtype=float), float(b)
    costs = []
    for _ in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w - lr * grads["dw"]
        b = b - lr * grads["db"]
        costs.append(cost)
    return w, float(b), costs


def predict(w, b, X, threshold=0.5):
    """Decide for each example whether its label is 1.

    Parameters
    ----------
    w : ndarray of shape (d,)
        Weights.
    b : float
        Bias.
    X : ndarray of shape (n, d)
        Examples as rows; n need not be the number of training examples.
    threshold : float, default 0.5
        A probability between 0 and 1.

    Returns
    -------
    ndarray of shape (n,)
        Whole numbers: 1 where the probability, the sigmoid of the weighted
        sum, is **above** ``threshold``, and 0 elsewhere. A probability of
        exactly 0.5 with the threshold 0.5 gives 0. No sum causes a warning.

    Raises
    ------
    ValueError
        If ``threshold`` is not between 0 and 1. The message names it.

    Examples
    --------
    >>> predict(np.array([1.0]), 0.0, np.array([[-2.0], [0.0], [2.0]]))
    array([0, 0, 1])
    """
    if not 0 <= threshold <= 1:
        message = f"threshold is {threshold}; pass a probability from 0 to 1."
        raise ValueError(message)
    p = np.exp(-np.logaddexp(0, -(X @ w + b)))
    return (p > threshold).astype(int)
