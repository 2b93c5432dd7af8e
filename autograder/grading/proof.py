"""Prove an assignment: send our own answers through the grader.

The reference must get full marks, the untouched stub none, every right answer
full marks, and every wrong answer must fail exactly the checks that it declares
and be told its own mistake.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import nbformat

from ..authoring.assignment import Assignment
from ..checking.exercise import Exercise
from .engine import Judge
from .executor import run_all
from .submission import Submission, read_submission

__all__ = ["Proof", "as_json", "prove", "trials", "with_answer"]


@dataclass(frozen=True)
class Trial:
    """One of our own answers and what it must do.

    Parameters
    ----------
    exercise : Exercise
    kind : {"reference", "stub", "right", "wrong"}
    name : str
    source : str or None
        None leaves the stub as it was released.
    fails : frozenset of str
        Exactly the checks that it must fail.
    because : str
        The mistake that must be named.
    """

    exercise: Exercise
    kind: str
    name: str
    source: str | None
    fails: frozenset[str]
    because: str = ""


@dataclass(frozen=True)
class Proof:
    """What one trial showed.

    Parameters
    ----------
    trial : Trial
    passes, fails : set of str
        Checks that passed, or failed, with at least one seed.
    problems : list of str
        Why the trial is not what it should be; empty if it is.
    """

    trial: Trial
    passes: set[str]
    fails: set[str]
    problems: list[str]


def trials(assignment: Assignment) -> list[Trial]:
    """List everything that must be proved of an assignment.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    list of Trial
    """
    found = []
    for name, exercise in assignment.exercises.items():
        every = frozenset(check.name for check in exercise.checks)
        reference = assignment.references[name].source
        found.append(Trial(exercise, "reference", name, reference, frozenset()))
        found.append(Trial(exercise, "stub", name, None, every))
        for variant in assignment.variants_of(name):
            kind = "right" if variant.is_right else "wrong"
            source, because = variant.source(), variant.because
            found.append(
                Trial(exercise, kind, variant.name, source, variant.fails, because)
            )
    return found


def with_answer(
    released: nbformat.NotebookNode, answers: dict[str, str]
) -> nbformat.NotebookNode:
    """Write answers into the cells of a released notebook.

    Parameters
    ----------
    released : nbformat.NotebookNode
    answers : dict
        Source by name of the exercise.

    Returns
    -------
    nbformat.NotebookNode
        A copy.
    """
    notebook = nbformat.from_dict(released)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    return notebook


def prove(
    assignment: Assignment,
    released: Path,
    seeds: int,
    workers: int,
) -> Iterator[Proof]:
    """Try all answers of an assignment with several seeds.

    One piece of work is all answers to one exercise with one seed: finding out how
    its known mistakes fail takes as long as trying them, and is done once.

    Parameters
    ----------
    assignment : Assignment
    released : Path
        nbgrader's release folder of the assignment.
    seeds : int
        Seeds 0, 1, ... are tried.
    workers : int

    Yields
    ------
    Proof
        All of an exercise as soon as they are ready.
    """
    files = [path for path in released.iterdir() if path.suffix != ".ipynb"]
    handed_in: dict[str, list[tuple[Trial, Submission]]] = {}
    for trial, submission in _submissions(assignment, released):
        handed_in.setdefault(trial.exercise.name, []).append((trial, submission))

    def attempt(item, worker):
        name, seed = item
        judge = Judge(assignment, seed)
        return [
            _attempt(trial, submission, judge, worker)
            for trial, submission in handed_in[name]
        ]

    found: dict[str, list] = {name: [] for name in handed_in}
    for done in run_all(
        attempt,
        [(name, seed) for name in handed_in for seed in range(seeds)],
        # Our own answers need no sandbox, and a proof must work everywhere.
        Judge(assignment, 0).isolation(files, is_isolated=False),
        workers,
    ):
        name, seed = done.item
        lost: tuple = (set(), set(), [f"seed {seed}: {done.problem}"])
        found[name].append(done.value or [lost] * len(handed_in[name]))
        if len(found[name]) == seeds:
            for (trial, _), shown in zip(
                handed_in[name], zip(*found[name], strict=True), strict=True
            ):
                yield _joined(trial, shown)


def as_json(proofs: list[Proof]) -> list[dict]:
    """Write proofs for programs, one entry per exercise.

    Parameters
    ----------
    proofs : list of Proof

    Returns
    -------
    list of dict
        Plain JSON.
    """
    by_exercise: dict[str, list[Proof]] = {}
    for proof in proofs:
        by_exercise.setdefault(proof.trial.exercise.name, []).append(proof)
    return [
        {
            "exercise": name,
            "answers": [
                {
                    "kind": proof.trial.kind,
                    "name": proof.trial.name,
                    "passes": sorted(proof.passes),
                    "fails": sorted(proof.fails),
                    "declared": sorted(proof.trial.fails),
                    "proved": not proof.problems,
                    "problems": proof.problems,
                }
                for proof in found
            ],
        }
        for name, found in by_exercise.items()
    ]


def _submissions(assignment, released):
    """Write every answer into the released notebook and read it as handed in."""
    notebook = nbformat.read(released / f"{assignment.name}.ipynb", as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{assignment.name}.ipynb")
        for trial in trials(assignment):
            uses = trial.exercise.uses
            answers = {name: assignment.references[name].source for name in uses}
            if trial.source is not None:
                answers[trial.exercise.name] = trial.source
            nbformat.write(with_answer(notebook, answers), path)
            yield trial, read_submission(path, assignment)


def _attempt(trial, submission, judge, worker):
    result = judge.grade_exercise(trial.exercise, submission, worker)
    expected = "not attempted" if trial.kind == "stub" else None
    problems = [
        f"seed {judge.seed}: {problem}"
        for problem in _problems(trial, result, expected)
    ]
    return result.passed, result.failed, problems


def _joined(trial, shown):
    """Put what one answer showed with each seed together."""
    passes, fails, problems = zip(*shown, strict=True)
    return Proof(
        trial, set().union(*passes), set().union(*fails), list(chain(*problems))
    )


def _problems(trial, result, expected_status):
    for name in sorted(result.failed - trial.fails):
        check = next(c for c in result.checks if c.check.name == name)
        yield f"fails {name}: {check.failure or check.reason}"
    for name in sorted(trial.fails - result.failed):
        yield f"passes {name}, which it should fail"
    if expected_status and result.status != expected_status:
        yield f"is reported as {result.status} instead of {expected_status}"
    if result.diagnosis != trial.because:
        told = result.diagnosis or "nothing"
        yield f"is told {told!r} instead of its own mistake"
