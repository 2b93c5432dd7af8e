"""A conversation with one isolated answer, and the watch on what it uses."""

import select
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import frames

if TYPE_CHECKING:
    from .worker import Worker

__all__ = ["AnswerLostError", "Session"]

POLL_SECONDS = 0.25
FRESH_SECONDS = 0.1
# A little over the limit may be the machine's fault; this much is the answer's.
CLEARLY_OVER = 1.25
MAX_SESSION_BYTES = 4 * frames.MAX_BYTES


class AnswerLostError(Exception):
    """The answer gave no reply; the message is one clause that says why.

    Parameters
    ----------
    reason : str
    is_starved : bool
        Whether a busy machine may be to blame: time on the clock ran out while
        processor time was left, or little more than the limit was used.
    """

    def __init__(self, reason: str, *, is_starved: bool = False):
        super().__init__(reason)
        self.is_starved = is_starved


class Session:
    """One exercise of one student: run cells, then ask.

    Parameters
    ----------
    worker : Worker
    channel : socket.socket
    """

    def __init__(self, worker: "Worker", channel: socket.socket):
        self._worker = worker
        self._channel = channel
        self._number = 0
        self._received = 0
        self._seconds_left = worker.isolation.limits.session_seconds
        self.last_look, self.cpu_used = time.monotonic(), 0.0
        self.next_look = self.last_look + POLL_SECONDS
        self.allow(worker.isolation.limits.cpu_seconds)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        """End the session."""
        self._channel.close()
        self._worker.end_session()

    def allow(self, cpu_seconds: float) -> None:
        """Give the requests that follow this much processor time together.

        Parameters
        ----------
        cpu_seconds : float
        """
        self.cpu_seconds = cpu_seconds
        self.cpu_before: float | None = None

    def run(self, source: str) -> bytes:
        """Run one cell.

        Parameters
        ----------
        source : str

        Returns
        -------
        bytes
            Packed None, or the packed description of the exception.
        """
        return self._run(frames.RUN, source)

    def show(self, source: str) -> bytes:
        """Run one cell and keep what it shows.

        Parameters
        ----------
        source : str

        Returns
        -------
        bytes
            Packed: None or the description of the exception, and a list of
            outputs, each a pair of a MIME type and a text or the bytes of a
            picture.
        """
        return self._run(frames.SHOW, source)

    def _run(self, kind, source):
        self.allow(self._worker.isolation.limits.cpu_seconds)
        return self._exchange(kind, source.encode("utf-8", "replace"), None)

    def ask(
        self, message: bytes, call_back: Callable[[bytes], tuple[bool, bytes]]
    ) -> bytes:
        """Pass on one request and wait for its reply.

        Parameters
        ----------
        message : bytes
            A packed request.
        call_back : callable
            Takes a packed callback with its arguments and returns whether it
            worked and its packed value or error message.

        Returns
        -------
        bytes
            The packed reply, which nobody has looked at.

        Raises
        ------
        AnswerLostError
            If the time runs out, the process ends or the reply is no reply.
        """
        return self._exchange(frames.ASK, message, call_back)

    def _exchange(self, kind, payload, call_back):
        self._number += 1
        started = time.monotonic()
        watch = _Watch(self, self._worker, self._channel, self._seconds_left)
        try:
            watch.begin()
            frames.send(self._channel, kind, self._number, payload, watch.until_empty)
            while True:
                kind, number, reply = frames.receive(self._channel, watch.until_full)
                self._received += len(reply)
                if self._received > MAX_SESSION_BYTES:
                    problem = f"it sent more than {MAX_SESSION_BYTES:,} bytes"
                    raise AnswerLostError(problem)
                if number != self._number:
                    problem = "it sent a reply that nobody asked for"
                    raise AnswerLostError(problem)
                if kind == frames.REPLY:
                    watch.end()
                    return reply
                if kind != frames.CALL_BACK or call_back is None:
                    problem = "it sent a message of an unknown kind"
                    raise AnswerLostError(problem)
                worked, value = call_back(reply)
                kind = frames.CALL_BACK_VALUE if worked else frames.CALL_BACK_ERROR
                frames.send(self._channel, kind, number, value, watch.until_empty)
        except frames.LargeFrameError:
            problem = "it sent a message that is too large"
            raise AnswerLostError(problem) from None
        except (OSError, frames.BrokenFrameError):
            problem = "it ended its process or used too much memory"
            raise AnswerLostError(problem) from None
        finally:
            self._seconds_left -= time.monotonic() - started


class _Watch:
    """Wait for the answer's channel as long as it keeps to its limits.

    Looking at what the answer uses costs more than most of its replies, so it is
    done once in a while, by the clock of the whole session.

    Parameters
    ----------
    session : Session
        Keeps when the next look is due.
    worker : Worker
    channel : socket.socket
    seconds_left : float
        Of the whole session.
    """

    def __init__(self, session, worker, channel, seconds_left):
        # With a timeout, a channel takes as much as it can and returns.
        channel.settimeout(POLL_SECONDS)
        self._session = session
        self._worker = worker
        self._channel = channel
        self._limits = worker.isolation.limits
        self._seconds = min(self._limits.wall_seconds, seconds_left)
        self._deadline = time.monotonic() + self._seconds

    def begin(self) -> None:
        """Note what was used before; the last look is good for it for a while."""
        session = self._session
        if session.cpu_before is None:
            if time.monotonic() - session.last_look > FRESH_SECONDS:
                self._measure()
            session.cpu_before = session.cpu_used

    def end(self) -> None:
        """Look once more, if the answer may have used more than its limit."""
        session = self._session
        used = session.cpu_used - session.cpu_before
        if used + time.monotonic() - session.last_look > session.cpu_seconds:
            self._look(has_replied=True)

    def until_full(self) -> None:
        """Wait until there is something to receive."""
        while not self._is_ready([self._channel], []):
            pass

    def until_empty(self) -> None:
        """Wait until there is room to send."""
        while not self._is_ready([], [self._channel]):
            pass

    def _is_ready(self, to_read, to_write):
        # Looking by the clock counts for an answer that never stops sending, too.
        if time.monotonic() >= self._session.next_look:
            self._look()
            self._session.next_look = time.monotonic() + POLL_SECONDS
        return any(select.select(to_read, to_write, [], POLL_SECONDS))

    def _measure(self):
        session = self._session
        session.cpu_used, memory, files = self._worker.usage()
        session.last_look = time.monotonic()
        return memory, files

    def _look(self, *, has_replied=False):
        limits, session = self._limits, self._session
        memory, files = self._measure()
        used = session.cpu_used - session.cpu_before
        is_close = used < CLEARLY_OVER * session.cpu_seconds
        if time.monotonic() > self._deadline:
            whole = self._seconds < limits.wall_seconds
            problem = (
                f"all its answers took longer than {limits.session_seconds:g} seconds"
                if whole
                else f"it took longer than {limits.wall_seconds:g} seconds"
            )
            raise AnswerLostError(problem, is_starved=is_close)
        if not is_close or (has_replied and used > session.cpu_seconds):
            problem = f"it took longer than {session.cpu_seconds:g} seconds"
            raise AnswerLostError(problem, is_starved=is_close)
        if memory > limits.memory_bytes:
            problem = (
                f"it used more than {limits.memory_bytes / 2**20:.0f} MB of memory"
            )
            raise AnswerLostError(problem)
        if files > limits.files:
            problem = f"it wrote more than {limits.files:,} files"
            raise AnswerLostError(problem)
