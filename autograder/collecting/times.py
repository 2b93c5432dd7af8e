"""When something was handed in, and who says so.

A student can write any time into a file, an archive or a folder's name. Nobody but an
administrator can set back the time at which the operating system saw a file change, and
students cannot change what a learning platform writes into its own archive. Such a
time may be later than the moment of handing in, never earlier: it is a latest time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .entries import Entry
from .sources import HandIn

__all__ = ["HandedInAt", "handed_in_at", "is_late", "stamp"]

PLATFORMS = ("canvas", "moodle")
# How long `nbgrader submit` may take between reading the clock and the last file.
TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True)
class HandedInAt:
    """The time that counts.

    Parameters
    ----------
    time : datetime
    said_by : str
        Which source that was.
    at_the_latest : bool
        Whether the true time may be earlier.
    stated : datetime, optional
        What the source states, believed or not.
    remark : str
        What does not fit together, "" if nothing.
    """

    time: datetime
    said_by: str
    at_the_latest: bool
    stated: datetime | None
    remark: str = ""


def handed_in_at(
    hand_in: HandIn,
    entry: Entry,
    now: datetime,
    *,
    listed: datetime | None = None,
    due: datetime | None = None,
    believe_stated: bool = False,
) -> HandedInAt:
    """Find the time that counts.

    Parameters
    ----------
    hand_in : HandIn
    entry : Entry
        The file that holds the notebook.
    now : datetime
        Time of collection: nothing can be later.
    listed : datetime, optional
        Time in the class list, for archives of a platform.
    due : datetime, optional
        It stands in for the time of what a platform says to be in time.
    believe_stated : bool
        Whether the instructor trusts the times that files and folders state.

    Returns
    -------
    HandedInAt
    """
    stated = hand_in.first.stated or entry.stated
    layout = hand_in.source.layout
    seen = min(entry.changed or hand_in.source.changed, now)
    if layout in PLATFORMS:
        return _by_platform(hand_in, stated, seen, now, listed, due, layout)
    if believe_stated and stated and stated <= now:
        return HandedInAt(stated, f"{layout}, believed", False, stated)
    if layout == "exchange" and stated and entry.changed:
        if abs(seen - stated) <= TOLERANCE:
            return HandedInAt(min(stated, now), "exchange", False, stated)
        remark = (
            f"It says {stamp(stated)}, but was last changed at {stamp(seen)}, which "
            "counts. If the exchange was copied to this place, add --believe-times."
        )
        return HandedInAt(seen, "file system", False, stated, remark)
    return HandedInAt(seen, "file system", True, stated)


def _by_platform(hand_in, stated, seen, now, listed, due, layout):
    latest = stated if stated and stated <= now else seen
    if listed and listed <= latest:
        return HandedInAt(listed, "class list", False, stated)
    if listed:
        # An archive may keep the time of an upload that was handed in only later,
        # and it may hold an earlier notebook than the one that is listed.
        remark = (
            f"The class list says {stamp(listed)}, later than the archive "
            f"({stamp(latest)}): download both again."
        )
        return HandedInAt(min(listed, seen), "class list", True, stated, remark)
    if hand_in.first.late is False and due and latest > due:
        return HandedInAt(due, f"{layout}: not late", True, stated)
    return HandedInAt(latest, f"{layout} archive", True, stated)


def is_late(
    handed_in: datetime,
    at_the_latest: bool,
    says_platform: bool | None,
    due: datetime | None,
) -> bool | None:
    """Tell whether something was late.

    Parameters
    ----------
    handed_in : datetime
    at_the_latest : bool
    says_platform : bool, optional
        The learning platform's own word counts most: it knows of extensions.
    due : datetime, optional

    Returns
    -------
    bool or None
        None if nobody can tell.

    Examples
    --------
    >>> noon = datetime(2026, 2, 1, 12, tzinfo=UTC)
    >>> is_late(noon + timedelta(hours=1), True, None, noon) is None
    True
    >>> is_late(noon + timedelta(hours=1), False, None, noon)
    True
    """
    if says_platform is not None:
        return says_platform
    if due is None:
        return None
    if handed_in <= due:
        return False
    return None if at_the_latest else True


def stamp(moment: datetime) -> str:
    """Write a time as nbgrader does in ``timestamp.txt``.

    Parameters
    ----------
    moment : datetime

    Returns
    -------
    str

    Examples
    --------
    >>> stamp(datetime(2026, 2, 1, 12, tzinfo=UTC))
    '2026-02-01 12:00:00.000000 UTC'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
