"""The facts that chapter 4 states, and its library, checked by other means.

Gradients are compared with finite differences, outputs with scikit-learn, sums with
exact fractions, and shares of networks with a plain loop over single networks.
"""

import itertools
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from solutions.activations import softmax
from solutions.data_sets import SequentialDataSet, SupervisedDataSet
from solutions.many_starts import XOR_INPUTS, XOR_TARGETS, train_xor_starts
from solutions.network_library import (
    activate,
    add_recurrent_connection,
    build_network,
)
from solutions.parity import (
    parity_gradients,
    parity_of,
    parity_outputs,
    train_parity_starts,
)
from solutions.recurrent import activate_sequence, bptt, recurrent_forward
from solutions.training import backpropagate, train_epoch, train_until_convergence

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "04_network_library.md").read_text(encoding="utf-8")


def differences(function, array, step=1e-6):
    """Return the slopes of a function of an array, one entry at a time."""
    slopes = np.zeros_like(array)
    for i in np.ndindex(array.shape):
        ends = []
        for move in (step, -step):
            moved = array.copy()
            moved[i] += move
            ends.append(function(moved))
        slopes[i] = (ends[0] - ends[1]) / (2 * step)
    return slopes


# What the page says -----------------------------------------------------------


def test_example_on_paper():
    x = (1, 1)
    W1, b1 = [(1, 1, -1), (0, -1, Fraction(1, 2))], (0, 0, Fraction(-1, 2))
    sums = [sum(x[i] * W1[i][j] for i in range(2)) + b1[j] for j in range(3)]
    assert sums == [1, 0, -1]
    bent = [math.tanh(z) for z in sums]
    assert [round(a, 3) for a in bent] == [0.762, 0, -0.762]
    z2 = bent[0] * 1 + bent[1] * 5 + bent[2] * 2 + 0.5
    assert round(z2, 3) == -0.262
    # "with one digit more, -0.2616 times 0.7616 is -0.1992"
    assert (round(z2, 4), round(bent[0], 4)) == (-0.2616, 0.7616)
    assert round(z2 * bent[0], 4) == -0.1992 == round(-0.2616 * 0.7616, 4)
    assert "= -0.262" in PAGE


def test_thirteen_numbers():
    arrows = 2 * 3 + 3 * 1
    biases = 3 + 1
    assert arrows + biases == 13
    net = build_network(2, 3, 1)
    assert sum(array.size for array in net["weights"].values()) == 13


def test_two_moments_on_paper():
    def second_output(w):
        return w * (w * 1)

    assert second_output(3) == 9
    # 3 from the second moment and 3 from the first are the slope of w squared.
    slope = (second_output(Fraction(301, 100)) - second_output(Fraction(299, 100))) / (
        Fraction(2, 100)
    )
    assert slope == 6


def test_parity_table():
    table = re.search(r"(?m)^\| input \|(.*)\|\n\| parity \|(.*)\|$", PAGE)
    inputs, parities = (
        [int(text.strip(" $")) for text in row.split("|")] for row in table.groups()
    )
    counts = [inputs[: t + 1].count(-1) for t in range(len(inputs))]
    assert parities == [1 if n % 2 == 0 else -1 for n in counts]
    assert parity_of(inputs).tolist() == parities
    # The same input and different answers at moments 2 and 4.
    assert inputs[1] == inputs[3]
    assert parities[1] != parities[3]


def test_patience_in_the_third_question():
    errors = [0.9, 0.5, 0.6, 0.55, 0.4, 0.45, 0.41]
    best, seen = train_until_convergence(
        {"epoch": 0},
        [],
        [0],
        lambda net, data: {"epoch": net["epoch"] + 1},
        lambda net, examples: errors[net["epoch"]],
        patience=3,
        max_epochs=6,
    )
    assert (best, seen) == ({"epoch": 4}, errors)


def test_one_softmax_unit_is_always_one():
    rng = np.random.default_rng(7)
    net = build_network(2, 3, 1, hidden="tanh", out="softmax", rng=rng)
    outputs = [activate(net, x) for x in 10 * rng.normal(size=(20, 2))]
    assert np.array_equal(outputs, np.ones((20, 1)))


