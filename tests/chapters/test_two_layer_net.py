"""The facts that chapter 3 states, derived again by other means.

Exact fractions stand in for the paper example, plain Python loops for arrays, and
a net on the complex plane for slopes: a step of 1e-30 along the imaginary axis
gives a derivative without any subtraction. Nothing here uses the page's code.
"""

import cmath
import itertools
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from autograder.assignments.two_layer import checks, wrong
from solutions.two_layer import backward, forward, init_params, update
from solutions.two_layer_experiments import find_broken, hidden_map, symmetry_breaks
from solutions.two_layer_net import TwoLayerNet

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "03_two_layer_net.md").read_text(encoding="utf-8")

ROWS = [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
XOR = [0, 1, 1, 0]


def outputs(rows, W1, W2):
    """Return hidden and output activations, one number at a time; complex is fine."""

    def sigmoid(z):
        return 1 / (1 + cmath.exp(-z))

    hidden = [
        [sigmoid(sum(x * w for x, w in zip(row, column, strict=True)))]
        for row in rows
        for column in zip(*W1, strict=True)
    ]
    width = len(W1[0])
    hidden = [
        [cell[0] for cell in hidden[i : i + width]]
        for i in range(0, len(hidden), width)
    ]
    out = [
        sigmoid(sum(a * w[0] for a, w in zip(row, W2, strict=True))) for row in hidden
    ]
    return hidden, out


def half_squares(rows, labels, W1, W2):
    _, out = outputs(rows, W1, W2)
    return sum((a - label) ** 2 for a, label in zip(out, labels, strict=True)) / 2


def complex_slope(rows, labels, W1, W2, which, i, j):
    """Differentiate the loss by one weight with a complex step."""
    h = 1e-30
    moved = [[list(row) for row in W1], [list(row) for row in W2]]
    moved[which][i][j] += 1j * h
    return half_squares(rows, labels, *moved).imag / h


def test_two_lines_make_xor():
    steps = [
        int(
            int(x1 + x2 - Fraction(1, 2) >= 0)
            - int(x1 + x2 - Fraction(3, 2) >= 0)
            - Fraction(1, 2)
            >= 0
        )
        for x1, x2 in itertools.product((0, 1), repeat=2)
    ]
    assert steps == XOR


def test_example_on_paper():
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    x, W1, W2 = (1, 2), ((2, -4), (-1, 2)), (3, -3)
    # Every sum is 0, so every activation is one half and every slope one quarter.
    assert all(sum(x[i] * W1[i][j] for i in (0, 1)) == 0 for j in (0, 1))
    assert sum(half * w for w in W2) == 0
    delta2 = (half - 1) * quarter
    delta1 = [delta2 * w * quarter for w in W2]
    assert float(delta2) == -0.125
    assert float(half * delta2) == -0.0625
    assert [float(d) for d in delta1] == [-0.09375, 0.09375]
    assert [float(2 * d) for d in delta1] == [-0.1875, 0.1875]
    assert float((half - 1) ** 2 / 2) == 0.125
    assert float(delta2 * W2[0]) == -0.375
    for shown in ("**$-0.125$**", "$-0.0625$", "**$-0.09375$**", "$-0.1875$, 0.1875"):
        assert shown in PAGE
    # The same slopes without any chain rule.
    columns = [[2, -4], [-1, 2]], [[3], [-3]]
    for i, j in itertools.product((0, 1), repeat=2):
        slope = complex_slope([x], [1], *columns, 0, i, j)
        assert slope == pytest.approx(float(x[i] * delta1[j]), abs=1e-15)
    # The question with the label 0.
    assert float((half - 0) * quarter * W2[0] * quarter) == 0.09375


def train(W1, W2, lr, steps):
    """Run the four rows with slopes that are written out in sums over rows."""
    X, y = np.array(ROWS, dtype=float), np.array(XOR, dtype=float)[:, None]
    losses = []
    for _ in range(steps):
        a1 = 1 / (1 + np.exp(-np.einsum("nd,...dh->...nh", X, W1)))
        a2 = 1 / (1 + np.exp(-np.einsum("...nh,...hk->...nk", a1, W2)))
        error = a2 - y
        losses.append(0.5 * np.einsum("...nk,...nk->...", error, error))
        d2 = error * a2 * (1 - a2)
        d1 = np.einsum("...nk,...hk->...nh", d2, W2) * a1 * (1 - a1)
        W2 = W2 - lr * np.einsum("...nh,...nk->...hk", a1, d2)
        W1 = W1 - lr * np.einsum("nd,...nh->...dh", X, d1)
    return W1, W2, np.array(losses)


def test_slopes_of_the_independent_training_are_slopes():
    rng = np.random.default_rng(5)
    W1, W2 = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
    new1, new2, _ = train(W1, W2, 1.0, 1)
    for which, (old, new) in enumerate(((W1, new1), (W2, new2))):
        for i, j in np.ndindex(old.shape):
            slope = complex_slope(ROWS, XOR, W1, W2, which, i, j)
            assert old[i, j] - new[i, j] == pytest.approx(slope, rel=1e-12)


def starts():
    draws = [np.random.RandomState(seed) for seed in range(200)]
    pairs = [(draw.rand(3, 4), draw.rand(4, 1)) for draw in draws]
    return np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])


