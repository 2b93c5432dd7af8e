"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong
from solutions.two_layer import backward, forward, init_params, update

# 3.1 init_params -------------------------------------------------------------


@wrong(
    "init_params",
    fails={
        "weights_lie_around_zero",
        "weights_have_the_wanted_spread",
    },
    because="All weights are positive. Drawn between 0 and 1 they push every hidden "
    "unit the same way; a mean of 0 is asked for.",
)
def draws_between_0_and_1(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": scale * rng.random((d, h)),
        "b1": np.zeros(h),
        "W2": scale * rng.random((h, k)),
        "b2": np.zeros(k),
    }


@wrong(
    "init_params",
    fails={
        "gives_the_same_for_the_same_seed",
        "weights_lie_around_zero",
        "weights_have_the_wanted_spread",
        "units_start_different",
    },
    because="All weights are 0. Units that start alike get the same slopes and stay "
    "alike for ever.",
)
def starts_from_zeros(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": np.zeros((d, h)),
        "b1": np.zeros(h),
        "W2": np.zeros((h, k)),
        "b2": np.zeros(k),
    }


@wrong(
    "init_params",
    fails={
        "units_start_different",
    },
    because="All hidden units start with the same weights, so nothing can ever make "
    "them different.",
)
def draws_one_column_and_repeats_it(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": np.outer(scale * rng.permutation(np.linspace(-1.7, 1.7, d)), np.ones(h)),
        "b1": np.zeros(h),
        "W2": np.outer(np.ones(h), scale * rng.permutation(np.linspace(-1.7, 1.7, k))),
        "b2": np.zeros(k),
    }


@wrong(
    "init_params",
    fails={
        "follows_its_sizes",
    },
    because="The hidden layer always has four units. The caller says how many.",
)
def always_takes_four_units(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": scale * rng.normal(size=(d, 4)),
        "b1": np.zeros(4),
        "W2": scale * rng.normal(size=(4, k)),
        "b2": np.zeros(k),
    }


@wrong(
    "init_params",
    fails={
        "has_four_arrays_of_the_right_shapes",
        "follows_its_sizes",
    },
    because="The weight matrices are turned round: a row for each unit of the layer "
    "before, a column for each unit that receives.",
)
def swaps_rows_and_columns(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": scale * rng.normal(size=(h, d)),
        "b1": np.zeros(h),
        "W2": scale * rng.normal(size=(k, h)),
        "b2": np.zeros(k),
    }


@wrong(
    "init_params",
    fails={
        "gives_the_same_for_the_same_seed",
    },
    because="The weights come from NumPy's global generator and not from `rng`, so "
    "the same seed gives other weights.",
)
def draws_from_the_global_generator(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": scale * np.random.normal(size=(d, h)),
        "b1": np.zeros(h),
        "W2": scale * np.random.normal(size=(h, k)),
        "b2": np.zeros(k),
    }


@wrong(
    "init_params",
    fails={
        "weights_have_the_wanted_spread",
    },
    because="The weights always have the standard deviation 1; `scale` is never used.",
)
def ignores_the_scale(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": rng.normal(size=(d, h)),
        "b1": np.zeros(h),
        "W2": rng.normal(size=(h, k)),
        "b2": np.zeros(k),
    }


@wrong(
    "init_params",
    fails={
        "weights_have_the_wanted_spread",
    },
    because="`scale` is taken as the variance, which is the square of the standard "
    "deviation.",
)
def takes_scale_as_variance(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": scale**0.5 * rng.normal(size=(d, h)),
        "b1": np.zeros(h),
        "W2": scale**0.5 * rng.normal(size=(h, k)),
        "b2": np.zeros(k),
    }


@wrong(
    "init_params",
    fails={
        "gives_the_same_for_the_same_seed",
    },
    because="The biases are drawn at random. They are asked to start at 0.",
)
def draws_the_biases_too(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": scale * rng.normal(size=(d, h)),
        "b1": scale * rng.normal(size=h),
        "W2": scale * rng.normal(size=(h, k)),
        "b2": scale * rng.normal(size=k),
    }


@wrong(
    "init_params",
    fails={
        "has_four_arrays_of_the_right_shapes",
        "follows_its_sizes",
    },
    because="A bias array has one direction only: one number for each unit of its "
    "layer, and no extra pair of brackets.",
)
def makes_the_biases_tables(d, h, k, rng, scale=1.0):
    if min(d, h, k) < 1:
        raise ValueError(f"sizes {d}, {h}, {k} must be at least 1")
    return {
        "W1": scale * rng.normal(size=(d, h)),
        "b1": np.zeros((1, h)),
        "W2": scale * rng.normal(size=(h, k)),
        "b2": np.zeros((1, k)),
    }


@wrong(
    "init_params",
    fails={
        "refuses_an_empty_layer",
    },
    because="A layer without units, or with a negative number of them, is not "
    "refused with the sentence that was promised.",
)
def lets_a_layer_be_empty(d, h, k, rng, scale=1.0):
    return {
        "W1": scale * rng.normal(size=(d, h)),
        "b1": np.zeros(h),
        "W2": scale * rng.normal(size=(h, k)),
        "b2": np.zeros(k),
    }


