"""Annotations in a TinyDB file: the contract of a store, and what may happen to files."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from annotations.annotation import Annotation, Segment
from annotations.errors import Conflict, NotSaved
from annotations.store import AnnotationStore, Annotator
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, ME, OTHER, mark
from tests.annotations.store_contract import StoreContract
from tests.annotations.strategies import FEW, strings


class TestJournalStore(StoreContract):
    def open_store(self, path: Path, annotator: Annotator | None) -> AnnotationStore:
        return AnnotationStore(path, annotator)

    def saved(self, path: Path, id: str) -> dict[str, Any]:
        store = self.open_store(path, None)
        (number,) = (key for key, each in enumerate(store) if each.id == id)
        return list(in_file(path)["annotations"].values())[number]

    def alter(self, path: Path, id: str, **fields: Any) -> None:
        record = self.saved(path, id)
        tables = in_file(path)
        for key, each in tables["annotations"].items():
            if each == record:
                tables["annotations"][key] = {**record, **fields}
        path.write_text(json.dumps(tables))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations" / "ana.json"


@pytest.fixture
def store(path: Path) -> AnnotationStore:
    """A store with two marks, one of them changed, and one more that was removed."""
    store = AnnotationStore(path, ME)
    store.keep_document(DOCUMENT)
    store.add(mark("locks would close"))
    gone = store.add(mark("The mayor"))
    changed = store.add(mark("harbour open"))
    store.remove(gone.id, gone.rev)
    store.change(replace(changed, tag="commitment"), changed.rev)
    store.compact()
    return store


def in_file(path: Path) -> dict[str, dict[str, Any]]:
    """The main file, after everything was written into it."""
    AnnotationStore(path, ME).compact()
    tables = json.loads(path.read_bytes())
    assert isinstance(tables, dict)
    return tables


def quotes(store: AnnotationStore) -> list[str]:
    return [each.exact for each in store]


def assert_nothing_can_be_saved(store: AnnotationStore) -> None:
    """Every save names file and reason, and the file stays as it is, byte for byte."""
    assert str(store.read_only).startswith(f"{store.path}: ")
    before = store.path.read_bytes()
    known = list(store)
    attempts = [lambda: store.add(mark("money")), lambda: store.keep_document(DOCUMENT_2)]
    if known:
        attempts += [
            lambda: store.change(replace(known[0], note="x"), known[0].rev),
            lambda: store.remove(known[0].id, known[0].rev),
        ]
    for attempt in attempts:
        with pytest.raises(NotSaved) as caught:
            attempt()
        assert str(caught.value) == store.read_only
    assert store.path.read_bytes() == before
    assert list(store) == known
    assert not list(store.path.parent.glob("*.tmp"))


DOCUMENT_2 = replace(DOCUMENT, id="2" * 16, path="second.txt")


# The file


def test_stock_tinydb_opens_the_file_and_sees_the_live_marks(store, path):
    with TinyDB(path) as db:
        records = db.table("annotations").all()
        assert db.tables() == {"about", "annotations", "deleted", "documents"}
    assert [record["segments"][0]["exact"] for record in records] == quotes(store)
    assert quotes(store) == ["locks would close", "harbour open"]


def test_a_file_that_stock_tinydb_wrote_is_read(store, path):
    marks = list(store)
    with TinyDB(path, indent=2) as db:
        db.table("notes").insert({"remember": "the milk"})
    again = AnnotationStore(path, ME)
    assert list(again) == marks
    assert again.read_only is None


def test_a_table_that_we_do_not_know_survives(store, path):
    with TinyDB(path) as db:
        db.table("notes").insert({"remember": "the milk"})
    store.add(mark("money"))
    assert in_file(path)["notes"] == {"1": {"remember": "the milk"}}


def test_records_made_by_stock_tinydb_can_be_changed(path):
    path.parent.mkdir()
    segment = {"start": 0, "end": 3, "exact": "The"}
    record = {"document": "d", "text_sha256": "f" * 64, "tag": "threat", "segments": [segment]}
    with TinyDB(path) as db:
        db.table("annotations").insert(record)
    store = AnnotationStore(path, ME)
    (found,) = store
    changed = store.change(replace(found, note="ours now"), found.rev)
    store.remove(changed.id, changed.rev)
    assert in_file(path)["annotations"] == {}


def test_a_record_is_one_line_and_a_new_one_a_new_line(store, path):
    before = path.read_text().split("\n")
    store.add(mark("money"))
    after = path.read_text().split("\n")
    (new,) = (line for line in after if line not in before)
    assert [line for line in after if line != new] == before
    assert json.loads("{" + new.removeprefix(",") + "}")


def test_the_records_in_the_file_are_in_the_order_of_their_ids(store, path):
    first, second = store
    store.remove(first.id, first.rev)
    store.add(first)
    store.change(second, second.rev)
    for table in in_file(path).values():
        assert list(table) == sorted(table, key=int)


def test_where_nothing_changes_nothing_is_written(store, path):
    before, first = path.stat().st_ino, next(iter(store))
    with store.transaction():
        pass
    store.keep_document(store.documents()[0])
    assert path.stat().st_ino == before
    assert store.get(first.id) is first


def test_a_removed_mark_is_kept_among_the_deleted_ones(store, path):
    (gone,) = in_file(path)["deleted"].values()
    assert gone["record"]["segments"][0]["exact"] == "The mayor"
    first, _ = store
    store.remove(first.id, first.rev)
    assert len(in_file(path)["deleted"]) == 2
    store.add(first)
    assert len(in_file(path)["deleted"]) == 1


def test_a_document_is_one_record_however_often_it_changes(store, path):
    store.keep_document(replace(DOCUMENT, path="renamed.txt"))
    (record,) = in_file(path)["documents"].values()
    assert record["path"] == "renamed.txt"


def test_the_file_says_whose_it_is_and_of_which_schema(store, path):
    assert in_file(path)["about"] == {"1": {"schema": 1, "name": ME.name, "person": ME.person}}


def test_the_mode_of_the_file_is_kept(store, path):
    for mode in (0o640, 0o600, 0o664):
        path.chmod(mode)
        store.add(mark("money"))
        assert path.stat().st_mode & 0o7777 == mode


# Files that were damaged


def damaged(path: Path, content: bytes) -> AnnotationStore:
    path.write_bytes(content)
    return AnnotationStore(path, ME)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \n", b"\0" * 4096, b"null", b"[]", b"3", b"<html>", b"{", b"{}}", b'{"a": [1]}'],
)
def test_a_file_without_tables_is_damaged_and_not_new(store, path, content):
    store = damaged(path, content)
    assert list(store) == []
    assert store.faults[0] in store.read_only
    assert_nothing_can_be_saved(store)


@pytest.mark.parametrize(
    ("old", "new", "reason", "left"),
    [
        (b'"tag":"threat"', b'"tag":threat', "is not a record", ["harbour open"]),
        (b'"exact":"locks', b'"exact":"\xff\xfe', "is not a record", ["harbour open"]),
        (b'"exact":"locks', b'"exact":"\0\0\0', "is not a record", ["harbour open"]),
        (b'"annotations":{', b'"annotations"', "is not a record", []),
        (b'"about":{', b'"ab\xffut":{', "", ["locks would close", "harbour open"]),
        (b"\n}\n}\n", b"\n}\n", "the end of the file is missing", ...),
        (b"\n}\n}\n", b"\n}\n}\nmore\n", "", ...),
    ],
)
def test_of_a_damaged_file_the_rest_is_read(store, path, old, new, reason, left):
    left = quotes(store) if left is ... else left
    content = path.read_bytes()
    assert old in content
    store = damaged(path, content.replace(old, new, 1))
    assert quotes(store) == left
    assert "damaged" in store.read_only
    assert reason in store.read_only
    assert_nothing_can_be_saved(store)


def lines_with(path: Path, words: bytes) -> list[bytes]:
    return [line for line in path.read_bytes().split(b"\n") if words in line]


def test_a_file_cut_in_a_record_keeps_the_records_before_it(store, path):
    content = path.read_bytes()
    store = damaged(path, content[: content.index(b'"harbour open"')])
    assert quotes(store) == ["locks would close"]
    assert "the end of the file is missing" in " ".join(store.faults)
    assert_nothing_can_be_saved(store)


def test_a_conflict_of_git_is_named_by_its_lines_and_both_sides_are_read(store, path):
    content = path.read_bytes()
    (line,) = lines_with(path, b'"harbour open"')
    number = content[: content.index(line)].count(b"\n") + 1
    ours = b"<<<<<<< HEAD\n" + line + b"\n=======\n>>>>>>> theirs"
    store = damaged(path, content.replace(line, ours))
    assert quotes(store) == ["locks would close", "harbour open"]
    assert f"line {number} is not a record" in store.read_only
    assert len(store.faults) == 3
    assert_nothing_can_be_saved(store)


def test_of_a_record_that_is_there_twice_the_first_is_shown(store, path):
    (line,) = lines_with(path, b'"harbour open"')
    twin = line.replace(b'"commitment"', b'"allegation"')
    store = damaged(path, path.read_bytes().replace(line, line + b"\n" + twin))
    assert [each.tag for each in store] == ["threat", "commitment"]
    assert "is there twice" in store.read_only
    assert_nothing_can_be_saved(store)


def test_two_records_of_the_same_number_do_not_swallow_each_other(store, path):
    (line,) = lines_with(path, b'"harbour open"')
    twin = line.replace(b',"', b',"0', 1).replace(b'"harbour open"', b'"harbour shut"')
    store = damaged(path, path.read_bytes().replace(line, line + b"\n" + twin))
    assert store.read_only
    assert_nothing_can_be_saved(store)


def test_a_file_that_is_damaged_while_it_is_open_is_not_written(store, path):
    marks = list(store)
    path.write_bytes(path.read_bytes()[:-10])
    content = path.read_bytes()
    with pytest.raises(NotSaved, match="damaged"):
        store.add(mark("money"))
    assert path.read_bytes() == content
    assert list(store) == marks


def test_a_mended_file_can_be_written_again(store, path):
    content = path.read_bytes()
    path.write_bytes(content[:-5])
    assert store.refresh()
    assert store.read_only
    path.write_bytes(content)
    assert store.refresh()
    assert store.read_only is None
    store.add(mark("money"))


def test_a_file_that_cannot_be_read_is_not_written(store, path, monkeypatch):
    def locked(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", locked)
        store = AnnotationStore(path, ME)
        assert "cannot be read: permission denied" in store.read_only
        with pytest.raises(NotSaved):
            store.add(mark("money"))
    store.add(mark("money"))
    assert len(AnnotationStore(path, ME)) == 3


def test_what_was_read_before_stays_when_the_file_cannot_be_read(store, path, monkeypatch):
    marks = list(store)
    AnnotationStore(path, ME).add(mark("money"))

    def busy(_: Path) -> bytes:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", busy)
        store.refresh()
        assert "too many open files" in store.read_only
        assert list(store) == marks
    store.refresh()
    assert store.read_only is None
    assert len(store) == 3


# Records that break a rule


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"segments": []}, "no segments"),
        ({"segments": None}, "no segments"),
        ({"segments": [7]}, "not an object"),
        ({"segments": [{"start": "0", "end": 3, "exact": "The"}]}, "no offsets"),
        ({"segments": [{"start": True, "end": 3, "exact": "he"}]}, "no offsets"),
        ({"segments": [{"start": -1, "end": 2, "exact": "The"}]}, "does not fit"),
        ({"segments": [{"start": 0, "end": 4, "exact": "The"}]}, "does not fit"),
        ({"segments": [{"start": 3, "end": 0, "exact": "The"}]}, "does not fit"),
        ({"segments": [{"start": 0, "end": 0, "exact": ""}]}, "exact is missing"),
        ({"segments": [{"start": 0, "end": 3, "exact": 123}]}, "exact is not a string"),
        (
            {
                "segments": [
                    {"start": 5, "end": 6, "exact": "a"},
                    {"start": 0, "end": 1, "exact": "b"},
                ]
            },
            "not in order",
        ),
        (
            {
                "segments": [
                    {"start": 0, "end": 5, "exact": "abcde"},
                    {"start": 5, "end": 6, "exact": "f"},
                ]
            },
            "not in order",
        ),
        ({"document": ""}, "document is missing"),
        ({"document": 7}, "document is not a string"),
        ({"text_sha256": ""}, "text_sha256 is missing"),
        ({"tag": ""}, "tag is missing"),
        ({"tag": ["threat"]}, "tag is not a string"),
        ({"note": None}, "note is not a string"),
        ({"fields": []}, "fields is not an object"),
        ({"extra": "x"}, "extra is not an object"),
        ({"rev": "1"}, "rev is not a number"),
        ({"rev": True}, "rev is not a number"),
    ],
)
def test_a_record_that_breaks_a_rule_is_set_aside_and_stays_in_the_file(
    store, path, fields, reason
):
    tables = in_file(path)
    key = min(tables["annotations"], key=int)
    tables["annotations"][key] |= fields
    store = damaged(path, json.dumps(tables).encode())
    assert quotes(store) == ["harbour open"]
    assert [misfit.key for misfit in store.misfits] == [key]
    assert reason in store.misfits[0].reason
    store.add(mark("money"))
    assert in_file(path)["annotations"][key] == tables["annotations"][key]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"id": ""}, "id"), ({"path": 3}, "path"), ({"length": "9"}, "length"), ({"bom": 1}, "bom")],
)
def test_a_document_that_breaks_a_rule_is_set_aside(store, path, fields, reason):
    tables = in_file(path)
    ((key, record),) = tables["documents"].items()
    tables["documents"][key] = {**record, **fields}
    store = damaged(path, json.dumps(tables).encode())
    assert store.documents() == []
    assert [misfit.key for misfit in store.misfits] == [key]
    assert reason in store.misfits[0].reason
    assert len(store) == 2


# Files of others


def test_a_file_of_a_newer_schema_is_only_read(store, path):
    tables = in_file(path)
    tables["about"]["1"]["schema"] = 2
    store = damaged(path, json.dumps(tables).encode())
    assert len(store) == 2
    assert "newer" in store.read_only
    assert_nothing_can_be_saved(store)


def test_a_file_of_another_person_is_only_read(store, path):
    theirs = AnnotationStore(path, OTHER)
    assert len(theirs) == 2
    assert theirs.owner == ME
    assert "belongs to another ana" in theirs.read_only
    assert_nothing_can_be_saved(theirs)


def test_a_store_that_is_only_read_leaves_no_trace(path):
    with pytest.raises(NotSaved):
        AnnotationStore(path).add(mark("money"))
    assert not path.parent.exists()


def test_a_file_that_another_person_took_over_is_not_written(store, path):
    ours = AnnotationStore(path, ME)
    tables = in_file(path)
    tables["about"]["1"]["person"] = OTHER.person
    path.write_text(json.dumps(tables))
    with pytest.raises(NotSaved):
        ours.add(mark("money"))
    assert in_file(path) == tables


@pytest.mark.parametrize("about", [{}, {"1": {"schema": 1}}, {"1": {"name": "x", "person": ""}}])
def test_a_file_that_belongs_to_nobody_becomes_ours(store, path, about):
    tables = in_file(path)
    tables["about"] = about
    store = damaged(path, json.dumps(tables).encode())
    assert store.owner is None
    store.add(mark("money"))
    assert store.owner == ME
    assert len(AnnotationStore(path, ME)) == 3


# Disks that fail


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("owner", "name"), [(os, "fsync"), (os, "fchmod"), (Path, "replace"), (Path, "exists")]
)
def test_when_the_disk_is_full_nothing_changes_and_the_next_save_works(
    store, path, monkeypatch, owner, name
):
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, full)
        with pytest.raises(NotSaved, match="no space left on device"):
            store.add(mark("money"))
    assert path.read_bytes() == before
    assert quotes(store) == ["locks would close", "harbour open"]
    assert sorted(each.name for each in path.parent.iterdir()) == ["ana.json", "ana.json.lock"]
    store.add(mark("money"))
    assert len(AnnotationStore(path, ME)) == 3


@pytest.mark.parametrize("name", ["fsync", "mkdir"])
def test_when_the_disk_is_full_at_the_first_save_there_is_no_file(path, monkeypatch, name):
    store = AnnotationStore(path, ME)
    with monkeypatch.context() as patch:
        patch.setattr(os, name, full)
        with pytest.raises(NotSaved, match="no space left on device"):
            store.add(mark("money"))
    assert list(store) == []
    assert not path.exists()
    store.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == ["money"]


@pytest.mark.parametrize("number", [1, 2])
def test_whichever_sync_fails_the_store_holds_what_the_file_holds(store, path, monkeypatch, number):
    sync, calls = os.fsync, []

    def failing(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == number:
            raise OSError(errno.EIO, "Input/output error")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(NotSaved):
        store.add(mark("money"))
    assert quotes(store) == quotes(AnnotationStore(path, ME))


def test_a_save_is_synced_before_it_takes_the_place_of_the_file_and_after(store, monkeypatch):
    done: list[str] = []
    sync, replace_ = os.fsync, Path.replace

    def syncing(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        done.append("sync folder" if is_folder else "sync file")
        sync(descriptor)

    def replacing(self: Path, target: Path) -> Path:
        done.append("replace")
        return replace_(self, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "replace", replacing)
    store.add(mark("money"))
    assert done == ["sync file", "replace", "sync folder"]


# Several processes


def test_a_save_waits_for_another_window_and_then_gives_up(store, path, monkeypatch):
    monkeypatch.setattr(storage, "PATIENCE", 0.02)
    with FileLock(f"{path}.lock"), pytest.raises(NotSaved, match="held by another window"):
        store.add(mark("money"))
    assert len(store) == 2
    store.add(mark("money"))
    assert len(AnnotationStore(path, ME)) == 3


def while_waiting(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen between a key and its turn to write the file, once."""
    waited: list[bool] = []
    acquire = FileLock.acquire

    def wait(self: FileLock, *args: Any, **options: Any) -> Any:
        if not waited:
            waited.append(True)
            happens()
        return acquire(self, *args, **options)

    monkeypatch.setattr(FileLock, "acquire", wait)


