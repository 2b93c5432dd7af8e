"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong
from solutions.classifier_parts import Network, prepare, update_nest
from solutions.classifier_training import keep_best


@wrong(
    "prepare",
    fails={"depends_on_the_picture_alone"},
    because="The scale is taken from the pictures that come together. The same "
    "picture becomes other numbers in other company.",
)
def divides_by_the_largest_of_all(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return images / max(images.max(), 1)


@wrong(
    "prepare",
    fails={"depends_on_the_picture_alone", "keeps_greys_apart"},
    because="The average of the batch is taken off, so a picture becomes other "
    "numbers in other company.",
)
def takes_off_the_average_of_the_batch(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return (images - images.mean(axis=0)) / 255


@wrong(
    "prepare",
    fails={"gives_small_floating_numbers"},
    because="Numbers up to 255 are left as they are.",
)
def leaves_bytes_large(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return images.astype(float)


@wrong(
    "prepare",
    fails={"gives_small_floating_numbers"},
    because="The numbers are float32. Slopes cannot be measured well in it.",
)
def gives_small_floats(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return (images / 255).astype(np.float32)


@wrong(
    "prepare",
    fails={"gives_small_floating_numbers", "keeps_greys_apart"},
    because="Bytes are divided as whole numbers, so that all greys but one become 0.",
)
def divides_whole_numbers(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return images // 255


@wrong(
    "prepare",
    fails={"keeps_greys_apart", "gives_small_floating_numbers"},
    because="The subtraction happens in bytes. A byte has nothing below 0 and runs "
    "round.",
)
def subtracts_in_bytes(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return (images - np.uint8(128)) / 128.0


@wrong(
    "prepare",
    fails={"keeps_greys_apart"},
    because="Greys are cut to two values.",
)
def makes_black_and_white(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return (images > 100).astype(float)


@wrong(
    "prepare",
    fails={"depends_on_the_picture_alone", "gives_small_floating_numbers"},
    because="Each picture is divided by its own spread, and blank paper has none.",
)
def standardises_each_picture(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    x = images - images.mean(axis=(1, 2), keepdims=True)
    return x / images.std(axis=(1, 2), keepdims=True) / 4


@wrong(
    "prepare",
    fails={
        "gives_small_floating_numbers",
        "takes_a_single_picture",
        "leaves_pictures_unchanged",
    },
    because="The pictures come out as rows. The description keeps their height and "
    "width.",
)
def flattens_the_pictures(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return images.reshape(len(images), 784) / 255


@wrong(
    "prepare",
    fails={
        "gives_small_floating_numbers",
        "takes_a_single_picture",
        "leaves_pictures_unchanged",
    },
    because="The pictures come out as rows. The description keeps their height and "
    "width.",
)
def flattens_many_pictures(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    return images.reshape(len(images), 784) / 255


@wrong(
    "prepare",
    fails={"takes_a_single_picture", "depends_on_the_picture_alone"},
    because="An axis of length 1 is lost: a single picture does not come out as a "
    "batch of one.",
)
def drops_the_axis_of_one(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return np.squeeze(images / 255)


@wrong(
    "prepare",
    fails={"refuses_other_pictures"},
    because="Pictures that are no longer bytes are scaled once more.",
)
def scales_what_is_scaled(images):
    images = np.asarray(images)
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return images / 255.0


@wrong(
    "prepare",
    fails={"refuses_other_pictures"},
    because="Arrays of another shape are cut up anew, so that pieces of pictures "
    "count as pictures.",
)
def takes_any_shape(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.size % 784:
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    return images / 255.0


@wrong(
    "prepare",
    fails={"leaves_pictures_unchanged"},
    because="The pictures of the caller are changed on the way.",
)
def inverts_in_place(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"dtype {images.dtype}")
    if images.shape[-2:] != (28, 28) or images.ndim not in (2, 3):
        raise ValueError(f"shape {images.shape}")
    images = images.reshape(-1, 28, 28)
    np.subtract(255, images, out=images)
    return images / 255.0


@wrong(
    "Network",
    fails={
        "loss_is_that_of_its_logits",
        "can_start_to_learn",
        "slopes_of_weights_in_place",
        "slopes_of_vectors_in_place",
    },
    because="Loss and slopes are those of a sum over the pictures, not of an average.",
)
class AddsUpTheLoss:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].sum()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={
        "has_slopes_that_can_be_measured",
        "slopes_of_weights_in_place",
        "slopes_of_vectors_in_place",
    },
    because="The loss is an average and the slopes are those of a sum.",
)
class ForgetsTheShareOfEachPicture:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={
        "has_slopes_that_can_be_measured",
        "slopes_of_weights_in_place",
        "slopes_of_vectors_in_place",
    },
    because="On the way back the slope of the hidden activation is left out.",
)
class LeavesOutTheSlopeOfRelu:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = dz2 @ p["W2"].T
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"has_slopes_that_can_be_measured", "slopes_of_vectors_in_place"},
    because="The slopes along some biases are 0 although the loss depends on them.",
)
class NeverMovesTheFirstBiases:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": np.zeros(24),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"has_slopes_that_can_be_measured", "slopes_of_vectors_in_place"},
    because="The slopes along biases are averaged once more over the pictures.",
)
class AveragesTheBiases:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.mean(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"builds_a_nest_of_arrays", "can_start_to_learn"},
    because="All parameters start at 0, whatever the seed. Then the hidden units stay"
    " alike.",
)
class StartsAtZero:
    def build(self, rng):
        return {
            "W1": np.zeros((784, 24)),
            "b1": np.zeros(24),
            "W2": np.zeros((24, 10)),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"can_start_to_learn"},
    because="The first parameters are so large that a fresh network is sure of "
    "nonsense.",
)
class StartsFarTooLarge:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"builds_a_nest_of_arrays"},
    because="Another seed gives the same parameters: the rng that comes in is not "
    "used.",
)
class ChoosesItsOwnSeed:
    def build(self, rng):
        rng = np.random.default_rng(0)
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"builds_a_nest_of_arrays"},
    because="The parameters are float32. Slopes cannot be measured well in it.",
)
class BuildsSmallFloats:
    def build(self, rng):
        W1 = rng.normal(size=(784, 24)) * np.sqrt(2 / 784)
        W2 = rng.normal(size=(24, 10)) * np.sqrt(1 / 24)
        arrays = {"W1": W1, "b1": np.zeros(24), "W2": W2, "b2": np.zeros(10)}
        return {name: array.astype(np.float32) for name, array in arrays.items()}

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={
        "loss_is_that_of_its_logits",
        "slopes_of_weights_in_place",
        "slopes_of_vectors_in_place",
    },
    because="logits returns shares: the softmax has been applied.",
)
class GivesSharesAsLogits:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = np.exp(z - z.max(axis=1, keepdims=True))
        return z / z.sum(axis=1, keepdims=True)

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"survives_large_logits"},
    because="Powers of e are taken of the logits as they are, and those of large ones"
    " are infinite.",
)
class TakesPowersOfLargeLogits:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"treats_each_picture_by_itself"},
    because="The average over the batch is taken off inside of the network, so the "
    "logits of a picture depend on the others.",
)
class CentresEachBatch:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        X = x.reshape(len(x), -1)
        a1 = np.maximum((X - X.mean(axis=0)) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        X = X - X.mean(axis=0)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={"loss_is_that_of_its_logits", "slopes_of_weights_in_place"},
    because="Something is added to the cross-entropy, and its slopes are in the "
    "gradients.",
)
class AddsAPenalty:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean() + 0.01 * np.sum(p["W2"] ** 2)
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2 + 0.02 * p["W2"],
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={
        "has_slopes_that_can_be_measured",
        "gradients_have_the_form_of_parameters",
        "can_start_to_learn",
        "slopes_of_weights_in_place",
        "slopes_of_vectors_in_place",
    },
    because="The gradients are a list although the parameters are a dict.",
)
class GivesGradientsInAList:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, list(gradients.values())


