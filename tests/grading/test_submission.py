"""Which cells of a submitted notebook are run, and which files are refused."""

import json
import os
import warnings

import nbformat
import pytest
from notebooks_by_hand import (
    answered,
    at,
    code,
    id_of,
    one_neuron,
    place_of,
    points_of_a_whole_run,
    points_of_plans,
    reference,
    stubs,
    text,
    write,
)
from notebooks_by_hand import read as read_cells_into

from autograder.grading import notebook_file
from autograder.grading.submission import (
    Cell,
    Submission,
    UnreadableError,
    find_notebook,
    read_submission,
)

FULL = {name: one.points for name, one in one_neuron().exercises.items()}
ANSWER = "def leaky_relu(z, slope=0.1):\n    return z"


@pytest.fixture(scope="module")
def assignment():
    return one_neuron()


@pytest.fixture
def read(tmp_path):
    return lambda *cells, **fields: read_cells_into(tmp_path, list(cells), **fields)


def sources(submission, exercise, uses=()):
    return [cell.source for cell in submission.plan(exercise, uses)]


def test_an_answer_is_found_by_its_id(read):
    submission = read(code(ANSWER, "leaky_relu"))
    assert sources(submission, "leaky_relu") == [ANSWER]
    assert not submission.has("neuron_output")


def test_an_answer_without_metadata_is_found_by_its_definition(read):
    submission = read(code("x = 1"), code(ANSWER))
    assert sources(submission, "leaky_relu") == ["x = 1", ANSWER]


def test_the_last_definition_counts_if_there_is_no_id(read):
    better = ANSWER.replace("return z", "return 2 * z")
    submission = read(code(ANSWER), code(better))
    assert better in sources(submission, "leaky_relu")


def test_a_definition_with_a_syntax_error_is_still_an_answer(read):
    broken = "def leaky_relu(z, slope=0.1)\n    return z"
    submission = read(code(broken))
    assert sources(submission, "leaky_relu") == [broken]


def test_a_huge_cell_is_not_parsed_here(read):
    huge = ANSWER + "\n" + "0\n" * 1_000_000
    submission = read(code(huge), code(ANSWER))
    assert sources(submission, "leaky_relu")[-1] == ANSWER


def test_own_cells_run_and_other_answers_do_not(read):
    other = "def neuron_output(x, w, b, activation):\n    return 1"
    submission = read(
        code("helper = 1"),
        code(ANSWER, "leaky_relu"),
        code("after = 2"),
        code(other, "neuron_output"),
        code("later = 3"),
    )
    assert sources(submission, "leaky_relu") == ["helper = 1", ANSWER, "after = 2"]
    assert sources(submission, "neuron_output") == [
        "helper = 1",
        "after = 2",
        other,
        "later = 3",
    ]
    assert ANSWER in sources(submission, "neuron_output", ("leaky_relu",))


def test_given_cells_are_never_taken_from_the_student(read):
    submission = read(
        code("def check(name):\n    return 99", "leaky_relu_check"),
        code("99", "leaky_relu_points"),
        code(ANSWER, "leaky_relu"),
    )
    assert sources(submission, "leaky_relu") == [ANSWER]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON"),
        ('{"cells": [', "not JSON"),
        ("[]", "format 4"),
        ('{"nbformat": 3, "worksheets": []}', "format 4"),
        ('{"nbformat": 4, "cells": 7}', "format 4"),
        ("[" * 100_000, "not JSON"),
        ("\x00\x01", "not JSON"),
    ],
)
def test_what_is_no_notebook_is_refused(assignment, tmp_path, text, reason):
    path = tmp_path / "one_neuron.ipynb"
    path.write_text(text)
    with pytest.raises(UnreadableError, match=reason):
        read_submission(path, assignment)


