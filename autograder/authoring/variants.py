"""Right and wrong answers other than the reference.

``right.py`` and ``wrong.py`` of an assignment mark ordinary functions and
classes with these decorators. Each stands for a whole answer: it is renamed to
what the exercise asks for and put into a student's notebook.
"""

import ast
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Variant", "find_variants", "right", "wrong"]


@dataclass(frozen=True)
class Variant:
    """An answer to an exercise that is not the reference.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    name : str
        What the variant does, as a name.
    definition : callable
    fails : frozenset of str
        Exactly the checks that it must fail; empty for a right answer.
    because : str
        The mistake in words for the student; empty for a right answer.
    """

    exercise: str
    name: str
    definition: Callable
    fails: frozenset[str] = frozenset()
    because: str = ""

    @property
    def is_right(self) -> bool:
        """Whether it is a right answer."""
        return not self.fails

    def source(self) -> str:
        """Return the definition under the name that the exercise asks for."""
        source = _definitions(inspect.getfile(self.definition))[self.name]
        return source.replace(self.name, self.exercise, 1)


def right(exercise: str) -> Callable:
    """Mark another right answer.

    Parameters
    ----------
    exercise : str
        The function or class that the exercise asks for.
    """
    return _marker(exercise, frozenset(), "")


def wrong(exercise: str, fails: set[str], because: str) -> Callable:
    """Mark a known wrong answer.

    Parameters
    ----------
    exercise : str
        The function or class that the exercise asks for.
    fails : set of str
        Names of exactly the checks that the answer must fail.
    because : str
        What the mistake is, for a student whose answer behaves like this one.
        It must not contain the solution.
    """
    if isinstance(fails, str) or not fails or not because:
        problem = (
            f"a wrong answer to {exercise} needs fails={{...}} with the names of the "
            "checks that it fails, and because= with the mistake in words."
        )
        raise ValueError(problem)
    return _marker(exercise, frozenset(fails), because)


def find_variants(names: dict) -> list[Variant]:
    """Collect the marked answers of a module in the order of the file.

    Parameters
    ----------
    names : dict
        The module's names and values.

    Returns
    -------
    list of Variant
    """
    values = (getattr(value, "__variant__", None) for value in names.values())
    return [value for value in values if isinstance(value, Variant)]


def _marker(exercise, fails, because):
    def mark(definition):
        variant = Variant(exercise, definition.__name__, definition, fails, because)
        definition.__variant__ = variant
        return definition

    return mark


@functools.cache
def _definitions(path):
    """Read a file once: the text of each definition, without its decorators."""
    source = Path(path).read_text(encoding="utf-8")
    lines = source.splitlines()
    return {
        node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
