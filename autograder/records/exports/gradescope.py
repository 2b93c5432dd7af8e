"""Gradescope: one ``results.json`` for each student.

The tests come from the results of grading, the score from the gradebook. A hidden
check is shown once the grades are published, by what it looks at; its name, its
inputs and its values stay here.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

from ...authoring.assignment import Assignment, UnknownAssignmentError
from ..feedback import printable
from .grades import Grade, number
from .sheet import ExportError

__all__ = ["GradescopeFile", "gradescope", "read_results", "results_document"]

MAX_BYTES = 500 * 2**20
PUBLIC, HIDDEN = "visible", "after_published"


@dataclass(frozen=True)
class GradescopeFile:
    """The results of one student.

    Parameters
    ----------
    grade : Grade
    document : dict
        Plain JSON as Gradescope reads it.
    """

    grade: Grade
    document: dict

    @property
    def path(self) -> Path:
        """Where it goes, below the folder of the export."""
        return Path(self.grade.assignment, self.grade.student, "results.json")

    @property
    def text(self) -> str:
        """The whole file, in ASCII."""
        return json.dumps(self.document, indent=1) + "\n"


def read_results(path: Path) -> list[dict]:
    """Read what ``autograder grade --json`` printed.

    Parameters
    ----------
    path : Path
        A list of results, or one result.

    Returns
    -------
    list of dict

    Raises
    ------
    ExportError
        If the file holds something else.
    """
    wanted = "save what `autograder grade ASSIGNMENT --course DIR --json` prints in it."
    if not path.is_file():
        problem = f"there is no file {path}; {wanted}"
        raise ExportError(problem)
    if path.stat().st_size > MAX_BYTES:
        problem = f"{path} has more than {MAX_BYTES // 2**20} MB; {wanted}"
        raise ExportError(problem)
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        problem = f"{path} is not JSON; {wanted}"
        raise ExportError(problem) from None
    found = found if isinstance(found, list) else [found]
    for one in found:
        if not _is_result(one):
            problem = f"{path} holds something that is no result; {wanted}"
            raise ExportError(problem)
    return found


def gradescope(
    results: list[dict], grades: list[Grade]
) -> tuple[list[GradescopeFile], list[tuple[str, str]]]:
    """Make the file of each student who has both a result and a grade.

    Parameters
    ----------
    results : list of dict
        As `autograder.grading.results.to_json` writes them.
    grades : list of Grade

    Returns
    -------
    files : list of GradescopeFile
    left_out : list of tuple (str, str)
        Students without a file, and why.
    """
    by_student = {(one["assignment"], one["student"]): one for one in results}
    topics = {name: _topics(name) for name in {grade.assignment for grade in grades}}
    files, left_out = [], []
    for grade in grades:
        result = by_student.pop((grade.assignment, grade.student), None)
        if not grade.is_handed_in:
            continue
        if result is None:
            left_out.append((grade.student, f"has no result for {grade.assignment}"))
        elif not _is_file_name(grade.student):
            left_out.append((grade.student, "has a name that cannot be a folder"))
        else:
            document = results_document(result, grade, topics[grade.assignment])
            files.append(GradescopeFile(grade, document))
    left_out += [
        (student, f"is not in the gradebook of {assignment}")
        for assignment, student in by_student
        if assignment in topics
    ]
    return files, sorted(left_out)


def results_document(
    result: dict, grade: Grade, topics: dict[tuple[str, str], str]
) -> dict:
    """Write one student's result as Gradescope reads it.

    Parameters
    ----------
    result : dict
        As `autograder.grading.results.to_json` writes it.
    grade : Grade
    topics : dict
        What a hidden check looks at, by exercise and name of the check.

    Returns
    -------
    dict
    """
    tests = [test for one in result["exercises"] for test in _tests(one, topics)]
    said = [result["problem"]] if result["problem"] else []
    earned = sum(test["score"] for test in tests)
    if not math.isclose(earned, grade.points):
        said.append(
            f"The checks give {number(earned)} points. With manual marking and late "
            f"penalty it is {number(grade.points)}."
        )
    return {
        "score": grade.points,
        "output": printable(" ".join(said)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _tests(exercise, topics):
    status, problem = exercise["status"], exercise["problem"]
    diagnosis = exercise["diagnosis"]
    # The likely cause goes to the first check that fails; public ones come first.
    checks = sorted(exercise["checks"], key=lambda check: not check["public"])
    for check in checks:
        is_public, passed = check["public"] is True, check["passed"] is True
        title = check["name"].replace("_", " ")
        if not is_public:
            topic = topics.get((exercise["name"], check["name"]), "")
            title = f"hidden check, {topic}" if topic else "hidden check"
        said = []
        if not passed:
            # The reason of a hidden check may hold its values.
            said = [check["reason"] if is_public else "", problem, diagnosis]
            diagnosis = ""
        if status == "not attempted":
            said = ["not attempted"]
        yield {
            "name": printable(f"{exercise['name']}: {title}"),
            "score": float(check["points"]),
            "max_score": float(check["max_points"]),
            "status": "passed" if passed else "failed",
            "output": printable(
                "\n".join(dict.fromkeys(line for line in said if line))
            ),
            "visibility": PUBLIC if is_public else HIDDEN,
        }


def _topics(assignment):
    try:
        exercises = Assignment.load(assignment).exercises.values()
    except UnknownAssignmentError:
        return {}
    return {
        (exercise.name, check.name): check.looks_at
        for exercise in exercises
        for check in exercise.checks
    }


def _is_result(one):
    texts = ("student", "assignment", "problem")
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in texts)
        and isinstance(one.get("exercises"), list)
        and all(_is_exercise(exercise) for exercise in one["exercises"])
    )


def _is_exercise(one):
    texts = ("name", "status", "problem", "diagnosis")
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in texts)
        and isinstance(one.get("checks"), list)
        and all(_is_check(check) for check in one["checks"])
    )


def _is_check(one):
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in ("name", "reason"))
        and all(_is_number(one.get(key)) for key in ("points", "max_points"))
        and all(isinstance(one.get(key), bool) for key in ("public", "passed"))
    )


def _is_number(value):
    return type(value) in (int, float) and math.isfinite(value)


def _is_file_name(name):
    is_plain = name not in ("", ".", "..") and not {"/", "\\", "\0"} & set(name)
    return is_plain and len(name.encode("utf-8", "surrogatepass")) <= 255
