"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong
from solutions.logistic_regression import log_loss_from_logits, propagate

# 8.1 load_cats ---------------------------------------------------------------


@wrong(
    "load_cats",
    fails={
        "reads_the_pictures",
        "reads_labels_and_names",
        "reads_files_of_other_parts",
        "counts_pictures_and_labels",
    },
    because="You hand out data sets of the file, and the file is closed by then. "
    "Nothing was taken out of it.",
)
def returns_what_is_not_read_yet(path):
    import h5py

    with open(path, "rb") as file:
        start = file.read(200).strip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise ValueError(f"{path} is an HTML page")
    if start.startswith(b"version https://git-lfs"):
        raise ValueError(f"{path} is an LFS pointer")
    try:
        with h5py.File(path, "r") as file:
            parts = []
            for ending in ("_set_x", "_set_y", "list_classes"):
                names = [name for name in file if name.endswith(ending)]
                if not names:
                    raise ValueError(f"{path} has no {ending}")
                parts.append(file[names[0]])
    except OSError:
        raise ValueError(f"{path} is damaged")
    names = ["non-cat", "cat"]
    return {"images": parts[0], "labels": parts[1], "classes": names}


@wrong(
    "load_cats",
    fails={
        "reads_labels_and_names",
        "reads_files_of_other_parts",
    },
    because="The names of the classes are still bytes, as they lie in the file. The "
    "description asks for text.",
)
def leaves_the_names_as_bytes(path):
    import h5py

    with open(path, "rb") as file:
        start = file.read(200).strip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise ValueError(f"{path} is an HTML page")
    if start.startswith(b"version https://git-lfs"):
        raise ValueError(f"{path} is an LFS pointer")
    try:
        with h5py.File(path, "r") as file:
            parts = []
            for ending in ("_set_x", "_set_y", "list_classes"):
                names = [name for name in file if name.endswith(ending)]
                if not names:
                    raise ValueError(f"{path} has no {ending}")
                parts.append(file[names[0]][:])
    except OSError:
        raise ValueError(f"{path} is damaged")
    if len(parts[0]) != len(parts[1]):
        raise ValueError(f"{path}: {len(parts[0])} and {len(parts[1])}")
    names = [bytes(name) for name in parts[2]]
    return {"images": parts[0], "labels": parts[1], "classes": names}


@wrong(
    "load_cats",
    fails={
        "reads_labels_and_names",
        "reads_files_of_other_parts",
    },
    because="Your labels have a second axis, as in courses with examples in "
    "columns. Here a label belongs to a row.",
)
def labels_in_a_table(path):
    import h5py

    with open(path, "rb") as file:
        start = file.read(200).strip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise ValueError(f"{path} is an HTML page")
    if start.startswith(b"version https://git-lfs"):
        raise ValueError(f"{path} is an LFS pointer")
    try:
        with h5py.File(path, "r") as file:
            parts = []
            for ending in ("_set_x", "_set_y", "list_classes"):
                names = [name for name in file if name.endswith(ending)]
                if not names:
                    raise ValueError(f"{path} has no {ending}")
                parts.append(file[names[0]][:])
    except OSError:
        raise ValueError(f"{path} is damaged")
    if len(parts[0]) != len(parts[1]):
        raise ValueError(f"{path}: {len(parts[0])} and {len(parts[1])}")
    names = [name.decode() for name in parts[2]]
    return {"images": parts[0], "labels": parts[1].reshape(1, -1), "classes": names}


@wrong(
    "load_cats",
    fails={
        "reads_files_of_other_parts",
    },
    because="You ask for train_set_x by its full name. In the test file the data "
    "sets have other names.",
)
def knows_the_training_file_only(path):
    import h5py

    with open(path, "rb") as file:
        start = file.read(200).strip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise ValueError(f"{path} is an HTML page")
    if start.startswith(b"version https://git-lfs"):
        raise ValueError(f"{path} is an LFS pointer")
    try:
        with h5py.File(path, "r") as file:
            parts = []
            for name in ("train_set_x", "train_set_y", "list_classes"):
                if name not in file:
                    raise ValueError(f"{path} has no {name}")
                parts.append(file[name][:])
    except OSError:
        raise ValueError(f"{path} is damaged")
    if len(parts[0]) != len(parts[1]):
        raise ValueError(f"{path}: {len(parts[0])} and {len(parts[1])}")
    names = [name.decode() for name in parts[2]]
    return {"images": parts[0], "labels": parts[1], "classes": names}


@wrong(
    "load_cats",
    fails={
        "says_that_a_web_page_is_one",
        "says_what_stands_for_the_file",
        "refuses_half_a_file",
    },
    because="A file that is not HDF5 ends in the error of h5py, which does not say "
    "what the file is.",
)
def opens_without_looking(path):
    import h5py

    with h5py.File(path, "r") as file:
        parts = []
        for ending in ("_set_x", "_set_y", "list_classes"):
            names = [name for name in file if name.endswith(ending)]
            if not names:
                raise ValueError(f"{path} has no {ending}")
            parts.append(file[names[0]][:])
    if len(parts[0]) != len(parts[1]):
        raise ValueError(f"{path}: {len(parts[0])} and {len(parts[1])}")
    names = [name.decode() for name in parts[2]]
    return {"images": parts[0], "labels": parts[1], "classes": names}


@wrong(
    "load_cats",
    fails={
        "says_which_data_set_is_missing",
        "counts_pictures_and_labels",
    },
    because="Whether all three data sets are there, and whether there is a label "
    "for each picture, is not looked at.",
)
def takes_whatever_is_there(path):
    import h5py

    with open(path, "rb") as file:
        start = file.read(200).strip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise ValueError(f"{path} is an HTML page")
    if start.startswith(b"version https://git-lfs"):
        raise ValueError(f"{path} is an LFS pointer")
    parts = {}
    try:
        with h5py.File(path, "r") as file:
            for name in file:
                parts[name[-6:]] = file[name][:]
    except OSError:
        raise ValueError(f"{path} is damaged")
    return {
        "images": parts.get("_set_x"),
        "labels": parts.get("_set_y"),
        "classes": [name.decode() for name in parts.get("lasses", [])],
    }


