"""`E`: marks written to a file, as a form says."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from annotations import formats
from annotations.annotator import Annotator
from annotations.formats import Export, Format
from tests.tui.examples import OTHER, TEXT
from tests.tui.sitting import Sitting, full_disk
from tui import elsewhere, exporting
from tui.lists.form import Form

Sit = Callable[..., Sitting]

FIRST, SECOND = "He warned that we will pay", "She promised bread"


@pytest.fixture(autouse=True)
def started_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program was started in."""
    place = tmp_path / "started"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def marked(sit: Sit) -> Sitting:
    """Two texts with marks in both of them."""
    sitting = sit(TEXT, OTHER)
    return sitting.press("t", "j", "c", ">", "a", "<")


def asked(sitting: Sitting) -> Form:
    """The form that is filled in."""
    form = sitting.desk.form
    assert form is not None
    return form


def choose(sitting: Sitting, **wanted: str) -> Sitting:
    """Open the form and choose or type these values, by entry."""
    form = asked(sitting.press("E"))
    for name, value in wanted.items():
        while form.entry.name != name:
            sitting.press("down")
        if form.entry.options:
            assert value in {option.name for option in form.entry.options}
            while form.value != value:
                sitting.press("right")
        else:
            sitting.press("ctrl+u").desk.sheet.paste(value)
    return sitting


def quotes(file: Path) -> list[str]:
    """The words of the marks in a file of a mark a line."""
    marks = map(json.loads, file.read_text("utf-8").splitlines())
    return [mark["segments"][0]["exact"] for mark in marks]


def words(file: Path) -> list[str]:
    """What is marked, as the rows of a workbook say."""
    header, *rows = load_workbook(file).worksheets[0].values
    return [str(row[header.index("Quote")]) for row in rows]


# What stands there


def test_e_and_enter_write_a_workbook_where_the_program_was_started(
    marked: Sitting, started_in: Path
) -> None:
    form = asked(marked.press("E"))
    assert [form.value_of(entry) for entry in form.rows] == [
        "xlsx  Excel workbook",
        "all documents",
        str(started_in / "documents-marks.xlsx"),
    ]
    marked.press("enter")
    assert marked.desk.form is None
    assert len(words(started_in / "documents-marks.xlsx")) == 3
    assert marked.said.startswith(f"3 marks written to {started_in}/documents-marks.xlsx. Lost: ")


def test_every_format_that_can_be_written_is_offered(marked: Sitting) -> None:
    (entry, *_) = asked(marked.press("E")).rows
    writable = [name for name, each in formats.formats().items() if each.write]
    assert [option.name for option in entry.options] == writable
    assert writable[0] == "xlsx"


def test_the_form_says_what_is_not_in_a_format(marked: Sitting) -> None:
    form = asked(choose(marked, format="markdown"))
    assert form.help == f"Not in it: {formats.get('markdown').loses}"
    assert asked(choose(marked.press("escape"), format="json")).help == "Nothing is lost in it"


def test_the_file_is_named_after_the_format_and_the_marks(
    marked: Sitting, started_in: Path
) -> None:
    form = asked(choose(marked, format="csv"))
    assert form.values["file"] == str(started_in / "documents-marks.csv")
    marked.press("down", "right")
    assert form.values["file"] == str(started_in / "a-marks.csv")


def test_a_name_that_was_typed_stays_and_the_format_goes_by_it(marked: Sitting) -> None:
    form = asked(choose(marked, file="mine.jsonl", scope="document"))
    assert (form.values["file"], form.values["format"]) == ("mine.jsonl", "jsonl")
    choose(marked.press("escape"), format="html", file="mine.jsonl")
    assert asked(marked).values["format"] == "html"


def test_a_name_that_is_no_name_for_a_file_is_made_one(folder: Path) -> None:
    (folder / "con.txt").write_text(TEXT)
    sitting = Sitting(folder, "con.txt")
    values = asked(choose(sitting, scope="document")).values
    assert Path(values["file"]).name == "con-marks.xlsx"


def test_where_the_working_folder_takes_nothing_the_file_goes_beside_the_texts(
    marked: Sitting, started_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "can_write", lambda folder: folder != started_in)
    values = asked(marked.press("E")).values
    assert values["file"] == elsewhere.named(marked.folder / "documents-marks.xlsx")


