"""Each expectation passes, or fails and says what was expected and what came."""

import math
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from autograder.answering.plain_data import Callback, Rng
from autograder.answering.responder import Reply
from autograder.checking.answers import (
    Answer,
    CheckFailedError,
    NotAttemptedError,
    ask_namespace,
)
from autograder.checking.fingerprints import Transcript

ones = np.ones(2)


def fails(zero):
    return 1 / zero


def warns(_):
    warnings.warn("careful", UserWarning, stacklevel=1)
    return 1.0


def refuses(x):
    problem = f"x is {x}; pass a positive number."
    raise ValueError(problem)


def spoils(x):
    x[0] = 9
    return x


def mean(x):
    raise NotImplementedError


def centred(x):
    return x - mean(x)


class Network:
    depth = 2

    def forward(self, x):
        return x + self.depth


class Columns:
    def __init__(self, columns):
        self._columns = columns

    def __len__(self):
        return len(self._columns)

    def __iter__(self):
        return iter(self._columns)

    def __getitem__(self, name):
        return self._columns[name]


def give(value):
    return lambda *_: value


MET = [
    ("equals", give(0.3), lambda o: o.equals(0.1 + 0.2)),
    ("equals loosely", give(1.01), lambda o: o.equals(1, rtol=0.1)),
    ("has_shape", give(np.zeros((2, 3))), lambda o: o.has_shape((2, 3))),
    ("has_shape of a number", give(2.0), lambda o: o.has_shape(())),
    ("has_shape of a list", give([1, 2]), lambda o: o.has_shape((2,))),
    ("is_floating", give(np.float32(1)), lambda o: o.is_floating()),
    ("is_integer", give(np.int8(1)), lambda o: o.is_integer()),
    ("is_silent", give(1), lambda o: o.is_silent()),
    ("succeeds", give(None), lambda o: o.succeeds()),
    ("satisfies", give(1), lambda o: o.satisfies(o.value > 0, "a positive number")),
    ("raises", refuses, lambda o: o.raises("ValueError", "0", "positive")),
    ("keeps_arguments", give(1), lambda o: o.keeps_arguments()),
]


@pytest.mark.parametrize(("name", "answer", "expect"), MET, ids=[m[0] for m in MET])
def test_a_met_expectation_returns_the_outcome(ask, name, answer, expect):
    outcome = ask(answer, 0)
    assert expect(outcome) is outcome


MISSED = [
    (give(0.5), lambda o: o.equals(1.0), "1.0", "0.5"),
    (give(math.nan), lambda o: o.equals(np.float64(0)), "0.0", "nan"),
    (
        give(ones),
        lambda o: o.equals(2 * ones),
        "array([2.0, 2.0])",
        "array([1.0, 1.0])   first difference at index 0: 1.0 should be 2.0",
    ),
    (
        give([1]),
        lambda o: o.equals(np.array([1])),
        "array([1])",
        "[1]   it should be an array and is a list",
    ),
    (give(ones), lambda o: o.has_shape((2, 1)), "shape (2, 1)", "shape (2,)"),
    (give("ab"), lambda o: o.has_shape((2,)), "shape (2,)", "'ab'"),
    (give(object()), lambda o: o.has_shape(()), "shape ()", "a object object"),
    (give(1), lambda o: o.is_floating(), "floating point", "1 of type int64"),
    (give(1.0), lambda o: o.is_integer(), "one whole number", "1.0"),
    (give(True), lambda o: o.is_integer(), "one whole number", "True"),
    (give(ones), lambda o: o.is_integer(), "one whole number", "array([1.0, 1.0])"),
    (warns, lambda o: o.is_silent(), "no warning", "UserWarning: careful"),
    (give(-1), lambda o: o.satisfies(o.value > 0, "a positive one"), "a posi", "-1"),
    (give(1), lambda o: o.raises("ValueError"), "a ValueError", "1"),
    (fails, lambda o: o.raises("ValueError"), "a ValueError", "ZeroDivisionError: "),
    (refuses, lambda o: o.raises("ValueError", "rows"), "mentions rows", "'x is 0;"),
    (fails, lambda o: o.equals(1), "no error", "ZeroDivisionError: division by zero"),
    (fails, lambda o: o.is_silent(), "no error", "ZeroDivisionError"),
    (give({1}), lambda o: o.function(), "a function", "a set object"),
    (give(1), lambda o: o.named("net"), "a function or an object", "1"),
    (
        give(np.array([None])),
        lambda o: o.equals(1),
        "no error",
        "something that is not plain data: the array",
    ),
]


