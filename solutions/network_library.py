"""A miniature network library: layers by name, weights by connection.

A network is a plain dict with three parts. ``net["layers"]`` says how many units
each layer has, ``net["activations"]`` which activation, and ``net["weights"]``
holds an array for each connection, found by the names of its two ends: the
array of ``("in", "hidden0")`` has shape (units of in, units of hidden0). The
layer "bias" is one unit that always puts out 1, so the array of ``("bias",
"out")`` has shape (units of out,).
"""

import numpy as np

from .activations import softmax

__all__ = ["activate", "add_recurrent_connection", "build_network"]


def build_network(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    """Build a fully connected feed-forward network.

    Parameters
    ----------
    *sizes : int
        Number of units in each layer, inputs first, outputs last. There may
        be any number of hidden layers in between, also none.
    hidden : {"linear", "sigmoid", "tanh", "softmax"}
        Activation of all hidden layers.
    out : {"linear", "sigmoid", "tanh", "softmax"}
        Activation of the last layer.
    bias : bool, default True
        Whether there is a bias unit, connected to every layer but the inputs.
    rng : numpy.random.Generator, optional
        Where the weights come from; ``np.random.default_rng()`` if it is not
        given.

    Returns
    -------
    dict
        The network. ``net["layers"]`` is a dict from names to numbers of
        units, in this order: "in", then "hidden0", "hidden1", ... if there are
        any, then "out", and with a bias unit "bias", which is 1.
        ``net["activations"]`` is a dict from the names of the hidden layers
        and "out" to the name of their activation. ``net["weights"]`` is a
        dict of arrays drawn from the standard normal distribution:
        ``("in", "hidden0")`` and so on for neighbouring layers, shape (units
        of the first, units of the second), and with a bias unit
        ``("bias", "hidden0")`` and so on up to ``("bias", "out")``, shape
        (units,).

    Raises
    ------
    ValueError
        If there are fewer than two sizes (the message says "two"), if a size
        is not a whole number above 0 (the message names it), or if an
        activation is unknown (the message lists the four names).
    TypeError
        If there is any other keyword; Python sees to that by itself.

    Examples
    --------
    >>> net = build_network(2, 3, 1, rng=np.random.default_rng(0))
    >>> net["layers"]
    {'in': 2, 'hidden0': 3, 'out': 1, 'bias': 1}
    >>> net["activations"]
    {'hidden0': 'sigmoid', 'out': 'linear'}
    >>> net["weights"]["in", "hidden0"].shape
    (2, 3)
    >>> net["weights"]["bias", "out"].shape
    (1,)
    """
    if len(sizes) < 2:
        message = f"got {len(sizes)} sizes but a network needs at least two; add some."
        raise ValueError(message)
    for size in sizes:
        if not isinstance(size, (int, np.integer)) or size < 1:
            message = f"a layer has {size!r} units; pass a whole number above 0."
            raise ValueError(message)
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            message = (
                f"activation {name!r} is unknown; choose one of linear, sigmoid, "
                "tanh, softmax."
            )
            raise ValueError(message)
    if rng is None:
        rng = np.random.default_rng()
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers = dict(zip(names, sizes, strict=True))
    activations, weights = {}, {}
    for before, after in zip(names[:-1], names[1:], strict=True):
        activations[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": activations, "weights": weights}


def activate(net, x):
    """Compute the outputs of a network for one example.

    Each layer after the inputs takes the outputs of the layer before it times
    the weights of their connection, adds the weights that come from the bias
    unit, if there is one, and applies its activation to these sums.

    Parameters
    ----------
    net : dict
        A network as `build_network` makes it: "layers", "activations" and
        "weights". It is left unchanged.
    x : array_like of shape (d,)
        One example; d is the number of units of the layer "in".

    Returns
    -------
    ndarray of shape (k,)
        Outputs of the layer "out", also if it has one unit only.

    Raises
    ------
    ValueError
        If ``x`` has another shape than (d,). The message names the shape
        that came, or how many numbers came, and the number of inputs.

    Notes
    -----
    linear(z) is z; sigmoid(z) is 1 / (1 + exp(-z)); tanh(z) is the hyperbolic
    tangent; softmax turns the sums of a layer into shares.

    Examples
    --------
    >>> net = {
    ...     "layers": {"in": 2, "out": 1, "bias": 1},
    ...     "activations": {"out": "linear"},
    ...     "weights": {
    ...         ("in", "out"): np.array([[3.0], [4.0]]),
    ...         ("bias", "out"): np.array([0.5]),
    ...     },
    ... }
    >>> activate(net, [1.0, 2.0])
    array([11.5])
    """
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        message = (
            f"x has shape {a.shape} but the network has {net['layers']['in']} inputs; "
            "pass one example with one number per input."
        )
        raise ValueError(message)
    functions = {
        "linear": lambda z: z,
        "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
        "tanh": np.tanh,
        "softmax": softmax,
    }
    before = "in"
    for layer, name in net["activations"].items():
        z = a @ net["weights"][before, layer]
        if ("bias", layer) in net["weights"]:
            z = z + net["weights"]["bias", layer]
        a = functions[name](z)
        before = layer
    return a


def add_recurrent_connection(net, source, target, rng):
    """Connect a layer to another one through a delay of one time step.

    Parameters
    ----------
    net : dict
        A network as `build_network` makes it. It is left unchanged.
    source, target : str
        Names of layers, for example "out" and "hidden0": then the outputs of
        one moment reach the hidden layer at the next.
    rng : numpy.random.Generator
        Where the weights come from.

    Returns
    -------
    dict
        A network with one more part: ``net["recurrent"]`` is a dict of arrays
        by the names of their ends, like ``net["weights"]``.

    Raises
    ------
    ValueError
        If there is no layer of that name, or the target is "in" or "bias".

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> net = build_network(1, 4, 1, hidden="tanh", out="tanh", rng=rng)
    >>> net = add_recurrent_connection(net, "out", "hidden0", rng)
    >>> net["recurrent"]["out", "hidden0"].shape
    (1, 4)
    """
    layers = net["layers"]
    for name, known in [(source, layers), (target, net["activations"])]:
        if name not in known:
            message = (
                f"layer {name!r} cannot be used here; choose one of {list(known)}."
            )
            raise ValueError(message)
    drawn = rng.normal(size=(layers[source], layers[target]))
    recurrent = {**net.get("recurrent", {}), (source, target): drawn}
    return {**net, "recurrent": recurrent}
