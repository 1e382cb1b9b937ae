"""Reading and marking a text that says something of itself at its head."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotations.annotation import Annotation, Segment
from annotations.project import Project
from tests.tui.screen import reading
from tests.tui.sitting import ME, Sitting, records
from tui.opening import OpenDocument

HEAD = "---\ntitle: Häfen 🚢\nauthor: Doe, Jane\nlang: de\n---\n\n"
WHOLE = HEAD + "We will close our ports. Nobody has to fear us.\n\nThat is all.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(WHOLE)
    return tmp_path


def opened(sitting: Sitting) -> OpenDocument:
    return sitting.reader.opened


def test_reading_begins_behind_it_and_marks_count_it(folder: Path) -> None:
    sitting = Sitting(folder, "a.md")
    assert sitting.words == "We will close our ports"
    sitting.press("k")
    assert sitting.said == "the text begins here"
    sitting.press("t")
    (record,) = records(sitting.file, "annotations")
    (segment,) = record["segments"]
    start, end = segment["start"], segment["end"]
    assert WHOLE[start:end] == segment["exact"] == "We will close our ports"
    assert start == len(HEAD)


def test_its_data_are_kept_with_the_first_mark(folder: Path) -> None:
    sitting = Sitting(folder, "a.md")
    assert opened(sitting).document.metadata["title"] == "Häfen 🚢"
    assert sitting.reader.selection.language == "de"
    sitting.press("t")
    (record,) = records(sitting.file, "documents")
    assert record["metadata"] == opened(sitting).document.metadata
    assert record["length"] == len(WHOLE)


def test_what_a_person_said_counts_before_it_and_survives_another_window(folder: Path) -> None:
    sitting = Sitting(folder, "a.md")
    sitting.session.describe(opened(sitting), {"title": "Ports", "author": ""})
    store = Project.of(folder).store(ME)
    (document,) = store.documents()
    assert (document.metadata["title"], document.metadata["author"]) == ("Ports", "")
    again = Sitting(folder, "a.md")
    assert opened(again).document.metadata["title"] == "Ports"
    assert opened(again).document.metadata["author"] == ""
    assert opened(again).document.metadata["language"] == "de"
    sitting.press("u")
    assert opened(sitting).document.metadata["title"] == "Häfen 🚢"


def test_it_counts_for_a_document_that_was_marked_before_it_was_read(folder: Path) -> None:
    store = Project.of(folder).store(ME)
    store.keep_document(replace(opened(Sitting(folder, "a.md")).document, metadata={}))
    sitting = Sitting(folder, "a.md")
    assert opened(sitting).document.metadata["title"] == "Häfen 🚢"
    store.describe(replace(opened(sitting).document, metadata={"publisher": "P"}))
    sitting.session.refresh()
    assert opened(sitting).document.metadata["publisher"] == "P"
    assert opened(sitting).document.metadata["title"] == "Häfen 🚢"


def test_it_counts_for_the_state_of_a_changed_file_that_was_marked(folder: Path) -> None:
    sitting = Sitting(folder, "a.md").press("t")
    Project.of(folder).freeze(opened(sitting).text)
    Project.of(folder).store(ME).describe(replace(opened(sitting).document, metadata={}))
    (folder / "a.md").write_text("Nothing is as it was.\n")
    again = opened(Sitting(folder, "a.md"))
    assert again.text.begin == len(HEAD)
    assert again.document.metadata["title"] == "Häfen 🚢"


def test_how_far_one_is_does_not_count_it(folder: Path) -> None:
    sitting = Sitting(folder, "a.md")
    body = len(WHOLE) - len(HEAD) - 1
    assert sitting.reader.share == pytest.approx(len("We will close our ports.") / body)


def test_a_mark_that_was_made_in_it_can_be_picked_shaped_quoted_and_taken_off(folder: Path) -> None:
    start = WHOLE.index("Jane")
    project = Project.of(folder)
    document = opened(Sitting(folder, "a.md")).document
    store = project.store(ME)
    segment = Segment(start, start + 4, "Jane", WHOLE[start - 5 : start], "\n")
    store.keep_document(document)
    mark = Annotation(document.id, document.text_sha256, (segment,), "threat", ME.name)
    store.add(mark)
    for key in "ywWeElhLHjks()[]v+-o<>":
        sitting = Sitting(folder, "a.md").press("i", "g", "enter")
        assert sitting.reader.mark is not None
        sitting.desk.press(key)
        sitting.reader.viewport.visible()
    marks = store_marks(folder)
    assert marks
    assert all(WHOLE[each.start : each.end] == each.exact for each in marks)
    sitting = Sitting(folder, "a.md").press("i", "g", "enter", "x")
    assert sitting.marks == []


def store_marks(folder: Path) -> list[Annotation]:
    return list(Project.of(folder).store(ME))


async def test_its_first_row_is_the_first_one_of_the_text(folder: Path) -> None:
    async with reading(folder, "a.md") as screen:
        assert "title" not in screen.text
        first = next(row for row in screen.text.split("\n") if row.strip())
        assert "We will close our ports" in first
