"""Offsets of other programs, and the code points that they mean: the one place where it matters.

We count code points of a text whose newlines are LF. Others count UTF-16 units, or bytes of UTF-8,
or every newline as the CR LF that it is in their file. None of them says so; the quotes tell.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotations.annotation import LONGEST, Segment, segments_of
from annotations.characters import Span
from annotations.text import Text

MANY = 1000
"""Places of a quote that are counted."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a program counts."""

    name: str
    wide: str
    """Characters that are more than one of it, as a regular expression."""
    width: Callable[[str], int]
    """How many of it such a character is."""


def _two(_: str) -> int:
    return 2


def _bytes(character: str) -> int:
    return len(character.encode())


def _bytes_of_windows(character: str) -> int:
    return 2 if character == "\n" else _bytes(character)


CODE_POINTS = Unit("code points", r"(?!)", _two)
UTF_16 = Unit("UTF-16 units", "[\U00010000-\U0010ffff]", _two)
UTF_8 = Unit("bytes", r"[^\x00-\x7f]", _bytes)
CR_LF = Unit("code points of a text with CR LF", r"\n", _two)
UNITS = (
    CODE_POINTS,
    UTF_16,
    UTF_8,
    CR_LF,
    Unit("UTF-16 units of a text with CR LF", "[\n\U00010000-\U0010ffff]", _two),
    Unit("bytes of a text with CR LF", r"[^\x00-\x09\x0b-\x7f]", _bytes_of_windows),
)
"""In the order in which they are tried."""


