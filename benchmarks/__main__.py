"""Print tables of ratios: ``python -m benchmarks [TOPIC...]``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from datasets import is_at_hand

from . import tables


class Topic(StrEnum):
    """What can be measured."""

    GRADING = "grading"
    GROWTH = "growth"
    PAINTING = "painting"
    DIGITS = "digits"
    FRUIT = "fruit"
    CATS = "cats"
    CONVOLUTION = "convolution"


def main(
    topics: Annotated[
        list[Topic] | None,
        typer.Argument(metavar="[TOPIC...]", help=f"{', '.join(Topic)}; or all."),
    ] = None,
    students: Annotated[int, typer.Option(min=1, help="Submissions to grade.")] = 30,
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds.")] = 2,
    sizes: Annotated[
        list[int] | None,
        typer.Option("--size", min=1, help="A class of `growth`; repeat it."),
    ] = None,
    otter: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            metavar="PYTHON",
            help="Python with otter-grader, for one more row of `grading`.",
        ),
    ] = None,
) -> None:
    """Do the same work with us and with a peer, in one run, and compare.

    Examples: python -m benchmarks grading --students 100 --rounds 3
    and python -m benchmarks growth --size 30 --size 3000
    """
    console = Console()
    chosen = set(topics or Topic)
    if Topic.GRADING in chosen:
        tables.show_grading(console, students, rounds, otter)
    if Topic.GROWTH in chosen:
        tables.show_growth(console, sizes or [30, 300])
    if Topic.PAINTING in chosen:
        tables.show_epochs(console, rounds)
        tables.show_paintings(console)
    if Topic.DIGITS in chosen and not is_at_hand("mnist-full"):
        console.print("Digits are left out: python -m datasets fetch mnist-full")
    elif Topic.DIGITS in chosen:
        seconds = tables.show_digit_epochs(console, 2 * rounds)
        tables.show_digit_steps(console)
        tables.show_recipes(console, seconds)
    if Topic.FRUIT in chosen:
        tables.show_features(console, max(rounds, 10))
    if Topic.CATS in chosen:
        tables.show_gram(console, 5 * rounds)
    if Topic.CONVOLUTION in chosen:
        tables.show_convolutions(console)


typer.run(main)
