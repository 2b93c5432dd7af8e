"""Put grades into a sheet of a learning management system."""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from ...collecting.naming import student_of
from .grades import BY_HAND, Grade, number
from .sheet import ExportError, Sheet, as_csv, fold

__all__ = ["Change", "Layout", "Merged", "column_named", "merge"]

DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,5}")


@dataclass
class Layout:
    """Where things are in a sheet.

    Parameters
    ----------
    header : int
        The row with the names of the columns.
    students : list of int
        The rows that belong to students.
    name : int
        The column with a student's name.
    keys : list of int
        The columns by which students are recognised.
    targets : dict
        Column by assignment.
    possible : dict
        Points by assignment that the system allows, if the sheet says so.
    locked : dict
        By row and column: why the cell must stay as it is.
    """

    header: int
    students: list[int]
    name: int
    keys: list[int]
    targets: dict[str, int]
    possible: dict[str, float] = field(default_factory=dict)
    locked: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One cell: what it held and what it holds now."""

    student: str
    name: str
    assignment: str
    old: str
    new: str

    @property
    def is_new(self) -> bool:
        """Whether the points differ."""
        return _value(self.old) != _value(self.new)


@dataclass
class Merged:
    """A sheet with grades in it, and what became of every student.

    Parameters
    ----------
    text : str
        The whole file.
    changes : list of Change
        One for every grade that is in the sheet now.
    left_out : list of tuple (str, str)
        Students whose grade is not in the sheet, and why.
    without_grade : list of str
        Names in the sheet for which the gradebook has no grade.
    notes : list of str
        What an instructor should know before uploading.
    """

    text: str
    changes: list[Change]
    left_out: list[tuple[str, str]]
    without_grade: list[str]
    notes: list[str]


def column_named(sheet: Sheet, header: int, name: str) -> int:
    """Find the column with a heading, or say which headings there are.

    Parameters
    ----------
    sheet : Sheet
    header : int
    name : str

    Returns
    -------
    int
    """
    places = [i for i, c in enumerate(sheet.rows[header]) if fold(c) == fold(name)]
    if len(places) == 1:
        return places[0]
    have = ", ".join(cell.strip() for cell in sheet.rows[header] if cell.strip())
    count = "several columns" if places else "no column"
    problem = f"{sheet.name} has {count} {name!r}; it has {have}."
    raise ExportError(problem)


def merge(
    sheet: Sheet, layout: Layout, grades: list[Grade], *, rescale: bool = False
) -> Merged:
    """Write grades into a copy of a sheet; everything else stays as it is.

    Parameters
    ----------
    sheet : Sheet
    layout : Layout
    grades : list of Grade
    rescale : bool
        Convert points to the scale of the sheet.

    Returns
    -------
    Merged

    Raises
    ------
    ExportError
        If points cannot be converted because the sheet does not say its own.
    """
    grades = [one for one in grades if one.assignment in layout.targets]
    notes = _notes(layout, grades, rescale)
    places, left_out = _match(sheet, layout, [g for g in grades if g.is_handed_in])
    rows = [list(row) for row in sheet.rows]
    comma = _uses_comma(sheet, layout)
    changes, served = [], set()
    for grade in grades:
        row = places.get(grade.student)
        if row is None or not grade.is_handed_in:
            continue
        column = layout.targets[grade.assignment]
        served.add(row)
        if (row, column) in layout.locked:
            left_out.append((grade.student, layout.locked[row, column]))
            continue
        points = grade.points
        if rescale:
            points *= layout.possible[grade.assignment] / grade.max_points
        new = number(points).replace(".", "," if comma else ".")
        rows[row] += [""] * (column + 1 - len(rows[row]))
        old = rows[row][column].strip()
        rows[row][column] = new
        name = sheet.cell(row, layout.name)
        changes.append(Change(grade.student, name, grade.assignment, old, new))
    return Merged(
        as_csv(rows, sheet.delimiter, mark=sheet.has_mark),
        changes,
        sorted(set(left_out)),
        [sheet.cell(r, layout.name) for r in layout.students if r not in served],
        notes,
    )


def _match(sheet, layout, grades):
    """Find each student's row; whoever could be two people is left out."""
    by_key: dict[str, set[int]] = {}
    for row in layout.students:
        for column in layout.keys:
            key = _key(sheet.cell(row, column))
            if key:
                by_key.setdefault(key, set()).add(row)
    places, left_out = {}, []
    for grade in {one.student: one for one in grades}.values():
        # A folder's name, which collecting made of an id, stands for that id.
        ids = grade.student, student_of(grade.student), grade.lms_user_id, grade.email
        keys = {_key(one) for one in ids}
        found = set().union(*(by_key.get(key, set()) for key in keys))
        if len(found) == 1:
            places[grade.student] = found.pop()
        elif not found:
            left_out.append((grade.student, "is not in the sheet"))
        else:
            names = " and ".join(sheet.cell(r, layout.name) for r in sorted(found))
            left_out.append((grade.student, f"could be {names}"))
    shared = {row for row, count in Counter(places.values()).items() if count > 1}
    for student, row in list(places.items()):
        if row in shared:
            del places[student]
            reason = f"is one of several who could be {sheet.cell(row, layout.name)}"
            left_out.append((student, reason))
    return places, left_out


def _key(text):
    key = unicodedata.normalize("NFC", text.strip()).casefold()
    return key.removeprefix("participant ")  # Moodle's identifiers


def _uses_comma(sheet, layout):
    """Tell whether the sheet writes 12,5 for twelve and a half."""
    return any(
        DECIMAL_COMMA.fullmatch(sheet.cell(row, column))
        for row in range(layout.header + 1, len(sheet.rows))
        for column in layout.targets.values()
    )


def _notes(layout, grades, rescale):
    notes = []
    for name in layout.targets:
        mine = [grade for grade in grades if grade.assignment == name]
        possible, most = layout.possible.get(name), mine[0].max_points
        if rescale and (not possible or not most):
            problem = f"--rescale needs the points of {name} in the sheet; it has none."
            raise ExportError(problem)
        if possible is not None and possible != most and not rescale:
            notes.append(
                f"{name} has {number(most)} points, the sheet says {number(possible)}; "
                "points are written as they are. --rescale converts them."
            )
        waiting = sum(grade.status == BY_HAND for grade in mine)
        if waiting:
            notes.append(
                f"{waiting} of {name} still need manual grading; the points so far "
                "are written."
            )
    return notes


def _value(text):
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return value if math.isfinite(value) else text
