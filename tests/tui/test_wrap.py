"""Rows of a paragraph: nothing is lost, nothing is too wide, nothing is torn."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.annotations.strategies import cluster_borders, strings
from tui.glyphs import line
from tui.wrap import TAB, Rows, fitted, wrap

widths = st.integers(1, 100)
SETTINGS = settings(deadline=None, max_examples=250)

parts = st.text("abcde", min_size=1, max_size=10)
ascii_words = st.lists(
    parts | st.tuples(parts, parts).map("-".join) | parts.map("{},".format), min_size=1, max_size=20
)
cells = [
    "a",
    " ",
    "-",
    "漢",
    "한",
    "👍🏽",
    "🇫🇷",
    "👨‍👩‍👧",
    "e\u0301",
    "\t",
    "ab ",
    "\u3000",
    "\u0301",
]
paragraphs = st.lists(st.sampled_from(cells), max_size=30).map("".join) | strings


def rows_of(rows: Rows, text: str) -> list[str]:
    return [text[slice(*rows.span(row))] for row in range(len(rows))]


def laid_out(text: str, width: int) -> list[str]:
    return rows_of(wrap(text, width), text)


@SETTINGS
@given(paragraphs, widths)
def test_rows_cover_the_paragraph_without_gaps(text: str, width: int) -> None:
    rows = wrap(text, width)
    assert "".join(rows_of(rows, text)) == text
    assert len(rows.glyphs) == len(text)
    assert not text or all(rows_of(rows, text))


@SETTINGS
@given(paragraphs, widths)
def test_only_white_space_hangs_over_the_edge(text: str, width: int) -> None:
    rows = wrap(text, width)
    for row in range(len(rows)):
        start, end = rows.span(row)
        while end > start and text[end - 1].isspace():
            end -= 1
        shown = [
            each for each in regex.findall(r"\X", text[start:end]) if len(wrap(each, 9).drawn(0, 9))
        ]
        is_one_wide_character = len(shown) <= 1
        assert rows.cells(start, end) <= width or is_one_wide_character


@SETTINGS
@given(paragraphs, widths)
def test_no_row_begins_inside_a_character(text: str, width: int) -> None:
    assert set(wrap(text, width).starts) <= cluster_borders(text)


@pytest.mark.parametrize("character", ["👍🏽", "🇫🇷", "👨‍👩‍👧", "❤\ufe0f", "한"])
@pytest.mark.parametrize("width", [3, 4, 5, 6])
def test_an_emoji_is_never_torn_by_what_follows_it(character: str, width: int) -> None:
    text = f"{character}aaaa {character}{character}bbbb"
    assert set(wrap(text, width).starts) <= cluster_borders(text)


@SETTINGS
@given(paragraphs, widths)
def test_the_width_of_a_row_is_that_of_what_is_drawn(text: str, width: int) -> None:
    rows = wrap(text, width)
    for row in range(len(rows)):
        span = rows.span(row)
        if "\u0301" not in text and "\u200d" not in text:
            assert rows.cells(*span) == cell_len(rows.drawn(*span))


@SETTINGS
@given(ascii_words, st.integers(12, 100))
def test_a_wide_character_changes_no_row_before_it(words: list[str], width: int) -> None:
    """The fast road of plain prose and the slow one of everything else agree."""
    prose = " ".join(words)
    fast, slow = wrap(f"{prose} ab", width), wrap(f"{prose} 漢", width)
    assert fast.widths is None
    assert slow.widths is not None
    assert slow.starts[:-1] == fast.starts[:-1]


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, [""]),
        ("one two three", 13, ["one two three"]),
        ("one two three", 8, ["one two ", "three"]),
        ("one two three", 7, ["one two ", "three"]),
        ("one two   three", 7, ["one two   ", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("a bcdefghij k", 4, ["a ", "bcde", "fghi", "j k"]),
        ("well-known facts", 7, ["well-", "known ", "facts"]),
        ("in 2019-20 or", 8, ["in 2019-", "20 or"]),
        ("pay 5 - 6 now", 6, ["pay 5 ", "- 6 ", "now"]),
        ("漢字漢字漢", 4, ["漢字", "漢字", "漢"]),
        ("漢字", 1, ["漢", "字"]),
        ("ab漢字 cd", 5, ["ab漢", "字 cd"]),
        ("a\tb\tc", 6, ["a\tb\t", "c"]),
        ("don’t “stop” — now", 6, ["don’t ", "“stop” ", "— now"]),
    ],
)
def test_rows_break_where_a_reader_expects_it(text: str, width: int, rows: list[str]) -> None:
    assert laid_out(text, width) == rows


def test_a_width_of_nothing_counts_as_one_cell() -> None:
    assert laid_out("abc", 0) == ["a", "b", "c"]
    assert laid_out("abc", -5) == ["a", "b", "c"]


def test_a_tab_reaches_the_next_stop() -> None:
    rows = wrap("a\tbcd\t\te", 60)
    assert rows.drawn(0, 8) == "a→  bcd→→   e"
    assert rows.cells(0, 2) == TAB
    assert rows.cells(0, 8) == 3 * TAB + 1


def test_a_tab_on_a_new_row_counts_from_its_edge() -> None:
    rows = wrap("aaaa bb\tc", 5)
    assert rows_of(rows, "aaaa bb\tc") == ["aaaa ", "bb\tc"]
    assert rows.drawn(5, 9) == "bb→ c"


def test_a_row_is_found_by_its_offsets() -> None:
    rows = wrap("one two three four", 8)
    found = {offset: rows.row_of(offset) for offset in (-1, 0, 7, 8, 13, 14, 18, 99)}
    assert found == {-1: 0, 0: 0, 7: 0, 8: 1, 13: 1, 14: 2, 18: 2, 99: 2}


@pytest.mark.parametrize(
    ("text", "width", "row", "found"),
    [
        ("one two", 4, 0, [0, 1, 2, None, None]),
        ("one two", 4, 1, [4, 5, 6, None]),
        ("漢字 ab", 10, 0, [0, 0, 1, 1, 2, 3, 4, None]),
        ("漢字漢", 4, 1, [2, 2, None]),
        ("a\tb", 10, 0, [0, 1, 1, 1, 2, None]),
        ("👨‍👩‍👧 a", 10, 0, [0, 0, 5, 6, None]),
        ("e\u0301e", 10, 0, [0, 2, None]),
        ("a\u200bb", 10, 0, [0, 2, None]),
    ],
)
def test_each_cell_of_a_row_holds_a_character(
    text: str, width: int, row: int, found: list[int | None]
) -> None:
    rows = wrap(text, width)
    assert [rows.at(row, cell) for cell in range(len(found))] == found
    assert rows.at(row, -1) is None


@SETTINGS
@given(paragraphs, widths)
def test_what_is_drawn_in_a_cell_is_found_there(text: str, width: int) -> None:
    rows = wrap(text, width)
    for row in range(len(rows)):
        start, end = rows.seen(row)
        for offset in range(start, end):
            before = rows.cells(start, offset)
            for cell in range(before, before + rows.cells(offset, offset + 1)):
                assert rows.at(row, cell) == offset
        assert rows.at(row, rows.cells(start, end)) is None


@SETTINGS
@given(strings, st.integers(0, 30))
def test_a_fitted_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    shown = line(text)
    cut = fitted(shown, width)
    assert cell_len(cut) <= width
    assert cut == shown or width == 0 or (cut.endswith("…") and shown.startswith(cut[:-1]))
    assert cell_len(shown) > width or cut == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("ab cdef", 4, "ab…"),
        ("漢字漢", 4, "漢…"),
        ("漢字漢", 5, "漢字…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_text_is_cut_between_characters(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown
