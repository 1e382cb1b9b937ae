"""What the store promises, one after the other."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from shutil import copytree

import pytest

from annotations import files
from annotations.errors import NotSaved
from annotations.store import AnnotationStore
from annotations.store import journal as journal_module
from annotations.store.storage import JournalStorage
from tests.annotations.examples import DOCUMENT, ME, mark
from tests.annotations.stored import (
    Killed,
    append,
    assert_nothing_can_be_saved,
    beside,
    full,
    journal_line,
    killed_at,
    line_with,
    quotes,
    tree,
    written,
)

QUOTES = ["locks would close", "harbour open"]


def tables_of(store: AnnotationStore) -> dict[str, dict[int, bytes]]:
    """Everything in memory."""
    return {name: dict(rows) for name, rows in store._file.state.tables.items() if rows}


def reloaded(store: AnnotationStore) -> dict[str, dict[int, bytes]]:
    return tables_of(AnnotationStore(store.path, ME))


def in_journal(path) -> list[int]:
    return [
        each.number for each in journal_module.read(beside(path, "journal").read_bytes()).entries
    ]


def test_invariant_01_a_save_is_on_the_disk_when_it_returns(store, path, monkeypatch):
    """A call returns only after its line is on disk."""
    synced: list[bytes] = []
    sync = os.fdatasync

    def syncing(descriptor: int) -> None:
        sync(descriptor)
        synced.append(beside(path, "journal").read_bytes())

    monkeypatch.setattr(os, "fdatasync", syncing)
    acts = [
        lambda: store.add(mark("money")),
        lambda: store.change(replace(store.tagged("threat")[0], note="x"), 1),
        lambda: store.remove(store.tagged("commitment")[0].id, 2),
        lambda: store.keep_document(replace(DOCUMENT, title="another")),
    ]
    for act in acts:
        synced.clear()
        act()
        assert synced
        assert synced[-1] == beside(path, "journal").read_bytes()
    assert len(in_journal(path)) == 4


def test_invariant_01_the_first_save_too(path, monkeypatch):
    """A call returns only after its line is on disk, and the disk knows of the new file."""
    done: list[str] = []
    for name in ("fdatasync", "replace", "fsync"):
        call = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *args, name=name, call=call: (done.append(name), call(*args))[1]
        )
    path.parent.mkdir()
    (path.parent.parent / ".gitignore").touch()
    AnnotationStore(path, ME).add(mark("money"))
    assert done[-3:] == ["fdatasync", "replace", "fsync"]
    assert set(done[:-3]) == {"fsync"}  # of the folders, so that the file can be found


def test_invariant_02_memory_changes_only_after_the_sync(store, path, monkeypatch):
    """Memory changes only after that."""
    seen: list[list[str]] = []
    sync = os.fdatasync

    def syncing(descriptor: int) -> None:
        seen.append([name for rows in store._file.state.tables.values() for name in map(str, rows)])
        sync(descriptor)

    before = [name for rows in store._file.state.tables.values() for name in map(str, rows)]
    monkeypatch.setattr(os, "fdatasync", syncing)
    store.add(mark("money"))
    assert seen == [before]
    monkeypatch.setattr(os, "fdatasync", full)
    known = tables_of(store)
    with pytest.raises(NotSaved):
        store.add(mark("claims"))
    assert tables_of(store) == known


def test_invariant_03_memory_is_what_a_reload_would_give(store, path):
    """Memory is what a reload would give."""
    other = AnnotationStore(path, ME)
    first, _ = store
    for act in (
        lambda: store.add(mark("money")),
        lambda: store.change(replace(first, note="x\ny"), first.rev),
        lambda: store.remove(first.id, first.rev + 1),
        lambda: store.add(replace(first, rev=5)),
        lambda: store.keep_document(replace(DOCUMENT, metadata={"author": "é😀"})),
        lambda: store._db.table("notes").insert({"b": 1, "a": [1.5, None]}),
        lambda: store._db.table("notes").update({"a": True}),
        lambda: store._db.drop_table("notes"),
        store.compact,
        lambda: store.add(mark("claims")),
    ):
        act()
        other.refresh()
        assert tables_of(store) == reloaded(store) == tables_of(other)
        assert store._file.number == AnnotationStore(path, ME)._file.number == other._file.number


@pytest.mark.parametrize("times", [2, 3])
def test_invariant_04_to_replay_twice_is_to_replay_once(store, path, times):
    """Lines are states, so replaying twice is harmless."""
    first, second = store
    changed = store.change(replace(first, note="x"), first.rev)
    store.remove(changed.id, changed.rev)
    store.change(replace(second, note="y"), second.rev)
    store.add(changed)
    once = tables_of(store)
    header, *entries = beside(path, "journal").read_bytes().splitlines(keepends=True)
    beside(path, "journal").write_bytes(header + b"".join(entries) * times)
    assert reloaded(store) == once


def test_invariant_05_records_in_memory_are_replaced_and_never_changed(store):
    """Records in memory are replaced, never changed in place."""
    kept = list(store)
    first, second = kept
    store.change(replace(first, note="x", fields={"deep": ["y"]}), first.rev)
    store.remove(second.id, second.rev)
    assert all(
        isinstance(row, bytes) for rows in tables_of(store).values() for row in rows.values()
    )
    assert [each.note for each in kept] == ["", ""]
    found = store._annotations.get(doc_id=store._annotations.all()[0].doc_id)
    found["segments"].clear()
    assert store._annotations.all()[0]["segments"]
    assert quotes(store) == ["locks would close"]


def test_invariant_06_a_line_without_its_end_was_never_acknowledged(store, path):
    """Readers stop at a line without its newline, the next writer cuts it off."""
    journal = beside(path, "journal")
    before = journal.read_bytes()
    store.add(mark("money"))
    line = journal.read_bytes()[len(before) :]
    for size in range(len(line)):
        journal.write_bytes(before + line[:size])
        again = AnnotationStore(path, ME)
        assert quotes(again) == QUOTES
        assert again.faults == []
    again.add(mark("claims"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "claims"]
    assert AnnotationStore(path, ME).faults == []


def test_invariant_06_a_damaged_line_is_skipped_kept_and_reported(store, path):
    """A damaged line *with* newline is skipped, kept and reported."""
    journal = beside(path, "journal")
    for word in ("money", "claims"):
        store.add(mark(word))
    damaged = journal.read_bytes().replace(b'"exact":"money"', b'"exact":"honey"')
    journal.write_bytes(damaged)
    again = AnnotationStore(path, ME)
    assert quotes(again) == [*QUOTES, "claims"]
    assert len(again.faults) == 1
    again.add(mark("she said"))
    assert journal.read_bytes().startswith(damaged)
    again.compact()
    (kept,) = path.parent.glob("*.journal.damaged-*")
    assert kept.read_bytes().startswith(damaged)


def test_invariant_07_under_the_lock_a_writer_catches_up_and_then_appends(store, path, monkeypatch):
    """Under the lock: catch up, then append."""
    other = AnnotationStore(path, ME)
    lock, held = store._file.lock, []
    really_held = lock.held

    def when_held(patience=None):
        other.add(mark("money"))  # the last moment for another window
        return really_held(patience)

    append_line = store._file.journal.append

    def appending(line: bytes) -> None:
        with pytest.raises(NotSaved), other.transaction(patience=0.0):
            other.add(mark("claims"))
        held.append(quotes(store))
        append_line(line)

    monkeypatch.setattr(lock, "held", when_held)
    monkeypatch.setattr(store._file.journal, "append", appending)
    store.add(mark("she said"))
    assert held == [[*QUOTES, "money"]]
    assert sorted(quotes(AnnotationStore(path, ME))) == sorted([*QUOTES, "money", "she said"])
    assert in_journal(path) == [7, 8]


def test_invariant_08_compaction_can_be_cut_at_any_point(store, path, tmp_path):
    """Compaction can be cut at any point."""
    store.add(mark("money"))
    for number in range(100):
        cut = tmp_path / str(number) / path.name
        copytree(path.parent, cut.parent)
        compacting = AnnotationStore(cut, ME)
        with killed_at(number) as calls:
            try:
                compacting.compact()
            except Killed:
                pass
            else:
                break
        again = AnnotationStore(cut, ME)
        assert tables_of(again) == tables_of(store), calls
        assert again.faults == [], calls
        assert not again._file.state.foreign, calls
    assert number > 20


@pytest.mark.parametrize("content", [b"", b"\0" * 2000, b'{"about":{\n"1":{"sch'])
def test_invariant_09_a_damaged_file_is_kept_aside_and_rebuilt(store, path, content):
    """A damaged or emptied main file is kept aside and rebuilt from backup and journals."""
    store.add(mark("money"))
    expected = tables_of(store)
    again = written(path, content)
    assert tables_of(again) == expected
    assert again.faults
    assert again.compact()
    (kept,) = path.parent.glob("ana.json.damaged-*")
    assert kept.name.removeprefix("ana.json.damaged-").isdigit()
    assert kept.read_bytes() == content
    assert reloaded(again) == expected
    assert AnnotationStore(path, ME).faults == []


def test_invariant_10_on_a_file_from_elsewhere_only_what_is_newer_applies(store, path):
    """Onto a snapshot that the journal does not know a line applies only where its `rev` is
    higher; the rest goes to the list of conflicts."""
    first, second = store
    store.change(replace(first, note="ours, newer"), first.rev)
    store.change(replace(second, note="ours, older"), second.rev)
    content = path.read_bytes()
    line = line_with(path, b'"harbour open"')
    theirs = line.replace(b'"note":""', b'"note":"theirs"').replace(b'"rev":2', b'"rev":9')
    assert theirs != line
    again = written(path, content.replace(line, theirs))
    assert [each.note for each in again] == ["ours, newer", "theirs"]
    assert [each["record"]["note"] for each in again.set_aside] == ["ours, older"]
    again.compact()
    assert [each["record"]["note"] for each in AnnotationStore(path, ME).set_aside] == [
        "ours, older"
    ]


def test_invariant_11_after_a_failed_sync_the_store_is_read_only_until_reopened(
    store, path, monkeypatch
):
    """A failed fsync makes the store read-only until reopened."""

    def failing(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", failing)
        with pytest.raises(NotSaved):
            store.add(mark("money"))
    assert_nothing_can_be_saved(store)
    again = AnnotationStore(path, ME)
    assert again.read_only is None
    assert quotes(again) == QUOTES
    again.add(mark("money"))


def test_invariant_12_a_read_only_folder_opens_for_reading(store, path, monkeypatch):
    """A read-only folder opens for reading."""
    store.add(mark("money"))
    expected, before = list(store), tree(path.parent)

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    opened = os.open
    monkeypatch.setattr(
        os,
        "open",
        lambda name, flags, *rest, **more: (
            refused() if flags & (os.O_WRONLY | os.O_RDWR) else opened(name, flags, *rest, **more)
        ),
    )
    for name in ("mkdir", "replace", "unlink", "link"):
        monkeypatch.setattr(os, name, refused)
    again = AnnotationStore(path, ME)
    assert list(again) == expected
    assert not again.refresh()
    with pytest.raises(NotSaved, match="read-only file system"):
        again.add(mark("claims"))
    assert list(again) == expected
    assert tree(path.parent) == before


def test_invariant_13_a_full_disk_is_an_error_and_the_next_save_works(store, path, monkeypatch):
    """Disk full: an error to the caller, the partial line cut, memory unchanged, the next save
    works once there is room."""
    before, known, write = beside(path, "journal").read_bytes(), tables_of(store), os.write
    taken: list[int] = []

    def some_room(descriptor: int, data: bytes) -> int:
        if bytes(data).endswith(b"}\n"):
            if taken:
                full()
            taken.append(1)
            return write(descriptor, bytes(data)[:40])
        return write(descriptor, data)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", some_room)
        with pytest.raises(NotSaved, match="no space left"):
            store.add(mark("money"))
    assert taken
    assert beside(path, "journal").read_bytes() == before
    assert tables_of(store) == known
    store.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]


def test_invariant_14_a_newer_schema_is_read_only(store, path):
    """A newer schema than ours opens read-only."""
    again = written(path, path.read_bytes().replace(b'"schema":1', b'"schema":2'))
    assert quotes(again) == QUOTES
    assert_nothing_can_be_saved(again)


def test_invariant_14_unknown_fields_survive(store, path):
    """Unknown fields survive."""
    again = written(path, path.read_bytes().replace(b'"note":""', b'"certainty":0.5,"note":""'))
    for each in list(again):
        again.change(replace(each, note="x"), each.rev)
    again.compact()
    records = json.loads(path.read_bytes())["annotations"].values()
    assert [each["certainty"] for each in records] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"start":26', b'"start":25'),
        (b'"start":26', b'"start":"26"'),
        (b'"exact":"locks would close"', b'"exact":"locks would clos"'),
        (b'"tag":"threat"', b'"tag":7'),
        (b'"segments":[{', b'"segments":[7,{'),
    ],
)
def test_invariant_15_what_breaks_a_rule_is_shown_and_kept_and_not_obeyed(store, path, old, new):
    """Records that break a rule are set aside and shown, never dropped, never obeyed."""
    line = line_with(path, b'"exact":"locks')
    assert old in line
    broken = line.replace(old, new)
    again = written(path, path.read_bytes().replace(line, broken))
    assert quotes(again) == ["harbour open"]
    (misfit,) = again.misfits
    assert misfit.document == DOCUMENT.id
    assert again.misfits_of(DOCUMENT.id) == [misfit]
    again.add(mark("money"))
    again.compact()
    assert broken.lstrip(b",") in path.read_bytes()
    assert len(AnnotationStore(path, ME).misfits) == 1


def test_invariant_15_of_a_key_that_is_there_twice_both_records_are_kept(store, path):
    """Duplicate keys from a union merge are shown, never dropped, never obeyed."""
    line = line_with(path, b'"harbour open"')
    twin = b"," + line.lstrip(b",").replace(b'"commitment"', b'"allegation"')
    again = written(path, path.read_bytes().replace(line, line + b"\n" + twin))
    assert [each.tag for each in again] == ["threat", "commitment"]
    assert_nothing_can_be_saved(again)
    again.merge()
    assert sorted(each.tag for each in AnnotationStore(path, ME)) == [
        "allegation",
        "commitment",
        "threat",
    ]


def test_invariant_15_a_record_in_the_journal_that_breaks_a_rule_is_no_mark(store, path):
    """A journal is no safer than a main file."""
    entry = {"n": 7, "schema": 1, "at": "", "group": "g", "takes": "", "del": {}, "before": {}}
    append(
        beside(path, "journal"), journal_line({**entry, "put": {"annotations": {"7": {"tag": 7}}}})
    )
    again = AnnotationStore(path, ME)
    assert quotes(again) == QUOTES
    assert [each.key for each in again.misfits] == ["7"]
    again.compact()
    assert [each.key for each in AnnotationStore(path, ME).misfits] == ["7"]


def test_the_files_of_a_store_are_those_that_the_promises_speak_of(store, path):
    store.add(mark("money"))
    store.compact()
    names = {"", ".journal", ".bak", ".journal.bak", ".history", ".lock", ".compact.lock"}
    assert {each.name for each in path.parent.iterdir()} == {f"ana.json{name}" for name in names}
    assert JournalStorage(path).backup == beside(path, "bak")
    assert files.IGNORED.split()
