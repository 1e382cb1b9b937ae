"""Marks copied as quotations, and what is asked before: by which template, and which of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from annotations import quoting
from annotations.annotation import Annotation
from annotations.document import Document
from annotations.formats import Mark
from annotations.plain import copied
from annotations.template import BUILT_IN, Template, fields_of
from annotations.text import Text
from tui.pending import Pending
from tui.wording import Lettered, counted

if TYPE_CHECKING:
    from tui.reader import Reader

MANY = 1000
"""Quotes that are not made while a key waits."""
BY_TAG, ALL = "g", "*"
"""Keys that turn to quotes by tag and to all quotes, and back."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before marks are copied."""

    reader: Reader
    marks: Sequence[Annotation]
    """Those that keys act on; without any, all are meant."""
    every: Callable[[], Sequence[Annotation]]
    """All marks of the text or list."""
    count: int
    """How many those are."""
    wants_all: bool = False
    """Whether those are meant."""
    by_tag: bool = False
    """Whether the quotes of a tag come together."""

    def ask(self) -> None:
        """Wait for the letter of a template, or the digit of one of the person's own."""
        settings = self.reader.session.settings
        templates = {name[0]: (name, template) for name, template in BUILT_IN.items()}
        for digit, name in zip("123456789", settings.templates, strict=False):
            templates[digit] = name, settings.all_templates[name]
        answers: dict[str, Callable[[], object]] = {
            key: partial(self._copy, template) for key, (_, template) in templates.items()
        }
        answers[BY_TAG] = replace(self, by_tag=not self.by_tag).ask
        answers[ALL] = replace(self, wants_all=not self.wants_all).ask
        options = tuple((key, name) for key, (name, _) in templates.items())
        self.reader.pending = Pending("COPY AS", self._prompt(options), answers)

    def _prompt(self, options: tuple[tuple[str, str], ...]) -> Lettered:
        by_tag = ", by tag" if self.by_tag else ""
        if self._means_all:
            what, short = f"all {counted(self.count, 'quote')}", f"all {self.count:,}"
        else:
            what = short = counted(len(self.marks), "quote")
        return Lettered(
            f"copy {what}{by_tag}{',' if by_tag else ''} as: ",
            short=f"{short}{by_tag}: ",
            options=options,
        )

    @property
    def _means_all(self) -> bool:
        return self.wants_all or not self.marks

    def _copy(self, template: Template) -> None:
        marks = self.every() if self._means_all else self.marks
        self.reader.copy_quotes(marks, template, self.by_tag)


def making(
    reader: Reader, marks: Sequence[Annotation], template: Template, by_tag: bool
) -> Callable[[], str]:
    """What makes the text of these quotations, in the order of documents and texts.

    It may run beside the keys.
    """
    session = reader.session
    known: dict[str, Document] = {}
    texts: dict[str, Text] = {}
    for opened in (*session.corpus.open.values(), reader.opened):
        known[opened.document.id], texts[opened.document.id] = opened.document, opened.text
    for mark in marks:
        if mark.document not in known:
            known[mark.document] = session.corpus.document(mark.document)

    def text_of(document: Document) -> Text | None:
        text = texts.get(document.id)
        return text or session.project.text_of(document.path, document.text_sha256)

    def make() -> str:
        ordered = sorted((Mark(mark, known[mark.document]) for mark in marks), key=_place)
        return copied(quoting.text(ordered, template, session.codebook, text_of, by_tag))

    return make


def cites_dates(template: Template) -> bool:
    """Whether a template says when a document was published, where that is known."""
    named = fields_of(template.text + template.note)
    return not {"date", "year", "chicago", "apa"}.isdisjoint(named)


def takes_long(reader: Reader, marks: Sequence[Annotation], template: Template) -> bool:
    """Whether a person would wait for these quotations: many, or from texts to be read first."""
    here = reader.opened.document.id
    reads = quoting.needs_texts(template) and any(mark.document != here for mark in marks)
    return reads or len(marks) > MANY


def _place(mark: Mark) -> tuple[str, str, int, int, str]:
    each = mark.annotation
    return mark.document.path, each.text_sha256, each.start, -each.end, each.id
