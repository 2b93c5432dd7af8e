"""Every chapter of the table of contents has the same anatomy.

The checks are functions from a chapter's text to a list of problems, so that they
can be tried on broken chapters, too: a check that never complains proves nothing.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]

HEADINGS = [
    "Predict",
    "Shapes",
    "Check yourself",
    "Exercises",
    "Write the test",
    "Find the flaw",
    "Compare with a library",
    "What can go wrong",
    "Prediction log",
    "Summary",
    "Vocabulary",
    "Further reading",
]
# Blocks that make no sense for a chapter without a network, by the chapter's label.
LEFT_OUT = {
    "chapter-start-here": {
        "Write the test",
        "Find the flaw",
        "Compare with a library",
    },
}
FORBIDDEN = (
    "simply",
    "obviously",
    "just",
    "trivial",
    "trivially",
    "clearly",
    "of course",
    "needless to say",
    "amazing",
    "awesome",
    "magic",
    "magical",
    "incredible",
    "exciting",
)
MAX_LINE = 79
MAX_LINES = 15

_FENCE = re.compile(r"^(`{3,}|:{3,})\{([\w:-]+)\}[ \t]*(.*)$")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")


class Block(NamedTuple):
    """A fenced directive: its name, the rest of its first line, and its inside."""

    name: str
    argument: str
    body: str


class Cell(NamedTuple):
    """A code cell: what its head says, and its code."""

    head: dict
    code: str

    @property
    def tags(self):
        return self.head.get("tags") or []

    @property
    def visible(self):
        hiding = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
        return not hiding & set(self.tags)


def chapter_paths():
    """Return the numbered chapters of the table of contents."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            if re.match(r"\d\d_", Path(node.get("file", "")).name):
                found.append(ROOT / f"{node['file']}.md")
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")))
    return found


def headings(text):
    """Return the sections that a chapter needs."""
    label = re.search(r"(?m)^\(([\w-]+)\)=$", text)
    left_out = LEFT_OUT.get(label and label.group(1), set())
    return [name for name in HEADINGS if name not in left_out]


def split(text):
    """Return the chapter's blocks, and its text without code cells.

    The text keeps the lines inside of other directives, because they are prose.
    """
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[1]
    blocks, prose = [], []
    lines = iter(text.splitlines())
    for line in lines:
        start = _FENCE.match(line)
        if not start:
            prose.append(line)
            continue
        fence, name, argument = start.groups()
        body = []
        for inner in lines:
            if inner.rstrip() == fence:
                break
            body.append(inner)
        blocks.append(Block(name, argument, "\n".join(body)))
        if name != "code-cell":
            prose += body
    return blocks, "\n".join(prose)


def sections(text):
    """Return the second-level sections as a mapping from heading to source."""
    result, heading, fence = {}, None, None
    for line in text.splitlines():
        start = _FENCE.match(line)
        if fence is None and start:
            fence = start.group(1)
        elif fence is not None and line.rstrip() == fence:
            fence = None
        if fence is None and line.startswith("## "):
            heading = line[3:].strip()
            result[heading] = []
        elif heading is not None:
            result[heading].append(line)
    return {heading: "\n".join(lines) for heading, lines in result.items()}


def cells(text):
    """Return the code cells."""
    found = []
    for block in split(text)[0]:
        if block.name != "code-cell":
            continue
        lines = block.body.splitlines()
        head = []
        if lines and lines[0] == "---":
            end = lines.index("---", 1)
            head, lines = lines[1:end], lines[end + 1 :]
        else:
            while lines and re.match(r":[\w-]+:", lines[0]):
                head.append(lines.pop(0)[1:])
        code = "\n".join(lines).strip("\n")
        found.append(Cell(yaml.safe_load("\n".join(head)) or {}, code))
    return found


def tree(code):
    """Parse a cell, leaving out notebook commands."""
    return ast.parse(re.sub(r"(?m)^(\s*)%.*$", r"\1pass", code))


def table(source):
    """Return the rows of the first table in a section, without its rule."""
    lines = []
    for line in source.splitlines():
        if line.startswith("|"):
            lines.append(line)
        elif lines:
            break
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if not all(set(cell) <= set(":- ") for cell in row)]


def check_card(text):
    """A card with all its keys stands before the first section."""
    blocks, _ = split(text)
    if not blocks or blocks[0].name != "chapter-card":
        return ["the first block is not the chapter card"]
    card = yaml.safe_load(blocks[0].body)
    problems = []
    if not 4 <= len(card.get("goals", [])) <= 6:
        problems.append("the card needs 4 to 6 goals")
    problems += [
        f"the goal {goal!r} does not start with a verb in lower case"
        for goal in card.get("goals", [])
        if not re.match(r"[a-z]+\b", goal)
    ]
    if not isinstance(card.get("prerequisites"), list):
        problems.append("the card needs a list of prerequisites")
    problems += [
        f"the card needs {key} as a positive whole number"
        for key in ("minutes_read", "minutes_do")
        if not isinstance(card.get(key), int) or card[key] <= 0
    ]
    if not isinstance(card.get("data"), str):
        problems.append("the card does not say which data are used")
    return problems


