"""Collect: from sources to ``submitted``, with a receipt for every hand-in."""

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cmp_to_key
from pathlib import Path

from nbgrader.api import MissingEntry

from ..course_folder import has_gradebook, open_gradebook
from .choosing import Chosen, choose
from .entries import RefusedError
from .layouts import parse_time
from .naming import folder_of, shown
from .placing import UnsafePlaceError, demand_ordinary, place
from .receipts import Receipt, Receipts, append_receipts, digest
from .roster import Roster
from .secret import SECRET
from .students import Known
from .times import handed_in_at, is_late, stamp

__all__ = ["Options", "Row", "collect", "due_dates", "missing_students"]


@dataclass(frozen=True)
class Options:
    """How to collect.

    Parameters
    ----------
    now : datetime
        Time of collection.
    zone : tzinfo
        In which times without a zone are meant.
    also : tuple of str
        Names of files that are kept besides the notebook.
    late_ok : bool
        Whether a late notebook replaces one that was in time.
    believe_times : bool
        Whether to trust the times that files and folder names state.
    dry_run : bool
        Whether to write nothing.
    """

    now: datetime
    zone: tzinfo = UTC
    also: tuple[str, ...] = ()
    late_ok: bool = True
    believe_times: bool = False
    dry_run: bool = False


@dataclass
class Row:
    """What happened with one student's hand-ins.

    Parameters
    ----------
    student : str
    outcome : {"collected", "replaced", "restored", "unchanged", "earlier", "refused"}
        "replaced": took the place of an earlier one, which is kept. "earlier": what
        is there was handed in later, so this one was only recorded.
    file : str
        What the source calls the file that was looked at.
    receipt : Receipt, optional
        Of what is in ``submitted`` now.
    late : bool, optional
        None if nobody can tell.
    is_due : bool
        Whether there is a due date.
    attempts : int
        How many hand-ins of the student were found.
    problems : list of str
        What needs attention, one sentence each.
    """

    student: str
    outcome: str
    file: str = ""
    receipt: Receipt | None = None
    late: bool | None = None
    is_due: bool = False
    attempts: int = 1
    problems: list[str] = field(default_factory=list)

    @property
    def is_doubtful(self) -> bool:
        """Whether there is a due date and nobody can tell if it was kept."""
        return self.is_due and self.late is None and self.receipt is not None


def collect(
    course: Path,
    assignment: str,
    known: list[Known],
    receipts: Receipts,
    options: Options,
    due: Callable[[str], datetime | None],
) -> Iterator[Row]:
    """Bring hand-ins into the course folder, one student after the other.

    Stopped at any moment, it leaves whole submissions; run again, it does the rest.

    Parameters
    ----------
    course : Path
    assignment : str
    known : list of Known
    receipts : Receipts
        New receipts are added to it.
    options : Options
    due : callable
        ``due(student)`` returns the due date or None.

    Yields
    ------
    Row
        One for each student, in alphabetical order.
    """
    by_student = defaultdict(list)
    for one in known:
        by_student[one.student].append(one)
    for student in sorted(by_student):
        desk = _Desk(course, assignment, student, receipts, options, due(student))
        try:
            yield desk.take(by_student[student])
        except (UnsafePlaceError, RefusedError, OSError) as problem:
            yield Row(student, "refused", problems=[str(problem)])


def due_dates(course: Path, assignment: str) -> Callable[[str], datetime | None]:
    """Read due dates from the gradebook, extensions included.

    Parameters
    ----------
    course : Path
    assignment : str

    Returns
    -------
    callable
        ``due(student)`` returns the due date, or None if there is none.
    """
    default, extended = None, {}
    if has_gradebook(course):
        with open_gradebook(course) as gradebook:
            try:
                default = gradebook.find_assignment(assignment).duedate
            except MissingEntry:
                default = None
            if default:
                for one in gradebook.assignment_submissions(assignment):
                    extended[one.student.id] = one.duedate

    def due(student: str) -> datetime | None:
        moment = extended.get(student, default)
        return moment.replace(tzinfo=UTC) if moment else None

    return due


