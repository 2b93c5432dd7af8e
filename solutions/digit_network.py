"""A quick classifier with one hidden layer: ReLU, softmax, mini-batches, float32.

It computes what the slow and plain functions of `solutions.mnist_perceptron` do, for
many examples at once and into arrays that are made once per training.
"""

import numpy as np

from .optimisers import (
    adam_state,
    adam_update,
    momentum_state,
    momentum_update,
    one_cycle_rate,
)

__all__ = ["DigitNetwork", "image_table"]


def image_table(images, dtype=np.float32):
    """Turn pictures into rows of numbers from 0 to 1.

    Parameters
    ----------
    images : ndarray of shape (n, h, w), dtype uint8

    Returns
    -------
    ndarray of shape (n, h * w)
        Each byte divided by 255.
    """
    table = images.reshape(len(images), -1).astype(dtype)
    table /= 255
    return table


class DigitNetwork:
    """Inputs, one layer of ReLU units, and a softmax over the classes.

    Parameters
    ----------
    sizes : sequence of three int
        Inputs, hidden units, classes.
    rng : numpy.random.Generator
        Draws the weights, normal with variance 2 / d_in; biases start at 0.
    dtype : {np.float32, np.float64}, default np.float32
        Precision of all numbers; use float64 for a gradient check.

    Attributes
    ----------
    theta : ndarray of shape (number of parameters,)
        All parameters; the four arrays below are views into it.
    W1, b1, W2, b2 : ndarray
        Shapes (d, h), (h,), (h, k) and (k,).
    mean : ndarray of shape (d,)
        Subtracted from every input: the average training example.

    Raises
    ------
    ValueError
        If the sizes are not three whole numbers above 0.

    Notes
    -----
    He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015, for the
    start. The cost of an example is ``-log`` of the share that its class gets.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> X = rng.normal(size=(60, 2)) + np.repeat([[-3.0, 0.0], [3.0, 0.0]], 30, axis=0)
    >>> y = np.repeat([0, 1], 30)
    >>> network = DigitNetwork([2, 5, 2], rng)
    >>> _ = network.fit(X, y, 20, rng, lr=0.1, batch_size=8)
    >>> bool(np.mean(network.predict(X) == y) > 0.95)
    True
    """

    def __init__(self, sizes, rng, dtype=np.float32):
        whole = all(isinstance(size, (int, np.integer)) and size > 0 for size in sizes)
        if len(sizes) != 3 or not whole:
            message = (
                f"sizes is {sizes!r}; pass three whole numbers above 0: inputs, "
                "hidden units, classes."
            )
            raise ValueError(message)
        self.sizes = d, h, k = tuple(sizes)
        self.theta = np.zeros((d + 1) * h + (h + 1) * k, dtype)
        self.W1, self.b1, self.W2, self.b2 = self._views(self.theta)
        for W in (self.W1, self.W2):
            W[:] = rng.normal(size=W.shape) * np.sqrt(2 / len(W))
        self.mean = np.zeros(d, dtype)

    def probabilities(self, X):
        """Return the share that each class gets.

        Parameters
        ----------
        X : array_like of shape (n, d)

        Returns
        -------
        ndarray of shape (n, k)
            Not negative; each row adds up to 1.
        """
        X = self._table(X) - self.mean
        a1 = np.maximum(X @ self.W1 + self.b1, 0)
        z2 = a1 @ self.W2 + self.b2
        return _softmax_in_place(z2)

    def predict(self, X):
        """Return the class with the largest share.

        Parameters
        ----------
        X : array_like of shape (n, d)

        Returns
        -------
        ndarray of shape (n,), dtype int64
        """
        return np.argmax(self.probabilities(X), axis=1)

    def cost(self, X, y):
        """Return the average cost of an example, the cross-entropy.

        Parameters
        ----------
        X : array_like of shape (n, d)
        y : array_like of shape (n,)

        Returns
        -------
        float
        """
        X, y = self._pair(X, y)
        share = self.probabilities(X)[np.arange(len(y)), y]
        return -float(np.mean(np.log(np.maximum(share, np.finfo(share.dtype).tiny))))

    def gradient(self, X, y):
        """Return the slope of the average cost along each parameter.

        Parameters
        ----------
        X : array_like of shape (n, d)
        y : array_like of shape (n,)

        Returns
        -------
        ndarray in the shape of ``theta``
        """
        X, y = self._pair(X, y)
        gradient = np.empty_like(self.theta)
        buffers = self._buffers(len(X))
        self._backward(X - self.mean, y, self._views(gradient), buffers)
        return gradient

    def fit(
        self,
        X,
        y,
        epochs,
        rng,
        lr=None,
        batch_size=64,
        optimiser="nesterov",
        watch=None,
    ):
        """Train on mini-batches with a rate that rises and then falls to 0.

        Parameters
        ----------
        X : array_like of shape (n, d)
            Their average is subtracted, and remembered in ``mean``.
        y : array_like of shape (n,)
            Classes, whole numbers from 0 to k - 1.
        epochs : int
            How many times every example is used.
        rng : numpy.random.Generator
            Shuffles the examples in each epoch.
        lr : float, optional
            The highest rate; 0.3 for Nesterov and plain steps, 0.008 for Adam.
        batch_size : int, default 64
            Examples in a step; the last batch of an epoch may be smaller.
        optimiser : {"plain", "momentum", "nesterov", "adam"}
        watch : callable, optional
            Called with the network after each epoch.

        Returns
        -------
        list
            What ``watch`` returned, epoch by epoch; empty without it.

        Raises
        ------
        ValueError
            If a shape, a class or the optimiser does not fit.
        """
        X, y = self._pair(X, y)
        step_with = self._optimiser(optimiser)
        if lr is None:
            lr = 0.008 if optimiser == "adam" else 0.3
        self.mean = np.full(len(X), 1 / len(X), X.dtype) @ X
        n, gradient = len(X), np.empty_like(self.theta)
        slopes = self._views(gradient)
        batch_size = min(batch_size, n)
        whole, rest = self._buffers(batch_size), self._buffers(n % batch_size)
        rows = np.empty((batch_size, X.shape[1]), X.dtype)
        per_epoch = -(-n // batch_size)
        step, seen = 0, []
        for _ in range(epochs):
            order = rng.permutation(n)
            for start in range(0, n, batch_size):
                chosen = order[start : start + batch_size]
                batch = rows[: len(chosen)]
                # With mode="clip" take writes into the batch without a copy.
                np.take(X, chosen, axis=0, out=batch, mode="clip")
                batch -= self.mean
                buffers = whole if len(chosen) == batch_size else rest
                self._backward(batch, y[chosen], slopes, buffers)
                step_with(gradient, one_cycle_rate(lr, step, epochs * per_epoch))
                step += 1
            if watch is not None:
                seen.append(watch(self))
        return seen

    def _optimiser(self, name):
        """Return a function that takes a gradient and a rate, and takes a step."""
        theta = self.theta
        if name == "adam":
            memory = adam_state(theta)
            return lambda gradient, rate: adam_update(theta, gradient, memory, rate)
        kept = {"plain": 0.0, "momentum": 0.9, "nesterov": 0.9}
        if name not in kept:
            message = f"optimiser {name!r} is unknown; choose {', '.join(kept)}, adam."
            raise ValueError(message)
        memory = momentum_state(theta)
        how = {"momentum": kept[name], "nesterov": name == "nesterov"}
        return lambda gradient, rate: momentum_update(
            theta, gradient, memory, rate, **how
        )

    def _views(self, vector):
        """Cut a vector into W1, b1, W2 and b2 that share its memory."""
        d, h, k = self.sizes
        cuts = np.cumsum([d * h, h, h * k])
        W1, b1, W2, b2 = np.split(vector, cuts)
        return W1.reshape(d, h), b1, W2.reshape(h, k), b2

    def _buffers(self, n):
        """Make the arrays that hold the steps for n examples."""
        _, h, k = self.sizes
        dtype = self.theta.dtype
        a1, dz1 = np.empty((n, h), dtype), np.empty((n, h), dtype)
        return a1, dz1, np.empty((n, k), dtype), np.empty((n, h), bool), np.arange(n)

    def _backward(self, X, y, slopes, buffers):
        """Write the gradient for centred rows into the four slopes."""
        a1, dz1, dz2, is_on, numbers = buffers
        dW1, db1, dW2, db2 = slopes
        np.matmul(X, self.W1, out=a1)
        a1 += self.b1
        np.maximum(a1, 0, out=a1)
        np.matmul(a1, self.W2, out=dz2)
        dz2 += self.b2
        _softmax_in_place(dz2)
        # Softmax and cross-entropy together have the slope share minus target.
        dz2[numbers, y] -= 1
        dz2 /= len(X)
        np.matmul(a1.T, dz2, out=dW2)
        np.add.reduce(dz2, axis=0, out=db2)
        np.matmul(dz2, self.W2.T, out=dz1)
        np.greater(a1, 0, out=is_on)
        dz1 *= is_on
        np.matmul(X.T, dz1, out=dW1)
        np.add.reduce(dz1, axis=0, out=db1)

    def _pair(self, X, y):
        """Return examples and classes, or say what is wrong with them."""
        X, y = self._table(X), np.asarray(y)
        if y.shape != (len(X),):
            message = f"y has shape {y.shape} but X has {len(X)} rows; pass one each."
            raise ValueError(message)
        k = self.sizes[2]
        if y.dtype.kind not in "iu" or y.min() < 0 or y.max() >= k:
            message = (
                f"y holds {y.min()} to {y.max()} of type {y.dtype}; pass whole "
                f"numbers from 0 to {k - 1}."
            )
            raise ValueError(message)
        return X, y

    def _table(self, table):
        table = np.asarray(table, dtype=self.theta.dtype)
        d = self.sizes[0]
        if table.ndim != 2 or table.shape[1] != d or len(table) == 0:
            message = (
                f"X has shape {table.shape}; pass a table with a row for each example "
                f"and {d} columns."
            )
            raise ValueError(message)
        return table


def _softmax_in_place(z):
    z -= z.max(axis=1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=1, keepdims=True)
    return z
