"""Chapter 9's model and its Keras text, given the same weights.

The text of ``chapters/keras_dense.py`` is the one that the page shows. ``make
test-keras`` runs these tests in an environment that has Keras, on PyTorch. There Keras
multiplies matrices with 32 bits whatever it is told, so the two agree to 7 digits;
PyTorch by itself, with 64 bits, agrees to 1e-10.
"""

import runpy
from pathlib import Path

import numpy as np
import pytest

from solutions.adam import Adam
from solutions.layers import Activation, Dense
from solutions.models import Sequential

pytestmark = [
    pytest.mark.keras,
    # Keras lets NumPy copy tensors of PyTorch, which do not know the keyword yet.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]
BITS_32 = {"rtol": 0, "atol": 3e-6}
BITS_64 = {"rtol": 0, "atol": 1e-10}
TEXT = Path(__file__).parents[2] / "chapters" / "keras_dense.py"


@pytest.fixture(scope="module")
def keras():
    import keras

    return keras


@pytest.fixture(scope="module")
def text(keras):
    return runpy.run_path(str(TEXT))


@pytest.fixture
def data():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(37, 2))
    return X, (X[:, 0] * X[:, 1] > 0).astype(int)


@pytest.fixture
def pair(text):
    """Return our model and that of the text, with our weights in both."""
    ours = model_of([10, "relu", 20, "relu", 1], 2)
    theirs = text["build"]()
    share(ours, theirs)
    return ours, theirs


def model_of(parts, d, seed=3):
    layers = [Dense(p) if isinstance(p, int) else Activation(p) for p in parts]
    model = Sequential(layers, (d,), np.random.default_rng(seed))
    # Biases other than 0, or a mistake with them would not show.
    rng = np.random.default_rng(4)
    filled = {
        key: a + 0.1 * rng.normal(size=a.shape) for key, a in model.params.items()
    }
    model.set_params(filled)
    return model


def share(ours, theirs):
    """Give Keras our weights."""
    dense = [layer.params for layer in ours.layers if layer.params]
    theirs.set_weights([array for p in dense for array in (p["W"], p["b"])])


def torch_gradients(keras, model, loss, X, y):
    """Return the slopes of a loss along all weights, in the order of get_weights."""
    for variable in model.trainable_variables:
        variable.value.grad = None
    loss(keras.ops.convert_to_tensor(y), model(X, training=True)).backward()
    grads = [variable.value.grad for variable in model.trainable_variables]
    return [keras.ops.convert_to_numpy(g) for g in grads]


def test_both_count_271(pair):
    ours, theirs = pair
    assert theirs.count_params() == 271
    assert sum(array.size for array in ours.params.values()) == 271


def test_outputs_agree(pair, data):
    ours, theirs = pair
    X, _ = data
    got = theirs.predict(X, verbose=0)
    np.testing.assert_allclose(ours.forward(X), got, **BITS_32)


def test_gradients_agree(keras, pair, data):
    ours, theirs = pair
    X, y = data
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    measured = torch_gradients(keras, theirs, loss, X, y[:, None].astype(float))
    our_loss = ours.backward(X, y)
    expected = loss(y[:, None].astype(float), theirs(X))
    expected = float(keras.ops.convert_to_numpy(expected))
    assert our_loss == pytest.approx(expected, abs=3e-6)
    for got, expected in zip(ours.grads.values(), measured, strict=True):
        np.testing.assert_allclose(got, expected, **BITS_32)


@pytest.mark.parametrize("kind", ["linear", "sigmoid", "tanh", "relu"])
def test_several_classes_and_all_activations_agree(keras, data, kind):
    X, _ = data
    y = np.random.default_rng(6).integers(3, size=len(X))
    ours = model_of([7, kind, 3], 2)
    dense = keras.layers.Dense
    theirs = keras.Sequential([keras.Input((2,)), dense(7, activation=kind), dense(3)])
    share(ours, theirs)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    measured = torch_gradients(keras, theirs, loss, X, y)
    ours.backward(X, y)
    np.testing.assert_allclose(ours.forward(X), theirs.predict(X, verbose=0), **BITS_32)
    for got, expected in zip(ours.grads.values(), measured, strict=True):
        np.testing.assert_allclose(got, expected, **BITS_32)


@pytest.mark.parametrize("k", [1, 3])
def test_pytorch_agrees_in_64_bits(data, k):
    import torch

    X, y = data
    ours = model_of([10, "relu", 20, "tanh", k], 2)
    theirs = [torch.tensor(a, requires_grad=True) for a in ours.params.values()]
    W1, b1, W2, b2, W3, b3 = theirs
    hidden = torch.relu(torch.from_numpy(X) @ W1 + b1)
    logits = torch.tanh(hidden @ W2 + b2) @ W3 + b3
    functional, labels = torch.nn.functional, torch.from_numpy(y)
    if k == 1:
        targets = labels[:, None].double()
        loss = functional.binary_cross_entropy_with_logits(logits, targets)
    else:
        loss = functional.cross_entropy(logits, labels)
    loss.backward()
    assert ours.backward(X, y) == pytest.approx(loss.item(), abs=1e-10)
    np.testing.assert_allclose(ours.forward(X), logits.detach().numpy(), **BITS_64)
    for got, expected in zip(ours.grads.values(), theirs, strict=True):
        np.testing.assert_allclose(got, expected.grad.numpy(), **BITS_64)


def test_adam_agrees_up_to_the_place_of_eps(keras, pair, data):
    """Keras adds eps before the second average is corrected."""
    ours, theirs = pair
    X, y = data
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    theirs.compile(keras.optimizers.Adam(learning_rate=0.01, epsilon=1e-12), loss)
    adam = Adam(lr=0.01, eps=1e-12)
    for _ in range(5):
        theirs.train_on_batch(X, y[:, None].astype(float))
        ours.backward(X, y)
        ours.set_params(adam.update(ours.grads, ours.params))
    for got, expected in zip(ours.params.values(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-4)


def test_the_text_trains_saves_and_loads(text, data, tmp_path):
    X, y = data
    model = text["build"]()
    history = text["train"](model, X, y, X, y, epochs=3).history
    assert {len(values) for values in history.values()} == {3}
    assert {"loss", "binary_accuracy", "val_loss"} <= set(history)
    again = text["save_and_load"](model, tmp_path / "model.keras")
    same = np.array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    assert same
