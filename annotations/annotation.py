"""A mark on a document: which words, by offset and by quote, and what was said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from annotations.characters import Span
from annotations.text import Text

CONTEXT = 32
"""Code points of context kept on each side of a segment."""
LONGEST = 100_000
"""Code points of the longest segment."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


def now() -> str:
    """The time as annotations hold it: ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document's frozen text, in code points, half open.

    It holds the quote and its context like the TextQuoteSelector of the W3C Web Annotation Data
    Model, so that a mark can be found again when the offsets no longer fit.
    """

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last code point."""
    exact: str
    """The words themselves: `text[start:end]`."""
    prefix: str
    """Up to 32 code points before them."""
    suffix: str
    """Up to 32 code points after them."""

    @classmethod
    def of(cls, text: Text, start: int, end: int) -> Segment:
        """The segment between two offsets of a text.

        Raises ValueError for a span that is empty, too long or not in the text.
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span {start}-{end} in a text of {len(text)} code points")
        if end - start > LONGEST:
            raise ValueError(f"a mark holds {LONGEST:,} characters at most")
        return cls(
            start,
            end,
            text[start:end],
            text[max(0, start - CONTEXT) : start],
            text[end : end + CONTEXT],
        )

    def as_dict(self) -> dict[str, int | str]:
        """What files and exports hold of it."""
        return {
            "start": self.start,
            "end": self.end,
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
        }

    def holds_in(self, text: Text) -> bool:
        """Whether the quote stands in the text where the offsets say."""
        return 0 <= self.start < self.end <= len(text) and text[self.start : self.end] == self.exact


@dataclass(frozen=True, slots=True)
class Annotation:
    """One tag on one span of a document, or on several segments of one interrupted quotation."""

    document: str
    """Id of the document."""
    text_sha256: str
    """Hash of the frozen text for which the offsets are true."""
    segments: tuple[Segment, ...]
    """One or more, in the order of the text, not touching."""
    tag: str
    """Id of a tag of the codebook."""
    annotator: str
    """Name of the person."""
    id: str = ""
    """13 letters, given by the store; empty before that."""
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """Values of the tag's fields by field id."""
    note: str = ""
    """Free text of the annotator."""
    created: str = ""
    """When it was made, ISO 8601 in UTC; given by the store."""
    modified: str = ""
    """When it was last changed, ISO 8601 in UTC; given by the store."""
    rev: int = 0
    """Counts the changes; given by the store, 1 for a new record."""
    origin: str = ""
    """Where an imported annotation came from."""
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """What a foreign format brought and we do not know."""

    @property
    def start(self) -> int:
        """Offset of the first code point of the first segment."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Offset after the last code point of the last segment."""
        return self.segments[-1].end

    @property
    def spans(self) -> tuple[Span, ...]:
        """Start and end of each segment."""
        return tuple((segment.start, segment.end) for segment in self.segments)

    @property
    def gaps(self) -> tuple[Span, ...]:
        """What lies between its segments, in order."""
        return tuple((one.end, other.start) for one, other in pairwise(self.segments))

    @property
    def exact(self) -> str:
        """The marked words; those of several segments with an ellipsis between."""
        return " … ".join(segment.exact for segment in self.segments)

    def holds_in(self, text: Text) -> bool:
        """Whether every quote stands in the text where its offsets say."""
        return all(segment.holds_in(text) for segment in self.segments)

    def says_the_same(self, other: Annotation) -> bool:
        """Whether two states of a record differ in their counters at most."""
        return replace(self, rev=other.rev, modified=other.modified) == other

    def reshaped(self, text: Text, spans: Iterable[Span]) -> Annotation:
        """The same mark on other words, given in the order of the text.

        Raises ValueError like `Segment.of`.
        """
        return replace(self, segments=segments_of(text, spans))

    def joined(self, text: Text, spans: Iterable[Span]) -> Annotation:
        """The same mark with further segments; with only white space between, two become one.

        Raises ValueError like `Segment.of`.
        """
        return self.reshaped(text, united(text, (*self.spans, *spans)))


def segments_of(text: Text, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """The segments between these offsets of a text. Raises ValueError like `Segment.of`."""
    return tuple(Segment.of(text, start, end) for start, end in spans)


def united(text: Text, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order; those that overlap, or have only white space between, as one."""
    first, *others = sorted(spans)
    start, end = first
    for span in others:
        if span[0] > end and text[end : span[0]].strip():
            yield start, end
            start, end = span
        else:
            end = max(end, span[1])
    yield start, end
