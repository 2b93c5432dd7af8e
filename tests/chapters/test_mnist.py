"""The facts that chapter 6 states, derived again by other means.

Gradients are measured or come from scikit-learn with the same weights, optimisers are
written down again with plain numbers, and the stored runs are compared with published
figures.
"""

import json
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from benchmarks.mnist import PopularProgram
from datasets import mnist
from solutions import (
    backward_variants,
    classification_scores,
    digit_records,
    minibatches,
    mnist_perceptron,
    model_choice,
    optimisers,
)
from solutions.digit_network import DigitNetwork, image_table
from solutions.digit_preparation import drawing, prepare_digit
from solutions.gradients import numerical_gradient, relative_error

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "06_mnist.md").read_text(encoding="utf-8")
RUNS = json.loads((ROOT / "chapters" / "mnist_runs.json").read_text())


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# Stored runs ------------------------------------------------------------------


def test_stored_runs_reproduce_the_published_row():
    assert RUNS["popular"]["0.1"] == [0.9507, 0.9592, 0.9658, 0.9644, 0.9659]


def test_stored_runs_keep_what_the_page_promises():
    epochs = [5 * sum(RUNS["seconds"].values()), max(RUNS["quick"]["seconds"])]
    assert epochs[0] / epochs[1] >= 100
    assert min(RUNS["quick"]["accuracy"]) >= 0.97
    assert min(RUNS["good"]["accuracy"]) >= 0.98
    assert max(RUNS["good"]["seconds"]) <= 3
    for recipe in ("quick", "good"):
        validation = RUNS[recipe]["validation"]
        assert float(max(validation, key=validation.get)) == RUNS[recipe]["lr"]
        assert len(RUNS[recipe]["accuracy"]) == 3


def test_share_of_ones_in_the_test_set():
    # The counts of the test file are published with the data.
    counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert sum(counts) == 10_000
    assert max(counts) == 1135
    assert "scores 11.35" in PAGE


def test_popular_program_follows_its_rule():
    program = PopularProgram(0.5, seed=0)
    W1, W2 = program.input_hidden.copy(), program.hidden_output.copy()
    x = np.linspace(0.01, 1, 784).reshape(784, 1)
    t = np.full((10, 1), 0.01)
    program.train(x, t)
    a1 = sigmoid(W1 @ x)
    o = sigmoid(W2 @ a1)
    np.testing.assert_allclose(
        program.hidden_output, W2 + 0.5 * ((t - o) * o * (1 - o)) @ a1.T
    )
    back = W2.T @ (t - o) * a1 * (1 - a1)
    np.testing.assert_allclose(program.input_hidden, W1 + 0.5 * back @ x.T)


# Records, targets, first weights ----------------------------------------------


def test_scaling_on_paper():
    for byte, shown in ((0, "0.01"), (51, "0.208"), (102, "0.406"), (255, "1")):
        exact = Fraction(1, 100) + Fraction(99, 100) * Fraction(byte, 255)
        assert float(exact) == pytest.approx(float(shown))
        line = f"3,{byte}" + ",0" * 783
        assert digit_records.parse_line(line)[1][0] == pytest.approx(float(exact))


def test_delta_on_paper():
    output = 1 / (1 + math.exp(-2))
    delta2 = (output - 0.99) * output * (1 - output)
    delta1 = delta2 * 4 * 0.25
    assert f"{output:.4f}" == "0.8808"
    assert f"{output - 0.99:.4f}" == "-0.1092"
    assert f"{delta2:.5f}" == f"{delta1:.5f}" == "-0.01147"
    assert f"{4 * delta2:.5f}" == "-0.04586"
    assert f"{0.01 * delta1:.6f}" == "-0.000115"
    assert f"{0.5 * delta2:.5f}" == "-0.00573"
    got = mnist_perceptron.hidden_delta([[0.99]], [[output]], [[0.5]], [[4.0]])
    assert got[0, 0] == pytest.approx(delta1)


def test_sums_keep_their_size():
    params = mnist_perceptron.init_perceptron(784, 100, 10, np.random.default_rng(0))
    x = np.random.default_rng(1).choice([-1, 1], size=(200, 784))
    assert np.std(x @ params["W1"]) == pytest.approx(1, abs=0.05)


