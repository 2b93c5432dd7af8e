"""Notebooks that a busy machine may have cost points are graded once more."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.grading import budget, rounds
from autograder.grading.classroom import GradedNotebook, HandedIn
from autograder.grading.executor import Done
from autograder.sandbox import Isolation

ANA, BO, CY, DI = (HandedIn(name, Path(name)) for name in ("ana", "bo", "cy", "di"))
SECONDS = {ANA: 200.0, BO: 5.0, CY: 1.0, DI: 500.0}


@pytest.fixture
def grade(monkeypatch):
    """Grade on a machine that is busy in the first round and at no other time."""
    clock = SimpleNamespace(now=0.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr(budget, "time", clock)
    crews = []

    def run_all(work, items, isolation, workers):
        crews.append((workers, list(items)))
        for item in items:
            yield Done(item, work(item, None), "", SECONDS[item])

    def work(item, worker):
        is_starved = len(crews) == 1 and item is not CY
        if len(crews) == 2:
            clock.now += SECONDS[item]
        document = {"needs_person": ["look"], "points": len(crews)}
        return GradedNotebook(document, {}, is_starved)

    monkeypatch.setattr(rounds, "run_all", run_all)

    def graded(wanted):
        done = list(rounds.grade_in_rounds(work, wanted, Isolation.none(), 2))
        return crews, {one.item.student: one.value.document for one in done}

    return graded


def test_the_quick_ones_are_repeated_first_and_alone(grade):
    crews, documents = grade([ANA, BO, CY])
    assert crews == [(2, [ANA, BO, CY]), (1, [BO, ANA])]
    points = {name: one["points"] for name, one in documents.items()}
    assert points == {"ana": 2, "bo": 2, "cy": 1}


def test_without_time_for_repeats_the_first_result_counts(grade, monkeypatch):
    monkeypatch.setattr(rounds, "REPEAT_SECONDS", 205.0)
    _, documents = grade([DI, ANA, BO])
    assert documents["ana"] == {"needs_person": ["look"], "points": 2}
    assert documents["bo"] == {"needs_person": ["look"], "points": 2}
    asked = ["look", rounds.NOT_REPEATED]
    assert documents["di"] == {"needs_person": asked, "points": 1}
