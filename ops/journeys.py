"""A pytest plugin of `./ct test --full`: a journey in the browser that was skipped is a failure.

A skip is right on a machine without a browser; where the browser was asked for, it hides that nothing was tried.
"""

from __future__ import annotations

import pytest

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and "browser" in report.keywords and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _skipped:
        terminalreporter.section("journeys that were skipped, which --full does not allow", red=True)
        for name in _skipped:
            terminalreporter.line(name)
