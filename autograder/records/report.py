"""The instructor's report on one graded assignment."""

import io
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..authoring.assignment import Assignment
from ..grading.results import StudentResult
from ..whole_files import write_whole
from .exports.sheet import as_csv
from .feedback import pages, printable
from .statistics import check_statistics, exercise_names, exercise_statistics

__all__ = ["write_report"]

BLUE = "#0072b2"
HARDEST = 10
NOTHING = "\N{EN DASH}"


def write_report(
    results: list[StudentResult], assignment: Assignment, course: Path
) -> Path:
    """Write the report of an assignment into a course folder.

    Parameters
    ----------
    results : list of StudentResult
    assignment : Assignment
    course : Path
        nbgrader's course folder.

    Returns
    -------
    Path
        ``reports/ASSIGNMENT.html``. Beside it stand ``ASSIGNMENT_students.csv``
        and ``ASSIGNMENT_checks.csv``.
    """
    results = sorted(results, key=lambda result: result.student)
    statistics = exercise_statistics(results)
    checks = check_statistics(results)
    graded = [result for result in results if result.exercises]
    # Some may have been graded when the assignment had more points.
    most = max([assignment.points, *(result.points for result in graded)])
    folder = course / "reports"
    folder.mkdir(exist_ok=True)
    name = assignment.name
    write_whole(folder / f"{name}_students.csv", as_csv(_student_rows(results)))
    write_whole(folder / f"{name}_checks.csv", as_csv(_check_rows(checks)))
    page = (
        pages()
        .get_template("report.html")
        .render(
            assignment=assignment,
            results=_page_rows(results),
            graded=graded,
            is_isolated=all(result.is_isolated for result in results),
            statistics=statistics,
            mean=sum(r.points for r in graded) / len(graded) if graded else 0.0,
            hardest=sorted(checks, key=_share_failed, reverse=True)[:HARDEST],
            attention=[result for result in results if result.problems],
            histogram=_histogram(graded, most),
            difficulty=_difficulty(statistics),
            bins=_bins_in_words(graded, most),
        )
    )
    return write_whole(folder / f"{name}.html", page)


def _page_rows(results):
    """Put the points of each student under the exercises of the whole class."""
    names = exercise_names(results)
    rows = []
    for result in results:
        points = {one.exercise.name: one.points for one in result.exercises}
        rows.append(
            {
                "student": result.student,
                "points": result.points,
                "status": result.status,
                "exercises": [{"points": points.get(name, NOTHING)} for name in names],
            }
        )
    return rows


def _student_rows(results):
    names = exercise_names(results)
    header = ["student", "status", "points", "max points", *names, "needs a person"]
    rows = [header]
    for result in results:
        points = {one.exercise.name: str(one.points) for one in result.exercises}
        rows.append(
            [
                printable(result.student),
                result.status,
                str(result.points),
                str(result.max_points),
                *(points.get(name, "") for name in names),
                printable(" ".join(result.problems)),
            ]
        )
    return rows


def _check_rows(checks):
    header = ["exercise", "check", "public", "points", "attempted", "failed"]
    rows = [[*header, "no answer"]]
    for one in checks:
        numbers = (one.check.points, one.attempted, one.failed, one.unanswered)
        points, *counts = map(str, numbers)
        public = "yes" if one.check.is_public else "no"
        rows.append([one.exercise.name, one.check.name, public, points, *counts])
    return rows


def _share_failed(one):
    return one.failed / one.attempted if one.attempted else 0.0


def _histogram(graded, max_points):
    figure = Figure(figsize=(7, 2.8), layout="constrained")
    axes = figure.subplots()
    axes.hist(
        [result.points for result in graded],
        bins=min(10, max_points),
        range=(0, max_points),
        color=BLUE,
        edgecolor="white",
    )
    axes.set(xlabel=f"points (of {max_points})", ylabel="students")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    return _svg(figure)


def _bins_in_words(graded, max_points):
    """Say in words what the histogram shows."""
    thirds = [0, 0, 0]
    for result in graded:
        thirds[min(2, int(3 * result.points / max_points))] += 1
    return (
        f"{thirds[0]} in the lowest third of the points, {thirds[1]} in the middle "
        f"third, {thirds[2]} in the highest third"
    )


def _difficulty(statistics):
    figure = Figure(figsize=(7, 0.6 + 0.32 * len(statistics)), layout="constrained")
    axes = figure.subplots()
    names = [one.exercise.name for one in statistics]
    axes.barh(names, [100 * one.mean_share for one in statistics], color=BLUE)
    for row, one in enumerate(statistics):
        if one.mean_share == one.mean_share:
            axes.annotate(
                f"{100 * one.mean_share:.0f} %",
                (100 * one.mean_share, row),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
            )
    axes.set(xlabel="mean share of the points, in per cent", xlim=(0, 112))
    axes.invert_yaxis()
    return _svg(figure)


def _svg(figure):
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
    text = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "report", "svg.fonttype": "path"}):
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue().partition("<svg")[2].join(["<svg", ""])
