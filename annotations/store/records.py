"""Annotations and documents as the records that TinyDB keeps, and back.

Reading is strict: a record that breaks a rule raises ValueError with the reason. Fields that we do
not know stay in the record when it is written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from annotations.annotation import Annotation, Segment
from annotations.document import Document
from annotations.files import path_as_text, path_from_text
from annotations.store.lines import Record

COUNTERS: Mapping[str, Any] = {"rev": 0, "modified": ""}
"""What two records of an annotation may differ in and say the same."""
DOCUMENT_COUNTERS: Mapping[str, Any] = {"rev": 0, "done": "", "described": ""}
"""The same for those of a document: whether it is done, and when something was said of it, never
make two versions of it."""


def from_annotation(annotation: Annotation) -> Record:
    """The record of an annotation; its id is the key beside it."""
    record: Record = {
        "document": annotation.document,
        "text_sha256": annotation.text_sha256,
        "segments": [segment.as_dict() for segment in annotation.segments],
        "tag": annotation.tag,
        "annotator": annotation.annotator,
        "created": annotation.created,
        "modified": annotation.modified,
        "rev": annotation.rev,
        "fields": dict(annotation.fields),
        "note": annotation.note,
        "origin": annotation.origin,
        "extra": dict(annotation.extra),
    }
    return record


def to_annotation(id: str, record: Record) -> Annotation:
    """The annotation in a record. Raises ValueError."""
    segments = record.get("segments")
    if not isinstance(segments, list) or not segments:
        raise ValueError("it has no segments")
    spans = tuple(_segment(segment) for segment in segments)
    if any(before.end >= after.start for before, after in pairwise(spans)):
        raise ValueError("its segments are not in order")
    rev = record.get("rev", 1)
    if not isinstance(rev, int) or isinstance(rev, bool):
        raise ValueError("rev is not a number")
    return Annotation(
        document=_string(record, "document", required=True),
        text_sha256=_string(record, "text_sha256", required=True),
        segments=spans,
        tag=_string(record, "tag", required=True),
        annotator=_string(record, "annotator"),
        id=id,
        fields=_mapping(record, "fields"),
        note=_string(record, "note"),
        created=_string(record, "created"),
        modified=_string(record, "modified"),
        rev=rev,
        origin=_string(record, "origin"),
        extra=_mapping(record, "extra"),
    )


def checked(annotation: Annotation) -> Record:
    """The record of an annotation that can be read again. Raises ValueError for another one."""
    record = from_annotation(annotation)
    to_annotation(annotation.id, record)
    return record


def from_document(document: Document) -> Record:
    """The record of a document."""
    record: Record = {
        "id": document.id,
        "path": path_as_text(document.path),
        "title": path_as_text(document.title),
        "text_sha256": document.text_sha256,
        "length": document.length,
        "encoding": document.encoding,
        "newline": document.newline,
        "bom": document.bom,
        "language": document.language,
        "metadata": dict(document.metadata),
        "added": document.added,
    }
    said = {"done": document.done, "described": document.described}
    return record | {name: at for name, at in said.items() if at}


def to_document(record: Record) -> Document:
    """The document in a record. Raises ValueError."""
    length, bom = record.get("length", 0), record.get("bom", False)
    if not isinstance(length, int) or not isinstance(bom, bool):
        raise ValueError("length or bom has the wrong type")
    path = path_from_text(_string(record, "path", required=True))
    return Document(
        id=_string(record, "id", required=True),
        path=path,
        title=path_from_text(_string(record, "title")) or path,
        text_sha256=_string(record, "text_sha256", required=True),
        length=length,
        encoding=_string(record, "encoding") or "utf-8",
        newline=_string(record, "newline") or "lf",
        bom=bom,
        language=_string(record, "language") or "en",
        metadata=_mapping(record, "metadata"),
        added=_string(record, "added"),
        done=_string(record, "done"),
        described=_string(record, "described"),
    )


def called_done(record: Record, at: str) -> Record:
    """The record of a document that was called done at that time or, if it is empty, not done."""
    rest = {name: value for name, value in record.items() if name != "done"}
    rest["rev"] = rev_of(record) + 1
    return {**rest, "done": at} if at else rest


def described(record: Record, document: Document) -> Record:
    """The record of a document with the metadata of `document`, and when that was said."""
    rest = {name: value for name, value in record.items() if name != "described"}
    rest |= {"metadata": dict(document.metadata), "rev": rev_of(record) + 1}
    return {**rest, "described": document.described} if document.described else rest


def rev_of(record: Mapping[str, Any]) -> int:
    """How often a record was changed; 0 for one that does not say so."""
    rev = record.get("rev", 0)
    return rev if isinstance(rev, int) and not isinstance(rev, bool) else 0


def newness(record: Mapping[str, Any]) -> tuple[int, str]:
    """What the newer one of two records of a document has more of.

    What a person said last has the higher `rev`, also that a document is not done any more. Where
    two computers changed it equally often, one of them without a word on that, done beats not done
    and the later time the earlier one.
    """
    done = record.get("done", "")
    return rev_of(record), done if isinstance(done, str) else ""


def _segment(value: object) -> Segment:
    if not isinstance(value, dict):
        raise ValueError("a segment is not an object")
    start, end = value.get("start"), value.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or isinstance(start, bool):
        raise ValueError("a segment has no offsets")
    exact = _string(value, "exact", required=True)
    if not 0 <= start < end or end - start != len(exact):
        raise ValueError(f"the span {start}-{end} does not fit its quote")
    return Segment(start, end, exact, _string(value, "prefix"), _string(value, "suffix"))


def _string(record: Mapping[str, Any], name: str, required: bool = False) -> str:
    value = record.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a string")
    if required and not value:
        raise ValueError(f"{name} is missing")
    return value


def _mapping(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = record.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"{name} is not an object")
    return value
