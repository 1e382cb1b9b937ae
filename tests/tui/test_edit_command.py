"""`postil add`, `postil set` and `postil rm`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from annotations.annotator import Annotator
from tests.tui.command import ROOT, Run
from tests.tui.sitting import Sitting
from tui.settings import annotator

TEXT = "He warned that “we will pay”. They lied.\n\nIf they come, we will pay.\n"


@pytest.fixture
def letter(folder: Path) -> Path:
    """A document."""
    (folder / "letter.txt").write_text(TEXT)
    return folder / "letter.txt"


def marks(run: Run, folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("list", "--json", folder).out)
    return found


def said(run: Run, folder: Path) -> list[tuple[str, str]]:
    return [(each["tag"], each["exact"]) for each in marks(run, folder)]


# add


def test_add_marks_a_quote_and_prints_its_id(letter: Path, run: Run) -> None:
    ended = run("add", letter, "--tag", "threat", "--quote", "They lied")
    (mark,) = marks(run, letter)
    assert (ended.code, ended.text) == (0, f"{mark['id']}\n")
    assert ended.talk == "postil: letter.txt:30-39 threat “They lied”\n"
    assert run("add", letter, "--tag", "threat", "--quote", "They lied", "-q").talk == ""
    assert len(marks(run, letter)) == 1


def test_add_as_json_prints_what_list_prints(letter: Path, run: Run) -> None:
    ended = run("add", letter, "--tag", "threat", "--quote", "They lied", "--json")
    assert [json.loads(ended.out)] == marks(run, letter)


def test_add_takes_fragments_note_fields_and_name(letter: Path, run: Run) -> None:
    words = ["--quote", "If they come", "--quote", "pay", "--note", "twice"]
    fields = ["--field", "speaker=He = she", "--field", "to=us", "--field", "to=them"]
    run("add", letter, "--tag", "Threat", *words, *fields, "--field", "x=", "--as", "ben")
    (mark,) = marks(run, letter)
    assert mark["exact"] == "If they come … pay"
    assert mark["fields"] == {"speaker": "He = she", "to": ["us", "them"]}
    assert (mark["note"], mark["annotator"], mark["tag"]) == ("twice", "ben", "threat")


@pytest.mark.parametrize("path", ["letter.txt", "./letter.txt", "../documents/letter.txt"])
def test_add_finds_the_document_from_where_one_is(
    letter: Path, run: Run, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(letter.parent)
    run("add", path, "--tag", "threat", "--quote", "They lied")
    assert [each["document"] for each in marks(run, letter)] == ["letter.txt"]


def test_an_ambiguous_quote_is_refused_with_the_places(letter: Path, run: Run) -> None:
    words = ["add", letter, "--tag", "threat", "--quote", "we will pay"]
    ended = run(*words)
    assert (ended.code, ended.out) == (1, b"")
    assert ended.talk == (
        "postil: “we will pay” stands in the text 2 times; --occurrence N takes one of them\n"
        "  1  paragraph 1  He warned that “[we will pay]”. They lied. If they come, we\n"
        "  2  paragraph 2  pay”. They lied. If they come, [we will pay].\n"
    )
    assert not (letter.parent / ".postil").exists()
    ended = run(*words, "--json")
    assert ended.code == 1
    first, second = json.loads(ended.out)["candidates"]
    assert (first["occurrence"], first["start"], first["paragraph"]) == (1, 16, 1)
    assert TEXT[second["start"] : second["end"]] == second["exact"] == "we will pay"
    run(*words, "--occurrence", "2")
    run(*words, "--start", "16")
    assert [each["start"] for each in marks(run, letter)] == [16, second["start"]]


def test_of_many_places_only_the_first_are_listed(letter: Path, run: Run) -> None:
    letter.write_text("pay " * 50)
    ended = run("add", letter, "--tag", "threat", "--quote", "pay")
    assert len(ended.talk.splitlines()) == 22
    assert "and 30 more: --json lists them" in ended.talk


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--tag", "threet", "--quote", "They lied"], 2, "did you mean threat?"),
        (["--tag", "threat", "--quote", "They lied!"], 1, "paragraph 1 has “They lied”"),
        (["--tag", "threat", "--quote", " "], 1, "at least one word"),
        (["--tag", "threat"], 2, "--quote"),
        (["--quote", "They lied"], 2, "--tag"),
        (["--tag", "threat", "--quote", "They lied", "--field", "x"], 2, "NAME=VALUE"),
        (["--tag", "threat", "--quote", "They lied", "--field", "=x"], 2, "NAME=VALUE"),
        (["--tag", "threat", "--quote", "They lied", "--note", "\udce9"], 2, "not UTF-8"),
        (["--tag", "threat", "--quote", "They lied", "--occurrence", "0"], 2, "--occurrence"),
        (["--tag", "threat", "--quote", "They lied", "--occurrence", "2"], 1, "but not there"),
    ],
)
def test_what_cannot_be_added_is_said_and_leaves_no_trace(
    letter: Path, run: Run, words: list[str], code: int, sentence: str
) -> None:
    ended = run("add", letter, *words)
    assert (ended.code, ended.out) == (code, b"")
    assert sentence in ended.talk
    assert not (letter.parent / ".postil").exists()


def test_hostile_words_are_made_printable_where_they_are_said(folder: Path, run: Run) -> None:
    name = "evil\x1b]0;owned\x07.txt"
    (folder / name).write_text("Pay \x1b[2J now. Pay \x1b[2J now.")
    ended = run("add", folder / name, "--tag", "threat", "--quote", "Pay \x1b[2J now")
    assert ended.code == 1
    assert "␛[2J" in ended.talk
    run("add", folder / name, "--tag", "threat", "--quote", "Pay \x1b[2J now", "--occurrence", 2)
    assert said(run, folder) == [("threat", "Pay \x1b[2J now")]


def test_a_quote_may_come_through_a_pipe(
    letter: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["add", letter, "--tag", "threat", "--quote"]
    for given in ("They\r\nlied\n", "\ufeffThey lied"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        assert run(*words, "-").code == 0
    assert said(run, letter) == [("threat", "They lied")]
    assert run(*words, "-", "--quote", "-").code == 2
    monkeypatch.setattr(sys, "stdin", None)
    assert run(*words, "-").talk == "postil: stdin: is closed\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\0")))
    assert "binary" in run(*words, "-").talk


def test_a_mark_in_a_text_that_was_changed_says_so(letter: Path, run: Run) -> None:
    run("add", letter, "--tag", "threat", "--quote", "They lied")
    letter.write_text("New. " + TEXT)
    ended = run("add", letter, "--tag", "threat", "--quote", "He warned")
    assert "was changed since it was marked; this is in its text of then" in ended.talk


# set, rm


def test_set_changes_what_it_is_told(letter: Path, run: Run) -> None:
    id = run("add", letter, "--tag", "threat", "--quote", "They lied", "--field", "to=us").text
    at = ["--project", letter.parent]
    ended = run("set", id.strip(), "--tag", "allegation", "--note", "so?", *at)
    assert (ended.code, ended.text) == (0, id)
    run("set", id.strip()[:11], "--field", "to=", "--field", "speaker=He", "--quote", "He", *at)
    (mark,) = marks(run, letter)
    assert (mark["tag"], mark["note"], mark["exact"]) == ("allegation", "so?", "He")
    assert mark["fields"] == {"speaker": "He"}
    ended = run("set", id.strip(), "--note", "", *at, "--json")
    assert json.loads(ended.out) == marks(run, letter)[0]


def test_set_asks_for_something_to_change(letter: Path, run: Run) -> None:
    ended = run("set", "6h0bmsgctde", "--project", letter)
    assert (ended.code, ended.out) == (2, b"")
    assert "--tag, --note, --field or --quote" in ended.talk


def test_rm_takes_all_off_or_none(letter: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(letter.parent)
    ids = [
        run("add", letter, "--tag", "threat", "--quote", quote).text.strip()
        for quote in ("They lied", "He warned", "If they come")
    ]
    ended = run("rm", ids[0], "zzzzz")
    assert (ended.code, len(marks(run, letter))) == (1, 3)
    assert "has the id zzzzz" in ended.talk
    ended = run("rm", ids[0], ids[1])
    assert (ended.code, ended.out) == (0, b"")
    assert ended.talk.count("taken off: letter.txt") == 2
    gone = json.loads(run("rm", ids[2], "--json").out)
    assert [each["id"] for each in gone] == [ids[2]]
    assert said(run, letter) == []
    assert run("rm").code == 2


def test_marks_of_others_stay_as_they_are(letter: Path, run: Run) -> None:
    Sitting(letter.parent, "letter.txt", annotator=Annotator("ben", "person-2")).press("t")
    (mark,) = marks(run, letter)
    for words in (["set", mark["id"], "--tag", "allegation"], ["rm", mark["id"]]):
        ended = run(*words, "--project", letter)
        assert (ended.code, ended.talk) == (
            1,
            f"postil: {mark['id']} is a mark of ben, not of yours\n",
        )
    assert marks(run, letter) == [mark]


# Beside a window


def test_an_open_window_shows_what_was_done_beside_it(letter: Path, run: Run) -> None:
    sitting = Sitting(letter.parent, "letter.txt", annotator=annotator("ana"))
    id = run("add", letter, "--tag", "threat", "--quote", "They lied", "--as", "ana").text.strip()
    sitting.session.refresh()
    assert sitting.marks == [("threat", "They lied")]
    run("set", id, "--tag", "allegation", "--project", letter)
    sitting.session.refresh()
    assert sitting.marks == [("allegation", "They lied")]
    sitting.press("t")
    assert len(said(run, letter)) == 2
    run("rm", id, "--project", letter)
    sitting.session.refresh()
    assert len(sitting.marks) == 1


def test_u_takes_back_what_was_done_by_command(letter: Path, run: Run) -> None:
    id = run("add", letter, "--tag", "threat", "--quote", "They lied", "--as", "ana").text.strip()
    run("set", id, "--tag", "allegation", "--note", "x", "--quote", "He", "--project", letter)
    run("rm", id, "--project", letter)
    sitting = Sitting(letter.parent, "letter.txt", annotator=annotator("ana"))
    seen = [sitting.press("u", "u").marks for _ in range(3)]
    assert seen == [[("allegation", "He")], [("threat", "They lied")], []]


def test_many_commands_at_once_lose_nothing(letter: Path, run: Run) -> None:
    sitting = Sitting(letter.parent, "letter.txt", annotator=annotator("ana"))
    quotes = ["He warned", "They lied", "If they come", "He", "come"]
    words = ["--as", "ana", "--tag", "threat", "-q"]
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tui", "add", letter, *words, "--quote", quote],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        for quote in quotes
    ]
    sitting.press("c")
    assert [each.wait(60) for each in running] == [0] * len(quotes)
    sitting.session.refresh()
    assert sorted(words for tag, words in sitting.marks if tag == "threat") == sorted(quotes)
    assert len(sitting.marks) == len(quotes) + 1
