"""Shapes and parameters of a convolutional network, counted without building it."""

import numpy as np

from .convolution import conv_size

__all__ = ["shape_chain"]


def shape_chain(layers, input_shape):
    """Follow the shape of one example through a network, and count parameters.

    Parameters
    ----------
    layers : list of dict
        In the order in which an example passes them. Each dict has "kind":

        - "conv", with "filters" and "size" (of square kernels), and perhaps
          "stride" (else 1) and "pad" (else 0). Each filter has one bias.
        - "pool", with "size": windows that do not overlap. What is left over at
          the bottom and on the right belongs to no window.
        - "flatten": all numbers in one row.
        - "dense", with "units". Each unit has one bias.
    input_shape : tuple of int
        (height, width, channels), or (numbers,) if the network has no pictures.

    Returns
    -------
    shapes : list of tuple of int
        Shape of one example behind each layer, without the axis of the examples.
    parameters : int
        Weights and biases of all layers together.

    Raises
    ------
    ValueError
        If "conv" or "pool" is given something other than (height, width,
        channels), or a picture smaller than its kernel or window; if "dense" is
        given something other than one row; or if a kind is unknown. The message
        holds the kind.

    Examples
    --------
    >>> layers = [{"kind": "conv", "filters": 64, "size": 3}, {"kind": "flatten"}]
    >>> shape_chain(layers, (28, 28, 1))
    ([(26, 26, 64), (43264,)], 640)
    """
    shape, shapes, parameters = tuple(input_shape), [], 0
    for layer in layers:
        kind = layer["kind"]
        wanted = {"conv": 3, "pool": 3, "flatten": len(shape), "dense": 1}
        if wanted.get(kind) != len(shape):
            message = (
                f"a layer of the kind {kind!r} cannot take an example of shape "
                f"{shape}; known are {', '.join(wanted)}, and conv and pool come "
                "before flatten, dense after it."
            )
            raise ValueError(message)
        if kind in ("conv", "pool"):
            size = layer["size"]
            stride = size if kind == "pool" else layer.get("stride", 1)
            pad = layer.get("pad", 0) if kind == "conv" else 0
            if min(shape[:2]) + 2 * pad < size:
                message = f"{kind} of size {size} does not fit on shape {shape}."
                raise ValueError(message)
            places = [conv_size(n, size, stride, pad) for n in shape[:2]]
            channels = shape[2]
            if kind == "conv":
                parameters += (size * size * channels + 1) * layer["filters"]
                channels = layer["filters"]
            shape = (*places, channels)
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        else:
            parameters += (shape[0] + 1) * layer["units"]
            shape = (layer["units"],)
        shapes.append(shape)
    return shapes, parameters