def test_where_the_working_folder_is_gone_too(marked: Sitting, started_in: Path) -> None:
    started_in.rmdir()
    values = asked(marked.press("E")).values
    assert Path(values["file"]).expanduser().parent == marked.folder
    assert "written to" in marked.press("enter").said


# Which marks


def test_marks_of_this_document_only(marked: Sitting, started_in: Path) -> None:
    choose(marked, scope="document", format="jsonl").press("enter")
    assert quotes(started_in / "a-marks.jsonl") == [FIRST, SECOND]


def test_the_name_of_this_document_is_no_pattern(folder: Path, started_in: Path) -> None:
    for name in ("[ab].txt", "a.txt"):
        (folder / name).write_text(TEXT)
    sitting = Sitting(folder, "[ab].txt", "a.txt").press("t", ">", "t", "<")
    choose(sitting, scope="document", format="jsonl").press("enter")
    assert sitting.said.startswith("1 mark written to ")
    assert len(quotes(started_in / "[ab]-marks.jsonl")) == 1


def test_in_the_list_picked_marks_are_meant(marked: Sitting, started_in: Path) -> None:
    marked.press("i", "j", "space")
    form = asked(choose(marked, format="jsonl"))
    assert form.value_of(form.rows[1]) == "1 picked"
    marked.press("enter")
    assert quotes(started_in / "a-marks.jsonl") == [SECOND]
    assert marked.desk.state == "INDEX"


def test_in_the_list_else_those_of_the_filter(marked: Sitting, started_in: Path) -> None:
    marked.press("i", "/", *"bread", "enter")
    form = asked(choose(marked, format="jsonl"))
    assert form.value_of(form.rows[1]) == "1 mark with “bread”"
    marked.press("enter")
    assert quotes(started_in / "a-marks.jsonl") == [SECOND]


def test_a_filter_that_nothing_fits_is_not_offered(marked: Sitting) -> None:
    marked.press("i", "/", *"zzz", "enter")
    (_, entry, _) = asked(marked.press("E")).rows
    assert [option.name for option in entry.options] == ["all", "document"]


def test_marks_of_everybody_are_written_and_counted(marked: Sitting, started_in: Path) -> None:
    other = Sitting(marked.folder, "a.txt", annotator=Annotator("ben", "person-2"))
    other.press("j", "a").session.finish()
    choose(marked, format="jsonl").press("enter")
    assert marked.said.startswith("4 marks of 2 coders written to ")
    assert len(quotes(started_in / "documents-marks.jsonl")) == 4


def test_what_was_just_marked_is_written(marked: Sitting, started_in: Path) -> None:
    marked.reader.more_to_come = True
    marked.press("j", "j", "t", "w", "w")
    choose(marked, format="jsonl").press("enter")
    assert marked.said.startswith("4 marks written to ")


# Where to


@pytest.mark.parametrize("name", ["~/mine.csv", "mine.csv", "../mine.csv"])
def test_names_are_taken_as_a_shell_takes_them(
    marked: Sitting, started_in: Path, name: str
) -> None:
    choose(marked, file=name).press("enter")
    path = {"~": Path.home(), "m": started_in, ".": started_in.parent}[name[0]] / "mine.csv"
    assert FIRST in path.read_text("utf-8")
    path.unlink()


def test_a_file_that_is_there_is_replaced_by_the_second_enter(
    marked: Sitting, started_in: Path
) -> None:
    file = started_in / "mine.csv"
    file.write_text("precious")
    form = asked(choose(marked, file="mine.csv").press("enter"))
    assert form.trouble == f"{file} is there: Enter again replaces it"
    assert (form.entry.name, file.read_text()) == ("file", "precious")
    marked.press("enter")
    assert FIRST in file.read_text("utf-8")