def test_step_agrees_with_measured_slopes_of_a_net_of_numbers():
    rng = np.random.default_rng(4)
    params = mnist_perceptron.init_perceptron(5, 3, 2, rng)
    x, t = rng.uniform(0.01, 1, size=5), np.array([0.01, 0.99])

    def loss(name, W):
        net = {**params, name: W}
        return np.sum((sigmoid(sigmoid(x @ net["W1"]) @ net["W2"]) - t) ** 2) / 2

    after = mnist_perceptron.train_step(params, x, t, 0.7)
    for name, W in params.items():
        slope = numerical_gradient(lambda W, name=name: loss(name, W), W)
        assert relative_error((W - after[name]) / 0.7, slope) < 1e-8


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: digit_records.parse_line("7,1"), "2 entries"),
        (lambda: digit_records.parse_line("7" + ",300" * 784), "'300'"),
        (lambda: digit_records.targets([3], k=3), "3"),
        (lambda: digit_records.targets([[1]], k=3), "(1, 1)"),
        (
            lambda: mnist_perceptron.init_perceptron(2, 0, 1, np.random.default_rng(0)),
            "0",
        ),
        (
            lambda: mnist_perceptron.query({"W1": np.ones((3, 2))}, np.ones((1, 4))),
            "(1, 4)",
        ),
        (
            lambda: mnist_perceptron.hidden_delta([[1]], [[1, 2]], [[1]], [[1, 2]]),
            "(1, 2)",
        ),
        (
            lambda: minibatches.minibatches([1], [1, 2], 1, np.random.default_rng(0)),
            "2",
        ),
        (lambda: classification_scores.accuracy([1], [[1]]), "(1, 1)"),
        (lambda: classification_scores.accuracy([], []), "empty"),
        (lambda: classification_scores.confusion([3], [0], 3), "3"),
        (lambda: model_choice.choose_hidden([]), "no training"),
        (lambda: prepare_digit(np.ones((5, 5))), "no ink"),
        (lambda: prepare_digit(np.ones(5)), "(5,)"),
        (lambda: DigitNetwork([3, 4], np.random.default_rng(0)), "[3, 4]"),
        (
            lambda: optimisers.adam_update(
                np.ones(3), np.ones(2), optimisers.adam_state(np.ones(3)), 0.1
            ),
            "(2,)",
        ),
    ],
)
def test_bad_input_gets_one_sentence(call, says):
    with pytest.raises(ValueError, match=r"; .+\.$") as caught:
        call()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


# Optimisers -------------------------------------------------------------------


def plain_numbers(rule, slopes, lr):
    """Follow one parameter from 1.0 with the formulas of the papers."""
    theta, v, m, s = 1.0, 0.0, 0.0, 0.0
    for step, g in enumerate(slopes, 1):
        if rule == "adam":
            m = 0.9 * m + 0.1 * g
            s = 0.999 * s + 0.001 * g * g
            corrected = s / (1 - 0.999**step)
            theta -= lr * (m / (1 - 0.9**step)) / (math.sqrt(corrected) + 1e-8)
        else:
            v = 0.9 * v + g
            theta -= lr * (g + 0.9 * v if rule == "nesterov" else v)
    return theta


@pytest.mark.parametrize("rule", ["momentum", "nesterov", "adam"])
def test_optimisers_follow_the_papers_in_every_block(rule):
    slopes = np.random.default_rng(3).normal(size=7)
    # More numbers than one block holds, so that a block left out would show.
    theta = np.ones(optimisers._BLOCK + 3)
    if rule == "adam":
        state = optimisers.adam_state(theta)
    else:
        state = optimisers.momentum_state(theta)
    for g in slopes:
        gradient = np.full_like(theta, g)
        if rule == "adam":
            optimisers.adam_update(theta, gradient, state, 0.1)
        else:
            nesterov = rule == "nesterov"
            optimisers.momentum_update(theta, gradient, state, 0.1, 0.9, nesterov)
        assert (gradient == g).all()
    np.testing.assert_allclose(theta, plain_numbers(rule, slopes, 0.1), rtol=1e-9)


def test_one_cycle_rises_to_its_rate_and_falls_to_nothing():
    rates = [optimisers.one_cycle_rate(0.3, step, 40) for step in range(41)]
    assert max(rates) == rates[10] == 0.3
    assert all(a < b for a, b in zip(rates[:10], rates[1:11], strict=True))
    assert all(a > b for a, b in zip(rates[10:-1], rates[11:], strict=True))
    assert rates[-1] == 0
    assert optimisers.one_cycle_rate(0.3, 0, 1) == 0.3


