"""Recurrent layers: a state that passes from one moment to the next."""

import numpy as np

from .training import KINDS

__all__ = ["activate_sequence", "bptt", "recurrent_forward"]


def activate_sequence(net, xs):
    """Send a sequence through a network with recurrent connections.

    Parameters
    ----------
    net : dict
        A network as `solutions.network_library.add_recurrent_connection` makes
        it, without softmax. All layers put out 0 before the first moment.
    xs : array_like of shape (T, d)
        Inputs, one moment in each row.

    Returns
    -------
    ndarray of shape (T, k)
        Outputs of the layer "out" at each moment.

    Raises
    ------
    ValueError
        If ``xs`` does not have one number per input in each row.

    Examples
    --------
    >>> net = {
    ...     "layers": {"in": 1, "out": 1},
    ...     "activations": {"out": "linear"},
    ...     "weights": {("in", "out"): np.array([[1.0]])},
    ...     "recurrent": {("out", "out"): np.array([[2.0]])},
    ... }
    >>> activate_sequence(net, [[1.0], [1.0], [0.0]]).ravel().tolist()
    [1.0, 3.0, 6.0]
    """
    xs, layers = np.asarray(xs, dtype=float), net["layers"]
    if xs.ndim != 2 or xs.shape[1] != layers["in"]:
        message = (
            f"xs has shape {xs.shape} but the network has {layers['in']} inputs; pass "
            "one row of them per moment."
        )
        raise ValueError(message)
    now = {name: np.zeros(size) for name, size in layers.items()}
    outputs = np.empty((len(xs), layers["out"]))
    for t, x in enumerate(xs):
        earlier, now, before = now, {"in": x, "bias": np.ones(1)}, "in"
        for layer, kind in net["activations"].items():
            z = now[before] @ net["weights"][before, layer]
            z = z + net["weights"].get(("bias", layer), 0)
            for (source, target), array in net.get("recurrent", {}).items():
                if target == layer:
                    z = z + earlier[source] @ array
            now[layer], before = KINDS[kind][0](z), layer
        outputs[t] = now["out"]
    return outputs


def recurrent_forward(xs, Wx, Wh, b, h0=None):
    """Compute the states of a recurrent layer for one sequence.

    At each moment the layer sees the present input and its own previous state:
    ``h = tanh(x @ Wx + previous @ Wh + b)``. Before the first input the state is
    ``h0``.

    Parameters
    ----------
    xs : array_like of shape (T, d)
        Inputs, one moment in each row. T may be 0.
    Wx : array_like of shape (d, m)
        Weights from the inputs to the m units.
    Wh : array_like of shape (m, m)
        Weights from the previous state: ``Wh[i, j]`` leads from unit i to
        unit j.
    b : array_like of shape (m,)
        Biases.
    h0 : array_like of shape (m,), optional
        State before the first input; zeros if it is not given.

    Returns
    -------
    ndarray of shape (T, m)
        The state after each input. No argument is changed, and every call
        starts anew: the same arguments give the same states.

    Raises
    ------
    ValueError
        If the shapes do not fit together. For ``Wh``, ``b`` and ``h0`` the
        message names, in numbers, the shape that came and the one that was
        expected, such as (1,) and (3,). If a row of ``xs`` does not fit to
        ``Wx``, it names the shape of one of the two.

    Notes
    -----
    Elman, "Finding structure in time", Cognitive Science 14, 1990.

    Examples
    --------
    >>> states = recurrent_forward([[0.0], [0.0]], [[1.0]], [[2.0]], [0.0], [0.5])
    >>> states.round(4).tolist()
    [[0.7616], [0.9093]]
    """
    xs, Wx, Wh = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    shapes = {
        "xs": (xs, (len(xs), d)),
        "Wh": (Wh, (m, m)),
        "b": (np.asarray(b), (m,)),
        "h0": (h, (m,)),
    }
    for name, (array, expected) in shapes.items():
        if array.shape != expected:
            message = (
                f"{name} has shape {array.shape} but Wx of shape {Wx.shape} needs "
                f"{expected}; check which axis is which."
            )
            raise ValueError(message)
    hs = np.empty((len(xs), m))
    for t, x in enumerate(xs):
        h = np.tanh(x @ Wx + h @ Wh + b)
        hs[t] = h
    return hs


def bptt(xs, hs, dhs, Wh, h0):
    """Back-propagate through time: gradients of a recurrent layer.

    The loss depends on the states ``hs`` that
    ``hs[t] = tanh(xs[t] @ Wx + hs[t - 1] @ Wh + b)`` gives for one sequence,
    with ``h0`` in place of ``hs[-1]`` at the first moment. How it depends on each
    state directly is known: ``dhs``. Besides, each state has an effect on all later
    states.

    Parameters
    ----------
    xs : ndarray of shape (T, d)
        Inputs.
    hs : ndarray of shape (T, m)
        States, as `recurrent_forward` gives them.
    dhs : ndarray of shape (T, m)
        ``dhs[t, j]`` is the slope of the loss by ``hs[t, j]`` if all other states
        are held fixed.
    Wh : ndarray of shape (m, m)
        Weights from the previous state; ``Wh[i, j]`` leads from unit i to j.
    h0 : ndarray of shape (m,)
        State before the first input.

    Returns
    -------
    dWx : ndarray of shape (d, m)
    dWh : ndarray of shape (m, m)
    db : ndarray of shape (m,)
        Gradients of the loss. They agree with finite differences, and no
        argument is changed.

    Raises
    ------
    ValueError
        If ``dhs`` has another shape than ``hs``, or ``xs`` has another
        length. The message names both shapes.

    Notes
    -----
    The slope of tanh is ``1 - h**2`` where its output is h. Werbos,
    "Backpropagation through time: what it does and how to do it", Proceedings of
    the IEEE 78, 1990.

    Examples
    --------
    >>> xs, hs, Wh = np.array([[1.0]]), np.array([[0.5]]), np.array([[2.0]])
    >>> dWx, dWh, db = bptt(xs, hs, np.array([[4.0]]), Wh, np.array([0.1]))
    >>> dWx.tolist(), dWh.round(12).tolist(), db.tolist()
    ([[3.0]], [[0.3]], [3.0])
    """
    if dhs.shape != hs.shape or len(xs) != len(hs):
        message = (
            f"hs has shape {hs.shape}, dhs {dhs.shape} and xs {xs.shape}; pass one row "
            "per moment in each, and dhs in the shape of hs."
        )
        raise ValueError(message)
    dWx, dWh, db = (
        np.zeros((xs.shape[1], len(Wh))),
        np.zeros_like(Wh),
        np.zeros(len(Wh)),
    )
    from_later = np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + from_later) * (1 - hs[t] ** 2)
        dWx += np.outer(xs[t], dz)
        dWh += np.outer(hs[t - 1] if t > 0 else h0, dz)
        db += dz
        from_later = Wh @ dz
    return dWx, dWh, db
