"""What this course adds to Jupyter Book, as one Sphinx extension.

One module per subject: ``environment`` (what a cached notebook depends on),
``theme`` and ``pages`` (defects of the theme), ``icons``, ``mathematics``,
``alt_text``, ``languages``, ``streams`` (printed text), and the directives
``chapter_card``, ``quiz`` and ``exercises``.
"""

from . import (
    alt_text,
    chapter_card,
    disclosure,
    environment,
    exercises,
    languages,
    mathematics,
    pages,
    quiz,
    streams,
    theme,
)

__all__ = ["setup"]

_PARTS = (
    environment,
    theme,
    mathematics,
    alt_text,
    disclosure,
    chapter_card,
    quiz,
    exercises,
    languages,
    streams,
    pages,
)


def setup(app):
    """Register every part with Sphinx."""
    for part in _PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
