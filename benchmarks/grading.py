"""Grade the same class with us and with others."""

import contextlib
import itertools
import sys
import tempfile
from pathlib import Path

import nbformat

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.authoring.source_notebook import POINTS_SUFFIX
from autograder.course_folder import open_gradebook
from autograder.grading.proof import with_answer

from .cost import Cost, cost_of
from .otter import otter_commands, otter_points

__all__ = ["OTTER", "STOCK", "compare_graders", "cost_of_class"]

NAME = "one_neuron"
STOCK, OTTER = "stock nbgrader", "otter-grader"


def compare_graders(students: int, otter: Path | None = None) -> dict[str, Cost]:
    """Grade one class with each grader, each time in a fresh course folder.

    Parameters
    ----------
    students : int
        Size of the class. Every answer ends by itself, so that no time limit
        decides the comparison.
    otter : Path, optional
        Python of an environment with otter-grader, to grade with that as well.

    Returns
    -------
    dict
        `Cost` by grader: stock nbgrader, perhaps otter-grader, ours with one
        worker, ours with two.

    Raises
    ------
    RuntimeError
        If the graders do not give every answer the same points.
    """
    graders = {STOCK: (_stock, _recorded_points)}
    if otter is not None:
        graders[OTTER] = (_otter(otter), otter_points)
    graders["ours, 1 worker"] = (_ours(1), _recorded_points)
    graders["ours, 2 workers"] = (_ours(2), _recorded_points)
    costs, points = {}, {}
    for name, (commands, points_in) in graders.items():
        with _class_of(students) as course:
            costs[name] = cost_of(commands(course), course)
            points[name] = points_in(course)
    _demand_same_points(points, students)
    return costs


def cost_of_class(students: int, workers: int) -> Cost:
    """Grade a class in the sandbox.

    Parameters
    ----------
    students : int
        No two of them hand in the same.
    workers : int

    Returns
    -------
    Cost
    """
    with _class_of(students) as course:
        cost = cost_of(_ours(workers)(course), course)
        _demand_scores(course, students)
    return cost


def _stock(course):
    program = [sys.executable, "-m", "nbgrader", "autograde", NAME]
    return [[*program, f"--course-dir={course}"]]


def _otter(python):
    return lambda course: otter_commands(python, Assignment.load(NAME), course)


def _ours(workers):
    program = [sys.executable, "-m", "autograder.cli", "grade", NAME]
    return lambda course: [[*program, f"--course={course}", f"--workers={workers}"]]


@contextlib.contextmanager
def _class_of(students):
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        _hand_in(course, students)
        yield course


def _hand_in(course, students):
    """Let every student give another mixture of right and wrong answers."""
    assignment = Assignment.load(NAME)
    release(assignment, course)
    path = course / "release" / NAME / f"{NAME}.ipynb"
    released = nbformat.read(path, as_version=4)
    answers = {
        name: itertools.cycle([reference.source, *_sources(assignment, name)])
        for name, reference in assignment.references.items()
    }
    for number in range(students):
        chosen = {name: next(sources) for name, sources in answers.items()}
        folder = course / "submitted" / f"student-{number:04}" / NAME
        folder.mkdir(parents=True)
        notebook = with_answer(released, chosen)
        notebook.cells.append(nbformat.v4.new_markdown_cell(f"Notebook {number}"))
        nbformat.write(notebook, folder / f"{NAME}.ipynb")


def _sources(assignment, name):
    return [variant.source() for variant in assignment.variants_of(name)]


def _demand_scores(course, students):
    with open_gradebook(course) as gradebook:
        graded = len(gradebook.assignment_submissions(NAME))
    if graded != students:
        problem = f"{graded} of {students} submissions were graded; the time is void."
        raise RuntimeError(problem)


def _recorded_points(course):
    """Read points by student and exercise from the gradebook."""
    with open_gradebook(course) as gradebook:
        return {
            (submission.student.id, grade.cell.name.removesuffix(POINTS_SUFFIX)): (
                grade.auto_score
            )
            for submission in gradebook.assignment_submissions(NAME)
            for grade in submission.notebooks[0].grades
            if grade.cell.name.endswith(POINTS_SUFFIX)
        }


def _demand_same_points(points, students):
    expected = points[STOCK]
    answers = students * len(Assignment.load(NAME).exercises)
    if len(expected) != answers:
        problem = f"{len(expected)} of {answers} answers were graded; the time is void."
        raise RuntimeError(problem)
    for grader, granted in points.items():
        differ = sorted(key for key in expected if granted.get(key) != expected[key])
        if differ:
            student, exercise = differ[0]
            problem = (
                f"{grader} and {STOCK} differ on {len(differ)} of {answers} answers, "
                f"such as {exercise} of {student}: {granted.get(differ[0])} and "
                f"{expected[differ[0]]} points; the time is void."
            )
            raise RuntimeError(problem)
