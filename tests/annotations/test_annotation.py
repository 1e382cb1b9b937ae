"""A mark as a value: its segments, its quote, and how its edges move."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

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


def test_a_reshaped_mark_has_other_words_and_all_else_as_before():
    before = mark("harbour", note="x", id="1")
    after = before.reshaped(TEXT, [(before.start - 4, before.end + 5)])
    assert after == replace(mark("the harbour open"), note="x", id="1")


def test_a_mark_knows_its_spans_and_its_gaps():
    text = Text.of("abcdefghij")
    both = mark("bc", "fg", "i", text=text)
    assert both.spans == ((1, 3), (5, 7), (8, 9))
    assert both.gaps == ((3, 5), (7, 8))
    assert mark("bc", text=text).gaps == ()
    assert mark("b", text=text).reshaped(text, both.spans) == both


@pytest.mark.parametrize("spans", [[(0, 0)], [(0, 2), (2, 99)]])
def test_a_mark_is_not_reshaped_to_what_is_not_there(spans):
    with pytest.raises(ValueError, match="no span"):
        mark("b", text=Text.of("abc")).reshaped(Text.of("abc"), spans)


@pytest.mark.parametrize(
    ("further", "quote"),
    [
        ("six", "two three … six"),
        ("one", "one two three"),
        ("three\n four", "two three\n four"),
        ("four five", "two three\n four five"),
        ("three", "two three"),
        ("five six", "two three … five six"),
        ("one two three\n four", "one two three\n four"),
    ],
)
def test_a_joined_mark_has_one_more_segment_unless_it_meets_another(further, quote):
    text = Text.of("one two three\n four five six")
    before = mark("two three", text=text, id="1", note="x")
    (added,) = mark(further, text=text).spans
    after = before.joined(text, [added])
    assert after.exact == quote
    assert replace(after, segments=before.segments) == before
    assert after.holds_in(text)


@SOME
@given(st.lists(spans(TEXT), min_size=1))
def test_segments_never_touch_however_marks_are_joined(further):
    both = mark("The mayor", "locks", "harbour", "money")
    joined = both.joined(TEXT, further)
    assert all(TEXT[start:end].strip() for start, end in joined.gaps)
    assert {at for span in (*both.spans, *further) for at in range(*span)} <= {
        at for span in joined.spans for at in range(*span)
    }


def test_a_mark_is_never_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        mark("locks").note = "x"
