"""Find the notebook, and what else was asked for, in what a student handed in."""

import contextlib
import importlib.util
import io
import sys
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import PurePosixPath

from ..grading.notebook_file import MAX_BYTES
from .archives import is_archive, open_archive
from .entries import ONE_STUDENT, Entry, RefusedError
from .naming import same_name, shown, without_copy_mark
from .secret import MAX_SECRET, is_secret
from .sources import LITTER, HandIn

__all__ = ["Chosen", "choose", "is_code"]

MAX_ARCHIVE = 100 * 2**20
CODE = (".py", ".pyc", ".pyo", ".pyd", ".so", ".pth", ".egg-link")
AT_START = ("sitecustomize", "usercustomize", "ipykernel_launcher")


@dataclass(frozen=True)
class Chosen:
    """What is kept of a hand-in.

    Parameters
    ----------
    notebook : bytes
    name : str
        The notebook's name in the source.
    entry : Entry
        The file of the source that holds it: the notebook or the student's archive.
    upload : int
        The platform's number of the upload, 0 if there is none.
    others : dict
        Further files that were asked for, bytes by name.
    left_out : tuple of str
        Names of files that are not kept.
    remarks : tuple of str
        What a person should know, one sentence each.
    secret : bytes
        With which nbgrader's exchange returns feedback, b"" if there is none.
    """

    notebook: bytes
    name: str
    entry: Entry
    upload: int
    others: dict[str, bytes]
    left_out: tuple[str, ...]
    remarks: tuple[str, ...]
    secret: bytes = b""


@dataclass(frozen=True)
class _File:
    """A file of the student: where it is, and what the source calls it."""

    path: str
    entry: Entry
    outer: Entry
    upload: int

    @property
    def base(self):
        return PurePosixPath(self.path).name


def choose(
    hand_in: HandIn, assignment: str, also: tuple[str, ...], zone: tzinfo
) -> Chosen:
    """Read what is kept of a hand-in.

    Parameters
    ----------
    hand_in : HandIn
    assignment : str
    also : tuple of str
        Names of further files that the assignment asks for.
    zone : tzinfo
        In which zip times are meant.

    Returns
    -------
    Chosen

    Raises
    ------
    RefusedError
        If there is no notebook, or several that could be meant; one sentence.
    """
    files = [
        _File(claim.rest, entry, entry, claim.upload)
        for claim, entry in zip(hand_in.claims, hand_in.entries, strict=True)
    ]
    with contextlib.ExitStack() as stack:
        if not any(_is_notebook(file) for file in files):
            files = _open_student_archive(files, zone, stack)
        notebook, remarks = _the_notebook(files, assignment)
        data = _read(notebook, MAX_BYTES)
        if not data.strip():
            remarks.append(f"{shown(notebook.base)} is empty.")
        others: dict[str, bytes] = {}
        taken = [notebook]
        for file in sorted(files, key=lambda one: one.upload, reverse=True):
            name = file.base if file.base in also else without_copy_mark(file.base)
            if name in also and name not in others:
                others[name] = _read(file, MAX_BYTES)
                taken.append(file)
    rest = [file for file in files if file not in taken]
    remarks += [
        f"{shown(f.path)} is left out: {f.entry.problem}."
        for f in rest[:5]
        if f.entry.problem
    ]
    remarks += [
        f"{shown(f.path)} is left out: it would take the place of a module."
        for f in rest
        if _shadows(f.path, notebook.path)
    ]
    return Chosen(
        data,
        notebook.outer.path
        if notebook.outer is notebook.entry
        else f"{notebook.outer.path}/{notebook.path}",
        notebook.outer,
        notebook.upload,
        others,
        tuple(shown(f.path) for f in rest[:20]),
        tuple(remarks),
        _secret(hand_in),
    )


def is_code(name: str) -> bool:
    """Tell from its name whether Python could import a file."""
    return PurePosixPath(name).suffix in CODE


