"""Release an assignment: nbgrader's own generate step, then a zip to hand out."""

import contextlib
import importlib.util
import io
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from ..course_folder import has_gradebook, nbgrader_config, open_gradebook, prepare
from ..whole_files import write_whole
from .assignment import Assignment
from .leak_guard import LeakError, find_leaks, secrets_of
from .reference import AuthoringError
from .source_notebook import source_notebook
from .student_copy import write_student_copy

__all__ = ["Release", "ReleaseError", "demand_same_cells", "release", "write_source"]

EPOCH = (1980, 1, 1, 0, 0, 0)
UNFINISHED = ".releasing"


class ReleaseError(AuthoringError):
    """nbgrader cannot make the student's version; the message says what to do."""


@dataclass(frozen=True)
class Release:
    """What a release consists of.

    Parameters
    ----------
    folder : Path
        nbgrader's release folder of the assignment.
    zip : Path
        The same files in one archive, for students without nbgrader.
    """

    folder: Path
    zip: Path


def release(assignment: Assignment, course: Path) -> Release:
    """Write source and release of an assignment into a course folder.

    Parameters
    ----------
    assignment : Assignment
    course : Path
        nbgrader's course folder; it is made if it does not exist.

    Returns
    -------
    Release

    Raises
    ------
    LeakError
        If something secret is in what students would receive.
    ReleaseError
        If nbgrader refuses. Nothing is released then, and an earlier release stays.
    """
    prepare(course)
    demand_same_cells(assignment, course)
    name = assignment.name
    staged = course / UNFINISHED / name
    shutil.rmtree(staged, ignore_errors=True)
    try:
        source = write_source(assignment, staged / "source" / name)
        folder = _generate(name, course, staged)
        leaks = find_leaks(folder, secrets_of(assignment))
        if leaks:
            raise LeakError(leaks[0])
        shutil.rmtree(source / "__pycache__", ignore_errors=True)
        _put(source, course / "source" / name)
        released = _put(folder, course / "release" / name)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        with contextlib.suppress(OSError):
            staged.parent.rmdir()
    return Release(released, _write_zip(released, course / "downloads"))


def demand_same_cells(assignment: Assignment, course: Path) -> None:
    """Refuse a change that nbgrader's gradebook cannot take.

    Parameters
    ----------
    assignment : Assignment
    course : Path

    Raises
    ------
    ReleaseError
        If the gradebook holds submissions of a version with other cells.
    """
    name = assignment.name
    before = _cells_with_submissions(name, course)
    if not before:
        return
    marked = [
        cell.metadata.get("nbgrader") for cell in source_notebook(assignment).cells
    ]
    now = {one["grade_id"] for one in marked if one}
    changes = [
        f"{', '.join(sorted(cells))} {'is' if len(cells) == 1 else 'are'} {what}"
        for cells, what in ((now - before, "new"), (before - now, "gone"))
        if cells
    ]
    if changes:
        problem = (
            f"the gradebook of {course} holds submissions of {name} with other cells "
            f"({' and '.join(changes)}), and nbgrader cannot change the cells of such "
            "an assignment; work in a new course folder, or give up its grades, marks "
            f"and comments: run `nbgrader db assignment remove {name} --force` in "
            f"{course}, delete {course / 'grading' / name}, then release and grade it "
            "again."
        )
        raise ReleaseError(problem)


def write_source(assignment: Assignment, folder: Path) -> Path:
    """Write the source folder of an assignment: notebook, checks and data.

    Parameters
    ----------
    assignment : Assignment
    folder : Path
        It is emptied first.

    Returns
    -------
    Path
        The folder.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    nbformat.write(source_notebook(assignment), folder / f"{assignment.name}.ipynb")
    write_student_copy(assignment, folder)
    if (assignment.folder / "data.py").exists():
        name = f"autograder.assignments.{assignment.name}.data"
        importlib.import_module(name).write(folder)
    return folder


def _cells_with_submissions(name, course):
    """Name the cells of an assignment that somebody has handed in."""
    from nbgrader.api import MissingEntry

    if not has_gradebook(course):
        return set()
    with open_gradebook(course) as gradebook:
        try:
            notebook = gradebook.find_notebook(name, name)
        except MissingEntry:
            return set()
        if not notebook.submissions:
            return set()
        return {cell.name for cell in notebook.source_cells}


def _generate(name, course, staged):
    """Run nbgrader's generate step; it also fills the gradebook."""
    from nbgrader.apps import NbGraderAPI

    config = nbgrader_config(course)
    place = staged.relative_to(course)
    config.CourseDirectory.source_directory = str(place / "source")
    config.CourseDirectory.release_directory = str(place / "release")
    result = NbGraderAPI(config=config).generate_assignment(name)
    if not result["success"]:
        said = [line for line in result.get("log", "").splitlines() if line.strip()]
        problem = (
            f"nbgrader could not generate {name}; it said last: "
            f"{said[-1] if said else result.get('error', 'nothing')}"
        )
        raise ReleaseError(problem)
    return staged / "release" / name


def _put(new, place):
    """Move a folder to its place; what was there before goes only then."""
    place.parent.mkdir(exist_ok=True)
    before = new.with_name(f"{new.name}.before")
    if place.exists():
        os.rename(place, before)
    os.rename(new, place)
    return place


def _write_zip(folder, downloads):
    downloads.mkdir(exist_ok=True)
    path = downloads / f"{folder.name}.zip"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                name = str(file.relative_to(folder.parent))
                # A fixed date: the same files give the same archive.
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, file.read_bytes())
    return write_whole(path, content.getvalue())
