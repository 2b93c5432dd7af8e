"""What the graded cells of a notebook call when stock nbgrader runs them.

The checks then run in the student's own process. That is nbgrader's way and
gives an honest answer the same points; only `autograder grade` keeps a
dishonest one away from its points.
"""

import contextlib
import functools
import io
import math
import os
import re
import sys
import warnings

from ..authoring.assignment import Assignment
from ..checking.answers import ask_namespace
from ..checking.judging import judge

__all__ = ["SEED_VARIABLE", "SeedError", "grading_seed", "load", "points"]

SEED_VARIABLE = "ONE_NEURON_SEED"


class SeedError(ValueError):
    """The seed of the course is no number; the message says what to do."""


def grading_seed() -> int:
    """Return the seed from which graded checks draw their inputs.

    Returns
    -------
    int
        The environment variable ``ONE_NEURON_SEED``, or 1 if it is not set.

    Raises
    ------
    SeedError
        If the variable is not a whole number that is at least 0.
    """
    text = os.environ.get(SEED_VARIABLE, "1")
    if not text.isdecimal():
        problem = f"{SEED_VARIABLE} is {text!r}; set it to a whole number such as 7."
        raise SeedError(problem)
    return int(text)


def points(assignment_name: str, exercise_name: str) -> float:
    """Judge an answer in the notebook that calls this.

    Parameters
    ----------
    assignment_name : str
    exercise_name : str

    Returns
    -------
    float
        Points, as the plain number that nbgrader reads from the cell's output.
    """
    exercise = load(assignment_name).exercises[exercise_name]
    namespace = _afresh(vars(sys.modules["__main__"]), exercise_name)
    # nbgrader gives 0 points to a cell that writes anything to stderr.
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        earned = float(judge(exercise, ask_namespace(namespace), grading_seed()).points)
    return earned if math.isfinite(earned) else 0.0


@functools.cache
def load(assignment_name: str) -> Assignment:
    """Load an assignment once for all exercises of a notebook.

    Parameters
    ----------
    assignment_name : str

    Returns
    -------
    Assignment
    """
    return Assignment.load(assignment_name)


def _afresh(namespace, name):
    """Define an answer again, so that nothing is left in it of earlier checks.

    A list that belongs to a class, or to a default argument, remembers what the
    check cell did. `autograder grade` asks every answer in a new process.
    """
    for source in reversed(namespace.get("In", [])):
        if re.search(rf"^(def|class)\s+{name}\b", source, re.MULTILINE):
            fresh = dict(namespace)
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(source, fresh)
            except BaseException:  # a magic, say, or what the student raises
                return namespace
            return fresh
    return namespace