def _is_notebook(file):
    return file.path.casefold().endswith(".ipynb")


def _open_student_archive(files, zone, stack):
    """Open the one archive that takes the place of a notebook; never a further one."""
    archives = [file for file in files if is_archive(file.path)]
    if len(archives) != 1:
        handed_in = ", ".join(shown(f.base, 40) for f in files[:5])
        reason = "there are several archives" if archives else "there is no notebook"
        problem = f"{reason} in what was handed in ({handed_in})."
        raise RefusedError(problem)
    [outer] = archives
    file = io.BytesIO(_read(outer, MAX_ARCHIVE))
    inside = open_archive(file, outer.base, ONE_STUDENT, zone, stack)
    found = [
        _File(entry.path, entry, outer.entry, outer.upload)
        for entry in inside
        if not LITTER.search(entry.path)
    ]
    if not any(_is_notebook(file) for file in found):
        nested = any(is_archive(file.path) for file in found)
        reason = "but another archive, which is not opened" if nested else ""
        problem = f"the archive {shown(outer.base)} holds no notebook {reason}".rstrip()
        raise RefusedError(problem + ".")
    return [*found, *(file for file in files if file is not outer)]


def _the_notebook(files, assignment):
    """Choose by name; among several of the right name, the latest upload."""
    notebooks = [file for file in files if _is_notebook(file)]
    wanted = same_name(assignment)
    fitting = [f for f in notebooks if _stem(f.base) == wanted] or notebooks
    if len(fitting) == 1:
        return fitting[0], []
    if len({(file.entry.path, file.path) for file in fitting}) < len(fitting):
        problem = f"the archive names {shown(fitting[0].path)} twice."
        raise RefusedError(problem)
    latest = max(file.upload for file in fitting)
    newest = [file for file in fitting if file.upload == latest]
    depth = min(file.path.count("/") for file in newest)
    shallow = [file for file in newest if file.path.count("/") == depth]
    exact = [f for f in shallow if same_name(f.base) == wanted + ".ipynb"]
    is_named = fitting is not notebooks
    for group in (exact, shallow):
        if len(group) == 1 and (is_named or latest):
            remark = (
                f"{len(fitting)} notebooks could be meant; "
                f"{shown(group[0].path)} was taken."
            )
            return group[0], [remark]
    names = ", ".join(shown(file.path, 40) for file in fitting[:5])
    problem = (
        f"{len(fitting)} notebooks could be meant ({names}); exactly one must be "
        f"called {assignment}.ipynb."
    )
    raise RefusedError(problem)


def _stem(base):
    return without_copy_mark(same_name(base)).removesuffix(".ipynb")


def _read(file, limit):
    if file.entry.problem:
        problem = f"{shown(file.path)} is not opened: {file.entry.problem}."
        raise RefusedError(problem)
    try:
        return file.entry.read(limit)
    except RefusedError as problem:
        text = f"{shown(file.path)} is not read: {problem}."
        raise RefusedError(text) from None


def _secret(hand_in):
    """Read what the exchange put there; what cannot be one is left out."""
    if hand_in.secret is None or hand_in.secret.problem:
        return b""
    try:
        secret = hand_in.secret.read(MAX_SECRET)
    except (RefusedError, OSError):
        return b""
    return secret if is_secret(secret) else b""


def _shadows(path, notebook):
    """Tell whether a file beside a notebook could be imported as a known module."""
    beside = PurePosixPath(notebook).parent
    try:
        parts = PurePosixPath(path).relative_to(beside).parts
    except ValueError:
        return False
    if parts[-1].endswith(".pth"):
        return True
    is_package = len(parts) == 2 and parts[1].startswith("__init__.")
    if not is_code(parts[-1]) or (len(parts) > 1 and not is_package):
        return False
    name = parts[0].partition(".")[0]
    if name in AT_START or name in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False
