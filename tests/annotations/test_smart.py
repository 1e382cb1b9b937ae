"""What of a sentence one would most likely mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.selection import Selection
from annotations.smart import MOST
from annotations.text import Text
from tests.annotations.strategies import strings


def found(sentence: str, tag: str = "", language: str = "en") -> list[str]:
    """The words of the smart spans of a sentence."""
    text = Text.of(sentence)
    selection = Selection.first(text, language)
    return [
        " … ".join(text[start:end] for start, end in each.segments)
        for each in selection.smart_spans(tag)
    ]


@pytest.mark.parametrize(
    ("sentence", "best"),
    [
        ("The harbour master warned that no ship would leave.", "no ship would leave"),
        ("The minister threatened to close the lock.", "to close the lock"),
        ("She vowed not to sell a single barge.", "not to sell a single barge"),
        ("The mayor accused the pilots of cheating the town.", "cheating the town"),
        (
            "The council said the bridge would be closed for repair.",
            "the bridge would be closed for repair",
        ),
        (
            "No ship will leave before noon, the harbour master said.",
            "No ship will leave before noon",
        ),
        ("“No ship will leave,” the harbour master said.", "“No ship will leave,”"),
        ("The bridge, she said, will be closed.", "The bridge … will be closed"),
        ("“If they come,” he said, “we will go.”", "“If they come,” … “we will go.”"),
        ("He promised the dockers a new crane.", "a new crane"),
        ("He said that if they came, he would leave.", "if they came, he would leave"),
        (
            "Speaking of the lock, she declared, “We will pay for it all.”",
            "“We will pay for it all.”",
        ),
        ("He said it was bad [for all of us], which nobody denied.", "it was bad [for all of us]"),
    ],
)
def test_the_best_is_what_is_said(sentence: str, best: str) -> None:
    assert found(sentence)[0] == best


@pytest.mark.parametrize(
    ("sentence", "best"),
    [
        ("He said the lock would close, and she left the room.", "the lock would close"),
        ("He said that the lock would close, which pleased nobody.", "the lock would close"),
        ("He warned that it would close; the men went home.", "it would close"),
        ("He warned that it would close unless they paid.", "it would close unless they paid"),
        ("They accused her of lying and hiding the log.", "lying"),
    ],
)
def test_it_ends_where_another_statement_begins(sentence: str, best: str) -> None:
    assert best in found(sentence)[:2]


def test_the_verbs_of_the_tag_come_first():
    sentence = "The board accused him of lying and promised to pay the men by June."
    assert found(sentence, "allegation")[0] == "lying"
    assert found(sentence, "commitment")[0] == "to pay the men by June"


def test_what_is_marked_already_comes_last():
    text = Text.of("He has pledged to open the lock by June and to resign if he fails.")
    selection = Selection.first(text)
    first = selection.next_smart("commitment")
    assert first.quote == "to open the lock by June"
    then = selection.next_smart("commitment", first.segments)
    assert then.quote == "to resign if he fails"


def test_both_halves_of_a_quotation_are_found_from_either_of_them():
    text = Text.of("“We will go,” he said. “We will not come back to this town.” Rain fell.")
    for selection in (Selection.first(text), Selection.first(text).next_sentence()):
        names = [each.name for each in selection.smart_spans()]
        assert "both halves" in names


def test_one_quotation_of_a_sentence_is_not_called_both_halves():
    text = Text.of("“We will go,” he said. “We will not come back to this town.” Rain fell.")
    selection = Selection.first(text).next_smart()
    assert (selection.smart_place() or (0, 0, ""))[2] == "quotation"


def test_the_whole_sentence_is_none_of_them():
    sentence = "The minister threatened to close the lock"
    assert sentence not in found(f"{sentence}.")


def test_a_language_without_a_table_has_clauses_and_quotations():
    assert found("Sie sagte: „Wir gehen jetzt nach Hause.“", language="de")


def test_they_go_round_in_both_directions():
    text = Text.of("The mayor accused the pilots of cheating the town, and she denied it.")
    start = Selection.first(text)
    count = len(start.smart_spans())
    forward = [start.next_smart()]
    while len(forward) < count:
        forward.append(forward[-1].next_smart())
    assert len({each.segments for each in forward}) == count
    assert forward[-1].next_smart().segments == forward[0].segments
    assert start.previous_smart().segments == forward[-1].segments
    assert forward[0].previous_smart().segments == forward[-1].segments


def test_they_are_numbered_and_named():
    text = Text.of("The mayor accused the pilots of cheating the town.")
    selection = Selection.first(text)
    assert selection.smart_place() is None
    number, count, name = selection.next_smart().smart_place() or (0, 0, "")
    assert number == 1
    assert count == len(selection.smart_spans())
    assert name == "after “accused”"


def test_where_nothing_is_likely_nothing_is_selected():
    selection = Selection.first(Text.of("Rain."))
    assert selection.smart_spans() == ()
    assert selection.next_smart() == selection


def test_a_sentence_of_endless_length_has_none():
    assert found("He said that " + "they came and " * 5_000 + "went.") == []


@given(strings, st.sampled_from(["", "threat", "commitment", "allegation", "rumour"]))
def test_they_are_few_different_and_in_the_text(string: str, tag: str) -> None:
    text = Text.of(string)
    selection = Selection.first(text)
    spans = selection.smart_spans(tag)
    assert len(spans) <= MOST
    assert len({each.segments for each in spans}) == len(spans)
    for each in spans:
        edges = [edge for segment in each.segments for edge in segment]
        assert edges == sorted(edges)
        assert 0 <= edges[0] <= edges[-1] <= len(text)
        assert all(text[start:end].strip() for start, end in each.segments)
