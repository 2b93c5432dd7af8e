"""Settings of the whole test suite."""

import pytest


def pytest_addoption(parser):
    """Add the option of continuous integration."""
    parser.addoption(
        "--forbid-skips", action="store_true", help="A skipped test is a failed test."
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure if skips are forbidden."""
    report = yield
    if report.skipped and item.config.getoption("--forbid-skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is forbidden here: {report.longrepr}"
    return report
