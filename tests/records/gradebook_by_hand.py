"""A gradebook whose grades are known: made through nbgrader's own interface."""

import functools
import tempfile
from pathlib import Path

from autograder.course_folder import open_gradebook

# student: automatic points, manual points, extra credit, late penalty
CLASS = {
    "ana": (5.0, None, None, None),
    "bo": (5.0, 7.0, None, None),
    "cy": (5.0, None, 1.5, None),
    "di": (4.0, 6.0, 0.25, 2.0),
    "ed": (3.0, None, None, 9.0),
}
# Worked out by hand: manual points replace automatic ones, extra credit is added,
# the penalty is taken off, and nobody has less than 0.
POINTS = {"ana": 5.0, "bo": 7.0, "cy": 6.5, "di": 4.25, "ed": 0.0}


@functools.cache
def empty_gradebook():
    """Return the bytes of a new database; making one starts a program."""
    with tempfile.TemporaryDirectory() as folder:
        with open_gradebook(Path(folder)):
            pass
        return Path(folder, "gradebook.db").read_bytes()


def make_gradebook(course, grades=CLASS, name="one_neuron", **people):
    """Write a gradebook; ``fay`` is known and has not handed in."""
    path = course / "gradebook.db"
    if not path.exists():
        path.write_bytes(empty_gradebook())
    with open_gradebook(course) as gradebook:
        gradebook.add_assignment(name)
        gradebook.add_notebook(name, name)
        gradebook.add_grade_cell("work", name, name, max_score=10, cell_type="code")
        gradebook.update_or_create_student("fay")
        for student, (auto, manual, extra, penalty) in grades.items():
            gradebook.update_or_create_student(student, **people.get(student, {}))
            stamp = "2026-02-01 12:00:00 UTC"
            with gradebook.db.no_autoflush:
                one = gradebook.add_submission(name, student, timestamp=stamp)
            one.notebooks[0].late_submission_penalty = penalty
            [grade] = one.notebooks[0].grades
            grade.auto_score, grade.manual_score = auto, manual
            grade.extra_credit, grade.needs_manual_grade = extra, False
        gradebook.db.commit()
    return course
