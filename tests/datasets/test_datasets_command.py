import json
import os
import subprocess
import sys

import pytest
from tiny_files import TINY, write_tiny


@pytest.mark.parametrize("command", [[], ["list"], ["check"], ["fetch"]])
def test_help_has_an_example(run, command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert f"python -m datasets {' '.join(command)}" in result.stdout
    assert "xample" in result.stdout


def test_list_shows_licence_source_and_place(run, cache, tiny_mnist):
    write_tiny(cache)
    result = run("list")
    assert result.exit_code == 0
    for text in ("mnist-5k", "CC BY-SA 3.0", "LeCun", "mnist_5k.csv.gz", str(cache)):
        assert text in result.stdout


def test_list_as_json(run, tiny_mnist):
    small, full = json.loads(run("list", "--json").stdout)
    assert small["name"] == "mnist-5k"
    assert small["files"][0]["state"] == "present"
    assert [file["state"] for file in full["files"]] == ["missing"] * 4
    assert full["licence"] == "CC0"


def test_check_passes(run, cache, tiny_mnist):
    write_tiny(cache, gzipped=True)
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.count("verified") == 5


def test_check_says_how_the_digits_are_made_up(run, cache, tiny_mnist):
    write_tiny(cache)
    result = run("check", "mnist-full")
    assert "train: 3 digits, 0 to 1 of a class" in result.stdout
    assert "one answer for all scores 33.3%; 0 repeated pictures" in result.stdout
    assert "test: 2 digits" in result.stdout
    small, full = json.loads(run("check", "--json").stdout)
    assert "400 to 400 of a class" in small["facts"][0]
    assert full["facts"][1].endswith("0 that training has, too")


def test_check_of_a_missing_set_needs_attention(run, tiny_mnist):
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout.count("missing") == 4
    assert "python -m datasets fetch mnist-full" in result.stderr
    assert run("check", "mnist-5k").exit_code == 0


def test_check_does_not_trust_its_memory(run, cache, tiny_mnist):
    write_tiny(cache)
    assert run("check", "mnist-full").exit_code == 0
    path = cache / "t10k-labels-idx1-ubyte"
    before = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"\x05")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    result = run("check", "mnist-full", "--json")
    assert result.exit_code == 1
    (report,) = json.loads(result.stdout)
    states = [file["state"] for file in report["files"]]
    assert states == ["verified"] * 3 + ["damaged"]
    assert "has the right length but sha256" in report["files"][3]["message"]


@pytest.mark.parametrize("command", ["check", "fetch"])
def test_unknown_name_is_wrong_usage(run, command):
    result = run(command, "mnits")
    assert result.exit_code == 2
    words = " ".join(result.stderr.replace("│", " ").split())
    assert "no data set is called 'mnits'; known: mnist-5k, mnist-full" in words


def test_fetch_has_nothing_to_do(run, cache, tiny_mnist):
    write_tiny(cache)
    result = run("fetch")
    assert result.exit_code == 0
    assert result.stdout.count("present") == 5


def test_fetch_without_a_source_is_infrastructure(run, tiny_mnist):
    result = run("fetch")
    assert result.exit_code == 3
    assert "Could not download train-images-idx3-ubyte" in result.stderr


def test_fetch_brings_what_is_missing(run, cache, tiny_mnist, monkeypatch):
    def bring(files, show):
        write_tiny(cache)
        for file in files:
            bar = show(file.name)
            bar.total = file.size
            bar.update(1 << 16)
            bar.reset()
            bar.update(bar.total)
            bar.close()

    monkeypatch.setattr("datasets.download.fetch", bring)
    cache.mkdir()
    (cache / "train-labels-idx1-ubyte").write_bytes(b"<html>")
    result = run("fetch")
    assert result.exit_code == 0
    assert result.stdout.count("present") == 1
    assert result.stdout.count("fetched") == 4
    assert "train-images-idx3-ubyte" in result.stderr


def test_fetch_never_touches_the_own_folder(run, own_folder, cache, tiny_mnist):
    write_tiny(cache)
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    (own_folder / "t10k-labels-idx1-ubyte").write_bytes(pointer)
    result = run("fetch", "mnist-full")
    assert result.exit_code == 1
    assert "is a Git LFS pointer" in result.stderr
    assert result.stdout.count("present") == 3
    assert (own_folder / "t10k-labels-idx1-ubyte").read_bytes() == pointer


@pytest.mark.parametrize("command", ["list", "check", "fetch"])
def test_own_folder_that_is_none_is_infrastructure(run, monkeypatch, command):
    monkeypatch.setenv("ONE_NEURON_DATA", os.devnull)
    result = run(command)
    assert result.exit_code == 3
    assert "not a folder" in result.stderr
    assert result.stdout == ""


def test_module_runs_without_colours_or_traceback(repository, own_folder):
    (own_folder / "train-labels-idx1-ubyte").write_bytes(
        TINY["train-labels-idx1-ubyte"]
    )
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "60"}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "datasets", "check"],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "is cut short: 11 bytes; expected the 60,008 bytes" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
    assert "\x1b[" not in ran.stdout + ran.stderr
