"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong

# 6.1 parse_line -------------------------------------------------------------


@wrong(
    "parse_line",
    fails={
        "reads_the_label_and_scales_the_pixels",
        "keeps_the_order_of_the_pixels",
    },
    because="The label is among your pixels: there are 785 of them. It is the first "
    "number of the line and no brightness.",
)
def keeps_the_label_among_the_pixels(text):
    entries = text.split(",")
    if len(entries) != 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    for place, entry in enumerate(entries):
        highest = 255 if place else 9
        if not entry.strip().lstrip("-").isdigit() or not 0 <= int(entry) <= highest:
            raise ValueError(f"{entry!r} is not in its range")
    numbers = np.array([int(entry) for entry in entries])
    return int(numbers[0]), 0.01 + 0.99 * numbers / 255


@wrong(
    "parse_line",
    fails={
        "reads_the_label_and_scales_the_pixels",
        "keeps_the_order_of_the_pixels",
    },
    because="You divide by 255 and stop there: paper is 0 and not 0.01. A weight "
    "behind an input of 0 does not learn.",
)
def only_divides(text):
    entries = text.split(",")
    if len(entries) != 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    for place, entry in enumerate(entries):
        highest = 255 if place else 9
        if not entry.strip().lstrip("-").isdigit() or not 0 <= int(entry) <= highest:
            raise ValueError(f"{entry!r} is not in its range")
    numbers = np.array([int(entry) for entry in entries])
    return int(numbers[0]), numbers[1:] / 255


@wrong(
    "parse_line",
    fails={
        "reads_the_label_and_scales_the_pixels",
        "keeps_the_order_of_the_pixels",
    },
    because="You add 0.01 and keep the whole range, so that the strongest ink is "
    "1.01. The range has to shrink, too.",
)
def shifts_without_shrinking(text):
    entries = text.split(",")
    if len(entries) != 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    for place, entry in enumerate(entries):
        highest = 255 if place else 9
        if not entry.strip().lstrip("-").isdigit() or not 0 <= int(entry) <= highest:
            raise ValueError(f"{entry!r} is not in its range")
    numbers = np.array([int(entry) for entry in entries])
    return int(numbers[0]), numbers[1:] / 255 + 0.01


@wrong(
    "parse_line",
    fails={
        "reads_the_label_and_scales_the_pixels",
        "returns_a_whole_label_and_an_array",
        "keeps_the_order_of_the_pixels",
    },
    because="Your label is still a piece of text. '7' is not equal to 7, and no "
    "comparison with it will ever be true.",
)
def leaves_the_label_as_text(text):
    entries = text.split(",")
    if len(entries) != 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    for place, entry in enumerate(entries):
        highest = 255 if place else 9
        if not entry.strip().lstrip("-").isdigit() or not 0 <= int(entry) <= highest:
            raise ValueError(f"{entry!r} is not in its range")
    numbers = np.array([int(entry) for entry in entries])
    return entries[0], 0.01 + 0.99 * numbers[1:] / 255


@wrong(
    "parse_line",
    fails={"returns_a_whole_label_and_an_array"},
    because="The pixels come back as a list. A list times a number does not multiply "
    "its entries.",
)
def returns_a_list(text):
    entries = text.split(",")
    if len(entries) != 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    for place, entry in enumerate(entries):
        highest = 255 if place else 9
        if not entry.strip().lstrip("-").isdigit() or not 0 <= int(entry) <= highest:
            raise ValueError(f"{entry!r} is not in its range")
    return int(entries[0]), [0.01 + 0.99 * int(entry) / 255 for entry in entries[1:]]


@wrong(
    "parse_line",
    fails={
        "refuses_a_line_that_was_cut",
        "refuses_other_lengths",
        "refuses_numbers_out_of_range",
        "refuses_what_is_no_whole_number",
    },
    because="You trust every line. One that lost its end becomes a digit with too few "
    "pixels, and the error shows up far away.",
)
def trusts_the_line(text):
    numbers = np.array([float(entry or 0) for entry in text.split(",")])
    return int(numbers[0]), 0.01 + 0.99 * numbers[1:] / 255


@wrong(
    "parse_line",
    fails={"refuses_other_lengths"},
    because="A line that is too short is refused, but one that is too long loses its "
    "end without a word.",
)
def cuts_off_what_is_too_much(text):
    entries = text.split(",")
    if len(entries) < 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    numbers = []
    for place, entry in enumerate(entries[:785]):
        highest = 255 if place else 9
        if not entry.strip().lstrip("-").isdigit() or not 0 <= int(entry) <= highest:
            raise ValueError(f"{entry!r} is not in its range")
        numbers.append(int(entry))
    return numbers[0], 0.01 + 0.99 * np.array(numbers[1:]) / 255


@wrong(
    "parse_line",
    fails={"refuses_numbers_out_of_range"},
    because="Numbers outside of their range are accepted: a pixel of 256 or a label of "
    "10 comes from a damaged line.",
)
def accepts_every_whole_number(text):
    entries = text.split(",")
    if len(entries) != 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    numbers = np.array([int(entry) for entry in entries])
    return int(numbers[0]), 0.01 + 0.99 * numbers[1:] / 255


@wrong(
    "parse_line",
    fails={"refuses_numbers_out_of_range"},
    because="Pixels are checked and the label is not, or with the range of a pixel. "
    "There are ten digits.",
)
def takes_the_label_for_a_pixel(text):
    entries = text.split(",")
    if len(entries) != 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    numbers = np.array([int(entry) for entry in entries])
    if numbers.min() < 0 or numbers.max() > 255:
        raise ValueError(f"a number of {numbers.min()} or {numbers.max()}")
    return int(numbers[0]), 0.01 + 0.99 * numbers[1:] / 255


@wrong(
    "parse_line",
    fails={"refuses_what_is_no_whole_number"},
    because="You read 2.5 as a number and cut it down or keep it. Brightness comes in "
    "whole numbers, so such a line is damaged.",
)
def accepts_fractions(text):
    entries = text.split(",")
    if len(entries) != 785:
        raise ValueError(f"{len(entries)} entries, expected 785")
    numbers = np.array([float(entry) for entry in entries])
    odd = [n for n in numbers[1:] if n < 0 or n > 255]
    if odd or not 0 <= numbers[0] <= 9:
        raise ValueError(f"{[int(n) for n in odd]} or label {int(numbers[0])}")
    return int(numbers[0]), 0.01 + 0.99 * numbers[1:] / 255


# 6.2 targets ----------------------------------------------------------------


@wrong(
    "targets",
    fails={
        "marks_the_place_of_each_label",
        "takes_other_numbers",
        "works_for_ten_classes",
    },
    because="Your targets are 0 and 1, which no sigmoid ever reaches. The weights "
    "would grow for ever after them.",
)
def writes_zero_and_one(labels, k=10, low=0.01, high=0.99):
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"shape {labels.shape}")
    for label in labels.tolist():
        if label not in range(k):
            raise ValueError(f"{label} with k = {k}")
    return np.eye(k)[labels.astype(int)]


