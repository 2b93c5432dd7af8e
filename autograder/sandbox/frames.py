"""Frames: how bytes travel between the grader and the isolated process."""

import socket
import struct
from collections.abc import Callable

__all__ = [
    "ASK",
    "CALL_BACK",
    "CALL_BACK_ERROR",
    "CALL_BACK_VALUE",
    "REPLY",
    "RUN",
    "SHOW",
    "BrokenFrameError",
    "LargeFrameError",
    "receive",
    "send",
]

RUN, ASK, REPLY, CALL_BACK, CALL_BACK_VALUE, CALL_BACK_ERROR, SHOW = range(1, 8)
HEADER = struct.Struct(">BQI")
MAX_BYTES = 16 * 2**20 + 1024


class BrokenFrameError(Exception):
    """The other side closed the channel or sent something that is no frame."""


class LargeFrameError(BrokenFrameError):
    """The other side announced a frame that is too large."""


def send(
    channel: socket.socket,
    kind: int,
    number: int,
    payload: bytes,
    wait: Callable = lambda: None,
) -> None:
    """Send one frame.

    Parameters
    ----------
    channel : socket.socket
    kind : int
        One of the constants of this module.
    number : int
        Ties a reply to its request.
    payload : bytes
    wait : callable, optional
        Called before every write; it may raise an exception to give up.
    """
    rest = memoryview(HEADER.pack(kind, number, len(payload)) + payload)
    while rest:
        wait()
        rest = rest[channel.send(rest) :]


def receive(
    channel: socket.socket, wait: Callable = lambda: None
) -> tuple[int, int, bytes]:
    """Receive one frame.

    Parameters
    ----------
    channel : socket.socket
    wait : callable, optional
        Called before every read; it may raise an exception to give up.

    Returns
    -------
    kind, number : int
    payload : bytes

    Raises
    ------
    BrokenFrameError
        If the channel ends.
    LargeFrameError
        If the frame is too large.
    """
    kind, number, length = HEADER.unpack(_exactly(channel, HEADER.size, wait))
    if length > MAX_BYTES:
        problem = f"a frame of {length:,} bytes is too large"
        raise LargeFrameError(problem)
    return kind, number, _exactly(channel, length, wait)


def _exactly(channel, count, wait):
    received = bytearray()
    while len(received) < count:
        wait()
        part = channel.recv(min(count - len(received), 2**20))
        if not part:
            problem = "the channel was closed"
            raise BrokenFrameError(problem)
        received += part
    return bytes(received)
