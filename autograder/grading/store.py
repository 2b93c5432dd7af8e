"""Results on the disk, each under the name of what it depends on.

The name is a hash of the assignment, the submitted notebook, the environment and
the limits. The same notebook has the same result whoever handed it in, and a
result whose name still fits need not be computed again.
"""

import hashlib
import json
import platform
import sys
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..authoring.assignment import Assignment
from ..sandbox import Isolation
from ..whole_files import write_whole
from .engine import Judge

__all__ = ["ResultStore", "digest_of_conditions", "digest_of_file", "key_of"]

PACKAGE = Path(__file__).resolve().parents[1]
GRADER = ("answering", "checking", "sandbox", "grading")
LIBRARIES = ("numpy", "scipy", "scikit-learn", "matplotlib", "h5py", "ipython")


class ResultStore:
    """The results of one assignment.

    Parameters
    ----------
    folder : Path
        It is made if it does not exist.
    """

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def get(self, key: str) -> dict | None:
        """Return a result, or None if there is none.

        Parameters
        ----------
        key : str

        Returns
        -------
        dict, optional
        """
        try:
            return json.loads(self._path(key).read_bytes())
        except FileNotFoundError:
            return None

    def __contains__(self, key: str) -> bool:
        return self._path(key).exists()

    def put(self, key: str, document: dict) -> None:
        """Keep a result: after a crash it is there as a whole, or not at all.

        Parameters
        ----------
        key : str
        document : dict
            Plain JSON.
        """
        text = json.dumps(document, indent=1)
        write_whole(self._path(key), text, is_durable=True)

    def _path(self, key):
        return self._folder / f"{key}.json"


def digest_of_conditions(judge: Judge, isolation: Isolation) -> str:
    """Hash everything that a result depends on beside the notebook.

    Parameters
    ----------
    judge : Judge
    isolation : Isolation

    Returns
    -------
    str
        Hexadecimal digits.
    """
    digest = hashlib.sha256()
    facts = {
        "python": sys.version,
        "machine": platform.machine(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "seed": judge.seed,
        "cpu_seconds": judge.cpu_seconds,
        "limits": asdict(isolation.limits),
        "sandbox": isolation.is_isolated,
        "files": {path.name: digest_of_file(path) for path in _files(isolation)},
    }
    digest.update(json.dumps(facts, sort_keys=True).encode())
    for path in _sources(judge.assignment):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def digest_of_file(path: Path) -> str:
    """Hash a file; what is no ordinary file has the digest "".

    Parameters
    ----------
    path : Path

    Returns
    -------
    str
        Hexadecimal digits of SHA-256.
    """
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def key_of(conditions: str, notebook: str) -> str:
    """Name the result of a notebook.

    Parameters
    ----------
    conditions, notebook : str
        Two digests.

    Returns
    -------
    str
        32 hexadecimal digits.
    """
    return hashlib.sha256(f"{conditions} {notebook}".encode()).hexdigest()[:32]


def _files(isolation):
    found: list[Path] = []
    for path in isolation.files:
        found += [path] if path.is_file() else path.rglob("*")
    return sorted(path for path in found if _counts(path))


def _counts(path):
    """Tell whether a file is more than what programs keep for themselves."""
    is_hidden = path.parent.name.startswith(".")
    return path.is_file() and path.suffix != ".pyc" and not is_hidden


def _sources(assignment: Assignment):
    folders = [PACKAGE / name for name in GRADER] + [assignment.folder]
    solutions = PACKAGE.parent / "solutions"
    for folder in [*folders, solutions]:
        yield from sorted(folder.glob("*.py"))
    yield from sorted(assignment.folder.parent.glob("*.py"))
    yield assignment.folder / "notebook.md"


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None