def test_half_a_character_becomes_a_sign_that_can_be_written(tmp_path):
    half = {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "\ud800"}}}
    path = tmp_path / "one_neuron.ipynb"
    cells = [
        {**half, "id": "\udfff", "source": source} for source in ("\ud800", ["\ud800"])
    ]
    path.write_text(json.dumps({"nbformat": 4, "cells": cells}))
    for cell in notebook_file.read_cells(path):
        assert (cell.source, cell.grade_id, cell.cell_id) == ("\ufffd",) * 3


def test_too_many_cells_are_refused(read):
    with pytest.raises(UnreadableError, match="2,001 cells"):
        read(*[code("pass")] * 2001)


def test_too_large_a_file_is_refused_unread(assignment, tmp_path):
    path = tmp_path / "one_neuron.ipynb"
    with path.open("wb") as file:
        file.truncate(60 * 2**20)
    with pytest.raises(UnreadableError, match="60 MB"):
        read_submission(path, assignment)


def test_links_pipes_and_missing_files_are_not_opened(assignment, tmp_path):
    real = tmp_path / "real.ipynb"
    real.write_text('{"nbformat": 4, "cells": []}')
    link, pipe = tmp_path / "link.ipynb", tmp_path / "pipe.ipynb"
    link.symlink_to(real)
    os.mkfifo(pipe)
    for path in (link, pipe, tmp_path / "missing.ipynb", tmp_path):
        with pytest.raises(UnreadableError, match="not an ordinary file"):
            read_submission(path, assignment)


@pytest.mark.parametrize(
    "cell",
    [
        7,
        {"cell_type": "code"},
        {"cell_type": "code", "source": 5, "metadata": 3},
        {"cell_type": "code", "source": ["a", 3], "metadata": {"nbgrader": []}},
        {
            "cell_type": "code",
            "source": "x",
            "metadata": {"nbgrader": {"grade_id": []}},
        },
    ],
)
def test_odd_cells_do_no_harm(read, cell):
    assert sources(read(cell, code(ANSWER)), "leaky_relu")[-1] == ANSWER


def test_files_with_a_byte_order_mark_are_read(tmp_path, assignment):
    path = write(tmp_path, [code(ANSWER)])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_submission(path, assignment).has("leaky_relu")


@pytest.mark.parametrize("minor", range(6))
def test_every_minor_format_is_read(read, minor):
    assert read(code(ANSWER), nbformat_minor=minor).has("leaky_relu")


def test_a_source_in_lines_and_attachments_are_read(read):
    picture = text("![a](attachment:a.png)") | {"attachments": {"a.png": {}}}
    lines = ANSWER.splitlines(keepends=True)
    assert sources(read(picture, code(lines)), "leaky_relu") == [ANSWER]


def test_a_notebook_of_format_3_is_read(tmp_path, assignment, capfd):
    notebook = nbformat.from_dict(
        {"nbformat": 4, "nbformat_minor": 0, "metadata": {}, "cells": answered()}
    )
    for cell in notebook.cells:
        cell.pop("id", None)
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    path = tmp_path / "one_neuron.ipynb"
    old = nbformat.v4.downgrade(notebook)
    path.write_text(json.dumps(old))
    assert json.loads(path.read_text())["nbformat"] == 3
    submission = read_submission(path, assignment)
    assert points_of_plans(submission) == FULL
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "sheets", [7, [7], [{"cells": 7}], [{"cells": [7]}], [{"cells": [{}] * 2001}], [[]]]
)
def test_a_broken_notebook_of_format_3_is_refused(tmp_path, assignment, sheets):
    path = tmp_path / "one_neuron.ipynb"
    path.write_text(json.dumps({"nbformat": 3, "worksheets": sheets}))
    with pytest.raises(UnreadableError, match="format 4"):
        read_submission(path, assignment)


def test_2000_cells_are_matched(read):
    own = [code(f"def own_{n}(z):\n    return z + {n}") for n in range(1900)]
    submission = read(*own, *answered())
    assert submission.needs_person == ()
    assert len(submission.plan("leaky_relu", ())) == 1901


# Finding the file


