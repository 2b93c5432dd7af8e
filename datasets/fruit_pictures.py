"""Four kinds of fruit: photographs where they are at hand, drawings elsewhere.

The photographs are the classes Apple Braeburn, Lemon Meyer, Mango and Raspberry of
Fruit-360, 1,962 pictures of 100 by 100 pixels. They were cut from films: a fruit was
put on the shaft of a slow motor and filmed while it turned, once around each of two
axes. So each of the eight films shows many nearly equal views of the same thing.

No two pictures are equal byte by byte. The classes have 492, 490, 490 and 490
pictures, so always giving the same answer is right for one picture in four.
"""

from typing import NamedTuple

import numpy as np

from datasets import fruit_archive, fruit_drawings
from datasets.download import fetch, obtain
from datasets.locations import find
from datasets.registry import DATA_SETS, DataError

__all__ = ["Fruit", "fruit"]

_PICTURES = 1962
# Pictures in each of the two films of a class.
_COUNTS = (246, 245, 245, 245)


class Fruit(NamedTuple):
    """Pictures of fruit, what they show, and how they were taken.

    Rows come by class, then by axis, then by frame. All arrays are read-only.

    Attributes
    ----------
    images : ndarray of shape (1962, 100, 100, 3), dtype uint8
        Red, green and blue.
    labels : ndarray of shape (1962,), dtype int64
        The place of the fruit in `names`.
    names : tuple of str
        ``("apple", "lemon", "mango", "raspberry")``.
    axes : ndarray of shape (1962,), dtype int64
        Around which axis the fruit turned: 1, or 2 for files that start with
        ``r_``.
    frames : ndarray of shape (1962,), dtype int64
        The number of the picture in its film, 0 to 327: how far the fruit had
        turned.
    is_real : bool
        Whether these are the photographs.
    """

    images: np.ndarray
    labels: np.ndarray
    names: tuple[str, ...]
    axes: np.ndarray
    frames: np.ndarray
    is_real: bool

    @property
    def origin(self) -> str:
        """What the pictures are, to go on "Computed with ..."."""
        if self.is_real:
            return "1,962 photographs of Fruit-360"
        return "1,962 drawings that stand in for the photographs of Fruit-360"


def fruit(source: str = "any") -> Fruit:
    """Load pictures of apples, lemons, mangos and raspberries.

    Parameters
    ----------
    source : {"any", "photographs", "drawings"}
        ``"any"`` gives the photographs if they are on this computer or can be
        downloaded, and otherwise drawings with the same names, shapes and
        numbers of pictures. The others insist on one of the two.

    Returns
    -------
    Fruit
        `is_real` and `origin` say which of the two it is.

    Raises
    ------
    DataError
        If `source` is unknown, if the file is there and damaged, or if
        photographs were insisted on and cannot be had.

    Notes
    -----
    Licence: MIT, copyright Mihai Oltean and Horea Muresan. Source: Muresan and
    Oltean (2018), Fruit recognition from images using deep learning, Acta
    Universitatis Sapientiae, Informatica 10(1), 26-42.

    Examples
    --------
    >>> drawn = fruit("drawings")
    >>> drawn.images.shape, drawn.is_real
    ((1962, 100, 100, 3), False)
    >>> np.bincount(drawn.labels).tolist()
    [492, 490, 490, 490]
    """
    if source not in ("any", "photographs", "drawings"):
        msg = (
            f'fruit has no source {source!r}; pass "any", "photographs" or "drawings".'
        )
        raise DataError(msg)
    if source == "drawings":
        return _drawings()
    (file,) = DATA_SETS["fruit"].files
    if source == "any" and find(file) is None:
        try:
            fetch([file])
        except DataError:
            return _drawings()
    (content,) = obtain([file])
    photographs, images = fruit_archive.parse(content, _PICTURES, file.name)
    labels, axes, frames = np.array(photographs, dtype=np.int64).T.copy()
    return _read_only(images, labels, axes, frames, is_real=True)


def _drawings() -> Fruit:
    images, rows = [], []
    for label, count in enumerate(_COUNTS):
        for axis in (1, 2):
            frames = np.rint(np.linspace(0, fruit_drawings.FRAMES - 1, count))
            frames = frames.astype(np.int64)
            side = fruit_archive.SIDE
            images.append(fruit_drawings.draw(label, axis, frames, side))
            rows += [(label, axis, int(frame)) for frame in frames]
    labels, axes, frames = np.array(rows, dtype=np.int64).T.copy()
    return _read_only(np.concatenate(images), labels, axes, frames, is_real=False)


def _read_only(images, labels, axes, frames, is_real) -> Fruit:
    for array in (images, labels, axes, frames):
        array.setflags(write=False)
    return Fruit(images, labels, fruit_archive.NAMES, axes, frames, is_real)
