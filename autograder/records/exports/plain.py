"""A plain table of grades, for whatever can read CSV."""

from .grades import Grade, number
from .sheet import Table, as_csv

__all__ = ["HEADER", "plain"]

HEADER = [
    "student",
    "assignment",
    "points",
    "max points",
    "late penalty",
    "timestamp",
    "status",
]


def plain(grades: list[Grade]) -> Table:
    """List grades, a row for each student and assignment.

    Parameters
    ----------
    grades : list of Grade

    Returns
    -------
    Table
        Points are what is left after the late penalty. Timestamps are in UTC.
    """
    rows = [
        [
            grade.student,
            grade.assignment,
            number(grade.points),
            number(grade.max_points),
            number(grade.late_penalty),
            f"{grade.timestamp:%Y-%m-%d %H:%M:%S}" if grade.timestamp else "",
            grade.status,
        ]
        for grade in grades
    ]
    return Table(as_csv([HEADER, *rows]), grades)
