"""Rows of a paragraph: where it breaks at a width, and how many cells everything takes.

The only place that knows widths. A paragraph in which every character is one cell wide, almost all
of Western prose, takes a fast road.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, get_character_cell_size

from annotations.characters import all_clusters, clusters
from tui.glyphs import printable

TAB = 4
"""Cells between tab stops."""

_BREAKS_AFTER = frozenset("-–—/‐")


@dataclass(frozen=True, slots=True)
class Rows:
    """A paragraph laid out at a width. Offsets are code points of the paragraph."""

    glyphs: Sequence[str]
    """What is drawn for each code point."""
    widths: Sequence[int] | None
    """Cells of each code point; None when each is one."""
    starts: tuple[int, ...]
    """Offset at which each row begins, and the length of the paragraph behind the last."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.starts) - 1

    def row_of(self, offset: int) -> int:
        """The row that holds an offset."""
        return max(0, min(bisect_right(self.starts, offset) - 1, len(self) - 1))

    def span(self, row: int) -> tuple[int, int]:
        """Start and end of a row, the space at which it breaks included."""
        return self.starts[row], self.starts[row + 1]

    def seen(self, row: int) -> tuple[int, int]:
        """Start and end of what is drawn of a row: its last space hangs over the edge."""
        start, end = self.span(row)
        while end > start and self.glyphs[end - 1].isspace():
            end -= 1
        return start, end

    def at(self, row: int, cell: int) -> int | None:
        """The offset of what is drawn in a cell of a row, if anything is."""
        start, end = self.seen(row)
        if cell < 0:
            return None
        if self.widths is None:
            return start + cell if start + cell < end else None
        for offset in range(start, end):
            cell -= self.widths[offset]
            if cell < 0:
                return offset
        return None

    def drawn(self, start: int, end: int) -> str:
        """What is drawn for the code points between two offsets."""
        return "".join(self.glyphs[start:end])

    def cells(self, start: int, end: int) -> int:
        """Cells between two offsets."""
        return end - start if self.widths is None else sum(self.widths[start:end])


def wrap(text: str, width: int) -> Rows:
    """Lay out a paragraph in rows of at most `width` cells.

    Rows break behind white space, which may hang over the edge, behind dashes, beside wide
    characters and, where there is none of these, inside a word.
    """
    width = max(1, width)
    glyphs = printable(text)
    if isinstance(glyphs, str) and _all_narrow(glyphs):
        return Rows(glyphs, None, _narrow_starts(glyphs, width))
    widths = _widths(text, glyphs)
    drawn = list(glyphs)
    starts = _starts(text, drawn, widths, width)
    return Rows(drawn, widths, starts)


def fitted(text: str, width: int) -> str:
    """Printable text cut to a number of cells, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    kept, used = [], 0
    for start, end in all_clusters(text):
        used += cell_len(text[start:end])
        if used > width - 1:
            break
        kept.append(text[start:end])
    return "".join(kept).rstrip() + "…" if width > 0 else ""


def shortened(text: str, width: int) -> str:
    """Printable text cut in its middle to a number of cells, so that both ends are seen."""
    if cell_len(text) <= width:
        return text
    head = fitted(text, (width + 1) // 2)
    room, start = width - cell_len(head), len(text)
    for start, end in reversed(list(all_clusters(text))):
        room -= cell_len(text[start:end])
        if room < 0:
            start = end
            break
    return head + text[start:].lstrip()


def _all_narrow(text: str) -> bool:
    """Whether each code point is one cell wide, wherever a row begins."""
    if text.isascii():
        return "\t" not in text
    return not clusters(text) and all(get_character_cell_size(char) == 1 for char in set(text))


def _narrow_starts(text: str, width: int) -> tuple[int, ...]:
    starts, at, size = [0], 0, len(text)
    while size - at > width:
        cut = text.rfind(" ", at + 1, at + width + 1) + 1
        dash = max(text.rfind(mark, at + 1, at + width) for mark in "-—") + 1
        if dash > cut and text[dash : dash + 1].isalnum():
            cut = dash
        if not cut:
            cut = at + width
        while cut < size and text[cut] == " ":
            cut += 1
        if cut >= size:
            break
        starts.append(cut)
        at = cut
    return (*starts, size)


def _widths(text: str, glyphs: Sequence[str]) -> list[int]:
    """Cells of each code point; those of a grapheme cluster count at its first one."""
    widths = [TAB if glyph == "\t" else cell_len(glyph) for glyph in glyphs]
    for start, end in clusters(text):
        widths[start:end] = [cell_len("".join(glyphs[start:end])), *[0] * (end - start - 1)]
    return widths


def _starts(text: str, drawn: list[str], widths: list[int], width: int) -> tuple[int, ...]:
    """Row starts for any text; sets the width of each tab to reach the next stop."""
    starts, column, breakable = [0], 0, 0
    for at, char in enumerate(text):
        white = char.isspace() and (at + 1 == len(text) or widths[at + 1] > 0)
        if char == "\t":
            widths[at] = TAB - column % TAB
            drawn[at] = "→" + " " * (widths[at] - 1)
        cells = widths[at]
        if not cells and breakable == at:
            breakable = at + 1  # it belongs to the character before
        if cells > 1 and char != "\t":
            breakable = at
        while cells and column and column + cells > width and not white:
            cut = breakable if breakable > starts[-1] else at
            starts.append(cut)
            column = sum(widths[cut:at])
        column += cells
        dash = char in _BREAKS_AFTER and text[at + 1 : at + 2].isalnum()
        if dash or white or (cells > 1 and char != "\t"):
            breakable = at + 1
    return (*starts, len(text))
