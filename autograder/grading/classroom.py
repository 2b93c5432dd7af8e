"""A class: who handed in what, and the result of one notebook."""

import os
from dataclasses import dataclass
from pathlib import Path

from ..sandbox import Worker
from .engine import Judge
from .results import StudentResult, to_json
from .submission import UnreadableError, find_notebook, read_submission

__all__ = [
    "EmptyCourseError",
    "GradedNotebook",
    "HandedIn",
    "find_submissions",
    "grade_one",
]


class EmptyCourseError(Exception):
    """Nothing to grade; the message says where submissions are expected."""


@dataclass(frozen=True)
class HandedIn:
    """One student's notebook in a course folder.

    Parameters
    ----------
    student : str
    notebook : Path
    problem : str
        Why there is no notebook to grade, or "".
    has_name : bool
        False if no gradebook can hold the student's name; nothing is then
        recorded.
    """

    student: str
    notebook: Path
    problem: str = ""
    has_name: bool = True


@dataclass(frozen=True)
class GradedNotebook:
    """What grading one notebook gave.

    Parameters
    ----------
    document : dict
        Plain JSON, which does not say whose notebook it is.
    shown : dict
        What the cells of the notebook show, by their index.
    is_starved : bool
        Whether a busy machine may have cost points.
    slowest : tuple (str, float)
        The exercise that took longest, and its seconds; ("", 0.0) if none did.
    """

    document: dict
    shown: dict
    is_starved: bool = False
    slowest: tuple[str, float] = ("", 0.0)


def find_submissions(course: Path, assignment: str) -> list[HandedIn]:
    """List what students handed in.

    Parameters
    ----------
    course : Path
        nbgrader's course folder.
    assignment : str

    Returns
    -------
    list of HandedIn
        In alphabetical order of the students.

    Raises
    ------
    EmptyCourseError
        If nobody handed in this assignment.
    """
    submitted = course / "submitted"
    folders = sorted(submitted.glob(f"*/{assignment}")) if submitted.is_dir() else []
    found = [_look_into(folder, assignment) for folder in folders]
    if not found:
        problem = (
            f"nobody has handed in {assignment}: there is no folder "
            f"{submitted}/STUDENT/{assignment}; put each notebook there as "
            f"{assignment}.ipynb."
        )
        raise EmptyCourseError(problem)
    return found


def grade_one(judge: Judge, handed_in: HandedIn, worker: Worker) -> GradedNotebook:
    """Grade one notebook.

    Parameters
    ----------
    judge : Judge
    handed_in : HandedIn
    worker : Worker

    Returns
    -------
    GradedNotebook
    """
    assignment = judge.assignment
    result = StudentResult(
        "",
        assignment.name,
        assignment.points,
        "graded",
        is_isolated=worker.isolation.is_isolated,
        seed=judge.seed,
    )
    try:
        if handed_in.problem:
            raise UnreadableError(handed_in.problem)
        submission = read_submission(handed_in.notebook, assignment)
    except UnreadableError as problem:
        result.status, result.problem = "unreadable", str(problem)
        return GradedNotebook(to_json(result), {})
    graded = judge.grade(submission, worker)
    result.exercises = graded.exercises
    result.needs_person = submission.needs_person
    if all(e.status == "not attempted" for e in result.exercises):
        result.status = "not attempted"
    return GradedNotebook(
        to_json(result), graded.shown, graded.is_starved, graded.slowest
    )


def _look_into(folder, assignment):
    student, notebook = folder.parent.name, folder / f"{assignment}.ipynb"
    if not _is_utf8(student):
        problem = (
            f"the name of the folder {os.fsencode(student)!r} is not UTF-8, so "
            "nothing in it was graded; rename it and grade again."
        )
        return HandedIn(student, notebook, problem, has_name=False)
    if folder.is_symlink() or folder.parent.is_symlink() or not folder.is_dir():
        problem = "what was handed in is a link or no folder, so it was not opened."
        return HandedIn(student, notebook, problem)
    try:
        return HandedIn(student, find_notebook(folder, assignment))
    except UnreadableError as problem:
        return HandedIn(student, notebook, str(problem))


def _is_utf8(name):
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
