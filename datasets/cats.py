"""Cat or not: 209 and 50 colour pictures, real ones or drawn ones.

The real files circulate with a well-known first course on deep learning; whose the
photographs are is not stated, so they are not shipped. They are read when they are
on this computer or can be downloaded. Otherwise pictures of the same schema are
drawn, and `Cats.is_real` says so.

Two things about the real files are worth knowing, and the drawn pictures share
them: 34 % of the training pictures but 66 % of the test pictures are cats, and test
picture 17 is training picture 146, byte for byte.
"""

import io
from typing import NamedTuple

import numpy as np

from datasets.cat_stand_in import draw_cats
from datasets.download import obtain
from datasets.integrity import verified_content
from datasets.locations import find
from datasets.registry import DATA_SETS, DataError

__all__ = ["Cats", "cats"]

_PARTS = ("train", "test")
_SHAPE = (64, 64, 3)


class Cats(NamedTuple):
    """Pictures and their labels, as read-only arrays.

    Attributes
    ----------
    train_images : ndarray of shape (209, 64, 64, 3), dtype uint8
        Red, green and blue of 64 lines with 64 pixels, 0 to 255.
    train_labels : ndarray of shape (209,), dtype int64
        1 for a cat and 0 for anything else.
    test_images : ndarray of shape (50, 64, 64, 3), dtype uint8
        Pictures that training must not see.
    test_labels : ndarray of shape (50,), dtype int64
        Their labels.
    classes : tuple of str
        What the labels 0 and 1 are called.
    is_real : bool
        True for the photographs, False for the drawn stand-in.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    classes: tuple[str, str]
    is_real: bool


def cats(source: str = "any") -> Cats:
    """Load pictures of cats and of other things.

    Parameters
    ----------
    source : {"any", "real", "stand-in"}
        ``"real"`` insists on the photographs and downloads them once, 3 MB;
        ``"stand-in"`` draws pictures; ``"any"`` takes the photographs if they
        are on this computer and draws otherwise. It never asks the network.

    Returns
    -------
    Cats
        Four read-only arrays; ``.copy()`` gives one that you can change. Say
        which pictures they are wherever you show a result: `Cats.is_real`.

    Raises
    ------
    DataError
        If `source` is unknown, if a file of the photographs is damaged, or if
        ``"real"`` photographs cannot be had. Nothing is half loaded.

    Notes
    -----
    The drawing takes about a second and is the same on each call.

    Examples
    --------
    >>> pictures = cats("stand-in")
    >>> pictures.train_images.shape, pictures.test_images.shape
    ((209, 64, 64, 3), (50, 64, 64, 3))
    >>> int(pictures.train_labels.sum()), int(pictures.test_labels.sum())
    (72, 33)
    >>> pictures.is_real
    False
    """
    if source not in ("any", "real", "stand-in"):
        msg = f'cats has no source {source!r}; pass "any", "real" or "stand-in".'
        raise DataError(msg)
    if source == "stand-in":
        return _drawn()
    files = DATA_SETS["cats"].files
    if source == "real":
        return _real(obtain(files))
    if all(find(file) for file in files):
        return _real([verified_content(file) for file in files])
    return _drawn()


def _drawn() -> Cats:
    train_images, train_labels, test_images, test_labels = draw_cats()
    return _read_only(
        train_images, train_labels, test_images, test_labels, ("non-cat", "cat"), False
    )


def _real(contents: list[bytes]) -> Cats:
    train, test = (
        _parse(content, part) for content, part in zip(contents, _PARTS, strict=True)
    )
    return _read_only(*train[:2], *test[:2], train[2], True)


def _parse(content: bytes, part: str) -> tuple:
    """Read pictures, labels and names of one file, all of it or nothing."""
    import h5py

    name = f"{part}_catvnoncat.h5"
    needed = (f"{part}_set_x", f"{part}_set_y", "list_classes")
    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            missing = [key for key in needed if key not in file]
            if missing:
                msg = (
                    f"{name} has no {' and no '.join(missing)}; it holds "
                    f"{', '.join(file) or 'nothing'}."
                )
                raise DataError(msg)
            images, labels, classes = (np.asarray(file[key]) for key in needed)
    except OSError:
        msg = f"{name} is damaged; run `python -m datasets fetch cats`."
        raise DataError(msg) from None
    fits = images.shape == (len(images), *_SHAPE) and images.dtype == np.uint8
    if not fits or labels.shape != (len(images),) or classes.shape != (2,):
        msg = (
            f"{name} holds pictures of shape {images.shape} and type {images.dtype}, "
            f"labels of shape {labels.shape} and {classes.size} names; expected "
            "bytes of shape (n, 64, 64, 3), a label for each, and two names."
        )
        raise DataError(msg)
    names = tuple(text.decode() for text in classes.tolist())
    return images, labels.astype(np.int64), names


def _read_only(*values) -> Cats:
    for value in values:
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return Cats(*values)
