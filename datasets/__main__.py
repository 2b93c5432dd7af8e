"""The command line: ``python -m datasets list``, ``check`` and ``fetch``.

Exit codes: 0 all good, 1 some data needs attention, 2 wrong usage,
3 infrastructure (no network, no place to write).
"""

import json
import logging
from typing import Annotated

import pooch
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from datasets import download
from datasets.inventory import (
    FileState,
    as_plain_data,
    facts_in_words,
    must_be_fetched,
    state_of,
)
from datasets.locations import data_folder, find
from datasets.registry import DATA_SETS, DataError, DataFile, DataSet

ATTENTION, INFRASTRUCTURE = 1, 3

EPILOG = """
Examples:

python -m datasets list                what there is, whose it is, where it is

python -m datasets check               compare every file with its hash

python -m datasets fetch mnist-full    download all 70,000 digits, 11 MB

The folder named by ONE_NEURON_DATA is looked at first; ONE_NEURON_CACHE names
another place for downloads. Exit codes: 0 all good, 1 some data needs
attention, 2 wrong usage, 3 infrastructure.
"""

app = typer.Typer(
    help="List, check and fetch the data sets of the course.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def _known_names(names: list[str] | None) -> list[str]:
    for name in names or []:
        if name not in DATA_SETS:
            msg = f"no data set is called {name!r}; known: {', '.join(DATA_SETS)}"
            raise typer.BadParameter(msg)
    return names or []


Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAME", callback=_known_names, help="Data sets; all by default."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


def _chosen(names: list[str] | None) -> list[DataSet]:
    return [DATA_SETS[name] for name in dict.fromkeys(names or DATA_SETS)]


def _inspect(names: list[str] | None, as_json: bool, verify: bool) -> list[FileState]:
    """Print the state of the chosen sets and return it, file by file."""
    try:
        states = {
            data_set.name: [state_of(file, verify) for file in data_set.files]
            for data_set in _chosen(names)
        }
    except DataError as error:
        raise _stopped(error) from None
    facts = {name: _facts(name, found) for name, found in states.items()}
    if as_json:
        plain = [
            {**as_plain_data(DATA_SETS[name], found), "facts": facts[name]}
            for name, found in states.items()
        ]
        typer.echo(json.dumps(plain, indent=2))
    else:
        for name, found in states.items():
            _print(DATA_SETS[name], found, with_origin=not verify)
            for sentence in facts[name]:
                out.print(f"  {sentence}", markup=False)
    return [state for found in states.values() for state in found]


def _facts(name: str, states: list[FileState]) -> list[str]:
    """Describe a data set whose files were all found to be in order."""
    if any(state.state != "verified" for state in states):
        return []
    return facts_in_words(name)


def _print(data_set: DataSet, states: list[FileState], with_origin: bool) -> None:
    out.print(f"[bold]{data_set.name}[/bold]  {data_set.title}")
    if with_origin:
        out.print(f"  licence   {data_set.licence}\n  source    {data_set.source}")
    for file, state, path, message in states:
        colour = {"missing": "yellow", "damaged": "red"}.get(state, "green")
        out.print(f"  [{colour}]{state:<8}[/{colour}]", end="")
        out.print(f"  {file.name:<23}  {file.size:>10,} bytes  ", end="")
        out.print(message or path, markup=False)


def _can_wait(file: DataFile) -> bool:
    """Tell whether the course works without a file that cannot be downloaded."""
    is_offered = file.urls or file.npm or find(file)
    return DATA_SETS[file.data_set].has_stand_in and not is_offered


def _stopped(error: DataError) -> typer.Exit:
    err.print(str(error), style="red", markup=False)
    return typer.Exit(INFRASTRUCTURE)


@app.command(
    "list",
    epilog="Examples: python -m datasets list, python -m datasets list --json.",
)
def list_sets(as_json: AsJson = False) -> None:
    """Show each data set: licence, source, files and where they are."""
    _inspect(None, as_json, verify=False)


@app.command(
    epilog="Examples: python -m datasets check, "
    "python -m datasets check mnist-5k --json.",
)
def check(names: Names = None, as_json: AsJson = False) -> None:
    """Compare every file with its hash, count classes, say what needs attention."""
    states = _inspect(names, as_json, verify=True)
    bad = [state for state in states if state.state != "verified"]
    if bad:
        again = " ".join(dict.fromkeys(state.file.data_set for state in bad))
        if not as_json:
            err.print(f"To get what is missing: python -m datasets fetch {again}")
        raise typer.Exit(ATTENTION)


class _DownloadBar:
    """Pooch's progress bar, drawn by rich once the first byte is expected."""

    def __init__(self, progress: Progress, label: str) -> None:
        self._progress = progress
        self._label = label
        self._task: TaskID | None = None
        self._total = 0

    @property
    def total(self) -> int:
        """Bytes to receive, 0 if unknown; setting it starts the bar again."""
        return self._total

    @total.setter
    def total(self, total: int) -> None:
        self._total = total
        if self._task is None:
            self._task = self._progress.add_task(self._label, total=None)
        self._progress.update(self._task, total=total or None, completed=0)

    def update(self, n: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, n)

    def reset(self) -> None:
        if self._task is not None:
            self._progress.update(self._task, completed=0)

    def close(self) -> None:
        if self._task is not None:
            self._progress.stop_task(self._task)


@app.command(
    epilog="Examples: python -m datasets fetch, python -m datasets fetch mnist-full.",
)
def fetch(names: Names = None) -> None:
    """Download what is missing or damaged, and verify it.

    Without names, it leaves out what is offered nowhere and has a stand-in.
    """
    # The bars say the same; log lines would tear them apart.
    pooch.get_logger().setLevel(logging.WARNING)
    needed, in_the_way = [], []
    files = [file for data_set in _chosen(names) for file in data_set.files]
    try:
        data_folder()
    except DataError as error:
        raise _stopped(error) from None
    if not names:
        files = [file for file in files if not _can_wait(file)]
    for file in files:
        try:
            if must_be_fetched(file):
                needed.append(file)
        except DataError as error:
            err.print(str(error), style="red", markup=False)
            in_the_way.append(file)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    try:
        with Progress(*columns, console=err) as progress:
            download.fetch(needed, lambda label: _DownloadBar(progress, label))
    except DataError as error:
        raise _stopped(error) from None
    for file in files:
        if file not in in_the_way:
            word = "fetched" if file in needed else "present"
            out.print(f"{word}  {file.name}  {find(file)}", markup=False)
    if in_the_way:
        raise typer.Exit(ATTENTION)


if __name__ == "__main__":
    app(prog_name="python -m datasets")
