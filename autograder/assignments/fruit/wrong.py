"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong
from solutions.hue import rgb_to_hue

# 7.1 rgb_to_hue -------------------------------------------------------------


@wrong(
    "rgb_to_hue",
    fails={
        "gives_grey_the_hue_of_red",
        "finds_faint_colours",
    },
    because="Grey pixels are divided by 0 and come out as not a number.",
)
def divides_grey_by_zero(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    red, green, blue = (img[:, :, k].astype(float) for k in range(3))
    largest = img.max(axis=2).astype(float)
    d = largest - img.min(axis=2)
    sixths = np.where(
        red == largest,
        (green - blue) / d,
        np.where(green == largest, 2 + (blue - red) / d, 4 + (red - green) / d),
    )
    return sixths / 6 % 1


@wrong(
    "rgb_to_hue",
    fails={
        "knows_the_six_pure_colours",
        "keeps_hues_from_0_to_1",
        "agrees_with_another_library",
        "finds_faint_colours",
        "leaves_the_picture_unchanged",
    },
    because="Reds with more blue than green get a negative hue. A circle has no "
    "negative places.",
)
def leaves_hues_negative(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    red, green, blue = (img[:, :, k].astype(float) for k in range(3))
    largest = img.max(axis=2).astype(float)
    d = largest - img.min(axis=2)
    d[d == 0] = 1
    sixths = np.where(
        red == largest,
        (green - blue) / d,
        np.where(green == largest, 2 + (blue - red) / d, 4 + (red - green) / d),
    )
    return sixths / 6


@wrong(
    "rgb_to_hue",
    fails={
        "knows_the_six_pure_colours",
        "keeps_hues_from_0_to_1",
        "agrees_with_another_library",
        "finds_faint_colours",
        "leaves_the_picture_unchanged",
    },
    because="The differences are taken between bytes, where 0 - 255 is 1.",
)
def subtracts_bytes(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    red, green, blue = (img[:, :, k] for k in range(3))
    largest = img.max(axis=2)
    d = np.maximum(largest - img.min(axis=2), 1)
    sixths = np.where(
        red == largest,
        (green - blue) / d,
        np.where(green == largest, 2 + (blue - red) / d, 4 + (red - green) / d),
    )
    return sixths % 6 / 6


@wrong(
    "rgb_to_hue",
    fails={
        "knows_the_six_pure_colours",
        "keeps_hues_from_0_to_1",
        "agrees_with_another_library",
        "finds_faint_colours",
        "leaves_the_picture_unchanged",
    },
    because="Green and blue have exchanged their places on the circle.",
)
def exchanges_green_and_blue(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    red, blue, green = (img[:, :, k].astype(float) for k in range(3))
    largest = img.max(axis=2).astype(float)
    d = largest - img.min(axis=2)
    d[d == 0] = 1
    sixths = np.where(
        red == largest,
        (green - blue) / d,
        np.where(green == largest, 2 + (blue - red) / d, 4 + (red - green) / d),
    )
    return sixths % 6 / 6


@wrong(
    "rgb_to_hue",
    fails={
        "knows_the_six_pure_colours",
        "keeps_hues_from_0_to_1",
        "agrees_with_another_library",
        "finds_faint_colours",
        "leaves_the_picture_unchanged",
    },
    because="Your hues are degrees, from 0 to 360. The description asks for parts "
    "of a full turn.",
)
def counts_degrees(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    red, green, blue = (img[:, :, k].astype(float) for k in range(3))
    largest = img.max(axis=2).astype(float)
    d = largest - img.min(axis=2)
    d[d == 0] = 1
    sixths = np.where(
        red == largest,
        (green - blue) / d,
        np.where(green == largest, 2 + (blue - red) / d, 4 + (red - green) / d),
    )
    return sixths % 6 * 60


@wrong(
    "rgb_to_hue",
    fails={
        "knows_the_six_pure_colours",
        "keeps_hues_from_0_to_1",
        "agrees_with_another_library",
        "finds_faint_colours",
        "leaves_the_picture_unchanged",
    },
    because="You choose between the formulas by the smallest number of a pixel. "
    "The description chooses by the largest.",
)
def chooses_by_the_smallest(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    red, green, blue = (img[:, :, k].astype(float) for k in range(3))
    smallest = img.min(axis=2).astype(float)
    d = img.max(axis=2) - smallest
    d[d == 0] = 1
    sixths = np.where(
        red == smallest,
        (green - blue) / d,
        np.where(green == smallest, 2 + (blue - red) / d, 4 + (red - green) / d),
    )
    return sixths % 6 / 6


@wrong(
    "rgb_to_hue",
    fails={
        "keeps_hues_from_0_to_1",
        "agrees_with_another_library",
        "finds_faint_colours",
        "leaves_the_picture_unchanged",
    },
    because="You divide by the largest number of a pixel. That gives the right place "
    "only if the smallest number is 0.",
)
def divides_by_the_largest(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    red, green, blue = (img[:, :, k].astype(float) for k in range(3))
    largest = img.max(axis=2).astype(float)
    d = np.maximum(largest, 1)
    sixths = np.where(
        red == largest,
        (green - blue) / d,
        np.where(green == largest, 2 + (blue - red) / d, 4 + (red - green) / d),
    )
    sixths[img.max(axis=2) == img.min(axis=2)] = 0
    return sixths % 6 / 6


@wrong(
    "rgb_to_hue",
    fails={
        "refuses_other_pictures",
    },
    because="Anything is taken for a picture. Refuse what has another shape or is no "
    "array of bytes.",
)
def takes_any_array(img):
    red, green, blue = (img[..., k].astype(float) for k in range(3))
    largest = img.max(axis=-1).astype(float)
    d = largest - img.min(axis=-1)
    d = np.where(d == 0, 1, d)
    sixths = np.where(
        red == largest,
        (green - blue) / d,
        np.where(green == largest, 2 + (blue - red) / d, 4 + (red - green) / d),
    )
    return sixths % 6 / 6


# 7.2 hue_histogram ----------------------------------------------------------


@wrong(
    "hue_histogram",
    fails={
        "tells_pictures_of_one_colour_apart",
        "counts_into_any_number_of_parts",
        "ignores_which_hues_a_picture_has",
        "keeps_the_last_part",
        "returns_whole_numbers",
    },
    because="The parts reach from the smallest to the largest hue of this picture. "
    "Another picture has other parts, and the two cannot be compared.",
)
def uses_the_range_of_the_picture(img, bins=360):
    hue = rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"bins is {bins}")
    return np.histogram(hue, bins=bins)[0]


@wrong(
    "hue_histogram",
    fails={
        "tells_pictures_of_one_colour_apart",
        "counts_each_pixel_once",
        "counts_into_any_number_of_parts",
        "ignores_which_hues_a_picture_has",
        "keeps_the_last_part",
        "returns_whole_numbers",
    },
    because="Your numbers are shares of the picture. Counts of pixels are asked for.",
)
def gives_shares(img, bins=360):
    hue = rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"bins is {bins}")
    return np.histogram(hue, bins=bins, range=(0, 1))[0] / hue.size


@wrong(
    "hue_histogram",
    fails={
        "tells_pictures_of_one_colour_apart",
        "counts_each_pixel_once",
        "counts_into_any_number_of_parts",
        "ignores_which_hues_a_picture_has",
        "keeps_the_last_part",
        "returns_whole_numbers",
    },
    because="You divide by the number of pixels and by the width of a part, which "
    "makes a density. Counts of pixels are asked for.",
)
def gives_a_density(img, bins=360):
    hue = rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"bins is {bins}")
    return np.histogram(hue, bins=bins, range=(0, 1), density=True)[0]


@wrong(
    "hue_histogram",
    fails={
        "tells_pictures_of_one_colour_apart",
        "counts_each_pixel_once",
        "counts_into_any_number_of_parts",
        "ignores_which_hues_a_picture_has",
        "keeps_the_last_part",
        "returns_whole_numbers",
    },
    because="The histogram is of the reds of the picture, its first channel, not of "
    "its hues.",
)
def counts_the_red_channel(img, bins=360):
    rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"bins is {bins}")
    return np.histogram(img[:, :, 0] / 255, bins=bins, range=(0, 1))[0]


@wrong(
    "hue_histogram",
    fails={
        "tells_pictures_of_one_colour_apart",
        "counts_each_pixel_once",
        "counts_into_any_number_of_parts",
        "ignores_which_hues_a_picture_has",
        "keeps_the_last_part",
        "returns_whole_numbers",
    },
    because="Hues are rounded to the nearest border, so that each part begins half a "
    "part too early.",
)
def rounds_to_the_nearest(img, bins=360):
    hue = rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"bins is {bins}")
    place = np.rint(hue * bins).astype(int) % bins
    return np.bincount(place.ravel(), minlength=bins)


@wrong(
    "hue_histogram",
    fails={
        "counts_each_pixel_once",
        "keeps_the_last_part",
    },
    because="Grey pixels are left out. They have the hue 0 and count like others.",
)
def leaves_grey_out(img, bins=360):
    hue = rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"bins is {bins}")
    coloured = img.max(axis=2) > img.min(axis=2)
    return np.histogram(hue[coloured], bins=bins, range=(0, 1))[0]


@wrong(
    "hue_histogram",
    fails={
        "tells_pictures_of_one_colour_apart",
        "counts_into_any_number_of_parts",
        "ignores_which_hues_a_picture_has",
        "returns_whole_numbers",
    },
    because="Places at the end of the circle are missing when no pixel is there. "
    "The result must have one number for each part.",
)
def stops_at_the_last_hue(img, bins=360):
    hue = rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"bins is {bins}")
    return np.bincount((hue * bins).astype(int).ravel())


