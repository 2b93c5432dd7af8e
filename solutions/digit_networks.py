"""Convolutional networks for digits of 28 by 28 pixels, and how they are trained."""

import math

import numpy as np

from .adam import Adam
from .convolution import pad2d
from .image_layers import Conv, Flatten, MaxPool
from .layers import Activation, Dense
from .models import Sequential

__all__ = ["NETWORKS", "OneCycle", "digit_network", "digit_pixels", "shifted"]

# Numbers are filters of 3 by 3 kernels with ReLU behind them.
NETWORKS = {
    "64-32": (64, 32),
    "64-pool-128": (64, "pool", 128),
    "8-pool-16-pool": (8, "pool", 16, "pool"),
}


def digit_network(name, rng, dtype=np.float32):
    """Build a network whose ten logits say which digit a picture shows.

    Parameters
    ----------
    name : {"64-32", "64-pool-128", "8-pool-16-pool"}
        Convolutional layers by their number of filters, each with ReLU, and
        max-pooling by 2. A dense layer of 10 units follows.
    rng : numpy.random.Generator
    dtype : {np.float32, np.float64}, default np.float32

    Returns
    -------
    Sequential

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> network = digit_network("64-pool-128", np.random.default_rng(0))
    >>> network.shapes[-2:]
    [(15488,), (10,)]
    """
    if name not in NETWORKS:
        known = ", ".join(NETWORKS)
        message = f"there is no network {name!r}; choose one of {known}."
        raise ValueError(message)
    layers = []
    for part in NETWORKS[name]:
        pool = part == "pool"
        layers += [MaxPool(2)] if pool else [Conv(part), Activation("relu")]
    return Sequential([*layers, Flatten(), Dense(10)], (28, 28, 1), rng, dtype)


def digit_pixels(images):
    """Prepare pictures for the networks.

    Parameters
    ----------
    images : array_like of shape (n, 28, 28)
        Grey values from 0 to 255.

    Returns
    -------
    ndarray of shape (n, 28, 28, 1), dtype float32
        From 0 to 1, with one channel.

    Examples
    --------
    >>> pixels = digit_pixels(np.full((2, 28, 28), 255, dtype=np.uint8))
    >>> pixels.shape, float(pixels.max())
    ((2, 28, 28, 1), 1.0)
    """
    return (np.asarray(images, dtype=np.float32) / 255)[..., None]


def shifted(X, most, rng):
    """Shift each picture by a random way, so that no pixel is learned by heart.

    Parameters
    ----------
    X : ndarray of shape (n, h, w, c)
        Pictures. They are not changed.
    most : int
        The longest way in pixels, at least 0: down or up as well as to the right
        or to the left. All ways are equally likely.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (n, h, w, c)
        New pictures. What leaves one is lost, and zeros come in on the other side.

    Raises
    ------
    ValueError
        If ``most`` is negative.

    Examples
    --------
    >>> X = np.ones((1, 2, 2, 1))
    >>> bool(np.all(shifted(X, 0, np.random.default_rng(0)) == X))
    True
    """
    n, h, w, _ = X.shape
    framed = pad2d(X, most)
    top, left = rng.integers(2 * most + 1, size=(2, n, 1))
    rows, columns = top + np.arange(h), left + np.arange(w)
    return framed[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None]]


class OneCycle:
    """Adam whose learning rate rises, and falls to nearly 0 with the last step.

    Parameters
    ----------
    lr : float
        The highest rate, reached after a quarter of the steps.
    steps : int
        How many steps there will be, at least 1. Later ones keep the last rate.

    Attributes
    ----------
    adam : Adam
        The optimiser that makes the steps.

    Raises
    ------
    ValueError
        If ``lr`` is not above 0 or ``steps`` is below 1.

    Notes
    -----
    The rate rises along a line from lr / 10 and falls along half a wave of the
    cosine to lr / 1000. After Smith, "A disciplined approach to neural network
    hyper-parameters", 2018, with the falling part of Loshchilov and Hutter,
    "SGDR", ICLR 2017.

    Examples
    --------
    >>> cycle = OneCycle(0.1, 8)
    >>> [round(cycle.rate(step), 4) for step in (0, 2, 5, 8)]
    [0.01, 0.1, 0.05, 0.0001]
    """

    def __init__(self, lr, steps):
        if steps < 1:
            message = f"steps is {steps}; pass a whole number of at least 1."
            raise ValueError(message)
        self.adam = Adam(lr=lr)
        self.lr, self.steps, self.done = lr, steps, 0

    def rate(self, step):
        """Return the learning rate at a step, counted from 0."""
        part = min(step / self.steps, 1)
        if part < 0.25:
            return self.lr * (0.1 + 0.9 * part / 0.25)
        wave = (1 + math.cos(math.pi * (part - 0.25) / 0.75)) / 2
        return self.lr * (0.001 + 0.999 * wave)

    def update(self, grads, params):
        """Make one step; see `Adam.update`."""
        self.adam.lr = self.rate(self.done)
        self.done += 1
        return self.adam.update(grads, params)
