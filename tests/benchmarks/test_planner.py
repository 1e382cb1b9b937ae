"""The planner finds the fewest keys, also where ways are long, and says when it cannot."""

from __future__ import annotations

import heapq
from itertools import count
from pathlib import Path

import pytest

from annotations.characters import Span
from annotations.codebook import built_in
from annotations.selection import Selection
from annotations.text import Text
from tests.benchmarks.gold import GoldSpan
from tests.benchmarks.keystrokes import tag_keys
from tests.benchmarks.page import Page
from tests.benchmarks.planner import Plan, Planner
from tests.benchmarks.sheet import SHAPES, SMART
from tests.benchmarks.states import LABELS, MOVES
from tests.tui.sitting import Sitting
from tui.viewport import Place

TEXT = Text.of(
    "The mayor warned that “the locks will close,” and laughed.\n\n"
    "She said the pro-harbour party took money, which it denied. Nobody paid."
)


def span(*words: str, text: Text = TEXT, tag: str = "threat") -> GoldSpan:
    """A gold span on those words."""
    whole = text[0 : len(text)]
    starts = [whole.index(each) for each in words]
    segments = [(at, at + len(each)) for at, each in zip(starts, words, strict=True)]
    return GoldSpan("here:1", tag, tuple(segments))


def plans(*spans: GoldSpan, text: Text = TEXT, limit: float = 60.0) -> list[Plan]:
    """The keys of spans, one after the other."""
    planner = Planner(text, tag_keys(built_in()), limit)
    found = [planner.plan(each) for each in spans]
    assert None not in found
    return [each for each in found if each is not None]


def in_app(folder: Path, *made: Plan, text: Text = TEXT) -> list[tuple[str, tuple[Span, ...]]]:
    """The marks that these keys make in the app, in the order of the text."""
    (folder / "a.txt").write_text(text[0 : len(text)], "utf-8")
    sitting = Sitting(folder, "a.txt")
    for plan in made:
        sitting.press(*plan.keys)
    return [(mark.tag, mark.spans) for mark in sitting.reader.opened.spans]


def every_mark(text: Text, tag: str) -> dict[tuple[Span, ...], int]:
    """The fewest keys to each first mark of a text: all keys tried everywhere, nothing left out."""
    page = Page(text)
    numbers = count()
    first: tuple[Selection, Place] = page.spot
    heap = [(0, 0, first, False)]
    fewest: dict[tuple[tuple[Selection, Place], bool], int] = {}
    while heap:
        keys, _, spot, tagged = heapq.heappop(heap)
        if (spot, tagged) in fewest:
            continue
        fewest[spot, tagged] = keys
        selection, top = spot
        after: list[tuple[int, tuple[Selection, Place], bool]] = []
        shaped = [(1, getattr(selection, name)()) for name in SHAPES.values()]
        shaped += [(1, getattr(selection, name)(tag if tagged else "")) for name in SMART.values()]
        for command, at in ((LABELS["s"], selection.start_at), (LABELS["S"], selection.end_at)):
            labels = page.labels(command, selection, top)
            shaped += [(1 + len(label), at(offset)) for label, offset in labels.items()]
        if not tagged:
            there = selection.span(selection.start, selection.end, selection.gaps)
            after.append((1, (there, top), True))
            moves = [page.moved(command, selection, top) for command in MOVES.values()]
            after += [(1, move, False) for move in moves]
            to = page.sentences(selection, top)
            after += [(1 + len(label), move, False) for label, move in to.items()]
        for cost, each in shaped:
            after.append((cost, (each, page.shown(top, each.start, each.end)), tagged))
        for cost, where, is_tagged in after:
            if (where, is_tagged) not in fewest:
                heapq.heappush(heap, (keys + cost, next(numbers), where, is_tagged))
    found: dict[tuple[Span, ...], int] = {}
    for ((selection, _), tagged), keys in fewest.items():
        if tagged:
            found[selection.segments] = min(keys, found.get(selection.segments, keys))
    return found


def test_no_way_is_shorter_than_the_one_that_is_planned() -> None:
    ways = every_mark(TEXT, "threat")
    assert len(ways) > 100
    for segments, keys in list(ways.items())[::6]:
        (plan,) = plans(GoldSpan("here:1", "threat", segments))
        assert len(plan.keys) <= keys, (segments, plan.keys)
        assert len(plan.keys) == ways[plan.segments]  # of another span, where it ends with a stop


@pytest.mark.parametrize(
    "spans",
    [
        pytest.param((span("yor warned that “the lo"),), id="inside words"),
        pytest.param((span("bour par"), span("it denied")), id="and after the caret"),
        pytest.param((span("the locks will close", "laughed"),), id="two fragments"),
        pytest.param((span("The may", "laughed"),), id="two fragments, inside a word"),
        pytest.param((span("laughed"), span("took money", "Nobody")), id="two sentences"),
        pytest.param((span("mayor"), span("warned that “the locks")), id="one sentence"),
        pytest.param((span("Nobody paid", tag="commitment"), span("Nobody paid")), id="twice"),
    ],
)
def test_planned_keys_mark_what_they_are_planned_for(
    folder: Path, spans: tuple[GoldSpan, ...]
) -> None:
    made = plans(*spans)
    marked = in_app(folder, *made)
    assert marked == [(plan.gold.tag, plan.segments) for plan in made]
    assert [plan.segments for plan in made] == [each.segments for each in spans]


def test_an_edge_may_differ_by_final_punctuation() -> None:
    (plan,) = plans(span("Nobody paid."))
    assert plan.segments == span("Nobody paid").segments


def test_the_keys_after_the_focus_was_moved_are_counted_apart() -> None:
    (plan,) = plans(span("Nobody paid"))
    assert len(plan.keys) == 2
    assert plan.edges == 1


def test_a_tag_that_is_not_in_the_codebook_costs_one_key() -> None:
    (plan,) = plans(span("Nobody paid", tag="hope"))
    assert len(plan.keys) == 2


def test_nothing_is_found_in_no_time() -> None:
    planner = Planner(TEXT, tag_keys(built_in()), limit=0.0)
    assert planner.plan(span("yor warned that “the lo")) is None
    assert planner.plan(span("Nobody paid")) is None
