"""The directive ``chapter-card``: what a chapter asks for and gives.

::

    :::{chapter-card}
    goals:
      - compute a neuron's output by hand and in NumPy
      - ...
    prerequisites:
      - "[How to use this course](how_to_use.md)"
    minutes_read: 20
    minutes_do: 60
    data: None.
    :::
"""

from docutils import nodes

from .data_directive import DataDirective, require_keys, require_text

__all__ = ["ChapterCard", "read_card", "setup"]

_KEYS = ("goals", "prerequisites", "minutes_read", "minutes_do", "data")


def _read_list(value, what, least, most):
    """Return a list of texts of a permitted length."""
    if not isinstance(value, list) or not least <= len(value) <= most:
        msg = f"{what} must be a list of {least} to {most} entries."
        raise ValueError(msg)
    return [
        require_text(entry, f"entry {n} of {what}") for n, entry in enumerate(value, 1)
    ]


def _read_minutes(value, what):
    """Return a positive whole number of minutes."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        msg = f"{what} must be a whole number of minutes, not {value!r}."
        raise ValueError(msg)
    return value


def read_card(data):
    """Return a checked copy of a chapter card's data.

    Parameters
    ----------
    data : object
        What YAML gave: a mapping with ``goals`` (4 to 6 texts), ``prerequisites``
        (a list, perhaps empty), ``minutes_read``, ``minutes_do`` and ``data``.

    Raises
    ------
    ValueError
        If a key is missing, unknown or holds something else.
    """
    require_keys(data, "the card", _KEYS)
    return {
        "goals": _read_list(data["goals"], "goals", 4, 6),
        "prerequisites": _read_list(data["prerequisites"], "prerequisites", 0, 8),
        "minutes_read": _read_minutes(data["minutes_read"], "minutes_read"),
        "minutes_do": _read_minutes(data["minutes_do"], "minutes_do"),
        "data": require_text(data["data"], "data"),
    }


class ChapterCard(DataDirective):
    """Show goals, prerequisites, time and data at the top of a chapter."""

    has_content = True

    def run(self):
        """Return the card as nodes."""
        try:
            card = read_card(self.data())
        except ValueError as error:
            msg = f"chapter-card: {error}"
            raise self.error(msg) from error
        minutes = (
            f"about {card['minutes_read']} minutes to read, "
            f"{card['minutes_do']} to do the exercises"
        )
        needs = card["prerequisites"] or ["School mathematics and basic Python."]
        facts = nodes.definition_list(
            "",
            self._fact("Before you start", self._entries(needs)),
            self._fact("Time", [nodes.paragraph("", minutes)]),
            self._fact("Data", self.blocks(card["data"])),
            classes=["chapter-facts"],
        )
        return [
            nodes.container(
                "",
                nodes.paragraph(
                    "", "After this chapter you can", classes=["chapter-card-title"]
                ),
                self._bullets(card["goals"]),
                facts,
                classes=["chapter-card"],
            )
        ]

    def _entries(self, texts):
        """Return one text as a paragraph and several as a list."""
        return self.blocks(texts[0]) if len(texts) == 1 else [self._bullets(texts)]

    def _bullets(self, texts):
        """Return texts as a bullet list."""
        items = [nodes.list_item("", *self.blocks(text)) for text in texts]
        return nodes.bullet_list("", *items)

    def _fact(self, name, content):
        """Return one line of the list of facts."""
        return nodes.definition_list_item(
            "", nodes.term("", name), nodes.definition("", *content)
        )


def setup(app):
    """Register the directive."""
    app.add_directive("chapter-card", ChapterCard)
