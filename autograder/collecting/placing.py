"""Put a submission into ``submitted`` as a whole, and keep what it replaces.

A new submission is written beside the course and moved to its place in one step. Where
the operating system can swap two folders in one step (Linux), the place is never empty.
What was there goes to ``submitted_earlier``.
"""

import contextlib
import ctypes
import os
import secrets
import shutil
import stat
import sys
from pathlib import Path

from .receipts import Receipts, digest

__all__ = ["EARLIER", "UnsafePlaceError", "clear_up", "demand_ordinary", "place"]

EARLIER = "submitted_earlier"
UNFINISHED = ".collecting"
AT_FDCWD, RENAME_EXCHANGE = -100, 2


class UnsafePlaceError(Exception):
    """A folder of the course is not an ordinary one; the message is one sentence."""


def place(course: Path, student: str, assignment: str, files: dict[str, bytes]) -> None:
    """Put a student's files where nbgrader expects them.

    Parameters
    ----------
    course : Path
    student : str
        Name of the student's folder.
    assignment : str
    files : dict
        Bytes by name: the notebook, its time, and others.
    """
    demand_ordinary(course, student, assignment)
    target = course / "submitted" / student / assignment
    staged = course / UNFINISHED / student / f"{assignment}-{secrets.token_hex(4)}"
    staged.mkdir(parents=True)
    for name, data in files.items():
        (staged / name).write_bytes(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        _swap(staged, target)
        if _same(staged, target):
            shutil.rmtree(staged)
        else:
            _file_away(course, student, assignment, staged)
    else:
        os.rename(staged, target)
    _remove_if_empty(staged.parent, course / UNFINISHED)


def clear_up(course: Path, assignment: str, receipts: Receipts) -> None:
    """Put away what an interrupted run left behind.

    A folder with a notebook that has a receipt was replaced and goes to
    ``submitted_earlier``; any other was not finished, and its source still has it.

    Parameters
    ----------
    course : Path
    assignment : str
    receipts : Receipts
    """
    for left in sorted((course / UNFINISHED).glob(f"*/{assignment}-????????")):
        student = left.parent.name
        known = {receipt.sha256 for receipt in receipts.of(student)}
        if digest(left / f"{assignment}.ipynb") in known:
            _file_away(course, student, assignment, left)
        else:
            shutil.rmtree(left)
        _remove_if_empty(left.parent)
    _remove_if_empty(course / UNFINISHED)


def demand_ordinary(course: Path, student: str, assignment: str) -> None:
    """Refuse to write through links.

    Parameters
    ----------
    course : Path
    student : str
    assignment : str

    Raises
    ------
    UnsafePlaceError
        If a folder on the way is something else.
    """
    path = course
    for name in ("submitted", student, assignment):
        path = path / name
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                problem = f"{path} is not an ordinary folder; move it away."
                raise UnsafePlaceError(problem)


def _swap(one, other):
    """Swap two folders, in one step if the operating system can."""
    if sys.platform == "linux":
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        paths = os.fsencode(one), os.fsencode(other)
        if rename and not rename(
            AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE
        ):
            return
    aside = one.with_name(f"{one.name[:-8]}{secrets.token_hex(4)}")
    os.rename(other, aside)
    os.rename(one, other)
    os.rename(aside, one)


def _file_away(course, student, assignment, old):
    """Keep a replaced submission under the hash of its notebook, once."""
    name = (digest(old / f"{assignment}.ipynb") or "without notebook")[:16]
    target = course / EARLIER / student / assignment / name
    number = 1
    while target.exists() and not _same(old, target):
        number += 1
        target = target.with_name(f"{name}-{number}")
    if target.exists() or not any(old.iterdir()):
        shutil.rmtree(old)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    os.rename(old, target)


def _same(one, other):
    """Tell whether two folders hold the same files; only the times may differ."""

    def content(folder):
        return {
            path.relative_to(folder): digest(path)
            for path in folder.rglob("*")
            if path.name != "timestamp.txt"
        }

    return content(one) == content(other)


def _remove_if_empty(*folders):
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
