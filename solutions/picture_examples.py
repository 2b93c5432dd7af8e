"""Examples for flattening pictures: the answer to "write the test"."""

__all__ = ["examples_for_flatten_images"]


def examples_for_flatten_images():
    """Write examples that tell a right ``flatten_images`` from a wrong one.

    Returns
    -------
    list of tuple (images, expected)
        One to 10 examples. ``images`` is a list of pictures, each a list of
        lines, each a list of pixels, each a list of whole numbers from 0 to
        255. All pictures of an example have the same size, and it holds at
        most 200 numbers. ``expected`` is the list of rows, one for each picture,
        that ``flatten_images`` must return for an array of these pictures.

    Notes
    -----
    Your examples are run against several right functions, which must agree
    with every one of them, and against several wrong functions, each of which
    must disagree with at least one. The wrong functions make the mistakes
    that people make in the exercise with ``flatten_images``; most of them
    return an array of the right shape. The order of the numbers in a row is
    the one that is described there.
    """
    return [
        (
            [
                [[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]],
                [[[13, 14], [15, 16], [17, 18]], [[19, 20], [21, 22], [23, 24]]],
            ],
            [
                [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
                [13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24],
            ],
        ),
    ]
