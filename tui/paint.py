"""What a row looks like, as values: marks, focus and selection as runs, marks again as lanes.

Nothing here knows a colour or a widget.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotations.annotation import Annotation
from annotations.spans import order
from tui.wrap import Rows

LANES = 3
"""Columns beside the text in which marks run down."""

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of code points looks."""

    tag: str = ""
    """Id of the tag whose tint it has: the innermost mark or, of two alike, the newest."""
    bright: bool = False
    """Whether it is in focus."""
    selected: bool = False
    """Whether a tag key would mark it, where that is not just the sentence in focus."""
    current: bool = False
    """Whether it belongs to the mark that keys act on."""
    edge: bool = False
    """Whether it is the first or last character of that mark."""
    deep: bool = False
    """Whether two or more marks lie on it."""
    caret: bool = False
    """Whether the caret is on it."""


@dataclass(frozen=True, slots=True)
class Lit:
    """What the keys act on, in offsets of the text."""

    focus: Span = NOWHERE
    """The sentence in focus."""
    selection: tuple[Span, ...] = ()
    """What a tag key would mark, where it is not just that sentence."""
    current: Annotation | None = None
    """The current mark."""
    edges: tuple[Span, ...] = ()
    """Its first and its last character, as grapheme clusters."""
    caret: Span = NOWHERE
    """The character that the caret is on."""

    @property
    def reach(self) -> Span:
        """From the first to the last code point that it touches."""
        spans = [span for span in (self.focus, *self.selection, self.caret) if span != NOWHERE]
        if self.current is not None:
            spans.append((self.current.start, self.current.end))
        return min((start for start, _ in spans), default=0), max(
            (end for _, end in spans), default=0
        )

    def within(self, start: int, end: int) -> Lit:
        """What of it touches a row: two rows with the same of it look the same."""
        current = self.current
        if current is not None and not any(
            part.start < end and part.end > start for part in current.segments
        ):
            current = None
        edges = tuple(edge for edge in self.edges if edge[0] < end and edge[1] > start)
        selection = tuple(
            cut for span in self.selection if (cut := _cut(span, start, end)) != NOWHERE
        )
        focus, caret = _cut(self.focus, start, end), _cut(self.caret, start, end)
        return Lit(focus, selection, current, edges, caret)


UNLIT = Lit()
"""What touches a row on which the keys act on nothing."""

Run = tuple[int, int, Look]


def runs(start: int, end: int, marks: Sequence[Annotation], lit: Lit) -> list[Run]:
    """Cut a row at every border of a mark, the focus or the selection.

    `start` and `end` are offsets of the text, like those of the marks.
    """
    parts = [
        (part.start, part.end, mark)
        for mark in marks
        for part in mark.segments
        if part.start < end and part.end > start
    ]
    cuts = {start, end}
    for first, last in [(first, last) for first, last, _ in parts] + [
        lit.focus,
        *lit.selection,
        *lit.edges,
        lit.caret,
    ]:
        cuts.update(cut for cut in (first, last) if start < cut < end)
    borders = sorted(cuts)
    result = []
    for first, last in pairwise(borders):
        here = [part for part in parts if part[0] <= first and part[1] >= last]
        inmost = min(
            here, key=lambda part: (part[1] - part[0], _newest_first(part[2])), default=None
        )
        current = lit.current is not None and any(part[2].id == lit.current.id for part in here)
        look = Look(
            tag=lit.current.tag if current and lit.current else inmost[2].tag if inmost else "",
            bright=_covers(lit.focus, first, last),
            selected=any(_covers(span, first, last) for span in lit.selection),
            current=current,
            edge=any(_covers(edge, first, last) for edge in lit.edges),
            deep=len(here) > 1,
            caret=_covers(lit.caret, first, last),
        )
        result.append((first, last, look))
    return result


def lanes(
    rows: Rows, paragraph_start: int, marks: Iterable[Annotation], letters: dict[str, str]
) -> list[list[tuple[str, str]]]:
    """What stands beside each row of a paragraph: characters, each with the tag id that colours it.

    First the three lanes. A mark keeps one lane; its letter stands on its first row in the
    paragraph that it begins in, a line on the others. Where more than three run beside each other,
    the later ones have no lane: a plus behind the lanes, on every row of theirs, hides no letter.
    """
    beside = [[("", "")] * (LANES + 1) for _ in range(len(rows))]
    length = rows.starts[-1]
    for mark in sorted(marks, key=order):
        touched: dict[int, None] = {}
        for part in mark.segments:
            first, last = part.start - paragraph_start, part.end - paragraph_start
            if first >= length or last <= 0:
                continue
            low, high = rows.row_of(max(first, 0)), rows.row_of(min(last, length) - 1)
            touched.update(dict.fromkeys(range(low, high + 1)))
        if not touched:
            continue
        run = range(min(touched), max(touched) + 1)
        free = (lane for lane in range(LANES) if all(not beside[row][lane][0] for row in run))
        lane = next(free, None)
        begins = mark.start >= paragraph_start
        for row in run:
            if lane is None:
                beside[row][LANES] = ("+", "")
            else:
                letter = letters.get(mark.tag, "?") if begins and row == run[0] else "│"
                beside[row][lane] = (letter, mark.tag)
    return beside


def _newest_first(mark: Annotation) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in mark.id)


def _covers(span: Span, start: int, end: int) -> bool:
    return span[0] <= start and end <= span[1] and start < end


def _cut(span: Span, start: int, end: int) -> Span:
    cut = max(span[0], start), min(span[1], end)
    return cut if cut[0] < cut[1] else NOWHERE
