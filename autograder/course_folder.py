"""nbgrader's course folder: where it is, how nbgrader sees it, its gradebook."""

import os
import sys
from pathlib import Path

from nbgrader.api import Gradebook
from traitlets.config import Config

__all__ = ["default_course", "nbgrader_config", "open_gradebook", "prepare"]

COURSE_ID = "one-neuron"
CONFIG_FILE = f'''"""nbgrader's configuration of this course."""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "{COURSE_ID}"
'''


def default_course() -> Path:
    """Return the course folder that is used when none is named."""
    return Path("_build", "course")


def prepare(course: Path) -> None:
    """Make a course folder with nbgrader's configuration, if there is none.

    Parameters
    ----------
    course : Path
    """
    course.mkdir(parents=True, exist_ok=True)
    file = course / "nbgrader_config.py"
    if not file.exists():
        file.write_text(CONFIG_FILE)


def nbgrader_config(course: Path) -> Config:
    """Return the configuration with which nbgrader works on a course.

    Parameters
    ----------
    course : Path

    Returns
    -------
    traitlets.config.Config
    """
    _show_programs()
    config = Config()
    config.CourseDirectory.root = str(course.resolve())
    config.CourseDirectory.course_id = COURSE_ID
    return config


def open_gradebook(course: Path) -> Gradebook:
    """Open the gradebook of a course; it is made if it does not exist.

    Parameters
    ----------
    course : Path

    Returns
    -------
    nbgrader.api.Gradebook
        A context manager.
    """
    _show_programs()
    return Gradebook(f"sqlite:///{course.resolve() / 'gradebook.db'}", COURSE_ID)


def _show_programs():
    """Put this environment's programs first: nbgrader starts one by its name."""
    programs = str(Path(sys.executable).parent)
    paths = os.environ.get("PATH", "").split(os.pathsep)
    if paths[0] != programs:
        os.environ["PATH"] = os.pathsep.join([programs, *paths])