@wrong(
    "hue_histogram",
    fails={
        "counts_each_pixel_once",
        "counts_into_any_number_of_parts",
        "ignores_which_hues_a_picture_has",
        "keeps_the_last_part",
        "returns_whole_numbers",
    },
    because="The circle is always cut into 360 parts, whatever `bins` says.",
)
def always_makes_360_parts(img, bins=360):
    hue = rgb_to_hue(img)
    if bins < 1:
        raise ValueError(f"bins is {bins}")
    return np.bincount((hue * 360).astype(int).ravel(), minlength=360)


# 7.3 feature_mask -----------------------------------------------------------


@wrong(
    "feature_mask",
    fails={
        "keeps_columns_that_differ",
        "leaves_out_what_is_at_the_threshold",
        "divides_by_the_number_of_rows",
        "looks_at_each_column_by_itself",
        "returns_true_and_false",
    },
    because="There is one answer for each row. Features are columns.",
)
def looks_along_the_rows(train, threshold):
    train = np.asarray(train, dtype=float)
    if train.ndim != 2 or len(train) == 0:
        raise ValueError(f"{train.shape}")
    return train.std(axis=1) > threshold


@wrong(
    "feature_mask",
    fails={
        "leaves_out_what_is_at_the_threshold",
    },
    because="A feature whose deviation is exactly the threshold is kept. The "
    "description says above.",
)
def keeps_the_threshold(train, threshold):
    train = np.asarray(train, dtype=float)
    if train.ndim != 2 or len(train) == 0:
        raise ValueError(f"{train.shape}")
    return train.std(axis=0) >= threshold


@wrong(
    "feature_mask",
    fails={
        "keeps_columns_that_differ",
        "leaves_out_what_is_at_the_threshold",
        "divides_by_the_number_of_rows",
        "looks_at_each_column_by_itself",
    },
    because="The sum of squares is divided by one less than the number of rows. Read "
    "in the description by what it is divided.",
)
def divides_by_one_less(train, threshold):
    train = np.asarray(train, dtype=float)
    if train.ndim != 2 or len(train) == 0:
        raise ValueError(f"{train.shape}")
    squares = np.sum((train - train.mean(axis=0)) ** 2, axis=0)
    return np.sqrt(squares / max(len(train) - 1, 1)) > threshold


@wrong(
    "feature_mask",
    fails={
        "keeps_columns_that_differ",
        "leaves_out_what_is_at_the_threshold",
        "divides_by_the_number_of_rows",
        "looks_at_each_column_by_itself",
    },
    because="You compare variances with the threshold. The standard deviation is "
    "something else.",
)
def compares_the_variance(train, threshold):
    train = np.asarray(train, dtype=float)
    if train.ndim != 2 or len(train) == 0:
        raise ValueError(f"{train.shape}")
    return train.var(axis=0) > threshold


