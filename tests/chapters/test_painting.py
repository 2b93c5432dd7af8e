"""The facts that chapter 5 states, derived again by other means.

Fractions stand in for floating point, loops for array operations, and scikit-learn
with the same weights for our network. What the page says is compared with that.
"""

import itertools
import json
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor

from datasets import DataError, painting_picture
from solutions import painting
from solutions.deep_network import DeepNetwork, cosine_rate

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "05_painting.md").read_text(encoding="utf-8")


# The picture ------------------------------------------------------------------


@pytest.mark.parametrize("size", [24, 48, 100])
def test_picture_has_two_separated_colours(size):
    img = painting_picture(size)
    assert img.shape == (size, size, 3)
    assert img.dtype == np.uint8
    sums = img.sum(axis=2, dtype=int)
    between = np.mean((sums > 500) & (sums < 650))
    assert between < 2.5 / size  # only along the edges
    assert 0.2 < np.mean(sums <= 600) < 0.4
    assert sums[0, 0] > 650
    assert sums[int(0.55 * size), int(0.4 * size)] <= 500


def test_picture_is_the_same_each_time():
    first = painting_picture(24)
    first[:] = 0
    assert painting_picture(24).any()


@pytest.mark.parametrize("size", [0, 7, -3, 2.5, "24", True, None])
def test_picture_refuses_other_sizes(size):
    with pytest.raises(DataError, match="at least 8") as caught:
        painting_picture(size)
    assert repr(size) in str(caught.value)


# The table and the scores -----------------------------------------------------


def test_table_on_paper():
    rows = re.findall(r"(?m)^\| (\d) \| (\d) \| (\d) \| (.+?) \| (.+?) \|$", PAGE)
    assert len(rows) == 6
    colours = [[int(n) for n in row[3].split(",")] for row in rows]
    img = np.array(colours, dtype=np.uint8).reshape(2, 3, 3)
    X, Y = painting.pixel_table(img)
    for i, (number, row, column, bytes_, parts) in enumerate(rows):
        assert int(number) == i == int(row) * 3 + int(column)
        assert X[i].tolist() == [int(row), int(column)]
        exact = [Fraction(n, 255) for n in map(int, bytes_.split(","))]
        assert exact == [Fraction(part.strip()) for part in parts.split(",")]
        np.testing.assert_allclose(Y[i], [float(part) for part in exact])


def test_bytes_wrap_as_the_page_says():
    assert (250 + 10) % 256 == 4
    assert (200 - 255) % 256 == 201
    assert "250 plus 10 is 4, and 200 minus 255 is 201" in PAGE
    assert (100 - 150) % 256 == 206
    assert round(1.02 * 255) == 260


def test_scores_on_paper():
    mean_distance = Fraction(10 + 20, 2)
    assert f"{float(1 - mean_distance / 255):.3f}" == "0.941"
    mse = Fraction(10**2 + 20**2, 2)
    assert mse == 250
    assert f"{10 * math.log10(255**2 / 250):.1f}" == "24.2"
    ten_times_less = 10 * math.log10(255**2 / 25) - 10 * math.log10(255**2 / 250)
    assert ten_times_less == pytest.approx(10)


def test_best_colour_is_found_by_trying_all():
    img = painting_picture(24)
    scores = [
        max(1 - np.abs(img[:, :, c].astype(int) - v).mean() / 255 for v in range(256))
        for c in range(3)
    ]
    assert painting.baseline(img) == pytest.approx(np.mean(scores), abs=1e-12)


def test_r_squared_can_be_far_below_0_for_a_good_painting():
    # One pixel of n differs by 40; a painting off by 2 has this R squared there.
    n = 48 * 48
    spread = 40**2 * (1 - Fraction(1, n))
    constant_channel = 1 - Fraction(4 * n) / spread
    assert constant_channel < -4
    assert 1 - Fraction(2, 255) > Fraction(99, 100)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: painting.pixel_table(np.zeros((2, 3, 4), np.uint8)), "(2, 3, 4)"),
        (lambda: painting.pixel_table(np.zeros((2, 3, 3))), "float64"),
        (lambda: painting.rebuild(np.zeros((5, 3)), 2, 3), "(5, 3)"),
        (lambda: painting.rebuild([[0, np.nan, 1]], 1, 1), "not finite"),
        (lambda: painting.scale_coordinates(np.zeros((4, 3)), 2, 2), "(4, 3)"),
        (lambda: painting.label_pixels(np.zeros((4, 3))), "(4, 3)"),
        (lambda: painting.decode([0.5, 0.5]), "(2,)"),
        (lambda: painting.decode(np.zeros((0, 3))), "(0, 3)"),
        (lambda: painting.pixel_accuracy(np.zeros(2), np.zeros(3)), "(3,)"),
        (lambda: painting.psnr(np.zeros(2), np.zeros(3)), "(3,)"),
        (lambda: painting.baseline(np.zeros((4, 3))), "(4, 3)"),
        (lambda: painting.holdout_pixels(9, 1.5, np.random.default_rng(0)), "1.5"),
    ],
)
def test_bad_input_gets_one_sentence(call, says):
    with pytest.raises(ValueError, match=r"; .+\.$") as caught:
        call()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


