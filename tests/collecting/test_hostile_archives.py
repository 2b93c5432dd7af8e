"""Archives that want out, that explode, that lie: refused, and the rest goes on."""

import gzip
import io
import os
import struct
import tarfile
import tracemalloc
import warnings
import zipfile

import pytest
from handed_in import (
    NOTEBOOK,
    files_below,
    link_in_zip,
    marked_as_encrypted,
    notebook,
    tar_bytes,
    tar_special,
    with_stated_size,
    zip_bytes,
)

OUTSIDE = [
    "../evil.ipynb",
    "eve/../../evil.ipynb",
    "/tmp/evil.ipynb",
    "C:/evil.ipynb",
    "..\\..\\evil.ipynb",
    "eve/" + "a/" * 30 + "x.ipynb",
    "eve/" + "a" * 5000 + ".ipynb",
]
ZEROS = bytes(30 * 2**20)


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_names_that_lead_out_are_listed_and_nothing_is_written(
    collect, put, tmp_path, name, kind
):
    members = {name: notebook("evil"), "ana/one_neuron.ipynb": notebook("ana")}
    data = zip_bytes(members) if kind == "zip" else tar_bytes(members, kind == "tar.gz")
    source = put(f"class.{kind}", data)
    before = files_below(tmp_path)
    done = collect(source)
    assert done.code == 1
    assert collect.students() == ["ana"]
    assert len(done.refused) == 1
    new = set(files_below(tmp_path)) - set(before)
    assert {path.split("/")[1] for path in new} == {"submitted", "receipts"}
    assert notebook("evil") not in files_below(tmp_path / "course").values()


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (tarfile.SYMTYPE, "symbolic link"),
        (tarfile.LNKTYPE, "hard link"),
        (tarfile.FIFOTYPE, "named pipe"),
        (tarfile.CHRTYPE, "device"),
        (tarfile.BLKTYPE, "device"),
    ],
)
def test_tar_entries_that_are_no_files(collect, put, tmp_path, kind, word):
    secret = put("secret.ipynb", notebook("secret"))
    special = tar_special("eve/one_neuron.ipynb", kind, str(secret))
    members = {"ana/one_neuron.ipynb": notebook("ana"), "eve": special}
    done = collect(put("class.tar", tar_bytes(members)))
    assert done.students["eve"]["outcome"] == "refused"
    assert word in done.students["eve"]["problems"][0]
    assert collect.students() == ["ana"]


def test_a_symbolic_link_in_a_zip(collect, put):
    link = link_in_zip("eve/one_neuron.ipynb")
    members = {link: b"/etc/passwd", "ana/one_neuron.ipynb": notebook()}
    done = collect(put("class.zip", zip_bytes(members)))
    assert "symbolic link" in done.students["eve"]["problems"][0]
    assert collect.students() == ["ana"]


def test_links_pipes_and_second_names_in_a_folder(collect, put, tmp_path):
    put("class/ana/one_neuron.ipynb", notebook("ana"))
    secret = put("secret/one_neuron.ipynb", notebook("secret"))
    source = tmp_path / "sources" / "class"
    for name in ("link", "hard", "pipe"):
        (source / name).mkdir()
    (source / "link" / "one_neuron.ipynb").symlink_to(secret)
    os.link(secret, source / "hard" / "one_neuron.ipynb")
    os.mkfifo(source / "pipe" / "one_neuron.ipynb")
    (source / "whole").symlink_to(secret.parent)
    done = collect(source)
    assert collect.students() == ["ana"]
    words = {"link": "symbolic link", "hard": "hard link", "pipe": "named pipe"}
    for student, word in words.items():
        assert word in done.students[student]["problems"][0]
    assert "symbolic link" in done.refused["whole"]
    assert notebook("secret") not in files_below(collect.course).values()


