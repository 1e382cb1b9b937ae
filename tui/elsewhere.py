"""Where a copy of the marks can go when their own place takes none."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from annotations.project import can_write


def places(path: Path) -> list[Path]:
    """Files beside nothing that failed: in the home, where one is, among the temporary files.

    Such a file, put beside the one at `path` later, is known as a copy of it.
    """
    name = f"{path.stem}.copy-{datetime.now():%Y%m%d-%H%M%S}.json"
    folders: dict[Path, None] = {}
    for folder in (Path.home, Path.cwd, tempfile.gettempdir):
        with suppress(OSError, RuntimeError):  # Python looks for a temporary folder by writing
            folders[Path(folder())] = None
    found = [each for each in folders if each != path.parent and can_write(each)]
    found.sort(key=lambda folder: _disk(folder) == _disk(path.parent))  # that one may be full
    return [each / name for each in found]


def named(path: Path) -> str:
    """The path of a file in short; `~` is the home."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # it lies elsewhere, or there is no home
        return str(path)


def _disk(folder: Path) -> int:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.stat().st_dev


def shown(place: Path) -> str:
    """The folder of such a file in short; `~` is the home."""
    folder, home = place.parent, Path.home()
    if folder == home:
        return "~"
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
