"""From pictures of fruit to a table that a network can learn from."""

import numpy as np

__all__ = [
    "encode_labels",
    "feature_mask",
    "features_from_bytes",
    "features_to_bytes",
    "split_by_fruit",
]


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


def features_to_bytes(X, y):
    """Write a table of features and its labels as the bytes of a file.

    Parameters
    ----------
    X : array_like of shape (n, d)
    y : array_like of shape (n,)
        Numbers or text. Both arrays are left unchanged.

    Returns
    -------
    ndarray of shape (number of bytes,), dtype uint8
        The content of an ``.npz`` file, as `numpy.savez` writes it, with two
        arrays called ``X`` and ``y``. They keep their dtypes, and nothing is
        pickled. ``content.tofile("features.npz")`` makes the file.

    Raises
    ------
    ValueError
        If ``X`` and ``y`` differ in their number of rows; the message names
        both numbers. Also if one of them becomes an array of dtype object,
        such as ``[0, None]``: only pickle could store it.

    Examples
    --------
    >>> content = features_to_bytes([[1.5], [2.5]], [1, 0])
    >>> content.dtype, bytes(content[:2])
    (dtype('uint8'), b'PK')
    """
    import io

    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y):
        message = f"X has {len(X)} rows and y has {len(y)}; pass a label for each row."
        raise ValueError(message)
    if X.dtype == object or y.dtype == object:
        message = f"X has dtype {X.dtype} and y has {y.dtype}; pass plain numbers."
        raise ValueError(message)
    file = io.BytesIO()
    np.savez(file, X=X, y=y)
    return np.frombuffer(file.getvalue(), dtype=np.uint8)


def features_from_bytes(content):
    """Read a table of features and its labels from the bytes of a file.

    Parameters
    ----------
    content : ndarray of shape (number of bytes,), dtype uint8
        The content of an ``.npz`` file, as `features_to_bytes` returns it or
        ``np.fromfile("features.npz", dtype=np.uint8)`` reads it. Somebody else
        may have written the file.

    Returns
    -------
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
        The arrays called ``X`` and ``y`` with the dtypes that they have in the
        file. Other arrays in it are not looked at.

    Raises
    ------
    ValueError
        If ``X`` or ``y`` is pickled, because unpickling can run code; it is
        never unpickled. Also if the file has no ``X`` or no ``y``; the message
        then names the one that is missing.

    Examples
    --------
    >>> X, y = features_from_bytes(features_to_bytes([[1.5], [2.5]], [1, 0]))
    >>> X.tolist(), y.tolist()
    ([[1.5], [2.5]], [1, 0])
    """
    import io

    file = io.BytesIO(np.asarray(content).tobytes())
    with np.load(file, allow_pickle=False) as arrays:
        for name in ("X", "y"):
            if name not in arrays:
                message = f"the file has no array {name!r}; it has {arrays.files}."
                raise ValueError(message)
        return arrays["X"], arrays["y"]


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
