"""A warm worker that tests share, and a way to talk to what runs in it."""

import contextlib
import dataclasses

import pytest
from talking import LIMITS, Talk

from autograder.sandbox import Isolation, NoIsolationError, Worker


@pytest.fixture(scope="session")
def isolation():
    try:
        return Isolation.find(limits=LIMITS)
    except NoIsolationError as problem:
        pytest.skip(str(problem))


@pytest.fixture(scope="session")
def warm(isolation):
    with Worker(isolation) as worker:
        yield worker


@pytest.fixture
def talk(warm):
    with warm.session() as session:
        yield Talk(session)


@pytest.fixture
def talk_within(isolation):
    """Talk in a process of one's own that has other limits."""
    with contextlib.ExitStack() as stack:

        def start(**limits):
            narrow = dataclasses.replace(
                isolation, limits=dataclasses.replace(isolation.limits, **limits)
            )
            worker = stack.enter_context(Worker(narrow))
            return Talk(stack.enter_context(worker.session()))

        yield start
