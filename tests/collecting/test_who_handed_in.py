"""Whose notebook it is: Canvas, Moodle, exchange, folders, class lists, odd names."""

import dataclasses
import os
import pwd
import unicodedata

import pytest
from handed_in import files_below, notebook, tar_bytes, zip_bytes
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.collecting import sources
from autograder.collecting.folders import folder_entries
from autograder.collecting.naming import (
    UnsafeNameError,
    folder_of,
    shown,
    student_of,
)


def archive(put, *names, file="class.zip"):
    return put(file, zip_bytes({name: notebook(name) for name in names}))


def test_canvas(collect, put):
    done = collect(
        archive(
            put,
            "lovelaceada_12345_678_one_neuron.ipynb",
            "turingalan_LATE_12346_679_one_neuron-1.ipynb",
            "o_brien_12347_680_one_neuron (2).ipynb",
            "anon_aB3x_681_one_neuron.ipynb",
        )
    )
    assert done.document["sources"] == [{"name": "class.zip", "layout": "canvas"}]
    assert collect.students() == ["12345", "12346", "12347", "anon_aB3x"]
    assert {s: one["late"] for s, one in done.students.items()} == {
        "12345": False,
        "12346": True,
        "12347": False,
        "anon_aB3x": False,
    }
    assert done.code == 0


def test_the_latest_upload_of_a_canvas_student_is_taken(collect, put):
    old, new = "ada_7_99_one_neuron.ipynb", "ada_7_100_one_neuron-1.ipynb"
    done = collect(archive(put, new, old, "bo_8_3_one_neuron.ipynb"))
    assert collect.submitted("7") == notebook(new)
    assert "2 notebooks" in done.students["7"]["problems"][0]


def test_a_canvas_name_that_can_be_read_in_two_ways(collect, put):
    """A student calls herself "eve_999" to hand in for number 999."""
    forged = "eve_999_5_77_one_neuron.ipynb"
    honest = "ada_6_78_2026_one_neuron.ipynb"
    source = archive(put, forged, honest, "bo_999_80_one_neuron.ipynb")
    done = collect(source)
    assert collect.students() == ["999"] == list(done.students)
    assert set(done.refused) == {forged, honest}
    rows = "student_id,lms_id\neve,5\nbo,999\nada,6\n"
    done = collect(source, "--roster", put("list.csv", rows.encode()))
    assert set(done.refused) == {forged}
    assert collect.submitted("ada") == notebook(honest)
    assert collect.submitted("bo") == notebook("bo_999_80_one_neuron.ipynb")


@pytest.mark.parametrize(
    "style",
    [
        "{}_assignsubmission_file_/one_neuron.ipynb",
        "{}_assignsubmission_file/one_neuron.ipynb",
        "{}_assignsubmission_file_/my work/one_neuron.ipynb",
        "{}_assignsubmission_file_one_neuron.ipynb",
        "CS1-Homework-55/{}_assignsubmission_file_/one_neuron.ipynb",
    ],
)
def test_moodle(collect, put, style):
    people = ["Ada Lovelace_123456", "Zoë Müller_123457"]
    done = collect(archive(put, *(style.format(one) for one in people)))
    assert collect.students() == ["Ada Lovelace", "Zoë Müller"]
    assert done.document["sources"][0]["layout"] == "moodle"
    assert done.code == 0


def test_two_moodle_students_of_one_name_stay_apart(collect, put):
    style = "Ada Lovelace_{}_assignsubmission_file_/one_neuron.ipynb"
    source = archive(put, style.format(1), style.format(2))
    done = collect(source)
    assert done.code == 1
    assert len(done.refused) == 2
    assert collect.students() == []
    worksheet = 'Identifier,"Full name","ID number"\n'
    worksheet += "Participant 1,Ada Lovelace,s1\nParticipant 2,Ada Lovelace,s2\n"
    collect(source, "--roster", put("grades.csv", worksheet.encode()))
    assert collect.submitted("s1") == notebook(style.format(1))
    assert collect.submitted("s2") == notebook(style.format(2))


def test_a_second_student_of_a_name_is_noticed_in_a_later_archive(collect, put):
    style = "Ada Lovelace_{}_assignsubmission_file_/one_neuron.ipynb"
    collect(archive(put, style.format(1)))
    done = collect(archive(put, style.format(2), file="later.zip"))
    assert "moodle:1" in done.refused[style.format(2)]
    assert collect.submitted("Ada Lovelace") == notebook(style.format(1))


