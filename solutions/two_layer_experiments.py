"""Experiments with two-layer nets: symmetry, broken gradients, hidden pictures."""

import numpy as np

from .two_layer import backward, forward, update

__all__ = ["find_broken", "hidden_map", "symmetry_breaks"]


def symmetry_breaks(params, X, y, lr=1.0, steps=50):
    """Train a net for a while and tell whether its hidden units differ then.

    Two hidden units are alike if each of their weights in ``W1`` and their biases
    in ``b1`` differ by at most 1e-6. Symmetry is broken if after the last step at
    least two hidden units are not alike.

    Parameters
    ----------
    params : dict of str to ndarray
        Where training starts: "W1" of shape (d, h), "b1" of shape (h,), "W2" of
        shape (h, k) and "b2" of shape (k,). The caller's arrays stay as they are.
    X : array_like of shape (n, d)
        Examples as rows.
    y : array_like of shape (n, k)
        Wanted outputs.
    lr : float, default 1.0
        Learning rate.
    steps : int, default 50
        How many steps of gradient descent to take, each with all examples. With
        0 the starting parameters are judged.

    Returns
    -------
    bool
        True if symmetry is broken. A single hidden unit has no other to differ
        from: False.

    Examples
    --------
    >>> X, y = np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([[0.0], [1.0]])
    >>> start = {"W1": np.ones((2, 3)), "b1": np.zeros(3),
    ...          "W2": np.ones((3, 1)), "b2": np.zeros(1)}
    >>> symmetry_breaks(start, X, y)
    False
    """
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    units = np.vstack([params["W1"], params["b1"]])
    return bool(np.max(np.ptp(units, axis=1)) > 1e-6)


def find_broken(backwards, loss, params):
    """Find the backward passes that do not give the gradient of a loss.

    Parameters
    ----------
    backwards : list or tuple of callable
        Each takes ``params`` and returns what it believes to be the gradient of
        ``loss``: a dict with one array for each parameter.
    loss : callable
        ``loss(params)`` is one number. It has a slope everywhere.
    params : dict of str to ndarray
        The point at which to judge: floating point numbers under any names. The
        caller's arrays stay as they are.

    Returns
    -------
    list of int
        The positions of the broken ones in ``backwards``, counted from 0, in
        rising order.

    Notes
    -----
    For each array compare the length of the difference with the lengths of both:
    ``|a - b| / (|a| + |b|)``. If both lengths are 0, the error is 0. Against
    central differences a right backward pass stays below 1e-6 in all arrays. A
    broken one is above 1e-3 in at least one array, or holds nan there, or that
    array is missing or has another shape. Whether a loss falls says nothing: it
    falls with many of the broken ones.

    Examples
    --------
    >>> def half_square(params):
    ...     return float(np.sum(params["w"] ** 2) / 2)
    >>> right, doubled = lambda p: {"w": p["w"]}, lambda p: {"w": 2 * p["w"]}
    >>> find_broken([right, doubled], half_square, {"w": np.array([3.0, -1.0])})
    [1]
    """
    step = 1e-5
    measured = {}
    for name, array in params.items():
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += step
            down[place] -= step
            rise = loss({**params, name: up}) - loss({**params, name: down})
            slopes[place] = rise / (2 * step)
        measured[name] = slopes
    broken = []
    for position, candidate in enumerate(backwards):
        claimed = candidate(params)
        for name, slopes in measured.items():
            ours = np.asarray(claimed.get(name, np.nan), dtype=float)
            fits = ours.shape == slopes.shape
            gap = np.linalg.norm(ours - slopes) if fits else np.inf
            size = np.linalg.norm(slopes) + np.linalg.norm(ours)
            if not gap <= 1e-4 * size:
                broken.append(position)
                break
    return broken


def hidden_map(params, x1, x2):
    """Compute what each hidden unit says at every point of a grid.

    Parameters
    ----------
    params : dict of str to ndarray
        A net with two inputs: "W1" of shape (2, h), "b1" of shape (h,), "W2" of
        shape (h, k) and "b2" of shape (k,).
    x1 : array_like of shape (p,)
        Values of the first input, from left to right.
    x2 : array_like of shape (q,)
        Values of the second input.

    Returns
    -------
    ndarray of shape (q, p, h)
        At ``[i, j, u]`` the activation of hidden unit u for the input
        ``(x1[j], x2[i])``. ``[:, :, u]`` is a picture whose columns belong to
        the first input and whose rows belong to the second.

    Raises
    ------
    ValueError
        If the net does not have two inputs. The message gives their number.

    Examples
    --------
    >>> params = {"W1": np.array([[1.0], [0.0]]), "b1": np.zeros(1),
    ...           "W2": np.ones((1, 1)), "b2": np.zeros(1)}
    >>> hidden_map(params, [-1000.0, 0.0, 1000.0], [5.0, 6.0])[:, :, 0]
    array([[0. , 0.5, 1. ],
           [0. , 0.5, 1. ]])
    """
    columns, rows = np.meshgrid(x1, x2)
    points = np.stack([columns.ravel(), rows.ravel()], axis=1)
    if len(params["W1"]) != 2:
        message = (
            f"the net has {len(params['W1'])} inputs but a grid has 2; "
            "pass a net with two inputs."
        )
        raise ValueError(message)
    _, cache = forward(points, params)
    return cache["a1"].reshape(*rows.shape, -1)
