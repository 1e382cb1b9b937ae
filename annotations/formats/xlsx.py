"""A workbook for people: marks to read, filter and print, with what belongs to them on more sheets.

*Marks* has a row for each mark, *Segments* one for each stretch of text with its offsets (code
points of the frozen text) and exact words, *Documents* and *Tags* count. Cells with words are text,
never formulas or links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import TemporaryFile

from annotations.codebook import Tag
from annotations.files import path_as_text
from annotations.formats import Export, Format, Mark
from annotations.formats.cells import field_cells, field_columns
from annotations.formats.cited import cited
from annotations.formats.workbook import Book, Column, Tinted, Value, moment, written_to
from annotations.quote import Quoted, words

PIECE = 1 << 16
"""Bytes that are handed on at a time."""
MOST_TAGS = 100
"""Tags that have a column in the sheet of documents."""

_BEFORE = (Column("Document", 26), Column("Tag", 14), Column("Quote", 64))
_BEHIND = (
    Column("Note", 28),
    Column("Annotator", 13),
    Column("Made (UTC)", 18),
    Column("Changed (UTC)", 18, is_quiet=True),
    Column("Paragraph", 12, is_number=True, is_quiet=True),
    Column("Segments", 12, is_number=True, is_quiet=True),
    Column("File", 24, is_quiet=True),
    Column("Id", 18, is_quiet=True),
)
_SEGMENTS = (
    Column("File", 24),
    Column("Tag", 14),
    Column("Segment", 11, is_number=True),
    Column("Start", 11, is_number=True),
    Column("End", 11, is_number=True),
    Column("Exact words", 70),
    Column("Id", 18, is_quiet=True),
    Column("Text (SHA-256)", 24, is_quiet=True),
)
_DOCUMENTS = (
    Column("Title", 36),
    Column("Author", 24),
    Column("Publisher", 20),
    Column("Date", 12),
    Column("URL", 30),
    Column("File", 24),
    Column("Marks", 9, is_number=True),
)
_TAGS = (
    Column("Tag", 16),
    Column("Definition", 60),
    Column("Counts as it", 40),
    Column("Does not", 40),
    Column("Marks", 9, is_number=True),
    Column("Id", 18, is_quiet=True),
)


def write(export: Export) -> Iterator[bytes]:
    """The pieces of the workbook, when all of it is written."""
    with TemporaryFile() as file:
        with written_to(file, export.lost) as book:
            _Writing(export, book).write()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class _Writing:
    """An export on its way into a workbook."""

    def __init__(self, export: Export, book: Book) -> None:
        self._export = export
        self._book = book
        self._fields = field_columns(export, [each.title.lower() for each in (*_BEFORE, *_BEHIND)])
        self._tags: dict[str, Tag] = {tag.id: tag for tag in export.codebook.tags}
        self._count: Counter[tuple[str, str]] = Counter()
        """Marks by id of the document and of the tag."""
        self._documents = {each.id: each for each in export.documents}

    def write(self) -> None:
        fields = [Column(_capital(each), 18) for each in self._fields.values()]
        marks = self._book.sheet("Marks", [*_BEFORE, *fields, *_BEHIND])
        segments = self._book.sheet("Segments", _SEGMENTS)
        latest = ""
        for mark in self._export.marks:
            each = mark.annotation
            self._tags.setdefault(each.tag, self._export.codebook.get(each.tag))
            self._documents.setdefault(mark.document.id, mark.document)
            self._count[mark.document.id, each.tag] += 1
            latest = max(latest, each.modified)
            marks.add(self._mark(mark))
            for values in self._segments(mark):
                segments.add(values)
        marks.end()
        segments.end()
        self._write_documents()
        self._write_tags()
        self._book.date(latest)

    def _mark(self, mark: Mark) -> Iterable[Value]:
        each = mark.annotation
        tag = self._tags[each.tag]
        quoted = Quoted(each, mark.document, tag, self._export.text_of(mark.document))
        return (
            path_as_text(quoted.value("title")),
            Tinted(tag.name, tag.colour),
            words(each),
            *field_cells(each, self._fields, self._export.lost),
            each.note,
            each.annotator,
            _time(each.created),
            _time(each.modified),
            quoted.paragraph or "",
            len(each.segments),
            path_as_text(mark.document.path),
            each.id,
        )

    def _segments(self, mark: Mark) -> Iterator[Iterable[Value]]:
        each = mark.annotation
        tag, path = self._tags[each.tag].name, path_as_text(mark.document.path)
        for number, segment in enumerate(each.segments, 1):
            place = (number, segment.start, segment.end)
            yield (path, tag, *place, segment.exact, each.id, each.text_sha256)

    def _write_documents(self) -> None:
        tags = list(self._tags.values())[:MOST_TAGS]
        columns = [*_DOCUMENTS, *(Column(tag.name, 15, is_number=True) for tag in tags)]
        sheet = self._book.sheet("Documents", columns)
        for document in sorted(self._documents.values(), key=lambda each: (each.path, each.id)):
            counts = [self._count[document.id, tag.id] for tag in tags]
            whole = sum(self._count[document.id, id] for id in self._tags)
            path = path_as_text(document.path)
            sheet.add([*cited(document).values(), path, whole, *counts])
        sheet.end()

    def _write_tags(self) -> None:
        sheet = self._book.sheet("Tags", _TAGS)
        for tag in self._tags.values():
            count = sum(self._count[id, tag.id] for id in self._documents)
            include, exclude = "\n".join(tag.include), "\n".join(tag.exclude)
            name = Tinted(tag.name, tag.colour)
            sheet.add((name, tag.definition, include, exclude, count, tag.id))
        sheet.end()


def _time(at: str) -> datetime | str:
    return moment(at) or at


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


FORMAT = Format(
    name="xlsx",
    title="Excel workbook",
    suffix=".xlsx",
    keeps="the words and their offsets, tag, fields, note, annotator, times, document data, counts",
    loses="context, texts, and what a cell cannot hold",
    write=write,
    is_binary=True,
)
