"""What a person is offered when no cell defines what an exercise asks for.

Nothing of this is graded: the check asks for a name, and code that does not run
defines none. But the answer may be there, so a sentence says where and what to
tell the student.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .cell_code import CellCode, Definition
from .cells import SubmittedCell

__all__ = ["Offer", "Offers", "numbered"]

ALIKE = 0.7
MAX_LEFT_OVER = 100
KIND_NAMES = {"markdown": "a Markdown cell", "raw": "a raw cell"}


@dataclass(frozen=True)
class Offer:
    """A cell that a person should look at.

    Parameters
    ----------
    place : int
        Index in the submitted notebook.
    how : {"id", "text", "likeness"}
    confidence : float
        From 0 to 1; below 0.5 nothing is graded.
    question : str
        One sentence.
    """

    place: int
    how: str
    confidence: float
    question: str


class Offers:
    """Look through a notebook for answers that cannot be graded.

    Parameters
    ----------
    stubs : dict
        The released `Definition` by exercise.
    cells : sequence of SubmittedCell
    code_places : sequence of int
        Cells that hold code of the student.
    ids : sequence of str
        For each cell the exercise whose id it has, or "".
    """

    def __init__(
        self,
        stubs: dict[str, Definition],
        cells: Sequence[SubmittedCell],
        code_places: Sequence[int],
        ids: Sequence[str],
    ):
        self._stubs = stubs
        self._cells = cells
        self._code_places = code_places
        self._ids = ids
        self._likeness: list[tuple[int, Definition, dict[str, float]]] | None = None

    def best(self, name: str) -> Offer | None:
        """Return the cell that most likely holds the answer, if there is one."""
        return self._in_text(name) or self._renamed(name)

    def cut_in_two(self, name: str, place: int) -> str:
        """Notice a stub whose body was split off into the next cell."""
        later = [one for one in self._code_places if one > place]
        if not later or not self._cells[later[0]].source.lstrip("\n").startswith(" "):
            return ""
        both = [place, later[0]]
        text = "\n".join(self._cells[one].source for one in both)
        definition = CellCode(text).definitions.get(name)
        if definition is None or not definition.is_written:
            return ""
        return (
            f"the definition of {name} seems to be cut in two ({numbered(both)}): "
            "tell the student to merge these cells and hand in again."
        )

    def without_definition(self, name: str) -> Offer | None:
        """Look at a cell that has the answer's id but does not define the name."""
        places = [
            place
            for place in self._code_places
            if self._ids[place] == name and self._cells[place].source.strip()
        ]
        if not places:
            return None
        question = (
            f"{numbered(places[-1:])} is the answer cell of {name} but does not "
            f"define {name}: look whether it holds the answer."
        )
        # Code that mentions the name may define it while it runs.
        source = self._cells[places[-1]].source
        mentions = re.search(rf"\b{name}\b", source) is not None
        return Offer(places[-1], "id", 0.6 if mentions else 0.3, question)

    def _in_text(self, name):
        """Look for a definition in text, or in code that is commented out."""
        pattern = re.compile(rf"^[#> \t]*(?:def|class) +{name}\b", re.MULTILINE)
        for place, cell in enumerate(self._cells):
            is_code = cell.kind == "code"
            if not cell.is_read or not pattern.search(cell.source):
                continue
            if is_code and cell.code.statements:
                continue
            definition = CellCode(_without_signs(cell.source)).definitions.get(name)
            if definition is not None and not definition.is_written:
                continue
            what, todo = (
                ("lines that are commented out", "remove the # signs")
                if is_code
                else (KIND_NAMES[cell.kind], "turn it into a code cell (Esc, then Y)")
            )
            question = (
                f"{name} is defined in {what} ({numbered([place])}), so it was not "
                f"graded: tell the student to {todo} and hand in again."
            )
            return Offer(place, "text", 0.4, question)
        return None

    def _renamed(self, name):
        """Look for the definition that is most like the stub."""
        best = None
        for place, definition, likeness in self._left_over():
            has_id = self._ids[place] == name
            is_best = likeness[name] >= max(ALIKE, *likeness.values())
            rank = (has_id, likeness[name])
            if (has_id or is_best) and (best is None or rank > best[0]):
                best = rank, place, definition.name[:60]
        if best is None:
            return None
        (has_id, likeness), place, other = best
        question = (
            f"no cell answers {name}, but {numbered([place])} defines {other}, "
            "which was not graded: if that is the answer, tell the student to call "
            f"it {name} and hand in again."
        )
        if has_id:
            return Offer(place, "id", 0.4, question)
        return Offer(place, "likeness", 0.4 * likeness, question)

    def _left_over(self):
        """List what carries the name of no exercise, and how like a stub it is."""
        if self._likeness is None:
            found = [
                (place, definition)
                for place in self._code_places
                for definition in self._cells[place].code.definitions.values()
                if definition.name not in self._stubs and definition.is_written
            ]
            self._likeness = [
                (place, one, {n: _likeness(one, s) for n, s in self._stubs.items()})
                for place, one in found[:MAX_LEFT_OVER]
            ]
        return self._likeness


def numbered(places: Sequence[int]) -> str:
    """Name cells as a person counts them, from 1 at the top of the notebook.

    Parameters
    ----------
    places : sequence of int
        Indices.

    Returns
    -------
    str

    Examples
    --------
    >>> numbered([3])
    'cell 4'
    >>> numbered([3, 8, 9])
    'cells 4, 9 and 10'
    """
    numbers = [str(place + 1) for place in places[:6]]
    if len(places) > 6:
        numbers.append("others")
    if len(numbers) == 1:
        return f"cell {numbers[0]}"
    return f"cells {', '.join(numbers[:-1])} and {numbers[-1]}"


def _likeness(definition, stub):
    """Compare a definition with a stub: 0 is nothing in common, 1 the same."""
    names = SequenceMatcher(None, _letters(definition.name), _letters(stub.name))
    same = definition.parameters == stub.parameters
    words, own = set(stub.docstring.split()), set(definition.docstring.split())
    by_words = len(words & own) / len(words) if words else 0.0
    return max(0.75 * names.ratio() + 0.25 * same, by_words)


def _letters(name):
    return re.sub(r"[\d_]", "", name[:100]).casefold()


def _without_signs(source):
    """Turn fenced or commented code back into code."""
    lines = source.splitlines()
    fences = [
        number
        for number, line in enumerate(lines)
        if line.lstrip().startswith(("```", "~~~"))
    ]
    if len(fences) >= 2:
        lines = lines[fences[0] + 1 : fences[1]]
    if all(line.lstrip().startswith("#") for line in lines if line.strip()):
        lines = [re.sub(r"^[ \t]*# ?", "", line) for line in lines]
    return "\n".join(lines)
