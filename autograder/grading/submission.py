"""A submitted notebook: who answers what, and what runs before an answer."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..authoring.assignment import Assignment
from .cell_code import CellCode
from .cells import ReleasedCell, SubmittedCell, copies_of, origins, released_cells
from .matching import Match, match_answers
from .notebook_file import UnreadableError, find_notebook, read_cells
from .plan import Cell, Identity, definers, plan_cells
from .wrong_notebook import wrong_notebook

__all__ = ["Cell", "Submission", "UnreadableError", "find_notebook", "read_submission"]


@dataclass(frozen=True)
class Submission:
    """The code of one student, in the order of the notebook.

    Parameters
    ----------
    cells : tuple of Cell
        Code cells, without the check cells of the assignment.
    matches : tuple of Match
        Which cell answers which exercise. If it is empty, the cells say so
        themselves.
    needs_person : tuple of str
        What a person should look at, one sentence each.
    given_names : frozenset of str
        Names that the assignment's setup defines.
    """

    cells: tuple[Cell, ...]
    matches: tuple[Match, ...] = ()
    needs_person: tuple[str, ...] = ()
    given_names: frozenset[str] = frozenset()

    def has(self, exercise: str) -> bool:
        """Tell whether some cell surely answers the exercise."""
        return exercise in self._answers

    def plan(
        self,
        exercise: str,
        uses: tuple[str, ...],
        unfinished: Container[Identity] = (),
    ) -> list[Cell]:
        """List the cells to run before an exercise is checked.

        Parameters
        ----------
        exercise : str
        uses : tuple of str
            Exercises whose answers this one builds on.
        unfinished : container of tuple (int, str)
            Identities of cells that do not finish.

        Returns
        -------
        list of Cell
            The answer, the answers to ``uses``, the student's own cells above
            the exercise's check, and of all other cells, and of those that do
            not finish, the statements that define a name which the answers
            need. Never another answer as it is:
            `plan_cells` says why. Empty if nothing answers the exercise.
        """
        if exercise not in self._answers:
            return []
        return plan_cells(
            self.cells,
            self._definers,
            self._answers,
            exercise,
            uses,
            self._until(exercise),
            self.given_names,
            unfinished,
        )

    def _until(self, exercise):
        """Return the index of the first cell that runs too late to matter."""
        for match in self.matches:
            if match.exercise == exercise:
                return sum(cell.place < match.until for cell in self.cells)
        here = self._answers[exercise]
        later = [i for i in self._answers.values() if i > here]
        return min(later, default=len(self.cells))

    @cached_property
    def _answers(self):
        """The index in ``cells`` of the answer to each exercise."""
        if not self.matches:
            return {c.answers: i for i, c in enumerate(self.cells) if c.answers}
        places = [cell.place for cell in self.cells]
        return {m.exercise: places.index(m.place) for m in self.matches if m.is_sure}

    @cached_property
    def _definers(self):
        return definers(self.cells)


def read_submission(path: Path, assignment: Assignment) -> Submission:
    """Read a notebook that a student handed in; nothing in it is run.

    Parameters
    ----------
    path : Path
        See `find_notebook`.
    assignment : Assignment

    Returns
    -------
    Submission

    Raises
    ------
    UnreadableError
        If the file is not an ordinary notebook, or not one of this assignment.
    """
    submitted = read_cells(path)
    released = released_cells(assignment)
    matches = match_answers(released, submitted)
    problem = wrong_notebook(assignment.name, released, submitted, matches)
    if problem:
        raise UnreadableError(problem)
    return Submission(
        tuple(_cells_to_run(released, submitted, matches)),
        tuple(matches),
        tuple(_questions(assignment, matches)),
        CellCode(assignment.setup).binds,
    )


def _questions(assignment, matches):
    """List what a person should look at, in the order of the assignment."""
    yield from (match.question for match in matches if match.question)
    found = {match.exercise for match in matches if match.is_sure}
    for name, exercise in assignment.exercises.items():
        lost = [one for one in exercise.uses if one not in found]
        if name in found and lost:
            yield (
                f"{name} builds on {' and '.join(lost)}, which no cell answers: ask "
                "the student whether a cell was deleted."
            )


def _cells_to_run(
    released: Sequence[ReleasedCell],
    submitted: Sequence[SubmittedCell],
    matches: Sequence[Match],
):
    """Keep the cells that may run, and say how each of them takes part.

    A locked cell runs as the assignment has it. One that was edited gives only
    what an answer names and the assignment does not define, so that a copied or
    edited id neither gains anything nor hides an answer. The setup has run before
    any of them; it runs once more where cells above it may have undone it.
    """
    stubs = {one.exercise for one in released if one.role == "answer"}
    answers = {match.place: match.exercise for match in matches if match.is_sure}
    offered = {match.place for match in matches}
    from_ids, copies = origins(released, submitted), copies_of(released, submitted)
    is_fresh = True
    for place, cell in enumerate(submitted):
        origin, copy = from_ids[place], copies[place]
        if cell.kind != "code":
            continue
        if copy is not None:
            if copy.role == "given":
                yield Cell(copy.source, place=place, is_own=False)
            elif copy.role == "setup" and not is_fresh:
                yield Cell(copy.source, place=place)
            continue
        defined = cell.code.definitions
        is_stub = any(not defined[name].is_written for name in stubs & defined.keys())
        kept = Cell(
            cell.code.runnable,
            answers.get(place, ""),
            place,
            is_own=origin is None and not is_stub and place not in offered,
            belongs_to=origin.exercise if origin and origin.role == "answer" else "",
            is_read=cell.is_read,
        )
        vars(kept)["code"] = cell.code  # parsed once
        yield kept
        if origin is not None and origin.role == "given":
            yield Cell(origin.source, place=place, is_own=False)
        elif origin is not None and origin.role == "setup" and not is_fresh:
            yield Cell(origin.source, place=place)
        is_fresh = is_fresh and cell.code.only_defines
