import numpy as np
import pytest

from datasets import idx
from datasets.registry import DataError

TWO_BY_THREE = bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255])


def test_parse_reads_rows_in_order():
    array = idx.parse(TWO_BY_THREE)
    np.testing.assert_array_equal(array, [[1, 2, 3], [4, 5, 255]])
    assert array.dtype == np.uint8


def test_lengths_are_big_endian():
    # 0x0102 = 258 in big-endian order, 513 in little-endian order.
    assert idx.parse(bytes([0, 0, 8, 1, 0, 0, 1, 2]) + bytes(258)).shape == (258,)


def test_result_cannot_be_changed():
    array = idx.parse(TWO_BY_THREE)
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 9


@pytest.mark.parametrize("length", range(len(TWO_BY_THREE)))
def test_every_truncation_is_refused(length):
    with pytest.raises(DataError, match="digits") as caught:
        idx.parse(TWO_BY_THREE[:length], "digits")
    assert str(caught.value).endswith("fetch it again.")


def test_extra_byte_is_refused():
    with pytest.raises(DataError, match=r"has 19 bytes.*asks for 18"):
        idx.parse(TWO_BY_THREE + b"\0")


@pytest.mark.parametrize(
    "start",
    [b"PK\x03\x04", b"\x1f\x8b\x08\x00", bytes([0, 0, 13, 1]), bytes([1, 0, 8, 1])],
    ids=["zip", "gzip", "floats", "no zero first"],
)
def test_other_formats_are_refused(start):
    with pytest.raises(DataError, match="starts with 00 00 08"):
        idx.parse(start + bytes(20))


def test_absurd_header_does_not_allocate():
    with pytest.raises(DataError, match="asks for"):
        idx.parse(bytes([0, 0, 8, 4]) + b"\xff" * 16)
