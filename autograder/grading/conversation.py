"""Ask one answer of a notebook, and begin anew whenever it is lost."""

from collections.abc import Callable, Container

from ..answering.messages import (
    Reply,
    Request,
    pack_request,
    refer_to,
    unpack_error,
    unpack_reply,
)
from ..answering.plain_data import (
    Callback,
    MalformedMessageError,
    NotPlainError,
    pack,
    unpack,
)
from ..checking.exercise import Check
from ..checking.judging import NoAnswerError
from ..sandbox import AnswerLostError, Session, Worker
from .budget import Budget
from .plan import Cell, Identity

__all__ = ["Conversation"]

STRIKES = 3
FORGED = "it sent something that is no answer"


class Conversation:
    """Ask one answer, in a new session whenever the last one was lost.

    Parameters
    ----------
    worker : Worker
    plan : callable
        Takes what did not finish and returns the cells to run; of a cell that
        did not finish, only what the answer needs.
    name : str
        The exercise that the answer belongs to.
    unfinished : dict
        Why, by the identity of each cell that did not finish. What is lost
        here joins it.
    budget : Budget
        Of the whole notebook.
    cpu_seconds : dict
        Processor time of each check that has a limit of its own.

    Attributes
    ----------
    is_starved : bool
        Whether a busy machine may have cost points.
    """

    def __init__(
        self,
        worker: Worker,
        plan: Callable[[Container[Identity]], list[Cell]],
        name: str,
        unfinished: dict[Identity, str],
        budget: Budget,
        cpu_seconds: dict[str, float],
    ):
        self._worker = worker
        self._plan = plan
        self._name = name
        self._session: Session | None = None
        self._callbacks: list[Callback] = []
        self._strikes = 0
        self._unfinished = unfinished
        self._budget = budget
        self._limits = cpu_seconds
        self._seconds = worker.isolation.limits.cpu_seconds
        self._cell_error: tuple[str, str, str] | None = None
        self.is_starved = False

    def close(self) -> None:
        """End the session."""
        if self._session is not None:
            self._budget.cpu_seconds += self._session.cpu_used
            self._session.close()
            self._session = None

    def start(self) -> str:
        """Run the cells; return a sentence if the answer is not there then."""
        problem = self._run_cells()
        if problem:
            return problem
        try:
            defined = self._exchange(Request("defined", self._name))
        except (AnswerLostError, MalformedMessageError) as lost:
            if isinstance(lost, AnswerLostError):
                self.is_starved |= lost.is_starved
            return f"the cell with {self._name} did not finish: {lost}."
        if defined.value is True:
            return ""
        if self._cell_error is None:
            return f"no cell of the notebook defines {self._name}."
        kind, message, place = self._cell_error
        where = f" ({place})" if place else ""
        return f"the cell with {self._name} raises {kind}: {message}{where}."

    def begin(self, check: Check) -> None:
        """Give a check its processor time."""
        usual = self._worker.isolation.limits.cpu_seconds
        self._seconds = self._limits.get(check.name, usual)
        if self._session is not None:
            self._session.allow(self._seconds)

    def ask(self, request: Request) -> Reply:
        """Pass on a request of a check.

        Raises
        ------
        NoAnswerError
            If there is no reply.
        """
        if self._strikes >= STRIKES:
            problem = f"not asked again, because {STRIKES} checks gave no answer."
            raise NoAnswerError(problem)
        problem = self._out_of_time()
        if not problem and self._session is None:
            problem = self._run_cells()
        if problem:
            raise NoAnswerError(problem)
        try:
            return self._exchange(request)
        except AnswerLostError as lost:
            self.close()
            self.is_starved |= lost.is_starved
            self._strikes += 1
            problem = f"your code gave no answer: {lost}."
            raise NoAnswerError(problem) from None
        except MalformedMessageError:
            self.close()
            self._strikes += 1
            problem = "your code sent something that is no answer."
            raise NoAnswerError(problem) from None

    def _exchange(self, request):
        assert self._session is not None
        message = pack_request(request, refer_to(self._callbacks))
        return unpack_reply(self._session.ask(message, self._call_back))

    def _call_back(self, message):
        """Run a function of the check that the answer wants to call."""
        try:
            number, arguments = unpack(message)
            return True, pack(self._callbacks[number](*arguments))
        except NotPlainError:
            return False, pack("the function gave no plain value")
        except Exception as problem:
            return False, pack(f"{type(problem).__name__}: {problem}"[:300])

    def _out_of_time(self):
        """Say that the time of the notebook is used up, or nothing."""
        if not self._budget.is_used_up:
            return ""
        self.close()
        self.is_starved |= self._budget.is_starved
        return self._budget.problem

    def _run_cells(self) -> str:
        """Run all cells in a new session, and less of those that never end."""
        while True:
            self.close()
            cells = self._plan(self._unfinished)
            for cell in cells:
                reason = self._unfinished.get(cell.identity)
                if reason is not None and cell.answers == self._name:
                    return f"the cell with {self._name} did not finish: {reason}."
            self._session = session = self._worker.session()
            lost, reason = self._first_lost_cell(session, cells)
            problem = self._out_of_time()
            if problem:
                return problem
            if lost is None:
                session.allow(self._seconds)
                return ""
            if reason == FORGED and lost.answers == self._name:
                return f"the cell with {self._name} did not finish: {reason}."
            self._unfinished[lost.identity] = reason

    def _first_lost_cell(self, session, cells):
        for cell in cells:
            if cell.identity in self._unfinished:
                continue
            if self._budget.is_used_up:
                break
            try:
                error = unpack_error(session.run(cell.source))
            except AnswerLostError as lost:
                self.is_starved |= lost.is_starved
                return cell, str(lost)
            except MalformedMessageError:
                return cell, FORGED
            if error is not None and cell.answers == self._name:
                self._cell_error = error
        return None, ""
