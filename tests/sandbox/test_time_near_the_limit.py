"""Processor time near its limit: never lost for good at the first try."""

import contextlib
import math
import socket
from types import SimpleNamespace

import pytest

from autograder.sandbox import AnswerLostError, Limits, frames, session
from autograder.sandbox.session import CLEARLY_OVER, POLL_SECONDS, Session

LIMITS = Limits(cpu_seconds=2, wall_seconds=10, session_seconds=60)


class Machine:
    """A clock that only answers move, and a worker that counts how it is asked.

    Each request takes the next amount of processor time; while it is worked on,
    the answer has this share of the processor.
    """

    def __init__(self, share):
        self.now, self.used, self.looks = 100.0, 0.0, 0
        self.share, self.left, self.number = share, 0.0, 0
        self.isolation = SimpleNamespace(limits=LIMITS)

    def monotonic(self):
        return self.now

    def select(self, to_read, to_write, _, seconds):
        if to_read:
            seconds = min(seconds, self.left / self.share)
            self.now += seconds
            self.used += seconds * self.share
            self.left = max(0.0, self.left - seconds * self.share)
        is_ready = to_write or self.left < 1e-9
        return (to_read if is_ready else [], to_write, [])

    def usage(self):
        self.looks += 1
        return self.used, 0, 0

    def end_session(self):
        pass


@pytest.fixture
def begin(monkeypatch):
    """Begin a session on such a machine; return it and how to ask there."""
    with contextlib.ExitStack() as channels:

        def start(phase=0.0, share=1.0):
            machine = Machine(share)
            monkeypatch.setattr(session, "time", machine)
            monkeypatch.setattr(session, "select", machine)
            ours, theirs = map(channels.enter_context, socket.socketpair())
            talk = Session(machine, ours)
            machine.now += phase

            def ask(seconds, *, is_new_check=True):
                machine.number += 1
                machine.left = seconds
                if is_new_check:
                    talk.allow(2)
                frames.send(theirs, frames.REPLY, machine.number, b"reply")
                reply = talk.ask(b"", None)
                frames.receive(theirs)
                return reply

            return machine, ask

        yield start


PHASES = [0.0, 0.06, 0.12, 0.18, 0.24]


@pytest.mark.parametrize("phase", PHASES)
def test_a_little_over_the_limit_is_lost_but_tried_again(begin, phase):
    for seconds in (2.01, 2.2, 2.45):
        _, ask = begin(phase=phase)
        with pytest.raises(AnswerLostError, match="longer than 2 seconds") as lost:
            ask(seconds)
        assert lost.value.is_starved


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("seconds", [2.51, 2.9, math.inf])
def test_much_over_the_limit_is_lost_at_once(begin, phase, seconds):
    machine, ask = begin(phase=phase)
    with pytest.raises(AnswerLostError, match="longer than 2 seconds") as lost:
        ask(seconds)
    assert not lost.value.is_starved
    assert machine.used <= CLEARLY_OVER * 2 + POLL_SECONDS


@pytest.mark.parametrize("phase", PHASES)
def test_what_other_checks_used_does_not_count(begin, phase):
    _, ask = begin(phase=phase)
    for seconds in (1.9, 0.05, 1.9, 0.01, 0.01, 1.85):
        assert ask(seconds) == b"reply"


def test_the_requests_of_one_check_count_together(begin):
    _, ask = begin()
    ask(1.2)
    with pytest.raises(AnswerLostError) as lost:
        ask(1.0, is_new_check=False)
    assert lost.value.is_starved


@pytest.mark.parametrize("share", [0.05, 0.21])
def test_a_busy_machine_is_not_the_answers_fault(begin, share):
    _, ask = begin(share=share)
    with pytest.raises(AnswerLostError, match="longer than 10 seconds") as lost:
        ask(math.inf)
    assert lost.value.is_starved


def test_quick_checks_cost_hardly_any_looks(begin):
    machine, ask = begin()
    for _ in range(1000):
        ask(0.001)
    assert machine.looks <= 15
