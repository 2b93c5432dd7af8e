"""Measure whole commands that grade the same class."""

import itertools
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.course_folder import open_gradebook
from autograder.grading.proof import with_answer

__all__ = ["Cost", "compare_with_stock", "cost_of_class"]

NAME = "one_neuron"


@dataclass(frozen=True)
class Cost:
    """What a command used.

    Parameters
    ----------
    seconds : float
        On the clock.
    cpu_seconds : float
        Of the command and all processes that it started; the load of the machine
        hardly changes it.
    peak_bytes : int
        Memory of its largest process.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int


def compare_with_stock(students: int) -> tuple[Cost, Cost, Cost]:
    """Grade one class three times, each time in a fresh course folder.

    Parameters
    ----------
    students : int
        Size of the class. Every answer ends by itself, so that no time limit
        decides the comparison.

    Returns
    -------
    tuple of Cost
        Stock nbgrader, ours with one worker, ours with two.
    """
    stock = [sys.executable, "-m", "nbgrader", "autograde", NAME]
    return (
        _cost(lambda course: [*stock, f"--course-dir={course}"], students),
        cost_of_class(students, workers=1),
        cost_of_class(students, workers=2),
    )


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
    ours = [sys.executable, "-m", "autograder.cli", "grade", NAME]
    options = [f"--workers={workers}"]
    return _cost(lambda course: [*ours, f"--course={course}", *options], students)


def _cost(command, students):
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        _hand_in(course, students)
        started = time.perf_counter()
        # A process of its own, so that nothing else is among its children.
        program = [sys.executable, __file__, *command(course)]
        done = subprocess.run(program, cwd=course, capture_output=True, check=True)
        seconds = time.perf_counter() - started
        _demand_scores(course, students)
    cpu_seconds, peak = map(float, done.stdout.split())
    return Cost(seconds, cpu_seconds, int(peak))


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


if __name__ == "__main__":
    subprocess.run(sys.argv[1:], capture_output=True, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)  # noqa: T201
