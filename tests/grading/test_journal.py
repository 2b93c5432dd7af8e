"""The journal and the store: what a crash may leave, and what names depend on."""

import dataclasses
import os

import pytest

from autograder.authoring.assignment import Assignment
from autograder.grading.engine import Judge
from autograder.grading.journal import BusyError, Journal, read_events
from autograder.grading.store import (
    ResultStore,
    digest_of_conditions,
    digest_of_file,
    key_of,
)
from autograder.sandbox import Isolation, Limits


def names(events):
    return [event["event"] for event in events]


def test_events_come_back_in_order(tmp_path):
    path = tmp_path / "grading" / "journal.jsonl"
    with Journal(path) as journal:
        journal.append("first", student="ana\nb")
        journal.append("second")
        assert names(journal.events()) == ["first", "second"]
    with Journal(path) as journal:
        journal.append("third")
        assert names(journal.events()) == ["first", "second", "third"]
    assert read_events(path)[0]["student"] == "ana\nb"
    assert read_events(tmp_path / "none") == []


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_torn_line_does_not_hide_the_next(tmp_path, cut):
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.append("first")
        journal.append("torn")
    path.write_bytes(path.read_bytes()[:-cut])
    with Journal(path) as journal:
        journal.append("next")
        # With only its end of line missing, the line is whole.
        expected = ["first", "torn", "next"] if cut == 1 else ["first", "next"]
        assert names(journal.events()) == expected


def test_one_writer_at_a_time(tmp_path):
    path = tmp_path / "journal.jsonl"
    with Journal(path), pytest.raises(BusyError, match="another process is writing"):
        Journal(path, patience=0)
    Journal(path).__exit__()


def test_a_result_is_there_as_a_whole_or_not_at_all(tmp_path, monkeypatch):
    store = ResultStore(tmp_path / "results")
    assert store.get("a") is None
    store.put("a", {"points": 1})

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        store.put("a", {"points": 2})
    assert store.get("a") == {"points": 1}
    assert [path.name for path in (tmp_path / "results").rglob("*.part")] == []


def test_names_depend_on_everything_that_a_result_depends_on(tmp_path):
    assignment = Assignment.load("one_neuron")
    beside = tmp_path / "digits.npz"
    beside.write_bytes(b"1")
    judge, isolation = Judge(assignment, 1), Isolation.none([beside])
    usual = digest_of_conditions(judge, isolation)
    assert digest_of_conditions(Judge(assignment, 1), isolation) == usual
    other = [
        digest_of_conditions(Judge(assignment, 2), isolation),
        digest_of_conditions(Judge(assignment, 1, {"leaky_relu": {}}), isolation),
        digest_of_conditions(judge, dataclasses.replace(isolation, bubblewrap="b")),
        digest_of_conditions(
            judge, dataclasses.replace(isolation, limits=Limits(cpu_seconds=9))
        ),
    ]
    beside.write_bytes(b"2")
    other.append(digest_of_conditions(judge, isolation))
    assert len({usual, *other}) == 1 + len(other)
    assert key_of(usual, digest_of_file(beside)) != key_of(usual, "")