@wrong(
    "load_cats",
    fails={
        "reads_the_pictures",
        "reads_files_of_other_parts",
    },
    because="Your pictures are scaled already. The description asks for the bytes "
    "of the file.",
)
def divides_at_once(path):
    import h5py

    with open(path, "rb") as file:
        start = file.read(200).strip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise ValueError(f"{path} is an HTML page")
    if start.startswith(b"version https://git-lfs"):
        raise ValueError(f"{path} is an LFS pointer")
    try:
        with h5py.File(path, "r") as file:
            parts = []
            for ending in ("_set_x", "_set_y", "list_classes"):
                names = [name for name in file if name.endswith(ending)]
                if not names:
                    raise ValueError(f"{path} has no {ending}")
                parts.append(file[names[0]][:])
    except OSError:
        raise ValueError(f"{path} is damaged")
    if len(parts[0]) != len(parts[1]):
        raise ValueError(f"{path}: {len(parts[0])} and {len(parts[1])}")
    names = [name.decode() for name in parts[2]]
    return {"images": parts[0] / 255, "labels": parts[1], "classes": names}


# 8.2 flatten_images ----------------------------------------------------------


@wrong(
    "flatten_images",
    fails={
        "gives_each_picture_its_own_row",
        "each_row_rebuilds_its_picture",
    },
    because="The shape is right and each row holds numbers of many pictures. "
    "Rebuild one picture from its row and look at it.",
)
def mixes_the_pictures(images):
    if images.ndim != 4:
        raise ValueError(str(images.shape))
    return images.reshape(-1, len(images)).T


@wrong(
    "flatten_images",
    fails={
        "gives_each_picture_its_own_row",
        "goes_line_after_line",
        "each_row_rebuilds_its_picture",
    },
    because="Your numbers are read in the order of Fortran, with the first axis "
    "running fastest within a picture.",
)
def reads_in_fortran_order(images):
    if images.ndim != 4:
        raise ValueError(str(images.shape))
    return images.reshape(len(images), -1, order="F")


@wrong(
    "flatten_images",
    fails={
        "gives_each_picture_its_own_row",
        "goes_line_after_line",
        "each_row_rebuilds_its_picture",
    },
    because="Each picture is a column of your result. In this course examples are "
    "rows.",
)
def returns_examples_as_columns(images):
    if images.ndim != 4:
        raise ValueError(str(images.shape))
    return images.reshape(len(images), -1).T


@wrong(
    "flatten_images",
    fails={
        "gives_each_picture_its_own_row",
        "goes_line_after_line",
        "each_row_rebuilds_its_picture",
        "keeps_the_dtype",
    },
    because="The size of 64 by 64 pixels is typed in. Pictures of another size "
    "cannot be reshaped to it.",
)
def knows_one_size_only(images):
    if images.ndim != 4:
        raise ValueError(str(images.shape))
    return images.reshape(-1, 12288)


@wrong(
    "flatten_images",
    fails={
        "goes_line_after_line",
        "each_row_rebuilds_its_picture",
    },
    because="You go down the columns of a picture. The description goes along its "
    "lines.",
)
def goes_down_the_columns(images):
    if images.ndim != 4:
        raise ValueError(str(images.shape))
    return images.transpose(0, 2, 1, 3).reshape(len(images), -1)


@wrong(
    "flatten_images",
    fails={
        "gives_each_picture_its_own_row",
        "goes_line_after_line",
        "each_row_rebuilds_its_picture",
    },
    because="First all red numbers, then all green ones: the colours of a pixel do "
    "not stay together.",
)
def takes_the_colours_apart(images):
    if images.ndim != 4:
        raise ValueError(str(images.shape))
    return images.transpose(0, 3, 1, 2).reshape(len(images), -1)


@wrong(
    "flatten_images",
    fails={
        "gives_each_picture_its_own_row",
        "goes_line_after_line",
        "each_row_rebuilds_its_picture",
        "keeps_the_dtype",
    },
    because="You scale as well. Here the numbers stay what they are.",
)
def scales_as_well(images):
    if images.ndim != 4:
        raise ValueError(str(images.shape))
    return images.reshape(len(images), -1) / 255


@wrong(
    "flatten_images",
    fails={
        "refuses_what_are_not_pictures",
    },
    because="A single picture goes through, and its lines become examples without "
    "anybody noticing.",
)
def takes_any_array(images):
    return images.reshape(len(images), -1)


# 8.3 scale_pixels ------------------------------------------------------------


@wrong(
    "scale_pixels",
    fails={
        "divides_by_255",
        "centres_both_with_the_training_average",
        "scales_random_pictures",
        "returns_floating_point_pixels",
    },
    because="You write the quotients back into an array of bytes, which keeps what "
    "is before the point, and the arrays of the caller are changed.",
)
def writes_into_the_bytes(train, test, centre=False):
    if train.shape[1] != test.shape[1]:
        raise ValueError(f"{train.shape} {test.shape}")
    train[:], test[:] = train / 255, test / 255
    if centre:
        average = train.mean(axis=0)
        return train - average, test - average
    return train, test


@wrong(
    "scale_pixels",
    fails={
        "divides_by_255",
        "centres_both_with_the_training_average",
        "scales_random_pictures",
        "returns_floating_point_pixels",
    },
    because="A whole division throws away everything behind the point: only full "
    "brightness survives.",
)
def divides_whole_numbers(train, test, centre=False):
    if train.shape[1] != test.shape[1]:
        raise ValueError(f"{train.shape} {test.shape}")
    train, test = train // 255, test // 255
    if centre:
        average = train.mean(axis=0)
        return train - average, test - average
    return train, test


