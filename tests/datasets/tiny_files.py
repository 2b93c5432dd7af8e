"""Five tiny pictures in the files of MNIST, for tests without any download."""

import gzip
import hashlib

from datasets.registry import DataFile, DataSet

# Three training pictures and two test pictures of 2 by 2, written out byte by
# byte from the format's description rather than by the code under test.
TINY = {
    "train-images-idx3-ubyte": bytes([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2])
    + bytes(range(12)),
    "train-labels-idx1-ubyte": bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 1, 4]),
    "t10k-images-idx3-ubyte": bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2])
    + bytes(range(100, 108)),
    "t10k-labels-idx1-ubyte": bytes([0, 0, 8, 1, 0, 0, 0, 2, 9, 0]),
}


def data_file(name, content, **where):
    """Register `content` as the truth about a file."""
    digest = hashlib.sha256(content).hexdigest()
    return DataFile("mnist-full", name, len(content), digest, **where)


def tiny_set(**where):
    files = tuple(data_file(name, content, **where) for name, content in TINY.items())
    return DataSet("mnist-full", "Tiny digits", "CC0", "made here", files)


def write_tiny(folder, gzipped=False):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in TINY.items():
        if gzipped:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / name).write_bytes(content)
