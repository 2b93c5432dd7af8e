"""The capstone: a digit classifier assembled from parts, and what its page claims."""

import importlib
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from autograder.assignments.capstone import checks, right
from autograder.checking.answers import Answer, CheckFailedError, ask_namespace
from datasets import mnist
from solutions.baselines import BASELINES, baseline_guesses
from solutions.classifier_parts import Network, prepare, update_nest
from solutions.classifier_training import keep_best, train
from solutions.company_test import depends_on_company
from solutions.gradient_test import gradient_is_right
from solutions.gradients import numerical_gradient, relative_error
from solutions.honest_report import honest_report


@pytest.fixture(scope="module")
def digits():
    return mnist("5k")


@pytest.mark.parametrize(
    "network", [Network, right.ConvolutionAndPooling, right.ThreeTanhLayersInAList]
)
def test_gradients_of_networks_agree_with_measured_slopes(network):
    """The whole of each small array, and two hundred numbers of each large one."""
    rng = np.random.default_rng(3)
    one = network()
    parameters = checks.mapped(
        one.build(rng), lambda path, a: a + 0.05 * rng.normal(size=a.shape)
    )
    x, labels = rng.uniform(size=(4, 28, 28)), np.array([1, 9, 9, 0])
    gradients = dict(checks.ends_of(one.loss_and_gradients(parameters, x, labels)[1]))
    for path, array in checks.ends_of(parameters):
        some = rng.permutation(array.size)[:200]

        def loss(numbers, path=path, some=some):
            def place(at, a):
                if at != path:
                    return a
                a = a.copy()
                a.flat[some] = numbers
                return a

            nest = checks.mapped(parameters, place)
            return one.loss_and_gradients(nest, x, labels)[0]

        measured = numerical_gradient(loss, array.flat[some])
        assert relative_error(gradients[path].flat[some], measured) < 1e-6


def check_slopes(network, seed=0):
    """Run the public check of slopes."""
    [check] = [
        check
        for check in checks.network.checks
        if check.name == "has_slopes_that_can_be_measured"
    ]
    answer = Answer(ask_namespace({"Network": network}), "Network")
    check.run(answer, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("change", "expected", "got", "why"),
    [
        (lambda g: {k: 3 * a for k, a in g.items()}, "W1", "3 times", "be missing"),
        (lambda g: {k: a / 3 for k, a in g.items()}, "b1", "0.3333 times", "twice"),
        (lambda g: {k: -a for k, a in g.items()}, "W2", "-1 times", "the sign"),
        (lambda g: {**g, "b1": 0 * g["b1"]}, "b1", "are 0", "others are right"),
        (lambda g: {**g, "W2": 0 * g["W2"]}, "W2", "are 0", "others are right"),
        (lambda g: {**g, "b2": g["b2"] / 3}, "b2", "0.3333", "twice"),
        (lambda g: {**g, "W2": g["W2"].T}, "shape (32, 10)", "(10, 32)", "same shapes"),
        (
            lambda g: {**g, "b2": g["b2"].sum()},
            "shape (10,)",
            "shape ()",
            "same shapes",
        ),
        (lambda g: list(g.values()), "a dict with", "list or tuple of 4", "the form"),
        (lambda g: {"W1": g["W1"]}, "'W2', 'b1'", "keys 'W1'", "the form"),
    ],
)
def test_a_wrong_gradient_is_told_where_and_by_how_much(change, expected, got, why):
    class Changed(Network):
        def loss_and_gradients(self, parameters, x, labels):
            loss, gradients = super().loss_and_gradients(parameters, x, labels)
            return loss, change(gradients)

    with pytest.raises(CheckFailedError) as caught:
        check_slopes(Changed)
    assert expected in caught.value.expected
    assert got in caught.value.got
    assert why in caught.value.why


