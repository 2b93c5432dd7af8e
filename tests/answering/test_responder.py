"""The responder carries out requests and puts everything else into words."""

import json
import sys
import warnings

import numpy as np
import pytest

from autograder.answering import responder
from autograder.answering.messages import unpack_error, unpack_reply
from autograder.answering.plain_data import (
    Callback,
    Handle,
    MalformedMessageError,
    NotPlainError,
    Rng,
    pack,
    unpack,
)


def cell(source):
    """Compile a cell under the name that a notebook gives it."""
    return compile(source, "<ipython-input-3-abc>", "exec")


class Counter:
    """A class as a student writes it."""

    step = 2

    def __init__(self, start):
        self.count = start

    def up(self, times=1):
        self.count += times * self.step
        return self.count


def test_it_calls_with_positions_and_keywords(notebook):
    notebook.names["scale"] = lambda x, factor, plus=0: x * factor + plus
    reply = notebook.call("scale", np.array([1.0, 2.0]), factor=3, plus=1)
    assert reply.value.tolist() == [4.0, 7.0]
    assert reply.error is None


@pytest.mark.parametrize(("name", "there"), [("known", True), ("unknown", False)])
def test_it_tells_what_is_defined(notebook, name, there):
    notebook.names["known"] = None
    assert notebook.ask("defined", name).value is there


def test_objects_stay_and_are_used_by_their_handle(notebook):
    notebook.names["Counter"] = Counter
    first = notebook.call("Counter", 1).value
    second = notebook.call("Counter", start=10).value
    assert first == Handle(1, "Counter")
    assert second == Handle(2, "Counter")
    assert notebook.ask("method", first, 3, member="up").value == 7
    assert notebook.ask("method", second, member="up", times=1).value == 12
    assert notebook.ask("attribute", first, member="count").value == 7
    assert notebook.ask("attribute", "Counter", member="step").value == 2


class Shelf:
    """A collection as a student writes it."""

    def __init__(self):
        self._books = ["one", "two"]

    def __len__(self):
        return len(self._books)

    def __iter__(self):
        yield from self._books

    def __getitem__(self, key):
        return self._books[key]


def test_collections_are_used_with_the_syntax_of_python(notebook):
    notebook.names["Shelf"] = Shelf
    shelf = notebook.call("Shelf").value
    assert notebook.ask("length", shelf).value == 2
    for _ in range(2):
        assert notebook.ask("items", shelf).value == ["one", "two"]
    assert notebook.ask("entry", shelf, -1).value == "two"
    assert notebook.ask("entry", shelf, 7).error[0] == "IndexError"


def test_endless_items_end(notebook):
    notebook.names["count"] = lambda: iter(int, 1)
    endless = notebook.call("count").value
    assert len(notebook.ask("items", endless).value) == responder.ITEMS_LIMIT


@pytest.mark.parametrize("operation", ["length", "items"])
def test_what_is_no_collection_is_an_error(notebook, operation):
    notebook.names["Counter"] = Counter
    counter = notebook.call("Counter", 1).value
    assert notebook.ask(operation, counter).error[0] == "TypeError"


def test_a_returned_function_can_be_called(notebook):
    notebook.names["adder"] = lambda n: lambda x: x + n
    plus_five = notebook.call("adder", 5).value
    assert plus_five.is_callable
    assert notebook.call(plus_five, 2).value == 7


def test_objects_can_be_handed_back_as_arguments(notebook):
    notebook.names.update(Counter=Counter, read=lambda counter: counter.count)
    counter = notebook.call("Counter", 4).value
    assert notebook.call("read", counter).value == 4


def test_a_handle_that_nobody_gave_out_is_no_request(notebook):
    with pytest.raises(MalformedMessageError):
        notebook.call(Handle(7, "Counter"))


def test_callbacks_run_on_the_side_of_the_check(notebook):
    notebook.names["twice"] = lambda f, x: f(f(x))
    square = Callback(lambda x: x * x, "square")
    assert notebook.call("twice", square, 3).value == 81
    assert square.calls == [(3,), (9,)]


def test_generators_are_made_anew_from_their_seed(notebook):
    notebook.names["draw"] = lambda rng: rng.normal(size=3)
    expected = np.random.default_rng(5).normal(size=3)
    for _ in range(2):
        assert notebook.call("draw", Rng(5)).value.tobytes() == expected.tobytes()


def test_warnings_are_listed_even_when_they_repeat(notebook):
    notebook.names["logarithm"] = lambda x: np.log(x)
    for _ in range(2):
        [text] = notebook.call("logarithm", np.array([0.0])).warnings
        assert text.startswith("RuntimeWarning: divide by zero")


