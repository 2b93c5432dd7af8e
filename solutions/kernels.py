"""Kernels that were thought out, not learned."""

import numpy as np

__all__ = ["kernel_for"]


def kernel_for(feature):
    """Return a kernel of 3 by 3 weights that answers to a feature.

    The kernel is laid on the picture as it is, as `cross_correlate` does. Bright
    pixels are large numbers.

    Parameters
    ----------
    feature : {"left-right", "top-bottom", "spot", "blur"}
        - "left-right": an upright edge. The outputs are positive where it is dark
          on the left and bright on the right, wherever in the window the edge
          lies, negative the other way round, and 0 wherever brightness changes
          only from top to bottom, or not at all.
        - "top-bottom": a level edge, likewise. Positive where it is dark above and
          bright below, negative the other way round, and 0 wherever brightness
          changes only from left to right, or not at all.
        - "spot": one bright pixel on dark paper. The largest output for it is
          larger than for an edge or a line, upright or level, of the same
          brightness. The outputs are 0 on a picture of a single grey.
        - "blur": each output is an average of the window. No weight is negative,
          turning the kernel by a quarter changes nothing, and a picture of a
          single grey keeps its grey. All nine weights are above 0.

    Returns
    -------
    ndarray of shape (3, 3)
        Floating point numbers. Weights of any size will do that keep the promises
        above.

    Raises
    ------
    ValueError
        If the feature is unknown. The message names the four that are known.

    Examples
    --------
    >>> kernel = kernel_for("left-right")
    >>> bool(np.sum(kernel * [[0, 0, 1], [0, 0, 1], [0, 0, 1]]) > 0)
    True
    """
    edge = np.array([[-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]])
    spot = -np.ones((3, 3))
    spot[1, 1] = 8.0
    kernels = {
        "left-right": edge,
        "top-bottom": edge.T.copy(),
        "spot": spot,
        "blur": np.full((3, 3), 1 / 9),
    }
    if feature not in kernels:
        known = ", ".join(kernels)
        message = f"the feature {feature!r} is unknown; choose one of {known}."
        raise ValueError(message)
    return kernels[feature]
