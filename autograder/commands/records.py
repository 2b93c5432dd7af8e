"""Commands that write feedback and reports anew from what was graded."""

import contextlib
import shlex

from rich.markup import escape

from .console import (
    INFRASTRUCTURE,
    NEEDS_ATTENTION,
    AssignmentName,
    Course,
    app,
    console,
    load,
    stop,
)

__all__ = ["feedback", "report"]


@app.command(epilog="Example:\n\n    autograder feedback one_neuron --course my_course")
def feedback(name: AssignmentName, course: Course) -> None:
    """Write each student's page and Markdown into nbgrader's feedback folder.

    Marks by hand, comments, extra credit and late penalties come from the gradebook.
    `nbgrader release_feedback` returns the pages of what was handed in through
    nbgrader's exchange.
    """
    from ..records.feedback import not_for_exchange, write_feedback
    from ..records.marks import read_marks

    assignment = load(name)
    with _one_sentence():
        results = _results(assignment, course)
        marks = read_marks(name, course)
        for result in results:
            write_feedback(result, assignment, course, marks.get(result.student))
        left_out = not_for_exchange(name, course)
    console.print(f"{len(results)} pages are in {course / 'feedback'}", soft_wrap=True)
    if left_out:
        said = _for_exchange(name, left_out, are_all=len(left_out) >= len(results))
        console.print(escape(said), soft_wrap=True)


@app.command(epilog="Example:\n\n    autograder report one_neuron --course my_course")
def report(name: AssignmentName, course: Course) -> None:
    """Write the instructor's report: one HTML page and two tables as CSV."""
    from ..records.report import write_report

    assignment = load(name)
    with _one_sentence():
        path = write_report(_results(assignment, course), assignment, course)
    console.print(f"Open {path}", soft_wrap=True)


def _for_exchange(name, left_out, are_all):
    """Say which pages the exchange cannot return, and how it returns the others."""
    from ..records.feedback import printable

    sentence = (
        f"nbgrader's exchange cannot return {len(left_out)} of them, because what "
        "these students handed in did not come from it with a submission_secret.txt"
    )
    if are_all:
        return f"{sentence}."
    names = shlex.quote(printable(",".join(left_out)))
    return (
        f"{sentence}; return the others with: nbgrader release_feedback {name} "
        f"--CourseDirectory.student_id_exclude={names}"
    )


@contextlib.contextmanager
def _one_sentence():
    """Stop with a sentence if something cannot be written or read."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except OSError as problem:
        stop(
            f"Writing failed: {problem}. Mend the cause and run the same command "
            "again.",
            INFRASTRUCTURE,
        )
    except SQLAlchemyError as problem:
        stop(
            f"The gradebook cannot be used: {getattr(problem, 'orig', problem)}. Mend "
            "the cause and run the same command again.",
            INFRASTRUCTURE,
        )


def _results(assignment, course):
    from ..records.course_grading import recorded_results

    results = recorded_results(assignment, course)
    if not results:
        stop(
            f"nothing of {assignment.name} is graded in {course}; grade it first: "
            f"autograder grade {assignment.name} --course {course}",
            NEEDS_ATTENTION,
        )
    return results
