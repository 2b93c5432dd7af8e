"""Facts about a set of digits that a score has to be read against."""

from typing import NamedTuple

import numpy as np

__all__ = ["DigitFacts", "digit_facts"]


class DigitFacts(NamedTuple):
    """How a labelled set of pictures is made up.

    Attributes
    ----------
    counts : tuple of int
        Examples of the classes 0 to 9.
    commonest_share : float
        What answering the commonest class for every example scores.
    duplicates : int
        Pictures that repeat an earlier picture of the set, byte for byte.
    conflicts : int
        Those among them whose label is not that of its first copy.
    shared : int
        Pictures that are also in another set, if one was given.
    """

    counts: tuple[int, ...]
    commonest_share: float
    duplicates: int
    conflicts: int
    shared: int


def digit_facts(
    images: np.ndarray, labels: np.ndarray, others: np.ndarray | None = None
) -> DigitFacts:
    """Count classes, repeated pictures, and pictures shared with another set.

    Parameters
    ----------
    images : ndarray of shape (n, h, w)
    labels : ndarray of shape (n,)
        Whole numbers from 0 to 9.
    others : ndarray of shape (m, h, w), optional
        Pictures of another set, for example the training set of a test set.

    Returns
    -------
    DigitFacts

    Examples
    --------
    >>> images = np.array([[[1]], [[2]], [[1]]], dtype=np.uint8)
    >>> facts = digit_facts(images, np.array([4, 7, 4]), others=images[1:2])
    >>> facts.counts
    (0, 0, 0, 0, 2, 0, 0, 1, 0, 0)
    >>> facts.duplicates, facts.conflicts, facts.shared
    (1, 0, 1)
    """
    counts = np.bincount(labels, minlength=10)
    first_label: dict[bytes, int] = {}
    duplicates = conflicts = 0
    for image, label in zip(images, labels.tolist(), strict=True):
        first = first_label.setdefault(image.tobytes(), label)
        conflicts += first != label
    duplicates = len(images) - len(first_label)
    seen = set() if others is None else {image.tobytes() for image in others}
    return DigitFacts(
        counts=tuple(counts.tolist()),
        commonest_share=float(counts.max() / counts.sum()),
        duplicates=duplicates,
        conflicts=conflicts,
        shared=sum(image.tobytes() in seen for image in images),
    )
