"""Python code as tokens in which names, comments and layout make no difference.

Code that does not parse is read as well, so this is no parser: every character
belongs to some token, and the time is proportional to the length.
"""

import builtins
import keyword
import math
import re
from dataclasses import dataclass

import numpy as np

__all__ = ["Code", "read_code"]

MAX_SOURCE = 200_000
NAME, TEXT = "v", "s"
TOKEN = re.compile(
    r"""
    (?P<gap>[ \t\f\r]+|\\\r?\n|\#[^\n]*)
    |(?P<line>\n)
    |(?P<text>(?i:[rbuft]{0,2})(?:
        \"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z)|'''(?:[^\\]|\\.)*?(?:'''|\Z)
        |"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?))
    |(?P<number>0[xXbBoO]\w+|(?:[0-9][0-9_]*+\.?[0-9_]*+|\.[0-9][0-9_]*+)
        (?:[eE][+-]?[0-9_]++)?)
    |(?P<name>[^\W\d]\w*+)
    |(?P<sign>\*\*=?|//=?|>>=?|<<=?|->|:=|[=!<>+\-*/%@&|^]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Lines that IPython takes for itself: magics, shell commands, help.
COMMAND = re.compile(r"[ \t]*(?:[%!?].*|[\w.*%]+\?\??[ \t\r]*)(?=\n|\Z)")
OPENING, CLOSING = set("([{"), set(")]}")
CALLABLE = {name for name in dir(builtins) if not name.startswith("_")}
KEPT_ATTRIBUTES = {
    name
    for owner in (np, np.ndarray, np.random.Generator, list, dict, set, str, math)
    for name in dir(owner)
    if not name.startswith("_")
}


@dataclass(frozen=True)
class Code:
    """Normalised tokens of one cell.

    Parameters
    ----------
    words : list of str
    lines : list of int
        On which line of the cell each token begins, from 0.
    """

    words: list[str]
    lines: list[int]


def read_code(source: str) -> Code:
    r"""Read code so that a disguise does not change the result.

    Names become one word; only keywords, calls of built-in functions and the
    attributes that NumPy and Python's own types have are kept. Numbers count by
    value, texts not at all. Comments, docstrings, white space, trailing commas
    and semicolons are left out.

    Parameters
    ----------
    source : str

    Returns
    -------
    Code

    Examples
    --------
    >>> one = read_code("def f(x):  # double it\n    return np.sum(2*x)")
    >>> other = read_code("def g(value): return np.sum( 2.0 * value, )")
    >>> one.words == other.words
    True
    """
    found = _tokens(source[:MAX_SOURCE])
    words: list[str] = []
    lines: list[int] = []
    for i, (kind, text, line) in enumerate(found):
        before = found[i - 1] if i else ("line", "\n", 0)
        after = found[i + 1] if i + 1 < len(found) else ("line", "\n", 0)
        word = text
        if kind == "line" or text == ";" or (text == "," and after[1] in CLOSING):
            continue
        if kind == "text":
            is_statement = before[0] == after[0] == "line"
            if is_statement or before[0] == "text":
                continue
            word = TEXT
        elif kind == "number":
            word = _value(text)
        elif kind == "name":
            owner = found[i - 2][1] if i > 1 else ""
            word = _word(text, before[1], owner, after[1])
        words.append(word)
        lines.append(line)
    return Code(words, lines)


def _tokens(source):
    """List (kind, text, line); line ends inside brackets are left out."""
    found = []
    place = line = depth = 0
    is_line_start = True
    while place < len(source):
        is_command_possible = is_line_start and depth <= 0
        command = COMMAND.match(source, place) if is_command_possible else None
        match = command or TOKEN.match(source, place)
        assert match  # every character begins some token
        kind, text = "gap" if command else match.lastgroup, match.group()
        depth += (text in OPENING) - (text in CLOSING)
        if kind != "gap" and not (kind == "line" and depth > 0):
            found.append((kind, text, line))
        line += text.count("\n")
        is_line_start = kind == "line"
        place = match.end()
    return found


def _word(name, before, owner, after):
    if keyword.iskeyword(name):
        return name
    if before == ".":
        return name if name in KEPT_ATTRIBUTES and owner != "self" else NAME
    return name if after == "(" and name in CALLABLE else NAME


def _value(text):
    try:
        if text[:2].lower() in ("0x", "0b", "0o"):
            return str(float(int(text[:64], 0)))
        return str(float(text))
    except (ValueError, OverflowError):
        return text[:64]
