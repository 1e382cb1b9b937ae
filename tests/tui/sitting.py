"""A person reading below the screen: keys go in, words and marks come out."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from tinydb import TinyDB

from annotations import files
from annotations.annotator import Annotator
from annotations.project import Project
from annotations.store import AnnotationStore
from tui.commands import CARET, DOCUMENTS_LIST, FORM, INDEX, TEXT
from tui.desk import Desk
from tui.keymap import Keymap
from tui.opening import OpenDocument
from tui.practice import Practice
from tui.reader import Reader
from tui.session import Session
from tui.settings import Settings
from tui.wording import Message

ME = Annotator("ana", "person-1")


class Sitting:
    """A reader with a clock that can be set and surroundings that remember what was asked.

    Every key comes a second after the one before.
    """

    def __init__(
        self,
        folder: Path,
        *names: str,
        annotator: Annotator = ME,
        settings: Settings | None = None,
        practice: Practice | None = None,
        offers_practice: bool = False,
    ) -> None:
        """Open these documents of a folder, or all of it."""
        self.folder = folder
        self.copied: list[str] = []
        self.awaited: list[Callable[[Any], object]] = []
        """What takes over work that is done apart, which nobody does here."""
        self.theme_shown = ""
        self.remembered: dict[str, str | int] = {}
        self.left = self.practised = 0
        self.now = 0.0
        project = Project.of(folder)
        self.session = Session(
            project, project.codebook(), annotator, names, None if names else folder, settings
        )
        opened = self.session.open_first()
        keymap = Keymap(self.session.codebook, self.session.settings)
        self.desk = Desk(
            self.session, opened, keymap, self, lambda: self.now, practice, offers_practice
        )
        self.reader.viewport.resize(66, 20)
        self.session.begin(self.session.load())
        self.settle(opened)

    # What a desk asks for

    def copy(self, text: str, amount: str, more: str = "") -> Message:
        return self.desk.copying.copy(text, amount, more)

    def to_terminal(self, text: str) -> None:
        self.copied.append(text)

    def settle(self, opened: OpenDocument) -> None:
        self.session.place(opened, self.session.settle(opened.entry))
        for reader in self.desk.readers:
            if reader.opened is opened:
                reader.settled()

    def beside(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        done(work())

    def apart(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        self.awaited.append(done)

    def themes(self) -> list[str]:
        return ["dim", "plain"]

    def show_theme(self, name: str) -> None:
        self.theme_shown = name

    def remember(self, name: str, value: str | int) -> str:
        self.remembered[name] = value
        return ""

    def practise(self) -> None:
        self.practised += 1

    def leave(self) -> None:
        self.left += 1

    def end(self) -> None:
        self.left += 1

    # What a test does and sees

    def press(self, *keys: str, after: float = 1.0) -> Sitting:
        """Press keys, each that many seconds after the one before; all of them do something."""
        for key in keys:
            self.now += after
            assert self.desk.press(key), f"{key} does nothing"
        return self

    def enter(self, room: str) -> Sitting:
        """Leave whatever is open and go to a room."""
        while self.reader.pending or self.desk.finder or self.desk.key_room != TEXT:
            self.desk.press("escape")
        key = {DOCUMENTS_LIST: "d", INDEX: "i", CARET: "v", FORM: "M"}.get(room)
        return self.press(key) if key else self

    @property
    def reader(self) -> Reader:
        """Who reads where the keys go."""
        return self.desk.reader

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
    def asked(self) -> str:
        """What is asked and waits for an answer, empty when nothing does."""
        pending = self.reader.pending
        return pending.prompt.fit(300) if pending else ""

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

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Tags and words of the marks on disk, by their place. Writes nothing."""
        marks = sorted(AnnotationStore(marks_file(self.folder)), key=lambda each: each.start)
        return [(mark.tag, mark.exact) for mark in marks]

    @property
    def saves(self) -> int:
        """How many saves the journal holds."""
        data = (marks_file(self.folder).parent / "ana.json.journal").read_bytes()
        return data.count(b'"before"')


def marks_file(folder: Path) -> Path:
    """Where the marks of a folder are kept."""
    return folder / ".postil" / "annotations" / "ana.json"


def records(path: Path, table: str) -> list[dict[str, Any]]:
    """The records of a table, read by stock TinyDB after the file was written as others see it."""
    store = AnnotationStore(path)
    AnnotationStore(path, store.owner).compact()
    if not path.exists():
        return []
    with TinyDB(path, access_mode="r") as database:
        return [dict(record) for record in database.table(table)]


@contextmanager
def another_window_writes(folder: Path, name: str = "elsewhere/77") -> Iterator[None]:
    """Another window of that name holds the file of the marks."""
    path = marks_file(folder).parent / "ana.json.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path):
        path.write_text(name)
        yield


@contextmanager
def no_permission(folder: Path) -> Iterator[None]:
    """Files in a folder can be read and not written. By hand, for root may do everything."""
    whole = os.open

    def open_to_read(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and str(path).startswith(str(folder)):
            raise PermissionError(errno.EACCES, "Permission denied")
        return whole(path, flags, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", open_to_read)
        yield


@contextmanager
def failing_sync() -> Iterator[None]:
    """The disk does not confirm what is written."""

    def refuse(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fdatasync", refuse)
        yield


@contextmanager
def full_disk() -> Iterator[None]:
    """Nothing can be written."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "write_all", refuse)
        yield