@pytest.mark.parametrize(
    "network",
    [
        Network,
        right.ConvolutionAndPooling,
        right.ThreeTanhLayersInAList,
        right.LayersThatKnowTheirWayBack,
    ],
)
def test_right_networks_pass_the_check_of_slopes_with_any_seed(network):
    for seed in range(8):
        check_slopes(network, seed)


def test_a_fresh_network_is_about_as_sure_as_a_guess(digits):
    one = Network()
    x, labels = prepare(digits.train_images[:300]), digits.train_labels[:300]
    for seed in range(5):
        parameters = one.build(np.random.default_rng(seed))
        loss, _ = one.loss_and_gradients(parameters, x, labels)
        assert abs(loss - math.log(10)) < 0.6


def test_the_loss_of_a_network_on_paper():
    """All weights 0: equal shares, whatever the picture."""
    parameters = {
        "W1": np.zeros((784, 2)),
        "b1": np.ones(2),
        "W2": np.zeros((2, 10)),
        "b2": np.zeros(10),
    }
    x = np.zeros((2, 28, 28))
    loss, gradients = Network().loss_and_gradients(parameters, x, np.array([3, 3]))
    assert loss == pytest.approx(math.log(10))
    expected = np.full(10, 0.1)
    expected[3] = -0.9
    assert_allclose(gradients["b2"], expected)
    assert_allclose(gradients["W2"], [expected, expected])
    assert not gradients["W1"].any()


def test_prepare_is_the_same_for_a_picture_alone(digits):
    images = digits.train_images[:7]
    together = prepare(images)
    assert together.min() == 0
    assert together.max() == 1
    for i in range(7):
        assert_array_equal(prepare(images[i])[0], together[i])
    with pytest.raises(ValueError, match="float64"):
        prepare(together)
    with pytest.raises(ValueError, match=r"\(7, 784\)"):
        prepare(images.reshape(7, 784))


def test_update_makes_two_steps_of_momentum_on_paper():
    """Rate 0.1, slope 1 twice: 0.1, then 0.1 + 0.09."""
    nest, slopes = [{"a": np.array([1.0])}], [{"a": np.array([1.0])}]
    first, state = update_nest(nest, slopes, lr=0.1)
    second, _ = update_nest(first, slopes, state, lr=0.1)
    assert first[0]["a"] == pytest.approx(0.9)
    assert second[0]["a"] == pytest.approx(0.71)
    assert nest[0]["a"] == 1


def test_keep_best_stops_and_keeps():
    ladder = [3.0, math.nan, 4.0, 4.0, 1.0, 9.0]
    best, scores = keep_best(0, lambda p: p + 1, lambda p: ladder[p], 5, patience=2)
    assert best == 2
    assert_array_equal(scores, ladder[:5])


def test_the_classifier_beats_the_baseline_that_the_checks_ask_for(digits):
    """Also with the network of convolution and pooling in its place."""
    rng = np.random.default_rng(11)
    for seed in range(3):
        rows = rng.permutation(4000)[: checks.N_TRAIN]
        images, labels = digits.train_images[rows], digits.train_labels[rows]
        new, truth = digits.test_images, digits.test_labels
        least = baseline_guesses(checks.BASELINE, images, labels, new, rng)
        for learn in (train, right.convolution_with_its_own_loop):
            guesses = learn(images, labels, np.random.default_rng(seed))(new)
            assert np.mean(guesses == truth) > np.mean(least == truth) + 0.01


def test_training_is_reproducible_and_refuses_what_does_not_fit(digits):
    images, labels = digits.train_images[:80], digits.train_labels[:80]
    new = digits.test_images[:200]
    one, other = (
        train(images, labels, np.random.default_rng(seed))(new) for seed in (5, 6)
    )
    assert_array_equal(train(images, labels, np.random.default_rng(5))(new), one)
    assert (one != other).any()
    with pytest.raises(ValueError, match="80 pictures and 79 labels"):
        train(images, labels[:-1], np.random.default_rng(0))


