"""Grade notebooks, and those again that a busy machine may have cost points."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..sandbox import Isolation, Worker
from .budget import Budget
from .classroom import GradedNotebook, HandedIn
from .executor import Done, run_all

__all__ = ["grade_in_rounds"]

REPEAT_SECONDS = 600.0
NOT_REPEATED = (
    "a busy machine may have cost points, and no time was left to grade the notebook "
    "once more, alone: look at the checks that ran out of time."
)


def grade_in_rounds(
    work: Callable[[HandedIn, Worker], GradedNotebook],
    wanted: Sequence[HandedIn],
    isolation: Isolation,
    workers: int,
) -> Iterator[Done[HandedIn]]:
    """Grade notebooks several at a time, and some of them once more, alone.

    Parameters
    ----------
    work : callable
        Grades one notebook.
    wanted : sequence of HandedIn
    isolation : Isolation
    workers : int

    Yields
    ------
    Done
        The result that counts, as soon as it is ready.
    """
    starved: list[Done[HandedIn]] = []
    for done in run_all(work, wanted, isolation, workers):
        if done.value is not None and done.value.is_starved:
            starved.append(done)
        else:
            yield done
    # The quick ones first: who sleeps for minutes takes no time from the others.
    starved.sort(key=lambda done: done.seconds)
    first = {done.item: done.value for done in starved}
    budget = Budget(REPEAT_SECONDS)

    def again(handed_in, worker):
        if budget.is_used_up:
            return _not_repeated(first[handed_in])
        return work(handed_in, worker)

    yield from run_all(again, list(first), isolation, 1)


def _not_repeated(graded):
    """Let the first result count, and ask a person to look at it."""
    needs_person = [*graded.document["needs_person"], NOT_REPEATED]
    return replace(graded, document={**graded.document, "needs_person": needs_person})
