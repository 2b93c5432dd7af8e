"""Defects of the theme, mended in the finished pages.

Each rule is a function from a page's text to its text, so it can be tested alone
and removed when the theme no longer needs it.
"""

import re
from pathlib import Path

from sphinx.util import logging

from .icons import draw_icons

__all__ = ["RULES", "mend", "setup"]

_LOGGER = logging.getLogger(__name__)
_UNUSED = (
    "sbt-webpack-macros.html",
    "scripts/fontawesome.js",  # its licence stays: the drawings are from it
    "webpack-macros.html",
)
_HEAD_SEARCH = re.compile(
    r'\s*<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*">'
    r"</script>"
)


def drop_icon_script(html):
    """Leave out the icon script: the drawings are already in the page."""
    return re.sub(
        r"(?:\s*<!-- So that users can add custom icons -->)?"
        r'\s*<script defer src="[^"]*fontawesome\.js[^"]*"></script>',
        "",
        html,
    )


def drop_search_scripts(html):
    """Load the search index on the search page only.

    The theme loads it everywhere for a search-as-you-type that is switched off; the
    search field of every page leads to the search page.
    """
    return html if 'id="search-results"' in html else _HEAD_SEARCH.sub("", html)


def choose_colours_first(html):
    """Choose light or dark before the first paint, and light without a script.

    The theme starts with the colours "auto", which its style sheet does not know,
    until a script at the end of the page corrects them.
    """
    html = html.replace('data-theme="auto"', 'data-theme="light"', 1)
    return html.replace(
        'dataset.theme = localStorage.getItem("theme") || "auto"',
        'dataset.theme = localStorage.getItem("theme") || '
        '(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")',
        1,
    )


def name_the_sidebar(html):
    """Give the left sidebar a role and a name, so that its logo has a landmark."""
    named = 'role="complementary" aria-label="Course" '
    return html.replace(
        '<div id="pst-primary-sidebar" class',
        f'<div id="pst-primary-sidebar" {named}class',
        1,
    )


RULES = (
    drop_icon_script,
    drop_search_scripts,
    choose_colours_first,
    name_the_sidebar,
    draw_icons,
)


def mend(html):
    """Return a page with every rule applied."""
    for rule in RULES:
        html = rule(html)
    return html


def _mend_site(app, error):
    """Mend every page, and remove what no page loads any more."""
    if error or app.builder.format != "html":
        return
    site = Path(app.outdir)
    for name in _UNUSED:
        (site / "_static" / name).unlink(missing_ok=True)
    for page in site.rglob("*.html"):
        before = page.read_text(encoding="utf-8")
        try:
            after = mend(before)
        except KeyError as missing:
            _LOGGER.warning("%s uses the icon %s, unknown to the theme", page, missing)
            continue
        if after != before:
            page.write_text(after, encoding="utf-8")
    for source_map in (site / "_static").rglob("*.map"):
        source_map.unlink()


def setup(app):
    """Connect to Sphinx."""
    app.connect("build-finished", _mend_site)
