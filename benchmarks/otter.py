"""Grade a course folder with otter-grader, by the same checks.

Outside Docker otter grades one notebook at a time, with ``otter run``; ``otter grade``
does the same inside containers.
"""

import json
import shutil
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.grading.stock import grading_seed

__all__ = ["otter_commands", "otter_points"]

# One question; each check of the exercise is one test case.
TEST_FILE = """\
from otter.test_files import test_case

from autograder.assignments.{assignment} import checks
from autograder.checking.answers import Answer, ask_namespace
from autograder.checking.exercise import find_exercises

OK_FORMAT = False
name = "{exercise}"
exercise = find_exercises(vars(checks))[name]


def case_of(check):
    def case(env):
        check.run(Answer(ask_namespace(env), name), exercise.rng(check, {seed}))

    return test_case(check.name, check.points, not check.is_public)(case)


globals().update({{f"case_{{c.name}}": case_of(c) for c in exercise.checks}})
"""


def otter_commands(
    python: Path, assignment: Assignment, course: Path
) -> list[list[str]]:
    """Write otter's archive of an assignment, and the commands that use it.

    Parameters
    ----------
    python : Path
        Of an environment with otter-grader and this project.
    assignment : Assignment
    course : Path
        Holds what was released and handed in. Each result goes to the folder of
        its student.

    Returns
    -------
    list of list of str
        One command for each notebook.
    """
    archive = _write_archive(assignment, course)
    # Not resolved: the link is what makes Python see its environment.
    run = [str(python.absolute()), "-m", "otter", "run", "--no-logo"]
    return [
        [*run, f"--autograder={archive}", f"--output-dir={student}", str(notebook)]
        for student in sorted((course / "submitted").iterdir())
        for notebook in student.glob(f"{assignment.name}/*.ipynb")
    ]


def otter_points(course: Path) -> dict[tuple[str, str], float]:
    """Read the points that otter granted.

    Parameters
    ----------
    course : Path

    Returns
    -------
    dict
        Points by student and exercise.
    """
    return {
        (path.parent.name, test["name"]): test["score"]
        for path in (course / "submitted").glob("*/results.json")
        for test in json.loads(path.read_text())["tests"]
        if "score" in test  # a summary has none
    }


def _write_archive(assignment, course):
    folder = course / "otter"
    shutil.copytree(
        course / "release" / assignment.name,
        folder / "files",
        ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"),
    )
    tests = folder / "tests"
    tests.mkdir()
    for name in assignment.exercises:
        text = TEST_FILE.format(
            assignment=assignment.name, exercise=name, seed=grading_seed()
        )
        (tests / f"{name}.py").write_text(text)
    return shutil.make_archive(str(folder), "zip", folder)
