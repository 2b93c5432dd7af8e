"""How much processor time each check may take on this machine."""

import json
import math
import time
from pathlib import Path

from ..authoring.assignment import Assignment, judge_here
from ..whole_files import write_whole

__all__ = ["LimitsError", "kept_limits", "measure_limits"]

FACTOR = 10
FLOOR_SECONDS = 2


class LimitsError(ValueError):
    """The file of limits cannot be understood; the message says what to do."""


def kept_limits(
    assignment: Assignment, seed: int, path: Path
) -> dict[str, dict[str, float]]:
    """Read the limits from a file; measure and keep them if it has none that fit.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Decides the inputs of all checks.
    path : Path
        A JSON file. Who edits it decides the limits.

    Returns
    -------
    dict
        See `measure_limits`.

    Raises
    ------
    LimitsError
        If the file cannot be understood.
    """
    if path.exists():
        limits = _read_limits(path)
        if {name: set(checks) for name, checks in limits.items()} == {
            name: {check.name for check in exercise.checks}
            for name, exercise in assignment.exercises.items()
        }:
            return limits
    limits = measure_limits(assignment, seed)
    write_whole(path, json.dumps(limits, indent=1))
    return limits


def measure_limits(assignment: Assignment, seed: int) -> dict[str, dict[str, float]]:
    """Measure the reference answers and allow ten times as much.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Decides the inputs of all checks.

    Returns
    -------
    dict
        For each exercise the processor seconds of each check: whole numbers,
        so that measuring again seldom gives another limit, and at least 2.
    """
    return {
        name: _measure_exercise(assignment, name, seed) for name in assignment.exercises
    }


def _measure_exercise(assignment, name, seed):
    exercise = assignment.exercises[name]
    began: list[tuple[str, float]] = []
    judge_here(
        exercise,
        assignment.namespace(name, assignment.references[name].source),
        seed,
        lambda check: began.append((check.name, time.process_time())),
    )
    ends = [moment for _, moment in began[1:]] + [time.process_time()]
    return {
        check: float(max(FLOOR_SECONDS, math.ceil(FACTOR * (end - start))))
        for (check, start), end in zip(began, ends, strict=True)
    }


def _read_limits(path):
    try:
        limits = json.loads(path.read_bytes())
        seconds = [value for checks in limits.values() for value in checks.values()]
        if all(isinstance(one, int | float) and one > 0 for one in seconds):
            return limits
    except (ValueError, AttributeError):
        pass
    problem = (
        f"{path} is no table of positive seconds by exercise and check; mend it, or "
        "delete it to have the limits measured again."
    )
    raise LimitsError(problem)
