"""What a cell shows: text and pictures, cut to a size. Runs inside the sandbox."""

import binascii
import contextlib

__all__ = ["load_backends", "show_cell"]

KINDS = ("image/png", "text/plain")
MAX_CHARACTERS = 20_000
MAX_PICTURES = 8
MAX_PICTURE_BYTES = 2**20
CUT = "\n... (cut here)\n"


class _Outputs:
    """Collect outputs in their order; stands in for a text file and a publisher."""

    is_publishing = False

    def __init__(self, formatter, is_quiet):
        self._is_quiet = is_quiet
        self.found: list[tuple[str, str | bytes]] = []
        self._format = formatter.format
        self._room = MAX_CHARACTERS
        self._pictures = 0

    def write(self, text):
        self._add_text("stream", text)
        return len(text)

    def flush(self):
        pass

    def display(self, value=None):
        if value is not None and not self._is_quiet:
            self.publish(self._format(value, include=KINDS)[0])

    def publish(self, data, *_, **__):
        picture = data.get("image/png")
        if isinstance(picture, str):  # IPython has written it as base 64
            picture = binascii.a2b_base64(picture)
        if isinstance(picture, bytes) and len(picture) <= MAX_PICTURE_BYTES:
            self._pictures += 1
            if self._pictures <= MAX_PICTURES:
                self.found.append(("image/png", picture))
        else:
            self._add_text("text/plain", str(data.get("text/plain", "")))

    def clear_output(self, wait=False):
        self.found.clear()

    def _add_text(self, kind, text):
        if self._room <= 0 or not text:
            return
        if len(text) > self._room:
            text = text[: self._room] + CUT
        self._room -= len(text)
        if kind == "stream" and self.found and self.found[-1][0] == "stream":
            text = self.found.pop()[1] + text
        self.found.append((kind, text))


def load_backends() -> None:
    """Load what the first figure of each process would load."""
    from IPython.core.pylabtools import find_gui_and_backend
    from matplotlib_inline import backend_inline  # noqa: F401
    from PIL import Image

    find_gui_and_backend("inline")
    Image.preinit()


def show_cell(shell, source: str):
    """Run a cell and collect what it shows.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    source : str

    Returns
    -------
    tuple
        IPython's result of running the cell, and a list of pairs of "stream" or
        a MIME type, and a text or the bytes of a picture.
    """
    if not isinstance(shell.display_pub, _Outputs):
        _draw_inline(shell)
    outputs = _Outputs(shell.display_formatter, _is_quiet(shell, source))
    shell.display_pub = outputs
    shell.display_trap.hook = outputs.display
    # The exception is described by who asks.
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    with contextlib.redirect_stdout(outputs), contextlib.redirect_stderr(outputs):
        ran = shell.run_cell(source)
    return ran, outputs.found


def _is_quiet(shell, source):
    """Tell whether a semicolon hides the value of the last line."""
    with contextlib.suppress(Exception):  # code that does not parse shows nothing
        return bool(shell.displayhook.semicolon_at_end_of_expression(source))
    return False


def _draw_inline(shell):
    """Let figures be drawn at the end of a cell, as in a notebook."""
    with contextlib.suppress(Exception):
        type(shell).enable_matplotlib(shell, "inline")
    with contextlib.suppress(Exception):
        from matplotlib import pyplot

        # It would draw each figure once more, for nobody.
        pyplot.uninstall_repl_displayhook()