@wrong(
    "Network",
    fails={
        "has_slopes_that_can_be_measured",
        "gradients_have_the_form_of_parameters",
        "slopes_of_vectors_in_place",
    },
    because="The slopes along biases have an axis of length 1 too many.",
)
class KeepsAnAxisInTheBiases:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0, keepdims=True),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={
        "gives_ten_logits",
        "loss_is_that_of_its_logits",
        "treats_each_picture_by_itself",
        "slopes_of_weights_in_place",
        "slopes_of_vectors_in_place",
    },
    because="logits has a column for each picture. Rows are examples.",
)
class TurnsTheLogits:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return (a1 @ p["W2"] + p["b2"]).T

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        return loss, gradients


@wrong(
    "Network",
    fails={
        "remembers_nothing",
        "has_slopes_that_can_be_measured",
        "loss_is_that_of_its_logits",
    },
    because="The loss is a running average over calls: something is kept in the "
    "object.",
)
class AveragesOldLosses:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        old = getattr(self, "loss", loss)
        self.loss = 0.9 * old + 0.1 * loss
        return self.loss, gradients


@wrong(
    "Network",
    fails={"remembers_nothing"},
    because="loss_and_gradients moves the parameters that it was given.",
)
class LearnsOnTheWayBack:
    def build(self, rng):
        return {
            "W1": rng.normal(size=(784, 24)) * np.sqrt(2 / 784),
            "b1": np.zeros(24),
            "W2": rng.normal(size=(24, 10)) * np.sqrt(1 / 24),
            "b2": np.zeros(10),
        }

    def logits(self, parameters, x):
        p = parameters
        a1 = np.maximum(x.reshape(len(x), -1) @ p["W1"] + p["b1"], 0)
        return a1 @ p["W2"] + p["b2"]

    def loss_and_gradients(self, parameters, x, labels):
        p = parameters
        n, X = len(x), x.reshape(len(x), -1)
        a1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        z = a1 @ p["W2"] + p["b2"]
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(n), labels].mean()
        dz2 = np.exp(logs)
        dz2[np.arange(n), labels] -= 1
        dz2 /= n
        dz1 = (dz2 @ p["W2"].T) * (a1 > 0)
        gradients = {
            "W1": X.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": a1.T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        for name in p:
            p[name] -= 0.001 * gradients[name]
        return loss, gradients


@wrong(
    "update_nest",
    fails={"moves_against_the_slopes", "descends_a_bowl"},
    because="The step goes with the slopes and not against them.",
)
def walks_uphill(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        v = g if s is None else 0.8 * s + g
        return p + lr * v, v

    return step(parameters, gradients, state)


@wrong(
    "update_nest",
    fails={
        "keeps_the_form_of_a_nest",
        "moves_in_proportion_to_the_rate",
        "descends_a_bowl",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
        "changes_no_argument",
    },
    because="Only a flat dict of arrays can be moved.",
)
def knows_flat_dicts_only(parameters, gradients, state=None, lr=0.03):
    state = state or {}
    moves = {k: 0.8 * state.get(k, 0) + gradients[k] for k in parameters}
    return {k: parameters[k] - lr * moves[k] for k in parameters}, moves


@wrong(
    "update_nest",
    fails={"moves_against_the_slopes", "descends_a_bowl"},
    because="The step goes with the slopes and not against them.",
)
def adds_the_slopes(parameters, gradients, state=None, lr=0.03):
    def step(p, g):
        if isinstance(p, dict):
            return {k: step(p[k], g[k]) for k in p}
        if isinstance(p, (list, tuple)):
            return type(p)(step(*pair) for pair in zip(p, g))
        return p + lr * g

    return step(parameters, gradients), None


@wrong(
    "update_nest",
    fails={
        "keeps_the_form_of_a_nest",
        "moves_in_proportion_to_the_rate",
        "descends_a_bowl",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
        "changes_no_argument",
    },
    because="The whole nest is taken for a dict. A list has places and no keys.",
)
def looks_up_keys_in_lists(parameters, gradients, state=None, lr=0.03):
    return {k: parameters[k] - lr * gradients[k] for k in parameters}, None


@wrong(
    "update_nest",
    fails={
        "keeps_the_form_of_a_nest",
        "moves_in_proportion_to_the_rate",
        "descends_a_bowl",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
        "changes_no_argument",
    },
    because="The whole nest is taken for a dict. A list has places and no keys.",
)
def asks_lists_for_items(parameters, gradients, state=None, lr=0.03):
    return {k: p - lr * gradients[k] for k, p in parameters.items()}, None


@wrong(
    "update_nest",
    fails={
        "keeps_the_form_of_a_nest",
        "moves_in_proportion_to_the_rate",
        "descends_a_bowl",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
        "changes_no_argument",
    },
    because="A list or tuple inside of the nest is taken for an array: the rate is "
    "multiplied with the whole of it.",
)
def multiplies_whole_lists(parameters, gradients, state=None, lr=0.03):
    def step(p, g):
        if isinstance(p, dict):
            return {k: step(p[k], g[k]) for k in p}
        return p - lr * g

    return step(parameters, gradients), None


@wrong(
    "update_nest",
    fails={
        "moves_against_the_slopes",
        "keeps_the_form_of_a_nest",
        "moves_in_proportion_to_the_rate",
        "descends_a_bowl",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
        "changes_no_argument",
    },
    because="A dict is walked through like a list. A loop over a dict gives its keys, "
    "which are texts, and a rate cannot be multiplied with these.",
)
def knows_flat_lists_only(parameters, gradients, state=None, lr=0.03):
    return [p - lr * g for p, g in zip(parameters, gradients)], None


@wrong(
    "update_nest",
    fails={
        "moves_against_the_slopes",
        "keeps_the_form_of_a_nest",
        "moves_in_proportion_to_the_rate",
        "descends_a_bowl",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
        "changes_no_argument",
    },
    because="The nest is taken for a list of pairs. A nest may be a dict, and what it "
    "holds may have any length.",
)
def knows_lists_of_pairs_only(parameters, gradients, state=None, lr=0.03):
    new = []
    for (W, b), (dW, db) in zip(parameters, gradients):
        new.append((W - lr * dW, b - lr * db))
    return new, None


@wrong(
    "update_nest",
    fails={"keeps_the_form_of_a_nest"},
    because="Tuples come back as lists.",
)
def makes_lists_of_tuples(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return [a for a, _ in parts], [b for _, b in parts]
        v = g if s is None else 0.8 * s + g
        return p - lr * v, v

    return step(parameters, gradients, state)


@wrong(
    "update_nest",
    fails={"keeps_the_form_of_a_nest"},
    because="Tuples come back as lists.",
)
def makes_lists_of_tuples_without_memory(parameters, gradients, state=None, lr=0.03):
    def step(p, g):
        if isinstance(p, dict):
            return {k: step(p[k], g[k]) for k in p}
        if isinstance(p, (list, tuple)):
            return [step(*pair) for pair in zip(p, g)]
        return p - lr * g

    return step(parameters, gradients), None


@wrong(
    "update_nest",
    fails={
        "keeps_the_form_of_a_nest",
        "moves_in_proportion_to_the_rate",
        "descends_a_bowl",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
        "changes_no_argument",
    },
    because="The last part of each list or tuple is lost.",
)
def loses_the_last_part(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)][: max(1, len(p) - 1)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        v = g if s is None else 0.8 * s + g
        return p - lr * v, v

    return step(parameters, gradients, state)


@wrong(
    "update_nest",
    fails={"moves_against_the_slopes", "changes_no_argument"},
    because="The caller's arrays are moved in place.",
)
def moves_in_place(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        v = g if s is None else 0.8 * s + g
        p -= lr * v
        return p, v

    return step(parameters, gradients, state)


@wrong(
    "update_nest",
    fails={"moves_against_the_slopes", "changes_no_argument"},
    because="The slopes that came in are overwritten.",
)
def adds_to_the_slopes_in_place(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        g *= -lr
        v = g if s is None else 0.8 * s + g
        return p + v, v

    return step(parameters, gradients, state)


@wrong(
    "update_nest",
    fails={
        "moves_in_proportion_to_the_rate",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
    },
    because="The memory lies in the function. Trainings that take turns share it.",
)
def remembers_in_the_function(parameters, gradients, state=None, lr=0.03, memory={}):
    def step(p, g, path):
        if isinstance(p, dict):
            return {k: step(p[k], g[k], (*path, k)) for k in p}
        if isinstance(p, (list, tuple)):
            return type(p)(step(p[i], g[i], (*path, i)) for i in range(len(p)))
        old = memory.get(path, 0.0)
        if np.shape(old) not in ((), np.shape(p)):
            old = 0.0
        memory[path] = 0.5 * old + g
        return p - lr * memory[path]

    return step(parameters, gradients, ()), None


@wrong(
    "update_nest",
    fails={"moves_each_array_by_itself"},
    because="How far an array moves depends on the slopes of the others: the whole "
    "gradient is scaled to one length.",
)
def makes_every_step_equally_long(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        v = g if s is None else 0.8 * s + g
        return p - lr * v, v

    def squares(g):
        if isinstance(g, dict):
            return sum(squares(part) for part in g.values())
        if isinstance(g, (list, tuple)):
            return sum(squares(part) for part in g)
        return np.sum(g**2)

    lr = lr / max(1.0, np.sqrt(squares(gradients)) / 4)
    return step(parameters, gradients, state)


@wrong(
    "update_nest",
    fails={"moves_in_proportion_to_the_rate"},
    because="The rate that is passed makes no difference.",
)
def ignores_the_rate(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        v = g if s is None else 0.8 * s + g
        return p - 0.02 * v, v

    return step(parameters, gradients, state)


@wrong(
    "update_nest",
    fails={"descends_a_bowl"},
    because="The steps get short so fast that the goal is never reached.",
)
def slows_down_too_soon(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        t = 0 if s is None else s
        return p - lr / (1 + t) ** 2 * g, t + 1

    return step(parameters, gradients, state)


@wrong(
    "update_nest",
    fails={
        "moves_against_the_slopes",
        "keeps_the_form_of_a_nest",
        "moves_in_proportion_to_the_rate",
        "descends_a_bowl",
        "moves_each_array_by_itself",
        "keeps_all_memory_in_the_state",
        "changes_no_argument",
    },
    because="Only the parameters come back. The next step needs the state as well.",
)
def returns_the_parameters_alone(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        v = g if s is None else 0.8 * s + g
        return p - lr * v, v

    return step(parameters, gradients, state)[0]


@wrong(
    "update_nest",
    fails={"moves_against_the_slopes"},
    because="Numbers whose slope is 0 move all the same: something pulls them down.",
)
def moves_where_nothing_slopes(parameters, gradients, state=None, lr=0.03):
    def step(p, g, s):
        if isinstance(p, dict):
            parts = {k: step(p[k], g[k], None if s is None else s[k]) for k in p}
            return tuple({k: parts[k][i] for k in p} for i in (0, 1))
        if isinstance(p, (list, tuple)):
            states = [None] * len(p) if s is None else s
            parts = [step(*three) for three in zip(p, g, states)]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        v = g if s is None else 0.8 * s + g
        return p - lr * (v + 0.01 * p), v

    return step(parameters, gradients, state)


@wrong(
    "keep_best",
    fails={
        "returns_the_best_and_all_scores",
        "takes_the_earliest_of_equal_scores",
        "goes_on_from_the_latest",
        "stops_when_nothing_gets_better",
        "takes_nan_for_the_worst",
        "scores_each_version_once",
    },
    because="The last parameters are returned, whatever their score was.",
)
def returns_the_last(parameters, epoch, score, n_epochs, patience=None):
    scores, waited = [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            top, waited = scores[-1], 0
        else:
            waited += 1
    return parameters, scores


@wrong(
    "keep_best",
    fails={"takes_the_earliest_of_equal_scores", "stops_when_nothing_gets_better"},
    because="Of equal scores the latest wins.",
)
def takes_the_latest_of_equal_ones(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] >= top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={
        "returns_the_best_and_all_scores",
        "goes_on_from_the_latest",
        "stops_when_nothing_gets_better",
        "takes_nan_for_the_worst",
        "scores_each_version_once",
    },
    because="Each epoch begins at the best parameters, so the same epoch is trained "
    "again.",
)
def goes_back_to_the_best(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(best)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={
        "returns_the_best_and_all_scores",
        "takes_the_earliest_of_equal_scores",
        "goes_on_from_the_latest",
        "stops_when_nothing_gets_better",
        "takes_nan_for_the_worst",
        "scores_each_version_once",
    },
    because="The lowest score wins, as if it were a loss.",
)
def looks_for_the_lowest(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] < top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={
        "goes_on_from_the_latest",
        "stops_when_nothing_gets_better",
        "takes_nan_for_the_worst",
    },
    because="The start takes no part in the comparison.",
)
def forgets_the_start(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={"stops_when_nothing_gets_better"},
    because="Patience runs out over the whole training: epochs without a new best are"
    " counted, but not those in a row.",
)
def counts_all_bad_epochs(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top = parameters, scores[-1]
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={"stops_when_nothing_gets_better"},
    because="One epoch too many is trained before patience runs out.",
)
def stops_one_epoch_late(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited > patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={"stops_when_nothing_gets_better"},
    because="Training never stops early.",
)
def has_no_patience_at_all(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if False:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={"stops_when_nothing_gets_better"},
    because="Each score is compared with the one before, and not with the best, to "
    "decide when to stop.",
)
def waits_while_scores_fall(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited = waited + 1 if scores[-1] <= scores[-2] else 0
    return best, scores


@wrong(
    "keep_best",
    fails={"takes_nan_for_the_worst"},
    because="A score that is not a number wins or is never beaten.",
)
def lets_nan_win(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0]
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={"takes_nan_for_the_worst"},
    because="The best score begins at 0, so negative scores never win.",
)
def begins_at_zero(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = max(0.0, scores[0])
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={"scores_each_version_once"},
    because="The slow score is called more than once for the same parameters.",
)
def scores_twice(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        score(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores


@wrong(
    "keep_best",
    fails={
        "returns_the_best_and_all_scores",
        "goes_on_from_the_latest",
        "stops_when_nothing_gets_better",
        "takes_nan_for_the_worst",
        "scores_each_version_once",
    },
    because="The scores do not begin with that of the start.",
)
def leaves_the_first_score_out(parameters, epoch, score, n_epochs, patience=None):
    best, scores, waited = parameters, [score(parameters)], 0
    top = scores[0] if scores[0] == scores[0] else -np.inf
    for _ in range(n_epochs):
        if patience is not None and waited >= patience:
            break
        parameters = epoch(parameters)
        scores.append(score(parameters))
        if scores[-1] > top:
            best, top, waited = parameters, scores[-1], 0
        else:
            waited += 1
    return best, scores[1:]


@wrong(
    "train",
    fails={
        "learns_ten_drawings",
        "beats_a_constant_answer",
        "beats_the_stated_baseline",
        "takes_sorted_pictures",
        "is_the_same_for_the_same_seed",
    },
    because="Every picture gets the same answer.",
)
def answers_the_same_for_all(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = np.full(len(prepare(pictures)), np.bincount(y).argmax())
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={
        "beats_a_constant_answer",
        "learns_ten_drawings",
        "beats_the_stated_baseline",
        "takes_sorted_pictures",
    },
    because="The network stays as it was built.",
)
def never_trains(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return network.build(rng)

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures)).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={"is_the_same_for_the_same_seed"},
    because="Chance does not come from the rng that was passed: another seed changes "
    "nothing.",
)
def makes_its_own_seed(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    rng = np.random.default_rng(7)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures)).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={
        "gives_the_same_classifier_for_the_same_seed",
        "is_the_same_for_the_same_seed",
    },
    because="The same seed gives another classifier: some chance comes from elsewhere.",
)
def draws_without_a_seed(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    rng = np.random.default_rng()
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures)).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={"takes_sorted_pictures"},
    because="The last pictures are held out as they come. If pictures come sorted, "
    "whole classes are never trained.",
)
def holds_out_the_last_ones(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    part = len(x) // 4
    held, rest = np.arange(len(x))[-part:], np.arange(len(x))[:-part]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures)).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={"guesses_about_each_picture_alone"},
    because="New pictures are scaled by the largest number among them, so a guess "
    "depends on the others.",
)
def scales_new_pictures_by_their_largest(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        ink = np.asarray(pictures, dtype=float).reshape(-1, 28, 28)
        guesses = network.logits(best, ink / ink.max()).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={"guesses_about_each_picture_alone"},
    because="The average of the new pictures is taken off them, so a guess depends on"
    " the others.",
)
def centres_new_pictures_together(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    x = x - x.mean(axis=0)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        new = prepare(pictures)
        guesses = network.logits(best, new - new.mean(axis=0)).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={"reads_a_single_picture"},
    because="A single picture gets an array of one number.",
)
def gives_an_array_for_one_picture(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures)).argmax(axis=1)
        return guesses

    return classify


@wrong(
    "train",
    fails={
        "learns_ten_drawings",
        "reads_a_single_picture",
        "beats_a_constant_answer",
        "beats_the_stated_baseline",
        "takes_sorted_pictures",
        "guesses_about_each_picture_alone",
    },
    because="classify returns ten numbers for a picture and not the digit.",
)
def gives_logits_for_digits(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures))
        return guesses[0] if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={"refuses_labels_that_do_not_fit"},
    because="A number of labels that does not fit is accepted, and some pictures or "
    "labels are dropped.",
)
def takes_as_many_as_there_are(images, labels, rng):
    n = min(len(images), len(labels))
    images, labels = images[:n], labels[:n]
    network, x, y = Network(), prepare(images), np.asarray(labels)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures)).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={
        "beats_a_constant_answer",
        "learns_ten_drawings",
        "beats_the_stated_baseline",
        "takes_sorted_pictures",
    },
    because="The pictures are shuffled and their labels are not.",
)
def shuffles_pictures_alone(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), prepare(images), np.asarray(labels)
    order = rng.permutation(len(x))
    x = x[order]
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures)).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "train",
    fails={
        "learns_ten_drawings",
        "takes_sorted_pictures",
        "beats_a_constant_answer",
        "beats_the_stated_baseline",
    },
    because="Training sees bytes from 0 to 255, and classify scales: the network is "
    "asked about numbers that it was not trained on.",
)
def trains_on_raw_bytes(images, labels, rng):
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} pictures, {len(labels)} labels")
    network, x, y = Network(), np.asarray(images, dtype=float), np.asarray(labels)
    order = rng.permutation(len(x))
    part = max(6, len(x) // 10)
    held, rest = order[:part], order[part:]
    states = [None]

    def epoch(p):
        for rows in np.array_split(rng.permutation(rest), len(rest) // 18):
            gradients = network.loss_and_gradients(p, x[rows], y[rows])[1]
            p, states[0] = update_nest(p, gradients, states[0])
        return p

    def score(p):
        return -network.loss_and_gradients(p, x[held], y[held])[0]

    best, _ = keep_best(network.build(rng), epoch, score, 8)

    def classify(pictures):
        guesses = network.logits(best, prepare(pictures)).argmax(axis=1)
        return int(guesses[0]) if np.ndim(pictures) == 2 else guesses

    return classify


@wrong(
    "honest_report",
    fails={"states_accuracy_and_its_error", "computes_any_standard_error"},
    because="The accuracy is in percent. The description wants a part of 1.",
)
def counts_in_percent(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(100 * p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"states_accuracy_and_its_error", "computes_any_standard_error"},
    because="The standard error is the variance: a root is missing.",
)
def forgets_the_root(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(p),
        "standard_error": float(p * (1 - p) / n),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"states_accuracy_and_its_error", "computes_any_standard_error"},
    because="The standard error does not get smaller with more pictures: it is the "
    "spread of single pictures.",
)
def does_not_divide_by_n(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p))),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"lists_mistakes_by_frequency", "orders_equal_mistakes"},
    because="In the confusions label and guess have changed places.",
)
def puts_the_guess_first(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (guesses, labels), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"lists_mistakes_by_frequency", "orders_equal_mistakes"},
    because="The confusions are not ordered by how often they occur.",
)
def lists_in_the_order_of_labels(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for j in range(10) for i in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"orders_equal_mistakes", "lists_mistakes_by_frequency"},
    because="Mistakes that are equally many come with the largest label first.",
)
def orders_equal_ones_backwards(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: (triple[2], triple[0], triple[1]))
    found.reverse()
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={
        "lists_mistakes_by_frequency",
        "computes_any_standard_error",
        "orders_equal_mistakes",
    },
    because="Right answers stand among the confusions.",
)
def counts_right_answers_among_mistakes(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"tells_luck_from_a_better_classifier", "compares_picture_by_picture"},
    because="Any higher accuracy counts as beaten, however uncertain the difference "
    "is.",
)
def compares_accuracies_alone(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 0)
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"tells_luck_from_a_better_classifier", "compares_picture_by_picture"},
    because="The difference is judged by the standard error of one accuracy. The same"
    " pictures were asked about twice.",
)
def compares_with_the_error_of_the_accuracy(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(p * (1 - p) / n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"tells_luck_from_a_better_classifier", "compares_picture_by_picture"},
    because="The uncertainties of both accuracies are added as if other pictures had "
    "been asked about.",
)
def takes_both_for_independent(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(
            gain.mean() > 2 * np.sqrt((right.var() + (right - gain).var()) / n)
        )
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"tells_luck_from_a_better_classifier", "compares_picture_by_picture"},
    because="One standard error is taken for enough.",
)
def is_content_with_one_error(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 1 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"tells_luck_from_a_better_classifier", "compares_picture_by_picture"},
    because="The spread of the differences is divided by n and not by the root of n.",
)
def divides_the_spread_by_n(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * gain.std() / n)
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"tells_luck_from_a_better_classifier", "compares_picture_by_picture"},
    because="The spread of the differences is not divided by the root of n. That of "
    "their mean is smaller.",
)
def does_not_divide_the_spread(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * gain.std())
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"tells_luck_from_a_better_classifier"},
    because="The mean squared distance is divided by n - 1 and not by n.",
)
def divides_by_one_less(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * gain.std(ddof=1) / np.sqrt(n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"tells_luck_from_a_better_classifier", "compares_picture_by_picture"},
    because="A gain of exactly two standard errors counts as more than two.",
)
def accepts_exactly_two_errors(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.shape(said) != (n,):
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() >= 2 * gain.std() / np.sqrt(n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "honest_report",
    fails={"refuses_guesses_that_do_not_fit"},
    because="Guesses that are too few are accepted.",
)
def stretches_short_guesses(labels, guesses, baselines):
    labels, guesses = np.array(labels), np.array(guesses)
    n = len(labels)
    if n == 0:
        raise ValueError("labels are empty")
    for name, said in [("guesses", guesses), *baselines.items()]:
        if np.size(said) > n:
            raise ValueError(f"{name} have shape {np.shape(said)}, not ({n},)")
    guesses = np.resize(guesses, n)
    right = guesses == labels
    p = right.mean()
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, guesses), 1)
    found = [(i, j, int(table[i, j])) for i in range(10) for j in range(10)]
    found = [triple for triple in found if triple[2] and triple[0] != triple[1]]
    found.sort(key=lambda triple: -triple[2])
    beaten = {}
    for name, said in baselines.items():
        gain = right * 1.0 - (np.array(said) == labels)
        beaten[name] = bool(gain.mean() > 2 * np.sqrt(gain.var() / n))
    return {
        "accuracy": float(p),
        "standard_error": float(np.sqrt(p * (1 - p) / n)),
        "confusions": found,
        "beaten": beaten,
    }


