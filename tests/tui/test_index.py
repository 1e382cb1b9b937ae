"""The index of marks: all of them in their order, and keys that act on a row or on many."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui.sitting import Sitting, full_disk
from tui.commands import INDEX, TEXT

Sit = Callable[..., Sitting]

ONE = "We will pay. They stole grain. We keep the port open. You will regret it."
TWO = "The union lied. We will leave."
MARKS = [
    ("threat", "We will pay"),
    ("allegation", "They stole grain"),
    ("commitment", "We keep the port open"),
    ("threat", "You will regret it"),
]


@pytest.fixture
def marked(sit: Sit) -> Sitting:
    """Two documents with marks, at the top of the first."""
    sitting = sit(ONE, TWO).press("t", "j", "a", "j", "c", "j", "t", ">", "a", "j", "t", "<", "g")
    assert sitting.marks == MARKS
    return sitting


def listed(sitting: Sitting) -> list[str]:
    index = sitting.desk.index
    return [mark.exact for place in index.rows if (mark := index.mark(place))]


def at(sitting: Sitting) -> str:
    mark = sitting.desk.index.mark(sitting.desk.index.row) if sitting.desk.index.row else None
    return mark.exact if mark else ""


def test_marks_are_listed_in_the_order_of_the_text(marked: Sitting) -> None:
    assert listed(marked) == [words for _, words in MARKS]


def test_a_mark_made_in_the_text_is_listed_at_its_place(marked: Sitting) -> None:
    marked.press("j", "w", "w", "t")
    assert listed(marked) == ["We will pay", "They stole grain", "grain", *listed(marked)[3:]]


def test_the_cursor_stands_where_one_reads(marked: Sitting) -> None:
    marked.press("j", "j", "i")
    assert (marked.desk.room, at(marked)) == (INDEX, "We keep the port open")
    assert at(marked.press("k")) == "They stole grain"
    assert at(marked.press("i", "]", "]", "]", "i")) == "You will regret it"


def test_enter_goes_to_the_mark_and_makes_it_current(marked: Sitting) -> None:
    marked.press("i", "G", "enter")
    assert (marked.desk.room, marked.reader.state) == (TEXT, "PICKED")
    assert marked.words == "You will regret it"


def test_escape_leads_back_to_where_one_was(marked: Sitting) -> None:
    marked.press("j", "i", "G", "escape")
    assert (marked.desk.room, marked.words) == (TEXT, "They stole grain")


def test_x_takes_off_the_row_and_the_cursor_stays_there(marked: Sitting) -> None:
    marked.press("i", "j", "x")
    assert marked.said == "taken off: A “They stole grain”  u brings it back"
    assert at(marked) == "We keep the port open"
    assert len(marked.saved) == 5
    assert marked.press("u").marks == MARKS


def test_picked_rows_are_taken_off_together_and_brought_back_together(marked: Sitting) -> None:
    marked.press("i", "g", "space", "space", "j", "space", "x")
    assert marked.said == "taken off: 3 marks  u brings them back"
    assert listed(marked) == ["We keep the port open"]
    marked.press("u")
    assert marked.marks == MARKS
    assert marked.press("ctrl+r").marks == [MARKS[2]]


def test_picking_twice_lets_go_of_the_row(marked: Sitting) -> None:
    marked.press("i", "g", "space", "k", "space", "x")
    assert listed(marked) == ["We will pay", "We keep the port open", "You will regret it"]


def test_r_gives_picked_rows_another_tag_in_one_step(marked: Sitting) -> None:
    marked.press("i", "g", "space", "space", "r", "c")
    assert marked.said == "now Commitment: 2 marks  u takes it back"
    assert [tag for tag, _ in marked.marks[:2]] == ["commitment", "commitment"]
    assert marked.press("u").marks == MARKS


def test_a_key_that_is_no_tag_changes_nothing(marked: Sitting) -> None:
    marked.press("i", "r", "j")
    assert marked.said == "nothing was changed"
    assert marked.marks == MARKS


def test_y_copies_picked_rows_with_their_sources(marked: Sitting) -> None:
    marked.press("i", "g", "space", "G", "space", "y")
    assert marked.copied == ["“We will pay” (a.txt)\n\n“You will regret it” (a.txt)"]
    assert marked.said == "copied 2 quotes, 51 characters (terminal). No date known: M adds it"


def test_tab_lists_the_marks_of_all_documents(marked: Sitting) -> None:
    marked.press("i", "tab")
    assert listed(marked) == [*(words for _, words in MARKS), "The union lied", "We will leave"]
    marked.press("G", "y")
    assert marked.copied == ["“We will leave” (b.txt)"]
    marked.press("enter")
    assert marked.reader.opened.document.path == "b.txt"
    assert (marked.words, marked.reader.state) == ("We will leave", "PICKED")


def test_a_mark_of_another_document_is_taken_off_from_here(marked: Sitting) -> None:
    marked.press("i", "tab", "G", "k", "x")
    assert listed(marked)[4:] == ["We will leave"]
    assert marked.marks == MARKS
    assert ("allegation", "The union lied") not in marked.saved
    marked.press("u", "u")
    assert marked.reader.opened.document.path == "b.txt"
    assert ("allegation", "The union lied") in marked.saved


def test_all_documents_stay_in_order_while_one_marks(marked: Sitting) -> None:
    marked.press("i", "tab", "escape", "w", "c")
    assert listed(marked)[:3] == ["We will pay", "will pay", "They stole grain"]
    assert len(listed(marked)) == 7


def test_a_filter_shows_the_rows_with_all_its_words(marked: Sitting) -> None:
    marked.press("i", "/", *"we", "space", *"WILL")
    assert listed(marked) == ["We will pay"]
    marked.press("enter", "x")
    assert listed(marked) == []
    marked.press("escape")
    assert listed(marked) == [words for _, words in MARKS[1:]]
    assert marked.desk.room == INDEX


def test_a_filter_ends_with_its_document(marked: Sitting) -> None:
    marked.press("i", "/", *"grain", "enter", "enter", ">", "i")
    assert marked.desk.index.query == ""
    assert len(listed(marked)) == marked.desk.index.total > 0


def test_a_filter_knows_names_of_tags(marked: Sitting) -> None:
    marked.press("i", "/", *"threat")
    assert listed(marked) == ["We will pay", "You will regret it"]
    marked.press("backspace", "ctrl+u")
    assert len(listed(marked)) == 4


def test_a_mark_that_fits_the_filter_appears_in_it(marked: Sitting) -> None:
    marked.press("i", "/", *"grain", "enter", "i", "j", "c")
    assert listed(marked) == ["They stole grain", "They stole grain"]


def test_keys_say_that_there_is_no_mark(sitting: Sitting) -> None:
    for key in ("x", "r", "y", "enter", "space"):
        assert sitting.press("i" if sitting.desk.room == TEXT else "j", key).said == "no mark here"


def test_what_is_taken_off_stays_off_the_screen_while_the_disk_is_full(marked: Sitting) -> None:
    marked.press("i", "tab")
    with full_disk():
        marked.press("G", "x")
        assert len(listed(marked)) == 5
    assert len(marked.saved) == 6
    marked.session.flush()
    assert len(marked.saved) == 5


def test_marks_of_another_window_are_listed(marked: Sitting) -> None:
    other = Sitting(marked.folder, "b.txt")
    marked.press("i", "tab")
    other.press("j", "w", "w", "a")
    assert marked.desk.refresh()
    assert listed(marked)[-1] == "leave"
