"""Mini-batches, and a test that tells sound ones from broken ones."""

import numpy as np

__all__ = ["batches_are_sound", "minibatches"]


def minibatches(X, y, size, rng):
    """Shuffle examples and cut them into mini-batches.

    Parameters
    ----------
    X : array_like of shape (n, ...)
        Examples, at least one.
    y : array_like of shape (n, ...)
        What belongs to them: labels, or rows of targets.
    size : int
        Examples in a batch, at least 1.
    rng : numpy.random.Generator
        Decides the order. Another state of it gives another order.

    Returns
    -------
    list of tuple (X_batch, y_batch)
        Every example is in one batch, beside what belongs to it. Each batch has
        ``size`` examples; only the last may have fewer, if ``size`` does not
        divide n. ``X`` and ``y`` are left unchanged.

    Raises
    ------
    ValueError
        If ``X`` and ``y`` differ in length: the message gives both. If ``size``
        is below 1: the message gives it.

    Examples
    --------
    >>> X, y = np.arange(10).reshape(5, 2), np.array([0, 1, 2, 3, 4])
    >>> batches = minibatches(X, y, 2, np.random.default_rng(0))
    >>> [len(y_batch) for X_batch, y_batch in batches]
    [2, 2, 1]
    >>> all((X_batch[:, 0] == 2 * y_batch).all() for X_batch, y_batch in batches)
    True
    """
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y):
        message = (
            f"X has {len(X)} examples and y has {len(y)}; pass one label for each "
            "example."
        )
        raise ValueError(message)
    if size < 1:
        message = f"size is {size} but a batch needs an example; pass 1 or more."
        raise ValueError(message)
    order = rng.permutation(len(X))
    starts = range(0, len(X), size)
    rows = [order[start : start + size] for start in starts]
    return [(X[part], y[part]) for part in rows]


def batches_are_sound(X, y, size, batches):
    """Tell whether mini-batches are what `minibatches` promises.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Examples. No two of them are equal.
    y : ndarray of shape (n,)
        Their labels, whole numbers. Several examples may share a label.
    size : int
        Examples in a batch.
    batches : list of tuple (X_batch, y_batch)
        What some function made of them: pairs of an array of shape (m, d) and an
        array of shape (m,), with an m of their own for each pair.

    Returns
    -------
    bool
        True if every example is in one batch and in no other, beside its own
        label, if every batch but the last has ``size`` examples, and if the last
        has 1 to ``size``. Otherwise False. The order of the examples does not
        matter.

    Examples
    --------
    >>> X, y = np.array([[1.0], [2.0], [3.0]]), np.array([0, 1, 0])
    >>> batches_are_sound(X, y, 2, [(X[[2, 0]], y[[2, 0]]), (X[[1]], y[[1]])])
    True
    >>> batches_are_sound(X, y, 2, [(X[[2, 0]], y[[2, 0]])])
    False
    """
    lengths = [len(part) for part, _ in batches]
    if any(length != size for length in lengths[:-1]):
        return False
    if not lengths or not 1 <= lengths[-1] <= size:
        return False
    left = dict(zip(map(tuple, X.tolist()), y.tolist(), strict=True))
    for X_batch, y_batch in batches:
        rows = map(tuple, X_batch.tolist())
        for row, label in zip(rows, y_batch.tolist(), strict=True):
            if left.pop(row, None) != label:
                return False
    return not left
