"""Which cells, and which parts of cells, run before an exercise is checked.

Stock nbgrader runs the whole notebook, so one answer finds whatever another
has left behind: a module, a function, and also a broken `np` or a changed
setting. Here an answer to another exercise does not run as it is. But students
import a module once and write a function once, and nothing in a notebook says
that it belongs to one exercise. So an answer gets what it names: those
statements of other answers that define a name which it needs, and nothing else.
An honest answer then finds what it finds when the whole notebook runs, and an
exercise that is not named cannot touch it. A cell that did not finish, be it the
answer's, is treated alike: an experiment that takes too long costs nobody a point.
"""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .cell_code import CellCode

__all__ = ["Cell", "Identity", "definers", "plan_cells"]

Identity = tuple[int, str]


@dataclass(frozen=True)
class Cell:
    """A code cell that may be run.

    Parameters
    ----------
    source : str
    answers : str
        The exercise that the cell answers, or "" for any other cell.
    place : int
        Index in the submitted notebook.
    is_own : bool
        Whether it is a cell of the student's own, which runs as it is. False
        for stubs and for locked cells: only what an answer needs is taken.
    belongs_to : str
        The exercise whose id the cell has, or "".
    is_read : bool
        False if the cell is not looked into.
    """

    source: str
    answers: str = ""
    place: int = 0
    is_own: bool = True
    belongs_to: str = ""
    is_read: bool = True

    @property
    def identity(self) -> Identity:
        """Tell what is run from what other cells, and parts of this one, run."""
        return self.place, self.source

    @cached_property
    def code(self) -> CellCode:
        """What the cell defines and needs."""
        return CellCode(self.source, is_read=self.is_read)


def definers(cells: Sequence[Cell]) -> dict[str, list[int]]:
    """List by name the indices of the cells that define it.

    Parameters
    ----------
    cells : sequence of Cell

    Returns
    -------
    dict
    """
    found: dict[str, list[int]] = {}
    for i, cell in enumerate(cells):
        for name in cell.code.binds:
            found.setdefault(name, []).append(i)
    return found


def plan_cells(
    cells: Sequence[Cell],
    defined: Mapping[str, Sequence[int]],
    answers: Mapping[str, int],
    exercise: str,
    uses: Collection[str],
    until: int,
    given_names: Collection[str],
    unfinished: Container[Identity] = (),
) -> list[Cell]:
    """Choose what runs before one exercise is checked.

    Parameters
    ----------
    cells : sequence of Cell
    defined : mapping
        What `definers` returns for them.
    answers : mapping
        Index of the answer to each exercise.
    exercise : str
    uses : collection of str
        Exercises whose answers run as they are.
    until : int
        Index of the first cell that is not run as it is.
    given_names : collection of str
        What the assignment itself defines; it is never taken from other cells.
    unfinished : container of tuple (int, str)
        Identities of cells that do not finish; only parts of them are taken.

    Returns
    -------
    list of Cell
        In the order of the notebook. What is needed from below the check comes
        right before the answer: the student ran it earlier, or moved it.
    """
    here = answers[exercise]
    wanted = {here} | {answers[name] for name in uses if name in answers}
    whole = wanted | {
        i
        for i, cell in enumerate(cells[:until])
        if (cell.is_own and i not in answers.values())
        or (cell.belongs_to == exercise and i < here and i not in answers.values())
    }

    endless = {i for i in whole if cells[i].identity in unfinished}

    def providers(name):
        """List the cells from which the answer gets a name."""
        known = defined.get(name, ())
        early = [i for i in known if i < until]
        if name in answers and name != exercise:
            chosen = {answers[name]}
        elif known:
            chosen = {(early or known)[-1]}
        else:
            return [i for i in defined.get("*", ()) if i < until]
        changing = {i for i in whole if name in cells[i].code.touches}
        return sorted(changing | chosen)

    parts: dict[int, set[str]] = {
        i: set()
        for i in set(range(here)) - (whole - endless)
        if cells[i].code.has_future
    }
    todo = [name for i in sorted(wanted - endless) for name in cells[i].code.needs]
    seen, followed = set(given_names), wanted - endless

    def take(i, names):
        """Take those statements of a cell that define some names."""
        parts.setdefault(i, set()).update(names)
        todo.extend(cells[i].code.part(parts[i])[1])

    for name in (exercise, *uses):
        if answers.get(name) in endless:
            take(answers[name], {name})
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        for i in providers(name):
            if i not in whole or i in endless:
                # Without a cell that defines the name, it may come from `import *`.
                take(i, {name, "*"} if name not in defined else {name})
            elif i not in followed:
                followed.add(i)
                todo.extend(cells[i].code.needs)

    def cell_at(i):
        cell = replace(cells[i], answers=exercise) if i == here else cells[i]
        source = cells[i].code.part(parts[i])[0] if i in parts else ""
        # A cell that does not finish and has no such part is known by its identity.
        if not source and i in whole:
            return cell
        return replace(cell, source=source)

    chosen = sorted((whole - endless) | parts.keys() | {here})
    late = [i for i in chosen if i >= until]
    order = [i for i in chosen if i < here] + late
    order += [i for i in chosen if here <= i < until]
    return [cell_at(i) for i in order]
