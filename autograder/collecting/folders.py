"""List the files of a folder without following anything out of it."""

import os
import pwd
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from .archives import KINDS
from .entries import WHOLE_CLASS, Entry, RefusedError, read_at_most

__all__ = ["folder_entries", "user_name"]

MAX_DEPTH = 12
SAFELY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def folder_entries(root: Path) -> list[Entry]:
    """List all files below a folder.

    Links, pipes and devices are listed with a problem and never opened. A file with a
    second name (a hard link) is treated alike: it may be somebody else's file.

    Parameters
    ----------
    root : Path

    Returns
    -------
    list of Entry
        In the order of their paths.

    Raises
    ------
    RefusedError
        If there are too many files.
    OSError
        If the folder cannot be opened.
    """
    os.scandir(root).close()  # walking passes over a folder that cannot be opened
    found = []
    for entry in _walk(root):
        found.append(entry)
        if len(found) > WHOLE_CLASS.entries:
            problem = (
                f"the folder {root} holds more than {WHOLE_CLASS.entries:,} files; "
                "collect it in parts."
            )
            raise RefusedError(problem)
    return sorted(found, key=lambda entry: entry.path)


def user_name(number: int) -> str:
    """Return the name of a user of this machine, "" if it has none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return ""


def _walk(root: Path) -> Iterator[Entry]:
    for folder, folders, files, descriptor in os.fwalk(root, follow_symlinks=False):
        inside = os.path.relpath(folder, root)
        parts = () if inside == "." else tuple(inside.split(os.sep))
        for name in [*folders, *files]:
            try:
                found = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            except OSError:
                continue  # it vanished meanwhile
            problem = ""
            if stat.S_ISDIR(found.st_mode):
                problem = _problem_with_folder(name, descriptor, len(parts))
                if not problem:
                    continue
                folders.remove(name)
            yield _entry(root, (*parts, name), found, problem)


def _problem_with_folder(name, descriptor, depth):
    if depth >= MAX_DEPTH:
        return f"it lies more than {MAX_DEPTH} folders deep"
    try:
        os.close(os.open(name, SAFELY | os.O_DIRECTORY, dir_fd=descriptor))
    except OSError as error:
        return f"the folder cannot be opened ({error.strerror})"
    return ""


def _entry(root, parts, found, problem=""):
    kind = KINDS.get(stat.S_IFMT(found.st_mode))
    if kind:
        problem = f"it is {kind}"
    elif found.st_nlink > 1 and stat.S_ISREG(found.st_mode):
        problem = "it is a hard link: the file has a second name; hand in a copy"
    return Entry(
        "/".join(parts),
        found.st_size,
        datetime.fromtimestamp(found.st_mtime, UTC),
        partial(_read, root, parts, found),
        problem,
        changed=datetime.fromtimestamp(found.st_ctime, UTC),
        owner=user_name(found.st_uid),
    )


def _read(root, parts, listed, limit):
    """Open one name after the other, so that no link can be slipped in between."""
    opened = []
    try:
        opened.append(os.open(root, os.O_RDONLY | os.O_DIRECTORY))
        for name in parts[:-1]:
            opened.append(os.open(name, SAFELY | os.O_DIRECTORY, dir_fd=opened[-1]))
        opened.append(os.open(parts[-1], SAFELY, dir_fd=opened[-1]))
        with open(opened[-1], "rb", closefd=False) as file:
            _demand_same(listed, os.fstat(opened[-1]))
            data = read_at_most(file, limit)
            _demand_same(listed, os.fstat(opened[-1]))
            return data
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise RefusedError(problem) from None
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _demand_same(listed, now):
    def identity(status):
        return status.st_dev, status.st_ino, status.st_ctime_ns, status.st_size

    if not stat.S_ISREG(now.st_mode) or identity(listed) != identity(now):
        problem = "it changed while it was read; collect again"
        raise RefusedError(problem)
