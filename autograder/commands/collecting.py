"""The instructor's command for what students handed in: collect."""

import contextlib
import enum
import json
import re
from datetime import UTC, datetime
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
    AssignmentName,
    Course,
    app,
    console,
    load,
    progress_bar,
    stop,
)

__all__ = ["collect"]

SHOWN_PROBLEMS = 50


class Layout(enum.StrEnum):
    """How the names in a source are read."""

    canvas = "canvas"
    moodle = "moodle"
    exchange = "exchange"
    folder = "folder"


@app.command(
    epilog="Examples:\n\n"
    "    autograder collect one_neuron --course my_course submissions.zip\n\n"
    "    autograder collect one_neuron --course my_course m.zip --roster grades.csv"
    "\n\n"
    "    autograder collect one_neuron --course my_course /srv/exchange/nn/inbound\n\n"
    "    autograder collect one_neuron --course my_course mails/ "
    "--student-pattern 'hw1_`(?P<student>[a-z]+)`'",
)
def collect(
    name: AssignmentName,
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE...",
            help="A zip, tar or tar.gz from Canvas, Moodle or yourself; the inbound "
            "folder of nbgrader's exchange; a folder with STUDENT/file.ipynb or "
            "STUDENT.ipynb.",
        ),
    ],
    course: Course,
    layout: Annotated[
        Layout | None,
        typer.Option("--from", help="How names are read; recognised if left out."),
    ] = None,
    student_pattern: Annotated[
        str,
        typer.Option(
            metavar="REGEX",
            help="For other names: a regular expression with `(?P<student>...)`, "
            "matched from the beginning of each path in the source.",
        ),
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Class list: which name or number is which student. Your own "
            "(student_id, lms_id, name, submitted_at), nbgrader's, a grade book from "
            "Canvas, a grading worksheet from Moodle.",
        ),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE", help="Keep this file too, if it was handed in. Repeatable."
        ),
    ] = None,
    late_ok: Annotated[
        bool,
        typer.Option(
            help="Whether a late notebook replaces one that was in time.",
        ),
    ] = True,
    timezone: Annotated[
        str,
        typer.Option(
            metavar="ZONE",
            help="In which times without a zone are meant, such as Europe/Lisbon; "
            "this machine's if left out.",
        ),
    ] = "",
    believe_times: Annotated[
        bool,
        typer.Option(
            "--believe-times",
            help="Trust the times of files and folder names, which students can forge.",
        ),
    ] = False,
    ignore_owner: Annotated[
        bool,
        typer.Option(
            "--ignore-owner",
            help="In an exchange, do not ask whose files they are.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Collect what students handed in; every hand-in gets a receipt.

    The latest notebook of each student goes to submitted/; one that it replaces is kept
    in submitted_earlier/. Collecting the same again changes nothing.
    """
    from ..authoring.assignment import assignment_names
    from ..collecting.collect import Options
    from ..collecting.entries import RefusedError
    from ..collecting.receipts import BusyError
    from ..collecting.roster import RosterError, read_roster
    from ..collecting.sources import open_source

    if name not in assignment_names():
        load(name)  # stops and lists the known ones
    pattern = _pattern(student_pattern, layout)
    zone = _zone(timezone)
    options = Options(
        datetime.now(UTC),
        zone,
        _names(also or [], name),
        late_ok,
        believe_times,
        dry_run,
    )
    with contextlib.ExitStack() as stack:
        try:
            students = read_roster(roster, zone) if roster else None
        except RosterError as problem:
            stop(str(problem), USAGE)
        if not course.is_dir():
            stop(f"{course} is no folder; name your course folder.", USAGE)
        opened, refused = [], []
        for path in sources:
            if not path.exists():
                stop(f"{path} does not exist; name what you downloaded.", USAGE)
            try:
                source = open_source(path, zone, stack, layout or "", pattern)
                opened.append(source)
            except RefusedError as problem:
                refused.append(str(problem))
        try:
            document = _collect(
                name, course, opened, students, options, not ignore_owner, as_json
            )
        except BusyError as problem:
            stop(str(problem), NEEDS_ATTENTION)
        except OSError as problem:
            stop(
                f"{problem.filename or course} cannot be used: {problem.strerror}. "
                "What is collected so far is whole; mend the cause and collect again.",
                INFRASTRUCTURE,
            )
    document["refused"] += [{"where": "", "problem": text} for text in refused]
    if as_json:
        print(json.dumps(document, indent=1))  # noqa: T201
    else:
        _show(document)
    raise typer.Exit(NEEDS_ATTENTION if _needs_attention(document) else 0)


def _pattern(text, layout):
    if not text:
        return None
    if layout:
        stop("--from and --student-pattern exclude each other; give one.", USAGE)
    try:
        pattern = re.compile(text)
    except re.error as problem:
        stop(f"--student-pattern {text!r} is no regular expression: {problem}.", USAGE)
    if "student" not in pattern.groupindex:
        stop(f"--student-pattern {text!r} needs a group (?P<student>...).", USAGE)
    return pattern


def _zone(name):
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if name else datetime.now().astimezone().tzinfo
    except (ValueError, KeyError, OSError):
        stop(f"--timezone {name!r} is unknown; write it as Europe/Lisbon.", USAGE)


def _names(also, assignment):
    from ..collecting.choosing import is_code

    for one in also:
        reserved = one in (f"{assignment}.ipynb", "timestamp.txt")
        if reserved or "/" in one or one.startswith(".") or is_code(one):
            stop(
                f"--also {one} is not possible; name a data file such as weights.npz. "
                "Code is never kept, because Python could import it.",
                USAGE,
            )
    return tuple(also)


def _collect(name, course, sources, roster, options, check_owner, as_json):
    from ..collecting.collect import collect as collect_all
    from ..collecting.collect import due_dates, missing_students
    from ..collecting.placing import clear_up
    from ..collecting.receipts import Receipts, one_at_a_time
    from ..collecting.sources import sort_out
    from ..collecting.students import identify

    hand_ins, refused = [], []
    for source in sources:
        found, troubles = sort_out(source, name)
        hand_ins += found
        refused += [{"where": t.where, "problem": t.problem} for t in troubles]
    with contextlib.nullcontext() if options.dry_run else one_at_a_time(course):
        receipts = Receipts(course, name)
        if not options.dry_run:
            clear_up(course, name, receipts)
        known, unclear = identify(hand_ins, name, course, receipts, roster, check_owner)
        for one in unclear:
            where = one.hand_in.entries[0].path
            refused.append({"where": where, "problem": f"not collected: {one.problem}"})
        rows = []
        with progress_bar(as_json) as progress:
            total = len({one.student for one in known})
            task = progress.add_task(f"Collecting {name}", total=total)
            due = due_dates(course, name)
            for row in collect_all(course, name, known, receipts, options, due):
                rows.append(row)
                progress.advance(task)
    missing = missing_students(course, name, roster, rows) if roster else []
    return {
        "assignment": name,
        "dry_run": options.dry_run,
        "sources": [{"name": s.name, "layout": s.layout} for s in sources],
        "students": [_as_json(row) for row in rows],
        "refused": refused,
        "missing": missing,
    }


def _as_json(row):
    receipt = row.receipt
    document = {
        "student": row.student,
        "file": row.file,
        "outcome": row.outcome,
        "late": row.late,
        "doubtful": row.is_doubtful,
        "attempts": row.attempts,
        "problems": row.problems,
    }
    if receipt:
        document |= {
            "source": receipt.source,
            "handed_in": receipt.handed_in.astimezone(UTC).isoformat(),
            "said_by": receipt.said_by,
            "at_the_latest": receipt.at_the_latest,
            "collected": receipt.collected.astimezone(UTC).isoformat(),
            "sha256": receipt.sha256,
            "size": receipt.size,
            "left_out": list(receipt.left_out),
        }
    return document


def _needs_attention(document):
    students = document["students"]
    return bool(
        document["refused"]
        or any(one["problems"] or one["doubtful"] for one in students)
        or not students
    )


def _show(document):
    from ..collecting.naming import shown

    students, refused = document["students"], document["refused"]
    if students:
        console.print(_table(students))
    for one in refused[:SHOWN_PROBLEMS]:
        where = f"{shown(one['where'])}: " if one["where"] else ""
        _say(where + one["problem"])
    for one in students[: 10 * SHOWN_PROBLEMS]:
        for problem in one["problems"]:
            _say(f"{shown(one['student'])}: {problem}")
    doubtful = sum(one["doubtful"] for one in students)
    if doubtful:
        _say(
            f"{doubtful} handed in nobody knows when: the source gives a time after "
            "the due date by which the notebook was there, not when it came. A class "
            "list with times (--roster; in Moodle the grading worksheet) settles it."
        )
    _say(_summary(document))
    if document["missing"]:
        names = ", ".join(shown(one, 40) for one in document["missing"][:30])
        more = len(document["missing"]) - 30
        names += f" and {more} more" if more > 0 else ""
        _say(f"Nothing from {len(document['missing'])}: {names}.")


def _table(students):
    from ..collecting.naming import shown

    table = Table(box=None, pad_edge=False)
    for column in ("student", "file", "handed in (UTC)", "late", "outcome"):
        table.add_column(column, no_wrap=True)
    student_width = min(30, max(len(one["student"]) for one in students) + 3)
    file_width = max(16, console.width - student_width - 47)
    for one in students:
        time = one.get("handed_in", "")[:16].replace("T", " ")
        until = "by " if one.get("at_the_latest") else ""
        late = {True: "yes", False: "no", None: "?" if one["doubtful"] else "-"}
        table.add_row(
            escape(shown(one["student"], student_width)),
            escape(shown(one["file"], file_width)),
            until + time,
            late[one["late"]],
            one["outcome"] + (" (!)" if one["problems"] else ""),
        )
    return table


def _summary(document):
    students = document["students"]
    if not students:
        return "Nothing was collected: no notebook of a known student was found."
    count = {
        word: sum(one["outcome"] == word for one in students)
        for word in ("collected", "replaced", "restored", "earlier", "unchanged")
    }
    refused = sum(one["outcome"] == "refused" for one in students)
    parts = [f"{number} {word}" for word, number in count.items() if number]
    if refused or document["refused"]:
        parts.append(f"{refused + len(document['refused'])} not collected")
    layouts = ", ".join(f"{s['name']} ({s['layout']})" for s in document["sources"])
    text = f"{len(students)} students in {layouts}: {', '.join(parts)}."
    if count["unchanged"] == len(students):
        text += " Nothing has changed."
    if document["dry_run"]:
        text += " This was a dry run: nothing was written."
    return text


def _say(line):
    from ..collecting.naming import shown

    console.print(escape(shown(line, 2000)), soft_wrap=True)
