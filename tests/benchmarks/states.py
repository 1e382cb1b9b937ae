"""What the app knows after some keys, what is wanted of it, and the keys that lead on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from annotations.selection import Selection
from tests.benchmarks.sheet import Segments
from tui.viewport import Place

FINAL = frozenset(".,;:!?")
"""Punctuation by which an edge may differ from the gold one."""
NEAR = 8
"""Code points of it at most."""

MOVES = {
    "j": "next_sentence",
    "k": "previous_sentence",
    "}": "next_paragraph",
    "{": "previous_paragraph",
    "space": "page_down",
    "pageup": "page_up",
    "g": "first",
    "G": "last",
}
"""Keys that move the focus, and the commands they are bound to."""

LABELS = {"s": "label_start", "S": "label_end"}
"""Keys that wait for a label, and their commands."""


class Current(Enum):
    """The current mark."""

    NONE = 0
    EARLIER = 1
    """The one that was finished before: no key may change it."""
    MADE = 2
    """The one that is to be made, or its next fragment."""


@dataclass(frozen=True, slots=True)
class State:
    """What the app knows after some keys."""

    selection: Selection
    top: Place
    """The row at the top of the page."""
    current: Current = Current.NONE
    parts: Segments = ()
    """Fragments of the mark that are marked already, while it is not current."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be marked."""

    segments: Segments
    tag: str
    """As the marks bear it."""
    smart_tag: str
    """Id of the tag that smart spans are asked for; empty where it is not in the codebook."""
    key: str
    """What marks with the tag."""
    rest_key: str
    """What marks the rest of the sentence with it."""