@wrong(
    "feature_mask",
    fails={
        "keeps_columns_that_differ",
        "leaves_out_what_is_at_the_threshold",
        "divides_by_the_number_of_rows",
        "looks_at_each_column_by_itself",
        "returns_true_and_false",
    },
    because="These are the numbers of the columns. A mask has True or False for "
    "every column.",
)
def gives_the_numbers_of_columns(train, threshold):
    train = np.asarray(train, dtype=float)
    if train.ndim != 2 or len(train) == 0:
        raise ValueError(f"{train.shape}")
    return np.flatnonzero(train.std(axis=0) > threshold)


@wrong(
    "feature_mask",
    fails={
        "keeps_columns_that_differ",
        "leaves_out_what_is_at_the_threshold",
        "divides_by_the_number_of_rows",
        "looks_at_each_column_by_itself",
        "returns_true_and_false",
    },
    because="The means of the columns are compared. A large number that is the same "
    "for all examples tells nothing.",
)
def compares_the_mean(train, threshold):
    train = np.asarray(train, dtype=float)
    if train.ndim != 2 or len(train) == 0:
        raise ValueError(f"{train.shape}")
    return train.mean(axis=0) > threshold


@wrong(
    "feature_mask",
    fails={
        "keeps_columns_that_differ",
        "leaves_out_what_is_at_the_threshold",
        "divides_by_the_number_of_rows",
        "looks_at_each_column_by_itself",
        "returns_true_and_false",
    },
    because="Columns that do not differ are marked True. The mask is the wrong way "
    "round.",
)
def marks_what_goes(train, threshold):
    train = np.asarray(train, dtype=float)
    if train.ndim != 2 or len(train) == 0:
        raise ValueError(f"{train.shape}")
    return train.std(axis=0) <= threshold


# 7.4 encode_labels ----------------------------------------------------------


@wrong(
    "encode_labels",
    fails={
        "takes_the_order_of_the_classes",
        "leaves_numbers_for_absent_classes",
        "takes_arrays_of_names",
    },
    because="The numbers follow the alphabet. `classes` decides their order.",
)
def follows_the_alphabet(names, classes):
    classes = [str(name) for name in classes]
    if len(set(classes)) < len(classes):
        raise ValueError(f"twice in {classes}")
    for name in names:
        if name not in classes:
            raise ValueError(f"unknown {name}")
    return np.array([sorted(classes).index(name) for name in names], dtype=int)


@wrong(
    "encode_labels",
    fails={
        "takes_the_order_of_the_classes",
        "leaves_numbers_for_absent_classes",
        "takes_arrays_of_names",
    },
    because="Numbers are given out as names come up. With the examples in another "
    "order the same fruit has another number.",
)
def numbers_as_they_come(names, classes):
    classes = [str(name) for name in classes]
    if len(set(classes)) < len(classes):
        raise ValueError(f"twice in {classes}")
    seen = []
    for name in names:
        if name not in classes:
            raise ValueError(f"unknown {name}")
        if name not in seen:
            seen.append(str(name))
    return np.array([seen.index(name) for name in names], dtype=int)


@wrong(
    "encode_labels",
    fails={
        "names_what_is_unknown",
        "refuses_names_that_are_nearly_a_class",
    },
    because="A name that is no class gets the number -1, and -1 is a valid place in "
    "NumPy: the last class.",
)
def gives_minus_one_to_strangers(names, classes):
    number = {str(name): k for k, name in enumerate(classes)}
    if len(number) < len(classes):
        raise ValueError(f"twice in {classes}")
    return np.array([number.get(str(name), -1) for name in names], dtype=int)


@wrong(
    "encode_labels",
    fails={
        "names_what_is_unknown",
        "refuses_names_that_are_nearly_a_class",
    },
    because="An unknown name ends in another error than the description promises.",
)
def lets_the_dictionary_complain(names, classes):
    number = {str(name): k for k, name in enumerate(classes)}
    if len(number) < len(classes):
        raise ValueError(f"twice in {classes}")
    return np.array([number[str(name)] for name in names], dtype=int)


@wrong(
    "encode_labels",
    fails={
        "refuses_names_that_are_nearly_a_class",
    },
    because="A name counts as a class if it is a part of one. Pineapple is no apple.",
)
def accepts_parts_of_names(names, classes):
    classes = [str(name) for name in classes]
    if len(set(classes)) < len(classes):
        raise ValueError(f"twice in {classes}")
    labels = []
    for name in names:
        fits = [k for k, known in enumerate(classes) if str(name) in known]
        if not fits:
            raise ValueError(f"unknown {name}")
        exact = [k for k in fits if classes[k] == str(name)]
        labels.append((exact or fits)[0])
    return np.array(labels, dtype=int)


@wrong(
    "encode_labels",
    fails={
        "refuses_a_class_twice",
    },
    because="A class that is listed twice goes unnoticed, and one of its two numbers "
    "is never used.",
)
def overlooks_a_class_twice(names, classes):
    classes = [str(name) for name in classes]
    for name in names:
        if name not in classes:
            raise ValueError(f"unknown {name}")
    return np.array([classes.index(name) for name in names], dtype=int)


@wrong(
    "encode_labels",
    fails={
        "takes_the_order_of_the_classes",
        "leaves_numbers_for_absent_classes",
        "takes_arrays_of_names",
    },
    because="The result is a list. An array of whole numbers is asked for.",
)
def gives_a_list(names, classes):
    number = {str(name): k for k, name in enumerate(classes)}
    if len(number) < len(classes):
        raise ValueError(f"twice in {classes}")
    for name in names:
        if str(name) not in number:
            raise ValueError(f"unknown {name}")
    return [number[str(name)] for name in names]


@wrong(
    "encode_labels",
    fails={
        "takes_the_order_of_the_classes",
        "names_what_is_unknown",
        "leaves_numbers_for_absent_classes",
        "takes_arrays_of_names",
        "refuses_names_that_are_nearly_a_class",
        "refuses_a_class_twice",
    },
    because="The names are sorted and numbered, and `classes` is not read. It decides "
    "the order, and which names are known.",
)
def sorts_the_names(names, classes):
    return np.unique(names, return_inverse=True)[1]


