"""What can be seen and reached from inside."""

import dataclasses
import os
import socket
import sys
from pathlib import Path

import h5py
import pytest
from talking import Talk

from autograder.sandbox import Worker

pytestmark = pytest.mark.sandbox

LIST_FILES = """
import os
def f(known):
    found = []
    for path, folders, files in os.walk("/"):
        folders[:] = [n for n in folders
                      if os.path.join(path, n) not in known and path + n != "/proc"]
        found += [os.path.join(path, name) for name in files]
    return sorted(found)
"""


def test_only_the_system_and_the_program_are_there(talk):
    talk.run(LIST_FILES)
    parts = [f"/usr/{p}" for p in ("bin", "lib", "lib32", "lib64", "libexec", "sbin")]
    parts += ["/usr/share", "/usr/local", "/bin", "/lib", "/lib64", "/sbin"]
    parts += ["/etc/fonts", "/dev"]
    for prefix in (sys.prefix, sys.base_prefix):
        parts += [f"{prefix}/{p}" for p in ("bin", "lib", "lib64", "share")]
    known = {f"{sys.prefix}/pyvenv.cfg", "/etc/ld.so.cache", "/etc/localtime"}
    found = set(talk.ask("f", parts).value) - known
    program = {path for path in found if path.startswith("/opt/kernel/")}
    assert {Path(path).name for path in program} == {
        "__init__.py",
        "frames.py",
        "inside.py",
        "messages.py",
        "plain_data.py",
        "responder.py",
        "showing.py",
    }
    fonts = {path for path in found if path.startswith("/home/student/.matplotlib/")}
    assert found == program | fonts
    assert len(fonts) <= 1


@pytest.mark.parametrize("name", ["autograder", "solutions", "datasets"])
def test_own_packages_cannot_be_imported(talk, name):
    assert talk.run(f"import {name}")[0] == "ModuleNotFoundError"


def test_nothing_outside_the_temporary_folders_can_be_written(talk):
    written = talk.value_of(
        """
import os
def f():
    seen = []
    for path, folders, files in os.walk("/"):
        if path in ("/tmp", "/dev/shm", "/home/student", "/proc", "/dev/pts"):
            folders[:] = []
            continue
        if path.count("/") > 4:
            folders[:] = []
        try:
            open(os.path.join(path, "left"), "w").close()
            seen.append(path)
        except OSError:
            pass
    return seen
"""
    )
    assert written == []


def test_no_file_of_the_grader_is_open(talk):
    numbers, kinds = talk.value_of(
        """
import os, stat
def f():
    numbers, kinds = [], []
    for number in range(1024):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        numbers.append(number)
        kinds.append("socket" if stat.S_ISSOCK(mode) else "file")
    null = os.stat("/dev/null")
    assert all(os.path.sameopenfile(n, 0) for n in (1, 2))
    assert os.fstat(0).st_rdev == null.st_rdev
    return numbers, kinds
"""
    )
    assert numbers[:3] == [0, 1, 2]
    assert kinds == ["file"] * 3 + ["socket"]


def test_there_is_no_network_of_any_kind(talk):
    name = f"\0one-neuron-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(name)
        listener.setblocking(False)
        outcome = talk.value_of(
            f"""
import os, socket
def attempt(call):
    try:
        call()
    except OSError as error:
        return type(error).__name__
    return "done"
def f():
    kinds = [(family, kind) for family in (1, 2, 10, 16, 17, 40) for kind in (1, 2, 3)]
    seen = [attempt(lambda: socket.socket(*pair)) for pair in kinds]
    seen.append(attempt(lambda: socket.create_connection(("127.0.0.1", 80), 1)))
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    abstract = attempt(lambda: one.sendto(b"out", {name!r}))
    with open("/proc/net/dev") as file:
        devices = [line.split(":")[0].strip() for line in file.readlines()[2:]]
    return sorted(set(seen)), abstract, devices
"""
        )
        with pytest.raises(BlockingIOError):
            listener.recv(10)
    assert outcome == (["PermissionError"], "ConnectionRefusedError", ["lo"])


def test_other_processes_are_not_there(talk):
    names = talk.value_of(
        "import os\nf = lambda: sorted(int(n) for n in os.listdir('/proc')"
        " if n.isdigit())"
    )
    assert len(names) == 2
    assert names[0] == 1


def test_there_are_no_rights_to_regain(talk):
    status = talk.value_of(
        "def f():\n    with open('/proc/self/status') as file:\n"
        "        return {k: v.strip() for k, _, v in"
        " (line.partition(':') for line in file)}"
    )
    assert int(status["CapPrm"], 16) == int(status["CapEff"], 16) == 0
    assert int(status["CapAmb"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    assert "0" not in status["Uid"].split()
    assert "0" not in status["Gid"].split()
    assert status["Groups"].split() in ([], ["65534"])


GRADING = ("grad", "judge", "exam", "autog", "sandbox", "submi", "check", "instr")


def test_nothing_here_speaks_of_grading(talk):
    words = talk.value_of(
        """
import getpass, os, socket, sys
def read(path):
    with open(path) as file:
        return file.read()
def f():
    named = [*os.environ, *os.environ.values(), *sys.argv, socket.gethostname()]
    named += [os.getcwd(), __name__, *os.listdir("/"), *os.listdir("/opt/kernel")]
    named += [read(f"/proc/{n}/{part}") for n in (1, "self")
              for part in ("cmdline", "comm", "cgroup")]
    named += [line.split(" - ")[0] for line in
              read("/proc/self/mountinfo").splitlines()]
    return named
"""
    )
    prefixes = (sys.prefix, sys.base_prefix)
    folders_of_the_interpreter = {Path(prefix).parts[1] for prefix in prefixes}
    for word in set(words) - folders_of_the_interpreter:
        own = word.lower()
        for prefix in prefixes:
            own = own.replace(prefix.lower(), "")
        if "/opt/kernel" in own or prefix not in word:
            assert not [g for g in GRADING if g in own], word


def test_two_workers_do_not_share_a_user(isolation, talk, talk_within):
    other = talk_within()
    users = [t.value_of("import os\nf = os.getuid") for t in (talk, other)]
    assert (users[0] != users[1]) is (os.geteuid() == 0)


def test_two_sessions_share_no_file_even_at_the_same_time(talk, talk_within):
    other = talk_within()
    talk.value_of("f = lambda: open('/tmp/x', 'w').write('secret')")
    assert other.value_of("import os\nf = lambda: os.path.exists('/tmp/x')") is False


def test_a_data_file_can_be_read_by_all_and_locked_by_nobody(isolation, tmp_path):
    path = tmp_path / "data.h5"
    with h5py.File(path, "w") as file:
        file["x"] = [1.0, 2.0]
    path.chmod(0o644)
    with Worker(dataclasses.replace(isolation, files=(path,))) as worker:
        with worker.session() as session:
            value = Talk(session).value_of(
                """
import fcntl, h5py
def f():
    seen = []
    for mode in ("r", "r+", "a", "w"):
        try:
            with h5py.File("data.h5", mode) as file:
                seen.append(file["x"][:].tolist())
        except OSError:
            seen.append("refused")
    kept = open("data.h5", "rb")
    for lock in (fcntl.flock, fcntl.lockf):
        try:
            lock(kept, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            seen.append("refused")
    return seen
"""
            )
            with h5py.File(path, "a") as file:  # nobody holds a lock
                assert file["x"][:].tolist() == [1.0, 2.0]
    assert value == [[1.0, 2.0], *["refused"] * 5]