def test_another_name_leaves_it(marked: Sitting, started_in: Path) -> None:
    for name in ("mine.csv", "yours.csv"):
        (started_in / name).write_text("precious")
    form = asked(choose(marked, file="mine.csv").press("enter"))
    marked.press("ctrl+u").desk.sheet.paste("yours.csv")
    marked.press("enter")
    assert "yours.csv is there" in form.trouble
    marked.press("ctrl+w", *"new.csv", "enter")
    assert [(started_in / name).read_text() for name in ("mine.csv", "yours.csv")] == [
        "precious",
        "precious",
    ]
    assert (started_in / "new.csv").exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "a file has to be named"),
        ("none/mine.csv", "there is no folder "),
        ("..", "is a folder; name a file in it"),
        ("x" * 300, "file name too long"),
    ],
)
def test_where_no_file_can_be_the_form_comes_back_with_the_reason(
    marked: Sitting, name: str, why: str
) -> None:
    form = asked(choose(marked, file=name).press("enter"))
    assert why in form.trouble
    assert (form.entry.name, form.value) == ("file", name)


def test_a_document_is_never_written_over(marked: Sitting) -> None:
    text = marked.folder / "a.txt"
    choose(marked, file=str(text)).press("enter", "enter")
    assert "is part of the project" in asked(marked).trouble
    assert text.read_text("utf-8") == TEXT


def test_a_file_that_came_meanwhile_is_not_written_over(
    marked: Sitting, started_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(marked, file="mine.csv")
    file = started_in / "mine.csv"
    write: Callable[..., int] = exporting.write_file

    def late(*rest: object) -> int:
        if not file.exists():
            file.write_text("precious")
        return write(*rest)

    monkeypatch.setattr(exporting, "write_file", late)
    marked.press("enter")
    assert "is there already" in asked(marked).trouble
    assert file.read_text() == "precious"
    marked.press("enter")
    assert FIRST in file.read_text("utf-8")


def test_a_format_of_others_that_stumbles_says_so(
    marked: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(export: Export) -> Iterator[str]:
        yield "half"
        raise RuntimeError("no idea")

    broken = Format("odd", "Odd", ".odd", "nothing", write=write)
    monkeypatch.setattr(exporting, "formats", lambda: {"odd": broken})
    assert marked.press("E", "enter").said == "odd: RuntimeError: no idea"
    assert asked(marked).trouble == "odd: RuntimeError: no idea"


def test_what_was_lost_is_counted(
    marked: Sitting, started_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(export: Export) -> Iterator[str]:
        for _ in export.marks:
            export.lost["words made short"] += 1
            yield "."

    odd = Format("odd", "Odd", ".odd", "nothing", "offsets", write=write)
    monkeypatch.setattr(exporting, "formats", lambda: {"odd": odd})
    file = started_in / "documents-marks.odd"
    assert marked.press("E", "enter").said == (
        f"3 marks written to {file}. Lost: words made short: 3, offsets"
    )


def test_a_failure_is_said_while_something_else_is_open(
    marked: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: list[Callable[[], None]] = []
    monkeypatch.setattr(marked, "beside", lambda work, done: later.append(lambda: done(work())))
    choose(marked, file="none/mine.csv").press("enter", "?")
    later.pop()()
    assert marked.desk.form is None
    assert "there is no folder" in marked.said
    assert marked.desk.finder is not None


def test_escape_writes_nothing(marked: Sitting, started_in: Path) -> None:
    assert marked.press("E", "escape").said == "nothing was changed"
    assert list(started_in.iterdir()) == []


# Marks that cannot be saved


def test_while_marks_cannot_be_saved_a_copy_is_offered_instead(marked: Sitting) -> None:
    with full_disk():
        marked.press("j", "a", "E")
        assert marked.asked.startswith("a copy of all marks to: ")
    assert marked.press("escape", "E").desk.form is not None


def test_a_codebook_that_was_broken_meanwhile_costs_no_mark(
    marked: Sitting, started_in: Path
) -> None:
    (marked.folder / "codebook.toml").write_text("[[tags]\n")
    choose(marked, format="jsonl").press("enter")
    assert len(quotes(started_in / "documents-marks.jsonl")) == 3


def test_names_that_are_not_utf_8_can_be_written_to(
    marked: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / os.fsdecode(b"caf\xe9")
    place.mkdir()
    monkeypatch.chdir(place)
    choose(marked, format="jsonl").press("enter")
    assert "written to" in marked.said
    assert [each.name for each in place.iterdir()] == ["documents-marks.jsonl"]
