"""Marks the spans of a text one after the other, each with the fewest keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.text import Text
from tests.benchmarks.gold import GoldSpan
from tests.benchmarks.search import Search
from tests.benchmarks.sheet import Segments, Sheet
from tests.benchmarks.states import Current, State, Wanted

LIMIT = 10.0
"""Seconds for a span."""
OTHER = "1"
"""The key of every tag that is not in the codebook."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The keys of one span."""

    gold: GoldSpan
    keys: tuple[str, ...]
    """As Textual names them, labels letter by letter."""
    edges: int
    """How many come after the last that moves the focus before the tag is pressed."""
    segments: Segments
    """What is marked then: the gold span, up to final punctuation."""
    timed_out: bool = False
    """Whether there may be fewer keys that were not found in time."""


class Planner:
    """A person who knows every key and wastes none, on one text."""

    def __init__(self, text: Text, tag_keys: Mapping[str, str], limit: float = LIMIT) -> None:
        """`tag_keys` are those of the codebook, by tag id; `limit` are seconds for a span."""
        self._sheet = Sheet(text)
        self._tag_keys = tag_keys
        self._limit = limit
        self._state = State(*self._sheet.page.spot)

    def plan(self, gold: GoldSpan) -> Plan | None:
        """The keys of the next span, which is marked then; None where none were found in time."""
        key = self._tag_keys.get(gold.tag, OTHER)
        known = gold.tag if gold.tag in self._tag_keys else ""
        wanted = Wanted(gold.segments, gold.tag, known, key, key.upper())
        found = Search(self._sheet, wanted).run(self._state, self._limit)
        if found is None:
            return None
        segments = found.state.selection.segments
        self._state = State(found.state.selection, found.state.top, Current.EARLIER)
        self._sheet.put(gold.tag, segments)
        return Plan(gold, found.keys, found.edges, segments, found.timed_out)
