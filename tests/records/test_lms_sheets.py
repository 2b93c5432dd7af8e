"""Grades in the sheets of Canvas and Moodle: right cells, and no other ones."""

import csv
import json

import pytest
from gradebook_by_hand import POINTS, make_gradebook
from typer.testing import CliRunner

from autograder.cli import app
from autograder.collecting.naming import folder_of

CANVAS = [
    "Student,ID,SIS User ID,SIS Login ID,Section,One neuron (12345),"
    "Two layers (77),One neuron,Final Score".split(","),
    ["", "", "", "", "", "Manual Posting", "", "", ""],
    ["    Points Possible", "", "", "", "", "10.00", "5", "(read only)", "(read only)"],
    ["Zed, Ana", "101", "S1", "ana", "A", "3.00", "1", "", "80.5"],
    ["Bo", "102", "S2", "BO ", "A", "7.00", "", "", ""],
    ["=cmd, Cy", "103", "S3", "cy", "B", "", "", "", ""],
    ["Di", "104", "di", "diana@example.org", "B", "EX", "", "", ""],
    ["Holly", "105", "S5", "holly", "B", "", "", "", ""],
    ["Student, Test", "106", "", "0a1b", "A", "", "", "", ""],
]


@pytest.fixture
def course(tmp_path):
    people = {"ed": {"lms_user_id": "999", "email": "ed@example.org"}}
    return make_gradebook(tmp_path, **people)


def fill(to, course, rows, *options, encoding="utf-8-sig", delimiter=","):
    path = course / "sheet.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    arguments = ["export", to, "--course", str(course), "--sheet", str(path)]
    done = CliRunner().invoke(app, [*arguments, "--json", *map(str, options)])
    document = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    written = course / "exports" / f"{to}.csv"
    if not written.exists():
        return done, document, None
    with written.open(encoding="utf-8-sig", newline="") as file:
        return done, document, list(csv.reader(file, delimiter=delimiter))


def reasons(document):
    return {one["student"]: one["reason"] for one in document["left_out"]}


