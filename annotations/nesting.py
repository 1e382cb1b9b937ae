"""Units around a span and inside it: word, clause, sentence, quotation, paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from annotations import stops
from annotations.characters import Span
from annotations.quotations import quotations
from annotations.stops import WORDS, clauses_in, sentences_in
from annotations.text import Text

Edges = Callable[[Text, int, int], Span]
"""What a mark keeps of a unit at its edges."""


def around(text: Text, start: int, end: int, language: str, edges: Edges) -> list[Span]:
    """The smallest unit of each kind that holds a span and more, in offsets of the text."""
    found = [
        *_hulls(text, start, end, language, edges),
        *(span for span, _ in _quotations(text, start)),
    ]
    first, last = text.paragraph_at(start), text.paragraph_at(end - 1)
    found.append(edges(text, first.start, last.end))
    return [span for span in found if span[0] <= start and end <= span[1] and span != (start, end)]


def inside(text: Text, start: int, end: int, language: str, edges: Edges) -> list[Span]:
    """The first unit of each kind within a span, and its quotations, in offsets of the text."""
    found = [*_firsts(text, start, language, edges)]
    for quotation in _quotations(text, start):
        found += quotation
    return [span for span in found if start <= span[0] < span[1] <= end and span != (start, end)]


def _hulls(text: Text, start: int, end: int, language: str, edges: Edges) -> Iterator[Span]:
    """From where a unit begins to where one ends."""
    for unit in (WORDS, clauses_in(language), sentences_in(language)):
        first = stops.before(text, start + 1, unit.starts)
        last = stops.after(text, end - 1, unit.ends)
        if first is not None and last is not None:
            yield edges(text, first, last)


def _firsts(text: Text, start: int, language: str, edges: Edges) -> Iterator[Span]:
    for unit in (WORDS, clauses_in(language), sentences_in(language)):
        first = stops.after(text, start - 1, unit.starts)
        last = None if first is None else stops.after(text, first, unit.ends)
        if first is not None and last is not None:
            yield edges(text, first, last)


def _quotations(text: Text, offset: int) -> Iterator[tuple[Span, Span]]:
    """The quotations of the paragraph at an offset, with their marks and without."""
    paragraph = text.paragraph_at(offset)
    at = paragraph.start
    for each in quotations(paragraph.text):
        yield (at + each.start, at + each.end), (at + each.inner_start, at + each.inner_end)
