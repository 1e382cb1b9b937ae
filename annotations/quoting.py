"""Many marks as one text of quotations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from annotations import template as templates
from annotations.codebook import Codebook
from annotations.document import Document
from annotations.formats import Mark
from annotations.markdown import escaped
from annotations.plain import flat
from annotations.quote import Quoted, filled, in_text
from annotations.template import Kind, Template
from annotations.text import Text

TextOf = Callable[[Document], Text | None]
"""Gives the text of a document, where it can still be found."""


def text(
    marks: Sequence[Mark],
    template: Template,
    codebook: Codebook,
    text_of: TextOf,
    by_tag: bool = False,
) -> str:
    """Marks as quotations for pasting; in JSON a single one is an object, not an array."""
    if template.kind is Kind.JSON and len(marks) == 1:
        (only,) = quotations(marks, template, codebook, text_of)
        return only[1]
    return "".join(pieces(marks, template, codebook, text_of, by_tag))


def pieces(
    marks: Iterable[Mark],
    template: Template,
    codebook: Codebook,
    text_of: TextOf,
    by_tag: bool = False,
) -> Iterator[str]:
    """The pieces of a text of quotations, a blank line between them, without an end of line.

    Marks come in the order of documents and texts, and stay in it; `by_tag` puts those of a tag
    together under its name, in the order of the codebook. Notes stand at the end, each once.
    """
    notes: dict[str, None] = {}
    found = quotations(marks, template, codebook, text_of, notes)
    if by_tag:
        found = _by_tag(found, template.kind, codebook)
    if template.kind is Kind.JSON:
        yield from _array(quotation for _, quotation in found)
        return
    between = ""
    for _, quotation in found:
        yield f"{between}{quotation}"
        between = "\n\n"
    for note in notes:
        yield f"{between}{note}"


def needs_texts(template: Template) -> bool:
    """Whether a template says something that is only known from the text of a document."""
    named = templates.fields_of(template.text + template.note)
    return template.kind is Kind.JSON or not {"paragraph", "apa"}.isdisjoint(named)


def quotations(
    marks: Iterable[Mark],
    template: Template,
    codebook: Codebook,
    text_of: TextOf,
    notes: dict[str, None] | None = None,
) -> Iterator[tuple[str, str]]:
    """The tag of each mark, and its quotation; what stands at the end goes into `notes`."""
    latest: Document | None = None
    its_text: Text | None = None
    tags = {tag.id: tag for tag in codebook.tags}
    reads = needs_texts(template)
    for mark in marks:
        each, document = mark.annotation, mark.document
        if reads and document is not latest:
            latest, its_text = document, text_of(document)
        tag = tags.get(each.tag)
        yield each.tag, filled(template, each, document, tag, its_text)
        if template.note and notes is not None:
            note = in_text(template.note, template.kind, Quoted(each, document, tag, its_text))
            notes[note] = None


def _by_tag(
    found: Iterable[tuple[str, str]], kind: Kind, codebook: Codebook
) -> Iterator[tuple[str, str]]:
    """Quotations by tag, under its name where there is a place for that."""
    together: defaultdict[str, list[str]] = defaultdict(list)
    for tag, quotation in found:
        together[tag].append(quotation)
    known = [tag.id for tag in codebook.tags if tag.id in together]
    for tag in dict.fromkeys([*known, *together]):
        name = flat(codebook.get(tag).name)
        if kind is not Kind.JSON:
            yield tag, f"## {escaped(name)}" if kind is Kind.MARKDOWN else name
        for quotation in together[tag]:
            yield tag, quotation


def _array(objects: Iterable[str]) -> Iterator[str]:
    """A JSON array."""
    before = "[\n"
    for each in objects:
        yield before + "\n".join(f"  {line}" for line in each.split("\n"))
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"
