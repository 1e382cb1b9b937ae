"""A program in a terminal of its own: keys go in, bytes and a screen come out."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
"""Seconds until a program that says nothing has failed."""

# Questions and modes of newer terminals, which pyte would print.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*u|\x1b\[\?[0-9]+\$p|\x1b\[>[0-9;]*[a-zA-Z]")


class Terminal:
    """A running program and what it has sent so far."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int, size: tuple[int, int]):
        self.process = process
        self.sent = b""
        """All bytes that the program sent to the terminal."""
        self._descriptor = descriptor
        self._size = size

    def press(self, keys: str | bytes) -> None:
        """Type, byte by byte as they are; a letter is its key."""
        os.write(self._descriptor, keys if isinstance(keys, bytes) else keys.encode())

    @property
    def screen(self) -> str:
        """The rows of the screen as a person sees them."""
        screen = pyte.Screen(*self._size)
        pyte.ByteStream(screen).feed(_UNKNOWN_TO_PYTE.sub(b"", self.sent))
        return "\n".join(screen.display)

    def wait_for(self, *words: str) -> None:
        """Go on when all these words are on the screen."""
        end = time.monotonic() + PATIENCE
        while True:
            ended = self.process.poll() is not None
            while self._read(0.01):
                pass
            shown = self.screen
            missing = [word for word in words if word not in shown]
            if not missing:
                return
            assert not ended, f"ended without {missing}:\n{self.sent!r}"
            assert time.monotonic() < end, f"waited for {missing}, saw:\n{shown}"

    def end(self) -> int:
        """Read until the program ends; its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"still running:\n{self.screen}"
            self._read(0.05)
        while self._read(0.1):
            pass
        return self.process.returncode

    def stop(self) -> None:
        """Kill what still runs, and only that."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self._descriptor)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._descriptor, 1 << 16)
        except OSError:  # Linux: the other side was closed
            return False
        self.sent += data
        return bool(data)


@contextmanager
def terminal(
    *words: str | Path, cwd: Path, size: tuple[int, int] = (80, 24), script: str = ""
) -> Iterator[Terminal]:
    """Run `postil` with these words, or a Python script with them, in a terminal."""
    program: Sequence[str] = ("-c", script) if script else ("-m", "tui")
    ours, theirs = os.openpty()
    columns, rows = size
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, *program, *map(str, words)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONPATH": str(ROOT),
        },
        start_new_session=True,
    )
    os.close(theirs)
    running = Terminal(process, ours, size)
    try:
        yield running
    finally:
        running.stop()
