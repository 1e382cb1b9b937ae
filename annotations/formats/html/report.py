"""What a report is made from: the marks, numbered, and the documents that they are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from annotations.annotation import Annotation
from annotations.citation import title_of
from annotations.codebook import Tag
from annotations.document import Document
from annotations.formats import Export, Mark
from annotations.quote import Quoted


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark of the report."""

    number: int
    """From 1, in the order of documents and texts."""
    annotation: Annotation
    tag: int
    """Number of its tag in the report."""
    letter: str
    """The letter of its tag."""
    paragraph: int
    """Number of the paragraph in which it begins, from 1; 0 where the text is not known."""

    @property
    def label(self) -> str:
        """What it is called in the text, on paper too: `T12`."""
        return f"{self.letter}{self.number}"


@dataclass(frozen=True, slots=True)
class Section:
    """A document in one state of its text, with the marks on it."""

    number: int
    """From 1."""
    document: Document
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """What the document is called in its data, or else by people."""
        return title_of(self.document)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything but the texts, which are too large to be kept."""

    title: str
    tags: tuple[Tag, ...]
    """Those of the codebook and those that marks have beside; what numbers of tags count."""
    sections: tuple[Section, ...]
    unmarked: tuple[Document, ...]
    """Documents without marks of which there is something to say."""

    @classmethod
    def of(cls, export: Export) -> Report:
        """Goes through the marks of an export."""
        numbers = {tag.id: number for number, tag in enumerate(export.codebook.tags)}
        described = {document.id: document for document in export.documents}
        tags = list(export.codebook.tags)
        sections: list[Section] = []
        count = 0
        for (_, sha256), some in groupby(export.marks, key=_state):
            marks = list(some)
            document = described.get(marks[0].document.id, marks[0].document)
            document = replace(document, text_sha256=sha256)
            text = export.text_of(document)
            entries = []
            for mark in marks:
                each, count = mark.annotation, count + 1
                if each.tag not in numbers:
                    numbers[each.tag] = len(tags)
                    tags.append(export.codebook.get(each.tag))
                tag = numbers[each.tag]
                paragraph = Quoted(each, document, text=text).paragraph
                entries.append(Entry(count, each, tag, tags[tag].mark, paragraph))
            sections.append(Section(len(sections) + 1, document, tuple(entries)))
        marked = {section.document.id for section in sections}
        unmarked = tuple(each for id, each in described.items() if id not in marked)
        title = export.codebook.title or "Marked documents"
        return cls(title, tuple(tags), tuple(sections), unmarked)

    @property
    def entries(self) -> Iterator[Entry]:
        """All marks."""
        return (entry for section in self.sections for entry in section.entries)

    @property
    def annotators(self) -> list[str]:
        """The names of those who made the marks."""
        return sorted({entry.annotation.annotator for entry in self.entries} - {""})


def _state(mark: Mark) -> tuple[str, str]:
    return mark.document.path, mark.annotation.text_sha256


def counted(number: int, one: str, more: str = "") -> str:
    """`1 mark`, `2,000 marks`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """Words with commas and an *and*."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
