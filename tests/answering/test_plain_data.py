"""Plain data keeps its value on the way, and nothing else gets through."""

import json
import math
import pickle
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.answering import plain_data
from autograder.answering.plain_data import (
    MalformedMessageError,
    NotPlainError,
    pack,
    unpack,
)

numbers = st.one_of(
    st.integers(-(2**4095), 2**4095), st.floats(), st.booleans(), st.none()
)
texts = st.text(max_size=20)
plain_arrays = arrays.arrays(
    dtype=st.one_of(
        arrays.boolean_dtypes(),
        arrays.integer_dtypes(endianness="?"),
        arrays.unsigned_integer_dtypes(),
        arrays.floating_dtypes(),
        arrays.complex_number_dtypes(),
        arrays.unicode_string_dtypes(max_len=5),
    ),
    shape=arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
scalars = plain_arrays.filter(lambda a: a.size).map(lambda a: a.ravel()[0])
keys = st.one_of(texts, st.integers(-9, 9))
plain = st.recursive(
    st.one_of(numbers, texts, plain_arrays, scalars),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4),
        st.lists(inside, max_size=4).map(tuple),
        st.dictionaries(keys, inside, max_size=4),
    ),
    max_leaves=12,
)


def message(document, *blobs, count=None, magic=b"PLN1"):
    """Write a message by hand, as somebody with bad intentions would."""
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    count = len(blobs) if count is None else count
    sizes = b"".join(struct.pack(">I", len(blob)) for blob in blobs)
    head = struct.pack(">4sII", magic, len(text), count)
    return head + sizes + text + b"".join(blobs)


def assert_same(got, expected):
    assert type(got) is type(expected)
    if isinstance(expected, (np.ndarray, np.generic)):
        assert got.dtype == expected.dtype
        assert got.dtype.byteorder == expected.dtype.byteorder
        assert got.shape == expected.shape
        assert got.tobytes() == expected.tobytes()
    elif isinstance(expected, (list, tuple)):
        assert len(got) == len(expected)
        for one, other in zip(got, expected, strict=True):
            assert_same(one, other)
    elif isinstance(expected, dict):
        assert_same(list(got), list(expected))
        assert_same(list(got.values()), list(expected.values()))
    elif isinstance(expected, float):
        assert struct.pack(">d", got) == struct.pack(">d", expected)
    else:
        assert got == expected


@given(plain)
@example([math.nan, math.inf, -math.inf, -0.0, 2**4095, True, None])
@example({1: (), "a": [], (1, 2): {}})
@example([np.empty((0, 3)), np.empty((2, 0), "<U3"), np.array(7), np.array("é")])
@example([np.float64(0.5), np.int8(-1), np.bool_(True), np.str_("x"), np.complex64(1j)])
@example("Ω 漢 🙂 \x00 \x1b[31m \u202e")
@example([np.arange(6).reshape(2, 3).T, np.arange(9)[::2]])
@example([np.arange(3, dtype=">i4"), np.arange(3, dtype="<f2")])
def test_plain_data_arrives_as_it_was(value):
    if isinstance(value, float) and math.isnan(value):
        value = math.nan  # of the many nans one crosses
    if isinstance(value, (list, tuple, dict)):
        value = one_nan(value)
    assert_same(unpack(pack(value)), value)


def one_nan(value):
    if type(value) is float and math.isnan(value):
        return math.nan
    if type(value) in (list, tuple):
        return type(value)(one_nan(item) for item in value)
    if type(value) is dict:
        return {key: one_nan(item) for key, item in value.items()}
    return value


def test_an_array_arrives_with_memory_of_its_own():
    arrived = unpack(pack(np.arange(4)))
    arrived[0] = 9
    assert arrived.tolist() == [9, 1, 2, 3]
    assert arrived.flags.owndata


class Number(float):
    pass


class Count(int):
    pass


class Text(str):
    pass


class Sequence(list):
    pass


class Table(np.ndarray):
    pass


deep = []
for _ in range(plain_data.MAX_DEPTH + 1):
    deep = [deep]

