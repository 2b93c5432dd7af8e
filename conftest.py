"""Settings of the whole test suite."""

import pytest

LONGEST_FIRST = (
    "tests/classroom/test_stock_nbgrader.py",
    "tests/classroom/test_proof.py",
    "tests/classroom",
    "tests/site",
)
LONGEST_NAME = 80


def pytest_addoption(parser):
    """Add what continuous integration and long runs ask for."""
    parser.addoption(
        "--forbid-skips", action="store_true", help="A skipped test is a failed test."
    )
    parser.addoption(
        "--mixtures",
        type=int,
        default=8,
        metavar="N",
        help="Random notebooks of each assignment that stock nbgrader grades, too.",
    )


def pytest_make_parametrize_id(val, argname):
    """Name a long value after its argument.

    A file as a name is megabytes, and differs from process to process if it holds the
    time at which it was made.
    """
    is_long = isinstance(val, (bytes, str)) and len(val) > LONGEST_NAME
    return argname if is_long else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure if skips are forbidden."""
    report = yield
    if report.skipped and item.config.getoption("--forbid-skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is forbidden here: {report.longrepr}"
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Share the tests out by file and assignment, and begin with the longest.

    Tests of one group run in one process, so what they share is made once.
    """

    def place(item):
        starts = map(item.nodeid.startswith, LONGEST_FIRST)
        return next((n for n, is_here in enumerate(starts) if is_here), 9)

    items.sort(key=place)
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        values = item.callspec.params if hasattr(item, "callspec") else {}
        group = item.nodeid.partition("::")[0], values.get("assignment", "")
        item.add_marker(pytest.mark.xdist_group("-".join(group)))
