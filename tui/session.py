"""What is open, and the only one who writes: documents, store and history of one sitting.

Knows no screen. What takes long (`load`, `settle`, `freeze_next`) can run beside the keys; its
result is handed in afterwards (`begin`, `place`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import ids
from annotations.annotation import Annotation, now
from annotations.annotator import Annotator
from annotations.codebook import Codebook
from annotations.document import Document, trouble
from annotations.errors import AnnotationsError, Conflict, UnreadableDocument
from annotations.history import Change, History, Pair, State, key_of
from annotations.project import Project
from annotations.text import Text
from tui.catalogue import Catalogue
from tui.opening import Entry, Loaded, OpenDocument, Opener, Settled
from tui.positions import Positions
from tui.saving import AT_ONCE, Saver, Unsaved, afterwards, with_id
from tui.settings import Settings
from tui.standing import Standing

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
        settings: Settings | None = None,
    ) -> None:
        """Sit down to documents of a project, by relative path, or to those in a folder of it."""
        self.settings = settings or Settings()
        self.positions = Positions.of(project.folder)
        self.project = project
        self.codebook = codebook
        self.annotator = annotator
        self.entries = [Entry(path) for path in dict.fromkeys(paths)]
        self.changes = 0
        """Counts whatever made something on screen different."""
        self.catalogue: Catalogue | None = None
        """The marks of all documents, once they were gathered."""
        self.is_catalogue_stale = False
        """Whether other windows did something since."""
        self.unreadable: dict[str, str] = {}
        """Why documents cannot be read, by path, as far as somebody tried."""
        self._numbers: dict[tuple[str, str], int] = {}
        self.folder = folder
        self._opener = Opener(project, annotator, folder)
        self.history = History()
        self._store: AnnotationStore | None = None
        self._saver: Saver | None = None
        self._copied: tuple[Path, dict[str, Unsaved]] | None = None
        self._seen_elsewhere = 0
        self._open: dict[str, OpenDocument] = {}
        self._now_at: dict[str, str] = {}
        self._to_freeze: dict[str, Text] = {}
        self._frozen: set[str] = set()

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
        for shown in self._open.values():
            if shown.panes and shown.entry.name == entry.name:
                return shown  # by two panes
        try:
            opened, reading = self._opener.first_page(entry)
        except UnreadableDocument as error:
            self.unreadable[entry.path] = error.reason
            raise
        self.unreadable.pop(entry.path, None)
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
        """The first of the documents that can be read; in a folder, the one read last there.

        Raises UnreadableDocument, for the first of them, when there is none.
        """
        trouble: UnreadableDocument | None = None
        if self.folder is not None:
            paths = chain(self._read_last(), self.project.documents(self.folder))
            found: Iterable[Entry] = map(Entry, paths)
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

    def _read_last(self) -> Iterator[str]:
        """The path of the document that was read last, if it is still in the folder."""
        path = self.positions.latest
        if path is not None and self.folder is not None and self.project.holds(path, self.folder):
            yield path

    def begin(self, loaded: Loaded) -> None:
        """Take over what was loaded."""
        self._store = loaded.store
        self._saver = Saver(loaded.store, self._keep_text)
        self.history = loaded.history
        found = {entry.name for entry in loaded.entries}
        gone = [entry for entry in self.entries if entry.name not in found]
        self._list(gone + loaded.entries)

    def place(self, opened: OpenDocument, settled: Settled) -> None:
        """Take over what became of an open document."""
        opened.document = settled.document
        opened.text = settled.text
        opened.spans = settled.spans
        opened.notice = settled.notice or opened.notice
        opened.settled = True
        self.changes += 1
        at = self.number(opened.entry) - 1
        known = {entry.name for entry in self.entries}
        others = [each for each in settled.other_versions if each.name not in known]
        if others or settled.entry.name != opened.entry.name:
            self._list([*self.entries[:at], settled.entry, *others, *self.entries[at + 1 :]])
        opened.entry = settled.entry
        if settled.entry.version is None:
            self._now_at[settled.entry.path] = settled.document.id
        changes = self._saver.unsaved.values() if self._saver else ()
        unsaved = {each.document for each in changes if each.after}
        self._open = {id: each for id, each in self._open.items() if each.panes or id in unsaved}
        self._open[settled.document.id] = opened
        self._show_unsaved()

    def number(self, entry: Entry) -> int:
        """Which of the documents this is, from 1."""
        if len(self._numbers) != len(self.entries):
            self._numbers = {each.name: at for at, each in enumerate(self.entries, 1)}
        return self._numbers[entry.name]

    def _list(self, entries: list[Entry]) -> None:
        self.entries = entries
        self._numbers = {}

    def document(self, id: str) -> Document:
        """What is known of a document that was marked."""
        opened = self._open.get(id)
        known = opened.document if opened else self.store.document(id)
        return known or Document(id, id, id, "", 0)

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

    def survey(self) -> dict[str, str]:
        """Why documents cannot be read, by path. For a worker; changes nothing here."""
        paths = [entry.path for entry in self.entries if entry.version is None]
        reasons = ((path, trouble(self.project.folder / path)) for path in paths)
        return {path: reason for path, reason in reasons if reason}

    # All marks

    def gather(self) -> Catalogue:
        """Find the marks of all documents. For a worker; changes nothing here."""
        paths = {document.id: document.path for document in self.store.documents()}
        return Catalogue((paths.get(mark.document, ""), mark) for mark in self.store)

    def take(self, catalogue: Catalogue, gathered_at: int) -> bool:
        """Take over what was gathered when `changes` was that; whether it is still true."""
        if gathered_at != self.changes:
            return False
        self.catalogue, self.is_catalogue_stale = catalogue, False
        self._show_unsaved()
        return True

    def standing(self, entry: Entry) -> Standing:
        """How far I am with a document; what is not saved yet counts.

        A file that was opened in this sitting is the document that it then was. One that was not is
        taken to be as it was when I last marked it or called it done.
        """
        reason = "" if entry.version else self.unreadable.get(entry.path, "")
        id = self._id_of(entry)
        begun = self.positions.begun(entry.path)
        if not id or self._saver is None:
            return Standing(begun=begun, reason=reason)
        marks = self.store.count(id) + self._saver.more[id]
        return Standing(marks, self._saver.done(id), begun, reason)

    def _id_of(self, entry: Entry) -> str:
        """The document that an entry is or, as long as nobody opened it, was; empty when new."""
        if entry.version is not None:
            return entry.version.id
        if (id := self._now_at.get(entry.path, "")) or not self.loaded:
            return id
        known = self.store.documents_at(entry.path)
        return known[-1].id if known else ""

    # Changing

    @property
    def unsaved(self) -> int:
        """How many changes are only on this screen."""
        return len(self._saver.unsaved) if self._saver else 0

    @property
    def unsaved_are_marks(self) -> bool:
        """Whether each of them is about a mark."""
        return not any(isinstance(each.after, Document) for each in self._saving.unsaved.values())

    @property
    def trouble(self) -> str:
        """Why the latest save failed; empty when it did not."""
        return self._saver.trouble if self._saver else ""

    @property
    def waiting(self) -> bool:
        """Whether another window is writing and the latest save waits for it."""
        return self._saver is not None and self._saver.waiting

    def state(self, id: str) -> Annotation | None:
        """The annotation of that id as it is on screen."""
        return self._saving.mark(id)

    def change(self, pairs: Iterable[Pair], continues: bool = False, later: bool = False) -> Change:
        """Save new states, one transaction and one step of the history.

        A new annotation has no id yet. A step that `continues` belongs to the one before; one that
        may be saved `later` shares the next save, or `flush`. Raises NotSaved where nothing can be
        saved at all, Conflict where another window changed the same; a save that fails for now is
        kept on screen and tried again with the next one (`trouble`, `waiting`, `unsaved`).
        """
        group = self.history.group if continues else ids.new_id()
        if later and self.history.group == group and not self.trouble:
            change = self._put_off(pairs, group)
        else:
            change = self._save(pairs, group)
        self.history.record(change, group)
        return change

    def say_done(self, opened: OpenDocument, done: bool) -> Change:
        """Call a document done, or not done, as one step of the history, like `change`.

        A change of nothing, and no step, where it is so already, be it by another window.
        """
        document = opened.document
        before = replace(document, done=self._saving.done(document.id))
        if bool(before.done) is done:
            return Change(())
        try:
            return self.change([(before, replace(before, done=now() if done else ""))])
        except Conflict:
            if bool(opened.document.done) is done:
                return Change(())
            raise

    def undo(self, only_step: bool = False) -> tuple[Change, bool] | None:
        """Take back the last group of steps, or only the last step; None when there is none.

        With the change, whether the group has more steps. Raises Conflict when something else
        changed the same since; that group cannot be taken back any more then.
        """
        wanted = self.history.next_undo(only_step)
        if wanted is None:
            return None
        try:
            change = self._save(wanted.change.pairs, wanted.group, "undo")
        except Conflict as error:
            self.history.forget_last()
            raise Conflict(f"cannot be taken back: {error} since") from error
        return change, self.history.undone(only_step)

    def redo(self) -> tuple[Change, bool] | None:
        """Do again what was taken back; None when there is nothing.

        With the change, whether it went on with a group that is still open. Raises Conflict.
        """
        wanted = self.history.next_redo()
        if wanted is None:
            return None
        try:
            change = self._save(wanted.change.pairs, wanted.group, "redo")
        except Conflict as error:
            self.history.forget_undone()
            raise Conflict(f"cannot be done again: {error} since") from error
        return change, self.history.redone()

    def flush(self, patience: float = AT_ONCE) -> None:
        """Save what is unsaved, if anything; waits that many seconds for another window."""
        if self._saver is not None:
            self._show_all(self._saver.flush(patience))

    def give_up_waiting(self) -> None:
        """Another window has been writing for too long."""
        self._saving.give_up_waiting()

    def finish(self) -> None:
        """Save what can be saved, and leave the file as others should see it. For any thread."""
        if self._saver is not None:
            with self._saver.turn, suppress(AnnotationsError):
                self.flush(patience=1.0)
                self.store.compact(patience=1.0)
        self.positions.save()

    # Other windows

    def refresh(self) -> bool:
        """See what other windows did; whether there was anything."""
        if not self.loaded:
            return False
        self.store.refresh()
        if self._seen_elsewhere == self.store.changes_elsewhere:
            return False
        self._show_stored()
        return True

    # Copies

    def copy_marks(self, path: Path) -> int:
        """Write all marks, the unsaved ones too, where they can be written; how many.

        Raises NotSaved.
        """
        unsaved = self._saving.unsaved
        documents = [opened.document for opened in self._open.values()]
        states = {id: each.after for id, each in unsaved.items()}
        count = self.store.copy_to(path, states, documents)
        self._copied = path, dict(unsaved)
        return count

    @property
    def copy(self) -> Path | None:
        """Where a copy is that holds everything that is unsaved."""
        if self._copied is None or self._saver is None:
            return None
        path, unsaved = self._copied
        return path if unsaved == self._saver.unsaved else None

    def overtaken(self) -> list[Annotation]:
        """Our versions of marks that another window had changed, kept beside; told once."""
        beside = self._saver.beside if self._saver else {}
        found = [self.state(id) for id in beside.values()]
        beside.clear()
        return [state for state in found if state is not None]

    def merge(self) -> int:
        """Take in other versions of the file; how many marks that adds. Raises NotSaved."""
        added = self.store.merge()
        self.history = History(*self.store.past())  # so that it can be taken back
        self._show_stored()
        return added

    # Texts

    def freeze_next(self) -> bool:
        """Keep a copy of a text that was marked; whether there is another. For a worker."""
        try:
            sha256, text = self._to_freeze.popitem()
        except KeyError:  # another worker has it
            return False
        self.project.freeze(text)
        self._frozen.add(sha256)
        return bool(self._to_freeze)

    @property
    def needs_freezing(self) -> bool:
        """Whether a text was marked of which there is no copy yet."""
        return bool(self._to_freeze)

    # Below

    @property
    def _saving(self) -> Saver:
        assert self._saver is not None
        return self._saver

    def _put_off(self, pairs: Iterable[Pair], group: str) -> Change:
        """Show new states that are saved with what comes next."""
        change = Change(tuple(pairs))
        self._saving.put_off(change.pairs, group)
        self._show_all(afterwards(change.pairs))
        return change

    def _save(self, pairs: Iterable[Pair], group: str, takes: str = "") -> Change:
        pairs = [(before, with_id(after)) for before, after in pairs]
        try:
            saved = self._saving.save(pairs, group, takes)
        except Conflict:
            self._show_stored()
            raise
        self._show_all(afterwards(pairs) | saved)
        return Change(tuple(self._what_was_done(pair, saved) for pair in pairs))

    def _what_was_done(self, pair: Pair, saved: Mapping[str, State]) -> Pair:
        """A change as it was saved: of a mark that was overtaken, that ours stands beside it."""
        key = key_of(pair)
        if key in self._saving.beside:
            return None, saved.get(self._saving.beside[key])
        return pair[0], saved.get(key, pair[1])

    def _keep_text(self, document: str) -> None:
        """Save with a mark what it stands in; a copy of the text follows."""
        opened = self._open.get(document)
        if opened is not None:
            opened.document = self.store.keep_document(opened.document)
            sha256 = opened.document.text_sha256
            if sha256 not in self._frozen:
                self._to_freeze[sha256] = opened.text

    def _show_all(self, saved: Mapping[str, State]) -> None:
        """What was saved, what other windows said meanwhile, and what is still unsaved."""
        if self._seen_elsewhere != self.store.changes_elsewhere:
            self._show_stored()
        for key, state in saved.items():
            self._show(key, state)
        self._show_unsaved()

    def _show(self, key: str, state: State) -> None:
        self.changes += 1
        if self.catalogue is not None:
            if state is None:
                self.catalogue.drop(key)
            elif not isinstance(state, Document):
                self.catalogue.put(self.document(state.document).path, state)
        for opened in self._open.values():
            if isinstance(state, Document):
                if state.id == opened.document.id:
                    opened.document = replace(opened.document, done=state.done)
            elif state is None:
                opened.spans.drop(key)
            elif state.document == opened.document.id:
                opened.spans.put(state)

    def _show_stored(self) -> None:
        """What the store says now, after another window said something."""
        self._seen_elsewhere = self.store.changes_elsewhere
        self.changes += 1
        self.is_catalogue_stale = True
        for opened in self._open.values():
            if not opened.settled:
                continue
            document = self.store.document(opened.document.id)
            opened.document = replace(opened.document, done=document.done if document else "")
            known = {each.id: each for each in self.store.of_document(opened.document.id)}
            for mark in [mark for mark in opened.spans if mark.id not in known]:
                opened.spans.drop(mark.id)
            for id, mark in known.items():
                if opened.spans.get(id) != mark and mark.holds_in(opened.text):
                    opened.spans.put(mark)
        self._show_unsaved()

    def _show_unsaved(self) -> None:
        for key, unsaved in self._saver.unsaved.items() if self._saver else ():
            self._show(key, unsaved.after)
