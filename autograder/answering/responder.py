"""The responder: it carries out one request at a time beside the answer."""

import contextlib
import io
import itertools
import os
import tempfile
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .plain_data import (
    Callback,
    Handle,
    MalformedMessageError,
    NotPlainError,
    Rng,
    pack,
    unpack,
)

__all__ = [
    "Reply",
    "Request",
    "Responder",
    "printable",
    "read_error",
    "unpack_error",
    "unpack_reply",
]

OUTPUT_LIMIT = 2000
MESSAGE_LIMIT = 300
# More would be too many parts of a message anyway.
ITEMS_LIMIT = 1000


@dataclass(frozen=True)
class Request:
    """One question to an answer.

    Parameters
    ----------
    operation : {"call", "method", "attribute", "length", "items", "entry", \
"defined", "keep", "keep_file"}
        Call the target, call one of its methods, read one of its attributes, take
        its ``len``, iterate over it, look up an argument in it, tell whether it
        exists, keep the argument as an object here, or keep an array of bytes and
        a name as a file whose path calls receive.
    target : str or Handle
        A name in the student's notebook, or an object that an earlier reply
        referred to.
    member : str
        Method or attribute.
    arguments : tuple
        Positional arguments.
    keywords : dict
        Keyword arguments.
    """

    operation: str
    target: object
    member: str = ""
    arguments: tuple = ()
    keywords: dict | None = None


@dataclass(frozen=True)
class Reply:
    """What came back.

    Parameters
    ----------
    value : object
        Plain data, or a `Handle`; None if there is an error.
    error : tuple of str (type, message, place), optional
        The exception that the answer raised, as text.
    warnings : tuple of str
        Warnings that the answer caused.
    arguments : tuple
        The arguments as they were after the call.
    output : str
        What the answer printed, cut.
    """

    value: object = None
    error: tuple | None = None
    warnings: tuple = ()
    arguments: tuple = ()
    output: str = ""


