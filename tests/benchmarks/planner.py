"""The fewest keys from one finished mark to the next: a shortest path over `Selection` itself.

A path is keys that move the focus and then keys that shape and mark; it is found by A*, with a bound
that never says too much, so no shorter path of the keys below exists. Two things are left out,
because nothing is gained by them: shaping first and moving the focus then, and labels of two letters
on any word but the one that an edge is to reach.
"""

from __future__ import annotations

import heapq
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import count, product

from annotations.annotation import Annotation, segments_of
from annotations.characters import Span
from annotations.selection import Selection
from annotations.spans import Spans
from annotations.text import Text
from tests.benchmarks.gold import GoldSpan
from tests.benchmarks.page import Page
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
LABELS = {"s": "label_start", "S": "label_end"}
"""Keys that wait for a label, and their commands."""
SMART = {"tab": "next_smart", "shift+tab": "previous_smart"}
"""The same; they want to know the tag."""


Segments = tuple[Span, ...]
Edges = tuple[int, int, Segments]
"""What a key that shapes changes of a selection: its start, its end, its gaps."""
Step = tuple[str, Selection]
"""A key, and what is selected after it."""


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
class Plan:
    """The keys of one span."""

    gold: GoldSpan
    keys: tuple[str, ...]
    """As Textual names them, labels letter by letter."""
    edges: int
    """How many come after the last that moves the focus before the tag is pressed."""
    segments: Segments
    """What is marked then: the gold span, up to final punctuation."""
    timed_out: bool = False
    """Whether there may be fewer keys that were not found in time."""


class Planner:
    """Marks the spans of a text one after the other, each with the fewest keys."""

    def __init__(self, text: Text, tag_keys: Mapping[str, str], limit: float = 10.0) -> None:
        """`tag_keys` are those of the codebook, by tag id; `limit` are seconds for a span."""
        self.text = text
        self.page = Page(text)
        self.marks = Spans()
        """The marks made so far."""
        self._tag_keys = tag_keys
        self._limit = limit
        self._by_edges: dict[Edges, list[tuple[str, Edges]]] = {}
        self._smart_spans: dict[tuple[int, str, Segments], set[Segments]] = {}
        self._by_smart: dict[object, list[tuple[str, Edges]]] = {}
        self._shaped: dict[tuple[Selection, str, Segments], tuple[Step, ...]] = {}
        selection, top = self.page.spot
        self._state = State(selection, top)

    def plan(self, gold: GoldSpan) -> Plan | None:
        """The keys of the next span, which is marked then; None where none were found in time."""
        found = _Search(self, gold).run(self._state, time.monotonic() + self._limit)
        if found is None:
            return None
        plan, state = found
        self._state = State(state.selection, state.top, Current.EARLIER)
        number = f"{len(self.marks):06}"
        self.marks.put(replace(self.mark(gold.tag, plan.segments), id=number))
        return plan

    def mark(self, tag: str, spans: Segments) -> Annotation:
        """A mark on the text."""
        return Annotation("", "", segments_of(self.text, spans), tag, "")

    def keys_of(self, tag: str) -> tuple[str, str]:
        """The key that marks with a tag, and the one that marks the rest of the sentence."""
        key = self._tag_keys.get(tag, "1")
        return key, key.upper()

    def id_of(self, tag: str) -> str:
        """What smart spans know a tag by; empty where it is not in the codebook."""
        return tag if tag in self._tag_keys else ""

    def sentence_at(self, offset: int) -> Selection:
        """The sentence at an offset."""
        return Selection.at(self.text, offset, self._state.selection.language)

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


@dataclass(slots=True)
class _Node:
    """A state that is reached, or a bundle of keys that is worth a look only after others."""

    state: State
    total: int
    """Keys so far."""
    moves: int
    """How many of them were pressed when the focus was moved last, before the tag."""
    keys: tuple[str, ...]
    """The last ones."""
    before: _Node | None
    bundle: str = ""
    """`shape`, `s`, `S`, `f`: the keys of the state that are still to be tried."""


