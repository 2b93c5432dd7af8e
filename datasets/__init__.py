"""Real data for the course, one call per data set.

>>> from datasets import mnist
>>> digits = mnist()
>>> digits.train_images.shape
(4000, 28, 28)

``python -m datasets`` lists the data sets, checks their files and fetches them.
The folder that the environment variable ``ONE_NEURON_DATA`` names is looked at
first; downloads are kept in the user's cache directory.
"""

from datasets.cats import Cats, cats
from datasets.digit_facts import DigitFacts, digit_facts
from datasets.fruit_pictures import Fruit, fruit
from datasets.inventory import is_at_hand
from datasets.mnist_digits import Mnist, mnist
from datasets.painting import painting_picture
from datasets.registry import DataError
from datasets.text_records import read_digit_records, write_digit_records

__all__ = [
    "Cats",
    "DataError",
    "DigitFacts",
    "Fruit",
    "Mnist",
    "cats",
    "digit_facts",
    "fruit",
    "is_at_hand",
    "mnist",
    "painting_picture",
    "read_digit_records",
    "write_digit_records",
]
