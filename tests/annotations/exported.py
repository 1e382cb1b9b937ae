"""Marks in the formats of other programs, for the tests of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from annotations import formats
from annotations.annotation import Segment
from annotations.codebook import built_in
from annotations.formats import Export, Mark
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, mark

SAVED = {
    "id": "0123456789abc",
    "created": "2024-05-01T00:00:00Z",
    "modified": "2024-05-02",
    "rev": 1,
}
HARBOUR = Mark(mark("harbour open", note="really?", **SAVED), DOCUMENT)
INTERRUPTED = Mark(
    mark("We will keep", "she said", tag="commitment", fields={"speaker": "the mayor"}, **SAVED),
    DOCUMENT,
)


def export_of(*marks: Mark, **rest: Any) -> Export:
    """An export of these marks, with columns for their fields."""
    fields = sorted({id for each in marks for id in each.annotation.fields})
    return Export(marks, built_in(), **{"fields": fields, **rest})


def written(format: str, *marks: Mark, **rest: Any) -> str:
    return "".join(pieces(format, export_of(*marks, **rest)))


def pieces(format: str, export: Export) -> Iterator[str]:
    write = formats.get(format).write
    assert write is not None
    for piece in write(export):
        assert isinstance(piece, str)
        yield piece


def in_bytes(format: str, export: Export) -> bytes:
    write = formats.get(format).write
    assert write is not None
    return b"".join(p if isinstance(p, bytes) else p.encode() for p in write(export))


def on(words: str, **rest: Any) -> Mark:
    """A mark on just those words."""
    text = Text.of(words)
    segment = Segment.of(text, 0, len(text))
    return Mark(replace(mark("locks", **SAVED), segments=(segment,), **rest), DOCUMENT)
