"""The class list: which name or number of a learning platform is which student."""

import contextlib
import csv
import io
import re
import warnings
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from dateutil import parser

from .naming import same_name, shown

__all__ = ["Roster", "RosterError", "Student", "read_roster"]

MAX_BYTES = 20 * 2**20
# Headers of our own lists, of nbgrader, and of the exports of Canvas and Moodle. The
# first one present counts.
IDS = (
    "student_id",
    "sis login id",
    "sis user id",
    "id number",
    "username",
    "login",
    "email address",
    "email",
    "student",
    "id",
)
NUMBERS = ("lms_id", "lms_user_id", "canvas_id", "moodle_id", "identifier")
NAMES = (
    "name",
    "full name",
    "student",
    "sortable_name",
    "username",
    "login",
    "sis login id",
    "email address",
    "email",
)
TIMES = ("submitted_at", "last modified (submission)")
NO_TIME = ("", "-")


class RosterError(Exception):
    """A class list cannot be used; the message is one sentence."""


@dataclass(frozen=True)
class Student:
    """One row of the class list.

    Parameters
    ----------
    id : str
        The student's id in the gradebook.
    number : str
        The number that the learning platform gives, or "".
    names : frozenset of str
        What the platform may call the student, ready to be compared.
    submitted : datetime, optional
        When this student handed in, according to the platform.
    """

    id: str
    number: str
    names: frozenset[str]
    submitted: datetime | None


class Roster:
    """The students of a class.

    Parameters
    ----------
    students : list of Student
    """

    def __init__(self, students: list[Student]):
        self.students = students

    def find(self, number: str, name: str) -> list[Student]:
        """Find a student, by the platform's number first and then by name.

        Parameters
        ----------
        number : str
            "" if there is none.
        name : str

        Returns
        -------
        list of Student
            One if it is clear who it is.
        """
        if number:
            found = [s for s in self.students if s.number == number]
            if found:
                return found
        wanted = {same_name(name), _squeezed(name)}
        return [
            s
            for s in self.students
            # A row with another number is somebody else of the same name.
            if wanted & s.names and not (number and s.number)
        ]


def read_roster(path: Path, zone: tzinfo) -> Roster:
    """Read a class list.

    Parameters
    ----------
    path : Path
        CSV with a header: our own columns (``student_id``, ``lms_id``, ``name``,
        ``submitted_at``), or a student list of nbgrader, a grade book exported from
        Canvas, a grading worksheet of Moodle.
    zone : tzinfo
        In which times without a zone are meant.

    Returns
    -------
    Roster

    Raises
    ------
    RosterError
        If it cannot be read, or names a student twice.
    """
    rows = _rows(path)
    headers = [h for h in rows[0] if h] if rows else []
    filled = {h for row in rows for h, value in row.items() if value.strip()}
    identity = next((h for h in IDS if h in filled), None)
    if identity is None:
        problem = (
            f"{path.name} has no column student_id that is filled in; it has "
            f"{', '.join(shown(h, 30) for h in headers[:8]) or 'missing'}."
        )
        raise RosterError(problem)
    # Canvas adds a row "Points Possible" without any id.
    people = [row for row in rows if _has_any(row, {*IDS, *NUMBERS} - {"student"})]
    people = people or [row for row in rows if _has_any(row, {identity})]
    _demand_ids(people, identity, path)
    students = [_student(row, identity, zone, path) for row in people]
    often = Counter(student.id for student in students).most_common(1)
    if often and often[0][1] > 1:
        problem = f"{path.name} lists the student {shown(often[0][0])} twice."
        raise RosterError(problem)
    return Roster(students)


def _rows(path):
    try:
        if path.stat().st_size > MAX_BYTES:
            problem = f"{path.name} has more than {MAX_BYTES // 2**20} MB."
            raise RosterError(problem)
        text = path.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [
            {same_name(k): v or "" for k, v in row.items() if isinstance(k, str)}
            for row in reader
        ]
    except (OSError, UnicodeError, csv.Error) as error:
        problem = f"{path} cannot be read as a list in UTF-8 ({error})."
        raise RosterError(problem) from None


def _has_any(row, headers):
    return any(row.get(header, "").strip() for header in headers)


def _demand_ids(people, identity, path):
    """Refuse a list that would silently leave people out."""
    without = [row for row in people if not row[identity].strip()]
    if without:
        [row, *_] = without
        name = next((row[h].strip() for h in NAMES if row.get(h, "").strip()), "?")
        others = [h for h in IDS if all(_has_any(row, {h}) for row in people)]
        instead = f", or delete that column to go by {others[0]!r}" if others else ""
        problem = (
            f"{path.name}: {len(without)} of {len(people)} rows have no {identity!r}, "
            f"such as that of {shown(name)}; fill it in{instead}."
        )
        raise RosterError(problem)


def _student(row, identity, zone, path):
    number = next((row[h].strip() for h in NUMBERS if row.get(h, "").strip()), "")
    if not number and identity != "id":
        number = row.get("id", "").strip()  # Canvas
    match = re.fullmatch(r"\D*?(\d+)", number)  # Moodle writes "Participant 1234"
    names = {row[h] for h in NAMES if row.get(h, "").strip()} | {row[identity]}
    first, last = row.get("first_name", ""), row.get("last_name", "")
    if first.strip() or last.strip():
        names |= {f"{first} {last}", f"{last}, {first}"}
    keys = {same_name(name) for name in names} | {_squeezed(name) for name in names}
    return Student(
        row[identity].strip(),
        match[1] if match else number,
        frozenset(keys - {""}),
        _time(row, zone, path),
    )


def _squeezed(name):
    """Leave letters and digits alone, as Canvas does in file names."""
    return re.sub(r"\W", "", same_name(name))


def _time(row, zone, path):
    text = next((row[h].strip() for h in TIMES if row.get(h)), "")
    if text in NO_TIME:
        return None
    readings = _readings(text)
    if len(readings) != 1:
        reason = "can be read in two ways" if readings else "is not understood"
        problem = (
            f"{path.name}: the time {shown(text)} {reason}; write it as "
            "2026-02-01 18:00."
        )
        raise RosterError(problem)
    [moment] = readings
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _readings(text):
    """Read a time in every way in which people write them."""
    with contextlib.suppress(ValueError):
        return {datetime.fromisoformat(text)}
    is_year_first = re.match(r"\d{4}", text)
    orders = (False,) if is_year_first else (False, True)
    # What the text leaves out would be taken from one of these days.
    days = datetime(2000, 1, 1), datetime(2001, 2, 2)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a zone that nobody knows
            return {
                parser.parse(text, dayfirst=day_first, default=day)
                for day_first in orders
                for day in days
            }
    except Exception:  # dateutil raises what its parts raise
        return set()