def test_baselines_agree_with_distances_and_with_counting(digits):
    from scipy.spatial.distance import cdist

    images, labels = digits.train_images[:600], digits.train_labels[:600]
    new, truth = digits.test_images, digits.test_labels
    rng = np.random.default_rng(0)
    said = {
        name: baseline_guesses(name, images, labels, new, rng) for name in BASELINES
    }
    means = [images[labels == digit].mean(axis=0).ravel() for digit in range(10)]
    distances = cdist(new.reshape(len(new), -1), means)
    assert_array_equal(said["nearest mean"], distances.argmin(axis=1))
    assert set(said["constant"]) == {0}
    assert np.mean(said["softmax layer"] == truth) > 0.82
    assert np.mean(said["sigmoid perceptron"] == truth) > 0.75
    with pytest.raises(ValueError, match="nearest mean"):
        baseline_guesses("oracle", images, labels, new, rng)


def test_the_bar_is_a_known_baseline():
    assert checks.BASELINE in BASELINES


def test_the_report_on_paper():
    """Ten pictures, eight right; the baseline is right on five of these eight."""
    labels = np.arange(10)
    guesses = np.array([0, 1, 2, 3, 4, 5, 6, 7, 1, 1])
    baseline = np.array([0, 1, 2, 3, 4, 0, 0, 0, 0, 0])
    report = honest_report(labels, guesses, {"ours": guesses, "five": baseline})
    assert report["accuracy"] == 0.8
    assert report["standard_error"] == pytest.approx(math.sqrt(0.016))
    assert report["confusions"] == [(8, 1, 1), (9, 1, 1)]
    # The gain is 0.3 with a standard error of the root of 0.021, 0.145.
    assert report["beaten"] == {"ours": False, "five": True}
    with pytest.raises(ValueError, match="five"):
        honest_report(labels, guesses, {"five": baseline[:5]})


def test_the_standard_error_is_the_spread_of_many_test_sets():
    rng = np.random.default_rng(2)
    draws = (rng.random(size=(4000, 250)) < 0.85).mean(axis=1)
    labels = np.zeros(250, dtype=int)
    guesses = (np.arange(250) < 0.15 * 250).astype(int)
    stated = honest_report(labels, guesses, {})["standard_error"]
    assert stated == pytest.approx(draws.std(), rel=0.05)


def test_the_gradient_test_agrees_with_the_numerical_gradient():
    rng = np.random.default_rng(4)
    function, parameters = checks.a_problem(rng)
    assert gradient_is_right(function, parameters)
    _, gradients = function(parameters)
    W = parameters[0][0]

    def loss(W):
        return function([(W, parameters[0][1]), parameters[1]])[0]

    assert relative_error(gradients[0][0], numerical_gradient(loss, W)) < 1e-7
    turned = checks.changed(function, lambda path, a: -a if a.ndim == 1 else a)
    assert not gradient_is_right(turned, parameters)


def test_company_is_noticed_and_fairness_is_not_suspected(digits):
    images = digits.train_images[:9]
    ink = images.reshape(9, -1).mean(axis=1)

    def fair(x):
        return (x.reshape(len(x), -1).mean(axis=1) > np.median(ink)).astype(int)

    def by_rank(x):
        return x.reshape(len(x), -1).mean(axis=1).argsort().argsort()

    assert not depends_on_company(fair, images)
    assert depends_on_company(by_rank, images)


def test_the_released_data_are_training_digits(tmp_path, digits):
    data = importlib.import_module("autograder.assignments.capstone.data")
    (path,) = data.write(tmp_path)
    first = path.read_bytes()
    with np.load(path) as file:
        assert_array_equal(file["images"], digits.train_images[:1000])
        assert_array_equal(file["labels"], digits.train_labels[:1000])
    assert np.bincount(digits.train_labels[:1000]).tolist() == [100] * 10
    assert data.write(tmp_path)[0].read_bytes() == first
