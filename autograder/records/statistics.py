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
    "exercise_names",
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


def exercise_names(results: list[StudentResult]) -> list[str]:
    """List the exercises of all results, which may be of several versions.

    Parameters
    ----------
    results : list of StudentResult
        Of one assignment.

    Returns
    -------
    list of str
        In the order of the notebook, as far as one result has them all.
    """
    longest_first = sorted(results, key=lambda one: len(one.exercises), reverse=True)
    names = (e.exercise.name for result in longest_first for e in result.exercises)
    return list(dict.fromkeys(names))


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
    columns: dict[str, list] = {name: [] for name in exercise_names(results)}
    for result in results:
        for one in result.exercises:
            columns[one.exercise.name].append((one, result.points))
    return [_exercise_statistics(column) for column in columns.values()]


def _exercise_statistics(column):
    """Summarise one exercise; a column has its results and the students' totals."""
    points, most, totals = np.array(
        [(one.points, one.exercise.points, total) for one, total in column], dtype=float
    ).T
    tried = np.array([one.status not in UNTRIED for one, _ in column])
    share = (points[tried] / most[tried]).mean() if tried.any() else np.nan
    mistakes = Counter(one.diagnosis for one, _ in column if one.diagnosis)
    return ExerciseStatistics(
        column[-1][0].exercise,
        int(tried.sum()),
        float(share),
        _correlation(points, totals - points),
        mistakes.most_common(),
    )


def _correlation(x, y):
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(np.corrcoef(x, y)[0, 1])
