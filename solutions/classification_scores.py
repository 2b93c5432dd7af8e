"""How well a classifier does: one number, and a table of what it confuses."""

import numpy as np

__all__ = ["accuracy", "confusion"]


def accuracy(y, p):
    """Count the part of the examples that got their own label.

    Parameters
    ----------
    y : array_like of shape (n,)
        True labels.
    p : array_like of shape (n,)
        Predicted labels.

    Returns
    -------
    float
        From 0 to 1: right predictions divided by examples.

    Raises
    ------
    ValueError
        If the shapes differ, even if NumPy could stretch one to fit the other:
        the message gives both. If there are no examples: the message says "empty".

    Examples
    --------
    >>> accuracy([7, 2, 1, 0], [7, 2, 7, 0])
    0.75
    """
    y, p = np.asarray(y), np.asarray(p)
    if y.shape != p.shape:
        message = (
            f"y has shape {y.shape} and p has shape {p.shape}; pass one prediction "
            "for each label."
        )
        raise ValueError(message)
    if y.size == 0:
        message = "y is empty but an accuracy needs examples; pass at least one."
        raise ValueError(message)
    return float(np.mean(y == p))


def confusion(y, p, k):
    """Count how often each class was taken for each other one.

    Parameters
    ----------
    y : array_like of shape (n,)
        True labels, whole numbers from 0 to k - 1.
    p : array_like of shape (n,)
        Predicted labels, likewise.
    k : int
        Number of classes.

    Returns
    -------
    ndarray of shape (k, k)
        Whole numbers. Row i and column j count the examples of class i that were
        taken for class j. A class that does not occur has a row of zeros.

    Raises
    ------
    ValueError
        If a label is not in the range 0 to k - 1. The message gives the label and
        k. If ``y`` and ``p`` differ in length. The message gives both lengths.

    Examples
    --------
    >>> confusion([0, 0, 1], [0, 1, 1], k=3)
    array([[1, 1, 0],
           [0, 1, 0],
           [0, 0, 0]])
    """
    y, p = np.asarray(y, dtype=int), np.asarray(p, dtype=int)
    if len(y) != len(p):
        message = (
            f"y has {len(y)} labels and p has {len(p)}; pass one prediction for each "
            "label."
        )
        raise ValueError(message)
    for label in [*y.tolist(), *p.tolist()]:
        if not 0 <= label < k:
            message = f"{label} is no label for k = {k} classes; number them from 0 on."
            raise ValueError(message)
    table = np.zeros((k, k), dtype=int)
    np.add.at(table, (y, p), 1)
    return table
