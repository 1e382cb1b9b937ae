"""A shortest path over `Selection` itself: the fewest keys to one gold span.

A path is keys that move the focus, and then keys that shape and mark. It is found by A*, with a
bound that never says too much, so that no path of these keys is shorter. Two things are left out
because nothing is gained by them: shaping before the focus is moved, and labels of any word but the
one that an edge is to reach, where that has one.
"""

from __future__ import annotations

import heapq
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, product

from annotations.selection import Selection
from annotations.stops import WORDS, Finder, before
from tests.benchmarks.sheet import SMART, Segments, Sheet, Step
from tests.benchmarks.states import FINAL, LABELS, MOVES, NEAR, Current, State, Wanted


@dataclass(frozen=True, slots=True)
class Found:
    """A way to it."""

    keys: tuple[str, ...]
    edges: int
    """How many of the keys come after the focus was moved last, before the tag."""
    state: State
    """What is there afterwards."""
    timed_out: bool


@dataclass(slots=True)
class Node:
    """A state that is reached, or a bundle of keys that is worth a look only after others."""

    state: State
    total: int
    """Keys so far."""
    moves: int
    """How many of them were pressed when the focus was moved last, before the tag."""
    keys: tuple[str, ...]
    """The last ones."""
    before: Node | None
    bundle: str = ""
    """`shape`, `s`, `S`, `f`: the keys of the state that are still to be tried."""


