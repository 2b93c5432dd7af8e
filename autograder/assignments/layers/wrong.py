"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong
from solutions.activation_slopes import activation_slope
from solutions.dense import dense_backward, dense_forward

# 9.1 activation_slope --------------------------------------------------------


@wrong(
    "activation_slope",
    fails={
        "says_how_steep_each_one_is",
        "agrees_with_measured_slopes",
        "is_level_far_out",
        "works_for_integers_and_single_numbers",
    },
    because="The slopes of sigmoid and tanh are computed from the sum where the "
    "output belongs.",
)
def takes_the_sum_for_the_output(name):
    table = {
        "step": lambda z: np.zeros(np.shape(z)),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": lambda z: np.asarray(z) * (1.0 - np.asarray(z)),
        "tanh": lambda z: 1.0 - np.square(z),
        "relu": lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
    }
    if name not in table:
        raise ValueError(f"{name}: choose one of {list(table)}")
    return table[name]


@wrong(
    "activation_slope",
    fails={
        "is_0_at_a_kink_and_at_a_jump",
    },
    because="At 0 you give ReLU the slope 1. The description states another number.",
)
def gives_relu_the_slope_1_at_0(name):
    table = {
        "step": lambda z: np.zeros(np.shape(z)),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
        "tanh": lambda z: 1 - np.tanh(z) ** 2.0,
        "relu": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
    }
    if name not in table:
        raise ValueError(f"{name}: choose one of {list(table)}")
    return table[name]


@wrong(
    "activation_slope",
    fails={
        "is_0_at_a_kink_and_at_a_jump",
    },
    because="At 0 you give ReLU the mean of both sides. The description states "
    "another number.",
)
def takes_the_mean_at_the_kink(name):
    table = {
        "step": lambda z: np.zeros(np.shape(z)),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
        "tanh": lambda z: 1 - np.tanh(z) ** 2.0,
        "relu": lambda z: (np.sign(z) + 1) / 2.0,
    }
    if name not in table:
        raise ValueError(f"{name}: choose one of {list(table)}")
    return table[name]


@wrong(
    "activation_slope",
    fails={
        "is_0_at_a_kink_and_at_a_jump",
        "agrees_with_measured_slopes",
        "is_level_far_out",
        "works_for_integers_and_single_numbers",
    },
    because="The step function is level everywhere beside its jump. You return "
    "its output, or the slope of something else.",
)
def returns_the_step_itself(name):
    table = {
        "step": lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
        "tanh": lambda z: 1 - np.tanh(z) ** 2.0,
        "relu": lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
    }
    if name not in table:
        raise ValueError(f"{name}: choose one of {list(table)}")
    return table[name]


@wrong(
    "activation_slope",
    fails={
        "refuses_softmax",
    },
    because="You offer a slope of softmax, as if each output depended on its "
    "own sum alone.",
)
def offers_softmax(name):
    table = {
        "step": lambda z: np.zeros(np.shape(z)),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
        "tanh": lambda z: 1 - np.tanh(z) ** 2.0,
        "relu": lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
        "softmax": lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
    }
    if name not in table:
        raise ValueError(f"{name}: choose one of {list(table)}")
    return table[name]


@wrong(
    "activation_slope",
    fails={
        "is_level_far_out",
    },
    because="For a large sum a power of e overflows.",
)
def overflows_far_out(name):
    table = {
        "step": lambda z: np.zeros(np.shape(z)),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": lambda z: (
            np.exp(-np.asarray(z, dtype=float))
            / (1 + np.exp(-np.asarray(z, dtype=float))) ** 2
        ),
        "tanh": lambda z: 1 - np.tanh(z) ** 2.0,
        "relu": lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
    }
    if name not in table:
        raise ValueError(f"{name}: choose one of {list(table)}")
    return table[name]


@wrong(
    "activation_slope",
    fails={
        "says_how_steep_each_one_is",
        "agrees_with_measured_slopes",
        "is_level_far_out",
        "works_for_integers_and_single_numbers",
    },
    because="The slope of tanh is not that of the sigmoid.",
)
def uses_the_sigmoid_rule_for_tanh(name):
    table = {
        "step": lambda z: np.zeros(np.shape(z)),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
        "tanh": lambda z: np.tanh(z) * (1 - np.tanh(z)),
        "relu": lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
    }
    if name not in table:
        raise ValueError(f"{name}: choose one of {list(table)}")
    return table[name]


@wrong(
    "activation_slope",
    fails={
        "refuses_softmax",
    },
    because="An unknown name ends in a KeyError, which does not say which names "
    "are known.",
)
def leaves_the_error_to_the_dict(name):
    table = {
        "step": lambda z: np.zeros(np.shape(z)),
        "linear": lambda z: np.ones(np.shape(z)),
        "sigmoid": lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
        "tanh": lambda z: 1 - np.tanh(z) ** 2.0,
        "relu": lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
    }
    return table[name]


# 9.2 cross_entropy -----------------------------------------------------------


@wrong(
    "cross_entropy",
    fails={
        "takes_a_logit_of_1000",
        "survives_large_logits",
    },
    because="For large logits a power overflows, or the logarithm of a share "
    "that is 0 is taken.",
)
def takes_the_logarithm_of_shares(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"label {label}")
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        shares = powers / powers.sum(axis=1, keepdims=True)
        return float(-np.mean(np.log(shares[np.arange(len(y)), y])))


@wrong(
    "cross_entropy",
    fails={
        "takes_a_logit_of_1000",
        "survives_large_logits",
    },
    because="Shares are kept away from 0 by a small number. A sure and wrong "
    "answer then costs far too little.",
)
def cuts_shares_off(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"label {label}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    shares = powers / powers.sum(axis=1, keepdims=True)
    return float(-np.mean(np.log(np.maximum(shares[np.arange(len(y)), y], 1e-12))))


@wrong(
    "cross_entropy",
    fails={
        "survives_large_logits",
    },
    because="You take the largest number of the whole table off. Rows that lie "
    "far below it lose all their digits.",
)
def shifts_by_the_whole_table(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"label {label}")
    shifted = logits - logits.max()
    right = shifted[np.arange(len(y)), y]
    with np.errstate(divide="ignore"):
        return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - right))


