"""Parity: a network that has to remember whether the count so far is odd."""

import numpy as np

__all__ = ["parity_gradients", "parity_of", "parity_outputs", "train_parity_starts"]


def parity_of(xs):
    """Return the parity of each sequence of -1 and 1, moment by moment.

    Parameters
    ----------
    xs : array_like of shape (..., T)
        Numbers -1 and 1, moments along the last axis.

    Returns
    -------
    ndarray of shape (..., T)
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
    return np.cumprod(xs, axis=-1)


def parity_outputs(params, xs):
    """Run networks 1-m-1 whose output returns to the hidden layer.

    At each moment ``h = tanh(x * Wx + previous * Wo + b)`` and the output is
    ``tanh(h @ W2 + b2)``; the previous output is 0 at first. S networks run side
    by side.

    Parameters
    ----------
    params : sequence of ndarray
        ``Wx``, ``Wo`` and ``b`` of shape (S, 1, m), ``W2`` (S, m, 1) and ``b2``
        (S, 1, 1).
    xs : ndarray of shape (S or 1, n, T)
        n sequences of T moments, for each network or for all.

    Returns
    -------
    outputs : ndarray of shape (S, n, T)
    hidden : list of ndarray of shape (S, n, m)
        One for each moment.
    """
    Wx, Wo, b, W2, b2 = params
    previous = np.zeros((len(Wx), xs.shape[1], 1))
    outputs, hidden = [], []
    for t in range(xs.shape[-1]):
        h = np.tanh(xs[..., t : t + 1] * Wx + previous * Wo + b)
        previous = np.tanh(h @ W2 + b2)
        hidden.append(h)
        outputs.append(previous)
    return np.concatenate(outputs, axis=-1), hidden


def train_parity_starts(
    starts, units, rng, steps=500, length=8, bias_spread=0.0, lr=0.03
):
    """Train many recurrent networks on parity, each from its own weights.

    Each step draws 16 new sequences for each network and follows the gradient of
    the mean squared error over all moments with Adam.

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
    [(3, 1, 4), (3, 1, 4), (3, 1, 4), (3, 4, 1), (3, 1, 1)]
    """
    shapes = [(1, units), (1, units), (1, units), (units, 1), (1, 1)]
    spreads = [1, 1, bias_spread, 1, bias_spread]
    params = [
        spread * rng.normal(size=(starts, *shape))
        for shape, spread in zip(shapes, spreads, strict=True)
    ]
    first = [np.zeros_like(p) for p in params]
    second = [np.zeros_like(p) for p in params]
    for step in range(1, steps + 1):
        xs = rng.choice([-1.0, 1.0], size=(starts, 16, length))
        for p, g, m, v in zip(
            params, parity_gradients(params, xs), first, second, strict=True
        ):
            m += 0.1 * (g - m)
            v += 0.001 * (g**2 - v)
            p -= lr * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return params


def parity_gradients(params, xs):
    """Compute gradients of half the squared error, averaged over sequences.

    Parameters
    ----------
    params : sequence of ndarray
        As for `parity_outputs`.
    xs : ndarray of shape (S, n, T)

    Returns
    -------
    list of ndarray
        In the order and the shapes of ``params``.
    """
    _, Wo, _, W2, _ = params
    outputs, hidden = parity_outputs(params, xs)
    errors = (outputs - parity_of(xs)) / xs.shape[1]
    gradients = [np.zeros_like(p) for p in params]
    returning = 0.0  # what the output's effect on the next moment adds
    for t in reversed(range(xs.shape[-1])):
        o, h = outputs[..., t : t + 1], hidden[t]
        previous = outputs[..., t - 1 : t] if t else np.zeros_like(o)
        dz2 = (errors[..., t : t + 1] + returning) * (1 - o**2)
        dz1 = dz2 * W2.swapaxes(1, 2) * (1 - h**2)
        parts = [xs[..., t : t + 1] * dz1, previous * dz1, dz1, dz2 * h, dz2]
        for gradient, part in zip(gradients, parts, strict=True):
            gradient += part.sum(axis=1).reshape(gradient.shape)
        returning = np.sum(dz1 * Wo, axis=-1, keepdims=True)
    return gradients
