"""An isolated process for answers that nobody has read.

A worker keeps one warm process inside bubblewrap, with the scientific packages
already imported. For each exercise that process forks a child, which runs the
student's cells and then answers requests. Only bytes come back. This package
knows nothing of exercises, checks or points.
"""

from .isolation import Isolation, NoIsolationError
from .limits import Limits
from .session import AnswerLostError, Session
from .worker import Worker

__all__ = [
    "AnswerLostError",
    "Isolation",
    "Limits",
    "NoIsolationError",
    "Session",
    "Worker",
]
