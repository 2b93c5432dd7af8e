"""Dense layers as functions, and a model that is a chain of them."""

import numpy as np

from .activation_slopes import activation_slope

__all__ = ["DenseModel", "dense_backward", "dense_forward"]


def dense_forward(X, W, b):
    """Compute the weighted sums of a dense layer for many examples.

    Parameters
    ----------
    X : array_like of shape (n, d_in)
        Examples as rows. Integers are accepted.
    W : array_like of shape (d_in, d_out)
        Weights, one column for each unit.
    b : array_like of shape (d_out,)
        Biases.

    Returns
    -------
    ndarray of shape (n, d_out)
        Entry (i, j) is the sum of unit j for example i. None of the arguments
        is changed.

    Raises
    ------
    ValueError
        If ``X`` or ``W`` is not a table, if ``X`` has not as many columns as
        ``W`` has rows, or if ``b`` does not have the shape (d_out,), even if
        NumPy could stretch it. The message names all three shapes.

    Examples
    --------
    >>> dense_forward([[1.0, 2.0]], [[1.0, 0.0, 2.0], [3.0, 1.0, 0.0]], [0.5, 0.0, 0.0])
    array([[7.5, 2. , 2. ]])
    """
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    tables = [X.ndim, W.ndim] == [2, 2]
    if not tables or X.shape[1] != W.shape[0] or b.shape != W.shape[1:]:
        message = (
            f"X, W and b have the shapes {X.shape}, {W.shape} and {b.shape}; pass "
            "(n, d_in), (d_in, d_out) and (d_out,)."
        )
        raise ValueError(message)
    return X @ W + b


def dense_backward(dZ, X, W):
    """Send slopes back through a dense layer.

    Parameters
    ----------
    dZ : array_like of shape (n, d_out)
        Slope of the loss along each weighted sum of the layer.
    X : array_like of shape (n, d_in)
        The layer's inputs in the forward pass.
    W : array_like of shape (d_in, d_out)
        The layer's weights in the forward pass.

    Returns
    -------
    dX : ndarray of shape (n, d_in)
        Slope of the loss along each input.
    dW : ndarray of shape (d_in, d_out)
        Slope along each weight: the sum over the examples, not the mean. If the
        loss is a mean, ``dZ`` has already been divided by n.
    db : ndarray of shape (d_out,)
        Slope along each bias, likewise. None of the arguments is changed.

    Raises
    ------
    ValueError
        If the shapes do not fit each other. The message names all three.

    Notes
    -----
    ``dX = dZ W^T``, ``dW = X^T dZ``, ``db = sum over rows of dZ``. Rumelhart,
    Hinton and Williams, "Learning representations by back-propagating errors",
    Nature 323, 1986.

    Examples
    --------
    >>> dX, dW, db = dense_backward([[1.0]], [[2.0, 3.0]], [[10.0], [20.0]])
    >>> dX.tolist(), dW.tolist(), db.tolist()
    ([[10.0, 20.0]], [[2.0], [3.0]], [1.0])
    """
    dZ, X, W = np.asarray(dZ), np.asarray(X), np.asarray(W)
    tables = [dZ.ndim, X.ndim, W.ndim] == [2, 2, 2]
    if not tables or W.shape != (X.shape[1], dZ.shape[1]) or len(X) != len(dZ):
        message = (
            f"dZ, X and W have the shapes {dZ.shape}, {X.shape} and {W.shape}; pass "
            "(n, d_out), (n, d_in) and (d_in, d_out)."
        )
        raise ValueError(message)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


class DenseModel:
    """A chain of dense layers, each with an activation.

    Parameters
    ----------
    layers : list of dict
        One for each layer, in the order in which an example passes them. Each
        has "name", a str; "W", an array of shape (d_in, d_out); "b", of shape
        (d_out,); and "activation", one of "linear", "sigmoid", "tanh", "relu".
        The model keeps copies of the arrays.

    Raises
    ------
    ValueError
        If a bias does not fit its weights, if a layer takes another number of
        inputs than the layer before puts out, or if an activation is unknown.
        The message holds the name of the layer that does not fit what came
        before it. If there is no layer at all, the message says "layer".

    Examples
    --------
    >>> layers = [
    ...     {"name": "a", "W": np.ones((2, 3)), "b": np.zeros(3), "activation": "relu"},
    ...     {"name": "b", "W": np.ones((3, 1)), "b": [5.0], "activation": "linear"},
    ... ]
    >>> model = DenseModel(layers)
    >>> model.forward([[1.0, 2.0], [-1.0, -1.0]])
    array([[14.],
           [ 5.]])
    >>> model.summary()
    ([('a', 3, 9), ('b', 1, 4)], 13)
    """

    def __init__(self, layers):
        """Check the layers and keep copies."""
        if not layers:
            message = "layers is empty; a model needs at least one layer."
            raise ValueError(message)
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            known = ("linear", "sigmoid", "tanh", "relu")
            if layer["activation"] not in known:
                message = (
                    f"layer {layer['name']!r} has the activation "
                    f"{layer['activation']!r}; choose one of {', '.join(known)}."
                )
                raise ValueError(message)
            d_in = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            if W.ndim != 2 or len(W) != d_in or b.shape != W.shape[1:]:
                message = (
                    f"layer {layer['name']!r} has W of shape {W.shape} and b of shape "
                    f"{b.shape} behind {d_in} inputs; pass (d_in, d_out) and (d_out,)."
                )
                raise ValueError(message)
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        """Compute the outputs of the last layer.

        Parameters
        ----------
        X : array_like of shape (n, d_in)

        Returns
        -------
        ndarray of shape (n, d_out)
            What the model says about each example. The model remembers what
            `backward` will need.
        """
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A = np.asarray(X, dtype=float)
        self.cache = []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((layer, A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        """Compute the slope of a loss along every weight and bias.

        Parameters
        ----------
        dA : array_like of shape (n, d_out)
            Slope of the loss along each output of the last `forward`.

        Returns
        -------
        list of tuple (dW, db)
            One pair for each layer, in the order of the layers, in the shapes of
            its W and b. The model's arrays stay as they are.

        Raises
        ------
        ValueError
            If there was no `forward` before. The message says "forward".
        """
        if self.cache is None:
            message = "backward has nothing to go back through; call forward first."
            raise ValueError(message)
        dA = np.asarray(dA, dtype=float)
        gradients = []
        for layer, A, Z in self.cache[::-1]:
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            gradients.append((dW, db))
        return gradients[::-1]

    def summary(self):
        """Count the parameters.

        Returns
        -------
        rows : list of tuple (name, units, parameters)
            One for each layer, in order: its name, how many units it has, and
            how many weights and biases these have together.
        total : int
            Parameters of all layers.
        """
        rows = [
            (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            for layer in self.layers
        ]
        return rows, sum(parameters for _, _, parameters in rows)
