"""A test that finds classifiers whose guesses depend on other pictures."""

import numpy as np

__all__ = ["depends_on_company"]


def depends_on_company(classify, images):
    """Tell whether a classifier's guess depends on anything but the picture.

    Parameters
    ----------
    classify : callable
        ``classify(images)`` takes an array of shape (m, 28, 28), m at least 1, and
        returns m guesses. There is no chance in it. Calls cost time: make at most
        100.
    images : ndarray of shape (n, 28, 28), dtype uint8
        At most 20 pictures, no two alike. Not changed.

    Returns
    -------
    bool
        True if some picture of ``images`` gets another guess when it is asked about
        alone, with all the others, with all but one of them, in another order, or
        after other calls. False if each picture always gets the same guess.

    Examples
    --------
    >>> images = np.zeros((2, 28, 28), dtype=np.uint8)
    >>> images[1] = 200
    >>> depends_on_company(lambda x: x.max(axis=(1, 2)) > 100, images)
    False
    >>> depends_on_company(lambda x: x.max(axis=(1, 2)) == x.max(), images)
    True
    """
    n = len(images)
    everybody = np.arange(n)
    groups = [everybody, everybody[::-1]]
    groups += [everybody[i : i + 1] for i in range(n)]
    groups += [np.delete(everybody, i) for i in range(n) if n > 1]
    groups += [everybody]
    seen: dict = {}
    for group in groups:
        guesses = np.asarray(classify(images[group].copy()))
        for i, guess in zip(group.tolist(), guesses.tolist(), strict=True):
            if seen.setdefault(i, guess) != guess:
                return True
    return False
