"""The facts that chapter 9 states, derived again by other means.

Numbers worked by hand, finite differences, fractions, and scikit-learn with the same
weights stand beside our layers; a file is damaged in every way that the page names.
"""

import itertools
import json
import math
import re
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

import h5py
import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from solutions import dense, layer_claims, models, settling_network
from solutions.activation_slopes import activation_slope
from solutions.adam import Adam, adam_step
from solutions.cross_entropy import cross_entropy, cross_entropy_slope
from solutions.gradients import numerical_gradient, relative_error
from solutions.layers import Activation, Dense, Layer
from solutions.models import Sequential, batches
from solutions.storage import ModelFile, load_model, save_model

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "09_layers.md").read_text(encoding="utf-8")


def chain(*parts, d=2, seed=0, dtype=np.float64):
    """Return a model from numbers of units and names of activations."""
    layers = [Dense(p) if isinstance(p, int) else Activation(p) for p in parts]
    return Sequential(layers, (d,), np.random.default_rng(seed), dtype)


def the_model(seed=0):
    return chain(10, "relu", 20, "relu", 1, seed=seed)


def points(n=61, seed=2):
    X = np.random.default_rng(seed).normal(size=(n, 2))
    return X, (X[:, 0] * X[:, 1] > 0).astype(int)


# What the page works by hand --------------------------------------------------------


def test_271_on_paper():
    counts = [(2 + 1) * 10, (10 + 1) * 20, (20 + 1) * 1]
    assert counts == [30, 220, 21]
    assert sum(counts) == 271
    rows = the_model().summary().splitlines()
    assert [row.split()[-1] for row in rows[1:]] == ["30", "0", "220", "0", "21", "271"]


def test_adam_on_paper():
    part = PAGE.partition("| | step 1 | step 2 |")[2].partition("\n\n")[0]
    rows = re.findall(r"(?m)^\| \$(.+?)\$ \| (.+?) \| (.+?) \|$", part)
    names, *columns = zip(*rows, strict=True)
    assert names == ("g", "m", "v", r"\hat m", r"\hat v", r"\theta")
    getcontext().prec = 30
    m = v = Decimal(0)
    theta = Decimal(5)
    for t, (g, *printed) in enumerate(columns, 1):
        slope = Decimal(g.replace("$", ""))
        assert slope == (2, -1)[t - 1]
        m = Decimal("0.9") * m + Decimal("0.1") * slope
        v = Decimal("0.999") * v + Decimal("0.001") * slope**2
        m_hat = m / (1 - Decimal("0.9") ** t)
        v_hat = v / (1 - Decimal("0.999") ** t)
        theta -= Decimal("0.1") * m_hat / (v_hat.sqrt() + Decimal("1e-8"))
        for text, exact in zip(printed, (m, v, m_hat, v_hat, theta), strict=True):
            digits = len(text.partition(".")[2])
            assert Decimal(text) == round(exact, digits)


def test_cross_entropy_on_paper():
    assert round(-math.log(Fraction(3, 4)), 3) == 0.288
    assert round(-math.log(Fraction(1, 4)), 3) == 1.386
    assert round(math.log(2), 2) == 0.69
    assert round(-math.log(0.001), 1) == 6.9
    assert cross_entropy([[0.0, math.log(3)]], [1]) == pytest.approx(-math.log(0.75))


