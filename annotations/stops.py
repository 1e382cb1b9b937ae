"""Where in a text an edge may stop: the stops of its paragraphs, as offsets of the whole."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from annotations import units
from annotations.text import Text

Find = Callable[[str], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the stops of one kind in a paragraph, in code points of it, in order."""

    find: Find
    near: Callable[[str, int], tuple[int, ...]] | None = None
    """Finds those around an offset, the next one on each side at least, where all take longer."""

    def __call__(self, paragraph: str) -> tuple[int, ...]:
        """All of them."""
        return self.find(paragraph)

    def around(self, paragraph: str, offset: int) -> tuple[int, ...]:
        """Those around an offset at least."""
        return self.find(paragraph) if self.near is None else self.near(paragraph, offset)


class Unit(NamedTuple):
    """Where units of one kind start in a paragraph, and where they end."""

    starts: Finder
    ends: Finder


WORDS = Unit(Finder(units.word_starts), Finder(units.word_ends))


@cache
def clauses_in(language: str) -> Unit:
    """The clauses of a language."""
    from annotations import clauses  # not before the first page: its rules take a while to load

    return Unit(
        Finder(
            partial(clauses.clause_starts, language=language),
            partial(clauses.starts_near, language=language),
        ),
        Finder(
            partial(clauses.clause_ends, language=language),
            partial(clauses.ends_near, language=language),
        ),
    )


@cache
def sentences_in(language: str) -> Unit:
    """The sentences of a language, final punctuation included."""
    return Unit(
        Finder(lambda paragraph: tuple(start for start, _ in units.sentences(paragraph, language))),
        Finder(lambda paragraph: tuple(end for _, end in units.sentences(paragraph, language))),
    )


def after(text: Text, offset: int, stop: Finder) -> int | None:
    """The first stop after an offset of the text."""
    if not text.paragraph_count:
        return None
    for paragraph in text.paragraphs(text.paragraph_at(offset).index):
        within = max(0, offset - paragraph.start)
        stops = stop.around(paragraph.text, within)
        index = bisect_right(stops, offset - paragraph.start)
        if index < len(stops):
            return paragraph.start + stops[index]
    return None


def before(text: Text, offset: int, stop: Finder) -> int | None:
    """The last stop before an offset of the text."""
    if not text.paragraph_count:
        return None
    for number in range(text.paragraph_at(offset).index, -1, -1):
        paragraph = text.paragraph(number)
        within = min(offset - paragraph.start, len(paragraph.text))
        stops = stop.around(paragraph.text, within)
        index = bisect_left(stops, offset - paragraph.start)
        if index:
            return paragraph.start + stops[index - 1]
    return None


def word_start(text: Text, offset: int) -> int | None:
    """Where the word at an offset starts, or the marks before it; between two, the next one."""
    start = before(text, offset + 1, WORDS.starts)
    if start is not None:
        end = after(text, start, WORDS.ends)
        if end is not None and offset < end:
            return start
    return after(text, offset, WORDS.starts)


def word_end(text: Text, offset: int) -> int | None:
    """Where the word at an offset ends, or the marks behind it; between two, the one before."""
    end = after(text, offset, WORDS.ends)
    if end is not None:
        start = before(text, end, WORDS.starts)
        if start is not None and start <= offset:
            return end
    return before(text, offset + 1, WORDS.ends)
