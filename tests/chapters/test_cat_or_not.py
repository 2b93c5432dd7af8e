"""Chapter 8 against independent truth: paper, finite differences, scikit-learn.

What a page states as a number is compared with what is computed here in another way.
"""

import io
import math
import re
from fractions import Fraction
from pathlib import Path

import h5py
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, recall_score

from solutions import logistic_regression as logistic
from solutions import orientation, picture_files, pictures_as_rows
from solutions.classification_report import report
from solutions.gram_matrix import fit_with_gram_matrix
from solutions.picture_examples import examples_for_flatten_images

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "08_cat_or_not.md").read_text(encoding="utf-8")


# Files ------------------------------------------------------------------------


def write_h5(path, **parts):
    with h5py.File(path, "w") as file:
        for name, value in parts.items():
            file[name] = value
    return str(path)


def test_file_comes_back_as_it_was_written(tmp_path):
    images = np.arange(2 * 3 * 5 * 3, dtype=np.uint8).reshape(2, 3, 5, 3)
    names = np.array(["cão".encode(), b"cat"])
    path = write_h5(
        tmp_path / "a.h5", test_set_x=images, test_set_y=[1, 0], list_classes=names
    )
    found = picture_files.load_cats(path)
    np.testing.assert_array_equal(found["images"], images)
    assert found["images"].dtype == np.uint8
    assert found["labels"].tolist() == [1, 0]
    assert found["classes"] == ["cão", "cat"]
    Path(path).unlink()  # closed, or Windows would refuse


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\n<!DOCTYPE HTML>\n<html>", "HTML"),
        (b"<html lang=en>", "HTML"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "LFS"),
        (b"", "no complete HDF5 file"),
        (b"\x89HDF\r\n\x1a\n" + bytes(50), "no complete HDF5 file"),
    ],
)
def test_what_is_no_file_of_pictures(tmp_path, content, says):
    path = tmp_path / "train.h5"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"train\.h5 .*; .+\.$") as caught:
        picture_files.load_cats(str(path))
    assert says in str(caught.value)


def test_incomplete_files(tmp_path):
    with pytest.raises(FileNotFoundError):
        picture_files.load_cats(str(tmp_path / "none.h5"))
    images = np.zeros((3, 2, 2, 3), np.uint8)
    path = write_h5(tmp_path / "b.h5", train_set_x=images, list_classes=[b"a"])
    with pytest.raises(ValueError, match="_set_y"):
        picture_files.load_cats(path)
    path = write_h5(
        tmp_path / "c.h5",
        train_set_x=images,
        train_set_y=[[0, 1, 0]],
        list_classes=[b"a", b"b"],
    )
    with pytest.raises(ValueError, match=r"3 pictures and labels of shape \(1, 3\)"):
        picture_files.load_cats(path)


# Rows -------------------------------------------------------------------------


def test_rows_on_paper():
    rows = re.findall(
        r"(?m)^\| ([01]) \| ([\d, ]+) \| ([\d, ]+) \| ([\d, ]+) \|$", PAGE
    )
    assert len(rows) == 2
    pixels = [
        [[int(n) for n in pixel.split(",")] for pixel in row[1:3]] for row in rows
    ]
    images = np.array(pixels, dtype=np.uint8)[:, np.newaxis]
    flat = pictures_as_rows.flatten_images(images)
    assert flat.tolist() == [[int(n) for n in row[3].split(",")] for row in rows]


def test_mixed_rows_have_the_same_shape_and_other_numbers():
    images = np.arange(3 * 2 * 4 * 2).reshape(3, 2, 4, 2)
    rows = pictures_as_rows.flatten_images(images)
    mixed = images.reshape(-1, 3).T
    assert rows.shape == mixed.shape
    for i in range(3):
        assert set(rows[i]) == set(images[i].ravel())
        assert set(mixed[i]) == set(range(i, 48, 3))


