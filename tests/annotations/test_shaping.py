"""Clauses, units around and inside, exact edges, and spans with gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.selection import Selection
from annotations.text import Text
from tests.annotations.strategies import cluster_borders, strings

TEXT = Text.of(
    "He warned that we will pay for it. “If they stop the ships,” she said, “we will close the "
    "port, and we will not open it again.” Nobody laughed.\n\nThe end came soon, he says."
)


def at(words: str, text: Text = TEXT) -> Selection:
    """The selection of exactly those words."""
    start = text[:].index(words)
    return Selection.at(text, start).span(start, start + len(words))


# Clauses


def test_the_start_edge_goes_in_past_the_one_who_says_it():
    assert Selection.first(TEXT).start_in_clause().quote == "we will pay for it"


def test_the_start_edge_comes_back_out():
    selection = Selection.first(TEXT)
    assert selection.start_in_clause().start_out_clause() == selection


def test_the_end_edge_goes_in_to_the_clause_before():
    assert at("we will close the port, and we will not open it again").end_in_clause().quote == (
        "we will close the port"
    )


def test_the_end_edge_goes_out_into_the_next_sentence():
    assert (
        Selection.first(TEXT)
        .end_out_clause()
        .quote.startswith("He warned that we will pay for it. “If they stop")
    )


def test_the_end_edge_leaves_out_a_mark_that_closes_what_is_not_opened():
    selection = at("we will not open it again")
    assert selection.end_in_word().end_out_clause() == selection
    assert selection.end_out_clause().quote.endswith("again.” Nobody laughed")
    assert selection.end_out_word().quote.endswith("again.”")


def test_the_start_edge_goes_out_of_the_sentence():
    assert at("Nobody laughed").start_out_clause().quote.endswith("open it again.” Nobody laughed")


def test_an_edge_stays_where_nothing_would_be_left():
    selection = at("we will pay for it")
    assert selection.start_in_clause() == selection
    assert selection.end_in_clause() == selection


def test_the_clause_edges_are_those_of_the_sentence_in_focus():
    starts, ends = Selection.first(TEXT).clause_edges
    assert starts[0] == 0
    assert max(ends) == TEXT[:].index(". “If")
    assert at("we will pay for it").start in starts


# Growing and shrinking


def test_a_span_grows_from_the_word_to_the_paragraph():
    selection, seen = at("port"), []
    for _ in range(7):
        selection = selection.grow()
        seen.append(selection.quote)
    assert seen[0] == "we will close the port"
    assert seen[1] == "“we will close the port, and we will not open it again.”"
    assert seen[2].endswith("” she said, “we will close the port, and we will not open it again.”")
    assert seen[3].startswith("He warned")
    assert seen[3].endswith("Nobody laughed")
    assert seen[4:] == [seen[3]] * 3


def test_a_sentence_shrinks_to_its_first_word():
    selection, seen = Selection.first(TEXT), []
    for _ in range(3):
        selection = selection.shrink()
        seen.append(selection.quote)
    assert seen[-1] == "He"
    assert selection.shrink() == selection


def test_a_sentence_shrinks_to_the_quotation_in_it_without_its_marks_next():
    selection = at(
        "She said, “we will close it all for ever”",
        Text.of("She said, “we will close it all for ever”."),
    ).shrink()
    assert selection.quote == "“we will close it all for ever”"
    assert selection.shrink().quote == "we will close it all for ever"


def test_growing_fills_the_gaps_first():
    selection = at("If they stop").span(0, 33, ((10, 14),))
    assert selection.grow() == selection.span(0, 33)


# Exact edges


def test_an_edge_goes_where_it_is_told():
    selection = Selection.first(TEXT)
    assert selection.start_at(TEXT[:].index("will")).quote == "will pay for it"
    assert selection.end_at(TEXT[:].index(" for")).quote == "He warned that we will pay"


@pytest.mark.parametrize("offset", [-1, 10**9])
def test_an_edge_does_not_leave_the_text(offset: int) -> None:
    selection = Selection.first(TEXT)
    assert selection.start_at(offset) == selection
    assert selection.end_at(offset) == selection


def test_an_edge_leaves_something():
    selection = at("we will pay for it")
    assert selection.start_at(selection.end) == selection
    assert selection.end_at(selection.start) == selection


def test_an_edge_takes_the_whole_of_a_character():
    text = Text.of("We paye\u0301d it.")
    selection = Selection.first(text)
    assert selection.start_at(7).quote == "e\u0301d it"
    assert selection.end_at(7).quote == "We paye\u0301"


# Gaps


def test_a_span_with_a_gap_is_two_segments():
    selection = at("we will pay for it").span(15, 33, ((22, 27),))
    assert selection.segments == ((15, 22), (27, 33))
    assert selection.quote == "we will … for it"
    assert not selection.is_sentence


def test_edges_move_around_a_gap_and_past_it():
    selection = at("we will pay for it").span(15, 33, ((22, 27),))
    assert selection.start_in_word().segments == ((18, 22), (27, 33))
    assert selection.end_in_word().segments == ((15, 22), (27, 30))
    assert selection.end_in_word().end_in_word().segments == ((15, 26),)
    assert selection.whole_sentence().gaps == ()


def test_a_moved_focus_has_no_gaps():
    selection = at("we will pay for it").span(15, 33, ((22, 27),))
    assert selection.next_sentence().gaps == ()


# Whatever is pressed

KEYS = [
    Selection.start_out_clause,
    Selection.start_in_clause,
    Selection.end_in_clause,
    Selection.end_out_clause,
    Selection.start_in_word,
    Selection.end_in_word,
    Selection.end_out_sentence,
    Selection.end_in_sentence,
    Selection.grow,
    Selection.shrink,
    Selection.next_smart,
    Selection.previous_smart,
    Selection.next_sentence,
]


@given(strings, st.lists(st.sampled_from(KEYS), max_size=8))
def test_a_span_stays_whole_whatever_is_pressed(string: str, keys: list[object]) -> None:
    text = Text.of(string)
    selection = Selection.first(text)
    borders = cluster_borders(text[:])
    for key in keys:
        selection = key(selection)  # type: ignore[operator]
        edges = [edge for segment in selection.segments for edge in segment]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(text) for edge in edges)
        assert all(edge in borders for edge in edges)
        if not selection.empty:
            assert all(start < end for start, end in selection.segments)
