"""A mark as a value: its segments, its quote, and how its edges move."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.annotation import LONGEST, Segment
from annotations.text import Text
from tests.annotations.examples import TEXT, mark
from tests.annotations.strategies import SOME, spans, strings


def test_a_segment_holds_its_words_and_32_characters_around_them():
    segment = Segment.of(Text.of("é" * 40 + "words" + "漢" * 40), 40, 45)
    assert segment == Segment(40, 45, "words", "é" * 32, "漢" * 32)


def test_at_the_ends_of_a_text_there_is_less_around_a_segment():
    assert Segment.of(Text.of("words"), 0, 5) == Segment(0, 5, "words", "", "")
    assert Segment.of(Text.of("a words b"), 2, 7) == Segment(2, 7, "words", "a ", " b")
    assert Segment.of(Text.of("a" + "words" * 20), 1, 6).prefix == "a"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (3, 6), (9, 12)])
def test_a_span_that_is_empty_or_not_in_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match=f"no span {start}-{end} in a text of 5"):
        Segment.of(Text.of("words"), start, end)


def test_a_mark_holds_so_much_and_no_more():
    text = Text.of("x" * (LONGEST + 1))
    assert len(Segment.of(text, 0, LONGEST).exact) == LONGEST
    with pytest.raises(ValueError, match="100,000"):
        Segment.of(text, 0, LONGEST + 1)


@SOME
@given(strings.filter(bool).map(Text.of), st.data())
def test_a_segment_holds_in_its_text_and_in_no_other(text, data):
    start, end = data.draw(spans(text))
    segment = Segment.of(text, start, end)
    assert segment.holds_in(text)
    assert segment.exact == text[start:end]
    assert not segment.holds_in(Text.of(text[:start] + "\ue000" + text[start + 1 :]))
    assert not segment.holds_in(Text.of(text[: end - 1]))


def test_an_annotation_reaches_from_its_first_segment_to_its_last():
    both = mark("We will keep", "she said")
    assert (both.start, both.end) == (both.segments[0].start, both.segments[1].end)
    assert both.exact == "We will keep … she said"


def test_an_annotation_holds_when_every_segment_does():
    both = mark("We will keep", "she said")
    assert both.holds_in(TEXT)
    wrong = replace(both.segments[1], exact="he said!")
    assert not replace(both, segments=(both.segments[0], wrong)).holds_in(TEXT)


def test_two_states_that_differ_in_their_counters_say_the_same():
    first = mark("locks", id="1", rev=1, modified="yesterday")
    assert first.says_the_same(replace(first, rev=3, modified="today"))
    for other in (
        replace(first, note="x"),
        replace(first, tag="allegation"),
        replace(first, id="2"),
        replace(first, created="earlier"),
        mark("harbour", id="1", rev=1, modified="yesterday"),
    ):
        assert not first.says_the_same(other)


def test_a_reshaped_mark_has_its_edges_elsewhere_and_all_else_as_before():
    before = mark("harbour", note="x", id="1")
    after = before.reshaped(TEXT, before.start - 4, before.end + 5)
    assert after == replace(mark("the harbour open"), note="x", id="1")


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        (3, 27, "defgh … klmnopq … vwxyz{"),
        (6, 24, "gh … klmnopq … vwx"),
        (0, 16, "abcdefgh … klmnop"),
        (8, 25, "ijklmnopq … vwxy"),
        (3, 21, "defgh … klmnopqrstu"),
        (12, 14, "mn"),
        (8, 10, "ij"),
        (20, 24, "uvwx"),
    ],
)
def test_reshaping_an_interrupted_quotation_drops_segments_outside_and_keeps_those_inside(
    start, end, quote
):
    text = Text.of("abcdefghijklmnopqrstuvwxyz{|}")
    whole = mark("efgh", "klmnopq", "vwxyz", text=text)
    after = whole.reshaped(text, start, end)
    assert after.exact == quote
    assert (after.start, after.end) == (start, end)
    assert after.holds_in(text)


@SOME
@given(spans(TEXT), spans(TEXT))
def test_segments_never_touch_however_a_mark_is_reshaped(first, second):
    both = mark("The mayor", "locks", "harbour", "money")
    for span in (first, second):
        both = both.reshaped(TEXT, *span)
        assert (both.start, both.end) == span
        assert all(a.end < b.start for a, b in pairwise(both.segments))


def test_a_mark_is_never_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        mark("locks").note = "x"