def test_canvas_gets_the_points_and_keeps_everything_else(course):
    done, document, rows = fill("canvas", course, CANVAS)
    assert done.exit_code == 1
    expected = [list(row) for row in CANVAS]
    expected[3][5], expected[4][5], expected[5][5] = "5", "7", "6.5"
    expected[4][3] = "BO "
    expected[5][0] = "'=cmd, Cy"
    assert rows == expected
    assert (course / "exports" / "canvas.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
    changes = {c["student"]: (c["old"], c["new"]) for c in document["grades"]}
    assert changes == {"ana": ("3.00", "5"), "bo": ("7.00", "7"), "cy": ("", "6.5")}
    assert [c["student"] for c in document["grades"] if not c["changed"]] == ["bo"]
    assert reasons(document) == {
        "ed": "is not in the sheet",
        "di": "is excused in Canvas (EX)",
    }
    assert document["without_grade"] == ["Holly"]


def test_a_class_without_gaps_is_all_good(course):
    rows = [
        *CANVAS[:6],
        ["Di", "104", "", "di", "B", ""],
        ["Ed", "999", "", "", "", ""],
    ]
    done, document, written = fill("canvas", course, rows)
    assert done.exit_code == 0
    assert document["left_out"] == []
    assert [row[5] for row in written[3:]] == ["5", "7", "6.5", "4.25", "0"]


def test_a_dry_run_of_canvas_shows_old_and_new(course):
    path = course / "sheet.csv"
    path.write_text("\n".join(",".join(f'"{c}"' for c in row) for row in CANVAS))
    arguments = ["export", "canvas", "--course", str(course), "--sheet", str(path)]
    done = CliRunner().invoke(app, [*arguments, "--dry-run"])
    assert done.exit_code == 1
    line = next(x for x in done.stdout.splitlines() if x.startswith("ana"))
    assert line.split() == ["ana", "Zed,", "Ana", "one_neuron", "3.00", "5"]
    assert "NOT WRITTEN ed: is not in the sheet" in done.stdout
    assert "Without a grade: Holly" in done.stdout
    assert not (course / "exports").exists()


def test_whoever_could_be_two_people_is_left_out(course):
    rows = [*CANVAS, ["Other", "ana", "", "", "", "1"], ["B2", "8", "bo", "", "", "2"]]
    _, document, written = fill("canvas", course, rows)
    assert reasons(document)["ana"] == "could be Zed, Ana and Other"
    assert reasons(document)["bo"] == "could be Bo and B2"
    assert [written[place][5] for place in (3, 4, 9, 10)] == ["3.00", "7.00", "1", "2"]
    (course / "exports" / "canvas.csv").unlink()
    _, document, written = fill("canvas", course, rows, "--match-by", "sis login id")
    assert "ana" not in reasons(document)
    assert [written[place][5] for place in (3, 9)] == ["5", "1"]


@pytest.mark.parametrize(
    "student", ["conor.o'brien@uni.ie", "ana+ml@uni.pt", "Smith, Jo"]
)
def test_an_id_is_found_by_the_folder_that_was_made_of_it(tmp_path, student):
    folder = folder_of(student)
    assert folder != student
    make_gradebook(tmp_path, {folder: (5.0, None, None, None)})
    rows = [CANVAS[0], ["X", "1", "", student, "", "4"]]
    done, _, written = fill("canvas", tmp_path, rows)
    assert done.exit_code == 0
    assert written[1][5] == "5"
    table = tmp_path / "table.csv"
    command = ["export", "moodle", "--course", str(tmp_path), "--output", str(table)]
    assert CliRunner().invoke(app, command).exit_code == 0
    with table.open(newline="") as file:
        assert student in [row["username"] for row in csv.DictReader(file)]


def test_two_students_never_share_a_row(tmp_path):
    one = (1.0, None, None, None)
    people = {"p": {"email": "x@example.org"}, "q": {"lms_user_id": "X@example.org"}}
    make_gradebook(tmp_path, {"p": one, "q": one}, **people)
    rows = [CANVAS[0], ["X", "1", "", "x@example.org", "", "4"]]
    _, document, written = fill("canvas", tmp_path, rows)
    assert set(reasons(document)) == {"p", "q"}
    assert written[1][5] == "4"


@pytest.mark.parametrize(
    ("heading", "options", "words"),
    [
        ("One neuron (9)", [], "several columns"),
        ("", ["--column", "Three"], "Two layers (77)"),
        ("", ["--match-by", "Matricule"], "no column 'Matricule'"),
    ],
)
def test_a_column_that_is_not_clear_is_refused(course, heading, options, words):
    rows = [[*CANVAS[0], heading], *CANVAS[1:]]
    done, _, written = fill("canvas", course, rows, *options)
    assert done.exit_code == 2
    assert words in done.stderr
    assert written is None


def test_a_column_can_be_named_by_its_number(course):
    _, _, written = fill("canvas", course, CANVAS, "--column", "77")
    assert written[3][5:7] == ["3.00", "5"]


def test_other_points_are_noted_and_converted_on_request(course):
    rows = [list(row) for row in CANVAS]
    rows[2][5] = "100"
    _, document, written = fill("canvas", course, rows)
    assert written[3][5] == "5"
    assert "the sheet says 100" in document["notes"][0]
    _, document, written = fill("canvas", course, rows, "--rescale", "--force")
    assert [written[place][5] for place in (3, 4, 5)] == ["50", "70", "65"]
    assert document["notes"] == []


def test_decimal_commas_stay_commas(course):
    rows = [[cell.replace(".00", ",00") for cell in row] for row in CANVAS]
    _, _, written = fill("canvas", course, rows, delimiter=";")
    assert written[5][5] == "6,5"


def test_what_is_no_canvas_sheet_is_refused(course):
    done, _, written = fill("canvas", course, [["a", "b"], ["c", "d"]])
    assert done.exit_code == 2
    assert "Student and ID" in done.stderr
    assert written is None


MOODLE = [
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,"
    "Grade can be changed,Last modified (submission),Feedback comments".split(","),
    ["Participant 501", "Ana Z", "ANA", "Submitted", "", "10.00", "Yes", "-", "a\nb"],
    ["Participant 502", "Bo", "bo", "Submitted", "1.00", "10.00", "No", "-", "-well"],
    ["Participant 999", "Ed", "e@x.org", "Submitted", "", "10.00", "Yes", "-", ""],
    [
        "Participant 504",
        "Holly",
        "h@x.org",
        "No submission",
        "",
        "10.00",
        "Yes",
        "-",
        "",
    ],
]


def test_moodles_worksheet_gets_the_points(course):
    done, document, rows = fill("moodle", course, MOODLE)
    assert done.exit_code == 1
    expected = [list(row) for row in MOODLE]
    expected[1][4], expected[3][4] = "5", "0"
    expected[2][8] = "'-well"
    assert rows == expected
    assert reasons(document) == {
        "bo": "has a grade that Moodle does not let you change",
        "cy": "is not in the sheet",
        "di": "is not in the sheet",
    }
    assert document["without_grade"] == ["Holly"]


def test_moodles_import_has_a_row_for_each_student(course):
    arguments = ["export", "moodle", "--course", str(course)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    with (course / "exports" / "moodle.csv").open(newline="") as file:
        rows = {row["username"]: row for row in csv.DictReader(file)}
    assert {n: float(r["one_neuron"]) for n, r in rows.items() if n != "fay"} == POINTS
    assert rows["fay"]["one_neuron"] == ""
    assert rows["ed"]["email"] == "ed@example.org"


def test_a_worksheet_is_for_one_assignment(course):
    make_gradebook(course, {"ana": (1.0, None, None, None)}, name="two_layers")
    done, _, written = fill("moodle", course, MOODLE)
    assert done.exit_code == 2
    assert "--assignment" in done.stderr
    assert written is None
    done, _, written = fill("moodle", course, MOODLE, "--assignment", "two_layers")
    assert written[1][4] == "1"