@wrong(
    "gradient_is_right",
    fails={
        "rejects_half_of_a_gradient",
        "judges_by_the_size_of_the_slopes",
        "finds_a_single_mistake",
        "refuses_another_form",
    },
    because="Every gradient is accepted.",
)
def accepts_everything(loss_and_gradients, parameters):
    loss_and_gradients(parameters)
    return True


@wrong(
    "gradient_is_right",
    fails={
        "accepts_a_right_gradient",
        "accepts_right_gradients_of_nests",
        "judges_by_the_size_of_the_slopes",
    },
    because="Right gradients are rejected: nothing is accepted, or what you measure "
    "is not the slope.",
)
def rejects_everything(loss_and_gradients, parameters):
    loss_and_gradients(parameters)
    return False


@wrong(
    "gradient_is_right",
    fails={"judges_by_the_size_of_the_slopes"},
    because="The limit is a fixed number. Small slopes are always inside of it, and "
    "large ones are outside by rounding alone.",
)
def has_one_limit_for_all_sizes(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) != set(claimed):
        return False
    for path, array in mine.items():
        if claimed[path].shape != array.shape:
            return False
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 1e-5))[0]
            down = loss_and_gradients(moved(parameters, path, place, -1e-5))[0]
            slopes[place] = (up - down) / 2e-5
        limit = 0.0005
        if np.max(np.abs(slopes - claimed[path])) > limit:
            return False
    return True


