"""A disk that fails costs at most the save under way, and the person is told."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import NotSaved
from annotations.store import AnnotationStore
from tests.annotations.examples import ME
from tests.crash.calls import Call, Calls, recorded
from tests.crash.extent import EVERYTHING, LINUX, extent, sample
from tests.crash.life import Life, Sitting, State, new_mark, random_life, state_of
from tests.crash.survival import (
    assert_goes_on,
    assert_holds,
    assert_stock_tinydb_reads,
)

pytestmark = [LINUX, pytest.mark.usefixtures("no_waiting")]

ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS)

Fault = Callable[[Call], Any]
"""What happens in place of a call."""


class FailingDisk:
    """Lets calls through until one of them; from then on it fails, once or until it is mended."""

    def __init__(self, number: int, fault: Fault, lasting: bool = False) -> None:
        self._left = number
        self._fault = fault
        self._lasting = lasting
        self.failed: list[Call] = []
        """The calls that were to fail."""

    def __call__(self, call: Call) -> Any:
        """Make a call, or not."""
        self._left -= 1
        if self._left >= 0 or (self.failed and not (self._lasting and call.changes)):
            return call.go()
        self.failed.append(call)
        return self._fault(call)

    def mend(self) -> None:
        """Nothing fails any more."""
        self._lasting = False

    @property
    def a_sync_failed(self) -> bool:
        """Whether nobody knows what of the files is on the disk; a folder is opened to sync it."""
        return any(each.is_sync or each.path.is_dir() for each in self.failed)

    @property
    def sync_of_journal_failed(self) -> bool:
        """Whether nobody knows what of the journal is on the disk."""
        return any(each.is_sync and each.path.suffix == ".journal" for each in self.failed)


def failing(number: int) -> Fault:
    """The error of the operating system with that number."""

    def fault(call: Call) -> Any:
        if call.name == "close":
            call.go()  # Linux closes a file even where it reports an error
        raise OSError(number, os.strerror(number), str(call.path))

    return fault


def live_on_a_failing_disk(folder: Path, life: Life, disk: FailingDisk) -> None:
    """Do each step; one that fails has no effect, and is done again when the disk is mended."""
    path = folder / "annotations" / "ana.json"
    with Calls(folder, disk):
        sitting = Sitting(path)
        for number, step in enumerate(life.steps):
            before, after = life.states[number], life.states[number + 1]
            happened = len(disk.failed)
            try:
                sitting.do(step)
                disk.mend()
                sitting.store = trusted(sitting.store, disk, happened, [after])
            except NotSaved:
                assert len(disk.failed) > happened, "it was not saved, but no call failed"
                disk.mend()
                sitting.store = trusted(sitting.store, disk, happened, [before, after])
                if state_of(sitting.store) != after:
                    sitting.do(step)
            assert state_of(sitting.store) == after
        sitting.close()
    assert_stock_tinydb_reads(path)
    assert_goes_on(assert_holds(path, life.states[-1:]))


def trusted(
    store: AnnotationStore, disk: FailingDisk, happened: int, allowed: list[State]
) -> AnnotationStore:
    """A store to go on with: this one, or when it may not trust its file any more, a new one."""
    state = state_of(store)
    assert state in allowed
    if len(disk.failed) == happened:
        assert store.obstacle is None, store.obstacle
        return store
    if store.obstacle is None:
        assert not disk.sync_of_journal_failed, "it trusts what may not be on the disk"
        assert_holds(store.path, [state])
        return store
    failed = ", ".join(map(str, disk.failed))
    assert disk.a_sync_failed, f"after {failed} nothing can be saved: {store.obstacle}"
    with pytest.raises(NotSaved):
        store.add(new_mark(999))
    assert state_of(store) == state
    return assert_holds(store.path, allowed)


def fail_at_each_call(folder: Path, life: Life, fault: Fault, lasting: bool, at_most: int) -> int:
    """Let each call of a life fail in turn; at how many points."""
    points = sample(range(calls_of(folder / "whole", life)), at_most)
    for number in points:
        disk = FailingDisk(number, fault, lasting)
        try:
            live_on_a_failing_disk(folder / str(number), life, disk)
            assert disk.failed, "nothing failed"
        except BaseException as error:
            error.add_note(f"call {number} failed: {', '.join(map(str, disk.failed))}")
            raise
        shutil.rmtree(folder / str(number))
    return len(points)


def calls_of(folder: Path, life: Life) -> int:
    """How many calls a life makes on a disk that works."""
    return len(recorded(folder, lambda: life.live(folder / "annotations" / "ana.json")))


def check_failures(folder: Path) -> None:
    """Each call fails once, and from each call on all fail until the step is over."""
    life = random_life(4, 10, compact_every=4)
    fail_at_each_call(folder / "once", life, failing(errno.EIO), lasting=False, at_most=40)
    fail_at_each_call(folder / "lasting", life, failing(errno.ENOSPC), lasting=True, at_most=40)


def check_a_failed_sync_is_final(folder: Path) -> None:
    """After a failed sync of the journal nothing is saved until the store is opened again."""
    path = folder / "annotations" / "ana.json"
    disk = FailingDisk(10**9, failing(errno.EIO))
    with Calls(folder, lambda call: (disk if call.is_sync else Call.go)(call)):
        store = AnnotationStore(path, ME)
        store.add(new_mark(1))
        before = state_of(store)
        disk._left = 0
        with pytest.raises(NotSaved):
            store.add(new_mark(2))
        assert disk.sync_of_journal_failed
        assert store.obstacle
        assert store.read_only
        content = (folder / "annotations" / "ana.json.journal").read_bytes()
        with pytest.raises(NotSaved):
            store.add(new_mark(3))
        assert (folder / "annotations" / "ana.json.journal").read_bytes() == content
        assert state_of(store) == before
        again = AnnotationStore(path, ME)
        assert again.obstacle is None
        assert before.items() <= state_of(again).items()
        assert_goes_on(again)


def check_short_writes(folder: Path) -> None:
    """The system takes only half of what is to be written, each time."""

    def half(call: Call) -> Any:
        if call.name != "write" or len(call.arguments[1]) < 2:
            return call.go()
        descriptor, data = call.arguments
        return call.real(descriptor, bytes(data)[: len(data) // 2])

    life = random_life(6, 30, compact_every=6)
    path = folder / "annotations" / "ana.json"
    with Calls(folder, half):
        life.live(path)
    assert_goes_on(assert_holds(path, life.states[-1:]))


def read_with_failures(folder: Path, life: Life) -> None:
    """Each of the files cannot be read or looked at for a while, alone and with all others."""
    whole = folder / "whole"
    life.live(whole / "ana.json")
    names = sorted(each.name for each in whole.iterdir() if each.suffix != ".lock")
    for among in [[each] for each in names] + [names]:
        for owner, name in (io, "open"), (os, "stat"):
            place = folder / f"{len(among)} {among[0]} {name}"
            shutil.copytree(whole, place)
            with pytest.MonkeyPatch.context() as patch:
                refused = refusing(getattr(owner, name), [place / each for each in among])
                patch.setattr(owner, name, refused)
                try:
                    open_and_save(place / "ana.json", life.states[-1])
                except AssertionError as error:
                    error.add_note(f"{name} failed: {', '.join(among)}")
                    raise
            assert_goes_on(assert_holds(place / "ana.json", life.states[-1:]))


def open_and_save(path: Path, state: State) -> None:
    """Open a store of that state, of which some files cannot be read: it is whole or says so."""
    store = AnnotationStore(path, ME)
    assert state_of(store) == state or store.obstacle, "what cannot be read is taken for nothing"
    try:
        added = store.add(new_mark(999))
        store.remove(added.id, added.rev)
        assert state_of(store) == state
    except NotSaved:
        pass
    with suppress(NotSaved):
        store.compact()


def refusing(real: Callable[..., Any], files: list[Path]) -> Callable[..., Any]:
    """A function of files that fails for some of them."""

    def refused(file: Any, *arguments: Any, **options: Any) -> Any:
        if file in files:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(file))
        return real(file, *arguments, **options)

    return refused


def check_unreadable_files(folder: Path) -> None:
    read_with_failures(folder, random_life(4, 9, compact_every=5))


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("number", ERRORS, ids=[errno.errorcode[each] for each in ERRORS])
def test_a_failing_call_costs_at_most_its_save(tmp_path, record_property, number, lasting):
    life = random_life(4, extent(12, 40), compact_every=4)
    points = fail_at_each_call(tmp_path, life, failing(number), lasting, extent(30, EVERYTHING))
    record_property("points", points)


def test_after_a_failed_sync_of_the_journal_nothing_is_saved_until_it_is_opened_again(tmp_path):
    check_a_failed_sync_is_final(tmp_path)


def test_a_write_that_is_only_half_done_is_gone_on_with(tmp_path):
    check_short_writes(tmp_path)


@pytest.mark.parametrize("steps", [9, 13], ids=["main file", "main file and backup"])
def test_a_file_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path, steps):
    read_with_failures(tmp_path, random_life(4, steps, compact_every=5))


@pytest.mark.parametrize(
    "error", [InterruptedError(errno.EINTR, "interrupted"), KeyboardInterrupt()], ids=repr
)
def test_an_interrupted_save_is_there_or_is_not(tmp_path, error):
    def interrupted(call: Call) -> Any:
        if call.name == "close":
            call.go()
        raise error

    life = random_life(4, 12, compact_every=4)
    for number in sample(range(calls_of(tmp_path / "whole", life)), extent(30, EVERYTHING)):
        interrupt(tmp_path / str(number), life, FailingDisk(number, interrupted))


def interrupt(folder: Path, life: Life, disk: FailingDisk) -> None:
    """Interrupt a life once; the files hold a state, and the same store goes on or says why not."""
    path, done = folder / "annotations" / "ana.json", 0
    with Calls(folder, disk):
        sitting = Sitting(path)
        try:
            for number, step in enumerate(life.steps, 1):
                sitting.do(step)
                done = number
        except (NotSaved, KeyboardInterrupt):
            pass
        allowed = life.states[done : done + 2]
        assert_holds(path, allowed)
        if sitting.store.obstacle is None:
            sitting.store.refresh()
            assert state_of(sitting.store) in allowed
            assert_goes_on(sitting.store)
    assert_goes_on(assert_holds(path, allowed))