# 3.2 forward -----------------------------------------------------------------


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="The output layer has no sigmoid: its sums are returned as they are, "
    "and they need not lie between 0 and 1.",
)
def leaves_the_output_linear(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"] + params["b1"]
    a1 = sigmoid(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    a2 = z2
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="The hidden layer has no sigmoid. Without a bend two layers do no more "
    "than one.",
)
def leaves_the_hidden_layer_linear(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"] + params["b1"]
    a1 = z1
    z2 = a1 @ params["W2"] + params["b2"]
    a2 = sigmoid(z2)
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="No bias is added in either layer.",
)
def forgets_the_biases_everywhere(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"]
    a1 = sigmoid(z1)
    z2 = a1 @ params["W2"]
    a2 = sigmoid(z2)
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="The output layer computes its sums without its bias.",
)
def forgets_the_output_bias(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"] + params["b1"]
    a1 = sigmoid(z1)
    z2 = a1 @ params["W2"]
    a2 = sigmoid(z2)
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="The outputs have gone through the sigmoid twice: all of them lie "
    "between 0.5 and 0.74.",
)
def squeezes_the_output_twice(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"] + params["b1"]
    a1 = sigmoid(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    a2 = sigmoid(sigmoid(z2))
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="The biases join after the sigmoid, so they no longer move the point at "
    "which a unit is undecided.",
)
def adds_the_bias_after_the_sigmoid(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"]
    a1 = sigmoid(z1) + params["b1"]
    z2 = a1 @ params["W2"]
    a2 = sigmoid(z2) + params["b2"]
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
    },
    because="The outputs are right, but the cache holds the weighted sums under the "
    "names of the activations.",
)
def keeps_sums_as_activations(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"] + params["b1"]
    a1 = sigmoid(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    a2 = sigmoid(z2)
    output, a1, a2 = a2, z1, z2
    return output, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
    },
    because="The outputs are right, but the cache holds activations where the "
    "weighted sums belong.",
)
def keeps_activations_as_sums(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"] + params["b1"]
    a1 = sigmoid(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    a2 = sigmoid(z2)
    z1, z2 = a1, a2
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "leaves_its_inputs_unchanged",
    },
    because="What comes back first is the hidden layer's activations, and not the "
    "outputs.",
)
def returns_the_hidden_layer(X, params):
    def sigmoid(z):
        return np.exp(-np.logaddexp(0.0, -z))

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"] + params["b1"]
    a1 = sigmoid(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    a2 = sigmoid(z2)
    return a1, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "copes_with_large_sums",
    },
    because="For large negative sums your sigmoid computes e to a large positive "
    "power, and that overflows.",
)
def lets_the_sigmoid_overflow(X, params):
    def sigmoid(z):
        return 1.0 / (np.exp(-z) + 1.0)

    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d:
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"] + params["b1"]
    a1 = sigmoid(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    a2 = sigmoid(z2)
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


@wrong(
    "forward",
    fails={
        "refuses_what_is_no_input",
    },
    because="An X that does not fit, or that holds nan, is not refused with the "
    "sentence that was promised. NumPy's own message does not say what to "
    "do, and nan travels on unseen.",
)
def takes_whatever_comes(X, params):
    X = np.asarray(X, dtype=float)
    cache = {"X": X, "z1": X @ params["W1"] + params["b1"]}
    cache["a1"] = np.exp(-np.logaddexp(0.0, -cache["z1"]))
    cache["z2"] = cache["a1"] @ params["W2"] + params["b2"]
    cache["a2"] = np.exp(-np.logaddexp(0.0, -cache["z2"]))
    return cache["a2"], cache


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "refuses_what_is_no_input",
        "leaves_its_inputs_unchanged",
    },
    because="The arrays on the way are thrown away. Going back needs all of them.",
)
def returns_no_cache(X, params):
    X = np.asarray(X, dtype=float)
    d = len(params["W1"])
    if X.ndim != 2 or X.shape[1] != d or not np.all(np.isfinite(X)):
        raise ValueError(f"X has shape {X.shape}, the net has {d} inputs")
    a1 = np.exp(-np.logaddexp(0.0, -(X @ params["W1"] + params["b1"])))
    return np.exp(-np.logaddexp(0.0, -(a1 @ params["W2"] + params["b2"])))


@wrong(
    "forward",
    fails={
        "gives_outputs_worked_by_hand",
        "keeps_every_step_in_the_cache",
        "agrees_with_loops",
        "works_for_one_of_everything",
        "copes_with_large_sums",
        "refuses_what_is_no_input",
        "leaves_its_inputs_unchanged",
    },
    because="W1 is turned round. It has a row for each input and a column for each "
    "hidden unit, and in this order it fits behind X.",
)
def turns_W1_round(X, params):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != params["W1"].shape[0]:
        raise ValueError(f"X {X.shape}, inputs {params['W1'].shape[0]}")
    if not np.all(np.isfinite(X)):
        raise ValueError("X is not finite")
    z1 = X @ params["W1"].T + params["b1"]
    a1 = np.exp(-np.logaddexp(0.0, -z1))
    z2 = a1 @ params["W2"] + params["b2"]
    a2 = np.exp(-np.logaddexp(0.0, -z2))
    return a2, {"X": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}


