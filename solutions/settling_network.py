"""A feed-back network that settles: outputs return as inputs until nothing changes."""

import numpy as np

__all__ = ["energy", "settle", "store_patterns"]


def settle(W, s, max_sweeps, rng):
    """Let a feed-back network run until it comes to rest.

    Each unit is 1 or -1. In a sweep every unit is visited once, in the order
    ``rng.permutation(n)``. The unit that is visited looks at the weighted sum
    ``W[i] @ s`` of the states of that moment and becomes 1 if the sum is above
    0 and -1 if it is below 0; at exactly 0 it stays what it is. The units that
    come later in the sweep already see its new state.

    Parameters
    ----------
    W : array_like of shape (n, n)
        Weights between the units, the same in both directions, and 0 from a
        unit to itself.
    s : array_like of shape (n,)
        The state to begin with: ones and minus ones. It is left unchanged.
    max_sweeps : int
        How many sweeps at most; at least 0.
    rng : numpy.random.Generator
        Decides the order. Ask it for one permutation for each sweep and nothing
        else.

    Returns
    -------
    s : ndarray of shape (n,)
        The state at the end, floating point numbers. A sweep that changes
        nothing is the last one.
    energies : list of float
        The energy ``-1/2 * sum over i and j of s_i W_ij s_j`` before the first
        sweep and after each sweep that was done, the last one included.

    Raises
    ------
    ValueError
        If ``W`` is not square or ``s`` does not fit it; the message names both
        shapes. If ``W`` is not symmetric: the message says "symmetric". If a unit has
        a weight to itself: the message says "itself". If ``s`` holds a number
        other than 1 and -1: the message says "-1".

    Notes
    -----
    Hopfield, "Neural networks and physical systems with emergent collective
    computational abilities", Proceedings of the National Academy of Sciences
    79, 1982. With these two conditions on W no visit can raise the energy.
    Nothing is learned here: the weights stay as they are.

    Examples
    --------
    >>> W = np.array([[0.0, 1.0], [1.0, 0.0]])
    >>> state, energies = settle(W, [1, -1], 10, np.random.default_rng(0))
    >>> bool(state[0] == state[1]), energies
    (True, [1.0, -1.0, -1.0])
    """
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    n = s.size
    if s.shape != (n,) or W.shape != (n, n):
        message = (
            f"W has shape {W.shape} and s has shape {s.shape}; pass (n, n) and (n,)."
        )
        raise ValueError(message)
    if not np.array_equal(W, W.T):
        message = "W is not symmetric; make W[i, j] and W[j, i] equal."
        raise ValueError(message)
    if np.any(np.diag(W) != 0):
        message = "a unit has a weight to itself; set the diagonal of W to 0."
        raise ValueError(message)
    if not np.all(np.abs(s) == 1):
        message = "s holds other numbers than 1 and -1; pass only these two."
        raise ValueError(message)
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in rng.permutation(n):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        energies.append(float(-0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


def energy(W, s):
    """Compute the energy of a state of a feed-back network.

    Parameters
    ----------
    W : array_like of shape (n, n)
    s : array_like of shape (n,)
        Ones and minus ones.

    Returns
    -------
    float
        ``-1/2 * sum over i and j of s_i W_ij s_j``.

    Examples
    --------
    >>> energy([[0.0, 2.0], [2.0, 0.0]], [1, 1])
    -2.0
    """
    s = np.asarray(s, dtype=float)
    return float(-0.5 * s @ np.asarray(W, dtype=float) @ s)


def store_patterns(patterns):
    """Choose weights with which the network settles into given patterns.

    Parameters
    ----------
    patterns : array_like of shape (p, n)
        One pattern in each row, ones and minus ones.

    Returns
    -------
    ndarray of shape (n, n)
        Symmetric, with 0 on the diagonal. No gradient is involved: each weight
        is the mean product of two units over the patterns (Hebb's rule).

    Examples
    --------
    >>> store_patterns([[1, -1, 1]])
    array([[ 0., -1.,  1.],
           [-1.,  0., -1.],
           [ 1., -1.,  0.]])
    """
    patterns = np.asarray(patterns, dtype=float)
    W = patterns.T @ patterns / len(patterns)
    np.fill_diagonal(W, 0)
    return W
