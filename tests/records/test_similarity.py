"""Copies are found through a disguise; likeness that is expected is not."""

import ast
import html.parser
import itertools
import json
import random

import nbformat
import pytest
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.authoring.source_notebook import source_notebook
from autograder.cli import app
from autograder.grading.submission import Cell, Submission
from autograder.records.similarity.page import WARNING, write_page
from autograder.records.similarity.pairs import compare_class

OWN = """
def softplus(values, sharpness=2.0):
    values = np.asarray(values, dtype=float) * sharpness
    large = values > 30
    result = np.where(large, values, 0.0)
    result[~large] = np.log1p(np.exp(values[~large]))
    return result / sharpness
"""


@pytest.fixture(scope="module")
def assignment():
    return Assignment.load("one_neuron")


def invented(draw, name):
    """Make up a function that nobody else would write."""
    lines = [f"def {name}(*given):", "    value = given[0]"]
    for _ in range(draw.randrange(5, 12)):
        sign, other = draw.choice("+-*/"), draw.choice(["value", "given[-1]", "2"])
        call = draw.choice(["np.exp", "np.abs", "np.sum", "float", "len", "np.sqrt"])
        lines += draw.choice(
            [
                [f"    value = {call}(value {sign} {other})"],
                [f"    if value > {draw.randrange(99)}:", f"        value {sign}= 3"],
                [f"    for i in range({draw.randrange(9)}):", "        value += i"],
                [f"    value = [{call}(x) {sign} {other} for x in given]"],
            ]
        )
    return "\n".join([*lines, "    return value"])


@pytest.fixture(scope="module")
def class_of_strangers(assignment):
    """Ten students, of whom no two have seen the same code."""
    students = {}
    for n in range(10):
        cells = []
        for name in assignment.exercises:
            right = [v.source() for v in assignment.variants_of(name) if v.is_right]
            source = invented(random.Random(f"{n} {name}"), name)
            cells.append(Cell(right[n] if n < 2 else source, name))
        students[f"student-{n}"] = Submission(tuple(cells))
    return students


class Renamed(ast.NodeTransformer):
    """Give every name that the code itself defines another one."""

    def __init__(self, tree):
        defined = {
            n.id
            for n in ast.walk(tree)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        defined |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
        self.names = {name: f"my_{i}" for i, name in enumerate(sorted(defined))}

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node):
        node.arg = self.names.get(node.arg, node.arg)
        return node


def disguised(submission, seed=1):
    """Rename, drop and add comments, lay out anew, and shuffle the cells."""
    cells = []
    for cell in submission.cells:
        tree = ast.parse(cell.source)
        text = ast.unparse(Renamed(tree).visit(tree)).replace("    ", "  ")
        text = text.replace("\n", "  # I thought of this\n\n")
        cells.append(Cell(text, cell.answers))
    random.Random(seed).shuffle(cells)
    return Submission(tuple(cells))


@pytest.mark.parametrize("original", ["student-1", "student-7"])
def test_a_disguised_copy_is_on_top(class_of_strangers, assignment, original):
    copy = disguised(class_of_strangers[original])
    sources = {cell.source for cell in class_of_strangers[original].cells}
    assert not sources & {cell.source for cell in copy.cells}
    [pair] = compare_class({**class_of_strangers, "copycat": copy}, assignment)
    assert pair.students == ("copycat", original)
    assert pair.share > 0.8
    assert pair.tokens >= 20
    assert len(pair.exercises) >= 5


def test_strangers_are_not_listed(class_of_strangers, assignment):
    assert compare_class(class_of_strangers, assignment) == []


def test_right_answers_to_the_same_exercise_are_not_listed(assignment):
    """Exercise by exercise, and whole notebooks that hold nothing else."""
    by_exercise = {
        name: [v.source() for v in assignment.variants_of(name) if v.is_right]
        for name in assignment.exercises
    }
    for name, sources in by_exercise.items():
        assert len(sources) >= 2
        for two in itertools.combinations(sources, 2):
            students = {
                student: Submission((Cell(source, name),))
                for student, source in zip("ab", two, strict=True)
            }
            assert compare_class(students, assignment) == [], name
    notebooks = {
        str(n): Submission(
            tuple(Cell(sources[n], name) for name, sources in by_exercise.items())
        )
        for n in range(2)
    }
    assert compare_class(notebooks, assignment) == []


def test_one_copied_exercise_is_found(class_of_strangers, assignment):
    students = dict(class_of_strangers)
    for name in ("student-1", "student-4"):
        cells = [c for c in students[name].cells if c.answers != "leaky_relu"]
        students[name] = Submission((*cells, Cell(OWN, "leaky_relu")))
    students["student-4"] = disguised(students["student-4"])
    [pair] = compare_class(students, assignment)
    assert pair.students == ("student-1", "student-4")
    assert pair.exercises == {"leaky_relu": 1.0}
    assert "np.log1p" in pair.passages[0].text
    assert "np.log1p" in pair.passages[1].text
    assert "# I thought of this" in pair.passages[1].text
    assert pair.passages[0].exercise == "leaky_relu"


