"""Mechanical mutants: reference answers with one small change that nobody chose.

`wrong.py` holds mistakes that people make. Here cosmic-ray's operators change each
operator, number, condition and loop in the body of a reference, one at a time. A
mutant that passes all checks shows what they do not look at, unless it gives what
the docstring promises, too. Such mutants are declared in ``equivalent_mutants.toml``
of the assignment, with the reason:

    [[leaky_relu]]
    line = "return np.where(z > 0, z, slope * z)"
    becomes = ["return np.where(z >= 0, z, slope * z)"]
    because = "Both alternatives are 0 at 0."
"""

import ast
import re
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.provider import OperatorProvider

from .assignment import Assignment
from .reference import AuthoringError, Reference

__all__ = ["Equivalent", "Mutant", "declared_equivalents", "mutants_of"]

DECLARATIONS = "equivalent_mutants.toml"
KEYS = {"line", "becomes", "because"}
_TO_BITS = re.compile("_(Add|Sub|Mul|Div|FloorDiv|Mod|Pow)_(RShift|LShift|Bit)")


@dataclass(frozen=True)
class Mutant:
    """A reference answer with one change.

    Parameters
    ----------
    exercise : str
    line, becomes : str
        The first line that differs, before and after the change.
    source : str
        The whole changed answer.
    """

    exercise: str
    line: str
    becomes: str
    source: str


@dataclass(frozen=True)
class Equivalent:
    """A mutant that gives what the docstring promises, so it may survive.

    Parameters
    ----------
    exercise : str
    line, becomes : str
        As in `Mutant`; spaces do not count.
    because : str
        Why no honest check can tell it from the reference.
    """

    exercise: str
    line: str
    becomes: str
    because: str

    def stands_for(self, mutant: Mutant) -> bool:
        """Tell whether this declares the mutant."""
        return all(
            (
                self.exercise == mutant.exercise,
                _without_spaces(self.line) == _without_spaces(mutant.line),
                _without_spaces(self.becomes) == _without_spaces(mutant.becomes),
            )
        )


def mutants_of(assignment: Assignment) -> list[Mutant]:
    """Make every mutant of the reference answers.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    list of Mutant
        In the order of exercises and lines, without those that are no Python or
        that read the same.
    """
    references = assignment.references.values()
    return [mutant for reference in references for mutant in _mutants(reference)]


def declared_equivalents(assignment: Assignment) -> list[Equivalent]:
    """Read which mutants of an assignment may survive.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    list of Equivalent
        Empty if the assignment has no such file.

    Raises
    ------
    AuthoringError
        If the file cannot be read or an entry is incomplete.
    """
    path = assignment.folder / DECLARATIONS
    if not path.exists():
        return []
    where = f"{assignment.name}/{DECLARATIONS}"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        problem = f"{where} is not TOML ({error})."
        raise AuthoringError(problem) from None
    found = []
    for exercise, entries in tables.items():
        if exercise not in assignment.exercises:
            problem = f"{where} names {exercise!r}, which is no exercise."
            raise AuthoringError(problem)
        for entry in entries:
            if not _is_whole(entry):
                problem = (
                    f"{where}: each [[{exercise}]] has line = '...', "
                    "becomes = ['...'] and because = '...', and nothing else."
                )
                raise AuthoringError(problem)
            found += [
                Equivalent(exercise, entry["line"], becomes, entry["because"])
                for becomes in entry["becomes"]
            ]
    return found


def _is_whole(entry):
    return (
        set(entry) == KEYS
        and isinstance(entry["becomes"], list)
        and all(str(value).strip() for value in entry.values())
    )


def _mutants(reference):
    seen = {_outline(reference.source)}
    found = []
    for _, source in sorted(_changed(reference), key=lambda pair: pair[0]):
        outline = _outline(source)
        if outline is not None and outline not in seen:
            seen.add(outline)
            line, becomes = _first_difference(reference.source, source)
            found.append(Mutant(reference.name, line, becomes, source))
    return found


def _changed(reference: Reference) -> Iterator[tuple[int, str]]:
    """Yield the line of each change in a body, and the changed source."""
    lines = reference.body_lines()
    nodes = list(ast_nodes(get_ast(reference.source)))
    for operator in _operators():
        places = [
            place for node in nodes for place in operator.mutation_positions(node)
        ]
        for occurrence, (start, _) in enumerate(places):
            if start[0] in lines:
                yield start[0], mutate_code(reference.source, operator, occurrence)


def _operators():
    """Make the operators that say something about checks.

    Those that ask for a name to replace are left out. So are those that put an
    operator on bits in the place of another: floating point numbers have none, any
    call would kill them, and the share of killed mutants would look better than it is.
    """
    provider = OperatorProvider()
    kinds = [provider[name] for name in provider if not _TO_BITS.search(name)]
    return [kind() for kind in kinds if not kind.arguments()]


def _outline(source):
    """Write a program so that spaces do not count; None if it is no program."""
    with warnings.catch_warnings(action="ignore"):
        try:
            compile(source, "<mutant>", "exec")
        except SyntaxError:
            return None
    return ast.dump(ast.parse(source))


def _first_difference(before, after):
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((_tidy(a), _tidy(b)) for a, b in pairs if a != b)


def _tidy(line):
    """Write a changed line without the spaces that the operators leave behind."""
    return re.sub(r"(?<=[(\[{]) +", "", re.sub(r"  +", " ", line.strip()))


def _without_spaces(line):
    return "".join(line.split())