def missing_students(
    course: Path, assignment: str, roster: Roster, rows: list[Row]
) -> list[str]:
    """List the students of the class who have handed in nothing.

    Parameters
    ----------
    course : Path
    assignment : str
    roster : Roster
    rows : list of Row

    Returns
    -------
    list of str
        Their ids.
    """
    there = {path.parent.name for path in course.glob(f"submitted/*/{assignment}")}
    there |= {row.student for row in rows if row.outcome != "refused"}
    return [s.id for s in roster.students if folder_of(s.id) not in there]


@dataclass
class _Attempt:
    """A hand-in that was read; the bytes are dropped as soon as another one wins."""

    known: Known
    receipt: Receipt
    chosen: Chosen | None
    remarks: list[str]


class _Desk:
    """Decides what happens with the hand-ins of one student."""

    def __init__(self, course, assignment, student, receipts, options, due):
        self.course, self.assignment, self.student = course, assignment, student
        self.receipts, self.options, self.due = receipts, options, due
        self.notebook = f"{assignment}.ipynb"
        self.place = course / "submitted" / student / assignment

    def take(self, hand_ins):
        demand_ordinary(self.course, self.student, self.assignment)
        there = digest(self.place / self.notebook)
        current = self.receipts.current(self.student)
        attempts, problems = self._read(hand_ins)
        row = Row(self.student, "refused", hand_ins[-1].hand_in.entries[0].path)
        row.attempts, row.problems = len(hand_ins), problems
        if not attempts:
            return self._finish(row, current)
        fresh = self._fresh(attempts, current)
        winner = fresh[-1] if fresh else None
        shown_one = winner or attempts[-1]
        row.file = shown_one.receipt.name
        row.problems += shown_one.remarks
        if there and current is None and not (winner and _sha(winner) == there):
            current = self._adopt(there)
        if there and current and there not in {current.sha256, _sha(winner)}:
            row.problems.append(
                f"{self.notebook} was changed after its receipt, so it stays as it is. "
                f"To take the collected one, move {self.place} away."
            )
            return self._finish(row, current)
        row.outcome = "unchanged"
        if winner and (current is None or not self._loses(winner.receipt, current)):
            row.outcome = "replaced" if current else "collected"
            self._place(winner, winner.receipt)
            self._write([*_overtaken(fresh[:-1]), winner.receipt])
            return self._finish(row, winner.receipt)
        if winner:
            row.outcome = "earlier"
            self._write(_overtaken(fresh))
        if not there:
            self._restore(row, attempts, current)
        return self._finish(row, current)

    def _read(self, hand_ins):
        """Read all attempts, latest last; the bytes of the others are dropped."""
        attempts, problems, best = [], [], None
        for one in hand_ins:
            try:
                attempt = self._attempt(one)
            except RefusedError as problem:
                problems.append(str(problem))
                continue
            attempts.append(attempt)
            if best and self._loses(attempt.receipt, best.receipt):
                attempt.chosen = None
                continue
            if best:
                best.chosen = None
            best = attempt
        order = cmp_to_key(self._compare)
        attempts.sort(key=lambda a: (order(a.receipt), a is best))
        return attempts, problems

    def _attempt(self, one):
        options, hand_in = self.options, one.hand_in
        chosen = choose(hand_in, self.assignment, options.also, options.zone)
        when = handed_in_at(
            hand_in,
            chosen.entry,
            options.now,
            listed=one.listed,
            due=self.due,
            believe_stated=options.believe_times,
        )
        receipt = Receipt(
            student=self.student,
            assignment=self.assignment,
            collected=options.now,
            handed_in=when.time,
            said_by=when.said_by,
            at_the_latest=when.at_the_latest,
            stated=when.stated,
            late=hand_in.first.late,
            sha256=_sha256(chosen.notebook),
            size=len(chosen.notebook),
            name=chosen.name,
            source=hand_in.source.name,
            layout=hand_in.source.layout,
            platform_id=hand_in.platform_id,
            upload=chosen.upload,
            left_out=chosen.left_out,
            others={name: _sha256(data) for name, data in chosen.others.items()},
        )
        remarks = [*chosen.remarks, when.remark] if when.remark else [*chosen.remarks]
        return _Attempt(one, receipt, chosen, remarks)

    def _fresh(self, attempts, current):
        """Leave out what has a receipt, and the same notebook handed in twice."""
        known = self.receipts.of(self.student)
        fresh, before = [], current
        for attempt in attempts:
            one = attempt.receipt
            # A folder's time is the time of copying: it cannot tell an old notebook
            # that came again from one that was handed in again.
            copied = one.said_by == "file system" and one.at_the_latest
            named = one.name, one.stated
            is_known = any(
                r.holds(one) and (copied or (r.name, r.stated) == named) for r in known
            )
            is_repeated = before and before.holds(one) and not one.revises(before)
            if is_known or is_repeated:
                continue
            fresh.append(attempt)
            before = one
        return fresh

    def _adopt(self, there):
        """Write a receipt for what somebody has put into ``submitted`` by hand."""
        notebook, time = self.place / self.notebook, self.place / "timestamp.txt"
        status = notebook.stat()
        stated = None
        if time.is_file() and not time.is_symlink() and time.stat().st_size < 100:
            stated = parse_time(time.read_text(errors="replace"))
        moment = stated or datetime.fromtimestamp(status.st_mtime, UTC)
        receipt = Receipt(
            student=self.student,
            assignment=self.assignment,
            collected=self.options.now,
            handed_in=min(moment, self.options.now),
            said_by="submitted folder",
            at_the_latest=stated is None,
            stated=stated,
            late=None,
            sha256=there,
            size=status.st_size,
            name=self.notebook,
            source="submitted",
            layout="submitted",
        )
        self._write([receipt])
        return receipt

    def _restore(self, row, attempts, current):
        """Put back what has a receipt and is gone."""
        lost = [attempt for attempt in attempts if _sha(attempt) == current.sha256]
        if lost:
            self._place(lost[-1], current)
            row.outcome = "restored"
        else:
            row.problems.append(
                f"{self.notebook} is gone since its receipt; collect "
                f"{shown(current.source)} again."
            )

    def _place(self, attempt, receipt):
        if self.options.dry_run:
            return
        chosen = attempt.chosen or self._attempt(attempt.known).chosen
        if _sha256(chosen.notebook) != receipt.sha256:
            problem = f"{shown(receipt.name)} changed meanwhile; collect again."
            raise RefusedError(problem)
        files = {self.notebook: chosen.notebook, **chosen.others}
        files["timestamp.txt"] = stamp(receipt.handed_in).encode()
        if chosen.secret:
            files[SECRET] = chosen.secret
        place(self.course, self.student, self.assignment, files)

    def _write(self, receipts):
        if not self.options.dry_run:
            append_receipts(self.course, self.assignment, receipts)
        self.receipts.add(receipts)

    def _finish(self, row, receipt):
        row.receipt, row.is_due = receipt, self.due is not None
        row.late = self._late(receipt) if receipt else None
        return row

    def _late(self, receipt):
        return is_late(receipt.handed_in, receipt.at_the_latest, receipt.late, self.due)

    def _loses(self, one, other):
        """Later counts more; with --no-late-ok, in time counts most."""
        if not self.options.late_ok:
            is_late, other_is_late = (self._late(r) is True for r in (one, other))
            if is_late != other_is_late:
                return is_late
        return one.came_before(other)

    def _compare(self, one, other):
        return self._loses(other, one) - self._loses(one, other)


def _overtaken(attempts):
    return [dataclasses.replace(a.receipt, placed=False) for a in attempts]


def _sha256(data):
    return hashlib.sha256(data).hexdigest()


def _sha(attempt):
    return attempt.receipt.sha256 if attempt else ""