@wrong(
    "gradient_is_right",
    fails={"finds_a_single_mistake", "refuses_another_form"},
    because="Only one array of the nest is measured.",
)
def looks_at_the_first_array(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) != set(claimed):
        return False
    for path, array in mine.items():
        if claimed[path].shape != array.shape:
            return False
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 1e-5))[0]
            down = loss_and_gradients(moved(parameters, path, place, -1e-5))[0]
            slopes[place] = (up - down) / 2e-5
        limit = 0.002 * max(np.max(np.abs(slopes)), np.max(np.abs(claimed[path])))
        if np.max(np.abs(slopes - claimed[path])) > limit:
            return False
        return True
    return True


@wrong(
    "gradient_is_right",
    fails={"finds_a_single_mistake"},
    because="Of each array one number alone is measured.",
)
def looks_at_one_number_of_each(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) != set(claimed):
        return False
    for path, array in mine.items():
        if claimed[path].shape != array.shape:
            return False
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 1e-5))[0]
            down = loss_and_gradients(moved(parameters, path, place, -1e-5))[0]
            slopes[place] = (up - down) / 2e-5
            for other in np.ndindex(array.shape):
                slopes[other] = slopes[other] or claimed[path][other]
            break
        limit = 0.002 * max(np.max(np.abs(slopes)), np.max(np.abs(claimed[path])))
        if np.max(np.abs(slopes - claimed[path])) > limit:
            return False
    return True