# 3.3 backward ----------------------------------------------------------------


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
    },
    because="The output layer is right. What you send back to the hidden layer is "
    "the bare error, without the slope of the output's sigmoid. A net "
    "learns well with this popular rule, and it is not the gradient.",
)
def forgets_the_output_slope_on_the_way_back(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = ((a2 - y) @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_output_weights",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
        "leaves_everything_unchanged",
    },
    because="The slope of the output's sigmoid is missing everywhere. What you have "
    "is the gradient of another loss, cross-entropy.",
)
def forgets_the_output_slope_everywhere(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = a2 - y
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
    },
    because="The slope of the hidden sigmoid is missing: how much a hidden "
    "activation moves when its sum moves.",
)
def forgets_the_hidden_slope(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2 @ params["W2"].T
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_output_weights",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
        "leaves_everything_unchanged",
    },
    because="The slope formula of this course wants the sigmoid's output. You give "
    "it the sum.",
)
def takes_the_slope_of_the_sums(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * cache["z2"] * (1 - cache["z2"])
    delta1 = (delta2 @ params["W2"].T) * cache["z1"] * (1 - cache["z1"])
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_output_weights",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
        "leaves_everything_unchanged",
    },
    because="The activations have been through the sigmoid already. You send them "
    "through it again before you take the slope.",
)
def applies_the_sigmoid_once_more(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    s1, s2 = 1 / (1 + np.exp(-a1)), 1 / (1 + np.exp(-a2))
    delta2 = (a2 - y) * s2 * (1 - s2)
    delta1 = (delta2 @ params["W2"].T) * s1 * (1 - s1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_output_weights",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
        "leaves_everything_unchanged",
    },
    because="Every number is twice as large as it should be: this is the gradient "
    "of the whole sum of squares. The loss is half of it.",
)
def keeps_the_factor_two(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = 2 * (a2 - y) * a2 * (1 - a2)
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "adds_up_over_examples",
        "slopes_of_the_output_weights",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
    },
    because="You divide by the number of examples. The loss is a sum, not a mean.",
)
def averages_over_the_examples(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2) / len(y)
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_output_weights",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
        "leaves_everything_unchanged",
    },
    because="Every sign is turned round: this is the direction in which the loss "
    "falls. The gradient points uphill, and update does the turning.",
)
def goes_downhill(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (y - a2) * a2 * (1 - a2)
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_biases",
    },
    because="The gradients of the biases have one row for each example. A bias "
    "serves all examples, and its slope collects from all of them.",
)
def keeps_one_row_per_example_in_the_biases(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1,
        "W2": a1.T @ delta2,
        "b2": delta2,
    }


