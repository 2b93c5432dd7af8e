"""Grade the submissions of a course and write down everything that follows."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..authoring.assignment import Assignment
from ..authoring.release import release
from ..collecting.receipts import Receipts
from ..course_folder import nbgrader_config, open_gradebook
from ..grading.calibration import kept_limits
from ..grading.classroom import HandedIn, find_submissions
from ..grading.engine import Judge
from ..grading.journal import Journal
from ..grading.results import StudentResult, from_json, to_json
from ..grading.run import (
    JOURNAL,
    Outcome,
    Run,
    State,
    folder_of,
    recorded_documents,
)
from ..grading.stock import grading_seed
from .autograded import write_autograded
from .feedback import write_feedback
from .gradebook import GradebookWriter, has_assignment
from .report import write_report

__all__ = ["Change", "CourseGrading", "open_course", "recorded_results"]


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
        Whether the new result was not written, because of them.
    """

    student: str
    before: int
    after: int
    lower: tuple[str, ...]
    is_held: bool


class CourseGrading:
    """One assignment of one course, open for grading.

    Parameters
    ----------
    assignment : Assignment
    course : Path
    run : Run
    writer : GradebookWriter
    """

    def __init__(
        self, assignment: Assignment, course: Path, run: Run, writer: GradebookWriter
    ):
        self.assignment = assignment
        self._course = course
        self._run = run
        self._writer = writer
        self._receipts = Receipts(course, assignment.name)

    def with_state(self, *states: State) -> list[HandedIn]:
        """List the submissions in these states.

        Parameters
        ----------
        *states : State

        Returns
        -------
        list of HandedIn
        """
        return [one for one in self._run.submissions if self._run.state(one) in states]

    def grade(self, wanted: list[HandedIn], workers: int) -> Iterator[Outcome]:
        """Grade submissions and write each result down at once.

        Parameters
        ----------
        wanted : list of HandedIn
        workers : int

        Yields
        ------
        Outcome
            After it is written.
        """
        for outcome in self._run.grade(wanted, workers):
            self._write(outcome)
            yield outcome

    def regrade(
        self,
        wanted: list[HandedIn],
        workers: int,
        allow_lower: bool,
        dry_run: bool,
        seen: Callable[[Outcome], None],
    ) -> list[Change]:
        """Grade submissions again and compare with what was there.

        Parameters
        ----------
        wanted : list of HandedIn
        workers : int
        allow_lower : bool
            Whether points may be lost.
        dry_run : bool
            Write nothing.
        seen : callable
            Called with each outcome.

        Returns
        -------
        list of Change
            In the order of the students.
        """
        changes = []
        for outcome in self._run.grade(wanted, workers):
            change = _compare(self._run.recorded(outcome.handed_in), outcome)
            if change.is_held and allow_lower and outcome.is_final:
                change = Change(**{**vars(change), "is_held": False})
            changes.append(change)
            if not (change.is_held or dry_run):
                self._write(outcome)
            seen(outcome)
        return sorted(changes, key=lambda change: change.student)

    def results(self) -> list[StudentResult]:
        """Return what is in the gradebook now, in the order of the students.

        Returns
        -------
        list of StudentResult
            Without what failed checks saw: a large class would fill the memory.
        """
        return [_in_short(result) for result in self._recorded()]

    def documents(self) -> list[dict]:
        """Return what is in the gradebook now, with what failed checks saw.

        Returns
        -------
        list of dict
            Plain JSON, in the order of the students.
        """
        return [to_json(result) for result in self._recorded()]

    def report(self, results: list[StudentResult]) -> Path:
        """Write the instructor's report.

        Parameters
        ----------
        results : list of StudentResult

        Returns
        -------
        Path
        """
        return write_report(results, self.assignment, self._course)

    def _recorded(self):
        found = (self._run.recorded(one) for one in self._run.submissions)
        return (_result(one, self.assignment, self._receipts) for one in found if one)

    def _write(self, outcome):
        if not outcome.is_final:
            return
        result = _result(outcome.document, self.assignment, self._receipts)
        handed_in = outcome.handed_in
        receipt = self._receipts.current(handed_in.student)
        moment = receipt.handed_in if receipt else None
        self._writer.record(result, handed_in.notebook, moment)
        write_autograded(
            result,
            handed_in.notebook,
            self._run.shown(handed_in),
            self.assignment,
            self._course,
        )
        write_feedback(result, self.assignment, self._course)
        self._run.record(outcome)


@contextlib.contextmanager
def open_course(
    assignment: Assignment, course: Path, *, is_isolated: bool = True
) -> Iterator[CourseGrading]:
    """Open an assignment of a course for grading; one process at a time may.

    Parameters
    ----------
    assignment : Assignment
    course : Path
        nbgrader's course folder.
    is_isolated : bool
        False runs answers as ordinary processes.

    Yields
    ------
    CourseGrading

    Raises
    ------
    EmptyCourseError
        If nobody handed in this assignment.
    NoIsolationError
        If answers cannot be isolated.
    BusyError
        If another process grades this assignment.
    ValueError
        If the seed of the course is no number, or its limits cannot be read.
    """
    name = assignment.name
    submissions = find_submissions(course, name)
    seed = grading_seed()
    folder = folder_of(course, name)
    with Journal(folder / JOURNAL) as journal:
        released = course / "release" / name
        with open_gradebook(course) as gradebook:
            known = has_assignment(gradebook, name, assignment.points)
        if not known or not released.is_dir():
            release(assignment, course)
        files = [path for path in released.iterdir() if path.suffix != ".ipynb"]
        limits = kept_limits(assignment, seed, folder / "limits.json")
        judge = Judge(assignment, seed, limits)
        isolation = judge.isolation(files, is_isolated=is_isolated)
        run = Run(submissions, judge, isolation, journal, folder)
        with open_gradebook(course) as gradebook:
            writer = GradebookWriter(gradebook, nbgrader_config(course))
            yield CourseGrading(assignment, course, run, writer)


def recorded_results(assignment: Assignment, course: Path) -> list[StudentResult]:
    """Read the results that are in the gradebook, while others may grade.

    Parameters
    ----------
    assignment : Assignment
    course : Path

    Returns
    -------
    list of StudentResult
        In the order of the students.
    """
    receipts = Receipts(course, assignment.name)
    documents = recorded_documents(course, assignment.name)
    return [_result(document, assignment, receipts) for document in documents]


def _result(document, assignment, receipts):
    """Read a result, and say so if the notebook is not the one of its receipt."""
    result = from_json(document, assignment)
    standing = receipts.standing(result.student)
    if standing.receipt and standing.problem:
        result.needs_person += (standing.problem,)
    return result


def _in_short(result):
    for exercise in result.exercises:
        for check in exercise.checks:
            check.failure = None
    return result


def _compare(before, outcome):
    old = {} if before is None else _points(before)
    new = _points(outcome.document)
    lower = tuple(name for name, points in old.items() if new.get(name, 0) < points)
    return Change(
        outcome.handed_in.student,
        sum(old.values()),
        sum(new.values()),
        lower,
        is_held=bool(lower) or not outcome.is_final,
    )


def _points(document):
    return {part["name"]: part["points"] for part in document["exercises"]}