# The quick network ------------------------------------------------------------


def test_gradient_of_the_quick_network_is_measured():
    rng = np.random.default_rng(5)
    network = DigitNetwork([6, 5, 3], rng, dtype=np.float64)
    network.mean[:] = rng.normal(size=6)
    X, y = rng.normal(size=(7, 6)), np.array([0, 1, 2, 2, 1, 0, 1])

    def cost(theta):
        network.theta[:] = theta
        return network.cost(X, y)

    here = network.theta.copy()
    measured = numerical_gradient(cost, here)
    network.theta[:] = here
    assert relative_error(network.gradient(X, y), measured) < 1e-8


def test_quick_network_is_the_librarys_network():
    rng = np.random.default_rng(6)
    X, y = rng.normal(size=(40, 6)), np.arange(40) % 3
    network = DigitNetwork([6, 5, 3], rng, dtype=np.float64)
    library = MLPClassifier(
        (5,), solver="sgd", momentum=0, alpha=0, batch_size=40, learning_rate_init=0.2
    )
    library.partial_fit(X, y, classes=range(3))
    for theirs, ours in zip(library.coefs_, (network.W1, network.W2), strict=True):
        theirs[:] = ours
    for theirs, ours in zip(library.intercepts_, (network.b1, network.b2), strict=True):
        theirs[:] = ours
    np.testing.assert_allclose(
        network.probabilities(X), library.predict_proba(X), atol=1e-12
    )
    expected = network.theta - 0.2 * network.gradient(X, y)
    library.partial_fit(X, y)
    (W1, W2), (b1, b2) = library.coefs_, library.intercepts_
    theirs = np.concatenate([W1.ravel(), b1, W2.ravel(), b2])
    np.testing.assert_allclose(theirs, expected, atol=1e-12)


@pytest.mark.parametrize("optimiser", ["plain", "momentum", "nesterov", "adam"])
def test_training_is_repeatable_and_learns(optimiser):
    digits = mnist()
    X, y = image_table(digits.train_images[:600]), digits.train_labels[:600]
    shares = []
    for _ in range(2):
        rng = np.random.default_rng(1)
        network = DigitNetwork((784, 30, 10), rng)
        lr = 0.004 if optimiser == "adam" else 0.1
        seen = network.fit(X, y, 5, rng, lr, 32, optimiser, lambda net: net.cost(X, y))
        assert len(seen) == 5
        assert seen[-1] < seen[0]
        shares.append(network.probabilities(X))
    np.testing.assert_array_equal(*shares)
    assert np.mean(shares[0].argmax(axis=1) == y) > 0.8


def test_unknown_optimiser_and_labels_are_named():
    network = DigitNetwork([2, 3, 2], np.random.default_rng(0))
    X, rng = np.zeros((4, 2)), np.random.default_rng(0)
    with pytest.raises(ValueError, match="'sgd' is unknown"):
        network.fit(X, np.zeros(4, int), 1, rng, optimiser="sgd")
    for y in (np.array([0, 1, 2, 0]), np.zeros(4), np.array([0, -1, 0, 0])):
        with pytest.raises(ValueError, match="0 to 1"):
            network.fit(X, y, 1, rng)


# The rules of the flaw --------------------------------------------------------


def measured(params, x, t, loss):
    def at(name, W):
        net = {**params, name: W}
        a1 = sigmoid(x @ net["W1"] + net["b1"])
        return loss(sigmoid(a1 @ net["W2"] + net["b2"]), t)

    return {
        name: numerical_gradient(lambda W, name=name: at(name, W), params[name])
        for name in params
    }


def half_square(o, t):
    return np.sum((o - t) ** 2) / 2


def cross_entropy(o, t):
    return -np.sum(t * np.log(o) + (1 - t) * np.log(1 - o))


def worst_error(rule, loss, seed):
    rng = np.random.default_rng(seed)
    params = {
        "W1": rng.normal(size=(3, 4)),
        "b1": rng.normal(size=4),
        "W2": rng.normal(size=(4, 2)),
        "b2": rng.normal(size=2),
    }
    x, t = rng.normal(size=3), rng.uniform(0.01, 0.99, size=2)
    implied = backward_variants.implied_gradient(params, x, t, rule)
    slopes = measured(params, x, t, loss)
    return max(relative_error(implied[name], slopes[name]) for name in params)


