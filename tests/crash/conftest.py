"""The checks assert like tests, and do not wait for the disk."""

from __future__ import annotations

import os

import pytest

from tests.crash.extent import LONG

for name in ("life", "survival", "disk"):
    pytest.register_assert_rewrite(f"tests.crash.{name}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was tried, where everything was."""
    if LONG:
        for report in terminalreporter.getreports("passed"):
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{value:>8} {name}: {report.head_line}")


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync is called and counted as everywhere, but takes no time.

    What a kill leaves is in the system's memory, and power cuts are made up from the calls.
    """
    monkeypatch.setattr(os, "fsync", lambda _: None)
    if hasattr(os, "fdatasync"):
        monkeypatch.setattr(os, "fdatasync", lambda _: None)
