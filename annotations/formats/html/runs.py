"""A marked text cut where marks begin and end, so that overlapping ones can be drawn.

Each mark has a lane from its first to its last word, and no two that meet share one: their lines
are drawn below each other. Beyond the third lane there is a single one for all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from annotations.annotation import Annotation

LANES = 3
"""Lanes that are drawn each for itself."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A segment of a mark in the text; in code points, half open."""

    start: int
    end: int
    mark: int
    """Which of the marks it belongs to, by its place among them."""
    lane: int
    """From 0; `LANES` and more are drawn as one."""
    is_first: bool
    """Whether the mark begins here, or goes on after an interruption."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are all in the same marks."""

    words: str
    within: tuple[Stretch, ...]
    """The marks that are drawn, `LANES` + 1 at most; those that began first are in front."""
    begun: tuple[Stretch, ...]
    """What begins before the first of these words."""


class Cutter:
    """Goes through a text once, from its beginning to its end."""

    def __init__(self, marks: Iterable[Annotation]) -> None:
        """The marks of one text, in the order of their beginnings."""
        self._coming = deque(sorted(stretches(marks), key=lambda each: (each.start, -each.end)))
        self._open: dict[int, Stretch] = {}
        self._ends: list[tuple[int, int]] = []

    def runs(self, start: int, words: str) -> Iterator[Run]:
        """The runs of a paragraph that begins at this offset, after those before it."""
        at, end = start, start + len(words)
        begun = self._go_to(at)
        while at < end:
            cut = min(
                end,
                self._coming[0].start if self._coming else end,
                self._ends[0][0] if self._ends else end,
            )
            yield Run(words[at - start : cut - start], self._drawn(), begun)
            at, begun = cut, self._go_to(cut) if cut < end else ()

    def rest(self) -> tuple[Stretch, ...]:
        """What begins behind the last words of the text, in white space."""
        return tuple(self._coming)

    def _go_to(self, offset: int) -> tuple[Stretch, ...]:
        """Open what begins up to an offset, and close what has ended there."""
        begun = []
        while self._coming and self._coming[0].start <= offset:
            each = self._coming.popleft()
            begun.append(each)
            if each.end > offset:
                self._close(each.start)
                self._open[each.lane] = each
                heappush(self._ends, (each.end, each.lane))
        self._close(offset)
        return tuple(begun)

    def _close(self, offset: int) -> None:
        while self._ends and self._ends[0][0] <= offset:
            del self._open[heappop(self._ends)[1]]

    def _drawn(self) -> tuple[Stretch, ...]:
        drawn = [self._open[lane] for lane in range(LANES) if lane in self._open]
        if len(self._open) > len(drawn):
            drawn.append(next(each for lane, each in self._open.items() if lane >= LANES))
        return tuple(sorted(drawn, key=lambda each: (each.start, -each.end)))


def stretches(marks: Iterable[Annotation]) -> Iterator[Stretch]:
    """The segments of marks, which come in the order of their beginnings, with their lanes."""
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    for number, mark in enumerate(marks):
        while busy and busy[0][0] <= mark.start:
            heappush(free, heappop(busy)[1])
        lane = heappop(free) if free else len(busy)
        heappush(busy, (mark.end, lane))
        for segment in mark.segments:
            is_first = segment is mark.segments[0]
            yield Stretch(segment.start, segment.end, number, lane, is_first)
