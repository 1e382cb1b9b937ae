"""Which rows are on screen, and how little they move."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.text import Text
from tests.annotations.strategies import strings
from tui.paint import LANES
from tui.viewport import GUTTER, Hit, Place, Viewport

LIST = Text.of("one\ntwo\nthree\n\nfour\nfive")
LONG = "word " * 30
NUMBERED = "\n".join(f"line {number}" for number in range(100))


def viewport(text: Text | str, width: int = 20, height: int = 5) -> Viewport:
    seen = Viewport(text if isinstance(text, Text) else Text.of(text))
    seen.resize(width, height)
    return seen


def shown(seen: Viewport) -> list[str]:
    """The rows on screen as text; a blank row is empty."""
    return [seen.text[slice(*seen.span(place))] for place in seen.visible()]


def numbers(seen: Viewport) -> list[int]:
    """The numbers of the lines of NUMBERED on screen."""
    return [int(row.removeprefix("line ")) for row in shown(seen)]


def line(number: int) -> tuple[int, int]:
    """Where that line of NUMBERED is."""
    start = NUMBERED.index(f"line {number}")
    return start, start + len(f"line {number}")


def test_the_rows_on_screen_begin_at_the_top() -> None:
    seen = viewport("one two three four\nfive", width=8, height=3)
    assert shown(seen) == ["one two ", "three ", "four"]


def test_fewer_rows_are_shown_at_the_end() -> None:
    assert shown(viewport("one\ntwo", height=9)) == ["one", "two"]


def test_lines_of_a_list_stand_close_and_blank_lines_are_kept() -> None:
    assert shown(viewport(LIST, height=9)) == ["one", "two", "three", "", "four", "five"]


def test_several_blank_lines_become_one() -> None:
    assert shown(viewport("one\n\n\n\ntwo")) == ["one", "", "two"]


@pytest.mark.parametrize("text", [f"{LONG}\nshort", f"short\n{LONG}"])
def test_a_long_line_stands_off_from_its_neighbour(text: str) -> None:
    rows = shown(viewport(text, width=200))
    assert [row.strip() for row in rows] == [
        each.strip() for each in text.replace("\n", "\n\n").split("\n")
    ]


def test_a_place_and_its_span_belong_together() -> None:
    seen = viewport("one two three\n\nfour", width=8)
    assert [seen.span(place) for place in seen.visible()] == [(0, 8), (8, 13), (13, 13), (15, 19)]
    assert seen.place_of(0) == (0, 0)
    assert seen.place_of(8) == (0, 1)
    assert seen.place_of(15) == (1, 0)


@settings(deadline=None)
@given(strings, st.integers(1, 12), st.integers(1, 6), st.data())
def test_every_offset_of_a_text_is_in_the_row_it_is_placed_in(
    string: str, width: int, height: int, data: st.DataObject
) -> None:
    text = Text.of(string)
    seen = viewport(text, width, height)
    for paragraph in text.paragraphs():
        for offset in range(paragraph.start, paragraph.end):
            start, end = seen.span(seen.place_of(offset))
            assert start <= offset < end


def test_it_scrolls_by_rows_and_stops_at_both_ends() -> None:
    seen = viewport(NUMBERED)
    seen.scroll(3)
    assert numbers(seen) == [3, 4, 5, 6, 7]
    seen.scroll(-2)
    assert numbers(seen) == [1, 2, 3, 4, 5]
    seen.scroll(-10)
    assert numbers(seen) == [0, 1, 2, 3, 4]
    seen.scroll(97)
    assert numbers(seen) == [95, 96, 97, 98, 99]
    seen.scroll(1)
    assert numbers(seen) == [95, 96, 97, 98, 99]


def test_a_page_that_is_not_full_does_not_scroll_back_when_it_is_scrolled_on() -> None:
    seen = viewport(NUMBERED, height=20)
    seen.show(*line(99))
    first = numbers(seen)[0]
    assert first > 80
    seen.scroll(1)
    assert numbers(seen)[0] == first


def test_a_short_text_does_not_scroll() -> None:
    seen = viewport(LIST, height=20)
    seen.scroll(2)
    assert seen.top == (0, 0)


def test_blank_rows_count_when_it_scrolls() -> None:
    seen = viewport("one\n\ntwo\n\nthree\n\nfour\n\nfive", height=3)
    seen.scroll(1)
    assert shown(seen) == ["", "two", ""]
    seen.scroll(1)
    assert shown(seen) == ["two", "", "three"]
    seen.scroll(-2)
    assert shown(seen) == ["one", "", "two"]


def test_the_end_is_the_last_row() -> None:
    assert viewport("one\ntwo three four", width=6).end() == (1, 2)


@pytest.mark.parametrize(
    ("place", "rows", "moved"),
    [
        ((0, 0), 1, (1, 0)),
        ((3, 0), -4, (0, 0)),
        ((2, 0), 1, (2, 1)),
        ((2, 0), 2, (3, 0)),
        ((3, 0), -1, (2, 1)),
        ((0, 0), 99, (4, 0)),
    ],
)
def test_a_place_moves_by_rows(place: Place, rows: int, moved: Place) -> None:
    assert viewport(LIST).moved(place, rows) == moved


def test_what_is_in_sight_moves_nothing() -> None:
    seen = viewport(NUMBERED, height=20)
    seen.scroll(30)
    seen.show(*line(40))
    assert numbers(seen)[0] == 30


def test_what_is_just_below_comes_up_with_two_rows_below_it() -> None:
    seen = viewport(NUMBERED, height=20)
    seen.scroll(30)
    seen.show(*line(50))
    assert numbers(seen)[-1] == 52


def test_what_is_just_above_comes_down_with_two_rows_above_it() -> None:
    seen = viewport(NUMBERED, height=20)
    seen.scroll(30)
    seen.show(*line(29))
    assert numbers(seen)[0] == 27


@pytest.mark.parametrize("number", [80, 5])
def test_what_is_far_away_comes_to_the_upper_third(number: int) -> None:
    seen = viewport(NUMBERED, height=18)
    seen.scroll(35)
    seen.show(*line(number))
    assert numbers(seen)[0] == max(0, number - 6)


def test_the_last_line_stops_at_the_bottom() -> None:
    seen = viewport(NUMBERED, height=20)
    seen.scroll(70)
    seen.show(*line(99))
    assert numbers(seen)[-1] == 99
    assert len(numbers(seen)) == 20


def test_of_a_span_higher_than_the_screen_the_start_is_shown() -> None:
    seen = viewport(NUMBERED, height=6)
    seen.show(line(20)[0], line(60)[1])
    assert 20 in numbers(seen)


def test_nothing_moves_in_an_empty_text() -> None:
    seen = viewport("")
    seen.show(0, 0)
    assert seen.visible() == []
    assert seen.top == (0, 0)


@pytest.mark.parametrize("rows", [1, -1])
def test_an_empty_text_does_not_scroll(rows: int) -> None:
    seen = viewport("")
    seen.scroll(rows)
    assert seen.visible() == []


def test_another_width_keeps_the_first_word_on_screen() -> None:
    seen = viewport(" ".join(f"word{number:03}" for number in range(200)), width=40, height=4)
    seen.scroll(10)
    first = shown(seen)[0].split()[0]
    seen.resize(17, 9)
    assert first in shown(seen)[0]
    assert len(seen.visible()) == 9
    assert max(map(len, shown(seen))) <= 17


def test_a_size_of_nothing_is_one_cell() -> None:
    seen = viewport("ab", width=0, height=0)
    assert shown(seen) == ["a"]


def test_a_longer_text_goes_on_at_the_same_place() -> None:
    seen = viewport(NUMBERED)
    seen.scroll(90)
    assert len(seen.rows(99)) == 1
    seen.replace(Text.of(NUMBERED + " and more words\nline 100\nline 101"))
    assert shown(seen)[0] == "line 90"
    assert len(seen.rows(99)) == 2
    seen.scroll(99)
    assert shown(seen)[-1] == "line 101"


def test_an_empty_text_can_become_a_longer_one_and_back() -> None:
    seen = viewport("")
    seen.replace(LIST)
    assert shown(seen)[0] == "one"
    seen.replace(Text.of(""))
    assert seen.visible() == []


def test_another_text_begins_at_its_top() -> None:
    seen = viewport(NUMBERED)
    seen.scroll(50)
    seen.show_text(LIST)
    assert shown(seen)[0] == "one"


# What is under a cell


@pytest.mark.parametrize(
    ("width", "margin", "column"),
    [(0, 0, 1), (6, 0, 1), (40, 0, 33), (71, 0, 64), (80, 4, 66), (121, 24, 66)],
)
def test_the_text_column_stands_in_the_middle_of_a_pane(
    width: int, margin: int, column: int
) -> None:
    seen = viewport("word " * 50)
    seen.fit(width, 7)
    assert (seen.margin, seen.width, seen.height) == (margin, column, 7)
    assert seen.width <= 66
    assert seen.margin + GUTTER + seen.width <= max(width, GUTTER + 1)


def test_a_cell_of_the_text_is_the_character_that_is_drawn_there() -> None:
    seen = viewport("")
    seen.show_text(Text.of("漢字 one\n\n\ttwo"))
    seen.fit(80, 9)
    left = seen.margin + GUTTER
    assert seen.hit(left, 0) == Hit((0, 0), 0, is_text=True)
    assert seen.hit(left + 3, 0) == Hit((0, 0), 1, is_text=True)
    assert seen.hit(left + 5, 0) == Hit((0, 0), 3, is_text=True)
    assert seen.hit(left + 3, 2) == Hit((1, 0), 8, is_text=True)
    assert seen.hit(left + 4, 2) == Hit((1, 0), 9, is_text=True)


def test_beside_the_text_is_the_nearest_character_of_the_row() -> None:
    seen = viewport("one two three four five\nsix", width=8, height=9)
    assert seen.hit(GUTTER + 40, 0) == Hit((0, 0), 6, is_text=False)
    assert seen.hit(0, 1) == Hit((0, 1), 8, is_text=False)
    assert seen.hit(GUTTER - 1, 1) == Hit((0, 1), 8, is_text=False)


def test_a_blank_row_belongs_to_the_paragraph_above_and_so_does_what_is_below_the_text() -> None:
    seen = viewport("one two\n\nsix", height=9)
    assert seen.hit(GUTTER, 1) == Hit((0, 1), 6, is_text=False)
    assert seen.hit(GUTTER, 7) == Hit((1, 0), 11, is_text=False)


def test_a_cell_above_the_pane_is_one_of_its_first_row() -> None:
    seen = viewport(NUMBERED)
    seen.scroll(40)
    assert seen.hit(GUTTER, -3) == Hit((40, 0), line(40)[0], is_text=True)


def test_the_lanes_stand_between_the_bar_and_the_text() -> None:
    seen = viewport("")
    seen.show_text(LIST)
    seen.fit(80, 9)
    lanes = [hit.lane for x in range(GUTTER + 1) if (hit := seen.hit(seen.margin + x, 0))]
    assert lanes == [None, 0, 1, 2, LANES, None, None]


def test_nothing_is_under_a_cell_of_an_empty_text() -> None:
    assert viewport("").hit(5, 0) is None


def test_what_is_on_screen_is_seen_if_only_in_part() -> None:
    seen = viewport(NUMBERED)
    seen.scroll(50)
    assert [number for number in range(100) if seen.sees(*line(number))] == [50, 51, 52, 53, 54]
    assert seen.sees(line(10)[0], line(50)[0] + 1)
    assert not seen.sees(line(10)[0], line(50)[0])
    assert seen.sees(line(54)[1] - 1, line(90)[1])
    assert seen.sees(0, len(NUMBERED))
    assert not seen.sees(line(52)[0], line(52)[0])


@settings(deadline=None)
@given(strings, st.integers(0, 20), st.integers(1, 6), st.integers(-3, 30), st.integers(-2, 8))
def test_every_cell_of_a_pane_has_a_character_of_its_row(
    string: str, width: int, height: int, x: int, y: int
) -> None:
    text = Text.of(string)
    seen = viewport(text)
    seen.fit(width, height)
    hit = seen.hit(x, y)
    assert (hit is None) == (text.paragraph_count == 0)
    if hit is not None:
        assert hit.place in seen.visible()
        start, end = seen.span(hit.place)
        assert start <= hit.offset < max(end, start + 1) or (start == end and hit.offset < start)
