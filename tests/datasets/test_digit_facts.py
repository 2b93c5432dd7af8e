import numpy as np
import pytest
from tiny_files import write_tiny

from datasets import DataError, digit_facts, is_at_hand


def test_facts_counted_by_hand():
    images = np.zeros((5, 2, 2), np.uint8)
    images[:, 0, 0] = [1, 2, 1, 1, 3]
    facts = digit_facts(images, np.array([4, 4, 4, 9, 0]), others=images[[0, 4]])
    assert facts.counts == (1, 0, 0, 0, 3, 0, 0, 0, 0, 1)
    assert facts.commonest_share == 3 / 5
    assert facts.duplicates == 2
    assert facts.conflicts == 1  # the fourth picture is a 4 and a 9
    assert facts.shared == 4


def test_without_others_nothing_is_shared():
    facts = digit_facts(np.zeros((1, 2, 2)), np.array([3]))
    assert facts.duplicates == facts.conflicts == facts.shared == 0


def test_at_hand_means_all_files(cache, tiny_mnist):
    assert is_at_hand("mnist-5k")
    assert not is_at_hand("mnist-full")
    write_tiny(cache)
    assert is_at_hand("mnist-full")
    (cache / "t10k-labels-idx1-ubyte").unlink()
    assert not is_at_hand("mnist-full")
    with pytest.raises(DataError, match="mnist-5k"):
        is_at_hand("fashion")
