"""Nothing that a terminal would obey comes through the one door for text from outside."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.annotations.strategies import strings
from tui.glyphs import MOST_MARKS, line, lines, printable

JOINERS = "\u200c\u200d"

anything = st.text(st.characters(), max_size=40) | strings
"""All of Unicode, lone surrogates included."""


def obeyed(shown: str, but: str = "") -> list[str]:
    """Code points that a terminal or a screen would obey instead of showing them."""
    return [
        char
        for char in shown
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in but
    ]


@settings(deadline=None)
@given(anything)
def test_each_code_point_becomes_one_string(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert all(isinstance(each, str) for each in shown)


@settings(deadline=None, max_examples=300)
@given(anything)
def test_nothing_that_a_terminal_obeys_comes_out(text: str) -> None:
    assert obeyed("".join(printable(text)), but="\t" + JOINERS) == []
    assert obeyed(line(text), but=JOINERS) == []
    assert obeyed(lines(text), but="\t\n" + JOINERS) == []


def test_no_code_point_of_unicode_is_obeyed_on_its_own() -> None:
    special = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]
    assert len(special) > 2000
    assert [char for char in special if obeyed(line(char))] == []
    assert [char for char in special if obeyed(line(f"a{char}b"), but=JOINERS)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\0b\x07c\x7fd", "a␀b␇c␡d"),
        ("\x9b2J\x9d", "�2J�"),
        ("a\u202eb\u202cc\u2066d\u2069e", "a◂b▪c▸d▪e"),
        ("a\u2028b\u2029c\x85d", "a↵b¶c↵d"),
        ("\ud800x", "�x"),
        ("soft\u00adhy\ufeffphen\u2060s", "softhyphens"),
        ("line\nbreak", "line break"),
        ("tab\tstop", "tab stop"),
        ("plain “words” — é 中文 [sic] [/x]", "plain “words” — é 中文 [sic] [/x]"),
    ],
)
def test_what_cannot_be_shown_has_a_picture(text: str, shown: str) -> None:
    assert line(text) == shown


def test_a_tab_stays_for_the_one_who_knows_columns() -> None:
    assert "".join(printable("a\tb\x01\tc")) == "a\tb␁\tc"


def test_line_breaks_and_tabs_stay_where_a_terminal_prints_lines() -> None:
    assert lines("one\ttab\ntwo\x1b[0m\r\n") == "one\ttab\ntwo␛[0m␍\n"


def test_a_flood_of_combining_marks_is_capped() -> None:
    shown = printable("a" + "\u0301" * 50 + "b" + "\u0301")
    assert "".join(shown) == "a" + "\u0301" * MOST_MARKS + "b\u0301"
    assert len(shown) == 53


def test_a_combining_mark_without_a_letter_stands_on_a_circle() -> None:
    assert line("\u0301x") == "◌\u0301x"
    assert line("a\n\u0301").endswith("\u0301")


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "👍🏽", "🇫🇷", "❤\ufe0f", "क्‍ष"])
def test_joined_characters_stay_whole(emoji: str) -> None:
    assert line(f"a{emoji}b") == f"a{emoji}b"


def test_a_joiner_that_joins_nothing_is_not_shown() -> None:
    assert line("a\u200d") == "a"
    assert line("\u200da") == "a"
    assert line("a\u200d\u200db") == "ab"
