"""A model that is a sequence of layers, and its training in batches."""

import numpy as np

from .cross_entropy import cross_entropy, cross_entropy_slope

__all__ = ["Sequential", "batches"]


def batches(n, size):
    """Cut n examples into batches.

    Parameters
    ----------
    n : int
        Number of examples, at least 0.
    size : int
        Examples in a batch, at least 1.

    Returns
    -------
    list of tuple (start, stop)
        Whole numbers: a batch consists of the examples from ``start`` up to, but
        without, ``stop``. The batches follow each other, every example is in one
        of them, and all have ``size`` examples except for the last, which has
        what is left over. No batch is empty; for n = 0 the list is.

    Raises
    ------
    ValueError
        If ``size`` is not a whole number (an int or a NumPy integer) above 0, or
        ``n`` not one of at least 0. The message names the number.

    Examples
    --------
    >>> batches(7, 3)
    [(0, 3), (3, 6), (6, 7)]
    """
    for name, number, least in [("n", n, 0), ("size", size, 1)]:
        if not isinstance(number, (int, np.integer)) or number < least:
            message = f"{name} is {number}; pass a whole number of at least {least}."
            raise ValueError(message)
    return [(start, min(start + size, n)) for start in range(0, n, size)]


class Sequential:
    """Layers behind each other, trained with the cross-entropy of their outputs.

    The last layer puts out logits, without any activation: k columns for k
    classes, or one column for two classes. A single logit z counts as the two
    logits 0 and z.

    Parameters
    ----------
    layers : list of Layer
        In the order in which an example passes them; each is an object of its
        own. Layers without a name get one, such as "dense_1".
    input_shape : tuple of int
        Shape of one example: ``(features,)``, or (height, width, channels).
    rng : numpy.random.Generator
        Draws the first parameters.
    dtype : {np.float32, np.float64}, default np.float64
        Precision of all parameters and outputs.

    Attributes
    ----------
    layers : list of Layer
    shapes : list of tuple
        Shape of one example before each layer, and behind the last one.

    Raises
    ------
    ValueError
        If there is no layer, a layer stands there twice, two layers share a
        name, or a layer cannot take what comes out of the one before. The
        message names the layer.

    Examples
    --------
    >>> from solutions.layers import Activation, Dense
    >>> layers = [Dense(10), Activation("relu"), Dense(20), Activation("relu")]
    >>> layers.append(Dense(1))
    >>> model = Sequential(layers, (2,), np.random.default_rng(0))
    >>> print(model.summary())
    layer         output  parameters
    dense_1        (10,)          30
    activation_1   (10,)           0
    dense_2        (20,)         220
    activation_2   (20,)           0
    dense_3         (1,)          21
    total                        271
    """

    def __init__(self, layers, input_shape, rng, dtype=np.float64):
        if len(layers) == 0:
            message = "layers is empty; a model needs at least one layer."
            raise ValueError(message)
        self.layers = list(layers)
        self.dtype = np.dtype(dtype)
        self._name_layers()
        self.shapes = [tuple(int(length) for length in input_shape)]
        for layer in self.layers:
            try:
                shape = layer.output_shape(self.shapes[-1])
            except ValueError as problem:
                message = f"layer {layer.name!r} does not fit here: {problem}"
                raise ValueError(message) from None
            self.shapes.append(tuple(shape))
        for layer, shape in zip(self.layers, self.shapes, strict=False):
            layer.build(shape, rng, self.dtype)

    def _name_layers(self):
        """Give each layer without a name the next one of its kind."""
        if len({id(layer) for layer in self.layers}) < len(self.layers):
            message = "a layer stands here twice; make an object for each place."
            raise ValueError(message)
        counts, taken = {}, {layer.name for layer in self.layers}
        for layer in self.layers:
            kind = type(layer).__name__.lower()
            while layer.name is None:
                counts[kind] = counts.get(kind, 0) + 1
                if f"{kind}_{counts[kind]}" not in taken:
                    layer.name = f"{kind}_{counts[kind]}"
        names = [layer.name for layer in self.layers]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            message = f"two layers are called {twice[0]!r}; give each its own name."
            raise ValueError(message)

    @property
    def params(self):
        """All parameters, by pairs (name of the layer, name of the array)."""
        return {
            (layer.name, name): array
            for layer in self.layers
            for name, array in layer.params.items()
        }

    @property
    def grads(self):
        """Slopes of the last `backward`, under the same keys."""
        return {
            (layer.name, name): layer.grads[name]
            for layer in self.layers
            for name in layer.params
        }

    def set_params(self, params):
        """Put other arrays in the place of the parameters.

        Parameters
        ----------
        params : dict of ndarray
            Under the keys of `params`.
        """
        for layer in self.layers:
            layer.params = {name: params[layer.name, name] for name in layer.params}

    def summary(self):
        """Say in a table what comes out of each layer and what it holds.

        Returns
        -------
        str
        """
        rows = [("layer", "output", "parameters")]
        for layer, shape in zip(self.layers, self.shapes[1:], strict=True):
            count = sum(array.size for array in layer.params.values())
            rows.append((layer.name, str(shape), f"{count:,}"))
        total = sum(array.size for array in self.params.values())
        rows.append(("total", "", f"{total:,}"))
        wide, high, long = (max(len(row[i]) for row in rows) for i in range(3))
        return "\n".join(f"{a:{wide}}  {b:>{high}}  {c:>{long}}" for a, b, c in rows)

    def forward(self, X):
        """Compute the logits of a batch.

        Parameters
        ----------
        X : array_like of shape (n, *input_shape)

        Returns
        -------
        ndarray of shape (n, k)

        Raises
        ------
        ValueError
            If the examples have another shape than the model's inputs.
        """
        A = np.asarray(X, dtype=self.dtype)
        if A.shape[1:] != self.shapes[0] or A.ndim == 0:
            expected = ", ".join(["n", *map(str, self.shapes[0])])
            message = f"X has shape {A.shape}; pass examples of shape ({expected})."
            raise ValueError(message)
        for layer in self.layers:
            A = layer.forward(A)
        return A

    def loss(self, X, y):
        """Compute the mean cross-entropy; y holds one label per example."""
        return cross_entropy(_two_or_more(self.forward(X)), y)

    def backward(self, X, y):
        """Go forward and back, and leave the slopes of the loss in the layers.

        Parameters
        ----------
        X : array_like of shape (n, *input_shape)
        y : array_like of int, shape (n,)

        Returns
        -------
        float
            The loss.
        """
        outputs = self.forward(X)
        logits = _two_or_more(outputs)
        loss = cross_entropy(logits, y)
        dA = cross_entropy_slope(logits, y)[:, -outputs.shape[1] :].astype(self.dtype)
        for layer in reversed(self.layers):
            dA = layer.backward(dA)
        return loss

    def predict(self, X):
        """Return the likeliest class of each example, an int array (n,).

        Of two equal logits the smaller class wins.
        """
        return np.argmax(_two_or_more(self.forward(X)), axis=1)

    def fit(self, X, y, epochs, batch_size, optimiser, rng, watch=None):
        """Train on shuffled batches.

        Parameters
        ----------
        X : array_like of shape (n, *input_shape)
        y : array_like of int, shape (n,)
        epochs : int
            How many times every example is used.
        batch_size : int
            Examples in a step; the last batch of an epoch may be smaller.
        optimiser : Adam
            Anything with ``update(grads, params)``, which returns parameters.
        rng : numpy.random.Generator
            Asked for one permutation in each epoch.
        watch : tuple (X, y), optional
            Examples to measure on after each epoch. Nothing is learned from
            them.

        Returns
        -------
        dict of str to list of float
            One entry per epoch: "loss", the mean over the epoch's examples,
            measured on the way; with ``watch`` also "watched_loss" and
            "watched_accuracy".

        Raises
        ------
        ValueError
            If X and y have different lengths or none.
        """
        X, y = np.asarray(X, dtype=self.dtype), np.asarray(y)
        if len(X) != len(y) or len(X) == 0:
            message = f"X has {len(X)} rows and y has {len(y)}; pass a label per row."
            raise ValueError(message)
        history = {"loss": []}
        for _ in range(epochs):
            order, total = rng.permutation(len(X)), 0.0
            for start, stop in batches(len(X), batch_size):
                rows = order[start:stop]
                total += len(rows) * self.backward(X[rows], y[rows])
                self.set_params(optimiser.update(self.grads, self.params))
            history["loss"].append(total / len(X))
            if watch is not None:
                right = np.mean(self.predict(watch[0]) == watch[1])
                history.setdefault("watched_loss", []).append(self.loss(*watch))
                history.setdefault("watched_accuracy", []).append(float(right))
        return history


def _two_or_more(logits):
    """Put a column of zeros before a single logit."""
    if logits.shape[1] > 1:
        return logits
    return np.hstack([np.zeros_like(logits), logits])