def test_scaling_uses_training_averages_only():
    rng = np.random.default_rng(1)
    train = rng.integers(0, 256, size=(7, 5)).astype(np.uint8)
    test = rng.integers(0, 256, size=(3, 5)).astype(np.uint8)
    a, b = pictures_as_rows.scale_pixels(train, test, centre=True)
    np.testing.assert_allclose(a.sum(axis=0), 0, atol=1e-12)
    exact = [Fraction(int(n), 255) for n in test[2]]
    for k in range(5):
        mean = Fraction(int(train[:, k].sum()), 7 * 255)
        assert b[2, k] == pytest.approx(float(exact[k] - mean))
    assert train.dtype == np.uint8


def test_twins_are_found_whatever_the_order():
    rng = np.random.default_rng(2)
    train = rng.integers(0, 256, size=(20, 3, 3, 3)).astype(np.uint8)
    test = train[[4, 19, 4]].copy()
    assert pictures_as_rows.duplicates(train, test) == [(4, 0), (4, 2), (19, 1)]
    test[1, 2, 2, 2] ^= 1
    assert pictures_as_rows.duplicates(train, test) == [(4, 0), (4, 2)]


# Loss and gradient ------------------------------------------------------------


def exact_loss(z, label):
    """Compute the log loss of one example with 60 digits."""
    from decimal import Decimal, localcontext

    with localcontext() as context:
        context.prec = 60
        s = Decimal(-z if label else z)
        return float((1 + s.exp()).ln())


@pytest.mark.parametrize("z", [-700.0, -50.0, -3.0, 0.0, 1e-9, 2.0, 36.5, 90.0, 700.0])
@pytest.mark.parametrize("label", [0, 1])
def test_loss_against_60_digits(z, label):
    found = logistic.log_loss_from_logits([z], [label])
    # 60 digits cannot hold 1 + exp(-700); the loss is then exp(-700) itself.
    expected = exact_loss(z, label) or math.exp(-abs(z))
    assert found == pytest.approx(expected, rel=1e-9, abs=0)


def test_loss_on_paper():
    assert f"{-math.log(0.5):.3f}" == "0.693"
    assert f"{-math.log(0.001):.1f}" == "6.9"
    z = [math.log(3), math.log(3)]
    expected = (math.log(4 / 3) + math.log(4)) / 2
    assert logistic.log_loss_from_logits(z, [1, 0]) == pytest.approx(expected)


def test_gradient_on_paper():
    X, y, half = [[1, 2], [3, -1]], [1, 0], Fraction(1, 2)
    errors = [half - label for label in y]
    dw = [sum(e * row[k] for e, row in zip(errors, X, strict=True)) / 2 for k in (0, 1)]
    assert dw == [Fraction(1, 2), Fraction(-3, 4)]
    grads, cost = logistic.propagate(np.zeros(2), 0.0, np.array(X), np.array(y))
    assert grads["dw"].tolist() == [float(part) for part in dw]
    assert grads["db"] == 0
    assert cost == pytest.approx(math.log(2))


@pytest.mark.parametrize(("n", "d"), [(7, 3), (1, 5), (11, 1)])
def test_gradient_against_finite_differences(n, d):
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(n, d)), rng.integers(0, 2, size=n)
    theta = rng.normal(size=d + 1)

    def cost(t):
        p = 1 / (1 + np.exp(-(X @ t[:-1] + t[-1])))
        return np.mean(np.where(y == 1, -np.log(p), -np.log(1 - p)))

    h = 1e-6
    numeric = [
        (cost(theta + h * e) - cost(theta - h * e)) / (2 * h) for e in np.eye(d + 1)
    ]
    grads, value = logistic.propagate(theta[:-1], theta[-1], X, y)
    np.testing.assert_allclose([*grads["dw"], grads["db"]], numeric, atol=1e-8)
    assert value == pytest.approx(cost(theta))


