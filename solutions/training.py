"""Training: the gradient of one example, one epoch, and when to stop."""

import numpy as np

from .activations import softmax

__all__ = ["backpropagate", "train_epoch", "train_until_convergence"]

# Activation, and its slope from the output that it gave.
KINDS = {
    "linear": (lambda z: z, lambda a: np.ones_like(a)),
    "sigmoid": (lambda z: (1 + np.tanh(z / 2)) / 2, lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a**2),
}


def backpropagate(net, x, target):
    """Compute the error for one example and its gradient.

    Parameters
    ----------
    net : dict
        A network as `solutions.network_library.build_network` makes it. Only
        the layer "out" may have the activation softmax.
    x : array_like of shape (d,)
        One example.
    target : array_like of shape (k,)
        What the outputs should be; with softmax they add up to 1.

    Returns
    -------
    error : float
        Half the sum of squared errors; with a softmax output the cross-entropy
        ``-sum(target * log(outputs))`` instead.
    gradients : dict
        One array for each entry of ``net["weights"]``, under the same name and
        in the same shape.

    Raises
    ------
    ValueError
        If a shape does not fit, or a hidden layer has the activation softmax.

    Notes
    -----
    Rumelhart, Hinton and Williams, "Learning representations by
    back-propagating errors", Nature 323, 1986. By its sums, softmax with
    cross-entropy has the slope ``outputs - target``, like a linear output with
    half the squared error.

    Examples
    --------
    >>> net = {
    ...     "layers": {"in": 1, "out": 1},
    ...     "activations": {"out": "linear"},
    ...     "weights": {("in", "out"): np.array([[3.0]])},
    ... }
    >>> error, gradients = backpropagate(net, [2.0], [5.0])
    >>> float(error), gradients["in", "out"].tolist()
    (0.5, [[2.0]])
    """
    names, kinds, weights = (
        ["in", *net["activations"]],
        net["activations"],
        net["weights"],
    )
    outputs = {"in": np.asarray(x, dtype=float)}
    target = np.asarray(target, dtype=float)
    for name, row, layer in [("x", outputs["in"], "in"), ("target", target, "out")]:
        if row.shape != (net["layers"][layer],):
            message = (
                f"{name} has shape {row.shape} but the layer {layer!r} has "
                f"{net['layers'][layer]} units; pass one number per unit."
            )
            raise ValueError(message)
    for before, after in zip(names[:-1], names[1:], strict=True):
        z = outputs[before] @ weights[before, after] + weights.get(("bias", after), 0)
        is_shares = kinds[after] == "softmax" and after == "out"
        outputs[after] = softmax(z) if is_shares else _kind(kinds[after])[0](z)
    a = outputs["out"]
    if kinds["out"] == "softmax":
        error = -np.sum(target * np.log(np.maximum(a, np.finfo(float).tiny)))
        dz = a - target
    else:
        error = np.sum((a - target) ** 2) / 2
        dz = (a - target) * _kind(kinds["out"])[1](a)
    gradients = {}
    for before, after in zip(names[-2::-1], names[:0:-1], strict=True):
        gradients[before, after] = np.outer(outputs[before], dz)
        if ("bias", after) in weights:
            gradients["bias", after] = dz
        if before != "in":
            slope = _kind(kinds[before])[1](outputs[before])
            dz = (weights[before, after] @ dz) * slope
    return error, gradients


