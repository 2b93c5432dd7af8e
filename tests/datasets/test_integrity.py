import gzip
import os

import pytest
from tiny_files import data_file

from datasets import integrity
from datasets.integrity import is_remembered, remember, unpack, verified_content
from datasets.registry import DataError

CONTENT = b"seven weights and a bias; " * 40
FILE = data_file("weights.bin", CONTENT)
PACKED = gzip.compress(CONTENT)

HTML = b"\n  <!DOCTYPE html><html><body>404: not found</body></html>"
LFS = (
    b"version https://git-lfs.github.com/spec/v1\n"
    b"oid sha256:4665a5ea423c2713d436b5ee50593a9640e0018c1550b5a0002f74190d6caea8\n"
    b"size 12345\n"
)
FAULTS = {
    "empty": (b"", "is empty"),
    "page": (HTML, "is an HTML page"),
    "page after a byte order mark": (b"\xef\xbb\xbf<html>", "is an HTML page"),
    "gzipped page": (gzip.compress(HTML), "is an HTML page"),
    "pointer": (LFS, "is a Git LFS pointer"),
    "short": (CONTENT[:-1], "is cut short: 1,039 bytes"),
    "long": (CONTENT + b"!", "is too long"),
    "gzipped long": (gzip.compress(CONTENT * 9), "is too long"),
    "changed": (b"S" + CONTENT[1:], "has the right length but sha256 "),
    "short gzip": (PACKED[:-9], "is a gzip file cut short after"),
    "gzip header only": (PACKED[:4], "is a gzip file cut short after 4 bytes"),
    "bad gzip checksum": (PACKED[:-8] + b"\0" * 8, "is a damaged gzip file"),
    "bad gzip stream": (PACKED[:10] + b"\xff" * 20, "is a damaged gzip file"),
}


def test_plain_and_gzipped_copies_are_the_same():
    assert unpack(CONTENT, FILE) == unpack(PACKED, FILE) == CONTENT


@pytest.mark.parametrize(("raw", "sentence"), FAULTS.values(), ids=FAULTS)
def test_fault_is_named(raw, sentence):
    with pytest.raises(ValueError, match=sentence):
        unpack(raw, FILE)


@pytest.mark.parametrize(("raw", "sentence"), FAULTS.values(), ids=FAULTS)
def test_damaged_file_gets_one_sentence(own_folder, raw, sentence):
    path = own_folder / "weights.bin"
    path.write_bytes(raw)
    with pytest.raises(DataError) as caught:
        verified_content(FILE)
    message = str(caught.value)
    assert message.startswith(f"{path} {sentence}")
    assert "expected the 1,040 bytes of weights.bin" in message
    assert message.endswith(
        "delete it, then run `python -m datasets fetch mnist-full`."
    )
    assert "\n" not in message
    assert not is_remembered(path, FILE.sha256)


def test_missing_file_says_what_to_do():
    with pytest.raises(DataError, match=r"weights.bin is not on this .* fetch mnist"):
        verified_content(FILE)


def test_unreadable_file_says_so(own_folder, monkeypatch):
    path = own_folder / "weights.bin"
    path.write_bytes(CONTENT)

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(DataError, match=r"cannot be read \(Permission denied\)"):
        verified_content(FILE)


@pytest.fixture
def hashes(monkeypatch):
    """Count how often a hash is computed."""
    computed = []
    real = integrity.hashlib.sha256

    class Counting:
        @staticmethod
        def sha256(content):
            computed.append(len(content))
            return real(content)

    monkeypatch.setattr(integrity, "hashlib", Counting)
    return computed


def test_hash_is_computed_once(own_folder, hashes):
    (own_folder / "weights.bin.gz").write_bytes(PACKED)
    assert verified_content(FILE) == verified_content(FILE) == CONTENT
    assert hashes == [len(CONTENT)]
    verified_content(FILE, afresh=True)
    assert len(hashes) == 2


def test_new_modification_time_asks_for_the_hash_again(own_folder, hashes):
    path = own_folder / "weights.bin"
    path.write_bytes(CONTENT)
    verified_content(FILE)
    path.write_bytes(CONTENT[::-1])
    # Set by hand, since a coarse clock could give both writes the same time.
    os.utime(path, ns=(0, 0))
    with pytest.raises(DataError, match="has the right length but"):
        verified_content(FILE)
    assert len(hashes) == 2


def test_truncation_is_seen_even_if_remembered(own_folder):
    path = own_folder / "weights.bin"
    path.write_bytes(CONTENT)
    verified_content(FILE)
    path.write_bytes(CONTENT[:100])
    with pytest.raises(DataError, match="is cut short: 100 bytes"):
        verified_content(FILE)


@pytest.mark.parametrize("record", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe"])
def test_damaged_record_means_checking_again(own_folder, cache, hashes, record):
    (own_folder / "weights.bin").write_bytes(CONTENT)
    cache.mkdir()
    (cache / "verified.json").write_bytes(record)
    assert verified_content(FILE) == CONTENT
    assert len(hashes) == 1


def test_one_path_is_remembered_for_one_hash(tmp_path):
    path = tmp_path / "file"
    path.touch()
    assert not is_remembered(path, "a")
    remember(path, "a")
    assert is_remembered(path, "a")
    assert not is_remembered(path, "b")
    path.unlink()
    assert not is_remembered(path, "a")