@wrong(
    "gradient_is_right",
    fails={"judges_by_the_size_of_the_slopes", "finds_a_single_mistake"},
    because="The limit is so wide that mistakes of several parts in a hundred pass.",
)
def forgives_a_tenth(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) != set(claimed):
        return False
    for path, array in mine.items():
        if claimed[path].shape != array.shape:
            return False
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 1e-5))[0]
            down = loss_and_gradients(moved(parameters, path, place, -1e-5))[0]
            slopes[place] = (up - down) / 2e-5
        limit = 0.1 * max(np.max(np.abs(slopes)), np.max(np.abs(claimed[path])))
        if np.max(np.abs(slopes - claimed[path])) > limit:
            return False
    return True


@wrong(
    "gradient_is_right",
    fails={
        "accepts_a_right_gradient",
        "accepts_right_gradients_of_nests",
        "judges_by_the_size_of_the_slopes",
    },
    because="Right gradients are rejected: nothing is accepted, or what you measure "
    "is not the slope.",
)
def measures_to_one_side_in_large_steps(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) != set(claimed):
        return False
    for path, array in mine.items():
        if claimed[path].shape != array.shape:
            return False
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 0.1))[0]
            down = loss_and_gradients(moved(parameters, path, place, 0.0))[0]
            slopes[place] = (up - down) / 0.1
        limit = 0.002 * max(np.max(np.abs(slopes)), np.max(np.abs(claimed[path])))
        if np.max(np.abs(slopes - claimed[path])) > limit:
            return False
    return True


