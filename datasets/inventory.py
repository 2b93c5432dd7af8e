"""What is on this computer: each file present, verified, missing or damaged."""

from pathlib import Path
from typing import NamedTuple

from datasets.digit_facts import digit_facts
from datasets.integrity import verified_content
from datasets.locations import data_folder, find
from datasets.mnist_digits import mnist
from datasets.registry import DATA_SETS, DataError, DataFile, DataSet

__all__ = [
    "FileState",
    "as_plain_data",
    "facts_in_words",
    "is_at_hand",
    "must_be_fetched",
    "state_of",
]

_SUBSETS = {"mnist-5k": "5k", "mnist-full": "full"}


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


def is_at_hand(name: str) -> bool:
    """Tell whether a data set can be loaded without a download.

    Parameters
    ----------
    name : str
        "mnist-5k" or "mnist-full".

    Returns
    -------
    bool
        Whether all of its files are on this computer. They are not looked into.

    Raises
    ------
    DataError
        If no data set has this name, or ``ONE_NEURON_DATA`` names no folder.

    Examples
    --------
    >>> is_at_hand("mnist-5k")
    True
    """
    if name not in DATA_SETS:
        msg = f"no data set is called {name!r}; pass one of {', '.join(DATA_SETS)}."
        raise DataError(msg)
    return all(find(file) is not None for file in DATA_SETS[name].files)


def facts_in_words(name: str) -> list[str]:
    """Say how a set of digits is made up, part by part.

    Parameters
    ----------
    name : str
        "mnist-5k" or "mnist-full"; its files have to be in order.

    Returns
    -------
    list of str
        One sentence for the training part and one for the test part; empty for
        a set of something else.
    """
    if name not in _SUBSETS:
        return []
    digits = mnist(_SUBSETS[name])
    train = digit_facts(digits.train_images, digits.train_labels)
    test = digit_facts(digits.test_images, digits.test_labels, digits.train_images)
    return [
        f"{part}: {sum(facts.counts):,} digits, {min(facts.counts):,} to "
        f"{max(facts.counts):,} of a class, so one answer for all scores "
        f"{facts.commonest_share:.1%}; {facts.duplicates} repeated pictures{also}"
        for part, facts, also in (
            ("train", train, ""),
            ("test", test, f", {test.shared} that training has, too"),
        )
    ]


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
