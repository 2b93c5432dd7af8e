"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong

# 5.1 predict_then_run -------------------------------------------------------


@wrong(
    "predict_then_run",
    fails={
        "measures_beside_each_prediction",
        "measured_the_blue_share",
        "measured_grey_everywhere",
        "counted_the_parameters",
    },
    because="The second numbers are still 0. Find out what is true, and write it "
    "beside each prediction.",
)
def measures_nothing():
    return {
        "blue_share": (0.3, 0),
        "grey_everywhere": (0.7, 0),
        "parameters": (5000, 0),
    }


@wrong(
    "predict_then_run",
    fails={
        "records_three_predictions",
        "measures_beside_each_prediction",
        "measured_the_blue_share",
        "measured_grey_everywhere",
    },
    because="A part of all pixels is a number from 0 to 1. You wrote percentages.",
)
def writes_percentages():
    return {
        "blue_share": (30, 33.333333333333336),
        "grey_everywhere": (70, 66.66666666666667),
        "parameters": (100_000, 23_253),
    }


@wrong(
    "predict_then_run",
    fails={
        "measured_the_blue_share",
        "measured_grey_everywhere",
    },
    because="Your shares come from sums of bytes, which start again at 0 after 255. "
    "With them every pixel looks blue.",
)
def adds_bytes():
    return {
        "blue_share": (0.3, 1.0),
        "grey_everywhere": (0.7, 0.0),
        "parameters": (100_000, 23_253),
    }


@wrong(
    "predict_then_run",
    fails={
        "counted_the_parameters",
    },
    because="The number of parameters lacks the biases: one for each unit that is "
    "not an input.",
)
def forgets_the_biases():
    return {
        "blue_share": (0.3, 192 / 576),
        "grey_everywhere": (0.7, 384 / 576),
        "parameters": (100_000, 22_750),
    }


@wrong(
    "predict_then_run",
    fails={
        "counted_the_parameters",
    },
    because="Ten hidden layers have nine matrices between them. You counted ten of "
    "50 by 50, or the first and the last layer are missing.",
)
def counts_ten_square_matrices():
    return {
        "blue_share": (0.3, 192 / 576),
        "grey_everywhere": (0.7, 384 / 576),
        "parameters": (100_000, 25_803),
    }


@wrong(
    "predict_then_run",
    fails={
        "measured_the_blue_share",
        "measured_grey_everywhere",
        "counted_the_parameters",
    },
    because="In each pair the prediction comes first and what you found second. "
    "Yours are the other way round.",
)
def swaps_the_pairs():
    return {
        "blue_share": (192 / 576, 0.3),
        "grey_everywhere": (384 / 576, 0.7),
        "parameters": (23_253, 100_000),
    }


@wrong(
    "predict_then_run",
    fails={
        "records_three_predictions",
        "measures_beside_each_prediction",
        "measured_the_blue_share",
        "measured_grey_everywhere",
        "counted_the_parameters",
    },
    because="There is one number for each question. Two are asked for: what you "
    "expected and what you found.",
)
def keeps_only_what_was_found():
    return {
        "blue_share": 192 / 576,
        "grey_everywhere": 384 / 576,
        "parameters": 23_253,
    }


# 5.2 pixel_table ------------------------------------------------------------