def test_a_chain_of_single_units_sees_one_sum_of_its_inputs():
    net = build_network(2, 1, 1, 1, 1, rng=np.random.default_rng(7))
    W = net["weights"]["in", "hidden0"].ravel()
    along = np.array([W[1], -W[0]])  # moves the input, not the sum
    x = np.array([0.3, -0.8])
    assert activate(net, x) == pytest.approx(activate(net, x + 5 * along))


def learn_one_by_one(rows, epochs, rng):
    """Train one network 2-3-1 on rows of XOR with a plain loop."""
    net = build_network(2, 3, 1, hidden="tanh", rng=rng)
    net["weights"] = {
        ("in", "hidden0"): rng.normal(size=(2, 3)),
        ("bias", "hidden0"): rng.normal(size=3),
        ("hidden0", "out"): rng.normal(size=(3, 1)),
        ("bias", "out"): rng.normal(size=1),
    }
    data = [(XOR_INPUTS[i], XOR_TARGETS[i : i + 1]) for i in rows]
    for _ in range(epochs):
        net, _ = train_epoch(net, data, 0.1, rng, backpropagate)
    return np.array([activate(net, x)[0] for x in XOR_INPUTS])


@pytest.mark.parametrize(("rows", "held_out"), [([0, 1, 2, 3], None), ([0, 2, 3], 1)])
def test_networks_side_by_side_learn_like_single_ones(rows, held_out):
    # The single network draws its weights in the same order, after 13 others.
    rng, other = np.random.default_rng(5), np.random.default_rng(5)
    other.normal(size=13)
    expected = learn_one_by_one(rows, 40, rng)
    outputs, _ = train_xor_starts(1, 40, other, held_out, lr=0.1)
    np.testing.assert_allclose(outputs[0], expected, rtol=1e-9, atol=1e-9)


def test_three_rows_of_xor_do_not_say_what_the_fourth_is():
    outputs, _ = train_xor_starts(60, 400, np.random.default_rng(9), held_out=3, lr=0.1)
    learned = np.all(np.abs(outputs[:, :3] - XOR_TARGETS[:3]) < 0.1, axis=1)
    assert learned.mean() > 0.9
    assert np.mean(outputs[:, 3] > 0.5) > 0.9
    assert 1 < np.median(outputs[:, 3]) < 2


def test_early_stopping_side_by_side():
    outputs, stopped = train_xor_starts(
        40, 500, np.random.default_rng(1), held_out=3, patience=4
    )
    assert outputs.shape == (40, 4)
    assert stopped.min() >= 4
    assert stopped.max() <= 500
    # The weights that come back were the best: training on makes the row worse.
    longer, _ = train_xor_starts(40, 500, np.random.default_rng(1), held_out=3)
    assert np.mean(outputs[:, 3] ** 2) < np.mean(longer[:, 3] ** 2)


def test_parity_is_learned_at_length_8_and_holds_at_200():
    params = train_parity_starts(20, 4, np.random.default_rng(4))
    signs = np.random.default_rng(0).integers(0, 2, (200, 1, 16))
    xs = (2 * signs - 1).astype(np.float32)
    outputs, _ = parity_outputs(params, xs)
    right = (outputs > 0) == (np.cumprod(xs, axis=0) > 0)
    at_8, at_200 = right[:8].mean(axis=(0, 2)), right.mean(axis=(0, 2))
    assert np.sum(at_8 > 0.999) >= 17
    # A network may be caught at length 200 that few short sequences let through.
    assert abs(np.sum(at_8 > 0.999) - np.sum(at_200 > 0.999)) <= 1


def test_parity_gradients_agree_with_finite_differences():
    rng = np.random.default_rng(3)
    shapes = [(3, 2, 1)] * 4 + [(1, 2, 1)]
    params = [rng.normal(size=shape) for shape in shapes]
    xs = rng.choice([-1.0, 1.0], size=(5, 2, 4))

    def loss(k, array):
        outputs, _ = parity_outputs([*params[:k], array, *params[k + 1 :]], xs)
        return np.sum((outputs - np.cumprod(xs, axis=0)) ** 2) / (2 * xs.shape[2])

    for k, gradient in enumerate(parity_gradients(params, xs)):
        expected = differences(lambda array, k=k: loss(k, array), params[k])
        np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-8)


# The library ------------------------------------------------------------------


