"""Where the annotations and documents of a store are found without looking at all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotations import ids
from annotations.annotation import Annotation
from annotations.document import Document
from annotations.store import records
from annotations.store.lines import Rows, Tables, decode


@dataclass(frozen=True, slots=True)
class Misfit:
    """A record that breaks a rule: kept in the file as it is, and shown to nobody as a mark."""

    key: str
    """Its number in the file."""
    reason: str
    document: str = ""
    """Id of the document that it names, if it does."""


class DocumentIndex:
    """The documents of a store by id and by path.

    Two computers may have made a record each of the same document; the newest of them counts.
    """

    def __init__(self) -> None:
        self.by_id: dict[str, Document] = {}
        self.numbers: dict[str, int] = {}
        """Number of the record that counts, by id."""
        self._records: dict[int, tuple[tuple[int, str], Document]] = {}
        self._misfits: dict[int, Misfit] = {}
        self._numbers_of: dict[str, set[int]] = {}
        self._at: dict[str, set[str]] = {}

    def at(self, path: str) -> list[Document]:
        """What a file was when it was marked, one for each state of its text, latest last."""
        return sorted((self.by_id[id] for id in self._at.get(path, ())), key=lambda one: one.added)

    @property
    def misfits(self) -> list[Misfit]:
        """The records that break a rule, oldest first."""
        return [misfit for _, misfit in sorted(self._misfits.items())]

    def update(self, rows: Rows, numbers: Iterable[int]) -> None:
        """Index these records again."""
        touched = set()
        for number in numbers:
            self._misfits.pop(number, None)
            if number in self._records:
                _, before = self._records.pop(number)
                self._numbers_of[before.id].discard(number)
                touched.add(before.id)
            if number in rows:
                record = decode(rows[number])
                try:
                    document = records.to_document(record)
                except ValueError as error:
                    self._misfits[number] = Misfit(str(number), str(error))
                    continue
                self._records[number] = records.newness(record), document
                self._numbers_of.setdefault(document.id, set()).add(number)
                touched.add(document.id)
        for id in touched:
            self._choose(id)

    def _choose(self, id: str) -> None:
        if (before := self.by_id.get(id)) is not None:
            self._at[before.path].discard(id)
        if numbers := self._numbers_of[id]:
            newest = max(numbers, key=lambda number: (self._records[number][0], number))
            document = self._records[newest][1]
            self.by_id[id], self.numbers[id] = document, newest
            self._at.setdefault(document.path, set()).add(id)
        elif before is not None:
            del self.by_id[id], self.numbers[id]


class Index:
    """The annotations of a store by document and by tag, and its documents.

    Holds which records to look at; what a record says is read when it is asked for, and kept.
    """

    def __init__(self) -> None:
        self.documents = DocumentIndex()
        self._rows: Rows = {}
        self._read: dict[int, Annotation | Misfit] = {}
        self._places: dict[int, tuple[str, str]] = {}
        self._by_document: dict[str, set[int]] = {}
        self._by_tag: dict[str, set[int]] = {}

    # What there is

    def __iter__(self) -> Iterator[Annotation]:
        """All annotations, oldest first."""
        return self._annotations(self._rows)

    def get(self, number: int) -> Annotation | None:
        """The annotation of that number, if there is one and it keeps the rules."""
        return next(self._annotations([number] if number in self._rows else []), None)

    def of_document(self, document: str) -> list[Annotation]:
        """The annotations of a document, oldest first."""
        return list(self._annotations(self._by_document.get(document, ())))

    def marked_documents(self) -> Iterator[tuple[str, str]]:
        """Id and hash of the text of every document with an annotation that keeps the rules."""
        for document in sorted(self._by_document):
            first = next(self._annotations(self._by_document[document]), None)
            if first is not None:
                yield document, first.text_sha256

    def count(self, document: str) -> int:
        """How many records name a document, also those that break a rule. Reads none of them."""
        return len(self._by_document.get(document, ()))

    def tagged(self, tag: str) -> list[Annotation]:
        """The annotations with a tag, oldest first."""
        return list(self._annotations(self._by_tag.get(tag, ())))

    @property
    def misfits(self) -> list[Misfit]:
        """The records that break a rule, oldest first."""
        return [
            *(each for each in map(self._look, sorted(self._rows)) if isinstance(each, Misfit)),
            *self.documents.misfits,
        ]

    def misfits_of(self, document: str) -> list[Misfit]:
        """Those that name a document."""
        read = map(self._look, sorted(self._by_document.get(document, ())))
        return [each for each in read if isinstance(each, Misfit)]

    # What happened

    def rebuild(self, tables: Tables) -> None:
        """Index everything. What says the same as before keeps its objects."""
        old, read = self._rows, self._read
        rows = tables.get("annotations", {})
        self._read, self._places, self._by_document, self._by_tag = {}, {}, {}, {}
        self._index(rows, rows)
        self._read = {
            number: each for number, each in read.items() if rows.get(number) == old[number]
        }
        documents = DocumentIndex()
        documents.update(known := tables.get("documents", {}), known)
        self.documents = documents

    def update(self, tables: Tables, touched: Mapping[str, Iterable[int]]) -> None:
        """Index again what was touched, by table."""
        self._index(tables.get("annotations", {}), touched.get("annotations", ()))
        self.documents.update(tables.get("documents", {}), touched.get("documents", ()))

    def _index(self, rows: Rows, numbers: Iterable[int]) -> None:
        self._rows = rows
        for number in numbers:
            self._read.pop(number, None)
            if place := self._places.pop(number, None):
                self._by_document[place[0]].discard(number)
                self._by_tag[place[1]].discard(number)
            if number in rows:
                record = decode(rows[number])
                document, tag = record.get("document"), record.get("tag")
                place = _word(document), _word(tag)
                self._places[number] = place
                self._by_document.setdefault(place[0], set()).add(number)
                self._by_tag.setdefault(place[1], set()).add(number)

    def _annotations(self, numbers: Iterable[int]) -> Iterator[Annotation]:
        read = map(self._look, sorted(numbers))
        return (each for each in read if isinstance(each, Annotation))

    def _look(self, number: int) -> Annotation | Misfit:
        if (read := self._read.get(number)) is None:
            record = decode(self._rows[number])
            try:
                read = records.to_annotation(ids.letters(number), record)
            except ValueError as error:
                read = Misfit(str(number), str(error), _word(record.get("document")))
            self._read[number] = read
        return read


def _word(value: object) -> str:
    return sys.intern(value) if isinstance(value, str) else ""