@wrong(
    "pixel_table",
    fails={
        "lists_pixels_in_reading_order",
        "puts_each_colour_beside_its_place",
        "keeps_the_reading_order",
    },
    because="Column comes before row in your X. The description says which comes "
    "first.",
)
def puts_the_column_first(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    h, w, _ = img.shape
    row, column = np.divmod(np.arange(h * w), w)
    return np.column_stack([column, row]).astype(float), img.reshape(-1, 3) / 255


@wrong(
    "pixel_table",
    fails={
        "scales_colours_to_0_and_1",
        "puts_each_colour_beside_its_place",
    },
    because="The colours are still numbers from 0 to 255. The description asks for "
    "another range.",
)
def leaves_the_colours_at_255(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    h, w, _ = img.shape
    row, column = np.divmod(np.arange(h * w), w)
    return np.column_stack([row, column]).astype(float), img.reshape(-1, 3) * 1.0


@wrong(
    "pixel_table",
    fails={
        "scales_colours_to_0_and_1",
        "puts_each_colour_beside_its_place",
        "returns_floating_point_numbers",
    },
    because="A whole division throws everything behind the point away: only full "
    "brightness survives as 1, the rest becomes 0.",
)
def divides_whole_numbers(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    h, w, _ = img.shape
    row, column = np.divmod(np.arange(h * w), w)
    return np.column_stack([row, column]).astype(float), img.reshape(-1, 3) // 255


@wrong(
    "pixel_table",
    fails={
        "lists_pixels_in_reading_order",
        "keeps_the_reading_order",
    },
    because="Your pixels come column after column. Places and colours fit each "
    "other, but reading order goes along the lines.",
)
def walks_down_the_columns(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    h, w, _ = img.shape
    X, Y = [], []
    for column in range(w):
        for row in range(h):
            X.append([row, column])
            Y.append(img[row, column] / 255)
    return np.array(X, dtype=float), np.array(Y)


@wrong(
    "pixel_table",
    fails={
        "puts_each_colour_beside_its_place",
    },
    because="The places run along the lines and the colours down the columns, so "
    "that a place stands beside the colour of another one.",
)
def mixes_two_orders(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    h, w, _ = img.shape
    row, column = np.divmod(np.arange(h * w), w)
    Y = img.transpose(1, 0, 2).reshape(-1, 3) / 255
    return np.column_stack([row, column]).astype(float), Y


@wrong(
    "pixel_table",
    fails={
        "lists_pixels_in_reading_order",
        "puts_each_colour_beside_its_place",
        "keeps_the_reading_order",
    },
    because="You divide by the height where the width belongs. In a square picture "
    "nobody notices.",
)
def divides_by_the_height(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    h, w, _ = img.shape
    row, column = np.divmod(np.arange(h * w), h)
    return np.column_stack([row, column]).astype(float), img.reshape(-1, 3) / 255


@wrong(
    "pixel_table",
    fails={
        "returns_floating_point_numbers",
    },
    because="Rows and columns come back as bytes or whole numbers. A network "
    "calculates with floating point numbers.",
)
def keeps_bytes(img):
    if img.ndim != 3 or img.shape[2] != 3 or img.dtype != np.uint8:
        raise ValueError(f"{img.shape} {img.dtype}")
    h, w, _ = img.shape
    row, column = np.divmod(np.arange(h * w), w)
    return np.column_stack([row, column]).astype(np.uint8), img.reshape(-1, 3) / 255


@wrong(
    "pixel_table",
    fails={
        "refuses_other_pictures",
    },
    because="Whatever has the wrong shape is bent into a table. A picture with "
    "transparency needs a refusal, not a wrong table.",
)
def accepts_everything(img):
    h, w = img.shape[:2]
    row, column = np.divmod(np.arange(h * w), w)
    Y = img.reshape(h * w, -1)[:, :3] / 255
    return np.column_stack([row, column]).astype(float), Y


# 5.3 rebuild ----------------------------------------------------------------


@wrong(
    "rebuild",
    fails={
        "cuts_off_what_is_no_colour",
        "leaves_the_table_unchanged",
    },
    because="Numbers outside of the range start again from the other end when they "
    "become bytes: a little too bright turns black.",
)
def wraps_around(rgb, h, w):
    rgb = np.asarray(rgb, dtype=float)
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} for {h * w}")
    if not np.isfinite(rgb).all():
        raise ValueError("not finite")
    numbers = np.rint(255 * rgb).astype(np.int64) % 256
    return numbers.astype(np.uint8).reshape(h, w, 3)


@wrong(
    "rebuild",
    fails={
        "cuts_off_what_is_no_colour",
        "takes_the_nearest_whole_number",
        "leaves_the_table_unchanged",
    },
    because="Two things happen when a number becomes a byte: numbers outside of the "
    "range start again from the other end, and what stands behind the point is cut "
    "off. Take care of both before.",
)
def multiplies_and_hopes(rgb, h, w):
    rgb = np.asarray(rgb, dtype=float)
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} for {h * w}")
    if not np.isfinite(rgb).all():
        raise ValueError("not finite")
    numbers = (255 * rgb).astype(np.int64) % 256
    return numbers.astype(np.uint8).reshape(h, w, 3)


@wrong(
    "rebuild",
    fails={
        "takes_the_nearest_whole_number",
    },
    because="What stands behind the point is cut off, so 254.97 becomes 254. The "
    "description asks for the nearest whole number.",
)
def cuts_fractions_off(rgb, h, w):
    rgb = np.asarray(rgb, dtype=float)
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} for {h * w}")
    if not np.isfinite(rgb).all():
        raise ValueError("not finite")
    return (255 * np.clip(rgb, 0, 1)).astype(np.uint8).reshape(h, w, 3)


@wrong(
    "rebuild",
    fails={
        "cuts_off_what_is_no_colour",
        "undoes_the_table",
        "returns_bytes",
        "leaves_the_table_unchanged",
    },
    because="Height and width have changed places in the shape.",
)
def swaps_height_and_width(rgb, h, w):
    rgb = np.asarray(rgb, dtype=float)
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} for {h * w}")
    if not np.isfinite(rgb).all():
        raise ValueError("not finite")
    return np.rint(255 * np.clip(rgb, 0, 1)).astype(np.uint8).reshape(w, h, 3)


@wrong(
    "rebuild",
    fails={
        "undoes_the_table",
    },
    because="The numbers are filled in down the columns (order F). The rows of the "
    "table are in reading order.",
)
def fills_down_the_columns(rgb, h, w):
    rgb = np.asarray(rgb, dtype=float)
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} for {h * w}")
    if not np.isfinite(rgb).all():
        raise ValueError("not finite")
    numbers = np.rint(255 * np.clip(rgb, 0, 1)).astype(np.uint8)
    return numbers.reshape((h, w, 3), order="F")


@wrong(
    "rebuild",
    fails={
        "takes_the_nearest_whole_number",
        "returns_bytes",
    },
    because="The picture consists of floating point numbers. Programs that show "
    "pictures take such numbers from 0 to 255 for something else.",
)
def returns_floating_point(rgb, h, w):
    rgb = np.asarray(rgb, dtype=float)
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} for {h * w}")
    if not np.isfinite(rgb).all():
        raise ValueError("not finite")
    return np.rint(255 * np.clip(rgb, 0, 1)).reshape(h, w, 3)


