"""JSON Lines: one annotation a line, with its document and its quotation.

Offsets are code points of the frozen text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from annotations.files import path_as_text
from annotations.formats import Export, Format, Mark
from annotations.quote import with_source


def write(export: Export) -> Iterator[str]:
    """A line for each annotation."""
    for mark in export.marks:
        yield orjson.dumps(as_object(mark)).decode() + "\n"


def as_object(mark: Mark) -> dict[str, Any]:
    """One annotation as a JSON object: what `postil list --json` prints, too."""
    each = mark.annotation
    return {
        "id": each.id,
        "document": path_as_text(mark.document.path),
        "tag": each.tag,
        "start": each.start,
        "end": each.end,
        "exact": each.exact,
        "segments": [segment.as_dict() for segment in each.segments],
        "quote": path_as_text(with_source(each, mark.document)),
        "fields": dict(each.fields),
        "note": each.note,
        "annotator": each.annotator,
        "created": each.created,
        "modified": each.modified,
        "text_sha256": each.text_sha256,
    }


FORMAT = Format(
    name="jsonl",
    title="JSON, one annotation a line",
    suffix=".jsonl",
    keeps="everything",
    write=write,
)
