"""Logistic regression on the cats: step by step, and through the Gram matrix."""

import time
from typing import NamedTuple

import numpy as np

from datasets import cats
from solutions.gram_matrix import fit_with_gram_matrix
from solutions.logistic_regression import fit
from solutions.pictures_as_rows import flatten_images, scale_pixels

__all__ = ["GramRatio", "compare_gram"]

RATE, STEPS = 0.005, 2000
# Of the plain steps fewer are timed, because they all cost the same.
PLAIN_STEPS = 200


class GramRatio(NamedTuple):
    """Processor seconds for 2,000 steps, and how far the weights are apart."""

    plain: float
    gram: float
    largest_difference: float


def compare_gram(rounds: int) -> tuple[list[GramRatio], bool]:
    """Time both ways in turn, in this process.

    Parameters
    ----------
    rounds : int

    Returns
    -------
    list of GramRatio
        One for each round. The weights are compared after ``PLAIN_STEPS`` steps,
        in the first round after all of them.
    bool
        Whether the pictures are the real ones.
    """
    pictures = cats()
    X, _ = scale_pixels(
        flatten_images(pictures.train_images), flatten_images(pictures.test_images)
    )
    start = np.zeros(X.shape[1]), 0.0, X, pictures.train_labels, RATE
    found = []
    for number in range(rounds):
        steps = PLAIN_STEPS if number else STEPS
        plain, (w, _, _) = _timed(fit, *start, steps)
        gram, _ = _timed(fit_with_gram_matrix, *start, STEPS)
        again, _, _ = fit_with_gram_matrix(*start, steps)
        gap = float(np.max(np.abs(w - again)))
        found.append(GramRatio(plain * STEPS / steps, gram, gap))
    return found, pictures.is_real


def _timed(function, *arguments):
    started = time.process_time()
    result = function(*arguments)
    return time.process_time() - started, result