@wrong(
    "rebuild",
    fails={
        "refuses_what_is_not_finite",
    },
    because="Numbers that are not finite become some byte or other. Refuse them.",
)
def paints_what_is_not_a_number(rgb, h, w):
    rgb = np.nan_to_num(np.asarray(rgb, dtype=float))
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} for {h * w}")
    return np.rint(255 * np.clip(rgb, 0, 1)).astype(np.uint8).reshape(h, w, 3)


@wrong(
    "rebuild",
    fails={
        "leaves_the_table_unchanged",
    },
    because="Your function writes into the caller's table.",
)
def clips_in_place(rgb, h, w):
    rgb = np.asarray(rgb, dtype=float)
    if rgb.shape != (h * w, 3):
        raise ValueError(f"{rgb.shape} for {h * w}")
    if not np.isfinite(rgb).all():
        raise ValueError("not finite")
    np.clip(rgb, 0, 1, out=rgb)
    return np.rint(255 * rgb).astype(np.uint8).reshape(h, w, 3)


@wrong(
    "rebuild",
    fails={
        "refuses_another_number_of_rows",
    },
    because="A table of another shape is bent into a picture, or the error comes "
    "from NumPy and does not say how many rows are needed.",
)
def leaves_the_error_to_numpy(rgb, h, w):
    rgb = np.asarray(rgb, dtype=float)
    if not np.isfinite(rgb).all():
        raise ValueError("not finite")
    return np.rint(255 * np.clip(rgb, 0, 1)).astype(np.uint8).reshape(h, w, 3)


# 5.4 scale_coordinates ------------------------------------------------------


@wrong(
    "scale_coordinates",
    fails={
        "puts_the_corners_at_1",
        "scales_a_piece_like_the_whole",
        "takes_equal_steps",
        "puts_an_only_row_at_0",
        "takes_whole_numbers",
    },
    because="You divide by the number of rows. There is one step less than there "
    "are rows, so the last row does not reach 1.",
)
def divides_by_the_number_of_rows(X, h, w):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"{X.shape}")
    scaled = 2 * X / np.array([h, w]) - 1
    scaled[:, np.array([h, w]) == 1] = 0
    return scaled


@wrong(
    "scale_coordinates",
    fails={
        "scales_a_piece_like_the_whole",
        "puts_an_only_row_at_0",
        "takes_whole_numbers",
    },
    because="You take the smallest and the largest coordinate from the pixels that "
    "you are given. If they are a piece of the picture, they end up elsewhere.",
)
def takes_the_range_of_the_data(X, h, w):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"{X.shape}")
    low, high = X.min(axis=0), X.max(axis=0)
    span = high - low
    middle = (low + high) / 2
    return np.where(span > 0, 2 * (X - middle) / np.where(span > 0, span, 1), 0.0)


@wrong(
    "scale_coordinates",
    fails={
        "scales_a_piece_like_the_whole",
        "takes_equal_steps",
        "puts_an_only_row_at_0",
        "takes_whole_numbers",
    },
    because="You take the average and the spread of the pixels that you are given. "
    "Height and width of the picture say where its first and last pixels are.",
)
def standardises_the_pixels(X, h, w):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"{X.shape}")
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1)


@wrong(
    "scale_coordinates",
    fails={
        "puts_the_corners_at_1",
        "scales_a_piece_like_the_whole",
        "takes_equal_steps",
        "puts_an_only_row_at_0",
        "takes_whole_numbers",
    },
    because="Your coordinates go from 0 to 1. Half of the asked range is missing.",
)
def scales_from_0_to_1(X, h, w):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"{X.shape}")
    return X / np.maximum(np.array([h, w]) - 1, 1)


@wrong(
    "scale_coordinates",
    fails={
        "puts_the_corners_at_1",
        "takes_equal_steps",
        "puts_an_only_row_at_0",
    },
    because="The height scales the columns and the width the rows.",
)
def exchanges_height_and_width(X, h, w):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"{X.shape}")
    last = np.array([w - 1, h - 1])
    return (2 * X - last) / np.maximum(last, 1)


@wrong(
    "scale_coordinates",
    fails={
        "puts_an_only_row_at_0",
    },
    because="With a single row or column your code divides 0 by 0.",
)
def divides_by_zero_steps(X, h, w):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"{X.shape}")
    return 2 * X / np.array([h - 1, w - 1]) - 1


