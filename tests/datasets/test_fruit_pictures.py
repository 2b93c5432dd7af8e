"""Fruit: the photographs against what is known of them, and the drawings."""

import hashlib
import io
import zipfile

import numpy as np
import pytest
from PIL import Image

import datasets
from datasets import DataError, Fruit, fruit, fruit_archive, fruit_drawings
from datasets.registry import DATA_SETS, DataFile, DataSet

ZIP = "fruit360_four_classes.zip"
COUNTS = [492, 490, 490, 490]


def jpeg(colour, size=(100, 100), mode="RGB"):
    content = io.BytesIO()
    Image.new(mode, size, colour).save(content, "JPEG", quality=95)
    return content.getvalue()


def archive(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return content.getvalue()


GREYS = [10, 60, 110, 160, 210]
FIVE = [
    (name, jpeg((grey, grey, grey)))
    for name, grey in zip(
        [
            "raspberry/r_20_100.jpg",
            "lemon/7_100.jpg",
            "apple/100_100.jpg",
            "mango/3_100.jpg",
            "apple/20_100.jpg",
        ],
        GREYS,
        strict=True,
    )
]


@pytest.fixture(scope="module")
def drawn():
    return fruit("drawings")


def demand_the_schema(data):
    assert isinstance(data, Fruit)
    assert data.images.shape == (1962, 100, 100, 3)
    assert data.images.dtype == np.uint8
    assert data.names == ("apple", "lemon", "mango", "raspberry")
    assert np.bincount(data.labels).tolist() == COUNTS
    films = np.unique(np.stack([data.labels, data.axes]), axis=1, return_counts=True)
    assert films[0].T.tolist() == [[k, a] for k in range(4) for a in (1, 2)]
    assert films[1].tolist() == [246, 246] + [245] * 6
    assert 0 <= data.frames.min() <= data.frames.max() < 328
    rows = list(zip(data.labels, data.axes, data.frames, strict=True))
    assert rows == sorted(set(rows))
    assert len({image.tobytes() for image in data.images}) == 1962
    for array in (data.images, data.labels, data.axes, data.frames):
        assert not array.flags.writeable
    # Fruit in the middle, white around it.
    assert data.images[:, :3, :3].min() > 200
    assert (data.images[:, 50, 50].min(axis=1) < 200).all()


def test_drawings_have_the_schema(drawn):
    demand_the_schema(drawn)
    assert not drawn.is_real
    assert "drawings that stand in" in drawn.origin


def test_drawings_are_the_same_each_time(drawn):
    film = (drawn.labels == 2) & (drawn.axes == 1)
    again = fruit_drawings.draw(2, 1, drawn.frames[film], 100)
    np.testing.assert_array_equal(drawn.images[film], again)


def test_a_full_turn_ends_where_it_began():
    first, last = fruit_drawings.draw(3, 2, np.array([5, 333]), 60).astype(int)
    # Only the grain of the picture differs.
    assert np.abs(first - last).max() <= 7


def test_neighbours_in_a_film_are_nearly_equal(drawn):
    film = drawn.images[(drawn.labels == 1) & (drawn.axes == 2)].astype(int)
    next_one = np.abs(film[1:] - film[:-1]).mean()
    quarter_turn_on = np.abs(film[60:] - film[:-60]).mean()
    assert next_one < quarter_turn_on


@pytest.mark.usefixtures("real_fruit")
def test_photographs_have_the_schema_and_the_known_pixels():
    data = fruit()
    demand_the_schema(data)
    assert data.is_real
    assert data.origin == "1,962 photographs of Fruit-360"
    # Lemons and mangos have these average colours, whichever decoder is used.
    means = [data.images[data.labels == k].mean(axis=(0, 1, 2)) for k in range(4)]
    red, green, blue = np.array(means).T
    assert red.argmax() == 1
    assert blue.argmax() == 3
    assert green.argmin() == 0


def test_without_the_file_there_are_drawings(drawn, monkeypatch):
    monkeypatch.setattr("datasets.fruit_pictures._drawings", lambda: drawn)
    assert fruit() is drawn
    with pytest.raises(DataError, match=r"no mirror is known.*ONE_NEURON_DATA"):
        fruit("photographs")


@pytest.mark.parametrize("source", ["real", "", None, 3])
def test_unknown_source_lists_the_known_ones(source):
    with pytest.raises(DataError, match='"any", "photographs" or "drawings"') as caught:
        fruit(source)
    assert repr(source) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><title>quota</title>", "is an HTML page"),
        (b"version https://git-lfs.github.com/spec/v1\noid x\n", "Git LFS pointer"),
        (archive(FIVE)[:-40], "is cut short"),
        (archive(FIVE), "is cut short"),
    ],
)
def test_damaged_file_is_not_replaced_by_drawings(own_folder, content, says):
    (own_folder / ZIP).write_bytes(content)
    with pytest.raises(DataError, match=says) as caught:
        fruit()
    assert "\n" not in str(caught.value)