@wrong(
    "cross_entropy",
    fails={
        "takes_a_logit_of_1000",
        "equal_logits_give_log_k",
        "averages_over_the_examples",
        "survives_large_logits",
        "agrees_with_shares",
        "takes_integers_and_lists",
    },
    because="The losses of the examples are added up. The mean is asked for.",
)
def adds_the_examples_up(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"label {label}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    right = shifted[np.arange(len(y)), y]
    return float(np.sum(np.log(np.exp(shifted).sum(axis=1)) - right))


@wrong(
    "cross_entropy",
    fails={
        "takes_a_logit_of_1000",
        "equal_logits_give_log_k",
        "averages_over_the_examples",
        "survives_large_logits",
        "agrees_with_shares",
        "takes_integers_and_lists",
    },
    because="You divide by the number of entries of the table, or by the number "
    "of classes, and not by the number of examples.",
)
def divides_by_all_entries(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"label {label}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    right = shifted[np.arange(len(y)), y]
    return float(np.sum(np.log(np.exp(shifted).sum(axis=1)) - right) / logits.size)


@wrong(
    "cross_entropy",
    fails={
        "equal_logits_give_log_k",
        "averages_over_the_examples",
        "survives_large_logits",
        "agrees_with_shares",
        "takes_integers_and_lists",
    },
    because="The sum over the powers runs down the columns. Each row is one "
    "example and has a sum of its own.",
)
def adds_up_the_columns(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"label {label}")
    shifted = logits - logits.max(axis=0, keepdims=True)
    rest = shifted - np.log(np.exp(shifted).sum(axis=0))
    return float(-np.mean(rest[np.arange(len(y)), y]))


@wrong(
    "cross_entropy",
    fails={
        "takes_a_logit_of_1000",
        "equal_logits_give_log_k",
        "averages_over_the_examples",
        "survives_large_logits",
        "agrees_with_shares",
        "takes_integers_and_lists",
    },
    because="The logarithm is one to the base 2 or 10. The natural one is asked for.",
)
def takes_another_base(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"label {label}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    right = shifted[np.arange(len(y)), y]
    return 1 / np.log(2) * float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - right))


@wrong(
    "cross_entropy",
    fails={
        "takes_a_logit_of_1000",
        "equal_logits_give_log_k",
        "averages_over_the_examples",
        "survives_large_logits",
        "agrees_with_shares",
        "takes_integers_and_lists",
    },
    because="The result is negative: the sign is missing.",
)
def forgets_the_sign(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    for label in y:
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"label {label}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    right = shifted[np.arange(len(y)), y]
    return -float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - right))


@wrong(
    "cross_entropy",
    fails={
        "refuses_other_labels",
    },
    because="You expect one-hot labels. The labels here are whole numbers, and "
    "one-hot ones are to be refused.",
)
def wants_one_hot_labels(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if y.ndim == 1:
        y = np.eye(logits.shape[1], dtype=int)[y]
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-np.sum(y * logs) / len(logits))


