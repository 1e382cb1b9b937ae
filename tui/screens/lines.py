"""What stands in the lines above and below the text, for each state of a reader."""

from __future__ import annotations

from rich.style import Style

from annotations.codebook import Codebook
from annotations.quote import flat
from tui.commands import BY_ID, FOOTERS, shown
from tui.glyphs import line
from tui.keymap import Keymap
from tui.reader import Reader
from tui.themes import Palette
from tui.widgets.line import Part
from tui.wording import SHORTEST
from tui.wrap import shortened

WITH_COUNTS, WITH_NAME = 60, 76
"""Cells from which the status line has room for the counts of the tags, and for a name."""

Parts = tuple[list[Part], list[Part], Style]
"""Left parts, right parts, and the style of what is between."""


def title(reader: Reader, palette: Palette) -> Parts:
    """The document, whether it is done, and which of how many it is."""
    document = reader.opened.document
    left = [(f" {line(document.title)}", palette.panel_strong)]
    if document.path != document.title:
        left.append((f"  {line(document.path)}", palette.panel_plain))
    if document.done:
        left.append(("  done", palette.panel_plain))
    count = len(reader.session.entries)
    right = [(f"document {reader.number} of {count} ", palette.panel_plain)] if count > 1 else []
    return left, right, palette.panel_plain


def inspector(reader: Reader, palette: Palette, width: int) -> Parts:
    """What is in focus: the current mark first, then the others."""
    codebook = reader.session.codebook
    current = reader.mark
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
    elif reader.state == "SELECTED":
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
    reader: Reader, palette: Palette, width: int, waiting: bool = False, slow: bool = False
) -> Parts:
    """What the last key did or, after one that needs no word, where one is.

    Keys may be `waiting` for the marks; a save that is not done yet is shown when it is `slow`.
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
        return _troubled(session.trouble, room, palette), [saved], palette.panel_plain
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
    state = _state(reader, short=width < WITH_COUNTS)
    return [(f" {state}", palette.panel_strong)], [*right, saved], palette.panel_plain


def _state(reader: Reader, short: bool) -> str:
    mark = reader.mark
    if mark is None:
        words = len(reader.selection.quote.split())
        return f"SELECTED · {words} words" if reader.state == "SELECTED" else ""
    letter = reader.session.codebook.get(mark.tag).mark
    return f"{reader.state} {letter}" + ("" if short else " · keys move its edges")


def _troubled(reason: str, width: int, palette: Palette) -> list[Part]:
    """Why the last save failed. Where there is little room the keys stay and the reason is cut."""
    after = ". The next mark tries again, E writes a copy elsewhere"
    short = ". E writes a copy elsewhere"
    words = f"not saved: {line(reason)}"
    if len(words) + len(after) > width:
        after = short
    room = max(SHORTEST, width - len(after))
    return [(f" {shortened(words, room)}{after}", palette.panel_strong)]


def footer(state: str, keymap: Keymap, palette: Palette) -> Parts:
    """The keys that matter most in a state."""
    left: list[Part] = []
    for id in FOOTERS[state]:
        command = BY_ID[id]
        keys = " ".join(keymap.letters.values()) or "1–9" if id == "tag" else shown(command.keys[0])
        left += [(f" {line(keys)}", palette.strong), (f" {command.label}  ", palette.quiet)]
    return left, [], palette.blank


def tag_keys(codebook: Codebook, keymap: Keymap) -> tuple[str, str]:
    """The keys that mark, and those that mark the rest, for the help."""
    letters = list(keymap.letters.values())
    digits = f"1–{min(9, sum(1 for _ in codebook))}"
    marking, rest = "  ".join([*letters, digits]), "  ".join(map(str.upper, letters))
    return line(marking), line(rest)
