"""The text, with the bar of the focus and the lanes of the marks beside it."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from textual.strip import Strip

from annotations.annotation import Annotation
from annotations.spans import Spans
from tui.paint import LANES, UNLIT, Lit, lanes, runs
from tui.reader import Reader
from tui.viewport import Place
from tui.widgets.keyed import Keyed

COLUMN = 66
"""Cells of the text column at most: what is read without losing the line."""
GUTTER = 1 + LANES + 1 + 1
"""Cells beside it: the bar, the lanes, the plus for what has none, a space."""
KEPT = 2000
"""Rows kept as they were drawn."""


class ReadingPane(Keyed):
    """Shows what a reader says, and hands it the keys."""

    DEFAULT_CSS = "ReadingPane { height: 1fr; }"

    def __init__(
        self, reader: Reader, letters: dict[str, str], press: Callable[[str], None]
    ) -> None:
        """Show `reader`; `letters` are the marks of the tags by id, `press` takes a key."""
        super().__init__("text", press)
        self.reader = reader
        self._letters = letters
        self._text: object = None
        self._rows: dict[Place, tuple[object, Strip]] = {}
        self._lanes: dict[int, tuple[list[Annotation], list[list[tuple[str, str]]]]] = {}
        self._marks: dict[int, list[Annotation]] = {}
        self._marks_state: tuple[Spans | None, int] = None, 0
        self._blank: Strip | None = None

    def on_resize(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._rows.clear()
        self._lanes.clear()
        self._blank = None
        super().forget()

    def draw(self) -> list[Strip]:
        viewport, lit = self.reader.viewport, self.reader.lit
        width, height = self.size
        column = max(1, min(COLUMN, width - GUTTER - 1))
        if (viewport.width, viewport.height, viewport.text) != (column, height, self._text):
            resized = viewport.width != column or viewport.height != height
            viewport.resize(column, height)
            if resized:
                viewport.show(*lit.focus)
            self._rows.clear()
            self._lanes.clear()
            self._text = viewport.text
        if len(self._rows) > KEPT:
            self._rows.clear()
        if self._blank is None:
            self._blank = self.strip([], self.palette.blank)
        margin = max(0, (width - GUTTER - column) // 2)
        first, last = lit.reach
        strips = []
        for place in viewport.visible():
            start, end = viewport.span(place)
            if start == end:
                strips.append(self._blank)
                continue
            here = lit.within(start, end) if start < last and end > first else UNLIT
            strips.append(self._row(place, start, end, self._marks_of(place[0]), here, margin))
        return strips

    def _row(
        self, place: Place, start: int, end: int, marks: list[Annotation], lit: Lit, margin: int
    ) -> Strip:
        """The strip of a row: the one that was drawn before if it would look the same."""
        index, row = place
        rows = self.reader.viewport.rows(index)
        kept = self._rows.get(place)
        if kept is not None and kept[0] == (lit, marks):
            return kept[1]
        beside = self._lanes_of(index, marks)[row]
        palette = self.palette
        barred = lit.focus[0] < lit.focus[1]
        parts: list[tuple[str, Style]] = [(" " * margin, palette.blank)]
        parts.append(("▌", palette.focus) if barred else (" ", palette.blank))
        parts += [
            (char, palette.lane(tag)) if char else (" ", palette.blank) for char, tag in beside
        ]
        parts.append((" ", palette.blank))
        first = self.reader.viewport.paragraph(index).start
        while end > start and rows.glyphs[end - 1 - first].isspace():
            end -= 1  # the space at which a row breaks hangs over the edge
        parts += [
            (rows.drawn(a - first, b - first), palette.style(look))
            for a, b, look in runs(start, end, marks, lit)
        ]
        strip = self.strip(parts, palette.blank)
        self._rows[place] = (lit, marks), strip
        return strip

    def _marks_of(self, index: int) -> list[Annotation]:
        """The marks of a paragraph, in the order of the text."""
        spans = self.reader.opened.spans
        if self._marks_state != (spans, spans.version):
            self._marks.clear()
            self._marks_state = spans, spans.version
        marks = self._marks.get(index)
        if marks is None:
            paragraph = self.reader.viewport.paragraph(index)
            marks = self._marks[index] = spans.between(paragraph.start, paragraph.end)
        return marks

    def _lanes_of(self, index: int, marks: list[Annotation]) -> list[list[tuple[str, str]]]:
        kept = self._lanes.get(index)
        if kept is not None and kept[0] == marks:
            return kept[1]
        viewport = self.reader.viewport
        paragraph = viewport.paragraph(index)
        beside = lanes(viewport.rows(index), paragraph.start, marks, self._letters)
        if len(self._lanes) > KEPT:
            self._lanes.clear()
        self._lanes[index] = marks, beside
        return beside
