"""The author's commands: release and prove."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from .console import (
    ALL_CORES,
    NEEDS_ATTENTION,
    AsJson,
    Workers,
    app,
    console,
    load,
    progress_bar,
    release_into,
)

__all__ = ["prove", "release"]


@app.command(
    epilog="Examples:\n\n    autograder release\n\n"
    "    autograder release one_neuron --course my_course",
)
def release(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[ASSIGNMENT]", help="All of them if left out."),
    ] = None,
    course: Annotated[
        Path | None, typer.Option(help="nbgrader's course folder.")
    ] = None,
) -> None:
    """Make the student's version through nbgrader, and a zip to hand out."""
    from ..authoring.assignment import assignment_names
    from ..course_folder import default_course

    folder = course or default_course()
    for each in [name] if name else assignment_names():
        assignment = load(each)
        with console.status(f"Releasing {each} ..."):
            done = release_into(assignment, folder)
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
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write what --json prints to FILE."),
    ] = None,
) -> None:
    """Send our own right and wrong answers through grading."""
    import tempfile

    from ..authoring.assignment import assignment_names
    from ..grading import proof as proving
    from ..whole_files import write_whole

    documents, failed = [], 0
    for name in names or assignment_names():
        assignment = load(name)
        found = []
        with tempfile.TemporaryDirectory() as folder:
            released = release_into(assignment, Path(folder, "course")).folder
            steps = proving.prove(assignment, released, seeds, workers)
            total = len(proving.trials(assignment))
            with progress_bar(as_json, has_thread=False) as progress:
                task = progress.add_task(f"Proving {name}", total=total)
                for step in steps:
                    found.append(step)
                    progress.update(task, advance=1, refresh=True)
        found.sort(key=lambda one: _place(one.trial, assignment))
        documents.append({"assignment": name, "exercises": proving.as_json(found)})
        failed += sum(bool(one.problems) for one in found)
        if not as_json:
            _show_proof(name, found, seeds)
    text = json.dumps(documents, indent=1)
    if save is not None:
        write_whole(save, text)
    if as_json:
        print(text)  # noqa: T201
    raise typer.Exit(NEEDS_ATTENTION if failed else 0)


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
