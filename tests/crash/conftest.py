"""The checks assert like tests, and do not wait for the disk."""

from __future__ import annotations

import os

import pytest

for name in ("life", "survival", "disk"):
    pytest.register_assert_rewrite(f"tests.crash.{name}")


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync is called and counted as everywhere, but takes no time.

    What a kill leaves is in the system's memory, and power cuts are made up from the calls.
    """
    monkeypatch.setattr(os, "fsync", lambda _: None)
    if hasattr(os, "fdatasync"):
        monkeypatch.setattr(os, "fdatasync", lambda _: None)