def test_same_weights_in_the_library():
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(31, 5)), rng.integers(0, 2, size=31)
    w, b = rng.normal(size=5), 0.3
    library = LogisticRegression()
    library.classes_, library.coef_ = np.array([0, 1]), w[np.newaxis]
    library.intercept_ = np.array([b])
    np.testing.assert_array_equal(library.predict(X), logistic.predict(w, b, X))
    proba = library.predict_proba(X)[:, 1]
    ours = logistic.log_loss_from_logits(X @ w + b, y)
    assert ours == pytest.approx(log_loss(y, proba), abs=1e-10)


def test_training_arrives_where_the_library_arrives():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(60, 3))
    y = (X @ [1.0, -1.0, 0.5] + rng.normal(size=60) > 0).astype(int)
    w, b, costs = logistic.fit(np.zeros(3), 0.0, X, y, 1.0, 2000)
    library = LogisticRegression(C=np.inf, tol=1e-10).fit(X, y)
    np.testing.assert_allclose(w, library.coef_[0], atol=1e-4)
    assert b == pytest.approx(library.intercept_[0], abs=1e-4)
    assert np.diff(costs).max() < 1e-12  # the last digits tremble
    assert len(costs) == 2000


# The short way ----------------------------------------------------------------


@pytest.mark.parametrize("lr", [0.005, 0.5])
@pytest.mark.parametrize(("n", "d", "steps"), [(11, 50, 40), (5, 3, 7), (1, 4, 0)])
def test_gram_matrix_takes_the_same_steps(n, d, steps, lr):
    rng = np.random.default_rng(6)
    X, y = rng.uniform(size=(n, d)), rng.integers(0, 2, size=n)
    w0, b0 = rng.normal(size=d), float(rng.normal())
    kept = X.copy(), y.copy(), w0.copy()
    w, b, costs = logistic.fit(w0, b0, X, y, lr, steps)
    short_w, short_b, short_costs = fit_with_gram_matrix(w0, b0, X, y, lr, steps)
    np.testing.assert_allclose(short_w, w, rtol=0, atol=1e-12)
    assert short_b == pytest.approx(b, abs=1e-12)
    np.testing.assert_allclose(short_costs, costs, rtol=0, atol=1e-12)
    for before, after in zip(kept, (X, y, w0), strict=True):
        np.testing.assert_array_equal(before, after)


def test_gram_matrix_stays_finite_where_costs_are_huge():
    X = np.array([[255.0, 100, 200], [250, 120, 190], [240, 90, 210]]) * 100
    w, b, costs = fit_with_gram_matrix(np.zeros(3), 0.0, X, [0, 1, 0], 1.0, 30)
    assert np.isfinite([*w, b, *costs]).all()
    assert max(costs) > 1e4


def test_products_on_paper():
    plain, gram = 2 * 209 * 12288, 209**2
    assert f"{plain:,}" in PAGE
    assert f"{gram:,}".replace(",", "{,}") in PAGE
    assert round(plain / gram) == 118
    assert 104 < 209 * 209 * 12288 / plain < 105
    assert 255**2 == 65_025


# Scores -----------------------------------------------------------------------


def test_report_against_the_library():
    rng = np.random.default_rng(7)
    train, test, said = (rng.integers(0, 2, size=n) for n in (31, 40, 40))
    found = report(train, test, said)
    for label in (0, 1):
        expected = recall_score(test, said, pos_label=label)
        assert found[f"recall {label}"] == pytest.approx(expected)
    assert found["accuracy"] == pytest.approx(np.mean(test == said))


def test_baselines_of_the_cats():
    train, test = [1] * 72 + [0] * 137, [1] * 33 + [0] * 17
    found = report(train, test, [1] * 50)
    assert found["accuracy"] == found["always 1"] == 0.66
    assert found["train majority"] == 0.34
    assert (found["recall 1"], found["recall 0"]) == (1, 0)


def test_error_bar_on_paper():
    assert f"{math.sqrt(0.7 * 0.3 / 50):.3f}" == "0.065"
    assert f"{math.sqrt(0.8 * 0.2 / 50):.3f}" == "0.057"
    rng = np.random.default_rng(8)
    share = np.mean(rng.binomial(50, 0.66, size=200_000) >= 35)
    assert share == pytest.approx(1 / 3, abs=0.01)
    assert "In one of three cases." in PAGE


