"""A tiny exercise and answers to it."""

import numpy as np

from autograder.checking import Exercise

HINTS = ("Count the rows.", "Halve the sum.", "mean([2, 4]) is 3.")


def make_exercise(**options):
    """Make the exercise ``halve``: two public checks and a hidden one."""
    exercise = Exercise("halve", 3, 1, HINTS, **options)

    @exercise.public(2)
    def halves_a_number(answer, rng):
        x = float(rng.integers(1, 9))
        answer(x).equals(x / 2, why="one half of it")

    @exercise.public(1)
    def keeps_the_shape(answer, rng):
        x = rng.normal(size=(2, 3))
        answer(x).has_shape((2, 3)).keeps_arguments()

    @exercise.hidden(4, "large numbers")
    def works_for_large_numbers(answer, rng):
        x = 1e9 * rng.normal(size=3)
        answer(x).equals(x / 2)

    return exercise


def half(x):
    return x / 2


def in_place(x):
    if isinstance(x, np.ndarray):
        x /= 2
        return x
    return x / 2


def quarter(x):
    return x / 4


def untouched(x):
    raise NotImplementedError
