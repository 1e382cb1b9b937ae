"""Forms on a screen: where they stand, what is seen of them, pasting and the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.theme import BUILTIN_THEMES

from tests.tui.screen import Screen, reading
from tests.tui.sitting import Sitting
from tui.screens.rows import FormRows
from tui.themes import Palette

THEME = BUILTIN_THEMES["textual-dark"]


async def paste(screen: Screen, text: str) -> None:
    """The terminal brings what was pasted."""
    screen.app.post_message(events.Paste(text))
    await screen.pilot.pause()


def rows(screen: Screen) -> list[str]:
    """The rows of the form, without what is blank behind them."""
    return [row.rstrip() for row in screen.rows("form")]


async def test_a_form_stands_below_the_text_and_takes_what_is_pasted(sitting: Sitting) -> None:
    async with reading(sitting.folder, "a.txt") as screen:
        await paste(screen, "t c a\n")
        assert screen.marks == []
        await screen.press("M")
        await paste(screen, "A speech\n")
        await screen.press("up", "up", "up")
        await paste(screen, "https://a.example/?q=[1]\n")
        assert rows(screen) == [
            " Data of a.txt",
            " title      A speech",
            " author",
            " publisher",
            " date",
            " URL        https://a.example/?q=[1]",
            " accessed",
            " language",
            f" {screen.app.get_default_screen().desk.form.help}",
        ]
        assert "He warned" in screen.text
        assert "Enter done" in screen.row("footer")
        await screen.press("enter")
        assert "data of a.txt: title, URL" in screen.row("status")
        assert screen.row("text_heading").startswith(" A speech  a.txt")
    assert not sitting.desk.sheet.paste("nothing takes this")


@pytest.mark.parametrize("size", [(60, 20), (200, 60), (40, 10), (30, 6), (12, 3), (1, 1)])
async def test_a_form_is_seen_on_screens_of_any_size(
    sitting: Sitting, size: tuple[int, int]
) -> None:
    async with reading(sitting.folder, "a.txt", size=size) as screen:
        await screen.press("M", *"漢字" * 30, "down", "x")
        shown = "\n".join(screen.rows("form"))
        if size >= (30, 6):
            assert "author     x" in shown
        await screen.press("enter")
        assert screen.reader.opened.document.metadata["title"] == "漢字" * 30


async def test_a_click_goes_to_an_entry_and_takes_nothing(sitting: Sitting) -> None:
    async with reading(sitting.folder, "a.txt") as screen:
        await screen.press("M", "x")
        desk = screen.app.get_default_screen().desk
        await screen.pilot.click("#form", offset=(5, 3))
        assert desk.form.entry.label == "publisher"
        await screen.pilot.click("#form", offset=(5, 3), times=2)
        assert desk.form.values["title"] == "x"
        await screen.pilot.click("#text", offset=(20, 2))
        assert desk.form is None
        assert screen.reader.opened.document.metadata == {}


async def test_a_file_is_written_beside_the_keys(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(sitting.folder, "a.txt", size=(120, 24)) as screen:
        await screen.press("t", "E", "enter")
        await screen.until(lambda: " 1 mark written to " in screen.row("status"))
    assert (tmp_path / "documents-marks.xlsx").read_bytes().startswith(b"PK")


async def test_the_heading_says_what_a_citation_lacks(sitting: Sitting) -> None:
    async with reading(sitting.folder, "a.txt", size=(120, 24)) as screen:
        assert "M adds" not in screen.row("text_heading")
        await screen.press("t")
        assert screen.row("text_heading").rstrip().endswith("no date, no publisher: M adds them")
        await screen.press("M", "down", "down", *"Us", "enter")
        assert screen.row("text_heading").rstrip().endswith("  no date: M adds it")
        await screen.press("M", "down", "down", "down", *"2024", "enter")
        assert "M adds" not in screen.row("text_heading")
    async with reading(sitting.folder, "a.txt", size=(60, 24)) as screen:
        assert "documents" in screen.row("text_heading")


@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("width", [200, 80, 60, 40, 25])
@pytest.mark.parametrize(
    "value",
    ["short", "a word " * 40, "漢字" * 60, "👨‍👩‍👧" * 40, "e\u0301" * 80, "\x1b[2J\t\x9b" * 30, ""],
)
def test_the_caret_is_in_sight_and_a_row_never_too_long(
    sitting: Sitting, value: str, width: int, colour: bool
) -> None:
    palette = Palette(
        THEME, THEME.to_color_system().generate(), sitting.session.codebook, colour=colour
    )
    form = sitting.press("M").desk.form
    assert form is not None
    form._set(value, len(value))
    painter = FormRows(sitting.desk)
    seen = 0
    while True:
        (row,) = painter.row(0, width, palette)
        assert sum(cell_len(text) for text, _ in row) == width - 1
        _, before, (under, style) = row[:3]
        assert under
        assert style != before[1]
        assert "\x1b" not in "".join(text for text, _ in row)
        seen += 1
        if form.caret == 0:
            break
        assert before[0].strip("…")
        form.form_left()
    assert seen > 0
    assert before[0] == ""