@pytest.mark.parametrize("rule", backward_variants.RULES)
def test_gradient_check_parts_the_rules(rule):
    errors = [worst_error(rule, half_square, seed) for seed in range(10)]
    if rule == "chain rule":
        assert max(errors) < 1e-7
    else:
        assert min(errors) > 1e-5


def test_no_output_slope_at_all_is_the_gradient_of_cross_entropy():
    for rule in backward_variants.RULES:
        error = max(worst_error(rule, cross_entropy, seed) for seed in range(3))
        assert (error < 1e-7) == (rule == "no output slope at all")


def test_training_side_by_side_is_training_one_by_one():
    rng = np.random.default_rng(8)
    X, y = rng.uniform(size=(30, 6)), rng.integers(0, 10, size=30)
    both = backward_variants.accuracy_of_rules(X, y, X, y, (1, 2), hidden=9, epochs=3)
    assert both.shape == (11, 2)
    for place, seed in enumerate((1, 2)):
        alone = backward_variants.accuracy_of_rules(
            X, y, X, y, (seed,), hidden=9, epochs=3
        )
        np.testing.assert_allclose(both[:, place], alone[:, 0], atol=0.04)


# Preparing a digit ------------------------------------------------------------


def test_prepared_digits_are_like_those_of_mnist():
    pictures = [
        drawing(["..##..", ".#..#.", "...#..", "..#...", ".####."]),
        drawing(["......", "..#...", "..#...", "..#...", "..#...", "......"]),
        np.pad(mnist().test_images[7], ((3, 20), (40, 5))),
    ]
    for picture in pictures:
        digit = prepare_digit(picture)
        assert digit.shape == (28, 28)
        assert digit.dtype == np.uint8
        assert digit.max() == 255
        rows, columns = np.nonzero(digit)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 in (19, 20)
        centre = np.indices((28, 28)).reshape(2, -1) @ digit.ravel() / digit.sum()
        assert np.abs(centre - 14).max() <= 0.5


def test_ink_and_paper_may_be_exchanged_and_coloured():
    picture = drawing([".....", ".###.", "...#.", "..#..", "..#..", "....."])
    expected = prepare_digit(picture)
    np.testing.assert_array_equal(prepare_digit(200 - 150 * picture), expected)
    coloured = np.stack([picture] * 4, axis=-1)
    coloured[..., 3] = 1
    np.testing.assert_array_equal(prepare_digit(coloured), expected)


def test_scaling_keeps_the_ink():
    # A square of 10 by 10 becomes one of 20 by 20, full of ink.
    picture = np.zeros((30, 40))
    picture[5:15, 8:18] = 1
    digit = prepare_digit(picture)
    assert (digit[4:24, 4:24] == 255).all()
    assert digit.sum() == 400 * 255


# What the page says -----------------------------------------------------------


def test_counts_of_parameters():
    assert 784 * 100 + 100 * 10 == 79_400
    assert 784 * 100 + 100 + 100 * 10 + 10 == 79_510
    assert "79,400 weights in all" in PAGE
    assert 20 * 6 + 6 * 3 == 138


def test_standard_error_on_the_page():
    assert math.sqrt(0.92 * 0.08 / 1000) == pytest.approx(0.0086, abs=0.0001)
    assert math.sqrt(0.96 * 0.04 / 10_000) == pytest.approx(0.002, abs=0.0001)
    assert math.sqrt(0.945 * 0.055 / 1000) == pytest.approx(0.007, abs=0.0003)


def test_flat_ends_begin_where_the_page_draws_them():
    a = sigmoid(2.06)
    assert a * (1 - a) == pytest.approx(0.1, abs=0.001)
    assert len(re.findall(r"2\.06", PAGE)) >= 3


def test_velocity_of_equal_slopes():
    assert sum(0.9**k for k in range(10)) == pytest.approx(6.5, abs=0.05)
    assert "six and a half times as long" in PAGE


def test_property_tests_see_what_the_page_says():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(10, 2)), np.arange(10)
    sound = minibatches.minibatches(X, y, 4, rng)
    assert minibatches.batches_are_sound(X, y, 4, sound)
    assert not minibatches.batches_are_sound(X, y, 4, sound[:-1])
    assert not minibatches.batches_are_sound(X, y, 4, [sound[0], *sound[:2]])
