"""An empty course, and the command that collects into it."""

import json

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.collecting import collect as collecting


class Outcome:
    """What one run of the command said."""

    def __init__(self, result):
        self.code, self.text = result.exit_code, result.stdout
        self.errors = result.stderr
        self.document = json.loads(result.stdout)
        self.students = {one["student"]: one for one in self.document["students"]}
        self.refused = {
            one["where"]: one["problem"] for one in self.document["refused"]
        }


class Collecting:
    """A course folder and the command `autograder collect` on it."""

    def __init__(self, course):
        self.course = course

    def said(self, *arguments):
        """Run the command and return its result as a person sees it."""
        command = ["collect", "one_neuron", "--course", str(self.course)]
        result = CliRunner().invoke(app, [*command, *map(str, arguments)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def __call__(self, *arguments):
        """Run the command and return what it says to programs."""
        return Outcome(self.said(*arguments, "--timezone", "UTC", "--json"))

    def submitted(self, student, name="one_neuron.ipynb"):
        """Return a file of a student, None if there is none."""
        path = self.course / "submitted" / student / "one_neuron" / name
        return path.read_bytes() if path.is_file() else None

    def students(self):
        return sorted(path.parent.name for path in self.course.glob("submitted/*/*"))


@pytest.fixture
def collect(tmp_path):
    course = tmp_path / "course"
    course.mkdir()
    return Collecting(course)


@pytest.fixture
def set_due(monkeypatch):
    """Set the due date without a gradebook, which takes long to make."""

    def set_to(moment):
        monkeypatch.setattr(
            collecting, "due_dates", lambda course, assignment: lambda student: moment
        )

    return set_to


@pytest.fixture
def put(tmp_path):
    """Write a file below a folder of sources, and return its path."""

    def write(name, data):
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write
