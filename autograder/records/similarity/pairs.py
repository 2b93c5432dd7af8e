"""Compare the submissions of a class with each other."""

import math
import re
from dataclasses import dataclass, field, replace

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
MIN_SHARED = 9  # fewer fingerprints, about thirty tokens, say nothing
MAX_PASSAGES = 100
CHUNK = 2_000_000
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
        Empty for pairs that come after the first MAX_PASSAGES.
    """

    students: tuple[str, str]
    share: float
    shared: int
    exercises: dict[str, float]
    tokens: int = 0
    passages: tuple[Passage, ...] = ()


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
    overall = _Shared([_fingerprints(mine) for mine in cells])
    by_exercise = {
        name: _Shared([_fingerprints(mine, name) for mine in cells])
        for name in assignment.exercises
    }
    candidates = {
        place
        for shared in (overall, *by_exercise.values())
        for place in shared.places(threshold)
    }
    pairs = []
    for a, b in candidates:
        alike = {
            name: shared.share(a, b)
            for name, shared in by_exercise.items()
            if shared.is_listed(a, b, threshold)
        }
        count = int(overall.counts[a, b])
        names = (students[a], students[b])
        pairs.append(Pair(names, overall.share(a, b), count, alike))
    pairs.sort(key=_alike_first)
    place = {name: number for number, name in enumerate(students)}
    sequences: dict[str, _Sequence] = {}
    for number, pair in enumerate(pairs[:MAX_PASSAGES]):
        for name in pair.students:
            if name not in sequences:
                sequences[name] = _Sequence(cells[place[name]], place[name])
        pairs[number] = _with_passage(pair, *(sequences[n] for n in pair.students))
    return pairs


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
            # `ordinary` is sorted; a hash that is not in it counts.
            near = np.searchsorted(ordinary, cell.hashes).clip(max=len(ordinary) - 1)
            cell.counts = ordinary[near] != cell.hashes


def _fingerprints(mine, exercise=None):
    chosen = [
        winnow(cell.hashes[cell.counts])
        for cell in mine
        if exercise is None or cell.exercise == exercise
    ]
    return np.unique(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.uint64)


class _Shared:
    """How many fingerprints every two students share."""

    def __init__(self, fingerprints):
        n = len(fingerprints)
        self.sizes = np.array([len(one) for one in fingerprints])
        self.counts = np.zeros((n, n), dtype=np.int32)
        if not self.sizes.sum():
            return
        owner = np.repeat(np.arange(n), self.sizes)
        everything = np.concatenate(fingerprints)
        order = np.lexsort((owner, everything))
        starts = np.flatnonzero(np.diff(everything[order], prepend=np.uint64(0)))
        if everything[order[0]] == 0:
            starts = np.append(0, starts)
        groups = np.diff(starts, append=len(order))
        for size in np.unique(groups[groups > 1]):
            first, second = np.triu_indices(size, 1)
            places = starts[groups == size]
            step = max(1, CHUNK // len(first))
            for i in range(0, len(places), step):
                those = owner[order[places[i : i + step, None] + np.arange(size)]]
                both = those[:, first] * n + those[:, second]
                self.counts += np.bincount(both.ravel(), minlength=n * n).reshape(n, n)

    def share(self, a, b):
        """Return the part of the smaller set that both have."""
        smaller = min(self.sizes[a], self.sizes[b])
        return float(self.counts[a, b] / smaller) if smaller else 0.0

    def is_listed(self, a, b, threshold):
        return self.counts[a, b] >= MIN_SHARED and self.share(a, b) >= threshold

    def places(self, threshold):
        """Yield the pairs that share enough."""
        for a, b in np.argwhere(self.counts >= MIN_SHARED).tolist():
            if self.share(a, b) >= threshold:
                yield a, b


class _Sequence:
    """All cells of a student; where nothing counts, every place is unique."""

    def __init__(self, mine, number):
        self.cells = mine
        parts = [np.append(np.where(c.counts, c.hashes, 0), 0) for c in mine]
        self.starts = np.cumsum([0] + [len(part) for part in parts])
        self.hashes = np.concatenate(parts).astype(np.uint64)
        empty = np.flatnonzero(self.hashes == 0)
        self.hashes[empty] = empty * 2**24 + number + 1

    def passage(self, start, length):
        """Return the lines of a run of tokens."""
        number = int(np.searchsorted(self.starts, start, side="right")) - 1
        cell, place = self.cells[number], start - self.starts[number]
        first, last = cell.lines[place], cell.lines[place + length + K - 2]
        text = "\n".join(cell.source.split("\n")[first : last + 1])
        return Passage(cell.exercise, first + 1, text)


def _with_passage(pair, one, other):
    """Add the longest run of tokens that count and that both have."""
    length, start, start_other = longest_common_run(one.hashes, other.hashes)
    passages = (one.passage(start, length), other.passage(start_other, length))
    return replace(pair, tokens=length + K - 1, passages=passages)
