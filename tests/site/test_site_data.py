"""What the directives accept, and what they say about the rest."""

import pytest
from course_site.chapter_card import read_card
from course_site.quiz import read_questions

RIGHT = {"text": "4", "correct": True, "why": "Three weights and one bias."}
WRONG = {"text": "3", "why": "You left out the bias."}


def quiz(*options):
    return [{"question": "How many?", "options": list(options)}]


def test_a_good_question_is_read():
    (question,) = read_questions(quiz(WRONG, RIGHT))
    assert question.text == "How many?"
    assert [option.correct for option in question.options] == [False, True]


def test_the_right_option_needs_no_reason():
    (question,) = read_questions(quiz(WRONG, {"text": "4", "correct": True}))
    assert question.options[1].why == ""


def test_numbers_are_texts():
    (question,) = read_questions(quiz(WRONG, RIGHT | {"text": 4}))
    assert question.options[1].text == "4"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "a quiz is a list"),
        ([], "a quiz is a list"),
        ({"question": "?"}, "a quiz is a list"),
        (["?"], "question 1 must be a mapping"),
        ([{"question": "?"}], "question 1 lacks options"),
        ([{"question": " ", "options": [WRONG, RIGHT]}], "question 1: question is"),
        ([*quiz(WRONG, RIGHT), {"options": []}], "question 2 lacks question"),
        (quiz(RIGHT), "2 to 6 options"),
        (quiz(*[WRONG] * 7), "2 to 6 options"),
        (quiz(WRONG, {"text": "5", "why": "No."}), "has 0 correct options"),
        (quiz(RIGHT, RIGHT | {"text": "5"}), "has 2 correct options"),
        (quiz({"text": "3"}, RIGHT), "option A: why .* is empty"),
        (quiz(WRONG | {"why": "  "}, RIGHT), "option A: why .* is empty"),
        (quiz(WRONG, RIGHT | {"correct": "yes"}), "option B: correct must be"),
        (quiz(WRONG, RIGHT | {"hint": "?"}), "option B has unknown keys: hint"),
        (quiz(WRONG | {"text": True}, RIGHT), "option A: text must be text"),
        (quiz(WRONG | {"text": "4"}, RIGHT), "the same option twice"),
    ],
)
def test_bad_quiz_data_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        read_questions(data)


CARD = {
    "goals": ["compute", "choose", "draw", "explain"],
    "prerequisites": [],
    "minutes_read": 20,
    "minutes_do": 60,
    "data": "None.",
}


def test_a_good_card_is_read():
    assert read_card(CARD) == CARD


@pytest.mark.parametrize("key", CARD)
def test_every_key_of_a_card_is_required(key):
    card = {name: value for name, value in CARD.items() if name != key}
    with pytest.raises(ValueError, match=f"the card lacks {key}"):
        read_card(card)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"goals": ["one", "two", "three"]}, "goals must be a list of 4 to 6"),
        ({"goals": "compute"}, "goals must be a list"),
        ({"goals": ["a", "b", "c", ""]}, "entry 4 of goals is empty"),
        ({"prerequisites": "none"}, "prerequisites must be a list"),
        ({"minutes_read": "20"}, "minutes_read must be a whole number"),
        ({"minutes_do": 0}, "minutes_do must be a whole number"),
        ({"minutes_do": True}, "minutes_do must be a whole number"),
        ({"data": None}, "data must be text"),
        ({"time": 3}, "unknown keys: time"),
    ],
)
def test_a_bad_card_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        read_card(CARD | change)
