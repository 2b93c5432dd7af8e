"""nbgrader's gradebook is the only gradebook; this module writes into it."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import OperationalError
from traitlets.config import Config

from ..authoring.source_notebook import CHECK_SUFFIX, POINTS_SUFFIX
from ..grading.results import StudentResult

__all__ = ["GradebookWriter", "has_assignment"]

ATTEMPTS = 5
PAUSE_SECONDS = 1.0


def has_assignment(gradebook: Gradebook, name: str, points: int) -> bool:
    """Tell whether the gradebook knows this version of the assignment.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
    name : str
        Name of the assignment.
    points : int
        Its points today.

    Returns
    -------
    bool
    """
    try:
        known = gradebook.find_notebook(name, name).max_score
    except MissingEntry:
        return False
    return known == points


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
        self, result: StudentResult, notebook: Path, moment: datetime | None = None
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
        """
        stamp = _stamp(moment) if moment else _timestamp(notebook)
        self._patiently(lambda: self._record(result, stamp))

    def _record(self, result, stamp):
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
                    grade.needs_manual_grade = False
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
            except OperationalError:
                self._gradebook.db.rollback()
                if attempt == ATTEMPTS:
                    raise
                time.sleep(PAUSE_SECONDS)


def _timestamp(notebook):
    stamp = notebook.parent / "timestamp.txt"
    if stamp.is_file() and not stamp.is_symlink():
        text = stamp.read_text(errors="replace").strip()
        if len(text) < 64:
            return text
    if notebook.exists():
        return _stamp(datetime.fromtimestamp(os.lstat(notebook).st_mtime, UTC))
    return None


def _stamp(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
