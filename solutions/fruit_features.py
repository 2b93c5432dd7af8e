"""From pictures of fruit to a table that a network can learn from."""

import numpy as np

__all__ = ["FeatureFile", "encode_labels", "feature_mask", "split_by_fruit"]


def feature_mask(train, threshold):
    """Say which features differ enough between the examples of a training set.

    Parameters
    ----------
    train : array_like of shape (n, d)
        Training examples as rows, features as columns. It is left unchanged.
    threshold : float
        A feature is kept if its standard deviation is above this number. A
        feature that is exactly at it is not kept.

    Returns
    -------
    ndarray of shape (d,), dtype bool
        True for each feature that is kept. ``X[:, mask]`` then takes the same
        columns from any other table with d columns. The standard deviation is
        the square root of the mean squared distance from the column's mean:
        the sum of squares is divided by n.

    Raises
    ------
    ValueError
        If ``train`` is not a table, or has no rows. The message names its
        shape.

    Examples
    --------
    >>> feature_mask([[5, 1, 0], [5, 3, 8]], 1.0)
    array([False, False,  True])
    """
    train = np.asarray(train, dtype=float)
    if train.ndim != 2 or len(train) == 0:
        message = f"train has shape {train.shape}; pass a row for each example."
        raise ValueError(message)
    return train.std(axis=0) > threshold


def encode_labels(names, classes):
    """Turn names of classes into whole numbers.

    Parameters
    ----------
    names : sequence of n str
        The class of each example, by name. A list, a tuple or an array.
    classes : sequence of k str
        All classes, in the order that decides their numbers.

    Returns
    -------
    ndarray of shape (n,)
        Whole numbers from 0 to k - 1: the place of each name in ``classes``.
        The order in which names occur, their alphabet, and classes that do
        not occur make no difference.

    Raises
    ------
    ValueError
        If a name is not in ``classes``, or a class is listed twice. The
        message names it.

    Examples
    --------
    >>> encode_labels(["pear", "fig", "pear"], ["fig", "plum", "pear"])
    array([2, 0, 2])
    """
    number = {}
    for name in classes:
        if str(name) in number:
            message = f"the class {str(name)!r} is listed twice; list each class once."
            raise ValueError(message)
        number[str(name)] = len(number)
    for name in names:
        if str(name) not in number:
            known = ", ".join(number)
            message = f"the name {str(name)!r} is no class; the classes are {known}."
            raise ValueError(message)
    return np.array([number[str(name)] for name in names], dtype=int)


class FeatureFile:
    """A file that holds a table of features and its labels.

    The file holds arrays in NumPy's own format and nothing that could run code
    when it is opened: no pickled objects, in either direction.

    Parameters
    ----------
    path : str
        Name of the file, ending in ``.npz``. Making the object neither reads
        nor writes it.

    Examples
    --------
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = FeatureFile(os.path.join(folder, "two.npz"))
    ...     file.save(np.array([[1.5], [2.5]]), np.array([1, 0]))
    ...     X, y = FeatureFile(file.path).load()
    >>> X.tolist(), y.tolist()
    ([[1.5], [2.5]], [1, 0])
    """

    def __init__(self, path):
        """Keep the name of the file as the attribute ``path``."""
        self.path = path

    def save(self, X, y):
        """Write a table and its labels, replacing what the file held.

        Parameters
        ----------
        X : array_like of shape (n, d)
        y : array_like of shape (n,)

        Raises
        ------
        ValueError
            If ``X`` and ``y`` differ in their number of rows; the message names
            both numbers. Also if either is no array of plain numbers: NumPy
            then makes an array of dtype object, which needs pickle. If
            anything is wrong, the file stays as it was.
        """
        X, y = np.asarray(X), np.asarray(y)
        if len(X) != len(y):
            message = (
                f"X has {len(X)} rows and y has {len(y)}; pass a label for each row."
            )
            raise ValueError(message)
        if X.dtype == object or y.dtype == object:
            message = (
                f"X has dtype {X.dtype} and y has {y.dtype}; pass arrays of numbers."
            )
            raise ValueError(message)
        np.savez(self.path, X=X, y=y, allow_pickle=False)

    def load(self):
        """Read the file.

        Returns
        -------
        X : ndarray of shape (n, d)
        y : ndarray of shape (n,)
            With the dtypes with which they were saved. They are in memory: the
            file is closed again, and changing it does not change them.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ValueError
            If the file holds pickled objects.
        """
        with np.load(self.path, allow_pickle=False) as file:
            return file["X"], file["y"]


def split_by_fruit(ids, fraction, rng):
    """Split photographs so that no fruit is on both sides.

    Parameters
    ----------
    ids : array_like of shape (n,)
        Which fruit is on each photograph, as whole numbers. They need not
        start at 0, be sorted, or occur equally often.
    fraction : float
        Which part of the fruits is kept for the test, above 0 and below 1.
    rng : numpy.random.Generator
        Decides which; every fruit has the same chance, and the same seed gives
        the same split.

    Returns
    -------
    train : ndarray of int
        Numbers of the photographs to learn from, in any order.
    test : ndarray of int
        Numbers of the photographs of the fruits that are kept for the test, in
        any order: of ``fraction`` times the number of different fruits,
        rounded, but of at least one fruit, and at least one fruit is left to
        learn from. Together the two hold every number from 0 to n - 1 exactly
        once.

    Raises
    ------
    ValueError
        If there are fewer than two different fruits, or ``fraction`` is not
        above 0 and below 1. The message names the number of fruits or the
        fraction.

    Examples
    --------
    >>> ids = [7, 7, 2, 2, 2, 9]
    >>> train, test = split_by_fruit(ids, 0.34, np.random.default_rng(1))
    >>> sorted(set(np.array(ids)[test].tolist()))
    [2]
    """
    if not 0 < fraction < 1:
        message = f"fraction is {fraction}; pass a part of the fruits between 0 and 1."
        raise ValueError(message)
    ids = np.asarray(ids)
    fruits = rng.permutation(np.unique(ids))
    if len(fruits) < 2:
        message = (
            f"the photographs show {len(fruits)} fruit; two sides need at least 2."
        )
        raise ValueError(message)
    size = min(max(round(fraction * len(fruits)), 1), len(fruits) - 1)
    is_test = np.isin(ids, fruits[:size])
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)
