"""Frames arrive whole, or are refused."""

import socket
import threading

import pytest

from autograder.sandbox import frames


@pytest.fixture
def channel():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.mark.parametrize("payload", [b"", b"x", bytes(range(256)) * 10_000])
def test_frames_arrive_in_order(channel, payload):
    ours, theirs = channel

    def send():
        frames.send(theirs, frames.ASK, 1, payload)
        frames.send(theirs, frames.REPLY, 2**60, b"next")

    sender = threading.Thread(target=send)
    sender.start()
    assert frames.receive(ours) == (frames.ASK, 1, payload)
    assert frames.receive(ours) == (frames.REPLY, 2**60, b"next")
    sender.join()


def test_a_frame_in_pieces_arrives_and_every_piece_is_waited_for(channel):
    ours, theirs = channel
    whole = frames.HEADER.pack(frames.RUN, 7, 3) + b"abc"
    waits = []

    def wait():
        theirs.send(whole[len(waits) : len(waits) + 1])
        waits.append(1)

    assert frames.receive(ours, wait) == (frames.RUN, 7, b"abc")
    assert len(waits) == len(whole)


class GivenUpError(Exception):
    pass


def give_up():
    raise GivenUpError


def test_waiting_can_be_given_up(channel):
    with pytest.raises(GivenUpError):
        frames.receive(channel[0], give_up)
    with pytest.raises(GivenUpError):
        frames.send(channel[0], frames.ASK, 1, b"x", give_up)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x01\0\0",
        frames.HEADER.pack(frames.REPLY, 1, 5) + b"four",
        frames.HEADER.pack(frames.REPLY, 1, frames.MAX_BYTES + 1),
        b"\xff" * frames.HEADER.size,
    ],
    ids=["nothing", "half a header", "half a payload", "too large", "all ones"],
)
def test_broken_frames_are_refused(channel, sent):
    ours, theirs = channel
    theirs.sendall(sent)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(frames.BrokenFrameError, match=r"closed|too large"):
        frames.receive(ours)
