"""The application: one screen, no mouse needed, no animation."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from contextlib import suppress
from pathlib import Path

from rich.text import Text as RichText
from textual.app import App
from textual.driver import Driver

from tui.driver import forgiving
from tui.opening import OpenDocument
from tui.screens.reading import ReadingScreen
from tui.session import Session


class PostilApp(App[None]):
    """Reads the documents of a session."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "Postil"

    def __init__(self, session: Session, opened: OpenDocument) -> None:
        """Begin with `opened`, of which the first page is there."""
        super().__init__()
        self.session = session
        self._reading = ReadingScreen(session, opened)

    def get_default_screen(self) -> ReadingScreen:
        """The reading screen itself: pushing another one costs 50 ms."""
        return self._reading

    def get_driver_class(self) -> type[Driver]:
        """The driver of this system, made to bear bytes that are not UTF-8."""
        return forgiving(super().get_driver_class())

    def on_mount(self) -> None:
        """Signals end the program like a key does: the terminal is restored, the code is kept."""
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and threading.current_thread() is threading.main_thread():
                with suppress(NotImplementedError, RuntimeError):
                    loop = asyncio.get_running_loop()
                    loop.add_signal_handler(number, self.exit, None, 128 + number)

    def on_ready(self) -> None:
        """The first page is there: what was made for it stays, and need not be looked at again."""
        if not gc.isenabled():
            gc.freeze()  # without collecting before: that takes 50 ms, and there is little
            gc.enable()

    def _fatal_error(self) -> None:
        """Leave with a sentence; a traceback would show text of the document."""
        if self._exit_renderables:
            return  # one sentence is enough
        error = self._exception
        place = ""
        trace = error.__traceback__ if error else None
        while trace is not None:
            place = f" ({Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno})"
            trace = trace.tb_next
        self._exit_renderables.append(
            RichText(f"postil stopped: {type(error).__name__}{place}. What was marked is saved.")
        )
        self._close_messages_no_wait()