REFUSED = {
    "object array": np.array([[1], [1, 2]], dtype=object),
    "dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
    "records": np.zeros(2, dtype="i4,f8"),
    "bytes array": np.array([b"a"]),
    "array subclass": np.zeros(2).view(Table),
    "masked array": np.ma.masked_array([1.0, 2.0], [True, False]),
    "matrix": np.zeros((2, 2)).view(np.matrix),
    "int subclass": Count(1),
    "float subclass": Number(1.0),
    "str subclass": Text("a"),
    "list subclass": Sequence([1]),
    "set": {1, 2},
    "bytes": b"abc",
    "complex": 1j,
    "function": len,
    "class": int,
    "range": range(3),
    "half a character": "\ud800",
    "half a character in an array": np.array(["\udfff"]),
    "too deep": deep,
    "integer too long": 2**4097,
    "array too large": np.zeros(plain_data.MAX_BYTES + 1, dtype=bool),
    "array too large through strides": np.broadcast_to(0.0, (2**40,)),
    "list too long": [0.5] * 300_000,
    "too many arrays": [np.zeros(1)] * 10_001,
    "too many keys": dict.fromkeys(range(1001)),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [1, {"a": (v,)}]])
def test_what_is_not_plain_is_refused(name, wrap):
    with pytest.raises(NotPlainError, match=r"\.$"):
        pack(wrap(REFUSED[name]))


def test_what_is_not_plain_may_stay_and_be_referred_to():
    written = pack([1, {2}], lambda value: {"number": len(value)})
    assert unpack(written, lambda reference: reference) == [1, {"number": 1}]
    with pytest.raises(MalformedMessageError):
        unpack(written)


def array_of(dtype, shape, index=0):
    return {"array": [dtype, shape, index]}


