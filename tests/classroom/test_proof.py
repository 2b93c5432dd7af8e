"""Every exercise is proved through the released notebook and the grader."""

import json
import subprocess
import sys

import pytest

SEEDS = 2


@pytest.fixture(scope="module")
def proof(assignment):
    command = [sys.executable, "-m", "autograder.cli", "prove", assignment.name]
    done = subprocess.run(
        [*command, "--seeds", str(SEEDS), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    [document] = json.loads(done.stdout)
    return document


def test_nothing_is_undeclared(proof):
    problems = [
        f"{exercise['exercise']}, {answer['kind']} {answer['name']}: {problem}"
        for exercise in proof["exercises"]
        for answer in exercise["answers"]
        for problem in answer["problems"]
    ]
    assert problems == []


def test_every_exercise_has_answers_of_every_kind(proof, assignment):
    assert [e["exercise"] for e in proof["exercises"]] == list(assignment.exercises)
    for exercise in proof["exercises"]:
        kinds = [answer["kind"] for answer in exercise["answers"]]
        assert kinds.count("reference") == kinds.count("stub") == 1
        assert kinds.count("right") >= 2
        assert kinds.count("wrong") >= 3


def test_every_check_is_failed_by_some_wrong_answer(proof):
    for exercise in proof["exercises"]:
        failed = {
            check
            for answer in exercise["answers"]
            if answer["kind"] == "wrong"
            for check in answer["fails"]
        }
        stub = next(a for a in exercise["answers"] if a["kind"] == "stub")
        assert failed == set(stub["fails"]), exercise["exercise"]


def test_mechanical_mutants_are_killed(assignment):
    command = [sys.executable, "-m", "autograder.cli", "mutants", assignment.name]
    done = subprocess.run(
        [*command, "--seeds", "1", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    [report] = json.loads(done.stdout)
    survived = [one for one in report["survivors"] if one["status"] == "survived"]
    assert report["mutants"] > 0
    assert report["stale"] == []
    assert report["percent"] >= report["bar"] == 95, survived
