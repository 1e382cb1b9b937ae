"""A disk that takes nothing: what stays on screen, what is said, and the copy elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.tui.examples import OTHER, TEXT
from tests.tui.screen import status_row
from tests.tui.sitting import (
    Sitting,
    another_window_writes,
    failing_sync,
    full_disk,
    marks_file,
    no_permission,
)
from tui import elsewhere

Sit = Callable[..., Sitting]

WHOLE = ("threat", "He warned that we will pay")
SECOND = ("commitment", "She promised bread")


@pytest.fixture
def places(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The three folders that are offered: the home, the one where one is, the temporary one."""
    here, temporary = home.parent / "here", home.parent / "temporary"
    here.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return [home, here, temporary]


def copies(folder: Path) -> list[Path]:
    return list(folder.glob("ana.copy-*.json"))


def marks_in(path: Path) -> list[tuple[str, str]]:
    """The marks in a file, as stock TinyDB reads it."""
    with TinyDB(path, access_mode="r") as database:
        records = list(database.table("annotations"))
    records.sort(key=lambda each: each["segments"][0]["start"])
    return [(each["tag"], each["segments"][0]["exact"]) for each in records]


# What is said, and what happens next


@pytest.mark.parametrize(
    ("failing", "reason"),
    [
        (lambda _: full_disk(), "no space left on device"),
        (no_permission, "permission denied"),
    ],
)
def test_what_cannot_be_saved_stays_and_the_next_save_takes_all(
    sitting: Sitting,
    failing: Callable[[Path], AbstractContextManager[None]],
    reason: str,
) -> None:
    sitting.press("t")
    with failing(sitting.folder):
        sitting.press("w", "j", "c", "j", "a", "x")
        assert sitting.marks == [("threat", "warned that we will pay"), SECOND]
        assert sitting.kept == [WHOLE]
        assert sitting.session.trouble == reason
        assert not sitting.session.waiting
    sitting.press("j", "a")
    assert (sitting.session.unsaved, sitting.session.trouble) == (0, "")
    assert sitting.kept == sitting.marks
    assert len(sitting.kept) == 3
    assert status_row(sitting.reader, 80).endswith("✓ saved ")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_status_says_why_and_never_loses_the_key(sitting: Sitting, width: int) -> None:
    with full_disk():
        sitting.press("t")
    row = status_row(sitting.reader, width)
    assert len(row) == width
    assert row.startswith(" not s")
    assert " E writes" in row
    assert row.endswith(" NOT SAVED 1 ")
    assert ("no space left on device" in row) is (width >= 80)
    assert ("The next mark tries again, E writes a copy elsewhere" in row) is (width == 120)


def test_a_reason_from_outside_is_made_printable(sitting: Sitting) -> None:
    with another_window_writes(sitting.folder, "evil\x1b]0;owned\x07/1"):
        sitting.press("t").session.give_up_waiting()
    assert "held by evil␛]0;owned␇/1" in status_row(sitting.reader, 120)


def test_what_a_key_has_to_say_is_said_all_the_same(sitting: Sitting) -> None:
    with full_disk():
        row = status_row(sitting.press("t", "q").reader, 80)
        assert row.startswith(" 1 mark is only on this screen: q again leaves without saving ")
        assert row.endswith(" NOT SAVED 1 ")
        row = status_row(sitting.press("j").reader, 80)
        assert "not saved: no space left" in row
        assert " a copy of all marks to: 1 " in status_row(sitting.press("E").reader, 80)


def test_q_says_where_a_copy_has_everything(sitting: Sitting, places: list[Path]) -> None:
    with full_disk():
        sitting.press("t", "E")
    sitting.press("1")
    with full_disk():
        sitting.press("q")
        assert sitting.said.startswith("1 mark is not saved here, but in ")
        assert str(copies(places[0])[0]) in sitting.said
        sitting.press("j", "c", "q")
        assert "only on this screen" in sitting.said


def test_q_tries_to_save_before_it_asks(sitting: Sitting) -> None:
    with full_disk():
        sitting.press("t")
    assert sitting.press("q").left == 1
    assert sitting.kept == [WHOLE]


def test_what_is_only_on_screen_is_lost_when_one_leaves_all_the_same(sitting: Sitting) -> None:
    sitting.press("t", "j")
    with full_disk():
        sitting.press("c", "q", "q")
        assert sitting.left == 1
        sitting.session.finish()
    assert sitting.session.unsaved == 1
    assert Sitting(sitting.folder, "a.txt").marks == [WHOLE]


def test_after_a_sync_that_failed_nothing_is_saved_until_it_is_opened_again(
    sitting: Sitting,
) -> None:
    sitting.press("t", "j")
    with failing_sync():
        sitting.press("c")
    for unsaved in (2, 3):
        sitting.press("j", "a")
        assert sitting.session.unsaved == unsaved
    sitting.session.flush()
    sitting.session.finish()
    assert sitting.session.trouble == (
        "could not be confirmed by the disk (input/output error); leave and open it again"
    )
    assert sitting.marks[:2] == [WHOLE, SECOND]
    assert len(sitting.marks) == 4
    assert sitting.kept == [WHOLE]
    row = status_row(sitting.reader, 120)
    assert "E writes a copy elsewhere" in row
    assert row.endswith(" NOT SAVED 3 ")
    again = Sitting(sitting.folder, "a.txt").press("g", "j", "c")
    assert again.kept == again.marks == [WHOLE, SECOND]


