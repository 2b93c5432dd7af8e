"""Hue: which colour a pixel has, whatever its brightness, and how often."""

import numpy as np

__all__ = ["hue_features", "hue_histogram", "rgb_to_hue"]


def rgb_to_hue(img):
    """Return the hue of every pixel, as a part of a full turn.

    Parameters
    ----------
    img : ndarray of shape (h, w, 3), dtype uint8
        Red, green and blue, 0 to 255. It is left unchanged.

    Returns
    -------
    ndarray of shape (h, w)
        Floating point numbers from 0 up to, and not including, 1: red is 0,
        yellow 1/6, green 2/6, cyan 3/6, blue 4/6 and magenta 5/6. A pixel with
        three equal numbers is grey and has the hue 0.

    Raises
    ------
    ValueError
        If ``img`` does not have the shape (h, w, 3) or is not of dtype uint8.
        The message names the shape and the dtype that came.

    Notes
    -----
    With the largest number M, the smallest number m and d = M - m, the hue in
    sixths of a turn is (G - B) / d if red is the largest, 2 + (B - R) / d if
    green is, and 4 + (R - G) / d if blue is. If two are equally large, both
    formulas agree. A negative result is made positive by a full turn, 6
    sixths. Source: Smith, "Color gamut transform pairs", Computer Graphics 12
    (SIGGRAPH 1978).

    Examples
    --------
    >>> rgb_to_hue(np.array([[[0, 255, 0], [60, 0, 60]]], dtype=np.uint8)).round(3)
    array([[0.333, 0.833]])
    """
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        message = (
            f"img has shape {img.shape} and dtype {img.dtype}; pass shape (h, w, 3) "
            "and dtype uint8."
        )
        raise ValueError(message)
    red, green, blue = np.moveaxis(img.astype(float), 2, 0)
    largest, smallest = img.max(axis=2), img.min(axis=2)
    d = np.where(largest == smallest, 1, largest.astype(float) - smallest)
    sixths = np.select(
        [red == largest, green == largest],
        [(green - blue) / d, 2 + (blue - red) / d],
        4 + (red - green) / d,
    )
    return sixths % 6 / 6


def hue_histogram(img, bins=360):
    """Count the pixels of a picture by hue.

    Parameters
    ----------
    img : ndarray of shape (h, w, 3), dtype uint8
        Red, green and blue. It is left unchanged.
    bins : int, default 360
        Into how many equal parts the full turn is cut.

    Returns
    -------
    ndarray of shape (bins,)
        Whole numbers. Place k counts the pixels with a hue of at least
        ``k / bins`` and below ``(k + 1) / bins``, whatever other hues the
        picture has; they add up to ``h * w``. A hue that is on the border of
        two parts may count in either, because of rounding.

    Raises
    ------
    ValueError
        If ``img`` does not have the shape (h, w, 3) or is not of dtype uint8,
        as for `rgb_to_hue`, or if ``bins`` is below 1. The message names what
        came.

    Examples
    --------
    >>> img = np.array([[[0, 255, 10], [200, 20, 30], [7, 7, 7]]], dtype=np.uint8)
    >>> hue_histogram(img, 4)
    array([1, 1, 0, 1])
    """
    if bins < 1:
        message = f"bins is {bins}; pass a whole number of at least 1."
        raise ValueError(message)
    place = (rgb_to_hue(img) * bins).astype(int)
    return np.bincount(place.ravel(), minlength=bins)


def hue_features(images, bins=360):
    """Count the pixels of many pictures by hue, quickly and exactly.

    Parameters
    ----------
    images : ndarray of shape (n, h, w, 3), dtype uint8
    bins : int, default 360
        Into how many equal parts the full turn is cut.

    Returns
    -------
    ndarray of shape (n, bins), dtype int64
        A row for each picture, as of `hue_histogram`. A hue on the border of
        two parts counts in the upper one.

    Raises
    ------
    ValueError
        If ``images`` does not have the shape (n, h, w, 3) or is not of dtype
        uint8, or if ``bins`` is below 1.

    Notes
    -----
    Three bytes have few different hues: the hue depends on d and on the
    position within the turn, a whole number below 6 d. A table of 256 * 1530
    entries knows the part for each, worked out with whole numbers, so nothing
    is divided or rounded for a pixel.

    Examples
    --------
    >>> hue_features(np.full((2, 5, 4, 3), 9, np.uint8), 3)
    array([[20,  0,  0],
           [20,  0,  0]])
    """
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[3] != 3 or images.dtype != np.uint8:
        message = (
            f"images has shape {images.shape} and dtype {images.dtype}; pass shape "
            "(n, h, w, 3) and dtype uint8."
        )
        raise ValueError(message)
    if bins < 1:
        message = f"bins is {bins}; pass a whole number of at least 1."
        raise ValueError(message)
    table = _part_table(bins)
    features = np.empty((len(images), bins), dtype=np.int64)
    for row, image in zip(features, images, strict=True):
        row[:] = np.bincount(table[_positions(image)], minlength=bins)
    return features


def _part_table(bins):
    """Return the part of the turn for each d and position, at 1530 d + position."""
    d = np.arange(256)[:, np.newaxis]
    position = np.arange(1530)
    part = position * bins // np.maximum(6 * d, 1)
    # Positions of 6 d and more do not occur.
    return np.minimum(part, bins - 1).ravel()


def _positions(image):
    """Return 1530 d + position for each pixel of a picture, as whole numbers."""
    # Plain rows of one channel each; int16 holds every difference of two bytes.
    red, green, blue = image.reshape(-1, 3).T.astype(np.int16, order="C")
    largest = np.maximum(np.maximum(red, green), blue)
    d = largest - np.minimum(np.minimum(red, green), blue)
    is_red, is_green = largest == red, largest == green
    position = 4 * d + (red - green)
    np.copyto(position, 2 * d + (blue - red), where=is_green)
    from_red = green - blue
    from_red += 6 * d * (from_red < 0)
    np.copyto(position, from_red, where=is_red)
    return d.astype(np.int32) * 1530 + position
