"""The directive ``quiz``: questions as data, with a reason for every option.

::

    :::{quiz} Check yourself
    - question: A neuron has 3 inputs and a bias. How many parameters does it have?
      options:
        - text: "3"
          why: You counted the weights and left out the bias.
        - text: "4"
          correct: true
          why: Three weights and one bias.
    :::

Every option is a native disclosure that answers when it is opened, so a quiz works
without a script, by keyboard and in a screen reader.
"""

from dataclasses import dataclass

from docutils import nodes
from docutils.parsers.rst import directives

from .data_directive import DataDirective, require_keys, require_text
from .disclosure import Group, disclosure

__all__ = ["Option", "Question", "Quiz", "read_questions", "setup"]

_LETTERS = "ABCDEF"


@dataclass(frozen=True)
class Option:
    """One answer that a reader can choose; ``why`` may be empty if it is right."""

    text: str
    correct: bool
    why: str


@dataclass(frozen=True)
class Question:
    """A question and its options, exactly one of which is correct."""

    text: str
    options: tuple[Option, ...]


def _read_option(data, what):
    """Return an option, or raise a ValueError that names it."""
    require_keys(data, what, ("text",), ("correct", "why"))
    correct = data.get("correct", False)
    if not isinstance(correct, bool):
        msg = f"{what}: correct must be true or false, not {correct!r}."
        raise ValueError(msg)
    text = require_text(data["text"], f"{what}: text")
    why = data.get("why", "")
    if why or not correct:
        why = require_text(why, f"{what}: why (the reason that makes it tempting)")
    return Option(text, correct, why)


def _read_question(data, what):
    """Return a question, or raise a ValueError that names it."""
    require_keys(data, what, ("question", "options"))
    text = require_text(data["question"], f"{what}: question")
    entries = data["options"]
    if not isinstance(entries, list) or not 2 <= len(entries) <= len(_LETTERS):
        msg = f"{what} needs a list of 2 to {len(_LETTERS)} options."
        raise ValueError(msg)
    options = tuple(
        _read_option(entry, f"{what}, option {letter}")
        for letter, entry in zip(_LETTERS, entries, strict=False)
    )
    right = sum(option.correct for option in options)
    if right != 1:
        msg = f"{what} has {right} correct options; exactly one must be correct."
        raise ValueError(msg)
    texts = [option.text for option in options]
    if len(set(texts)) < len(texts):
        msg = f"{what} offers the same option twice."
        raise ValueError(msg)
    return Question(text, options)


def read_questions(data):
    """Return the questions in a quiz's data.

    Parameters
    ----------
    data : object
        What YAML gave: a list of mappings with ``question`` and ``options``, each
        option with ``text``, ``correct`` and ``why``.

    Returns
    -------
    list of Question

    Raises
    ------
    ValueError
        If anything is missing, unknown or contradictory.
    """
    if not isinstance(data, list) or not data:
        msg = "a quiz is a list of questions: '- question: ...' and 'options: ...'."
        raise ValueError(msg)
    return [_read_question(entry, f"question {n}") for n, entry in enumerate(data, 1)]


class Quiz(DataDirective):
    """Show multiple-choice questions."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"name": directives.unchanged}  # noqa: RUF012 (docutils' name)

    def run(self):
        """Return the questions as nodes."""
        try:
            questions = read_questions(self.data())
        except ValueError as error:
            msg = f"quiz: {error}"
            raise self.error(msg) from error
        title = self.arguments[0] if self.arguments else "Check yourself"
        serial = self.env.new_serialno("quiz")
        quiz = nodes.container(classes=["quiz"])
        quiz += nodes.paragraph("", "", *self.inline(title), classes=["quiz-title"])
        for number, question in enumerate(questions, 1):
            name = nodes.make_id(f"quiz {serial + 1} question {number}")
            quiz += self._question(question, name)
        self.add_name(quiz)
        return [quiz]

    def _question(self, question, name):
        """Return one question: its text, then its options."""
        group = Group(labelledby=name, classes=["quiz-question"])
        text = nodes.container("", *self.blocks(question.text), classes=["quiz-text"])
        text["ids"].append(name)
        # Registering the name lets docutils move a heading that would collide.
        self.state.document.set_id(text)
        group += text
        for letter, option in zip(_LETTERS, question.options, strict=False):
            group += self._option(letter, option)
        return group

    def _option(self, letter, option):
        """Return one option with its answer inside."""
        kind = "right" if option.correct else "wrong"
        verdict = "Right." if option.correct else "Not this one."
        answer = [
            nodes.paragraph("", verdict, classes=["quiz-verdict"]),
            *(self.blocks(option.why) if option.why else ()),
        ]
        summary = [
            nodes.inline("", letter, classes=["quiz-letter"]),
            nodes.inline("", "", *self.inline(option.text), classes=["quiz-choice"]),
        ]
        return disclosure(summary, answer, "quiz-option", f"quiz-{kind}")


def setup(app):
    """Register the directive."""
    app.add_directive("quiz", Quiz)
