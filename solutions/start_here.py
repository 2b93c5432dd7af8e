"""Assignment zero: a number to return, and four small operations on arrays."""

import numpy as np

__all__ = [
    "centre_columns",
    "differences",
    "images_to_rows",
    "row_means",
    "the_answer",
]


def the_answer():
    """Return three times four plus one times five.

    Returns
    -------
    int
        The whole number, at every call.
    """
    return 3 * 4 + 1 * 5


def row_means(X):
    """Return the mean of each row.

    Parameters
    ----------
    X : array_like of shape (n, d)
        Examples as rows. Every kind of number is accepted, uint8 included.

    Returns
    -------
    ndarray of shape (n,)
        One floating point number per row: the sum of its d numbers, divided
        by d. ``X`` itself is left unchanged.

    Examples
    --------
    >>> row_means([[0.0, 1.0], [2.0, 4.0], [5.0, 5.0]])
    array([0.5, 3. , 5. ])
    """
    return np.asarray(X, dtype=float).mean(axis=1)


def centre_columns(X):
    """Shift each column so that its mean becomes 0.

    Parameters
    ----------
    X : array_like of shape (n, d)
        Examples as rows. Whole numbers are accepted.

    Returns
    -------
    ndarray of shape (n, d)
        Floating point numbers: each number minus the mean of its own column.
        ``X`` itself is left unchanged.

    Examples
    --------
    >>> centre_columns([[1.0, 0.0], [2.0, 6.0]])
    array([[-0.5, -3. ],
           [ 0.5,  3. ]])
    """
    X = np.asarray(X, dtype=float)
    return X - X.mean(axis=0)


def differences(p, y):
    """Subtract labels from predictions, and refuse shapes that do not match.

    Parameters
    ----------
    p : array_like of any shape
        Predictions. Every kind of number is accepted, uint8 included.
    y : array_like of the same shape
        Labels.

    Returns
    -------
    ndarray in the shape of ``p``
        ``p - y`` as floating point numbers. Both arguments are left unchanged.

    Raises
    ------
    ValueError
        If the shapes differ in any way, also where NumPy would stretch one of
        the arrays. The message names both shapes, written as NumPy writes
        them: ``(2, 1)`` and ``(2,)``.

    Examples
    --------
    >>> differences([0.75, 0.5], [1, 0])
    array([-0.25,  0.5 ])
    """
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    if p.shape != y.shape:
        message = (
            f"p has shape {p.shape} and y has shape {y.shape}; "
            "give both the same shape."
        )
        raise ValueError(message)
    return p - y


def images_to_rows(images):
    """Write each picture as one row of numbers between 0 and 1.

    Parameters
    ----------
    images : ndarray of shape (n, h, w), dtype uint8
        n pictures of h lines with w pixels each; 0 is paper, 255 full ink.

    Returns
    -------
    ndarray of shape (n, h * w)
        Floating point numbers: each pixel divided by 255. Row i is picture i,
        line after line from the top. ``images`` itself is left unchanged.

    Raises
    ------
    ValueError
        If ``images`` does not have three axes. The message names its shape,
        written as NumPy writes it: ``(2, 3)``.

    Examples
    --------
    >>> images_to_rows(np.array([[[0, 255], [51, 0]]], dtype=np.uint8))
    array([[0. , 1. , 0.2, 0. ]])
    """
    images = np.asarray(images)
    if images.ndim != 3:
        message = (
            f"images has shape {images.shape} but needs three axes; "
            "pass pictures, lines and pixels as (n, h, w)."
        )
        raise ValueError(message)
    return images.reshape(len(images), -1) / 255