@wrong(
    "encode_labels",
    fails={
        "takes_the_order_of_the_classes",
        "names_what_is_unknown",
        "leaves_numbers_for_absent_classes",
        "takes_arrays_of_names",
        "refuses_names_that_are_nearly_a_class",
        "refuses_a_class_twice",
    },
    because="Each new name gets the next number, and `classes` is not read. It decides "
    "the order, and which names are known.",
)
def numbers_each_new_name(names, classes):
    number = {}
    return np.array([number.setdefault(str(n), len(number)) for n in names], dtype=int)


# 7.5 forward_pass ---------------------------------------------------------------


@wrong(
    "forward_pass",
    fails={
        "leaves_the_last_layer_as_it_is",
        "agrees_with_sums_one_by_one",
        "calls_the_activation_once_for_each_hidden_layer",
        "leaves_inputs_unchanged",
    },
    because="The activation is behind the last layer, too. Its scores should come "
    "out as they are.",
)
def activates_the_last_layer(weights, X, activation):
    if X.shape[1] != len(weights[0]):
        raise ValueError(f"{X.shape[1]} {len(weights[0])}")
    a = X
    for W in weights:
        a = activation(a @ W)
    return a


@wrong(
    "forward_pass",
    fails={
        "leaves_the_last_layer_as_it_is",
        "agrees_with_sums_one_by_one",
        "calls_the_activation_once_for_each_hidden_layer",
        "leaves_inputs_unchanged",
    },
    because="The inputs themselves go through the activation before anything is "
    "multiplied.",
)
def activates_the_inputs(weights, X, activation):
    if X.shape[1] != len(weights[0]):
        raise ValueError(f"{X.shape[1]} {len(weights[0])}")
    a = X
    for W in weights:
        a = activation(a) @ W
    return a


@wrong(
    "forward_pass",
    fails={
        "leaves_the_last_layer_as_it_is",
        "has_one_score_for_each_class",
        "agrees_with_sums_one_by_one",
        "calls_the_activation_once_for_each_hidden_layer",
        "leaves_inputs_unchanged",
    },
    because="The list of matrices becomes one array. They have different shapes, and "
    "NumPy refuses.",
)
def makes_one_array_of_all(weights, X, activation):
    if X.shape[1] != len(weights[0]):
        raise ValueError(f"{X.shape[1]} {len(weights[0])}")
    weights = np.array(weights)
    a = X
    for W in weights[:-1]:
        a = activation(a @ W)
    return a @ weights[-1]


@wrong(
    "forward_pass",
    fails={
        "agrees_with_sums_one_by_one",
        "calls_the_activation_once_for_each_hidden_layer",
    },
    because="There is always ReLU between the layers. The activation that was handed "
    "in is never called.",
)
def always_takes_relu(weights, X, activation):
    if X.shape[1] != len(weights[0]):
        raise ValueError(f"{X.shape[1]} {len(weights[0])}")
    a = X
    for W in weights[:-1]:
        a = np.maximum(a @ W, 0)
    return a @ weights[-1]


@wrong(
    "forward_pass",
    fails={
        "leaves_the_last_layer_as_it_is",
        "agrees_with_sums_one_by_one",
        "calls_the_activation_once_for_each_hidden_layer",
        "leaves_inputs_unchanged",
    },
    because="No activation is used at all. Layers of sums behind each other are no "
    "more than one layer.",
)
def forgets_the_activation(weights, X, activation):
    if X.shape[1] != len(weights[0]):
        raise ValueError(f"{X.shape[1]} {len(weights[0])}")
    a = X
    for W in weights:
        a = a @ W
    return a


@wrong(
    "forward_pass",
    fails={
        "leaves_the_last_layer_as_it_is",
        "agrees_with_sums_one_by_one",
        "calls_the_activation_once_for_each_hidden_layer",
        "leaves_inputs_unchanged",
    },
    because="Only the first example is looked at.",
)
def answers_for_one_example(weights, X, activation):
    if X.shape[1] != len(weights[0]):
        raise ValueError(f"{X.shape[1]} {len(weights[0])}")
    a = X[:1]
    for W in weights[:-1]:
        a = activation(a @ W)
    return a @ weights[-1]


@wrong(
    "forward_pass",
    fails={
        "leaves_inputs_unchanged",
    },
    because="The sums are written into your input, example by example, so that it is "
    "changed after the call.",
)
def overwrites_the_inputs(weights, X, activation):
    if X.shape[1] != len(weights[0]):
        raise ValueError(f"{X.shape[1]} {len(weights[0])}")
    a = X @ weights[0]
    X *= X > 0
    for W in weights[1:]:
        a = activation(a) @ W
    return a


@wrong(
    "forward_pass",
    fails={
        "agrees_with_sums_one_by_one",
    },
    because="There are always three layers. The list may hold more matrices, or fewer.",
)
def has_three_layers_at_most(weights, X, activation):
    if X.shape[1] != len(weights[0]):
        raise ValueError(f"{X.shape[1]} {len(weights[0])}")
    a = activation(X @ weights[0])
    if len(weights) == 3:
        a = activation(a @ weights[1])
    return a @ weights[-1]


# 7.6 shrink_effect ----------------------------------------------------------


@wrong(
    "shrink_effect",
    fails={
        "changes_nothing_without_biases",
        "counts_predictions_that_biases_change",
        "leaves_the_biases_of_all_layers_as_they_are",
        "agrees_with_updates_one_by_one",
        "thousands_of_updates_change_nothing",
        "leaves_the_weights_unchanged",
    },
    because="You count scores that changed. A prediction is the place of the largest "
    "score.",
)
def counts_changed_scores(weights, X, lr, steps, biases=None):
    if biases is None:
        biases = [0.0] * len(weights)
    found = []
    for factor in (1.0, (1 - lr) ** steps):
        a = X
        for W, b in zip(weights[:-1], biases[:-1]):
            a = np.maximum(a @ (factor * W) + b, 0)
        found.append(a @ (factor * weights[-1]) + biases[-1])
    return int(np.sum(np.any(~np.isclose(found[0], found[1]), axis=1)))


