"""nbgrader's gradebook is the only gradebook; this module writes into it."""

import os
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from ..authoring.source_notebook import POINTS_SUFFIX
from ..grading.results import StudentResult

__all__ = ["has_assignment", "record"]


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


def record(gradebook: Gradebook, result: StudentResult, notebook: Path) -> None:
    """Write the points of one student, all or nothing.

    Manual scores and comments are left as they are.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
    result : StudentResult
    notebook : Path
        The submitted notebook; the time of its file is used if there is no
        ``timestamp.txt`` beside it.
    """
    gradebook.update_or_create_student(result.student)
    with gradebook.db.no_autoflush:
        submission = gradebook.update_or_create_submission(
            result.assignment, result.student, timestamp=_timestamp(notebook)
        )
    points = {e.exercise.name: e.points for e in result.exercises}
    for handed_in in submission.notebooks:
        for grade in handed_in.grades:
            name = grade.cell.name.removesuffix(POINTS_SUFFIX)
            grade.auto_score = float(points.get(name, 0))
            grade.needs_manual_grade = False
    gradebook.db.commit()


def _timestamp(notebook):
    stamp = notebook.parent / "timestamp.txt"
    if stamp.is_file() and not stamp.is_symlink():
        text = stamp.read_text(errors="replace").strip()
        if len(text) < 64:
            return text
    if notebook.exists():
        from datetime import UTC, datetime

        moment = datetime.fromtimestamp(os.lstat(notebook).st_mtime, UTC)
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    return None
