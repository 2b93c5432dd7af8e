"""The perceptron: one neuron with a step activation that learns from mistakes."""

import numpy as np

__all__ = ["perceptron_train"]


def perceptron_train(X, y, epochs, rng):
    """Train one neuron with the perceptron rule.

    Start with all weights and the bias at 0. In each epoch visit every example
    once, in the order ``rng.permutation(n)``. The neuron answers 1 if its
    weighted sum plus bias is at least 0, otherwise 0. If the answer is wrong,
    add ``(label - answer) * x`` to the weights and ``label - answer`` to the
    bias.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Examples as rows.
    y : ndarray of shape (n,)
        Labels, 0 or 1.
    epochs : int
        How many times to visit all examples.
    rng : numpy.random.Generator
        Decides the order in each epoch.

    Returns
    -------
    w : ndarray of shape (d,)
        Weights after the last epoch.
    b : float
        Bias after the last epoch.
    mistakes : list of int
        Number of wrong answers in each epoch, one entry per epoch.

    Notes
    -----
    Rosenblatt, "The perceptron: a probabilistic model for information storage
    and organization in the brain", Psychological Review 65, 1958.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0]])
    >>> y = np.array([0, 1])
    >>> w, b, mistakes = perceptron_train(X, y, 5, np.random.default_rng(0))
    >>> (X @ w + b >= 0).astype(int)
    array([0, 1])
    >>> mistakes[-1]
    0
    """
    w = np.zeros(X.shape[1])
    b = 0.0
    mistakes = []
    for _ in range(epochs):
        wrong = 0
        for i in rng.permutation(len(X)):
            answer = 1 if X[i] @ w + b >= 0 else 0
            error = y[i] - answer
            if error != 0:
                w = w + error * X[i]
                b = b + error
                wrong += 1
        mistakes.append(wrong)
    return w, float(b), mistakes
