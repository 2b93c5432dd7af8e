"""Runs that are interrupted, repeated and compared."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from handing_in import hand_in
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.cli import app
from autograder.course_folder import open_gradebook
from autograder.grading.journal import Journal
from autograder.grading.proof import with_answer
from autograder.grading.run import State, folder_of
from autograder.records.course_grading import open_course

COMMAND = [sys.executable, "-m", "autograder.cli"]
STUDENTS = 5


def grade(course, assignment, workers=2):
    with open_course(assignment, course, is_isolated=False) as opened:
        wanted = opened.with_state(State.NEW, State.CHANGED)
        return list(opened.grade(wanted, workers))


def regrade(course, assignment, **options):
    choices = {"allow_lower": False, "dry_run": False, **options}
    with open_course(assignment, course, is_isolated=False) as opened:
        stale = opened.with_state(State.STALE)
        return opened.regrade(stale, 2, **choices, seen=lambda outcome: None)


def start(course, *options):
    """Start the command in a session of its own."""
    command = [*COMMAND, "grade", "one_neuron", "--course", str(course)]
    return subprocess.Popen(
        [*command, "--unsafe-no-sandbox", "--json", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # What runs in the background of a shell is started with Ctrl-C ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.fixture(scope="module")
def one_neuron():
    return Assignment.load("one_neuron")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, one_neuron):
    """Return a course in which some students gave the first wrong answers."""
    course = tmp_path_factory.mktemp("runs") / "course"
    done = release(one_neuron, course)
    released = nbformat.read(done.folder / "one_neuron.ipynb", as_version=4)
    for number in range(STUDENTS):
        answers = {
            name: one_neuron.wrong_answers(name)[number % 3].source()
            for name in list(one_neuron.exercises)[: 2 + number]
        }
        text = nbformat.writes(with_answer(released, answers))
        hand_in(course, f"student-{number}", "one_neuron", text)
    return course


@pytest.fixture
def course(handed_in, tmp_path):
    return shutil.copytree(handed_in, tmp_path / "course")


@pytest.fixture(scope="module")
def truth(handed_in, one_neuron, tmp_path_factory):
    """Return what one uninterrupted run with one worker writes."""
    course = shutil.copytree(handed_in, tmp_path_factory.mktemp("truth") / "course")
    assert len(grade(course, one_neuron, workers=1)) == STUDENTS
    return written(course)


def written(course):
    """Read everything that a run leaves."""
    results = course / "grading" / "one_neuron" / "results"
    files = {path.name: path.read_bytes() for path in results.iterdir()}
    pages = {
        path.parts[-3]: path.read_bytes() for path in course.glob("feedback/*/*/*.html")
    }
    with open_gradebook(course) as gradebook:
        scores = {
            (one.student.id, grade.cell.name): grade.auto_score
            for one in gradebook.assignment_submissions("one_neuron")
            for grade in one.notebooks[0].grades
        }
    return files, pages, scores


def events(course):
    journal = course / "grading" / "one_neuron" / "journal.jsonl"
    return [json.loads(line) for line in journal.read_text().splitlines()]


def change_a_limit(course):
    """Let every result be out of date."""
    path = course / "grading" / "one_neuron" / "limits.json"
    limits = json.loads(path.read_text())
    limits["leaky_relu"]["takes_integers"] += 1
    path.write_text(json.dumps(limits))


@pytest.mark.parametrize("workers", [2, 4])
def test_results_do_not_depend_on_the_number_of_workers(
    course, one_neuron, truth, workers
):
    grade(course, one_neuron, workers)
    assert written(course) == truth


def test_a_vanished_result_is_computed_again(course, one_neuron, truth):
    grade(course, one_neuron)
    results = course / "grading" / "one_neuron" / "results"
    names = {path.name for path in results.iterdir()}
    result = next(name for name in sorted(names) if name.count(".") == 1)
    (results / result).unlink()
    assert len(grade(course, one_neuron)) == 1
    assert written(course) == truth


def test_known_mistakes_are_learned_once(course, one_neuron, truth, monkeypatch):
    held_back = shutil.move(course / "submitted" / "student-0", course / "later")
    grade(course, one_neuron)
    shutil.move(held_back, course / "submitted" / "student-0")
    monkeypatch.setattr("autograder.grading.engine.mistakes_of", None)
    assert len(grade(course, one_neuron)) == 1
    assert written(course) == truth


@pytest.mark.parametrize("text", ["{", "[]", '{"leaky_relu": {"takes_integers": 0}}'])
def test_limits_that_cannot_be_read_are_named(course, one_neuron, text):
    grade(course, one_neuron)
    path = course / "grading" / "one_neuron" / "limits.json"
    path.write_text(text)
    with pytest.raises(
        ValueError, match=r"limits\.json is no table of positive seconds"
    ):
        grade(course, one_neuron)
    assert path.read_text() == text


def test_a_second_run_grades_nothing_again(course, one_neuron, truth):
    grade(course, one_neuron)
    assert grade(course, one_neuron) == []
    assert len(events(course)) == STUDENTS
    assert written(course) == truth


@pytest.mark.parametrize("attempt", range(3))
def test_a_killed_run_is_completed_by_the_next(course, one_neuron, truth, attempt):
    """Kill the coordinator, and with it all that it started, at any instant."""
    draw = random.Random(attempt)
    process = start(course)
    for _ in range(draw.randrange(1, STUDENTS)):
        process.stderr.readline()
    time.sleep(draw.uniform(0, 0.3))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()
    assert 0 < len(events(course)) <= STUDENTS
    grade(course, one_neuron)
    assert written(course) == truth
    assert len({event["student"] for event in events(course)}) == STUDENTS


def test_a_killed_worker_is_replaced(course, truth):
    process = start(course, "--workers", "2")
    process.stderr.readline()
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as children:
        for pid in children.read().split():
            os.kill(int(pid), signal.SIGKILL)
    process.stderr.read()
    process.stderr.close()
    process.wait()
    assert written(course) == truth


def test_ctrl_c_stops_and_the_next_run_goes_on(course, one_neuron, truth):
    process = start(course, "--workers", "1")
    process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 1, said
    assert "Stopped. Everything graded so far is written" in said
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    grade(course, one_neuron)
    assert written(course) == truth


def test_a_torn_line_of_the_journal_counts_as_not_written(course, one_neuron, truth):
    grade(course, one_neuron)
    journal = course / "grading" / "one_neuron" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-30])
    [again] = grade(course, one_neuron)
    assert again.seconds == 0  # its result was there
    assert written(course) == truth


def test_two_graders_at_once_are_refused(course):
    with Journal(folder_of(course, "one_neuron") / "journal.jsonl"):
        process = start(course)
        said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 3
    assert said.startswith("Another process is writing")
    assert not (course / "gradebook.db-journal").exists()


def test_a_notebook_that_changes_is_graded_anew_and_no_other(course, one_neuron):
    first = {one.handed_in.student: one.document for one in grade(course, one_neuron)}
    paths = [
        course / "submitted" / f"student-{number}" / "one_neuron" / "one_neuron.ipynb"
        for number in (0, 3)
    ]
    paths[1].write_bytes(paths[0].read_bytes())
    [again] = grade(course, one_neuron)
    assert again.handed_in.student == "student-3"
    assert again.document["exercises"] == first["student-0"]["exercises"]
    assert again.document["points"] != first["student-3"]["points"]


def test_regrade_changes_only_what_is_out_of_date(course, one_neuron, truth):
    grade(course, one_neuron)
    assert regrade(course, one_neuron) == []
    change_a_limit(course)
    assert grade(course, one_neuron) == []
    changes = regrade(course, one_neuron, dry_run=True)
    assert len(changes) == STUDENTS
    assert all(one.before == one.after for one in changes)
    assert len(events(course)) == STUDENTS
    regrade(course, one_neuron)
    assert len(events(course)) == 2 * STUDENTS
    assert regrade(course, one_neuron) == []
    assert written(course)[2] == truth[2]


def forget_a_point(course):
    """Let the gradebook know another version of the assignment."""
    with open_gradebook(course) as gradebook:
        notebook = gradebook.find_notebook("one_neuron", "one_neuron")
        next(cell for cell in notebook.grade_cells if cell.max_score).max_score -= 1
        gradebook.db.commit()


@pytest.mark.parametrize("needs_a_release", [False, True])
def test_a_dry_run_changes_no_file_of_the_course(course, one_neuron, needs_a_release):
    grade(course, one_neuron)
    change_a_limit(course)
    if needs_a_release:
        forget_a_point(course)

    def everything():
        return {
            path: path.read_bytes() if path.is_file() else None
            for path in course.rglob("*")
        }

    before = everything()
    command = ["regrade", "one_neuron", "--course", str(course), "--dry-run"]
    done = CliRunner().invoke(app, [*command, "--unsafe-no-sandbox"])
    assert done.exit_code == 0, done.output
    assert done.output.count("not written") == STUDENTS
    assert everything() == before


def test_regrade_takes_no_points_unless_it_may(course, one_neuron):
    """An earlier grader gave one student more points than today's gives."""
    grade(course, one_neuron)
    event = next(e for e in events(course) if e["student"] == "student-2")
    kept = course / "grading" / "one_neuron" / "results" / f"{event['key']}.json"
    document = json.loads(kept.read_text())
    for exercise in document["exercises"]:
        exercise["points"] = exercise["max_points"]
    kept.write_text(json.dumps(document))
    change_a_limit(course)

    [held] = [one for one in regrade(course, one_neuron) if one.is_held]
    assert held.student == "student-2"
    assert held.after < held.before
    assert "leaky_relu" in held.lower
    [held] = regrade(course, one_neuron)
    assert held.is_held
    [written_now] = regrade(course, one_neuron, allow_lower=True)
    assert not written_now.is_held
    assert regrade(course, one_neuron) == []


