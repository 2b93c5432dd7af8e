"""A picture to paint: a blue bird on a grey background, drawn with NumPy.

Nothing is downloaded and no photograph is used. Edges are about a pixel and a half
wide: a pixel on an edge is a mixture, every other one belongs to the bird or to the
background, and these two are far apart in brightness.
"""

import numpy as np

from datasets.registry import DataError

__all__ = ["painting_picture"]

_SMALLEST = 8


def painting_picture(size: int = 100) -> np.ndarray:
    """Draw a blue bird that stands on a grey background.

    Parameters
    ----------
    size : int, default 100
        Height and width in pixels, at least 8. All sizes show the same scene.

    Returns
    -------
    ndarray of shape (size, size, 3), dtype uint8
        Red, green and blue. Away from edges the three numbers of a pixel add up
        to at most 500 in the bird and to at least 650 in the background.

    Raises
    ------
    DataError
        If `size` is not a whole number of at least 8.

    Examples
    --------
    >>> painting_picture(24).shape
    (24, 24, 3)
    """
    is_whole = isinstance(size, (int, np.integer)) and not isinstance(size, bool)
    if not is_whole or size < _SMALLEST:
        msg = (
            f"the picture cannot have size {size!r}; "
            f"pass a whole number of at least {_SMALLEST}."
        )
        raise DataError(msg)
    middle = (np.arange(size) + 0.5) / size
    y, x = np.meshgrid(middle, middle, indexing="ij")
    paper = 232 - 10 * np.hypot(x - 0.5, y - 0.35)
    scene = _colour(paper, paper + 1, paper + 4)
    for depth, colour in _parts(x, y, max(0.014, 0.55 / size)):
        cover = np.clip(0.5 + depth * size / 1.5, 0, 1)[..., np.newaxis]
        scene += cover * (colour - scene)
    return np.rint(scene).astype(np.uint8)


def _parts(x, y, half):
    """List depths and colours of the bird, from the back to the front.

    A depth is the distance to the edge of the part, positive inside. A leg is
    ``2 * half`` wide, so that even small pictures have some.
    """
    zero = 0 * x
    blue = _colour(
        40 + 40 * y + 15 * np.sin(9 * x),
        105 + 70 * (1 - y) + 15 * np.sin(7 * x + 5 * y),
        205 - 40 * y,
    )
    dark = _colour(22 + zero, 52 + 25 * (1 - x), 120 + 30 * (1 - y))
    belly = _colour(205 - 30 * y, 120 + 40 * x, 60 + zero)
    legs = _colour(95 + zero, 70 + zero, 45 + zero)
    beak = _colour(225 + zero, 150 + zero, 30 + zero)
    yield _triangle(x, y, (0.02, 0.64), (0.30, 0.46), (0.34, 0.60)), dark
    yield _band(x, y, (0.44, 0.68), (0.41, 0.93), half), legs
    yield _band(x, y, (0.54, 0.68), (0.55, 0.93), half), legs
    yield _band(x, y, (0.36, 0.93), (0.63, 0.93), half), legs
    yield _ellipse(x, y, (0.47, 0.55), (0.27, 0.185), -0.30), blue
    yield _ellipse(x, y, (0.56, 0.63), (0.165, 0.095), -0.45), belly
    yield _triangle(x, y, (0.80, 0.36), (0.80, 0.25), (0.96, 0.325)), beak
    yield _ellipse(x, y, (0.70, 0.31), (0.145, 0.135), 0.0), blue
    yield _ellipse(x, y, (0.36, 0.52), (0.195, 0.092), 0.32), dark
    yield _ellipse(x, y, (0.745, 0.285), (0.026, 0.026), 0.0), _colour(zero, zero, zero)


def _colour(red, green, blue):
    return np.stack([red, green, blue], axis=-1)


def _ellipse(x, y, middle, radii, turn):
    """Measure how deep points lie in an ellipse turned by `turn` radians."""
    dx, dy = x - middle[0], y - middle[1]
    along = (np.cos(turn) * dx + np.sin(turn) * dy) / radii[0]
    across = (np.cos(turn) * dy - np.sin(turn) * dx) / radii[1]
    return (1 - np.hypot(along, across)) * min(radii)


def _triangle(x, y, *corners):
    """Measure how deep points lie in a triangle, its corners clockwise."""
    sides = [
        ((q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]))
        / np.hypot(q[0] - p[0], q[1] - p[1])
        for p, q in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    return np.min(sides, axis=0)


def _band(x, y, start, end, half):
    """Measure how deep points lie in a band of half width `half`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = ((x - start[0]) * dx + (y - start[1]) * dy) / (dx**2 + dy**2)
    along = np.clip(along, 0, 1)
    away = np.hypot(x - start[0] - along * dx, y - start[1] - along * dy)
    return half - away
