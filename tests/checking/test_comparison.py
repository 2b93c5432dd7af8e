"""What counts as equal, and how values are put into words."""

import math

import numpy as np
import pytest

from autograder.answering.plain_data import Handle
from autograder.checking.answers import CheckFailedError
from autograder.checking.comparison import MAX_TEXT, difference, show

ones = np.ones((2, 3))


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (0.1 + 0.2, 0.3),
        (3, 3.0),
        (np.float32(0.5), 0.5),
        (np.array(2.0), 2),
        (2, np.array(2.0)),
        (math.nan, math.nan),
        (math.inf, math.inf),
        (True, True),
        (np.True_, True),
        pytest.param(10**400, 10**400, id="long"),
        (None, None),
        ("a", "a"),
        ([1, (2.0, "b")], [1.0, (2, "b")]),
        ({"W": ones, "b": 0}, {"b": 0.0, "W": ones + 1e-12}),
        (np.array([1, math.nan]), np.array([1.0, math.nan])),
        (np.array([1.0], dtype=">f4"), np.array([1])),
        (np.empty((0, 3)), np.empty((0, 3))),
        (np.array([True, False]), np.array([True, False])),
    ],
)
def test_equal_values_have_no_difference(got, expected):
    assert difference(got, expected) is None


almost = ones.copy()
almost[1, 2] = 1.5
almost[1, 0] = math.nan


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (0.31, 0.3, "it should be 0.3"),
        (math.nan, 0.0, "it should be 0.0"),
        (math.inf, -math.inf, "it should be -inf"),
        pytest.param(10**400, 1.0, "it should be 1.0", id="long"),
        (1, True, "it should be True"),
        (1.0, np.True_, "it should be True"),
        ("1", 1, "it should be a single number and is a str"),
        (None, 1, "it should be a single number and is a NoneType"),
        (ones, 1, "it should be a single number and is an array of shape (2, 3)"),
        ([1.0], 1, "it should be a single number and is a list"),
        ([1, 2], np.array([1, 2]), "it should be an array and is a list"),
        (np.array([1, 2]), [1, 2], "it should be a list and is an array of shape (2,)"),
        ((1, 2), [1, 2], "it should be a list and is a tuple"),
        ([1], [1, 2], "the list has 1 entries and should have 2"),
        ([1, [2, 4]], [1, [2, 3]], "at index 1: at index 1: it should be 3"),
        ((ones, 2), (ones, 3), "at index 1: it should be 3"),
        ({"a": 1}, {"b": 1}, "it should be a dict with the keys ['b']"),
        ([("a", 1)], {"a": 1}, "it should be a dict with the keys ['a']"),
        ({"a": 2}, {"a": 1}, "at key 'a': it should be 1"),
        (ones[0], ones, "the shape is (3,) and should be (2, 3)"),
        (ones[:, :0], ones[:0], "the shape is (2, 0) and should be (0, 3)"),
        (almost, ones, "first difference at index (1, 0): nan should be 1"),
        (ones[0] * 2, ones[0], "first difference at index 0: 2.0 should be 1.0"),
        (np.array(["1"]), np.array([1]), "its dtype is <U1 and should be"),
        ("a", "b", "it should be 'b'"),
        (np.str_("a"), "a", "it should be 'a'"),
        (0, None, "it should be None"),
        (Handle(1, "Always"), 1, "it should be a single number and is a Handle"),
    ],
)
def test_the_first_difference_is_named(got, expected, words):
    assert difference(got, expected).startswith(words)


def test_a_number_is_not_said_twice(ask):
    with pytest.raises(CheckFailedError) as caught:
        ask(lambda: 0.5).equals(1.0)
    assert (caught.value.expected, caught.value.got) == ("1.0", "0.5")


@pytest.mark.parametrize(
    ("got", "rtol", "atol", "equal"),
    [
        (1.01, 0.02, 0, True),
        (1.03, 0.02, 0, False),
        (1.01, 0, 0.02, True),
        (np.nextafter(1.0, 2.0), 0, 0, False),
    ],
)
def test_tolerances_are_relative_and_absolute(got, rtol, atol, equal):
    assert (difference(got, 1.0, rtol, atol) is None) is equal
    as_array = difference(np.array([got]), np.array([1.0]), rtol, atol)
    assert (as_array is None) is equal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.33333333"),
        (-0.0, "-0.0"),
        (math.nan, "nan"),
        ({"W": np.eye(2), "n": 1}, "{'W': array([[1.0, 0.0], [0.0, 1.0]]), 'n': 1}"),
        (np.float64(2), "2.0"),
        (np.array([1.0, 0.5]), "array([1.0, 0.5])"),
        (np.array([[1, 2], [3, 4]]), "array([[1, 2], [3, 4]])"),
        (np.arange(9), "array of shape (9,): [0, 1, 2, 3, 4, 5, ...]"),
        (np.array(3), "3"),
        (np.array([]), "array([])"),
        ((1,), "(1,)"),
        ([1, (2, "a")], "[1, (2, 'a')]"),
        (list(range(9)), "list of length 9: [0, 1, 2, 3, 4, 5, ...]"),
        (None, "None"),
        (True, "True"),
        (Handle(1, "Network"), "a Network object"),
        ("x" * 500, "'" + "x" * 116 + "..."),
    ],
)
def test_values_are_written_shortly(value, text):
    assert show(value) == text


def nested(depth):
    return [nested(depth - 1)] * 6 if depth else 1


@pytest.mark.parametrize(
    "value", [nested(5), {i: "x" * 99 for i in range(99)}, 10**1200]
)
def test_no_value_takes_a_page(value):
    assert len(show(value)) <= MAX_TEXT


@pytest.mark.parametrize(
    "value",
    ["\x1b[2J", np.str_("\x1b[2J"), np.array(["\x1b[2J"]), {"\x1b[2J": ["\u202e"]}],
)
def test_values_cannot_steer_a_terminal(value):
    assert show(value).isprintable()
    assert "\\x1b[2J" in show(value)


def test_numbers_that_look_alike_say_by_how_much_they_differ():
    close = np.array([1.0, -0.25 + 3e-7])
    assert difference(close, np.array([1.0, -0.25])) == (
        "first difference at index 1: -0.25 should be -0.25 (they differ by 3.0e-07)"
    )
    assert difference(0.5 + 1e-8, 0.5, rtol=0).endswith("(they differ by 1.0e-08)")
    assert "differ" not in difference(0.5, 0.25)
