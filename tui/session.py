"""What is open, and the only one who writes: documents, store and history of one sitting.

Knows no screen. What takes long (`load`, `settle`, `freeze`) touches nothing that the keys touch,
so that it can run beside them; its result is handed in afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import document as files
from annotations import ids
from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.codebook import Codebook
from annotations.document import Document, Reading
from annotations.errors import Conflict, NotSaved, UnreadableDocument
from annotations.history import Change, History, State
from annotations.identity import new_document, recognise
from annotations.project import Project
from annotations.spans import Spans
from annotations.text import Text

if TYPE_CHECKING:
    from annotations.store import AnnotationStore


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the documents that `>` and `<` go through."""

    path: str
    """Relative path of the file."""
    version: Document | None = None
    """The document as it was marked, where the file says something else by now or is gone."""

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from the other entries."""
        return self.path, self.version.id if self.version else ""


@dataclass(slots=True)
class OpenDocument:
    """A document on screen."""

    entry: Entry
    document: Document
    text: Text
    settled: bool = False
    """Whether the whole of it was read and its marks are here."""
    spans: Spans = field(default_factory=Spans)
    notice: str = ""
    """What has to be said about it, for people."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a document when the whole of it was read."""

    entry: Entry
    """What it is opened by from now on."""
    document: Document
    text: Text
    spans: Spans
    notice: str
    other_versions: tuple[Entry, ...] = ()
    """Where the file was changed since it was marked: its other states."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is there besides the first page: the marks, and the other documents."""

    store: AnnotationStore
    entries: list[Entry]


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
        self.history = History()
        self.trouble = ""
        """Why the latest save failed; empty when it did not."""
        self._store: AnnotationStore | None = None
        self._unsaved: dict[str, State] = {}
        self._open: dict[str, OpenDocument] = {}
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
        if entry.version is not None:
            opened = OpenDocument(entry, entry.version, self._text_of(entry.version))
            reading = None
        else:
            reading = files.read(self.project.folder / entry.path, head_only=True)
            opened = OpenDocument(entry, new_document(entry.path, reading), reading.text)
        if self.loaded and (reading is None or reading.whole):
            self.place(opened, self.settle(entry, reading))
        return opened

    def load(self) -> Loaded:
        """Read the marks and look for documents. Touches nothing of this session."""
        store = self.project.store(self.annotator)
        entries = list(self.entries)
        if self.folder is not None:
            with suppress(UnreadableDocument):  # a folder may go while its first page is read
                entries = [Entry(path) for path in self.project.documents(self.folder)]
            entries += self._vanished(store, entries)
        return Loaded(store, entries)

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

    def settle(
        self, entry: Entry, reading: Reading | None = None, store: AnnotationStore | None = None
    ) -> Settled:
        """Read the whole of a document, know it again, find its marks. Touches nothing here.

        Raises UnreadableDocument.
        """
        store = self.store if store is None else store
        if entry.version is not None:
            return self._settle_version(entry, entry.version, store)
        path = self.project.folder / entry.path
        if reading is None or not reading.whole:
            reading = files.read(path)
        known = recognise(entry.path, reading, store.documents(), self._exists)
        earlier = [each for each in known.earlier if store.of_document(each.id)]
        marked = [each for each in earlier if self.project.frozen(each.text_sha256) is not None]
        if marked and store.document(known.document.id) is None:
            *older, latest = marked
            notice = f"changed since it was marked{_when(latest)}; > shows it as it is now"
            others = (known.document, *older)
            shown = Entry(entry.path, latest)
            return self._settle_version(shown, latest, store, notice, _versions(entry, others))
        spans, notice = self._placed(known.document, reading.text, store)
        if len(earlier) > len(marked):
            notice = notice or "changed since it was marked, and its text then was not kept"
        if reading.guessed:
            notice = notice or "read as Windows-1252, which is a guess: the file is not UTF-8"
        if known.renamed_from:
            notice = notice or f"known as {known.renamed_from} before it was renamed"
        versions = _versions(entry, marked)
        return Settled(entry, known.document, reading.text, spans, notice, versions)

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
        with self.store.transaction():
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
            opened.spans = self._placed(opened.document, opened.text, self.store)[0]
        self._show_unsaved()

    def _show_unsaved(self) -> None:
        for id, state in self._unsaved.items():
            self._show(id, state)

    # Knowing documents again

    def _settle_version(
        self,
        entry: Entry,
        document: Document,
        store: AnnotationStore,
        notice: str = "",
        others: tuple[Entry, ...] = (),
    ) -> Settled:
        text = self._text_of(document)
        spans, misplaced = self._placed(document, text, store)
        return Settled(entry, document, text, spans, misplaced or notice, others)

    def _text_of(self, document: Document) -> Text:
        """The text in which a version was marked, as far as it was kept."""
        return self.project.text_of(document.path, document.text_sha256) or Text(b"")

    def _placed(self, document: Document, text: Text, store: AnnotationStore) -> tuple[Spans, str]:
        """The marks that stand in a text, and a word on those that do not."""
        marks = store.of_document(document.id)
        placed = [mark for mark in marks if mark.holds_in(text)]
        lost = len(marks) - len(placed)
        notice = ""
        if lost:
            notice = f"{lost} mark{'s' * (lost > 1)} could not be placed in this text"
        return Spans(placed), notice

    def _vanished(self, store: AnnotationStore, entries: list[Entry]) -> list[Entry]:
        """Documents that were marked and whose file is gone, also under another name."""
        gone = [each for each in store.documents() if not self._exists(each.path)]
        gone = [each for each in gone if store.of_document(each.id)]
        known = {each.path for each in store.documents()}
        for entry in entries if gone else []:
            if entry.path not in known:
                gone = [each for each in gone if not self._is(entry.path, each)]
        return [Entry(each.path, each) for each in gone]

    def _is(self, path: str, document: Document) -> bool:
        file = self.project.folder / path
        try:
            # Four bytes a code point at most, a line break of two bytes, a byte order mark.
            if not document.length <= file.stat().st_size <= 4 * document.length + 4:
                return False
        except OSError:
            return False
        return self.project.text_of(path, document.text_sha256) is not None

    def _exists(self, path: str) -> bool:
        return (self.project.folder / path).exists()


def _named(state: State) -> State:
    return replace(state, id=ids.new_id()) if state is not None and not state.id else state


def _id(pair: tuple[State, State]) -> str:
    state: Annotation | None = pair[0] or pair[1]
    assert state is not None
    return state.id


def _versions(entry: Entry, documents: Iterable[Document]) -> tuple[Entry, ...]:
    return tuple(Entry(entry.path, document) for document in documents)


def _same(one: State, other: State) -> bool:
    if one is None or other is None:
        return one is other
    return one.says_the_same(other)


def _when(document: Document) -> str:
    return f" ({document.added[:10]})" if document.added else ""
