"""`postil` without a screen, in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Ended:
    """What a command left behind."""

    code: int
    out: bytes
    talk: str

    @property
    def text(self) -> str:
        return self.out.decode()


Run = Callable[..., Ended]


def postil(*words: object, cwd: Path | None = None) -> Ended:
    """Run `postil` with these words as a process of its own, without a terminal."""
    ended = subprocess.run(
        [sys.executable, "-m", "tui", *map(str, words)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    return Ended(ended.returncode, ended.stdout, checked(ended.stderr.decode()))


def checked(talk: str) -> str:
    """Talk on stderr: sentences and nothing that a terminal obeys."""
    assert "Traceback" not in talk
    obeyed = [
        char for char in talk if unicodedata.category(char) in ("Cc", "Cf") and char not in "\n\t"
    ]
    assert obeyed == []
    return talk
