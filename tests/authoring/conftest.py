"""A small assignment that exists during one test only."""

import sys

import pytest

import autograder.assignments
import solutions
from autograder.authoring import assignment as assignment_module

SOLUTION = '''"""A module of solutions for one test."""

import numpy as np


def halve(z):
    """Return half of each number.

    Parameters
    ----------
    z : ndarray

    Returns
    -------
    ndarray
    """
    canary_of_the_solution = 0.5
    return canary_of_the_solution * np.asarray(z, dtype=float)
'''
CHECKS = '''"""Checks for one test."""

import numpy as np

from autograder.checking import Exercise

SECRET_VALUE = 77123.25

halve = Exercise("halve", minutes=1, difficulty=1, hints=("One.", "Two.", "Three."))


@halve.public(points=1)
def works_for_two(answer, rng):
    answer(np.array([2.0])).equals(np.array([1.0]), "half of 2")


def canary_helper():
    return 31415.5


@halve.hidden(points=2, looks_at="other numbers")
def canary_of_the_hidden_check(answer, rng):
    answer(np.array([SECRET_VALUE, 88231.5])).equals(
        np.array([SECRET_VALUE / 2, 44115.75]), "canary_of_the_reason"
    )
'''
RIGHT = '''"""Right answers for one test."""

import numpy as np

from autograder.authoring.variants import right


@right("halve")
def canary_of_the_right_answer(z):
    canary_inside_the_right_answer = np.asarray(z, dtype=float) / 2
    return canary_inside_the_right_answer
'''
WRONG = '''"""Wrong answers for one test."""

import numpy as np

from autograder.authoring.variants import wrong


@wrong(
    "halve",
    fails={"works_for_two", "canary_of_the_hidden_check"},
    because="Nothing was divided.",
)
def canary_of_the_wrong_answer(z):
    canary_inside_the_wrong_answer = np.asarray(z, dtype=float)
    return canary_inside_the_wrong_answer
'''
NOTEBOOK = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# Halves

```{code-cell} ipython3
import numpy as np

from halves_checks import check, hint, last_failure
```

## 1 Half

```{code-cell} ipython3
:exercise: halves.halve
```
"""
FILES = {
    "__init__.py": '"""An assignment for one test."""\n',
    "checks.py": CHECKS,
    "right.py": RIGHT,
    "wrong.py": WRONG,
    "notebook.md": NOTEBOOK,
}


@pytest.fixture
def write_assignment(tmp_path, monkeypatch):
    """Write an assignment called ``halves``; texts of its files may be replaced."""
    folder = tmp_path / "assignments"
    modules = tmp_path / "solutions"
    modules.mkdir()
    monkeypatch.setattr(assignment_module, "FOLDER", folder)
    monkeypatch.setattr(autograder.assignments, "__path__", [str(folder)])
    monkeypatch.setattr(solutions, "__path__", [str(modules)])
    known = set(sys.modules)

    def write(solution=SOLUTION, **replaced):
        (modules / "halves.py").write_text(solution)
        (folder / "halves").mkdir(parents=True)
        for name, text in FILES.items():
            text = replaced.get(name.partition(".")[0], text)
            (folder / "halves" / name).write_text(text)

    yield write
    for name in set(sys.modules) - known:
        if name.endswith(".halves") or ".halves." in name:
            del sys.modules[name]
