"""Checks of the assignment cats."""

import io
import math

import numpy as np

from autograder.assignments.students_examples import (
    demand_a_catch,
    demand_agreement,
)
from autograder.checking import Exercise

load_cats = Exercise(
    "load_cats",
    minutes=20,
    difficulty=2,
    hints=(
        "Open small_train.h5 with h5py in a cell of your own and print list(file). "
        "What do you hold in your hands after file['train_set_x']: numbers, or a "
        "promise of numbers? And after the file is closed?",
        "Look at the first bytes before you hand the file to h5py: open it with mode "
        "'rb' and read 200 of them. Square brackets with a colon take everything out "
        "of a data set. A bytes object becomes text with its method decode. h5py "
        "raises OSError for what it cannot open.",
        "For a file with birds_set_x of shape (4, 3, 2, 3), birds_set_y of shape (4,) "
        "and list_classes b'no', b'bird' the answer holds an array of shape "
        "(4, 3, 2, 3), an array of 4 labels and the list ['no', 'bird']. The names "
        "of the data sets are found by how they end.",
    ),
)


@load_cats.public(points=1)
def reads_the_pictures(answer, rng):
    from io import BytesIO

    import h5py

    images = (np.arange(90) % 251).astype(np.uint8).reshape(3, 2, 5, 3)
    content = BytesIO()
    with h5py.File(content, "w") as file:
        file["train_set_x"] = images
        file["train_set_y"] = np.array([0, 1, 1])
        file["list_classes"] = np.array([b"non-cat", b"cat"])
    outcome = answer(answer.keep_file(content.getvalue(), "tiny_train.h5"))
    keys = {"images", "labels", "classes"}
    is_dict = type(outcome.value) is dict and set(outcome.value) == keys
    outcome.satisfies(is_dict, "a dict with the keys images, labels and classes")
    got = outcome.value["images"]
    why = "a data set that is not read yet is useless when its file is closed"
    outcome.satisfies(type(got) is np.ndarray, "images as an array", why)
    same = got.shape == (3, 2, 5, 3) and np.array_equal(got, images)
    outcome.satisfies(same, "the pictures of shape (3, 2, 5, 3) as they are")


@load_cats.public(points=1)
def reads_labels_and_names(answer, rng):
    from io import BytesIO

    import h5py

    content = BytesIO()
    with h5py.File(content, "w") as file:
        file["train_set_x"] = np.zeros((4, 2, 5, 3), dtype=np.uint8)
        file["train_set_y"] = np.array([0, 1, 1, 0])
        file["list_classes"] = np.array([b"non-cat", b"cat"])
    outcome = answer(answer.keep_file(content.getvalue(), "tiny_train.h5"))
    labels = outcome.value["labels"]
    same = np.shape(labels) == (4,) and np.array_equal(labels, [0, 1, 1, 0])
    outcome.satisfies(same, "labels 0, 1, 1, 0 of shape (4,)")
    names = outcome.value["classes"]
    same = type(names) is list and names == ["non-cat", "cat"]
    outcome.satisfies(same, "the list ['non-cat', 'cat'], text and not bytes")


@load_cats.public(points=1)
def says_that_a_web_page_is_one(answer, rng):
    page = b"\n<!DOCTYPE HTML>\n<html><head><title>train (editing)</title></html>\n"
    why = "such a file is what several public copies hold"
    kept = answer.keep_file(page, "downloaded.h5")
    answer(kept).raises("ValueError", "downloaded.h5", "HTML", why=why)


def cat_file(part, n, rng, leave_out="", **changed):
    """Write the bytes of a file, its pictures and its labels."""
    import h5py

    images = rng.integers(0, 256, size=(n, 3, 2, 5)).astype(np.uint8)
    labels = rng.permutation(n) % 2
    parts = {
        f"{part}_set_x": images,
        f"{part}_set_y": labels,
        "list_classes": np.array([b"other", b"bird"]),
    } | changed
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        for name, value in parts.items():
            if name != leave_out:
                file[name] = value
    return content.getvalue(), images, labels


@load_cats.hidden(points=2, looks_at="files whose data sets begin with another word")
def reads_files_of_other_parts(answer, rng):
    for part in ("test", "birds"):
        content, images, labels = cat_file(part, int(rng.integers(4, 9)), rng)
        value = answer(answer.keep_file(content, f"{part}.h5"))
        value.satisfies(type(value.value["images"]) is np.ndarray, "an array")
        same = np.array_equal(value.value["images"], images)
        value.satisfies(same, "the pictures as they are")
        same = np.array_equal(value.value["labels"], labels)
        value.satisfies(same, "the labels as they are")
        names = list(value.value["classes"]) == ["other", "bird"]
        value.satisfies(names, "the names of the classes")


@load_cats.hidden(points=1, looks_at="pointers of Git LFS, and other web pages")
def says_what_stands_for_the_file(answer, rng):
    size = int(rng.integers(10**5, 10**6))
    text = f"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize {size}\n"
    kept = answer.keep_file(text.encode(), "pointer.h5")
    answer(kept).raises("ValueError", "pointer.h5", "LFS")
    kept = answer.keep_file(b"<html>\n<body>quota exceeded</body></html>", "page.h5")
    answer(kept).raises("ValueError", "page.h5", "HTML")


