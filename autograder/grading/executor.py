"""Share work out over several processes on this machine."""

import contextlib
import ctypes
import multiprocessing
import resource
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..sandbox import Isolation, NoIsolationError, Worker

__all__ = ["Done", "run_all"]

Item = TypeVar("Item")
PR_SET_PDEATHSIG = 1
MAX_LOSSES = 2
GRACE_SECONDS = 1.0
CHECKING_BYTES = 2**30
# Forked, so that what is loaded here is loaded there, and work may be a closure.
_PROCESSES = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Done(Generic[Item]):
    """What became of one item.

    Parameters
    ----------
    item : object
    value : object
        What ``work`` returned; None if there is a problem.
    problem : str
        Why there is no value, or "".
    seconds : float
        Time on the clock.
    """

    item: Item
    value: Any
    problem: str
    seconds: float


def run_all(
    work: Callable[[Item, Worker], Any],
    items: Sequence[Item],
    isolation: Isolation,
    workers: int,
) -> Iterator[Done[Item]]:
    """Do the same work for every item, several items at a time.

    A process that ends by itself is replaced and its item tried again; an item
    that ends two processes is given up.

    Parameters
    ----------
    work : callable
        ``work(item, worker)``, called in another process; what it returns must
        be picklable. A worker is lent to one item at a time.
    items : sequence
    isolation : Isolation
    workers : int
        How many processes there are at most.

    Yields
    ------
    Done
        As soon as it is ready.

    Raises
    ------
    NoIsolationError
        If answers cannot be isolated.
    OSError
        If a worker cannot be started, for example because a disk is full.
    """
    waiting = deque(range(len(items)))
    losses = dict.fromkeys(waiting, 0)
    helpers: list[_Helper] = []
    try:
        while waiting or any(helper.is_busy for helper in helpers):
            while waiting and len(helpers) < workers:
                helpers.append(_Helper(work, items, isolation, helpers))
            for helper in helpers:
                if waiting and not helper.is_busy:
                    helper.begin(waiting.popleft())
            finished = []
            for helper in _ready(helpers):
                number, seconds = helper.number, helper.seconds
                try:
                    value, problem = helper.result()
                    if waiting:  # before anybody looks at the result
                        helper.begin(waiting.popleft())
                except EOFError:
                    helpers.remove(helper)
                    helper.end()
                    losses[number] += 1
                    if losses[number] < MAX_LOSSES:
                        waiting.append(number)
                        continue
                    value, problem = None, "the process that graded it ended twice."
                finished.append(Done(items[number], value, problem, seconds))
            yield from finished
    finally:
        for helper in helpers:
            helper.stop()
        for helper in helpers:
            helper.end()


def _ready(helpers):
    busy = {helper.channel: helper for helper in helpers if helper.is_busy}
    return [busy[channel] for channel in wait(list(busy))]


class _Helper:
    """One process, and the item that it works on."""

    def __init__(self, work, items, isolation, others):
        self.channel, theirs = _PROCESSES.Pipe()
        # What belongs to the others must be closed there: a process learns that
        # this one has ended from its channel, which closes with its last copy.
        inherited = [self.channel, *(other.channel for other in others)]
        self._process = _PROCESSES.Process(
            target=_serve, args=(theirs, inherited, work, items, isolation)
        )
        self._process.start()
        theirs.close()
        self.number = -1
        self._began = 0.0

    @property
    def is_busy(self):
        return self.number >= 0

    @property
    def seconds(self):
        return time.monotonic() - self._began

    def begin(self, number):
        self.number, self._began = number, time.monotonic()
        with contextlib.suppress(OSError):  # an end is noticed when it is read
            self.channel.send(number)

    def result(self):
        try:
            value, problem = self.channel.recv()
        except OSError:
            raise EOFError from None
        self.number = -1
        if isinstance(problem, NoIsolationError | OSError):
            raise problem
        return value, problem

    def stop(self):
        self.channel.close()
        self._process.terminate()

    def end(self):
        self._process.join(GRACE_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _serve(
    channel: Connection,
    inherited: list[Connection],
    work: Callable,
    items: Sequence,
    isolation: Isolation,
) -> None:
    """Work until the channel closes; the main function of each process."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    for other in inherited:
        other.close()
    # The channel closes when nobody waits for more.
    with contextlib.suppress(EOFError, OSError), contextlib.ExitStack() as stack:
        try:
            worker = stack.enter_context(Worker(isolation))
        except (NoIsolationError, OSError) as problem:
            channel.recv()
            channel.send((None, problem))
            return
        _limit_memory()
        try:
            while True:
                item = items[channel.recv()]
                channel.send(_attempt(work, item, worker))
        finally:  # nobody cuts short what the worker has to put away
            # SIG_IGN here would make Python complain of a signal that has just
            # come and is not handled yet.
            signal.signal(signal.SIGTERM, lambda *_: None)


def _limit_memory():
    """Let what a check computes from an answer fail before it fills the machine.

    Only the soft limit: a worker that is started anew sets limits of its own.
    """
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + CHECKING_BYTES
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _attempt(work, item, worker):
    try:
        return work(item, worker), ""
    except Exception as problem:
        kind = type(problem).__name__
        return None, f"the grader itself failed: {kind}: {problem}"
