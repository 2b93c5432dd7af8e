"""Read tar archives, packed or not, header by header."""

import gzip
import math
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import IO

from .entries import (
    CHUNK,
    MEGABYTE,
    Entry,
    Limits,
    RefusedError,
    demand_size,
    judged,
    size_of,
)
from .naming import problem_with_path

__all__ = ["gunzip", "tar_entries"]

MAX_TAR_NOTE = 64 * 2**10
TAR_KINDS = {
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.LNKTYPE: "a hard link",
    tarfile.FIFOTYPE: "a named pipe",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
}


def tar_entries(file: IO[bytes], limits: Limits) -> Iterator[Entry]:
    """Walk over the headers one by one: nothing is sought, joined or guessed.

    The library parses each header of 512 bytes. Its reader of whole archives is not
    used, because notes before a header may be of any size there.
    """
    end, total, count = size_of(file), 0, 0
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
                demand_size(total, end, limits)
                time = _moment(info.mtime)
                entry = Entry(path, size, time, partial(_read_tar, file, start, size))
                kind = TAR_KINDS.get(info.type) or ("" if info.isreg() else "special")
                reason = f"it is {kind}" if kind else ""
                yield judged(entry, problem_with_path(path), reason, limits)
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


def gunzip(file, limits, stack):
    """Unpack into a temporary file, up to the limits."""
    packed = size_of(file)
    file.seek(0)
    unpacked = stack.enter_context(tempfile.SpooledTemporaryFile(32 * MEGABYTE))
    try:
        with gzip.GzipFile(fileobj=file) as source:
            while part := source.read(CHUNK):
                unpacked.write(part)
                demand_size(unpacked.tell(), packed, limits)
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


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else -1


def _moment(seconds):
    try:
        return datetime.fromtimestamp(math.floor(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