def test_what_another_window_saves_while_we_wait_is_kept(store, path, monkeypatch):
    other = AnnotationStore(path, ME)
    while_waiting(monkeypatch, lambda: other.add(mark("she said")))
    store.add(mark("money"))
    everything = ["locks would close", "harbour open", "she said", "money"]
    assert sorted(quotes(store)) == sorted(quotes(AnnotationStore(path, ME))) == sorted(everything)


def test_what_another_window_changes_while_we_wait_is_a_conflict(store, path, monkeypatch):
    first, other = next(iter(store)), AnnotationStore(path, ME)
    while_waiting(monkeypatch, lambda: other.remove(first.id, first.rev))
    with pytest.raises(Conflict):
        store.change(replace(first, note="ours"), first.rev)
    assert quotes(AnnotationStore(path, ME)) == ["harbour open"]


@pytest.mark.parametrize("content", [b"", b'{"annotations":{\n"1":{'])
def test_a_file_that_is_damaged_while_we_wait_is_not_written(store, path, monkeypatch, content):
    while_waiting(monkeypatch, lambda: path.write_bytes(content))
    with pytest.raises(NotSaved, match="damaged"):
        store.add(mark("money"))
    assert path.read_bytes() == content


def test_a_file_of_a_newer_schema_that_comes_while_we_wait_is_not_written(store, path, monkeypatch):
    newer = path.read_bytes().replace(b'"schema":1', b'"schema":2')
    while_waiting(monkeypatch, lambda: path.write_bytes(newer))
    with pytest.raises(NotSaved, match="newer"):
        store.add(mark("money"))
    assert path.read_bytes() == newer


