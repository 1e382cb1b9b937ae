"""A table for spreadsheets and data frames (RFC 4180), a row for each segment.

Offsets are code points of the frozen text. A cell that a spreadsheet would run as a formula gets an
apostrophe in front; every other cell is exactly what was marked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from annotations.formats import Export, Format

COLUMNS = (
    "id",
    "document",
    "tag",
    "segment",
    "start",
    "end",
    "exact",
    "note",
    "annotator",
    "created",
    "modified",
    "text_sha256",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet runs."""


def write(export: Export) -> Iterator[str]:
    """The header, then the rows."""
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for mark in export.marks:
        each = mark.annotation
        for number, segment in enumerate(each.segments, 1):
            cells: tuple[str | int, ...] = (
                each.id,
                mark.document.path,
                each.tag,
                number,
                segment.start,
                segment.end,
                segment.exact,
                each.note,
                each.annotator,
                each.created,
                each.modified,
                each.text_sha256,
            )
            rows.writerow(map(harmless, cells))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def harmless(cell: str | int) -> str | int:
    """The cell, made text where a spreadsheet would take it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


FORMAT = Format(
    name="csv",
    title="table",
    suffix=".csv",
    keeps="everything but the fields, a row for each segment",
    write=write,
)
