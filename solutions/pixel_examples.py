"""Examples for the rule blue or grey: the answer to "write the test"."""

__all__ = ["examples_for_label_pixels"]


def examples_for_label_pixels():
    """Write examples that tell a right ``label_pixels`` from a wrong one.

    Returns
    -------
    list of tuple (pixel, threshold, expected)
        Three to 50 examples. ``pixel`` is a list of three whole numbers from 0
        to 255, ``threshold`` a whole number from 0 to 765, and ``expected`` the
        label 0 or 1 (or False or True) that ``label_pixels`` must give to a
        picture of dtype uint8 that has this pixel and no other.

    Notes
    -----
    Your examples are run against several right functions, which must agree
    with every one of them, and against several wrong functions, each of which
    must disagree with at least one. The wrong functions make the mistakes
    that people make in the exercise with ``label_pixels``.
    """
    return [
        ([30, 90, 200], 600, 1),
        ([230, 230, 232], 600, 0),
        ([200, 200, 200], 600, 1),
        ([20, 30, 50], 60, 0),
    ]
