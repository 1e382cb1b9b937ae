"""Saves and other windows on a screen: what is seen of them, and when."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from textual import events

from tests.tui.screen import reading
from tests.tui.sitting import Sitting, another_window_writes, full_disk, marks_file
from tui.opening import Loaded
from tui.screens import beside
from tui.session import Session

Sit = Callable[..., Sitting]

WHOLE = ("threat", "He warned that we will pay")
SECOND = ("commitment", "She promised bread")
COPY = "ana.sync-conflict-20260101-101010-ABC.json"


async def test_a_mark_of_another_window_is_seen_soon(sitting: Sitting) -> None:
    async with reading(sitting.folder, "a.txt") as screen:
        assert "T 0" in screen.row("status")
        begun = time.monotonic()
        sitting.press("t")
        await screen.until(lambda: "▌T" in screen.text)
        assert time.monotonic() - begun < 1.5
        assert screen.marks == [WHOLE]
        assert "T 1" in screen.row("status")
        sitting.press("x")
        await screen.until(lambda: "▌T" not in screen.text)
        assert screen.marks == []


async def test_who_types_nothing_for_a_while_leaves_the_file_as_others_should_see_it(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = marks_file(sitting.folder)
    async with reading(sitting.folder, "a.txt") as screen:
        await screen.press("t", "w")
        await screen.pilot.pause(0.6)
        assert not file.exists()
        monkeypatch.setattr(beside, "IDLE", 0.1)
        await screen.until(file.exists)
        await screen.until(lambda: screen.app.session.store.is_compact)
        await screen.press("w")
        assert screen.marks == sitting.kept == [("threat", "that we will pay")]


async def test_a_save_that_waits_is_spoken_of_when_it_takes_long(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "SLOW", 0.5)
    sitting.press("t", "x")
    async with reading(sitting.folder, "a.txt") as screen:
        with another_window_writes(sitting.folder):
            begun = time.monotonic()
            await screen.press("t")
            assert screen.marks == [WHOLE]
            status = screen.row("status")
            assert "… saving" not in status or time.monotonic() - begun >= 0.5
            assert "saved" not in status.lower()
            await screen.until(lambda: "… saving" in screen.row("status"))
            assert time.monotonic() - begun >= 0.5
            await screen.press("j", "c")
            assert screen.marks == [WHOLE, SECOND]
            assert "… saving" in screen.row("status")
            assert sitting.kept == []
        await screen.until(lambda: "✓ saved" in screen.row("status"))
        assert sitting.kept == [WHOLE, SECOND]


async def test_who_waited_too_long_reads_who_holds_the_file_and_what_to_press(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "PATIENCE", 0.3)
    async with reading(sitting.folder, "a.txt") as screen:
        with another_window_writes(sitting.folder):
            await screen.press("t")
            await screen.until(lambda: "NOT SAVED 1" in screen.row("status"))
            assert "not saved: held by elsewhere/77. E writes" in screen.row("status")
            await screen.press("q")
            assert "q again leaves without saving" in screen.row("status")
        await screen.press("j", "c")
        assert "✓ saved" in screen.row("status")
        assert sitting.kept == [WHOLE, SECOND]


async def test_keys_in_a_row_lose_no_step(sitting: Sitting) -> None:
    async with reading(sitting.folder, "a.txt") as screen:
        await screen.press("t")
        before = sitting.saves
        for _ in range(3):
            screen.app.post_message(events.Key("w", "w"))
        await screen.until(lambda: sitting.kept == [("threat", "we will pay")])
        assert sitting.saves < before + 3
        assert screen.marks == sitting.kept
        assert "✓ saved" in screen.row("status")
        await screen.press("u")
        assert screen.marks == sitting.kept == [("threat", "that we will pay")]


async def test_steps_that_wait_are_saved_though_the_last_key_saves_nothing(
    sitting: Sitting,
) -> None:
    async with reading(sitting.folder, "a.txt") as screen:
        await screen.press("t")
        pane = screen.app.screen.query_one("#text")
        for key in "wwj":
            pane.post_message(events.Key(key, key))
        await screen.until(lambda: sitting.kept == [("threat", "that we will pay")])
        assert screen.reader.state == "READING"
        assert "✓ saved" in screen.row("status")


async def test_a_copy_of_the_marks_is_offered_at_opening_and_merged(sitting: Sitting) -> None:
    sitting.press("t").session.finish()
    file = marks_file(sitting.folder)
    copy = file.with_name(COPY)
    copy.write_bytes(file.read_bytes().replace(b'"threat"', b'"allegation"'))
    async with reading(sitting.folder, "a.txt", size=(120, 24)) as screen:
        await screen.until(lambda: screen.reader.state == "MERGE")
        assert "a copy of your marks" in screen.row("status")
        assert "m merges" in screen.row("status")
        await screen.press("m")
        assert "merged: 1 mark more" in screen.row("status")
        assert "▌TA" in screen.text or "▌AT" in screen.text
    assert not copy.exists()


async def test_keys_from_before_the_marks_were_there_answer_no_offer(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.press("t").session.finish()
    file = marks_file(sitting.folder)
    file.with_name(COPY).write_bytes(file.read_bytes())
    load = Session.load

    def slowly(session: Session) -> Loaded:
        time.sleep(0.5)
        return load(session)

    monkeypatch.setattr(Session, "load", slowly)
    async with reading(sitting.folder, "a.txt", ready=False) as screen:
        await screen.press("j", "c", "w")
        assert screen.marks == []
        await screen.ready()
        assert screen.marks == [WHOLE, ("commitment", "promised bread")]
        assert screen.reader.state == "MERGE"
        assert "m merges" in screen.row("status")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            b'"tag":"threat"',
            b'"tag":"thr',
            "ana.json was damaged, the marks were kept: postil doctor says more",
        ),
        (
            b'"schema":1',
            b'"schema":99',
            "no mark can be saved: ana.json was written by a newer Postil (schema 99)",
        ),
    ],
)
async def test_what_is_wrong_with_the_file_is_said_at_opening(
    sitting: Sitting, old: bytes, new: bytes, said: str
) -> None:
    sitting.press("t").session.finish()
    file = marks_file(sitting.folder)
    file.write_bytes(file.read_bytes().replace(old, new))
    async with reading(sitting.folder, "a.txt", size=(120, 24)) as screen:
        assert said in screen.row("status")
        assert screen.marks == [WHOLE]


async def test_a_full_disk_is_no_reason_to_stop_and_the_copy_goes_elsewhere(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "IDLE", float("inf"))  # or it is tried again by itself
    async with reading(sitting.folder, "a.txt", size=(120, 24)) as screen:
        with full_disk():
            await screen.press("t", "j", "c", "E")
            assert "a copy of all marks to: 1 " in screen.row("status")
        await screen.press("1")
        assert f"2 marks are in {sitting.folder.parent}/ana.copy-" in screen.row("status")
        assert "NOT SAVED 2" in screen.row("status")
    assert len(list(sitting.folder.parent.glob("ana.copy-*.json"))) == 1


async def test_what_could_not_be_saved_is_tried_again_by_itself(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "IDLE", 0.1)
    async with reading(sitting.folder, "a.txt") as screen:
        with full_disk():
            await screen.press("t")
            assert "NOT SAVED 1" in screen.row("status")
        await screen.until(lambda: "✓ saved" in screen.row("status"))
        assert sitting.kept == [WHOLE]
