"""A test that tells right gradients from wrong ones, for any nest of parameters."""

import numpy as np

__all__ = ["gradient_is_right"]


def gradient_is_right(loss_and_gradients, parameters):
    """Tell whether somebody's gradients are the slopes of their loss.

    Parameters
    ----------
    loss_and_gradients : callable
        ``loss_and_gradients(parameters)`` returns the loss, a float, and the
        gradients. It may be wrong in any way, but raises no exception. Each number
        costs time: call it at most 300 times.
    parameters : nest of ndarray
        Where to look: dicts, lists and tuples in each other, with arrays of floats
        at the ends, 80 numbers in all at most. Not changed. The loss is smooth near
        them.

    Returns
    -------
    bool
        True if the gradients have the form of the parameters (the same keys and
        lengths, arrays of the same shapes at the ends) and each of their numbers is
        the slope of the loss. Right ones agree with central differences to one part
        in a million of the largest slope of their array. In wrong ones some number
        is off by at least one part in a hundred of it. Losses and slopes may be as
        small as 0.000001 and as large as 1,000,000; slopes of exactly 0 are
        possible.

    Examples
    --------
    >>> w = [np.array([3.0, -1.0])]
    >>> gradient_is_right(lambda p: (float(np.sum(p[0] ** 2)), [2 * p[0]]), w)
    True
    >>> gradient_is_right(lambda p: (float(np.sum(p[0] ** 2)), [p[0]]), w)
    False
    """

    def pairs(nest, other):
        """Walk through two nests of one form; None stands for another form."""
        if isinstance(nest, dict):
            if not isinstance(other, dict) or set(nest) != set(other):
                return [None]
            parts = [(nest[key], other[key]) for key in nest]
        elif isinstance(nest, (list, tuple)):
            if not isinstance(other, (list, tuple)) or len(nest) != len(other):
                return [None]
            parts = list(zip(nest, other, strict=True))
        else:
            is_nest = isinstance(other, (dict, list, tuple))
            if is_nest or np.shape(nest) != np.shape(other):
                return [None]
            return [(nest, np.asarray(other))]
        return [pair for one, two in parts for pair in pairs(one, two)]

    def copy(nest):
        if isinstance(nest, dict):
            return {key: copy(value) for key, value in nest.items()}
        if isinstance(nest, (list, tuple)):
            return type(nest)([copy(value) for value in nest])
        return np.array(nest, dtype=float)

    nudged = copy(parameters)
    found = pairs(nudged, loss_and_gradients(copy(parameters))[1])
    for pair in found:
        if pair is None:
            return False
        array, slopes = pair
        measured = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            middle, losses = array[place], []
            h = 1e-5 * max(1.0, abs(middle))
            for step in (h, -h):
                array[place] = middle + step
                losses.append(loss_and_gradients(copy(nudged))[0])
            array[place] = middle
            measured[place] = (losses[0] - losses[1]) / (2 * h)
        largest = max(np.abs(measured).max(initial=0), np.abs(slopes).max(initial=0))
        if not np.all(np.abs(measured - slopes) <= 1e-3 * largest):
            return False
    return True
