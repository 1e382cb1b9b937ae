"""A person who reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.examples import TEXT
from tests.tui.sitting import Sitting


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
