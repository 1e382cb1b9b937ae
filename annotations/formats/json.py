"""All of a project in one file of JSON: whoever takes it in has the marks, and the texts of them.

    {"format": "postil", "version": 1, "codebook": …, "annotators": […], "documents": […],
     "texts": {sha256: text}, "annotations": […]}

Records are those of the annotation files, each on a line of its own for git, with the annotator's
name, and id as `person`. What an annotation names comes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from operator import itemgetter
from typing import Any

from annotations.formats import Export, Format
from annotations.formats.encoding import encoded
from annotations.formats.reading import NAME, VERSION, read
from annotations.store.records import from_annotation, from_document


def write(export: Export) -> Iterator[str]:
    """The lines of the file."""
    yield f'{{\n"format": "{NAME}",\n"version": {VERSION},\n"codebook": {{\n'
    yield f'"title": {_json(export.codebook.title)},\n"tags": '
    yield from _lines("[]", (_json(asdict(tag)) for tag in export.codebook.tags))
    yield '},\n"annotators": '
    people = sorted({(who.name, who.person) for who, _ in export.records})
    yield from _lines("[]", (_json({"name": name, "person": id}) for name, id in people))
    yield ',\n"documents": '
    records = (
        {**from_document(each), "annotator": who.name, "person": who.person}
        for who, each in export.records
    )
    order = itemgetter("path", "id", "annotator", "person")
    yield from _lines("[]", map(_json, sorted(records, key=order)))
    yield ',\n"texts": '
    yield from _lines("{}", _texts(export))
    yield ',\n"annotations": '
    yield from _lines("[]", _annotations(export))
    yield "}\n"


def _texts(export: Export) -> Iterator[str]:
    """The texts of the documents by their hash, each once."""
    written: set[str] = set()
    for document in sorted(export.documents, key=lambda each: (each.text_sha256, each.id)):
        if document.text_sha256 in written:
            continue
        text = export.text_of(document)
        if text is not None:
            written.add(document.text_sha256)
            yield f'"{text.sha256}": {_json(text[:])}'


def _annotations(export: Export) -> Iterator[str]:
    for mark in export.marks:
        each = mark.annotation
        yield _json({"id": each.id, **from_annotation(each), "person": mark.person})


def _lines(brackets: str, items: Iterable[str]) -> Iterator[str]:
    """An array or an object, an item a line."""
    before = brackets[0]
    for item in items:
        yield f"{before}\n{item}"
        before = ","
    yield f"{brackets if before == brackets[0] else f'{chr(10)}{brackets[1]}'}\n"


def _json(value: Any) -> str:
    return encoded(value).decode()


FORMAT = Format(
    name="json",
    title="JSON of everything",
    suffix=".json",
    keeps="everything: marks, documents, their texts, the codebook",
    write=write,
    read=read,
)
