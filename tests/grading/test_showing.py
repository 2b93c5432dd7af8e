"""What cells show: kept as text and pictures, cut, and never more than that."""

import base64

import pytest

from autograder.grading.showing import shown_by
from autograder.sandbox import Isolation, Worker

SETUP = "import matplotlib.pyplot as plt\nimport numpy as np"


@pytest.fixture(scope="module")
def show():
    with Worker(Isolation.none(setup=SETUP)) as worker:
        yield lambda *sources: shown_by(list(sources), worker)


def test_text_values_and_pictures_are_kept_in_order(show):
    [[text, value], [picture]] = show(
        "x = 3\nprint('hi'); x", "plt.plot([1, 2]); plt.show()"
    )
    assert text["text"] == "hi\n"
    assert value["data"] == {"text/plain": "3"}
    png = base64.b64decode(picture["data"]["image/png"])
    assert png[1:4] == b"PNG"


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


def test_addresses_do_not_make_runs_differ(show):
    assert show("object()") == show("x = [0] * 1000\nobject()")
