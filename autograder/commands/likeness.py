"""The instructor's command that looks for alike submissions: similarity."""

import json
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from .console import (
    NEEDS_ATTENTION,
    AsJson,
    AssignmentName,
    Course,
    app,
    console,
    load,
    progress_bar,
    stop,
)

__all__ = ["similarity"]

SHOWN = 20


@app.command(
    epilog="Examples:\n\n    autograder similarity one_neuron --course DIR\n\n"
    "    autograder similarity one_neuron --course DIR --threshold 0.8 --json\n\n"
    "Likeness is no proof of copying. A person must look.",
)
def similarity(
    name: AssignmentName,
    course: Course,
    threshold: Annotated[
        float, typer.Option(min=0, max=1, help="Share from which on a pair is listed.")
    ] = 0.6,
    common: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="What a larger share of the class has is left out."
        ),
    ] = 0.2,
    as_json: AsJson = False,
) -> None:
    """List submissions that are alike; nothing leaves this machine."""
    from ..grading.classroom import EmptyCourseError, find_submissions
    from ..grading.submission import UnreadableError, read_submission
    from ..records.similarity.page import WARNING, write_page
    from ..records.similarity.page import as_json as pair_as_json
    from ..records.similarity.pairs import compare_class

    assignment = load(name)
    try:
        handed_in = find_submissions(course, name)
    except EmptyCourseError as problem:
        stop(str(problem), NEEDS_ATTENTION)
    submissions, unreadable = {}, []
    with progress_bar(as_json) as progress:
        task = progress.add_task("Reading notebooks", total=len(handed_in))
        for one in handed_in:
            try:
                submissions[one.student] = read_submission(one.notebook, assignment)
            except UnreadableError as problem:
                unreadable.append((one.student, str(problem)))
            progress.advance(task)
    pairs = compare_class(submissions, assignment, threshold, common)
    compared = len(submissions)
    page = write_page(
        pairs, unreadable, compared, assignment, course, threshold, common
    )
    if as_json:
        document = {
            "assignment": name,
            "warning": WARNING,
            "threshold": threshold,
            "common": common,
            "compared": compared,
            "pairs": [pair_as_json(pair) for pair in pairs],
            "unreadable": [{"student": s, "problem": p} for s, p in unreadable],
            "report": str(page),
        }
        print(json.dumps(document, indent=1))  # noqa: T201
    else:
        _show(pairs, unreadable, compared, page, WARNING)
    raise typer.Exit(NEEDS_ATTENTION if pairs or unreadable else 0)


def _show(pairs, unreadable, compared, page, warning):
    table = Table(box=None, pad_edge=False)
    for title in ("student", "and student", "share", "exercises", "longest passage"):
        if title in ("share", "longest passage"):
            table.add_column(title, justify="right")
        else:
            table.add_column(title, overflow="fold")
    for pair in pairs[:SHOWN]:
        exercises = [f"{n} {int(100 * s)} %" for n, s in pair.exercises.items()]
        table.add_row(
            *(escape(_one_line(student)) for student in pair.students),
            f"{int(100 * pair.share)} %",
            ", ".join(exercises) or "-",
            f"{pair.tokens} tokens",
        )
    if pairs:
        console.print(table)
    if len(pairs) > SHOWN:
        console.print(f"{len(pairs) - SHOWN} more pairs are less alike.")
    for student, problem in unreadable:
        line = f"Not compared, {student}: {problem}"
        console.print(escape(_one_line(line)), soft_wrap=True)
    found = f"{len(pairs)} {'pair is' if len(pairs) == 1 else 'pairs are'} alike"
    console.print(f"{compared} notebooks compared, {found}.")
    if pairs:
        console.print(warning, soft_wrap=True)
    console.print(f"Open {page}", soft_wrap=True)


def _one_line(text):
    from ..records.feedback import printable

    return " ".join(printable(text).split())
