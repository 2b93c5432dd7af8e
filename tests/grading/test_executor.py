"""Work that is shared out: everything is done, and what goes wrong is said."""

import errno
import os
import time

import numpy as np
import pytest

from autograder.grading import executor
from autograder.sandbox import Isolation, NoIsolationError


def collected(work, items, workers):
    done = list(executor.run_all(work, items, Isolation.none(), workers))
    return {one.item: (one.value, one.problem) for one in done}


def test_every_item_is_done_once_whatever_happens_to_others():
    def work(item, worker):
        if item == "raises":
            raise KeyError(item)
        if item == "dies":
            os._exit(1)
        return item.upper()

    found = collected(work, ["a", "dies", "b", "raises", "c"], workers=2)
    assert found["a"] == ("A", "")
    assert found["b"] == ("B", "")
    assert found["c"] == ("C", "")
    assert found["raises"] == (None, "the grader itself failed: KeyError: 'raises'")
    assert found["dies"] == (None, "the process that graded it ended twice.")


def test_an_item_whose_process_was_killed_is_tried_again(tmp_path):
    def work(item, worker):
        if not (tmp_path / item).exists():
            (tmp_path / item).touch()
            os._exit(1)
        return item

    assert collected(work, ["a", "b"], workers=1) == {"a": ("a", ""), "b": ("b", "")}


def test_nothing_to_do_starts_nothing():
    assert collected(lambda item, worker: item, [], workers=2) == {}


def test_without_isolation_nothing_is_done():
    isolation = Isolation("/nowhere/bwrap")
    with pytest.raises(NoIsolationError, match="did not start"):
        list(executor.run_all(lambda item, worker: item, ["a"], isolation, 1))


def test_a_worker_that_cannot_start_stops_the_work(monkeypatch):
    def full(isolation):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(executor, "Worker", full)
    with pytest.raises(OSError, match="No space left"):
        collected(lambda item, worker: item, ["a", "b"], workers=2)


def test_a_reader_who_stops_ends_all_processes():
    started = []
    for done in executor.run_all(
        lambda item, worker: os.getpid(), ["a", "b"], Isolation.none(), 2
    ):
        started.append(done.value)
        break
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_memory_that_a_check_asks_for_is_limited():
    found = collected(lambda *_: np.empty(2**32, np.uint8).nbytes, ["a"], workers=1)
    [(value, problem)] = found.values()
    assert value is None
    assert "MemoryError" in problem


class SlowToClose:
    """A worker that puts its things away slowly, and says when it has."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        return self

    def __exit__(self, *_):
        time.sleep(0.3)
        (self.folder / str(os.getpid())).touch()


def test_workers_put_their_things_away_before_they_end(tmp_path, monkeypatch):
    monkeypatch.setattr(executor, "Worker", lambda isolation: SlowToClose(tmp_path))
    done = list(executor.run_all(lambda *_: os.getpid(), "abc", Isolation.none(), 2))
    closed = {int(path.name) for path in tmp_path.iterdir()}
    assert closed >= {one.value for one in done}