@wrong(
    "shrink_effect",
    fails={
        "leaves_the_weights_unchanged",
    },
    because="The matrices that were handed in are shrunk themselves. Work on copies.",
)
def shrinks_the_callers_weights(weights, X, lr, steps, biases=None):
    if biases is None:
        biases = [0.0] * len(weights)

    def winners():
        a = X
        for W, b in zip(weights[:-1], biases[:-1]):
            a = np.maximum(a @ W + b, 0)
        return np.argmax(a @ weights[-1] + biases[-1], axis=1)

    before = winners()
    for W in weights:
        W *= (1 - lr) ** steps
    return int(np.sum(before != winners()))


@wrong(
    "shrink_effect",
    fails={
        "counts_predictions_that_biases_change",
        "leaves_the_biases_of_all_layers_as_they_are",
        "agrees_with_updates_one_by_one",
        "leaves_the_weights_unchanged",
    },
    because="The biases are left out of the sums. Without them the answer is always 0.",
)
def forgets_the_biases(weights, X, lr, steps, biases=None):
    return 0


@wrong(
    "shrink_effect",
    fails={
        "counts_predictions_that_biases_change",
        "leaves_the_biases_of_all_layers_as_they_are",
        "agrees_with_updates_one_by_one",
        "leaves_the_weights_unchanged",
    },
    because="The biases shrink as well. The update is for the weights.",
)
def shrinks_the_biases(weights, X, lr, steps, biases=None):
    if biases is None:
        biases = [np.zeros(1)] * len(weights)
    found = []
    for factor in (1.0, (1 - lr) ** steps):
        a = X
        for W, b in zip(weights[:-1], biases[:-1]):
            a = np.maximum(a @ (factor * W) + factor * b, 0)
        scores = a @ (factor * weights[-1]) + factor * biases[-1]
        found.append(scores.argmax(axis=1))
    return int(np.sum(found[0] != found[1]))


@wrong(
    "shrink_effect",
    fails={
        "changes_nothing_without_biases",
        "counts_predictions_that_biases_change",
        "leaves_the_biases_of_all_layers_as_they_are",
        "agrees_with_updates_one_by_one",
        "thousands_of_updates_change_nothing",
        "leaves_the_weights_unchanged",
    },
    because="All updates together are one large step `steps * lr`. Each update takes "
    "its part of what is left.",
)
def takes_one_large_step(weights, X, lr, steps, biases=None):
    if biases is None:
        biases = [0.0] * len(weights)
    found = []
    for factor in (1.0, 1 - lr * steps):
        a = X
        for W, b in zip(weights[:-1], biases[:-1]):
            a = np.maximum(a @ (factor * W) + b, 0)
        scores = a @ (factor * weights[-1]) + biases[-1]
        found.append(scores.argmax(axis=1))
    return int(np.sum(found[0] != found[1]))


@wrong(
    "shrink_effect",
    fails={
        "counts_predictions_that_biases_change",
        "leaves_the_biases_of_all_layers_as_they_are",
        "agrees_with_updates_one_by_one",
        "does_nothing_in_no_steps",
        "leaves_the_weights_unchanged",
    },
    because="Only one update is made, whatever `steps` says.",
)
def makes_one_update(weights, X, lr, steps, biases=None):
    if biases is None:
        biases = [0.0] * len(weights)
    found = []
    for factor in (1.0, 1 - lr):
        a = X
        for W, b in zip(weights[:-1], biases[:-1]):
            a = np.maximum(a @ (factor * W) + b, 0)
        scores = a @ (factor * weights[-1]) + biases[-1]
        found.append(scores.argmax(axis=1))
    return int(np.sum(found[0] != found[1]))


@wrong(
    "shrink_effect",
    fails={
        "counts_predictions_that_biases_change",
        "leaves_the_biases_of_all_layers_as_they_are",
        "agrees_with_updates_one_by_one",
        "thousands_of_updates_change_nothing",
        "leaves_the_weights_unchanged",
    },
    because="You return which part of the examples changed. A whole number of "
    "examples is asked for.",
)
def gives_a_share(weights, X, lr, steps, biases=None):
    if biases is None:
        biases = [0.0] * len(weights)
    found = []
    for factor in (1.0, (1 - lr) ** steps):
        a = X
        for W, b in zip(weights[:-1], biases[:-1]):
            a = np.maximum(a @ (factor * W) + b, 0)
        scores = a @ (factor * weights[-1]) + biases[-1]
        found.append(scores.argmax(axis=1))
    return float(np.mean(found[0] != found[1]))


@wrong(
    "shrink_effect",
    fails={
        "counts_predictions_that_biases_change",
        "leaves_the_biases_of_all_layers_as_they_are",
        "agrees_with_updates_one_by_one",
        "thousands_of_updates_change_nothing",
        "does_nothing_in_no_steps",
        "leaves_the_weights_unchanged",
    },
    because="Something random is added to the weights. The update makes them "
    "smaller and does nothing else.",
)
def wiggles_the_weights(weights, X, lr, steps, biases=None):
    rng = np.random.default_rng(0)
    found, moved = [], weights
    for share in (0, 1):
        moved = [W + share * (steps > 0) * rng.normal(size=W.shape) for W in moved]
        a = X
        for k, W in enumerate(moved):
            a = a @ W + (0 if biases is None else biases[k])
            if k < len(moved) - 1:
                a = np.maximum(a, 0)
        found.append(a.argmax(axis=1))
    return int(np.sum(found[0] != found[1]))


# 7.7 softmax_ce_gradients ---------------------------------------------------


@wrong(
    "softmax_ce_gradients",
    fails={
        "gives_the_hand_worked_gradient",
        "agrees_with_finite_differences",
        "goes_through_three_layers",
        "works_for_one_layer_and_one_row",
        "survives_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="The slope along the last sums is the probability alone. Nothing in it "
    "knows which class is right.",
)
def forgets_the_right_class(weights, X, y):
    a = [X]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a[-1] @ weights[-1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = p / len(z)
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz)
        dz = (dz @ W.T) * (inputs > 0)
    return found[::-1]


@wrong(
    "softmax_ce_gradients",
    fails={
        "gives_the_hand_worked_gradient",
        "agrees_with_finite_differences",
        "goes_through_three_layers",
        "survives_large_sums",
    },
    because="You divide by the number of examples twice.",
)
def divides_twice(weights, X, y):
    a = [X]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a[-1] @ weights[-1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), y] -= 1
    dz = p / len(z)
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz / len(z))
        dz = (dz @ W.T) * (inputs > 0)
    return found[::-1]


