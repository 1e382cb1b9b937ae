"""Where a quote stands in a text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.edges import outward
from annotations.locating import ANY, MOST, Ambiguous, Choice, NotFound, locate, places
from annotations.text import Text

SPEECH = Text.of(
    "He warned: “We will\nclose the port – and it’s final.”\n\n"
    "“If they come,” she said, “we will go.” We will pay... They pay.\n"
)


def words(text: Text, *quotes: str, choice: Choice = ANY) -> list[str]:
    """The words of the text at the place of a quote."""
    return [text[slice(*span)] for span in locate(text, quotes, choice).spans]


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("close the port", "close the port"),
        ("  close the port\n", "close the port"),
        ("We will close the port", "We will\nclose the port"),
        ("We   will close", "We will\nclose"),
        ('"We will close', "“We will\nclose"),
        ("the port - and it's final", "the port – and it’s final"),
        ('the port — and it’s final."', "the port – and it’s final.”"),
        ("We will pay…", "We will pay..."),
    ],
)
def test_a_quote_is_found_however_its_spaces_and_marks_are_typed(quote: str, there: str) -> None:
    assert words(SPEECH, quote) == [there]


def test_a_quote_as_it_is_goes_before_one_like_it() -> None:
    text = Text.of("It’s late. It's late.")
    assert locate(text, ["It's late"]).start == 11
    assert locate(text, ["It’s late"]).start == 0


def test_the_other_form_of_a_letter_is_the_same_letter() -> None:
    composed, apart = "Café für alle", unicodedata.normalize("NFD", "Café für alle")
    assert words(Text.of(apart), composed) == [apart]
    assert words(Text.of(composed), apart) == [composed]


def test_no_place_begins_or_ends_inside_a_character() -> None:
    text = Text.of(unicodedata.normalize("NFD", "Café. ") + "Cafe.")
    assert locate(text, ["Cafe"]).start == 7


def test_fragments_follow_each_other() -> None:
    assert words(SPEECH, "If they come", "we will go") == ["If they come", "we will go"]
    with pytest.raises(NotFound, match="in this order"):
        locate(SPEECH, ["we will go", "If they come"])


def test_a_quote_at_several_places_is_refused_with_all_of_them() -> None:
    with pytest.raises(Ambiguous, match="“We will” stands in the text 2 times") as refused:
        locate(SPEECH, ["We will"])
    first, second = refused.value.places
    assert (first.number, first.paragraph, first.start) == (1, 1, 12)
    assert (second.number, second.paragraph) == (2, 3)
    assert (second.before, second.exact, second.after) == (
        "hey come,” she said, “we will go.” "[-32:],
        "We will",
        " pay... They pay. ",
    )


def test_one_of_several_places_is_chosen_by_number_or_offset() -> None:
    assert locate(SPEECH, ["We will"], Choice(occurrence=2)).paragraph == 3
    assert locate(SPEECH, ["We will"], Choice(start=12)).number == 1
    for wrong in (Choice(occurrence=3), Choice(start=13), Choice(occurrence=1, start=13)):
        with pytest.raises(Ambiguous, match="2 times, but not there"):
            locate(SPEECH, ["We will"], wrong)
    with pytest.raises(Ambiguous, match="once, but not there"):
        locate(SPEECH, ["close the port"], Choice(start=1))


def test_each_place_of_a_later_fragment_is_one() -> None:
    text = Text.of("one two. one two. two.")
    found = [place.spans for place in places(text, ["one", "two"])]
    assert found == [
        ((0, 3), (4, 7)),
        ((0, 3), (13, 16)),
        ((0, 3), (18, 21)),
        ((9, 12), (13, 16)),
        ((9, 12), (18, 21)),
    ]


def test_places_may_overlap() -> None:
    assert [place.start for place in places(Text.of("papapa"), ["papa"])] == [0, 2]


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("we wil close the port", "not in the text; paragraph 2 has “close the port”"),
        ("If they came, she says", "paragraph 3 has “If they come,” she”"),
        ("nothing of the kind at all", "“nothing of the kind at all” is not in the text"),
        ("", "at least one word"),
        (" \n", "at least one word"),
        ("?!", "“?!” is not in the text"),
    ],
)
def test_a_quote_that_stands_nowhere_is_told_what_is_like_it(quote: str, said: str) -> None:
    with pytest.raises(NotFound) as refused:
        locate(SPEECH, [quote])
    assert said in str(refused.value)


def test_a_text_without_words_has_no_places() -> None:
    with pytest.raises(NotFound):
        locate(Text.of(""), ["we"])


def test_a_quote_that_stands_everywhere_is_not_counted_to_the_end() -> None:
    text = Text.of("a " * 5000)
    with pytest.raises(Ambiguous, match=f"{MOST} times or more"):
        locate(text, ["a", "a", "a", "a"])
    with pytest.raises(NotFound):
        locate(text, ["a"] * 20 + ["b"])


@given(st.text(alphabet="ab .“”\"'’\n–-e\u0301", max_size=60), st.data())
def test_any_whole_characters_of_a_text_are_found_where_they_are(
    string: str, data: st.DataObject
) -> None:
    text = Text.of(string)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    found = list(places(text, [words.strip()])) if words.strip() else []
    assert all(outward(text, *place.spans[0]) == place.spans[0] for place in found)
    starts = [place.start for place in found]
    assert starts == sorted(set(starts))
    if words.strip() and outward(text, start, end) == (start, end):
        assert start in starts
        assert all(text[place.start : place.end] == words.strip() for place in found)


@given(st.lists(st.sampled_from(["we", "“go”", "it's", "a–b", "é"]), min_size=1, max_size=6))
def test_typed_words_lead_to_the_words_of_the_text(parts: list[str]) -> None:
    text = Text.of("Said: " + "\n".join(parts) + " end.")
    typed = " ".join(parts).translate({0x201C: '"', 0x201D: '"', 0x2013: "-"})
    assert any(place.start == 6 for place in places(text, [typed]))
