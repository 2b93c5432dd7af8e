"""The capstone is made of the reader's own functions, in cells of their own."""

import inspect

import nbformat
import pytest
from handing_in import hand_in

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.grading.proof import with_answer
from autograder.grading.run import State
from autograder.records.course_grading import open_course
from solutions.cross_entropy import cross_entropy
from solutions.dense import dense_backward, dense_forward
from solutions.minibatches import minibatches

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
def results(tmp_path_factory):
    """Grade two students with the same answers; one has pasted what they need."""
    capstone = Assignment.load("capstone")
    course = tmp_path_factory.mktemp("own") / "course"
    released = nbformat.read(release(capstone, course).folder / "capstone.ipynb", 4)
    answers = {name: one.source for name, one in capstone.references.items()}
    answers |= {"Network": NETWORK, "train": TRAIN}
    notebook = with_answer(released, answers)
    hand_in(course, "without", "capstone", nbformat.writes(notebook))
    [place] = [
        number
        for number, cell in enumerate(notebook.cells)
        if cell.source.startswith(PLACE)
    ]
    notebook.cells[place + 1 : place + 1] = [
        nbformat.v4.new_code_cell(inspect.getsource(one)) for one in OWN
    ]
    hand_in(course, "with", "capstone", nbformat.writes(notebook))
    with open_course(capstone, course, is_isolated=False) as opened:
        for _ in opened.grade(opened.with_state(State.NEW), workers=2):
            pass
        return {
            (result.student, exercise.exercise.name): exercise
            for result in opened.results()
            for exercise in result.exercises
        }


def test_answers_may_be_made_of_own_functions(results):
    failed = {name: results["with", name].failed for name in ("Network", "train")}
    assert failed == {"Network": set(), "train": set()}


def test_it_is_these_functions_that_count(results):
    for name in ("Network", "train"):
        assert results["without", name].points < results["with", name].points
    reasons = " ".join(str(check) for check in results["without", "Network"].checks)
    assert "dense_forward" in reasons
