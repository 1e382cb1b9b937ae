"""Every test has a home of its own, so that none finds or leaves a project of the person."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.annotations.store_contract")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of the person; a project in it is found by looking upwards, but not above."""
    home = tmp_path.resolve() / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".data"))
    return home


@pytest.fixture
def folder(home: Path) -> Path:
    """An empty folder of documents."""
    folder = home / "documents"
    folder.mkdir()
    return folder
