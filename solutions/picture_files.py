"""Pictures in HDF5 files: open, take everything out, close."""

__all__ = ["load_cats"]


def load_cats(path):
    """Read labelled pictures from an HDF5 file.

    Parameters
    ----------
    path : str
        Name of the file. It holds three data sets: pictures under a name that
        ends in ``_set_x``, their labels under one that ends in ``_set_y``, and
        the names of the classes, as bytes, under ``list_classes``. What stands
        before ``_set_x`` and ``_set_y`` differs from file to file: "train" in
        one, "test" in another.

    Returns
    -------
    dict
        ``"images"``: ndarray of shape (n, h, w, c), dtype uint8.
        ``"labels"``: ndarray of shape (n,), whole numbers.
        ``"classes"``: list of str, one name for each class.
        The file is closed, and all of this can still be used.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is something else. The message names the file. For a web
        page under the name of the file it says "HTML", for a pointer of Git
        LFS, which is three lines of text beginning with
        ``version https://git-lfs``, it says "LFS". If a data set is missing,
        the message says which ending or name was looked for. If there are not
        as many labels as pictures, it says how many there are of each. Also if
        the file is cut short.

    Examples
    --------
    >>> import os, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "cats.h5")
    >>> with open(path, "w") as file:
    ...     _ = file.write("<!DOCTYPE html> ...")
    >>> try:
    ...     load_cats(path)
    ... except ValueError as error:
    ...     "HTML" in str(error)
    True
    """
    import h5py

    with open(path, "rb") as file:
        start = file.read(200).strip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        message = f"{path} is an HTML page and not a data file; download it again."
        raise ValueError(message)
    if start.startswith(b"version https://git-lfs"):
        message = f"{path} is a Git LFS pointer; download the file it stands for."
        raise ValueError(message)
    found = []
    try:
        with h5py.File(path, "r") as file:
            for ending in ("_set_x", "_set_y", "list_classes"):
                names = [name for name in file if name.endswith(ending)]
                if not names:
                    message = f"{path} has no {ending}, but {list(file)}; get another."
                    raise ValueError(message)
                found.append(file[names[0]][:])
    except OSError:
        message = f"{path} is no complete HDF5 file; download it again."
        raise ValueError(message) from None
    images, labels, classes = found
    if labels.shape != (len(images),):
        message = (
            f"{path} has {len(images)} pictures and labels of shape {labels.shape}; "
            "get a file with a label for each picture."
        )
        raise ValueError(message)
    names = [name.decode() for name in classes]
    return {"images": images, "labels": labels, "classes": names}