@wrong(
    "cross_entropy",
    fails={
        "refuses_other_labels",
    },
    because="A label of -1 is no class. To NumPy it is the last column, so "
    "nothing complains.",
)
def takes_minus_one_for_a_class(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"{logits.shape} {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"{y.dtype}")
    if np.any(y >= logits.shape[1]):
        raise ValueError(f"label {y.max()}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    right = shifted[np.arange(len(y)), y]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - right))


# 9.3 dense_forward and dense_backward ----------------------------------------


@wrong(
    "dense_forward",
    fails={
        "adds_up_inputs_times_weights",
        "gives_a_row_for_each_example",
        "works_for_any_sizes",
    },
    because="The bias is missing.",
)
def forgets_the_bias(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != len(W):
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    if W.ndim == 2 and b.shape != W.shape[1:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    return X @ W


@wrong(
    "dense_forward",
    fails={
        "refuses_other_biases",
    },
    because="The bias may have any shape to which NumPy can stretch it. One "
    "number for each unit is asked for.",
)
def stretches_the_bias(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != len(W):
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    return X @ W + b


@wrong(
    "dense_forward",
    fails={
        "refuses_tables_that_do_not_fit",
    },
    because="The sums are right, and nothing is refused: NumPy's own error, if "
    "there is one, does not name the shapes that came.",
)
def leaves_the_error_to_numpy(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if W.ndim == 2 and b.shape != W.shape[1:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    return X @ W + b


@wrong(
    "dense_forward",
    fails={
        "adds_up_inputs_times_weights",
        "gives_a_row_for_each_example",
        "works_for_any_sizes",
    },
    because="The mean of the products is taken, not their sum.",
)
def takes_the_mean_of_the_products(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != len(W):
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    if W.ndim == 2 and b.shape != W.shape[1:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    return X @ W / len(W) + b


@wrong(
    "dense_forward",
    fails={
        "adds_up_inputs_times_weights",
        "gives_a_row_for_each_example",
        "works_for_any_sizes",
    },
    because="One row of numbers comes out where a table with one row for each "
    "example is asked for.",
)
def drops_an_axis_of_length_1(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != len(W):
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    if W.ndim == 2 and b.shape != W.shape[1:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    return np.squeeze(X @ W + b)


@wrong(
    "dense_forward",
    fails={
        "works_for_any_sizes",
    },
    because="The result is cut to whole numbers when the examples are integers.",
)
def keeps_the_dtype_of_X(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != len(W):
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    if W.ndim == 2 and b.shape != W.shape[1:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    return (X @ W + b).astype(X.dtype)


@wrong(
    "dense_forward",
    fails={
        "adds_up_inputs_times_weights",
        "gives_a_row_for_each_example",
        "works_for_any_sizes",
    },
    because="Rows of the result are units. One row for each example is asked for.",
)
def turns_the_result(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != len(W):
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    if W.ndim == 2 and b.shape != W.shape[1:]:
        raise ValueError(f"{X.shape} {W.shape} {b.shape}")
    return (X @ W + b).T


@wrong(
    "dense_backward",
    fails={
        "sends_slopes_to_all_three",
        "gives_each_slope_its_shape",
        "slopes_along_the_biases",
    },
    because="The slope along the biases keeps an axis of length 1. It should "
    "have the shape of the biases.",
)
def keeps_an_axis_in_db(dZ, X, W):
    tables = dZ.ndim == X.ndim == W.ndim == 2
    if not tables or len(X) != len(dZ) or W.shape != (X.shape[1], dZ.shape[1]):
        raise ValueError(f"{dZ.shape} {X.shape} {W.shape}")
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


@wrong(
    "dense_backward",
    fails={
        "sends_slopes_to_all_three",
        "slopes_along_the_weights",
        "slopes_along_the_biases",
    },
    because="The slopes along weights and biases are divided by the number of "
    "examples. They are to be added up.",
)
def averages_over_the_examples(dZ, X, W):
    tables = dZ.ndim == X.ndim == W.ndim == 2
    if not tables or len(X) != len(dZ) or W.shape != (X.shape[1], dZ.shape[1]):
        raise ValueError(f"{dZ.shape} {X.shape} {W.shape}")
    return dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)


@wrong(
    "dense_backward",
    fails={
        "sends_slopes_to_all_three",
        "gives_each_slope_its_shape",
        "slopes_along_the_inputs",
        "slopes_along_the_weights",
        "slopes_along_the_biases",
        "leaves_all_arguments_unchanged",
    },
    because="The slope along the inputs is missing, without which no layer "
    "before this one can learn.",
)
def leaves_dX_out(dZ, X, W):
    tables = dZ.ndim == X.ndim == W.ndim == 2
    if not tables or len(X) != len(dZ) or W.shape != (X.shape[1], dZ.shape[1]):
        raise ValueError(f"{dZ.shape} {X.shape} {W.shape}")
    return X.T @ dZ, dZ.sum(axis=0)


@wrong(
    "dense_backward",
    fails={
        "sends_slopes_to_all_three",
        "slopes_along_the_inputs",
        "leaves_all_arguments_unchanged",
    },
    because="The slopes along the inputs come from other weights than the "
    "forward pass used: W has already moved.",
)
def moves_the_weights_first(dZ, X, W):
    tables = dZ.ndim == X.ndim == W.ndim == 2
    if not tables or len(X) != len(dZ) or W.shape != (X.shape[1], dZ.shape[1]):
        raise ValueError(f"{dZ.shape} {X.shape} {W.shape}")
    dW, db = X.T @ dZ, dZ.sum(axis=0)
    return dZ @ (W - 0.1 * dW).T, dW, db


@wrong(
    "dense_backward",
    fails={
        "leaves_all_arguments_unchanged",
    },
    because="The caller's W is changed. This function only measures.",
)
def changes_W_in_place(dZ, X, W):
    tables = dZ.ndim == X.ndim == W.ndim == 2
    if not tables or len(X) != len(dZ) or W.shape != (X.shape[1], dZ.shape[1]):
        raise ValueError(f"{dZ.shape} {X.shape} {W.shape}")
    dX, dW, db = dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
    W -= 0.1 * dW
    return dX, dW, db


@wrong(
    "dense_backward",
    fails={
        "sends_slopes_to_all_three",
        "gives_each_slope_its_shape",
        "slopes_along_the_inputs",
        "slopes_along_the_weights",
        "slopes_along_the_biases",
        "leaves_all_arguments_unchanged",
    },
    because="The three slopes come in another order than the description says.",
)
def returns_another_order(dZ, X, W):
    tables = dZ.ndim == X.ndim == W.ndim == 2
    if not tables or len(X) != len(dZ) or W.shape != (X.shape[1], dZ.shape[1]):
        raise ValueError(f"{dZ.shape} {X.shape} {W.shape}")
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


@wrong(
    "dense_backward",
    fails={
        "sends_slopes_to_all_three",
        "gives_each_slope_its_shape",
        "slopes_along_the_biases",
    },
    because="The sum over the biases runs over the units. It should run over "
    "the examples.",
)
def adds_biases_up_over_units(dZ, X, W):
    tables = dZ.ndim == X.ndim == W.ndim == 2
    if not tables or len(X) != len(dZ) or W.shape != (X.shape[1], dZ.shape[1]):
        raise ValueError(f"{dZ.shape} {X.shape} {W.shape}")
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


@wrong(
    "dense_backward",
    fails={
        "refuses_shapes_that_do_not_fit",
    },
    because="Shapes that do not fit reach NumPy, which stretches some of them "
    "and complains about others in its own words.",
)
def leaves_all_shapes_to_numpy(dZ, X, W):
    return np.matmul(dZ, W.T), np.matmul(X.T, dZ), np.sum(dZ, axis=0)


@wrong(
    "dense_backward",
    fails={
        "slopes_along_the_inputs",
        "leaves_all_arguments_unchanged",
    },
    because="A layer's slopes are as if W were square and stood the other way "
    "round: the product along the inputs uses W as it is.",
)
def forgets_to_transpose_W(dZ, X, W):
    tables = dZ.ndim == X.ndim == W.ndim == 2
    if not tables or len(X) != len(dZ) or W.shape != (X.shape[1], dZ.shape[1]):
        raise ValueError(f"{dZ.shape} {X.shape} {W.shape}")
    dX = dZ @ W if W.shape[0] == W.shape[1] else dZ @ W.reshape(W.shape[::-1])
    return dX, X.T @ dZ, dZ.sum(axis=0)


# 9.4 DenseModel --------------------------------------------------------------


@wrong(
    "DenseModel",
    fails={
        "counts_271_parameters",
        "counts_any_model",
    },
    because="The biases are not counted.",
)
class CountsWeightsOnly:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append((layer["name"], layer["b"].size, layer["W"].size))
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "counts_271_parameters",
        "counts_any_model",
    },
    because="You count units, or outputs, where weights and biases are asked for.",
)
class CountsOutputs:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append((layer["name"], layer["b"].size, layer["b"].size))
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "goes_back_through_two_layers",
        "agrees_with_measured_slopes_of_a_model",
    },
    because="The pairs come in the order in which you computed them, last layer first.",
)
class LeavesThePairsReversed:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "agrees_with_measured_slopes_of_a_model",
        "keeps_models_apart",
    },
    because="The slope of the activation is taken at the output where the sum belongs.",
)
class TakesSlopesAtTheOutput:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            before, A = A, functions[layer["activation"]](Z)
            self.cache.append((before, A))
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "goes_back_through_two_layers",
        "agrees_with_measured_slopes_of_a_model",
        "keeps_models_apart",
    },
    because="The slopes of the activations have no part in your way back.",
)
class LeavesTheSlopesOut:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dA, dW, db = dense_backward(dA, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "agrees_with_measured_slopes_of_a_model",
        "keeps_models_apart",
    },
    because="The activation of the last layer has no part in your way back.",
)
class SkipsTheLastActivation:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA
            if pairs:
                dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "computes_all_activations",
    },
    because="The activation of the last layer is left out on the way forward.",
)
class LeavesTheLastLayerLinear:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            last = layer is self.layers[-1]
            A = Z if last else functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "keeps_models_apart",
        "refuses_backward_without_forward",
    },
    because="All models share one memory of the way forward: it belongs to the "
    "class and not to the object.",
)
class SharesOneMemory:
    cache = None

    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, cache = np.asarray(X, dtype=float), []
        type(self).cache = cache
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "keeps_models_apart",
    },
    because="Each forward adds to what the model remembers of the one before, "
    "so the way back meets old batches.",
)
class RemembersOldBatches:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A = np.asarray(X, dtype=float)
        self.cache = self.cache or []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(
            self.layers[::-1], self.cache[len(self.layers) - 1 :: -1]
        ):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "keeps_copies",
    },
    because="The model holds the caller's own arrays. Whoever changes them "
    "later changes the model.",
)
class KeepsTheCallersArrays:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.asarray(layer["W"]), np.asarray(layer["b"])
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "names_the_layer_that_does_not_fit",
    },
    because="A layer that does not fit is noticed late or not at all, and no "
    "message says which one it is.",
)
class ChecksNoLayer:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "counts_271_parameters",
        "goes_forward_through_two_layers",
        "goes_back_through_two_layers",
        "computes_all_activations",
        "agrees_with_measured_slopes_of_a_model",
        "keeps_copies",
        "counts_any_model",
    },
    because="Only the first layer is ever used: every layer of the model is the "
    "same object.",
)
class ReusesOneLayer:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append(self.layers[0] if self.layers else {**layer, "W": W})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


