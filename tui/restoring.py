"""A terminal given back by force: without waiting for it, and beside whoever writes to it."""

from __future__ import annotations

import os
import termios
from contextlib import suppress
from time import monotonic, sleep
from typing import Protocol

PATIENCE = 0.5
"""Seconds that a terminal has to take some fifty bytes."""

LEAVE = (
    b"\x1b\\"  # whatever was cut short ends here
    b"\x1b[?2026l"  # show what is sent
    b"\x1b[?2004l\x1b[?1004l\x1b[?2048l"  # no more reports: paste, focus, size
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # nor of the mouse
    b"\x1b[<u"  # keys as they were; each screen has its own stack of them, so before leaving
    b"\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"
)
"""What undoes all that Textual's driver may have set."""


class Output(Protocol):
    """Whoever writes to the terminal meanwhile."""

    busy: bool
    """Whether it waits for the terminal to take something."""

    def drop(self) -> None:
        """Write nothing more."""


class Terminal:
    """A terminal as it was before the program took it."""

    def __init__(self, keys: int, screen: int, output: Output) -> None:
        """Remember the attributes of the terminal with these descriptors."""
        self._keys = keys
        self._screen = screen
        self._output = output
        self._before: list[int | list[bytes | int]] | None = None
        with suppress(termios.error):
            self._before = termios.tcgetattr(keys)

    def restore(self) -> None:
        """Put the attributes and the modes back, whatever has become of the terminal."""
        self._output.drop()
        if self._before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._keys, termios.TCSANOW, self._before)
        with suppress(OSError, termios.error):
            descriptor = self._own()
            try:
                self._leave(descriptor)
            finally:
                os.close(descriptor)
            # Answers of the terminal that nobody waits for would be typed into the shell.
            termios.tcflush(self._keys, termios.TCIFLUSH)

    def _own(self) -> int:
        """A descriptor that never waits. Ours shares its flags with the shell that started us."""
        flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK
        try:
            return os.open(os.ttyname(self._screen), flags)
        except OSError:  # a container may not see the device
            return os.open("/dev/tty", flags)

    def _leave(self, descriptor: int) -> None:
        left = LEAVE
        end = monotonic() + PATIENCE
        while left and monotonic() < end:
            # While another write waits, none gets through, not even one that does not wait.
            if not self._output.busy:
                with suppress(BlockingIOError):
                    left = left[os.write(descriptor, left) :]
                    continue
            termios.tcflush(self._screen, termios.TCOFLUSH)
            # What waits looks again for room only when the output starts; so it is stopped first.
            termios.tcflow(self._screen, termios.TCOOFF)
            termios.tcflow(self._screen, termios.TCOON)
            sleep(0.01)
