"""The commands without a screen: data on stdout, talk on stderr, a code at the end."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from annotations.annotator import Annotator
from tests.tui.command import ROOT, Run, postil
from tests.tui.sitting import Sitting

ONE = "He warned that we will pay. They lied."
OTHER = "“The locks stay open,” he said."


@pytest.fixture
def marked(folder: Path) -> Path:
    """A folder with two documents and three marks."""
    (folder / "a.txt").write_text(ONE)
    (folder / "b.txt").write_text(OTHER)
    sitting = Sitting(folder, "a.txt", "b.txt").press("t", "w", "w", "w", "j", "a", ">", "c")
    assert sitting.file.exists()
    return folder


def damage(folder: Path) -> bytes:
    """Break the record of the first mark; the bytes of the file."""
    file = folder / ".postil" / "annotations" / "ana.json"
    data = file.read_bytes().replace(b'"tag":"threat"', b'"tag":"thr', 1)
    file.write_bytes(data)
    return data


# list


def test_list_prints_a_line_for_each_mark(marked: Path, run: Run) -> None:
    ended = run("list", marked)
    assert (ended.code, ended.talk) == (0, "")
    assert ended.text == (
        "a.txt:15-26\tthreat\twe will pay\tana\n"
        "a.txt:28-37\tallegation\tThey lied\tana\n"
        "b.txt:0-30\tcommitment\t“The locks stay open,” he said\tana\n"
    )


def test_list_takes_the_folder_it_is_in(
    marked: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(marked)
    assert run("list").text == run("list", marked).text == run("list", marked / "a.txt").text


def test_list_prints_everybodys_marks(marked: Path, run: Run) -> None:
    ben = Annotator("ben", "person-2")
    Sitting(marked, "a.txt", annotator=ben).press("j", "t")
    lines = run("list", marked).text.splitlines()
    assert "a.txt:28-37\tthreat\tThey lied\tben" in lines
    assert len(lines) == 4


def test_list_as_json_is_an_array_of_marks(marked: Path, run: Run) -> None:
    ended = run("list", "--json", marked)
    marks = json.loads(ended.out)
    assert [(each["document"], each["tag"], each["exact"]) for each in marks] == [
        ("a.txt", "threat", "we will pay"),
        ("a.txt", "allegation", "They lied"),
        ("b.txt", "commitment", "“The locks stay open,” he said"),
    ]
    texts = {"a.txt": ONE, "b.txt": OTHER}
    for each in marks:
        assert texts[each["document"]][each["start"] : each["end"]] == each["exact"]
        assert each["annotator"] == "ana"
        assert len(each["id"]) == 13


def test_list_without_marks_says_so(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text(ONE)
    ended = run("list", folder)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.talk == f"postil: {folder}: no marks yet\n"
    assert json.loads(run("list", "--json", folder).out) == []
    assert not (folder / ".postil").exists()


def test_list_names_what_is_damaged_and_prints_all_that_can_be_had(marked: Path, run: Run) -> None:
    whole = run("list", marked).text
    data = damage(marked)
    ended = run("list", marked)
    assert ended.code == 1
    assert ended.text == whole
    file = marked / ".postil" / "annotations" / "ana.json"
    line = data[: data.index(b'"tag":"thr')].count(b"\n") + 1
    assert f"{file}: line {line}" in ended.talk
    assert file.read_bytes() == data  # it belongs to somebody else


def test_list_leaves_out_a_mark_whose_words_are_not_in_the_text(marked: Path, run: Run) -> None:
    file = marked / ".postil" / "annotations" / "ana.json"
    file.write_bytes(file.read_bytes().replace(b'"exact":"They lied"', b'"exact":"They fled"'))
    ended = run("list", marked)
    assert ended.code == 1
    assert "They" not in ended.text
    assert "a.txt: mark" in ended.talk
    assert "left out" in ended.talk


def test_hostile_words_go_raw_into_a_pipe(folder: Path, run: Run) -> None:
    name = "evil\x1b]0;owned\x07.txt"
    (folder / name).write_text("Pay \x1b[2J\u202enow\x9b2J. Else not.")
    Sitting(folder, name).press("t")
    assert run("list", folder).text.startswith(
        f"{name}:0-15\tthreat\tPay \x1b[2J\u202enow\x9b2J\tana"
    )
    (mark,) = json.loads(run("list", "--json", folder).out)
    assert (mark["document"], mark["exact"]) == (name, "Pay \x1b[2J\u202enow\x9b2J")


@pytest.mark.parametrize(
    "command",
    [["list"], ["list", "--json"], ["export", "--format", "jsonl"], ["export", "--format", "csv"]],
)
def test_a_file_name_that_is_not_utf_8_is_no_obstacle(
    folder: Path, run: Run, command: list[str]
) -> None:
    (folder / "caf\udce9.txt").write_text(ONE)
    Sitting(folder).press("t")
    ended = run(*command, folder)
    assert ended.code == 0
    assert b"He warned that we will pay" in ended.out


# export


def test_export_csv_is_a_table(marked: Path, run: Run) -> None:
    ended = run("export", "--format", "csv", marked)
    rows = list(csv.DictReader(io.StringIO(ended.text, newline="")))
    assert ended.code == 0
    assert [(row["document"], row["start"], row["exact"]) for row in rows] == [
        ("a.txt", "15", "we will pay"),
        ("a.txt", "28", "They lied"),
        ("b.txt", "0", "“The locks stay open,” he said"),
    ]


def test_export_jsonl_is_an_object_a_line(marked: Path, run: Run) -> None:
    ended = run("export", marked, "--format", "jsonl", "-o", "-")
    objects = [json.loads(line) for line in ended.text.splitlines()]
    assert objects == json.loads(run("list", "--json", marked).out)


def test_export_markdown_is_for_reading(marked: Path, run: Run) -> None:
    ended = run("export", "--format", "markdown", marked)
    assert "# a.txt" in ended.text
    assert "> we will pay" in ended.text
    assert "Threat" in ended.text


@pytest.mark.parametrize("format", ["csv", "jsonl", "markdown"])
def test_export_to_a_file_writes_what_stdout_would_get(marked: Path, run: Run, format: str) -> None:
    printed = run("export", "--format", format, marked)
    output = marked.parent / f"marks.{format}"
    ended = run("export", "--format", format, marked, "-o", output)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.talk == f"postil: 3 marks written to {output}\n"
    assert output.read_bytes() == printed.out
    assert [path.name for path in marked.parent.glob("marks*")] == [output.name]


def test_export_writes_over_a_file_only_by_force(marked: Path, run: Run) -> None:
    output = marked / "marks.csv"
    output.write_text("mine")
    ended = run("export", marked, "-o", output)
    assert ended.code == 1
    assert ended.talk == f"postil: {output}: is there already; --force overwrites it\n"
    assert output.read_text() == "mine"
    assert run("export", marked, "-o", output, "--force").code == 0
    assert "we will pay" in output.read_text()


@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        "notes.md",
        "README",
        "codebook.toml",
        ".postil/annotations/ana.json",
        ".postil/.gitignore",
        ".postil/new.csv",
        "link.csv",
        "./deeper/../a.txt",
    ],
)
def test_export_never_overwrites_a_document_or_the_project(
    marked: Path, run: Run, name: str
) -> None:
    (marked / "notes.md").write_text("Notes.")
    (marked / "README").write_text("Read me.")
    (marked / "deeper").mkdir()
    (marked / "codebook.toml").write_text('[[tags]]\nid = "threat"\n')
    (marked / "link.csv").symlink_to(marked / "a.txt")
    output = marked / name
    before = output.read_bytes() if output.exists() else None
    ended = run("export", "--format", "csv", "--force", marked, "-o", output)
    assert ended.code == 1
    assert "not overwritten" in ended.talk
    assert (output.read_bytes() if output.exists() else None) == before


@pytest.mark.parametrize("name", ["page.html", "data.csv"])
def test_export_never_overwrites_a_marked_document_of_another_kind(
    folder: Path, run: Run, name: str
) -> None:
    """Only opened by name, not listed with its folder, but marked all the same."""
    (folder / name).write_text(ONE)
    Sitting(folder, name).press("t")
    ended = run("export", "--format", "csv", "--force", folder, "-o", folder / name)
    assert ended.code == 1
    assert (folder / name).read_text() == ONE


def test_export_leaves_a_document_beside_its_file_alone(marked: Path, run: Run) -> None:
    """The file is written aside first, under a name that nobody else has."""
    (marked / "marks.csv.tmp").write_text("My own words.")
    run("export", "--format", "csv", marked, "-o", marked / "marks.csv")
    assert (marked / "marks.csv.tmp").read_text() == "My own words."


def test_export_to_a_folder_is_wrong_usage(marked: Path, run: Run) -> None:
    ended = run("export", "--format", "csv", marked, "-o", marked)
    assert ended.code == 2
    assert "is a folder" in ended.talk


def test_export_to_a_folder_that_is_not_there_fails_in_a_sentence(marked: Path, run: Run) -> None:
    ended = run("export", "--format", "csv", marked, "-o", marked / "none" / "marks.csv")
    assert ended.code == 1
    assert "there is no folder" in ended.talk


def test_export_to_a_link_that_goes_in_circles_fails_in_a_sentence(marked: Path) -> None:
    (marked / "circle.csv").symlink_to(marked / "circle.csv")
    ended = postil("export", "--format", "csv", marked, "-o", marked / "circle.csv")
    assert ended.code == 1


def test_export_of_damaged_marks_says_so_and_writes_the_rest(marked: Path, run: Run) -> None:
    damage(marked)
    ended = run("export", "--format", "jsonl", marked)
    assert ended.code == 1
    assert len(ended.text.splitlines()) == 3
    assert "line" in ended.talk


# Wrong usage, nothing there


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["list", "none"], 1, "none: no such file or folder"),
        (["export", "--format", "csv", "none"], 1, "none: no such file or folder"),
        (["none.txt"], 1, "none.txt: no such file or folder"),
        (["export", "--format", "pdf"], 2, "pdf"),
        (["list", "--loud"], 2, "--loud"),
        (["--loud"], 2, "--loud"),
        (["list", ".", "."], 2, "unexpected extra argument"),
        (["--as"], 2, "--as"),
        (["a.txt", "--as", "ben"], 2, "--as must come before"),
        (["list", "x" * 300], 1, "x" * 300),
        (["x" * 300], 1, "x" * 300),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    folder: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(folder)
    (folder / "a.txt").write_text(ONE)
    ended = run(*words)
    assert (ended.code, ended.out) == (code, b"")
    assert said.lower() in ended.talk.lower()
    assert ended.talk.startswith("postil: ")
    assert ended.talk.count("\n") == 1


def test_an_export_without_a_format_names_the_formats(marked: Path, run: Run) -> None:
    ended = run("export", marked)
    assert (ended.code, ended.out) == (2, b"")
    assert all(word in ended.talk for word in ("--format", "csv", "jsonl", "markdown"))


def test_the_version_is_that_of_the_package(run: Run) -> None:
    ended = run("--version")
    assert (ended.code, ended.text) == (0, f"postil {version('postil')}\n")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_the_commands(run: Run, option: str) -> None:
    ended = run(option)
    assert ended.code == 0
    assert all(word in ended.text for word in ("postil [--as NAME]", "list", "export", "demo"))


@pytest.mark.parametrize("command", ["list", "export", "demo"])
def test_every_command_has_help(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.code == 0
    assert f"postil {command}" in ended.text


# Reading without a terminal


def test_the_first_word_is_a_command_if_it_names_one(marked: Path) -> None:
    (marked / "list").write_text("A document of that name.")
    assert b"we will pay" in postil("list", cwd=marked).out
    ended = postil("./list", cwd=marked)
    assert (ended.code, ended.out) == (2, b"")
    assert "no terminal" in ended.talk
    assert postil("--", "list", cwd=marked).talk == ended.talk


@pytest.mark.parametrize("words", [[], ["a.txt"], ["--as", "ben", "a.txt"], ["demo"]])
def test_without_a_terminal_one_line_names_the_commands(marked: Path, words: list[str]) -> None:
    ended = postil(*words, cwd=marked)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.talk == (
        "postil: there is no terminal to read in; `postil list` and `postil export` need none\n"
    )


def test_the_demo_without_a_terminal_says_so_anywhere(folder: Path) -> None:
    ended = postil("demo", cwd=folder)
    assert ended.code == 2
    assert "no terminal" in ended.talk


def test_a_name_for_the_annotator_may_stand_before_a_command(marked: Path) -> None:
    assert b"we will pay" in postil("--as", "ben", "list", cwd=marked).out


def test_an_empty_folder_has_nothing_to_read(folder: Path, run: Run) -> None:
    ended = run(folder)
    assert ended.code == 1
    assert "no documents here" in ended.talk


def test_a_binary_file_is_not_read(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_bytes(b"MZ\0\0")
    ended = run(folder / "a.txt")
    assert ended.code == 1
    assert (
        ended.talk == f"postil: {folder / 'a.txt'}: is a binary file, not text;"
        " save it as plain text to read it\n"
    )


def test_folders_and_projects_are_read_one_at_a_time(marked: Path, run: Run) -> None:
    (marked / "deeper").mkdir()
    ended = run(marked / "a.txt", marked / "deeper")
    assert ended.code == 2
    assert "one folder at a time" in ended.talk
    other = marked.parent / "elsewhere"
    other.mkdir()
    (other / "c.txt").write_text(ONE)
    ended = run(marked / "a.txt", other / "c.txt")
    assert ended.code == 2
    assert "one at a time" in ended.talk


def test_a_broken_codebook_is_named_with_its_line(marked: Path, run: Run) -> None:
    (marked / "codebook.toml").write_text('title = "x"\n[[tags]]\nid = "Threat!"\n')
    ended = run(marked)
    assert ended.code == 1
    assert f"{marked / 'codebook.toml'}, line 3: 'Threat!' is not an id" in ended.talk
    listed = run("list", marked)
    assert listed.code == 0
    assert len(listed.text.splitlines()) == 3


def test_a_broken_codebook_costs_an_export_the_names_only(marked: Path, run: Run) -> None:
    (marked / "codebook.toml").write_text("tags = 1")
    ended = run("export", "--format", "markdown", marked)
    assert ended.code == 0
    assert "codebook.toml" in ended.talk
    assert "> we will pay" in ended.text


def test_hostile_names_are_made_printable_where_they_are_said(folder: Path, run: Run) -> None:
    name = "evil\x1b]0;owned\x07\u202e\x9b.txt"
    (folder / name).write_bytes(b"\0")
    ended = run(folder / name)
    assert ended.code == 1
    assert "evil␛]0;owned␇◂�.txt: is a binary file" in ended.talk
    ended = run("list", folder / f"not {name}")
    assert "not evil␛]0;owned␇◂�.txt: no such file" in ended.talk
    assert run(f"--{name}").code == 2
    assert run("--as", "x", f"a{name}").code == 1
    assert run("a", f"--{name}").code == 2


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["--help"]])
def test_a_reader_of_the_pipe_that_leaves_early_is_no_error(marked: Path, words: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", *words],
        cwd=marked,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    talk = process.stderr.read()
    assert (process.wait(60), talk) == (141, b"")
    process.stderr.close()
