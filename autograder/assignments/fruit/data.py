"""Data beside the notebook of fruit: a file that would run code when it is opened."""

import io
import zipfile
from pathlib import Path

import numpy as np

EPOCH = (1980, 1, 1, 0, 0, 0)


def write(folder: Path) -> list[Path]:
    """Write ``pickled.npz``, the same bytes each time.

    Parameters
    ----------
    folder : Path
        Folder that holds the notebook.

    Returns
    -------
    list of Path
        The file. It holds ``X`` of shape (3, 2) and, pickled, ``y`` with three
        whole numbers of dtype object.
    """
    path = folder / "pickled.npz"
    arrays = {"X": np.arange(6.0).reshape(3, 2), "y": np.array([0, 1, 1], object)}
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, array, allow_pickle=array.dtype == object)
            member = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            member.external_attr = 0o644 << 16
            archive.writestr(member, content.getvalue())
    return [path]
