"""Grade one submission: ask every answer in isolation and judge what it says."""

import threading

from ..answering.plain_data import (
    Callback,
    MalformedMessageError,
    NotPlainError,
    pack,
    unpack,
)
from ..answering.responder import Request, pack_request, refer_to, unpack_reply
from ..authoring.assignment import Assignment
from ..authoring.student_copy import mistakes_of
from ..checking.exercise import Exercise
from ..checking.fingerprints import KnownMistake, diagnose
from ..checking.judging import CheckResult, ExerciseResult, NoAnswerError, judge
from ..sandbox import AnswerLostError, Isolation, Session, Worker
from .submission import Cell, Submission

__all__ = ["Judge"]

STRIKES = 3
MAX_ENDLESS = 3


class Judge:
    """Grade submissions of one assignment.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Decides the inputs of all checks.
    """

    def __init__(self, assignment: Assignment, seed: int):
        self.assignment = assignment
        self.seed = seed
        self._mistakes: dict[str, list[KnownMistake]] = {}
        self._lock = threading.Lock()

    def isolation(self, files, *, is_isolated: bool = True) -> Isolation:
        """Choose how the answers to this assignment are run.

        Parameters
        ----------
        files : sequence of Path
            What stands beside the notebook.
        is_isolated : bool
            False runs them as ordinary processes.

        Returns
        -------
        Isolation
        """
        choose = Isolation.find if is_isolated else Isolation.none
        return choose(files, setup=self.assignment.setup)

    def grade(self, submission: Submission, worker: Worker) -> list[ExerciseResult]:
        """Grade a submission; the result depends on nothing but the arguments.

        Parameters
        ----------
        submission : Submission
        worker : Worker

        Returns
        -------
        list of ExerciseResult
            In the order of the notebook.
        """
        endless: set[Cell] = set()
        return [
            self.grade_exercise(exercise, submission, worker, endless)
            for exercise in self.assignment.exercises.values()
        ]

    def grade_exercise(
        self,
        exercise: Exercise,
        submission: Submission,
        worker: Worker,
        endless: set[Cell],
    ) -> ExerciseResult:
        """Grade one exercise of a submission.

        Parameters
        ----------
        exercise : Exercise
        submission : Submission
        worker : Worker
        endless : set of Cell
            Cells that did not end before; they are left out, and it grows.

        Returns
        -------
        ExerciseResult
        """
        if not submission.has(exercise.name):
            problem = f"no cell of the notebook defines {exercise.name}."
            return _unanswered(exercise, "missing", problem)
        cells = submission.plan(exercise.name, exercise.uses)
        conversation = _Conversation(worker, cells, exercise.name, endless)
        try:
            problem = conversation.start()
            if problem:
                return _unanswered(exercise, "error", problem)
            result = judge(exercise, conversation.ask, self.seed)
        finally:
            conversation.close()
        if result.failed:
            result.diagnosis = diagnose(result.checks, self._known(exercise.name))
        return result

    def _known(self, name):
        with self._lock:
            if name not in self._mistakes:
                known = mistakes_of(self.assignment, name, self.seed)
                self._mistakes[name] = [KnownMistake(**mistake) for mistake in known]
            return self._mistakes[name]


class _Conversation:
    """Ask one answer, in a new session whenever the last one was lost."""

    def __init__(self, worker, cells, name, endless):
        self._worker = worker
        self._cells = cells
        self._name = name
        self._session: Session | None = None
        self._callbacks: list[Callback] = []
        self._strikes = 0
        self._endless = endless
        self._cell_error = None

    def close(self):
        if self._session is not None:
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
            return f"the cell with {self._name} did not finish: {lost}."
        if defined.value is True:
            return ""
        if self._cell_error is None:
            return f"no cell of the notebook defines {self._name}."
        kind, message, place = self._cell_error
        where = f" ({place})" if place else ""
        return f"the cell with {self._name} raises {kind}: {message}{where}."

    def ask(self, request: Request):
        if self._strikes >= STRIKES:
            problem = f"not asked again, because {STRIKES} checks gave no answer."
            raise NoAnswerError(problem)
        if self._session is None:
            problem = self._run_cells()
            if problem:
                raise NoAnswerError(problem)
        try:
            return self._exchange(request)
        except AnswerLostError as lost:
            self.close()
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

    def _run_cells(self) -> str:
        """Run all cells in a new session, leaving out those that never end."""
        while True:
            self.close()
            self._session = session = self._worker.session()
            lost, reason = self._first_lost_cell(session)
            if lost is None:
                return ""
            if lost.answers == self._name or lost in self._endless:
                return f"the cell with {self._name} did not finish: {reason}."
            if len(self._endless) == MAX_ENDLESS:
                return "too many cells of the notebook do not finish."
            self._endless.add(lost)

    def _first_lost_cell(self, session):
        for cell in self._cells:
            if cell in self._endless:
                continue
            try:
                error = unpack(session.run(cell.source))
            except (AnswerLostError, MalformedMessageError) as lost:
                return cell, str(lost)
            if error is not None and not _is_description(error):
                return cell, "it sent something that is no answer"
            if error is not None and cell.answers == self._name:
                self._cell_error = error
        return None, ""


def _is_description(error):
    """Tell whether this is what `describe_error` gives, and nothing forged."""
    return (
        type(error) is tuple
        and len(error) == 3
        and all(type(part) is str for part in error)
    )


def _unanswered(exercise, status, problem):
    checks = [
        CheckResult(check, passed=False, reason=problem) for check in exercise.checks
    ]
    return ExerciseResult(exercise, checks, status, problem)
