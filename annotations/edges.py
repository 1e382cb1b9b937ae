"""Edges that a mark may have: what a span keeps of the characters at its ends."""

from __future__ import annotations

from annotations import units
from annotations.characters import Span, around
from annotations.quotations import quotations
from annotations.text import Text


def trimmed(paragraph: str, start: int, end: int) -> Span:
    """The span without what a mark never begins or ends with, on whole characters.

    White space, `, ; :` and a final full stop go; an ellipsis, and a full stop before a closing
    quotation mark, stay. A span that would be left without anything keeps all but its white space.
    """
    first, last = units.trim(paragraph[start:end])
    return around(paragraph, start + first)[0], around(paragraph, start + last)[1]


def balanced(paragraph: str, start: int, end: int) -> Span:
    """The trimmed span without a quotation mark at its edge whose other one is not in it."""
    start, end = trimmed(paragraph, start, end)
    while True:
        # A mark that something combines with stays: a span holds whole characters.
        inner = trimmed(paragraph, *_within_quotations(paragraph, start, end))
        if inner == (start, end):
            return inner
        start, end = inner


def trimmed_in(text: Text, start: int, end: int) -> Span:
    """The same as `trimmed` for a span of a text, which may lie in several paragraphs."""
    first, last = units.trim(text[start:end])
    return outward(text, start + first, start + last)


def balanced_in(text: Text, start: int, end: int) -> Span:
    """The same as `balanced` for a span of a text, which may lie in several paragraphs."""
    first, last = text.paragraph_at(start), text.paragraph_at(max(start, end - 1))
    if first is last:
        start, end = balanced(first.text, start - first.start, end - first.start)
        return first.start + start, first.start + end
    start, _ = balanced(first.text, start - first.start, len(first.text))
    _, end = balanced(last.text, 0, end - last.start)
    return first.start + start, last.start + end


def stripped_in(text: Text, start: int, end: int) -> Span:
    """The span of a text without white space at its edges, on whole characters."""
    words = text[start:end]
    if words.strip():
        end -= len(words) - len(words.rstrip())
        start += len(words) - len(words.lstrip())
    return outward(text, start, end)


def outward(text: Text, start: int, end: int) -> Span:
    """The span with the whole of the grapheme clusters that its edges lie in."""
    first, last = text.paragraph_at(start), text.paragraph_at(max(start, end - 1))
    return (
        first.start + around(first.text, start - first.start)[0],
        last.start + around(last.text, end - last.start)[1],
    )


def _within_quotations(paragraph: str, start: int, end: int) -> Span:
    """The span without a mark at its edge that opens or closes a quotation which goes on."""
    for each in quotations(paragraph):
        if each.start == start and each.end > end > each.inner_start:
            return each.inner_start, end
        if each.end == end and each.start < start < each.inner_end:
            return start, each.inner_end
    return start, end
