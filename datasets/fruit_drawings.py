"""Fruit drawn with NumPy, for when the photographs are not at hand.

Four balls with coloured skins turn before a white background, each around two axes,
as the fruit does in the photographs. Names, sizes, numbers of pictures and frames
are those of the photographs; every colour is invented.
"""

import numpy as np

__all__ = ["FRAMES", "draw"]

# Frames of one full turn.
FRAMES = 328
_ROWS = 128

# Half height and half width in parts of the picture, then the skin's colours.
_SHAPES = ((0.47, 0.47), (0.39, 0.48), (0.48, 0.40), (0.45, 0.42))
_SKINS = (
    ((150, 24, 30), (196, 52, 40), (222, 178, 96)),
    ((238, 150, 14), (248, 178, 24), (222, 196, 44)),
    ((58, 98, 52), (92, 122, 56), (176, 120, 60)),
    ((104, 60, 168), (172, 50, 158), (206, 96, 178)),
)


def draw(label: int, axis: int, frames: np.ndarray, side: int) -> np.ndarray:
    """Draw one fruit in several positions.

    Parameters
    ----------
    label : int
        Which fruit, 0 to 3.
    axis : {1, 2}
        Whether it turns around an upright or around a level axis.
    frames : ndarray of int
        How far it has turned in each picture, in 328ths of a full turn.
    side : int
        Height and width of a picture in pixels.

    Returns
    -------
    ndarray of shape (len(frames), side, side, 3), dtype uint8
    """
    half_height, half_width = _SHAPES[label]
    place = (np.arange(side) + 0.5) / side - 0.5
    y, x = np.meshgrid(place / half_height, place / half_width, indexing="ij")
    depth2 = 1 - x**2 - y**2
    inside = depth2 > 0
    x, y, z = x[inside], y[inside], np.sqrt(depth2[inside])
    # Around the axis the skin is a table: turning is a shift of its columns.
    along, across = (y, x) if axis == 1 else (x, y)
    skin = _skin(label, axis)
    row = np.clip((along + 1) / 2 * _ROWS, 0, _ROWS - 1).astype(int)
    column = np.arctan2(across, z) / (2 * np.pi) * FRAMES
    light = (0.45 + 0.55 * z)[:, np.newaxis].astype(np.float32)
    rng = np.random.default_rng([label, axis])
    grain = rng.integers(-3, 4, size=(side, side, 3)).astype(np.float32)
    # One below the other, so that a rolled copy is a slice.
    grain = np.concatenate([grain, grain])
    paper = np.minimum(252 + grain, 255).astype(np.uint8)
    places = np.flatnonzero(inside)
    images = np.empty((len(frames), side, side, 3), np.uint8)
    for image, frame in zip(images, frames, strict=True):
        rows = slice(7 * int(frame) % side, 7 * int(frame) % side + side)
        image[:] = paper[rows]
        turned = np.floor(column + frame).astype(int) % FRAMES
        colours = skin.take(row * FRAMES + turned, axis=0) * light
        colours += grain[rows].reshape(-1, 3).take(places, axis=0)
        image.reshape(-1, 3)[places] = np.clip(colours, 0, 255)
    return images


def _skin(label: int, axis: int) -> np.ndarray:
    """Return the colours of a skin, a row for each position along and around an axis.

    Both axes show the same ball: colours depend on the point in space.
    """
    level = (np.arange(_ROWS) + 0.5) / _ROWS * 2 - 1
    angle = np.arange(FRAMES) / FRAMES * 2 * np.pi
    along, around = np.meshgrid(level, angle, indexing="ij")
    radius = np.sqrt(1 - along**2)
    across, away = radius * np.sin(around), radius * np.cos(around)
    point = np.stack([across, along, away] if axis == 1 else [along, across, away])
    rng = np.random.default_rng([7, label])
    waves = np.zeros(along.shape)
    for scale in (1, 2, 4):
        direction = rng.normal(size=(6, 3))
        phase = rng.uniform(0, 2 * np.pi, size=6)
        for k in range(6):
            waves += np.cos(scale * np.tensordot(direction[k], point, 1) + phase[k])
    # From 0 to 1, with most of the skin between the ends.
    share = (1 / (1 + np.exp(-0.5 * waves)))[..., np.newaxis]
    first, middle, last = np.array(_SKINS[label], dtype=float)
    lower = first + (middle - first) * np.minimum(2 * share, 1)
    skin = lower + (last - middle) * np.maximum(2 * share - 1, 0)
    return skin.astype(np.float32).reshape(-1, 3)
