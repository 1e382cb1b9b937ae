"""A list on screen: documents, marks, or what is being found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual import events
from textual.strip import Strip

from tui.lists.roll import Roll
from tui.themes import Palette
from tui.widgets.line import Part
from tui.widgets.painted import Painted

KEPT = 500
"""Rows kept as they were drawn."""
WHEEL = 3
"""Rows that a step of the wheel scrolls."""

Pointed = Callable[[str, int | None, bool], None]
"""What a click does: in which list, on the row of which number if on any, whether twice."""


class Painter(Protocol):
    """Says what rows look like. All text in the parts is printable."""

    height: int
    """Cells that a row of the list is high."""

    def look(self, number: int) -> object:
        """What a row's look depends on: rows of the same look are drawn once."""

    def row(self, number: int, width: int, palette: Palette) -> list[list[Part]]:
        """A row of the list, as `height` rows of parts."""

    def head(self, width: int, palette: Palette) -> list[list[Part]]:
        """What stands above the rows."""

    def foot(self, width: int, palette: Palette) -> list[list[Part]]:
        """What stands below them."""


class ListPane(Painted):
    """Draws the window of a roll; only rows that look different are drawn again."""

    def __init__(
        self, id: str, roll: Roll[Any] | None, painter: Painter, pointed: Pointed, rule: str = ""
    ) -> None:
        """Show `roll`, which can be put in its place later, as `painter` says.

        A `rule` stands at its `left` or `right`, where it does not fill the screen.
        """
        super().__init__(id=id)
        self.roll = roll
        self._rule = rule
        self._painter = painter
        self._pointed = pointed
        self._drawn: dict[object, list[Strip]] = {}
        self._edges: dict[tuple[object, ...], list[Strip]] = {}

    def forget(self) -> None:
        self._drawn.clear()
        self._edges.clear()
        super().forget()

    def on_resize(self) -> None:
        self.forget()

    def draw(self) -> list[Strip]:
        width, height = self._width, self.size.height
        if self.roll is None:
            return []
        painter, palette = self._painter, self.palette
        head = self._edge(painter.head(width, palette))
        foot = self._edge(painter.foot(width, palette))
        room = max(painter.height, height - len(head) - len(foot))
        self.roll.height = room // painter.height
        strips = [*head]
        for number in self.roll.window():
            strips += self._row(number)
        blank = self._edge([[]])
        strips += blank * (height - len(foot) - len(strips))
        return strips[: height - len(foot)] + foot

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._pointed(str(self.id), self._number_at(event.y), event.chain > 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scroll(event, WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scroll(event, -WHEEL)

    def _scroll(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        if self.roll is not None:
            self.roll.scroll(rows)
            self.repaint()

    def _number_at(self, y: int) -> int | None:
        """The row of the list that stands on a row of the widget, if there is one."""
        if self.roll is None:
            return None
        y -= len(self._painter.head(self._width, self.palette))
        number = self.roll.top + y // self._painter.height
        return number if y >= 0 and number in self.roll.window() else None

    def _row(self, number: int) -> list[Strip]:
        look = self._painter.look(number)
        strips = self._drawn.get(look)
        if strips is None:
            if len(self._drawn) >= KEPT:
                self._drawn.clear()
            parts = self._painter.row(number, self._width, self.palette)
            strips = [self._ruled(row) for row in parts]
            self._drawn[look] = strips
        return strips

    @property
    def _is_ruled(self) -> bool:
        return bool(self._rule) and self.size.width < self.screen.size.width

    @property
    def _width(self) -> int:
        """Cells of a row, without the rule."""
        return self.size.width - self._is_ruled

    def _ruled(self, parts: list[Part]) -> Strip:
        """A row, and the rule beside it."""
        row = self.strip(parts, self.palette.row, self._width)
        if not self._is_ruled:
            return row
        rule = self.strip([("│", self.palette.rule)], self.palette.blank, 1)
        return Strip.join([rule, row] if self._rule == "left" else [row, rule])

    def _edge(self, rows: list[list[Part]]) -> list[Strip]:
        """Rows that seldom change: the same strips as long as they do not."""
        key = tuple(map(tuple, rows))
        strips = self._edges.get(key)
        if strips is None:
            if len(self._edges) >= KEPT:
                self._edges.clear()
            strips = [self._ruled(row) for row in rows]
            self._edges[key] = strips
        return strips
