"""Threats to the verdict, A01 to A14: an attack earns what it computes, no more."""

import os
import struct
import threading

import pytest
from hostile_class import ADD, SCALE, SECRET, hand_in

from autograder.answering.plain_data import pack
from autograder.grading.engine import Judge
from autograder.grading.submission import Cell, Submission
from autograder.sandbox import Worker

pytestmark = pytest.mark.sandbox

ALWAYS = """
class Always:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __bool__(self): return True
    def __float__(self): return 1.0
    def __len__(self): return 1
    def __iter__(self): return iter([self])
    def __getattr__(self, name): return self
    def __call__(self, *arguments): return self
    def __array_ufunc__(self, *arguments, **keywords): return np.True_
    def __array_function__(self, *arguments): return True
    def __array__(self, dtype=None, copy=None): return np.ones(1)
    __hash__ = object.__hash__
    __array_priority__ = 1e9
def scale(x, factor, then=None):
    return Always()
"""

SUBCLASS = """
class Odd({base}):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __abs__(self): return 0.0
    __sub__ = __rsub__ = lambda self, other: 0.0
    __hash__ = None
def scale(x, factor, then=None):
    return {value}
"""

PATCHED = """
import builtins, cmath, math, operator
def yes(*arguments, **keywords): return True
def nothing(*arguments, **keywords): return None
builtins.all = builtins.any = builtins.callable = yes
math.isclose = cmath.isclose = np.isclose = np.allclose = np.array_equal = yes
for name in dir(np.testing):
    if name.startswith("assert_"):
        setattr(np.testing, name, nothing)
def scale(x, factor, then=None):
    return 0.0
"""

SHELL = """
import ast
shell = get_ipython()
class Rewrite(ast.NodeTransformer):
    def visit_Constant(self, node): return ast.Constant(1)
def passed(*arguments, **keywords): return "passed"
shell.input_transformers_cleanup.append(lambda lines: ["pass"])
shell.input_transformers_post.append(lambda lines: ["pass"])
shell.ast_transformers.append(Rewrite())
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    shell.events.register(event, passed)
shell.set_custom_exc((Exception,), passed)
shell.register_magic_function(passed, "cell", "check")
shell.display_formatter.format = passed
shell.run_cell = shell.run_line_magic = shell.ev = shell.showtraceback = passed
def scale(x, factor, then=None):
    return 0.0
"""

# Each is the whole answer, or the body of one.
NOTHING_EARNED = {
    "A01 an object that equals everything": ALWAYS,
    "A02 a float": SUBCLASS.format(base="float", value="Odd(x * factor)"),
    "A02 an int": SUBCLASS.format(base="int", value="Odd(6)"),
    "A02 a str": SUBCLASS.format(base="str", value="Odd('x')"),
    "A02 a list": SUBCLASS.format(base="list", value="Odd([1])"),
    "A02 a dict": SUBCLASS.format(base="dict", value="Odd()"),
    "A02 an array": SUBCLASS.format(
        base="np.ndarray", value="np.ones(np.shape(x)).view(Odd)"
    ),
    "A02 a numpy number": SUBCLASS.format(base="np.float64", value="Odd(0)"),
    "A03 patched functions": PATCHED,
    "A04 shell hooks": SHELL,
    "A05 sys.exit": "import sys; sys.exit(0)",
    "A05 quit": "quit()",
    "A05 os._exit": "import os; os._exit(0)",
    "A05 a signal": "import os; os.kill(os.getpid(), 15)",
    "A05 signals to all": "import os; os.kill(0, 9); os.kill(-1, 9)",
    "A05 abort": "import os; os.abort()",
    "A05 an interrupt": "raise KeyboardInterrupt",
    "A05 closed descriptors": "import os; os.closerange(0, 1024); return x * factor",
    "A05 at exit": "import atexit, os; atexit.register(os._exit, 0); exit()",
    "A05 a crash": "import ctypes; ctypes.string_at(0)",
    "A06 a printed result": 'print(\'{"points": 6, "passed": true}\\x1b[2Jpassed\')',
    "A06 a result on every stream": """import os, sys
    for number in (0, 1, 2):
        try: os.write(number, b'scale: 3 of 3 checks pass, 6 of 6 points')
        except OSError: pass
    sys.__stdout__.write('6 points')""",
    "A08 nan": "return float('nan')",
    "A08 nan array": "return np.full(np.shape(x), np.nan)",
    "A08 infinity": "return np.inf",
    "A08 minus zero": "return -0.0",
    "A08 a complex number": "return np.complex128(complex(x * factor, 1)) "
    "if np.shape(x) == () else x * factor + 1j",
    "A08 a huge integer": "return 10 ** 1200",
    "A08 points": "return {'points': 1e9, 'max_points': float('nan')}",
    "A08 true": "return True",
    "A08 a text": "return str(x * factor)",
    "A12 the reference": """import importlib
    for name in ('solutions', 'autograder', 'autograder.assignments', 'datasets'):
        try: return importlib.import_module(name)
        except ImportError: pass
    return 0""",
    "A13 a later change": """import threading, time
    result = np.zeros(np.shape(x))
    def change():
        time.sleep(0.05)
        result[...] = x * factor
    threading.Thread(target=change).start()
    return result""",
    "D07 a pickle": """import pickle
    return pickle.dumps(x * factor)""",
    "D07 an array of objects": "return np.array([x * factor, None], dtype=object)",
}


