"""Data on stdout: as it is into a pipe or file, printable on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tui.glyphs import lines


def put(pieces: Iterable[str]) -> None:
    """Write pieces of text. What cannot be encoded becomes a question mark."""
    shown = sys.stdout.isatty()
    for piece in pieces:
        data = (lines(piece) if shown else piece).encode(errors="replace")
        sys.stdout.buffer.write(data)
    sys.stdout.flush()
