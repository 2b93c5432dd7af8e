"""What an author gets wrong is said in one sentence that names the place."""

import pytest

from autograder.authoring.assignment import Assignment
from autograder.authoring.reference import AuthoringError
from autograder.authoring.student_copy import public_source


@pytest.fixture
def changed(write_assignment, tmp_path):
    """Write the assignment, then replace a text in one of its files."""

    def change(file, old, new):
        write_assignment()
        folder = "solutions" if file == "halves.py" else "assignments/halves"
        path = tmp_path / folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return change


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "halves.py",
            '"""Return half of each',
            '_ = """Half',
            "halve has no docstring",
        ),
        ("halves.py", "0.5\n", "FACTOR\n", "uses FACTOR, which a notebook does not"),
        ("halves.py", "def halve", "def half", "solutions has no 'halves.halve'"),
        ("checks.py", '"halve"', '"third"', "places 'halve', checks.py has none"),
        ("notebook.md", ":exercise: halves.halve", "1", "does not place halve"),
        ("wrong.py", '"works_for_two"', '"works"', "declares works, which is no check"),
        ("wrong.py", '"halve"', '"third"', "answers 'third', which is no exercise"),
        (
            "wrong.py",
            "@wrong(",
            "def canary_of_the_wrong_answer(z): ...\n@wrong(",
            "defines canary_of_the_wrong_answer twice",
        ),
        ("wrong.py", '"Nothing was divided."', '""', "because= with the mistake"),
        ("checks.py", 'looks_at="other numbers"', 'looks_at=""', "needs looks_at="),
        ("checks.py", '"Two.", "Three."', '"Two."', "needs three hints"),
        ("checks.py", "difficulty=1,", 'difficulty=1, uses=("x",),', "uses x, which"),
        (
            "notebook.md",
            "## 1 Half",
            "```{code-cell} ipython3\n:exercise: halves.halve\n```\n",
            "halve twice",
        ),
        ("right.py", "def canary", "def canary(", "right.py cannot be imported"),
    ],
)
def test_a_mistake_is_named(changed, file, old, new, sentence):
    changed(file, old, new)
    with pytest.raises(AuthoringError, match=sentence):
        Assignment.load("halves")


def test_a_public_check_must_stand_on_its_own(changed, tmp_path):
    changed("checks.py", "np.array([1.0])", "np.array([canary_helper()])")
    exercises = Assignment.load("halves").exercises
    source = (tmp_path / "assignments" / "halves" / "checks.py").read_text()
    with pytest.raises(AuthoringError, match="canary_helper, which students do not"):
        public_source(source, exercises)