@pytest.mark.parametrize(
    ("answer", "expect", "expected", "got"),
    [pytest.param(*row, id=f"{i}-{row[2]}") for i, row in enumerate(MISSED)],
)
def test_a_missed_expectation_says_why(ask, answer, expect, expected, got):
    outcome = ask(answer, 0)
    with pytest.raises(CheckFailedError) as caught:
        expect(outcome)
    failure = caught.value
    assert failure.called == "f(0)"
    assert expected in failure.expected
    assert failure.got.startswith(got)
    assert failure.arguments == (0,)


@pytest.mark.parametrize("before", [np.zeros(3), [0, 1], {0: 5}])
def test_spoiled_arguments_are_shown(ask, before):
    with pytest.raises(CheckFailedError) as caught:
        ask(spoils, before).keeps_arguments(why="rows are shared")
    assert caught.value.expected.endswith(" stays")
    assert "9" in caught.value.got
    assert caught.value.why == "rows are shared"


def test_a_reply_without_its_arguments_does_not_keep_them():
    answer = Answer(lambda request: Reply(value=1, arguments=()), "f")
    with pytest.raises(ValueError, match="shorter"):
        answer(ones).keeps_arguments()


def test_a_nan_where_a_number_is_expected_is_missed(ask):
    with pytest.raises(CheckFailedError):
        ask(give(math.nan)).equals(0.0)
    with pytest.raises(CheckFailedError):
        ask(give(np.array([1.0, math.nan]))).equals(np.ones(2))


def test_an_untouched_stub_is_not_attempted(ask):
    def stub():
        raise NotImplementedError

    def gave_up():
        problem = "I do not know"
        raise NotImplementedError(problem)

    with pytest.raises(NotAttemptedError):
        ask(stub)
    with pytest.raises(CheckFailedError):
        ask(gave_up).equals(1)


def test_an_answer_that_calls_a_stub_is_attempted():
    names = {"mean": mean, "centred": centred}
    with pytest.raises(NotAttemptedError):
        Answer(ask_namespace(names), "mean")(1)
    with pytest.raises(CheckFailedError) as caught:
        Answer(ask_namespace(names), "centred")(1).equals(0)
    assert "mean is not written yet" in caught.value.got


@pytest.mark.parametrize("said", ["(3,1)", "is ( 3, 1 ),", "(3, 1)"])
def test_blanks_in_a_message_do_not_count(ask, said):
    def complains():
        raise ValueError(said)

    ask(complains).raises("ValueError", "(3, 1)")
    with pytest.raises(CheckFailedError):
        ask(complains).raises("ValueError", "(3,)")


def test_calls_are_written_as_the_student_would(ask):
    with pytest.raises(CheckFailedError) as caught:
        ask(
            lambda *_, **__: 1, ones, Rng(3), Callback(abs, "relu"), [1, 2], rate=0.5
        ).equals(2)
    assert caught.value.called == (
        "f(array([1.0, 1.0]), np.random.default_rng(3), relu, [1, 2], rate=0.5)"
    )


def test_objects_are_used_through_their_names():
    answer = Answer(ask_namespace({"Network": Network}), "Network")
    network = answer().named("network")
    network.method("forward", 3).equals(5)
    network.attribute("depth").equals(2)
    with pytest.raises(CheckFailedError) as caught:
        network.method("forward", 3).equals(6)
    assert caught.value.called == "network.forward(3)"
    with pytest.raises(CheckFailedError) as caught:
        network.attribute("width").equals(6)
    assert caught.value.called == "network.width"
    assert caught.value.got.startswith("AttributeError")