def test_a_sync_that_failed_at_the_first_save_of_all_may_be_repeated(sitting: Sitting) -> None:
    with failing_sync():
        sitting.press("t")
        assert sitting.session.unsaved == 1
    sitting.press("j", "c")
    assert sitting.kept == sitting.marks == [WHOLE, SECOND]


# A copy elsewhere


@pytest.mark.parametrize("number", [0, 1, 2])
def test_e_and_a_digit_write_all_marks_elsewhere(
    sitting: Sitting, places: list[Path], number: int
) -> None:
    sitting.press("t", "j")
    with full_disk():
        sitting.press("c", "j", "a", "[", "[", "w", "E")
    assert sitting.reader.state == "COPY"
    assert sitting.asked == (f"a copy of all marks to: 1 ~  2 {places[1]}  3 {places[2]}")
    sitting.press(str(number + 1))
    (copy,) = copies(places[number])
    assert sitting.said == f"3 marks are in {copy}"
    assert marks_in(copy) == sitting.marks
    assert [len(copies(place)) for place in places] == [each == number for each in range(3)]
    assert sitting.session.unsaved == 3


@pytest.mark.parametrize("key", ["escape", "4", "0", "E", "q", "t"])
def test_any_other_key_writes_no_copy_and_is_not_run(
    sitting: Sitting, places: list[Path], key: str
) -> None:
    with full_disk():
        sitting.press("t", "E", key)
    assert sitting.said == "nothing was changed"
    assert [copies(place) for place in places] == [[], [], []]
    assert (sitting.marks, sitting.left) == ([WHOLE], 0)


def test_a_copy_that_cannot_be_written_says_why(sitting: Sitting, places: list[Path]) -> None:
    with full_disk():
        sitting.press("t", "E", "1")
    assert sitting.said.endswith(".json: no space left on device")
    assert copies(places[0]) == []
    assert sitting.session.unsaved == 1


def test_a_copy_does_not_hold_what_was_taken_off(sitting: Sitting, places: list[Path]) -> None:
    sitting.press("t", "j", "c")
    with full_disk():
        sitting.press("x", "E")
    assert sitting.press("2").said.startswith("1 mark is in ")
    assert marks_in(copies(places[1])[0]) == [WHOLE]


def test_only_places_that_take_files_are_offered(
    sitting: Sitting, places: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "can_write", lambda folder: folder == places[2])
    with full_disk():
        sitting.press("t", "E")
        assert sitting.asked == f"a copy of all marks to: 1 {places[2]}"
        sitting.press("escape")
        monkeypatch.setattr(elsewhere, "can_write", lambda _: False)
        assert sitting.press("E").said == "no other folder can be written to, either"
    assert sitting.reader.pending is None


def test_the_place_that_failed_is_not_offered(
    sitting: Sitting, places: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.press("t")
    monkeypatch.chdir(marks_file(sitting.folder).parent)
    found = [place.parent for place in elsewhere.places(marks_file(sitting.folder))]
    assert found == [places[0], places[2]]


def test_a_disk_without_room_for_temporary_files_offers_what_is_left(
    sitting: Sitting, places: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python finds its temporary folder by writing to it, and the folder one is in may be gone."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_get_default_tempdir", _no_folder)
    monkeypatch.setattr(Path, "cwd", _no_folder)
    with full_disk():
        sitting.press("t", "E")
    assert sitting.asked == "a copy of all marks to: 1 ~"


def _no_folder() -> Path:
    raise FileNotFoundError(2, "No usable temporary directory found")


def test_a_copy_put_beside_the_marks_is_offered_and_merged(sit: Sit, places: list[Path]) -> None:
    sitting = sit(TEXT, OTHER).press("t")
    with full_disk():
        sitting.press("j", "c", ">", "a", "E")
    sitting.press("1")
    (copy,) = copies(places[0])
    copy.rename(marks_file(sitting.folder).with_name(copy.name))
    again = Sitting(sitting.folder, "a.txt", "b.txt")
    assert again.marks == [WHOLE]
    again.reader.offer_to_merge()
    assert again.asked == f"a copy of your marks: {copy.name}  m merges, both stay"
    assert again.reader.state == "MERGE"
    again.press("m")
    assert again.said == "merged: 2 marks more"
    assert again.marks == [WHOLE, SECOND]
    assert again.press(">").marks == [("allegation", "The locks stay open")]
    assert again.session.store.copies() == []


def test_a_copy_of_the_very_first_marks_can_be_merged(sitting: Sitting, places: list[Path]) -> None:
    with full_disk():
        sitting.press("t", "E")
    sitting.press("1")
    (copy,) = copies(places[0])
    again = Sitting(sitting.folder, "a.txt").press("g", "j", "c")
    copy.rename(marks_file(again.folder).with_name(copy.name))
    again.reader.offer_to_merge()
    assert again.press("m").marks == [WHOLE, SECOND]
