"""Fingerprints of behaviour, and the known mistakes that they give away.

A fingerprint stands for the values that an answer returned during a check. Two
answers that behave alike have the same fingerprint, and it cannot be turned
back into code. A student's copy holds the fingerprints of known mistakes, never
the wrong answers themselves.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..answering.responder import Reply, Request

__all__ = ["KnownMistake", "Transcript", "diagnose"]

MAX_NUMBERS = 10_000


@dataclass(frozen=True)
class KnownMistake:
    """A mistake that people make, and how it shows.

    Parameters
    ----------
    because : str
        What the mistake is, in words for the student.
    fingerprints : dict
        Fingerprint of each check that the mistake fails, by check name.
    """

    because: str
    fingerprints: dict[str, str]


class Transcript:
    """Pass requests on and remember the replies.

    Parameters
    ----------
    ask : callable
        ``ask(request)`` returns a `Reply`.
    """

    def __init__(self, ask: Callable[[Request], Reply]):
        self._ask = ask
        self.replies: list[Reply] = []

    def ask(self, request: Request) -> Reply:
        """Ask and remember."""
        reply = self._ask(request)
        self.replies.append(reply)
        return reply

    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that stand for all replies so far.

        Numbers count to six digits, so that the order of a sum does not matter,
        and of an array the first ten thousand count.
        """
        digest = hashlib.sha256()
        for reply in self.replies:
            for part in (reply.error and reply.error[:2], reply.value, reply.arguments):
                digest.update(_canonical(part).encode())
            digest.update(str(bool(reply.warnings)).encode())
        return digest.hexdigest()[:16]


def diagnose(checks, mistakes: list[KnownMistake]) -> str:
    """Name the known mistake that an answer behaves like.

    Parameters
    ----------
    checks : list of CheckResult
        How the checks went.
    mistakes : list of KnownMistake

    Returns
    -------
    str
        The words of the mistake that explains most failed checks, or "" if
        none explains all the failed checks that it would cause.
    """
    failed = {c.check.name: c.fingerprint for c in checks if not c.passed}
    ran = {c.check.name for c in checks}
    best, best_count = "", 0
    for mistake in mistakes:
        expected = {k: v for k, v in mistake.fingerprints.items() if k in ran}
        count = sum(failed.get(name) == mark for name, mark in expected.items())
        if count == len(expected) and count > best_count:
            best, best_count = mistake.because, count
    return best


def _canonical(value):
    if isinstance(value, np.ndarray) and value.ndim > 0:
        numbers = value.ravel()[:MAX_NUMBERS]
        write = _rounded if value.dtype.kind in "biufc" else str
        body = ",".join(map(write, numbers))
        return f"array{value.shape}[{body}]"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}[{','.join(map(_canonical, value))}]"
    if isinstance(value, dict):
        items = (f"{_canonical(k)}:{_canonical(v)}" for k, v in value.items())
        return f"dict[{','.join(items)}]"
    if isinstance(value, (np.ndarray, np.generic, int, float)):
        return _rounded(np.asarray(value)[()])
    return str(value)


def _rounded(number):
    if isinstance(number, (complex, np.complexfloating)):
        return f"{complex(number):.5e}"
    try:
        return f"{float(number) + 0.0:.5e}"
    except (OverflowError, ValueError):
        return str(number)
