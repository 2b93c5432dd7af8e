"""The program inside the sandbox: one warm process that forks for each answer.

It is started as a script, with the package ``answering`` and the module
``frames`` beside it and nothing else of this project in reach.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import resource
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

PR_SET_DUMPABLE = 4
MADV_COLLAPSE = 25
LARGE_PAGE = 2**21
WRITABLE_FOLDERS = ("/tmp", "/dev/shm", "/home/student")


def main(control_number: int) -> None:
    """Import once, then fork whenever the grader asks for it.

    Parameters
    ----------
    control_number : int
        File descriptor of the channel to the grader. The first line on it is
        a JSON object: ``is_isolated``, ``uid`` (0 to stay), ``preload``,
        ``setup``, ``folder`` and the limits.
    """
    # A handler would let an answer interrupt this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=control_number)
    settings = json.loads(_first_line(control))
    if settings["uid"]:
        os.setgroups([])
        os.setresgid(settings["uid"], settings["uid"], settings["uid"])
        os.setresuid(settings["uid"], settings["uid"], settings["uid"])
    # Children share the user of this process; this keeps them out of its memory.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    os.chdir(settings["folder"])
    sys.path.append(settings["folder"])  # last, so that nothing there hides a package
    shell = _warm_shell(settings["preload"], settings["setup"])
    # The environment itself may be mounted somewhere below the writable folders.
    mounts = _mounts()
    clean = _empty_folders(mounts) if settings["is_isolated"] else None
    gc.freeze()  # otherwise the first collection of each child copies all memory
    _collapse_memory()
    control.sendall(b"ready\n")
    children: list[int] = []
    while True:
        command, channels, _, _ = socket.recv_fds(control, 16, 1)
        if not command:
            return
        if command == b"fork":
            child = os.fork()
            if child == 0:
                control.close()
                _become_answer(channels[0], shell, settings)
            os.close(channels[0])
            children.append(child)
            control.sendall(b"forked\n")
        elif command == b"use":
            control.sendall(json.dumps(_usage(children)).encode() + b"\n")
        elif command == b"end":
            _end(children, settings)
            children.clear()
            is_clean = not settings["is_isolated"] or _empty_folders(mounts) == clean
            control.sendall(b"clean\n" if is_clean else b"dirty\n")


def _first_line(control):
    line = b""
    while not line.endswith(b"\n"):
        line += control.recv(1)
    return line


def _warm_shell(preload, setup):
    """Import what answers use, make the shell that runs cells, and set it up."""
    for name in preload:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with contextlib.suppress(ImportError):
        load_backends()
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    shell: Any = InteractiveShell.instance(config=config)
    # There are no windows here: figures stay as they are, whatever a cell chooses.
    shell.enable_gui = lambda gui=None: None
    shell.enable_matplotlib = lambda gui=None: (None, "inline")
    shell.run_cell(setup, silent=True).raise_error()
    return shell


def _collapse_memory():
    """Gather memory in large pages: to fork copies the list of all pages.

    A kernel that cannot (Linux before 6.1) says so and nothing changes.
    """
    madvise = ctypes.CDLL(None).madvise
    for line in Path("/proc/self/maps").read_text().splitlines():
        where, access, _, _, _, *name = line.split()
        start, end = (int(part, 16) for part in where.split("-"))
        if access == "rw-p" and name in ([], ["[heap]"]):
            start += -start % LARGE_PAGE
            for page in range(start, end - LARGE_PAGE + 1, LARGE_PAGE):
                madvise(
                    ctypes.c_void_p(page), ctypes.c_size_t(LARGE_PAGE), MADV_COLLAPSE
                )


def _become_answer(channel_number, shell, settings):
    """Run cells and answer requests until the channel closes; never return."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.closerange(3, channel_number)
        os.closerange(channel_number + 1, 1024)
        _limit(settings)
        _reseed()
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        os.close(null)
        _serve(socket.socket(fileno=channel_number), shell)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _limit(settings):
    in_use = int(Path("/proc/self/statm").read_text().split()[0])
    in_use *= resource.getpagesize()
    limits = {
        resource.RLIMIT_AS: in_use + settings["memory_bytes"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: settings["file_bytes"],
        resource.RLIMIT_NOFILE: 128,
    }
    if settings["is_isolated"]:
        limits[resource.RLIMIT_NPROC] = settings["processes"]
    for which, amount in limits.items():
        resource.setrlimit(which, (amount, amount))


def _reseed():
    """Start all generators anew, so that grading twice gives the same."""
    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)
        # From here NumPy takes the seed of a generator that is given none.
        source = sys.modules["numpy.random.bit_generator"]
        vars(source)["randbits"] = random.Random(0).getrandbits


