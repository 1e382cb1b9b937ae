"""What in a folder is for reading."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from annotations import document
from annotations.errors import UnreadableDocument, reason_of
from annotations.formats import EXPORTED

DEEPEST = 8
"""Levels of folders that are searched for documents."""
MOST = 10_000
"""Documents that a project shows."""

DOCUMENT_SUFFIXES = frozenset({".txt", ".md", ".text"})
OTHER_SUFFIXES = frozenset(
    {".json", ".jsonl", ".toml", ".csv", ".tsv", ".ann", ".bib", ".html", ".htm"}
)
"""Files that are text but not for reading: data, and what annotation tools leave behind."""
COPIED = re.compile(r"quotes-\d{8}-\d{6}(-\d+)?\.txt")
"""Names of files that hold quotes that were copied; those are no documents."""

_SNIFFED = 4096


def documents_in(folder: Path, root: Path) -> Iterator[Path]:
    """The files in a folder that look like documents, by name, then those in its folders.

    10,000 at most. A link out of `root` is passed over, and so is a folder in this one that cannot
    be read. Raises UnreadableDocument for this one itself.
    """
    return islice(_walk(folder, root, DEEPEST), MOST)


def _walk(folder: Path, root: Path, deep: int) -> Iterator[Path]:
    """The documents in a folder and then in its folders, by name."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        if deep == DEEPEST:
            raise UnreadableDocument(folder, f"cannot be read: {reason_of(error)}") from error
        return
    folders = []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if entry.is_symlink() and not lies_in(path, root):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.append(path)
        elif entry.is_file() and looks_like_document(path):
            yield path
    if deep > 1:
        for path in folders:
            yield from _walk(path, root, deep - 1)


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a path, all links followed, leads to something in a folder."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError, ValueError):  # links in circles, a NUL in a name
        return False


def looks_like_document(path: Path) -> bool:
    """Whether a file is a text that people read, by its name and its head."""
    suffix = path.suffix.lower()
    if suffix in OTHER_SUFFIXES or COPIED.fullmatch(path.name):
        return False
    if suffix in DOCUMENT_SUFFIXES:
        return suffix != ".md" or not _head(path).startswith(EXPORTED.encode())
    head = _head(path)
    try:
        reading = document.decode(head, whole=len(head) < _SNIFFED)
    except ValueError:
        return False
    return bool(head) and not reading.guessed


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_SNIFFED)
    except OSError:
        return b""
