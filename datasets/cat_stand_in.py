"""Drawn pictures that stand in for the cat photographs when these are not here.

The recipe keeps what the chapter is about. As many pictures and as many cats as in
the real files; the same sizes and types; one picture that is in both parts; a cat
that is easy to learn by heart and hard to learn. How far cats stand from the middle
was chosen so that logistic regression does about as well as with photographs.
"""

import numpy as np

__all__ = ["draw_cats"]

SIDE = 64
TRAIN, TRAIN_CATS = 209, 72
TEST, TEST_CATS = 50, 33
# In the real files the same photograph has these two places.
TWIN_IN_TRAIN, TWIN_IN_TEST = 146, 17
SEED = 16

_COATS = np.array(
    [
        (208, 138, 66),
        (120, 116, 112),
        (46, 42, 44),
        (226, 218, 204),
        (150, 108, 74),
        (176, 164, 150),
    ],
    dtype=float,
)
# Coordinates run from 0 to 256 in both directions, whatever the number of pixels.
_SPAN = 256.0
_JITTER = 20.0


def draw_cats(
    seed: int = SEED,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Draw 259 pictures, cats and others, the same for the same seed.

    Parameters
    ----------
    seed : int
        Decides everything.

    Returns
    -------
    train_images : ndarray of shape (209, 64, 64, 3), dtype uint8
    train_labels : ndarray of shape (209,), dtype int64
        1 for the 72 cats.
    test_images : ndarray of shape (50, 64, 64, 3), dtype uint8
        Picture 17 is picture 146 of the training part.
    test_labels : ndarray of shape (50,), dtype int64
        1 for the 33 cats.
    """
    rng = np.random.default_rng(seed)
    train_labels = _labels(TRAIN, TRAIN_CATS, TWIN_IN_TRAIN, rng)
    test_labels = _labels(TEST, TEST_CATS, TWIN_IN_TEST, rng)
    train_images = np.stack([_picture(bool(is_cat), rng) for is_cat in train_labels])
    test_images = np.stack([_picture(bool(is_cat), rng) for is_cat in test_labels])
    test_images[TWIN_IN_TEST] = train_images[TWIN_IN_TRAIN]
    return train_images, train_labels, test_images, test_labels


def _labels(n, cats, twin, rng):
    """Shuffle the labels; the picture that is in both parts is a cat."""
    labels = np.zeros(n, dtype=np.int64)
    others = np.delete(np.arange(n), twin)
    labels[twin] = 1
    labels[rng.permutation(others)[: cats - 1]] = 1
    return labels


def _picture(is_cat, rng):
    middle = (np.arange(SIDE) + 0.5) * _SPAN / SIDE
    y, x = np.meshgrid(middle, middle, indexing="ij")
    scene = _background(x, y, rng)
    for depth, colour in (_cat if is_cat else _things)(x, y, rng):
        # A border of about six units, a pixel and a half, is a mixture.
        cover = np.clip(0.5 + depth / 6, 0, 1)[..., np.newaxis]
        scene += cover * (np.asarray(colour, dtype=float) - scene)
    scene = _softened(scene, rng)
    contrast, brightness = rng.uniform(0.6, 1.15), rng.normal(0, 22)
    cast = rng.normal(0, 8, size=3)
    scene = 104 + contrast * (scene - 122) + brightness + cast
    scene += rng.normal(0, 6, size=scene.shape)
    return np.rint(np.clip(scene, 0, 255)).astype(np.uint8)


def _background(x, y, rng):
    """Blend a coarse grid of random colours smoothly."""
    k = int(rng.integers(2, 6))
    grid = rng.uniform(20, 225, size=(k, k, 3))
    rows, columns = _blend(y[:, 0], k), _blend(x[0], k)
    return np.einsum("ri,cj,ijk->rck", rows, columns, grid)


def _blend(places, k):
    """Return how much each of k grid lines counts at each place."""
    position = places / _SPAN * (k - 1)
    lower = np.minimum(position.astype(int), k - 2)
    part = position - lower
    part = part * part * (3 - 2 * part)
    weights = np.zeros((len(places), k))
    weights[np.arange(len(places)), lower] = 1 - part
    weights[np.arange(len(places)), lower + 1] = part
    return weights


def _cat(x, y, rng):
    """List depths and colours of a cat, from the back to the front.

    A depth is the distance to the edge of the part, positive inside.
    """
    coat = _COATS[rng.integers(len(_COATS))] + rng.normal(0, 10, size=3)
    dark, inner = 0.55 * coat, np.array([214.0, 150, 150])
    r = rng.uniform(56, 92)
    cx = 128 + rng.normal(0, _JITTER)
    cy = 118 + rng.normal(0, _JITTER)
    yield _ellipse(x, y, (cx, cy + 1.65 * r), (1.05 * r, 1.1 * r)), 0.92 * coat
    for side in (-1, 1):
        foot, tip = cx + side * 0.9 * r, cx + side * 0.78 * r
        near = cx + side * 0.22 * r
        top = cy - 1.38 * r
        ear = (foot, cy - 0.25 * r), (near, cy - 0.8 * r), (tip, top)
        yield _triangle(x, y, *ear), coat
        small = [(0.7 * px + 0.3 * tip, 0.7 * py + 0.3 * cy) for px, py in ear]
        yield _triangle(x, y, *small) - 2, inner
    yield _ellipse(x, y, (cx, cy), (r, 0.86 * r)), coat
    if rng.uniform() < 0.7:
        for offset in (-0.35, 0.0, 0.35):
            start = cx + offset * r, cy - 0.8 * r
            end = cx + 0.6 * offset * r, cy - 0.4 * r
            yield _band(x, y, start, end, 0.05 * r), dark
    iris = rng.uniform((120, 130, 20), (220, 210, 110))
    for side in (-1, 1):
        eye = cx + side * 0.4 * r, cy - 0.1 * r
        yield _ellipse(x, y, eye, (0.19 * r, 0.15 * r)), iris
        yield _ellipse(x, y, eye, (0.06 * r, 0.14 * r)), (10, 10, 10)
    yield _ellipse(x, y, (cx, cy + 0.45 * r), (0.36 * r, 0.27 * r)), 0.5 * coat + 120
    yield _ellipse(x, y, (cx, cy + 0.3 * r), (0.11 * r, 0.08 * r)), (190, 110, 110)
    for side in (-1, 1):
        for drop in (0.25, 0.45):
            start = cx + side * 0.3 * r, cy + 0.4 * r
            end = cx + side * 1.15 * r, cy + drop * r
            yield _band(x, y, start, end, 1.5), (235, 235, 235)


def _things(x, y, rng):
    """List one to six shapes of any colour."""
    for _ in range(int(rng.integers(1, 7))):
        colour = rng.uniform(10, 245, size=3)
        centre = rng.uniform(20, 236, size=2)
        size = rng.uniform(18, 90, size=2)
        kind = int(rng.integers(4))
        if kind == 0:
            yield _ellipse(x, y, centre, size), colour
        elif kind == 1:
            inside = size[0] - np.abs(x - centre[0]), size[1] - np.abs(y - centre[1])
            yield np.minimum(*inside), colour
        elif kind == 2:
            around = np.sort(rng.uniform(0, 2 * np.pi, size=3))
            corners = [
                centre + size[0] * np.array([np.cos(t), np.sin(t)]) for t in around
            ]
            yield _triangle(x, y, *corners), colour
        else:
            yield _band(x, y, centre, rng.uniform(0, 256, size=2), 5.0), colour


def _ellipse(x, y, middle, radii):
    distance = np.hypot((x - middle[0]) / radii[0], (y - middle[1]) / radii[1])
    return (1 - distance) * min(radii)


def _triangle(x, y, a, b, c):
    """Measure how deep points lie in a triangle, whichever way round it goes."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    sign = 1.0 if turn > 0 else -1.0
    sides = []
    for p, q in ((a, b), (b, c), (c, a)):
        length = max(np.hypot(q[0] - p[0], q[1] - p[1]), 1e-9)
        across = (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])
        sides.append(sign * across / length)
    return np.min(sides, axis=0)


def _band(x, y, start, end, half):
    """Measure how deep points lie in a band of half width `half`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = ((x - start[0]) * dx + (y - start[1]) * dy) / max(dx**2 + dy**2, 1e-9)
    along = np.clip(along, 0, 1)
    return half - np.hypot(x - start[0] - along * dx, y - start[1] - along * dy)


def _softened(scene, rng):
    """Blur along both axes by a random amount."""
    width = rng.uniform(0.3, 1.1)
    steps = np.arange(-3, 4)
    kernel = np.exp(-0.5 * (steps / width) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        edges = [(3, 3) if i == axis else (0, 0) for i in range(3)]
        padded = np.pad(scene, edges, mode="edge")
        scene = sum(
            weight * np.take(padded, np.arange(SIDE) + i, axis=axis)
            for i, weight in enumerate(kernel)
        )
    return scene
