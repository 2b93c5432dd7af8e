"""Digits as lines of text, and what a network should answer for each label."""

import numpy as np

__all__ = ["parse_line", "targets"]


def parse_line(text):
    """Read one digit from a line of text.

    Parameters
    ----------
    text : str
        785 whole numbers with commas between them. The first is the label, 0 to 9;
        the others are the pixels of a picture of 28 by 28, row after row, each
        from 0 for paper to 255 for ink. Blanks around a number and a line break
        at the end do no harm.

    Returns
    -------
    label : int
    pixels : ndarray of shape (784,)
        Floating point numbers: 0 has become 0.01 and 255 has become 1, with equal
        steps between.

    Raises
    ------
    ValueError
        If the line has another number of entries: the message gives that number,
        all entries counted. If an entry is not a whole number, or lies outside its
        range: the message quotes the entry.

    Examples
    --------
    >>> label, pixels = parse_line("7,255" + ",0" * 783)
    >>> label, pixels.shape, float(pixels[0]), float(pixels[1])
    (7, (784,), 1.0, 0.01)
    """
    entries = text.split(",")
    if len(entries) != 785:
        message = (
            f"the line has {len(entries)} entries but a digit has 785: its label and "
            "784 pixels; look for a line that was cut or joined."
        )
        raise ValueError(message)
    numbers = []
    for place, entry in enumerate(entries):
        highest = 255 if place > 0 else 9
        try:
            number = int(entry)
        except ValueError:
            number = -1
        if not 0 <= number <= highest:
            message = (
                f"entry {place} is {entry.strip()!r} but must be a whole number from "
                f"0 to {highest}; mend the line or leave it out."
            )
            raise ValueError(message)
        numbers.append(number)
    return numbers[0], 0.01 + 0.99 * np.array(numbers[1:]) / 255


def targets(labels, k=10, low=0.01, high=0.99):
    """Write down which outputs a network should give for each label.

    Parameters
    ----------
    labels : array_like of shape (n,)
        Whole numbers from 0 to k - 1.
    k : int, default 10
        Number of classes.
    low, high : float
        What the wrong outputs and the right one should be.

    Returns
    -------
    ndarray of shape (n, k)
        In each row ``high`` at the place of the label and ``low`` elsewhere.

    Raises
    ------
    ValueError
        If a label is not a whole number from 0 to k - 1: the message gives the
        label and k. If ``labels`` is a single number, or has two axes or more:
        the message gives its shape.

    Examples
    --------
    >>> targets([2, 0], k=3)
    array([[0.01, 0.01, 0.99],
           [0.99, 0.01, 0.01]])
    """
    labels = np.asarray(labels)
    if labels.ndim != 1:
        message = f"labels has shape {labels.shape}; pass one label for each example."
        raise ValueError(message)
    for label in labels.tolist():
        if label not in range(k):
            message = (
                f"{label!r} is no label for k = {k} classes; pass whole numbers from "
                "0 on that are smaller than k."
            )
            raise ValueError(message)
    rows = np.full((len(labels), k), low, dtype=float)
    rows[np.arange(len(labels)), labels.astype(int)] = high
    return rows