def test_marks_and_comments_by_hand_survive(course, one_neuron):
    grade(course, one_neuron)
    with open_gradebook(course) as gradebook:
        notebook = gradebook.find_submission_notebook(
            "one_neuron", "one_neuron", "student-1"
        )
        by_cell = {grade.cell.name: grade for grade in notebook.grades}
        by_cell["leaky_relu_points"].manual_score = 1.5
        by_cell["Neuron_points"].extra_credit = 0.5
        comments = {one.cell.name: one for one in notebook.comments}
        comments["leaky_relu"].manual_comment = "See <b>me</b>."
        gradebook.db.commit()
    change_a_limit(course)
    assert len(regrade(course, one_neuron)) == STUDENTS
    with open_gradebook(course) as gradebook:
        notebook = gradebook.find_submission_notebook(
            "one_neuron", "one_neuron", "student-1"
        )
        by_cell = {grade.cell.name: grade for grade in notebook.grades}
        assert by_cell["leaky_relu_points"].manual_score == 1.5
        assert by_cell["Neuron_points"].extra_credit == 0.5
        assert "See <b>me</b>." in [one.comment for one in notebook.comments]
        score = f">{notebook.score:g} of {one_neuron.points} points"
    page = course / "feedback" / "student-1" / "one_neuron" / "one_neuron.html"
    rewritten = page.read_text()
    said = (score, "Marked by hand: 1.5 of", "Extra credit: 0.5", "See &lt;b&gt;me")
    assert all(text in rewritten for text in said)
    page.unlink()
    done = CliRunner().invoke(app, ["feedback", "one_neuron", "--course", str(course)])
    assert done.exit_code == 0, done.output
    assert page.read_text() == rewritten


def test_lateness_costs_what_nbgraders_plugin_says(course, one_neuron):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    for student, day in (("student-2", 1), ("student-4", 3)):
        stamp = course / "submitted" / student / "one_neuron" / "timestamp.txt"
        stamp.write_text(f"2026-03-0{day} 12:00:00.000000 UTC")
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment("one_neuron", duedate="2026-03-02")
    grade(course, one_neuron)
    with open_gradebook(course) as gradebook:
        early = gradebook.find_submission("one_neuron", "student-2")
        late = gradebook.find_submission("one_neuron", "student-4")
        assert early.score > 0
        assert early.late_submission_penalty == 0
        assert late.late_submission_penalty == late.score > 0
