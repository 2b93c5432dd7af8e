"""Colour pictures as rows of numbers, and pictures that occur twice."""

import numpy as np

__all__ = ["duplicates", "flatten_images", "scale_pixels"]


def flatten_images(images):
    """Write each colour picture as one row.

    Parameters
    ----------
    images : ndarray of shape (n, h, w, c)
        n pictures with h lines of w pixels, c numbers for each pixel.

    Returns
    -------
    ndarray of shape (n, h * w * c)
        Row i holds the numbers of picture i and no others: line after line from
        the top, in a line pixel after pixel from the left, and for each pixel
        its c numbers together. The dtype stays. ``images`` itself is left
        unchanged.

    Raises
    ------
    ValueError
        If ``images`` does not have four axes, for example because it is a
        single picture. The message names its shape.

    Examples
    --------
    >>> flatten_images(np.array([[[[1, 2, 3], [4, 5, 6]]]]))
    array([[1, 2, 3, 4, 5, 6]])
    """
    images = np.asarray(images)
    if images.ndim != 4:
        message = (
            f"images has shape {images.shape} but needs four axes; "
            "pass pictures as (n, h, w, c)."
        )
        raise ValueError(message)
    n, h, w, c = images.shape
    return images.reshape(n, h * w * c)


def scale_pixels(train, test, centre=False):
    """Scale the pixels of training and test pictures in the same way.

    Parameters
    ----------
    train : ndarray of shape (n, d), dtype uint8
        Training pictures as rows, numbers from 0 to 255.
    test : ndarray of shape (m, d), dtype uint8
        Test pictures as rows.
    centre : bool, default False
        Whether to subtract averages as well.

    Returns
    -------
    train : ndarray of shape (n, d)
        Floating point numbers: each number divided by 255. With ``centre``, the
        average of each column of the training pictures is then subtracted from
        that column.
    test : ndarray of shape (m, d)
        The same for the test pictures, with the **same** numbers subtracted, so
        that nothing about the test pictures is used to prepare them. The
        arrays that were passed are left unchanged.

    Raises
    ------
    ValueError
        If the two have different numbers of columns. The message names both
        shapes.

    Examples
    --------
    >>> train = np.array([[0, 255], [102, 255]], dtype=np.uint8)
    >>> test = np.array([[51, 204]], dtype=np.uint8)
    >>> scale_pixels(train, test)[1]
    array([[0.2, 0.8]])
    >>> scale_pixels(train, test, centre=True)[1]
    array([[ 0. , -0.2]])
    """
    if np.shape(train)[1] != np.shape(test)[1]:
        message = (
            f"train has shape {np.shape(train)} and test has shape {np.shape(test)}; "
            "pass pictures of one size as rows."
        )
        raise ValueError(message)
    train = np.asarray(train) / 255
    test = np.asarray(test) / 255
    if centre:
        average = train.mean(axis=0)
        train, test = train - average, test - average
    return train, test


def duplicates(train, test):
    """Find test pictures that are training pictures as well.

    Parameters
    ----------
    train : ndarray of shape (n, ...), dtype uint8
        Training pictures, for example of shape (n, h, w, c).
    test : ndarray of shape (m, ...), dtype uint8
        Test pictures of the same size.

    Returns
    -------
    list of tuple (i, j)
        Each pair says that training picture i and test picture j agree in every
        number. Pairs are in ascending order: by i, and by j among pairs with
        the same i. An empty list if there are none.

    Raises
    ------
    ValueError
        If the pictures differ in size. The message names both shapes.

    Examples
    --------
    >>> train = np.array([[1, 2], [3, 4], [5, 6]], dtype=np.uint8)
    >>> duplicates(train, np.array([[9, 9], [3, 4]], dtype=np.uint8))
    [(1, 1)]
    """
    train, test = np.asarray(train), np.asarray(test)
    if train.shape[1:] != test.shape[1:]:
        message = (
            f"train has shape {train.shape} and test has shape {test.shape}; "
            "pass pictures of one size."
        )
        raise ValueError(message)
    places = {}
    for j, picture in enumerate(test):
        places.setdefault(picture.tobytes(), []).append(j)
    return [
        (i, j)
        for i, picture in enumerate(train)
        for j in places.get(picture.tobytes(), [])
    ]
