"""Opening documents: from a file or a frozen text to what is read on screen.

Some of this takes long. All of it only reads, so that it can run beside the keys; a session takes
over what comes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import document as files
from annotations.annotator import Annotator
from annotations.document import Document, Reading
from annotations.errors import UnreadableDocument
from annotations.front_data import completed
from annotations.history import History
from annotations.identity import new_document
from annotations.project import Project
from annotations.spans import Spans
from annotations.states import exists, states_of
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
    panes: int = 0
    """How many panes show it."""


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
    history: History
    """What can be taken back from earlier sittings."""


class Opener:
    """Finds and opens the documents of a project."""

    def __init__(self, project: Project, annotator: Annotator, folder: Path | None) -> None:
        """Open documents for a person; those in `folder`, if they are not named one by one."""
        self._project = project
        self._annotator = annotator
        self._folder = folder

    def first_page(self, entry: Entry) -> tuple[OpenDocument, Reading | None]:
        """A document as far as it can be shown at once, and what was read of its file.

        Raises UnreadableDocument.
        """
        if entry.version is not None:
            text = self._text_of(entry.version)
            return OpenDocument(entry, completed(entry.version, text), text), None
        reading = files.read(self._project.folder / entry.path, head_only=True)
        return OpenDocument(entry, new_document(entry.path, reading), reading.text), reading

    def load(self, named: Iterable[Entry]) -> Loaded:
        """Read the marks and look for the other documents."""
        store = self._project.store(self._annotator)
        entries = list(named)
        if self._folder is not None:
            with suppress(UnreadableDocument):  # a folder may go while its first page is read
                entries = [Entry(path) for path in self._project.documents(self._folder)]
            gone = vanished(self._project, [store], [entry.path for entry in entries])
            entries += [Entry(each.path, each) for each in gone]
        return Loaded(store, entries, History(*store.past()))

    def settle(
        self, entry: Entry, store: AnnotationStore, reading: Reading | None = None
    ) -> Settled:
        """Read the whole of a document, know it again, find its marks.

        Raises UnreadableDocument.
        """
        if entry.version is not None:
            return self._settle_version(entry, entry.version, store)
        path = self._project.folder / entry.path
        if reading is None or not reading.whole:
            reading = files.read(path)
        states = states_of(self._project, entry.path, reading, store)
        known = states.now
        if states.shown != known.document:
            *older, latest = states.marked
            notice = (
                f"changed since it was marked{_when(latest)}; the next document is what it is now"
            )
            others = (known.document, *older)
            shown = Entry(entry.path, latest)
            return self._settle_version(shown, latest, store, notice, _versions(entry, others))
        spans, notice = placed(known.document, reading.text, store)
        if states.unkept:
            notice = notice or "changed since it was marked, and its text then was not kept"
        if reading.guessed:
            notice = notice or "read as Windows-1252, which is a guess: the file is not UTF-8"
        if known.renamed_from:
            notice = notice or f"known as {known.renamed_from} before it was renamed"
        versions = _versions(entry, states.marked)
        return Settled(entry, known.document, reading.text, spans, notice, versions)

    def _settle_version(
        self,
        entry: Entry,
        document: Document,
        store: AnnotationStore,
        notice: str = "",
        others: tuple[Entry, ...] = (),
    ) -> Settled:
        text = self._text_of(document)
        spans, misplaced = placed(document, text, store)
        document = completed(document, text)
        return Settled(entry, document, text, spans, misplaced or notice, others)

    def _text_of(self, document: Document) -> Text:
        """The text in which a version was marked, as far as it was kept."""
        return self._project.text_of(document.path, document.text_sha256) or Text(b"")


def vanished(
    project: Project, stores: Iterable[AnnotationStore], paths: Iterable[str]
) -> list[Document]:
    """Documents that were marked and whose file is gone, also under another name.

    `paths` are those of the files that are there.
    """
    stores = list(stores)
    known = {each.id: each for store in stores for each in store.documents()}
    gone = [each for each in known.values() if not exists(project, each.path)]
    gone = [each for each in gone if any(store.of_document(each.id) for store in stores)]
    marked = {each.path for each in known.values()}
    for path in paths if gone else ():
        if path not in marked:
            gone = [each for each in gone if not _is(project, path, each)]
    return gone


def _is(project: Project, path: str, document: Document) -> bool:
    file = project.folder / path
    try:
        # Four bytes a code point at most, a line break of two bytes, a byte order mark.
        if not document.length <= file.stat().st_size <= 4 * document.length + 4:
            return False
        return files.read(file).text.sha256 == document.text_sha256
    except (OSError, UnreadableDocument):
        return False


def placed(document: Document, text: Text, store: AnnotationStore) -> tuple[Spans, str]:
    """The marks that stand in a text, and a word on those that do not."""
    marks = store.of_document(document.id)
    placed = [mark for mark in marks if mark.holds_in(text)]
    lost = len(marks) - len(placed) + len(store.misfits_of(document.id))
    notice = ""
    if lost:
        notice = f"{lost} mark{'s' * (lost > 1)} could not be placed in this text"
    return Spans(placed), notice


def _versions(entry: Entry, documents: Iterable[Document]) -> tuple[Entry, ...]:
    return tuple(Entry(entry.path, document) for document in documents)


def _when(document: Document) -> str:
    return f" ({document.added[:10]})" if document.added else ""