@load_cats.hidden(points=1, looks_at="files that are cut short")
def refuses_half_a_file(answer, rng):
    content, _, _ = cat_file("train", 5, rng)
    for part in (content[: len(content) // 2], b""):
        kept = answer.keep_file(part, "half.h5")
        answer(kept).raises("ValueError", "half.h5")


@load_cats.hidden(points=1, looks_at="missing data sets")
def says_which_data_set_is_missing(answer, rng):
    for missing in ("train_set_x", "train_set_y", "list_classes"):
        content, _, _ = cat_file("train", 4, rng, leave_out=missing)
        kept = answer.keep_file(content, "part.h5")
        ending = missing.removeprefix("train")
        answer(kept).raises("ValueError", "part.h5", ending)


@load_cats.hidden(points=1, looks_at="another number of labels than of pictures")
def counts_pictures_and_labels(answer, rng):
    n = int(rng.integers(12, 19))
    for k in (n + 11, n - 2):
        labels = np.zeros(k, dtype=int)
        content, _, _ = cat_file("train", n, rng, train_set_y=labels)
        kept = answer.keep_file(content, "uneven.h5")
        answer(kept).raises("ValueError", "uneven.h5", str(n), str(k))


flatten_images = Exercise(
    "flatten_images",
    minutes=10,
    difficulty=2,
    hints=(
        "Take two pictures whose numbers you know, and rebuild the second one from "
        "its row. Does it come out?",
        "Reshape keeps the order in which the numbers stand in memory: picture after "
        "picture. So the number of pictures must stay where it is, in front.",
        "Two pictures of one line with two pixels, [[[1, 2], [3, 4]]] and "
        "[[[5, 6], [7, 8]]], become the rows [1, 2, 3, 4] and [5, 6, 7, 8]. A "
        "result with 1, 3, 5, 7 in its first row has the same shape.",
    ),
)


@flatten_images.public(points=1)
def gives_each_picture_its_own_row(answer, rng):
    images = np.arange(1, 13).reshape(3, 1, 2, 2)
    expected = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
    why = "the first picture holds 1 to 4, the second one 5 to 8"
    answer(images).equals(expected, why)


@flatten_images.public(points=1)
def goes_line_after_line(answer, rng):
    images = np.array([[[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]]])
    expected = np.arange(1, 13).reshape(1, 12)
    answer(images).equals(expected, "two lines, and the colours of a pixel together")


@flatten_images.hidden(points=2, looks_at="whether each row rebuilds its picture")
def each_row_rebuilds_its_picture(answer, rng):
    for n, h, w, c in ((5, 7, 3, 2), (2, 3, 11, 4), (3, 2, 2, 1), (1, 4, 3, 3)):
        images = rng.integers(0, 256, size=(n, h, w, c)).astype(np.uint8)
        outcome = answer(images).has_shape((n, h * w * c)).keeps_arguments()
        rows = [
            [images[i, y, x, k] for y in range(h) for x in range(w) for k in range(c)]
            for i in range(n)
        ]
        outcome.equals(np.array(rows))


@flatten_images.hidden(points=1, looks_at="the dtype")
def keeps_the_dtype(answer, rng):
    for dtype in (np.uint8, np.float32):
        images = rng.integers(0, 200, size=(2, 3, 5, 3)).astype(dtype)
        outcome = answer(images)
        same = np.asarray(outcome.value).dtype == dtype
        outcome.satisfies(same, f"an array of dtype {np.dtype(dtype)}")


@flatten_images.hidden(points=1, looks_at="arrays that do not have four axes")
def refuses_what_are_not_pictures(answer, rng):
    n = int(rng.integers(4, 9))
    answer(np.zeros((n, 5, 3), np.uint8)).raises("ValueError", f"({n}, 5, 3)")
    answer(np.zeros((n, 75), np.uint8)).raises("ValueError", f"({n}, 75)")
    five = np.zeros((1, n, 2, 2, 3), np.uint8)
    answer(five).raises("ValueError", f"(1, {n}, 2, 2, 3)")


scale_pixels = Exercise(
    "scale_pixels",
    minutes=12,
    difficulty=2,
    hints=(
        "A network that is in use meets one picture at a time. Which numbers may a "
        "test picture contribute to its own preparation?",
        "Divide first, so that both are floating point numbers. The average that is "
        "subtracted has one number for each column and is made from one of the two "
        "arrays only.",
        "Training columns (0, 51) and (255, 255) become (0, 0.2) and (1, 1). Their "
        "averages are 0.1 and 1. With centre, a test picture (102, 204) becomes "
        "0.4 - 0.1 = 0.3 and 0.8 - 1 = -0.2.",
    ),
)


@scale_pixels.public(points=1)
def divides_by_255(answer, rng):
    train = np.array([[0, 51], [255, 102]], dtype=np.uint8)
    test = np.array([[204, 153]], dtype=np.uint8)
    outcome = answer(train, test)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "two arrays, train and test")
    for got, expected in zip(
        outcome.value, ([[0.0, 0.2], [1.0, 0.4]], [[0.8, 0.6]]), strict=True
    ):
        same = np.shape(got) == np.shape(expected) and np.allclose(got, expected)
        outcome.satisfies(same, str(expected))


@scale_pixels.public(points=1)
def centres_both_with_the_training_average(answer, rng):
    train = np.array([[0, 255], [51, 255], [255, 0]], dtype=np.uint8)
    test = np.array([[102, 204], [0, 51]], dtype=np.uint8)
    outcome = answer(train, test, centre=True)
    columns = [0.4, 2 / 3]
    why = "the columns of the training pictures have the averages 0.4 and 0.667"
    for name, got, pixels in zip(
        ("train", "test"), outcome.value, (train, test), strict=True
    ):
        expected = [
            [p / 255 - m for p, m in zip(row, columns, strict=True)] for row in pixels
        ]
        same = np.shape(got) == np.shape(expected) and np.allclose(got, expected)
        text = f"{np.round(expected, 3).tolist()} as {name}"
        outcome.satisfies(same, text, why)


def scaled(train, test, centre):
    """Scale with Python numbers, one at a time."""
    n = len(train)
    means = [
        math.fsum(int(row[k]) for row in train) / (255 * n) * centre
        for k in range(train.shape[1])
    ]
    return [
        np.array(
            [
                [int(p) / 255 - m for p, m in zip(row, means, strict=True)]
                for row in part
            ]
        )
        for part in (train, test)
    ]


@scale_pixels.hidden(points=2, looks_at="random pictures, also a single one")
def scales_random_pictures(answer, rng):
    for n, m, d in ((5, 3, 7), (1, 4, 2), (6, 1, 11)):
        train = rng.integers(0, 256, size=(n, d)).astype(np.uint8)
        test = rng.integers(0, 256, size=(m, d)).astype(np.uint8)
        for centre in (False, True):
            outcome = answer(train, test, centre).keeps_arguments()
            for got, expected in zip(
                outcome.value, scaled(train, test, centre), strict=True
            ):
                same = np.shape(got) == expected.shape and np.allclose(
                    got, expected, atol=1e-6
                )
                outcome.satisfies(same, "what the description says")


@scale_pixels.hidden(points=1, looks_at="whether other test pictures change anything")
def leaves_the_other_test_pictures_out(answer, rng):
    train = rng.integers(0, 256, size=(5, 3)).astype(np.uint8)
    test = rng.integers(0, 256, size=(4, 3)).astype(np.uint8)
    whole = answer(train, test, centre=True).value[1]
    for i in range(4):
        outcome = answer(train, test[i : i + 1], centre=True)
        same = np.allclose(outcome.value[1][0], whole[i])
        outcome.satisfies(same, "the same numbers as among four test pictures")


@scale_pixels.hidden(points=1, looks_at="whether the results are floating point")
def returns_floating_point_pixels(answer, rng):
    train = (255 * rng.integers(0, 2, size=(3, 2))).astype(np.uint8)
    outcome = answer(train, train[:1])
    kinds = {np.asarray(part).dtype.kind for part in outcome.value}
    outcome.satisfies(kinds == {"f"}, "two arrays of floating point numbers")


@scale_pixels.hidden(points=1, looks_at="pictures of two sizes")
def refuses_two_sizes(answer, rng):
    d = int(rng.integers(5, 9))
    pair = answer(np.zeros((2, 300 + d), np.uint8), np.zeros((1, 300 + d), np.uint8))
    pair.satisfies(len(pair.value) == 2, "two arrays of one size")
    train, test = np.zeros((4, d), np.uint8), np.zeros((3, d + 2), np.uint8)
    answer(train, test).raises("ValueError", f"(4, {d})", f"(3, {d + 2})")
    train, test = np.zeros((4, d), np.uint8), np.zeros((2, 1), np.uint8)
    answer(train, test, True).raises("ValueError", f"(4, {d})", "(2, 1)")


log_loss_from_logits = Exercise(
    "log_loss_from_logits",
    minutes=20,
    difficulty=3,
    hints=(
        "What is log(1 + exp(1000))? Write 1000 as the larger one of z and 0: what "
        "is left over?",
        "For the label 0 the loss is log(1 + exp(z)). Take max(z, 0) out of the "
        "logarithm; inside is then 1 plus a power of e whose exponent is never "
        "positive. np.log1p keeps the digits of what is added to 1. The label 1 is "
        "the same with -z.",
        "For z = 3 and the label 0: max(z, 0) = 3, and log1p(exp(-3)) = 0.0486, "
        "together 3.0486. For z = 3 and the label 1: max(-3, 0) = 0, so 0.0486. The "
        "mean of the two is 1.5486.",
    ),
)


@log_loss_from_logits.public(points=1)
def gives_the_worked_losses(answer, rng):
    answer(np.array([0.0]), np.array([1])).equals(np.log(2), "p = 1/2")
    z = np.log(np.array([3.0, 3.0, 1.0]))
    y = np.array([1, 1, 0])
    expected = (2 * np.log(4 / 3) + np.log(2)) / 3
    why = "p = 3/4, 3/4, 1/2, and their losses log(4/3) twice and log 2; the mean"
    answer(z, y).equals(expected, why)


@log_loss_from_logits.public(points=1)
def survives_a_sum_of_1000(answer, rng):
    z, y = np.array([1000.0, -1000.0]), np.array([0, 1])
    answer(z, 1 - y).is_silent().equals(0.0, "sure and right")
    why = "sure and wrong: the loss grows like the sum itself"
    answer(z, y).is_silent().equals(1000.0, why)


@log_loss_from_logits.hidden(points=2, looks_at="ordinary sums")
def equals_the_formula_in_the_middle(answer, rng):
    for n in (1, 5, 11):
        z, y = rng.normal(size=n) * 3, rng.integers(0, 2, size=n)
        parts = [
            -math.log(p if label else 1 - p)
            for p, label in zip((1 / (1 + math.exp(-s)) for s in z), y, strict=True)
        ]
        outcome = answer(z, y).keeps_arguments().is_floating().has_shape(())
        outcome.equals(math.fsum(parts) / n)


@log_loss_from_logits.hidden(points=1, looks_at="large sums of both signs")
def stays_exact_for_large_sums(answer, rng):
    large = float(rng.integers(800, 2000))
    z, y = np.array([large, -large, large, 0.5]), np.array([0, 1, 1, 0])
    expected = (2 * large + math.log1p(math.exp(0.5))) / 4
    answer(z, y).is_silent().equals(expected)


@log_loss_from_logits.hidden(points=1, looks_at="losses that are almost 0")
def keeps_the_digits_of_small_losses(answer, rng):
    z = float(rng.uniform(40, 60))
    outcome = answer(np.array([z]), np.array([1])).is_silent()
    outcome.equals(math.exp(-z), "", rtol=1e-6, atol=0)
    outcome = answer(np.array([-z]), np.array([0])).is_silent()
    outcome.equals(math.exp(-z), "", rtol=1e-6, atol=0)


@log_loss_from_logits.hidden(points=1, looks_at="lists and whole numbers")
def takes_lists_of_whole_numbers(answer, rng):
    k = int(rng.integers(1, 4))
    expected = (math.log1p(math.exp(k)) + math.log1p(math.exp(-k))) / 2
    answer([k, k], [0, 1]).equals(expected)


@log_loss_from_logits.hidden(points=1, looks_at="a row that meets a column")
def refuses_labels_in_a_column(answer, rng):
    n = int(rng.integers(2, 7))
    answer(np.zeros(n), np.zeros((n, 1))).raises("ValueError", f"({n},)", f"({n}, 1)")
    answer(np.zeros(n), np.zeros(1)).raises("ValueError", f"({n},)", "(1,)")


propagate = Exercise(
    "propagate",
    minutes=15,
    difficulty=2,
    uses=("log_loss_from_logits",),
    hints=(
        "Check db first: it is a single number. What is the average of the errors?",
        "Three lines: the weighted sums z, the probabilities p, the errors p - y. "
        "The gradient of the weights has the shape of the weights; which product of "
        "X and the errors has it? For a sigmoid that needs no exp(1000), write "
        "log p instead of p first: np.logaddexp(0, -z) is -log p.",
        "Rows (1, 2) and (3, -1), labels 1 and 0, all weights 0: both p are 0.5, the "
        "errors -0.5 and 0.5. dw = ((-0.5 * 1 + 0.5 * 3) / 2, "
        "(-0.5 * 2 + 0.5 * (-1)) / 2) = (0.5, -0.75), and db = 0.",
    ),
)


@propagate.public(points=1)
def gives_the_worked_gradient(answer, rng):
    X = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 1.0]])
    y = np.array([1, 0, 0])
    outcome = answer(np.zeros(2), 0.0, X, y)
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "a pair: the gradients and the cost")
    grads = outcome.value[0]
    named = type(grads) is dict and set(grads) == {"dw", "db"}
    outcome.satisfies(named, "a dict with dw and db in first place")
    same = np.shape(grads["dw"]) == (2,) and np.allclose(grads["dw"], [1 / 3, -1 / 3])
    why = "errors -0.5, 0.5, 0.5 times the columns 1, 3, 0 and 2, -1, 1, over 3"
    outcome.satisfies(same, "dw = array([0.33333, -0.33333])", why)
    same = np.shape(grads["db"]) == () and np.isclose(grads["db"], 1 / 6)
    outcome.satisfies(same, "db = 0.16667, a single number", "the mean of the errors")


