"""What cells show: kept as text and pictures, cut, and never more than that."""

import base64

import pytest

from autograder.answering.plain_data import pack
from autograder.authoring.assignment import Assignment
from autograder.grading import engine
from autograder.grading.showing import shown_by
from autograder.grading.submission import Cell, Submission
from autograder.sandbox import AnswerLostError, Isolation, Worker

SETUP = "import matplotlib.pyplot as plt\nimport numpy as np"


@pytest.fixture(scope="module")
def show():
    with Worker(Isolation.none(setup=SETUP)) as worker:
        yield lambda *sources: shown_by(list(sources), worker)[0]


def test_text_values_and_pictures_are_kept_in_order(show):
    [[text, value], [picture]] = show(
        "x = 3\nprint('hi'); x", "plt.plot([1, 2]); plt.show()"
    )
    assert text["text"] == "hi\n"
    assert value["data"] == {"text/plain": "3"}
    png = base64.b64decode(picture["data"]["image/png"])
    assert png[1:4] == b"PNG"


@pytest.mark.parametrize(
    "choice",
    [
        "%matplotlib inline",
        "%matplotlib",
        "%matplotlib agg",
        "%matplotlib notebook",
        "%matplotlib widget",
        "%pylab inline",
        "%gui qt",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "%config InlineBackend.figure_format = 'retina'",
    ],
)
def test_a_choice_of_windows_changes_nothing_and_the_cell_goes_on(show, choice):
    first, [picture], [value] = show(f"{choice}\nx = 3", "_ = plt.plot([1])", "x")
    assert not any(one["output_type"] == "error" for one in first)
    assert set(picture["data"]) == {"image/png"}
    assert value["data"] == {"text/plain": "3"}


def test_a_semicolon_hides_the_last_value_and_nothing_else(show):
    [[picture], [text]] = show("plt.plot([1]);  # a line", "print('hi'); 3;")
    assert set(picture["data"]) == {"image/png"}
    assert text["text"] == "hi\n"


def test_an_exception_is_told_and_the_next_cell_runs(show):
    [[error], [text], [broken]] = show("1 / 0", "print('on')", "def f(:")
    assert error["ename"] == "ZeroDivisionError"
    assert error["traceback"] == ["ZeroDivisionError: division by zero (line 1: 1 / 0)"]
    assert text["text"] == "on\n"
    assert broken["ename"] == "SyntaxError"


def test_markup_scripts_and_terminal_codes_do_not_come_through(show):
    [[html], [colour]] = show(
        "from IPython.display import HTML; HTML('<script>alert(1)</script>')",
        "print('\\x1b[31mred')",
    )
    assert set(html["data"]) == {"text/plain"}
    assert "script" not in str(html)
    assert "\x1b" not in colour["text"]


def test_much_output_is_cut(show):
    [[text]] = show("print('a' * 10**6)")
    assert 10_000 < len(text["text"]) < 30_000
    assert text["text"].endswith("(cut here)\n")
    [pictures] = show("for _ in range(12): plt.figure(); plt.plot([1]); plt.show()")
    assert 0 < len(pictures) <= 8


def test_a_cell_that_ends_the_process_is_the_last_one(show):
    [[one], [lost]] = show("print(1)", "import os; os._exit(0)", "print(2)")
    assert one["text"] == "1\n"
    assert lost["ename"] == "Stopped"


class Stuck:
    """A worker and its session, in which only cells that are not shown end."""

    isolation = Isolation.none()
    cpu_used = 0.0

    def __init__(self, *, is_starved):
        self.lost = AnswerLostError("it took too long", is_starved=is_starved)

    def session(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass

    def allow(self, cpu_seconds):
        pass

    def run(self, source):
        return pack(None)

    def show(self, source):
        raise self.lost

    def ask(self, message, call_back):
        raise self.lost


@pytest.mark.parametrize("is_starved", [True, False])
def test_a_cell_that_a_busy_machine_ended_is_told(is_starved):
    worker = Stuck(is_starved=is_starved)
    [[error]], told = shown_by(["print(1)", "print(2)"], worker)
    assert error["traceback"] == ["Stopped: it took too long."]
    assert told is is_starved


@pytest.mark.parametrize("is_starved", [True, False])
@pytest.mark.parametrize("answers", ["", "the_answer"])
def test_a_notebook_that_a_busy_machine_ended_is_told(is_starved, answers, monkeypatch):
    if answers:
        monkeypatch.setattr(engine, "shown_by", lambda *_: ([], False))
    judge = engine.Judge(Assignment.load("start_here"), 1)
    submission = Submission((Cell("x = 1", answers),))
    graded = judge.grade(submission, Stuck(is_starved=is_starved))
    assert graded.is_starved is is_starved


def test_addresses_do_not_make_runs_differ(show):
    assert show("object()") == show("x = [0] * 1000\nobject()")