def train_epoch(net, data, lr, rng, gradients):
    """Train a network for one epoch, one example at a time.

    Visit every example once, in the order ``rng.permutation(n)``. For each, ask
    ``gradients`` for the error and the gradient at the weights of that moment,
    then subtract ``lr`` times the gradient from the weights, before the next
    example is looked at.

    Parameters
    ----------
    net : dict
        A network. Only ``net["weights"]``, a dict of arrays by name, is
        looked at here. Neither ``net`` nor its arrays are changed.
    data : list of tuple (x, target)
        The n examples with their targets, at least one. The list is left
        unchanged.
    lr : float
        Learning rate.
    rng : numpy.random.Generator
        Decides the order. Ask it for one permutation and nothing else.
    gradients : callable
        ``gradients(net, x, target)`` returns a pair: the error for this
        example, a number, and a dict with one array for each name in
        ``net["weights"]``. Call it once for each example.

    Returns
    -------
    net : dict
        The network after the epoch: new weights, everything else as in the
        network that came in.
    error : float
        Mean of the n errors that ``gradients`` returned: each is the error
        before the step for that example.

    Raises
    ------
    ValueError
        If ``data`` is empty. The message says "empty".

    Examples
    --------
    >>> net = {"weights": {"w": np.array([1.0])}}
    >>> def gradients(net, x, target):  # of half the squared error of w * x
    ...     difference = net["weights"]["w"] * x - target
    ...     return float(difference[0] ** 2 / 2), {"w": difference * x}
    >>> rng = np.random.default_rng(0)
    >>> trained, error = train_epoch(net, [(2.0, 6.0)], 0.1, rng, gradients)
    >>> error, trained["weights"]["w"].round(12).tolist()
    (8.0, [1.8])
    """
    if len(data) == 0:
        message = "data is empty but an epoch needs an example; add at least one."
        raise ValueError(message)
    total = 0.0
    for i in rng.permutation(len(data)):
        x, target = data[i]
        error, steps = gradients(net, x, target)
        weights = {name: w - lr * steps[name] for name, w in net["weights"].items()}
        net = {**net, "weights": weights}
        total += error
    return net, total / len(data)


def train_until_convergence(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    """Train until the validation error stops improving, and keep the best.

    Measure the error on ``validation`` before training and after each epoch.
    An epoch is better if its error is below the lowest one so far; an equal
    error is not better. Stop after ``patience`` epochs in a row that were not
    better, or after ``max_epochs`` epochs.

    Parameters
    ----------
    net : dict
        The network to start with.
    data : list of tuple (x, target)
        Examples for training.
    validation : list of tuple (x, target)
        Examples that were held out. They are used for measuring only.
    train : callable
        ``train(net, data)`` returns the network after one more epoch and
        leaves ``net`` as it is. Call it once for each epoch.
    error : callable
        ``error(net, examples)`` returns the error of a network, a number. The
        error of each network that is measured is asked for once.
    patience : int, default 10
        At least 1.
    max_epochs : int, default 1000
        At least 0.

    Returns
    -------
    best : dict
        The network with the lowest validation error; the first one, if several
        share it. It may be the network that came in.
    errors : list of float
        Validation errors: first that of ``net``, then one for each epoch.

    Raises
    ------
    ValueError
        If ``validation`` is empty, because then nothing says when to stop.
        The message says "validation".

    Notes
    -----
    Prechelt, "Early stopping - but when?", in Neural Networks: Tricks of the
    Trade, Springer 1998.

    Examples
    --------
    >>> def train(net, data):
    ...     return {"step": net["step"] + 1}
    >>> def error(net, examples):
    ...     return [5.0, 3.0, 4.0, 2.0, 6.0, 7.0, 1.0][net["step"]]
    >>> train_until_convergence({"step": 0}, [], [(0, 0)], train, error, patience=2)
    ({'step': 3}, [5.0, 3.0, 4.0, 2.0, 6.0, 7.0])
    """
    if len(validation) == 0:
        message = "validation is empty; hold out at least one example to measure on."
        raise ValueError(message)
    best, errors, waited = net, [error(net, validation)], 0
    lowest = errors[0]
    while waited < patience and len(errors) <= max_epochs:
        net = train(net, data)
        errors.append(error(net, validation))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = net, errors[-1], 0
    return best, errors


def _kind(name):
    if name not in KINDS:
        known = ", ".join(KINDS)
        message = f"activation {name!r} cannot be used here; choose one of {known}."
        raise ValueError(message)
    return KINDS[name]
