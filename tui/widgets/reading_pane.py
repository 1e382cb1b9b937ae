"""The text, with the bar of the focus and the lanes of the marks beside it."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from textual import events
from textual.strip import Strip

from annotations.annotation import Annotation
from annotations.spans import Spans
from tui.labelling import Written
from tui.paint import UNLIT, Lit, lanes, runs
from tui.pointing import Pointer
from tui.reader import Reader
from tui.viewport import GUTTER, Place
from tui.widgets.painted import Painted, written_over

WHEEL = 3
"""Rows that a notch of the wheel moves the page by."""
KEPT = 2000
"""Rows kept as they were drawn."""


class ReadingPane(Painted):
    """Shows what a reader says, and hands it what the mouse does."""

    def __init__(
        self,
        id: str,
        reader: Reader,
        letters: dict[str, str],
        touch: Callable[[Reader], bool],
        point: Callable[[Callable[[], bool]], None],
    ) -> None:
        """Show `reader`; `letters` are the marks of the tags by id.

        `touch` is asked when a button goes down, as in `Pointer`; `point` takes all that the mouse
        does, as functions that say whether anything may look different afterwards.
        """
        super().__init__(id=id)
        self.reader = reader
        self._letters = letters
        self._touch = touch
        self._point = point
        self._pointer = Pointer(reader, touch)
        self._text: object = None
        self._rows: dict[Place, tuple[object, Strip]] = {}
        self._lanes: dict[int, tuple[list[Annotation], list[list[tuple[str, str]]]]] = {}
        self._marks: dict[int, list[Annotation]] = {}
        self._marks_state: tuple[Spans | None, int, Annotation | None] = None, 0, None
        self._labelled: dict[Place, tuple[Strip, list[Written], Strip]] = {}
        self._blank: Strip | None = None

    def read(self, reader: Reader) -> None:
        """Show that reader from now on."""
        if reader is self.reader:
            return
        self.reader = reader
        self._pointer = Pointer(reader, self._touch)
        self.forget()

    def on_resize(self) -> None:
        self.forget()

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.prevent_default().stop()
        if event.button == 1:
            self.capture_mouse()
            self._point(lambda: self._pointer.press(event.x, event.y))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pointer.is_down:
            self._point(lambda: self._pointer.move(event.x, event.y))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.prevent_default().stop()
        if event.button == 1:
            self.release_mouse()
            self._point(self._pointer.release)

    def on_click(self, event: events.Click) -> None:
        event.prevent_default().stop()
        if event.button == 1:
            self._point(lambda: self._pointer.click(event.chain))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.prevent_default().stop()
        self._point(lambda: self._pointer.wheel(WHEEL))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.prevent_default().stop()
        self._point(lambda: self._pointer.wheel(-WHEEL))

    # Drawing

    def forget(self) -> None:
        self._rows.clear()
        self._labelled.clear()
        self._lanes.clear()
        self._blank = None
        super().forget()

    def draw(self) -> list[Strip]:
        viewport, lit = self.reader.viewport, self.reader.lit
        if self.reader.fit(*self.size) or viewport.text is not self._text:
            self._rows.clear()
            self._lanes.clear()
            self._text = viewport.text
        if len(self._rows) > KEPT:
            self._rows.clear()
        if self._blank is None:
            self._blank = self.strip([], self.palette.blank)
        first, last = lit.reach
        labels = self.reader.labels
        strips = []
        for place in viewport.visible():
            start, end = viewport.span(place)
            if start == end:
                strips.append(self._blank)
                continue
            here = lit.within(start, end) if start < last and end > first else UNLIT
            strip = self._row(place, start, end, self._marks_of(place[0]), here)
            strips.append(self._with_labels(place, strip, labels.get(place, [])))
        return strips

    def _row(self, place: Place, start: int, end: int, marks: list[Annotation], lit: Lit) -> Strip:
        """The strip of a row: the one that was drawn before if it would look the same."""
        index, row = place
        viewport = self.reader.viewport
        rows = viewport.rows(index)
        kept = self._rows.get(place)
        if kept is not None and kept[0] == (lit, marks):
            return kept[1]
        beside = self._lanes_of(index, marks)[row]
        palette = self.palette
        barred = lit.focus[0] < lit.focus[1]
        parts: list[tuple[str, Style]] = [(" " * viewport.margin, palette.blank)]
        parts.append(("▌", palette.focus) if barred else (" ", palette.blank))
        parts += [
            (char, palette.lane(tag)) if char else (" ", palette.blank) for char, tag in beside
        ]
        parts.append((" ", palette.blank))
        first = viewport.paragraph(index).start
        end = first + rows.seen(row)[1]
        parts += [
            (rows.drawn(a - first, b - first), palette.style(look))
            for a, b, look in runs(start, end, marks, lit)
        ]
        strip = self.strip(parts, palette.blank)
        self._rows[place] = (lit, marks), strip
        return strip

    def _with_labels(self, place: Place, strip: Strip, labels: list[Written]) -> Strip:
        """A row with labels over its words, the same one as long as neither is another."""
        if not labels:
            self._labelled.pop(place, None)
            return strip
        below, written, labelled = self._labelled.get(place, (None, None, strip))
        if below is not strip or written != labels:
            first = self.reader.viewport.margin + GUTTER
            over = [(first + cell, self._letters_of(label)) for cell, label in labels]
            labelled = written_over(strip, over)
            self._labelled[place] = strip, labels, labelled
        return labelled

    def _letters_of(self, label: str) -> list[tuple[str, Style]]:
        palette = self.palette
        if len(label) == 1:
            return [(label, palette.label)]
        return [(label[0], palette.label_first), (label[1:], palette.label_second)]

    def _marks_of(self, index: int) -> list[Annotation]:
        """The marks of a paragraph, in the order of the text."""
        spans = self.reader.opened.spans
        state = spans, spans.version, self.reader.held
        if self._marks_state != state:
            self._marks.clear()
            self._marks_state = state
        marks = self._marks.get(index)
        if marks is None:
            paragraph = self.reader.viewport.paragraph(index)
            marks = self._marks[index] = self.reader.marks_between(paragraph.start, paragraph.end)
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