@pytest.mark.parametrize("out", ["linear", "sigmoid", "tanh", "softmax"])
@pytest.mark.parametrize("sizes", [(3, 2), (2, 5, 3), (3, 4, 1, 2)])
@pytest.mark.parametrize("bias", [True, False])
def test_gradients_agree_with_finite_differences(sizes, out, bias):
    rng = np.random.default_rng(1)
    hidden = "sigmoid" if len(sizes) == 3 else "tanh"
    net = build_network(*sizes, hidden=hidden, out=out, bias=bias, rng=rng)
    x, target = rng.normal(size=sizes[0]), rng.dirichlet(np.ones(sizes[-1]))
    error, gradients = backpropagate(net, x, target)
    output = activate(net, x)
    by_hand = (
        -np.sum(target * np.log(output))
        if out == "softmax"
        else np.sum((output - target) ** 2) / 2
    )
    assert error == pytest.approx(by_hand)
    assert set(gradients) == set(net["weights"])
    for name, array in net["weights"].items():

        def loss(moved, name=name):
            weights = {**net["weights"], name: moved}
            return backpropagate({**net, "weights": weights}, x, target)[0]

        expected = differences(loss, array)
        np.testing.assert_allclose(gradients[name], expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("kind", ["tanh", "logistic"])
def test_outputs_agree_with_scikit_learn(kind):
    from sklearn.neural_network import MLPRegressor

    rng = np.random.default_rng(2)
    ours = "sigmoid" if kind == "logistic" else kind
    net = build_network(3, 5, 2, 4, hidden=ours, rng=rng)
    X = rng.normal(size=(50, 3))
    library = MLPRegressor(hidden_layer_sizes=(5, 2), activation=kind)
    library.partial_fit(X, rng.normal(size=(50, 4)))
    chain = list(net["layers"])[:-1]
    pairs = itertools.pairwise(chain)
    library.coefs_ = [net["weights"][pair] for pair in pairs]
    library.intercepts_ = [net["weights"]["bias", name] for name in chain[1:]]
    outputs = np.array([activate(net, x) for x in X])
    assert np.max(np.abs(outputs - library.predict(X))) < 1e-10


def test_softmax_agrees_with_scipy():
    from scipy.special import softmax as theirs

    Z = np.random.default_rng(2).normal(scale=300, size=(40, 7))
    np.testing.assert_allclose(softmax(Z), theirs(Z, axis=1), rtol=1e-12, atol=0)


def test_bptt_and_forward_together():
    rng = np.random.default_rng(4)
    xs, Wx, Wh, b = (rng.normal(size=s) for s in [(6, 2), (2, 3), (3, 3), (3,)])
    h0, target = rng.normal(size=3), rng.normal(size=(6, 3))

    def loss(Wx, Wh, b):
        return np.sum((recurrent_forward(xs, Wx, Wh, b, h0) - target) ** 2) / 2

    hs = recurrent_forward(xs, Wx, Wh, b, h0)
    dWx, dWh, db = bptt(xs, hs, hs - target, Wh, h0)
    for gradient, expected in [
        (dWx, differences(lambda a: loss(a, Wh, b), Wx)),
        (dWh, differences(lambda a: loss(Wx, a, b), Wh)),
        (db, differences(lambda a: loss(Wx, Wh, a), b)),
    ]:
        np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-8)


def test_a_recurrent_connection_leaves_the_network_alone():
    rng = np.random.default_rng(0)
    net = build_network(1, 4, 1, rng=rng)
    before = set(net)
    once = add_recurrent_connection(net, "out", "hidden0", rng)
    twice = add_recurrent_connection(once, "hidden0", "hidden0", rng)
    assert set(net) == before
    assert set(once["recurrent"]) == {("out", "hidden0")}
    assert {k: a.shape for k, a in twice["recurrent"].items()} == {
        ("out", "hidden0"): (1, 4),
        ("hidden0", "hidden0"): (4, 4),
    }


