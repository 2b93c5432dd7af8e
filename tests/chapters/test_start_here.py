"""The facts that chapter 0 states: about arrays, checks and grading.

What NumPy does is derived again with Python numbers and lists. What a check says
and what grading does is compared with the released archive and the grader.
"""

import itertools
import json
import math
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import nbformat
import numpy as np
import pytest
import yaml

from autograder.authoring.assignment import Assignment
from autograder.grading.proof import with_answer

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "00_start_here.md").read_text(encoding="utf-8")
SHAPE = re.compile(r"\(([\d, ]*)\)")


def shape_of(text):
    """Read a shape such as ``(2, 3)`` or ``(4,)``."""
    inside = SHAPE.search(text).group(1)
    return tuple(int(part) for part in inside.split(",") if part.strip())


def stretched(left, right):
    """Apply the rule of the page to two shapes; None if they do not fit."""
    result = []
    backwards = itertools.zip_longest(reversed(left), reversed(right), fillvalue=1)
    for a, b in backwards:
        if a != b and 1 not in (a, b):
            return None
        result.insert(0, b if a == 1 else a)
    return tuple(result)


def test_two_arrays_that_look_the_same():
    # Each pixel is a number of its own: picture i holds 784 * i and the following.
    flat = list(range(16 * 784))
    rows = np.array(flat).reshape(16, 784)
    mixed = np.array([flat[i::16] for i in range(16)])
    np.testing.assert_array_equal(mixed, rows.reshape(784, 16).T)
    assert mixed.shape == rows.shape == (16, 784)
    assert sorted(mixed.ravel()) == flat
    # "no row of it belongs to one picture": each has pixels of all sixteen
    assert all(len({pixel // 784 for pixel in row}) == 16 for row in mixed)


def test_products_on_paper():
    rows, w = [(1, 2, 6), (4, 0, 4)], (1, 0, Fraction(1, 2))
    sums = [sum(a * b for a, b in zip(row, w, strict=True)) for row in rows]
    assert sums == [4, 6]
    first, second = re.findall(r"their sum is \*\*(\d)\*\*", PAGE)
    assert [int(first), int(second)] == sums


def test_table_of_broadcasting_follows_its_rule():
    rows = re.findall(r"(?m)^\| `(\(.*?\))` \| `(\(.*?\))` \| .*? \| (.*?) \|$", PAGE)
    assert len(rows) == 4
    for left, right, result in rows:
        left, right = shape_of(left), shape_of(right)
        expected = None if result == "an error" else shape_of(result)
        assert stretched(left, right) == expected


def test_the_rule_is_the_rule_of_numpy():
    lengths = (1, 2, 3)
    shapes = [
        shape for n in (1, 2, 3) for shape in itertools.product(lengths, repeat=n)
    ]
    for left, right in itertools.product(shapes, repeat=2):
        try:
            found = np.broadcast_shapes(left, right)
        except ValueError:
            found = None
        assert stretched(left, right) == found


def test_a_perfect_prediction_looks_like_a_coin():
    labels = [0, 0, 1, 1]
    table = [[p - y for y in labels] for p in labels]
    squares = [number**2 for row in table for number in row]
    assert sum(squares) / len(squares) == 0.5
    assert sum(number == 0 for row in table for number in row) / 16 == 0.5


def test_one_byte_is_a_clock():
    assert (200 + 100) % 256 == 44
    assert (3 - 5) % 256 == 254
    small = np.array([200, 3], dtype=np.uint8), np.array([100, 5], dtype=np.uint8)
    assert (small[0] + small[1]).tolist() == [44, 8]
    assert (small[0] - small[1]).tolist() == [100, 254]


@pytest.mark.parametrize(
    ("write", "left"),
    [
        (lambda X: X[0], True),
        (lambda X: X.T, True),
        (lambda X: X.reshape(-1), True),
        (lambda X: X.copy(), False),
        (lambda X: X[[0]], False),
        (lambda X: X + 0, False),
    ],
    ids=["slice", "transpose", "reshape", "copy", "list", "sum"],
)
def test_what_is_a_view(write, left):
    X = np.zeros((2, 3))
    other = write(X)
    other += 5
    assert bool(X.any()) is left


def test_whole_numbers_cut_off():
    z = np.array([1, 2, 3])
    z[1] = -0.5
    assert z.tolist() == [1, math.trunc(-0.5), 3]


@pytest.fixture(scope="module")
def assignment():
    return Assignment.load("start_here")


def autograder(*arguments):
    command = [sys.executable, "-m", "autograder.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    done = autograder("release", "start_here", "--course", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def archive(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(course / "downloads" / "start_here.zip") as opened:
        opened.extractall(folder)
    [notebook] = folder.rglob("start_here.ipynb")
    return notebook.parent


def as_a_student(folder, code):
    """Run code in the student's folder and return what it prints."""
    program = "from start_here_checks import check, hint, last_failure\n" + code
    done = subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


TRY = """
def attempt(name):
    try:
        check(name)
    except Exception as problem:
        assert type(problem).__name__ == "ChecksFailedError"
"""


def test_a_check_says_what_the_page_shows(archive):
    shown = re.search(r"(?ms)^```text\n(the_answer: .*?)^```", PAGE).group(1)
    code = TRY + "def the_answer():\n    return 75\nattempt('the_answer')"
    assert as_a_student(archive, code) == shown


def test_the_last_failure_is_what_the_page_shows(archive):
    session = re.search(r'(?ms)^>>> check\("row_means"\)\n(.*?)^```', PAGE).group(1)
    lines = session.splitlines()
    questions, answers = lines[::2], lines[1::2]
    assert len(questions) == len(answers) == 2
    code = (
        f"{TRY}import numpy as np\n"
        "def row_means(X):\n    return np.mean(X, axis=0)\n"
        "attempt('row_means')\nprint('---')\n"
    )
    for question in questions:
        code += f"print(repr({question.removeprefix('>>> ')}))\n"
    printed = as_a_student(archive, code).partition("---\n")[2]
    assert printed.splitlines() == answers


def test_messages_that_the_page_quotes(archive):
    code = TRY + "def the_answer():\n    print(17)\nattempt('the_answer')"
    said = as_a_student(archive, code)
    quoted = "nothing (None); is a return missing?"
    assert f"got       {quoted}" in said
    assert f"| `got {quoted}` |" in PAGE
    assert "Likely cause: Nothing is given back." in said


def test_the_arguments_of_the_last_failure_can_be_called_again(archive):
    call = "row_means(*last_failure.arguments)"
    assert f"`{call}`" in PAGE
    code = (
        f"{TRY}import numpy as np\n"
        "def row_means(X):\n    return np.mean(X, axis=0)\n"
        f"attempt('row_means')\nprint('---')\nprint({call})\n"
        "print(type(last_failure.expected).__name__)"
    )
    printed = as_a_student(archive, code).partition("---\n")[2]
    assert printed == "[1.5 1.  5. ]\nstr\n"


def test_an_answer_that_calls_an_unwritten_one_is_told_so(archive):
    code = (
        f"{TRY}def row_means(X):\n    raise NotImplementedError()\n"
        "def centre_columns(X):\n    return X - row_means(X.T)\n"
        "attempt('centre_columns')"
    )
    said = as_a_student(archive, code)
    assert "row_means is not written yet" in said
    assert "not attempted" not in said


def test_hints_and_tries_leave_nothing_behind(archive):
    before = {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()}
    code = TRY + (
        "def the_answer():\n    raise NotImplementedError()\n"
        "for _ in range(4):\n    hint('the_answer')\n    attempt('the_answer')"
    )
    said = as_a_student(archive, code)
    assert [f"Hint {n} of 3" in said for n in (1, 2, 3)] == [True] * 3
    assert "not attempted yet" in said
    after = {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()}
    assert after == before


def test_public_checks_are_about_a_third():
    for name in ("start_here", "one_neuron"):
        checks = [
            check
            for exercise in Assignment.load(name).exercises.values()
            for check in exercise.checks
        ]
        public = sum(check.points for check in checks if check.is_public)
        share = public / sum(check.points for check in checks)
        assert 0.25 < share < 0.42, name


def test_minutes_are_those_of_the_exercises(assignment):
    card = re.search(r"(?ms)^:::\{chapter-card\}\n(.*?)^:::", PAGE).group(1)
    minutes = sum(exercise.minutes for exercise in assignment.exercises.values())
    assert yaml.safe_load(card)["minutes_do"] == minutes


def test_grading_does_what_the_page_says(course, assignment):
    """One notebook: untouched, broken, written elsewhere, gone, and right."""
    path = course / "release" / "start_here" / "start_here.ipynb"
    released = nbformat.read(path, as_version=4)
    right = {name: one.source for name, one in assignment.references.items()}
    broken = "def row_means(X):\n    raise SystemExit('the end')"
    notebook = with_answer(
        released,
        {
            "row_means": broken,
            "centre_columns": "# see below",
            "images_to_rows": right["images_to_rows"],
        },
    )
    own = [
        "def centre_columns(X):\n    return 'an earlier try'",
        right["centre_columns"],
        "print(undefined)",
    ]
    end = len(notebook.cells) - 1
    for source in own[::-1]:
        notebook.cells.insert(end, nbformat.v4.new_code_cell(source))
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") != "differences"
    ]
    for cell in notebook.cells:
        if cell.source.startswith('check("'):  # "changing them changes nothing"
            cell.source = "raise SystemExit"
    folder = course / "submitted" / "ana" / "start_here"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "start_here.ipynb")
    done = autograder(
        "grade", "start_here", "--course", course, "--json", "--unsafe-no-sandbox"
    )
    [result] = json.loads(done.stdout)
    status = {one["name"]: one["status"] for one in result["exercises"]}
    assert status == {
        "the_answer": "not attempted",
        "row_means": "failed",
        "centre_columns": "passed",
        "differences": "missing",
        "images_to_rows": "passed",
    }
    points = {one["name"]: one["points"] for one in result["exercises"]}
    full = {name: exercise.points for name, exercise in assignment.exercises.items()}
    passed = ("centre_columns", "images_to_rows")
    assert points == {name: full[name] if name in passed else 0 for name in full}
