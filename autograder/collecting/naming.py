"""Names that somebody else has chosen: shown safely, turned into folder names."""

import re
import unicodedata
from urllib.parse import unquote

__all__ = [
    "UnsafeNameError",
    "folder_of",
    "problem_with_path",
    "same_name",
    "shown",
    "student_of",
    "without_copy_mark",
]

MAX_FOLDER_BYTES = 200
MAX_PATH = 4096
MAX_DEPTH = 20
KEPT = set("._@- ")
# What browsers, file managers and platforms add to a name: "-1", " (1)", " copy".
COPY = re.compile(r"(?:[ _]?\(\d{1,3}\)|-\d{1,3}|[-_ ]+copy\d{0,3})+$", re.IGNORECASE)


class UnsafeNameError(Exception):
    """A student id cannot become a folder name; the message says why."""


def shown(name: str, width: int = 70) -> str:
    r"""Write a name on one line, with nothing in it that a terminal obeys.

    Parameters
    ----------
    name : str
    width : int
        A longer name loses its middle.

    Returns
    -------
    str

    Examples
    --------
    >>> print(shown("a\x1b[31m\nb"))
    a\x1b[31m\nb
    """
    name = name[: 4 * width] + name[-width:] if len(name) > 5 * width else name
    text = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in name
    )
    if len(text) <= width:
        return text
    half = (width - 3) // 2
    return f"{text[:half]}...{text[-half:]}"


def folder_of(student: str) -> str:
    """Turn a student id into the name of a folder; `student_of` turns it back.

    Letters and digits of all languages stay, and so do dots, hyphens, underscores,
    at signs and spaces inside. Everything else becomes per cent codes. The name never
    starts with a character that a shell, a spreadsheet or a file manager obeys.

    Parameters
    ----------
    student : str

    Returns
    -------
    str

    Raises
    ------
    UnsafeNameError
        If the id is empty or too long.

    Examples
    --------
    >>> folder_of("ada@example.org"), folder_of("-rf /"), folder_of("=1+1")
    ('ada@example.org', '%2Drf %2F', '%3D1%2B1')
    """
    name = unicodedata.normalize("NFC", student)
    last = len(name) - 1
    folder = "".join(
        c if _stays(c, is_edge=i in (0, last), before=name[i - 1 : i]) else _coded(c)
        for i, c in enumerate(name)
    )
    if not folder:
        problem = "a student id is empty; give every student one."
        raise UnsafeNameError(problem)
    if len(folder.encode()) > MAX_FOLDER_BYTES:
        problem = (
            f"the student id {shown(student, 40)} is too long for a folder name: "
            f"{len(folder.encode())} bytes, at most {MAX_FOLDER_BYTES}; map it to a "
            "shorter one with --roster."
        )
        raise UnsafeNameError(problem)
    return folder


def student_of(folder: str) -> str:
    """Return the student id from which a folder's name was made.

    Parameters
    ----------
    folder : str

    Returns
    -------
    str

    Examples
    --------
    >>> student_of("%3D1%2B1")
    '=1+1'
    """
    return unquote(folder, errors="surrogateescape")


def same_name(name: str) -> str:
    """Return a form that is equal for names that people take for the same.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> same_name("ADA  Lovelace") == same_name("Ada Lovelace")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def without_copy_mark(name: str) -> str:
    """Take away what is added to the name of a file that is saved once more.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> without_copy_mark("weights-1.npz"), without_copy_mark("class.2026 (2)")
    ('weights.npz', 'class.2026')
    """
    stem, dot, ending = COPY.sub("", name).rpartition(".")
    return COPY.sub("", stem) + dot + ending


def problem_with_path(path: str) -> str:
    """Say why a path in an archive is refused.

    Parameters
    ----------
    path : str
        With ``/`` between the names.

    Returns
    -------
    str
        The reason in words, or "" if the path stays inside.

    Examples
    --------
    >>> problem_with_path("a/../../etc/passwd")
    'its name leads out of the archive'
    >>> problem_with_path("a/b.ipynb")
    ''
    """
    if len(path) > MAX_PATH:
        return f"its name has {len(path)} characters"
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "its name starts at the root of a disk"
    parts = path.split("/")
    if ".." in parts:
        return "its name leads out of the archive"
    if len(parts) > MAX_DEPTH:
        return f"it lies {len(parts)} folders deep"
    if "\0" in path:
        return "its name contains a zero byte"
    return ""


def _stays(character, is_edge, before):
    kind = unicodedata.category(character)[0]
    if kind in "LN":
        return True
    if is_edge:
        return (kind == "M" and before != "") or character in "_"
    if character == " " and before == " ":
        return False
    return kind == "M" or character in KEPT


def _coded(character):
    data = character.encode("utf-8", "surrogateescape")
    return "".join(f"%{byte:02X}" for byte in data)
