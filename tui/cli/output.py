"""Data on stdout: as it is into a pipe or file, printable on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from annotations.errors import AnnotationsError, reason_of
from tui.cli import progress
from tui.glyphs import lines


def put(pieces: Iterable[str] | Iterable[bytes]) -> None:
    """Write pieces of a text; what cannot be encoded becomes a question mark.

    Raises AnnotationsError where nothing can be written, BrokenPipeError where nobody reads.
    """
    if sys.stdout is None:
        raise AnnotationsError("stdout: is closed")
    shown = sys.stdout.isatty()
    for piece in pieces:
        if shown:
            progress.stop()
        data = piece
        if isinstance(data, str):
            data = (lines(data) if shown else data).encode(errors="replace")
        _write(data)
    _write(b"")


def as_json(value: Any) -> str:
    """Values as JSON for people and programs."""
    import orjson

    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"


def _write(data: bytes) -> None:
    """Write data, or what was held back when there is none."""
    try:
        if data:
            sys.stdout.buffer.write(data)
        else:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AnnotationsError(f"stdout: {reason_of(error)}") from error