@wrong(
    "scale_coordinates",
    fails={
        "takes_whole_numbers",
    },
    because="The result has the type of X. If X holds whole numbers, everything "
    "between -1, 0 and 1 is lost.",
)
def keeps_the_type_of_x(X, h, w):
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"{X.shape}")
    last = np.array([h - 1, w - 1])
    return ((2 * X - last) / np.maximum(last, 1)).astype(X.dtype)


@wrong(
    "scale_coordinates",
    fails={
        "takes_equal_steps",
    },
    because="Your function writes the scaled numbers into the caller's table.",
)
def scales_in_place(X, h, w):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"{X.shape}")
    last = np.array([h - 1, w - 1])
    X *= 2
    X -= last
    X /= np.maximum(last, 1)
    return X


@wrong(
    "scale_coordinates",
    fails={
        "refuses_three_columns",
    },
    because="A table without two columns passes unnoticed, or the error does not "
    "name its shape.",
)
def takes_any_table(X, h, w):
    X = np.asarray(X, dtype=float)
    X = X.reshape(-1, X.shape[-1])[:, :2]
    last = np.array([h - 1, w - 1])
    return (2 * X - last) / np.maximum(last, 1)


# 5.5 label_pixels -----------------------------------------------------------


@wrong(
    "label_pixels",
    fails={
        "tells_blue_from_grey",
        "counts_the_threshold_as_blue",
        "adds_up_beyond_255",
        "labels_in_reading_order",
    },
    because="You add up in bytes. A byte starts again at 0 after 255, so that bright "
    "pixels look dark.",
)
def adds_up_in_bytes(img, threshold=600):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    sums = img[:, :, 0] + img[:, :, 1] + img[:, :, 2]
    return np.array([int(int(total) <= threshold) for total in sums.ravel()])


@wrong(
    "label_pixels",
    fails={
        "counts_the_threshold_as_blue",
        "labels_in_reading_order",
    },
    because="A sum of exactly the threshold comes out grey. The description says "
    "which side the threshold belongs to.",
)
def leaves_the_threshold_out(img, threshold=600):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return (img.sum(axis=2, dtype=int) < threshold).astype(int).ravel()


@wrong(
    "label_pixels",
    fails={
        "tells_blue_from_grey",
        "counts_the_threshold_as_blue",
        "adds_up_beyond_255",
        "listens_to_the_threshold",
        "labels_in_reading_order",
    },
    because="The labels have changed places: blue is 1 and grey is 0.",
)
def calls_grey_1(img, threshold=600):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return (img.sum(axis=2, dtype=int) > threshold).astype(int).ravel()


@wrong(
    "label_pixels",
    fails={
        "tells_blue_from_grey",
        "counts_the_threshold_as_blue",
        "adds_up_beyond_255",
        "listens_to_the_threshold",
        "labels_in_reading_order",
    },
    because="You compare the mean of the three numbers. The threshold is made for "
    "their sum.",
)
def compares_the_mean(img, threshold=600):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return (img.mean(axis=2) <= threshold).astype(int).ravel()


@wrong(
    "label_pixels",
    fails={
        "tells_blue_from_grey",
        "counts_the_threshold_as_blue",
        "adds_up_beyond_255",
        "listens_to_the_threshold",
        "labels_in_reading_order",
    },
    because="You compare the smallest of the three numbers. The rule takes all three "
    "together.",
)
def compares_the_smallest(img, threshold=600):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return (img.min(axis=2) <= threshold).astype(int).ravel()


@wrong(
    "label_pixels",
    fails={
        "tells_blue_from_grey",
        "adds_up_beyond_255",
        "listens_to_the_threshold",
        "labels_in_reading_order",
    },
    because="You always compare with 600. The caller may ask for another threshold.",
)
def always_compares_with_600(img, threshold=600):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return (img.sum(axis=2, dtype=int) <= 600).astype(int).ravel()


@wrong(
    "label_pixels",
    fails={
        "tells_blue_from_grey",
        "counts_the_threshold_as_blue",
        "adds_up_beyond_255",
        "listens_to_the_threshold",
        "labels_in_reading_order",
    },
    because="Your labels form a picture. One label after the other is asked for, in "
    "reading order.",
)
def returns_a_picture_of_labels(img, threshold=600):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return (img.sum(axis=2, dtype=int) <= threshold).astype(int)


@wrong(
    "label_pixels",
    fails={
        "labels_in_reading_order",
    },
    because="You return True and False. Labels are the whole numbers 1 and 0.",
)
def returns_truth_values(img, threshold=600):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return (img.sum(axis=2, dtype=int) <= threshold).ravel()


@wrong(
    "label_pixels",
    fails={
        "refuses_other_shapes",
    },
    because="A picture with a fourth channel, or with none, gets labels all the "
    "same. Refuse it.",
)
def adds_whatever_comes(img, threshold=600):
    return (np.asarray(img).sum(axis=-1, dtype=int) <= threshold).astype(int).ravel()


# 5.6 make_painter -----------------------------------------------------------