@wrong(
    "gradient_is_right",
    fails={
        "accepts_a_right_gradient",
        "accepts_right_gradients_of_nests",
        "judges_by_the_size_of_the_slopes",
    },
    because="Right gradients are rejected: nothing is accepted, or what you measure "
    "is not the slope.",
)
def forgets_the_two(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) != set(claimed):
        return False
    for path, array in mine.items():
        if claimed[path].shape != array.shape:
            return False
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 1e-5))[0]
            down = loss_and_gradients(moved(parameters, path, place, -1e-5))[0]
            slopes[place] = (up - down) / 1e-5
        limit = 0.002 * max(np.max(np.abs(slopes)), np.max(np.abs(claimed[path])))
        if np.max(np.abs(slopes - claimed[path])) > limit:
            return False
    return True


@wrong(
    "gradient_is_right",
    fails={"finds_a_single_mistake"},
    because="Slopes are compared without their signs.",
)
def ignores_signs(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) != set(claimed):
        return False
    for path, array in mine.items():
        if claimed[path].shape != array.shape:
            return False
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 1e-5))[0]
            down = loss_and_gradients(moved(parameters, path, place, -1e-5))[0]
            slopes[place] = (up - down) / 2e-5
        limit = 0.002 * max(np.max(np.abs(slopes)), np.max(np.abs(claimed[path])))
        if np.max(np.abs(np.abs(slopes) - np.abs(claimed[path]))) > limit:
            return False
    return True