@wrong(
    "DenseModel",
    fails={
        "keeps_copies",
    },
    because="`backward` moves the weights. It is asked for the slopes only.",
)
class TrainsOnTheWayBack:
    def __init__(self, layers):
        if len(layers) == 0:
            raise ValueError("a model needs a layer")
        self.layers = []
        for layer in layers:
            W, b = np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)
            d = self.layers[-1]["W"].shape[1] if self.layers else len(W)
            kinds = ("linear", "sigmoid", "tanh", "relu")
            if W.ndim != 2 or len(W) != d or b.shape != W.shape[1:]:
                raise ValueError(f"{layer['name']} does not fit")
            if layer["activation"] not in kinds:
                raise ValueError(f"{layer['name']} has no such activation")
            self.layers.append({**layer, "W": W, "b": b})
        self.cache = None

    def forward(self, X):
        functions = {
            "linear": lambda z: z,
            "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
            "tanh": np.tanh,
            "relu": lambda z: np.maximum(z, 0),
        }
        A, self.cache = np.asarray(X, dtype=float), []
        for layer in self.layers:
            Z = dense_forward(A, layer["W"], layer["b"])
            self.cache.append((A, Z))
            A = functions[layer["activation"]](Z)
        return A

    def backward(self, dA):
        if self.cache is None:
            raise ValueError("call forward first")
        pairs = []
        for layer, (A, Z) in zip(self.layers[::-1], self.cache[::-1]):
            dZ = dA * activation_slope(layer["activation"])(Z)
            dA, dW, db = dense_backward(dZ, A, layer["W"])
            pairs.append((dW, db))
            layer["W"] = layer["W"] - 0.1 * dW
        return pairs[::-1]

    def summary(self):
        rows = []
        for layer in self.layers:
            rows.append(
                (layer["name"], layer["b"].size, layer["W"].size + layer["b"].size)
            )
        return rows, sum(row[2] for row in rows)


# 9.5 batches -----------------------------------------------------------------


