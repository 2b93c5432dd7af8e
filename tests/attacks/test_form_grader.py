"""E01 in a real browser: a hostile notebook in nbgrader's own form grader."""

import mimetypes
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.handlers import static_path, template_path
from traitlets.config import Config

from autograder.authoring.assignment import Assignment
from autograder.grading.results import StudentResult
from autograder.records import autograded

pytestmark = pytest.mark.browser

NAME = "start_here"
SERVER = "http://grader.test"
SUBMISSION = f"{SERVER}/formgrader/submissions/1/"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
FIELD = "the_answer_points"
HEADING = f"# {FIELD}"
SCRIPT = "<script>window.ran = 'script'</script>"
HANDLER = "<img src=x onerror=\"window.ran = 'handler'\">"
TEXTS = [
    SCRIPT,
    HANDLER,
    "<svg onload=\"window.ran = 'svg'\"></svg>",
    "<iframe srcdoc=\"<script>top.ran = 'frame'</script>\"></iframe>",
    "<style>body { background: url(https://evil.test/style) }</style>",
    "![a](https://evil.test/picture) ![b][c]\n\n[c]: https://evil.test/label",
    "[a](javascript:window.ran='link') [b](java&#115;cript:window.ran='coded')",
    "[a](files/javascript:window.ran='cut') [b]\n\n[b]: javascript:window.ran='label'",
    "<a href=\"javascript:window.ran='tag'\">a</a> <javascript:window.ran='auto'>",
    "~~~mermaid\n<details open ontoggle=\"window.ran = 'diagram'\">\n~~~",
    "[a page](https://example.org/page) and $x <y$",
]
POINTS_CELL = nbformat.v4.new_code_cell(
    "points()",
    metadata={
        "nbgrader": {
            "cell_type": "code",
            "grade": True,
            "grade_id": FIELD,
            "locked": True,
            "points": 1,
            "schema_version": 3,
            "solution": False,
            "task": False,
        }
    },
)


@pytest.fixture(scope="module")
def assignment():
    return Assignment.load(NAME)


@pytest.fixture(scope="module")
def browser():
    chosen = os.environ.get("ONE_NEURON_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = chosen or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("needs Chromium; run: apt-get install chromium chromium-driver")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def render(assignment, tmp_path):
    """Return a function that makes the form grader's page of a hostile notebook."""
    released = tmp_path / "release" / NAME / f"{NAME}.ipynb"
    released.parent.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[POINTS_CELL]), released)

    def start():
        cells = [nbformat.v4.new_markdown_cell(text) for text in [HEADING, *TEXTS]]
        cells += [nbformat.v4.new_raw_cell(text) for text in TEXTS]
        # Without an answer it would be a wrong notebook, and nothing of it is shown.
        cells += [nbformat.v4.new_code_cell(assignment.references["the_answer"].source)]
        cells += [nbformat.v4.new_code_cell(f"# {HANDLER}\nprint('{SCRIPT}')")]
        notebook = tmp_path / f"{NAME}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
        text = HANDLER + SCRIPT
        outputs = [
            {"output_type": "stream", "name": "stdout", "text": text},
            {
                "output_type": "display_data",
                "data": {"text/plain": text},
                "metadata": {},
            },
            {
                "output_type": "error",
                "ename": text,
                "evalue": text,
                "traceback": [text],
            },
        ]
        result = StudentResult("ana", NAME, assignment.points, "graded")
        path = autograded.write_autograded(
            result, notebook, {str(len(cells) - 1): outputs}, assignment, tmp_path
        )
        config = Config()
        config.HTMLExporter.template_name = "formgrade"
        config.HTMLExporter.extra_template_basedirs = [template_path]
        about = dict.fromkeys(
            ["last_name", "first_name", "notebook_path", "student", "assignment_id"], ""
        )
        about |= {"notebook_id": NAME, "submission_id": "1", "base_url": SERVER}
        about |= {"index": 0, "total": 1}
        return HTMLExporter(config=config).from_filename(str(path), resources=about)[0]

    return start


@pytest.fixture
def visit(browser):
    """Return a function that opens a page; it also returns what the page asked for."""
    context = browser.new_context()

    def start(markup):
        page, asked = context.new_page(), []

        def answer(route):
            url = route.request.url
            static = Path(static_path, url.removeprefix(f"{SERVER}/formgrader/static/"))
            if url.partition("#")[0] == SUBMISSION:
                route.fulfill(body=markup, content_type="text/html; charset=utf-8")
            elif static.is_file():
                kind = mimetypes.guess_type(static.name)[0]
                route.fulfill(path=static, content_type=kind)
            elif url.startswith(f"{SERVER}/formgrader/api/"):
                route.fulfill(body="[]", content_type="application/json")
            else:
                asked.append(url)
                route.abort()

        page.route("**/*", answer)
        page.goto(SUBMISSION)
        return page, asked

    yield start
    context.close()


def click_all(page):
    """Click every link of the notebook that leads to no web page."""
    links = page.locator("#notebook-container a:not([href^='https:'])")
    for link in links.all():
        link.evaluate("link => link.click()")


def from_notebook(asked):
    """Leave out what the form grader's own page asks for."""
    return [url for url in asked if not url.startswith("https://cdnjs.cloudflare.com/")]


def test_nothing_runs_loads_or_hides_a_field(render, visit):
    page, asked = visit(render())
    click_all(page)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None
    assert from_notebook(asked) == []
    assert page.url.partition("#")[0] == SUBMISSION
    assert page.evaluate(f"document.getElementById('{FIELD}').tagName") == "INPUT"
    shown = page.locator("#notebook-container").first.inner_text().replace("\u200b", "")
    assert shown.count(SCRIPT) == 6
    honest = page.locator("#notebook-container a[href='https://example.org/page']")
    assert honest.inner_text() == "a page"


def test_the_attacks_work_on_text_as_it_was_written(render, visit, monkeypatch):
    monkeypatch.setattr(autograded, "inert", lambda text: text)
    page, asked = visit(render())
    assert page.evaluate("window.ran") is not None
    assert "https://evil.test/picture" in asked
