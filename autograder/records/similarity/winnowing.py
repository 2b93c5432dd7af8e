"""Fingerprints of token sequences.

Winnowing after S. Schleimer, D. S. Wilkerson and A. Aiken, "Winnowing: Local
Algorithms for Document Fingerprinting", SIGMOD 2003: hash every run of K tokens,
keep the smallest hash of every WINDOW of them. Two sequences that share at least
K + WINDOW - 1 tokens in a row then share a fingerprint.
"""

from hashlib import blake2b

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

__all__ = ["WINDOW", "K", "longest_common_run", "run_hashes", "winnow"]

K = 8
WINDOW = 4
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
POWERS = MULTIPLIER ** np.arange(K, dtype=np.uint64)


def run_hashes(words: list[str]) -> np.ndarray:
    """Hash every run of K words.

    Parameters
    ----------
    words : list of str

    Returns
    -------
    ndarray of shape (max(0, len(words) - K + 1),), uint64
        The same on every machine.
    """
    if len(words) < K:
        return np.zeros(0, dtype=np.uint64)
    hashes = {word: _hash(word) for word in set(words)}
    sequence = np.array([hashes[word] for word in words], dtype=np.uint64)
    return _mixed(sliding_window_view(sequence, K) @ POWERS)


def winnow(hashes: np.ndarray) -> np.ndarray:
    """Choose fingerprints: the smallest hash of every window.

    Parameters
    ----------
    hashes : ndarray of shape (n,), uint64

    Returns
    -------
    ndarray of uint64
        Each fingerprint once, in ascending order.
    """
    if len(hashes) <= WINDOW:
        return np.unique(hashes)[:1]
    return np.unique(sliding_window_view(hashes, WINDOW).min(axis=1))


def longest_common_run(a: np.ndarray, b: np.ndarray) -> tuple[int, int, int]:
    """Find the longest run of hashes that two sequences share.

    Parameters
    ----------
    a, b : ndarray of shape (n,), uint64

    Returns
    -------
    length, start_a, start_b : int
        The first one in ``a`` if there are several; the length may be 0.
    """
    # Hashes of all runs of 1, 2, 4, ... elements; each level joins two of the last.
    levels = [(a, b)]
    while min(len(levels[-1][0]), len(levels[-1][1])) > 1 << (len(levels) - 1):
        step = 1 << (len(levels) - 1)
        x, y = (_joined(one[:-step], one[step:]) for one in levels[-1])
        if not np.isin(x, y).any():
            break
        levels.append((x, y))
    length, best = 0, (0, 0, 0)
    x, y = a, b
    for level in reversed(range(len(levels))):
        more = levels[level]
        if length:
            n, m = len(more[0]) - length, len(more[1]) - length
            if min(n, m) < 1:
                continue
            longer = (
                _joined(x[:n], more[0][length:]),
                _joined(y[:m], more[1][length:]),
            )
        else:
            longer = more
        common = np.isin(longer[0], longer[1])
        if common.any():
            x, y = longer
            length += 1 << level
            start = int(np.argmax(common))
            best = (length, start, int(np.argmax(y == x[start])))
    return best


def _hash(word):
    return int.from_bytes(
        blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
    )


def _joined(first, second):
    return _mixed(first * MULTIPLIER + second)


def _mixed(values):
    """Spread the bits, so that equal sums of different words do not occur."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return values ^ (values >> np.uint64(31))
