"""Release an assignment: nbgrader's own generate step, then a zip to hand out."""

import importlib.util
import io
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from ..course_folder import nbgrader_config, prepare
from ..whole_files import write_whole
from .assignment import Assignment
from .leak_guard import LeakError, find_leaks, secrets_of
from .source_notebook import source_notebook
from .student_copy import write_student_copy

__all__ = ["Release", "release", "write_source"]

EPOCH = (1980, 1, 1, 0, 0, 0)


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
        If something secret is in what students would receive. Nothing is
        released then.
    """
    prepare(course)
    source = write_source(assignment, course / "source" / assignment.name)
    folder = _generate(assignment.name, course)
    leaks = find_leaks(folder, secrets_of(assignment))
    if leaks:
        shutil.rmtree(folder)
        raise LeakError(leaks[0])
    shutil.rmtree(source / "__pycache__", ignore_errors=True)
    return Release(folder, _write_zip(folder, course / "downloads"))


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


def _generate(name, course):
    """Run nbgrader's generate step; it also fills the gradebook."""
    from nbgrader.apps import NbGraderAPI

    api = NbGraderAPI(config=nbgrader_config(course))
    result = api.generate_assignment(name)
    if not result["success"]:
        problem = f"nbgrader could not generate {name}:\n{result['log']}"
        raise RuntimeError(problem)
    return course / "release" / name


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
