"""Read a submitted notebook and find the answers in it."""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

from ..authoring.assignment import Assignment
from ..authoring.source_notebook import CHECK_SUFFIX, POINTS_SUFFIX

__all__ = ["Cell", "Submission", "UnreadableError", "read_submission"]

MAX_BYTES = 50 * 2**20
MAX_CELLS = 2000
MAX_SOURCE = 100_000


class UnreadableError(Exception):
    """A notebook cannot be read; the message is one sentence."""


@dataclass(frozen=True)
class Cell:
    """A code cell that will be run.

    Parameters
    ----------
    source : str
    answers : str
        The exercise that the cell answers, or "" for any other cell.
    """

    source: str
    answers: str = ""


@dataclass(frozen=True)
class Submission:
    """The code of one student, in the order of the notebook.

    Parameters
    ----------
    cells : tuple of Cell
        Without the cells that the assignment gives.
    """

    cells: tuple[Cell, ...]

    def has(self, exercise: str) -> bool:
        """Tell whether some cell answers the exercise."""
        return any(cell.answers == exercise for cell in self.cells)

    def plan(self, exercise: str, uses: tuple[str, ...]) -> list[Cell]:
        """List the cells to run before an exercise is checked.

        Parameters
        ----------
        exercise : str
        uses : tuple of str
            Exercises whose answers this one builds on.

        Returns
        -------
        list of Cell
            The student's own cells up to the next answer and the answers to
            the exercises in ``uses``; never the answer to any other exercise.
        """
        wanted = {"", exercise, *uses}
        plan: list[Cell] = []
        for cell in self.cells:
            is_next_answer = cell.answers and any(c.answers == exercise for c in plan)
            if is_next_answer:
                break
            if cell.answers in wanted:
                plan.append(cell)
        return plan


def read_submission(path: Path, assignment: Assignment) -> Submission:
    """Read a notebook that a student handed in; nothing in it is run.

    Parameters
    ----------
    path : Path
    assignment : Assignment

    Returns
    -------
    Submission

    Raises
    ------
    UnreadableError
        If the file is not an ordinary notebook.
    """
    given = _given_ids(assignment)
    cells = []
    for cell in _code_cells(path):
        cell_id, source = _grade_id(cell), _source(cell)
        if cell_id in given:
            continue
        cells.append((cell_id, source, _defined_names(source)))
    answers = {name: _find_answer(name, cells) for name in assignment.exercises}
    places = {place: name for name, place in answers.items() if place is not None}
    return Submission(
        tuple(Cell(source, places.get(i, "")) for i, (_, source, _) in enumerate(cells))
    )


def _given_ids(assignment):
    given = {
        name + suffix
        for name in assignment.exercises
        for suffix in (CHECK_SUFFIX, POINTS_SUFFIX)
    }
    return given | {f"given_{n}" for n in range(len(assignment.notebook.cells))}


def _code_cells(path):
    if path.is_symlink() or not path.is_file():
        problem = f"{path.name} is not an ordinary file, so it was not opened."
        raise UnreadableError(problem)
    size = path.stat().st_size
    if size > MAX_BYTES:
        problem = (
            f"{path.name} has {size / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} MB "
            "are read. Clear all outputs and hand it in again."
        )
        raise UnreadableError(problem)
    try:
        notebook = json.loads(path.read_bytes().decode("utf-8"))
    except (ValueError, RecursionError):
        problem = f"{path.name} is not a notebook: its text is not JSON."
        raise UnreadableError(problem) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or notebook.get("nbformat") != 4:
        problem = (
            f"{path.name} is not a notebook of format 4; save it again in Jupyter."
        )
        raise UnreadableError(problem)
    if len(cells) > MAX_CELLS:
        problem = (
            f"{path.name} has {len(cells):,} cells; at most {MAX_CELLS:,} are read."
        )
        raise UnreadableError(problem)
    return [c for c in cells if isinstance(c, dict) and c.get("cell_type") == "code"]


def _grade_id(cell):
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _source(cell):
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _defined_names(source):
    if len(source) > MAX_SOURCE:
        return set()  # parsing it could take minutes and gigabytes
    try:
        nodes = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^(?:def|class)\s+(\w+)", source, re.MULTILINE))
    names = {getattr(node, "name", "") for node in nodes}
    for node in nodes:
        if isinstance(node, ast.Assign):
            names |= {getattr(target, "id", "") for target in node.targets}
    return names


def _find_answer(name, cells):
    """Find the answer by its cell's id, or else by the last definition."""
    by_id = [i for i, (cell_id, _, _) in enumerate(cells) if cell_id == name]
    by_name = [i for i, (_, _, names) in enumerate(cells) if name in names]
    for places in ([i for i in by_id if i in by_name], by_name[::-1], by_id):
        if places:
            return places[0]
    return None
