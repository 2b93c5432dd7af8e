"""What is on this computer: each file present, verified, missing or damaged."""

from pathlib import Path
from typing import NamedTuple

from datasets.integrity import verified_content
from datasets.locations import data_folder, find
from datasets.registry import DataError, DataFile, DataSet

__all__ = ["FileState", "as_plain_data", "must_be_fetched", "state_of"]


class FileState(NamedTuple):
    """What is known about one file.

    Attributes
    ----------
    file : DataFile
        The file in question.
    state : {"present", "verified", "missing", "damaged"}
        "present" means found and not looked into.
    path : str
        Where it is; empty if it is missing.
    message : str
        What is wrong and what to do; empty if nothing is.
    """

    file: DataFile
    state: str
    path: str
    message: str


def state_of(file: DataFile, verify: bool) -> FileState:
    """Look for `file`, and compare its hash if `verify` is true.

    Raises
    ------
    DataError
        If ``ONE_NEURON_DATA`` does not name a folder.
    """
    path = find(file)
    if path is None:
        return FileState(file, "missing", "", "not on this computer")
    if not verify:
        return FileState(file, "present", str(path), "")
    try:
        verified_content(file, afresh=True)
    except DataError as error:
        return FileState(file, "damaged", str(path), str(error))
    return FileState(file, "verified", str(path), "")


def must_be_fetched(file: DataFile) -> bool:
    """Tell whether `file` is missing or damaged and a download would help.

    Raises
    ------
    DataError
        If the damaged copy is in the reader's own folder: nothing is written
        there, and it would hide a good download.
    """
    state = state_of(file, verify=True)
    if state.state == "damaged" and Path(state.path).parent == data_folder():
        raise DataError(state.message)
    return state.state != "verified"


def as_plain_data(data_set: DataSet, states: list[FileState]) -> dict[str, object]:
    """Return the description of `data_set` and its files, ready for JSON."""
    return {
        "name": data_set.name,
        "title": data_set.title,
        "licence": data_set.licence,
        "source": data_set.source,
        "files": [
            {
                "name": file.name,
                "bytes": file.size,
                "sha256": file.sha256,
                "state": state,
                "path": path or None,
                "message": message or None,
            }
            for file, state, path, message in states
        ],
    }
