"""Writing into nbgrader's gradebook: times, marks by hand, a database in use."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime

import pytest
from gradebook_by_hand import make_gradebook
from nbgrader.api import Gradebook
from sqlalchemy.exc import OperationalError

from autograder.course_folder import nbgrader_config, open_gradebook
from autograder.grading.results import StudentResult
from autograder.records import gradebook as module
from autograder.records.gradebook import GradebookWriter

DAY = datetime(2026, 3, 1, 12)


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.0)
    return make_gradebook(tmp_path)


def record(course, student, book=None, **options):
    """Write a result of no points; return the submission's time."""
    notebook = course / "submitted" / student / "one_neuron" / "one_neuron.ipynb"
    if book is None:
        with open_gradebook(course) as book:
            return record(course, student, book, **options)
    writer = GradebookWriter(book, nbgrader_config(course))
    result = StudentResult(student, "one_neuron", 10, "graded")
    writer.record(result, notebook, **options)
    return book.find_submission("one_neuron", student).timestamp


def impatient(course):
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}?timeout=0.01", "one-neuron")


@pytest.mark.parametrize(
    "text",
    ["no date", "99999999999999999999", "", "0001-01-01 00:00:00 +9999999", "\0\n\0"],
)
def test_a_time_that_is_none_is_that_of_the_notebook(course, text):
    folder = course / "submitted" / "gil" / "one_neuron"
    folder.mkdir(parents=True)
    notebook = folder / "one_neuron.ipynb"
    notebook.touch()
    seconds = datetime.fromisoformat("2026-03-01T12:00:00+00:00").timestamp()
    os.utime(notebook, (seconds, seconds))
    (folder / "timestamp.txt").write_text(text)
    assert record(course, "gil") == DAY


def test_a_stated_time_counts(course):
    folder = course / "submitted" / "gil" / "one_neuron"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2026-03-02T01:00:00+13:00\n")
    assert record(course, "gil") == DAY
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    assert record(course, "gil") == DAY


def test_a_gradebook_that_is_free_again_is_written(course, monkeypatch):
    """nbgrader hides a locked database in an error of its own."""
    with (
        closing(sqlite3.connect(course / "gradebook.db")) as other,
        impatient(course) as book,
    ):
        other.execute("BEGIN IMMEDIATE")
        pauses = []

        def pause(seconds):
            pauses.append(seconds)
            if len(pauses) == 2:
                other.rollback()

        monkeypatch.setattr(module.time, "sleep", pause)
        record(course, "gil", book)
        assert len(pauses) == 2
        assert book.find_submission("one_neuron", "gil").score == 0


@pytest.mark.parametrize("student", ["gil", "ana"])
def test_a_gradebook_that_stays_locked_is_the_databases_failure(course, student, capfd):
    with (
        closing(sqlite3.connect(course / "gradebook.db")) as other,
        impatient(course) as book,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            record(course, student, book)
    assert "Traceback" not in capfd.readouterr().err


def test_two_graders_may_meet_the_same_new_student(course, monkeypatch):
    with open_gradebook(course) as book, open_gradebook(course) as other:
        add = book.add_student

        def after_the_other(student):
            other.update_or_create_student(student)
            return add(student)

        monkeypatch.setattr(book, "add_student", after_the_other)
        record(course, "gil", book)
        assert book.find_submission("one_neuron", "gil").score == 0


def test_what_is_no_failure_of_the_database_is_not_tried_again(course, monkeypatch):
    with open_gradebook(course) as book:
        writer = GradebookWriter(book, nbgrader_config(course))
        tried = []

        def penalise(submission):
            tried.append(submission)
            raise RuntimeError

        monkeypatch.setattr(writer, "_penalise", penalise)
        result = StudentResult("ana", "another", 10, "graded")
        with pytest.raises(ValueError, match="another"):
            writer.record(result, course / "none.ipynb")
        result.assignment = "one_neuron"
        with pytest.raises(RuntimeError):
            writer.record(result, course / "none.ipynb")
        assert len(tried) == 1
        assert not book.db.new
        assert not book.db.dirty
