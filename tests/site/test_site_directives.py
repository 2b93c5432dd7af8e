"""The directives and checks at work in a small book, built in its own process."""

import re
import zipfile

import pytest

CARDS = """
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Card:
    name: str
    signature: str
    summary: str
    points: int
    minutes: int
    difficulty: int
    looks_at: list
    hints: tuple


def cards(assignment):
    if assignment != "one_neuron":
        raise LookupError("known are one_neuron")
    hints = ("Look at `z`.", "Compare.", "Use `np.where`.")
    return [
        Card("leaky_relu", "leaky_relu(z, slope=0.1)", "Return `z` or less.",
             6, 8, 2, ["integers", "empty arrays"], hints),
        Card("Neuron", "Neuron(n)", "A neuron.", 1, 1, 1, [], hints),
    ]


def release_zip(assignment):
    return Path(__file__).parents[2] / "release" / f"{assignment}.zip"
"""
PACKAGES = {
    "autograder/__init__.py": "",
    "autograder/authoring/__init__.py": "",
    "autograder/authoring/cards.py": CARDS,
}
KERNEL = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---
"""
GOOD = """
# A page

:::{chapter-card}
goals: [compute $z$, choose, draw, explain]
prerequisites: ["[This page](index.md)", "`NumPy`"]
minutes_read: 20
minutes_do: 60
data: None.
:::

$z = x w$, a word {pt}`viés`, and a wide formula:

$$ z = x w + b $$ (eq-sum)

See {eq}`eq-sum`.

:::{quiz} Predict
:name: first-quiz
- question: |
    What is $\\sigma(0)$?

    A second paragraph.
  options:
    - text: "`0.5`"
      correct: true
    - text: "$0$"
      why: That is `tanh(0)`.
- question: And?
  options:
    - {text: "yes", why: No.}
    - {text: "no", correct: true, why: Yes.}
:::

:::{quiz}
- question: Once more?
  options:
    - {text: "yes", why: No.}
    - {text: "no", correct: true, why: Yes.}
:::

## Quiz 1 question 1

A heading whose name is like a question's. See [](#exercise-leaky-relu).

## Exercises

```{exercises} one_neuron
```
"""
FIGURE = """
```{code-cell} ipython3
---
mystnb:
  image:
    alt: A line that rises.
---
import matplotlib.pyplot as plt
plt.plot([0, 1]);
```
"""


@pytest.fixture(scope="module")
def good(build_book):
    release = {"release/note.txt": ""}
    process, output = build_book(
        {**PACKAGES, **release, "index.md": KERNEL + GOOD + FIGURE}
    )
    assert process.returncode == 0, process.stderr
    return (output / "index.html").read_text(encoding="utf-8")


def test_ids_are_unique(good):
    ids = re.findall(r'\sid="([^"]+)"', good)
    assert sorted(ids) == sorted(set(ids))


def test_every_label_names_an_element(good):
    labels = re.findall(r'aria-labelledby="([^"]+)"', good)
    assert len([label for label in labels if label.startswith("quiz")]) == 3
    for label in labels:
        assert f'id="{label}"' in good


def test_options_are_native_disclosures(good):
    assert good.count('<details class="quiz-option') == 6
    assert good.count("quiz-right") == 3
    assert good.count("Not this one.") == 3


def test_quiz_text_is_markdown(good):
    assert "A second paragraph." in good
    assert re.search(r"That is <code[^>]*><span[^>]*>tanh\(0\)", good)


def test_an_exercise_card_says_what_it_asks(good):
    assert '<section class="exercise-card" id="exercise-leaky-relu">' in good
    assert "6 points · about 8 minutes · difficulty 2 of 3" in good
    assert "1 point · about 1 minute · difficulty 1 of 3" in good
    assert "Hidden checks also look at: integers; empty arrays." in good


def test_hints_are_steps_of_a_ladder(good):
    ladder = good[good.index("First hint") :]
    second, third = ladder.index("Second hint"), ladder.index("Third hint")
    assert second < third < ladder.index("</details>")


def test_without_a_release_there_is_no_link_to_it(good):
    assert "release-link" not in good


def test_formulas_are_typeset_for_eyes_and_for_ears(good):
    assert "katex-html" in good
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML"' in good
    assert '<span class="eqno">(1)' in good


def test_foreign_words_say_their_language(good):
    assert '<span lang="pt">viés</span>' in good


def test_a_figure_has_its_description(good):
    assert 'alt="A line that rises."' in good


def test_a_release_has_a_stable_address(build_book, tmp_path):
    archive = tmp_path / "one_neuron.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("one_neuron.ipynb", "{}")
    cards = CARDS.replace(
        'Path(__file__).parents[2] / "release" / f"{assignment}.zip"',
        f"Path({str(archive)!r})",
    )
    page = "# Page\n\n## Exercises\n\n```{exercises} one_neuron\n```\n"
    files = {
        **PACKAGES,
        "autograder/authoring/cards.py": cards,
        "index.md": "# Home\n\n```{toctree}\nchapters/one\n```\n",
        "chapters/one.md": page,
    }
    process, output = build_book(files)
    assert process.returncode == 0, process.stderr
    html = (output / "chapters" / "one.html").read_text(encoding="utf-8")
    assert 'href="../downloads/one_neuron.zip" download>' in html
    copied = output / "downloads" / "one_neuron.zip"
    assert copied.read_bytes() == archive.read_bytes()


BAD = {
    "yaml": (":::{quiz}\n- question: [\n:::", "quiz: the content is not YAML"),
    "reason": (
        ":::{quiz}\n- question: Q\n  options:\n"
        "    - {text: a}\n    - {text: b, correct: true}\n:::",
        "quiz: question 1, option A: why",
    ),
    "card": (":::{chapter-card}\ngoals: [a]\n:::", "chapter-card: the card lacks"),
    "assignment": ("```{exercises} two\n```", "no cards for the assignment 'two'"),
    "only": (
        "```{exercises} one_neuron\n:only: sigmoid\n```",
        "no exercise sigmoid; known are leaky_relu, Neuron",
    ),
    "formula": ("$\\notacommand{x}$", "formula not understood"),
    "picture": ("![](picture.png)", "picture.png has no alternative text"),
    "tag": ("<div><img src='x.png'></div>", "has no alternative text"),
    "figure": (FIGURE.replace("alt: A line that rises.", "width: 300px"), "has no alt"),
}


@pytest.fixture(scope="module")
def bad(build_book):
    pages = {
        f"{name}.md": f"{KERNEL}# P\n\n{text}\n" for name, (text, _) in BAD.items()
    }
    names = "\n".join(BAD)
    files = {
        **PACKAGES,
        **pages,
        "picture.png": "",
        "index.md": f"# Home\n\n```{{toctree}}\n{names}\n```\n",
    }
    process, _ = build_book(files)
    assert process.returncode != 0
    return process.stderr


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_stops_the_build_and_is_explained(bad, name):
    lines = [line for line in bad.splitlines() if f"{name}.md" in line]
    assert any(BAD[name][1] in line for line in lines), bad


def test_without_the_authoring_package_the_error_says_so(build_book):
    files = {
        "autograder/__init__.py": "",
        "autograder/authoring/__init__.py": "",
        "autograder/authoring/cards.py": "import a_package_that_is_not_there",
        "index.md": "# P\n\n```{exercises} one_neuron\n```\n",
    }
    process, _ = build_book(files)
    assert process.returncode != 0
    assert "cannot import autograder.authoring.cards" in process.stderr
