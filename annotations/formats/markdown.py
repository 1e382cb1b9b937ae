"""Quotations with their sources, for reading and pasting, by document and in the order of the text.

Text from documents is escaped: it shows in Markdown as it stands in the document.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.citation import chicago, in_words, title_of
from annotations.document import Document
from annotations.formats import EXPORTED, Export, Format
from annotations.markdown import escaped, linked
from annotations.quote import Quoted


def write(export: Export) -> Iterator[str]:
    """A heading for each document and what is known of it, below it its quotations."""
    yield f"{EXPORTED}\n"
    latest = None
    for mark in export.marks:
        each, document = mark.annotation, mark.document
        if document.path != latest:
            latest = document.path
            yield f"\n# {escaped(title_of(document))}\n{_cited(document)}"
        words = " … ".join(escaped(segment.exact) for segment in each.segments)
        place = Quoted(each, document, None, export.text_of(document)).paragraph
        source = (
            in_words(each.fields.get("speaker")),
            export.codebook.get(each.tag).name,
            title_of(document),
            f"paragraph {place}" if place else "",
            each.annotator,
        )
        yield f"\n> {words}\n>\n> — {', '.join(escaped(part) for part in source if part)}\n"
        if each.note:
            yield f"\n{escaped(each.note)}\n"


def _cited(document: Document) -> str:
    """A document as a note cites it, if more than its title is known."""
    if not any(document.metadata.get(name) for name in ("author", "publisher", "issued", "URL")):
        return ""
    note, url = escaped(chicago(document)), in_words(document.metadata.get("URL"))
    return f"\n{note.replace(escaped(url), linked(url)) if url else note}\n"


FORMAT = Format(
    name="markdown",
    title="Markdown, quotations with their sources",
    suffix=".md",
    keeps="the words on one line, speaker, tag, document, paragraph, annotator, note",
    loses="offsets, context, other fields, times",
    offsets="none",
    write=write,
)