def test_folders_and_files(collect, put, tmp_path):
    for name in (
        "ana/one_neuron.ipynb",
        "bo/one_neuron/One_Neuron (1).ipynb",
        "cy/whatever.ipynb",
        "di.ipynb",
    ):
        put(f"class/{name}", notebook(name))
    put("class/ed.zip", zip_bytes({"one_neuron.ipynb": notebook("ed")}))
    put("class/fay/one_neuron.tar.gz", tar_bytes({"a.ipynb": notebook("fay")}, True))
    put("class/.ipynb_checkpoints/x.ipynb", b"no")
    put("class/ana/._one_neuron.ipynb", b"no")
    done = collect(tmp_path / "sources" / "class")
    assert collect.students() == ["ana", "bo", "cy", "di", "ed", "fay"]
    assert collect.submitted("di") == notebook("di.ipynb")
    assert collect.submitted("fay") == notebook("fay")
    assert done.code == 0


@pytest.mark.parametrize(
    ("file", "top"),
    [
        ("class.zip", "class"),
        ("class (1).zip", "class"),
        ("Class-2.ZIP", "class"),
        ("CS101.2026.zip", "CS101.2026"),
        ("CS101.2026 (3).tar.gz", "CS101.2026"),
    ],
)
def test_a_folder_that_holds_the_class_is_no_student(collect, put, file, top):
    names = [f"{top}/{student}/one_neuron.ipynb" for student in ("ana", "bo")]
    members = {name: notebook(name) for name in names}
    is_zip = file.casefold().endswith("zip")
    data = zip_bytes(members) if is_zip else tar_bytes(members, True)
    assert collect(put(file, data)).code == 0
    assert collect.students() == ["ana", "bo"]


def test_two_uploads_of_one_name(collect, put):
    old, new = "ada_7_99_one_neuron.ipynb", "ada_7_100_one_neuron.ipynb"
    done = collect(archive(put, old, new, "bo_8_3_one_neuron.ipynb"))
    assert collect.submitted("7") == notebook(new)
    assert done.students["7"]["outcome"] == "collected"


def test_what_cannot_be_decided_is_not_decided(collect, put, tmp_path):
    put("class/ana/a.ipynb", notebook("a"))
    put("class/ana/b.ipynb", notebook("b"))
    put("class/bo/report.pdf", b"x")
    put("class/one_neuron.ipynb", notebook("nobody"))
    put("class/readme.txt", b"x")
    done = collect(tmp_path / "sources" / "class")
    assert done.code == 1
    assert collect.students() == []
    assert "exactly one must be called" in done.students["ana"]["problems"][0]
    assert "no notebook" in done.students["bo"]["problems"][0]
    assert "says no student" in done.refused["one_neuron.ipynb"]
    assert "says no student" in done.refused["readme.txt"]