def test_resource_warnings_do_not_count(notebook):
    def leave():
        warnings.warn("file", ResourceWarning, stacklevel=1)

    notebook.names["leave"] = leave
    assert notebook.call("leave").warnings == ()


def test_prints_are_kept_and_cut(notebook, capsys):
    source = """
def flood():
    import sys
    print("first")
    print("second", file=sys.stderr)
    for _ in range(100):
        print("x" * 1000)
"""
    exec(cell(source), notebook.names)
    output = notebook.call("flood").output
    assert output.startswith("first\nsecond\nxxx")
    assert len(output) == responder.OUTPUT_LIMIT
    assert capsys.readouterr() == ("", "")


def test_a_stdout_that_raises_harms_its_own_answer_only(notebook):
    class Broken:
        def write(self, text):
            raise OSError

    def breaks():
        sys.stdout = Broken()
        sys.stdout.write("x")

    notebook.names.update(breaks=breaks, works=lambda: 1)
    before = sys.stdout
    assert notebook.call("breaks").error[0] == "OSError"
    assert sys.stdout is before
    assert notebook.call("works").value == 1


def test_an_exception_becomes_text_with_the_line_of_the_student(notebook):
    exec(cell("def f(x):\n    y = x\n    return y['key']\n"), notebook.names)
    kind, message, place = notebook.call("f", {}).error
    assert (kind, message) == ("KeyError", "'key'")
    assert place == "line 3"


STUBS = """
def mean(x):
    raise NotImplementedError()

def centred(x):
    return x - mean(x)

def keep(function):
    def inner(x):
        return function(x)
    return inner

@keep
def spread(x):
    raise NotImplementedError()

class Layer:
    def forward(self, x):
        raise NotImplementedError()

class Dense(Layer):
    def backward(self, x):
        return self.forward(x)

def network(x):
    return Layer().forward(x)
"""


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mean", ""),
        ("spread", ""),
        ("centred", "mean is not written yet"),
        ("network", "Layer.forward is not written yet"),
    ],
)
def test_a_stub_that_was_not_called_itself_is_named(notebook, name, message):
    exec(cell(STUBS), notebook.names)
    kind, said, place = notebook.call(name, 1).error
    assert (kind, said) == ("NotImplementedError", message)
    assert place.startswith("line ")


def test_a_stub_of_a_method_is_named_if_another_class_holds_it(notebook):
    exec(cell(STUBS), notebook.names)
    for name, member, message in [
        ("Layer", "forward", ""),
        ("Dense", "backward", "Layer.forward is not written yet"),
    ]:
        layer = notebook.call(name).value
        error = notebook.ask("method", layer, 1, member=member).error
        assert error[:2] == ("NotImplementedError", message)


def test_what_a_library_has_not_got_is_no_stub(notebook):
    library = {}
    exec("def read():\n    raise NotImplementedError\n", library)
    exec(cell("def opens(x):\n    return read()\n"), notebook.names)
    notebook.names["read"] = library["read"]
    error = notebook.call("opens", 1).error
    assert error[:2] == ("NotImplementedError", "raised in read")


class Odd(BaseException):
    pass


class Mute(Exception):
    def __str__(self):
        raise ValueError


@pytest.mark.parametrize(
    ("problem", "kind", "message"),
    [
        (SystemExit(3), "SystemExit", "3"),
        (Odd("odd"), "Odd", "odd"),
        (GeneratorExit(), "GeneratorExit", ""),
        (Mute(), "Mute", "(its message cannot be read)"),
        (ValueError("x" * 10_000), "ValueError", "x" * 296 + " ..."),
        (ValueError("\x1b[2J\u202ea\nb"), "ValueError", "\ufffd[2J\ufffda\nb"),
        (ValueError("\ud800"), "ValueError", "?"),
    ],
)
def test_whatever_is_raised_becomes_text(notebook, problem, kind, message):
    def fails():
        raise problem

    notebook.names["fails"] = fails
    assert notebook.call("fails").error == (kind, message, "")


def test_an_interrupt_is_not_an_answer(notebook):
    def interrupted():
        raise KeyboardInterrupt

    notebook.names["interrupted"] = interrupted
    with pytest.raises(KeyboardInterrupt):
        notebook.call("interrupted")


@pytest.mark.parametrize(
    "operation", ["call", "method", "attribute", "length", "items", "entry"]
)
def test_what_is_not_there_is_an_error(notebook, operation):
    assert notebook.ask(operation, "missing", member="x").error[0] == "KeyError"


