"""The feedback page of one student: static HTML without scripts."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..authoring.assignment import Assignment
from ..checking.wording import check_details
from ..collecting.secret import hand_on_secret, secret_in
from ..grading.results import StudentResult
from ..whole_files import write_whole
from .exports.grades import number
from .marks import Marks

__all__ = ["feedback_page", "not_for_exchange", "printable", "write_feedback"]

CODE = re.compile(r"`([^`]+)`")
ESCAPE_SEQUENCE = re.compile(
    r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.)"
)


def write_feedback(
    result: StudentResult,
    assignment: Assignment,
    course: Path,
    marks: Marks | None = None,
) -> Path:
    """Write a student's page into nbgrader's feedback folder, and as Markdown.

    Parameters
    ----------
    result : StudentResult
    assignment : Assignment
    course : Path
        nbgrader's course folder.
    marks : Marks, optional
        What the gradebook has beside the points of the checks.

    Returns
    -------
    Path
        ``feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html``; nbgrader's exchange
        returns it if the notebook came from there. The same with the ending
        ``.md`` stands beside it, for systems that take a comment.
    """
    folder = course / "feedback" / result.student / assignment.name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{assignment.name}.html"
    _let_exchange_find(course / "submitted" / result.student / assignment.name, folder)
    markdown = feedback_page(result, assignment, marks, "md")
    write_whole(path.with_suffix(".md"), markdown)
    return write_whole(path, feedback_page(result, assignment, marks))


def not_for_exchange(assignment: str, course: Path) -> list[str]:
    """List the students whose pages nbgrader's exchange cannot return.

    Parameters
    ----------
    assignment : str
    course : Path

    Returns
    -------
    list of str
        What they handed in did not come from the exchange.
    """
    folders = course.glob(f"feedback/*/{assignment}")
    return sorted(one.parent.name for one in folders if not secret_in(one))


def feedback_page(
    result: StudentResult,
    assignment: Assignment,
    marks: Marks | None = None,
    form: str = "html",
) -> str:
    """Make a student's page: points, checks with reasons, mistakes, hints.

    Of a hidden check it says what the check looks at and whether it passed,
    never its name, its inputs or its values.

    Parameters
    ----------
    result : StudentResult
    assignment : Assignment
    marks : Marks, optional
        Shown as well; they count more than the points of the checks.
    form : {"html", "md"}

    Returns
    -------
    str
        A whole document.
    """
    results = {one.exercise.name: one for one in result.exercises}
    by_exercise = marks.by_exercise if marks else {}
    # Of a notebook that could not be read, only what people have marked is shown.
    exercises = [
        {
            "exercise": exercise,
            "result": results.get(name),
            "mark": by_exercise.get(name),
            "signature": assignment.references[name].signature,
        }
        for name, exercise in assignment.exercises.items()
        if name in results or name in by_exercise
    ]
    title = assignment.notebook.cells[0].source.splitlines()[0].lstrip("# ")
    return (
        pages()
        .get_template(f"feedback.{form}")
        .render(result=result, title=title, exercises=exercises, marks=marks)
    )


def printable(text: str) -> str:
    r"""Remove terminal codes and characters that cannot be printed.

    Parameters
    ----------
    text : str
        Anything that a student may have written.

    Returns
    -------
    str

    Examples
    --------
    >>> printable("a\x1b[31mred\x1b[0m\x00b")
    'aredb'
    """
    text = ESCAPE_SEQUENCE.sub("", text)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")


def with_code(text: str) -> Markup:
    """Turn the text of an author, with `code` in it, into HTML.

    Parameters
    ----------
    text : str

    Returns
    -------
    markupsafe.Markup

    Examples
    --------
    >>> print(with_code("`w < 0` is allowed"))
    <code>w &lt; 0</code> is allowed
    """
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(text))))


@cache
def pages() -> Environment:
    """Return the templates of all pages; those in HTML escape what they insert."""
    environment = Environment(
        loader=PackageLoader("autograder.records", "pages"),
        autoescape=lambda name: not str(name).endswith(".md"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    environment.filters["with_code"] = with_code
    environment.filters["check"] = _check
    environment.filters["number"] = number
    environment.filters["md_code"] = _md_code
    environment.filters["md_text"] = _md_text
    return environment


def _md_code(text):
    """Write text as code that Markdown shows as it is, on one line."""
    text = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"`{text}`"


def _md_text(text):
    """Write text so that nothing in it is Markdown or HTML."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>&~-])", r"\\\1", " ".join(text.split()))


def _let_exchange_find(submitted, folder):
    """Put what nbgrader needs to release feedback beside a page, if it is there."""
    stamp, time = submitted / "timestamp.txt", ""
    if not hand_on_secret(submitted, folder):
        return
    if stamp.is_file() and not stamp.is_symlink():
        with stamp.open(errors="replace") as file:
            time = printable(file.read(64))  # nbgrader shows it in the terminal
    write_whole(folder / stamp.name, time)


def _check(result):
    check = result.check
    hidden_details = [("because", result.reason)] if result.reason else []
    return {
        "title": check.title if check.is_public else check.looks_at,
        "passed": result.passed,
        "details": check_details(result) if check.is_public else hidden_details,
        "points": check.points,
        "public": check.is_public,
    }
