"""What stands in the cells of tables.

A spreadsheet that opens a file of text runs cells that begin like a formula: they get an apostrophe
in front. So do those in which quotation marks or white space come before that, so that it can be
taken off again: an apostrophe is ours if what follows it begins so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from string import ascii_letters, digits
from typing import Any

from annotations.annotation import Annotation
from annotations.formats import Export
from annotations.formats.encoding import encoded

Cell = str | int | float

MADE_TEXT = "cells made text because a spreadsheet would run them"
"""What is said of those with an apostrophe."""
NULS = "NUL characters written as ␀"
"""What is said of those, at which many readers end a cell."""
MOST_FIELDS = 100
"""Fields of tags that have a column each."""
BEYOND = f"values of fields beyond the first {MOST_FIELDS} left out"
"""What is said of those that have none."""

# In Chinese, Japanese and Korean spreadsheets full-width signs begin formulas, too. What has no
# width stands for white space.
_UNSEEN = "\\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_FORMULA = re.compile(f"[\t\r\n]|[{_UNSEEN}'\"]*[=+@\uff1d\uff0b\uff0d\uff20-]")

_PLAIN = frozenset(ascii_letters + digits)
"""How most cells begin, and no formula does."""


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula."""
    return _FORMULA.match(cell) is not None


def in_text(cell: Cell, lost: Counter[str]) -> Cell:
    """A cell as a file of text may hold it; changes are counted."""
    if not isinstance(cell, str) or not cell or (cell[0] in _PLAIN and "\0" not in cell):
        return cell
    if "\0" in cell:
        lost[NULS] += cell.count("\0")
        cell = cell.replace("\0", "␀")
    if is_formula(cell):
        lost[MADE_TEXT] += 1
        return f"'{cell}"
    return cell


def in_cell(value: Any) -> Cell:
    """The value of a field: numbers stay numbers, several words stand side by side."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return value
    if value is None:
        return ""
    if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return encoded(value).decode()


def field_columns(export: Export, taken: Sequence[str]) -> Mapping[str, str]:
    """The names of the columns for fields, by field; those that are taken get `field_` in front."""
    return {
        each: f"field_{each}" if each in taken or each.startswith("field_") else each
        for each in export.fields[:MOST_FIELDS]
    }


def field_cells(
    annotation: Annotation, columns: Mapping[str, str], lost: Counter[str]
) -> list[Cell]:
    """What a mark has in them; values without a column are counted."""
    fields = annotation.fields
    if not fields:
        return [""] * len(columns)
    if beyond := fields.keys() - columns.keys():
        lost[BEYOND] += len(beyond)
    return [in_cell(fields.get(each)) for each in columns]
