"""Backspace goes back to before the last jump, also into another document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui.examples import LONG, OTHER, TEXT
from tests.tui.sitting import Sitting
from tui.jumps import KEPT, Jumps, Spot
from tui.labelling import Labels
from tui.opening import Entry

Sit = Callable[..., Sitting]


def label(sitting: Sitting, words: str) -> str:
    """The label of a sentence, waited for by `f`."""
    pending = sitting.reader.pending
    assert isinstance(pending, Labels)
    assert pending.offsets is not None
    at = sitting.reader.opened.text[:].index(words)
    return next(label for label, offset in pending.offsets.items() if offset == at)


def place(sitting: Sitting) -> tuple[str, int, tuple[int, int]]:
    reader = sitting.reader
    return reader.opened.entry.path, reader.selection.focus_start, reader.viewport.top


@pytest.mark.parametrize("jump", ["G", "g"])
def test_back_from_the_ends_of_the_text_to_sentence_and_page(sit: Sit, jump: str) -> None:
    sitting = sit(LONG).press(*["j"] * 50)
    sitting.reader.scroll(3)
    before = place(sitting)
    assert place(sitting.press(jump)) != before
    assert place(sitting.press("backspace")) == before


def test_back_from_a_label(sitting: Sitting) -> None:
    sitting.press("j", "f")
    sitting.press(*label(sitting, "The end"))
    assert sitting.words == "The end came"
    assert sitting.press("backspace").words == "She promised bread"


def test_back_through_several_jumps_and_then_no_further(sit: Sit) -> None:
    sitting = sit(LONG).press("j", "G", "k", "g")
    assert sitting.press("backspace").words == "Line number 98 is here"
    assert sitting.press("backspace").words == "Line number 1 is here"
    assert sitting.press("backspace").said == "no jump to go back from"
    assert sitting.words == "Line number 1 is here"


@pytest.mark.parametrize("keys", [["j"], ["space"], ["}"], ["space", "pageup"], ["j", "g"]])
def test_moving_by_sentences_and_pages_is_no_jump(sit: Sit, keys: list[str]) -> None:
    sitting = sit(LONG).press(*keys, "backspace")
    jumped = keys[-1] == "g"
    assert (sitting.said == "no jump to go back from") is not jumped


def test_a_jump_to_where_one_is_is_none(sit: Sit) -> None:
    assert sit(LONG).press("g", "backspace").said == "no jump to go back from"


def test_there_is_no_way_back_to_where_one_is_again(sit: Sit) -> None:
    sitting = sit(LONG).press("G", "k", "G", "k", "backspace")
    assert sitting.words == "Line number 0 is here"


def test_picking_a_mark_is_a_jump_where_it_leaves_the_page(sit: Sit) -> None:
    sitting = sit(LONG).press("t", *["j"] * 60, "t", "j", "[")
    assert sitting.words == "Line number 60 is here"
    assert sitting.press("backspace").said == "no jump to go back from"
    before = place(sitting)
    assert sitting.press("[").words == "Line number 0 is here"
    assert place(sitting.press("backspace")) == before


def test_undo_is_a_jump_where_it_leaves_the_page(sit: Sit) -> None:
    sitting = sit(LONG).press("j", "t", *["j"] * 60)
    before = place(sitting)
    assert sitting.press("u").words == "Line number 1 is here"
    assert place(sitting.press("backspace")) == before


def test_nothing_is_current_where_one_comes_back(sit: Sit) -> None:
    sitting = sit(LONG).press("G", "t", "backspace")
    assert (sitting.reader.state, sitting.words) == ("READING", "Line number 0 is here")


@pytest.mark.parametrize("key", [">", "D"])
def test_back_into_the_document_before(sit: Sit, key: str) -> None:
    sitting = sit(LONG, TEXT).press(*["j"] * 30)
    sitting.reader.scroll(2)
    before = place(sitting)
    sitting.press(key, "j")
    assert place(sitting)[0] == "b.txt"
    assert place(sitting.press("backspace")) == before


def test_back_from_the_list_of_documents_and_from_that_of_marks(sit: Sit) -> None:
    sitting = sit(LONG, TEXT).press("t", *["j"] * 40)
    before = place(sitting)
    sitting.press("d", "j", "enter")
    assert place(sitting)[0] == "b.txt"
    assert place(sitting.press("backspace")) == before
    sitting.press("i", "g", "enter")
    assert sitting.words == "Line number 0 is here"
    assert place(sitting.press("backspace")) == before


def test_back_from_what_the_palette_opened(sit: Sit) -> None:
    sitting = sit(LONG, TEXT).press("j", "ctrl+p", *"b.txt", "enter")
    assert place(sitting)[0] == "b.txt"
    assert sitting.press("backspace").words == "Line number 1 is here"


def test_a_document_that_is_gone_is_passed_over_with_a_word(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("j", ">", "j", "<")
    (sitting.folder / "b.txt").unlink()
    sitting.press("backspace")
    assert sitting.said.startswith("passed over: ")
    assert "b.txt" in sitting.said
    assert place(sitting)[0] == "a.txt"
    assert sitting.press("backspace").said == "no jump to go back from"


def test_where_the_text_was_made_wider_the_sentence_is_on_the_page(sit: Sit) -> None:
    sitting = sit("\n\n".join([LONG.replace("\n", " ")] * 3)).press(*["j"] * 150, "g")
    sitting.reader.viewport.resize(40, 20)
    sitting.press("backspace")
    assert sitting.words == "Line number 50 is here"
    assert sitting.reader.in_sight


def test_each_pane_has_jumps_of_its_own(sit: Sit) -> None:
    sitting = sit(LONG)
    sitting.desk.size = (200, 60)
    sitting.press("G", "|")
    assert sitting.press("backspace").said == "no jump to go back from"
    assert sitting.press("f6", "backspace").words == "Line number 0 is here"


def test_backspace_in_a_filter_takes_a_letter_away(sitting: Sitting) -> None:
    sitting.press("j", "G", "d", "/", "a", "b", "backspace")
    assert sitting.desk.documents.query == "a"
    assert sitting.words == "The end came"


def test_a_hundred_jumps_are_kept() -> None:
    spots = [Spot(Entry("a.txt"), number, (0, 0), 66) for number in range(KEPT + 20)]
    jumps = Jumps()
    for spot in spots:
        jumps.note(spot)
        jumps.note(spot)
    back = [jumps.back(Spot(Entry("b.txt"), 0, (0, 0), 66)) for _ in range(KEPT + 1)]
    assert back == [*reversed(spots[20:]), None]