def whole(answer):
    if "def scale" in answer:
        return answer
    return f"def scale(x, factor, then=None):\n    {answer}\n"


@pytest.mark.parametrize("name", NOTHING_EARNED)
def test_nothing_is_earned(attack, name):
    result = attack(whole(NOTHING_EARNED[name]))
    assert result.points == 0
    assert result.status in ("failed", "error")


SOME_EARNED = {
    "A02 plain data at heart": (
        "class Odd(np.float64): pass\n" + SCALE + "inner = scale\n"
        "def scale(x, *rest):\n"
        "    result = inner(x, *rest)\n"
        "    return Odd(result) if np.shape(x) == () else result",
        {"multiplies_numbers", "multiplies_arrays", "applies_a_function"},
    ),
    "A05 a warning in every call": (
        "import warnings" + SCALE + "inner = scale\n"
        "def scale(*arguments):\n"
        "    warnings.warn('x')\n"
        "    return inner(*arguments)",
        {"multiplies_numbers", "applies_a_function"},
    ),
    "A07 a reply without its arguments": (
        "import answering.responder as responder\n"
        "pack = responder.pack\n"
        "def forge(parts, *rest):\n"
        "    if type(parts) is list and len(parts) == 5: parts[3] = []\n"
        "    return pack(parts, *rest)\n"
        "responder.pack = forge" + SCALE,
        {"multiplies_numbers", "applies_a_function"},
    ),
    "A13 an argument changed in place": (
        "def scale(x, factor, then=None):\n"
        "    x *= factor\n"
        "    return x if then is None else then(x)",
        {"multiplies_numbers", "applies_a_function"},
    ),
    "counted calls": (
        "def scale(x, factor, then=None):\n"
        "    if then is not None: then(x)\n"
        "    return x * factor if then is None else then(x * factor)",
        {"multiplies_numbers", "multiplies_arrays"},
    ),
}


@pytest.mark.parametrize("name", SOME_EARNED)
def test_what_is_right_is_earned(attack, name):
    source, passed = SOME_EARNED[name]
    assert attack(source).passed == passed


# Writes frames by hand: kind, number and payload, as in autograder.sandbox.frames.
FORGE = """
import os, stat, struct
def is_socket(number):
    try: return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError: return False
[channel] = [n for n in range(3, 64) if is_socket(n)]
def frame(kind, number, payload):
    return struct.pack(">BQI", kind, number, len(payload)) + payload
"""
right_reply = pack([True, None, [], [], ""])
FORGED = {
    "random bytes": "os.write(channel, os.urandom(4096))",
    "zeros": "os.write(channel, bytes(4096))",
    "a huge frame": "os.write(channel, struct.pack('>BQI', 3, 2, 2 ** 32 - 1))",
    "a reply to no question": "os.write(channel, frame(3, 10 ** 9, reply))",
    "all replies at once": "[os.write(channel, frame(3, n, reply)) for n in range(99)]",
    "replies without end": "while True: os.write(channel, frame(3, 2, reply))",
    "callbacks without end": "while True: os.write(channel, frame(4, n(), reply))",
    "a replayed reply": """import frames
    send = frames.send
    kept = []
    def replay(channel, kind, number, payload):
        kept.append(payload)
        send(channel, kind, number, kept[0])
    frames.send = replay""",
    "a pickle": """import frames, pickle
    send = frames.send
    class Bomb:
        def __reduce__(self): return os.abort, ()
    frames.send = lambda c, k, n, p: send(c, k, n, pickle.dumps(Bomb()))""",
    "a reply that is none": """import frames
    from answering.plain_data import pack
    send = frames.send
    parts = iter([5, 'abc', [1], [1, 2, 3, 4, 5], {}] * 9)
    frames.send = lambda c, k, n, p: send(c, k, n, pack(next(parts)))""",
    "many objects": """import frames
    send = frames.send
    text = b'[' + b'[],' * 300_000 + b'1]'
    bomb = struct.pack('>4sII', b'PLN1', len(text), 0) + text
    frames.send = lambda c, k, n, p: send(c, k, n, bomb)""",
    "wild callbacks": """for n in (-1, 10 ** 30, 'x', None, [0], 0.5):
        try: responder_call_back(n)
        except ValueError: pass
    return 0""",
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_frames_earn_nothing(attack, name):
    source = (
        FORGE
        + f"reply = {right_reply!r}\n"
        + """
def n():
    import sys
    frame = sys._getframe()
    while "number" not in frame.f_locals or "responder" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["number"]
def responder_call_back(number):
    import sys
    frame = sys._getframe()
    while "responder" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["responder"]._call_back(number, (1.0,))
"""
        + f"def scale(x, factor, then=None):\n    {FORGED[name]}\n    return 0\n"
    )
    result = attack(source)
    assert result.points == 0
    assert all(check.reason or check.failure for check in result.checks)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ("frame(3, 10 ** 9, b'')", "it sent a reply that nobody asked for"),
        ("b'\\xff' * 99", "it sent a message that is too large"),
        ("frame(9, 3, b'')", "it sent a message of an unknown kind"),
    ],
)
def test_a07_forged_frames_are_said_to_be_that(attack, sent, reason):
    source = FORGE + whole(f"os.write(channel, {sent})")
    reasons = {check.reason for check in attack(source).checks}
    assert f"your code gave no answer: {reason}." in reasons


