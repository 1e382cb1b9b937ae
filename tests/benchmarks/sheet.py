"""A text that is marked: the page it is on, the marks so far, and what keys make of selections."""

from __future__ import annotations

from dataclasses import replace

from annotations.annotation import Annotation, segments_of
from annotations.characters import Span
from annotations.selection import Selection
from annotations.spans import Spans
from annotations.text import Text
from tests.benchmarks.page import Page

SHAPES = {
    "l": "start_in_clause",
    "h": "start_out_clause",
    "L": "end_out_clause",
    "H": "end_in_clause",
    "w": "start_in_word",
    "b": "start_out_word",
    "W": "end_out_word",
    "B": "end_in_word",
    "J": "end_out_sentence",
    "K": "end_in_sentence",
    "-": "shrink",
    "+": "grow",
}
"""Keys that shape, and the methods of `Selection` behind them."""
SMART = {"tab": "next_smart", "shift+tab": "previous_smart"}
"""The same; they want to know the tag."""

Segments = tuple[Span, ...]
Edges = tuple[int, int, Segments]
"""What a key that shapes changes of a selection: its start, its end, its gaps."""
Step = tuple[str, Selection]
"""A key, and what is selected after it."""


class Sheet:
    """A text with its page and its marks."""

    def __init__(self, text: Text) -> None:
        """Without marks, at the top of the page."""
        self.text = text
        self.page = Page(text)
        self.marks = Spans()
        """The marks made so far."""
        self._by_edges: dict[Edges, list[tuple[str, Edges]]] = {}
        self._smart_spans: dict[tuple[int, str, Segments], set[Segments]] = {}
        self._by_smart: dict[object, list[tuple[str, Edges]]] = {}
        self._shaped: dict[tuple[Selection, str, Segments], tuple[Step, ...]] = {}

    def mark(self, tag: str, spans: Segments) -> Annotation:
        """A mark on the text."""
        return Annotation("", "", segments_of(self.text, spans), tag, "")

    def put(self, tag: str, spans: Segments) -> None:
        """Add a mark."""
        self.marks.put(replace(self.mark(tag, spans), id=f"{len(self.marks):06}"))

    def marked(self, focus: Selection, parts: Segments) -> Segments:
        """The words of the marks in focus, those of the fragments `parts` among them."""
        marks = [mark.spans for mark in self.marks.between(focus.focus_start, focus.focus_end)]
        if any(start < focus.focus_end and end > focus.focus_start for start, end in parts):
            marks.append(parts)
        marks.sort(key=lambda spans: (spans[0][0], -spans[-1][1]))
        return tuple(span for spans in marks for span in spans)

    def shaped(self, selection: Selection, tag: str, marked: Segments) -> tuple[Step, ...]:
        """What each key that shapes makes of a selection, where it does anything."""
        place = selection, tag, marked
        found = self._shaped.get(place)
        if found is None:
            unlike: dict[Edges, str] = {}
            for key, edges in (*self._moved(selection), *self._smart(selection, tag, marked)):
                unlike.setdefault(edges, key)
            unlike.pop(_edges(selection), None)
            found = tuple((key, _reach(selection, edges)) for edges, key in unlike.items())
            self._shaped[place] = found
        return found

    def _moved(self, selection: Selection) -> list[tuple[str, Edges]]:
        """The edges that each key makes which does not ask for the focus."""
        edges = _edges(selection)
        if edges not in self._by_edges:
            steps = ((key, getattr(selection, method)()) for key, method in SHAPES.items())
            self._by_edges[edges] = [(key, _edges(each)) for key, each in steps]
        return self._by_edges[edges]

    def _smart(self, selection: Selection, tag: str, marked: Segments) -> list[tuple[str, Edges]]:
        """The same of the keys that go from one smart span of the focus to the next."""
        focus = selection.focus_start, tag, marked
        if focus not in self._smart_spans:
            found = selection.smart_spans(tag, marked)
            self._smart_spans[focus] = {each.segments for each in found}
        segments = selection.segments
        place = segments if segments in self._smart_spans[focus] else ()
        if (focus, place) not in self._by_smart:
            steps = ((key, getattr(selection, name)(tag, marked)) for key, name in SMART.items())
            self._by_smart[focus, place] = [(key, _edges(each)) for key, each in steps]
        return self._by_smart[focus, place]


def _edges(selection: Selection) -> Edges:
    return selection.start, selection.end, selection.gaps


def _reach(selection: Selection, edges: Edges) -> Selection:
    """The same focus with other edges."""
    start, end, gaps = edges
    return replace(selection, start=start, end=end, gaps=gaps)