@propagate.public(points=1)
def returns_the_cost_as_a_number(answer, rng):
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    w, b = np.log(np.array([3.0, 1.0])), 0.0
    outcome = answer(w, b, X, np.array([1, 0, 0]))
    cost = outcome.value[1]
    expected = (np.log(4 / 3) + np.log(2) + np.log(4)) / 3
    same = np.shape(cost) == () and np.isclose(cost, expected)
    why = "p = 3/4, 1/2, 3/4 with the labels 1, 0, 0; the mean of three losses"
    outcome.satisfies(same, f"the cost {expected:.6f} in second place", why)


def mean_loss(w, b, X, y):
    """Compute the mean log loss with Python numbers."""
    losses = []
    for row, label in zip(X, y, strict=True):
        z = math.fsum([*(float(v) * float(x) for v, x in zip(w, row, strict=True)), b])
        s = -z if label else z
        losses.append(max(s, 0.0) + math.log1p(math.exp(-abs(s))))
    return math.fsum(losses) / len(losses)


def measured(w, b, X, y, h=1e-6):
    """Measure all slopes of the mean log loss."""
    theta = [*w, b]
    slopes = []
    for i in range(len(theta)):
        up, down = list(theta), list(theta)
        up[i] += h
        down[i] -= h
        costs = [mean_loss(t[:-1], t[-1], X, y) for t in (up, down)]
        slopes.append((costs[0] - costs[1]) / (2 * h))
    return np.array(slopes[:-1]), slopes[-1]


