"""Print the table of ratios: ``python -m benchmarks [--students N]``."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from .grading import compare_with_stock

SECONDS = "{:.2f} s"


def main(
    students: Annotated[int, typer.Option(min=1, help="Submissions to grade.")] = 30,
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds.")] = 2,
) -> None:
    """Grade the same class with stock nbgrader and with the sandboxed grader.

    Example: python -m benchmarks --students 30 --rounds 3
    """
    console = Console()
    table = Table(title=f"Grading {students} submissions of one_neuron, wall time")
    for name in ("round", "stock nbgrader", "autograder, 1 worker", "ratio"):
        table.add_column(name, justify="right")
    table.add_column("autograder, 2 workers", justify="right")
    table.add_column("ratio", justify="right")
    for number in range(1, rounds + 1):
        console.print(f"Round {number} of {rounds}: stock nbgrader is slow, wait ...")
        stock, one, two = compare_with_stock(students)
        table.add_row(
            str(number),
            SECONDS.format(stock),
            SECONDS.format(one),
            f"{stock / one:.1f}",
            SECONDS.format(two),
            f"{stock / two:.1f}",
        )
    console.print(table)


typer.run(main)
