"""The instructor's commands for grading: grade, regrade and demo."""

import contextlib
import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

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
    release_into,
    stop,
)
from .progress import GradingProgress

__all__ = ["demo", "grade", "regrade"]

DEMO_MARKER = ".autograder_demo"

Unsafe = Annotated[
    bool,
    typer.Option(
        "--unsafe-no-sandbox",
        help="Run answers without isolation. They can then read and change "
        "whatever you can. Recorded in every result.",
    ),
]


@app.command(
    epilog="Examples:\n\n    autograder grade one_neuron --course my_course\n\n"
    "    autograder grade one_neuron --course my_course --workers 4 --json",
)
def grade(
    name: AssignmentName,
    course: Course,
    workers: Workers = ALL_CORES,
    unsafe_no_sandbox: Unsafe = False,
    as_json: AsJson = False,
) -> None:
    """Grade what is new; write gradebook, feedback and report.

    What was graded before and has not changed is left as it is, so the same command
    goes on after an interruption. While it runs, `--json` writes one line for each
    event to standard error; at the end it prints one document.
    """
    _grade(load(name), course, workers, unsafe_no_sandbox, as_json)


@app.command(
    epilog="Examples:\n\n"
    "    autograder regrade one_neuron --course my_course --dry-run\n\n"
    "    autograder regrade one_neuron --course my_course --allow-lower",
)
def regrade(
    name: AssignmentName,
    course: Course,
    workers: Workers = ALL_CORES,
    allow_lower: Annotated[
        bool, typer.Option(help="Write results that take points away, too.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option(help="Show what would change and write nothing.")
    ] = False,
    unsafe_no_sandbox: Unsafe = False,
    as_json: AsJson = False,
) -> None:
    """Grade again what another version of the assignment has graded.

    A result is out of date if the assignment, the environment or the limits have
    changed since. Nobody loses points in any exercise unless you allow it. Marks and
    comments by hand stay.
    """
    from ..grading.run import State

    with _opened(load(name), course, unsafe_no_sandbox, dry_run) as opened:
        stale = opened.with_state(State.STALE)
        with GradingProgress(f"Regrading {name}", len(stale), as_json) as progress:
            changes = opened.regrade(
                stale, workers, allow_lower, dry_run, progress.advance
            )
        if not dry_run:
            opened.report(opened.results())
    held = [change for change in changes if change.is_held]
    if as_json:
        documents = [dataclasses.asdict(change) for change in changes]
        print(json.dumps(documents, indent=1))  # noqa: T201
    else:
        _show_changes(changes, dry_run)
    raise typer.Exit(NEEDS_ATTENTION if held else 0)


@app.command(epilog="Example:\n\n    autograder demo --course /tmp/demo")
def demo(
    course: Annotated[
        Path, typer.Option(help="A new folder, or one of an earlier demo.")
    ],
    name: Annotated[str, typer.Option("--assignment")] = "one_neuron",
    students: Annotated[int, typer.Option(min=8)] = 30,
    workers: Workers = ALL_CORES,
) -> None:
    """Play a class of simulated students, hostile ones included, and grade it."""
    from ..grading.simulated_class import hand_in_class

    assignment = load(name)
    _make_anew(course)
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


def _make_anew(course):
    """Make an empty folder for a demo; delete only what another demo has made."""
    import shutil

    marker = course / DEMO_MARKER
    is_empty = course.is_dir() and not any(course.iterdir())
    if course.exists() and not is_empty and not marker.is_file():
        stop(
            f"{course} exists and was not made by autograder demo, which would delete "
            "it; name another folder, or delete this one yourself.",
            USAGE,
        )
    folder = course.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    marker.write_text("autograder demo made this folder and may delete it.\n")


@contextlib.contextmanager
def _opened(assignment, course, unsafe_no_sandbox, dry_run=False):
    """Open a course for grading, or stop with a sentence."""
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import SQLAlchemyError

    from ..authoring.leak_guard import LeakError
    from ..authoring.reference import AuthoringError
    from ..grading.calibration import LimitsError
    from ..grading.classroom import EmptyCourseError
    from ..grading.journal import BusyError
    from ..grading.stock import SeedError
    from ..records.course_grading import open_course
    from ..records.gradebook import database_failure
    from ..sandbox import NoIsolationError

    try:
        with open_course(
            assignment, course, is_isolated=not unsafe_no_sandbox, dry_run=dry_run
        ) as opened:
            yield opened
    except (EmptyCourseError, AuthoringError, LeakError) as problem:
        stop(str(problem), NEEDS_ATTENTION)
    except NoIsolationError as problem:
        stop(
            f"{problem} To grade answers that you trust, add --unsafe-no-sandbox.",
            INFRASTRUCTURE,
        )
    except BusyError as problem:
        stop(str(problem), INFRASTRUCTURE)
    except (SeedError, LimitsError) as problem:
        stop(str(problem), USAGE)
    except OSError as problem:
        stop(
            f"Writing failed: {problem}. Everything recorded so far is whole; mend "
            "the cause and run the same command again.",
            INFRASTRUCTURE,
        )
    except (SQLAlchemyError, InvalidEntry) as problem:
        failure = database_failure(problem) or problem
        stop(
            f"The gradebook cannot be used: {getattr(failure, 'orig', failure)}. "
            "Everything recorded so far is whole; mend the cause and run the same "
            "command again.",
            INFRASTRUCTURE,
        )
    except KeyboardInterrupt:
        stop(
            "Stopped. Everything graded so far is written; the same command goes on "
            "from here.",
            NEEDS_ATTENTION,
        )


def _grade(assignment, course, workers, unsafe_no_sandbox, as_json):
    from ..grading.run import State

    failed = []
    with _opened(assignment, course, unsafe_no_sandbox) as opened:
        wanted = opened.with_state(State.NEW, State.CHANGED)
        stale = len(opened.with_state(State.STALE))
        before = len(opened.with_state(State.DONE))
        with GradingProgress(
            f"Grading {assignment.name}", len(wanted), as_json
        ) as progress:
            for outcome in opened.grade(wanted, workers):
                progress.advance(outcome)
                if not outcome.is_final:
                    failed.append(outcome)
        results = opened.results()
        report = opened.report(results)
        documents = opened.documents() if as_json else []
    if as_json:
        documents += [outcome.document for outcome in failed]
        print(json.dumps(documents, indent=1))  # noqa: T201
    else:
        _show_class(results, failed, report)
        if before:
            console.print(f"{before} of them were graded before and have not changed.")
        if stale:
            console.print(
                f"{stale} were {State.STALE.value}. To bring them up to date: "
                f"autograder regrade {assignment.name} --course {course}",
                soft_wrap=True,
            )
    needs_attention = failed or any(result.problems for result in results)
    raise typer.Exit(NEEDS_ATTENTION if needs_attention else 0)


def _show_class(results, failed, report):
    from ..records.feedback import printable

    lines = [f"{r.student}: {text}" for r in results for text in r.problems]
    lines += [f"{o.handed_in.student}: {o.document['problem']}" for o in failed]
    for line in lines:
        console.print(escape(printable(line)), soft_wrap=True)
    if not results:
        return
    mean = sum(result.points for result in results) / len(results)
    console.print(
        f"{len(results)} graded, mean {mean:.1f} of {results[0].max_points} points. "
        f"Feedback pages are in {report.parent.parent / 'feedback'}.",
        soft_wrap=True,
    )
    console.print(f"Open {report}", soft_wrap=True)


def _show_changes(changes, dry_run):
    from ..records.feedback import printable

    if not changes:
        console.print("Everything is up to date.")
        return
    table = Table(box=None, pad_edge=False)
    for column in ("student", "before", "after", "what happens"):
        table.add_column(column, justify="right" if column[0] in "ba" else "left")
    for change in changes:
        verdict = "not written" if dry_run else "written"
        if change.problem:
            verdict = f"failed: {change.problem}"
        elif change.is_held:
            verdict = f"held back: fewer points in {', '.join(change.lower)}"
        table.add_row(
            escape(printable(change.student)),
            str(change.before),
            str(change.after),
            escape(printable(verdict)),
        )
    console.print(table)
    if any(change.is_held and change.lower for change in changes):
        console.print("To write those that are held back as well, add --allow-lower.")
