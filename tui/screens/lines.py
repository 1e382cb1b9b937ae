"""What stands in the lines above and below the text, for each state of a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from annotations.plain import flat
from tui.commands import BY_ID, DOCUMENTS_LIST, FOOTERS, INDEX, LABELS, SHARED, TEXT, shown
from tui.desk import Desk
from tui.glyphs import line
from tui.keymap import Keymap
from tui.quoting import ALL, BY_TAG
from tui.reader import Reader
from tui.themes import Palette
from tui.widgets.line import Part
from tui.wording import SHORTEST, counted
from tui.wrap import shortened

WITH_COUNTS, WITH_NAME, WITH_LISTS = 60, 76, 60
"""Cells from which there is room for the counts of the tags, a name, the keys of the lists."""

CITED = {"issued": "date", "publisher": "publisher"}
"""What a citation needs and people seldom know is missing, by its name in CSL-JSON."""

Parts = tuple[list[Part], list[Part], Style]
"""Left parts, right parts, and the style of what is between."""


def heading(reader: Reader, desk: Desk, palette: Palette, width: int, alone: bool) -> Parts:
    """The document above its text, whether it is done, and where that is all the way to lists."""
    document = reader.opened.document
    is_active = reader is desk.reader and desk.room == TEXT
    strong = palette.panel_strong if is_active else palette.panel_plain
    title = document.metadata.get("title")
    title = flat(title) if isinstance(title, str) and title.strip() else document.title
    left = [(f" {line(title)}", strong)]
    if document.path != title:
        left.append((f"  {line(document.path)}", palette.panel_plain))
    if document.done:
        left.append(("  done", palette.panel_plain))
    right: list[Part] = []
    if alone:
        count = len(desk.session.corpus.entries)
        if count > 1:
            right.append((f"{reader.number} of {count} ", palette.panel_plain))
        if width >= WITH_LISTS:
            for id, what in ("go_documents", "documents"), ("go_index", "marks"):
                key = desk.keymap.shown(id)
                right += [(f"  {key} ", palette.panel_strong), (f"{what} ", palette.panel_plain)]
    wanted = _wanted(reader, desk.keymap)
    if wanted and sum(cell_len(words) for words, _ in [*left, *right]) + len(wanted) < width:
        right.insert(0, (wanted, palette.panel_plain))
    return left, right, palette.panel_plain


def _wanted(reader: Reader, keymap: Keymap) -> str:
    """What a citation of the marks in a document would lack, and what adds it."""
    metadata, marks = reader.opened.document.metadata, reader.opened.spans
    lacks = [f"no {label}" for name, label in CITED.items() if not metadata.get(name)]
    if not lacks or not len(marks):
        return ""
    them = "it" if len(lacks) == 1 else "them"
    return f" {', '.join(lacks)}: {keymap.shown('describe')} adds {them} "


def documents_heading(desk: Desk, palette: Palette) -> Parts:
    """Which of how many documents this is."""
    count = len(desk.session.corpus.entries)
    strong = palette.panel_strong if desk.room == DOCUMENTS_LIST else palette.panel_plain
    right = [(f"{desk.reader.number}/{count}  ", palette.panel_plain)]
    return [(" DOCUMENTS", strong)], right, palette.panel_plain


def marks_heading(desk: Desk, palette: Palette, width: int) -> Parts:
    """Whose marks are listed, and how many there are."""
    strong = palette.panel_strong if desk.room == INDEX else palette.panel_plain
    where = "all documents" if desk.index.all_documents else "this document"
    left = [("  MARKS", strong)]
    if width >= 30 or desk.index.all_documents:
        left.append((f"  {where}", palette.panel_plain))
    return left, [(f"{desk.index.total} ", palette.panel_plain)], palette.panel_plain


def guide(desk: Desk, palette: Palette, width: int) -> Parts:
    """What there is to do, and how to get past it where there is room to say so."""
    said = desk.guide
    if said is None:
        return [], [], palette.blank
    left = [(f" {line(said.head)} ", palette.panel_strong)] if said.head else []
    left.append((f" {line(said.words)}", palette.panel_plain))
    right = [(f"{said.hint} ", palette.panel_plain)] if said.hint else []
    if sum(cell_len(words) for words, _ in [*left, *right]) >= width:
        right = []
    return left, right, palette.panel_plain


def inspector(desk: Desk, palette: Palette, width: int) -> Parts:
    """What is in focus: the current mark first, then the others; in a list, the whole of a row."""
    if desk.finder is not None or desk.roll is not None:
        words = line(flat(_of_row(desk)))
        return [(f" {shortened(words, width - 2)}", palette.quiet)], [], palette.blank
    reader = desk.reader
    codebook = reader.session.codebook
    current = reader.held or reader.mark
    others = [mark for mark in reader.here if current is None or mark.id != current.id]
    left: list[Part] = []
    right: list[Part] = []
    if current is not None:
        letter = codebook.get(current.tag).mark
        left.append((f" {letter} ", palette.lane(current.tag)))
        room = width - 20 - 2 * min(len(others), 9) if others else width - 4
        left.append((shortened(line(flat(current.exact)), room), palette.plain))
        if others:
            right.append(("  in this sentence: ", palette.quiet))
            for mark in others[:9]:
                letter = codebook.get(mark.tag).mark
                right.append((f"{letter} ", palette.lane(mark.tag)))
    elif not reader.selection.is_sentence:
        words = line(flat(reader.selection.quote))
        left.append((f" {shortened(words, width - 2)}", palette.plain))
    else:
        each = max(SHORTEST, width // max(1, len(others)) - 5)
        shown = max(1, width // (each + 5))
        for mark in others[:shown]:
            left.append((f" {codebook.get(mark.tag).mark} ", palette.lane(mark.tag)))
            left.append((f"{shortened(line(flat(mark.exact)), each)}  ", palette.quiet))
        if len(others) > shown:
            right.append((f"+{len(others) - shown} ", palette.quiet))
    return left, right, palette.blank


def status(
    reader: Reader,
    palette: Palette,
    width: int,
    waiting: bool = False,
    slow: bool = False,
    in_text: bool = True,
) -> Parts:
    """What the last key did or, after one that needs no word, where one is.

    Keys may be `waiting` for the marks; a save that is not done yet is shown when it is `slow`;
    what keys do with a mark is said where they go to the text.
    """
    session = reader.session
    saved: Part = ("✓ saved ", palette.panel_plain)
    if not session.loaded or waiting:
        saved = ("… opening ", palette.panel_plain)
    elif session.unsaved and session.trouble:
        saved = (f" NOT SAVED {session.unsaved} ", palette.panel_alarm)
    elif session.unsaved:
        saved = ("… saving " if slow else "         ", palette.panel_plain)
    elif session.store.read_only:
        saved = (" READ ONLY ", palette.panel_alarm)
    prompt = reader.pending.prompt if reader.pending else reader.message
    if session.trouble and prompt is None:
        room = width - len(saved[0]) - 2
        key = reader.keymap.shown("export")
        return _troubled(session.trouble, key, room, palette), [saved], palette.panel_plain
    if prompt is not None:
        room = width - len(saved[0]) - 3
        left = [(f" {prompt.fit(room)}", palette.panel_plain)]
        return left, [saved], palette.panel_plain
    counts = reader.opened.spans.counts
    right: list[Part] = [(f"{reader.share:4.0%}   ", palette.panel_plain)]
    for tag in session.codebook if width >= WITH_COUNTS else ():
        right.append((tag.mark, palette.tally(tag.id)))
        right.append((f" {counts[tag.id]}  ", palette.panel_plain))
    if width >= WITH_NAME:
        right.append((f" you: {line(session.annotator.name)}   ", palette.panel_plain))
    state = _state(reader, short=width < WITH_COUNTS) if in_text else ""
    return [(f" {state}", palette.panel_strong)], [*right, saved], palette.panel_plain


def _state(reader: Reader, short: bool) -> str:
    state, mark = reader.state, reader.mark
    if reader.caret and reader.caret.anchor is None:
        key = reader.keymap.shown("caret_anchor")
        return state + ("" if short else f" · {key} begins a span")
    if mark is not None:
        letter = reader.session.codebook.get(mark.tag).mark
        return f"{state} {letter}" + ("" if short else " · keys move its edges")
    if state not in ("SELECTED", "CARET"):
        return ""
    text, segments = reader.selection.text, reader.selection.segments
    words = sum(len(text[start:end].split()) for start, end in segments)
    return f"{state} · {counted(words, 'word')}"


def _troubled(reason: str, key: str, width: int, palette: Palette) -> list[Part]:
    """Why the last save failed. Where there is little room the keys stay and the reason is cut.

    The `key` is the one that writes a copy.
    """
    after = f". The next mark tries again, {key} writes a copy elsewhere"
    short = f". {key} writes a copy elsewhere"
    words = f"not saved: {line(reason)}"
    if len(words) + len(after) > width:
        after = short
    room = max(SHORTEST, width - len(after))
    return [(f" {shortened(words, room)}{after}", palette.panel_strong)]


def _of_row(desk: Desk) -> str:
    """What there is to say of the row under the cursor."""
    if desk.finder is not None:
        return desk.finder.row.name if desk.finder.row else ""
    if desk.room == DOCUMENTS_LIST:
        entry = desk.documents.row
        if entry is None:
            return ""
        standing = desk.documents.standing(entry)
        count = f", {standing.marks} mark{'s' * (standing.marks != 1)}" if standing.marks else ""
        return f"{entry.path}: {standing.reason or standing.state + count}"
    place = desk.index.row
    mark = desk.index.mark(place) if place else None
    if mark is None:
        return ""
    return f"{desk.session.codebook.get(mark.tag).mark} {mark.exact[:2000]}"


def footer(state: str, keymap: Keymap, palette: Palette, width: int) -> Parts:
    """The keys that matter most in a state, as many as there is room for, and always the help."""
    left: list[Part] = []
    for hint in _shown_hints(state, keymap, width):
        keys = "".join(f" {name}" for _, name in hint.keys)
        left += [(keys, palette.strong), (hint.label, palette.quiet)]
    return left, [], palette.blank


def key_at(state: str, keymap: Keymap, width: int, x: int) -> str:
    """The key whose hint stands in that column of the footer, if there is one."""
    for hint in _shown_hints(state, keymap, width):
        for key, name in hint.keys:
            x -= 1 + cell_len(name)
            if x < 0:
                return key
        x -= cell_len(hint.label)
        if x < 0:
            return hint.keys[0][0]
    return ""


NUMBERED = ("CHOOSE", "COPY")
"""States in which digits choose."""
COPY_AS = (
    (("", "letter"), " choose  "),
    ((BY_TAG, BY_TAG), " by tag  "),
    ((ALL, ALL), " all  "),
)
"""What keys mean while a template is asked for."""


class Hint(NamedTuple):
    """What the footer says of a command, or of some that share a hint."""

    keys: tuple[tuple[str, str], ...]
    """Keys, each with how it is shown; empty for one that no click can mean."""
    label: str
    """What they do, and the blanks around it."""

    @property
    def cells(self) -> int:
        """How wide it is."""
        return sum(1 + cell_len(name) for _, name in self.keys) + cell_len(self.label)


def _shown_hints(state: str, keymap: Keymap, width: int) -> list[Hint]:
    """Hints in the order in which they matter, those that fit; the way to the help comes last."""
    hints = list(_hints(state, keymap))
    to_help = [hint for hint in hints if hint.keys[0][0] in keymap.keys_of("help")]
    hints = [hint for hint in hints if hint not in to_help]
    while hints and sum(hint.cells for hint in (*hints, *to_help)) > width + 1:
        hints.pop()
    hints += to_help
    if hints:
        hints[-1] = hints[-1]._replace(label=hints[-1].label.rstrip())
    return hints


def _hints(state: str, keymap: Keymap) -> Iterator[Hint]:
    """The hints of a state."""
    if state in NUMBERED:
        yield Hint((("", "1–9"),), " choose  ")
    if state == "COPY AS":
        yield from (Hint((key,), label) for key, label in COPY_AS)
    for entry in FOOTERS[state]:
        ids = (entry,) if isinstance(entry, str) else entry
        label = SHARED[ids] if ids in SHARED else LABELS.get((state, ids[0]), BY_ID[ids[0]].label)
        if ids == ("tag",):
            names = " ".join(keymap.letters.values()) or "1–9"
            yield Hint((("", line(names)),), f" {label}  ")
        elif keys := [bound[0] for id in ids if (bound := keymap.keys_of(id))]:
            yield Hint(tuple((key, line(shown(key))) for key in keys), f" {label}  ")