@propagate.hidden(points=3, looks_at="measured gradients")
def agrees_with_measured_slopes(answer, rng):
    for n, d in ((7, 3), (1, 5), (5, 1)):
        X, w, b = rng.normal(size=(n, d)), rng.normal(size=d), float(rng.normal())
        y = rng.integers(0, 2, size=n)
        outcome = answer(w, b, X, y)
        grads, cost = outcome.value
        dw, db = measured(w, b, X, y)
        outcome.satisfies(np.shape(grads["dw"]) == (d,), f"dw of shape ({d},)")
        outcome.satisfies(np.shape(grads["db"]) == (), "db as a single number")
        close = np.allclose(grads["dw"], dw, atol=1e-7)
        outcome.satisfies(close, "dw close to the measured slopes")
        close = np.isclose(grads["db"], db, atol=1e-7)
        outcome.satisfies(close, "db close to the measured slope")
        same = np.isclose(cost, mean_loss(w, b, X, y))
        outcome.satisfies(same, "the mean of the losses as cost")


@propagate.hidden(points=1, looks_at="sums of 1000 and more")
def stays_finite_for_large_sums(answer, rng):
    large = float(rng.integers(1000, 3000))
    X = np.array([[large, 1.0], [-large, 2.0]])
    outcome = answer(np.array([1.0, 0.0]), 0.0, X, np.array([0, 1])).is_silent()
    grads, cost = outcome.value
    outcome.satisfies(np.isclose(cost, large), "the mean of two large losses")
    same = np.allclose(grads["dw"], [large, -0.5]) and np.isclose(grads["db"], 0)
    outcome.satisfies(same, "the gradient of two errors 1 and -1")


@propagate.hidden(points=1, looks_at="whether the arguments are unchanged")
def keeps_weights_and_examples(answer, rng):
    X, w = rng.normal(size=(5, 3)), rng.normal(size=3)
    outcome = answer(w, 0.5, X, rng.integers(0, 2, size=5)).keeps_arguments()
    outcome.satisfies(len(outcome.value) == 2, "a pair")


@propagate.hidden(points=1, looks_at="another number of labels than of examples")
def refuses_labels_that_do_not_fit(answer, rng):
    n = int(rng.integers(4, 9))
    X, w = rng.normal(size=(n, 3)), rng.normal(size=3)
    answer(w, 0.0, X, np.zeros(n - 1)).raises("ValueError", f"({n - 1},)")
    answer(w, 0.0, X, np.zeros((n, 1))).raises("ValueError", f"({n}, 1)")


fit = Exercise(
    "fit",
    minutes=15,
    difficulty=2,
    uses=("log_loss_from_logits", "propagate"),
    hints=(
        "Print w in the caller before and after the call. Is it still what it was?",
        "A step asks propagate once, with the weights of that moment, and uses both "
        "gradients and the cost of that one answer. Make a new array for the new "
        "weights.",
        "One example with x = 2 and the label 1, everything starting from 0, rate "
        "0.5. The error is -0.5, so dw = -1 and db = -0.5. After one step w is 0.5, "
        "b is 0.25, and costs holds one number, log 2 = 0.6931.",
    ),
)


@fit.public(points=1)
def takes_one_step_as_on_paper(answer, rng):
    X, y = np.array([[2.0], [0.0]]), np.array([1, 1])
    outcome = answer(np.zeros(1), 0.0, X, y, 0.5, 1)
    triple = type(outcome.value) in (tuple, list) and len(outcome.value) == 3
    outcome.satisfies(triple, "three results: w, b and costs")
    w, b, costs = outcome.value
    why = "errors -0.5 and -0.5, so dw = -0.5 and db = -0.5, and half of it is taken"
    outcome.satisfies(np.shape(w) == (1,) and np.allclose(w, 0.25), "w = [0.25]", why)
    outcome.satisfies(np.shape(b) == () and np.isclose(b, 0.25), "b = 0.25", why)
    same = len(costs) == 1 and np.isclose(costs[0], np.log(2))
    outcome.satisfies(same, "costs = [0.693147], the cost before the step")


@fit.public(points=1)
def takes_two_steps_from_the_callers_weights(answer, rng):
    X, y = np.array([[2.0], [0.0]]), np.array([1, 1])
    outcome = answer(np.zeros(1), 0.0, X, y, 0.5, 2)
    w, b, costs = outcome.value
    why = "the second step starts from w = [0.25] and b = 0.25"
    same = np.shape(w) == (1,) and np.allclose(w, 0.410411, atol=1e-5)
    outcome.satisfies(same, "w = [0.410411]", why)
    same = np.shape(b) == () and np.isclose(b, 0.439661, atol=1e-5)
    outcome.satisfies(same, "b = 0.439661", why)
    same = len(costs) == 2 and np.allclose(costs, [0.693147, 0.481405], atol=1e-5)
    outcome.satisfies(same, "costs = [0.693147, 0.481405]", "one before each step")
    outcome.keeps_arguments()


@fit.public(points=1)
def takes_no_step_if_none_is_asked_for(answer, rng):
    X, y = np.array([[2.0, 1.0]]), np.array([1])
    outcome = answer(np.array([0.5, -1.0]), 0.75, X, y, 0.1, 0)
    w, b, costs = outcome.value
    same = np.shape(w) == (2,) and np.allclose(w, [0.5, -1.0]) and np.isclose(b, 0.75)
    outcome.satisfies(same, "the weights and the bias that were passed")
    outcome.satisfies(len(costs) == 0, "no costs")


