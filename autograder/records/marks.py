"""What people and late penalties add to the points of the checks."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

from ..authoring.source_notebook import CHECK_SUFFIX, POINTS_SUFFIX
from ..course_folder import has_gradebook, open_gradebook

__all__ = ["Mark", "Marks", "marks_of", "read_marks"]


@dataclass
class Mark:
    """What people gave for one exercise.

    Parameters
    ----------
    points : float
        By hand where somebody marked it, otherwise those of the checks.
    is_by_hand : bool
    extra_credit : float
    comment : str
    """

    points: float = 0.0
    is_by_hand: bool = False
    extra_credit: float = 0.0
    comment: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is more than the points of the checks."""
        return bool(self.is_by_hand or self.extra_credit or self.comment)


@dataclass
class Marks:
    """What the gradebook says of one submission.

    Parameters
    ----------
    points : float
        Of the answers, without extra credit and late penalty.
    extra_credit, late_penalty : float
    by_exercise : dict
        The `Mark` of each exercise to which people added something.
    """

    points: float = 0.0
    extra_credit: float = 0.0
    late_penalty: float = 0.0
    by_exercise: dict[str, Mark] = field(default_factory=dict)

    @property
    def final(self) -> float:
        """What counts: nobody has less than 0 points."""
        return max(0.0, self.points + self.extra_credit - self.late_penalty)

    @property
    def says_something(self) -> bool:
        """Whether there is more than the points of the checks."""
        return bool(self.by_exercise or self.extra_credit or self.late_penalty)


def read_marks(assignment: str, course: Path) -> dict[str, Marks]:
    """Read the marks of a class from the gradebook; nothing is changed.

    Parameters
    ----------
    assignment : str
    course : Path

    Returns
    -------
    dict
        By student; empty if there is no gradebook.
    """
    if not has_gradebook(course):
        return {}
    with open_gradebook(course) as gradebook:
        submissions = gradebook.assignment_submissions(assignment)
        return {one.student_id: _marks(one) for one in submissions}


def marks_of(gradebook: Gradebook, assignment: str, student: str) -> Marks | None:
    """Read the marks of one student.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
    assignment, student : str

    Returns
    -------
    Marks, optional
        None if the gradebook has no such submission.
    """
    try:
        return _marks(gradebook.find_submission(assignment, student))
    except MissingEntry:
        return None


def _marks(submission: SubmittedAssignment):
    found: dict[str, Mark] = defaultdict(Mark)
    marks = Marks()
    for notebook in submission.notebooks:
        # All at once; each grade and comment would ask the database for its own.
        cells = [*notebook.notebook.grade_cells, *notebook.notebook.solution_cells]
        cells += notebook.notebook.task_cells
        names = {cell.id: cell.name for cell in cells}
        marks.late_penalty += notebook.late_submission_penalty or 0.0
        for grade in notebook.grades:
            mark = found[_exercise(names[grade.cell_id])]
            by_hand = grade.manual_score
            mark.points += (grade.auto_score if by_hand is None else by_hand) or 0.0
            mark.is_by_hand |= by_hand is not None
            mark.extra_credit += grade.extra_credit or 0.0
        for comment in notebook.comments:
            text = (comment.manual_comment or "").strip()
            found[names[comment.cell_id]].comment = text
    marks.points = sum(mark.points for mark in found.values())
    marks.extra_credit = sum(mark.extra_credit for mark in found.values())
    marks.by_exercise = {n: mark for n, mark in found.items() if mark.says_something}
    return marks


def _exercise(cell):
    return cell.removesuffix(POINTS_SUFFIX).removesuffix(CHECK_SUFFIX)
