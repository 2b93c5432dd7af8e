"""Activation functions: what a neuron does with its weighted sum."""

import numpy as np

__all__ = [
    "activation",
    "leaky_relu",
    "sigmoid",
    "slope",
    "slope_from_output",
    "softmax",
]


def leaky_relu(z, slope=0.1):
    """Pass positive numbers on unchanged and shrink the others.

    Parameters
    ----------
    z : float or array_like of any shape
        Weighted sums. Integers are accepted.
    slope : float, default 0.1
        Factor for the numbers that are not positive. It may be 0 or above 1.

    Returns
    -------
    float or ndarray
        ``z`` where ``z`` is positive and ``slope * z`` elsewhere, as floating
        point numbers in the shape of ``z``. ``z`` itself is left unchanged.

    Notes
    -----
    Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network
    acoustic models", ICML 2013, equation 2.

    Examples
    --------
    >>> float(leaky_relu(-0.5))
    -0.05
    >>> leaky_relu(np.array([[-2, 0], [3, -10]]))
    array([[-0.2,  0. ],
           [ 3. , -1. ]])
    """
    z = np.asarray(z, dtype=float)
    return np.where(z > 0, z, slope * z)


def activation(name):
    """Look up an activation function by its name.

    Parameters
    ----------
    name : {"step", "linear", "sigmoid", "tanh", "relu"}
        Which function to return.

    Returns
    -------
    callable
        A function that takes a number or an array of any shape and returns
        floating point numbers in the same shape. It must work for -1000 and
        1000 without a warning. The step function is 1 at 0, and ReLU is 0
        there.

    Raises
    ------
    ValueError
        If ``name`` is not one of the five names. The message lists them.

    Notes
    -----
    step(z) is 1 where z >= 0 and 0 elsewhere; linear(z) is z; sigmoid(z) is
    1 / (1 + exp(-z)); tanh(z) is the hyperbolic tangent; relu(z) is z where
    z > 0 and 0 elsewhere.

    Examples
    --------
    >>> step = activation("step")
    >>> step(np.array([-3.0, 0.0, 2.0]))
    array([0., 1., 1.])
    >>> float(activation("sigmoid")(0.0))
    0.5
    """

    def sigmoid(z):
        z = np.asarray(z, dtype=float)
        shrinking = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + shrinking), shrinking / (1 + shrinking))

    functions = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
        "linear": lambda z: np.array(z, dtype=float),
        "sigmoid": sigmoid,
        "tanh": lambda z: np.tanh(np.asarray(z, dtype=float)),
        "relu": lambda z: np.maximum(np.asarray(z, dtype=float), 0.0),
    }
    if name not in functions:
        known = ", ".join(functions)
        message = f"activation {name!r} is unknown; choose one of {known}."
        raise ValueError(message)
    return functions[name]


def sigmoid(z):
    """Squeeze any number into the range from 0 to 1.

    Parameters
    ----------
    z : float or array_like of any shape
        Weighted sums, finite. Integers and numbers of type float32 are
        accepted.

    Returns
    -------
    float or ndarray
        ``1 / (1 + exp(-z))`` for each number, as floating point numbers in the
        shape of ``z``. No ``z`` causes a warning, not even 1000 or -1000.
        Small results keep their digits: the sigmoid of -700 is not 0. ``z``
        itself is left unchanged.

    Notes
    -----
    Also called the logistic function. The formula above says which number to
    return; it need not be the way in which the number is computed.

    Examples
    --------
    >>> float(sigmoid(0.0))
    0.5
    >>> sigmoid(np.array([[-1000, 0], [0, 1000]]))
    array([[0. , 0.5],
           [0.5, 1. ]])
    """
    z = np.asarray(z, dtype=float)
    if not np.all(np.isfinite(z)):
        message = "z holds nan or infinity but must be finite; find what made them."
        raise ValueError(message)
    shrinking = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + shrinking), shrinking / (1 + shrinking))


def slope_from_output(a):
    """Compute the slope of the sigmoid when its output is already known.

    Parameters
    ----------
    a : float or array_like of any shape
        Outputs of a sigmoid: numbers from 0 to 1, both included.

    Returns
    -------
    float or ndarray
        How steep the sigmoid is where its output is ``a``, as floating point
        numbers in the shape of ``a``. ``a`` itself is left unchanged.

    Raises
    ------
    ValueError
        If a number in ``a`` lies outside 0 to 1, because no sigmoid returns
        it. The message says "output".

    Notes
    -----
    The slope says how much the output rises for each unit that the weighted
    sum rises. It is largest where the output is 0.5.

    Examples
    --------
    >>> float(slope_from_output(0.5))
    0.25
    """
    a = np.asarray(a, dtype=float)
    if not np.all((a >= 0) & (a <= 1)):
        message = (
            "a holds a number outside 0 to 1, which is no output of a sigmoid; "
            "pass sigmoid(z) and not z."
        )
        raise ValueError(message)
    return a * (1 - a)


def slope(z):
    """Compute the slope of the sigmoid at a weighted sum.

    Parameters
    ----------
    z : float or array_like of any shape
        Weighted sums, not outputs. Integers are accepted.

    Returns
    -------
    float or ndarray
        How much ``sigmoid(z)`` rises for each unit that ``z`` rises, as
        floating point numbers in the shape of ``z``. Sums of 1000 and -1000
        give 0 without a warning. ``z`` itself is left unchanged.

    Examples
    --------
    >>> slope(np.array([-1000.0, 0.0, 1000.0]))
    array([0.  , 0.25, 0.  ])
    """
    return slope_from_output(sigmoid(z))


def softmax(Z):
    """Turn each row of sums into shares that add up to 1.

    Parameters
    ----------
    Z : array_like of shape (k,) or (n, k)
        Sums: one row, or n rows of k sums. Integers are accepted. The sums may
        be as large as 1000 or as small as -1000, also in different rows of
        the same array.

    Returns
    -------
    ndarray of shape (k,) or (n, k)
        Shares, in the shape of ``Z``: in each row not negative, and with the
        sum 1. ``Z`` itself is left unchanged, and no warning is given.

    Raises
    ------
    ValueError
        If ``Z`` is a single number or has more than two axes. The message
        says "axes".

    Notes
    -----
    Entry j of a row z is exp(z_j) / (exp(z_1) + ... + exp(z_k)). Adding the
    same number to all sums of a row leaves its shares as they are. Bridle,
    "Probabilistic interpretation of feedforward classification network
    outputs", in Neurocomputing, Springer 1990.

    Examples
    --------
    >>> softmax([0.0, 0.0])
    array([0.5, 0.5])
    >>> softmax(np.log([[1.0, 3.0], [2.0, 2.0]])).round(12)
    array([[0.25, 0.75],
           [0.5 , 0.5 ]])
    """
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        message = f"Z has {Z.ndim} axes but softmax expects 1 or 2; pass rows of sums."
        raise ValueError(message)
    powers = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