def descend(w, b, X, y, lr, steps):
    """Take steps with Python numbers and loops."""
    w, costs = [float(v) for v in w], []
    n = len(y)
    for _ in range(steps):
        costs.append(mean_loss(w, b, X, y))
        errors = []
        for row, label in zip(X, y, strict=True):
            z = math.fsum([*(v * float(x) for v, x in zip(w, row, strict=True)), b])
            errors.append(1 / (1 + math.exp(-z)) - int(label))
        for k in range(len(w)):
            w[k] -= (
                lr
                * math.fsum(e * float(r[k]) for e, r in zip(errors, X, strict=True))
                / n
            )
        b -= lr * math.fsum(errors) / n
    return np.array(w), b, costs


@fit.hidden(points=3, looks_at="several steps from any start")
def takes_several_steps(answer, rng):
    for n, d, steps in ((5, 3, 2), (1, 2, 3), (7, 1, 13)):
        X, w, b = rng.normal(size=(n, d)), rng.normal(size=d), float(rng.normal())
        y, lr = rng.integers(0, 2, size=n), float(rng.uniform(0.2, 0.9))
        outcome = answer(w, b, X, y, lr, steps)
        got_w, got_b, got_costs = outcome.value
        exp_w, exp_b, exp_costs = descend(w, b, X, y, lr, steps)
        same = np.shape(got_w) == (d,) and np.allclose(got_w, exp_w)
        outcome.satisfies(same, "the weights after these steps")
        outcome.satisfies(np.isclose(got_b, exp_b), "the bias after these steps")
        same = len(got_costs) == steps and np.allclose(got_costs, exp_costs)
        outcome.satisfies(same, "the cost before each step")


@fit.hidden(points=1, looks_at="whether the caller's weights are unchanged")
def leaves_the_callers_weights(answer, rng):
    X, w = rng.normal(size=(5, 3)), rng.normal(size=3)
    y = rng.integers(0, 2, size=5)
    outcome = answer(w, 0.5, X, y, 0.3, 3)
    moved = not np.allclose(outcome.value[0], w)
    outcome.keeps_arguments().satisfies(moved, "weights that have moved")


@fit.hidden(points=1, looks_at="weights that are whole numbers")
def starts_from_whole_numbers(answer, rng):
    X, y = rng.normal(size=(4, 2)), np.array([0, 1, 1, 0])
    start = rng.integers(-2, 3, size=2)
    outcome = answer(start, 1, X, y, 0.5, 2)
    expected = descend(start, 1, X, y, 0.5, 2)
    same = np.allclose(outcome.value[0], expected[0])
    same = same and np.isclose(outcome.value[1], expected[1])
    outcome.satisfies(same, "the same as from floating point numbers")


@fit.hidden(points=1, looks_at="a number of steps below 0")
def refuses_steps_below_0(answer, rng):
    steps = -int(rng.integers(2, 50))
    X, y = np.zeros((2, 1)), np.array([0, 1])
    answer(np.zeros(1), 0.0, X, y, 0.1, steps).raises("ValueError", str(steps))
    answer(np.zeros(1), 0.0, X, y, 0.1, -1).raises("ValueError", "-1")


predict = Exercise(
    "predict",
    minutes=10,
    difficulty=1,
    hints=(
        "What should happen at a probability of exactly one half? The description "
        "says it.",
        "Weighted sums, probabilities, one comparison, whole numbers. Nothing of the "
        "training set is needed, not even how many examples it had.",
        "Sums -2, 0 and 2 have the probabilities 0.12, 0.5 and 0.88. With the "
        "threshold 0.5 the labels are 0, 0, 1; with 0.1 they are 1, 1, 1.",
    ),
)


@predict.public(points=1)
def decides_at_one_half(answer, rng):
    X = np.array([[-2.0], [0.0], [2.0], [0.1]])
    why = "0.12, 0.5, 0.88 and 0.52; exactly one half is not above one half"
    outcome = answer(np.array([1.0]), 0.0, X).equals(np.array([0, 0, 1, 1]), why)
    whole = np.asarray(outcome.value).dtype.kind in "iu"
    outcome.satisfies(whole, "whole numbers")


@predict.public(points=1)
def takes_the_bias_into_account(answer, rng):
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    why = "the sums are 0.5, -2.5 and -0.5"
    expected = np.array([1, 0, 0])
    outcome = answer(np.array([2.0, -1.0]), -1.5, X).equals(expected, why)
    truths = np.asarray(outcome.value).dtype.kind == "b"
    outcome.satisfies(not truths, "numbers, not True and False")


@predict.hidden(points=2, looks_at="other thresholds")
def listens_to_the_threshold(answer, rng):
    p = rng.permutation(np.array([0.02, 0.13, 0.35, 0.55, 0.72, 0.93, 0.98]))
    X = np.log(p / (1 - p)).reshape(-1, 1)
    for threshold in (0.0, 0.05, 0.25, 0.6, 0.8, 0.95, 1.0):
        outcome = answer(np.array([1.0]), 0.0, X, threshold)
        outcome.equals((p > threshold).astype(int))
    outcome = answer(np.array([1.0]), 0.0, X, threshold=0.6)
    outcome.equals((p > 0.6).astype(int)).keeps_arguments()


@predict.hidden(points=1, looks_at="any number of examples, whole numbers as labels")
def predicts_batches_of_any_size(answer, rng):
    signs = [(i, j, k) for i in (-1.0, 1.0) for j in (-1.0, 1.0) for k in (-1.0, 1.0)]
    w, b = np.array([0.3, 0.2, 0.15]), 0.08
    for n in (1, 2, 8):
        X = rng.permutation(np.array(signs))[:n]
        outcome = answer(w, b, X).has_shape((n,))
        sums = [0.3 * i + 0.2 * j + 0.15 * k + b for i, j, k in X]
        outcome.equals(np.array([1 if s > 0 else 0 for s in sums]))
        whole = np.asarray(outcome.value).dtype.kind in "iu"
        outcome.satisfies(whole, "whole numbers")


@predict.hidden(points=1, looks_at="sums of 1000")
def is_silent_for_large_sums(answer, rng):
    large = float(rng.integers(1000, 3000))
    X = np.array([[large], [-large]])
    answer(np.array([1.0]), 0.0, X).is_silent().equals(np.array([1, 0]))


