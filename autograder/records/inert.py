"""A student's text, made inert for programs that render it without cleaning it.

The form grader turns Markdown into HTML and lets MathJax read it, with the
session of the person who grades. A mark that nobody sees, a space without width,
takes apart what could run, load or lead astray there; the rest looks as it was.
"""

import html
import re

__all__ = ["inert"]

MARK = "\u200b"
SAFE_TARGET = r"[ \t]*(?:\n[ \t]*)?<?(?:https?://|mailto:|#)"
SAFE_AUTOLINK = r"https?://[\w./#?%&~+,;:@-]*>"
ACTING_COMMANDS = (
    "bbox class cssId data href html[A-Za-z]* includegraphics mmlToken require "
    "style unicode url"
).replace(" ", "|")
STARTS = re.compile(
    "|".join(
        [
            rf"<(?=[A-Za-z/!?])(?!{SAFE_AUTOLINK})",
            r"!(?=\[)",
            rf"\](?=\((?!{SAFE_TARGET}))",
            rf"\](?=:(?!{SAFE_TARGET}))",
            r"[`~][^\S\n]*(?=mermaid)",  # a diagram's source is rendered as it is
            rf"\\(?=(?:{ACTING_COMMANDS})(?![A-Za-z]))",
        ]
    ),
    re.IGNORECASE,
)
REFERENCE = re.compile(r"&(#(?:[0-9]+|[xX][0-9A-Fa-f]+);?|bsol;)")
# The words of a heading become an id, which could be that of a field for points.
HEADING = re.compile(r"^((?:[ \t>*+:-]|[0-9]+[.)])*#+[ \t]*)(?=[^\s#])", re.MULTILINE)
UNDERLINED = re.compile(
    r"^(?![ \t>*+:-]*(?:`{3,}|~{3,})[ \t]*$)(.*[\w`*~)\]])"
    r"(?=[^\S\n]*\n[ \t>]*[=-]+[ \t]*$)",
    re.MULTILINE,
)


def inert(text: str) -> str:
    r"""Take apart what could act when Markdown, HTML or formulas are rendered.

    Tags, images, acting commands of formulas, coded characters that could stand
    for one of these, and links that lead neither to a web page nor to a place
    in the notebook.

    Parameters
    ----------
    text : str
        Markdown, or any text that a program may take for HTML.

    Returns
    -------
    str
        The same text with spaces of no width in it.

    Examples
    --------
    >>> inert("a < b, <b>bold</b>").replace(MARK, "|")
    'a < b, <|b>bold<|/b>'
    >>> inert("[a](javascript:b) [c](https://d.org)").replace(MARK, "|")
    '[a]|(javascript:b) [c](https://d.org)'
    >>> inert(r"$\href{a}{b} &#92;href &rarr;$").replace(MARK, "|")
    '$\\|href{a}{b} &|#92;href &rarr;$'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\0", "\ufffd")  # browsers leave it out of a word
    text = REFERENCE.sub(_uncoded, text)
    text = STARTS.sub(rf"\g<0>{MARK}", text)
    text = HEADING.sub(rf"\1{MARK}", text)
    return UNDERLINED.sub(rf"\1{MARK}", text)


def _uncoded(found):
    """Leave signs that no keyboard has, such as arrows; show others as written."""
    # Python refuses to read very long numbers.
    is_sign = len(found[0]) < 12 and not html.unescape(found[0]).isascii()
    return found[0] if is_sign else f"&{MARK}{found[1]}"