@wrong(
    "softmax_ce_gradients",
    fails={
        "gives_the_hand_worked_gradient",
        "agrees_with_finite_differences",
        "goes_through_three_layers",
        "survives_large_sums",
    },
    because="This is the gradient of the sum over the examples. The loss is their "
    "mean.",
)
def adds_up_the_examples(weights, X, y):
    a = [X]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a[-1] @ weights[-1]
    dz = np.exp(z - z.max(axis=1, keepdims=True))
    dz /= dz.sum(axis=1, keepdims=True)
    dz[np.arange(len(z)), y] -= 1
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz)
        dz = (dz @ W.T) * (inputs > 0)
    return found[::-1]


@wrong(
    "softmax_ce_gradients",
    fails={
        "agrees_with_finite_differences",
        "goes_through_three_layers",
        "works_for_one_layer_and_one_row",
    },
    because="The slope goes back through units that were off. A ReLU that gave 0 "
    "passes nothing on.",
)
def goes_through_units_that_are_off(weights, X, y):
    a = [X]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a[-1] @ weights[-1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), y] -= 1
    dz = p / len(z)
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz)
        dz = dz @ W.T
    return found[::-1]


@wrong(
    "softmax_ce_gradients",
    fails={
        "gives_the_hand_worked_gradient",
        "agrees_with_finite_differences",
        "goes_through_three_layers",
        "works_for_one_layer_and_one_row",
        "survives_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="ReLU is applied to the last sums as well, before the softmax.",
)
def rectifies_the_scores(weights, X, y):
    a = [X]
    for W in weights:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a.pop()
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), y] -= 1
    dz = p / len(z) * (a[-1] @ weights[-1] > 0)
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz)
        dz = (dz @ W.T) * (inputs > 0)
    return found[::-1]


@wrong(
    "softmax_ce_gradients",
    fails={
        "gives_the_hand_worked_gradient",
        "agrees_with_finite_differences",
        "goes_through_three_layers",
        "works_for_one_layer_and_one_row",
        "survives_large_sums",
    },
    because="The gradient points the wrong way: it is right class minus probability.",
)
def points_downhill(weights, X, y):
    a = [X]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a[-1] @ weights[-1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), y] -= 1
    dz = -p / len(z)
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz)
        dz = (dz @ W.T) * (inputs > 0)
    return found[::-1]


@wrong(
    "softmax_ce_gradients",
    fails={
        "survives_large_sums",
    },
    because="Powers of e of large sums are infinite, and infinite divided by "
    "infinite is not a number.",
)
def overflows(weights, X, y):
    a = [X]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    p = np.exp(a[-1] @ weights[-1])
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), y] -= 1
    dz = p / len(p)
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz)
        dz = (dz @ W.T) * (inputs > 0)
    return found[::-1]


@wrong(
    "softmax_ce_gradients",
    fails={
        "gives_the_hand_worked_gradient",
        "agrees_with_finite_differences",
        "goes_through_three_layers",
        "survives_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="The softmax divides by the sum over all examples. Each example has its "
    "own probabilities.",
)
def one_softmax_for_all(weights, X, y):
    a = [X]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a[-1] @ weights[-1]
    p = np.exp(z - z.max())
    p /= p.sum()
    p[np.arange(len(z)), y] -= 1
    dz = p / len(z)
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz)
        dz = (dz @ W.T) * (inputs > 0)
    return found[::-1]


@wrong(
    "softmax_ce_gradients",
    fails={
        "agrees_with_finite_differences",
        "goes_through_three_layers",
        "works_for_one_layer_and_one_row",
        "leaves_its_inputs_unchanged",
    },
    because="The gradients come in the order in which they were found, the last "
    "layer first.",
)
def lists_the_last_layer_first(weights, X, y):
    a = [X]
    for W in weights[:-1]:
        a.append(np.maximum(a[-1] @ W, 0))
    z = a[-1] @ weights[-1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), y] -= 1
    dz = p / len(z)
    found = []
    for W, inputs in zip(weights[::-1], a[::-1]):
        found.append(inputs.T @ dz)
        dz = (dz @ W.T) * (inputs > 0)
    return found


# 7.8 features_to_bytes and features_from_bytes ------------------------------


@wrong(
    "features_to_bytes",
    fails={
        "writes_an_archive_of_two_arrays",
        "keeps_dtypes_in_the_file",
        "takes_lists_and_no_rows",
    },
    because="The file holds the name of a file in place of the features. They "
    "are gone.",
)
def stores_a_name(X, y):
    import io

    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or object in (X.dtype, y.dtype):
        raise ValueError(f"{len(X)} {len(y)}")
    file = io.BytesIO()
    np.savez(file, X=np.array("features.npz"), y=y)
    return np.frombuffer(file.getvalue(), dtype=np.uint8)


@wrong(
    "features_to_bytes",
    fails={
        "writes_no_pickle",
    },
    because="Objects are pickled into the file. Whoever opens it has to trust you.",
)
def pickles_objects(X, y):
    import io

    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y):
        raise ValueError(f"{len(X)} {len(y)}")
    file = io.BytesIO()
    np.savez(file, X=X, y=y)
    return np.frombuffer(file.getvalue(), dtype=np.uint8)


@wrong(
    "features_to_bytes",
    fails={
        "keeps_dtypes_in_the_file",
        "takes_lists_and_no_rows",
    },
    because="Both arrays become 64-bit floating point numbers on the way. They "
    "should keep their dtypes.",
)
def makes_everything_float(X, y):
    import io

    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or object in (X.dtype, y.dtype):
        raise ValueError(f"{len(X)} {len(y)}")
    file = io.BytesIO()
    np.savez(file, X=X.astype(float), y=y.astype(float))
    return np.frombuffer(file.getvalue(), dtype=np.uint8)


@wrong(
    "features_to_bytes",
    fails={
        "refuses_tables_of_two_lengths",
    },
    because="A table and labels of different lengths are stored without a word.",
)
def compares_no_lengths(X, y):
    import io

    X, y = np.asarray(X), np.asarray(y)
    if object in (X.dtype, y.dtype):
        raise ValueError("objects")
    file = io.BytesIO()
    np.savez(file, X=X, y=y)
    return np.frombuffer(file.getvalue(), dtype=np.uint8)


