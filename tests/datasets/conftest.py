"""An isolated cache for every test, and a tiny stand-in for MNIST."""

import logging
import os
from pathlib import Path

import pooch
import pytest
from tiny_files import tiny_set
from typer.testing import CliRunner

from datasets.__main__ import app
from datasets.locations import find
from datasets.registry import DATA_SETS, DataError


def _real_folder():
    """Return the folder with all of MNIST outside the tests, or None."""
    try:
        places = [find(file) for file in DATA_SETS["mnist-full"].files]
    except DataError:
        return None
    folders = {path.parent if path else None for path in places}
    return folders.pop() if len(folders) == 1 else None


def _real_fruit():
    """Return the folder with the photographs of fruit outside the tests, or None."""
    try:
        path = find(DATA_SETS["fruit"].files[0])
    except DataError:
        return None
    return path.parent if path else None


# Asked now, because the fixture below hides the reader's own folders.
REAL_MNIST = _real_folder()
REAL_FRUIT = _real_fruit()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Give each test a cache of its own and no data folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("ONE_NEURON_CACHE", str(folder))
    monkeypatch.delenv("ONE_NEURON_DATA", raising=False)
    return folder


@pytest.fixture
def tiny_mnist(monkeypatch):
    """Replace the full MNIST by five tiny pictures, and forget other data sets."""
    data_set = tiny_set()
    for name in DATA_SETS.keys() - {"mnist-5k", "mnist-full"}:
        monkeypatch.delitem(DATA_SETS, name)
    monkeypatch.setitem(DATA_SETS, "mnist-full", data_set)
    return data_set


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Return an empty folder that ONE_NEURON_DATA names."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("ONE_NEURON_DATA", str(folder))
    return folder


@pytest.fixture
def repository():
    return Path(__file__).resolve().parents[2]


@pytest.fixture
def real_mnist(monkeypatch):
    """Point ONE_NEURON_DATA at the real files, or skip."""
    if REAL_MNIST is None:
        pytest.skip("needs all of MNIST; run: python -m datasets fetch mnist-full")
    monkeypatch.setenv("ONE_NEURON_DATA", os.fspath(REAL_MNIST))


@pytest.fixture
def real_fruit(monkeypatch):
    """Point ONE_NEURON_DATA at the photographs of fruit, or skip."""
    if REAL_FRUIT is None:
        pytest.skip(
            "needs fruit360_four_classes.zip; set ONE_NEURON_DATA to a folder with it"
        )
    monkeypatch.setenv("ONE_NEURON_DATA", os.fspath(REAL_FRUIT))


@pytest.fixture
def run(monkeypatch):
    """Run a command; no npm, no colours, and never a traceback."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    # The command quietens pooch for its own process; here that must not last.
    monkeypatch.setattr(pooch.get_logger(), "level", logging.INFO)

    def call(*arguments):
        result = CliRunner().invoke(app, arguments, prog_name="python -m datasets")
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return call
