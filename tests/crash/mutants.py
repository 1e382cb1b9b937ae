"""The store with one safety step taken out: each must be noticed, or the step is not tested.

A mutant puts something in the place of a function. When the function gets another name, patching
it fails, so that no mutant is left behind.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from annotations import files
from annotations.store import journal, lines, recovery, storage
from annotations.store.journal import Base, Entry, JournalFile
from annotations.store.lock import Lock
from annotations.store.storage import JournalStorage
from tests.crash import (
    test_damaged_bytes,
    test_failures,
    test_foreign_file,
    test_kills,
    test_power_cut,
    test_processes,
)

Check = Callable[[Path], object]
"""Fails with AssertionError in the folder that it is given, or does not."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A store without one of its safety steps."""

    name: str
    """What it leaves out."""
    noticed_by: Check
    """Fails with it."""
    take_out: Callable[[pytest.MonkeyPatch], None]
    """Leaves it out."""

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The store is this mutant inside."""
        with pytest.MonkeyPatch.context() as patch:
            self.take_out(patch)
            yield


MUTANTS: list[Mutant] = []


def mutant(name: str, noticed_by: Check) -> Callable[[Callable[[pytest.MonkeyPatch], None]], Any]:
    """Make a mutant of a function that takes something out."""

    def note(take_out: Callable[[pytest.MonkeyPatch], None]) -> Callable[..., None]:
        MUTANTS.append(Mutant(name, noticed_by, take_out))
        return take_out

    return note


def nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


# What is synced, and when


@mutant("a save is not synced", test_power_cut.check_power_cuts)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(JournalFile, "_sync", nothing)


@mutant("the folder is not synced", test_power_cut.check_power_cuts)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "sync_folder", nothing)


@mutant("a new folder is not known to the disk", test_power_cut.check_power_cuts)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "sync_way", nothing)
    patch.setattr(files, "_make_folder", lambda folder: folder.mkdir(parents=True, exist_ok=True))


@mutant(
    "a folder of a killed process is trusted",
    test_power_cut.check_power_cuts_after_a_killed_first_save,
)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "sync_way", nothing)


@mutant("a new file is put in place before it is synced", test_power_cut.check_power_cuts)
def _(patch: pytest.MonkeyPatch) -> None:
    write_aside = files.write_aside

    def unsynced(*arguments: Any) -> Path:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(files, "sync_file", nothing)
            return write_aside(*arguments)

    patch.setattr(files, "write_aside", unsynced)


@mutant("a new file is written over the old one", test_kills.check_kills_at_each_call)
def _(patch: pytest.MonkeyPatch) -> None:
    def overwrite(aside: Path, path: Path) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        files.write_all(descriptor, aside.read_bytes())
        files.sync_file(descriptor)
        os.close(descriptor)

    patch.setattr(files, "put_in_place", overwrite)


@mutant("a failed sync is taken for a good one", test_failures.check_a_failed_sync_is_final)
def _(patch: pytest.MonkeyPatch) -> None:
    sync_file = files.sync_file

    def careless(descriptor: int) -> None:
        with suppress(OSError):
            sync_file(descriptor)

    patch.setattr(files, "sync_file", careless)


@mutant("after a failed sync it goes on", test_failures.check_a_failed_sync_is_final)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(JournalFile, "_sync", lambda _, descriptor: files.sync_file(descriptor))


@mutant("a failed sync of the folder is forgotten", test_failures.check_failures)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(JournalFile, "_fail", nothing)


@mutant("what a killed process began is trusted", test_power_cut.check_power_cuts_after_a_kill)
def _(patch: pytest.MonkeyPatch) -> None:
    append = JournalFile.append

    def trusting(file: JournalFile, line: bytes) -> None:
        file._is_named = True
        append(file, line)

    patch.setattr(JournalFile, "append", trusting)


# What is written


@mutant("memory is changed before the disk", test_failures.check_failures)
def _(patch: pytest.MonkeyPatch) -> None:
    append = JournalStorage._append

    def too_early(store: JournalStorage, line: bytes) -> None:
        entries = journal.read(line).entries
        store._take_over([entry for entry in entries if isinstance(entry, Entry)])
        append(store, line)

    patch.setattr(JournalStorage, "_append", too_early)


@mutant("half a line is not cut off", test_kills.check_kills_at_each_call)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(JournalFile, "_cut", nothing)


@mutant("what the system did not take is not written", test_failures.check_short_writes)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "write_all", lambda *arguments: os.write(*arguments))


@mutant("the backup is not kept", test_damaged_bytes.check_damaged_main)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "keep_as", nothing)


@mutant("a damaged file is not kept", test_damaged_bytes.check_damaged_main)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(JournalStorage, "_kept_as", lambda store: [store.backup])


@mutant("the journal begins anew without later saves", test_processes.check_saves_while_compacting)
def _(patch: pytest.MonkeyPatch) -> None:
    begin_next = JournalFile.begin_next

    def forgetful(file: JournalFile, base: Base) -> None:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(journal, "read", lambda _: journal.Lines())
            begin_next(file, base)

    patch.setattr(JournalFile, "begin_next", forgetful)


# What is read


@mutant("the checksum is not looked at", test_damaged_bytes.check_flips)
def _(patch: pytest.MonkeyPatch) -> None:
    parse = journal._parse

    def trusting(line: bytes) -> Any:
        return parse(b"%08x %b" % (zlib.crc32(line[9:]), line[9:]))

    patch.setattr(journal, "_parse", trusting)


@mutant("a damaged line ends the journal", test_damaged_bytes.check_flips)
def _(patch: pytest.MonkeyPatch) -> None:
    read = journal.read

    def short(data: bytes, start: int = 0) -> journal.Lines:
        found = read(data, start)
        if found.faults:
            broken = int(found.faults[0].split("byte ")[1].split()[0])
            found = read(data[:broken], start)
            found.faults.append("the rest cannot be read")
        return found

    patch.setattr(journal, "read", short)


@mutant("a damaged line is passed over in silence", test_damaged_bytes.check_flips)
def _(patch: pytest.MonkeyPatch) -> None:
    read = journal.read

    def silent(*arguments: Any) -> journal.Lines:
        found = read(*arguments)
        found.faults.clear()
        return found

    patch.setattr(journal, "read", silent)


@mutant("an empty main file is taken for a new one", test_damaged_bytes.check_damaged_main)
def _(patch: pytest.MonkeyPatch) -> None:
    parse = lines.parse

    def trusting(data: bytes, *arguments: Any, **options: Any) -> lines.Contents:
        if not data.strip(b"\0 \t\r\n"):
            return lines.Contents()
        return parse(data, *arguments, **options)

    patch.setattr(lines, "parse", trusting)


@mutant("a journal that cannot be read is taken for none", test_failures.check_unreadable_files)
def _(patch: pytest.MonkeyPatch) -> None:
    load = JournalFile.load

    def careless(file: JournalFile) -> bytes | None:
        try:
            return load(file)
        except OSError:
            file._set(None, b"")
            return None

    patch.setattr(JournalFile, "load", careless)


@mutant("another program's newer record is overwritten", test_foreign_file.check_pull)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(recovery, "_take_newer", recovery.replay)


@mutant("what another program's file has no room for is dropped", test_foreign_file.check_pull)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(recovery, "set_aside", nothing)


@mutant("a compaction overwrites what came since", test_foreign_file.check_pull_while_compacting)
def _(patch: pytest.MonkeyPatch) -> None:
    compact = JournalStorage._compact

    def blind(store: JournalStorage, *arguments: Any) -> bool:
        known = storage.stamp(store.path)
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(storage, "stamp", lambda _: known)
            return compact(store, *arguments)

    patch.setattr(JournalStorage, "_compact", blind)


# Who else is there


@mutant("there is no lock", test_processes.check_processes)
def _(patch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def open_to_all(*_: Any) -> Iterator[None]:
        yield

    patch.setattr(Lock, "held", open_to_all)


@mutant("what others wrote is not read before a save", test_processes.check_processes)
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(JournalStorage, "_catch_up", lambda _: False)


@mutant("whoever waits for a stopped window takes its turn", test_processes.check_stopped_window)
def _(patch: pytest.MonkeyPatch) -> None:
    held = Lock.held

    @contextmanager
    def impatient(lock: Lock, patience: float | None = None) -> Iterator[None]:
        if patience is not None:
            yield
            return
        with held(lock):
            yield

    patch.setattr(Lock, "held", impatient)
