"""Search what students receive for what they must not see."""

import ast
import html
import io
import json
import zipfile
from pathlib import Path

from .assignment import Assignment

__all__ = ["LeakError", "find_leaks", "secrets_of"]

SHORTEST = 12


class LeakError(Exception):
    """Something secret is in a file for students; the message names both."""


def secrets_of(assignment: Assignment) -> dict[str, str]:
    """Collect the texts that must not reach a student.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    dict
        What each secret is, by its text without white space: bodies of the
        reference, of right and wrong answers, and of hidden checks.
    """
    secrets = {}
    for name, reference in assignment.references.items():
        for body in reference.bodies():
            secrets[_squeeze(body)] = f"the solution of {name}"
    for variant in assignment.variants:
        for body in _bodies(variant.source()):
            secrets[_squeeze(body)] = f"the answer {variant.name}"
    hidden = {
        check.name
        for exercise in assignment.exercises.values()
        for check in exercise.checks
        if not check.is_public
    }
    source = (assignment.folder / "checks.py").read_text()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name in hidden:
            body = _segments(source, node.body)
            secrets[_squeeze(body)] = f"the hidden check {node.name}"
            secrets[node.name] = f"the name of the hidden check {node.name}"
    return {text: what for text, what in secrets.items() if len(text) >= SHORTEST}


def find_leaks(path: Path, secrets: dict[str, str]) -> list[str]:
    """Search a file or a folder, archives included.

    Parameters
    ----------
    path : Path
    secrets : dict
        From `secrets_of`.

    Returns
    -------
    list of str
        One sentence per leak.
    """
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    leaks = []
    for file in files:
        if not file.is_file():
            continue
        for place, text in _texts(file.name, file.read_bytes()):
            squeezed = _squeeze(text)
            leaks += [
                f"{file}{place} contains {what}."
                for secret, what in secrets.items()
                if secret in squeezed
            ]
    return leaks


def _texts(name, content):
    """Yield every text in a file, as a reader would see it."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                for place, text in _texts(member, archive.read(member)):
                    yield f" ({member}){place}", text
        return
    text = content.decode("utf-8", "replace")
    yield "", text
    if name.endswith(".ipynb"):
        cells = json.loads(text).get("cells", [])
        yield "", "\n".join("".join(cell["source"]) for cell in cells)
    if name.endswith(".json"):
        yield "", "\n".join(_strings(json.loads(text)))
    if name.endswith((".html", ".htm", ".svg")):
        yield "", html.unescape(_without_tags(text))


def _strings(document):
    if isinstance(document, str):
        yield document
    elif isinstance(document, (list, dict)):
        for part in document.values() if isinstance(document, dict) else document:
            yield from _strings(part)


def _without_tags(text):
    parts = text.split("<")
    return parts[0] + "".join(part.partition(">")[2] for part in parts[1:])


def _bodies(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            has_docstring = ast.get_docstring(node) is not None
            yield _segments(source, node.body[has_docstring:])


def _segments(source, nodes):
    """Cut statements out; `ast.get_source_segment` splits the file for each."""
    lines = source.encode().splitlines(keepends=True)
    texts = []
    for node in nodes:
        *before, last = lines[node.lineno - 1 : node.end_lineno]
        text = b"".join([*before, last[: node.end_col_offset]])
        texts.append(text[node.col_offset :].decode())
    return "\n".join(texts)


def _squeeze(text):
    return "".join(text.split())
