"""The terminal driver of Textual, made to bear what real terminals do.

Textual 8.2.8 has no idea of a terminal that is gone. At the end of input its input thread runs in
circles; its output thread dies of an error, and 30 writes later the application waits for it for
ever. One byte that is not UTF-8 ends the program with a traceback.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable
from time import sleep
from typing import IO, Any, Protocol, cast

from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from tui.ending import CLOSED, Ending
from tui.restoring import Terminal


class _KeyDecoder:
    """Decodes keys; what is not UTF-8 is replaced, and the end of input is no empty key."""

    def __init__(self, *_: object) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        if not data and not final:
            raise EOFError
        return self._decoder.decode(data, final)


# The input thread takes its decoder by this name, and has no other place to put one in.
setattr(linux_driver, "getincrementaldecoder", lambda _: _KeyDecoder)  # noqa: B010 - unknown to mypy


class _Output:
    """Stderr for Textual's output thread: where it fails, or is told to, it writes nothing more."""

    def __init__(self, file: IO[str], gone: Callable[[], None]) -> None:
        self.busy = False
        self._file = file
        self._gone = gone
        self._dropping = False

    def drop(self) -> None:
        self._dropping = True

    def write(self, text: str) -> None:
        self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        self._try(self._file.flush)

    def fileno(self) -> int:
        return self._file.fileno()

    def _try(self, send: Callable[[], object]) -> None:
        if self._dropping:
            return
        self.busy = True
        try:
            send()
        except Exception:  # whatever it is, the thread has to live on to empty its queue
            self._dropping = True
            self._gone()
        finally:
            self.busy = False


class _Ends(Protocol):
    ending: Ending

    def _handle_exception(self, error: Exception) -> None: ...


class TerminalDriver(LinuxDriver):
    """Reads keys and writes the screen until the terminal is gone, and says so then."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        """A driver for an application that has an `ending`."""
        super().__init__(app, **options)
        self._ends = cast(_Ends, app)
        assert sys.__stderr__ is not None
        self._screen = sys.__stderr__.fileno()
        self._output = _Output(sys.__stderr__, self._gone)
        setattr(self, "_file", self._output)  # noqa: B010 - declared as stderr itself
        self._terminal: Terminal | None = None
        self._is_entered = False

    def start_application_mode(self) -> None:
        """Take the terminal."""
        # A program before us may have left it so that a write fails where it should wait.
        os.set_blocking(self._screen, True)
        self._terminal = Terminal(self.fileno, self._screen, self._output)
        self._ends.ending.entered(self)
        keys = self._key_thread
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # It gives up where the terminal belongs to another job, which stopped us.
        self._is_entered = self._key_thread is not keys
        if not self._is_entered:
            self._ends.ending.left()

    def _enable_mouse_support(self) -> None:
        """Be told of buttons, the wheel and drags, but not of every motion, which shows nothing."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1015h\x1b[?1006h")
            self.flush()

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            # Textual leaves the mode in which pixels are told; the next program would get them.
            self.write("\x1b[?1000l\x1b[?1002l\x1b[?1015l\x1b[?1006l\x1b[?1016l")
            self.flush()

    def stop_application_mode(self) -> None:
        """Give the terminal back, unless that was done."""
        if self._is_entered:
            super().stop_application_mode()
            self._is_entered = False

    def close(self) -> None:
        """Wait until all was written."""
        super().close()
        if not self._is_entered:
            self._ends.ending.left()

    def restore(self) -> None:
        """Give the terminal back by force."""
        self.exit_event.set()  # Python waits for the input thread before it ends
        if self._terminal is not None:
            self._terminal.restore()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except (OSError, EOFError):
            self._gone()
        except Exception as error:
            # Textual would print the traceback, and end with code 0.
            self._app.call_later(self._ends._handle_exception, error)

    def _gone(self) -> None:
        self._ends.ending.begin(CLOSED)

    # What was stopped by its shell and ended before it went on must not take the terminal again.

    def _sigtstp_application(self, *arguments: object) -> None:
        if self._ends.ending.code is None:
            super()._sigtstp_application(*arguments)

    def _sigcont_application(self, *arguments: object) -> None:
        sleep(0.05)  # a signal to end that was sent just before may come just after
        if self._ends.ending.code is None:
            super()._sigcont_application(*arguments)
