"""The reference answer of an exercise, taken from the ``solutions`` package."""

import ast
import builtins
import importlib
import inspect
import symtable
from dataclasses import dataclass

__all__ = ["AuthoringError", "Reference", "free_names", "load_reference"]

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
NOTEBOOK_NAMES = {"np"}


class AuthoringError(Exception):
    """An assignment is not put together properly; the message says where."""


@dataclass(frozen=True)
class Reference:
    """Source of a reference answer.

    Parameters
    ----------
    name : str
    path : str
        Module and name below ``solutions``, such as "neuron.Neuron".
    source : str
        The whole definition.
    signature : str
        How the answer is called.
    summary : str
        First line of the docstring.
    """

    name: str
    path: str
    source: str
    signature: str
    summary: str

    def with_regions(self) -> str:
        """Return the source with each body between nbgrader's markers."""
        lines = self.source.splitlines()
        for function in reversed(_outer_functions(self.source)):
            docstring = function.body[0]
            assert docstring.end_lineno is not None
            assert function.end_lineno is not None
            indent = " " * docstring.col_offset
            lines.insert(function.end_lineno, indent + END)
            lines.insert(docstring.end_lineno, indent + BEGIN)
        return "\n".join(lines)

    def body_lines(self) -> set[int]:
        """Return the numbers of the lines between docstring and end, from 1."""
        lines: set[int] = set()
        for function in _outer_functions(self.source):
            first = function.body[0].end_lineno
            lines.update(range(first + 1, function.end_lineno + 1))
        return lines

    def bodies(self) -> list[str]:
        """Return the text of each body, which nobody but the author may read."""
        inside = False
        bodies: list[str] = []
        body: list[str] = []
        for line in self.with_regions().splitlines():
            if line.strip() == BEGIN:
                inside, body = True, []
            elif line.strip() == END:
                inside = False
                bodies.append("\n".join(body))
            elif inside:
                body.append(line)
        return bodies


def load_reference(path: str, uses: tuple[str, ...]) -> Reference:
    """Read a reference answer.

    Parameters
    ----------
    path : str
        Module and name below ``solutions``, such as "neuron.Neuron".
    uses : tuple of str
        Names of other exercises that the answer may use.

    Returns
    -------
    Reference

    Raises
    ------
    AuthoringError
        If there is no such definition, a docstring is missing, or the answer
        uses a name that a student's notebook does not have.
    """
    module_name, _, name = path.rpartition(".")
    try:
        module = importlib.import_module(f"solutions.{module_name}")
        definition = getattr(module, name)
    except (ImportError, AttributeError):
        problem = f"solutions has no {path!r}; the exercise cell must name module.name."
        raise AuthoringError(problem) from None
    source = inspect.getsource(definition)
    _demand_docstrings(source, path)
    unknown = free_names(source) - NOTEBOOK_NAMES - set(uses) - {name}
    if unknown:
        problem = (
            f"solutions.{path} uses {', '.join(sorted(unknown))}, which a notebook "
            "does not have; use NumPy, or name the exercise in uses=."
        )
        raise AuthoringError(problem)
    signature = f"{name}{inspect.signature(definition)}"
    summary = (inspect.getdoc(definition) or "").partition("\n")[0]
    return Reference(name, path, source.rstrip(), signature, summary)


def _demand_docstrings(source, path):
    for function in _outer_functions(source):
        if ast.get_docstring(function) is None:
            problem = f"solutions.{path}: {function.name} has no docstring."
            raise AuthoringError(problem)


def _outer_functions(source):
    """List the function of an answer, or the methods of a class."""
    [tree] = ast.parse(source).body
    nodes = tree.body if isinstance(tree, ast.ClassDef) else [tree]
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


def free_names(source: str) -> set[str]:
    """List the names that code uses and does not define inside a function.

    Parameters
    ----------
    source : str

    Returns
    -------
    set of str
        Without Python's built-in names.
    """
    free = set()

    def visit(table):
        for symbol in table.get_symbols():
            if symbol.is_referenced() and symbol.is_global():
                free.add(symbol.get_name())
        for child in table.get_children():
            visit(child)

    visit(symtable.symtable(source, "<answer>", "exec"))
    return free - set(dir(builtins))
