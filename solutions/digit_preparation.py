"""Prepare a picture of a digit in the way in which MNIST's pictures were prepared.

The digit is cut out, scaled so that its longer side has 20 pixels, and placed so that
the centre of mass of its ink is the middle of a picture of 28 by 28.
"""

import numpy as np

__all__ = ["drawing", "prepare_digit"]

SIDE, INNER = 28, 20
# Ink paler than this part of the darkest ink counts as paper.
PALE = 0.25


def drawing(lines):
    """Turn lines of text into a picture.

    Parameters
    ----------
    lines : sequence of str
        One for each row, from the top. Each character is a square of 4 by 4
        pixels: a blank or a dot is paper, anything else is ink.

    Returns
    -------
    ndarray of shape (4 * rows, 4 * columns)
        0 for paper and 1 for ink; short lines are filled up with paper.

    Examples
    --------
    >>> drawing(["#.", " #"]).shape
    (8, 8)
    """
    width = max((len(line) for line in lines), default=0)
    marks = [[mark not in " ." for mark in line.ljust(width)] for line in lines]
    return np.kron(np.array(marks, dtype=float), np.ones((4, 4)))


def prepare_digit(picture):
    """Cut out, scale and centre the digit in a picture.

    Parameters
    ----------
    picture : array_like of shape (h, w), (h, w, 3) or (h, w, 4)
        One digit, dark on bright paper or bright on dark. The paper is what the
        edge of the picture shows. A fourth channel, transparency, is left out.

    Returns
    -------
    ndarray of shape (28, 28), dtype uint8
        0 for paper and 255 for the strongest ink, like a picture of MNIST.

    Raises
    ------
    ValueError
        If the picture has another shape, or no ink.

    Notes
    -----
    After LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to
    document recognition", Proceedings of the IEEE 86(11), 1998, section III.A.

    Examples
    --------
    >>> one = prepare_digit(drawing([".....", "..#..", "..#..", "..#..", "....."]))
    >>> one.shape, np.flatnonzero(one.any(axis=1)).size
    ((28, 28), 20)
    """
    picture = np.asarray(picture, dtype=float)
    if picture.ndim == 3 and picture.shape[2] in (3, 4):
        picture = picture[:, :, :3].mean(axis=2)
    if picture.ndim != 2 or picture.size == 0:
        message = (
            f"the picture has shape {picture.shape}; pass rows and columns, with or "
            "without three colour channels."
        )
        raise ValueError(message)
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    ink = np.abs(picture - np.median(edge))
    if ink.max() == 0:
        message = "the picture has no ink: all its pixels are alike; draw a digit."
        raise ValueError(message)
    ink = np.clip((ink / ink.max() - PALE) / (1 - PALE), 0, 1)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    digit = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    longest = max(digit.shape)
    h, w = (max(1, round(INNER * length / longest)) for length in digit.shape)
    digit = _shares(h, digit.shape[0]) @ digit @ _shares(w, digit.shape[1]).T
    digit /= digit.max()
    top, left = (_start(digit.sum(axis=1 - axis)) for axis in (0, 1))
    centred = np.zeros((SIDE, SIDE))
    centred[top : top + h, left : left + w] = digit
    return np.rint(255 * centred).astype(np.uint8)


def _shares(new, old):
    """Say which part of each new pixel every old one covers, as (new, old)."""
    starts = np.arange(new)[:, np.newaxis] * old / new
    ends = starts + old / new
    covered = np.minimum(ends, np.arange(old) + 1) - np.maximum(starts, np.arange(old))
    return np.clip(covered, 0, None) * new / old


def _start(mass):
    """Return where to begin so that the centre of mass lies in the middle."""
    centre = np.sum(np.arange(len(mass)) * mass) / np.sum(mass)
    start = round(SIDE / 2 - centre)
    return min(max(start, 0), SIDE - len(mass))
