"""The directive ``exercises``: a card for each exercise of an assignment.

::

    ```{exercises} one_neuron
    ```

The facts come from ``autograder.authoring.cards``, which reads them from the
assignment itself, so a card cannot promise what the grader does not do. The
notebook to work in is offered as ``downloads/<assignment>.zip``, an address that
stays the same from build to build.
"""

import importlib
import inspect
import shutil
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.osutil import relative_uri

from .data_directive import DataDirective
from .disclosure import disclosure

__all__ = ["Exercises", "setup"]

_SOURCE = "autograder.authoring.cards"
_DOWNLOADS = "downloads"
_HINTS = ("First hint", "Second hint", "Third hint")


class ReleaseLink(nodes.General, nodes.TextElement):
    """A link to a released assignment; ``file`` is its name on the site."""


def _load_cards(assignment):
    """Return the assignment's cards and the path of its released zip.

    Raises
    ------
    ValueError
        If the authoring package or the assignment cannot be found, or a card is
        incomplete.
    """
    try:
        source = importlib.import_module(_SOURCE)
    except ImportError as error:
        msg = f"cannot import {_SOURCE} ({error}); install the course first."
        raise ValueError(msg) from error
    try:
        cards = list(source.cards(assignment))
    except Exception as error:
        # Whatever an assignment does wrong, the page that shows it is named.
        msg = f"no cards for the assignment {assignment!r}: {error!r}"
        raise ValueError(msg) from error
    for card in cards:
        if len(card.hints) != len(_HINTS):
            msg = f"{card.name} has {len(card.hints)} hints; it needs three."
            raise ValueError(msg)
        if card.difficulty not in (1, 2, 3):
            msg = f"{card.name} has difficulty {card.difficulty!r}; use 1, 2 or 3."
            raise ValueError(msg)
    return cards, Path(source.release_zip(assignment)), Path(inspect.getfile(source))


class Exercises(DataDirective):
    """Show the exercises of an assignment."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012 (docutils' name)
        "only": directives.unchanged_required,
        "download": directives.flag,
    }

    def run(self):
        """Return a download link and one section for each exercise."""
        assignment = self.arguments[0]
        try:
            cards, archive, source = _load_cards(assignment)
            chosen = self._choose(cards)
        except ValueError as error:
            msg = f"exercises: {error}"
            raise self.error(msg) from error
        # A relative path counts from the project's folder, which is the book's.
        archive = Path(self.env.srcdir, archive)
        self._depend_on(source, assignment, archive)
        found = self._download(archive) if self._wants_download() else []
        return [*found, *(self._card(card) for card in chosen)]

    def _choose(self, cards):
        """Return all cards, or those that ``:only:`` names, in its order."""
        if "only" not in self.options:
            return cards
        known = {card.name: card for card in cards}
        names = self.options["only"].replace(",", " ").split()
        missing = [name for name in names if name not in known]
        if missing:
            msg = f"no exercise {', '.join(missing)}; known are {', '.join(known)}."
            raise ValueError(msg)
        return [known[name] for name in names]

    def _wants_download(self):
        """Tell whether the notebook is offered here."""
        return "download" in self.options or "only" not in self.options

    def _depend_on(self, source, assignment, archive):
        """Read the page again when the assignment or its release changes."""
        folder = source.parents[1] / "assignments" / assignment
        for path in (source, archive, *sorted(folder.glob("*.*"))):
            self.env.note_dependency(str(path))

    def _download(self, archive):
        """Return a link to the released notebook, if it has been made."""
        if not archive.is_file():
            return []
        released = self.env.metadata[self.env.docname].setdefault("released", [])
        released.append(str(archive))
        size = max(1, round(archive.stat().st_size / 1024))
        link = ReleaseLink("", "Download the exercises", file=archive.name)
        note = nodes.inline("", f" {archive.name}, {size} KB", classes=["release-size"])
        return [nodes.paragraph("", "", link, note, classes=["release"])]

    def _card(self, card):
        """Return one exercise as a section."""
        name = "exercise-" + card.name.replace("_", "-").lower()
        section = nodes.section(names=[name], classes=["exercise-card"])
        self.state.document.note_explicit_target(section, section)
        section += nodes.title("", "", nodes.literal("", card.signature))
        section += nodes.paragraph("", self._facts(card), classes=["exercise-facts"])
        section += nodes.paragraph("", "", *self.inline(card.summary))
        if card.looks_at:
            looks = f"Hidden checks also look at: {'; '.join(card.looks_at)}."
            section += nodes.paragraph(
                "", "", *self.inline(looks), classes=["exercise-hidden"]
            )
        section += self._hints(card.hints)
        return section

    def _facts(self, card):
        """Return points, time and difficulty as one line."""
        points = f"{card.points} point" + ("" if card.points == 1 else "s")
        minutes = f"about {card.minutes} minute" + ("" if card.minutes == 1 else "s")
        return f"{points} · {minutes} · difficulty {card.difficulty} of 3"

    def _hints(self, hints):
        """Return a ladder: each hint holds the next one."""
        ladder = []
        for label, hint in reversed(list(zip(_HINTS, hints, strict=True))):
            blocks = self.blocks(hint)
            for block in blocks:
                for paragraph in block.findall(nodes.paragraph):
                    # Hints hold code, and quotes in code are straight.
                    paragraph["support_smartquotes"] = False
            content = [*blocks, *ladder]
            ladder = [disclosure([nodes.Text(label)], content, "hint")]
        return ladder[0]


def _visit_release(translator, node):
    here = translator.builder.get_target_uri(translator.builder.current_docname)
    uri = relative_uri(here, f"{_DOWNLOADS}/{node['file']}")
    translator.body.append(f'<a class="release-link" href="{uri}" download>')


def _depart_release(translator, node):
    translator.body.append("</a>")


def _text_only(translator, node):
    """Elsewhere than on the web there is nothing to download."""


def _copy_releases(app, error):
    """Copy the assignments that pages link to."""
    if error or app.builder.format != "html":
        return
    target = Path(app.outdir) / _DOWNLOADS
    for metadata in app.env.metadata.values():
        for archive in metadata.get("released", ()):
            target.mkdir(exist_ok=True)
            shutil.copyfile(archive, target / Path(archive).name)


def setup(app):
    """Register the directive and its link."""
    plain = (_text_only, _text_only)
    app.add_node(
        ReleaseLink, html=(_visit_release, _depart_release), latex=plain, text=plain
    )
    app.add_directive("exercises", Exercises)
    app.connect("build-finished", _copy_releases)
