"""Receipts: what was handed in, by whom, when, and who says so.

``COURSE/receipts/ASSIGNMENT.jsonl`` has one line of JSON for each receipt. Lines are
only ever added. A line that was cut short, because the machine went down in the middle
of it, is passed over; collecting again writes it anew.
"""

import contextlib
import dataclasses
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .naming import folder_of

__all__ = [
    "BusyError",
    "Receipt",
    "Receipts",
    "Standing",
    "append_receipts",
    "digest",
    "one_at_a_time",
    "read_receipts",
    "receipts_file",
]


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class BusyError(Exception):
    """Somebody else collects into the same course; the message is one sentence."""


@dataclass(frozen=True)
class Receipt:
    """One hand-in.

    Parameters
    ----------
    student : str
        The student's id, which is also the folder's name.
    assignment : str
    collected : datetime
        When it was brought into the course folder.
    handed_in : datetime
        The time that counts.
    said_by : str
        Which source gives that time.
    at_the_latest : bool
        Whether the true time may be earlier, because the source does not tell.
    stated : datetime, optional
        The time in the source, believed or not.
    late : bool, optional
        The learning platform's own word; None if it says nothing.
    sha256 : str
        Of the notebook.
    size : int
        Bytes of the notebook.
    name : str
        What the source calls the file.
    source : str
        Name of the archive or folder.
    layout : str
    platform_id : str
        The learning platform's number for the student, such as ``canvas:123``.
    upload : int
        The platform's number of the upload, 0 if there is none.
    placed : bool
        Whether it went to ``submitted``; an attempt that was already overtaken when
        it was collected did not.
    left_out : tuple of str
        Files that were handed in and not kept.
    others : dict
        SHA-256 of further files that were kept, by name.
    """

    student: str
    assignment: str
    collected: datetime
    handed_in: datetime
    said_by: str
    at_the_latest: bool
    stated: datetime | None
    late: bool | None
    sha256: str
    size: int
    name: str
    source: str
    layout: str
    platform_id: str = ""
    upload: int = 0
    placed: bool = True
    left_out: tuple[str, ...] = ()
    others: dict[str, str] = field(default_factory=dict)

    def holds(self, other: "Receipt") -> bool:
        """Tell whether the files of another receipt are among those of this one."""
        is_same = self.sha256 == other.sha256
        return is_same and other.others.items() <= self.others.items()

    def came_before(self, other: "Receipt") -> bool:
        """Tell whether this was handed in before another one.

        Two uploads of one person to one platform are told apart by their numbers:
        for what is in time, a platform gives no time that could be compared.
        """
        if self.platform_id == other.platform_id and self.upload and other.upload:
            return self.upload < other.upload
        return self._moment < other._moment

    def revises(self, other: "Receipt") -> bool:
        """Tell whether a platform says something new of the same upload."""
        is_same = (self.platform_id, self.upload) == (other.platform_id, other.upload)
        return is_same and self.late != other.late

    @property
    def _moment(self):
        return self.handed_in, self.upload, self.stated or LONG_AGO


@dataclass(frozen=True)
class Standing:
    """A student's receipt, compared with the notebook that is there now.

    Parameters
    ----------
    receipt : Receipt, optional
        Of the notebook in ``submitted``; None if there is none.
    problem : str
        One sentence if the notebook is not the one of the receipt, otherwise "".
    """

    receipt: Receipt | None
    problem: str = ""


class Receipts:
    """The receipts of one assignment.

    Parameters
    ----------
    course : Path
    assignment : str
    """

    def __init__(self, course: Path, assignment: str):
        self.course, self.assignment = course, assignment
        self._of: dict[str, list[Receipt]] = {}
        self.add(read_receipts(course, assignment))

    def add(self, receipts: list[Receipt]) -> None:
        """Take in further receipts."""
        for receipt in receipts:
            self._of.setdefault(receipt.student, []).append(receipt)

    def of(self, student: str) -> list[Receipt]:
        """Return all receipts of a student, oldest first."""
        return self._of.get(student, [])

    def current(self, student: str) -> Receipt | None:
        """Return the receipt of what is in ``submitted``."""
        placed = [receipt for receipt in self.of(student) if receipt.placed]
        return placed[-1] if placed else None

    def platform_ids(self) -> dict[tuple[str, str], str]:
        """Return who is who: the platform's number by student and layout."""
        return {
            (receipt.student, receipt.layout): receipt.platform_id
            for receipts in self._of.values()
            for receipt in receipts
            if receipt.platform_id
        }

    def standing(self, student: str) -> Standing:
        """Compare a student's receipt with the notebook that is there.

        Parameters
        ----------
        student : str

        Returns
        -------
        Standing
        """
        receipt = self.current(student)
        path = self.course / "submitted" / student / self.assignment
        path = path / f"{self.assignment}.ipynb"
        there = digest(path)
        if receipt is None:
            return Standing(None, "it has no receipt." if there else "")
        if there is None:
            return Standing(receipt, f"{path.name} is gone since its receipt.")
        if there != receipt.sha256:
            return Standing(receipt, f"{path.name} was changed after its receipt.")
        return Standing(receipt)


def read_receipts(course: Path, assignment: str) -> list[Receipt]:
    """Read all receipts of an assignment.

    Parameters
    ----------
    course : Path
        nbgrader's course folder.
    assignment : str

    Returns
    -------
    list of Receipt
        In the order in which they were written.
    """
    try:
        data = receipts_file(course, assignment).read_bytes()
    except FileNotFoundError:
        return []
    read = []
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
            read.append(_from_json(json.loads(line)))
    return read


def append_receipts(course: Path, assignment: str, receipts: list[Receipt]) -> None:
    """Add receipts; after a crash each is there as a whole or not at all.

    Parameters
    ----------
    course : Path
    assignment : str
    receipts : list of Receipt
    """
    path = receipts_file(course, assignment)
    path.parent.mkdir(exist_ok=True)
    lines = "".join(json.dumps(_as_json(one)) + "\n" for one in receipts).encode()
    with path.open("a+b", buffering=0) as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # a line was cut short; ours must not join it
                lines = b"\n" + lines
        while lines:
            lines = lines[file.write(lines) :]
        os.fsync(file.fileno())


def receipts_file(course: Path, assignment: str) -> Path:
    """Return where the receipts of an assignment are."""
    return course / "receipts" / f"{folder_of(assignment)}.jsonl"


def digest(path: Path) -> str | None:
    """Return the SHA-256 of an ordinary file, None if there is none.

    Parameters
    ----------
    path : Path

    Returns
    -------
    str or None
    """
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def one_at_a_time(course: Path) -> Iterator[None]:
    """Keep a second collector out of a course.

    Parameters
    ----------
    course : Path

    Raises
    ------
    BusyError
        If one is at work already.
    """
    folder = course / "receipts"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            problem = f"another collect works on {course}; wait until it has finished."
            raise BusyError(problem) from None
        yield


def _as_json(receipt):
    document = dataclasses.asdict(receipt)
    for key in ("collected", "handed_in", "stated"):
        if document[key] is not None:
            document[key] = document[key].astimezone(UTC).isoformat()
    return document


def _from_json(document):
    if not isinstance(document, dict):
        raise TypeError
    known = {one.name for one in dataclasses.fields(Receipt)}
    fields = {key: value for key, value in document.items() if key in known}
    for key in ("collected", "handed_in", "stated"):
        if fields[key] is not None:
            fields[key] = datetime.fromisoformat(fields[key])
    fields["left_out"] = tuple(fields.get("left_out", ()))
    return Receipt(**fields)
