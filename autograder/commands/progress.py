"""Progress of grading: a bar, plain lines, or one JSON line for each event."""

import json
import sys
import time
from contextlib import AbstractContextManager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ..grading.run import Outcome
from ..records.feedback import printable
from .console import errors

__all__ = ["GradingProgress"]

SECONDS_BETWEEN_LINES = 10.0


class GradingProgress(AbstractContextManager):
    """Show how far grading is: done, failed, rate, time left, slowest exercise.

    What cannot be graded has failed, be it an unreadable notebook or the grader.

    Parameters
    ----------
    title : str
    total : int
        Submissions to grade.
    as_json : bool
        Write events for programs to standard error.
    """

    def __init__(self, title: str, total: int, as_json: bool):
        self._title = title
        self._total = total
        self._as_json = as_json
        self._done = self._failed = self._told = 0
        self._slowest = ("", 0.0, "")  # exercise, seconds, student
        self._started = self._last_line = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=errors,
            disable=as_json or not errors.is_terminal,
            auto_refresh=False,  # a thread is in the way of starting processes
        )
        self._task = self._bar.add_task(title, total=total, note="")

    def __enter__(self):
        self._bar.start()
        return self

    def __exit__(self, *_):
        self._bar.stop()
        is_told = self._told == self._done
        if not self._as_json and not errors.is_terminal and not is_told:
            self._write_line()

    def advance(self, outcome: Outcome) -> None:
        """Count one submission.

        Parameters
        ----------
        outcome : Outcome
        """
        student = outcome.handed_in.student
        status = outcome.document["status"]
        self._done += 1
        self._failed += status not in ("graded", "not attempted")
        if outcome.slowest[1] > self._slowest[1]:
            self._slowest = (*outcome.slowest, student)
        if self._as_json:
            event = {
                "event": "graded",
                "student": student,
                "status": status,
                "points": outcome.document["points"],
                "seconds": round(outcome.seconds, 3),
                "done": self._done,
                "total": self._total,
                "failed": self._failed,
                "rate": round(self._rate(), 3),
                "seconds_left": round(self._seconds_left(), 1),
                "slowest_exercise": self._slowest_as_json(),
            }
            print(json.dumps(event), file=sys.stderr, flush=True)  # noqa: T201
        self._bar.update(
            self._task, completed=self._done, note=self._note(), refresh=True
        )
        now = time.monotonic()
        is_due = now - self._last_line > SECONDS_BETWEEN_LINES
        if is_due and not self._as_json and not errors.is_terminal:
            self._last_line = now
            self._write_line()

    def _rate(self):
        """Return how many submissions are done in a second."""
        return self._done / max(1e-9, time.monotonic() - self._started)

    def _seconds_left(self):
        return (self._total - self._done) / max(1e-9, self._rate())

    def _note(self):
        exercise, seconds, student = self._slowest
        note = f"{self._failed} failed  {self._rate():.1f}/s"
        if exercise:
            whose = printable(student)[:20]
            note += f"  slowest exercise {exercise} {seconds:.1f} s ({whose})"
        return note

    def _slowest_as_json(self):
        exercise, seconds, student = self._slowest
        if not exercise:
            return None
        return {"name": exercise, "seconds": round(seconds, 3), "student": student}

    def _write_line(self):
        self._told = self._done
        errors.print(
            f"{self._title}: {self._done} of {self._total}  {self._note()}  "
            f"{self._seconds_left():.0f} s left",
            markup=False,
            soft_wrap=True,
        )