# Rows and columns -------------------------------------------------------------


def test_orientations_lead_back():
    rng = np.random.default_rng(9)
    X, w = rng.normal(size=(5, 3)), rng.normal(size=3)
    columns, weights = orientation.to_columns(X, w)
    np.testing.assert_allclose((weights.T @ columns)[0], X @ w)
    again, flat = orientation.to_rows(columns, weights)
    np.testing.assert_array_equal(again, X)
    np.testing.assert_array_equal(flat, w)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pictures_as_rows.flatten_images(np.zeros((2, 3, 4))), "(2, 3, 4)"),
        (
            lambda: pictures_as_rows.scale_pixels(np.zeros((2, 3)), np.zeros((2, 4))),
            "(2, 4)",
        ),
        (
            lambda: pictures_as_rows.duplicates(np.zeros((2, 3)), np.zeros((2, 4))),
            "(2, 4)",
        ),
        (lambda: logistic.log_loss_from_logits([0.0], [[1]]), "(1, 1)"),
        (
            lambda: logistic.propagate(np.zeros(2), 0, np.zeros((3, 2)), np.zeros(2)),
            "(2,)",
        ),
        (
            lambda: logistic.fit(np.zeros(1), 0, np.ones((1, 1)), np.ones(1), 0.1, -3),
            "-3",
        ),
        (lambda: logistic.predict(np.zeros(1), 0, np.ones((1, 1)), 50), "50"),
        (
            lambda: fit_with_gram_matrix([0.0], 0, [[1.0, 2.0]], [1], 0.1, 1),
            "(1, 2)",
        ),
        (lambda: fit_with_gram_matrix([0.0], 0, [[1.0]], [1], 0.1, -1), "-1"),
        (lambda: fit_with_gram_matrix([0.0], 0, [[np.nan]], [1], 0.1, 1), "nan"),
        (lambda: report([0], [1, 0], [1]), "(1,)"),
        (lambda: orientation.to_columns(np.zeros((2, 3)), np.zeros(2)), "(2, 3)"),
        (lambda: orientation.to_rows(np.zeros((2, 3)), np.zeros(2)), "(2, 3)"),
    ],
)
def test_cats_refuse_bad_input_in_one_sentence(call, says):
    with pytest.raises(ValueError, match=r"; .+\.$") as caught:
        call()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_example_answers_show_what_they_should():
    ((images, expected),) = examples_for_flatten_images()
    array = np.array(images)
    assert len(set(array.ravel().tolist())) == array.size
    assert array.shape[1] != array.shape[2]
    assert min(array.shape) > 1
    loop = [[n for line in one for pixel in line for n in pixel] for one in images]
    assert expected == loop


# The page ---------------------------------------------------------------------


def test_results_are_announced_beside_their_pictures():
    cells = re.findall(r"(?ms)^```\{code-cell\}.*?^```$", PAGE)
    shows_scores = [
        cell
        for cell in cells
        if "remove-cell" not in cell
        and re.search(r"predict\(|== y_test|== y_train", cell)
        and "print(" in cell
    ]
    assert len(shows_scores) >= 8
    for cell in shows_scores:
        assert re.search(r"\bkind\b", cell), cell


def test_small_files_beside_the_notebook(tmp_path):
    from autograder.assignments.cats import data

    first = {path.name: path.read_bytes() for path in data.write(tmp_path)}
    again = {path.name: path.read_bytes() for path in data.write(tmp_path)}
    assert first == again
    with h5py.File(io.BytesIO(first["small_train.h5"])) as file:
        assert file["train_set_x"].shape == (120, 16, 16, 3)
        assert file["train_set_y"].shape == (120,)
    assert sum(map(len, first.values())) < 200_000
    with pytest.raises(ValueError, match="HTML"):
        picture_files.load_cats(str(tmp_path / "page.h5"))
