"""The command ``autograder``: release, prove and grade assignments."""

import json
import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

__all__ = ["app", "main"]

NEEDS_ATTENTION, USAGE, INFRASTRUCTURE = 1, 2, 3
ALL_CORES = os.cpu_count() or 1

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Release, prove and grade the assignments of One Neuron at a Time.",
    epilog="Exit codes: 0 all good, 1 something needs attention, 2 wrong usage, "
    "3 the machine is not set up.",
)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

AssignmentName = Annotated[
    str, typer.Argument(metavar="ASSIGNMENT", help="Such as one_neuron.")
]
Workers = Annotated[
    int, typer.Option(min=1, help="Isolated processes that work at the same time.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command(
    name="release",
    epilog="Examples:\n\n    autograder release\n\n"
    "    autograder release one_neuron --course my_course",
)
def release_command(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[ASSIGNMENT]", help="All of them if left out."),
    ] = None,
    course: Annotated[
        Path | None, typer.Option(help="nbgrader's course folder.")
    ] = None,
) -> None:
    """Make the student's version through nbgrader, and a zip to hand out."""
    from .authoring.assignment import assignment_names
    from .course_folder import default_course

    folder = course or default_course()
    for each in [name] if name else assignment_names():
        assignment = _load(each)
        with console.status(f"Releasing {each} ..."):
            done = _release(assignment, folder)
        console.print(f"Released {each}: hand out {done.zip}", soft_wrap=True)


@app.command(
    epilog="Examples:\n\n    autograder prove\n\n"
    "    autograder prove one_neuron --seeds 3\n\n"
    "    autograder prove --json > proof.json",
)
def prove(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ASSIGNMENT...]", help="All of them if left out."),
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds to try.")] = 20,
    workers: Workers = ALL_CORES,
    as_json: AsJson = False,
) -> None:
    """Send our own right and wrong answers through grading."""
    import tempfile

    from .authoring.assignment import assignment_names
    from .grading import proof as proving

    documents, failed = [], 0
    for name in names or assignment_names():
        assignment = _load(name)
        found = []
        with tempfile.TemporaryDirectory() as folder:
            released = _release(assignment, Path(folder, "course")).folder
            steps = proving.prove(assignment, released, seeds, workers)
            total = len(proving.trials(assignment))
            with _progress(as_json) as progress:
                task = progress.add_task(f"Proving {name}", total=total)
                for step in steps:
                    found.append(step)
                    progress.advance(task)
        found.sort(key=lambda one: _place(one.trial, assignment))
        documents.append({"assignment": name, "exercises": proving.as_json(found)})
        failed += sum(bool(one.problems) for one in found)
        if not as_json:
            _show_proof(name, found, seeds)
    if as_json:
        print(json.dumps(documents, indent=1))  # noqa: T201
    raise typer.Exit(NEEDS_ATTENTION if failed else 0)


@app.command(
    epilog="Examples:\n\n    autograder mutants\n\n"
    "    autograder mutants one_neuron --seeds 1\n\n"
    "    autograder mutants one_neuron --json > mutants.json",
)
def mutants(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ASSIGNMENT...]", help="All of them if left out."),
    ] = None,
    seeds: Annotated[
        int, typer.Option(min=1, help="A mutant must fail with every seed.")
    ] = 3,
    bar: Annotated[
        float,
        typer.Option(min=0, max=100, help="Per cent of mutants that must be killed."),
    ] = 95,
    workers: Workers = ALL_CORES,
    as_json: AsJson = False,
) -> None:
    """Change our reference answers mechanically; the checks must notice."""
    try:
        from .authoring import mutant_trials as trials
        from .authoring import mutants as mutation
    except ImportError:
        _stop("cosmic-ray is missing; 'make lint' installs it.", INFRASTRUCTURE)
    from .authoring.assignment import assignment_names
    from .authoring.reference import AuthoringError

    documents, is_good = [], True
    for name in names or assignment_names():
        assignment = _load(name)
        try:
            equivalents = mutation.declared_equivalents(assignment)
            made = mutation.mutants_of(assignment)
            rulings = []
            # A thread that draws the bar would be in the way of starting processes.
            with _progress(as_json, has_thread=False) as progress:
                task = progress.add_task(f"Mutants of {name}", total=len(made))
                for tried in trials.try_mutants(assignment, made, seeds, workers):
                    rulings.append(trials.rule(*tried, equivalents))
                    progress.update(task, advance=1, refresh=True)
        except AuthoringError as problem:
            _stop(str(problem), NEEDS_ATTENTION)
        report = trials.report(assignment, rulings, equivalents, bar)
        documents.append(report)
        is_good = is_good and report["passed"]
        if not as_json:
            _show_mutants(report)
    if as_json:
        print(json.dumps(documents, indent=1))  # noqa: T201
    raise typer.Exit(0 if is_good else NEEDS_ATTENTION)


