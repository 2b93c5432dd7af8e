"""Paint the same picture with scikit-learn and with our own deep network.

``python -m benchmarks.painting FOLDER`` stores the paintings of the full-size runs
and what they cost; the chapter shows them. It takes about two minutes.
"""

import io
import json
import sys
import time
import warnings
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from datasets import painting_picture
from solutions.deep_network import DeepNetwork
from solutions.painting import pixel_table, psnr, rebuild, scale_coordinates

__all__ = ["Epochs", "Painting", "compare_epochs", "compare_paintings", "store"]

SIZE = 100
LAYERS = (100,) * 10
OUR_EPOCHS, OUR_RATE = 80, 2e-3
ROUND_EPOCHS = 4
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Epochs(NamedTuple):
    """Processor seconds for one epoch: both libraries at the same sizes."""

    ours: float
    library: float
    library_float32: float


class Painting(NamedTuple):
    """One painting: how close it is in decibels, what it cost, how it looks."""

    name: str
    decibels: float
    seconds: float
    epochs: int
    picture: np.ndarray


def compare_epochs(seed: int) -> Epochs:
    """Time a few epochs of each, one after the other in this process.

    Parameters
    ----------
    seed : int
        Decides all weights and orders.

    Returns
    -------
    Epochs
    """
    X, Y = _table()
    small_X, small_Y = X.astype(np.float32), Y.astype(np.float32)

    def ours():
        _network(seed).fit(X, Y, ROUND_EPOCHS, np.random.default_rng(seed))

    def library(X, Y):
        _regressor(seed, max_iter=ROUND_EPOCHS).fit(X, Y)

    return Epochs(
        _seconds(ours) / ROUND_EPOCHS,
        _seconds(lambda: library(X, Y)) / ROUND_EPOCHS,
        _seconds(lambda: library(small_X, small_Y)) / ROUND_EPOCHS,
    )


def compare_paintings(seed: int) -> list[Painting]:
    """Let both paint the whole picture.

    Parameters
    ----------
    seed : int

    Returns
    -------
    list of Painting
        scikit-learn with its defaults on raw rows and columns, the same on
        scaled ones, the same without stopping early, and our network.
    """
    X, Y = _table()
    raw, _ = pixel_table(painting_picture(SIZE))
    network = _network(seed)
    longer = {"max_iter": OUR_EPOCHS, "tol": 0.0, "n_iter_no_change": OUR_EPOCHS}

    def ours():
        rng = np.random.default_rng(seed)
        network.fit(X, Y, OUR_EPOCHS, rng, lr=OUR_RATE)

    return [
        _painted("library, raw", _regressor(seed), raw, Y),
        _painted("library, scaled", _regressor(seed), X, Y),
        _painted("library, as many epochs", _regressor(seed, **longer), X, Y),
        _judged("ours", _seconds(ours), OUR_EPOCHS, network.predict(X)),
    ]


def store(folder: Path) -> list[Path]:
    """Write the paintings of one full-size run for the chapter.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of Path
        ``paintings.npz`` with pictures of shape (100, 100, 3) and dtype uint8,
        and ``paintings.json`` with decibels, seconds and epochs of each.
    """
    runs = compare_paintings(seed=0)
    facts = {
        run.name: {
            "decibels": round(run.decibels, 2),
            "seconds": round(run.seconds, 1),
            "epochs": run.epochs,
        }
        for run in runs
    }
    pictures, numbers = folder / "paintings.npz", folder / "paintings.json"
    with zipfile.ZipFile(pictures, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for run in runs:
            content = io.BytesIO()
            np.save(content, run.picture, allow_pickle=False)
            member = zipfile.ZipInfo(f"{run.name}.npy", ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(member, content.getvalue())
    numbers.write_text(json.dumps(facts, indent=2) + "\n")
    return [pictures, numbers]


def _table():
    X, Y = pixel_table(painting_picture(SIZE))
    return scale_coordinates(X, SIZE, SIZE), Y


def _network(seed):
    return DeepNetwork([2, *LAYERS, 3], np.random.default_rng(seed))


def _regressor(seed, **settings):
    from sklearn.neural_network import MLPRegressor

    return MLPRegressor(hidden_layer_sizes=LAYERS, random_state=seed, **settings)


def _painted(name, regressor, X, Y):
    seconds = _seconds(lambda: regressor.fit(X, Y))
    return _judged(name, seconds, regressor.n_iter_, regressor.predict(X))


def _judged(name, seconds, epochs, rgb):
    picture = rebuild(rgb, SIZE, SIZE)
    decibels = psnr(painting_picture(SIZE), picture)
    return Painting(name, decibels, seconds, epochs, picture)


def _seconds(action):
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that few epochs do not converge
        action()
    return time.process_time() - started


if __name__ == "__main__":
    for path in store(Path(sys.argv[1])):
        sys.stdout.write(f"{path}: {path.stat().st_size:,} bytes\n")
