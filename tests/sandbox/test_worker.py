"""The life of a worker: fresh state, forged frames, ends and new beginnings."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest
from talking import FIND_CHANNEL, Talk

from autograder.answering.messages import pack_request, refer_to, unpack_reply
from autograder.answering.plain_data import Callback, pack
from autograder.checking.answers import Answer
from autograder.sandbox import AnswerLostError, Isolation, NoIsolationError, Worker


@pytest.fixture(params=["isolated", "open"])
def worker(request):
    """Run the same test with and without walls."""
    if request.param == "open":
        with Worker(Isolation.none()) as worker:
            yield worker
    else:
        yield request.getfixturevalue("warm")


# Only the first kind needs bubblewrap, but a mark cannot tell them apart.
pytestmark = pytest.mark.sandbox


def test_cells_run_and_questions_are_answered(worker):
    with worker.session() as session:
        talk = Talk(session)
        assert talk.run("import numpy as np\ndef f(x, g):\n    return g(x) + 1") is None
        assert talk.run("1 / 0")[0] == "ZeroDivisionError"
        assert talk.run("def g(:")[0] == "SyntaxError"
        reply = talk.ask("f", np.arange(3.0), Callback(np.exp, "exp"))
        assert reply.value.tolist() == (np.exp(np.arange(3.0)) + 1).tolist()


@pytest.mark.parametrize("choice", ["inline", "", "notebook", "qt", "agg"])
def test_a_choice_of_windows_is_passed_over(worker, choice):
    with worker.session() as session:
        talk = Talk(session)
        assert talk.run(f"%matplotlib {choice}\ndef f():\n    return 7") is None
        assert talk.ask("f").value == 7


def test_a_kept_file_is_beside_the_answer_during_a_call(worker):
    with worker.session() as session:
        talk = Talk(session)
        talk.run("def f(path):\n    return list(open(path, 'rb').read()), path")

        def ask(request):
            return unpack_reply(session.ask(pack_request(request, refer_to([])), None))

        answer = Answer(ask, "f")
        kept = answer.keep_file(b"\x00\xff", "tiny.h5")
        for _ in range(2):
            content, path = answer(kept).value
            assert content == [0, 255]
            assert os.path.basename(path) == "tiny.h5"
            assert not os.path.exists(path)


def test_an_error_names_the_line_of_the_cell(worker):
    with worker.session() as session:
        kind, _, place = Talk(session).run("x = 1\nx.missing\n")
        assert (kind, place) == ("AttributeError", "line 2: x.missing")


def test_a_callback_that_fails_is_an_exception_for_the_answer(worker):
    with worker.session() as session:
        talk = Talk(session)
        talk.run(
            "def f(g):\n    try:\n        g()\n    except ValueError as e:\n"
            "        return str(e)"
        )
        request = Callback(abs, "abs")
        session_ask = session.ask

        def refuse(message, call_back):
            return session_ask(message, lambda _: (False, pack("not today")))

        session.ask = refuse
        assert talk.ask("f", request).value == "not today"


def test_every_session_is_fresh(worker):
    source = """
import builtins, os, random, sys
import numpy as np
def f():
    before = [hasattr(builtins, "mark"), "mark" in os.environ, hasattr(np, "mark"),
              "mark" in sys.modules, np.pi]
    builtins.mark = np.mark = sys.modules["mark"] = 1
    os.environ["mark"] = "1"
    np.pi = 3
    return before, os.getpid(), random.random(), np.random.random()
"""
    seen = []
    for _ in range(2):
        with worker.session() as session:
            seen.append(Talk(session).value_of(source))
    for before, *_ in seen:
        assert before == [False, False, False, False, np.pi]
    assert seen[0][1] != seen[1][1]
    assert seen[0][2:] == seen[1][2:]  # so that grading twice gives the same


@pytest.mark.parametrize(
    "attack",
    [
        "os.close(channel)",
        "os.close(channel); os.open('/dev/null', os.O_RDWR)",
        "os.write(channel, bytes(100))",
        "os.write(channel, b'\\xff' * 100)",
        "os.write(channel, pack_frame(3, 99, b''))",
        "os.write(channel, pack_frame(1, 2, b''))",
        "os.write(channel, pack_frame(9, 2, b''))",
        "os.write(channel, pack_frame(3, 1, b'') * 50)",
        "os.write(channel, pack_frame(3, 2, bytes(2**24 + 2**20)))",
        "os._exit(0)",
        "os.kill(os.getpid(), 9)",
        "os.kill(0, 9)",
        "os.abort()",
        "import ctypes; ctypes.string_at(0)",
        "raise KeyboardInterrupt",
        "import frames; frames.send = lambda *a: None; frames.receive = None",
    ],
)
def test_an_answer_that_breaks_off_is_lost_alone(warm, attack):
    source = (
        FIND_CHANNEL
        + """
import struct
def pack_frame(kind, number, payload):
    return struct.pack(">BQI", kind, number, len(payload)) + payload
def f():
    """
        + attack
        + """
    return 1
"""
    )
    with warm.session() as session:
        talk = Talk(session)
        talk.run(source)
        with pytest.raises(AnswerLostError, match=r"^(it|all) [a-z ]+[^.]*$"):
            talk.ask("f")
    with warm.session() as session:
        assert Talk(session).value_of("f = lambda: 7") == 7


def test_a_reply_sent_early_answers_one_question_and_spoils_the_next(warm):
    """Whoever forges replies gets what a guess is worth, and is then lost."""
    forged = pack([6.0, None, [], [], ""])
    source = (
        FIND_CHANNEL
        + f"""
