"""Grade one submission: ask every answer in isolation and judge what it says."""

from dataclasses import asdict, dataclass, field

from ..answering.plain_data import (
    Callback,
    MalformedMessageError,
    NotPlainError,
    pack,
    unpack,
)
from ..answering.responder import (
    Request,
    pack_request,
    refer_to,
    unpack_error,
    unpack_reply,
)
from ..authoring.assignment import Assignment
from ..authoring.student_copy import mistakes_of
from ..checking.exercise import Check, Exercise
from ..checking.fingerprints import KnownMistake, diagnose
from ..checking.judging import CheckResult, ExerciseResult, NoAnswerError, judge
from ..sandbox import AnswerLostError, Isolation, Session, Worker
from .showing import shown_by
from .submission import Cell, Submission

__all__ = ["Graded", "Judge"]

STRIKES = 3
MAX_ENDLESS = 3


@dataclass
class Graded:
    """What grading a submission gave.

    Parameters
    ----------
    exercises : list of ExerciseResult
        In the order of the notebook.
    shown : dict
        What the cells of the notebook show, by their index there.
    is_starved : bool
        Whether time on the clock ran out while processor time was left. On a
        busy machine that may be the machine's fault.
    """

    exercises: list[ExerciseResult] = field(default_factory=list)
    shown: dict[str, list[dict]] = field(default_factory=dict)
    is_starved: bool = False


class Judge:
    """Grade submissions of one assignment.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Decides the inputs of all checks.
    cpu_seconds : dict, optional
        For each exercise the processor time that each check may take; checks
        that are not named have the limit of a cell.
    """

    def __init__(
        self,
        assignment: Assignment,
        seed: int,
        cpu_seconds: dict[str, dict[str, float]] | None = None,
    ):
        self.assignment = assignment
        self.seed = seed
        self.cpu_seconds = cpu_seconds or {}
        self._mistakes: dict[str, list[KnownMistake]] = {}

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

    def learn_mistakes(self) -> dict[str, list[dict]]:
        """Find out how every known wrong answer fails, before it is needed.

        Returns
        -------
        dict
            By exercise: what `recall_mistakes` takes. Plain JSON.
        """
        return {
            name: [asdict(mistake) for mistake in self._known(name)]
            for name in self.assignment.exercises
        }

    def recall_mistakes(self, learned: dict[str, list[dict]]) -> None:
        """Use what another judge has learned under the same conditions.

        Parameters
        ----------
        learned : dict
            What `learn_mistakes` returned.
        """
        self._mistakes = {
            name: [KnownMistake(**mistake) for mistake in mistakes]
            for name, mistakes in learned.items()
        }

    def grade(self, submission: Submission, worker: Worker) -> Graded:
        """Grade a submission; the result depends on nothing but the arguments.

        Parameters
        ----------
        submission : Submission
        worker : Worker

        Returns
        -------
        Graded
        """
        graded = Graded()
        endless: set[Cell] = set()
        for exercise in self.assignment.exercises.values():
            result, is_starved = self._grade(exercise, submission, worker, endless)
            graded.exercises.append(result)
            graded.is_starved |= is_starved
        outputs = shown_by([cell.source for cell in submission.cells], worker)
        for cell, shown in zip(submission.cells, outputs, strict=False):
            graded.shown[str(cell.place)] = shown
        return graded

    def grade_exercise(
        self, exercise: Exercise, submission: Submission, worker: Worker
    ) -> ExerciseResult:
        """Grade one exercise of a submission.

        Parameters
        ----------
        exercise : Exercise
        submission : Submission
        worker : Worker

        Returns
        -------
        ExerciseResult
        """
        return self._grade(exercise, submission, worker, set())[0]

    def _grade(self, exercise, submission, worker, endless):
        """Grade one exercise; cells that do not end join ``endless``."""
        if not submission.has(exercise.name):
            problem = f"no cell of the notebook defines {exercise.name}."
            return _unanswered(exercise, "missing", problem), False
        cells = submission.plan(exercise.name, exercise.uses)
        limits = self.cpu_seconds.get(exercise.name, {})
        conversation = _Conversation(worker, cells, exercise.name, endless, limits)
        try:
            problem = conversation.start()
            if problem:
                result = _unanswered(exercise, "error", problem)
                return result, conversation.is_starved
            result = judge(exercise, conversation.ask, self.seed, conversation.begin)
        finally:
            conversation.close()
        if result.failed:
            result.diagnosis = diagnose(result.checks, self._known(exercise.name))
        return result, conversation.is_starved

    def _known(self, name):
        if name not in self._mistakes:
            known = mistakes_of(self.assignment, name, self.seed)
            self._mistakes[name] = [KnownMistake(**mistake) for mistake in known]
        return self._mistakes[name]


class _Conversation:
    """Ask one answer, in a new session whenever the last one was lost."""

    def __init__(self, worker, cells, name, endless, cpu_seconds):
        self._worker = worker
        self._cells = cells
        self._name = name
        self._session: Session | None = None
        self._callbacks: list[Callback] = []
        self._strikes = 0
        self._endless = endless
        self._limits = cpu_seconds
        self._seconds = worker.isolation.limits.cpu_seconds
        self._cell_error = None
        self.is_starved = False

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

    def begin(self, check: Check) -> None:
        """Give a check its processor time."""
        usual = self._worker.isolation.limits.cpu_seconds
        self._seconds = self._limits.get(check.name, usual)
        if self._session is not None:
            self._session.allow(self._seconds)

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

    def _run_cells(self) -> str:
        """Run all cells in a new session, leaving out those that never end."""
        while True:
            self.close()
            self._session = session = self._worker.session()
            lost, reason = self._first_lost_cell(session)
            session.allow(self._seconds)
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
                error = unpack_error(session.run(cell.source))
            except AnswerLostError as lost:
                self.is_starved |= lost.is_starved
                return cell, str(lost)
            except MalformedMessageError:
                return cell, "it sent something that is no answer"
            if error is not None and cell.answers == self._name:
                self._cell_error = error
        return None, ""


def _unanswered(exercise, status, problem):
    checks = [
        CheckResult(check, passed=False, reason=problem) for check in exercise.checks
    ]
    return ExerciseResult(exercise, checks, status, problem)