@wrong(
    "targets",
    fails={"takes_other_numbers"},
    because="0.01 and 0.99 are written into your code. `low` and `high` may have "
    "other values.",
)
def ignores_low_and_high(labels, k=10, low=0.01, high=0.99):
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"shape {labels.shape}")
    for label in labels.tolist():
        if label not in range(k):
            raise ValueError(f"{label} with k = {k}")
    return 0.01 + 0.98 * np.eye(k)[labels.astype(int)]


@wrong(
    "targets",
    fails={
        "marks_the_place_of_each_label",
        "takes_other_numbers",
        "works_for_ten_classes",
        "refuses_labels_out_of_range",
    },
    because="Your examples stand in columns. In this course a row is an example.",
)
def puts_examples_into_columns(labels, k=10, low=0.01, high=0.99):
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"shape {labels.shape}")
    for label in labels.tolist():
        if label not in range(k):
            raise ValueError(f"{label} with k = {k}")
    return (low + (high - low) * np.eye(k)[labels.astype(int)]).T


@wrong(
    "targets",
    fails={
        "marks_the_place_of_each_label",
        "takes_other_numbers",
        "works_for_ten_classes",
    },
    because="Each high target stands one place too far to the left. The digit 0 has "
    "the first output, because places count from 0.",
)
def counts_places_from_one(labels, k=10, low=0.01, high=0.99):
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"shape {labels.shape}")
    for label in labels.tolist():
        if label not in range(k):
            raise ValueError(f"{label} with k = {k}")
    return low + (high - low) * np.eye(k)[labels.astype(int) - 1]


@wrong(
    "targets",
    fails={"refuses_labels_out_of_range", "refuses_labels_that_are_not_whole"},
    because="Labels are not checked, and NumPy counts negative places from the end: "
    "the label -2 marks the last output but one.",
)
def lets_numpy_count_from_the_end(labels, k=10, low=0.01, high=0.99):
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"shape {labels.shape}")
    rows = np.full((len(labels), k), float(low))
    for row, label in zip(rows, labels):
        row[int(label)] = high
    return rows


@wrong(
    "targets",
    fails={"works_for_ten_classes"},
    because="The number of classes is taken from the labels that occur. Ten outputs "
    "remain ten outputs if no 9 is among the examples.",
)
def takes_k_from_the_labels(labels, k=10, low=0.01, high=0.99):
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"shape {labels.shape}")
    for label in labels.tolist():
        if label not in range(k):
            raise ValueError(f"{label} with k = {k}")
    return low + (high - low) * np.eye(int(labels.max()) + 1)[labels.astype(int)]


@wrong(
    "targets",
    fails={"refuses_other_shapes"},
    because="A single label or a table of labels is taken as if it were a row of "
    "them. The result has a shape that nobody expects.",
)
def flattens_everything(labels, k=10, low=0.01, high=0.99):
    labels = np.asarray(labels).ravel()
    for label in labels.tolist():
        if label not in range(k):
            raise ValueError(f"{label} with k = {k}")
    return low + (high - low) * np.eye(k)[labels.astype(int)]


@wrong(
    "targets",
    fails={"refuses_labels_that_are_not_whole"},
    because="Labels that are no whole numbers are cut down or converted: 2.5 counts "
    "as a 2. Such a label is a mistake in the data.",
)
def cuts_labels_down(labels, k=10, low=0.01, high=0.99):
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"shape {labels.shape}")
    labels = labels.astype(int)
    for label in labels.tolist():
        if label not in range(k):
            raise ValueError(f"{label} with k = {k}")
    return low + (high - low) * np.eye(k)[labels]


# 6.3 init_perceptron --------------------------------------------------------


@wrong(
    "init_perceptron",
    fails={
        "first_matrix_has_a_fitting_spread",
        "spread_follows_the_number_of_inputs",
    },
    because="All weights lie between -0.5 and 0.5, however many inputs a unit has. "
    "With 784 inputs the sums are far out on the flat ends of the sigmoid.",
)
def draws_between_minus_and_plus_a_half(d, h, k, rng):
    if min(d, h, k) < 1:
        raise ValueError(f"{d}, {h}, {k}: 1 or more")
    return {
        "W1": rng.uniform(-0.5, 0.5, size=(d, h)),
        "W2": rng.uniform(-0.5, 0.5, size=(h, k)),
    }


@wrong(
    "init_perceptron",
    fails={
        "first_matrix_has_a_fitting_spread",
        "spread_follows_the_number_of_inputs",
    },
    because="You divide by the root of the number of units behind the weights. What "
    "is added up in a unit is its inputs.",
)
def follows_the_number_of_outputs(d, h, k, rng):
    if min(d, h, k) < 1:
        raise ValueError(f"{d}, {h}, {k}: 1 or more")
    return {
        "W1": rng.normal(size=(d, h)) / np.sqrt(h),
        "W2": rng.normal(size=(h, k)) / np.sqrt(k),
    }


@wrong(
    "init_perceptron",
    fails={
        "first_matrix_has_a_fitting_spread",
        "spread_follows_the_number_of_inputs",
    },
    because="Your standard deviation is 1 / d, which would be right for the variance. "
    "The sums of the hidden layer become tiny.",
)
def takes_the_variance_for_the_deviation(d, h, k, rng):
    if min(d, h, k) < 1:
        raise ValueError(f"{d}, {h}, {k}: 1 or more")
    return {"W1": rng.normal(size=(d, h)) / d, "W2": rng.normal(size=(h, k)) / h}


@wrong(
    "init_perceptron",
    fails={
        "first_matrix_has_a_fitting_spread",
        "spread_follows_the_number_of_inputs",
    },
    because="You draw evenly between -r and r with r where the standard deviation "
    "should be. Such numbers have a smaller standard deviation than r.",
)
def takes_the_range_for_the_deviation(d, h, k, rng):
    if min(d, h, k) < 1:
        raise ValueError(f"{d}, {h}, {k}: 1 or more")
    return {
        "W1": rng.uniform(-1, 1, size=(d, h)) / np.sqrt(d),
        "W2": rng.uniform(-1, 1, size=(h, k)) / np.sqrt(h),
    }


@wrong(
    "init_perceptron",
    fails={"spread_follows_the_number_of_inputs"},
    because="Both matrices get the spread that fits the inputs of the first. A unit "
    "of the output layer has another number of inputs.",
)
def uses_one_spread_for_both(d, h, k, rng):
    if min(d, h, k) < 1:
        raise ValueError(f"{d}, {h}, {k}: 1 or more")
    return {
        "W1": rng.normal(size=(d, h)) / np.sqrt(d),
        "W2": rng.normal(size=(h, k)) / np.sqrt(d),
    }


