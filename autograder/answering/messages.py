"""The messages between a check and an answer, as both sides read them."""

from collections.abc import Callable
from dataclasses import dataclass

from .plain_data import Callback, Handle, MalformedMessageError, Rng, pack, unpack

__all__ = [
    "OUTPUT_LIMIT",
    "Reply",
    "Request",
    "cut",
    "pack_request",
    "printable",
    "read_error",
    "refer_to",
    "unpack_error",
    "unpack_reply",
]

OUTPUT_LIMIT = 2000
MESSAGE_LIMIT = 300


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
                warnings=tuple(printable(cut(_text(text))) for text in caught),
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
                printable(cut(message)),
                printable(cut(place)),
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


def cut(text: str) -> str:
    """Shorten a message to `MESSAGE_LIMIT` characters that can be encoded.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 4] + " ..."
