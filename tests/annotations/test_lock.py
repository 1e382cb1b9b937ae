"""Turns between windows: who waits, for how long, and what they are told."""

from __future__ import annotations

import errno
import os
import platform
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import filelock
import pytest
from filelock import FileLock

from annotations.errors import Busy, NotSaved
from annotations.store import AnnotationStore
from annotations.store import lock as lock_module
from annotations.store.lock import Lock
from tests.annotations.clock import within
from tests.annotations.examples import ME, mark
from tests.annotations.stored import beside, quotes

HOLDING = """
import sys
from pathlib import Path
from annotations.store.lock import Lock
with Lock(Path(sys.argv[1]), Path("ana.json")).held():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(store, path):
    """Another process, which has the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, beside(path, "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_who_waits_in_vain_is_told_which_process_holds_the_lock(store, path, holder):
    before = beside(path, "journal").read_bytes()
    with pytest.raises(Busy) as caught, store.transaction(patience=0.02):
        store.add(mark("money"))
    assert str(caught.value) == f"{path}: held by {platform.node()}/{holder.pid}"
    assert store.holder == f"{platform.node()}/{holder.pid}"
    assert beside(path, "journal").read_bytes() == before
    assert quotes(store) == ["locks would close", "harbour open"]
    assert store.read_only is None


def test_a_save_waits_as_long_as_it_may_and_not_longer(store, monkeypatch, holder):
    monkeypatch.setattr(lock_module, "PATIENCE", 0.2)
    began = monotonic()
    with pytest.raises(Busy):
        store.add(mark("money"))
    assert 0.2 <= monotonic() - began < 2


def test_a_save_goes_on_as_soon_as_the_other_window_is_done(store, holder):
    timer = threading.Timer(0.1, lambda: holder.communicate("\n"))
    timer.start()
    with within(10.0):
        store.add(mark("money"))
    timer.join()
    assert len(store) == 3


def test_the_lock_of_a_process_that_was_killed_is_free(store, holder):
    holder.kill()
    holder.wait()
    with store.transaction(patience=5.0):
        store.add(mark("money"))
    assert len(store) == 3


def test_reading_waits_for_nobody(store, path, holder):
    with within(5.0):
        assert list(AnnotationStore(path, ME)) == list(store)
        assert not store.refresh()


def test_a_compaction_that_another_window_is_at_is_not_done(store, path):
    store.add(mark("money"))
    with FileLock(beside(path, "compact.lock")):
        assert not store.compact()
    assert store.compact()


def test_a_worker_waits_for_its_turn(store, holder):
    assert not store.await_turn(0.02)
    holder.communicate("\n")
    assert store.await_turn(5.0)


def test_whoever_has_the_lock_signs_and_a_longer_name_before_is_gone(tmp_path):
    path = tmp_path / "lock"
    path.write_text("a-computer-with-a-much-longer-name-than-any-other.example.org/123456789\n" * 3)
    lock = Lock(path, tmp_path / "ana.json")
    with lock.held():
        assert path.read_text() == f"{platform.node()}/{os.getpid()}\n"
        assert lock.holder == f"{platform.node()}/{os.getpid()}"


def test_a_holder_whose_name_is_hostile_is_told_shortly(tmp_path):
    path = tmp_path / "lock"
    assert Lock(path, path).holder == ""
    path.write_bytes(b"\xff" + b"x" * 10_000)
    assert len(Lock(path, path).holder) <= 100


def test_a_lock_is_held_once_also_within_a_process(tmp_path):
    lock = Lock(tmp_path / "lock", tmp_path / "ana.json")
    with lock.held(), pytest.raises(Busy), lock.held(0.0):
        pass
    with lock.held(0.0):
        assert not lock.is_free(0.0)
    assert lock.is_free(0.0)


def test_to_look_whether_a_lock_is_free_leaves_no_trace(tmp_path, holder, path):
    lock = Lock(tmp_path / "lock", tmp_path / "ana.json")
    assert lock.is_free(0.0)
    assert not (tmp_path / "lock").exists()
    held = Lock(beside(path, "lock"), path)
    before = beside(path, "lock").read_bytes()
    assert not held.is_free(0.0)
    assert beside(path, "lock").read_bytes() == before


def test_a_lock_file_that_was_taken_away_is_no_lock(tmp_path, monkeypatch):
    """Whoever waits must not end up with a lock that nobody else can see."""
    lock = Lock(tmp_path / "lock", tmp_path / "ana.json")
    real = filelock.lock_descriptor
    taken: list[int] = []

    def lock_after(descriptor: int, **options: bool) -> bool:
        if not taken:
            (tmp_path / "lock").unlink()
        taken.append(descriptor)
        return real(descriptor, **options)

    monkeypatch.setattr(filelock, "lock_descriptor", lock_after)
    with lock.held():
        assert (tmp_path / "lock").exists()
        assert len(taken) == 2


def test_where_the_disk_knows_no_locks_a_file_stands_for_one(tmp_path, monkeypatch):
    def unknown(*_: object, **__: object) -> bool:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(filelock, "lock_descriptor", unknown)
    lock = Lock(tmp_path / "ana.json.lock", tmp_path / "ana.json")
    with lock.held(), pytest.raises(Busy), lock.held(0.05):
        pass
    with lock.held(0.0):
        assert (tmp_path / "ana.json.soft.lock").exists()
    assert not (tmp_path / "ana.json.soft.lock").exists()


def can_take(lock: Lock) -> bool:
    try:
        with lock.held(0.0):
            return True
    except Busy:
        return False


def test_a_lock_is_free_after_an_exception(tmp_path):
    lock = Lock(tmp_path / "lock", tmp_path / "ana.json")
    with pytest.raises(KeyError), lock.held():
        raise KeyError
    assert can_take(Lock(tmp_path / "lock", tmp_path / "ana.json"))


def test_where_there_can_be_no_lock_nothing_is_saved(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotSaved), Lock(tmp_path / "file" / "lock", tmp_path / "ana.json").held():
        pass
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotSaved), Lock(tmp_path / "folder", tmp_path / "ana.json").held():
        pass


def test_a_lock_that_cannot_be_signed_is_a_lock(tmp_path, monkeypatch):
    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", refused)
    assert can_take(Lock(tmp_path / "lock", tmp_path / "ana.json"))