def test_claims_have_a_counter_example_or_a_proof():
    claims = layer_claims.judge_claims()
    assert [name for name, (verdict, _) in claims.items() if verdict] == [
        "count",
        "linear",
        "equal",
        "adam",
    ]
    assert 10 * 20 + 20 == 220
    rng = np.random.default_rng(0)
    X = rng.normal(size=(5, 3))
    A, B, C = (rng.normal(size=s) for s in ((3, 4), (4, 6), (6, 2)))
    a, b, c = (rng.normal(size=n) for n in (4, 6, 2))
    np.testing.assert_allclose(
        ((X @ A + a) @ B + b) @ C + c, X @ (A @ B @ C) + (a @ B @ C + b @ C + c)
    )
    for y in ([0, 9], [5, 5]):
        assert cross_entropy(np.full((2, 10), 3.3), y) == pytest.approx(math.log(10))
    moved, _ = adam_step(np.zeros(2), np.array([5, 0.0005]), lr=0.1)
    np.testing.assert_allclose(moved, -0.1, rtol=1e-4)
    assert math.tanh(-2) < 0
    named = re.findall(r'(?m)^    - "(.+?)": ', layer_claims.judge_claims.__doc__)
    assert len(named) == 9 + 12
    assert {reason for _, reason in claims.values()} <= set(named[9:])
    assert set(claims) == set(named[:9])


# Layers and models ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh", "relu"])
def test_activation_layers_have_the_slopes_by_name(name):
    z = np.linspace(-3, 3, 7)[None, :]
    layer = Activation(name)
    layer.forward(z)
    np.testing.assert_allclose(
        layer.backward(np.ones_like(z)), activation_slope(name)(z), atol=1e-15
    )


@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh", "relu"])
def test_gradients_against_finite_differences(name, k):
    model = chain(5, name, 4, name, k, d=3, seed=7)
    rng = np.random.default_rng(8)
    params = {
        key: a + 0.3 * rng.normal(size=a.shape) for key, a in model.params.items()
    }
    model.set_params(params)
    X, y = rng.normal(size=(6, 3)), rng.integers(max(k, 2), size=6)
    model.backward(X, y)
    computed = model.grads
    for key, array in params.items():

        def loss(nudged, key=key):
            model.set_params({**params, key: nudged})
            return model.loss(X, y)

        measured = numerical_gradient(loss, array)
        assert relative_error(computed[key], measured) < 1e-7


def test_slope_along_the_inputs():
    rng = np.random.default_rng(3)
    X, W, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    dZ = rng.normal(size=(4, 2))
    measured = numerical_gradient(
        lambda inputs: np.sum(dZ * dense.dense_forward(inputs, W, b)), X
    )
    assert relative_error(dense.dense_backward(dZ, X, W)[0], measured) < 1e-8


@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("name", ["logistic", "tanh", "relu"])
def test_scikit_learn_agrees_with_the_same_weights(name, k):
    ours_name = {"logistic": "sigmoid"}.get(name, name)
    X, y = points()
    if k == 3:
        y = y + (X[:, 0] > 1)
    model = chain(10, ours_name, 20, ours_name, k)
    library = MLPClassifier(
        (10, 20),
        activation=name,
        solver="sgd",
        learning_rate_init=0.1,
        momentum=0,
        alpha=0,
        batch_size=len(X),
    )
    library.partial_fit(X, y, classes=np.arange(max(k, 2)))
    for i in range(3):
        library.coefs_[i][:] = model.params[f"dense_{i + 1}", "W"]
        library.intercepts_[i][:] = model.params[f"dense_{i + 1}", "b"]
    logits = model.forward(X)
    if k == 1:
        logits = np.hstack([0 * logits, logits])
    powers = np.exp(logits)
    shares = powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(library.predict_proba(X), shares, rtol=0, atol=1e-10)
    np.testing.assert_array_equal(library.predict(X), model.predict(X))
    library.partial_fit(X, y)
    assert library.loss_ == pytest.approx(model.backward(X, y), abs=1e-10)
    for i in range(3):
        pairs = (("W", library.coefs_[i]), ("b", library.intercepts_[i]))
        for part, theirs in pairs:
            key = f"dense_{i + 1}", part
            moved = model.params[key] - 0.1 * model.grads[key]
            np.testing.assert_allclose(moved, theirs, rtol=0, atol=1e-10)


