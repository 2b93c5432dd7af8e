"""The result of one student, and how it is written as JSON."""

from dataclasses import dataclass, field

from ..checking.judging import CheckResult, ExerciseResult

__all__ = ["StudentResult", "as_json"]


@dataclass
class StudentResult:
    """How one submission was graded.

    Parameters
    ----------
    student : str
    assignment : str
    max_points : int
    status : {"graded", "not attempted", "unreadable"}
    problem : str
        One sentence if the notebook could not be read.
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


def as_json(result: StudentResult) -> dict:
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
        "sandbox": result.is_isolated,
        "seed": result.seed,
        "exercises": [_exercise_as_json(e) for e in result.exercises],
    }


def _exercise_as_json(result):
    return {
        "name": result.exercise.name,
        "points": result.points,
        "max_points": result.exercise.points,
        "status": result.status,
        "problem": result.problem,
        "diagnosis": result.diagnosis,
        "checks": [_check_as_json(check) for check in result.checks],
    }


def _check_as_json(result: CheckResult):
    failure = result.failure
    return {
        "name": result.check.name,
        "points": result.check.points if result.passed else 0,
        "max_points": result.check.points,
        "public": result.check.is_public,
        "passed": result.passed,
        "reason": result.reason or (str(failure) if failure else ""),
    }
