"""The theme's icons, drawn into the page while it is built.

The theme loads a script of 1.5 MB that replaces a dozen small elements by drawings.
The drawings are taken from that same script (Font Awesome Free, CC BY 4.0) and put
in place here, so that a page needs neither the script nor the moment in which it
runs.
"""

import re
from functools import cache
from html import escape
from pathlib import Path

import pydata_sphinx_theme

__all__ = ["draw_icons", "icon_svg"]

_SCRIPT = (
    Path(pydata_sphinx_theme.__file__).parent
    / "theme/pydata_sphinx_theme/static/scripts/fontawesome.js"
)
# An entry of the script: "name":[width,height,[aliases],"code","path"], the name
# without quotes where JavaScript allows it.
_ENTRY = r'(?:"{0}"|(?<=[{{,]){0}):\[(\d+),(\d+),\[[^\]]*\],"[0-9a-f]+","([^"]+)"\]'
_ALIAS = r'\[(\d+),(\d+),\[[^\]]*"{0}"[^\]]*\],"[0-9a-f]+","([^"]+)"\]'
_ELEMENT = re.compile(
    r'<(?P<tag>i|span)\s+class="(?P<classes>[^"]*\bfa[srb]?(?:-[a-z]+)*\b[^"]*)"'
    r"(?P<rest>[^>]*)>\s*</(?P=tag)>"
)
# Classes that say how to draw and not what.
_STYLES = {"fa-solid", "fa-regular", "fa-brands", "fa-lg", "fa-sm", "fa-fw"}
_TITLE = re.compile(r'\s+title="([^"]*)"')


@cache
def _script():
    """Return the text of the theme's icon script."""
    return _SCRIPT.read_text(encoding="utf-8")


@cache
def icon_svg(name):
    """Return width, height and outline of an icon.

    Parameters
    ----------
    name : str
        Its name without the prefix ``fa-``.

    Raises
    ------
    KeyError
        If the theme's script does not know it.
    """
    for pattern in (_ENTRY, _ALIAS):
        # Brands stand first in the script and solid last: the last match wins.
        found = re.findall(pattern.format(re.escape(name)), _script())
        if found:
            return found[-1]
    raise KeyError(name)


def _draw(match):
    """Return one icon element as a drawing."""
    classes = match["classes"].split()
    names = [c for c in classes if c.startswith("fa-") and c not in _STYLES]
    if len(names) != 1:
        return match[0]
    width, height, outline = icon_svg(names[0].removeprefix("fa-"))
    kept = " ".join(["icon", *(c for c in classes if not re.match("fa[srb]?$", c))])
    rest = _TITLE.sub("", match["rest"]).rstrip()
    return (
        f'<svg class="{escape(kept)}"{rest} viewBox="0 0 {width} {height}" '
        f'aria-hidden="true" focusable="false"><path fill="currentColor" '
        f'd="{outline}"/></svg>'
    )


def draw_icons(html):
    """Return a page in which every icon element is a drawing.

    Raises
    ------
    KeyError
        If the page uses an icon that the theme does not have.
    """
    return _ELEMENT.sub(_draw, html)
