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


class Index:
    """The annotations of a store by document and by tag, and its documents.

    Holds which records to look at; what a record says is read when it is asked for, and kept.
    """

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        """By id."""
        self.document_numbers: dict[str, int] = {}
        """Numbers of the records of documents, by id."""
        self._document_misfits: list[Misfit] = []
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

    def tagged(self, tag: str) -> list[Annotation]:
        """The annotations with a tag, oldest first."""
        return list(self._annotations(self._by_tag.get(tag, ())))

    @property
    def misfits(self) -> list[Misfit]:
        """The records that break a rule, oldest first."""
        return [
            *(each for each in map(self._look, sorted(self._rows)) if isinstance(each, Misfit)),
            *self._document_misfits,
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
        self._index_documents(tables)

    def update(self, tables: Tables, touched: Mapping[str, Iterable[int]]) -> None:
        """Index again what was touched, by table."""
        self._index(tables.get("annotations", {}), touched.get("annotations", ()))
        if "documents" in touched:
            self._index_documents(tables)

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

    def _index_documents(self, tables: Tables) -> None:
        self.documents, self.document_numbers, self._document_misfits = {}, {}, []
        for number, row in sorted(tables.get("documents", {}).items()):
            try:
                document = records.to_document(decode(row))
            except ValueError as error:
                self._document_misfits.append(Misfit(str(number), str(error)))
                continue
            self.documents[document.id] = document
            self.document_numbers[document.id] = number

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