def test_registered_file_is_read_from_the_own_folder(own_folder, monkeypatch):
    content = archive(FIVE)
    digest = hashlib.sha256(content).hexdigest()
    file = DataFile("fruit", ZIP, len(content), digest)
    tiny = DataSet("fruit", "five", "CC0", "made here", (file,), has_stand_in=True)
    monkeypatch.setitem(DATA_SETS, "fruit", tiny)
    (own_folder / ZIP).write_bytes(content)
    with pytest.raises(DataError, match="holds 5 files, expected 1,962"):
        fruit()
    monkeypatch.setattr("datasets.fruit_pictures._PICTURES", 5)
    data = fruit()
    assert data.is_real
    assert data.labels.tolist() == [0, 0, 1, 2, 3]
    assert data.axes.tolist() == [1, 1, 1, 1, 2]
    assert data.frames.tolist() == [20, 100, 7, 3, 20]
    middle = data.images[:, 50, 50, 0].tolist()
    assert middle == pytest.approx([210, 110, 60, 160, 10], abs=2)


def changed(place, member):
    return [*FIVE[:place], member, *FIVE[place + 1 :]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (archive(FIVE[:4]), "holds 4 files, expected 5"),
        (archive(changed(3, ("lemon/3_100.jpg", FIVE[3][1]))), "holds no mango;"),
        (archive(changed(0, ("pear/3_100.jpg", FIVE[0][1]))), "'pear/3_100.jpg'"),
        (archive(changed(0, ("../apple/3_100.jpg", FIVE[0][1]))), "'../apple/3_"),
        (archive(changed(1, ("lemon/7_100.png", FIVE[1][1]))), "'lemon/7_100.png'"),
        (archive(changed(1, (FIVE[1][0], FIVE[1][1][:300]))), "no whole JPEG"),
        (archive(changed(1, (FIVE[1][0], b"<html>"))), "no whole JPEG"),
        (
            archive(changed(1, (FIVE[1][0], jpeg((1, 2, 3), (100, 99))))),
            "100 by 99 pixels in mode RGB",
        ),
        (archive(changed(1, (FIVE[1][0], jpeg(9, mode="L")))), "in mode L"),
        (archive(changed(1, (FIVE[1][0], bytes(10**8)))), "unpacks to 100,000,000"),
        (archive(FIVE)[:-40], "is a damaged zip file"),
        (archive(FIVE)[:400] + b"?" + archive(FIVE)[401:], "is a damaged zip file"),
        (b"PK", "is a damaged zip file"),
    ],
)
def test_bad_archive_gets_one_sentence(content, says):
    with pytest.raises(DataError, match=says) as caught:
        fruit_archive.parse(content, 5, "five.zip")
    assert "five.zip" in str(caught.value)
    assert str(caught.value).endswith("again.")
    assert "\n" not in str(caught.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_occurs_twice_is_noticed():
    content = archive(changed(4, FIVE[2]))
    with pytest.raises(DataError, match=r"'apple/100_100\.jpg' twice"):
        fruit_archive.parse(content, 5)


def test_command_knows_the_fruit(run):
    result = run("check", "fruit")
    assert result.exit_code == 1
    assert "missing" in result.stdout
    assert "fetch fruit" in result.stderr
    assert ZIP in run("list").stdout


def test_fetch_leaves_out_what_is_offered_nowhere(run, monkeypatch):
    monkeypatch.delitem(DATA_SETS, "mnist-full")
    for name in set(DATA_SETS) - {"mnist-5k", "fruit"}:
        monkeypatch.delitem(DATA_SETS, name)
    without_names = run("fetch")
    assert without_names.exit_code == 0
    assert ZIP not in without_names.stdout
    named = run("fetch", "fruit")
    assert named.exit_code == 3
    assert "no mirror is known" in named.stderr


def test_public_name():
    assert {"Fruit", "fruit"} <= set(datasets.__all__)
