"""Marks that come from elsewhere, written as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from tinydb.table import Document as TinyRecord
from tinydb.table import Table

from annotations import ids
from annotations.annotation import Annotation, now
from annotations.store import records

AT_ONCE = 1000
"""Records that are held as objects at a time."""


def take(live: Table, deleted: Table, annotations: Iterable[Annotation]) -> list[Annotation]:
    """Put annotations into a table in place of those of their ids, inside a transaction.

    One that is among the `deleted` comes back, newer than it was. Raises ValueError for an
    annotation that breaks a rule.
    """
    at, taken, rest = now(), [], iter(annotations)
    while some := list(islice(rest, AT_ONCE)):
        taken += _take(live, deleted, [_complete(each, at) for each in some])
    return taken


def _take(live: Table, deleted: Table, annotations: Iterable[Annotation]) -> list[Annotation]:
    rows, replaced, back, taken = [], [], [], []
    for annotation in annotations:
        each, key = annotation, ids.number(annotation.id)
        if isinstance(gone := deleted.get(doc_id=key), TinyRecord):
            back.append(key)
            each = replace(each, rev=max(each.rev, _rev_of(gone) + 1))
        if isinstance(old := live.get(doc_id=key), TinyRecord):
            replaced.append(key)
        rows.append(TinyRecord({**(old or {}), **records.checked(each)}, key))
        taken.append(each)
    live.remove(doc_ids=replaced)
    live.insert_multiple(rows)
    deleted.remove(doc_ids=back)
    return taken


def _complete(annotation: Annotation, at: str) -> Annotation:
    """The annotation with what a new one is given."""
    return replace(
        annotation,
        id=annotation.id or ids.new_id(),
        created=annotation.created or annotation.modified or at,
        modified=annotation.modified or annotation.created or at,
        rev=annotation.rev or 1,
    )


def _rev_of(gone: TinyRecord) -> int:
    """How often a removed annotation had been changed."""
    record = gone.get("record")
    return records.rev_of(record) if isinstance(record, dict) else 0
