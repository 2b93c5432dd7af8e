"""Checks of the assignment start_here, whose points count for nothing."""

import math

import numpy as np

from autograder.checking import Exercise

# The descriptions promise floating point numbers of whatever precision.
CLOSE = {"rtol": 1e-5, "atol": 1e-5}

the_answer = Exercise(
    "the_answer",
    minutes=3,
    difficulty=1,
    hints=(
        "Work it out on paper first. Multiplication comes before addition.",
        "Put the line that computes the number in place of raise "
        "NotImplementedError(). A function gives its result back with return; "
        "print only shows it.",
        "A function that gives back two times three plus one, which is 7, has one "
        "line in its body: return 2 * 3 + 1.",
    ),
)


@the_answer.public(points=1)
def gives_the_number(answer, rng):
    answer().equals(17, "three times four is 12, one times five is 5")


@the_answer.hidden(points=1, looks_at="whether it is a whole number")
def is_a_whole_number(answer, rng):
    answer().is_integer()


row_means = Exercise(
    "row_means",
    minutes=5,
    difficulty=1,
    hints=(
        "The table has n rows, and the result has n numbers. Which axis has to "
        "disappear?",
        "An array has a method for its mean, which takes an axis as sum does. Turn "
        "X into floating point numbers before anything is added up.",
        "For [[0, 8], [3, 1], [5, 5]] the sums of the rows are 8, 4 and 10. Each row "
        "has two numbers, so the means are 4, 2 and 5, as an array of shape (3,).",
    ),
)


@row_means.public(points=1)
def gives_one_mean_for_each_row(answer, rng):
    X = np.array([[1.0, 2.0, 6.0], [2.0, 0.0, 4.0]])
    answer(X).equals(np.array([3.0, 2.0]), "9 / 3 and 6 / 3")


@row_means.hidden(points=1, looks_at="lists, one row and one column")
def works_for_one_row_and_one_column(answer, rng):
    numbers = rng.normal(size=5)
    mean = np.array([math.fsum(numbers) / 5])
    answer(numbers[None, :].tolist()).equals(mean, **CLOSE)
    answer(numbers[:, None]).equals(numbers, **CLOSE)


@row_means.hidden(points=1, looks_at="whole numbers of the type uint8")
def adds_up_small_integers(answer, rng):
    X = rng.integers(100, 256, size=(3, 7)).astype(np.uint8)
    expected = [sum(int(x) for x in row) / 7 for row in X]
    answer(X).equals(np.array(expected), **CLOSE).is_floating()


@row_means.hidden(points=1, looks_at="the right result, and your input unchanged")
def leaves_its_table_unchanged(answer, rng):
    X = rng.integers(1, 9, size=(2, 3)) + 0.5
    expected = np.array([math.fsum(row) / 3 for row in X])
    answer(X).equals(expected, **CLOSE).keeps_arguments()


centre_columns = Exercise(
    "centre_columns",
    minutes=5,
    difficulty=1,
    hints=(
        "One mean for each column: which shape has an array of these means?",
        "Means of shape (d,) fit under every row of X, so one subtraction does it "
        "for the whole table. Which axis does the mean go along? The result is a "
        "new array.",
        "In [[1, 40], [3, 60]] the columns have the means 2 and 50. Every row loses "
        "[2, 50], which gives [[-1, -10], [1, 10]]. Each column now adds up to 0.",
    ),
)


@centre_columns.public(points=1)
def centres_a_table_from_paper(answer, rng):
    X = np.array([[1.0, 10.0], [3.0, 30.0], [5.0, 20.0]])
    expected = np.array([[-2.0, -10.0], [0.0, 10.0], [2.0, 0.0]])
    answer(X).equals(expected, "the columns have the means 3 and 20")


@centre_columns.hidden(points=1, looks_at="as many rows as columns, and one row")
def centres_square_tables(answer, rng):
    X = rng.normal(size=(3, 3)) * np.array([0.1, 1.0, 10.0])
    means = [math.fsum(column) / 3 for column in X.T]
    expected = [[x - m for x, m in zip(row, means, strict=True)] for row in X]
    answer(X).equals(np.array(expected), **CLOSE)
    answer(X[:1]).equals(np.zeros((1, 3)))


@centre_columns.hidden(points=1, looks_at="whole numbers")
def centres_whole_numbers(answer, rng):
    first = int(rng.integers(2, 9))
    X = np.array([[first, 1], [first + 1, 1], [first + 4, 2], [first, 2]])
    expected = [[-1.25, -0.5], [-0.25, -0.5], [2.75, 0.5], [-1.25, 0.5]]
    answer(X).equals(np.array(expected)).is_floating()


@centre_columns.hidden(points=1, looks_at="the right result, and your input unchanged")
def leaves_its_columns_unchanged(answer, rng):
    X = np.array([[1.0], [2.0], [6.0]]) * rng.integers(1, 9)
    expected = np.array([[-2.0], [-1.0], [3.0]]) * X[0, 0]
    answer(X).equals(expected).keeps_arguments()