@wrong(
    "make_painter",
    fails={
        "paints_better_than_one_colour",
        "paints_a_piece_far_from_the_corner",
        "paints_the_same_with_the_same_number",
    },
    because="The layer sizes stand without a name. The first argument of "
    "MLPRegressor is not hidden_layer_sizes, and fit complains about it.",
)
def sizes_without_a_name(random_state):
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    painter = MLPRegressor(
        (32, 32), learning_rate_init=0.02, max_iter=80, random_state=random_state
    )
    return make_pipeline(StandardScaler(), painter)


@wrong(
    "make_painter",
    fails={
        "paints_the_same_with_the_same_number",
    },
    because="The number random_state is never passed on, so each painter starts "
    "from other weights.",
)
def passes_no_seed_on(random_state):
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    painter = MLPRegressor(
        hidden_layer_sizes=(64, 64),
        learning_rate_init=0.01,
        batch_size=64,
        max_iter=60,
    )
    return make_pipeline(StandardScaler(), painter)


@wrong(
    "make_painter",
    fails={
        "paints_the_same_with_the_same_number",
    },
    because="Every painter starts from the same weights, whatever random_state is.",
)
def always_seeds_with_0(random_state):
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    painter = MLPRegressor(
        hidden_layer_sizes=(64, 64),
        learning_rate_init=0.01,
        batch_size=64,
        max_iter=60,
        random_state=0,
    )
    return make_pipeline(StandardScaler(), painter)


@wrong(
    "make_painter",
    fails={
        "scales_before_a_small_network",
        "paints_better_than_one_colour",
        "paints_a_piece_far_from_the_corner",
    },
    because="Ten hidden layers are too many: each step takes ten times as long, and "
    "in the little time there is they learn less than two layers do.",
)
def stacks_ten_layers(random_state):
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    painter = MLPRegressor(
        hidden_layer_sizes=(100,) * 10, max_iter=12, random_state=random_state
    )
    return make_pipeline(StandardScaler(), painter)


@wrong(
    "make_painter",
    fails={
        "scales_before_a_small_network",
        "paints_better_than_one_colour",
        "paints_a_piece_far_from_the_corner",
    },
    because="There is no step that scales: rows and columns reach the network as "
    "they are, as numbers up to 23 or in the thousands.",
)
def leaves_the_coordinates_as_they_are(random_state):
    from sklearn.neural_network import MLPRegressor

    return MLPRegressor(
        hidden_layer_sizes=(32, 32),
        learning_rate_init=0.02,
        batch_size=144,
        max_iter=80,
        random_state=random_state,
    )


@wrong(
    "make_painter",
    fails={
        "paints_a_piece_far_from_the_corner",
    },
    because="Your first step divides by a number that fits one picture. A piece "
    "from elsewhere in a large picture is still far from 0. Let the step find the "
    "range when it is fitted.",
)
def divides_by_a_fixed_number(random_state):
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    painter = MLPRegressor(
        hidden_layer_sizes=(32, 32),
        learning_rate_init=0.02,
        batch_size=144,
        max_iter=80,
        random_state=random_state,
    )
    return make_pipeline(FunctionTransformer(lambda X: X / 7 - 1.7), painter)


@wrong(
    "make_painter",
    fails={
        "paints_better_than_one_colour",
        "paints_a_piece_far_from_the_corner",
    },
    because="Training ends long before the picture is learned: the steps are too "
    "few or too small.",
)
def stops_too_early(random_state):
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    painter = MLPRegressor(
        hidden_layer_sizes=(32, 32), max_iter=30, random_state=random_state
    )
    return make_pipeline(StandardScaler(), painter)


# 5.7 decode -----------------------------------------------------------------


@wrong(
    "decode",
    fails={
        "gives_one_label_for_each_row",
        "takes_the_smaller_of_two_labels",
        "finds_any_number_of_labels",
        "returns_whole_numbers",
        "takes_lists",
    },
    because="There is one number for the whole table: the place of the largest "
    "probability, counted through all rows. Each row has a label of its own.",
)
def searches_the_whole_table(proba):
    proba = np.asarray(proba)
    if proba.ndim != 2:
        raise ValueError(f"{proba.shape}")
    return np.argmax(proba)


@wrong(
    "decode",
    fails={
        "gives_one_label_for_each_row",
        "takes_the_smaller_of_two_labels",
        "finds_any_number_of_labels",
        "returns_whole_numbers",
        "takes_lists",
    },
    because="You search down the columns: one answer for each label, where one for "
    "each row is asked for.",
)
def searches_down_the_columns(proba):
    proba = np.asarray(proba)
    if proba.ndim != 2:
        raise ValueError(f"{proba.shape}")
    return proba.argmax(axis=0)


@wrong(
    "decode",
    fails={
        "gives_one_label_for_each_row",
        "takes_the_smaller_of_two_labels",
        "finds_any_number_of_labels",
        "returns_whole_numbers",
        "takes_lists",
    },
    because="You return how large the largest probability is, not which label has it.",
)
def returns_the_probability(proba):
    proba = np.asarray(proba)
    if proba.ndim != 2:
        raise ValueError(f"{proba.shape}")
    return proba.max(axis=1)


