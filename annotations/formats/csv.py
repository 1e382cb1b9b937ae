"""A table for spreadsheets and data frames (RFC 4180), a row for each segment.

Offsets are code points of the frozen text. Words are exactly those of the text, but for cells that
a spreadsheet would run (`cells` says how to take that back) and for NUL, which becomes ␀. With tabs
between the cells, too, those with tabs or line breaks in them stand in quotation marks: so do Excel
and LibreOffice write them, and so pandas reads them.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from annotations.document import Document
from annotations.files import path_as_text
from annotations.formats import Export, Format
from annotations.formats.cells import Cell, field_cells, field_columns, in_text
from annotations.formats.cited import CITED, cited

COLUMNS = (
    *("id", "document", "tag", "segment", "start", "end", "exact", "note", "annotator"),
    *("created", "modified", "text_sha256", "tag_name", "segments", "quote", *CITED),
)
"""Those that are always there; behind them there is one for each field that a mark has."""


def write(export: Export) -> Iterator[str]:
    """The header, then the rows of each mark."""
    lost = export.lost

    def safe(cell: Cell) -> Cell:
        return in_text(cell, lost)

    between = "\t" if export.options.tsv else ","
    rows = csv.writer(_Passed(), delimiter=between, lineterminator="\r\n")
    fields = field_columns(export, COLUMNS)
    header = [*COLUMNS, *fields.values()]
    yield ("\ufeff" if export.options.excel else "") + rows.writerow(
        [safe(each) for each in header]
    )
    names = {tag.id: tag.name for tag in export.codebook.tags}
    latest: Document | None = None
    for mark in export.marks:
        each = mark.annotation
        if mark.document is not latest:
            latest, changed = mark.document, Counter[str]()
            known = (path_as_text(latest.path), *cited(latest).values())
            path, *about = (in_text(cell, changed) for cell in known)
        more = field_cells(each, fields, lost) if fields else ()
        own = (each.note, each.annotator, each.created, each.modified, each.text_sha256)
        tag, quote, count = names.get(each.tag, each.tag), each.exact, len(each.segments)
        piece = ""
        for number, segment in enumerate(each.segments, 1):
            if changed:
                lost.update(changed)
            place = (number, segment.start, segment.end)
            row = (
                *(safe(each.id), path, safe(each.tag), *place, safe(segment.exact)),
                *(*map(safe, own), safe(tag), count, safe(quote), *about, *map(safe, more)),
            )
            piece += rows.writerow(row)
        yield piece


class _Passed:
    """A file that gives back what is written to it."""

    def write(self, row: str) -> str:
        return row


FORMAT = Format(
    name="csv",
    title="CSV table",
    suffix=".csv",
    keeps="the words, a row for each segment; tag, fields, note, annotator, times, document data",
    loses="context, texts, definitions of tags, documents without marks",
    write=write,
    options=frozenset({"tsv", "excel"}),
)
