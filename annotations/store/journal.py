"""The journal: what was saved since the main file was written, a line a save.

    3f1c0a52 {"snapshot":"9e3b…","n":12,"after":"77ab…","file":"b01d…","schema":1}
    a90e11c4 {"n":13,"at":"…","group":"…","put":{"annotations":{"7204":{…}}},"del":{},"before":{…}}

Each line has its checksum (crc32) in front. A line without its line break was never acknowledged:
readers stop there, the next writer cuts it off. A damaged line *with* one is passed over and named.

An `Entry` says what records are, not what to do to them, so that replaying it twice is harmless.
Entries are numbered without a gap. A `Base` names a main file by its hash and says which entry is
the last that it holds: whoever finds that main file replays the entries after it.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import time_ns

import orjson

from annotations import files, ids
from annotations.errors import reason_of
from annotations.store.lines import Record, Rows, Tables, encode

NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The hash (sha256) of a main file that is not there yet."""

Before = Mapping[str, Mapping[int, bytes | None]]
"""What an entry replaced: table, number, record or that there was none."""


@dataclass(frozen=True, slots=True)
class Base:
    """Which main file the entries go on from."""

    snapshot: str
    """Hash (sha256) of the main file."""
    number: int
    """The last entry that it holds."""
    after: str = ""
    """The main file before that one."""
    file: str = ""
    """Random, in the first line of a journal: tells the file from others under its name."""
    schema: int = 1
    """Version of the records in the entries that follow."""

    def line(self) -> bytes:
        """The line of a journal that says so."""
        return _line(
            {
                "snapshot": self.snapshot,
                "n": self.number,
                "after": self.after,
                "file": self.file,
                "schema": self.schema,
            }
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One save: the records of one transaction as they are from then on."""

    number: int
    at: str
    """When, ISO 8601 in UTC."""
    put: Tables
    deleted: Mapping[str, tuple[int, ...]]
    before: Before
    group: str = ""
    """What it is taken back together with."""
    takes: str = ""
    """`undo` or `redo` where it takes back the group or does it again, else nothing."""
    schema: int = 1

    def line(self) -> bytes:
        """The line of a journal that holds it. Raises ValueError."""
        return _line(
            {
                "n": self.number,
                "at": self.at,
                "group": self.group,
                "takes": self.takes,
                "schema": self.schema,
                "put": {name: _raw(rows) for name, rows in self.put.items()},
                "del": {name: list(numbers) for name, numbers in self.deleted.items()},
                "before": {name: _raw(rows) for name, rows in self.before.items()},
            }
        )


@dataclass(slots=True)
class Lines:
    """The lines of a journal, as far as they are whole."""

    entries: list[Entry] = field(default_factory=list)
    bases: list[Base] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What was passed over, for people."""

    @property
    def header(self) -> Base | None:
        """The first line, if it says what the journal goes on from."""
        return self.bases[0] if self.bases else None

    @property
    def number(self) -> int:
        """The number of the last entry, also of one that the main file holds already."""
        bases = (base.number for base in self.bases)
        return max([0, *bases, *(entry.number for entry in self.entries)])

    def base_of(self, snapshot: str) -> Base | None:
        """What is said of a main file; the latest, where it came back."""
        return next((base for base in reversed(self.bases) if base.snapshot == snapshot), None)

    def with_earlier(self, earlier: Lines) -> Lines:
        """These lines behind those of the journal before; what is in both is there once."""
        known = {entry.number for entry in self.entries}
        entries = [entry for entry in earlier.entries if entry.number not in known]
        entries = sorted([*entries, *self.entries], key=lambda entry: entry.number)
        return Lines(entries, [*earlier.bases, *self.bases], [*earlier.faults, *self.faults])


def read(data: bytes, start: int = 0) -> Lines:
    """The lines of a journal from an offset on that begins a line (bytes)."""
    lines = Lines()
    while (stop := data.find(b"\n", start)) >= 0:
        line = data[start:stop]
        try:
            item = _parse(line)
        except (ValueError, KeyError, TypeError, AttributeError):
            lines.faults.append(f"the save at byte {start} of the journal cannot be read")
        else:
            if isinstance(item, Base):
                lines.bases.append(item)
            else:
                lines.entries.append(item)
        start = stop + 1
    return lines


class JournalFile:
    """A journal on disk, and how far it was read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.backup = path.with_name(f"{path.name}.bak")
        self.failed = ""
        """Why nothing may be appended any more: a sync failed, and what the system still holds of
        the file may look written from then on and not be."""
        self._inode: int | None = None
        self._header = b""
        self._end = 0
        self._is_named = False
        """Whether its name is on the disk: another process may have been killed before that."""

    @property
    def has_begun(self) -> bool:
        """Whether there is a journal."""
        return self._inode is not None

    @property
    def is_as_read(self) -> bool:
        """Whether nobody wrote to it, as far as can be seen from its size. One call of stat."""
        status = self._status()
        if status is None:
            return self._inode is None
        return (status.st_ino, status.st_size) == (self._inode, self._end)

    # Reading

    def load(self) -> bytes | None:
        """All of it, to go on from its end; None where there is none. Raises OSError."""
        while True:
            try:
                inode = os.stat(self.path).st_ino  # noqa: PTH116
            except FileNotFoundError:  # any other error does not say that there is none
                inode = None
            data = files.contents(self.path)
            after = self._status()
            if inode == (after and after.st_ino):
                break
        self._set(inode, data or b"")
        return data

    def is_the_one(self) -> bool:
        """Whether the file under its name is still the one that was read last."""
        status = self._status()
        return (status.st_ino if status else None) == self._inode

    def is_lost(self) -> bool:
        """Whether what was read is not there any more: taken away, or put back as it was once."""
        if self._inode is None:
            return False
        data = files.contents(self.path) or b""
        return not data.startswith(self._header) or len(data) < self._end

    def news(self) -> tuple[Lines, bool]:
        """The lines since those that were read, to go on from; whether it is the same journal.

        If another one has its name by now, all lines of that. Raises OSError.
        """
        inode, header, end = self._inode, self._header, self._end
        data = self.load() or b""
        # Systems give a number again, so the first line has to be the same one, too.
        same = self._inode == inode and bool(header) and data.startswith(header)
        same = same and len(data) >= end
        return read(data, end if same else 0), same

    def _set(self, inode: int | None, data: bytes) -> None:
        self._is_named = self._is_named and inode == self._inode
        self._inode = inode
        self._header = data[: data.find(b"\n") + 1]
        self._end = data.rfind(b"\n") + 1

    def _status(self) -> os.stat_result | None:
        try:
            return os.stat(self.path)  # noqa: PTH116 - at each save, and twice as fast
        except OSError:
            return None

    # Writing, under the lock of the store

    def append(self, line: bytes) -> None:
        """Return when the line is on the disk. Raises OSError; it is not in the journal then."""
        if not self._is_named:
            self._sync_name()
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | files.NO_LINK)
        try:
            self._cut(descriptor)
            try:
                files.write_all(descriptor, line)
                self._sync(descriptor)
            except OSError:
                with suppress(OSError):  # else it has no line break, or nothing is saved any more
                    self._cut(descriptor)
                raise
        finally:
            with suppress(OSError):  # what is synced is on the disk, whatever is said of it now
                os.close(descriptor)
        self._end += len(line)

    def begin(self, lines: Iterable[bytes]) -> None:
        """Be a new journal with these lines. Raises OSError."""
        data = b"".join(lines)
        is_first = not self.has_begun
        aside = files.write_aside(self.path, [data])
        try:
            files.put_in_place(aside, self.path)
        except OSError:
            files.remove(aside)
            raise
        try:
            self._sync_name()
        except OSError:
            if is_first:  # nobody may find in it what was not saved
                files.remove(self.path)
                if not self._status():
                    self.failed = ""
            raise
        status = self._status()
        self._set(status.st_ino if status else None, data)
        self._is_named = True

    def begin_next(self, base: Base) -> None:
        """Be a new journal without what a main file holds; the old one is kept. Raises OSError."""
        old = read(self.path.read_bytes()[: self._end])
        if old.faults:
            files.keep_as(self.path, self.path.with_name(f"{self.path.name}.damaged-{time_ns()}"))
        files.keep_as(self.path, self.backup)
        rest = [entry.line() for entry in old.entries if entry.number > base.number]
        self.begin([base.line(), *rest])

    def _cut(self, descriptor: int) -> None:
        """Take off a line that was never finished: nobody was told that it was saved."""
        if os.fstat(descriptor).st_size > self._end:
            os.ftruncate(descriptor, self._end)

    def _sync(self, descriptor: int) -> None:
        try:
            files.sync_file(descriptor)
        except OSError as error:
            self._fail(error)
            raise

    def _sync_name(self) -> None:
        try:
            files.sync_folder(self.path.parent)
        except OSError as error:
            # It is there, but its name may be gone after a power cut, with all that it will hold.
            self._fail(error)
            raise
        self._is_named = True

    def _fail(self, error: OSError) -> None:
        reason = reason_of(error)
        self.failed = f"could not be confirmed by the disk ({reason}); leave and open it again"


def _line(value: Record) -> bytes:
    try:
        body = orjson.dumps(value)
    except TypeError as error:
        raise ValueError(str(error)) from error
    return b"%08x %b\n" % (zlib.crc32(body), body)


def _raw(rows: Mapping[int, bytes | None]) -> dict[str, orjson.Fragment | None]:
    return {
        str(number): None if record is None else orjson.Fragment(record)
        for number, record in rows.items()
    }


def _parse(line: bytes) -> Base | Entry:
    checksum, body = line[:9], line[9:]
    if checksum != b"%08x " % zlib.crc32(body):
        raise ValueError("the checksum does not fit")
    value = orjson.loads(body)
    schema = int(value["schema"])
    if not 0 <= int(value["n"]) <= ids.LARGEST:
        raise ValueError("n is no number of an entry")
    if "snapshot" in value:
        return Base(value["snapshot"], int(value["n"]), value["after"], value["file"], schema)
    return Entry(
        number=int(value["n"]),
        at=value["at"],
        put={name: _encoded(rows) for name, rows in value["put"].items()},
        deleted={name: tuple(map(int, numbers)) for name, numbers in value["del"].items()},
        before={
            name: {
                _number(number): None if record is None else _row(record)
                for number, record in rows.items()
            }
            for name, rows in value["before"].items()
        },
        group=value["group"],
        takes=value["takes"],
        schema=schema,
    )


def _encoded(rows: Mapping[str, Record]) -> Rows:
    return {_number(number): _row(record) for number, record in rows.items()}


def _row(record: Record) -> bytes:
    if not isinstance(record, dict):
        raise ValueError("a record is not an object")
    return encode(record)


def _number(key: str) -> int:
    """The number of a record. Raises ValueError where a main file cannot hold it."""
    if not 0 <= (number := int(key)) <= ids.LARGEST:
        raise ValueError(f"{key} is no number of a record")
    return number
