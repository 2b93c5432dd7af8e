"""Nothing secret reaches a student: releases, archives, site and feedback."""

import json
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.assignment import Assignment, assignment_names
from autograder.authoring.cards import cards
from autograder.authoring.leak_guard import LeakError, find_leaks, secrets_of
from autograder.authoring.release import release
from autograder.grading.proof import with_answer
from autograder.grading.run import State
from autograder.records.course_grading import open_course

ROOT = Path(__file__).resolve().parents[2]
CANARIES = (
    "canary",
    "77123",
    "88231",
    "44115",
    "31415",
    "0.5 *",
)


def texts_in(folder):
    """Yield every file below a folder as text, archives opened."""
    for path in folder.rglob("*"):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path}:{name}", archive.read(name).decode(errors="replace")
        elif path.is_file():
            yield str(path), path.read_text(errors="replace")


def hand_in(course, student, notebook):
    folder = course / "submitted" / student / "halves"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "halves.ipynb")


def test_no_canary_reaches_a_student(write_assignment, tmp_path):
    write_assignment()
    assignment = Assignment.load("halves")
    course = tmp_path / "course"
    done = release(assignment, course)
    released = nbformat.read(done.folder / "halves.ipynb", as_version=4)
    answers = {
        "always-zero": "def halve(z):\n    return 0 * z",
        "raises": "def halve(z):\n    raise ValueError(z)",
        "prints": "def halve(z):\n    print(z)\n    return z / 2 + 1",
    }
    hand_in(course, "untouched", released)
    for student, source in answers.items():
        hand_in(course, student, with_answer(released, {"halve": source}))
    with open_course(assignment, course, is_isolated=False) as opened:
        outcomes = list(opened.grade(opened.with_state(State.NEW), workers=1))
    assert len(outcomes) == 1 + len(answers)

    searched = 0
    for folder in (done.folder, done.zip.parent, course / "feedback"):
        for place, text in texts_in(folder):
            searched += 1
            for canary in CANARIES:
                assert canary not in text, f"{place} contains {canary}"
    assert searched > 20
    assert "canary" not in json.dumps([vars(card) for card in cards("halves")])


def test_the_guard_finds_what_is_planted(write_assignment, tmp_path):
    write_assignment()
    secrets = secrets_of(Assignment.load("halves"))
    body = "return canary_of_the_solution*np.asarray( z,dtype = float )"
    planted = {
        "page.html": f"<p>canary_of_the_solution <b>= 0.5</b>\n{body}</p>",
        "wrong.txt": "x = canary_inside_the_wrong_answer = np.asarray(z, dtype=float)\n"
        "return canary_inside_the_wrong_answer",
        "notebook.ipynb": json.dumps(
            {"cells": [{"source": ["# canary_of_the_", "hidden_check"]}]}
        ),
    }
    for name, text in planted.items():
        (tmp_path / name).write_text(text)
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr("inner.py", "canary_of_the_hidden_check")
    (tmp_path / "clean.txt").write_text("def halve(z): return half of z")
    for name in (*planted, "archive.zip"):
        assert find_leaks(tmp_path / name, secrets), name
    assert find_leaks(tmp_path / "clean.txt", secrets) == []


def test_a_leaking_release_is_withdrawn(write_assignment, tmp_path):
    notebook = (
        "---\nkernelspec: {display_name: Python 3, language: python, name: python3}\n"
        "---\n# Halves\n\n```{code-cell} ipython3\nimport numpy as np\n```\n\n"
        "Try `canary_inside_the_wrong_answer = np.asarray(z, dtype=float)` and\n"
        "`return canary_inside_the_wrong_answer`.\n\n"
        "```{code-cell} ipython3\ncanary_inside_the_wrong_answer = "
        "np.asarray(z, dtype=float)\nreturn canary_inside_the_wrong_answer\n```\n\n"
        "```{code-cell} ipython3\n:exercise: halves.halve\n```\n"
    )
    write_assignment(notebook=notebook)
    with pytest.raises(LeakError, match="canary_of_the_wrong_answer"):
        release(Assignment.load("halves"), tmp_path / "course")
    assert not (tmp_path / "course" / "release" / "halves").exists()
    assert not (tmp_path / "course" / "downloads").exists()


@pytest.mark.parametrize("folder", ["_build/html", "_build/course/downloads"])
@pytest.mark.parametrize("name", assignment_names())
def test_what_was_built_holds_no_secret(name, folder):
    built = ROOT / folder
    if not built.exists():
        pytest.skip(f"{folder} is not there; 'make book' makes it")
    assert find_leaks(built, secrets_of(Assignment.load(name))) == []
