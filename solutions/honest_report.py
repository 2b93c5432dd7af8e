"""An accuracy with what belongs beside it: uncertainty, confusions, baselines."""

import numpy as np

__all__ = ["honest_report"]


def honest_report(labels, guesses, baselines):
    """Report what a classifier reached, how sure that is, and what it beats.

    Parameters
    ----------
    labels : array_like of int, shape (n,)
        True classes, n at least 1.
    guesses : array_like of int, shape (n,)
        What the classifier said.
    baselines : dict of str to array_like of int, shape (n,)
        What each baseline said about the same pictures.

    Returns
    -------
    dict
        "accuracy": part of the pictures that got their own label, a float.
        "standard_error": of this accuracy p, the root of p (1 - p) / n.
        "confusions": list of triples (label, guess, count), whole numbers, for all
        mistakes of the classifier that occur: the most frequent first, then by
        label, then by guess.
        "beaten": dict from the name of each baseline to True or False. It is True if
        the classifier is better by more than two standard errors of the difference.
        Both were asked about the same pictures, so compare picture by picture: the
        difference is 1 where the classifier alone is right, -1 where the baseline
        alone is, and 0 elsewhere. The standard error of its mean is the root of its
        mean squared distance from its mean, divided by the root of n. No argument
        is changed.

    Raises
    ------
    ValueError
        If guesses, or those of a baseline, are not as many as labels, or if there is
        no label. The message names ``guesses``, or the baseline, and gives its
        shape; without a label it names ``labels``.

    Examples
    --------
    >>> report = honest_report([3, 5, 5, 8], [3, 3, 5, 8], {"constant": [5, 5, 5, 5]})
    >>> report["accuracy"], report["confusions"], report["beaten"]
    (0.75, [(5, 3, 1)], {'constant': False})
    """
    labels, guesses = np.asarray(labels), np.asarray(guesses)
    if labels.ndim != 1 or len(labels) == 0:
        message = f"labels have shape {labels.shape}; pass one label or more."
        raise ValueError(message)
    for name, given in {"guesses": guesses, **baselines}.items():
        if np.shape(given) != labels.shape:
            message = (
                f"{name} has shape {np.shape(given)} but labels {labels.shape}; pass "
                "one guess for each label."
            )
            raise ValueError(message)
    n, is_right = len(labels), guesses == labels
    p = float(is_right.mean())
    counts: dict = {}
    for pair in zip(labels.tolist(), guesses.tolist(), strict=True):
        if pair[0] != pair[1]:
            counts[pair] = counts.get(pair, 0) + 1
    mistakes = [(*pair, count) for pair, count in counts.items()]
    beaten = {}
    for name, given in baselines.items():
        gain = is_right.astype(int) - (np.asarray(given) == labels)
        beaten[name] = bool(gain.mean() > 2 * gain.std() / np.sqrt(n))
    return {
        "accuracy": p,
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": sorted(mistakes, key=lambda m: (-m[2], m[0], m[1])),
        "beaten": beaten,
    }
