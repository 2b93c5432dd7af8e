"""One released course that the tests of this folder share."""

import nbformat
import pytest

from autograder.authoring.assignment import Assignment, assignment_names
from autograder.authoring.release import release


@pytest.fixture(scope="session", params=assignment_names())
def assignment(request):
    return Assignment.load(request.param)


@pytest.fixture(scope="session")
def course(assignment, tmp_path_factory):
    folder = tmp_path_factory.mktemp(f"course-{assignment.name}")
    release(assignment, folder)
    return folder


@pytest.fixture(scope="session")
def released(assignment, course):
    path = course / "release" / assignment.name / f"{assignment.name}.ipynb"
    return nbformat.read(path, as_version=4)
