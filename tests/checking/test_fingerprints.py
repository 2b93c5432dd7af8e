"""Fingerprints stand for behaviour, and known mistakes are told apart."""

import numpy as np
import pytest
from tiny_exercise import half, quarter

from autograder.answering.messages import Reply
from autograder.checking.fingerprints import KnownMistake, Transcript, diagnose


def fingerprint(*replies):
    script = iter(replies)
    transcript = Transcript(lambda request: next(script))
    for _ in replies:
        transcript.ask(None)
    return transcript.fingerprint()


def of(value, **rest):
    return fingerprint(Reply(value=value, **rest))


x = np.linspace(-3, 3, 12).reshape(3, 4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (x, x * (1 + 1e-9)),
        (x, np.asfortranarray(x)),
        (x[0], x[0].astype(">f8")),
        (0.1 + 0.2, 0.3),
        (np.float64(0.5), 0.5),
        (np.array(0.5), 0.5),
        (0.0, -0.0),
        ([1, 2.0], [1.0, 2]),
        ({"W": x}, {"W": x.copy()}),
        (np.nan, float("nan")),
    ],
)
def test_equal_behaviour_has_equal_fingerprints(one, other):
    assert of(one) == of(other)
    assert len(of(one)) == 16


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (x, x + 1e-3),
        (x, x.T),
        (x, x.reshape(4, 3)),
        (x, x.tolist()),
        ([1, 2], (1, 2)),
        ([1, 2], [2, 1]),
        (1.0, "1"),
        (1.0, None),
        (np.nan, np.inf),
        (1 + 0j, 1 + 1j),
        (np.array(["a"]), np.array(["b"])),
        (np.zeros(20_000), np.zeros(20_001)),
    ],
)
def test_another_behaviour_has_another_fingerprint(one, other):
    assert of(one) != of(other)


def test_errors_warnings_and_arguments_count():
    plain = of(1)
    assert of(1, error=("ValueError", "m", "line 3")) != plain
    assert of(1, warnings=("w",)) != plain
    assert of(1, arguments=(x,)) != plain
    assert fingerprint(Reply(value=1), Reply(value=1)) != plain


def test_the_line_of_an_error_and_prints_do_not_count():
    assert of(1, error=("E", "m", "line 3")) == of(1, error=("E", "m", "line 9"))
    assert of(1, output="debugging") == of(1)
    assert of(1, warnings=("one",)) == of(1, warnings=("another",))


def test_of_a_large_array_the_beginning_counts():
    large = np.zeros(20_000)
    changed = large.copy()
    changed[9_999] = 1
    assert of(changed) != of(large)
    changed[9_999], changed[10_000] = 0, 1
    assert of(changed) == of(large)


def mistake(result, because):
    """Remember how an answer failed, as a student's copy does."""
    failed = {c.check.name: c.fingerprint for c in result.checks if not c.passed}
    return KnownMistake(because, failed)


def test_many_numbers_count_to_six_digits_like_few_ones():
    rng = np.random.default_rng(0)
    many = rng.normal(size=700) * 10.0 ** rng.integers(-30, 30, size=700)
    # Zeros, powers of ten, what is not finite, and what is hardly there.
    many[:8] = [0.0, -0.0, np.nan, np.inf, -np.inf, 1e-310, 1000.0, 1e300]
    nearly = many * (1 + 1e-13)
    nearly[:2], nearly[6] = [-0.0, 0.0], 1000 - 1e-10
    assert of(many) == of(nearly) == of(many.astype(">f8"))
    for place, number in ((0, 1e-3), (2, np.inf), (3, -np.inf), (4, 0.0), (6, 1000.1)):
        other = many.copy()
        other[place] = number
        assert of(other) != of(many)
    assert of(-many) != of(many)
    assert of(many[:, np.newaxis]) != of(many)
    assert of(np.arange(700)) == of(np.arange(700.0)) != of(np.arange(700) + 1)


@pytest.mark.filterwarnings("error")
def test_an_outline_of_many_numbers_leaves_them_out():
    def outline(value):
        transcript = Transcript(lambda request: Reply(value=value))
        transcript.ask(None)
        return transcript.outline()

    assert outline(np.zeros(700)) == outline(np.full(700, np.nan))
    assert outline(np.zeros(700)) != outline(np.zeros(701))


def test_a_known_mistake_is_named_and_another_is_not(judged):
    known = [
        mistake(judged(quarter), "a quarter"),
        mistake(judged(lambda x: x), "nothing is halved"),
    ]
    assert diagnose(judged(lambda v: v * 0.25).checks, known) == "a quarter"
    assert diagnose(judged(lambda v: 1.0 * v).checks, known) == "nothing is halved"
    assert diagnose(judged(lambda v: v / 3).checks, known) == ""
    assert diagnose(judged(half).checks, known) == ""


def test_the_mistake_that_explains_most_is_named(judged):
    result = judged(quarter)
    whole = mistake(result, "whole")
    name, mark = next(iter(whole.fingerprints.items()))
    part = KnownMistake("part", {name: mark})
    assert diagnose(result.checks, [part, whole]) == "whole"
    assert diagnose(result.checks, [whole, part]) == "whole"


def test_a_mistake_that_explains_only_some_of_its_failures_is_not_named(judged):
    result = judged(quarter)
    marks = mistake(result, "").fingerprints
    name = next(iter(marks))
    assert diagnose(result.checks, [KnownMistake("x", {**marks, name: "0"})]) == ""


def test_a_mistake_that_fails_more_or_fewer_checks_is_another_one(judged):
    result = judged(quarter)
    marks = mistake(result, "").fingerprints
    more = {**marks, "another_check": "0"}
    fewer = dict(list(marks.items())[1:])
    assert diagnose(result.checks, [KnownMistake("quarter", marks)]) == "quarter"
    both = [KnownMistake("more", more), KnownMistake("quarter", marks)]
    assert diagnose(result.checks, both) == "quarter"
    assert diagnose(result.checks, [KnownMistake("quarter", fewer)]) == ""
    assert diagnose([], [KnownMistake("quarter", {})]) == ""


def test_one_more_flaw_that_only_hidden_checks_see_keeps_the_words(judged):
    """What the notebook has told a student is told after grading, too."""
    known = [mistake(judged(quarter), "a quarter")]
    other = judged(lambda v: v * 0.25 if np.max(np.abs(v)) < 1e6 else v)
    assert diagnose(other.checks, known) == "a quarter"
    unseen = judged(lambda v: v / 2 if np.max(np.abs(v)) < 1e6 else v)
    assert diagnose(unseen.checks, known) == ""


def test_an_outline_recognises_answers_that_draw_other_numbers(judged):
    draws = [judged(lambda x: 1e6 + np.random.default_rng().normal(size=np.shape(x)))]
    draws.append(
        judged(lambda x: 1e6 + np.random.default_rng().normal(size=np.shape(x)))
    )
    outlines = {c.check.name: c.outline for c in draws[0].checks if not c.passed}
    drawing = KnownMistake("draws", {}, outlines)
    assert diagnose(draws[1].checks, [drawing]) == "draws"
    assert diagnose(judged(quarter).checks, [KnownMistake("draws", {}, {})]) == ""
