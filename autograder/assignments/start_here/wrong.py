"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong

# 0.1 the_answer -------------------------------------------------------------


@wrong(
    "the_answer",
    fails={"gives_the_number", "is_a_whole_number"},
    because="Nothing is given back. print only shows a value; a function hands it to "
    "its caller in another way.",
)
def prints_the_number():
    print(3 * 4 + 1 * 5)  # noqa: T201


@wrong(
    "the_answer",
    fails={"gives_the_number", "is_a_whole_number"},
    because="This is a text that looks like the number. Quotation marks make text, and "
    "text does not calculate.",
)
def returns_a_text():
    return "17"


@wrong(
    "the_answer",
    fails={"gives_the_number"},
    because="The addition came first. Both products come before it.",
)
def adds_before_it_multiplies():
    return 3 * (4 + 1) * 5


@wrong(
    "the_answer",
    fails={"gives_the_number"},
    because="Everything was worked out from left to right. Both products come before "
    "the sum.",
)
def works_from_left_to_right():
    return (3 * 4 + 1) * 5


@wrong(
    "the_answer",
    fails={"gives_the_number", "is_a_whole_number"},
    because="This is a list with the number in it. A list with one entry is not a "
    "number.",
)
def returns_a_list():
    return [3 * 4 + 1 * 5]


@wrong(
    "the_answer",
    fails={"is_a_whole_number"},
    because="The value is right and its type is float. An int is promised.",
)
def returns_a_float():
    return 3.0 * 4.0 + 1.0 * 5.0


# 0.2 row_means --------------------------------------------------------------


@wrong(
    "row_means",
    fails={
        "gives_one_mean_for_each_row",
        "works_for_one_row_and_one_column",
        "adds_up_small_integers",
        "leaves_its_table_unchanged",
    },
    because="These are the means of the columns. The axis that you name is the one "
    "that disappears.",
)
def means_of_the_columns(X):
    return np.asarray(X, dtype=float).mean(axis=0)


@wrong(
    "row_means",
    fails={
        "gives_one_mean_for_each_row",
        "works_for_one_row_and_one_column",
        "adds_up_small_integers",
        "leaves_its_table_unchanged",
    },
    because="This is one mean of the whole table. Each row has a mean of its own.",
)
def mean_of_everything(X):
    return np.mean(X)


@wrong(
    "row_means",
    fails={
        "gives_one_mean_for_each_row",
        "works_for_one_row_and_one_column",
        "adds_up_small_integers",
        "leaves_its_table_unchanged",
    },
    because="The means are right and stand in a column of shape (n, 1). The "
    "description promises shape (n,).",
)
def keeps_a_second_axis(X):
    return np.asarray(X, dtype=float).mean(axis=1, keepdims=True)


@wrong(
    "row_means",
    fails={
        "gives_one_mean_for_each_row",
        "works_for_one_row_and_one_column",
        "adds_up_small_integers",
        "leaves_its_table_unchanged",
    },
    because="These are the sums of the rows; nothing was divided.",
)
def sums_without_dividing(X):
    return np.asarray(X, dtype=float).sum(axis=1)


@wrong(
    "row_means",
    fails={
        "gives_one_mean_for_each_row",
        "works_for_one_row_and_one_column",
        "adds_up_small_integers",
        "leaves_its_table_unchanged",
    },
    because="The sums are divided by the number of rows. How many numbers does a row "
    "add up?",
)
def divides_by_the_number_of_rows(X):
    X = np.asarray(X, dtype=float)
    return X.sum(axis=1) / len(X)


@wrong(
    "row_means",
    fails={"adds_up_small_integers"},
    because="The numbers are added up in the type that they came in. In uint8, sums "
    "above 255 start again at 0.",
)
def adds_up_in_the_type_of_the_table(X):
    X = np.asarray(X)
    total = X[:, 0]
    for j in range(1, X.shape[1]):
        total = total + X[:, j]
    return total / X.shape[1]


@wrong(
    "row_means",
    fails={"leaves_its_table_unchanged"},
    because="The sums are collected in the first column of the caller's table, whose "
    "numbers are lost.",
)
def collects_in_the_first_column(X):
    X = np.asarray(X, dtype=float)
    for j in range(1, X.shape[1]):
        X[:, 0] += X[:, j]
    return X[:, 0] / X.shape[1]


@wrong(
    "row_means",
    fails={
        "gives_one_mean_for_each_row",
        "works_for_one_row_and_one_column",
        "adds_up_small_integers",
        "leaves_its_table_unchanged",
    },
    because="The means are right and stand in a list. The description promises an "
    "array.",
)
def returns_a_list_of_means(X):
    return [float(np.mean(row)) for row in X]


