"""The instructor's commands for grading: grade and demo."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from .console import (
    ALL_CORES,
    INFRASTRUCTURE,
    NEEDS_ATTENTION,
    USAGE,
    AsJson,
    AssignmentName,
    Course,
    Workers,
    app,
    console,
    load,
    progress_bar,
    release_into,
    stop,
)

__all__ = ["demo", "grade"]


@app.command(
    epilog="Examples:\n\n    autograder grade one_neuron --course my_course\n\n"
    "    autograder grade one_neuron --course my_course --workers 4 --json",
)
def grade(
    name: AssignmentName,
    course: Course,
    workers: Workers = ALL_CORES,
    unsafe_no_sandbox: Annotated[
        bool,
        typer.Option(
            "--unsafe-no-sandbox",
            help="Run answers without isolation. They can then read and change "
            "whatever you can. Recorded in every result.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Grade what students handed in; write gradebook, feedback and report."""
    _grade(load(name), course, workers, unsafe_no_sandbox, as_json)


@app.command(epilog="Example:\n\n    autograder demo --course /tmp/demo")
def demo(
    course: Annotated[Path, typer.Option(help="Course folder; it is made anew.")],
    name: Annotated[str, typer.Option("--assignment")] = "one_neuron",
    students: Annotated[int, typer.Option(min=8)] = 30,
    workers: Workers = ALL_CORES,
) -> None:
    """Play a class of simulated students, hostile ones included, and grade it."""
    import shutil

    from ..grading.simulated_class import hand_in_class

    assignment = load(name)
    if course.exists() and not (course / "nbgrader_config.py").exists():
        stop(f"{course} exists and is no course folder; name another one.", USAGE)
    shutil.rmtree(course, ignore_errors=True)
    release_into(assignment, course)
    hand_in_class(assignment, course, students, seed=1)
    console.print(
        f"{students} simulated students have handed in {name}. Some notebooks are "
        "broken or hostile on purpose; the lines below say what was found."
    )
    try:
        _grade(assignment, course, workers, unsafe_no_sandbox=False, as_json=False)
    except typer.Exit as ended:
        code = ended.exit_code
        raise typer.Exit(0 if code == NEEDS_ATTENTION else code) from None


def _grade(assignment, course, workers, unsafe_no_sandbox, as_json):
    from ..course_folder import open_gradebook
    from ..grading.classroom import EmptyCourseError, find_submissions, grade_class
    from ..grading.engine import Judge
    from ..grading.results import as_json as result_as_json
    from ..grading.stock import grading_seed
    from ..records.feedback import write_feedback
    from ..records.gradebook import has_assignment, record
    from ..records.report import write_report
    from ..sandbox import NoIsolationError

    name = assignment.name
    try:
        submissions = find_submissions(course, name)
        judge = Judge(assignment, grading_seed())
    except EmptyCourseError as problem:
        stop(str(problem), NEEDS_ATTENTION)
    except ValueError as problem:
        stop(str(problem), USAGE)
    released = course / "release" / name
    with open_gradebook(course) as gradebook:
        known = has_assignment(gradebook, name, assignment.points)
    if not known or not released.is_dir():
        release_into(assignment, course)
    files = tuple(path for path in released.iterdir() if path.suffix != ".ipynb")
    results = []
    notebooks = {one.student: one.notebook for one in submissions}
    try:
        isolation = judge.isolation(files, is_isolated=not unsafe_no_sandbox)
        with open_gradebook(course) as gradebook, progress_bar(as_json) as progress:
            task = progress.add_task(f"Grading {name}", total=len(submissions))
            for result in grade_class(judge, submissions, isolation, workers):
                record(gradebook, result, notebooks[result.student])
                write_feedback(result, assignment, course)
                results.append(result)
                progress.advance(task)
    except NoIsolationError as problem:
        stop(
            f"{problem} To grade answers that you trust, add --unsafe-no-sandbox.",
            INFRASTRUCTURE,
        )
    results.sort(key=lambda result: result.student)
    report = write_report(results, assignment, course)
    if as_json:
        print(json.dumps([result_as_json(r) for r in results], indent=1))  # noqa: T201
    else:
        _show_class(results, report)
    needs_attention = any(result.problems for result in results)
    raise typer.Exit(NEEDS_ATTENTION if needs_attention else 0)


def _show_class(results, report):
    from ..records.feedback import printable

    for result in results:
        for problem in result.problems:
            line = f"{result.student}: {problem}"
            console.print(escape(printable(line)), soft_wrap=True)
    points = [result.points for result in results]
    mean = sum(points) / len(points)
    console.print(
        f"{len(results)} graded, mean {mean:.1f} of {results[0].max_points} points. "
        f"Feedback pages are in {report.parent.parent / 'feedback'}.",
        soft_wrap=True,
    )
    console.print(f"Open {report}", soft_wrap=True)
