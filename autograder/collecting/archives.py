"""Look into zip and tar archives without unpacking them, within limits.

Nothing is ever extracted: an archive becomes a list of entries, and one entry at a time
is read into memory, with a limit on the bytes that really come out. What headers claim
is used only to refuse early.
"""

import contextlib
import dataclasses
import stat
import struct
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import IO

from .entries import (
    MAX_RATIO,
    Entry,
    Limits,
    RefusedError,
    demand_size,
    is_bomb,
    judged,
    read_at_most,
    size_of,
)
from .naming import problem_with_path, shown
from .tar_archives import gunzip, tar_entries
from .zip_contents import demand_few_entries

__all__ = ["KINDS", "is_archive", "open_archive", "without_ending"]

# The longest first. Not all of these are opened.
ENDINGS = (
    *(".tar.gz", ".zip", ".tar", ".tgz"),
    *(".7z", ".rar", ".bz2", ".xz", ".zst", ".gz"),
)
KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def is_archive(path: str) -> bool:
    """Tell from its name whether a file is an archive, also one of another kind."""
    return path.casefold().endswith(ENDINGS)


def without_ending(name: str) -> str:
    """Return the name of an archive without ``.zip`` and the like."""
    ending = next((e for e in ENDINGS if name.casefold().endswith(e)), "")
    return name[: len(name) - len(ending)]


def open_archive(
    file: IO[bytes],
    name: str,
    limits: Limits,
    zone: tzinfo,
    stack: contextlib.ExitStack,
) -> list[Entry]:
    """List what an archive contains.

    Parameters
    ----------
    file : binary file
        It must stay open as long as entries are read.
    name : str
        What messages call the archive.
    limits : Limits
    zone : tzinfo
        In which zip times without a zone are meant.
    stack : contextlib.ExitStack
        Closes what had to be opened.

    Returns
    -------
    list of Entry
        Without folders.

    Raises
    ------
    RefusedError
        If the archive as a whole is refused.
    """
    file.seek(0)
    start = file.read(512)
    try:
        if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            entries = list(_zip_entries(file, limits, zone))
        elif start[:2] == b"\x1f\x8b":
            entries = list(tar_entries(gunzip(file, limits, stack), limits))
        elif start[257:262] == b"ustar":
            entries = list(tar_entries(file, limits))
        else:
            problem = "it is no zip, tar or tar.gz archive; make it one of these"
            raise RefusedError(problem)
    except RefusedError as problem:
        text = f"the archive {shown(name)} is refused: {problem}."
        raise RefusedError(text) from None
    twice = _names_that_occur_twice(entries)
    return [
        dataclasses.replace(e, problem="the archive names it twice")
        if e.path in twice
        else e
        for e in entries
    ]


def _zip_entries(file: IO[bytes], limits: Limits, zone: tzinfo) -> Iterator[Entry]:
    # Python reads the whole table of contents into memory, so it is counted first.
    demand_few_entries(file, limits)
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # whatever a damaged table of contents provokes
        problem = f"its table of contents is damaged ({type(error).__name__})"
        raise RefusedError(problem) from None
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if limits.all_or_nothing:
        demand_size(sum(info.file_size for info in infos), size_of(file), limits)
    for info in infos:
        path = _zip_path(info)
        read = partial(_read_zip, archive, info)
        entry = Entry(path, info.file_size, _zip_time(info, zone), read)
        danger = problem_with_path(path) or _danger_in_zip(info)
        kind = KINDS.get(stat.S_IFMT(info.external_attr >> 16))
        yield judged(entry, danger, f"it is {kind}" if kind else "", limits)


def _danger_in_zip(info):
    if info.flag_bits & 0x41:
        return "it is encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The other methods can turn a few bytes into gigabytes in one step.
        return f"it is packed with method {info.compress_type}, not in the usual way"
    if is_bomb(info.file_size, info.compress_size):
        return f"it is packed more than {MAX_RATIO} to 1, as bombs are"
    return ""


def _read_zip(archive, info, limit):
    try:
        with archive.open(info) as file:
            return read_at_most(file, limit)
    except RefusedError:
        raise
    except Exception as error:  # whatever damaged or forged bytes provoke
        problem = f"it cannot be unpacked ({type(error).__name__})"
        raise RefusedError(problem) from None


def _zip_path(info):
    path = info.orig_filename
    if not info.flag_bits & 0x800:  # some programs write UTF-8 and do not say so
        with contextlib.suppress(UnicodeError):
            path = path.encode("cp437").decode("utf-8")
    return path.replace("\\", "/")


def _zip_time(info, zone):
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return datetime.fromtimestamp(struct.unpack_from("<i", extra, 5)[0], UTC)
        extra = extra[4 + size :]
    try:
        return datetime(*info.date_time).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _names_that_occur_twice(entries):
    seen: set[str] = set()
    twice: set[str] = set()
    for entry in entries:
        (twice if entry.path in seen else seen).add(entry.path)
    return twice
