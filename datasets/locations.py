"""Where data files are: the reader's folder, the cache, an installed package.

Two environment variables steer it:

``ONE_NEURON_DATA``
    A folder that is looked at first. Nothing is ever written there.
``ONE_NEURON_CACHE``
    Where downloads are kept, instead of the user's cache directory.
"""

import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

from datasets.registry import DataError, DataFile

__all__ = ["cache_folder", "data_folder", "find", "write_whole"]


def data_folder() -> Path | None:
    """Return the folder named by ``ONE_NEURON_DATA``, or None if it is unset.

    Raises
    ------
    DataError
        If the variable names something that is not a folder.
    """
    named = os.environ.get("ONE_NEURON_DATA", "")
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        msg = (
            f"ONE_NEURON_DATA is {named!r}, which is not a folder; "
            "set it to a folder with data files, or unset it."
        )
        raise DataError(msg)
    return folder


def cache_folder() -> Path:
    """Return the folder that keeps downloads; it need not exist yet."""
    named = os.environ.get("ONE_NEURON_CACHE", "")
    if named:
        return Path(named).expanduser()
    # Imported here because it takes longer than reading the cached digits.
    import pooch

    return pooch.os_cache("one-neuron")


def _package_copy(file: DataFile) -> Path | None:
    """Return where an installed package keeps `file`, without importing it."""
    if not file.installed:
        return None
    package, _, inside = file.installed.partition("/")
    # find_spec on a top-level name locates the package and does not run it.
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0], inside)


def find(file: DataFile) -> Path | None:
    """Return the first copy of `file`, plain or gzipped, or None.

    The places are tried in this order: the folder named by
    ``ONE_NEURON_DATA``, the cache, the Python package that ships the file.
    The content is not looked at.

    Parameters
    ----------
    file : DataFile
        The file to look for.

    Returns
    -------
    Path or None
        Where the copy is.
    """
    candidates = [
        folder / name
        for folder in (data_folder(), cache_folder())
        if folder is not None
        for name in (file.name, f"{file.name}.gz")
    ]
    shipped = _package_copy(file)
    if shipped is not None:
        candidates.append(shipped)
    return next((path for path in candidates if path.is_file()), None)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that nobody ever sees half of it.

    Parameters
    ----------
    path : Path
        The file to create or replace; its folder is created if needed.
    content : bytes
        All of the new content.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
