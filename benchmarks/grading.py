"""Time whole commands that grade the same class."""

import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.course_folder import open_gradebook
from autograder.grading.proof import with_answer

__all__ = ["compare_with_stock"]


def compare_with_stock(students: int) -> tuple[float, float, float]:
    """Grade one class three times, each time in a fresh course folder.

    Parameters
    ----------
    students : int
        Size of the class. Every answer ends by itself, so that no time limit
        decides the comparison.

    Returns
    -------
    tuple of float
        Seconds on the clock: stock nbgrader, ours with one worker, ours with
        two.
    """
    ours = [sys.executable, "-m", "autograder.cli", "grade", "one_neuron"]
    stock = [sys.executable, "-m", "nbgrader", "autograde", "one_neuron"]
    return (
        _seconds(lambda course: [*stock, f"--course-dir={course}"], students),
        _seconds(lambda course: [*ours, f"--course={course}", "--workers=1"], students),
        _seconds(lambda course: [*ours, f"--course={course}", "--workers=2"], students),
    )


def _seconds(command, students):
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        _hand_in(course, students)
        started = time.perf_counter()
        subprocess.run(command(course), cwd=course, capture_output=True, check=False)
        elapsed = time.perf_counter() - started
        _demand_scores(course, students)
    return elapsed


def _hand_in(course, students):
    """Let every student give another mixture of right and wrong answers."""
    assignment = Assignment.load("one_neuron")
    release(assignment, course)
    path = course / "release" / "one_neuron" / "one_neuron.ipynb"
    released = nbformat.read(path, as_version=4)
    answers = {
        name: itertools.cycle([reference.source, *_sources(assignment, name)])
        for name, reference in assignment.references.items()
    }
    for number in range(students):
        chosen = {name: next(sources) for name, sources in answers.items()}
        folder = course / "submitted" / f"student-{number:04}" / "one_neuron"
        folder.mkdir(parents=True)
        notebook = with_answer(released, chosen)
        nbformat.write(notebook, folder / "one_neuron.ipynb")


def _sources(assignment, name):
    return [variant.source() for variant in assignment.variants_of(name)]


def _demand_scores(course, students):
    with open_gradebook(course) as gradebook:
        graded = len(gradebook.assignment_submissions("one_neuron"))
    if graded != students:
        problem = f"{graded} of {students} submissions were graded; the time is void."
        raise RuntimeError(problem)
