"""When something was handed in, who says so, and what the receipts keep."""

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from handed_in import notebook, set_time, zip_bytes
from nbgrader.utils import parse_utc

from autograder.collecting.collect import due_dates
from autograder.collecting.receipts import (
    Receipts,
    append_receipts,
    read_receipts,
    receipts_file,
)
from autograder.collecting.roster import read_roster
from autograder.course_folder import open_gradebook

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def canvas_zip(put, when=NOON, late="", number=5, mark="", file="canvas.zip"):
    name = f"ada_{late}{number}_{when:%H}_one_neuron.ipynb"
    data = zip_bytes({name: notebook(mark)}, when=when.timetuple()[:6])
    return put(file, data)


def nbgrader_time(collect, student):
    text = collect.submitted(student, "timestamp.txt").decode()
    return parse_utc(text).replace(tzinfo=UTC)


def close_to_now(text):
    return abs(datetime.fromisoformat(text) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_forged_time_of_a_file_does_not_count(collect, put):
    path = put("class/ana/one_neuron.ipynb", notebook())
    put("class/ana/timestamp.txt", b"2020-01-01 00:00:00 UTC")
    set_time(path, datetime(2020, 1, 1, tzinfo=UTC))
    done = collect(path.parents[1]).students["ana"]
    assert close_to_now(done["handed_in"])
    assert done["said_by"] == "file system"
    assert done["at_the_latest"]
    [receipt] = read_receipts(collect.course, "one_neuron")
    assert receipt.stated == datetime(2020, 1, 1, tzinfo=UTC)
    assert nbgrader_time(collect, "ana") == receipt.handed_in


def test_a_time_in_the_future_does_not_count(collect, put):
    future = datetime(2090, 1, 1, 0, tzinfo=UTC)
    done = collect(canvas_zip(put, future))
    assert close_to_now(done.students["5"]["handed_in"])
    path = put("class/ana/one_neuron.ipynb", notebook())
    set_time(path, future)
    done = collect(path.parents[1], "--believe-times")
    assert close_to_now(done.students["ana"]["handed_in"])


def test_times_inside_a_students_archive_do_not_count(collect, put):
    early = zip_bytes({"one_neuron.ipynb": notebook()}, when=(1999, 1, 1, 0, 0, 0))
    data = zip_bytes({"ada_5_6_work.zip": early}, when=(2026, 2, 1, 12, 0, 0))
    done = collect(put("canvas.zip", data)).students["5"]
    assert datetime.fromisoformat(done["handed_in"]) == NOON


def test_times_of_an_archive_are_in_the_zone_that_was_named(collect, put):
    result = collect.said(canvas_zip(put), "--timezone", "America/New_York", "--json")
    [done] = json.loads(result.stdout)["students"]
    assert datetime.fromisoformat(done["handed_in"]) == NOON + 5 * HOUR


def test_what_canvas_says_about_lateness_counts(collect, put, set_due):
    set_due(NOON - HOUR)
    done = collect(canvas_zip(put)).students["5"]
    assert done["late"] is False
    assert nbgrader_time(collect, "5") == NOON - HOUR
    done = collect(canvas_zip(put, late="LATE_", number=6, file="b.zip"))
    assert done.students["6"]["late"] is True
    assert nbgrader_time(collect, "6") == NOON
    assert done.code == 0


def moodle_zip(put, when):
    name = "Ada_5_assignsubmission_file_/one_neuron.ipynb"
    return put("moodle.zip", zip_bytes({name: notebook()}, when=when.timetuple()[:6]))


@pytest.mark.parametrize(
    ("due", "late", "code"),
    [(NOON + HOUR, False, 0), (NOON, False, 0), (NOON - HOUR, None, 1)],
)
def test_an_archive_after_the_due_date_says_nothing(
    collect, put, set_due, due, late, code
):
    set_due(due)
    done = collect(moodle_zip(put, NOON))
    assert done.students["Ada"]["late"] is late
    assert done.code == code
    said = collect.said(moodle_zip(put, NOON)).stdout
    assert ("nobody knows when" in said) == (late is None)


@pytest.mark.parametrize(
    ("text", "time", "late"),
    [
        ('"Sunday, 1 February 2026, 10:30 AM"', NOON - 1.5 * HOUR, False),
        ("2026-02-01 11:30", NOON - HOUR / 2, True),
        ("-", NOON, None),
        ("2026-02-01 09:00:00 UTC", NOON - 3 * HOUR, False),
        # Later than the archive: until then it may have come, in time or late.
        ("2026-02-01 18:00", NOON + 6 * HOUR, None),
    ],
)
def test_a_worksheet_of_moodle_says_when(collect, put, set_due, text, time, late):
    set_due(NOON - HOUR)
    sheet = "Identifier,Full name,Email address,Last modified (submission)\n"
    sheet += f"Participant 5,Ada,ada@x.org,{text}\n"
    roster = put("grades.csv", sheet.encode())
    done = collect(moodle_zip(put, NOON), "--roster", roster).students["ada@x.org"]
    assert datetime.fromisoformat(done["handed_in"]) == time
    assert done["late"] is late


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-01 18:00:00 UTC", NOON + 6 * HOUR),
        ('"Sun, 01 Feb 2026 18:00:00 +0000"', NOON + 6 * HOUR),
        ("2026-02-01 18:00", NOON + 11 * HOUR),
        ("2/13/2026 6:00 PM", NOON + 12 * 24 * HOUR + 11 * HOUR),
    ],
)
def test_a_time_with_a_zone_keeps_it(put, text, moment):
    roster = put("list.csv", f"student_id,submitted_at\nana,{text}\n".encode())
    [student] = read_roster(roster, ZoneInfo("America/New_York")).students
    assert student.submitted == moment


