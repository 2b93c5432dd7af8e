import pytest

from datasets.locations import cache_folder, data_folder, find, write_whole
from datasets.registry import DataError, DataFile

FILE = DataFile("letters", "letters.bin", 3, "0" * 64)


def put(folder, name):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"abc")
    return folder / name


def test_nothing_is_found_on_an_empty_computer():
    assert find(FILE) is None


def test_own_folder_wins_over_the_cache(cache, own_folder):
    in_cache = put(cache, "letters.bin")
    assert find(FILE) == in_cache
    in_own = put(own_folder, "letters.bin.gz")
    assert find(FILE) == in_own


def test_plain_copy_wins_over_gzipped_copy(own_folder):
    put(own_folder, "letters.bin.gz")
    plain = put(own_folder, "letters.bin")
    assert find(FILE) == plain


def test_folder_under_the_name_of_a_file_is_not_a_copy(own_folder):
    (own_folder / "letters.bin").mkdir()
    assert find(FILE) is None


@pytest.mark.parametrize("package", ["no_such_package_here", "math"])
def test_package_without_the_file_is_no_copy(package):
    shipped = DataFile("x", "x.bin", 3, "0" * 64, installed=f"{package}/x.bin")
    assert find(shipped) is None


def test_own_folder_must_be_a_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("ONE_NEURON_DATA", str(tmp_path / "absent"))
    with pytest.raises(DataError, match=r"ONE_NEURON_DATA is .*absent.* not a folder"):
        find(FILE)


def test_empty_variables_count_as_unset(monkeypatch):
    monkeypatch.setenv("ONE_NEURON_DATA", "")
    monkeypatch.setenv("ONE_NEURON_CACHE", "")
    assert data_folder() is None
    assert cache_folder().name == "one-neuron"


def test_home_is_understood(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("ONE_NEURON_CACHE", "~/kept")
    assert cache_folder() == tmp_path / "kept"


def test_write_whole_replaces_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "new" / "file.bin"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_failed_write_leaves_nothing(tmp_path):
    target = tmp_path / "taken"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(OSError, match="taken"):
        write_whole(target, b"content")
    assert list(tmp_path.iterdir()) == [target]
