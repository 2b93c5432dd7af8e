"""Grades agree with nbgrader's own; files are safe to open and never half-written."""

import csv
import json
import os

import pytest
from gradebook_by_hand import CLASS, POINTS, make_gradebook
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.plugins import CsvExportPlugin
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course_folder import open_gradebook
from autograder.records.exports.grades import number, read_grades
from autograder.records.exports.sheet import as_csv, read_sheet, safe_cell


def export(to, course, *options):
    arguments = ["export", to, "--course", course, *options]
    return CliRunner().invoke(app, [str(one) for one in arguments])


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    return make_gradebook(folder)


def test_points_are_those_worked_out_by_hand(course):
    grades = {grade.student: grade for grade in read_grades(course, [])}
    handed_in = {g.student: g.points for g in grades.values() if g.is_handed_in}
    assert handed_in == POINTS
    assert grades["di"].late_penalty == 2.0
    assert grades["fay"].status == "not handed in"
    assert {grade.max_points for grade in grades.values()} == {10.0}


def test_the_table_agrees_with_nbgraders_own_exporter(course, tmp_path):
    with open_gradebook(course) as gradebook:
        theirs = tmp_path / "theirs.csv"
        CsvExportPlugin(to=str(theirs)).export(gradebook)
    with theirs.open() as file:
        expected = {
            (row["student_id"], row["assignment"]): [
                float(row["score"]),
                float(row["max_score"]),
                float(row["late_submission_penalty"]),
                row["timestamp"],
            ]
            for row in csv.DictReader(file)
        }
    assert export("csv", course).exit_code == 0
    header, *rows = rows_of(course / "exports" / "grades.csv")
    assert header[:3] == ["student", "assignment", "points"]
    found = {(r[0], r[1]): [*map(float, r[2:5]), r[5]] for r in rows}
    assert found == expected
    assert {row[0] for row in rows if row[6] != "graded"} == {"fay"}


@pytest.mark.parametrize(
    ("to", "option"),
    [("csv", "--sheet"), ("gradescope", "--sheet"), ("csv", "--results")],
)
def test_an_option_of_another_format_is_refused(course, to, option):
    done = export(to, course, option, "any.csv")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{option} is for")
    assert not (course / "exports").exists()


def test_unfinished_and_impossible_scores_are_marked(tmp_path):
    grades = {"inf": (float("inf"), None, None, None), **CLASS}
    make_gradebook(tmp_path, grades)
    with open_gradebook(tmp_path) as gradebook:
        submission = gradebook.find_submission("one_neuron", "bo")
        submission.notebooks[0].grades[0].needs_manual_grade = True
        gradebook.db.commit()
    found = {g.student: (g.status, g.points) for g in read_grades(tmp_path, [])}
    assert found["inf"] == ("needs manual grading", 0.0)
    assert found["bo"] == ("needs manual grading", 7.0)
    assert found["ana"] == ("graded", 5.0)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("\x1b=1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("-1.5", "-1.5"),
        ("+3", "+3"),
        ("-", "-"),
        ("12,5", "12,5"),
        ("<img src=x>", "<img src=x>"),
        ("a\x1b[31m\x00\u202eb", "a[31mb"),
        ("\udcff", "?"),
    ],
)
def test_no_cell_is_a_formula(cell, safe):
    assert safe_cell(cell) == safe


@given(st.lists(st.lists(st.text(max_size=9), min_size=1), min_size=1))
def test_any_table_comes_back_without_formulas(tmp_path_factory, table):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(as_csv(table).encode())
    rows = rows_of(path)
    assert [len(row) for row in rows] == [len(row) for row in table]
    for cell in (cell for row in rows for cell in row):
        if cell.strip()[:1] in ("=", "+", "-", "@") and cell != "-":
            float(cell.replace(",", ".").replace("%", ""))  # a number, no formula
        assert cell[:1] not in ("\t", "\r")
        assert not {"\x1b", "\x00"} & set(cell)


@pytest.mark.parametrize(
    ("encoding", "delimiter", "mark"),
    [("utf-8", ",", False), ("utf-8-sig", ";", True), ("utf-16", "\t", True)],
)
def test_sheets_are_read_however_they_are_saved(tmp_path, encoding, delimiter, mark):
    path = tmp_path / "sheet.csv"
    table = [["Student", "ID"], ['Ünal, "Ö"\nx', "7"], [], ["short"]]
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(table)
    sheet = read_sheet(path)
    assert sheet.rows == table
    assert (sheet.delimiter, sheet.has_mark) == (
        delimiter,
        mark and encoding != "utf-16",
    )


HOSTILE = ["a\nb", "\x1b[31mred", "<img src=x onerror=y>", "n" * 255, "-x", "=1+1"]


def test_hostile_names_are_safe_in_file_and_terminal(tmp_path):
    make_gradebook(tmp_path, dict.fromkeys(HOSTILE, (1.0, None, None, None)))
    done = export("csv", tmp_path)
    assert done.exit_code == 0
    assert "\x1b" not in done.output
    names = {row[0] for row in rows_of(tmp_path / "exports" / "grades.csv")[1:]}
    assert {"'=1+1", "'-x", "n" * 255, "a\nb", "<img src=x onerror=y>"} < names
    assert not any("\x1b" in name for name in names)


def test_nothing_is_overwritten_without_force(course):
    target = course / "grades.csv"
    target.write_text("mine")
    done = export("csv", course, "--output", target)
    assert done.exit_code == 2
    assert "--force" in done.stderr
    assert target.read_text() == "mine"
    assert export("csv", course, "--output", target, "--force").exit_code == 0
    assert target.read_text() != "mine"


def test_a_dry_run_writes_nothing(course):
    before = sorted(course.rglob("*"))
    done = export("csv", course, "--dry-run", "--json")
    document = json.loads(done.stdout)
    assert document["written"] is False
    assert len(document["grades"]) == len(CLASS)
    assert sorted(course.rglob("*")) == before


def test_a_full_disk_leaves_the_old_file(course, monkeypatch):
    target = course / "grades.csv"
    target.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    done = export("csv", course, "--output", target, "--force")
    assert done.exit_code == 3
    assert "No space left" in done.stderr
    assert target.read_text() == "old"


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["canvas"], 2, "--sheet"),
        (["gradescope"], 2, "--results"),
        (["csv", "--rescale"], 2, "--rescale"),
        (["csv", "--assignment", "two"], 1, "it has one_neuron"),
        (["canvas", "--sheet", "nowhere.csv"], 2, "there is no file"),
    ],
)
def test_what_is_missing_is_one_sentence(course, options, code, words):
    done = export(options[0], course, *options[1:])
    assert done.exit_code == code
    assert words.casefold() in done.stderr.casefold()
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_course_without_gradebook_gets_none(tmp_path):
    done = export("csv", tmp_path)
    assert done.exit_code == 1
    assert "has no gradebook" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_numbers_are_short():
    assert [number(x) for x in (0.0, 10.0, 2.5, 1 / 3)] == ["0", "10", "2.5", "0.3333"]


@pytest.mark.parametrize("command", ["export", "similarity"])
def test_help_of_records_shows_an_example(command):
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert f"autograder {command}" in done.stdout
