"""Nothing that students must not see is anywhere in the built site."""

from autograder.authoring.assignment import Assignment, assignment_names
from autograder.authoring.leak_guard import find_leaks, secrets_of


def test_no_solution_and_no_hidden_check_is_published(site):
    secrets = {}
    for name in assignment_names():
        secrets |= secrets_of(Assignment.load(name))
    assert find_leaks(site, secrets) == []


def test_no_source_is_published(site):
    suffixes = {".ipynb", ".md", ".py", ".yml"}
    found = [path for path in site.rglob("*") if path.suffix in suffixes]
    # The note beside the vendored style sheet is no source of ours.
    assert [path for path in found if "vendor" not in path.parts] == []
    assert not (site / "_sources").exists()
