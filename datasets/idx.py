"""The IDX format of the MNIST files: a header of sizes, then the numbers.

The header is two zero bytes, one byte for the type (8 means unsigned bytes), one
byte for the number of axes, and a big-endian 32-bit length for each axis.
Source: the description that its authors published with MNIST.
"""

import math
import struct

import numpy as np

from datasets.registry import DataError

__all__ = ["parse"]

_UNSIGNED_BYTE = 8


def parse(content: bytes, name: str = "The content") -> np.ndarray:
    """Return the array that an IDX file of unsigned bytes holds.

    Parameters
    ----------
    content : bytes
        The whole uncompressed file.
    name : str
        What to call the file in an error message.

    Returns
    -------
    ndarray of shape given by the header, dtype uint8
        A read-only view of `content`, not a copy.

    Raises
    ------
    DataError
        If the header is not that of an IDX file of unsigned bytes, or if the
        file is shorter or longer than its header says.

    Examples
    --------
    A header for one axis of length three, and three numbers:

    >>> parse(bytes([0, 0, 8, 1]) + bytes([0, 0, 0, 3]) + bytes([5, 0, 4]))
    array([5, 0, 4], dtype=uint8)
    """
    if len(content) < 4 or content[:3] != bytes([0, 0, _UNSIGNED_BYTE]):
        msg = (
            f"{name} starts with the bytes {content[:4].hex(' ') or '(none)'}, but an "
            "IDX file of unsigned bytes starts with 00 00 08; fetch it again."
        )
        raise DataError(msg)
    axes = content[3]
    start = 4 + 4 * axes
    if len(content) < start:
        msg = (
            f"{name} ends after {len(content)} bytes, inside its header of {start}; "
            "fetch it again."
        )
        raise DataError(msg)
    shape = struct.unpack(f">{axes}I", content[4:start])
    expected = start + math.prod(shape)
    if len(content) != expected:
        msg = (
            f"{name} has {len(content):,} bytes, but its header {shape} asks for "
            f"{expected:,}; fetch it again."
        )
        raise DataError(msg)
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)
