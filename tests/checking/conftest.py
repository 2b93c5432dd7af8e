"""The tiny exercise, and ways to ask answers that live in this process."""

import pytest
from tiny_exercise import make_exercise

from autograder.checking.answers import Answer, ask_namespace
from autograder.checking.judging import judge


@pytest.fixture
def exercise():
    return make_exercise()


@pytest.fixture
def judged(exercise):
    """Judge a function as the answer to the tiny exercise."""

    def run(function, seed=0):
        return judge(exercise, ask_namespace({"halve": function}), seed)

    return run


@pytest.fixture
def ask():
    """Call a function as an answer; gives an outcome."""

    def call(function, *arguments, **keywords):
        return Answer(ask_namespace({"f": function}), "f")(*arguments, **keywords)

    return call
