"""Convolutional networks that learn digits, in runs too long for the page.

``make convolutions`` stores them for chapter 10, in about ten minutes.
"""

import itertools
import json
import sys
import time
from pathlib import Path

import numpy as np

from datasets import mnist
from solutions.adam import Adam
from solutions.digit_networks import OneCycle, digit_network, digit_pixels, shifted

from .convolution import BATCHES

__all__ = ["EPOCHS", "learn_digits", "learn_with_many_filters", "validate"]

SMALL, EPOCHS = "8-pool-16-pool", 16
# Highest learning rates, and shifts of the pictures in pixels, that are tried.
RATES, SHIFTS = (0.006, 0.01, 0.015), (0, 1)
# Whether inputs are scaled, and first weights.
WAYS = ((True, "He"), (False, "He"), (False, "Glorot"))


def learn_digits(subset: str, seed: int, epochs: int, rate, shift) -> dict[str, object]:
    """Train the small network, and time training without the measuring.

    Parameters
    ----------
    subset : {"5k", "full"}
    seed : int
    epochs : int
    rate : float
        The highest learning rate.
    shift : int
        By so many pixels at most each picture is shifted, anew in each epoch.

    Returns
    -------
    dict
        "accuracy" on the test set, processor "seconds", and what was asked for.
    """
    digits = mnist(subset)
    X, y = digit_pixels(digits.train_images), digits.train_labels
    network, seconds = _trained(X, y, seed, epochs, rate, shift)
    right = network.predict(digit_pixels(digits.test_images)) == digits.test_labels
    return {
        "subset": subset,
        "seed": seed,
        "epochs": epochs,
        "accuracy": round(float(np.mean(right)), 4),
        "seconds": round(seconds, 1),
    }


def validate(rates=RATES, shifts=SHIFTS, folds=3) -> list[dict[str, float]]:
    """Try settings of the small network on training digits that are held out.

    Parameters
    ----------
    rates : sequence of float
    shifts : sequence of int
    folds : int
        How many networks to train for each pair. Each holds out 800 other digits
        of the 4,000.

    Returns
    -------
    list of dict
        "rate", "shift", and the mean "accuracy" on what was held out.
    """
    digits = mnist("5k")
    X, y = digit_pixels(digits.train_images), digits.train_labels
    fold = np.arange(len(X)) // 800
    scores = []
    for shift, rate in itertools.product(shifts, rates):
        right = []
        for i in range(folds):
            kept, held = fold != i, fold == i
            network, _ = _trained(X[kept], y[kept], i, EPOCHS, rate, shift)
            right.append(network.predict(X[held]) == y[held])
        accuracy = round(float(np.mean(right)), 4)
        scores.append({"rate": rate, "shift": shift, "accuracy": accuracy})
    return scores


def learn_with_many_filters(
    seed: int, is_scaled: bool, first_weights: str
) -> dict[str, object]:
    """Train the network 64-32 for one epoch on all digits, as tutorials do.

    Parameters
    ----------
    seed : int
    is_scaled : bool
        Whether inputs are from 0 to 1, or raw grey values.
    first_weights : {"He", "Glorot"}
        With d inputs and f outputs of a place, their variance is 2 / d or
        2 / (d + f), where f counts each filter once for each weight of a kernel.

    Returns
    -------
    dict
        "accuracy" on the test set, processor "seconds", and what was asked for.
    """
    digits, name = mnist("full"), "64-32"
    factor = np.float32(1 if is_scaled else 255)
    X, test = (
        digit_pixels(images) * factor
        for images in (digits.train_images, digits.test_images)
    )
    network = digit_network(name, np.random.default_rng([seed, 0]))
    if first_weights == "Glorot":
        network.set_params({key: _glorot(a) for key, a in network.params.items()})
    started = time.process_time()
    order = np.random.default_rng([seed, 1])
    network.fit(X, digits.train_labels, 1, BATCHES[name], Adam(), order)
    seconds = time.process_time() - started
    parts = range(0, len(test), 500)
    found = np.concatenate([network.predict(test[i : i + 500]) for i in parts])
    return {
        "seed": seed,
        "inputs": "0 to 1" if is_scaled else "0 to 255",
        "first_weights": first_weights,
        "accuracy": round(float(np.mean(found == digits.test_labels)), 4),
        "seconds": round(seconds, 1),
    }


def _glorot(array):
    """Make He's first weights smaller; biases are 0 and stay 0."""
    if array.ndim == 1:
        return array
    c, f = array.shape[-2:]
    return array * np.sqrt(c / (c + f), dtype=array.dtype)


def _trained(X, y, seed, epochs, rate, shift):
    network = digit_network(SMALL, np.random.default_rng([seed, 0]))
    order, shifts = (np.random.default_rng([seed, i]) for i in (1, 2))
    cycle = OneCycle(rate, epochs * -(-len(X) // BATCHES[SMALL]))
    started = time.process_time()
    for _ in range(epochs):
        shown = shifted(X, shift, shifts)
        network.fit(shown, y, 1, BATCHES[SMALL], cycle, order)
    return network, time.process_time() - started


def _main(path):
    validated = validate()
    chosen = max(validated, key=lambda one: one["accuracy"])
    chosen = {name: chosen[name] for name in ("rate", "shift")}
    wanted = [("5k", EPOCHS), ("full", 1)]
    facts = {
        "validated": validated,
        "chosen": chosen,
        "runs": [
            learn_digits(subset, seed, epochs, **chosen)
            for subset, epochs in wanted
            for seed in range(3)
        ],
        "many_filters": [
            learn_with_many_filters(seed, is_scaled, first_weights)
            for is_scaled, first_weights in WAYS
            for seed in range(3)
        ],
    }
    Path(path).write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    _main(sys.argv[1])
