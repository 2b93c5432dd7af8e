"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong
from solutions.activations import sigmoid, slope_from_output
from solutions.losses import half_sse
from solutions.neuron_training import neuron_gradient

# 2.1 sigmoid ----------------------------------------------------------------


@wrong(
    "sigmoid",
    fails={
        "copes_with_a_sum_of_minus_1000",
        "takes_single_sums",
    },
    because="For large sums e is taken to a large positive power somewhere, and "
    "that overflows. np.where does not prevent it: it computes both halves for every "
    "number before it chooses.",
)
def lets_the_power_overflow(z):
    z = np.asarray(z, dtype=float)
    return 1 / (1 + np.exp(-z))


@wrong(
    "sigmoid",
    fails={
        "gives_values_known_by_hand",
        "copes_with_a_sum_of_minus_1000",
        "takes_single_sums",
        "keeps_small_results",
        "rises_and_is_symmetric",
        "takes_integers_lists_and_float32",
    },
    because="A sign is turned round: your function falls where the sigmoid rises. It "
    "returns 1 minus the sigmoid.",
)
def falls_instead_of_rising(z):
    z = np.asarray(z, dtype=float)
    power = np.exp(-np.abs(z))
    return np.where(z >= 0, power / (1 + power), 1 / (1 + power))


@wrong(
    "sigmoid",
    fails={
        "gives_values_known_by_hand",
        "takes_single_sums",
        "takes_integers_lists_and_float32",
    },
    because="The result is flat, whatever shape came in. Each number has to stay in "
    "its place.",
)
def returns_a_flat_row(z):
    z = np.ravel(np.asarray(z, dtype=float))
    power = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, power) / (1 + power)


