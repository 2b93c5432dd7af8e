"""The parts of a digit classifier that meet in training: inputs, network, one step.

Parameters are a nest: dicts, lists and tuples, as deep as one likes, with arrays at
the ends. Gradients are a nest of the same form.
"""

import numpy as np

__all__ = ["Network", "prepare", "update_nest"]


def prepare(images):
    """Turn pictures into what every network of this notebook eats.

    Parameters
    ----------
    images : ndarray of shape (n, 28, 28) or (28, 28), dtype uint8
        Grey values, 0 for paper and 255 for ink. A single picture counts as n = 1.

    Returns
    -------
    ndarray of shape (n, 28, 28), dtype float64
        Finite numbers from -3 to 3, without a warning, also for blank paper. Within
        a picture different greys stay different numbers, in order or in reverse
        order, and 0 and 255 lie at least 0.5 apart. What a picture becomes
        depends on that picture alone: it is the same whether it comes first, last
        or by itself. ``images`` is not changed.

    Raises
    ------
    ValueError
        If ``images`` is of another dtype, such as pictures that are scaled already;
        the message gives the dtype. If the shape is another one; the message gives
        the shape.

    Examples
    --------
    >>> x = prepare(np.full((5, 28, 28), 255, dtype=np.uint8))
    >>> x.shape, str(x.dtype)
    ((5, 28, 28), 'float64')
    """
    images = np.asarray(images)
    if images.dtype != np.uint8:
        message = f"images have dtype {images.dtype}; pass bytes from 0 to 255, uint8."
        raise ValueError(message)
    if images.ndim not in (2, 3) or images.shape[-2:] != (28, 28):
        message = f"images have shape {images.shape}; pass (n, 28, 28) or (28, 28)."
        raise ValueError(message)
    return images.reshape(-1, 28, 28) / 255


class Network:
    """Your network: 28 by 28 numbers go in, ten logits come out.

    Which network is your choice: dense layers, convolution with pooling, any slope
    that you have a gradient for. It needs 100 numbers as parameters at least, and
    200,000 at most. Nothing is kept between calls: the same arguments give the same
    result, whatever was called before.

    Examples
    --------
    >>> network = Network()
    >>> parameters = network.build(np.random.default_rng(0))
    >>> network.logits(parameters, np.zeros((5, 28, 28))).shape
    (5, 10)
    """

    def build(self, rng):
        """Draw first parameters.

        Parameters
        ----------
        rng : numpy.random.Generator
            Where all of them come from: the same seed gives the same parameters,
            another seed others.

        Returns
        -------
        dict, list or tuple
            A nest: dicts, lists and tuples in each other as you like, with float64
            arrays at the ends. With these parameters the network is unsure, as a
            guess is: its average loss on pictures from 0 to 1 lies between 1 and 6.
            And it can learn: 40 steps of plain gradient descent with the rate 0.05
            halve its loss on ten pictures that look quite different.
        """
        return {
            "W1": rng.normal(size=(784, 32)) * np.sqrt(2 / 784),
            "b1": np.zeros(32),
            "W2": rng.normal(size=(32, 10)) * np.sqrt(1 / 32),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        """Compute ten logits for each picture.

        Parameters
        ----------
        parameters : nest of ndarray
            In the form that ``build`` gives, with any numbers. Not changed.
        x : ndarray of shape (n, 28, 28)
            What ``prepare`` gives. Not changed.

        Returns
        -------
        ndarray of shape (n, 10)
            No softmax. Computed in float64. A picture's logits do not depend on the
            other pictures.
        """
        W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
        return np.maximum(x.reshape(len(x), 784) @ W1 + b1, 0) @ W2 + b2

    def loss_and_gradients(self, parameters, x, labels):
        """Compute the loss and its slope along each parameter.

        Parameters
        ----------
        parameters, x
            As for ``logits``.
        labels : ndarray of int, shape (n,)
            Classes from 0 to 9.

        Returns
        -------
        loss : float
            Average cross-entropy of the logits, nothing added. Finite and without
            a warning even if logits are as large as 10,000.
        gradients : nest of ndarray
            The slopes of this loss, in the form of ``parameters``: the same keys and
            lengths, and an array of the same shape at each end. They agree with
            measured slopes to one part in ten thousand.
        """
        W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
        n, X = len(x), x.reshape(len(x), 784)
        z1 = X @ W1 + b1
        a1 = np.maximum(z1, 0)
        z2 = a1 @ W2 + b2
        z2 = z2 - z2.max(axis=1, keepdims=True)
        log_shares = z2 - np.log(np.exp(z2).sum(axis=1, keepdims=True))
        loss = -log_shares[np.arange(n), labels].mean()
        dz2 = (np.exp(log_shares) - np.eye(10)[labels]) / n
        dz1 = dz2 @ W2.T * (z1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return float(loss), gradients


def update_nest(parameters, gradients, state=None, lr=0.01):
    """Take one step downhill with a whole nest of parameters.

    Parameters
    ----------
    parameters : nest of ndarray
        Dicts, lists and tuples in each other, with arrays of floating point numbers
        at the ends: any nest, not only that of your network.
    gradients : nest of ndarray
        The slopes, in the same form.
    state : optional
        What the call before returned; None for the first step.
    lr : float
        Learning rate, at least 0.

    Returns
    -------
    parameters : nest of ndarray
        New parameters in the form of the old ones: dicts stay dicts with the same
        keys, lists stay lists, tuples tuples, and arrays keep their shapes.
    state : object
        Whatever the next step needs. All memory travels here and nowhere else, so
        that several trainings can take turns, and an old state can be used again.
        No argument is changed: the new arrays are others than the old ones.

    Notes
    -----
    The rule is your choice: plain descent, momentum, Adam. The checks demand what
    these share. In the first step each number moves against its slope, twice as far
    for twice the rate, and not at all where the slope is 0 or the rate is 0. Each
    array is moved by its own slopes alone. And 100 steps with the rate 0.05 on half
    the sum of squared distances, from at most 2 away, end within 0.2 of the goal.

    Examples
    --------
    >>> new, state = update_nest([np.array([1.0])], [np.array([2.0])], lr=0.1)
    >>> bool(new[0][0] < 1)
    True
    """
    if isinstance(parameters, dict):
        names, kind = list(parameters), dict
    elif isinstance(parameters, (list, tuple)):
        names, kind = range(len(parameters)), type(parameters)
    else:
        velocity = 0.0 if state is None else 0.9 * state
        velocity = velocity - lr * np.asarray(gradients)
        return parameters + velocity, velocity
    moved = [
        update_nest(parameters[name], gradients[name], state and state[i], lr)
        for i, name in enumerate(names)
    ]
    new, states = [pair[0] for pair in moved], [pair[1] for pair in moved]
    if kind is dict:
        return dict(zip(names, new, strict=True)), states
    return kind(new), states
