"""A terminal that takes nothing is restored all the same."""

from __future__ import annotations

import os
import select
import termios
import threading
import tty
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from tui.restoring import LEAVE, Terminal


@dataclass
class Writer:
    """Somebody else who writes to the terminal."""

    busy: bool = False
    dropped: bool = False

    def drop(self) -> None:
        self.dropped = True


@pytest.fixture
def pty() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal, ours and that of a program."""
    ends = os.openpty()
    yield ends
    for end in ends:
        os.close(end)


def sent(ours: int) -> bytes:
    """All that the terminal has taken."""
    taken = b""
    while select.select([ours], [], [], 0.1)[0]:
        taken += os.read(ours, 1 << 16)
    return taken


def test_what_nobody_reads_is_thrown_away(pty: tuple[int, int]) -> None:
    ours, theirs = pty
    before = termios.tcgetattr(theirs)
    writer = Writer()
    terminal = Terminal(theirs, theirs, writer)
    tty.setraw(theirs)
    os.set_blocking(theirs, False)
    with suppress(BlockingIOError):
        while True:
            os.write(theirs, b"painting " * 100)
    os.set_blocking(theirs, True)
    restoring = threading.Thread(target=terminal.restore, daemon=True)
    restoring.start()
    restoring.join(10)
    assert not restoring.is_alive()
    assert writer.dropped
    assert sent(ours).endswith(LEAVE)
    assert termios.tcgetattr(theirs) == before
    assert os.get_blocking(theirs)


def test_what_somebody_else_is_writing_is_not_cut_in_two(pty: tuple[int, int]) -> None:
    ours, theirs = pty
    terminal = Terminal(theirs, theirs, Writer(busy=True))
    terminal.restore()
    assert sent(ours) == b""


def test_a_terminal_that_is_gone_is_left_alone() -> None:
    ours, theirs = os.openpty()
    terminal = Terminal(theirs, theirs, Writer())
    os.close(ours)
    terminal.restore()
    os.close(theirs)
