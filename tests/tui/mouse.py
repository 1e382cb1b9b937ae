"""A hand with a mouse over the text of a sitting: it finds words by what they say."""

from __future__ import annotations

from tests.tui.sitting import Sitting
from tui.pointing import Pointer
from tui.reader import Reader
from tui.viewport import GUTTER


def cell(reader: Reader, words: str, at: int = 0) -> tuple[int, int]:
    """Where the character `at` of these words stands in the pane; -1 is their last one."""
    viewport = reader.viewport
    offset = reader.opened.text[:].index(words) + at % len(words)
    place = index, row = viewport.place_of(offset)
    rows, start = viewport.rows(index), viewport.paragraph(index).start
    cells = rows.cells(rows.span(row)[0], offset - start)
    return viewport.margin + GUTTER + cells, viewport.visible().index(place)


class Mouse:
    """Clicks and drags, each with the events that a terminal sends."""

    def __init__(self, sitting: Sitting, reader: Reader | None = None) -> None:
        self.reader = reader or sitting.reader
        self._desk = sitting.desk
        self._pointer = Pointer(self.reader, sitting.desk.touch)

    def click(self, words: str, at: int = 0, times: int = 1) -> Mouse:
        """Click so many times, quickly."""
        return self.click_cell(*cell(self.reader, words, at), times)

    def click_cell(self, x: int, y: int, times: int = 1) -> Mouse:
        for number in range(1, times + 1):
            self.press(x, y).release()
            self._pointer.click(number)
            self._desk.follow()
        return self

    def drag(self, begin: str, end: str, begin_at: int = 0, end_at: int = -1) -> Mouse:
        """Drag from a character of some words to one of others, past nothing between."""
        x, y = cell(self.reader, begin, begin_at)
        return self.press(x, y).move(*cell(self.reader, end, end_at)).release()

    def press(self, x: int, y: int) -> Mouse:
        self._pointer.press(x, y)
        self._desk.follow()
        return self

    def press_on(self, words: str, at: int = 0) -> Mouse:
        return self.press(*cell(self.reader, words, at))

    def move(self, x: int, y: int) -> Mouse:
        self._pointer.move(x, y)
        self._desk.follow()
        return self

    def move_to(self, words: str, at: int = 0) -> Mouse:
        return self.move(*cell(self.reader, words, at))

    def release(self) -> Mouse:
        self._pointer.release()
        self._desk.follow()
        return self

    def wheel(self, rows: int) -> bool:
        return self._pointer.wheel(rows)