def test_the_notebook_of_the_right_name_is_taken(tmp_path):
    for name in ("one_neuron.ipynb", "a.ipynb", "z.ipynb"):
        (tmp_path / name).touch()
    assert find_notebook(tmp_path, "one_neuron").name == "one_neuron.ipynb"


def test_the_only_notebook_is_taken_whatever_its_name(tmp_path):
    (tmp_path / "Untitled (1).ipynb").touch()
    (tmp_path / "notes.txt").touch()
    (tmp_path / ".hidden.ipynb").touch()
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "a.ipynb").touch()
    assert find_notebook(tmp_path, "one_neuron").name == "Untitled (1).ipynb"


def test_of_several_notebooks_a_person_chooses(tmp_path):
    for name in ("a.ipynb", "b\x1b[31m.ipynb"):
        (tmp_path / name).touch()
    with pytest.raises(UnreadableError, match="2 notebooks were handed") as problem:
        find_notebook(tmp_path, "one_neuron")
    assert "give the right one that name" in str(problem.value)
    assert str(problem.value).isprintable()


def test_without_a_notebook_it_says_which_one_is_missing(tmp_path):
    (tmp_path / "answer.py").touch()
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UnreadableError, match=r"should be one_neuron\.ipynb"):
            find_notebook(folder, "one_neuron")


def test_a_link_of_the_right_name_is_not_passed_over(tmp_path, assignment):
    write(tmp_path, answered(), "other.ipynb")
    (tmp_path / "one_neuron.ipynb").symlink_to(tmp_path / "gone")
    with pytest.raises(UnreadableError, match="not an ordinary file"):
        read_submission(find_notebook(tmp_path, "one_neuron"), assignment)


# What runs before an answer: the truth is a run of the whole notebook.


def after(cells, grade_id, *new):
    place = place_of(cells, grade_id) + 1
    return [*cells[:place], *new, *cells[place:]]


