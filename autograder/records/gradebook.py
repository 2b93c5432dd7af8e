"""nbgrader's gradebook is the only gradebook; this module writes into it."""

import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook, InvalidEntry, MissingEntry, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from ..authoring.assignment import Assignment
from ..authoring.source_notebook import CHECK_SUFFIX, POINTS_SUFFIX
from ..grading.results import StudentResult
from .marks import Marks, marks_of

__all__ = ["GradebookWriter", "database_failure", "has_assignment"]

ATTEMPTS = 5
MAX_STAMP = 64
PAUSE_SECONDS = 1.0
# nbgrader logs a traceback of what is tried again here, or told in a sentence.
logging.getLogger("tornado.application").addHandler(logging.NullHandler())


def has_assignment(gradebook: Gradebook, assignment: Assignment) -> bool:
    """Tell whether the gradebook knows this version of the assignment.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
    assignment : Assignment

    Returns
    -------
    bool
        Whether it has the same graded cells with the same points.
    """
    try:
        known = gradebook.find_notebook(assignment.name, assignment.name).grade_cells
    except MissingEntry:
        return False
    wanted = {name + CHECK_SUFFIX: 0 for name in assignment.exercises}
    for name, exercise in assignment.exercises.items():
        wanted[name + POINTS_SUFFIX] = exercise.points
    return {cell.name: cell.max_score for cell in known} == wanted


def database_failure(problem: BaseException) -> SQLAlchemyError | None:
    """Find the database's failure, which nbgrader hides in an error of its own.

    Parameters
    ----------
    problem : BaseException

    Returns
    -------
    SQLAlchemyError, optional
        None if the database is not the cause.
    """
    cause: BaseException | None = problem
    if isinstance(problem, InvalidEntry):
        cause = problem.__cause__ or problem.__context__
    return cause if isinstance(cause, SQLAlchemyError) else None


class GradebookWriter:
    """Write results into a gradebook; manual scores and comments stay.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
    config : traitlets.config.Config
        nbgrader's configuration of the course, which may name a plugin for late
        penalties.
    """

    def __init__(self, gradebook: Gradebook, config: Config):
        self._gradebook = gradebook
        self._penalties = AssignLatePenalties(config=config)
        self._penalties.init_plugin()

    def record(
        self,
        result: StudentResult,
        notebook: Path,
        moment: datetime | None = None,
        *,
        is_new: bool = False,
    ) -> None:
        """Write the points of one student, all or nothing.

        Parameters
        ----------
        result : StudentResult
        notebook : Path
            The submitted notebook.
        moment : datetime, optional
            When it was handed in, according to its receipt. Without one,
            ``timestamp.txt`` beside the notebook counts, or the time of its file.
        is_new : bool
            Whether the notebook is not the one that a person may have marked. As
            in nbgrader, a mark by hand then stays, and a person must look again.

        Raises
        ------
        SQLAlchemyError
            If the database cannot be used, after several attempts.
        """
        stamp = _stamp(moment) if moment else _timestamp(notebook)
        self._patiently(lambda: self._record(result, stamp, is_new))

    def marks(self, result: StudentResult) -> Marks | None:
        """Read what the gradebook now says of one student.

        Parameters
        ----------
        result : StudentResult

        Returns
        -------
        Marks, optional
        """
        return marks_of(self._gradebook, result.assignment, result.student)

    def _record(self, result, stamp, is_new):
        book = self._gradebook
        book.update_or_create_student(result.student)
        with book.db.no_autoflush:
            submission = book.update_or_create_submission(
                result.assignment, result.student, timestamp=stamp
            )
        points = {e.exercise.name: e.points for e in result.exercises}
        for handed_in in submission.notebooks:
            # All at once; a grade would ask the database for its own.
            names = {cell.id: cell.name for cell in handed_in.notebook.grade_cells}
            for grade in handed_in.grades:
                name = names.get(grade.cell_id, "")
                if name.endswith((POINTS_SUFFIX, CHECK_SUFFIX)):
                    earned = points.get(name.removesuffix(POINTS_SUFFIX), 0)
                    grade.auto_score = float(earned)
                    if grade.manual_score is None:
                        grade.needs_manual_grade = False
                    elif is_new:
                        grade.needs_manual_grade = True
        book.db.flush()
        self._penalise(submission)
        book.db.commit()

    def _penalise(self, submission: SubmittedAssignment):
        """Let nbgrader's plugin decide what lateness costs."""
        late = submission.total_seconds_late
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            if late > 0:
                penalty = self._penalties.plugin_inst.late_submission_penalty(
                    submission.student.id, notebook.score, late
                )
                if penalty is not None:
                    notebook.late_submission_penalty = min(
                        max(0.0, penalty), notebook.score
                    )

    def _patiently(self, write: Callable[[], None]):
        """Try again when somebody else, such as the form grader, is writing."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return write()
            except Exception as problem:
                self._gradebook.db.rollback()
                failure = database_failure(problem)
                if failure is None:
                    raise
                if attempt == ATTEMPTS:
                    raise failure from None
                time.sleep(PAUSE_SECONDS)


def _timestamp(notebook):
    stamp = notebook.parent / "timestamp.txt"
    if stamp.is_file() and not stamp.is_symlink():
        stated = _stated(stamp)
        if stated is not None:
            return stated
    if notebook.exists():
        return _stamp(datetime.fromtimestamp(os.lstat(notebook).st_mtime, UTC))
    return None


def _stated(stamp):
    """Read a time as nbgrader does; None if the student's file states none."""
    with stamp.open(errors="replace") as file:
        text = file.read(MAX_STAMP).strip()
    try:
        return parse_utc(text) if text else None
    except Exception:  # dateutil raises many kinds
        return None


def _stamp(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