# The deep network -------------------------------------------------------------


def network(sizes, seed=0, **how):
    return DeepNetwork(sizes, np.random.default_rng(seed), dtype=np.float64, **how)


def test_gradient_on_paper():
    W1, b1, W2, b2, x, target = map(Fraction, (3, -1, "1/2", 0, 2, 2))
    z1 = x * W1 + b1
    dz2 = z1 * W2 + b2 - target
    exact = [x * dz2 * W2, dz2 * W2, z1 * dz2, dz2]
    assert exact == [Fraction(1, 2), Fraction(1, 4), Fraction(5, 2), Fraction(1, 2)]
    small = network([1, 1, 1])
    small.theta[:] = [float(n) for n in (W1, b1, W2, b2)]
    np.testing.assert_allclose(small.gradient([[2]], [[2]]), [float(n) for n in exact])
    assert small.cost([[2]], [[2]]) == float(dz2**2 / 2) == 0.125


@pytest.mark.parametrize("output", ["linear", "sigmoid"])
@pytest.mark.parametrize("sizes", [[2, 7, 5, 3], [3, 1], [2, *[5] * 10, 1]], ids=len)
@pytest.mark.parametrize("n", [1, 11])
def test_gradient_against_finite_differences(output, sizes, n):
    rng = np.random.default_rng(3)
    deep = network(sizes, 4, output=output)
    X, Y = rng.normal(size=(n, sizes[0])), rng.uniform(size=(n, sizes[-1]))
    kept = X.copy(), Y.copy(), deep.theta.copy()
    dtheta = deep.gradient(X, Y)
    numeric = np.empty_like(dtheta)
    for i, value in enumerate(kept[2]):
        costs = []
        for step in (1e-6, -1e-6):
            deep.theta[i] = value + step
            costs.append(deep.cost(X, Y))
        deep.theta[i] = value
        numeric[i] = (costs[0] - costs[1]) / 2e-6
    assert np.abs(dtheta).max() > 1e-4
    assert np.linalg.norm(dtheta - numeric) < 1e-6 * np.linalg.norm(numeric)
    for before, after in zip(kept, (X, Y, deep.theta), strict=True):
        np.testing.assert_array_equal(before, after)


def give_weights(library, deep):
    for W, ours in zip(library.coefs_, deep.weights, strict=True):
        W[:] = ours
    for b, ours in zip(library.intercepts_, deep.biases, strict=True):
        b[:] = ours


def library_settings(**more):
    return {
        "hidden_layer_sizes": (7, 5),
        "alpha": 0,
        "max_iter": 1,
        "batch_size": 11,
        "random_state": 1,
        **more,
    }


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_same_weights_in_the_library():
    rng = np.random.default_rng(5)
    X, Y = rng.normal(size=(11, 2)), rng.normal(size=(11, 3))
    settings = library_settings(solver="sgd", momentum=0, learning_rate_init=0.1)
    library = MLPRegressor(**settings).fit(X, Y)
    deep = network([2, 7, 5, 3])
    give_weights(library, deep)
    np.testing.assert_allclose(library.predict(X), deep.predict(X), rtol=0, atol=1e-10)
    library.partial_fit(X, Y)
    deep.theta[:] -= 0.1 * deep.gradient(X, Y)
    for theirs, ours in zip(library.coefs_, deep.weights, strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-10)
    for theirs, ours in zip(library.intercepts_, deep.biases, strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-10)


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_same_weights_in_the_classifier():
    rng = np.random.default_rng(6)
    X, y = rng.normal(size=(11, 2)), np.arange(11) % 2
    library = MLPClassifier(**library_settings()).fit(X, y)
    deep = network([2, 7, 5, 1], output="sigmoid")
    give_weights(library, deep)
    theirs = library.predict_proba(X)[:, 1:]
    np.testing.assert_allclose(theirs, deep.predict(X), rtol=0, atol=1e-10)


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_steps_of_adam_are_those_of_the_library():
    # One batch holds all rows, so that the order does not matter.
    rng = np.random.default_rng(7)
    X, Y = rng.normal(size=(11, 2)), rng.normal(size=(11, 3))
    settings = library_settings(tol=0, max_iter=6)
    # A step that is as good as none shows which weights random_state draws.
    start = MLPRegressor(**settings, learning_rate_init=1e-300).fit(X, Y)
    deep = network([2, 7, 5, 3])
    for ours, theirs in zip(deep.weights, start.coefs_, strict=True):
        ours[:] = theirs
    for ours, theirs in zip(deep.biases, start.intercepts_, strict=True):
        ours[:] = theirs
    before = deep.theta.copy()
    deep.fit(X, Y, 6, rng, lr=0.01, batch_size=11, falling=False)
    library = MLPRegressor(**settings, learning_rate_init=0.01).fit(X, Y)
    assert np.abs(deep.theta - before).max() > 0.04
    # They add 1e-8 before they correct v and we do it after, as the paper does.
    for theirs, ours in zip(library.coefs_, deep.weights, strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-5)


