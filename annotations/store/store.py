"""One person's annotations: what the program knows of saving.

Callers see annotations and documents, never TinyDB, so that another store can take its place. Each
call returns only after its change is on disk, or raises NotSaved and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tinydb.table import Document as TinyRecord

from annotations import ids
from annotations.annotation import Annotation, now
from annotations.annotator import Annotator
from annotations.document import Document
from annotations.errors import Conflict, NotSaved
from annotations.history import State, Step
from annotations.store import copies, migrations, past, records, taking
from annotations.store.documents import DocumentRecords
from annotations.store.index import Index, Misfit
from annotations.store.lines import Record, decode, encode
from annotations.store.merging import ASIDE
from annotations.store.migrations import ABOUT, SCHEMA
from annotations.store.storage import JournalStorage, Touched
from annotations.store.table import JournalDB


class AnnotationStore:
    """The annotations that one person made in one project."""

    def __init__(self, path: Path, annotator: Annotator | None = None) -> None:
        """Open the file at `path`, which need not exist. Without an annotator it is only read."""
        self.path = path
        self.annotator = annotator
        self._file = JournalStorage(path)
        self._db = JournalDB(self._file)
        self._annotations = self._db.table("annotations")
        self._deleted = self._db.table("deleted")
        self._about = self._db.table("about")
        self._listeners: list[Callable[[], None]] = []
        self._index = Index()
        self._index.rebuild(self._file.state.tables)
        self._documents = DocumentRecords(self._db.table("documents"), self._index)
        self._says = migrations.about(self._file.state.tables)
        self.changes_elsewhere = 0
        """How often other windows and programs changed something since it was opened."""
        self._depth = 0
        self._file.listener = self._take_over

    # Reading

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved in this file, as a sentence; None when it can."""
        return f"{self.path}: {self.obstacle}" if self.obstacle else None

    @property
    def obstacle(self) -> str | None:
        """The same without the name of the file."""
        state = self._file.state
        if self.failure:
            return self.failure
        if self.is_newer:
            return f"was written by a newer Postil (schema {state.schema})"
        if self.annotator is None:
            return "belongs to somebody else"
        if (owner := self.owner) and owner.person != self.annotator.person:
            return f"belongs to another {owner.name}"
        return self.split

    @property
    def is_newer(self) -> bool:
        """Whether a newer version of the program wrote it."""
        return self._file.state.schema > SCHEMA

    @property
    def failure(self) -> str:
        """What may pass, such as a disk that could not be read; that nothing can be saved now."""
        return self._file.journal.failed or self._file.unreadable

    @property
    def split(self) -> str | None:
        """What git put together in the file and somebody has to decide, if anything."""
        state = self._file.state
        if not state.conflicted and not state.twins:
            return None
        how = "holds a conflict of git" if state.conflicted else "was put together by git"
        count = len(state.twins)
        return f"{how}: {count} record{'s' * (count != 1)} in two versions"

    @property
    def owner(self) -> Annotator | None:
        """Whose file it is, as the file says; None when it says nothing."""
        if not self._says.get("person"):
            return None
        return Annotator(str(self._says.get("name", "")), str(self._says["person"]))

    @property
    def faults(self) -> list[str]:
        """What is wrong with the files, for people."""
        unreadable = [self._file.unreadable] if self._file.unreadable else []
        return [*unreadable, *self._file.state.faults]

    @property
    def is_incomplete(self) -> bool:
        """Whether a damaged file was all there is, so that marks may be missing."""
        return self._file.state.incomplete

    @property
    def misfits(self) -> list[Misfit]:
        """Records that break a rule."""
        with self._file.mutex:
            return self._index.misfits

    def misfits_of(self, document: str) -> list[Misfit]:
        """Records that break a rule and name a document."""
        with self._file.mutex:
            return self._index.misfits_of(document)

    @property
    def set_aside(self) -> list[Mapping[str, Any]]:
        """Versions of records that another program's file left no room for."""
        return [decode(row) for row in self._file.state.tables.get(ASIDE, {}).values()]

    def __len__(self) -> int:
        """How many annotations there are."""
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Annotation]:
        """All annotations, oldest first."""
        with self._file.mutex:
            return iter(list(self._index))

    def get(self, id: str) -> Annotation | None:
        """The annotation of that id, if it is there."""
        try:
            return self._index.get(ids.number(id))
        except ValueError:
            return None

    def of_document(self, document: str) -> list[Annotation]:
        """The annotations of a document, in the order of the text."""
        with self._file.mutex:
            found = self._index.of_document(document)
        return sorted(found, key=lambda each: (each.start, -each.end, each.id))

    def marked_documents(self) -> Iterator[tuple[str, str]]:
        """Id and hash of the text of every document that a mark names."""
        with self._file.mutex:
            return iter(list(self._index.marked_documents()))

    def count(self, document: str) -> int:
        """How many marks a document has, as far as that is known without reading them."""
        return self._index.count(document)

    def tagged(self, tag: str) -> list[Annotation]:
        """The annotations with a tag, oldest first."""
        with self._file.mutex:
            return self._index.tagged(tag)

    def documents(self) -> list[Document]:
        """The documents that were marked or called done, by path."""
        with self._file.mutex:
            known = list(self._index.documents.by_id.values())
        return sorted(known, key=lambda each: (each.path, each.added))

    def documents_at(self, path: str) -> list[Document]:
        """Those of that path, one for each state of its text, latest last."""
        with self._file.mutex:
            return self._index.documents.at(path)

    def document(self, id: str) -> Document | None:
        """The document of that id, if it was marked or called done."""
        return self._index.documents.by_id.get(id)

    # Changing

    def add(self, annotation: Annotation) -> Annotation:
        """Save a new annotation, or one that was removed; the returned one has id, times, rev."""
        at = now()
        annotation = replace(
            annotation,
            id=annotation.id or ids.new_id(),
            created=annotation.created or at,
            modified=at,
            rev=annotation.rev + 1,
        )
        with self.transaction():
            key = ids.number(annotation.id)
            if self._annotations.contains(doc_id=key):
                raise Conflict("the mark is there already")
            self._annotations.insert(TinyRecord(records.checked(annotation), key))
            if self._deleted.contains(doc_id=key):
                self._deleted.remove(doc_ids=[key])
        return annotation

    def change(self, annotation: Annotation, rev: int) -> Annotation:
        """Save a new state of an annotation whose state `rev` the caller saw.

        Raises Conflict when it is another one by now.
        """
        annotation = replace(annotation, modified=now(), rev=rev + 1)
        with self.transaction():
            key, old = self._expect(annotation.id, rev)
            merged = {**old, **records.checked(annotation)}
            self._annotations.remove(doc_ids=[key])
            self._annotations.insert(TinyRecord(merged, key))
        return annotation

    def remove(self, id: str, rev: int) -> None:
        """Take an annotation out. Raises Conflict when its state is not `rev` any more."""
        with self.transaction():
            key, old = self._expect(id, rev)
            self._annotations.remove(doc_ids=[key])
            self._deleted.upsert(TinyRecord({"at": now(), "record": old}, key))

    def take(
        self, annotations: Iterable[Annotation], documents: Iterable[Document] = ()
    ) -> list[Annotation]:
        """Save annotations and documents as they were elsewhere, and say what they are now.

        Each takes the place of the one of its id, also of one that was removed, and is newer than
        that then. What has no id, times or revision is given them. All of it is one step.
        """
        with self.transaction():
            taken = taking.take(self._annotations, self._deleted, annotations)
            for document in documents:
                self._documents.take(document)
        return taken

    def keep_document(self, document: Document) -> Document:
        """Save what a document is, new or changed.

        Whether it is done stays as it is and so, once it is known, does its metadata.
        """
        known = self.document(document.id)
        added = document.added or (known.added if known else "") or now()
        document = replace(document, added=added, done="", described="")
        if known is not None:
            document = replace(
                document, metadata=known.metadata, described=known.described, done=known.done
            )
        if known == document:
            return document
        with self.transaction():
            self._documents.keep(document)
        return document

    def say_done(self, document: Document, at: str) -> Document:
        """Save that a document was called done at that time, or (empty) that it is not done.

        Nothing else is changed where the document is known already.
        """
        with self.transaction():
            return self._documents.say_done(document, at)

    def describe(self, document: Document) -> Document:
        """Save the metadata of a document, and when that was said (`described`).

        Nothing else is changed where the document is known already.
        """
        with self.transaction():
            return self._documents.describe(document)

    @contextmanager
    def transaction(
        self, group: str = "", takes: str = "", patience: float | None = None
    ) -> Iterator[None]:
        """Several changes as one: all of them reach the disk, or none does.

        Changes of one `group` are taken back together; `takes` says that this is what happens
        (`undo`) or that it is done again (`redo`). `patience` is how many seconds to wait for
        another window, else Busy is raised.
        """
        if self._depth:
            yield
            return
        if self.obstacle:
            self.refresh()
        if reason := self.obstacle:
            raise NotSaved(self.path, reason)
        self._depth += 1
        try:
            with self._file.transaction(group or ids.new_id(), takes, patience):
                if reason := self.obstacle:
                    raise NotSaved(self.path, reason)
                self._introduce()
                yield
        finally:
            self._depth -= 1
            self._documents.forget_new()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change; returns the way to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def refresh(self) -> bool:
        """See what other windows wrote; whether there was anything."""
        return self._file.refresh(may_write=self.obstacle is None)

    def await_turn(self, patience: float) -> bool:
        """Wait that many seconds while another window writes; whether it is done. For a worker."""
        return self._file.lock.is_free(patience)

    @property
    def holder(self) -> str:
        """Who wrote last, as HOST/PID."""
        return self._file.lock.holder

    @property
    def is_compact(self) -> bool:
        """Whether the main file holds everything by itself."""
        return self._file.is_compact

    def compact(self, patience: float = 0.0) -> bool:
        """Write the main file anew, if that is needed; whether it was done. May run beside saves.

        Raises NotSaved; nothing is lost then.
        """
        return self.obstacle is None and self._file.compact(patience)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # Other versions of the file

    def copy_to(
        self, path: Path, unsaved: Mapping[str, State], documents: Iterable[Document] = ()
    ) -> int:
        """Write a copy with these changes on top where it can be written; how many marks it holds.

        `documents` are those that the changes are about. The copy can be opened like any other
        file of marks, and merged. Raises NotSaved.
        """
        known = self._index.documents.numbers
        tables = copies.with_unsaved(self._file.state.tables, unsaved, documents, known)
        if self.owner is None:
            tables["about"] = {ABOUT: encode(self._introduction())}
        copies.write(path, tables)
        return len(tables.get("annotations", ()))

    def copies(self) -> list[Path]:
        """Copies of the file that a sync program made beside it, or a person."""
        owner = self.owner or self.annotator
        return copies.copies_of(self.path, owner) if owner else []

    def merge(self) -> int:
        """Take in the copies, and what git put together in the file; how many marks that adds.

        Of a mark that two versions say differently both are kept, as marks of their own. What was
        merged is kept beside under another name. Raises NotSaved.
        """
        if (reason := self.obstacle) and reason != self.split:
            raise NotSaved(self.path, reason)
        before = len(self)
        copies.merge(self._file, self.copies())
        return len(self) - before

    # What was done

    def past(self) -> tuple[list[Step], list[Step]]:
        """What can be taken back, and what was taken back and can be done again; latest last."""
        known = self._file.past()
        return list(past.steps(known.done)), list(past.steps(known.undone))

    # Below

    def _take_over(self, touched: Touched | None, ours: bool) -> None:
        tables = self._file.state.tables
        self.changes_elsewhere += not ours
        if touched is None or "about" in touched:
            self._says = migrations.about(tables)
        if touched is None:
            self._index.rebuild(tables)
        else:
            self._index.update(tables, touched)
        for listener in list(self._listeners):
            listener()

    def _introduce(self) -> None:
        """Say in a new file what it is and whose."""
        if self.owner is None:
            self._about.upsert(TinyRecord(self._introduction(), ABOUT))

    def _introduction(self) -> Record:
        assert self.annotator is not None
        return {
            "schema": SCHEMA,
            "name": self.annotator.name,
            "person": self.annotator.person,
        }

    def _expect(self, id: str, rev: int) -> tuple[int, Record]:
        key = ids.number(id)
        record = self._annotations.get(doc_id=key)
        if not isinstance(record, TinyRecord):
            raise Conflict("the mark was taken off in another window")
        if record.get("rev", 1) != rev:
            raise Conflict("the mark was changed in another window")
        return key, dict(record)
