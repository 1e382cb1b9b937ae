"""The application: one screen, no mouse needed, no animation."""

from __future__ import annotations

import asyncio
import gc
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.driver import Driver
from textual.worker import WorkerFailed

from tui import clipboard, crash, themes
from tui.ending import Ending
from tui.opening import OpenDocument
from tui.screens.reading import ReadingScreen
from tui.session import Session

if TYPE_CHECKING:
    from tui.practice import Practice


class PostilApp(App[None]):
    """Reads the documents of a session."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "Postil"

    def __init__(
        self,
        session: Session,
        opened: OpenDocument,
        ending: Ending | None = None,
        practice: Practice | None = None,
        offers_practice: bool = False,
    ) -> None:
        """Begin with `opened`, of which the first page is there."""
        # Without colours Textual would show grey ones, unless they are the terminal's own.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        for theme in themes.OURS:
            self.register_theme(theme)
        if "TEXTUAL_THEME" not in os.environ:
            self.set_reactive(App.theme, themes.default(self.console.color_system))
        session.settings = session.settings.among(self.available_themes)
        if session.settings.theme:
            self.set_reactive(App.theme, session.settings.theme)
        self.stylesheet.set_variables(self.get_css_variables())  # made before ours were known
        self.session = session
        self.ending = ending or Ending()
        self.crash: crash.Crash | None = None
        """What stopped the application, if it was an error."""
        self._reading = ReadingScreen(session, opened, self.practise, practice, offers_practice)

    def get_default_screen(self) -> ReadingScreen:
        """The reading screen itself: pushing another one costs 50 ms."""
        return self._reading

    def get_driver_class(self) -> type[Driver]:
        """The driver of this system, made to bear a terminal that goes."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from tui.driver import TerminalDriver

        return TerminalDriver

    def on_load(self) -> None:
        """From now on the application can be asked to leave, and no error passes by."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_stray)
        self.ending.attend(partial(loop.call_soon_threadsafe, self.exit))

    def on_ready(self) -> None:
        """The first page is there: what was made for it stays, and need not be looked at again."""
        if not gc.isenabled():
            gc.freeze()  # without collecting before: that takes 50 ms, and there is little
            gc.enable()

    def practise(self) -> None:
        """Practise in front of what is read, in a temporary project.

        Raises OSError or UnreadableDocument.
        """
        import shutil
        import tempfile

        from tui.samples import sit_down
        from tui.screens.practising import PractisingScreen

        folder = Path(tempfile.mkdtemp(prefix="postil-practice-"))
        clear = partial(shutil.rmtree, folder, ignore_errors=True)
        self.ending.work(clear)  # also where the screen is not left in order
        try:
            session = sit_down(folder, self.session.settings)
            screen = PractisingScreen(session, session.open_first(), self.practise, clear)
        except Exception:
            clear()
            raise
        if isinstance(self.screen, PractisingScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the clipboard of the terminal, also from within GNU screen."""
        if self._driver is not None:
            self._driver.write(clipboard.sequence(text))

    def exit(self, *arguments: Any, **options: Any) -> None:
        """Leave, and have it seen to that it does not take for ever."""
        self.ending.leave()
        super().exit(*arguments, **options)

    def panic(self, *_: object) -> None:
        """Leave without what Textual would show: it may be text of the document."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Leave; the sentence about it comes when what was marked is safe."""
        if self.crash is None:
            self.ending.leave()
            error: BaseException = self._exception or RuntimeError()
            if isinstance(error, WorkerFailed):
                error = error.error
            self.crash = crash.record(error)
        self._close_messages_no_wait()

    def _on_stray(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """An error that asyncio would log with its message, and go on."""
        if isinstance(error := context.get("exception"), Exception):
            self._handle_exception(error)
