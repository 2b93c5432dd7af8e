"""Plain data: the closed set of values that cross between answers and checks.

A message is a JSON document followed by the bytes of its arrays. Nothing in it
can run code when it is read: there is no pickle, no class and no exception
object. Values that are not plain stay where they are and cross as handles.
"""

import json
import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

__all__ = [
    "Callback",
    "Handle",
    "MalformedMessageError",
    "NotPlainError",
    "Rng",
    "pack",
    "unpack",
]

MAX_BYTES = 16 * 2**20
# Lists cost up to twenty times their text in memory; arrays cost their bytes.
MAX_DOCUMENT_BYTES = 2**20
MAX_ARRAYS = 10_000
# Numbers with equal hashes are easily found and make a dict slow.
MAX_KEYS = 1000
MAX_DEPTH = 20
MAX_INT_BITS = 4096
DTYPE = re.compile(r"[<>|][biufcU][0-9]{1,9}")
NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
HEADER = struct.Struct(">4sII")
MAGIC = b"PLN1"


class NotPlainError(TypeError):
    """A value is not plain data; the message says what was found."""


class MalformedMessageError(ValueError):
    """Bytes that claim to be a message are not one."""


@dataclass(frozen=True)
class Rng:
    """A random generator that is made anew on the other side from its seed."""

    seed: int

    def __repr__(self):
        return f"np.random.default_rng({self.seed})"


@dataclass(frozen=True)
class Handle:
    """An object that stays on the answer's side; only its number crosses."""

    number: int
    type_name: str
    is_callable: bool = False

    def __repr__(self):
        return f"a {self.type_name} object"


@dataclass
class Callback:
    """A function that stays on the check's side; the answer may call it.

    Parameters
    ----------
    function : callable
        Takes and returns plain data.
    name : str
        How messages name it.
    """

    function: Callable
    name: str
    calls: list = field(default_factory=list)

    def __call__(self, *arguments):
        """Record the call and carry it out."""
        self.calls.append(arguments)
        return self.function(*arguments)

    def __repr__(self):
        return self.name


def pack(value, refer=None) -> bytes:
    """Write a value as a message.

    Parameters
    ----------
    value : object
        Plain data, or objects for which ``refer`` is given.
    refer : callable, optional
        Turns an object that is not plain into a ``dict`` that stands for it,
        or returns None to refuse it.

    Returns
    -------
    bytes

    Raises
    ------
    NotPlainError
        If the value holds something that cannot cross.
    """
    blobs: list[bytes] = []
    parts = _to_json(value, blobs, refer, 0)
    document = json.dumps(parts, separators=(",", ":")).encode()
    sizes = b"".join(struct.pack(">I", len(blob)) for blob in blobs)
    message = b"".join(
        [HEADER.pack(MAGIC, len(document), len(blobs)), sizes, document, *blobs]
    )
    if len(message) > MAX_BYTES:
        problem = f"the value takes {len(message):,} bytes; {MAX_BYTES:,} may cross."
        raise NotPlainError(problem)
    if len(document) > MAX_DOCUMENT_BYTES or len(blobs) > MAX_ARRAYS:
        problem = "the value has too many parts; put numbers into one array."
        raise NotPlainError(problem)
    return message


def unpack(message: bytes, resolve=None):
    """Read the value of a message.

    Parameters
    ----------
    message : bytes
        What `pack` returned, or what somebody claims that it returned.
    resolve : callable, optional
        Turns a reference (``dict``) into the object that it stands for.

    Returns
    -------
    object
        Exact built-in types, ndarrays that own their memory, numpy scalars
        and whatever ``resolve`` returns.

    Raises
    ------
    MalformedMessageError
        If the bytes are not a message.
    """
    try:
        magic, length, count = HEADER.unpack_from(message)
        is_large = length > MAX_DOCUMENT_BYTES or count > MAX_ARRAYS
        if magic != MAGIC or len(message) > MAX_BYTES or is_large:
            problem = "the message has no header or is too large."
            raise MalformedMessageError(problem)
        start = HEADER.size + 4 * count
        sizes = struct.unpack_from(f">{count}I", message, HEADER.size)
        text = message[start : start + length].decode()
        document = json.loads(text, parse_constant=_refuse)
        blobs, position = [], start + length
        for size in sizes:
            blobs.append(message[position : position + size])
            position += size
        if position != len(message):
            problem = "the message ends too early or too late."
            raise MalformedMessageError(problem)
        return _from_json(document, blobs, resolve, 0)
    except MalformedMessageError:
        raise
    except (struct.error, ValueError, KeyError, TypeError, IndexError) as error:
        problem = f"the message cannot be read ({type(error).__name__})."
        raise MalformedMessageError(problem) from None
    except (RecursionError, MemoryError, OverflowError) as error:
        problem = f"the message is too large to read ({type(error).__name__})."
        raise MalformedMessageError(problem) from None