def test_sequences_by_name_agree_with_networks_side_by_side():
    rng = np.random.default_rng(6)
    params = [rng.normal(size=(n, 1, 1)) for n in (3, 3, 3, 3, 1)]
    xs = rng.choice([-1.0, 1.0], size=(9, 1, 1))
    expected, _ = parity_outputs(params, xs)
    Wx, Wo, b, W2, b2 = (p[:, 0, 0] for p in params)
    net = build_network(1, 3, 1, hidden="tanh", out="tanh")
    net["weights"] = {
        ("in", "hidden0"): Wx[None],
        ("bias", "hidden0"): b,
        ("hidden0", "out"): W2[:, None],
        ("bias", "out"): b2,
    }
    net["recurrent"] = {("out", "hidden0"): Wo[None]}
    outputs = activate_sequence(net, xs[:, :, 0])
    np.testing.assert_allclose(outputs, expected[:, :, 0], rtol=1e-12)


def test_a_layer_that_returns_to_itself_is_a_recurrent_layer():
    rng = np.random.default_rng(6)
    xs, Wx, Wh, b = (rng.normal(size=s) for s in [(5, 2), (2, 3), (3, 3), (3,)])
    net = {
        "layers": {"in": 2, "out": 3, "bias": 1},
        "activations": {"out": "tanh"},
        "weights": {("in", "out"): Wx, ("bias", "out"): b},
        "recurrent": {("out", "out"): Wh},
    }
    expected = recurrent_forward(xs, Wx, Wh, b)
    np.testing.assert_allclose(activate_sequence(net, xs), expected, rtol=1e-12)


def test_sequences_keep_their_own_steps():
    data = SequentialDataSet(2, 1)
    for length in (3, 1):
        data.new_sequence()
        for step in range(length):
            data.add_sample([step, length], [step])
    assert [(len(xs), len(targets)) for xs, targets in data] == [(3, 3), (1, 1)]
    data.clear()
    assert len(data) == 0


def net():
    return build_network(2, 3, 1, rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("call", "mentions"),
    [
        (lambda: SupervisedDataSet(2, 1).add_sample([1, 2, 3], [0]), ["3", "2"]),
        (
            lambda: SupervisedDataSet(1, 1).add_sample([math.nan], [0]),
            ["nan", "finite"],
        ),
        (lambda: SequentialDataSet(1, 1).add_sample([1], [1]), ["new_sequence"]),
        (lambda: build_network(2), ["1 sizes", "two"]),
        (lambda: build_network(2, 1.5, 1), ["1.5"]),
        (lambda: build_network(2, 1, out="tahn"), ["tahn", "tanh"]),
        (lambda: activate(net(), [1, 2, 3]), ["3", "2"]),
        (lambda: activate_sequence(net(), [[1, 2, 3]]), ["(1, 3)", "2"]),
        (lambda: backpropagate(net(), [1, 2, 3], [0]), ["x", "(3,)", "2"]),
        (lambda: backpropagate(net(), [1, 2], [0, 1]), ["target", "(2,)", "1"]),
        (
            lambda: backpropagate(
                build_network(2, 3, 1, hidden="softmax"), [1, 2], [0]
            ),
            ["softmax", "tanh"],
        ),
        (
            lambda: add_recurrent_connection(net(), "uot", "hidden0", None),
            ["uot", "out"],
        ),
        (
            lambda: add_recurrent_connection(net(), "out", "in", None),
            ["in", "hidden0"],
        ),
        (lambda: parity_of([1, 0]), ["-1"]),
        (
            lambda: train_xor_starts(2, 1, np.random.default_rng(0), patience=1),
            ["held_out"],
        ),
        (
            lambda: train_xor_starts(2, 1, np.random.default_rng(0), held_out=4),
            ["4", "3"],
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(call, mentions):
    with pytest.raises(ValueError, match=r"^[^\n]+[;,][^\n]+\.$") as caught:
        call()
    for part in mentions:
        assert part in str(caught.value)


# The page and the exercises ---------------------------------------------------


@pytest.mark.parametrize(
    "action",
    [
        lambda: len(type("SupervisedDataSet", (), {})()),
        lambda: [].append(1).append(2),
        lambda: net()["weights"]["in", "hidden1"],
        lambda: np.ones((2, 3)) / np.ones(2),
    ],
    ids=["length", "append", "key", "axis"],
)
def test_error_messages_on_the_page_are_real(action):
    with pytest.raises((TypeError, AttributeError, KeyError, ValueError)) as caught:
        action()
    said = f"{caught.type.__name__}: {caught.value}".strip()
    shown = re.findall(r"^\| `([A-Z]\w+Error: [^`]*)`", PAGE, flags=re.M)
    assert len(shown) == 4
    assert said in shown
