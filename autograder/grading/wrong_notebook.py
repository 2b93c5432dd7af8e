"""Recognise a notebook that is not a student's copy of the assignment."""

import re
from collections.abc import Sequence
from functools import cache

from ..authoring.assignment import FOLDER, assignment_names
from .cells import ReleasedCell, SubmittedCell, plain
from .matching import Match

__all__ = ["wrong_notebook"]

LEAST_SHARE = 0.5
EXERCISE = re.compile(r"^:exercise: *[\w.]*\.(\w+) *$", re.MULTILINE)
AUTHORS_MARK = re.compile(
    r"^[ \t]*### BEGIN (SOLUTION|HIDDEN TESTS)[ \t]*$", re.MULTILINE
)


def wrong_notebook(
    assignment: str,
    released: Sequence[ReleasedCell],
    submitted: Sequence[SubmittedCell],
    matches: Sequence[Match],
) -> str:
    """Say why a notebook cannot be graded as this assignment.

    Parameters
    ----------
    assignment : str
        Its name.
    released : sequence of ReleasedCell
    submitted : sequence of SubmittedCell
    matches : sequence of Match

    Returns
    -------
    str
        One sentence, or "" if it is the right notebook.
    """
    if not any(cell.source.strip() for cell in submitted):
        return "the notebook is empty; ask the student for the one with the answers."
    if _is_the_authors(released, submitted):
        return (
            "this is the instructor's source notebook with the solutions, not a "
            "student's; find out how it came here."
        )
    names = {one.exercise for one in released if one.role == "answer"}
    here = len({m.exercise for m in matches} & names) / max(1, len(names))
    other, there = _most_like(assignment, names, submitted)
    # A few helpers may be called like exercises of another assignment.
    if there > here and there >= LEAST_SHARE:
        return (
            f"this is the notebook of {other}, not of {assignment}; ask the student "
            f"for the right one, or move it to the folder of {other}."
        )
    if not matches and not _shares_a_cell(released, submitted):
        return (
            f"nothing in this notebook belongs to {assignment}; ask the student for "
            "the right one."
        )
    return ""


def _is_the_authors(released, submitted):
    marks = [mark for cell in submitted for mark in AUTHORS_MARK.findall(cell.source)]
    exercises = sum(one.role == "answer" for one in released)
    return "HIDDEN TESTS" in marks or 2 * marks.count("SOLUTION") > exercises


def _most_like(assignment, names, submitted):
    """Find the other assignment of which most exercises are in the notebook."""
    found = {cell.grade_id for cell in submitted}
    for cell in submitted:
        found |= cell.code.definitions.keys()
    shares = {
        other: len(found & (there - names)) / len(there)
        for other, there in _exercises().items()
        if other != assignment
    }
    best = max(shares, key=shares.__getitem__, default="")
    return best, shares.get(best, 0.0)


def _shares_a_cell(released, submitted):
    texts = {plain(one.source) for one in released}
    return any(plain(cell.source) in texts for cell in submitted)


@cache
def _exercises():
    """List the exercises of all assignments, by their text alone."""
    texts = {name: (FOLDER / name / "notebook.md") for name in assignment_names()}
    found = {name: set(EXERCISE.findall(p.read_text())) for name, p in texts.items()}
    return {name: exercises for name, exercises in found.items() if exercises}
