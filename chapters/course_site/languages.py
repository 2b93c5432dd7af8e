"""The roles ``pt`` and ``ru``: a word in Portuguese or Russian.

They tell a screen reader which voice to use: ``{pt}`viés```.
"""

from docutils import nodes

__all__ = ["ForeignWord", "setup"]

_LANGUAGES = ("pt", "ru")


class ForeignWord(nodes.Inline, nodes.TextElement):
    """A word in the language ``lang``."""


def _role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """Return a word marked with the language that the role is named after."""
    return [ForeignWord(rawtext, text, lang=name)], []


def _visit(translator, node):
    translator.body.append(f'<span lang="{node["lang"]}">')


def _depart(translator, node):
    translator.body.append("</span>")


def _nothing(translator, node):
    """Plain text and paper have no voice."""


def setup(app):
    """Register the roles."""
    plain = (_nothing, _nothing)
    app.add_node(ForeignWord, html=(_visit, _depart), latex=plain, text=plain)
    for language in _LANGUAGES:
        app.add_role(language, _role)