@app.command(
    epilog="Examples:\n\n    autograder grade one_neuron --course my_course\n\n"
    "    autograder grade one_neuron --course my_course --workers 4 --json",
)
def grade(
    name: AssignmentName,
    course: Annotated[
        Path, typer.Option(help="nbgrader's course folder, with submitted/ in it.")
    ],
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
    _grade(_load(name), course, workers, unsafe_no_sandbox, as_json)


@app.command(epilog="Example:\n\n    autograder demo --course /tmp/demo")
def demo(
    course: Annotated[Path, typer.Option(help="Course folder; it is made anew.")],
    name: Annotated[str, typer.Option("--assignment")] = "one_neuron",
    students: Annotated[int, typer.Option(min=8)] = 30,
    workers: Workers = ALL_CORES,
) -> None:
    """Play a class of simulated students, hostile ones included, and grade it."""
    import shutil

    from .grading.simulated_class import hand_in_class

    assignment = _load(name)
    if course.exists() and not (course / "nbgrader_config.py").exists():
        _stop(f"{course} exists and is no course folder; name another one.", USAGE)
    shutil.rmtree(course, ignore_errors=True)
    _release(assignment, course)
    hand_in_class(assignment, course, students, seed=1)
    console.print(
        f"{students} simulated students have handed in {name}. Some notebooks are "
        "broken or hostile on purpose; the lines below say what was found."
    )
    try:
        _grade(assignment, course, workers, unsafe_no_sandbox=False, as_json=False)
    except typer.Exit as stop:
        code = stop.exit_code
        raise typer.Exit(0 if code == NEEDS_ATTENTION else code) from None


def main() -> None:
    """Run the command; the entry point of the installed script."""
    app()


def _grade(assignment, course, workers, unsafe_no_sandbox, as_json):
    from .course_folder import open_gradebook
    from .grading.classroom import EmptyCourseError, find_submissions, grade_class
    from .grading.engine import Judge
    from .grading.results import as_json as result_as_json
    from .grading.stock import grading_seed
    from .records.feedback import write_feedback
    from .records.gradebook import has_assignment, record
    from .records.report import write_report
    from .sandbox import NoIsolationError

    name = assignment.name
    try:
        submissions = find_submissions(course, name)
        judge = Judge(assignment, grading_seed())
    except EmptyCourseError as problem:
        _stop(str(problem), NEEDS_ATTENTION)
    except ValueError as problem:
        _stop(str(problem), USAGE)
    released = course / "release" / name
    with open_gradebook(course) as gradebook:
        known = has_assignment(gradebook, name, assignment.points)
    if not known or not released.is_dir():
        _release(assignment, course)
    files = tuple(path for path in released.iterdir() if path.suffix != ".ipynb")
    results = []
    notebooks = {one.student: one.notebook for one in submissions}
    try:
        isolation = judge.isolation(files, is_isolated=not unsafe_no_sandbox)
        with open_gradebook(course) as gradebook, _progress(as_json) as progress:
            task = progress.add_task(f"Grading {name}", total=len(submissions))
            for result in grade_class(judge, submissions, isolation, workers):
                record(gradebook, result, notebooks[result.student])
                write_feedback(result, assignment, course)
                results.append(result)
                progress.advance(task)
    except NoIsolationError as problem:
        _stop(
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


def _load(name):
    from .authoring.assignment import Assignment, UnknownAssignmentError
    from .authoring.reference import AuthoringError

    try:
        return Assignment.load(name)
    except UnknownAssignmentError as problem:
        _stop(str(problem), NEEDS_ATTENTION)
    except AuthoringError as problem:
        _stop(str(problem), NEEDS_ATTENTION)


def _release(assignment, course):
    from .authoring.leak_guard import LeakError
    from .authoring.reference import AuthoringError
    from .authoring.release import release

    try:
        return release(assignment, course)
    except (AuthoringError, LeakError) as problem:
        _stop(f"{assignment.name} is not released: {problem}", NEEDS_ATTENTION)


def _stop(sentence: str, code: int) -> NoReturn:
    first = sentence.split()[0]
    if first.isalpha():
        sentence = first.capitalize() + sentence[len(first) :]
    errors.print(escape(sentence), soft_wrap=True)
    raise typer.Exit(code)


def _progress(is_silent, has_thread=True):
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("elapsed"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=errors,
        disable=is_silent,
        auto_refresh=has_thread,
    )


def _place(trial, assignment):
    kinds = ("reference", "stub", "right", "wrong")
    names = list(assignment.exercises)
    return names.index(trial.exercise.name), kinds.index(trial.kind)


def _show_proof(name, found, seeds):
    table = Table(box=None, pad_edge=False)
    for column in ("exercise", "points", "right answers", "wrong answers", "proved"):
        table.add_column(column, justify="left" if column == "exercise" else "right")
    exercises = {one.trial.exercise.name: one.trial.exercise for one in found}
    for exercise in exercises.values():
        mine = [one for one in found if one.trial.exercise is exercise]
        count = {
            kind: sum(one.trial.kind == kind for one in mine)
            for kind in ("reference", "right", "wrong")
        }
        table.add_row(
            exercise.name,
            str(exercise.points),
            str(count["reference"] + count["right"]),
            str(count["wrong"]),
            "no" if any(one.problems for one in mine) else "yes",
        )
    console.print(table)
    for one in found:
        for problem in one.problems[:3]:
            title = f"{one.trial.exercise.name}, {one.trial.kind} {one.trial.name}"
            console.print(escape(f"{title}: {problem}"), soft_wrap=True)
    wrong = sum(bool(one.problems) for one in found)
    verdict = "all proved" if not wrong else f"{wrong} not proved"
    console.print(f"{name}: {len(found)} answers with {seeds} seeds each, {verdict}.")


def _show_mutants(report):
    table = Table(box=None, pad_edge=False)
    columns = ("exercise", "mutants", "killed", "equivalent", "survived", "killed %")
    for column in columns:
        table.add_column(column, justify="left" if column == "exercise" else "right")
    for one in report["exercises"]:
        numbers = (str(one[column]) for column in columns[:-1])
        table.add_row(*numbers, f"{one['percent']:.1f}")
    console.print(table)
    for one in report["survivors"]:
        status = f"equivalent, {one['because']}" if one["because"] else "SURVIVED"
        for line in (
            f"{one['exercise']}: {status}",
            f"    - {one['line']}",
            f"    + {one['becomes']}",
        ):
            console.print(escape(line), soft_wrap=True)
    for one in report["stale"]:
        line = f"{one['exercise']}: no surviving mutant is {one['becomes']!r}; take it"
        line += " out of equivalent_mutants.toml."
        console.print(escape(line), soft_wrap=True)
    console.print(
        f"{report['assignment']}: {report['percent']:.1f} % of the mutants that are "
        f"not equivalent are killed, {report['bar']:g} % are asked for.",
        soft_wrap=True,
    )


def _show_class(results, report):
    from .records.feedback import printable

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


if __name__ == "__main__":
    main()
