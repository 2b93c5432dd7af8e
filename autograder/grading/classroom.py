"""Grade a class: find the submissions of a course and share them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..sandbox import Isolation, Worker
from .engine import Judge
from .executor import run_all
from .results import StudentResult
from .submission import UnreadableError, read_submission

__all__ = ["EmptyCourseError", "HandedIn", "find_submissions", "grade_class"]


class EmptyCourseError(Exception):
    """Nothing to grade; the message says where submissions are expected."""


@dataclass(frozen=True)
class HandedIn:
    """One student's notebook in a course folder.

    Parameters
    ----------
    student : str
    notebook : Path
        It may be missing.
    """

    student: str
    notebook: Path


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
    found = [
        HandedIn(folder.parent.name, folder / f"{assignment}.ipynb")
        for folder in folders
        if folder.is_dir() and not folder.is_symlink()
    ]
    if not found:
        problem = (
            f"nobody has handed in {assignment}: there is no folder "
            f"{submitted}/STUDENT/{assignment}; put each notebook there as "
            f"{assignment}.ipynb."
        )
        raise EmptyCourseError(problem)
    return found


def grade_class(
    judge: Judge, submissions: list[HandedIn], isolation: Isolation, workers: int
) -> Iterator[StudentResult]:
    """Grade submissions, several at a time.

    Parameters
    ----------
    judge : Judge
    submissions : list of HandedIn
    isolation : Isolation
    workers : int
        How many isolated processes work at the same time.

    Returns
    -------
    iterator of StudentResult
        Each as soon as it is ready.
    """
    return run_all(
        lambda handed_in, worker: grade_one(judge, handed_in, worker),
        submissions,
        isolation,
        workers,
    )


def grade_one(judge: Judge, handed_in: HandedIn, worker: Worker) -> StudentResult:
    """Grade one student's notebook.

    Parameters
    ----------
    judge : Judge
    handed_in : HandedIn
    worker : Worker

    Returns
    -------
    StudentResult
    """
    assignment = judge.assignment
    result = StudentResult(
        handed_in.student,
        assignment.name,
        assignment.points,
        "graded",
        is_isolated=worker.isolation.is_isolated,
        seed=judge.seed,
    )
    try:
        submission = read_submission(handed_in.notebook, assignment)
    except UnreadableError as problem:
        result.status, result.problem = "unreadable", str(problem)
        return result
    result.exercises = judge.grade(submission, worker)
    if all(e.status == "not attempted" for e in result.exercises):
        result.status = "not attempted"
    return result