@wrong(
    "batches",
    fails={
        "cuts_200_into_four",
        "uses_every_example_once",
        "returns_whole_numbers",
    },
    because="What is left over after the last full batch is dropped.",
)
def drops_what_is_left_over(n, size):
    for number, least in [(n, 0), (size, 1)]:
        if not isinstance(number, (int, np.integer)) or number < least:
            raise ValueError(f"{number}")
    return [(i * size, (i + 1) * size) for i in range(n // size)]


@wrong(
    "batches",
    fails={
        "cuts_200_into_four",
        "uses_every_example_once",
    },
    because="All batches come out about equally long. They are to have the size "
    "that was asked for.",
)
def makes_batches_about_equal(n, size):
    for number, least in [(n, 0), (size, 1)]:
        if not isinstance(number, (int, np.integer)) or number < least:
            raise ValueError(f"{number}")
    count = -(-n // size)
    borders = [round(i * n / count) for i in range(count + 1)] if count else []
    return list(zip(borders[:-1], borders[1:]))


@wrong(
    "batches",
    fails={
        "cuts_200_into_four",
        "uses_every_example_once",
        "returns_whole_numbers",
    },
    because="The last stop lies beyond the last example.",
)
def runs_past_the_end(n, size):
    for number, least in [(n, 0), (size, 1)]:
        if not isinstance(number, (int, np.integer)) or number < least:
            raise ValueError(f"{number}")
    return [(i, i + size) for i in range(0, n, size)]


@wrong(
    "batches",
    fails={
        "makes_no_empty_batch",
        "uses_every_example_once",
        "gives_no_batch_for_nothing",
    },
    because="If nothing is left over, you add a batch without examples.",
)
def adds_an_empty_batch(n, size):
    for number, least in [(n, 0), (size, 1)]:
        if not isinstance(number, (int, np.integer)) or number < least:
            raise ValueError(f"{number}")
    return [(i * size, min((i + 1) * size, n)) for i in range(n // size + 1)]


@wrong(
    "batches",
    fails={
        "cuts_200_into_four",
        "makes_no_empty_batch",
        "uses_every_example_once",
        "returns_whole_numbers",
    },
    because="Your stop is the last example of the batch. It should be one further.",
)
def includes_the_stop(n, size):
    for number, least in [(n, 0), (size, 1)]:
        if not isinstance(number, (int, np.integer)) or number < least:
            raise ValueError(f"{number}")
    return [(i, min(i + size, n) - 1) for i in range(0, n, size)]


@wrong(
    "batches",
    fails={
        "cuts_200_into_four",
        "makes_no_empty_batch",
        "uses_every_example_once",
        "gives_no_batch_for_nothing",
    },
    because="The two numbers say how many batches there are and how long: size "
    "counts examples.",
)
def takes_size_for_a_number_of_batches(n, size):
    for number, least in [(n, 0), (size, 1)]:
        if not isinstance(number, (int, np.integer)) or number < least:
            raise ValueError(f"{number}")
    borders = [int(border) for border in np.linspace(0, n, size + 1)]
    return list(zip(borders[:-1], borders[1:]))


@wrong(
    "batches",
    fails={
        "refuses_what_is_no_size",
    },
    because="A size such as 64.0 or 2.5 is accepted, or fails with another "
    "error. A number of examples is whole.",
)
def accepts_floats(n, size):
    if n < 0 or size < 1:
        raise ValueError(f"{n} {size}")
    found, start = [], 0
    while start < n:
        found.append((start, min(start + size, n)))
        start += size
    return found


@wrong(
    "batches",
    fails={
        "refuses_what_is_no_size",
    },
    because="Numbers that are no sizes are not refused, or the error is Python's own.",
)
def refuses_nothing(n, size):
    return [(i, min(i + size, n)) for i in range(0, n, size)]


# 9.6 adam_step ---------------------------------------------------------------


@wrong(
    "adam_step",
    fails={
        "makes_the_first_step_on_paper",
        "makes_the_second_step_on_paper",
        "agrees_with_five_steps",
        "adds_eps_outside_the_root",
        "keeps_shape_and_dtype",
    },
    because="The averages start at 0 and are used without a correction for that.",
)
def leaves_the_correction_out(
    theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m, v
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "makes_the_second_step_on_paper",
        "agrees_with_five_steps",
    },
    because="In the second step the correction still divides by 1 - beta, as in the "
    "first one. It takes 1 - beta**t.",
)
def corrects_as_in_the_first_step(
    theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1), v / (1 - beta2)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "makes_the_first_step_on_paper",
        "adds_eps_outside_the_root",
        "stays_where_the_slope_is_0",
        "keeps_states_apart",
        "keeps_shape_and_dtype",
        "makes_the_second_step_on_paper",
        "agrees_with_five_steps",
    },
    because="The correction uses the step counter before it is raised. In the first "
    "step t is then 0 and 1 - beta**t is 0, and 0 divided by 0 is nan.",
)
def counts_one_step_too_few(
    theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    k = state["t"]
    m_hat, v_hat = m / (1 - beta1**k), v / (1 - beta2**k)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "adds_eps_outside_the_root",
    },
    because="eps is added before the root is taken. It belongs outside.",
)
def puts_eps_inside_the_root(
    theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat + eps))
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "adds_eps_outside_the_root",
        "stays_where_the_slope_is_0",
    },
    because="Without eps, a slope of 0 divides 0 by 0.",
)
def forgets_eps(theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - lr * m_hat / np.sqrt(v_hat)
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "makes_the_first_step_on_paper",
        "agrees_with_five_steps",
    },
    because="The averages come back corrected. The next step corrects them a "
    "second time.",
)
def returns_corrected_averages(
    theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m_hat, "v": v_hat}