@wrong(
    "gradient_is_right",
    fails={"refuses_another_form"},
    because="Gradients of another shape are accepted, because NumPy stretches them.",
)
def lets_numpy_stretch_shapes(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) != set(claimed):
        return False
    for path, array in mine.items():
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 1e-5))[0]
            down = loss_and_gradients(moved(parameters, path, place, -1e-5))[0]
            slopes[place] = (up - down) / 2e-5
        limit = 0.002 * max(np.max(np.abs(slopes)), np.max(np.abs(claimed[path])))
        if np.max(np.abs(slopes - claimed[path])) > limit:
            return False
    return True


@wrong(
    "gradient_is_right",
    fails={"refuses_another_form"},
    because="Gradients may have parts that belong to no parameter.",
)
def ignores_what_is_too_much(loss_and_gradients, parameters):
    def flat(nest, path=()):
        if isinstance(nest, dict):
            return {
                p: a for k in nest for p, a in flat(nest[k], (*path, "d", k)).items()
            }
        if isinstance(nest, (list, tuple)):
            parts = [flat(nest[i], (*path, "l", i)) for i in range(len(nest))]
            return {p: a for part in parts for p, a in part.items()}
        return {path: np.array(nest, dtype=float)}

    def moved(nest, where, place, h, path=()):
        if isinstance(nest, dict):
            return {k: moved(nest[k], where, place, h, (*path, "d", k)) for k in nest}
        if isinstance(nest, (list, tuple)):
            return type(nest)(
                moved(nest[i], where, place, h, (*path, "l", i))
                for i in range(len(nest))
            )
        new = np.array(nest, dtype=float)
        if path == where:
            new[place] += h
        return new

    mine = flat(parameters)
    claimed = flat(loss_and_gradients(moved(parameters, None, None, 0))[1])
    if set(mine) - set(claimed):
        return False
    for path, array in mine.items():
        if claimed[path].shape != array.shape:
            return False
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = loss_and_gradients(moved(parameters, path, place, 1e-5))[0]
            down = loss_and_gradients(moved(parameters, path, place, -1e-5))[0]
            slopes[place] = (up - down) / 2e-5
        limit = 0.002 * max(np.max(np.abs(slopes)), np.max(np.abs(claimed[path])))
        if np.max(np.abs(slopes - claimed[path])) > limit:
            return False
    return True


