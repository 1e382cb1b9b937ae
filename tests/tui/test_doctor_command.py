"""`postil doctor`: what it says, how it ends, and what it mends."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.command import Run, postil
from tests.tui.sitting import ME, Sitting, marks_file
from tui.settings import annotator

Damage = Callable[[Path], None]

ONE = "He warned that we will pay. They lied."
NAME = "evil\x1b]0;owned\x07\u202e.txt"


def mine(folder: Path, name: str = "a.txt") -> Path:
    """A folder with a mark of the person who types the commands."""
    (folder / name).write_text(ONE)
    sitting = Sitting(folder, name, annotator=annotator("ana")).press("t")
    while sitting.session.freeze_next():
        pass
    sitting.session.finish()
    return folder


@pytest.fixture
def marked(folder: Path) -> Path:
    """A folder of one's own with nothing wrong in it."""
    return mine(folder)


@pytest.fixture
def damaged(marked: Path) -> Path:
    """The same with a broken line in the file of the marks."""
    file = marks_file(marked)
    file.write_bytes(file.read_bytes().replace(b'"tag":"threat"', b'"tag":"thr', 1))
    return marked


def tree(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_where_nothing_is_wrong_it_says_so(marked: Path, run: Run) -> None:
    ended = run("doctor", marked)
    assert (ended.code, ended.text) == (0, "")
    assert ended.talk == f"postil: {marked}: nothing is wrong\n"


def test_it_takes_the_folder_one_is_in_and_a_file_of_it(
    damaged: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(damaged)
    assert run("doctor").text == run("doctor", damaged).text == run("doctor", "a.txt").text != ""


def test_what_is_wrong_is_named_with_what_helps(damaged: Path, run: Run) -> None:
    ended = run("doctor", damaged)
    assert ended.code == 3
    first, second = ended.text.splitlines()
    assert first.startswith(f"{marks_file(damaged)}: line ")
    assert first.endswith(" is not a record")
    assert second == "    backup and journal have the marks; the file is written anew"
    assert ended.talk == "postil: postil doctor --repair sees to 1 of 1\n"


def test_as_json_it_is_an_array_of_findings(damaged: Path, run: Run) -> None:
    (damaged / ".postil" / ".gitignore").unlink()
    ended = run("doctor", "--json", damaged)
    values = json.loads(ended.out)
    assert ended.code == 3
    assert [each["kind"] for each in values] == ["gitignore", "damaged"]
    assert set(values[0]) == {"kind", "path", "what", "advice", "mendable", "note"}
    assert values[1]["path"] == str(marks_file(damaged))
    assert values[1]["mendable"] is True
    assert values[1]["note"] is False


def test_as_json_nothing_wrong_is_an_empty_array(marked: Path, run: Run) -> None:
    ended = run("doctor", marked, "--json")
    assert (ended.code, json.loads(ended.out)) == (0, [])
    assert ended.talk == f"postil: {marked}: nothing is wrong\n"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_looking_changes_nothing(damaged: Path, run: Run, options: list[str]) -> None:
    before = tree(damaged)
    run("doctor", *options, damaged)
    assert tree(damaged) == before


def test_repair_says_what_it_did_and_ends_well(damaged: Path, run: Run) -> None:
    (damaged / ".postil" / ".gitignore").unlink()
    ended = run("doctor", "--repair", damaged)
    assert ended.code == 0
    first, second, last = ended.talk.splitlines()
    assert first.startswith(f"postil: {damaged / '.postil' / '.gitignore'}: added *.lock, ")
    assert second == (
        f"postil: {marks_file(damaged)}: written anew with 1 mark; what was there is kept beside"
    )
    assert last == f"postil: {damaged}: nothing is wrong"
    assert "a damaged file as it was found" in ended.text
    assert run("list", damaged).text.startswith("a.txt:0-26\tthreat\t")


def test_repair_once_more_does_nothing(damaged: Path, run: Run) -> None:
    run("doctor", "--repair", damaged)
    before = tree(damaged)
    ended = run("doctor", "--repair", damaged)
    assert ended.code == 0
    assert ended.talk == f"postil: {damaged}: nothing is wrong\n"
    assert tree(damaged) == before


def test_a_note_is_shown_and_nothing_wrong(damaged: Path, run: Run) -> None:
    run("doctor", "--repair", damaged)
    ended = run("doctor", damaged)
    assert ended.code == 0
    assert ".damaged-" in ended.text
    assert "delete it when you do not need it" in ended.text
    (value,) = json.loads(run("doctor", "--json", damaged).out)
    assert (value["kind"], value["note"]) == ("kept", True)


def test_what_repair_cannot_mend_is_named_and_the_code_says_so(damaged: Path, run: Run) -> None:
    (damaged / "codebook.toml").write_text('[[tags]]\nid = "Threat!"\n')
    ended = run("doctor", damaged)
    assert ended.talk.endswith("postil doctor --repair sees to 1 of 2\n")
    ended = run("doctor", "--repair", "--json", damaged)
    assert ended.code == 3
    assert [each["kind"] for each in json.loads(ended.out)] == ["codebook", "kept"]
    assert "written anew" in ended.talk
    assert "--repair" not in ended.talk


def test_a_copy_is_merged_and_both_versions_are_listed(marked: Path, run: Run) -> None:
    file = marks_file(marked)
    copy = file.with_name("ana.sync-conflict-20260101-101010-ABC.json")
    copy.write_bytes(file.read_bytes().replace(b'"threat"', b'"allegation"'))
    assert run("list", marked).code == 1
    ended = run("doctor", "--repair", marked)
    assert ended.code == 0
    assert f"postil: {file}: merged, 1 mark more\n" in ended.talk
    listed = run("list", marked)
    assert listed.code == 0
    assert sorted(line.split("\t")[1] for line in listed.text.splitlines()) == [
        "allegation",
        "threat",
    ]


def test_the_file_of_somebody_else_is_only_reported(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text(ONE)
    sitting = Sitting(folder, "a.txt", annotator=ME).press("t")
    while sitting.session.freeze_next():
        pass
    sitting.session.finish()
    file = marks_file(folder)
    file.write_bytes(file.read_bytes().replace(b'"tag":"threat"', b'"tag":"thr', 1))
    before = tree(folder)
    ended = run("doctor", "--repair", folder)
    assert ended.code == 3
    assert "ana has to run this" in ended.text
    assert ended.talk == ""
    assert tree(folder) == before


def test_without_marks_nothing_is_wrong_and_no_trace_is_left(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text(ONE)
    for options in ([], ["--repair"]):
        ended = run("doctor", *options, folder)
        assert (ended.code, ended.out) == (0, b"")
        assert ended.talk == f"postil: {folder}: nothing is wrong\n"
    assert list(tree(folder)) == ["a.txt"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["none"], 1, "none: no such file or folder"),
        ([".", "."], 2, "unexpected extra argument"),
        (["--mend"], 2, "--mend"),
        ([f"not {NAME}"], 1, "not evil␛]0;owned␇◂.txt: no such file or folder"),
    ],
)
def test_what_is_wrong_with_the_command_is_said_in_a_sentence(
    folder: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(folder)
    ended = run("doctor", *words)
    assert (ended.code, ended.out) == (code, b"")
    assert said in ended.talk
    assert ended.talk.count("\n") == 1


def hostile(folder: Path) -> Path:
    """A project whose document and codebook have names that a terminal would obey."""
    mine(folder, NAME)
    for path in (folder / ".postil" / "texts").iterdir():
        path.unlink()
    (folder / NAME).unlink()
    return folder


def test_a_hostile_name_goes_raw_into_a_pipe_and_escaped_into_json(folder: Path, run: Run) -> None:
    ended = run("doctor", hostile(folder))
    assert ended.code == 3
    assert f"the text of 1 mark is gone: {NAME}\n" in ended.text
    (value,) = json.loads(run("doctor", "--json", folder).out)
    assert value["what"] == f"the text of 1 mark is gone: {NAME}"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_hostile_name_is_made_printable_on_a_terminal(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    hostile(folder)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    text = run("doctor", *options, folder).text
    assert "the text of 1 mark is gone: evil" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_what_is_done_with_hostile_names_is_made_printable(home: Path, run: Run) -> None:
    folder = home / f"folder {NAME}"
    folder.mkdir()
    mine(folder)
    (folder / ".postil" / ".gitignore").unlink()
    ended = run("doctor", "--repair", folder)
    assert ended.code == 0
    assert "folder evil␛]0;owned␇◂.txt/.postil/.gitignore: added " in ended.talk


def test_a_name_that_is_not_utf_8_is_no_obstacle(folder: Path, run: Run) -> None:
    name = "caf\udce9.txt"
    mine(folder, name)
    for path in (folder / ".postil" / "texts").iterdir():
        path.unlink()
    ended = run("doctor", folder)
    assert ended.code == 3
    assert b"caf?.txt: the marked text was not kept" in ended.out
    (value,) = json.loads(run("doctor", "--json", folder).out)
    assert value["path"].endswith("caf?.txt")
    assert run("doctor", "--repair", folder).code == 0


def test_as_a_process_it_ends_with_the_same_codes(damaged: Path) -> None:
    assert postil("doctor", cwd=damaged).code == 3
    assert postil("doctor", "--repair", cwd=damaged).code == 0


def test_it_has_help(run: Run) -> None:
    ended = run("doctor", "--help")
    assert ended.code == 0
    assert all(word in ended.text for word in ("postil doctor", "--json", "--repair"))
