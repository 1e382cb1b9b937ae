"""The file under TinyDB: replaced as a whole, so that it is always the old one or the new one.

TinyDB's own JSONStorage overwrites its file in place; a kill in the middle leaves neither. This one
writes aside, syncs, renames and syncs the folder, and holds a lock while it does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from annotations.errors import NotSaved, reason_of
from annotations.files import make_project_folder, replace_file
from annotations.store import lines
from annotations.store.lines import Contents, Tables

PATIENCE = 10.0
"""Seconds to wait for another window to finish its save."""

Stamp = tuple[int, int, int]
"""Inode, size and time of a file: when none of them changed, the file did not."""


class ReplacingStorage(Storage):
    """TinyDB's tables in one file. Nothing is created before something is written."""

    def __init__(self, path: Path) -> None:
        """Open the file. Faults in it are kept for the caller in `faults`; nothing is raised."""
        self.path = path
        self.faults: list[str] = []
        self._tables: Tables = {}
        self._stamp: Stamp | None = None
        self._digest = b""
        self._pending: Tables | None = None
        self.refresh()

    def read(self) -> Tables | None:
        """The tables, for TinyDB to look at; inside a transaction, for TinyDB to change."""
        return self._tables if self._pending is None else self._pending

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Take over the tables that TinyDB changed. Raises NotSaved outside a transaction."""
        if self._pending is None:
            raise NotSaved(self.path, "written outside a transaction")
        self._pending = {name: {**records} for name, records in data.items()}

    def refresh(self, certain: bool = False) -> bool:
        """Read the file again if it changed; whether it did.

        The time of a file is coarse on some disks; to be `certain`, its bytes are looked at.
        """
        stamp = _stamp(self.path)
        if stamp == self._stamp and not (certain and stamp):
            return False
        try:
            data = self.path.read_bytes() if stamp else b""
        except OSError as error:  # what was read before is still the best that is known
            self.faults, self._stamp = [f"it cannot be read: {reason_of(error)}"], None
            return True
        digest = hashlib.blake2b(data).digest()
        if stamp and self._stamp and digest == self._digest:
            self._stamp = stamp
            return False
        contents = lines.parse(data) if stamp else Contents()
        self._tables, self.faults = contents.tables, contents.faults
        self._stamp, self._digest = stamp, digest
        return True

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written inside reaches the disk as one, or not at all.

        Raises NotSaved when it did not; the tables are then as they were before.
        """
        with self._locked():
            self.refresh(certain=True)
            if self.faults:
                raise NotSaved(self.path, f"is damaged: {self.faults[0]}")
            # TinyDB changes records where they lie, so it gets copies.
            self._pending = {
                name: {key: dict(record) for key, record in records.items()}
                for name, records in self._tables.items()
            }
            try:
                yield
                if self._pending != self._tables:
                    data = lines.dump(self._pending)
                    replace_file(self.path, data)
                    self._tables, self._stamp = self._pending, _stamp(self.path)
                    self._digest = hashlib.blake2b(data).digest()
            except OSError as error:
                # The new file may be in place all the same: what counts is what it holds.
                self._stamp = None
                self.refresh()
                raise NotSaved(self.path, reason_of(error)) from error
            except ValueError as error:
                raise NotSaved(self.path, str(error)) from error
            finally:
                self._pending = None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # 50 ms, and only needed to save

        try:
            make_project_folder(self.path.parent)
            lock = FileLock(f"{self.path}.lock", timeout=PATIENCE, poll_interval=0.005)
            lock.acquire()
        except Timeout as error:
            raise NotSaved(self.path, "is held by another window") from error
        except OSError as error:
            raise NotSaved(self.path, reason_of(error)) from error
        try:
            yield
        finally:
            lock.release()


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