@wrong(
    "gradient_is_right",
    fails={"leaves_parameters_unchanged"},
    because="The parameters that came in are left nudged.",
)
def leaves_the_nudges_in(loss_and_gradients, parameters):
    def ends(nest):
        if isinstance(nest, dict):
            return [end for k in sorted(nest) for end in ends(nest[k])]
        if isinstance(nest, (list, tuple)):
            return [end for part in nest for end in ends(part)]
        return [np.asarray(nest)]

    def form(nest):
        if isinstance(nest, dict):
            return {k: form(nest[k]) for k in nest}
        if isinstance(nest, (list, tuple)):
            return [form(part) for part in nest]
        return np.shape(nest)

    claimed = loss_and_gradients(parameters)[1]
    if form(claimed) != form(parameters):
        return False
    for array, slopes in zip(ends(parameters), ends(claimed)):
        gaps = []
        for place in np.ndindex(array.shape):
            array[place] += 1e-5
            up = loss_and_gradients(parameters)[0]
            array[place] -= 2e-5
            down = loss_and_gradients(parameters)[0]
            gaps.append(abs((up - down) / 2e-5 - slopes[place]))
            array[place] += 1.000001e-5
        if max(gaps) > 3e-3 * max(np.abs(slopes).max(), max(gaps)):
            return False
    return True


@wrong(
    "depends_on_company",
    fails={
        "sees_a_scale_from_the_batch",
        "sees_an_average_of_the_batch",
        "sees_a_single_guess_that_changes",
        "sees_order_and_memory",
    },
    because="The same picture is never asked about in other company, so nothing is "
    "suspected.",
)
def trusts_everybody(classify, images):
    classify(images)
    return False


@wrong(
    "depends_on_company",
    fails={"trusts_a_classifier_that_looks_at_one_picture", "trusts_fair_classifiers"},
    because="Fair classifiers are suspected: all are, or guesses about different "
    "pictures are compared.",
)
def suspects_everybody(classify, images):
    classify(images)
    return True


@wrong(
    "depends_on_company",
    fails={
        "sees_a_scale_from_the_batch",
        "sees_an_average_of_the_batch",
        "sees_a_single_guess_that_changes",
        "sees_order_and_memory",
    },
    because="The same picture is never asked about in other company, so nothing is "
    "suspected.",
)
def asks_the_same_twice(classify, images):
    return bool(np.any(np.asarray(classify(images)) != np.asarray(classify(images))))


@wrong(
    "depends_on_company",
    fails={
        "sees_a_scale_from_the_batch",
        "sees_an_average_of_the_batch",
        "sees_a_single_guess_that_changes",
    },
    because="Only the order of the pictures changes, never who is among them.",
)
def only_turns_the_order(classify, images):
    first = np.asarray(classify(images))
    again = np.asarray(classify(images))
    turned = np.asarray(classify(images[::-1]))
    return bool(np.any(first != turned[::-1]) or np.any(first != again))


@wrong(
    "depends_on_company",
    fails={
        "sees_a_single_guess_that_changes",
        "trusts_a_classifier_that_looks_at_one_picture",
        "trusts_fair_classifiers",
    },
    because="Fair classifiers are suspected: all are, or guesses about different "
    "pictures are compared.",
)
def does_not_turn_the_guesses_back(classify, images):
    first = np.asarray(classify(images))
    for i in range(len(images)):
        if np.asarray(classify(images[i : i + 1]))[0] != first[i]:
            return True
    return bool(np.any(first != np.asarray(classify(images[::-1]))))


@wrong(
    "depends_on_company",
    fails={
        "sees_an_average_of_the_batch",
        "sees_a_single_guess_that_changes",
        "sees_order_and_memory",
    },
    because="Only one of the pictures is asked about alone.",
)
def asks_about_the_first_alone(classify, images):
    together = np.asarray(classify(images))
    alone = np.asarray(classify(images[:1]))
    return bool(alone[0] != together[0])
