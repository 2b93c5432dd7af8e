"""The cats: the real files if they are here, the drawn ones, and broken files."""

import hashlib
import io

import h5py
import numpy as np
import pytest

from datasets import Cats, DataError, cats
from datasets.locations import find
from datasets.registry import DATA_SETS, DataFile, DataSet


def _real_folder():
    try:
        places = [find(file) for file in DATA_SETS["cats"].files]
    except DataError:
        return None
    folders = {path.parent if path else None for path in places}
    return folders.pop() if len(folders) == 1 else None


# Asked now, because a fixture hides the reader's own folders.
REAL_CATS = _real_folder()


@pytest.fixture(scope="module")
def drawn():
    return cats("stand-in")


def accuracy_of_gradient_descent(pictures):
    """Train as the chapter does, written out here in a few lines of its own."""
    X, T = (
        images.reshape(len(images), -1) / 255
        for images in (pictures.train_images, pictures.test_images)
    )
    y, n = pictures.train_labels, len(X)
    alpha, b, K = np.zeros(n), 0.0, X @ X.T
    for _ in range(2000):
        slope = (0.5 + 0.5 * np.tanh((K @ alpha + b) / 2) - y) / n
        alpha, b = alpha - 0.005 * slope, b - 0.005 * slope.sum()
    w = X.T @ alpha
    return np.mean((X @ w + b > 0) == y), np.mean(
        (T @ w + b > 0) == pictures.test_labels
    )


def check_schema(pictures):
    assert isinstance(pictures, Cats)
    assert pictures.train_images.shape == (209, 64, 64, 3)
    assert pictures.test_images.shape == (50, 64, 64, 3)
    assert pictures.train_labels.shape == (209,)
    assert pictures.test_labels.shape == (50,)
    assert [array.dtype for array in pictures[:4]] == [np.uint8, np.int64] * 2
    assert np.bincount(pictures.train_labels).tolist() == [137, 72]
    assert np.bincount(pictures.test_labels).tolist() == [17, 33]
    assert pictures.classes == ("non-cat", "cat")
    for array in pictures[:4]:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    twins = [
        (i, j)
        for j, picture in enumerate(pictures.test_images)
        for i, other in enumerate(pictures.train_images)
        if picture.tobytes() == other.tobytes()
    ]
    assert twins == [(146, 17)]
    assert pictures.train_labels[146] == pictures.test_labels[17] == 1


def test_stand_in_has_the_schema_of_the_real_files(drawn):
    check_schema(drawn)
    assert drawn.is_real is False


def test_stand_in_is_the_same_each_time(drawn):
    again = cats("any")  # nothing is found in an empty cache
    assert again.is_real is False
    for one, other in zip(drawn[:4], again[:4], strict=True):
        np.testing.assert_array_equal(one, other)


def test_stand_in_is_as_easy_to_learn_by_heart_and_as_hard_to_learn(drawn):
    train, test = accuracy_of_gradient_descent(drawn)
    assert round(100 * train, 2) == 98.09
    assert round(100 * test) == 70


@pytest.mark.skipif(
    REAL_CATS is None, reason="needs the real files: python -m datasets fetch cats"
)
def test_real_files_are_the_published_ones(monkeypatch):
    monkeypatch.setenv("ONE_NEURON_DATA", str(REAL_CATS))
    for source in ("any", "real"):
        pictures = cats(source)
        assert pictures.is_real is True
        check_schema(pictures)
    # The figures that the exercise with these files is known for.
    train, test = accuracy_of_gradient_descent(pictures)
    assert round(100 * train, 2) == 99.04
    assert round(100 * test) == 70


@pytest.mark.parametrize("source", ["photos", "", None])
def test_unknown_source_lists_the_known_ones(source):
    with pytest.raises(DataError) as caught:
        cats(source)
    assert str(caught.value) == (
        f'cats has no source {source!r}; pass "any", "real" or "stand-in".'
    )


# Broken files -----------------------------------------------------------------


def h5_bytes(part, leave_out="", **changed):
    parts = {
        f"{part}_set_x": np.zeros((3, 64, 64, 3), np.uint8),
        f"{part}_set_y": np.array([0, 1, 0]),
        "list_classes": np.array([b"non-cat", b"cat"]),
    } | changed
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        for name, value in parts.items():
            if name != leave_out:
                file[name] = value
    return content.getvalue()


@pytest.fixture
def registered(own_folder, monkeypatch):
    """Write two files, and register them (or others) as the truth."""

    def write(train, test, truth=None):
        contents = {"train_catvnoncat.h5": train, "test_catvnoncat.h5": test}
        files = []
        for name, content in contents.items():
            (own_folder / name).write_bytes(content)
            real = (truth or {}).get(name, content)
            digest = hashlib.sha256(real).hexdigest()
            files.append(DataFile("cats", name, len(real), digest))
        data_set = DataSet("cats", "Tiny cats", "CC0", "made here", tuple(files))
        monkeypatch.setitem(DATA_SETS, "cats", data_set)

    return write


def test_good_files_are_read(registered):
    registered(h5_bytes("train"), h5_bytes("test"))
    pictures = cats()
    assert pictures.is_real
    assert pictures.train_labels.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\n<!DOCTYPE HTML>\n<html>quota</html>", "is an HTML page"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
            "is a Git LFS pointer",
        ),
        (b"", "is empty"),
        (h5_bytes("test")[:5000], "is cut short: 5,000 bytes"),
        (h5_bytes("test")[:-1] + b"!", "has the right length but sha256"),
    ],
)
def test_what_is_not_the_file_is_said_in_one_sentence(registered, content, says):
    truth = {"test_catvnoncat.h5": h5_bytes("test")}
    registered(h5_bytes("train"), content, truth)
    with pytest.raises(DataError, match=r"test_catvnoncat\.h5 ") as caught:
        cats()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (h5_bytes("train"), "has no test_set_x and no test_set_y; it holds"),
        (h5_bytes("test", leave_out="list_classes"), "has no list_classes"),
        (h5_bytes("test", test_set_x=np.zeros((3, 64, 64), np.uint8)), "(3, 64, 64)"),
        (h5_bytes("test", test_set_x=np.zeros((3, 64, 64, 3))), "float64"),
        (h5_bytes("test", test_set_y=np.zeros((1, 3), int)), "(1, 3)"),
        (h5_bytes("test", list_classes=np.array([b"cat"])), "1 names"),
        (h5_bytes("test")[:3000], "test_catvnoncat.h5 is damaged"),
    ],
)
def test_registered_file_with_another_inside_is_refused(registered, content, says):
    registered(h5_bytes("train"), content)
    with pytest.raises(DataError, match=r"^test_catvnoncat\.h5 .*\.$") as caught:
        cats()
    assert says in str(caught.value)


def test_one_file_of_two_is_not_half_loaded(own_folder, monkeypatch):
    (own_folder / "train_catvnoncat.h5").write_bytes(b"anything")
    assert cats().is_real is False
    monkeypatch.setitem(
        DATA_SETS,
        "cats",
        DataSet("cats", "", "", "", (DataFile("cats", "train_catvnoncat.h5", 1, "0"),)),
    )
    with pytest.raises(DataError, match="expected the 1 bytes"):
        cats("real")


def test_real_ones_that_nobody_has_are_refused(monkeypatch):
    file = DataFile("cats", "train_catvnoncat.h5", 1, "0" * 64)
    monkeypatch.setitem(DATA_SETS, "cats", DataSet("cats", "", "", "", (file,)))
    with pytest.raises(DataError, match=r"train_catvnoncat.*no mirror is known"):
        cats("real")
