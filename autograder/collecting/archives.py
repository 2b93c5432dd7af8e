"""Look into zip and tar archives without unpacking them, within limits.

Nothing is ever extracted: an archive becomes a list of entries, and one entry at a time
is read into memory, with a limit on the bytes that really come out. What headers claim
is used only to refuse early.
"""

import contextlib
import dataclasses
import gzip
import math
import stat
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import IO

from .naming import problem_with_path, shown

__all__ = [
    "ONE_STUDENT",
    "WHOLE_CLASS",
    "Entry",
    "Limits",
    "RefusedError",
    "is_archive",
    "open_archive",
    "read_at_most",
]

MEGABYTE = 2**20
CHUNK = 2**20
MAX_RATIO = 200
RATIO_COUNTS_ABOVE = 10 * MEGABYTE
MAX_TAR_NOTE = 64 * 2**10
OPENED = (".zip", ".tar", ".tar.gz", ".tgz")
NOT_OPENED = (".7z", ".rar", ".bz2", ".xz", ".zst", ".gz")
KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
TAR_KINDS = {
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.LNKTYPE: "a hard link",
    tarfile.FIFOTYPE: "a named pipe",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
}


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


def is_archive(path: str) -> bool:
    """Tell from its name whether a file is an archive, also one of another kind."""
    return path.casefold().endswith(OPENED + NOT_OPENED)


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
            entries = list(_tar_entries(_gunzip(file, limits, stack), limits))
        elif start[257:262] == b"ustar":
            entries = list(_tar_entries(file, limits))
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


def _zip_entries(file: IO[bytes], limits: Limits, zone: tzinfo) -> Iterator[Entry]:
    # Python reads the whole table of contents into memory, so it is counted first.
    count = _count(file, b"PK\x01\x02")
    if count > limits.entries:
        problem = f"it has {count:,} entries, at most {limits.entries:,} are allowed"
        raise RefusedError(problem)
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # whatever a damaged table of contents provokes
        problem = f"its table of contents is damaged ({type(error).__name__})"
        raise RefusedError(problem) from None
    infos = [info for info in archive.infolist() if not info.is_dir()]
    total = sum(i.file_size for i in infos if not _danger_in_zip(i))
    _demand_size(total, _size(file), limits)
    for info in infos:
        path = _zip_path(info)
        read = partial(_read_zip, archive, info)
        entry = Entry(path, info.file_size, _zip_time(info, zone), read)
        danger = problem_with_path(path) or _danger_in_zip(info)
        kind = KINDS.get(stat.S_IFMT(info.external_attr >> 16))
        yield _judged(entry, danger, f"it is {kind}" if kind else "", limits)


def _danger_in_zip(info):
    if info.flag_bits & 0x41:
        return "it is encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The other methods can turn a few bytes into gigabytes in one step.
        return f"it is packed with method {info.compress_type}, not in the usual way"
    if _is_bomb(info.file_size, info.compress_size):
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