def test_an_archive_of_moodle_that_is_older_than_its_list_is_not_in_time(
    collect, put, set_due
):
    """It keeps the time of an upload, which may be handed in only later."""
    set_due(NOON)
    sheet = "Identifier,Full name,Email address,Last modified (submission)\n"
    sheet += "Participant 5,Ada,ada@x.org,2026-02-01 12:10\n"
    source = moodle_zip(put, NOON - HOUR)
    done = collect(source, "--roster", put("grades.csv", sheet.encode()))
    assert done.students["ada@x.org"]["late"] is None
    assert "download both again" in done.students["ada@x.org"]["problems"][0]
    assert done.code == 1


def in_exchange(put, claimed, mark="", user="ana"):
    name = f"{user}+one_neuron+{claimed:%Y-%m-%d %H:%M:%S.%f} UTC+xyz"
    return put(f"inbound/{name}/one_neuron.ipynb", notebook(mark)).parents[1]


def test_an_honest_time_in_the_exchange_counts(collect, put):
    claimed = datetime.now(UTC) - timedelta(seconds=20)
    done = collect(in_exchange(put, claimed)).students["ana"]
    assert datetime.fromisoformat(done["handed_in"]) == claimed
    assert done["said_by"] == "exchange"
    assert not done["problems"]


@pytest.mark.parametrize("shift", [-HOUR, HOUR])
def test_a_forged_time_in_the_exchange_loses(collect, put, set_due, shift):
    set_due(datetime.now(UTC) - HOUR / 2)
    done = collect(in_exchange(put, datetime.now(UTC) + shift))
    assert close_to_now(done.students["ana"]["handed_in"])
    assert done.students["ana"]["late"] is True
    assert "last changed" in done.students["ana"]["problems"][0]
    assert done.code == 1


def test_a_notebook_that_was_edited_in_the_exchange_is_noticed(collect, put):
    """Handed in in time as a placeholder, and filled in later where it lies."""
    source = in_exchange(put, datetime.now(UTC) - 2 * HOUR)
    [path] = source.glob("*/*.ipynb")
    set_time(path, datetime.now(UTC) - 2 * HOUR)
    done = collect(source).students["ana"]
    assert close_to_now(done["handed_in"])


