"""The documents of a sitting: which come one after the other, which are open, how far one is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotations.document import Document, trouble
from annotations.errors import UnreadableDocument
from tui.opening import Entry, OpenDocument, Settled
from tui.positions import Positions
from tui.saving import Saver
from tui.standing import Standing


class Corpus:
    """Documents in their order, and what is known of each."""

    def __init__(
        self, folder: Path, paths: Iterable[str], positions: Positions, saver: Saver
    ) -> None:
        """Begin with the documents at these paths, relative to the folder of the project.

        How far one is with them is known from `positions` and from what `saver` has.
        """
        self.entries = [Entry(path) for path in dict.fromkeys(paths)]
        """What one goes through, in this order. Only to be read."""
        self.open: dict[str, OpenDocument] = {}
        """The documents that are open, by id. Only to be read."""
        self.unreadable: dict[str, str] = {}
        """Why documents cannot be read, by path, as far as somebody tried."""
        self._folder = folder
        self._positions = positions
        self._saver = saver
        self._numbers: dict[tuple[str, str], int] = {}
        self._now_at: dict[str, str] = {}

    # Their order

    def number(self, entry: Entry) -> int:
        """Which of the documents this is, from 1."""
        if not self._numbers:
            self._numbers = {each.name: at for at, each in enumerate(self.entries, 1)}
        return self._numbers[entry.name]

    def list_only(self, entries: Iterable[Entry]) -> None:
        """Go through these documents from now on."""
        self.entries = list(entries)
        self._numbers = {}

    def list_found(self, found: list[Entry]) -> None:
        """Go through the documents that were found, and those that one has seen but are gone."""
        names = {entry.name for entry in found}
        self.list_only([*(each for each in self.entries if each.name not in names), *found])

    def entry_like(self, entry: Entry) -> Entry:
        """The document that was opened by an entry, as it is among those of now.

        Raises UnreadableDocument for one that is not.
        """
        alike = [each for each in self.entries if each.path == entry.path]
        same = [each for each in alike if each.name == entry.name]
        for each in (*same, *alike):
            return each
        raise UnreadableDocument(self._folder / entry.path, "not here any more")

    # Those that are open

    def place(self, opened: OpenDocument, settled: Settled) -> None:
        """Take over what became of an open document.

        Those that no pane shows are closed then, but for what is unsaved in them.
        """
        opened.document = settled.document
        opened.text = settled.text
        opened.spans = settled.spans
        opened.notice = settled.notice or opened.notice
        opened.settled = True
        at = self.number(opened.entry) - 1
        known = {entry.name for entry in self.entries}
        others = [each for each in settled.other_versions if each.name not in known]
        if others or settled.entry.name != opened.entry.name:
            self.list_only([*self.entries[:at], settled.entry, *others, *self.entries[at + 1 :]])
        opened.entry = settled.entry
        if settled.entry.version is None:
            self._now_at[settled.entry.path] = settled.document.id
        unsaved = {each.document for each in self._saver.unsaved.values() if each.after}
        self.open = {id: each for id, each in self.open.items() if each.panes or id in unsaved}
        self.open[settled.document.id] = opened

    def in_a_pane(self, entry: Entry) -> OpenDocument | None:
        """The document of that entry, if some pane shows it already."""
        shown = (each for each in self.open.values() if each.panes)
        return next((each for each in shown if each.entry.name == entry.name), None)

    # What is known of each

    def document(self, id: str) -> Document:
        """What is known of a document that was marked."""
        opened = self.open.get(id)
        known = opened.document if opened else self._saver.store.document(id)
        return known or Document(id, id, id, "", 0)

    def entry_of(self, document: str) -> Entry | None:
        """Where to open the document of that id."""
        if (opened := self.open.get(document)) is not None:
            return opened.entry
        known = self._saver.store.document(document)
        if known is None:
            return None
        versions = [each for each in self.entries if each.version and each.version.id == known.id]
        versions += [entry for entry in self.entries if entry.path == known.path]
        return versions[0] if versions else None

    def standing(self, entry: Entry) -> Standing:
        """How far I am with a document; what is not saved yet counts.

        A file that was opened in this sitting is the document that it then was. One that was not is
        taken to be as it was when I last marked it or called it done.
        """
        reason = "" if entry.version else self.unreadable.get(entry.path, "")
        begun = self._positions.begun(entry.path)
        id = self._id_of(entry) if self._saver.loaded else ""
        if not id:
            return Standing(begun=begun, reason=reason)
        return Standing(self._saver.count(id), self._saver.done(id), begun, reason)

    def survey(self) -> dict[str, str]:
        """Why documents cannot be read, by path. For a worker; changes nothing here."""
        paths = [entry.path for entry in self.entries if entry.version is None]
        reasons = ((path, trouble(self._folder / path)) for path in paths)
        return {path: reason for path, reason in reasons if reason}

    def _id_of(self, entry: Entry) -> str:
        """The document that an entry is or, as long as nobody opened it, was; empty when new."""
        if entry.version is not None:
            return entry.version.id
        if id := self._now_at.get(entry.path, ""):
            return id
        known = self._saver.store.documents_at(entry.path)
        return known[-1].id if known else ""
