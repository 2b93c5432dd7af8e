"""Data beside the notebook of cats: small drawn pictures, and a web page."""

import io
from pathlib import Path

import numpy as np

from datasets import cats

STEP = 4
TRAIN = [*range(119), 146]  # number 146 is among the test pictures, too
PAGE = """
<!DOCTYPE HTML>
<html>
<head><title>train_catvnoncat.h5 (editing)</title></head>
<body>Log in to see this file.</body>
</html>
"""


def write(folder: Path) -> list[Path]:
    """Write two HDF5 files with small pictures, and a web page named like one.

    Parameters
    ----------
    folder : Path
        Folder that holds the notebook.

    Returns
    -------
    list of Path
        ``small_train.h5`` with 120 drawn pictures of shape (16, 16, 3),
        ``small_test.h5`` with 50, one of which is in both, and ``page.h5``.
        The same bytes each time.
    """
    drawn = cats("stand-in")
    pages = {"page.h5": PAGE.encode()}
    for part, images, labels in (
        ("train", drawn.train_images[TRAIN], drawn.train_labels[TRAIN]),
        ("test", drawn.test_images, drawn.test_labels),
    ):
        pages[f"small_{part}.h5"] = _file(part, _smaller(images), labels)
    for name, content in pages.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in pages]


def _smaller(images):
    """Average squares of 4 by 4 pixels."""
    n, h, w, c = images.shape
    squares = images.reshape(n, h // STEP, STEP, w // STEP, STEP, c)
    return np.rint(squares.mean(axis=(2, 4))).astype(np.uint8)


def _file(part, images, labels):
    import h5py

    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file.create_dataset(f"{part}_set_x", data=images, compression="gzip")
        file[f"{part}_set_y"] = labels
        file["list_classes"] = np.array([b"non-cat", b"cat"])
    return content.getvalue()
