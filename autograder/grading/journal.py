"""The journal of grading: what has happened, one line for each event.

A line is on the disk before the next step begins, so whoever comes after a crash
knows what was done. The last line may be torn; it then counts as not written.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["BusyError", "Journal", "read_events"]


class BusyError(Exception):
    """Somebody else is writing; the message says who."""


class Journal:
    """Append events to a file, one writer at a time.

    Parameters
    ----------
    path : Path
        A file of JSON lines.
    patience : float
        Seconds to wait for another process. One that was killed lets go of the
        file when the last process that it had started ends.

    Raises
    ------
    BusyError
        If another process has it open.
    """

    def __init__(self, path: Path, patience: float = 5.0):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        deadline = time.monotonic() + patience
        while not self._is_mine():
            if time.monotonic() > deadline:
                self._file.close()
                problem = (
                    f"another process is writing {path}; wait until it has "
                    "finished, or stop it."
                )
                raise BusyError(problem)
            time.sleep(0.05)
        self._end_torn_line()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def append(self, event: str, **facts) -> None:
        """Write an event; it is on the disk when this returns.

        Parameters
        ----------
        event : str
        **facts
            Plain JSON.
        """
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"event": event, "time": moment, **facts})
        self._file.write(line.encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def events(self) -> Iterator[dict]:
        """Read all events from the beginning.

        Yields
        ------
        dict
        """
        self._file.seek(0)
        yield from _events(self._file)

    def _is_mine(self):
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _end_torn_line(self):
        size = self._file.seek(0, os.SEEK_END)
        if size:
            self._file.seek(size - 1)
            if self._file.read(1) != b"\n":
                self._file.write(b"\n")


def read_events(path: Path) -> list[dict]:
    """Read a journal that somebody else may be writing.

    Parameters
    ----------
    path : Path

    Returns
    -------
    list of dict
        Empty if there is no such file.
    """
    if not path.exists():
        return []
    with path.open("rb") as file:
        return list(_events(file))


def _events(lines):
    for line in lines:
        with contextlib.suppress(ValueError):
            yield json.loads(line)
