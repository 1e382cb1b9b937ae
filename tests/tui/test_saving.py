"""Saves that wait for another window, steps that share a save, and the end of a sitting."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.tui.examples import OTHER, TEXT
from tests.tui.screen import status_row
from tests.tui.sitting import (
    ME,
    Sitting,
    another_window_writes,
    full_disk,
    marks_file,
)
from tui.saving import AT_ONCE
from tui.session import Session

Sit = Callable[..., Sitting]

WHOLE = ("threat", "He warned that we will pay")
SECOND = ("commitment", "She promised bread")


def hold(sitting: Sitting, *keys: str) -> Sitting:
    """Press keys behind each of which another one waits already."""
    for key in keys:
        sitting.now += 1
        assert sitting.desk.press(key, more_to_come=True)
    return sitting


# Another window writes


def test_a_key_goes_on_while_another_window_writes(sitting: Sitting) -> None:
    sitting.press("t", "j")
    with another_window_writes(sitting.folder):
        begun = time.monotonic()
        sitting.press("c")
        assert AT_ONCE <= time.monotonic() - begun < 1
        assert sitting.marks == [WHOLE, SECOND]
        assert sitting.kept == [WHOLE]
    assert (sitting.session.waiting, sitting.session.unsaved) == (True, 1)
    assert sitting.session.trouble == ""


def test_the_first_mark_of_all_waits_too(sitting: Sitting) -> None:
    with another_window_writes(sitting.folder):
        sitting.press("t")
        assert sitting.session.waiting
        assert not marks_file(sitting.folder).with_name("ana.json.journal").exists()
    sitting.session.flush()
    assert sitting.marks == sitting.kept == [WHOLE]


def test_what_waits_is_not_said_to_be_saved(sitting: Sitting) -> None:
    with another_window_writes(sitting.folder):
        sitting.press("t")
        for width in (40, 60, 80, 120):
            for slow in (False, True):
                row = status_row(sitting.reader, width, slow)
                assert row.endswith("… saving ") is slow
                assert "saved" not in row.lower()
    sitting.session.flush()
    assert status_row(sitting.reader, 80).endswith("✓ saved ")


def test_only_the_first_key_waits_for_the_other_window(sitting: Sitting) -> None:
    sitting.press("t")
    with another_window_writes(sitting.folder):
        sitting.press("w")
        begun = time.monotonic()
        sitting.press(*["b", "w"] * 20)
        assert time.monotonic() - begun < 20 * AT_ONCE
        assert sitting.session.waiting


def test_all_that_waited_is_saved_when_the_other_window_is_done(sitting: Sitting) -> None:
    sitting.press("t")
    with another_window_writes(sitting.folder):
        sitting.press("w", "j", "c", "r", "a", "j", "c", "x", "j", "t")
        sitting.session.flush()
        assert sitting.kept == [WHOLE]
        assert sitting.session.waiting
    sitting.session.flush()
    assert (sitting.session.waiting, sitting.session.unsaved) == (False, 0)
    assert sitting.marks == sitting.kept
    assert sitting.kept == [
        ("threat", "warned that we will pay"),
        ("allegation", "She promised bread"),
        ("threat", "Nobody asked"),
    ]


def test_the_next_key_saves_what_waited(sitting: Sitting) -> None:
    with another_window_writes(sitting.folder):
        sitting.press("t", "j")
    sitting.press("c")
    assert sitting.kept == sitting.marks == [WHOLE, SECOND]
    assert not sitting.session.waiting


def test_undo_of_a_mark_that_was_never_saved_leaves_none(sitting: Sitting) -> None:
    with another_window_writes(sitting.folder):
        sitting.press("t", "u")
        assert sitting.marks == []
        assert sitting.said == "taken back: mark T “He warned that we will pay”"
        sitting.press("ctrl+r")
        assert sitting.marks == [WHOLE]
        sitting.press("u")
    sitting.session.flush()
    assert sitting.marks == sitting.kept == []
    assert (sitting.session.waiting, sitting.session.unsaved) == (False, 0)


def test_undo_of_a_saved_mark_waits_and_is_saved(sitting: Sitting) -> None:
    sitting.press("t", "j", "c")
    with another_window_writes(sitting.folder):
        sitting.press("u")
        assert (sitting.marks, sitting.kept) == ([WHOLE], [WHOLE, SECOND])
    sitting.session.flush()
    assert sitting.kept == [WHOLE]
    assert sitting.press("ctrl+r").kept == [WHOLE, SECOND]


def test_steps_made_while_waiting_are_taken_back_one_by_one(sitting: Sitting) -> None:
    with another_window_writes(sitting.folder):
        sitting.press("t", "w", "w")
    sitting.session.flush()
    assert sitting.kept == [("threat", "that we will pay")]
    assert sitting.press("u").kept == [("threat", "warned that we will pay")]
    assert sitting.press("u").kept == [WHOLE]
    assert sitting.press("u").kept == []


def test_a_mark_of_another_document_waits_until_it_can_be_saved(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER)
    with another_window_writes(sitting.folder):
        sitting.press("t", ">", "c", "<")
        assert sitting.marks == [WHOLE]
    sitting.session.flush()
    assert sorted(sitting.kept) == [("commitment", "The locks stay open"), WHOLE]
    assert sorted(each.path for each in sitting.session.store.documents()) == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("name", "said"), [("elsewhere/77", "held by elsewhere/77"), ("", "held by another window")]
)
def test_who_waited_too_long_is_told_who_holds_the_file(
    sitting: Sitting, name: str, said: str
) -> None:
    with another_window_writes(sitting.folder, name):
        sitting.press("t")
        sitting.session.give_up_waiting()
        assert (sitting.session.waiting, sitting.session.trouble) == (False, said)
        row = status_row(sitting.reader, 120)
        assert f"not saved: {said}. The next mark tries again, E writes a copy elsewhere" in row
        assert row.endswith(" NOT SAVED 1 ")
        sitting.press("w", "j", "c")
        assert (sitting.session.waiting, sitting.session.trouble) == (False, said)
        assert sitting.session.unsaved == 2
    sitting.press("j", "t")
    assert (sitting.session.unsaved, sitting.session.trouble) == (0, "")
    assert len(sitting.kept) == 3


def test_who_waits_for_nothing_does_not_give_up(sitting: Sitting) -> None:
    sitting.press("t").session.give_up_waiting()
    assert sitting.session.trouble == ""


def test_what_the_other_window_made_of_a_mark_is_kept_beside_what_waited(sitting: Sitting) -> None:
    sitting.press("t")
    other = Sitting(sitting.folder, "a.txt")
    with another_window_writes(sitting.folder):
        sitting.press("w")
    other.press("]", "r", "c")
    sitting.session.flush()
    both = [("commitment", "He warned that we will pay"), ("threat", "warned that we will pay")]
    assert sitting.kept == sitting.marks == both
    other.desk.refresh()
    assert other.marks == both


def test_what_waited_is_kept_where_the_other_window_took_the_mark_off(sitting: Sitting) -> None:
    sitting.press("t")
    other = Sitting(sitting.folder, "a.txt")
    with another_window_writes(sitting.folder):
        sitting.press("w")
    other.press("]", "x")
    sitting.session.flush()
    assert sitting.kept == sitting.marks == [("threat", "warned that we will pay")]


def test_what_the_other_window_changed_stays_where_a_removal_waited(sitting: Sitting) -> None:
    sitting.press("t")
    other = Sitting(sitting.folder, "a.txt")
    with another_window_writes(sitting.folder):
        sitting.press("x")
    other.press("]", "w")
    sitting.session.flush()
    assert sitting.kept == sitting.marks == [("threat", "warned that we will pay")]


def test_undo_does_not_touch_what_the_other_window_made_of_the_mark(sitting: Sitting) -> None:
    sitting.press("t")
    other = Sitting(sitting.folder, "a.txt")
    with another_window_writes(sitting.folder):
        sitting.press("w")
    other.press("]", "r", "c")
    sitting.session.flush()
    sitting.press("j", "u")
    assert "cannot be taken back: the mark was changed in another window" in sitting.said
    assert ("commitment", "He warned that we will pay") in sitting.kept


# Steps that share a save


def test_steps_behind_which_more_keys_wait_share_one_save(sitting: Sitting) -> None:
    sitting.press("t")
    before = sitting.saves
    hold(sitting, "w", "w", "w")
    assert sitting.marks == [("threat", "we will pay")]
    assert (sitting.kept, sitting.saves) == ([WHOLE], before)
    assert sitting.session.unsaved == 1
    assert "saved" not in status_row(sitting.reader, 80)
    sitting.session.flush()
    assert (sitting.kept, sitting.saves) == ([("threat", "we will pay")], before + 1)
    assert "✓ saved" in status_row(sitting.reader, 80)


def test_the_last_of_the_keys_saves_all_steps(sitting: Sitting) -> None:
    sitting.press("t")
    before = sitting.saves
    hold(sitting, "w", "B").press("W")
    assert sitting.kept == sitting.marks == [("threat", "warned that we will pay")]
    assert sitting.saves == before + 1
    assert sitting.session.unsaved == 0


def test_a_flush_without_anything_saves_nothing(sitting: Sitting) -> None:
    sitting.press("t")
    before = sitting.saves
    sitting.session.flush()
    assert sitting.saves == before


def test_steps_that_share_a_save_are_taken_back_one_by_one(sitting: Sitting) -> None:
    hold(sitting.press("t"), "w", "w", "w").session.flush()
    for words in ("that we will pay", "warned that we will pay", "He warned that we will pay"):
        assert sitting.press("u").kept == [("threat", words)]
    assert sitting.press("u").kept == []


def test_a_step_is_taken_back_before_it_was_saved(sitting: Sitting) -> None:
    hold(sitting.press("t"), "w", "w", "u")
    assert sitting.marks == sitting.kept == [("threat", "warned that we will pay")]
    assert sitting.session.unsaved == 0


def test_after_a_restart_they_are_taken_back_as_one(sitting: Sitting) -> None:
    hold(sitting.press("t"), "w", "w").session.flush()
    again = Sitting(sitting.folder, "a.txt").press("u", "u")
    assert again.kept == again.marks == []
    assert again.press("u").said == "nothing to take back"


def test_what_was_taken_back_of_them_is_done_again_after_a_restart(sitting: Sitting) -> None:
    hold(sitting.press("t"), "w", "w", "u")
    again = Sitting(sitting.folder, "a.txt").press("ctrl+r", "ctrl+r")
    assert again.kept == again.marks == [("threat", "that we will pay")]


def test_something_else_first_saves_the_steps_that_wait(sitting: Sitting) -> None:
    sitting.press("t")
    before = sitting.saves
    hold(sitting, "w", "w").press("c")
    assert sitting.saves == before + 2
    assert sitting.kept == [("threat", "that we will pay"), ("commitment", "that we will pay")]
    hold(sitting, "w").press("x")
    assert sitting.saves == before + 4
    sitting.press("u")
    assert sitting.kept == [("threat", "that we will pay"), ("commitment", "we will pay")]


def test_a_new_mark_is_saved_at_once_whatever_waits(sitting: Sitting) -> None:
    hold(sitting, "t")
    assert sitting.kept == [WHOLE]
    hold(sitting, "j", "c")
    assert sitting.kept == [WHOLE, SECOND]


def test_the_first_step_of_a_picked_mark_is_saved_at_once(sitting: Sitting) -> None:
    hold(sitting.press("t", "j", "["), "w")
    assert sitting.kept == [("threat", "warned that we will pay")]
    hold(sitting, "w")
    assert sitting.kept == [("threat", "warned that we will pay")]


def test_steps_that_wait_are_saved_after_a_look_at_another_document(sit: Sit) -> None:
    sitting = hold(sit(TEXT, OTHER).press("t"), "w", ">")
    sitting.session.flush()
    assert sitting.kept == [("threat", "warned that we will pay")]
    assert sitting.press("<").marks == sitting.kept


def test_steps_that_cannot_be_saved_then_stay_on_screen(sitting: Sitting) -> None:
    hold(sitting.press("t"), "w")
    with full_disk():
        sitting.session.flush()
    assert "no space left" in sitting.session.trouble
    assert sitting.marks == [("threat", "warned that we will pay")]
    with full_disk():
        hold(sitting, "w")  # no use in waiting: the save is tried again at once
    hold(sitting, "w")
    assert (sitting.session.unsaved, sitting.session.trouble) == (0, "")
    assert sitting.kept == sitting.marks == [("threat", "we will pay")]


def test_steps_wait_while_another_window_writes(sitting: Sitting) -> None:
    sitting.press("t")
    with another_window_writes(sitting.folder):
        hold(sitting, "w", "w").press("w")
        assert sitting.session.waiting
    sitting.session.flush()
    assert sitting.kept == [("threat", "we will pay")]


def test_steps_that_wait_are_kept_beside_what_another_window_made_of_the_mark(
    sitting: Sitting,
) -> None:
    sitting.press("t")
    other = Sitting(sitting.folder, "a.txt")
    hold(sitting, "w", "w")
    other.press("]", "r", "a")
    sitting.session.flush()
    both = [("allegation", "He warned that we will pay"), ("threat", "that we will pay")]
    assert sitting.kept == sitting.marks == both


# The end


def test_q_does_not_ask_for_steps_that_only_wait_for_their_save(sitting: Sitting) -> None:
    hold(sitting.press("t"), "w").press("q")
    assert sitting.left == 1
    assert sitting.kept == [("threat", "warned that we will pay")]


def test_whatever_waits_is_saved_at_the_end(sitting: Sitting) -> None:
    hold(sitting.press("t"), "w").session.finish()
    assert sitting.kept == [("threat", "warned that we will pay")]
    assert sitting.session.unsaved == 0


def test_at_the_end_the_file_is_as_others_should_see_it(sitting: Sitting) -> None:
    sitting.press("t", "j", "c")
    file = marks_file(sitting.folder)
    assert not file.exists()
    sitting.session.finish()
    assert file.read_bytes().count(b'"exact"') == 2


def test_what_waited_for_another_window_is_saved_at_the_end(sitting: Sitting) -> None:
    with another_window_writes(sitting.folder):
        sitting.press("t")
    sitting.session.finish()
    assert sitting.kept == [WHOLE]


def test_the_end_does_not_wait_long_for_another_window(sitting: Sitting) -> None:
    sitting.press("t")
    with another_window_writes(sitting.folder):
        sitting.press("j", "c")
        begun = time.monotonic()
        sitting.session.finish()
        assert time.monotonic() - begun < 4
    assert sitting.session.unsaved == 1


def test_the_end_of_a_sitting_that_has_not_begun_leaves_no_trace(sitting: Sitting) -> None:
    project = sitting.session.project
    session = Session(project, project.codebook(), ME, ["a.txt"])
    session.open_first()
    session.finish()
    assert [path.name for path in sitting.folder.iterdir()] == ["a.txt"]


def test_a_file_that_may_not_be_written_any_more_is_no_reason_to_stumble(
    sitting: Sitting,
) -> None:
    hold(sitting.press("t"), "w")
    sitting.session.store.compact()
    file = marks_file(sitting.folder)
    file.write_bytes(file.read_bytes().replace(b'"schema":1', b'"schema":99'))
    sitting.desk.refresh()
    sitting.session.flush()
    assert "newer Postil" in sitting.session.trouble
    assert sitting.marks == [("threat", "warned that we will pay")]
    sitting.session.finish()
    assert sitting.session.unsaved == 1
    assert "newer Postil" in sitting.press("j", "c").said
