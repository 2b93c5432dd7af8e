"""Compare the submissions of a class with each other."""

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from ...authoring.assignment import Assignment
from ...authoring.reference import BEGIN, END
from ...authoring.source_notebook import source_notebook
from ...grading.submission import Submission
from .code_tokens import read_code
from .winnowing import K, longest_common_run, run_hashes, winnow

__all__ = ["COMMON", "THRESHOLD", "Pair", "Passage", "compare_class"]

THRESHOLD = 0.6
COMMON = 0.2
MIN_STUDENTS = 4
MIN_SHARED = 6
MIN_PASSAGE = 20
SOLUTION = re.compile(rf"{BEGIN}.*?{END}", re.DOTALL)
STUB = "raise NotImplementedError()"


@dataclass(frozen=True)
class Passage:
    """Lines of one student that another student has as well.

    Parameters
    ----------
    exercise : str
        What the cell answers, or "" for the student's own cells.
    first_line : int
        Within the cell, from 1.
    text : str
        As the student wrote it.
    """

    exercise: str
    first_line: int
    text: str


@dataclass(frozen=True)
class Pair:
    """Two students whose code is alike.

    Parameters
    ----------
    students : tuple of two str
    share : float
        Part of the shorter one's fingerprints that the other has, 0 to 1.
    shared : int
        How many fingerprints that is.
    exercises : dict
        The share by exercise, where it reaches the threshold.
    tokens : int
        Length of the longest common passage.
    passages : tuple of two Passage
    """

    students: tuple[str, str]
    share: float
    shared: int
    exercises: dict[str, float]
    tokens: int
    passages: tuple[Passage, Passage]


@dataclass
class _Cell:
    """One cell of a student: its tokens' lines and the hashes of its runs."""

    exercise: str
    source: str
    lines: list[int]
    hashes: np.ndarray
    counts: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))


def compare_class(
    submissions: dict[str, Submission],
    assignment: Assignment,
    threshold: float = THRESHOLD,
    common: float = COMMON,
) -> list[Pair]:
    """List the pairs of students whose code is alike.

    What the assignment gives, what the reference answer has, and what more than
    a share of the class has does not count.

    Parameters
    ----------
    submissions : dict
        `Submission` by student.
    assignment : Assignment
    threshold : float
        Share of fingerprints, overall or in one exercise, from which on a pair
        is listed.
    common : float
        Share of the class above which likeness is expected.

    Returns
    -------
    list of Pair
        The most alike first.
    """
    students = sorted(submissions)
    cells = [[_cell(cell) for cell in submissions[name].cells] for name in students]
    _mark_what_counts(cells, _expected(assignment), common)
    overall = _shares([_fingerprints(mine) for mine in cells])
    by_exercise = {
        name: _shares([_fingerprints(mine, name) for mine in cells])
        for name in assignment.exercises
    }
    pairs = []
    candidates = {
        place
        for shares in (overall, *by_exercise.values())
        for place, (share, shared) in shares.items()
        if share >= threshold and shared >= MIN_SHARED
    }
    for a, b in sorted(candidates):
        tokens, passages = _longest_passage(cells[a], cells[b])
        if tokens < MIN_PASSAGE:
            continue
        share, shared = overall[a, b]
        exercises = {
            name: shares[a, b][0]
            for name, shares in by_exercise.items()
            if shares.get((a, b), (0, 0))[0] >= threshold
            and shares[a, b][1] >= MIN_SHARED
        }
        names = (students[a], students[b])
        pairs.append(Pair(names, share, shared, exercises, tokens, passages))
    return sorted(pairs, key=_alike_first)


def _alike_first(pair):
    """Order pairs; a large share of very little code comes later."""
    smaller = pair.shared / pair.share
    return -pair.shared / (smaller + MIN_SHARED), pair.students


def _cell(cell):
    code = read_code(cell.source)
    return _Cell(cell.answers, cell.source, code.lines, run_hashes(code.words))


def _expected(assignment):
    """Hash what every student was given, and the reference answers."""
    sources = [
        cell.source
        for cell in source_notebook(assignment).cells
        if cell.cell_type == "code"
    ]
    sources += [SOLUTION.sub(STUB, source) for source in sources]
    return np.unique(np.concatenate([run_hashes(read_code(s).words) for s in sources]))


def _mark_what_counts(cells, expected, common):
    """Mark the runs that are neither given nor what many students write."""
    per_student = [
        np.unique(np.concatenate([cell.hashes for cell in mine]))
        for mine in cells
        if mine
    ]
    if not per_student:
        return
    hashes, students = np.unique(np.concatenate(per_student), return_counts=True)
    wrote = sum(len(mine) > 0 for mine in per_student)
    limit = max(MIN_STUDENTS, math.ceil(common * wrote))
    ordinary = np.union1d(hashes[students > limit], expected)
    for mine in cells:
        for cell in mine:
            cell.counts = ~np.isin(cell.hashes, ordinary)


def _fingerprints(mine, exercise=None):
    chosen = [
        winnow(cell.hashes[cell.counts])
        for cell in mine
        if exercise is None or cell.exercise == exercise
    ]
    return np.unique(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.uint64)


def _shares(fingerprints):
    """Count what every two students share, going through each fingerprint once."""
    owner = np.repeat(np.arange(len(fingerprints)), [len(one) for one in fingerprints])
    if not len(owner):
        return {}
    everything = np.concatenate(fingerprints)
    order = np.lexsort((owner, everything))
    starts = np.flatnonzero(
        np.diff(everything[order], prepend=everything[order][:1] + 1)
    )
    counts: Counter[tuple[int, int]] = Counter()
    for group in np.split(owner[order], starts[1:]):
        if len(group) > 1:
            counts.update(combinations(group.tolist(), 2))
    return {
        (a, b): (shared / min(len(fingerprints[a]), len(fingerprints[b])), shared)
        for (a, b), shared in counts.items()
    }


def _longest_passage(mine, others):
    """Find the longest run of tokens that count and that both have."""
    a, places_a = _sequence(mine, 1)
    b, places_b = _sequence(others, 2)
    length, start_a, start_b = longest_common_run(a, b)
    if not length:
        nothing = Passage("", 1, "")
        return 0, (nothing, nothing)
    passages = (
        _passage(places_a[start_a], length),
        _passage(places_b[start_b], length),
    )
    return length + K - 1, passages


def _sequence(mine, side):
    """Join all cells; where nothing counts, every place is unlike any other."""
    parts, places = [], []
    for cell in mine:
        hashes = np.append(np.where(cell.counts, cell.hashes, 0), 0).astype(np.uint64)
        parts.append(hashes)
        places += [(cell, place) for place in range(len(hashes))]
    joined = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
    empty = np.flatnonzero(joined == 0)
    joined[empty] = 2 * empty + side
    return joined, places


def _passage(start, length):
    cell, place = start
    first, last = cell.lines[place], cell.lines[place + length + K - 2]
    text = "\n".join(cell.source.split("\n")[first : last + 1])
    return Passage(cell.exercise, first + 1, text)
