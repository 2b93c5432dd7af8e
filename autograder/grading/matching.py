"""Which cell of a submitted notebook answers which exercise.

Students delete, copy, move, split and retype cells, and programs drop the
metadata that says which cell is which. So an answer is looked for by what it
defines: the check asks for a function or class by its name, and only a code
cell that defines this name can be graded. The cell's id, its place in the
notebook and its likeness to the released stub decide between several cells, and
tell a person where to look when no cell defines the name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .cells import ReleasedCell, SubmittedCell, copies_of, origins, plain
from .offers import Offers, numbered

__all__ = ["SURE", "Match", "match_answers"]

SURE = 0.5
COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}


@dataclass(frozen=True)
class Match:
    """Which cell answers an exercise, and how sure that is.

    Parameters
    ----------
    exercise : str
    place : int
        Index of the cell in the submitted notebook.
    how : {"id", "name", "text", "likeness"}
        The cell's id was kept; a cell defines the name; text that does not run
        defines it; a definition is like the released stub.
    confidence : float
        From 0 to 1. Below `SURE` nothing is graded and a person is asked.
    until : int
        Index of the first cell that runs too late to matter: the exercise's
        own check, or else the next answer.
    question : str
        What a person should look at, one sentence, or "".
    """

    exercise: str
    place: int
    how: str
    confidence: float
    until: int
    question: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the cell is graded."""
        return self.confidence >= SURE


def match_answers(
    released: Sequence[ReleasedCell], submitted: Sequence[SubmittedCell]
) -> list[Match]:
    """Find the answer to each exercise.

    Of several definitions the last one counts that is executed before the
    exercise's own check when the notebook runs from top to bottom: it is the
    one that the check cell showed the student, and the one that nbgrader
    grades. A stub that nobody has touched never replaces a written answer.

    Parameters
    ----------
    released : sequence of ReleasedCell
    submitted : sequence of SubmittedCell

    Returns
    -------
    list of Match
        At most one for each exercise, in the order of the assignment.
    """
    notebook = _Notebook(released, submitted)
    found = [notebook.find(name) for name in notebook.stubs]
    matches = [match for match in found if match is not None]
    answers = sorted({match.place for match in matches if match.is_sure})
    return [notebook.bounded(match, answers) for match in matches]


class _Notebook:
    """What is known about a submitted notebook."""

    def __init__(self, released, submitted):
        self.released = released
        self.cells = submitted
        self.texts = [plain(cell.source) for cell in submitted]
        self.origins = origins(released, submitted)
        self.copies = copies_of(released, submitted)
        self.ids = [
            one.exercise if one is not None and one.role == "answer" else ""
            for one in self.origins
        ]
        self.code_places = [
            place
            for place, cell in enumerate(submitted)
            if cell.kind == "code" and self.copies[place] is None
        ]
        self.stubs = {
            one.exercise: one.code.definitions[one.exercise]
            for one in released
            if one.role == "answer"
        }
        self.checks = {name: self._check_of(name) for name in self.stubs}
        self.offers = Offers(self.stubs, submitted, self.code_places, self.ids)

    def find(self, name: str) -> Match | None:
        """Find the cell for one exercise."""
        written, unwritten, broken = self._definitions(name)
        check = self.checks[name]
        if written:
            above = [place for place in written if check is None or place < check]
            place = (above or written)[-1]
            question = self._question_of_several(name, written, place)
            confidence = 1.0 if self.ids[place] == name else 0.9
            return self._match(name, place, 0.7 if question else confidence, question)
        if broken:
            place = self._with_id_or_last(name, broken)
            return self._match(name, place, 0.7, self.offers.cut_in_two(name, place))
        offer = self.offers.best(name)
        if unwritten:
            place = self._with_id_or_last(name, unwritten)
            question = offer.question if offer else self.offers.cut_in_two(name, place)
            return self._match(name, place, 0.9, question)
        offer = offer or self.offers.without_definition(name)
        if offer is None:
            return None
        late = len(self.cells)
        return Match(
            name, offer.place, offer.how, offer.confidence, late, offer.question
        )

    def bounded(self, match: Match, answers: list[int]) -> Match:
        """Say from which cell on nothing matters for an answer."""
        check = self.checks[match.exercise]
        if check is not None and check > match.place:
            return replace(match, until=check)
        later = [place for place in answers if place > match.place]
        return replace(match, until=min(later, default=len(self.cells)))

    def _match(self, name, place, confidence, question=""):
        how = "id" if self.ids[place] == name else "name"
        return Match(name, place, how, confidence, len(self.cells), question)

    def _with_id_or_last(self, name, places):
        with_id = [place for place in places if self.ids[place] == name]
        return (with_id or places)[-1]

    def _check_of(self, name):
        """Find the exercise's own check: the cell with its points, or above it."""
        own = {one.role: one for one in self.released if one.exercise == name}
        cells = [own[role] for role in ("points", "check") if role in own]
        for cell in cells:
            text = plain(cell.source)
            copies = [place for place, one in enumerate(self.texts) if one == text]
            with_id = [place for place in copies if self.origins[place] is cell]
            if with_id:
                return with_id[-1]
            if copies and self.copies[copies[0]] is cell:
                return copies[0]
        for cell in cells:  # edited, so that only the id tells
            for place, origin in enumerate(self.origins):
                if origin is cell and name not in self.cells[place].code.definitions:
                    return place
        return None

    def _definitions(self, name):
        """List the cells that define a name: written, as a stub, broken."""
        written: list[int] = []
        unwritten: list[int] = []
        broken: list[int] = []
        variables: list[int] = []
        for place in self.code_places:
            code = self.cells[place].code
            definition = code.definitions.get(name)
            if definition is not None:
                (written if definition.is_written else unwritten).append(place)
            elif name in code.broken_names:
                broken.append(place)
            elif name in code.binds:
                variables.append(place)
        # A variable of this name may be anything; it counts where the answer goes
        # and where no stub replaces it.
        written += [
            place
            for place in variables
            if (self.ids[place] == name or self._is_at_check(name, place))
            and not any(stub > place for stub in unwritten)
        ]
        return sorted(written), unwritten, broken

    def _is_at_check(self, name, place):
        """Tell whether a cell stands between the check before and this one."""
        check = self.checks[name]
        if check is None or place >= check or self.origins[place] is not None:
            return False
        before = [
            one for one in self.checks.values() if one is not None and one < check
        ]
        return place > max(before, default=-1)

    def _question_of_several(self, name, written, place):
        texts = {self._definition_text(name, one) for one in written}
        if len(texts) == 1:
            return ""
        which = "the last one"
        if place != written[-1]:
            which = f"the last one above its check ({numbered([place])})"
        count = COUNTS.get(len(written), len(written))
        return (
            f"{count} cells define {name}; {which} was graded: "
            f"look at {numbered(written)}."
        )

    def _definition_text(self, name, place):
        definition = self.cells[place].code.definitions.get(name)
        return definition.text if definition else self.texts[place]