@predict.hidden(points=1, looks_at="thresholds that are no probability")
def refuses_other_thresholds(answer, rng):
    percent = int(rng.integers(20, 80))
    answer(np.zeros(1), 0.0, np.zeros((2, 1)), percent).raises(
        "ValueError", str(percent)
    )
    answer(np.zeros(1), 0.0, np.zeros((2, 1)), -0.5).raises("ValueError", "-0.5")
    answer(np.zeros(1), 0.0, np.zeros((2, 1)), 1.5).raises("ValueError", "1.5")


report = Exercise(
    "report",
    minutes=20,
    difficulty=2,
    hints=(
        "What does always cat score here, and what does it score on the cats alone?",
        "Three of the numbers are averages of a comparison. For the majority, count "
        "in one array of labels and score in another one. A recall is an average "
        "over the examples of one label only; look first whether there are any.",
        "Training labels 0, 0, 1, test labels 1, 1, 1, 0, predictions 1, 0, 1, 0. "
        "Right are three of four: 0.75. Always 1 gets 0.75. The training majority is "
        "0, which gets 0.25. Recall 1 is 2/3, recall 0 is 1.",
    ),
)


@report.public(points=1)
def scores_beside_two_baselines(answer, rng):
    y_train = np.array([0, 0, 0, 1])
    y_test = np.array([1, 1, 1, 0, 1])
    p_test = np.array([1, 0, 1, 1, 0])
    outcome = answer(y_train, y_test, p_test)
    names = {"accuracy", "always 1", "train majority", "recall 0", "recall 1"}
    named = type(outcome.value) is dict and set(outcome.value) == names
    outcome.satisfies(named, f"a dict with the keys {sorted(names)}")
    for name, expected in (
        ("accuracy", 0.4),
        ("always 1", 0.8),
        ("train majority", 0.2),
    ):
        same = np.isclose(outcome.value[name], expected)
        outcome.satisfies(same, f"{expected} for {name!r}")


@report.public(points=1)
def gives_a_recall_for_each_label(answer, rng):
    y_test = np.array([1, 1, 1, 1, 0, 0])
    p_test = np.array([1, 1, 1, 0, 1, 1])
    outcome = answer(np.array([0, 1, 1]), y_test, p_test)
    why = "three of the four with the label 1, and none of the two others"
    same = np.isclose(outcome.value["recall 1"], 0.75)
    outcome.satisfies(same, "0.75 for 'recall 1'", why)
    same = np.isclose(outcome.value["recall 0"], 0.0)
    outcome.satisfies(same, "0.0 for 'recall 0'", why)


@report.hidden(points=2, looks_at="labels as in the cat files")
def knows_the_numbers_of_the_cats(answer, rng):
    y_train = rng.permutation([1] * 72 + [0] * 137)
    y_test = rng.permutation([1] * 33 + [0] * 17)
    p_test = y_test.copy()
    cats, others = np.flatnonzero(y_test == 1), np.flatnonzero(y_test == 0)
    p_test[rng.choice(cats, size=10, replace=False)] = 0
    p_test[rng.choice(others, size=5, replace=False)] = 1
    outcome = answer(y_train, y_test, p_test).keeps_arguments()
    expected = {
        "accuracy": 35 / 50,
        "always 1": 33 / 50,
        "train majority": 17 / 50,
        "recall 0": 12 / 17,
        "recall 1": 23 / 33,
    }
    outcome.equals(expected)


@report.hidden(points=1, looks_at="where the majority is counted")
def counts_the_majority_in_training(answer, rng):
    test, predicted = [0, 0, 1], [1, 0, 1]
    n = int(rng.integers(2, 6))
    for train, expected in (([1] * n + [0] * (n - 1), 1 / 3), ([0] * n + [1], 2 / 3)):
        outcome = answer(train, test, predicted)
        same = np.isclose(outcome.value["train majority"], expected)
        outcome.satisfies(same, f"{expected:.4f} for the training majority")


@report.hidden(points=1, looks_at="labels that are equally frequent in training")
def takes_0_if_labels_are_equally_frequent(answer, rng):
    y_test = rng.permutation([1] * 5 + [0] * 2)
    outcome = answer(rng.permutation([0, 1, 0, 1]), y_test, y_test)
    same = np.isclose(outcome.value["train majority"], 2 / 7)
    outcome.satisfies(same, "the part of the label 0 among the test labels")


@report.hidden(points=1, looks_at="a label that no test example has")
def has_no_recall_without_examples(answer, rng):
    n = int(rng.integers(3, 7))
    ones, zeros = np.ones(n, dtype=int), np.zeros(n, dtype=int)
    for test, missing, there in ((ones, 0, 1), (zeros, 1, 0)):
        outcome = answer([0, 1, 1], test, ones).is_silent()
        is_nan = np.isnan(outcome.value[f"recall {missing}"])
        outcome.satisfies(is_nan, f"nan for 'recall {missing}'")
        same = np.isclose(outcome.value[f"recall {there}"], float(there == 1))
        outcome.satisfies(same, "the recall of the label that is there")


@report.hidden(points=1, looks_at="another number of predictions")
def refuses_other_predictions(answer, rng):
    n = int(rng.integers(3, 9))
    y = np.ones(n, dtype=int)
    answer(y, y, y[:-1]).raises("ValueError", f"({n},)", f"({n - 1},)")
    answer(y, y[:-1], y).raises("ValueError", f"({n},)", f"({n - 1},)")
    answer(y, y, y[:, np.newaxis]).raises("ValueError", f"({n}, 1)")


duplicates = Exercise(
    "duplicates",
    minutes=15,
    difficulty=2,
    hints=(
        "Two pictures can have the same average and show different things. What has "
        "to agree?",
        "Two loops and np.array_equal are right. For thousands of pictures, turn "
        "each picture into bytes with its method tobytes and look these up in a "
        "dictionary, because then no pair has to be compared.",
        "Training pictures A, B, A and test pictures C, A give the pairs (0, 1) and "
        "(2, 1): first the number in training, then the number in the test.",
    ),
)


@duplicates.public(points=1)
def finds_a_picture_that_is_in_both(answer, rng):
    train = np.arange(24, dtype=np.uint8).reshape(4, 1, 2, 3)
    test = 255 - train[:3]
    train[2], test[1] = train[0], train[3]
    answer(train, test).equals([(3, 1)], "test picture 1 is training picture 3")


@duplicates.public(points=1)
def finds_nothing_where_nothing_is(answer, rng):
    train = np.array([[10, 20, 30], [30, 20, 10]], dtype=np.uint8)
    test = np.array([[20, 10, 30], [10, 20, 31]], dtype=np.uint8)
    answer(train, test).equals([], "the same average is not the same picture")