@wrong(
    "features_to_bytes",
    fails={
        "writes_an_archive_of_two_arrays",
        "keeps_dtypes_in_the_file",
        "takes_lists_and_no_rows",
    },
    because="The arrays have the names that NumPy makes up. Nobody knows which "
    "is which.",
)
def gives_no_names(X, y):
    import io

    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or object in (X.dtype, y.dtype):
        raise ValueError(f"{len(X)} {len(y)}")
    file = io.BytesIO()
    np.savez(file, X, y)
    return np.frombuffer(file.getvalue(), dtype=np.uint8)


@wrong(
    "features_to_bytes",
    fails={
        "writes_an_archive_of_two_arrays",
        "keeps_dtypes_in_the_file",
        "takes_lists_and_no_rows",
    },
    because="The pair is pickled as a whole. Opening such a file can run code.",
)
def pickles_the_pair(X, y):
    import io
    import pickle

    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or object in (X.dtype, y.dtype):
        raise ValueError(f"{len(X)} {len(y)}")
    file = io.BytesIO(pickle.dumps((X, y)))
    return np.frombuffer(file.getvalue(), dtype=np.uint8)


@wrong(
    "features_from_bytes",
    fails={
        "refuses_a_pickled_array",
        "unpickles_nothing",
    },
    because="Pickled arrays are read as well. Whoever sends you a file decides "
    "what runs.",
)
def trusts_files_of_others(content):
    import io

    file = io.BytesIO(np.asarray(content).tobytes())
    with np.load(file, allow_pickle=True) as arrays:
        for name in ("X", "y"):
            if name not in arrays:
                raise ValueError(f"no {name}")
        return arrays["X"], arrays["y"]


@wrong(
    "features_from_bytes",
    fails={
        "reads_features_and_labels",
        "keeps_dtypes_of_the_file",
    },
    because="Labels come first and features second.",
)
def swaps_the_pair(content):
    import io

    file = io.BytesIO(np.asarray(content).tobytes())
    with np.load(file, allow_pickle=False) as arrays:
        for name in ("X", "y"):
            if name not in arrays:
                raise ValueError(f"no {name}")
        return arrays["y"], arrays["X"]


@wrong(
    "features_from_bytes",
    fails={
        "reads_features_and_labels",
        "names_a_missing_table",
    },
    because="The first two arrays of the file are taken, whatever they are called.",
)
def goes_by_the_order(content):
    import io

    file = io.BytesIO(np.asarray(content).tobytes())
    with np.load(file, allow_pickle=False) as arrays:
        if len(arrays.files) < 2:
            raise ValueError("no y")
        return arrays[arrays.files[0]], arrays[arrays.files[1]]


@wrong(
    "features_from_bytes",
    fails={
        "names_what_is_missing",
        "names_a_missing_table",
    },
    because="A missing array ends in another error than the description promises.",
)
def lets_numpy_complain(content):
    import io

    file = io.BytesIO(np.asarray(content).tobytes())
    with np.load(file, allow_pickle=False) as arrays:
        return arrays["X"], arrays["y"]


@wrong(
    "features_from_bytes",
    fails={
        "keeps_dtypes_of_the_file",
    },
    because="Features become floating point numbers and labels whole numbers, "
    "whatever the file says.",
)
def makes_labels_whole(content):
    import io

    file = io.BytesIO(np.asarray(content).tobytes())
    with np.load(file, allow_pickle=False) as arrays:
        for name in ("X", "y"):
            if name not in arrays:
                raise ValueError(f"no {name}")
        return arrays["X"].astype(float), arrays["y"].astype(int)


@wrong(
    "features_from_bytes",
    fails={
        "reads_features_and_labels",
        "refuses_a_pickled_array",
        "keeps_dtypes_of_the_file",
        "unpickles_nothing",
    },
    because="What NumPy returns for the whole file is handed on, and it is "
    "closed. Two arrays are asked for.",
)
def returns_the_archive(content):
    import io

    file = io.BytesIO(np.asarray(content).tobytes())
    with np.load(file, allow_pickle=False) as arrays:
        for name in ("X", "y"):
            if name not in arrays:
                raise ValueError(f"no {name}")
        return arrays


# 7.9 split_by_fruit ---------------------------------------------------------


@wrong(
    "split_by_fruit",
    fails={
        "keeps_each_fruit_on_one_side",
        "takes_its_part_of_the_fruits",
        "sends_photographs_where_their_fruit_goes",
        "gives_each_fruit_the_same_chance",
        "leaves_no_side_empty",
    },
    because="Photographs are drawn, not fruits. Nearly equal photographs of one fruit "
    "are on both sides.",
)
def draws_photographs(ids, fraction, rng):
    fruits = len(set(np.asarray(ids).tolist()))
    if not 0 < fraction < 1 or fruits < 2:
        raise ValueError(f"{fraction} {fruits}")
    order = rng.permutation(len(ids))
    size = round(fraction * len(ids))
    return order[size:], order[:size]


@wrong(
    "split_by_fruit",
    fails={
        "draws_fruits_from_the_generator",
        "gives_each_fruit_the_same_chance",
    },
    because="The fruits for the test are always the same. The generator is not used.",
)
def ignores_the_generator(ids, fraction, rng):
    fruits = np.unique(ids)
    if not 0 < fraction < 1 or len(fruits) < 2:
        raise ValueError(f"{fraction} {len(fruits)}")
    size = min(max(round(fraction * len(fruits)), 1), len(fruits) - 1)
    is_test = np.isin(ids, fruits[:size])
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


@wrong(
    "split_by_fruit",
    fails={
        "leaves_no_side_empty",
    },
    because="A small part of the fruits is rounded to none, or a large one to all, "
    "and one side stays empty.",
)
def leaves_a_side_empty(ids, fraction, rng):
    fruits = rng.permutation(np.unique(ids))
    if not 0 < fraction < 1 or len(fruits) < 2:
        raise ValueError(f"{fraction} {len(fruits)}")
    is_test = np.isin(ids, fruits[: round(fraction * len(fruits))])
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


