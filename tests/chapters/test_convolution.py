"""Chapter 10: convolution, pooling, and networks that use them."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from solutions.adam import Adam
from solutions.convolution import (
    conv_backward,
    conv_forward,
    conv_size,
    cross_correlate,
    pad2d,
)
from solutions.digit_networks import (
    OneCycle,
    digit_network,
    digit_pixels,
    shifted,
)
from solutions.fast_convolution import direct_backward, direct_forward, uses_winograd
from solutions.gradients import numerical_gradient, relative_error
from solutions.image_layers import Conv, Flatten, MaxPool
from solutions.kernels import kernel_for
from solutions.layers import Activation, Dense
from solutions.models import Sequential
from solutions.pooling import maxpool, maxpool_backward
from solutions.shape_chain import shape_chain
from solutions.shift_test import equivariant
from solutions.storage import load_model, save_model
from solutions.winograd import winograd_backward, winograd_forward

ROOT = Path(__file__).parents[2]

# n, h, w, c, f, (kh, kw), stride, pad
LAYERS = [
    (2, 5, 7, 3, 4, (3, 2), 1, 0),
    (1, 7, 6, 2, 1, (3, 3), 2, 1),
    (3, 4, 5, 1, 2, (2, 3), 3, 2),
    (2, 3, 3, 2, 3, (3, 3), 1, 0),
    (1, 5, 4, 40, 2, (2, 3), 2, 1),
]
WINOGRAD = [(2, 6, 6), (1, 3, 3), (3, 9, 7), (2, 14, 27), (5, 13, 13), (1, 26, 40)]


def drawn(layer, seed=0):
    n, h, w, c, f, size, stride, pad = layer
    rng = np.random.default_rng(seed)
    X, W = rng.normal(size=(n, h, w, c)), rng.normal(size=(*size, c, f))
    Y = conv_forward(X, W, np.zeros(f), stride, pad)
    return X, W, rng.normal(size=f), rng.normal(size=Y.shape)


def test_sizes_count_the_places_of_a_ruler():
    for n, k, stride, pad in itertools.product(
        range(1, 9), range(1, 5), range(1, 4), (0, 1, 2)
    ):
        places = [s for s in range(0, n + 2 * pad, stride) if s + k <= n + 2 * pad]
        if places:
            assert conv_size(n, k, stride, pad) == len(places)
        else:
            with pytest.raises(ValueError, match="does not fit"):
                conv_size(n, k, stride, pad)


def test_one_kernel_agrees_with_scipy():
    from scipy.signal import correlate2d

    rng = np.random.default_rng(1)
    x, k = rng.normal(size=(9, 7)), rng.normal(size=(3, 2))
    expected = correlate2d(x, k, mode="valid")
    assert_allclose(cross_correlate(x, k), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_agrees_with_scipy_channel_by_channel(layer):
    from scipy.signal import correlate2d

    X, W, b, _ = drawn(layer)
    stride, pad = layer[6:]
    Y = conv_forward(X, W, b, stride, pad)
    for m, g in np.ndindex(len(X), len(b)):
        P = [np.pad(X[m, :, :, c], pad) for c in range(X.shape[3])]
        maps = [correlate2d(p, W[:, :, c, g], mode="valid") for c, p in enumerate(P)]
        expected = sum(maps)[::stride, ::stride] + b[g]
        assert_allclose(Y[m, :, :, g], expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("layer", LAYERS)
def test_slopes_agree_with_finite_differences(layer):
    X, W, b, dY = drawn(layer)
    stride, pad = layer[6:]
    got = conv_backward(dY, X, W, stride, pad)
    losses = (
        lambda X: np.sum(conv_forward(X, W, b, stride, pad) * dY),
        lambda W: np.sum(conv_forward(X, W, b, stride, pad) * dY),
        lambda b: np.sum(conv_forward(X, W, b, stride, pad) * dY),
    )
    for slopes, loss, array in zip(got, losses, (X, W, b), strict=True):
        measured = numerical_gradient(loss, array, h=1e-4)
        assert relative_error(slopes, measured) < 1e-8


@pytest.mark.parametrize("layer", LAYERS)
def test_the_direct_form_agrees_with_the_loops(layer):
    X, W, b, dY = drawn(layer)
    stride, pad = layer[6:]
    expected = conv_forward(X, W, b, stride, pad)
    assert_allclose(direct_forward(X, W, b, stride, pad), expected, atol=1e-11)
    slopes = direct_backward(dY, X, W, stride, pad)
    for got, expected in zip(slopes, conv_backward(dY, X, W, stride, pad), strict=True):
        assert_allclose(got, expected, rtol=0, atol=1e-11)


@pytest.mark.parametrize(("n", "h", "w"), WINOGRAD)
@pytest.mark.parametrize("pad", [0, 1, 2])
def test_winograd_agrees_with_the_loops(n, h, w, pad):
    X, W, b, dY = drawn((n, h, w, 3, 2, (3, 3), 1, pad))
    before = [array.copy() for array in (X, W, b, dY)]
    Y, V = winograd_forward(X, W, b, pad)
    assert_allclose(Y, conv_forward(X, W, b, 1, pad), rtol=0, atol=1e-11)
    slopes = winograd_backward(dY, V, W, X.shape, pad)
    for got, expected in zip(slopes, conv_backward(dY, X, W, 1, pad), strict=True):
        assert_allclose(got, expected, rtol=0, atol=1e-10)
    for old, new in zip(before, (X, W, b, dY), strict=True):
        assert_array_equal(old, new)


def test_winograds_way_back_is_the_adjoint():
    """<A x, y> equals <x, A* y>, in x as well as in the weights."""
    X, W, _, dY = drawn((3, 17, 30, 5, 4, (3, 3), 1, 0))
    Y, V = winograd_forward(X, W, np.zeros(4))
    dX, dW, _ = winograd_backward(dY, V, W, X.shape)
    assert np.sum(Y * dY) == pytest.approx(np.sum(X * dX), rel=1e-12)
    assert np.sum(Y * dY) == pytest.approx(np.sum(W * dW), rel=1e-12)


@pytest.mark.parametrize(
    ("n", "h", "w", "c", "f"), [(7, 26, 26, 64, 32), (7, 13, 13, 64, 128)]
)
def test_32_bits_are_near_enough_at_full_size(n, h, w, c, f):
    X, W, b, dY = (a.astype(np.float32) for a in drawn((n, h, w, c, f, (3, 3), 1, 0)))
    Y, V = winograd_forward(X, W, b)
    slopes = winograd_backward(dY, V, W, X.shape)
    exact = [array.astype(float) for array in (X, W, b, dY)]
    expected = direct_forward(*exact[:3])
    assert {Y.dtype, *(s.dtype for s in slopes)} == {np.dtype(np.float32)}
    assert np.max(np.abs(Y - expected)) < 2e-5 * np.max(np.abs(expected))
    others = direct_backward(exact[3], exact[0], exact[1])
    for got, expected in zip(slopes, others, strict=True):
        assert relative_error(got, expected) < 1e-5
    direct = direct_forward(X, W, b)
    assert direct.dtype == np.float32
    assert np.max(np.abs(direct - direct_forward(*exact[:3]))) < 1e-3


def test_winograd_turns_blank_paper_into_almost_0():
    """So a ReLU behind it, at its kink, may open where it should not."""
    X = np.zeros((1, 26, 26, 32), np.float32)
    X[:, 12:14, 12:14] = np.random.default_rng(0).uniform(size=(1, 2, 2, 32))
    W = np.random.default_rng(1).normal(size=(3, 3, 32, 32)).astype(np.float32)
    b = np.zeros(32, np.float32)
    exact = direct_forward(X, W, b) == 0
    almost = winograd_forward(X, W, b)[0][exact]
    assert 0 < np.max(np.abs(almost)) < 1e-4


def test_the_first_of_equal_maxima_gets_the_slope():
    x = np.array([[3.0, 3.0, 0.0], [3.0, 1.0, 9.0], [9.0, 9.0, 9.0]])
    x = x.reshape(1, 3, 3, 1)
    y, mask = maxpool(x)
    assert y.ravel() == [3]
    dX = maxpool_backward(np.full((1, 1, 1, 1), 5.0), mask)
    expected = [[5, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert_array_equal(dX[0, :, :, 0], expected)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pooling_agrees_with_one_window_at_a_time(size):
    x = np.random.default_rng(2).integers(-9, -3, size=(2, 7, 5, 3))
    y, mask = maxpool(x, size)
    assert y.shape == (2, 7 // size, 5 // size, 3)
    expected_mask = np.zeros(x.shape, bool)
    for n, i, j, c in np.ndindex(y.shape):
        window = x[n, i * size : (i + 1) * size, j * size : (j + 1) * size, c]
        assert y[n, i, j, c] == window.max()
        a, b = np.unravel_index(window.argmax(), window.shape)
        expected_mask[n, i * size + a, j * size + b, c] = True
    assert_array_equal(mask, expected_mask)


@pytest.mark.parametrize("padding", [0, 1])
def test_a_whole_network_passes_the_gradient_check(padding):
    rng = np.random.default_rng(3)
    layers = [
        Conv(3, pad=padding),
        Activation("tanh"),
        MaxPool(2),
        Conv(2, size=2, stride=2),
        Activation("relu"),
        Flatten(),
        Dense(3),
    ]
    model = Sequential(layers, (9, 8, 2), rng)
    params = {
        key: array + 0.1 * rng.normal(size=array.shape)
        for key, array in model.params.items()
    }
    model.set_params(params)
    X, y = rng.normal(size=(4, 9, 8, 2)), np.array([0, 2, 1, 1])
    model.backward(X, y)
    for key, slopes in model.grads.items():

        def loss(array, key=key):
            model.set_params({**params, key: array})
            return model.loss(X, y)

        assert relative_error(slopes, numerical_gradient(loss, params[key])) < 1e-6


def test_winograd_stands_in_a_network():
    rng = np.random.default_rng(4)
    layer = Conv(32, pad=1)
    layer.build((5, 6, 32), rng)
    assert uses_winograd(3, 1, 32, 32)
    X, dY = rng.normal(size=(2, 5, 6, 32)), rng.normal(size=(2, 5, 6, 32))
    W, b = layer.params["W"], layer.params["b"]
    assert_allclose(layer.forward(X), conv_forward(X, W, b, 1, 1), atol=1e-10)
    dX, dW, db = conv_backward(dY, X, W, 1, 1)
    assert_allclose(layer.backward(dY), dX, atol=1e-10)
    assert_allclose(layer.grads["W"], dW, atol=1e-10)
    assert_allclose(layer.grads["b"], db, atol=1e-10)


@pytest.mark.parametrize(
    ("name", "counts", "flat"),
    [
        ("64-32", [640, 18_464, 184_330], 18_432),
        ("64-pool-128", [640, 73_856, 154_890], 15_488),
        ("8-pool-16-pool", [80, 1_168, 4_010], 400),
    ],
)
def test_networks_have_the_published_numbers_of_parameters(name, counts, flat):
    network = digit_network(name, np.random.default_rng(0))
    got = [sum(a.size for a in x.params.values()) for x in network.layers if x.params]
    assert got == counts
    assert network.shapes[-2] == (flat,)
    assert {a.dtype for a in network.params.values()} == {np.dtype(np.float32)}
    layers = []
    for layer in network.layers:
        kinds = {"Conv": "conv", "MaxPool": "pool", "Flatten": "flatten"}
        kind = kinds.get(type(layer).__name__)
        if kind or isinstance(layer, Dense):
            layers.append({"kind": kind or "dense", **layer.settings()})
    shapes, total = shape_chain(layers, (28, 28, 1))
    assert total == sum(counts)
    assert shapes[-2:] == [(flat,), (10,)]


def test_a_network_is_saved_loaded_and_trains_on(tmp_path):
    rng = np.random.default_rng(5)
    X, y = rng.uniform(size=(20, 8, 9, 1)), rng.integers(3, size=20)

    def made():
        layers = [Conv(4, pad=1), Activation("relu"), MaxPool(), Flatten(), Dense(3)]
        return Sequential(layers, (8, 9, 1), np.random.default_rng(6), np.float32)

    whole, adam, order = made(), Adam(), np.random.default_rng(7)
    whole.fit(X, y, 4, 8, adam, order)
    part, adam, order = made(), Adam(), np.random.default_rng(7)
    part.fit(X, y, 2, 8, adam, order)
    save_model(tmp_path / "m.h5", part, adam, order)
    again, adam, order = load_model(tmp_path / "m.h5")
    again.fit(X, y, 2, 8, adam, order)
    for key, array in whole.params.items():
        assert_array_equal(again.params[key], array)


def test_the_rate_rises_and_falls():
    cycle = OneCycle(0.2, 400)
    rates = np.array([cycle.rate(step) for step in range(401)])
    assert rates.argmax() == 100
    assert rates.max() == pytest.approx(0.2)
    assert np.all(np.diff(rates[:101]) > 0)
    assert np.all(np.diff(rates[100:]) < 0)
    assert rates[-1] == pytest.approx(0.0002)
    assert cycle.rate(1000) == rates[-1]


def test_a_small_network_learns_stripes():
    rng = np.random.default_rng(8)
    y = rng.integers(2, size=200)
    X = rng.uniform(size=(200, 28, 28, 1))
    stripes = np.arange(28) % 4 < 2
    X[y == 0] += stripes[None, :, None, None]
    X[y == 1] += stripes[None, None, :, None]
    network = digit_network("8-pool-16-pool", np.random.default_rng(0))
    network.fit(X[:150], y[:150], 3, 10, OneCycle(0.01, 45), rng)
    assert np.mean(network.predict(X[150:]) == y[150:]) > 0.95


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: conv_size(5, 0), "k is 0"),
        (lambda: conv_size(5, 3, 0), "stride is 0"),
        (lambda: conv_size(5, 3, 1, -1), "pad is -1"),
        (lambda: pad2d(np.zeros((2, 3)), 1), r"\(2, 3\)"),
        (lambda: pad2d(np.zeros((1, 2, 3, 1)), -2), "-2"),
        (lambda: cross_correlate(np.ones((2, 5)), np.ones((3, 1))), r"\(3, 1\)"),
        (
            lambda: conv_forward(
                np.ones((1, 4, 4, 2)), np.ones((3, 3, 1, 2)), np.ones(2)
            ),
            r"\(3, 3, 1, 2\)",
        ),
        (
            lambda: conv_backward(
                np.ones((1, 2, 2, 1)), np.ones((1, 3, 3, 1)), np.ones((3, 3, 1, 1))
            ),
            r"\(1, 1, 1, 1\)",
        ),
        (lambda: maxpool(np.ones((1, 3, 3, 1)), 4), "size is 4"),
        (lambda: Conv(0), "filters is 0"),
        (lambda: Conv(2, size=2.5), "size is 2.5"),
        (lambda: MaxPool(True), "size is True"),
        (lambda: digit_network("32", np.random.default_rng(0)), "'32'"),
        (lambda: OneCycle(0.1, 0), "steps is 0"),
        (lambda: shape_chain([{"kind": "dense", "units": 1}], (2, 2, 1)), "dense"),
        (lambda: shape_chain([{"kind": "norm"}], (2, 2, 1)), "norm"),
        (lambda: shape_chain([{"kind": "pool", "size": 3}], (2, 2, 1)), "pool"),
    ],
)
def test_refusals_name_what_came(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_the_model_names_the_layer_that_does_not_fit():
    layers = [Conv(2), Flatten(), Conv(2)]
    with pytest.raises(ValueError, match="conv_2"):
        Sequential(layers, (8, 8, 1), np.random.default_rng(0))
    with pytest.raises(ValueError, match="conv_1"):
        Sequential([Conv(2)], (2, 8, 1), np.random.default_rng(0))


def test_pixels_are_scaled_and_get_a_channel():
    pixels = digit_pixels(np.array([[[0, 51], [255, 102]]], dtype=np.uint8))
    assert pixels.dtype == np.float32
    assert_allclose(pixels[0, :, :, 0], [[0, 0.2], [1, 0.4]], rtol=1e-6)


def test_every_shift_happens_and_moves_all_channels():
    X = np.zeros((400, 5, 4, 2))
    X[:, 2, 1] = [1, 3]
    shown = shifted(X, 1, np.random.default_rng(10))
    seen = np.sum(shown, axis=0)
    assert_array_equal(shown[..., 1], 3 * shown[..., 0])
    assert_array_equal(seen[..., 0] > 20, np.pad(np.ones((3, 3)), ((1, 1), (0, 1))))
    assert np.sum(seen[..., 0]) == 400


@pytest.mark.parametrize("feature", ["left-right", "top-bottom", "spot", "blur"])
def test_kernels_agree_with_their_promises_on_a_ramp(feature):
    """On a ramp that rises by 1 to the right, an upright edge is everywhere."""
    ramp = np.tile(np.arange(7.0), (6, 1))
    seen = cross_correlate(ramp, kernel_for(feature))
    expected = {"left-right": 6, "top-bottom": 0, "spot": 0, "blur": ramp[1:-1, 1:-1]}
    assert_allclose(seen, np.broadcast_to(expected[feature], seen.shape), atol=1e-12)


def test_networks_of_convolutions_follow_a_shift_and_dense_ones_do_not():
    rng = np.random.default_rng(9)
    x, W = rng.normal(size=(12, 11)), rng.normal(size=(3, 3, 1, 1))
    A = rng.normal(size=(11, 11))

    def layer(x):
        return np.maximum(conv_forward(x[None, :, :, None], W, [0.1]), 0)[0, :, :, 0]

    for shift in ((1, 0), (0, -2), (-2, 1)):
        assert equivariant(lambda x: layer(layer(x)), x, shift)
        assert equivariant(lambda x: x @ A, x, shift) == (shift[1] == 0)
    with pytest.raises(ValueError, match="margin"):
        equivariant(layer, x, (8, 0))


# The page ---------------------------------------------------------------------


def test_stored_runs_meet_what_is_promised():
    facts = json.loads((ROOT / "chapters" / "convolution_runs.json").read_text())
    best = max(facts["validated"], key=lambda one: one["accuracy"])
    assert facts["chosen"].items() <= best.items()
    small, full = (
        [run for run in facts["runs"] if run["subset"] == name]
        for name in ("5k", "full")
    )
    assert [run["seed"] for run in small] == [run["seed"] for run in full] == [0, 1, 2]
    assert min(run["accuracy"] for run in full) >= 0.98
    assert min(run["accuracy"] for run in small) >= 0.965
    assert max(run["seconds"] for run in facts["runs"]) <= 20


def test_stored_runs_say_what_the_page_says():
    facts = json.loads((ROOT / "chapters" / "convolution_runs.json").read_text())
    accuracies = {}
    for run in facts["many_filters"]:
        way = (run["inputs"], run["first_weights"])
        accuracies.setdefault(way, []).append(run["accuracy"])
    assert {len(found) for found in accuracies.values()} == {3}
    scaled, raw, small_start = (
        accuracies[way]
        for way in (("0 to 1", "He"), ("0 to 255", "He"), ("0 to 255", "Glorot"))
    )
    assert min(scaled) > max(small_start)
    assert min(small_start) > max(raw)
    small = [run["accuracy"] for run in facts["runs"] if run["subset"] == "full"]
    assert min(small) > max(scaled)
    unshifted, shifted = (
        max(one["accuracy"] for one in facts["validated"] if one["shift"] == shift)
        for shift in (0, 1)
    )
    assert shifted > unshifted


def test_numbers_in_the_text_of_the_page():
    page = (ROOT / "chapters" / "10_convolution.md").read_text(encoding="utf-8")
    assert 3 * 3 * 64 + 1 == 577
    assert "577 for each filter" in page
    assert round(184_330 / 203_434, 1) == 0.9  # "nine tenths"
    assert conv_size(28, 5, 2) == 12
    assert (3 * 3 * 8 + 1) * 16 == 1_168
