"""Verdicts: points, statuses, and what an odd answer can not do."""

import numpy as np
import pytest
from tiny_exercise import half, in_place, make_exercise, quarter, untouched

from autograder.answering.messages import Reply
from autograder.answering.plain_data import MalformedMessageError
from autograder.checking.answers import ask_namespace
from autograder.checking.judging import NoAnswerError, judge


def only_numbers(x):
    if isinstance(x, np.ndarray):
        raise TypeError
    return x / 2


@pytest.mark.parametrize(
    ("answer", "status", "points", "failed"),
    [
        (half, "passed", 7, set()),
        (in_place, "partly", 6, {"keeps_the_shape"}),
        (only_numbers, "partly", 2, {"keeps_the_shape", "works_for_large_numbers"}),
        (quarter, "partly", 1, {"halves_a_number", "works_for_large_numbers"}),
        (
            lambda: 0,
            "failed",
            0,
            {"halves_a_number", "keeps_the_shape", "works_for_large_numbers"},
        ),
    ],
)
def test_points_are_those_of_the_checks_that_pass(
    judged, answer, status, points, failed
):
    result = judged(answer)
    assert (result.status, result.points, result.failed) == (status, points, failed)
    assert len(result.passed) + len(result.failed) == 3


def test_the_stub_is_not_attempted(judged):
    result = judged(untouched)
    assert (result.status, result.points) == ("not attempted", 0)
    assert {check.reason for check in result.checks} == {"not attempted"}


def test_a_half_written_answer_is_attempted(judged):
    def halfway(x):
        if isinstance(x, float):
            return x / 2
        raise NotImplementedError

    result = judged(halfway)
    assert (result.status, result.points) == ("partly", 2)
    assert [check.reason for check in result.checks] == [
        "",
        "not attempted",
        "not attempted",
    ]


def test_the_seed_decides_the_inputs(exercise, judged):
    def inputs(seed):
        seen = []
        judged(lambda x: seen.append(np.asarray(x).tolist()), seed)
        return seen

    assert inputs(1) == inputs(1)
    assert inputs(1) != inputs(2)


def test_checks_draw_independently_of_each_other(exercise):
    first, second, _ = exercise.checks
    draws = [exercise.rng(check, 3).random() for check in (first, second, first)]
    assert draws[0] == draws[2] != draws[1]


def odd_check(exercise, problem):
    @exercise.public(1)
    def is_odd(answer, rng):
        answer(1)
        raise problem


@pytest.mark.parametrize("problem", [ValueError("x"), AssertionError(), MemoryError()])
def test_a_check_that_breaks_fails_alone(problem):
    exercise = make_exercise()
    odd_check(exercise, problem)
    result = judge(exercise, ask_namespace({"halve": half}), 0)
    assert result.points == 7
    assert result.failed == {"is_odd"}
    failure = result.checks[-1].failure
    assert failure.called == "halve(...)"
    assert failure.expected == "what the description promises to return"


def test_an_interrupt_ends_grading():
    exercise = make_exercise()
    odd_check(exercise, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        judge(exercise, ask_namespace({"halve": half}), 0)


def test_a_check_that_asks_nothing_gives_no_points():
    exercise = make_exercise()

    @exercise.hidden(5, "nothing")
    def asks_nothing(answer, rng):
        return True

    result = judge(exercise, ask_namespace({"halve": half}), 0)
    assert result.failed == {"asks_nothing"}
    assert result.points == 7


@pytest.mark.parametrize(
    "lost", [NoAnswerError("gone."), MalformedMessageError("bad.")]
)
def test_a_lost_answer_fails_the_checks_that_miss_it(exercise, lost):
    def ask(request):
        if isinstance(request.arguments[0], float):
            return Reply(value=request.arguments[0] / 2, arguments=request.arguments)
        raise lost

    result = judge(exercise, ask, 0)
    assert result.passed == {"halves_a_number"}
    assert [check.reason for check in result.checks] == ["", str(lost), str(lost)]


ODD_VALUES = {
    "nan": np.nan,
    "infinity": np.inf,
    "complex": 1 + 1j,
    "complex scalar": np.complex64(1),
    "a long integer": 2**4000,
    "bool": True,
    "text": "4.0",
    "ragged": np.array([[1], [1, 2]], dtype=object),
    "masked": np.ma.masked_array([1.0, 2.0, 3.0], True),
    "matrix": np.ones((2, 3)).view(np.matrix),
    "records": np.zeros(3, dtype="f8,f8"),
    "an empty array": np.empty((0, 3)),
    "many axes": np.zeros((1,) * 16),
    "a list in itself": None,
    "a large array": np.zeros(2**20, dtype=bool),
}
ODD_VALUES["a list in itself"] = []
ODD_VALUES["a list in itself"].append(ODD_VALUES["a list in itself"])


@pytest.mark.parametrize("name", ODD_VALUES)
def test_no_odd_value_earns_points(judged, name):
    result = judged(lambda x: ODD_VALUES[name])
    assert result.points <= (1 if name == "matrix" else 0)
    assert result.status in ("failed", "partly")
