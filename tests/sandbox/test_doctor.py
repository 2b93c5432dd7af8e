"""The doctor finds closed walls closed, and open ones open."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.sandbox import Isolation
from autograder.sandbox.doctor import ATTACKS, examine

# Limits that every process has; its environment is never passed on.
HOLD_ANYWAY = {
    "memory is limited",
    "sleep is limited",
    "the environment of the grader is not passed on",
    "time is limited",
}


@pytest.mark.sandbox
def test_every_wall_holds_here(isolation):
    done = CliRunner().invoke(app, ["doctor", "--json"])
    assert done.exit_code == 0
    walls = json.loads(done.stdout)["walls"]
    assert [wall["name"] for wall in walls] == [attack.wall for attack in ATTACKS]
    assert all(wall["holds"] for wall in walls)
    seen = {wall["name"]: wall["seen"] for wall in walls}
    assert "longer than" in seen["time is limited"]
    assert "MemoryError" in seen["memory is limited"]


def test_open_walls_are_reported():
    """Without a sandbox most attacks succeed, so the attacks are real ones."""
    walls = {wall.name: wall for wall in examine(Isolation.none())}
    closed = {name for name, wall in walls.items() if wall.holds}
    if os.geteuid() != 0:  # root may do these without a sandbox
        closed -= {"root's rights are gone", "processes are counted"}
    assert closed == HOLD_ANYWAY
    assert not list(Path("/tmp").glob("doctor-*"))


def test_a_machine_without_bubblewrap_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("autograder.sandbox.isolation._find_bubblewrap", lambda: None)
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 3
    assert "apt-get install bubblewrap" in done.stderr
