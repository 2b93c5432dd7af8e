"""One assignment: its exercises, reference answers, and other answers."""

import ast
import contextlib
import importlib
import tempfile
import types
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat

from ..checking.answers import ask_namespace
from ..checking.exercise import Check, Exercise, find_exercises
from ..checking.judging import ExerciseResult, judge
from .reference import AuthoringError, Reference, load_reference
from .variants import Variant, find_variants

__all__ = ["Assignment", "UnknownAssignmentError", "assignment_names", "judge_here"]

DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
FOLDER = Path(__file__).resolve().parent.parent / "assignments"


class UnknownAssignmentError(Exception):
    """There is no assignment of that name; the message lists the known ones."""


@dataclass(frozen=True)
class Assignment:
    """An assignment as its author wrote it.

    Parameters
    ----------
    name : str
        Name of its folder.
    notebook : nbformat.NotebookNode
        ``notebook.md`` as a notebook, exercises still as placeholders.
    exercises : dict
        `Exercise` by name, in the order of the notebook.
    references : dict
        `Reference` by exercise name.
    variants : tuple of Variant
        Right answers, then wrong answers.
    """

    name: str
    notebook: nbformat.NotebookNode
    exercises: dict[str, Exercise]
    references: dict[str, Reference]
    variants: tuple[Variant, ...]

    @classmethod
    def load(cls, name: str) -> "Assignment":
        """Read an assignment from its folder.

        Parameters
        ----------
        name : str

        Returns
        -------
        Assignment

        Raises
        ------
        UnknownAssignmentError
            If there is no such folder.
        AuthoringError
            If its files do not fit together.
        """
        if name not in assignment_names():
            known = ", ".join(assignment_names())
            problem = f"there is no assignment {name!r}; choose one of {known}."
            raise UnknownAssignmentError(problem)
        notebook = jupytext.read(FOLDER / name / "notebook.md", fmt="md:myst")
        declared = find_exercises(vars(_module(name, "checks")))
        exercises, references = {}, {}
        for cell in notebook.cells:
            path = cell.metadata.get("exercise")
            if path is None:
                continue
            answer = path.rpartition(".")[2]
            if answer not in declared:
                problem = f"{name}: notebook.md places {answer!r}, checks.py has none."
                raise AuthoringError(problem)
            if answer in exercises:
                problem = f"{name}: notebook.md places {answer} twice."
                raise AuthoringError(problem)
            unknown = ", ".join(set(declared[answer].uses) - set(declared))
            if unknown:
                problem = f"{name}: {answer} uses {unknown}, which is no exercise here."
                raise AuthoringError(problem)
            exercises[answer] = declared[answer]
            references[answer] = load_reference(path, declared[answer].uses)
        left_out = ", ".join(sorted(set(declared) - set(exercises)))
        if left_out:
            problem = (
                f"{name}: notebook.md does not place {left_out}; add a cell with "
                ":exercise: MODULE.NAME."
            )
            raise AuthoringError(problem)
        variants = [
            *find_variants(vars(_module(name, "right"))),
            *find_variants(vars(_module(name, "wrong"))),
        ]
        _demand_known_checks(name, exercises, variants)
        return cls(name, notebook, exercises, references, tuple(variants))

    @property
    def folder(self) -> Path:
        """Where the assignment's files are."""
        return FOLDER / self.name

    @property
    def setup(self) -> str:
        """The first code cell of the notebook; it runs before every answer."""
        return next(c.source for c in self.notebook.cells if c.cell_type == "code")

    @property
    def points(self) -> int:
        """Points of all exercises."""
        return sum(exercise.points for exercise in self.exercises.values())

    def variants_of(self, exercise: str) -> list[Variant]:
        """Return the right and wrong answers to one exercise."""
        return [variant for variant in self.variants if variant.exercise == exercise]

    def wrong_answers(self, exercise: str) -> list[Variant]:
        """Return the wrong answers to one exercise."""
        return [v for v in self.variants_of(exercise) if not v.is_right]

    def namespace(self, exercise: str, source: str) -> dict:
        """Run one answer, with reference answers for what it uses.

        Parameters
        ----------
        exercise : str
        source : str
            One of our own answers: it runs in this process.

        Returns
        -------
        dict
            The names that a check would find in a notebook.
        """
        module = types.ModuleType("__answer__")
        exec("import numpy as np", vars(module))
        for name in self.exercises[exercise].uses:
            exec(self.references[name].source, vars(module))
        exec(source, vars(module))
        return vars(module)


def judge_here(
    exercise: Exercise,
    namespace: dict,
    seed: int,
    before: Callable[[Check], None] = lambda check: None,
) -> ExerciseResult:
    """Run the checks of an exercise against one of our own answers, in this process.

    It happens in an empty folder of its own, because an answer may write files.

    Parameters
    ----------
    exercise : Exercise
    namespace : dict
        What `Assignment.namespace` returned.
    seed : int
    before : callable, optional
        As for `judge`.

    Returns
    -------
    ExerciseResult
    """
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return judge(exercise, ask_namespace(namespace), seed, before)


def assignment_names() -> list[str]:
    """List the assignments in alphabetical order."""
    return sorted(path.parent.name for path in FOLDER.glob("*/notebook.md"))


def _module(name, part):
    _demand_different_names(name, part)
    try:
        return importlib.import_module(f"autograder.assignments.{name}.{part}")
    except Exception as error:  # whatever an author may have left in the file
        kind = type(error).__name__
        problem = f"{name}/{part}.py cannot be imported ({kind}: {error})."
        raise AuthoringError(problem) from error


def _demand_different_names(name, part):
    """Refuse two definitions of one name: the first would vanish unseen."""
    try:
        nodes = ast.parse((FOLDER / name / f"{part}.py").read_text()).body
    except SyntaxError:
        return  # the import says where
    defined = [node.name for node in nodes if isinstance(node, DEFINITIONS)]
    for one in defined:
        if defined.count(one) > 1:
            problem = f"{name}/{part}.py defines {one} twice; choose another name."
            raise AuthoringError(problem)


def _demand_known_checks(name, exercises, variants):
    for variant in variants:
        if variant.exercise not in exercises:
            problem = (
                f"{name}: {variant.name} answers {variant.exercise!r}, "
                "which is no exercise."
            )
            raise AuthoringError(problem)
        checks = {check.name for check in exercises[variant.exercise].checks}
        unknown = ", ".join(variant.fails - checks)
        if unknown:
            problem = (
                f"{name}: {variant.name} declares {unknown}, "
                f"which is no check of {variant.exercise}."
            )
            raise AuthoringError(problem)
