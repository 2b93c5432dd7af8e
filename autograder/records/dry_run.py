"""A folder outside the course, in which a dry run computes what would change."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..authoring.assignment import Assignment
from ..authoring.release import demand_same_cells, write_source
from ..course_folder import has_gradebook, open_gradebook
from ..grading.run import folder_of
from .gradebook import has_assignment

__all__ = ["copy_for_dry_run"]


@contextlib.contextmanager
def copy_for_dry_run(assignment: Assignment, course: Path) -> Iterator[Path]:
    """Copy what grading reads and writes, except for what was handed in.

    Parameters
    ----------
    assignment : Assignment
    course : Path
        nbgrader's course folder; nothing in it changes.

    Yields
    ------
    Path
        A course folder that goes away at the end: the journal, limits, links to the
        results, and the files that students receive today.

    Raises
    ------
    ReleaseError
        If a run that is not dry could not release the assignment.
    """
    name = assignment.name
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        _copy_grading(folder_of(course, name), folder_of(copy, name))
        released = copy / "release" / name
        if _is_released(assignment, course):
            shutil.copytree(course / "release" / name, released)
        else:
            demand_same_cells(assignment, course)
            # The same files; nbgrader's step would only change the notebook.
            write_source(assignment, released)
            shutil.rmtree(released / "__pycache__", ignore_errors=True)
        yield copy


def _copy_grading(folder, copy):
    copy.mkdir(parents=True)
    for path in folder.iterdir() if folder.is_dir() else []:
        if path.is_file():
            shutil.copyfile(path, copy / path.name)
        else:
            (copy / path.name).mkdir()
            for result in path.iterdir():
                # A new result takes the place of the link.
                (copy / path.name / result.name).symlink_to(result.resolve())


def _is_released(assignment, course):
    if not (course / "release" / assignment.name).is_dir() or not has_gradebook(course):
        return False
    with open_gradebook(course) as gradebook:
        return has_assignment(gradebook, assignment)
