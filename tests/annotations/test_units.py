"""Sentences and words of a paragraph, and what a mark keeps of a quote."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations import units
from tests.annotations.strategies import SOME, cluster_borders, strings


def sentences(paragraph: str, language: str = "en") -> list[str]:
    return [paragraph[start:end] for start, end in units.sentences(paragraph, language)]


def words(paragraph: str) -> list[str]:
    return [paragraph[start:end] for start, end in units.words(paragraph)]


def kept(quote: str) -> str:
    start, end = units.trim(quote)
    return quote[start:end]


# Sentences


def test_a_paragraph_is_cut_at_full_stops():
    assert sentences("He warned that we will pay. She laughed! Who? Nobody.") == [
        "He warned that we will pay.",
        "She laughed!",
        "Who?",
        "Nobody.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Kirby spoke to Dr. Smith at 5 p.m. on Monday.",
        "The U.S. Army left the St. James Hotel.",
        "It cost $3.5 million, i.e. too much.",
        "Gen. A. B. Jones, Jr. was there.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence):
    assert sentences(f"{sentence} They left.") == [sentence, "They left."]


def test_the_white_space_around_a_sentence_is_not_in_it():
    assert sentences("  One went.   \u00a0Two stayed. \t ") == ["One went.", "Two stayed."]


def test_a_newline_inside_a_paragraph_is_a_space():
    assert sentences("One sentence\nover two lines.\nNext\none.") == [
        "One sentence\nover two lines.",
        "Next\none.",
    ]


@pytest.mark.parametrize(("opening", "closing"), ["“”", "‘’", "«»", '""', "''", "„“"])
def test_a_quotation_of_several_sentences_is_cut_inside(opening, closing):
    paragraph = f"He said: {opening}We will act. You will pay.{closing} They ran."
    assert sentences(paragraph) == [
        f"He said: {opening}We will act.",
        f"You will pay.{closing}",
        "They ran.",
    ]


def test_a_quotation_at_the_start_keeps_its_marks():
    assert sentences("“We will act. You will pay,” he said. “Mark my words.”") == [
        "“We will act.",
        "You will pay,” he said.",
        "“Mark my words.”",
    ]


def test_an_unclosed_quotation_is_cut_inside():
    assert sentences("“We will act. You will pay. Mark my words") == [
        "“We will act.",
        "You will pay.",
        "Mark my words",
    ]


def test_a_quotation_that_is_opened_again_is_cut_before_its_mark():
    assert sentences("They stayed. “We act. “You pay.” They ran.") == [
        "They stayed.",
        "“We act.",
        "“You pay.”",
        "They ran.",
    ]


def test_a_quotation_in_a_quotation_is_cut_inside():
    assert sentences("“He said ‘Go now. Run.’ They ran.” We stayed.") == [
        "“He said ‘Go now.",
        "Run.’",
        "They ran.”",
        "We stayed.",
    ]


def test_an_apostrophe_opens_no_quotation():
    assert sentences("We don't know. They're late, 'tis true. It's over.") == [
        "We don't know.",
        "They're late, 'tis true.",
        "It's over.",
    ]


def test_a_bracket_with_sentences_in_it_cuts_none():
    assert sentences("He left (for good. Or so he said.) and came back. She stayed.") == [
        "He left (for good. Or so he said.) and came back.",
        "She stayed.",
    ]


def test_an_ellipsis_between_sentences_belongs_to_the_first():
    assert sentences("We waited... Nobody came. Then ... They came.") == [
        "We waited...",
        "Nobody came.",
        "Then ...",
        "They came.",
    ]


def test_an_ellipsis_inside_a_sentence_does_not_cut_it():
    assert sentences("We waited … nobody came… not one... never. They left.") == [
        "We waited … nobody came… not one... never.",
        "They left.",
    ]


def test_what_holds_no_word_is_no_sentence_beside_others():
    assert sentences("... One went. * * *") == ["One went."]


@pytest.mark.parametrize("paragraph", ["* * *", "...", "—"])
def test_what_holds_no_word_is_a_sentence_where_there_is_nothing_else(paragraph):
    assert sentences(paragraph) == [paragraph]


@pytest.mark.parametrize("paragraph", ["", " ", "\u00a0\u2003\u2028"])
def test_white_space_holds_no_sentence(paragraph):
    assert sentences(paragraph) == []


def test_the_language_says_what_is_an_abbreviation():
    paragraph = "Das gilt z. B. nicht bzgl. der Kosten. Er ging."
    assert sentences(paragraph, "de") == ["Das gilt z. B. nicht bzgl. der Kosten.", "Er ging."]
    assert sentences(paragraph, "de") != sentences(paragraph, "en")


def test_other_scripts_have_other_full_stops():
    assert sentences("我们会付。你们也会。", "zh") == ["我们会付。", "你们也会。"]
    assert sentences("هل تدفع؟ نعم.", "ar") == ["هل تدفع؟", "نعم."]


@pytest.mark.parametrize("language", ["de", "ar", "zh", "nobody-speaks-this", ""])
def test_any_language_may_be_asked_for(language):
    assert sentences("Hello.", language) == ["Hello."]


@SOME
@given(strings)
def test_sentences_are_in_order_and_do_not_overlap(paragraph):
    done = 0
    for start, end in units.sentences(paragraph):
        assert done <= start < end <= len(paragraph)
        done = end


@SOME
@given(strings)
@example("\x1cOne went.")
def test_a_sentence_never_begins_or_ends_with_white_space(paragraph):
    for each in sentences(paragraph):
        assert each == each.strip()


@SOME
@given(strings)
def test_no_letter_or_digit_is_left_out_of_the_sentences(paragraph):
    inside = {at for span in units.sentences(paragraph) for at in range(*span)}
    assert {at for at, character in enumerate(paragraph) if character.isalnum()} <= inside


# Words


def test_words_are_without_the_marks_around_them():
    assert words("“We’ll pay $5 (now), don't-we? 3,000.5%”") == [
        *("We’ll", "pay", "$", "5", "now", "don't", "we", "3,000.5")
    ]


def test_an_emoji_is_one_word():
    assert words("Yes 👍🏽 and 👨‍👩‍👧, no 🇫🇷.") == ["Yes", "👍🏽", "and", "👨‍👩‍👧", "no", "🇫🇷"]


def test_a_combining_character_belongs_to_its_word():
    assert words("cafe\u0301 noir") == ["cafe\u0301", "noir"]


@SOME
@given(strings)
def test_words_are_in_order_and_hold_every_letter(paragraph):
    done, inside = 0, set()
    for start, end in units.words(paragraph):
        assert done <= start < end <= len(paragraph)
        done = end
        inside |= set(range(start, end))
    assert {at for at, character in enumerate(paragraph) if character.isalnum()} <= inside


def test_a_span_starts_at_a_word_or_before_the_marks_that_open_it():
    paragraph = "He said “(we) pay”."
    assert [paragraph[start:] for start in units.word_starts(paragraph)] == [
        "He said “(we) pay”.",
        "said “(we) pay”.",
        "“(we) pay”.",
        "we) pay”.",
        "pay”.",
    ]


def test_a_span_ends_after_a_word_or_after_what_closes_it():
    paragraph = "He (once) said: “We pay.” Why?! So… Go."
    assert [paragraph[:end] for end in units.word_ends(paragraph)] == [
        "He",
        "He (once",
        "He (once)",
        "He (once) said",
        "He (once) said: “We",
        "He (once) said: “We pay",
        "He (once) said: “We pay.”",
        "He (once) said: “We pay.” Why",
        "He (once) said: “We pay.” Why?!",
        "He (once) said: “We pay.” Why?! So",
        "He (once) said: “We pay.” Why?! So…",
        "He (once) said: “We pay.” Why?! So… Go",
    ]


@SOME
@given(strings, st.sampled_from([units.word_starts, units.word_ends]))
def test_the_places_where_a_span_may_start_or_end_are_in_order(paragraph, places):
    found = places(paragraph)
    assert list(found) == sorted(set(found))
    assert all(0 <= place <= len(paragraph) for place in found)


@SOME
@given(strings)
@example("pay”\u0301 us")
@example("\u0600ก\u0600")
def test_a_span_never_starts_or_ends_inside_a_character(paragraph):
    places = {*units.word_starts(paragraph), *units.word_ends(paragraph)}
    assert places <= cluster_borders(paragraph)


# What a mark keeps


def test_a_full_stop_stays_out_of_a_mark():
    assert kept("We will pay.") == "We will pay"


@pytest.mark.parametrize("mark", [" ", "\n", "\u00a0", "\u2028", "\x1c", ",", ";", ":", ", "])
def test_white_space_comma_semicolon_and_colon_stay_out_at_both_edges(mark):
    assert kept(f"{mark}pay, now{mark}") == "pay, now"
    assert kept(f"{mark}pay, now{mark}.") == "pay, now"


@pytest.mark.parametrize(
    "quote",
    ["We will pay…", "We will pay...", "We will pay . . .", "... we will pay", "Pay!"],
)
def test_an_ellipsis_and_other_ends_stay(quote):
    assert kept(quote) == quote


@pytest.mark.parametrize("quote", ["“We will pay.”", "(We will pay.)", "‘Pay.’"])
def test_a_full_stop_before_a_closing_mark_stays(quote):
    assert kept(quote) == quote


def test_the_same_words_twice_are_kept_both():
    assert units.trim(", pay, pay, ") == (2, 10)


@pytest.mark.parametrize(("quote", "all_there_is"), [(".", "."), (" ,; ", ",;"), (" : . ", ": .")])
def test_where_nothing_would_be_left_only_the_white_space_goes(quote, all_there_is):
    assert kept(quote) == all_there_is


def test_white_space_alone_is_kept_as_it_is():
    assert kept(" \n") == " \n"


@SOME
@given(strings.filter(str.strip))
def test_something_is_kept_of_every_quote_that_says_something(quote):
    assert kept(quote).strip()


@SOME
@given(strings.filter(lambda quote: any(character.isalnum() for character in quote)))
def test_what_is_kept_never_begins_or_ends_with_what_stays_out(quote):
    assert kept(quote) == kept(quote).strip().strip(",;:")


@SOME
@given(strings)
@example("pay. .")
@example("pay.;.")
def test_what_is_kept_is_kept_whole_the_next_time(quote):
    assert kept(kept(quote)) == kept(quote)


def test_an_edge_may_stop_behind_a_comma_and_its_closing_quotation_mark() -> None:
    words = "against Iran,’ end quote"
    assert [words[:end] for end in units.word_ends(words)][1:3] == [
        "against Iran",
        "against Iran,’",
    ]