def test_dense_model_and_sequential_agree():
    model = chain(4, "tanh", 3, d=5, seed=1)
    layers = [
        {"name": "a", **model.layers[0].params, "activation": "tanh"},
        {"name": "b", **model.layers[2].params, "activation": "linear"},
    ]
    twin = dense.DenseModel(layers)
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(7, 5)), rng.integers(3, size=7)
    np.testing.assert_array_equal(twin.forward(X), model.forward(X))
    model.backward(X, y)
    pairs = twin.backward(cross_entropy_slope(model.forward(X), y))
    flat = [array for pair in pairs for array in pair]
    for got, expected in zip(flat, model.grads.values(), strict=True):
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-15)


def test_float32_stays_float32():
    model = chain(4, "relu", 3, "sigmoid", 2, "tanh", 2, dtype=np.float32)
    X, y = points()
    model.fit(X, y, 2, 16, Adam(), np.random.default_rng(0))
    assert model.forward(X).dtype == np.float32
    assert {array.dtype.name for array in model.params.values()} == {"float32"}
    assert {array.dtype.name for array in model.grads.values()} == {"float32"}


def test_fit_visits_every_example_once_in_an_epoch():
    seen = []

    class Watching(Activation):
        def forward(self, X):
            seen.append(X[:, 0])
            return super().forward(X)

    try:
        model = Sequential(
            [Watching("linear"), Dense(1)], (1,), np.random.default_rng(0)
        )
    finally:
        del Layer.kinds["Watching"]
    X = np.arange(200.0)[:, None]
    y = (X[:, 0] > 99).astype(int)
    model.fit(X, y, 2, 64, Adam(), np.random.default_rng(1))
    assert [len(batch) for batch in seen] == [64, 64, 64, 8] * 2
    first, second = np.concatenate(seen[:4]), np.concatenate(seen[4:])
    assert sorted(first) == sorted(second) == X[:, 0].tolist()
    assert first.tolist() != second.tolist() != sorted(second)


def test_loss_of_an_epoch_is_the_mean_over_its_examples():
    X, y = points(10)
    still = type("Still", (), {"update": lambda self, grads, params: params})()
    model = the_model()
    history = model.fit(X, y, 1, 4, still, np.random.default_rng(0), watch=(X, y))
    assert history["loss"] == pytest.approx([model.loss(X, y)])
    assert history["watched_loss"] == [model.loss(X, y)]
    assert history["watched_accuracy"] == [np.mean(model.predict(X) == y)]


def test_the_model_beats_its_baselines_over_many_starts():
    X, y = points(400)
    X_test, y_test = X[200:], y[200:]
    scores = []
    for seed in range(5):
        model = the_model(seed)
        rng = np.random.default_rng(seed)
        model.fit(X[:200], y[:200], 30, 64, Adam(lr=0.02), rng)
        scores.append(np.mean(model.predict(X_test) == y_test))
    baseline = max(np.mean(y_test), 1 - np.mean(y_test))
    assert baseline < 0.6
    assert min(scores) > 0.85


