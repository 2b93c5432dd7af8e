"""Layers: what a model is made of, each with a forward and a backward pass.

A layer of a new kind is a subclass of `Layer`. It says which shape comes out,
makes its parameters in `build`, and computes `forward` and `backward`. The model,
the optimiser and the file format know layers by these methods alone.
"""

import numpy as np

from .dense import dense_backward, dense_forward

__all__ = ["Activation", "Dense", "Layer"]


class Layer:
    """What all layers have in common.

    Shapes are those of one example, without the axis of the examples:
    ``(features,)``, or ``(height, width, channels)`` for pictures.

    Parameters
    ----------
    name : str, optional
        Names the layer within its model, which gives it one if it has none.

    Attributes
    ----------
    params : dict of str to ndarray
        What the layer has learned, by name; empty until `build`.
    grads : dict of str to ndarray
        Slopes of the loss along ``params``, after `backward`.
    kinds : dict of str to type
        All kinds of layers, by the name of their class. A subclass enters
        itself, so that a file can name it.
    """

    kinds: dict[str, type] = {}  # noqa: RUF012

    def __init_subclass__(cls):
        """Enter a new kind of layer."""
        Layer.kinds[cls.__name__] = cls

    def __init__(self, name=None):
        self.name = name
        self.params = {}
        self.grads = {}

    def settings(self):
        """Return the arguments other than the name, as a dict of plain data."""
        return {}

    def output_shape(self, input_shape):
        """Return the shape of one output; raise ValueError if the input is unfit."""
        return input_shape

    def build(self, input_shape, rng, dtype=np.float64):
        """Make the parameters for inputs of this shape; most layers have none."""

    def forward(self, X):
        """Compute the outputs of a batch and remember what `backward` needs."""
        raise NotImplementedError

    def backward(self, dY):
        """Store the slopes along ``params`` in ``grads``; return those along X."""
        raise NotImplementedError


class Dense(Layer):
    """A layer in which every unit has a weight for every input.

    Parameters
    ----------
    units : int
        How many units, at least 1.
    name : str, optional

    Raises
    ------
    ValueError
        If ``units`` is not a whole number above 0.

    Notes
    -----
    Weights "W" of shape (d_in, units) start normal with variance 2 / d_in (He,
    Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015), biases "b"
    of shape (units,) start at 0.

    Examples
    --------
    >>> layer = Dense(3)
    >>> layer.build((2,), np.random.default_rng(0))
    >>> layer.forward(np.zeros((5, 2))).shape
    (5, 3)
    """

    def __init__(self, units, name=None):
        super().__init__(name)
        whole = isinstance(units, (int, np.integer)) and not isinstance(units, bool)
        if not whole or units < 1:
            message = f"a dense layer has {units!r} units; pass a whole number above 0."
            raise ValueError(message)
        self.units = int(units)

    def settings(self):
        """Return the number of units."""
        return {"units": self.units}

    def output_shape(self, input_shape):
        """Return (units,) for inputs of shape (d_in,).

        Raises
        ------
        ValueError
            If an example is not one row of numbers.
        """
        if len(input_shape) != 1:
            message = (
                f"a dense layer gets examples of shape {tuple(input_shape)}; pass one "
                "row of numbers for each example."
            )
            raise ValueError(message)
        return (self.units,)

    def build(self, input_shape, rng, dtype=np.float64):
        """Draw the weights and set the biases to 0."""
        (d_in,) = input_shape
        W = rng.normal(size=(d_in, self.units)) * np.sqrt(2 / d_in)
        self.params = {"W": W.astype(dtype), "b": np.zeros(self.units, dtype)}

    def forward(self, X):
        """Compute weighted sums, (n, units) from (n, d_in)."""
        self._X = X
        return dense_forward(X, self.params["W"], self.params["b"])

    def backward(self, dY):
        """Send slopes back, (n, d_in) from (n, units)."""
        dX, dW, db = dense_backward(dY, self._X, self.params["W"])
        self.grads = {"W": dW, "b": db}
        return dX


class Activation(Layer):
    """A layer that bends each number by itself; shapes stay as they are.

    Parameters
    ----------
    function : {"linear", "sigmoid", "tanh", "relu"}
    name : str, optional

    Raises
    ------
    ValueError
        If the function is unknown.

    Notes
    -----
    The slope of ReLU at 0 is 0, as in
    `solutions.activation_slopes.activation_slope`.

    Examples
    --------
    >>> Activation("relu").forward(np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    """

    # The output for a sum, and the slope from both. Unlike the functions of
    # `solutions.activations` they keep float32 as it is.
    FUNCTIONS = {  # noqa: RUF012
        "linear": (lambda z: z, lambda z, a: np.ones_like(a)),
        "sigmoid": (lambda z: (1 + np.tanh(z / 2)) / 2, lambda z, a: a * (1 - a)),
        "tanh": (np.tanh, lambda z, a: 1 - a * a),
        "relu": (lambda z: np.maximum(z, 0), lambda z, a: z > 0),
    }

    def __init__(self, function, name=None):
        super().__init__(name)
        if function not in self.FUNCTIONS:
            known = ", ".join(self.FUNCTIONS)
            message = f"activation {function!r} is unknown; choose one of {known}."
            raise ValueError(message)
        self.function = function

    def settings(self):
        """Return the name of the function."""
        return {"function": self.function}

    def forward(self, X):
        """Bend each number."""
        self._Z, self._A = X, self.FUNCTIONS[self.function][0](X)
        return self._A

    def backward(self, dY):
        """Multiply each slope by that of the activation."""
        return dY * self.FUNCTIONS[self.function][1](self._Z, self._A)
