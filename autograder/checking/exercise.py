"""Exercises and their named checks."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

__all__ = ["Check", "Exercise"]


@dataclass(frozen=True)
class Check:
    """One behaviour that is worth points.

    Parameters
    ----------
    name : str
        The name of the check's function.
    points : int
    run : callable
        ``run(answer, rng)`` raises `CheckFailedError` if the behaviour is
        missing.
    looks_at : str
        For a hidden check: what it looks at, in words that go on "Hidden
        checks also look at ...". Empty for a public check.
    """

    name: str
    points: int
    run: Callable
    looks_at: str = ""

    @property
    def is_public(self) -> bool:
        """Whether students see the check run."""
        return not self.looks_at

    @property
    def title(self) -> str:
        """The name of the check as words."""
        return self.name.replace("_", " ")


@dataclass
class Exercise:
    """One function or class that a student writes, and its checks.

    Parameters
    ----------
    name : str
        The function or class that is asked for.
    minutes : int
        Time that a student needs.
    difficulty : {1, 2, 3}
    hints : tuple of str
        Three hints, from a nudge to a small worked example.
    uses : tuple of str
        Exercises whose answers this one builds on.
    """

    name: str
    minutes: int
    difficulty: int
    hints: tuple[str, str, str]
    uses: tuple[str, ...] = ()
    checks: list[Check] = field(default_factory=list)
    hidden_points: int = 0
    hidden_topics: tuple[str, ...] = ()

    def __post_init__(self):
        if len(self.hints) != 3 or isinstance(self.uses, str):
            problem = f"{self.name} needs three hints, and uses=(...) is a tuple."
            raise ValueError(problem)

    def public(self, points: int) -> Callable:
        """Add a check that students receive and see run."""
        return self._adder(points, "")

    def hidden(self, points: int, looks_at: str) -> Callable:
        """Add a check that only the grader has."""
        if not looks_at:
            problem = f"a hidden check of {self.name} needs looks_at='...' in words."
            raise ValueError(problem)
        return self._adder(points, looks_at)

    def also_hidden(self, points: int, topics: tuple[str, ...]) -> None:
        """Say what the grader checks beyond this copy of the exercise."""
        self.hidden_points = points
        self.hidden_topics = topics

    @property
    def points(self) -> int:
        """All points of the exercise, hidden ones included."""
        return sum(check.points for check in self.checks) + self.hidden_points

    @property
    def looks_at(self) -> tuple[str, ...]:
        """What hidden checks look at."""
        here = tuple(check.looks_at for check in self.checks if check.looks_at)
        return here + self.hidden_topics

    def rng(self, check: Check, seed: int) -> np.random.Generator:
        """Make the generator from which a check draws its inputs."""
        name = f"{self.name}.{check.name}".encode()
        return np.random.default_rng([seed, zlib.crc32(name)])

    def _adder(self, points, looks_at):
        def add(run):
            self.checks.append(Check(run.__name__, points, run, looks_at))
            return run

        return add


def find_exercises(names: dict) -> dict[str, Exercise]:
    """Collect the exercises of a ``checks.py`` in the order of the file.

    Parameters
    ----------
    names : dict
        The module's names and values.

    Returns
    -------
    dict
        Exercises by the name of what they ask for.
    """
    found = [value for value in names.values() if isinstance(value, Exercise)]
    return {exercise.name: exercise for exercise in found}