def test_code_that_moved_into_another_cell_is_found(class_of_strangers, assignment):
    students = dict(class_of_strangers)
    first, second = (students[name].cells for name in ("student-1", "student-4"))
    students["student-1"] = Submission((Cell(OWN, ""), *first[:1]))
    students["student-4"] = Submission((*second[:1], Cell(OWN, "activation")))
    [pair] = compare_class(students, assignment)
    assert pair.students == ("student-1", "student-4")


def test_what_everybody_was_given_does_not_count(assignment):
    cells = [
        Cell(cell.source, cell.metadata["nbgrader"]["grade_id"])
        for cell in source_notebook(assignment).cells
        if cell.cell_type == "code"
    ]
    students = {"a": Submission(tuple(cells)), "b": Submission(tuple(cells))}
    assert compare_class(students, assignment) == []


@pytest.mark.parametrize(("copies", "is_expected"), [(2, False), (5, True)])
def test_what_many_wrote_does_not_count(assignment, copies, is_expected):
    students = {str(n): Submission((Cell(OWN, "leaky_relu"),)) for n in range(copies)}
    for n in range(copies, 12):
        source = f"def leaky_relu(z, slope):\n    return z - {n} + slope ** {n} / z"
        students[str(n)] = Submission((Cell(source, "leaky_relu"),))
    assert (compare_class(students, assignment) == []) == is_expected


def test_nobody_is_compared_with_themselves(class_of_strangers, assignment):
    twice = Submission(class_of_strangers["student-2"].cells * 2)
    assert compare_class({"student-2": twice}, assignment) == []
    copies = {name: class_of_strangers["student-1"] for name in "cab"}
    pairs = compare_class(copies, assignment)
    assert [pair.students for pair in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_empty_and_broken_code_does_no_harm(assignment):
    students = {
        "empty": Submission(()),
        "blank": Submission((Cell("", "leaky_relu"),)),
        "torn": Submission((Cell('def leaky_relu(z:\n  """', "leaky_relu"),)),
        "wide": Submission((Cell("((" * 50_000 + "'" * 9, ""),)),
    }
    assert compare_class(students, assignment) == []


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.names, self.attributes = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += attrs


def test_the_page_shows_student_text_as_text(assignment, tmp_path):
    hostile = OWN + "    print('<script>alert(1)</script><img src=x onerror=y>\x1b[2J')"
    names = ("<b>ana</b>\x1b[2J", 'bo"\nonclick="x')
    students = {name: Submission((Cell(hostile, "leaky_relu"),)) for name in names}
    pairs = compare_class(students, assignment)
    assert len(pairs) == 1
    unreadable = [("<i>cy", "no <b>notebook</b>")]
    page = write_page(pairs, unreadable, 2, assignment, tmp_path, 0.6, 0.2).read_text()
    tags = Tags(page)
    assert not tags.names & {"script", "img", "iframe", "b", "i", "svg", "link"}
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    policy = dict(tags.attributes)["content"]
    assert "default-src 'none'" in page
    assert "script" not in policy
    assert "\x1b" not in page
    assert page.count("np.log1p") == 2
    assert "&lt;i&gt;cy" in page
    assert WARNING in page


def hand_in(course, student, released, sources):
    folder = course / "submitted" / student / "one_neuron"
    folder.mkdir(parents=True)
    notebook = nbformat.from_dict(released)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = sources.get(name, cell.source)
    nbformat.write(notebook, folder / "one_neuron.ipynb")


def test_the_command_goes_on_after_an_unreadable_notebook(
    class_of_strangers, assignment, tmp_path
):
    folder = release(assignment, tmp_path).folder
    released = nbformat.read(folder / "one_neuron.ipynb", as_version=4)
    for student, submission in class_of_strangers.items():
        sources = {cell.answers: cell.source for cell in submission.cells}
        hand_in(tmp_path, student, released, sources)
    copy = {
        c.answers: c.source for c in disguised(class_of_strangers["student-5"]).cells
    }
    hand_in(tmp_path, "zed", released, copy)
    torn = tmp_path / "submitted" / "bo" / "one_neuron"
    torn.mkdir(parents=True)
    (torn / "one_neuron.ipynb").write_text('{"cells": [')

    arguments = ["similarity", "one_neuron", "--course", str(tmp_path)]
    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert document["compared"] == 11
    assert document["pairs"][0]["students"] == ["student-5", "zed"]
    assert [one["student"] for one in document["unreadable"]] == ["bo"]
    assert "no proof" in document["warning"]
    assert (tmp_path / "reports" / "one_neuron_similarity.html").exists()

    again = CliRunner().invoke(app, arguments)
    assert "Not compared, bo" in again.stdout
    assert "no proof" in again.stdout
    assert "student-5" in again.stdout


def test_an_empty_course_is_one_sentence_for_similarity(tmp_path):
    arguments = ["similarity", "one_neuron", "--course", str(tmp_path)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert done.stderr.startswith("Nobody has handed in one_neuron")
    assert not (tmp_path / "reports").exists()