@wrong(
    "scale_pixels",
    fails={
        "centres_both_with_the_training_average",
        "scales_random_pictures",
        "leaves_the_other_test_pictures_out",
    },
    because="The test pictures are prepared with their own average, so each of them "
    "depends on the others.",
)
def centres_with_the_test_average(train, test, centre=False):
    if train.shape[1] != test.shape[1]:
        raise ValueError(f"{train.shape} {test.shape}")
    train, test = train / 255, test / 255
    if centre:
        return train - train.mean(axis=0), test - test.mean(axis=0)
    return train, test


@wrong(
    "scale_pixels",
    fails={
        "centres_both_with_the_training_average",
        "scales_random_pictures",
        "leaves_the_other_test_pictures_out",
    },
    because="Your average is taken over training and test pictures together. The "
    "test set must contribute nothing.",
)
def centres_with_all_pictures(train, test, centre=False):
    if train.shape[1] != test.shape[1]:
        raise ValueError(f"{train.shape} {test.shape}")
    train, test = train / 255, test / 255
    if centre:
        average = np.concatenate([train, test]).mean(axis=0)
        return train - average, test - average
    return train, test


@wrong(
    "scale_pixels",
    fails={
        "centres_both_with_the_training_average",
        "scales_random_pictures",
    },
    because="You subtract from each picture its own average. Asked for is the "
    "average of each column, over the training pictures.",
)
def centres_each_picture(train, test, centre=False):
    if train.shape[1] != test.shape[1]:
        raise ValueError(f"{train.shape} {test.shape}")
    train, test = train / 255, test / 255
    if centre:
        train = train - train.mean(axis=1, keepdims=True)
        test = test - test.mean(axis=1, keepdims=True)
    return train, test


@wrong(
    "scale_pixels",
    fails={
        "centres_both_with_the_training_average",
        "scales_random_pictures",
    },
    because="One average for everything is subtracted. Each column has its own.",
)
def subtracts_one_number(train, test, centre=False):
    if train.shape[1] != test.shape[1]:
        raise ValueError(f"{train.shape} {test.shape}")
    train, test = train / 255, test / 255
    if centre:
        average = train.mean()
        return train - average, test - average
    return train, test


@wrong(
    "scale_pixels",
    fails={
        "divides_by_255",
        "centres_both_with_the_training_average",
        "scales_random_pictures",
        "leaves_the_other_test_pictures_out",
    },
    because="You divide by the largest number that occurs in each part. The same "
    "byte then means two different things.",
)
def divides_by_the_largest(train, test, centre=False):
    if train.shape[1] != test.shape[1]:
        raise ValueError(f"{train.shape} {test.shape}")
    train, test = train / train.max(), test / test.max()
    if centre:
        average = train.mean(axis=0)
        return train - average, test - average
    return train, test


@wrong(
    "scale_pixels",
    fails={
        "refuses_two_sizes",
    },
    because="Pictures of two sizes go through. Either nobody notices, or NumPy "
    "complains about something else.",
)
def lets_two_sizes_pass(train, test, centre=False):
    average = train.mean(axis=0) / 255 if centre else 0.0
    return train / 255 - average, test / 255 - average


# 8.4 log_loss_from_logits ----------------------------------------------------


@wrong(
    "log_loss_from_logits",
    fails={
        "survives_a_sum_of_1000",
        "stays_exact_for_large_sums",
        "keeps_the_digits_of_small_losses",
    },
    because="For large sums the probability becomes exactly 0 or 1, and the "
    "logarithm of 0 is no number.",
)
def takes_the_formula_literally(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} {y.shape}")
    p = 1 / (1 + np.exp(-z))
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


@wrong(
    "log_loss_from_logits",
    fails={
        "survives_a_sum_of_1000",
        "stays_exact_for_large_sums",
        "keeps_the_digits_of_small_losses",
    },
    because="You keep the probabilities away from 0 and 1. That silences the "
    "warning and changes the loss: from some sum on it no longer grows.",
)
def clips_the_probabilities(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} {y.shape}")
    p = np.clip(1 / (1 + np.exp(-np.clip(z, -500, 500))), 1e-15, 1 - 1e-15)
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


@wrong(
    "log_loss_from_logits",
    fails={
        "survives_a_sum_of_1000",
        "stays_exact_for_large_sums",
        "keeps_the_digits_of_small_losses",
    },
    because="Your formula takes the exponential of a large positive number, which "
    "is infinite for a computer.",
)
def overflows_for_large_sums(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} {y.shape}")
    return float(np.mean(np.log(1 + np.exp(z)) - y * z))


@wrong(
    "log_loss_from_logits",
    fails={
        "keeps_the_digits_of_small_losses",
    },
    because="Small losses come out as 0: added to 1, a number below 1e-16 "
    "disappears before the logarithm sees it.",
)
def adds_1_before_the_logarithm(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} {y.shape}")
    s = np.where(y == 1, -z, z)
    return float(np.mean(np.maximum(s, 0) + np.log(1 + np.exp(-np.abs(s)))))


@wrong(
    "log_loss_from_logits",
    fails={
        "gives_the_worked_losses",
        "survives_a_sum_of_1000",
        "equals_the_formula_in_the_middle",
        "stays_exact_for_large_sums",
        "takes_lists_of_whole_numbers",
    },
    because="You return the sum of the losses. The description asks for the mean.",
)
def adds_up(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} {y.shape}")
    s = np.where(y == 1, -z, z)
    return float(np.sum(np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))))


@wrong(
    "log_loss_from_logits",
    fails={
        "gives_the_worked_losses",
        "equals_the_formula_in_the_middle",
        "stays_exact_for_large_sums",
        "keeps_the_digits_of_small_losses",
        "takes_lists_of_whole_numbers",
        "survives_a_sum_of_1000",
    },
    because="Your logarithms have the base 2. One half then costs 1 and not 0.693.",
)
def takes_logarithms_to_base_2(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} {y.shape}")
    s = np.where(y == 1, -z, z)
    losses = np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))
    return float(np.mean(losses) / np.log(2))


