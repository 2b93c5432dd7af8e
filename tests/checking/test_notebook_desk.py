"""What a student sees: check, hints and the last failure."""

import json
import sys

import numpy as np
import pytest
from tiny_exercise import HINTS, half, quarter, untouched

from autograder.checking.fingerprints import KnownMistake
from autograder.checking.notebook import ChecksFailedError, Desk, open_desk


@pytest.fixture
def desk_with(exercise):
    """Open a desk for a notebook in which ``halve`` is this function."""

    def open_it(function=None, mistakes=None):
        namespace = {} if function is None else {"halve": function}
        return Desk({"halve": exercise}, mistakes or {}, namespace)

    return open_it


def test_a_right_answer_is_praised(desk_with, capsys):
    desk_with(half).check("halve")
    text = capsys.readouterr().out
    assert text.startswith("halve: 3 of 3 public checks pass, 7 of 7 points so far")
    assert "Next hint" not in text
    assert text.endswith("Hidden checks also look at: large numbers.\n")


def test_a_wrong_answer_is_explained_and_remembered(desk_with, capsys):
    desk = desk_with(lambda x: x / 4 if isinstance(x, float) else x / 2)
    with pytest.raises(ChecksFailedError, match="2 of 3 public checks pass, 5 of 7"):
        desk.check("halve")
    text = capsys.readouterr().out
    assert "  FAIL  halves a number\n" in text
    assert 'Next hint: hint("halve")' in text
    failure = desk.last_failure
    assert (failure.exercise, failure.check) == ("halve", "halves a number")
    [argument] = failure.arguments
    assert failure.got == argument / 4
    assert failure.expected == str(argument / 2)
    assert failure.why == "one half of it"


def test_the_error_is_one_line_without_a_traceback(desk_with):
    with pytest.raises(ChecksFailedError) as caught:
        desk_with(quarter).check("halve")
    [line] = caught.value._render_traceback_()
    assert line == "halve: 1 of 3 public checks pass, 1 of 7 points so far"


def test_a_known_mistake_is_named(desk_with, judged, capsys):
    result = judged(quarter)
    marks = {c.check.name: c.fingerprint for c in result.checks if not c.passed}
    desk = desk_with(quarter, {"halve": [KnownMistake("this is a quarter", marks)]})
    with pytest.raises(ChecksFailedError):
        desk.check("halve")
    assert "  Likely cause: this is a quarter\n" in capsys.readouterr().out


def test_an_untouched_answer_is_no_failure(desk_with, capsys):
    with pytest.raises(ChecksFailedError, match="not attempted yet, 0 of 7 points"):
        desk_with(untouched).check("halve")
    text = capsys.readouterr().out
    assert "Write your code above" in text
    assert "FAIL" not in text


def test_a_missing_definition_is_said(desk_with, capsys):
    desk = desk_with()
    with pytest.raises(ChecksFailedError):
        desk.check("halve")
    assert "halve is not defined; run the cell above first." in capsys.readouterr().out
    assert desk.last_failure.exercise is None


@pytest.mark.parametrize("method", ["check", "hint"])
def test_an_unknown_name_is_answered_with_the_known_ones(desk_with, capsys, method):
    getattr(desk_with(half), method)("halves")
    said = capsys.readouterr().out
    assert said == "There is no exercise 'halves' here; choose one of halve.\n"


def test_hints_come_one_by_one_and_start_again(desk_with, capsys):
    desk = desk_with(half)
    said = []
    for _ in range(4):
        desk.hint("halve")
        said.append(capsys.readouterr().out)
    for number, (text, hint) in enumerate(zip(said, HINTS, strict=False), 1):
        assert text.startswith(f"Hint {number} of 3 for halve: {hint}\n")
    assert "This was the last hint" in said[2]
    assert "This was the last hint" not in said[0] + said[1]
    assert said[3] == said[0]


def test_arguments_of_the_last_failure_can_be_tried_again(desk_with):
    desk = desk_with(lambda x: x.T if isinstance(x, np.ndarray) else x / 2)
    with pytest.raises(ChecksFailedError):
        desk.check("halve")
    [argument] = desk.last_failure.arguments
    assert argument.T.tolist() == desk.last_failure.got.tolist()


def test_a_desk_opens_from_the_files_beside_the_notebook(
    exercise, tmp_path, monkeypatch, capsys
):
    stored = {"halve": [{"because": "b", "fingerprints": {"keeps_the_shape": "0"}}]}
    (tmp_path / "known_mistakes.json").write_text(json.dumps(stored))
    check, hint, last_failure = open_desk({"E": exercise, "x": 1}, tmp_path)
    monkeypatch.setattr(sys.modules["__main__"], "halve", half, raising=False)
    check("halve")
    hint("halve")
    assert "3 of 3" in capsys.readouterr().out
    assert last_failure.exercise is None
