"""Results in words: complete, and without anything that a page would run."""

import html.parser

import pytest
from tiny_exercise import half, make_exercise, quarter, untouched

from autograder.checking.answers import CheckFailedError
from autograder.checking.judging import CheckResult, ExerciseResult
from autograder.checking.wording import (
    as_html,
    as_text,
    check_details,
    hidden_line,
    status_line,
)

EVIL = "<script>alert('x')</script>&\"><img src=x onerror=y>"


@pytest.fixture
def evil(exercise):
    """A result in which all that a student can write is hostile."""
    failure = CheckFailedError(EVIL, EVIL, EVIL, EVIL)
    first, second, _ = exercise.checks
    return ExerciseResult(
        exercise,
        [
            CheckResult(first, passed=False, failure=failure),
            CheckResult(second, passed=False, reason=EVIL),
        ],
        status="failed",
        problem=EVIL,
        diagnosis=EVIL,
    )


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.attributes, self.text = set(), set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def test_html_shows_hostile_text_as_text(evil):
    page = Tags(as_html(evil))
    assert page.found == {"div", "strong", "table", "tr", "td", "code"}
    assert page.attributes == {"style"}
    assert page.text.count(EVIL) == 7  # problem, cause, reason, four of the failure


def test_text_says_everything_that_html_says(evil):
    text = as_text(evil)
    assert text.count(EVIL) == 7
    assert "        because   <script>" in text
    assert "        expected  <script>" in text


@pytest.mark.parametrize("answer", [half, quarter, untouched])
def test_html_and_text_agree(judged, answer):
    result = judged(answer)
    page = Tags(as_html(result)).text.replace("\u2002", "  ")
    for line in as_text(result).splitlines():
        for part in line.split("  "):
            assert part.strip() in page


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (half, "halve: 3 of 3 public checks pass, 7 of 7 points so far"),
        (quarter, "halve: 1 of 3 public checks pass, 1 of 7 points so far"),
        (untouched, "halve: not attempted yet, 0 of 7 points"),
    ],
)
def test_the_status_line_counts(judged, answer, line):
    assert status_line(judged(answer)) == line


@pytest.mark.parametrize(
    ("topics", "sentence"),
    [
        ((), ""),
        (("a",), "Hidden checks also look at: a."),
        (("a", "b"), "Hidden checks also look at: a; b."),
        (("a", "b", "c"), "Hidden checks also look at: a; b; c."),
    ],
)
def test_hidden_topics_are_listed(topics, sentence):
    exercise = make_exercise()
    exercise.checks.clear()
    exercise.also_hidden(3, topics)
    assert hidden_line(ExerciseResult(exercise)) == sentence


def test_a_passed_check_has_no_details(judged):
    passed, failed, _ = sorted(judged(quarter).checks, key=lambda c: not c.passed)
    assert check_details(passed) == []
    labels = [label for label, _ in check_details(failed)]
    assert labels == ["called", "expected", "got", "why"]
