"""Layers for pictures, which join the dense ones in a `Sequential` model.

Shapes of one example are (height, width, channels).
"""

import numpy as np

from .convolution import conv_size
from .fast_convolution import direct_backward, direct_forward, uses_winograd
from .layers import Layer
from .pooling import maxpool, maxpool_backward
from .winograd import winograd_backward, winograd_forward

__all__ = ["Conv", "Flatten", "MaxPool"]


def _whole(name, number, least):
    """Return the number if it is a whole one that is large enough."""
    whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
    if not whole or number < least:
        message = f"{name} is {number!r}; pass a whole number of at least {least}."
        raise ValueError(message)
    return int(number)


def _height_width_channels(input_shape):
    """Return the shape of a picture."""
    if len(input_shape) != 3:
        message = (
            f"pictures have the shape (height, width, channels) but here examples of "
            f"shape {tuple(input_shape)} arrive; put this layer before Flatten."
        )
        raise ValueError(message)
    return input_shape


class Conv(Layer):
    """A convolutional layer: each filter slides over the picture.

    Parameters
    ----------
    filters : int
        How many feature maps come out, at least 1.
    size : int, default 3
        Height and width of the kernels.
    stride : int, default 1
        Pixels from one place of a kernel to the next.
    pad : int, default 0
        Thickness of the frame of zeros round each picture.
    name : str, optional

    Raises
    ------
    ValueError
        If one of the numbers is not a whole one, or too small.

    Notes
    -----
    Weights "W" of shape (size, size, c, filters) start normal with variance 2 / d,
    where each output sums d = size * size * c products; biases "b" start at 0.

    Examples
    --------
    >>> layer = Conv(4)
    >>> layer.build((28, 28, 1), np.random.default_rng(0))
    >>> layer.forward(np.zeros((5, 28, 28, 1))).shape
    (5, 26, 26, 4)
    """

    def __init__(self, filters, size=3, stride=1, pad=0, name=None):
        super().__init__(name)
        self.filters = _whole("filters", filters, 1)
        self.size = _whole("size", size, 1)
        self.stride = _whole("stride", stride, 1)
        self.pad = _whole("pad", pad, 0)

    def settings(self):
        """Return the four numbers."""
        names = ("filters", "size", "stride", "pad")
        return {name: getattr(self, name) for name in names}

    def output_shape(self, input_shape):
        """Return (h_out, w_out, filters) for pictures of shape (h, w, c).

        Raises
        ------
        ValueError
            If an example is not a picture, or smaller than a kernel.
        """
        h, w, _ = _height_width_channels(input_shape)
        places = [conv_size(n, self.size, self.stride, self.pad) for n in (h, w)]
        return (*places, self.filters)

    def build(self, input_shape, rng, dtype=np.float64):
        """Draw the weights and set the biases to 0."""
        shape = (self.size, self.size, input_shape[2], self.filters)
        W = rng.normal(size=shape) * np.sqrt(2 / np.prod(shape[:3]))
        self.params = {"W": W.astype(dtype), "b": np.zeros(self.filters, dtype)}

    def forward(self, X):
        """Compute the feature maps, (n, h_out, w_out, filters) from (n, h, w, c)."""
        W, b = self.params["W"], self.params["b"]
        self._X = X
        if uses_winograd(self.size, self.stride, *W.shape[2:]):
            self._V = None  # so that the old ones make room for the new ones
            Y, self._V = winograd_forward(X, W, b, self.pad)
            return Y
        return direct_forward(X, W, b, self.stride, self.pad)

    def backward(self, dY):
        """Send slopes back, (n, h, w, c) from (n, h_out, w_out, filters)."""
        X, W = self._X, self.params["W"]
        if uses_winograd(self.size, self.stride, *W.shape[2:]):
            dX, dW, db = winograd_backward(dY, self._V, W, X.shape, self.pad)
        else:
            dX, dW, db = direct_backward(dY, X, W, self.stride, self.pad)
        self.grads = {"W": dW, "b": db}
        return dX


class MaxPool(Layer):
    """A layer that keeps the largest number of each window of each channel.

    Parameters
    ----------
    size : int, default 2
        Height and width of the windows, which do not overlap.
    name : str, optional

    Raises
    ------
    ValueError
        If ``size`` is not a whole number above 0.
    """

    def __init__(self, size=2, name=None):
        super().__init__(name)
        self.size = _whole("size", size, 1)

    def settings(self):
        """Return the size of the windows."""
        return {"size": self.size}

    def output_shape(self, input_shape):
        """Return (h // size, w // size, c) for pictures of shape (h, w, c).

        Raises
        ------
        ValueError
            If an example is not a picture, or smaller than a window.
        """
        h, w, c = _height_width_channels(input_shape)
        places = [conv_size(n, self.size, self.size) for n in (h, w)]
        return (*places, c)

    def forward(self, X):
        """Keep the largest numbers."""
        Y, self._mask = maxpool(X, self.size)
        return Y

    def backward(self, dY):
        """Send each slope to the first largest number of its window."""
        return maxpool_backward(dY, self._mask, self.size)


class Flatten(Layer):
    """A layer that lays the numbers of a picture in one row.

    The order is row by row, within a row pixel by pixel, and the channels of a
    pixel beside each other.
    """

    def output_shape(self, input_shape):
        """Return (h * w * c,) for pictures of shape (h, w, c)."""
        return (int(np.prod(input_shape)),)

    def forward(self, X):
        """Lay the numbers of each example in one row."""
        self._shape = X.shape
        return X.reshape(len(X), -1)

    def backward(self, dY):
        """Put the slopes back into the shape of the pictures."""
        return dY.reshape(self._shape)
