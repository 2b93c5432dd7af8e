"""Commands that write feedback and reports anew from what was graded."""

from .console import (
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

    `nbgrader release_feedback` returns the pages through the exchange.
    """
    from ..records.feedback import write_feedback

    assignment = load(name)
    results = _results(assignment, course)
    for result in results:
        write_feedback(result, assignment, course)
    console.print(f"{len(results)} pages are in {course / 'feedback'}", soft_wrap=True)


@app.command(epilog="Example:\n\n    autograder report one_neuron --course my_course")
def report(name: AssignmentName, course: Course) -> None:
    """Write the instructor's report: one HTML page and two tables as CSV."""
    from ..records.report import write_report

    assignment = load(name)
    path = write_report(_results(assignment, course), assignment, course)
    console.print(f"Open {path}", soft_wrap=True)


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
