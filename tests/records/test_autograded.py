"""The autograded notebook: the student's work, the assignment's locked cells."""

import nbformat
import pytest

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.grading.proof import with_answer
from autograder.grading.run import State
from autograder.records.course_grading import open_course


def by_id(notebook):
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return dict(zip(ids, notebook.cells, strict=True)), ids


@pytest.fixture(scope="module")
def assignment():
    return Assignment.load("one_neuron")


@pytest.fixture(scope="module")
def autograded(assignment, tmp_path_factory):
    """Grade a notebook whose student moved, added, edited and deleted cells."""
    course = tmp_path_factory.mktemp("autograded")
    done = release(assignment, course)
    released = nbformat.read(done.folder / "one_neuron.ipynb", as_version=4)
    answers = {name: one.source for name, one in assignment.references.items()}
    notebook = with_answer(released, answers)
    cells, _ = by_id(notebook)
    cells["leaky_relu_points"].metadata["nbgrader"]["points"] = 1000
    cells["leaky_relu_points"].source = "1000"
    notebook.cells.remove(cells["boundary_x2_points"])
    notebook.cells.insert(3, nbformat.v4.new_code_cell("print('my own cell')"))
    notebook.cells.insert(4, nbformat.v4.new_markdown_cell("My *own* words."))
    folder = course / "submitted" / "ana" / "one_neuron"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "one_neuron.ipynb")
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    with open_course(assignment, course, is_isolated=False) as opened:
        list(opened.grade(opened.with_state(State.NEW), workers=1))
    return course / "autograded" / "ana" / "one_neuron"


@pytest.fixture(scope="module")
def notebook(autograded):
    notebook = nbformat.read(autograded / "one_neuron.ipynb", as_version=4)
    nbformat.validate(notebook)
    return notebook


def test_locked_cells_are_the_assignments(notebook, assignment):
    cells, _ = by_id(notebook)
    points = cells["leaky_relu_points"]
    assert points.metadata["nbgrader"]["points"] == 6
    assert "1000" not in points.source


def test_every_graded_cell_is_there_once(notebook, assignment):
    _, ids = by_id(notebook)
    for name in assignment.exercises:
        assert ids.count(f"{name}_points") == 1
        assert ids.count(name) == 1


def test_what_is_the_students_own_is_kept(notebook, assignment):
    cells, _ = by_id(notebook)
    assert cells["Neuron"].source == assignment.references["Neuron"].source
    [own] = [cell for cell in notebook.cells if cell.source == "print('my own cell')"]
    assert own.outputs[0].text == "my own cell\n"
    assert any(cell.source == "My *own* words." for cell in notebook.cells)


def test_points_and_public_checks_are_shown_and_no_hidden_check(notebook, assignment):
    cells, _ = by_id(notebook)
    [output] = cells["leaky_relu_points"].outputs
    assert output.data["text/plain"] == "6.0"
    assert (
        "pass  works for a slope above 1" in cells["leaky_relu_check"].outputs[0].text
    )
    text = nbformat.writes(notebook)
    hidden = [
        check
        for exercise in assignment.exercises.values()
        for check in exercise.checks
        if not check.is_public
    ]
    assert len(hidden) > 10
    for check in hidden:
        assert check.name not in text


def test_the_time_stands_beside_it(autograded):
    assert "2026-03-01" in (autograded / "timestamp.txt").read_text()