def _tar_entries(file: IO[bytes], limits: Limits) -> Iterator[Entry]:
    """Walk over the headers one by one: nothing is sought, joined or guessed.

    The library parses each header of 512 bytes. Its reader of whole archives is not
    used, because notes before a header may be of any size there.
    """
    end, total, count = _size(file), 0, 0
    note: dict[str, str] = {}
    file.seek(0)
    while (block := file.read(512)).strip(b"\0"):
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError:
            problem = "one of its headers is damaged"
            raise RefusedError(problem) from None
        count += 1
        start = file.tell()
        is_note = info.type in (b"x", b"X", b"g", b"L", b"K")
        has_data = info.isreg() or info.type not in tarfile.SUPPORTED_TYPES
        stated = str(info.size)
        size = _number(stated if is_note else note.get("size", stated))
        if size < 0 or ((has_data or is_note) and start + size > end):
            problem = "one of its files is longer than the archive"
            raise RefusedError(problem)
        if count > limits.entries:
            problem = f"it has more than {limits.entries:,} entries"
            raise RefusedError(problem)
        if is_note:
            note |= _tar_note(info.type, size, file)
        else:
            if info.type == tarfile.GNUTYPE_SPARSE or "GNU.sparse.major" in note:
                problem = "it stores files with holes"
                raise RefusedError(problem)
            path = note.get("path", info.name).replace("\\", "/")
            if not info.isdir():
                total += size
                _demand_size(total, end, limits)
                time = _moment(info.mtime)
                entry = Entry(path, size, time, partial(_read_tar, file, start, size))
                kind = TAR_KINDS.get(info.type) or ("" if info.isreg() else "special")
                reason = f"it is {kind}" if kind else ""
                yield _judged(entry, problem_with_path(path), reason, limits)
            note = {}
        file.seek(start + (-(-size // 512) * 512 if has_data or is_note else 0))


def _tar_note(kind, size, file):
    """Read what precedes a header: a long name, or a list of ``length key=value``."""
    if size > MAX_TAR_NOTE:
        problem = f"one of its headers has {size:,} bytes"
        raise RefusedError(problem)
    data = file.read(size)
    if kind == b"L":
        return {"path": data.split(b"\0")[0].decode("utf-8", "surrogateescape")}
    found = {}
    while kind in (b"x", b"X") and data:
        length, _, rest = data[:20].partition(b" ")
        end = _number(length.decode("latin-1"))
        if not rest or not len(length) + 1 < end <= len(data):
            problem = "one of its headers is damaged"
            raise RefusedError(problem)
        key, _, value = data[len(length) + 1 : end - 1].partition(b"=")
        found[key.decode("latin-1")] = value.decode("utf-8", "surrogateescape")
        data = data[end:]
    return {k: v for k, v in found.items() if k in ("path", "size", "GNU.sparse.major")}


def _read_tar(file, start, size, limit):
    if size > limit:
        problem = f"it has {size / MEGABYTE:.0f} MB, at most {limit // MEGABYTE} MB"
        raise RefusedError(problem)
    file.seek(start)
    data = file.read(size)
    if len(data) < size:
        problem = "the archive ends in the middle of it"
        raise RefusedError(problem)
    return data


def _gunzip(file, limits, stack):
    """Unpack into a temporary file, up to the limits."""
    packed = _size(file)
    file.seek(0)
    unpacked = stack.enter_context(tempfile.SpooledTemporaryFile(32 * MEGABYTE))
    try:
        with gzip.GzipFile(fileobj=file) as source:
            while part := source.read(CHUNK):
                unpacked.write(part)
                _demand_size(unpacked.tell(), packed, limits)
    except RefusedError:
        raise
    except Exception as error:  # whatever damaged or forged bytes provoke
        problem = f"it cannot be unpacked ({type(error).__name__})"
        raise RefusedError(problem) from None
    unpacked.seek(257)
    if unpacked.read(5) != b"ustar":
        problem = "there is no tar archive in it"
        raise RefusedError(problem)
    return unpacked


def _demand_size(unpacked, packed, limits):
    if unpacked > limits.total:
        problem = (
            f"unpacked it has more than {limits.total // MEGABYTE:,} MB, "
            "the most that is allowed"
        )
        raise RefusedError(problem)
    if _is_bomb(unpacked, packed):
        problem = f"it is packed more than {MAX_RATIO} to 1, as bombs are"
        raise RefusedError(problem)


def _is_bomb(unpacked, packed):
    return unpacked > RATIO_COUNTS_ABOVE and unpacked > MAX_RATIO * max(packed, 1)


def _judged(entry, danger, kind, limits):
    if danger and limits.all_or_nothing:
        problem = f"{shown(entry.path, 40)}: {danger}"
        raise RefusedError(problem)
    return dataclasses.replace(entry, problem=danger or kind)


def _names_that_occur_twice(entries):
    seen: set[str] = set()
    twice: set[str] = set()
    for entry in entries:
        (twice if entry.path in seen else seen).add(entry.path)
    return twice


def _count(file, signature):
    """Count a signature in a file; every entry of a zip archive carries one."""
    file.seek(0)
    count, before = 0, b""
    while part := file.read(CHUNK):
        window = before + part
        count += window.count(signature)
        before = window[1 - len(signature) :]
    return count


def _size(file):
    return file.seek(0, 2)


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else -1


def _moment(seconds):
    try:
        return datetime.fromtimestamp(math.floor(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
