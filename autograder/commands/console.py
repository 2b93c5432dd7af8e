"""What all commands share: the application, exit codes, options, progress."""

import importlib.metadata
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

__all__ = [
    "ALL_CORES",
    "INFRASTRUCTURE",
    "NEEDS_ATTENTION",
    "USAGE",
    "AsJson",
    "AssignmentName",
    "Course",
    "Workers",
    "app",
    "console",
    "errors",
    "load",
    "progress_bar",
    "release_into",
    "stop",
]

NEEDS_ATTENTION, USAGE, INFRASTRUCTURE = 1, 2, 3
ALL_CORES = os.cpu_count() or 1
DISTRIBUTION = "one-neuron-at-a-time"

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


Course = Annotated[
    Path, typer.Option(help="nbgrader's course folder, with submitted/ in it.")
]


def _say_version(wanted: bool) -> None:
    if wanted:
        console.print(f"autograder {importlib.metadata.version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def _before_all(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help="Say the version."
        ),
    ] = False,
) -> None:
    pass


def load(name: str):
    """Load an assignment, or stop with a sentence."""
    from ..authoring.assignment import Assignment, UnknownAssignmentError
    from ..authoring.reference import AuthoringError

    try:
        return Assignment.load(name)
    except UnknownAssignmentError as problem:
        stop(str(problem), USAGE)
    except AuthoringError as problem:
        stop(str(problem), NEEDS_ATTENTION)


def release_into(assignment, course: Path):
    """Release an assignment, or stop with a sentence."""
    from ..authoring.leak_guard import LeakError
    from ..authoring.reference import AuthoringError
    from ..authoring.release import release

    try:
        return release(assignment, course)
    except (AuthoringError, LeakError) as problem:
        stop(f"{assignment.name} is not released: {problem}", NEEDS_ATTENTION)


def stop(sentence: str, code: int) -> NoReturn:
    """Say one sentence and end with an exit code."""
    first = sentence.split()[0]
    if first.isalpha():
        sentence = first.capitalize() + sentence[len(first) :]
    errors.print(escape(sentence), soft_wrap=True)
    raise typer.Exit(code)


def progress_bar(is_silent: bool, has_thread: bool = True) -> Progress:
    """Make a bar that tells how much is done and how long the rest takes."""
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
