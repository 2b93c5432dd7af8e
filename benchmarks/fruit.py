"""Compute the hue features of fruit as a popular page does, and in our way.

The page takes scikit-image, which is no part of this course. Matplotlib converts to
hue with the same formula and takes its place; the histogram is NumPy's, as there.
"""

import statistics
import time
from typing import NamedTuple

import numpy as np
from matplotlib.colors import rgb_to_hsv

from datasets import fruit
from solutions.hue import hue_features

__all__ = ["Features", "compare_features"]

BINS = 360


class Features(NamedTuple):
    """Processor seconds of each round, for all pictures."""

    origin: str
    popular: list[float]
    ours: list[float]

    def summary(self) -> list[tuple[str, float, float]]:
        """Return the best and the middle round: its name and both times."""
        return [
            ("best", min(self.popular), min(self.ours)),
            (
                "median",
                statistics.median(self.popular),
                statistics.median(self.ours),
            ),
        ]


def compare_features(rounds: int) -> Features:
    """Time both ways, one after the other in every round.

    Parameters
    ----------
    rounds : int

    Returns
    -------
    Features
    """
    data = fruit()
    popular, ours = [], []
    for _ in range(rounds):
        popular.append(_seconds(_popular_features, data.images))
        ours.append(_seconds(hue_features, data.images))
    return Features(data.origin, popular, ours)


def _popular_features(images):
    return np.array([_popular_histogram(image) for image in images])


def _popular_histogram(image):
    return np.histogram(rgb_to_hsv(image / 255)[:, :, 0], bins=BINS)[0]


def _seconds(action, images):
    started = time.process_time()
    action(images)
    return time.process_time() - started
