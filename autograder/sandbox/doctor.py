"""Attack the sandbox of this machine and tell which walls hold.

Each attack is a cell as a student could write it. It ends without an error where
there is no wall, so a wall counts only after an attack on it has failed. What an
attack is meant to reach is put there first: a file that everybody may read, and
somebody who listens.
"""

import contextlib
import dataclasses
import os
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..answering.responder import unpack_error
from .isolation import Isolation
from .limits import Limits
from .session import AnswerLostError
from .worker import Worker

__all__ = ["ATTACKS", "Attack", "Wall", "examine"]

# Small, so that an examination takes seconds.
LIMITS = Limits(
    cpu_seconds=1.0,
    wall_seconds=4.0,
    memory_bytes=256 * 2**20,
    file_bytes=16 * 2**20,
    files=500,
    processes=32,
)


@dataclass(frozen=True)
class Attack:
    """One thing that an answer must not be able to do.

    Parameters
    ----------
    wall : str
        What holds, in words.
    source : str
        A cell that ends without an error if the attack succeeds. It may use the
        names of `_Bait`, and ``os`` and ``socket``.
    must_be_lost : bool
        Whether the grader has to end the answer; otherwise an error in it will
        do.
    """

    wall: str
    source: str
    must_be_lost: bool = False


@dataclass(frozen=True)
class Wall:
    """What an attack has shown.

    Parameters
    ----------
    name : str
    holds : bool
    seen : str
        How the attack ended.
    """

    name: str
    holds: bool
    seen: str


ATTACKS = (
    Attack("files of yours cannot be read", "open(file).read()"),
    Attack("files of yours cannot be changed", "open(file, 'a').close()"),
    Attack(
        "nothing can be written outside its temporary folders",
        "open(os.path.join(folder, 'left'), 'w').close()",
    ),
    Attack("the grader's code cannot be imported", "import autograder"),
    Attack(
        "the network, this machine's own included, is out of reach",
        "socket.create_connection(('127.0.0.1', port), 1)",
    ),
    Attack(
        "other programs cannot be talked to",
        "s = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0]\n"
        "s.sendto(b'out', name)",
    ),
    Attack("other programs cannot be stopped", "os.kill(grader, 0)"),
    Attack("root's rights are gone", "os.setuid(0)\nassert os.getuid() == 0"),
    Attack("the environment of the grader is not passed on", "os.environ[environment]"),
    Attack(
        "processes are counted",
        "children = []\n"
        "try:\n"
        "    for _ in range(200):\n"
        "        child = os.fork()\n"
        "        if child == 0:\n"
        "            import time\n"
        "            time.sleep(60)\n"
        "            os._exit(0)\n"
        "        children.append(child)\n"
        "finally:\n"
        "    for child in children:\n"
        "        os.kill(child, 9)\n"
        "        os.waitpid(child, 0)",
    ),
    Attack("memory is limited", "kept = bytearray(2**30)"),
    Attack(
        "the disk cannot be filled",
        "for i in range(4):\n"
        "    with open(f'{left}-{i}', 'wb') as f: f.write(bytes(2**23))",
    ),
    Attack("time is limited", "while True: pass", must_be_lost=True),
    Attack("sleep is limited", "import time\ntime.sleep(60)", must_be_lost=True),
    Attack("nothing is left for the next answer", "open(f'{left}-0')"),
)


def examine(isolation: Isolation) -> Iterator[Wall]:
    """Try every attack.

    Parameters
    ----------
    isolation : Isolation
        Its limits are replaced by small ones.

    Yields
    ------
    Wall

    Raises
    ------
    NoIsolationError
        If the isolated process does not start.
    """
    narrow = dataclasses.replace(isolation, limits=LIMITS)
    with _bait() as names, Worker(narrow) as worker:
        prefix = "import os, socket\n"
        prefix += "".join(f"{name} = {value!r}\n" for name, value in names.items())
        for attack in ATTACKS:
            yield _tried(attack, prefix, worker)


@contextlib.contextmanager
def _bait():
    """Put out what attacks are meant to reach; give it names."""
    secret = "ONE_NEURON_DOCTOR"
    address = f"\0one-neuron-doctor-{os.getpid()}"
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mailbox,
    ):
        mailbox.bind(address)
        file = Path(folder, "grades.txt")
        file.write_text("A file of yours.")
        file.chmod(0o666)
        Path(folder).chmod(0o777)
        os.environ[secret] = "seen"
        try:
            yield {
                "file": str(file),
                "folder": folder,
                "port": listener.getsockname()[1],
                "name": address,
                "grader": os.getpid(),
                "environment": secret,
                "left": f"/tmp/{Path(folder).name}",
            }
        finally:
            del os.environ[secret]
            for path in Path("/tmp").glob(f"{Path(folder).name}-*"):
                path.unlink()  # there without isolation only


def _tried(attack, prefix, worker):
    try:
        with worker.session() as session:
            error = unpack_error(session.run(prefix + attack.source))
    except AnswerLostError as lost:
        return Wall(attack.wall, True, str(lost))
    if error is None:
        return Wall(attack.wall, False, "the attack succeeded")
    kind, message, _ = error
    seen = f"{kind}: {message}" if message else kind
    return Wall(attack.wall, not attack.must_be_lost, seen)
