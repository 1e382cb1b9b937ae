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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
"""Seconds until a program that says nothing has failed."""

# Questions and modes of newer terminals, which pyte would print.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*u|\x1b\[\?[0-9]+\$p|\x1b\[>[0-9;]*[a-zA-Z]")


_SIZE = ("COLUMNS", "LINES")
"""Variables that go before the size of the terminal; whoever runs the tests may have set them."""


class Terminal:
    """A running program and what it has sent so far."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        descriptor: int,
        device: int,
        size: tuple[int, int],
    ) -> None:
        self.process = process
        self.sent = b""
        """All bytes that the program sent to the terminal."""
        self.before = termios.tcgetattr(device)
        """The attributes of the terminal before the program took it."""
        self._descriptor: int | None = descriptor
        self._device = device
        self._size = size

    def press(self, keys: str | bytes) -> None:
        """Type, byte by byte as they are; a letter is its key."""
        assert self._descriptor is not None
        os.write(self._descriptor, keys if isinstance(keys, bytes) else keys.encode())

    @property
    def attributes(self) -> list[object]:
        """The attributes of the terminal now."""
        return termios.tcgetattr(self._device)

    def close(self) -> None:
        """Close the terminal, as somebody does who closes its window."""
        assert self._descriptor is not None
        os.close(self._descriptor)
        self._descriptor = None

    def halt(self) -> None:
        """Take nothing that the program sends from now on, as Ctrl+S does."""
        termios.tcflow(self._device, termios.TCOOFF)

    def send(self, *signals: signal.Signals) -> None:
        """Send signals, one straight after the other."""
        for each in signals:
            self.process.send_signal(each)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as somebody does who drags a corner of its window."""
        self._size = columns, rows
        fcntl.ioctl(self._device, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def listen(self, seconds: float) -> None:
        """Take what the program sends in that time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    @property
    def memory(self) -> int:
        """Bytes that the program has in memory (RSS); Linux only."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def cpu(self) -> float:
        """Seconds of processor time that the program has taken; Linux only."""
        line = Path(f"/proc/{self.process.pid}/stat").read_text()
        user, system = line.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

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

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Go on when this has happened."""
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end, f"waited, and saw:\n{self.screen}"
            self._read(0.01)

    def end(self, reading: bool = True) -> int:
        """Wait until the program ends, and read what it sends, at once or afterwards."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"still running:\n{self.screen}"
            if reading and self._descriptor is not None:
                self._read(0.01)
            else:
                time.sleep(0.02)
        while self._read(0.02):
            pass
        return self.process.returncode

    def stop(self) -> None:
        """Kill what still runs, and only that."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self._device)
        if self._descriptor is not None:
            os.close(self._descriptor)

    def _read(self, seconds: float) -> bool:
        if self._descriptor is None or not select.select([self._descriptor], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._descriptor, 1 << 16)
        except OSError:  # Linux: the other side was closed
            return False
        self.sent += data
        return bool(data)


@contextmanager
def terminal(
    *words: str | Path,
    cwd: Path,
    size: tuple[int, int] = (80, 24),
    script: str = "",
    controlling: bool = False,
    environment: Mapping[str, str] | None = None,
    shell: Sequence[str] = (),
    piped: int | None = None,
) -> Iterator[Terminal]:
    """Run `postil` with these words, or a Python script or a shell with them, in a terminal.

    Where that is `controlling`, the program gets SIGHUP when it is closed. The `environment` is
    added to that of the tests. `piped` is a descriptor that stdin is instead.
    """
    program = (sys.executable, *(("-c", script) if script else ("-m", "tui")))
    ours, theirs = os.openpty()
    columns, rows = size
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def prepare() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run under nohup
        if controlling:
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [*(shell or program), *map(str, words)],
        stdin=theirs if piped is None else piped,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env={
            **{name: value for name, value in os.environ.items() if name not in _SIZE},
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONPATH": str(ROOT),
            **(environment or {}),
        },
        start_new_session=True,
        preexec_fn=prepare,
    )
    running = Terminal(process, ours, theirs, size)
    try:
        yield running
    finally:
        running.stop()