@duplicates.hidden(points=2, looks_at="several pairs, and their order")
def finds_several_in_order(answer, rng):
    train = rng.integers(0, 256, size=(9, 2, 3, 3)).astype(np.uint8)
    test = rng.integers(0, 256, size=(7, 2, 3, 3)).astype(np.uint8)
    i, j, k = (int(n) for n in rng.permutation(9)[:3])
    test[5], test[2], test[0] = train[i], train[j], train[i]
    train[k] = train[j]
    pairs = sorted([(i, 5), (j, 2), (i, 0), (k, 2)])
    answer(train, test).keeps_arguments().equals(pairs)


@duplicates.hidden(points=1, looks_at="pictures that occur twice in one part")
def ignores_twins_within_a_part(answer, rng):
    pictures = rng.integers(0, 256, size=(6, 5)).astype(np.uint8)
    pictures[:, 0] = 40 * rng.permutation(6)
    train, test = pictures[[0, 1, 0, 2]], pictures[[3, 4, 3]]
    answer(train, test).equals([])
    answer(train, pictures[[5, 2, 2]]).equals([(3, 1), (3, 2)])


@duplicates.hidden(points=1, looks_at="pictures that differ in one number")
def does_not_forgive_one_number(answer, rng):
    train = rng.integers(100, 200, size=(5, 4, 4, 3)).astype(np.uint8)
    test = train[::-1].copy()
    changed = int(rng.integers(5))
    test[changed].reshape(-1)[int(rng.integers(48))] += 1
    pairs = [(i, 4 - i) for i in range(5) if 4 - i != changed]
    answer(train, test).equals(pairs)


@duplicates.hidden(points=1, looks_at="whether pairs hold whole numbers, larger sets")
def finds_the_leak_of_the_cats(answer, rng):
    train = rng.integers(0, 256, size=(209, 12)).astype(np.uint8)
    test = rng.integers(0, 256, size=(50, 12)).astype(np.uint8)
    train[:, 0], test[:, 0] = rng.permutation(100)[0], 101
    j, i = int(rng.integers(50)), int(rng.integers(209))
    test[j] = train[i]
    answer(train, test).equals([(i, j)])


@duplicates.hidden(points=1, looks_at="pictures of two sizes")
def refuses_pictures_of_two_sizes(answer, rng):
    n = int(rng.integers(4, 9))
    train, test = np.zeros((n, 2, 6), np.uint8), np.zeros((3, 4, 3), np.uint8)
    answer(train, test).raises("ValueError", f"({n}, 2, 6)", "(3, 4, 3)")
    answer(test, train).raises("ValueError", f"({n}, 2, 6)", "(3, 4, 3)")


to_columns = Exercise(
    "to_columns",
    minutes=10,
    difficulty=1,
    hints=(
        "Column i of the result must be example i. Which operation turns rows into "
        "columns and leaves each example whole?",
        "The table is turned over its diagonal. The weights only get a second axis; "
        "their order does not change.",
        "The rows (1, 2, 3) and (4, 5, 6) become columns: [[1, 4], [2, 5], [3, 6]]. "
        "A result [[1, 2], [3, 4], [5, 6]] has the right shape and the wrong "
        "columns. The weights (10, 20, 30) become [[10], [20], [30]].",
    ),
)


@to_columns.public(points=1)
def turns_rows_into_columns(answer, rng):
    outcome = answer(np.array([[1, 2, 3], [4, 5, 6]]), np.array([10, 20, 30]))
    pair = type(outcome.value) in (tuple, list) and len(outcome.value) == 2
    outcome.satisfies(pair, "a pair: X and w")
    X, w = outcome.value
    expected = [[1, 4], [2, 5], [3, 6]]
    same = np.shape(X) == (3, 2) and np.array_equal(X, expected)
    outcome.satisfies(same, f"X = {expected}", "column 0 is the example (1, 2, 3)")
    same = np.shape(w) == (3, 1) and np.array_equal(w, [[10], [20], [30]])
    outcome.satisfies(same, "w = [[10], [20], [30]]")


@to_columns.hidden(points=2, looks_at="whether both orientations give the same sums")
def gives_the_same_sums_in_columns(answer, rng):
    for n, d in ((5, 3), (1, 7), (4, 1)):
        X, w = rng.normal(size=(n, d)), rng.normal(size=d)
        outcome = answer(X, w).keeps_arguments()
        columns, weights = outcome.value
        fits = np.shape(columns) == (d, n) and np.shape(weights) == (d, 1)
        outcome.satisfies(fits, f"shapes ({d}, {n}) and ({d}, 1)")
        sums = [math.fsum(a * b for a, b in zip(row, w, strict=True)) for row in X]
        same = np.allclose(np.transpose(weights) @ columns, [sums])
        outcome.satisfies(same, "w.T @ X with the sums of the rows")


@to_columns.hidden(points=1, looks_at="lists")
def takes_lists_of_rows(answer, rng):
    a, b = (int(n) for n in rng.integers(1, 9, size=2))
    outcome = answer([[a, 1], [2, b], [3, 4]], [5, 6])
    X, w = outcome.value
    same = np.array_equal(X, [[a, 2, 3], [1, b, 4]])
    outcome.satisfies(same and np.array_equal(w, [[5], [6]]), "columns of the lists")


@to_columns.hidden(points=1, looks_at="weights that do not fit")
def refuses_weights_of_columns(answer, rng):
    n, d = int(rng.integers(5, 9)), 3
    X = np.zeros((n, d))
    answer(X, np.zeros((d, 1))).raises("ValueError", f"({n}, 3)", "(3, 1)")
    answer(X, np.zeros(n)).raises("ValueError", f"({n}, 3)", f"({n},)")
    answer(X, np.zeros(d - 1)).raises("ValueError", f"({n}, 3)", "(2,)")
    answer(np.zeros(d), np.zeros(d)).raises("ValueError", "(3,)")
    answer(np.zeros(d), 0.5).raises("ValueError", "(3,)")
    answer(np.zeros((n, 3, 2)), np.zeros((3, 2))).raises("ValueError", f"({n}, 3, 2)")


to_rows = Exercise(
    "to_rows",
    minutes=8,
    difficulty=1,
    hints=(
        "Take what to_columns makes of two rows. What do you have to do to get the "
        "two rows back?",
        "The table is turned over its diagonal once more, and the weights lose their "
        "second axis.",
        "[[1, 4], [2, 5], [3, 6]] becomes the rows (1, 2, 3) and (4, 5, 6), and "
        "[[10], [20], [30]] becomes (10, 20, 30), of shape (3,).",
    ),
)


