"""A deep network in NumPy: ReLU layers, back-propagation, Adam, mini-batches.

All weights and biases are parts of one long vector, so that a step of Adam is a
handful of operations on that vector, however many layers there are.
"""

import numpy as np

from .optimisers import adam_state, adam_update, cosine_rate

__all__ = ["DeepNetwork", "cosine_rate"]


class DeepNetwork:
    """A feed-forward network with ReLU between its layers.

    Parameters
    ----------
    sizes : sequence of int
        Units in each layer, inputs first, outputs last; at least two.
    rng : numpy.random.Generator
        Draws the weights, normal with variance 2 / d_in, and the biases, between
        -1 / sqrt(d_in) and 1 / sqrt(d_in).
    output : {"linear", "sigmoid"}, default "linear"
        What the last layer does with its sums.
    dtype : {np.float32, np.float64}, default np.float32
        Precision of all numbers; use float64 for a gradient check.

    Attributes
    ----------
    theta : ndarray of shape (number of parameters,)
        All parameters; every weight and bias below is a view into it.
    weights : list of ndarray of shape (d_in, d_out)
    biases : list of ndarray of shape (d_out,)

    Raises
    ------
    ValueError
        If the sizes are not at least two whole numbers above 0, or ``output``
        is unknown.

    Notes
    -----
    He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015, for the
    start; Kingma and Ba, "Adam: a method for stochastic optimization", ICLR
    2015, algorithm 1, for the steps.

    Examples
    --------
    >>> network = DeepNetwork([2, 8, 3], np.random.default_rng(1))
    >>> network.predict(np.zeros((5, 2))).shape
    (5, 3)
    >>> network.theta.size
    51
    """

    def __init__(self, sizes, rng, output="linear", dtype=np.float32):
        whole = all(isinstance(size, (int, np.integer)) and size > 0 for size in sizes)
        if len(sizes) < 2 or not whole:
            message = (
                f"sizes is {sizes!r}; pass at least two whole numbers above 0, "
                "inputs first."
            )
            raise ValueError(message)
        if output not in ("linear", "sigmoid"):
            message = f"output {output!r} is unknown; choose linear or sigmoid."
            raise ValueError(message)
        self.sizes = tuple(sizes)
        self.output = output
        n = sum((a + 1) * b for a, b in zip(sizes[:-1], sizes[1:], strict=True))
        self.theta = np.zeros(n, dtype)
        self.weights, self.biases = self._views(self.theta)
        for W, b in zip(self.weights, self.biases, strict=True):
            W[:] = rng.normal(size=W.shape) * np.sqrt(2 / len(W))
            b[:] = rng.uniform(-1, 1, size=b.shape) / np.sqrt(len(W))

    def predict(self, X):
        """Return the network's outputs.

        Parameters
        ----------
        X : array_like of shape (n, d_in)
            Examples as rows.

        Returns
        -------
        ndarray of shape (n, d_out)
        """
        return self._forward(self._table(X, "X", self.sizes[0]))[-1]

    def cost(self, X, Y):
        """Return the average cost of an example.

        For linear outputs that is half the squared error, added up over the
        outputs; for sigmoids the log loss, added up likewise.

        Parameters
        ----------
        X : array_like of shape (n, d_in)
        Y : array_like of shape (n, d_out)

        Returns
        -------
        float
        """
        X, Y = self._pair(X, Y)
        a = self._forward(X)[-1].astype(float)
        if self.output == "linear":
            return float(np.sum((a - Y) ** 2) / (2 * len(X)))
        a = np.clip(a, 1e-15, 1 - 1e-15)
        return float(-np.sum(Y * np.log(a) + (1 - Y) * np.log(1 - a)) / len(X))

    def gradient(self, X, Y):
        """Return the slope of the cost along each parameter.

        Parameters
        ----------
        X : array_like of shape (n, d_in)
        Y : array_like of shape (n, d_out)

        Returns
        -------
        ndarray in the shape of ``theta``
        """
        dtheta = np.empty_like(self.theta)
        self._backward(*self._pair(X, Y), *self._views(dtheta))
        return dtheta

    def fit(self, X, Y, epochs, rng, lr=1e-3, batch_size=200, falling=True):
        """Train with Adam on mini-batches.

        Parameters
        ----------
        X : array_like of shape (n, d_in)
        Y : array_like of shape (n, d_out)
        epochs : int
            How many times every example is used.
        rng : numpy.random.Generator
            Shuffles the examples in each epoch.
        lr : float, default 0.001
            Learning rate of the first step.
        batch_size : int, default 200
            Examples in a step; the last batch of an epoch may be smaller.
        falling : bool, default True
            Whether the rate falls to 0 along half a cosine, or stays.

        Returns
        -------
        list of float
            Average cost of an example in each epoch, measured on the way.
        """
        X, Y = self._pair(X, Y)
        theta, n = self.theta, len(X)
        dtheta, memory = np.zeros_like(theta), adam_state(theta)
        dW, db = self._views(dtheta)
        steps, step, costs = epochs * -(-n // batch_size), 0, []
        for _ in range(epochs):
            order, total = rng.permutation(n), 0.0
            for start in range(0, n, batch_size):
                rows = order[start : start + batch_size]
                total += self._backward(X[rows], Y[rows], dW, db)
                rate = cosine_rate(lr, step, steps) if falling else lr
                adam_update(theta, dtheta, memory, rate)
                step += 1
            costs.append(total / n)
        return costs

    def _views(self, vector):
        """Cut a vector into matrices and biases that share its memory."""
        weights, biases, start = [], [], 0
        for a, b in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            weights.append(vector[start : start + a * b].reshape(a, b))
            biases.append(vector[start + a * b : start + (a + 1) * b])
            start += (a + 1) * b
        return weights, biases

    def _forward(self, X):
        """Return the activations of all layers, inputs first."""
        a = [X]
        for W, b in zip(self.weights, self.biases, strict=True):
            z = a[-1] @ W
            z += b
            if len(a) < len(self.weights):
                np.maximum(z, 0, out=z)
            elif self.output == "sigmoid":
                z = 0.5 * (1 + np.tanh(0.5 * z))
            a.append(z)
        return a

    def _backward(self, X, Y, dW, db):
        """Write the gradient into dW and db; return the summed cost."""
        a = self._forward(X)
        # Both costs have the same slope along the last layer's sums.
        dz = a[-1] - Y
        if self.output == "linear":
            total = 0.5 * float(np.vdot(dz, dz))
        else:
            right = np.clip(1 - np.abs(dz), 1e-15, 1)
            total = -float(np.sum(np.log(right)))
        dz /= len(X)
        for layer in reversed(range(len(dW))):
            np.matmul(a[layer].T, dz, out=dW[layer])
            np.sum(dz, axis=0, out=db[layer])
            if layer > 0:
                dz = dz @ self.weights[layer].T
                dz *= a[layer] > 0
        return total

    def _pair(self, X, Y):
        """Return both tables in the network's precision, or say what is wrong."""
        X = self._table(X, "X", self.sizes[0])
        Y = self._table(Y, "Y", self.sizes[-1])
        if len(X) != len(Y):
            message = f"X has {len(X)} rows and Y has {len(Y)}; pass a pair per row."
            raise ValueError(message)
        return X, Y

    def _table(self, table, name, columns):
        table = np.asarray(table, dtype=self.theta.dtype)
        if table.ndim != 2 or table.shape[1] != columns or len(table) == 0:
            message = (
                f"{name} has shape {table.shape}; pass a table with a row for each "
                f"example and {columns} columns."
            )
            raise ValueError(message)
        if not np.isfinite(table).all():
            message = f"{name} holds a number that is not finite; remove such rows."
            raise ValueError(message)
        return table
