"""Windows and machines that save into the same file at the same time lose nothing."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import Busy, NotSaved
from annotations.store import AnnotationStore
from tests.annotations.examples import ME
from tests.crash.calls import Call, Calls
from tests.crash.child import Child
from tests.crash.extent import LINUX, extent
from tests.crash.life import new_mark, numbered, state_of
from tests.crash.survival import assert_goes_on, assert_stock_tinydb_reads

pytestmark = LINUX

APART = 100_000
"""How far the numbers of the marks of two processes are apart."""


def saving(path: Path, first: int, saves: int, compact_every: int) -> Callable[..., None]:
    """The work of a process: that many marks, with a compaction now and then."""

    def work(say: Callable[[int], None]) -> None:
        store = AnnotationStore(path, ME)
        for number in range(first, first + saves):
            store.add(new_mark(number, "x" * 100))
            say(number)
            if number % compact_every == compact_every - 1:
                store.compact()

    return work


def save_at_the_same_time(
    folder: Path, processes: int, saves: int, compact_every: int, killed: bool
) -> tuple[int, int]:
    """Let processes save; the first may be killed in the middle. How many acknowledged, present."""
    path = folder / "annotations" / "ana.json"
    children = [
        Child(saving(path, number * APART, saves, compact_every))
        for number in range(1, processes + 1)
    ]
    if killed:
        while 0 < children[0].heard() < APART + saves // 3:
            pass
        children[0].kill()
    heard = [child.wait() for child in children]
    acknowledged = {number for numbers, _ in heard for number in numbers}
    if killed:
        assert heard[0][1]
        acknowledged |= set(range(APART, max(heard[0][0], default=APART + saves // 3) + 1))
    assert_stock_tinydb_reads(path)
    store = AnnotationStore(path, ME)
    present = set(numbered(store))
    assert acknowledged <= present, f"lost {sorted(acknowledged - present)}"
    assert len(present) <= len(acknowledged) + killed, sorted(present - acknowledged)
    assert len(acknowledged) >= (processes - killed) * saves
    assert store.faults == []
    assert_goes_on(store)
    return len(acknowledged), len(present)


def save_at_each_call_of_a_compaction(folder: Path) -> int:
    """Another window saves whenever a compaction does not hold the lock; how many times."""
    path = folder / "annotations" / "ana.json"
    store, other = AnnotationStore(path, ME), AnnotationStore(path, ME)
    for number in range(3):
        store.add(new_mark(number))
    saved, saving = 0, False

    def save_first(call: Call) -> Any:
        nonlocal saved, saving
        if not saving:
            saving = True
            with suppress(Busy), other.transaction(patience=0):
                other.add(new_mark(10 + saved))
                saved += 1
            saving = False
        return call.go()

    with Calls(folder, save_first):
        store.compact()
    expected = {0, 1, 2, *range(10, 10 + saved)}
    assert set(numbered(AnnotationStore(path, ME))) == expected
    for each in (store, other):
        each.refresh()
        assert set(numbered(each)) == expected
        assert_goes_on(each)
    return saved


def stop_with_the_lock(folder: Path) -> None:
    """A window is stopped while it saves: the other one says so, and nothing is harmed."""
    path = folder / "annotations" / "ana.json"
    store = AnnotationStore(path, ME)
    store.add(new_mark(1))
    child = Child(stopping_in_a_save(folder, path))
    try:
        assert os.WIFSTOPPED(os.waitpid(child.pid, os.WUNTRACED)[1])
        before = state_of(store)
        with pytest.raises(NotSaved, match="held by"), store.transaction(patience=0.05):
            store.add(new_mark(3))
        assert state_of(store) == before
    finally:
        os.kill(child.pid, signal.SIGCONT)
        heard, killed = child.wait()
    assert (heard, killed) == ([2], False)
    store.add(new_mark(3))
    assert set(numbered(store)) == set(numbered(AnnotationStore(path, ME))) == {1, 2, 3}
    assert_goes_on(store)


def stopping_in_a_save(folder: Path, path: Path) -> Callable[[Callable[[int], None]], None]:
    """The work of a process that stops when its data are written, but not yet synced."""

    def stop(call: Call) -> Any:
        if call.is_sync and not call.path.is_dir():
            os.kill(os.getpid(), signal.SIGSTOP)
        return call.go()

    def work(say: Callable[[int], None]) -> None:
        with Calls(folder, stop):
            AnnotationStore(path, ME).add(new_mark(2))
            say(2)

    return work


def see_a_save_that_fails(folder: Path) -> None:
    """A window looks while another one waits for its sync, which fails: it sees nothing of it."""
    path, seen = folder / "annotations" / "ana.json", []

    def fail_once(call: Call) -> Any:
        if call.is_sync and call.path.suffix == ".journal" and len(store) == 1 and not seen:
            other.refresh()
            seen.extend(numbered(other))
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return call.go()

    with Calls(folder, fail_once):
        store = AnnotationStore(path, ME)
        store.add(new_mark(1))
        other = AnnotationStore(path, ME)
        with pytest.raises(NotSaved):
            store.add(new_mark(2))
        assert seen == [1]
        other.refresh()
        assert set(numbered(other)) == set(numbered(AnnotationStore(path, ME)))
        other.add(new_mark(3))
    assert set(numbered(AnnotationStore(path, ME))) == {1, 3}


def check_processes(folder: Path) -> None:
    save_at_the_same_time(folder, processes=3, saves=60, compact_every=10, killed=False)


def check_stopped_window(folder: Path) -> None:
    stop_with_the_lock(folder)


def test_two_processes_that_save_at_the_same_time_lose_nothing(tmp_path):
    saves = extent(150, 1000)
    found = save_at_the_same_time(tmp_path, 2, saves, compact_every=10**6, killed=False)
    assert found == (2 * saves, 2 * saves)


def test_four_processes_of_which_one_is_killed_lose_nothing(tmp_path):
    save_at_the_same_time(tmp_path, 4, extent(60, 600), compact_every=23, killed=True)


def check_saves_while_compacting(folder: Path) -> None:
    assert save_at_each_call_of_a_compaction(folder)


def test_what_is_saved_while_another_window_compacts_is_kept(tmp_path, record_property):
    record_property("saves", save_at_each_call_of_a_compaction(tmp_path))


def test_a_save_that_failed_is_not_made_good_by_another_window(tmp_path):
    see_a_save_that_fails(tmp_path)


def test_a_window_that_was_stopped_while_it_saved_holds_up_others_but_harms_nothing(tmp_path):
    check_stopped_window(tmp_path)
