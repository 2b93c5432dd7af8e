"""The author's command that tries mechanical mutants: mutants."""

import json
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from .console import (
    ALL_CORES,
    INFRASTRUCTURE,
    NEEDS_ATTENTION,
    AsJson,
    Workers,
    app,
    console,
    load,
    progress_bar,
    stop,
)

__all__ = ["mutants"]


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
        from ..authoring import mutant_trials as trials
        from ..authoring import mutants as mutation
    except ImportError:
        stop("cosmic-ray is missing; 'make lint' installs it.", INFRASTRUCTURE)
    from ..authoring.assignment import assignment_names
    from ..authoring.reference import AuthoringError

    documents, is_good = [], True
    for name in names or assignment_names():
        assignment = load(name)
        try:
            equivalents = mutation.declared_equivalents(assignment)
            made = mutation.mutants_of(assignment)
            rulings = []
            # A thread that draws the bar would be in the way of starting processes.
            with progress_bar(as_json, has_thread=False) as progress:
                task = progress.add_task(f"Mutants of {name}", total=len(made))
                for tried in trials.try_mutants(assignment, made, seeds, workers):
                    rulings.append(trials.rule(*tried, equivalents))
                    progress.update(task, advance=1, refresh=True)
        except AuthoringError as problem:
            stop(str(problem), NEEDS_ATTENTION)
        report = trials.report(assignment, rulings, equivalents, bar)
        documents.append(report)
        is_good = is_good and report["passed"]
        if not as_json:
            _show_mutants(report)
    if as_json:
        print(json.dumps(documents, indent=1))  # noqa: T201
    raise typer.Exit(0 if is_good else NEEDS_ATTENTION)


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
