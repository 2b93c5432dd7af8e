"""Grade the submissions of a course and write down everything that follows."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ..authoring.assignment import Assignment
from ..authoring.release import release
from ..collecting.receipts import Receipts
from ..course_folder import has_gradebook, nbgrader_config, open_gradebook
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
from .changes import Change, compare
from .dry_run import copy_for_dry_run
from .feedback import write_feedback
from .gradebook import GradebookWriter, has_assignment
from .report import write_report

__all__ = ["CourseGrading", "open_course", "recorded_results"]


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
            yield self._written(outcome)

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
            before = self._run.recorded(outcome.handed_in)
            change = compare(before, outcome, allow_lower=allow_lower)
            if not (change.is_held or dry_run):
                outcome = self._written(outcome)
                change = compare(before, outcome, allow_lower=allow_lower)
            changes.append(change)
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

    def _written(self, outcome):
        """Write an outcome down; one that cannot be written has failed."""
        if not outcome.is_final:
            return outcome
        try:
            self._write(outcome)
        except (OSError, SQLAlchemyError):
            raise
        except Exception as error:
            problem = f"its result could not be written: {type(error).__name__}: "
            return self._run.failed(outcome.handed_in, problem + str(error)[:300])
        return outcome

    def _write(self, outcome):
        result = _result(outcome.document, self.assignment, self._receipts)
        handed_in = outcome.handed_in
        receipt = self._receipts.current(handed_in.student)
        moment = receipt.handed_in if receipt else None
        is_new = not self._run.knows(handed_in)
        self._writer.record(result, handed_in.notebook, moment, is_new=is_new)
        write_autograded(
            result,
            handed_in.notebook,
            self._run.shown(handed_in),
            self.assignment,
            self._course,
        )
        marks = self._writer.marks(result)
        write_feedback(result, self.assignment, self._course, marks)
        self._run.record(outcome)


@contextlib.contextmanager
def open_course(
    assignment: Assignment,
    course: Path,
    *,
    is_isolated: bool = True,
    dry_run: bool = False,
) -> Iterator[CourseGrading]:
    """Open an assignment of a course for grading; one process at a time may.

    Parameters
    ----------
    assignment : Assignment
    course : Path
        nbgrader's course folder.
    is_isolated : bool
        False runs answers as ordinary processes.
    dry_run : bool
        True changes nothing in the course; what is computed is forgotten.

    Yields
    ------
    CourseGrading

    Raises
    ------
    EmptyCourseError
        If nobody handed in this assignment.
    ReleaseError
        If nbgrader cannot release the assignment as it is today.
    NoIsolationError
        If answers cannot be isolated.
    BusyError
        If another process grades this assignment.
    SeedError
        If the seed of the course is no number.
    LimitsError
        If its limits cannot be read.
    """
    name = assignment.name
    submissions = find_submissions(course, name)
    seed = grading_seed()
    with (
        _workplace(assignment, course, dry_run) as place,
        Journal(folder_of(place, name) / JOURNAL) as journal,
    ):
        folder, released = folder_of(place, name), place / "release" / name
        if not dry_run:
            _demand_release(assignment, course)
        files = [path for path in released.iterdir() if _belongs(path)]
        limits = kept_limits(assignment, seed, folder / "limits.json")
        judge = Judge(assignment, seed, limits)
        isolation = judge.isolation(files, is_isolated=is_isolated)
        run = Run(submissions, judge, isolation, journal, folder)
        # To open a gradebook that is not there would make it.
        with open_gradebook(course if has_gradebook(course) else place) as gradebook:
            writer = GradebookWriter(gradebook, nbgrader_config(course))
            yield CourseGrading(assignment, course, run, writer)


def _workplace(assignment, course, dry_run):
    if dry_run:
        return copy_for_dry_run(assignment, course)
    return contextlib.nullcontext(course)


def _demand_release(assignment, course):
    """Release an assignment that the gradebook or the course does not have."""
    with open_gradebook(course) as gradebook:
        known = has_assignment(gradebook, assignment)
    if not known or not (course / "release" / assignment.name).is_dir():
        release(assignment, course)


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


def _belongs(path):
    """Tell whether something in a release stands beside the notebook for students."""
    return path.suffix != ".ipynb" and not path.name.startswith((".", "__pycache__"))


def _in_short(result):
    for exercise in result.exercises:
        for check in exercise.checks:
            check.failure = None
    return result
