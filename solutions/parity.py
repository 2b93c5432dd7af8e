"""Parity: a network that has to remember whether the count so far is odd."""

import numpy as np

__all__ = ["parity_gradients", "parity_of", "parity_outputs", "train_parity_starts"]


def parity_of(xs):
    """Return the parity of each sequence of -1 and 1, moment by moment.

    Parameters
    ----------
    xs : array_like of shape (T, ...)
        Numbers -1 and 1, moments along the first axis.

    Returns
    -------
    ndarray of shape (T, ...)
        1 where the number of -1 so far is even, and -1 where it is odd.

    Raises
    ------
    ValueError
        If another number is among them.

    Examples
    --------
    >>> parity_of([1, -1, 1, -1])
    array([ 1, -1, -1,  1])
    """
    xs = np.asarray(xs)
    if not np.isin(xs, [-1, 1]).all():
        message = "xs holds other numbers; a parity needs -1 and 1 only."
        raise ValueError(message)
    return np.cumprod(xs, axis=0)


def parity_outputs(params, xs):
    """Run networks 1-m-1 whose output returns to the hidden layer.

    At each moment ``h = tanh(x * Wx + previous * Wo + b)`` and the output is
    ``tanh(sum(h * W2) + b2)``; the previous output is 0 at first. S networks run
    side by side, and in each array the hidden units come first: sums over
    units are then sums of whole arrays, which is fast.

    Parameters
    ----------
    params : sequence of ndarray
        ``Wx``, ``Wo``, ``b`` and ``W2`` of shape (m, S, 1), ``b2`` (1, S, 1).
    xs : ndarray of shape (T, S or 1, n)
        n sequences of T moments, for each network or for all.

    Returns
    -------
    outputs : ndarray of shape (T, S, n)
    hidden : ndarray of shape (T, m, S, n)
    """
    Wx, Wo, b, W2, b2 = params
    T, _, n = xs.shape
    m, S, _ = Wx.shape
    outputs = np.empty((T, S, n), dtype=Wx.dtype)
    hidden = np.empty((T, m, S, n), dtype=Wx.dtype)
    previous = np.zeros((S, n), dtype=Wx.dtype)
    for t, x in enumerate(xs):
        hidden[t] = np.tanh(x * Wx + previous * Wo + b)
        previous = np.tanh(np.sum(hidden[t] * W2, axis=0) + b2[0])
        outputs[t] = previous
    return outputs, hidden


def parity_gradients(params, xs):
    """Compute gradients of half the squared error, averaged over sequences.

    Parameters
    ----------
    params : sequence of ndarray
        As for `parity_outputs`.
    xs : ndarray of shape (T, S, n)

    Returns
    -------
    list of ndarray
        In the order and the shapes of ``params``.
    """
    _, Wo, _, W2, _ = params
    outputs, hidden = parity_outputs(params, xs)
    errors = (outputs - parity_of(xs)) / xs.shape[2]
    gradients = [np.zeros_like(p) for p in params]
    returning = 0.0  # what the output's effect on the next moment adds
    for t in reversed(range(len(xs))):
        o, h = outputs[t], hidden[t]
        previous = outputs[t - 1] if t else np.zeros_like(o)
        dz2 = (errors[t] + returning) * (1 - o**2)
        dz1 = dz2 * W2 * (1 - h**2)
        parts = [xs[t] * dz1, previous * dz1, dz1, dz2 * h, dz2[None]]
        for gradient, part in zip(gradients, parts, strict=True):
            gradient += part.sum(axis=-1, keepdims=True)
        returning = np.sum(dz1 * Wo, axis=0)
    return gradients


def train_parity_starts(
    starts, units, rng, steps=500, length=8, bias_spread=0.0, lr=0.03
):
    """Train many recurrent networks on parity, each from its own weights.

    Each step draws 16 new sequences for each network and follows the gradient of
    the mean squared error over all moments with Adam, in single precision.

    Parameters
    ----------
    starts : int
        Number of networks.
    units : int
        Hidden units, m.
    rng : numpy.random.Generator
    steps : int
        Steps of Adam.
    length : int
        Moments in each sequence.
    bias_spread : float
        Standard deviation of the biases at the start; weights have 1.
    lr : float
        Learning rate of Adam.

    Returns
    -------
    list of ndarray
        ``params`` for `parity_outputs`.

    Notes
    -----
    Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015.

    Examples
    --------
    >>> params = train_parity_starts(3, 4, np.random.default_rng(0), steps=2)
    >>> [p.shape for p in params]
    [(4, 3, 1), (4, 3, 1), (4, 3, 1), (4, 3, 1), (1, 3, 1)]
    """
    spreads = [1, 1, bias_spread, 1, bias_spread]
    params = [
        (spread * rng.normal(size=(n, starts, 1))).astype(np.float32)
        for n, spread in zip([units] * 4 + [1], spreads, strict=True)
    ]
    first = [np.zeros_like(p) for p in params]
    second = [np.zeros_like(p) for p in params]
    for step in range(1, steps + 1):
        signs = rng.integers(0, 2, size=(length, starts, 16))
        xs = (2 * signs - 1).astype(np.float32)
        gradients = parity_gradients(params, xs)
        for p, g, m, v in zip(params, gradients, first, second, strict=True):
            m += 0.1 * (g - m)
            v += 0.001 * (g**2 - v)
            p -= lr * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return params
