"""One class of hostile and honest students, graded by one worker."""

import pytest
from hostile_class import SCALE, hand_in, make_assignment

from autograder.grading.engine import Judge
from autograder.sandbox import Isolation, Limits, NoIsolationError, Worker

SEED = 0x5EED_C0DE_1234_5678
# Short, so that attacks on the clock do not take long.
LIMITS = Limits(
    cpu_seconds=0.5,
    wall_seconds=1.5,
    session_seconds=10,
    memory_bytes=300 * 2**20,
    file_bytes=8 * 2**20,
    files=1000,
    processes=24,
)


@pytest.fixture(scope="session")
def judge():
    return Judge(make_assignment(), SEED)


@pytest.fixture(scope="session")
def grader(judge):
    """Lend the worker that grades everybody."""
    try:
        isolation = Isolation.find(limits=LIMITS, setup=judge.assignment.setup)
    except NoIsolationError as problem:
        pytest.skip(str(problem))
    with Worker(isolation) as worker:
        yield worker


@pytest.fixture
def attack(judge, grader):
    """Grade a hostile answer; everything else must keep its full points."""

    def run(scale, *before):
        result, other = judge.grade(hand_in(scale, *before), grader).exercises
        assert other.status == "passed", "another exercise of the same student"
        for neighbour in judge.grade(hand_in(SCALE), grader).exercises:
            assert neighbour.status == "passed", "another student"
        for check in result.checks:
            assert check.passed or check.reason or check.failure, "no reason is given"
        return result

    return run


@pytest.fixture
def seen_by(attack):
    """Run an answer and return the plain data that it gave to the first check."""

    def run(scale):
        failure = attack(scale).checks[0].failure
        assert failure is not None
        return failure.value

    return run
