"""Cross-entropy from logits: the loss of a classifier, and its slope."""

import numpy as np

from .activations import softmax

__all__ = ["cross_entropy", "cross_entropy_slope"]


def cross_entropy(logits, y):
    """Compute the mean cross-entropy of examples with one label each.

    Parameters
    ----------
    logits : array_like of shape (n, k)
        Sums of the last layer, before any softmax: one row for each example,
        one column for each class. They may be as large as 1000 or as small as
        -1000. Integers are accepted.
    y : array_like of int, shape (n,)
        The right class of each example, from 0 to k - 1.

    Returns
    -------
    float
        The mean over the examples of -log(p), where p is the share that softmax
        gives to the right class and log is the natural logarithm. It is finite
        for finite logits, there is no warning, and neither ``logits`` nor ``y``
        is changed.

    Raises
    ------
    ValueError
        If ``logits`` is not a table with at least one row, or ``y`` has another
        shape than (n,), for example because it is one-hot; the message names
        the shapes of both. If ``y`` holds something else than whole numbers;
        the message names its dtype. If a label is below 0 or above k - 1; the
        message names the label.

    Notes
    -----
    For a row z with the label j: ``log(exp(z_1) + ... + exp(z_k)) - z_j``.
    Taking the same number off all logits of a row changes nothing. Goodfellow,
    Bengio and Courville, Deep Learning, MIT Press 2016, section 6.2.2.3.

    Examples
    --------
    >>> round(cross_entropy([[0.0, 0.0]], [1]), 6)
    0.693147
    >>> round(cross_entropy([[0.0, 1000.0], [1000.0, 0.0]], [1, 1]), 6)
    500.0
    """
    logits = np.asarray(logits, dtype=float)
    y = np.asarray(y)
    if logits.ndim != 2 or not len(logits) or y.shape != logits.shape[:1]:
        message = (
            f"logits has shape {logits.shape} and y has shape {y.shape}; pass a "
            "table (n, k) with n labels (n,)."
        )
        raise ValueError(message)
    if y.dtype.kind not in "iu":
        message = f"y has dtype {y.dtype}; pass whole numbers, one class per row."
        raise ValueError(message)
    n, k = logits.shape
    outside = y[~np.isin(y, np.arange(k))]
    if outside.size:
        message = f"y holds the label {outside[0]}; pass one of {k} classes, from 0 on."
        raise ValueError(message)
    shifted = logits - logits.max(axis=1, keepdims=True)
    right = shifted[np.arange(n), y]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - right))


def cross_entropy_slope(logits, y):
    """Compute the slope of the mean cross-entropy along each logit.

    Parameters
    ----------
    logits : array_like of shape (n, k)
    y : array_like of int, shape (n,)
        The right class of each example, from 0 to k - 1.

    Returns
    -------
    ndarray of shape (n, k)
        Share minus one-hot label, divided by n.

    Examples
    --------
    >>> cross_entropy_slope([[0.0, 0.0]], [1])
    array([[ 0.5, -0.5]])
    """
    shares = softmax(logits)
    shares[np.arange(len(shares)), np.asarray(y)] -= 1
    return shares / len(shares)
