"""What is known of documents, said without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import editing
from annotations.annotator import Annotator
from annotations.describing import describe, known_of
from annotations.errors import AnnotationsError, NotSaved, UnreadableDocument
from annotations.project import Project
from tests.tui.sitting import ME, Sitting

BEN = Annotator("ben", "person-2")
MAY = {"date-parts": [[2024, 5, 13]]}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "a.md").write_text(
        "---\ntitle: Ports\nauthor: Acme\n---\nWe will pay. They lied.\n"
    )
    (tmp_path / "b.txt").write_text("They lied.\n")
    return Project.of(tmp_path)


def data(project: Project, path: str, me: Annotator = ME) -> dict[str, object]:
    return dict(known_of(project, me, path).metadata)


def test_what_a_text_says_is_known_and_nothing_is_written_for_it(project: Project) -> None:
    assert data(project, "a.md") == {"title": "Ports", "author": [{"literal": "Acme"}]}
    assert data(project, "b.txt") == {}
    describe(project, ME, ["a.md"], {"title": "Ports", "publisher": ""})
    assert not (project.folder / ".postil").exists()


def test_what_i_say_goes_before_it_and_an_empty_string_hides_it(project: Project) -> None:
    describe(project, ME, ["a.md"], {"title": "Harbours", "author": ""})
    assert data(project, "a.md") == {"title": "Harbours", "author": ""}


def test_what_others_say_is_known_where_i_said_nothing(project: Project) -> None:
    describe(project, BEN, ["a.md"], {"title": "Docks", "publisher": "The Town"})
    assert data(project, "a.md")["title"] == "Ports"
    assert data(project, "a.md")["publisher"] == "The Town"
    describe(project, ME, ["a.md"], {"publisher": "The Port"})
    assert data(project, "a.md")["publisher"] == "The Port"
    assert data(project, "a.md", BEN)["publisher"] == "The Town"


def test_marks_are_exported_with_it(project: Project) -> None:
    editing.add(project, ME, "b.txt", ["They lied"], "allegation")
    describe(project, ME, ["b.txt"], {"issued": MAY})
    (mark,) = project.marks()[0]
    assert mark.document.metadata == {"issued": MAY}


def test_several_documents_are_described_in_one_step_that_a_window_takes_back(
    project: Project,
) -> None:
    sitting = Sitting(project.folder, "a.md")
    describe(project, ME, ["a.md", "b.txt"], {"publisher": "The Town"})
    sitting.session.refresh()
    assert sitting.reader.opened.document.metadata["publisher"] == "The Town"
    again = Sitting(project.folder, "b.txt").press("u", "u")
    assert again.reader.opened.document.metadata == {}
    assert "publisher" not in data(project, "a.md")


def test_the_text_is_kept(project: Project) -> None:
    (document,) = describe(project, ME, ["b.txt"], {"title": "B"})
    assert project.frozen(document.text_sha256) is not None


def test_of_a_changed_file_the_state_with_marks_is_described(project: Project) -> None:
    editing.add(project, ME, "b.txt", ["They lied"], "allegation")
    (project.folder / "b.txt").write_text("They did not lie.\n")
    (document,) = describe(project, ME, ["b.txt"], {"title": "B"})
    assert document.length == len("They lied.\n")
    (mark,) = project.marks()[0]
    assert mark.document.metadata == {"title": "B"}
    opened = Sitting(project.folder, "b.txt").reader.opened
    assert opened.text[0:10] == "They lied."
    assert opened.document.metadata == {"title": "B"}


def test_of_a_renamed_file_the_document_is_the_same(project: Project) -> None:
    (before,) = describe(project, ME, ["b.txt"], {"title": "B"})
    (project.folder / "b.txt").rename(project.folder / "c.txt")
    (after,) = describe(project, ME, ["c.txt"], {"publisher": "P"})
    assert (after.id, after.path) == (before.id, "c.txt")
    assert data(project, "c.txt") == {"title": "B", "publisher": "P"}


def test_nothing_is_said_of_any_where_one_cannot_be_read(project: Project) -> None:
    (project.folder / "c.bin").write_bytes(b"\0")
    with pytest.raises(UnreadableDocument, match="binary"):
        describe(project, ME, ["b.txt", "c.bin"], {"title": "B"})
    with pytest.raises(AnnotationsError, match="is not in"):
        describe(project, ME, ["b.txt", __file__], {"title": "B"})
    assert data(project, "b.txt") == {}


def test_what_cannot_be_saved_is_said(project: Project) -> None:
    describe(project, ME, ["b.txt"], {"title": "B"})
    file = project.folder / ".postil" / "annotations" / "ana.json"
    file.write_text(file.read_text().replace('"schema":1', '"schema":99'))
    with pytest.raises(NotSaved, match="newer Postil"):
        describe(project, ME, ["b.txt"], {"title": "C"})


def test_done_stays(project: Project) -> None:
    Sitting(project.folder, "b.txt").press("D")
    (before,) = project.store(ME).documents()
    describe(project, ME, ["b.txt"], {"title": "B"})
    (after,) = project.store(ME).documents()
    assert after.done == before.done != ""


def test_scripts_say_it_as_one_types(project: Project) -> None:
    project.describe("a.md", "b.txt", by=ME, issued="13 May 2024", author="Doe, Jane")
    assert project.data("b.txt", by=ME) == {
        "issued": MAY,
        "author": [{"family": "Doe", "given": "Jane"}],
    }
    with pytest.raises(ValueError, match="may mean two days"):
        project.describe("b.txt", by=ME, issued="5/6/2024")
