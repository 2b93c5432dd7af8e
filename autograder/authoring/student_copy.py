"""What students receive beside the notebook: public checks, never hidden ones."""

import ast
import dataclasses
import json
import shutil
from pathlib import Path

from ..checking.exercise import Exercise
from ..checking.notebook import PUBLIC_SEED
from .assignment import Assignment, judge_here
from .reference import AuthoringError, free_names

__all__ = ["known_mistakes", "public_source", "write_student_copy"]

PACKAGE = Path(__file__).resolve().parent.parent
INIT = '''"""Checks of the assignment {name}: check, hint and last_failure."""

from pathlib import Path

from . import public_checks
from .checking.notebook import open_desk

check, hint, last_failure = open_desk(vars(public_checks), Path(__file__).parent)
'''


def public_source(source: str, exercises: dict[str, Exercise]) -> str:
    """Cut everything hidden out of a ``checks.py``.

    Only imports, ``Exercise`` definitions and public checks are kept, and of
    the imports only those that public checks need.

    Parameters
    ----------
    source : str
        Text of ``checks.py``.
    exercises : dict
        The exercises of that file.

    Returns
    -------
    str
        Text of a module that students may read.

    Raises
    ------
    AuthoringError
        If a public check uses something that is cut out.
    """
    lines = source.splitlines()
    kept = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not _is_public(node):
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if isinstance(node, ast.Assign) and not _defines_exercise(node):
            continue
        if isinstance(node, (ast.FunctionDef, ast.Assign)):
            first = min([node.lineno, *(d.lineno for d in _decorators(node))])
            kept.append("\n".join(lines[first - 1 : node.end_lineno]))
    names = {
        node.id
        for part in kept
        for node in ast.walk(ast.parse(part))
        if isinstance(node, ast.Name)
    }
    from_checking = sorted(names & {"Callback", "Exercise", "Rng"})
    header = ['"""Public checks of this assignment."""', ""]
    if "np" in names:
        header += ["import numpy as np", ""]
    header.append(f"from .checking import {', '.join(from_checking)}")
    for variable, exercise in _variables(source, exercises):
        hidden = [check for check in exercise.checks if not check.is_public]
        points = sum(check.points for check in hidden)
        topics = tuple(check.looks_at for check in hidden)
        kept.append(f"{variable}.also_hidden({points}, {topics!r})")
    text = "\n".join(header) + "\n\n" + "\n\n\n".join(kept) + "\n"
    missing = ", ".join(sorted(free_names(text) - _defined_names(text)))
    if missing:
        problem = (
            f"public checks use {missing}, which students do not receive; define it "
            "inside the check, or make the check hidden."
        )
        raise AuthoringError(problem)
    return text


def known_mistakes(assignment: Assignment) -> dict[str, list[dict]]:
    """Fingerprint how every wrong answer fails the public checks.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    dict
        By exercise: the fields of each `KnownMistake` that public checks see.
    """
    return {
        name: [
            mistake
            for mistake in mistakes_of(assignment, name, PUBLIC_SEED, only_public=True)
            if mistake["fingerprints"]
        ]
        for name in assignment.exercises
    }


def mistakes_of(
    assignment: Assignment, name: str, seed: int, *, only_public: bool = False
) -> list[dict]:
    """Fingerprint how every wrong answer to one exercise fails its checks.

    Parameters
    ----------
    assignment : Assignment
    name : str
        Name of the exercise.
    seed : int
        Decides the inputs of all checks.
    only_public : bool
        Leave hidden checks out.

    Returns
    -------
    list of dict
        The fields of `KnownMistake`.
    """
    exercise = assignment.exercises[name]
    if only_public:
        public = [check for check in exercise.checks if check.is_public]
        exercise = dataclasses.replace(exercise, checks=public)
    mistakes = []
    for variant in assignment.wrong_answers(name):
        namespace = assignment.namespace(name, variant.source())
        first = _failures(exercise, namespace, seed)
        failed = [check.check for check in first.values()]
        same = dataclasses.replace(exercise, checks=failed)
        again = _failures(same, namespace, seed)
        varies = any(again[k].fingerprint != first[k].fingerprint for k in first)
        mistakes.append(
            {
                "because": variant.because,
                "fingerprints": {}
                if varies
                else {k: check.fingerprint for k, check in first.items()},
                "outlines": {k: check.outline for k, check in first.items()}
                if varies
                else {},
            }
        )
    return mistakes


def _failures(exercise, namespace, seed):
    result = judge_here(exercise, namespace, seed)
    return {check.check.name: check for check in result.checks if not check.passed}


def write_student_copy(assignment: Assignment, folder: Path) -> None:
    """Write the check package of an assignment.

    Parameters
    ----------
    assignment : Assignment
    folder : Path
        Folder that holds the notebook; gets ``NAME_checks``.
    """
    target = folder / f"{assignment.name}_checks"
    shutil.rmtree(target, ignore_errors=True)
    for part in ("answering", "checking"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PACKAGE / part, target / part, ignore=ignore)
    checks = (assignment.folder / "checks.py").read_text()
    source = public_source(checks, assignment.exercises)
    (target / "public_checks.py").write_text(source)
    mistakes = json.dumps(known_mistakes(assignment), indent=1)
    (target / "known_mistakes.json").write_text(mistakes)
    (target / "__init__.py").write_text(INIT.format(name=assignment.name))


def _defined_names(source):
    names = set()
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name for alias in aliases}
    return names


def _decorators(node):
    return getattr(node, "decorator_list", [])


def _is_public(node):
    return any(
        isinstance(d, ast.Call)
        and isinstance(d.func, ast.Attribute)
        and d.func.attr == "public"
        for d in node.decorator_list
    )


def _defines_exercise(node):
    value = node.value
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") == "Exercise"


def _variables(source, exercises):
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=variable)],
                value=ast.Call(func=ast.Name(id="Exercise"), args=[name, *_]),
            ):
                yield variable, exercises[ast.literal_eval(name)]
