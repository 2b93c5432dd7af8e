"""Train 784-100-10 on MNIST: the popular program, our network, and two libraries.

``python -m benchmarks.mnist FOLDER`` stores the runs on all 60,000 digits that the
chapter shows. It takes about five minutes and downloads MNIST if it is not there.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from datasets import mnist, read_digit_records, write_digit_records
from solutions.digit_network import DigitNetwork, image_table

__all__ = ["Recipe", "compare_epochs", "compare_steps", "run_recipe", "store"]

SIZES = (784, 100, 10)
RATES = (0.1, 0.2, 0.3, 0.4, 0.5)
EPOCHS = 5
BATCH = 64
STEP_ROWS = 100 * BATCH
SEEDS = (0, 1, 2)


class Recipe(NamedTuple):
    """How our network is trained: optimiser, batch size, epochs, candidate rates."""

    optimiser: str
    batch_size: int
    epochs: int
    rates: tuple[float, ...]


QUICK = Recipe("nesterov", 64, 1, (0.1, 0.2, 0.3))
GOOD = Recipe("nesterov", 128, 7, (0.2, 0.3, 0.4))


class PopularProgram:
    """The widespread program in plain NumPy: one digit at a time, columns, no bias.

    Parameters
    ----------
    lr : float
    seed : int
        Decides all first weights, between -0.5 and 0.5.
    """

    def __init__(self, lr, seed):
        d, h, k = SIZES
        # The generator of old programs, so that their numbers come out again.
        rng = np.random.RandomState(seed)
        self.lr = lr
        self.input_hidden = rng.rand(h, d) - 0.5
        self.hidden_output = rng.rand(k, h) - 0.5

    def query(self, inputs):
        """Return outputs and hidden activations of one digit, as columns."""
        hidden = _sigmoid(self.input_hidden @ inputs)
        return _sigmoid(self.hidden_output @ hidden), hidden

    def train(self, inputs, targets):
        """Learn one digit with the widespread rule for the hidden layer."""
        outputs, hidden = self.query(inputs)
        errors = targets - outputs
        hidden_errors = self.hidden_output.T @ errors
        step = errors * outputs * (1.0 - outputs)
        self.hidden_output += self.lr * (step @ hidden.T)
        step = hidden_errors * hidden * (1.0 - hidden)
        self.input_hidden += self.lr * (step @ inputs.T)


def compare_epochs(rows: int = 1000) -> dict[str, float]:
    """Measure CPU seconds per 60,000 digits, extrapolated from a part.

    Parameters
    ----------
    rows : int
        Digits that the popular program works on; ours gets 12 times as many.

    Returns
    -------
    dict of str to float
        "parse" and "train" of the popular program, "ours" with plain steps and
        with Nesterov's, on batches of 64.
    """
    images, labels, *_ = mnist("full")
    lines = _lines(images[:rows], labels[:rows])
    program = PopularProgram(0.1, seed=0)
    columns: list = []
    X, y = image_table(images[: 12 * rows]), labels[: 12 * rows]
    seconds = {
        "parse": _seconds(columns.extend, map(_parse, lines)) / rows,
        "train": _seconds(_learn, program, columns) / rows,
    }
    for name in ("plain", "nesterov"):
        seconds[name] = _seconds(_train, X, y, name) / len(X)
    return {name: 60_000 * part for name, part in seconds.items()}


def compare_steps() -> dict[str, float]:
    """Measure CPU seconds of 100 steps with batches of 64.

    Returns
    -------
    dict of str to float
        "products" for the five matrix products of each step alone, "nesterov",
        "adam", "scikit-learn" with Adam and, if it is installed, "torch" with
        Adam; all in float32.
    """
    images, labels, *_ = mnist("full")
    X, y = image_table(images[:STEP_ROWS]), labels[:STEP_ROWS]
    actions: dict[str, Callable[[], object]] = {
        "products": lambda: _products(X),
        "nesterov": lambda: _train(X, y, "nesterov"),
        "adam": lambda: _train(X, y, "adam"),
        "scikit-learn": _library(X, y),
    }
    try:
        actions["torch"] = _torch(X, y)
    except ImportError:
        pass
    return {name: _seconds(action) for name, action in actions.items()}


def run_recipe(recipe: Recipe) -> dict[str, object]:
    """Choose a rate on 10,000 held-out digits, train on all, look at the test set.

    Parameters
    ----------
    recipe : Recipe

    Returns
    -------
    dict
        "validation": mean accuracy of two seeds for each rate; "lr": the best;
        "accuracy" on the test set and "seconds" of processor time for training,
        with one entry for each of three seeds.
    """
    digits = mnist("full")
    X, y = image_table(digits.train_images), digits.train_labels
    shown, kept = slice(50_000), slice(50_000, None)
    validation = {}
    for lr in recipe.rates:
        networks = [_follow(recipe, lr, X[shown], y[shown], s)[0] for s in SEEDS[:2]]
        right = [np.mean(net.predict(X[kept]) == y[kept]) for net in networks]
        validation[lr] = float(np.mean(right))
    lr = max(validation, key=lambda rate: validation[rate])
    runs = [_follow(recipe, lr, X, y, seed) for seed in SEEDS]
    X_test = image_table(digits.test_images)
    right = [np.mean(net.predict(X_test) == digits.test_labels) for net, _ in runs]
    return {
        "optimiser": recipe.optimiser,
        "batch_size": recipe.batch_size,
        "epochs": recipe.epochs,
        "validation": {str(rate): round(v, 4) for rate, v in validation.items()},
        "lr": lr,
        "accuracy": [round(float(part), 4) for part in right],
        "seconds": [round(seconds, 2) for _, seconds in runs],
    }


def store(folder: Path) -> Path:
    """Write down the runs on all of MNIST for the chapter.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Path
        ``mnist_runs.json``: accuracies of the popular program for each rate after
        each epoch, its processor seconds for reading, training and testing in an
        epoch, and both recipes.
    """
    digits = mnist("full")
    train = _lines(digits.train_images, digits.train_labels)
    test = _lines(digits.test_images, digits.test_labels)
    columns: list = []
    held: list = []
    parse = _seconds(columns.extend, map(_parse, train))
    read_test = _seconds(held.extend, map(_parse, test))
    table: dict[str, list[float]] = {}
    spent: dict[str, list[float]] = {"train": [], "test": []}
    for lr in RATES:
        program = PopularProgram(lr, seed=0)
        table[str(lr)] = []
        for _ in range(EPOCHS):
            right: list[bool] = []
            spent["train"].append(_seconds(_learn, program, columns))
            spent["test"].append(_seconds(_test, program, held, right))
            table[str(lr)].append(round(float(np.mean(right)), 4))
    facts = {
        "popular": table,
        "seconds": {
            "read": round(parse, 2),
            "train": round(float(np.median(spent["train"])), 2),
            "test": round(read_test + float(np.median(spent["test"])), 2),
        },
        "quick": run_recipe(QUICK),
        "good": run_recipe(GOOD),
    }
    path = folder / "mnist_runs.json"
    path.write_text(json.dumps(facts, indent=2) + "\n")
    return path


def _lines(images, labels):
    """Return digits as lines of text, by way of a file like those that people have."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "digits.csv")
        write_digit_records(path, images, labels)
        lines = path.read_text().splitlines()
        # The reader is slow too; a few lines show that both agree.
        write_digit_records(path, images[:9], labels[:9])
        assert np.array_equal(read_digit_records(path)[0], images[:9])
    return lines


