"""Read final grades from nbgrader's gradebook."""

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ...course_folder import has_gradebook, open_gradebook

__all__ = ["Grade", "NoGradesError", "number", "read_grades"]

GRADED, BY_HAND, ABSENT = "graded", "needs manual grading", "not handed in"


class NoGradesError(Exception):
    """There is nothing to export; the message says what was looked for."""


@dataclass(frozen=True)
class Grade:
    """What one student has for one assignment.

    Parameters
    ----------
    student : str
        nbgrader's id of the student.
    assignment : str
    points : float
        Automatic or manual points with extra credit, less the late penalty.
    max_points : float
    late_penalty : float
    timestamp : datetime, optional
        When it was handed in, in UTC.
    status : {"graded", "needs manual grading", "not handed in"}
    first_name, last_name, email, lms_user_id : str
        As nbgrader's gradebook has them; "" if it has none.
    """

    student: str
    assignment: str
    points: float
    max_points: float
    late_penalty: float = 0.0
    timestamp: datetime | None = None
    status: str = GRADED
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def is_handed_in(self) -> bool:
        """Whether there is a submission."""
        return self.status != ABSENT


def read_grades(course: Path, assignments: list[str]) -> list[Grade]:
    """Read the grades of a course; nothing is changed.

    Parameters
    ----------
    course : Path
        nbgrader's course folder.
    assignments : list of str
        Their names; an empty list means all that somebody handed in.

    Returns
    -------
    list of Grade
        By assignment in nbgrader's order, then by student.

    Raises
    ------
    NoGradesError
        If there is no gradebook, or no such assignment in it.
    """
    if not has_gradebook(course):
        problem = (
            f"{course} has no gradebook; name the course folder that "
            "`autograder grade` has worked on."
        )
        raise NoGradesError(problem)
    with open_gradebook(course) as gradebook:
        known = {one.name: one for one in gradebook.assignments}
        for name in assignments:
            if name not in known:
                have = ", ".join(known) or "none"
                problem = f"the gradebook has no assignment {name!r}; it has {have}."
                raise NoGradesError(problem)
        students = sorted(gradebook.students, key=lambda student: student.id)
        grades = []
        for name in [name for name in known if name in assignments or not assignments]:
            submissions = {
                one.student_id: one for one in gradebook.assignment_submissions(name)
            }
            if not submissions and not assignments:
                continue  # released, and nobody has handed it in yet
            grades += [
                _grade(student, known[name], submissions.get(student.id))
                for student in students
            ]
    if not any(grade.is_handed_in for grade in grades):
        asked = ", ".join(assignments) or "any assignment"
        problem = f"nobody in the gradebook has handed in {asked}; grade it first."
        raise NoGradesError(problem)
    return grades


def number(value: float) -> str:
    """Write points without needless digits.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
        At most four decimals.

    Examples
    --------
    >>> number(37.0), number(2 / 3), number(37.5)
    ('37', '0.6667', '37.5')
    """
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _grade(student, assignment, submission):
    points, penalty, status, timestamp = 0.0, 0.0, ABSENT, None
    if submission is not None:
        score = submission.score
        penalty, timestamp = submission.late_submission_penalty, submission.timestamp
        points = max(0.0, score - penalty)
        # A score that is no number was never judged; a person has to look at it.
        by_hand = submission.needs_manual_grade or not math.isfinite(score)
        status = BY_HAND if by_hand else GRADED
    return Grade(
        student=student.id,
        assignment=assignment.name,
        points=_finite(points),
        max_points=_finite(assignment.max_score),
        late_penalty=_finite(penalty),
        timestamp=timestamp,
        status=status,
        first_name=student.first_name or "",
        last_name=student.last_name or "",
        email=student.email or "",
        lms_user_id=student.lms_user_id or "",
    )


def _finite(value):
    return float(value) if value is not None and math.isfinite(value) else 0.0
