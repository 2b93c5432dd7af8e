"""`autograder grade` on a course: good notebooks, bad ones, and both together."""

import json
import shutil
import subprocess
import sys
from importlib.metadata import version

import nbformat
import pytest
from handing_in import hand_in
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.cli import app
from autograder.commands import grading
from autograder.course_folder import open_gradebook
from autograder.grading.proof import with_answer


def autograder(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def grade(course, *options):
    return autograder(
        "grade", "one_neuron", "--course", course, "--unsafe-no-sandbox", *options
    )


@pytest.fixture(scope="module")
def one_neuron():
    return Assignment.load("one_neuron")


@pytest.fixture(scope="module")
def right(one_neuron):
    return {name: one.source for name, one in one_neuron.references.items()}


@pytest.fixture(scope="module")
def released_course(tmp_path_factory):
    course = tmp_path_factory.mktemp("course")
    done = autograder("release", "one_neuron", "--course", course)
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture
def fresh_course(tmp_path, released_course):
    shutil.copytree(released_course, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "release" / "one_neuron" / "one_neuron.ipynb"
    return tmp_path, nbformat.read(path, as_version=4)


def without(notebook, name):
    cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") != name
    ]
    return nbformat.from_dict({**notebook, "cells": cells})


def test_the_version_is_the_installed_one():
    done = autograder("--version")
    assert done.returncode == 0
    assert done.stdout.split() == ["autograder", version("one-neuron-at-a-time")]


def test_bad_notebooks_do_not_stop_the_class(fresh_course, right, one_neuron):
    course, released = fresh_course
    full = nbformat.writes(with_answer(released, right))
    endless = "def leaky_relu(z, slope=0.1):\n    while True:\n        pass"
    broken = "def leaky_relu(z, slope=0.1)\n    return z"
    texts = {
        "ana": full,
        "bo": full[: len(full) // 2],
        "cy": nbformat.writes(with_answer(released, {**right, "leaky_relu": endless})),
        "di": nbformat.writes(with_answer(released, {**right, "leaky_relu": broken})),
        "ed": nbformat.writes(without(with_answer(released, right), "leaky_relu")),
        "fay": nbformat.writes(released),
    }
    for student, text in texts.items():
        hand_in(course, student, "one_neuron", text)
    (course / "submitted" / "gil" / "one_neuron").mkdir(parents=True)

    done = grade(course, "--json", "--workers", 2)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    results = {one["student"]: one for one in json.loads(done.stdout)}
    total = one_neuron.points
    lost = one_neuron.exercises["leaky_relu"].points
    points = {name: one["points"] for name, one in results.items()}
    assert points == {
        "ana": total,
        "bo": 0,
        "cy": total - lost,
        "di": total - lost,
        "ed": total - lost,
        "fay": 0,
        "gil": 0,
    }
    assert results["bo"]["status"] == "unreadable"
    assert "not JSON" in results["bo"]["problem"]
    assert results["fay"]["status"] == "not attempted"
    first = {
        name: one["exercises"][0] for name, one in results.items() if one["exercises"]
    }
    assert first["cy"]["checks"][0]["reason"].startswith("your code gave no answer")
    assert "SyntaxError" in first["di"]["problem"]
    assert first["ed"]["status"] == "missing"
    with open_gradebook(course) as gradebook:
        booked = {
            one.student.id: one.score
            for one in gradebook.assignment_submissions("one_neuron")
        }
    assert booked == points
    for student in results:
        page = course / "feedback" / student / "one_neuron" / "one_neuron.html"
        assert f"{points[student]} of {total} points" in page.read_text()


def test_the_json_document_has_the_promised_keys(fresh_course, right):
    course, released = fresh_course
    text = nbformat.writes(with_answer(released, right))
    hand_in(course, "ana", "one_neuron", text)
    done = grade(course, "--json")
    assert done.returncode == 0
    [result] = json.loads(done.stdout)
    keys = {"student", "assignment", "points", "max_points", "status", "exercises"}
    assert keys <= set(result)
    names = [exercise["name"] for exercise in result["exercises"]]
    assert names[:3] == ["leaky_relu", "neuron_output", "Neuron"]
    for exercise in result["exercises"]:
        assert {"name", "points", "max_points", "status", "checks"} <= set(exercise)
        assert exercise["status"] == "passed"


def test_the_json_document_says_what_failed_checks_saw(fresh_course, right):
    course, released = fresh_course
    answers = right | {"leaky_relu": "def leaky_relu(z, slope=0.1):\n    return z"}
    hand_in(
        course, "ana", "one_neuron", nbformat.writes(with_answer(released, answers))
    )
    [result] = json.loads(grade(course, "--json").stdout)
    checks = result["exercises"][0]["checks"]
    failures = [check["failure"] for check in checks if not check["passed"]]
    assert failures
    for failure in failures:
        assert failure["called"].startswith("leaky_relu(")
        assert failure["expected"] != failure["got"]


def test_an_unknown_assignment_is_one_sentence(tmp_path):
    done = autograder("grade", "two_neurons", "--course", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("There is no assignment 'two_neurons'; choose one of")
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_empty_course_is_one_sentence(tmp_path):
    done = grade(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Nobody has handed in one_neuron")
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_a_sandbox_grading_refuses(fresh_course):
    course, released = fresh_course
    hand_in(course, "ana", "one_neuron", nbformat.writes(released))
    program = (
        "import autograder.sandbox.isolation as isolation\n"
        "isolation._find_bubblewrap = lambda: None\n"
        "from autograder.cli import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "grade", "one_neuron", "--course", course],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "Bubblewrap was not found" in done.stderr
    assert "--unsafe-no-sandbox" in done.stderr
    assert not (course / "feedback").exists()


@pytest.mark.sandbox
def test_the_sandbox_gives_the_same_result(fresh_course, one_neuron):
    course, released = fresh_course
    answers = {
        name: one_neuron.wrong_answers(name)[-1].source()
        for name in one_neuron.exercises
    }
    hand_in(
        course, "ana", "one_neuron", nbformat.writes(with_answer(released, answers))
    )
    copy = shutil.copytree(course, course.with_name("copy"))
    isolated = autograder("grade", "one_neuron", "--course", course, "--json")
    [inside] = json.loads(isolated.stdout)
    [outside] = json.loads(grade(copy, "--json").stdout)
    assert inside.pop("sandbox") is True
    assert outside.pop("sandbox") is False
    assert inside == outside


@pytest.mark.parametrize("command", ["release", "prove", "mutants", "grade", "demo"])
def test_help_shows_an_example(command):
    done = autograder(command, "--help")
    assert done.returncode == 0
    assert f"autograder {command}" in done.stdout


def test_a_demo_deletes_no_course(fresh_course):
    course, _ = fresh_course
    hand_in(course, "ana", "one_neuron", "{}")
    before = {p: p.read_bytes() for p in course.rglob("*") if p.is_file()}
    done = autograder("demo", "--course", course)
    assert done.returncode == 2
    assert "was not made by autograder demo" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert {p: p.read_bytes() for p in course.rglob("*") if p.is_file()} == before


def test_a_demo_is_made_anew(tmp_path, monkeypatch):
    """A folder that an earlier demo made, even an unfinished one, goes."""
    released = []
    monkeypatch.setattr(grading, "release_into", lambda *both: released.append(both))
    course = tmp_path / "new" / "demo"
    for _ in range(2):
        done = CliRunner().invoke(app, ["demo", "--course", str(course)])
        assert isinstance(done.exception, FileNotFoundError)  # nothing is released
        assert not (course / "old").exists()
        (course / "old").touch()
    assert len(released) == 2
