"""Models in files: HDF5 without pickle, and training that can be resumed."""

import numpy as np

from .adam import Adam
from .layers import Layer
from .models import Sequential

__all__ = ["ModelFile", "load_model", "save_model"]


class ModelFile:
    """An HDF5 file that holds the settings and the arrays of a model.

    Parameters
    ----------
    path : str
        Where the file is or shall be. Nothing is opened or made until it is
        saved or loaded, and nothing stays open afterwards.

    Notes
    -----
    Import h5py and whatever else you need inside the methods; of Python's own
    modules json, os and pathlib are useful. The file has an attribute "version"
    at its root, the whole number 1. How you arrange the rest is up to you, but
    nothing in the file may be a pickle: whoever loads a pickle runs the program
    in it.

    The checks write files whose names begin with "check" into the folder of
    your notebook.

    Examples
    --------
    >>> import os, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = ModelFile(os.path.join(folder.name, "model.h5"))
    >>> file.save({"epochs": 3}, {"dense_1/W": np.eye(2), "dense_1": np.arange(3)})
    >>> settings, arrays = file.load()
    >>> settings, list(arrays), arrays["dense_1"]
    ({'epochs': 3}, ['dense_1/W', 'dense_1'], array([0, 1, 2]))
    >>> folder.cleanup()
    """

    def __init__(self, path):
        """Remember the path."""
        self.path = path

    def save(self, settings, arrays):
        """Write the file, in the place of an older one if there is one.

        Parameters
        ----------
        settings : dict
            Plain data: dicts with text as keys, lists, text, whole numbers of
            any size, floating point numbers, True, False and None.
        arrays : dict of str to ndarray
            Arrays of numbers or truth values of any shape and dtype, by name. A
            name may hold any characters but is not empty; "a" and "a/b" may both
            be there.

        Raises
        ------
        ValueError
            If the settings hold something else, such as a function, or an array
            holds something other than numbers or truth values, such as text. A
            file that was there before then stays as it was; if there was none,
            there is none afterwards.
        """
        import json
        import os
        from pathlib import Path

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            message = f"the settings are not plain data: {problem}; leave that out."
            raise ValueError(message) from None
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                message = (
                    f"array {name!r} has dtype {np.asarray(array).dtype}; pass numbers."
                )
                raise ValueError(message)
        path = Path(self.path)
        # Whoever reads in the meantime, or after a crash, finds the old file whole.
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
        try:
            with h5py.File(unfinished, "w") as file:
                file.attrs["version"] = 1
                file["settings"] = text
                # HDF5 sorts names and cuts them at "/", so arrays go by number.
                file["names"] = names
                for i, array in enumerate(arrays.values()):
                    file[f"arrays/{i}"] = np.asarray(array)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)

    def load(self):
        """Read the file.

        Returns
        -------
        settings : dict
            Equal to what was saved.
        arrays : dict of str to ndarray
            In the order, under the names, and with the shapes, dtypes and bits
            that were saved; ordinary arrays in memory.

        Raises
        ------
        FileNotFoundError
            If there is no file.
        ValueError
            If the file is none of HDF5, for example a web page under this name,
            or is not complete; the message names the path. If it has no
            attribute "version" or another one than 1; the message says "version"
            and names the one that is there.
        """
        import json
        from pathlib import Path

        import h5py

        path = Path(self.path)
        with open(path, "rb") as raw:
            begin = raw.read(512)
        if not begin.startswith(b"\x89HDF\r\n\x1a\n"):
            found = (
                "a web page" if begin.lstrip().startswith(b"<") else "something else"
            )
            message = f"{path} is {found} and not an HDF5 file; save or fetch it again."
            raise ValueError(message)
        try:
            with h5py.File(path, "r") as file:
                version = file.attrs.get("version", "missing")
                if np.array_equal(version, 1):
                    settings = json.loads(file["settings"][()])
                    names = json.loads(file["names"][()])
                    arrays = {
                        name: np.asarray(file[f"arrays/{i}"][()])
                        for i, name in enumerate(names)
                    }
        except (OSError, KeyError, RuntimeError, ValueError) as problem:
            message = f"{path} is not complete ({problem}); save or fetch it again."
            raise ValueError(message) from None
        if not np.array_equal(version, 1):
            message = (
                f"{path} has version {version} but this program reads version 1; use "
                "the program that saved it."
            )
            raise ValueError(message)
        return settings, arrays