def test_a08_odd_numbers_never_make_points_odd(attack):
    for check in attack(whole("return float('nan')")).checks:
        assert type(check.check.points) is int


HALVES = """
import ctypes, gc, os, sys
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # this process may read its own memory
def has(data, first, second):
    at = data.find(first)
    while at >= 0:
        if data[at + len(first):at + len(first) + len(second)] == second:
            return True
        at = data.find(first, at + 1)
    return False
def memory():
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as file:
        for line in maps:
            first, last = (int(n, 16) for n in line.split()[0].split("-"))
            if line.split()[1][0] == "r" and "[v" not in line:
                try:
                    file.seek(first)
                    yield file.read(last - first)
                except (OSError, ValueError, OverflowError):
                    pass
def files():
    for folder in ("/tmp", "/home", "/opt", "/etc", "/dev/shm", "/var", "/run", "/srv"):
        for path, folders, names in os.walk(folder):
            # Thousands of files that everybody has, if the course lives here.
            folders[:] = [name for name in folders if name != "site-packages"]
            for name in names:
                try:
                    with open(os.path.join(path, name), "rb") as file:
                        yield file.read(10 ** 6)
                except OSError:
                    pass
    for number in filter(str.isdigit, os.listdir("/proc")):
        for part in ("environ", "cmdline", "maps", "status", "mountinfo"):
            try:
                with open(f"/proc/{number}/{part}", "rb") as file:
                    yield file.read()
            except OSError:
                pass
"""


