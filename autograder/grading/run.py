"""One run of the grader: do what is missing, and remember each result at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ..sandbox import Isolation
from .classroom import HandedIn, grade_one
from .engine import Judge
from .journal import Journal, read_events
from .results import StudentResult, to_json
from .rounds import grade_in_rounds
from .store import ResultStore, digest_of_conditions, digest_of_file, key_of

__all__ = [
    "JOURNAL",
    "Outcome",
    "Run",
    "State",
    "folder_of",
    "recorded_documents",
]

JOURNAL, RESULTS = "journal.jsonl", "results"
RECORDED = "recorded"


def folder_of(course: Path, assignment: str) -> Path:
    """Return where the grader keeps its journal and its results.

    Parameters
    ----------
    course : Path
    assignment : str

    Returns
    -------
    Path
    """
    return course / "grading" / assignment


def recorded_documents(course: Path, assignment: str) -> list[dict]:
    """Read the results that are in the gradebook, while others may write.

    Parameters
    ----------
    course : Path
    assignment : str

    Returns
    -------
    list of dict
        Plain JSON, in the order of the students; see `results`.
    """
    folder = folder_of(course, assignment)
    recorded = _last_records(read_events(folder / JOURNAL))
    store = ResultStore(folder / RESULTS) if recorded else None
    found = (
        (student, store.get(event["key"]))
        for student, event in sorted(recorded.items())
        if store
    )
    return [{**document, "student": student} for student, document in found if document]


def _last_records(events):
    return {e["student"]: e for e in events if e["event"] == RECORDED}


class State(Enum):
    """What is known of a submission when a run begins."""

    NEW = "not graded yet, or the result has vanished"
    CHANGED = "handed in again"
    STALE = "graded with another version of the assignment, the environment or limits"
    DONE = "graded"


@dataclass(frozen=True)
class Outcome:
    """The result of one submission in this run.

    Parameters
    ----------
    handed_in : HandedIn
    document : dict
        Plain JSON; see `results`.
    seconds : float
        Time on the clock; 0 if the result was there already.
    is_final : bool
        False if the grader failed; a rerun then tries again.
    slowest : tuple (str, float)
        The exercise that took longest, and its seconds; ("", 0.0) if none did.
    """

    handed_in: HandedIn
    document: dict
    seconds: float
    is_final: bool
    slowest: tuple[str, float] = ("", 0.0)


class Run:
    """Grade the submissions of one assignment.

    Parameters
    ----------
    submissions : list of HandedIn
    judge : Judge
    isolation : Isolation
    journal : Journal
    folder : Path
        Where results are kept.
    """

    def __init__(
        self,
        submissions: list[HandedIn],
        judge: Judge,
        isolation: Isolation,
        journal: Journal,
        folder: Path,
    ):
        self.submissions = submissions
        self._judge = judge
        self._isolation = isolation
        self._journal = journal
        self._store = ResultStore(folder / RESULTS)
        self._recorded = _last_records(journal.events())
        conditions = digest_of_conditions(judge, isolation)
        self._mistakes_key = f"{conditions[:32]}.mistakes"
        self._digests = {
            one.student: digest_of_file(one.notebook) + one.problem
            for one in submissions
        }
        self._keys = {
            student: key_of(conditions, digest)
            for student, digest in self._digests.items()
        }

    def state(self, handed_in: HandedIn) -> State:
        """Tell what is known of a submission.

        Parameters
        ----------
        handed_in : HandedIn

        Returns
        -------
        State
        """
        student = handed_in.student
        before = self._recorded.get(student)
        if before is None or before["key"] not in self._store:
            return State.NEW
        if not self.knows(handed_in):
            return State.CHANGED
        if before["key"] != self._keys[student]:
            return State.STALE
        return State.DONE

    def knows(self, handed_in: HandedIn) -> bool:
        """Tell whether this very notebook is the last that was graded.

        Parameters
        ----------
        handed_in : HandedIn

        Returns
        -------
        bool
        """
        student = handed_in.student
        before = self._recorded.get(student)
        return before is not None and before["notebook"] == self._digests[student]

    def recorded(self, handed_in: HandedIn) -> dict | None:
        """Return the result that is in the gradebook.

        Parameters
        ----------
        handed_in : HandedIn

        Returns
        -------
        dict, optional
            None if there is none, or its file has vanished.
        """
        before = self._recorded.get(handed_in.student)
        return before and self._named(handed_in, self._store.get(before["key"]))

    def grade(self, wanted: list[HandedIn], workers: int) -> Iterator[Outcome]:
        """Grade submissions, several at a time.

        Equal notebooks are graded once. A notebook that a busy machine may have
        cost points is graded again at the end, alone, and then it counts.

        Parameters
        ----------
        wanted : list of HandedIn
        workers : int

        Yields
        ------
        Outcome
            As soon as it is ready.
        """
        by_key: dict[str, list[HandedIn]] = {}
        for one in wanted:
            if one.has_name:
                by_key.setdefault(self._keys[one.student], []).append(one)
            else:
                yield self.failed(one, one.problem)
        todo = []
        for key, same in by_key.items():
            document = self._store.get(key)
            if document is None:
                todo.append(same[0])
            else:
                yield from self._outcomes(same, document)
        if todo:
            self._learn_mistakes()
        for done in grade_in_rounds(self._work, todo, self._isolation, workers):
            key = self._keys[done.item.student]
            if done.value is None:
                for one in by_key[key]:
                    yield self.failed(one, done.problem)
                continue
            # The result comes last: where it is, everything is.
            self._store.put(f"{key}.shown", done.value.shown)
            self._store.put(key, done.value.document)
            yield from self._outcomes(
                by_key[key], done.value.document, done.seconds, done.value.slowest
            )

    def failed(self, handed_in: HandedIn, problem: str) -> Outcome:
        """Return the outcome of a submission that the grader could not deal with.

        Parameters
        ----------
        handed_in : HandedIn
        problem : str
            One sentence.

        Returns
        -------
        Outcome
        """
        assignment = self._judge.assignment
        result = StudentResult(
            handed_in.student,
            assignment.name,
            assignment.points,
            "failed",
            problem,
            is_isolated=self._isolation.is_isolated,
            seed=self._judge.seed,
        )
        return Outcome(handed_in, to_json(result), 0.0, is_final=False)

    def shown(self, handed_in: HandedIn) -> dict[str, list[dict]]:
        """Return what the cells of a notebook showed when it was graded.

        Parameters
        ----------
        handed_in : HandedIn

        Returns
        -------
        dict
            nbformat's outputs by the index of the cell.
        """
        return self._store.get(f"{self._keys[handed_in.student]}.shown") or {}

    def record(self, outcome: Outcome) -> None:
        """Remember that a result is in the gradebook.

        Parameters
        ----------
        outcome : Outcome
        """
        student = outcome.handed_in.student
        event = {
            "student": student,
            "key": self._keys[student],
            "notebook": self._digests[student],
            "points": outcome.document["points"],
        }
        self._journal.append(RECORDED, **event)
        self._recorded[student] = event

    def _learn_mistakes(self):
        """Learn them once for all processes, and for all runs like this one."""
        learned = self._store.get(self._mistakes_key)
        if learned is None:
            self._store.put(self._mistakes_key, self._judge.learn_mistakes())
        else:
            self._judge.recall_mistakes(learned)

    def _work(self, handed_in, worker):
        return grade_one(self._judge, handed_in, worker)

    def _outcomes(self, same, document, seconds=0.0, slowest=("", 0.0)):
        for one in same:
            named = self._named(one, document)
            yield Outcome(one, named, seconds, is_final=True, slowest=slowest)

    @staticmethod
    def _named(handed_in, document):
        return document and {**document, "student": handed_in.student}