def save_model(path, model, optimiser=None, rng=None):
    """Save a model, and with it all that training needs to go on.

    Parameters
    ----------
    path : str or Path
    model : Sequential
    optimiser : Adam, optional
        Its settings and the averages that it keeps.
    rng : numpy.random.Generator, optional
        The generator that shuffles, as ``np.random.default_rng`` makes it.

    Raises
    ------
    ValueError
        If the generator is of another kind. Nothing is written then.

    Examples
    --------
    See `load_model`.
    """
    settings = {
        "input_shape": list(model.shapes[0]),
        "dtype": model.dtype.name,
        "layers": [
            {
                "kind": type(layer).__name__,
                "name": layer.name,
                "settings": layer.settings(),
                "arrays": list(layer.params),
            }
            for layer in model.layers
        ],
    }
    arrays = {_join("params", *key): array for key, array in model.params.items()}
    if optimiser is not None:
        steps = {_join(*key): state["t"] for key, state in optimiser.states.items()}
        settings["optimiser"] = {"settings": optimiser.settings(), "steps": steps}
        for key, state in optimiser.states.items():
            arrays[_join("m", *key)] = state["m"]
            arrays[_join("v", *key)] = state["v"]
    if rng is not None:
        settings["rng"] = rng.bit_generator.state
        if settings["rng"]["bit_generator"] != "PCG64":
            message = (
                f"the generator is a {settings['rng']['bit_generator']}; pass one from "
                "np.random.default_rng."
            )
            raise ValueError(message)
    ModelFile(path).save(settings, arrays)


def load_model(path):
    """Load what `save_model` saved.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    model : Sequential
    optimiser : Adam or None
    rng : numpy.random.Generator or None
        None for what was not saved.

    Raises
    ------
    FileNotFoundError
        If there is no file.
    ValueError
        If the file is no whole model file of version 1, or a layer, an array or
        a shape in it does not fit. There is no half model then.

    Examples
    --------
    >>> import os, tempfile
    >>> from solutions.layers import Dense
    >>> model = Sequential([Dense(3)], (2,), np.random.default_rng(0))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_model(os.path.join(folder, "model.h5"), model)
    ...     again, optimiser, rng = load_model(os.path.join(folder, "model.h5"))
    >>> X = np.ones((1, 2))
    >>> np.array_equal(again.forward(X), model.forward(X)), optimiser, rng
    (True, None, None)
    """
    settings, arrays = ModelFile(path).load()
    try:
        # Any generator will do: all that it draws is replaced by the file's arrays.
        model = Sequential(
            [_layer(part) for part in settings["layers"]],
            settings["input_shape"],
            np.random.default_rng(0),
            np.dtype(settings["dtype"]),
        )
        params = model.params
        model.set_params(
            {key: _fit(arrays, "params", key, params[key]) for key in params}
        )
        optimiser = rng = None
        if "optimiser" in settings:
            optimiser = Adam(**settings["optimiser"]["settings"])
            steps = settings["optimiser"]["steps"]
            for key, theta in params.items():
                if _join(*key) not in steps:
                    continue
                m, v = (_fit(arrays, part, key, theta) for part in ("m", "v"))
                optimiser.states[key] = {"t": steps[_join(*key)], "m": m, "v": v}
        if "rng" in settings:
            rng = np.random.default_rng()
            rng.bit_generator.state = settings["rng"]
    except (KeyError, TypeError, ValueError) as problem:
        message = f"{path} does not describe a model: {problem}; save the model again."
        raise ValueError(message) from None
    return model, optimiser, rng


def _join(*parts):
    """Make one name of several, and another one for other parts."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def _layer(part):
    """Make a layer as the file describes it."""
    if part["kind"] not in Layer.kinds:
        known = ", ".join(sorted(Layer.kinds))
        message = f"a layer is of the kind {part['kind']!r} but known are {known}"
        raise ValueError(message)
    return Layer.kinds[part["kind"]](**part["settings"], name=part["name"])


def _fit(arrays, part, key, like):
    """Take an array from the file if it has the shape and dtype that it needs."""
    name = _join(part, *key)
    if name not in arrays:
        message = f"the array {name} is missing"
        raise ValueError(message)
    array = arrays[name]
    if array.shape != like.shape or array.dtype != like.dtype:
        message = (
            f"array {name} is {array.dtype} of shape {array.shape} where {like.dtype} "
            f"of shape {like.shape} is needed"
        )
        raise ValueError(message)
    return array
