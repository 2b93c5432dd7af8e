"""Worked examples: the answers to the exercises in which you write the test."""

__all__ = ["examples_for_half_sse", "examples_for_leaky_relu"]


def examples_for_leaky_relu():
    """Write examples that tell a right ``leaky_relu`` from a wrong one.

    Returns
    -------
    list of tuple (z, slope, expected)
        Three to 50 examples. ``z`` is a number or a list of at most 100 numbers,
        ``slope`` a number, and ``expected`` what ``leaky_relu(z, slope)``
        must return: a number or a list as long as ``z``.

    Notes
    -----
    Your examples are run against several right functions, which must agree
    with every one of them, and against several wrong functions, each of which
    must disagree with at least one. The wrong functions make the mistakes
    that people make in the first exercise.
    """
    return [
        (3.0, 0.1, 3.0),
        (-2.0, 0.1, -0.2),
        (-2.0, 0.5, -1.0),
        (-2.0, 2.0, -4.0),
        ([-1, 0, 4], 0.5, [-0.5, 0.0, 4.0]),
    ]


def examples_for_half_sse():
    """Write examples that tell a right ``half_sse`` from a wrong one.

    Returns
    -------
    list of tuple (y, yhat, expected)
        Three to 50 examples. ``y`` and ``yhat`` are numbers or lists of at most
        100 numbers, also lists of lists. ``expected`` is the number that
        ``half_sse(y, yhat)`` must return, or the text "ValueError" if it must
        refuse the pair. At least one error is larger than 1.

    Notes
    -----
    Your examples are run against several right functions, which must agree
    with every one of them, and against several wrong functions, each of which
    must disagree with at least one. Lists reach the functions as arrays. The
    wrong functions make the mistakes that people make in ``half_sse``.
    """
    return [
        ([0.0, 0.0], [2.0, 4.0], 10.0),
        ([5.0], [2.0], 4.5),
        ([1, 2, 3], [[1], [2], [3]], "ValueError"),
        ([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]], 0.0),
    ]