class Scale:
    """The code points of a text beside another unit."""

    def __init__(self, text: str, unit: Unit) -> None:
        """Look for the characters that are more than one of the unit."""
        self.unit = unit
        self._length = len(text)
        self._ends = array("Q")
        """Code points up to the end of each of them."""
        self._beyond = array("Q")
        """Units up to there, less the code points."""
        beyond = 0
        for match in re.finditer(unit.wide, text):
            beyond += unit.width(match[0]) - 1
            self._ends.append(match.end())
            self._beyond.append(beyond)
        self._reached = array("Q", map(sum, zip(self._ends, self._beyond, strict=True)))

    def code_point(self, offset: int) -> int | None:
        """The offset in code points; None inside a character, and outside the text."""
        passed = bisect_right(self._reached, offset)
        point = offset - (self._beyond[passed - 1] if passed else 0)
        limit = self._ends[passed] - 1 if passed < len(self._ends) else self._length
        return point if 0 <= point <= limit else None

    def offset(self, code_point: int) -> int:
        """The offset in the unit."""
        passed = bisect_right(self._ends, code_point)
        return code_point + (self._beyond[passed - 1] if passed else 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the segments of a mark stand, or why that cannot be said."""

    spans: tuple[Span, ...] = ()
    repaired: bool = False
    """Whether the offsets that were given are others."""
    why: str = ""
    """Why the mark is nowhere, for people; empty when it is somewhere."""

    def segments(self, text: Text) -> tuple[Segment, ...]:
        """The segments there. Raises ValueError, with the reason, where there are none."""
        if self.why:
            raise ValueError(self.why)
        return segments_of(text, self.spans)


def placed(text: Text, marks: Sequence[Sequence[Segment]]) -> Iterator[Placed]:
    """Where these marks of one file stand in a text, each given by its segments.

    All of them were counted in one unit: the first one in which most of the quotes stand where they
    should, with their context. A quote that does not is looked for.
    """
    if all(_fits(text, each, (each.start, each.end)) for mark in marks for each in mark):
        for mark in marks:
            yield _in_order(tuple((each.start, each.end) for each in mark), False)
        return
    finder = _Finder(text, [each for mark in marks for each in mark])
    for mark in marks:
        yield finder.placed(mark)


class _Finder:
    """Finds quotes where they stand, whatever the offsets count."""

    def __init__(self, text: Text, segments: Sequence[Segment]) -> None:
        self._text = text
        self._whole = text[:]
        self._scale = self._best([each for each in segments if each.start >= 0])

    def placed(self, mark: Sequence[Segment]) -> Placed:
        spans: list[Span] = []
        try:
            for each in mark:
                spans.append(self._span(each, spans[-1][1] if spans else 0))
        except ValueError as error:
            return Placed(why=str(error))
        said = [(each.start, each.end) for each in mark]
        moved = any(one != other for one, other in zip(said, spans, strict=True) if one[0] >= 0)
        return _in_order(tuple(spans), moved)

    def _best(self, segments: Sequence[Segment]) -> Scale:
        """The scale on which most of the segments stand where they say, the first of several."""
        scales = (Scale(self._whole, unit) for unit in UNITS if segments or unit is CODE_POINTS)
        return max(scales, key=lambda scale: self._standing(scale, segments))

    def _standing(self, scale: Scale, segments: Sequence[Segment]) -> tuple[int, int]:
        """How many segments stand where they say, and how many of them in their context."""
        stands = fits = 0
        for each in segments:
            span = _on(scale, each)
            if span is not None and self._stands(each, span):
                stands += 1
                fits += _fits(self._text, each, span)
        return stands, fits

    def _span(self, segment: Segment, after: int) -> Span:
        """Where a segment stands: by its offsets, else by its words. Raises ValueError."""
        if len(segment.exact) > LONGEST:
            raise ValueError(f"a mark holds {LONGEST:,} characters at most")
        span = _on(self._scale, segment) if segment.start >= 0 else None
        if span is None or not self._stands(segment, span):
            return self._found(segment, after)
        if not _fits(self._text, segment, span):
            words = segment.prefix + segment.exact + segment.suffix
            places = _places(self._whole, words, 0)
            if len(places) == 1:
                start = places[0] + len(segment.prefix)
                return start, start + len(segment.exact)
        return span

    def _found(self, segment: Segment, after: int) -> Span:
        """Where the words of a segment stand, in its context if they do in any."""
        before, behind = segment.prefix, segment.suffix
        for prefix, suffix in (before, behind), (before, ""), ("", behind), ("", ""):
            words = prefix + segment.exact + suffix
            places = _places(self._whole, words, max(0, after - len(prefix)))
            if len(places) > 1:
                count = (
                    f"{MANY:,} places or more" if len(places) == MANY else f"{len(places)} places"
                )
                raise ValueError(f"its quote stands in {count}, and nothing says in which")
            if places:
                start = places[0] + len(prefix)
                return start, start + len(segment.exact)
        raise ValueError("its quote is not in the text")

    def _stands(self, segment: Segment, span: Span) -> bool:
        return segment.exact == self._whole[slice(*span)]


def _on(scale: Scale, segment: Segment) -> Span | None:
    """The code points between which a segment says to be, on a scale."""
    start, end = scale.code_point(segment.start), scale.code_point(segment.end)
    return None if start is None or end is None else (start, end)


def _fits(text: Text, segment: Segment, span: Span) -> bool:
    """Whether quote and context of a segment stand at a span."""
    start, end = span
    if not 0 <= start < end <= len(text) or end - start != len(segment.exact):
        return False
    before = max(0, start - len(segment.prefix))
    around = text[before : end + len(segment.suffix)]
    return around == segment.prefix + segment.exact + segment.suffix


def _places(whole: str, words: str, start: int) -> list[int]:
    """Where words stand in a text from an offset on, `MANY` places at most."""
    places: list[int] = []
    at = whole.find(words, start)
    while at >= 0 and len(places) < MANY:
        places.append(at)
        at = whole.find(words, at + 1)
    return places


def _in_order(spans: tuple[Span, ...], repaired: bool) -> Placed:
    """The spans in the order of the text."""
    ordered = tuple(sorted(spans))
    if any(one[1] >= other[0] for one, other in pairwise(ordered)):
        return Placed(why="its segments touch or overlap")
    return Placed(ordered, repaired or ordered != spans)
