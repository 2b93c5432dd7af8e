"""Whether a file holds what its name promises, asked once per file.

Hashing is done when a file is first read. Afterwards its path, size and
modification time are remembered in ``verified.json`` in the cache, and the hash
is not computed again until one of them changes. That guards against accidents
(an interrupted copy, an error page saved under a data file's name), not against
somebody who forges modification times.
"""

import gzip
import hashlib
import io
import json
import zlib
from pathlib import Path

from datasets.locations import cache_folder, find, write_whole
from datasets.registry import DataError, DataFile

__all__ = [
    "is_remembered",
    "remember",
    "unpack",
    "verified_content",
]

_GZIP_MAGIC = b"\x1f\x8b"
_LFS_START = b"version https://git-lfs.github.com/spec/"
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head")


def unpack(raw: bytes, file: DataFile, known_good: bool = False) -> bytes:
    """Return the uncompressed content of a copy of `file`.

    Parameters
    ----------
    raw : bytes
        The copy as it was read or received, gzipped or not.
    file : DataFile
        What the copy should hold.
    known_good : bool
        Whether the hash was compared earlier and need not be again.

    Returns
    -------
    bytes
        Exactly the registered content.

    Raises
    ------
    ValueError
        If it is anything else. The message continues a sentence that starts
        with the name of the copy: "is an HTML page", "is empty".
    """
    content = raw
    if raw.startswith(_GZIP_MAGIC):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
                # One byte more than expected shows that a file is too long
                # without unpacking all of what may be gigabytes.
                content = stream.read(file.size + 1)
        except EOFError:
            msg = f"is a gzip file cut short after {len(raw):,} bytes"
            raise ValueError(msg) from None
        except (OSError, zlib.error):
            msg = "is a damaged gzip file"
            raise ValueError(msg) from None
    msg = _fault(content, file, known_good)
    if msg:
        raise ValueError(msg)
    return content


def _fault(content: bytes, file: DataFile, known_good: bool) -> str:
    """Say what is wrong with `content`; an empty string means nothing is."""
    if len(content) == file.size:
        if known_good:
            return ""
        digest = hashlib.sha256(content).hexdigest()
        if digest == file.sha256:
            return ""
        return f"has the right length but sha256 {digest[:12]}..."
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content:
        return "is empty"
    if start.startswith(_LFS_START):
        return "is a Git LFS pointer, a note that stands for the file"
    if start.startswith(_HTML_STARTS):
        return "is an HTML page"
    if len(content) < file.size:
        return f"is cut short: {len(content):,} bytes"
    return "is too long"


def verified_content(file: DataFile, afresh: bool = False) -> bytes:
    """Find `file` and return its content after checking it.

    Parameters
    ----------
    file : DataFile
        The file to read.
    afresh : bool
        Whether to compare the hash even if it was compared before.

    Returns
    -------
    bytes
        The uncompressed content.

    Raises
    ------
    DataError
        If the file is nowhere, cannot be read or holds something else.
    """
    remedy = f"run `python -m datasets fetch {file.data_set}`"
    path = find(file)
    if path is None:
        msg = f"{file.name} is not on this computer; {remedy}."
        raise DataError(msg)
    known_good = not afresh and is_remembered(path, file.sha256)
    try:
        raw = path.read_bytes()
        content = unpack(raw, file, known_good)
    except OSError as error:
        msg = (
            f"{path} cannot be read ({error.strerror}); make it readable, or delete "
            f"it and {remedy}."
        )
        raise DataError(msg) from None
    except ValueError as fault:
        msg = (
            f"{path} {fault}; expected the {file.size:,} bytes of {file.name} with "
            f"sha256 {file.sha256[:12]}...; delete it, then {remedy}."
        )
        raise DataError(msg) from None
    if not known_good:
        remember(path, file.sha256)
    return content


def _records() -> dict[str, list[object]]:
    try:
        records = json.loads((cache_folder() / "verified.json").read_bytes())
    except (OSError, ValueError):
        # No record, or a damaged one: everything is checked again.
        return {}
    return records if isinstance(records, dict) else {}


def _record(path: Path, sha256: str) -> list[object]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, sha256]


def is_remembered(path: Path, sha256: str) -> bool:
    """Tell whether `path` is unchanged since `remember` was called for it."""
    try:
        return _records().get(str(path.resolve())) == _record(path, sha256)
    except OSError:
        return False


def remember(path: Path, sha256: str) -> None:
    """Note that `path` holds, or was made from, the content with this hash."""
    try:
        records = _records()
        records[str(path.resolve())] = _record(path, sha256)
        write_whole(cache_folder() / "verified.json", json.dumps(records).encode())
    except OSError:
        # A cache that cannot be written costs time, never a result.
        return
