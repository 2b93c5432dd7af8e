"""Choosing between networks, and what a comparison of two learning rules proves."""

import numpy as np

__all__ = ["choose_hidden", "same_score_wrong_gradient"]


def choose_hidden(results):
    """Choose the number of hidden units from the results of several trainings.

    Parameters
    ----------
    results : list of dict
        One for each training, in any order, at least one. "hidden" is the number
        of hidden units, "train", "validation" and "test" are accuracies. A
        training that failed has nan as its accuracies.

    Returns
    -------
    int
        The number of hidden units to use. The training set flatters whoever
        learned it, and the test set is kept for one last look, so neither
        decides. Of equally good networks the smaller one is chosen, and never one
        whose training failed.

    Raises
    ------
    ValueError
        If ``results`` is empty or no training succeeded. The message says "no".

    Examples
    --------
    >>> choose_hidden([
    ...     {"hidden": 50, "train": 0.97, "validation": 0.94, "test": 0.93},
    ...     {"hidden": 20, "train": 0.95, "validation": 0.94, "test": 0.95},
    ...     {"hidden": 99, "train": 1.00, "validation": 0.93, "test": 0.96},
    ... ])
    20
    """
    usable = [one for one in results if not np.isnan(one["validation"])]
    if not usable:
        message = "results has no training that succeeded; train at least one network."
        raise ValueError(message)
    best = max(usable, key=lambda one: (one["validation"], -one["hidden"]))
    return best["hidden"]


def same_score_wrong_gradient(score, error, rules, seeds):
    """Compare learning rules by what they score and by what their gradients are.

    Parameters
    ----------
    score : callable
        ``score(rule, seed)`` trains a network with this rule from this seed and
        returns its accuracy on the test set.
    error : callable
        ``error(rule, seed)`` draws a network and an example from this seed and
        returns how far the rule is from the measured gradient of the loss: the
        relative error, 0 to 1. Up to 1e-6 counts as agreement.
    rules : list of str
        Names of the rules, two or more.
    seeds : list of int
        Each rule is asked with each of them, once for its score and once for its
        error.

    Returns
    -------
    dict
        "score": a dict with the mean accuracy of each rule, by name. "error": a
        dict with the largest relative error of each rule, by name. "winner": the
        name of the rule with the highest mean accuracy; of equals the one that
        comes first in ``rules``. "gradients": a list of the names of all rules
        that agree with the measured gradient for every seed, in the order of
        ``rules``. "claim": one letter, what such a comparison teaches whatever
        its numbers are:

        - "A": the rule with the highest accuracy is the gradient.
        - "B": a rule that is not the gradient cannot reach a high accuracy.
        - "C": an accuracy does not tell which rule is the gradient; a comparison
          with the measured gradient does.
        - "D": rules with nearly the same accuracy are the gradient of the same
          loss.

    Examples
    --------
    >>> found = same_score_wrong_gradient(
    ...     lambda rule, seed: {"this": 0.9, "that": 0.8}[rule],
    ...     lambda rule, seed: {"this": 0.5, "that": 0.0}[rule],
    ...     ["this", "that"],
    ...     [1, 2],
    ... )
    >>> found["winner"], found["gradients"]
    ('this', ['that'])
    """
    means, largest = {}, {}
    for rule in rules:
        means[rule] = float(np.mean([score(rule, seed) for seed in seeds]))
        largest[rule] = float(max(error(rule, seed) for seed in seeds))
    return {
        "score": means,
        "error": largest,
        "winner": max(rules, key=lambda rule: means[rule]),
        "gradients": [rule for rule in rules if largest[rule] <= 1e-6],
        "claim": "C",
    }
