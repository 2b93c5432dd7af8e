"""`autograder mutants` kills what the checks notice and lists what they miss."""

import json
import subprocess
import sys

import pytest

from autograder.authoring.assignment import Assignment
from autograder.authoring.mutant_trials import try_mutants
from autograder.authoring.mutants import Mutant, declared_equivalents, mutants_of
from autograder.authoring.reference import AuthoringError

# The checks of the assignment never ask for the half of a negative number.
SOLUTION = '''"""A module of solutions for one test."""

import numpy as np


def halve(z):
    """Return half of each number."""
    z = np.asarray(z, dtype=float)
    return np.where(z >= 0, z / 2, z * 0.5)
'''
LINE = "return np.where(z >= 0, z / 2, z * 0.5)"
AT_ZERO = "return np.where(z > 0, z / 2, z * 0.5)"
UNSEEN = "return np.where(z >= 0, z / 2, z + 0.5)"
SEEN = "return np.where(z >= 0, z * 2, z * 0.5)"
LOOP = """    n = 2
    while n:
        n = n - 1
    z = """
DECLARED = f"""
[[halve]]
line = "{LINE}"
becomes = ["{AT_ZERO}"]
because = "Half of 0 is 0 either way."
"""
PROGRAM = """
import sys
from pathlib import Path

import autograder.assignments
import solutions
from autograder.authoring import assignment, mutant_trials
from autograder.cli import main

assignment.FOLDER = Path("assignments").resolve()
autograder.assignments.__path__ = ["assignments"]
solutions.__path__ = ["solutions"]
mutant_trials.LEAST_SECONDS = 1
main()
"""


@pytest.fixture
def run(write_assignment, tmp_path):
    """Run the command on the small assignment with this solution and file."""

    def run(solution, declared, *options):
        write_assignment(solution)
        if declared:
            path = tmp_path / "assignments" / "halves" / "equivalent_mutants.toml"
            path.write_text(declared)
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, "mutants", "halves", *options],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_planted_survivor_is_reported_and_the_others_are_killed(run):
    solution = SOLUTION.replace("    z = ", LOOP)
    done = run(solution, DECLARED, "--json", "--seeds", "1")
    [report] = json.loads(done.stdout)
    survivors = {one["becomes"]: one for one in report["survivors"]}
    assert survivors[UNSEEN]["status"] == "survived"
    assert survivors[UNSEEN]["line"] == LINE
    assert survivors[AT_ZERO]["status"] == "equivalent"
    assert survivors[AT_ZERO]["because"] == "Half of 0 is 0 either way."
    made = {mutant.becomes for mutant in mutants_of(Assignment.load("halves"))}
    assert {SEEN, UNSEEN, AT_ZERO, "n = n + 1"} <= made
    assert not {SEEN, "n = n + 1"} & set(survivors)
    assert report["mutants"] == len(made)
    assert report["killed"] == len(made) - len(survivors)
    assert report["equivalent"] == 1
    counted = len(made) - 1
    assert report["percent"] == pytest.approx(100 * report["killed"] / counted)
    assert not report["passed"]
    assert done.returncode == 1


def test_the_bar_decides(run):
    done = run(SOLUTION, DECLARED, "--bar", "10", "--seeds", "1")
    assert done.returncode == 0
    assert f"halve: SURVIVED\n    - {LINE}\n    + {UNSEEN}" in done.stdout
    assert "halve: equivalent, Half of 0 is 0 either way." in done.stdout
    assert "10 % are asked for" in done.stdout


def test_a_declaration_without_a_survivor_is_an_error(run):
    declared = DECLARED.replace(AT_ZERO, SEEN)
    done = run(SOLUTION, declared, "--bar", "10", "--seeds", "1")
    assert done.returncode == 1
    assert f"no surviving mutant is '{SEEN}'" in done.stdout


def test_a_broken_reference_is_one_sentence(run):
    done = run(SOLUTION.replace("z / 2", "z / 4"), "")
    assert done.returncode == 1
    assert "the reference halve fails works_for_two" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ("[[halve]", "is not TOML"),
        (DECLARED.replace("[[halve]]", "[[third]]"), "'third', which is no exercise"),
        (DECLARED.replace("because", "reason"), "because = '...'"),
        (DECLARED.replace(f'["{AT_ZERO}"]', f'"{AT_ZERO}"'), "becomes = "),
        (DECLARED.replace("Half of 0 is 0 either way.", " "), "because = '...'"),
    ],
)
def test_a_broken_declaration_is_named(write_assignment, tmp_path, declared, sentence):
    write_assignment(SOLUTION)
    path = tmp_path / "assignments" / "halves" / "equivalent_mutants.toml"
    path.write_text(declared)
    with pytest.raises(AuthoringError, match=sentence):
        declared_equivalents(Assignment.load("halves"))


def test_docstrings_and_signatures_are_left_alone():
    assignment = Assignment.load("one_neuron")
    for mutant in mutants_of(assignment):
        reference = assignment.references[mutant.exercise]
        first_of_body = min(reference.body_lines())
        before, after = (
            source.splitlines()[: first_of_body - 1]
            for source in (reference.source, mutant.source)
        )
        assert before == after
        assert mutant.line != mutant.becomes


def test_a_mutant_must_fail_with_every_seed():
    assignment = Assignment.load("one_neuron")
    reference = assignment.references["count_parameters"].source
    mutants = [
        Mutant("count_parameters", "", "", f"{reference} + (len(sizes) == {n_layers})")
        for n_layers in (5, 6, 7)  # one of them is drawn by a hidden check
    ]
    with_one, with_eight = (
        [killed_by for _, killed_by in try_mutants(assignment, mutants, seeds, 2)]
        for seeds in (1, 8)
    )
    assert sorted(with_one) == ["", "", "counts_deep_networks"]
    assert with_eight == ["", "", ""]
