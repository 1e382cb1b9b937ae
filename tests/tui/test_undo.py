"""Undo and redo over documents, over restarts, and beside other windows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui.examples import OTHER, SENTENCES, TEXT
from tests.tui.sitting import Sitting, full_disk

Sit = Callable[..., Sitting]

WHOLE = ("threat", "He warned that we will pay")
SECOND = ("commitment", "She promised bread")
ELSEWHERE = ("allegation", "The locks stay open")


def again(sitting: Sitting, *names: str) -> Sitting:
    """The next sitting on the same documents."""
    sitting.session.finish()
    return Sitting(sitting.folder, *names or ("a.txt",))


# Over a restart


@pytest.mark.parametrize("key", ["u", "ctrl+z"])
def test_an_older_step_names_itself_and_asks_for_a_second_u(sitting: Sitting, key: str) -> None:
    sitting.press("t", "w", "w", "w", "j", "c")
    later = again(sitting).press(key)
    assert later.said == "u again takes back, from an earlier sitting: “She promised bread”"
    assert len(later.kept) == 2
    later.press(key)
    assert later.said == "taken back: mark C “She promised bread”"
    assert later.kept == later.marks == [("threat", "we will pay")]
    assert later.words == "She promised bread"


def test_each_older_group_is_taken_back_as_one_and_asked_for(sitting: Sitting) -> None:
    sitting.press("t", "w", "w", "j", "c", "B", "r", "a", "j", "t")
    later = again(sitting)
    for left in (2, 1, 0):
        assert later.press("u").said.startswith("u again takes back, from an earlier sitting: ")
        assert len(later.press("u").kept) == left
    assert later.press("u").said == "nothing to take back"


def test_any_other_key_between_asks_again(sitting: Sitting) -> None:
    later = again(sitting.press("t")).press("u", "j", "u")
    assert later.said.startswith("u again")
    assert later.kept == [WHOLE]
    assert later.press("u").kept == []


def test_a_mark_that_was_taken_off_is_brought_back_after_a_restart(sitting: Sitting) -> None:
    later = again(sitting.press("t", "w", "j", "c", "k", "x")).press("u", "u")
    assert later.said == "brought back: T “warned that we will pay”"
    assert later.kept == later.marks == [("threat", "warned that we will pay"), SECOND]
    assert later.reader.mark is not None


def test_what_this_sitting_did_is_taken_back_without_asking(sitting: Sitting) -> None:
    later = again(sitting.press("t")).press("j", "c", "w", "u", "u")
    assert later.kept == [WHOLE]
    assert later.press("u").said.startswith("u again")


def test_redo_right_after_undo_of_an_older_step_does_not_ask_again(sitting: Sitting) -> None:
    later = again(sitting.press("t", "w", "w")).press("u", "u")
    assert later.kept == []
    assert later.press("ctrl+r").kept == [("threat", "that we will pay")]
    assert later.said == "done again: mark T “that we will pay”"
    assert later.press("u").kept == []


@pytest.mark.parametrize("key", ["ctrl+r", "ctrl+y"])
def test_redo_goes_on_after_a_restart_and_asks(sitting: Sitting, key: str) -> None:
    sitting.press("t", "w", "j", "c", "u", "u")
    later = again(sitting).press(key)
    assert later.said == (
        "Ctrl+R again does again, from an earlier sitting: “warned that we will pay”"
    )
    assert later.kept == []
    assert later.press(key).kept == [("threat", "warned that we will pay")]
    later.press(key, key)
    assert later.kept == later.marks == [("threat", "warned that we will pay"), SECOND]
    assert later.press(key).said == "nothing to do again"


def test_a_step_taken_back_before_a_restart_is_not_taken_back_once_more(sitting: Sitting) -> None:
    later = again(sitting.press("t", "j", "c", "u")).press("u")
    assert later.said == "u again takes back, from an earlier sitting: “He warned that we will pay”"
    assert later.press("u").kept == []
    assert later.press("u").said == "nothing to take back"


def test_something_new_ends_what_an_earlier_sitting_could_do_again(sitting: Sitting) -> None:
    later = again(sitting.press("t", "u")).press("j", "c", "ctrl+r")
    assert later.said == "nothing to do again"
    assert again(later).press("ctrl+r").said == "nothing to do again"


def test_undo_and_redo_go_on_over_many_restarts(sitting: Sitting) -> None:
    sitting.press("t", "j", "c", "j", "a")
    whole = sitting.kept
    for left in (2, 1, 0):
        sitting = again(sitting).press("u", "u")
        assert len(sitting.kept) == left
    for count in (1, 2, 3):
        sitting = again(sitting).press("ctrl+r", "ctrl+r")
        assert sitting.kept == whole[:count]


def test_what_was_taken_back_could_not_be_saved_and_is_in_the_next_save(sitting: Sitting) -> None:
    later = again(sitting.press("t"))
    with full_disk():
        later.press("u", "u")
        assert (later.marks, later.kept) == ([], [WHOLE])
    later.press("j", "c")
    assert later.kept == later.marks == [SECOND]


# In another document


def test_an_older_step_in_another_document_names_it_and_goes_there(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press(">", "a")
    later = again(sitting, "a.txt", "b.txt").press("u")
    assert later.said == (
        "u again takes back in b.txt, from an earlier sitting: “The locks stay open”"
    )
    assert later.reader.number == 1
    later.press("u")
    assert later.reader.number == 2
    assert later.kept == later.marks == []
    later.press("<", "ctrl+r")
    assert later.said == "Ctrl+R again does again in b.txt: “The locks stay open”"
    assert later.press("ctrl+r").marks == [ELSEWHERE]


def test_undo_goes_back_through_documents_in_the_order_of_what_was_done(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("t", ">", "a", "<", "j", "c")
    later = again(sitting, "b.txt", "a.txt").press("u", "u")
    assert sorted(later.kept) == [ELSEWHERE, WHOLE]
    assert later.press("u", "u").kept == [WHOLE]
    assert later.press("u", "u").kept == []


def test_a_step_in_a_document_that_is_not_open_here_is_taken_back_unseen(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press(">", "a")
    later = again(sitting, "a.txt").press("u")
    assert later.said == "u again takes back, from an earlier sitting: “The locks stay open”"
    later.press("u")
    assert later.said == "taken back: mark A “The locks stay open”"
    assert later.kept == []
    assert later.words == SENTENCES[0]
    assert later.press("ctrl+r").said.startswith("Ctrl+R again does again: “The locks")
    assert later.press("ctrl+r").kept == [ELSEWHERE]


def test_a_document_that_cannot_be_opened_any_more_does_not_hold_undo_up(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("t", ">", "a", "<")
    (sitting.folder / "b.txt").unlink()
    assert sitting.press("u", "u").kept == [WHOLE]
    assert sitting.said == "taken back: mark A “The locks stay open”"
    sitting.press("u")
    assert sitting.kept == []


# Beside another window


def test_what_another_window_changed_since_is_not_taken_back_and_the_next_u_goes_on(
    sitting: Sitting,
) -> None:
    sitting.press("t", "j", "c")
    other = Sitting(sitting.folder, "a.txt").press("]", "]", "r", "a")
    sitting.press("u")
    assert sitting.said == ("cannot be taken back: the mark was changed in another window since")
    assert sitting.kept == sitting.marks == [WHOLE, ("allegation", "She promised bread")]
    assert sitting.press("u").kept == [("allegation", "She promised bread")]
    other.desk.refresh()
    assert other.marks == sitting.kept


def test_what_another_window_took_off_since_is_not_taken_back(sitting: Sitting) -> None:
    sitting.press("t", "j", "c", "w")
    Sitting(sitting.folder, "a.txt").press("]", "]", "x")
    assert "cannot be taken back" in sitting.press("u").said
    assert sitting.kept == sitting.marks == [WHOLE]
    assert sitting.press("u").kept == []


def test_an_older_step_that_another_window_overtook_is_refused_after_the_second_u(
    sitting: Sitting,
) -> None:
    later = again(sitting.press("t", "j", "c"))
    Sitting(sitting.folder, "a.txt").press("]", "]", "w")
    later.press("u", "u")
    assert later.said.startswith("cannot be taken back: ")
    assert later.kept == later.marks == [WHOLE, ("commitment", "promised bread")]
    assert later.press("u", "u").kept == [("commitment", "promised bread")]


def test_what_another_window_changed_since_is_not_done_again(sitting: Sitting) -> None:
    sitting.press("t", "w", "u")
    Sitting(sitting.folder, "a.txt").press("]", "r", "a")
    sitting.press("ctrl+r")
    assert sitting.said == "cannot be done again: the mark was changed in another window since"
    assert sitting.kept == sitting.marks == [("allegation", "He warned that we will pay")]
    assert sitting.press("ctrl+r").said == "nothing to do again"


def test_what_another_window_did_is_no_step_of_this_one(sitting: Sitting) -> None:
    sitting.press("t")
    Sitting(sitting.folder, "a.txt").press("j", "c")
    sitting.desk.refresh()
    assert sitting.press("u").kept == [SECOND]
    assert sitting.press("u").said == "nothing to take back"
    later = again(sitting).press("u", "u")
    assert later.kept == []
