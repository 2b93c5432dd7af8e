"""The built site, served on loopback, and a browser to look at it."""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(os.environ.get("ONE_NEURON_SITE", ROOT / "_build" / "html"))
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The site's extension is no installed package.
sys.path.insert(0, str(ROOT / "chapters"))


def built_pages():
    """Return the addresses of all pages, relative to the site."""
    return sorted(page.relative_to(SITE).as_posix() for page in SITE.rglob("*.html"))


def pytest_generate_tests(metafunc):
    """Run a test that takes a ``page_name`` once for each page of the site."""
    if "page_name" in metafunc.fixturenames:
        names = built_pages() or ["index.html"]
        metafunc.parametrize("page_name", names, scope="module")
    if "chapter_name" in metafunc.fixturenames:
        chapters = [name for name in built_pages() if name.startswith("chapters/")]
        metafunc.parametrize("chapter_name", chapters or ["chapters/01.html"])


@pytest.fixture(scope="session")
def site():
    """Return the folder of the built site."""
    if not (SITE / "index.html").is_file():
        pytest.skip(f"{SITE} holds no site; run: make book")
    return SITE


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that writes no log."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def address(site):
    """Return the address under which the site is served."""
    handler = functools.partial(_Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def _find_chromium():
    """Return the path of a Chromium, or None."""
    chosen = os.environ.get("ONE_NEURON_CHROMIUM")
    if chosen:
        return chosen
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser():
    """Return a running Chromium."""
    path = _find_chromium()
    if path is None:
        pytest.skip("needs Chromium; run: apt-get install chromium chromium-driver")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A page in the browser, with everything that went wrong on the way."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.third_party = []
        self.failed = []
        self.errors = []
        self.responses = []
        page.on("request", self._request)
        page.on("requestfailed", lambda request: self.failed.append(request.url))
        page.on("response", self._response)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def open(self, name):
        """Open a page of the site and wait until it is loaded."""
        self.page.goto(self.address + name)
        return self.page

    def _request(self, request):
        if not request.url.startswith((self.address, "data:")):
            self.third_party.append(request.url)

    def _response(self, response):
        self.responses.append(response)
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.errors.append(message.text)


def _start(browser, address, name, *, width=1280, scheme="light", script=True):
    """Open a page in a fresh profile."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        java_script_enabled=script,
        permissions=["clipboard-read", "clipboard-write"],
    )
    visit = Visit(context.new_page(), address)
    visit.open(name)
    return visit


@pytest.fixture
def visit(browser, address):
    """Return a function that opens a page in a fresh profile."""
    with contextlib.ExitStack() as visits:

        def start(name, **settings):
            visit = _start(browser, address, name, **settings)
            visits.callback(visit.page.context.close)
            return visit

        yield start


@pytest.fixture(scope="module")
def seen(browser, address, page_name):
    """Return a visit to a page that all tests share who only look at it."""
    visit = _start(browser, address, page_name)
    # What is loaded late counts, too.
    visit.page.wait_for_load_state("networkidle")
    yield visit
    visit.page.context.close()


@pytest.fixture(scope="module")
def phone(browser, address, page_name):
    """Return a page on a phone, everything opened, that tests of a file share."""
    page = _start(browser, address, page_name, width=360).page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    yield page
    page.context.close()


CONF = """
extensions = ["myst_nb", "sphinx_book_theme", "sphinx_design", "course_site"]
html_theme = "sphinx_book_theme"
html_math_renderer = "course_katex"
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_update_mathjax = False
nb_execution_mode = "cache"
exclude_patterns = ["autograder", "_build"]
"""


@pytest.fixture(scope="session")
def build_book(tmp_path_factory):
    """Return a function that builds pages with the course's extension.

    It takes the texts of files by their names and returns the finished process and
    the folder of the site. Its own process keeps Sphinx's global state out of here.
    """

    def build(files):
        book = tmp_path_factory.mktemp("book")
        for name, text in {"conf.py": CONF, **files}.items():
            path = book / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        output = book / "_build" / "html"
        paths = [str(ROOT / "chapters"), os.environ.get("PYTHONPATH", "")]
        process = subprocess.run(
            [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", book, output],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=os.environ
            | {"NO_COLOR": "1", "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        return process, output

    return build
