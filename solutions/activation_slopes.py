"""Slopes of activations: how steep each one is at a weighted sum."""

import numpy as np

__all__ = ["activation_slope"]


def activation_slope(name):
    """Look up the slope of an activation function by its name.

    Parameters
    ----------
    name : {"step", "linear", "sigmoid", "tanh", "relu"}
        Which activation the slope belongs to.

    Returns
    -------
    callable
        A function that takes weighted sums (not outputs), a number or an array
        of any shape, and returns how steep the activation is there, as floating
        point numbers in the same shape. Its argument is left unchanged. It must
        work for -1000 and 1000 without a warning; the slopes of sigmoid and
        tanh are 0 there.

    Raises
    ------
    ValueError
        If ``name`` is not one of the five names. The message lists them.
        "softmax" is not one of them: each of its outputs depends on all sums
        of the row, so no single slope belongs to one sum.

    Notes
    -----
    ReLU has a kink at 0 and the step function a jump. This course says that
    both slopes are 0 there, as Keras and PyTorch do for ReLU.

    Examples
    --------
    >>> slope = activation_slope("relu")
    >>> slope(np.array([-3.0, 0.0, 2.0]))
    array([0., 0., 1.])
    >>> float(activation_slope("sigmoid")(0.0))
    0.25
    """

    def sigmoid_slope(z):
        shrinking = np.exp(-np.abs(np.asarray(z, dtype=float)))
        return shrinking / (1 + shrinking) ** 2

    slopes = {
        "step": lambda z: np.zeros(np.shape(z)),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": sigmoid_slope,
        "tanh": lambda z: 1 - np.tanh(np.asarray(z, dtype=float)) ** 2,
        "relu": lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
    }
    if name not in slopes:
        known = ", ".join(slopes)
        message = f"there is no slope for {name!r}; choose one of {known}."
        raise ValueError(message)
    return slopes[name]
