"""Tables as CSV: read whatever a system exports, write what is safe to open."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from .grades import Grade

__all__ = ["ExportError", "Sheet", "Table", "as_csv", "read_sheet", "safe_cell"]

MAX_BYTES = 50 * 2**20
DELIMITERS = ",;\t"
# Spreadsheets read a cell that begins like this as a formula.
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?%?")
# Control characters but tab and line breaks, and those that reverse the text.
UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class ExportError(Exception):
    """An export cannot be made; the message is one sentence."""


@dataclass(frozen=True)
class Sheet:
    """A table as another system exported it.

    Parameters
    ----------
    name : str
        Name of the file, for messages.
    rows : list of list of str
        Header rows included; they may differ in length.
    delimiter : {",", ";", tab}
    has_mark : bool
        Whether the file begins with a byte order mark.
    """

    name: str
    rows: list[list[str]]
    delimiter: str = ","
    has_mark: bool = False

    def cell(self, row: int, column: int) -> str:
        """Return a cell without the spaces around it, or "" if there is none."""
        cells = self.rows[row]
        return cells[column].strip() if column < len(cells) else ""

    def header(self, required: tuple[str, ...]) -> int:
        """Find the row of headings: it has all that are required."""
        for row, cells in enumerate(self.rows[:20]):
            if {fold(name) for name in required} <= {fold(cell) for cell in cells}:
                return row
        first = ", ".join(repr(cell) for cell in self.rows[0][:6])
        problem = (
            f"{self.name} has no row of headings with {' and '.join(required)}; it "
            f"begins with {first}. Export the sheet anew, in English."
        )
        raise ExportError(problem)


@dataclass(frozen=True)
class Table:
    """A new table that is ready to be written.

    Parameters
    ----------
    text : str
        The whole file.
    grades : list of Grade
        Whose grades are in it.
    """

    text: str
    grades: list[Grade]


def fold(text: str) -> str:
    """Make headings and ids that differ in case or outer spaces alike."""
    return text.strip().casefold()


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file; delimiter and byte order mark are recognised.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Sheet

    Raises
    ------
    ExportError
        If it is no CSV file in UTF-8 or UTF-16.
    """
    if not path.is_file():
        problem = f"there is no file {path}; export the sheet and name its place."
        raise ExportError(problem)
    if path.stat().st_size > MAX_BYTES:
        problem = f"{path.name} has more than {MAX_BYTES // 2**20} MB; is it the sheet?"
        raise ExportError(problem)
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        problem = f"{path.name} is not in UTF-8; save it as CSV in UTF-8."
        raise ExportError(problem) from None
    body = text.removeprefix("\ufeff").replace("\0", "")
    first_line = body.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    csv.field_size_limit(MAX_BYTES)  # an online text can be long
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter))
    except csv.Error as error:
        problem = f"{path.name} is not a CSV file ({error}); export the sheet anew."
        raise ExportError(problem) from None
    if not any(rows):
        problem = f"{path.name} is empty; export the sheet anew."
        raise ExportError(problem)
    return Sheet(path.name, rows, delimiter, body != text)


def as_csv(rows: list[list[str]], delimiter: str = ",", *, mark: bool = False) -> str:
    """Write rows as CSV: every cell quoted, no formula among them.

    Parameters
    ----------
    rows : list of list of str
    delimiter : str
    mark : bool
        Begin with a byte order mark.

    Returns
    -------
    str
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return ("\ufeff" if mark else "") + text.getvalue()


def safe_cell(text: str) -> str:
    r"""Keep a spreadsheet and a terminal from obeying a cell.

    Parameters
    ----------
    text : str
        Anything that a student may have written.

    Returns
    -------
    str
        Numbers, and the dash that stands for no value, are left as they are.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("-1.5"), safe_cell("-"), safe_cell("a\x1bb")
    ("'=1+1", '-1.5', '-', 'ab')
    """
    text = UNSEEN.sub("", text).encode("utf-8", "replace").decode()
    inner = text.strip()
    if NUMBER.fullmatch(inner) or inner == "-":
        return inner
    if text.startswith(("\t", "\r", "\n")) or inner.startswith(FORMULA):
        return "'" + text
    return text
