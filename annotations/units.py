"""Sentences, words and characters of a paragraph: one function each around a library.

All of them take the string of a paragraph and return half-open ranges of code points in it. Line
breaks inside a hard-wrapped paragraph count as spaces; offsets do not change by it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

import sentencex

from annotations.characters import Span, around, pattern
from annotations.languages import language as table_of
from annotations.quotations import quotations

OPENING = "“„‟«‹‘‚‛\"'([{¿¡"
"""Marks that belong to the word behind them."""
CLOSING = "”“»›’‘\"')]}"
"""Marks that belong to the word before them."""

# The library slices behind a space as if it were one byte long and panics on wider ones, so every
# kind of white space goes to it as the plain one.
_WHITE = re.compile(r"\s")
_DROPPED = ",;: \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_AFTER_WORD = re.compile(f"[.,;:!?…]*[{re.escape(CLOSING)}]+|[!?…]+")
_TITLE = re.compile(r"(?<!\S)([A-Z][a-z]{1,3})\.\s*$")
_BOUNDARY = r"(?V1w)\b"


@lru_cache(maxsize=1024)
def sentences(paragraph: str, language: str = "en") -> tuple[Span, ...]:
    """The sentences of a paragraph, without the white space around them.

    The library keeps a quotation of several sentences in one piece; it is cut again at the
    sentences inside. What holds no word ("...", "* * *") is a sentence only when there is nothing
    else in the paragraph.
    """
    flat = _WHITE.sub(" ", paragraph)
    quoted = _Quoted(flat, paragraph, language)
    spans = [
        span
        for start, end in _with_names(flat, _pieces(flat, language), language)
        for piece in quoted.cut(start, end)
        if (span := _trimmed(flat, *piece))
    ]
    return tuple([span for span in spans if _holds_word(flat, *span)] or spans[:1])


@lru_cache(maxsize=1024)
def words(paragraph: str) -> tuple[Span, ...]:
    """The words of a paragraph: Unicode word boundaries (UAX 29), symbols and emoji included."""
    return tuple(
        (start, end)
        for start, end in _between_boundaries(paragraph)
        if _holds_word(paragraph, start, end)
    )


@lru_cache(maxsize=1024)
def word_starts(paragraph: str) -> tuple[int, ...]:
    """Where a span may start when it is moved by words: at a word, and before marks that open it.

    So `“We` has two: with and without the quotation mark.
    """
    starts = []
    for start, _ in words(paragraph):
        opening = start
        while opening and paragraph[opening - 1] in OPENING:
            opening -= 1
        starts += [opening, start] if opening < start else [start]
    return tuple(dict.fromkeys(around(paragraph, start)[0] for start in starts))


@lru_cache(maxsize=1024)
def word_ends(paragraph: str) -> tuple[int, ...]:
    """Where a span may end when it is moved by words: after a word, and after what closes it.

    A final full stop closes nothing, unless a quotation mark or bracket follows it.
    """
    ends = []
    for _, end in words(paragraph):
        ends.append(end)
        if closing := _AFTER_WORD.match(paragraph, end):
            ends.append(closing.end())
    return tuple(dict.fromkeys(around(paragraph, end)[1] for end in ends))


def trim(quote: str) -> Span:
    """The part of a quote that a mark keeps.

    White space, `, ; :` at the edges and a final full stop go; an ellipsis, and a full stop before
    a closing quotation mark, stay. Where nothing would be left, all but the white space is kept.
    """
    kept = quote.strip(_DROPPED)
    before = kept[:-1].rstrip(_DROPPED)
    if kept.endswith(".") and not before.endswith("."):
        kept = before
    kept = kept or quote.strip() or quote
    start = quote.index(kept)
    return start, start + len(kept)


def _holds_word(text: str, start: int, end: int) -> bool:
    """Whether there is a letter, a digit or a symbol, such as an emoji, between two offsets."""
    return any(unicodedata.category(char)[0] in "LNS" for char in text[start:end])


def _pieces(flat: str, language: str) -> Iterator[Span]:
    start = 0
    for piece in sentencex.segment(language, flat):
        yield start, start + len(piece)
        start += len(piece)


def _with_names(flat: str, pieces: Iterable[Span], language: str) -> Iterator[Span]:
    """Join what the library cuts behind "Ms." with the name that follows."""
    begun = None
    for start, end in pieces:
        begun = start if begun is None else begun
        title = _TITLE.search(flat, begun, end)
        if title and flat[end : end + 1].isupper() and _is_title(title[1], language):
            continue
        yield begun, end
        begun = None
    if begun is not None:
        yield begun, len(flat)


def _is_title(word: str, language: str) -> bool:
    return word.lower() in table_of(language).titles


class _Quoted:
    """The quotations of a paragraph, for cutting what the library left in one piece."""

    def __init__(self, flat: str, paragraph: str, language: str) -> None:
        self._flat = flat
        self._language = language
        self._marks: list[int] = []
        self._opening: list[int] = []
        self._closing: list[int] = []
        reached = -1
        for quotation in quotations(paragraph, language):
            self._marks.append(quotation.start)
            if quotation.closed:
                self._marks.append(quotation.inner_end)
            if quotation.start > reached:
                reached = quotation.inner_end
                self._opening.append(quotation.start)
                self._closing.append(reached)
        self._marks.sort()

    def cut(self, start: int, end: int) -> Iterator[Span]:
        """Cut one piece at the sentences inside its quotations.

        The library is asked again about the same words without their quotation marks; of the cuts
        it then makes, those inside a quotation count.
        """
        marks = self._marks[bisect_left(self._marks, start) : bisect_left(self._marks, end)]
        if not marks:
            yield start, end
            return
        piece = self._flat[start:end]
        bare = list(piece)
        for mark in marks:
            bare[mark - start] = " "
        done = 0
        for cut, _ in _pieces("".join(bare), self._language):
            while cut < len(piece) and bare[cut] == " " and piece[cut] not in OPENING:
                cut += 1
            while cut and piece[cut - 1] in OPENING:
                cut -= 1
            if cut > done and self._is_inside(start + cut):
                yield start + done, start + cut
                done = cut
        yield start + done, end

    def _is_inside(self, offset: int) -> bool:
        """Whether an offset lies inside a quotation, behind its mark."""
        index = bisect_left(self._opening, offset) - 1
        return index >= 0 and offset < self._closing[index]


def _trimmed(flat: str, start: int, end: int) -> Span | None:
    while start < end and flat[start] == " ":
        start += 1
    while start < end and flat[end - 1] == " ":
        end -= 1
    return (start, end) if start < end else None


def _between_boundaries(paragraph: str) -> Iterator[Span]:
    start = 0
    for boundary in pattern(_BOUNDARY).finditer(paragraph):
        if boundary.start() > start:
            yield start, boundary.start()
            start = boundary.start()
    if start < len(paragraph):
        yield start, len(paragraph)
