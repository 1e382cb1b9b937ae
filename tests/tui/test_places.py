"""Going on where one left: in a sitting, in the next one, in long documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.document import HEAD
from annotations.project import Project
from tests.tui.examples import LONG, OTHER, SENTENCES, TEXT
from tests.tui.mouse import Mouse
from tests.tui.screen import reading
from tests.tui.sitting import ME, Sitting
from tui.session import Session


@pytest.fixture
def two(folder: Path) -> Path:
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(OTHER)
    return folder


def left(folder: Path, *names: str, keys: str) -> None:
    """A sitting that presses these keys and ends."""
    Sitting(folder, *names).press(*keys).session.finish()


def test_a_document_goes_on_where_it_was_left(two: Path) -> None:
    left(two, "a.txt", keys="jj")
    assert Sitting(two, "a.txt").words == SENTENCES[2]


def test_each_document_has_its_place_within_a_sitting(two: Path) -> None:
    sitting = Sitting(two, "a.txt", "b.txt").press("j", "j", ">")
    assert sitting.words == "The locks stay open"
    sitting.press("j", "<")
    assert sitting.words == SENTENCES[2]
    assert sitting.press(">").words == "He took money"


def test_a_sentence_that_was_clicked_is_a_place(two: Path) -> None:
    sitting = Sitting(two, "a.txt")
    Mouse(sitting).click("Nobody")
    sitting.session.finish()
    assert Sitting(two, "a.txt").words == SENTENCES[3]


def test_a_picked_mark_is_a_place(two: Path) -> None:
    left(two, "a.txt", keys="Gtg]")
    assert Sitting(two, "a.txt").words == SENTENCES[4]


def test_a_text_that_became_shorter_is_opened_at_its_end(two: Path) -> None:
    left(two, "a.txt", keys="G")
    (two / "a.txt").write_text("Less is left. That is all.")
    assert Sitting(two, "a.txt").words == "That is all"


def test_an_empty_text_is_borne(two: Path) -> None:
    left(two, "a.txt", keys="G")
    (two / "a.txt").write_text("")
    assert Sitting(two, "a.txt").reader.selection.empty


def test_the_place_is_in_view_with_some_text_above_it(folder: Path) -> None:
    (folder / "a.txt").write_text(LONG)
    left(folder, "a.txt", keys="j" * 50)
    reader = Sitting(folder, "a.txt").reader
    reader.viewport.show(*reader.lit.focus)  # as a pane does once it has its size
    assert reader.selection.quote == "Line number 50 is here"
    assert (50, 0) in reader.viewport.visible()[1:-1]


# Folders


def test_a_folder_opens_with_the_document_that_was_read_last(two: Path) -> None:
    left(two, keys=">j")
    sitting = Sitting(two)
    assert sitting.reader.opened.entry.path == "b.txt"
    assert sitting.words == "He took money"
    assert [entry.path for entry in sitting.session.corpus.entries] == ["a.txt", "b.txt"]


def test_files_that_are_named_open_with_the_first_one(two: Path) -> None:
    left(two, keys=">j")
    assert Sitting(two, "a.txt", "b.txt").reader.opened.entry.path == "a.txt"


def test_a_document_that_is_gone_is_not_opened(two: Path) -> None:
    left(two, keys=">j")
    (two / "b.txt").unlink()
    assert Sitting(two).reader.opened.entry.path == "a.txt"


def test_a_document_that_cannot_be_read_any_more_is_not_opened(two: Path) -> None:
    left(two, keys=">j")
    (two / "b.txt").write_bytes(b"\0")
    assert Sitting(two).reader.opened.entry.path == "a.txt"


def test_a_folder_in_a_project_opens_with_its_own_documents(two: Path) -> None:
    (two / ".postil").mkdir()
    (two / "inner").mkdir()
    (two / "inner" / "c.txt").write_text(OTHER)
    left(two, keys="j")
    project = Project.of(two / "inner")
    assert project.folder == two
    session = Session(project, project.codebook(), ME, [], two / "inner")
    assert session.open_first().entry.path == "inner/c.txt"


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "./a.txt", "no\0.txt", "x" * 999])
def test_a_path_that_no_project_has_is_not_followed(two: Path, path: str) -> None:
    (two.parent / "secret.txt").write_text("secret")
    left(two, keys="j")
    sitting = Sitting(two, "a.txt")
    sitting.session.positions.leave(path, "", 3, 0.5)
    sitting.session.positions.save()
    assert Sitting(two).reader.opened.entry.path == "a.txt"


# What was begun


def test_a_document_is_begun_when_the_focus_was_moved_in_it(two: Path) -> None:
    sitting = Sitting(two, "a.txt", "b.txt").press(">", "j", "<", "?")
    states = [
        sitting.session.corpus.standing(entry).state for entry in sitting.session.corpus.entries
    ]
    assert states == ["not read", "begun"]
    sitting.session.finish()
    again = Sitting(two, "a.txt", "b.txt")
    assert [
        again.session.corpus.standing(entry).begun for entry in again.session.corpus.entries
    ] == [False, True]


def test_reading_leaves_no_trace_in_the_folder(two: Path) -> None:
    left(two, keys="jj>j")
    assert {path.name for path in two.iterdir()} == {"a.txt", "b.txt"}


# Long documents, of which the first megabyte is shown first


def long_text() -> str:
    sentences = HEAD // 20 + 3000
    return "\n".join(f"Sentence {number:9}." for number in range(sentences))


class Unsettled(Sitting):
    """Sits down to a long document and has read only its head."""

    def settle(self, opened) -> None:
        if self.session.loaded and getattr(self, "is_patient", False):
            super().settle(opened)

    def read_on(self) -> None:
        self.is_patient = True
        self.settle(self.reader.opened)


@pytest.fixture
def long(folder: Path) -> Path:
    (folder / "a.txt").write_text(long_text())
    left(folder, "a.txt", keys="Gkk")
    return folder


def test_a_place_behind_the_first_megabyte_is_gone_to_when_it_was_read(long: Path) -> None:
    sitting = Unsettled(long, "a.txt")
    assert sitting.words == "Sentence         0"
    sitting.read_on()
    last = len(long_text().split("\n")) - 1
    assert sitting.words == f"Sentence {last - 2:9}"
    index = sitting.reader.viewport.place_of(sitting.reader.selection.focus_start)
    assert index in sitting.reader.viewport.visible()


def test_unless_a_key_moved_meanwhile(long: Path) -> None:
    sitting = Unsettled(long, "a.txt").press("j")
    sitting.read_on()
    assert sitting.words == "Sentence         1"


def test_a_place_in_the_first_megabyte_is_gone_to_at_once(folder: Path) -> None:
    (folder / "a.txt").write_text(long_text())
    left(folder, "a.txt", keys="jj")
    sitting = Unsettled(folder, "a.txt")
    assert sitting.words == "Sentence         2"
    sitting.read_on()
    assert sitting.words == "Sentence         2"


# On screen


async def test_on_screen_a_document_opens_at_its_place(two: Path) -> None:
    left(two, "a.txt", keys="jj")
    async with reading(two, "a.txt") as screen:
        assert screen.reader.selection.quote == SENTENCES[2]
        assert SENTENCES[2] in screen.text


async def test_the_place_is_saved_when_nobody_types(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.beside.IDLE", 0.0)
    async with reading(two, "a.txt") as screen:
        await screen.press("j")
        await screen.until(lambda: Sitting(two, "a.txt").words == SENTENCES[1])
