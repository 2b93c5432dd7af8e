"""Feedback and report: what they say, and that student text stays text."""

import dataclasses
import html.parser
import re

import numpy as np
import pytest
from gradebook_by_hand import POINTS, make_gradebook
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.checking.answers import ask_namespace
from autograder.checking.judging import judge
from autograder.cli import app
from autograder.grading.results import StudentResult, from_json, to_json
from autograder.records import course_grading
from autograder.records.feedback import feedback_page, printable
from autograder.records.marks import Mark, Marks, read_marks
from autograder.records.report import write_report
from autograder.records.statistics import exercise_statistics


@pytest.fixture(scope="module")
def assignment():
    return Assignment.load("one_neuron")


def result_of(assignment, student, sources):
    """Judge an answer for each exercise that ``sources`` names, in this process."""
    exercises = []
    for name, exercise in assignment.exercises.items():
        source = sources.get(name, assignment.references[name].source)
        namespace = assignment.namespace(name, source)
        exercises.append(judge(exercise, ask_namespace(namespace), seed=1))
    return StudentResult(
        student, assignment.name, assignment.points, "graded", exercises=exercises
    )


class Tags(html.parser.HTMLParser):
    """Collect the names of tags and attributes."""

    def __init__(self, text):
        super().__init__()
        self.names = set()
        self.attributes = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_student_text_is_shown_as_text(assignment):
    hostile = (
        "def leaky_relu(z, slope=0.1):\n"
        "    raise ValueError('<script>alert(1)</script><img src=x onerror=alert(1)>"
        "\\x1b[31m\\x1b]0;title\\x07')"
    )
    name = "<b>ana</b>\x1b[2J"
    result = result_of(assignment, name, {"leaky_relu": hostile})
    page = feedback_page(result, assignment)
    tags = Tags(page)
    assert not tags.names & {"script", "img", "iframe", "object", "b", "svg", "link"}
    assert not [name for name in tags.attributes if name.startswith("on")]
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;ana&lt;/b&gt;" in page
    assert "\x1b" not in page
    assert "\x07" not in page


def test_hidden_checks_show_neither_name_nor_values(assignment):
    source = "def leaky_relu(z, slope=0.1):\n    return 123456.789"
    result = result_of(assignment, "ana", {"leaky_relu": source})
    page = feedback_page(result, assignment)
    exercise = assignment.exercises["leaky_relu"]
    for check in exercise.checks:
        assert (check.title in page) == check.is_public
        assert check.is_public or check.looks_at in page
    # Two public checks fail, and only they say what was returned.
    assert page.count("123456.79") == 2


def test_points_are_added_up(assignment):
    source = "def leaky_relu(z, slope=0.1):\n    return 0.0"
    result = result_of(assignment, "ana", {"leaky_relu": source})
    assert result.points == assignment.points - 6
    document = to_json(result)
    assert document["points"] == sum(e["points"] for e in document["exercises"])
    for exercise in document["exercises"]:
        checks = exercise["checks"]
        assert exercise["points"] == sum(check["points"] for check in checks)
        assert exercise["max_points"] == sum(check["max_points"] for check in checks)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain", "plain"),
        ("two\nlines", "two\nlines"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x00b\u202ec\x7f", "abc"),
        ("naïve λ 数", "naïve λ 数"),
    ],
)
def test_printable_removes_what_terminals_obey(text, clean):
    assert printable(text) == clean


def test_statistics_agree_with_a_class_worked_out_by_hand(assignment):
    zero = "def leaky_relu(z, slope=0.1):\n    return 0.0"
    stub = "def leaky_relu(z, slope=0.1):\n    raise NotImplementedError()"
    three = "def count_parameters(sizes, bias=True):\n    return 3"
    results = [
        result_of(assignment, "a", {}),
        result_of(assignment, "b", {"leaky_relu": zero}),
        result_of(assignment, "c", {"leaky_relu": zero, "count_parameters": three}),
        result_of(assignment, "d", {"leaky_relu": stub}),
    ]
    first = exercise_statistics(results)[0]
    assert first.exercise.name == "leaky_relu"
    assert first.attempted == 3
    assert first.mean_share == pytest.approx(1 / 3)
    points = [6, 0, 0, 0]
    others = [result.points - p for result, p in zip(results, points, strict=True)]
    assert first.discrimination == pytest.approx(np.corrcoef(points, others)[0, 1])


def without(result, name):
    kept = [one for one in result.exercises if one.exercise.name != name]
    return dataclasses.replace(result, exercises=kept)


def test_results_of_several_versions_are_matched_by_name(assignment, tmp_path):
    first, second = list(assignment.exercises)[:2]
    zero = f"def {first}(z, slope=0.1):\n    return 0.0"
    results = [
        without(result_of(assignment, "a", {}), first),
        result_of(assignment, "b", {first: zero}),
        without(result_of(assignment, "c", {}), second),
    ]
    found = exercise_statistics(results)
    assert [one.exercise.name for one in found] == list(assignment.exercises)
    assert [one.attempted for one in found[:3]] == [2, 2, 3]
    assert [one.mean_share for one in found[:3]] == [0.5, 1.0, 1.0]
    page = write_report(results, assignment, tmp_path).read_text()
    row = page.partition('<th scope="row">a</th>')[2].partition("</tr>")[0]
    cells = re.findall(r'<td class="number">(.*?)</td>', row)
    points = [one.points for one in results[0].exercises]
    assert cells == [str(sum(points)), "\N{EN DASH}", *map(str, points)]


