"""Write a file as a whole, or not at all."""

import os
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, content: str | bytes, *, is_durable: bool = False) -> Path:
    """Write a file so that it is either the old one or the new one.

    Parameters
    ----------
    path : Path
        Its folder exists.
    content : str or bytes
        Text is encoded as UTF-8.
    is_durable : bool
        Whether it must survive that the machine loses power now; this takes
        longer.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        If it cannot be written; the old file stands and nothing else is left.
    """
    data = content.encode() if isinstance(content, str) else content
    # Several processes may write the same report at once.
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return path
