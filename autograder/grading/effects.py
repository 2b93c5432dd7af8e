"""Which objects code changes, so far as its text tells."""

import ast

__all__ = ["Functions", "changed_names", "root_name"]

DEPTH = 3
TARGETS = (ast.Attribute, ast.Subscript, ast.Starred)


def root_name(node: ast.AST) -> str:
    """Return the name at the beginning of an expression, or "".

    Parameters
    ----------
    node : ast.AST

    Returns
    -------
    str

    Examples
    --------
    >>> root_name(ast.parse("table['a'].rows.sort()", mode="eval").body)
    'table'
    """
    while isinstance(node, (*TARGETS, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return getattr(node, "id", "")


def changed_names(node: ast.AST) -> set[str]:
    """Return the name whose object a node changes, without what is inside it.

    Parameters
    ----------
    node : ast.AST

    Returns
    -------
    set of str
        Of one name at most.
    """
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute() as target)):
            return {root_name(target)}
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
            return {root_name(node)}
    return set()


class Functions:
    """The functions and classes of a cell, and what calling them changes."""

    def __init__(self):
        self._nodes: dict[str, ast.AST] = {}
        self._effects: dict[str, tuple[set[str], set[str]]] = {}
        self._changed: dict[frozenset[str], frozenset[str]] = {}

    def add(self, name: str, node: ast.AST) -> None:
        """Remember a definition; the last one of a name counts.

        Parameters
        ----------
        name : str
        node : ast.AST
        """
        self._nodes[name] = node

    def changed_by(self, calls: frozenset[str]) -> frozenset[str]:
        """Name what calling functions changes, once all of them are added.

        Parameters
        ----------
        calls : frozenset of str
            Names, also of functions that are not known here.

        Returns
        -------
        frozenset of str
        """
        if calls not in self._changed:
            self._changed[calls] = frozenset(self._follow(calls))
        return self._changed[calls]

    def _follow(self, calls):
        changes: set[str] = set()
        seen: set[str] = set()
        for _ in range(DEPTH):
            new = {name for name in calls if name in self._nodes} - seen
            effects = [self._effects_of(name) for name in new]
            changes = changes.union(*(changed for changed, _ in effects))
            calls = set().union(*(called for _, called in effects))
            seen |= new
        return changes

    def _effects_of(self, name):
        """Name what a function changes beside its own variables, and what it calls."""
        if name in self._effects:
            return self._effects[name]
        changes, calls, own, shared = set(), set(), set(), set()
        for node in ast.walk(self._nodes[name]):
            changes |= changed_names(node)
            match node:
                case ast.Global(names=names):
                    shared.update(names)
                case ast.arg(arg=one) | ast.Name(id=one, ctx=ast.Store()):
                    own.add(one)
                case ast.Call(func=ast.Name(id=one)):
                    calls.add(one)
        self._effects[name] = (changes - own) | shared, calls
        return self._effects[name]