def test_collections_are_written_as_in_python():
    answer = Answer(
        ask_namespace({"Table": lambda **columns: Columns(columns)}), "Table"
    )
    table = answer(x=3.0, y=4.0).named("table")
    table.length().equals(2)
    table.items().equals(["x", "y"])
    table.entry("y").equals(4.0)
    for wrong, called in [
        (lambda: table.length().equals(3), "len(table)"),
        (lambda: table.items().equals([]), "list(table)"),
        (lambda: table.entry("x").equals(0), "table['x']"),
        (lambda: table.entry({"a": 1}).equals(0), "table[{'a': 1}]"),
    ]:
        with pytest.raises(CheckFailedError) as caught:
            wrong()
        assert caught.value.called == called


def test_a_kept_file_is_there_for_each_call_and_for_no_longer():
    seen = []

    def read(path, other=None):
        seen.append(path)
        with open(path, "r+b") as file:
            content = file.read()
            file.write(b"spoiled")
        return [int(byte) for byte in content]

    answer = Answer(ask_namespace({"read": read}), "read")
    one = answer.keep_file(bytes([7, 0, 255]), "one.h5")
    two = answer.keep_file(b"", "two.h5")
    answer(one, other=two).equals([7, 0, 255])
    answer(one).equals([7, 0, 255]).keeps_arguments()
    answer(two).equals([])
    assert [Path(path).name for path in seen] == ["one.h5", "one.h5", "two.h5"]
    assert len({Path(path).parent for path in seen}) == 3
    assert not any(Path(path).exists() for path in seen)
    with pytest.raises(CheckFailedError) as caught:
        answer(one, other=two).equals(0)
    assert caught.value.called == "read('one.h5', other='two.h5')"


def test_texts_show_the_name_of_a_kept_file_and_not_its_folder():
    def complain(path):
        sys.stdout.write(f"{path}\n")
        warnings.warn(path, UserWarning, stacklevel=1)
        problem = f"cannot read {path!r}; try another."
        raise ValueError(problem)

    def passes_on(path):
        return open(path + ".gz")

    prints = []
    for _ in range(2):
        names = {"complain": complain, "passes_on": passes_on}
        transcript = Transcript(ask_namespace(names))
        answer = Answer(transcript.ask, "complain")
        outcome = answer(answer.keep_file(b"x", "a.h5"))
        outcome.raises("ValueError", "cannot read 'a.h5'; try another.")
        answer = Answer(transcript.ask, "passes_on")
        answer(answer.keep_file(b"x", "a.h5")).raises("FileNotFoundError", "'a.h5.gz'")
        prints.append(transcript.fingerprint())
        replies = transcript.replies
        assert replies[1].output == "a.h5\n"
        assert replies[1].warnings == ("UserWarning: a.h5",)
        assert replies[1].arguments == ("a.h5",)
        assert replies[0].arguments == ()
    assert prints[0] == prints[1]


def test_a_kept_file_stays_in_its_folder():
    answer = Answer(ask_namespace({"open_": lambda path: path.count("..")}), "open_")
    answer(answer.keep_file(b"x", "../../secret")).equals(0)


def test_a_returned_function_is_an_answer(ask):
    ask(lambda n: lambda x: x + n, 2).function()(3).equals(5)


def test_objects_that_say_yes_to_everything_are_not_equal(ask):
    class Always:
        def __eq__(self, other):
            return True

        __hash__ = None

        def __array__(self, dtype=None, copy=None):
            return np.ones(2)

        def __bool__(self):
            return True

    for expected in (1.0, ones, [1], "a", None, True, {"a": 1}):
        with pytest.raises(CheckFailedError):
            ask(give(Always())).equals(expected)
