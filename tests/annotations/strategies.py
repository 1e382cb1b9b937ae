"""Texts as they come from outside, for Hypothesis."""

from __future__ import annotations

import regex
from hypothesis import settings
from hypothesis import strategies as st

from annotations.text import Text

SOME = settings(max_examples=100, deadline=None)
FEW = settings(max_examples=30, deadline=None)

WORDS = ["We ", "will ", "pay", "Mr. ", "U.S. ", "1. ", "$3.50 ", "שלום ", "中文。", "한국 "]
PUNCTUATION = [*".!?,;:…“”‘’«»'\"", ". ", "! ", "? ", ", ", "; ", ": ", "... "]
BRACKETS = ["(", ")", "[", "]", "- ", "> ", "* * *", "| "]
CLUSTERS = ["👍🏽", "👨‍👩‍👧", "🇫🇷", "e\u0301", "\u0301", "\u200d", "\ufe0f", "\u0e31", "ﷺ"]
DIRECTIONS = ["\u202e", "\u202c", "\u2066", "\u2069", "\u200e", "\u200f", "\ufeff", "\u200b"]
NEWLINES = ["\n", "\n\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85"]
WHITE = [" ", "   ", "\t", "\u00a0", "\u3000"]
CONTROLS = ["\0", "\x1b[2J", "\x07", "\x9b"]

pieces = st.sampled_from(
    WORDS + PUNCTUATION + BRACKETS + CLUSTERS + DIRECTIONS + NEWLINES + WHITE + CONTROLS
)
characters = st.characters(exclude_categories=["Cs"])
strings = st.lists(pieces | characters, max_size=30).map("".join)
"""Short texts with everything in them that was ever cut or counted wrongly."""

long_strings = st.builds(
    lambda filler, unit, times: filler + unit * times, strings, strings, st.integers(1, 300)
)
"""Texts longer than the 4096 bytes between two known offsets."""


@st.composite
def spans(draw: st.DrawFn, text: Text) -> tuple[int, int]:
    """A span of a text that is not empty."""
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


def cluster_borders(string: str) -> set[int]:
    """Every offset between two grapheme clusters, and both ends."""
    return {0} | {match.end() for match in regex.finditer(r"\X", string)}