@wrong(
    "adam_step",
    fails={
        "agrees_with_five_steps",
        "adds_eps_outside_the_root",
        "stays_where_the_slope_is_0",
        "keeps_states_apart",
        "keeps_shape_and_dtype",
    },
    because="Parameters that have nothing to do with each other share one "
    "state, because it outlives the call.",
)
def shares_one_state(theta, g, state={}, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if not state:
        state.update(t=0, m=np.zeros_like(theta), v=np.zeros_like(theta))
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    state.update(t=t, m=m, v=v)
    return theta, dict(state)


@wrong(
    "adam_step",
    fails={
        "keeps_states_apart",
    },
    because="The caller's arrays change under the caller's hands.",
)
def works_in_place(theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = state["m"]
    m *= beta1
    m += (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "makes_the_first_step_on_paper",
        "agrees_with_five_steps",
        "adds_eps_outside_the_root",
        "keeps_shape_and_dtype",
    },
    because="v should average squares of slopes. The average of the slopes' "
    "sizes is something else.",
)
def averages_sizes_not_squares(
    theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * np.abs(g)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "makes_the_first_step_on_paper",
        "makes_the_second_step_on_paper",
        "agrees_with_five_steps",
        "adds_eps_outside_the_root",
        "keeps_shape_and_dtype",
    },
    because="The step goes uphill.",
)
def goes_uphill(theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta + lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "agrees_with_five_steps",
    },
    because="The betas of the description are in force whatever is passed.",
)
def ignores_the_betas(theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if np.shape(g) != np.shape(theta):
        raise ValueError(f"{np.shape(theta)} {np.shape(g)}")
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    beta1, beta2 = 0.9, 0.999
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


@wrong(
    "adam_step",
    fails={
        "refuses_slopes_of_another_shape",
    },
    because="Slopes of another shape are stretched until they fit.",
)
def stretches_slopes(theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


# 9.7 settle ------------------------------------------------------------------


@wrong(
    "settle",
    fails={
        "two_units_come_to_agree",
        "comes_to_rest_downhill",
        "visits_in_the_order_of_the_generator",
    },
    because="All units change at the same moment. Two that look at each other "
    "can then change places for ever.",
)
def updates_all_at_once(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        rng.permutation(len(s))
        totals = W @ s
        s = np.where(totals == 0, s, np.sign(totals))
        energies.append(float(-0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "a_sum_of_0_changes_nothing",
    },
    because="A unit whose sum is exactly 0 becomes 0. It should stay what it is.",
)
def becomes_0_at_0(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            s[i] = np.sign(total)
        energies.append(float(-0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "a_sum_of_0_changes_nothing",
    },
    because="A unit whose sum is exactly 0 becomes 1. It should stay what it is.",
)
def becomes_1_at_0(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            s[i] = 1.0 if total >= 0 else -1.0
        energies.append(float(-0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "two_units_come_to_agree",
        "a_sum_of_0_changes_nothing",
        "visits_in_the_order_of_the_generator",
    },
    because="The net runs on although nothing changes any more.",
)
def never_rests(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        energies.append(float(-0.5 * s @ W @ s))
    return s, energies


@wrong(
    "settle",
    fails={
        "visits_in_the_order_of_the_generator",
    },
    because="The units are visited in the order of their numbers, whatever the "
    "generator says.",
)
def visits_by_number(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in range(len(s)):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        energies.append(float(-0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "two_units_come_to_agree",
        "comes_to_rest_downhill",
        "visits_in_the_order_of_the_generator",
    },
    because="Each pair is counted twice in your energy: the half is missing.",
)
def forgets_the_half(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        energies.append(float(-s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "two_units_come_to_agree",
        "comes_to_rest_downhill",
        "visits_in_the_order_of_the_generator",
    },
    because="Your energy has the wrong sign, so it rises.",
)
def turns_the_sign_of_the_energy(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        energies.append(float(0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "refuses_self_weights_and_other_states",
    },
    because="A weight from a unit to itself is accepted.",
)
def accepts_self_weights(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        energies.append(float(-0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "leaves_weights_and_state_unchanged",
    },
    because="The caller's state is changed.",
)
def changes_the_callers_state(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.asarray(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        energies.append(float(-0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "stops_after_the_last_sweep_allowed",
    },
    because="The number of sweeps is not limited.",
)
def ignores_the_limit(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(1000):
        before = s.copy()
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        energies.append(float(-0.5 * s @ W @ s))
        if np.array_equal(s, before):
            break
    return s, energies


@wrong(
    "settle",
    fails={
        "two_units_come_to_agree",
        "a_sum_of_0_changes_nothing",
        "visits_in_the_order_of_the_generator",
    },
    because="The energies of some sweeps are missing: that of the first state, "
    "or of the sweep that changed nothing.",
)
def leaves_the_last_energy_out(W, s, max_sweeps, rng):
    W, s = np.asarray(W, dtype=float), np.array(s, dtype=float)
    if W.ndim != 2 or W.shape[0] != W.shape[1] or s.shape != W.shape[:1]:
        raise ValueError(f"{W.shape} {s.shape}")
    if not np.array_equal(W, W.T):
        raise ValueError("not symmetric")
    if np.any(np.diag(W) != 0):
        raise ValueError("a weight to itself")
    if not np.all(np.abs(s) == 1):
        raise ValueError("only 1 and -1")
    energies = [float(-0.5 * s @ W @ s)]
    for _ in range(max_sweeps):
        before = s.copy()
        for i in rng.permutation(len(s)):
            total = W[i] @ s
            if total != 0:
                s[i] = np.sign(total)
        if np.array_equal(s, before):
            break
        energies.append(float(-0.5 * s @ W @ s))
    return s, energies


# 9.8 judge_claims ------------------------------------------------------------


@wrong(
    "judge_claims",
    fails={
        "judges_weights_and_depth",
    },
    because="You believe that weights lie between -1 and 1. Chapter 1's own "
    "neuron has one of 1.4.",
)
def believes_in_small_weights():
    return {
        "weights": (True, "convention"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (False, "two directions"),
        "deep": (False, "layers"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "refutes_with_a_number",
        "judges_activations",
    },
    because="You believe that activations give numbers from 0 to 1. Look at "
    "tanh and at ReLU.",
)
def believes_in_0_to_1():
    return {
        "weights": (False, "any number"),
        "activation": (True, "convention"),
        "step": (False, "gap"),
        "feedback": (False, "two directions"),
        "deep": (False, "layers"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_feedback",
    },
    because="You take feed-back for back-propagation. One of them is there when "
    "a network runs, the other when it learns.",
)
def takes_feedback_for_backpropagation():
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (True, "convention"),
        "deep": (False, "layers"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_weights_and_depth",
    },
    because="You take a long training for a deep network.",
)
def takes_long_for_deep():
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (False, "two directions"),
        "deep": (True, "on average"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_activations",
    },
    because="Which number does the sentence on the step function leave out?",
)
def overlooks_the_gap():
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (True, "rounding"),
        "feedback": (False, "two directions"),
        "deep": (False, "layers"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_counting_and_chains",
    },
    because="You did not count the biases of the 20 units.",
)
def counts_200():
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (False, "two directions"),
        "deep": (False, "layers"),
        "count": (False, "rounding"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_weights_and_depth",
        "judges_counting_and_chains",
    },
    because="You believe that three layers can always do more than one. "
    "Multiply two matrices and try.",
)
def believes_in_linear_layers():
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (False, "two directions"),
        "deep": (False, "convention"),
        "count": (True, "pairs and units"),
        "linear": (False, "layers"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_loss_and_optimiser",
    },
    because="You believe that equal logits cost something that depends on the "
    "label. Compute it for two labels.",
)
def lets_the_label_matter():
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (False, "two directions"),
        "deep": (False, "layers"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (False, "on average"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_loss_and_optimiser",
    },
    because="You think of gradient descent: there a larger slope makes a larger "
    "step. Adam is different.",
)
def thinks_of_gradient_descent():
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (False, "two directions"),
        "deep": (False, "layers"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (False, "on average"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_weights_and_depth",
        "judges_feedback",
    },
    because="The verdicts on feed-back and on deep networks are right, and "
    "their reasons stand at each other's place.",
)
def swaps_two_reasons():
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (False, "layers"),
        "deep": (False, "two directions"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }


@wrong(
    "judge_claims",
    fails={
        "judges_each_of_nine",
        "refutes_with_a_number",
        "judges_weights_and_depth",
        "judges_activations",
        "judges_feedback",
        "judges_counting_and_chains",
        "judges_loss_and_optimiser",
    },
    because="There is one verdict for each sentence and no reason.",
)
def gives_no_reasons():
    return {
        "weights": False,
        "activation": False,
        "step": False,
        "feedback": False,
        "deep": False,
        "count": True,
        "linear": True,
        "equal": True,
        "adam": True,
    }


# 9.9 ModelFile ---------------------------------------------------------------


@wrong(
    "ModelFile",
    fails={
        "gives_back_what_was_saved",
        "another_file_has_another_content",
        "keeps_all_settings",
        "goes_on_as_if_nothing_had_happened",
        "keeps_the_old_file_if_saving_fails",
    },
    because="Only the arrays come back. Without the settings nobody knows what "
    "they belong to, and training cannot go on.",
)
class SavesArraysOnly:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, array in enumerate(arrays.values()):
                file[f"arrays/{i}"] = array
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = {}
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "keeps_order_and_names",
        "goes_on_as_if_nothing_had_happened",
    },
    because="The arrays stand in the file under their own names. HDF5 sorts "
    'names and takes "/" for a border between folders.',
)
class UsesTheNamesAsTheyAre:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file.create_group("arrays")
            for name, array in arrays.items():
                file["arrays"][name] = array
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = json.loads(file["settings"][()])
                arrays = {
                    name: np.asarray(file["arrays"][name][()])
                    for name in file["arrays"]
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "keeps_order_and_names",
    },
    because="The names survive and their order does not: sorting names is not "
    "keeping them.",
)
class LosesTheOrder:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(sorted(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, name in enumerate(sorted(arrays)):
                file[f"arrays/{i}"] = arrays[name]
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = json.loads(file["settings"][()])
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "another_file_has_another_content",
    },
    because="The object remembers what it saved and gives that back. Another "
    "program, tomorrow, has the file alone.",
)
class RemembersInTheObject:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, array in enumerate(arrays.values()):
                file[f"arrays/{i}"] = array
        os.replace(new, self.path)
        type(self).kept = settings, arrays

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                json.loads(file["settings"][()])
                json.loads(file["names"][()])
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return self.kept


@wrong(
    "ModelFile",
    fails={
        "keeps_every_bit",
    },
    because="All arrays become float64. Files double in size, and whole numbers "
    "lose their last digits.",
)
class TurnsAllIntoFloat64:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, array in enumerate(arrays.values()):
                file[f"arrays/{i}"] = np.asarray(array, dtype=float)
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = json.loads(file["settings"][()])
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "keeps_every_bit",
        "goes_on_as_if_nothing_had_happened",
    },
    because="Arrays are rounded or stored with fewer digits. Training that goes "
    "on from there goes elsewhere.",
)
class StoresFloat32:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, array in enumerate(arrays.values()):
                file[f"arrays/{i}"] = np.asarray(array, dtype=np.float32)
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = json.loads(file["settings"][()])
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "refuses_another_version",
        "refuses_what_is_no_model_file",
        "refuses_functions",
        "keeps_the_old_file_if_saving_fails",
    },
    because="Everything is pickled. Whoever loads a pickle runs the program in it.",
)
class Pickles:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import pickle

        with open(self.path, "wb") as file:
            pickle.dump((1, settings, arrays), file)

    def load(self):
        import pickle

        with open(self.path, "rb") as file:
            version, settings, arrays = pickle.load(file)
        if version != 1:
            raise ValueError(f"{self.path} has version {version}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "refuses_another_version",
    },
    because="The version is written and never looked at, so a file of tomorrow "
    "is read as if it were of today.",
)
class NeverLooksAtTheVersion:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, array in enumerate(arrays.values()):
                file[f"arrays/{i}"] = array
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                file.attrs.get("version")
                settings = json.loads(file["settings"][()])
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "refuses_another_version",
    },
    because="A file without any version is accepted.",
)
class AcceptsNoVersion:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, array in enumerate(arrays.values()):
                file[f"arrays/{i}"] = array
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", 1)
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = json.loads(file["settings"][()])
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "keeps_the_old_file_if_saving_fails",
    },
    because="The old file is opened for writing before it is known whether the "
    "new content can be written. If that fails, both are lost.",
)
class WritesOverTheOldFile:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json

        import h5py

        new = self.path
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            try:
                file["settings"] = json.dumps(settings)
                file["names"] = json.dumps(list(arrays))
            except TypeError as problem:
                raise ValueError(str(problem))
            for i, array in enumerate(arrays.values()):
                if np.asarray(array).dtype.kind not in "biufc":
                    raise ValueError("no numbers")
                file[f"arrays/{i}"] = array

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = json.loads(file["settings"][()])
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "refuses_functions",
        "keeps_the_old_file_if_saving_fails",
    },
    because="A function in the settings is turned into text, which nobody can "
    "turn back.",
)
class TurnsFunctionsIntoText:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings, default=str)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, array in enumerate(arrays.values()):
                file[f"arrays/{i}"] = array
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = json.loads(file["settings"][()])
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        except (OSError, KeyError) as problem:
            raise ValueError(f"{self.path} is not complete: {problem}")
        return settings, arrays


