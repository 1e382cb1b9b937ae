"""What a person chooses on screen for now and later: theme, width, keyboard, how lines are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.desk import Desk


class Choices:
    """Shows what may be chosen, and keeps what was."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self) -> None:
        """Show everything as it was chosen."""
        self._desk.around.show_theme(self._desk.session.settings.theme)
        self.show_width()

    def show_width(self, cells: int = 0) -> None:
        """Show the texts in a column of that many cells; 0 is what was chosen."""
        for reader in self._desk.readers:
            reader.widen(cells or self._desk.session.settings.width)

    def keep_width(self, cells: int) -> None:
        """Take a width of the text."""
        self._keep("width", cells, f"text {cells} cells wide")

    def keep_theme(self, name: str) -> None:
        """Take a theme."""
        self._keep("theme", name, f"theme {name}")

    def keep_keyboard(self, name: str) -> None:
        """Take the letters of another script by their place on its keyboard."""
        self._desk.keymap.use_keyboard(name)
        self._keep("keyboard", name, f"{name} letters are taken by their place")

    def keep_lines(self, hard_wrapped: bool) -> None:
        """Take the lines of the document as breaks of a page, or each as a paragraph."""
        desk, opened = self._desk, self._desk.reader.opened
        desk.sheet.stop()
        desk.session.read_lines(opened, hard_wrapped)
        for reader in desk.readers:
            if reader.opened is opened:
                reader.rewrapped()
        how = "blank lines end a paragraph" if hard_wrapped else "each line is a paragraph"
        desk.say(f"{how} in this text now; marks stay where they are")

    def _keep(self, setting: str, value: str | int, said: str) -> None:
        desk = self._desk
        settings = desk.session.settings
        desk.session.settings = replace(settings, **{setting: value})  # type: ignore[arg-type]
        desk.sheet.stop()
        reason = desk.around.remember(setting, value)
        desk.say(said + (f", for now: {reason}" if reason else ""))
