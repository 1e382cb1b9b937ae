"""Spans of a sentence that one would most likely mark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from annotations.characters import Span
from annotations.quotations import quotations

MOST = 6
"""Smart spans of a sentence at most."""


@dataclass(frozen=True, slots=True)
class SmartSpan:
    """A span that one would likely mark."""

    name: str
    """What it is, for people."""
    segments: tuple[Span, ...]
    """Its spans, in order."""

    @property
    def gaps(self) -> tuple[Span, ...]:
        """What lies between its segments."""
        return tuple((one[1], other[0]) for one, other in pairwise(self.segments))

    def moved(self, by: int) -> SmartSpan:
        """The same that many code points further on."""
        segments = tuple((start + by, end + by) for start, end in self.segments)
        return replace(self, segments=segments)


def spans(paragraph: str, sentence: Span, language: str, tag: str) -> tuple[SmartSpan, ...]:
    """The smart spans of a sentence, the best first; offsets are code points of the paragraph."""
    found = [
        SmartSpan("quotation", ((each.start, each.end),))
        for each in quotations(paragraph)
        if sentence[0] <= each.start and each.end <= sentence[1]
    ]
    return tuple(found[:MOST])
