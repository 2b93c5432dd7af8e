"""Threats to the machine, C01 to C08: stopped, explained, and nobody else waits."""

import pytest
from hostile_class import ADD, SCALE, hand_in

from autograder.grading.submission import Cell, Submission

pytestmark = pytest.mark.sandbox

USED_UP = {
    "C01 a loop": ("while True: pass", "it took longer than "),
    "C01 a loop that swallows": (
        """while True:
        try:
            while True: pass
        except BaseException: pass""",
        "it took longer than ",
    ),
    "C01 a sleep": ("import time; time.sleep(99)", "it took longer than 1.5 "),
    "C02 memory of many processes": (
        # Filled before the forks: a busy machine may take long to fill 400 MB.
        """import os
    kept = bytearray(b'x') * (50 * 2 ** 20)
    for _ in range(3): os.fork()
    import time; time.sleep(9)""",
        "it used more than 300 MB of memory",
    ),
    "C03 a fork bomb": (
        """import os
    while True:
        try: os.fork()
        except OSError: pass""",
        "it ",
    ),
    "C04 a million files": (
        """for folder in ('/tmp', '/dev/shm'):
        for i in range(10 ** 6): open(f'{folder}/{i}', 'w').close()""",
        "it wrote more than 1,000 files",
    ),
    "C08 a pathological pattern": (
        "import re; re.match('(a+)+b', 'a' * 40)",
        "it took longer than ",
    ),
}


@pytest.mark.parametrize("name", USED_UP)
def test_what_is_used_up_is_said(attack, name):
    body, reason = USED_UP[name]
    result = attack(f"def scale(x, factor, then=None):\n    {body}\n    return 0\n")
    assert result.points == 0
    assert result.checks[0].reason.startswith(f"your code gave no answer: {reason}")


ERRORS = {
    "C02 a long list": ("[0] * 10 ** 10", "MemoryError"),
    "C02 a large array": ("np.ones(10 ** 10)", "MemoryError"),
    "C02 recursion": ("scale(x, factor, then)", "RecursionError"),
    "C03 a thread bomb": (
        "[__import__('threading').Thread(target=lambda: __import__('time').sleep(9),"
        " daemon=True).start() for _ in range(999)]",
        "RuntimeError: can't start new thread",
    ),
    "C04 a full disk": (
        "[open(f'/tmp/{i}', 'wb').write(bytes(2 ** 22)) for i in range(99)]",
        "OSError",
    ),
    "C04 open files": ("[open('/dev/null') for _ in range(999)]", "OSError"),
    "C05 a large result": ("np.zeros(2 ** 24)", "something that is not plain data"),
    "C05 a large message": ("int('x' * 10 ** 6)", "ValueError: invalid literal"),
    "C07 input": ("input('password: ')", "EOFError"),
    "C07 a debugger": ("breakpoint()", "BdbQuit"),
    "C08 a nested value": (
        "__import__('functools').reduce(lambda a, _: [a], range(999), 0)",
        "something that is not plain data: the value is nested more than 20 levels",
    ),
    "C08 null bytes": ("'\\0' * 9 + x", "TypeError"),
    "C08 half a character": ("'\\udc80'", "something that is not plain data: the text"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_too_much_is_an_error(attack, name):
    body, got = ERRORS[name]
    kept = f"def scale(x, factor, then=None):\n    kept = {body}\n    return kept\n"
    result = attack(kept)
    assert result.points == 0
    assert result.checks[0].failure.got.startswith(got)
    assert len(result.checks[0].failure.got) < 800


FLOODS = {
    "C05 a hundred megabytes": "for _ in range(100): print('x' * 10 ** 6)",
    "C05 a long line": "print('x' * 10 ** 7)",
    "C05 many pieces": "for _ in range(10 ** 4): print('x' * 1000)",
    "C05 HTML": "from IPython.display import HTML, display; "
    "display(HTML('<div>' * 10 ** 6))",
    "C05 straight to the descriptors": "import os; "
    "[os.write(n, b'x' * 10 ** 6) for n in (1, 2) for _ in range(50)]",
}


@pytest.mark.parametrize("name", FLOODS)
def test_output_changes_no_points_and_goes_nowhere(attack, capfd, name):
    source = f"{FLOODS[name]}{SCALE}    \n"
    assert attack(source).points == 6
    assert capfd.readouterr() == ("", "")


CELLS = {
    "C08 a null byte": "x = '\0'" + SCALE,
    "C08 half a character": "x = '\ud800'\n# \udfff" + SCALE,
    "C08 another encoding": "# -*- coding: utf-7 -*-\n" + SCALE,
    "C08 deep brackets": "x = " + "(" * 9999 + ")" * 9999 + SCALE,
    "C08 deep lists": "x = " + "[" * 150 + "]" * 150 + SCALE,
    "C08 deep signs": "x = " + "-" * 20_000 + "1" + SCALE,
    "C08 deep attributes": "x = a" + ".b" * 20_000 + SCALE,
    "C08 a long line": "x = '" + "y" * 10**6 + "'" + SCALE,
    "C08 another language": "%%bash\necho scale: 6 of 6 points\n",
    "C08 a shell": "!echo 6 points\n%run /etc/passwd\n",
    "C08 no code": "\x1b[2J\u202e\ufeff",
    "C07 a debugger": "import pdb; pdb.set_trace()" + SCALE,
    "C01 a cell without end": "while True: pass",
    "C02 a cell of memory": "x = [0] * 10 ** 10" + SCALE,
    "A05 a cell that leaves": "import os; os._exit(0)" + SCALE,
}


@pytest.mark.parametrize("name", CELLS)
def test_odd_cells_are_an_error_or_harmless(attack, name):
    result = attack(CELLS[name])
    if result.status == "passed":
        assert result.points == 6
    else:
        assert result.points == 0
        assert result.status == "error"
        assert result.problem.endswith(".")


def test_c01_a_cell_without_end_beside_an_answer_is_left_out(judge, grader):
    before = ("while True: pass", "helper = 1")
    cells = [*map(Cell, before), Cell(SCALE, "scale"), Cell(ADD, "add")]
    for result in judge.grade(Submission(tuple(cells)), grader).exercises:
        assert result.status == "passed"


def test_c01_an_answer_that_is_silent_is_not_asked_for_ever(attack):
    result = attack("def scale(*arguments):\n    while True: pass\n")
    assert all("it took longer than" in check.reason for check in result.checks)


def test_c06_no_process_survives_the_worst(judge, grader):
    source = """
import os, signal, subprocess
def scale(x, factor, then=None):
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
                for n in (1, 2, 3, 15): signal.signal(n, signal.SIG_IGN)
        except OSError: pass
"""
    look = """
def scale(x, factor, then=None):
    import os
    return len([n for n in os.listdir("/proc") if n.isdigit()])
"""
    judge.grade(hand_in(source), grader)
    result, _ = judge.grade(hand_in(look), grader).exercises
    assert result.checks[0].failure.value == 2
