"""What the names in a source say: who handed in, when, and whether it was late."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from .naming import same_name

__all__ = ["LAYOUTS", "Claim", "claim_by_pattern", "recognise", "without_top_folder"]

# Canvas: name_[LATE_]user_attachment_file, where name has letters, digits and
# underscores; with anonymous marking anon_CODE stands for the name and the user.
CANVAS = re.compile(
    r"(?:(?P<name>\w*?)_)??(?P<late>LATE_)?(?P<user>anon_[A-Za-z0-9]+|\d+)"
    r"_(?P<upload>\d+)_(?P<rest>[^/]+)",
    re.DOTALL,
)
# Moodle: "Full Name_123_assignsubmission_file_/path", or all in one file name.
MOODLE = re.compile(
    r"(?P<name>[^_/]+)_(?P<user>\d+)_assignsubmission_[a-z]+(?:_?/|_)(?P<rest>.+)",
    re.DOTALL,
)
# nbgrader's exchange: user+assignment+time[+random]/path; a user may contain "+".
EXCHANGE = re.compile(
    r"(?P<user>.+)\+(?P<assignment>[^+/]+)\+(?P<time>\d{4}-\d\d-\d\d[^+/]*)"
    r"(?:\+[\w=-]+)?/(?P<rest>.+)",
    re.DOTALL,
)
TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?) ?([\w/]{0,40})")


@dataclass(frozen=True)
class Claim:
    """What a file's name says, before anybody believes it.

    Parameters
    ----------
    who : str
        The student, as the source says it.
    attempt : str
        Files with the same one were handed in together.
    rest : str
        Path inside what was handed in.
    number : str
        The learning platform's number for the student, or "".
    upload : int
        The platform's number of the upload; a later one is larger.
    late : bool, optional
        What the platform says about lateness.
    stated : datetime, optional
        Time in the name.
    assignment : str
        "" if the source does not say it.
    doubt : str
        Why the name cannot be read with certainty.
    """

    who: str
    attempt: str
    rest: str
    number: str = ""
    upload: int = 0
    late: bool | None = None
    stated: datetime | None = None
    assignment: str = ""
    doubt: str = ""


def canvas(path: str) -> Claim | None:
    """Read a name in an archive from Canvas.

    Examples
    --------
    >>> claim = canvas("lovelaceada_LATE_12345_678_one_neuron-1.ipynb")
    >>> claim.number, claim.late, claim.upload, claim.rest
    ('12345', True, 678, 'one_neuron-1.ipynb')
    """
    match = CANVAS.fullmatch(path)
    if not match:
        return None
    user, name = match["user"], match["name"] or ""
    doubt = ""
    if re.match(r"\d+_", match["rest"]) and user.isdecimal():
        doubt = (
            "its name can be read in two ways, because a number follows the two "
            "numbers of Canvas"
        )
    return Claim(
        name,
        path if doubt else user,  # a doubtful file must not spoil a sound one
        match["rest"],
        user,
        int(match["upload"][:18]),
        match["late"] is not None,
        doubt=doubt,
    )


def moodle(path: str) -> Claim | None:
    """Read a name in an archive from Moodle.

    Examples
    --------
    >>> claim = moodle("Ada Lovelace_123_assignsubmission_file_/one_neuron.ipynb")
    >>> claim.who, claim.number, claim.rest
    ('Ada Lovelace', '123', 'one_neuron.ipynb')
    """
    match = MOODLE.fullmatch(path)
    if not match:
        return None
    return Claim(match["name"], match["user"], match["rest"], match["user"])


def exchange(path: str) -> Claim | None:
    """Read a name in the inbound folder of nbgrader's exchange.

    Examples
    --------
    >>> claim = exchange("ada+one_neuron+2026-02-01 12:00:00.0 UTC+x3/one_neuron.ipynb")
    >>> claim.who, claim.assignment, str(claim.stated)
    ('ada', 'one_neuron', '2026-02-01 12:00:00+00:00')
    """
    match = EXCHANGE.fullmatch(path)
    if not match:
        return None
    return Claim(
        match["user"],
        path.partition("/")[0],
        match["rest"],
        stated=parse_time(match["time"]),
        assignment=match["assignment"],
    )


def folder(path: str) -> Claim | None:
    """Read ``STUDENT/file`` or ``STUDENT.ipynb``.

    Examples
    --------
    >>> folder("ada/one_neuron.ipynb").who, folder("ada.ipynb").who
    ('ada', 'ada')
    """
    who, slash, rest = path.partition("/")
    if slash:
        return Claim(who, who + "/", rest)
    match = re.fullmatch(r"(.+?)\.(?:ipynb|zip|tar|tar\.gz|tgz)", path, re.DOTALL)
    return Claim(match[1], path, path) if match else None


LAYOUTS: dict[str, Callable[[str], Claim | None]] = {
    "canvas": canvas,
    "moodle": moodle,
    "exchange": exchange,
    "folder": folder,
}


def claim_by_pattern(pattern: re.Pattern[str]) -> Callable[[str], Claim | None]:
    """Return a layout in which a regular expression finds the student.

    Parameters
    ----------
    pattern : re.Pattern
        With a group named ``student``; it is matched from the beginning of a path.

    Returns
    -------
    callable
    """

    def claim(path: str) -> Claim | None:
        match = pattern.match(path)
        who = match["student"] if match else None
        return Claim(who, who, path) if who else None

    return claim


def recognise(paths: Sequence[str]) -> str:
    """Find the layout of a source by its names.

    One name in the style of a platform proves nothing, since students choose file
    names; more than half of all names must have it.

    Parameters
    ----------
    paths : sequence of str

    Returns
    -------
    str
        A key of ``LAYOUTS``; "folder" if it is none of the others.
    """
    for name in ("canvas", "moodle", "exchange"):
        if 2 * sum(LAYOUTS[name](path) is not None for path in paths) > len(paths):
            return name
    return "folder"


def without_top_folder(paths: Sequence[str], archive: str) -> int:
    """Count the letters before the students: a folder that holds everything.

    Parameters
    ----------
    paths : sequence of str
    archive : str
        Name of the archive without its ending; "" for a folder.

    Returns
    -------
    int
        Length of the prefix to cut off, 0 if there is none.
    """
    top, slash, _ = paths[0].partition("/") if paths else ("", "", "")
    prefix = top + slash
    if not slash or not all(path.startswith(prefix) for path in paths):
        return 0
    is_platform = recognise([path[len(prefix) :] for path in paths]) != "folder"
    is_platform = is_platform and recognise(paths) == "folder"
    is_named_alike = same_name(top) == same_name(archive)
    return len(prefix) if is_platform or is_named_alike else 0


def parse_time(text: str) -> datetime | None:
    """Read a time of nbgrader's exchange; None if it is of another form.

    Parameters
    ----------
    text : str

    Returns
    -------
    datetime or None
        With its zone, UTC if none is named.
    """
    match = TIME.fullmatch(text.strip())
    if not match:
        return None
    try:
        zone = ZoneInfo(match[3] or "UTC")
        return datetime.fromisoformat(f"{match[1]} {match[2]}").replace(tzinfo=zone)
    except (ValueError, OSError, KeyError):
        return None
