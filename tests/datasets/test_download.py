"""Downloads from a server on this computer; nothing leaves it."""

import gzip
import io
import os
import tarfile
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tiny_files import TINY, data_file, tiny_set

from datasets import DataError, mnist
from datasets.download import fetch, obtain
from datasets.registry import DATA_SETS, NpmMember

CONTENT = b"a mirror says the same thing " * 50
HTML = b"<!doctype html><title>Sign in</title>"


@pytest.fixture
def server():
    """Serve the bytes in ``pages`` and note the paths asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = pages.get(self.path)
            self.send_response(200 if body is not None else 404)
            promised = len(body or b"")
            if self.path.startswith("/interrupted/"):
                promised += 100
            self.send_header("Content-Length", str(promised))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args):
            pass

    pages, asked = {}, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        running.pages, running.asked = pages, asked
        running.url = f"http://127.0.0.1:{running.server_port}"
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def no_npm(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)


@pytest.fixture
def file(server):
    """Return a file with two mirrors on the server."""
    urls = (f"{server.url}/one/words.gz", f"{server.url}/two/words.gz")
    return data_file("words", CONTENT, urls=urls)


def test_first_mirror_is_enough(server, file, cache):
    server.pages["/one/words.gz"] = gzip.compress(CONTENT)
    assert obtain([file]) == [CONTENT]
    assert (cache / "words").read_bytes() == CONTENT
    assert server.asked == ["/one/words.gz"]
    assert obtain([file]) == [CONTENT]
    assert len(server.asked) == 1


def test_mirror_may_serve_the_file_uncompressed(server, file):
    server.pages["/one/words.gz"] = CONTENT
    assert obtain([file]) == [CONTENT]


@pytest.mark.parametrize(
    "bad",
    [None, HTML, b"", gzip.compress(CONTENT)[:-4], gzip.compress(CONTENT.upper())],
    ids=["absent", "page", "empty", "short", "wrong hash"],
)
def test_second_mirror_helps(server, file, cache, bad):
    if bad is not None:
        server.pages["/one/words.gz"] = bad
    server.pages["/two/words.gz"] = gzip.compress(CONTENT)
    assert obtain([file]) == [CONTENT]
    assert server.asked == ["/one/words.gz", "/two/words.gz"]


@pytest.mark.usefixtures("no_npm")
def test_failure_says_why_and_leaves_nothing(server, file, cache):
    server.pages["/two/words.gz"] = HTML
    with pytest.raises(DataError) as caught:
        fetch([file])
    message = str(caught.value)
    assert message.startswith("Could not download words (127.0.0.1:")
    assert "what it sent for words is an HTML page" in message
    assert message.endswith("set ONE_NEURON_DATA to a folder that has it.")
    assert list(cache.iterdir()) == []


@pytest.mark.usefixtures("no_npm")
def test_interrupted_download_leaves_nothing(server, cache):
    url = f"{server.url}/interrupted/words"
    server.pages["/interrupted/words"] = CONTENT
    with pytest.raises(DataError, match="not reached"):
        fetch([data_file("words", CONTENT, urls=(url,))])
    assert list(cache.iterdir()) == []


@pytest.mark.usefixtures("no_npm")
def test_damaged_copy_stays_until_a_good_one_is_there(server, file, cache):
    cache.mkdir()
    (cache / "words").write_bytes(b"damaged")
    with pytest.raises(DataError, match="404"):
        fetch([file])
    assert (cache / "words").read_bytes() == b"damaged"
    server.pages["/two/words.gz"] = CONTENT
    fetch([file])
    assert (cache / "words").read_bytes() == CONTENT


def dead_port():
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        return closed.server_port


@pytest.mark.usefixtures("no_npm")
def test_unreachable_mirror_is_asked_once(server, monkeypatch):
    tried = []
    dead = f"http://127.0.0.1:{dead_port()}/"
    files = [
        data_file(name, name.encode(), urls=(dead + name, f"{server.url}/{name}"))
        for name in ("a", "b", "c")
    ]
    server.pages.update({f"/{name}": name.encode() for name in "abc"})
    import requests

    real = requests.get

    def get(url, **options):
        tried.append(url)
        return real(url, **options)

    monkeypatch.setattr(requests, "get", get)
    assert obtain(files) == [b"a", b"b", b"c"]
    assert [url for url in tried if url.startswith(dead)] == [dead + "a"]


def test_cache_that_cannot_be_written_is_named(server, file, tmp_path, monkeypatch):
    (tmp_path / "plain").touch()
    monkeypatch.setenv("ONE_NEURON_CACHE", str(tmp_path / "plain" / "cache"))
    server.pages["/one/words.gz"] = CONTENT
    with pytest.raises(DataError, match="set ONE_NEURON_CACHE to a folder that can"):
        fetch([file])


def test_progress_ends_at_the_total(server, file):
    class Bar:
        total = None
        done = 0
        closed = False

        def update(self, n):
            self.done += n

        def reset(self):
            self.done = 0

        def close(self):
            self.closed = True

    bars = {}
    server.pages["/one/words.gz"] = CONTENT
    fetch([file], lambda label: bars.setdefault(label, Bar()))
    assert list(bars) == ["words"]
    assert bars["words"].done == bars["words"].total == len(CONTENT)
    assert bars["words"].closed


def test_mnist_is_downloaded_when_it_is_nowhere(server, monkeypatch):
    data_set = tiny_set()
    files = tuple(
        replace(file, urls=(f"{server.url}/{file.name}.gz",)) for file in data_set.files
    )
    monkeypatch.setitem(DATA_SETS, "mnist-full", replace(data_set, files=files))
    for name, content in TINY.items():
        server.pages[f"/{name}.gz"] = gzip.compress(content)
    assert mnist("full").test_labels.tolist() == [9, 0]
    assert len(server.asked) == 4


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Put a stand-in for npm on the path; return the archive that it brings."""
    if os.name == "nt":
        pytest.skip("the stand-in for npm is a shell script")
    folder = tmp_path / "bin"
    folder.mkdir()
    archive = tmp_path / "words-1.0.0.tgz"
    script = folder / "npm"
    script.write_text(
        "#!/bin/sh\n"
        f'test "$1 $2" = "pack words@1.0.0" && echo "$2" >> {tmp_path}/asked\n'
        f"exec cp {archive} .\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return archive


def pack(archive, members):
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def npm_file(name, content):
    return data_file(name, content, npm=NpmMember("words@1.0.0", f"package/{name}"))


def test_npm_brings_all_files_at_once(npm, cache, tmp_path):
    pack(npm, {"package/a": b"A", "package/b": b"BB"})
    assert obtain([npm_file("a", b"A"), npm_file("b", b"BB")]) == [b"A", b"BB"]
    assert (tmp_path / "asked").read_text().split() == ["words@1.0.0"]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"package/a": b"X"}, "has for a has the right length but sha256"),
        ({"package/a": b"AAA"}, "is too long"),
        ({"package/other": b"A"}, "not found"),
        (None, r"npm: could not get words@1\.0\.0"),
    ],
    ids=["wrong hash", "too long", "absent", "npm fails"],
)
def test_what_npm_brings_is_verified(npm, cache, members, reason):
    if members is not None:
        pack(npm, members)
    with pytest.raises(DataError, match=reason):
        fetch([npm_file("a", b"A")])
    assert not (cache / "a").exists()
