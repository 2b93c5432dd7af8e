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
from datasets.fruit_pictures import Fruit, fruit
from datasets.mnist_digits import Mnist, mnist
from datasets.painting import painting_picture
from datasets.registry import DataError

__all__ = [
    "Cats",
    "DataError",
    "Fruit",
    "Mnist",
    "cats",
    "fruit",
    "mnist",
    "painting_picture",
]