@wrong(
    "decode",
    fails={
        "takes_the_smaller_of_two_labels",
        "finds_any_number_of_labels",
        "takes_lists",
    },
    because="You compare with one half. That works for two labels, if at all.",
)
def compares_with_one_half(proba):
    proba = np.asarray(proba)
    if proba.ndim != 2:
        raise ValueError(f"{proba.shape}")
    return (proba[:, -1] >= 0.5).astype(int)


@wrong(
    "decode",
    fails={
        "takes_the_smaller_of_two_labels",
    },
    because="Of two equally likely labels yours takes the larger one.",
)
def takes_the_last_of_equals(proba):
    proba = np.asarray(proba)
    if proba.ndim != 2:
        raise ValueError(f"{proba.shape}")
    return proba.shape[1] - 1 - proba[:, ::-1].argmax(axis=1)


@wrong(
    "decode",
    fails={
        "gives_one_label_for_each_row",
        "takes_the_smaller_of_two_labels",
        "finds_any_number_of_labels",
        "returns_whole_numbers",
        "takes_lists",
    },
    because="Your labels keep an axis of length 1: a table with one column in place "
    "of a row of labels.",
)
def keeps_an_axis(proba):
    proba = np.asarray(proba)
    if proba.ndim != 2:
        raise ValueError(f"{proba.shape}")
    return proba.argmax(axis=1, keepdims=True)


@wrong(
    "decode",
    fails={
        "refuses_what_is_not_a_table",
    },
    because="A single row of numbers, or a stack of tables, gets an answer too. "
    "Refuse what is not a table and name its shape.",
)
def takes_any_shape(proba):
    return np.asarray(proba).argmax(axis=-1)


# 5.8 pixel_accuracy ---------------------------------------------------------


@wrong(
    "pixel_accuracy",
    fails={
        "gives_the_worked_example",
        "half_of_the_pixels_wrong",
        "survives_a_constant_channel",
        "measures_distances_in_bytes",
    },
    because="This is R squared, which compares with each channel's own average. "
    "Where a channel hardly changes it can be far below 0 for a good painting.",
)
def returns_r_squared(img, painted):
    if img.shape != painted.shape:
        raise ValueError(f"{img.shape} {painted.shape}")
    a = img.reshape(-1, 3).astype(float)
    b = painted.reshape(-1, 3).astype(float)
    error = ((a - b) ** 2).sum(axis=0)
    spread = ((a - a.mean(axis=0)) ** 2).sum(axis=0)
    scores = [1 - e / s if s > 0 else float(e == 0) for e, s in zip(error, spread)]
    return float(np.mean(scores))


@wrong(
    "pixel_accuracy",
    fails={
        "gives_the_worked_example",
        "finds_equal_pictures_equal",
        "half_of_the_pixels_wrong",
        "survives_a_constant_channel",
        "measures_distances_in_bytes",
    },
    because="This is R squared, which divides by the spread of each channel. A "
    "channel that does not change has none.",
)
def divides_by_the_spread(img, painted):
    if img.shape != painted.shape:
        raise ValueError(f"{img.shape} {painted.shape}")
    a = img.reshape(-1, 3).astype(float)
    b = painted.reshape(-1, 3).astype(float)
    error = ((a - b) ** 2).sum(axis=0)
    return float(np.mean(1 - error / ((a - a.mean(axis=0)) ** 2).sum(axis=0)))


@wrong(
    "pixel_accuracy",
    fails={
        "gives_the_worked_example",
        "half_of_the_pixels_wrong",
        "survives_a_constant_channel",
        "measures_distances_in_bytes",
    },
    because="The pictures are subtracted as bytes, and there 100 - 150 is 206.",
)
def subtracts_bytes(img, painted):
    if img.shape != painted.shape:
        raise ValueError(f"{img.shape} {painted.shape}")
    return float(1 - np.mean(np.abs(img - painted)) / 255)


@wrong(
    "pixel_accuracy",
    fails={
        "gives_the_worked_example",
        "survives_a_constant_channel",
        "measures_distances_in_bytes",
    },
    because="You count the numbers that agree exactly. A painting that is off by one "
    "everywhere would score 0.",
)
def counts_exact_matches(img, painted):
    if img.shape != painted.shape:
        raise ValueError(f"{img.shape} {painted.shape}")
    return float(np.mean(img == painted))


@wrong(
    "pixel_accuracy",
    fails={
        "gives_the_worked_example",
        "finds_equal_pictures_equal",
        "half_of_the_pixels_wrong",
        "survives_a_constant_channel",
        "measures_distances_in_bytes",
    },
    because="There is one number for each channel. Average over everything.",
)
def keeps_the_channels_apart(img, painted):
    if img.shape != painted.shape:
        raise ValueError(f"{img.shape} {painted.shape}")
    distance = np.abs(img.astype(float) - painted.astype(float))
    return 1 - distance.mean(axis=(0, 1)) / 255


