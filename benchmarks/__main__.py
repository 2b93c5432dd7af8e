"""Print the tables of ratios: ``python -m benchmarks [--students N]``."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from .cats import compare_gram
from .fruit import compare_features
from .grading import compare_with_stock, cost_of_class
from .painting import compare_epochs, compare_paintings

SECONDS = "{:.2f} s"


def main(
    students: Annotated[int, typer.Option(min=1, help="Submissions to grade.")] = 30,
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds.")] = 2,
    growth: Annotated[
        list[int] | None,
        typer.Option(min=1, help="Also grade a class of this size; repeat it."),
    ] = None,
) -> None:
    """Do the same work with us and with a peer, and compare.

    Examples: python -m benchmarks --students 100 --rounds 3
    and python -m benchmarks --growth 30 --growth 300 --growth 3000
    """
    console = Console()
    _print_grading(console, students, rounds)
    _print_growth(console, growth or [30, 300])
    _print_epochs(console, rounds)
    _print_paintings(console)
    _print_gram(console, 5 * rounds)
    _print_features(console, max(rounds, 10))


def _print_grading(console, students, rounds):
    table = Table(title=f"Grading {students} submissions of one_neuron")
    for name in ("round", "grader", "time", "CPU time", "faster", "less CPU time"):
        table.add_column(name, justify="right")
    graders = ("stock nbgrader", "autograder, 1 worker", "autograder, 2 workers")
    for number in range(1, rounds + 1):
        console.print(f"Round {number} of {rounds}: stock nbgrader is slow, wait ...")
        costs = compare_with_stock(students)
        for grader, cost in zip(graders, costs, strict=True):
            table.add_row(
                str(number),
                grader,
                SECONDS.format(cost.seconds),
                SECONDS.format(cost.cpu_seconds),
                f"{costs[0].seconds / cost.seconds:.1f}",
                f"{costs[0].cpu_seconds / cost.cpu_seconds:.1f}",
            )
    console.print(table)


def _print_growth(console, sizes):
    """Show that a submission costs the same in a large class."""
    table = Table(title="Cost of one submission, 2 workers")
    for name in ("class", "time", "CPU time", "largest process"):
        table.add_column(name, justify="right")
    for size in sizes:
        console.print(f"Grading {size:,} submissions ...")
        cost = cost_of_class(size, workers=2)
        table.add_row(
            f"{size:,}",
            f"{cost.seconds / size:.3f} s",
            f"{cost.cpu_seconds / size:.3f} s",
            f"{cost.peak_bytes / 2**20:.0f} MB",
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


def _print_gram(console, rounds):
    console.print(f"{rounds} rounds of logistic regression; wait half a minute ...")
    found, is_real = compare_gram(rounds)
    which = "the photographs" if is_real else "drawn pictures"
    table = Table(title=f"Cat or not, {which}, 2,000 steps, CPU time")
    for name in ("round", "plain", "Gram matrix", "ratio", "weights differ by"):
        table.add_column(name, justify="right")
    for number, one in enumerate(found, 1):
        table.add_row(
            str(number),
            SECONDS.format(one.plain),
            f"{one.gram:.3f} s",
            f"{one.plain / one.gram:.0f}",
            f"{one.largest_difference:.0e}",
        )
    best = min(one.plain for one in found) / min(one.gram for one in found)
    table.add_row("minima", "", "", f"{best:.0f}", "")
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
