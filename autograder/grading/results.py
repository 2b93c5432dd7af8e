"""The result of one submission, and how it is written and read as JSON."""

from dataclasses import dataclass, field, replace

from ..authoring.assignment import Assignment
from ..checking.answers import CheckFailedError
from ..checking.exercise import Check, Exercise
from ..checking.judging import CheckResult, ExerciseResult

__all__ = ["StudentResult", "from_json", "to_json"]

FAILURE = ("called", "expected", "got", "why")
GONE = "what is no longer asked"


@dataclass
class StudentResult:
    """How one submission was graded.

    Parameters
    ----------
    student : str
    assignment : str
    max_points : int
    status : {"graded", "not attempted", "unreadable", "failed"}
        "failed" means that the grader could not do its work.
    problem : str
        One sentence if there are no exercises below.
    needs_person : tuple of str
        What a person must look at, one sentence each.
    exercises : list of ExerciseResult
        Empty if the notebook could not be read.
    is_isolated : bool
        Whether the answers ran in the sandbox.
    seed : int
        From which the inputs of the checks were drawn.
    """

    student: str
    assignment: str
    max_points: int
    status: str
    problem: str = ""
    needs_person: tuple[str, ...] = ()
    exercises: list[ExerciseResult] = field(default_factory=list)
    is_isolated: bool = True
    seed: int = 1

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(result.points for result in self.exercises)

    @property
    def problems(self) -> list[str]:
        """What needs a person's attention, one sentence each."""
        found = [self.problem] if self.problem else []
        found += self.needs_person
        for result in self.exercises:
            if result.status in ("missing", "error"):
                found.append(f"{result.exercise.name}: {result.problem}")
                continue
            reasons = {
                check.reason
                for check in result.checks
                if check.reason and check.reason != "not attempted"
            }
            found += [f"{result.exercise.name}: {text}" for text in sorted(reasons)]
        return found


def to_json(result: StudentResult) -> dict:
    """Write a result for programs; hidden checks are named, so keep it private.

    Parameters
    ----------
    result : StudentResult

    Returns
    -------
    dict
        Plain JSON.
    """
    return {
        "student": result.student,
        "assignment": result.assignment,
        "points": result.points,
        "max_points": result.max_points,
        "status": result.status,
        "problem": result.problem,
        "needs_person": list(result.needs_person),
        "sandbox": result.is_isolated,
        "seed": result.seed,
        "exercises": [_exercise_to_json(e) for e in result.exercises],
    }


def from_json(document: dict, assignment: Assignment) -> StudentResult:
    """Read what `to_json` wrote; points are those of the day it was graded.

    Parameters
    ----------
    document : dict
    assignment : Assignment

    Returns
    -------
    StudentResult
        Without exercises that the assignment no longer has.
    """
    exercises = assignment.exercises
    gone = [part for part in document["exercises"] if part["name"] not in exercises]
    return StudentResult(
        document["student"],
        document["assignment"],
        document["max_points"] - sum(part["max_points"] for part in gone),
        document["status"],
        document["problem"],
        tuple(document["needs_person"]),
        [
            _exercise_from_json(part, exercises[part["name"]])
            for part in document["exercises"]
            if part["name"] in exercises
        ],
        document["sandbox"],
        document["seed"],
    )


def _exercise_to_json(result):
    return {
        "name": result.exercise.name,
        "points": result.points,
        "max_points": result.exercise.points,
        "status": result.status,
        "problem": result.problem,
        "diagnosis": result.diagnosis,
        "checks": [_check_to_json(check) for check in result.checks],
    }


def _exercise_from_json(document, exercise: Exercise):
    known = {check.name: check for check in exercise.checks}
    checks = [
        _check_from_json(part, known.get(part["name"])) for part in document["checks"]
    ]
    if [result.check for result in checks] != list(exercise.checks):
        exercise = replace(exercise, checks=[result.check for result in checks])
    return ExerciseResult(
        exercise,
        checks,
        document["status"],
        document["problem"],
        document["diagnosis"],
    )


def _check_to_json(result: CheckResult):
    failure = result.failure
    return {
        "name": result.check.name,
        "points": result.check.points if result.passed else 0,
        "max_points": result.check.points,
        "public": result.check.is_public,
        "passed": result.passed,
        "reason": result.reason or (str(failure) if failure else ""),
        "failure": failure and {part: getattr(failure, part) for part in FAILURE},
    }


def _check_from_json(document, today: Check | None):
    failure, points = document["failure"], document["max_points"]
    if today is None or (today.points, today.is_public) != (points, document["public"]):
        looks_at = "" if document["public"] else (today and today.looks_at) or GONE
        today = Check(document["name"], points, _is_gone, looks_at)
    return CheckResult(
        today,
        document["passed"],
        reason="" if failure else document["reason"],
        failure=failure and CheckFailedError(**failure),
    )


def _is_gone(answer, rng):
    raise NotImplementedError
