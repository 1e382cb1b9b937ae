"""A widget that draws its own rows, keeps them, and sends only those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotations.characters import all_clusters, clusters
from tui.themes import Palette


class Painted(Widget):
    """Past Textual's styles: no border, padding or opacity, and no markup anywhere.

    The compositor asks a widget for all its rows whenever one of them, or one of a neighbour beside
    it, is repainted; so the rows are kept as they are and asked for again only when they changed.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Painted { width: 1fr; height: 1; }"

    palette: Palette
    """The colours of the current theme; set by the screen before anything is drawn."""

    def draw(self) -> list[Strip]:
        """The rows from the top, the same object for a row that did not change."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Draw again and send the rows that are not the same as before."""
        before, after = self._kept, self._draw()
        if len(before) != len(after):
            self.refresh()
            return
        changed = [row for row, strip in enumerate(after) if strip is not before[row]]
        if len(changed) > len(after) // 2:
            self.refresh()
        elif changed:
            self.refresh(*(Region(0, row, self.size.width, 1) for row in changed))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The kept rows; drawn first where the size has changed since."""
        if self._kept_size != self.size:
            self._draw()
        strips = self._kept[crop.y : crop.bottom]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """One kept row: Textual asks for it where a button goes down or up."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def forget(self) -> None:
        """Draw everything anew the next time, as after a change of colours."""
        self._kept_size = None
        self.refresh()

    _kept: list[Strip] = []  # noqa: RUF012 - replaced, never changed
    _kept_size: object = None

    def _draw(self) -> list[Strip]:
        width, height = self.size
        strips = self.draw()[:height] if width else []
        if len(strips) < height:
            strips += [self.strip([], self.palette.blank)] * (height - len(strips))
        self._kept, self._kept_size = strips, self.size
        return strips

    def strip(self, parts: list[tuple[str, Style]], rest: Style, width: int | None = None) -> Strip:
        """One row from printable parts, filled up with blanks and cut to a width or to its own."""
        width = self.size.width if width is None else width
        segments = list(Segment.simplify(Segment(text, style) for text, style in parts if text))
        strip = Strip(segments)
        if strip.cell_length < width:
            blank = Segment(" " * (width - strip.cell_length), rest)
            strip = Strip([*segments, blank], width)
        elif strip.cell_length > width:
            strip = strip.crop(0, width)
        return strip


def written_over(strip: Strip, written: Iterable[tuple[int, Sequence[tuple[str, Style]]]]) -> Strip:
    """A row with parts over it, each from a cell on and from left to right; nothing moves.

    Their characters are a cell each. What would lie on the one before is left out; of a wide
    character that is covered by half the other half is blank.
    """
    cells, done = _cells(strip), 0
    for first, parts in written:
        over = [(char, style) for text, style in parts for char in text]
        first = min(first, len(cells) - len(over))
        if first < done:
            continue
        done = first + len(over)
        _blank_wide(cells, first)
        _blank_wide(cells, done)
        cells[first:done] = over
    joined = groupby(cells, key=itemgetter(1))
    segments = [Segment("".join(text for text, _ in same), style) for style, same in joined]
    return Strip(segments, strip.cell_length)


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """What is drawn in each cell: nothing where the one before reaches into it. Lone marks go."""
    cells: list[tuple[str, Style | None]] = []
    for text, style, _ in strip:
        if not clusters(text) and cell_len(text) == len(text):
            cells += [(char, style) for char in text]
            continue
        for start, end in all_clusters(text):
            width = cell_len(text[start:end])
            cells += [(text[start:end], style), *[("", style)] * (width - 1)][:width]
    return cells


def _blank_wide(cells: list[tuple[str, Style | None]], cut: int) -> None:
    """Make a character blank that lies on both sides of a cut."""
    first = last = cut
    while 0 < last < len(cells) and not cells[last][0]:
        last += 1
    while last > cut and not cells[first][0]:
        first -= 1
    for cell in range(first, last):
        cells[cell] = " ", cells[cell][1]
