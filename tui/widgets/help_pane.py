"""The keys, as a plain list in the place of the text."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from textual.strip import Strip

from tui.commands import listing
from tui.widgets.keyed import Keyed
from tui.wrap import wrap

KEYS = 24
"""Cells of the column of keys."""


class HelpPane(Keyed):
    """A list that scrolls."""

    DEFAULT_CSS = "HelpPane { height: 1fr; display: none; }"

    def __init__(self, tag_keys: str, rest_keys: str, press: Callable[[str], None]) -> None:
        """List the commands; the tag keys depend on the codebook."""
        super().__init__("help", press)
        self._listing = listing(tag_keys, rest_keys)
        self._top = 0

    def scroll_by_key(self, key: str) -> bool:
        """Scroll; whether the key does that."""
        page = max(1, self.size.height - 2)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "space": page, "pagedown": page}
        steps |= {"pageup": -page, "g": -9999, "home": -9999, "G": 9999, "end": 9999}
        if key not in steps:
            return False
        last = max(0, len(self._lines()) - self.size.height)
        self._top = min(last, max(0, self._top + steps[key]))
        self.repaint()
        return True

    def draw(self) -> list[Strip]:
        return [self.strip(parts, self.palette.blank) for parts in self._lines()[self._top :]]

    def _lines(self) -> list[list[tuple[str, Style]]]:
        palette = self.palette
        lines: list[list[tuple[str, Style]]] = []
        for group, rows in self._listing:
            lines.append([(f"  {group}", palette.focus)])
            for keys, help in rows:
                wrapped = wrap(help, self.size.width - KEYS - 5)
                for row in range(len(wrapped)):
                    shown = wrapped.drawn(*wrapped.span(row))
                    keys = keys if row == 0 else ""
                    lines.append([(f"    {keys:{KEYS}} ", palette.strong), (shown, palette.plain)])
            lines.append([])
        return lines[:-1]
