"""The secret by which nbgrader's exchange returns feedback.

`nbgrader submit` writes one beside the notebook and keeps a copy with the student.
`nbgrader release_feedback` names the page after it, so that only this student finds
the page. It is no part of what was handed in.
"""

from pathlib import Path

from ..whole_files import write_whole

__all__ = ["MAX_SECRET", "SECRET", "hand_on_secret", "is_secret", "secret_in"]

SECRET = "submission_secret.txt"
MAX_SECRET = 1024


def is_secret(data: bytes) -> bool:
    r"""Tell whether nbgrader could read this as a secret.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    bool

    Examples
    --------
    >>> is_secret(b"5f3a"), is_secret(b" "), is_secret(b"\xff")
    (True, False, False)
    """
    return data.isascii() and bool(data.strip()) and len(data) <= MAX_SECRET


def secret_in(folder: Path) -> bytes:
    """Read the secret of a submission.

    Parameters
    ----------
    folder : Path
        Such as ``submitted/STUDENT/ASSIGNMENT``.

    Returns
    -------
    bytes
        Empty if there is none.
    """
    path = folder / SECRET
    if folder.is_symlink() or path.is_symlink() or not path.is_file():
        return b""
    with path.open("rb") as file:
        data = file.read(MAX_SECRET + 1)
    return data if is_secret(data) else b""


def hand_on_secret(submitted: Path, folder: Path) -> bool:
    """Copy the secret of a submission to where nbgrader looks for it next.

    Parameters
    ----------
    submitted : Path
        Such as ``submitted/STUDENT/ASSIGNMENT``.
    folder : Path
        The same in ``autograded`` or ``feedback``. Without a secret, an earlier one
        is removed there: it belongs to another submission.

    Returns
    -------
    bool
        Whether there is one.
    """
    secret = secret_in(submitted)
    if secret:
        write_whole(folder / SECRET, secret)
    else:
        (folder / SECRET).unlink(missing_ok=True)
    return bool(secret)