def test_a_layer_of_a_new_kind_joins_and_is_saved(tmp_path):
    class Flatten(Layer):
        def output_shape(self, input_shape):
            return (math.prod(input_shape),)

        def forward(self, X):
            self._shape = X.shape
            return X.reshape(len(X), -1)

        def backward(self, dY):
            return dY.reshape(self._shape)

    class Channels(Layer):
        """A weight for each channel of a picture."""

        def __init__(self, start, name=None):
            super().__init__(name)
            self.start = start

        def settings(self):
            return {"start": self.start}

        def build(self, input_shape, rng, dtype=np.float64):
            self.params = {"scale": np.full(input_shape[-1], self.start, dtype)}

        def forward(self, X):
            self._X = X
            return X * self.params["scale"]

        def backward(self, dY):
            self.grads = {"scale": (dY * self._X).sum(axis=(0, 1, 2))}
            return dY * self.params["scale"]

    try:
        layers = [Channels(0.5, name="colour/1"), Flatten(), Dense(3)]
        model = Sequential(layers, (4, 5, 2), np.random.default_rng(0))
        assert model.shapes == [(4, 5, 2), (4, 5, 2), (40,), (3,)]
        rng = np.random.default_rng(1)
        X, y = rng.normal(size=(6, 4, 5, 2)), rng.integers(3, size=6)
        model.backward(X, y)
        kept = model.params

        def loss(scale):
            model.set_params({**kept, ("colour/1", "scale"): scale})
            return model.loss(X, y)

        measured = numerical_gradient(loss, kept["colour/1", "scale"])
        error = relative_error(model.grads["colour/1", "scale"], measured)
        assert error < 1e-7
        model.set_params(kept)
        adam = Adam()
        model.fit(X, y, 2, 4, adam, rng)
        save_model(tmp_path / "m.h5", model, adam, rng)
        again, _, _ = load_model(tmp_path / "m.h5")
        np.testing.assert_array_equal(again.forward(X), model.forward(X))
        assert again.layers[0].start == 0.5
        del Layer.kinds["Flatten"]
        with pytest.raises(ValueError, match="'Flatten' but known are"):
            load_model(tmp_path / "m.h5")
    finally:
        for kind in ("Flatten", "Channels"):
            Layer.kinds.pop(kind, None)


# The feed-back network --------------------------------------------------------------


def test_settle_against_all_states():
    """Every state in which a net rests is a local minimum among all 2**6 states."""
    rng = np.random.default_rng(0)
    half = np.triu(rng.normal(size=(6, 6)), 1)
    W = half + half.T
    for start in itertools.product([-1.0, 1.0], repeat=6):
        s, energies = settling_network.settle(W, start, 50, np.random.default_rng(1))
        assert energies == sorted(energies, reverse=True)
        here = settling_network.energy(W, s)
        assert energies[-1] == pytest.approx(here)
        for i in range(6):
            flipped = s.copy()
            flipped[i] *= -1
            assert settling_network.energy(W, flipped) >= here


def test_stored_patterns_are_at_rest():
    patterns = np.random.default_rng(1).choice([-1.0, 1.0], size=(2, 40))
    W = settling_network.store_patterns(patterns)
    for pattern in patterns:
        s, _ = settling_network.settle(W, pattern, 5, np.random.default_rng(2))
        np.testing.assert_array_equal(s, pattern)


# Saving and loading -----------------------------------------------------------------


@pytest.fixture
def saved(tmp_path):
    """Return a path with a trained model, and what was saved."""
    X, y = points()
    model, adam, rng = the_model(), Adam(lr=0.02), np.random.default_rng(3)
    model.fit(X, y, 3, 16, adam, rng)
    path = tmp_path / "model.h5"
    save_model(path, model, adam, rng)
    return path, model, adam, rng


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_three_and_three_equals_six(tmp_path, dtype):
    X, y = points()
    runs = []
    for parts in ((6,), (3, 3), (1, 2, 3)):
        model = chain(10, "relu", 20, "relu", 1, dtype=dtype)
        adam, rng = Adam(lr=0.02), np.random.default_rng(3)
        for epochs in parts:
            model.fit(X, y, epochs, 16, adam, rng)
            save_model(tmp_path / "m.h5", model, adam, rng)
            model, adam, rng = load_model(tmp_path / "m.h5")
        runs.append([array.tobytes() for array in model.params.values()])
        runs[-1].append(rng.bit_generator.state)
    assert runs[0] == runs[1] == runs[2]


@pytest.mark.parametrize("lost", ["optimiser", "generator"])
def test_without_its_state_training_goes_elsewhere(saved, lost):
    path, model, adam, rng = saved
    X, y = points()
    again, its_adam, its_rng = load_model(path)
    if lost == "optimiser":
        its_adam = Adam(lr=0.02)
    else:
        its_rng = np.random.default_rng(3)
    model.fit(X, y, 3, 16, adam, rng)
    again.fit(X, y, 3, 16, its_adam, its_rng)
    gaps = [np.abs(again.params[k] - model.params[k]).max() for k in model.params]
    assert max(gaps) > 1e-3


