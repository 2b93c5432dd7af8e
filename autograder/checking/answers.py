"""The check's view of an answer: call it, then say what you expected."""

import warnings
from collections.abc import Callable
from typing import NoReturn

import numpy as np

from ..answering.plain_data import Callback, Handle
from ..answering.responder import (
    Reply,
    Request,
    Responder,
    pack_request,
    refer_to,
    unpack_reply,
)
from .comparison import difference, show

__all__ = [
    "Answer",
    "CheckFailedError",
    "NotAttemptedError",
    "Outcome",
    "ask_namespace",
]


class CheckFailedError(Exception):
    """An answer did not do what a check expects.

    Parameters
    ----------
    called : str
        The call, as the student would write it.
    expected, got : str
        In words.
    why : str
        Why that was expected, or "".
    """

    def __init__(self, called, expected, got, why=""):
        super().__init__(f"{called}: expected {expected}, got {got}")
        self.called = called
        self.expected = expected
        self.got = got
        self.why = why
        self.arguments: tuple = ()
        self.keywords: dict = {}
        self.value: object = None


class NotAttemptedError(Exception):
    """The answer is still the stub; a stub that it calls does not count."""


class Answer:
    """Something that a student defined: a function, a class or an object.

    Calling it returns an `Outcome`. A check never holds a student's object.

    Parameters
    ----------
    ask : callable
        ``ask(request)`` returns a `Reply`.
    target : str or Handle
        A name in the notebook, or an object from an earlier reply.
    text : str, optional
        How messages write the target.
    """

    def __init__(self, ask: Callable[[Request], Reply], target, text=None):
        self._ask = ask
        self._target = target
        self._text = text or str(target)

    def __call__(self, *arguments, **keywords) -> "Outcome":
        """Call the answer."""
        return self._perform("call", "", arguments, keywords)

    def __repr__(self):
        return self._text

    def keep(self, value, name: str) -> "Answer":
        """Leave a value beside the answer, to pass it on and change it later.

        Parameters
        ----------
        value : plain data
        name : str
            How messages write it.

        Returns
        -------
        Answer
            An argument for calls; its methods change the value itself.
        """
        reply = self._ask(Request("keep", self._target, "", (value,)))
        return Answer(self._ask, reply.value, name)

    def keep_file(self, content: bytes, name: str) -> "Answer":
        """Leave a file beside the answer, to pass its path on.

        Parameters
        ----------
        content : bytes
        name : str
            Name without a folder.

        Returns
        -------
        Answer
            An argument for calls. The answer receives a path as text; the file is
            written anew for each call and removed after it, and texts that come
            back show the name alone.
        """
        parts = (np.frombuffer(content, dtype=np.uint8), name)
        reply = self._ask(Request("keep_file", self._target, "", parts))
        return Answer(self._ask, reply.value, repr(name))

    def method(self, name: str, *arguments, **keywords) -> "Outcome":
        """Call a method of the answer."""
        return self._perform("method", name, arguments, keywords)

    def attribute(self, name: str) -> "Outcome":
        """Read an attribute of the answer."""
        return self._perform("attribute", name, (), {})

    def length(self) -> "Outcome":
        """Take ``len`` of the answer."""
        return self._perform("length", "", (), {}, "len({target})")

    def items(self) -> "Outcome":
        """Iterate over the answer; gives a list of at most 1,000 items."""
        return self._perform("items", "", (), {}, "list({target})")

    def entry(self, key) -> "Outcome":
        """Look a key up in the answer, with square brackets."""
        return self._perform("entry", "", (key,), {}, "{target}[{inside}]")

    def _perform(self, operation, member, arguments, keywords, written=None):
        request = Request(
            operation,
            self._target,
            member,
            tuple(_target(value) for value in arguments),
            {name: _target(value) for name, value in keywords.items()},
        )
        inside = [show(value) for value in arguments]
        inside += [f"{name}={show(value)}" for name, value in keywords.items()]
        if written is None:
            member_text = f".{member}" if member else ""
            call_text = "" if operation == "attribute" else "({inside})"
            written = "{target}" + member_text + call_text
        text = written.format(target=self._text, inside=", ".join(inside))
        reply = self._ask(request)
        if reply.error and reply.error[:2] == ("NotImplementedError", ""):
            raise NotAttemptedError(text)
        return Outcome(self._ask, text, arguments, keywords, reply)