def test_a_pattern(collect, put, tmp_path):
    put("class/hw1-ana-final.ipynb", notebook("ana"))
    put("class/deep/hw1-bo-x.ipynb", notebook("bo"))
    put("class/other.ipynb", notebook("other"))
    pattern = r"(?:.*/)?hw1-(?P<student>[a-z]+)-"
    done = collect(tmp_path / "sources" / "class", "--student-pattern", pattern)
    assert collect.students() == ["ana", "bo"]
    assert set(done.refused) == {"other.ipynb"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--student-pattern", "("], "no regular expression"),
        (["--student-pattern", "x"], "needs a group"),
        (["--student-pattern", "(?P<student>x)", "--from", "canvas"], "exclude"),
        (["--timezone", "Mars/Olympus"], "unknown"),
        (["/does/not/exist"], "does not exist"),
        (["--roster", "/does/not/exist"], "cannot be read"),
    ],
)
def test_wrong_usage_is_one_sentence(collect, tmp_path, options, words):
    result = collect.said(tmp_path, *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_layout_can_be_forced(collect, put):
    name = "ada_1_2_one_neuron.ipynb"
    source = archive(put, name, "bo.ipynb", "cy.ipynb")
    assert set(collect(source).students) == {"ada_1_2_one_neuron", "bo", "cy"}
    done = collect(source, "--from", "canvas", "--dry-run")
    assert set(done.students) == {"1"}
    assert set(done.refused) == {"bo.ipynb", "cy.ipynb"}


def test_class_list_maps_names_and_says_who_is_missing(collect, put):
    exported = (
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section\n"
        '"Lovelace, Ada",101,u1,ada@example.org,A\n'
        '"O\'Brien, Zoë",102,u2,zoe@example.org,A\n'
        '"Noether, Emmy",103,u3,emmy@example.org,A\n'
        "    Points Possible,,,,\n"
    )
    source = archive(
        put,
        "lovelaceada_101_7_one_neuron.ipynb",
        "obrienzoë_102_8_one_neuron.ipynb",
        "stranger_999_9_one_neuron.ipynb",
    )
    done = collect(source, "--roster", put("list.csv", exported.encode()))
    assert collect.students() == ["ada@example.org", "zoe@example.org"]
    assert done.document["missing"] == ["emmy@example.org"]
    assert "not in the class list" in done.refused["stranger_999_9_one_neuron.ipynb"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column student_id"),
        ("colour,shape\nred,round\n", "it has colour, shape"),
        ("student_id\nana\nana\n", "ana twice"),
        ("student_id,submitted_at\nana,yesterdayish\n", "yesterdayish"),
        ("student_id,submitted_at\nana,01/02/2026\n", "two ways"),
        ("student_id,submitted_at\nana,2/3/2026 6:00 PM\n", "two ways"),
        ("student_id,submitted_at\nana,18:00\n", "two ways"),
        ("student_id,submitted_at\nana,2026-02-01 18:00 XYZ\n", "not understood"),
        (
            "Identifier,Full name,ID number,Email address\n"
            "Participant 1,Ada,s1,a@x.org\nParticipant 2,Bo,,b@x.org\n",
            "1 of 2 rows have no 'id number', such as that of Bo; fill it in, or "
            "delete that column to go by 'email address'.",
        ),
    ],
)
def test_class_lists_that_cannot_be_used(collect, put, text, words):
    result = collect.said(put("x.zip", b""), "--roster", put("l.csv", text.encode()))
    assert result.exit_code == 2
    assert words in result.stderr


def test_two_spellings_of_a_name_are_one_student_in_two_archives(collect, put):
    nfc, nfd = (unicodedata.normalize(form, "Zoë") for form in ("NFC", "NFD"))
    assert nfc != nfd
    collect(archive(put, f"{nfd}/one_neuron.ipynb", file="mac.zip"))
    collect(archive(put, f"{nfc}/one_neuron.ipynb", file="linux.zip"))
    assert collect.students() == [nfc]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (unicodedata.normalize("NFC", "Zoë"), unicodedata.normalize("NFD", "Zoë")),
        ("Ada", "ada"),
        ("STRASSE", "straße"),
    ],
)
def test_names_that_could_share_a_folder_are_both_refused(collect, put, one, other):
    names = [f"{one}/one_neuron.ipynb", f"{other}/one_neuron.ipynb"]
    done = collect(archive(put, *names, "bo/one_neuron.ipynb"))
    assert collect.students() == ["bo"]
    assert set(done.refused) == set(names)


NASTY = [
    "-rf",
    "=HYPERLINK(1)",
    "+1",
    "@SUM(1)",
    "line\nbreak",
    "esc\x1b[2Jape",
    "<img src=x onerror=alert(1)>",
    "a;rm -rf $HOME",
    "`id`",
    "[red]markup",
    "\u202egnp.eve",
    "tab\tnul\x01",
    "*?[a]",
    ".hidden",
    "trailing.",
    "per%20cent",
    "quote'\"",
]


def test_nasty_names_are_safe_in_folders_and_in_print(collect, put):
    members = {f"{name}/one_neuron.ipynb": notebook(name) for name in NASTY}
    members["x" * 255 + "/one_neuron.ipynb"] = notebook()
    source = put("class.tar", tar_bytes(members))
    result = collect.said(source)
    folders = collect.students()
    assert sorted(student_of(folder) for folder in folders) == sorted(NASTY)
    for folder in folders:
        assert folder[0] not in "-=+@. \t"
        assert not set(folder) & set("<>*?[]\"'`$;&|\\/:\n\r\t\x1b\u202e")
    for text in (result.stdout, result.stderr):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\x01" not in text
    assert "too long for a folder name" in result.stdout
    assert all(
        ord(c) < 127 for c in collect(source, "--dry-run").document["assignment"]
    )