@wrong(
    "row_means",
    fails={
        "gives_one_mean_for_each_row",
        "works_for_one_row_and_one_column",
        "adds_up_small_integers",
        "leaves_its_table_unchanged",
    },
    because="Only the first row is there: the function ends at its first return, and "
    "that stands inside the loop.",
)
def returns_inside_the_loop(X):
    means = []
    for row in X:
        means.append(np.mean(row))
        return np.array(means)


@wrong(
    "row_means",
    fails={
        "gives_one_mean_for_each_row",
        "works_for_one_row_and_one_column",
        "adds_up_small_integers",
        "leaves_its_table_unchanged",
    },
    because="This is the mean of the first row alone: the function ends at its first "
    "return, and that stands inside the loop.",
)
def returns_the_mean_of_the_first_row(X):
    for row in X:
        return np.mean(row)


# 0.3 centre_columns ---------------------------------------------------------


@wrong(
    "centre_columns",
    fails={
        "centres_a_table_from_paper",
        "centres_square_tables",
        "centres_whole_numbers",
        "leaves_its_columns_unchanged",
    },
    because="These are the means of the rows. They do not fit under a row, except by "
    "accident: in a square table they are subtracted from the wrong numbers without "
    "an error.",
)
def subtracts_means_of_rows(X):
    X = np.asarray(X, dtype=float)
    return X - X.mean(axis=1)


@wrong(
    "centre_columns",
    fails={
        "centres_a_table_from_paper",
        "centres_square_tables",
        "centres_whole_numbers",
        "leaves_its_columns_unchanged",
    },
    because="Each row is centred, and the columns were asked for.",
)
def centres_the_rows(X):
    X = np.asarray(X, dtype=float)
    return X - X.mean(axis=1, keepdims=True)


@wrong(
    "centre_columns",
    fails={
        "centres_a_table_from_paper",
        "centres_square_tables",
        "centres_whole_numbers",
    },
    because="One mean of the whole table is subtracted everywhere. Each column has a "
    "mean of its own.",
)
def subtracts_one_mean(X):
    return X - np.mean(X)


@wrong(
    "centre_columns",
    fails={"centres_whole_numbers"},
    because="The array for the results has the type of X. If X holds whole numbers, "
    "everything after the point is cut off.",
)
def fills_a_table_of_integers(X):
    X = np.asarray(X)
    result = np.zeros_like(X)
    for j in range(X.shape[1]):
        result[:, j] = X[:, j] - X[:, j].mean()
    return result


@wrong(
    "centre_columns",
    fails={"leaves_its_columns_unchanged"},
    because="X -= ... writes into the array that the caller passed. After the call "
    "the caller's numbers are gone.",
)
def subtracts_in_place(X):
    X = np.asarray(X, dtype=float)
    X -= X.mean(axis=0)
    return X


@wrong(
    "centre_columns",
    fails={
        "centres_a_table_from_paper",
        "centres_square_tables",
        "centres_whole_numbers",
        "leaves_its_columns_unchanged",
    },
    because="The columns are divided by their spread as well. Here they are only "
    "shifted.",
)
def divides_by_the_spread(X):
    X = np.asarray(X, dtype=float)
    return (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-12)


@wrong(
    "centre_columns",
    fails={
        "centres_a_table_from_paper",
        "centres_square_tables",
        "centres_whole_numbers",
        "leaves_its_columns_unchanged",
    },
    because="The signs are turned round: this is the mean of the column minus each "
    "number.",
)
def subtracts_from_the_means(X):
    X = np.asarray(X, dtype=float)
    return X.mean(axis=0) - X


@wrong(
    "centre_columns",
    fails={
        "centres_a_table_from_paper",
        "centres_square_tables",
        "centres_whole_numbers",
        "leaves_its_columns_unchanged",
    },
    because="The sum of each column is subtracted, and its mean was asked for.",
)
def subtracts_sums(X):
    X = np.asarray(X, dtype=float)
    return X - X.sum(axis=0)


@wrong(
    "centre_columns",
    fails={
        "centres_a_table_from_paper",
        "centres_square_tables",
        "centres_whole_numbers",
    },
    because="The means of the columns have been made a column. They have to lie "
    "under the rows of X, and then every number stands below its own.",
)
def makes_a_column_of_the_means(X):
    X = np.asarray(X, dtype=float)
    return X - X.mean(axis=0)[:, None]


@wrong(
    "centre_columns",
    fails={
        "centres_a_table_from_paper",
        "centres_square_tables",
        "centres_whole_numbers",
        "leaves_its_columns_unchanged",
    },
    because="These are the means themselves. They still have to be subtracted from "
    "the numbers of the table.",
)
def returns_the_means(X):
    return np.asarray(X, dtype=float).mean(axis=0)


# 0.4 differences ------------------------------------------------------------