def test_nothing_in_the_file_is_an_object(saved):
    def look(name, part):
        if isinstance(part, h5py.Dataset):
            kind = h5py.check_string_dtype(part.dtype) or part.dtype.kind in "biufc"
            assert kind, name

    with h5py.File(saved[0], "r") as file:
        assert dict(file.attrs) == {"version": 1}
        file.visititems(look)
        assert json.loads(file["settings"][()])["input_shape"] == [2]


def test_names_that_look_alike_stay_apart(tmp_path):
    layers = [Dense(3, name="a"), Dense(3, name="a/W"), Dense(2, name="a%2FW")]
    model = Sequential(layers, (2,), np.random.default_rng(0))
    model.set_params(
        {key: array + i for i, (key, array) in enumerate(model.params.items())}
    )
    save_model(tmp_path / "m.h5", model)
    again, _, _ = load_model(tmp_path / "m.h5")
    assert list(again.params) == list(model.params)
    for key in model.params:
        np.testing.assert_array_equal(again.params[key], model.params[key])


def damage_settings(change):
    def damage(path):
        with h5py.File(path, "r+") as file:
            settings = json.loads(file["settings"][()])
            change(settings)
            del file["settings"]
            file["settings"] = json.dumps(settings)

    return damage


def damage_file(change):
    def damage(path):
        with h5py.File(path, "r+") as file:
            change(file)

    return damage


def replace(name, array):
    def change(file):
        del file[name]
        file[name] = array

    return damage_file(change)


