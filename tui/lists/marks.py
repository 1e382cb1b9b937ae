"""The index: the marks of a document, or of all of them, as a list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from annotations.annotation import Annotation
from annotations.plain import flat
from annotations.spans import order
from tui.lists.roll import Filtered, holds, words_of
from tui.quoting import Question
from tui.reader import Reader
from tui.session import Session
from tui.wording import Message, named

Place = Any
"""Where a mark stands: its order in a text, in the catalogue behind the path of the document."""


class Around(Protocol):
    """What the list asks of the desk."""

    @property
    def reader(self) -> Reader:
        """Who reads the text beside the list."""

    def gather(self) -> None:
        """Find the marks of all documents; the session has them then."""

    def pick(self, mark: Annotation) -> None:
        """Show a mark in its document, and let keys act on it."""

    def to_text(self) -> None:
        """Give the keys back to the text."""


class MarksList(Filtered[Place]):
    """Marks in the order of the text, those with some words in their quote or tag, or all."""

    def __init__(self, session: Session, around: Around) -> None:
        super().__init__()
        self.all_documents = False
        """Whether marks of all documents are listed."""
        self._document = ""
        self.picked: dict[str, None] = {}
        """Ids of the marks that keys act on together; without any, it is the one at the cursor."""
        self._session = session
        self._around = around
        self._place: Place | None = None
        self._shown: list[Place] | None = None
        self._made_for: object = None

    @property
    def rows(self) -> Sequence[Place]:
        places = self._all
        if not self.query:
            return places
        where = "" if self.all_documents else self._around.reader.opened.document.id
        made_for = self._session.marks.changes, self.query, where
        if self._shown is None or made_for != self._made_for:
            self._made_for = made_for
            words = words_of(self.query)
            self._shown = [place for place in places if holds(words, self._folded(place))]
        return self._shown

    @property
    def ids(self) -> list[str]:
        """Ids of the marks that are shown."""
        return [_id(place) for place in self.rows]

    @property
    def total(self) -> int:
        """How many marks there are, shown or not."""
        return len(self._all)

    def mark(self, place: Place) -> Annotation | None:
        """The mark of a row, if it is still there."""
        return self._session.state(_id(place))

    def follow(self) -> None:
        """Put the cursor where the text is read: on the mark there, or the next one after it."""
        reader = self._around.reader
        if reader.opened.document.id != self._document:
            self._document = reader.opened.document.id
            if not self.all_documents:
                self.query = ""  # it was about the marks of another document
        mark = reader.mark
        place = order(mark) if mark else (reader.selection.focus_start, -1 << 62, "")
        self._place = (reader.opened.document.path, place) if self.all_documents else place
        self.settle()

    def settle(self) -> None:
        """Keep the cursor on its mark, wherever that is now."""
        rows = self.rows
        if self._place is not None:
            self.cursor = bisect_left(rows, self._place)
            self._place = rows[self.cursor] if self.cursor < len(rows) else self._place

    def moved(self) -> None:
        self._place = self.row or self._place

    def filter(self, query: str) -> None:
        self.settle()

    # Commands

    def row_go(self) -> None:
        marks = self._at_cursor()
        self.typing = False
        if marks:
            self._around.pick(marks[0])

    def row_view(self) -> None:
        self.all_documents = not self.all_documents
        self._place, self.cursor, self.top = None, 0, 0
        self.picked.clear()
        if self.all_documents:
            self._around.gather()
        self._say("marks of all documents" if self.all_documents else "marks of this document")

    def row_leave(self) -> None:
        self.typing = False
        if self.query:
            self.query = ""
            self.settle()
        elif self.picked:
            self.picked.clear()
        else:
            self._around.to_text()

    def row_pick(self) -> None:
        for mark in self._at_cursor():
            if mark.id in self.picked:
                del self.picked[mark.id]
            else:
                self.picked[mark.id] = None
            self.row_next()

    def remove(self) -> None:
        if marks := self._wanted():
            self._session.change([(mark, None) for mark in marks])
            self.picked.clear()
            self._tell(marks, "taken off", "brings {} back")

    def retag(self) -> None:
        if marks := self._wanted():
            self._around.reader.ask_for_tag(self._retagging(marks))

    def copy_quote(self) -> None:
        if marks := self._wanted():
            self._around.reader.copy_quotes(marks)

    def copy_as(self) -> None:
        if marks := self._wanted():
            rows = self.rows
            Question(self._around.reader, marks, lambda: self._of_rows(rows), len(rows)).ask()

    def _retagging(self, marks: list[Annotation]) -> Callable[[str], None]:
        def retag(tag: str) -> None:
            others = [mark for mark in marks if mark.tag != tag]
            if others:
                self._session.change([(mark, replace(mark, tag=tag)) for mark in others])
            self.picked.clear()
            self._tell([replace(mark, tag=tag) for mark in marks], "now", "takes it back")

        return retag

    def _tell(self, marks: list[Annotation], deed: str, after: str) -> None:
        codebook, reader = self._session.codebook, self._around.reader
        after = (
            f"  {reader.keymap.shown('undo')} {after.format('it' if len(marks) == 1 else 'them')}"
        )
        if len(marks) == 1:
            reader.message = named(marks[0], codebook, f"{deed}: ", after)
        else:
            tag = f" {codebook.get(marks[0].tag).name}" if deed == "now" else ""
            self._say(f"{deed}{tag}: {len(marks)} marks{after}")

    def _wanted(self) -> list[Annotation]:
        """The picked marks, or the one at the cursor."""
        return self._marks(self.picked) or self._at_cursor()

    def _at_cursor(self) -> list[Annotation]:
        marks = self._marks([_id(self.row)] if self.row else [])
        if not marks:
            self._say("no mark here")
        return marks

    def _marks(self, ids: Iterable[str]) -> list[Annotation]:
        found = [self._session.state(id) for id in ids]
        return [mark for mark in found if mark is not None]

    def _of_rows(self, rows: Sequence[Place]) -> list[Annotation]:
        return self._marks(map(_id, rows))

    def _say(self, sentence: str) -> None:
        self._around.reader.message = Message(sentence)

    @property
    def _all(self) -> Sequence[Place]:
        if not self.all_documents:
            return self._around.reader.opened.spans.places
        catalogue = self._session.marks.catalogue
        return catalogue.places if catalogue is not None else ()

    def _folded(self, place: Place) -> str:
        mark = self.mark(place)
        if mark is None:
            return ""
        tag = self._session.codebook.get(mark.tag)
        return f"{flat(mark.exact)} {tag.name} {mark.note}".casefold()


def _id(place: Place) -> str:
    while isinstance(place, tuple):
        place = place[-1]
    return str(place)