@wrong(
    "init_perceptron",
    fails={
        "first_matrix_has_a_fitting_spread",
        "weights_lie_around_zero",
        "spread_follows_the_number_of_inputs",
    },
    because="All your weights are positive, so all sums of a layer are large and "
    "alike. They should lie around 0.",
)
def draws_positive_weights(d, h, k, rng):
    if min(d, h, k) < 1:
        raise ValueError(f"{d}, {h}, {k}: 1 or more")
    return {
        "W1": rng.random(size=(d, h)) / np.sqrt(d),
        "W2": rng.random(size=(h, k)) / np.sqrt(h),
    }


@wrong(
    "init_perceptron",
    fails={"gives_the_same_for_the_same_seed"},
    because="The weights do not come from `rng`: two calls with equal generators give "
    "different weights.",
)
def draws_from_elsewhere(d, h, k, rng):
    if min(d, h, k) < 1:
        raise ValueError(f"{d}, {h}, {k}: 1 or more")
    other = np.random.default_rng()
    return {
        "W1": other.normal(size=(d, h)) / np.sqrt(d),
        "W2": other.normal(size=(h, k)) / np.sqrt(h),
    }


@wrong(
    "init_perceptron",
    fails={"has_two_arrays_of_the_right_shapes"},
    because="Your matrices lie on their sides, one row for each unit. In this course "
    "examples are rows, so a weight matrix has a row for each input.",
)
def turns_the_matrices(d, h, k, rng):
    if min(d, h, k) < 1:
        raise ValueError(f"{d}, {h}, {k}: 1 or more")
    return {
        "W1": rng.normal(size=(h, d)) / np.sqrt(d),
        "W2": rng.normal(size=(k, h)) / np.sqrt(h),
    }


# 6.4 query ------------------------------------------------------------------


