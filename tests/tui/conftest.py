"""A person who reads, and one who types commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.command import Ended, Run, checked
from tests.tui.examples import TEXT
from tests.tui.sitting import Sitting
from tui.__main__ import main


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


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run `postil` with these words, in this process."""

    def run(*words: object) -> Ended:
        capfdbinary.readouterr()
        code = main([str(word) for word in words])
        out, talk = capfdbinary.readouterr()
        return Ended(code, out, checked(talk.decode()))

    return run
