"""Turns: one process at a time changes the files of a store, and the others learn who it is."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import files
from annotations.errors import Busy, NotSaved, reason_of

if TYPE_CHECKING:
    from filelock import FileLock

PATIENCE = 10.0
"""Seconds to wait for another window to finish its save."""


class Lock:
    """A lock on a file beside the store, held by a process and gone with it."""

    def __init__(self, path: Path, name: Path) -> None:
        """Lock `path`; errors speak of the file `name`."""
        self._path = path
        self._name = name
        self._lock: FileLock | None = None

    @contextmanager
    def held(self, patience: float | None = None) -> Iterator[None]:
        """Hold the lock, for which one waits that many seconds. Raises Busy, NotSaved."""
        from filelock import FileLock, Timeout  # 50 ms, and only needed to save

        lock = self._lock = self._lock or FileLock(self._path)
        try:
            lock.acquire(PATIENCE if patience is None else patience, poll_interval=0.005)
        except Timeout as error:
            raise Busy(self._name, f"held by {self.holder or 'another window'}") from error
        except OSError as error:
            raise NotSaved(self._name, reason_of(error)) from error
        try:
            self._sign()
            yield
        finally:
            lock.release()

    @property
    def holder(self) -> str:
        """Who had the lock last, as HOST/PID."""
        try:
            return self._path.read_text("utf-8", "replace")[:100].strip()
        except OSError:
            return ""

    def _sign(self) -> None:
        """Say who holds the lock, for those who wait in vain. Failing to is no reason to stop."""
        with suppress(OSError):
            descriptor = os.open(self._path, os.O_WRONLY | files.NO_LINK)
            try:
                name = f"{platform.node() or 'this computer'}/{os.getpid()}\n".encode()
                os.write(descriptor, name)
                os.ftruncate(descriptor, len(name))
            finally:
                os.close(descriptor)
