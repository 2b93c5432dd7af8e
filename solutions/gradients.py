"""Gradients by measuring: nudge a number, look at what the function does."""

import numpy as np

__all__ = ["numerical_gradient", "relative_error"]


def numerical_gradient(f, theta, h=1e-6):
    """Measure the gradient of a function with central differences.

    Parameters
    ----------
    f : callable
        Function of one array. It returns one finite number.
    theta : float or array_like of any shape
        The point at which to measure. Integers are accepted. The caller's
        array is the same after the call as before it.
    h : float, default 1e-6
        How far to go to each side, above 0.

    Returns
    -------
    ndarray in the shape of ``theta``
        One slope for each entry of ``theta``.

    Raises
    ------
    ValueError
        If ``f`` returns several numbers, or one that is not finite, or if
        ``h`` is not above 0. The message says what came.

    Notes
    -----
    The slope for entry i is ``(f(theta + h e_i) - f(theta - h e_i)) / (2 h)``,
    where ``e_i`` is 1 at entry i and 0 elsewhere. Each call hands ``f`` an
    array of floating point numbers in the shape of ``theta``.

    Nocedal and Wright, Numerical Optimization, 2nd edition, Springer 2006,
    section 8.1.

    Examples
    --------
    >>> gradient = numerical_gradient(lambda t: np.sum(t**2), [3.0, -1.0])
    >>> np.round(gradient, 6)
    array([ 6., -2.])
    """
    if not (np.isfinite(h) and h > 0):
        message = f"h is {h} but must be a finite number above 0; try 1e-6."
        raise ValueError(message)
    theta = np.asarray(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        values = []
        for step in (h, -h):
            probe = theta.copy()
            probe[index] += step
            value = np.asarray(f(probe), dtype=float)
            if value.shape != ():
                message = (
                    f"f returned shape {value.shape} but a gradient needs one "
                    "number; add up inside f."
                )
                raise ValueError(message)
            if not np.isfinite(value):
                message = (
                    f"f returned {value} at entry {index} of theta but must return "
                    "a finite number; choose a point where f is defined."
                )
                raise ValueError(message)
            values.append(float(value))
        gradient[index] = (values[0] - values[1]) / (2 * h)
    return gradient


def relative_error(a, b):
    """Say how far two gradients are apart, compared with their size.

    Parameters
    ----------
    a, b : float or array_like of the same shape
        Finite numbers.

    Returns
    -------
    float
        0 if they are equal, 1 if they point in opposite directions or if only
        one of them is 0. Two gradients that are 0 everywhere are equal.

    Raises
    ------
    ValueError
        If the shapes differ (the message names both), or if ``a`` or ``b``
        holds nan or infinity.

    Notes
    -----
    ``|a - b| / (|a| + |b|)``, where ``|v|`` is the length of all numbers of v
    together, the root of the sum of their squares. Multiplying both
    gradients by the same number changes nothing, even by 1e-200.

    Examples
    --------
    >>> relative_error([3.0, 4.0], [3.0, 4.0])
    0.0
    >>> relative_error([3.0, 4.0], [0.0, 0.0])
    1.0
    """
    a = np.asarray(a, dtype=float)
    b = np.asarray(b, dtype=float)
    if a.shape != b.shape:
        message = (
            f"a has shape {a.shape} and b has shape {b.shape}; "
            "compare gradients of the same shape."
        )
        raise ValueError(message)
    if not (np.all(np.isfinite(a)) and np.all(np.isfinite(b))):
        message = (
            "a or b holds nan or infinity, but only finite numbers can be "
            "compared; find the line that made them."
        )
        raise ValueError(message)
    largest = max(np.max(np.abs(a), initial=0.0), np.max(np.abs(b), initial=0.0))
    if largest == 0:
        return 0.0
    a, b = a / largest, b / largest
    distance = np.sqrt(np.sum((a - b) ** 2))
    return float(distance / (np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))))
