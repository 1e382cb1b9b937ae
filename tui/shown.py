"""The marks as they are shown: those on disk, and over them what could not be saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from annotations.annotation import Annotation
from annotations.document import Document
from annotations.front_data import completed
from annotations.history import Data, State, done_of
from tui.catalogue import Catalogue
from tui.corpus import Corpus
from tui.opening import OpenDocument
from tui.saving import Saver


class ShownMarks:
    """The marks of the open documents and, once they were gathered, the places of all."""

    def __init__(self, corpus: Corpus, saver: Saver) -> None:
        """Show the marks in documents of `corpus`, with what is unsaved in `saver`."""
        self.changes = 0
        """Counts whatever made something on screen different."""
        self.catalogue: Catalogue | None = None
        """The marks of all documents, once they were gathered."""
        self.is_catalogue_stale = False
        """Whether other windows did something since."""
        self._corpus = corpus
        self._saver = saver
        self._seen_elsewhere = 0

    # The catalogue

    def gather(self) -> Catalogue:
        """Find the marks of all documents. For a worker; changes nothing here."""
        store = self._saver.store
        paths = {document.id: document.path for document in store.documents()}
        return Catalogue((paths.get(mark.document, ""), mark) for mark in store)

    def take(self, catalogue: Catalogue, gathered_at: int) -> bool:
        """Take over what was gathered when `changes` was that; whether it is still true."""
        if gathered_at != self.changes:
            return False
        self.catalogue, self.is_catalogue_stale = catalogue, False
        self._show_unsaved()
        return True

    # What becomes different

    def show(self, saved: Mapping[str, State]) -> None:
        """Show what was saved, what other windows did meanwhile, and what is still unsaved."""
        self.follow()
        for key, state in saved.items():
            self._show(key, state)
        self._show_unsaved()

    def show_opened(self) -> None:
        """A document was read to its end; what is unsaved in it was not read."""
        self.changes += 1
        self._show_unsaved()

    def follow(self) -> bool:
        """Show what the store knows that other windows did; whether there was anything."""
        if self._seen_elsewhere == self._saver.store.changes_elsewhere:
            return False
        self.show_stored()
        return True

    def show_stored(self) -> None:
        """Show what the store says now, after another window said something."""
        self._seen_elsewhere = self._saver.store.changes_elsewhere
        self.changes += 1
        self.is_catalogue_stale = True
        for opened in self._corpus.open.values():
            if opened.settled:
                self._read_again(opened)
        self._show_unsaved()

    def _read_again(self, opened: OpenDocument) -> None:
        store, spans = self._saver.store, opened.spans
        stored = store.document(opened.document.id)
        opened.document = replace(opened.document, done=done_of(stored))
        if stored is not None:
            opened.document = _described(opened, stored)
        known = {each.id: each for each in store.of_document(opened.document.id)}
        for mark in [mark for mark in spans if mark.id not in known]:
            spans.drop(mark.id)
        for id, mark in known.items():
            if spans.get(id) != mark and mark.holds_in(opened.text):
                spans.put(mark)

    def _show_unsaved(self) -> None:
        for key, unsaved in self._saver.unsaved.items():
            self._show(key, unsaved.after)

    def _show(self, key: str, state: State) -> None:
        """Show a state of an annotation, a document or its data, of which that is the `key_of`."""
        self.changes += 1
        if isinstance(state, Document):
            if (opened := self._corpus.open.get(state.id)) is not None:
                opened.document = replace(opened.document, done=state.done)
        elif isinstance(state, Data):
            if (opened := self._corpus.open.get(state.document.id)) is not None:
                opened.document = _described(opened, state.document)
        elif state is None:
            self._take_off(key)
        else:
            self._put(state)

    def _put(self, mark: Annotation) -> None:
        if self.catalogue is not None:
            self.catalogue.put(self._corpus.document(mark.document).path, mark)
        if (opened := self._corpus.open.get(mark.document)) is not None:
            opened.spans.put(mark)

    def _take_off(self, id: str) -> None:
        if self.catalogue is not None:
            self.catalogue.drop(id)
        for opened in self._corpus.open.values():
            opened.spans.drop(id)


def _described(opened: OpenDocument, stored: Document) -> Document:
    """An open document with the data that are stored, and those of its front matter."""
    return completed(replace(opened.document, metadata=stored.metadata), opened.text)
