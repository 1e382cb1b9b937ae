"""One sitting, and the only one who writes: documents are opened, marks changed and saved.

Which documents there are is kept in `corpus.py`, what is seen of their marks in `shown.py`; saves
go through `saving.py`. Knows no screen. What takes long (`load`, `settle`, `freeze_next`) can run
beside the keys; its result is handed in afterwards (`begin`, `place`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations import ids
from annotations.annotation import Annotation, now
from annotations.annotator import Annotator
from annotations.codebook import Codebook
from annotations.document import Document
from annotations.errors import AnnotationsError, Conflict, UnreadableDocument
from annotations.history import Change, Data, History, Pair, State, key_of
from annotations.project import Project
from annotations.text import Text
from tui.corpus import Corpus
from tui.opening import Entry, Loaded, OpenDocument, Opener, Settled
from tui.positions import Positions
from tui.saving import AT_ONCE, Saver, afterwards, with_id
from tui.settings import Settings
from tui.shown import ShownMarks

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
        self.history = History()
        """What can be taken back and done again."""
        self.folder = folder
        """Where the documents are, if they are not named one by one."""
        self._opener = Opener(project, annotator, folder)
        self._saver = Saver(self._keep_text)
        self.corpus = Corpus(project.folder, paths, self.positions, self._saver)
        self.marks = ShownMarks(self.corpus, self._saver)
        self._to_freeze: dict[str, Text] = {}
        self._frozen: set[str] = set()

    # Opening

    @property
    def loaded(self) -> bool:
        """Whether the marks are there."""
        return self._saver.loaded

    @property
    def store(self) -> AnnotationStore:
        """The marks; only there once they are loaded."""
        return self._saver.store

    def open(self, entry: Entry) -> OpenDocument:
        """The first page of a document, and all of it if that costs nothing.

        Raises UnreadableDocument.
        """
        if (shown := self.corpus.in_a_pane(entry)) is not None:
            return shown
        try:
            opened, reading = self._opener.first_page(entry)
        except UnreadableDocument as error:
            self.corpus.unreadable[entry.path] = error.reason
            raise
        self.corpus.unreadable.pop(entry.path, None)
        opened.text = self._as_read(entry, opened.text)
        if self.loaded and (reading is None or reading.whole):
            self.place(opened, self._opener.settle(entry, self.store, reading))
        return opened

    def load(self) -> Loaded:
        """Read the marks and look for the other documents. For a worker; changes nothing here."""
        return self._opener.load(self.corpus.entries)

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
            found = self.corpus.entries
        for entry in found:
            try:
                opened = self.open(entry)
            except UnreadableDocument as error:
                trouble = trouble or error
                continue
            if self.folder is not None:
                self.corpus.list_only([entry])
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
        self._saver.begin(loaded.store)
        self.history = loaded.history
        self.corpus.list_found(loaded.entries)

    def place(self, opened: OpenDocument, settled: Settled) -> None:
        """Take over what became of an open document."""
        text = self._as_read(settled.entry, settled.text)
        self.corpus.place(opened, replace(settled, text=text))
        self.marks.show_opened()

    def read_lines(self, opened: OpenDocument, hard_wrapped: bool) -> None:
        """Read the lines of a document as breaks of a page or not, now and later; offsets stay."""
        self.positions.wrap(opened.entry.path, hard_wrapped)
        opened.text = self._as_read(opened.entry, opened.text)

    def _as_read(self, entry: Entry, text: Text) -> Text:
        """A text with its lines read as somebody wanted."""
        wanted = self.positions.hard_wrapped(entry.path)
        return text if wanted in (None, text.hard_wrapped) else Text(text.data, wanted)

    # Changing

    @property
    def unsaved(self) -> int:
        """How many changes are only on this screen."""
        return len(self._saver.unsaved)

    @property
    def unsaved_are_marks(self) -> bool:
        """Whether each of them is about a mark."""
        states = (each.after for each in self._saver.unsaved.values())
        return not any(isinstance(state, Document | Data) for state in states)

    @property
    def trouble(self) -> str:
        """Why the latest save failed; empty when it did not."""
        return self._saver.trouble

    @property
    def waiting(self) -> bool:
        """Whether another window is writing and the latest save waits for it."""
        return self._saver.waiting

    def state(self, id: str) -> Annotation | None:
        """The annotation of that id as it is on screen."""
        return self._saver.mark(id)

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
        before = replace(document, done=self._saver.done(document.id))
        if bool(before.done) is done:
            return Change(())
        try:
            return self.change([(before, replace(before, done=now() if done else ""))])
        except Conflict:
            if bool(opened.document.done) is done:
                return Change(())
            raise

    def describe(self, opened: OpenDocument, said: Mapping[str, Any]) -> Change:
        """Say something of a document, by CSL-JSON names: one step of the history, like `change`.

        An empty string says that nothing is known. A change of nothing, and no step, where it is
        known already.
        """
        known = opened.document.metadata
        new = {name: value for name, value in said.items() if known.get(name, "") != value}
        if not new:
            return Change(())
        stored = self._saver.data(opened.document.id) or opened.document
        before = replace(opened.document, metadata=stored.metadata, described=stored.described)
        after = replace(before, metadata={**known, **new}, described=now())
        return self.change([(Data(before), Data(after))])

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
        if self.loaded:
            self.marks.show(self._saver.flush(patience))

    def give_up_waiting(self) -> None:
        """Another window has been writing for too long."""
        self._saver.give_up_waiting()

    def finish(self) -> None:
        """Save what can be saved, and leave the file as others should see it. For any thread."""
        if self.loaded:
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
        return self.marks.follow()

    def overtaken(self) -> list[Annotation]:
        """Our versions of marks that another window had changed, kept beside; told once."""
        return self._saver.overtaken()

    # Copies

    def copy_marks(self, path: Path) -> int:
        """Write all marks, the unsaved ones too, where they can be written; how many.

        Raises NotSaved.
        """
        documents = [opened.document for opened in self.corpus.open.values()]
        return self._saver.copy_to(path, documents)

    @property
    def copy(self) -> Path | None:
        """Where a copy is that holds everything that is unsaved."""
        return self._saver.copy

    def merge(self) -> int:
        """Take in other versions of the file; how many marks that adds. Raises NotSaved."""
        added = self.store.merge()
        self.history = History(*self.store.past())  # so that it can be taken back
        self.marks.show_stored()
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

    def _put_off(self, pairs: Iterable[Pair], group: str) -> Change:
        """Show new states that are saved with what comes next."""
        change = Change(tuple(pairs))
        self._saver.put_off(change.pairs, group)
        self.marks.show(afterwards(change.pairs))
        return change

    def _save(self, pairs: Iterable[Pair], group: str, takes: str = "") -> Change:
        pairs = [(before, with_id(after)) for before, after in pairs]
        try:
            saved = self._saver.save(pairs, group, takes)
        except Conflict:
            self.marks.show_stored()
            raise
        self.marks.show(afterwards(pairs) | saved)
        return Change(tuple(self._what_was_done(pair, saved) for pair in pairs))

    def _what_was_done(self, pair: Pair, saved: Mapping[str, State]) -> Pair:
        """A change as it was saved: of a mark that was overtaken, that ours stands beside it."""
        key = key_of(pair)
        if key in self._saver.beside:
            return None, saved.get(self._saver.beside[key])
        return pair[0], saved.get(key, pair[1])

    def _keep_text(self, document: str) -> None:
        """Save with a mark what it stands in; a copy of the text follows."""
        opened = self.corpus.open.get(document)
        if opened is not None:
            opened.document = self.store.keep_document(opened.document)
            sha256 = opened.document.text_sha256
            if sha256 not in self._frozen:
                self._to_freeze[sha256] = opened.text