class Search:
    """The search for one span."""

    def __init__(self, sheet: Sheet, wanted: Wanted) -> None:
        self.sheet = sheet
        self.page = sheet.page
        self.text = sheet.text
        self.wanted = wanted
        self.everything = frozenset(range(len(wanted.segments)))
        self._fits: dict[Segments, frozenset[int]] = {}
        self._short: dict[tuple[int, int], bool] = {}
        self._heap: list[tuple[int, int, int, Node]] = []
        self._numbers = count()
        self._best: dict[tuple[State, str], tuple[int, int]] = {}

    def run(self, begin: State, seconds: float) -> Found | None:
        """The fewest keys from a state; if time runs out the fewest so far, or None."""
        until = time.monotonic() + seconds
        self._push(Node(begin, 0, 0, (), None), 0)
        while self._heap:
            bound, _, number, node = heapq.heappop(self._heap)
            if number % 64 == 0 and time.monotonic() > until:
                goals = (each for *_, each in self._heap if self._is_goal(each.state))
                best = min(goals, key=lambda each: each.total, default=None)
                return None if best is None else _found(best, timed_out=True)
            if self._best[node.state, node.bundle] < (node.total, -node.moves):
                continue
            if not node.bundle and self._is_goal(node.state):
                return _found(node, timed_out=False)
            for child in self._after(node):
                self._push(child, bound)
        return None

    def _push(self, node: Node, at_least: int) -> None:
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

    def _may_move(self, node: Node) -> bool:
        """Whether the focus may still be moved before the tag is pressed."""
        state = node.state
        if state.parts or state.current is Current.MADE or node.bundle in ("shape", "s", "S"):
            return False
        return state.current is Current.EARLIER or is_whole(state.selection)

    def _left(self, node: Node) -> int:
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

        if not fit:
            return marks + joining(self.at_once)
        return marks + min(joining(fit), 1 + joining(self.at_once))

    def _is_one_key_away(self, state: State) -> bool:
        """Whether one of the keys that shape gives the gold span, or what is left of it."""
        return any(
            self._fit(each.segments)
            for tag in {self.wanted.smart_tag, self._smart_tag(state)}
            for _, each in self._shaped(state, tag)
        )

    @cached_property
    def is_odd(self) -> bool:
        """Whether an edge lies where no word begins or ends, so that only the caret gets there."""
        return not all(
            self._is_stop(edge, stops)
            for span in self.wanted.segments
            for edge, stops in zip(span, WORDS, strict=True)
        )

    def _is_stop(self, edge: int, stops: Finder) -> bool:
        """Whether a stop is as near to a gold edge as is good enough."""
        stop = before(self.text, edge + NEAR + 1, stops)
        while stop is not None and stop >= edge - NEAR:
            if self._is_close(stop, edge):
                return True
            stop = before(self.text, stop, stops)
        return False

    @cached_property
    def at_once(self) -> int:
        """How many fragments of the gold span a smart span may hold."""
        (first, _), (_, last) = self.wanted.segments[0], self.wanted.segments[-1]
        most = 1
        sentence = Selection.at(self.text, first, self.page.spot[0].language)
        while sentence.focus_start < last:
            marked = self.sheet.marked(sentence, ())
            for tag, there in product({self.wanted.smart_tag, ""}, {marked, ()}):
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
                for number, (first, last) in enumerate(self.wanted.segments)
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
        return any(self._is_close(at, span[edge]) for span in self.wanted.segments)

    def _has_short_label(self, selection: Selection, edge: int) -> bool:
        """Whether the label of the gold edge may have one letter."""
        key = selection.focus_start, edge
        if key not in self._short:
            self._short[key] = any(
                self._is_close(stop, span[edge])
                for stop in selection.clause_edges[edge]
                for span in self.wanted.segments
            )
        return self._short[key]

    # What may be pressed

    def _after(self, node: Node) -> Iterator[Node]:
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
            yield Node(state, node.total, node.moves, (), node, "shape")
        if state.current is Current.MADE:
            fragments = self._fit(state.selection.segments)
            if state.parts or not fragments:
                return
            state = replace(state, parts=state.selection.segments)  # and on to the next fragment
        elif state.current is Current.NONE and not is_whole(state.selection):
            return
        yield from self._moving(node, state)

    def _moving(self, node: Node, state: State) -> Iterator[Node]:
        """Keys that let go of what is current, and those that mark from there."""
        focus, top = state.selection.whole_sentence(), state.top
        if state.current is not Current.NONE:
            yield self._then(node, State(focus, top, parts=state.parts), "escape")
        if state.current is Current.EARLIER:
            yield from self._marking(node, state)
        rest = self._rest(state)
        if rest is not None:
            yield self._made(node, state, rest, self.wanted.rest_key)
        for key, command in MOVES.items():
            selection, there = self.page.moved(command, focus, top)
            if (selection, there) != (focus, top):
                yield self._moved(node, State(selection, there, parts=state.parts), key)
        yield Node(State(focus, top, parts=state.parts), node.total, node.moves, (), node, "f")

    def _shaping(self, node: Node) -> Iterator[Node]:
        """Keys that shape the current mark or, without one, what is to be marked."""
        state = node.state
        selection = state.selection
        in_sight = self.page.sees(state.top, selection.start, selection.end)
        shaped = self._shaped(state, self._smart_tag(state))
        if state.current is Current.NONE:
            yield from self._marking(node, state)
            if in_sight and self.is_odd and is_whole(selection):
                yield from self._with_caret(node)
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
                    yield Node(state, node.total, node.moves, (), node, key)

    def _marking(self, node: Node, state: State) -> Iterator[Node]:
        selection = state.selection
        in_sight = self.page.sees(state.top, selection.start, selection.end)
        if in_sight and not self._is_marked(state, selection):
            yield self._made(node, state, selection, self.wanted.key)

    def _made(self, node: Node, state: State, selection: Selection, key: str) -> Node:
        """A mark was made there."""
        selection = selection.span(selection.start, selection.end, selection.gaps)
        return self._then(node, self._with(replace(state, current=Current.MADE), selection), key)

    def _joining(self, node: Node) -> Iterator[Node]:
        state = node.state
        segments = state.selection.segments
        if not self._fit(segments) - self._fit(state.parts):
            return
        whole = self.sheet.mark(self.wanted.tag, state.parts).joined(self.text, segments)
        selection = state.selection.span(whole.start, whole.end, whole.gaps)
        made = self._with(State(selection, state.top, Current.MADE), selection)
        yield self._then(node, made, "&")

    def _with_caret(self, node: Node) -> Iterator[Node]:
        """The caret, from a sentence in which there is something to mark."""
        state = node.state
        focus = state.selection
        for start, end in self.wanted.segments:
            if start < focus.focus_end and end > focus.focus_start:
                way = self.page.caret_way(focus, state.top, start, end)
                if way is not None:
                    keys, (selection, top) = way
                    shaped = State(selection, top, state.current, state.parts)
                    there = self._then(node, shaped, *keys)
                    # Only what takes the selection comes next: other keys mean the caret now.
                    yield from self._joining(there) if state.parts else self._marking(there, shaped)

    def _to_labels(self, node: Node) -> Iterator[Node]:
        """The label of a word that an edge is to reach; else those of the words beside it."""
        state, edge = node.state, int(node.bundle == "S")
        selection = state.selection
        labels = self.page.labels(LABELS[node.bundle], selection, state.top)
        by_offset = {offset: label for label, offset in labels.items()}
        offsets = sorted(by_offset)
        for span in self.wanted.segments:
            wanted = [offset for offset in offsets if self._is_close(offset, span[edge])]
            if not wanted:
                at = bisect_left(offsets, span[edge])
                wanted = offsets[max(0, at - 1) : at + 1]
            for offset in wanted:
                shaped = selection.end_at(offset) if edge else selection.start_at(offset)
                if shaped.segments != selection.segments:
                    keys = (node.bundle, *by_offset[offset])
                    yield self._then(node, self._with(state, shaped), *keys)

    def _to_sentences(self, node: Node) -> Iterator[Node]:
        state = node.state
        spots = self.page.sentences(state.selection, state.top)
        for label, (selection, top) in spots.items():
            yield self._moved(node, State(selection, top, parts=state.parts), "f", *label)

    # Below the keys

    def _then(self, node: Node, state: State, *keys: str) -> Node:
        return Node(state, node.total + len(keys), node.moves, keys, node)

    def _moved(self, node: Node, state: State, *keys: str) -> Node:
        """The same after keys that move the focus."""
        total = node.total + len(keys)
        return Node(state, total, node.moves if state.parts else total, keys, node)

    def _with(self, state: State, selection: Selection) -> State:
        """Another selection, brought into sight."""
        top = self.page.shown(state.top, selection.start, selection.end)
        return State(selection, top, state.current, state.parts)

    def _shaped(self, state: State, tag: str) -> tuple[Step, ...]:
        marked = self.sheet.marked(state.selection, state.parts)
        return self.sheet.shaped(state.selection, tag, marked)

    def _smart_tag(self, state: State) -> str:
        return self.wanted.smart_tag if state.current is Current.MADE else ""

    def _rest(self, state: State) -> Selection | None:
        """What is left of the sentence after its last mark, if it can be marked."""
        selection = state.selection
        if state.current is not Current.NONE:
            last = selection.end
        else:
            here = self.sheet.marks.between(selection.focus_start, selection.focus_end)
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
        marks = self.sheet.marks.between(selection.start, selection.end)
        return state.parts == segments or any(
            mark.tag == self.wanted.tag and mark.spans == segments for mark in marks
        )


def is_whole(selection: Selection) -> bool:
    """Whether it is just the sentence in focus; True of an empty one."""
    return selection.empty or selection.is_sentence


def _found(node: Node, timed_out: bool) -> Found:
    keys: list[str] = []
    each: Node | None = node
    while each is not None:
        keys[:0] = each.keys
        each = each.before
    return Found(tuple(keys), node.total - node.moves, node.state, timed_out)
