"""Data beside the notebook of painting: the bird in 24 by 24 pixels."""

import io
import zipfile
from pathlib import Path

import numpy as np

from datasets import painting_picture

SIZE = 24
EPOCH = (1980, 1, 1, 0, 0, 0)


def write(folder: Path) -> list[Path]:
    """Write ``bird.npz`` with one picture, the same bytes each time.

    Parameters
    ----------
    folder : Path
        Folder that holds the notebook.

    Returns
    -------
    list of Path
        The file. It holds ``img`` of shape (24, 24, 3) and dtype uint8.
    """
    path = folder / "bird.npz"
    with zipfile.ZipFile(path, "w") as archive:
        member = zipfile.ZipInfo("img.npy", EPOCH)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o644 << 16
        content = io.BytesIO()
        np.save(content, painting_picture(SIZE), allow_pickle=False)
        archive.writestr(member, content.getvalue())
    return [path]
