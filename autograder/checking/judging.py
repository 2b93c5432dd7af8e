"""Run the checks of an exercise against an answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..answering.messages import Reply, Request
from ..answering.plain_data import MalformedMessageError
from .answers import Answer, CheckFailedError, NotAttemptedError
from .comparison import show
from .exercise import Check, Exercise
from .fingerprints import Transcript

__all__ = ["CheckResult", "ExerciseResult", "NoAnswerError", "judge"]


class NoAnswerError(Exception):
    """The answer could not be asked: it ran too long, crashed or is missing.

    The message is one sentence for the student.
    """


@dataclass(slots=True)
class CheckResult:
    """How one check went.

    Parameters
    ----------
    check : Check
    passed : bool
    fingerprint, outline : str
        Stand for what the answer did during a check that it failed, with and
        without its numbers; "" if it passed.
    reason : str
        Why no verdict on the values was reached, or "".
    failure : CheckFailedError, optional
        What was called, expected and got.
    """

    check: Check
    passed: bool
    fingerprint: str = ""
    outline: str = ""
    reason: str = ""
    failure: CheckFailedError | None = None


@dataclass
class ExerciseResult:
    """How all checks of an exercise went.

    Parameters
    ----------
    exercise : Exercise
    checks : list of CheckResult
    status : {"passed", "partly", "failed", "not attempted", "missing", "error"}
    problem : str
        One sentence on a missing or broken answer, or "".
    diagnosis : str
        The known mistake that the answer behaves like, or "".
    """

    exercise: Exercise
    checks: list[CheckResult] = field(default_factory=list)
    status: str = "failed"
    problem: str = ""
    diagnosis: str = ""

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(result.check.points for result in self.checks if result.passed)

    @property
    def passed(self) -> set[str]:
        """Names of the checks that passed."""
        return {result.check.name for result in self.checks if result.passed}

    @property
    def failed(self) -> set[str]:
        """Names of the checks that failed."""
        return {result.check.name for result in self.checks if not result.passed}


def judge(
    exercise: Exercise,
    ask: Callable[[Request], Reply],
    seed: int,
    before: Callable[[Check], None] = lambda check: None,
) -> ExerciseResult:
    """Run every check of an exercise.

    Parameters
    ----------
    exercise : Exercise
    ask : callable
        ``ask(request)`` returns the reply of the answer, or raises
        `NoAnswerError`.
    seed : int
        Decides the inputs of all checks.
    before : callable, optional
        Called with each check before it runs.

    Returns
    -------
    ExerciseResult
        Without a diagnosis.
    """
    result = ExerciseResult(exercise)
    attempted = False
    for check in exercise.checks:
        before(check)
        transcript = Transcript(ask)
        answer = Answer(transcript.ask, exercise.name)
        outcome = CheckResult(check, passed=False)
        try:
            check.run(answer, exercise.rng(check, seed))
            outcome.passed = bool(transcript.replies)
            attempted = True
        except NotAttemptedError:
            outcome.reason = "not attempted"
        except CheckFailedError as failure:
            outcome.failure = failure
            attempted = True
        except (NoAnswerError, MalformedMessageError) as problem:
            outcome.reason = str(problem)
            attempted = True
        except Exception:  # a value that the check did not foresee
            outcome.failure = _unforeseen(exercise, transcript)
            attempted = True
        if not outcome.passed:
            outcome.fingerprint = transcript.fingerprint()
            outcome.outline = transcript.outline()
        result.checks.append(outcome)
    result.status = _status(result, attempted)
    return result


def _unforeseen(exercise, transcript):
    """Say what came back when it has not the form that a check can look at."""
    value = transcript.replies[-1].value if transcript.replies else None
    got = "nothing (None); is a return missing?" if value is None else show(value)
    failure = CheckFailedError(
        f"{exercise.name}(...)", "what the description promises to return", got
    )
    failure.value = value
    return failure


def _status(result, attempted):
    if not attempted:
        return "not attempted"
    if not result.failed:
        return "passed"
    return "partly" if result.passed else "failed"