class _Search:
    """The search for one span."""

    def __init__(self, planner: Planner, gold: GoldSpan) -> None:
        self.planner = planner
        self.page = planner.page
        self.text = planner.text
        self.gold = gold
        self.tag = planner.id_of(gold.tag)
        self.tag_key, self.rest_key = planner.keys_of(gold.tag)
        self.everything = frozenset(range(len(gold.segments)))
        self._fits: dict[Segments, frozenset[int]] = {}
        self._short: dict[tuple[int, int], bool] = {}
        self._heap: list[tuple[int, int, int, _Node]] = []
        self._numbers = count()
        self._best: dict[tuple[State, str], tuple[int, int]] = {}

    def run(self, begin: State, until: float) -> tuple[Plan, State] | None:
        """The keys, and what is there afterwards."""
        found: _Node | None = None
        timed_out = False
        self._push(_Node(begin, 0, 0, (), None), 0)
        while self._heap:
            bound, _, number, node = heapq.heappop(self._heap)
            if number % 64 == 0 and time.monotonic() > until:
                timed_out = True
                break
            if self._best[node.state, node.bundle] < (node.total, -node.moves):
                continue
            if not node.bundle and self._is_goal(node.state):
                found = node
                break
            for child in self._after(node):
                self._push(child, bound)
        if timed_out:
            goals = (node for *_, node in self._heap if self._is_goal(node.state))
            found = min(goals, key=lambda node: node.total, default=None)
        if found is None:
            return None
        keys = tuple(key for node in _way(found) for key in node.keys)
        segments = found.state.selection.segments
        plan = Plan(self.gold, keys, found.total - found.moves, segments, timed_out)
        return plan, found.state

    def _push(self, node: _Node, at_least: int) -> None:
        """Keep a node, unless the same is reached with no more keys already."""
        place, cost = (node.state, node.bundle), (node.total, -node.moves)
        known = self._best.get(place)
        if known is not None and known <= cost:
            return
        self._best[place] = cost
        bound = max(at_least, node.total + self._left(node))
        moves = bound - 1 if self._may_move(node) else node.moves
        heapq.heappush(self._heap, (bound, -moves, next(self._numbers), node))

    # How far it is

    def _is_goal(self, state: State) -> bool:
        is_whole = state.current is Current.MADE and not state.parts
        return is_whole and self._fit(state.selection.segments) == self.everything

    def _may_move(self, node: _Node) -> bool:
        """Whether the focus may still be moved before the tag is pressed."""
        state = node.state
        if state.parts or state.current is Current.MADE or node.bundle in ("shape", "s", "S"):
            return False
        return state.current is Current.EARLIER or is_whole(state.selection)

    def _left(self, node: _Node) -> int:
        """Keys that are needed at least."""
        state = node.state
        fit = len(self._fit(state.selection.segments))
        match node.bundle:
            case "f":
                return 2 + self._left_from(state, 0)
            case "s" | "S":
                edge = int(node.bundle == "S")
                keys = 2 if self._has_short_label(state.selection, edge) else 3
                other_fits = self._edge_fits(state.selection, 1 - edge)
                return keys + (not other_fits) + self._left_from(state, 0)
            case "shape" if not fit:
                return (1 if self._is_one_key_away(state) else 2) + self._left_from(state, 0)
            case _ if not fit:
                marks_rest = state.current is not Current.MADE and self._rest_fits(state)
                return (not marks_rest) + self._left_from(state, 0)
        return self._left_from(state, fit)

    def _left_from(self, state: State, fit: int) -> int:
        """The same from where so many fragments are selected; for 0, as many as ever may be."""
        marks = state.current is not Current.MADE or bool(state.parts)
        missing = len(self.everything) - len(state.parts)

        def joining(selected: int) -> int:
            return 2 * -(-max(0, missing - selected) // self.at_once)

        more = 1 + joining(self.at_once) if fit else joining(self.at_once)
        return marks + (min(joining(fit), more) if fit else more)

    def _is_one_key_away(self, state: State) -> bool:
        """Whether one of the keys that shape gives the gold span, or what is left of it."""
        return any(
            self._fit(each.segments)
            for tag in {self.tag, self._smart_tag(state)}
            for _, each in self._shaped(state, tag)
        )

    @cached_property
    def at_once(self) -> int:
        """How many fragments of the gold span a smart span may hold."""
        (first, _), (_, last) = self.gold.segments[0], self.gold.segments[-1]
        most = 1
        sentence = self.planner.sentence_at(first)
        while sentence.focus_start < last:
            marked = self.planner.marked(sentence, ())
            for tag, there in product({self.tag, ""}, {marked, ()}):
                for each in sentence.smart_spans(tag, there):
                    most = max(most, len(self._fit(each.segments)))
            if (after := sentence.next_sentence()) == sentence:
                break
            sentence = after
        return most

    def _rest_fits(self, state: State) -> bool:
        rest = self._rest(state)
        return rest is not None and bool(self._fit(rest.segments))

    def _fit(self, segments: Segments) -> frozenset[int]:
        """Which fragments of the gold span these are; none, if one of them is no such."""
        known = self._fits.get(segments)
        if known is None:
            found = [
                number
                for start, end in segments
                for number, (first, last) in enumerate(self.gold.segments)
                if self._is_close(start, first) and self._is_close(end, last)
            ]
            known = frozenset(found) if len(found) == len(segments) else frozenset()
            self._fits[segments] = known
        return known

    def _is_close(self, edge: int, gold: int) -> bool:
        """Whether an edge is the gold one, up to final punctuation."""
        if edge == gold:
            return True
        if abs(edge - gold) > NEAR:
            return False
        return FINAL.issuperset(self.text[min(edge, gold) : max(edge, gold)])

    def _edge_fits(self, selection: Selection, edge: int) -> bool:
        at = selection.end if edge else selection.start
        return any(self._is_close(at, span[edge]) for span in self.gold.segments)

    def _has_short_label(self, selection: Selection, edge: int) -> bool:
        """Whether the label of the gold edge may have one letter."""
        key = selection.focus_start, edge
        if key not in self._short:
            self._short[key] = any(
                self._is_close(stop, span[edge])
                for stop in selection.clause_edges[edge]
                for span in self.gold.segments
            )
        return self._short[key]

    # What may be pressed

    def _after(self, node: _Node) -> Iterator[_Node]:
        state = node.state
        match node.bundle:
            case "f":
                yield from self._to_sentences(node)
                return
            case "s" | "S":
                yield from self._to_labels(node)
                return
            case "shape":
                yield from self._shaping(node)
                return
        if state.current is not Current.EARLIER:
            yield _Node(state, node.total, node.moves, (), node, "shape")
        if state.current is Current.MADE:
            fragments = self._fit(state.selection.segments)
            if state.parts or not fragments:
                return
            state = replace(state, parts=state.selection.segments)  # and on to the next fragment
        elif state.current is Current.NONE and not is_whole(state.selection):
            return
        yield from self._moving(node, state)

    def _moving(self, node: _Node, state: State) -> Iterator[_Node]:
        """Keys that let go of what is current, and those that mark from there."""
        focus, top = state.selection.whole_sentence(), state.top
        if state.current is not Current.NONE:
            yield self._then(node, State(focus, top, parts=state.parts), "escape")
        if state.current is Current.EARLIER:
            yield from self._marking(node, state)
        rest = self._rest(state)
        if rest is not None:
            yield self._made(node, state, rest, self.rest_key)
        for key, command in MOVES.items():
            selection, there = self.page.moved(command, focus, top)
            if (selection, there) != (focus, top):
                yield self._moved(node, State(selection, there, parts=state.parts), key)
        yield _Node(State(focus, top, parts=state.parts), node.total, node.moves, (), node, "f")

    def _shaping(self, node: _Node) -> Iterator[_Node]:
        """Keys that shape the current mark or, without one, what is to be marked."""
        state = node.state
        selection = state.selection
        in_sight = self.page.sees(state.top, selection.start, selection.end)
        shaped = self._shaped(state, self._smart_tag(state))
        if state.current is Current.NONE:
            yield from self._marking(node, state)
            if not state.parts and not self._is_marked(state, selection.whole_sentence()):
                # Shaping after the tag costs the same: before it, only smart spans are others.
                shaped = tuple(each for each in shaped if each[0] in SMART)
                in_sight = False
        if state.parts and in_sight:
            yield from self._joining(node)
        for key, each in shaped:
            yield self._then(node, self._with(state, each), key)
        if in_sight:
            for key, edge in (("s", 0), ("S", 1)):
                if not self._edge_fits(selection, edge):
                    yield _Node(state, node.total, node.moves, (), node, key)

    def _marking(self, node: _Node, state: State) -> Iterator[_Node]:
        selection = state.selection
        if self.page.sees(state.top, selection.start, selection.end):
            if not self._is_marked(state, selection):
                yield self._made(node, state, selection, self.tag_key)

    def _made(self, node: _Node, state: State, selection: Selection, key: str) -> _Node:
        """A mark was made there."""
        selection = selection.span(selection.start, selection.end, selection.gaps)
        return self._then(node, self._with(replace(state, current=Current.MADE), selection), key)

    def _joining(self, node: _Node) -> Iterator[_Node]:
        state = node.state
        segments = state.selection.segments
        if not self._fit(segments) - self._fit(state.parts):
            return
        whole = self.planner.mark(self.gold.tag, state.parts).joined(self.text, segments)
        selection = state.selection.span(whole.start, whole.end, whole.gaps)
        made = self._with(State(selection, state.top, Current.MADE), selection)
        yield self._then(node, made, "&")

    def _to_labels(self, node: _Node) -> Iterator[_Node]:
        """The label of a word that an edge is to reach; else those of the words beside it."""
        state, edge = node.state, int(node.bundle == "S")
        selection = state.selection
        labels = self.page.labels(LABELS[node.bundle], selection, state.top)
        by_offset = {offset: label for label, offset in labels.items()}
        offsets = sorted(by_offset)
        for span in self.gold.segments:
            wanted = [offset for offset in offsets if self._is_close(offset, span[edge])]
            if not wanted:
                at = bisect_left(offsets, span[edge])
                wanted = offsets[max(0, at - 1) : at + 1]
            for offset in wanted:
                shaped = selection.end_at(offset) if edge else selection.start_at(offset)
                if shaped.segments != selection.segments:
                    keys = (node.bundle, *by_offset[offset])
                    yield self._then(node, self._with(state, shaped), *keys)

    def _to_sentences(self, node: _Node) -> Iterator[_Node]:
        state = node.state
        spots = self.page.sentences(state.selection, state.top)
        for label, (selection, top) in spots.items():
            yield self._moved(node, State(selection, top, parts=state.parts), "f", *label)

    # Below the keys

    def _then(self, node: _Node, state: State, *keys: str) -> _Node:
        return _Node(state, node.total + len(keys), node.moves, keys, node)

    def _moved(self, node: _Node, state: State, *keys: str) -> _Node:
        """The same after keys that move the focus."""
        total = node.total + len(keys)
        return _Node(state, total, node.moves if state.parts else total, keys, node)

    def _with(self, state: State, selection: Selection) -> State:
        """Another selection, brought into sight."""
        top = self.page.shown(state.top, selection.start, selection.end)
        return State(selection, top, state.current, state.parts)

    def _shaped(self, state: State, tag: str) -> tuple[Step, ...]:
        marked = self.planner.marked(state.selection, state.parts)
        return self.planner.shaped(state.selection, tag, marked)

    def _smart_tag(self, state: State) -> str:
        return self.tag if state.current is Current.MADE else ""

    def _rest(self, state: State) -> Selection | None:
        """What is left of the sentence after its last mark, if it can be marked."""
        selection = state.selection
        if state.current is not Current.NONE:
            last = selection.end
        else:
            here = self.planner.marks.between(selection.focus_start, selection.focus_end)
            ends = [mark.end for mark in here]
            if any(
                start < selection.focus_end and end > selection.focus_start
                for start, end in state.parts
            ):
                ends.append(state.parts[-1][1])
            last = max(ends, default=-1)
        rest = selection.rest_of_sentence(last) if last >= 0 else selection
        if rest is selection or self._is_marked(state, rest):
            return None
        in_sight = self.page.sees(state.top, selection.start, selection.end)
        return rest if in_sight else None

    def _is_marked(self, state: State, selection: Selection) -> bool:
        """Whether there is such a mark already: the app would pick it and make none."""
        segments = selection.segments
        marks = self.planner.marks.between(selection.start, selection.end)
        return state.parts == segments or any(
            mark.tag == self.gold.tag and mark.spans == segments for mark in marks
        )


def is_whole(selection: Selection) -> bool:
    """Whether it is just the sentence in focus; True of an empty one."""
    return selection.empty or selection.is_sentence


def _way(node: _Node) -> list[_Node]:
    """The nodes from the first on."""
    way = []
    each: _Node | None = node
    while each is not None:
        way.append(each)
        each = each.before
    return way[::-1]
