"""A caret for spans that no other key reaches."""

from __future__ import annotations

from annotations.caret import Caret
from annotations.selection import Selection
from annotations.text import Text

TEXT = Text.of("The Ağrı-line pays e\u0301te\u0301 now.\nOr never.")


def caret(words: str = "The") -> Caret:
    start = TEXT[:].index(words)
    return Caret.at_start(Selection.at(TEXT, start).span(start, start + len(words)))


def on(it: Caret) -> str:
    """The character that a caret is on."""
    return TEXT[slice(*it.cell)]


def test_it_begins_at_the_start_of_the_selection():
    assert caret("pays").head == TEXT[:].index("pays")


def test_without_an_anchor_it_spans_what_was_selected():
    assert caret("pays").right().right().spanned.quote == "pays"


def test_from_its_anchor_it_spans_the_characters_at_both_ends():
    it = caret("pays").anchored().right()
    assert it.spanned.quote == "pa"
    assert it.left().left().spanned.quote == " p"


def test_the_anchor_is_let_go_of_by_the_same_key():
    assert caret("pays").anchored().right().anchored().anchor is None


def test_it_goes_over_whole_characters():
    it = caret("e\u0301te\u0301")
    assert on(it) == "e\u0301"
    assert on(it.right()) == "t"
    assert on(it.right().right()) == "e\u0301"
    assert on(it.right().right().left().left()) == "e\u0301"


def test_it_goes_over_words():
    it = caret("Ağrı")
    assert it.next_word().head == TEXT[:].index("line")
    assert on(it.word_end()) == "ı"
    assert on(it.word_end().word_end()) == "e"
    assert it.next_word().previous_word().head == it.head


def test_it_stops_at_the_ends_of_a_paragraph():
    it = caret("The")
    assert it.left() == it
    assert on(it.to(TEXT[:].index("."))) == "."
    assert it.to(TEXT[:].index(".")).right() == it.to(TEXT[:].index("."))


def test_it_does_not_leave_the_text():
    assert caret().to(-5).head == 0
    assert on(caret().to(10**6)) == "."
    assert caret("never").to(10**6).next_word().head == len(TEXT) - 1
