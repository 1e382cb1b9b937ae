"""JSON Lines: one annotation a line, with its quotation, its document and all that is recorded.

Offsets are code points of the frozen text. Names are those of the columns of `csv`: `document` is
the path, `title` to `url` are what anybody knows of it in words; `source` is the record of the
document as the annotator has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.citation import in_words
from annotations.document import Document
from annotations.files import path_as_text
from annotations.formats import Export, Format, Mark
from annotations.formats.cited import cited
from annotations.formats.encoding import encoded
from annotations.formats.reading import read
from annotations.quote import quotation, with_source
from annotations.store.records import from_document


def write(export: Export) -> Iterator[str]:
    """A line for each annotation."""
    for line in objects(export):
        yield f"{line.decode()}\n"


def objects(export: Export) -> Iterator[bytes]:
    """Each annotation as a JSON object: what `postil list --json` prints, too."""
    own = {(who, document.id): document for who, document in export.records}
    source: _Source | None = None
    for mark in export.marks:
        if source is None or not source.is_of(mark):
            who = Annotator(mark.annotation.annotator, mark.person)
            source = _Source(mark, own.get((who, mark.document.id), mark.document))
            ending = b',"source":%b}' % encoded(source.record)
        yield encoded(_values(mark, source))[:-1] + ending


def as_object(mark: Mark) -> dict[str, Any]:
    """The same of one annotation, as values."""
    source = _Source(mark, mark.document)
    return {**_values(mark, source), "source": source.record}


class _Source:
    """What is the same for all marks of a person in a document."""

    def __init__(self, mark: Mark, own: Document) -> None:
        """Of the document of a mark, which its annotator has as `own`."""
        self.name = mark.annotation.annotator
        self.person = mark.person
        self.document = mark.document
        self.about = {"document": path_as_text(mark.document.path), **cited(mark.document)}
        self.record = from_document(own)
        self._behind: dict[str, str] = {}
        """What stands behind a quotation, by who speaks."""

    def is_of(self, mark: Mark) -> bool:
        """Whether all of this is the same for another mark."""
        return (
            self.document is mark.document
            and self.person == mark.person
            and self.name == mark.annotation.annotator
        )

    def quote(self, each: Annotation) -> str:
        """The quotation of a mark with its source."""
        words, speaker = quotation(each), in_words(each.fields.get("speaker"))
        if speaker not in self._behind:
            self._behind[speaker] = with_source(each, self.document).removeprefix(words)
        return path_as_text(words + self._behind[speaker])


def _values(mark: Mark, source: _Source) -> dict[str, Any]:
    """What is said of an annotation, all but the record of its document."""
    each = mark.annotation
    return {
        "id": each.id,
        **source.about,
        "tag": each.tag,
        "start": each.start,
        "end": each.end,
        "exact": each.exact,
        "segments": [segment.as_dict() for segment in each.segments],
        "quote": source.quote(each),
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
