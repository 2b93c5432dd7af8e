"""How much processor time each check may take on this machine."""

import math
import time

from ..authoring.assignment import Assignment, judge_here

__all__ = ["measure_limits"]

FACTOR = 10
FLOOR_SECONDS = 2


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
