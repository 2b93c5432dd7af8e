"""Print the tables of ratios: ``python -m benchmarks [--students N]``."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from .fruit import compare_features
from .grading import compare_with_stock
from .painting import compare_epochs, compare_paintings

SECONDS = "{:.2f} s"


def main(
    students: Annotated[int, typer.Option(min=1, help="Submissions to grade.")] = 30,
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds.")] = 2,
) -> None:
    """Do the same work with us and with a peer: grading, painting, hue features.

    Example: python -m benchmarks --students 30 --rounds 3
    """
    console = Console()
    _print_grading(console, students, rounds)
    _print_epochs(console, rounds)
    _print_paintings(console)
    _print_features(console, max(rounds, 10))


def _print_grading(console, students, rounds):
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


def _print_epochs(console, rounds):
    table = Table(title="One epoch of ten layers of 100, 10,000 pixels, CPU time")
    for name in ("round", "MLPRegressor", "ours", "ratio"):
        table.add_column(name, justify="right")
    table.add_column("MLPRegressor, float32", justify="right")
    table.add_column("ratio", justify="right")
    for number in range(1, 2 * rounds + 1):
        ours, library, library_float32 = compare_epochs(seed=number)
        table.add_row(
            str(number),
            SECONDS.format(library),
            SECONDS.format(ours),
            f"{library / ours:.1f}",
            SECONDS.format(library_float32),
            f"{library_float32 / ours:.1f}",
        )
    console.print(table)


def _print_paintings(console):
    console.print("Four painters paint 10,000 pixels; wait a minute or two ...")
    *others, ours = compare_paintings(seed=0)
    table = Table(title="A painting of 100 by 100 pixels, CPU time")
    for name in ("painter", "epochs", "time", "dB", "ours: time ratio", "more dB"):
        table.add_column(name, justify="right")
    for run in (*others, ours):
        table.add_row(
            run.name,
            str(run.epochs),
            SECONDS.format(run.seconds),
            f"{run.decibels:.1f}",
            f"{run.seconds / ours.seconds:.1f}",
            f"{ours.decibels - run.decibels:.1f}",
        )
    console.print(table)


def _print_features(console, rounds):
    console.print(f"Hue histograms of 1,962 pictures, {rounds} rounds; wait ...")
    found = compare_features(rounds)
    table = Table(title=f"Hue features of {found.origin}, CPU time")
    for name in ("of the rounds", "matplotlib, np.histogram", "ours", "ratio"):
        table.add_column(name, justify="right")
    for name, popular, ours in found.summary():
        row = SECONDS.format(popular), SECONDS.format(ours), f"{popular / ours:.1f}"
        table.add_row(name, *row)
    console.print(table)


typer.run(main)