class Outcome:
    """What one call gave; each method is one expectation.

    Every expectation returns the outcome, so expectations can be chained, and
    raises `CheckFailedError` if it is not met.
    """

    def __init__(self, ask, text, arguments, keywords, reply: Reply):
        self._ask = ask
        self._text = text
        self._arguments = arguments
        self._keywords = keywords
        self._reply = reply

    @property
    def value(self):
        """The value; fails if the answer raised an exception."""
        error = self._reply.error
        if error is not None:
            kind, message, place = error
            if kind == "NotPlainError":
                got = f"something that is not plain data: {message}"
            else:
                got = f"{kind}: {message}" if message else kind
                got += f" ({place})" if place else ""
            self.fail("no error", got)
        return self._reply.value

    def named(self, name: str) -> Answer:
        """Use the returned function or object as an `Answer` of its own."""
        if not isinstance(self.value, Handle):
            self.fail("a function or an object", show(self.value))
        return Answer(self._ask, self.value, name)

    def function(self) -> Answer:
        """Use the returned function as an `Answer`."""
        if not (isinstance(self.value, Handle) and self.value.is_callable):
            self.fail("a function", show(self.value))
        return Answer(self._ask, self.value, self._text)

    def equals(self, expected, why="", rtol=1e-7, atol=1e-9) -> "Outcome":
        """Expect this value; see `difference` for what is equal."""
        found = difference(self.value, expected, rtol, atol)
        if found is not None:
            got = show(self.value)
            if found != f"it should be {show(expected)}":
                got += f"   {found}"
            self.fail(show(expected), got, why)
        return self

    def has_shape(self, shape: tuple, why="") -> "Outcome":
        """Expect an array, or a number, of this shape."""
        value = self.value
        if isinstance(value, Handle) or np.shape(value) != shape:
            self.fail(f"shape {shape}", self._shape_in_words(), why)
        return self

    def is_floating(self, why="") -> "Outcome":
        """Expect floating point numbers."""
        if np.asarray(self.value).dtype.kind != "f":
            got = f"{show(self.value)} of type {np.asarray(self.value).dtype}"
            self.fail("floating point numbers", got, why)
        return self

    def is_integer(self, why="") -> "Outcome":
        """Expect one whole number."""
        value = np.asarray(self.value)
        if value.ndim != 0 or value.dtype.kind not in "iu":
            self.fail("one whole number", show(self.value), why)
        return self

    def raises(self, kind: str, *mentions: str, why="") -> "Outcome":
        """Expect an exception of this type whose message has these parts.

        Capitals and blanks do not count: "(2,1)" mentions (2, 1).
        """
        error = self._reply.error
        if error is None:
            self.fail(f"a {kind}", show(self._reply.value), why)
        got_kind, message, _ = error
        if got_kind != kind:
            self.fail(f"a {kind}", f"{got_kind}: {message}", why)
        for part in mentions:
            if _squeezed(part) not in _squeezed(message):
                self.fail(f"a message that mentions {part}", repr(message), why)
        return self

    def keeps_arguments(self, why="") -> "Outcome":
        """Expect that the call left its arguments as they were."""
        for before, after in zip(self._arguments, self._reply.arguments, strict=True):
            if isinstance(before, (np.ndarray, list, dict)):
                if difference(after, before, 0, 0) is not None:
                    self.fail(f"that {show(before)} stays", show(after), why)
        return self

    def is_silent(self, why="") -> "Outcome":
        """Expect that the call caused no warning."""
        _ = self.value
        if self._reply.warnings:
            self.fail("no warning", self._reply.warnings[0], why)
        return self

    def succeeds(self) -> "Outcome":
        """Expect that no exception was raised, whatever was returned."""
        _ = self.value
        return self

    def satisfies(self, condition, expected: str, why="") -> "Outcome":
        """Expect that a condition on the value holds."""
        _ = self.value
        if not condition:
            self.fail(expected, show(self.value), why)
        return self

    def fail(self, expected: str, got: str, why="") -> NoReturn:
        """Say that the expectation is not met."""
        if self._reply.error is None and self._reply.value is None:
            got = "nothing (None); is a return missing?"
        failure = CheckFailedError(self._text, expected, got, why)
        failure.arguments = self._arguments
        failure.keywords = self._keywords
        failure.value = self._reply.value
        raise failure

    def _shape_in_words(self):
        if isinstance(self.value, np.ndarray):
            return f"shape {self.value.shape}"
        return show(self.value)


def _squeezed(text):
    return "".join(text.lower().split())


def _target(value):
    return value._target if isinstance(value, Answer) else value


def ask_namespace(namespace: dict) -> Callable[[Request], Reply]:
    """Ask answers that live in this process, for example in a notebook.

    Parameters
    ----------
    namespace : dict
        Where the answers are defined.

    Returns
    -------
    callable
        ``ask(request)`` for `Answer`.
    """
    callbacks: list[Callback] = []
    responder = Responder(namespace, lambda n, arguments: callbacks[n](*arguments))

    def ask(request: Request) -> Reply:
        message = pack_request(request, refer_to(callbacks))
        with warnings.catch_warnings():
            return unpack_reply(responder.respond(message))

    return ask
