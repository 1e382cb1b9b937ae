"""One person's annotations: what the program knows of saving.

Callers see annotations and documents, never TinyDB, so that another store can take its place. Each
call returns only after its change is on disk, or raises NotSaved and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tinydb import TinyDB
from tinydb.table import Document as TinyRecord
from tinydb.table import Table

from annotations import ids
from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.document import Document
from annotations.errors import Conflict, NotSaved
from annotations.store import records
from annotations.store.lines import Record
from annotations.store.storage import ReplacingStorage

SCHEMA = 1
"""Version of the records; a file with a newer one is read but not written."""

ABOUT = 1
"""Number of the one record in the table `about`."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A record that breaks a rule: kept in the file as it is, and shown to nobody as a mark."""

    key: str
    """Its number in the file."""
    reason: str


class AnnotationStore:
    """The annotations that one person made in one project."""

    def __init__(self, path: Path, annotator: Annotator | None = None) -> None:
        """Open the file at `path`, which need not exist. Without an annotator it is only read."""
        self.path = path
        self.annotator = annotator
        self.misfits: list[Misfit] = []
        """Records that could not be understood."""
        self._db = TinyDB(path, storage=ReplacingStorage)
        self._annotations = self._table("annotations")
        self._deleted = self._table("deleted")
        self._documents = self._table("documents")
        self._about = self._table("about")
        self._listeners: list[Callable[[], None]] = []
        self._raw: dict[str, Record] = {}
        self._live: dict[str, Annotation] = {}
        self._by_document: dict[str, dict[str, Annotation]] = {}
        self._known: dict[str, Document] = {}
        self._depth = 0
        self._load()

    def _table(self, name: str) -> Table:
        # No query cache: it would hide what other windows write.
        return self._db.table(name, cache_size=0)

    @property
    def _file(self) -> ReplacingStorage:
        storage = self._db.storage
        assert isinstance(storage, ReplacingStorage)
        return storage

    # Reading

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved in this file, as a sentence; None when it can."""
        return f"{self.path}: {self.obstacle}" if self.obstacle else None

    @property
    def obstacle(self) -> str | None:
        """The same without the name of the file."""
        if self._file.faults:
            return f"is damaged: {self._file.faults[0]}"
        if self._schema > SCHEMA:
            return f"was written by a newer Postil (schema {self._schema})"
        if self.annotator is None:
            return "belongs to somebody else"
        if self.owner and self.owner.person != self.annotator.person:
            return f"belongs to another {self.owner.name}"
        return None

    @property
    def owner(self) -> Annotator | None:
        """Whose file it is, as the file says; None when it says nothing."""
        about = self._about.get(doc_id=ABOUT)
        if not isinstance(about, TinyRecord) or not about.get("person"):
            return None
        return Annotator(str(about.get("name", "")), str(about["person"]))

    @property
    def faults(self) -> list[str]:
        """What is wrong with the file, for people."""
        return self._file.faults

    def __len__(self) -> int:
        """How many annotations there are."""
        return len(self._live)

    def __iter__(self) -> Iterator[Annotation]:
        """All annotations, oldest first."""
        return iter(list(self._live.values()))

    def get(self, id: str) -> Annotation | None:
        """The annotation of that id, if it is there."""
        return self._live.get(id)

    def of_document(self, document: str) -> list[Annotation]:
        """The annotations of a document, in the order of the text."""
        found = self._by_document.get(document, {})
        return sorted(found.values(), key=lambda each: (each.start, -each.end, each.id))

    def tagged(self, tag: str) -> list[Annotation]:
        """The annotations with a tag, oldest first."""
        return [each for each in self._live.values() if each.tag == tag]

    def documents(self) -> list[Document]:
        """The documents that were marked, by path."""
        return sorted(self._known.values(), key=lambda each: (each.path, each.added))

    def document(self, id: str) -> Document | None:
        """The document of that id, if it was marked."""
        return self._known.get(id)

    # Changing

    def add(self, annotation: Annotation) -> Annotation:
        """Save a new annotation, or one that was removed; the returned one has id, times, rev."""
        now = _now()
        annotation = replace(
            annotation,
            id=annotation.id or ids.new_id(),
            created=annotation.created or now,
            modified=now,
            rev=annotation.rev + 1,
        )
        with self.transaction():
            key = ids.number(annotation.id)
            if self._annotations.contains(doc_id=key):
                raise Conflict("the mark is there already")
            self._annotations.insert(TinyRecord(_checked(annotation), key))
            if self._deleted.contains(doc_id=key):
                self._deleted.remove(doc_ids=[key])
        return annotation

    def change(self, annotation: Annotation, rev: int) -> Annotation:
        """Save a new state of an annotation whose state `rev` the caller saw.

        Raises Conflict when it is another one by now.
        """
        annotation = replace(annotation, modified=_now(), rev=rev + 1)
        with self.transaction():
            key, old = self._expect(annotation.id, rev)
            self._annotations.remove(doc_ids=[key])
            merged = {**old, **_checked(annotation)}
            self._annotations.insert(TinyRecord(merged, key))
        return annotation

    def remove(self, id: str, rev: int) -> None:
        """Take an annotation out. Raises Conflict when its state is not `rev` any more."""
        with self.transaction():
            key, old = self._expect(id, rev)
            self._annotations.remove(doc_ids=[key])
            self._deleted.upsert(TinyRecord({"at": _now(), "record": old}, key))

    def keep_document(self, document: Document) -> Document:
        """Save what is known of a document, new or changed."""
        known = self._known.get(document.id)
        added = document.added or (known.added if known else "") or _now()
        document = replace(document, added=added)
        if self._known.get(document.id) == document:
            return document
        with self.transaction():
            self._documents.upsert(
                TinyRecord(records.from_document(document), self._document_key(document.id))
            )
        return document

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several changes as one: all of them reach the disk, or none does."""
        if self._depth:
            yield
            return
        self.refresh()
        if reason := self.obstacle:
            raise NotSaved(self.path, reason)
        self._depth += 1
        try:
            with self._file.transaction():
                if reason := self.obstacle:
                    raise NotSaved(self.path, reason)
                self._introduce()
                yield
        finally:
            self._depth -= 1
            self._load()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change; returns the way to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def refresh(self) -> bool:
        """See what other windows wrote; whether there was anything."""
        if not self._file.refresh():
            return False
        self._load()
        return True

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # Below

    @property
    def _schema(self) -> int:
        about = self._about.get(doc_id=ABOUT)
        schema = about.get("schema", SCHEMA) if isinstance(about, TinyRecord) else SCHEMA
        return schema if isinstance(schema, int) else SCHEMA

    def _introduce(self) -> None:
        """Say in a new file what it is and whose."""
        assert self.annotator is not None
        if self.owner is None:
            about = {
                "schema": SCHEMA,
                "name": self.annotator.name,
                "person": self.annotator.person,
            }
            self._about.upsert(TinyRecord(about, ABOUT))

    def _document_key(self, id: str) -> int:
        """The number under which a document is kept, or a new one."""
        for record in self._documents:
            if record.get("id") == id:
                return record.doc_id
        return ids.number(ids.new_id())

    def _expect(self, id: str, rev: int) -> tuple[int, Record]:
        key = ids.number(id)
        record = self._annotations.get(doc_id=key)
        if not isinstance(record, TinyRecord):
            raise Conflict("the mark was taken off in another window")
        if record.get("rev", 1) != rev:
            raise Conflict("the mark was changed in another window")
        return key, dict(record)

    def _load(self) -> None:
        """Make the index from what the file holds, and tell when anything is different.

        What did not change keeps its objects.
        """
        tables = self._file.read() or {}
        raw: dict[str, Record] = {}
        live: dict[str, Annotation] = {}
        known: dict[str, Document] = {}
        by_document: dict[str, dict[str, Annotation]] = {}
        misfits: list[Misfit] = []
        for key, record in sorted(tables.get("annotations", {}).items(), key=_number):
            try:
                id = ids.letters(int(key))
                unchanged = id in self._live and self._raw[id] == record
                annotation = self._live[id] if unchanged else records.to_annotation(id, record)
            except ValueError as error:
                misfits.append(Misfit(key, str(error)))
                continue
            raw[id], live[id] = record, annotation
            by_document.setdefault(annotation.document, {})[id] = annotation
        for key, record in sorted(tables.get("documents", {}).items(), key=_number):
            try:
                document = records.to_document(record)
            except ValueError as error:
                misfits.append(Misfit(key, str(error)))
                continue
            known[document.id] = document
        different = (live, known, misfits) != (self._live, self._known, self.misfits)
        self._raw, self._live, self._by_document = raw, live, by_document
        self._known, self.misfits = known, misfits
        if different:
            for listener in list(self._listeners):
                listener()


def _checked(annotation: Annotation) -> Record:
    """The record of an annotation that can be read again. Raises ValueError for another one."""
    record = records.from_annotation(annotation)
    records.to_annotation(annotation.id, record)
    return record


def _number(item: tuple[str, Record]) -> int:
    return int(item[0])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
