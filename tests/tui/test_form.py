"""Forms: what is typed, pasted and chosen in their entries, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.characters import all_clusters
from tui.lists.form import LONGEST, Entry, Form, Option, Refusal, Values

FAMILY = "👨‍👩‍👧"
FORMATS = (Option("xlsx", "xlsx  workbook"), Option("csv", "csv  table"), Option("json", "json"))


class Filled:
    """A form of a title, an address and a format, and what was done with it."""

    def __init__(self, title: str = "", follow: Callable[[Values], Values] | None = None) -> None:
        self.refusal: Refusal | None = None
        self.taken: list[Values] = []
        self.left = 0
        entries = [
            Entry("title", "title", title, "What it is called"),
            Entry("URL", "URL", "https://a.example/1"),
            Entry("format", "format", "xlsx", "How it is written", FORMATS),
        ]
        more = {"follow": follow} if follow else {}
        self.form = Form("Data", entries, self._done, self._leave, **more)

    def _done(self, values: Values) -> Refusal | None:
        self.taken.append(values)
        return self.refusal

    def _leave(self) -> None:
        self.left += 1

    def press(self, *keys: str) -> Filled:
        """Press keys by their names, commands by theirs."""
        for key in keys:
            if not self.form.type(key):
                getattr(self.form, f"form_{key}")()
        return self

    @property
    def state(self) -> str:
        """What stands in the entry with the cursor, a bar where the caret is."""
        value, caret = self.form.value, self.form.caret
        return f"{value[:caret]}|{value[caret:]}"


# Typing


def test_letters_go_where_the_caret_is() -> None:
    filled = Filled().press(*"Sppech", "left", "left", "left", "left", "back", "right", *"e")
    assert filled.state == "Spe|ech"
    assert filled.press("start", *"A", "space", "end", *"es").state == "A Speeches|"


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        (("back",), "to be or no|"),
        (("start", "delete"), "|o be or not"),
        (("start", "back"), "|to be or not"),
        (("delete",), "to be or not|"),
        (("word_back",), "to be or |"),
        (("word_back", "word_back"), "to be |"),
        (("left", "left", "word_back"), "to be or |ot"),
        (("left", "empty"), "|"),
        (("start", "left"), "|to be or not"),
        (("right",), "to be or not|"),
    ],
)
def test_keys_take_off_and_move(keys: tuple[str, ...], state: str) -> None:
    assert Filled("to be or not").press(*keys).state == state


def test_a_word_of_an_address_ends_at_a_stroke() -> None:
    assert Filled("~/texts/marks.xlsx").press("word_back").state == "~/texts/|"
    assert Filled("https://a.example/b/").press("word_back").state == "https://a.example/|"


@pytest.mark.parametrize("character", [FAMILY, "é", "漢", "🇵🇹", "각"])
def test_a_character_is_never_split(character: str) -> None:
    filled = Filled(f"a{character}b").press("left", "left")
    assert filled.state == f"a|{character}b"
    assert filled.press("delete").state == "a|b"
    assert Filled(f"a{character}").press("back").state == "a|"


def test_what_joins_two_characters_takes_the_caret_behind_both() -> None:
    filled = Filled("👨👧").press("left")
    filled.form.paste("\u200d")
    assert filled.state == "👨\u200d👧|"


@given(st.text(max_size=8), st.lists(st.sampled_from(["left", "right", "back", "delete", "a"])))
def test_the_caret_is_always_between_characters(value: str, keys: list[str]) -> None:
    filled = Filled(value)
    for key in keys:
        filled.press(key)
        ends = {0, *(end for _, end in all_clusters(filled.form.value))}
        assert filled.form.caret in ends


def test_the_caret_comes_to_the_end_of_the_entry_that_is_gone_to() -> None:
    filled = Filled("A speech").press("start", "next")
    assert filled.state == "https://a.example/1|"
    assert filled.press("previous").state == "A speech|"


def test_next_and_back_go_round() -> None:
    filled = Filled().press("previous")
    assert filled.form.entry.name == "format"
    assert filled.press("next").form.entry.name == "title"


def test_other_keys_are_no_letters() -> None:
    form = Filled().form
    assert not any(map(form.type, ("enter", "f1", "ctrl+x", "\x1b", "\x00", "", "escape")))
    assert form.value == ""


# Pasting


@pytest.mark.parametrize(
    ("pasted", "state"),
    [
        ("https://b.example/?q=1&r=[2]", "A https://b.example/?q=1&r=[2]|"),
        ("https://b.example/\n", "A https://b.example/|"),
        ("one\r\ntwo\n\n\nthree", "A one two three|"),
        ("one\ttwo\u2028three", "A one two three|"),
        ("\x1b]0;owned\x07\x00x\x9b\ud800", "A ]0;ownedx|"),
        ("\n\n", "A |"),
        (FAMILY, f"A {FAMILY}|"),
    ],
)
def test_what_is_pasted_stands_on_one_line_without_controls(pasted: str, state: str) -> None:
    filled = Filled("A ")
    filled.form.paste(pasted)
    assert filled.state == state


def test_pasting_goes_where_the_caret_is() -> None:
    filled = Filled("ad").press("left")
    filled.form.paste("bc")
    assert filled.state == "abc|d"


def test_what_is_too_long_is_not_cut_but_left_out() -> None:
    filled = Filled("A")
    filled.form.paste("x" * LONGEST)
    assert (filled.state, filled.form.trouble) == ("A|", "too long: 4,000 characters at most")
    filled.form.paste("x" * (LONGEST - 1))
    assert (len(filled.form.value), filled.form.trouble) == (LONGEST, "")
    assert len(filled.press("y").form.value) == LONGEST


def test_nothing_is_pasted_among_options() -> None:
    filled = Filled().press("previous")
    filled.form.paste("csv")
    assert filled.form.value == "xlsx"


# Choosing


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("right",), "csv"),
        (("left",), "json"),
        (("space", "space"), "json"),
        (("right", "right", "right"), "xlsx"),
        (("j",), "json"),
        (("C",), "csv"),
        (("q",), "xlsx"),
        (("back",), "xlsx"),
        (("empty",), "xlsx"),
        (("delete",), "xlsx"),
        (("word_back",), "xlsx"),
    ],
)
def test_an_option_is_chosen_by_arrows_blanks_and_letters(
    keys: tuple[str, ...], value: str
) -> None:
    assert Filled().press("previous", *keys).form.value == value


def test_the_same_letter_goes_on_to_the_next_option() -> None:
    options = tuple(Option(name, name) for name in ("json", "csv", "jsonl"))
    form = Form("", [Entry("format", "format", "csv", options=options)], lambda _: None, int)
    chosen = [form.type("j") and form.value for _ in range(3)]
    assert chosen == ["jsonl", "json", "jsonl"]


def test_an_option_is_shown_in_words_with_its_own_help() -> None:
    options = (Option("a", "the first"), Option("b", "the second", "Only for some"))
    form = Form("", [Entry("which", "which", "a", "For all", options)], lambda _: None, int)
    assert (form.value_of(form.entry), form.help) == ("the first", "For all")
    form.form_right()
    assert (form.value_of(form.entry), form.help) == ("the second", "Only for some")


# Entries that follow


def doubled(values: Values) -> Values:
    return {"URL": f"{values['title']}.{values['format']}", "title": "never"}


def test_what_nobody_touched_follows() -> None:
    filled = Filled(follow=doubled).press(*"ab")
    assert filled.form.values == {"title": "ab", "URL": "ab.xlsx", "format": "xlsx"}
    assert filled.press("previous", "j").form.values["URL"] == "ab.json"


def test_what_was_touched_stays() -> None:
    filled = Filled(follow=doubled).press("next", *"x", "previous", *"ab")
    assert filled.form.values["URL"] == "https://a.example/1x"


# The end


def test_all_values_are_taken_from_any_entry() -> None:
    filled = Filled().press(*"A", "next", "next", "right", "go")
    assert filled.taken == [{"title": "A", "URL": "https://a.example/1", "format": "csv"}]
    assert filled.left == 0


def test_what_is_not_taken_is_said_at_its_entry_and_everything_stays() -> None:
    filled = Filled()
    filled.refusal = Refusal("URL", "an address begins with https://")
    filled.press(*"A speech", "go")
    assert (filled.form.entry.name, filled.state) == ("URL", "https://a.example/1|")
    assert filled.form.trouble == "an address begins with https://"
    assert (filled.form.values["title"], filled.left) == ("A speech", 0)


def test_a_reason_without_an_entry_leaves_the_cursor() -> None:
    filled = Filled()
    filled.refusal = Refusal("", "no space left on device")
    filled.press("next", "go")
    assert (filled.form.entry.name, filled.form.trouble) == ("URL", "no space left on device")


def test_leaving_takes_nothing() -> None:
    filled = Filled().press(*"A", "leave")
    assert (filled.taken, filled.left) == ([], 1)