@wrong(
    "backward",
    fails={
        "adds_up_over_examples",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_biases",
    },
    because="The weights are right. The slopes of the biases are averaged over the "
    "examples where the loss adds up.",
)
def averages_the_biases_only(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.mean(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.mean(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
    },
    because="The error travels back through a W2 that has already taken its step. "
    "All four gradients belong to the same point.",
)
def changes_W2_first(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    W2 = params["W2"] - 0.1 * (a1.T @ delta2)
    delta1 = (delta2 @ W2.T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_biases",
    },
    because="The biases get a gradient of 0, so they never learn.",
)
def freezes_the_biases(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": np.zeros_like(params["b1"]),
        "W2": a1.T @ delta2,
        "b2": np.zeros_like(params["b2"]),
    }


@wrong(
    "backward",
    fails={
        "adds_up_over_examples",
        "slopes_of_the_output_weights",
        "slopes_of_the_hidden_weights",
        "leaves_everything_unchanged",
    },
    because="The gradients of the weights have rows and columns exchanged. Each "
    "gradient has the shape of what it belongs to.",
)
def turns_the_gradients_round(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": delta1.T @ cache["X"],
        "b1": delta1.sum(axis=0),
        "W2": delta2.T @ a1,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "refuses_labels_in_another_shape",
    },
    because="Labels in another shape are not refused. NumPy stretches them against "
    "the outputs and makes a table of all pairs out of one error for each "
    "example.",
)
def lets_labels_stretch(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2.sum(axis=1, keepdims=True) if delta2.shape != a2.shape else delta2
    delta1 = (delta1 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "leaves_everything_unchanged",
    },
    because="Your function writes the error over the outputs in the cache. Whoever "
    "uses the cache again gets something else.",
)
def writes_into_the_cache(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    slope = a2 * (1 - a2)
    a2 -= y
    delta2 = a2 * slope
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "adds_up_over_examples",
        "slopes_of_the_output_weights",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_weights",
        "slopes_of_the_hidden_biases",
        "refuses_labels_in_another_shape",
        "leaves_everything_unchanged",
    },
    because="On the way back W2 is the wrong way round. Forward it leads from the "
    "hidden units to the outputs, back from the outputs to the hidden units.",
)
def sends_back_through_W2_as_it_is(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = (delta2 @ params["W2"]) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


@wrong(
    "backward",
    fails={
        "gives_slopes_worked_by_hand",
        "adds_up_over_examples",
        "slopes_of_the_output_biases",
        "slopes_of_the_hidden_biases",
    },
    because="The numbers are right. The gradients of the biases are tables with one "
    "row, where the biases are lists of numbers.",
)
def keeps_a_dimension_in_the_biases(y, params, cache):
    y = np.asarray(y, dtype=float)
    a1, a2 = cache["a1"], cache["a2"]
    if y.shape != a2.shape:
        raise ValueError(f"y has shape {y.shape}, the outputs have {a2.shape}")
    if not np.all(np.isfinite(y)):
        raise ValueError("y is not finite")
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = (delta2 @ params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": cache["X"].T @ delta1,
        "b1": delta1.sum(axis=0, keepdims=True),
        "W2": a1.T @ delta2,
        "b2": delta2.sum(axis=0, keepdims=True),
    }


# 3.4 update ------------------------------------------------------------------


@wrong(
    "update",
    fails={
        "leaves_the_old_parameters",
    },
    because="The dictionary is new, or not, but the arrays in it are the caller's: "
    "the old parameters have moved, too.",
)
def writes_into_the_old_arrays(params, grads, lr):
    for name in set(params) ^ set(grads):
        raise ValueError(f"{name} is in one of the two only")
    new = dict(params)
    for name in new:
        new[name] -= lr * grads[name]
    return new


@wrong(
    "update",
    fails={
        "moves_against_the_gradient",
        "moves_every_array",
        "takes_any_names",
        "leaves_the_old_parameters",
    },
    because="You move with the gradient. It points to where the loss grows.",
)
def moves_uphill(params, grads, lr):
    for name in set(params) ^ set(grads):
        raise ValueError(f"{name} is in one of the two only")
    return {name: params[name] + lr * grads[name] for name in params}


@wrong(
    "update",
    fails={
        "moves_against_the_gradient",
        "moves_every_array",
        "takes_any_names",
    },
    because="Only the weights move; the biases stay for ever.",
)
def moves_only_the_weights(params, grads, lr):
    for name in set(params) ^ set(grads):
        raise ValueError(f"{name} is in one of the two only")
    return {
        name: params[name] - lr * grads[name] if name.startswith("W") else params[name]
        for name in params
    }


@wrong(
    "update",
    fails={
        "moves_against_the_gradient",
        "moves_every_array",
        "takes_any_names",
        "leaves_the_old_parameters",
    },
    because="Each parameter loses a share of itself, and the gradient is never "
    "used: a net that is trained like this learns nothing.",
)
def shrinks_the_parameters(params, grads, lr):
    for name in set(params) ^ set(grads):
        raise ValueError(f"{name} is in one of the two only")
    return {name: params[name] - lr * params[name] for name in params}


@wrong(
    "update",
    fails={
        "moves_against_the_gradient",
        "moves_every_array",
        "takes_any_names",
    },
    because="The whole gradient is subtracted; the learning rate is never used.",
)
def ignores_the_rate(params, grads, lr):
    for name in set(params) ^ set(grads):
        raise ValueError(f"{name} is in one of the two only")
    return {name: params[name] - grads[name] for name in params}


@wrong(
    "update",
    fails={
        "moves_against_the_gradient",
        "moves_every_array",
        "takes_any_names",
        "leaves_the_old_parameters",
    },
    because="The new arrays are computed and lost: what comes back are the old "
    "parameters.",
)
def returns_the_old_parameters(params, grads, lr):
    for name in set(params) ^ set(grads):
        raise ValueError(f"{name} is in one of the two only")
    for name, array in params.items():
        array = array - lr * grads[name]
    return params


@wrong(
    "update",
    fails={
        "moves_against_the_gradient",
        "moves_every_array",
        "takes_any_names",
        "leaves_the_old_parameters",
    },
    because="What comes back is the step for each parameter, and not the parameter "
    "after the step.",
)
def returns_the_steps(params, grads, lr):
    for name in set(params) ^ set(grads):
        raise ValueError(f"{name} is in one of the two only")
    return {name: -lr * grads[name] for name in params}


@wrong(
    "update",
    fails={
        "takes_any_names",
    },
    because="Your function knows the names W1, b1, W2 and b2 and leaves all others "
    "alone. Any names should do.",
)
def knows_four_names_only(params, grads, lr):
    for name in set(params) ^ set(grads):
        raise ValueError(f"{name} is in one of the two only")
    new = dict(params)
    for name in ("W1", "b1", "W2", "b2"):
        if name in params:
            new[name] = params[name] - lr * grads[name]
    return new


@wrong(
    "update",
    fails={
        "says_which_gradient_is_missing",
        "says_which_parameter_is_missing",
    },
    because="A gradient that is missing, or one too many, is not noticed: the "
    "parameter stays where it is and nobody hears of it.",
)
def skips_what_is_missing(params, grads, lr):
    return {
        name: params[name] - lr * grads.get(name, np.zeros_like(params[name]))
        for name in params
    }


@wrong(
    "update",
    fails={
        "says_which_parameter_is_missing",
    },
    because="A gradient that is missing is noticed, and one without a parameter is "
    "not. A name in one dictionary only is a mistake in both directions.",
)
def looks_for_missing_gradients_only(params, grads, lr):
    for name in params:
        if name not in grads:
            raise ValueError(f"no gradient for {name}")
    return {name: params[name] - lr * grads[name] for name in params}


# 3.5 TwoLayerNet -------------------------------------------------------------


@wrong(
    "TwoLayerNet",
    fails={
        "answers_for_other_examples",
        "predicts_from_its_parameters",
    },
    because="`predict` gives the outputs for the training examples, whatever it is "
    "asked about. That is the trouble with a net that keeps its data.",
)
class AnswersForItsTrainingData:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        self.X = X
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(getattr(self, "X", X), self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "records_the_loss_before_each_step",
        "goes_on_where_it_stopped",
    },
    because="Each call of `fit` starts from the first parameters again. It should "
    "go on from the present ones.",
)
class ForgetsWhenItFitsAgain:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        if not hasattr(self, "first"):
            self.first = self.params
        self.params = self.first
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "loss_falls",
        "records_the_loss_before_each_step",
    },
    because="The losses are recorded after each step. The first should belong to "
    "the parameters before any step.",
)
class RecordsTheLossAfterTheStep:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            _, cache = forward(X, self.params)
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
            output, _ = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "loss_falls",
        "records_the_loss_before_each_step",
    },
    because="The recorded loss is the mean of the squared errors. Half of their sum "
    "is asked for, and that is what the gradient belongs to.",
)
class RecordsTheMean:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).mean()))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "loss_falls",
        "records_the_loss_before_each_step",
    },
    because="The recorded loss is the whole sum of squared errors, where half of it "
    "is asked for.",
)
class RecordsTheWholeSum:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum()))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "loss_falls",
        "goes_on_where_it_stopped",
        "learns_xor_from_most_starts",
    },
    because="Forward runs once, before the steps begin. After the first step the "
    "gradient belongs to parameters that are long gone.",
)
class NeverLooksAgain:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        output, cache = forward(X, self.params)
        for _ in range(steps):
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "one_step_follows_the_slope",
    },
    because="The parameters move after each single example. One step should use all "
    "examples together.",
)
class StepsAfterEachExample:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        losses = []
        for _ in range(steps):
            output, _ = forward(X, self.params)
            losses.append(float(((output - y) ** 2).sum() / 2))
            for i in range(len(X)):
                _, cache = forward(X[i : i + 1], self.params)
                grads = backward(y[i : i + 1], self.params, cache)
                self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "loss_falls",
        "one_step_follows_the_slope",
        "goes_on_where_it_stopped",
        "learns_xor_from_most_starts",
    },
    because="The result of `update` is not kept, so the net never changes.",
)
class ThrowsTheStepAway:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
            grads = backward(y, self.params, cache)
            update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "starts_from_its_generator",
    },
    because="Every net starts with the same parameters, whichever `rng` it is given.",
)
class IgnoresItsGenerator:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, np.random.default_rng(0))

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "answers_for_other_examples",
        "loss_falls",
        "records_the_loss_before_each_step",
        "goes_on_where_it_stopped",
    },
    because="The losses are kept in the object and `fit` returns nothing.",
)
class KeepsItsLossesToItself:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        self.losses = losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "answers_for_other_examples",
        "loss_falls",
        "predicts_from_its_parameters",
    },
    because="`predict` makes the outputs 0 or 1. How sure the net is gets lost.",
)
class RoundsItsAnswers:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return np.round(forward(X, self.params)[0])