def test_two_hundred_starts():
    W1, W2, losses = train(*starts(), 2.0, 1500)
    assert np.all(np.diff(losses, axis=0) <= 0)
    final = train(W1, W2, 2.0, 1)[2][0]
    assert np.flatnonzero(final >= 0.1).tolist() == [67]
    assert 2 * final[67] == pytest.approx(0.5046, abs=1e-3)
    assert np.sort(2 * final)[-2] < 0.0045
    # The stuck net: units 0 and 2 are near twins, and unit 1 is hardly heard.
    assert np.max(np.abs(W1[67, :, 0] - W1[67, :, 2])) < 0.25
    assert abs(W2[67, 1, 0]) < 0.1
    # It is slow and not lost.
    assert train(W1[67], W2[67], 2.0, 4500)[2][-1] < 0.001
    assert "From 200 starts the loss falls monotonically, and 199 end below 0.1" in PAGE


def test_sixty_thousand_steps():
    # A step of 10,000 is enough to tell this run from any other.
    draw = np.random.RandomState(1)
    W1, W2 = 2 * draw.random_sample((3, 4)) - 1, 2 * draw.random_sample((4, 1)) - 1
    for shown in ("0.49641003", "0.00858453"):
        out = np.array(outputs(ROWS, W1, W2)[1]).real
        assert f"{np.mean(np.abs(out - XOR)):.8f}" == shown
        W1, W2, _ = train(W1, W2, 1.0, 10_000)


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_equal_units_stay_equal(value):
    W1, W2, _ = train(np.full((3, 4), value), np.full((4, 1), value), 2.0, 200)
    assert np.ptp(W1, axis=1).max() < 1e-12
    assert np.ptp(W2) < 1e-12


def random_case(seed, n=5, d=3, h=4, k=2):
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(n, d)),
        rng.uniform(size=(n, k)),
        checks.random_params(rng, d, h, k),
    )


def largest_error(function, seed):
    """Return the largest relative error of the arrays of one backward pass."""
    X, y, params = random_case(seed)
    grads = function(y, params, forward(X, params)[1])
    found = []
    for name in params:
        slopes = checks.central_differences(
            lambda nearby: checks.half_sum_of_squares(X, y, nearby), params, name
        )
        size = np.linalg.norm(grads[name]) + np.linalg.norm(slopes)
        found.append(np.linalg.norm(grads[name] - slopes) / size)
    return max(found)


def test_gradient_check_separates_completely():
    mutants = [
        wrong.forgets_the_output_slope_on_the_way_back,
        wrong.forgets_the_output_slope_everywhere,
        wrong.forgets_the_hidden_slope,
        wrong.applies_the_sigmoid_once_more,
        wrong.changes_W2_first,
    ]
    seeds = range(10)
    assert max(largest_error(backward, seed) for seed in seeds) < 1e-7
    for mutant in mutants:
        assert min(largest_error(mutant, seed) for seed in seeds) > 1e-4, mutant


@pytest.mark.parametrize("sizes", [(1, 1, 1, 1), (7, 2, 5, 3)])
def test_backward_agrees_with_a_complex_step(sizes):
    n, d, h, k = sizes
    X, y, params = random_case(3, n, d, h, k)
    grads = backward(y, params, forward(X, params)[1])
    for name in params:
        for place in np.ndindex(params[name].shape):
            moved = {key: value.astype(complex) for key, value in params.items()}
            moved[name][place] += 1e-30j
            a1 = 1 / (1 + np.exp(-(X @ moved["W1"] + moved["b1"])))
            a2 = 1 / (1 + np.exp(-(a1 @ moved["W2"] + moved["b2"])))
            slope = np.sum((a2 - y) ** 2).imag / 2 / 1e-30
            assert grads[name][place] == pytest.approx(slope, rel=1e-12, abs=1e-15)


def test_library_with_the_same_weights():
    from sklearn.neural_network import MLPClassifier

    rng = np.random.default_rng(2)
    X, labels = rng.normal(size=(7, 3)), np.array([0, 1, 1, 0, 1, 0, 0])
    params = checks.random_params(rng, 3, 5, 1)
    library = MLPClassifier(
        (5,),
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        learning_rate_init=1.0,
        momentum=0.0,
        batch_size=7,
        shuffle=False,
    )
    library.partial_fit(X, labels, classes=[0, 1])
    theirs = (*library.coefs_, *library.intercepts_)
    names = ("W1", "W2", "b1", "b2")
    for array, name in zip(theirs, names, strict=True):
        array[:] = params[name]
    output, cache = forward(X, params)
    np.testing.assert_allclose(
        library.predict_proba(X)[:, 1], output[:, 0], rtol=0, atol=1e-10
    )
    # Cross-entropy has the delta (a2 - y) / n; ours multiplies by a2 * (1 - a2). A
    # label that turns the one into the other makes both programs walk the same way.
    slope = output * (1 - output)
    y = output - (output - labels[:, None]) / (7 * slope)
    grads = backward(y, params, cache)
    library.partial_fit(X, labels)
    after = (*library.coefs_, *library.intercepts_)
    for array, name in zip(after, names, strict=True):
        np.testing.assert_allclose(
            params[name] - array, grads[name], rtol=0, atol=1e-10
        )


