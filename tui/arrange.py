"""Where each part of the screen stands, at any size. Pure: cells in, boxes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

WIDE = 110
"""Cells from which documents and marks stand beside the text; below they are drawers over it."""
DOCUMENTS, MARKS = 21, 25
"""Cells of the two lists beside the text at least, the rule between included."""
SPARE, MOST = 124, (12, 20)
"""Cells from which the lists share in what the text does not need, and how many they get."""
DRAWERS = {"documents": 40, "marks": 52}
"""Cells of the same lists as drawers."""
NARROW = 56
"""Cells below which a drawer covers the text altogether."""
COLUMN, SHALLOW = 46, 6
"""Cells and rows that each of two texts gets at least, or there is only one."""
SHEET = 12
"""Rows of the sheet in which things are found, the text in sight above it."""

AROUND_FORM = 2
"""Rows above and below the entries of a form: its title, and what may stand in the entry."""


class Box(NamedTuple):
    """A rectangle of the screen, in cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be seen besides the text."""

    documents: bool = False
    """Whether one is in the list of documents, so that a drawer has to be open."""
    marks: bool = False
    """The same of the index of marks."""
    second: bool = False
    """Whether there are two texts."""
    only_text: bool = False
    sheet: bool = False
    """Whether something is being found."""
    form: int = 0
    """Entries of the form that is filled in; 0 where there is none."""
    help: bool = False
    """Whether the keys are listed, in the place of the text."""
    guide: bool = False
    """Whether a line above the others says what to do."""


def has_room_for_two(width: int, height: int) -> bool:
    """Whether two texts fit on a screen, beside or below each other."""
    return width > 2 * COLUMN or height - 4 > 2 * SHALLOW


def has_sides(width: int, wishes: Wishes) -> bool:
    """Whether the lists stand beside the text, and not over it."""
    needed = max(WIDE, DOCUMENTS + MARKS + 2 * COLUMN) if wishes.second else WIDE
    return width >= needed and not wishes.only_text


def arrange(width: int, height: int, wishes: Wishes) -> dict[str, Box]:
    """The box of each part that is shown, those that cover others last.

    Parts are `documents`, `text`, `second`, `marks`, a heading for each of them, `second_rule`
    between two texts, `finder`, `form`, and the lines `guide`, `inspector`, `status`, `footer`.
    """
    boxes: dict[str, Box] = {}
    bottom = height
    for name in _lines(height, wishes.guide):
        bottom -= 1
        boxes[name] = Box(0, bottom, width, 1)
    top = 1 if bottom > 2 else 0
    body = Box(0, top, width, bottom - top)
    middle = body
    if has_sides(width, wishes):
        spare = 0 if wishes.second else max(0, width - SPARE)
        documents = DOCUMENTS + min(spare // 6, MOST[0])
        marks = MARKS + min(spare // 4, MOST[1])
        boxes["documents"] = Box(0, top, documents, body.height)
        boxes["marks"] = Box(width - marks, top, marks, body.height)
        middle = Box(documents, top, width - documents - marks, body.height)
    boxes |= _texts(middle, wishes.second)
    boxes |= _headings(boxes, body.y)
    if wishes.help:
        boxes["finder"] = middle
    elif wishes.sheet or wishes.form:
        wanted = SHEET if wishes.sheet else wishes.form + AROUND_FORM
        rows = min(wanted, max(4, body.height // 2), body.height)
        name = "finder" if wishes.sheet else "form"
        boxes[name] = Box(middle.x, bottom - rows, middle.width, rows)
    elif "documents" not in boxes:
        if wishes.documents:
            boxes["documents"] = _drawer("documents", body)
        if wishes.marks:
            boxes["marks"] = _drawer("marks", body)
        boxes |= _headings(boxes, body.y)
    return boxes


def _lines(height: int, guide: bool) -> list[str]:
    """The lines below the text, from the bottom, as far as the text leaves room."""
    lines = ["footer", "status", "inspector"] + ["guide"] * guide
    least = {"footer": 8, "status": 2, "inspector": 6, "guide": 7}
    return [name for name in lines if height >= least[name]]


def _texts(place: Box, second: bool) -> dict[str, Box]:
    if not second:
        return {"text": place}
    x, y, width, height = place
    if width > 2 * COLUMN:
        half = width // 2
        return {
            "text": Box(x, y, half, height),
            "second": Box(x + half + 1, y, width - half - 1, height),
            "second_rule": Box(x + half, y - 1, 1, height + 1)
            if y
            else Box(x + half, y, 1, height),
        }
    half = height // 2
    if half < 2:
        return {"text": place}
    return {
        "text": Box(x, y, width, half),
        "second": Box(x, y + half + 1, width, height - half - 1),
    }


def _drawer(name: str, body: Box) -> Box:
    width = DRAWERS[name] if body.width >= NARROW else body.width
    return body._replace(x=0 if name == "documents" else body.width - width, width=width)


def _headings(boxes: dict[str, Box], top: int) -> dict[str, Box]:
    """A row above each part, where there is one."""
    return {
        f"{name}_heading": Box(box.x, box.y - 1, box.width, 1)
        for name in ("text", "second", "documents", "marks")
        if (box := boxes.get(name)) and top and f"{name}_heading" not in boxes
    }
