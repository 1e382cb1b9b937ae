"""Files: written so that they are the old one or the new one, and their names as text."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` where `path` is, with the mode of the file that was there. Raises OSError."""
    # A name of its own for each writer, hidden, so that it is nobody's document.
    aside = path.with_name(f".{path.name[:80]}.{os.urandom(4).hex()}.tmp")
    try:
        with aside.open("xb") as file:
            if path.exists():
                os.fchmod(file.fileno(), path.stat().st_mode & 0o7777)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        sync_folder(path.parent)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder survive a power cut, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows does not open folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_project_folder(folder: Path) -> None:
    """Create the folder of the annotation files, and tell git what in it is only for us."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text(IGNORED, "utf-8")


IGNORED = """\
*.lock
*.tmp
*.bak
*.journal
*.journal.*
*.history
*.damaged-*
"""


# Python keeps bytes of a name that are not UTF-8 as lone surrogates U+DC80 to U+DCFF (PEP 383).
_TO_TEXT = {0xDC00 + byte: 0xEF00 + byte for byte in range(0x80, 0x100)}
_FROM_TEXT = {stored: original for original, stored in _TO_TEXT.items()}


def path_as_text(path: str) -> str:
    """A path that JSON can hold: bytes that are not UTF-8 become U+EF80 to U+EFFF."""
    return path.translate(_TO_TEXT)


def path_from_text(text: str) -> str:
    """The path that `path_as_text` was given."""
    return text.translate(_FROM_TEXT)
