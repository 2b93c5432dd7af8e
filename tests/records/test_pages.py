"""Feedback and report: what they say, and that student text stays text."""

import html.parser

import numpy as np
import pytest

from autograder.authoring.assignment import Assignment
from autograder.checking.answers import ask_namespace
from autograder.checking.judging import judge
from autograder.grading.results import StudentResult, to_json
from autograder.records.feedback import feedback_page, printable
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
