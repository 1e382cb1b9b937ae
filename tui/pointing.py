"""What the pointer does in a text: one method for each thing that a hand does with a mouse.

Only the wheel, and a drag past an edge of the pane, move the page: what is clicked stays where it
is, for it may be clicked again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from annotations.annotation import Annotation
from annotations.selection import Selection
from tui.paint import lanes
from tui.reader import Reader
from tui.viewport import Hit

TREMBLE = 1
"""Cells to the side that a hand may move while it clicks."""
START, END = "start", "end"
"""Edges of a mark."""


@dataclass(slots=True)
class _Press:
    """A button that went down, and what became of it."""

    hit: Hit
    """What was under the pointer then."""
    x: int
    y: int
    """Where the pointer is now."""
    mark: str | None
    """Id of the mark that was current."""
    edges: tuple[str, ...]
    """Edges of that mark that were under the pointer."""
    drags: bool = False
    """Whether the pointer was moved."""
    edge: str = ""
    """The edge that it moves; empty where it selects."""
    selection: Selection | None = None
    """What it selected."""


class Pointer:
    """A mouse over the text of a reader. Each method says whether anything may look different.

    Cells count from the corner of the pane.
    """

    def __init__(self, reader: Reader, touch: Callable[[Reader], bool] = Reader.touched) -> None:
        """`touch` is asked whether a button that goes down may do anything."""
        self._reader = reader
        self._touch = touch
        self._down: _Press | None = None
        self._up: _Press | None = None
        self._picked: tuple[Hit, str | None] | None = None

    @property
    def is_down(self) -> bool:
        """Whether a button is down and its moves mean something."""
        return self._down is not None

    def press(self, x: int, y: int) -> bool:
        """The button goes down: what was asked is let go of, or else something may begin."""
        self._down = self._up = None
        reader = self._reader
        if self._touch(reader) and (hit := reader.viewport.hit(x, y)) is not None:
            edges = zip((START, END), reader.lit.edges if hit.is_text else (), strict=False)
            at = tuple(edge for edge, (start, end) in edges if start <= hit.offset < end)
            self._down = _Press(hit, x, y, reader.current, at)
        return True

    def move(self, x: int, y: int) -> bool:
        """The button is down and moved: words are selected, or an edge of the current mark moves.

        Above and below the pane each move scrolls by a row.
        """
        press, reader = self._down, self._reader
        if press is None or not self._may_mark:
            return False
        if not press.drags:
            if abs(x - press.x) <= TREMBLE and y == press.y:
                return False
            self._begin(press, x, y)
        if self._is_over(press):
            self._down = None
            return False
        beyond = (y >= reader.viewport.height) - (y < 0)
        scrolled = bool(beyond) and reader.scroll(beyond)
        if (x, y) == (press.x, press.y) and not scrolled:
            return False
        press.x, press.y = x, y
        hit = reader.viewport.hit(x, y)
        if hit is not None:
            self._drag(press, hit.offset)
        return True

    def release(self) -> bool:
        """The button comes up: an edge that was moved is saved."""
        press, self._down = self._down, None
        self._up = press if press is not None and not press.drags else None
        if press is None or not press.edge:
            return False
        self._reader.drop()
        return True

    def click(self, times: int) -> bool:
        """The button came up where it had gone down, that many times in a row.

        Once puts the focus there or picks the mark that is there, at the same place again the one
        below it. Twice selects the word, three times the sentence.
        """
        press, self._up = self._up, None
        if press is None:
            return False
        reader, hit = self._reader, press.hit
        may_pick = self._may_mark and (times == 1 or hit.lane is not None)
        if may_pick and (marks := self._marks_at(hit)):
            self._pick(hit, marks)
        elif times == 2 and hit.is_text and self._may_mark:
            self._select(reader.selection.word(hit.offset))
        else:
            reader.focus_at(hit.offset)
        reader.note_place()
        return True

    def wheel(self, rows: int) -> bool:
        """The wheel moves the page down, or up for a negative number; the focus stays."""
        return self._reader.scroll(rows)

    @property
    def _may_mark(self) -> bool:
        """Whether the marks and the whole text are there; until then there is only a focus."""
        return self._reader.session.loaded and self._reader.opened.settled

    # Dragging

    def _begin(self, press: _Press, x: int, y: int) -> None:
        """See whether an edge of the mark is dragged, or words are selected."""
        press.drags = True
        if press.edges:
            # On the only character of a mark are both: the way of the hand says which it is.
            press.edge = press.edges[0 if (y, x) < (press.y, press.x) else -1]
        else:
            self._reader.let_go()
            press.selection = self._reader.selection

    def _is_over(self, press: _Press) -> bool:
        """Whether a key did something else meanwhile."""
        if press.edge:
            return self._reader.current != press.mark
        return self._reader.selection is not press.selection

    def _drag(self, press: _Press, offset: int) -> None:
        reader = self._reader
        if press.edge == START:
            reader.hold(reader.selection.start_to(offset))
        elif press.edge == END:
            reader.hold(reader.selection.end_to(offset))
        else:
            press.selection = reader.selection.words(press.hit.offset, offset)
            self._select(press.selection)

    def _select(self, selection: Selection) -> None:
        self._reader.let_go()
        self._reader.selection = selection

    # Picking

    def _pick(self, hit: Hit, marks: list[Annotation]) -> None:
        """Pick the first of these marks or, where that was done before, the one after it."""
        reader, at = self._reader, 0
        if self._picked == (hit, reader.current):
            at = 1 + next((n for n, mark in enumerate(marks) if mark.id == reader.current), -1)
        mark = marks[at % len(marks)]
        reader.pick(mark)
        self._picked = hit, mark.id

    def _marks_at(self, hit: Hit) -> list[Annotation]:
        """The marks under the pointer: the innermost first, of two alike the newest."""
        if hit.lane is not None:
            return self._marks_beside(hit, hit.lane)
        if not hit.is_text:
            return []
        at = hit.offset
        marks = self._reader.opened.spans.between(at, at + 1)
        marks.sort(key=lambda mark: mark.id, reverse=True)
        return sorted(marks, key=lambda mark: _length_at(mark, at))

    def _marks_beside(self, hit: Hit, lane: int) -> list[Annotation]:
        """The mark that runs down a lane or, at a plus, those that have no lane there."""
        viewport = self._reader.viewport
        index, row = hit.place
        paragraph = viewport.paragraph(index)
        marks = self._reader.opened.spans.between(paragraph.start, paragraph.end)
        # With its id in the place of its tag, each mark signs the cells that are its own.
        signed = [replace(mark, tag=mark.id) for mark in marks]
        cells = lanes(viewport.rows(index), paragraph.start, signed, {})[row]
        shown, owner = cells[lane]
        if owner:
            return [mark for mark in marks if mark.id == owner]
        start, end = viewport.span(hit.place)
        owners = {id for _, id in cells}
        beside = [mark for mark in marks if mark.start < end and mark.end > start]
        return [mark for mark in beside if shown and mark.id not in owners]


def _length_at(mark: Annotation, offset: int) -> int:
    """Code points of the part of a mark that an offset is in."""
    return next(part.end - part.start for part in mark.segments if part.start <= offset < part.end)
