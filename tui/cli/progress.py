"""How far a long work is, on one line of stderr that goes away.

It is shown after half a second, on a terminal only, and not once data goes to a terminal itself.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import TypeVar

Item = TypeVar("Item")

PATIENCE = 0.5
"""Seconds of work of which nothing is said."""
PAUSE = 0.1
"""Seconds between two states of the line."""

_current: Progress | None = None


class Progress:
    """Counts while it is entered; a thread of its own shows it, so that counting costs nothing."""

    def __init__(self, what: str, total: int = 0, quiet: bool = False) -> None:
        """Work on so many things, called `what`; a `total` of 0 is one that nobody knows."""
        self.done = 0
        """How many there were so far."""
        self._what = what
        self._total = total
        self._is_wanted = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._over = threading.Event()
        self._drawing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._shown = False

    def __enter__(self) -> Progress:
        global _current
        if self._is_wanted:
            _current = self
            self._thread = threading.Thread(target=self._show, name="postil-progress", daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.stop()

    def over(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, counted as they are taken."""
        for item in items:
            self.done += 1
            yield item

    def stop(self) -> None:
        """Show nothing any more; the line is gone."""
        global _current
        self._over.set()
        self.clear()
        if _current is self:
            _current = None

    def clear(self) -> None:
        """Take the line away for something else to be said."""
        with self._drawing:
            if self._shown:
                self._write("\r\x1b[K")
                self._shown = False

    def _show(self) -> None:
        wait = PATIENCE
        while not self._over.wait(wait):
            with self._drawing:
                if not self._over.is_set():
                    self._write(f"\r\x1b[K{self._line()}")
                    self._shown = True
            wait = PAUSE

    def _line(self) -> str:
        if not self.done:
            return "postil: reading …"
        of = f" of {self._total:,}" if self._total else ""
        return f"postil: {self.done:,}{of} {self._what}"

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()


def clear() -> None:
    """Take the line away, if there is one, for something else to be said."""
    if _current is not None:
        _current.clear()


def stop() -> None:
    """Show nothing any more: what comes out now is seen itself."""
    if _current is not None:
        _current.stop()
