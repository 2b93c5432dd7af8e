"""A prediction log: what was expected beside what was found."""

__all__ = ["predict_then_run"]


def predict_then_run():
    """Record three predictions, and beside each what you found out.

    Returns
    -------
    dict
        Three entries, each a pair ``(predicted, measured)`` of numbers:
        ``"blue_share"`` and ``"grey_everywhere"`` are parts of all pixels, from
        0 to 1, and ``"parameters"`` is a count. A prediction may be any number
        in that range, for a count any number from 0. The measured number must
        be right: parts to within 0.001, the count exactly.

    Notes
    -----
    Write the predictions first and do not change them afterwards. Only you know
    whether you did.
    """
    return {
        "blue_share": (0.2, 192 / 576),
        "grey_everywhere": (0.8, 384 / 576),
        "parameters": (1000, 23253),
    }
