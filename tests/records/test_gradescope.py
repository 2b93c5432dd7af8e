"""Gradescope's files: what students see, when, and what they never see."""

import json

import pytest
from gradebook_by_hand import make_gradebook
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.checking.answers import ask_namespace
from autograder.checking.judging import judge
from autograder.cli import app
from autograder.grading.results import StudentResult, to_json

WRONG = "def leaky_relu(z, slope=0.1):\n    return 123456.789"


@pytest.fixture(scope="module")
def assignment():
    return Assignment.load("one_neuron")


@pytest.fixture(scope="module")
def result(assignment):
    exercises = []
    for name, exercise in assignment.exercises.items():
        source = WRONG if name == "leaky_relu" else assignment.references[name].source
        namespace = assignment.namespace(name, source)
        exercises.append(judge(exercise, ask_namespace(namespace), seed=1))
    done = StudentResult("ana", "one_neuron", 52, "graded", exercises=exercises)
    return to_json(done)


def export(tmp_path, results, points):
    make_gradebook(tmp_path, {s: (p, None, None, None) for s, p in points.items()})
    path = tmp_path / "results.json"
    path.write_text(json.dumps(results))
    arguments = ["export", "gradescope", "--course", str(tmp_path)]
    return CliRunner().invoke(app, [*arguments, "--results", str(path)])


def document(tmp_path, student="ana"):
    folder = tmp_path / "exports" / "gradescope" / "one_neuron" / student
    return json.loads((folder / "results.json").read_text())


def test_tests_and_points_add_up(tmp_path, result):
    assert export(tmp_path, [result], {"ana": result["points"]}).exit_code == 0
    found = document(tmp_path)
    assert found["score"] == result["points"]
    assert sum(test["score"] for test in found["tests"]) == result["points"]
    assert sum(test["max_score"] for test in found["tests"]) == result["max_points"]
    assert found["output"] == ""
    assert {test["visibility"] for test in found["tests"]} == {
        "visible",
        "after_published",
    }


def test_hidden_checks_keep_their_secrets(tmp_path, result, assignment):
    export(tmp_path, [result], {"ana": 1.0})
    tests = document(tmp_path)["tests"]
    shown = {test["name"] for test in tests if test["visibility"] == "visible"}
    later = [test for test in tests if test["visibility"] == "after_published"]
    names = {test["name"] for test in tests}
    for exercise in assignment.exercises.values():
        for check in exercise.checks:
            if check.is_public:
                assert f"{exercise.name}: {check.title}" in shown
            else:
                topic = f"{exercise.name}: hidden check, {check.looks_at}"
                assert topic in {test["name"] for test in later}
                assert f"{exercise.name}: {check.title}" not in names
    assert not {test["name"] for test in later} & shown
    assert all("123456" not in test["output"] for test in later)
    assert any("123456" in test["output"] for test in tests)


def test_the_gradebook_has_the_last_word(tmp_path, result):
    export(tmp_path, [result], {"ana": result["points"] - 2.5})
    found = document(tmp_path)
    assert found["score"] == result["points"] - 2.5
    assert "manual marking" in found["output"]


def test_whoever_is_on_one_side_only_is_named(tmp_path, result):
    other = {**result, "student": "zed"}
    done = export(tmp_path, [result, other], {"ana": 1.0, "bo": 2.0})
    assert done.exit_code == 1
    assert "zed: is not in the gradebook" in done.stdout
    assert "bo: has no result" in done.stdout
    folder = tmp_path / "exports" / "gradescope" / "one_neuron"
    assert [path.name for path in folder.iterdir()] == ["ana"]


def test_a_name_never_leaves_the_folder(tmp_path, result):
    names = ["../../../out", "/abs", "..", "a\x00b", "n" * 300]
    results = [{**result, "student": name} for name in names]
    course = tmp_path / "course"
    course.mkdir()
    done = export(course, results, dict.fromkeys(names, 1.0))
    assert done.exit_code == 1
    assert done.stdout.count("cannot be a folder") == len(names)
    assert not (course / "exports").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course"]


@pytest.mark.parametrize(
    "text", ["", "[7]", '{"student": 3}', "[" * 99_999, '[{"student": "a"}]', "\xff"]
)
def test_what_is_no_result_is_refused(tmp_path, text):
    make_gradebook(tmp_path)
    path = tmp_path / "results.json"
    path.write_bytes(text.encode("latin-1"))
    arguments = ["export", "gradescope", "--course", str(tmp_path)]
    done = CliRunner().invoke(app, [*arguments, "--results", str(path)])
    assert done.exit_code == 2
    assert "--json" in done.stderr
    assert not (tmp_path / "exports").exists()
