"""What the rows of the lists look like."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from rich.cells import cell_len
from rich.style import Style

from annotations.annotation import Annotation
from annotations.characters import all_clusters
from annotations.plain import flat
from tui.commands import DOCUMENTS_LIST, INDEX, shown
from tui.desk import Desk
from tui.glyphs import line
from tui.lists.form import Entry
from tui.lists.roll import Filtered
from tui.paint import Look
from tui.themes import Palette
from tui.widgets.line import Part
from tui.wrap import fitted, shortened, wrap

SIGNS = {"done": "✓", "begun": "◐", "not read": "·", "unreadable": "✗"}
"""What stands before a document, by how far one is with it."""
FAR = 1 << 30
"""Cells of a row that never ends."""
LONGEST = 400
"""Code points of a quote that can be seen in a list at most."""
GROUP, KEYS, SMALL = 12, 20, 64
"""Cells of the kind of a choice and of its keys, and those below which the kind is left out."""
LABELS = 14
"""Cells of the names of entries at most."""
AHEAD = 8
"""Cells that are seen behind the caret in a value that is longer than its row."""
LEGEND = 14
"""Rows from which there is room to say what the signs mean."""


class DocumentRows:
    """A document a row: how far one is with it, its name, its number of marks."""

    height = 1

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, number: int) -> object:
        entry = self._desk.documents.rows[number]
        return (
            entry.name,
            self._desk.documents.standing(entry),
            self._at(number),
            self._here(number),
        )

    def row(self, number: int, width: int, palette: Palette) -> list[list[Part]]:
        entry = self._desk.documents.rows[number]
        standing = self._desk.documents.standing(entry)
        count = str(standing.marks) if standing.marks or standing.done else ""
        name = line(entry.path.removesuffix(".txt")) + (" (before)" if entry.version else "")
        if standing.state == "unreadable" and width > 30:
            name = f"{name}: {line(standing.reason)}"
        room = width - 5 - max(3, len(count))
        here = self._here(number)
        sign = f"{'▸' if here else ' '}{SIGNS[standing.state]} "
        words = fitted(name, room) if standing.reason else shortened(name, room)
        base = palette.row_here if here else palette.row
        style = _style(palette, base, self._at(number))
        quiet = style if here or self._at(number) else palette.row_quiet
        gap = " " * (width - 4 - cell_len(words) - len(count))
        return [[(sign, quiet), (words, style), (f"{gap}{count} ", quiet)]]

    def head(self, width: int, palette: Palette) -> list[list[Part]]:
        return []

    def foot(self, width: int, palette: Palette) -> list[list[Part]]:
        roll = self._desk.documents
        if roll.query or roll.typing:
            count = len(self._desk.session.corpus.entries)
            return [_typed(roll, f"{len(roll.rows)} of {count}", palette)]
        if self._desk.size[1] < LEGEND or width < 20:
            return []
        return [
            [],
            [(" ✓ done   ◐ begun", palette.row_quiet)],
            [(" · not read", palette.row_quiet)],
            *[[(" ✗ cannot be read", palette.row_quiet)]]
            * bool(self._desk.session.corpus.unreadable),
        ]

    def _at(self, number: int) -> bool:
        return self._desk.room == DOCUMENTS_LIST and number == self._desk.documents.cursor

    def _here(self, number: int) -> bool:
        entry = self._desk.documents.rows[number]
        return entry.name == self._desk.reader.opened.entry.name


class MarkRows:
    """A mark on two rows: its letter and its quote, and where or by whom it was said."""

    height = 2

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, number: int) -> object:
        mark = self._mark(number)
        if mark is None:
            return None
        is_all = self._desk.index.all_documents
        return mark.id, mark.rev, mark.tag, mark.segments, is_all, *self._signs(number, mark)

    def row(self, number: int, width: int, palette: Palette) -> list[list[Part]]:
        mark = self._mark(number)
        if mark is None:
            return [[], []]
        at, here, picked = self._signs(number, mark)
        base = palette.row_picked if picked else palette.row_here if here else palette.row
        style = _style(palette, base, at)
        lit = at or here
        quiet = style if lit else palette.row_quiet
        words = line(flat(mark.exact[:LONGEST]))
        sign = "•" if picked else "▸" if here else " "
        letter = line(self._desk.session.codebook.get(mark.tag).mark)
        left: list[Part] = [(sign, quiet), (letter, style if lit else palette.lane(mark.tag))]
        left.append((" ", style))
        room = max(1, width - 4)
        after = self._after(mark)
        if after:
            first, second = fitted(words, room), fitted(after, room)
        else:
            rows = wrap(words, room)
            end = rows.span(0)[1]
            first, second = rows.drawn(0, end).rstrip(), fitted(words[end:], room)
        return [
            [*left, _filled(first, width - 3, style)],
            [("   ", style), _filled(second, width - 3, quiet if after else style)],
        ]

    def head(self, width: int, palette: Palette) -> list[list[Part]]:
        return []

    def foot(self, width: int, palette: Palette) -> list[list[Part]]:
        roll = self._desk.index
        if roll.query or roll.typing:
            return [_typed(roll, f"{len(roll.rows)} of {roll.total}", palette)]
        if not roll.total:
            reader = self._desk.reader
            ready = self._desk.session.loaded and reader.opened.settled
            return [[(" no marks yet" if ready else " …", palette.row_quiet)], []]
        if picked := len(roll.picked):
            return [[(f" {picked} picked", palette.row_strong)]]
        return []

    def _after(self, mark: Annotation) -> str:
        """Who said it of whom, as far as that is known; and the document, where there are more."""
        said = [mark.fields.get("speaker"), mark.fields.get("target")]
        who = " › ".join(flat(each) for each in said if isinstance(each, str) and each)
        path = self._desk.session.corpus.document(mark.document).path.removesuffix(".txt")
        return line("  ".join(filter(None, (path if self._desk.index.all_documents else "", who))))

    def _mark(self, number: int) -> Annotation | None:
        rows = self._desk.index.rows
        return self._desk.index.mark(rows[number]) if number < len(rows) else None

    def _signs(self, number: int, mark: Annotation) -> tuple[bool, bool, bool]:
        """Whether the cursor is on a mark, whether it is the current one, whether it is picked."""
        desk = self._desk
        at = desk.room == INDEX and number == desk.index.cursor
        return at, mark.id == desk.reader.current, mark.id in desk.index.picked


class ChoiceRows:
    """Something to be found a row: what kind it is, its keys, what it does."""

    height = 1

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, number: int) -> object:
        finder = self._desk.finder
        if finder is None:
            return None
        return finder.rows[number], number == finder.cursor, self._is_first(number), self._keys

    def row(self, number: int, width: int, palette: Palette) -> list[list[Part]]:
        finder = self._desk.finder
        if finder is None:
            return [[]]
        choice, at = finder.rows[number], number == finder.cursor
        style = _style(palette, palette.row, at)
        parts: list[Part] = [(" ", style)]
        if width >= SMALL:
            group = line(choice.group) if self._is_first(number) else ""
            parts.append(_filled(group, GROUP, style if at else palette.row_quiet))
        if self._keys:
            parts.append(
                _filled(line(choice.keys), self._keys, style if at else palette.row_strong)
            )
        room = width - sum(cell_len(text) for text, _ in parts)
        return [[*parts, _filled(line(flat(choice.name)), room, style)]]

    def head(self, width: int, palette: Palette) -> list[list[Part]]:
        finder = self._desk.finder
        if finder is None:
            return []
        if not finder.typing:
            key = shown(next(iter(self._desk.keymap.keys_of("row_filter")), "/"))
            said = f" {finder.title}: the letter or digit, {key} finds a name"
            return [[_filled(said, width, palette.panel_strong)]]
        count = f"{len(finder.rows)} " if finder.query else ""
        left = fitted(f" {finder.title} › {line(finder.query)}", width - len(count) - 2) + "▏"
        gap = " " * (width - cell_len(left) - len(count))
        return [[(left, palette.panel_strong), (gap + count, palette.panel_plain)]]

    def foot(self, width: int, palette: Palette) -> list[list[Part]]:
        finder = self._desk.finder
        if finder is None or finder.rows:
            return []
        return [[(" nothing is called that: Backspace, or Esc leaves", palette.row_quiet)], []]

    @property
    def _keys(self) -> int:
        """Cells of the column of keys; none where there is no key."""
        finder = self._desk.finder
        if finder is None or not any(each.keys for each in finder.rows[:KEYS]):
            return 0
        return min(KEYS, finder.longest_keys + 2)

    def _is_first(self, number: int) -> bool:
        """Whether a row is the first one on screen or of its kind."""
        finder = self._desk.finder
        assert finder is not None
        rows = finder.rows
        first = number == 0 or number == finder.top
        return first or rows[number - 1].group != rows[number].group


class FormRows:
    """An entry of a form a row: its name, and what stands in it with the caret."""

    height = 1

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, number: int) -> object:
        form = self._desk.form
        if form is None:
            return None
        entry, at = form.rows[number], number == form.cursor
        return entry, form.value_of(entry), form.caret if at else None, self._labels

    def row(self, number: int, width: int, palette: Palette) -> list[list[Part]]:
        form = self._desk.form
        if form is None:
            return [[]]
        entry, at = form.rows[number], number == form.cursor
        label = _filled(f" {line(entry.label)}", self._labels, _label(palette, at))
        room = width - self._labels - 1
        words = form.value_of(entry)
        if not at:
            value: list[Part] = [(shortened(line(words), room - 1), palette.row)]
        elif entry.options:
            value = [_filled(f"‹ {fitted(line(words), room - 4)} ›", room, palette.row_cursor)]
        else:
            value = _with_caret(words, form.caret, room, palette)
        return [[label, *value]]

    def head(self, width: int, palette: Palette) -> list[list[Part]]:
        form = self._desk.form
        return [[_filled(f" {line(form.title)}", width, palette.panel_strong)]] if form else []

    def foot(self, width: int, palette: Palette) -> list[list[Part]]:
        """What may stand in the entry or, after that was refused, why."""
        form = self._desk.form
        if form is None:
            return []
        said = form.trouble or form.help
        style = palette.row_strong if form.trouble else palette.row_quiet
        return [[(f" {fitted(line(said), width - 2)}", style)]]

    @property
    def _labels(self) -> int:
        """Cells of the column of names."""
        form = self._desk.form
        entries: Sequence[Entry] = form.rows if form is not None else ()
        return min(LABELS, max((cell_len(line(each.label)) for each in entries), default=0) + 3)


def _label(palette: Palette, at: bool) -> Style:
    return palette.row_strong if at else palette.row_quiet


def _with_caret(value: str, caret: int, room: int, palette: Palette) -> list[Part]:
    """A value in so many cells, the caret in sight, with an ellipsis where it is cut."""
    rows = wrap(value, FAR)
    offsets = [0, *(end for _, end in all_clusters(value))]
    widths = rows.widths or [1] * len(value)
    cells = [0, *(sum(widths[start:end]) for start, end in pairwise(offsets))]
    cells = list(accumulate(cells))
    at, count = offsets.index(caret), len(offsets) - 1
    first, last = (0, count) if cells[-1] < room else _in_sight(cells, at, room - 3)
    under = min(at + 1, count)
    before, here, after = (
        rows.drawn(offsets[start], offsets[end])
        for start, end in ((first, at), (at, under), (under, max(under, last)))
    )
    parts: list[Part] = [
        (("…" if first else "") + before, palette.row_here),
        (here or " ", palette.style(Look(caret=True))),
        (after + ("…" if last < count else ""), palette.row_here),
    ]
    used = sum(cell_len(text) for text, _ in parts)
    return [*parts, (" " * (room - used), palette.row_here)]


def _in_sight(cells: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """Which characters around one are seen in so many cells, and some behind it where there are.

    `cells` says how wide everything before each character is.
    """
    first, last = at, min(at + 1, len(cells) - 1)
    while last < len(cells) - 1 and cells[last + 1] - cells[at] <= min(AHEAD, room // 2):
        last += 1
    while first and cells[last] - cells[first - 1] <= room:
        first -= 1
    while last < len(cells) - 1 and cells[last + 1] - cells[first] <= room:
        last += 1
    return first, last


def _style(palette: Palette, style: Style, at: bool) -> Style:
    return palette.row_cursor if at else style


def _filled(text: str, width: int, style: Style) -> Part:
    text = fitted(text, width)
    return text + " " * (width - cell_len(text)), style


def _typed(roll: Filtered[Any], count: str, palette: Palette) -> list[Part]:
    end = "▏" if roll.typing else ""
    return [(f" /{line(roll.query)}{end}", palette.row_strong), (f"  {count}", palette.row_quiet)]
