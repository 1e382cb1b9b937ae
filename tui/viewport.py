"""Which rows of a text are on screen: anchored at a row, never counted from the top.

The anchor is a paragraph and a row in it. Nothing needs the number of rows above or below, so the
end of 100 MB is as near as the next page.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotations.text import Paragraph, Text
from tui.paint import LANES
from tui.wrap import Rows, wrap

GUTTER = 1 + LANES + 1 + 1
"""Cells beside it: the bar, the lanes, the plus for what has none, a space."""

KEPT = 2048
"""Paragraphs whose rows are kept."""
MARGIN = 2
"""Rows kept above and below the focus while it moves by sentences."""
LONG_LINE = 80
"""Code points from which a line stands off from its neighbours by a blank row."""

Place = tuple[int, int]
"""A paragraph and a row of it; the row after its last one is the blank row below it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What is under a cell of a pane."""

    place: Place
    """The row."""
    offset: int
    """The code point that is drawn there or, where none is, the nearest one of the row."""
    is_text: bool
    """Whether it is drawn there."""
    lane: int | None = None
    """Which of the lanes is there, if one is; behind them is the plus of marks that have none."""


class Viewport:
    """A window of `height` rows on a text wrapped at `width` cells."""

    def __init__(self, text: Text, column: int = 66) -> None:
        """A window on a text whose rows have `column` cells at most."""
        self.text = text
        self.column = column
        """Cells of a row at most."""
        self.width, self.height = column, 20  # until a pane has its size
        self.margin = 0
        """Cells before the bar that begins each row."""
        self.top: Place = (0, 0)
        self._rows: dict[int, Rows] = {}

    # The rows

    def paragraph(self, index: int) -> Paragraph:
        return self.text.paragraph(index)

    def rows(self, index: int) -> Rows:
        """The rows of a paragraph."""
        rows = self._rows.get(index)
        if rows is None:
            if len(self._rows) >= KEPT:
                self._rows.clear()
            rows = self._rows[index] = wrap(self.text.paragraph(index).text, self.width)
        return rows

    def visible(self) -> list[Place]:
        """The rows on screen, from the top; fewer than `height` at the end of the text."""
        places: list[Place] = []
        index, row = self.top
        while len(places) < self.height and index < self.text.paragraph_count:
            rows = self._rows_with_blank(index)
            places += [(index, each) for each in range(row, rows)][: self.height - len(places)]
            index, row = index + 1, 0
        return places

    def place_of(self, offset: int) -> Place:
        """The row that holds an offset of the text."""
        paragraph = self.text.paragraph_at(offset)
        return paragraph.index, self.rows(paragraph.index).row_of(offset - paragraph.start)

    def span(self, place: Place) -> tuple[int, int]:
        """Start and end of a row, in offsets of the text; empty for a blank row."""
        index, row = place
        start = self.text.paragraph(index).start
        rows = self.rows(index)
        first, last = rows.span(row) if row < len(rows) else (rows.starts[-1],) * 2
        return start + first, start + last

    def column_of(self, offset: int) -> int:
        """The cell of its row, from 0, in which an offset of the text is drawn."""
        index, row = self.place_of(offset)
        rows = self.rows(index)
        return rows.cells(rows.starts[row], offset - self.text.paragraph(index).start)

    def offset_at(self, place: Place, column: int) -> int:
        """The offset of what is drawn in a cell of a row or, behind its end, of the last of it."""
        index, row = place
        rows = self.rows(index)
        first, last = rows.seen(row)
        at = rows.at(row, column)
        return self.text.paragraph(index).start + (max(first, last - 1) if at is None else at)

    def draws(self, offset: int) -> bool:
        """Whether an offset of the text is drawn: the space at which a row breaks is not."""
        index, row = self.place_of(offset)
        return offset - self.text.paragraph(index).start < self.rows(index).seen(row)[1]

    def beside(self, place: Place, by: int) -> Place | None:
        """The next row with text below, or above for -1, if there is one."""
        while (moved := self.moved(place, by)) != place:
            place = moved
            if place[1] < len(self.rows(place[0])):
                return place
        return None

    def sees(self, start: int, end: int) -> bool:
        """Whether something between two offsets is on screen."""
        if start >= end:
            return False
        bottom = self.moved(self.top, self.height - 1)
        return self.place_of(start) <= bottom and self.place_of(end - 1) >= self.top

    def hit(self, x: int, y: int) -> Hit | None:
        """What is under a cell of the pane, counted from its corner; None in an empty text.

        Above and below the rows of the text are the first and the last of them.
        """
        places = self.visible()
        if not places:
            return None
        place = index, row = places[max(0, min(y, len(places) - 1))]
        rows, start = self.rows(index), self.text.paragraph(index).start
        column = x - self.margin - GUTTER
        is_below_the_text = y >= len(places) and len(places) < self.height
        if row == len(rows) or is_below_the_text:
            return Hit(place, start + rows.starts[-1] - 1, is_text=False)
        at = rows.at(row, column)
        if at is not None:
            return Hit(place, start + at, is_text=True)
        first, last = rows.seen(row)
        lane = column + GUTTER - 1
        nearest = first if column < 0 else max(first, last - 1)
        return Hit(place, start + nearest, False, lane if 0 <= lane <= LANES else None)

    # Moving

    def fit(self, width: int, height: int) -> None:
        """Fill a pane of that many cells and rows, the text column in its middle."""
        column = max(1, min(self.column, width - GUTTER - 1))
        self.margin = max(0, (width - GUTTER - column) // 2)
        self.resize(column, height)

    def resize(self, width: int, height: int) -> None:
        """Wrap at another width; the first word on screen stays the first."""
        width, height = max(1, width), max(1, height)
        if width != self.width and self.text.paragraph_count:
            first = self.span(self.top)[0]
            self.width = width
            self._rows.clear()
            self.top = self.place_of(first)
        self.width, self.height = width, height

    def show_text(self, text: Text) -> None:
        """Begin at the top of another text."""
        self.text = text
        self.top = (0, 0)
        self._rows.clear()

    def replace(self, text: Text) -> None:
        """Go on in a longer text that begins like this one."""
        first = self.span(self.top)[0] if self.text.paragraph_count else 0
        self.text = text
        self._rows.clear()
        self.top = self.place_of(first) if text.paragraph_count else (0, 0)

    def scroll(self, rows: int) -> None:
        """Move the window down, or up for a negative number; the last row stops at its bottom."""
        if not self.text.paragraph_count:
            return
        before = self.top
        self.top = self.moved(before, rows)
        if rows > 0 and len(self.visible()) < self.height:
            self.top = max(before, self.moved(self.end(), 1 - self.height))

    def end(self) -> Place:
        """The last row of the text."""
        last = self.text.paragraph_count - 1
        return last, len(self.rows(last)) - 1

    def show(self, start: int, end: int) -> None:
        """Move the window as little as makes a span visible, or else its start.

        What is more than a screen away comes to the upper third.
        """
        if not self.text.paragraph_count:
            return
        first, last = self.place_of(start), self.place_of(max(start, end - 1))
        margin = min(MARGIN, (self.height - 1) // 4)
        above = self.moved(first, -margin)
        below = self.moved(last, margin)
        if above < self.top:
            near = above >= self.moved(self.top, -self.height)
            self.top = above if near else self.moved(first, -(self.height // 3))
        elif below > self.moved(self.top, self.height - 1):
            near = below <= self.moved(self.top, 2 * self.height)
            top = self.moved(below, 1 - self.height)
            self.top = min(top if near else self.moved(first, -(self.height // 3)), above)

    def moved(self, place: Place, rows: int) -> Place:
        """The row that many rows below (above, if negative) another; stops at the ends."""
        index, row = place
        row += rows
        while row < 0 and index:
            index -= 1
            row += self._rows_with_blank(index)
        while row >= (count := self._rows_with_blank(index)):
            if index + 1 >= self.text.paragraph_count:
                return index, count - 1
            row -= count
            index += 1
        return index, max(row, 0)

    def _rows_with_blank(self, index: int) -> int:
        """Rows of a paragraph, and the blank one below it if there is one."""
        if index + 1 >= self.text.paragraph_count:
            return len(self.rows(index))
        paragraph = self.text.paragraph(index)
        blank = paragraph.newlines > 1 or (
            paragraph.newlines == 1
            and max(len(paragraph.text), len(self.text.paragraph(index + 1).text)) > LONG_LINE
        )
        return len(self.rows(index)) + blank