def test_a_student_folder_of_the_course_that_is_a_link(collect, put, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (collect.course / "submitted").mkdir()
    (collect.course / "submitted" / "ana").symlink_to(elsewhere)
    put("class/ana/one_neuron.ipynb", notebook())
    done = collect(tmp_path / "sources" / "class")
    assert "not an ordinary folder" in done.students["ana"]["problems"][0]
    assert list(elsewhere.iterdir()) == []


def student_archives():
    """What one student may hand in instead of a notebook, and why it is refused."""
    inner = zip_bytes({"one_neuron.ipynb": NOTEBOOK})
    good = {"one_neuron.ipynb": NOTEBOOK}
    many = {f"{n}.txt": b"" for n in range(2001)}
    return {
        "out": (zip_bytes(good | {"../x": b""}), "leads out"),
        "root": (tar_bytes(good | {"/x": b""}), "root of a disk"),
        "nested": (zip_bytes({"again.zip": inner}), "another archive"),
        "encrypted": (marked_as_encrypted(zip_bytes(good)), "encrypted"),
        "bomb": (zip_bytes(good | {"zeros": ZEROS}), "200 to 1"),
        "tarbomb": (tar_bytes(good | {"zeros": ZEROS}, packed=True), "200 to 1"),
        "many": (zip_bytes(good | many, zipfile.ZIP_STORED), "2,000 entries"),
        "tarmany": (tar_bytes(good | many), "2,000 entries"),
        "lzma": (zip_bytes(good, zipfile.ZIP_LZMA), "method 14"),
        "bzip": (zip_bytes(good, zipfile.ZIP_BZIP2), "method 12"),
        "cut": (zip_bytes(good)[:-30], "damaged"),
        "short": (with_stated_size(zip_bytes(good), 5), "cannot be unpacked"),
        "seven": (b"7z\xbc\xaf\x27\x1c" + bytes(600), "no zip, tar or tar.gz"),
        "gzip": (gzip.compress(b"x" * 1000), "no tar archive"),
        "random": (b"PK\x03\x04" + bytes(range(256)) * 4, "damaged"),
        "empty": (zip_bytes({}), "no notebook"),
    }


def test_archives_of_students_are_refused_one_by_one(collect, put):
    cases = student_archives()
    members = {f"{name}/work.zip": data for name, (data, _) in cases.items()}
    members["ana/work.zip"] = zip_bytes({"hw/one_neuron.ipynb": notebook("ana")})
    done = collect(put("class.zip", zip_bytes(members, zipfile.ZIP_STORED)))
    assert collect.students() == ["ana"]
    assert collect.submitted("ana") == notebook("ana")
    for name, (_, reason) in cases.items():
        assert reason in done.students[name]["problems"][0], name
        assert done.students[name]["outcome"] == "refused"


def test_one_bomb_does_not_condemn_the_class(collect, put):
    members = {"eve/one_neuron.ipynb": ZEROS, "ana/one_neuron.ipynb": notebook()}
    done = collect(put("class.zip", zip_bytes(members)))
    assert "200 to 1" in done.students["eve"]["problems"][0]
    assert collect.students() == ["ana"]


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_many_small_bombs_do_not_condemn_the_class(collect, put, kind):
    zeros = bytes(10 * 2**20 - 1)
    members = {f"eve/{number}.bin": zeros for number in range(10)}
    members["ana/one_neuron.ipynb"] = notebook()
    data = zip_bytes(members) if kind == "zip" else tar_bytes(members, packed=True)
    assert sum(map(len, members.values())) > 200 * len(data)
    collect(put(f"class.{kind}", data))
    assert collect.submitted("ana") == notebook()


def test_signatures_of_entries_inside_a_file_are_not_entries(collect, put):
    members = {"eve/one_neuron.ipynb": b"PK\x01\x02" * 200_001}
    members["ana/one_neuron.ipynb"] = notebook()
    data = zip_bytes(members, zipfile.ZIP_STORED)
    assert collect(put("class.zip", data)).refused == {}
    assert collect.students() == ["ana", "eve"]


def large_end(stated, size):
    """Return the second end of a large archive, and its locator."""
    end = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 0, 0, size, 0)
    return end + b"PK\x06\x07" + struct.pack("<IQI", 0, stated, 1)


@pytest.mark.parametrize("shift", [0, 1])
def test_a_large_table_before_a_second_end_is_counted(collect, put, shift):
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"x"
    table = b"PK\x03\x04" + entry * 200_001
    size = len(table) - 4
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0, 0, 0, 0, 0)
    data = table + large_end(len(table) + shift, size) + end
    problem = collect(put("class.zip", data)).refused[""]
    assert ("damaged" if shift else "more than 200,000 entries") in problem


def test_an_honest_archive_with_a_second_end_and_a_comment_is_read(collect, put):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = b"PK\x05 of no meaning"
        for number in range(70_000):
            archive.writestr(f"ana/{number}.txt", b"")
        archive.writestr("ana/one_neuron.ipynb", notebook("ana"))
    assert b"PK\x06\x07" in file.getvalue()
    collect(put("class.zip", file.getvalue()))
    assert collect.submitted("ana") == notebook("ana")


def test_a_folder_that_cannot_be_opened_is_listed(collect, put, monkeypatch):
    put("class/ana/one_neuron.ipynb", notebook())
    source = put("class/eve/one_neuron.ipynb", notebook()).parents[1]
    original = os.open

    def refused(path, *arguments, **options):
        if path == "eve":
            raise PermissionError(13, "Permission denied")
        return original(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refused)
    done = collect(source)
    assert "cannot be opened (Permission denied)" in done.refused["eve"]
    assert collect.students() == ["ana"]
    assert done.code == 1


