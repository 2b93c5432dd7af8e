"""Handwritten digits: the 5,000 that are always there, and all 70,000.

The small set holds the first 500 digits of each class of MNIST's training file,
in their original order within the class. Its split is by position: the first
400 of each class are for training, the last 100 for testing.

Why by position and not at random: people wrote many digits each, and digits of
one writer stand close together. The nearest neighbour of a digit within its
class is its direct neighbour in the file 7 times as often as chance would have
it (2.9 % against 0.4 %). A random split spreads a writer over both sides and
flatters a classifier. Measured with three nearest neighbours, fitted on 4,000:
92.3 % on this test set, 92.7 % on MNIST's own 10,000 test digits from other
writers, 93.5 % on average over eight random splits. Still, a few writers may be
on both sides here, which MNIST's own test set rules out: quote results on
``mnist("full")`` when they have to bear weight. No picture occurs twice.
"""

import io
from typing import NamedTuple

import numpy as np

from datasets import idx
from datasets.download import obtain
from datasets.integrity import is_remembered, remember
from datasets.locations import cache_folder, find, write_whole
from datasets.registry import DATA_SETS, DataError

__all__ = ["Mnist", "mnist"]

_CLASSES = 10
_SIDE = 28
_TEST_PER_CLASS = 100


class Mnist(NamedTuple):
    """Digits and their labels, as read-only arrays.

    Attributes
    ----------
    train_images : ndarray of shape (n, 28, 28), dtype uint8
        Grey values, 0 for paper and 255 for ink.
    train_labels : ndarray of shape (n,), dtype int64
        The digit on each picture, 0 to 9.
    test_images : ndarray of shape (m, 28, 28), dtype uint8
        Pictures that training must not see.
    test_labels : ndarray of shape (m,), dtype int64
        Their digits.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def mnist(subset: str = "5k") -> Mnist:
    """Load handwritten digits.

    Parameters
    ----------
    subset : {"5k", "full"}
        ``"5k"`` is 4,000 digits for training and 1,000 for testing, the same
        number of each class, and needs no network. Its digits come in the order
        0, 1, ..., 9, 0, 1, ...: any ten rows from a multiple of ten on hold
        each digit once, so shuffle them before you take mini-batches.
        ``"full"`` is MNIST as published, 60,000 and 10,000 digits in their
        original order; it is downloaded once, about 11 MB.

    Returns
    -------
    Mnist
        Four read-only arrays; ``.copy()`` gives one that you can change.

    Raises
    ------
    DataError
        If `subset` is unknown, or a file is damaged or cannot be had.

    Notes
    -----
    Licence: CC BY-SA 3.0, copyright Yann LeCun and Corinna Cortes.
    Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning
    applied to document recognition, Proceedings of the IEEE 86(11), 2278-2324.

    Examples
    --------
    >>> digits = mnist()
    >>> digits.train_images.shape, digits.test_images.shape
    ((4000, 28, 28), (1000, 28, 28))
    >>> digits.train_labels[:12]
    array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    >>> train_images, train_labels, test_images, test_labels = mnist()
    """
    loaders = {"5k": _load_5k, "full": _load_full}
    if subset not in loaders:
        known = " or ".join(f'"{name}"' for name in loaders)
        msg = f"mnist has no subset {subset!r}; pass {known}."
        raise DataError(msg)
    return loaders[subset]()


def _load_full() -> Mnist:
    files = DATA_SETS["mnist-full"].files
    train_images, train_labels, test_images, test_labels = (
        idx.parse(content, file.name)
        for content, file in zip(obtain(files), files, strict=True)
    )
    return _read_only(train_images, train_labels, test_images, test_labels)


def _load_5k() -> Mnist:
    rows = _rows_5k()
    per_class = len(rows) // _CLASSES
    # The file is sorted by label; one row of each class in turn makes every
    # slice of ten hold each digit once.
    by_class = rows.reshape(_CLASSES, per_class, -1).swapaxes(0, 1)
    images = by_class[..., :-1].reshape(per_class, _CLASSES, _SIDE, _SIDE)
    labels = by_class[..., -1]
    train, test = slice(-_TEST_PER_CLASS), slice(-_TEST_PER_CLASS, None)
    return _read_only(
        images[train].reshape(-1, _SIDE, _SIDE),
        labels[train].reshape(-1),
        images[test].reshape(-1, _SIDE, _SIDE),
        labels[test].reshape(-1),
    )


def _rows_5k() -> np.ndarray:
    """Return the table as shipped: (5000, 785) uint8, sorted, label last.

    Parsing the text takes more than ten times as long as reading the same
    numbers back, so they are kept in the cache once they are known.
    """
    (file,) = DATA_SETS["mnist-5k"].files
    source = find(file)
    kept = cache_folder() / "mnist_5k.npy"
    made_from = f"array from {file.sha256}"
    if (
        source is not None
        and is_remembered(source, file.sha256)
        and is_remembered(kept, made_from)
    ):
        return np.load(kept, allow_pickle=False)
    (content,) = obtain([file])
    rows = np.loadtxt(io.BytesIO(content), dtype=np.uint8, delimiter=",")
    array_file = io.BytesIO()
    np.save(array_file, rows, allow_pickle=False)
    try:
        write_whole(kept, array_file.getvalue())
    except OSError:
        # A cache that cannot be written costs time, never a result.
        return rows
    remember(kept, made_from)
    return rows


def _read_only(
    train_images: np.ndarray,
    train_labels: np.ndarray,
    test_images: np.ndarray,
    test_labels: np.ndarray,
) -> Mnist:
    """Bundle the arrays with integer labels, closed to changes."""
    digits = Mnist(
        train_images,
        train_labels.astype(np.int64),
        test_images,
        test_labels.astype(np.int64),
    )
    for array in digits:
        array.setflags(write=False)
    return digits