def _parse(line):
    """Read a line as the popular program does: label, input and target columns."""
    entries = line.split(",")
    inputs = np.asarray(entries[1:], dtype=float) / 255.0 * 0.99 + 0.01
    targets = np.zeros(SIZES[2]) + 0.01
    targets[int(entries[0])] = 0.99
    return int(entries[0]), np.array(inputs, ndmin=2).T, np.array(targets, ndmin=2).T


def _learn(program, columns):
    for _, inputs, targets in columns:
        program.train(inputs, targets)


def _test(program, columns, right):
    """Add to ``right`` whether each digit is recognised."""
    right += [np.argmax(program.query(x)[0]) == label for label, x, _ in columns]


def _sigmoid(z):
    from scipy.special import expit

    return expit(z)


def _train(X, y, optimiser):
    network = DigitNetwork(SIZES, np.random.default_rng(0))
    network.fit(X, y, 1, np.random.default_rng(1), 0.01, BATCH, optimiser)


def _follow(recipe, lr, X, y, seed):
    """Train once; return the network and the processor seconds."""
    network = DigitNetwork(SIZES, np.random.default_rng(seed))
    how = {"batch_size": recipe.batch_size, "optimiser": recipe.optimiser}
    rng = np.random.default_rng(100 + seed)
    seconds = _seconds(lambda: network.fit(X, y, recipe.epochs, rng, lr=lr, **how))
    return network, seconds


def _products(X):
    d, h, k = SIZES
    W1, W2 = np.zeros((d, h), np.float32), np.zeros((h, k), np.float32)
    dW1, dW2 = np.empty_like(W1), np.empty_like(W2)
    a1, dz1 = np.zeros((BATCH, h), np.float32), np.zeros((BATCH, h), np.float32)
    z2 = np.zeros((BATCH, k), np.float32)
    for start in range(0, len(X), BATCH):
        rows = X[start : start + BATCH]
        np.matmul(rows, W1, out=a1)
        np.matmul(a1, W2, out=z2)
        np.matmul(a1.T, z2, out=dW2)
        np.matmul(z2, W2.T, out=dz1)
        np.matmul(rows.T, dz1, out=dW1)


def _library(X, y):
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    def action():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # one epoch only
            MLPClassifier((SIZES[1],), batch_size=BATCH, max_iter=1).fit(X, y)

    return action


def _torch(X, y):
    import torch

    torch.set_num_threads(1)
    inputs, labels = torch.from_numpy(X), torch.from_numpy(y)

    def action():
        network = torch.nn.Sequential(
            torch.nn.Linear(SIZES[0], SIZES[1]),
            torch.nn.ReLU(),
            torch.nn.Linear(SIZES[1], SIZES[2]),
        )
        optimiser = torch.optim.Adam(network.parameters())
        cost = torch.nn.CrossEntropyLoss()
        order = torch.randperm(len(inputs))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            optimiser.zero_grad()
            cost(network(inputs[rows]), labels[rows]).backward()
            optimiser.step()

    return action


def _seconds(action, *arguments):
    started = time.process_time()
    action(*arguments)
    return time.process_time() - started


if __name__ == "__main__":
    path = store(Path(sys.argv[1]))
    sys.stdout.write(f"{path}: {path.stat().st_size:,} bytes\n")
