"""One hand-in that nobody foresaw costs nobody else a grade."""

import json
import os
import shutil
import sqlite3
import types

import nbformat
import pytest
from handing_in import hand_in
from nbgrader.api import InvalidEntry
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.cli import app
from autograder.commands import progress
from autograder.course_folder import open_gradebook
from autograder.grading import engine
from autograder.grading.proof import with_answer
from autograder.records import course_grading

NAME = "start_here"
OPTIONS = ["--unsafe-no-sandbox", "--workers=1"]


@pytest.fixture(scope="module")
def assignment():
    return Assignment.load(NAME)


@pytest.fixture(scope="module")
def handed_in(assignment, tmp_path_factory):
    """Return a course with two right notebooks that differ."""
    course = tmp_path_factory.mktemp("odd") / "course"
    path = release(assignment, course).folder / f"{NAME}.ipynb"
    answers = {name: one.source for name, one in assignment.references.items()}
    right = with_answer(nbformat.read(path, as_version=4), answers)
    for student in ("ana", "zoe"):
        right.metadata["title"] = student
        hand_in(course, student, NAME, nbformat.writes(right))
    return course


@pytest.fixture
def course(handed_in, tmp_path):
    return shutil.copytree(handed_in, tmp_path / "course")


def run(command, course, *options):
    arguments = [command, NAME, "--course", str(course), *OPTIONS, *options]
    return CliRunner().invoke(app, arguments)


def scores(course):
    with open_gradebook(course) as gradebook:
        submissions = gradebook.assignment_submissions(NAME)
        return {one.student.id: one.score for one in submissions}


def notebook_of(course, student="ana"):
    return course / "submitted" / student / NAME / f"{NAME}.ipynb"


def change_a_limit(course):
    """Let every result be out of date."""
    path = course / "grading" / NAME / "limits.json"
    path.write_text(path.read_text().replace("2.0", "3.0"))


def test_odd_text_and_times_are_graded_as_all_others(course, assignment):
    document = json.loads(notebook_of(course).read_text())
    half = {"cell_type": "markdown", "metadata": {}, "source": "half \ud800"}
    document["cells"].append({**half, "id": "\ud800"})
    hand_in(course, "bo", NAME, json.dumps(document))
    for student, text in (("ana", "no date"), ("zoe", "9" * 20)):
        (notebook_of(course, student).parent / "timestamp.txt").write_text(text)
    done = run("grade", course)
    assert done.exit_code == 0, done.output
    assert scores(course) == dict.fromkeys(("ana", "bo", "zoe"), assignment.points)


def test_a_folder_that_is_not_named_in_utf8_is_told(course, assignment):
    odd = os.fsdecode(b"Jos\xe9")
    hand_in(course, odd, NAME, notebook_of(course).read_text())
    for _ in range(2):
        done = run("grade", course)
        assert done.exit_code == 1, done.output
        assert r"the folder b'Jos\xe9' is not UTF-8" in done.output
        assert "rename it" in done.output
        assert scores(course) == dict.fromkeys(("ana", "zoe"), assignment.points)
    done = run("grade", course, "--json")
    [failed] = [one for one in json.loads(done.stdout) if one["status"] == "failed"]
    assert failed["student"] == odd
    assert failed["points"] == 0


def test_a_result_that_cannot_be_written_is_one_that_failed(
    course, assignment, monkeypatch
):
    write = course_grading.write_feedback

    def write_most(result, *others):
        if result.student == "ana":
            raise RuntimeError(result.student)
        return write(result, *others)

    monkeypatch.setattr(course_grading, "write_feedback", write_most)
    done = run("grade", course)
    assert done.exit_code == 1, done.output
    said = "ana: its result could not be written: RuntimeError: ana"
    assert said in done.output
    assert (course / "feedback" / "zoe").is_dir()
    monkeypatch.undo()
    done = run("grade", course)
    assert done.exit_code == 0, done.output
    assert (course / "feedback" / "ana").is_dir()

    monkeypatch.setattr(course_grading, "write_feedback", write_most)
    change_a_limit(course)
    done = run("regrade", course, "--json")
    assert done.exit_code == 1, done.output
    ana, zoe = json.loads(done.stdout)
    assert ana["is_held"]
    assert ana["before"] == ana["after"] == assignment.points
    assert ana["problem"] == said.removeprefix("ana: ")
    assert not zoe["is_held"]