def test_changed_arguments_are_seen(notebook):
    def spoil(array, numbers, table, kept):
        array[0] = 9
        numbers.append(4)
        table["b"] = 2

    notebook.names["spoil"] = spoil
    array = np.zeros(2)
    reply = notebook.call("spoil", array, [1], {"a": 1}, np.ones(2))
    after, numbers, table, kept = reply.arguments
    assert after.tolist() == [9, 0]
    assert numbers == [1, 4]
    assert table == {"a": 1, "b": 2}
    assert kept.tolist() == [1, 1]
    assert array.tolist() == [0, 0]


def test_an_argument_that_cannot_cross_comes_back_as_none(notebook):
    notebook.names["f"] = lambda function, numbers: numbers.append(numbers)
    assert notebook.call("f", Callback(abs, "abs"), [1]).arguments == (None, None)


def test_a_result_is_what_it_was_when_it_was_returned(notebook):
    kept = [1, 2]
    notebook.names.update(give=lambda: kept, spoil=lambda: kept.append(3))
    given = notebook.call("give").value
    notebook.call("spoil")
    assert given == [1, 2]
    assert notebook.call("give").value == [1, 2, 3]


def test_a_result_that_is_not_plain_is_an_error(notebook):
    notebook.names["ragged"] = lambda: np.array([[1], [1, 2]], dtype=object)
    kind, message, _ = notebook.call("ragged").error
    assert kind == "NotPlainError"
    assert "rows differ in length" in message


def test_a_subclass_of_a_number_stays_where_it_is(notebook):
    class Always(float):
        def __eq__(self, other):
            return True

        __hash__ = float.__hash__

    notebook.names["f"] = lambda: Always(1.0)
    assert notebook.call("f").value == Handle(1, "Always")


def test_type_names_cannot_steer_a_terminal(notebook):
    notebook.names["f"] = lambda: type("\x1b[31m" + "x" * 100, (), {})()
    name = notebook.call("f").value.type_name
    assert name == "\ufffd[31m" + "x" * 55


def refer(_):
    return json.loads('{"number": "%s", "type": 1, "callable": 0}' % ("9" * 5000))


GOOD = [1, None, [], [], ""]
FORGED = {
    "a number": pack(5),
    "a text": pack("abcde"),
    "a dict": pack({"value": 1}),
    "too few parts": pack(GOOD[:4]),
    "too many parts": pack([*GOOD, 1]),
    "an error that is a number": pack([1, 5, [], [], ""]),
    "an error of two parts": pack([1, ("a", "b"), [], [], ""]),
    "an error of four parts": pack([1, ("a", "b", "c", "d"), [], [], ""]),
    "an error of numbers": pack([1, (1, 2, 3), [], [], ""]),
    "an error of an array": pack([1, np.zeros(3), [], [], ""]),
    "warnings that are a number": pack([1, None, 5, [], ""]),
    "warnings of arrays": pack([1, None, [np.zeros(3)], [], ""]),
    "arguments that are a dict": pack([1, None, [], {}, ""]),
    "output that is a list": pack([1, None, [], [], ["a"]]),
    "a handle without a number": pack([{1}, *GOOD[1:]], lambda _: {}),
    "a handle that is a list": pack([{1}, *GOOD[1:]], lambda _: [1]),
    "a handle with an endless number": pack([{1}, *GOOD[1:]], refer),
    "no message": b"PLN1",
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_replies_are_refused(name):
    with pytest.raises(MalformedMessageError):
        unpack_reply(FORGED[name])


def test_a_reply_is_cut_and_made_printable():
    reply = unpack_reply(
        pack([1, ("E" * 99, "\x1b" + "m" * 999, "\x07"), ["\x9b" * 999], [2], "\x08"])
    )
    kind, message, place = reply.error
    assert kind == "E" * 60
    assert message == "\ufffd" + "m" * 295 + " ..."
    assert place == reply.output == "\ufffd"
    assert reply.warnings == ("\ufffd" * 296 + " ...",)
    assert reply.arguments == (2,)


def test_how_a_cell_ended_is_read_with_the_same_care():
    assert unpack_error(pack(None)) is None
    assert unpack_error(pack(("E", "\x1bm", "p"))) == ("E", "\ufffdm", "p")
    for forged in (5, "abc", ("a", "b"), [1, 2, 3], True):
        with pytest.raises(MalformedMessageError):
            unpack_error(pack(forged))


def test_half_characters_do_not_leave():
    with pytest.raises(NotPlainError):
        pack("\udcff")
    assert unpack(pack("\uffff")) == "\uffff"