@wrong(
    "split_by_fruit",
    fails={
        "takes_its_part_of_the_fruits",
        "sends_photographs_where_their_fruit_goes",
        "gives_each_fruit_the_same_chance",
    },
    because="Fruits are taken until the test has its part of the photographs. The "
    "description counts fruits.",
)
def counts_photographs(ids, fraction, rng):
    ids = np.asarray(ids)
    fruits, sizes = np.unique(ids, return_counts=True)
    if not 0 < fraction < 1 or len(fruits) < 2:
        raise ValueError(f"{fraction} {len(fruits)}")
    order = rng.permutation(len(fruits))
    reach = np.cumsum(sizes[order])
    size = int(np.sum(reach <= fraction * len(ids)))
    size = min(max(size, 1), len(fruits) - 1)
    is_test = np.isin(ids, fruits[order[:size]])
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


@wrong(
    "split_by_fruit",
    fails={
        "gives_each_fruit_the_same_chance",
    },
    because="A fruit with many photographs is drawn more often: the shuffled list "
    "holds each fruit once for each of its photographs.",
)
def draws_fruits_by_photographs(ids, fraction, rng):
    ids = np.asarray(ids)
    shuffled = ids[rng.permutation(len(ids))]
    fruits = list(dict.fromkeys(shuffled.tolist()))
    if not 0 < fraction < 1 or len(fruits) < 2:
        raise ValueError(f"{fraction} {len(fruits)}")
    size = min(max(round(fraction * len(fruits)), 1), len(fruits) - 1)
    is_test = np.isin(ids, fruits[:size])
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


@wrong(
    "split_by_fruit",
    fails={
        "keeps_each_fruit_on_one_side",
        "takes_its_part_of_the_fruits",
        "sends_photographs_where_their_fruit_goes",
        "gives_each_fruit_the_same_chance",
        "leaves_no_side_empty",
    },
    because="The two results are the numbers of the fruits. The numbers of the "
    "photographs are asked for.",
)
def gives_fruits(ids, fraction, rng):
    fruits = rng.permutation(np.unique(ids))
    if not 0 < fraction < 1 or len(fruits) < 2:
        raise ValueError(f"{fraction} {len(fruits)}")
    size = min(max(round(fraction * len(fruits)), 1), len(fruits) - 1)
    return fruits[size:], fruits[:size]


@wrong(
    "split_by_fruit",
    fails={
        "takes_its_part_of_the_fruits",
        "sends_photographs_where_their_fruit_goes",
        "leaves_no_side_empty",
    },
    because="`train` and `test` have exchanged their places.",
)
def swaps_the_sides(ids, fraction, rng):
    fruits = rng.permutation(np.unique(ids))
    if not 0 < fraction < 1 or len(fruits) < 2:
        raise ValueError(f"{fraction} {len(fruits)}")
    size = min(max(round(fraction * len(fruits)), 1), len(fruits) - 1)
    is_test = np.isin(ids, fruits[:size])
    return np.flatnonzero(is_test), np.flatnonzero(~is_test)


@wrong(
    "split_by_fruit",
    fails={
        "refuses_what_cannot_be_split",
    },
    because="Photographs of a single fruit are split, or a part below 0 or above 1 is "
    "accepted. Refuse what cannot be done.",
)
def accepts_everything(ids, fraction, rng):
    fruits = rng.permutation(np.unique(ids))
    size = min(max(round(fraction * len(fruits)), 1), len(fruits) - 1)
    is_test = np.isin(ids, fruits[:size])
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


# 7.10 examples_for_rgb_to_hue -----------------------------------------------


@wrong(
    "examples_for_rgb_to_hue",
    fails={
        "catches_a_division_by_zero",
    },
    because="No pixel is grey, so a function that divides by 0 there is not noticed.",
)
def never_tries_grey():
    return [([0, 255, 0], 1 / 3), ([255, 0, 51], 29 / 30), ([10, 0, 20], 0.75)]


@wrong(
    "examples_for_rgb_to_hue",
    fails={
        "catches_a_negative_hue",
        "catches_bytes",
    },
    because="No red has more blue than green, so a negative hue never shows.",
)
def never_goes_below_red():
    return [([0, 255, 100], 0.3987), ([9, 9, 9], 0.0), ([100, 50, 40], 1 / 36)]


@wrong(
    "examples_for_rgb_to_hue",
    fails={
        "has_three_examples_or_more",
        "right_functions_agree",
        "catches_a_division_by_zero",
        "catches_a_negative_hue",
        "catches_bytes",
        "catches_exchanged_colours",
        "catches_degrees",
    },
    because="You expect degrees. A hue is a part of a full turn.",
)
def expects_degrees():
    return [([0, 255, 0], 120), ([9, 9, 9], 0), ([255, 0, 51], 348)]


@wrong(
    "examples_for_rgb_to_hue",
    fails={
        "expects_different_hues",
        "catches_a_negative_hue",
        "catches_bytes",
        "catches_exchanged_colours",
        "catches_degrees",
    },
    because="Red and grey both have the hue 0. Functions that exchange other colours "
    "or stretch the circle agree with that.",
)
def tries_only_hue_0():
    return [([255, 0, 0], 0.0), ([9, 9, 9], 0.0), ([0, 0, 0], 0.0), ([80, 7, 7], 0)]


@wrong(
    "examples_for_rgb_to_hue",
    fails={
        "right_functions_agree",
        "catches_a_division_by_zero",
        "catches_a_negative_hue",
        "catches_bytes",
        "catches_exchanged_colours",
        "catches_degrees",
    },
    because="One of your hues is wrong. Do the arithmetic of each pixel once more, "
    "with a pencil.",
)
def miscalculates():
    return [([0, 255, 0], 1 / 3), ([9, 9, 9], 0.0), ([255, 0, 51], 1 / 30)]


@wrong(
    "examples_for_rgb_to_hue",
    fails={
        "has_three_examples_or_more",
        "catches_a_negative_hue",
        "catches_bytes",
    },
    because="Two examples leave room for most mistakes.",
)
def gives_two_examples():
    return [([0, 255, 0], 1 / 3), ([9, 9, 9], 0.0)]


@wrong(
    "examples_for_rgb_to_hue",
    fails={
        "catches_a_negative_hue",
        "catches_bytes",
    },
    because="In none of your pixels is a smaller byte reduced by a larger one in the "
    "formula that applies, so bytes give the same result.",
)
def never_subtracts_below_zero():
    return [([9, 9, 9], 0.0), ([100, 50, 40], 1 / 36), ([40, 100, 50], 0.3611)]
