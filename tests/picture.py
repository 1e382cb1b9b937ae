"""The pictures of the README, taken by the application itself: `make picture`.

python -m tests.picture FOLDER
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from annotations.annotator import Annotator
from annotations.project import Project
from tui.app import PostilApp
from tui.cli.demo import READER, copy_samples
from tui.session import Session

PICTURES = {
    "reading": ((100, 30), ["]"] * 9),
}
"""Name of the file, size of the terminal in cells, keys pressed before."""


async def take(folder: Path, name: str, size: tuple[int, int], keys: list[str]) -> Path:
    """Take one picture on a fresh copy of the samples."""
    with tempfile.TemporaryDirectory() as copy:
        copy_samples(Path(copy))
        project = Project.of(Path(copy))
        person = Annotator(READER, "0" * 16)
        session = Session(project, project.codebook(), person, [], Path(copy))
        app = PostilApp(session, session.open_first())
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause(0.1)
            await pilot.press(*keys)
            await pilot.pause()
            picture = app.export_screenshot(title="postil")
    path = folder / f"{name}.svg"
    path.write_text(_without_links(picture), "utf-8")
    return path


def _without_links(svg: str) -> str:
    """Fonts of the reader's own machine instead of ones to be fetched."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S)
    return re.sub(r"font-family: [^;]*;", "font-family: Fira Code, Menlo, monospace;", svg)


def main() -> None:
    folder = Path(sys.argv[1])
    for name, (size, keys) in PICTURES.items():
        print(asyncio.run(take(folder, name, size, keys)))


if __name__ == "__main__":
    main()
