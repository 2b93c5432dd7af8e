"""What an author gets wrong is said in one sentence that names the place."""

import shutil

import pytest
from nbgrader.apps import NbGraderAPI
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.authoring.reference import AuthoringError
from autograder.authoring.release import ReleaseError, release
from autograder.authoring.student_copy import public_source
from autograder.cli import app
from autograder.course_folder import open_gradebook
from autograder.grading.run import State
from autograder.records.course_grading import open_course
from autograder.records.gradebook import has_assignment


@pytest.fixture
def changed(write_assignment, tmp_path):
    """Write the assignment, then replace a text in one of its files."""

    def change(file, old, new):
        write_assignment()
        folder = "solutions" if file == "halves.py" else "assignments/halves"
        path = tmp_path / folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return change


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "halves.py",
            '"""Return half of each',
            '_ = """Half',
            "halve has no docstring",
        ),
        ("halves.py", "0.5\n", "FACTOR\n", "uses FACTOR, which a notebook does not"),
        ("halves.py", "def halve", "def half", "solutions has no 'halves.halve'"),
        ("checks.py", '"halve"', '"third"', "places 'halve', checks.py has none"),
        ("notebook.md", ":exercise: halves.halve", "1", "does not place halve"),
        ("wrong.py", '"works_for_two"', '"works"', "declares works, which is no check"),
        ("wrong.py", '"halve"', '"third"', "answers 'third', which is no exercise"),
        (
            "wrong.py",
            "@wrong(",
            "def canary_of_the_wrong_answer(z): ...\n@wrong(",
            "defines canary_of_the_wrong_answer twice",
        ),
        ("wrong.py", '"Nothing was divided."', '""', "because= with the mistake"),
        ("checks.py", 'looks_at="other numbers"', 'looks_at=""', "needs looks_at="),
        ("checks.py", '"Two.", "Three."', '"Two."', "needs three hints"),
        ("checks.py", "difficulty=1,", 'difficulty=1, uses=("x",),', "uses x, which"),
        (
            "notebook.md",
            "## 1 Half",
            "```{code-cell} ipython3\n:exercise: halves.halve\n```\n",
            "halve twice",
        ),
        ("right.py", "def canary", "def canary(", "right.py cannot be imported"),
    ],
)
def test_a_mistake_is_named(changed, file, old, new, sentence):
    changed(file, old, new)
    with pytest.raises(AuthoringError, match=sentence):
        Assignment.load("halves")


def test_a_public_check_must_stand_on_its_own(changed, tmp_path):
    changed("checks.py", "np.array([1.0])", "np.array([canary_helper()])")
    exercises = Assignment.load("halves").exercises
    source = (tmp_path / "assignments" / "halves" / "checks.py").read_text()
    with pytest.raises(AuthoringError, match="canary_helper, which students do not"):
        public_source(source, exercises)


@pytest.fixture
def graded_before(write_assignment, tmp_path):
    """Return a course with a submission of an assignment whose exercise was renamed."""
    write_assignment()
    course = tmp_path / "course"
    done = release(Assignment.load("halves"), course)
    shutil.copytree(done.folder, course / "submitted" / "ana" / "halves")
    with open_gradebook(course) as gradebook:
        gradebook.add_student("ana")
        with gradebook.db.no_autoflush:
            gradebook.add_submission("halves", "ana", timestamp="2026-02-01")
        notebook = gradebook.find_notebook("halves", "halves")
        for kind in ("grade_cells", "solution_cells", "source_cells"):
            for cell in getattr(notebook, kind):
                cell.name = cell.name.replace("halve", "half")
        gradebook.db.commit()
    return course


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_cells_that_change_after_grading_are_named(graded_before):
    """The points are the same, but each belongs to a cell of another name."""
    course, assignment = graded_before, Assignment.load("halves")
    with open_gradebook(course) as gradebook:
        assert not has_assignment(gradebook, assignment)
    before = files_of(course)
    command = ["halves", "--course", str(course), "--unsafe-no-sandbox"]
    for options in (["grade"], ["regrade"], ["regrade", "--dry-run"]):
        done = CliRunner().invoke(app, [options[0], *command, *options[1:]])
        assert done.exit_code == 1
        [sentence] = done.output.splitlines()
        assert "halve, halve_check, halve_points are new and half," in sentence
        assert "nbgrader db assignment remove halves --force" in sentence
    left = {path for path in files_of(course) if "grading" not in path.parts}
    assert {path: path.read_bytes() for path in left} == before
    with open_gradebook(course) as gradebook:
        gradebook.remove_assignment("halves")
    shutil.rmtree(course / "grading" / "halves")
    with open_course(assignment, course, is_isolated=False) as opened:
        assert len(opened.with_state(State.NEW)) == 1
    with open_gradebook(course) as gradebook:
        assert has_assignment(gradebook, assignment)


def test_an_earlier_release_stays_if_nbgrader_refuses(
    write_assignment, tmp_path, monkeypatch
):
    write_assignment()
    assignment, course = Assignment.load("halves"), tmp_path / "course"
    release(assignment, course)
    before = files_of(course)
    refusal = {"success": False, "log": "[INFO] first\n[ERROR] It is Sunday.\n"}
    monkeypatch.setattr(NbGraderAPI, "generate_assignment", lambda *_: refusal)
    with pytest.raises(ReleaseError, match=r"it said last: \[ERROR\] It is Sunday\."):
        release(assignment, course)
    assert files_of(course) == before
    assert not (course / ".releasing").exists()
