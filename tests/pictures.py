"""Pictures of the application, taken by itself: those of the documentation, and those that tests
compare with what it looks like now.

python -m tests.pictures takes all of them anew; look at what changed before you keep it.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import string
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from textual.strip import Strip

from annotations.annotator import Annotator
from annotations.project import Project
from tests.browser.chromium import FOUND, running
from tui.app import PostilApp
from tui.cli.demo import READER, copy_samples
from tui.session import Session

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "tests" / "tui" / "pictures"
"""Where the pictures are that tests compare, as text."""
DOCS = ROOT / "docs"
"""Where those of the documentation are."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is done before a picture is taken of the samples."""

    width: int
    height: int
    keys: tuple[str, ...] = ()
    """Keys as Textual names them."""
    theme: str = "postil-dark"
    no_color: bool = False


TO_THE_MIDDLE = ("right_square_bracket",) * 9

PICTURES = {
    "reading": Picture(120, 40, TO_THE_MIDDLE),
    "reading-80x24": Picture(80, 24, TO_THE_MIDDLE),
    "reading-200x60": Picture(200, 60, TO_THE_MIDDLE),
    "reading-40x10": Picture(40, 10, TO_THE_MIDDLE),
    "selected": Picture(80, 24, ("j", "j", "j", "w", "w", "B")),
    "labels": Picture(80, 24, ("j", "j", "j", "s")),
    "overlaps": Picture(80, 24, ("j", "j", "t", "c", "w", "w", "a", "W", "t", "b", "b", "b")),
    "likely": Picture(80, 24, ("j", "j", "j", "tab")),
    "caret": Picture(80, 24, ("j", "j", "j", "v", "w", "w", "v", "w", "e")),
    "caret-no-color": Picture(80, 24, ("j", "t", "v", "w", "v", "w", "e"), no_color=True),
    "joined": Picture(80, 24, ("j", "j", "j", "t", "tab", "T", *"wwwwwww", "ampersand")),
    "split": Picture(120, 40, ("vertical_line", "greater_than_sign", "j", "t")),
    "split-80x24": Picture(80, 24, (*TO_THE_MIDDLE, "vertical_line", "G")),
    "documents-80x24": Picture(80, 24, ("d", "j")),
    "marks-80x24": Picture(80, 24, ("i", "j", "j", "space", "space")),
    "filter": Picture(120, 40, ("i", "slash", *"will")),
    "help": Picture(80, 24, ("question_mark", *"edge")),
    "palette": Picture(120, 40, ("ctrl+p", *"dark", "down")),
    "only-text": Picture(120, 40, (*TO_THE_MIDDLE, "z")),
    "light": Picture(120, 40, TO_THE_MIDDLE, theme="postil-light"),
    "high-contrast": Picture(80, 24, TO_THE_MIDDLE, theme="postil-high-contrast"),
    "ansi": Picture(80, 24, TO_THE_MIDDLE, theme="ansi-dark"),
    "no-color": Picture(80, 24, TO_THE_MIDDLE, no_color=True),
}
REPORT_WIDTH = 1000
"""Pixels of the window in which the report is shown."""
IN_DOCS = {"reading": "reading", "split": "split", "marks-80x24": "marks"}
"""Pictures that the documentation shows, and the names of their files there."""


@asynccontextmanager
async def taken(picture: Picture) -> AsyncIterator[PostilApp]:
    """The application as the picture wants it, on a fresh copy of the samples."""
    colours = {"NO_COLOR": "1"} if picture.no_color else {}
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with tempfile.TemporaryDirectory() as copy, patch.dict(os.environ, kept | colours, clear=True):
        copy_samples(Path(copy))
        project = Project.of(Path(copy))
        session = Session(project, project.codebook(), Annotator(READER, "0" * 16), [], Path(copy))
        app = PostilApp(session, session.open_first())
        async with app.run_test(size=(picture.width, picture.height)) as pilot:
            for _ in range(300):
                if session.loaded:
                    break
                await pilot.pause(0.01)
            await app.workers.wait_for_complete()
            await pilot.pause()
            app.theme = picture.theme
            await pilot.press(*picture.keys)
            await pilot.pause()
            yield app


async def as_text(picture: Picture) -> str:
    """A picture as text: its rows, the same rows in letters for the styles, what those mean."""
    async with taken(picture) as app:
        strips = app.screen._compositor.render_strips()
    letters: dict[str, str] = {}
    rows = [strip.text.rstrip() for strip in strips]
    looks = [_look(strip, letters) for strip in strips]
    legend = [f"{letter}  {style}" for style, letter in letters.items()]
    return "\n".join([*rows, "", *looks, "", *legend, ""])


def _look(strip: Strip, letters: dict[str, str]) -> str:
    """One letter for each cell of a row, by its style."""
    look = ""
    for segment in strip:
        style = str(segment.style)
        names = string.ascii_lowercase + string.ascii_uppercase + string.digits
        look += letters.setdefault(style, names[len(letters) % len(names)]) * segment.cell_length
    return look


async def as_svg(picture: Picture) -> str:
    """A picture for the documentation, with fonts of the reader's own machine."""
    async with taken(picture) as app:
        svg = app.export_screenshot(title="postil")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S)
    return re.sub(r"font-family: [^;]*;", "font-family: Fira Code, Menlo, monospace;", svg)


def report() -> bytes:
    """The top of the samples' report in a browser, as a PNG. Needs Chromium."""
    with tempfile.TemporaryDirectory() as copy, tempfile.TemporaryDirectory() as profile:
        copy_samples(Path(copy))
        file = Path(profile) / "report.html"
        Project.of(copy).write(file)
        with running(Path(profile)) as browser:
            page = browser.page()
            page.look(REPORT_WIDTH, color_scheme="light")
            page.open(file)
            return base64.b64decode(page.call("Page.captureScreenshot")["data"])


def main() -> None:
    KEPT.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        (KEPT / f"{name}.txt").write_text(asyncio.run(as_text(picture)), "utf-8")
    for name, file in IN_DOCS.items():
        (DOCS / f"{file}.svg").write_text(asyncio.run(as_svg(PICTURES[name])), "utf-8")
    if FOUND is not None:
        (DOCS / "report.png").write_bytes(report())


if __name__ == "__main__":
    main()
