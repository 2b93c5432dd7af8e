"""Turn an assignment into nbgrader's source notebook."""

import textwrap

import nbformat

from ..checking.exercise import Exercise
from .assignment import Assignment

__all__ = ["CHECK_SUFFIX", "POINTS_SUFFIX", "card", "source_notebook"]

CHECK_SUFFIX = "_check"
POINTS_SUFFIX = "_points"


def source_notebook(assignment: Assignment) -> nbformat.NotebookNode:
    """Build the notebook from which nbgrader makes the student's version.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    nbformat.NotebookNode
        Each exercise as a card, the answer between solution markers, a locked
        check cell without points, and a locked graded cell.
    """
    cells = []
    for number, cell in enumerate(assignment.notebook.cells):
        path = cell.metadata.get("exercise")
        if path is not None:
            name = path.rpartition(".")[2]
            cells += _exercise_cells(assignment, assignment.exercises[name])
        elif cell.cell_type == "code":
            cells.append(_code(f"given_{number}", cell.source, locked=True))
        else:
            cells.append(_markdown(f"text_{number}", cell.source))
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.validate(notebook)
    return notebook


def card(exercise: Exercise, signature: str) -> str:
    """Write the line above an answer cell: what is asked for and its worth.

    Parameters
    ----------
    exercise : Exercise
    signature : str

    Returns
    -------
    str
        One line of Markdown.
    """
    return (
        f"**`{signature}`** · {exercise.points} points · about "
        f"{exercise.minutes} minutes · difficulty {exercise.difficulty} of 3"
    )


def _exercise_cells(assignment, exercise):
    name = exercise.name
    reference = assignment.references[name]
    topics = "; ".join(exercise.looks_at)
    promise = f"Graded: {exercise.points} points. Hidden checks also look at: {topics}."
    graded = "\n".join(f"# {line}" for line in textwrap.wrap(promise, 76)) + (
        "\n### BEGIN HIDDEN TESTS\n"
        "from autograder.grading.stock import points\n"
        f'points("{assignment.name}", "{name}")\n'
        "### END HIDDEN TESTS"
    )
    return [
        _markdown(f"{name}_card", card(exercise, reference.signature)),
        _code(name, reference.with_regions(), solution=True),
        # `nbgrader validate` looks at graded cells only, so this one is worth 0.
        _code(name + CHECK_SUFFIX, f'check("{name}")', locked=True, points=0),
        _code(name + POINTS_SUFFIX, graded, locked=True, points=exercise.points),
    ]


def _markdown(cell_id, source):
    return nbformat.v4.new_markdown_cell(source, id=_short(cell_id))


def _code(cell_id, source, *, locked=False, solution=False, points=None):
    metadata: dict = {
        "nbgrader": {
            "grade": points is not None,
            "grade_id": cell_id,
            "locked": locked,
            "schema_version": 3,
            "solution": solution,
            "task": False,
        }
    }
    if points is not None:
        metadata["nbgrader"]["points"] = points
    if points == 0:
        # Running all cells then goes on after a check that fails.
        metadata["tags"] = ["raises-exception"]
    return nbformat.v4.new_code_cell(source, id=_short(cell_id), metadata=metadata)


def _short(cell_id):
    """Fit a name into the 64 characters that a cell id may have."""
    return cell_id.replace("_", "-")[-64:]