USES_MATH = """def count_parameters(sizes, bias=True):
    pairs = list(zip(sizes[:-1], sizes[1:]))
    return int(math.fsum((a + bool(bias)) * b for a, b in pairs))
"""
USES_LEAKY = """def activation(name):
    table = {"relu": lambda z: leaky_relu(z, 0.0)}
    table["linear"] = lambda z: leaky_relu(z, 1.0)
    table["step"] = lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0)
    table["tanh"] = lambda z: np.tanh(np.asarray(z, dtype=float))
    table["sigmoid"] = lambda z: (table["tanh"](np.asarray(z) / 2) + 1) / 2
    if name not in table:
        raise ValueError(list(table))
    return table[name]
"""
TABLE = "SHIFTS = {}\nSHIFTS['b'] = 0\nif True:\n    SHIFTS.update(c=0)\n"
USES_TABLE = """def neuron_output(x, w, b, activation):
    if len(x) != len(w):
        raise ValueError(f"{len(x)} and {len(w)}")
    return activation(np.dot(x, w) + b + SHIFTS["b"] + SHIFTS["c"])
"""
REGISTER = """SHIFTS = {}
def put(name, value):
    SHIFTS.setdefault(name, []).append(value)
    SHIFTS[name] = value
def register(name):
    def keep(f):
        put(name, f())
        return f
    return keep
@register("b")
def b():
    return 0
put("c", 0)
"""
HONEST = {
    "as it is": answered(),
    "half done": after(stubs(), "leaky_relu", code(reference("leaky_relu"))),
    "an import in the answer cell of another exercise": answered(
        neuron_output="import math\n" + reference("neuron_output"),
        count_parameters=USES_MATH,
    ),
    "everything imported in the answer cell of another exercise": answered(
        neuron_output="from math import *\n" + reference("neuron_output"),
        count_parameters=USES_MATH.replace("math.", ""),
    ),
    "an answer that calls another without being told to": answered(
        activation=USES_LEAKY
    ),
    "an answer that calls one that is wrong": answered(
        leaky_relu="def leaky_relu(z, slope=0.1):\n    return 5.0",
        activation=USES_LEAKY,
    ),
    "an answer that calls one that is not done": answered(
        leaky_relu=at(stubs(), "leaky_relu")["source"], activation=USES_LEAKY
    ),
    "a table that is filled step by step in another answer": answered(
        leaky_relu=TABLE + reference("leaky_relu"), neuron_output=USES_TABLE
    ),
    "a helper that a cell of the student's own makes from an answer": after(
        answered(
            neuron_output=USES_TABLE.replace("SHIFTS", "shifts").replace(
                'shifts["c"]', "0"
            )
        ),
        "leaky_relu_points",
        code("shifts = {'b': float(leaky_relu(0.0))}"),
    ),
    "a table that the student's own cells fill from an answer": after(
        answered(neuron_output=USES_TABLE.replace(' + SHIFTS["c"]', "")),
        "leaky_relu_points",
        code("SHIFTS = {}"),
        code("SHIFTS['b'] = float(leaky_relu(0.0))"),
    ),
    "a table that decorators and functions fill in another answer": answered(
        leaky_relu=REGISTER + reference("leaky_relu"), neuron_output=USES_TABLE
    ),
    "an answer whose helper was deleted": answered(neuron_output=USES_TABLE),
    "two answers in one cell": answered(
        leaky_relu=f"{reference('leaky_relu')}\n\n\n{reference('neuron_output')}",
        neuron_output="",
    ),
    "a redefinition right below the answer": after(
        answered(leaky_relu="def leaky_relu(z, slope=0.1):\n    return z"),
        "leaky_relu",
        code(
            "leaky_relu = np.vectorize(lambda z, slope=0.1: max(z, 0.0) + "
            "slope * min(z, 0.0))"
        ),
    ),
    "an experiment below the check": after(
        answered(), "leaky_relu_points", code("leaky_relu = None\nz = 3")
    ),
    "a name taken from the released cell": answered(
        count_parameters="try:\n    fields = digits\nexcept NameError:\n"
        "    fields = None\n" + reference("count_parameters")
    ),
}


@pytest.mark.parametrize("kind", HONEST)
def test_an_honest_answer_finds_what_a_whole_run_gives_it(tmp_path, kind):
    cells = HONEST[kind]
    submission = read_cells_into(tmp_path, cells)
    assert points_of_plans(submission) == points_of_a_whole_run(cells)


def test_of_another_answer_only_what_is_named_is_run(read):
    submission = read(
        *answered(
            leaky_relu="import math\nimport cmath\nraise SystemExit\n"
            + reference("leaky_relu"),
            count_parameters=USES_MATH,
        )
    )
    [part, answer] = sources(submission, "count_parameters")
    assert part == "import math"
    assert answer == USES_MATH


def test_another_exercise_cannot_touch_what_the_setup_defines(read):
    """State that one answer leaves behind does not reach the next."""
    spoilt = (
        "import numpy as np\nnp.dot = np.asarray = None\nclass np:\n    pass\n"
        "import builtins\nbuiltins.len = None\nlen = zip = None\n"
    )
    submission = read(*answered(leaky_relu=spoilt + reference("leaky_relu")))
    for name in FULL.keys() - {"leaky_relu"}:
        assert sources(submission, name, one_neuron().exercises[name].uses) == [
            reference(name)
        ]


def test_a_part_keeps_its_line_numbers(read):
    source = "x = 1\n\n@print\n@print\ndef helper():\n    return 1 / 0\ny = 2\n"
    submission = read(
        *answered(
            leaky_relu=source + reference("leaky_relu"),
            neuron_output="def neuron_output(x, w, b, f):\n    return helper()",
        )
    )
    part = sources(submission, "neuron_output")[0].splitlines()
    assert part == ["#", "#", *source.splitlines()[2:6]]


