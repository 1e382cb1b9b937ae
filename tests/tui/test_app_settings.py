"""What settings change on screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.style import Style

from annotations.annotator import Annotator
from tests.tui.command import Run
from tests.tui.examples import SENTENCES, TEXT
from tests.tui.screen import Screen, reading
from tests.tui.sitting import Sitting
from tui import start
from tui.session import Session
from tui.settings import Settings, location, read
from tui.widgets.reading_pane import ReadingPane

LONG_LINE = "word " * 60


@pytest.fixture
def file() -> Path:
    location().parent.mkdir(parents=True)
    return location()


@pytest.fixture
def document(folder: Path) -> Path:
    (folder / "a.txt").write_text(TEXT)
    return folder


def style_of(screen: Screen, words: str) -> Style:
    """How words of the text look."""
    pane = screen.app.screen.query_one("#text", ReadingPane)
    for strip in pane.render_lines(pane.size.region):
        for segment in strip:
            if segment.text.strip().startswith(words):
                assert segment.style is not None
                return segment.style
    raise AssertionError(f"{words} is not on screen")


@pytest.mark.parametrize("width", [40, 66, 80])
async def test_the_text_column_is_as_wide_as_set(folder: Path, width: int) -> None:
    (folder / "a.txt").write_text(LONG_LINE)
    settings = Settings(width=width)
    async with reading(folder, "a.txt", size=(95, 24), settings=settings) as screen:
        assert screen.reader.viewport.width == width


async def test_the_theme_is_the_one_that_is_set(document: Path) -> None:
    async with reading(document, "a.txt", settings=Settings(theme="nord")) as screen:
        assert screen.app.theme == "nord"
        assert screen.app.session.settings.faults == ()


@pytest.mark.parametrize("dim", [True, False])
async def test_text_outside_the_focus_is_dimmed_as_set(document: Path, dim: bool) -> None:
    async with reading(document, "a.txt", settings=Settings(dim=dim, theme="nord")) as screen:
        focus, other = (style_of(screen, words) for words in (SENTENCES[0], SENTENCES[2]))
        assert (focus.color != other.color) == dim


async def test_what_does_not_count_is_said_at_the_start(document: Path, file: Path) -> None:
    file.write_text('theme = "nrod"\nwidth = 3\n[keys]\nundo = "x"\n')
    async with reading(document, "a.txt", size=(140, 24), settings=read()) as screen:
        assert screen.app.theme != "nrod"
        assert "settings.toml, line 1: no theme is called 'nrod'" in screen.row("status")
        assert "(and 2 more: postil config check)" in screen.row("status")


async def test_a_tag_without_a_letter_is_said_at_the_start(document: Path) -> None:
    (document / "codebook.toml").write_text('[[tags]]\nid = "jeer"\nkey = "j"\n')
    async with reading(document, "a.txt") as screen:
        assert "j is a key already: Jeer: 1 marks with it" in screen.row("status")


async def test_a_theme_that_is_chosen_is_remembered(document: Path, file: Path) -> None:
    file.write_text("# mine\nwidth = 70\n")
    async with reading(document, "a.txt", settings=read()) as screen:
        await screen.press("ctrl+p", *"nord", "enter")
        await screen.until(lambda: screen.app.theme == "nord")
        assert "theme nord" in screen.row("status")
    assert file.read_text() == '# mine\nwidth = 70\ntheme = "nord"\n'


async def test_a_theme_that_cannot_be_remembered_is_for_now(document: Path, file: Path) -> None:
    file.write_text("width = \n")
    async with reading(document, "a.txt", size=(140, 24), settings=read()) as screen:
        await screen.press("ctrl+p", *"nord", "enter")
        await screen.until(lambda: screen.app.theme == "nord")
        assert "theme nord, for now: " in screen.row("status")
    assert file.read_text() == "width = \n"


async def test_the_footer_names_the_keys_that_count(document: Path) -> None:
    settings = Settings(keys={"undo": ("f9",), "pick_next": ()})
    async with reading(document, "a.txt", settings=settings) as screen:
        footer = screen.row("footer")
        assert "F9 undo" in footer
        assert "next mark" not in footer


# Below the screen


def test_quotes_are_copied_by_the_template_that_is_set(document: Path) -> None:
    settings = Settings(
        template="mine", templates={"mine": "{tag}: {quote} [{speaker}], ¶ {paragraph}"}
    )
    sitting = Sitting(document, "a.txt", settings=settings).press("t", "y")
    assert sitting.copied == ["Threat: “He warned that we will pay”, ¶ 1"]


@pytest.mark.parametrize(
    ("source", "name", "coder"),
    [("", None, "login"), ('coder = "bo"', None, "bo"), ('coder = "bo"', "ana", "ana")],
)
def test_who_reads_is_named_by_word_by_setting_or_by_login(
    document: Path,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    name: str | None,
    coder: str,
) -> None:
    file.write_text(source)
    monkeypatch.setenv("LOGNAME", "login")
    monkeypatch.setattr(start, "has_terminal", lambda: True)
    seen: list[Annotator] = []

    def show(session: Session, *_: object) -> int:
        seen.append(session.annotator)
        assert session.settings == read()
        return 0

    monkeypatch.setattr(start, "_show", show)
    assert start.read([str(document)], name) == 0
    assert [annotator.name for annotator in seen] == [coder]


def test_broken_settings_keep_nobody_from_listing(run: Run, document: Path, file: Path) -> None:
    Sitting(document, "a.txt").press("t")
    file.write_bytes(b"\xff")
    assert SENTENCES[0] in run("list", document).text