def test_nasty_names_that_are_refused_are_safe_in_print(collect, put):
    members = {f"{name}.pdf": b"" for name in NASTY if name != ".hidden"}
    result = collect.said(put("class.tar", tar_bytes(members)))
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout
    assert "[red]markup.pdf" in result.stdout


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_folder_names_can_be_turned_back_and_never_meet(one, other):
    one, other = (unicodedata.normalize("NFC", name) for name in (one, other))
    try:
        folders = folder_of(one), folder_of(other)
    except UnsafeNameError:
        return
    assert (student_of(folders[0]), student_of(folders[1])) == (one, other)
    assert (folders[0] == folders[1]) == (one == other)
    assert folders[0].strip(". ") == folders[0]
    assert os.path.basename(folders[0]) == folders[0]
    assert shown(one).isprintable()


def test_names_that_are_no_text_keep_their_bytes():
    name = os.fsdecode(b"caf\xe9")
    assert folder_of(name) == "caf%E9"
    assert os.fsencode(student_of("caf%E9")) == b"caf\xe9"


def exchange_folder(put, user, time, mark, assignment="one_neuron"):
    name = f"{user}+{assignment}+{time}+Ab-_3="
    put(f"inbound/{name}/timestamp.txt", time.encode())
    return put(f"inbound/{name}/one_neuron.ipynb", notebook(mark)).parents[1]


def test_exchange(collect, put):
    time = "2026-02-01 12:00:00.000000 UTC"
    exchange_folder(put, "ana", time, "ana")
    exchange_folder(put, "b+o", time, "bo")
    source = exchange_folder(put, "ana", time, "else", assignment="other")
    done = collect(source, "--believe-times")
    assert done.document["sources"][0]["layout"] == "exchange"
    assert collect.submitted("ana") == notebook("ana")
    assert sorted(done.students) == ["ana", "b%2Bo"]
    assert done.code == 0


def test_the_secret_of_the_exchange_is_kept_and_is_no_file_of_the_student(collect, put):
    time = "2026-02-01 12:00:00.000000 UTC"
    source = exchange_folder(put, "ana", time, "ana")
    exchange_folder(put, "bo", time, "bo")
    secrets = {"ana": b"5f" * 64, "bo": b"\xff" * 128}
    for student, secret in secrets.items():
        put(f"inbound/{student}+one_neuron+{time}+Ab-_3=/submission_secret.txt", secret)
    done = collect(source, "--believe-times")
    assert done.code == 0
    assert collect.submitted("ana", "submission_secret.txt") == secrets["ana"]
    assert collect.submitted("bo", "submission_secret.txt") is None  # unreadable
    for said in done.students.values():
        assert "submission_secret.txt" not in said["left_out"]
    receipts = collect.course / "receipts" / "one_neuron.jsonl"
    assert "secret" not in receipts.read_text()
    before = files_below(collect.course)
    collect(source, "--believe-times")
    assert files_below(collect.course) == before


@pytest.mark.parametrize("place", ["ana", "ana/deeper", "ana/__MACOSX"])
def test_a_secret_from_elsewhere_is_not_kept(collect, put, place):
    put(f"class/{place}/submission_secret.txt", b"5f" * 64)
    done = collect(put("class/ana/one_neuron.ipynb", notebook("ana")).parents[1])
    assert done.students["ana"]["outcome"] == "collected"
    assert done.students["ana"]["left_out"] == []
    assert not [*collect.course.rglob("submission_secret.txt")]


def test_nobody_hands_in_for_somebody_else_in_an_exchange(collect, put, monkeypatch):
    def with_owners(root):
        """Give files to other users, which only root could do on the disk."""
        return [
            dataclasses.replace(one, owner="games" if "02-02" in one.path else "mail")
            for one in folder_entries(root)
        ]

    time = "2026-02-01 12:00:00.000000 UTC"
    source = exchange_folder(put, "mail", time, "honest")
    exchange_folder(put, "mail", "2026-02-02 12:00:00.000000 UTC", "forged")
    names = {one.owner for one in folder_entries(source)}
    assert names == {pwd.getpwuid(os.getuid()).pw_name}
    monkeypatch.setattr(sources, "folder_entries", with_owners)
    done = collect(source, "--believe-times")
    assert collect.submitted("mail") == notebook("honest")
    assert "belong to games" in "".join(done.refused.values())
    collect(source, "--believe-times", "--ignore-owner")
    assert collect.submitted("mail") == notebook("forged")
