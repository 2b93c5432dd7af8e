"""Twice the same, resubmissions, interruptions, two collectors at once."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from handed_in import files_below, notebook, set_time, zip_bytes

from autograder.collecting import collect as collecting
from autograder.collecting import placing
from autograder.collecting.receipts import Receipts, one_at_a_time, read_receipts

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


def canvas_zip(put, mark, hour, late="", file="canvas.zip", students=(5,)):
    when = (2026, 2, 1, hour, 0, 0)
    members = {
        f"ada_{late}{number}_{hour}_one_neuron.ipynb": notebook(mark)
        for number in students
    }
    return put(file, zip_bytes(members, when=when))


def inbound(put, *attempts):
    """Hand in the marks one after the other, a minute apart, ending 10 seconds ago."""
    for number, mark in enumerate(reversed(attempts)):
        time = NOON - timedelta(minutes=number)
        name = f"ana+one_neuron+{time:%Y-%m-%d %H:%M:%S.%f} UTC+r{number}"
        path = put(f"inbound/{name}/one_neuron.ipynb", notebook(mark))
        set_time(path, time)
    return path.parents[1]


def test_a_second_time_changes_nothing_and_says_so(collect, put):
    put("class/bo.ipynb", notebook("bo"))
    source = put("class/ana/one_neuron.ipynb", notebook("ana")).parents[1]
    first = collect(source)
    assert {one["outcome"] for one in first.students.values()} == {"collected"}
    before = files_below(collect.course)
    second = collect(source)
    assert {one["outcome"] for one in second.students.values()} == {"unchanged"}
    assert files_below(collect.course) == before
    assert second.code == 0
    assert "Nothing has changed." in collect.said(source).stdout


def test_the_same_notebook_in_a_new_archive_changes_nothing(collect, put):
    collect(canvas_zip(put, "x", 12))
    before = files_below(collect.course)
    done = collect(canvas_zip(put, "x", 15, file="later.zip"))
    assert done.students["5"]["outcome"] == "unchanged"
    assert done.students["5"]["handed_in"].startswith("2026-02-01T12")
    assert files_below(collect.course) == before


def test_the_latest_wins_and_the_earlier_one_is_kept(collect, put):
    collect(canvas_zip(put, "old", 12))
    done = collect(canvas_zip(put, "new", 13))
    assert done.students["5"]["outcome"] == "replaced"
    assert collect.submitted("5") == notebook("new")
    assert b"13:00" in collect.submitted("5", "timestamp.txt")
    kept = files_below(collect.course / "submitted_earlier")
    assert notebook("old") in kept.values()
    assert [p for p in kept if b"12:00" in kept[p]]
    assert not (collect.course / ".collecting").exists()


def test_an_older_archive_does_not_win(collect, put):
    collect(canvas_zip(put, "new", 13))
    done = collect(canvas_zip(put, "old", 12, file="old.zip"))
    assert done.students["5"]["outcome"] == "earlier"
    assert collect.submitted("5") == notebook("new")
    receipts = read_receipts(collect.course, "one_neuron")
    assert [receipt.placed for receipt in receipts] == [True, False]
    before = files_below(collect.course)
    assert collect(canvas_zip(put, "old", 12, file="old.zip")).code == 0
    assert files_below(collect.course) == before


def test_of_several_attempts_the_last_wins_and_all_have_receipts(collect, put):
    source = inbound(put, "a", "b", "a")
    collect(source, "--believe-times")
    assert collect.submitted("ana") == notebook("a")
    receipts = read_receipts(collect.course, "one_neuron")
    assert [receipt.placed for receipt in receipts] == [False, False, True]
    assert receipts[-1].handed_in == NOON
    before = files_below(collect.course)
    assert collect(source, "--believe-times").students["ana"]["attempts"] == 3
    assert files_below(collect.course) == before


def test_an_old_notebook_that_is_collected_again_from_a_copy_does_not_win(collect, put):
    collect(put("one/ana/one_neuron.ipynb", notebook("old")).parents[1])
    collect(put("two/ana/one_neuron.ipynb", notebook("new")).parents[1])
    assert collect.submitted("ana") == notebook("new")
    done = collect(put("copy/ana/one_neuron.ipynb", notebook("old")).parents[1])
    assert done.students["ana"]["outcome"] == "unchanged"
    assert collect.submitted("ana") == notebook("new")


def test_a_late_notebook_replaces_one_in_time_only_if_allowed(collect, put, set_due):
    set_due(NOON + timedelta(minutes=30))
    collect(canvas_zip(put, "in time", 12))
    late = canvas_zip(put, "late", 13, late="LATE_", file="late.zip", students=(5, 6))
    done = collect(late, "--no-late-ok")
    assert collect.submitted("5") == notebook("in time")
    assert done.students["5"]["outcome"] == "earlier"
    assert collect.submitted("6") == notebook("late")


def uploaded(put, upload, mark, late="", when=NOON, file="canvas.zip"):
    name = f"ada_{late}5_{upload}_one_neuron.ipynb"
    data = zip_bytes({name: notebook(mark)}, when=when.timetuple()[:6])
    return put(file, data)


def test_a_later_upload_wins_whatever_was_late(collect, put, set_due):
    """An extension makes a later upload be in time, where an earlier one was late."""
    due = NOON
    set_due(due)
    day = timedelta(days=1)
    collect(uploaded(put, 10, "first", late="LATE_", when=due + day))
    later = uploaded(put, 11, "second", when=due + 8 * day, file="later.zip")
    done = collect(later).students["5"]
    assert (done["outcome"], done["late"]) == ("replaced", False)
    assert collect.submitted("5") == notebook("second")
    old = uploaded(put, 10, "first", late="LATE_", when=due + 9 * day, file="old.zip")
    assert collect(old).students["5"]["outcome"] == "earlier"
    assert collect.submitted("5") == notebook("second")


def test_an_extension_takes_the_lateness_of_an_upload_away(collect, put, set_due):
    set_due(NOON)
    hour = timedelta(hours=1)
    collect(uploaded(put, 10, "x", late="LATE_", when=NOON + hour))
    assert b"13:00" in collect.submitted("5", "timestamp.txt")
    excused = uploaded(put, 10, "x", when=NOON + 2 * hour, file="excused.zip")
    done = collect(excused).students["5"]
    assert (done["outcome"], done["late"]) == ("replaced", False)
    assert b"12:00" in collect.submitted("5", "timestamp.txt")
    before = files_below(collect.course)
    assert collect(excused).students["5"]["outcome"] == "unchanged"
    assert files_below(collect.course) == before


def test_a_further_file_is_collected_afterwards_and_again(collect, put):
    source = put("class/ana/one_neuron.ipynb", notebook()).parents[1]
    weights = put("class/ana/weights.npz", b"old")
    collect(source)
    assert collect.submitted("ana", "weights.npz") is None
    also = ("--also", "weights.npz")
    assert collect(source, *also).students["ana"]["outcome"] == "replaced"
    assert collect.submitted("ana", "weights.npz") == b"old"
    assert collect(source, *also).students["ana"]["outcome"] == "unchanged"
    weights.write_bytes(b"new")
    assert collect(source, *also).students["ana"]["outcome"] == "replaced"
    assert collect.submitted("ana", "weights.npz") == b"new"
    assert b"old" in files_below(collect.course / "submitted_earlier").values()
    assert collect(source).students["ana"]["outcome"] == "unchanged"
    assert collect.submitted("ana", "weights.npz") == b"new"


def test_the_latest_upload_of_a_further_file_is_taken(collect, put):
    members = {
        "ada_5_1_one_neuron.ipynb": notebook(),
        "ada_5_2_weights.npz": b"old",
        "ada_5_10_weights-1.npz": b"new",
    }
    collect(put("canvas.zip", zip_bytes(members)), "--also", "weights.npz")
    assert collect.submitted("5", "weights.npz") == b"new"


def test_what_was_put_there_by_hand_is_not_lost(collect, put):
    folder = collect.course / "submitted" / "5" / "one_neuron"
    folder.mkdir(parents=True)
    (folder / "one_neuron.ipynb").write_bytes(notebook("by hand"))
    (folder / "timestamp.txt").write_text("2026-02-01 12:30:00 UTC")
    assert collect(canvas_zip(put, "old", 12)).students["5"]["outcome"] == "earlier"
    assert collect.submitted("5") == notebook("by hand")
    assert collect(canvas_zip(put, "new", 13)).students["5"]["outcome"] == "replaced"
    kept = files_below(collect.course / "submitted_earlier")
    assert notebook("by hand") in kept.values()
    receipts = read_receipts(collect.course, "one_neuron")
    assert receipts[0].said_by == "submitted folder"
    assert receipts[0].handed_in == NOON + timedelta(minutes=30)


def test_a_dry_run_writes_nothing(collect, put):
    source = canvas_zip(put, "x", 12)
    assert collect(source, "--dry-run").students["5"]["outcome"] == "collected"
    assert files_below(collect.course) == {}
    assert list(collect.course.iterdir()) == []
    collect(source)
    before = files_below(collect.course)
    later = canvas_zip(put, "y", 13, file="later.zip")
    assert collect(later, "--dry-run").students["5"]["outcome"] == "replaced"
    assert files_below(collect.course) == before
    assert "dry run" in collect.said(later, "--dry-run").stdout


def test_two_collectors_do_not_meet(collect, put):
    source = canvas_zip(put, "x", 12)
    with one_at_a_time(collect.course):
        result = collect.said(source)
    assert result.exit_code == 1
    assert "wait until it has finished" in result.stderr
    assert collect.students() == []


class StoppedError(BaseException):
    """Stands in for kill -9: no handler of the program sees it coming."""


STEPS = [
    (placing, "demand_ordinary", "before"),
    (placing.os, "rename", "before"),
    (placing, "_swap", "before"),
    (placing, "_swap", "after"),
    (placing, "_file_away", "before"),
    (placing, "_file_away", "after"),
    (collecting, "place", "after"),
    (collecting, "append_receipts", "before"),
    (collecting, "append_receipts", "after"),
]


@pytest.mark.parametrize(("module", "name", "moment"), STEPS)
def test_stopped_at_any_step_whole_submissions_are_left(
    collect, put, monkeypatch, module, name, moment
):
    collect(canvas_zip(put, "old", 12, students=(5, 6)))
    source = canvas_zip(put, "new", 13, file="new.zip", students=(5, 6, 7))
    original, calls = getattr(module, name), []

    def stops(*arguments, **options):
        calls.append(name)
        if moment == "before" and len(calls) == 2:
            raise StoppedError
        original(*arguments, **options)
        if moment == "after" and len(calls) == 2:
            raise StoppedError

    with monkeypatch.context() as patch:
        patch.setattr(module, name, stops)
        with pytest.raises(StoppedError):
            collect(source)
    for student in collect.students():
        pair = collect.submitted(student), collect.submitted(student, "timestamp.txt")
        whole = [
            (notebook("old"), b"2026-02-01 12:00:00.000000 UTC"),
            (notebook("new"), b"2026-02-01 13:00:00.000000 UTC"),
        ]
        assert pair in whole
    assert {"5", "6"} <= set(collect.students())

    assert collect(source).code == 0
    assert collect.students() == ["5", "6", "7"]
    for student in ("5", "6", "7"):
        assert collect.submitted(student) == notebook("new")
        assert Receipts(collect.course, "one_neuron").standing(student).problem == ""
        placed = [
            receipt.sha256
            for receipt in read_receipts(collect.course, "one_neuron")
            if receipt.student == student
        ]
        assert len(placed) == len(set(placed)) == (1 if student == "7" else 2)
    kept = files_below(collect.course / "submitted_earlier")
    assert [*kept.values()].count(notebook("old")) == 2
    assert notebook("new") not in kept.values()
    assert not (collect.course / ".collecting").exists()


def test_without_a_swap_in_one_step_the_result_is_the_same(collect, put, monkeypatch):
    monkeypatch.setattr(placing.sys, "platform", "other")
    collect(canvas_zip(put, "old", 12))
    collect(canvas_zip(put, "new", 13))
    assert collect.submitted("5") == notebook("new")
    kept = files_below(collect.course / "submitted_earlier")
    assert notebook("old") in kept.values()


def test_a_full_disk_stops_one_student_and_says_so(collect, put, monkeypatch):
    original = placing.Path.write_bytes

    def full(path, data):
        if b"6" in data and path.name == "one_neuron.ipynb":
            raise OSError(28, "No space left on device")
        return original(path, data)

    names = {f"ada_{n}_1_one_neuron.ipynb": b"{%d}" % n for n in (5, 6, 7)}
    source = put("canvas.zip", zip_bytes(names))
    monkeypatch.setattr(placing.Path, "write_bytes", full)
    done = collect(source)
    assert "No space left" in done.students["6"]["problems"][0]
    assert collect.students() == ["5", "7"]
    monkeypatch.undo()
    assert collect(source).students["6"]["outcome"] == "collected"
    assert not (collect.course / ".collecting").exists()


def test_a_course_that_cannot_be_written_is_one_sentence(collect, put):
    source = canvas_zip(put, "x", 12)
    (collect.course / "receipts").write_text("in the way")
    result = collect.said(source)
    assert result.exit_code == 3
    assert "receipts cannot be used" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_printed_receipt(collect, put):
    source = canvas_zip(put, "x", 12, students=(5, 6))
    text = collect.said(source, "--timezone", "UTC").stdout
    assert "by 2026-02-01 12:00" in text
    assert "2 students in canvas.zip (canvas): 2 collected." in text
    document = json.loads(collect.said(source, "--json").stdout)
    assert set(document) == {
        "assignment",
        "dry_run",
        "sources",
        "students",
        "refused",
        "missing",
    }


def test_an_empty_source_needs_attention(collect, tmp_path):
    (tmp_path / "empty").mkdir()
    done = collect(tmp_path / "empty")
    assert done.code == 1
    assert "Nothing was collected" in collect.said(tmp_path / "empty").stdout


def test_an_unknown_assignment_is_one_sentence_here_too(tmp_path):
    from typer.testing import CliRunner

    from autograder.cli import app

    command = ["collect", "two", "--course", str(tmp_path), str(tmp_path)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert result.stderr.startswith("There is no assignment 'two'")
