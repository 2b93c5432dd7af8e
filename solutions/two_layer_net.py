"""The two-layer sigmoid net as an object that keeps its parameters and no data."""

import numpy as np

from .two_layer import backward, forward, init_params, update

__all__ = ["TwoLayerNet"]


class TwoLayerNet:
    """A two-layer sigmoid net that learns from data and answers for other data.

    Parameters
    ----------
    d, h, k : int
        Number of inputs, hidden units and outputs.
    rng : numpy.random.Generator
        Where the first parameters come from; see ``init_params``, scale 1.

    Attributes
    ----------
    params : dict of str to ndarray
        The present parameters "W1", "b1", "W2" and "b2".

    Notes
    -----
    The net holds its parameters and no data: what it has been trained on and what
    it is asked about may differ in length.

    Examples
    --------
    >>> net = TwoLayerNet(2, 3, 1, np.random.default_rng(1))
    >>> losses = net.fit([[0.0, 1.0], [1.0, 0.0]], [[0.0], [1.0]], 0.5, 300)
    >>> len(losses), losses[-1] < losses[0]
    (300, True)
    >>> net.predict(np.zeros((5, 2))).shape
    (5, 1)
    """

    def __init__(self, d, h, k, rng):
        """Set ``self.params`` to the first parameters."""
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        """Take steps of gradient descent, each with all examples at once.

        Training goes on from the present parameters, so that two calls with one
        step each do the same as one call with two.

        Parameters
        ----------
        X : array_like of shape (n, d)
        y : array_like of shape (n, k)
        lr : float
        steps : int
            0 or more.

        Returns
        -------
        list of float
            Half of the sum of squared errors before each step.

        Raises
        ------
        ValueError
            If ``X`` or ``y`` has a wrong shape; see ``forward``, ``backward``.
        """
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            grads = backward(y, self.params, cache)
            losses.append(float(np.sum((output - np.asarray(y)) ** 2) / 2))
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        """Compute the outputs for examples; nothing in the net changes.

        Parameters
        ----------
        X : array_like of shape (n, d)

        Returns
        -------
        ndarray of shape (n, k)
        """
        output, _ = forward(X, self.params)
        return output
