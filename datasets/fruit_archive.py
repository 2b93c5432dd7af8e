"""The archive of fruit photographs: a zip file with one folder for each class.

Its members are called ``apple/17_100.jpg`` or ``apple/r_17_100.jpg``: the class,
``r_`` for the second axis of rotation, and the number of the frame in its film.
Members are read in memory and never extracted, so no path in the archive is
followed. JPEG is decoded by Pillow, which Matplotlib installs.
"""

import io
import re
import zipfile

import numpy as np

from datasets.registry import DataError

__all__ = ["NAMES", "SIDE", "Photograph", "parse"]

NAMES = ("apple", "lemon", "mango", "raspberry")
SIDE = 100
# The largest photograph of the registered archive has 7,437 bytes.
_LARGEST = 65_536
_MEMBER = re.compile(r"([a-z]{1,20})/(r_)?([0-9]{1,3})_100\.jpg")

# Label, axis of rotation (1 or 2) and number of the frame.
Photograph = tuple[int, int, int]


def parse(
    content: bytes, expected: int, name: str = "The content"
) -> tuple[list[Photograph], np.ndarray]:
    """Return what each photograph shows, and the photographs.

    Parameters
    ----------
    content : bytes
        The whole zip file.
    expected : int
        How many photographs it must hold.
    name : str
        What to call the file in an error message.

    Returns
    -------
    photographs : list of (label, axis, frame)
        In this order: by class, then by axis, then by frame.
    images : ndarray of shape (expected, 100, 100, 3), dtype uint8

    Raises
    ------
    DataError
        If the archive is damaged, has other members, lacks a class, or holds
        a picture that is no JPEG of 100 by 100 pixels in colour.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive, expected, name)
            images = np.empty((expected, SIDE, SIDE, 3), np.uint8)
            for image, (_, member) in zip(images, members, strict=True):
                image[:] = _decoded(archive.read(member), member.filename, name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        msg = f"{name} is a damaged zip file ({error}); get it again."
        raise DataError(msg) from None
    return [photograph for photograph, _ in members], images


def _members(archive, expected, name):
    """Return (photograph, member) pairs in order, or say what is wrong."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != expected:
        msg = (
            f"{name} holds {len(members):,} files, expected {expected:,}; get it again."
        )
        raise DataError(msg)
    found = {}
    for member in members:
        parts = _MEMBER.fullmatch(member.filename)
        if parts is None or parts[1] not in NAMES:
            msg = (
                f"{name} holds {member.filename!r}, expected names such as "
                f"'apple/r_17_100.jpg' of {', '.join(NAMES)}; get it again."
            )
            raise DataError(msg)
        if member.file_size > _LARGEST:
            msg = (
                f"{member.filename} in {name} unpacks to {member.file_size:,} bytes, "
                f"expected at most {_LARGEST:,}; get it again."
            )
            raise DataError(msg)
        photograph = NAMES.index(parts[1]), 2 if parts[2] else 1, int(parts[3])
        if photograph in found:
            msg = f"{name} holds {member.filename!r} twice; get it again."
            raise DataError(msg)
        found[photograph] = member
    missing = [NAMES[k] for k in range(len(NAMES)) if k not in {p[0] for p in found}]
    if missing:
        msg = f"{name} holds no {' and no '.join(missing)}; get it again."
        raise DataError(msg)
    return sorted(found.items())


def _decoded(raw, member, name):
    # Imported here so that other data sets do not pay for it.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(raw), formats=["JPEG"]) as picture:
            # Size and mode come from the header, before any pixel is decoded.
            if picture.size != (SIDE, SIDE) or picture.mode != "RGB":
                msg = (
                    f"{member} in {name} is a picture of {picture.size[0]} by "
                    f"{picture.size[1]} pixels in mode {picture.mode}, expected "
                    f"{SIDE} by {SIDE} in RGB; get the archive again."
                )
                raise DataError(msg)
            return np.asarray(picture)
    except (OSError, SyntaxError, ValueError):
        msg = f"{member} in {name} is no whole JPEG picture; get the archive again."
        raise DataError(msg) from None