def test_net_is_made_of_its_parts():
    rng = np.random.default_rng(8)
    X, y = rng.normal(size=(5, 2)), rng.uniform(size=(5, 3))
    net = TwoLayerNet(2, 7, 3, np.random.default_rng(1))
    start = init_params(2, 7, 3, np.random.default_rng(1))
    [loss] = net.fit(X, y, 0.3, 1)
    output, cache = forward(X, start)
    assert loss == pytest.approx(np.sum((output - y) ** 2) / 2, rel=1e-12)
    expected = update(start, backward(y, start, cache), 0.3)
    for name in start:
        np.testing.assert_allclose(net.params[name], expected[name], rtol=1e-12)
    assert net.fit(X, y, 0.3, 0) == []
    assert net.predict(np.zeros((11, 2))).shape == (11, 3)


def test_symmetry_needs_a_difference():
    X, y, params = random_case(4)
    alike = params | {"W1": np.ones((3, 4)), "b1": np.zeros(4)}
    assert not symmetry_breaks(alike, X, y, steps=0)
    assert symmetry_breaks(alike, X, y, steps=1)
    assert not symmetry_breaks(alike | {"W2": np.ones((4, 2))}, X, y, steps=20)


def test_find_broken_in_a_list_of_callbacks():
    callbacks, places, loss, params = checks.seven_backwards(np.random.default_rng(0))
    right = {places["backward"], places["sums_of_outer_products"]}
    assert set(find_broken(callbacks, loss, params)) == set(range(7)) - right
    assert find_broken([], loss, params) == []


def test_corner_of_a_hidden_map():
    params = {
        "W1": np.array([[1.0], [10.0]]),
        "b1": np.zeros(1),
        "W2": np.ones((1, 1)),
        "b2": np.zeros(1),
    }
    maps = hidden_map(params, [0.0, 0.1, 0.2], [0.0, -0.5])
    assert maps.shape == (2, 3, 1)
    assert maps[1, 2, 0] == pytest.approx(1 / (1 + math.exp(5 - 0.2)))


GOOD = {
    "W1": np.ones((3, 2)),
    "b1": np.zeros(2),
    "W2": np.ones((2, 1)),
    "b2": np.zeros(1),
}


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (lambda: init_params(2, 0, 1, np.random.default_rng(0)), ["h is 0", "1 or"]),
        (lambda: forward(np.ones((4, 2)), GOOD), ["(4, 2)", "3 inputs", "pass"]),
        (lambda: forward(np.ones(3), GOOD), ["(3,)", "3 inputs", "pass"]),
        (lambda: forward([[1, np.nan, 0]], GOOD), ["nan", "finite", "clean"]),
        (
            lambda: backward([1.0, 0.0], GOOD, forward(np.ones((2, 3)), GOOD)[1]),
            ["(2,)", "(2, 1)", "pass"],
        ),
        (
            lambda: backward([[np.inf]], GOOD, forward(np.ones((1, 3)), GOOD)[1]),
            ["infinity", "finite", "clean"],
        ),
        (lambda: update({"a": 1.0}, {}, 0.1), ["grads has no 'a'", "pass"]),
        (lambda: update({}, {"b": 1.0}, 0.1), ["params has no 'b'", "pass"]),
        (lambda: hidden_map(GOOD, [0.0], [0.0]), ["3 inputs", "2", "pass"]),
    ],
)
def test_bad_input_is_refused_in_one_sentence(action, words):
    with pytest.raises(ValueError, match=r"\.$") as caught:
        action()
    message = str(caught.value)
    assert "\n" not in message
    assert all(word in message for word in words), message


def complaint(action):
    """Return what Python says about a mistake."""
    with pytest.raises((KeyError, ValueError, RuntimeWarning)) as caught:
        action()
    return f"{caught.type.__name__}: {caught.value}".strip()


@pytest.mark.parametrize(
    "action",
    [
        lambda: np.ones((5, 4)) @ np.ones((2, 4)),
        lambda: np.ones((5, 4)) * np.ones((5, 2)),
        lambda: {}["a1"],
        lambda: np.exp(np.array([1000.0])),
    ],
    ids=["turned round", "layers mixed", "cache", "overflow"],
)
def test_messages_in_the_table_of_mistakes(action):
    said = complaint(action)
    shown = re.findall(r"^\| `([A-Z]\w+(?:Error|Warning): [^`]*)`", PAGE, flags=re.M)
    assert len(shown) == 4
    patterns = [
        ".*".join(re.escape(part.strip()) for part in text.split("..."))
        for text in shown
    ]
    assert sum(bool(re.match(pattern, said)) for pattern in patterns) == 1, said
