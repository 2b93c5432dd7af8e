"""Examples for cutting into batches: the answer to "write the test"."""

__all__ = ["examples_for_batches"]


def examples_for_batches():
    """Write examples that tell a right ``batches`` from a wrong one.

    Returns
    -------
    list of tuple (n, size, expected)
        Three to 50 examples. ``n`` is a whole number from 0 to 1000, ``size``
        one from 1 to 1000, and ``expected`` the list that ``batches(n, size)``
        must return: pairs (start, stop) of whole numbers.

    Notes
    -----
    Your examples are run against several right functions, which must agree
    with every one of them, and against several wrong functions, each of which
    must disagree with at least one. The wrong functions make the mistakes that
    people make in the exercise with ``batches``, for sizes that are allowed.
    """
    return [
        (7, 3, [(0, 3), (3, 6), (6, 7)]),
        (6, 3, [(0, 3), (3, 6)]),
        (2, 5, [(0, 2)]),
        (0, 4, []),
    ]
