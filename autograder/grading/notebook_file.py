"""Open the notebook that a student handed in, within limits; nothing is run."""

import json
import re
from pathlib import Path

import nbformat

from .cell_code import MAX_SOURCE
from .cells import SubmittedCell

__all__ = ["UnreadableError", "find_notebook", "read_cells"]

MAX_BYTES = 50 * 2**20
MAX_CELLS = 2000
MAX_PARSED = 2**19
KINDS = {"code", "markdown", "raw"}
# JSON can name half of a character; such text cannot be written as UTF-8.
HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class UnreadableError(Exception):
    """A notebook cannot be read; the message is one sentence."""


def find_notebook(folder: Path, assignment: str) -> Path:
    """Find a student's notebook in the folder that was handed in.

    Parameters
    ----------
    folder : Path
        Such as ``submitted/STUDENT/ASSIGNMENT``.
    assignment : str

    Returns
    -------
    Path
        ``ASSIGNMENT.ipynb`` if it is there, or else the only notebook. It may
        be a link or anything else that `read_cells` refuses.

    Raises
    ------
    UnreadableError
        If there is no notebook, or no telling which one counts.
    """
    expected = folder / f"{assignment}.ipynb"
    if expected.is_symlink() or expected.exists():
        return expected
    found = []
    if folder.is_dir() and not folder.is_symlink():
        # Files that begin with a dot are copies that programs keep for themselves.
        found = sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() == ".ipynb" and not path.name.startswith(".")
        )
    if len(found) == 1:
        return found[0]
    if not found:
        problem = f"no notebook was handed in; it should be {expected.name}."
        raise UnreadableError(problem)
    names = ", ".join(_shown(path) for path in found[:4])
    more = f" and {len(found) - 4} more" if len(found) > 4 else ""
    problem = (
        f"{len(found)} notebooks were handed in and none is {expected.name} "
        f"({names}{more}); give the right one that name."
    )
    raise UnreadableError(problem)


def read_cells(path: Path) -> list[SubmittedCell]:
    """Read all cells of a notebook file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    list of SubmittedCell
        Of any kind, in the order of the notebook. What is no proper cell is an
        empty one, so that the places are those that a person counts.

    Raises
    ------
    UnreadableError
        If the file is not an ordinary notebook.
    """
    name = _shown(path)
    if path.is_symlink() or not path.is_file():
        problem = f"{name} is not an ordinary file, so it was not opened."
        raise UnreadableError(problem)
    size = path.stat().st_size
    if size > MAX_BYTES:
        problem = (
            f"{name} has {size / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} MB "
            "are read. Clear all outputs and hand it in again."
        )
        raise UnreadableError(problem)
    try:
        # Some editors begin a file with a byte order mark.
        notebook = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        problem = f"{name} is not a notebook: its text is not JSON."
        raise UnreadableError(problem) from None
    cells = _cells_of(notebook)
    if cells is None:
        problem = f"{name} is not a notebook of format 4; save it again in Jupyter."
        raise UnreadableError(problem)
    if len(cells) > MAX_CELLS:
        problem = f"{name} has {len(cells):,} cells; at most {MAX_CELLS:,} are read."
        raise UnreadableError(problem)
    read, found = 0, []
    for cell in cells:
        one = _cell(cell if isinstance(cell, dict) else {})
        # Text, and a cell that is too large, are not looked into anyway.
        if one.kind == "code" and len(one.source) <= MAX_SOURCE:
            read += len(one.source)
        found.append(one if read <= MAX_PARSED else one.unread())
    return found


def _cells_of(notebook):
    if not isinstance(notebook, dict):
        return None
    if notebook.get("nbformat") == 3:
        notebook = _upgraded(notebook)
    cells = notebook.get("cells")
    is_known = notebook.get("nbformat") == 4 and isinstance(cells, list)
    return cells if is_known else None


def _upgraded(notebook):
    """Read a notebook as Jupyter wrote it before 2015."""
    try:
        sheets = notebook["worksheets"]
        if sum(len(sheet["cells"]) for sheet in sheets) > MAX_CELLS:
            return {}
        return nbformat.v4.upgrade(nbformat.from_dict(notebook), from_version=3)
    except Exception:  # whatever a malformed one makes nbformat raise
        return {}


def _cell(cell):
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(_text(part) for part in source)
    return SubmittedCell(
        kind if isinstance(kind, str) and kind in KINDS else "raw",
        _text(source),
        _text(grade_id),
        _text(cell.get("id")),
    )


def _text(value):
    return HALF_CHARACTER.sub("\ufffd", value) if isinstance(value, str) else ""


def _shown(path):
    """Show a name that the student chose; control signs become visible."""
    name = path.name
    if name.isprintable() and len(name) <= 80:
        return name
    return repr(name if len(name) <= 80 else f"{name[:80]}...")
