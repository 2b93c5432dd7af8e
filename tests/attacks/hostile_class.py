"""A made-up assignment of two exercises, and honest answers to it."""

import nbformat

from autograder.authoring.assignment import Assignment
from autograder.checking import Callback, Exercise
from autograder.grading.submission import Cell, Submission

SCALE = """
def scale(x, factor, then=None):
    result = x * factor
    return result if then is None else then(result)
"""
ADD = """
def add(x, y):
    return np.add(x, y)
"""
HINTS = ("one", "two", "three")
# Stands in the checks, and so in the grader's memory.
SECRET = "the-expected-value-" + "5f1d9c"


def scale_exercise():
    exercise = Exercise("scale", 1, 1, HINTS)

    @exercise.public(1)
    def multiplies_numbers(answer, rng):
        x, factor = float(rng.integers(2, 9)), float(rng.integers(2, 9))
        answer(x, factor).equals(x * factor, why=SECRET)

    @exercise.public(2)
    def multiplies_arrays(answer, rng):
        x = rng.normal(size=(3, 2))
        answer(x, 2.5).equals(2.5 * x).keeps_arguments().is_silent()

    @exercise.hidden(3, "functions")
    def applies_a_function(answer, rng):
        x = rng.normal(size=4)
        square = Callback(lambda value: value * value, "square")
        outcome = answer(x, 3.0, square).equals((3.0 * x) ** 2)
        outcome.satisfies(len(square.calls) == 1, "one call of square")

    return exercise


def add_exercise():
    exercise = Exercise("add", 1, 1, HINTS)

    @exercise.hidden(4, "arrays")
    def adds_arrays(answer, rng):
        x, y = rng.normal(size=(2, 3))
        answer(x, y).equals(x + y)

    return exercise


def make_assignment():
    """Make the assignment without a folder."""
    setup = nbformat.v4.new_code_cell("import numpy as np")
    notebook = nbformat.v4.new_notebook(cells=[setup])
    exercises = {"scale": scale_exercise(), "add": add_exercise()}
    return Assignment("made_up", notebook, exercises, {}, ())


def hand_in(scale, *before):
    """Hand in this answer to ``scale``, and an honest one to ``add``."""
    cells = [Cell(source) for source in before]
    return Submission((*cells, Cell(scale, "scale"), Cell(ADD, "add")))