def test_a_zip_bomb_is_not_unpacked_at_all(collect, put):
    """A petabyte by repetition: zips in a zip, as in the well-known 42.zip."""
    layer = zip_bytes({"one_neuron.ipynb": ZEROS})
    for _ in range(4):
        layer = zip_bytes({f"{n}.zip": layer for n in range(8)})
    source = put("class.zip", zip_bytes({"eve/work.zip": layer}))
    tracemalloc.start()
    done = collect(source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "another archive" in done.students["eve"]["problems"][0]
    assert peak < 40 * 2**20


def test_a_stated_size_that_lies_gives_no_bytes(collect, put):
    """The header says 10 bytes, 30 MB come out: what counts is what comes out."""
    data = with_stated_size(zip_bytes({"eve/one_neuron.ipynb": ZEROS}), 10)
    done = collect(put("class.zip", data))
    assert done.students["eve"]["outcome"] == "refused"
    assert collect.students() == []


def test_a_notebook_above_the_limit_is_not_collected(collect, put):
    noise = os.urandom(2**20) * 51
    members = {"eve/one_neuron.ipynb": noise, "ana/one_neuron.ipynb": notebook()}
    done = collect(put("class.tar", tar_bytes(members)))
    assert "50 MB" in done.students["eve"]["problems"][0]
    assert collect.students() == ["ana"]


def test_a_million_entries_are_counted_before_they_are_read(collect, put):
    """The table of contents alone would take a gigabyte in memory."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"x"
    table = entry * 1_000_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0, 0, len(table), 4, 0)
    source = put("class.zip", b"PK\x03\x04" + table + end)
    tracemalloc.start()
    result = collect(source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than 200,000 entries" in result.refused[""]
    assert peak < 20 * 2**20


def test_an_archive_that_names_a_file_twice(collect, put):
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("eve/one_neuron.ipynb", notebook("one"))
        archive.writestr("eve/one_neuron.ipynb", notebook("two"))
        archive.writestr("ana/one_neuron.ipynb", notebook("ana"))
    done = collect(put("class.zip", file.getvalue()))
    assert "twice" in done.students["eve"]["problems"][0]
    assert collect.students() == ["ana"]


def tar_header(name, kind, size):
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, 0
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = size
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        # Sizes below zero have sent readers of tar into endless loops.
        (tar_header("x", b"0", b"\xff" * 12), "longer than the archive"),
        (tar_header("x", b"L", b"\xff" * 12), "longer than the archive"),
        (tar_header("x", b"0", b"77777777777\0"), "longer than the archive"),
        (tar_header("x", b"x", b"00000400000\0") + bytes(2**17), "131,072 bytes"),
        (tar_header("x", b"x", b"00000001000\0") + b"9" * 512, "header"),
        (tar_header("x", b"x", b"00000001000\0") + b"0 a=b\n" * 85 + b"xx", "header"),
        (tar_header("x", b"S", b"00000000000\0"), "with holes"),
        (b"ustar" * 103, "no zip, tar"),
    ],
)
def test_hostile_tar_headers(collect, put, header, reason):
    data = header + bytes(1024)
    put("class/eve/work.tar", data)
    source = put("class/ana/one_neuron.ipynb", notebook()).parents[1]
    done = collect(source)
    assert reason in done.students["eve"]["problems"][0]
    assert collect.students() == ["ana"]


@pytest.mark.parametrize(
    "form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_usual_tar_is_read(collect, put, form, packed):
    long = "ana/" + "very long name/" * 8 + "one_neuron.ipynb"
    members = {long: notebook("ana"), "Zoë Müller/one_neuron.ipynb": notebook("zoë")}
    done = collect(put("class.tar.gz", tar_bytes(members, packed, form)))
    assert done.code == 0
    assert collect.submitted("ana") == notebook("ana")
    assert collect.submitted("Zoë Müller") == notebook("zoë")


def test_files_beside_the_notebook_are_left_out_and_listed(collect, put):
    names = ["numpy.py", "sitecustomize.py", "x.pth", "ipykernel_launcher.py"]
    names += ["numpy/__init__.py", "data.csv", "helper.py", "deep/er/numpy.py"]
    members = {f"hw/{name}": b"1" for name in names}
    members["hw/one_neuron.ipynb"] = notebook()
    done = collect(put("class.zip", zip_bytes({"ana/w.zip": zip_bytes(members)})))
    folder = collect.course / "submitted" / "ana" / "one_neuron"
    assert sorted(os.listdir(folder)) == ["one_neuron.ipynb", "timestamp.txt"]
    said = done.students["ana"]
    assert len(said["left_out"]) == 8
    named = {problem.partition(" ")[0] for problem in said["problems"]}
    assert named == {f"hw/{name}" for name in names[:5]}


def test_a_file_that_the_assignment_asks_for_is_kept(collect, put):
    put("class/ana/one_neuron.ipynb", notebook())
    put("class/ana/weights.npz", b"12345")
    source = put("class/ana/other.npz", b"no").parents[1]
    collect(source, "--also", "weights.npz")
    assert collect.submitted("ana", "weights.npz") == b"12345"
    assert collect.submitted("ana", "other.npz") is None
    for name in ("numpy.py", "a/b", "timestamp.txt", "one_neuron.ipynb", "x.so"):
        result = collect.said(source, "--also", name)
        assert result.exit_code == 2, name
