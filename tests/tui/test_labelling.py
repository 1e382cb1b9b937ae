"""Labels on the page: what is typed puts an edge on a word, or the focus on a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotations.selection import Selection
from annotations.text import Text
from tests.tui.examples import LONG, TEXT, current
from tests.tui.mouse import Mouse
from tests.tui.screen import reading
from tests.tui.sitting import Sitting
from tui.labelling import Labels
from tui.widgets.painted import Painted, written_over

Sit = Callable[..., Sitting]

WARNING = "He warned that if they stop, we will pay."
QUOTED = "He said: “We will (not) pay the sea.” She left."


def offsets(sitting: Sitting) -> dict[str, int]:
    """The offsets that are labelled, by what is still to be typed."""
    pending = sitting.reader.pending
    assert isinstance(pending, Labels)
    assert pending.offsets is not None
    return dict(pending.offsets)


def label_of(sitting: Sitting, words: str) -> str:
    """What to type for the start of these words or, while ends are labelled, for their end."""
    pending = sitting.reader.pending
    assert isinstance(pending, Labels)
    text = sitting.reader.opened.text
    at = text[0 : len(text)].index(words) + len(words) * pending.at_ends
    return next(label for label, offset in offsets(sitting).items() if offset == at)


def to(sitting: Sitting, key: str, words: str) -> Sitting:
    """Go to the label of these words after a key."""
    sitting.press(key)
    return sitting.press(*label_of(sitting, words))


def drawn(sitting: Sitting) -> list[str]:
    """The rows on screen with the labels over them, as wide as the text column and its spare."""
    reader, strips = sitting.reader, []
    for place in reader.viewport.visible():
        index, row = place
        rows = reader.viewport.rows(index)
        if row < len(rows):
            words = rows.drawn(*rows.seen(row))
            width = reader.viewport.width + 1
            strip = Strip([Segment(words + " " * (width - cell_len(words)))], width)
            over = [(cell, [(label, Style())]) for cell, label in reader.labels.get(place, [])]
            strips.append(written_over(strip, over).text.rstrip())
    return strips


# Edges


def test_the_start_edge_goes_to_the_word_whose_label_is_typed(sit: Sit) -> None:
    assert to(sit(WARNING), "s", "will pay").words == "will pay"


def test_the_end_edge_goes_behind_the_word_whose_label_is_typed(sit: Sit) -> None:
    assert to(sit(WARNING), "S", "they stop").words == "He warned that if they stop"


def test_the_current_mark_is_moved_and_saved_with_it_undone_as_one(sit: Sit) -> None:
    sitting = sit(WARNING).press("t")
    to(sitting, "s", "if they")
    to(sitting, "S", "stop")
    assert sitting.kept == [("threat", "if they stop")]
    assert current(sitting) == ("threat", "if they stop")
    assert sitting.press("j", "u").marks == []


def test_clauses_of_the_sentence_in_focus_have_one_letter_in_their_order(sit: Sit) -> None:
    sitting = sit(WARNING).press("s")
    starts, _ = sitting.reader.selection.clause_edges
    single = {label: at for label, at in offsets(sitting).items() if len(label) == 1}
    assert list(single) == ["f", "j"]
    assert tuple(single.values()) == starts[1:]
    sitting.press("escape", "S")
    _, ends = sitting.reader.selection.clause_edges
    assert [at for label, at in offsets(sitting).items() if len(label) == 1] == list(ends[:-1])


def test_words_of_other_sentences_are_offered_too(sit: Sit) -> None:
    sitting = sit(TEXT).press("j")
    assert to(sitting, "s", "we will").words == "we will pay. She promised bread"
    assert to(sitting, "S", "took").words == ("we will pay. She promised bread.\n\nInspectors took")


def test_nothing_is_offered_that_would_leave_nothing_or_everything_as_it_is(sit: Sit) -> None:
    sitting = sit(TEXT).press("j", "s")
    start, end = sitting.reader.selection.start, sitting.reader.selection.end
    assert all(at < end and at != start for at in offsets(sitting).values())
    sitting.press("escape", "S")
    assert all(at > start and at != end for at in offsets(sitting).values())
    sitting = sit("Go. Now.").press("s")
    assert sitting.said == "no other word on this page to start with"
    assert sitting.reader.state == "READING"


def test_a_word_and_the_marks_around_it_have_labels_where_there_is_room(sit: Sit) -> None:
    sitting = sit(QUOTED).press("s")
    starts = offsets(sitting).values()
    assert QUOTED.index("not") in starts
    assert QUOTED.index("(not") not in starts  # a pair there would cover that of the word
    sitting.press("escape", "S")
    ends = offsets(sitting).values()
    assert QUOTED.index(" pay") - 1 in ends
    assert QUOTED.index(" pay") not in ends
    assert QUOTED.index(" She") - 2 in ends  # behind `sea`, and `.”` below is as wide as a pair


def test_where_the_focus_is_out_of_sight_edges_are_not_labelled(sit: Sit) -> None:
    sitting = sit(LONG)
    sitting.reader.scroll(40)
    for key in ("s", "S"):
        assert sitting.press(key).said.startswith("the sentence in focus is out of sight")
        assert sitting.reader.pending is None


def test_of_a_sentence_that_is_longer_than_the_page_what_is_seen_is_labelled(sit: Sit) -> None:
    sitting = sit(", and ".join(f"he warned that {number} of us will pay" for number in range(99)))
    sitting.reader.scroll(9)
    viewport = sitting.reader.viewport
    first, last = viewport.span(viewport.visible()[0])[0], viewport.span(viewport.visible()[-1])[1]
    for key in ("s", "S"):
        sitting.press(key)
        assert all(first <= offset <= last for offset in offsets(sitting).values())
        assert sum(len(label) == 1 for label in offsets(sitting)) > 9
        sitting.press("escape")


@pytest.mark.parametrize("text", ["", "\n\n \n"])
@pytest.mark.parametrize("key", ["s", "S", "f"])
def test_in_a_text_without_words_there_is_nothing_to_label(sit: Sit, text: str, key: str) -> None:
    assert "on this page" in sit(text).press(key).said


# Sentences


def test_the_focus_goes_to_the_sentence_whose_label_is_typed(sitting: Sitting) -> None:
    assert to(sitting.press("t"), "f", "Nobody").words == "Nobody asked"
    assert sitting.reader.state == "READING"
    assert sitting.marks == [("threat", "He warned that we will pay")]


def test_sentences_of_the_page_have_one_letter_and_the_one_in_focus_has_none(sit: Sit) -> None:
    sitting = sit(LONG).press("f")
    assert len(offsets(sitting)) == 19
    assert sorted(offsets(sitting).values()) == [
        LONG.index(f"Line number {n} ") for n in range(1, 20)
    ]
    assert all(len(label) == 1 for label in offsets(sitting))


def test_a_focus_that_is_out_of_sight_comes_back_by_a_label(sit: Sit) -> None:
    sitting = sit(LONG)
    sitting.reader.scroll(40)
    assert to(sitting, "f", "Line number 50 ").words == "Line number 50 is here"


def test_where_one_went_by_a_label_is_where_the_document_is_left(sit: Sit) -> None:
    sitting = sit(TEXT, "Other.")
    to(sitting, "f", "Nobody")
    assert sitting.press(">", "<").words == "Nobody asked"


# Waiting


@pytest.mark.parametrize(
    ("key", "state"), [("s", "LABEL start"), ("S", "LABEL end"), ("f", "LABEL sentence")]
)
def test_the_state_says_what_is_labelled(sitting: Sitting, key: str, state: str) -> None:
    assert sitting.press("j", key).desk.state == state
    assert "type the letters" in sitting.asked


@pytest.mark.parametrize("other", ["escape", "1", "G", "down", "ctrl+z"])
def test_any_other_key_leaves_and_is_not_run(sitting: Sitting, other: str) -> None:
    sitting.press("j", "s", other)
    assert sitting.said == "nothing was changed"
    assert (sitting.words, sitting.marks, sitting.reader.labels) == ("She promised bread", [], {})


def test_after_the_first_letter_the_labels_with_it_stay_and_show_their_second(sit: Sit) -> None:
    sitting = sit(WARNING).press("s")
    before = offsets(sitting)
    label = label_of(sitting, "stop")
    sitting.press(label[0])
    assert drawn(sitting) == ["He farned jhat if they dtop, we will pay."]
    assert offsets(sitting) == {
        other[1]: at for other, at in before.items() if other[0] == label[0]
    }
    assert sitting.asked.startswith(f"{label[0]}, ")
    assert sitting.desk.state == "LABEL start"
    assert sitting.press(label[1]).words == "stop, we will pay"
    sitting.press("s")
    sitting.press(label_of(sitting, "that")[0], "escape")
    assert (sitting.said, sitting.reader.labels) == ("nothing was changed", {})


def test_labels_are_typed_by_their_place_on_the_keyboard_of_another_script(sit: Sit) -> None:
    sitting = sit(WARNING)
    sitting.desk.keymap.use_keyboard("russian")
    sitting.press("ы")
    assert offsets(sitting)["f"] == WARNING.index("if")
    assert sitting.press("а").words == "if they stop, we will pay"


def test_a_click_lets_go_of_labels(sitting: Sitting) -> None:
    sitting.press("j", "s")
    Mouse(sitting).click("warned")
    assert sitting.said == "nothing was changed"
    assert sitting.reader.labels == {}
    assert sitting.words == "She promised bread"


def test_the_same_page_has_the_same_labels_again(sit: Sit) -> None:
    sitting = sit(TEXT).press("j", "s")
    before = offsets(sitting)
    assert offsets(sitting.press("escape", "s")) == before


# On screen


def test_labels_lie_on_the_first_cells_of_words_or_on_the_last(sit: Sit) -> None:
    sitting = sit("We will pay. Go on.").press("s")
    assert drawn(sitting) == ["We ffll fjy. Go on."]
    sitting.press("escape", "S")
    assert drawn(sitting) == ["fd wiff pay. fj jf."]


def test_a_label_at_the_end_of_a_row_takes_the_spare_cell_behind_it(sit: Sit) -> None:
    sitting = sit("See a b c d")
    sitting.reader.viewport.resize(5, 20)
    sitting.press("s")
    assert drawn(sitting) == ["See ff", "fjjffd"]


def test_where_there_is_no_spare_cell_a_label_begins_one_cell_earlier() -> None:
    row = Strip([Segment("See a")], 5)
    assert written_over(row, [(4, [("ff", Style())])]).text == "Seeff"


def test_of_labels_on_the_same_cells_the_first_is_seen() -> None:
    row = Strip([Segment("See a")], 5)
    over = [(0, [("ff", Style())]), (1, [("jj", Style())]), (2, [("dd", Style())])]
    assert written_over(row, over).text == "ffdda"


def test_ends_of_words_are_labelled_in_the_row_that_they_end_in(sit: Sit) -> None:
    sitting = sit("漢字漢字")
    sitting.reader.viewport.resize(4, 20)
    assert drawn(sitting.press("S")) == ["jffj", "ff字"]


def test_labels_stay_on_their_words_when_the_page_moves(sit: Sit) -> None:
    sitting = sit(LONG).press(*["j"] * 10, "f")
    before = dict(sitting.reader.labels)
    sitting.reader.scroll(3)
    assert sitting.reader.labels == {at: row for at, row in before.items() if at[0] >= 3}


def test_half_a_wide_character_becomes_blank() -> None:
    row = Strip([Segment("漢字")], 4)
    assert written_over(row, [(0, [("f", Style())])]).text == "f 字"
    assert written_over(row, [(1, [("ff", Style())])]).text == " ff "


LETTERS = "ab .,“”()漢字あe\u0301\u0915\u094d\U0001f469\u200d\U0001f680\U0001f1e9\U0001f1ea\t\n"
"""Narrow, wide, combining, joined; what opens and closes; breaks."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.sampled_from(LETTERS), max_size=80).map(Text.of),
    width=st.integers(3, 20),
    key=st.sampled_from("sSf"),
)
def test_rows_with_labels_are_as_wide_as_without(
    sitting: Sitting, text: Text, width: int, key: str
) -> None:
    reader = sitting.reader
    reader.opened.text, reader.selection = text, Selection.first(text)
    reader.viewport.show_text(text)
    reader.viewport.resize(width, 10)
    sitting.press(key)
    for (index, row), labels in reader.labels.items():
        rows = reader.viewport.rows(index)
        words = rows.drawn(*rows.seen(row))
        strip = Strip([Segment(words + " " * width)])
        over = written_over(strip, [(cell, [(label, Style())]) for cell, label in labels])
        assert over.cell_length == sum(cell_len(part.text) for part in over) == strip.cell_length
        cells = [cell + n for cell, label in labels for n in range(len(label))]
        assert len(set(cells)) == len(cells)
        assert all(0 <= cell <= width for cell in cells)
    reader.pending = None


