"""The application on a screen: few tests, because each key takes a tenth of a second here."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.events import MouseScrollDown
from textual.strip import Strip

from tests.tui.mouse import cell
from tests.tui.screen import Screen, reading
from tests.tui.sitting import Sitting, full_disk
from tui import themes
from tui.app import PostilApp
from tui.opening import Loaded
from tui.session import Session
from tui.widgets.painted import Painted

Sit = Callable[..., Sitting]

TEXT = "He warned that we will pay. She promised bread.\n\nInspectors took money."
HOSTILE = (
    "Pay \x1b]0;owned\x07 and \x1b[2J now [sic] [/x] [bold]loud[/bold].\n"
    "Click [@click=app.bell()]here[/] or \x9b2J and \u202eback\u202c.\n"
    "Tab\there, 👨‍👩‍👧 and 👍🏽 and 漢字, e" + "\u0301" * 30 + " end."
)


async def test_a_tag_key_marks_the_sentence_and_saves_it(sit: Sit) -> None:
    sitting = sit(TEXT)
    async with reading(sitting.folder, "a.txt") as screen:
        assert "✓ saved" in screen.row("status")
        await screen.press("j", "t", "w")
        assert screen.marks == sitting.saved == [("threat", "promised bread")]
        assert "promised bread" in screen.row("inspector")
        assert "MARKED T" in screen.row("status")
        assert "l h start   L H end" in screen.row("footer")
        assert "▌T" in screen.text
        await screen.press("x")
        assert sitting.saved == []
        assert "taken off: T “promised bread”  u brings it back" in screen.row("status")
    assert (sitting.folder / ".postil" / "texts").is_dir()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_screen_has_a_title_the_text_and_three_lines(
    sit: Sit, size: tuple[int, int]
) -> None:
    sitting = sit(TEXT, TEXT)
    async with reading(sitting.folder, "a.txt", "b.txt", size=size) as screen:
        rows = screen.everything.split("\n")
        assert len(rows) == size[1]
        assert {len(row) for row in rows} == {size[0]}
        assert " a.txt" in rows[0]
        assert "1 of 2" in rows[0] or "1/2" in rows[0]
        assert "He warned that we will pay. She promised bread." in screen.text
        assert "you: ana" in rows[-2]
        assert "t c a" in rows[-1]


async def test_keys_before_the_marks_are_loaded_are_not_dropped(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(TEXT)
    load = Session.load

    def slowly(session: Session) -> Loaded:
        time.sleep(0.6)
        return load(session)

    monkeypatch.setattr(Session, "load", slowly)
    async with reading(sitting.folder, "a.txt", ready=False) as screen:
        await screen.press("j", "t", "j", "c")
        assert not screen.app.session.loaded
        assert screen.marks == []
        assert "… opening" in screen.row("status")
        await screen.ready()
        assert screen.marks == sitting.saved
        assert screen.marks == [
            ("threat", "She promised bread"),
            ("commitment", "Inspectors took money"),
        ]
        await screen.until(lambda: list(sitting.folder.glob(".postil/texts/*.txt")))


@pytest.mark.parametrize("key", ["question_mark", "escape"])
async def test_help_opens_and_closes(sit: Sit, key: str) -> None:
    sitting = sit(TEXT)
    async with reading(sitting.folder, "a.txt") as screen:
        await screen.press("question_mark")
        assert "Next sentence" in screen.everything
        assert "He warned" not in screen.everything
        await screen.press("end", key)
        assert "Next sentence" not in screen.everything
        assert "He warned" in screen.everything
        await screen.press("t")
        assert sitting.saved == [("threat", "He warned that we will pay")]


async def test_the_help_scrolls_to_its_end(sit: Sit) -> None:
    async with reading(sit(TEXT).folder, "a.txt") as screen:
        await screen.press("question_mark", "pagedown", "pagedown")
        assert "Next sentence" not in screen.everything
        await screen.press("end")
        assert "Quit at once" in screen.everything
        await screen.press("home")
        assert "Next sentence" in screen.everything


async def test_another_size_keeps_the_sentence_in_focus_in_sight(sit: Sit) -> None:
    sitting = sit("\n".join(f"Line number {number} is here." for number in range(100)))
    async with reading(sitting.folder, "a.txt") as screen:
        await screen.press("space", "space", "G", "k", "k", "k")
        for size in [(40, 10), (30, 6), (120, 40), (80, 24)]:
            await screen.pilot.resize_terminal(*size)
            await screen.pilot.pause()
            assert "Line number 96 is here." in " ".join(screen.text.split())
            assert len(screen.everything.split("\n")) == size[1]


@pytest.mark.parametrize("size", [(12, 6), (1, 1), (200, 4)])
async def test_a_tiny_terminal_is_no_reason_to_stop(sit: Sit, size: tuple[int, int]) -> None:
    sitting = sit(TEXT + HOSTILE)
    async with reading(sitting.folder, "a.txt", size=size) as screen:
        await screen.press("j", "space", "pageup", "question_mark", "j", "escape", "t")
        assert len(sitting.saved) == 1
        for key in ("d", "i", "slash", "escape", "escape", "vertical_line", "f6", "ctrl+p"):
            await screen.press(key)
            assert {cell_len(row) for row in screen.everything.split("\n")} == {size[0]}


async def test_every_theme_repaints_the_text(sit: Sit) -> None:
    sitting = sit(TEXT).press("t")
    looks = {}
    async with reading(sitting.folder, "a.txt") as screen:
        pane = screen.app.screen.query_one("#text", Painted)
        for name in themes.names():
            screen.app.theme = name
            await screen.pilot.pause()
            (marked,) = [
                segment.style
                for strip in pane.render_lines(pane.size.region)
                for segment in strip
                if segment.text == "He warned that we will pay"
            ]
            assert marked is not None
            assert marked.underline
            looks[name] = marked.color, marked.bgcolor, pane.palette.ground.page
            assert "✓ saved" in screen.row("status")
    assert set(looks) == set(screen.app.available_themes)
    assert len(set(looks.values())) > len(looks) // 2


def test_without_colours_what_textual_draws_has_none_either(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    session = sit(TEXT).session
    strip = Strip([Segment("Find", Style(color="#ff0000", bgcolor="#0000ff", underline=True))])
    for each in PostilApp(session, session.open_first()).get_line_filters():
        strip = strip.apply_filter(each, Color.parse("#121212"))
    ((_, style, _),) = strip
    assert style == Style(color="default", bgcolor="default", underline=True)


async def test_a_hostile_document_is_shown_and_not_obeyed(sit: Sit) -> None:
    sitting = sit(HOSTILE)
    (sitting.folder / "a.txt").rename(sitting.folder / "[b]\x1b]0;owned\x07\u202e.txt")
    (path,) = sitting.folder.glob("*.txt")
    async with reading(sitting.folder, path.name, size=(120, 40)) as screen:
        await screen.press("t")
        assert "␛]0;owned␇" in screen.row("inspector")
        seen = screen.everything
        await screen.press("y", "j", "a", "w", "o", "x")
        seen += screen.everything
        shown = screen.text
        for whole in ["[sic] [/x] [bold]loud[/bold]", "[@click=app.bell()]here[/]", "␛]0;owned␇"]:
            assert whole in shown
        assert "[b]␛]0;owned␇◂.txt" in screen.row("text_heading")
        assert "Tab→here, 👨‍👩‍👧 and 👍🏽 and 漢字" in shown
        for obeyed in (seen, screen.app.export_screenshot()):
            kinds = {char: unicodedata.category(char) for char in obeyed if char not in "\n\u200d"}
            assert [char for char, kind in kinds.items() if kind in ("Cc", "Cf", "Cs")] == []


async def test_the_next_document_can_be_marked(sit: Sit) -> None:
    sitting = sit(TEXT, "The locks stay open.")
    async with reading(sitting.folder, "a.txt", "b.txt") as screen:
        await screen.press("greater_than_sign", "c")
        assert "b.txt" in screen.row("text_heading")
        assert "2 of 2" in screen.row("text_heading")
        assert screen.marks == sitting.saved == [("commitment", "The locks stay open")]


async def test_a_save_that_fails_is_in_sight_until_one_works(sit: Sit) -> None:
    sitting = sit(TEXT)
    async with reading(sitting.folder, "a.txt") as screen:
        with full_disk():
            await screen.press("t", "j")
            assert "NOT SAVED 1" in screen.row("status")
        await screen.press("t")
        assert "✓ saved" in screen.row("status")
        assert len(sitting.saved) == 2


async def test_a_save_that_fails_says_why_however_long_the_path(sit: Sit) -> None:
    folder = sit(TEXT).folder / ("interviews of the year " * 3) / ("second round " * 4)
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    async with reading(folder, "a.txt") as screen:
        with full_disk():
            await screen.press("t")
        assert "no space left" in screen.row("status")


async def test_wide_words_leave_the_saved_state_in_sight(sit: Sit) -> None:
    sitting = sit("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字。")
    async with reading(sitting.folder, "a.txt") as screen:
        await screen.press("t", "x")
        assert "taken off" in screen.row("status")
        assert screen.row("status").endswith("✓ saved ")
        await screen.press("u")
        assert screen.row("status").endswith("✓ saved ")


async def test_an_empty_document_can_be_read_and_left(sit: Sit) -> None:
    sitting = sit("", TEXT)
    async with reading(sitting.folder, "a.txt", "b.txt") as screen:
        await screen.press("j", "space", "t", "greater_than_sign", "t")
        assert sitting.saved == [("threat", "He warned that we will pay")]


async def test_one_can_leave_a_document_that_cannot_be_read_to_its_end(sit: Sit) -> None:
    """Its first megabyte is fine, what follows is not: no key may wait for that for ever."""
    text = "We will pay. " * 60_000
    sitting = sit(TEXT)
    (sitting.folder / "long.txt").write_bytes(b"\xff\xfe" + text.encode("utf-16-le") + b"\x00\xd8")
    async with reading(sitting.folder, "long.txt", ready=False) as screen:
        await screen.until(lambda: screen.reader.message)
        assert screen.reader.message is not None
        assert "UTF-16" in screen.reader.message.fit(300)
        await screen.press("q")
        assert screen.app.return_code == 0


async def test_an_error_that_nobody_waits_for_ends_the_program(sit: Sit) -> None:
    sitting = sit(TEXT)

    def stumble() -> None:
        raise RuntimeError("He warned")

    async def stumble_while_reading() -> None:
        async with reading(sitting.folder, "a.txt") as screen:
            apps.append(screen.app)
            asyncio.get_running_loop().call_soon(stumble)
            await screen.until(lambda: screen.app.crash)

    apps: list[PostilApp] = []
    with pytest.raises(RuntimeError):
        await stumble_while_reading()
    (app,) = apps
    assert app.crash is not None
    assert app.crash.kind == "RuntimeError"
    assert app.return_code == 1


async def test_tab_comes_to_the_text_and_the_caret_is_drawn(sit: Sit) -> None:
    async with reading(sit(TEXT).folder, "a.txt") as screen:
        await screen.press("tab")
        assert "after “warned”" in screen.row("status")
        assert screen.row("inspector").strip() == "we will pay"
        await screen.press("t", "shift+tab", "tab")
        assert screen.marks == [("threat", "we will pay")]
        await screen.press("j", "v", "l", "l")
        assert "CARET · v begins a span" in screen.row("status")
        pane = screen.app.screen.query_one("#text", Painted)
        parts = [part for strip in pane.render_lines(pane.size.region) for part in strip]
        assert [part.text for part in parts if part.style and part.style.reverse] == ["e"]
        await screen.press("v", "w")
        assert "CARET · 2 words" in screen.row("status")
        await screen.press("escape")
        assert "SELECTED · 2 words" in screen.row("status")


# The mouse


async def test_a_click_a_drag_and_a_double_click_in_the_pane(sit: Sit) -> None:
    sitting = sit(TEXT)
    async with reading(sitting.folder, "a.txt", size=(120, 24)) as screen:
        pilot = screen.pilot
        await pilot.click("#text", offset=cell(screen.reader, "promised"))
        assert "▌     He warned" in screen.text
        assert screen.reader.selection.quote == "She promised bread"
        await pilot.mouse_down("#text", offset=cell(screen.reader, "warned", 2))
        end = cell(screen.reader, "will")
        await pilot.hover("#text", offset=end)
        assert "SELECTED · 4 words" in screen.row("status")
        await pilot.mouse_up("#text", offset=end)
        await screen.press("t")
        assert screen.marks == sitting.saved == [("threat", "warned that we will")]
        await pilot.click("#text", offset=cell(screen.reader, "bread"), times=2)
        assert screen.reader.selection.quote == "bread"


async def test_an_edge_dragged_in_the_pane_is_drawn_at_once_and_saved_when_it_is_dropped(
    sit: Sit,
) -> None:
    sitting = sit(TEXT).press("t")
    async with reading(sitting.folder, "a.txt") as screen:
        pilot = screen.pilot
        await screen.press("right_square_bracket")
        await pilot.mouse_down("#text", offset=cell(screen.reader, "He"))
        await pilot.hover("#text", offset=cell(screen.reader, "that"))
        assert marked(screen) == "that we will pay"
        assert sitting.kept == [("threat", "He warned that we will pay")]
        # Above the pane the button is still its own.
        await pilot.mouse_up("#text_heading", offset=(cell(screen.reader, "that")[0], 0))
        assert marked(screen) == "that we will pay"
        assert sitting.kept == [("threat", "that we will pay")]
        await pilot.hover("#text", offset=cell(screen.reader, "pay"))
        assert marked(screen) == "that we will pay"
        assert screen.app.mouse_captured is None


async def test_the_wheel_scrolls_and_the_keys_go_on_there(sit: Sit) -> None:
    sitting = sit("\n".join(f"Line number {number} is here." for number in range(100)))
    async with reading(sitting.folder, "a.txt") as screen:
        pane = screen.app.screen.query_one("#text", Painted)
        for _ in range(11):
            pane.post_message(MouseScrollDown(pane, 9, 9, 0, 0, 0, False, False, False))
        await screen.pilot.pause()
        assert screen.text.lstrip().startswith("Line number 33")
        await screen.press("t")
        assert "out of sight" in screen.row("status")
        await screen.press("j", "t")
        assert sitting.saved == [("threat", "Line number 33 is here")]


async def test_a_click_does_not_overtake_keys_that_wait(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(TEXT)
    load = Session.load

    def slowly(session: Session) -> Loaded:
        time.sleep(0.6)
        return load(session)

    monkeypatch.setattr(Session, "load", slowly)
    async with reading(sitting.folder, "a.txt", ready=False) as screen:
        await screen.pilot.click("#text", offset=cell(screen.reader, "promised"))
        assert screen.reader.selection.quote == "She promised bread"
        await screen.press("t")
        await screen.pilot.click("#text", offset=cell(screen.reader, "took"))
        assert not screen.app.session.loaded
        await screen.ready()
        assert screen.marks == sitting.saved == [("threat", "She promised bread")]


def marked(screen: Screen) -> str:
    """What is drawn as marked in the reading pane."""
    pane = screen.app.screen.query_one("#text", Painted)
    return "".join(
        segment.text
        for strip in pane.render_lines(pane.size.region)
        for segment in strip
        if segment.style is not None and segment.style.underline
    )


async def test_lists_headings_and_the_footer_can_be_clicked(sit: Sit) -> None:
    sitting = sit(TEXT, "The locks stay open.", "Nobody came.")
    names = ("a.txt", "b.txt", "c.txt")
    async with reading(sitting.folder, *names, size=(120, 40)) as screen:
        desk = screen.app.get_default_screen().desk
        await screen.pilot.click("#documents", offset=(4, 2))
        assert (desk.room, desk.documents.cursor) == ("documents", 2)
        await screen.pilot.click("#documents", offset=(4, 2), times=2)
        assert (desk.room, screen.reader.opened.entry.path) == ("text", "c.txt")
        await screen.pilot.click("#marks_heading", offset=(3, 0))
        assert desk.room == "index"
        await screen.pilot.click("#text", offset=(20, 0))
        assert desk.room == "text"
        await screen.press("t")
        x = screen.row("footer").index("undo")
        await screen.pilot.click("#footer", offset=(x, 0))
        assert screen.marks == []
        assert "taken back" in screen.row("status")


async def test_every_part_fits_its_place_while_the_size_changes_in_every_state(sit: Sit) -> None:
    sitting = sit(TEXT, "The locks stay open.")
    async with reading(sitting.folder, "a.txt", "b.txt") as screen:
        for key in ("d", "i", "vertical_line", "question_mark", "escape", "ctrl+p", "escape", "z"):
            await screen.press(key)
            for size in [(120, 40), (40, 10), (200, 60), (12, 4), (109, 30), (80, 24)]:
                await screen.pilot.resize_terminal(*size)
                await screen.pilot.pause()
                rows = screen.everything.split("\n")
                assert {cell_len(row) for row in rows} == {size[0]}, (key, size)
                assert len(rows) == size[1]