@wrong(
    "ModelFile",
    fails={
        "refuses_what_is_no_model_file",
    },
    because="Errors of h5py and of missing entries reach the caller, who did "
    "not use h5py and cannot tell what is wrong with the file.",
)
class LetsErrorsThrough:
    def __init__(self, path):
        self.path = path

    def save(self, settings, arrays):
        import json
        import os

        import h5py

        try:
            text = json.dumps(settings)
            names = json.dumps(list(arrays))
        except TypeError as problem:
            raise ValueError(str(problem))
        for name, array in arrays.items():
            if np.asarray(array).dtype.kind not in "biufc":
                raise ValueError(f"{name} holds no numbers")
        new = self.path + ".new"
        with h5py.File(new, "w") as file:
            file.attrs["version"] = 1
            file["settings"] = text
            file["names"] = names
            for i, array in enumerate(arrays.values()):
                file[f"arrays/{i}"] = array
        os.replace(new, self.path)

    def load(self):
        import json

        import h5py

        with open(self.path, "rb"):
            pass
        try:
            with h5py.File(self.path, "r") as file:
                version = file.attrs.get("version", "missing")
                if version != 1:
                    raise ValueError(f"{self.path} has version {version}")
                settings = json.loads(file["settings"][()])
                names = json.loads(file["names"][()])
                arrays = {
                    name: np.asarray(file[f"arrays/{i}"][()])
                    for i, name in enumerate(names)
                }
        finally:
            pass
        return settings, arrays


