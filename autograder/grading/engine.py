"""Grade one submission: ask every answer in isolation and judge what it says."""

import time
from dataclasses import asdict, dataclass, field
from functools import partial

from ..authoring.assignment import Assignment
from ..authoring.student_copy import mistakes_of
from ..checking.exercise import Exercise
from ..checking.fingerprints import KnownMistake, diagnose
from ..checking.judging import CheckResult, ExerciseResult, judge
from ..sandbox import Isolation, Worker
from .budget import Budget
from .conversation import Conversation
from .plan import Identity
from .showing import shown_by
from .submission import Submission

__all__ = ["Graded", "Judge"]


@dataclass
class Graded:
    """What grading a submission gave.

    Parameters
    ----------
    exercises : list of ExerciseResult
        In the order of the notebook.
    shown : dict
        What the cells of the notebook show, by their index there.
    is_starved : bool
        Whether something was ended although processor time was left, or at
        little more than its limit. That may be the fault of a busy machine.
    slowest : tuple (str, float)
        The exercise that took longest, and its seconds on the clock.
    """

    exercises: list[ExerciseResult] = field(default_factory=list)
    shown: dict[str, list[dict]] = field(default_factory=dict)
    is_starved: bool = False
    slowest: tuple[str, float] = ("", 0.0)


class Judge:
    """Grade submissions of one assignment.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Decides the inputs of all checks.
    cpu_seconds : dict, optional
        For each exercise the processor time that each check may take; checks
        that are not named have the limit of a cell.
    """

    def __init__(
        self,
        assignment: Assignment,
        seed: int,
        cpu_seconds: dict[str, dict[str, float]] | None = None,
    ):
        self.assignment = assignment
        self.seed = seed
        self.cpu_seconds = cpu_seconds or {}
        self._mistakes: dict[str, list[KnownMistake]] = {}

    def isolation(self, files, *, is_isolated: bool = True) -> Isolation:
        """Choose how the answers to this assignment are run.

        Parameters
        ----------
        files : sequence of Path
            What stands beside the notebook.
        is_isolated : bool
            False runs them as ordinary processes.

        Returns
        -------
        Isolation
        """
        choose = Isolation.find if is_isolated else Isolation.none
        return choose(files, setup=self.assignment.setup)

    def learn_mistakes(self) -> dict[str, list[dict]]:
        """Find out how every known wrong answer fails, before it is needed.

        Returns
        -------
        dict
            By exercise: what `recall_mistakes` takes. Plain JSON.
        """
        return {
            name: [asdict(mistake) for mistake in self._known(name)]
            for name in self.assignment.exercises
        }

    def recall_mistakes(self, learned: dict[str, list[dict]]) -> None:
        """Use what another judge has learned under the same conditions.

        Parameters
        ----------
        learned : dict
            What `learn_mistakes` returned.
        """
        self._mistakes = {
            name: [KnownMistake(**mistake) for mistake in mistakes]
            for name, mistakes in learned.items()
        }

    def grade(self, submission: Submission, worker: Worker) -> Graded:
        """Grade a submission; but for times, only the arguments decide the result.

        Parameters
        ----------
        submission : Submission
        worker : Worker

        Returns
        -------
        Graded
        """
        graded = Graded()
        unfinished: dict[Identity, str] = {}
        budget = Budget.of_sessions(worker.isolation.limits.session_seconds)
        for exercise in self.assignment.exercises.values():
            began = time.monotonic()
            result, is_starved = self._grade(
                exercise, submission, worker, unfinished, budget
            )
            seconds = time.monotonic() - began
            if seconds > graded.slowest[1]:
                graded.slowest = exercise.name, seconds
            graded.exercises.append(result)
            graded.is_starved |= is_starved
        if budget.is_used_up:
            return graded
        sources = [cell.source for cell in submission.cells]
        outputs, is_starved = shown_by(sources, worker)
        graded.is_starved |= is_starved
        for cell, shown in zip(submission.cells, outputs, strict=False):
            graded.shown[str(cell.place)] = shown
        return graded

    def grade_exercise(
        self, exercise: Exercise, submission: Submission, worker: Worker
    ) -> ExerciseResult:
        """Grade one exercise of a submission.

        Parameters
        ----------
        exercise : Exercise
        submission : Submission
        worker : Worker

        Returns
        -------
        ExerciseResult
        """
        budget = Budget.of_sessions(worker.isolation.limits.session_seconds)
        return self._grade(exercise, submission, worker, {}, budget)[0]

    def _grade(self, exercise, submission, worker, unfinished, budget):
        """Grade one exercise; cells that do not end join ``unfinished``."""
        if not submission.has(exercise.name):
            problem = f"no cell of the notebook defines {exercise.name}."
            return _unanswered(exercise, "missing", problem), False
        if budget.is_used_up:
            return _unanswered(exercise, "error", budget.problem), budget.is_starved
        limits = self.cpu_seconds.get(exercise.name, {})
        plan = partial(submission.plan, exercise.name, exercise.uses)
        conversation = Conversation(
            worker, plan, exercise.name, unfinished, budget, limits
        )
        try:
            problem = conversation.start()
            if problem:
                result = _unanswered(exercise, "error", problem)
                return result, conversation.is_starved
            result = judge(exercise, conversation.ask, self.seed, conversation.begin)
        finally:
            conversation.close()
        if result.failed:
            result.diagnosis = diagnose(result.checks, self._known(exercise.name))
        return result, conversation.is_starved

    def _known(self, name):
        if name not in self._mistakes:
            known = mistakes_of(self.assignment, name, self.seed)
            self._mistakes[name] = [KnownMistake(**mistake) for mistake in known]
        return self._mistakes[name]


def _unanswered(exercise, status, problem):
    checks = [
        CheckResult(check, passed=False, reason=problem) for check in exercise.checks
    ]
    return ExerciseResult(exercise, checks, status, problem)
