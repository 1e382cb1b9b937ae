"""`postil status`: which documents are done, begun, not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotations.annotator import Annotator
from annotations.project import Project
from annotations.store import AnnotationStore
from tests.tui.command import Run
from tests.tui.sitting import ME, Sitting, marks_file
from tui.cli import status
from tui.cli.status import rows_of

ONE = "He warned that we will pay. They lied."
OTHER = "“The locks stay open,” he said."


@pytest.fixture(autouse=True)
def _me(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "annotator", lambda: ME)


@pytest.fixture
def begun(folder: Path) -> Path:
    """A folder in which one document is done, one begun, and one not read."""
    for name, text in (("a.txt", ONE), ("b.txt", OTHER), ("c.txt", "Nobody came.")):
        (folder / name).write_text(text)
    sitting = Sitting(folder).press("t", "j", "a", "D", "c")
    while sitting.session.freeze_next():
        pass
    return folder


def test_each_document_has_a_line(begun: Path, run: Run) -> None:
    ended = run("status", begun)
    assert ended.code == 0
    assert ended.text == "done\t2\ta.txt\nbegun\t1\tb.txt\nnot read\t0\tc.txt\n"
    assert ended.talk == "postil: 1 of 3 documents done, 1 begun\n"


def test_status_as_json_is_an_array_of_documents(begun: Path, run: Run) -> None:
    ended = run("status", "--json", begun)
    first, second, third = json.loads(ended.out)
    (document,) = [each for each in AnnotationStore(marks_file(begun)).documents() if each.done]
    assert first == {
        "path": "a.txt",
        "state": "done",
        "marks": 2,
        "done": document.done,
        "reason": None,
    }
    assert [second["state"], second["marks"], second["done"]] == ["begun", 1, None]
    assert third["state"] == "not read"
    assert ended.talk == "postil: 1 of 3 documents done, 1 begun\n"


def test_status_takes_the_folder_it_is_in(
    begun: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(begun)
    assert run("status").text == run("status", begun).text == run("status", begun / "a.txt").text


def test_done_with_nothing_in_it_is_not_the_same_as_not_read(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text(ONE)
    (folder / "b.txt").write_text(OTHER)
    Sitting(folder).press("D")
    assert run("status", folder).text == "done\t0\ta.txt\nnot read\t0\tb.txt\n"


def test_a_document_that_cannot_be_read_is_named_with_the_reason(begun: Path, run: Run) -> None:
    (begun / "b.txt").write_bytes(b"\0\0\0")
    ended = run("status", begun)
    assert ended.code == 1
    assert ended.text.splitlines()[1] == (
        "unreadable\t1\tb.txt\tis a binary file, not text; save it as plain text to read it"
    )
    assert ended.talk == "postil: 1 of 3 documents done, 0 begun, 1 unreadable\n"
    second = json.loads(run("status", "--json", begun).out)[1]
    assert (second["state"], second["marks"]) == ("unreadable", 1)
    assert second["reason"].startswith("is a binary file")


def test_a_file_that_was_changed_since_is_not_done_any_more(begun: Path, run: Run) -> None:
    (begun / "a.txt").write_text("Something else.")
    assert run("status", begun).text.splitlines()[0] == "begun\t2\ta.txt"


def test_the_documents_come_in_the_order_of_reading(begun: Path, run: Run) -> None:
    (begun / "a.txt").rename(begun / "z.txt")
    (begun / "b.txt").unlink()
    (begun / "later").mkdir()
    (begun / "later" / "d.txt").write_text("Later.")
    ended = run("status", begun)
    assert ended.text == (
        "not read\t0\tc.txt\ndone\t2\tz.txt\nnot read\t0\tlater/d.txt\nbegun\t1\tb.txt\n"
    )
    order = [entry.path for entry in Sitting(begun).session.corpus.entries]
    assert [line.split("\t")[2] for line in ended.text.splitlines()] == order


def test_only_mine_is_shown_and_all_of_it(begun: Path, run: Run) -> None:
    ben = Annotator("ben", "person-2")
    Sitting(begun, "c.txt", annotator=ben).press("t", "D")
    assert run("status", begun).text.splitlines()[2] == "not read\t0\tc.txt"
    under_another_name = Annotator("ana k", ME.person)
    Sitting(begun, "c.txt", "b.txt", annotator=under_another_name).press("t", "D", "j", "t")
    assert run("status", begun).text == "done\t2\ta.txt\nbegun\t2\tb.txt\ndone\t1\tc.txt\n"


def test_a_damaged_file_of_marks_is_named(begun: Path, run: Run) -> None:
    AnnotationStore(marks_file(begun), ME).compact()
    whole = run("status", begun).text
    file = marks_file(begun)
    file.write_bytes(file.read_bytes().replace(b'"tag":"threat"', b'"tag":"thr', 1))
    ended = run("status", begun)
    assert (ended.code, ended.text) == (1, whole)
    assert ended.talk.startswith(f"postil: {file}: ")
    assert ended.talk.endswith("postil: 1 of 3 documents done, 1 begun\n")


def test_done_of_another_type_is_named_and_the_marks_are_counted_on(begun: Path, run: Run) -> None:
    file = marks_file(begun)
    store = AnnotationStore(file, ME)
    (document,) = [each for each in store.documents() if each.done]
    store.compact()
    file.write_bytes(file.read_bytes().replace(f'"done":"{document.done}"'.encode(), b'"done":[1]'))
    ended = run("status", begun)
    assert ended.code == 1
    assert "left out: done is not a string" in ended.talk
    assert ended.text.splitlines()[0] == "begun\t2\ta.txt"


def test_a_name_that_would_be_another_line_is_one_line(folder: Path, run: Run) -> None:
    names = ["a\nb.txt", "done\t3\tc.txt", "caf\udce9.txt", "\x1b[2J.txt"]
    for name in names:
        (folder / name).write_text(ONE)
    ended = run("status", folder)
    assert ended.code == 0
    lines = ended.text.split("\n")
    assert len(lines) == 5
    assert {line.split("\t")[0] for line in lines[:4]} == {"not read"}
    assert {len(line.split("\t")) for line in lines[:4]} == {3}
    assert b"\x1b" not in ended.out
    paths = [each["path"] for each in json.loads(run("status", "--json", folder).out)]
    assert set(names) - set(paths) == {"caf\udce9.txt"}


def test_without_documents_status_says_so(folder: Path, run: Run) -> None:
    ended = run("status", folder)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.talk == f"postil: {folder}: no documents\n"
    assert json.loads(run("status", "--json", folder).out) == []
    assert not (folder / ".postil").exists()


def test_a_project_that_is_not_there_is_named(folder: Path, run: Run) -> None:
    ended = run("status", folder / "missing")
    assert (ended.code, ended.out) == (1, b"")
    assert ended.talk == f"postil: {folder / 'missing'}: no such file or folder\n"


def test_looking_changes_nothing(begun: Path, run: Run) -> None:
    def tree() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()}

    before = tree()
    run("status", begun)
    assert tree() == before


def test_what_was_read_without_a_mark_is_begun_where_that_is_known(begun: Path) -> None:
    project = Project.of(begun)
    states = [row.state for row in rows_of(project, project.own_stores(ME), {"a.txt", "c.txt"})]
    assert states == ["done", "begun", "begun"]
