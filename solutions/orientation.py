"""Rows or columns: one network in the two orientations that textbooks use."""

import numpy as np

__all__ = ["to_columns", "to_rows"]


def to_columns(X, w):
    """Translate from examples as rows to examples as columns.

    Parameters
    ----------
    X : array_like of shape (n, d)
        Examples as rows, as everywhere in this course.
    w : array_like of shape (d,)
        Weights.

    Returns
    -------
    X : ndarray of shape (d, n)
        Examples as columns: column i is example i.
    w : ndarray of shape (d, 1)
        Weights as a column, so that ``w.T @ X`` of these two holds the same
        numbers as ``X @ w`` of the arguments. The bias is a single number in
        both orientations and needs no translation.

    Raises
    ------
    ValueError
        If ``X`` does not have two axes, or if ``w`` is not one row with as many
        weights as ``X`` has columns. The message names both shapes.

    Examples
    --------
    >>> X, w = to_columns([[1, 2, 3], [4, 5, 6]], [10, 20, 30])
    >>> X.shape, w.shape
    ((3, 2), (3, 1))
    >>> w.T @ X
    array([[140, 320]])
    """
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != X.shape[1:]:
        message = (
            f"X has shape {X.shape} and w has shape {w.shape}; pass (n, d) and (d,)."
        )
        raise ValueError(message)
    return X.T, w.reshape(-1, 1)


def to_rows(X, w):
    """Translate from examples as columns to examples as rows.

    Parameters
    ----------
    X : array_like of shape (d, n)
        Examples as columns, as in many other courses.
    w : array_like of shape (d, 1)
        Weights as a column.

    Returns
    -------
    X : ndarray of shape (n, d)
        Examples as rows: row i is example i.
    w : ndarray of shape (d,)
        Weights without a second axis, so that ``X @ w`` of these two holds the
        same numbers as ``w.T @ X`` of the arguments.

    Raises
    ------
    ValueError
        If ``X`` does not have two axes, or if ``w`` does not have the shape
        (d, 1). The message names both shapes.

    Examples
    --------
    >>> X, w = to_rows([[1, 4], [2, 5], [3, 6]], [[10], [20], [30]])
    >>> X @ w
    array([140, 320])
    """
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != (len(X), 1):
        message = (
            f"X has shape {X.shape} and w has shape {w.shape}; pass (d, n) and (d, 1)."
        )
        raise ValueError(message)
    return X.T, w.reshape(-1)