@wrong(
    "TwoLayerNet",
    fails={
        "loss_falls",
        "records_the_loss_before_each_step",
    },
    because="The recorded loss is half of the mean of the squared errors. Half of "
    "their sum is asked for, and that is what the gradient belongs to.",
)
class RecordsHalfOfTheMean:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).mean() / 2))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)[0]


@wrong(
    "TwoLayerNet",
    fails={
        "answers_for_other_examples",
        "loss_falls",
        "predicts_from_its_parameters",
        "learns_xor_from_most_starts",
    },
    because="`predict` returns what `forward` returns, the outputs and the cache. "
    "Only the outputs are asked for.",
)
class PredictsWithItsCache:
    def __init__(self, d, h, k, rng):
        self.params = init_params(d, h, k, rng)

    def fit(self, X, y, lr, steps):
        losses = []
        for _ in range(steps):
            output, cache = forward(X, self.params)
            losses.append(float(((output - np.asarray(y)) ** 2).sum() / 2))
            grads = backward(y, self.params, cache)
            self.params = update(self.params, grads, lr)
        return losses

    def predict(self, X):
        return forward(X, self.params)


# 3.6 symmetry_breaks ---------------------------------------------------------


@wrong(
    "symmetry_breaks",
    fails={
        "units_that_start_alike_stay_alike",
        "judges_the_start_without_steps",
        "finds_one_unit_that_differs",
        "one_unit_has_no_other",
    },
    because="You compare entries of W1 that stand in different rows. A row belongs "
    "to an input, a hidden unit is a column; compare each row within itself.",
)
def compares_rows(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    units = np.column_stack([params["W1"]])
    return bool(np.max(np.ptp(units, axis=0)) > 1e-6)


@wrong(
    "symmetry_breaks",
    fails={
        "judges_the_start_without_steps",
        "one_unit_has_no_other",
    },
    because="You look at W2, where the units are used. Whether two units compute "
    "the same is decided by W1 and b1.",
)
def looks_at_the_output_weights(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    return bool(np.max(np.ptp(params["W2"], axis=0)) > 1e-6)


@wrong(
    "symmetry_breaks",
    fails={
        "looks_at_the_biases",
    },
    because="You compare the weights of the units and not their biases.",
)
def forgets_to_look_at_the_biases(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    return bool(np.max(np.ptp(params["W1"], axis=1)) > 1e-6)


@wrong(
    "symmetry_breaks",
    fails={
        "looks_at_the_biases",
        "finds_one_unit_that_differs",
    },
    because="You compare units 0 and 1 and no other. Another unit may be the one "
    "that differs.",
)
def looks_at_two_units_only(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    units = np.vstack([params["W1"], params["b1"]])
    last = min(1, units.shape[1] - 1)
    return bool(np.max(np.abs(units[:, 0] - units[:, last])) > 1e-6)


@wrong(
    "symmetry_breaks",
    fails={
        "looks_at_the_biases",
        "finds_one_unit_that_differs",
        "one_unit_has_no_other",
    },
    because="You ask whether all units differ from each other. Two that differ are "
    "enough.",
)
def wants_all_units_to_differ(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    units = np.vstack([params["W1"], params["b1"]]).T
    for i in range(len(units)):
        for j in range(i):
            if np.max(np.abs(units[i] - units[j])) <= 1e-6:
                return False
    return len(units) > 1


@wrong(
    "symmetry_breaks",
    fails={
        "judges_the_start_without_steps",
    },
    because="You compare with ==, so that the last digit of a rounding counts as a "
    "difference.",
)
def asks_for_exact_equality(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    units = np.vstack([params["W1"], params["b1"]])
    return bool(np.any(units != units[:, :1]))


@wrong(
    "symmetry_breaks",
    fails={
        "units_that_start_alike_stay_alike",
        "different_output_weights_break_symmetry",
        "judges_the_start_without_steps",
        "looks_at_the_biases",
        "finds_one_unit_that_differs",
        "one_unit_has_no_other",
        "leaves_the_start_unchanged",
    },
    because="Your answer is turned round: True means that the units differ.",
)
def says_the_opposite(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    units = np.vstack([params["W1"], params["b1"]])
    return bool(np.max(np.ptp(units, axis=1)) <= 1e-6)


@wrong(
    "symmetry_breaks",
    fails={
        "different_output_weights_break_symmetry",
        "judges_the_start_without_steps",
        "finds_one_unit_that_differs",
        "one_unit_has_no_other",
    },
    because="You judge the parameters that came in. The question is what they are "
    "after training.",
)
def never_trains(params, X, y, lr=1.0, steps=50):
    units = np.vstack([params["W1"], params["b1"]])
    return bool(np.max(np.ptp(units, axis=1)) > 1e-6)


@wrong(
    "symmetry_breaks",
    fails={
        "judges_the_start_without_steps",
    },
    because="Fifty steps are taken whatever the caller says.",
)
def always_takes_fifty_steps(params, X, y, lr=1.0, steps=50):
    for _ in range(50):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), lr)
    units = np.vstack([params["W1"], params["b1"]])
    return bool(np.max(np.ptp(units, axis=1)) > 1e-6)


@wrong(
    "symmetry_breaks",
    fails={
        "one_unit_has_no_other",
    },
    because="The learning rate of the caller is ignored.",
)
def ignores_the_rate_of_the_caller(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params = update(params, backward(y, params, cache), 1.0)
    units = np.vstack([params["W1"], params["b1"]])
    return bool(np.max(np.ptp(units, axis=1)) > 1e-6)


@wrong(
    "symmetry_breaks",
    fails={
        "leaves_the_start_unchanged",
    },
    because="Training writes into the caller's dictionary. Train a copy.",
)
def trains_the_callers_net(params, X, y, lr=1.0, steps=50):
    for _ in range(steps):
        _, cache = forward(X, params)
        params.update(update(params, backward(y, params, cache), lr))
    units = np.vstack([params["W1"], params["b1"]])
    return bool(np.max(np.ptp(units, axis=1)) > 1e-6)


# 3.7 find_broken -------------------------------------------------------------


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_the_five_of_seven",
        "finds_a_small_mistake",
        "finds_what_is_no_gradient",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
        "leaves_the_parameters_unchanged",
    },
    because="You judge by whether the loss falls. It falls with many wrong "
    "gradients, too: a direction that is roughly right is enough for that.",
)
def judges_by_a_falling_loss(backwards, loss, params):
    broken = []
    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        new = {name: params[name] - 1e-3 * grads[name] for name in grads}
        if not loss({**params, **new}) < loss(params):
            broken.append(i)
    return broken


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_the_five_of_seven",
        "finds_a_small_mistake",
        "finds_what_is_no_gradient",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
    },
    because="You check the last weight matrix only. Most mistakes are made on the "
    "way back from it.",
)
def looks_at_W2_only(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5

    def error(grads, name):
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        theirs = measured[name]
        if ours.shape != theirs.shape:
            return np.inf
        size = np.linalg.norm(ours) + np.linalg.norm(theirs)
        return np.linalg.norm(ours - theirs) / size

    name = "W2" if "W2" in params else next(iter(params))
    grads = [candidate(params) for candidate in backwards]
    return [i for i, g in enumerate(grads) if not error(g, name) < 1e-4]


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_the_five_of_seven",
        "finds_what_is_no_gradient",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
    },
    because="You check the weights and not the biases.",
)
def looks_at_weights_only(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5

    def error(grads, name):
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        theirs = measured[name]
        if ours.shape != theirs.shape:
            return np.inf
        size = np.linalg.norm(ours) + np.linalg.norm(theirs)
        return np.linalg.norm(ours - theirs) / size

    names = [name for name in params if not name.startswith("b")]
    grads = [candidate(params) for candidate in backwards]
    return [
        i
        for i, g in enumerate(grads)
        if not all(error(g, name) < 1e-4 for name in names)
    ]


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_the_five_of_seven",
        "finds_a_small_mistake",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
    },
    because="Your threshold lets an error of ten percent pass. A right gradient "
    "agrees far better than that.",
)
def allows_a_tenth(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5

    def error(grads, name):
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        theirs = measured[name]
        if ours.shape != theirs.shape:
            return np.inf
        size = np.linalg.norm(ours) + np.linalg.norm(theirs)
        return np.linalg.norm(ours - theirs) / size

    grads = [candidate(params) for candidate in backwards]
    return [
        i
        for i, g in enumerate(grads)
        if not all(error(g, name) < 1e-1 for name in params)
    ]


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_none_where_all_are_right",
        "finds_the_five_of_seven",
        "finds_a_small_mistake",
        "finds_what_is_no_gradient",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
        "leaves_the_parameters_unchanged",
    },
    because="These are the right ones. The broken ones are asked for.",
)
def returns_the_right_ones(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5

    def error(grads, name):
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        theirs = measured[name]
        if ours.shape != theirs.shape:
            return np.inf
        size = np.linalg.norm(ours) + np.linalg.norm(theirs)
        return np.linalg.norm(ours - theirs) / size

    grads = [candidate(params) for candidate in backwards]
    return [
        i for i, g in enumerate(grads) if all(error(g, name) < 1e-4 for name in params)
    ]


@wrong(
    "find_broken",
    fails={
        "finds_what_is_no_gradient",
    },
    because="A candidate that returns nan passes your check: `nan > threshold` is "
    "false.",
)
def lets_nan_pass(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5

    def error(grads, name):
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        theirs = measured[name]
        if ours.shape != theirs.shape:
            return np.inf
        size = np.linalg.norm(ours) + np.linalg.norm(theirs)
        return np.linalg.norm(ours - theirs) / size

    broken = []
    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        if any(error(grads, name) > 1e-4 for name in params):
            broken.append(i)
    return broken


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_the_five_of_seven",
        "finds_what_is_no_gradient",
        "lets_slopes_of_zero_pass",
    },
    because="Your function returns as soon as it has found one. All broken ones are "
    "asked for.",
)
def stops_at_the_first(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5

    def error(grads, name):
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        theirs = measured[name]
        if ours.shape != theirs.shape:
            return np.inf
        size = np.linalg.norm(ours) + np.linalg.norm(theirs)
        return np.linalg.norm(ours - theirs) / size

    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        if not all(error(grads, name) < 1e-4 for name in params):
            return [i]
    return []


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_the_five_of_seven",
        "finds_a_small_mistake",
        "finds_what_is_no_gradient",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
        "leaves_the_parameters_unchanged",
    },
    because="The positions are counted from 1. The first candidate has the position 0.",
)
def counts_from_one(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5

    def error(grads, name):
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        theirs = measured[name]
        if ours.shape != theirs.shape:
            return np.inf
        size = np.linalg.norm(ours) + np.linalg.norm(theirs)
        return np.linalg.norm(ours - theirs) / size

    grads = [candidate(params) for candidate in backwards]
    return [
        i
        for i, g in enumerate(grads, 1)
        if not all(error(g, name) < 1e-4 for name in params)
    ]


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_none_where_all_are_right",
        "finds_the_five_of_seven",
        "finds_a_small_mistake",
        "finds_what_is_no_gradient",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
        "leaves_the_parameters_unchanged",
    },
    because="You return a yes or no for each candidate. The positions of the broken "
    "ones are asked for.",
)
def returns_yes_or_no(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5

    def error(grads, name):
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        theirs = measured[name]
        if ours.shape != theirs.shape:
            return np.inf
        size = np.linalg.norm(ours) + np.linalg.norm(theirs)
        return np.linalg.norm(ours - theirs) / size

    grads = [candidate(params) for candidate in backwards]
    return [not all(error(g, name) < 1e-4 for name in params) for g in grads]


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_the_five_of_seven",
        "finds_a_small_mistake",
        "finds_what_is_no_gradient",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
        "leaves_the_parameters_unchanged",
    },
    because="You measure with one nudge upwards and a step that is far too large, "
    "so that right candidates seem to be broken.",
)
def nudges_to_one_side(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up = array.copy()
            up[place] += 1e-2
            rise = loss({**params, name: up}) - loss(params)
            measured[name][place] = rise / 1e-2
    broken = []
    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        for name, slopes in measured.items():
            ours = np.asarray(grads.get(name, np.nan), dtype=float)
            if ours.shape == slopes.shape:
                size = np.linalg.norm(ours) + np.linalg.norm(slopes)
                if np.linalg.norm(ours - slopes) <= 1e-4 * size:
                    continue
            broken.append(i)
            break
    return broken


@wrong(
    "find_broken",
    fails={
        "leaves_the_parameters_unchanged",
    },
    because="The nudges are made in the caller's arrays and not taken back.",
)
def nudges_the_callers_arrays(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            array[place] += 1e-5
            above = loss(params)
            array[place] -= 2e-5
            measured[name][place] = (above - loss(params)) / 2e-5
    broken = []
    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        for name, slopes in measured.items():
            ours = np.asarray(grads.get(name, np.nan), dtype=float)
            if ours.shape == slopes.shape:
                size = np.linalg.norm(ours) + np.linalg.norm(slopes)
                if np.linalg.norm(ours - slopes) <= 1e-3 * size:
                    continue
            broken.append(i)
            break
    return broken


@wrong(
    "find_broken",
    fails={
        "finds_the_broken_ones_of_a_small_loss",
        "finds_the_five_of_seven",
        "finds_what_is_no_gradient",
        "judges_each_array_by_its_own_size",
        "lets_slopes_of_zero_pass",
    },
    because="You check the first array only. A mistake in another array stays unseen.",
)
def looks_at_the_first_array_only(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5
    broken = []
    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        name, slopes = next(iter(measured.items()))
        ours = np.asarray(grads.get(name, np.nan), dtype=float)
        if ours.shape == slopes.shape:
            size = np.linalg.norm(ours) + np.linalg.norm(slopes)
            if np.linalg.norm(ours - slopes) <= 1e-4 * size:
                continue
        broken.append(i)
    return broken


@wrong(
    "find_broken",
    fails={
        "judges_each_array_by_its_own_size",
    },
    because="You compare the bare difference with a threshold. Large gradients "
    "differ by more and small ones by less; divide by the lengths.",
)
def compares_bare_differences(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5
    broken = []
    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        for name, slopes in measured.items():
            ours = np.asarray(grads.get(name, np.nan), dtype=float)
            if ours.shape == slopes.shape:
                if np.linalg.norm(ours - slopes) <= 1e-6:
                    continue
            broken.append(i)
            break
    return broken


@wrong(
    "find_broken",
    fails={
        "judges_each_array_by_its_own_size",
    },
    because="You compute one error for all arrays together. A small array that is "
    "wrong drowns in a large one that is right; judge each array by itself.",
)
def joins_all_arrays(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5
    broken = []
    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        shapes = {name: np.shape(array) for name, array in grads.items()}
        if shapes == {name: slopes.shape for name, slopes in measured.items()}:
            ours = np.concatenate([grads[name].ravel() for name in measured])
            theirs = np.concatenate([slopes.ravel() for slopes in measured.values()])
            size = np.linalg.norm(ours) + np.linalg.norm(theirs)
            if np.linalg.norm(ours - theirs) <= 1e-4 * size:
                continue
        broken.append(i)
    return broken


@wrong(
    "find_broken",
    fails={
        "lets_slopes_of_zero_pass",
    },
    because="Where both gradients are 0 you divide 0 by 0, which gives nan, and call "
    "the candidate broken. Two gradients of 0 agree.",
)
def divides_zero_by_zero(backwards, loss, params):
    measured = {}
    for name, array in params.items():
        measured[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            up, down = array.copy(), array.copy()
            up[place] += 1e-5
            down[place] -= 1e-5
            rise = loss({**params, name: up}) - loss({**params, name: down})
            measured[name][place] = rise / 2e-5
    broken = []
    for i, candidate in enumerate(backwards):
        grads = candidate(params)
        for name, slopes in measured.items():
            ours = np.asarray(grads.get(name, np.nan), dtype=float)
            if ours.shape == slopes.shape:
                size = np.linalg.norm(ours) + np.linalg.norm(slopes)
                with np.errstate(invalid="ignore"):
                    error = np.linalg.norm(ours - slopes) / size
                if error < 1e-4:
                    continue
            broken.append(i)
            break
    return broken


# 3.8 hidden_map --------------------------------------------------------------


@wrong(
    "hidden_map",
    fails={
        "first_input_runs_along_the_rows",
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
        "works_for_one_point",
        "leaves_the_net_unchanged",
    },
    because="The two inputs have changed places: the first input of each point is a "
    "value of x2.",
)
def swaps_the_two_inputs(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.stack([second.ravel(), first.ravel()], axis=1)
    return forward(points, params)[1]["a1"].reshape(*first.shape, -1)


@wrong(
    "hidden_map",
    fails={
        "first_input_runs_along_the_rows",
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
        "refuses_other_nets",
        "leaves_the_net_unchanged",
    },
    because="The picture lies on its side: its rows belong to x1 and its columns to "
    "x2.",
)
def turns_the_picture_round(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.stack([first.ravel(), second.ravel()], axis=1)
    hidden = forward(points, params)[1]["a1"].reshape(*first.shape, -1)
    return hidden.transpose(1, 0, 2)


@wrong(
    "hidden_map",
    fails={
        "first_input_runs_along_the_rows",
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
    },
    because="The shape is right and the points are not where they belong: you fold "
    "in an order in which the other input changes fastest.",
)
def folds_in_the_wrong_order(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.array([(one, two) for one in x1 for two in x2])
    return forward(points, params)[1]["a1"].reshape(len(x2), len(x1), -1)


@wrong(
    "hidden_map",
    fails={
        "first_input_runs_along_the_rows",
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
        "works_for_one_point",
        "refuses_other_nets",
        "leaves_the_net_unchanged",
    },
    because="This is a picture of the output. The hidden units are asked for.",
)
def shows_the_output(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.stack([first.ravel(), second.ravel()], axis=1)
    return forward(points, params)[0].reshape(*first.shape, -1)


@wrong(
    "hidden_map",
    fails={
        "first_input_runs_along_the_rows",
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
        "works_for_one_point",
        "leaves_the_net_unchanged",
    },
    because="These are the weighted sums of the hidden units, before the sigmoid.",
)
def shows_the_sums(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.stack([first.ravel(), second.ravel()], axis=1)
    return forward(points, params)[1]["z1"].reshape(*first.shape, -1)


@wrong(
    "hidden_map",
    fails={
        "first_input_runs_along_the_rows",
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
        "works_for_one_point",
        "refuses_other_nets",
        "leaves_the_net_unchanged",
    },
    because="The units come first. They should come last, so that `[:, :, u]` is "
    "the picture of unit u.",
)
def puts_the_units_first(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.stack([first.ravel(), second.ravel()], axis=1)
    hidden = forward(points, params)[1]["a1"].reshape(*first.shape, -1)
    return hidden.transpose(2, 0, 1)


@wrong(
    "hidden_map",
    fails={
        "first_input_runs_along_the_rows",
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
        "works_for_one_point",
        "refuses_other_nets",
        "leaves_the_net_unchanged",
    },
    because="There is one picture only. Each hidden unit has its own.",
)
def shows_the_first_unit_only(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.stack([first.ravel(), second.ravel()], axis=1)
    return forward(points, params)[1]["a1"][:, 0].reshape(first.shape)


@wrong(
    "hidden_map",
    fails={
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
        "leaves_the_net_unchanged",
    },
    because="The rows run from the last value of x2 to the first. Row i belongs to "
    "x2[i].",
)
def turns_the_rows_upside_down(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.stack([first.ravel(), second.ravel()], axis=1)
    return forward(points, params)[1]["a1"].reshape(*first.shape, -1)[::-1]


@wrong(
    "hidden_map",
    fails={
        "first_input_runs_along_the_rows",
        "second_input_runs_down_the_columns",
        "agrees_with_single_points",
        "works_for_one_point",
        "refuses_other_nets",
        "leaves_the_net_unchanged",
    },
    because="The values are right and still stand in one long table, one row for "
    "each point.",
)
def leaves_the_table_flat(params, x1, x2):
    if len(params["W1"]) != 2:
        raise ValueError(f"the net has {len(params['W1'])} inputs, not 2")
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    first, second = np.meshgrid(x1, x2)
    points = np.stack([first.ravel(), second.ravel()], axis=1)
    return forward(points, params)[1]["a1"]


@wrong(
    "hidden_map",
    fails={
        "refuses_other_nets",
    },
    because="A net with another number of inputs is not refused with the sentence "
    "that was promised: the missing inputs are made up or left out.",
)
def fills_missing_inputs(params, x1, x2):
    first, second = np.meshgrid(x1, x2)
    points = np.zeros((first.size, len(params["W1"])))
    points[:, 0] = first.ravel()
    if points.shape[1] > 1:
        points[:, 1] = second.ravel()
    return forward(points, params)[1]["a1"].reshape(*first.shape, -1)
