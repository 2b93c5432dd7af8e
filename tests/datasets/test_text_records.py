import numpy as np
import pytest

from datasets import DataError, read_digit_records, write_digit_records

PIXELS = list(range(256)) * 4
LINE = ",".join(["7", *map(str, PIXELS[:784])])


def with_entry(place, text):
    """Return a good line with one entry exchanged."""
    entries = LINE.split(",")
    entries[place] = text
    return ",".join(entries)


def test_a_line_written_by_hand_is_read(tmp_path):
    path = tmp_path / "digits.csv"
    path.write_text(f"{LINE}\r\n{with_entry(0, '0')}\n\n")
    images, labels = read_digit_records(path)
    assert images.shape == (2, 28, 28)
    assert images.dtype == np.uint8
    assert images[0].ravel().tolist() == PIXELS[:784]
    assert labels.tolist() == [7, 0]


def test_what_was_written_is_read_again(tmp_path):
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, size=(9, 28, 28)).astype(np.uint8)
    labels = np.arange(9)
    path = tmp_path / "digits.csv"
    write_digit_records(path, images, labels)
    again, same_labels = read_digit_records(path)
    np.testing.assert_array_equal(again, images)
    np.testing.assert_array_equal(same_labels, labels)
    first = path.read_text().splitlines()[0].split(",")
    assert first == [str(n) for n in [0, *images[0].ravel().tolist()]]
    assert [entry.name for entry in tmp_path.iterdir()] == ["digits.csv"]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (LINE[:-4], "has 784 numbers"),
        (LINE + ",0", "has 786 numbers"),
        ("", "has '' as its label"),
        (with_entry(3, "2.5"), "has '2.5' as pixel 3"),
        (with_entry(784, "ink"), "has 'ink' as pixel 784"),
        (with_entry(5, ""), "has '' as pixel 5"),
        (with_entry(9, "256"), "has 256 as pixel 9"),
        (with_entry(9, "-1"), "has -1 as pixel 9"),
        (with_entry(9, "9" * 30), "as pixel 9"),
        (with_entry(0, "10"), "has the label 10"),
        (with_entry(0, "-3"), "has the label -3"),
        ("<!doctype html>", "has '<!doctype html>' as its label"),
    ],
)
def test_a_damaged_line_is_named(tmp_path, bad, says):
    path = tmp_path / "digits.csv"
    path.write_text(f"{LINE}\n{bad}\n{LINE}\n")
    with pytest.raises(DataError, match=f"{path.name}, line 2 ") as caught:
        read_digit_records(path)
    message = str(caught.value)
    assert says in message
    assert "\n" not in message
    assert message.endswith("mend the line or remove it.")


def test_a_file_without_digits_says_so(tmp_path):
    path = tmp_path / "digits.csv"
    path.write_text("\n")
    with pytest.raises(DataError, match="is empty"):
        read_digit_records(path)
    with pytest.raises(DataError, match="cannot be read"):
        read_digit_records(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("images", "labels", "says"),
    [
        (np.zeros((2, 28, 28), np.uint8), np.zeros(3, int), "(2, 28, 28)"),
        (np.zeros((2, 784), np.uint8), np.zeros(2, int), "(2, 784)"),
        (np.zeros((2, 28, 28)), np.zeros(2, int), "float64"),
        (np.full((1, 28, 28), 256), np.zeros(1, int), "0 to 255"),
        (np.zeros((1, 28, 28), int), np.array([10]), "0 to 9"),
    ],
)
def test_what_is_no_digit_is_not_written(tmp_path, images, labels, says):
    path = tmp_path / "digits.csv"
    path.write_text("kept")
    with pytest.raises(DataError) as caught:
        write_digit_records(path, images, labels)
    assert says in str(caught.value)
    assert path.read_text() == "kept"


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "digits.csv"
    path.write_text("kept")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(DataError, match="No space left"):
        write_digit_records(path, np.zeros((1, 28, 28), int), np.zeros(1, int))
    assert [entry.name for entry in tmp_path.iterdir()] == ["digits.csv"]
    assert path.read_text() == "kept"
