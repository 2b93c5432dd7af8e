"""The autograded notebook: what a student handed in, with outputs and points.

It stands where nbgrader puts its own, so the form grader shows it. Locked cells
are the assignment's, answers and all other cells are the student's; their texts
cannot act there. It says nothing of a hidden check but how many passed.
"""

import dataclasses
import shutil
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..authoring.assignment import Assignment
from ..authoring.source_notebook import CHECK_SUFFIX, POINTS_SUFFIX
from ..checking.wording import as_text
from ..collecting.secret import hand_on_secret
from ..grading.cells import SubmittedCell, copies_of, origins, released_cells
from ..grading.notebook_file import read_cells
from ..grading.results import StudentResult
from ..grading.submission import UnreadableError, read_submission
from ..whole_files import write_whole
from .inert import inert

__all__ = ["write_autograded"]


def write_autograded(
    result: StudentResult,
    notebook: Path,
    shown: dict[str, list[dict]],
    assignment: Assignment,
    course: Path,
) -> Path | None:
    """Write a student's notebook into nbgrader's autograded folder.

    Parameters
    ----------
    result : StudentResult
    notebook : Path
        As it was handed in.
    shown : dict
        For cells that were run, by their index, nbformat's outputs.
    assignment : Assignment
    course : Path
        nbgrader's course folder.

    Returns
    -------
    Path, optional
        ``autograded/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb``; None if the notebook
        cannot be read.
    """
    name = assignment.name
    path = course / "release" / name / f"{name}.ipynb"
    released = _released(path, path.stat().st_mtime_ns)
    try:
        submitted = read_cells(notebook)
        answers = {
            match.place: match.exercise
            for match in read_submission(notebook, assignment).matches
            if match.is_sure
        }
    except UnreadableError:
        submitted, answers = [], {}
    cells = _merge(assignment, released, submitted, answers, shown)
    _add_verdicts(cells, result)
    whole = NotebookNode(released, cells=cells)
    folder = course / "autograded" / result.student / name
    folder.mkdir(parents=True, exist_ok=True)
    stamp = notebook.parent / "timestamp.txt"
    if stamp.is_file() and not stamp.is_symlink():
        shutil.copyfile(stamp, folder / stamp.name)
    hand_on_secret(notebook.parent, folder)
    return write_whole(folder / f"{name}.ipynb", nbformat.writes(whole))


@lru_cache(maxsize=1)
def _released(path, changed):
    """Read the notebook that students received; ``changed`` says which one it is."""
    return nbformat.read(path, as_version=4)


def _merge(assignment, released, submitted, answers, shown):
    """Put the student's cells into the order of their notebook.

    Cells of the assignment that the notebook no longer has follow at the end,
    because the form grader shows points beside them.
    """
    by_id = {_grade_id(cell): cell for cell in released.cells if _grade_id(cell)}
    known = released_cells(assignment)
    from_ids, copies = origins(known, submitted), copies_of(known, submitted)
    cells, used = [], set()
    for place, cell in enumerate(submitted):
        origin = copies[place] or from_ids[place]
        grade_id = answers.get(place) or (
            origin.grade_id if origin and origin.role != "answer" else ""
        )
        if grade_id in by_id and grade_id not in used:
            used.add(grade_id)
            kept = nbformat.from_dict(by_id[grade_id])
            if place in answers:
                kept.source = cell.source
        else:
            kept = _own_cell(cell)
        if kept.cell_type == "code":
            kept.outputs = [
                nbformat.from_dict(one) for one in shown.get(str(place), [])
            ]
        kept.id = f"cell-{place}"
        cells.append(kept)
    for grade_id, cell in by_id.items():
        if grade_id not in used:
            cells.append(nbformat.from_dict(cell))
            cells[-1].id = f"released-{len(cells)}"
    return cells


def _add_verdicts(cells, result):
    """Show points, and what public checks say, under the cells of the checks."""
    results = {one.exercise.name: one for one in result.exercises}
    for cell in cells:
        grade_id = _grade_id(cell)
        one = results.get(
            grade_id.removesuffix(CHECK_SUFFIX).removesuffix(POINTS_SUFFIX)
        )
        if one is None:
            continue
        if grade_id.endswith(CHECK_SUFFIX):
            public = [check for check in one.checks if check.check.is_public]
            text = as_text(dataclasses.replace(one, checks=public))
            output: dict = {
                "output_type": "stream",
                "name": "stdout",
                "text": f"{text}\n",
            }
            cell.outputs = [nbformat.from_dict(output)]
        elif grade_id.endswith(POINTS_SUFFIX):
            output = {
                "output_type": "execute_result",
                "data": {"text/plain": str(float(one.points))},
                "metadata": {},
                "execution_count": None,
            }
            cell.outputs = [nbformat.from_dict(output)]


def _own_cell(cell: SubmittedCell):
    source = cell.source if cell.kind == "code" else inert(cell.source)
    node = NotebookNode(cell_type=cell.kind, source=source, metadata={})
    if cell.kind == "code":
        node.update(execution_count=None, outputs=[])
    return node


def _grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")