@pytest.mark.parametrize("place", ["memory", "files"])
def test_a09_b01_no_secret_is_in_reach(judge, grader, tmp_path, monkeypatch, place):
    """Halves are searched for, because a search puts its pattern into memory."""
    canaries = [f"canary-{kind}-{os.getpid()}-0a1b2c" for kind in ("env", "disk")]
    monkeypatch.setenv("GRADER_TOKEN", canaries[0])
    (tmp_path / canaries[1]).write_text(canaries[1])
    secrets = [text.encode() for text in (*canaries, SECRET)]
    secrets.append(struct.pack("<Q", judge.seed))
    halves = [(s[: len(s) // 2], s[len(s) // 2 :]) for s in secrets]
    control = b"known-to-be-here-77"
    source = HALVES + whole(
        f"""here = b"known-to-be-" + str(x).encode()[:0] + b"here-77"
    found = [False] * 5
    for data in {place}():
        for i, (first, second) in enumerate(
            {[*halves, (control[:9], control[9:])]!r}):
            found[i] = found[i] or has(data, first, second)
    return found"""
    )
    result = judge.grade_exercise(
        judge.assignment.exercises["scale"], hand_in(source), grader
    )
    values = [check.failure.value for check in result.checks if check.failure]
    assert values
    for found in values:
        assert found == [False] * 4 + [place == "memory"]


def test_a09_no_object_of_the_grader_is_in_reach(seen_by):
    names = seen_by(
        whole(
            """import gc, inspect, sys
    found = {str(type(thing).__module__).partition('.')[0]
             for thing in gc.get_objects()}
    found |= {name.partition('.')[0] for name in sys.modules}
    frame = sys._getframe()
    while frame:
        found |= {str(value) for value in frame.f_locals if 'expect' in value}
        frame = frame.f_back
    return [name for name in sorted(found)
            if name in ('autograder', 'solutions', 'nbgrader', 'pytest', 'checking',
                        'hostile_class') or 'expect' in name]"""
        )
    )
    assert names == []


def test_a11_answers_to_known_inputs_are_worth_nothing(judge, grader):
    """The seed of the student's copy is public; that of the grader is not."""
    exercise = judge.assignment.exercises["scale"]
    rng = exercise.rng(exercise.checks[0], 0)
    x, factor = float(rng.integers(2, 9)), float(rng.integers(2, 9))
    source = whole(f"if (x, factor) == ({x}, {factor}): return {x * factor}")
    points = {}
    for seed in (0, 1, 2):
        judging = Judge(judge.assignment, seed)
        result = judging.grade_exercise(exercise, hand_in(source), grader)
        points[seed] = result.points
    assert points == {0: 1, 1: 0, 2: 0}


SPOIL = """
import builtins, os, sys
np.add = np.multiply = lambda *arguments: 0
builtins.float = builtins.len = lambda *arguments: 0
sys.modules["numpy"] = None
sys.path.insert(0, "/tmp")
os.environ["PYTHONSTARTUP"] = "/tmp/numpy.py"
def add(x, y): return 0
for folder in ("/tmp", "/home/student", "/dev/shm", os.getcwd()):
    for name in ("numpy.py", "sitecustomize.py", "usercustomize.py", "frames.py",
                 "ipykernel_launcher.py", "left.pth", "add.py", "answering.py"):
        with open(os.path.join(folder, name), "w") as file:
            file.write("raise SystemExit\\n")
for name in (".ipython/profile_default/startup", ".jupyter", ".config/matplotlib"):
    os.makedirs(os.path.expanduser(f"~/{name}"), exist_ok=True)
    with open(os.path.expanduser(f"~/{name}/start.py"), "w") as file:
        file.write("raise SystemExit\\n")
"""


def test_a14_d05_d06_what_an_answer_leaves_behind_reaches_nobody(attack):
    assert attack(SPOIL).points == 0
    assert attack(SPOIL + whole("return x * 0")).points == 0


def test_a14_cells_of_another_answer_are_not_run(judge, grader):
    cells = (Cell("raise SystemExit\n" + ADD, "add"), Cell(SCALE, "scale"))
    scale, add = judge.grade(Submission(cells), grader).exercises
    assert scale.status == "passed"
    assert add.status == "error"


def test_a13_answers_are_taken_as_they_were_returned(attack):
    source = """
import threading, time
results = []
def spoil():
    while True:
        for result in list(results):
            if isinstance(result, np.ndarray): result[...] = 0
        time.sleep(0.3)
threading.Thread(target=spoil, daemon=True).start()
def scale(x, factor, then=None):
    result = x * factor
    result = result if then is None else then(result)
    time.sleep(0.01)
    return result
"""
    assert attack(source).points == 6


def test_several_workers_give_the_same(judge, grader, attack):
    """The same attacks at the same time, on processes of their own."""
    sources = [SCALE, whole("import os; os._exit(0)"), ALWAYS, whole("return x * 0")]
    alone = [attack(source).points for source in sources]
    together = [None] * len(sources)

    def grade(place):
        with Worker(grader.isolation) as worker:
            result, _ = judge.grade(hand_in(sources[place]), worker).exercises
            together[place] = result.points

    threads = [threading.Thread(target=grade, args=(i,)) for i in range(len(sources))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone == [6, 0, 0, 0]


ENDS_BEFORE_THE_FIRST_QUESTION = {
    "leaves after its cell": "import frames, os\n"
    "frames.receive = lambda *arguments: os._exit(0)\n",
    "forges how its cell ended": FORGE
    + f"os.write(channel, frame(3, 1, {pack(5)!r}))\n",
    "forges an odd end and defines nothing": SCALE + "del scale\n"
    "import frames\nsend = frames.send\n"
    f"frames.send = lambda c, k, n, p: send(c, k, n, p if n > 1 else {pack(5)!r})\n",
    "forges what is defined": "import frames\nsend = frames.send\n"
    f"frames.send = lambda c, k, n, p: send(c, k, n, p if n < 2 else {pack(5)!r})\n",
}


@pytest.mark.parametrize("name", ENDS_BEFORE_THE_FIRST_QUESTION)
def test_an_answer_lost_before_the_first_question_is_lost_alone(attack, name):
    source = ENDS_BEFORE_THE_FIRST_QUESTION[name]
    if "def scale" not in source:
        source += SCALE
    assert attack(source).points == 0
