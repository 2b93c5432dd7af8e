"""The base of directives whose content is data: read, check, turn into nodes."""

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

__all__ = ["DataDirective", "require_keys", "require_text"]


def require_text(value, what):
    """Return ``value`` as text, or say what is missing.

    Numbers count as text, because YAML reads ``text: 3`` as a number.

    Raises
    ------
    ValueError
        If there is no text.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        msg = f"{what} must be text, not {value!r}; quote it if it looks like YAML."
        raise ValueError(msg)
    text = str(value).strip()
    if not text:
        msg = f"{what} is empty."
        raise ValueError(msg)
    return text


def require_keys(data, what, required, optional=()):
    """Check that a mapping has exactly the keys that it may have.

    Raises
    ------
    ValueError
        If it is no mapping, lacks a required key or has an unknown one.
    """
    if not isinstance(data, dict):
        msg = f"{what} must be a mapping with {', '.join(required)}, not {data!r}."
        raise ValueError(msg)
    missing = [key for key in required if key not in data]
    if missing:
        msg = f"{what} lacks {', '.join(missing)}."
        raise ValueError(msg)
    unknown = [str(key) for key in data if key not in (*required, *optional)]
    if unknown:
        known = ", ".join((*required, *optional))
        msg = f"{what} has unknown keys: {', '.join(unknown)}; known are {known}."
        raise ValueError(msg)


class DataDirective(SphinxDirective):
    """A directive that reads YAML or Python data and writes Markdown from it."""

    def data(self):
        """Return the directive's content, read as YAML.

        Raises
        ------
        ValueError
            If it is not YAML.
        """
        try:
            return yaml.safe_load("\n".join(self.content))
        except yaml.YAMLError as error:
            msg = f"the content is not YAML: {error}"
            raise ValueError(msg) from error

    def blocks(self, markdown):
        """Return paragraphs, lists and code written in Markdown as nodes."""
        parent = nodes.Element()
        lines = StringList(markdown.splitlines(), self.get_source_info()[0])
        self.state.nested_parse(lines, self.content_offset, parent)
        return parent.children

    def inline(self, markdown):
        """Return a line of Markdown as inline nodes."""
        parsed, messages = self.state.inline_text(markdown, self.lineno)
        return [*parsed, *messages]
