"""What the outputs of a chapter depend on besides its own cells.

jupyter-cache looks at a notebook's code only. A chapter also depends on the
packages that are installed and on the course's own modules and styles, so their
hash becomes part of the cache's path: when one of them changes, every chapter is
executed again.
"""

import hashlib
import os
import re
import shutil
import sys
from importlib import metadata
from pathlib import Path

__all__ = ["environment_hash", "setup"]

# A chapter imports these folders, or reads these files, while it is executed.
_SOURCES = (
    "solutions/**/*.py",
    "datasets/**/*",
    "chapters/*.py",
    "chapters/*.json",
    "chapters/*.npz",
    "chapters/*.mplstyle",
    "requirements.lock",
)
# One thread for the linear algebra: the same last digits on every machine.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def environment_hash(root):
    """Return 16 hexadecimal digits that change with what chapters depend on.

    Parameters
    ----------
    root : pathlib.Path
        The folder of the book.

    Returns
    -------
    str
        Hash of the Python version, of every installed distribution's version, of
        the files in ``solutions`` and ``datasets``, of the figure style and stored
        runs, and of the names and sizes of your own data files.
    """
    digest = hashlib.sha256(sys.version.encode())
    installed = {f"{d.name}=={d.version}" for d in metadata.distributions()}
    digest.update("\n".join(sorted(installed)).encode())
    for pattern in _SOURCES:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    digest.update(repr(_own_data_files()).encode())
    return digest.hexdigest()[:16]


def _own_data_files():
    """List the files of ``ONE_NEURON_DATA``; what is in them is checked on loading."""
    named = os.environ.get("ONE_NEURON_DATA", "")
    if not named:
        return []
    return sorted(
        (path.relative_to(named).as_posix(), path.stat().st_size)
        for path in Path(named).rglob("*")
        if path.is_file()
    )


def _choose_cache(app, config):
    """Give this environment its own execution cache and prepare the kernels."""
    root = Path(app.srcdir)
    config.course_environment = environment_hash(root)
    caches = Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(caches / config.course_environment)
    for old in caches.glob("*"):
        # Caches of environments that are gone would only grow.
        if re.fullmatch("[0-9a-f]{16}", old.name) and (
            old.name != config.course_environment
        ):
            shutil.rmtree(old, ignore_errors=True)
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    # This book's own packages come first, for the build and for its kernels: another
    # copy, or another package called "datasets", may be installed.
    sys.path.insert(0, str(root))
    paths = [
        str(root),
        *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)),
    ]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))


def _date_figures(app):
    """Let two builds write the same SVG files, which otherwise contain the time.

    Not earlier: Sphinx would also put this year into the copyright line.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600")


def setup(app):
    """Connect to Sphinx; a new hash makes it read every page again."""
    app.add_config_value("course_environment", "", "env")
    # Before myst-nb and the others read the configuration.
    app.connect("config-inited", _choose_cache, priority=100)
    app.connect("builder-inited", _date_figures)