def _to_json(value, blobs, refer, depth):
    if depth > MAX_DEPTH:
        problem = f"the value is nested more than {MAX_DEPTH} levels deep."
        raise NotPlainError(problem)
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        if not _is_text(value):
            problem = "the text holds half characters, which nobody can print."
            raise NotPlainError(problem)
        return value
    if kind is int:
        if value.bit_length() > MAX_INT_BITS:
            problem = f"the integer has {value.bit_length():,} bits; that is too large."
            raise NotPlainError(problem)
        return value
    if kind is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if kind is list:
        return [_to_json(item, blobs, refer, depth + 1) for item in value]
    if kind is tuple:
        return {"tuple": [_to_json(item, blobs, refer, depth + 1) for item in value]}
    if kind is dict and len(value) <= MAX_KEYS:
        pairs = [
            [_to_json(part, blobs, refer, depth + 1) for part in pair]
            for pair in value.items()
        ]
        return {"dict": pairs}
    if kind is np.ndarray or isinstance(value, np.generic):
        return _array_to_json(value, blobs)
    if isinstance(value, np.ndarray):
        problem = f"the array is a {kind.__name__}; make it plain with np.asarray."
        raise NotPlainError(problem)
    reference = refer(value) if refer else None
    if reference is None:
        problem = f"an object of type {kind.__name__} cannot cross."
        raise NotPlainError(problem)
    return {"reference": reference}


def _array_to_json(value, blobs):
    array = np.asarray(value)
    if not DTYPE.fullmatch(array.dtype.str):
        reason = (
            "it holds Python objects, which happens when rows differ in length"
            if array.dtype.kind == "O"
            else f"its dtype is {array.dtype}"
        )
        problem = f"the array is not an array of numbers: {reason}."
        raise NotPlainError(problem)
    if array.nbytes > MAX_BYTES:
        problem = f"the array takes {array.nbytes:,} bytes; {MAX_BYTES:,} may cross."
        raise NotPlainError(problem)
    blob = np.ascontiguousarray(array).tobytes()
    if not _holds_characters(blob, array.dtype):
        problem = "the array holds half characters, which nobody can print."
        raise NotPlainError(problem)
    blobs.append(blob)
    name = "scalar" if isinstance(value, np.generic) else "array"
    return {name: [array.dtype.str, list(array.shape), len(blobs) - 1]}


def _from_json(value, blobs, resolve, depth):
    if depth > MAX_DEPTH:
        problem = f"the message is nested more than {MAX_DEPTH} levels deep."
        raise MalformedMessageError(problem)
    if isinstance(value, list):
        return [_from_json(item, blobs, resolve, depth + 1) for item in value]
    if not isinstance(value, dict):
        is_long = type(value) is int and value.bit_length() > MAX_INT_BITS
        if is_long or (isinstance(value, str) and not _is_text(value)):
            problem = "the message holds a number or a text that cannot cross."
            raise MalformedMessageError(problem)
        return value
    [(name, content)] = value.items()
    if name == "float":
        return NOT_FINITE[content]
    if name == "tuple" and type(content) is list:
        return tuple(_from_json(item, blobs, resolve, depth + 1) for item in content)
    if name == "dict" and type(content) is list and len(content) <= MAX_KEYS:
        return dict(
            tuple(_from_json(part, blobs, resolve, depth + 1) for part in pair)
            for pair in content
        )
    if name in ("array", "scalar"):
        array = _array_from_json(content, blobs)
        return array if name == "array" else array[()]
    if name == "reference" and resolve is not None:
        return resolve(content)
    problem = f"the message holds an unknown kind of value, {name!r}."
    raise MalformedMessageError(problem)


def _array_from_json(content, blobs):
    dtype_text, shape, index = content
    if not DTYPE.fullmatch(dtype_text):
        problem = "the message holds an array that is not one of numbers."
        raise MalformedMessageError(problem)
    dtype = np.dtype(dtype_text)
    if len(shape) > 16 or any(type(n) is not int or n < 0 for n in shape):
        problem = "the message holds an array without a proper shape."
        raise MalformedMessageError(problem)
    # Each blob counts once, or a short message could fill the memory with copies.
    blob, blobs[index] = blobs[index], None
    if math.prod(shape) * dtype.itemsize != len(blob):
        problem = "the message holds an array whose bytes do not fit its shape."
        raise MalformedMessageError(problem)
    if not _holds_characters(blob, dtype):
        problem = "the message holds an array of half characters."
        raise MalformedMessageError(problem)
    return np.frombuffer(blob, dtype=dtype).reshape(shape).copy()


def _is_text(value):
    """Tell whether all characters of a text are whole."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _holds_characters(blob, dtype):
    """Tell whether an array of text holds whole characters, or no text at all."""
    if dtype.kind != "U":
        return True
    codes = np.frombuffer(blob, dtype=f"{dtype.str[0]}u4")
    return bool(np.all((codes < 0xD800) | (codes >= 0xE000) & (codes < 0x110000)))


def _refuse(constant):
    problem = f"the message holds {constant}, which is not JSON."
    raise MalformedMessageError(problem)