def _serve(channel, shell):
    number = 0

    def call_back(callback, arguments):
        message = pack([callback, list(arguments)])
        frames.send(channel, frames.CALL_BACK, number, message)
        kind, _, payload = frames.receive(channel)
        value = unpack(payload)
        if kind == frames.CALL_BACK_ERROR:
            raise ValueError(value)
        return value

    responder = Responder(shell.user_ns, call_back)
    while True:
        try:
            kind, number, payload = frames.receive(channel)
        except frames.BrokenFrameError:
            return
        if kind == frames.RUN:
            ran = shell.run_cell(payload.decode(), silent=True)
            reply = pack(_error(ran))
        elif kind == frames.SHOW:
            ran, outputs = show_cell(shell, payload.decode())
            reply = pack([_error(ran), _plain(outputs)])
        else:
            try:
                reply = responder.respond(payload)
            except MalformedMessageError:
                return
        frames.send(channel, frames.REPLY, number, reply)


def _error(ran):
    problem = ran.error_before_exec
    if problem is None:
        problem = ran.error_in_exec
    return None if problem is None else describe_error(problem)


def _plain(outputs):
    """Write the bytes of pictures as arrays, which messages can hold."""
    as_array = sys.modules["numpy"].frombuffer
    return [
        (kind, as_array(part, "uint8") if isinstance(part, bytes) else part)
        for kind, part in outputs
    ]


def _end(children, settings):
    """End every process of the answer."""
    deadline = time.monotonic() + 5
    if settings["is_isolated"]:
        # As process 1 of its own namespace this reaches all others and no more.
        assert os.getpid() == 1
        while time.monotonic() < deadline:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                break
        return
    for child in children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def _empty_folders(mounts):
    """Remove what an answer left; return what cannot be removed."""
    for folder in WRITABLE_FOLDERS:
        with contextlib.suppress(OSError):
            os.chmod(folder, 0o1777)
        for entry in Path(folder).iterdir():
            if any(mount.is_relative_to(entry) for mount in mounts):
                continue
            if entry.is_symlink() or not entry.is_dir():
                with contextlib.suppress(OSError):
                    entry.unlink()
            else:
                _make_removable(entry)
                shutil.rmtree(entry, ignore_errors=True)
    return sorted(
        (path, os.stat(path).st_mode, *sorted(names))
        for folder in WRITABLE_FOLDERS
        for path, names in _walk(folder, mounts)
    )


def _mounts():
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    # Spaces and the like are written as octal numbers.
    return {Path(line.split()[4].encode().decode("unicode_escape")) for line in lines}


def _walk(folder, mounts):
    """List the folders below one and their files, without what is mounted there."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if Path(path, name) not in mounts]
        yield path, names


def _make_removable(folder):
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
    for path, folders, _ in os.walk(folder):
        for name in folders:
            with contextlib.suppress(OSError):
                os.chmod(os.path.join(path, name), 0o700, follow_symlinks=True)


def _usage(children):
    """Add up what the answer and all that it started use.

    Returns
    -------
    list
        Processor seconds; bytes of memory beyond those of this process; files.
    """
    pids = children
    if os.getpid() == 1:
        pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    own = _memory(os.getpid())
    ticks = memory = files = 0
    for pid in pids:
        if pid == os.getpid():
            continue
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])
            memory += max(0, _memory(pid) - own)
    if os.getpid() == 1:
        for folder in WRITABLE_FOLDERS:
            tree = os.statvfs(folder)
            files += tree.f_files - tree.f_ffree
    seconds = ticks / os.sysconf("SC_CLK_TCK")
    return [seconds, memory, files]


def _memory(pid):
    kilobytes = 0
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(("RssAnon:", "RssShmem:", "VmSwap:")):
            kilobytes += int(line.split()[1])
    return 1024 * kilobytes


if __name__ == "__main__":
    # Read before anything of a student is near, and then out of the way.
    sys.path.insert(0, str(Path(__file__).parent))
    import frames
    from answering.plain_data import MalformedMessageError, pack, unpack
    from answering.responder import Responder, describe_error
    from showing import load_backends, show_cell

    sys.path.pop(0)
    main(int(sys.argv[1]))
