"""Losses: one number that says how wrong the outputs are."""

import numpy as np

__all__ = ["half_sse"]


def half_sse(y, yhat):
    """Compute half the sum of squared errors.

    Parameters
    ----------
    y : float or array_like of any shape
        Labels: what should have come out. Integers are accepted.
    yhat : float or array_like in the shape of ``y``
        Outputs: what came out.

    Returns
    -------
    float
        One half of the sum, over all entries, of the squared difference
        between label and output.

    Raises
    ------
    ValueError
        If the shapes differ, even if NumPy could stretch one to fit the
        other; the message names both. Also if ``y`` or ``yhat`` holds nan or
        infinity.

    Notes
    -----
    ``E = 1/2 * sum over i of (y_i - yhat_i)**2``. The half is there for the
    sake of the slope: the 2 that comes down from the square cancels it.

    Examples
    --------
    >>> half_sse([1.0, 2.0], [1.0, 4.0])
    2.0
    """
    y = np.asarray(y, dtype=float)
    yhat = np.asarray(yhat, dtype=float)
    if y.shape != yhat.shape:
        message = (
            f"y has shape {y.shape} and yhat has shape {yhat.shape}; "
            "give both the same shape."
        )
        raise ValueError(message)
    if not (np.all(np.isfinite(y)) and np.all(np.isfinite(yhat))):
        message = (
            "y or yhat holds nan or infinity, but a loss needs finite numbers; "
            "find the line that made them."
        )
        raise ValueError(message)
    return 0.5 * float(np.sum((y - yhat) ** 2))
