"""Named checks, seeded inputs, messages, hints and diagnosis.

Students receive this package beside their notebook; it needs NumPy alone.
"""

from ..answering.plain_data import Callback, Rng
from .answers import Answer, CheckFailedError, Outcome
from .exercise import Exercise

__all__ = ["Answer", "Callback", "CheckFailedError", "Exercise", "Outcome", "Rng"]
