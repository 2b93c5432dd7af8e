"""Many networks side by side, to count how often one learns XOR."""

import numpy as np

__all__ = ["XOR_INPUTS", "XOR_TARGETS", "train_xor_starts"]

XOR_INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([0.0, 1.0, 1.0, 0.0])


def train_xor_starts(starts, epochs, rng, held_out=None, patience=None, lr=0.01):
    """Train many networks 2-3-1 on XOR, each from its own random weights.

    Hidden units are tanh, the output is linear, all weights and biases start
    from the standard normal distribution, and examples are learned one at a
    time, in an order that all networks share.

    Parameters
    ----------
    starts : int
        Number of networks.
    epochs : int
        Epochs at most.
    rng : numpy.random.Generator
    held_out : int or array_like of shape (starts,), optional
        Row of XOR that is kept from training; None trains on all four.
    patience : int, optional
        Stop a network after this many epochs in a row without a lower error
        on its held-out row, and give it back its best weights. None trains
        all epochs and keeps the last weights.
    lr : float
        Learning rate.

    Returns
    -------
    outputs : ndarray of shape (starts, 4)
        Outputs of each network for the four rows.
    stopped : ndarray of shape (starts,)
        Number of epochs that each network was trained.

    Raises
    ------
    ValueError
        If ``held_out`` is not 0 to 3, or ``patience`` comes without it.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> outputs, stopped = train_xor_starts(5, 3, rng, held_out=3)
    >>> outputs.shape, stopped.tolist()
    ((5, 4), [3, 3, 3, 3, 3])
    """
    if held_out is None and patience is not None:
        message = "patience is given but no held-out row; pass held_out, 0 to 3."
        raise ValueError(message)
    rows = np.tile(np.arange(4), (starts, 1))
    if held_out is not None:
        held_out = np.broadcast_to(held_out, starts)
        if not np.isin(held_out, [0, 1, 2, 3]).all():
            message = f"held_out is {held_out.tolist()[:5]}; pass rows from 0 to 3."
            raise ValueError(message)
        rows = np.array([np.delete(np.arange(4), row) for row in held_out])
    # Units first and networks last, so that sums run over whole arrays.
    shapes = [(2, 3), (3,), (3,), ()]
    params = [rng.normal(size=(*shape, starts)) for shape in shapes]
    active, stopped = np.ones(starts, dtype=bool), np.zeros(starts, dtype=int)
    waited = np.zeros(starts, dtype=int)
    if patience is not None:
        best, lowest = [p.copy() for p in params], _error(params, held_out)
    for _ in range(epochs):
        for k in rng.permutation(rows.shape[1]):
            _step(params, rows[:, k], lr * active)
        stopped += active
        if patience is None:
            continue
        error = _error(params, held_out)
        better = active & (error < lowest)
        for kept, p in zip(best, params, strict=True):
            kept[..., better] = p[..., better]
        lowest = np.where(better, error, lowest)
        waited = np.where(better, 0, waited + 1)
        active &= waited < patience
        if not active.any():
            break
    final = params if patience is None else best
    outputs = [_forward(final, x[:, None])[1] for x in XOR_INPUTS]
    return np.stack(outputs, axis=1), stopped


def _forward(params, x):
    W1, b1, W2, b2 = params
    a1 = np.tanh(x[0] * W1[0] + x[1] * W1[1] + b1)
    return a1, np.sum(a1 * W2, axis=0) + b2


def _step(params, row, lr):
    """Learn one row in each network; ``lr`` has one entry per network."""
    W1, b1, W2, b2 = params
    x = XOR_INPUTS.T[:, row]
    a1, output = _forward(params, x)
    dz2 = lr * (output - XOR_TARGETS[row])
    dz1 = dz2 * W2 * (1 - a1 * a1)
    W2 -= dz2 * a1
    b2 -= dz2
    W1 -= x[:, None, :] * dz1
    b1 -= dz1


def _error(params, row):
    return (_forward(params, XOR_INPUTS.T[:, row])[1] - XOR_TARGETS[row]) ** 2 / 2