def test_the_report_warns_if_any_answer_ran_without_a_sandbox(assignment, tmp_path):
    results = [result_of(assignment, "ana", {}), result_of(assignment, "bo", {})]
    warning = "Graded without a sandbox."
    assert warning not in write_report(results, assignment, tmp_path).read_text()
    results[1].is_isolated = False
    assert warning in write_report(results, assignment, tmp_path).read_text()


def test_points_stay_those_of_the_day_when_it_was_graded(assignment):
    """Since then, checks were renamed and exercises worth less were taken out."""
    document = to_json(result_of(assignment, "ana", {}))
    exercises = document["exercises"]
    for part, points in ((exercises[0], 1), (exercises[0]["checks"][0], 1)):
        part["points"] += points
        part["max_points"] += points
    exercises[1]["checks"][0]["name"] = "was_renamed_since"
    exercises[1]["checks"][-1]["name"] = "so_was_this_hidden_check"
    for key in ("points", "max_points"):
        document[key] += 1
    result = from_json(document, assignment)
    assert to_json(result) == document
    assert result.points == result.max_points == assignment.points + 1
    assert f"{result.points} of {result.points} points" in feedback_page(
        result, assignment
    )
    gone = {**exercises[2], "name": "no_longer_there"}
    document["exercises"] = [*exercises[:2], gone, *exercises[3:]]
    result = from_json(document, assignment)
    assert result.points == result.max_points == document["points"] - gone["points"]


def test_the_report_names_every_student(assignment, tmp_path):
    results = [result_of(assignment, "ana", {}), result_of(assignment, "<i>bo", {})]
    results.append(
        StudentResult("cy", assignment.name, 52, "unreadable", "It is no notebook.")
    )
    page = write_report(results, assignment, tmp_path).read_text()
    assert "ana" in page
    assert "&lt;i&gt;bo" in page
    assert "It is no notebook." in page
    assert "script" not in Tags(page).names
    assert not (tmp_path / "reports" / "one_neuron.html.part").exists()


def test_what_people_and_lateness_add_is_shown_as_text(assignment):
    zero = {"leaky_relu": "def leaky_relu(z, slope=0.1):\n    return 0.0"}
    result = result_of(assignment, "ana", zero)
    comment = "Look\x1b[2J at <script>1</script>\n**twice**."
    by_exercise = {
        "leaky_relu": Mark(3.0, is_by_hand=True, comment=comment),
        "Neuron": Mark(5.0, extra_credit=0.5),
    }
    marks = Marks(30.0, 0.5, 2.25, by_exercise)
    page = feedback_page(result, assignment, marks)
    markdown = feedback_page(result, assignment, marks, "md")
    for text in (page, markdown):
        assert f"28.25 of {assignment.points} points" in text
        assert "30 points for your answers, 0.5 for extra credit, 2.25 taken" in text
        assert "Marked by hand: 3 of 6 points" in text
        assert "(the checks gave 0)" in text
        assert "Extra credit: 0.5" in text
        assert "\x1b" not in text
        assert "<script>" not in text
    assert "<p>Look at &lt;script&gt;1&lt;/script&gt;</p>\n<p>**twice**.</p>" in page
    assert r"Look at \<script\>1\</script\> \*\*twice\*\*\." in markdown


def unreadable(assignment, student):
    name, points = assignment.name, assignment.points
    return StudentResult(student, name, points, "unreadable", "It is no notebook.")


def test_a_mark_by_hand_is_shown_of_a_notebook_that_cannot_be_read(assignment):
    result = unreadable(assignment, "bo")
    marks = Marks(4.0, by_exercise={"leaky_relu": Mark(4.0, is_by_hand=True)})
    page = feedback_page(result, assignment, marks)
    assert f"4 of {assignment.points} points" in page
    assert "Marked by hand: 4 of 6 points" in page
    assert page.count("<h2") == 1


def test_marks_are_those_of_the_gradebook(tmp_path):
    found = read_marks("one_neuron", make_gradebook(tmp_path))
    assert {student: marks.final for student, marks in found.items()} == POINTS
    assert found["di"].late_penalty == 2.0
    assert found["di"].by_exercise["work"].extra_credit == 0.25
    touched = {student for student, marks in found.items() if marks.by_exercise}
    assert touched == {"bo", "cy", "di"}
    assert read_marks("one_neuron", tmp_path / "elsewhere") == {}


@pytest.mark.parametrize("command", ["feedback", "report"])
def test_a_folder_that_cannot_be_written_is_one_sentence(
    assignment, tmp_path, monkeypatch, command
):
    result = unreadable(assignment, "ana")
    monkeypatch.setattr(course_grading, "recorded_results", lambda *_: [result])
    (tmp_path / "reports").touch()
    (tmp_path / "feedback").touch()
    arguments = [command, assignment.name, "--course", str(tmp_path)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 3
    [sentence] = done.output.splitlines()
    assert sentence.startswith("Writing failed:")
