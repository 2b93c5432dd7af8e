"""What grading again does to the points that a student has."""

from dataclasses import dataclass

from ..grading.run import Outcome

__all__ = ["Change", "compare"]


@dataclass(frozen=True)
class Change:
    """What grading again did to one student's points.

    Parameters
    ----------
    student : str
    before, after : int
        Points.
    lower : tuple of str
        Exercises with fewer points than before.
    is_held : bool
        Whether the new result was not written, because of them or because there
        is none.
    problem : str
        Why there is no new result, or "".
    """

    student: str
    before: int
    after: int
    lower: tuple[str, ...]
    is_held: bool
    problem: str = ""


def compare(before: dict | None, outcome: Outcome, *, allow_lower: bool) -> Change:
    """Compare a new result with the one that is in the gradebook.

    Parameters
    ----------
    before : dict, optional
        Plain JSON; see `grading.results`.
    outcome : Outcome
    allow_lower : bool
        Whether points may be lost.

    Returns
    -------
    Change
        If the grader failed, with the points that stay.
    """
    student = outcome.handed_in.student
    old = {} if before is None else _points(before)
    total = sum(old.values())
    if not outcome.is_final:
        problem = outcome.document["problem"]
        return Change(student, total, total, (), is_held=True, problem=problem)
    new = _points(outcome.document)
    lower = tuple(name for name, points in old.items() if new.get(name, 0) < points)
    is_held = bool(lower) and not allow_lower
    return Change(student, total, sum(new.values()), lower, is_held)


def _points(document):
    return {part["name"]: part["points"] for part in document["exercises"]}