def test_first_step_of_adam_moves_by_the_rate():
    deep = network([2, 3, 1], 1)
    before = deep.theta.copy()
    g = deep.gradient([[1, 2]], [[50]])
    deep.fit([[1, 2]], [[50]], 1, np.random.default_rng(0), lr=0.01)
    moved = deep.theta - before
    np.testing.assert_allclose(moved, -0.01 * np.sign(g), atol=1e-8)


def test_falling_rate():
    assert cosine_rate(0.3, 0, 7) == 0.3
    assert cosine_rate(0.3, 7, 7) == 0
    rates = [cosine_rate(0.3, step, 8) for step in range(9)]
    assert all(a > b for a, b in itertools.pairwise(rates))
    # Symmetric about the middle, so it covers half the way of a constant rate.
    assert [a + b for a, b in zip(rates, rates[::-1], strict=True)] == pytest.approx(
        [0.3] * 9
    )


def test_training_learns_and_is_repeatable():
    X, Y = painting.pixel_table(painting_picture(12))
    X = painting.scale_coordinates(X, 12, 12)
    kept = X.copy(), Y.copy()
    thetas = []
    for _ in range(2):
        deep = DeepNetwork([2, 32, 32, 3], np.random.default_rng(0))
        rng = np.random.default_rng(1)
        costs = deep.fit(X, Y, 60, rng, lr=0.01, batch_size=17)
        thetas.append(deep.theta)
    np.testing.assert_array_equal(*thetas)
    assert deep.theta.dtype == np.float32
    assert len(costs) == 60
    one_colour = np.sum((Y - Y.mean(axis=0)) ** 2) / (2 * len(Y))
    assert deep.cost(X, Y) < one_colour / 5
    np.testing.assert_array_equal(X, kept[0])
    np.testing.assert_array_equal(Y, kept[1])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: network([2]), "[2]"),
        (lambda: network([2, 0, 3]), "[2, 0, 3]"),
        (lambda: network([2, 2.5, 3]), "2.5"),
        (lambda: network([2, 3], output="relu"), "'relu'"),
        (lambda: network([2, 3]).predict(np.zeros((5, 3))), "(5, 3)"),
        (lambda: network([2, 3]).predict(np.zeros(2)), "(2,)"),
        (lambda: network([2, 3]).predict([[0, np.inf]]), "not finite"),
        (lambda: network([2, 3]).cost(np.zeros((5, 2)), np.zeros((4, 3))), "4"),
    ],
)
def test_network_refuses_bad_input(call, says):
    with pytest.raises(ValueError, match=r"; .+\.$") as caught:
        call()
    assert says in str(caught.value)


def test_count_of_parameters():
    arrows = 2 * 100 + 9 * 100 * 100 + 100 * 3
    biases = 10 * 100 + 3
    assert arrows + biases == 91_503
    assert "91,503 parameters" in PAGE
    assert 91_503 // (48 * 48 * 3) == 13  # "thirteen times"
    assert network([2, 7, 5, 6, 3]).theta.size == 118


# The page ---------------------------------------------------------------------


def test_stored_runs_meet_what_the_page_says():
    facts = json.loads((ROOT / "chapters" / "paintings.json").read_text())
    img = painting_picture(100)
    ours = facts["ours"]
    with np.load(ROOT / "chapters" / "paintings.npz") as stored:
        assert set(stored.files) == set(facts)
        for name, run in facts.items():
            error = np.mean((stored[name].astype(float) - img) ** 2)
            decibels = 10 * math.log10(255**2 / error)
            assert decibels == pytest.approx(run["decibels"], abs=0.02)
    for name, run in facts.items():
        if name != "ours":
            assert ours["decibels"] > run["decibels"] + 8
            assert ours["seconds"] < run["seconds"]
    assert "`make paintings` makes them anew" in PAGE
    assert "stored beside the page" in PAGE
    assert "paintings:" in (ROOT / "Makefile").read_text()


def test_answers_of_the_quiz():
    assert 2 * 50 + 10 == 110
    assert 461 + 1843 == 2304
    assert round(0.2 * 2304) == 461
    assert 2304 == 23 * 100 + 4  # 24 steps, the last with 4 pixels


def test_painters_write_the_test_section():
    mistakes = [lambda n: n > 100, lambda n: n % 256 >= 100]
    caught = [
        [f(n) != expected for n, expected in ((30, False), (180, True), (100, True))]
        for f in mistakes
    ]
    assert caught == [[False, False, True], [False, False, False]]
    assert mistakes[1](286) is False
    assert 286 >= 100
