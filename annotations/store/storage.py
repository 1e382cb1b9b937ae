"""The files under TinyDB: a main file that is replaced as a whole, and a journal of saves since.

A save appends one line to the journal and waits until it is on the disk, whatever the size of the
store. From time to time `compact` writes the main file anew and begins a new journal.

1. A save returns only after its line is on disk, and memory changes only after that.
2. Memory is what reading the files again would give (`recovery` says what that is).
3. Whoever writes holds the lock, and has read what others wrote before.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from annotations import files
from annotations.annotation import now
from annotations.errors import Busy, NotSaved, reason_of
from annotations.store import journal, past
from annotations.store.journal import Base, Entry, JournalFile
from annotations.store.lines import Tables, dump, encode
from annotations.store.lock import Lock
from annotations.store.merging import take_newer
from annotations.store.migrations import SCHEMA
from annotations.store.past import Past
from annotations.store.recovery import State, recover, replay
from annotations.store.table import Records

Touched = Mapping[str, set[int]]
"""Numbers of records that are different now, by table."""
Listener = Callable[[Touched | None, bool], None]
"""Told what changed, None when everything may be different, and whether this window did it."""

Stamp = tuple[int, int, int]
"""Inode, size and time of a file: when none of them changed, the file did not."""


REST = 0.0002
"""Seconds between two pieces of a main file, in which a save can go on."""


class JournalStorage(Storage):
    """TinyDB's tables in a main file and its journal. Reading creates nothing."""

    def __init__(self, path: Path) -> None:
        """Open the file. What is wrong with it is in `state` and `unreadable`."""
        self.path = path
        self.backup = path.with_name(f"{path.name}.bak")
        self.history = path.with_name(f"{path.name}.history")
        self.journal = JournalFile(path.with_name(f"{path.name}.journal"))
        self.lock = Lock(path.with_name(f"{path.name}.lock"), path)
        self.mutex = threading.RLock()
        """Held while memory changes, by whichever thread."""
        self.state = State()
        self.number = 0
        """The last entry in memory."""
        self.unreadable = ""
        """Why the files cannot be read."""
        self.listener: Listener = _nobody
        self._compacting = Lock(path.with_name(f"{path.name}.compact.lock"), path)
        self._main: Stamp | None = None
        self._changed: dict[str, dict[int, bytes | None]] | None = None
        self._load()

    # TinyDB's interface

    def read(self) -> dict[str, Any]:
        """The tables, for TinyDB to look at."""
        return {name: self.records(name) for name in self.state.tables}

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Make the tables what TinyDB says; only dropping tables comes here."""
        wanted = {
            name: {int(number): encode(dict(each)) for number, each in records.items()}
            for name, records in data.items()
        }
        with self.transaction():
            self.absorb(wanted)

    def records(self, table: str) -> Records:
        """The records of a table as they are now, inside a transaction with what it changed."""
        changed = self._changed or {}
        return Records(self.state.tables.get(table, {}), changed.get(table, {}))

    def change(self, table: str, records: Records) -> None:
        """Let a table say what its `records` say now, inside a transaction. Raises NotSaved."""
        try:
            self._change(table, records.changes)
        except ValueError as error:
            raise NotSaved(self.path, str(error)) from error

    def absorb(self, tables: Tables) -> None:
        """Make the tables what another version of the file made of them, inside a transaction."""
        for name in self.state.tables.keys() | tables.keys():
            known, wanted = self.state.tables.get(name, {}), tables.get(name, {})
            self._change(name, {**dict.fromkeys(known.keys() - wanted.keys()), **wanted})

    def _change(self, table: str, rows: Mapping[int, bytes | None]) -> None:
        assert self._changed is not None
        self._changed.setdefault(table, {}).update(rows)

    # Saving

    @contextmanager
    def transaction(
        self, group: str = "", takes: str = "", patience: float | None = None
    ) -> Iterator[None]:
        """What is changed inside reaches the disk as one, or not at all.

        `group` and `takes` are those of a journal's entry; `patience` is how many seconds to wait
        for another window. Raises NotSaved when nothing was saved, Busy while another one writes.
        """
        with self.mutex:
            if self._changed is not None:
                yield
                return
            self._make_folder()
            with self.lock.held(patience):
                if not self._is_current:
                    self._bring_back()
                    self._catch_up()
                if reason := self.journal.failed or self.unreadable:
                    raise NotSaved(self.path, reason)
                self._adopt()
                self._changed = {}
                try:
                    yield
                    self._commit(group, takes)
                finally:
                    self._changed = None

    def _adopt(self) -> None:
        """Let the journal know a main file of another program that says all that memory says."""
        state = self.state
        if state.foreign and self.is_compact and self.journal.has_begun:
            base = Base(state.snapshot, self.number, state.bases[-1].snapshot, schema=SCHEMA)
            self._append(base.line())
            state.bases.append(base)
            state.foreign = False

    def _commit(self, group: str = "", takes: str = "") -> None:
        """Save what was changed, in one line."""
        put: Tables = {}
        removed: dict[str, tuple[int, ...]] = {}
        before: dict[str, dict[int, bytes | None]] = {}
        for name, changed in (self._changed or {}).items():
            stored = self.state.tables.get(name, {})
            rows = {n: row for n, row in sorted(changed.items()) if row != stored.get(n)}
            if rows:
                put[name] = {number: row for number, row in rows.items() if row is not None}
                removed[name] = tuple(number for number, row in rows.items() if row is None)
                before[name] = {number: stored.get(number) for number in rows}
        if not before:
            return
        entry = Entry(self.number + 1, now(), put, removed, before, group, takes, SCHEMA)
        self._append(entry.line())
        self._take_over([entry], ours=True)

    def _append(self, line: bytes) -> None:
        """Return when the line is on the disk. Raises NotSaved; nothing is changed then."""
        try:
            if self.journal.has_begun:
                self.journal.append(line)
            else:
                # A damaged main file is nothing to go on from, should the same come back.
                snapshot = "" if self.state.damage else self.state.snapshot
                base = Base(snapshot, self.number, file=_random(), schema=SCHEMA)
                files.sync_way(self.path.parent)
                self.journal.begin([base.line(), line])
                self.state.bases.append(base)
        except OSError as error:
            raise NotSaved(self.path, reason_of(error)) from error

    def _take_over(self, entries: list[Entry], ours: bool = False) -> None:
        if not entries:
            return
        state = self.state
        replay(state.tables, entries)
        state.schema = max(state.schema, *(entry.schema for entry in entries))
        self.number = entries[-1].number
        touched: dict[str, set[int]] = {}
        for entry in entries:
            for name, rows in entry.before.items():
                touched.setdefault(name, set()).update(rows)
        self.listener(touched, ours)

    def _make_folder(self) -> None:
        try:
            files.make_project_folder(self.path.parent)
        except OSError as error:
            raise NotSaved(self.path, reason_of(error)) from error

    # Reading

    def refresh(self, may_write: bool = False) -> bool:
        """See what other windows wrote; whether there was anything. Costs two calls of stat.

        Whoever may write waits for nobody, but looks only at what is on the disk for good, and
        writes a journal again that was lost.
        """
        with self.mutex:
            if self._changed is not None or self._is_current:
                return False
            if not may_write:
                return self._catch_up()
            before = self.state
            try:
                with self.lock.held(0.0):
                    self._bring_back()
                    return self._catch_up() or self.state is not before
            except Busy:  # a line that is being written may still be taken back
                return False
            except NotSaved:
                return self._catch_up()

    def _bring_back(self) -> None:
        """Save again what was in a journal that somebody took away, or put an old one in its place.

        A cleaned checkout and a synced folder do so; memory has it still. Under the lock.
        """
        if not self._is_journal_lost():
            return
        ours = self.state.tables
        self._load()
        tables = {name: dict(rows) for name, rows in self.state.tables.items()}
        take_newer(tables, ours)
        self._changed = {}
        try:
            self.absorb(tables)
            self._commit()
        finally:
            self._changed = None

    @property
    def _is_current(self) -> bool:
        """Whether nobody wrote anything since, as far as two calls of stat can tell."""
        return not self.unreadable and self.journal.is_as_read and stamp(self.path) == self._main

    def _is_journal_lost(self) -> bool:
        """Whether the journal that we read is gone, and no other main file came for it."""
        with suppress(OSError):
            main = stamp(self.path)
            return not self.unreadable and main in (self._main, None) and self.journal.is_lost()
        return False

    def _catch_up(self) -> bool:
        """Bring memory to where the files are; whether anything is different."""
        if self.journal.failed or self._is_current or self._is_journal_lost():
            return False
        if not self.unreadable:
            entries = self._news(stamp(self.path))
            if entries is not None:
                self._take_over(entries)
                return bool(entries)
        before = self.state, self.unreadable
        self._load()
        return (self.state, self.unreadable) != before

    def _news(self, main: Stamp | None) -> list[Entry] | None:
        """What other windows appended; None when everything has to be read again."""
        state = self.state
        if state.damage or state.foreign:
            return None
        try:
            lines, same = self.journal.news()
            snapshot = state.snapshot if main == self._main else _hash(self.path)
        except OSError:
            return None
        bases = [*state.bases, *lines.bases] if same else lines.bases
        # A journal begins anew with the main file that came after the one we know.
        if not same and not (lines.header and lines.header.after == state.snapshot):
            return None
        entries = [entry for entry in lines.entries if entry.number > self.number]
        numbers = [entry.number for entry in entries]
        if lines.faults or numbers != list(range(self.number + 1, self.number + 1 + len(numbers))):
            return None
        base = next((base for base in reversed(bases) if base.snapshot == snapshot), None)
        if base is None or base.number > self.number + len(numbers) or stamp(self.path) != main:
            return None
        self._main = main
        state.snapshot, state.held, state.bases = snapshot, base.number, bases
        return entries

    def _load(self) -> None:
        """Read everything again. What cannot be read leaves what was known before."""
        for _ in range(100):
            main = stamp(self.path)
            try:
                data, lines = files.contents(self.path), self.journal.load()
            except OSError as error:
                self.unreadable, self._main = f"cannot be read: {reason_of(error)}", None
                return
            if stamp(self.path) == main and self.journal.is_the_one():
                break
            time.sleep(0.005)  # a window is just writing the main file anew
        before = self.state.tables
        self.state = recover(data, lines, self._earlier)
        self.unreadable, self._main, self.number = "", main, self.state.number
        if self.state.tables != before:
            self.listener(None, False)

    def _earlier(self) -> tuple[bytes | None, bytes | None]:
        with suppress(OSError):
            return files.contents(self.backup), files.contents(self.journal.backup)
        return None, None

    # Writing the main file anew

    @property
    def is_compact(self) -> bool:
        """Whether the main file holds everything by itself."""
        return self.state.held == self.number

    def compact(self, patience: float = 0.0) -> bool:
        """Write the main file anew and begin a new journal; whether that was done.

        Not done where there is nothing to do or another window is at it. May run beside saves,
        which wait only for its first and last steps. Raises NotSaved; nothing is lost then.
        """
        self.refresh()
        if self.is_compact:
            return False
        try:
            with self._compacting.held(patience):
                return self._compact(patience)
        except Busy:
            return False
        except OSError as error:
            raise NotSaved(self.path, reason_of(error)) from error

    def _compact(self, patience: float) -> bool:
        with self.mutex, self.lock.held(patience):
            self._bring_back()
            self._catch_up()
            if self.is_compact or self.journal.failed or self.unreadable:
                return False
            # Records are replaced, never changed: a copy of the tables is a copy of everything.
            tables: Tables = {name: dict(rows) for name, rows in self.state.tables.items()}
            number, main = self.number, self._main
        digest = hashlib.sha256()
        aside = files.write_aside(self.path, _hashed(dump(tables), digest))
        history = aside
        try:
            history = files.write_aside(self.history, self.past(number).file())
            with self.mutex, self.lock.held(patience):
                self._catch_up()
                if self._main != main or self.journal.failed or self.unreadable:
                    return False  # git or another program was faster
                self._put_in_place(aside, history, digest.hexdigest(), number)
        except OSError:
            self._main = None  # so that the next look reads what is there
            raise
        finally:
            files.remove(aside)
            files.remove(history)
        return True

    def _put_in_place(self, aside: Path, history: Path, snapshot: str, number: int) -> None:
        """Let the new main file be the one that counts. Any of these steps may be the last one."""
        state = self.state
        base = Base(snapshot, number, state.snapshot, _random(), SCHEMA)
        self._append(base.line())
        if self._main is not None:
            for name in self._kept_as():
                files.keep_as(self.path, name)
        files.put_in_place(aside, self.path)
        files.sync_folder(self.path.parent)
        files.put_in_place(history, self.history)
        if not state.damage:  # else the journal is still needed to go on from the older backup
            self.journal.begin_next(base)
        self._main = stamp(self.path)
        bases = [*state.bases, base] if state.damage else [base]
        self.state = State(state.tables, snapshot, self.number, number, bases)

    def _kept_as(self) -> list[Path]:
        """What the main file is called from now on: a backup, or what nobody may throw away."""
        state, name = self.state, self.path.name
        if state.damage:
            return [self.path.with_name(f"{name}.damaged-{time.time_ns()}")]
        if state.conflicted or state.twins:
            return [self.path.with_name(f"{name}.merged-{time.time_ns()}"), self.backup]
        if state.written < SCHEMA:
            return [self.path.with_name(f"{name}.schema-{state.written}"), self.backup]
        return [self.backup]

    # What was done

    def past(self, number: int | None = None) -> Past:
        """What can be taken back, up to an entry (else the last one)."""
        last = self.number if number is None else number
        try:
            # In this order: what leaves the journal is in the history before.
            lines = journal.read(files.contents(self.journal.path) or b"")
            known = past.read(files.contents(self.history) or b"")
        except OSError:
            return Past(number=last)
        known.fold(entry for entry in lines.entries if entry.number <= last)
        known.number = last
        return known


def stamp(path: Path) -> Stamp | None:
    """What tells a file from what it was; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - at each save, and twice as fast
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _hash(path: Path) -> str:
    data = files.contents(path)
    return journal.NOTHING if data is None else hashlib.sha256(data).hexdigest()


def _hashed(pieces: Iterator[bytes], digest: Any) -> Iterator[bytes]:
    """The pieces, each with a rest behind it: a thread that only computes holds up the keys."""
    for piece in pieces:
        digest.update(piece)
        yield piece
        time.sleep(REST)


def _random() -> str:
    return os.urandom(8).hex()


def _nobody(_: Touched | None, __: bool) -> None:
    """Nobody listens."""