def check_headings(text):
    """The blocks come in their order, after a hook and around the small steps."""
    present, needed = list(sections(text)), headings(text)
    problems = [
        f"the section {name!r} is missing" for name in needed if name not in present
    ]
    if problems:
        return problems
    places = [present.index(name) for name in needed]
    if places != sorted(places):
        problems.append("the sections are not in the agreed order")
    if present[0] == "Predict":
        problems.append("there is no hook before the first prediction")
    if present.index("Shapes") - present.index("Predict") < 3:
        problems.append("there are fewer than two steps before the shapes")
    return problems


def check_code(text):
    """Code is narrow, and what a reader sees at once is short."""
    problems = []
    for cell in cells(text):
        lines = cell.code.splitlines()
        problems += [
            f"a line is longer than {MAX_LINE}: {line}"
            for line in lines
            if len(line) > MAX_LINE
        ]
        if cell.visible and len(lines) > MAX_LINES:
            problems.append(f"a cell has {len(lines)} lines: {lines[0]}")
    return problems


def _makes_array(node):
    """Tell whether an assignment makes an array in the open."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return True
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "np.array"


def check_shape_comments(text):
    """Each visible assignment with ``np.array`` or ``@`` says which shape it makes."""
    problems = []
    for cell in cells(text):
        if not cell.visible:
            continue
        lines = cell.code.splitlines()
        for node in ast.walk(tree(cell.code)):
            if not isinstance(node, ast.Assign) or isinstance(node.value, ast.IfExp):
                continue
            if not any(_makes_array(part) for part in ast.walk(node.value)):
                continue
            source = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            if not re.search(r"#.*(\(.*,.*\)|number)", source):
                problems.append(f"no shape comment: {source}")
    return problems


def check_figures(text):
    """Each cell that draws has a description of its own."""
    problems, seen = [], set()
    for cell in cells(text):
        if not re.search(r"\bplt\.(subplots|figure|plot|imshow)\(", cell.code):
            continue
        alt = cell.head.get("mystnb", {}).get("image", {}).get("alt", "")
        if len(alt) < 60:
            problems.append(f"a figure is not described: {cell.code[:60]!r}")
        if alt in seen:
            problems.append(f"two figures share the description {alt!r}")
        seen.add(alt)
    return problems


def check_quizzes(text):
    """One right option each, and a reason for every wrong one."""
    problems, letters = [], []
    for block in split(text)[0]:
        if block.name != "quiz":
            continue
        for number, question in enumerate(yaml.safe_load(block.body), 1):
            where = f"{block.argument} {number}"
            options = question["options"]
            right = [option.get("correct", False) for option in options]
            if right.count(True) != 1:
                problems.append(f"{where}: not exactly one right option")
                continue
            letters.append(right.index(True))
            problems += [
                f"{where}: no reason for {option['text']!r}"
                for option in options
                if not option.get("correct") and len(option.get("why", "")) < 15
            ]
            if len({str(option["text"]) for option in options}) < len(options):
                problems.append(f"{where}: an option is offered twice")
    parts = sections(text)
    for heading, least in (("Predict", 1), ("Check yourself", 3)):
        found = [
            block for block in split(parts.get(heading, ""))[0] if block.name == "quiz"
        ]
        if sum(len(yaml.safe_load(block.body)) for block in found) < least:
            problems.append(f"{heading}: fewer than {least} questions")
    if len(letters) > 3 and len(set(letters)) == 1:
        problems.append("the right option always has the same letter")
    return problems


def check_words(text):
    """No word that belittles the reader's trouble, no hype and no emoji."""
    prose = re.sub(r"`[^`\n]*`", "", split(text)[1])
    problems = [
        f"forbidden word: {word}"
        for word in FORBIDDEN
        if re.search(rf"\b{word}\b", prose, flags=re.IGNORECASE)
    ]
    problems += [f"emoji: {sign}" for sign in _EMOJI.findall(text)]
    return problems


def check_tables(text):
    """The vocabulary has three languages, and five symptoms can go wrong."""
    parts = sections(text)
    problems = []
    header, *words = table(parts.get("Vocabulary", "")) or [[]]
    if header != ["English", "{pt}`Português`", "{ru}`Русский`"]:
        problems.append(f"the vocabulary's header is {header}")
    if len(words) < 10:
        problems.append(f"the vocabulary has only {len(words)} words")
    # The roles tell a screen reader in which language to speak.
    form = re.compile(r"\w.* \| \{pt\}`\w[^`]*` \| \{ru\}`[\u0400-\u04ff][^`]*`")
    problems += [
        f"the vocabulary's row {row} is incomplete"
        for row in words
        if not form.fullmatch(" | ".join(row))
    ]
    _, *symptoms = table(parts.get("What can go wrong", "")) or [[]]
    complete = [row for row in symptoms if len(row) == 3 and all(row)]
    if len(complete) < 5:
        problems.append(f"only {len(complete)} symptoms have a cause and a check")
    return problems


