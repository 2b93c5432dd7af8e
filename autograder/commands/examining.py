"""The instructor's command that attacks this machine's sandbox: doctor."""

import dataclasses
import json
import os
import platform
import shutil

import typer
from rich.markup import escape
from rich.table import Table

from .console import INFRASTRUCTURE, AsJson, app, console, progress_bar, stop

__all__ = ["doctor"]


@app.command(
    epilog="Examples:\n\n    autograder doctor\n\n"
    "    autograder doctor --json > doctor.json",
)
def doctor(as_json: AsJson = False) -> None:
    """Attack the sandbox of this machine and show which walls hold.

    It takes a quarter of a minute. The exit code is 0 if every wall holds. What no
    sandbox like this one stops is not tried: errors in the kernel of the operating
    system, and what can be learned from how long things take.
    """
    from ..sandbox import Isolation, NoIsolationError
    from ..sandbox.doctor import ATTACKS, examine

    walls = []
    try:
        isolation = Isolation.find()
        with progress_bar(as_json) as bar:
            task = bar.add_task("Attacking the sandbox", total=len(ATTACKS))
            for wall in examine(isolation):
                walls.append(wall)
                bar.advance(task)
    except NoIsolationError as problem:
        stop(str(problem), INFRASTRUCTURE)
    machine = {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "user": "root" if os.geteuid() == 0 else "an ordinary user",
        "bubblewrap": isolation.bubblewrap,
        "free disk, GB": round(shutil.disk_usage(".").free / 1e9),
    }
    if as_json:
        document = {"machine": machine, "walls": [dataclasses.asdict(w) for w in walls]}
        print(json.dumps(document, indent=1))  # noqa: T201
    else:
        _show(machine, walls)
    raise typer.Exit(0 if all(wall.holds for wall in walls) else INFRASTRUCTURE)


def _show(machine, walls):
    console.print(", ".join(f"{name}: {value}" for name, value in machine.items()))
    table = Table(box=None, pad_edge=False)
    for column in ("", "wall", "how the attack ended"):
        table.add_column(column)
    for wall in walls:
        table.add_row("holds" if wall.holds else "OPEN", wall.name, escape(wall.seen))
    console.print(table)
    missing = sum(not wall.holds for wall in walls)
    if missing:
        console.print(
            f"{missing} of {len(walls)} walls are open on this machine. Do not grade "
            "answers that you do not trust here.",
            soft_wrap=True,
        )
    else:
        console.print(f"All {len(walls)} walls hold on this machine.")
