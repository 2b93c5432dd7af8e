"""The grader's end of the sandbox: start it, fork answers in it, end it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
from pathlib import Path

from .isolation import (
    Isolation,
    NoIsolationError,
    environment_without_isolation,
    private_folder,
)
from .session import AnswerLostError, Session
from .system_calls import filter_program

__all__ = ["Worker"]

START_SECONDS = 60
CONTROL_SECONDS = 15
END_SECONDS = 0.5


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
        try:
            self._process = subprocess.Popen(
                isolation.command(number, calls.fileno(), folder),
                pass_fds=[number, calls.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=None if isolation.is_isolated else environment_without_isolation(),
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            errors.close()
            self._folder.cleanup()
            problem = f"the isolated process did not start ({error.strerror})."
            raise NoIsolationError(problem) from None
        finally:
            theirs.close()
            calls.close()
        self._channel = ours
        try:
            settings = json.dumps(isolation.settings(folder, self._process.pid))
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
            # It ends by itself when the channel closes; what ends by itself is
            # counted in this process's use of the processor.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(END_SECONDS)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._folder.cleanup()
        self._process = self._channel = None

    def session(self) -> Session:
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

    def usage(self) -> tuple[float, int, int]:
        """Return the processor seconds, memory and files that the session uses."""
        try:
            self._control.sendall(b"use")
            seconds, memory, files = json.loads(self._line(CONTROL_SECONDS))
        except (OSError, ValueError):
            problem = "the isolated process ended"
            raise AnswerLostError(problem) from None
        return seconds, memory, files

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
