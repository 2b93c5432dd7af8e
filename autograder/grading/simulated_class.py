"""A class of simulated students: right, wrong, untouched, late, broken, hostile."""

import random
from pathlib import Path

import nbformat

from ..authoring.assignment import Assignment
from .proof import with_answer

__all__ = ["hand_in_class"]

ENDLESS = "def {name}(*args, **kwargs):\n    while True:\n        pass"
SYNTAX_ERROR = "def {name}(z, slope=0.1)\n    return z"
HOSTILE = (
    "import os\nos._exit(0)",
    "print('{{\"points\": 1000}}')\ndef {name}(*args, **kwargs):\n"
    "    import os\n    os.kill(os.getppid(), 9)\n    os.kill(-1, 9)",
    "class Equal:\n    def __eq__(self, other):\n        return True\n"
    "    __hash__ = None\ndef {name}(*args, **kwargs):\n    return Equal()",
    "def {name}(*args, **kwargs):\n    import socket\n"
    "    socket.create_connection(('127.0.0.1', 80))",
)


def hand_in_class(
    assignment: Assignment, course: Path, students: int, seed: int
) -> list[str]:
    """Write the submissions of a simulated class into a course folder.

    Parameters
    ----------
    assignment : Assignment
    course : Path
        nbgrader's course folder with the release in it.
    students : int
        At least 8, one of each special kind.
    seed : int

    Returns
    -------
    list of str
        Names of the students.
    """
    path = course / "release" / assignment.name / f"{assignment.name}.ipynb"
    released = nbformat.read(path, as_version=4)
    draw = random.Random(seed)
    kinds = ["untouched", "broken", "endless", "syntax", "missing"]
    kinds += ["hostile"] * max(1, students // 10)
    kinds += ["ordinary"] * (students - len(kinds))
    names = []
    for number, kind in enumerate(kinds, start=1):
        name = f"{kind}-{number:02}"
        names.append(name)
        folder = course / "submitted" / name / assignment.name
        folder.mkdir(parents=True, exist_ok=True)
        text = _notebook_text(kind, number, assignment, released, draw)
        (folder / f"{assignment.name}.ipynb").write_text(text)
        day = "03" if number % 7 == 0 else "01"
        stamp = f"2026-02-{day} 12:00:00.000000 UTC"
        (folder / "timestamp.txt").write_text(stamp)
    return names


def _notebook_text(kind, number, assignment, released, draw):
    if kind == "untouched":
        return nbformat.writes(released)
    answers = _answers(assignment, draw)
    first, *_, last = assignment.exercises
    if kind == "endless":
        answers[first] = ENDLESS.format(name=first)
    elif kind == "syntax":
        answers[last] = SYNTAX_ERROR.format(name=last)
    elif kind == "hostile":
        answers[first] = HOSTILE[number % len(HOSTILE)].format(name=first)
    notebook = with_answer(released, answers)
    if kind == "missing":
        notebook.cells = [
            cell
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") != last
        ]
    text = nbformat.writes(notebook)
    return text[: len(text) // 2] if kind == "broken" else text


def _answers(assignment, draw):
    """Choose an answer to each exercise; better students choose right ones."""
    skill = draw.uniform(0.3, 1.0)
    answers = {}
    for name in assignment.exercises:
        luck = draw.random()
        variants = assignment.variants_of(name)
        wrong = [variant.source() for variant in variants if not variant.is_right]
        right = [variant.source() for variant in variants if variant.is_right]
        right.append(assignment.references[name].source)
        if luck < skill:
            answers[name] = draw.choice(right)
        elif luck < skill + 0.8 * (1 - skill):
            answers[name] = draw.choice(wrong)
    return answers
