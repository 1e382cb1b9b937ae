"""What is said on stderr beside the data: what failed, and what is good to know."""

from __future__ import annotations

import sys
from contextlib import suppress
from contextvars import ContextVar

from tui.cli import progress
from tui.cli.progress import Progress
from tui.glyphs import lines

_is_quiet = ContextVar("is_quiet", default=False)


def begin() -> None:
    """A command begins: nobody has asked for quiet."""
    _is_quiet.set(False)


def be_quiet() -> None:
    """From now on only failures are said, as `--quiet` asks."""
    _is_quiet.set(True)


def is_quiet() -> bool:
    """Whether only failures are said."""
    return _is_quiet.get()


def counting(what: str, total: int = 0) -> Progress:
    """What shows how far a long work is, unless nobody wants to hear of it; see `Progress`."""
    return Progress(what, total, is_quiet())


def say(sentence: str, prefix: str = "postil: ") -> None:
    """What failed, is wrong or is missing; text from outside in it is made printable.

    Where stderr is closed or full nobody hears it.
    """
    progress.clear()
    if sys.stderr is not None:  # print would take stdout then
        with suppress(OSError):
            print(f"{prefix}{lines(sentence)}", file=sys.stderr, flush=True)


def note(sentence: str) -> None:
    """What is good to know, such as how much was written; `--quiet` leaves it out."""
    if not is_quiet():
        say(sentence)