DAMAGES = {
    "a web page": (lambda p: p.write_text("<!DOCTYPE html>\n404"), "a web page"),
    "text": (lambda p: p.write_text("version https://lfs"), "something else"),
    "empty": (lambda p: p.write_bytes(b""), "not an HDF5 file"),
    "cut": (lambda p: p.write_bytes(p.read_bytes()[:5000]), "not complete"),
    "newer": (damage_file(lambda f: f.attrs.modify("version", 2)), "version 2"),
    "other version": (
        damage_file(lambda f: f.attrs.create("version", "one")),
        "version one",
    ),
    "no version": (damage_file(lambda f: f.attrs.pop("version")), "version missing"),
    "no settings": (damage_file(lambda f: f.pop("settings")), "not complete"),
    "no JSON": (replace("settings", "{"), "not complete"),
    "one array lost": (damage_file(lambda f: f.pop("arrays/3")), "not complete"),
    "another shape": (replace("arrays/0", np.zeros((3, 10))), "(3, 10)"),
    "another dtype": (replace("arrays/0", np.zeros((2, 10), "f4")), "float32"),
    "an average of another shape": (replace("arrays/6", np.zeros(3)), "m/dense_1/W"),
    "one name lost": (
        replace("names", json.dumps(["x"] * 18)),
        "the array params/dense_1/W is missing",
    ),
    "unknown layer": (
        damage_settings(lambda s: s["layers"][0].update(kind="Magic")),
        "'Magic'",
    ),
    "unknown setting": (
        damage_settings(lambda s: s["layers"][0]["settings"].update(colour=3)),
        "colour",
    ),
    "no layers": (damage_settings(lambda s: s.pop("layers")), "layers"),
    "other sizes": (
        damage_settings(lambda s: s["layers"][0]["settings"].update(units=11)),
        "(2, 11)",
    ),
    "another generator": (
        damage_settings(lambda s: s["rng"].update(bit_generator="Dice")),
        "PCG64",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_gets_one_sentence(saved, name):
    path = saved[0]
    damage, says = DAMAGES[name]
    damage(path)
    with pytest.raises(ValueError, match=r"; .+\.$") as caught:
        load_model(path)
    assert path.name in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_file_is_no_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "none.h5")


def test_a_failed_save_leaves_the_old_file(saved, monkeypatch):
    path, model, _, _ = saved
    before = path.read_bytes()
    file = ModelFile(path)
    with pytest.raises(ValueError, match="plain data"):
        file.save({"f": len}, {})
    with pytest.raises(ValueError, match="object"):
        file.save({}, {"a": np.array([None])})
    rng = np.random.Generator(np.random.MT19937(0))
    with pytest.raises(ValueError, match="MT19937"):
        save_model(path, model, rng=rng)

    def fail(*arguments, **keywords):
        raise OSError("the disk is full")  # noqa: EM101

    monkeypatch.setattr(h5py.File, "__setitem__", fail)
    with pytest.raises(OSError, match="disk is full"):
        save_model(path, model)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_an_optimiser_before_its_first_step_is_saved(tmp_path):
    save_model(tmp_path / "m.h5", the_model(), Adam(lr=0.3))
    _, adam, rng = load_model(tmp_path / "m.h5")
    assert adam.lr == 0.3
    assert adam.states == {}
    assert rng is None


# Input that is refused --------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: activation_slope("softmax"), "softmax"),
        (lambda: cross_entropy(np.zeros((2, 3)), np.eye(3)), "(3, 3)"),
        (lambda: cross_entropy(np.zeros((2, 3)), [0.0, 1.0]), "float64"),
        (lambda: cross_entropy(np.zeros((2, 3)), [0, 3]), "label 3"),
        (lambda: dense.dense_forward(np.ones((2, 3)), np.ones((3, 2)), 1.0), "()"),
        (lambda: batches(9, 2.0), "2.0"),
        (lambda: adam_step(np.ones(2), np.ones(3)), "(3,)"),
        (lambda: Adam(lr=0), "0"),
        (lambda: Dense(0), "0"),
        (lambda: Dense(True), "True"),
        (lambda: Activation("softmax"), "softmax"),
        (lambda: chain(), "empty"),
        (lambda: Sequential([Dense(2)], (2, 2), np.random.default_rng(0)), "dense_1"),
        (lambda: Sequential([Dense(2)] * 2, (2,), np.random.default_rng(0)), "twice"),
        (lambda: the_model().forward(np.ones((5, 3))), "(5, 3)"),
        (lambda: the_model().forward(3.0), "()"),
        (lambda: the_model().fit([[1, 2]], [], 1, 1, Adam(), None), "0"),
        (
            lambda: Sequential(
                [Dense(2, "a"), Dense(2, "a")], (2,), np.random.default_rng(0)
            ),
            "'a'",
        ),
    ],
)
def test_bad_input_gets_one_sentence(call, says):
    with pytest.raises(ValueError, match=r"[;:] .+\.$") as caught:
        call()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_given_by_hand_are_kept():
    layers = [Dense(2, name="dense_1"), Dense(2), Dense(2)]
    model = Sequential(layers, (2,), np.random.default_rng(0))
    assert [layer.name for layer in model.layers] == ["dense_1", "dense_2", "dense_3"]


# The Keras text ---------------------------------------------------------------------


def test_the_page_shows_the_keras_text_that_is_tested():
    assert "```{literalinclude} keras_dense.py\n:language: python\n```" in PAGE
    tested = (ROOT / "tests" / "optional" / "test_keras.py").read_text(encoding="utf-8")
    assert '"chapters" / "keras_dense.py"' in tested
    text = (ROOT / "chapters" / "keras_dense.py").read_text(encoding="utf-8")
    ours = [layer.units for layer in the_model().layers if isinstance(layer, Dense)]
    assert [int(n) for n in re.findall(r"Dense\((\d+)", text)] == ours
    assert "batch_size=64" in text
    assert "epochs=30" in text
    assert models.batches(200, 64)[-1] == (192, 200)