@wrong(
    "sigmoid",
    fails={
        "gives_values_known_by_hand",
        "copes_with_a_sum_of_minus_1000",
        "keeps_small_results",
        "rises_and_is_symmetric",
        "takes_integers_lists_and_float32",
        "leaves_z_unchanged",
    },
    because="An `if` decides once for the whole array; an array needs one decision "
    "for each number.",
)
def decides_once_for_all_sums(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


@wrong(
    "sigmoid",
    fails={
        "gives_values_known_by_hand",
        "copes_with_a_sum_of_minus_1000",
        "takes_single_sums",
        "keeps_small_results",
        "rises_and_is_symmetric",
        "takes_integers_lists_and_float32",
        "leaves_z_unchanged",
    },
    because="The functions of the module math take a single number and no array.",
)
def uses_the_module_math(z):
    import math

    return 1 / (1 + math.exp(-z))


@wrong(
    "sigmoid",
    fails={
        "keeps_small_results",
    },
    because="The sums are cut off before the sigmoid, so that all sums beyond the "
    "limit get the same output.",
)
def cuts_off_large_sums(z):
    z = np.clip(np.asarray(z, dtype=float), -30, 30)
    return 1 / (1 + np.exp(-z))


@wrong(
    "sigmoid",
    fails={
        "keeps_small_results",
    },
    because="Very small outputs come out as exactly 0, or lose their digits. A small "
    "number that is the difference of two numbers near 1 has no digits left.",
)
def takes_half_of_a_tanh(z):
    z = np.asarray(z, dtype=float)
    return 0.5 * (1 + np.tanh(z / 2))


@wrong(
    "sigmoid",
    fails={
        "gives_values_known_by_hand",
        "copes_with_a_sum_of_minus_1000",
        "takes_single_sums",
        "keeps_small_results",
        "rises_and_is_symmetric",
        "takes_integers_lists_and_float32",
    },
    because="This is the hyperbolic tangent: it lies between -1 and 1 and is 0 at 0.",
)
def takes_a_tanh(z):
    return np.tanh(np.asarray(z, dtype=float))


@wrong(
    "sigmoid",
    fails={
        "leaves_z_unchanged",
    },
    because="Your function writes its results into the caller's array. The numbers "
    "that came in are lost.",
)
def writes_into_the_sums(z):
    z = np.asarray(z, dtype=float)
    power = np.exp(-np.abs(z))
    a = np.where(z >= 0, 1, power) / (1 + power)
    if z.ndim > 0:
        z[...] = a
    return a


# 2.2 slope_from_output ------------------------------------------------------


@wrong(
    "slope_from_output",
    fails={
        "gives_slopes_known_by_hand",
        "agrees_with_measured_slopes",
        "takes_outputs_of_any_kind",
        "refuses_numbers_near_the_ends",
    },
    because="The numbers are put through the sigmoid once more. They are outputs "
    "already.",
)
def squeezes_the_output_again(a):
    a = np.asarray(a, dtype=float)
    if np.any(a < 0) or np.any(a > 1):
        raise ValueError("no output of a sigmoid")
    a = 1 / (1 + np.exp(-a))
    return a * (1 - a)


@wrong(
    "slope_from_output",
    fails={
        "gives_slopes_known_by_hand",
        "agrees_with_measured_slopes",
        "takes_outputs_of_any_kind",
        "refuses_numbers_near_the_ends",
    },
    because="This is the slope of tanh in terms of its output. The sigmoid has "
    "another.",
)
def takes_the_slope_of_tanh(a):
    a = np.asarray(a, dtype=float)
    if np.any(a < 0) or np.any(a > 1):
        raise ValueError("no output of a sigmoid")
    return 1 - a**2


@wrong(
    "slope_from_output",
    fails={
        "gives_slopes_known_by_hand",
        "agrees_with_measured_slopes",
        "takes_outputs_of_any_kind",
        "refuses_numbers_near_the_ends",
        "leaves_a_unchanged",
    },
    because="One of the two factors is missing: what comes back is the output and "
    "not its slope.",
)
def forgets_the_second_factor(a):
    a = np.array(a, dtype=float)
    if np.any(a < 0) or np.any(a > 1):
        raise ValueError("no output of a sigmoid")
    return a


@wrong(
    "slope_from_output",
    fails={
        "gives_slopes_known_by_hand",
        "agrees_with_measured_slopes",
        "takes_outputs_of_any_kind",
    },
    because="The slopes are negative, but the sigmoid rises everywhere.",
)
def turns_the_sign_of_the_slope(a):
    a = np.asarray(a, dtype=float)
    if np.any(a < 0) or np.any(a > 1):
        raise ValueError("no output of a sigmoid")
    return a * (a - 1)


@wrong(
    "slope_from_output",
    fails={
        "refuses_what_is_no_output",
        "refuses_numbers_near_the_ends",
    },
    because="Numbers that no sigmoid returns are accepted. Somebody who hands over "
    "sums by mistake gets wrong slopes and no error.",
)
def accepts_any_number(a):
    a = np.asarray(a, dtype=float)
    return a * (1 - a)


@wrong(
    "slope_from_output",
    fails={
        "gives_slopes_known_by_hand",
        "takes_outputs_of_any_kind",
        "refuses_numbers_near_the_ends",
    },
    because="The outputs 0 and 1 are refused. A computer's sigmoid does return them "
    "when the sum is very large or very small.",
)
def refuses_the_ends(a):
    a = np.asarray(a, dtype=float)
    if np.any(a <= 0) or np.any(a >= 1):
        raise ValueError("no output of a sigmoid")
    return a * (1 - a)


@wrong(
    "slope_from_output",
    fails={
        "leaves_a_unchanged",
    },
    because="The slopes are written into the caller's array. The outputs are lost.",
)
def writes_into_the_outputs(a):
    a = np.asarray(a, dtype=float)
    if np.any(a < 0) or np.any(a > 1):
        raise ValueError("no output of a sigmoid")
    a *= 1 - a
    return a


@wrong(
    "slope_from_output",
    fails={
        "gives_slopes_known_by_hand",
        "refuses_what_is_no_output",
        "agrees_with_measured_slopes",
        "takes_outputs_of_any_kind",
        "refuses_numbers_near_the_ends",
        "leaves_a_unchanged",
    },
    because="An `if` needs one yes or no for all numbers together, and a comparison "
    "with an array has one for each.",
)
def asks_once_for_all_outputs(a):
    if a < 0 or a > 1:
        raise ValueError("no output of a sigmoid")
    return a * (1 - a)


# 2.3 slope ------------------------------------------------------------------


@wrong(
    "slope",
    fails={
        "is_a_quarter_at_0",
        "gives_slopes_for_a_row_of_sums",
        "agrees_with_differences",
        "is_the_same_on_both_sides",
        "is_0_far_out",
        "keeps_the_shape_of_z",
    },
    because="The formula for outputs is applied to sums. This is the classic trap: "
    "at the sum 0 it says 0, where the sigmoid is steepest.",
)
def applies_the_formula_to_the_sum(z):
    z = np.asarray(z, dtype=float)
    return z * (1 - z)


@wrong(
    "slope",
    fails={
        "is_a_quarter_at_0",
        "gives_slopes_for_a_row_of_sums",
        "agrees_with_differences",
        "is_the_same_on_both_sides",
        "is_0_far_out",
        "keeps_the_shape_of_z",
    },
    because="The sums are handed over as if they were outputs. A sum can be any "
    "number, and most of them are no output.",
)
def hands_over_the_sum(z):
    return slope_from_output(z)


@wrong(
    "slope",
    fails={
        "is_a_quarter_at_0",
        "gives_slopes_for_a_row_of_sums",
        "agrees_with_differences",
        "is_the_same_on_both_sides",
        "is_0_far_out",
        "keeps_the_shape_of_z",
    },
    because="The sigmoid is applied twice: to the sum, and to its output once more.",
)
def applies_the_sigmoid_twice(z):
    return slope_from_output(sigmoid(sigmoid(z)))


@wrong(
    "slope",
    fails={
        "is_a_quarter_at_0",
        "gives_slopes_for_a_row_of_sums",
        "agrees_with_differences",
        "keeps_the_shape_of_z",
    },
    because="This is the slope of tanh. At 0 it is 1, and the sigmoid rises by a "
    "quarter only.",
)
def is_the_slope_of_tanh(z):
    return 1 - np.tanh(np.asarray(z, dtype=float)) ** 2


@wrong(
    "slope",
    fails={
        "is_a_quarter_at_0",
        "gives_slopes_for_a_row_of_sums",
        "agrees_with_differences",
        "is_the_same_on_both_sides",
        "is_0_far_out",
        "keeps_the_shape_of_z",
    },
    because="What comes back is the sigmoid itself: how high it is and not how steep.",
)
def returns_the_height(z):
    return sigmoid(z)


@wrong(
    "slope",
    fails={
        "is_0_far_out",
    },
    because="For large negative sums a power of e becomes infinite, and infinity "
    "divided by infinity is not a number.",
)
def lets_the_slope_overflow(z):
    z = np.asarray(z, dtype=float)
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


# 2.4 half_sse ---------------------------------------------------------------


@wrong(
    "half_sse",
    fails={
        "refuses_a_row_and_a_column",
        "refuses_shapes_that_differ",
    },
    because="A row and a column are subtracted each from each: NumPy stretches the "
    "two shapes, and a table of differences is added up where a row belongs.",
)
def lets_numpy_stretch(y, yhat):
    error = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    if not np.all(np.isfinite(error)):
        raise ValueError("not finite")
    return 0.5 * float(np.sum(error**2))


@wrong(
    "half_sse",
    fails={
        "adds_up_four_examples",
        "adds_up_over_all_axes",
        "treats_both_signs_alike",
        "takes_labels_of_any_kind",
        "refuses_nan_and_infinity",
    },
    because="Your function returns a mean. The sum does not divide by the number of "
    "entries.",
)
def takes_the_mean(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError(f"{np.shape(y)} {np.shape(yhat)}")
    error = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    if not np.all(np.isfinite(error)):
        raise ValueError("not finite")
    return 0.5 * float(np.mean(error**2))


@wrong(
    "half_sse",
    fails={
        "adds_up_four_examples",
        "adds_up_over_all_axes",
        "treats_both_signs_alike",
        "takes_labels_of_any_kind",
        "refuses_nan_and_infinity",
    },
    because="The result is twice as large as it should be: the half is missing.",
)
def forgets_the_half(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError(f"{np.shape(y)} {np.shape(yhat)}")
    error = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    if not np.all(np.isfinite(error)):
        raise ValueError("not finite")
    return float(np.sum(error**2))


@wrong(
    "half_sse",
    fails={
        "adds_up_four_examples",
        "adds_up_over_all_axes",
        "treats_both_signs_alike",
        "takes_labels_of_any_kind",
    },
    because="The errors are added up without their squares: an error of 2 should "
    "weigh four times as much as an error of 1.",
)
def takes_errors_without_squares(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError(f"{np.shape(y)} {np.shape(yhat)}")
    error = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    if not np.all(np.isfinite(error)):
        raise ValueError("not finite")
    return 0.5 * float(np.sum(np.abs(error)))


@wrong(
    "half_sse",
    fails={
        "adds_up_four_examples",
        "adds_up_over_all_axes",
        "treats_both_signs_alike",
        "takes_labels_of_any_kind",
        "refuses_nan_and_infinity",
    },
    because="The sum is squared and not each error. Errors of opposite sign then "
    "cancel each other.",
)
def squares_the_sum(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError(f"{np.shape(y)} {np.shape(yhat)}")
    error = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    if not np.all(np.isfinite(error)):
        raise ValueError("not finite")
    return 0.5 * float(np.sum(error)) ** 2


@wrong(
    "half_sse",
    fails={
        "adds_up_over_all_axes",
    },
    because="One number per column comes out. All entries belong into one sum.",
)
def adds_up_columns_only(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError(f"{np.shape(y)} {np.shape(yhat)}")
    error = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    if not np.all(np.isfinite(error)):
        raise ValueError("not finite")
    return 0.5 * np.sum(error**2, axis=0)


@wrong(
    "half_sse",
    fails={
        "takes_labels_of_any_kind",
    },
    because="The difference is taken with the type of the arrays that came in. Small "
    "whole numbers without a sign have no negative numbers: 0 minus 3 is 253.",
)
def subtracts_without_a_sign(y, yhat):
    y, yhat = np.asarray(y), np.asarray(yhat)
    if y.shape != yhat.shape:
        raise ValueError(f"{y.shape} {yhat.shape}")
    error = (y - yhat).astype(float)
    if not np.all(np.isfinite(error)):
        raise ValueError("not finite")
    return 0.5 * float(np.sum(error**2))


@wrong(
    "half_sse",
    fails={
        "refuses_nan_and_infinity",
    },
    because="A nan or an infinity goes through, and the loss is nan or infinite "
    "without a word about where it comes from.",
)
def lets_nan_through(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError(f"{np.shape(y)} {np.shape(yhat)}")
    error = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    return 0.5 * float(np.sum(error**2))


@wrong(
    "half_sse",
    fails={
        "refuses_a_row_and_a_column",
        "refuses_shapes_that_differ",
    },
    because="Only the lengths are compared. A column has as many rows as a row has "
    "entries, and still it is another shape.",
)
def compares_lengths_only(y, yhat):
    y = np.atleast_1d(np.asarray(y, dtype=float))
    yhat = np.atleast_1d(np.asarray(yhat, dtype=float))
    if len(y) != len(yhat):
        raise ValueError(f"{y.shape} {yhat.shape}")
    error = y - yhat
    if not np.all(np.isfinite(error)):
        raise ValueError("not finite")
    return 0.5 * float(np.sum(error**2))


# 2.5 numerical_gradient -----------------------------------------------------


@wrong(
    "numerical_gradient",
    fails={
        "has_the_error_of_central_differences",
    },
    because="You go to one side only. Such a forward difference is wrong by an amount "
    "that shrinks like h; going to both sides it would shrink like h squared.",
)
def goes_to_one_side(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.asarray(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        probe = theta.copy()
        probe[index] += h
        value = np.asarray(f(probe))
        if value.shape != () or not np.isfinite(value):
            raise ValueError("one finite number")
        gradient[index] = (value - f(theta.copy())) / h
    return gradient


@wrong(
    "numerical_gradient",
    fails={
        "measures_the_slope_of_a_square",
        "keeps_the_shape_of_theta",
        "works_from_0_to_3_dimensions",
        "has_the_error_of_central_differences",
        "measures_at_integers",
        "moves_one_entry_at_a_time",
    },
    because="All slopes are twice as large as they should be. How far apart are the "
    "two points?",
)
def divides_by_half_the_distance(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.asarray(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[index] = h
        above, below = np.asarray(f(theta + step)), np.asarray(f(theta - step))
        if above.shape != () or not np.isfinite(above - below):
            raise ValueError("one finite number")
        gradient[index] = (above - below) / h
    return gradient


@wrong(
    "numerical_gradient",
    fails={
        "moves_one_entry_at_a_time",
        "leaves_theta_unchanged",
    },
    because="After a probe the entry is not put back to exactly what it was, and the "
    "caller's array is changed.",
)
def leaves_theta_moved(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.asarray(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        theta[index] += h
        above = np.asarray(f(theta.copy()))
        theta[index] -= 2 * h
        below = np.asarray(f(theta.copy()))
        if above.shape != () or not np.isfinite(above - below):
            raise ValueError("one finite number")
        gradient[index] = (above - below) / (2 * h)
    return gradient


@wrong(
    "numerical_gradient",
    fails={
        "measures_at_integers",
        "moves_one_entry_at_a_time",
    },
    because="An array of integers cannot hold a step of a millionth: the step is cut "
    "off, and both probes are the point itself.",
)
def lets_integers_swallow_the_step(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.array(theta)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        values = []
        for step in (h, -h):
            probe = theta.copy()
            probe[index] = theta[index] + step
            value = np.asarray(f(probe))
            if value.shape != () or not np.isfinite(value):
                raise ValueError("one finite number")
            values.append(value)
        gradient[index] = (values[0] - values[1]) / (2 * h)
    return gradient


@wrong(
    "numerical_gradient",
    fails={
        "keeps_the_shape_of_theta",
        "works_from_0_to_3_dimensions",
        "measures_at_integers",
        "moves_one_entry_at_a_time",
    },
    because="The result is flat. Each slope belongs where its entry of theta is.",
)
def returns_a_flat_gradient(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.asarray(theta, dtype=float)
    gradient = []
    for step in h * np.eye(theta.size):
        step = step.reshape(theta.shape)
        above, below = np.asarray(f(theta + step)), np.asarray(f(theta - step))
        if above.shape != () or not np.isfinite(above - below):
            raise ValueError("one finite number")
        gradient.append((above - below) / (2 * h))
    return np.array(gradient)


@wrong(
    "numerical_gradient",
    fails={
        "measures_the_slope_of_a_square",
        "keeps_the_shape_of_theta",
        "works_from_0_to_3_dimensions",
        "has_the_error_of_central_differences",
        "measures_at_integers",
        "moves_one_entry_at_a_time",
    },
    because="All entries are moved at the same time, so that every slope is the sum "
    "of all slopes.",
)
def moves_all_entries_together(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.asarray(theta, dtype=float)
    above, below = np.asarray(f(theta + h)), np.asarray(f(theta - h))
    if above.shape != () or not np.isfinite(above - below):
        raise ValueError("one finite number")
    return np.full(theta.shape, (above - below) / (2 * h))


@wrong(
    "numerical_gradient",
    fails={
        "has_the_error_of_central_differences",
        "moves_one_entry_at_a_time",
    },
    because="Your function goes as far as it likes: the caller's h is ignored.",
)
def ignores_h(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta, h = np.asarray(theta, dtype=float), 1e-5
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[index] = h
        above, below = np.asarray(f(theta + step)), np.asarray(f(theta - step))
        if above.shape != () or not np.isfinite(above - below):
            raise ValueError("one finite number")
        gradient[index] = (above - below) / (2 * h)
    return gradient


@wrong(
    "numerical_gradient",
    fails={
        "refuses_what_has_no_gradient",
    },
    because="Nobody looks at what f returns, nor at h. Several numbers, nan or a step "
    "of 0 lead to an error somewhere else, or to a gradient that means nothing.",
)
def trusts_f_and_h(f, theta, h=1e-6):
    theta = np.asarray(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[index] = h
        difference = np.sum(f(theta + step)) - np.sum(f(theta - step))
        gradient[index] = difference / (2 * h) if h else 0.0
    return gradient


@wrong(
    "numerical_gradient",
    fails={
        "keeps_the_shape_of_theta",
        "works_from_0_to_3_dimensions",
        "moves_one_entry_at_a_time",
    },
    because="Only arrays with one axis work: theta is walked through row by row, and "
    "a row of a table is moved as a whole.",
)
def moves_whole_rows(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.asarray(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for i in range(len(theta)):
        values = []
        for step in (h, -h):
            probe = theta.copy()
            probe[i] += step
            value = np.asarray(f(probe))
            if value.shape != () or not np.isfinite(value):
                raise ValueError("one finite number")
            values.append(value)
        gradient[i] = (values[0] - values[1]) / (2 * h)
    return gradient


@wrong(
    "numerical_gradient",
    fails={
        "measures_the_slope_of_a_square",
        "keeps_the_shape_of_theta",
        "works_from_0_to_3_dimensions",
        "has_the_error_of_central_differences",
        "measures_at_integers",
        "moves_one_entry_at_a_time",
    },
    because="Both probes are the same array under two names: moving one entry up and "
    "then down again leaves it where it was, so all differences are 0.",
)
def gives_one_array_two_names(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.array(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        up = theta
        down = theta
        up[index] += h
        down[index] -= h
        above, below = np.asarray(f(up)), np.asarray(f(down))
        if above.shape != () or not np.isfinite(above - below):
            raise ValueError("one finite number")
        gradient[index] = (above - below) / (2 * h)
    return gradient


@wrong(
    "numerical_gradient",
    fails={
        "measures_the_slope_of_a_square",
        "keeps_the_shape_of_theta",
        "works_from_0_to_3_dimensions",
        "has_the_error_of_central_differences",
        "measures_at_integers",
        "moves_one_entry_at_a_time",
    },
    because="Python works from left to right: `/ 2 * h` divides by 2 and then "
    "multiplies by h.",
)
def multiplies_by_h(f, theta, h=1e-6):
    if not h > 0:
        raise ValueError("h")
    theta = np.asarray(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[index] = h
        above, below = np.asarray(f(theta + step)), np.asarray(f(theta - step))
        if above.shape != () or not np.isfinite(above - below):
            raise ValueError("one finite number")
        gradient[index] = (above - below) / 2 * h
    return gradient


# 2.6 relative_error ---------------------------------------------------------


@wrong(
    "relative_error",
    fails={
        "gives_errors_known_by_hand",
        "does_not_mind_the_order",
        "does_not_depend_on_the_scale",
        "takes_arrays_of_any_shape",
    },
    because="This is the absolute error. Whether 0.001 is much depends on how large "
    "the gradients are.",
)
def returns_the_absolute_error(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    return float(np.linalg.norm((a - b).ravel()))


@wrong(
    "relative_error",
    fails={
        "says_0_for_two_zeros",
    },
    because="Two gradients that are both 0 give 0 divided by 0.",
)
def divides_zero_by_zero(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    largest = max(np.max(np.abs(a)), np.max(np.abs(b)))
    a, b = (a / largest).ravel(), (b / largest).ravel()
    lengths = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / lengths)


@wrong(
    "relative_error",
    fails={
        "gives_errors_known_by_hand",
        "does_not_mind_the_order",
        "does_not_depend_on_the_scale",
        "takes_arrays_of_any_shape",
    },
    because="You divide by the size of one of the two only. The answer then depends "
    "on which comes first, and there is none if that one is 0.",
)
def divides_by_the_first(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    largest = max(np.max(np.abs(a)), np.max(np.abs(b)))
    if largest == 0:
        return 0.0
    a, b = (a / largest).ravel(), (b / largest).ravel()
    return float(np.linalg.norm(a - b) / np.linalg.norm(a))


@wrong(
    "relative_error",
    fails={
        "gives_errors_known_by_hand",
        "does_not_mind_the_order",
        "does_not_depend_on_the_scale",
        "takes_arrays_of_any_shape",
    },
    because="Differences with their signs are used. The largest of them misses "
    "entries in which the first gradient is too small.",
)
def takes_the_largest_signed_difference(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    size = np.max(np.abs(a)) + np.max(np.abs(b))
    return float(np.max(a - b) / size) if size else 0.0


@wrong(
    "relative_error",
    fails={
        "does_not_depend_on_the_scale",
    },
    because="A small number is added below the line to avoid dividing by 0. For "
    "gradients smaller than that number every error looks small.",
)
def adds_a_small_number(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    lengths = np.linalg.norm(a.ravel()) + np.linalg.norm(b.ravel())
    return float(np.linalg.norm((a - b).ravel()) / (lengths + 1e-12))


@wrong(
    "relative_error",
    fails={
        "does_not_depend_on_the_scale",
    },
    because="Very small or very large numbers are squared as they are. The square of "
    "1e-200 is stored as 0, that of 1e200 as infinity.",
)
def squares_before_scaling(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    lengths = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    if lengths == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - b) ** 2)) / lengths)


@wrong(
    "relative_error",
    fails={
        "gives_errors_known_by_hand",
        "does_not_mind_the_order",
        "takes_arrays_of_any_shape",
    },
    because="Each entry is compared by itself, and the worst one counts. The "
    "description asks for the lengths of the whole gradients.",
)
def takes_the_worst_entry(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    size = np.abs(a) + np.abs(b)
    return float(np.max(np.abs(a - b) / np.where(size == 0, 1, size)))


@wrong(
    "relative_error",
    fails={
        "refuses_gradients_of_other_shapes",
    },
    because="Shapes that differ are stretched to fit each other, and numbers are "
    "compared that do not belong together.",
)
def stretches_the_shapes(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError("not finite")
    largest = max(np.max(np.abs(a)), np.max(np.abs(b)))
    if largest == 0:
        return 0.0
    a, b = a / largest, b / largest
    lengths = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    return float(np.sqrt(np.sum((a - b) ** 2)) / lengths)


@wrong(
    "relative_error",
    fails={
        "refuses_nan_in_a_gradient",
    },
    because="A nan in a gradient goes through. The error is then nan, and nan is "
    "neither below nor above any limit that you compare it with.",
)
def lets_nan_pass(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} {b.shape}")
    largest = max(np.max(np.abs(a)), np.max(np.abs(b)))
    if largest == 0:
        return 0.0
    a, b = a / largest, b / largest
    lengths = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    return float(np.sqrt(np.sum((a - b) ** 2)) / lengths)


@wrong(
    "relative_error",
    fails={
        "gives_errors_known_by_hand",
        "does_not_mind_the_order",
        "takes_arrays_of_any_shape",
    },
    because="The numbers are added up without their signs. The length of a gradient "
    "is the root of the sum of its squares.",
)
def adds_up_absolute_values(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    size = np.sum(np.abs(a)) + np.sum(np.abs(b))
    return float(np.sum(np.abs(a - b)) / size) if size else 0.0


@wrong(
    "relative_error",
    fails={
        "gives_errors_known_by_hand",
        "does_not_mind_the_order",
        "takes_arrays_of_any_shape",
    },
    because="Only the largest number of each gradient counts. A length is made of all "
    "of its numbers.",
)
def takes_the_largest_numbers(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    size = np.max(np.abs(a)) + np.max(np.abs(b))
    return float(np.max(np.abs(a - b)) / size) if size else 0.0


@wrong(
    "relative_error",
    fails={
        "gives_errors_known_by_hand",
        "does_not_mind_the_order",
        "takes_arrays_of_any_shape",
    },
    because="The two lengths are compared, and the directions are lost: two gradients "
    "can be equally long and have nothing in common.",
)
def compares_the_lengths(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not np.isfinite(np.sum(a) + np.sum(b)):
        raise ValueError(f"{a.shape} {b.shape}")
    largest = max(np.max(np.abs(a)), np.max(np.abs(b)))
    if largest == 0:
        return 0.0
    length_a = np.linalg.norm((a / largest).ravel())
    length_b = np.linalg.norm((b / largest).ravel())
    return float(abs(length_a - length_b) / (length_a + length_b))


# 2.7 neuron_gradient --------------------------------------------------------


@wrong(
    "neuron_gradient",
    fails={
        "gives_the_gradient_of_one_example",
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
        "copes_with_a_saturated_neuron",
    },
    because="This is the direction of descent. The gradient points the other way, "
    "uphill.",
)
def points_downhill(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    return X.T @ ((y - a) * a * (1 - a))


@wrong(
    "neuron_gradient",
    fails={
        "gives_the_gradient_of_one_example",
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
        "copes_with_a_saturated_neuron",
    },
    because="The slope of the sigmoid is missing from the product: it says how much "
    "the output moves when the sum moves.",
)
def forgets_the_slope(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    return X.T @ (sigmoid(X @ w) - y)


@wrong(
    "neuron_gradient",
    fails={
        "gives_the_gradient_of_one_example",
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
        "copes_with_a_saturated_neuron",
    },
    because="The formula for the slope is fed with the sum where it expects the "
    "output: the classic trap.",
)
def takes_the_slope_at_the_sum(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    z = X @ w
    return X.T @ ((sigmoid(z) - y) * z * (1 - z))


@wrong(
    "neuron_gradient",
    fails={
        "gives_the_gradient_of_one_example",
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
        "copes_with_a_saturated_neuron",
    },
    because="The sigmoid is applied to its own output before the slope is taken.",
)
def squeezes_twice_for_the_slope(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    s = sigmoid(a)
    return X.T @ ((a - y) * s * (1 - s))


@wrong(
    "neuron_gradient",
    fails={
        "gives_the_gradient_of_one_example",
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
        "is_zero_without_an_error",
        "copes_with_a_saturated_neuron",
        "leaves_its_arrays_unchanged",
    },
    because="X is not turned on its side before the last product, so NumPy tries to "
    "match rows with weights.",
)
def forgets_to_transpose(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    return X @ ((a - y) * a * (1 - a))


@wrong(
    "neuron_gradient",
    fails={
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
    },
    because="This is the gradient of a mean: it is divided by the number of examples. "
    "The loss here is a sum.",
)
def divides_by_the_number_of_rows(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    return X.T @ ((a - y) * a * (1 - a)) / len(X)


@wrong(
    "neuron_gradient",
    fails={
        "gives_the_gradient_of_one_example",
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
        "copes_with_a_saturated_neuron",
    },
    because="The gradient is twice as large as it should be. The loss has a half in "
    "front of the squares.",
)
def keeps_the_two_of_the_square(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    return 2 * X.T @ ((a - y) * a * (1 - a))


@wrong(
    "neuron_gradient",
    fails={
        "gives_the_gradient_of_one_example",
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
        "is_zero_without_an_error",
        "copes_with_a_saturated_neuron",
    },
    because="Each row still has a gradient of its own. They have to be added up.",
)
def keeps_the_rows_apart(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    return ((a - y) * a * (1 - a))[:, None] * X


@wrong(
    "neuron_gradient",
    fails={
        "refuses_shapes_that_do_not_fit",
    },
    because="Nobody compares the shapes. Labels in a column are then subtracted each "
    "from each, and a table comes out.",
)
def lets_shapes_stretch(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    return X.T @ ((a - y) * a * (1 - a))


@wrong(
    "neuron_gradient",
    fails={
        "leaves_its_arrays_unchanged",
    },
    because="The errors are written into the caller's labels.",
)
def writes_into_the_labels(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    y -= a
    return -X.T @ (y * a * (1 - a))


@wrong(
    "neuron_gradient",
    fails={
        "gives_the_gradient_of_one_example",
        "adds_up_over_examples",
        "agrees_with_the_measured_gradient",
        "is_zero_without_an_error",
        "copes_with_a_saturated_neuron",
    },
    because="The errors have lost their signs. An output that is too high and one that "
    "is too low then push the weights the same way.",
)
def takes_errors_without_signs(X, y, w):
    X, y, w = (np.asarray(part, dtype=float) for part in (X, y, w))
    if y.shape != (len(X),) or w.shape != (X.shape[1],):
        raise ValueError(f"{X.shape} {y.shape} {w.shape}")
    if not np.all(np.isfinite(w)):
        raise ValueError("not finite")
    a = sigmoid(X @ w)
    return X.T @ (np.abs(a - y) * a * (1 - a))


# 2.8 train_neuron -----------------------------------------------------------


@wrong(
    "train_neuron",
    fails={
        "leaves_w0_unchanged",
    },
    because="The steps are taken in the caller's own array: after the call w0 is no "
    "longer where training began.",
)
def walks_in_the_callers_array(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = np.asarray(w0, dtype=float)
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w -= lr * neuron_gradient(X, y, w)
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
    },
    because="The loss is written down after the step. The first entry should belong "
    "to the weights of the start.",
)
def writes_the_loss_after_the_step(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = np.array(w0, dtype=float)
    losses = []
    for _ in range(steps):
        w = w - lr * neuron_gradient(X, y, w)
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_no_step_at_all",
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
        "learns_the_four_rows",
        "stands_still_at_rate_0",
    },
    because="There is a loss too many: one after the last step as well.",
)
def has_a_loss_too_many(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = np.array(w0, dtype=float)
    losses = [half_sse(y, sigmoid(np.asarray(X) @ w))]
    for _ in range(steps):
        w = w - lr * neuron_gradient(X, y, w)
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_no_step_at_all",
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
        "stands_still_at_rate_0",
    },
    because="Your function starts from random weights of its own and not from w0.",
)
def draws_its_own_start(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = 2 * np.random.default_rng(1).random(len(w0)) - 1
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w = w - lr * neuron_gradient(X, y, w)
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
        "stands_still_at_rate_0",
    },
    because="The weights change after each row. A full-batch step looks at all rows "
    "first and changes the weights once.",
)
def steps_after_each_row(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    w = np.array(w0, dtype=float)
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(X @ w)))
        for i in range(len(X)):
            w = w - lr * neuron_gradient(X[i : i + 1], y[i : i + 1], w)
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
        "learns_the_four_rows",
        "stands_still_at_rate_0",
    },
    because="The weights walk uphill: the gradient is added where it should be "
    "subtracted.",
)
def walks_uphill(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = np.array(w0, dtype=float)
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w = w + lr * neuron_gradient(X, y, w)
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
        "stands_still_at_rate_0",
    },
    because="The learning rate is ignored: every step has the full length of the "
    "gradient.",
)
def ignores_the_learning_rate(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = np.array(w0, dtype=float)
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w = w - neuron_gradient(X, y, w)
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
        "learns_the_four_rows",
        "stands_still_at_rate_0",
    },
    because="The gradient is computed once, with the weights of the start, and used "
    "for every step. It changes with the weights.",
)
def computes_the_gradient_once(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = np.array(w0, dtype=float)
    gradient = neuron_gradient(X, y, w)
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w = w - lr * gradient
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
        "stands_still_at_rate_0",
    },
    because="The step is divided by the number of rows, as it would be for a mean. "
    "The loss here is a sum.",
)
def takes_steps_of_a_mean(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = np.array(w0, dtype=float)
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w = w - lr * neuron_gradient(X, y, w) / len(X)
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "refuses_a_bad_plan",
    },
    because="A number of steps below 0 or a learning rate that is no rate goes "
    "through without a word.",
)
def accepts_any_plan(X, y, w0, lr, steps):
    w = np.array(w0, dtype=float)
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w = w - lr * np.nan_to_num(neuron_gradient(X, y, np.nan_to_num(w)))
    return w, losses


@wrong(
    "train_neuron",
    fails={
        "takes_no_step_at_all",
        "takes_two_steps_on_paper",
        "follows_gradient_descent_step_by_step",
        "learns_the_four_rows",
        "stands_still_at_rate_0",
    },
    because="The function returns after its first step: the return stands inside the "
    "loop. Without a step it returns nothing.",
)
def returns_inside_the_loop(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = np.array(w0, dtype=float)
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w = w - lr * neuron_gradient(X, y, w)
        return w, losses


@wrong(
    "train_neuron",
    fails={
        "leaves_w0_unchanged",
        "stands_still_at_rate_0",
    },
    because="`w` and `w0` are two names of one array: there is no copy. The steps "
    "change the caller's w0, and whole numbers cannot take them.",
)
def gives_w0_a_second_name(X, y, w0, lr, steps):
    if steps < 0 or not np.isfinite(lr) or lr < 0:
        raise ValueError("steps or lr")
    w = w0
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X) @ w)))
        w -= lr * neuron_gradient(X, y, w)
    return w, losses


# 2.9 read_curve -------------------------------------------------------------


@wrong(
    "read_curve",
    fails={
        "reads_four_curves",
        "knows_good_curves",
        "knows_jumping_curves",
    },
    because="Only the first and the last loss are looked at. They cannot say whether "
    "the curve jumps on the way, nor whether it is still falling.",
)
def looks_at_the_ends_only(losses):
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 10:
        raise ValueError(f"{losses.shape}")
    if not np.all(np.isfinite(losses)) or losses[-1] > losses[0]:
        return "diverged"
    return "good" if losses[-1] < losses[0] / 2 else "too small"


@wrong(
    "read_curve",
    fails={
        "sees_nan",
        "knows_diverging_curves",
    },
    because="Nothing in your function looks for nan. Every comparison with nan is "
    "false, so a curve that ends in nan slips through.",
)
def compares_with_nan(losses):
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 10:
        raise ValueError(f"{losses.shape}")
    if losses[-1] > losses[0]:
        return "diverged"
    height = np.max(losses) - np.min(losses)
    with np.errstate(all="ignore"):
        if np.mean(np.diff(losses) > 0.01 * height) >= 0.2:
            return "too large"
        late = losses[len(losses) // 2] - losses[-1]
    return "too small" if late >= 0.2 * height else "good"


@wrong(
    "read_curve",
    fails={
        "reads_four_curves",
        "knows_slow_curves",
        "knows_good_curves",
        "knows_jumping_curves",
    },
    because="Fixed limits decide. A loss of 0.1 is small for one loss and large for "
    "another: only the form of the curve counts.",
)
def has_fixed_limits(losses):
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 10:
        raise ValueError(f"{losses.shape}")
    if not np.all(np.isfinite(losses)) or losses[-1] > losses[0]:
        return "diverged"
    if np.mean(np.diff(losses) > 0.01) >= 0.2:
        return "too large"
    return "good" if losses[-1] < 0.1 else "too small"


@wrong(
    "read_curve",
    fails={
        "knows_good_curves",
    },
    because="A single rise counts as jumping, even one in the last digits. A few "
    "small rises are no sign of a rate that is too large.",
)
def counts_every_rise(losses):
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 10:
        raise ValueError(f"{losses.shape}")
    if not np.all(np.isfinite(losses)) or losses[-1] > losses[0]:
        return "diverged"
    if np.any(np.diff(losses) > 0):
        return "too large"
    late = losses[len(losses) // 2] - losses[-1]
    height = losses[0] - losses[-1]
    return "too small" if height == 0 or late > 0.2 * height else "good"


@wrong(
    "read_curve",
    fails={
        "reads_four_curves",
        "knows_good_curves",
    },
    because="You ask how much of the loss is left. Some tasks leave a loss whatever "
    "the rate is; ask whether the curve has come to rest.",
)
def asks_how_much_is_left(losses):
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 10:
        raise ValueError(f"{losses.shape}")
    if not np.all(np.isfinite(losses)) or losses[-1] > losses[0]:
        return "diverged"
    height = np.max(losses) - np.min(losses)
    if height > 0 and np.mean(np.diff(losses) > 0.01 * height) >= 0.2:
        return "too large"
    return "good" if losses[-1] < losses[0] / 10 else "too small"


@wrong(
    "read_curve",
    fails={
        "reads_four_curves",
        "knows_diverging_curves",
    },
    because="Only nan and infinity count as divergence. A curve that climbs far above "
    "its start has diverged, too, before its numbers run out.",
)
def waits_for_infinity(losses):
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 10:
        raise ValueError(f"{losses.shape}")
    if not np.all(np.isfinite(losses)):
        return "diverged"
    height = np.max(losses) - np.min(losses)
    if height > 0 and np.mean(np.diff(losses) > 0.01 * height) >= 0.2:
        return "too large"
    late = losses[len(losses) // 2] - losses[-1]
    return "too small" if height == 0 or late > 0.2 * height else "good"


@wrong(
    "read_curve",
    fails={
        "reads_four_curves",
        "knows_jumping_curves",
    },
    because="A curve that goes up and down is read as if it were smooth: nothing in "
    "your function counts the rises.",
)
def does_not_see_jumps(losses):
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 10:
        raise ValueError(f"{losses.shape}")
    if not np.all(np.isfinite(losses)) or losses[-1] > losses[0]:
        return "diverged"
    height = np.max(losses) - np.min(losses)
    late = losses[len(losses) // 2] - losses[-1]
    return "too small" if height == 0 or late > 0.2 * height else "good"


@wrong(
    "read_curve",
    fails={
        "refuses_what_is_no_curve",
    },
    because="Curves that are too short, or several curves in a table, get an answer. "
    "Three losses say nothing about a rate.",
)
def reads_anything(losses):
    losses = np.ravel(np.asarray(losses, dtype=float))
    if not np.all(np.isfinite(losses)) or losses[-1] > losses[0]:
        return "diverged"
    height = np.max(losses) - np.min(losses)
    if height > 0 and np.mean(np.diff(losses) > 0.01 * height) >= 0.2:
        return "too large"
    late = losses[len(losses) // 2] - losses[-1]
    return "too small" if height == 0 or late > 0.2 * height else "good"


# 2.10 examples_for_half_sse -------------------------------------------------


@wrong(
    "examples_for_half_sse",
    fails={
        "shows_an_error_above_1",
        "catches_a_missing_square",
    },
    because="All errors are 0 or 1, which are their own squares.",
)
def uses_errors_of_0_and_1():
    return [
        ([0, 1], [1, 1], 0.5),
        ([1, 1, 0], [0, 0, 0], 1.0),
        ([0.0], [0.0], 0.0),
        ([0, 1], [[0], [1]], "ValueError"),
    ]


@wrong(
    "examples_for_half_sse",
    fails={
        "right_losses_agree",
        "catches_a_mean",
    },
    because="Your expected values are means. The function under test adds up.",
)
def expects_means():
    return [
        ([0.0, 0.0], [2.0, 4.0], 5.0),
        ([1, 2, 3], [[1], [2], [3]], "ValueError"),
        ([3.0], [0.0], 4.5),
    ]


@wrong(
    "examples_for_half_sse",
    fails={
        "catches_stretched_shapes",
    },
    because="In each of your examples the shapes agree. A function that lets NumPy "
    "stretch a column passes all of them.",
)
def never_asks_for_a_refusal():
    return [
        ([0.0, 0.0], [2.0, 4.0], 10.0),
        ([3.0], [0.0], 4.5),
        ([[1.0], [0.0]], [[0.0], [3.0]], 5.0),
    ]


@wrong(
    "examples_for_half_sse",
    fails={
        "catches_a_mean",
    },
    because="Each of your examples has a single entry. A sum and a mean of one number "
    "are the same.",
)
def has_single_entries_only():
    return [
        ([0.0], [2.0], 2.0),
        (3.0, 0.0, 4.5),
        ([1.0], [[4.0]], "ValueError"),
    ]


@wrong(
    "examples_for_half_sse",
    fails={
        "right_losses_agree",
        "catches_a_mean",
        "catches_a_missing_half",
        "catches_a_missing_square",
    },
    because="Your expected values lack the half.",
)
def expects_the_whole_sum():
    return [
        ([0.0, 0.0], [2.0, 4.0], 20.0),
        ([1, 2, 3], [[1], [2], [3]], "ValueError"),
        ([3.0], [0.0], 9.0),
    ]


@wrong(
    "examples_for_half_sse",
    fails={
        "has_three_parts_in_each_example",
    },
    because="Two examples are too few for four kinds of mistake, and the description "
    "asks for three or more.",
)
def has_two_examples():
    return [
        ([0.0, 0.0], [2.0, 4.0], 10.0),
        ([1, 2], [[1], [2]], "ValueError"),
    ]
