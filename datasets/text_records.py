"""Digits as lines of text: the label, then one number for each pixel.

Many pages hand out MNIST in this form, as files called ``mnist_train.csv``. A line
is easy to look at and slow to read: the full training set is 110 MB of text.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from datasets.locations import write_whole
from datasets.registry import DataError

__all__ = ["read_digit_records", "write_digit_records"]

_SIDE = 28
_PIXELS = _SIDE * _SIDE
_HIGHEST_LABEL = 9


def read_digit_records(path: str | Path) -> tuple[np.ndarray, np.ndarray]:
    """Read digits from a text file, one line for each.

    Parameters
    ----------
    path : str or Path
        The file. A line holds 785 whole numbers with commas between them: the
        label from 0 to 9, then 784 pixels from 0 to 255, row after row. Empty
        lines at the end do no harm.

    Returns
    -------
    images : ndarray of shape (n, 28, 28), dtype uint8
    labels : ndarray of shape (n,), dtype int64

    Raises
    ------
    DataError
        If the file cannot be read or holds no digits, or if a line has another
        length, something that is no whole number, a pixel beyond 255 or a label
        beyond 9. The message names the line, counted from 1.
    """
    path = Path(path)
    try:
        text = path.read_bytes()
    except OSError as error:
        msg = (
            f"{path} cannot be read ({error.strerror}); pass the path of a file with "
            "digit records."
        )
        raise DataError(msg) from None
    lines = text.rstrip().splitlines()
    if not lines:
        msg = f"{path} is empty; expected one line of {_PIXELS + 1} numbers per digit."
        raise DataError(msg)
    rows = np.empty((len(lines), _PIXELS + 1), np.uint8)
    for number, line in enumerate(lines, 1):
        try:
            row = np.array(line.split(b","), dtype=np.int64)
        except (ValueError, OverflowError):
            raise _fault(path, number, _odd_entry(line)) from None
        if row.shape != (_PIXELS + 1,):
            raise _fault(path, number, f"has {len(row)} numbers") from None
        if row[0] < 0 or row[0] > _HIGHEST_LABEL:
            raise _fault(path, number, f"has the label {row[0]}")
        if row.min() < 0 or row.max() > 255:
            place = int(np.argmax((row < 0) | (row > 255)))
            raise _fault(path, number, f"has {row[place]} as pixel {place}")
        rows[number - 1] = row
    return rows[:, 1:].reshape(-1, _SIDE, _SIDE), rows[:, 0].astype(np.int64)


def _odd_entry(line: bytes) -> str:
    """Say which entry of a line is no whole number."""
    entries = line.split(b",")
    for place, entry in enumerate(entries):
        try:
            np.int64(int(entry))
        except (ValueError, OverflowError):
            shown = entry.decode("ascii", "replace").strip()
            shown = shown if len(shown) <= 20 else f"{shown[:17]}..."
            name = f"as pixel {place}" if place else "as its label"
            return f"has {shown!r} {name}"
    return f"has {len(entries)} numbers"


def _fault(path: Path, number: int, what: str) -> DataError:
    return DataError(
        f"{path}, line {number} {what}; expected a label from 0 to 9 and {_PIXELS} "
        "pixels from 0 to 255, so mend the line or remove it."
    )


def write_digit_records(
    path: str | Path, images: np.ndarray, labels: np.ndarray
) -> None:
    """Write digits to a text file, one line for each.

    The file appears under its name when it is complete, never half.

    Parameters
    ----------
    path : str or Path
        The file to create or replace.
    images : ndarray of shape (n, 28, 28)
        Whole numbers from 0 to 255.
    labels : ndarray of shape (n,)
        Whole numbers from 0 to 9.

    Raises
    ------
    DataError
        If a shape, a pixel or a label does not fit, or the file cannot be
        written.
    """
    images, labels = np.asarray(images), np.asarray(labels)
    n = len(labels) if labels.ndim == 1 else -1
    if images.shape != (n, _SIDE, _SIDE):
        msg = (
            f"images has shape {images.shape} and labels {labels.shape}; pass n "
            f"pictures of {_SIDE} by {_SIDE} and n labels."
        )
        raise DataError(msg)
    for name, array, highest in (
        ("images", images, 255),
        ("labels", labels, _HIGHEST_LABEL),
    ):
        whole = array.dtype.kind in "iu"
        if not whole or (n > 0 and (array.min() < 0 or array.max() > highest)):
            msg = (
                f"{name} holds other values than whole numbers from 0 to {highest} "
                f"(its dtype is {array.dtype}); scale or convert them first."
            )
            raise DataError(msg)
    text = io.BytesIO()
    for line in _lines(images.reshape(n, _PIXELS), labels):
        text.write(line)
    try:
        write_whole(Path(path), text.getvalue())
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}); choose another folder."
        raise DataError(msg) from None


def _lines(pixels: np.ndarray, labels: np.ndarray) -> Iterator[bytes]:
    for label, row in zip(labels.tolist(), pixels.tolist(), strict=True):
        yield ",".join(map(str, [label, *row])).encode() + b"\n"
