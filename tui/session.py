"""What is open, and the only one who writes: documents, store and history of one sitting.

Knows no screen. What takes long (`load`, `settle`, `freeze_next`) can run beside the keys; its
result is handed in afterwards (`begin`, `place`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import ids
from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.codebook import Codebook
from annotations.errors import AnnotationsError, Conflict, NotSaved, UnreadableDocument
from annotations.history import Change, History, State
from annotations.project import Project
from annotations.text import Text
from tui.opening import Entry, Loaded, OpenDocument, Opener, Settled, placed

if TYPE_CHECKING:
    from annotations.store import AnnotationStore


class Session:
    """One sitting of one annotator over the documents of a project."""

    def __init__(
        self,
        project: Project,
        codebook: Codebook,
        annotator: Annotator,
        paths: Iterable[str],
        folder: Path | None = None,
    ) -> None:
        """Sit down to documents of a project, by relative path, or to those in a folder of it."""
        self.project = project
        self.codebook = codebook
        self.annotator = annotator
        self.entries = [Entry(path) for path in dict.fromkeys(paths)]
        self.folder = folder
        self._opener = Opener(project, annotator, folder)
        self.history = History()
        self.trouble = ""
        """Why the latest save failed; empty when it did not."""
        self._store: AnnotationStore | None = None
        self._unsaved: dict[str, State] = {}
        self._open: dict[str, OpenDocument] = {}
        self._to_freeze: dict[str, Text] = {}
        self._frozen: set[str] = set()
        # Between the keys and `finish`, which may come from another thread.
        self._saving = threading.RLock()

    # Opening

    @property
    def loaded(self) -> bool:
        """Whether the marks are there."""
        return self._store is not None

    @property
    def store(self) -> AnnotationStore:
        """The marks; only there once they are loaded."""
        assert self._store is not None
        return self._store

    def open(self, entry: Entry) -> OpenDocument:
        """The first page of a document, and all of it if that costs nothing.

        Raises UnreadableDocument.
        """
        opened, reading = self._opener.first_page(entry)
        if self.loaded and (reading is None or reading.whole):
            self.place(opened, self._opener.settle(entry, self.store, reading))
        return opened

    def load(self) -> Loaded:
        """Read the marks and look for the other documents. For a worker; changes nothing here."""
        return self._opener.load(self.entries)

    def settle(self, entry: Entry, store: AnnotationStore | None = None) -> Settled:
        """Read the whole of a document. For a worker; changes nothing here.

        Raises UnreadableDocument.
        """
        return self._opener.settle(entry, self.store if store is None else store)

    def open_first(self) -> OpenDocument:
        """The first of the documents that can be read; in a folder, the first one found there.

        Raises UnreadableDocument, for the first of them, when there is none.
        """
        trouble: UnreadableDocument | None = None
        if self.folder is not None:
            found: Iterable[Entry] = map(Entry, self.project.documents(self.folder))
        else:
            found = self.entries
        for entry in found:
            try:
                opened = self.open(entry)
            except UnreadableDocument as error:
                trouble = trouble or error
                continue
            if self.folder is not None:
                self.entries = [entry]
            return opened
        raise trouble or UnreadableDocument(
            self.folder or self.project.folder, "no documents here (*.txt, *.md, other text)"
        )

    def begin(self, loaded: Loaded) -> None:
        """Take over what was loaded."""
        self._store = loaded.store
        gone = [entry for entry in self.entries if entry not in loaded.entries]
        self.entries = gone + loaded.entries

    def place(self, opened: OpenDocument, settled: Settled) -> None:
        """Take over what became of an open document."""
        opened.document = settled.document
        opened.text = settled.text
        opened.spans = settled.spans
        opened.notice = settled.notice or opened.notice
        opened.settled = True
        at = self.entries.index(opened.entry)
        opened.entry = self.entries[at] = settled.entry
        others = [each for each in settled.other_versions if each not in self.entries]
        self.entries[at + 1 : at + 1] = others
        unsaved = {state.document for state in self._unsaved.values() if state}
        self._open = {id: each for id, each in self._open.items() if id in unsaved}
        self._open[settled.document.id] = opened
        self._show_unsaved()

    def entry_of(self, document: str) -> Entry | None:
        """Where to open the document of that id."""
        if (opened := self._open.get(document)) is not None:
            return opened.entry
        known = self.store.document(document)
        if known is None:
            return None
        versions = [entry for entry in self.entries if entry.version == known]
        versions += [entry for entry in self.entries if entry.path == known.path]
        return versions[0] if versions else None

    # Changing

    @property
    def unsaved(self) -> int:
        """How many changes are only on this screen."""
        return len(self._unsaved)

    def state(self, id: str) -> State:
        """The annotation of that id as it is on screen."""
        return self._unsaved[id] if id in self._unsaved else self.store.get(id)

    def change(self, pairs: Iterable[tuple[State, State]], continues: bool = False) -> Change:
        """Save new states of annotations, one transaction and one step of the history.

        A new annotation has no id yet. Raises NotSaved where nothing can be saved at all, Conflict
        where another window changed the same; a save that fails for now is kept on screen and
        tried again with the next one (`trouble`, `unsaved`).
        """
        change = self._save(pairs)
        self.history.record(change, continues)
        return change

    def undo(self, only_step: bool = False) -> tuple[Change, bool] | None:
        """Take back the last group of steps, or only the last step; None when there is none.

        With the change, whether the group has more steps.
        """
        wanted = self.history.next_undo(only_step)
        if wanted is None:
            return None
        change = self._save(wanted.pairs)
        return change, self.history.undone(only_step)

    def redo(self) -> tuple[Change, bool] | None:
        """Do again what was taken back; None when there is nothing.

        With the change, whether it went on with a group that is still open.
        """
        wanted = self.history.next_redo()
        if wanted is None:
            return None
        change = self._save(wanted.pairs)
        return change, self.history.redone()

    def freeze_next(self) -> bool:
        """Keep a copy of a text that was marked; whether there is another. For a worker."""
        try:
            sha256, text = self._to_freeze.popitem()
        except KeyError:  # another worker has it
            return False
        self.project.freeze(text)
        self._frozen.add(sha256)
        return bool(self._to_freeze)

    def finish(self) -> None:
        """Try once more to save what is only on this screen; for the end, in any thread."""
        with self._saving:  # a save that is under way comes first
            if not self._unsaved:
                return
            try:
                self._save(())
            except AnnotationsError as error:
                self.trouble = str(error)

    @property
    def needs_freezing(self) -> bool:
        """Whether a text was marked of which there is no copy yet."""
        return bool(self._to_freeze)

    def _save(self, pairs: Iterable[tuple[State, State]]) -> Change:
        if reason := self.store.obstacle:
            raise NotSaved(self.store.path, reason)
        pairs = [(before, _named(after)) for before, after in pairs]
        seen = {_id(pair): pair[0] for pair in pairs}
        wanted = dict(self._unsaved)
        wanted.update({_id(pair): pair[1] for pair in pairs})
        try:
            saved = self._bring(wanted, seen)
            self._unsaved, self.trouble = {}, ""
        except NotSaved as error:
            saved = self._unsaved = wanted
            self.trouble = error.reason
        except Conflict:
            self._show_stored()
            raise
        for id, state in saved.items():
            self._show(id, state)
        return Change(tuple((before, saved[_id((before, after))]) for before, after in pairs))

    def _bring(self, wanted: dict[str, State], seen: dict[str, State]) -> dict[str, State]:
        """Make the store say what is wanted, in one transaction.

        Raises Conflict where it does not hold what was `seen` on screen.
        """
        saved: dict[str, State] = {}
        with self._saving, self.store.transaction():
            for id, state in wanted.items():
                stored = self.store.get(id)
                if id in seen and not _same(self.state(id), seen[id]):
                    raise Conflict("the mark was changed in another window")
                if state is None:
                    if stored is not None:
                        self.store.remove(id, stored.rev)
                    saved[id] = None
                    continue
                opened = self._open.get(state.document)
                if opened is not None:
                    opened.document = self.store.keep_document(opened.document)
                    sha256 = opened.document.text_sha256
                    if sha256 not in self._frozen:
                        self._to_freeze[sha256] = opened.text
                if stored is None:
                    saved[id] = self.store.add(state)
                else:
                    saved[id] = self.store.change(state, stored.rev)
        return saved

    def _show(self, id: str, state: State) -> None:
        for opened in self._open.values():
            if state is not None and state.document == opened.document.id:
                opened.spans.put(state)
            elif state is None:
                opened.spans.drop(id)

    def _show_stored(self) -> None:
        """What the store says now, after another window said something."""
        for opened in self._open.values():
            opened.spans = placed(opened.document, opened.text, self.store)[0]
        self._show_unsaved()

    def _show_unsaved(self) -> None:
        for id, state in self._unsaved.items():
            self._show(id, state)


def _named(state: State) -> State:
    return replace(state, id=ids.new_id()) if state is not None and not state.id else state


def _id(pair: tuple[State, State]) -> str:
    state: Annotation | None = pair[0] or pair[1]
    assert state is not None
    return state.id


def _same(one: State, other: State) -> bool:
    if one is None or other is None:
        return one is other
    return one.says_the_same(other)
