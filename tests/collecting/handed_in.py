"""Archives for the tests of this folder, also such as no honest program makes."""

import gzip
import io
import os
import struct
import tarfile
import zipfile
from pathlib import Path

NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
SYMLINK = 0o120777 << 16
NOON = (2026, 2, 1, 12, 0, 0)


def notebook(mark=""):
    """Return a notebook that differs from others by its mark."""
    return NOTEBOOK + b"\n" + str(mark).encode()


def zip_bytes(members, method=zipfile.ZIP_DEFLATED, when=NOON):
    """Return a zip archive; keys are names or whole `zipfile.ZipInfo`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            info = name
            if isinstance(name, str):
                info = zipfile.ZipInfo(name, when)
                info.compress_type = method
                info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
    return file.getvalue()


def link_in_zip(name):
    info = zipfile.ZipInfo(name, NOON)
    info.create_system = 3
    info.external_attr = SYMLINK
    return info


def marked_as_encrypted(data):
    """Set the flag of encryption in every header of a zip archive."""
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(signature)
        for number, part in enumerate(parts[1:], start=1):
            at = place - 4
            flags = struct.unpack_from("<H", part, at)[0] | 1
            parts[number] = part[:at] + struct.pack("<H", flags) + part[at + 2 :]
        data = signature.join(parts)
    return data


def with_stated_size(data, size):
    """Forge the unpacked size in every header of a zip archive."""
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        parts = data.split(signature)
        for number, part in enumerate(parts[1:], start=1):
            at = place - 4
            parts[number] = part[:at] + struct.pack("<I", size) + part[at + 4 :]
        data = signature.join(parts)
    return data


def tar_bytes(members, packed=False, form=tarfile.PAX_FORMAT):
    """Return a tar archive; values are bytes, or `tarfile.TarInfo` without data."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for name, data in members.items():
            if isinstance(data, tarfile.TarInfo):
                archive.addfile(data)
                continue
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_769_947_200
            archive.addfile(info, io.BytesIO(data))
    return gzip.compress(file.getvalue()) if packed else file.getvalue()


def tar_special(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def files_below(folder):
    """List all files, with their bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def set_time(path, moment):
    os.utime(path, (moment.timestamp(), moment.timestamp()))
