"""A marked span as a quotation with its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotations import citation
from annotations import template as templates
from annotations.annotation import Annotation
from annotations.citation import in_words
from annotations.codebook import Tag
from annotations.document import Document
from annotations.files import path_as_text
from annotations.markdown import escaped, linked
from annotations.plain import flat
from annotations.quotation_marks import continued, joined, quoted
from annotations.template import BUILT_IN, Kind, Template
from annotations.text import Text

IN_JSON = (
    *("id", "document", "tag", "quote", "speaker", "title", "author", "publisher", "date", "url"),
    *("accessed", "paragraph", "start", "end", "note", "annotator"),
)
"""The fields of a quotation in JSON, as far as they are known."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A mark, and what a quotation of it may be made from."""

    annotation: Annotation
    document: Document
    tag: Tag | None = None
    """Its tag, for the name."""
    text: Text | None = None
    """The text that was marked, for the number of the paragraph."""

    def value(self, field: str) -> str:
        """What a field of a template stands for, on one line; empty when that is not known."""
        return _VALUES[field](self)

    @property
    def paragraph(self) -> int:
        """The number of the paragraph in which it begins, from 1; 0 without a text."""
        if self.text is None or not self.text.paragraph_count:
            return 0
        return self.text.paragraph_at(self.annotation.start).index + 1


def quotation(annotation: Annotation) -> str:
    """The marked words in quotation marks; the parts of an interrupted one with an ellipsis."""
    return quoted([flat(continued(each.exact)) for each in annotation.segments])


def words(annotation: Annotation) -> str:
    """The marked words as they stand in the text, on one line."""
    return joined([flat(each.exact) for each in annotation.segments])


def with_source(annotation: Annotation, document: Document) -> str:
    """The quotation and where it is from: `“words” (speaker, title, date)`."""
    return filled(BUILT_IN["source"], annotation, document)


def filled(
    template: Template,
    annotation: Annotation,
    document: Document,
    tag: Tag | None = None,
    text: Text | None = None,
) -> str:
    """A template with what is known of a mark; the rules are those of `annotations.template`.

    A template of which nothing is known gives the quotation.
    """
    mark = Quoted(annotation, document, tag, text)
    if template.kind is Kind.JSON:
        return as_json(mark)
    return in_text(template.text, template.kind, mark) or quotation(annotation)


def in_text(text: str, kind: Kind, mark: Quoted) -> str:
    """The text of a template, or of its note, with what is known of a mark."""
    values = {name: mark.value(name) for name in templates.fields_of(text)}
    if kind is Kind.MARKDOWN:
        values = {name: _in_markdown(name, value, mark) for name, value in values.items()}
    return templates.filled(text, values).strip()


def as_json(mark: Quoted) -> str:
    """A quotation as a JSON object, its words as they stand in the text; no more than is known."""
    import orjson

    each = mark.annotation
    own: dict[str, str | int] = {
        "document": mark.document.path,
        "quote": words(each),
        "paragraph": mark.paragraph,
        "start": each.start,
        "end": each.end,
    }
    values = ((name, own[name] if name in own else mark.value(name)) for name in IN_JSON)
    known = {
        name: path_as_text(value) if isinstance(value, str) else value
        for name, value in values
        if value or name == "start"
    }
    return orjson.dumps(known, option=orjson.OPT_INDENT_2).decode()


def _in_markdown(field: str, value: str, mark: Quoted) -> str:
    """A value that shows in Markdown as it stands here, addresses as links."""
    if field == "url":
        return linked(value)
    url = mark.value("url") if field == "chicago" else ""
    return escaped(value).replace(escaped(url), linked(url)) if url else escaped(value)


def _data(name: str) -> Callable[[Quoted], str]:
    return lambda mark: in_words(mark.document.metadata.get(name))


_VALUES: Mapping[str, Callable[[Quoted], str]] = {
    "quote": lambda mark: quotation(mark.annotation),
    "words": lambda mark: words(mark.annotation),
    "speaker": lambda mark: in_words(mark.annotation.fields.get("speaker")),
    "tag": lambda mark: flat(mark.tag.name if mark.tag else mark.annotation.tag),
    "title": lambda mark: citation.title_of(mark.document),
    "author": _data("author"),
    "family": lambda mark: citation.family_names(mark.document),
    "publisher": _data("publisher"),
    "date": lambda mark: citation.date(mark.document.metadata.get("issued")),
    "year": lambda mark: citation.year(mark.document),
    "url": _data("URL"),
    "accessed": lambda mark: citation.date(mark.document.metadata.get("accessed")),
    "paragraph": lambda mark: str(mark.paragraph or ""),
    "offsets": lambda mark: f"{mark.annotation.start}-{mark.annotation.end}",
    "note": lambda mark: flat(mark.annotation.note),
    "annotator": lambda mark: flat(mark.annotation.annotator),
    "id": lambda mark: mark.annotation.id,
    "chicago": lambda mark: citation.chicago(mark.document),
    "apa": lambda mark: citation.apa(mark.document, str(mark.paragraph or "")),
}
