"""Send mutants through the checks, each in a process of its own that must end."""

import math
import multiprocessing
import resource
import signal
import time
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from multiprocessing import connection
from pathlib import Path
from typing import Any, cast

from .assignment import Assignment, judge_here
from .mutants import Equivalent, Mutant
from .reference import AuthoringError

__all__ = ["Ruling", "report", "rule", "try_mutants"]

SURVIVES, DOES_NOT_END = "", "it takes too long"
MEMORY_BYTES = 2 * 2**30
LEAST_SECONDS = 5
PATIENCE = 20  # times the limit of processor time, on the clock of a busy machine
STATISTICS = Path("/proc/self/statm")


@dataclass(frozen=True)
class Ruling:
    """What became of one mutant.

    Parameters
    ----------
    mutant : Mutant
    killed_by : str
        The first check that it fails, or why it gave no answer; empty if there is a
        seed with which it passes every check.
    because : str
        Why it may survive; empty if nobody has declared it.
    """

    mutant: Mutant
    killed_by: str
    because: str = ""

    @property
    def status(self) -> str:
        """One of "killed", "equivalent" and "survived"."""
        if self.killed_by:
            return "killed"
        return "equivalent" if self.because else "survived"


def try_mutants(
    assignment: Assignment, mutants: Iterable[Mutant], seeds: int, workers: int
) -> Iterator[tuple[Mutant, str]]:
    """Try mutants, several at a time.

    A mutant may take ten times as much processor time as the reference, and five
    seconds at least.

    Parameters
    ----------
    assignment : Assignment
    mutants : iterable of Mutant
    seeds : int
        Seeds 0, 1, ... are tried. A mutant is killed if it fails with each of them.
    workers : int
        How many processes work at the same time.

    Yields
    ------
    tuple of Mutant and str
        What killed it, or "", as soon as it is known.

    Raises
    ------
    AuthoringError
        If a reference fails its own checks.
    """
    context = multiprocessing.get_context("fork")
    limits: dict[str, int] = {}
    waiting = iter(mutants)
    running: dict[Any, tuple[Mutant, Any]] = {}
    while True:
        while len(running) < workers and (mutant := next(waiting, None)):
            name = mutant.exercise
            if name not in limits:
                limits[name] = _time_limit(assignment, name, seeds)
            receiver, sender = context.Pipe(duplex=False)
            arguments = (assignment, mutant, seeds, limits[name], sender)
            process = context.Process(target=_answer, args=arguments)
            process.start()
            sender.close()
            running[receiver] = mutant, process
        if not running:
            return
        for ready in cast("list[Any]", connection.wait(list(running))):
            mutant, process = running.pop(ready)
            try:
                killed_by = ready.recv()
            except EOFError:  # its time was over
                killed_by = DOES_NOT_END
            process.join()
            yield mutant, killed_by


def rule(mutant: Mutant, killed_by: str, equivalents: list[Equivalent]) -> Ruling:
    """Rule on a mutant that was tried.

    Parameters
    ----------
    mutant : Mutant
    killed_by : str
        What `try_mutants` gave.
    equivalents : list of Equivalent

    Returns
    -------
    Ruling
    """
    reasons = [one.because for one in equivalents if one.stands_for(mutant)]
    return Ruling(mutant, killed_by, reasons[0] if reasons else "")


def report(
    assignment: Assignment,
    rulings: list[Ruling],
    equivalents: list[Equivalent],
    bar: float,
) -> dict:
    """Write what became of all mutants of an assignment.

    Parameters
    ----------
    assignment : Assignment
    rulings : list of Ruling
    equivalents : list of Equivalent
        Each must stand for a mutant that survives.
    bar : float
        Per cent of the mutants, equivalent ones left out, that must be killed.

    Returns
    -------
    dict
        Plain JSON.
    """
    survivors = [one for one in rulings if one.status != "killed"]
    places = list(assignment.exercises)
    survivors.sort(
        key=lambda one: (
            places.index(one.mutant.exercise),
            one.mutant.line,
            one.mutant.becomes,
        )
    )
    stale = [
        one
        for one in equivalents
        if not any(one.stands_for(survivor.mutant) for survivor in survivors)
    ]
    percent = _percent_killed(rulings)
    exercises = [
        {"exercise": name, **_counts([r for r in rulings if r.mutant.exercise == name])}
        for name in places
    ]
    return {
        "assignment": assignment.name,
        "bar": bar,
        "passed": percent >= bar and not stale,
        **_counts(rulings),
        "exercises": exercises,
        "survivors": [
            {
                "exercise": one.mutant.exercise,
                "status": one.status,
                "line": one.mutant.line,
                "becomes": one.mutant.becomes,
                "because": one.because,
            }
            for one in survivors
        ],
        "stale": [asdict(one) for one in stale],
    }


def _counts(rulings):
    statuses = [one.status for one in rulings]
    return {
        "mutants": len(rulings),
        "killed": statuses.count("killed"),
        "equivalent": statuses.count("equivalent"),
        "survived": statuses.count("survived"),
        "percent": _percent_killed(rulings),
    }


def _percent_killed(rulings):
    counted = [one for one in rulings if one.status != "equivalent"]
    killed = sum(one.status == "killed" for one in counted)
    return 100 * killed / len(counted) if counted else 100.0


def _time_limit(assignment, name, seeds):
    """Measure the reference, which must survive."""
    started = time.process_time()
    reason = _killed_by(assignment, name, assignment.references[name].source, seeds)
    if reason:
        problem = f"{assignment.name}: the reference {name} fails {reason}."
        raise AuthoringError(problem)
    return max(LEAST_SECONDS, math.ceil(10 * (time.process_time() - started)))


def _answer(assignment, mutant, seeds, seconds, sender):
    """Try one mutant; the system ends this process when it uses too much."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    # Counts processor time alone; the alarm ends a process that only waits.
    signal.alarm(PATIENCE * seconds)
    if STATISTICS.exists():
        in_use = int(STATISTICS.read_text().split()[0]) * resource.getpagesize()
        memory = in_use + MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    warnings.simplefilter("ignore")
    sender.send(_killed_by(assignment, mutant.exercise, mutant.source, seeds))


def _killed_by(assignment, name, source, seeds):
    """Return the first check that an answer fails, or "" if a seed finds none."""
    exercise = assignment.exercises[name]
    failed = []
    for seed in range(seeds):
        try:
            namespace = assignment.namespace(name, source)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        check = _first_failed(exercise, namespace, seed)
        if not check:
            return SURVIVES
        failed.append(check)
    return failed[0]


def _first_failed(exercise, namespace, seed):
    for check in exercise.checks:
        alone = replace(exercise, checks=[check])
        if judge_here(alone, namespace, seed).failed:
            return check.name
    return ""
