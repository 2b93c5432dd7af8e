"""Two classifiers without training: the nearest centroid and the nearest example."""

import numpy as np

__all__ = ["centroids", "nearest"]


def centroids(X, y, k):
    """Return the average example of each class.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
        Classes, whole numbers from 0 to k - 1; each must occur.
    k : int

    Returns
    -------
    ndarray of shape (k, d)

    Raises
    ------
    ValueError
        If a class does not occur. The message names it.

    Examples
    --------
    >>> centroids(np.array([[1.0], [5.0], [3.0]]), np.array([0, 1, 0]), 2)
    array([[2.],
           [5.]])
    """
    missing = np.setdiff1d(np.arange(k), y)
    if len(missing):
        message = f"no example is of class {missing[0]}; pass examples of every class."
        raise ValueError(message)
    return np.array([X[y == label].mean(axis=0) for label in range(k)])


def nearest(X, examples):
    """Return which of some examples is nearest to each row.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    examples : ndarray of shape (m, d)

    Returns
    -------
    ndarray of shape (n,)
        Numbers from 0 to m - 1: the row of ``examples`` with the smallest
        Euclidean distance. With `centroids` as examples it is the class.

    Examples
    --------
    >>> nearest(np.array([[2.0], [9.0]]), np.array([[1.0], [4.0], [8.0]]))
    array([0, 2])
    """
    X, examples = np.asarray(X, dtype=float), np.asarray(examples, dtype=float)
    # |x - e|^2 without |x|^2, which is the same for all examples.
    distance = np.sum(examples**2, axis=1) - 2 * X @ examples.T
    return distance.argmin(axis=1)
