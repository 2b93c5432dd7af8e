"""Whatever an answer uses up, it is stopped, it is told why, and it is gone."""

import pytest
from talking import FIND_CHANNEL, Talk

from autograder.answering.plain_data import Callback
from autograder.sandbox import AnswerLostError

pytestmark = pytest.mark.sandbox

ENDLESS = {
    "loop": "while True: pass",
    "a loop that swallows": """while True:
        try:
            while True: pass
        except BaseException: pass""",
    "many processes": """import os
    for _ in range(4): os.fork()
    while True: pass""",
    "a long integer": "return len(str(7 ** 10 ** 8))",
    "a pathological pattern": """import re
    return re.match('(a+)+b', 'a' * 40)""",
    "sleep": "import time; time.sleep(99)",
    "a deaf sleep": """import signal, time
    for n in set(signal.Signals) - {9, 19}: signal.signal(n, signal.SIG_IGN)
    time.sleep(99)""",
    "stopped": "import os; os.kill(os.getpid(), 19)",
    "endless callbacks": "while True: g()",
    "drops of a reply": """import time
    os.write(channel, b'\\x03')
    while True:
        time.sleep(0.4)
        os.write(channel, b'\\0')""",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_is_ended(warm, name):
    with warm.session() as session:
        talk = Talk(session)
        assert talk.run(f"{FIND_CHANNEL}def f(g):\n    {ENDLESS[name]}\n") is None
        with pytest.raises(AnswerLostError, match=r"took longer than [13] seconds"):
            talk.ask("f", Callback(lambda: None, "g"))
    with warm.session() as session:
        assert Talk(session).value_of("f = lambda: 7") == 7


def test_a_cell_that_never_ends_is_ended(talk):
    with pytest.raises(AnswerLostError, match=r"took longer than [13] seconds"):
        talk.run("while True: pass")


def test_an_answer_that_does_not_listen_is_ended(talk):
    talk.run("import os, time\nf = lambda: time.sleep(2.5)\n")
    with pytest.raises(AnswerLostError, match="longer than 3 seconds"):
        talk.run("import time; time.sleep(9)" + " " * 2**22)


def test_many_short_sleeps_add_up(talk_within):
    talk = talk_within(session_seconds=2)
    talk.run("import time\nf = lambda: time.sleep(0.9)")
    talk.ask("f")
    talk.ask("f")
    with pytest.raises(AnswerLostError, match="all its answers took longer than 2"):
        talk.ask("f")


MEMORY = {
    "one list": "return [0] * 10 ** 10",
    "one array": "import numpy as np; return np.ones(10 ** 9)",
    "step by step": """kept = []
    while True: kept.append(bytearray(2 ** 20))""",
}


@pytest.mark.parametrize("name", MEMORY)
def test_memory_that_is_not_there_is_an_error(talk, name):
    assert talk.run(f"def f():\n    {MEMORY[name]}\n") is None
    assert talk.ask("f").error[0] in ("MemoryError", "_ArrayMemoryError")


TOGETHER = {
    "many processes": """import os, time
    for _ in range(8):
        if os.fork() == 0:
            kept = bytearray(b'x') * (150 * 2 ** 20)
            time.sleep(99)
    time.sleep(99)""",
    "shared memory": """import mmap, os, time
    for _ in range(8):
        if os.fork() == 0:
            kept = mmap.mmap(-1, 150 * 2 ** 20)
            for i in range(0, len(kept), 4096): kept[i] = 1
            time.sleep(99)
    time.sleep(99)""",
}


@pytest.mark.parametrize("name", TOGETHER)
def test_memory_counts_for_all_processes_together(talk_within, name):
    talk = talk_within(cpu_seconds=20, wall_seconds=20)
    talk.run(f"def f():\n    {TOGETHER[name]}\n")
    with pytest.raises(AnswerLostError, match="it used more than 400 MB of memory"):
        talk.ask("f")


def test_deep_recursion_is_an_error(talk):
    talk.run("def f():\n    return f()")
    assert talk.ask("f").error[0] == "RecursionError"


def test_processes_and_threads_are_capped(talk):
    counts = talk.value_of(
        """
import os, threading, time
def count(start):
    started = 0
    try:
        while started < 500:
            start()
            started += 1
    except (OSError, RuntimeError):
        pass
    return started
def fork():
    if os.fork() == 0:
        time.sleep(9)
        os._exit(0)
def f():
    def thread():
        threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
    return count(thread), count(fork)
"""
    )
    assert min(counts) > 0
    assert 20 < sum(counts) <= 32


def test_a_fork_bomb_is_contained(warm):
    with warm.session() as session:
        talk = Talk(session)
        talk.run(
            "import os\ndef f():\n    while True:\n        try: os.fork()\n"
            "        except OSError: pass"
        )
        with pytest.raises(AnswerLostError):
            talk.ask("f")
    with warm.session() as session:
        assert Talk(session).value_of("f = lambda: 7") == 7


def test_files_are_capped_and_removed(warm):
    source = """
import os, tempfile
def fill(folder):
    written = 0
    try:
        for i in range(9):
            with open(f"{folder}/{i}", "wb") as file:
                while True:
                    written += file.write(bytes(2 ** 20))
    except OSError:
        return written
def f():
    return [fill(folder) for folder in ("/tmp", "/dev/shm", "/home/student")]
"""
    for _ in range(2):
        with warm.session() as session:
            for written in Talk(session).value_of(source):
                assert 8 * 2**20 <= written <= 17 * 2**20


def test_a_million_files_are_stopped_and_removed(warm):
    with warm.session() as session:
        talk = Talk(session)
        talk.run(
            "def f():\n    for i in range(10 ** 6): open(f'/tmp/{i}', 'w').close()"
        )
        with pytest.raises(AnswerLostError, match="it wrote more than 2,000 files"):
            talk.ask("f")
    with warm.session() as session:
        value = Talk(session).value_of("import os\nf = lambda: os.listdir('/tmp')")
        assert value == []


def test_open_files_are_capped(talk):
    count = talk.value_of(
        """
def f():
    kept = []
    try:
        while True:
            kept.append(open("/dev/null"))
    except OSError:
        return len(kept)
"""
    )
    assert 100 <= count <= 128


def test_a_file_without_a_name_counts_too(talk):
    assert (
        talk.value_of(
            """
import os
def f():
    try:
        os.memfd_create("x")
    except PermissionError:
        return "refused"
"""
        )
        == "refused"
    )


@pytest.mark.parametrize(
    "flood",
    [
        "print('x' * 10 ** 7)",
        "[print('x' * 1000) for _ in range(20_000)]",
        "sys.__stdout__.write('x' * 10 ** 7); sys.__stderr__.flush()",
        "[os.write(n, b'x' * 10 ** 6) for n in (1, 2) for _ in range(50)]",
        "IPython.display.display({'text/html': '<b>' * 10 ** 6}, raw=True)",
        "warnings.warn('x' * 10 ** 7)",
        "raise ValueError('x' * 10 ** 7)",
    ],
)
def test_output_is_cut(talk, capfd, flood):
    talk.run(f"import IPython.display, os, sys, warnings\ndef f():\n    {flood}")
    reply = talk.ask("f")
    size = len(reply.output) + sum(map(len, reply.warnings))
    assert size + len(str(reply.error)) < 3000
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("input('name?')", "EOFError"),
        ("breakpoint()", "BdbQuit"),
        ("import getpass; getpass.getpass()", "EOFError"),
        ("import sys; sys.stdin.readline() or 1 / 0", "ZeroDivisionError"),
        ("open('/dev/tty')", "OSError"),
    ],
)
def test_questions_to_nobody_are_errors_at_once(talk, question, error):
    talk.run(f"def f():\n    {question}\n")
    assert talk.ask("f").error[0] == error


def test_what_stays_behind_changes_nothing_for_the_next(warm):
    source = """
import os
def attempt(call, *arguments):
    try:
        call(*arguments)
    except OSError:
        pass
def f():
    for folder in ("/tmp", "/dev/shm", "/home/student"):
        os.makedirs(f"{folder}/.deep/er")
        os.symlink("/", f"{folder}/link")
        os.mkfifo(f"{folder}/fifo")
        open(f"{folder}/usercustomize.py", "w").close()
        os.chmod(f"{folder}/.deep", 0)
    attempt(os.rename, "/home/student/.matplotlib", "/home/student/kept")
    for folder in ("/tmp", "/dev/shm", "/home/student"):
        attempt(os.chmod, folder, 0)
    return os.getuid()
"""
    look = """
import os
def f():
    return [sorted((p, n, len(files)) for p, n, files in os.walk(folder))
            + [os.stat(folder).st_mode]
            for folder in ("/tmp", "/dev/shm", "/home/student")]
"""
    with warm.session() as session:
        before = Talk(session).value_of(look)
    with warm.session() as session:
        assert Talk(session).value_of(source) != 0
    with warm.session() as session:
        assert Talk(session).value_of(look) == before