def test_every_word_of_a_page_has_a_label_of_its_own(sit: Sit) -> None:
    sitting = sit(" ".join(f"w{number}" for number in range(3000)))
    viewport = sitting.reader.viewport
    viewport.resize(92, 57)
    sitting.press("S")
    end = viewport.span(viewport.visible()[-1])[1]
    words = sitting.reader.opened.text[0:end].split()
    assert len(words) > 900
    assert len(offsets(sitting)) == len(words)
    assert sum(map(len, sitting.reader.labels.values())) == len(words)


async def test_only_rows_with_labels_are_drawn_anew_and_come_back_as_they_were(
    folder: Path,
) -> None:
    (folder / "a.txt").write_text(TEXT)
    async with reading(folder, "a.txt", size=(120, 24)) as screen:
        await screen.press("j", "vertical_line")
        text, second = (screen.app.screen.query_one(f"#{id}", Painted) for id in ("text", "second"))
        before, beside = list(text._kept), list(second._kept)
        await screen.press("f6", "S")
        changed = [a is not b for a, b in zip(before, text._kept, strict=True)]
        assert changed[:5] == [True, False, True, False, True]
        assert all(a is b for a, b in zip(beside[:5], second._kept, strict=False))
        await screen.press("escape")
        assert all(a is b for a, b in zip(before[:5], text._kept, strict=False))
