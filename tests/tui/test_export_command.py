"""`postil export` and `postil formats`."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from annotations import formats
from annotations.formats import BUILT_IN, Format
from tests.terminal.pty_run import terminal
from tests.tui.command import ROOT, Run
from tests.tui.sitting import Sitting
from tui.cli import export as command

WORDS = "He warned that we will pay. =They lied."


@pytest.fixture
def marked(folder: Path) -> Path:
    """A folder with a document and two marks, the second of which looks like a formula."""
    (folder / "a.txt").write_text(WORDS)
    Sitting(folder, "a.txt").press("t", "j", "a")
    return folder


def test_the_format_is_guessed_from_the_file(marked: Path, run: Run) -> None:
    for name in ("x.xlsx", "x.CSV", "x.json", "x.jsonl", "x.md"):
        assert run("export", marked, "-o", marked.parent / name).code == 0
    assert openpyxl.load_workbook(marked.parent / "x.xlsx").sheetnames[0] == "Marks"
    assert json.loads((marked.parent / "x.json").read_text())["format"] == "postil"
    assert len((marked.parent / "x.jsonl").read_text().splitlines()) == 2
    assert (marked.parent / "x.CSV").read_text().startswith("id,document")
    assert (marked.parent / "x.md").read_text().startswith("<!--")


def test_the_longest_ending_decides(marked: Path, run: Run) -> None:
    output = marked.parent / "x.csl.json"
    assert "1 document written" in run("export", marked, "-o", output).talk
    assert isinstance(json.loads(output.read_text()), list)


def test_a_table_with_tabs_is_asked_for_by_its_name_or_by_an_option(marked: Path, run: Run) -> None:
    output = marked.parent / "x.tsv"
    run("export", marked, "-o", output)
    with output.open(newline="") as file:
        first, second = csv.DictReader(file, delimiter="\t")
    assert first["exact"] == "He warned that we will pay"
    assert second["exact"] == "'=They lied"
    printed = run("export", marked, "--format", "csv", "--tsv").out
    assert printed == output.read_bytes()
    assert run("export", marked, "--format", "csv", "--excel").out.startswith(b"\xef\xbb\xbfid,")


def test_what_was_written_and_what_was_changed_is_said(marked: Path, run: Run) -> None:
    output = marked.parent / "x.csv"
    ended = run("export", marked, "-o", output)
    changed = "cells made text because a spreadsheet would run them: 2"  # the words and the quote
    assert ended.talk == f"postil: 2 marks written to {output}; {changed}\n"
    ended = run("export", marked, "--format", "csv")
    assert ended.talk == f"postil: {changed}\n"
    assert run("export", marked, "--format", "csv", "--quiet").talk == ""


def test_only_what_a_filter_takes_is_exported(marked: Path, run: Run) -> None:
    output = marked.parent / "x.csv"
    ended = run("export", marked, "--tag", "threat", "-o", output)
    assert ended.talk == f"postil: 1 mark written to {output}\n"
    ended = run("export", marked, "--document", "b.txt", "--format", "jsonl")
    assert (ended.code, ended.out) == (0, b"")
    assert ended.talk == f"postil: {marked}: no such marks\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "jsn"], "no format is called 'jsn'; did you mean json?"),
        (["--format", "pdf"], "there are xlsx, csv, json"),
        ([], "--format NAME says in which format; there are xlsx, csv"),
        (["-o", "x.pdf"], "--format NAME says in which format; there are xlsx, csv"),
        (["--format", "json", "--tsv"], "--tsv says nothing to json"),
        (["--format", "xlsx", "--excel"], "--excel says nothing to xlsx"),
        (["-o", "."], "--format NAME"),
        (["--format", "csv", "-o", "."], ". is a folder"),
    ],
)
def test_wrong_usage_is_said_in_a_sentence(
    marked: Path, run: Run, words: list[str], said: str
) -> None:
    ended = run("export", marked, *words)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.talk
    assert ended.talk.count("\n") == 1


def test_a_workbook_goes_into_a_pipe_and_onto_no_terminal(marked: Path) -> None:
    words = ["-m", "tui", "export", "--format", "xlsx", str(marked)]
    ended = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)
    assert ended.stdout.startswith(b"PK")
    with terminal("export", "--format", "xlsx", ".", cwd=marked) as running:
        assert running.end() == 2
        assert b"PK" not in running.sent
        assert b"xlsx is not for a terminal" in running.sent


def test_a_format_may_only_be_read(marked: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    only_read = Format("old", "an old one", ".old", keeps="words", read=lambda: None)
    with_it = {**formats.formats(), "old": only_read}
    monkeypatch.setattr(formats, "formats", lambda: with_it)
    ended = run("export", marked, "--format", "old")
    assert (ended.code, ended.talk) == (2, "postil: old can only be read (postil --help)\n")
    assert "an old one (.old), in\n" in run("formats").text


def test_documents_are_counted_where_there_is_one_record_for_each(
    marked: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def titles(export: formats.Export) -> Iterator[str]:
        return (document.title for document in export.documents)

    format = Format("titles", "titles", ".titles", keeps="titles", write=titles, of="documents")
    monkeypatch.setattr(formats, "get", {"titles": format}.__getitem__)
    output = marked.parent / "x"
    ended = run("export", marked, "--format", "titles", "-o", output)
    assert ended.talk == f"postil: 1 document written to {output}\n"


def test_an_export_of_everything_is_taken_by_json_tools(marked: Path, run: Run) -> None:
    whole = json.loads(run("export", marked, "--format", "json").out)
    assert [each["segments"][0]["exact"] for each in whole["annotations"]] == [
        "He warned that we will pay",
        "=They lied",
    ]
    assert [*whole["texts"].values()] == [WORDS]
    assert whole["annotations"][0]["person"] == whole["annotators"][0]["person"]


def test_the_same_marks_are_the_same_bytes(marked: Path, run: Run) -> None:
    for name in BUILT_IN:
        first, second = (run("export", marked, "--format", name).out for _ in range(2))
        assert first == second


# formats


def test_formats_are_listed_with_what_they_keep_and_lose(run: Run) -> None:
    ended = run("formats")
    assert (ended.code, ended.talk) == (0, "")
    for name in BUILT_IN:
        format = formats.get(name)
        assert f"\n{name} " in f"\n{ended.text}"
        assert format.keeps in ended.text
        assert f"loses {format.loses or 'nothing'}" in ended.text
        assert f"offsets: {format.offsets}" in ended.text


def test_formats_are_listed_for_programs(run: Run) -> None:
    listed = json.loads(run("formats", "--json").out)
    assert [each["name"] for each in listed] == [*formats.formats()]
    (table,) = (each for each in listed if each["name"] == "csv")
    assert table["suffix"] == ".csv"
    assert table["out"] is True
    assert table["options"] == ["excel", "tsv"]
    assert table["package"] == "postil"


def test_a_broken_package_is_named_and_the_rest_is_listed(
    marked: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "packages" / "postil_evil-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: postil-evil\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[postil.formats]\nevil = not_there_at_all:x\n")
    monkeypatch.syspath_prepend(folder.parent)
    formats.added.cache_clear()
    try:
        sentence = "the format evil of the package postil-evil 1.0 cannot be used: ModuleNotFound"
        ended = run("formats")
        assert ended.code == 1
        assert "csv " in ended.text
        assert sentence in ended.talk
        ended = run("export", marked, "--format", "evil")
        assert ended.code == 2
        assert sentence in ended.talk
        assert run("export", marked, "--format", "csv", "-q").talk == ""
    finally:
        formats.added.cache_clear()


def test_the_way_to_a_table_asks_no_package(
    marked: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.formats, "added", lambda: pytest.fail("looked at packages"))
    assert run("export", marked, "--format", "csv").code == 0
