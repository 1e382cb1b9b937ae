"""Every test has a home of its own and no clipboard, so that none touches those of the person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.examples import TEXT
from tests.tui.sitting import Sitting


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of the person; a project in it is found by looking upwards, but not above."""
    home = tmp_path.resolve() / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / f".{name.lower()}"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def folder(home: Path) -> Path:
    """An empty folder of documents."""
    folder = home / "documents"
    folder.mkdir()
    return folder


@pytest.fixture
def sit(folder: Path) -> Callable[..., Sitting]:
    """Sit down to these texts, as a.txt, b.txt and so on."""

    def sit_down(*texts: str | bytes) -> Sitting:
        names = [f"{letter}.txt" for letter in "abcdefgh"[: len(texts)]]
        for name, text in zip(names, texts, strict=True):
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return Sitting(folder, *names)

    return sit_down


@pytest.fixture
def sitting(sit: Callable[..., Sitting]) -> Sitting:
    """Sit down to the text that most tests read."""
    return sit(TEXT)
