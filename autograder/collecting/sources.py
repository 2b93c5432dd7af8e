"""Open what the instructor downloaded and sort it into what each student handed in."""

import contextlib
import dataclasses
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from .archives import open_archive, without_ending
from .entries import WHOLE_CLASS, Entry, RefusedError, read_at_most
from .folders import folder_entries
from .layouts import LAYOUTS, Claim, claim_by_pattern, recognise, without_top_folder
from .naming import problem_with_path, without_copy_mark
from .secret import SECRET

__all__ = ["HandIn", "Source", "Trouble", "open_source", "sort_out"]

# What programs leave in folders and archives without anybody's wish.
LITTER = re.compile(
    r"(^|/)(__MACOSX|\.ipynb_checkpoints|__pycache__|\.git|\.DS_Store|\._[^/]*"
    r"|Thumbs\.db|desktop\.ini|submission_secret\.txt)(/|$)"
)


@dataclass(frozen=True)
class Trouble:
    """Something in a source that was not collected.

    Parameters
    ----------
    where : str
        The file, as the source names it.
    problem : str
        One sentence.
    """

    where: str
    problem: str


@dataclass(frozen=True)
class Source:
    """A folder or an archive that was named on the command line.

    Parameters
    ----------
    name : str
    layout : str
        How its names are read.
    is_archive : bool
    changed : datetime
        When the operating system last saw it change.
    entries : list of Entry
    claim : callable
        The reader of its names.
    """

    name: str
    layout: str
    is_archive: bool
    changed: datetime
    entries: list[Entry]
    claim: Callable[[str], Claim | None]


@dataclass
class HandIn:
    """Files that one student handed in together.

    Parameters
    ----------
    source : Source
    claims : list of Claim
    entries : list of Entry
        In the same order.
    secret : Entry, optional
        What nbgrader's exchange put beside the files of the student.
    """

    source: Source
    claims: list[Claim] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    secret: Entry | None = None

    @property
    def first(self) -> Claim:
        """What the first name says of the student."""
        return self.claims[0]

    @property
    def platform_id(self) -> str:
        """The student's number at the learning platform, "" if there is none."""
        number = self.first.number
        return f"{self.source.layout}:{number}" if number else ""


def open_source(
    path: Path,
    zone: tzinfo,
    stack: contextlib.ExitStack,
    layout: str = "",
    pattern: re.Pattern[str] | None = None,
) -> Source:
    """Open a folder, an archive or a single notebook.

    Parameters
    ----------
    path : Path
    zone : tzinfo
        In which zip times are meant.
    stack : contextlib.ExitStack
        Keeps archives open and closes them.
    layout : str
        "" to recognise it by the names.
    pattern : re.Pattern, optional
        Finds the student in a path; takes the place of a layout.

    Returns
    -------
    Source

    Raises
    ------
    RefusedError
        If it cannot be opened; the message is one sentence.
    """
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            entries, is_packed = folder_entries(path.resolve()), False
        elif not stat.S_ISREG(status.st_mode):
            problem = f"{path} is neither a folder nor a file."
            raise RefusedError(problem)
        elif path.suffix == ".ipynb":
            entries, is_packed = [_single(path, status)], False
        else:
            file = stack.enter_context(path.open("rb"))
            entries = open_archive(file, path.name, WHOLE_CLASS, zone, stack)
            is_packed = True
    except OSError as error:
        problem = f"{path} cannot be opened ({error.strerror})."
        raise RefusedError(problem) from None
    entries = [e for e in entries if not LITTER.search(e.path.removesuffix(SECRET))]
    entries = _without_top_folder(entries, path if is_packed else None)
    names = [e.path for e in entries if _is_sound(e) and not _is_secret(e)]
    found = layout or recognise(names)
    claim = claim_by_pattern(pattern) if pattern else LAYOUTS[found]
    changed = datetime.fromtimestamp(status.st_ctime, UTC)
    name = "pattern" if pattern else found
    return Source(path.name or str(path), name, is_packed, changed, entries, claim)


def sort_out(source: Source, assignment: str) -> tuple[list[HandIn], list[Trouble]]:
    """Sort the files of a source by student and attempt.

    Parameters
    ----------
    source : Source
    assignment : str
        What other assignments of an exchange left there is passed over.

    Returns
    -------
    hand_ins : list of HandIn
    troubles : list of Trouble
        Files whose student is not known.
    """
    hand_ins: dict[str, HandIn] = {}
    troubles, secrets = [], []
    for entry in source.entries:
        claim = source.claim(entry.path) if _is_sound(entry) else None
        if _is_secret(entry):
            secrets.append((claim, entry))
        elif claim is None:
            reason = entry.problem or _unclear(source)
            troubles.append(Trouble(entry.path, f"not collected: {reason}."))
        elif claim.assignment in ("", assignment):
            hand_in = hand_ins.setdefault(claim.attempt, HandIn(source))
            hand_in.claims.append(claim)
            hand_in.entries.append(entry)
    for claim, entry in secrets:
        if claim and claim.rest == SECRET and source.layout == "exchange":
            found = hand_ins.get(claim.attempt)
            if found:
                found.secret = entry
    return [*hand_ins.values()], _few(troubles)


def _is_sound(entry):
    """Tell whether a path may be interpreted, whatever the file itself is."""
    return not problem_with_path(entry.path)


def _is_secret(entry):
    return entry.path.rpartition("/")[2] == SECRET


def _unclear(source):
    example = {
        "canvas": "name_12345_67890_file.ipynb",
        "moodle": "Full Name_12345_assignsubmission_file_/file.ipynb",
        "exchange": "user+assignment+time+code/file.ipynb",
        "folder": "STUDENT/file.ipynb or STUDENT.ipynb",
    }.get(source.layout)
    if not example:
        return "--student-pattern finds no student in its name"
    return f"its name says no student; {source.layout} names look like {example}"


def _few(troubles, at_most=20):
    """Name the first troubles and count the rest."""
    rest = len(troubles) - at_most
    if rest <= 0:
        return troubles
    more = Trouble(f"{rest} more", "not collected for the like reasons.")
    return [*troubles[:at_most], more]


def _without_top_folder(entries, archive):
    stem = without_copy_mark(without_ending(archive.name)) if archive else ""
    cut = without_top_folder([e.path for e in entries if _is_sound(e)], stem)
    if not cut:
        return entries
    return [
        dataclasses.replace(e, path=e.path[cut:]) if _is_sound(e) else e
        for e in entries
    ]


def _single(path, status):
    def read(limit):
        with path.open("rb") as file:
            return read_at_most(file, limit)

    return Entry(
        path.name,
        status.st_size,
        datetime.fromtimestamp(status.st_mtime, UTC),
        read,
        changed=datetime.fromtimestamp(status.st_ctime, UTC),
    )
