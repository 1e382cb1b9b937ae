"""Files: written so that they are the old one or the new one, and their names as text.

Everything that changes the disk is a call on `os`, so that tests can stand between.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PIECE = 1 << 20
"""Bytes that are written at a time."""
BUSY = 1.0
"""Seconds for which Windows may hold a file that somebody else is reading."""


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` where `path` is, with the mode of the file that was there. Raises OSError."""
    aside = write_aside(path, [data])
    try:
        put_in_place(aside, path)
        sync_folder(path.parent)
    except OSError:
        remove(aside)
        raise


def write_aside(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write the next contents of `path` beside it, down to the disk. Raises OSError.

    The mode is that of the file that is there.
    """
    # A name of its own for each writer, hidden, so that it is nobody's document.
    aside = path.with_name(f".{path.name[:80]}.{os.urandom(4).hex()}.tmp")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        try:
            _copy_mode(path, descriptor)
            waiting = bytearray()
            for piece in pieces:
                waiting += piece
                if len(waiting) >= PIECE:
                    write_all(descriptor, waiting)
                    waiting = bytearray()
            write_all(descriptor, waiting)
            sync_file(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        remove(aside)
        raise
    return aside


def write_new(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read; what cannot be written to its end is taken away.

    Raises OSError, which is FileExistsError where something has that name.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        try:
            write_all(descriptor, data)
            sync_file(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        remove(path)
        raise


def contents(path: Path, most: int | None = None) -> bytes | None:
    """The bytes of a file; None where there is none.

    Raises OSError, also for what is no file and for one of more than `most` bytes.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a file")
        if most is not None and status.st_size > most:
            raise OSError(errno.EFBIG, f"larger than {most:,} bytes")
        return path.read_bytes()
    except FileNotFoundError:
        return None


def put_in_place(aside: Path, path: Path) -> None:
    """Rename a file over another one. Raises OSError."""
    patient_until = time.monotonic() + BUSY
    while True:
        try:
            os.replace(aside, path)  # noqa: PTH105 - tests stand between
        except PermissionError:
            # Windows refuses while another program has the file open (not run by our tests).
            if os.name != "nt" or time.monotonic() > patient_until:
                raise
            time.sleep(0.01)
        else:
            return


def put_anew(aside: Path, path: Path) -> None:
    """Rename a file to a name that nobody has. Raises FileExistsError, OSError."""
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError as error:  # no second names on FAT and some network drives
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
        put_in_place(aside, path)
    else:
        remove(aside)


def keep_as(path: Path, name: Path) -> None:
    """Let `name` be the file that `path` is now, whatever `path` becomes. Raises OSError."""
    aside = name.with_name(f".{name.name[:80]}.{os.urandom(4).hex()}.tmp")
    try:
        os.link(path, aside)
    except OSError:  # no second names on FAT and some network drives
        aside = write_aside(name, [path.read_bytes()])
    try:
        put_in_place(aside, name)
    except OSError:
        remove(aside)
        raise


def remove(path: Path) -> None:
    """Take a file away, if that can be done."""
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108 - tests stand between


def write_all(descriptor: int, data: bytes | bytearray) -> None:
    """Write all of it, however little the system takes at once. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_file(descriptor: int) -> None:
    """Return when what was written is on the disk. Raises OSError."""
    if (
        sys.platform == "darwin"
    ):  # fsync leaves it in the drive's cache there (not run by our tests)
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder survive a power cut, where the system can. Raises OSError."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows does not open folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_way(folder: Path) -> None:
    """Make a folder survive a power cut that somebody made who was killed before it was synced.

    Raises OSError.
    """
    sync_folder(folder.parent)
    for above in folder.parent.parents:
        with suppress(OSError):
            sync_folder(above)


def make_project_folder(folder: Path) -> None:
    """Create the folder of the annotation files, and tell git what in it is only for us.

    Raises OSError.
    """
    ignore = folder.parent / ".gitignore"
    if folder.is_dir() and ignore.exists():
        return
    _make_folder(folder)
    if not ignore.exists():
        with suppress(OSError):  # a mark is worth more, and the next one tries again
            replace_file(ignore, IGNORED.encode())


def _make_folder(folder: Path) -> None:
    """Create a folder and those above it, each known to the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with suppress(FileExistsError):
        os.mkdir(folder)  # noqa: PTH102 - tests stand between
    sync_folder(folder.parent)


def _copy_mode(path: Path, descriptor: int) -> None:
    if hasattr(os, "fchmod") and path.exists():
        os.fchmod(descriptor, path.stat().st_mode & 0o7777)


IGNORED = """\
*.lock
*.tmp
*.bak
*.journal
*.journal.*
*.history
*.damaged-*
*.merged-*
*.schema-*
"""

_BINARY = getattr(os, "O_BINARY", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""For files that are written where they lie: a link would lead to somebody else's."""
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
"""For files that may be something else, such as a pipe that nobody writes to."""

# Python keeps bytes of a name that are not UTF-8 as lone surrogates U+DC80 to U+DCFF (PEP 383).
_TO_TEXT = {0xDC00 + byte: 0xEF00 + byte for byte in range(0x80, 0x100)}
_FROM_TEXT = {stored: original for original, stored in _TO_TEXT.items()}


def path_as_text(path: str) -> str:
    """A path that JSON can hold: bytes that are not UTF-8 become U+EF80 to U+EFFF."""
    try:
        path.encode()  # quicker than looking at each character
    except UnicodeEncodeError:
        return path.translate(_TO_TEXT)
    return path


def path_from_text(text: str) -> str:
    """The path that `path_as_text` was given."""
    return text.translate(_FROM_TEXT)
