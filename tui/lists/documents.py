"""The documents of the sitting as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from tui.lists.roll import Filtered, holds, words_of
from tui.opening import Entry
from tui.reader import Reader
from tui.session import Session
from tui.standing import Standing

ORDERS = ("by name", "unfinished first", "most marks first")


class Around(Protocol):
    """What the list asks of the desk."""

    @property
    def reader(self) -> Reader:
        """Who reads the text beside the list."""

    def open(self, entry: Entry) -> None:
        """Show a document."""

    def to_text(self) -> None:
        """Give the keys back to the text."""

    def say(self, sentence: str) -> None:
        """Say something to the person."""


class DocumentsList(Filtered[Entry]):
    """All documents, in one of three orders, those with some words in their path, or all."""

    def __init__(self, session: Session, around: Around) -> None:
        super().__init__()
        self.order = 0
        """Which of `ORDERS` the rows are in."""
        self._session = session
        self._around = around
        self._here: object = None
        self._found_in: Sequence[Entry] = ()
        self._shown: list[Entry] | None = None
        self._made_of: Sequence[Entry] = ()
        self._made_for: object = None

    @property
    def rows(self) -> Sequence[Entry]:
        entries = self._session.corpus.entries
        if not self.query and not self.order:
            return entries
        made_for = self.query, self.order
        if self._shown is None or entries is not self._made_of or made_for != self._made_for:
            self._made_of, self._made_for = entries, made_for
            words = words_of(self.query)
            shown = [entry for entry in entries if holds(words, entry.path.casefold())]
            shown.sort(key=self._rank)
            self._shown = shown
        return self._shown

    @property
    def order_name(self) -> str:
        """How the rows are ordered, for people."""
        return ORDERS[self.order]

    def standing(self, entry: Entry) -> Standing:
        """How far the person is with a document."""
        return self._session.corpus.standing(entry)

    def follow(self, entry: Entry) -> None:
        """Put the cursor on the document that is read, when it is another one than before."""
        entries = self._session.corpus.entries
        if entry.name != self._here or entries is not self._found_in:
            self._here, self._found_in = entry.name, entries
            self._find(entry)

    def filter(self, query: str) -> None:
        before = self.row
        self._shown = None
        self._find(before)

    # Commands

    def row_go(self) -> None:
        if self.row is None:
            self._around.say("no document here")
            return
        entry = self.row
        self.typing = False
        self.query = ""
        self._around.open(entry)
        self._find(entry)

    def row_view(self) -> None:
        before = self.row
        self.order = (self.order + 1) % len(ORDERS)
        self._shown = None
        self._find(before)
        self._around.say(f"documents {self.order_name}")

    def row_leave(self) -> None:
        self.typing = False
        if self.query:
            self.query = ""
            self.filter("")
        else:
            self._around.to_text()

    def _find(self, entry: Entry | None) -> None:
        """Put the cursor on a document, if it is among the rows."""
        rows = self.rows
        if rows is self._session.corpus.entries and entry is not None:
            self.cursor = self._session.corpus.number(entry) - 1
        else:
            at = (number for number, each in enumerate(rows) if entry and each.name == entry.name)
            self.cursor = next(at, min(self.cursor, max(0, len(rows) - 1)))

    @property
    def _rank(self) -> Callable[[Entry], int]:
        if self.order == 1:
            return lambda entry: bool(self.standing(entry).done)
        if self.order == 2:
            return lambda entry: -self.standing(entry).marks
        return lambda entry: 0