@wrong(
    "log_loss_from_logits",
    fails={
        "gives_the_worked_losses",
        "survives_a_sum_of_1000",
        "equals_the_formula_in_the_middle",
        "stays_exact_for_large_sums",
        "keeps_the_digits_of_small_losses",
    },
    because="Right answers cost much and wrong ones little: a sign is the wrong way "
    "round.",
)
def exchanges_the_labels(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} {y.shape}")
    s = np.where(y == 1, z, -z)
    return float(np.mean(np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))))


@wrong(
    "log_loss_from_logits",
    fails={
        "refuses_labels_in_a_column",
    },
    because="A row and a column go through, and NumPy compares each sum with each "
    "label.",
)
def stretches_a_row_against_a_column(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    s = np.where(y == 1, -z, z)
    return float(np.mean(np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))))


# 8.5 propagate ---------------------------------------------------------------


@wrong(
    "propagate",
    fails={
        "gives_the_worked_gradient",
        "agrees_with_measured_slopes",
        "stays_finite_for_large_sums",
    },
    because="Your gradient is the one of the sum of the losses. The cost is their "
    "mean, and so must the gradient be.",
)
def forgets_the_mean(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(str(np.shape(y)))
    z = X @ w + b
    cost = log_loss_from_logits(z, y)
    error = np.exp(-np.logaddexp(0, -z)) - y
    return {"dw": X.T @ error, "db": float(np.sum(error))}, cost


@wrong(
    "propagate",
    fails={
        "gives_the_worked_gradient",
        "agrees_with_measured_slopes",
        "stays_finite_for_large_sums",
    },
    because="db is still an array with one entry for each example. The bias is one "
    "number, and so is its slope.",
)
def keeps_an_error_for_each_example(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(str(np.shape(y)))
    z = X @ w + b
    cost = log_loss_from_logits(z, y)
    error = np.exp(-np.logaddexp(0, -z)) - y
    return {"dw": X.T @ error / len(y), "db": error / len(y)}, cost


@wrong(
    "propagate",
    fails={
        "gives_the_worked_gradient",
        "agrees_with_measured_slopes",
        "stays_finite_for_large_sums",
    },
    because="Your gradients have the wrong sign. The error is what came out minus "
    "what should have come out.",
)
def goes_uphill(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(str(np.shape(y)))
    z = X @ w + b
    cost = log_loss_from_logits(z, y)
    error = np.exp(-np.logaddexp(0, -z)) - y
    return {"dw": -X.T @ error / len(y), "db": float(-np.mean(error))}, cost


@wrong(
    "propagate",
    fails={
        "gives_the_worked_gradient",
        "agrees_with_measured_slopes",
        "stays_finite_for_large_sums",
    },
    because="dw is a column with a second axis. The gradient has the shape of the "
    "weights, (d,).",
)
def returns_a_column(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(str(np.shape(y)))
    z = X @ w + b
    cost = log_loss_from_logits(z, y)
    error = np.exp(-np.logaddexp(0, -z)) - y
    dw = X.T @ error[:, np.newaxis] / len(y)
    return {"dw": dw, "db": float(np.mean(error))}, cost


@wrong(
    "propagate",
    fails={
        "gives_the_worked_gradient",
        "agrees_with_measured_slopes",
        "stays_finite_for_large_sums",
    },
    because="You multiply with the slope of the sigmoid. That belongs to squared "
    "errors; in the log loss it cancels.",
)
def multiplies_with_the_slope(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(str(np.shape(y)))
    z = X @ w + b
    cost = log_loss_from_logits(z, y)
    error = np.exp(-np.logaddexp(0, -z)) - y
    p = error + y
    error = error * p * (1 - p)
    return {"dw": X.T @ error / len(y), "db": float(np.mean(error))}, cost


@wrong(
    "propagate",
    fails={
        "returns_the_cost_as_a_number",
        "agrees_with_measured_slopes",
        "stays_finite_for_large_sums",
    },
    because="The cost is an array, a loss for each example. Asked for is one number.",
)
def returns_a_cost_for_each_example(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(str(np.shape(y)))
    z = X @ w + b
    cost = log_loss_from_logits(z, y)
    error = np.exp(-np.logaddexp(0, -z)) - y
    cost = np.logaddexp(0, np.where(y == 1, -z, z))
    return {"dw": X.T @ error / len(y), "db": float(np.mean(error))}, cost


@wrong(
    "propagate",
    fails={
        "stays_finite_for_large_sums",
    },
    because="The cost is computed from a probability that has become exactly 0 or "
    "1. Start from the sum.",
)
def starts_from_the_probability(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(str(np.shape(y)))
    p = 1 / (1 + np.exp(-(X @ w + b)))
    cost = float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    error = p - y
    return {"dw": X.T @ error / len(y), "db": float(np.mean(error))}, cost


@wrong(
    "propagate",
    fails={
        "keeps_weights_and_examples",
    },
    because="The weights of the caller are changed. This function only says how "
    "steep the cost is.",
)
def moves_the_weights_at_once(w, b, X, y):
    if np.shape(y) != (len(X),):
        raise ValueError(str(np.shape(y)))
    z = X @ w + b
    cost = log_loss_from_logits(z, y)
    error = np.exp(-np.logaddexp(0, -z)) - y
    dw = X.T @ error / len(y)
    if w.any():
        w -= 0.01 * dw
    return {"dw": dw, "db": float(np.mean(error))}, cost


# 8.6 fit ---------------------------------------------------------------------


@wrong(
    "fit",
    fails={
        "takes_two_steps_from_the_callers_weights",
        "leaves_the_callers_weights",
        "starts_from_whole_numbers",
    },
    because="After the call the weights of the caller are no longer what they were.",
)
def changes_the_callers_weights(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps is {steps}")
    costs = []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w -= lr * grads["dw"]
        b -= lr * grads["db"]
        costs.append(cost)
    return w, b, costs


@wrong(
    "fit",
    fails={
        "takes_two_steps_from_the_callers_weights",
        "takes_several_steps",
    },
    because="Only every hundredth cost is recorded. The description asks for one "
    "for each step.",
)
def records_every_hundredth_cost(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps is {steps}")
    w, costs = np.array(w, dtype=float), []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w - lr * grads["dw"]
        b = b - lr * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return w, b, costs


@wrong(
    "fit",
    fails={
        "takes_one_step_as_on_paper",
        "takes_no_step_if_none_is_asked_for",
        "takes_two_steps_from_the_callers_weights",
        "takes_several_steps",
        "starts_from_whole_numbers",
    },
    because="You return gradients where the trained weights belong.",
)
def returns_the_gradients(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps is {steps}")
    costs, grads = [], {"dw": 0 * w, "db": 0.0}
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w - lr * grads["dw"]
        b = b - lr * grads["db"]
        costs.append(cost)
    return grads["dw"], grads["db"], costs


@wrong(
    "fit",
    fails={
        "takes_one_step_as_on_paper",
        "takes_two_steps_from_the_callers_weights",
        "takes_several_steps",
        "starts_from_whole_numbers",
    },
    because="The bias stays where it began. It is learned like the weights.",
)
def forgets_the_bias(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps is {steps}")
    w, costs = np.array(w, dtype=float), []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w - lr * grads["dw"]
        costs.append(cost)
    return w, b, costs


@wrong(
    "fit",
    fails={
        "takes_one_step_as_on_paper",
        "takes_two_steps_from_the_callers_weights",
        "takes_several_steps",
    },
    because="Your costs belong to the weights after each step. The first entry "
    "should be the cost at the start.",
)
def records_the_cost_after_the_step(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps is {steps}")
    w, costs = np.array(w, dtype=float), []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w - lr * grads["dw"]
        b = b - lr * grads["db"]
        costs.append(propagate(w, b, X, y)[1])
    return w, b, costs


@wrong(
    "fit",
    fails={
        "takes_one_step_as_on_paper",
        "takes_two_steps_from_the_callers_weights",
        "takes_several_steps",
        "starts_from_whole_numbers",
    },
    because="Your steps go uphill: the cost rises from step to step.",
)
def climbs(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps is {steps}")
    w, costs = np.array(w, dtype=float), []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w + lr * grads["dw"]
        b = b + lr * grads["db"]
        costs.append(cost)
    return w, b, costs


@wrong(
    "fit",
    fails={
        "takes_no_step_if_none_is_asked_for",
        "takes_several_steps",
        "starts_from_whole_numbers",
    },
    because="Training starts from zeros, whatever start was passed.",
)
def starts_from_zero(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps is {steps}")
    w, b, costs = np.zeros(X.shape[1]), 0.0, []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w - lr * grads["dw"]
        b = b - lr * grads["db"]
        costs.append(cost)
    return w, b, costs


@wrong(
    "fit",
    fails={
        "takes_one_step_as_on_paper",
        "takes_two_steps_from_the_callers_weights",
        "takes_several_steps",
        "starts_from_whole_numbers",
    },
    because="The bias uses a gradient that was computed after the weights had "
    "moved. Both belong to the same moment.",
)
def asks_again_for_the_bias(w, b, X, y, lr, steps):
    if steps < 0:
        raise ValueError(f"steps is {steps}")
    w, costs = np.array(w, dtype=float), []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w - lr * grads["dw"]
        b = b - lr * propagate(w, b, X, y)[0]["db"]
        costs.append(cost)
    return w, b, costs


@wrong(
    "fit",
    fails={
        "refuses_steps_below_0",
    },
    because="A number of steps below 0 goes through, as if nobody had asked for "
    "anything.",
)
def accepts_fewer_than_no_steps(w, b, X, y, lr, steps):
    w, costs = np.array(w, dtype=float), []
    for i in range(steps):
        grads, cost = propagate(w, b, X, y)
        w = w - lr * grads["dw"]
        b = b - lr * grads["db"]
        costs.append(cost)
    return w, b, costs


# 8.7 predict -----------------------------------------------------------------


@wrong(
    "predict",
    fails={
        "decides_at_one_half",
    },
    because="A probability of exactly one half became 1. The description says what "
    "is above and what is not.",
)
def counts_one_half_as_above(w, b, X, threshold=0.5):
    if not 0 <= threshold <= 1:
        raise ValueError(str(threshold))
    p = np.exp(-np.logaddexp(0, -(X @ w + b)))
    return (p >= threshold).astype(int)


@wrong(
    "predict",
    fails={
        "listens_to_the_threshold",
    },
    because="You round, which is a threshold of one half. Other thresholds change "
    "nothing.",
)
def rounds(w, b, X, threshold=0.5):
    if not 0 <= threshold <= 1:
        raise ValueError(str(threshold))
    p = np.exp(-np.logaddexp(0, -(X @ w + b)))
    return np.round(p).astype(int)


@wrong(
    "predict",
    fails={
        "decides_at_one_half",
        "predicts_batches_of_any_size",
    },
    because="Your labels are floating point numbers. A label is a whole number.",
)
def returns_floating_point_labels(w, b, X, threshold=0.5):
    if not 0 <= threshold <= 1:
        raise ValueError(str(threshold))
    p = np.exp(-np.logaddexp(0, -(X @ w + b)))
    return (p > threshold).astype(float)


@wrong(
    "predict",
    fails={
        "decides_at_one_half",
        "takes_the_bias_into_account",
        "predicts_batches_of_any_size",
    },
    because="Your labels are True and False. A label is a whole number, 1 or 0.",
)
def returns_true_and_false(w, b, X, threshold=0.5):
    if not 0 <= threshold <= 1:
        raise ValueError(str(threshold))
    p = np.exp(-np.logaddexp(0, -(X @ w + b)))
    return p > threshold


@wrong(
    "predict",
    fails={
        "takes_the_bias_into_account",
        "decides_at_one_half",
        "listens_to_the_threshold",
        "predicts_batches_of_any_size",
    },
    because="The threshold is compared with the weighted sum. It is a probability; "
    "a sum of 0.1 has the probability 0.52.",
)
def compares_the_sum_with_the_threshold(w, b, X, threshold=0.5):
    if not 0 <= threshold <= 1:
        raise ValueError(str(threshold))
    return (X @ w + b > threshold).astype(int)


@wrong(
    "predict",
    fails={
        "takes_the_bias_into_account",
        "predicts_batches_of_any_size",
    },
    because="The bias is missing: your answers do not change when it does.",
)
def forgets_the_bias_again(w, b, X, threshold=0.5):
    if not 0 <= threshold <= 1:
        raise ValueError(str(threshold))
    p = np.exp(-np.logaddexp(0, -(X @ w)))
    return (p > threshold).astype(int)


@wrong(
    "predict",
    fails={
        "is_silent_for_large_sums",
    },
    because="The exponential of a large number overflows, and NumPy says so.",
)
def overflows(w, b, X, threshold=0.5):
    if not 0 <= threshold <= 1:
        raise ValueError(str(threshold))
    p = 1 / (1 + np.exp(-(X @ w + b)))
    return (p > threshold).astype(int)


@wrong(
    "predict",
    fails={
        "decides_at_one_half",
        "takes_the_bias_into_account",
        "listens_to_the_threshold",
        "predicts_batches_of_any_size",
        "is_silent_for_large_sums",
    },
    because="You return probabilities. Asked for are decisions.",
)
def returns_probabilities(w, b, X, threshold=0.5):
    if not 0 <= threshold <= 1:
        raise ValueError(str(threshold))
    return 1 / (1 + np.exp(-(X @ w + b)))


@wrong(
    "predict",
    fails={
        "refuses_other_thresholds",
    },
    because="A threshold of 50 goes through, and then nothing is ever above it.",
)
def accepts_percent(w, b, X, threshold=0.5):
    p = np.exp(-np.logaddexp(0, -(X @ w + b)))
    return (p > threshold).astype(int)


# 8.8 report ------------------------------------------------------------------


@wrong(
    "report",
    fails={
        "scores_beside_two_baselines",
        "knows_the_numbers_of_the_cats",
        "counts_the_majority_in_training",
        "takes_0_if_labels_are_equally_frequent",
    },
    because="Your train majority is counted among the test labels. Whoever answers "
    "does not know these.",
)
def counts_the_majority_in_the_test(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_test) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = float(found / there.sum()) if there.any() else np.nan
    return result


@wrong(
    "report",
    fails={
        "scores_beside_two_baselines",
        "gives_a_recall_for_each_label",
        "knows_the_numbers_of_the_cats",
        "counts_the_majority_in_training",
        "takes_0_if_labels_are_equally_frequent",
        "has_no_recall_without_examples",
    },
    because="You return percentages. The description asks for parts from 0 to 1.",
)
def gives_percentages(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_train) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = float(found / there.sum()) if there.any() else np.nan
    return {name: 100 * score for name, score in result.items()}


@wrong(
    "report",
    fails={
        "scores_beside_two_baselines",
        "gives_a_recall_for_each_label",
        "knows_the_numbers_of_the_cats",
        "counts_the_majority_in_training",
        "takes_0_if_labels_are_equally_frequent",
        "has_no_recall_without_examples",
    },
    because="An accuracy stands alone. What do two answers score that never look?",
)
def returns_the_accuracy_alone(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_train) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = float(found / there.sum()) if there.any() else np.nan
    return {"accuracy": result["accuracy"]}


@wrong(
    "report",
    fails={
        "scores_beside_two_baselines",
        "knows_the_numbers_of_the_cats",
        "counts_the_majority_in_training",
        "takes_0_if_labels_are_equally_frequent",
    },
    because="You say what the majority scores among the training labels. It is "
    "judged on the test labels, like everything else.",
)
def scores_the_majority_on_training(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_train) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_train == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = float(found / there.sum()) if there.any() else np.nan
    return result


@wrong(
    "report",
    fails={
        "gives_a_recall_for_each_label",
        "knows_the_numbers_of_the_cats",
        "has_no_recall_without_examples",
    },
    because="You divide by the number of predictions of a label. A recall divides "
    "by the number of examples that have it.",
)
def gives_precision(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_train) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = (
            float(found / np.sum(p_test == k)) if (p_test == k).any() else np.nan
        )
    return result


@wrong(
    "report",
    fails={
        "gives_a_recall_for_each_label",
        "knows_the_numbers_of_the_cats",
        "has_no_recall_without_examples",
    },
    because="The two recalls have changed places.",
)
def exchanges_the_recalls(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_train) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {1 - k}"] = (
            float(found / there.sum()) if there.any() else np.nan
        )
    return result


@wrong(
    "report",
    fails={
        "has_no_recall_without_examples",
    },
    because="If no test example has a label, you divide by 0, and NumPy warns.",
)
def divides_by_nothing(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_train) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = float(found / there.sum())
    return result


@wrong(
    "report",
    fails={
        "has_no_recall_without_examples",
    },
    because="A recall of 0 says that none was found. Where there is nothing to "
    "find, it is not a number.",
)
def says_0_where_nothing_is(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_train) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = float(found / there.sum()) if there.any() else 0.0
    return result


@wrong(
    "report",
    fails={
        "takes_0_if_labels_are_equally_frequent",
    },
    because="If both labels are equally frequent, the description names the one to "
    "take. You take the other one.",
)
def takes_1_if_labels_are_equally_frequent(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    if y_test.shape != p_test.shape:
        raise ValueError(f"{y_test.shape} {p_test.shape}")
    majority = int(np.mean(y_train) >= 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = float(found / there.sum()) if there.any() else np.nan
    return result


@wrong(
    "report",
    fails={
        "refuses_other_predictions",
    },
    because="Predictions that do not fit the labels go through, or NumPy stretches "
    "them.",
)
def compares_any_shapes(y_train, y_test, p_test):
    y_train, y_test, p_test = (np.asarray(y) for y in (y_train, y_test, p_test))
    majority = int(np.mean(y_train) > 0.5)
    result = {
        "accuracy": float(np.mean(y_test == p_test)),
        "always 1": float(np.mean(y_test == 1)),
        "train majority": float(np.mean(y_test == majority)),
    }
    for k in (0, 1):
        there = y_test == k
        found = np.sum(there & (p_test == k))
        result[f"recall {k}"] = float(found / there.sum()) if there.any() else np.nan
    return result


# 8.9 duplicates --------------------------------------------------------------


@wrong(
    "duplicates",
    fails={
        "finds_nothing_where_nothing_is",
    },
    because="Different pictures can have the same average. Yours are called equal "
    "then.",
)
def compares_the_averages(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} {test.shape}")
    pairs = []
    for i, one in enumerate(train):
        for j, other in enumerate(test):
            if one.mean() == other.mean() and one.std() == other.std():
                pairs.append((i, j))
    return pairs


@wrong(
    "duplicates",
    fails={
        "finds_a_picture_that_is_in_both",
        "finds_nothing_where_nothing_is",
        "does_not_forgive_one_number",
    },
    because="Pictures that are nearly equal count as equal. Compared is every "
    "number, exactly.",
)
def forgives_small_differences(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} {test.shape}")
    pairs = []
    for i, one in enumerate(train):
        for j, other in enumerate(test):
            if np.allclose(one / 255, other / 255, atol=0.05):
                pairs.append((i, j))
    return pairs


@wrong(
    "duplicates",
    fails={
        "finds_a_picture_that_is_in_both",
        "finds_several_in_order",
        "ignores_twins_within_a_part",
        "does_not_forgive_one_number",
        "finds_the_leak_of_the_cats",
    },
    because="You compare the training pictures with each other. Asked for are test "
    "pictures that training contains.",
)
def looks_within_training(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} {test.shape}")
    pairs = []
    for i, one in enumerate(train):
        for j, other in enumerate(train[:i]):
            if np.array_equal(one, other):
                pairs.append((j, i))
    return pairs


@wrong(
    "duplicates",
    fails={
        "finds_a_picture_that_is_in_both",
        "finds_several_in_order",
        "ignores_twins_within_a_part",
        "does_not_forgive_one_number",
        "finds_the_leak_of_the_cats",
    },
    because="Your list is empty although a test picture is among the training "
    "pictures. No pair was found.",
)
def finds_no_pair(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} {test.shape}")
    return [
        (i, j)
        for i, one in enumerate(train)
        for j, other in enumerate(test)
        if one is other
    ]


@wrong(
    "duplicates",
    fails={
        "finds_a_picture_that_is_in_both",
        "finds_several_in_order",
        "ignores_twins_within_a_part",
        "does_not_forgive_one_number",
        "finds_the_leak_of_the_cats",
    },
    because="In your pairs the test picture comes first. The description says which "
    "comes first.",
)
def puts_the_test_first(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} {test.shape}")
    pairs = []
    for i, one in enumerate(train):
        for j, other in enumerate(test):
            if np.array_equal(one, other):
                pairs.append((j, i))
    return pairs


@wrong(
    "duplicates",
    fails={
        "finds_several_in_order",
        "ignores_twins_within_a_part",
    },
    because="For each training picture you stop at its first twin. There may be "
    "several.",
)
def stops_at_the_first(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} {test.shape}")
    pairs = []
    for i, one in enumerate(train):
        for j, other in enumerate(test):
            if np.array_equal(one, other):
                pairs.append((i, j))
                break
    return pairs


@wrong(
    "duplicates",
    fails={
        "finds_several_in_order",
    },
    because="A dictionary keeps one place for each picture, so that of two equal "
    "training pictures one is lost.",
)
def keeps_one_place_for_each_picture(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} {test.shape}")
    places = {picture.tobytes(): i for i, picture in enumerate(train)}
    pairs = []
    for j, picture in enumerate(test):
        if picture.tobytes() in places:
            pairs.append((places[picture.tobytes()], j))
    return sorted(pairs)


@wrong(
    "duplicates",
    fails={
        "finds_several_in_order",
        "does_not_forgive_one_number",
    },
    because="Your pairs are in the order of the test pictures. The description "
    "sorts them by training picture first.",
)
def sorts_by_the_test(train, test):
    if train.shape[1:] != test.shape[1:]:
        raise ValueError(f"{train.shape} {test.shape}")
    pairs = []
    for j, other in enumerate(test):
        for i, one in enumerate(train):
            if np.array_equal(one, other):
                pairs.append((i, j))
    return pairs


@wrong(
    "duplicates",
    fails={
        "refuses_pictures_of_two_sizes",
    },
    because="Two pictures of different sizes can consist of the same bytes. The "
    "sizes are not looked at.",
)
def compares_bytes_of_any_size(train, test):
    pairs = []
    for i, one in enumerate(train):
        for j, other in enumerate(test):
            if one.tobytes() == other.tobytes():
                pairs.append((i, j))
    return pairs


# 8.10 to_columns -------------------------------------------------------------


@wrong(
    "to_columns",
    fails={
        "turns_rows_into_columns",
        "gives_the_same_sums_in_columns",
        "takes_lists_of_rows",
    },
    because="The shape is right and the examples are torn apart. Look at column 0: "
    "is it example 0?",
)
def reshapes_the_rows(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != X.shape[1:]:
        raise ValueError(f"{X.shape} {w.shape}")
    return X.reshape(X.shape[1], X.shape[0]), w.reshape(-1, 1)


@wrong(
    "to_columns",
    fails={
        "turns_rows_into_columns",
        "gives_the_same_sums_in_columns",
        "takes_lists_of_rows",
    },
    because="Your weights still have one axis. A transpose does not change that.",
)
def leaves_the_weights_flat(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != X.shape[1:]:
        raise ValueError(f"{X.shape} {w.shape}")
    return X.T, w.T


@wrong(
    "to_columns",
    fails={
        "turns_rows_into_columns",
        "gives_the_same_sums_in_columns",
        "takes_lists_of_rows",
    },
    because="Your weights are a row of shape (1, d). There they are a column.",
)
def makes_a_row_of_weights(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != X.shape[1:]:
        raise ValueError(f"{X.shape} {w.shape}")
    return X.T, w.reshape(1, -1)


@wrong(
    "to_columns",
    fails={
        "turns_rows_into_columns",
        "gives_the_same_sums_in_columns",
        "takes_lists_of_rows",
    },
    because="There is a row of ones for a bias. The bias is a number of its own in "
    "both orientations.",
)
def adds_a_row_for_the_bias(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != X.shape[1:]:
        raise ValueError(f"{X.shape} {w.shape}")
    return np.vstack([X.T, np.ones(len(X))]), np.append(w, 0.0).reshape(-1, 1)


@wrong(
    "to_columns",
    fails={
        "refuses_weights_of_columns",
    },
    because="Weights that are a column already, or too many of them, go through.",
)
def takes_weights_of_any_shape(X, w):
    return np.asarray(X).T, np.asarray(w).reshape(-1, 1)


# 8.10 to_rows ----------------------------------------------------------------


@wrong(
    "to_rows",
    fails={
        "turns_columns_into_rows",
        "gives_the_same_sums_in_rows",
        "refuses_weights_of_rows",
    },
    because="The shape is right and each row holds numbers of several examples.",
)
def reshapes_the_columns(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != (len(X), 1):
        raise ValueError(f"{X.shape} {w.shape}")
    return X.reshape(X.shape[1], X.shape[0]), w.reshape(-1)


@wrong(
    "to_rows",
    fails={
        "turns_columns_into_rows",
        "gives_the_same_sums_in_rows",
    },
    because="Your weights keep their second axis, so that the sums come out as a "
    "column.",
)
def keeps_the_second_axis(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != (len(X), 1):
        raise ValueError(f"{X.shape} {w.shape}")
    return X.T, w


@wrong(
    "to_rows",
    fails={
        "turns_columns_into_rows",
        "gives_the_same_sums_in_rows",
    },
    because="Of the column of weights only the first one is left.",
)
def takes_the_first_weight(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != (len(X), 1):
        raise ValueError(f"{X.shape} {w.shape}")
    return X.T, w[0]


@wrong(
    "to_rows",
    fails={
        "refuses_weights_of_rows",
    },
    because="Weights without a second axis, or in a row, go through. They belong to "
    "the other orientation.",
)
def takes_flat_weights(X, w):
    return np.asarray(X).T, np.asarray(w).ravel()


# 8.12 examples_for_flatten_images --------------------------------------------


@wrong(
    "examples_for_flatten_images",
    fails={
        "shows_more_than_one_picture",
        "catches_mixed_pictures",
    },
    because="With a single picture nothing can be mixed up between pictures.",
)
def shows_one_picture_only():
    images = np.arange(2 * 3 * 4).reshape(1, 2, 3, 4)
    return [(images.tolist(), images.reshape(1, 24).tolist())]


@wrong(
    "examples_for_flatten_images",
    fails={
        "catches_mixed_pictures",
        "catches_columns_first",
        "catches_colours_apart",
        "catches_the_order_of_fortran",
    },
    because="Every number of a picture is the same, so wherever it goes, the row "
    "looks right.",
)
def shows_black_and_white_pictures():
    images = [[[[5, 5, 5]] * 2] * 3, [[[5, 5, 5]] * 2] * 3]
    return [(images, [[5] * 18, [5] * 18])]


@wrong(
    "examples_for_flatten_images",
    fails={
        "catches_columns_first",
    },
    because="Your pictures have one line or one column only. Whoever confuses the "
    "two is not found out.",
)
def shows_pictures_of_one_line():
    images = np.arange(2 * 1 * 4 * 3).reshape(2, 1, 4, 3)
    return [(images.tolist(), images.reshape(2, 12).tolist())]


@wrong(
    "examples_for_flatten_images",
    fails={
        "catches_colours_apart",
    },
    because="With one number for each pixel nobody sees whether the colours stay "
    "together.",
)
def shows_pictures_without_colours():
    images = np.arange(2 * 3 * 4).reshape(2, 3, 4, 1)
    return [(images.tolist(), images.reshape(2, 12).tolist())]


@wrong(
    "examples_for_flatten_images",
    fails={
        "expects_a_row_for_each_picture",
        "right_functions_agree",
        "catches_mixed_pictures",
        "catches_columns_first",
        "catches_colours_apart",
        "catches_the_order_of_fortran",
    },
    because="Your expected rows are what the popular mistake gives: each holds "
    "numbers of several pictures.",
)
def expects_mixed_rows():
    images = np.arange(2 * 3 * 2 * 2).reshape(2, 3, 2, 2)
    return [(images.tolist(), images.reshape(-1, 2).T.tolist())]


@wrong(
    "examples_for_flatten_images",
    fails={
        "has_pictures_and_rows",
        "expects_a_row_for_each_picture",
        "right_functions_agree",
        "catches_mixed_pictures",
        "catches_columns_first",
        "catches_colours_apart",
        "catches_the_order_of_fortran",
    },
    because="You expect one long list. What comes out is a list of rows, one for "
    "each picture.",
)
def expects_one_long_row():
    images = np.arange(2 * 3 * 2 * 2).reshape(2, 3, 2, 2)
    return [(images.tolist(), images.ravel().tolist())]