def test_a_full_disk_stops_the_class(course, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(course_grading, "write_feedback", fail)
    done = run("grade", course)
    assert done.exit_code == 3
    assert "Writing failed: [Errno 28] No space left" in done.output


def test_a_gradebook_that_does_not_open_is_named(course, monkeypatch):
    """nbgrader hides a locked database in an error of its own."""

    def fail(*_):
        locked = OperationalError("INSERT", {}, sqlite3.OperationalError("locked"))
        raise InvalidEntry(*locked.args) from locked

    monkeypatch.setattr(course_grading, "open_gradebook", fail)
    done = run("grade", course)
    assert done.exit_code == 3
    assert "The gradebook cannot be used: locked. Everything" in done.output


def test_regrade_says_why_there_is_no_new_result(course, assignment, monkeypatch):
    run("grade", course)
    change_a_limit(course)

    def fail(*_):
        raise RuntimeError(assignment.name)

    monkeypatch.setattr(engine.Judge, "grade", fail)
    done = run("regrade", course)
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert "the grader itself failed" in said
    assert "held back" not in said
    assert "--allow-lower" not in said


def test_only_the_seed_and_the_limits_are_wrong_usage(course, monkeypatch):
    monkeypatch.setenv("ONE_NEURON_SEED", "seven")
    done = run("grade", course)
    assert done.exit_code == 2
    assert "ONE_NEURON_SEED is 'seven'" in done.output
    monkeypatch.delenv("ONE_NEURON_SEED")
    assert run("grade", course).exit_code == 0
    limits = course / "grading" / NAME / "limits.json"
    limits.write_text("[]")
    done = run("grade", course)
    assert done.exit_code == 2
    assert "no table of positive seconds" in done.output
    limits.unlink()

    def fail(*_):
        raise ValueError(course)

    monkeypatch.setattr(course_grading, "write_report", fail)
    assert isinstance(run("grade", course).exception, ValueError)


def test_progress_names_the_slowest_exercise(course, assignment, monkeypatch):
    hand_in(course, "bo", NAME, "{")
    slow = list(assignment.exercises)[1]
    grade, now = engine.Judge._grade, [0.0]

    def graded(judge, exercise, *others):
        now[0] += 5.0 if exercise.name == slow else 1.0
        return grade(judge, exercise, *others)

    monkeypatch.setattr(engine.Judge, "_grade", graded)
    clock = types.SimpleNamespace(monotonic=lambda: now[0])
    monkeypatch.setattr(engine, "time", clock)
    copy = shutil.copytree(course, course.with_name("copy"))
    done = run("grade", course, "--json")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    last = events[-1]
    assert last["done"] == last["total"] == 3
    assert last["failed"] == 1
    assert last["rate"] > 0
    assert last["seconds_left"] == 0
    slowest = {"name": slow, "seconds": 5.0, "student": "ana"}
    assert last["slowest_exercise"] == slowest
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    line = run("grade", copy).stderr.splitlines()[-1]
    assert "3 of 3  1 failed  " in line
    assert line.endswith(f"/s  slowest exercise {slow} 5.0 s (ana)  0 s left")


def test_a_new_notebook_asks_for_a_mark_by_hand_again(course):
    run("grade", course)

    def mark(value=None, is_open=None):
        with open_gradebook(course) as gradebook:
            notebook = gradebook.find_submission_notebook(NAME, NAME, "ana")
            grade = min(notebook.grades, key=lambda one: one.cell.name)
            if value is not None:
                grade.manual_score = value
            if is_open is not None:
                grade.needs_manual_grade = is_open
            gradebook.db.commit()
            return grade.manual_score, grade.needs_manual_grade

    assert mark(1.5) == (1.5, False)
    change_a_limit(course)
    assert run("regrade", course).exit_code == 0
    assert mark() == (1.5, False)
    with notebook_of(course).open("a") as file:
        file.write("\n")
    assert run("grade", course).exit_code == 0
    assert mark() == (1.5, True)
    limits = course / "grading" / NAME / "limits.json"
    limits.write_text(limits.read_text().replace("3.0", "4.0"))
    assert run("regrade", course).exit_code == 0
    assert mark() == (1.5, True)


def test_opening_the_release_in_jupyter_makes_nothing_stale(course):
    assert run("grade", course).exit_code == 0
    release = course / "release" / NAME
    [checks] = [path for path in release.iterdir() if path.is_dir()]
    for folder in (release, checks):
        kept = folder / ".ipynb_checkpoints"
        kept.mkdir()
        (kept / "notes-checkpoint.py").touch()
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "notes.pyc").touch()
    done = run("regrade", course)
    assert "Everything is up to date." in done.output
    (checks / "more.py").touch()
    assert "Everything is up to date." not in run("regrade", course).output