@wrong(
    "query",
    fails={"answers_as_worked_by_hand", "computes_both_layers", "takes_one_example"},
    because="The outputs of an example add up to 1: that is softmax. Here each output "
    "has a sigmoid of its own.",
)
def ends_with_softmax(params, X):
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim not in (1, 2) or X.shape[-1] != d:
        raise ValueError(f"{X.shape} but d = {d}")
    a1 = 0.5 * (1 + np.tanh(0.5 * (X @ params["W1"])))
    z2 = a1 @ params["W2"]
    powers = np.exp(z2 - z2.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong(
    "query",
    fails={"answers_as_worked_by_hand", "computes_both_layers"},
    because="The hidden layer hands its sums on as they are. Two layers without a bend "
    "between them are one layer.",
)
def forgets_the_hidden_sigmoid(params, X):
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim not in (1, 2) or X.shape[-1] != d:
        raise ValueError(f"{X.shape} but d = {d}")
    return 0.5 * (1 + np.tanh(0.5 * (X @ params["W1"] @ params["W2"])))


@wrong(
    "query",
    fails={
        "answers_as_worked_by_hand",
        "computes_both_layers",
        "survives_large_sums",
        "takes_one_example",
    },
    because="Your outputs are sums, of any size. The output layer applies the sigmoid, "
    "too.",
)
def forgets_the_output_sigmoid(params, X):
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim not in (1, 2) or X.shape[-1] != d:
        raise ValueError(f"{X.shape} but d = {d}")
    return 0.5 * (1 + np.tanh(0.5 * (X @ params["W1"]))) @ params["W2"]


@wrong(
    "query",
    fails={"survives_large_sums"},
    because="exp overflows for large sums, and NumPy warns. Chapter 2 has a sigmoid "
    "that stays calm.",
)
def overflows(params, X):
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim not in (1, 2) or X.shape[-1] != d:
        raise ValueError(f"{X.shape} but d = {d}")
    a1 = 1 / (1 + np.exp(-(X @ params["W1"])))
    return 1 / (1 + np.exp(-(a1 @ params["W2"])))


@wrong(
    "query",
    fails={
        "answers_as_worked_by_hand",
        "computes_both_layers",
        "survives_large_sums",
    },
    because="Your examples come back in columns, one row for each output. In this "
    "course an example is a row.",
)
def returns_columns(params, X):
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim not in (1, 2) or X.shape[-1] != d:
        raise ValueError(f"{X.shape} but d = {d}")
    a1 = 0.5 * (1 + np.tanh(0.5 * (params["W1"].T @ X.T)))
    return 0.5 * (1 + np.tanh(0.5 * (params["W2"].T @ a1)))


@wrong(
    "query",
    fails={"takes_one_example", "computes_both_layers"},
    because="A single example comes back as a table with one row. One row of numbers "
    "in, one row of numbers out.",
)
def makes_a_table_of_one_example(params, X):
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim not in (1, 2) or X.shape[-1] != d:
        raise ValueError(f"{X.shape} but d = {d}")
    a1 = 0.5 * (1 + np.tanh(0.5 * (np.atleast_2d(X) @ params["W1"])))
    return 0.5 * (1 + np.tanh(0.5 * (a1 @ params["W2"])))


@wrong(
    "query",
    fails={"answers_as_worked_by_hand", "computes_both_layers"},
    because="Your activation is tanh, which runs from -1 to 1. The sigmoid runs from "
    "0 to 1.",
)
def uses_tanh_in_the_hidden_layer(params, X):
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim not in (1, 2) or X.shape[-1] != d:
        raise ValueError(f"{X.shape} but d = {d}")
    a1 = np.tanh(X @ params["W1"])
    return 0.5 * (1 + np.tanh(0.5 * (a1 @ params["W2"])))


@wrong(
    "query",
    fails={"refuses_other_lengths_of_examples"},
    because="Examples of another length are not refused in words, but by an error of "
    "NumPy that does not say what was expected.",
)
def leaves_the_check_to_numpy(params, X):
    X = np.asarray(X, dtype=float)
    a1 = 0.5 * (1 + np.tanh(0.5 * (X @ params["W1"])))
    return 0.5 * (1 + np.tanh(0.5 * (a1 @ params["W2"])))


# 6.5 hidden_delta -----------------------------------------------------------


@wrong(
    "hidden_delta",
    fails={
        "walks_back_through_two_outputs",
        "treats_each_example_by_itself",
        "agrees_with_central_differences",
        "works_for_sizes_of_one",
    },
    because="This is the widespread rule: the error comes back through the weights "
    "without the slope of the output. It learns, but it is not the gradient of the "
    "squared error.",
)
def the_popular_rule(t, output, a1, W2):
    if np.shape(t) != np.shape(output):
        raise ValueError(f"{np.shape(t)} against {np.shape(output)}")
    return (output - t) @ W2.T * a1 * (1 - a1)


@wrong(
    "hidden_delta",
    fails={
        "walks_back_through_two_outputs",
        "treats_each_example_by_itself",
        "agrees_with_central_differences",
        "works_for_sizes_of_one",
    },
    because="The slope of the output is missing, and the sign is turned round: target "
    "minus output is the direction in which to go, not the slope.",
)
def the_popular_rule_downhill(t, output, a1, W2):
    if np.shape(t) != np.shape(output):
        raise ValueError(f"{np.shape(t)} against {np.shape(output)}")
    return (t - output) @ W2.T * a1 * (1 - a1)


@wrong(
    "hidden_delta",
    fails={
        "walks_back_through_two_outputs",
        "treats_each_example_by_itself",
        "agrees_with_central_differences",
        "works_for_sizes_of_one",
    },
    because="All factors are there and the sign is turned round. The slope says where "
    "the loss rises: an output that is too high makes it positive.",
)
def points_downhill(t, output, a1, W2):
    if np.shape(t) != np.shape(output):
        raise ValueError(f"{np.shape(t)} against {np.shape(output)}")
    return (t - output) * output * (1 - output) @ W2.T * a1 * (1 - a1)


@wrong(
    "hidden_delta",
    fails={
        "walks_back_through_two_outputs",
        "treats_each_example_by_itself",
        "agrees_with_central_differences",
        "works_for_sizes_of_one",
    },
    because="The slope of the hidden sigmoid is missing. What you have is the slope "
    "along the activations; one more factor leads to the sums.",
)
def stops_at_the_activations(t, output, a1, W2):
    if np.shape(t) != np.shape(output):
        raise ValueError(f"{np.shape(t)} against {np.shape(output)}")
    return (output - t) * output * (1 - output) @ W2.T


@wrong(
    "hidden_delta",
    fails={
        "walks_back_through_two_outputs",
        "treats_each_example_by_itself",
        "agrees_with_central_differences",
        "works_for_sizes_of_one",
    },
    because="You take the sigmoid of numbers that have already been through one. "
    "`output` and `a1` are outputs of sigmoids, not sums.",
)
def applies_the_sigmoid_again(t, output, a1, W2):
    if np.shape(t) != np.shape(output):
        raise ValueError(f"{np.shape(t)} against {np.shape(output)}")
    o, a = 1 / (1 + np.exp(-output)), 1 / (1 + np.exp(-a1))
    return (output - t) * o * (1 - o) @ W2.T * a * (1 - a)


@wrong(
    "hidden_delta",
    fails={
        "treats_each_example_by_itself",
        "agrees_with_central_differences",
        "works_for_sizes_of_one",
    },
    because="You divide by the number of examples. Each row is the slope for its own "
    "example, however many stand beside it.",
)
def averages_over_the_examples(t, output, a1, W2):
    if np.shape(t) != np.shape(output):
        raise ValueError(f"{np.shape(t)} against {np.shape(output)}")
    return (output - t) * output * (1 - output) @ W2.T * a1 * (1 - a1) / len(t)


@wrong(
    "hidden_delta",
    fails={
        "walks_back_through_two_outputs",
        "treats_each_example_by_itself",
        "agrees_with_central_differences",
        "works_for_sizes_of_one",
    },
    because="Your result is twice the slope. The loss has a half in front, which "
    "cancels the 2 of the square.",
)
def keeps_the_two_of_the_square(t, output, a1, W2):
    if np.shape(t) != np.shape(output):
        raise ValueError(f"{np.shape(t)} against {np.shape(output)}")
    return 2 * (output - t) * output * (1 - output) @ W2.T * a1 * (1 - a1)


@wrong(
    "hidden_delta",
    fails={"refuses_targets_of_another_shape"},
    because="Targets of another shape are stretched to fit. Each output then gets a "
    "target that was meant for another one.",
)
def lets_targets_stretch(t, output, a1, W2):
    return (output - t) * output * (1 - output) @ W2.T * a1 * (1 - a1)


# 6.6 train_step -------------------------------------------------------------


@wrong(
    "train_step",
    fails={"takes_the_step_worked_by_hand", "moves_against_the_measured_slopes"},
    because="W2 moves before it is used to send the error back. Both slopes belong to "
    "the weights that came in.",
)
def moves_w2_first(params, x, t, lr):
    x, t, W1, W2 = np.asarray(x), np.asarray(t), params["W1"], params["W2"]
    a1 = 1 / (1 + np.exp(-(x @ W1)))
    output = 1 / (1 + np.exp(-(a1 @ W2)))
    delta2 = (output - t) * output * (1 - output)
    W2 = W2 - lr * np.outer(a1, delta2)
    delta1 = W2 @ delta2 * a1 * (1 - a1)
    return {"W1": W1 - lr * np.outer(x, delta1), "W2": W2}


@wrong(
    "train_step",
    fails={"leaves_the_old_weights_alone"},
    because="Your step changes the arrays that came in. Whoever kept the old weights "
    "has lost them.",
)
def changes_the_old_weights(params, x, t, lr):
    x, t, W1, W2 = np.asarray(x), np.asarray(t), params["W1"], params["W2"]
    a1 = 1 / (1 + np.exp(-(x @ W1)))
    output = 1 / (1 + np.exp(-(a1 @ W2)))
    delta2 = (output - t) * output * (1 - output)
    delta1 = W2 @ delta2 * a1 * (1 - a1)
    W1 -= lr * np.outer(x, delta1)
    W2 -= lr * np.outer(a1, delta2)
    return {"W1": W1, "W2": W2}


@wrong(
    "train_step",
    fails={
        "takes_the_step_worked_by_hand",
        "comes_closer_to_its_target",
        "moves_against_the_measured_slopes",
        "listens_to_the_learning_rate",
        "leaves_the_old_weights_alone",
    },
    because="The outer products are the wrong way round: what enters a weight belongs "
    "to its row, the delta behind it to its column.",
)
def turns_the_outer_products(params, x, t, lr):
    x, t, W1, W2 = np.asarray(x), np.asarray(t), params["W1"], params["W2"]
    a1 = 1 / (1 + np.exp(-(x @ W1)))
    output = 1 / (1 + np.exp(-(a1 @ W2)))
    delta2 = (output - t) * output * (1 - output)
    delta1 = W2 @ delta2 * a1 * (1 - a1)
    return {"W1": W1 - lr * np.outer(delta1, x), "W2": W2 - lr * np.outer(delta2, a1)}


@wrong(
    "train_step",
    fails={
        "takes_the_step_worked_by_hand",
        "moves_against_the_measured_slopes",
        "listens_to_the_learning_rate",
    },
    because="The learning rate plays no part: every step is as long as its slope.",
)
def forgets_the_learning_rate(params, x, t, lr):
    x, t, W1, W2 = np.asarray(x), np.asarray(t), params["W1"], params["W2"]
    a1 = 1 / (1 + np.exp(-(x @ W1)))
    output = 1 / (1 + np.exp(-(a1 @ W2)))
    delta2 = (output - t) * output * (1 - output)
    delta1 = W2 @ delta2 * a1 * (1 - a1)
    return {"W1": W1 - np.outer(x, delta1), "W2": W2 - np.outer(a1, delta2)}


@wrong(
    "train_step",
    fails={
        "takes_the_step_worked_by_hand",
        "comes_closer_to_its_target",
        "moves_against_the_measured_slopes",
    },
    because="The step goes uphill: an output that is too high becomes higher still.",
)
def goes_uphill(params, x, t, lr):
    x, t, W1, W2 = np.asarray(x), np.asarray(t), params["W1"], params["W2"]
    a1 = 1 / (1 + np.exp(-(x @ W1)))
    output = 1 / (1 + np.exp(-(a1 @ W2)))
    delta2 = (output - t) * output * (1 - output)
    delta1 = W2 @ delta2 * a1 * (1 - a1)
    return {"W1": W1 + lr * np.outer(x, delta1), "W2": W2 + lr * np.outer(a1, delta2)}


@wrong(
    "train_step",
    fails={"takes_the_step_worked_by_hand", "moves_against_the_measured_slopes"},
    because="The hidden layer gets the error without the slope of the output, so W1 "
    "does not move against its gradient. Call your hidden_delta.",
)
def uses_the_popular_rule(params, x, t, lr):
    x, t, W1, W2 = np.asarray(x), np.asarray(t), params["W1"], params["W2"]
    a1 = 1 / (1 + np.exp(-(x @ W1)))
    output = 1 / (1 + np.exp(-(a1 @ W2)))
    delta2 = (output - t) * output * (1 - output)
    delta1 = W2 @ (output - t) * a1 * (1 - a1)
    return {"W1": W1 - lr * np.outer(x, delta1), "W2": W2 - lr * np.outer(a1, delta2)}


@wrong(
    "train_step",
    fails={"takes_the_step_worked_by_hand", "moves_against_the_measured_slopes"},
    because="No slope of the output anywhere: both matrices follow another loss than "
    "half of the sum of squared errors.",
)
def leaves_the_output_slope_out(params, x, t, lr):
    x, t, W1, W2 = np.asarray(x), np.asarray(t), params["W1"], params["W2"]
    a1 = 1 / (1 + np.exp(-(x @ W1)))
    output = 1 / (1 + np.exp(-(a1 @ W2)))
    delta1 = W2 @ (output - t) * a1 * (1 - a1)
    return {
        "W1": W1 - lr * np.outer(x, delta1),
        "W2": W2 - lr * np.outer(a1, output - t),
    }


@wrong(
    "train_step",
    fails={
        "takes_the_step_worked_by_hand",
        "moves_against_the_measured_slopes",
        "listens_to_the_learning_rate",
    },
    because="Only the output layer learns. The first matrix comes back as it was.",
)
def moves_w2_alone(params, x, t, lr):
    x, t, W1, W2 = np.asarray(x), np.asarray(t), params["W1"], params["W2"]
    a1 = 1 / (1 + np.exp(-(x @ W1)))
    output = 1 / (1 + np.exp(-(a1 @ W2)))
    delta2 = (output - t) * output * (1 - output)
    return {"W1": W1.copy(), "W2": W2 - lr * np.outer(a1, delta2)}


# 6.7 minibatches ------------------------------------------------------------


@wrong(
    "minibatches",
    fails={
        "keeps_examples_and_labels_together",
        "uses_each_example_once",
        "takes_any_size",
        "takes_arrays_with_more_axes",
        "draws_another_order_each_time",
    },
    because="Only X is shuffled. Each example stands beside the label of another one, "
    "and the network learns chance.",
)
def shuffles_x_alone(X, y, size, rng):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or size < 1:
        raise ValueError(f"{len(X)}, {len(y)}, {size}")
    X = X[rng.permutation(len(X))]
    starts = range(0, len(X), size)
    return [(X[i : i + size], y[i : i + size]) for i in starts]


@wrong(
    "minibatches",
    fails={
        "keeps_examples_and_labels_together",
        "uses_each_example_once",
        "takes_any_size",
        "takes_arrays_with_more_axes",
    },
    because="X and y are shuffled one after the other, each in an order of its own. "
    "One order has to serve both.",
)
def shuffles_each_by_itself(X, y, size, rng):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or size < 1:
        raise ValueError(f"{len(X)}, {len(y)}, {size}")
    X, y = X[rng.permutation(len(X))], y[rng.permutation(len(y))]
    starts = range(0, len(X), size)
    return [(X[i : i + size], y[i : i + size]) for i in starts]


@wrong(
    "minibatches",
    fails={
        "cuts_batches_and_keeps_the_rest",
        "uses_each_example_once",
        "takes_any_size",
        "takes_arrays_with_more_axes",
    },
    because="The rest is dropped when the size does not divide the number of "
    "examples. The last batch may be short, but it is a batch.",
)
def drops_the_rest(X, y, size, rng):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or size < 1:
        raise ValueError(f"{len(X)}, {len(y)}, {size}")
    order = rng.permutation(len(X))
    starts = range(0, len(X) - size + 1, size)
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in starts]


