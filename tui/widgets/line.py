"""One row of printable text: title, inspector, status, footer."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.strip import Strip

from tui.widgets.painted import Painted
from tui.wrap import fitted

Part = tuple[str, Style]


class Line(Painted):
    """A row with a left part, cut where need be, and a right part, which stays whole."""

    def __init__(self, id: str, pointed: Callable[[str, int], None]) -> None:
        """`pointed` is called with the id and the column where it is clicked, in cells."""
        super().__init__(id=id)
        self._pointed = pointed
        self._left: list[Part] = []
        self._right: list[Part] = []
        self._rest: Style | None = None
        self._strip: Strip | None = None

    def show(self, left: list[Part], right: list[Part], rest: Style) -> None:
        """Show printable parts; nothing is sent when they are the same as before."""
        if (left, right, rest) != (self._left, self._right, self._rest):
            self._left, self._right, self._rest = left, right, rest
            self._strip = None
            self.repaint()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._pointed(str(self.id), event.x)

    def forget(self) -> None:
        self._strip = None
        super().forget()

    def draw(self) -> list[Strip]:
        if self._strip is None or self._strip.cell_length != self.size.width:
            self._strip = self._compose_row()
        return [self._strip]

    def _compose_row(self) -> Strip:
        rest = self._rest or self.palette.blank
        right_width = sum(cell_len(text) for text, _ in self._right)
        room = max(0, self.size.width - right_width - 1)
        parts: list[Part] = []
        for text, style in self._left:
            shown = fitted(text, room)
            parts.append((shown, style))
            room -= cell_len(shown)
            if room <= 0:
                break
        if self._right:
            parts.append((" " * (max(0, room) + 1), rest))
        return self.strip([*parts, *self._right], rest)
