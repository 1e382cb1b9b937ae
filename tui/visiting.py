"""Other documents and places: how a reader gets there, and back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from annotations.annotation import Annotation
from annotations.errors import UnreadableDocument
from tui.jumps import Jumps, Spot
from tui.keymap import Keymap
from tui.labelling import Labelling
from tui.opening import Entry, OpenDocument
from tui.session import Session
from tui.wording import Message, counted

Made = TypeVar("Made")


class Around(Protocol):
    """What a reader asks of the screen around it."""

    def copy(self, text: str, amount: str, more: str = "") -> Message:
        """Put text on the clipboards; what to say about it, with `more` at its end.

        The `amount` is for people: `5 quotes, 1,212 characters`.
        """

    def settle(self, opened: OpenDocument) -> None:
        """Read the rest of a long document beside the keys."""

    def beside(self, work: Callable[[], Made], done: Callable[[Made], object]) -> None:
        """Do work beside the keys, then hand over what came out."""


class Visiting(Labelling):
    """A focus that marks, in one document after the other."""

    def __init__(
        self,
        session: Session,
        opened: OpenDocument,
        keymap: Keymap,
        around: Around,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(session, opened, keymap, clock)
        self._around = around
        self._wanted: Annotation | None = None
        self._jumps = Jumps()

    @property
    def number(self) -> int:
        """Which of the documents this is, from 1."""
        return self.session.corpus.number(self.opened.entry)

    # Documents

    def next_document(self) -> None:
        self._turn(self.session.corpus.entries[self.number :], "the last document")

    def previous_document(self) -> None:
        before = self.session.corpus.entries[: self.number - 1]
        self._turn(reversed(before), "the first document")

    def finish(self) -> None:
        """Call this document done, and open the next one after it that is not."""
        if not self.opened.settled:
            self.message = Message("it could not be read to its end, and is not called done")
            return
        corpus = self.session.corpus
        path, marks = self.opened.document.path, corpus.standing(self.opened.entry).marks
        change = self.session.say_done(self.opened, True)
        self._in_group = False  # what is done to the current mark now is no part of that
        said = f"done{'' if change.pairs else ' already'}: {path}, {counted(marks, 'mark')}"
        undo = self.keymap.shown("undo")
        takes_back = f"  {undo} takes it back" if change.pairs else ""
        entries, at = corpus.entries, self.number
        others = (*entries[at:], *entries[: at - 1])
        left = (each for each in others if not corpus.standing(each).done)
        is_open, passed_over = self._open_one_of(left)
        if is_open:
            notice = f"; {self.opened.notice}" if self.opened.notice else ""
            self.message = Message(f"{said}{notice}", after=takes_back)
        elif passed_over:
            self.message = Message(f"every other document is done; passed over: {passed_over}")
        else:
            self.message = Message("every document is done")

    def _turn(self, entries: Iterable[Entry], at_the_end: str) -> None:
        """Open the first of these documents that can be read."""
        is_open, passed_over = self._open_one_of(entries)
        if passed_over:
            self.message = Message(f"passed over: {passed_over}")
        elif not is_open:
            self.message = Message(at_the_end)

    def _open_one_of(self, entries: Iterable[Entry]) -> tuple[bool, str]:
        """Whether one of these documents could be opened, and why the first that could not."""
        passed_over = ""
        for entry in entries:
            try:
                self._open_unchecked(entry)
            except UnreadableDocument as error:
                passed_over = passed_over or str(error)
            else:
                return True, passed_over
        return False, passed_over

    def go_to(self, mark: Annotation) -> None:
        """Show a mark in its document, and let keys act on it."""
        with self.noting_jumps(True):
            self._go_to(mark)

    def _go_to(self, mark: Annotation) -> None:
        if mark.document != self.opened.document.id:
            entry = self.session.corpus.entry_of(mark.document)
            if entry is None:
                self.message = Message("the text of this mark is gone")
                return
            if not self.open(entry):
                return
        self._wanted = mark
        self._pick_wanted()

    def settled(self) -> None:
        super().settled()
        self._pick_wanted()
        self.note_place()

    def _pick_wanted(self) -> None:
        """Pick the mark that was gone to, once its text is here."""
        if self._wanted is None or not self.opened.settled:
            return
        wanted, self._wanted = self.opened.spans.get(self._wanted.id), None
        if wanted is not None:
            self._pick(wanted)

    def open(self, entry: Entry) -> bool:
        """Show another document; whether it could be opened."""
        try:
            with self.noting_jumps(True):
                self._open_unchecked(entry)
        except UnreadableDocument as error:
            self.message = Message(str(error))
            return False
        return True

    def _open_unchecked(self, entry: Entry) -> None:
        opened = self.session.open(entry)
        self._show(opened)
        if not opened.settled:
            self._around.settle(opened)

    # Jumps

    @property
    def spot(self) -> Spot:
        """Where one reads."""
        viewport = self.viewport
        return Spot(self.opened.entry, self.selection.focus_start, viewport.top, viewport.width)

    @contextmanager
    def noting_jumps(self, anywhere: bool, off_the_page: bool = False) -> Iterator[None]:
        """Remember where one was, if another document is open afterwards.

        Or else if that was `anywhere`, or is `off_the_page` now.
        """
        before, focus = self.spot, (self.selection.focus_start, self.selection.focus_end)
        try:
            yield
        finally:
            is_other = self.spot.entry.name != before.entry.name
            if is_other or anywhere or (off_the_page and not self.viewport.sees(*focus)):
                self._jumps.note(before)

    def jump_back(self) -> None:
        passed_over = ""
        while (spot := self._jumps.back(self.spot)) is not None:
            try:
                self._return(spot)
            except UnreadableDocument as error:
                passed_over = passed_over or str(error)
            else:
                break
        if passed_over:
            self.message = Message(f"passed over: {passed_over}")
        elif spot is None:
            self.message = Message("no jump to go back from")

    def _return(self, spot: Spot) -> None:
        """Be where one was. Raises UnreadableDocument."""
        if spot.entry.name != self.opened.entry.name:
            self._open_unchecked(self.session.corpus.entry_like(spot.entry))
        self.let_go()
        text, viewport = self.opened.text, self.viewport
        if spot.focus >= len(text) and not self.opened.settled:
            self._awaited = spot.focus
            return
        self.selection = self._at(spot.focus)
        viewport.show(self.selection.focus_start, self.selection.focus_end)
        index, row = spot.top
        if spot.width == viewport.width and index < text.paragraph_count:
            viewport.top = viewport.moved((index, 0), row)