@wrong(
    "minibatches",
    fails={"draws_another_order_each_time"},
    because="Each epoch has the same order: it does not come from `rng`, or from "
    "nowhere else than a fixed seed.",
)
def shuffles_with_a_fixed_seed(X, y, size, rng):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or size < 1:
        raise ValueError(f"{len(X)}, {len(y)}, {size}")
    order = np.random.default_rng(0).permutation(len(X))
    starts = range(0, len(X), size)
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in starts]


@wrong(
    "minibatches",
    fails={"draws_another_order_each_time"},
    because="Nothing is shuffled. Examples that come sorted by label stay sorted, and "
    "a batch sees one digit only.",
)
def keeps_the_order(X, y, size, rng):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or size < 1:
        raise ValueError(f"{len(X)}, {len(y)}, {size}")
    starts = range(0, len(X), size)
    return [(X[i : i + size], y[i : i + size]) for i in starts]


@wrong(
    "minibatches",
    fails={
        "keeps_examples_and_labels_together",
        "uses_each_example_once",
        "takes_any_size",
        "takes_arrays_with_more_axes",
    },
    because="Every batch is drawn from all examples anew, so some come twice and "
    "others not at all.",
)
def draws_with_replacement(X, y, size, rng):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or size < 1:
        raise ValueError(f"{len(X)}, {len(y)}, {size}")
    order = rng.integers(0, len(X), size=len(X))
    starts = range(0, len(X), size)
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in starts]


