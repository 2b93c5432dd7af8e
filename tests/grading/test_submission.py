"""Which cells of a submitted notebook are run, and which files are refused."""

import json
import os

import pytest

from autograder.authoring.assignment import Assignment
from autograder.grading.submission import UnreadableError, read_submission

ANSWER = "def leaky_relu(z, slope=0.1):\n    return z"


@pytest.fixture(scope="module")
def assignment():
    return Assignment.load("one_neuron")


@pytest.fixture
def read(assignment, tmp_path):
    def read_cells(*cells):
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        path = tmp_path / "one_neuron.ipynb"
        path.write_text(json.dumps(notebook))
        return read_submission(path, assignment)

    return read_cells


def code(source, grade_id=None):
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}


def sources(submission, exercise, uses=()):
    return [cell.source for cell in submission.plan(exercise, uses)]


def test_an_answer_is_found_by_its_id(read):
    submission = read(code(ANSWER, "leaky_relu"))
    assert sources(submission, "leaky_relu") == [ANSWER]
    assert not submission.has("neuron_output")


def test_an_answer_without_metadata_is_found_by_its_definition(read):
    submission = read(code("x = 1"), code(ANSWER))
    assert sources(submission, "leaky_relu") == ["x = 1", ANSWER]


def test_the_last_definition_counts_if_there_is_no_id(read):
    better = ANSWER.replace("return z", "return 2 * z")
    submission = read(code(ANSWER), code(better))
    assert better in sources(submission, "leaky_relu")


def test_a_definition_with_a_syntax_error_is_still_an_answer(read):
    broken = "def leaky_relu(z, slope=0.1)\n    return z"
    submission = read(code(broken))
    assert sources(submission, "leaky_relu") == [broken]


def test_a_huge_cell_is_not_parsed_here(read):
    huge = ANSWER + "\n" + "0\n" * 1_000_000
    submission = read(code(huge), code(ANSWER))
    assert sources(submission, "leaky_relu")[-1] == ANSWER


def test_own_cells_run_and_other_answers_do_not(read):
    other = "def neuron_output(x, w, b, activation):\n    return 1"
    submission = read(
        code("helper = 1"),
        code(ANSWER, "leaky_relu"),
        code("after = 2"),
        code(other, "neuron_output"),
        code("later = 3"),
    )
    assert sources(submission, "leaky_relu") == ["helper = 1", ANSWER, "after = 2"]
    assert sources(submission, "neuron_output") == [
        "helper = 1",
        "after = 2",
        other,
        "later = 3",
    ]
    assert ANSWER in sources(submission, "neuron_output", ("leaky_relu",))


def test_given_cells_are_never_taken_from_the_student(read):
    submission = read(
        code("def check(name):\n    return 99", "leaky_relu_check"),
        code("99", "leaky_relu_points"),
        code(ANSWER, "leaky_relu"),
    )
    assert sources(submission, "leaky_relu") == [ANSWER]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON"),
        ('{"cells": [', "not JSON"),
        ("[]", "format 4"),
        ('{"nbformat": 3, "worksheets": []}', "format 4"),
        ('{"nbformat": 4, "cells": 7}', "format 4"),
        ("[" * 100_000, "not JSON"),
        ("\x00\x01", "not JSON"),
    ],
)
def test_what_is_no_notebook_is_refused(assignment, tmp_path, text, reason):
    path = tmp_path / "one_neuron.ipynb"
    path.write_text(text)
    with pytest.raises(UnreadableError, match=reason):
        read_submission(path, assignment)


def test_too_many_cells_are_refused(read):
    with pytest.raises(UnreadableError, match="2,001 cells"):
        read(*[code("pass")] * 2001)


def test_too_large_a_file_is_refused_unread(assignment, tmp_path):
    path = tmp_path / "one_neuron.ipynb"
    with path.open("wb") as file:
        file.truncate(60 * 2**20)
    with pytest.raises(UnreadableError, match="60 MB"):
        read_submission(path, assignment)


def test_links_pipes_and_missing_files_are_not_opened(assignment, tmp_path):
    real = tmp_path / "real.ipynb"
    real.write_text('{"nbformat": 4, "cells": []}')
    link, pipe = tmp_path / "link.ipynb", tmp_path / "pipe.ipynb"
    link.symlink_to(real)
    os.mkfifo(pipe)
    for path in (link, pipe, tmp_path / "missing.ipynb", tmp_path):
        with pytest.raises(UnreadableError, match="not an ordinary file"):
            read_submission(path, assignment)


@pytest.mark.parametrize(
    "cell",
    [
        7,
        {"cell_type": "code"},
        {"cell_type": "code", "source": 5, "metadata": 3},
        {"cell_type": "code", "source": ["a", 3], "metadata": {"nbgrader": []}},
        {
            "cell_type": "code",
            "source": "x",
            "metadata": {"nbgrader": {"grade_id": []}},
        },
    ],
)
def test_odd_cells_do_no_harm(read, cell):
    assert sources(read(cell, code(ANSWER)), "leaky_relu")[-1] == ANSWER