def test_what_is_only_shown_is_not_taken_with_what_it_calls(read):
    helpers = "SHIFTS = {'b': 0, 'c': 0}\ndef shift():\n    return SHIFTS['b']\n"
    submission = read(
        *answered(
            leaky_relu=helpers + "print(shift())\n" + reference("leaky_relu"),
            neuron_output=USES_TABLE,
        )
    )
    part = sources(submission, "neuron_output")[0]
    assert part == "SHIFTS = {'b': 0, 'c': 0}"


def test_the_future_of_another_answer_comes_first(read):
    future = "from __future__ import annotations"
    hinted = reference("neuron_output").replace("(x, w, b, ", "(x: NDArray, w, b, ", 1)
    submission = read(
        *answered(
            leaky_relu=f"{future}\nimport math\n{reference('leaky_relu')}",
            neuron_output=hinted,
        )
    )
    assert sources(submission, "neuron_output") == [future, hinted]


def test_of_a_cell_that_does_not_finish_what_is_needed_is_run(read):
    slow = f"scale = 1\nimport math\nsleep(9)\n{ANSWER}2 * half(scale)\n"
    slow += "def half(x):\n    return math.ldexp(x, -1)\nleaky_relu(sleep(9))\n"
    own = "import math\nsleep(9)\n"
    submission = read(code(own), code("sleep(9)"), code(slow))
    [first, _, last] = submission.plan("leaky_relu", ())
    unfinished = {first.identity, last.identity}
    [*_, answer] = submission.plan("leaky_relu", (), unfinished)
    without = [line for line in slow.splitlines() if "sleep" not in line]
    assert [line for line in answer.source.splitlines() if line != "#"] == without
    assert answer.answers == "leaky_relu"


def test_a_needed_cell_below_runs_right_before_the_answer(read):
    cells = answered(count_parameters=USES_MATH)
    submission = read(*cells, code("own = 5"), code("import math\nleft_out = 7"))
    assert sources(submission, "count_parameters") == ["import math", USES_MATH]


def test_an_answer_that_uses_another_gets_it_wherever_it_stands(read):
    moved = "import math\n" + reference("leaky_relu")
    cells = [cell for cell in answered() if id_of(cell) != "leaky_relu"]
    submission = read(*cells, code(moved))
    assert sources(submission, "neuron_output", ("leaky_relu",)) == [
        moved,
        reference("neuron_output"),
    ]


def test_a_stub_below_an_answer_does_not_reach_those_that_call_it(tmp_path):
    stub = at(stubs(), "leaky_relu")["source"]
    cells = after(answered(activation=USES_LEAKY), "leaky_relu", code(stub))
    assert points_of_plans(read_cells_into(tmp_path, cells)) == FULL


def test_a_lost_answer_that_others_use_is_asked_for(tmp_path, assignment, monkeypatch):
    monkeypatch.setattr(assignment.exercises["neuron_output"], "uses", ("leaky_relu",))
    cells = [cell for cell in answered() if id_of(cell) != "leaky_relu"]
    submission = read_submission(write(tmp_path, cells), assignment)
    assert submission.needs_person == (
        "neuron_output builds on leaky_relu, which no cell answers: ask the student "
        "whether a cell was deleted.",
    )


def test_nothing_runs_for_an_exercise_without_an_answer(read):
    assert sources(read(code(ANSWER)), "neuron_output") == []


def test_cells_made_by_hand_say_what_they_answer():
    cells = (Cell("x = 1"), Cell(ANSWER, "leaky_relu"), Cell("y = 2", "other"))
    submission = Submission(cells)
    assert submission.has("other")
    assert sources(submission, "leaky_relu") == ["x = 1", ANSWER]


# Code that only IPython understands, and code that nothing understands


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "!ls *.csv",
        "%%time",
        "%%capture out",
        "np.where?",
        "?np.where",
        "files = !ls",
        "here = %pwd",
        "if True:\n    %timeit 1 + 1",
    ],
)
def test_magics_hide_no_definition(read, line):
    source = f"{line}\n{ANSWER}"
    assert sources(read(code(source)), "leaky_relu") == [source]


