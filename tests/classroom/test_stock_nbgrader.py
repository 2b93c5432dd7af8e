"""Stock nbgrader on the same course gives the same points as ours."""

import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from handing_in import hand_in
from nbgrader.apps import NbGraderAPI
from typer.testing import CliRunner

from autograder.authoring.assignment import Assignment
from autograder.authoring.release import release
from autograder.authoring.source_notebook import POINTS_SUFFIX
from autograder.cli import app
from autograder.course_folder import nbgrader_config, open_gradebook
from autograder.grading import engine
from autograder.grading.proof import with_answer
from autograder.grading.run import State
from autograder.records.course_grading import open_course

# Cells in which students try their answers out: they earn nothing and take long.
TRIAL = re.compile("^try:", re.MULTILINE)


WARM_KERNEL = Path(__file__).parent / "warm_kernel.py"


@pytest.fixture(scope="session")
def nbgrader(tmp_path_factory):
    """Run nbgrader with kernels that start warm."""
    folder = tmp_path_factory.mktemp("kernels")
    address = str(folder / "socket")
    program = [sys.executable, "-I", "-S", str(WARM_KERNEL), "start", address]
    kernel = {
        "argv": [*program, "-f", "{connection_file}"],
        "display_name": "Python 3",
        "language": "python",
    }
    (folder / "kernels" / "python3").mkdir(parents=True)
    (folder / "kernels" / "python3" / "kernel.json").write_text(json.dumps(kernel))
    # Pictures earn no points.
    environment = {**os.environ, "MPLBACKEND": "agg", "JUPYTER_PATH": str(folder)}

    def run(*arguments, folder):
        return subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )

    server = [sys.executable, "-P", str(WARM_KERNEL), "serve", address]
    with subprocess.Popen(server, env=environment) as serving:
        while not Path(address).is_socket():
            assert serving.poll() is None
            time.sleep(0.1)
        yield run
        serving.kill()


def class_of_answers(assignment, mixtures):
    """List what a class hands in: by exercise, the source of its answer.

    An untouched notebook, the reference, notebooks with all other right answers, with
    all wrong ones, and random mixtures.
    """
    variants = {name: assignment.variants_of(name) for name in assignment.exercises}
    right = {name: _sources(found, is_right=True) for name, found in variants.items()}
    wrong = {name: _sources(found, is_right=False) for name, found in variants.items()}
    reference = {name: [one.source] for name, one in assignment.references.items()}
    notebooks = [{}, *_packed(reference), *_packed(right), *_packed(wrong)]
    yield from notebooks
    chance = random.Random(assignment.name)
    for _ in range(mixtures):
        drawn = {name: chance.choice(notebooks).get(name) for name in reference}
        yield {name: source for name, source in drawn.items() if source}


def _sources(variants, is_right):
    return [variant.source() for variant in variants if variant.is_right == is_right]


def _packed(sources):
    """Give every answer to some notebook, using as few notebooks as possible."""
    for number in range(max(map(len, sources.values()))):
        yield {name: found[number % len(found)] for name, found in sources.items()}


@pytest.fixture(scope="module")
def class_of_all_answers(assignment, course, released, request):
    mixtures = request.config.getoption("mixtures")
    for number, answers in enumerate(class_of_answers(assignment, mixtures)):
        notebook = with_answer(released, answers)
        notebook.cells = [c for c in notebook.cells if not TRIAL.search(c.source)]
        text = nbformat.writes(notebook)
        hand_in(course, f"student-{number:02}", assignment.name, text)
    yield course
    shutil.rmtree(course / "submitted")


def stock_points(nbgrader, course, assignment):
    done = nbgrader("autograde", assignment.name, folder=course)
    if done.returncode != 0:  # a busy machine lost a kernel; the others are done
        done = nbgrader("autograde", assignment.name, folder=course)
    assert done.returncode == 0, done.stderr
    points = {}
    with open_gradebook(course) as gradebook:
        for submission in gradebook.assignment_submissions(assignment.name):
            for grade in submission.notebooks[0].grades:
                if grade.cell.name.endswith(POINTS_SUFFIX):
                    name = grade.cell.name.removesuffix(POINTS_SUFFIX)
                    points[submission.student.id, name] = grade.auto_score
    return points


def our_points(course, assignment):
    with open_course(assignment, course, is_isolated=False) as opened:
        wanted = opened.with_state(State.NEW)
        assert all(one.is_final for one in opened.grade(wanted, workers=2))
        results = opened.results()
    return {
        (result.student, exercise.exercise.name): exercise.points
        for result in results
        for exercise in result.exercises
    }


