"""What people take for one character: grapheme clusters (UAX 29).

Almost every paragraph consists of code points that are a character each, which is found out without
looking at them one by one; only the others are cut by the `regex` library, imported then.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

Span = tuple[int, int]
"""Start and end, in code points, half open."""

_IDEOGRAPHS = range(0x3041, 0xA000)
_SYLLABLES = range(0xAC00, 0xD7A4)
_HALF_WIDTH_MARKS = "\uff9e\uff9f"

_alone: set[str] = set()
_joining: set[str] = set()


def stand_alone(text: str) -> bool:
    """Whether each code point is a printable character of its own; a tab or line break is not."""
    if text.isascii():
        return text.isprintable()
    new = set(text) - _alone
    if not new:
        return True
    if not _joining.isdisjoint(new):
        return False
    for char in new:
        (_joining if _may_join(char) else _alone).add(char)
    return _joining.isdisjoint(new)


@lru_cache(maxsize=1024)
def clusters(text: str) -> tuple[Span, ...]:
    """The grapheme clusters that are longer than one code point."""
    if stand_alone(text):
        return ()
    return tuple(span for span in all_clusters(text) if span[1] - span[0] > 1)


def all_clusters(text: str) -> Iterator[Span]:
    """Every grapheme cluster."""
    return (match.span() for match in pattern(r"\X").finditer(text))


def around(text: str, offset: int) -> Span:
    """The cluster that an offset lies inside, or the offset twice where it is between two."""
    spans = clusters(text)
    at = bisect_left(spans, (offset, 0)) - 1
    if at >= 0 and spans[at][0] < offset < spans[at][1]:
        return spans[at]
    return offset, offset


@cache
def pattern(expression: str) -> Any:
    """A compiled pattern of the `regex` library, which costs 20 ms to import."""
    import regex

    return regex.compile(expression)


def _may_join(char: str) -> bool:
    """Whether a code point may be part of a longer cluster, or is no printable character at all."""
    kind = unicodedata.category(char)
    if kind == "Lo":
        return ord(char) not in _IDEOGRAPHS and ord(char) not in _SYLLABLES
    return kind[0] in "MC" or kind in ("Zl", "Zp", "Sk", "So") or char in _HALF_WIDTH_MARKS
