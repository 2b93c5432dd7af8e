"""A disguise does not change the tokens; another program does."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.records.similarity.code_tokens import read_code
from autograder.records.similarity.winnowing import (
    WINDOW,
    K,
    longest_common_run,
    run_hashes,
    winnow,
)

PLAIN = """
def total(x, w):
    result = 0.0
    for i in range(len(x)):
        result += x[i] * w[i]
    return np.maximum(result, 0)
"""


@pytest.mark.parametrize(
    "disguise",
    [
        "def total(x,w):\n  result=0.\n  for i in range(len(x)): result+=x[i]*w[i]\n"
        "  return np.maximum(result,0)",
        PLAIN.replace("result", "s").replace("x", "inputs").replace("ma", "ma"),
        PLAIN.replace("    result = 0.0", '    """Add up."""\n    result = 0  # start'),
        PLAIN.replace("range(len(x))", "range(\n        len(x),\n    )"),
        PLAIN.replace("np.", "numpy."),
        PLAIN.replace("0.0", "0.0;"),
        PLAIN.replace("\n", "  # is this right?\n"),
        PLAIN.replace("\n", "  # 'why' ??\n"),
        "np.sum?\nnp.*max*??\n%%time\n" + PLAIN,
        PLAIN.replace(
            "    result = 0.0", "    '''Add up,\n%and more'''\n    result = 0"
        ),
        PLAIN.replace("    result = 0.0", "    '''Add up,\n!'''\n    result = 0"),
        PLAIN.replace(
            "    result = 0.0", "    '''Add?\nup?'''\n    %time 1\n    s = 0"
        ),
        "%matplotlib inline\n!echo it's mine\n?np.sum\n" + PLAIN,
        PLAIN.replace("result = 0.0", "sum = 0.0").replace("result", "sum"),
        PLAIN.replace("= 0.0", "= \\\n 0.0").replace("\n", "\r\n"),
    ],
)
def test_a_disguise_changes_nothing(disguise):
    if "inputs" in disguise:
        disguise = disguise.replace("mainputs", "max")
    assert read_code(disguise).words == read_code(PLAIN).words


@pytest.mark.parametrize(
    ("old", "new"),
    [("+=", "-="), ("0.0", "1.0"), ("np.maximum", "np.minimum"), ("len(", "abs(")],
)
def test_another_program_gives_other_tokens(old, new):
    assert read_code(PLAIN.replace(old, new)).words != read_code(PLAIN).words


@pytest.mark.parametrize("sign", ["% 2", "!= 2"])
def test_an_expression_that_goes_on_is_no_command(sign):
    one = read_code(f"y = (x\n     {sign})")
    assert one.words == read_code(f"y = (x {sign})").words


def test_tokens_know_their_lines():
    code = read_code('x = """one\ntwo"""\n\ny = (1,\n 2)')
    assert list(zip(code.words, code.lines, strict=True)) == [
        ("v", 0),
        ("=", 0),
        ("s", 0),
        ("v", 3),
        ("=", 3),
        ("(", 3),
        ("1.0", 3),
        (",", 3),
        ("2.0", 4),
        (")", 4),
    ]


@given(st.text(alphabet="ab1.\"'\\\n #()[]{}=+-%!?\x1b\x00é", max_size=60))
def test_any_text_can_be_read(text):
    code = read_code(text)
    assert len(code.words) == len(code.lines)
    assert all(0 <= line <= text.count("\n") for line in code.lines)


@pytest.mark.parametrize(
    "text", ['"""\\', "'", '"', "\\", "(", "'''\\'''", "1_", "#", "\n ", "0x", "f'{'"]
)
def test_endless_text_is_read_in_one_pass(text):
    assert len(read_code(text * 60_000).words) <= 60_000 * len(text)


def test_sequences_with_a_long_enough_common_run_share_a_fingerprint():
    draw = random.Random(1)
    for _ in range(300):
        common = [str(draw.randrange(9)) for _ in range(K + WINDOW - 1)]
        first, second = (
            [f"{side}{i}" for i in range(draw.randrange(30))]
            + common
            + [f"{side}{i}" for i in range(40, 40 + draw.randrange(30))]
            for side in "ab"
        )
        a, b = (winnow(run_hashes(words)) for words in (first, second))
        assert np.intersect1d(a, b).size >= 1
        assert np.intersect1d(a, winnow(run_hashes([f"c{w}" for w in first]))).size == 0


def test_winnowing_keeps_a_part():
    hashes = run_hashes([str(i * i % 97) for i in range(90)])
    assert len(hashes) == 90 - K + 1
    density = len(winnow(run_hashes([str(i) for i in range(5000)]))) / 5000
    assert density == pytest.approx(2 / (WINDOW + 1), rel=0.1)  # the paper's figure


def longest_by_trying_all(a, b):
    best = 0
    for i in range(len(a)):
        for j in range(len(b)):
            length = 0
            while (
                i + length < len(a)
                and j + length < len(b)
                and a[i + length] == b[j + length]
            ):
                length += 1
            best = max(best, length)
    return best


def test_the_longest_common_run_is_the_one_that_trying_all_finds():
    rng = np.random.default_rng(2)
    for _ in range(200):
        a, b = (
            rng.integers(1, 4, size=rng.integers(0, 25)).astype(np.uint64)
            for _ in range(2)
        )
        length, i, j = longest_common_run(a, b)
        assert length == longest_by_trying_all(a.tolist(), b.tolist())
        assert a[i : i + length].tolist() == b[j : j + length].tolist()
