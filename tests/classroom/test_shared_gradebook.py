"""Several programs use one gradebook at once, in SQLite and in PostgreSQL."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import pytest
from handing_in import hand_in
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.cli import app
from autograder.course_folder import open_gradebook
from autograder.grading.proof import with_answer

NAMES = ("start_here", "one_neuron")
STUDENTS = 3
LOCKED_SECONDS = 7.0


@pytest.fixture(scope="module")
def postgresql():
    """Start a server that listens on a socket in a folder; return its address."""
    programs = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if not programs:
        pytest.skip("no PostgreSQL server; run: apt-get install postgresql")
    with tempfile.TemporaryDirectory() as folder:
        user = []
        if os.getuid() == 0:  # the server refuses to run as root
            user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            shutil.chown(folder, "postgres", "postgres")

        def run(program, *arguments):
            command = [*user, programs[-1] / program, f"--pgdata={folder}/data"]
            subprocess.run(
                [*command, *arguments],
                cwd=folder,
                check=True,
                stdout=subprocess.DEVNULL,
            )

        listen = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        run("initdb", "--auth=trust", "--username=teacher", "--no-sync")
        run("pg_ctl", "start", "--wait", f"--log={folder}/log", f"--options={listen}")
        yield f"postgresql+psycopg://teacher@/postgres?host={folder}"
        run("pg_ctl", "stop", "--wait", "--mode=immediate")


@pytest.fixture(params=["sqlite", "postgresql"])
def course(request, tmp_path):
    """Return a course with two assignments that a class has handed in."""
    folder = tmp_path / "course"
    folder.mkdir()
    config = "c = get_config()\n"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql")
        config += f"c.CourseDirectory.db_url = {address!r}\n"
    (folder / "nbgrader_config.py").write_text(config)
    for name in NAMES:
        assignment = Assignment.load(name)
        path = release(assignment, folder).folder / f"{name}.ipynb"
        released = nbformat.read(path, as_version=4)
        for number in range(STUDENTS):
            known = list(assignment.exercises)[number:]
            answers = {one: assignment.references[one].source for one in known}
            text = nbformat.writes(with_answer(released, answers))
            hand_in(folder, f"student-{number}", name, text)
    yield folder
    with open_gradebook(folder) as gradebook:
        for name in NAMES:
            gradebook.remove_assignment(name)


def start(command, name, course):
    arguments = [command, name, "--course", str(course), "--unsafe-no-sandbox"]
    return subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", *arguments, "--workers=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process):
    said, _ = process.communicate()
    assert process.returncode in (0, 1), said
    assert "Traceback" not in said


def points(course):
    with open_gradebook(course) as gradebook:
        return {
            (one.student.id, name): one.score
            for name in NAMES
            for one in gradebook.assignment_submissions(name)
        }


def first_of(rows):
    """Return the row of the first cell; databases promise no order."""
    return min(rows, key=lambda row: row.cell.name)


def comment(course, name, student, text):
    """Do what the form grader does when a person writes a comment and a mark."""
    with open_gradebook(course) as gradebook:
        notebook = gradebook.find_submission_notebook(name, name, student)
        first_of(notebook.comments).manual_comment = text
        first_of(notebook.grades).extra_credit = 0.5
        gradebook.db.commit()


def test_two_graders_and_a_person_lose_nothing(course):
    """Each writes to the same gradebook while the others do."""
    for name in NAMES:
        finish(start("grade", name, course))
    alone = points(course)
    assert len(set(alone.values())) > 2
    for name in NAMES:  # everything has to be done again
        limits = course / "grading" / name / "limits.json"
        limits.write_text(limits.read_text().replace("2.0", "3.0"))
    both = [start("regrade", name, course) for name in NAMES]
    written = 0
    while any(process.poll() is None for process in both):
        for name in NAMES:
            comment(course, name, f"student-{written % STUDENTS}", f"Note {written}")
        written += 1
        time.sleep(0.3)
    for process in both:
        finish(process)
    assert written > STUDENTS
    bonus = {key: score + 0.5 for key, score in alone.items()}
    assert points(course) == bonus
    with open_gradebook(course) as gradebook:
        last = f"student-{(written - 1) % STUDENTS}"
        for name in NAMES:
            notebook = gradebook.find_submission_notebook(name, name, last)
            assert first_of(notebook.comments).comment == f"Note {written - 1}"


def test_grades_are_exported_from_any_database(course):
    finish(start("grade", "one_neuron", course))
    done = CliRunner().invoke(app, ["export", "csv", "--course", str(course)])
    assert done.exit_code == 0, done.output
    text = (course / "exports" / "grades.csv").read_text()
    assert text.count('"one_neuron"') == STUDENTS
    is_sqlite = "db_url" not in (course / "nbgrader_config.py").read_text()
    assert (course / "gradebook.db").exists() == is_sqlite


@pytest.mark.parametrize("course", ["sqlite"], indirect=True)
def test_a_locked_gradebook_is_waited_for(course):
    """A program that keeps the file longer than SQLite waits costs nobody a grade."""
    with contextlib.closing(
        sqlite3.connect(course / "gradebook.db", check_same_thread=False)
    ) as other:
        other.execute("BEGIN EXCLUSIVE")
        release_lock = threading.Timer(LOCKED_SECONDS, other.rollback)
        release_lock.start()
        finish(start("grade", "start_here", course))
        release_lock.join()
    assert len([key for key in points(course) if key[1] == "start_here"]) == STUDENTS


@pytest.mark.parametrize("course", ["postgresql"], indirect=True)
def test_a_server_that_is_down_is_named(course, tmp_path):
    config = course / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before.replace("host=", f"host={tmp_path}/no"))
    grader = start("grade", "start_here", course)
    said, _ = grader.communicate()
    config.write_text(before)
    assert grader.returncode == 3
    assert said.startswith("The gradebook cannot be used:")
    assert "run the same command again" in said
    assert "Traceback" not in said
