"""Fingerprints of behaviour, and the known mistakes that they give away.

A fingerprint stands for the values that an answer returned during a check. Two
answers that behave alike have the same fingerprint, and it cannot be turned
back into code. A student's copy holds the fingerprints of known mistakes, never
the wrong answers themselves.
"""

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..answering.messages import Reply, Request

__all__ = ["KnownMistake", "Transcript", "diagnose"]

MAX_NUMBERS = 10_000
# From this many on, the numbers of an array are written all at once.
MANY_NUMBERS = 500


@dataclass(frozen=True)
class KnownMistake:
    """A mistake that people make, and how it shows.

    Parameters
    ----------
    because : str
        What the mistake is, in words for the student.
    fingerprints : dict
        Fingerprint of each check that the mistake fails, by check name.
    outlines : dict
        The same for a mistake that gives other numbers each time; then there
        are no fingerprints.
    """

    because: str
    fingerprints: dict[str, str]
    outlines: dict[str, str] = field(default_factory=dict)


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
        return self._digest(_rounded)

    def outline(self) -> str:
        """Return 16 digits that stand for the replies, whatever their numbers.

        It is how answers are compared that draw other numbers each time.
        """
        return self._digest(_left_out)

    def _digest(self, write):
        digest = hashlib.sha256()
        for reply in self.replies:
            for part in (reply.error and reply.error[:2], reply.value, reply.arguments):
                digest.update(_canonical(part, write).encode())
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
        The words of the mistake that fails the same checks in the same way. If
        there is none, the same public checks will do: the student has read these
        words in the notebook, and an answer may have one more flaw. "" if there
        is none either.
    """
    public = {check.check.name for check in checks if check.check.is_public}
    shown = [
        dataclasses.replace(
            mistake,
            fingerprints=_only(mistake.fingerprints, public),
            outlines=_only(mistake.outlines, public),
        )
        for mistake in mistakes
    ]
    seen = [check for check in checks if check.check.is_public]
    return _behaves_like(checks, mistakes) or _behaves_like(seen, shown)


def _behaves_like(checks, mistakes):
    failed = {c.check.name: c for c in checks if not c.passed}
    fingerprints = {name: check.fingerprint for name, check in failed.items()}
    outlines = {name: check.outline for name, check in failed.items()}
    for mistake in mistakes:
        if failed and fingerprints == mistake.fingerprints:
            return mistake.because
    for mistake in mistakes:
        if failed and outlines == mistake.outlines:
            return mistake.because
    return ""


def _only(prints, names):
    return {name: text for name, text in prints.items() if name in names}


def _canonical(value, write):
    if isinstance(value, np.ndarray) and value.ndim > 0:
        numbers = value.ravel()[:MAX_NUMBERS]
        if numbers.dtype.kind in "biuf":
            return f"array{value.shape}[{_real_numbers(numbers, write)}]"
        body = ",".join([_canonical(number, write) for number in numbers])
        return f"array{value.shape}[{body}]"
    if isinstance(value, (list, tuple)):
        body = ",".join([_canonical(item, write) for item in value])
        return f"{type(value).__name__}[{body}]"
    if isinstance(value, dict):
        pairs = ([_canonical(part, write) for part in pair] for pair in value.items())
        return f"dict[{','.join(map(':'.join, pairs))}]"
    if isinstance(value, np.ndarray):
        value = value[()]
    if isinstance(value, (int, float, complex, np.number, np.bool_)):
        return write(value)
    return str(value)


def _real_numbers(numbers, write):
    if write is _left_out:
        return "#" * numbers.size
    if numbers.size >= MANY_NUMBERS:
        return _written_at_once(numbers)
    return ",".join(map(_rounded, numbers.astype(float).tolist()))


def _written_at_once(numbers):
    """Stand for many real numbers as `_rounded` does, without a text for each."""
    numbers = numbers.astype(float)
    # What is smaller has fewer digits than six in the end; it counts as 0.
    numbers = np.where(np.abs(numbers) < 1e-290, 0.0, numbers)
    usual = np.isfinite(numbers) & (numbers != 0)
    sizes = np.abs(np.where(usual, numbers, 1.0))
    powers = np.floor(np.log10(sizes))
    digits = np.rint(sizes / 10.0 ** (powers - 5))
    # 9.999996 has six digits only as 1.00000e+01, whatever its logarithm was.
    powers += digits >= 1e6
    digits = np.where(digits >= 1e6, 1e5, digits)
    kinds = np.where(usual, np.sign(numbers), np.nan_to_num(numbers, nan=7, posinf=5))
    parts = (part.astype("<f8").tobytes() for part in (kinds + 0.0, digits, powers))
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _left_out(number):
    return "#"


def _rounded(number):
    if isinstance(number, (complex, np.complexfloating)):
        return f"{complex(number):.5e}"
    try:
        # Adding 0 turns -0.0 into 0.0.
        return f"{float(number) + 0.0:.5e}"
    except OverflowError:
        return str(number)