class Responder:
    """Answer requests from a namespace of student code.

    Parameters
    ----------
    namespace : dict
        Where the student's names live.
    call_back : callable
        ``call_back(number, arguments)`` runs a callback on the check's side
        and returns its value.
    """

    def __init__(self, namespace: dict, call_back: Callable):
        self._namespace = namespace
        self._call_back = call_back
        self._objects: dict[int, object] = {}
        self._folder: tempfile.TemporaryDirectory | None = None

    def respond(self, message: bytes) -> bytes:
        """Carry out a packed request.

        Parameters
        ----------
        message : bytes
            A packed request: operation, target, member, arguments, keywords.

        Returns
        -------
        bytes
            The packed fields of a `Reply`.
        """
        try:
            return self._respond(message)
        finally:
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None

    def _respond(self, message):
        operation, target, member, arguments, keywords = unpack(message, self._resolve)
        printed = _Printed()
        value, error = None, None
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
        ):
            warnings.simplefilter("always")
            # Python raises these whenever it happens to clean up.
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                value = self._perform(operation, target, member, arguments, keywords)
            except KeyboardInterrupt:
                raise
            except BaseException as problem:
                error = describe_error(problem)
                if not error[1]:
                    error = (error[0], _unwritten(problem, target), error[2])
                error = tuple(self._with_file_names(part) for part in error)
        told = [_cut(f"{w.category.__name__}: {w.message}") for w in caught[:20]]
        # What a file holds does not come back: its bytes may vary with a library.
        looked_at = () if operation == "keep_file" else arguments
        left = [_plain_argument(argument) for argument in looked_at]
        rest = [
            [self._with_file_names(part) for part in told],
            [self._with_file_names(part) for part in left],
            self._with_file_names(printed.getvalue()),
        ]
        try:
            return pack([value, error, *rest], self._refer)
        except NotPlainError as problem:
            return pack([None, ("NotPlainError", str(problem), ""), *rest])

    def _perform(self, operation, target, member, arguments, keywords):
        if operation == "keep":
            return _Kept(arguments[0])
        if operation == "keep_file":
            return _KeptFile(*arguments)
        if operation == "defined":
            return target in self._namespace
        if isinstance(target, str):
            target = self._namespace[target]
        if operation == "attribute":
            return getattr(target, member)
        if operation == "length":
            return len(target)
        if operation == "items":
            return list(itertools.islice(target, ITEMS_LIMIT))
        if operation == "entry":
            return target[arguments[0]]
        if operation == "method":
            target = getattr(target, member)
        return target(*arguments, **keywords)

    def _refer(self, value):
        number = len(self._objects) + 1
        self._objects[number] = value
        return {
            "number": number,
            "type": type(value).__name__[:60],
            "callable": callable(value),
        }

    def _resolve(self, reference):
        if "callback" in reference:
            number = reference["callback"]
            return lambda *arguments: self._call_back(number, arguments)
        if "seed" in reference:
            return np.random.default_rng(reference["seed"])
        found = self._objects[reference["number"]]
        if isinstance(found, _KeptFile):
            return self._write(found)
        return found.value if isinstance(found, _Kept) else found

    def _write(self, kept):
        """Write a file that exists while this request is carried out."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        path = Path(self._folder.name, kept.name)
        path.write_bytes(kept.content)
        return str(path)

    def _with_file_names(self, part):
        """Leave the folder out of a text: it has another name each time."""
        if self._folder is None or type(part) is not str:
            return part
        return part.replace(self._folder.name + os.sep, "")


def describe_error(problem: BaseException) -> tuple[str, str, str]:
    """Put an exception into words: type, message and the student's line.

    Parameters
    ----------
    problem : BaseException

    Returns
    -------
    tuple of str
        Type name, message, and "line N: source" of the innermost line that
        the student wrote ("" if there is none).
    """
    try:
        message = str(problem)
    except Exception:
        message = "(its message cannot be read)"
    place = ""
    if isinstance(problem, SyntaxError):
        message = str(problem.msg or "invalid syntax")
        place = f"line {problem.lineno}: {str(problem.text or '').strip()}"
    for frame in traceback.extract_tb(problem.__traceback__):
        if "ipython-input" in frame.filename or "ipykernel" in frame.filename:
            place = f"line {frame.lineno}: {frame.line or ''}".rstrip(": ")
    return type(problem).__name__[:60], _cut(message), _cut(place)


def _unwritten(problem, target):
    """Say which function is still a stub if it is not the one that was called."""
    frames = [frame for frame, _ in traceback.walk_tb(problem.__traceback__)]
    frames = [frame for frame in frames if frame.f_globals is not globals()]
    if type(problem) is not NotImplementedError or not frames:
        return ""
    # An exercise asks for the first part of a name such as "Layer.forward".
    name = frames[-1].f_code.co_qualname
    own = {frames[0].f_code.co_qualname.split(".")[0]}
    if type(target) is str:
        own.add(target)
    if name.split(".")[0] in own:
        return ""
    is_library = frames[-1].f_globals is not frames[0].f_globals
    return _cut(f"raised in {name}" if is_library else f"{name} is not written yet")


class _Kept:
    """Plain data that stays here, so that a check can change it between calls."""

    def __init__(self, value):
        self.value = value


class _KeptFile:
    """A file that is written anew for each request that mentions it."""

    def __init__(self, content, name):
        self.content = np.asarray(content, dtype=np.uint8).tobytes()
        self.name = Path(name).name


class _Printed(io.StringIO):
    """Keep the first part of what is printed and drop the rest."""

    def write(self, text):
        room = OUTPUT_LIMIT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def _plain_argument(argument):
    """Keep an argument if it can be compared afterwards."""
    try:
        pack(argument)
    except NotPlainError:
        return None
    return argument


def _cut(text):
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 4] + " ..."


def pack_request(request: Request, refer: Callable) -> bytes:
    """Write a request as a message for `Responder.respond`.

    Parameters
    ----------
    request : Request
    refer : callable
        Stands in for handles, callbacks and generators; see `pack`.

    Returns
    -------
    bytes
    """
    return pack(
        [
            request.operation,
            request.target,
            request.member,
            list(request.arguments),
            request.keywords or {},
        ],
        refer,
    )


def refer_to(callbacks: list[Callback]) -> Callable:
    """Make the function that stands in for objects inside requests.

    Parameters
    ----------
    callbacks : list of Callback
        Grows by each callback that a request mentions.

    Returns
    -------
    callable
        For `pack`.
    """

    def refer(value):
        if isinstance(value, Handle):
            return {"number": value.number}
        if isinstance(value, Rng):
            return {"seed": value.seed}
        if isinstance(value, Callback):
            callbacks.append(value)
            return {"callback": len(callbacks) - 1}
        return None

    return refer


def unpack_reply(message: bytes) -> Reply:
    """Read the reply of `Responder.respond`; nothing in it is believed.

    Parameters
    ----------
    message : bytes

    Returns
    -------
    Reply

    Raises
    ------
    MalformedMessageError
        If the message is not a reply.
    """

    def resolve(reference):
        return Handle(
            int(reference["number"]),
            printable(str(reference["type"])[:60]),
            bool(reference["callable"]),
        )

    match unpack(message, resolve):
        case [value, error, list(caught), list(arguments), str(output)]:
            return Reply(
                value=value,
                error=None if error is None else read_error(error),
                warnings=tuple(printable(_cut(_text(text))) for text in caught),
                arguments=tuple(arguments),
                output=printable(output[:OUTPUT_LIMIT]),
            )
    problem = "the message is not a reply."
    raise MalformedMessageError(problem)


def unpack_error(message: bytes) -> tuple[str, str, str] | None:
    """Read how a cell ended; nothing in it is believed.

    Parameters
    ----------
    message : bytes
        Packed None, or what `describe_error` returned.

    Returns
    -------
    tuple of str, optional
        Type name, message and place.

    Raises
    ------
    MalformedMessageError
        If the message is something else.
    """
    error = unpack(message)
    return None if error is None else read_error(error)


def read_error(value) -> tuple[str, str, str]:
    """Take the description of an exception from a message.

    Parameters
    ----------
    value : object
        Anything that a message may hold.

    Returns
    -------
    tuple of str
        Type name, message and place.

    Raises
    ------
    MalformedMessageError
        If it is something else.
    """
    match value:
        case (str(kind), str(message), str(place)):
            return (
                printable(kind[:60]),
                printable(_cut(message)),
                printable(_cut(place)),
            )
    problem = "the message holds an error that is none."
    raise MalformedMessageError(problem)


def _text(value):
    if type(value) is not str:
        problem = "the message holds something else where a text should be."
        raise MalformedMessageError(problem)
    return value


def printable(text: str) -> str:
    """Replace what would steer a terminal or turn the writing direction.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
