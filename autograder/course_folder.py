"""nbgrader's course folder: where it is, how nbgrader sees it, its gradebook."""

import os
import sys
from pathlib import Path

from nbgrader.api import Gradebook
from traitlets.config import Config, PyFileConfigLoader

__all__ = [
    "default_course",
    "has_gradebook",
    "nbgrader_config",
    "open_gradebook",
    "prepare",
]

COURSE_ID = "one-neuron"
LOCKED_SECONDS = 15
CONFIG_NAME = "nbgrader_config.py"
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
    file = course / CONFIG_NAME
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
    if (course / CONFIG_NAME).exists():
        config = PyFileConfigLoader(CONFIG_NAME, str(course.resolve())).load_config()
    config.CourseDirectory.root = str(course.resolve())
    config.CourseDirectory.setdefault("course_id", COURSE_ID)
    return config


def open_gradebook(course: Path) -> Gradebook:
    """Open the gradebook of a course; SQLite, unless its configuration names another.

    Parameters
    ----------
    course : Path

    Returns
    -------
    nbgrader.api.Gradebook
        A context manager.
    """
    settings = nbgrader_config(course).CourseDirectory
    url = settings.get("db_url", f"sqlite:///{course.resolve() / 'gradebook.db'}")
    if url.startswith("sqlite:") and "?" not in url:
        # Another program, such as the form grader, may be writing.
        url += f"?timeout={LOCKED_SECONDS}"
    return Gradebook(url, settings.course_id)


def has_gradebook(course: Path) -> bool:
    """Tell whether there is a gradebook; to open one that is not there makes it.

    Parameters
    ----------
    course : Path

    Returns
    -------
    bool
        True if the configuration names a database, whatever is in it.
    """
    if "db_url" in nbgrader_config(course).CourseDirectory:
        return True
    return (course / "gradebook.db").is_file()


def _show_programs():
    """Put this environment's programs first: nbgrader starts one by its name."""
    programs = str(Path(sys.executable).parent)
    paths = os.environ.get("PATH", "").split(os.pathsep)
    if paths[0] != programs:
        os.environ["PATH"] = os.pathsep.join([programs, *paths])