@wrong(
    "minibatches",
    fails={
        "cuts_batches_and_keeps_the_rest",
        "uses_each_example_once",
        "takes_any_size",
        "takes_arrays_with_more_axes",
    },
    because="The last batch is filled up with examples that have already been used. It "
    "may be short instead.",
)
def fills_the_last_batch_up(X, y, size, rng):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or size < 1:
        raise ValueError(f"{len(X)}, {len(y)}, {size}")
    order = rng.permutation(len(X))
    count = -(-len(X) // size)
    order = np.resize(order, count * size)
    return [(X[rows], y[rows]) for rows in np.split(order, count)]


@wrong(
    "minibatches",
    fails={
        "uses_each_example_once",
    },
    because="You shuffle the arrays that came in. Whoever handed them over finds them "
    "in another order.",
)
def shuffles_in_place(X, y, size, rng):
    if len(X) != len(y) or size < 1:
        raise ValueError(f"{len(X)}, {len(y)}, {size}")
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    starts = range(0, len(X), size)
    return [(X[i : i + size].copy(), y[i : i + size].copy()) for i in starts]


@wrong(
    "minibatches",
    fails={"refuses_what_does_not_fit"},
    because="X and y of different lengths are accepted, or a size of 0. Then examples "
    "get lost without a word.",
)
def trusts_the_lengths(X, y, size, rng):
    X, y = np.asarray(X), np.asarray(y)
    order = rng.permutation(min(len(X), len(y)))
    step = max(size, 1)
    starts = range(0, len(order), step)
    return [(X[order[i : i + step]], y[order[i : i + step]]) for i in starts]


# 6.8 batches_are_sound ------------------------------------------------------


@wrong(
    "batches_are_sound",
    fails={
        "sees_labels_that_moved",
        "sees_an_example_that_comes_twice",
        "sees_wrong_lengths",
        "sees_rows_that_were_changed",
    },
    because="You count the examples. Seven rows can be the wrong seven, or stand in "
    "batches of the wrong length.",
)
def only_counts(X, y, size, batches):
    return sum(len(part) for part, _ in batches) == len(X)


@wrong(
    "batches_are_sound",
    fails={"sees_labels_that_moved"},
    because="You look at the rows of X and not at the labels beside them.",
)
def looks_at_x_alone(X, y, size, batches):
    lengths = [len(part) for part, _ in batches]
    if not lengths or any(n != size for n in lengths[:-1]):
        return False
    if not 1 <= lengths[-1] <= size:
        return False
    found = sorted(row for part, _ in batches for row in part.tolist())
    return found == sorted(X.tolist())


@wrong(
    "batches_are_sound",
    fails={"sees_labels_that_moved"},
    because="You compare all rows and all labels, but not which label stands beside "
    "which row. The same labels in another order are not sound.",
)
def looks_at_both_apart(X, y, size, batches):
    lengths = [len(part) for part, _ in batches]
    if not lengths or any(n != size for n in lengths[:-1]):
        return False
    if not 1 <= lengths[-1] <= size:
        return False
    rows = sorted(row for part, _ in batches for row in part.tolist())
    labels = sorted(label for _, part in batches for label in part.tolist())
    return rows == sorted(X.tolist()) and labels == sorted(y.tolist())


@wrong(
    "batches_are_sound",
    fails={"accepts_sound_batches", "accepts_what_right_functions_make"},
    because="You demand the order in which the examples came. Batches are shuffled, so "
    "every order is right.",
)
def demands_the_old_order(X, y, size, batches):
    lengths = [len(part) for part, _ in batches]
    if not lengths or any(n != size for n in lengths[:-1]):
        return False
    if not 1 <= lengths[-1] <= size:
        return False
    rows = np.concatenate([part for part, _ in batches])
    labels = np.concatenate([part for _, part in batches])
    return bool(np.array_equal(rows, X) and np.array_equal(labels, y))


@wrong(
    "batches_are_sound",
    fails={"accepts_sound_batches", "accepts_what_right_functions_make"},
    because="You refuse a short last batch. If the size does not divide the number of "
    "examples there has to be one.",
)
def refuses_a_short_last_batch(X, y, size, batches):
    if not batches or any(len(part) != size for part, _ in batches):
        return False
    wanted = sorted([*row, label] for row, label in zip(X.tolist(), y.tolist()))
    found = sorted(
        [*row, label]
        for rows, labels in batches
        for row, label in zip(rows.tolist(), labels.tolist())
    )
    return found == wanted


@wrong(
    "batches_are_sound",
    fails={"sees_wrong_lengths"},
    because="All examples are there, but you do not look at how long the batches are. "
    "One batch with everything is not a mini-batch.",
)
def ignores_the_size(X, y, size, batches):
    wanted = sorted([*row, label] for row, label in zip(X.tolist(), y.tolist()))
    found = sorted(
        [*row, label]
        for rows, labels in batches
        for row, label in zip(rows.tolist(), labels.tolist())
    )
    return found == wanted


@wrong(
    "batches_are_sound",
    fails={"sees_an_example_that_comes_twice", "sees_wrong_lengths"},
    because="You compare sets, and a set forgets how often something comes. An "
    "example that comes twice is not seen.",
)
def compares_sets(X, y, size, batches):
    lengths = [len(part) for part, _ in batches]
    if not lengths or any(n != size for n in lengths[:-1]):
        return False
    wanted = {(*row, label) for row, label in zip(X.tolist(), y.tolist())}
    found = {
        (*row, label)
        for rows, labels in batches
        for row, label in zip(rows.tolist(), labels.tolist())
    }
    return found == wanted


@wrong(
    "batches_are_sound",
    fails={
        "sees_that_the_rest_was_dropped",
        "sees_wrong_lengths",
        "sees_rows_that_were_changed",
    },
    because="You look at what is there and not at what is missing. Dropped examples "
    "are not seen.",
)
def looks_for_strangers_alone(X, y, size, batches):
    lengths = [len(part) for part, _ in batches]
    if any(n != size for n in lengths[:-1]):
        return False
    wanted = {(*row, label) for row, label in zip(X.tolist(), y.tolist())}
    found = [
        (*row, label)
        for rows, labels in batches
        for row, label in zip(rows.tolist(), labels.tolist())
    ]
    return len(set(found)) == len(found) and wanted >= set(found)


# 6.9 accuracy ---------------------------------------------------------------


@wrong(
    "accuracy",
    fails={"counts_right_predictions", "agrees_with_counting"},
    because="Your number is a percentage. The description asks for a part of 1.",
)
def answers_in_percent(y, p):
    y, p = np.asarray(y), np.asarray(p)
    if y.shape != p.shape or y.size == 0:
        raise ValueError(f"{y.shape}, {p.shape}, or empty")
    return float(100 * np.mean(y == p))


@wrong(
    "accuracy",
    fails={"counts_right_predictions", "agrees_with_counting"},
    because="You count right predictions and do not divide by the number of examples.",
)
def counts_without_dividing(y, p):
    y, p = np.asarray(y), np.asarray(p)
    if y.shape != p.shape or y.size == 0:
        raise ValueError(f"{y.shape}, {p.shape}, or empty")
    return float(np.sum(y == p))


@wrong(
    "accuracy",
    fails={"counts_right_predictions", "agrees_with_counting"},
    because="Your number is the part of the wrong predictions.",
)
def counts_the_odds(y, p):
    y, p = np.asarray(y), np.asarray(p)
    if y.shape != p.shape or y.size == 0:
        raise ValueError(f"{y.shape}, {p.shape}, or empty")
    return float(np.mean(y != p))


@wrong(
    "accuracy",
    fails={"refuses_a_column", "refuses_what_cannot_be_compared"},
    because="Shapes are not compared, so NumPy stretches a row against a column: the "
    "number is the average of comparisons that mean nothing.",
)
def lets_numpy_stretch(y, p):
    y, p = np.asarray(y), np.asarray(p)
    if y.size == 0:
        raise ValueError("empty")
    return float(np.mean(y == p))


@wrong(
    "accuracy",
    fails={"refuses_a_column", "refuses_what_cannot_be_compared"},
    because="Labels without a prediction are left out of the count in silence. "
    "Lengths that differ are a mistake, and so are shapes.",
)
def stops_at_the_shorter(y, p):
    y, p = np.ravel(y), np.ravel(p)
    if y.size == 0:
        raise ValueError("empty")
    pairs = list(zip(y, p))
    return sum(float(a == b) for a, b in pairs) / len(pairs)


@wrong(
    "accuracy",
    fails={"counts_right_predictions", "agrees_with_counting"},
    because="You take the place of the largest label. `y` and `p` are labels already, "
    "not rows of outputs.",
)
def looks_for_the_largest_label(y, p):
    y, p = np.asarray(y), np.asarray(p)
    if y.shape != p.shape or y.size == 0:
        raise ValueError(f"{y.shape}, {p.shape}, or empty")
    return float(np.argmax(y) == np.argmax(p))


@wrong(
    "accuracy",
    fails={"refuses_what_cannot_be_compared"},
    because="Without examples your answer is nan, or a division by 0. There is no "
    "accuracy of nothing.",
)
def divides_by_nothing(y, p):
    y, p = np.asarray(y), np.asarray(p)
    if y.shape != p.shape:
        raise ValueError(f"{y.shape}, {p.shape}")
    return float(np.sum(y == p) / max(y.size, 1))


# 6.10 confusion -------------------------------------------------------------


@wrong(
    "confusion",
    fails={
        "has_the_truth_in_its_rows",
        "has_a_row_for_a_class_that_is_missing",
        "agrees_with_counting_one_by_one",
    },
    because="The predictions are in your rows and the truth is in your columns. The "
    "description has it the other way round.",
)
def has_the_prediction_in_its_rows(y, p, k):
    if len(y) != len(p):
        raise ValueError(f"{len(y)} and {len(p)}")
    table = np.zeros((k, k), dtype=int)
    for truth, guess in zip(y, p):
        if not (0 <= truth < k and 0 <= guess < k):
            raise ValueError(f"{truth}, {guess}, k = {k}")
        table[guess, truth] += 1
    return table


@wrong(
    "confusion",
    fails={"has_the_truth_in_its_rows", "agrees_with_counting_one_by_one"},
    because="A place that comes twice in table[y, p] += 1 is counted once. NumPy reads "
    "all places, adds 1, and writes.",
)
def counts_each_place_once(y, p, k):
    y, p = np.asarray(y), np.asarray(p)
    if len(y) != len(p):
        raise ValueError(f"{len(y)} and {len(p)}")
    for label in [*y, *p]:
        if not 0 <= label < k:
            raise ValueError(f"{label}, k = {k}")
    table = np.zeros((k, k), dtype=int)
    table[y, p] += 1
    return table


@wrong(
    "confusion",
    fails={"has_the_truth_in_its_rows", "agrees_with_counting_one_by_one"},
    because="Your table holds parts of a row. The description asks for counts; a class "
    "that does not occur has no parts.",
)
def divides_by_the_rows(y, p, k):
    if len(y) != len(p):
        raise ValueError(f"{len(y)} and {len(p)}")
    table = np.zeros((k, k))
    for truth, guess in zip(y, p):
        if not (0 <= truth < k and 0 <= guess < k):
            raise ValueError(f"{truth}, {guess}, k = {k}")
        table[truth, guess] += 1
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1)


