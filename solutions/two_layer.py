"""Two layers of sigmoid neurons: first parameters, forward, backward and update.

A net is a dictionary of four arrays: ``W1`` of shape (d, h) and ``b1`` of shape
(h,) for the hidden layer, ``W2`` of shape (h, k) and ``b2`` of shape (k,) for the
output layer. Its loss is half of the sum of squared errors.
"""

import numpy as np

__all__ = ["backward", "forward", "init_params", "update"]


def init_params(d, h, k, rng, scale=1.0):
    """Draw the first parameters of a net with one hidden layer.

    Parameters
    ----------
    d, h, k : int
        Number of inputs, hidden units and outputs, each at least 1.
    rng : numpy.random.Generator
        Where all weights come from: the same seed gives the same parameters.
    scale : float, default 1.0
        Standard deviation of the weights, 0 or more.

    Returns
    -------
    dict of str to ndarray
        "W1" of shape (d, h) and "W2" of shape (h, k): weights drawn one by one,
        with mean 0 and standard deviation ``scale``. Any distribution will do,
        for example ``rng.normal``. "b1" of shape (h,) and "b2" of shape (k,):
        biases of 0.0.

    Raises
    ------
    ValueError
        If ``d``, ``h`` or ``k`` is below 1. The message gives the number.

    Examples
    --------
    >>> params = init_params(3, 4, 1, np.random.default_rng(0))
    >>> {name: array.shape for name, array in params.items()}
    {'W1': (3, 4), 'b1': (4,), 'W2': (4, 1), 'b2': (1,)}
    """
    for letter, number in (("d", d), ("h", h), ("k", k)):
        if number < 1:
            message = (
                f"{letter} is {number} but each layer needs a unit; pass 1 or more."
            )
            raise ValueError(message)
    return {
        "W1": scale * rng.normal(size=(d, h)),
        "b1": np.zeros(h),
        "W2": scale * rng.normal(size=(h, k)),
        "b2": np.zeros(k),
    }


def forward(X, params):
    """Compute the outputs of a two-layer sigmoid net and keep every step.

    Parameters
    ----------
    X : array_like of shape (n, d)
        Examples as rows.
    params : dict of str to ndarray
        "W1" of shape (d, h), "b1" of shape (h,), "W2" of shape (h, k) and "b2"
        of shape (k,).

    Returns
    -------
    output : ndarray of shape (n, k)
        What the output layer says, between 0 and 1.
    cache : dict of str to ndarray
        "X" of shape (n, d); "z1" and "a1" of shape (n, h), the hidden layer's
        weighted sums with their biases, and its activations; "z2" and "a2" of
        shape (n, k), the same of the output layer. "a2" equals ``output``.

    Raises
    ------
    ValueError
        If ``X`` is not a table with d columns (the message gives its shape and
        d), or if it holds nan or infinity.

    Notes
    -----
    Both layers use the sigmoid, sigma(z) = 1 / (1 + exp(-z)). Sums of 1000 and
    -1000 must cause no warning. Rows do not influence each other.

    Examples
    --------
    >>> params = {"W1": np.zeros((2, 3)), "b1": np.zeros(3),
    ...           "W2": np.ones((3, 1)), "b2": np.array([-1.5])}
    >>> output, cache = forward([[5.0, 7.0]], params)
    >>> output
    array([[0.5]])
    >>> cache["a1"]
    array([[0.5, 0.5, 0.5]])
    """
    X = np.asarray(X, dtype=float)
    d = params["W1"].shape[0]
    if X.ndim != 2 or X.shape[1] != d:
        message = (
            f"X has shape {X.shape} but the net has {d} inputs; "
            f"pass one row per example and {d} columns."
        )
        raise ValueError(message)
    if not np.all(np.isfinite(X)):
        message = "X holds nan or infinity but inputs are finite; clean the data first."
        raise ValueError(message)
    cache = {"X": X}
    cache["z1"] = X @ params["W1"] + params["b1"]
    cache["a1"] = np.exp(-np.logaddexp(0.0, -cache["z1"]))
    cache["z2"] = cache["a1"] @ params["W2"] + params["b2"]
    cache["a2"] = np.exp(-np.logaddexp(0.0, -cache["z2"]))
    return cache["a2"], cache


def backward(y, params, cache):
    """Compute the gradient of half the sum of squared errors.

    Parameters
    ----------
    y : array_like of shape (n, k)
        Wanted outputs, one row per example.
    params : dict of str to ndarray
        The parameters that ``forward`` was given.
    cache : dict of str to ndarray
        What ``forward`` returned with them: "X", "z1", "a1", "z2" and "a2".

    Returns
    -------
    dict of str to ndarray
        "W1", "b1", "W2" and "b2": the slope of the loss for each parameter, in
        the shapes of the parameters. The loss is half of the sum, over all
        examples and all outputs, of ``(a2 - y) ** 2``. Following the gradient
        uphill makes the loss larger.

    Raises
    ------
    ValueError
        If the shape of ``y`` is not that of the outputs (the message gives both),
        or if ``y`` holds nan or infinity.

    Notes
    -----
    ``params`` and ``cache`` are left unchanged. The gradient agrees with central
    differences to one part in a million.

    Rumelhart, Hinton and Williams, "Learning representations by back-propagating
    errors", Nature 323, 1986.

    Examples
    --------
    >>> params = {"W1": np.array([[2.0]]), "b1": np.array([-2.0]),
    ...           "W2": np.array([[4.0]]), "b2": np.array([-2.0])}
    >>> output, cache = forward([[1.0]], params)
    >>> grads = backward([[1.0]], params, cache)
    >>> grads["W2"], grads["W1"]
    (array([[-0.0625]]), array([[-0.125]]))
    """
    y = np.asarray(y, dtype=float)
    output, hidden = cache["a2"], cache["a1"]
    if y.shape != output.shape:
        message = (
            f"y has shape {y.shape} but the outputs have shape {output.shape}; "
            "pass one row per example and one column per output."
        )
        raise ValueError(message)
    if not np.all(np.isfinite(y)):
        message = "y holds nan or infinity but labels are finite; clean the data first."
        raise ValueError(message)
    delta2 = (output - y) * (output * (1 - output))
    delta1 = delta2 @ params["W2"].T * (hidden * (1 - hidden))
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": hidden.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


def update(params, grads, lr):
    """Take one step of gradient descent.

    Parameters
    ----------
    params : dict of str to ndarray
        Parameters by name. Any names will do.
    grads : dict of str to ndarray
        The gradient of each parameter, under the same names.
    lr : float
        Learning rate. With 0 nothing moves.

    Returns
    -------
    dict of str to ndarray
        A new dictionary with the same names and new arrays: each parameter moved
        against its gradient by ``lr`` times the gradient. ``params`` and
        ``grads`` are left unchanged.

    Raises
    ------
    ValueError
        If a name is in one of the dictionaries only. The message gives the name.

    Examples
    --------
    >>> update({"b": np.array([1.0, 2.0])}, {"b": np.array([10.0, -10.0])}, 0.1)
    {'b': array([0., 3.])}
    """
    for name in sorted(set(params) ^ set(grads)):
        where = "grads" if name in params else "params"
        message = f"{where} has no {name!r}; pass one gradient for each parameter."
        raise ValueError(message)
    return {name: params[name] - lr * grads[name] for name in params}