def test_due_dates_and_extensions_come_from_the_gradebook(collect, put):
    due = (NOON - HOUR).replace(tzinfo=None)
    with open_gradebook(collect.course) as gradebook, gradebook.db.no_autoflush:
        gradebook.update_or_create_assignment("one_neuron", duedate=due)
        gradebook.add_student("Ada")
        gradebook.add_submission("one_neuron", "Ada")
        gradebook.grant_extension("one_neuron", "Ada", hours=2)
    due = due_dates(collect.course, "one_neuron")
    assert due("Ada") == NOON + HOUR
    assert due("somebody else") == NOON - HOUR
    assert due_dates(collect.course, "other")("Ada") is None
    assert collect(moodle_zip(put, NOON)).students["Ada"]["late"] is False


def test_a_receipt_says_what_was_handed_in(collect, put):
    collect(canvas_zip(put, mark="x"))
    [receipt] = read_receipts(collect.course, "one_neuron")
    assert receipt.student == "5"
    assert receipt.size == len(notebook("x"))
    assert receipt.name == "ada_5_12_one_neuron.ipynb"
    assert receipt.source == "canvas.zip"
    assert receipt.handed_in == NOON
    assert receipt.sha256 == hashlib.sha256(notebook("x")).hexdigest()
    standing = Receipts(collect.course, "one_neuron").standing("5")
    assert (standing.receipt, standing.problem) == (receipt, "")


def test_a_notebook_that_changed_after_its_receipt_is_reported(collect, put):
    source = canvas_zip(put)
    collect(source)
    path = collect.course / "submitted" / "5" / "one_neuron" / "one_neuron.ipynb"
    path.write_bytes(notebook("edited"))
    standing = Receipts(collect.course, "one_neuron").standing("5")
    assert "changed after its receipt" in standing.problem
    assert standing.receipt.handed_in == NOON
    done = collect(source)
    assert done.code == 1
    assert "changed after its receipt" in done.students["5"]["problems"][0]
    assert path.read_bytes() == notebook("edited")
    path.unlink()
    assert "gone" in Receipts(collect.course, "one_neuron").standing("5").problem
    assert collect(source).students["5"]["outcome"] == "restored"
    assert path.read_bytes() == notebook()
    assert Receipts(collect.course, "one_neuron").standing("5").problem == ""
    assert Receipts(collect.course, "one_neuron").standing("nobody").receipt is None


@pytest.mark.parametrize("cut", [1, 10, 300])
def test_a_torn_last_line_is_passed_over(collect, put, cut):
    collect(canvas_zip(put))
    collect(canvas_zip(put, NOON + HOUR, mark="new", file="b.zip"))
    path = receipts_file(collect.course, "one_neuron")
    path.write_bytes(path.read_bytes()[:-cut])
    left = 2 if cut == 1 else 1
    receipts = read_receipts(collect.course, "one_neuron")
    assert len(receipts) == left
    append_receipts(collect.course, "one_neuron", receipts[:1])
    assert read_receipts(collect.course, "one_neuron") == [*receipts, receipts[0]]
    assert path.read_bytes().endswith(b"\n")


def test_lines_that_are_no_receipts_are_passed_over(collect, put):
    collect(canvas_zip(put))
    path = receipts_file(collect.course, "one_neuron")
    junk = [b"", b"{}", b"[1]", b"null", b'{"student": 1}', b"\xff\xfe", b"[" * 10**5]
    path.write_bytes(b"\n".join([*junk, path.read_bytes(), *junk]))
    assert len(read_receipts(collect.course, "one_neuron")) == 1


def test_receipts_stay_in_the_order_of_writing(collect, put):
    for hour in range(3):
        collect(canvas_zip(put, NOON + hour * HOUR, mark=hour))
    receipts = Receipts(collect.course, "one_neuron").of("5")
    assert [r.handed_in.hour for r in receipts] == [12, 13, 14]
    assert Receipts(collect.course, "one_neuron").current("5") == receipts[-1]
    there = sorted(os.listdir(collect.course / "receipts"))
    assert there == [".lock", "one_neuron.jsonl"]