@wrong(
    "confusion",
    fails={"has_a_row_for_a_class_that_is_missing", "agrees_with_counting_one_by_one"},
    because="Only classes that occur have a row. With a class missing, the rows below "
    "belong to other classes than you think.",
)
def leaves_missing_classes_out(y, p, k):
    y, p = np.asarray(y), np.asarray(p)
    if len(y) != len(p):
        raise ValueError(f"{len(y)} and {len(p)}")
    for label in [*y, *p]:
        if not 0 <= label < k:
            raise ValueError(f"{label}, k = {k}")
    seen = sorted({*y.tolist(), *p.tolist()})
    return np.array([[np.sum((y == a) & (p == b)) for b in seen] for a in seen])


@wrong(
    "confusion",
    fails={"refuses_labels_without_a_row"},
    because="Labels are not checked, and NumPy counts negative ones from the end: -1 "
    "lands in the last row.",
)
def lets_labels_count_from_the_end(y, p, k):
    if len(y) != len(p):
        raise ValueError(f"{len(y)} and {len(p)}")
    table = np.zeros((k, k), dtype=int)
    for truth, guess in zip(y, p):
        table[truth % k, guess % k] += 1
    return table


@wrong(
    "confusion",
    fails={"refuses_lengths_that_differ"},
    because="When y and p differ in length, the rest of the longer one is left out in "
    "silence.",
)
def stops_at_the_shorter_one(y, p, k):
    table = np.zeros((k, k), dtype=int)
    for truth, guess in zip(y, p):
        if not (0 <= truth < k and 0 <= guess < k):
            raise ValueError(f"{truth}, {guess}, k = {k}")
        table[truth, guess] += 1
    return table


@wrong(
    "confusion",
    fails={"agrees_with_counting_one_by_one"},
    because="The counts are floating point numbers. Examples come in whole numbers.",
)
def counts_in_floating_point(y, p, k):
    if len(y) != len(p):
        raise ValueError(f"{len(y)} and {len(p)}")
    table = np.zeros((k, k))
    for truth, guess in zip(y, p):
        if not (0 <= truth < k and 0 <= guess < k):
            raise ValueError(f"{truth}, {guess}, k = {k}")
        table[truth, guess] += 1
    return table


# 6.11 choose_hidden ---------------------------------------------------------


@wrong(
    "choose_hidden",
    fails={
        "listens_to_the_validation_set",
        "prefers_the_smaller_of_equals",
        "chooses_from_any_order",
    },
    because="You choose by the test set. Whoever chooses by it cannot quote it any "
    "more: the best of many tries is a lucky one.",
)
def chooses_by_the_test_set(results):
    usable = [one for one in results if not np.isnan(one["test"])]
    if not usable:
        raise ValueError("no training succeeded")
    return max(usable, key=lambda one: (one["test"], -one["hidden"]))["hidden"]