@wrong(
    "differences",
    fails={"refuses_a_column_and_a_row", "names_both_shapes"},
    because="NumPy has stretched a column and a row into a whole table: each "
    "prediction minus each label. Nothing was refused. If you wrote an if, is it "
    "true for (n, 1) and (n,), and does raise stand before ValueError(...)?",
)
def lets_numpy_stretch(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    return p - y


@wrong(
    "differences",
    fails={"refuses_a_column_and_a_row", "names_both_shapes"},
    because="Only the lengths are compared. A column of shape (n, 1) is as long as a "
    "row of shape (n,), and the shapes differ all the same.",
)
def compares_lengths(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    if p.ndim and len(p) != len(y):
        raise ValueError(f"p has shape {p.shape} and y has shape {y.shape}")
    return p - y


@wrong(
    "differences",
    fails={"refuses_a_column_and_a_row", "names_both_shapes"},
    because="The shapes were made equal, or only the number of entries is compared. "
    "Arrays with equally many entries can have different shapes, and these are to be "
    "refused.",
)
def compares_sizes(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    if p.size != y.size:
        raise ValueError(f"p has shape {p.shape} and y has shape {y.shape}")
    return (p.ravel() - y.ravel()).reshape(p.shape)


@wrong(
    "differences",
    fails={
        "subtracts_labels_from_predictions",
        "subtracts_lists",
        "keeps_shapes_and_arguments",
        "goes_below_zero_with_small_integers",
    },
    because="The signs are turned round: these are labels minus predictions.",
)
def subtracts_the_other_way(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    if p.shape != y.shape:
        raise ValueError(f"p has shape {p.shape} and y has shape {y.shape}")
    return y - p


@wrong(
    "differences",
    fails={
        "subtracts_labels_from_predictions",
        "subtracts_lists",
        "keeps_shapes_and_arguments",
        "goes_below_zero_with_small_integers",
    },
    because="These are distances. The sign of a difference says whether the "
    "prediction was too large or too small, and it is lost here.",
)
def takes_absolute_values(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    if p.shape != y.shape:
        raise ValueError(f"p has shape {p.shape} and y has shape {y.shape}")
    return np.abs(p - y)


@wrong(
    "differences",
    fails={"refuses_a_column_and_a_row", "names_both_shapes"},
    because="This raises an AssertionError. An assert is for mistakes of your own; "
    "the description promises the caller a ValueError.",
)
def asserts_equal_shapes(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    assert p.shape == y.shape
    return p - y


@wrong(
    "differences",
    fails={"names_both_shapes"},
    because="The error says that something is wrong and not what. Whoever reads it "
    "needs both shapes.",
)
def says_too_little(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    if p.shape != y.shape:
        raise ValueError("wrong shapes")
    return p - y


@wrong(
    "differences",
    fails={"goes_below_zero_with_small_integers"},
    because="The difference is computed in the type that came in. uint8 has no "
    "negative numbers: 3 - 5 becomes 254.",
)
def subtracts_in_the_type_that_came(p, y):
    p, y = np.asarray(p), np.asarray(y)
    if p.shape != y.shape:
        raise ValueError(f"p has shape {p.shape} and y has shape {y.shape}")
    return (p - y).astype(float)


@wrong(
    "differences",
    fails={"keeps_shapes_and_arguments"},
    because="p -= y writes the differences into the caller's predictions.",
)
def subtracts_into_the_predictions(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    if p.shape != y.shape:
        raise ValueError(f"p has shape {p.shape} and y has shape {y.shape}")
    p -= y
    return p


@wrong(
    "differences",
    fails={"refuses_a_column_and_a_row", "names_both_shapes"},
    because="The error is returned like a result. An error is raised, so that nobody "
    "can take it for a number.",
)
def returns_the_error(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    if p.shape != y.shape:
        return ValueError(f"p has shape {p.shape} and y has shape {y.shape}")
    return p - y


@wrong(
    "differences",
    fails={"refuses_a_column_and_a_row", "names_both_shapes"},
    because="Both arrays are written as one row before they are subtracted. Shapes "
    "that differ are to be refused.",
)
def flattens_both_where_shapes_differ(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    return p - y if p.shape == y.shape else p.ravel() - y.ravel()


@wrong(
    "differences",
    fails={"subtracts_lists", "keeps_shapes_and_arguments"},
    because="A list has no shape. The description says array_like, so lists may come "
    "in, too; turn both arguments into arrays first.",
)
def asks_lists_for_their_shape(p, y):
    if p.shape != y.shape:
        raise ValueError(f"p has shape {p.shape} and y has shape {y.shape}")
    return p.astype(float) - y


# 0.5 images_to_rows ---------------------------------------------------------


@wrong(
    "images_to_rows",
    fails={
        "writes_two_pictures_as_rows",
        "keeps_pictures_apart",
        "divides_pale_pictures_by_255",
    },
    because="The shape is right and the pictures are mixed: each row holds pixels of "
    "several pictures. The first axis has to stay the first all the time.",
)
def mixes_the_pictures(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    return images.reshape(-1, len(images)).T / 255


@wrong(
    "images_to_rows",
    fails={
        "writes_two_pictures_as_rows",
        "refuses_a_single_picture",
        "keeps_pictures_apart",
        "divides_pale_pictures_by_255",
        "names_the_shape_it_got",
    },
    because="The pictures are mixed: each row holds pixels of several pictures, "
    "although the shape is right. And nobody looks at the number of axes.",
)
def mixes_whatever_comes(images):
    return images.reshape(-1, len(images)).T / 255


@wrong(
    "images_to_rows",
    fails={"writes_two_pictures_as_rows", "keeps_pictures_apart"},
    because="The pixels of a picture are read column after column. The description "
    "asks for line after line.",
)
def reads_columns(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    return images.transpose(0, 2, 1).reshape(len(images), -1) / 255


@wrong(
    "images_to_rows",
    fails={
        "writes_two_pictures_as_rows",
        "keeps_pictures_apart",
        "divides_pale_pictures_by_255",
    },
    because="The pixels are still between 0 and 255: nothing was divided.",
)
def keeps_the_pixels(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    return images.reshape(len(images), -1).astype(float)


@wrong(
    "images_to_rows",
    fails={
        "writes_two_pictures_as_rows",
        "keeps_pictures_apart",
        "divides_pale_pictures_by_255",
    },
    because="// cuts off everything after the point. All that remains is 1 for full "
    "ink and 0 for everything else.",
)
def cuts_off_after_the_point(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    return images.reshape(len(images), -1) // 255


@wrong(
    "images_to_rows",
    fails={"keeps_pictures_apart", "divides_pale_pictures_by_255"},
    because="The pixels are divided by the largest one that is there. A pale picture "
    "becomes a dark one, and the same picture has other numbers in other company.",
)
def divides_by_the_largest(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    return images.reshape(len(images), -1) / images.max()


@wrong(
    "images_to_rows",
    fails={
        "writes_two_pictures_as_rows",
        "keeps_pictures_apart",
        "divides_pale_pictures_by_255",
    },
    because="All pictures stand in one long row. Each picture gets a row of its own.",
)
def writes_one_long_row(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    return images.reshape(-1) / 255


@wrong(
    "images_to_rows",
    fails={"refuses_a_single_picture", "names_the_shape_it_got"},
    because="Nobody looks at the number of axes. A single picture is taken for "
    "several pictures of one line each, without an error.",
)
def takes_whatever_comes(images):
    return images.reshape(len(images), -1) / 255


@wrong(
    "images_to_rows",
    fails={"names_the_shape_it_got"},
    because="The error does not say which shape came in, so the caller has to search "
    "for it.",
)
def says_nothing_of_the_shape(images):
    if images.ndim != 3:
        raise ValueError("images must have three axes")
    return images.reshape(len(images), -1) / 255


@wrong(
    "images_to_rows",
    fails={"names_the_shape_it_got"},
    because="Only arrays with too few axes are refused. Four axes are one too many.",
)
def asks_for_three_axes_or_more(images):
    if images.ndim < 3:
        raise ValueError(f"images has shape {images.shape}")
    return images.reshape(len(images), -1) / 255


@wrong(
    "images_to_rows",
    fails={"divides_pale_pictures_by_255"},
    because="The caller's pictures are changed on the way.",
)
def rounds_pale_pixels_away(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    rows = images.reshape(len(images), -1) / 255
    images[images < 64] = 0
    return rows


@wrong(
    "images_to_rows",
    fails={
        "writes_two_pictures_as_rows",
        "keeps_pictures_apart",
        "divides_pale_pictures_by_255",
    },
    because="/= writes into an array of the type uint8, which has no room for "
    "anything after the point; and it is the caller's array. Make a new one.",
)
def divides_in_place(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    images /= 255
    return images.reshape(len(images), -1)


@wrong(
    "images_to_rows",
    fails={
        "writes_two_pictures_as_rows",
        "keeps_pictures_apart",
        "divides_pale_pictures_by_255",
    },
    because="The pixels are divided by 256. There are 256 different values, and the "
    "largest of them is 255.",
)
def divides_by_256(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    return images.reshape(len(images), -1) / 256


@wrong(
    "images_to_rows",
    fails={
        "writes_two_pictures_as_rows",
        "keeps_pictures_apart",
        "divides_pale_pictures_by_255",
    },
    because="Paper and ink have changed places: 0 is paper, and it stays 0.",
)
def swaps_paper_and_ink(images):
    if images.ndim != 3:
        raise ValueError(f"images has shape {images.shape}")
    return 1 - images.reshape(len(images), -1) / 255
