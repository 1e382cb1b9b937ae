"""What the mouse does in a text: clicks, drags, the edges of a mark, the wheel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tui.examples import LONG, SENTENCES, current
from tests.tui.mouse import Mouse, cell
from tests.tui.sitting import Sitting, full_disk
from tui.opening import OpenDocument
from tui.paint import LANES
from tui.viewport import GUTTER

Sit = Callable[..., Sitting]


@pytest.fixture
def mouse(sitting: Sitting) -> Mouse:
    return Mouse(sitting)


def line(number: int) -> str:
    return f"Line number {number} is here"


# A click


def test_a_click_puts_the_focus_on_the_sentence(sitting: Sitting, mouse: Mouse) -> None:
    mouse.click("promised")
    assert sitting.words == "She promised bread"
    assert sitting.reader.state == "READING"
    assert sitting.press("t").saved == [("threat", "She promised bread")]


def test_a_click_lets_go_of_the_current_mark(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t")
    mouse.click("promised")
    assert sitting.reader.current is None
    sitting.press("w")
    assert sitting.saved == [("threat", "He warned that we will pay")]


def test_a_click_lets_go_of_what_was_selected(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("w", "w")
    mouse.click("warned")
    assert sitting.words == SENTENCES[0]


def test_a_click_moves_no_page(sit: Sit) -> None:
    sitting = sit(LONG).press("space")
    top = sitting.reader.viewport.top
    for number in (18, 37):
        Mouse(sitting).click(line(number))
        assert sitting.words == line(number)
        assert sitting.reader.viewport.top == top


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (0, 0, SENTENCES[0]),
        (GUTTER + 65, 0, SENTENCES[1]),
        (GUTTER + 1, 1, SENTENCES[1]),
        (500, 2, SENTENCES[3]),
        (0, 2, SENTENCES[2]),
        (0, 3, SENTENCES[3]),
        (GUTTER + 3, 19, SENTENCES[4]),
    ],
)
def test_beside_the_text_a_click_takes_the_nearest_sentence(
    sitting: Sitting, mouse: Mouse, x: int, y: int, words: str
) -> None:
    sitting.press("G") if words != SENTENCES[4] else None
    mouse.click_cell(x, y)
    assert sitting.words == words


@pytest.mark.parametrize("text", ["", "\n\n \n"])
def test_in_an_empty_text_a_mouse_does_nothing(sit: Sit, text: str) -> None:
    sitting = sit(text)
    mouse = Mouse(sitting).click_cell(9, 3).click_cell(9, 3, times=2).press(3, 3).move(20, 9)
    assert not mouse.release().wheel(3)
    assert sitting.words == ""
    assert sitting.press("t").said == "there is nothing to mark here"


def test_a_hand_that_trembles_still_clicks(sitting: Sitting, mouse: Mouse) -> None:
    x, y = cell(sitting.reader, "promised", 3)
    mouse.press(x, y).move(x + 1, y).move(x - 1, y).release()
    assert sitting.reader.selection.is_sentence
    assert mouse._pointer.click(1)
    assert sitting.words == "She promised bread"


def test_a_click_goes_with_the_next_message(sitting: Sitting, mouse: Mouse) -> None:
    assert sitting.press("k").said
    mouse.click("promised")
    assert sitting.said == ""


# Picking


def test_a_click_on_a_mark_picks_it(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("j", "c", "w", "g")
    mouse.click("bread")
    assert current(sitting) == ("commitment", "promised bread")
    assert sitting.reader.state == "PICKED"
    mouse.click("She")
    assert sitting.reader.current is None
    assert sitting.words == "She promised bread"


def nested(sitting: Sitting) -> Sitting:
    """A threat on a sentence, in it a commitment, in that two allegations on the same word."""
    sitting.press("t", "escape", "w", "w", "c", "escape", "w", "w", "w", "w", "w", "a")
    assert [words for _, words in sitting.marks][-1] == "pay"
    return sitting.press("t", "j")


def test_of_nested_marks_a_click_picks_the_innermost_and_the_next_click_the_one_below(
    sitting: Sitting, mouse: Mouse
) -> None:
    nested(sitting)
    picked = [current(sitting) for _ in range(5) if mouse.click("pay")]
    assert picked == [
        ("threat", "pay"),
        ("allegation", "pay"),
        ("commitment", "that we will pay"),
        ("threat", "He warned that we will pay"),
        ("threat", "pay"),
    ]


def test_a_click_elsewhere_begins_with_the_innermost_again(sitting: Sitting, mouse: Mouse) -> None:
    nested(sitting)
    mouse.click("pay").click("pay").click("that")
    assert current(sitting) == ("commitment", "that we will pay")
    mouse.click("pay")
    assert current(sitting) == ("threat", "pay")


def test_of_nested_marks_the_innermost_is_the_first_however_old_it_is(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("w", "w", "t", "escape", "c")
    mouse.click("will")
    assert current(sitting) == ("threat", "that we will pay")
    mouse.click("will")
    assert current(sitting) == ("commitment", "He warned that we will pay")


def test_beside_a_mark_there_is_none(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("}", "t", "j")
    mouse.click_cell(GUTTER - 1, 2)
    assert sitting.words == "Inspectors took money"
    assert sitting.reader.current is None


def test_after_a_key_a_click_begins_with_the_innermost_again(
    sitting: Sitting, mouse: Mouse
) -> None:
    nested(sitting)
    mouse.click("pay")
    sitting.press("j")
    mouse.click("pay")
    assert current(sitting) == ("threat", "pay")


def test_a_click_on_the_mark_just_made_keeps_it(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t", "escape", "w", "c")
    mouse.click("warned")
    assert current(sitting) == ("commitment", "warned that we will pay")


def test_the_letter_beside_a_mark_picks_it(sitting: Sitting, mouse: Mouse) -> None:
    nested(sitting)
    picked = []
    for lane in (1, 2, 3):
        mouse.click_cell(lane, 0)
        picked.append(current(sitting))
    assert picked == [
        ("threat", "He warned that we will pay"),
        ("commitment", "that we will pay"),
        ("allegation", "pay"),
    ]


def test_the_plus_beside_many_marks_picks_those_that_have_no_letter(
    sitting: Sitting, mouse: Mouse
) -> None:
    nested(sitting).press("k", *["w"] * 5, "c")
    hidden = []
    for _ in range(3):
        mouse.click_cell(1 + LANES, 0)
        hidden.append(current(sitting))
    assert hidden == [("threat", "pay"), ("commitment", "pay"), ("threat", "pay")]


def test_the_line_below_a_letter_picks_the_same_mark_and_the_page_stays(sit: Sit) -> None:
    sitting = sit("Word after word follows here. " * 60).press("c", *["J"] * 59, "escape")
    mouse = Mouse(sitting)
    mouse.wheel(6)
    top = sitting.reader.viewport.top
    mouse.click_cell(1, 5)
    assert sitting.reader.state == "PICKED"
    assert sitting.reader.viewport.top == top


def test_a_double_click_on_a_letter_is_a_click(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t", "escape", "w", "c", "j")
    mouse.click_cell(1, 0, times=2)
    assert current(sitting) == ("threat", SENTENCES[0])


def test_an_empty_lane_beside_a_row_with_a_plus_picks_nothing(sit: Sit) -> None:
    sitting = sit("One, two, three, four, five. " + "Then six went on " * 3 + "until seven came.")
    mouse = Mouse(sitting)
    for words in ("One", "two", "three"):
        mouse.click(words, times=2)
        sitting.press("t")
    mouse.drag("four", "seven")
    sitting.press("c", "j")
    mouse.click_cell(1 + LANES, 1)
    assert current(sitting)[0] == "commitment"
    mouse.click_cell(1, 1)
    assert sitting.reader.current is None


def test_an_empty_lane_is_beside_the_text(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t", "G")
    mouse.click_cell(2, 0)
    assert sitting.reader.current is None
    assert sitting.words == SENTENCES[0]


# Twice and three times


@pytest.mark.parametrize(("words", "at"), [("promised", 0), ("promised", 3), ("promised", -1)])
def test_a_double_click_selects_the_word(
    sitting: Sitting, mouse: Mouse, words: str, at: int
) -> None:
    mouse.click(words, at, times=2)
    assert sitting.words == "promised"
    assert sitting.reader.state == "SELECTED"
    assert sitting.press("c").saved == [("commitment", "promised")]


def test_a_double_click_on_a_mark_selects_the_word_and_leaves_the_mark(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("t")
    mouse.click("will", times=2)
    assert sitting.words == "will"
    assert sitting.reader.state == "SELECTED"
    assert sitting.saved == [("threat", SENTENCES[0])]


def test_a_double_click_beside_the_text_takes_the_sentence(sitting: Sitting, mouse: Mouse) -> None:
    mouse.click_cell(GUTTER + 65, 0, times=2)
    assert sitting.words == "She promised bread"


def test_a_triple_click_selects_the_sentence(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t", "j")
    for times in (3, 4):
        mouse.click("will", times=times)
        assert sitting.words == SENTENCES[0]
        assert sitting.reader.current is None


@pytest.mark.parametrize(
    ("text", "words", "at", "selected"),
    [
        ("漢字 and 한국 too.", "한국", 1, "한국"),
        ("a\tcafe\u0301\tb we pay.", "cafe\u0301", 3, "cafe\u0301"),
        ("We 👨‍👩‍👧 pay.", "👨‍👩‍👧", 0, "👨‍👩‍👧"),
        ("We\tpay\tnow.", "now", 2, "now"),
    ],
)
def test_wide_and_joined_characters_are_found_by_their_cells(
    sit: Sit, text: str, words: str, at: int, selected: str
) -> None:
    sitting = sit(text)
    sitting.reader.fit(120, 20)
    assert sitting.reader.viewport.margin
    Mouse(sitting).click(words, at, times=2)
    assert sitting.words == selected


# Dragging


def test_a_drag_selects_from_word_to_word(sitting: Sitting, mouse: Mouse) -> None:
    mouse.drag("warned", "will", begin_at=3, end_at=1)
    assert sitting.words == "warned that we will"
    assert sitting.reader.state == "SELECTED"
    assert sitting.saved == []
    assert sitting.press("t", "B").saved == [("threat", "warned that we")]


def test_a_drag_backwards_selects_the_same(sitting: Sitting, mouse: Mouse) -> None:
    mouse.drag("will", "warned", begin_at=1, end_at=3)
    assert sitting.words == "warned that we will"


def test_a_drag_goes_over_paragraphs(sitting: Sitting, mouse: Mouse) -> None:
    mouse.drag("promised", "took")
    assert sitting.words == "promised bread.\n\nInspectors took"
    assert sitting.press("a").saved == [("allegation", sitting.words)]


def test_a_drag_comes_back_to_where_it_began(sitting: Sitting, mouse: Mouse) -> None:
    mouse.press_on("will").move_to("bread").move_to("that").move_to("will", 1).release()
    assert sitting.words == "will"


def test_what_is_selected_is_seen_while_it_is_dragged(sitting: Sitting, mouse: Mouse) -> None:
    mouse.press_on("warned").move_to("that", 2)
    assert sitting.reader.lit.selection == ((3, 14),)
    assert sitting.reader.state == "SELECTED"


def test_a_drag_lets_go_of_the_current_mark(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t")
    mouse.drag("warned", "that")
    assert sitting.reader.state == "SELECTED"
    assert sitting.press("c").saved == [
        ("threat", "He warned that we will pay"),
        ("commitment", "warned that"),
    ]


def test_a_drag_of_punctuation_alone_selects_nothing_new(sit: Sit) -> None:
    sitting = sit("One - - - two. He left.").press("j", "t", "w")
    Mouse(sitting).drag("- - -", "- - -")
    assert sitting.reader.state == "READING"
    assert sitting.saved == [("threat", "left")]


def test_wide_words_are_dragged_over_by_their_cells(sit: Sit) -> None:
    sitting = sit("漢字\tcafe\u0301 👨‍👩‍👧 한국 end.")
    Mouse(sitting).drag("cafe\u0301", "한국", begin_at=3, end_at=0)
    assert sitting.words == "cafe\u0301 👨‍👩‍👧 한국"


@pytest.mark.parametrize(("y", "rows"), [(-1, -1), (20, 1), (25, 1)])
def test_a_drag_past_an_edge_scrolls_a_row_at_each_move(sit: Sit, y: int, rows: int) -> None:
    sitting = sit(LONG).press("space", "space")
    top = sitting.reader.viewport.top[0]
    mouse = Mouse(sitting).press_on(line(40))
    for x in (30, 31, 31):
        mouse.move(x, y)
    assert sitting.reader.viewport.top == (top + 3 * rows, 0)
    first, last = sorted([40, top - 3 if rows < 0 else top + 3 + 19])
    assert sitting.words.startswith(f"Line number {first}" if rows > 0 else "Line")
    assert f"number {last}" in sitting.words or rows < 0
    mouse.release()


def test_a_drag_past_the_end_of_the_text_stays_there(sit: Sit) -> None:
    sitting = sit(LONG).press("G")
    Mouse(sitting).press_on(line(95)).move(GUTTER + 2, 30).move(GUTTER + 2, 31).release()
    assert sitting.words.startswith("Line number 95")
    assert sitting.words.endswith(line(99))


@pytest.mark.parametrize("key", ["escape", "j", "t"])
def test_a_key_during_a_drag_ends_it(sitting: Sitting, mouse: Mouse, key: str) -> None:
    mouse.press_on("warned").move_to("that")
    sitting.press(key)
    words = sitting.words
    mouse.move_to("pay").release()
    assert sitting.words == words
    assert [words for _, words in sitting.saved] == (["warned that"] if key == "t" else [])


# Dragging an edge


def test_the_edges_of_the_current_mark_are_dragged(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t")
    mouse.drag(SENTENCES[0], "that", end_at=1)
    assert sitting.saved == [("threat", "that we will pay")]
    assert current(sitting) == ("threat", "that we will pay")
    mouse.drag("pay", "promised", begin_at=-1)
    assert sitting.saved == [("threat", "that we will pay. She promised")]
    assert sitting.reader.state == "MARKED"


def test_an_edge_of_a_mark_that_was_picked_by_a_click_is_dragged(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("j", "c", "j")
    mouse.click("promised").drag("She", "promised")
    assert sitting.saved == [("commitment", "promised bread")]
    assert sitting.reader.state == "PICKED"


def test_while_an_edge_is_dragged_the_mark_is_shown_so_and_not_saved(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("t")
    saves = sitting.saves
    mouse.press_on("He").move_to("warned").move_to("that")
    assert [mark.exact for mark in sitting.reader.marks_between(0, 99)] == ["that we will pay"]
    lit = sitting.reader.lit
    assert lit.current is not None
    assert lit.current.exact == "that we will pay"
    assert lit.edges == ((10, 11), (25, 26))
    assert sitting.saves == saves
    assert sitting.kept == [("threat", SENTENCES[0])]
    mouse._pointer.release()
    assert current(sitting) == ("threat", "that we will pay")
    assert sitting.saves == saves + 1
    assert sitting.kept == [("threat", "that we will pay")]


def test_a_dragged_edge_is_a_step_of_its_mark(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t", "w")
    mouse.drag("warned", "that")
    assert sitting.saved == [("threat", "that we will pay")]
    assert sitting.press("u").saved == [("threat", "warned that we will pay")]
    assert sitting.press("ctrl+r").saved == [("threat", "that we will pay")]
    assert sitting.press("j", "u").saved == []


def test_an_edge_that_comes_back_saves_nothing(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t")
    saves = sitting.saves
    mouse.press_on("He").move_to("that").move_to("He").release()
    assert sitting.saves == saves
    assert sitting.marks == [("threat", SENTENCES[0])]


def test_an_edge_never_goes_past_the_other(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t")
    mouse.drag("He", "bread")
    assert sitting.saved == [("threat", "pay")]
    mouse.drag("pay", "He", begin_at=-1)
    assert sitting.saved == [("threat", "pay")]


@pytest.mark.parametrize(("to", "words"), [("warned", "warned that we I"), ("paid", "I paid")])
def test_on_a_mark_of_one_character_the_hand_says_which_edge_it_drags(
    sit: Sit, to: str, words: str
) -> None:
    sitting = sit("He warned that we I paid.")
    mouse = Mouse(sitting).click("I", times=2)
    sitting.press("t")
    mouse.drag("I", to)
    assert sitting.saved == [("threat", words)]


def test_edges_of_other_marks_are_not_dragged(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t", "j")
    mouse.drag("He", "that")
    assert sitting.saved == [("threat", SENTENCES[0])]
    assert sitting.words == "He warned that"


def test_a_drag_that_begins_beside_the_edge_of_a_mark_selects(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("t")
    mouse.press(GUTTER - 1, 0).move_to("that").release()
    assert sitting.saved == [("threat", SENTENCES[0])]
    assert sitting.words == "He warned that"


def test_a_button_that_never_came_up_leaves_the_mark_as_it_is(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("t")
    mouse.press_on("He").move_to("that")
    sitting.press("escape", "]")
    assert current(sitting) == ("threat", SENTENCES[0])
    assert sitting.reader.marks_between(0, 99) == list(sitting.reader.opened.spans)
    assert sitting.reader.lit.current == sitting.reader.mark


def test_the_middle_of_the_current_mark_is_not_dragged(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t")
    mouse.drag("warned", "that")
    assert sitting.saved == [("threat", SENTENCES[0])]
    assert sitting.words == "warned that"


def test_escape_during_a_drag_of_an_edge_lets_go(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t")
    mouse.press_on("He").move_to("that")
    sitting.press("escape")
    assert [mark.exact for mark in sitting.reader.marks_between(0, 99)] == [SENTENCES[0]]
    mouse.move_to("will").release()
    assert sitting.marks == sitting.saved == [("threat", SENTENCES[0])]
    assert sitting.reader.current is None


def test_the_end_of_a_mark_is_dragged_down_the_pages(sit: Sit) -> None:
    sitting = sit(LONG).press("t")
    mouse = Mouse(sitting).press_on(line(0), at=-1)
    for x in range(30, 60):
        mouse.move(x, 20)
    top = sitting.reader.viewport.top
    mouse.release()
    assert sitting.reader.viewport.top == top == (30, 0)
    assert sitting.saved[0][1].endswith(line(49))


def test_a_mark_dragged_longer_than_the_limit_stays_as_it_was(sit: Sit) -> None:
    sitting = sit("Word " * 30_000)
    sitting.reader.viewport.resize(66, 2000)
    sitting.press("t")
    sentence = sitting.words
    mouse = Mouse(sitting).press_on(sentence[:5])
    mouse.release().click_cell(GUTTER, 0)
    x, y = GUTTER + 3, 0
    mouse._pointer.press(x - 3, y)
    mouse.release()
    sitting.reader.hold(sitting.reader.selection.span(0, 110_000))
    assert sitting.said == "a mark holds 100,000 characters at most"
    sitting.reader.drop()
    assert sitting.saved == [("threat", sentence)]


def test_an_edge_dropped_while_the_disk_is_full_is_kept_on_screen(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("t")
    with full_disk():
        mouse.drag("He", "that")
        assert sitting.session.unsaved == 1
        assert sitting.marks == [("threat", "that we will pay")]
    assert sitting.press("j", "t").saved[0] == ("threat", "that we will pay")


def test_an_edge_of_a_mark_that_another_window_took_off_is_let_go(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("t")
    mouse.press_on("He").move_to("that")
    Sitting(sitting.folder, "a.txt").press("x")
    mouse.release()
    assert sitting.reader.current is None
    assert sitting.marks == sitting.kept == []
    assert "another window" in sitting.said


def test_a_mark_changed_during_a_drag_is_shown_as_it_is(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t")
    mouse.press_on("He").move_to("that")
    sitting.press("r", "c")
    assert sitting.marks == sitting.saved == [("commitment", SENTENCES[0])]
    assert sitting.reader.marks_between(0, 99) == list(sitting.reader.opened.spans)
    mouse.move_to("will").release()
    assert sitting.saved == [("commitment", "will pay")]


# What a click means to keys


def test_after_a_drag_of_its_edge_the_same_key_does_not_take_the_mark_off(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("t")
    mouse.drag("He", "that")
    sitting.press("t")
    assert sitting.saved == [("threat", "that we will pay")]
    assert sitting.said == "threat already: “that we will pay”  x takes it off"


def test_a_click_lets_go_of_a_question_and_does_no_more(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t", "r")
    mouse.click("promised")
    assert sitting.reader.pending is None
    assert current(sitting) == ("threat", SENTENCES[0])
    assert sitting.saved == [("threat", SENTENCES[0])]
    mouse.click("promised")
    assert sitting.words == "She promised bread"


def test_what_nobody_asked_for_is_no_question_to_a_click(sitting: Sitting, mouse: Mouse) -> None:
    sitting.press("t", "r")
    assert sitting.reader.pending is not None
    sitting.reader.pending = replace(sitting.reader.pending, lets_through=True)
    mouse.click("promised")
    assert sitting.words == "She promised bread"
    assert sitting.said == ""


def test_undo_elsewhere_is_asked_again_after_a_click(sit: Sit) -> None:
    sitting = sit("We will pay. Or not.", "The locks stay open.")
    sitting.press("t", ">", "u")
    assert "u again takes back" in sitting.said
    Mouse(sitting).click("locks")
    assert "u again takes back" in sitting.press("u").said
    assert sitting.saved == [("threat", "We will pay")]


def test_while_marks_are_loading_a_mouse_only_moves_the_focus(
    sitting: Sitting, mouse: Mouse
) -> None:
    sitting.press("t", "j")
    sitting.reader.opened.settled = False
    mouse.click("warned")
    assert (sitting.words, sitting.reader.current) == (SENTENCES[0], None)
    mouse.click("promised", times=2)
    assert sitting.words == SENTENCES[1]
    mouse.drag("warned", "will")
    assert sitting.words == SENTENCES[1]
    sitting.reader.opened.settled = True
    mouse.click("warned")
    assert current(sitting) == ("threat", SENTENCES[0])


def test_a_click_on_the_other_text_takes_the_keys_there(sitting: Sitting) -> None:
    sitting.desk.size = (160, 40)
    sitting.press("|")
    right, left = sitting.reader, sitting.desk.readers[0]
    left.fit(80, 20)
    Mouse(sitting, left).click("took")
    assert sitting.reader is left
    assert left.selection.quote == "Inspectors took money"
    assert right.selection.quote == SENTENCES[0]


@pytest.mark.parametrize("keys", [["i"], ["d"], ["?"], ["ctrl+p"]])
def test_a_click_on_the_text_leaves_the_lists(
    sitting: Sitting, mouse: Mouse, keys: list[str]
) -> None:
    sitting.press(*keys)
    mouse.click("promised")
    assert sitting.desk.finder is None
    assert sitting.press("t").saved == [("threat", "She promised bread")]


# The wheel


def test_the_wheel_moves_the_page_and_leaves_the_focus(sit: Sit) -> None:
    sitting = sit(LONG).press("j", "w")
    mouse = Mouse(sitting)
    assert mouse.wheel(3)
    assert sitting.reader.viewport.top == (3, 0)
    assert sitting.words == "number 1 is here"
    assert mouse.wheel(-3)
    assert not mouse.wheel(-3)
    assert sitting.reader.viewport.top == (0, 0)


@pytest.mark.parametrize("key", ["j", "}", "k", "{", "down", "up"])
def test_when_the_focus_is_out_of_sight_a_key_begins_with_the_first_sentence_there(
    sit: Sit, key: str
) -> None:
    sitting = sit(LONG)
    for begin, rows in (("g", 33), ("G", -60)):
        sitting.press(begin)
        Mouse(sitting).wheel(rows)
        first = sitting.reader.viewport.top[0]
        assert sitting.press(key).words == line(first)
        assert sitting.said == ""
        assert sitting.press("j").words == line(first + 1)


def test_a_focus_that_is_still_in_sight_goes_on_from_where_it_is(sit: Sit) -> None:
    sitting = sit(LONG).press(*["j"] * 5)
    assert Mouse(sitting).wheel(3)
    assert sitting.press("j").words == line(6)


def test_a_sentence_cut_by_the_top_of_the_page_is_there_for_k_and_not_for_j(sit: Sit) -> None:
    first = "Never has a sentence been so long that " + "it went on and " * 20 + "it ended. "
    sitting = sit(f"{first}{first}{first}Then they laughed. Nobody did.\n\n{LONG}")
    for key, words in [("j", "Then they laughed"), ("k", "Never has")]:
        sitting.press("g")
        Mouse(sitting).wheel(14)
        assert not sitting.reader.in_sight
        assert sitting.press(key).words.startswith(words)
        assert sitting.reader.in_sight


def test_a_page_without_a_sentence_does_not_hold_the_keys(sit: Sit) -> None:
    sitting = sit("We pay. " + "... " * 3000 + "\n\nShe left.")
    Mouse(sitting).wheel(30)
    assert not sitting.reader.in_sight
    assert sitting.press("j").words == "She left"
    assert sitting.reader.in_sight


def test_a_tag_key_marks_nothing_that_is_out_of_sight(sit: Sit) -> None:
    sitting = sit(LONG)
    Mouse(sitting).wheel(33)
    for key in ("t", "2", "T"):
        sitting.press(key)
        assert sitting.said == (
            "the sentence in focus is out of sight: j goes to the first one here"
        )
    assert sitting.marks == []
    assert sitting.press("j", "t").saved == [("threat", line(33))]


def test_a_tag_key_pressed_again_takes_off_nothing_that_is_out_of_sight(sit: Sit) -> None:
    sitting = sit(LONG).press("t")
    Mouse(sitting).wheel(33)
    assert "out of sight" in sitting.press("t").said
    assert sitting.saved == [("threat", line(0))]


def test_a_selection_of_which_something_is_in_sight_is_marked(sit: Sit) -> None:
    sitting = sit(LONG)
    mouse = Mouse(sitting).press_on(line(0))
    for x in range(30, 40):
        mouse.move(x, 20)
    mouse.release()
    assert not sitting.reader.in_sight
    ((_, words),) = sitting.press("t").saved
    assert words.startswith(line(0))


def test_page_keys_go_on_from_what_is_seen(sit: Sit) -> None:
    sitting = sit(LONG)
    Mouse(sitting).wheel(33)
    assert sitting.press("space").words == line(51)
    Mouse(sitting).wheel(-30)
    assert sitting.press("pageup").words == line(3)


def test_marks_are_looked_for_from_what_is_seen(sit: Sit) -> None:
    sitting = sit(LONG)
    sitting.press("t", *["j"] * 10, "c", *["j"] * 40, "a", "g", "]", "[")
    assert current(sitting) == ("threat", line(0))
    mouse = Mouse(sitting)
    mouse.wheel(33)
    assert current(sitting.press("]")) == ("allegation", line(50))
    mouse.wheel(-20)
    assert current(sitting.press("[")) == ("commitment", line(10))


def test_another_size_leaves_a_page_that_was_moved_where_it_is(sit: Sit) -> None:
    sitting = sit(LONG)
    sitting.reader.fit(80, 20)
    Mouse(sitting).wheel(33)
    assert sitting.reader.fit(60, 30)
    assert sitting.reader.viewport.top == (33, 0)
    sitting.press("j")
    assert sitting.reader.fit(60, 5)
    assert sitting.reader.in_sight


# Whatever the hand does

ACTS = st.sampled_from(["press", "move", "release", "click", "double", "wheel", "key"])
KEYS = "tcajkwbWBJKux>[]o"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(ACTS, st.integers(-5, 75), st.integers(-3, 25)), max_size=25))
def test_no_way_of_a_hand_loses_or_invents_a_mark(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("documents")
    text = "漢字 pays\tnow. “He said that 👨‍👩‍👧 will go,” she e\u0301 said.\n\n- One\n- Two\n" * 9
    (folder / "a.txt").write_text(text)
    sitting = Sitting(folder, "a.txt")
    mouse = Mouse(sitting)
    for act, x, y in acts:
        match act:
            case "press":
                mouse.press(x, y)
            case "move":
                mouse.move(x, y)
            case "release":
                mouse.release()
            case "click" | "double":
                mouse.click_cell(x, y, times=1 + (act == "double"))
            case "wheel":
                mouse.wheel(y)
            case _:
                sitting.press(KEYS[x % len(KEYS)])
    mouse.release()
    assert sorted(sitting.marks) == sorted(sitting.saved)
    for mark in sitting.reader.opened.spans:
        assert mark.holds_in(sitting.reader.opened.text)
    opened: OpenDocument = sitting.reader.opened
    assert sitting.reader.marks_between(0, len(opened.text)) == list(opened.spans)