differences = Exercise(
    "differences",
    minutes=8,
    difficulty=2,
    hints=(
        "NumPy subtracts arrays of different shapes without a word. Who has to "
        "look at the shapes, then?",
        "A list has no shape; make arrays first. Compare p.shape with y.shape before "
        "you subtract. Two shapes are equal or not; comparing lengths is not enough. "
        "An error is raised with raise ValueError(message), and an f-string puts "
        "both shapes into the message.",
        "Shapes (2, 1) and (2,): both have length 2, and the shapes differ, so the "
        'answer is an error such as "p has shape (2, 1) and y has shape (2,)". '
        "Shapes (2,) and (2,): [3, 1] minus [1, 4] is [2, -3].",
    ),
)


@differences.public(points=1)
def subtracts_labels_from_predictions(answer, rng):
    p, y = np.array([0.75, 0.5, 2.0]), np.array([1.0, 0.0, 2.0])
    answer(p, y).equals(np.array([-0.25, 0.5, 0.0]), "prediction minus label")


@differences.public(points=1)
def subtracts_lists(answer, rng):
    why = "array_like: a list is accepted, too"
    answer([0.75, 0.5], [1, 0]).equals(np.array([-0.25, 0.5]), why)


@differences.public(points=1)
def refuses_a_column_and_a_row(answer, rng):
    p, y = np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 2.0, 4.0])
    answer(p, y).raises("ValueError", why="the shapes (3, 1) and (3,) differ")


@differences.hidden(points=1, looks_at="what the error says")
def names_both_shapes(answer, rng):
    p, y = rng.normal(size=(5, 1)), rng.normal(size=5)
    answer(p, y[:1]).raises("ValueError", "(5, 1)", "(1,)")
    answer(p, y).raises("ValueError", "(5, 1)", "(5,)")
    answer(y, p).raises("ValueError", "(5,)", "(5, 1)")


@differences.hidden(points=1, looks_at="tables, lists and single numbers, unchanged")
def keeps_shapes_and_arguments(answer, rng):
    p, y = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    pairs = zip(p.flat, y.flat, strict=True)
    expected = np.array([a - b for a, b in pairs]).reshape(4, 3)
    answer(p, y).equals(expected, **CLOSE).keeps_arguments()
    answer([2, 5], [1, 7]).equals(np.array([1, -2])).is_floating()
    answer(1.5, 1.0).equals(0.5)


@differences.hidden(points=1, looks_at="numbers of the type uint8")
def goes_below_zero_with_small_integers(answer, rng):
    p = rng.integers(0, 9, size=5).astype(np.uint8)
    y = rng.integers(10, 20, size=5).astype(np.uint8)
    expected = np.array([int(a) - int(b) for a, b in zip(p, y, strict=True)])
    answer(p, y).equals(expected)


images_to_rows = Exercise(
    "images_to_rows",
    minutes=9,
    difficulty=2,
    hints=(
        "A picture of h lines with w pixels becomes one row. How many numbers does "
        "the row have, and what stays the first axis?",
        "reshape takes the new lengths, and -1 stands for a length that it works out "
        "itself. Keep the first axis where it is. Which operator divides without "
        "cutting off?",
        "Two pictures of one line with three pixels have the shape (2, 1, 3) and "
        "become shape (2, 3). The picture [[0, 51, 255]] becomes the row "
        "[0.0, 0.2, 1.0]. An array of shape (1, 3) has two axes and is refused with "
        "a ValueError that says (1, 3).",
    ),
)


@images_to_rows.public(points=1)
def writes_two_pictures_as_rows(answer, rng):
    images = np.array(
        [[[0, 51, 102], [153, 204, 255]], [[255, 0, 0], [0, 0, 51]]], dtype=np.uint8
    )
    expected = np.array([[0, 0.2, 0.4, 0.6, 0.8, 1], [1, 0, 0, 0, 0, 0.2]])
    why = "row i is picture i, line after line"
    answer(images).equals(expected, why, rtol=1e-5)


@images_to_rows.public(points=1)
def refuses_a_single_picture(answer, rng):
    picture = np.zeros((2, 3), dtype=np.uint8)
    answer(picture).raises("ValueError", why="two axes; three are needed")


@images_to_rows.hidden(points=1, looks_at="other sizes, and one picture of one pixel")
def keeps_pictures_apart(answer, rng):
    images = rng.integers(0, 256, size=(5, 3, 2)).astype(np.uint8)
    rows = [[int(x) / 255 for line in image for x in line] for image in images]
    answer(images).equals(np.array(rows), **CLOSE).is_floating()
    pixel = np.full((1, 1, 1), 51, dtype=np.uint8)
    answer(pixel).equals(np.array([[0.2]]), **CLOSE)


@images_to_rows.hidden(points=1, looks_at="pictures without full ink, unchanged")
def divides_pale_pictures_by_255(answer, rng):
    images = rng.integers(10, 60, size=(2, 3, 1)).astype(np.uint8)
    expected = [[int(x) / 255 for x in image.ravel()] for image in images]
    answer(images).equals(np.array(expected), **CLOSE).keeps_arguments()


@images_to_rows.hidden(points=1, looks_at="what the error says")
def names_the_shape_it_got(answer, rng):
    n = int(rng.integers(2, 9))
    answer(np.zeros((n, 7))).raises("ValueError", f"({n}, 7)")
    answer(np.zeros((n, 7, 3, 2))).raises("ValueError", f"({n}, 7, 3, 2)")
