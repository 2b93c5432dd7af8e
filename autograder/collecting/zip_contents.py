"""Count the entries of a zip archive without reading its table of contents whole."""

import struct
from typing import IO

from .entries import Limits, RefusedError, size_of

__all__ = ["demand_few_entries"]

ENTRY, ENTRY_BYTES = b"PK\x01\x02", 46
END, END_BYTES = b"PK\x05\x06", 22
LARGE_END, LARGE_END_BYTES = b"PK\x06\x06", 56
LOCATOR, LOCATOR_BYTES = b"PK\x06\x07", 20
MAX_COMMENT = 2**16 - 1
DAMAGED = "its table of contents is damaged"


def demand_few_entries(file: IO[bytes], limits: Limits) -> None:
    """Refuse an archive with more entries than allowed.

    Only entries of the table count: a student's file may hold whatever bytes it
    likes, and what the end of the archive says of their number may be a lie.

    Parameters
    ----------
    file : binary file
    limits : Limits

    Raises
    ------
    RefusedError
        If there are too many, or no table is found.

    Notes
    -----
    Sections 4.3.12 to 4.3.16 of PKWARE's APPNOTE.TXT describe the table and its end.
    """
    place, stop = _table_of_contents(file)
    count = 0
    while place < stop:
        file.seek(place)
        header = file.read(ENTRY_BYTES)
        if len(header) < ENTRY_BYTES or not header.startswith(ENTRY):
            raise RefusedError(DAMAGED)
        count += 1
        if count > limits.entries:
            problem = f"it has more than {limits.entries:,} entries"
            raise RefusedError(problem)
        place += ENTRY_BYTES + sum(struct.unpack_from("<HHH", header, 28))


def _table_of_contents(file):
    """Return where the table begins and ends; its end follows it at once."""
    length = size_of(file)
    start = max(0, length - END_BYTES - MAX_COMMENT)
    file.seek(start)
    tail = file.read()
    has_comment = tail[-END_BYTES:][:4] != END or tail[-2:] != b"\0\0"
    at = tail.rfind(END) if has_comment else len(tail) - END_BYTES
    if at < 0 or len(tail) - at < END_BYTES:
        raise RefusedError(DAMAGED)
    [size] = struct.unpack_from("<I", tail, at + 12)
    stop = start + at
    # An archive of more than 4 GB or 65,535 files has a second end before the end.
    before = stop - LOCATOR_BYTES - LARGE_END_BYTES
    if before >= 0:
        file.seek(before)
        large = file.read(LARGE_END_BYTES + LOCATOR_BYTES)
        if large[LARGE_END_BYTES:].startswith(LOCATOR):
            [stated] = struct.unpack_from("<Q", large, LARGE_END_BYTES + 8)
            if stated != before or not large.startswith(LARGE_END):
                raise RefusedError(DAMAGED)
            [size] = struct.unpack_from("<Q", large, 40)
            stop = before
    if size > stop:
        raise RefusedError(DAMAGED)
    return stop - size, stop
