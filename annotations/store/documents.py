"""The records of documents: which one counts, and how it is written anew."""

from __future__ import annotations

from dataclasses import replace

from tinydb.table import Document as TinyRecord
from tinydb.table import Table

from annotations import ids
from annotations.annotation import now
from annotations.document import Document
from annotations.store import records
from annotations.store.index import Index
from annotations.store.lines import Record


class DocumentRecords:
    """The documents that were marked or called done, each in a record of a table.

    Its methods belong into a transaction.
    """

    def __init__(self, table: Table, index: Index) -> None:
        """The documents in `table`, which `index` knows as they were before the transaction."""
        self._table = table
        self._index = index
        self._new: dict[str, int] = {}

    def keep(self, document: Document) -> None:
        """Write what a document is; whether it is done stays as it is."""
        old = self._record(document.id)
        said = records.from_document(replace(document, done="", described=""))
        self._put({**old, **said, "rev": records.rev_of(old) + 1})

    def say_done(self, document: Document, at: str) -> Document:
        """Write that a document was called done then, or is not; the document as it is known now.

        Nothing else is changed where it is known already.
        """
        record = self._record(document.id) or _new(document)
        if record.get("done", "") != at:
            record = records.called_done(record, at)
            self._put(record)
        return records.to_document(record)

    def describe(self, document: Document) -> Document:
        """Write the metadata of a document, and when it was said; the document as it is known now.

        Nothing else is changed where it is known already.
        """
        old = self._record(document.id)
        record = records.described(old or _new(document), document)
        if {**record, "rev": 0} == {**old, "rev": 0}:
            return records.to_document(old)
        self._put(record)
        return records.to_document(record)

    def take(self, document: Document) -> None:
        """Write a document as it was elsewhere: all that is said of it."""
        old = self._record(document.id)
        said = records.from_document(replace(document, added=document.added or now()))
        rest = {name: old[name] for name in old if name not in ("done", "described")}
        self._put({**rest, **said, "rev": records.rev_of(old) + 1})

    def forget_new(self) -> None:
        """The transaction is over: what is new is in the index now, or nowhere."""
        self._new = {}

    def _number(self, id: str) -> int:
        """The number under which a document is kept, or a new one."""
        if (known := self._index.documents.numbers.get(id)) is not None:
            return known
        return self._new.setdefault(id, ids.number(ids.new_id()))

    def _record(self, id: str) -> Record:
        """What the record of a document says; nothing where there is none."""
        found = self._table.get(doc_id=self._number(id))
        return dict(found) if isinstance(found, TinyRecord) else {}

    def _put(self, record: Record) -> None:
        key = self._number(record["id"])
        if self._table.contains(doc_id=key):
            self._table.remove(doc_ids=[key])
        self._table.insert(TinyRecord(record, key))


def _new(document: Document) -> Record:
    """The record of a document of which nothing was said yet."""
    added = document.added or now()
    return records.from_document(replace(document, added=added, done="", described=""))
