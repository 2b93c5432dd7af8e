"""The perceptron 784-100-10: two layers of sigmoids, learning one digit at a time.

The net is a dictionary of two arrays, ``W1`` of shape (d, h) and ``W2`` of shape
(h, k). It has no biases. Its loss is half of the sum of squared errors.
"""

import numpy as np

__all__ = ["hidden_delta", "init_perceptron", "query", "train_step"]


def init_perceptron(d, h, k, rng):
    """Draw first weights that suit the number of inputs of each unit.

    Parameters
    ----------
    d, h, k : int
        Number of inputs, hidden units and outputs, each at least 1.
    rng : numpy.random.Generator
        Where all weights come from: the same seed gives the same weights.

    Returns
    -------
    dict of str to ndarray
        "W1" of shape (d, h) and "W2" of shape (h, k). The weights have mean 0, and
        their standard deviation is 1 divided by the root of the number of inputs
        of a unit: d for W1 and h for W2. Any distribution will do.

    Raises
    ------
    ValueError
        If ``d``, ``h`` or ``k`` is below 1. The message gives the number.

    Notes
    -----
    LeCun, Bottou, Orr and Mueller, "Efficient backprop", in Neural Networks:
    Tricks of the Trade, Springer 1998, section 4.6.

    Examples
    --------
    >>> params = init_perceptron(784, 100, 10, np.random.default_rng(0))
    >>> params["W1"].shape, params["W2"].shape
    ((784, 100), (100, 10))
    >>> round(float(params["W2"].std()), 2)
    0.1
    """
    for letter, number in (("d", d), ("h", h), ("k", k)):
        if number < 1:
            message = (
                f"{letter} is {number} but each layer needs a unit; pass 1 or more."
            )
            raise ValueError(message)
    return {
        "W1": rng.normal(size=(d, h)) / np.sqrt(d),
        "W2": rng.normal(size=(h, k)) / np.sqrt(h),
    }


def query(params, X):
    """Ask the network about examples.

    Parameters
    ----------
    params : dict of str to ndarray
        "W1" of shape (d, h) and "W2" of shape (h, k).
    X : array_like of shape (n, d) or (d,)
        Examples as rows, or one example.

    Returns
    -------
    ndarray of shape (n, k) or (k,)
        The outputs: the hidden layer and the output layer both apply the sigmoid
        to their weighted sums. Sums of 1000 and -1000 must cause no warning.
        ``params`` and ``X`` are left unchanged.

    Raises
    ------
    ValueError
        If the last axis of ``X`` does not have length d, or ``X`` has more than
        two axes. The message gives the shape of ``X``, and d.

    Examples
    --------
    >>> params = {"W1": np.zeros((3, 2)), "W2": np.array([[0.0, 50.0], [0.0, 50.0]])}
    >>> query(params, [1.0, 0.5, 0.01])
    array([0.5, 1. ])
    """
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim not in (1, 2) or X.shape[-1] != d:
        message = (
            f"X has shape {X.shape} but the net has {d} inputs; pass rows of {d} "
            "numbers."
        )
        raise ValueError(message)
    a1 = np.exp(-np.logaddexp(0.0, -(X @ params["W1"])))
    return np.exp(-np.logaddexp(0.0, -(a1 @ params["W2"])))


def hidden_delta(t, output, a1, W2):
    """Compute the slope of the loss along the sums of the hidden layer.

    Parameters
    ----------
    t : array_like of shape (n, k)
        Targets.
    output : array_like of shape (n, k)
        Outputs of the net, each from a sigmoid.
    a1 : array_like of shape (n, h)
        Activations of the hidden layer, each from a sigmoid.
    W2 : array_like of shape (h, k)
        Weights from the hidden layer to the outputs.

    Returns
    -------
    ndarray of shape (n, h)
        How much half of the sum of squared errors of an example rises for each
        unit that a weighted sum of its hidden layer rises: the true slope, which
        agrees with central differences to one part in a million. Following it
        uphill makes the loss larger. No argument is changed.

    Raises
    ------
    ValueError
        If ``t`` and ``output`` differ in shape. The message gives both shapes.

    Notes
    -----
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating
    errors", Nature 323, 1986.

    Examples
    --------
    >>> hidden_delta([[0.0]], [[0.5]], [[0.5, 1.0]], [[8.0], [8.0]])
    array([[0.25, 0.  ]])
    """
    t, output, a1, W2 = (np.asarray(part, dtype=float) for part in (t, output, a1, W2))
    if t.shape != output.shape:
        message = (
            f"t has shape {t.shape} but the outputs have {output.shape}; pass one "
            "target for each output."
        )
        raise ValueError(message)
    delta2 = (output - t) * output * (1 - output)
    return delta2 @ W2.T * a1 * (1 - a1)


def train_step(params, x, t, lr):
    """Learn from one example: one step of gradient descent.

    Parameters
    ----------
    params : dict of str to ndarray
        "W1" of shape (d, h) and "W2" of shape (h, k).
    x : array_like of shape (d,)
        The example.
    t : array_like of shape (k,)
        Its targets.
    lr : float
        Learning rate. With 0 nothing moves.

    Returns
    -------
    dict of str to ndarray
        New "W1" and "W2" in new arrays: each weight moved against the slope of
        half of the sum of squared errors, by ``lr`` times the slope. Both slopes
        are those at ``params``. ``params``, ``x`` and ``t`` are left unchanged.

    Examples
    --------
    >>> params = {"W1": np.array([[0.0]]), "W2": np.array([[0.0]])}
    >>> train_step(params, [1.0], [1.0], lr=4.0)["W2"]
    array([[0.25]])
    """
    x, t = np.asarray(x, dtype=float), np.asarray(t, dtype=float)
    W1, W2 = params["W1"], params["W2"]
    a1 = np.exp(-np.logaddexp(0.0, -(x @ W1)))
    output = np.exp(-np.logaddexp(0.0, -(a1 @ W2)))
    delta2 = (output - t) * output * (1 - output)
    delta1 = hidden_delta(t[np.newaxis], output[np.newaxis], a1[np.newaxis], W2)[0]
    return {"W1": W1 - lr * np.outer(x, delta1), "W2": W2 - lr * np.outer(a1, delta2)}
