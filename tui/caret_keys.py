"""A caret, moved by keys: for names, parts of words, and whatever no other key reaches."""

from __future__ import annotations

from collections.abc import Callable

from annotations.caret import Caret
from annotations.edges import stripped_in
from annotations.selection import Selection
from tui.shaping import Shaping
from tui.wording import Message

FIRST, LAST = "the paragraph begins here", "the paragraph ends here"
"""Why a caret stays where it is."""


class CaretKeys(Shaping):
    """A focus that marks and shapes, and may have a caret.

    From its anchor to the caret it shapes the current mark or, without one, the plain selection.
    """

    _column: int | None = None
    """The cell of its row that the caret keeps to while it goes from row to row."""

    def put_caret(self) -> None:
        """Put the caret at the start of what is selected."""
        if self._is_out_of_sight():
            return
        if self.selection.empty:
            self.message = Message("there is nothing to put a caret on here")
        else:
            self.caret, self._column = Caret.at_start(self.selection), None

    def caret_leave(self) -> None:
        self.caret = None

    def caret_anchor(self) -> None:
        """Begin a span at the caret, or go back to what was selected before."""
        caret = self._caret.anchored()
        self.caret = caret
        if self.mark is None:
            self.selection = caret.selection if caret.anchor is None else _without_white(caret)

    # Moving

    def caret_left(self) -> None:
        self._step(Caret.left, FIRST)

    def caret_right(self) -> None:
        self._step(Caret.right, LAST)

    def caret_word(self) -> None:
        self._go(self._caret.next_word(), "the last word")

    def caret_word_back(self) -> None:
        self._go(self._caret.previous_word(), "the first word")

    def caret_word_end(self) -> None:
        self._go(self._caret.word_end(), "the last word")

    def caret_down(self) -> None:
        self._to_row(1, "the text ends here")

    def caret_up(self) -> None:
        self._to_row(-1, "the text begins here")

    def caret_row_start(self) -> None:
        viewport = self.viewport
        self._go(self._caret.to(viewport.offset_at(viewport.place_of(self._caret.head), 0)))

    def caret_row_end(self) -> None:
        viewport = self.viewport
        place = viewport.place_of(self._caret.head)
        self._go(self._caret.to(viewport.offset_at(place, viewport.width)))

    @property
    def _caret(self) -> Caret:
        """The caret, which is there: its keys mean something only then."""
        return self.caret or Caret.at_start(self.selection)

    def _step(self, step: Callable[[Caret], Caret], reason: str) -> None:
        """To the next character that is drawn; the space at which a row breaks is not."""
        caret = step(self._caret)
        while not self.viewport.draws(caret.head) and (further := step(caret)) != caret:
            caret = further
        self._go(caret, reason)

    def _to_row(self, by: int, reason: str) -> None:
        """To the row above or below, in the same column of cells as far as the row goes."""
        viewport, head = self.viewport, self._caret.head
        column = viewport.column_of(head) if self._column is None else self._column
        place = viewport.beside(viewport.place_of(head), by)
        if place is None:
            self.message = Message(reason)
            return
        self._go(self._caret.to(viewport.offset_at(place, column)))
        self._column = column

    def _go(self, caret: Caret, reason: str = "") -> None:
        """Move the caret and, from its anchor on, what is selected or marked."""
        self._column = None
        if caret == self.caret:
            self.message = Message(reason) if reason else None
            return
        if caret.anchor is not None:
            selection = _without_white(caret)
            if selection.segments != self.selection.segments and not self._shape(selection):
                return
        self.caret = caret
        self.viewport.show(*caret.cell)


def _without_white(caret: Caret) -> Selection:
    """What a caret spans, without white space at the edges if it spans anything else."""
    spanned = caret.spanned
    return spanned.span(*stripped_in(spanned.text, spanned.start, spanned.end))
