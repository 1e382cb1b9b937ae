"""Turns: one process at a time changes the files of a store, and the others learn who it is."""

from __future__ import annotations

import errno
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotations import files
from annotations.errors import Busy, NotSaved, reason_of

PATIENCE = 10.0
"""Seconds to wait for another window to finish its save."""
POLL = 0.005
"""Seconds between two tries."""

_NO_LOCKS = {errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK}


class Lock:
    """A lock on a file beside the store, held by a process and gone with it."""

    def __init__(self, path: Path, name: Path) -> None:
        """Lock `path`; errors speak of the file `name`."""
        self._path = path
        self._name = name

    @contextmanager
    def held(self, patience: float | None = None) -> Iterator[None]:
        """Hold the lock, for which one waits that many seconds. Raises Busy, NotSaved."""
        patience = PATIENCE if patience is None else patience
        try:
            descriptor = self._acquire(patience, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                with self._held_by_name(patience):
                    yield
                return
            raise NotSaved(self._name, reason_of(error)) from error
        if descriptor is None:
            raise Busy(self._name, f"held by {self.holder or 'another window'}")
        try:
            _sign(descriptor)
            yield
        finally:
            os.close(descriptor)  # and with it the lock

    def is_free(self, patience: float) -> bool:
        """Whether nobody holds it, or lets go within that many seconds. Leaves no trace."""
        try:
            descriptor = self._acquire(patience, os.O_RDWR)
        except OSError:
            return True  # there is none, or whoever saves will be told what is wrong with it
        if descriptor is None:
            return False
        os.close(descriptor)
        return True

    @property
    def holder(self) -> str:
        """Who had the lock last, as HOST/PID."""
        try:
            return self._path.read_text("utf-8", "replace")[:100].strip()
        except OSError:
            return ""

    def _acquire(self, patience: float, flags: int) -> int | None:
        """An open file that is locked; None when somebody else's was for too long."""
        from filelock import lock_descriptor  # 50 ms, and only needed to save

        until = time.monotonic() + patience
        while True:
            descriptor = os.open(self._path, flags | files.NO_LINK | files.NO_WAIT, 0o666)
            try:
                # Somebody may have taken the file away since, and the next one locks another.
                if lock_descriptor(descriptor, blocking=False) and os.fstat(descriptor).st_nlink:
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
            if time.monotonic() >= until:
                return None
            time.sleep(POLL)

    @contextmanager
    def _held_by_name(self, patience: float) -> Iterator[None]:
        """Where the disk knows no locks, a file that is there stands for one."""
        from filelock import SoftFileLock, Timeout

        lock = SoftFileLock(self._path.with_suffix(".soft.lock"), timeout=patience)
        try:
            lock.acquire()
        except Timeout as error:
            raise Busy(self._name, "held by another window") from error
        except OSError as error:
            raise NotSaved(self._name, reason_of(error)) from error
        try:
            yield
        finally:
            lock.release()


def _sign(descriptor: int) -> None:
    """Say who holds a lock, for those who wait in vain. Failing to is no reason to stop."""
    with suppress(OSError):
        name = f"{platform.node() or 'this computer'}/{os.getpid()}\n".encode()
        os.write(descriptor, name)
        os.ftruncate(descriptor, len(name))