def check_proofs(text):
    """Shapes, library and flaw are not only told but run."""
    parts = sections(text)
    needed = headings(text)
    inside = {name: cells(parts.get(name, "")) for name in needed}
    problems = []
    if not any(
        "remove-cell" in cell.tags and re.search(r"assert .*\.shape", cell.code)
        for cell in inside["Shapes"]
    ):
        problems.append("the shapes are not asserted")
    library, flaw = "Compare with a library", "Find the flaw"
    if library in needed and not any(
        cell.visible and re.search(r"assert .*1e-10", cell.code)
        for cell in inside[library]
    ):
        problems.append("the agreement with the library is not asserted to 1e-10")
    if flaw in needed and not any(cell.visible for cell in inside[flaw]):
        problems.append("no cell reproduces the flaw")
    names = [block.name for block in split(parts.get("Exercises", ""))[0]]
    if names.count("exercises") != 1:
        problems.append("the exercises are not shown once")
    return problems


def check_numbers(text):
    """Each number that the prose takes from a cell is made by a cell."""
    used = set(re.findall(r"\{glue:\w+\}`(\w+)", split(text)[1]))
    code = "\n".join(cell.code for cell in cells(text))
    made = set(re.findall(r"\bglue\(\s*\"(\w+)\"", code))
    problems = [f"{name} is used and never made" for name in sorted(used - made)]
    return problems + [f"{name} is made and never used" for name in sorted(made - used)]


CHECKS = [
    check_card,
    check_headings,
    check_code,
    check_shape_comments,
    check_figures,
    check_quizzes,
    check_words,
    check_tables,
    check_proofs,
    check_numbers,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("path", chapter_paths(), ids=lambda path: path.stem)
def test_chapter(path, check):
    assert check(path.read_text(encoding="utf-8")) == []


def test_there_are_chapters():
    assert chapter_paths()


CELL = "```{{code-cell}} ipython3\n{}\n```\n"
BROKEN = [
    (check_card, r"minutes_do: \d+\n", ""),
    (check_card, r"minutes_read: \d+", "minutes_read: soon"),
    (check_card, r"goals:\n(  - .*\n){3}", "goals:\n"),
    (check_headings, r"## Write the test", "## Something else"),
    (check_headings, r"## Summary\n", "## Vocabulary\n"),
    (
        check_headings,
        r"(?m)^(## Predict$)(?s:(.*?))^(## Prediction log$)",
        r"## Prediction log\n\2## Predict",
    ),
    (check_code, r"## Summary", CELL.format(f"a = '{'x' * 80}'") + "## Summary"),
    (check_code, r"## Summary", CELL.format("a = 1\n" * 16) + "## Summary"),
    (
        check_shape_comments,
        r"## Summary",
        CELL.format("a = np.array([1])") + "## Summary",
    ),
    (
        check_shape_comments,
        r"## Summary",
        CELL.format("a = x @ w  # a sum") + "## Summary",
    ),
    (
        check_figures,
        r"## Summary",
        CELL.format("fig, ax = plt.subplots()") + "## Summary",
    ),
    (check_figures, r'alt: "[^"]*"', 'alt: "a plot"'),
    (check_quizzes, r"      correct: true\n", ""),
    (check_quizzes, r"(      why: )", r"      correct: true\n\1"),
    (check_quizzes, r"(?m)^      why: .*\n", ""),
    (check_words, r"## Summary", "It is simply a sum.\n\n## Summary"),
    (check_words, r"## Summary", "Well done \U0001f389\n\n## Summary"),
    (check_tables, r"(?m)^\| weight \|.*$", "| weight | {pt}`peso` | {ru}`weight` |"),
    (check_tables, r"(?m)^\| weight \|.*$", "| weight | {pt}`peso` | вес |"),
    (check_tables, r"\| symptom \|.*\n.*\n.*\n", "| symptom | cause | check |\n"),
    (check_proofs, r"assert gap < 1e-10", "assert gap < 1e-3"),
    (check_proofs, r"\{exercises\}", "{note}"),
    (check_proofs, r"(?m)^assert (.*\.shape)", r"\1"),
    (check_numbers, r"\{glue:text\}`accuracy", "{glue:text}`unknown_number"),
]


@pytest.mark.parametrize(("check", "pattern", "replacement"), BROKEN)
def test_a_broken_chapter_is_noticed(check, pattern, replacement):
    text = (ROOT / "chapters" / "01_one_neuron.md").read_text(encoding="utf-8")
    broken = re.sub(pattern, replacement, text)
    assert broken != text, "the pattern does not match; the test breaks nothing"
    assert set(check(broken)) - set(check(text))


def test_only_what_is_listed_may_be_left_out():
    """A chapter with a network and another label gets no discount."""
    path = ROOT / "chapters" / "00_start_here.md"
    text = path.read_text(encoding="utf-8")
    assert check_headings(text) == []
    renamed = text.replace("(chapter-start-here)=", "(chapter-something-else)=")
    for name in LEFT_OUT["chapter-start-here"]:
        assert f"the section {name!r} is missing" in check_headings(renamed)
    shorter = text.replace("## What can go wrong", "## Something else")
    assert check_headings(shorter) == ["the section 'What can go wrong' is missing"]
