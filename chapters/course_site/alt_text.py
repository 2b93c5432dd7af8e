"""No picture without a description.

A computed figure takes its alternative text from the cell that draws it::

    ---
    mystnb:
      image:
        alt: What one sees, and what follows from it.
    ---
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

__all__ = ["RequireAltText", "setup"]

_LOGGER = logging.getLogger(__name__)
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"[^"]*\S[^"]*"|'[^']*\S[^']*')""", re.IGNORECASE)


class RequireAltText(SphinxPostTransform):
    """Warn about every image whose alternative text is missing or empty."""

    # After myst-nb has chosen one of a cell's output formats.
    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs):
        """Look at image nodes and at pictures in raw HTML."""
        for image in self.document.findall(nodes.image):
            if not (image.get("alt") or "").strip():
                self._warn(image, image.get("uri", "a picture"))
        for raw in self.document.findall(nodes.raw):
            if "html" in raw.get("format", "").split():
                for tag in _IMG.findall(raw.astext()):
                    if not _ALT.search(tag):
                        self._warn(raw, tag[:80])

    def _warn(self, node, name):
        """Say which picture, and what to write."""
        _LOGGER.warning(
            "%s has no alternative text; in a code cell write it under "
            "mystnb: image: alt, elsewhere between the brackets of ![...]",
            name,
            location=node,
            type="course",
            subtype="alt",
        )


def setup(app):
    """Register the check."""
    app.add_post_transform(RequireAltText)
