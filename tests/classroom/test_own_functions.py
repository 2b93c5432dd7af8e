"""The capstone is made of the reader's own functions, in cells of their own."""

import copy
import inspect

import nbformat
import pytest

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.grading.engine import Judge
from autograder.grading.proof import with_answer
from autograder.grading.submission import read_submission
from autograder.sandbox import Worker
from solutions.cross_entropy import cross_entropy
from solutions.dense import dense_backward, dense_forward
from solutions.minibatches import minibatches

CAPSTONE = Assignment.load("capstone")
PLACE = "## Your own functions"
OWN = [dense_forward, dense_backward, cross_entropy, minibatches]
NETWORK = """
class Network:
    def build(self, rng):
        draw = lambda d_in, d_out: rng.normal(size=(d_in, d_out)) / np.sqrt(d_in)
        return [(draw(784, 20), np.zeros(20)), (draw(20, 10), np.zeros(10))]

    def logits(self, parameters, x):
        (W1, b1), (W2, b2) = parameters
        hidden = np.tanh(dense_forward(x.reshape(len(x), 784), W1, b1))
        return dense_forward(hidden, W2, b2)

    def loss_and_gradients(self, parameters, x, labels):
        (W1, b1), (W2, b2) = parameters
        X = x.reshape(len(x), 784)
        hidden = np.tanh(dense_forward(X, W1, b1))
        logits = dense_forward(hidden, W2, b2)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slopes = (shares - np.eye(10)[labels]) / len(x)
        d_hidden, dW2, db2 = dense_backward(slopes, hidden, W2)
        _, dW1, db1 = dense_backward(d_hidden * (1 - hidden**2), X, W1)
        return cross_entropy(logits, labels), [(dW1, db1), (dW2, db2)]
"""
TRAIN = """
def train(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} and {len(labels)}")
    network, x, labels = Network(), prepare(images), np.array(labels)
    order = rng.permutation(len(x))
    held_out, rest = order[: len(x) // 8], order[len(x) // 8 :]

    def epoch(parameters):
        for x_batch, labels_batch in minibatches(x[rest], labels[rest], 10, rng):
            _, slopes = network.loss_and_gradients(parameters, x_batch, labels_batch)
            parameters, _ = update_nest(parameters, slopes, lr=0.01)
        return parameters

    def score(parameters):
        logits = network.logits(parameters, x[held_out])
        return -cross_entropy(logits, labels[held_out])

    best, _ = keep_best(network.build(rng), epoch, score, 20)

    def classify(images):
        guesses = network.logits(best, prepare(images)).argmax(axis=1)
        return guesses if np.ndim(images) == 3 else guesses[0]

    return classify
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade two notebooks with the same answers; one holds what these need."""
    folder = tmp_path_factory.mktemp("own")
    released = release(CAPSTONE, folder).folder
    without = with_answer(
        nbformat.read(released / "capstone.ipynb", 4),
        {
            **{name: one.source for name, one in CAPSTONE.references.items()},
            "Network": NETWORK,
            "train": TRAIN,
        },
    )
    pasted = [nbformat.v4.new_code_cell(inspect.getsource(one)) for one in OWN]
    own = copy.deepcopy(without)
    [place] = [n for n, cell in enumerate(own.cells) if cell.source.startswith(PLACE)]
    own.cells[place + 1 : place + 1] = pasted
    files = [path for path in released.iterdir() if path.suffix != ".ipynb"]
    judge = Judge(CAPSTONE, seed=0)
    with Worker(judge.isolation(files, is_isolated=False)) as worker:

        def grade(notebook):
            nbformat.write(notebook, folder / "handed_in.ipynb")
            submission = read_submission(folder / "handed_in.ipynb", CAPSTONE)
            return {
                name: judge.grade_exercise(CAPSTONE.exercises[name], submission, worker)
                for name in ("Network", "train")
            }

        return {"with": grade(own), "without": grade(without)}


def test_answers_may_be_made_of_own_functions(graded):
    failed = {name: result.failed for name, result in graded["with"].items()}
    assert failed == {"Network": set(), "train": set()}


def test_it_is_these_functions_that_count(graded):
    for name, result in graded["without"].items():
        assert result.points < graded["with"][name].points
    reasons = " ".join(str(check) for check in graded["without"]["Network"].checks)
    assert "dense_forward" in reasons