def test_two_processes_that_save_at_the_same_time_lose_nothing(store, path):
    writer = (
        "import sys\n"
        "from pathlib import Path\n"
        "from annotations.store import AnnotationStore\n"
        "from tests.annotations.examples import ME, mark\n"
        "store = AnnotationStore(Path(sys.argv[1]), ME)\n"
        "sys.stdin.readline()\n"
        "for _ in range(50):\n"
        "    print(store.add(mark('money')).id)\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", writer, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(2)
    ]
    with ThreadPoolExecutor() as threads:
        printed = threads.map(lambda each: each.communicate("go\n")[0], processes)
    saved = {id for ids in printed for id in ids.split()}
    assert len(saved) == 100
    assert saved <= {each.id for each in AnnotationStore(path, ME)}


# Any text


@FEW
@given(strings.filter(bool).map(Text.of), st.data())
def test_after_reopening_every_quote_stands_where_its_offsets_say(text, data):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "annotations" / "ana.json"
        store = AnnotationStore(path, ME)
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(text) - 1))
            end = data.draw(st.integers(start + 1, len(text)))
            segment = Segment.of(text, start, end)
            store.add(Annotation("doc", text.sha256, (segment,), "threat", ME.name))
        again = AnnotationStore(path, ME)
        assert list(again) == list(store)
        for each in again:
            assert text[each.start : each.end] == each.exact
            assert each.holds_in(text)