import struct
forged = {forged!r}
def f():
    os.write(channel, struct.pack(">BQI", 3, 2, len(forged)) + forged)
    return 5.0
"""
    )
    with warm.session() as session:
        talk = Talk(session)
        talk.run(source)
        assert talk.ask("f").value == 6.0
        with pytest.raises(AnswerLostError, match="nobody asked for"):
            talk.ask("f")


def test_endless_replies_are_counted(warm):
    source = """
import numpy as np
large = np.zeros(2**21 - 999)
def f():
    return large
"""
    with warm.session() as session:
        talk = Talk(session)
        assert talk.run(source) is None
        for _ in range(4):
            assert talk.ask("f").value.nbytes > 2**24 - 2**14
        with pytest.raises(AnswerLostError, match="it sent more than"):
            talk.ask("f")


def test_the_warm_process_cannot_be_touched(warm):
    source = """
import ctypes, glob, os, resource, signal
def attempt(call, *arguments):
    try:
        call(*arguments)
    except OSError:
        return "refused"
    return "done"
def f():
    for number in range(1, 65):
        try:
            os.kill(1, number)
        except OSError:
            pass
    return [attempt(resource.prlimit, 1, resource.RLIMIT_FSIZE, (0, 0)),
            attempt(os.setpriority, os.PRIO_PROCESS, 1, 19),
            attempt(os.sched_setaffinity, 1, [0]),
            attempt(open, "/proc/1/mem", "rb"),
            attempt(open, "/proc/1/environ", "rb"),
            attempt(open, "/proc/1/oom_score_adj", "w"),
            attempt(os.listdir, "/proc/1/fd"),
            attempt(os.listdir, "/proc/1/task/1/fd")]
"""
    process = warm._process
    with warm.session() as session:
        assert Talk(session).value_of(source) == ["refused"] * 8
    with warm.session() as session:
        assert Talk(session).value_of("f = lambda: 7") == 7
    assert warm._process is process


def kill_inside(worker):
    """Kill the process inside bubblewrap, as the kernel does without memory."""
    outer = worker._process.pid
    with open(f"/proc/{outer}/task/{outer}/children") as file:
        os.kill(int(file.read()), signal.SIGKILL)
    worker._process.wait()


def test_a_dead_warm_process_is_replaced(isolation):
    with Worker(isolation) as worker:
        first = worker._process
        with worker.session() as session:
            talk = Talk(session)
            talk.run("f = lambda: 1")
            kill_inside(worker)
            with pytest.raises(AnswerLostError):
                talk.ask("f")
        with worker.session() as session:
            assert Talk(session).value_of("f = lambda: 7") == 7
        assert worker._process is not first
        kill_inside(worker)
        with worker.session() as session:
            assert Talk(session).value_of("f = lambda: 8") == 8


def test_a_program_that_does_not_start_says_why(isolation, tmp_path):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'no namespaces here' >&2\nexit 1\n")
    broken.chmod(0o755)
    worker = Worker(Isolation(str(broken)))
    with pytest.raises(NoIsolationError, match="no namespaces here"):
        worker.start()


def processes_of(marker):
    """List running processes that have a text in their command line."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                line = file.read()
        except OSError:
            continue
        if marker.encode() in line:
            found.append(int(name))
    return found


def wait_for_processes(marker, count):
    """Wait until there are so many, because starting and ending takes a moment."""
    for _ in range(200):
        if len(processes_of(marker)) == count:
            return
        time.sleep(0.05)
    assert len(processes_of(marker)) == count


LEAVE_PROCESSES = """
import os, subprocess, sys
def f(marker):
    for _ in range(3):
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(99)", marker],
                         start_new_session=True)
    return 1
"""


def test_no_process_outlives_its_session(warm):
    marker = f"left-{os.getpid()}"
    with warm.session() as session:
        talk = Talk(session)
        talk.run(LEAVE_PROCESSES)
        assert talk.ask("f", marker).value == 1
        wait_for_processes(marker, 3)
    assert processes_of(marker) == []


def test_no_process_outlives_a_killed_grader(isolation):
    marker = f"orphan-{os.getpid()}"
    program = textwrap.dedent(
        """
        import sys
        sys.path[:0] = [sys.argv[1]]
        from talking import LIMITS, Talk
        from autograder.sandbox import Isolation, Worker
        with Worker(Isolation.find(limits=LIMITS)) as worker:
            talk = Talk(worker.session())
            talk.run(sys.argv[2])
            talk.ask("f", sys.argv[3])
            print("ready", flush=True)
            talk.run("while True: pass")
        """
    )
    arguments = [os.path.dirname(__file__), LEAVE_PROCESSES, marker]
    grader = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE
    )
    with grader, grader.stdout:
        assert grader.stdout.readline() == b"ready\n"
        wait_for_processes(marker, 4)  # the grader has it in its command line, too
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        wait_for_processes(marker, 0)


def test_generators_without_a_seed_start_alike_in_every_session(talk_within):
    source = "import numpy as np\ndef f():\n    return np.random.default_rng().random()"
    draws = []
    for _ in range(2):
        talk = talk_within()
        draws.append((talk.value_of(source), talk.value_of(source)))
    assert draws[0] == draws[1]
