"""Find out which student handed something in, and refuse where that is unclear."""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .folders import user_name
from .naming import UnsafeNameError, folder_of, same_name, shown
from .receipts import Receipts
from .roster import Roster
from .sources import HandIn

__all__ = ["Known", "Unclear", "identify"]


@dataclass(frozen=True)
class Known:
    """A hand-in whose student is known.

    Parameters
    ----------
    student : str
        Name of the student's folder.
    hand_in : HandIn
    listed : datetime, optional
        Time of handing in according to the class list.
    """

    student: str
    hand_in: HandIn
    listed: datetime | None


@dataclass(frozen=True)
class Unclear:
    """A hand-in that belongs to nobody for certain.

    Parameters
    ----------
    hand_in : HandIn
    problem : str
        One sentence.
    """

    hand_in: HandIn
    problem: str


def identify(
    hand_ins: Iterable[HandIn],
    assignment: str,
    course: Path,
    receipts: Receipts,
    roster: Roster | None,
    check_owner: bool = True,
) -> tuple[list[Known], list[Unclear]]:
    """Find the student of every hand-in.

    Two different students never get one folder: where that could happen, nothing is
    collected for either.

    Parameters
    ----------
    hand_ins : iterable of HandIn
    assignment : str
    course : Path
    receipts : Receipts
        They say which platform numbers are known.
    roster : Roster, optional
    check_owner : bool
        Whether a submission in an exchange must belong to the student that it names.

    Returns
    -------
    known : list of Known
    unclear : list of Unclear
    """
    known, unclear = [], []
    for hand_in in hand_ins:
        try:
            found = _student(hand_in, assignment, roster)
            if check_owner:
                _demand_owner(hand_in)
        except (_UnclearError, UnsafeNameError) as problem:
            unclear.append(Unclear(hand_in, str(problem)))
        else:
            known.append(found)
    reasons = _shared_folders(known, receipts) | _alike(known, course)
    unclear += [Unclear(k.hand_in, reasons[id(k)]) for k in known if id(k) in reasons]
    return [k for k in known if id(k) not in reasons], unclear


class _UnclearError(Exception):
    """The student is not clear; the message says why."""


def _student(hand_in, assignment, roster):
    claim = hand_in.first
    name = shown(claim.who or claim.number, 40)
    if roster is None:
        if claim.doubt:
            problem = f"{claim.doubt}; a --roster decides it."
            raise _UnclearError(problem)
        if hand_in.source.layout == "folder" and same_name(claim.who) == assignment:
            problem = "its name is the assignment's and says no student."
            raise _UnclearError(problem)
        student = claim.number if hand_in.source.layout == "canvas" else claim.who
        return Known(folder_of(student), hand_in, None)
    found = roster.find(claim.number, claim.who)
    if claim.doubt and roster.find(str(claim.upload), ""):
        found = []
    if not found:
        number = f" ({shown(claim.number, 20)})" if claim.number else ""
        problem = f"{name}{number} is not in the class list; add a row."
        raise _UnclearError(problem)
    if len(found) > 1:
        ids = ", ".join(shown(one.id, 30) for one in found[:3])
        problem = (
            f"{name} may be {ids}; give the platform's number in a column lms_id of "
            "the class list."
        )
        raise _UnclearError(problem)
    return Known(folder_of(found[0].id), hand_in, found[0].submitted)


def _demand_owner(hand_in):
    """Refuse what somebody put into the exchange under another name.

    Where all files belong to one user, as in many hubs, the owner says nothing.
    """
    if hand_in.source.layout != "exchange":
        return
    everybody = {entry.owner for entry in hand_in.source.entries} - {""}
    trusted = {"", hand_in.first.who, "root", user_name(os.getuid())}
    secret = [hand_in.secret] if hand_in.secret else []
    strangers = {entry.owner for entry in [*hand_in.entries, *secret]} - trusted
    if len(everybody) > 1 and strangers:
        problem = (
            f"it says that it is from {shown(hand_in.first.who, 40)}, but the files "
            f"belong to {shown(min(strangers), 40)}; if that is right, add "
            "--ignore-owner."
        )
        raise _UnclearError(problem)


def _shared_folders(known, receipts):
    """Find folders that two people of a source would share."""
    people = defaultdict(set)
    before = receipts.platform_ids()
    for one in known:
        people[one.student, _scope(one)].add(_person(one))
    reasons = {}
    for one in known:
        earlier = before.get((one.student, one.hand_in.source.layout))
        platform_id = one.hand_in.platform_id
        if platform_id and earlier:
            if earlier != platform_id:
                reasons[id(one)] = _same_student(one, {earlier, platform_id})
        elif len(people[one.student, _scope(one)]) > 1:
            reasons[id(one)] = _same_student(one, people[one.student, _scope(one)])
    return reasons


def _scope(one):
    source = one.hand_in.source
    return source.layout if one.hand_in.platform_id else (source.name, source.layout)


def _person(one):
    return one.hand_in.platform_id or one.hand_in.first.who


def _same_student(one, people):
    names = " and ".join(ascii(shown(name, 30)) for name in sorted(people)[:3])
    return (
        f"{names} would both be the student {shown(one.student, 40)}; tell them "
        "apart with --roster."
    )


def _alike(known, course):
    """Find folders that some file systems take for the same."""
    submitted = course / "submitted"
    there = [path.name for path in submitted.iterdir()] if submitted.is_dir() else []
    spellings = defaultdict(set)
    for folder in [*there, *(one.student for one in known)]:
        spellings[same_name(folder)].add(folder)
    reasons = {}
    for one in known:
        others = spellings[same_name(one.student)] - {one.student}
        if others and one.student not in there:
            reasons[id(one)] = (
                f"the student {shown(one.student, 40)} would be mixed up with "
                f"{shown(min(others), 40)}; tell them apart with --roster."
            )
    return reasons
