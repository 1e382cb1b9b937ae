"""Files that are written whole or not at all, and never over something that somebody needs."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given

from annotations import files, formats
from annotations.errors import AlreadyThere, AnnotationsError
from annotations.exporting import LONGEST_NAME, file_name, write_file, write_safely
from annotations.formats import Export, Mark
from annotations.project import Project
from tests.annotations.examples import DOCUMENT, ME, TEXT, mark
from tests.annotations.exported import HARBOUR, INTERRUPTED, export_of
from tests.annotations.strategies import SOME, strings

CSV = formats.get("csv")


@pytest.fixture
def project(folder: Path) -> Project:
    """A project with a marked document, `statement.txt`."""
    (folder / "statement.txt").write_bytes(TEXT.data)
    project = Project.of(folder)
    store = project.store(ME)
    store.keep_document(DOCUMENT)
    store.add(mark("harbour open"))
    return project


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_written_and_its_marks_are_counted(project, tmp_path):
    path = tmp_path / "marks.csv"
    export = project.export()
    assert write_file(export, CSV, path, project) == 1
    assert b"harbour open" in path.read_bytes()
    assert [each.name for each in tmp_path.glob("*marks*")] == ["marks.csv"]


def test_references_are_counted_by_their_documents(project, tmp_path):
    def titles(export: Export) -> Iterator[str]:
        return (document.title for document in export.documents)

    format = replace(CSV, name="titles", write=titles, of="documents")
    assert write_file(project.export(), format, tmp_path / "titles", project) == 1


def test_a_file_that_is_there_is_only_written_over_by_force(project, tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("mine")
    path.chmod(0o600)
    with pytest.raises(AlreadyThere, match=r"marks\.csv: is there already"):
        write_file(export_of(HARBOUR), CSV, path, project)
    assert path.read_text() == "mine"
    write_file(export_of(HARBOUR), CSV, path, project, force=True)
    assert b"harbour open" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_came_while_it_was_written_stays(project, tmp_path, monkeypatch, has_links):
    path = tmp_path / "marks.csv"
    if not has_links:

        def link(*_: object) -> None:
            raise OSError(errno.EPERM, "not here")

        monkeypatch.setattr(os, "link", link)

    def marks() -> Iterator[Mark]:
        yield HARBOUR
        path.write_text("theirs")

    with pytest.raises(AlreadyThere):
        write_file(replace(export_of(), marks=marks()), CSV, path, project)
    assert path.read_text() == "theirs"
    path.unlink()
    write_file(export_of(HARBOUR), CSV, path, project)
    assert [each.name for each in tmp_path.glob("*marks*")] == ["marks.csv"]


@pytest.mark.parametrize(
    "name", ["statement.txt", ".postil/annotations/ana.json", ".postil/new.csv", "link.csv"]
)
def test_nothing_of_the_project_is_written_over_by_force(project, name):
    (project.folder / "link.csv").symlink_to("statement.txt")
    before = everything(project.folder)
    with pytest.raises(AnnotationsError, match="not overwritten"):
        write_file(export_of(HARBOUR), CSV, project.folder / name, project, force=True)
    assert everything(project.folder) == before


def test_a_link_leads_to_what_is_written(project, tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    write_file(export_of(HARBOUR), CSV, tmp_path / "link.csv", project)
    assert (tmp_path / "link.csv").is_symlink()
    assert b"harbour open" in (tmp_path / "elsewhere.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "is a folder; name a file in it"),
        ("none/marks.csv", "there is no folder .*none"),
        ("file/marks.csv", "not a directory"),
        ("circle.csv", "leads to itself"),
        ("x" * 300, "file name too long"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(project, tmp_path, name, reason):
    (tmp_path / "file").touch()
    (tmp_path / "circle.csv").symlink_to("circle.csv")
    before = everything(tmp_path)
    with pytest.raises(AnnotationsError, match=reason):
        write_file(export_of(HARBOUR), CSV, tmp_path / name, project)
    assert everything(tmp_path) == before


def test_a_full_disk_leaves_nothing_half_written(project, tmp_path, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "write_all", full)
    path = tmp_path / "marks.csv"
    path.write_text("mine")
    before = everything(tmp_path)
    with pytest.raises(AnnotationsError, match=r"marks\.csv: no space left on device"):
        write_file(export_of(HARBOUR), CSV, path, project, force=True)
    assert everything(tmp_path) == before


def test_a_writer_that_fails_leaves_nothing_half_written(project, tmp_path):
    def failing(export: Export) -> Iterator[str]:
        yield "half"
        raise AnnotationsError("there is no more")

    before = everything(tmp_path)
    with pytest.raises(AnnotationsError, match="no more"):
        write_file(export_of(), replace(CSV, write=failing), tmp_path / "marks.csv", project)
    assert everything(tmp_path) == before


def test_a_format_that_is_only_read_is_not_written(project, tmp_path):
    with pytest.raises(AnnotationsError, match="csv can only be read"):
        write_file(export_of(), replace(CSV, write=None), tmp_path / "marks.csv", project)


# Pipes and devices


def test_a_pipe_is_written_to_as_it_is(project, tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    write_file(export_of(HARBOUR, INTERRUPTED), CSV, path, project)
    reader.join()
    assert read[0].count(b"\r\n") == 4
    assert path.is_fifo()


def test_a_full_device_is_said_in_a_sentence(project):
    with pytest.raises(AnnotationsError, match="/dev/full: no space left on device"):
        write_safely([b"x" * 100_000], Path("/dev/full"), project)


def test_a_terminal_gets_nothing_that_it_would_obey(project):
    main, terminal = os.openpty()
    try:
        with pytest.raises(AnnotationsError, match="is a terminal"):
            write_file(export_of(HARBOUR), CSV, Path(os.ttyname(terminal)), project)
    finally:
        os.close(main)
        os.close(terminal)


# Names


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("statement-marks", "statement-marks.csv"),
        ("../../x", "x.csv"),
        ("/etc/passwd", "etc-passwd.csv"),
        ("C:\\Windows\\x", "C-Windows-x.csv"),
        ("~/x", "~-x.csv"),
        ("-rf", "rf.csv"),
        (".hidden", "hidden.csv"),
        ("CON", "_CON.csv"),
        ("aux.txt", "_aux.txt.csv"),
        ("com1 ", "_com1.csv"),
        ("console", "console.csv"),
        ("a\0b\nc\td", "a b c d.csv"),
        ("evil\u202egnp.exe", "evil gnp.exe.csv"),
        ("trailing. . .", "trailing.csv"),
        ('a<b>:"|?*c', "a-b-c.csv"),
        ("caf\udce9", "caf.csv"),
        ("Ünïcödé 文書", "Ünïcödé 文書.csv"),
        ("e\u0301", "é.csv"),
        ("", "marks.csv"),
        ("...", "marks.csv"),
        ("\u202e\u200b", "marks.csv"),
    ],
)
def test_names_for_files_lead_nowhere_else(words, name):
    assert file_name(words, ".csv") == name


def test_long_names_are_cut_between_characters():
    assert file_name("x" * 300, ".csv") == "x" * (LONGEST_NAME - 4) + ".csv"
    thumbs = file_name("👍🏽" * 100, ".csv")
    assert thumbs == "👍🏽" * 18 + ".csv"
    assert file_name("e" + "\u0301" * 300, ".csv") == "marks.csv"


@SOME
@given(strings)
@example("../" * 100)
@example("nul." + "x" * 300)
def test_any_words_make_a_name_that_every_system_takes(tmp_path_factory, words):
    name = file_name(words, ".xlsx")
    assert name.endswith(".xlsx")
    assert len(name.encode()) <= LONGEST_NAME
    assert name == name.strip(" .")
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t\u202e')
    assert not name.startswith((".", "-"))
    folder = tmp_path_factory.getbasetemp()
    (folder / name).write_text("x")
    assert (folder / name).resolve().parent == folder.resolve()
    (folder / name).unlink()
