"""What a class result says about each exercise."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..checking.exercise import Exercise
from ..grading.results import StudentResult

__all__ = ["ExerciseStatistics", "exercise_statistics"]

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
        tried = np.array(
            [one.status not in ("not attempted", "missing") for one in column]
        )
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
