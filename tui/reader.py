"""What the keys do while reading. No screen: a pane shows what a `Reader` says."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from annotations.annotation import Annotation
from annotations.errors import AnnotationsError, UnreadableDocument
from annotations.history import Change
from annotations.quote import copied, flat, with_source
from tui.keymap import Bound, Keymap
from tui.marking import Marking
from tui.opening import Entry, OpenDocument
from tui.session import Session
from tui.wording import Message


class Surroundings(Protocol):
    """What a reader asks of the screen around it."""

    def copy(self, text: str) -> str:
        """Put text on the clipboard; the way it went, for people."""

    def settle(self, opened: OpenDocument) -> None:
        """Read the rest of a long document beside the keys."""

    def show_help(self) -> None:
        """List the keys."""

    def leave(self) -> None:
        """End the program."""


class Reader(Marking):
    """A focus that marks, with the keys that lead to other documents and out."""

    def __init__(
        self,
        session: Session,
        opened: OpenDocument,
        keymap: Keymap,
        surroundings: Surroundings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(session, opened, keymap, clock)
        self._around = surroundings
        self._confirming = ""

    @property
    def number(self) -> int:
        """Which of the documents this is, from 1."""
        return self.session.entries.index(self.opened.entry) + 1

    # Keys

    def press(self, key: str) -> bool:
        """Do what a key does; whether it does anything."""
        if self.pending is not None:
            self._answer(key)
            return True
        bound = self.keymap[key]
        if bound is None:
            return False
        self.do(bound)
        return True

    def do(self, bound: Bound) -> None:
        """Run a command. What goes wrong becomes the message."""
        self.message = None
        name = bound.command.id
        try:
            getattr(self, name)(*([bound.tag] if bound.tag else []))
        except AnnotationsError as error:
            self.message = Message(str(error))
        self._latest = name, bound.tag, self._clock()
        if name not in ("undo", "redo"):
            self._confirming = ""

    def _answer(self, key: str) -> None:
        pending, self.pending, self.message = self.pending, None, None
        assert pending is not None
        answer = pending.answers.get(key)
        if answer is None:
            self.message = Message("nothing was changed")
            return
        try:
            answer()
        except AnnotationsError as error:
            self.message = Message(str(error))

    # Undo

    def undo(self) -> None:
        step = self.current is not None and self._in_group
        wanted = self.session.history.next_undo(step)
        if wanted is None:
            self.message = Message("nothing to take back")
        elif self._is_open(wanted, "u", "takes back"):
            undone = self.session.undo(step)
            assert undone is not None
            self._arrive(undone[0], "taken back", still_open=undone[1])

    def redo(self) -> None:
        wanted = self.session.history.next_redo()
        if wanted is None:
            self.message = Message("nothing to do again")
        elif self._is_open(wanted, "Ctrl+R", "does again"):
            redone = self.session.redo()
            assert redone is not None
            self._arrive(redone[0], "done again", still_open=redone[1])

    def _is_open(self, change: Change, key: str, does: str) -> bool:
        """Whether a change lies in this document; if not, the second press goes to the other."""
        if change.document == self.opened.document.id:
            return True
        entry = self.session.entry_of(change.document)
        if entry is None:
            self.message = Message("the document of that mark is not open")
            return False
        state = change.pairs[0][0] or change.pairs[0][1]
        assert state is not None
        if self._confirming != key:
            self._confirming = key
            self.message = Message(f"{key} again {does} in {entry.path}: ", state.exact)
            return False
        self._confirming = ""
        return self._open(entry)

    # Copying

    def copy_quote(self) -> None:
        if self.mark or self.here:
            self._on_mark(self._copy_mark)
        elif self.selection.empty:
            self.message = Message("there is nothing to copy here")
        else:
            words = flat(self.selection.quote)
            way = self._around.copy(copied(words))
            self.message = Message(f"copied {len(words)} characters, not marked ({way})")

    def _copy_mark(self, mark: Annotation) -> None:
        quote = copied(with_source(mark, self.opened.document))
        way = self._around.copy(quote)
        self.message = Message(f"copied 1 quote, {len(quote)} characters ({way})")

    # Documents

    def next_document(self) -> None:
        self._turn(1, "the last document")

    def previous_document(self) -> None:
        self._turn(-1, "the first document")

    def _turn(self, step: int, at_the_end: str) -> None:
        """Open the next document in that direction that can be read."""
        entries = self.session.entries
        at, skipped = self.number - 1 + step, ""
        while 0 <= at < len(entries):
            try:
                self._open_unchecked(entries[at])
            except UnreadableDocument as error:
                skipped = skipped or str(error)
                at += step
                continue
            if skipped:
                self.message = Message(f"passed over: {skipped}")
            return
        self.message = Message(f"passed over: {skipped}" if skipped else at_the_end)

    def _open(self, entry: Entry) -> bool:
        try:
            self._open_unchecked(entry)
        except UnreadableDocument as error:
            self.message = Message(str(error))
            return False
        return True

    def _open_unchecked(self, entry: Entry) -> None:
        opened = self.session.open(entry)
        self._places[self.opened.entry.name] = self.selection.focus_start
        self._show(opened)
        if not opened.settled:
            self._around.settle(opened)

    # The program

    def help(self) -> None:
        self._around.show_help()

    def quit(self) -> None:
        if self.session.unsaved and self._latest[0] != "quit":
            count = self.session.unsaved
            what = "1 mark is" if count == 1 else f"{count} marks are"
            self.message = Message(f"{what} only on this screen: q again leaves without saving")
            return
        self._around.leave()

    def quit_at_once(self) -> None:
        self._around.leave()