@wrong(
    "pixel_accuracy",
    fails={
        "gives_the_worked_example",
        "measures_distances_in_bytes",
    },
    because="The distances are taken with their sign, so that too bright and too "
    "dark cancel each other.",
)
def lets_errors_cancel(img, painted):
    if img.shape != painted.shape:
        raise ValueError(f"{img.shape} {painted.shape}")
    return float(1 - abs(np.mean(img.astype(float) - painted.astype(float))) / 255)


@wrong(
    "pixel_accuracy",
    fails={
        "gives_the_worked_example",
        "survives_a_constant_channel",
        "measures_distances_in_bytes",
    },
    because="You square the distances. The description averages the distances "
    "themselves.",
)
def squares_the_distances(img, painted):
    if img.shape != painted.shape:
        raise ValueError(f"{img.shape} {painted.shape}")
    distance = (img.astype(float) - painted.astype(float)) / 255
    return float(1 - np.mean(distance**2))


@wrong(
    "pixel_accuracy",
    fails={
        "refuses_two_sizes",
    },
    because="A painting of another size is stretched over the picture by NumPy. "
    "Refuse it and name both shapes.",
)
def compares_any_sizes(img, painted):
    distance = np.abs(np.asarray(img, dtype=float) - np.asarray(painted, dtype=float))
    return float(1 - distance.mean() / 255)


# 5.9 baseline ---------------------------------------------------------------


@wrong(
    "baseline",
    fails={
        "beats_the_average_colour",
        "no_colour_scores_more",
        "chooses_each_channel_by_itself",
    },
    because="This is the score of the average colour. Another colour can come "
    "closer, because distances are not squared here.",
)
def paints_the_average(img):
    img = np.asarray(img, dtype=float)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return float(1 - np.abs(img - img.mean(axis=(0, 1))).mean() / 255)


@wrong(
    "baseline",
    fails={
        "knows_pictures_of_one_colour",
        "no_colour_scores_more",
        "chooses_each_channel_by_itself",
    },
    because="You choose one brightness for all three channels. A colour has three "
    "numbers, and each can be chosen by itself.",
)
def paints_a_grey(img):
    img = np.asarray(img, dtype=float)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return float(1 - np.abs(img - np.median(img)).mean() / 255)


@wrong(
    "baseline",
    fails={
        "no_colour_scores_more",
    },
    because="You choose a colour for each column of the picture. One colour for the "
    "whole picture is asked for.",
)
def paints_stripes(img):
    img = np.asarray(img, dtype=float)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return float(1 - np.abs(img - np.median(img, axis=0)).mean() / 255)


@wrong(
    "baseline",
    fails={
        "beats_the_average_colour",
        "knows_pictures_of_one_colour",
        "no_colour_scores_more",
        "chooses_each_channel_by_itself",
        "works_for_an_even_number_of_pixels",
    },
    because="You return the colour. What is asked for is the score that it reaches.",
)
def returns_the_colour(img):
    img = np.asarray(img, dtype=float)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return np.median(img, axis=(0, 1))


@wrong(
    "baseline",
    fails={
        "knows_pictures_of_one_colour",
        "no_colour_scores_more",
        "chooses_each_channel_by_itself",
        "works_for_an_even_number_of_pixels",
    },
    because="You try black and white and no other colour.",
)
def tries_black_and_white(img):
    img = np.asarray(img, dtype=float)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"{img.shape}")
    return float(max(1 - img.mean() / 255, img.mean() / 255))


@wrong(
    "baseline",
    fails={
        "refuses_a_picture_without_channels",
    },
    because="A picture without channels, or with a fourth one, gets a score too. "
    "Refuse it and name its shape.",
)
def scores_any_shape(img):
    img = np.asarray(img, dtype=float)
    middle = np.median(img.reshape(-1, img.shape[-1]), axis=0)
    return float(1 - np.abs(img - middle).mean() / 255)


# 5.10 holdout_pixels --------------------------------------------------------


