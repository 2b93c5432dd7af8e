"""A score beside what scores without learning."""

import numpy as np

__all__ = ["report"]


def report(y_train, y_test, p_test):
    """Judge the predictions for a test set beside two answers that never change.

    Parameters
    ----------
    y_train : array_like of shape (n,)
        Labels of the training examples, 0 or 1.
    y_test : array_like of shape (m,)
        Labels of the test examples, 0 or 1.
    p_test : array_like of shape (m,)
        Predicted labels of the test examples, 0 or 1.

    Returns
    -------
    dict
        Five floating point numbers from 0 to 1, not percentages:

        ``"accuracy"``: which part of the test examples is predicted rightly.

        ``"always 1"``: the test accuracy of answering 1 every time.

        ``"train majority"``: the test accuracy of answering, every time, the
        label that is the more frequent one among the **training** examples. If
        both are equally frequent, that label is 0.

        ``"recall 0"`` and ``"recall 1"``: which part of the test examples with
        that label is predicted rightly; nan if there are none, without a
        warning.

    Raises
    ------
    ValueError
        If there are not as many predictions as test labels. The message names
        both shapes.

    Examples
    --------
    >>> scores = report([0, 0, 1], [1, 1, 1, 0], [1, 0, 1, 0])
    >>> scores["accuracy"], scores["always 1"], scores["train majority"]
    (0.75, 0.75, 0.25)
    >>> scores["recall 0"], round(scores["recall 1"], 3)
    (1.0, 0.667)
    """
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        message = (
            f"y_test has shape {y_test.shape} and p_test has shape {p_test.shape}; "
            "pass a prediction for each test label."
        )
        raise ValueError(message)
    right = y_test == p_test
    majority = int(np.mean(y_train) > 0.5)
    scores = {
        "accuracy": float(np.mean(right)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for label in (0, 1):
        hits = right[y_test == label]
        scores[f"recall {label}"] = float(np.mean(hits)) if hits.size else float("nan")
    return scores
