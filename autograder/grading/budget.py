"""How much time on the clock the grader has for one notebook."""

import time

__all__ = ["Budget"]

SESSIONS = 3
# Of the time on the clock; who gets less of the processor shares it with others.
OWN_SHARE = 0.8


class Budget:
    """Time on the clock for all exercises of one notebook together.

    Parameters
    ----------
    seconds : float

    Attributes
    ----------
    cpu_seconds : float
        Processor time that was used; whoever uses it adds it.
    """

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.cpu_seconds = 0.0
        self._until = time.monotonic() + seconds

    @classmethod
    def of_sessions(cls, session_seconds: float) -> "Budget":
        """Choose a budget: few sessions may use up all that one may use.

        Parameters
        ----------
        session_seconds : float
            See `Limits`.

        Returns
        -------
        Budget
        """
        return cls(SESSIONS * session_seconds)

    @property
    def is_used_up(self) -> bool:
        """Whether nothing more may be begun."""
        return time.monotonic() >= self._until

    @property
    def is_starved(self) -> bool:
        """Whether a busy machine may have used it up."""
        return self.is_used_up and self.cpu_seconds < OWN_SHARE * self.seconds

    @property
    def problem(self) -> str:
        """Say in one sentence why nothing more is asked."""
        return (
            "not graded for lack of time: the notebook has used up the "
            f"{self.seconds:g} seconds in which all its exercises are graded."
        )
