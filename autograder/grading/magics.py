"""Lines that IPython understands and Python does not."""

import re

__all__ = ["runs_other_language", "without_installs", "without_magics"]

# Each expression looks at every character a few times only.
MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|[\w.*]+\?{1,2}[ \t]*)$", re.MULTILINE)
MAGIC_VALUE = re.compile(r"^([\w, \t]+=[ \t]*)[!%].*$", re.MULTILINE)
CELL_MAGIC = re.compile(r"\s*%%(\w+)")
MAGICS_THAT_RUN_PYTHON = {"time", "capture", "prun"}
INSTALL = re.compile(
    r"^([ \t]*)(?:(\w[\w, \t]*=[ \t]*)?(?:%[ \t]*|!(?:.*[ \t;&|/])?)"
    r"(?:pip[\d.]*|conda|mamba|uv|apt|apt-get)|pip[\d.]*[ \t]+install)"
    r"[ \t](?:.*\\\n)*.*$",
    re.MULTILINE,
)
NOT_RUN = "print('not run while grading')"


def runs_other_language(text: str) -> bool:
    """Tell whether the first line hands the cell to something else than Python.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool
    """
    magic = CELL_MAGIC.match(text)
    return magic is not None and magic[1] not in MAGICS_THAT_RUN_PYTHON


def without_magics(text: str) -> str:
    """Replace IPython's own lines by lines of Python that do nothing.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Each line keeps its number.
    """
    text = without_installs(text)
    return MAGIC_VALUE.sub(r"\1None", MAGIC.sub(r"\1pass", text))


def without_installs(text: str) -> str:
    """Let lines that install packages only say that they are not run.

    Without a network they would wait in vain, once in every session.

    Parameters
    ----------
    text : str
        Of a cell that is not Python as it is; in one that is, such a line is
        part of a string.

    Returns
    -------
    str
        Each line keeps its number.
    """
    return INSTALL.sub(_not_run, text)


def _not_run(line):
    indent, target = line[1], line[2]
    lines = "\n" * line[0].count("\n")
    return indent + (f"{target}[]" if target else NOT_RUN) + lines
