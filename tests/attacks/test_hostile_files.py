"""Threats of hostile files, D01 to D09, through the whole command in the sandbox.

Each student hands in something else. Whatever it is, it is recorded with its
reason, and the honest students of the class have all their points.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.grading.proof import with_answer

pytestmark = pytest.mark.sandbox

NAME = "start_here"
LONG = "x" * 255  # bytes; no file system takes more
HONEST = ["ana", "Zoë", "-rf", "=1+1", "a\nb", "esc\x1b[31m", "<img src=x>", LONG]
MANY_CELLS = 100_000


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = tmp_path_factory.mktemp("course")
    assignment = Assignment.load(NAME)
    folder = release(assignment, course).folder
    released = nbformat.read(folder / f"{NAME}.ipynb", as_version=4)
    answers = {name: one.source for name, one in assignment.references.items()}
    right = with_answer(released, answers)
    source = course / "source" / NAME / f"{NAME}.ipynb"

    def put(student, content):
        home = course / "submitted" / student / NAME
        home.mkdir(parents=True)
        path = home / f"{NAME}.ipynb"
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, dict):
            path.write_text(json.dumps(content))
        else:
            content(path)
        return home

    def first_cell(source):
        """Put a cell before all others."""
        return {**right, "cells": [nbformat.v4.new_code_cell(source), *right.cells]}

    for student in HONEST:
        put(student, dict(right))
    whole = json.dumps(right).encode()
    put("truncated", whole[: len(whole) // 2])
    put("empty", b"")
    put("format-2", {**right, "nbformat": 2})
    put("no-cells", {**right, "cells": None})
    put("too-large", lambda path: os.truncate(_made(path), 500 * 2**20))
    many = [nbformat.v4.new_code_cell("x = 1", id="same")] * MANY_CELLS
    put("many-cells", {**right, "cells": many})
    put("deep", b"[" * 100_000)
    put("link-to-the-source", lambda path: path.symlink_to(source))
    put("pipe", os.mkfifo)
    put("folder", lambda path: path.mkdir())
    linked = course / "submitted" / "linked-student"
    linked.symlink_to(course / "submitted" / "ana")
    (course / "submitted" / "linked-folder").mkdir()
    os.symlink(source.parent, course / "submitted" / "linked-folder" / NAME)

    same_ids = [{**cell, "id": "same"} for cell in right.cells]
    put("same-ids", {**right, "cells": same_ids})
    put("no-kernel", {**right, "metadata": {"kernelspec": None, "language_info": 3}})
    put("moved", {**right, "cells": [{**c, "metadata": {}} for c in right.cells]})
    shadow = put("shadow", dict(right))
    for module in ("numpy", "ipykernel_launcher", "sitecustomize", "json", "random"):
        (shadow / f"{module}.py").write_text("raise SystemExit('shadowed')")
    (shadow / "evil.pth").write_text("import os; os._exit(1)")
    (shadow / ".ipython" / "profile_default").mkdir(parents=True)
    config = "c.InteractiveShellApp.exec_lines = ['raise SystemExit']"
    for folder in (shadow, shadow / ".ipython" / "profile_default"):
        for file in ("ipython_config.py", "jupyter_config.py", ".bashrc", "startup.py"):
            (folder / file).write_text(config)
    put("writes-pickle", first_cell("import pickle; open('/tmp/p', 'wb').write(b'x')"))
    return course


def _made(path):
    path.touch()
    return path


@pytest.fixture(scope="module")
def graded(course):
    command = [sys.executable, "-m", "autograder.cli", "grade", NAME]
    return subprocess.run(
        [*command, "--course", str(course), "--workers=2", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "80"},
    )


@pytest.fixture(scope="module")
def results(graded):
    assert "Traceback" not in graded.stderr
    return {one["student"]: one for one in json.loads(graded.stdout)}


@pytest.mark.parametrize("student", HONEST)
def test_d09_whatever_a_student_is_called(results, student):
    assert results[student]["points"] == results[student]["max_points"]


@pytest.mark.parametrize(
    "student", ["same-ids", "no-kernel", "moved", "shadow", "writes-pickle"]
)
def test_d01_to_d07_what_does_no_harm_costs_nothing(results, student):
    assert results[student]["points"] == results[student]["max_points"]


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("truncated", "its text is not JSON"),
        ("empty", "its text is not JSON"),
        ("deep", "its text is not JSON"),
        ("format-2", "not a notebook of format 4"),
        ("no-cells", "not a notebook of format 4"),
        ("too-large", "has 500 MB; at most 50 MB are read"),
        ("many-cells", "has 100,000 cells; at most 2,000 are read"),
        ("link-to-the-source", "not an ordinary file, so it was not opened"),
        ("pipe", "not an ordinary file, so it was not opened"),
        ("folder", "not an ordinary file, so it was not opened"),
        ("linked-student", "a link or no folder, so it was not opened"),
        ("linked-folder", "a link or no folder, so it was not opened"),
    ],
)
def test_d01_d03_what_cannot_be_read_says_why(results, student, reason):
    assert results[student]["points"] == 0
    assert results[student]["status"] == "unreadable"
    assert reason in results[student]["problem"]


def test_the_class_goes_on_and_the_command_says_so(graded, results, course):
    assert graded.returncode == 1
    assert set(results) == {path.name for path in (course / "submitted").iterdir()}


def test_d09_names_are_safe_wherever_they_are_shown(results, course, graded):
    report = (course / "reports" / f"{NAME}.html").read_text()
    assert "<img" not in report
    assert "&lt;img src=x&gt;" in report
    table = (course / "reports" / f"{NAME}_students.csv").read_text()
    names = [row[0] for row in csv.reader(io.StringIO(table, newline=""))][1:]
    assert len(names) == len(results)
    assert not any(name.startswith(("=", "-", "+", "@")) for name in names)
    for text in (report, table, graded.stderr):
        assert "\x1b" not in text


def test_a_second_run_leaves_everything_as_it_is(results, course):
    before = (course / "reports" / f"{NAME}.html").read_bytes()
    command = [sys.executable, "-m", "autograder.cli", "grade", NAME]
    done = subprocess.run(
        [*command, "--course", str(course)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"{len(results)} of them were graded before" in done.stdout
    assert "\x1b" not in done.stdout
    assert (course / "reports" / f"{NAME}.html").read_bytes() == before
    shutil.rmtree(course / "submitted")