@wrong(
    "holdout_pixels",
    fails={
        "keeps_the_right_number_away",
        "uses_each_pixel_once",
        "splits_any_number",
    },
    because="The pixels to test are drawn from all pixels and stay among those to "
    "learn from.",
)
def keeps_them_in_training(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    return np.arange(n), rng.permutation(n)[: round(fraction * n)]


@wrong(
    "holdout_pixels",
    fails={
        "uses_each_pixel_once",
        "splits_any_number",
    },
    because="Two draws know nothing of each other: some pixels are in both parts, "
    "others in neither.",
)
def draws_twice(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    size = round(fraction * n)
    return rng.permutation(n)[size:], rng.permutation(n)[:size]


@wrong(
    "holdout_pixels",
    fails={
        "uses_each_pixel_once",
        "splits_any_number",
    },
    because="You draw with replacement, so that a pixel can be drawn twice.",
)
def draws_with_replacement(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    test = rng.integers(n, size=round(fraction * n)) if n else np.zeros(0, int)
    return np.setdiff1d(np.arange(n), test), test


@wrong(
    "holdout_pixels",
    fails={
        "draws_from_the_generator",
        "gives_each_pixel_the_same_chance",
    },
    because="The split is the same whatever the generator is. Draw from `rng`.",
)
def ignores_the_generator(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    order = np.random.default_rng(0).permutation(n)
    size = round(fraction * n)
    return order[size:], order[:size]


@wrong(
    "holdout_pixels",
    fails={
        "draws_from_the_generator",
    },
    because="You use NumPy's global generator. The same `rng` then gives another "
    "split each time.",
)
def uses_the_global_generator(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    order = np.random.permutation(n)
    size = round(fraction * n)
    return order[size:], order[:size]


@wrong(
    "holdout_pixels",
    fails={
        "draws_from_the_generator",
        "gives_each_pixel_the_same_chance",
    },
    because="You keep a whole strip at one end of the picture away. Draw the pixels "
    "from everywhere.",
)
def keeps_the_last_pixels_away(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    size = round(fraction * n)
    return np.arange(n - size), np.arange(n - size, n)


@wrong(
    "holdout_pixels",
    fails={
        "keeps_the_right_number_away",
        "splits_any_number",
    },
    because="The two parts have changed places: `fraction` says how much is kept "
    "away, and the pixels to learn from come first.",
)
def returns_the_parts_the_other_way(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    order = rng.permutation(n)
    size = round(fraction * n)
    return order[:size], order[size:]


@wrong(
    "holdout_pixels",
    fails={
        "refuses_other_parts",
    },
    because="A fraction of 30 or of -0.25 is accepted. It is a part from 0 to 1; "
    "refuse everything else.",
)
def takes_any_fraction(n, fraction, rng):
    order = rng.permutation(n)
    size = round(fraction * n)
    return order[size:], order[:size]


@wrong(
    "holdout_pixels",
    fails={
        "keeps_the_right_number_away",
        "splits_any_number",
    },
    because="You count from the end, and the slice [:-0] is empty: with fraction 0 "
    "there is nothing to learn from.",
)
def counts_from_the_end(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    order = rng.permutation(n)
    size = round(fraction * n)
    return order[:-size], order[-size:]


@wrong(
    "holdout_pixels",
    fails={
        "keeps_the_right_number_away",
        "splits_any_number",
    },
    because="What stands behind the point is cut off. The description asks for "
    "rounding.",
)
def cuts_the_size_off(n, fraction, rng):
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction}")
    order = rng.permutation(n)
    size = int(fraction * n)
    return order[size:], order[:size]


# 5.11 examples_for_label_pixels ---------------------------------------------


@wrong(
    "examples_for_label_pixels",
    fails={
        "expects_both_labels",
        "catches_a_sum_in_bytes",
        "catches_a_strict_comparison",
        "catches_an_ignored_threshold",
        "catches_a_mean",
    },
    because="Every pixel is dark and every label 1. A function that always says 1 "
    "passes all of them.",
)
def tries_only_dark_pixels():
    return [([0, 0, 0], 600, 1), ([10, 20, 30], 600, 1), ([50, 50, 50], 300, 1)]


@wrong(
    "examples_for_label_pixels",
    fails={
        "catches_an_ignored_threshold",
    },
    because="Every threshold is 600. A function that never looks at its threshold "
    "agrees with all of them.",
)
def never_changes_the_threshold():
    return [
        ([230, 230, 232], 600, 0),
        ([200, 200, 200], 600, 1),
        ([30, 90, 200], 600, 1),
    ]


@wrong(
    "examples_for_label_pixels",
    fails={
        "catches_a_strict_comparison",
    },
    because="No sum lies exactly on its threshold, so `<` and `<=` cannot be told "
    "apart.",
)
def never_meets_the_threshold():
    return [
        ([230, 230, 232], 600, 0),
        ([30, 90, 200], 600, 1),
        ([20, 30, 50], 60, 0),
    ]


@wrong(
    "examples_for_label_pixels",
    fails={
        "right_functions_agree",
        "catches_a_sum_in_bytes",
        "catches_a_strict_comparison",
        "catches_an_ignored_threshold",
        "catches_a_mean",
    },
    because="You expect what a sum in bytes gives. Take the label from the rule and "
    "a pencil.",
)
def believes_bytes():
    return [
        ([230, 230, 232], 600, 1),
        ([200, 200, 200], 600, 1),
        ([20, 30, 50], 60, 0),
    ]


@wrong(
    "examples_for_label_pixels",
    fails={
        "catches_a_sum_in_bytes",
    },
    because="All sums stay below 256, where bytes add up rightly.",
)
def stays_below_256():
    return [
        ([20, 30, 50], 100, 1),
        ([20, 30, 51], 100, 0),
        ([20, 30, 40], 80, 0),
    ]


@wrong(
    "examples_for_label_pixels",
    fails={
        "has_three_examples_or_more",
        "catches_a_strict_comparison",
        "catches_an_ignored_threshold",
    },
    because="Two examples leave room for most mistakes.",
)
def gives_two_examples():
    return [([230, 230, 232], 600, 0), ([30, 90, 200], 600, 1)]
