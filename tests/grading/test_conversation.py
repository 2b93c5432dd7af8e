"""Cells that do not finish, and time that is used up: what it costs, and whom."""

import contextlib
import io
from types import SimpleNamespace

import pytest
from notebooks_by_hand import answered, code, one_neuron, read, reference

from autograder.answering.plain_data import pack, unpack
from autograder.answering.responder import Responder
from autograder.grading import budget, engine
from autograder.sandbox import AnswerLostError, Isolation

FULL = {name: one.points for name, one in one_neuron().exercises.items()}
SLOW = "it took longer than 3 seconds"
USES_MATH = """def count_parameters(sizes, bias=True):
    pairs = list(zip(sizes[:-1], sizes[1:]))
    return int(math.fsum((a + bool(bias)) * b for a, b in pairs))
"""


class Worker:
    """A worker and its session in this process; `forever()` is what never ends."""

    isolation = Isolation.none()

    def __init__(self, pass_time=lambda: None):
        self.ran = []
        self.cpu_used = 0.0
        self._pass_time = pass_time

    def session(self):
        self._names = {}
        exec(one_neuron().setup.partition("from one_neuron_checks")[0], self._names)
        self._responder = Responder(self._names, self._called)
        return self

    def close(self):
        pass

    def allow(self, cpu_seconds):
        pass

    def run(self, source):
        self.ran.append(source)
        self._pass_time()
        if "forever()" in source:
            raise AnswerLostError(SLOW)
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(source, self._names)
        return pack(None)

    def ask(self, message, call_back):
        self._call_back = call_back
        return self._responder.respond(message)

    def _called(self, callback, arguments):
        worked, value = self._call_back(pack([callback, list(arguments)]))
        assert worked
        return unpack(value)

    @property
    def lost(self):
        return [source for source in self.ran if "forever()" in source]


@pytest.fixture
def grade(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "shown_by", lambda *_: ([], False))

    def graded(cells, worker):
        judge = engine.Judge(one_neuron(), 1)
        return judge.grade(read(tmp_path, cells), worker)

    return graded


def points(graded):
    return {one.exercise.name: one.points for one in graded.exercises}


def test_honest_slow_cells_cost_no_points_and_their_time_once(grade):
    own = [code(f"# Experiment {n}\nforever()") for n in range(4)]
    own += [code("import math\nforever()")]
    shown_below = reference("leaky_relu") + "\n\nforever()\nprint(leaky_relu(-1))\n"
    cells = answered(leaky_relu=shown_below, count_parameters=USES_MATH)
    worker = Worker()
    assert points(grade(own + cells, worker)) == FULL
    assert len(worker.lost) == len(set(worker.lost)) == 6


def test_a_slow_cell_below_fills_a_table_that_an_answer_needs(grade):
    uses_table = reference("leaky_relu").replace("slope *", "TABLE['one'] * slope *")
    slow = code("TABLE = {}\nforever()\nTABLE['one'] = 1\nforever()")
    assert uses_table != reference("leaky_relu")
    worker = Worker()
    assert points(grade([slow, *answered(leaky_relu=uses_table)], worker)) == FULL
    assert len(worker.lost) == 1


def test_an_answer_that_another_uses_goes_without_its_demonstration(grade, monkeypatch):
    exercise = one_neuron().exercises["neuron_output"]
    monkeypatch.setattr(exercise, "uses", ("leaky_relu",))
    cells = answered(leaky_relu="forever()\n" + reference("leaky_relu"))
    assert points(grade(cells, Worker())) == FULL


@pytest.mark.parametrize(
    "source",
    ["leaky_relu = forever()", "forever()\nexec('def leaky_relu(z, slope): pass')"],
)
def test_a_definition_that_does_not_finish_costs_its_own_points(grade, source):
    worker = Worker()
    graded = grade(answered(leaky_relu=source), worker)
    assert points(graded) == FULL | {"leaky_relu": 0}
    first = graded.exercises[0]
    assert first.status == "error"
    assert first.problem == f"the cell with leaky_relu did not finish: {SLOW}."
    assert len(worker.lost) <= 2


def test_a_needed_statement_that_does_not_finish_is_left_out(grade):
    own = [code("import math"), code("table = forever()\nforever()")]
    cells = answered(count_parameters=USES_MATH + "    return table")
    worker = Worker()
    assert points(grade(own + cells, worker)) == FULL
    assert len(worker.lost) == len(set(worker.lost)) == 2


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=0.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr(budget, "time", clock)
    return clock


@pytest.mark.parametrize("is_busy", [True, False])
def test_a_notebook_has_so_much_time_and_no_more(grade, clock, is_busy, monkeypatch):
    def pass_time():
        clock.now += 19.0
        if not is_busy:
            worker.cpu_used += 19.0

    def session():
        worker.cpu_used = 0.0
        return Worker.session(worker)

    monkeypatch.setattr(engine, "shown_by", None)
    worker = Worker(pass_time)
    worker.session = session
    own = [code(f"x = {n}") for n in range(4)]
    graded = grade(own + answered(), worker)
    # The first takes 95 seconds, the second needs as many, and there are 180.
    assert [one.status for one in graded.exercises] == ["passed"] + ["error"] * 7
    reasons = {c.reason for one in graded.exercises[1:] for c in one.checks}
    assert reasons == {
        "not graded for lack of time: the notebook has used up the 180 seconds in "
        "which all its exercises are graded."
    }
    assert len(worker.ran) == 10
    assert graded.is_starved is is_busy
    assert graded.shown == {}


def test_checks_that_are_not_reached_say_so(grade, clock):
    def respond(message, call_back):
        clock.now += 50.0
        return Worker.ask(worker, message, call_back)

    worker = Worker()
    worker.ask = respond
    first, *others = grade(answered(), worker).exercises
    assert first.status == "partly"
    assert first.checks[0].passed
    assert "lack of time" in first.checks[-1].reason
    assert {one.status for one in others} == {"error"}
