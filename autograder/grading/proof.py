"""Prove an assignment: send our own answers through the grader.

The reference must get full marks, the untouched stub none, every right answer
full marks, and every wrong answer must fail exactly the checks that it declares
and be told its own mistake.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from ..authoring.assignment import Assignment
from ..checking.exercise import Exercise
from .engine import Judge
from .executor import run_all
from .submission import read_submission

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

    Parameters
    ----------
    assignment : Assignment
    released : Path
        nbgrader's release folder of the assignment.
    seeds : int
        Seeds 0, 1, ... are tried.
    workers : int

    Returns
    -------
    iterator of Proof
        Each as soon as it is ready.
    """
    notebook = nbformat.read(released / f"{assignment.name}.ipynb", as_version=4)
    files = [path for path in released.iterdir() if path.suffix != ".ipynb"]
    judges = [Judge(assignment, seed) for seed in range(seeds)]
    done = run_all(
        lambda trial, worker: _attempt(trial, assignment, notebook, judges, worker),
        trials(assignment),
        # Our own answers need no sandbox, and a proof must work everywhere.
        judges[0].isolation(files, is_isolated=False),
        workers,
    )
    for one in done:
        passes, fails, problems = one.value or (set(), set(), [one.problem])
        yield Proof(one.item, passes, fails, problems)


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


def _attempt(trial, assignment, notebook, judges, worker):
    exercise = trial.exercise
    answers = {name: assignment.references[name].source for name in exercise.uses}
    if trial.source is not None:
        answers[exercise.name] = trial.source
    passes, fails, problems = set(), set(), []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{assignment.name}.ipynb")
        nbformat.write(with_answer(notebook, answers), path)
        submission = read_submission(path, assignment)
    for judge in judges:
        result = judge.grade_exercise(exercise, submission, worker)
        passes |= result.passed
        fails |= result.failed
        expected = "not attempted" if trial.kind == "stub" else None
        for problem in _problems(trial, result, expected):
            problems.append(f"seed {judge.seed}: {problem}")
    return passes, fails, problems


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