@to_rows.public(points=1)
def turns_columns_into_rows(answer, rng):
    outcome = answer(np.array([[1, 4], [2, 5], [3, 6]]), np.array([[10], [20], [30]]))
    X, w = outcome.value
    expected = [[1, 2, 3], [4, 5, 6]]
    same = np.shape(X) == (2, 3) and np.array_equal(X, expected)
    outcome.satisfies(same, f"X = {expected}", "row 0 is what was column 0")
    same = np.shape(w) == (3,) and np.array_equal(w, [10, 20, 30])
    outcome.satisfies(same, "w = [10, 20, 30] of shape (3,)")


@to_rows.hidden(points=2, looks_at="whether both orientations give the same sums")
def gives_the_same_sums_in_rows(answer, rng):
    for n, d in ((5, 3), (1, 7), (4, 1), (1, 1)):
        X, w = rng.normal(size=(d, n)), rng.normal(size=(d, 1))
        outcome = answer(X, w).keeps_arguments()
        rows, weights = outcome.value
        fits = np.shape(rows) == (n, d) and np.shape(weights) == (d,)
        outcome.satisfies(fits, f"shapes ({n}, {d}) and ({d},)")
        sums = [math.fsum(X[k, i] * w[k, 0] for k in range(d)) for i in range(n)]
        same = np.allclose(np.asarray(rows) @ weights, sums)
        outcome.satisfies(same, "X @ w with the sums of the columns")


@to_rows.hidden(points=1, looks_at="weights that are not a column, and lists")
def refuses_weights_of_rows(answer, rng):
    n, d = int(rng.integers(5, 9)), 3
    X = np.zeros((d, n))
    answer(X, np.zeros(d)).raises("ValueError", f"(3, {n})", "(3,)")
    answer(X, np.zeros((1, d))).raises("ValueError", f"(3, {n})", "(1, 3)")
    answer(X, np.zeros((n, 1))).raises("ValueError", f"(3, {n})", f"({n}, 1)")
    answer(np.zeros(3), np.zeros((3, 1))).raises("ValueError", "(3,)", "(3, 1)")
    cube = np.zeros((3, n, 2))
    answer(cube, np.zeros((3, 1))).raises("ValueError", f"(3, {n}, 2)", "(3, 1)")
    a = int(rng.integers(1, 9))
    outcome = answer([[a, 2, 3], [4, 5, 6]], [[7], [8]])
    rows = np.array_equal(outcome.value[0], [[a, 4], [2, 5], [3, 6]])
    outcome.satisfies(rows, "the rows of the lists")


examples_for_flatten_images = Exercise(
    "examples_for_flatten_images",
    minutes=15,
    difficulty=2,
    hints=(
        "A single picture cannot show that two pictures were mixed. Equal numbers "
        "cannot show that they changed their places. How many of each do you need?",
        "Go through the mistakes: numbers of different pictures mixed, columns before "
        "lines, colours apart, examples as columns, a size that was typed in. Choose "
        "numbers that are all different, more than one picture, and height, width "
        "and channels that differ.",
        "To catch a function that returns examples as columns: two pictures of one "
        "line with one pixel of three numbers, [[[[1, 2, 3]]], [[[4, 5, 6]]]], with "
        "the rows [[1, 2, 3], [4, 5, 6]]. It has one line and one pixel, so it "
        "catches nothing that goes wrong between lines.",
    ),
)


@examples_for_flatten_images.public(points=1)
def has_pictures_and_rows(answer, rng):
    outcome = answer()
    examples = outcome.value
    is_list = type(examples) is list and 1 <= len(examples) <= 10
    outcome.satisfies(is_list, "a list of 1 to 10 examples")
    for example in examples:
        fits = type(example) in (tuple, list) and len(example) == 2
        outcome.satisfies(fits, "two parts in each: images and expected")
        images, expected = (np.asarray(part) for part in example)
        why = "pictures, lines, pixels, numbers: four levels of lists"
        fits = images.ndim == 4 and images.dtype.kind in "iu"
        outcome.satisfies(fits, "whole numbers in four levels as images", why)
        fits = 1 <= images.size <= 200 and 0 <= images.min() and images.max() <= 255
        outcome.satisfies(fits, "1 to 200 numbers from 0 to 255")
        fits = expected.ndim == 2 and expected.dtype.kind in "iu"
        outcome.satisfies(fits, "rows of whole numbers as expected")


@examples_for_flatten_images.public(points=1)
def expects_a_row_for_each_picture(answer, rng):
    outcome = answer()
    for images, expected in outcome.value:
        fits = len(expected) == len(images)
        outcome.satisfies(fits, "as many rows as pictures in each example")
        for row, picture in zip(expected, images, strict=True):
            same = sorted(row) == sorted(np.ravel(picture).tolist())
            outcome.satisfies(same, "in each row the numbers of its own picture")


@examples_for_flatten_images.public(points=1)
def shows_more_than_one_picture(answer, rng):
    outcome = answer()
    several = any(len(images) > 1 for images, _ in outcome.value)
    why = "a single picture cannot show that pictures were mixed"
    outcome.satisfies(several, "an example with two pictures or more", why)


def agrees(function, example):
    """Tell whether a function does what an example says."""
    images, expected = example
    try:
        rows = function(np.array(images, dtype=np.uint8))
        return np.array_equal(rows, expected)
    except Exception:
        return False


def right_functions():
    from autograder.assignments.cats import right
    from solutions.pictures_as_rows import flatten_images

    return flatten_images, right.four_loops, right.one_picture_at_a_time


def catches(answer, mistake):
    from autograder.assignments.cats import wrong

    function = getattr(wrong, mistake)
    demand_a_catch(answer(), agrees, right_functions(), function)


@examples_for_flatten_images.hidden(
    points=1, looks_at="whether right functions agree with your examples"
)
def right_functions_agree(answer, rng):
    demand_agreement(answer(), agrees, right_functions())


@examples_for_flatten_images.hidden(
    points=2, looks_at="a function that mixes pictures and has the right shape"
)
def catches_mixed_pictures(answer, rng):
    catches(answer, "mixes_the_pictures")


@examples_for_flatten_images.hidden(
    points=1, looks_at="one that goes down the columns first"
)
def catches_columns_first(answer, rng):
    catches(answer, "goes_down_the_columns")


@examples_for_flatten_images.hidden(points=1, looks_at="one that takes colours apart")
def catches_colours_apart(answer, rng):
    catches(answer, "takes_the_colours_apart")


@examples_for_flatten_images.hidden(
    points=1, looks_at="one that reads the memory backwards, in Fortran's order"
)
def catches_the_order_of_fortran(answer, rng):
    catches(answer, "reads_in_fortran_order")
