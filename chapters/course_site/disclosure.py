"""Nodes that become native ``<details>`` elements: they open without a script."""

from docutils import nodes

__all__ = ["Disclosure", "Group", "Summary", "disclosure", "setup"]


class Disclosure(nodes.General, nodes.Element):
    """Something that a reader opens; its first child is a `Summary`."""


class Summary(nodes.General, nodes.TextElement):
    """The visible line of a `Disclosure`."""


class Group(nodes.General, nodes.Element):
    """Content that belongs together, named by the element ``labelledby``."""


def disclosure(summary, content, *classes):
    """Return a closed disclosure.

    Parameters
    ----------
    summary : list of docutils.nodes.Node
        Inline content of the line that is always visible.
    content : list of docutils.nodes.Node
        What appears when the reader opens it.
    *classes : str
        Class names for the style sheet.
    """
    content = nodes.container("", *content, classes=["disclosure-content"])
    return Disclosure("", Summary("", "", *summary), content, classes=list(classes))


def _visit_disclosure(translator, node):
    translator.body.append(translator.starttag(node, "details", CLASS="disclosure"))


def _depart_disclosure(translator, node):
    translator.body.append("</details>\n")


def _visit_summary(translator, node):
    translator.body.append(translator.starttag(node, "summary", suffix=""))


def _depart_summary(translator, node):
    translator.body.append("</summary>\n")


def _visit_group(translator, node):
    attributes = {"role": "group", "aria-labelledby": node["labelledby"]}
    translator.body.append(translator.starttag(node, "div", **attributes))


def _depart_group(translator, node):
    translator.body.append("</div>\n")


def _show_children(translator, node):
    """Paper has nothing to open: show the content."""


def setup(app):
    """Tell the writers about the nodes."""
    plain = (_show_children, _show_children)
    for node, html in (
        (Disclosure, (_visit_disclosure, _depart_disclosure)),
        (Summary, (_visit_summary, _depart_summary)),
        (Group, (_visit_group, _depart_group)),
    ):
        app.add_node(node, html=html, latex=plain, text=plain)