nested_json = b"[" * 100_000 + b"]" * 100_000
eight = b"\0" * 8
HOSTILE = {
    "nothing": b"",
    "half a header": b"PLN1\0\0",
    "another magic": message(1, magic=b"PLN2"),
    "a pickle": pickle.dumps([1, 2]),
    "no document": message(b""),
    "no JSON": message(b"{"),
    "no UTF-8": message(b'"\xff"'),
    "NaN": message(b"NaN"),
    "Infinity in a list": message(b"[1, -Infinity]"),
    "a float that is none": message({"float": "1.5"}),
    "a float of a list": message({"float": [1]}),
    "an endless integer": message(b"1" * 100_000),
    "a long integer": message(2**4097),
    "half a character": message(b'"\\ud800"'),
    "half a character as key": message({"dict": [["\ud800", 1]]}),
    "deep lists": message(nested_json),
    "deep tuples": message(b'{"tuple":[' * 500 + b"]}" * 500),
    "an empty object": message({}),
    "two kinds at once": message({"tuple": [], "dict": []}),
    "an unknown kind": message({"pickle": "gASVBAAAAAAAAABLAS4="}),
    "a reference": message({"reference": {"number": 1}}),
    "a tuple of a number": message({"tuple": 3}),
    "a tuple of a text": message({"tuple": {"a": 1}}),
    "a dict of a number": message({"dict": 3}),
    "a dict of triples": message({"dict": [[1, 2, 3]]}),
    "a dict with a list as key": message({"dict": [[[1], 2]]}),
    "a dict with an array as key": message(
        {"dict": [[array_of("<f8", [1]), 2]]}, eight
    ),
    "a dict with equal hashes": message(
        {"dict": [[k * (2**61 - 1), 0] for k in range(1001)]}
    ),
    "an array without a blob": message(array_of("<f8", [1])),
    "an array of objects": message(array_of("|O", [1]), eight),
    "an array of objects, spelled out": message(array_of("object", [1]), eight),
    "an array of records": message(array_of("f4,f4", [1]), eight),
    "an array of one field": message(array_of([["a", "<f8"]], [1]), eight),
    "an array of subarrays": message(array_of("(2,)f4", [1]), eight),
    "an array of dates": message(array_of("<M8[s]", [1]), eight),
    "an array of raw bytes": message(array_of("|V8", [1]), eight),
    "an array without item size": message(array_of("<U0", [10**12])),
    "an array of giant items": message(array_of("<U999999999", [0])),
    "a huge shape": message(array_of("<f8", [2**62, 2]), eight),
    "a huge shape of nothing": message(array_of("<f8", [0, 2**63]), b""),
    "a negative shape": message(array_of("<f8", [-1]), eight),
    "two negative shapes": message(array_of("<f8", [-1, -1]), eight),
    "a shape with a bool": message(array_of("<f8", [True]), eight),
    "a shape with a float": message(array_of("<f8", [1.0]), eight),
    "a shape of a number": message(array_of("<f8", 1), eight),
    "too many axes": message(array_of("<f8", [1] * 17), eight),
    "too few bytes": message(array_of("<f8", [2]), eight),
    "too many bytes": message(array_of("<i4", [1]), eight),
    "characters that are none": message(array_of("<U1", [1]), b"\xff\xff\xff\xff"),
    "half a character in an array": message(array_of("<U1", [1]), b"\0\xd8\0\0"),
    "a blob used twice": message([array_of("<f8", [1])] * 2, eight),
    "a blob that is not there": message(array_of("<f8", [1], 7), eight),
    "a blob by name": message(array_of("<f8", [1], "0"), eight),
    "too many blobs announced": message(1, count=2**32 - 1),
    "a blob missing": message(1, count=1),
    "bytes left over": message(1) + b"x",
    "a document too large": message(b" " * 2**20 + b"1"),
    "a message too large": message(
        array_of("|b1", [plain_data.MAX_BYTES]), b"\0" * plain_data.MAX_BYTES
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_messages_are_refused(name):
    with pytest.raises(MalformedMessageError, match=r"^the message .*\.$"):
        unpack(HOSTILE[name])


def read_or_refuse(data):
    """Read a message; what it gives must be plain data again."""
    try:
        value = unpack(data)
    except MalformedMessageError:
        return "refused"
    pack(value)
    return "read"


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(data):
    assert read_or_refuse(data) == "refused"
    assert read_or_refuse(b"PLN1" + data) in ("read", "refused")


@given(plain, st.data())
def test_damaged_messages_are_read_or_refused(value, data):
    whole = pack(value)
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert read_or_refuse(whole[:cut]) == "refused"
    flipped = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        flipped[place] ^= data.draw(st.integers(1, 255))
    assert read_or_refuse(bytes(flipped)) in ("read", "refused")


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4),
        st.dictionaries(
            st.sampled_from(["float", "tuple", "dict", "array", "scalar", "x"]),
            inside,
            max_size=2,
        ),
        st.tuples(
            st.sampled_from(["<f8", "|b1", "<U2", "O", "f8,f8", ">c16"]),
            st.lists(st.integers(-2, 3), max_size=3),
            st.integers(-3, 3),
        ).map(lambda parts: {"array": list(parts)}),
    ),
    max_leaves=8,
)


@given(json_values, st.lists(st.binary(max_size=24), max_size=3))
def test_any_document_is_read_or_refused(document, blobs):
    assert read_or_refuse(message(document, *blobs)) in ("read", "refused")


@pytest.mark.parametrize(
    "bomb",
    [
        message(b"[" + b"[]," * 340_000 + b"[]]"),
        message([array_of("|b1", [2**23])] * 10_000, b"\0" * 2**23),
        message(array_of("|b1", [2**40]), b""),
        message(1, count=2**31),
    ],
    ids=["empty lists", "one blob many times", "shape", "count"],
)
def test_a_short_message_does_not_fill_the_memory(bomb):
    tracemalloc.start()
    try:
        assert read_or_refuse(bomb) in ("read", "refused")
        assert tracemalloc.get_traced_memory()[1] < 100 * 2**20
    finally:
        tracemalloc.stop()


def test_reading_runs_no_code(tmp_path):
    target = tmp_path / "ran"

    class Bomb:
        def __reduce__(self):
            return open, (str(target), "w")

    payload = pickle.dumps(Bomb())
    as_blob = message(array_of("|O", [len(payload) // 8]), payload)
    as_bytes = message(array_of("|u1", [len(payload)]), payload)
    assert [read_or_refuse(m) for m in (payload, as_blob, as_bytes)] == [
        "refused",
        "refused",
        "read",
    ]
    assert not target.exists()
