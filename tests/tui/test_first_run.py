"""Practice is offered once in a life."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.first_run import is_first_run


@pytest.fixture
def state(home: Path) -> Path:
    """Where the note of the first run will be."""
    return home / ".state" / "postil"


def test_the_first_run_is_the_first_once(state: Path) -> None:
    assert [is_first_run() for _ in range(3)] == [True, False, False]
    assert (state / "opened").is_file()


def test_it_is_never_the_first_where_that_cannot_be_noted(state: Path) -> None:
    state.parent.write_text("a file in the place of the folder")
    assert [is_first_run() for _ in range(2)] == [False, False]


def test_of_two_windows_one_is_the_first(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exists = Path.exists

    def look_then_be_overtaken(path: Path) -> bool:
        found = exists(path)
        if path.name == "opened":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return found

    monkeypatch.setattr(Path, "exists", look_then_be_overtaken)
    assert not is_first_run()
