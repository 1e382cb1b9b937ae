"""Labels on words and sentences of the page: what is typed puts an edge or the focus there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from annotations.stops import WORDS, Finder, sentences_in
from tui.caret_keys import CaretKeys
from tui.labels import hand_out
from tui.pending import Pending
from tui.viewport import Place
from tui.wording import Message

SPARE = 1
"""Cells behind the text column that a label may take."""

Written = tuple[int, str]
"""The cell at which a label begins, counted from the first one of its row, and its letters."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What labels are for."""

    state: str
    """The state word while they wait."""
    prompt: str
    """What is asked."""
    nothing: str
    """What is said where there is nothing to label."""
    at_ends: bool = False
    """Whether they stand for ends: those lie on the last cells before their offset."""


START = Purpose(
    "LABEL start",
    "starts where? type the letters on that word",
    "no other word on this page to start with",
)
END = Purpose(
    "LABEL end",
    "ends where? type the letters on that word",
    "no other word on this page to end with",
    at_ends=True,
)
SENTENCE = Purpose(
    "LABEL sentence",
    "which sentence? type the letters where it begins",
    "no other sentence begins on this page",
)


@dataclass(frozen=True, slots=True)
class Labels(Pending):
    """Labels of which one is typed."""

    offsets: Mapping[str, int] | None = None
    """The offsets of the text that have labels, by what is still to be typed for them."""
    at_ends: bool = False
    """Whether those are ends."""


class Labelling(CaretKeys):
    """A focus that marks and shapes, and goes to what has a label."""

    def label_start(self) -> None:
        """Wait for the label of a word, then put the start edge there."""
        if not self._is_out_of_sight():
            start, end = self.selection.start, self.selection.end
            edges, _ = self.selection.clause_edges
            likely, words = (
                [stop for stop in stops if stop < end and stop != start]
                for stops in (edges, reversed(self._on_page(WORDS.starts)))
            )
            self._offer(START, likely, words, start, self._start_at)

    def label_end(self) -> None:
        """Wait for the label of a word, then put the end edge behind it."""
        if not self._is_out_of_sight():
            start, end = self.selection.start, self.selection.end
            _, edges = self.selection.clause_edges
            likely, words = (
                [stop for stop in stops if stop > start and stop != end]
                for stops in (edges, self._on_page(WORDS.ends))
            )
            self._offer(END, likely, words, end, self._end_at)

    def label_sentence(self) -> None:
        """Wait for the label of a sentence that begins on the page, then go there."""
        focus = self.selection.focus_start
        starts = self._on_page(sentences_in(self.selection.language).starts)
        is_here = self.in_sight
        others = [start for start in starts if start != focus or not is_here]
        self._offer(SENTENCE, others, (), focus, self._to_sentence)

    @property
    def labels(self) -> dict[Place, list[Written]]:
        """The labels on the rows of the page, from left to right."""
        asked = self.pending
        if not isinstance(asked, Labels) or asked.offsets is None:
            return {}
        written: dict[Place, list[Written]] = {}
        for letters, offset in asked.offsets.items():
            spot = self._label_spot(offset, len(letters), asked.at_ends)
            if spot is not None:
                place, cell = spot
                written.setdefault(place, []).append((cell, letters))
        return {place: sorted(row) for place, row in written.items()}

    # Asking

    def _offer(
        self,
        purpose: Purpose,
        likely: Iterable[int],
        others: Iterable[int],
        near: int,
        go: Callable[[int], object],
    ) -> None:
        """Label what is on the page of these offsets, and wait for a label.

        Where two would lie on the same cells the likely one is labelled, or else the one that comes
        first: the word itself, and not the marks around it.
        """
        taken: set[tuple[Place, int]] = set()

        def is_free(offset: int, letters: int) -> bool:
            spot = self._label_spot(offset, letters, purpose.at_ends)
            if spot is None:
                return False
            place, first = spot
            cells = {(place, cell) for cell in range(first, first + letters)}
            if not taken.isdisjoint(cells):
                return False
            taken.update(cells)
            return True

        first = [offset for offset in likely if is_free(offset, 1)]
        offsets = hand_out(first, [offset for offset in others if is_free(offset, 2)], near)
        if offsets:
            self._ask(purpose, offsets, go)
        else:
            self.message = Message(purpose.nothing)

    def _ask(
        self,
        purpose: Purpose,
        offsets: Mapping[str, int],
        go: Callable[[int], object],
        typed: str = "",
    ) -> None:
        """Wait for the first letter of a label or, after one was `typed`, for the second."""
        answers: dict[str, Callable[[], object]] = {}
        further: dict[str, dict[str, int]] = {}
        for letters, offset in offsets.items():
            if len(letters) == 1:
                answers[letters] = partial(go, offset)
            else:
                further.setdefault(letters[0], {})[letters[1:]] = offset
        for letter, rest in further.items():
            answers[letter] = partial(self._ask, purpose, rest, go, letter)
        prompt = f"{typed}, and the letter on that word now" if typed else purpose.prompt
        self.pending = Labels(
            purpose.state, Message(prompt), answers, offsets=offsets, at_ends=purpose.at_ends
        )

    # Going there

    def _start_at(self, offset: int) -> None:
        self._shape(self.selection.start_at(offset))

    def _end_at(self, offset: int) -> None:
        self._shape(self.selection.end_at(offset))

    def _to_sentence(self, offset: int) -> None:
        self._focus(self._at(offset))
        self.note_place()

    # The page

    def _on_page(self, find: Finder) -> list[int]:
        """The stops on the page."""
        visible = self.viewport.visible()
        if not visible:
            return []
        first, last = self.viewport.span(visible[0])[0], self.viewport.span(visible[-1])[1]
        paragraphs = map(self.viewport.paragraph, dict.fromkeys(index for index, _ in visible))
        stops = (each.start + stop for each in paragraphs for stop in find(each.text))
        return [stop for stop in stops if first <= stop <= last]

    def _label_spot(self, offset: int, letters: int, at_end: bool) -> tuple[Place, int] | None:
        """The row and the cell of it where a label begins; None for one that is not on the page."""
        viewport = self.viewport
        place = index, row = viewport.place_of(offset - at_end)
        if not viewport.top <= place <= viewport.moved(viewport.top, viewport.height - 1):
            return None
        rows, offset = viewport.rows(index), offset - viewport.paragraph(index).start
        cell = rows.cells(rows.starts[row], offset) - (letters if at_end else 0)
        return place, max(0, min(cell, viewport.width + SPARE - letters))
