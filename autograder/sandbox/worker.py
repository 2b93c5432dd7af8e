"""The grader's end of the sandbox: start it, ask it, end it."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from . import frames
from .isolation import (
    Isolation,
    NoIsolationError,
    environment_without_isolation,
    private_folder,
)
from .system_calls import filter_program

__all__ = ["AnswerLostError", "Session", "Worker"]

START_SECONDS = 60
CONTROL_SECONDS = 15
POLL_SECONDS = 0.25


class AnswerLostError(Exception):
    """The answer gave no reply; the message is one clause that says why."""


class Worker:
    """A warm process that can be asked for one session at a time.

    Parameters
    ----------
    isolation : Isolation
    """

    def __init__(self, isolation: Isolation):
        self.isolation = isolation
        self._process: subprocess.Popen | None = None
        self._channel: socket.socket | None = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.close()

    def start(self) -> None:
        """Start the warm process; this takes about a second.

        Raises
        ------
        NoIsolationError
            If the process does not start.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._folder = private_folder()
        folder = Path(self._folder.name)
        errors = (folder / "errors").open("w+b")
        (folder / "filter").write_bytes(filter_program() or b"")
        calls = (folder / "filter").open("rb")
        number = theirs.fileno()
        isolation = self.isolation
        self._process = subprocess.Popen(
            isolation.command(number, calls.fileno(), folder),
            pass_fds=[number, calls.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=None if isolation.is_isolated else environment_without_isolation(),
            start_new_session=True,
        )
        theirs.close()
        calls.close()
        self._channel = ours
        try:
            settings = json.dumps(isolation.settings(folder))
            ours.sendall(settings.encode() + b"\n")
            self._expect(b"ready", START_SECONDS)
        except (OSError, AnswerLostError):
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace").strip().splitlines()
            self.close()
            reason = said[-1] if said else "it said nothing"
            problem = f"the isolated process did not start ({reason})."
            raise NoIsolationError(problem) from None
        finally:
            errors.close()

    def close(self) -> None:
        """End the warm process and everything in it."""
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._process is not None:
            self._folder.cleanup()
        self._process = self._channel = None

    def session(self) -> "Session":
        """Fork a fresh process for one exercise of one student."""
        for attempt in (1, 2):
            if self._process is None:
                self.start()
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                socket.send_fds(self._control, [b"fork"], [theirs.fileno()])
                self._expect(b"forked", CONTROL_SECONDS)
            except (OSError, AnswerLostError):
                ours.close()
                self.close()
                if attempt == 2:
                    raise
                continue
            finally:
                theirs.close()
            return Session(self, ours)
        raise AssertionError

    def processor_seconds(self) -> float:
        """Return the processor time that the session has used."""
        self._control.sendall(b"cpu")
        return float(self._line(CONTROL_SECONDS))

    def end_session(self) -> None:
        """End the session's processes; restart if that does not work."""
        if self._channel is None:
            return
        try:
            self._control.sendall(b"end")
            self._expect(b"clean", CONTROL_SECONDS)
        except (OSError, AnswerLostError):
            self.close()

    @property
    def _control(self) -> socket.socket:
        if self._channel is None:
            problem = "the isolated process ended"
            raise AnswerLostError(problem)
        return self._channel

    def _expect(self, word, seconds):
        line = self._line(seconds)
        if line != word:
            problem = f"the isolated process said {line!r} instead of {word!r}"
            raise AnswerLostError(problem)

    def _line(self, seconds):
        line = b""
        self._control.settimeout(seconds)
        while not line.endswith(b"\n"):
            try:
                part = self._control.recv(1)
            except OSError:
                part = b""
            if not part:
                problem = "the isolated process ended"
                raise AnswerLostError(problem)
            line += part
        return line.rstrip()


class Session:
    """One exercise of one student: run cells, then ask.

    Parameters
    ----------
    worker : Worker
    channel : socket.socket
    """

    def __init__(self, worker: Worker, channel: socket.socket):
        self._worker = worker
        self._channel = channel
        self._number = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        """End the session."""
        self._channel.close()
        self._worker.end_session()

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
        return self._exchange(frames.RUN, source.encode("utf-8", "replace"), None)

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
        limits = self._worker.isolation.limits
        started = time.monotonic()
        used = self._worker.processor_seconds()
        try:
            self._channel.settimeout(limits.wall_seconds)
            frames.send(self._channel, kind, self._number, payload)
            while True:
                self._wait(started, used, limits)
                kind, number, reply = frames.receive(self._channel)
                if number != self._number:
                    problem = "it sent a reply that nobody asked for"
                    raise AnswerLostError(problem)
                if kind == frames.REPLY:
                    return reply
                if kind != frames.CALL_BACK or call_back is None:
                    problem = "it sent a message of an unknown kind"
                    raise AnswerLostError(problem)
                self._call_back(call_back, reply)
        except (OSError, frames.BrokenFrameError):
            problem = "it ended its process or used too much memory"
            raise AnswerLostError(problem) from None

    def _call_back(self, call_back, message):
        worked, value = call_back(message)
        kind = frames.CALL_BACK_VALUE if worked else frames.CALL_BACK_ERROR
        frames.send(self._channel, kind, self._number, value)

    def _wait(self, started, used, limits):
        while not select.select([self._channel], [], [], POLL_SECONDS)[0]:
            if time.monotonic() - started > limits.wall_seconds:
                problem = f"it took longer than {limits.wall_seconds:g} seconds"
                raise AnswerLostError(problem)
            if self._worker.processor_seconds() - used > limits.cpu_seconds:
                problem = f"it took longer than {limits.cpu_seconds:g} seconds"
                raise AnswerLostError(problem)
