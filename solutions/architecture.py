"""Architecture: which layers a network has and how many numbers they hold."""

__all__ = ["count_parameters"]


def count_parameters(sizes, bias=True):
    """Count the weights and biases of a fully connected network.

    Fully connected means that each unit of a layer has a weight for every unit
    of the layer before it. A unit is a neuron, or an input in the first layer.

    Parameters
    ----------
    sizes : sequence of int
        Number of units in each layer, inputs first, outputs last.
    bias : bool, default True
        Whether each unit after the inputs has a bias.

    Returns
    -------
    int
        One weight for each pair of units in neighbouring layers and, if
        ``bias`` is true, one bias for each unit that is not an input.

    Examples
    --------
    >>> count_parameters([3, 1])
    4
    >>> count_parameters([3, 1], bias=False)
    3
    """
    total = 0
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        total += n_in * n_out
        if bias:
            total += n_out
    return total
