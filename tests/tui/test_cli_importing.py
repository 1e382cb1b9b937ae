"""`postil import`: marks from a file or a pipe, and what is said of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tui.command import ROOT, Run, postil
from tests.tui.sitting import Sitting
from tui import settings

TEXT = "He warned that we will pay. They lied. They lied."


@pytest.fixture
def project(folder: Path) -> Path:
    """A folder with a document and no marks."""
    (folder / "a.txt").write_text(TEXT)
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with two marks that are good and one that stands in two places."""
    return written(tmp_path / "marks.jsonl", {"exact": "we will pay"}, {"exact": "They lied"})


def written(path: Path, *records: dict[str, Any]) -> Path:
    lines = [{"document": "a.txt", "tag": "threat", **each} for each in records]
    path.write_text("".join(f"{json.dumps(each)}\n" for each in lines))
    return path


def test_marks_are_taken_in_and_counted(project: Path, tmp_path: Path, run: Run) -> None:
    file = written(tmp_path / "x.jsonl", {"exact": "we will pay"}, {"exact": "He", "tag": "other"})
    ended = run("import", file, project)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.talk == (
        "postil: 1 mark has the tag other, which the codebook does not know\n"
        f"postil: {file}: 2 read, 0 repaired, 0 refused; 2 added\n"
    )
    assert len(run("list", project).text.splitlines()) == 2
    again = run("import", file, project)
    assert again.talk.endswith("2 read, 0 repaired, 0 refused; 2 here already\n")


def test_a_refused_mark_refuses_the_file_and_says_where_and_why(
    project: Path, file: Path, run: Run
) -> None:
    ended = run("import", file, project)
    assert (ended.code, ended.out) == (1, b"")
    assert ended.talk == (
        f"postil: {file}, line 2: a.txt: its quote stands in 2 places, and nothing says in which\n"
        f"postil: {file}: 2 read, 0 repaired, 1 refused; nothing was taken in "
        "(--partial takes the rest)\n"
    )
    assert not (project / ".postil").exists()


def test_the_rest_is_taken_in_with_partial(project: Path, file: Path, run: Run) -> None:
    ended = run("import", "--partial", file, project)
    assert ended.code == 0
    assert ended.talk.endswith("2 read, 0 repaired, 1 refused; 1 added\n")


def test_a_dry_run_changes_nothing(project: Path, file: Path, run: Run) -> None:
    ended = run("import", "--partial", "--dry-run", file, project)
    assert ended.code == 0
    assert ended.talk.endswith("2 read, 0 repaired, 1 refused; would be 1 added\n")
    assert not (project / ".postil").exists()


def test_the_report_as_json_holds_all_of_it(project: Path, file: Path, run: Run) -> None:
    ended = run("import", "--json", file, project)
    assert ended.code == 1
    report = json.loads(ended.out)
    assert report == {
        "taken": False,
        "read": 2,
        "repaired": 0,
        "refused": [
            {
                "line": 2,
                "why": "a.txt: its quote stands in 2 places, and nothing says in which",
            }
        ],
        "added": 0,
        "changed": 0,
        "same": 0,
        "kept": 0,
        "documents": 0,
        "remarks": [],
    }
    report = json.loads(run("import", "--json", "--partial", file, project).out)
    assert (report["taken"], report["added"], report["documents"]) == (True, 1, 1)


def test_of_many_refusals_only_some_are_said(project: Path, tmp_path: Path, run: Run) -> None:
    file = written(tmp_path / "x.jsonl", *[{"exact": "nowhere"}] * 30)
    ended = run("import", file, project)
    assert len(ended.talk.splitlines()) == 22
    assert f"postil: {file}: 10 more are refused; --json lists them\n" in ended.talk


def test_hostile_words_do_not_reach_the_terminal(project: Path, tmp_path: Path, run: Run) -> None:
    file = written(tmp_path / "x\x1b[2J.jsonl", {"document": "\x1b[2J\u202e.txt", "exact": "x"})
    ended = run("import", file, project)
    assert ended.code == 1
    assert "is not here" in ended.talk


def test_quiet_says_only_what_failed(project: Path, tmp_path: Path, run: Run) -> None:
    file = written(tmp_path / "x.jsonl", {"exact": "we will pay", "tag": "other"})
    assert run("import", "-q", file, project).talk == ""


def test_the_marks_that_name_nobody_are_whose_one_says(
    project: Path, tmp_path: Path, run: Run
) -> None:
    file = written(tmp_path / "x.jsonl", {"exact": "we will pay"})
    run("import", "--as", "zoe", file, project)
    assert run("list", project).text.rstrip().endswith("zoe")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nothing.json"], 1, "no such file"),
        (["."], 1, "not a file"),
        (["a.txt"], 1, "is in none of the formats that can be read"),
        (["--format", "xml", "a.txt"], 2, "xml cannot be read; --format takes json, jsonl"),
        (["--format", "csv", "a.txt"], 2, "csv cannot be read"),
        (["--format", "json", "a.txt"], 1, "it is neither JSON nor JSON Lines"),
        ([], 2, "Missing argument 'FILE'"),
        (["a.txt", "nowhere"], 1, "no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_said(
    project: Path,
    words: list[str],
    code: int,
    said: str,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project)
    ended = run("import", *words)
    assert ended.code == code
    assert said in ended.talk


def test_a_pipe_leads_from_one_project_into_another(project: Path, tmp_path: Path) -> None:
    Sitting(project, "a.txt").press("t", "w", "j", "a")
    other = tmp_path / "other"
    other.mkdir()
    command = f'"{sys.executable}" -m tui'
    line = f'{command} export "{project}" --format json | {command} import - "{other}"'
    ended = subprocess.run(
        line,
        shell=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (0, b"")
    assert b"stdin: 2 read, 0 repaired, 0 refused; 2 added" in ended.stderr
    assert postil("list", other).text == postil("list", project).text != ""
    assert postil("export", other, "--format", "json").out == (
        postil("export", project, "--format", "json").out
    )


def test_nothing_in_the_pipe_is_said(project: Path) -> None:
    ended = postil("import", "-", project)
    assert (ended.code, ended.talk) == (1, "postil: stdin: is empty\n")


def test_an_open_window_shows_what_was_taken_in_and_takes_it_back(
    project: Path, tmp_path: Path, run: Run
) -> None:
    me = settings.annotator()
    window = Sitting(project, "a.txt", annotator=me).press("t")
    file = written(tmp_path / "x.jsonl", {"exact": "we will pay", "tag": "commitment"})
    assert run("import", file, project).code == 0
    assert window.desk.refresh()
    assert sorted(window.marks) == [("commitment", "we will pay"), ("threat", TEXT[:26])]
    later = Sitting(project, "a.txt", annotator=me).press("u", "u")
    assert later.marks == [("threat", TEXT[:26])]
