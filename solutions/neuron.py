"""One neuron: a weighted sum, a bias and an activation."""

import numpy as np

__all__ = ["Neuron", "boundary_x2", "neuron_output"]


def neuron_output(x, w, b, activation):
    """Compute the output of one neuron for one example.

    Parameters
    ----------
    x : array_like of shape (d,)
        Inputs.
    w : array_like of shape (d,)
        Weights, one per input.
    b : float
        Bias.
    activation : callable
        Function of one number. Call it once, on the whole sum.

    Returns
    -------
    float
        ``activation(x[0] * w[0] + ... + x[d-1] * w[d-1] + b)``.

    Raises
    ------
    ValueError
        If ``x`` and ``w`` differ in length. The message names both lengths.

    Examples
    --------
    >>> total = neuron_output([1.0, 0.5, -1.0], [0.7, 0.6, 1.4], -0.1, lambda z: z)
    >>> round(float(total), 12)
    -0.5
    """
    if len(x) != len(w):
        message = (
            f"w has length {len(w)} but the neuron has {len(x)} inputs; "
            "pass one weight per input."
        )
        raise ValueError(message)
    return activation(np.dot(x, w) + b)


class Neuron:
    """A neuron that keeps its own weights and bias.

    Calling the neuron returns its weighted sum plus bias, without an
    activation.

    Parameters
    ----------
    n_inputs : int
        Number of inputs, d.
    bias : float, default 0.0
        Starting value of the bias.
    weights : array_like of shape (d,), optional
        Starting values of the weights. The neuron keeps a copy of its own.
        Without them the weights are drawn from ``rng``; any distribution will
        do, for example ``rng.normal``.
    rng : numpy.random.Generator, optional
        Where random weights come from; ``np.random.default_rng()`` if it is
        not given.

    Attributes
    ----------
    weights : ndarray of shape (d,)
        Floating point numbers.
    bias : float

    Raises
    ------
    ValueError
        If ``weights`` does not have ``n_inputs`` entries. The message names
        both numbers.

    Examples
    --------
    >>> neuron = Neuron(3, bias=-0.1, weights=[0.7, 0.6, 1.4])
    >>> round(float(neuron([1.0, 0.5, -1.0])), 12)
    -0.5
    >>> neuron(np.zeros((5, 3))).shape
    (5,)
    """

    def __init__(self, n_inputs, bias=0.0, weights=None, rng=None):
        """Set ``self.weights`` and ``self.bias``."""
        if weights is None:
            rng = np.random.default_rng() if rng is None else rng
            weights = rng.normal(size=n_inputs)
        self.weights = np.array(weights, dtype=float)
        if self.weights.shape != (n_inputs,):
            message = (
                f"weights has shape {self.weights.shape} but the neuron has "
                f"{n_inputs} inputs; pass one weight per input."
            )
            raise ValueError(message)
        self.bias = bias

    def __call__(self, x):
        """Return the weighted sum plus bias.

        Parameters
        ----------
        x : array_like of shape (d,) or (n, d)
            One example, or n examples as rows.

        Returns
        -------
        float or ndarray of shape (n,)
            One number per example.
        """
        return np.asarray(x, dtype=float) @ self.weights + self.bias


def boundary_x2(w, b, x1):
    """Find the second input at which a neuron with two inputs is undecided.

    Parameters
    ----------
    w : array_like of shape (2,)
        Weights ``w[0]`` and ``w[1]`` of the two inputs.
    b : float
        Bias.
    x1 : float or ndarray of any shape
        Values of the first input.

    Returns
    -------
    float or ndarray in the shape of ``x1``
        Values of the second input for which the weighted sum plus bias is 0.

    Raises
    ------
    ValueError
        If ``w[1]`` is 0, because the boundary is then vertical and no value
        of the second input puts a point on it. The message says "vertical".

    Examples
    --------
    >>> boundary_x2([1.0, 2.0], -4.0, 0.0)
    2.0
    """
    if w[1] == 0:
        message = "the boundary is vertical because w[1] is 0; solve for x1 instead."
        raise ValueError(message)
    return -(w[0] * x1 + b) / w[1]
