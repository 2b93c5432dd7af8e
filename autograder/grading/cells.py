"""The cells of a notebook: as they were released, and as they were handed in."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..authoring.assignment import Assignment
from ..authoring.reference import BEGIN, END
from ..authoring.source_notebook import CHECK_SUFFIX, POINTS_SUFFIX, source_notebook
from .cell_code import CellCode

__all__ = [
    "ReleasedCell",
    "SubmittedCell",
    "copies_of",
    "origins",
    "plain",
    "released_cells",
]

HIDDEN = "### BEGIN HIDDEN TESTS"
_known: deque = deque(maxlen=16)


@dataclass(frozen=True)
class ReleasedCell:
    """A cell as students receive it.

    Parameters
    ----------
    role : {"answer", "check", "points", "setup", "given", "text"}
    source : str
        Of an answer cell, the definition without its body.
    grade_id, cell_id : str
        nbgrader's id, and Jupyter's; "" if there is none.
    exercise : str
        That the cell belongs to, or "".
    """

    role: str
    source: str
    grade_id: str = ""
    cell_id: str = ""
    exercise: str = ""

    @cached_property
    def code(self) -> CellCode:
        """What the cell does when it is run."""
        return CellCode(self.source)


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as a student handed it in.

    Parameters
    ----------
    kind : {"code", "markdown", "raw"}
    source : str
    grade_id, cell_id : str
        nbgrader's id, and Jupyter's; "" if there is none.
    is_read : bool
        False if the notebook holds too much code to look into this cell.
    """

    kind: str
    source: str
    grade_id: str = ""
    cell_id: str = ""
    is_read: bool = True

    @cached_property
    def code(self) -> CellCode:
        """What the cell does when it is run; text does nothing."""
        return CellCode(self.source, is_read=self.is_read and self.kind == "code")

    def unread(self) -> "SubmittedCell":
        """Return the cell as one that is not looked into."""
        return replace(self, is_read=False)


def plain(source: str) -> str:
    """Return text without what editors change: spaces at the ends of lines.

    Parameters
    ----------
    source : str

    Returns
    -------
    str
    """
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def origins(
    released: Sequence[ReleasedCell], submitted: Sequence[SubmittedCell]
) -> list[ReleasedCell | None]:
    """Tell for each cell which released cell it comes from, by its id.

    nbgrader's id decides. Jupyter's id is looked at only where that is missing,
    because it changes when a cell is copied.

    Parameters
    ----------
    released : sequence of ReleasedCell
    submitted : sequence of SubmittedCell

    Returns
    -------
    list of ReleasedCell or None
        As long as ``submitted``.
    """
    by_id = {one.grade_id: one for one in released if one.grade_id}
    by_cell_id = {one.cell_id: one for one in released if one.cell_id}
    return [
        by_id.get(cell.grade_id) if cell.grade_id else by_cell_id.get(cell.cell_id)
        for cell in submitted
    ]


def copies_of(
    released: Sequence[ReleasedCell], submitted: Sequence[SubmittedCell]
) -> list[ReleasedCell | None]:
    """Tell for each cell which released cell, other than a stub, it repeats.

    Parameters
    ----------
    released : sequence of ReleasedCell
    submitted : sequence of SubmittedCell

    Returns
    -------
    list of ReleasedCell or None
        As long as ``submitted``.
    """
    texts = {plain(one.source): one for one in released if one.role != "answer"}
    return [texts.get(plain(cell.source)) for cell in submitted]


def released_cells(assignment: Assignment) -> tuple[ReleasedCell, ...]:
    """List the cells of an assignment as students receive them.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    tuple of ReleasedCell
    """
    for known, cells in list(_known):
        if known is assignment:
            return cells
    cells = tuple(
        _released_cell(cell, assignment) for cell in source_notebook(assignment).cells
    )
    _known.append((assignment, cells))
    return cells


def _released_cell(cell, assignment):
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    for suffix, role in ((CHECK_SUFFIX, "check"), (POINTS_SUFFIX, "points")):
        name = grade_id.removesuffix(suffix)
        if name != grade_id and name in assignment.exercises:
            source = cell.source.partition(HIDDEN)[0]
            return ReleasedCell(role, source, grade_id, cell.id, name)
    if grade_id in assignment.exercises:
        stub = _without_solution(cell.source)
        return ReleasedCell("answer", stub, grade_id, cell.id, grade_id)
    role = "given" if grade_id else "text"
    if cell.source == assignment.setup:
        role = "setup"
    return ReleasedCell(role, cell.source, grade_id, cell.id)


def _without_solution(source):
    lines, is_hidden = [], False
    for line in source.splitlines():
        is_hidden = is_hidden or line.strip() == BEGIN
        if not is_hidden:
            lines.append(line)
        is_hidden = is_hidden and line.strip() != END
    return "\n".join(lines)
