"""The page that shows alike submissions side by side; static HTML."""

from pathlib import Path

from ...authoring.assignment import Assignment
from ...whole_files import write_whole
from ..feedback import pages
from .pairs import MAX_PASSAGES, Pair, Passage
from .winnowing import K

__all__ = ["WARNING", "as_json", "write_page"]

WARNING = (
    "Likeness is no proof of copying. Short exercises have few natural answers, and "
    "students learn from the same pages. A person must read both notebooks and talk "
    "with both students before anything follows from this list."
)
MAX_LINES, MAX_WIDTH = 60, 200


def write_page(
    pairs: list[Pair],
    unreadable: list[tuple[str, str]],
    compared: int,
    assignment: Assignment,
    course: Path,
    threshold: float,
    common: float,
) -> Path:
    """Write the page of an assignment into a course folder.

    Parameters
    ----------
    pairs : list of Pair
        The most alike first.
    unreadable : list of tuple (str, str)
        Students whose notebook was not compared, and why.
    compared : int
        How many notebooks were.
    assignment : Assignment
    course : Path
        nbgrader's course folder.
    threshold, common : float
        The settings, which the page explains.

    Returns
    -------
    Path
        ``reports/ASSIGNMENT_similarity.html``.
    """
    folder = course / "reports"
    folder.mkdir(exist_ok=True)
    page = (
        pages()
        .get_template("similarity.html")
        .render(
            assignment=assignment,
            pairs=[_shown(pair) for pair in pairs[:MAX_PASSAGES]],
            more=len(pairs) - MAX_PASSAGES,
            unreadable=unreadable,
            compared=compared,
            warning=WARNING,
            threshold=threshold,
            common=common,
            run=K,
        )
    )
    return write_whole(folder / f"{assignment.name}_similarity.html", page)


def as_json(pair: Pair) -> dict:
    """Write a pair for programs.

    Parameters
    ----------
    pair : Pair

    Returns
    -------
    dict
        Plain JSON.
    """
    return {
        "students": list(pair.students),
        "share": round(pair.share, 4),
        "shared_fingerprints": pair.shared,
        "exercises": {n: round(share, 4) for n, share in pair.exercises.items()},
        "longest_passage_tokens": pair.tokens,
        "passages": [
            {"exercise": one.exercise, "line": one.first_line, "text": one.text}
            for one in pair.passages
        ],
    }


def _shown(pair):
    return {
        "it": pair,
        "percent": _percent(pair.share),
        "exercises": {name: _percent(s) for name, s in pair.exercises.items()},
        "sides": [
            {
                "student": student,
                "place": passage.exercise or "a cell of their own",
                "first_line": passage.first_line,
                "text": _cut(passage),
            }
            for student, passage in zip(pair.students, pair.passages, strict=True)
        ],
    }


def _percent(share):
    return int(100 * share)  # 100 is said of nothing less


def _cut(passage: Passage) -> str:
    lines = passage.text.expandtabs(4).split("\n")
    shown = [x if len(x) <= MAX_WIDTH else x[:MAX_WIDTH] + " ..." for x in lines]
    if len(shown) > MAX_LINES:
        shown[MAX_LINES:] = [f"... and {len(shown) - MAX_LINES} more lines"]
    return "\n".join(shown)
