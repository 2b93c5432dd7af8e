"""Examples for the hue of a pixel: the answer to "write the test"."""

__all__ = ["examples_for_rgb_to_hue"]


def examples_for_rgb_to_hue():
    """Write examples that tell a right ``rgb_to_hue`` from a wrong one.

    Returns
    -------
    list of tuple (pixel, expected)
        Three to 50 examples. ``pixel`` is a list of three whole numbers from 0
        to 255, red, green and blue. ``expected`` is the hue that ``rgb_to_hue``
        must give to it, a number from 0 up to and not including 1, with an
        error of at most 0.001.

    Notes
    -----
    Your examples are run against several right functions, which must agree
    with every one of them, and against several wrong functions, each of which
    must disagree with at least one: it gives another number, no number, or an
    error. The wrong functions make these mistakes: they divide by 0 for grey,
    they leave a negative hue negative, they subtract bytes, they exchange
    green and blue, or they count degrees.
    """
    return [
        ([0, 255, 0], 1 / 3),
        ([120, 120, 120], 0.0),
        ([255, 0, 51], 29 / 30),
    ]
