"""Practice in front of what one reads, on a screen."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.examples import LONG, TEXT
from tests.tui.screen import Screen, reading
from tests.tui.sitting import Sitting
from tui import samples
from tui.screens.practising import PractisingScreen

Sit = Callable[..., Sitting]

PRACTICE = ("ctrl+p", *"practise", "enter")
OFFER = "60 seconds of practice? Enter; any other key goes on"


@pytest.fixture(autouse=True)
def spare(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    spare = home / "spare"
    spare.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    return spare


async def practised(screen: Screen) -> PractisingScreen:
    """The screen of practice, once its texts are there."""
    await screen.until(lambda: isinstance(screen.app.screen, PractisingScreen))
    practising = screen.app.screen
    assert isinstance(practising, PractisingScreen)
    await screen.until(lambda: practising.is_ready)
    return practising


async def test_practice_leaves_what_was_read_as_it_was(sit: Sit, spare: Path) -> None:
    sitting = sit(LONG, TEXT)
    async with reading(sitting.folder, "a.txt", "b.txt") as screen:
        await screen.press("j", "t", "w", "pagedown", "j", "j", "c", "w")
        before, marks = screen.everything, screen.marks
        await screen.press(*PRACTICE)
        practising = await practised(screen)
        assert "practice 1/10  j and k move: go to “She warned”" in screen.row("guide")
        assert "Enter skips" in screen.row("guide")
        await screen.press("j", "j", "j", "t")
        assert "practice 3/10" in screen.row("guide")
        assert [mark.tag for mark in practising.reader.opened.spans] == ["threat"]
        assert screen.marks == sitting.saved == marks
        assert list(spare.iterdir()) == [practising.session.project.folder]
        await screen.press("q")
        assert screen.app.screen is screen.app.get_default_screen()
        assert screen.everything == before
        await screen.until(lambda: not list(spare.iterdir()))
        await screen.press("w")
        assert screen.marks == sitting.saved == [*marks[:1], ("commitment", "20 is here")]
        await screen.press("u")
        assert screen.marks == sitting.saved == marks


async def test_the_offer_is_a_line_that_goes_with_the_first_key(sit: Sit) -> None:
    sitting = sit(LONG)
    async with reading(sitting.folder, "a.txt", offers_practice=True) as screen:
        rows = screen.everything.split("\n")
        assert rows[-4].strip() == OFFER
        assert "Line number 9 is here" in screen.text
        await screen.press("t")
        assert screen.marks == sitting.saved == [("threat", "Line number 0 is here")]
        assert OFFER not in screen.everything
        assert "Line number 19 is here" in screen.text
        await screen.press("enter")
        assert "does nothing here" in screen.row("status")
        assert not isinstance(screen.app.screen, PractisingScreen)


async def test_enter_takes_the_offer_and_a_key_behind_it_is_for_the_practice(sit: Sit) -> None:
    sitting = sit(TEXT)
    async with reading(sitting.folder, "a.txt", offers_practice=True, ready=False) as screen:
        screen.app.get_default_screen().press("enter")
        await screen.press("j", "t")
        practising = await practised(screen)
        assert [mark.exact for mark in practising.reader.opened.spans] == ["Port Aurel, 16 March"]
        await screen.press("q", "t")
        await screen.ready()
        assert sitting.saved == [("threat", "He warned that we will pay")]
        assert OFFER not in screen.everything


async def test_another_size_and_another_theme_in_practice_are_kept(sit: Sit) -> None:
    async with reading(sit(TEXT).folder, "a.txt") as screen:
        await screen.press(*PRACTICE)
        await practised(screen)
        await screen.press("ctrl+p", *"textual-light", "enter")
        await screen.pilot.resize_terminal(50, 40)
        assert "skips" not in screen.row("guide")
        await screen.pilot.resize_terminal(120, 40)
        await screen.press("q")
        assert screen.app.theme == "textual-light"
        assert len(screen.everything.split("\n")) == 40
        assert "DOCUMENTS" in screen.everything
        await screen.press("ctrl+p", "escape")
        assert screen.app.theme == "textual-light"


async def test_practice_again_is_a_fresh_one(sit: Sit, spare: Path) -> None:
    async with reading(sit(TEXT).folder, "a.txt") as screen:
        await screen.press(*PRACTICE)
        first = await practised(screen)
        await screen.press("j", "j", "j", "t", *PRACTICE)
        second = await practised(screen)
        assert second is not first
        assert "practice 1/10" in screen.row("guide")
        await screen.until(lambda: list(spare.iterdir()) == [second.session.project.folder])
        await screen.press("q")
        assert screen.app.screen is screen.app.get_default_screen()


@pytest.mark.parametrize("keys", [["ctrl+q"], ["ctrl+p", *"anywhere", "enter"]])
async def test_quitting_at_once_ends_the_program_and_leaves_nothing(
    sit: Sit, spare: Path, keys: list[str]
) -> None:
    async with reading(sit(TEXT).folder, "a.txt") as screen:
        await screen.press(*PRACTICE)
        await practised(screen)
        await screen.press("t")
        await screen.press(*keys)
        assert screen.app.return_code == 0
    assert list(spare.iterdir()) == []


async def test_what_ends_by_force_leaves_no_copy_of_the_samples(sit: Sit, spare: Path) -> None:
    async with reading(sit(TEXT).folder, "a.txt") as screen:
        await screen.press(*PRACTICE)
        await practised(screen)
        screen.app.ending.finish()
        assert list(spare.iterdir()) == []


async def test_without_room_for_practice_one_goes_on_reading(
    sit: Sit, spare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(samples, "add_practice", full)
    sitting = sit(TEXT)
    async with reading(sitting.folder, "a.txt") as screen:
        await screen.press(*PRACTICE)
        assert "no practice: no space left on device" in screen.row("status")
        assert list(spare.iterdir()) == []
        await screen.press("t")
        assert len(sitting.saved) == 1
