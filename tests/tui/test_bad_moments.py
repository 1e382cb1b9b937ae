"""Saves that meet another window, a full disk or the end of the program at a bad moment."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from annotations.project import Project
from tests.tui.screen import status_row
from tests.tui.sitting import Sitting, another_window_writes, full_disk, marks_file

Sit = Callable[..., Sitting]

WHOLE = ("threat", "He warned that we will pay")


def test_an_edge_key_goes_on_from_what_the_other_window_made_of_the_mark(
    sitting: Sitting,
) -> None:
    sitting.press("t")
    Sitting(sitting.folder, "a.txt").press("]", "B")
    sitting.desk.refresh()
    assert sitting.words == "He warned that we will"
    sitting.press("w")
    assert sitting.kept == [("threat", "warned that we will")]


def test_undo_right_after_a_step_that_was_overtaken_does_not_touch_the_other_version(
    sitting: Sitting,
) -> None:
    sitting.press("t")
    other = Sitting(sitting.folder, "a.txt")
    sitting.desk.press("w", more_to_come=True)
    other.press("]", "r", "c")
    sitting.press("w")
    assert sitting.kept == [("commitment", WHOLE[1]), ("threat", "that we will pay")]
    sitting.press("u")
    assert ("commitment", WHOLE[1]) in sitting.kept


def test_a_mark_that_was_never_saved_and_taken_back_is_not_unsaved(sitting: Sitting) -> None:
    with full_disk():
        sitting.press("t", "u")
        assert sitting.session.unsaved == 0
        assert "NOT SAVED" not in status_row(sitting.reader, 80)
        assert sitting.press("q").left == 1


def test_at_the_end_what_waits_may_wait_a_second(sitting: Sitting) -> None:
    sitting.press("t", "j")
    held = threading.Event()

    def hold() -> None:
        with FileLock(marks_file(sitting.folder).with_name("ana.json.lock")):
            held.set()
            time.sleep(0.5)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    sitting.press("c")
    assert sitting.session.waiting
    sitting.session.finish()
    other.join()
    assert sitting.session.unsaved == 0
    assert len(sitting.kept) == 2


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_digits_of_the_places_are_never_cut_off(
    sitting: Sitting, home: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    here = home / "a folder of a usual length"
    here.mkdir()
    monkeypatch.chdir(here)
    with full_disk():
        sitting.press("t", "E")
        row = status_row(sitting.reader, width)
        assert all(f"{number} /" in row or f"{number} ~" in row for number in (1, 2, 3))


def test_gitignore_is_written_by_a_later_save_where_the_first_one_failed(
    sitting: Sitting,
) -> None:
    with full_disk():
        sitting.press("t")
    sitting.press("j", "c")
    assert (sitting.folder / ".postil" / ".gitignore").exists()


def test_a_copy_of_the_first_marks_knows_their_document(sitting: Sitting) -> None:
    with full_disk():
        sitting.press("t")
    copy = sitting.folder / "ana.copy-1.json"
    sitting.session.copy_marks(copy)
    shutil.rmtree(sitting.folder / ".postil", ignore_errors=True)
    marks_file(sitting.folder).parent.mkdir(parents=True)
    copy.rename(marks_file(sitting.folder))
    (mark,), _ = Project.of(sitting.folder).marks()
    assert mark.document.path == "a.txt"


def test_a_copy_is_offered_where_there_is_no_file_of_ones_own_yet(sitting: Sitting) -> None:
    with full_disk():
        sitting.press("t")
    folder = marks_file(sitting.folder).parent
    folder.mkdir(parents=True, exist_ok=True)
    sitting.session.copy_marks(folder / "ana.copy-1.json")
    again = Sitting(sitting.folder, "a.txt")
    again.reader.offer_to_merge()
    assert again.reader.state == "MERGE"
    assert again.press("m").marks == [WHOLE]


def test_what_both_windows_say_alike_is_one_mark(sitting: Sitting) -> None:
    sitting.press("t")
    other = Sitting(sitting.folder, "a.txt")
    with another_window_writes(sitting.folder):
        sitting.press("r", "c")
    other.press("]", "r", "c")
    sitting.session.flush()
    assert sitting.kept == [("commitment", WHOLE[1])]
