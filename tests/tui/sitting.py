"""A person reading below the screen: keys go in, words and marks come out."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from annotations import files
from annotations.annotator import Annotator
from annotations.project import Project
from annotations.store import AnnotationStore
from tui.keymap import Keymap
from tui.opening import OpenDocument
from tui.reader import Reader
from tui.session import Session

ME = Annotator("ana", "person-1")


class Sitting:
    """A reader with a clock that can be set and surroundings that remember what was asked.

    Every key comes a second after the one before.
    """

    def __init__(self, folder: Path, *names: str, annotator: Annotator = ME) -> None:
        """Open these documents of a folder, or all of it."""
        self.folder = folder
        self.copied: list[str] = []
        self.helped = 0
        self.left = 0
        self.now = 0.0
        project = Project.of(folder)
        self.session = Session(
            project, project.codebook(), annotator, names, None if names else folder
        )
        opened = self.session.open_first()
        keymap = Keymap(self.session.codebook)
        self.reader = Reader(self.session, opened, keymap, self, lambda: self.now)
        self.reader.viewport.resize(66, 20)
        self.session.begin(self.session.load())
        self.settle(opened)

    # What a reader asks for

    def copy(self, text: str) -> str:
        self.copied.append(text)
        return "terminal"

    def settle(self, opened: OpenDocument) -> None:
        self.session.place(opened, self.session.settle(opened.entry))
        self.reader.settled()

    def show_help(self) -> None:
        self.helped += 1

    def leave(self) -> None:
        self.left += 1

    # What a test does and sees

    def press(self, *keys: str, after: float = 1.0) -> Sitting:
        """Press keys, each that many seconds after the one before; all of them do something."""
        for key in keys:
            self.now += after
            assert self.reader.press(key), f"{key} does nothing"
        return self

    @property
    def words(self) -> str:
        """What a tag key would mark."""
        return self.reader.selection.quote

    @property
    def said(self) -> str:
        """The message, empty when there is none."""
        message = self.reader.message
        return message.fit(300) if message else ""

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Tags and words of the marks on screen, in the order of the text."""
        return [(mark.tag, mark.exact) for mark in self.reader.opened.spans]

    @property
    def file(self) -> Path:
        """Where the marks are kept, written as others should see it."""
        self.session.store.compact()
        return self.folder / ".postil" / "annotations" / "ana.json"

    @property
    def saved(self) -> list[tuple[str, str]]:
        """Tags and words of the marks on disk, as stock TinyDB reads them, by their place."""
        return [
            (record["tag"], record["segments"][0]["exact"])
            for record in sorted(
                records(self.file, "annotations"), key=lambda each: each["segments"][0]["start"]
            )
        ]


def records(path: Path, table: str) -> list[dict[str, Any]]:
    """The records of a table, read by stock TinyDB after the file was written as others see it."""
    store = AnnotationStore(path)
    AnnotationStore(path, store.owner).compact()
    if not path.exists():
        return []
    with TinyDB(path, access_mode="r") as database:
        return [dict(record) for record in database.table(table)]


@contextmanager
def full_disk() -> Iterator[None]:
    """Nothing can be written."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "write_all", refuse)
        yield