SAID = "print('not run while grading')"


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("!pip install numpy", SAID),
        ("%pip install numpy", SAID),
        ("!! sudo pip3 install a b", SAID),
        ("!{sys.executable} -m pip list", SAID),
        ("pip install numpy", SAID),
        ("!pip install \\\n  numpy", SAID + "\n"),
        ("told = !pip install numpy", "told = []"),
        ("if True:\n    !conda update a", f"if True:\n    {SAID}"),
        ("%time uv = 3", "%time uv = 3"),
        ("!ls pip", "!ls pip"),
        ('"""\n!pip install numpy\n"""', '"""\n!pip install numpy\n"""'),
        ("%%bash\npip install a", "%%bash\npip install a"),
    ],
)
def test_installing_is_not_tried(read, line, instead):
    own = read(code(f"{line}\nx = 1"), code(ANSWER)).cells[0]
    assert own.source == f"{instead}\nx = 1"


@pytest.mark.parametrize("edit", ["", "\nimport math"])
@pytest.mark.parametrize(
    ("above", "runs"),
    [
        ("%reset -f", True),
        ("get_ipython().run_line_magic('reset', '-sf')", True),
        ("import math\nfrom math import *\ndef f():\n    pass\nclass C:\n    pass", 0),
        ("# Ana", False),
    ],
)
def test_the_setup_runs_once_more_where_cells_above_may_undo_it(
    read, above, runs, edit
):
    setup = one_neuron().setup
    cells = answered()
    place = next(i for i, cell in enumerate(cells) if cell["source"] == setup)
    cells[place]["source"] += edit
    submission = read(code(above), *cells)
    assert (setup in sources(submission, "leaky_relu")) == bool(runs)
    assert setup not in sources(read(*cells, code(above)), "leaky_relu")


def test_the_text_of_another_language_defines_nothing(read):
    cell = code(f"%%writefile answer.py\n{ANSWER}")
    submission = read(cell, code(ANSWER))
    assert submission.needs_person == ()
    assert sources(submission, "leaky_relu")[-1] == ANSWER


def test_a_syntax_error_hides_no_definition_in_other_cells(read):
    broken = "def leaky_relu(z, slope=0.1)\n    return z"
    submission = read(code(ANSWER), code("print 'hello'"), code(broken))
    assert [match.place for match in submission.matches] == [0]
    assert sources(submission, "leaky_relu")[0] == ANSWER
    assert submission.needs_person == ()


def test_a_stray_backslash_says_nothing_on_the_terminal(read, capfd):
    source = ANSWER + "\n\n\nlabel = '\\d'"
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        submission = read(code("print('\\d')"), code(source))
        assert sources(submission, "leaky_relu")[-1] == source
    assert capfd.readouterr().err == ""


def test_a_cell_that_starts_indented_is_read_as_ipython_reads_it(read):
    source = "    " + ANSWER.replace("\n", "\n    ")
    assert sources(read(code(source)), "leaky_relu") == [source]


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 5000,
        "x = " + "-" * 50_000 + "1",
        "1" + "+1" * 40_000,
        "\0",
        "\ud800",
        "if 1:\n" * 200,
        " " * 90_000 + "!",
        "\n" * 90_000 + "x",
        "nonlocal x",
        "a = " + "9" * 90_000,
    ],
)
def test_code_made_to_be_hard_to_read_does_no_harm(read, hostile):
    cells = answered(neuron_output=hostile)
    assert sources(read(*cells, code(hostile)), "leaky_relu") == [
        reference("leaky_relu")
    ]


def test_a_notebook_full_of_code_is_read_up_to_a_limit(read):
    filler = [code("x = 1\n" * 15_000) for _ in range(8)]
    submission = read(*answered(), *filler, code("def late(z):\n    return z"))
    assert sources(submission, "leaky_relu") == [reference("leaky_relu")]
    assert not submission.cells[-1].code.definitions