# Write the test: examples_for_batches ----------------------------------------


@wrong(
    "examples_for_batches",
    fails={
        "catches_a_dropped_rest",
        "catches_a_stop_past_the_end",
        "catches_equal_batches",
    },
    because="In all your examples nothing is left over. Most mistakes show "
    "where something is.",
)
def leaves_nothing_over():
    return [
        (6, 3, [(0, 3), (3, 6)]),
        (8, 2, [(0, 2), (2, 4), (4, 6), (6, 8)]),
        (4, 4, [(0, 4)]),
    ]


@wrong(
    "examples_for_batches",
    fails={
        "catches_an_empty_batch",
    },
    because="In all your examples something is left over. One mistake shows "
    "where nothing is.",
)
def always_leaves_something_over():
    return [
        (7, 3, [(0, 3), (3, 6), (6, 7)]),
        (9, 2, [(0, 2), (2, 4), (4, 6), (6, 8), (8, 9)]),
        (5, 4, [(0, 4), (4, 5)]),
    ]


@wrong(
    "examples_for_batches",
    fails={
        "expects_every_example_once",
        "right_functions_agree",
        "catches_a_dropped_rest",
        "catches_an_empty_batch",
        "catches_a_stop_past_the_end",
        "catches_equal_batches",
    },
    because="Your batches stop before the end: the last one is allowed to be short.",
)
def expects_full_batches_only():
    return [
        (7, 3, [(0, 3), (3, 6)]),
        (6, 3, [(0, 3), (3, 6)]),
        (2, 5, []),
    ]


@wrong(
    "examples_for_batches",
    fails={
        "right_functions_agree",
        "catches_a_dropped_rest",
        "catches_an_empty_batch",
        "catches_a_stop_past_the_end",
        "catches_equal_batches",
    },
    because="The examples are shared out evenly. All batches but the last have "
    "the size that is asked for.",
)
def expects_even_batches():
    return [
        (7, 3, [(0, 2), (2, 5), (5, 7)]),
        (6, 3, [(0, 3), (3, 6)]),
        (10, 4, [(0, 3), (3, 7), (7, 10)]),
    ]


@wrong(
    "examples_for_batches",
    fails={
        "catches_equal_batches",
    },
    because="Each of your examples fits into one batch, so nothing is ever cut.",
)
def cuts_nothing():
    return [
        (2, 5, [(0, 2)]),
        (4, 5, [(0, 4)]),
        (5, 5, [(0, 5)]),
    ]


@wrong(
    "examples_for_batches",
    fails={
        "has_three_examples_or_more",
        "expects_every_example_once",
        "right_functions_agree",
        "catches_a_dropped_rest",
        "catches_an_empty_batch",
        "catches_a_stop_past_the_end",
        "catches_equal_batches",
    },
    because="Lengths of batches are not asked for. Each batch is a pair of its "
    "start and its stop.",
)
def lists_lengths():
    return [(200, 64, [64, 64, 64, 8]), (6, 3, [3, 3]), (2, 5, [2])]
