"""The page that a person sees while marking: what moves it, and the labels on it.

It is that of the app, from its focus to its labels, on a text without marks and without a screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from annotations.codebook import built_in
from annotations.document import Reading
from annotations.identity import new_document
from annotations.selection import Selection
from annotations.text import Text
from tui.keymap import Keymap
from tui.labelling import Labelling, Labels
from tui.opening import Entry, OpenDocument
from tui.positions import Positions
from tui.settings import Settings
from tui.viewport import Place

COLUMN, HEIGHT = 72, 38
"""Cells of a row and rows of the page on which keys are counted."""

Spot = tuple[Selection, Place]
"""What is selected, and the row at the top of the page."""


class Page:
    """A text on a page. All answers are kept: the same keys come again and again."""

    def __init__(self, text: Text) -> None:
        """Begin at the top of a text."""
        reading = Reading(text, "utf-8", "lf", bom=False, guessed=False, whole=True)
        document = new_document("gold.txt", reading)
        opened = OpenDocument(Entry(document.path), document, text, settled=True)
        session = SimpleNamespace(positions=Positions(Path("nowhere")), settings=Settings())
        self._reader = Labelling(session, opened, Keymap(built_in()))
        self._viewport = self._reader.viewport
        self._viewport.resize(COLUMN, HEIGHT)
        for name in ("moved", "place_of", "span"):  # nothing that they depend on changes
            setattr(self._viewport, name, cache(getattr(self._viewport, name)))
        self.moved = cache(self._moved)
        self.shown = cache(self._shown)
        self.labels = cache(self._labels)
        self.sentences = cache(self._sentences)

    @property
    def spot(self) -> Spot:
        """Where one is."""
        return self._reader.selection, self._viewport.top

    def _be(self, selection: Selection, top: Place) -> None:
        self._reader.pending = None
        self._reader.selection, self._viewport.top = selection, top

    def _moved(self, command: str, focus: Selection, top: Place) -> Spot:
        """Where a command leads that moves the focus."""
        self._be(focus, top)
        getattr(self._reader, command)()
        return self.spot

    def _shown(self, top: Place, start: int, end: int) -> Place:
        """The top of the page after a span was shown on it."""
        self._viewport.top = top
        self._viewport.show(start, end)
        return self._viewport.top

    def sees(self, top: Place, start: int, end: int) -> bool:
        """Whether something of a span is on the page."""
        self._viewport.top = top
        return self._viewport.sees(start, end)

    def _labels(self, command: str, selection: Selection, top: Place) -> Mapping[str, int]:
        """The offsets that have labels when that command waits for one."""
        self._be(selection, top)
        getattr(self._reader, command)()
        pending = self._reader.pending
        offsets = pending.offsets if isinstance(pending, Labels) else None
        return offsets or {}

    def _sentences(self, focus: Selection, top: Place) -> dict[str, Spot]:
        """Where each label leads that `f` shows."""
        spots = {}
        for label in self.labels("label_sentence", focus, top):
            self._be(focus, top)
            self._reader.label_sentence()
            for letter in label:
                assert self._reader.pending is not None
                self._reader.pending.answers[letter]()
            spots[label] = self.spot
        return spots
