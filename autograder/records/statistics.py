"""What a class result says about each exercise."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..checking.exercise import Check, Exercise
from ..checking.judging import CheckResult
from ..grading.results import StudentResult

__all__ = [
    "CheckStatistics",
    "ExerciseStatistics",
    "check_statistics",
    "exercise_statistics",
]

UNTRIED = ("not attempted", "missing")


@dataclass(frozen=True)
class ExerciseStatistics:
    """One exercise over the whole class.

    Parameters
    ----------
    exercise : Exercise
    attempted : int
        Students who attempted it.
    mean_share : float
        Mean share of its points over the students who attempted it, 0 to 1;
        nan if nobody did.
    discrimination : float
        Correlation between the points here and the points in all other
        exercises, -1 to 1; nan if either does not vary.
    mistakes : list of tuple (str, int)
        Diagnosed mistakes and how many students made each, commonest first.
    """

    exercise: Exercise
    attempted: int
    mean_share: float
    discrimination: float
    mistakes: list[tuple[str, int]]


@dataclass(frozen=True)
class CheckStatistics:
    """One check over the whole class.

    Parameters
    ----------
    exercise : Exercise
    check : Check
    attempted, failed, unanswered : int
        Students who attempted the exercise; of them, those whose answer failed
        the check, and those whose answer gave no answer, for example in time.
    """

    exercise: Exercise
    check: Check
    attempted: int
    failed: int
    unanswered: int


def check_statistics(results: list[StudentResult]) -> list[CheckStatistics]:
    """Compute the statistics of every check.

    Parameters
    ----------
    results : list of StudentResult
        Of one assignment.

    Returns
    -------
    list of CheckStatistics
        In the order of the notebook.
    """
    found: dict[tuple[str, str], list[CheckResult]] = {}
    places = {}
    for result in results:
        for one in result.exercises:
            for check in one.checks:
                place = (one.exercise.name, check.check.name)
                places[place] = one.exercise, check.check
                mine = found.setdefault(place, [])
                if one.status not in UNTRIED:
                    mine.append(check)
    return [
        CheckStatistics(
            *places[place],
            len(checks),
            sum(not check.passed for check in checks),
            sum(bool(check.reason) for check in checks),
        )
        for place, checks in found.items()
    ]


def exercise_statistics(results: list[StudentResult]) -> list[ExerciseStatistics]:
    """Compute the statistics of every exercise.

    Parameters
    ----------
    results : list of StudentResult
        Of one assignment.

    Returns
    -------
    list of ExerciseStatistics
        In the order of the notebook.
    """
    graded = [result for result in results if result.exercises]
    if not graded:
        return []
    found = []
    totals = np.array([result.points for result in graded], dtype=float)
    for number, first in enumerate(graded[0].exercises):
        column = [result.exercises[number] for result in graded]
        points = np.array([one.points for one in column], dtype=float)
        tried = np.array([one.status not in UNTRIED for one in column])
        share = points[tried].mean() / first.exercise.points if tried.any() else np.nan
        mistakes = Counter(one.diagnosis for one in column if one.diagnosis)
        found.append(
            ExerciseStatistics(
                first.exercise,
                int(tried.sum()),
                float(share),
                _correlation(points, totals - points),
                mistakes.most_common(),
            )
        )
    return found


def _correlation(x, y):
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(np.corrcoef(x, y)[0, 1])
