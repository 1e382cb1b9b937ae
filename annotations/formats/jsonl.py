"""JSON Lines: one annotation a line, with its quotation, its document and all that is recorded.

Offsets are code points of the frozen text. Names are those of the columns of `csv`: `document` is
the path, `title` to `url` are what anybody knows of it in words; `source` is the record of the
document as the annotator has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotations.annotator import Annotator
from annotations.document import Document
from annotations.files import path_as_text
from annotations.formats import Export, Format, Mark
from annotations.formats.cited import cited
from annotations.formats.encoding import encoded
from annotations.formats.reading import read
from annotations.quote import with_source
from annotations.store.records import from_document


def write(export: Export) -> Iterator[str]:
    """A line for each annotation."""
    for line in objects(export):
        yield f"{line.decode()}\n"


def objects(export: Export) -> Iterator[bytes]:
    """Each annotation as a JSON object: what `postil list --json` prints, too."""
    own = {(who, document.id): document for who, document in export.records}
    latest: tuple[Annotator, Document] | None = None
    for mark in export.marks:
        who, document = Annotator(mark.annotation.annotator, mark.person), mark.document
        if latest is None or latest[0] != who or latest[1] is not document:
            latest = who, document
            record = from_document(own.get((who, document.id), document))
            about, source = cited(document), encoded(record)
        yield b'%b,"source":%b}' % (encoded(_values(mark, about))[:-1], source)


def as_object(mark: Mark) -> dict[str, Any]:
    """The same of one annotation, as values."""
    return {**_values(mark, cited(mark.document)), "source": from_document(mark.document)}


def _values(mark: Mark, about: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an annotation, all but the record of its document."""
    each, document = mark.annotation, mark.document
    return {
        "id": each.id,
        "document": path_as_text(document.path),
        **about,
        "tag": each.tag,
        "start": each.start,
        "end": each.end,
        "exact": each.exact,
        "segments": [segment.as_dict() for segment in each.segments],
        "quote": path_as_text(with_source(each, document)),
        "fields": dict(each.fields),
        "note": each.note,
        "annotator": each.annotator,
        "person": mark.person,
        "created": each.created,
        "modified": each.modified,
        "rev": each.rev,
        "origin": each.origin,
        "extra": dict(each.extra),
        "text_sha256": each.text_sha256,
    }


FORMAT = Format(
    name="jsonl",
    title="JSON, one annotation a line",
    suffix=".jsonl",
    keeps="every mark with all that is recorded of it, its quotation, and its document",
    loses="the texts, the definitions of tags, and documents without marks",
    write=write,
    read=read,
)