@wrong(
    "choose_hidden",
    fails={
        "listens_to_the_validation_set",
        "prefers_the_smaller_of_equals",
        "chooses_from_any_order",
    },
    because="You choose by the training set. A network that learned it by heart always "
    "wins there.",
)
def chooses_by_the_training_set(results):
    usable = [one for one in results if not np.isnan(one["train"])]
    if not usable:
        raise ValueError("no training succeeded")
    return max(usable, key=lambda one: (one["train"], -one["hidden"]))["hidden"]


@wrong(
    "choose_hidden",
    fails={
        "listens_to_the_validation_set",
        "prefers_the_smaller_of_equals",
        "chooses_from_any_order",
    },
    because="You take the largest network. More units are not better by themselves.",
)
def chooses_the_largest(results):
    usable = [one for one in results if not np.isnan(one["validation"])]
    if not usable:
        raise ValueError("no training succeeded")
    return max(one["hidden"] for one in usable)


@wrong(
    "choose_hidden",
    fails={"prefers_the_smaller_of_equals", "chooses_from_any_order"},
    because="Of equally good networks you take a larger one. The smaller one is "
    "cheaper and as good.",
)
def prefers_the_larger_of_equals(results):
    usable = [one for one in results if not np.isnan(one["validation"])]
    if not usable:
        raise ValueError("no training succeeded")
    return max(usable, key=lambda one: (one["validation"], one["hidden"]))["hidden"]


@wrong(
    "choose_hidden",
    fails={
        "listens_to_the_validation_set",
        "prefers_the_smaller_of_equals",
        "chooses_from_any_order",
        "passes_over_trainings_that_failed",
        "refuses_an_empty_list",
    },
    because="You return an accuracy. The question is how many hidden units to use.",
)
def returns_the_accuracy(results):
    usable = [one for one in results if not np.isnan(one["validation"])]
    if not usable:
        raise ValueError("no training succeeded")
    return max(one["validation"] for one in usable)


@wrong(
    "choose_hidden",
    fails={"passes_over_trainings_that_failed"},
    because="A training that failed can win: comparisons with nan are False, so "
    "whatever is compared with it first stays.",
)
def does_not_look_for_nan(results):
    if not results:
        raise ValueError("no results")
    best = results[0]
    for one in results[1:]:
        better = one["validation"] > best["validation"]
        equal = one["validation"] == best["validation"]
        if better or (equal and one["hidden"] < best["hidden"]):
            best = one
    return best["hidden"]


@wrong(
    "choose_hidden",
    fails={"refuses_an_empty_list", "passes_over_trainings_that_failed"},
    because="If there is nothing to choose from you still answer, or stumble over the "
    "empty list.",
)
def answers_without_results(results):
    best, units = 0.0, None
    for one in sorted(results, key=lambda one: one["hidden"]):
        if one["validation"] > best:
            best, units = one["validation"], one["hidden"]
    return units


# 6.12 same_score_wrong_gradient ---------------------------------------------


@wrong(
    "same_score_wrong_gradient",
    fails={"claims_what_holds"},
    because="You claim that the higher accuracy belongs to the gradient. In the "
    "chapter's table a wrong rule scores more than the right one.",
)
def believes_the_winner(score, error, rules, seeds):
    means = {r: float(np.mean([score(r, s) for s in seeds])) for r in rules}
    largest = {r: float(max([error(r, s) for s in seeds])) for r in rules}
    return {
        "score": means,
        "error": largest,
        "winner": max(rules, key=means.get),
        "gradients": [r for r in rules if largest[r] <= 1e-6],
        "claim": "A",
    }


@wrong(
    "same_score_wrong_gradient",
    fails={"claims_what_holds"},
    because="You claim that a wrong rule cannot score much. Most of the wrong rules in "
    "the chapter's table pass 90 percent.",
)
def believes_that_wrong_rules_fail(score, error, rules, seeds):
    means = {r: float(np.mean([score(r, s) for s in seeds])) for r in rules}
    largest = {r: float(max([error(r, s) for s in seeds])) for r in rules}
    return {
        "score": means,
        "error": largest,
        "winner": max(rules, key=means.get),
        "gradients": [r for r in rules if largest[r] <= 1e-6],
        "claim": "B",
    }


@wrong(
    "same_score_wrong_gradient",
    fails={
        "sums_up_scores_and_errors",
        "asks_for_every_rule_and_seed",
        "names_all_gradients",
        "names_the_winner",
    },
    because="You ask with one seed only. A single start can be lucky, and a wrong rule "
    "can agree by chance.",
)
def asks_with_one_seed(score, error, rules, seeds):
    means = {r: float(score(r, seeds[0])) for r in rules}
    largest = {r: float(error(r, seeds[0])) for r in rules}
    return {
        "score": means,
        "error": largest,
        "winner": max(rules, key=means.get),
        "gradients": [r for r in rules if largest[r] <= 1e-6],
        "claim": "C",
    }


@wrong(
    "same_score_wrong_gradient",
    fails={"sums_up_scores_and_errors", "names_all_gradients"},
    because="You average the errors. One seed with a large error is enough to show "
    "that a rule is not the gradient, and an average waters it down.",
)
def averages_the_errors(score, error, rules, seeds):
    means = {r: float(np.mean([score(r, s) for s in seeds])) for r in rules}
    errors = {r: float(np.mean([error(r, s) for s in seeds])) for r in rules}
    return {
        "score": means,
        "error": errors,
        "winner": max(rules, key=means.get),
        "gradients": [r for r in rules if errors[r] <= 1e-6],
        "claim": "C",
    }


@wrong(
    "same_score_wrong_gradient",
    fails={"sums_up_scores_and_errors", "names_the_winner"},
    because="You keep the best score of each rule instead of its mean. One lucky start "
    "makes no winner.",
)
def keeps_the_best_score(score, error, rules, seeds):
    best = {r: float(max([score(r, s) for s in seeds])) for r in rules}
    largest = {r: float(max([error(r, s) for s in seeds])) for r in rules}
    return {
        "score": best,
        "error": largest,
        "winner": max(rules, key=best.get),
        "gradients": [r for r in rules if largest[r] <= 1e-6],
        "claim": "C",
    }


@wrong(
    "same_score_wrong_gradient",
    fails={"names_all_gradients", "holds_on_real_digits"},
    because="You call the rule with the highest score the gradient. That is the very "
    "conclusion that the errors do not allow.",
)
def calls_the_winner_a_gradient(score, error, rules, seeds):
    means = {r: float(np.mean([score(r, s) for s in seeds])) for r in rules}
    largest = {r: float(max([error(r, s) for s in seeds])) for r in rules}
    winner = max(rules, key=means.get)
    return {
        "score": means,
        "error": largest,
        "winner": winner,
        "gradients": [winner],
        "claim": "C",
    }
