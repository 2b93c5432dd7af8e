"""Data beside the notebook of capstone: a thousand real digits."""

import io
import zipfile
from pathlib import Path

import numpy as np

from datasets import mnist

N_DIGITS = 1000
EPOCH = (1980, 1, 1, 0, 0, 0)


def write(folder: Path) -> list[Path]:
    """Write ``digits.npz`` with training digits, the same bytes each time.

    Parameters
    ----------
    folder : Path
        Folder that holds the notebook.

    Returns
    -------
    list of Path
        The file. It holds ``images`` of shape (1000, 28, 28) and dtype uint8,
        and ``labels`` of shape (1000,).
    """
    digits = mnist()
    arrays = {
        "images": digits.train_images[:N_DIGITS],
        "labels": digits.train_labels[:N_DIGITS],
    }
    path = folder / "digits.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            archive.writestr(member, content.getvalue())
    return [path]
