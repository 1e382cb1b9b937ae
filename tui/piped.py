"""A text that comes through a pipe: `curl … | postil -`.

It is kept under the user's data, in a folder of its own that is a project: the same text always
lies at the same place, so that its marks are there again. What was not marked is not kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotations.document import decode
from annotations.errors import AnnotationsError, reason_of
from annotations.files import replace_file
from annotations.project import KEPT_IN
from annotations.text import Text
from tui.cli.talk import counting, note

LONGEST_NAME = 40
"""Characters of a file's name."""
PIECE = 1 << 20
"""Bytes that are read at a time."""


class NothingToRead(AnnotationsError):
    """Nothing comes through a pipe, or no keys come from a terminal."""


@contextmanager
def piped() -> Iterator[Path]:
    """The file in which the piped text is kept; from then on keys come from the terminal.

    Raises NothingToRead, and AnnotationsError for what is not a text or cannot be kept.
    """
    terminal = _terminal()
    try:
        path = _kept(_received())
        os.dup2(terminal, 0)
    finally:
        os.close(terminal)
    try:
        yield path
    finally:
        if not _put_away(path):
            note(f"this text and its marks are in {place(path)}")
            note(f"postil quotes {place(path)}, or postil export -o FILE {place(path)}")


def place(path: Path) -> str:
    """The folder of a piped text, as it can be typed."""
    folder = path.parent
    if folder.is_relative_to(Path.home()):
        below = str(folder.relative_to(Path.home()))
        if shlex.quote(below) == below:
            return f"~/{below}"
    return shlex.quote(str(folder))


def _terminal() -> int:
    """The terminal from which keys can come."""
    if sys.stdin is None or sys.stdin.isatty():
        raise NothingToRead("nothing comes through a pipe: use it as COMMAND | postil -")
    try:
        return os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise NothingToRead("there is no terminal for the keys") from error


def _received() -> bytes:
    """All that comes through the pipe."""
    pieces = bytearray()
    with counting("kB") as progress:
        while piece := os.read(sys.stdin.fileno(), PIECE):
            pieces += piece
            progress.done = len(pieces) >> 10
    if not pieces:
        raise AnnotationsError("nothing came through the pipe")
    return bytes(pieces)


def _kept(data: bytes) -> Path:
    """Where the text is kept as it came, for nobody else to read."""
    from platformdirs import user_data_path

    try:
        text = decode(data).text
    except ValueError as error:
        raise AnnotationsError(f"what came through the pipe {error}") from error
    folder = user_data_path("postil", appauthor=False) / "piped"
    path = folder / hashlib.sha256(data).hexdigest()[:16] / f"{_name(text)}.txt"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in (folder, path.parent):
            each.chmod(0o700)
        (path.parent / KEPT_IN).mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            replace_file(path, data)
            path.chmod(0o600)
    except OSError as error:
        raise AnnotationsError(f"{path.parent}: {reason_of(error)}") from error
    return path


def _name(text: Text) -> str:
    """A name for a file from the first words of its text."""
    for paragraph in text.paragraphs():
        words = re.findall(r"[^\W_]+", paragraph.text[:200])
        name = "-".join(words)[:LONGEST_NAME].strip("-").lower()
        if name:
            return name
    return "text"


def _put_away(path: Path) -> bool:
    """Take the text away where nobody marked anything in it; whether that was done."""
    with suppress(OSError):
        (path.parent / KEPT_IN).rmdir()  # fails where there is something in it
        path.unlink()
        path.parent.rmdir()
        return True
    return False
