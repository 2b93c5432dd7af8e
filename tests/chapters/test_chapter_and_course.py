"""What a chapter shares with the rest of the course: its exercises and its words."""

import ast
import re

import pytest
from test_anatomy import ROOT, chapter_paths

from autograder.authoring.assignment import Assignment

SHORT = 15  # characters that a line of a page and of a solution may share by chance


def assignment_of(text):
    """Return the assignment whose exercises a chapter lists."""
    return Assignment.load(re.search(r"(?m)^```\{exercises\} (\w+)", text)[1])


def lines_of_cells(text):
    """Return the lines of code that a page shows, without blanks and comments."""
    cells = re.findall(r"(?ms)^```\{code-cell\}(.*?)^```$", text)
    return {_squeeze(line) for cell in cells for line in cell.splitlines()}


def given_away(text):
    """Return the lines of a page that stand in an answer to its exercises."""
    assignment = assignment_of(text)
    secret = {
        _squeeze(line)
        for name, reference in assignment.references.items()
        for line in ast.unparse(ast.parse(reference.source)).splitlines()
        if not re.match(rf"(def|class) {name}\b|from |import ", line.strip())
    }
    shared = secret & lines_of_cells(text)
    return {line for line in shared if len(line) > SHORT}


def _squeeze(line):
    return "".join(line.replace("'", '"').split("#")[0].split())


def entries():
    """Return the Portuguese and the Russian line of each term of the glossary."""
    glossary = (ROOT / "chapters" / "glossary.md").read_text(encoding="utf-8")
    found = {}
    for entry in re.split(r"\n\n(?=\S)", glossary):
        words = {role: re.findall(rf"\{{{role}\}}`([^`]+)`", entry) for role in WORDS}
        if all(words.values()):
            head = entry.removeprefix(":::{glossary}\n").split("\n  ")[0]
            found |= dict.fromkeys(head.splitlines(), words)
    return found


WORDS = ("pt", "ru")


@pytest.fixture(params=chapter_paths(), ids=lambda path: path.stem)
def page(request):
    return request.param.read_text(encoding="utf-8")


def test_no_answer_stands_on_the_page(page):
    assert given_away(page) == set()


def test_an_answer_on_the_page_would_be_noticed(page):
    references = assignment_of(page).references.values()
    longest = max((one.source for one in references), key=len)
    shown = f"{page}\n```{{code-cell}} ipython3\n{longest}\n```\n"
    assert given_away(shown)


def test_words_are_those_of_the_glossary(page):
    rows = re.findall(r"(?m)^\| (.+?) \| \{pt\}`(.+?)` \| \{ru\}`(.+?)` \|$", page)
    known = entries()
    shared = [row for row in rows if row[0] in known]
    assert len(shared) >= 5
    for term, *words in shared:
        for role, word in zip(WORDS, words, strict=True):
            # The glossary may add a second word in brackets, or say of what it is.
            assert any(one.startswith(word) for one in known[term][role]), term
