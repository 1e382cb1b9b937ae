"""The caret: spans that no other key reaches, and how it goes over the rows of a screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui.examples import SENTENCES, current
from tests.tui.sitting import Sitting
from tui.commands import CARET, COMMANDS
from tui.glyphs import line

Sit = Callable[..., Sitting]

ROWS = "Ana Kırlı of Halsk said no. " + "word " * 30 + "end."
"""Three rows of 66 cells."""


def on(sitting: Sitting) -> str:
    """The character that the caret is on."""
    caret = sitting.reader.caret
    assert caret is not None
    return sitting.reader.selection.text[slice(*caret.cell)]


def at(sitting: Sitting) -> tuple[int, int]:
    """Row and cell of the caret."""
    caret, viewport = sitting.reader.caret, sitting.reader.viewport
    assert caret is not None
    return viewport.place_of(caret.head)[1], viewport.column_of(caret.head)


# Spans


def test_v_puts_a_caret_at_the_start_of_the_selection(sitting: Sitting) -> None:
    sitting.press("l", "v")
    assert sitting.reader.state == "CARET"
    assert on(sitting) == "w"
    assert sitting.words == "we will pay"


def test_from_the_anchor_to_the_caret_is_marked(sit: Sit) -> None:
    sitting = sit(ROWS).press("v", "w", "v", "e", "t")
    assert sitting.kept == [("threat", "Kırlı")]
    assert sitting.reader.state == "MARKED"
    assert sitting.reader.caret is None


def test_both_ends_are_in_whichever_comes_first(sit: Sit) -> None:
    sitting = sit(ROWS).press("v", "w", "l", "l", "v", "h", "h")
    assert sitting.words == "Kır"
    assert sitting.press("2").kept == [("commitment", "Kır")]


def test_parts_of_words_can_be_marked(sit: Sit) -> None:
    sitting = sit("The anti-Halsk party left.").press("v", "w", "v", "e")
    assert sitting.words == "anti"
    sitting.press("l", "l", "c")
    assert sitting.kept == [("commitment", "anti-H")]


def test_white_space_at_an_edge_stays_out(sit: Sit) -> None:
    sitting = sit(ROWS).press("v", "v", "l", "l", "l")
    assert (on(sitting), sitting.words) == (" ", "Ana")
    sitting.press("l")
    assert sitting.words == "Ana K"


def test_without_an_anchor_a_tag_key_marks_what_was_selected(sitting: Sitting) -> None:
    sitting.press("l", "v", "e", "j", "t")
    assert sitting.kept == [("threat", "we will pay")]


def test_v_again_lets_the_span_go(sitting: Sitting) -> None:
    sitting.press("v", "v", "e", "v")
    assert sitting.words == SENTENCES[0]
    assert sitting.reader.state == "CARET"


def test_with_a_mark_the_caret_moves_its_edges(sitting: Sitting) -> None:
    sitting.press("t", "v", "w", "v")
    assert sitting.kept == [("threat", SENTENCES[0])]
    sitting.press("e")
    assert sitting.kept == [("threat", "warned")]
    sitting.press("w")
    assert current(sitting) == ("threat", "warned t")
    assert sitting.reader.state == "CARET"
    sitting.press("escape")
    assert sitting.reader.state == "MARKED"
    assert sitting.press("u").kept == [("threat", "warned")]
    assert sitting.press("j", "u").kept == []


def test_escape_leaves_the_caret_and_then_lets_go(sitting: Sitting) -> None:
    sitting.press("v", "v", "e", "escape")
    assert (sitting.reader.state, sitting.words) == ("SELECTED", "He")
    assert sitting.press("escape").words == SENTENCES[0]


def test_the_last_tag_and_joining_take_what_the_caret_spans(sitting: Sitting) -> None:
    sitting.press("c", "j", "v", "v", "e", ".")
    assert sitting.kept[1] == ("commitment", "She")
    sitting.press("escape", "j", "v", "w", "v", "e", "&")
    assert sitting.kept[1] == ("commitment", "She … took")


def test_a_span_may_begin_in_one_sentence_and_end_in_another(sitting: Sitting) -> None:
    sitting.press("v", *["w"] * 5, "v", "w", "e", "t")
    assert sitting.kept == [("threat", "pay. She")]


# Moving


def test_the_caret_goes_over_words_and_characters(sit: Sit) -> None:
    sitting = sit(ROWS).press("v")
    seen = [on(sitting.press(key)) for key in ("right", "e", "w", "l", "left", "b", "ctrl+right")]
    assert "".join(seen) == "naKıKAK"


def test_the_caret_goes_to_both_ends_of_a_row(sit: Sit) -> None:
    sitting = sit(ROWS).press("v", "j", "w", "0")
    assert at(sitting) == (1, 0)
    sitting.press("$")
    row, _ = at(sitting)
    assert (row, on(sitting)) == (1, "d")
    sitting.press("l")
    assert at(sitting) == (2, 0), "the space at which the row breaks is passed over"
    sitting.press("h")
    assert on(sitting) == "d"
    assert at(sitting.press("home"))[1] == 0
    assert on(sitting.press("end")) == "d"


def test_the_caret_keeps_its_column_from_row_to_row(sit: Sit) -> None:
    sitting = sit("a" * 10 + "\n\nbb\n\n" + "漢" * 10 + "\n\n" + "c" * 10).press("v", "$")
    columns = [at(sitting)[1]]
    for _ in range(3):
        sitting.press("j")
        columns.append(at(sitting)[1])
    assert columns == [9, 1, 8, 9]
    for _ in range(3):
        sitting.press("up")
    assert (at(sitting)[1], on(sitting)) == (9, "a")
    assert sitting.press("k").said == "the text begins here"


def test_the_page_follows_the_caret(sit: Sit) -> None:
    sitting = sit("\n\n".join(f"Line {number} is here." for number in range(99))).press("v")
    for _ in range(60):
        sitting.press("j")
    caret, viewport = sitting.reader.caret, sitting.reader.viewport
    assert caret is not None
    assert viewport.sees(*caret.cell)
    assert on(sitting) == "L"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["h"], "the paragraph begins here"),
        (["$", "l"], "the paragraph ends here"),
        (["b"], "the first word"),
        (["w"] * 5, "the last word"),
        (["e"] * 6, "the last word"),
        (["j"], "the text ends here"),
        (["0"], ""),
    ],
)
def test_a_caret_that_cannot_move_says_why(sit: Sit, keys: list[str], said: str) -> None:
    assert sit("One two three four five").press("v", *keys).said == said


def test_in_an_empty_text_there_is_no_caret(sit: Sit) -> None:
    sitting = sit("\n").press("v")
    assert sitting.said == "there is nothing to put a caret on here"
    assert sitting.reader.caret is None


# What else keys do meanwhile


@pytest.mark.parametrize("key", ["x", "J", "}", "T", "y", "o", "]", "D", "space", "tab", "+"])
def test_other_keys_of_the_text_do_nothing_and_the_caret_stays(sitting: Sitting, key: str) -> None:
    sitting.press("t", "v")
    assert not sitting.desk.press(key)
    assert sitting.reader.state == "CARET"
    assert sitting.kept == [("threat", SENTENCES[0])]


@pytest.mark.parametrize("key", ["u", "d", "i", "z", "|", "f6"])
def test_keys_that_lead_away_leave_the_caret_first(sitting: Sitting, key: str) -> None:
    sitting.press("t", "w", "v", "v", key)
    assert sitting.reader.caret is None
    assert sitting.desk.readers[0].caret is None


def test_q_leaves_the_caret_and_not_the_program(sitting: Sitting) -> None:
    sitting.press("v", "q")
    assert (sitting.reader.caret, sitting.left) == (None, 0)
    assert sitting.press("q").left == 1


def test_the_help_lists_the_keys_of_the_caret_and_does_them(sitting: Sitting) -> None:
    sitting.press("v", "?")
    finder = sitting.desk.finder
    assert finder is not None
    names = {row.name for row in finder.rows}
    assert names >= {each.help for each in COMMANDS if each.rooms == (CARET,)}
    assert "Take the mark off" not in names
    sitting.press(*"end of the word", "enter")
    assert on(sitting) == "e"
    assert sitting.press("?", "escape").reader.state == "CARET"


def test_elsewhere_the_help_lists_no_keys_of_the_caret(sitting: Sitting) -> None:
    sitting.press("?", *"end of the word")
    finder = sitting.desk.finder
    assert finder is not None
    assert finder.rows == []


def test_a_click_lets_the_caret_go(sitting: Sitting) -> None:
    sitting.press("v")
    assert sitting.reader.touched()
    assert sitting.reader.caret is None


def test_the_caret_is_lit_and_the_edges_of_the_mark_are_not(sitting: Sitting) -> None:
    lit = sitting.press("t", "v", "l").reader.lit
    assert (lit.caret, lit.edges) == ((1, 2), ())
    assert sitting.press("escape").reader.lit.edges
    assert line("é") == "é"
