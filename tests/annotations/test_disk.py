"""Disks that are full, fail, or cannot be written to."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress

import pytest

from annotations.errors import NotSaved
from annotations.store import AnnotationStore
from tests.annotations.examples import ME, mark
from tests.annotations.stored import assert_nothing_can_be_saved, beside, full, quotes, tree

QUOTES = ["locks would close", "harbour open"]


def broken(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


class Half:
    """A disk that has room for half a save, and then for nothing."""

    def __init__(self) -> None:
        self.write = os.write
        self.is_full = False

    def __call__(self, descriptor: int, data: bytes) -> int:
        if b"{" not in bytes(data):  # the name in the lock
            return self.write(descriptor, data)
        if self.is_full:
            full()
        self.is_full = True
        return self.write(descriptor, bytes(data)[: len(data) // 2])


@pytest.mark.parametrize("write", [full, Half()])
def test_when_the_disk_is_full_nothing_changes_and_the_next_save_works(
    store, path, monkeypatch, write
):
    before = tree(path.parent)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", write)
        with pytest.raises(NotSaved, match="no space left on device"):
            store.add(mark("money"))
    assert tree(path.parent) == before
    assert quotes(store) == QUOTES
    assert store.read_only is None
    store.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]


def test_when_not_even_half_a_line_can_be_taken_off_the_next_save_does(store, path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", Half())
        patch.setattr(os, "ftruncate", broken)
        with pytest.raises(NotSaved):
            store.add(mark("money"))
    assert not beside(path, "journal").read_bytes().endswith(b"\n")
    assert quotes(AnnotationStore(path, ME)) == QUOTES
    store.add(mark("claims"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "claims"]
    assert AnnotationStore(path, ME).faults == []


@pytest.mark.parametrize("name", ["write", "fdatasync", "replace", "fsync", "mkdir"])
def test_when_the_disk_is_full_at_the_first_save_nothing_is_left(path, monkeypatch, name):
    store = AnnotationStore(path, ME)
    with monkeypatch.context() as patch:
        patch.setattr(os, name, full)
        with pytest.raises(NotSaved, match="no space left on device"):
            store.add(mark("money"))
    assert list(store) == []
    assert not path.parent.exists() or tree(path.parent) == {}
    store.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == ["money"]


def test_a_first_save_that_the_folder_did_not_confirm_is_not_there(path, monkeypatch):
    path.parent.mkdir()
    store = AnnotationStore(path, ME)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        with pytest.raises(NotSaved, match="input/output error"):
            store.add(mark("money"))
    assert tree(path.parent) == {}
    store.refresh()
    assert list(store) == []


def test_after_a_failed_sync_nothing_is_saved_until_it_is_opened_again(store, path, monkeypatch):
    """What the system holds of the file may look written from then on and not be."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", broken)
        with pytest.raises(NotSaved):
            store.add(mark("money"))
    assert "could not be confirmed by the disk (input/output error)" in store.read_only
    store.refresh()
    assert_nothing_can_be_saved(store)
    again = AnnotationStore(path, ME)
    assert quotes(again) == quotes(store) == QUOTES
    again.add(mark("claims"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "claims"]


def test_a_save_is_written_to_the_end_and_then_synced(store, path, monkeypatch):
    journal, done = beside(path, "journal"), []
    sync, write = os.fdatasync, os.write

    def writing(descriptor: int, data: bytes) -> int:
        done.append("write")
        return write(descriptor, bytes(data)[:100])

    def syncing(descriptor: int) -> None:
        assert journal.read_bytes().endswith(b"\n")
        done.append("sync")
        sync(descriptor)

    monkeypatch.setattr(os, "write", writing)
    monkeypatch.setattr(os, "fdatasync", syncing)
    store.add(mark("money"))
    assert done[-1] == "sync"
    assert done.count("sync") == 1
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]


def test_a_file_is_synced_before_it_takes_the_place_of_another_and_the_folder_after(
    store, path, monkeypatch
):
    done: list[str] = []
    sync_file, sync, replace = os.fdatasync, os.fsync, os.replace

    def syncing(descriptor: int) -> None:
        done.append("sync file")
        sync_file(descriptor)

    def syncing_folder(descriptor: int) -> None:
        assert stat.S_ISDIR(os.fstat(descriptor).st_mode)
        done.append("sync folder")
        sync(descriptor)

    def replacing(source: object, target: object) -> None:
        done.append(os.path.basename(str(target)))  # noqa: PTH119
        replace(source, target)

    store.add(mark("money"))
    monkeypatch.setattr(os, "fdatasync", syncing)
    monkeypatch.setattr(os, "fsync", syncing_folder)
    monkeypatch.setattr(os, "replace", replacing)
    store.compact()
    main = done.index("ana.json")
    assert done.index("sync file") < main
    assert done[main + 1] == "sync folder"
    journal = done.index("ana.json.journal")
    assert main + 1 < journal
    assert done[journal - 1] == "sync file"
    assert done[journal + 1] == "sync folder"
    assert "sync file" in done[: done.index("ana.json.bak")]


@pytest.mark.parametrize("failing", ["write", "fdatasync", "fsync", "replace", "link"])
@pytest.mark.parametrize("after", range(4))
def test_a_compaction_that_fails_loses_nothing_and_leaves_nothing(
    store, path, monkeypatch, failing, after
):
    store.add(mark("money"))
    marks, left = list(store), after
    call = getattr(os, failing)

    def sometimes(*args: object, **options: object) -> object:
        nonlocal left
        left -= 1
        return call(*args, **options) if left >= 0 else full()

    with monkeypatch.context() as patch:
        patch.setattr(os, failing, sometimes)
        with suppress(NotSaved):
            store.compact()
    assert list(store) == list(AnnotationStore(path, ME)) == marks
    assert [each for each in path.parent.iterdir() if each.name.endswith(".tmp")] == []
    again = AnnotationStore(path, ME)
    added = again.add(mark("claims"))
    again.compact()
    assert list(AnnotationStore(path, ME)) == [*marks, added]
    assert AnnotationStore(path, ME).faults == []


def test_without_hard_links_the_old_file_is_copied(store, path, monkeypatch):
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    before = path.read_bytes()
    store.add(mark("money"))
    monkeypatch.setattr(os, "link", refused)
    assert store.compact()
    assert beside(path, "bak").read_bytes() == before


def test_a_folder_that_cannot_be_written_to_opens_for_reading(store, path, monkeypatch):
    store.add(mark("money"))
    beside(path, "lock").unlink()
    opened = os.open

    def read_only(name: object, flags: int, *args: object, **options: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, "Read-only file system")
        return opened(name, flags, *args, **options)

    monkeypatch.setattr(os, "open", read_only)
    before = tree(path.parent)
    again = AnnotationStore(path, ME)
    assert list(again) == list(store)
    for attempt in (lambda: again.add(mark("claims")), again.compact):
        with pytest.raises(NotSaved, match="read-only file system"):
            attempt()
    assert list(again) == list(store)
    assert tree(path.parent) == before
