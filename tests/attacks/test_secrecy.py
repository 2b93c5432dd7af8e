"""Threats to secrecy, B01 to B05: nothing to read, nobody to talk to, no trace."""

import fcntl
import os
import socket
import sys
from pathlib import Path

import pytest
from hostile_class import hand_in

import autograder
from autograder.sandbox import Worker

pytestmark = pytest.mark.sandbox


def opened(paths):
    """An answer that returns which of these it can open or list."""
    return f"""
def scale(x, factor, then=None):
    import os
    seen = []
    for path in {paths!r}:
        try:
            os.listdir(path) if os.path.isdir(path) else open(path, "rb").close()
        except OSError:
            continue
        if not os.path.isdir(path) or os.listdir(path):
            seen.append(path)
    return seen
"""


def test_b01_no_file_of_the_grader_can_be_opened(seen_by, tmp_path):
    package = Path(autograder.__file__).parent
    submission = tmp_path / "submitted" / "ana" / "made_up.ipynb"
    submission.parent.mkdir(parents=True)
    submission.write_text("{}")
    paths = [
        *map(str, package.rglob("*.py")),
        *map(str, package.parent.glob("solutions/*.py")),
        str(package.parent / "pyproject.toml"),
        str(submission),
        str(submission.parent),
        str(tmp_path / "gradebook.db"),
        str(Path.home() / ".ssh"),
        str(Path.home() / ".bash_history"),
        str(Path.home() / ".config"),
        "/etc/passwd",
        "/etc/shadow",
        "/etc/hosts",
        "/root",
        "/var/log",
        "/run",
        "/sys/class",
        "/proc/1/environ",
        "/proc/1/mem",
        "/proc/1/fd",
        "/proc/1/root",
        f"/proc/{os.getpid()}",
        "/proc/kcore",
        "/dev/mem",
        "/dev/vda",
        "/dev/kmsg",
    ]
    # Its own home may hold the interpreter, and so exist as an empty folder.
    prefixes = (Path(sys.base_prefix), Path(sys.prefix))
    visible = {str(parent) for prefix in prefixes for parent in prefix.parents}
    assert [path for path in seen_by(opened(paths)) if path not in visible] == []


def test_b01_answers_of_others_are_not_in_memory(judge, grader):
    """One worker grades both; the second looks for what the first left."""
    marker = "belongs-to-" + "ana-31337"
    first = f"kept = ['{marker}'] * 1000\ndef scale(x, factor, then=None): return kept"
    judge.grade(hand_in(first), grader)
    second = """
def scale(x, factor, then=None):
    import gc
    texts = [t for t in gc.get_objects() if isinstance(t, list) and len(t) == 1000]
    return [t for t in texts if str(t[0]).startswith("belongs-" + "to-")]
"""
    result, _ = judge.grade(hand_in(second), grader).exercises
    assert result.checks[0].failure.value == []


REACH = """
def scale(x, factor, then=None):
    import ctypes, os, socket, subprocess, urllib.request
    seen = []
    def attempt(name, call):
        try:
            call()
            seen.append(name)
        except (OSError, subprocess.SubprocessError):
            pass
    port, path = {port}, {path!r}
    for host in ("127.0.0.1", "localhost", "::1", "10.0.0.1", "169.254.169.254"):
        attempt(host, lambda: socket.create_connection((host, port), 0.2))
    attempt("dns", lambda: socket.getaddrinfo("example.org", 80))
    attempt("http", lambda: urllib.request.urlopen(f"http://127.0.0.1:{{port}}"))
    attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
    attempt("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
    attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
    attempt("unix", lambda: socket.socket(socket.AF_UNIX).connect(path))
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    attempt("path", lambda: one.sendto(b"x", path))
    attempt("abstract", lambda: one.sendto(b"x", "\\0" + path))
    attempt("bash", lambda: subprocess.run(
        ["/bin/bash", "-c", f"echo x > /dev/tcp/127.0.0.1/{{port}}"],
        stderr=subprocess.DEVNULL).check_returncode())
    return seen
"""


def test_b03_b05_nothing_can_be_reached(seen_by, tmp_path):
    """Real listeners of every kind stand outside; nobody knocks."""
    path = str(tmp_path / "socket")
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as file,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as abstract,
    ):
        file.bind(path)
        abstract.bind("\0" + path)
        for listener in (tcp, file, abstract):
            listener.setblocking(False)
        source = REACH.format(port=tcp.getsockname()[1], path=path)
        assert seen_by(source) == []
        with pytest.raises(BlockingIOError):
            tcp.accept()
        for listener in (file, abstract):
            with pytest.raises(BlockingIOError):
                listener.recv(1)


LEAVE = """
import fcntl, mmap, os, signal, subprocess, sys
for folder in ("/tmp", "/dev/shm", "/home/student"):
    os.makedirs(f"{folder}/deep/er")
    with open(f"{folder}/mark", "w") as file:
        file.write("mark")
    os.chmod(f"{folder}/deep", 0)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(99)"],
                 start_new_session=True)
if os.fork() == 0:
    if os.fork() == 0:
        for number in (1, 2, 13, 15, 17):
            signal.signal(number, signal.SIG_IGN)
        while True: signal.pause()
    os._exit(0)
lock = open("/usr/bin/env", "rb")
try: fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError: lock = None
fcntl.lockf(open("/tmp/mark", "r+"), fcntl.LOCK_EX | fcntl.LOCK_NB)
def scale(x, factor, then=None): return 0
"""
LOOK = """
def scale(x, factor, then=None):
    import os
    seen = [name for folder in ("/tmp", "/dev/shm", "/home/student")
            for name in os.listdir(folder) if name != ".matplotlib"]
    seen += [n for n in os.listdir("/proc")
             if n.isdigit() and int(n) not in (1, os.getpid())]
    with open("/proc/sysvipc/shm") as file:
        seen += file.read().splitlines()[1:]
    return seen
"""


def test_b04_nothing_is_left_between_answers(judge, grader, seen_by):
    result, _ = judge.grade(hand_in(LEAVE), grader).exercises
    assert result.points == 0
    assert seen_by(LOOK) == []


def test_b04_a_file_that_all_may_read_cannot_be_locked(judge, grader):
    source = LEAVE.replace("return 0", "return lock is None")
    result, _ = judge.grade(hand_in(source), grader).exercises
    assert result.checks[0].failure.value is True
    with open("/usr/bin/env", "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_b04_nothing_is_shared_between_workers(judge, grader):
    """Two answers at the same time: neither sees the other's files or processes."""
    with Worker(grader.isolation) as other, other.session() as session:
        session.run(LEAVE)
        result, _ = judge.grade(hand_in(LOOK), grader).exercises
    assert result.checks[0].failure.value == []
