"""What a span keeps of the characters at its ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.edges import balanced, stripped_in, trimmed
from annotations.selection import Selection
from annotations.text import Text
from tests.annotations.strategies import cluster_borders, strings


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("|“We will pay.| You too.”", "We will pay"),
        ("“We will pay. |You too.”|", "You too"),
        ("|“We will pay. You too.”|", "“We will pay. You too.”"),
        ("|“We will pay,” she said.|", "“We will pay,” she said"),
        ("“We will |pay,”| she said.", "pay"),
        ("|“We will pay, she said.|", "We will pay, she said"),
        ("|“‘We will pay.| You too,’ he says.”", "We will pay"),
        ("He said |“‘pay.’”|", "“‘pay.’”"),
        ("|“Why?| Because.”", "Why?"),
        ("the |owners’| ships", "owners’"),
        ('|"We will pay.| You too."', "We will pay"),
    ],
)
def test_a_quotation_mark_without_its_other_one_is_not_kept(marked: str, kept: str) -> None:
    text = marked.replace("|", "")
    start, end = marked.index("|"), marked.rindex("|") - 1
    assert text[slice(*balanced(text, start, end))] == kept


@pytest.mark.parametrize(
    "text", ["“\u0301 .", "“\u094d\u0915.", "”\u0301”\u200d", "“\u0301We pay."]
)
def test_a_quotation_mark_that_something_combines_with_stays(text: str) -> None:
    start, end = balanced(text, 0, len(text))
    assert (start, text[start]) == (0, text[0])
    assert end > 1


def test_a_trimmed_span_keeps_its_quotation_marks():
    assert trimmed("“We will pay.", 0, 4) == (0, 3)


@given(strings, st.data())
def test_a_balanced_span_is_inside_and_on_whole_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    first, last = balanced(text, start, end)
    borders = cluster_borders(text)
    assert 0 <= first <= last <= len(text)
    assert first in borders
    assert last in borders
    if start < end:
        assert first < last


def test_sentences_inside_a_quotation_are_selected_without_its_marks():
    selection = Selection.first(Text.of("“We sent a bill. Pay it. Then go,” she said."))
    assert selection.quote == "We sent a bill"
    assert selection.next_sentence().quote == "Pay it"
    assert selection.next_sentence().next_sentence().quote == "Then go,” she said"


@pytest.mark.parametrize(
    ("text", "kept"),
    [(" One, two. \n", "One, two."), ("“So.” ", "“So.”"), (" e\u0301 ", "e\u0301")],
)
def test_where_marks_are_not_trimmed_only_white_space_stays_out(text, kept):
    start, end = stripped_in(Text.of(text), 0, len(text))
    assert text[start:end] == kept


def test_a_selection_that_does_not_trim_never_does():
    selection = Selection.first(Text.of("“We act. You pay,” he said. So be it."), trims=False)
    assert selection.quote == "“We act."
    for step in ("next_sentence", "end_out_sentence", "grow", "whole_sentence", "last"):
        selection = getattr(selection, step)()
        assert not selection.trims
    assert selection.quote == "So be it."
    assert selection.span(1, 3).trims is Selection.at(selection.text, 0, trims=False).trims is False
