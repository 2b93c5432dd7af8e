"""Root makes the walls in another way; both ways must hold.

Whoever runs the tests as root gets the tests of the walls once more as an
ordinary user. For anybody else they have just been run like that.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = ["test_walls.py", "test_worker.py", "test_system_calls.py"]
USER = 54_321


def as_ordinary_user(folder):
    """Build a command that gives up root, and opens the way to this Python.

    Root's home is closed to others; where Python lives there, a small folder
    with nothing but Python takes its place.
    """
    command = [shutil.which("bwrap"), "--dev-bind", "/", "/"]
    needed = {Path(sys.prefix), Path(sys.base_prefix), HERE.parents[1]}
    closed = {
        next((p for p in reversed(path.parents) if not p.stat().st_mode & 1), None)
        for path in needed
    }
    for parent in closed - {None}:
        command += ["--perms", "0755", "--tmpfs", str(parent)]
    # Folders that bubblewrap makes by itself are closed to other users.
    for parent in sorted({parent for path in needed for parent in path.parents[:-1]}):
        command += ["--perms", "0755", "--dir", str(parent)]
    for path in sorted(needed):
        command += ["--ro-bind", str(path), str(path)]
    command += ["--setenv", "HOME", str(folder), "--", "setpriv", "--clear-groups"]
    return [*command, "--reuid", str(USER), "--regid", str(USER)]


if os.geteuid() == 0:

    @pytest.fixture
    def home():
        """Make a folder of the user's own; those of pytest are closed to others."""
        with tempfile.TemporaryDirectory(prefix="home-") as folder:
            os.chown(folder, USER, USER)
            yield Path(folder)

    @pytest.mark.sandbox
    def test_the_walls_hold_for_an_ordinary_user_too(isolation, home):
        command = [*as_ordinary_user(home), sys.executable, "-B", "-m", "pytest"]
        command += ["-q", "-p", "no:cacheprovider", "-m", "sandbox"]
        command += [f"--basetemp={home}/tmp", *(str(HERE / name) for name in FILES)]
        done = subprocess.run(
            command,
            cwd=HERE.parents[1],
            capture_output=True,
            text=True,
        )
        summary = done.stdout.strip().splitlines()[-1:]
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-500:]
        assert "passed" in summary[0]
        if "skipped" in summary[0]:
            pytest.skip(f"an ordinary user gets no namespaces here: {summary[0]}")
