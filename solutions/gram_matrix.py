"""Logistic regression in the space of examples: the same steps, far fewer products.

A gradient of logistic regression is a sum of examples, each times its error. So the
weights never leave ``w0`` plus such sums, ``w = w0 + X^T alpha``, and the weighted
sums need nothing but the products of each example with each other one.
"""

import numpy as np

__all__ = ["fit_with_gram_matrix"]


def fit_with_gram_matrix(w, b, X, y, lr, steps):
    """Train a logistic neuron with full-batch gradient descent, quickly.

    Parameters
    ----------
    w : ndarray of shape (d,)
        Weights to start from. They are the same after the call as before it.
    b : float
        Bias to start from.
    X : ndarray of shape (n, d)
        Examples as rows, ideally far fewer examples than columns.
    y : ndarray of shape (n,)
        Labels, 0 or 1.
    lr : float
        Learning rate, finite.
    steps : int
        How many steps to take, 0 or more.

    Returns
    -------
    w : ndarray of shape (d,)
        Weights after the last step.
    b : float
        Bias after the last step.
    costs : list of float
        One entry for each step: the mean log loss before that step.

    Raises
    ------
    ValueError
        If the shapes do not fit together, ``steps`` is below 0, or an input is
        not finite.

    Notes
    -----
    With K = X X^T + 1, of shape (n, n), and e = p - y the errors of a step:
    z <- z - lr/n K e and alpha <- alpha - lr/n e. The 1 in K is the bias, which
    is a weight behind an input of 1. At the end w = w0 + X^T alpha and
    b = b0 + sum(alpha). A step costs n * n products in place of 2 * n * d.

    Examples
    --------
    >>> X = np.array([[2.0, 0.0, 1.0]])
    >>> w, b, costs = fit_with_gram_matrix(np.zeros(3), 0.0, X, np.array([1]), 0.5, 1)
    >>> w, b
    (array([0.5 , 0.  , 0.25]), 0.25)
    """
    w = np.array(w, dtype=float)
    X = np.asarray(X, dtype=float)
    y = np.asarray(y, dtype=float)
    if X.ndim != 2 or w.shape != X.shape[1:] or y.shape != X.shape[:1]:
        message = (
            f"w has shape {w.shape}, X has shape {X.shape} and y has shape {y.shape}; "
            "pass (d,), (n, d) and (n,)."
        )
        raise ValueError(message)
    if steps < 0:
        message = f"steps is {steps} but must be 0 or more; try 2000."
        raise ValueError(message)
    if not all(np.isfinite(part).all() for part in (w, b, X, y, lr)):
        message = "an input holds nan or infinity; find the line that made it."
        raise ValueError(message)
    n = len(X)
    rate = lr / n
    gram = X @ X.T + 1
    z = X @ w + b
    alpha = np.zeros(n)
    # The loss is log(1 + exp(s)) with s = -z for the label 1 and s = z for 0.
    sign = np.where(y == 1, -1.0, 1.0)
    costs = []
    for _ in range(steps):
        s = sign * z
        shrinking = np.exp(-np.abs(s))
        loss = np.maximum(s, 0) + np.log1p(shrinking)
        costs.append(float(loss.sum() / n))
        # sign * sigmoid(s) is p - y.
        error = sign * np.where(s >= 0, 1.0, shrinking) / (1 + shrinking)
        alpha -= rate * error
        z -= rate * (gram @ error)
    return w + X.T @ alpha, float(b + alpha.sum()), costs