def test_stock_autograde_agrees_on_every_answer(
    nbgrader, class_of_all_answers, assignment, monkeypatch
):
    # Likely causes earn no points.
    monkeypatch.setattr(engine, "mistakes_of", lambda *_: [])
    stock = stock_points(nbgrader, class_of_all_answers, assignment)
    ours = our_points(class_of_all_answers, assignment)
    assert stock == ours
    assert len(set(ours.values())) > 2


def validate(nbgrader, notebook, course, assignment, folder):
    shutil.copytree(course / "release" / assignment.name, folder / assignment.name)
    path = folder / assignment.name / f"{assignment.name}.ipynb"
    nbformat.write(notebook, path)
    return nbgrader("validate", path.name, folder=path.parent).stdout


def test_stock_validate_accepts_the_reference(
    nbgrader, assignment, course, released, tmp_path
):
    answers = {name: one.source for name, one in assignment.references.items()}
    solved = with_answer(released, answers)
    said = validate(nbgrader, solved, course, assignment, tmp_path)
    assert "Success" in said


def test_stock_validate_names_what_fails(nbgrader, tmp_path):
    assignment = Assignment.load("one_neuron")
    course = tmp_path / "course"
    release(assignment, course)
    path = course / "release" / assignment.name / f"{assignment.name}.ipynb"
    unsolved = nbformat.read(path, 4)
    said = validate(nbgrader, unsolved, course, assignment, tmp_path)
    assert f"FAILED ON {len(assignment.exercises)} CELL" in said
    assert "not attempted yet" in said
    assert "Traceback" not in said


def test_release_opens_without_this_project(assignment, course, tmp_path):
    """A student's machine has NumPy but none of our packages."""
    handed_out = course / "release" / assignment.name
    shutil.copytree(handed_out, tmp_path / "handed out")
    program = (
        "import sys; sys.path[:] = [p for p in sys.path if 'editable' not in p]\n"
        "sys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in repr(f)]\n"
        "sys.path.insert(0, '.')\n"
        f"from {assignment.name}_checks import check, hint, last_failure\n"
        "assert 'autograder' not in sys.modules\n"
        f"hint({next(iter(assignment.exercises))!r})"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=tmp_path / "handed out",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Hint 1 of 3")


def test_archive_holds_the_release_and_nothing_else(assignment, course, tmp_path):
    archive = course / "downloads" / f"{assignment.name}.zip"
    shutil.unpack_archive(archive, tmp_path)

    def files(folder: Path):
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    assert files(tmp_path / assignment.name) == files(
        course / "release" / assignment.name
    )


def in_exchange(step, course, name, student="*"):
    """Take a step of nbgrader's exchange as the instructor, or as a student."""
    home = course.parent / ("teacher" if student == "*" else student)
    home.mkdir(exist_ok=True)
    config = nbgrader_config(course)
    config.CourseDirectory.assignment_id = name
    config.CourseDirectory.student_id = student
    config.Exchange.cache = str(home / "cache")
    config.Exchange.assignment_dir = str(home)
    api = NbGraderAPI(config=config)
    made = getattr(api.exchange, step)
    made(coursedir=api.coursedir, authenticator=api.authenticator, parent=api).start()


@pytest.mark.parametrize("collected_by", ["autograder", "nbgrader"])
def test_the_exchange_returns_our_pages(tmp_path, collected_by):
    name, course = "start_here", tmp_path / "course"
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    done = release(Assignment.load(name), course)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    in_exchange("ReleaseAssignment", course, name)
    for student in ("ana", "bo"):
        shutil.copytree(done.folder, tmp_path / student / name)
        in_exchange("Submit", course, name, student)

    def run(*arguments):
        command = [*arguments, "--course", str(course)]
        result = CliRunner().invoke(app, command)
        assert "Traceback" not in result.output
        return result.output

    if collected_by == "nbgrader":
        in_exchange("Collect", course, name)
    else:
        run("collect", name, str(exchange / "one-neuron" / "inbound"))
    hand_in(course, "cy", name, (done.folder / f"{name}.ipynb").read_text())
    run("grade", name, "--unsafe-no-sandbox")
    said = run("feedback", name)
    assert "3 pages are in" in said
    assert "exchange cannot return 1 of them" in said

    advice = shlex.split(said.partition("return the others with: ")[2])
    assert advice[:3] == ["nbgrader", "release_feedback", name]
    program = [sys.executable, "-m", *advice]
    subprocess.run(program, cwd=course, check=True, capture_output=True)
    for student in ("ana", "bo"):
        in_exchange("FetchFeedback", course, name, student)
        [page] = (tmp_path / student / name).glob("feedback/*/*.html")
        ours = course / "feedback" / student / name / f"{name}.html"
        assert page.read_bytes() == ours.read_bytes()
        assert f"Feedback for {student}<" in page.read_text()
