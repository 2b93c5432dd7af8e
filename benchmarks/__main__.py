"""Print the tables of ratios: ``python -m benchmarks [--students N]``."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from .convolution import EPOCHS, LAYERS, compare_with_loops, learn_digits
from .grading import compare_with_stock
from .painting import compare_epochs, compare_paintings

SECONDS = "{:.2f} s"


def main(
    students: Annotated[int, typer.Option(min=1, help="Submissions to grade.")] = 30,
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds.")] = 2,
) -> None:
    """Grade the same class, and paint the same picture, with us and with a peer.

    Example: python -m benchmarks --students 30 --rounds 3
    """
    console = Console()
    _print_grading(console, students, rounds)
    _print_epochs(console, rounds)
    _print_paintings(console)
    _print_convolutions(console)
    _print_digits(console)


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


def _print_convolutions(console):
    table = Table(title="A convolutional layer forward and back, CPU time")
    for name in ("network", "Python loops", "ours", "ratio"):
        table.add_column(name, justify="right")
    for name in LAYERS:
        times = compare_with_loops(name)
        table.add_row(
            name,
            SECONDS.format(times["loops"]),
            f"{times['ours']:.4f} s",
            f"{times['ratio']:.0f}",
        )
    console.print(table)


def _print_digits(console):
    console.print("A small network learns 4,000 digits, three times; wait a minute ...")
    table = Table(title="Digits learned by 8-pool-16-pool, CPU time of training")
    for name in ("seed", "epochs", "time", "accuracy on 1,000 others"):
        table.add_column(name, justify="right")
    for seed in range(3):
        run = learn_digits("5k", seed, EPOCHS)
        table.add_row(
            str(seed),
            str(EPOCHS),
            SECONDS.format(run["seconds"]),
            f"{run['accuracy']:.1%}",
        )
    console.print(table)


typer.run(main)
