"""What the code of a cell defines, changes and needs; nothing is run."""

import ast
import re
import textwrap
import warnings
from dataclasses import dataclass, replace
from functools import cached_property

from ..authoring.reference import free_names
from .effects import Functions, changed_names, root_name
from .magics import runs_other_language, without_installs, without_magics

__all__ = ["MAX_SOURCE", "CellCode", "Definition"]

MAX_SOURCE = 100_000
FILE_NAME = "<answer>"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINING = (*FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)
OWN_SCOPE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Definition:
    """A function or class at the top of a cell.

    Parameters
    ----------
    name : str
    parameters : tuple of str
        Of a class, those of its ``__init__``.
    docstring : str
    is_written : bool
        False if every body is empty or raises NotImplementedError, as in a stub.
    text : str
        The definition without empty lines and spaces at the ends of lines.
    """

    name: str
    parameters: tuple[str, ...]
    docstring: str
    is_written: bool
    text: str


@dataclass(frozen=True)
class Statement:
    """A statement at the top of a cell: its lines and the names it touches."""

    first: int
    last: int
    binds: frozenset[str]
    changes: frozenset[str]
    calls: frozenset[str]
    is_future: bool
    only_defines: bool


class CellCode:
    """The code of one cell, looked at without running it.

    Lines that only IPython understands, such as ``%matplotlib inline``, are
    passed over. A cell that Python cannot parse defines nothing when it is run.

    Parameters
    ----------
    source : str
    is_read : bool
        False looks at nothing, because parsing could take minutes and gigabytes.

    Attributes
    ----------
    statements : tuple of Statement
        Empty if the cell has a syntax error.
    definitions : dict
        The last `Definition` of each name.
    broken_names : set of str
        Names that a cell with a syntax error seems to define.
    runnable : str
        The source without lines that install packages.
    """

    def __init__(self, source: str, *, is_read: bool = True):
        self.statements: tuple[Statement, ...] = ()
        self.definitions: dict[str, Definition] = {}
        self.broken_names: set[str] = set()
        self.runnable = source
        self._text = source.replace("\r\n", "\n").replace("\r", "\n")
        if self._text.lstrip("\n")[:1] in (" ", "\t"):
            self._text = textwrap.dedent(self._text)  # as IPython does
        self._lines = self._text.split("\n")
        self._is_read = is_read and len(source) <= MAX_SOURCE
        if not self._is_read:
            return
        nodes = self._parse()
        if nodes is None:
            found = re.findall(r"^(?:def|class)\s+(\w+)", self._text, re.MULTILINE)
            self.broken_names = set(found)
            return
        functions = Functions()
        statements = [self._look_at(node, functions) for node in nodes]
        self.statements = tuple(
            replace(one, changes=one.changes | functions.changed_by(one.calls))
            if one.calls
            else one
            for one in statements
        )

    @cached_property
    def binds(self) -> frozenset[str]:
        """Names that running the cell defines."""
        return frozenset().union(*(one.binds for one in self.statements))

    @cached_property
    def needs(self) -> frozenset[str]:
        """Names that the cell uses without defining them."""
        return _free_names(self._text) - self.binds

    @cached_property
    def touches(self) -> frozenset[str]:
        """Names that the cell defines or whose objects it changes."""
        return self.binds.union(*(one.changes for one in self.statements))

    @cached_property
    def has_future(self) -> bool:
        """Whether the cell changes how the cells below it are read."""
        return any(one.is_future for one in self.statements)

    @cached_property
    def only_defines(self) -> bool:
        """Whether the cell surely consists of imports and definitions."""
        return self._is_read and all(one.only_defines for one in self.statements)

    def part(self, names: set[str]) -> tuple[str, frozenset[str]]:
        """Cut out the statements that define some names or change their objects.

        Parameters
        ----------
        names : set of str

        Returns
        -------
        source : str
            Each line keeps its number. What ``__future__`` brings is always
            there, because it counts for the cells below as well.
        needs : frozenset of str
            Names that these statements use.
        """
        lines = ["#"] * len(self._lines)
        last = 0
        for one in self.statements:
            if one.is_future or names & (one.binds | one.changes):
                lines[one.first : one.last] = self._lines[one.first : one.last]
                last = one.last
        source = "\n".join(lines[:last])
        return source, _free_names(source)

    def _parse(self):
        nodes = _nodes(self._text)
        if nodes is not None:
            return nodes
        if runs_other_language(self._text):
            return []
        plain = without_magics(self._text)
        nodes = None if plain == self._text else _nodes(plain)
        if nodes is not None:
            self.runnable, self._text = without_installs(self.runnable), plain
        return nodes

    def _look_at(self, statement, functions):
        binds: set[str] = set()
        changes: set[str] = set()
        calls: set[str] = set()
        todo = [statement]
        while todo:
            node = todo.pop()
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    binds.add(node.name)
                    self._define(node.name, node)
                    functions.add(node.name, node)
                    todo.extend(node.decorator_list)
                    for one in node.decorator_list:
                        target = calls if isinstance(one, ast.Name) else changes
                        target.add(root_name(one))
                    continue
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
                    self._define(name, node)
                case ast.Import() | ast.ImportFrom():
                    binds |= {a.asname or a.name.partition(".")[0] for a in node.names}
                case ast.Name(id=name, ctx=ast.Store()):
                    binds.add(name)
                case ast.Call(func=ast.Name(id=name)):
                    calls.add(name)
                case _:
                    changes |= changed_names(node)
            if not isinstance(node, OWN_SCOPE):
                todo.extend(ast.iter_child_nodes(node))
        return Statement(
            _first_line(statement) - 1,
            statement.end_lineno,
            frozenset(binds),
            frozenset(changes),
            frozenset(calls),
            is_future=getattr(statement, "module", "") == "__future__",
            only_defines=isinstance(statement, DEFINING),
        )

    def _define(self, name, node):
        lines = self._lines[_first_line(node) - 1 : node.end_lineno]
        text = "\n".join(line.rstrip() for line in lines if line.strip())
        older = self.definitions.get(name)
        docstring = ""
        if not isinstance(node, ast.Assign):
            docstring = ast.get_docstring(node) or ""
        definition = Definition(
            name, _parameters(node), docstring, _is_written(node), text
        )
        # Both branches of an `if` may define a name: a written one counts.
        if older is None or definition.is_written or not older.is_written:
            self.definitions[name] = definition


def _nodes(text):
    # Students' strings with a stray backslash are no matter for the terminal.
    warnings.filterwarnings("ignore", module=re.escape(FILE_NAME))
    try:
        return ast.parse(text, FILE_NAME).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _free_names(text):
    try:
        return frozenset(free_names(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(re.findall(r"\w+", text[:MAX_SOURCE]))


def _first_line(node):
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _parameters(node):
    if isinstance(node, ast.ClassDef):
        for one in node.body:
            if isinstance(one, FUNCTIONS) and one.name == "__init__":
                return _parameters(one)[1:]
        return ()
    if isinstance(node, ast.Assign):
        node = node.value  # a lambda
    arguments = node.args
    every = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
    return tuple(one.arg for one in every)


def _is_written(node):
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return any(_is_written(one) for one in node.body)
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return False
        case ast.Raise(exc=ast.Name(id="NotImplementedError")):
            return False
        case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError"))):
            return False
    return True
