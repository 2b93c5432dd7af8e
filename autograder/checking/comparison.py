"""Compare plain data and put values into words."""

import math

import numpy as np

__all__ = ["difference", "show"]

MAX_NUMBERS = 6
MAX_TEXT = 600


def difference(got, expected, rtol=1e-7, atol=1e-9) -> str | None:
    """Describe the first difference between two values.

    Numbers may be Python numbers, numpy scalars or arrays without axes; a
    list of numbers and an array with the same numbers are not the same. Whether
    numbers are integers or floating point is not compared.

    Parameters
    ----------
    got, expected : plain data
    rtol, atol : float
        Numbers x, y are equal if ``abs(x - y) <= atol + rtol * abs(y)``.

    Returns
    -------
    str or None
        One clause, or None if there is no difference.

    Examples
    --------
    >>> difference(0.30000000000000004, 0.3)
    >>> difference(np.zeros(3), np.zeros((3, 1)))
    'the shape is (3,) and should be (3, 1)'
    """
    if isinstance(expected, (list, tuple)):
        return _difference_of_sequences(got, expected, rtol, atol)
    if isinstance(expected, dict):
        if not isinstance(got, dict) or set(got) != set(expected):
            return f"it should be a dict with the keys {sorted(map(str, expected))}"
        return _first(
            (f"at key {key!r}", difference(got[key], expected[key], rtol, atol))
            for key in expected
        )
    if isinstance(expected, np.ndarray) and expected.ndim > 0:
        return _difference_of_arrays(got, expected, rtol, atol)
    if _is_number(expected):
        return _difference_of_numbers(got, expected, rtol, atol)
    if type(got) is not type(expected) or got != expected:
        return f"it should be {show(expected)}"
    return None


def show(value, limit=MAX_NUMBERS) -> str:
    """Write a value for a message: short, and large arrays by their shape.

    Parameters
    ----------
    value : object
    limit : int
        How many numbers of an array or list are written.

    Returns
    -------
    str

    Examples
    --------
    >>> show(np.zeros((5, 3)))
    'array of shape (5, 3): [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ...]'
    >>> show([1.0, 0.5])
    '[1.0, 0.5]'
    """
    text = _in_words(value, limit)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 3] + "..."


def _in_words(value, limit):
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return _number(value)
        if value.size <= limit:
            return f"array({_nested(value)})"
        first = ", ".join(_number(x) for x in value.ravel()[:limit])
        return f"array of shape {value.shape}: [{first}, ...]"
    if isinstance(value, np.generic):
        return _number(value)
    if isinstance(value, (list, tuple)) and len(value) > limit:
        first = ", ".join(_in_words(item, limit) for item in value[:limit])
        return f"{type(value).__name__} of length {len(value)}: [{first}, ...]"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(_in_words(item, limit) for item in value)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, dict):
        pairs = [f"{key!r}: {_in_words(part, limit)}" for key, part in value.items()]
        return f"{{{', '.join(pairs[:limit])}{', ...' * (len(pairs) > limit)}}}"
    if isinstance(value, float) and math.isfinite(value):
        return repr(float(f"{value:.8g}"))
    text = repr(value)
    return text if len(text) <= 120 else text[:117] + "..."


def _difference_of_sequences(got, expected, rtol, atol):
    name = type(expected).__name__
    if type(got) is not type(expected):
        return f"it should be a {name} and is {_type_name(got)}"
    if len(got) != len(expected):
        return f"the {name} has {len(got)} entries and should have {len(expected)}"
    return _first(
        (f"at index {i}", difference(g, e, rtol, atol))
        for i, (g, e) in enumerate(zip(got, expected, strict=True))
    )


def _difference_of_arrays(got, expected, rtol, atol):
    if not isinstance(got, np.ndarray):
        return f"it should be an array and is {_type_name(got)}"
    if got.shape != expected.shape:
        return f"the shape is {got.shape} and should be {expected.shape}"
    if got.dtype.kind not in "biufc":
        return f"its dtype is {got.dtype} and should be a kind of number"
    equal = np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)
    if equal.all():
        return None
    index = tuple(int(i) for i in np.argwhere(~equal)[0])
    place = index[0] if len(index) == 1 else index
    x, y = got[index], expected[index]
    found = f"first difference at index {place}: {_number(x)} should be {_number(y)}"
    return found + _by_how_much(x, y)


def _difference_of_numbers(got, expected, rtol, atol):
    if not _is_number(got):
        return f"it should be a single number and is {_type_name(got)}"
    x, y = np.asarray(got)[()], np.asarray(expected)[()]
    if isinstance(y, (bool, np.bool_)) and not isinstance(x, (bool, np.bool_)):
        return f"it should be {show(expected)}"
    try:
        is_equal = np.isclose(x, y, rtol=rtol, atol=atol, equal_nan=True)
    except (TypeError, OverflowError):  # an integer that no array can hold
        is_equal = type(x) is type(y) is int and x == y
    return None if is_equal else f"it should be {show(expected)}" + _by_how_much(x, y)


def _by_how_much(x, y):
    """Say how far two numbers are apart if they look the same when they are short."""
    return f" (they differ by {abs(x - y):.1e})" if _number(x) == _number(y) else ""


def _first(named_differences):
    for place, found in named_differences:
        if found is not None:
            return f"{place}: {found}"
    return None


def _is_number(value):
    if isinstance(value, np.ndarray):
        return value.ndim == 0 and value.dtype.kind in "biufc"
    return isinstance(value, (bool, int, float, np.number, np.bool_))


def _type_name(value):
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"a {type(value).__name__}"


def _number(value):
    value = np.asarray(value)[()]
    if isinstance(value, np.floating):
        return repr(float(f"{value:.6g}"))
    if isinstance(value, str):
        return repr(str(value))
    return str(value)


def _nested(array):
    if array.ndim == 0:
        return _number(array)
    return "[" + ", ".join(_nested(row) for row in array) + "]"
