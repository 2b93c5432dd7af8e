"""The rules that mend the theme, and the key of the execution cache."""

from pathlib import Path

import pytest
import sphinxcontrib.katex
from course_site import environment, icons, mathematics, pages, streams, theme
from nbformat.v4 import new_output

KATEX = theme.STATIC / "vendor" / "katex"


def test_an_icon_becomes_a_drawing():
    before = '<i class="fa-solid fa-magnifying-glass"></i>'
    after = icons.draw_icons(before)
    assert after.startswith('<svg class="icon fa-solid fa-magnifying-glass" viewBox="')
    assert 'aria-hidden="true"' in after


def test_an_icon_keeps_what_scripts_look_for():
    before = '<i class="theme-switch fa-solid fa-sun fa-lg" data-mode="light"></i>'
    after = icons.draw_icons(before)
    assert 'class="icon theme-switch fa-solid fa-sun fa-lg" data-mode="light"' in after


@pytest.mark.parametrize("name", ["list", "bars", "angle-left", "moon", "search"])
def test_the_theme_knows_the_icons_that_its_pages_use(name):
    width, height, outline = icons.icon_svg(name)
    assert int(width) > 0
    assert int(height) > 0
    assert outline.startswith("M")


def test_an_unknown_icon_is_an_error():
    with pytest.raises(KeyError, match="unheard-of"):
        icons.draw_icons('<i class="fa-solid fa-unheard-of"></i>')


def test_other_elements_stay():
    html = '<i>word</i> <span class="fable">word</span> <i class="x"></i>'
    assert icons.draw_icons(html) == html


def test_mending_twice_changes_nothing():
    html = (
        '<html data-theme="auto"><head>'
        '<script defer src="_static/scripts/fontawesome.js?digest=1"></script>'
        '<script src="_static/searchtools.js"></script>'
        '<script src="searchindex.js"></script></head>'
        '<div id="pst-primary-sidebar" class="bd">'
        '<i class="fa-solid fa-list"></i></div></html>'
    )
    once = pages.mend(html)
    assert "fontawesome.js" not in once
    assert "searchindex.js" not in once
    assert 'data-theme="light"' in once
    assert 'aria-label="Course"' in once
    assert pages.mend(once) == once


def test_the_search_page_keeps_its_scripts():
    html = '<script src="searchindex.js"></script><div id="search-results"></div>'
    assert pages.drop_search_scripts(html) == html


def test_the_style_sheet_is_that_of_the_typesetter():
    readme = (KATEX / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"KaTeX {sphinxcontrib.katex.katex_version},")


def test_every_font_of_the_style_sheet_is_there():
    sheet = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    named = {part.split(")")[0] for part in sheet.split("url(")[1:]}
    present = {f"fonts/{font.name}" for font in (KATEX / "fonts").iterdir()}
    assert named == present
    assert (KATEX / "LICENSE").is_file()


def test_a_formula_is_typeset_without_a_network():
    html = mathematics.typeset(r"\sigma(z)", display=False)
    assert "<math" in html
    assert "\N{GREEK SMALL LETTER SIGMA}" in html


def test_a_wrong_formula_is_an_error():
    with pytest.raises(sphinxcontrib.katex.KaTeXError, match="Undefined control"):
        mathematics.typeset(r"\unheardof", display=True)


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "solutions/neuron.py",
        "datasets/digits.py",
        "chapters/runs.json",
        "requirements.lock",
    ],
)
def test_what_chapters_depend_on_changes_the_cache(tmp_path: Path, name):
    write(tmp_path, name, "one")
    before = environment.environment_hash(tmp_path)
    assert environment.environment_hash(tmp_path) == before
    write(tmp_path, name, "two")
    assert environment.environment_hash(tmp_path) != before


def test_data_files_of_your_own_change_the_cache(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("ONE_NEURON_DATA", raising=False)
    without = environment.environment_hash(tmp_path)
    monkeypatch.setenv("ONE_NEURON_DATA", str(tmp_path / "data"))
    write(tmp_path, "data/cats/train.h5", "photographs")
    assert environment.environment_hash(tmp_path) != without


def test_other_files_leave_the_cache_alone(tmp_path: Path):
    before = environment.environment_hash(tmp_path)
    write(tmp_path, "chapters/glossary.md", "text")
    write(tmp_path, "solutions/__pycache__/neuron.py", "compiled")
    assert environment.environment_hash(tmp_path) == before


def test_a_printed_line_that_came_in_pieces_is_one_line():
    pieces = [
        new_output("stream", name="stdout", text="shape of p - y:"),
        new_output("stream", name="stdout", text=" (4, 4)\nmean: "),
        new_output("display_data", data={"text/plain": "a figure"}),
        new_output("stream", name="stderr", text="a warning\n"),
        new_output("stream", name="stdout", text="0.5\n"),
    ]
    before = [dict(piece) for piece in pieces]
    first, figure, warning = streams.join_streams(pieces)
    assert first["text"] == "shape of p - y: (4, 4)\nmean: 0.5\n"
    assert figure["data"] == {"text/plain": "a figure"}
    assert (warning["name"], warning["text"]) == ("stderr", "a warning\n")
    assert pieces == before
