"""The instructor's command that hands grades over: export."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from .console import (
    INFRASTRUCTURE,
    NEEDS_ATTENTION,
    USAGE,
    AsJson,
    Course,
    app,
    console,
    stop,
)

__all__ = ["Format", "export"]


class Format(StrEnum):
    """Where grades can go."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    CSV = "csv"
    GRADESCOPE = "gradescope"


DEFAULT_NAMES = {
    Format.CANVAS: "canvas.csv",
    Format.MOODLE: "moodle.csv",
    Format.CSV: "grades.csv",
    Format.GRADESCOPE: "gradescope",
}


@app.command(
    epilog="Examples:\n\n"
    "    autograder export canvas --course DIR --sheet Grades.csv --dry-run\n\n"
    "    autograder export moodle --course DIR --assignment one_neuron "
    "--sheet worksheet.csv\n\n"
    "    autograder export csv --course DIR --output grades.csv --force\n\n"
    "    autograder export gradescope --course DIR",
)
def export(
    to: Annotated[Format, typer.Argument(metavar="FORMAT", help=" ".join(Format))],
    course: Course,
    assignment: Annotated[
        list[str] | None,
        typer.Option(help="May be given several times. All of them if left out."),
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(help="Canvas's or Moodle's own sheet; a copy of it is filled in."),
    ] = None,
    match_by: Annotated[
        str,
        typer.Option(help="The one column of the sheet that holds students' ids."),
    ] = "",
    column: Annotated[
        str,
        typer.Option(help="Heading of the assignment's column, if it is not found."),
    ] = "",
    rescale: Annotated[
        bool, typer.Option("--rescale", help="Convert points to the sheet's scale.")
    ] = False,
    results: Annotated[
        Path | None,
        typer.Option(
            help="For gradescope: what `autograder grade --json` printed, in place of "
            "the results in the course folder."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="A file, for gradescope a folder; below DIR/exports else."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite what is there.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Hand grades over to Canvas, Moodle, Gradescope or a CSV file."""
    from ..records.exports.grades import NoGradesError, read_grades
    from ..records.exports.sheet import ExportError

    if sheet and to not in (Format.CANVAS, Format.MOODLE):
        stop(f"--sheet is for canvas and moodle; leave it out for {to}.", USAGE)
    if results and to is not Format.GRADESCOPE:
        stop(f"--results is for gradescope; leave it out for {to}.", USAGE)
    target = output or course / "exports" / DEFAULT_NAMES[to]
    try:
        grades = read_grades(course, assignment or [])
        if to is Format.GRADESCOPE:
            files, document = _gradescope(results, course, grades, target)
        else:
            options = {"match_by": match_by, "column": column, "rescale": rescale}
            files, document = _table(to, sheet, grades, options, target)
        if not dry_run:
            _write(files, force)
    except NoGradesError as problem:
        stop(str(problem), NEEDS_ATTENTION)
    except ExportError as problem:
        stop(str(problem), USAGE)
    except OSError as problem:
        place = problem.filename or target
        stop(f"{place} cannot be used: {problem.strerror}.", INFRASTRUCTURE)
    document = {"format": to, "output": str(target), "written": not dry_run} | document
    if as_json:
        print(json.dumps(document, indent=1))  # noqa: T201
    else:
        _show(document, len(files))
    raise typer.Exit(NEEDS_ATTENTION if document["left_out"] else 0)


def _table(to, path, grades, options, target):
    from ..records.exports.canvas import canvas
    from ..records.exports.moodle import import_table, worksheet
    from ..records.exports.plain import plain
    from ..records.exports.sheet import ExportError, read_sheet

    if path is None or to is Format.CSV:
        if to is Format.CANVAS:
            problem = (
                "Canvas needs its own sheet: choose Grades, Export in Canvas and give "
                "the file with --sheet."
            )
            raise ExportError(problem)
        given = [f"--{name.replace('_', '-')}" for name, it in options.items() if it]
        given += ["--sheet"] if path else []
        if given:
            problem = f"{given[0]} goes with canvas, or with moodle and its --sheet."
            raise ExportError(problem)
        table = (plain if to is Format.CSV else import_table)(grades)
        rows = [_row(grade) for grade in table.grades if grade.is_handed_in]
        absent = sorted({g.student for g in grades if not g.is_handed_in})
        return {target: table.text}, _document(rows, [], absent, [])
    fill = canvas if to is Format.CANVAS else worksheet
    merged = fill(read_sheet(path), grades, **options)
    rows = [
        {
            "student": change.student,
            "name": change.name,
            "assignment": change.assignment,
            "old": change.old,
            "new": change.new,
            "changed": change.is_new,
        }
        for change in merged.changes
    ]
    return {target: merged.text}, _document(
        rows, merged.left_out, merged.without_grade, merged.notes
    )


def _gradescope(path, course, grades, target):
    from ..grading.run import recorded_documents
    from ..records.exports.gradescope import gradescope, read_results
    from ..records.exports.sheet import ExportError

    if path is None:
        names = dict.fromkeys(grade.assignment for grade in grades)
        results = [one for name in names for one in recorded_documents(course, name)]
        if not results:
            problem = (
                f"{course} holds no results of `autograder grade`; grade first, or "
                "give a file with --results."
            )
            raise ExportError(problem)
    else:
        results = read_results(path)
    made, left_out = gradescope(results, grades)
    files = {target / one.path: one.text for one in made}
    absent = sorted({grade.student for grade in grades if not grade.is_handed_in})
    rows = [_row(one.grade) for one in made]
    return files, _document(rows, left_out, absent, [])


def _row(grade):
    from ..records.exports.grades import number

    return {
        "student": grade.student,
        "name": f"{grade.first_name} {grade.last_name}".strip(),
        "assignment": grade.assignment,
        "new": number(grade.points),
        "status": grade.status,
    }


def _document(rows, left_out, without_grade, notes):
    left_out = [{"student": one, "reason": reason} for one, reason in left_out]
    return {
        "grades": rows,
        "left_out": left_out,
        "without_grade": without_grade,
        "notes": notes,
    }


def _write(files, force):
    """Write all files; none of them if one is there already."""
    import os

    from ..records.exports.sheet import ExportError
    from ..whole_files import write_whole

    for path in files:
        if path.is_dir():
            problem = f"{path} is a folder; give --output the name of a file."
            raise ExportError(problem)
        if os.path.lexists(path) and not force:
            problem = f"{path} exists; give --output another name, or add --force."
            raise ExportError(problem)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)


def _show(document, files):
    columns = ["student", "name", "assignment", "old", "new", "status"]
    columns = [c for c in columns if any(c in row for row in document["grades"])]
    table = Table(box=None, pad_edge=False)
    for name in columns:
        if name in ("old", "new"):
            table.add_column(name, justify="right")
        else:
            table.add_column(name, overflow="fold")
    for row in document["grades"]:
        table.add_row(*(escape(_one_line(str(row[name]))) for name in columns))
    if document["grades"]:
        console.print(table)
    for one in document["left_out"]:
        _say(f"NOT WRITTEN {one['student']}: {one['reason']}.")
    if document["without_grade"]:
        _say(f"Without a grade: {'; '.join(document['without_grade'])}.")
    for note in document["notes"]:
        _say(f"Note: {note}")
    count = len(document["grades"])
    said = f"{count} {'grade' if count == 1 else 'grades'}"
    if any("changed" in row for row in document["grades"]):
        changed = sum(row["changed"] for row in document["grades"])
        said += f", {changed} of them new or changed"
    if document["left_out"]:
        said += f"; {len(document['left_out'])} not written"
    if document["written"]:
        _say(f"{said}. Wrote {document['output'] if files else 'nothing'}")
    else:
        _say(f"{said}. This was a dry run: {document['output']} is not written.")


def _say(text):
    console.print(escape(_one_line(text)), soft_wrap=True)


def _one_line(text):
    from ..records.feedback import printable

    return " ".join(printable(text).split())
