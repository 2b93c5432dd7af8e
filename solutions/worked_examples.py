"""Worked examples: the answers to the exercises in which you write the test."""

__all__ = ["examples_for_leaky_relu"]


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
