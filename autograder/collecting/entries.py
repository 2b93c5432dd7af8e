"""What archives and folders are made of: entries, with limits that they must keep."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from .naming import shown

__all__ = [
    "CHUNK",
    "ONE_STUDENT",
    "WHOLE_CLASS",
    "Entry",
    "Limits",
    "RefusedError",
    "demand_size",
    "is_bomb",
    "judged",
    "read_at_most",
    "size_of",
]

MEGABYTE = 2**20
CHUNK = 2**20
MAX_RATIO = 200
RATIO_COUNTS_ABOVE = 10 * MEGABYTE


class RefusedError(Exception):
    """An archive or an entry is not opened; the message says why."""


@dataclass(frozen=True)
class Limits:
    """How much an archive may contain.

    Parameters
    ----------
    entries : int
        Files and folders.
    total : int
        Bytes of all files together.
    all_or_nothing : bool
        Whether one dangerous entry condemns the archive. It does if one student made
        the archive; in the archive of a class the others are innocent.
    """

    entries: int
    total: int
    all_or_nothing: bool


WHOLE_CLASS = Limits(entries=200_000, total=32 * 2**30, all_or_nothing=False)
ONE_STUDENT = Limits(entries=2_000, total=512 * MEGABYTE, all_or_nothing=True)


@dataclass(frozen=True)
class Entry:
    """One file in a folder or an archive.

    Parameters
    ----------
    path : str
        Its names, with ``/`` between them.
    size : int
        Bytes, as the source states them.
    stated : datetime, optional
        Time, as the source states it.
    read : callable
        ``read(limit)`` returns the bytes, or raises `RefusedError` if there are
        more than ``limit``.
    problem : str
        Why it is not opened, "" if it may be.
    changed : datetime, optional
        When the operating system last saw it change; only for files on a disk.
    owner : str
        Who owns it on a disk, "" if that is unknown.
    """

    path: str
    size: int
    stated: datetime | None
    read: Callable[[int], bytes]
    problem: str = ""
    changed: datetime | None = None
    owner: str = ""


def read_at_most(file: IO[bytes], limit: int) -> bytes:
    """Read a file to its end.

    Parameters
    ----------
    file : binary file
    limit : int

    Returns
    -------
    bytes

    Raises
    ------
    RefusedError
        If it has more bytes than ``limit``.
    """
    parts, left = [], limit + 1
    while left > 0 and (part := file.read(min(CHUNK, left))):
        parts.append(part)
        left -= len(part)
    if left <= 0:
        problem = f"it has more than {limit // MEGABYTE} MB"
        raise RefusedError(problem)
    return b"".join(parts)


def demand_size(unpacked: int, packed: int, limits: Limits) -> None:
    """Refuse what is too much, or what one student packed too tightly."""
    if unpacked > limits.total:
        problem = (
            f"unpacked it has more than {limits.total // MEGABYTE:,} MB, "
            "the most that is allowed"
        )
        raise RefusedError(problem)
    if limits.all_or_nothing and is_bomb(unpacked, packed):
        problem = f"it is packed more than {MAX_RATIO} to 1, as bombs are"
        raise RefusedError(problem)


def is_bomb(unpacked: int, packed: int) -> bool:
    """Tell whether something is packed more tightly than honest files are."""
    return unpacked > RATIO_COUNTS_ABOVE and unpacked > MAX_RATIO * max(packed, 1)


def judged(entry: Entry, danger: str, kind: str, limits: Limits) -> Entry:
    """Mark an entry that is not opened; a danger may condemn the whole archive."""
    if danger and limits.all_or_nothing:
        problem = f"{shown(entry.path, 40)}: {danger}"
        raise RefusedError(problem)
    return dataclasses.replace(entry, problem=danger or kind)


def size_of(file: IO[bytes]) -> int:
    """Return the bytes of an open file."""
    return file.seek(0, 2)
