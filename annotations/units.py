"""Sentences, words and characters of a paragraph: one function each around a library.

All of them take the string of a paragraph and return half-open ranges of code points in it. Line
breaks inside a hard-wrapped paragraph count as spaces; offsets do not change by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import sentencex

from annotations.characters import Span, around, pattern

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
_QUOTES = re.compile("[“”„‟«»\"‘’']")
_AFTER_WORD = re.compile(f"[.,;:!?…]*[{re.escape(CLOSING)}]+|[!?…]+")
_BOUNDARY = r"(?V1w)\b"


@lru_cache(maxsize=1024)
def sentences(paragraph: str, language: str = "en") -> tuple[Span, ...]:
    """The sentences of a paragraph, without the white space around them.

    The library keeps a quotation of several sentences in one piece; it is cut again at the
    sentences inside. What holds no word ("...", "* * *") is a sentence only when there is nothing
    else in the paragraph.
    """
    flat = _WHITE.sub(" ", paragraph)
    spans = [
        span
        for start, end in _pieces(flat, language)
        for piece in _cut_quotation(flat, start, end, language)
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


def _cut_quotation(flat: str, start: int, end: int, language: str) -> Iterator[Span]:
    """Cut one piece at the sentences inside its quotations.

    The library is asked again about the same words without their quotation marks; of the cuts it
    then makes, those inside a quotation count.
    """
    piece = flat[start:end]
    quoted = _quoted(piece)
    if not quoted:
        yield start, end
        return
    bare = list(piece)
    for opening, closing in quoted:
        bare[opening] = " "
        if closing < len(bare):
            bare[closing] = " "
    done = 0
    for cut, _ in _pieces("".join(bare), language):
        while cut < len(piece) and bare[cut] == " " and piece[cut] not in OPENING:
            cut += 1
        while cut and piece[cut - 1] in OPENING:
            cut -= 1
        if cut > done and any(opening < cut < closing for opening, closing in quoted):
            yield start + done, start + cut
            done = cut
    yield start + done, end


def _quoted(piece: str) -> list[Span]:
    """Where the quotations of a piece open and close; an unclosed one ends with the piece."""
    found: list[Span] = []
    open_at: list[tuple[int, str]] = []
    closers = {"“": "”", "„": "“”", "‟": "”", "«": "»", '"': '"', "‘": "’", "'": "'"}
    for match in _QUOTES.finditer(piece):
        at, mark = match.start(), match[0]
        before, after = piece[at - 1 : at], piece[at + 1 : at + 2]
        if mark in "'’" and before.isalnum() and after.isalnum():
            continue  # an apostrophe
        if open_at and mark in closers[open_at[-1][1]]:
            found.append((open_at.pop()[0], at))
        elif mark in closers and not (mark in "'\"" and before.isalnum()):
            open_at.append((at, mark))
    found += [(at, len(piece)) for at, mark in open_at if mark not in "'‘"]
    return sorted(found)


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
