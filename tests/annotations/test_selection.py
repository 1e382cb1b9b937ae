"""The focus in a text, and what each key does to it and to the span that would be marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.selection import Selection
from annotations.text import Text
from tests.annotations.clock import within
from tests.annotations.strategies import SOME, cluster_borders, strings

TEXT = Text.of(
    "He warned that we will pay. “She laughed,” he said.\n\n* * *\nNobody came. Not one.\nWhy?"
)
SENTENCES = [
    "He warned that we will pay",
    "“She laughed,” he said",
    "* * *",
    "Nobody came",
    "Not one",
    "Why?",
]

KEYS = {
    "j": Selection.next_sentence,
    "k": Selection.previous_sentence,
    "}": Selection.next_paragraph,
    "{": Selection.previous_paragraph,
    "G": Selection.last,
    "b": Selection.start_out_word,
    "w": Selection.start_in_word,
    "B": Selection.end_in_word,
    "W": Selection.end_out_word,
    "J": Selection.end_out_sentence,
    "K": Selection.end_in_sentence,
    "esc": Selection.whole_sentence,
}


def at(words: str, text: Text = TEXT) -> Selection:
    """The selection of exactly those words."""
    start = text[:].index(words)
    return Selection.at(text, start).span(start, start + len(words))


def pressed(selection: Selection, keys: str) -> Selection:
    for key in keys.split():
        selection = KEYS[key](selection)
    return selection


# The focus


def test_the_first_sentence_is_selected_without_its_full_stop():
    selection = Selection.first(TEXT)
    assert selection.quote == "He warned that we will pay"
    assert (selection.focus_start, selection.focus_end) == (0, 27)
    assert (selection.start, selection.end) == (0, 26)


def test_sentences_follow_each_other_over_paragraphs():
    selection, seen = Selection.first(TEXT), []
    for _ in SENTENCES:
        seen.append(selection.quote)
        selection = selection.next_sentence()
    assert seen == SENTENCES


def test_sentences_go_back_over_paragraphs():
    selection, seen = Selection.first(TEXT).last(), []
    for _ in SENTENCES:
        seen.append(selection.quote)
        selection = selection.previous_sentence()
    assert seen == SENTENCES[::-1]


def test_the_last_sentence_has_none_after_it():
    last = Selection.first(TEXT).last()
    assert last.quote == "Why?"
    assert last.next_sentence() == last
    assert last.next_paragraph() == last
    assert last.last() == last


def test_the_first_sentence_has_none_before_it():
    first = Selection.first(TEXT)
    assert first.previous_sentence() == first
    assert first.previous_paragraph() == first


def test_a_paragraph_forward_is_its_first_sentence():
    assert pressed(Selection.first(TEXT), "} }").quote == "Nobody came"
    assert pressed(Selection.first(TEXT), "j }").quote == "* * *"


def test_a_paragraph_back_is_first_the_start_of_this_one():
    assert pressed(at("Not one"), "{").quote == "Nobody came"
    assert pressed(at("Not one"), "{ {").quote == "* * *"
    assert pressed(at("Not one"), "{ { {").quote == "He warned that we will pay"


@pytest.mark.parametrize("key", ["j", "k", "}", "{", "G", "esc"])
def test_moving_the_focus_lets_go_of_every_reshaping(key):
    reshaped = pressed(Selection.first(TEXT), "w B")
    assert not reshaped.is_sentence
    assert pressed(reshaped, key).is_sentence


def test_a_selection_over_many_sentences_goes_on_from_the_one_in_focus():
    wide = pressed(Selection.first(TEXT), "J J J")
    assert wide.next_sentence().quote == "“She laughed,” he said"


@pytest.mark.parametrize(
    ("offset", "quote"),
    [
        (-7, "He warned that we will pay"),
        (0, "He warned that we will pay"),
        (26, "He warned that we will pay"),
        (27, "He warned that we will pay"),
        (28, "“She laughed,” he said"),
        (51, "“She laughed,” he said"),
        (52, "“She laughed,” he said"),
        (53, "* * *"),
        (999, "Why?"),
    ],
)
def test_an_offset_belongs_to_its_sentence_or_to_the_one_before(offset, quote):
    assert Selection.at(TEXT, offset).quote == quote


def test_in_the_white_space_before_the_text_is_its_first_sentence():
    assert Selection.at(Text.of("\n\n  One. Two."), 1).quote == "One"
    assert Selection.at(Text.of("   One. Two."), 0).quote == "One"


def test_where_a_paragraph_holds_no_sentence_the_next_one_is_taken():
    blank = "\u00a0\u2003"
    text = Text.of(f"One.\n{blank}\nTwo.\n{blank}")
    assert Selection.at(text, 5).quote == "Two"
    assert Selection.at(text, len(text)).quote == "Two"
    assert pressed(Selection.first(text), "j").quote == "Two"
    assert pressed(Selection.first(text), "}").quote == "Two"
    assert pressed(Selection.first(text), "G k").quote == "One"
    assert pressed(Selection.first(text), "G {").quote == "One"


def test_the_language_of_a_text_stays_with_its_selections():
    text = Text.of("Das gilt bzgl. der Kosten z. B. nicht. Er ging. Sie kam.")
    selection = Selection.first(text, "de")
    assert selection.quote == "Das gilt bzgl. der Kosten z. B. nicht"
    assert {pressed(selection, keys).language for keys in [*KEYS, "j", "w B"]} == {"de"}
    assert selection.span(3, 7).language == "de"
    assert pressed(selection, "j k J").quote == "Das gilt bzgl. der Kosten z. B. nicht. Er ging"


# The edges


@pytest.mark.parametrize(
    ("keys", "quote"),
    [
        ("w", "warned that we will pay"),
        ("w w w", "we will pay"),
        ("w w w b", "that we will pay"),
        ("B", "He warned that we will"),
        ("B B W", "He warned that we will"),
        ("w w w B", "we will"),
    ],
)
def test_an_edge_moves_by_a_word(keys, quote):
    assert pressed(Selection.first(TEXT), keys).quote == quote


@pytest.mark.parametrize(
    ("words", "key", "quote"),
    [
        ("She laughed", "b", "“She laughed"),
        ("“She laughed", "w", "She laughed"),
        ("She laughed", "W", "She laughed,”"),
        ("Why?", "B", "Why"),
        ("Why", "W", "Why?"),
    ],
)
def test_an_edge_stops_before_and_after_the_marks_of_a_word(words, key, quote):
    assert pressed(at(words), key).quote == quote


def test_the_start_moves_out_of_the_paragraph():
    assert pressed(at("Nobody came"), "b").quote == "said.\n\n* * *\nNobody came"


def test_the_end_moves_out_of_the_paragraph():
    assert pressed(at("Not one"), "W").quote == "Not one.\nWhy"


def test_the_edges_move_back_into_the_paragraph():
    assert pressed(at("said.\n\n* * *\nNobody came"), "w").quote == "Nobody came"
    assert pressed(at("Not one.\nWhy"), "B").quote == "Not one"


def test_edges_stop_at_the_ends_of_the_text():
    first, last = at("He warned"), at("Why?")
    assert pressed(first, "b") == first
    assert pressed(last, "W") == last
    assert pressed(last, "J") == last


def test_the_end_moves_out_by_a_sentence():
    first = Selection.first(TEXT)
    assert pressed(first, "B J").quote == "He warned that we will pay"
    assert pressed(first, "J").quote == "He warned that we will pay. “She laughed,” he said"
    assert pressed(first, "J J J").quote.endswith("* * *\nNobody came") is True


def test_the_end_moves_in_by_a_sentence():
    assert pressed(at("Nobody came. Not one.\nWhy?"), "K").quote == "Nobody came. Not one"
    assert pressed(at("Nobody came. Not one.\nWhy?"), "K K").quote == "Nobody came"
    assert pressed(at("Nobody came. Not"), "K").quote == "Nobody came"


@pytest.mark.parametrize("key", ["w", "B", "K"])
def test_a_key_that_would_leave_nothing_leaves_the_selection(key):
    word = at("Nobody")
    assert pressed(word, key) == word


def test_reshaping_keeps_the_focus():
    selection = pressed(at("Not one"), "b b b b W J")
    assert TEXT[selection.focus_start : selection.focus_end] == "Not one."


def test_letting_go_is_back_to_the_sentence():
    assert pressed(Selection.first(TEXT), "w w B J esc") == Selection.first(TEXT)


def test_only_the_whole_sentence_is_the_sentence():
    assert Selection.first(TEXT).is_sentence
    assert not pressed(Selection.first(TEXT), "w").is_sentence
    assert pressed(Selection.first(TEXT), "w b").is_sentence


# A span from elsewhere


def test_a_span_is_taken_as_it_is_with_its_sentence_in_focus():
    selection = Selection.first(TEXT).span(33, 40)
    assert selection.quote == TEXT[33:40]
    assert TEXT[selection.focus_start : selection.focus_end] == "“She laughed,” he said."


def test_a_span_that_covers_the_focus_does_not_move_it():
    focused = at("Nobody came")
    wide = focused.span(10, focused.end + 3)
    assert (wide.focus_start, wide.focus_end) == (focused.focus_start, focused.focus_end)
    assert (wide.start, wide.end) == (10, focused.end + 3)


def test_a_span_before_or_after_the_focus_moves_it():
    focused = at("Nobody came")
    before = focused.span(focused.focus_start - 3, focused.focus_start)
    assert TEXT[before.focus_start : before.focus_end] == "* * *"
    after = focused.span(focused.focus_end, focused.focus_end + 4)
    assert TEXT[after.focus_start : after.focus_end] == "Nobody came."


# Where a pointer is

POINTED = "“We will pay,” he said. Who? - They!\n\n(“Nobody asked.”) e\u0301a 👨‍👩‍👧 漢字"


def pointed(at: str, text: str = POINTED) -> int:
    """The offset of the character between bars in a piece of a text, as in `w|i|ll`."""
    before, character, after = at.split("|")
    return text.index(before + character + after) + len(before)


@pytest.mark.parametrize(
    ("at", "word"),
    [
        ("w|i|ll", "will"),
        ("|w|ill", "will"),
        ("wil|l|", "will"),
        ("|W|e", "We"),
        ("|“|We", "“We"),
        ("pay,|”|", "pay,”"),
        ("pay|,|”", "pay,”"),
        ("will| |pay", "will"),
        ("said|.|", "said"),
        ("Who|?|", "Who?"),
        ("|-| They", "Who?"),
        ("|(|“Nobody", "(“Nobody"),
        ("|“|Nobody", "(“Nobody"),
        ("asked.|”|)", "asked.”)"),
        ("|e|\u0301a", "e\u0301a"),
        ("e|\u0301|a", "e\u0301a"),
        ("👨‍|👩|‍👧", "👨‍👩‍👧"),
        ("漢|字|", "字"),
    ],
)
def test_a_word_is_found_by_any_of_its_characters(at: str, word: str) -> None:
    assert Selection.first(Text.of(POINTED)).word(pointed(at)).quote == word


def test_before_the_first_word_of_a_paragraph_is_that_word() -> None:
    text = "One.\n\n- Two"
    assert Selection.first(Text.of(text)).word(pointed("|-|", text)).quote == "Two"
    assert Selection.first(Text.of("- Two")).word(0).quote == "Two"


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("w|i|ll", "p|a|y", "will pay"),
        ("w|i|ll", "wi|l|l", "will"),
        ("|W|e", "pay,|”|", "We will pay,”"),
        ("|“|We", "p|a|y", "“We will pay"),
        ("We| |will", "said|.|", "will pay,” he said"),
        ("h|e| said", "W|h|o", "he said. Who"),
        ("W|h|o", "No|b|ody", "Who? - They!\n\n(“Nobody"),
        ("|-|", "asked.|”|", "They!\n\n(“Nobody asked.”)"),
        ("e|\u0301|a", "👨‍👩|‍|👧", "e\u0301a 👨‍👩‍👧"),
        ("|漢|", "|漢|", "漢"),
    ],
)
def test_words_are_selected_from_one_to_the_other(one: str, other: str, words: str) -> None:
    first = Selection.first(Text.of(POINTED))
    assert first.words(pointed(one), pointed(other)).quote == words
    assert first.words(pointed(other), pointed(one)).quote == words


def test_the_sentence_in_which_the_words_begin_is_in_focus() -> None:
    text = Text.of(POINTED)
    for before in (Selection.first(text), Selection.at(text, pointed("No|b|ody"))):
        selection = before.words(pointed("W|h|o"), pointed("No|b|ody"))
        assert selection.whole_sentence().quote == "Who?"


def test_a_mark_that_combines_with_white_space_is_trimmed_like_that_of_a_key() -> None:
    text = Text.of("   🏻")
    selection = Selection.first(text).words(0, 3)
    assert (selection.start, selection.end) == selection.trimmed(0, len(text))


@pytest.mark.parametrize("at", ["will| |pay", "Who? |-| They"])
def test_between_two_words_nothing_else_is_selected(at: str) -> None:
    selection = Selection.at(Text.of(POINTED), pointed("No|b|ody"))
    assert selection.words(pointed(at), pointed(at)) == selection


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("|w|ill", "will pay,” he"),
        ("W|e| will", "We will pay,” he"),
        ("|“|We", "“We will pay,” he"),
        ("pay,|”|", "he"),
        ("W|h|o", "he"),
        ("No|b|ody", "he"),
    ],
)
def test_the_start_edge_goes_to_a_word(at: str, words: str) -> None:
    text = Text.of(POINTED)
    start, end = text[:].index("pay"), text[:].index(" said")
    selection = Selection.at(text, start).span(start, end)
    moved = selection.start_to(pointed(at))
    assert (moved.quote, moved.end) == (words, selection.end)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("sa|i|d", "will pay,” he said"),
        ("said|.|", "will pay,” he said"),
        ("pay,|”|", "will pay,”"),
        ("pay|,|", "will pay,”"),
        ("p|a|y", "will pay"),
        ("W|e|", "will"),
        ("|“|We", "will"),
        ("Nobod|y|", "will pay,” he said. Who? - They!\n\n(“Nobody"),
    ],
)
def test_the_end_edge_goes_to_a_word(at: str, words: str) -> None:
    text = Text.of(POINTED)
    start, end = text[:].index("will"), text[:].index(" said")
    selection = Selection.at(text, start).span(start, end)
    moved = selection.end_to(pointed(at))
    assert (moved.quote, moved.start) == (words, selection.start)


@SOME
@given(strings, st.data())
def test_words_hold_both_of_the_characters_that_were_pointed_at(
    string: str, data: st.DataObject
) -> None:
    text = Text.of(string)
    one, other = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
    selection = Selection.first(text).words(one, other)
    if selection != Selection.first(text):
        assert selection.trimmed(selection.start, selection.end) == (selection.start, selection.end)
        for offset in (one, other):
            if text[offset : offset + 1].isalnum():
                assert selection.start <= offset < selection.end


# What is left of a sentence


@pytest.mark.parametrize(
    ("marked", "rest"),
    [
        ("We act", "and you pay, or else"),
        ("We act, and you pay", "or else"),
        ("We act, and you", "pay, or else"),
    ],
)
def test_the_rest_of_a_sentence_is_what_follows_a_mark(marked, rest):
    selection = Selection.first(Text.of("We act, and you pay, or else. They left."))
    assert selection.rest_of_sentence(len(marked)).quote == rest


@pytest.mark.parametrize("closing", ["”, ", "’; ", ") ", "] ", ".”, ", "”) "])
def test_what_closes_a_mark_is_not_left_of_its_sentence(closing):
    selection = Selection.first(Text.of(f"He said “we act{closing}and left"))
    assert selection.rest_of_sentence(15).quote == "and left"


@pytest.mark.parametrize("sentence", ["We act.", "We act!”", "We act ...", "We act.”) "])
def test_where_no_word_is_left_the_selection_stays(sentence):
    selection = Selection.first(Text.of(f"{sentence} They left."))
    assert selection.rest_of_sentence(len("We act")) == selection


@pytest.mark.parametrize("after", [-1, 27, 40, 999])
def test_an_offset_outside_the_focus_leaves_the_selection(after):
    selection = Selection.first(TEXT)
    assert selection.rest_of_sentence(after) == selection


def test_the_start_of_the_focus_leaves_the_whole_sentence():
    selection = pressed(Selection.first(TEXT), "w w")
    assert selection.rest_of_sentence(0) == Selection.first(TEXT)


@pytest.mark.parametrize("combining", ["\u0301", "\ufe0f"])
@pytest.mark.parametrize("closing", ["”", ")", ""])
def test_the_rest_is_found_behind_a_mark_that_something_combines_with(closing, combining):
    selection = Selection.first(Text.of(f"We act{closing}{combining} and you pay"))
    with within(seconds=1):
        rest = selection.rest_of_sentence(len("We act"))
    assert rest.quote == "and you pay"


def test_a_full_stop_that_something_combines_with_leaves_nothing():
    selection = Selection.first(Text.of("We act.\u0301"))
    with within(seconds=1):
        assert selection.rest_of_sentence(len("We act")) == selection


# Texts without a sentence


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("string", ["", "\n\n", " \t\n", "\u2028", "\u00a0\n\n\u00a0"])
def test_every_key_does_nothing_where_there_is_no_sentence(string, key):
    selection = Selection.first(Text.of(string))
    assert selection.empty
    assert pressed(selection, key) == selection


@pytest.mark.parametrize("string", ["", "\n\n", "\u2028"])
def test_nothing_is_at_any_offset_where_there_is_no_sentence(string):
    nothing = Selection.first(Text.of(string))
    assert Selection.at(Text.of(string), 1).empty
    assert nothing.quote == ""
    assert nothing.rest_of_sentence(0) == nothing


@pytest.mark.parametrize("string", ["", "\n\n", " \n \n", "…", "* * *"])
def test_a_pointer_in_a_text_without_words_selects_nothing(string: str) -> None:
    selection = Selection.first(Text.of(string))
    assert selection.word(1) == selection
    assert selection.words(0, 2) == selection
    assert selection.start_to(1) == selection
    assert selection.end_to(1) == selection


# Edges of a mark


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (" that we will pay. ", "that we will pay"),
        ("pay. “She", "pay. “She"),
        ("She laughed,", "She laughed"),
        ("said.\n\n* * *\n", "said.\n\n* * *"),
        ("\n\n", "\n\n"),
    ],
)
def test_a_mark_is_trimmed(words, kept):
    start = TEXT[:].index(words)
    first, last = Selection.first(TEXT).trimmed(start, start + len(words))
    assert TEXT[first:last] == kept


@pytest.mark.parametrize("character", ["e\u0301", "👍🏽", "👨‍👩‍👧", "🇫🇷", "நி", "각"])
def test_an_edge_inside_a_character_moves_out_of_it(character):
    text = Text.of(f"Über {character} uns\nund {character} ihn")
    border, size = len("Über "), len(character)
    for inside in range(1, size):
        assert Selection.first(text).trimmed(border + inside, border + size) == (
            border,
            border + size,
        )
        second = text[:].rindex(character)
        assert Selection.first(text).trimmed(0, second + inside) == (0, second + size)


@pytest.mark.parametrize(
    ("offset", "character"),
    [(0, "a"), (1, "e\u0301"), (2, "e\u0301"), (3, "b"), (4, "\n"), (5, "c")],
)
def test_a_code_point_belongs_to_its_character(offset, character):
    text = Text.of("ae\u0301b\nc")
    start, end = Selection.first(text).cluster(offset)
    assert text[start:end] == character


# Whatever is pressed, wherever

texts = strings.filter(lambda string: any(map(str.isalnum, string))).map(Text.of)
moves = st.lists(
    st.tuples(
        st.sampled_from([*KEYS, "click", "span", "drag", "word", "edge", "T"]), st.integers(0, 40)
    ),
    max_size=10,
)


def walk(text: Text, moves: list[tuple[str, int]]) -> list[Selection]:
    """The selections on a way through a text that begins with its first sentence."""
    selections = [Selection.first(text)]
    for key, number in moves:
        with within(seconds=1):
            selections.append(moved(selections[-1], key, number))
    return selections


def moved(selection: Selection, key: str, number: int) -> Selection:
    if key == "click":
        return Selection.at(selection.text, number)
    if key == "span":
        start = number % len(selection.text)
        return selection.span(*selection.trimmed(start, min(start + 9, len(selection.text))))
    if key == "drag":
        return selection.words(number % len(selection.text), (number * 7) % len(selection.text))
    if key == "word":
        return selection.word(number % len(selection.text))
    if key == "edge":
        pull = selection.start_to if number % 2 else selection.end_to
        return pull((number * 7) % len(selection.text))
    if key == "T":
        return selection.rest_of_sentence(selection.focus_start + number)
    return pressed(selection, key)


@SOME
@given(texts, moves)
def test_a_selection_is_never_empty_and_never_outside_its_text(text, moves):
    for selection in walk(text, moves):
        assert 0 <= selection.start < selection.end <= len(text)
        assert 0 <= selection.focus_start < selection.focus_end <= len(text)


@SOME
@given(texts, moves)
def test_a_quote_is_what_stands_at_its_offsets(text, moves):
    whole = text[:]
    for selection in walk(text, moves):
        assert selection.quote == whole[selection.start : selection.end]


@SOME
@given(texts, moves)
def test_the_edges_of_a_selection_never_split_a_character(text, moves):
    borders = cluster_borders(text[:])
    for selection in walk(text, moves):
        assert {selection.start, selection.end} <= borders


@pytest.mark.parametrize(("words", "key"), [("pay", "W"), ("they", "b"), ("We pay", "w")])
@pytest.mark.parametrize("combining", ["\u0301", "\ufe0f"])
@pytest.mark.parametrize("mark", ["”", "!", "“"])
def test_an_edge_never_splits_a_mark_from_what_combines_with_it(mark, combining, words, key):
    text = Text.of(f"We pay{mark}{combining} you, {mark}{combining}they go. Then what?")
    selection = pressed(at(words, text), key)
    assert {selection.start, selection.end} <= cluster_borders(text[:])


@pytest.mark.parametrize("combining", ["\u0301", "\ufe0f"])
@pytest.mark.parametrize("key", ["J", "K"])
def test_an_edge_at_the_end_of_a_sentence_never_splits_its_last_character(key, combining):
    text = Text.of(f"We pay!{combining} You go!{combining} They ran!{combining}")
    selection = pressed(at("We pay" if key == "J" else f"We pay!{combining} You", text), key)
    assert {selection.start, selection.end} <= cluster_borders(text[:])


@SOME
@given(texts, st.booleans())
def test_pressed_often_enough_the_edge_keys_reach_the_ends_of_the_words(text, forward):
    selection = Selection.first(text)
    for _ in range(len(text) + 1):
        selection = pressed(selection, "W" if forward else "b")
    letters = [at for at, character in enumerate(text[:]) if character.isalnum()]
    assert selection.end > letters[-1] if forward else selection.start <= letters[0]


@SOME
@given(texts)
def test_the_focus_comes_through_every_letter_of_a_text(text):
    selection = Selection.first(text)
    seen = set(range(selection.focus_start, selection.focus_end))
    while (after := selection.next_sentence()) != selection:
        assert after.focus_start >= selection.focus_end
        seen |= set(range(after.focus_start, after.focus_end))
        selection = after
    assert {at for at, character in enumerate(text[:]) if character.isalnum()} <= seen
    assert selection == Selection.first(text).last()


@SOME
@given(texts)
def test_the_way_back_is_the_way_there(text):
    way = [Selection.first(text)]
    while (after := way[-1].next_sentence()) != way[-1]:
        way.append(after)
    back = [way[-1]]
    while (before := back[-1].previous_sentence()) != back[-1]:
        back.append(before)
    assert back == way[::-1]
