"""The application on a screen: what a person sees, and the keys under their hands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from annotations.project import Project
from tests.tui.sitting import ME
from tui.app import PostilApp
from tui.reader import Reader
from tui.screens import lines
from tui.session import Session
from tui.settings import Settings
from tui.themes import Palette
from tui.widgets.painted import Painted
from tui.wrap import fitted


class Screen:
    """What a person sees, and the keys under their hands."""

    def __init__(self, app: PostilApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.reader = app.get_default_screen().reader

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for something that is done beside the keys."""
        for _ in range(300):
            if true():
                break
            await self.pilot.pause(0.01)
        assert true()
        await self.pilot.pause()

    async def ready(self) -> None:
        """Wait until the marks are there."""
        await self.until(lambda: self.app.session.loaded and self.reader.opened.settled)

    def rows(self, id: str) -> list[str]:
        """The rows of a part of the screen as they are drawn."""
        widget = self.app.screen.query_one(f"#{id}", Painted)
        return [strip.text for strip in widget.render_lines(widget.size.region)]

    def row(self, id: str) -> str:
        (row,) = self.rows(id)
        return row

    @property
    def text(self) -> str:
        """The reading pane."""
        return "\n".join(row.rstrip() for row in self.rows("text"))

    @property
    def everything(self) -> str:
        """All rows that are shown, from the top."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def marks(self) -> list[tuple[str, str]]:
        return [(mark.tag, mark.exact) for mark in self.reader.opened.spans]


@asynccontextmanager
async def reading(
    folder: Path,
    *names: str,
    size: tuple[int, int] = (80, 24),
    ready: bool = True,
    settings: Settings | None = None,
    offers_practice: bool = False,
) -> AsyncIterator[Screen]:
    project = Project.of(folder)
    session = Session(project, project.codebook(), ME, names, settings=settings)
    app = PostilApp(session, session.open_first(), offers_practice=offers_practice)
    async with app.run_test(size=size) as pilot:
        screen = Screen(app, pilot)
        if ready:
            await screen.ready()
        yield screen


def status_row(reader: Reader, width: int, slow: bool = False) -> str:
    """The status line in that many cells, the left part cut where the line cuts it."""
    theme = BUILTIN_THEMES["textual-dark"]
    palette = Palette(theme, theme.to_color_system().generate(), reader.session.codebook)
    left, right, _ = lines.status(reader, palette, width, slow=slow)
    end = "".join(text for text, _ in right)
    room = width - cell_len(end) - 1
    begin = fitted("".join(text for text, _ in left), room)
    return begin + " " * (room + 1 - cell_len(begin)) + end
