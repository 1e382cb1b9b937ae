"""Quotations with their sources, for reading and pasting, by document and in the order of the text.

Text from documents is escaped: it shows in Markdown as it stands in the document.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.formats import EXPORTED, Export, Format
from annotations.markdown import escaped


def write(export: Export) -> Iterator[str]:
    """A heading for each document, below it a quotation for each annotation."""
    yield f"{EXPORTED}\n"
    path = None
    for mark in export.marks:
        if mark.document.path != path:
            path = mark.document.path
            yield f"\n# {escaped(mark.document.title)}\n"
        each = mark.annotation
        words = " … ".join(escaped(segment.exact) for segment in each.segments)
        source = [export.codebook.get(each.tag).name, mark.document.title]
        source += [f"characters {each.start}–{each.end}", each.annotator]
        yield f"\n> {words}\n>\n> — {', '.join(escaped(part) for part in source if part)}\n"
        if each.note:
            yield f"\n{escaped(each.note)}\n"


FORMAT = Format(
    name="markdown",
    title="quotations with their sources",
    suffix=".md",
    keeps="quotes, sources and notes",
    loses="context",
    write=write,
)
